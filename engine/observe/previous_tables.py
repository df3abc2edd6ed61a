"""Last year's ranking from tables, as it was published: a row a unit, under itrank's own headers or the usual ones."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ..model.codes import has_errors
from ..model.findings import Finding
from ..model.observed import Previous, Table
from ..model.ruleset import Value
from .columns import NUMBERS, PROVENANCE, USUAL, find_column, in_sheet
from .decimal_sign import Numbers, Sign, sign_of, tell_sign
from .last_year import as_rank
from .naming import fold
from .numbers import Problem, cut, parse_number
from .report import Report
from .tables import place_of
from .values import parse_day

_USUAL: Mapping[str, tuple[str, ...]] = {
    "id": USUAL["id"],
    "name": USUAL["name"],
    "total": ("Tổng điểm", "Điểm", "Điểm số"),
    "max": ("Điểm tối đa",),
    "rank": ("Hạng", "Xếp hạng", "Thứ hạng", "Xếp thứ"),
    "tier": ("Xếp loại", "Mức xếp loại", "Mức độ"),
}
_AMOUNTS = ("total", "max", "rank")
_ONE_WAY = (
    "Hãy viết mọi số của tệp theo một kiểu: 91,5 hoặc 91.5, và không tách hàng nghìn.",
    "Write all numbers of the file in one way, 91,5 or 91.5, and do not group thousands.",
)


def ranking_of(tables: Sequence[Table]) -> tuple[Mapping[str, Previous], tuple[Finding, ...]]:
    """Read the tables of one file; what is wrong makes the whole file unread.

    Returns:
        What is known of each unit, by its id, or by its name where the table has no ids; and the findings.
    """
    report = Report()
    columns = [_columns(table) for table in tables]
    read = [(table, own) for table, own in zip(tables, columns, strict=True) if own["id"] >= 0]
    for table, own in zip(tables, columns, strict=True):
        if own["id"] < 0 and (not read or max(own[word] for word in _AMOUNTS) >= 0):
            report.add("ITR460", in_sheet(table), expected="id", headers=", ".join(table.headers[:12]))
    sign = _sign(read, report)
    if not sign:
        return {}, report.findings()
    known: dict[str, Previous] = {}
    first: dict[str, str] = {}
    for table, own in read:
        for number, row in enumerate(table.rows):
            id_ = " ".join(row[own["id"]].split())
            place = place_of(table, number, own["id"])
            if not id_:
                report.add("ITR466", place)
            elif id_ in known:
                report.add("ITR462", place, unit=id_, first=first[id_])
            elif (before := _row(table, number, id_, own, sign, report)) is not None:
                first[id_] = place.cell
                known[id_] = before
    return ({} if has_errors(report.findings()) else known), report.findings()


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


def _columns(table: Table) -> dict[str, int]:
    found = {word: find_column(table, word, *usual) for word, usual in _USUAL.items()}
    return found | {"id": found["id"] if found["id"] >= 0 else found["name"]}


def _figures(table: Table, columns: Mapping[str, int]) -> Iterator[int]:
    """Give the columns that may hold figures."""
    texts = {columns[word] for word in ("id", "name", "tier")}
    plain = {PROVENANCE, *map(fold, NUMBERS)}
    return (n for n, header in enumerate(table.headers) if n not in texts and fold(header) not in plain)


def _sign(read: Sequence[tuple[Table, Mapping[str, int]]], report: Report) -> str:
    """Find the decimal sign of the file, empty where it cannot be told; under itrank's headers it is a point then."""
    numbers = [
        Numbers(table.headers[column], table, column, range(len(table.rows)), [row[own["id"]] for row in table.rows])
        for table, own in read
        for column in _figures(table, own)
    ]
    sign: Sign = sign_of(numbers, "")
    if sign.how == "ambiguous" and all(find_column(table, *_AMOUNTS) >= 0 for table, _ in read):
        return "."
    if sign.sign:
        tell_sign(sign, "", report)
        return sign.sign
    told = Report()
    tell_sign(sign, "", told)
    (found,) = told.findings()
    about = found.params.get("about", found.params.get("first", ""))
    report.tell(Problem(found.code, dict(found.params), _ONE_WAY), found.place, about)
    return ""


def _row(table: Table, number: int, id_: str, columns: Mapping[str, int], sign: str, report: Report) -> Previous | None:
    """Read a row; None for one that only has a name, such as the title of a group, where there are no ids."""
    row = table.rows[number]

    def text(word: str) -> str:
        return row[columns[word]] if columns[word] >= 0 else ""

    def amount(column: int) -> Fraction | None:
        if column < 0 or not row[column]:
            return None
        kind = table.kinds.get((number, column))
        found = parse_number(row[column], decimal="." if kind == "number" else sign, allow_fraction=kind is None)
        if isinstance(found, Problem):
            header = table.headers[column]
            report.tell(found, place_of(table, number, column), f"{header} ({id_})", fold(header))
            return None
        return found

    rank = amount(columns["rank"])
    if rank is not None and as_rank(rank) is None:
        place = place_of(table, number, columns["rank"])
        report.add("ITR491", place, about=f"{table.headers[columns['rank']]} ({id_})", found=cut(text("rank")))
        rank = None
    values: dict[str, Value] = {}
    for column in _figures(table, columns):
        if column in columns.values() or not row[column]:
            continue
        read = value_of(row[column], "." if (number, column) in table.kinds else sign)
        # A text with digits is a number written wrongly rather than an option.
        value = amount(column) if isinstance(read, str) and row[column].lstrip("+-")[:1].isdigit() else read
        if value is not None:
            values[table.headers[column]] = value
    if columns["id"] == columns["name"] and not (values or any(map(text, (*_AMOUNTS, "tier")))):
        return None
    return Previous(
        id=id_,
        name=text("name"),
        total=amount(columns["total"]),
        max=amount(columns["max"]),
        rank=None if rank is None else as_rank(rank),
        tier=text("tier"),
        values=values,
    )
