"""Tables laid over the units: which cell speaks of which input of which unit, in wide tables and in long ones."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..files.naming import fold, nearest
from ..files.numbers import cut
from ..files.tables import COLLECTED, is_collected, place_of
from ..model.observed import Table, Unit
from ..model.reading import ColumnRead
from ..model.ruleset import Headers, Ruleset
from .columns import (
    NUMBERS,
    PROVENANCE,
    Catalogue,
    Target,
    find_column,
    ids,
    in_sheet,
    is_ambiguous,
    kind_of_name,
    previous_headers,
    standard_columns,
)
from .mapping import Guide
from .matching import match_columns
from .report import INPUT, UNIT, Report
from .units import Roll, group_above, group_of_sheet, group_reader, tidy

_PROVENANCES = {"", "published", "illustrative"}
_LOOKED_AT = 100  # rows that say which column names the units


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a long table; -1 where there is no column of states."""

    unit: int
    input: int
    value: int
    state: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Cells for one input: the row of each unit (-1: none) and the column.

    Attributes:
        state: the column that says what a cell is, in a long table; else -1.
        provenance: by row; empty where the table has no such column.
    """

    target: Target
    table: Table
    rows: Sequence[int]
    column: int
    state: int = -1
    provenance: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A table laid over the units.

    Attributes:
        feeds: what it gives.
        rows: of each unit, the first that speaks of it; -1 where none does.
        columns: what each column was taken for, in a long table also what each name of an input was.
        group: of its units, where the name of its sheet says so.
    """

    table: Table
    guide: Guide
    layout: Layout | None
    feeds: Sequence[Feed]
    rows: Sequence[int]
    columns: tuple[ColumnRead, ...] = ()
    group: str = ""


def layout_of(table: Table, headers: Headers, names: Catalogue) -> Layout | None:
    """Find the columns of a long table; None for a wide one.

    >>> headers = Headers(layout={"input": "Chỉ tiêu", "value": "Giá trị"})
    >>> layout_of(Table("t", ("id", "chỉ tiêu", "giá trị"), ()), headers, Catalogue({}, {}, (), {}))
    Layout(unit=0, input=1, value=2, state=-1)
    """
    called = headers.layout
    if is_collected(table.headers):
        return Layout(*range(len(COLLECTED)))
    if not called:
        return None
    unit = find_column(table, *names.read(called.get("unit", ""), headers.id, "id", headers.name, "name"))
    if unit < 0:
        about = standard_columns(table, headers, names)
        unit = about["id"] if about["id"] >= 0 else about["name"]
    columns = [find_column(table, called.get(word, word)) for word in ("input", "value")]
    if min(columns) < 0:
        return None
    return Layout(unit, columns[0], columns[1], find_column(table, called["state"]) if "state" in called else -1)


def long_without_layout(table: Table, headers: Headers, names: Catalogue) -> tuple[int, int] | None:
    """Find the columns of inputs and of values of what plainly is a long table, though nobody says so; else None.

    No header is an input, and one column names inputs in most of its cells, some of them for several units.
    The column of values is -1 where more than one can be it.
    """
    if any(map(names.targets, table.headers)):
        return None
    about = set(standard_columns(table, headers, names).values())
    others = [column for column in range(len(table.headers)) if column not in about]
    rows = table.rows[:_LOOKED_AT]
    for column in others:
        if _names_inputs([row[column] for row in rows if row[column]], names):
            values = [other for other in others if other != column and _holds_values(table, other)]
            return column, values[0] if len(values) == 1 else -1
    return None


def _names_inputs(texts: Sequence[str], names: Catalogue) -> bool:
    """Whether most of some texts name inputs, some of them again and again."""
    named = [text for text in texts if names.targets(text)]
    return len(named) > len(set(named)) and 2 * len(named) > len(texts)


def _holds_values(table: Table, column: int) -> bool:
    """Whether most cells of a column have a digit, and do not number the rows."""
    rows = table.rows[:_LOOKED_AT]
    with_digits = sum(any(map(str.isdigit, row[column])) for row in rows)
    return 2 * with_digits > len(rows) and fold(table.headers[column]) not in map(fold, NUMBERS)


def wide_feeds(
    ruleset: Ruleset,
    table: Table,
    roll: Roll,
    guide: Guide,
    known: Iterable[str],
    report: Report,
    report_of_rows: Report,
) -> Laid:
    """Lay a wide table over the units.

    Args:
        ruleset: gives groups and scorecards.
        table: the table.
        roll: the units.
        guide: to the table's file.
        known: headers about which nothing need be said.
        report: takes the findings about columns.
        report_of_rows: takes the findings about which unit a row is of.
    """
    standard = standard_columns(table, guide.headers, guide.names)
    by = standard["id"] if standard["id"] >= 0 else standard["name"]
    provenance, column = _provenance(table, report)
    reserved = {number: word for word, number in (*standard.items(), (PROVENANCE, column)) if number >= 0}
    quiet = (*known, *previous_headers(guide.headers).values(), *NUMBERS, *guide.key)
    matched, columns = match_columns(ruleset, table, guide.names, reserved, quiet, report)
    columns = _named(columns, guide.headers)
    if by < 0:
        _tell_no_units(table, roll, guide, report)
        return Laid(table, guide, None, (), [-1] * len(roll.units), columns)
    rows = _rows_of_units(ruleset, table, roll, by, standard["group"], guide, report_of_rows)
    cards = _scorecards(ruleset, roll)
    feeds = []
    for number, targets in matched.items():
        for target in targets:
            own = rows
            if target.only:
                own = [row if card == target.only else -1 for row, card in zip(rows, cards, strict=True)]
            feeds.append(Feed(target, table, own, number, provenance=provenance))
    return Laid(table, guide, None, feeds, rows, columns, group_of_sheet(ruleset, table))


