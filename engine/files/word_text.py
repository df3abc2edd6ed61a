"""Walk through one part of a Word document: its paragraphs, the cells of its tables, and where text was left out.

WordprocessingML is ECMA-376, part 1, 17; OfficeMath is 22.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, TypeAlias

from .guard import RefusedError, is_on, local
from .tables import Cell
from .word_looks import Looks
from .word_numbers import Numbers

MOST_CELLS = 200_000
MOST_PARAGRAPHS = 50_000
LONGEST = 20_000  # characters of a paragraph or a cell
MOST_COLUMNS = 60
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
# Signs of the font Symbol, which old documents hold as private characters.
_SYMBOLS = {
    "A3": "≤",
    "B1": "±",
    "B3": "≥",
    "B4": "×",
    "B7": "•",
    "B8": "÷",
    "D7": "×",
    "2D": "-",
    "3C": "<",
    "3E": ">",
}
UNKNOWN = "\ufffd"
"""Stands for a sign whose meaning is known to its font alone."""


class WordParagraph(NamedTuple):
    """A paragraph outside of tables, with its number from 1; those without text are counted and not kept."""

    number: int
    text: str


@dataclass(slots=True)
class WordTable:
    """A table; one within a cell is text of that cell.

    Attributes:
        number: from 1, in the part's order.
        rows: a text for each column of the grid; a merged cell has its text in its first column and row.
        spans: cell -> how many columns it is merged over, where more than one.
        continued: cells that only continue the one above.
        bold: cells whose text is all bold.
        footnotes: cell -> what the notes say whose marks are in it, in their order.
        before: what is written between the table before and this one, a line a paragraph.
        after: how many paragraphs come before it.
    """

    number: int
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[Cell, int] = field(default_factory=dict)
    continued: set[Cell] = field(default_factory=set)
    bold: set[Cell] = field(default_factory=set)
    footnotes: dict[Cell, list[str]] = field(default_factory=dict)
    before: str = ""
    after: int = 0


Block: TypeAlias = WordParagraph | WordTable


class Spot(NamedTuple):
    """A paragraph, or a cell of a table, counted from 1; 0 where it is the other."""

    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0

    @property
    def name(self) -> str:
        """What a reader of the document calls it.

        >>> Spot(7).name, Spot(0, 1, 2, 3).name
        ('đoạn 7', 'bảng 1, hàng 2, cột 3')
        """
        if self.table:
            return f"bảng {self.table}, hàng {self.row}, cột {self.column}"
        return f"đoạn {self.paragraph}"


@dataclass(slots=True)
class _Run:
    """A piece of text that looks alike."""

    is_bold: bool = False
    style: str = ""
    direct: dict[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is being read; a text box within it opens others."""

    style: str = ""
    list_: str = ""
    level: str = ""
    shown: list[str] = field(default_factory=list)
    has_unseen: bool = False
    run: _Run | None = None


@dataclass(slots=True)
class _Cell:
    """A cell of the outermost table that is being read."""

    texts: list[str] = field(default_factory=list)
    span: int = 1
    continues: bool = False
    is_deleted: bool = False
    has_bold: bool = False
    has_plain: bool = False
    noted: list[str] = field(default_factory=list)


