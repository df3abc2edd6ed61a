"""Make a year's data of tables: units, and for each unit a typed value of each input with the cell it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..model.findings import Place, in_order
from ..model.observed import Observed, Previous, Table
from ..model.ruleset import Input, Ruleset
from .cells import BLANK, Cells, Entry, Origin, State
from .columns import PROVENANCE, catalogue, find_column, previous_headers, whole
from .naming import fold
from .numbers import Problem, cut, parse_number
from .report import Report
from .sheets import Feed, Layout, known_headers, layout_of, long_feeds, wide_feeds
from .tables import place_of
from .units import Roll, check_attributes, check_roles, read_units, read_units_of_long
from .values import Style, outside, reader_of

_STATES: dict[str, State] = {
    "observed": "observed", "": "observed", "missing": "missing", "not_applicable": "not_applicable",
}  # fmt: skip


def observe(
    ruleset: Ruleset,
    tables: Sequence[Table],
    units: Table | None = None,
    previous: Mapping[str, Previous] | None = None,
) -> Observed:
    """Read tables as the ruleset's inputs.

    The first table that has a column for an input speaks for it; later tables fill its blanks and never overwrite.
    The files are not known here: `sources` is left to who read them.

    Args:
        ruleset: says which inputs there are and how data files are read.
        tables: of data, wide or long, the most important first.
        units: the table of units; without it the units are those of the first data table.
        previous: last year's result by unit id; columns of the data that hold it fill what this lacks.
    """
    report = Report()
    layouts = [layout_of(table, ruleset.headers) for table in tables]
    _check_layout(ruleset, tables, layouts, report)
    roll = _roll(ruleset, tables, layouts, units, report)
    names = catalogue(ruleset)
    known = known_headers(ruleset, roll, units)
    columns: dict[str, Cells] = {}
    laid: list[tuple[Table, list[int]]] = []
    for table, layout in zip(tables, layouts, strict=True):
        if not roll.units:
            break
        if layout is None:
            # What its rows say wrongly of units was told when the units were read from it.
            quiet = Report() if units is None and table is tables[0] else report
            feeds, rows = wide_feeds(ruleset, table, roll, names, known, report, quiet)
        else:
            feeds, rows = long_feeds(ruleset, table, layout, roll, names, report)
        laid.append((table, rows))
        for feed in feeds:
            _take(feed, ruleset, roll, columns, report)
    if roll.units:
        _check_presence(ruleset, roll, tables, laid, columns, units, report)
        _check_bounds(ruleset, roll, columns, report)
    elif not report.findings():
        report.add("ITR479", whole(tables[0]) if tables else Place())
    values = {asked.key: columns.get(asked.key) or Cells([BLANK] * len(roll.units)) for asked in ruleset.inputs}
    if units is not None:
        laid.append((units, _rows_of_roll(roll, units)))
    return Observed(
        units=roll.units,
        values=values,
        previous=_previous(ruleset, roll, laid, previous or {}, report),
        findings=in_order(report.findings()),
        illustrative=any(map(_is_illustrative, (*tables, *((units,) if units else ())))),
    )


def _roll(
    ruleset: Ruleset, tables: Sequence[Table], layouts: Sequence[Layout | None], units: Table | None, report: Report
) -> Roll:
    """Read the units from their own table, else from the first data table."""
    if units is not None:
        return read_units(ruleset, units, is_roll=True, report=report)
    if not tables:
        return Roll((), {})
    layout = layouts[0]
    if layout is not None and layout.unit >= 0:
        return read_units_of_long(ruleset, tables[0], layout.unit, report)
    return read_units(ruleset, tables[0], is_roll=False, report=report)


def _take(feed: Feed, ruleset: Ruleset, roll: Roll, columns: dict[str, Cells], report: Report) -> None:
    """Read the cells of a feed; where another table has spoken for the input, fill its blanks."""
    asked, table = feed.target.input, feed.table
    reader = _Reader(asked, ruleset, is_own=not table.lines)
    rows, column = table.rows, feed.column
    if feed.state < 0:
        entries = [reader[rows[row][column]] if row >= 0 else BLANK for row in feed.rows]
    else:
        entries = [
            _stated(reader, feed, row, unit, roll, ruleset, report) if row >= 0 else BLANK
            for unit, row in enumerate(feed.rows)
        ]
    cells = Cells(entries, table, feed.rows, column, feed.provenance)
    earlier = columns.get(asked.key)
    if earlier is None:
        columns[asked.key] = cells
    for unit, entry in enumerate(entries):
        if entry.problem is not None:
            _tell(entry.problem, asked, roll, unit, cells.place(unit), report)
        if earlier is not None and entry.state not in {"missing", "invalid"}:
            _fill(earlier, cells, asked, roll, unit, report)


class _Reader(dict[str, Entry]):
    """The entries of an input's cells; each different text is read once."""

    def __init__(self, asked: Input, ruleset: Ruleset, *, is_own: bool) -> None:
        """Prepare; `is_own` is a table made of Python values, where fractions may stand."""
        super().__init__({"": BLANK})
        self._read = reader_of(asked, Style(ruleset.headers.decimal, is_own))
        self.marks = marks_of(ruleset)

    def __missing__(self, text: str) -> Entry:
        state = self.marks.get(fold(text)) if self.marks else None
        if state is not None:
            entry = Entry(None, state)
        else:
            value = self._read(text)
            entry = Entry(None, "invalid", value) if isinstance(value, Problem) else Entry(value, "observed")
        self[text] = entry
        return entry


