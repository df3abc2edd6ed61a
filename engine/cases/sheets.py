"""Read cases of a workbook: a row for each unit, rows of one name for a case of several, ids of columns in the first row.

`itrank test --template` writes such a workbook (`engine/forms/case_book.py`); a table of text with these headers is
read too. A cell that cannot be read is told by its name, and its case is not run.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from ..files.naming import did_you_mean, fold
from ..files.numbers import Problem, cut, parse_number, plain
from ..files.tables import place_of, wrong_in
from ..formula.suggest import listed
from ..model.codes import has_errors, message
from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind, Look, Remark, Table
from ..model.outcome import State
from ..model.ruleset import Input, Node, Ruleset
from ..observe.cells import marks_of
from ..observe.decimal_sign import Numbers, hint, sign_of
from ..observe.entries import Reader as Cells
from ..observe.previous_tables import SAID_OF_UNITS
from ..observe.remembering import Names, Remembered, names_of, reader
from ..observe.units import list_attributes
from ..observe.values import Style, lacks_per_cent
from .case import (
    NUMBERS,
    UNIT_FACTS,
    UNIT_WORDS,
    Case,
    CaseUnit,
    Entry,
    Expected,
    Given,
    of_data,
    unreadable,
    written_at,
)

CASE, WHY, BASIS, UNIT = "case", "why", "basis", "unit"
GIVEN, PREVIOUS, EXPECT = "given.", "previous.", "expect."
LABELS: Mapping[str, tuple[str, str]] = {
    CASE: ("Ca", "Case"),
    UNIT: ("Đơn vị", "Unit"),
    BASIS: ("Căn cứ, cách tính tay", "Basis, the sum by hand"),
    WHY: ("Vì sao có ca này", "Why it is there"),
}
"""What the columns are called that are no figures."""
GUIDE = ("Hướng dẫn", "How to fill")
CHOICES = "_chon"
OWN_SHEETS = frozenset({*GUIDE, CHOICES})
"""The sheets of a template in which nobody writes cases: its guide and what its lists offer."""
STATES: Mapping[str, State] = {
    **{state.value: state for state in State if state is not State.SCORED},
    "không áp dụng": State.NOT_APPLICABLE,
    "not applicable": State.NOT_APPLICABLE,
    "thiếu số liệu": State.MISSING,
}
"""What may stand in place of points."""
_MOST_LISTED = 12
_MOST_HEADINGS = 6
_ALL_DIGITS = 15  # that Excel holds of a number
_SAID_BY_KIND: Mapping[str, tuple[str, str]] = {
    "uncalculated": (
        "công thức chưa có giá trị; mở tệp bằng Excel rồi lưu lại",
        "a formula without a value; open the file in Excel and save it",
    ),
    "inexact": (
        'số có nhiều chữ số lẻ hơn Excel giữ được; gõ số đã làm tròn như quyết định, hoặc phân số như "20/3"',
        'a number of more digits than Excel holds; type it rounded as the decree has it, or a fraction such as "20/3"',
    ),
}

_Part: TypeAlias = Literal["case", "why", "basis", "unit", "given", "previous", "expect"]


class _Column(NamedTuple):
    """What a column holds: its place in the table, its part of a case, and the name behind that."""

    number: int
    part: _Part
    key: str = ""
    fact: str = "score"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of cases.

    Attributes:
        columns: those that are known.
        first: the first row that is no label, from 0.
    """

    table: Table
    columns: tuple[_Column, ...]
    first: int

    def text(self, row: int, part: str) -> str:
        """Give the cell of a row in the column of a part; empty where there is none."""
        return next((self.table.rows[row][each.number] for each in self.columns if each.part == part), "")

    def place(self, row: int, column: _Column) -> Place:
        """Name a cell."""
        return place_of(self.table, row, column.number)

    def row_place(self, row: int) -> Place:
        """Name the first cell of a row."""
        return place_of(self.table, row, 0)

    def of(self, part: _Part) -> list[_Column]:
        """Give the columns of a part."""
        return [each for each in self.columns if each.part == part]


