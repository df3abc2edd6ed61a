"""Last year's ranking from tables, as it was published: a row a unit, under itrank's own headers or the usual ones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from ..files.naming import fold
from ..files.numbers import Problem, cut, parse_number
from ..files.tables import place_of, wrong_in
from ..model.codes import has_errors
from ..model.findings import Finding
from ..model.observed import Previous, Table
from ..model.ruleset import Headers, Value
from .columns import NUMBERS, PROVENANCE, USUAL, Catalogue, find_column, in_sheet
from .decimal_sign import Numbers, Sign, sign_of, tell_sign
from .last_year import as_rank, bare_rank, is_band
from .mapping import Guide
from .own_tables import CRITERION, PLACED, SHEETS, TAKEN, UNRANKED, VALUE, Own, own
from .remembering import ANSWER, Names, reader
from .report import UNIT, Report
from .row_facts import About, Known
from .rows import units_of
from .values import Style, parse_day

_USUAL: Mapping[str, tuple[str, ...]] = {
    "id": USUAL["id"],
    "name": USUAL["name"],
    "total": ("Tổng điểm", "Điểm", "Điểm số"),
    "max": ("Điểm tối đa",),
    "rank": ("Hạng", "Xếp hạng", "Thứ hạng", "Xếp thứ"),
    "tier": ("Xếp loại", "Mức xếp loại", "Mức độ"),
}
SAID_OF_UNITS = tuple(_USUAL)
"""What last year's ranking says of a unit besides its figures."""
_AMOUNTS = ("total", "max", "rank")
_PLACES = {"ranked": 12, "published": 12, "scores": 12, "sheet": 15}
"""Of our own tables, the digits at which figures are cut: of the fraction, in a workbook of the whole number."""
_DIGITS = re.compile("[0-9]+")
_GUIDE = Guide("", Headers(), Catalogue({}, {}, (), {}))
_ONE_WAY = (
    "Hãy viết mọi số của tệp theo một kiểu: 91,5 hoặc 91.5, và không tách hàng nghìn.",
    "Write all numbers of the file in one way, 91,5 or 91.5, and do not group thousands.",
)


class _Columns(NamedTuple):
    """The columns of a table: of id, name, total and so on (-1 where absent), and figures by what they are called."""

    of: Mapping[str, int]
    figures: Mapping[str, int]
    own: Own


def ranking_of(
    tables: Sequence[Table], names: Names | None = None
) -> tuple[Mapping[str, Previous], tuple[Finding, ...]]:
    """Read the tables of one file; what is wrong makes the whole file unread.

    Args:
        tables: of the file.
        names: what this year's ruleset may ask of it; without them every column is kept, by what it looks like.

    Returns:
        What is known of each unit, by its id, or by its name where the table has no ids; and the findings.
    """
    report = Report()
    sheets = [table for table in tables if own(table) == "sheet"]
    tables = sheets or tables  # beside the lists a workbook of ours shows the same units in other ways
    read = _with_units([(table, _columns(table)) for table in tables], report)
    sign = _sign(read, report)
    if not sign:
        return {}, report.findings()
    known: dict[str, Previous] = {}
    first: dict[str, str] = {}
    for table, its in read:
        if its.own == "scores":
            known |= _of_scores(table, its, sign, names, report)
            continue
        for number in _rows(table, its):
            id_ = " ".join(table.rows[number][its.of["id"]].split())
            place = place_of(table, number, its.of["id"])
            if not id_:
                report.add("ITR466", place, **UNIT)
            elif id_ in known:
                report.add("ITR112.unit", place, unit=id_, first=first[id_])
            elif (before := _row(table, number, id_, its, sign, names, report)) is not None:
                first[id_] = place.cell
                known[id_] = before
    _tell_cut(read, report)
    return ({} if has_errors(report.findings()) else known), report.findings()


def rows_of(table: Table, names: Names) -> tuple[tuple[Previous, ...], tuple[Finding, ...]]:
    """Read a table that a program made: a row for each unit, itrank's own headers, and nothing that is no figure.

    Args:
        table: with a column `id`; its numbers are numbers or have a decimal point.
        names: what this year's ruleset may ask of it.

    Returns:
        What is known of each unit, in the order of the rows; and what cannot be read, each at its cell.

    >>> (known,), _ = rows_of(Table("t", ("id", "rank"), (("a", "3"),)), Names({}, {}, {}))
    >>> known.rank
    3
    """
    report = Report()
    headers = {header: column for column, header in enumerate(table.headers)}
    of = {word: headers.get(word, -1) for word in _USUAL}
    columns = _Columns(of, {header: column for header, column in headers.items() if header not in of}, "")
    read = [_row(table, number, row[of["id"]], columns, ".", names, report) for number, row in enumerate(table.rows)]
    return tuple(filter(None, read)), report.findings()