def marks_of(ruleset: Ruleset) -> dict[str, State]:
    """Read what the ruleset's marks mean, by the folded mark."""
    return {fold(mark): _STATES[state] for mark, state in ruleset.headers.marks.items() if state in _STATES}


def _stated(reader: _Reader, feed: Feed, row: int, unit: int, roll: Roll, ruleset: Ruleset, report: Report) -> Entry:
    """Read a cell of a long table together with what its row says of its state."""
    asked, cells = feed.target.input, feed.table.rows[row]
    text, said = cells[feed.column], cells[feed.state]
    state = reader.marks.get(fold(said)) or _STATES.get(said.casefold())
    if state == "observed":
        return reader[text]
    place, about = place_of(feed.table, row, feed.state), f"{asked.id} ({roll.units[unit].id})"
    if state is None:
        marks = ", ".join(ruleset.headers.marks) or "–"
        report.add("ITR476", place, subject=asked.key, about=about, found=cut(said), marks=marks)
        return Entry(None, "invalid")
    if reader[text].state in {"observed", "invalid"}:
        report.add("ITR477", place, subject=asked.key, about=about, found=cut(text), state=said)
        return Entry(None, "invalid")
    return Entry(None, state)


def _fill(earlier: Cells, later: Cells, asked: Input, roll: Roll, unit: int, report: Report) -> None:
    """Fill a blank from a later table; two cells that differ are a finding, and the first stands."""
    one, other = earlier.entries[unit], later.entries[unit]
    if one.state == "invalid" or one == other:
        return
    is_blank, is_own = one.state == "missing", earlier.origin(unit) is not None
    if is_own and not report.leaves_out("ITR480" if is_blank else "ITR481", asked.key):
        told = {"about": f"{asked.id} ({roll.units[unit].id})"}
        told |= {"first": _named(earlier, unit), "second": _named(later, unit)}
        if not is_blank:
            told |= {"one": cut(earlier.text(unit)), "other": cut(later.text(unit))}
        report.tell(Problem("ITR480" if is_blank else "ITR481", told), later.place(unit), told["about"], asked.key)
    if is_blank:
        origin = later.origin(unit)
        assert origin is not None, "a cell that is not blank stands somewhere"
        earlier.entries[unit] = other
        earlier.filled[unit] = origin


def _named(cells: Cells, unit: int) -> str:
    place = cells.place(unit)
    return f"{place.file}, {place.cell}"


def _tell(problem: Problem, asked: Input, roll: Roll, unit: int, place: Place, report: Report) -> None:
    about = f"{asked.id} ({roll.units[unit].id})"
    report.tell(problem, place, about, asked.key)


def _check_bounds(ruleset: Ruleset, roll: Roll, columns: Mapping[str, Cells], report: Report) -> None:
    """Hold values against the bounds that are other inputs; a bound without a value is not checked."""
    inputs = {asked.key: asked for asked in ruleset.inputs}
    wrong: list[tuple[Cells, int]] = []
    for asked in ruleset.inputs:
        low = columns.get(asked.minimum) if isinstance(asked.minimum, str) else None
        high = columns.get(asked.maximum) if isinstance(asked.maximum, str) else None
        cells = columns.get(asked.key)
        if cells is None or (low is None and high is None):
            continue
        for unit, entry in enumerate(cells.entries):
            if entry.value is None:
                continue
            for bounds, key, is_low in ((low, asked.minimum, True), (high, asked.maximum, False)):
                bound = bounds.entries[unit].value if bounds else None
                if bound is None:
                    continue
                low_high = (bound, None) if is_low else (None, bound)
                problem = outside(entry.value, asked, low_high, ruleset.headers.decimal, inputs[str(key)].id)
                if problem is not None:
                    _tell(problem, asked, roll, unit, cells.place(unit), report)
                    wrong.append((cells, unit))
    # Only now, so that the order of inputs does not matter.
    for cells, unit in wrong:
        cells.entries[unit] = Entry(None, "invalid")