class PartReader:
    """Reads a part as its elements are met.

    Attributes:
        blocks: paragraphs and tables, in their order.
        notes: of a part of footnotes or endnotes, id -> what it says.
        left_out: where text was left out that is struck out, hidden or deleted.
        paragraph_count: those outside of tables, with or without text.
        is_tracked: whether changes are tracked that nobody has accepted or refused.
    """

    def __init__(self, numbers: Numbers, looks: Looks, footnotes: Mapping[str, str], mark: str) -> None:
        self.blocks: list[Block] = []
        self.notes: dict[str, str] = {}
        self.left_out: dict[Spot, None] = {}
        self.paragraph_count = 0
        self.is_tracked = False
        self._numbers, self._looks, self._footnotes, self._mark = numbers, looks, footnotes, mark
        self._open = [_Paragraph()]
        self._table_styles: list[str] = []  # of the tables that are open, the outermost first
        self._tables: list[WordTable] = []
        self._cell = _Cell()
        self._between: list[str] = []
        self._note, self._said = "", list[str]()
        self._skipped = self._deleted = self._cell_count = self._column = 0
        self._is_text = self._is_row_head = self._is_row_deleted = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Begin an element."""
        self._skipped += _is_skipped(tag)
        if self._skipped:
            return
        self.is_tracked = self.is_tracked or tag in _TRACKED
        handle = self._STARTS.get(tag)
        if handle is None and len(self._table_styles) == 1:
            handle = self._STARTS_IN_TABLE.get(tag)
        if handle is not None:
            handle(self, local(given))

    def end(self, tag: str) -> None:
        """End an element."""
        if self._skipped:
            self._skipped -= _is_skipped(tag)
            return
        handle = self._ENDS.get(tag)
        if handle is not None:
            handle(self)

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if not self._is_text or self._skipped or not self._show(text) or not text.strip():
            return
        run = self._open[-1].run
        is_bold = run is not None and run.is_bold
        self._cell.has_bold = self._cell.has_bold or is_bold
        self._cell.has_plain = self._cell.has_plain or not is_bold

    def _show(self, text: str) -> bool:
        """Add to the paragraph that is open what a reader sees; say whether it does."""
        paragraph = self._open[-1]
        if self._deleted or self._is_unseen(paragraph):
            paragraph.has_unseen = paragraph.has_unseen or bool(text.strip())
            return False
        paragraph.shown.append(text)
        return True

    def _is_unseen(self, paragraph: _Paragraph) -> bool:
        run = paragraph.run or _Run()
        table = self._table_styles[-1] if self._table_styles else ""
        return self._looks.is_unseen(run.direct, table, paragraph.style, run.style)

    # ── Paragraphs and what is in them ──

    def _start_deleted(self, _: Mapping[str, str]) -> None:
        self._deleted += 1
        self._is_row_deleted = self._is_row_deleted or self._is_row_head

    def _end_deleted(self) -> None:
        self._deleted -= 1

    def _start_paragraph(self, _: Mapping[str, str]) -> None:
        self._open.append(_Paragraph())

    def _style_paragraph(self, given: Mapping[str, str]) -> None:
        self._open[-1].style = given.get("val", "")

    def _list_paragraph(self, given: Mapping[str, str]) -> None:
        self._open[-1].list_ = given.get("val", "")

    def _level_paragraph(self, given: Mapping[str, str]) -> None:
        self._open[-1].level = given.get("val", "")

    def _start_run(self, _: Mapping[str, str]) -> None:
        self._open[-1].run = _Run()

    def _end_run(self) -> None:
        self._open[-1].run = None

    def _style_run(self, given: Mapping[str, str]) -> None:
        if (run := self._open[-1].run) is not None:
            run.style = given.get("val", "")

    def _bold_run(self, given: Mapping[str, str]) -> None:
        if (run := self._open[-1].run) is not None:
            run.is_bold = is_on(given)

    def _start_text(self, _: Mapping[str, str]) -> None:
        self._is_text = True

    def _end_text(self) -> None:
        self._is_text = False

    def _put_symbol(self, given: Mapping[str, str]) -> None:
        self._show(_SYMBOLS.get(given.get("char", "").upper().removeprefix("F0"), UNKNOWN))

    def _put_tab(self, _: Mapping[str, str]) -> None:
        if self._open[-1].run is not None:  # else it is where a tab would stop
            self._show(" ")

    def _put_note(self, kind: str, given: Mapping[str, str]) -> None:
        """Mark where a footnote or endnote is referred to, and keep what it says for the cell."""
        if self._show(self._mark) and (said := self._footnotes.get(f"{kind}{given.get('id', '')}")):
            self._cell.noted.append(said)

    def _end_paragraph(self) -> None:
        paragraph = self._open.pop()
        counted = self._numbers.count(paragraph.style, paragraph.list_, paragraph.level)
        shown = "".join(paragraph.shown)
        if paragraph.has_unseen and not shown.strip():
            counted = ""  # who sees no text sees no number before it
        text = _bounded(tidy(f"{counted} {shown}"))
        self._said.append(text)
        if self._table_styles:
            self._cell.texts.append(text)
        else:
            self.paragraph_count += 1
            if self.paragraph_count > MOST_PARAGRAPHS:
                raise _too_much(self.paragraph_count, MOST_PARAGRAPHS)
            if text:
                self.blocks.append(WordParagraph(self.paragraph_count, text))
                self._between.append(text)
        if paragraph.has_unseen:
            self._leave_out()

    def _leave_out(self) -> None:
        if self._tables and self._table_styles:
            table = self._tables[-1]
            self.left_out[Spot(0, table.number, len(table.rows), self._column + 1)] = None
        else:
            self.left_out[Spot(self.paragraph_count)] = None

    def _start_note(self, given: Mapping[str, str]) -> None:
        self._note = "" if "type" in given else given.get("id", "")  # a type: the line above the notes, and the like
        self._said.clear()

    def _end_note(self) -> None:
        if self._note:
            self.notes[self._note] = _bounded(tidy("\n".join(self._said)))

    # ── Tables ──

    def _start_table(self, _: Mapping[str, str]) -> None:
        self._table_styles.append("")
        if len(self._table_styles) == 1:
            self._tables.append(WordTable(len(self._tables) + 1, before="\n".join(self._between)))
            self._tables[-1].after = self.paragraph_count
            self.blocks.append(self._tables[-1])
            self._between.clear()

    def _style_table(self, given: Mapping[str, str]) -> None:
        if self._table_styles:
            self._table_styles[-1] = given.get("val", "")

    def _end_table(self) -> None:
        self._table_styles.pop()

    def _start_row(self, _: Mapping[str, str]) -> None:
        self._tables[-1].rows.append([])
        self._column, self._is_row_deleted = 0, False

    def _start_row_head(self, _: Mapping[str, str]) -> None:
        self._is_row_head = True

    def _end_row_head(self) -> None:
        self._is_row_head = False

    def _indent_row(self, given: Mapping[str, str]) -> None:
        self._put([""] * _small(given.get("val", "")))

    def _start_cell(self, _: Mapping[str, str]) -> None:
        self._cell_count += 1
        if self._cell_count > MOST_CELLS:
            raise _too_much(self._cell_count, MOST_CELLS)
        self._cell = _Cell()

    def _span_cell(self, given: Mapping[str, str]) -> None:
        self._cell.span = max(1, _small(given.get("val", "")))

    def _merge_cell(self, given: Mapping[str, str]) -> None:
        self._cell.continues = given.get("val") != "restart"

    def _delete_cell(self, _: Mapping[str, str]) -> None:
        self.is_tracked = self._cell.is_deleted = True

    def _end_cell(self) -> None:
        if len(self._table_styles) != 1:
            return
        table, cell = self._tables[-1], self._cell
        text = _bounded(tidy("\n".join(cell.texts)))
        if text and (self._is_row_deleted or cell.is_deleted):
            self._leave_out()
            text = ""
        at = len(table.rows) - 1, self._column
        if cell.continues:
            table.continued.add(at)
        if cell.span > 1:
            table.spans[at] = cell.span
        if cell.has_bold and not cell.has_plain:
            table.bold.add(at)
        if cell.noted:
            table.footnotes[at] = cell.noted
        self._put([text, *[""] * (cell.span - 1)])

    def _put(self, texts: Iterable[str]) -> None:
        row = self._tables[-1].rows[-1]
        row.extend(texts)
        self._column = len(row)
        if self._column > MOST_COLUMNS:
            raise _too_much(self._column, MOST_COLUMNS)

    def _look_run(self, name: str, given: Mapping[str, str]) -> None:
        if (run := self._open[-1].run) is not None:  # else it is how the mark of a paragraph looks
            run.direct[name] = is_on(given)

    _STARTS: ClassVar[Mapping[str, Callable[["PartReader", Mapping[str, str]], object]]] = {
        "p": _start_paragraph,
        "pStyle": _style_paragraph,
        "numId": _list_paragraph,
        "ilvl": _level_paragraph,
        "r": _start_run,
        "rStyle": _style_run,
        "b": _bold_run,
        "strike": lambda self, given: self._look_run("strike", given),
        "dstrike": lambda self, given: self._look_run("dstrike", given),
        "vanish": lambda self, given: self._look_run("vanish", given),
        "del": _start_deleted,
        "moveFrom": _start_deleted,
        "t": _start_text,
        "delText": _start_text,
        "sym": _put_symbol,
        "tab": _put_tab,
        "br": lambda self, _: self._show("\n"),
        "cr": lambda self, _: self._show("\n"),
        "noBreakHyphen": lambda self, _: self._show("-"),
        "num": lambda self, _: self._show("("),  # a fraction is written on one line
        "den": lambda self, _: self._show("/("),
        "footnoteReference": lambda self, given: self._put_note("foot", given),
        "endnoteReference": lambda self, given: self._put_note("endn", given),
        "footnote": _start_note,
        "endnote": _start_note,
        "tbl": _start_table,
        "tblStyle": _style_table,
    }
    # Of the outermost table alone: one within a cell is text.
    _STARTS_IN_TABLE: ClassVar[Mapping[str, Callable[["PartReader", Mapping[str, str]], object]]] = {
        "tr": _start_row,
        "trPr": _start_row_head,
        "gridBefore": _indent_row,
        "tc": _start_cell,
        "gridSpan": _span_cell,
        "vMerge": _merge_cell,
        "cellDel": _delete_cell,
    }
    _ENDS: ClassVar[Mapping[str, Callable[["PartReader"], object]]] = {
        "p": _end_paragraph,
        "r": _end_run,
        "del": _end_deleted,
        "moveFrom": _end_deleted,
        "t": _end_text,
        "delText": _end_text,
        "num": lambda self: self._show(")"),
        "den": lambda self: self._show(")"),
        "footnote": _end_note,
        "endnote": _end_note,
        "trPr": _end_row_head,
        "tc": _end_cell,
        "tbl": _end_table,
    }


def _is_skipped(tag: str) -> bool:
    """Whether nothing in an element counts: what older programs show in place of another, and how text looked before."""
    return tag == "Fallback" or tag.endswith("Change")


def _small(text: str) -> int:
    """Read a number of columns; 0 where it is none."""
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _too_much(found: int, limit: int) -> RefusedError:
    return RefusedError("ITR416", found=found, found_en=found, limit=limit)


def _bounded(text: str) -> str:
    if len(text) > LONGEST:
        raise _too_much(len(text), LONGEST)
    return text


_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


def tidy(text: str) -> str:
    r"""Give a text in NFC, its lines trimmed, no control and no invisible character left.

    >>> tidy(" a\u200b  b \n\n c\t")
    'a b\nc'
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\v", "\n"))
    kept = "".join(" " if letter in "\t\r\f" else letter for letter in text if letter in "\n\t\r\f" or _is_seen(letter))
    return _LINES.sub("\n", _SPACES.sub(" ", kept)).strip()


def _is_seen(letter: str) -> bool:
    """Whether a character can be seen; one of a font's own is shown as unknown, by the caller."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
