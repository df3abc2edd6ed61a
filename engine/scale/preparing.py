"""Data to the table that programs on columns are given, as the docstring of `columns.program` says it.

    sheet -> look -> Looked: findings, ranges, groups -> (compile) -> prepared(program, looked) -> the table

Which column is which input, and what a cell says, the reference decides: it matches the headers, reads each distinct
text once, and is given the rows of which something must be said, so that its findings are those of the whole table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..columns.compiling import compiled
from ..columns.integers import WIDE
from ..columns.program import ATTRIBUTE, BLANK, VALUE
from ..columns.reference import ByReference
from ..files.naming import MOST_CANDIDATES, did_you_mean
from ..files.numbers import cut
from ..files.tables import place_of
from ..model.codes import has_errors, of
from ..model.findings import Finding, Place, code_in, finding, in_order
from ..model.observed import Observed, Unit
from ..model.records import Trait
from ..observe.cells import marks_of
from ..observe.columns import PROVENANCE, find_column, standard_columns
from ..observe.decimal_sign import Numbers, Sign, hint, sign_of
from ..observe.entries import Reader
from ..observe.last_year import last_years_columns
from ..observe.mapping import DataMapping, header_of_unit
from ..observe.observing import Reading, read_all
from ..observe.report import MOST_OF_A_KIND, MOST_PROPOSALS
from ..score.succession import doubts_about
from .cells import (
    MOST_DIGITS,
    STATES,
    Cell,
    Column,
    Told,
    hold_bounds,
    look_at,
    looked_up,
    read_column,
    type_of,
)
from .frames import ChangedError, held
from .last_year import Values, columns_of, figures_in, row_of, values_of_last_year, with_last_year
from .spoiled import tell_spoiled
from .units import SHOWN, Units, first_filled, units_of

if TYPE_CHECKING:
    import polars as pl

    from ..columns.program import Given, Program, Range
    from ..model.observed import Heading, Previous, Table
    from ..model.ruleset import Input, Ruleset
    from ..model.ruleset import Source as SourceFile
    from ..observe.sheets import Laid
    from .frames import Sheet

_HEAD = 100  # rows that say which column is which
_PIECE = 1_000_000  # rows that are computed together where all of them may be more than memory holds
_AT_ONCE = 20_000_000  # cells that are looked at together
STRANGE_PROVENANCE = "ITR440.unit"
TOO_LONG = "ITR428"
_ROLES = {"ranked": 0, "unranked": 1, "reference": 2}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, to be read again one by one as the reference reads them.

    Attributes:
        ruleset: by which they are read.
        sheet: the table.
        mappings: how it is read, by its name.
        sign: its decimal sign.
        headings: of rows that stand under one.
    """

    ruleset: Ruleset
    sheet: Sheet
    mappings: Mapping[str, DataMapping]
    sign: Sign
    headings: Mapping[int, Heading]

    def read(self, numbers: Sequence[int]) -> Reading:
        """Read the rows with some numbers, in ascending order."""
        rows = sorted(numbers)
        table = replace(self.sheet.table(rows), findings=())
        if self.headings:
            table = replace(table, headings=[self.headings.get(row) for row in rows])
        return read_all(self.ruleset, [table], mappings=self.mappings, known={self.sheet.name: self.sign})


