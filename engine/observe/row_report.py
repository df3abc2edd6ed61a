"""Report the rows of a table that are left out or in doubt, and say which heading is above each of the others."""

from collections.abc import Mapping, Sequence

from ..files.numbers import cut
from ..files.tables import place_of
from ..model.findings import Place
from ..model.observed import Heading, Table
from ..model.sentences import Pair, sentence
from .mapping import Guide
from .report import Report
from .row_facts import Rows, Verdict

_FROM: Pair = ("từ dòng {line} trở xuống", "from row {line} on")
_IN: Pair = ("dòng {line}", "in row {line}")
_IS_UNIT: Pair = (
    'Nếu là đơn vị: ghi vào bảng đơn vị (--units), hoặc ghi trong {mapping} units: {{"{name}": mã}}. ',
    'If it is a unit: put it in the table of units (--units), or write units: {{"{name}": its id}} in {mapping}. ',
)
_SKIP: Pair = (
    "Nếu không phải: ghi skip_rows: [{line}] ở tệp ấy.",
    "If not: write skip_rows: [{line}] there.",
)
_DELETE: Pair = ("Nếu không phải: xóa dòng này.", "If not: delete it.")


def tell_rows(rows: Rows, judged: Mapping[int, Verdict], kept: Sequence[int], report: Report) -> list[Heading | None]:
    """Tell of each row that is left out or in doubt; and give the heading of each row that stays."""
    staying, foot = set(kept), _foot(rows.table, judged)
    headings: list[Heading | None] = []
    heading: Heading | None = None
    for row in range(len(rows.table.rows)):
        if row in staying:
            headings.append(heading)
        if row in judged:
            heading = _tell_row(rows, row, judged[row], foot, report) or heading
    return headings if any(headings) else []


def _tell_row(rows: Rows, row: int, verdict: Verdict, foot: int, report: Report) -> Heading | None:
    """Tell of a row, and give the heading that it is, if it is one."""
    table, by = rows.table, rows.about.name if rows.about.name >= 0 else rows.about.id
    place, name = place_of(table, row, by), cut(_shown(rows, row))
    match verdict.kind:
        case "total":
            tell_total(table, row, by, name, report)
        case "numbering" | "headers":
            report.add("ITR418.numbers", place, row=place.line, cells=cut(" ".join(rows.texts(row))))
        case "signature" if row <= foot:
            tell_signature(table, row, " · ".join(rows.texts(row)), report, is_last=row == foot)
        case "doubt":
            tell_doubt(table, row, by, name, verdict.said, rows.guide, report)
        case "heading":
            if verdict.group:
                report.add("ITR418.group", place, group=verdict.group)
            else:
                report.add("ITR418.heading", place, row=place.line, heading=name)
            return Heading(name, place, verdict.group)
    return None


def _shown(rows: Rows, row: int) -> str:
    """Give the words of a row as they are told of it."""
    return " ".join(rows.filled(row, rows.labels)) or rows.name(row)


def _foot(table: Table, judged: Mapping[int, Verdict]) -> int:
    """Find the first row of the signatures and notes that end a table; the number of rows if there are none."""
    row = len(table.rows)
    while row and row - 1 in judged and judged[row - 1].kind == "signature":
        row -= 1
    return row


def tell_total(table: Table, row: int, by: int, name: str, report: Report) -> None:
    """Tell that a row is one of totals and is left out."""
    place = place_of(table, row, by)
    report.add("ITR418", place, row=place.line, name=cut(name))


def tell_signature(table: Table, row: int, text: str, report: Report, *, is_last: bool) -> None:
    """Tell that a row, or all from it on, is a signature or a note and is left out."""
    line = place_of(table, row, 0).line
    vi, en = _both(_FROM if is_last else _IN, line=line)
    place = Place(table.name, line, cell=f"{table.sheet}!{line}" if table.sheet else "")
    report.add("ITR418.notes", place, rows=vi, rows_en=en, text=cut(text))


def tell_doubt(table: Table, row: int, by: int, name: str, said: tuple[str, str], guide: Guide, report: Report) -> None:
    """Tell that a row may be no unit, what else it may be, and how to say which it is."""
    # Rows can be named in a mapping only where they are lines of a file.
    otherwise = _SKIP if table.delimiter or table.sheet else _DELETE
    parts = (_IS_UNIT[0] + otherwise[0], _IS_UNIT[1] + otherwise[1])
    help_ = _both(parts, name=name, mapping=guide.mapping_name, line=place_of(table, row, 0).line)
    report.add("ITR548", place_of(table, row, by), help=help_, name=name, what=said[0], what_en=said[1])


def _both(pair: Pair, **values: object) -> tuple[str, str]:
    return sentence(pair, "vi", **values), sentence(pair, "en", **values)