def is_of_cases(table: Table) -> bool:
    """Say whether a table has any column of cases, however its id is written; then it is read, or it is said why not.

    >>> is_of_cases(Table("a.xlsx", ("Case", "Notes"), ())), is_of_cases(Table("a.xlsx", ("id", "so_hop"), ()))
    (True, False)
    """
    ids = [_id(header) for header in table.headers]
    if any(each.startswith((GIVEN, PREVIOUS, EXPECT)) for each in ids):
        return True
    return CASE in ids and table.sheet not in OWN_SHEETS  # the guide's example has a column Case


def _is_complete(table: Table) -> bool:
    """Say whether a table names its cases, and has figures or results of them."""
    ids = [_id(header) for header in table.headers]
    return CASE in ids and any(each.startswith((GIVEN, EXPECT)) for each in ids)


def _id(header: str) -> str:
    """Give the id of a column, whose first word may be typed with large letters.

    >>> _id("CASE"), _id("Given.so_hop"), _id("Ghi chú")
    ('case', 'given.so_hop', 'Ghi chú')
    """
    word, dot, rest = header.partition(".")
    is_ours = word.casefold() in (*LABELS, *(part.removesuffix(".") for part in (GIVEN, PREVIOUS, EXPECT)))
    return f"{word.casefold() if is_ours else word}{dot}{rest}"


def cases_of(ruleset: Ruleset, tables: Sequence[Table], name: str) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """Read the cases of the tables of one file; sheets of anything else are passed over, and counted.

    Args:
        ruleset: whose cases they are.
        tables: of the file.
        name: what findings call it.
    """
    wanted = [table for table in tables if is_of_cases(table)]
    if not wanted:
        return (), (finding("ITR512", Place(name), name=name),)
    findings = [*_passed_over(tables, name)]
    cases: list[Case] = []
    seen: dict[str, Place] = {}
    for table in wanted:
        if not _is_complete(table):
            findings.append(finding("ITR512.sheet", place_of(table, -1, 0), sheet=table.sheet or name))
            continue
        sheet = _sheet(table, ruleset, findings)
        if not has_errors(findings):
            findings += _struck(sheet)
            cases += _reader(ruleset, sheet).cases(seen, findings)
    return tuple(cases), tuple(findings)


def _reader(ruleset: Ruleset, sheet: Sheet) -> "_Reader":
    inputs = {asked.id: asked for asked in ruleset.inputs}
    groups = {id_: words.vi or words.en for id_, words in ruleset.groups.items()}
    sign = _numbers_in(ruleset, sheet)
    numbers = {
        key: Cells(asked, ruleset.headers, sign, is_own=True) for key, asked in inputs.items() if asked.traits.is_number
    }
    return _Reader(ruleset, sheet, sign, inputs, numbers, names_of(ruleset), groups, _tiers(ruleset))


def _passed_over(tables: Iterable[Table], name: str) -> Iterator[Finding]:
    """Count the sheets that have no cases, besides those that the template has."""
    others = [table.sheet for table in tables if not is_of_cases(table) and table.sheet not in OWN_SHEETS]
    if others:
        yield finding("ITR516", Place(name), name=name, count=len(others), sheets=listed(others, _MOST_LISTED))


def _sheet(table: Table, ruleset: Ruleset, findings: list[Finding]) -> Sheet:
    """Say what each column holds; one that no case can have is told."""
    known = _known(ruleset)
    columns: list[_Column] = []
    for number, header in enumerate(table.headers):
        column = _column(number, _id(header), known)
        if column is None:
            at = place_of(table, -1, number)
            findings.append(finding("ITR513", at, help=did_you_mean(header, known) or None, column=cut(header)))
        else:
            columns.append(column)
    findings += wrong_in(table, [each.number for each in columns])
    return Sheet(table, tuple(columns), _first(table, columns))


