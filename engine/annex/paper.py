"""Read an annex's file: every table as rows of text whose cells can be named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..files.contents import MEBIBYTE, read_bytes
from ..files.left_out import left_out_at
from ..files.sheet_notes import SheetNotes
from ..files.tables import letters
from ..files.word import parse_word
from ..files.word_text import WordTable, tidy
from ..files.workbooks import Sheet, open_workbook, written
from ..model.findings import Finding, Place, finding

LARGEST = 20 * MEBIBYTE
KINDS = (".docx", ".xlsx", ".xls", ".ods")
MOST_ROWS = 5_000
MOST_COLUMNS = 60
_TALLEST = 200  # rows of a merged cell


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes:
        number: from 1, of the sheet or of the table in Word.
        cells: its texts, lines kept; what a merged cell covers is empty.
        spans: cells with text that are merged over more than one column, each with how many.
        bold: whether all that it says is bold (only Word tells).
        below: columns whose cell continues the one above.
        odd: columns whose text is not what was typed: days, failed or uncalculated formulas, numbers that a format
            shows as another thing.
        footnotes: columns -> what the footnotes say whose marks stand in the cell (only Word has them).
    """

    number: int
    cells: tuple[str, ...]
    spans: Mapping[int, int] = field(default_factory=dict)
    bold: bool = False
    below: frozenset[int] = frozenset()
    odd: frozenset[int] = frozenset()
    footnotes: Mapping[int, str] = field(default_factory=dict)

    @property
    def span(self) -> int:
        """How many columns its first text is merged over."""
        return self.spans.get(next((column for column, text in enumerate(self.cells) if text), -1), 1)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a table of a Word document; rows in which nothing is written are left out.

    Attributes:
        name: of the sheet; empty in Word.
        table: which table of the Word document; 0 in a workbook.
        before: what a Word document says between the table before and this one, a line a paragraph.
        after: how many paragraphs of a Word document come before it.
    """

    file: str
    name: str
    table: int
    rows: tuple[TableRow, ...]
    before: str = ""
    after: int = 0

    def place(self, row: TableRow, column: int = -1) -> Place:
        """Name a cell, or a row, as a reader finds it."""
        if self.table:
            cell = f"bảng {self.table}, hàng {row.number}" + (f", cột {column + 1}" if column >= 0 else "")
        else:
            cell = f"{self.name}!{letters(column) if column >= 0 else ''}{row.number}"
        return Place(self.file, row.number, max(column, 0) + 1, cell)

    @property
    def whole(self) -> Place:
        """Name the table itself."""
        return Place(self.file, cell=f"bảng {self.table}" if self.table else self.name)


@dataclass(frozen=True, slots=True)
class Paper:
    """What was read, in its order.

    Attributes:
        lines: the paragraphs outside of tables, each with its number.
        findings: what a reader should know of the file as a whole.
    """

    file: str
    grids: tuple[Grid, ...]
    lines: tuple[tuple[int, str], ...] = ()
    findings: tuple[Finding, ...] = ()


def read_paper(path: Path, name: str) -> Paper | Finding:
    """Read an annex's file, which findings call `name`; why it cannot be read is a finding."""
    if path.suffix.casefold() not in KINDS:
        return finding("ITR720", Place(name), found=path.suffix[:20])
    content = read_bytes(path, name, LARGEST)
    return content if isinstance(content, Finding) else parse_paper(content, name)


def parse_paper(content: bytes, name: str) -> Paper | Finding:
    """Read an annex from its bytes; its name says of which kind it is."""
    paper = _word(content, name) if name.casefold().endswith(".docx") else _workbook(content, name)
    if isinstance(paper, Finding):
        return paper
    most = max((len(grid.rows) for grid in paper.grids), default=0)
    if most > MOST_ROWS:
        return finding("ITR408", Place(name), limit=MOST_ROWS)
    return paper


def _word(content: bytes, name: str) -> Paper | Finding:
    document = parse_word(content, name)
    if isinstance(document, Finding):
        return document
    body = document.body
    told = [finding("ITR722", Place(name))] if document.is_tracked else []
    told += left_out_at(Place(name), document.left_out)
    return Paper(name, tuple(_of_word(name, table) for table in body.tables), body.paragraphs, tuple(told))


def _workbook(content: bytes, name: str) -> Paper | Finding:
    sheets = open_workbook(content, name)
    if isinstance(sheets, Finding):
        return sheets
    seen = [sheet for sheet in sheets if sheet.is_visible]
    told = [finding("ITR435", Place(name, cell=sheet.name), sheet=sheet.name) for sheet in seen if sheet.notes.hidden]
    for sheet in seen:
        cells = [f"{letters(column)}{row + 1}" for row, column in sorted(sheet.notes.struck)]
        told += left_out_at(Place(name, cell=sheet.name), cells)
    return Paper(name, tuple(_of_sheet(name, sheet) for sheet in seen), findings=tuple(told))


def _of_word(name: str, table: WordTable) -> Grid:
    width = max((len(row) for row in table.rows), default=0)
    rows = (_word_row(table, number, texts, width) for number, texts in enumerate(table.rows) if any(texts))
    return Grid(name, "", table.number, tuple(rows), table.before, table.after)


def _word_row(table: WordTable, number: int, texts: Sequence[str], width: int) -> TableRow:
    filled = [(number, column) for column, text in enumerate(texts) if text]
    footnotes = {column: table.footnotes.get((number, column), ()) for column in range(width)}
    return TableRow(
        number + 1,
        (*texts, *[""] * (width - len(texts))),
        spans={at[1]: table.spans[at] for at in filled if at in table.spans},
        bold=table.bold.issuperset(filled),
        below=frozenset(column for at, column in table.continued if at == number),
        footnotes={column: "\n".join(told) for column, told in footnotes.items() if told},
    )


def _of_sheet(name: str, sheet: Sheet) -> Grid:
    over = {top: bottom[1] - top[1] + 1 for top, bottom in sheet.merges}
    below = _below_merged(sheet)
    rows = []
    for number, values in enumerate(sheet.grid):
        cells = [_cell(value, (number, column), sheet.notes) for column, value in enumerate(values[:MOST_COLUMNS])]
        texts = tuple(cell.text for cell in cells)
        widths = {column: over.get((number, column), 1) for column, text in enumerate(texts) if text}
        if widths:
            spans = {column: width for column, width in widths.items() if width > 1}
            odd = frozenset(column for column, cell in enumerate(cells) if cell.is_odd)
            rows.append(TableRow(number + 1, texts, spans, below=below.get(number, frozenset()), odd=odd))
    return Grid(name, sheet.name, 0, tuple(rows))


def _below_merged(sheet: Sheet) -> Mapping[int, frozenset[int]]:
    """Give the columns of each row whose cells are merged with the one above."""
    below: dict[int, frozenset[int]] = {}
    for (top, left), (bottom, _) in sheet.merges:
        for row in range(top + 1, min(bottom, top + _TALLEST) + 1):
            below[row] = below.get(row, frozenset()) | {left}
    return below


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a sheet: its text, and whether nobody typed that, as a day or a failed formula."""

    text: str
    is_odd: bool


def _cell(value: object, at: tuple[int, int], notes: SheetNotes) -> _Cell:
    text, kind, remark = written(value, at, notes)
    if remark is not None:
        text = tidy(notes.struck[at]) if at in notes.struck else text
    elif isinstance(value, str) and at not in notes.failed and kind is None:
        text = tidy(value)
    return _Cell(text, kind in {"date", "uncalculated", "shown"} or at in notes.failed)