def long_feeds(ruleset: Ruleset, table: Table, layout: Layout, roll: Roll, guide: Guide, report: Report) -> Laid:
    """Lay a long table over the units; as `wide_feeds`."""
    if layout.unit < 0:
        _tell_no_units(table, roll, guide, report)
        return Laid(table, guide, layout, (), [-1] * len(roll.units))
    provenance, _ = _provenance(table, report)
    cards = _scorecards(ruleset, roll)
    seen = [-1] * len(roll.units)
    rows: dict[str, list[int]] = {}
    targets: dict[str, Target] = {}
    units: dict[str, int | None] = {}
    inputs: dict[str, tuple[Target, ...]] = {}
    read: dict[str, ColumnRead] = {}
    for number, row in enumerate(table.rows):
        unit_text, input_text = row[layout.unit], row[layout.input]
        if not unit_text:
            report.add("ITR466", place_of(table, number, layout.unit), **UNIT)
            continue
        if unit_text not in units:
            units[unit_text] = roll.find(unit_text, place_of(table, number, layout.unit), report, guide.units)
        if input_text not in inputs:
            inputs[input_text], read[input_text] = _targets(ruleset, table, number, layout, guide, report)
        elif not input_text:
            report.add("ITR466", place_of(table, number, layout.input), **INPUT)
        unit = units[unit_text]
        if unit is None:
            continue
        seen[unit] = number if seen[unit] < 0 else seen[unit]
        for target in inputs[input_text]:
            if target.only and cards[unit] != target.only:
                continue
            key = target.input.key
            targets[key] = Target(target.input)
            own = rows.setdefault(key, [-1] * len(roll.units))
            if own[unit] >= 0:
                about, first = f"{target.input.id} ({roll.units[unit].id})", place_of(table, own[unit], layout.value)
                report.add(
                    "ITR112.row", place_of(table, number, layout.value), subject=key, about=about, first=first.cell
                )
            else:
                own[unit] = number
    feeds = [
        Feed(targets[key], table, own, layout.value, state=layout.state, provenance=provenance)
        for key, own in rows.items()
    ]
    return Laid(table, guide, layout, feeds, seen, (*_columns_of_long(table, layout, guide), *read.values()))


def known_headers(ruleset: Ruleset, roll: Roll, units: Table | None) -> Mapping[str, None]:
    """List headers about which nothing need be said: what the table of units has, and attributes of units."""
    attributes = (name for unit in roll.units[:1] for name in unit.attributes)
    return dict.fromkeys((*(units.headers if units else ()), *attributes, *ruleset.headers.layout.values()))


def _targets(
    ruleset: Ruleset, table: Table, number: int, layout: Layout, guide: Guide, report: Report
) -> tuple[tuple[Target, ...], ColumnRead]:
    """Find what the first row that names an input so stands for."""
    text, place, names = table.rows[number][layout.input], place_of(table, number, layout.input), guide.names
    if not text:
        report.add("ITR466", place, **INPUT)
        return (), ColumnRead(place.column, "", "unread")
    if names.is_left_out(text):
        return (), ColumnRead(place.column, text, "ignored", by="mapping")
    found = names.targets(text)
    if not found and (alike := names.same_but_for_tones(text)):
        found = names.targets(alike)
        if not is_ambiguous(found):
            report.add("ITR456", place, found=cut(text), name=names.written(alike))
            by = kind_of_name(alike, found[0], ruleset)
            return found, ColumnRead(place.column, text, "input", tuple(ids(found)), by, ("tone",))
    if not found:
        report.add("ITR450", place, near=(text, names.names), header=cut(text))
        return (), ColumnRead(place.column, text, "unread", near=nearest(text, names.names))
    if is_ambiguous(found):
        report.add("ITR451", place, header=cut(text), candidates=", ".join(ids(found)))
        return (), ColumnRead(place.column, text, "unread", tuple(ids(found)))
    by = "mapping" if fold(text) in names.mapped else kind_of_name(text, found[0], ruleset)
    return found, ColumnRead(place.column, text, "input", tuple(ids(found)), by)


