"""What must hold of a year's tables as a whole, and a finding wherever it does not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..files.naming import fold
from ..files.numbers import Problem
from ..files.tables import place_of, wrong_in
from ..model.findings import Place
from ..model.observed import Look, Table
from ..model.records import Trait
from ..model.ruleset import Input, Ruleset, Value
from .cells import Cells, Entry
from .columns import find_column, standard_columns, whole
from .decimal_sign import Sign
from .mapping import Guide, tell_units_of_mapping
from .report import Report
from .sheets import Laid, Layout
from .taking import tell_value
from .units import Roll, check_attributes, check_roles
from .values import outside

_NOT_READ = frozenset({"unread", "ignored", "attribute"})


def check_layout(ruleset: Ruleset, tables: Sequence[Table], layouts: Sequence[Layout | None], report: Report) -> None:
    """Where the ruleset says how long tables are laid out, one of them is."""
    if ruleset.headers.layout and tables and not any(layouts):
        expected = ", ".join(f'{word}: "{header}"' for word, header in ruleset.headers.layout.items())
        report.add("ITR460.long", whole(tables[0]), expected=expected, headers=", ".join(tables[0].headers[:12]))


def check_sheets(tables: Sequence[Table], guides: Mapping[str, Guide], report: Report) -> None:
    """A sheet to which a mapping points is in the file."""
    for file, guide in guides.items():
        sheets = [table.sheet for table in tables if table.name == file and table.sheet]
        for wanted in guide.mapping.sheets if guide.mapping is not None else ():
            if fold(wanted) not in map(fold, sheets):
                place = guide.mapping.place("sheet") if guide.mapping is not None else Place()
                report.add("ITR458.sheet", place, near=(wanted, sheets), sheet=wanted, sheets=", ".join(sheets) or "–")


def check_whose(guide: Guide, tables: Sequence[Table], report: Report) -> None:
    """What a mapping says of whose the rows are, no column says otherwise."""
    tell_units_of_mapping(guide, tables, report)
    for table in tables:
        if guide.mapping is None or not guide.mapping.unit or guide.mapping.key:
            break
        own = standard_columns(table, replace(guide.headers, id="", name=""), guide.names)
        used = {find_column(table, header) for header in guide.headers.layout.values()}
        named = [column for column in (own["id"], own["name"]) if column >= 0 and column not in used]
        if named:
            place, header = guide.mapping.place("unit"), table.headers[named[0]]
            report.add("ITR550", place, once=True, unit=guide.mapping.unit, column=header)


def check_keys(tables: Sequence[Table], guides: Mapping[str, Guide], report: Report) -> None:
    """Where two columns name a unit, each row has both."""
    for table in tables:
        for column in (find_column(table, header) for header in guides[table.name].key):
            for number, row in enumerate(table.rows if column >= 0 else ()):
                if not row[column]:
                    place, header = place_of(table, number, column), table.headers[column]
                    report.add("ITR466.key", place, found=row[0], column=header)


def check_struck(tables: Iterable[tuple[Table, Layout | None]], guides: Mapping[str, Guide], report: Report) -> None:
    """Nothing is struck out of the cells that say whose a row is, or of which input."""
    for table, layout in tables:
        guide = guides[table.name]
        names = {*standard_columns(table, guide.headers, guide.names).values()} if table.remarks else set()
        names |= {layout.unit, layout.input} if layout is not None else set()
        for (row, column), remark in table.remarks.items():
            place = place_of(table, row, column)
            if column not in names:
                continue
            if remark.look is Look.PART_STRUCK:
                report.add("ITR560.name", place, found=remark.params["found"], rest=remark.params["rest"])
            elif remark.look is Look.STRUCK:
                report.tell(Problem(remark.row, remark.params), place, f'"{table.headers[column]}"')


def check_presence(
    ruleset: Ruleset,
    roll: Roll,
    tables: Sequence[Table],
    laid: Sequence[Laid],
    columns: Mapping[str, Cells],
    units: Table | None,
    report: Report,
) -> None:
    """Tell once of each input without a column, and of each unit without a row."""
    place = whole(tables[0]) if tables else Place()
    # Where a table does not say whose its rows are, all that they say is missing: that was told once.
    if not report.has(Trait.WHOSE):
        _check_inputs(ruleset, laid, columns, place, report)
        _check_rows(roll, laid, report)
    place = whole(units) if units else place
    check_attributes(ruleset, roll, place, report)
    check_roles(ruleset, roll, place, report)


def _check_inputs(
    ruleset: Ruleset, laid: Sequence[Laid], columns: Mapping[str, Cells], place: Place, report: Report
) -> None:
    """Tell of each input without a column; a column that may be meant for it was told at its header."""
    told = _maybe_meant(laid)
    for asked in ruleset.inputs:
        label = asked.label.say(ruleset.locale) or asked.id
        is_wanted, called = asked.missing == "error", {fold(asked.id), fold(label), fold(asked.header)}
        if asked.key not in columns and not (is_wanted and told & called):
            code = "ITR453" if is_wanted else "ITR454"
            report.add(code, place, subject=asked.key, input=asked.id, label=label, missing=asked.missing)


def _maybe_meant(laid: Sequence[Laid]) -> set[str]:
    """Give the names, folded, of which the columns that are not read may have been meant."""
    unread = (column for each in laid for column in each.columns if column.use == "unread")
    return {fold(name) for column in unread for name in (column.near, *column.names)} - {""}


def _check_rows(roll: Roll, laid: Sequence[Laid], report: Report) -> None:
    """Tell of each unit without a row in any table of data."""
    for index, unit in enumerate(roll.units if laid else ()):
        if all(each.rows[index] < 0 for each in laid):
            report.add("ITR465", unit.place, unit=unit.id)


def check_bounds(
    ruleset: Ruleset, roll: Roll, columns: Mapping[str, Cells], signs: Mapping[str, Sign], report: Report
) -> None:
    """Hold values against the bounds that are other inputs; a bound without a value is not checked."""
    ids = {asked.key: asked.id for asked in ruleset.inputs}
    wrong: list[tuple[Cells, int]] = []
    for asked in ruleset.inputs:
        if (cells := columns.get(asked.key)) is None:
            continue
        decimal = (signs[cells.table.name].sign if cells.table is not None else "") or "."
        for unit, value, limits, key in _bounded(asked, cells, columns):
            problem = outside(value, asked, limits, decimal, ids[key])
            if problem is not None:
                tell_value(problem, asked, roll, unit, cells.place(unit), report)
                wrong.append((cells, unit))
    # Only now, so that the order of inputs does not matter.
    for cells, unit in wrong:
        cells.entries[unit] = Entry(None, "invalid")


def _bounded(
    asked: Input, cells: Cells, columns: Mapping[str, Cells]
) -> Iterator[tuple[int, Value, tuple[Value | None, Value | None], str]]:
    """Give each unit's value with the least or the most that another input allows it, and the key of that input."""
    keys = ((asked.minimum, True), (asked.maximum, False))
    bounds = [(columns[key], key, is_low) for key, is_low in keys if isinstance(key, str) and key in columns]
    for unit, entry in enumerate(cells.entries):
        for other, key, is_low in bounds:
            bound = other.entries[unit].value
            if entry.value is not None and bound is not None:
                yield unit, entry.value, (bound, None) if is_low else (None, bound), key


def check_cells(
    tables: Sequence[Table], laid: Sequence[Laid], units: Table | None, guides: Mapping[str, Guide], report: Report
) -> None:
    """Tell what is wrong in the columns that are read; in all where no units were found."""
    of_table = {id(each.table): each for each in laid}
    read = [(table, _columns_read(table, of_table.get(id(table)), guides[table.name])) for table in tables]
    if units is not None:
        read.append((units, _columns_of_units(units, guides[units.name])))
    for table, columns in read:
        for found in wrong_in(table, columns):
            report.take(found)


def _columns_read(table: Table, laid: Laid | None, guide: Guide) -> set[int]:
    """Give the columns of a table that are read; all where it was not laid over units."""
    if laid is None:
        return {*range(len(table.headers))}
    used = {column.number for column in laid.columns if column.use not in _NOT_READ}
    read = {column for column in range(len(table.headers)) if place_of(table, -1, column).column in used}
    return read | _columns_of_units(table, guide)


def _columns_of_units(table: Table, guide: Guide) -> set[int]:
    return {*standard_columns(table, guide.headers, guide.names).values()} - {-1}
