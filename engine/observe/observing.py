"""Make a year's data of tables: units, and for each unit a typed value of each input with the cell it came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..files.naming import fold
from ..files.number_formats import says_scale
from ..files.numbers import Problem, cut
from ..files.tables import is_collected, place_of, wrong_in
from ..model.codes import has_errors
from ..model.findings import Place, in_order
from ..model.observed import CellKind, Look, Observed, Previous, Remark, Table
from ..model.reading import TableRead
from ..model.records import Trait
from ..model.ruleset import Headers, Input, Ruleset, Value
from .cells import BLANK, STATES, Cells, Entry, answers_of, marks_of
from .columns import PROVENANCE, catalogue, find_column, in_sheet, standard_columns, whole
from .decimal_sign import Numbers, Sign, hint, sign_of, tell_sign
from .last_year import known_of_last_year, last_years_columns
from .mapping import DataMapping, Guide, guide_of, tell_units_of_mapping, tell_unknown_units, tell_unused, with_unit
from .reading import table_read
from .report import Report
from .row_facts import Known
from .rows import units_of, units_of_long
from .sheets import Feed, Laid, Layout, known_headers, layout_of, long_feeds, long_without_layout, wide_feeds
from .units import (
    Roll,
    about_of,
    check_attributes,
    check_roles,
    keyed,
    known_of,
    known_to,
    read_units,
    read_units_of_long,
)
from .values import Style, outside, reader_of, shown, unsure_from

_FEWEST_SHARES = 3
_ONE_PERCENT = Fraction(1, 100)
_NOT_READ = frozenset({"unread", "ignored", "attribute"})


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
    report = Report()
    guides = _guides(ruleset, [*tables, *((units,) if units else ())], mappings or {}, report)
    _check_sheets(tables, guides, report)
    tables, left_out = _of_data(_wanted(tables, guides, report), guides)
    layouts = [layout_of(table, guides[table.name].headers, guides[table.name].names) for table in tables]
    _check_layout(ruleset, tables, layouts, report)
    if _tell_long(tables, layouts, guides, report):
        return Observed((), {asked.key: Cells([]) for asked in ruleset.inputs}, findings=in_order(report.findings()))
    if units is not None:
        units = _units_only(
            ruleset, units, None, guides[units.name], known_to(ruleset, guides[units.name]), report, is_roll=True
        )
    roll, tables = _roll(ruleset, tables, layouts, units, guides, report)
    _check_keys(tables, guides, report)
    listed = (units,) if units else ()
    _check_struck([*zip(tables, layouts, strict=True), *((each, None) for each in listed)], guides, report)
    laid = _lay(ruleset, tables, layouts, units, roll, guides, report) if roll.units else []
    with_roll = [*laid, *(_laid_roll(each, roll, guides[each.name]) for each in listed)]
    signs = _signs(with_roll, roll, report)
    columns = _columns(laid, signs, roll, report)
    _tell_wrong(tables, laid, units, guides, report)
    if roll.units:
        _check_presence(ruleset, roll, tables, laid, columns, units, report)
        _check_bounds(ruleset, roll, columns, signs, report)
    elif not has_errors(report.findings()):
        report.add("ITR479", whole(tables[0]) if tables else Place())
    _check_mappings(laid, guides, roll, report)
    values = {asked.key: columns.get(asked.key) or Cells([BLANK] * len(roll.units)) for asked in ruleset.inputs}
    return Observed(
        units=roll.units,
        values=values,
        previous=known_of_last_year(ruleset, roll, with_roll, previous or {}, signs, report),
        findings=in_order(report.findings()),
        illustrative=any(map(_is_illustrative, (*tables, *listed))),
        read=(
            *(table_read(each, signs[each.table.name]) for each in laid),
            *(TableRead(table.name, table.sheet, rows=len(table.rows)) for table in left_out),
        ),
    )


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
        _check_whose(guides[name], [table for table in wanted if table.name == name], report)
    return [with_unit(table, guides[table.name]) for table in wanted]


def _of_data(tables: Sequence[Table], guides: Mapping[str, Guide]) -> tuple[list[Table], list[Table]]:
    """Part tables into those of data and those that are left out: without rows or headers, or beside the data."""
    kept: list[Table] = []
    left_out: list[Table] = []
    for table in tables:
        is_data = not _is_bare(table) and _is_data(table, tables, guides[table.name])
        (kept if is_data else left_out).append(table)
    return kept, left_out


def _columns(laid: Sequence[Laid], signs: Mapping[str, Sign], roll: Roll, report: Report) -> dict[str, Cells]:
    """Take the values of each input out of all tables, the most important first."""
    columns: dict[str, Cells] = {}
    for each in laid:
        for feed in each.feeds:
            _take(feed, each.guide, signs, roll, columns, report)
    return columns


def _check_mappings(laid: Sequence[Laid], guides: Mapping[str, Guide], roll: Roll, report: Report) -> None:
    """Report units and columns of mappings that no table has."""
    ids = {unit.id for unit in roll.units}
    for name in dict.fromkeys(each.table.name for each in laid):
        own = [each for each in laid if each.table.name == name]
        named = [column.header for each in own if each.layout for column in each.columns]
        tell_unknown_units(guides[name], ids, report)
        tell_unused(guides[name], [each.table for each in own], named, ids, report)


def _check_sheets(tables: Sequence[Table], guides: Mapping[str, Guide], report: Report) -> None:
    """A sheet to which a mapping points is in the file."""
    for file, guide in guides.items():
        sheets = [table.sheet for table in tables if table.name == file and table.sheet]
        for wanted in guide.mapping.sheets if guide.mapping is not None else ():
            if fold(wanted) not in map(fold, sheets):
                place = guide.mapping.place("sheet") if guide.mapping is not None else Place()
                report.add("ITR485", place, near=(wanted, sheets), sheet=wanted, sheets=", ".join(sheets) or "–")


def _check_whose(guide: Guide, tables: Sequence[Table], report: Report) -> None:
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


def _check_keys(tables: Sequence[Table], guides: Mapping[str, Guide], report: Report) -> None:
    """Where two columns name a unit, each row has both."""
    for table in tables:
        for column in (find_column(table, header) for header in guides[table.name].key):
            for number, row in enumerate(table.rows if column >= 0 else ()):
                if not row[column]:
                    place, header = place_of(table, number, column), table.headers[column]
                    report.add("ITR551", place, found=row[0], column=header)


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


def _check_struck(tables: Iterable[tuple[Table, Layout | None]], guides: Mapping[str, Guide], report: Report) -> None:
    """Nothing is struck out of the cells that say whose a row is, or of which input."""
    for table, layout in tables:
        if not table.remarks:
            continue
        guide = guides[table.name]
        names = {*standard_columns(table, guide.headers, guide.names).values()}
        names |= {layout.unit, layout.input} if layout is not None else set()
        for (row, column), remark in table.remarks.items():
            place = place_of(table, row, column)
            if column in names and remark.look is Look.PART_STRUCK:
                report.add("ITR571", place, found=remark.params["found"], rest=remark.params["rest"])
            elif column in names and remark.look is Look.STRUCK:
                report.tell(Problem(remark.code, remark.params), place, f'"{table.headers[column]}"')


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
) -> tuple[Roll, list[Table]]:
    """Read the units from their own table, else from the first data file.

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
        known = known_of(keyed(roll) if guide.key else roll) if roll.units else known_to(ruleset, guide)
        kept.append(_units_only(ruleset, table, layout, guide, known, report))
    if units is None and tables and not roll.units:
        own = [table for table in kept if table.name == first]
        roll = _roll_of_data(ruleset, own, layouts[: len(own)], guides, report)
    return roll, kept


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
        named = keyed(roll) if guide.key else roll
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