def _columns_of_long(table: Table, layout: Layout, guide: Guide) -> Iterator[ColumnRead]:
    """Say what the columns of a long table are."""
    words = {
        number: word for word, number in standard_columns(table, guide.headers, guide.names).items() if number >= 0
    }
    places = {layout.unit: "unit", layout.input: "input", layout.value: "value", layout.state: "state"}
    for column, header in enumerate(table.headers):
        number = place_of(table, -1, column).column
        if column in places:
            yield ColumnRead(number, header, "layout", (places[column],))
        elif column in words:
            yield ColumnRead(number, header, "unit", (words[column],))
        elif guide.names.is_left_out(header):
            yield ColumnRead(number, header, "ignored", by="mapping")
        elif fold(header) in map(fold, guide.key):
            yield ColumnRead(number, header, "attribute", (header,))
        elif fold(header) == PROVENANCE:
            yield ColumnRead(number, header, "provenance")
        elif fold(header) in map(fold, NUMBERS):
            yield ColumnRead(number, header, "attribute")
        else:
            yield ColumnRead(number, header, "unread")


def _named(columns: Iterable[ColumnRead], headers: Headers) -> tuple[ColumnRead, ...]:
    """Say of the columns about which nothing was said whether they hold last year's result or a provenance."""
    previous = {fold(header): what for what, header in previous_headers(headers).items()}
    return tuple(
        replace(column, use="previous", names=(previous[fold(column.header)],))
        if column.use == "attribute" and fold(column.header) in previous
        else replace(column, use="provenance", names=())
        if column.names == (PROVENANCE,)
        else column
        for column in columns
    )


def _tell_no_units(table: Table, roll: Roll, guide: Guide, report: Report) -> None:
    """Say that no column names the units; where one does so under another header, how a mapping says that."""

    def named(column: int, rows: Sequence[Sequence[str]]) -> int:
        return sum(tidy(row[column]) in roll.by_name for row in rows)

    first = table.rows[:_LOOKED_AT]
    column = max(range(len(table.headers)), key=lambda column: named(column, first), default=0)
    count, help_ = named(column, table.rows) if table.headers else 0, None
    if count and 2 * count > sum(1 for row in table.rows if row[column]):
        header = cut(table.headers[column])
        help_ = (
            f'Cột "{header}" có tên của {count} đơn vị: ghi trong tệp ghép cột columns: {{"{header}": name}}.',
            f'The column "{header}" names {count} units: write columns: {{"{header}": name}} in a mapping.',
        )
    listed = ", ".join(table.headers[:12])
    report.add("ITR460", in_sheet(table), help=help_, expected=guide.headers.id or "id", headers=listed)


def _rows_of_units(
    ruleset: Ruleset,
    table: Table,
    roll: Roll,
    by: int,
    group: int,
    guide: Guide,
    report: Report,
) -> list[int]:
    """Find the row of each unit; a row that names nobody, nobody known, or a unit again is a finding."""
    rows = [-1] * len(roll.units)
    groups = _Groups(group_reader(ruleset), group_of_sheet(ruleset, table), group)
    for number, row in enumerate(table.rows if roll.units else ()):
        place = place_of(table, number, by)
        if not row[by]:
            report.add("ITR466", place, **UNIT)
            continue
        unit = roll.find(row[by], place, report, guide.units)
        if unit is None:
            continue
        known = roll.units[unit]
        if rows[unit] >= 0:
            report.add("ITR112.unit", place, unit=known.id, first=place_of(table, rows[unit], by).cell)
            continue
        rows[unit] = number
        groups.check(table, number, by, known, report)
    return rows


@dataclass(frozen=True, slots=True)
class _Groups:
    """What says of which group the rows of a table are: a column (-1 for none), the headings above them, its sheet."""

    group_of: Callable[[str], str]
    of_sheet: str
    column: int

    def check(self, table: Table, number: int, by: int, unit: Unit, report: Report) -> None:
        """Tell of a row that is said to be of another group than its unit."""
        own = table.rows[number][self.column] if self.column >= 0 else ""
        found = own or group_above(table, number) or self.of_sheet
        if found and unit.group and self.group_of(found) != unit.group:
            place, where = place_of(table, number, self.column if own else by), unit.place.file or "units"
            report.add("ITR481.unit", place, column="group", unit=unit.id, found=found, other=unit.group, where=where)


def _provenance(table: Table, report: Report) -> tuple[list[str], int]:
    """Read what each row says of its own figures."""
    column = find_column(table, PROVENANCE)
    if column < 0:
        return [], -1
    words = [row[column].casefold() for row in table.rows]
    for number, word in enumerate(words):
        if word not in _PROVENANCES:
            report.add(
                "ITR440.unit", place_of(table, number, column), what="nguồn số liệu", what_en="provenance",
                found=cut(table.rows[number][column]), choices="published, illustrative",
            )  # fmt: skip
            words[number] = ""
    return words, column


def _scorecards(ruleset: Ruleset, roll: Roll) -> list[str]:
    """Name the scorecard of each unit; empty where it has none."""
    cards = {group: ruleset.scorecard_of(group) for group in {unit.group for unit in roll.units}}
    return [card.id if (card := cards[unit.group]) else "" for unit in roll.units]