@dataclass(frozen=True, slots=True)
class Looked:
    """Data that were looked at: enough to compile a ruleset for them, and to make the table that its program is given.

    Attributes:
        ruleset: by which they are read.
        findings: as the reference has them; of each kind the first are shown and the rest counted.
        count: how many units there are; 0 where a finding says why.
        ranges: of each input, by its key, for the compiler.
        groups: the ruleset's, and others that units have: for the compiler.
        frame: the rows; a column of it may be anything that `units` and `cells` read.
        units: n, unit, name, group, role, parent, and the attributes by `ATTRIBUTE` and their names.
        cells: of each input.
        sources: the files.
        illustrative: whether the data call themselves made up.
        rows: to be read again; None where the reference has read the data.
        observed: what the reference has read; else None.
        has_previous: whether there is a result of last year, in which units are found among all others.
        cut: makes `frame` of a number of rows from one on, without reading the others; None where it cannot be had so.
        promised: the columns of inputs, by their keys, of which only the file has said between which numbers they lie.
    """

    ruleset: Ruleset
    findings: tuple[Finding, ...]
    count: int
    ranges: Mapping[str, Range]
    groups: tuple[str, ...]
    frame: pl.LazyFrame | None
    units: Mapping[str, pl.Expr]
    cells: Mapping[str, Cell]
    sources: tuple[SourceFile, ...] = ()
    illustrative: bool = False
    rows: Rows | None = None
    observed: Observed | None = None
    has_previous: bool = False
    cut: Callable[[int, int], pl.LazyFrame] | None = None
    promised: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What findings call the table; empty where the reference has read the data."""
        return "" if self.rows is None else self.rows.sheet.name

    def hold_still(self) -> None:
        """See that the file is still the one that was looked at, once all of it was read.

        Raises:
            ChangedError: it is not.
        """
        is_same = None if self.rows is None else self.rows.sheet.is_same
        if is_same is not None and not is_same():
            raise ChangedError

    def about(self, listed: str = "") -> pl.LazyFrame:
        """Give what is known of each unit: n, unit, name, group, role, parent.

        Args:
            listed: the attribute that says of which list a unit is, or `parent`; `list` then.

        Raises:
            ValueError: there is no unit.
        """
        return _there(self).select(text.alias(word) for word, text in self.words(listed).items())

    def words(self, listed: str = "") -> dict[str, pl.Expr]:
        """Give the same as expressions over the rows."""
        words = {word: self.units[word] for word in ("n", "unit", "name", "group", "role", "parent")}
        return words | ({"list": self.text(listed)} if listed else {})

    def observed_of(self, rows: Sequence[int], keys: Collection[str]) -> Observed:
        """Give the units of some rows as the reference reads them, and the observations of some columns.

        Args:
            rows: their numbers, in ascending order.
            keys: of inputs; others are none.

        Raises:
            ValueError: there is no unit.
        """
        if self.observed is not None:
            values = {key: [seen[row] for row in rows] for key, seen in self.observed.values.items() if key in keys}
            return Observed(tuple(self.observed.units[row] for row in rows), values)
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        wanted = pl.Series(rows, dtype=pl.Int64)
        found = self.about().filter(pl.col("n").is_in(wanted.implode())).sort("n").collect(engine="streaming")
        units = [Unit(*row) for row in found.select("unit", "name").iter_rows()]
        if self.rows is None:
            return Observed(tuple(units), {})
        read = self.rows.read(rows).observed
        if [unit.id for unit in read.units] == [unit.id for unit in units]:
            return read
        # Alone some rows are read otherwise, as one under a heading: its line is known all the same.
        sheet = self.rows.sheet
        return Observed(
            tuple(
                replace(unit, place=Place(sheet.name, sheet.line(row))) for unit, row in zip(units, rows, strict=True)
            ),
            {},
        )

    def text(self, name: str) -> pl.Expr:
        """Give the text column that a program names."""
        return self.units["parent" if name == "parent" else ATTRIBUTE + name]


def _there(looked: Looked) -> pl.LazyFrame:
    if looked.frame is None:
        raise ValueError("there are no units; the findings say why")
    return looked.frame


def ranges_of(looked: Looked) -> Mapping[str, Range]:
    """Give the range of each input by its key, for the compiler: what the data have, within what the ruleset declares."""
    return looked.ranges


def program_for(
    looked: Looked, *, most_quotient: int = WIDE, explained: bool = False, reported: bool = False
) -> tuple[Program, ByReference]:
    """Compile the ruleset of data for them, and make the reference that answers its questions.

    Args:
        looked: the data.
        most_quotient: as of `compiled`, as is `explained`.
        explained: whether the figures of other units are given too.
        reported: whether what findings of the result need is.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
    """
    program = compiled(
        looked.ruleset,
        looked.ranges,
        groups=looked.groups,
        most_rows=max(1, looked.count),
        most_quotient=most_quotient,
        explained=explained,
        reported=reported,
    )
    return program, ByReference(looked.ruleset, program.lacks, program.options)


def prepared(program: Program, looked: Looked, beside: Mapping[str, pl.Expr] | None = None) -> pl.LazyFrame:
    """Make the table that a program is given, as the docstring of `columns.program` says.

    Args:
        program: compiled for these data: with their ranges and groups.
        looked: the data.
        beside: other columns of the table, over the rows of the data.

    Raises:
        ValueError: there is no unit; or the program is not of these data: a value, or the group of a unit, has no place
            in it.
        UntrueError: when rows pass, and the file has said of them what is not so.
    """
    if unplaced := [group for group in looked.groups if group not in {*program.groups}]:
        raise ValueError(f"the program knows no group {unplaced[0]!r}")
    from .polars_exprs import TYPES, width_of  # noqa: PLC0415  # it loads polars

    numbers = list(range(1, len(program.groups) + 1))
    type_ = TYPES[width_of(0, len(numbers))]
    group = looked_up(looked.units["group"], dict(zip(program.groups, numbers, strict=True)), 0, type_)
    columns = [
        _numbers(program, looked).alias("n"),
        looked.units["unit"].alias("unit"),
        group.alias("g"),
        looked.units["role"].alias("role"),
    ]
    columns += [looked.units[name].alias(name) for name in program.texts]
    for given in program.given:
        columns += _given(given, looked.cells[given.key])
    columns += [text.alias(name) for name, text in (beside or {}).items()]
    return _there(looked).select(columns)


def _numbers(program: Program, looked: Looked) -> pl.Expr:
    """Give the numbers of rows; what the file alone has said of the cells that are read is looked at as they pass."""
    promised = {looked.promised[given.key] for given in program.given if given.key in looked.promised}
    if looked.rows is None or not promised:
        return looked.units["n"]
    return held(looked.rows.sheet, sorted(promised))


def prepared_pieces(program: Program, looked: Looked, beside: Mapping[str, pl.Expr]) -> list[pl.LazyFrame]:
    """Make the same table in frames of some rows each; none where the data can only be had as a whole."""
    if looked.cut is None:
        return []
    some = (looked.cut(first, _PIECE) for first in range(0, looked.count, _PIECE))
    return [prepared(program, replace(looked, frame=frame), beside) for frame in some]


def _given(given: Given, cell: Cell) -> list[pl.Expr]:
    """Make the two columns of an input, at the scale and within the range that its program has.

    The value is in the narrowest integers that hold the range: every pass over the table reads less by it.

    Raises:
        ValueError: a value has no place there.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    more, rest = divmod(given.scale, 10**cell.digits)
    ends = [end * more for end in (cell.low, cell.high) if end is not None]
    if (ends and rest) or any(not given.low <= end <= given.high for end in ends):
        raise ValueError(f"values of {given.key} from {cell.low} to {cell.high} are not within {given}")
    if not cell.states <= given.states:
        raise ValueError(f"states of {given.key} are {sorted(cell.states)}, not {sorted(given.states)}")
    from .polars_exprs import TYPES, width_of  # noqa: PLC0415  # it loads polars

    type_ = TYPES[width_of(given.low, given.high)]
    is_bare = cell.bare is not None and given.kind != "choice"
    value = cell.bare if cell.bare is not None and is_bare else cell.value
    if more > 1:
        wide = type_of(min(given.low, cell.low or 0), max(given.high, more))
        value = value.cast(wide) * pl.lit(more, dtype=wide)
    # What stands where there is no value need not fit, and is not taken.
    value = value.cast(type_, wrap_numerical=True)
    if given.kind == "choice":
        # The options of all inputs are numbered together, so that those of two can be compared.
        places = {place: given.options.index(option) for place, option in enumerate(cell.options)}
        value = looked_up(cell.value, places, 0, type_)
    blank = pl.lit(given.blank, dtype=type_)
    made = value.fill_null(blank) if is_bare else pl.when(cell.state == VALUE).then(value).otherwise(blank)
    return [made.alias(given.name), cell.state.alias(given.state)]


