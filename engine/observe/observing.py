"""Make a year's data of tables: units, and for each unit a typed value of each input with the cell it came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..files.naming import fold
from ..files.numbers import cut
from ..files.tables import is_collected
from ..model.codes import has_errors
from ..model.findings import Place, in_order
from ..model.observed import Observed, Previous, Table
from ..model.reading import TableRead
from ..model.ruleset import Ruleset
from .cells import BLANK, Cells, marks_of
from .checking import (
    check_bounds,
    check_cells,
    check_keys,
    check_layout,
    check_presence,
    check_sheets,
    check_struck,
    check_whose,
)
from .columns import PROVENANCE, catalogue, find_column, in_sheet, standard_columns, whole
from .decimal_sign import Numbers, Sign, sign_of, tell_sign
from .last_year import known_of_last_year, last_years_columns
from .mapping import DataMapping, Guide, guide_of, tell_unknown_units, tell_unused, with_unit
from .reading import table_read
from .report import Report
from .row_facts import Known
from .rows import units_of, units_of_long
from .sheets import Laid, Layout, known_headers, layout_of, long_feeds, long_without_layout, wide_feeds
from .taking import take_columns
from .units import Roll, about_of, keyed, known_of, known_to, read_units, read_units_of_long


class Reading(NamedTuple):
    """Data as they were observed, and how.

    Attributes:
        laid: the tables of data over the units; none where no units were found.
        signs: the decimal sign of each file.
        guides: to each file.
    """

    observed: Observed
    laid: Sequence[Laid]
    signs: Mapping[str, Sign]
    guides: Mapping[str, Guide]


def observe(
    ruleset: Ruleset,
    tables: Sequence[Table],
    units: Table | None = None,
    previous: Mapping[str, Previous] | None = None,
    mappings: Mapping[str, DataMapping] | None = None,
) -> Observed:
    """Read tables as the ruleset's inputs.

    The first table that has a column for an input speaks for it; later tables fill its blanks and never overwrite.
    Tables of one name are one file: without a table of units, those of the first file are the units.
    The files are not known here: `sources` is left to who read them.

    Args:
        ruleset: says which inputs there are and how data files are read.
        tables: of data, wide or long, the most important first; of an empty one it is said that it was not read.
        units: the table of units; without it the units are those of the first data file.
        previous: last year's result by unit id; columns of the data that hold it fill what this lacks.
        mappings: by the name of a file, how it is to be read.
    """
    return read_all(ruleset, tables, units, previous, mappings).observed


def read_all(
    ruleset: Ruleset,
    tables: Sequence[Table],
    units: Table | None = None,
    previous: Mapping[str, Previous] | None = None,
    mappings: Mapping[str, DataMapping] | None = None,
    *,
    known: Mapping[str, Sign] | None = None,
) -> Reading:
    """Observe, and keep how; as `observe`.

    Args:
        ruleset: as of `observe`, as are `tables`, `units`, `previous` and `mappings`.
        tables: some rows of larger ones, where `known` is given.
        units: the table of units.
        previous: last year's result.
        mappings: how files are to be read.
        known: the decimal signs, where whoever has the whole tables has found them, and which of their rows are units.
    """
    report = Report()
    listed = [units] if units else []
    guides = _guides(ruleset, [*tables, *listed], mappings or {}, report)
    check_sheets(tables, guides, report)
    tables, left_out = _of_data(_wanted(tables, guides, report), guides)
    layouts = [layout_of(table, guides[table.name].headers, guides[table.name].names) for table in tables]
    check_layout(ruleset, tables, layouts, report)
    if _tell_long(tables, layouts, guides, report):
        unread = Observed((), _values(ruleset, {}, 0), findings=in_order(report.findings()))
        return Reading(unread, (), {}, guides)
    if units is not None:
        guide = guides[units.name]
        units = _units_only(ruleset, units, None, guide, known_to(ruleset, guide), report, is_roll=True)
        listed = [units]
    roll, tables = _roll(ruleset, tables, layouts, units, guides, report, are_units=known is not None)
    check_keys(tables, guides, report)
    check_struck([*zip(tables, layouts, strict=True), *zip(listed, (None,), strict=False)], guides, report)
    laid = _lay(ruleset, tables, layouts, units, roll, guides, report) if roll.units else []
    with_roll = [*laid, *(_laid_roll(each, roll, guides[each.name]) for each in listed)]
    signs = _signs(with_roll, roll, report, known or {})
    columns = take_columns(laid, signs, roll, report)
    check_cells(tables, laid, units, guides, report)
    if roll.units:
        check_presence(ruleset, roll, tables, laid, columns, units, report)
        check_bounds(ruleset, roll, columns, signs, report)
    elif not has_errors(report.findings()):
        report.add("ITR479", whole(tables[0]) if tables else Place())
    _check_mappings(laid, guides, roll, report)
    observed = Observed(
        units=roll.units,
        values=_values(ruleset, columns, len(roll.units)),
        previous=known_of_last_year(ruleset, roll, with_roll, previous or {}, signs, report),
        findings=in_order(report.findings()),
        illustrative=any(map(_is_illustrative, (*tables, *listed))),
        read=_read(laid, signs, left_out),
    )
    return Reading(observed, laid, signs, guides)


def _values(ruleset: Ruleset, columns: Mapping[str, Cells], count: int) -> dict[str, Cells]:
    """Give every input its values; one that no table has is blank for all units."""
    return {asked.key: columns.get(asked.key) or Cells([BLANK] * count) for asked in ruleset.inputs}


def _read(laid: Sequence[Laid], signs: Mapping[str, Sign], left_out: Sequence[Table]) -> tuple[TableRead, ...]:
    """Say of every table how it was read, or that it was not."""
    unread = (TableRead(table.name, table.sheet, rows=len(table.rows)) for table in left_out)
    return (*(table_read(each, signs[each.table.name]) for each in laid), *unread)


def _guides(
    ruleset: Ruleset, tables: Sequence[Table], mappings: Mapping[str, DataMapping], report: Report
) -> dict[str, Guide]:
    """Say how each file is to be read."""
    names = catalogue(ruleset)
    files = dict.fromkeys(table.name for table in tables)
    said = {mapping.name: mapping.predecessors for mapping in mappings.values() if mapping.predecessors}
    predecessors = ((ruleset.predecessors, ruleset.id), *((known, name) for name, known in said.items()))
    return {
        file: replace(guide_of(ruleset, names, file, mappings.get(file), report), predecessors=predecessors)
        for file in files
    }


def _wanted(tables: Sequence[Table], guides: Mapping[str, Guide], report: Report) -> list[Table]:
    """Leave the sheets that are to be read, each row with its unit; report files that are somebody else's."""
    wanted = [table for table in tables if _is_wanted(table, guides[table.name])]
    for name in dict.fromkeys(table.name for table in wanted):
        check_whose(guides[name], [table for table in wanted if table.name == name], report)
    return [with_unit(table, guides[table.name]) for table in wanted]