def _tell_wrong(
    tables: Sequence[Table],
    laid: Sequence[Laid],
    units: Table | None,
    guides: Mapping[str, Guide],
    report: Report,
) -> None:
    """Tell what is wrong in the columns that are read; in all where no units were found."""
    read: list[tuple[Table, set[int]]] = []
    for table in (*tables, *((units,) if units else ())):
        own = next((each for each in laid if each.table is table), None)
        standard = standard_columns(table, guides[table.name].headers, guides[table.name].names).values()
        used = {column.number for column in own.columns if column.use not in _NOT_READ} if own else set()
        everything = own is None and table is not units
        read.append(
            (
                table,
                {
                    column
                    for column in range(len(table.headers))
                    if everything or column in standard or place_of(table, -1, column).column in used
                },
            )
        )
    for table, columns in read:
        for found in wrong_in(table, columns):
            report.take(found)


def _signs(laid: Sequence[Laid], roll: Roll, report: Report) -> dict[str, Sign]:
    """Find the decimal sign of each file from all its numbers."""
    ids = [unit.id for unit in roll.units]
    numbers: dict[str, list[Numbers]] = {each.table.name: [] for each in laid}
    for each in laid:
        marks = marks_of(each.guide.headers)
        for feed in each.feeds:
            asked = feed.target.input
            if asked.traits.is_number:
                numbers[each.table.name].append(Numbers(asked.id, each.table, feed.column, feed.rows, ids, marks))
    for what, each, column in last_years_columns(laid, laid[0].guide.headers) if laid else ():
        if what != "tier":
            name, marks = each.table.headers[column], marks_of(each.guide.headers)
            numbers[each.table.name].append(Numbers(name, each.table, column, each.rows, ids, marks))
    signs: dict[str, Sign] = {}
    for each in laid:
        name = each.table.name
        if name not in signs:
            # Rows of Python values are written by us: what is no whole number is a fraction there.
            declared = each.guide.headers.decimal or ("" if each.table.lines else ".")
            signs[name] = sign_of(numbers[name], declared)
            tell_sign(signs[name], each.guide.mapping_name, report)
    return signs


