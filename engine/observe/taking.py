"""Take the values of inputs out of tables that are laid over the units: the first table speaks, later ones fill blanks."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..files.naming import fold
from ..files.numbers import Problem, cut
from ..files.tables import place_of
from ..model.findings import Place
from ..model.ruleset import Headers, Input
from .cells import BLANK, STATES, Cells, Entry
from .decimal_sign import Sign
from .entries import Reader
from .mapping import Guide
from .report import Report
from .sheets import Feed, Laid
from .units import Roll

_FEWEST_SHARES = 3
_ONE_PERCENT = Fraction(1, 100)


def take_columns(laid: Sequence[Laid], signs: Mapping[str, Sign], roll: Roll, report: Report) -> dict[str, Cells]:
    """Take the values of each input out of all tables, the most important first."""
    columns: dict[str, Cells] = {}
    for each in laid:
        for feed in each.feeds:
            _take(feed, each.guide, signs[each.table.name], roll, columns, report)
    return columns


def _take(feed: Feed, guide: Guide, sign: Sign, roll: Roll, columns: dict[str, Cells], report: Report) -> None:
    """Read the cells of a feed; where another table has spoken for the input, fill its blanks."""
    asked = feed.target.input
    reader = Reader(asked, guide.headers, sign.sign, is_own=not feed.table.lines)
    entries = _entries(feed, reader, roll, guide.headers, report)
    cells = Cells(entries, feed.table, feed.rows, feed.column, feed.provenance)
    _check_shares(asked, cells, report)
    earlier = columns.get(asked.key)
    if earlier is None:
        columns[asked.key] = cells
    for unit, entry in enumerate(entries):
        if entry.problem is not None:
            tell_value(entry.problem, asked, roll, unit, cells.place(unit), report)
        if earlier is not None and entry.state != "missing":
            _fill(earlier, cells, asked, roll, unit, report)


def _entries(feed: Feed, reader: Reader, roll: Roll, headers: Headers, report: Report) -> list[Entry]:
    """Read the cell of each unit, with what a long table says of its state."""
    table, column = feed.table, feed.column
    if feed.state >= 0:
        return [
            _stated(reader, feed, row, unit, roll, headers, report) if row >= 0 else BLANK
            for unit, row in enumerate(feed.rows)
        ]
    if table.kinds or table.remarks:
        return [reader.cell(table, row, column) if row >= 0 else BLANK for row in feed.rows]
    return [reader[table.rows[row][column]] if row >= 0 else BLANK for row in feed.rows]


def _stated(reader: Reader, feed: Feed, row: int, unit: int, roll: Roll, headers: Headers, report: Report) -> Entry:
    """Read a cell of a long table together with what its row says of its state."""
    asked, cells = feed.target.input, feed.table.rows[row]
    text, said = cells[feed.column], cells[feed.state]
    state = reader.marks.get(fold(said)) or STATES.get(said.casefold())
    if state == "observed":
        return reader.cell(feed.table, row, feed.column)
    place, about = place_of(feed.table, row, feed.state), f"{asked.id} ({roll.units[unit].id})"
    if state is None:
        marks = ", ".join(headers.marks) or "–"
        report.add("ITR440.state", place, subject=asked.key, about=about, found=cut(said), marks=marks)
        return Entry(None, "invalid")
    if state == "invalid":
        report.add("ITR433", place, subject=asked.key, about=about)
        return Entry(None, state)
    if reader[text].state in {"observed", "invalid"}:
        report.add("ITR477", place, subject=asked.key, about=about, found=cut(text), state=said)
        return Entry(None, "invalid")
    return Entry(None, state)


def _check_shares(asked: Input, cells: Cells, report: Report) -> None:
    """Ask about percentages without a sign that all lie from 0 to 1: 0.85 is 0.85%, and may have been meant as 85%."""
    if not asked.traits.per_cent or cells.table is None or not cells.table.lines:
        return
    values = {index: entry.value for index, entry in enumerate(cells.entries) if isinstance(entry.value, Fraction)}
    plain = {index: value for index, value in values.items() if "%" not in cells.text(index)}
    unsure = unsure_shares(plain, [values[index] for index in values.keys() - plain.keys()])
    if unsure:
        place, header = cells.place(unsure[0]), cells.table.headers[cells.column]
        report.add("ITR487", place, column=header, found=cut(cells.text(unsure[0])), count=len(unsure))


def unsure_shares(plain: Mapping[int, Fraction], signed: Sequence[Fraction]) -> list[int]:
    """Find the percentages without a sign that may have been meant a hundred times as large.

    Beside others that have their sign one is enough to ask, and 1 may be 1% or 100%; so it is beside others that are
    plainly per cent, where nothing lies between 1 and 10.
    """
    is_beside = max(signed, default=Fraction(0)) > _ONE_PERCENT
    clear = {Fraction(0)} if is_beside else {Fraction(0), _ONE_PERCENT}
    far = [value for value in plain.values() if value > _ONE_PERCENT]
    if far:  # 0.9 and 75 in one column
        is_asked = min(far) >= 10 * _ONE_PERCENT
        clear |= {value for value in plain.values() if value >= _ONE_PERCENT}
    else:
        is_asked = is_beside or (len(plain) >= _FEWEST_SHARES and not signed)
    return [index for index, value in plain.items() if is_asked and value not in clear]


def _fill(earlier: Cells, later: Cells, asked: Input, roll: Roll, unit: int, report: Report) -> None:
    """Fill a blank from a later table; two cells that differ are a finding, and the first stands."""
    one, other = earlier.entries[unit], later.entries[unit]
    if one.state == "invalid" or one[:2] == other[:2]:
        return
    is_blank, is_own = one.state == "missing", earlier.origin(unit) is not None
    code = "ITR480" if is_blank else "ITR481"
    # What cannot be read has been told; it is no blank, and no second answer.
    if is_own and other.state != "invalid" and not report.leaves_out(code, asked.key):
        told = {"about": f"{asked.id} ({roll.units[unit].id})"}
        told |= {"first": _named(earlier, unit), "second": _named(later, unit)}
        if not is_blank:
            told |= {"one": cut(earlier.text(unit)), "other": cut(later.text(unit))}
        report.tell(Problem(code, told), later.place(unit), told["about"], asked.key)
    if is_blank:
        origin = later.origin(unit)
        assert origin is not None, "a cell that is not blank stands somewhere"
        earlier.entries[unit] = other
        earlier.filled[unit] = origin


def _named(cells: Cells, unit: int) -> str:
    place = cells.place(unit)
    return f"{place.file}, {place.cell}"


def tell_value(problem: Problem, asked: Input, roll: Roll, unit: int, place: Place, report: Report) -> None:
    """Tell what is wrong with the value of a unit."""
    about = f"{asked.id} ({roll.units[unit].id})"
    report.tell(problem, place, about, asked.key)