def _of_data(tables: Sequence[Table], guides: Mapping[str, Guide]) -> tuple[list[Table], list[Table]]:
    """Part tables into those of data and those that are left out: without rows or headers, or beside the data."""
    kept: list[Table] = []
    left_out: list[Table] = []
    for table in tables:
        is_data = not _is_bare(table) and _is_data(table, tables, guides[table.name])
        (kept if is_data else left_out).append(table)
    return kept, left_out


def _check_mappings(laid: Sequence[Laid], guides: Mapping[str, Guide], roll: Roll, report: Report) -> None:
    """Report units and columns of mappings that no table has."""
    ids = {unit.id for unit in roll.units}
    for name in dict.fromkeys(each.table.name for each in laid):
        own = [each for each in laid if each.table.name == name]
        named = [column.header for each in own if each.layout for column in each.columns]
        tell_unknown_units(guides[name], ids, report)
        tell_unused(guides[name], [each.table for each in own], named, ids, report)


def _is_bare(table: Table) -> bool:
    """Whether a sheet holds text and no table."""
    return not table.headers and not table.rows


def _is_wanted(table: Table, guide: Guide) -> bool:
    """Whether a mapping lets a sheet be read."""
    sheets = guide.mapping.sheets if guide.mapping is not None else ()
    return not sheets or not table.sheet or fold(table.sheet) in map(fold, sheets)


def _is_data(table: Table, tables: Sequence[Table], guide: Guide) -> bool:
    """Whether a sheet has units or inputs; one without, such as of instructions, may stand beside others that have."""

    def has_units(one: Table) -> bool:
        return (
            max(standard_columns(one, guide.headers, guide.names).values()) >= 0
            or layout_of(one, guide.headers, guide.names) is not None
        )

    beside = (other for other in tables if other.name == table.name and other is not table)
    return has_units(table) or any(map(guide.names.targets, table.headers)) or not any(map(has_units, beside))


def _tell_long(
    tables: Sequence[Table], layouts: Sequence[Layout | None], guides: Mapping[str, Guide], report: Report
) -> bool:
    """Say of a long table of which nothing says so how a mapping would."""
    is_told = False
    for table, layout in zip(tables, layouts, strict=True):
        guide = guides[table.name]
        found = None if layout is not None else long_without_layout(table, guide.headers, guide.names)
        if found is not None:
            asked, value = (cut(table.headers[column]) if column >= 0 else "…" for column in found)
            line = f'columns: {{"{asked}": input, "{value}": value}}'
            report.add("ITR400", in_sheet(table), header=asked, line=line, mapping=guide.mapping_name)
            is_told = True
    return is_told