def _first(table: Table, columns: Sequence[_Column]) -> int:
    """Find the first row of cases: below the labels, where any is as in the template, and below headings above those.

    >>> table = Table("a.xlsx", ("case", "unit"), (("", "Số liệu"), ("Tên ca", "Đơn vị"), ("một", "")))
    >>> _first(table, [_Column(0, "case"), _Column(1, "unit")])
    2
    """
    own = next(each.number for each in columns if each.part == CASE)
    labels = {each.number: {fold(label) for label in LABELS[each.part]} for each in columns if each.part in LABELS}
    for number, row in enumerate(table.rows[:_MOST_HEADINGS]):
        if any(fold(row[column]) in words for column, words in labels.items()):
            return number + 1
        if row[own]:
            break
    return 0


def _struck(sheet: Sheet) -> Iterator[Finding]:
    """Say which cells are taken for blanks because they are struck out; whole rows are told where the file is read."""
    for (row, number), remark in sheet.table.remarks.items():
        columns = [each for each in sheet.columns if each.number == number]
        if columns and remark.look is Look.STRUCK and row >= sheet.first:
            params = {"about": sheet.table.headers[number], **remark.params}
            yield Finding(remark.row, sheet.place(row, columns[0]), params)


def _known(ruleset: Ruleset) -> tuple[str, ...]:
    """Name the columns that a table of cases may have."""
    inputs = [f"{GIVEN}{asked.id}" for asked in ruleset.inputs]
    words = [f"{GIVEN}{word}" for word in (*UNIT_WORDS, *list_attributes(ruleset)) if word != "id"]
    expected = [f"{EXPECT}{key}" for key in (*UNIT_FACTS, *ruleset.columns)]
    previous = [f"{PREVIOUS}{key}" for key in (*SAID_OF_UNITS, *ruleset.columns)]
    return (*LABELS, *inputs, *words, *expected, *previous)


def _column(number: int, header: str, known: Iterable[str]) -> _Column | None:
    """Read the id of a column: `case`, `given.so_hop`, `expect.total`, `expect.t_hop.state`."""
    if header in LABELS:
        return _Column(number, header)  # type: ignore[arg-type]
    part, _, rest = header.partition(".")
    key, _, fact = rest.partition(".")
    if f"{part}.{key}" not in known or (fact and part != "expect"):
        return None
    return _Column(number, part, key, fact or "score")  # type: ignore[arg-type]