def _check_layout(ruleset: Ruleset, tables: Sequence[Table], layouts: Sequence[Layout | None], report: Report) -> None:
    if ruleset.headers.layout and tables and not any(layouts):
        expected = ", ".join(f'{word}: "{header}"' for word, header in ruleset.headers.layout.items())
        report.add("ITR473", whole(tables[0]), expected=expected, headers=", ".join(tables[0].headers[:12]))


def _check_presence(
    ruleset: Ruleset,
    roll: Roll,
    tables: Sequence[Table],
    laid: Sequence[tuple[Table, Sequence[int]]],
    columns: Mapping[str, Cells],
    units: Table | None,
    report: Report,
) -> None:
    """Tell once of each input without a column, and of each unit without a row."""
    place = whole(tables[0]) if tables else Place()
    for asked in ruleset.inputs:
        if asked.key in columns:
            continue
        label = asked.label.say(ruleset.locale) or asked.id
        code = "ITR453" if asked.missing == "error" else "ITR454"
        report.add(code, place, subject=asked.key, input=asked.id, label=label, missing=asked.missing)
    for index, unit in enumerate(roll.units):
        if tables and all(rows[index] < 0 for _, rows in laid):
            report.add("ITR465", unit.place, unit=unit.id)
    check_attributes(ruleset, roll, whole(units) if units else place, report)
    check_roles(ruleset, roll, whole(units) if units else place, report)


def _is_illustrative(table: Table) -> bool:
    column = find_column(table, PROVENANCE)
    return column >= 0 and any(row[column].casefold() == "illustrative" for row in table.rows)


def _rows_of_roll(roll: Roll, units: Table) -> list[int]:
    by_line = {line: number for number, line in enumerate(units.lines or range(1, len(units.rows) + 1))}
    return [by_line[unit.place.line] for unit in roll.units]


def _previous(
    ruleset: Ruleset,
    roll: Roll,
    laid: Sequence[tuple[Table, Sequence[int]]],
    given: Mapping[str, Previous],
    report: Report,
) -> Mapping[str, Previous]:
    """Add what columns of the data say of last year to what its result file says."""
    known, marks = dict(given), marks_of(ruleset)
    for what, header in previous_headers(ruleset.headers).items():
        found = next(((t, rows, c) for t, rows in laid if (c := find_column(t, header)) >= 0), None)
        if found is None:
            if roll.units and laid:
                report.add("ITR490", whole(laid[0][0]), header=header, what=what)
            continue
        table, rows, column = found
        for unit, row in zip(roll.units, rows, strict=True):
            text = table.rows[row][column] if row >= 0 else ""
            if not text or fold(text) in marks:
                continue
            before = known.get(unit.id, Previous(unit.id, unit.name))
            origin = Origin(table, row, column)
            known[unit.id] = _with(before, what, text, ruleset, origin, unit.id, report)
    return known


def _with(
    before: Previous, what: str, text: str, ruleset: Ruleset, origin: Origin, unit: str, report: Report
) -> Previous:
    """Set last year's rank, total or tier where it is not known."""
    if what == "tier":
        return replace(before, tier=before.tier or text)
    place, about = place_of(origin.table, origin.row, origin.column), f"{origin.table.headers[origin.column]} ({unit})"
    is_own = not origin.table.lines
    amount = parse_number(text, decimal=ruleset.headers.decimal, allow_fraction=is_own)
    if isinstance(amount, Problem):
        report.tell(amount, place, about, what)
        return before
    if what == "total":
        return before if before.total is not None else replace(before, total=amount)
    rank = as_rank(amount)
    if rank is None:
        report.add("ITR491", place, subject=what, about=about, found=cut(text))
        return before
    return before if before.rank is not None else replace(before, rank=rank)


def as_rank(amount: Fraction) -> int | None:
    """Give a rank as a whole number from 1.

    >>> as_rank(Fraction(9)), as_rank(Fraction(1, 2))
    (9, None)
    """
    return int(amount) if amount.denominator == 1 and amount >= 1 else None