def look(
    ruleset: Ruleset,
    sheet: Sheet,
    mapping: DataMapping | None = None,
    previous: Mapping[str, Previous] | None = None,
    previous_source: SourceFile | None = None,
) -> Looked:
    """Look at a wide table whose rows are units.

    Args:
        ruleset: says which inputs there are.
        sheet: the table.
        mapping: how it is to be read.
        previous: last year's result by unit id; columns of the data that hold it fill what this lacks.
        previous_source: the file that has it.

    Returns:
        The data as they were looked at. A table that is long, or whose mapping says of which unit it is as a whole or by
        two columns, only the reference reads: `looked_of(ruleset, observe(...))`.
    """
    mappings = {sheet.name: mapping} if mapping is not None else {}
    head = read_all(ruleset, [_head(sheet)], mappings=mappings, known={})
    if not head.laid or not is_wide(head) or (mapping is not None and header_of_unit(mapping)):
        return _nothing(ruleset, sheet, head)
    laid = head.laid[0]
    standard = standard_columns(laid.table, laid.guide.headers, laid.guide.names)
    sheet = sheet.tidied({*standard.values()})
    units = units_of(ruleset, sheet, laid.guide, standard)
    if not units.count:
        # The head was read as if each of its rows were a unit.
        shown = read_all(ruleset, [_shown(sheet, units, units.shown)], mappings=mappings, known={})
        return _nothing(ruleset, sheet, shown, units.report.findings())
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    frame, sheet = _of_units(sheet, units)
    feeds = [
        (feed.target.input, feed.column, _among(ruleset, units, feed.target.only))
        for feed in laid.feeds
        if feed.target.input.traits.kind is not None
    ]
    at_once = max(1, _AT_ONCE // max(sheet.height, 1))
    columns = look_at(sheet, frame, feeds, laid.guide, at_once)
    told = Told(set(units.shown))
    sign = _sign(sheet, laid, units, frame, columns, told)
    cells = {
        column.asked.key: read_column(
            column, sheet, frame, Reader(column.asked, laid.guide.headers, sign.sign, is_own=False), told
        )
        for column in columns
    }
    cells = hold_bounds(ruleset, cells, frame, told)
    illustrative = _provenance(sheet, frame, told)
    before = figures_in(ruleset, sheet, laid, frame, sign, told)
    frame, of_last_year, doubted = with_last_year(ruleset, laid, units, frame, before, previous or {}, previous_source)
    cells |= of_last_year
    shown = read_all(
        ruleset, [_shown(sheet, units, told.shown)], previous=previous, mappings=mappings, known={sheet.name: sign}
    )
    for asked in ruleset.inputs:
        if asked.traits.kind is not None and asked.key not in cells:
            cells[asked.key] = _blank(asked)
    looked = Looked(
        ruleset,
        in_order((*_findings(shown, sheet, units, frame, told, laid), *tell_spoiled(sheet, columns))),
        units.count,
        {key: cell.range for key, cell in cells.items()},
        tuple(dict.fromkeys((*ruleset.groups, *units.groups))),
        frame,
        {
            "n": pl.col("n"),
            "unit": units.id,
            "name": units.name,
            "group": units.group,
            "role": units.role,
            "parent": units.parent,
            **{ATTRIBUTE + name: text for name, text in units.attributes.items()},
        },
        cells,
        (
            *(() if sheet.source is None else (sheet.source(),)),
            *(() if previous_source is None else (previous_source,)),
        ),
        illustrative,
        Rows(ruleset, sheet, mappings, sign, units.headings),
        has_previous=bool(previous),
        cut=sheet.cut if frame is sheet.frame else None,
        promised=_promised(sheet, columns),
    )
    return replace(looked, findings=in_order((*looked.findings, *_at_units(doubted, looked))))


def _head(sheet: Sheet) -> Table:
    """Give the first rows in which something stands."""
    table = sheet.table(range(min(sheet.height, _HEAD)))
    there = [row for row, texts in enumerate(table.rows) if any(texts)]
    if len(there) == len(table.rows):
        return table
    return sheet.table(there or first_filled(sheet, _HEAD))


def _of_units(sheet: Sheet, units: Units) -> tuple[pl.LazyFrame, Sheet]:
    """Give the rows that are units; what a file says of its columns is of all rows, and then of no use."""
    return (sheet.frame, sheet) if units.among is None else (sheet.frame.filter(units.among), replace(sheet, ends={}))


def _promised(sheet: Sheet, columns: Sequence[Column]) -> dict[str, int]:
    return {column.asked.key: column.column for column in columns if column.column in sheet.ends}


def _at_units(found: Sequence[Finding], looked: Looked) -> Iterator[Finding]:
    """Give findings about units at the places of these; of each kind the first, and the others as a number."""
    counts: Counter[str] = Counter(each.row for each in found)
    shown = [each for own in counts for each in [one for one in found if one.row == own][:MOST_OF_A_KIND]]
    rows = sorted({row for each in shown if (row := row_of(each)) is not None})
    places = (
        {row: unit.place for row, unit in zip(rows, looked.observed_of(rows, ()).units, strict=True)} if rows else {}
    )
    for each in shown:
        row = row_of(each)
        yield each if row is None else replace(each, place=places[row])
    for own, count in counts.items():
        if count > MOST_OF_A_KIND:
            yield finding("ITR489", code=code_in(own), subject="–", count=count - MOST_OF_A_KIND)


def is_wide(head: Reading) -> bool:
    """Whether the one table of a reading has a row for each unit."""
    return len(head.laid) == 1 and head.laid[0].layout is None


def _nothing(ruleset: Ruleset, sheet: Sheet, head: Reading, more: Sequence[Finding] = ()) -> Looked:
    """Give data without units, with what some rows show, and what is known besides: alone where that says why."""
    findings = in_order(more if has_errors(more) else (*head.observed.findings, *more))
    if not has_errors(findings):
        # What the head alone does not say: no row of the whole table is a unit.
        findings = in_order((*findings, finding("ITR479", place_of(sheet.bare(), -1, 0)._replace(column=0, cell=""))))
    return Looked(ruleset, findings, 0, {}, (), None, {}, {})


def _blank(asked: Input) -> Cell:
    """Make an input that no column has."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    value, state = pl.lit(0, dtype=pl.Int64), pl.lit(BLANK, dtype=pl.Int8)
    return Cell(asked.traits.kind or "number", tuple(asked.options), value, state, 0, None, None, frozenset({BLANK}))


def _among(ruleset: Ruleset, units: Units, only: str) -> pl.Expr | None:
    """Say which rows a column of one scorecard speaks of."""
    if not only:
        return None
    groups = []
    for group in ("", *units.groups):
        card = ruleset.scorecard_of(group)
        if card is not None and card.id == only:
            groups.append(group)
    return units.group.is_in(groups)


def _sign(sheet: Sheet, laid: Laid, units: Units, frame: pl.LazyFrame, columns: Sequence[Column], told: Told) -> Sign:
    """Find the decimal sign of the table from all its numbers; the reference judges a row for each thing that they say."""
    if (declared := laid.guide.headers.decimal) != "":
        return Sign(declared, "declared")
    marks = marks_of(laid.guide.headers)
    asked = [(column.asked.id, column, column.odd) for column in columns if column.asked.traits.is_number]
    for what, each, number in last_years_columns([laid], laid.guide.headers):
        if what != "tier":
            column = _bare_column(number, frame, columns)
            asked.append((each.table.headers[number], column, column.odd))
    numbers: list[Numbers] = []
    either = 0
    rows: dict[str, list[int]] = {}
    for name, column, odd in asked:
        if sheet.kinds[column.column] != "text":
            continue
        said: dict[str, list[str]] = {}
        for raw, count in odd.items():
            text = sheet.clean(raw) if raw is not None else ""
            if ("." in text or "," in text) and _fold_is_no_mark(text, marks) and (told_by := hint(text)):
                said.setdefault(told_by, []).append(raw)
                either += count * (told_by == "either")
        rows.setdefault(name, [])
        firsts = [_first_by_id(column, raws, units, frame) for raws in said.values()]
        told.shown.update(firsts)
        if firsts:
            table = sheet.table(firsts)
            ids = _ids(units, frame, firsts)
            numbers.append(Numbers(name, table, column.column, range(len(table.rows)), ids, marks))
    return replace(sign_of(numbers, ""), either=either)


def _bare_column(number: int, frame: pl.LazyFrame, columns: Sequence[Column]) -> Column:
    """Look at a column that is no input."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    counts = frame.select(pl.col(str(number)).value_counts(name="count").implode()).collect().item()
    odd = {each[str(number)]: each["count"] for each in counts}
    return replace(columns[0], column=number, among=None, fast=None, low=None, high=None, odd=odd)


def _fold_is_no_mark(text: str, marks: Mapping[str, str]) -> bool:
    from ..files.naming import fold  # noqa: PLC0415  # beside what needs it

    return not marks or fold(text) not in marks


def _first_by_id(column: Column, raws: Sequence[str], units: Units, frame: pl.LazyFrame) -> int:
    """Find the row of the unit with the least id, of those where one of some texts stands."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    is_so = pl.col(str(column.column)).is_in(pl.Series(raws).implode())
    if column.among is not None:
        is_so &= column.among
    found = frame.filter(is_so).select(pl.col("n").sort_by(units.id).first()).collect()
    return int(found.item())


def _ids(units: Units, frame: pl.LazyFrame, rows: Sequence[int]) -> list[str]:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    wanted = pl.Series(sorted(rows), dtype=pl.Int64)
    found = frame.filter(pl.col("n").is_in(wanted.implode())).select("n", units.id.alias("id")).sort("n").collect()
    return found["id"].to_list()


def _provenance(sheet: Sheet, frame: pl.LazyFrame, told: Told) -> bool:
    """Look at what rows say of their figures: whether any is made up, and which say something that is none."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    column = find_column(sheet.bare(), PROVENANCE)
    if column < 0:
        return False
    words = sheet.texts(column)
    found = [text for text in frame.select(words.unique()).collect().to_series().to_list() if text]
    wrong = [text for text in found if text.casefold() not in {"published", "illustrative"}]
    if wrong:
        rows = frame.filter(words.is_in(wrong))
        told.shown.update(rows.select(pl.col("n").bottom_k(SHOWN)).collect()["n"].to_list())
        told.say(STRANGE_PROVENANCE, "", int(rows.select(pl.len()).collect().item()))
    return any(text.casefold() == "illustrative" for text in found)


def _shown(sheet: Sheet, units: Units, shown: Collection[int]) -> Table:
    """Give the rows of which something must be said, each under its heading."""
    rows = sorted(shown)
    table = sheet.table(rows)
    findings = tuple(found for found in table.findings if found.place.line not in units.gone)
    headings = [units.headings.get(row) for row in rows] if units.headings else ()
    return replace(table, findings=findings, headings=headings)


def _findings(
    shown: Reading, sheet: Sheet, units: Units, frame: pl.LazyFrame, told: Told, laid: Laid
) -> tuple[Finding, ...]:
    """Give the findings of the whole table: those of the rows that show them, with the counts of all."""
    totals = {**{(row, ""): count for row, count in units.totals.items()}, **told.totals}
    more = [
        finding("ITR489", code=code_in(row), subject=subject or "–", count=count - MOST_OF_A_KIND)
        for (row, subject), count in totals.items()
        if count > MOST_OF_A_KIND
    ]
    columns = {feed.target.input.key: feed.column for feed in laid.feeds}
    shares = [_of_share(sheet, row, columns[key], count) for key, (row, count) in told.shares.items()]
    long = [found for key in told.too_long for found in _too_long(sheet, units, frame, told, key)]
    own = (found for found in shown.observed.findings if Trait.OF_ALL_ROWS not in of(found).traits)
    kept = _with_proposals(list(own), units, frame)
    return in_order((*kept, *shares, *long, *more, *units.report.findings()))


def _with_proposals(findings: Sequence[Finding], units: Units, frame: pl.LazyFrame) -> list[Finding]:
    """Propose units that may have been meant among all of them, not among those that were shown; a few times of a kind."""
    if not any(Trait.AMONG_UNITS in of(found).traits for found in findings):
        return [*findings]
    ids = [] if units.count > MOST_CANDIDATES else frame.select(units.id.alias("id")).collect()["id"].to_list()
    counts: Counter[str] = Counter()
    made = []
    for found in findings:
        if Trait.AMONG_UNITS not in of(found).traits:
            made.append(found)
            continue
        counts[found.row] += 1
        text = next(found.params[word] for word in ("parent", "found", "unit") if word in found.params)
        made.append(replace(found, help=did_you_mean(text, ids) if counts[found.row] <= MOST_PROPOSALS else None))
    return made


def _too_long(sheet: Sheet, units: Units, frame: pl.LazyFrame, told: Told, key: str) -> Iterator[Finding]:
    """Report numbers that no integer of a column's scale holds."""
    name, column, rows, count = told.too_long[key]
    table = sheet.table(rows)
    # With the decimals of the others it has more digits than are written there.
    for row, unit in enumerate(_ids(units, frame, rows)):
        about = f"{name} ({unit})"
        yield finding("ITR428", place_of(table, row, column), about=about, count=MOST_DIGITS + 1, limit=MOST_DIGITS)
    if count > len(rows):
        yield finding("ITR489", code=code_in(TOO_LONG), subject=key, count=count - len(rows))


def _of_share(sheet: Sheet, row: int, column: int, count: int) -> Finding:
    table = sheet.table([row])
    place, header = place_of(table, 0, column), table.headers[column]
    return finding("ITR487", place, column=header, found=cut(table.rows[0][column]), count=count)


def looked_of(ruleset: Ruleset, observed: Observed) -> Looked:
    """Take data that the reference has read: several tables, long ones, workbooks, tables of units, corrections.

    Args:
        ruleset: by which they were read.
        observed: the data.

    Raises:
        UnsupportedError: a value is a fraction without an end of decimals, or has more digits than columns hold.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    units = observed.units
    if not units:
        return Looked(ruleset, observed.findings, 0, {}, (), None, {}, {})
    names = dict.fromkeys(name for unit in units for name in unit.attributes)
    about: dict[str, pl.Series] = {
        "n": pl.Series(range(len(units)), dtype=pl.Int64),
        "unit": _texts(unit.id for unit in units),
        "name": _texts(unit.name for unit in units),
        "group": _texts(unit.group for unit in units),
        "parent": _texts(unit.parent for unit in units),
        "role": pl.Series([_ROLES[unit.role] for unit in units], dtype=pl.Int8),
        **{ATTRIBUTE + name: _texts(unit.attributes.get(name, "") for unit in units) for name in names},
    }
    columns, cells = columns_of({**_of_inputs(ruleset, observed), **values_of_last_year(ruleset, observed)}, "v")
    found = dict.fromkeys(unit.group for unit in units if unit.group)
    return Looked(
        ruleset,
        (*observed.findings, *doubts_about(observed)),
        len(units),
        {key: cell.range for key, cell in cells.items()},
        tuple(dict.fromkeys((*ruleset.groups, *found))),
        pl.DataFrame(about).hstack(columns).lazy(),
        {name: pl.col(name) for name in about},
        cells,
        observed.sources,
        observed.illustrative,
        observed=observed,
    )


def _texts(texts: Iterable[str]) -> pl.Series:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return pl.Series(list(texts), dtype=pl.String)


def _of_inputs(ruleset: Ruleset, observed: Observed) -> dict[str, Values]:
    found: dict[str, Values] = {}
    for asked in ruleset.inputs:
        if (kind := asked.traits.kind) is not None:
            seen = list(observed.values[asked.key])
            values = [each.value for each in seen]
            states = [STATES[each.state] if each.value is None else VALUE for each in seen]
            found[asked.key] = kind, tuple(asked.options), values, states
    return found