def _numbers_in(ruleset: Ruleset, sheet: Sheet) -> str:
    """Find the decimal sign of the numbers that are text; empty where it cannot be told."""
    inputs = {asked.id: asked for asked in ruleset.inputs}
    rows = range(sheet.first, len(sheet.table.rows))
    names = [str(row) for row in rows]
    columns = [
        Numbers(each.key, sheet.table, each.number, rows, names, marks_of(ruleset.headers))
        for each in sheet.columns
        if each.part in {"previous", "expect"} or (each.key in inputs and inputs[each.key].traits.is_number)
    ]
    return sign_of(columns, ruleset.headers.decimal).sign


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its number in the table, what it gives and expects, and what is wrong with it."""

    number: int
    given: dict[str, Given] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    previous: dict[str, Given] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of a sheet.

    Attributes:
        sign: the decimal sign of numbers that are text.
        inputs: by id.
        numbers: reads the cells of an input that takes numbers, by its id.
        names: of the ruleset, each with the kind of its value.
        groups, tiers: titles by id.
    """

    ruleset: Ruleset
    sheet: Sheet
    sign: str
    inputs: Mapping[str, Input]
    numbers: Mapping[str, Cells]
    names: Names
    groups: Mapping[str, str]
    tiers: Mapping[str, str]

    def cases(self, seen: dict[str, Place], findings: list[Finding]) -> Iterator[Case]:
        """Give the cases, each of the rows that stand together under one name.

        Args:
            seen: of the cases of sheets before, and of this one from then on: where each name is written first.
            findings: to which what is wrong is added.
        """
        for name, rows in self._together(findings):
            at = self.sheet.row_place(rows[0])
            key = fold(name)
            if key in seen:
                findings.append(finding("ITR514", at, case=name, at=written_at(seen[key])))
                continue
            seen[key] = at
            yield self._case(name, rows)

    def _together(self, findings: list[Finding]) -> Iterator[tuple[str, list[int]]]:
        name, rows = "", list[int]()
        for row in range(self.sheet.first, len(self.sheet.table.rows)):
            if not any(self.sheet.table.rows[row][each.number] for each in self.sheet.columns):
                continue
            own = self.sheet.text(row, CASE)
            if not own:
                at = self.sheet.row_place(row)
                findings.append(finding("ITR515", at, line=at.line))
            elif fold(own) == fold(name):
                rows.append(row)
            else:
                if rows:
                    yield name, rows
                name, rows = own, [row]
        if rows:
            yield name, rows

    def _case(self, name: str, numbers: Sequence[int]) -> Case:
        rows = [self._row(name, number) for number in numbers]
        is_cohort = len(rows) > 1
        units, previous = [], []
        for position, row in enumerate(rows, 1):
            id_ = (self.sheet.text(row.number, UNIT) or f"dv{position}") if is_cohort else ""
            given = {"id": Given(id_, place=self.sheet.row_place(row.number)), **row.given} if is_cohort else row.given
            units.append(CaseUnit(id_, given, tuple(row.expected), self.sheet.row_place(row.number)))
            if row.previous:
                own = {"id": given["id"]} if is_cohort else {}
                previous.append(Entry({**own, **row.previous}, self.sheet.row_place(row.number)))
        return Case(
            name=name,
            units=tuple(units),
            is_cohort=is_cohort,
            previous=tuple(previous),
            why=self._first(numbers, WHY),
            basis=self._first(numbers, BASIS),
            origin="workbook",
            place=self.sheet.row_place(numbers[0]),
            scorecard_at=self.sheet.row_place(numbers[0]),
            faults=tuple(found for row in rows for found in row.faults),
        )

    def _first(self, rows: Sequence[int], part: str) -> str:
        return next((text for row in rows if (text := self.sheet.text(row, part))), "")

    def _row(self, case: str, number: int) -> _Row:
        made = _Row(number)
        for column in self.sheet.columns:
            text = self.sheet.table.rows[number][column.number]
            if text and column.part in _READ:
                _READ[column.part](self, case, made, column, text)
        return made

    def given(self, case: str, made: _Row, column: _Column, text: str) -> None:
        """Read what a unit reports."""
        at = (made.number, column.number)
        kind, remark = self.sheet.table.kinds.get(at), self.sheet.table.remarks.get(at)
        asked = self.inputs.get(column.key)
        if asked is None and column.key == "group":
            text = self._named(case, made, column, text, self.groups)
        elif kind is None and column.key in self.numbers:
            entry = self.numbers[column.key].read(text, None)
            if entry.state == "observed" and self.sign:
                text = text.replace(self.sign, ".")  # what is run is a table of ours, with decimal points
            elif entry.state == "invalid" and remark is None:
                self._unread(case, made, column, text, entry.problem)
        elif asked is not None and remark is None and (doubt := self._doubt(asked, text, kind)) is not None:
            self._unread(case, made, column, text, doubt)
        head = place_of(self.sheet.table, -1, column.number)
        made.given[column.key] = Given(text, kind, remark, self.sheet.place(made.number, column), head)

    def _doubt(self, asked: Input, text: str, kind: CellKind | None) -> Problem | None:
        """Ask about a share that may be a hundred times another: 0.45 without per cent, and 85 that became 8500%."""
        if lacks_per_cent(asked, text, kind) and 0 < Fraction(text) <= 1:
            return Problem("ITR635", {"one": f"{text}%", "other": f"{plain(Fraction(text) * 100)}%"})
        entry = self.numbers[asked.id].read(text, kind) if asked.id in self.numbers and kind == "number" else None
        return entry.problem if entry is not None and entry.state == "observed" else None

    def expect(self, case: str, made: _Row, column: _Column, text: str) -> None:
        """Read what should come of a unit."""
        if (said := self._unusable(made, column, text)) is not None:
            self._fault(case, made, column, text, *said)
            return
        fact, value = self._expected(case, made, column, text)
        if isinstance(value, Problem) or value is None:
            self._unread(case, made, column, text, value)
            return
        head = place_of(self.sheet.table, -1, column.number)
        text = text if isinstance(value, Fraction | bool) else str(value)
        at = self.sheet.place(made.number, column)
        made.expected.append(Expected(column.key, fact, value, text, at, head, head))

    def _unusable(self, made: _Row, column: _Column, text: str) -> tuple[str, str] | None:
        """Say what keeps a cell of a workbook from being taken as what it shows; None where nothing does."""
        at = (made.number, column.number)
        kind, remark = self.sheet.table.kinds.get(at), self.sheet.table.remarks.get(at)
        if remark is not None and not remark.is_held:
            return _said(remark, column)
        if kind == "number" and len(re.sub(r"\D", "", text).lstrip("0")) >= _ALL_DIGITS:
            kind = "inexact"  # what a formula such as =20/3 leaves: nobody wrote so many
        return None if kind is None else _SAID_BY_KIND.get(kind)

    def _expected(
        self, case: str, made: _Row, column: _Column, text: str
    ) -> tuple[str, Fraction | bool | str | Problem | None]:
        """Read what is expected by what can come of it: the fact that is meant, and a value as `_number` gives it."""
        fact, node = column.fact, self.ruleset.columns.get(column.key)
        if fact == "tier" or (column.key == "tier" and node is None):
            return fact, self._named(case, made, column, text, self.tiers)
        if fold(text) in STATES and (fact == "state" or (fact == "score" and isinstance(node, Node))):
            return "state", STATES[fold(text)].value
        name = _expectable(self.names, column)
        if name is None:
            return fact, text
        if name.kind == "number":
            kind = self.sheet.table.kinds.get((made.number, column.number))
            return fact, self._number(text, kind)
        read = reader(name, Style())(text)
        return fact, str(read) if isinstance(read, date) else read

    def _number(self, text: str, kind: CellKind | None) -> Fraction | Problem | None:
        """Read a number, per cent or a fraction, as the cells of data files are read.

        Returns:
            None of what may be two numbers, as the table does not say its decimal sign.
        """
        if kind is None and not self.sign and hint(text):
            return None
        if kind == "date":
            return Problem("ITR420.day", {"found": text})
        decimal = "." if kind is not None else self.sign or "."  # a number of a workbook has a point
        return parse_number(text, decimal=decimal, allow_fraction=True, percent=text.endswith("%"))

    def previous(self, case: str, made: _Row, column: _Column, text: str) -> None:
        """Read what is known of last year; `last_year_of` says whether it can be a value."""
        at = (made.number, column.number)
        kind, remark = self.sheet.table.kinds.get(at), self.sheet.table.remarks.get(at)
        name = _expectable(self.names, column)
        asked = self.inputs.get(column.key)
        is_answer = asked is not None and asked.key in self.names.of_column(column.key, is_own=False)
        if (said := self._unusable(made, column, text)) is not None:
            self._fault(case, made, column, text, *said)
        elif asked is not None and is_answer and (doubt := self._doubt(asked, text, kind)) is not None:
            self._unread(case, made, column, text, doubt)
        elif kind is None and name is not None and name.kind == "number" and self.sign != "." and hint(text):
            read = self._number(text, kind)
            if isinstance(read, Fraction):
                text = text.replace(self.sign, ".")
            else:
                self._unread(case, made, column, text, read)
        head = place_of(self.sheet.table, -1, column.number)
        made.previous[column.key] = Given(text, kind, remark, self.sheet.place(made.number, column), head)

    def _unread(self, case: str, made: _Row, column: _Column, text: str, problem: Problem | None) -> None:
        """Say why a number cannot be read: in the words of data files, or that it may be two."""
        if problem is None:
            self._fault(case, made, column, text, *_unsure(text))
            return
        if column.part == "expect" and not any(map(str.isdigit, text)):
            is_node = isinstance(self.ruleset.columns.get(column.key), Node) and column.fact == "score"
            self._fault(case, made, column, text, *(_NO_POINTS if is_node else _NO_NUMBER))
            return
        about = column.key if column.part == "given" else self.sheet.table.headers[column.number]
        found = Finding(problem.row, params={"about": about, **problem.params}, help=problem.help)
        at = self.sheet.place(made.number, column)
        made.faults.append(of_data(case, at, found))

    def _named(self, case: str, made: _Row, column: _Column, text: str, titles: Mapping[str, str]) -> str:
        """Give the id of what is called by its id or its title."""
        for id_, title in titles.items():
            if fold(text) in {fold(id_), fold(title)}:
                return id_
        near = did_you_mean(text, [*titles.values(), *titles])
        names = listed([title or id_ for id_, title in titles.items()], _MOST_LISTED)
        vi, en = f"cần một trong: {names}", f"one of these is expected: {names}"
        self._fault(case, made, column, text, *((f"{vi}. {near[0]}", f"{en}. {near[1]}") if near else (vi, en)))
        return text

    def _fault(self, case: str, made: _Row, column: _Column, text: str, vi: str, en: str) -> None:
        head = self.sheet.table.headers[column.number]
        at = self.sheet.place(made.number, column)
        made.faults.append(unreadable(case, at, f'{head} "{cut(text)}": {vi}', f'{head} "{cut(text)}": {en}'))