def _roll(
    ruleset: Ruleset,
    tables: Sequence[Table],
    layouts: Sequence[Layout | None],
    units: Table | None,
    guides: Mapping[str, Guide],
    report: Report,
    *,
    are_units: bool,
) -> tuple[Roll, list[Table]]:
    """Read the units from their own table, else from the first data file; `are_units` if no row is anything else.

    Returns:
        The units; and the tables without the rows that are none.
    """
    roll = Roll((), {})
    first = tables[0].name if tables else ""
    if units is not None:
        roll = read_units(ruleset, [units], guides[units.name], is_roll=True, report=report)
    kept: list[Table] = []
    for number, (table, layout) in enumerate(zip(tables, layouts, strict=True)):
        guide = guides[table.name]
        if units is None and table.name != first and not roll.units:
            roll = _roll_of_data(ruleset, kept, layouts[:number], guides, report)
        known = known_of(_by_key(roll, guide)) if roll.units else known_to(ruleset, guide)
        kept.append(table if are_units else _units_only(ruleset, table, layout, guide, known, report))
    if units is None and tables and not roll.units:
        own = [table for table in kept if table.name == first]
        roll = _roll_of_data(ruleset, own, layouts[: len(own)], guides, report)
    return roll, kept


def _by_key(roll: Roll, guide: Guide) -> Roll:
    """Give the units as a file names them: by two columns where its mapping says so."""
    return keyed(roll) if guide.key else roll


def _roll_of_data(
    ruleset: Ruleset,
    tables: Sequence[Table],
    layouts: Sequence[Layout | None],
    guides: Mapping[str, Guide],
    report: Report,
) -> Roll:
    """Read the units from the tables of a data file."""
    layout, guide = layouts[0], guides[tables[0].name]
    if layout is not None and layout.unit >= 0:
        return read_units_of_long(ruleset, tables[0], layout.unit, guide, report)
    own = [table for table, layout in zip(tables, layouts, strict=True) if layout is None]
    return read_units(ruleset, own or tables[:1], guide, is_roll=False, report=report)


def _units_only(
    ruleset: Ruleset,
    table: Table,
    layout: Layout | None,
    guide: Guide,
    known: Known,
    report: Report,
    *,
    is_roll: bool = False,
) -> Table:
    """Take the rows out of a table that are no units."""
    if layout is None:
        about = about_of(ruleset, standard_columns(table, guide.headers, guide.names))
        return units_of(table, about, guide, known, report, is_roll=is_roll)
    # A table of collected answers is written by itrank, of units that it knows.
    if layout.unit < 0 or is_collected(table.headers):
        return table
    return units_of_long(table, layout.unit, layout.input, guide, known, report)


def _lay(
    ruleset: Ruleset,
    tables: Sequence[Table],
    layouts: Sequence[Layout | None],
    units: Table | None,
    roll: Roll,
    guides: Mapping[str, Guide],
    report: Report,
) -> list[Laid]:
    """Lay every table over the units."""
    known = known_headers(ruleset, roll, units)
    laid = []
    for table, layout in zip(tables, layouts, strict=True):
        guide = guides[table.name]
        named = _by_key(roll, guide)
        if layout is not None:
            laid.append(long_feeds(ruleset, table, layout, named, guide, report))
            continue
        # What its rows say wrongly of units was told when the units were read from it.
        quiet = Report() if units is None and table.name == tables[0].name else report
        laid.append(wide_feeds(ruleset, table, named, guide, known, report, quiet))
    return laid


def _laid_roll(units: Table, roll: Roll, guide: Guide) -> Laid:
    """Lay the table of units over the units that it made."""
    by_line = {line: number for number, line in enumerate(units.lines or range(1, len(units.rows) + 1))}
    return Laid(units, guide, None, (), [by_line[unit.place.line] for unit in roll.units])


def _signs(laid: Sequence[Laid], roll: Roll, report: Report, known: Mapping[str, Sign]) -> dict[str, Sign]:
    """Find the decimal sign of each file from all its numbers, where it is not known."""
    numbers: dict[str, list[Numbers]] = {each.table.name: [] for each in laid}
    for one in _numbers(laid, [unit.id for unit in roll.units]):
        numbers[one.table.name].append(one)
    signs: dict[str, Sign] = {}
    for each in laid:
        name = each.table.name
        if name not in signs:
            # Rows of Python values are written by us: what is no whole number is a fraction there.
            declared = each.guide.headers.decimal or ("" if each.table.lines else ".")
            signs[name] = known.get(name) or sign_of(numbers[name], declared)
            tell_sign(signs[name], each.guide.mapping_name, report)
    return signs


def _numbers(laid: Sequence[Laid], ids: Sequence[str]) -> Iterator[Numbers]:
    """Give the columns of numbers, of inputs and then of last year's result."""
    for each in laid:
        for feed in each.feeds:
            asked = feed.target.input
            if asked.traits.is_number:
                yield Numbers(asked.id, each.table, feed.column, feed.rows, ids, marks_of(each.guide.headers))
    for what, each, column in last_years_columns(laid, laid[0].guide.headers) if laid else ():
        if what != "tier":
            header, marks = each.table.headers[column], marks_of(each.guide.headers)
            yield Numbers(header, each.table, column, each.rows, ids, marks)


def _is_illustrative(table: Table) -> bool:
    column = find_column(table, PROVENANCE)
    return column >= 0 and any(row[column].casefold() == "illustrative" for row in table.rows)