def _take(
    feed: Feed, guide: Guide, signs: Mapping[str, Sign], roll: Roll, columns: dict[str, Cells], report: Report
) -> None:
    """Read the cells of a feed; where another table has spoken for the input, fill its blanks."""
    asked, table = feed.target.input, feed.table
    reader = _Reader(asked, guide.headers, signs[table.name].sign, is_own=not table.lines)
    rows, column = table.rows, feed.column
    if feed.state < 0 and not (table.kinds or table.remarks):
        entries = [reader[rows[row][column]] if row >= 0 else BLANK for row in feed.rows]
    elif feed.state < 0:
        entries = [reader.cell(table, row, column) if row >= 0 else BLANK for row in feed.rows]
    else:
        entries = [
            _stated(reader, feed, row, unit, roll, guide.headers, report) if row >= 0 else BLANK
            for unit, row in enumerate(feed.rows)
        ]
    cells = Cells(entries, table, feed.rows, column, feed.provenance)
    _check_shares(asked, cells, report)
    earlier = columns.get(asked.key)
    if earlier is None:
        columns[asked.key] = cells
    for unit, entry in enumerate(entries):
        if entry.problem is not None:
            _tell(entry.problem, asked, roll, unit, cells.place(unit), report)
        if earlier is not None and entry.state != "missing":
            _fill(earlier, cells, asked, roll, unit, report)