_READ: Mapping[str, Callable[[_Reader, str, _Row, _Column, str], None]] = {
    "given": _Reader.given,
    "expect": _Reader.expect,
    "previous": _Reader.previous,
}
_NO_POINTS = (
    'cần một số, hoặc chữ "không áp dụng" hay "thiếu số liệu"',
    'a number is expected, or the words "not applicable" or "missing"',
)
_NO_NUMBER = ("cần một số", "a number is expected")


def _unsure(text: str) -> tuple[str, str]:
    """Say which two numbers a text may be."""
    mark = "," if "," in text else "."
    whole, parted = text.replace(mark, ""), text.replace(mark, ",")
    return (
        f"không rõ là {whole} hay {parted}; gõ lại thành số trong Excel",
        f"it may be {whole} or {parted}; type it as a number in Excel",
    )


def _said(remark: Remark, column: _Column) -> tuple[str, str]:
    found = Finding(remark.row, params={"about": column.key, **remark.params})
    return message(found, "vi"), message(found, "en")


def _expectable(names: Names, column: _Column) -> Remembered | None:
    """Say what kind of value a column holds; None of text that is compared letter by letter."""
    if column.fact in {"counted", "rank"} or (column.key in NUMBERS and column.key not in names.by_key):
        return _A_NUMBER
    if column.key == "tied" and column.key not in names.by_key:
        return _A_YES
    return names.by_key.get(column.key) if column.fact == "score" else None


_A_NUMBER, _A_YES = Remembered("number"), Remembered("yes_no")


def _tiers(ruleset: Ruleset) -> dict[str, str]:
    """Give the tiers of all nodes by id, with the title of the first of each."""
    found: dict[str, str] = {}
    for node in ruleset.nodes():
        for tier in node.tiers:
            found.setdefault(tier.id, tier.title.vi or tier.title.en)
    return found