def _with_units(tables: Sequence[tuple[Table, _Columns]], report: Report) -> list[tuple[Table, _Columns]]:
    """Leave tables that name units, and of their rows those of units; report what cannot be read."""
    for table, its in tables:
        for wrong in wrong_in(table, [column for column in its.of.values() if column >= 0]):
            report.take(wrong)
    read = [(_units_only(table, its, report), its) for table, its in tables]
    named = [(table, its) for table, its in read if its.of["id"] >= 0]
    for table, its in read:
        if its.of["id"] < 0 and (not named or max(its.of[word] for word in _AMOUNTS) >= 0):
            report.add("ITR460", in_sheet(table), expected="id", headers=", ".join(table.headers[:12]))
    return named


def _units_only(table: Table, columns: _Columns, report: Report) -> Table:
    if columns.own:  # a table that itrank wrote has rows of units alone, whatever they are called
        return table
    about = About(columns.of["id"], columns.of["name"])
    return units_of(table, about, _GUIDE, Known(), report, is_roll=True, is_sure=False)


def value_of(text: str, decimal: str = ".") -> Value:
    """Read a published value: a number, a day, else the id of an option.

    >>> value_of("1/3"), value_of("9,5", ","), value_of("pho")
    (Fraction(1, 3), Fraction(19, 2), 'pho')
    """
    amount = parse_number(text, decimal=decimal, allow_fraction=True)
    if not isinstance(amount, Problem):
        return amount
    day = parse_day(text)
    return text if isinstance(day, Problem) else day


def _columns(table: Table) -> _Columns:
    kind = own(table)
    if kind == "scores":
        of = dict.fromkeys(_USUAL, -1) | {"id": find_column(table, "unit")}
        return _Columns(of, {"score": find_column(table, "score")}, kind)
    of = {word: find_column(table, *headers) for word, headers in _headers(table, kind).items()}
    of |= {"id": of["id"] if of["id"] >= 0 else of["name"]}
    plain = _plain(table, kind)
    figures = {
        _called(header, table.headers) if kind == "ranked" else header: column
        for column, header in enumerate(table.headers)
        if column not in of.values() and fold(header) not in plain
    }
    return _Columns(of, figures, kind)


def _called(header: str, headers: Sequence[str]) -> str:
    """Say what a column of our CSV is a figure of; the value of a criterion's id is that leaf's own answer.

    >>> [_called(header, ("a", "value:a", "value:b")) for header in ("a", "criterion:id", "value:a", "value:b")]
    ['a', 'id', 'self:a', 'b']
    """
    if not header.startswith(VALUE):
        return header.removeprefix(CRITERION)
    id_ = header.removeprefix(VALUE)
    criterion = f"{CRITERION}{id_}" if id_ in TAKEN else id_
    return f"{ANSWER}{id_}" if criterion in headers else id_


def _headers(table: Table, kind: Own) -> Mapping[str, tuple[str, ...]]:
    """Give the headers that the columns of a table may have: of one of ours its own, else the usual ones."""
    match kind:
        case "ranked":
            return {word: (word,) for word in _USUAL}
        case "published":
            return {word: (word,) for word in _USUAL} | {"id": ("unit",)}
        case "sheet":
            heads = next(each for each in SHEETS if find_column(table, each["change"]) >= 0)
            return {word: (heads.get(word, ""),) for word in _USUAL}
    return {word: (word, *usual) for word, usual in _USUAL.items()}


def _plain(table: Table, kind: Own) -> set[str]:
    """Give the headers that are no figure of last year's: of our other tables all, and those that are there twice."""
    headers = [*map(fold, table.headers)]
    if kind in {"published", "sheet"}:
        return {*headers}
    plain = {PROVENANCE, *map(fold, NUMBERS), *(header for header, count in Counter(headers).items() if count > 1)}
    if kind == "ranked":
        plain |= {*TAKEN, *(header for header in headers if header.startswith(PLACED))}
    return plain