class _Reader(dict[str, Entry]):
    """The entries of an input's cells; each different text is read once."""

    def __init__(self, asked: Input, headers: Headers, sign: str, *, is_own: bool) -> None:
        """Prepare.

        Args:
            asked: the input.
            headers: for the marks.
            sign: the decimal sign; empty where it cannot be told, which was told for the whole file.
            is_own: the table is made of Python values, where fractions may stand.
        """
        super().__init__({"": BLANK})
        self._asked = asked
        self._unsure_from = unsure_from(asked)
        self._read = reader_of(asked, Style(sign or ".", is_own))
        self._exactly = reader_of(asked, Style(".", is_number=True))
        self._is_numeric = asked.traits.is_number
        self._says_scale = says_scale(asked.measured_in or "")
        self._is_unreadable = not sign and self._is_numeric
        self._by_kind: dict[str, Entry] = {}
        self.marks = marks_of(headers)
        self._answers = answers_of(headers) if asked.traits.kind == "yes_no" else {}

    def cell(self, table: Table, row: int, column: int) -> Entry:
        """Read a cell that may be no text; a number of a workbook does not go through the file's decimal sign."""
        text, kind = table.rows[row][column], table.kinds.get((row, column))
        if (remark := table.remarks.get((row, column))) is not None:
            return self._remarked(text, kind, remark)
        return self._plainly(text, kind)

    def _plainly(self, text: str, kind: CellKind | None) -> Entry:
        if kind is None:
            return self[text]
        key = f"{kind} {text}"
        known = self._by_kind.get(key)
        if known is None:
            known = self._entry(self._of_kind(text, kind))
            self._by_kind[key] = known
        return known

    def _remarked(self, text: str, kind: CellKind | None, remark: Remark) -> Entry:
        """Read a cell of which something must be said: docs/semantics.md, section 4."""
        problem = Problem(remark.code, remark.params)
        match remark.look:
            case Look.STRUCK:
                return BLANK._replace(problem=problem)
            case Look.ZERO | Look.MULTIPLE:
                own = self._plainly(text, kind)
                is_told = own.problem is None and not (remark.look is Look.MULTIPLE and self._says_scale)
                return own._replace(problem=problem) if is_told else own
            case Look.OTHER if remark.params["how"] == "text":
                seen, held = self[text], self._entry(self._exactly(remark.params["held"]))
                if seen[:2] == held[:2] and seen.state == "observed":
                    return seen
                if seen.state in {"missing", "not_applicable"} or (seen.value is not None and held.value is None):
                    return seen._replace(problem=Problem("ITR565", remark.params))
        return Entry(None, "invalid", problem)

    def _of_kind(self, text: str, kind: CellKind) -> Value | Problem:
        if kind == "uncalculated":
            return Problem("ITR434", {})
        if kind == "date" and self._is_numeric:
            return Problem("ITR432", {"found": text})
        return self._exactly(text)

    def __missing__(self, text: str) -> Entry:
        state = self.marks.get(fold(text)) if self.marks else None
        if state is not None:
            entry = Entry(None, state)
        elif self._answers and (answer := self._answers.get(fold(text))) is not None:
            entry = Entry(answer, "observed")
        elif self._is_unreadable and hint(text):
            entry = Entry(None, "invalid")
        else:
            entry = self._entry(self._read(text))
        self[text] = entry
        return entry

    def _entry(self, value: Value | Problem) -> Entry:
        """Make the entry of what was read."""
        if isinstance(value, Problem):
            return Entry(None, "invalid", value)
        return Entry(value, "observed", self._doubt(value))

    def _doubt(self, value: Value) -> Problem | None:
        """Ask about a percentage a hundred times too large: 85 that is pasted into a cell of per cent is 8500%."""
        if self._unsure_from is None or not isinstance(value, Fraction) or abs(value) < self._unsure_from:
            return None
        found, reading = (shown(each, self._asked, ".") for each in (value, value / 100))
        return Problem("ITR569", {"found": found, "reading": reading})


def _stated(reader: _Reader, feed: Feed, row: int, unit: int, roll: Roll, headers: Headers, report: Report) -> Entry:
    """Read a cell of a long table together with what its row says of its state."""
    asked, cells = feed.target.input, feed.table.rows[row]
    text, said = cells[feed.column], cells[feed.state]
    state = reader.marks.get(fold(said)) or STATES.get(said.casefold())
    if state == "observed":
        return reader.cell(feed.table, row, feed.column)
    place, about = place_of(feed.table, row, feed.state), f"{asked.id} ({roll.units[unit].id})"
    if state is None:
        marks = ", ".join(headers.marks) or "–"
        report.add("ITR476", place, subject=asked.key, about=about, found=cut(said), marks=marks)
        return Entry(None, "invalid")
    if state == "invalid":
        report.add("ITR433", place, subject=asked.key, about=about)
        return Entry(None, state)
    if reader[text].state in {"observed", "invalid"}:
        report.add("ITR477", place, subject=asked.key, about=about, found=cut(text), state=said)
        return Entry(None, "invalid")
    return Entry(None, state)


def _check_shares(asked: Input, cells: Cells, report: Report) -> None:
    """Ask about percentages without a sign that all lie from 0 to 1: 0.85 is 0.85%, and may have been meant as 85%.

    Beside others that have their sign one is enough to ask, and 1 may be 1% or 100%; so it is beside others that are
    plainly per cent, where nothing lies between 1 and 10.
    """
    if not asked.traits.per_cent or cells.table is None or not cells.table.lines:
        return
    plain: dict[int, Fraction] = {}
    signed: list[Fraction] = []
    for index, entry in enumerate(cells.entries):
        if isinstance(entry.value, Fraction) and "%" in cells.text(index):
            signed.append(entry.value)
        elif isinstance(entry.value, Fraction):
            plain[index] = entry.value
    beside = max(signed, default=Fraction(0)) > _ONE_PERCENT
    clear = {Fraction(0)} if beside else {Fraction(0), _ONE_PERCENT}
    unsure = [index for index, value in plain.items() if value not in clear]
    far = [value for value in plain.values() if value > _ONE_PERCENT]
    if far:  # 0.9 and 75 in one column
        unsure = [index for index in unsure if plain[index] < _ONE_PERCENT]
        is_asked = bool(unsure) and min(far) >= 10 * _ONE_PERCENT
    else:
        is_asked = bool(unsure) and (beside or (len(plain) >= _FEWEST_SHARES and not signed))
    if not is_asked:
        return
    place, header = cells.place(unsure[0]), cells.table.headers[cells.column]
    report.add("ITR487", place, column=header, found=cut(cells.text(unsure[0])), count=len(unsure))


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


def _tell(problem: Problem, asked: Input, roll: Roll, unit: int, place: Place, report: Report) -> None:
    about = f"{asked.id} ({roll.units[unit].id})"
    report.tell(problem, place, about, asked.key)


def _check_bounds(
    ruleset: Ruleset, roll: Roll, columns: Mapping[str, Cells], signs: Mapping[str, Sign], report: Report
) -> None:
    """Hold values against the bounds that are other inputs; a bound without a value is not checked."""
    inputs = {asked.key: asked for asked in ruleset.inputs}
    wrong: list[tuple[Cells, int]] = []
    for asked in ruleset.inputs:
        low = columns.get(asked.minimum) if isinstance(asked.minimum, str) else None
        high = columns.get(asked.maximum) if isinstance(asked.maximum, str) else None
        cells = columns.get(asked.key)
        if cells is None or (low is None and high is None):
            continue
        decimal = (signs[cells.table.name].sign if cells.table is not None else "") or "."
        for unit, entry in enumerate(cells.entries):
            if entry.value is None:
                continue
            for bounds, key, is_low in ((low, asked.minimum, True), (high, asked.maximum, False)):
                bound = bounds.entries[unit].value if bounds else None
                if bound is None:
                    continue
                low_high = (bound, None) if is_low else (None, bound)
                problem = outside(entry.value, asked, low_high, decimal, inputs[str(key)].id)
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
    laid: Sequence[Laid],
    columns: Mapping[str, Cells],
    units: Table | None,
    report: Report,
) -> None:
    """Tell once of each input without a column, and of each unit without a row."""
    place = whole(tables[0]) if tables else Place()
    # Where a table does not say whose its rows are, all that they say is missing: that was told once.
    is_known = not report.has(Trait.WHOSE)
    # A column that may be meant for an input was told at its header.
    told = {
        fold(name)
        for each in laid
        for column in each.columns
        if column.use == "unread"
        for name in (column.near, *column.names)
    }
    for asked in ruleset.inputs if is_known else ():
        if asked.key in columns:
            continue
        label = asked.label.say(ruleset.locale) or asked.id
        if asked.missing == "error" and not told.isdisjoint({fold(asked.id), fold(label), fold(asked.header)} - {""}):
            continue
        code = "ITR453" if asked.missing == "error" else "ITR454"
        report.add(code, place, subject=asked.key, input=asked.id, label=label, missing=asked.missing)
    for index, unit in enumerate(roll.units if is_known else ()):
        if tables and all(each.rows[index] < 0 for each in laid):
            report.add("ITR465", unit.place, unit=unit.id)
    check_attributes(ruleset, roll, whole(units) if units else place, report)
    check_roles(ruleset, roll, whole(units) if units else place, report)


def _is_illustrative(table: Table) -> bool:
    column = find_column(table, PROVENANCE)
    return column >= 0 and any(row[column].casefold() == "illustrative" for row in table.rows)