def _rows(table: Table, columns: _Columns) -> Iterator[int]:
    """Give the rows of units; on a sheet of ours those without a rank stand below headers of their own."""
    is_below = False
    for number, row in enumerate(table.rows):
        if columns.own == "sheet":
            is_heading = row[columns.of["rank"]] in UNRANKED and not row[columns.of["name"]]
            is_head = is_below and row[columns.of["name"]] in {heads["name"] for heads in SHEETS}
            is_below = is_below or is_heading
            if is_heading or is_head:
                continue
        yield number


def _sign(read: Sequence[tuple[Table, _Columns]], report: Report) -> str:
    """Find the decimal sign of the file, empty where it cannot be told; under itrank's headers it is a point then."""
    numbers = [
        Numbers(table.headers[column], table, column, range(len(table.rows)), [row[its.of["id"]] for row in table.rows])
        for table, its in read
        for column in _amounts(its)
    ]
    sign: Sign = sign_of(numbers, "")
    if sign.how == "ambiguous" and all(its.own or find_column(table, *_AMOUNTS) >= 0 for table, its in read):
        return "."
    if sign.sign:
        tell_sign(sign, "", report)
        return sign.sign
    told = Report()
    tell_sign(sign, "", told)
    (found,) = told.findings()
    about = found.params.get("about", found.params.get("first", ""))
    report.tell(Problem(found.row, dict(found.params), _ONE_WAY), found.place, about)
    return ""


def _amounts(columns: _Columns) -> Iterable[int]:
    """Give the columns that may hold figures."""
    return sorted(
        {column for word, column in columns.of.items() if word in _AMOUNTS and column >= 0}
        | {*columns.figures.values()}
    )


def _row(
    table: Table, number: int, id_: str, columns: _Columns, sign: str, names: Names | None, report: Report
) -> Previous | None:
    """Read a row; None for one that only has a name, such as the title of a group, where there are no ids."""
    row = _Row(table, number, id_, columns, sign, report)
    for column in {columns.of[word] for word in ("id", "name", "tier")} - {-1}:
        _is_refused(table, number, column, id_, report)
    rank, band = row.rank()
    values, answers = _values(table, number, id_, columns, sign, names, report)
    is_nameless = columns.of["id"] == columns.of["name"]
    if is_nameless and not row.is_bare and not (values or answers or row.has_result()):
        return None
    tier = row.text("tier")
    return Previous(
        id=id_,
        name=" ".join(row.text("name").split()),
        total=row.amount("total"),
        max=row.amount("max"),
        rank=rank,
        tier=tier if names is None else names.tiers.get(fold(tier), tier),
        values=values,
        answers=None if names is None else answers,
        rank_text=band,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table of last year's ranking, whose cells are read by what they are."""

    table: Table
    number: int
    id: str
    columns: _Columns
    sign: str
    report: Report

    @property
    def is_bare(self) -> bool:
        """Whether a reason stands where others have their points, as below the ranked units of our sheet."""
        return self.columns.own == "sheet" and not self.table.rows[self.number][self.columns.of["rank"]]

    def text(self, word: str) -> str:
        column = self.columns.of[word]
        return self.table.rows[self.number][column] if column >= 0 and (word == "name" or not self.is_bare) else ""

    def has_result(self) -> bool:
        return any(map(self.text, (*_AMOUNTS, "tier")))

    def amount(self, word: str) -> Fraction | None:
        """Read a figure; None where there is none, or one that cannot be read, which is told."""
        return self._read(self.columns.of[word], self.text(word))

    def rank(self) -> tuple[int | None, str]:
        """Read the rank, and the band that may be in its place."""
        text, column = self.text("rank"), self.columns.of["rank"]
        if is_band(text):
            return None, text
        # However the ruleset of a sheet of ours prints a shared rank, its number is the only one in the cell.
        found = self._read(column, _only_number(text) if self.columns.own == "sheet" else bare_rank(text))
        rank = None if found is None else as_rank(found)
        if found is not None and rank is None:
            about = f"{self.table.headers[column]} ({self.id})"
            self.report.add("ITR430.rank", place_of(self.table, self.number, column), about=about, found=cut(text))
        return rank, ""

    def _read(self, column: int, cell: str) -> Fraction | None:
        table, number = self.table, self.number
        if (column >= 0 and _is_refused(table, number, column, self.id, self.report)) or not cell:
            return None
        found = _style(table, number, column, self.sign).read(cell)
        if isinstance(found, Problem):
            _tell(found, table, number, column, self.id, self.report)
            return None
        return found


def _is_refused(table: Table, row: int, column: int, id_: str, report: Report) -> bool:
    """Tell of a cell that is struck out, merged over several, or shows another thing than it holds."""
    remark = table.remarks.get((row, column))
    if remark is None or remark.is_held:
        return False
    header = table.headers[column]
    report.tell(Problem(remark.row, remark.params), place_of(table, row, column), f"{header} ({id_})", fold(header))
    return True


def _only_number(text: str) -> str:
    found = _DIGITS.findall(text)
    return found[0] if len(found) == 1 else text


def _style(table: Table, row: int, column: int, sign: str) -> Style:
    """Say how a cell writes numbers."""
    kind = table.kinds.get((row, column))
    return Style("." if kind == "number" else sign, allow_fraction=kind is None, is_number=kind == "number")


def _values(
    table: Table, number: int, id_: str, columns: _Columns, sign: str, names: Names | None, report: Report
) -> tuple[dict[str, Value], dict[str, Value]]:
    """Read the figures of a row by what they are called, and those that are leaves' own answers."""
    values: dict[str, Value] = {}
    answers: dict[str, Value] = {}
    for called, column in columns.figures.items():
        text = table.rows[number][column]
        if _is_refused(table, number, column, id_, report) or not text:
            continue
        style = _style(table, number, column, sign)
        if names is not None:
            for key, value in _by_names(names, called, text, style, is_own=bool(columns.own)):
                _tell(value, table, number, column, id_, report)
                if not isinstance(value, Problem):
                    (answers if key.startswith(ANSWER) else values)[key.removeprefix(ANSWER)] = value
            continue
        read = value_of(text, "." if (number, column) in table.kinds else sign)
        # A text with digits is a number written wrongly rather than an option.
        if isinstance(read, str) and text.lstrip("+-")[:1].isdigit():
            _tell(style.read(text), table, number, column, id_, report)
        else:
            values[called] = read
    return values, answers


def _by_names(
    names: Names, called: str, text: str, style: Style, *, is_own: bool
) -> Iterator[tuple[str, Value | Problem]]:
    """Read a cell as each name that its column speaks for; what cannot be read, only where it is asked for."""
    if fold(text) in names.marks:
        return
    for key in names.of_column(called, is_own=is_own):
        told = names.by_key[key]
        value = reader(told, style)(text)
        if told.is_read or not isinstance(value, Problem):
            yield key, value


def _tell(found: object, table: Table, row: int, column: int, id_: str, report: Report) -> None:
    header = table.headers[column]
    if isinstance(found, Problem):
        report.tell(found, place_of(table, row, column), f"{header} ({id_})", fold(header))


def _of_scores(table: Table, columns: _Columns, sign: str, names: Names | None, report: Report) -> dict[str, Previous]:
    """Read `scores.csv`: a row a criterion's score of a unit."""
    criterion, score = find_column(table, "criterion"), columns.figures["score"]
    values: dict[str, dict[str, Value]] = {}
    for number, row in enumerate(table.rows):
        id_ = row[columns.of["id"]]
        own = values.setdefault(id_, {})
        if not row[score] or (names is not None and row[criterion] not in names.by_key):
            continue
        found = _style(table, number, score, sign).read(row[score])
        if isinstance(found, Problem):
            _tell(found, table, number, score, id_, report)
        else:
            own[row[criterion]] = found
    return {id_: Previous(id_, values=own, answers={}) for id_, own in values.items()}


def _tell_cut(read: Sequence[tuple[Table, _Columns]], report: Report) -> None:
    """Say of tables of ours how many figures were cut when they were written: the JSON result has them whole."""
    for table, its in read:
        if not its.own:
            continue
        places = _PLACES[its.own]

        def is_cut(text: str, own: Own = its.own, places: int = places) -> bool:
            whole, sign, part = text.replace(",", ".").partition(".")
            part = part.removesuffix("%")
            digits = len((whole.lstrip("+-0") + part).lstrip("0")) if own == "sheet" else len(part)
            return bool(sign) and part.isdecimal() and digits >= places

        count = sum(is_cut(row[column]) for row in table.rows for column in _amounts(its))
        if count:
            report.add("ITR586", in_sheet(table), count=count, places=places)
