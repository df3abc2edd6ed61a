"""Read the tables and paragraphs of a Word document (.docx) as grids of text, through the guards of workbooks.

Nothing in a document is run and nothing outside of it is fetched. The text is the one with all tracked changes accepted and
nothing that is hidden or struck out; codes of fields and comments are left out; a footnote leaves its mark in the text, and
what it says is kept beside its cell; numbers that Word counts by itself are written out.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..model.codes import of
from ..model.findings import Finding, Place, finding
from ..model.reasons import damage
from ..model.records import Trait
from .contents import OLE, ZIP
from .guard import Cell, RefusedError, opened, walk
from .word_numbers import Numbers, read_numbers

MOST_CELLS = 200_000
MOST_PARAGRAPHS = 50_000
LONGEST = 20_000  # characters of a paragraph or a cell
MOST_COLUMNS = 60
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_HIDDEN = frozenset({"del", "moveFrom", "Fallback", "instrText"})
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})
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
FOOTNOTE = "[chú thích]"
UNKNOWN = "\ufffd"
"""Stands for a sign whose meaning is known to its font alone."""


@dataclass(slots=True)
class WordTable:
    """A table of the document's body; one within a cell is text of that cell.

    Attributes:
        number: from 1, in the document's order.
        rows: a text for each column of the grid; a merged cell has its text in its first column and row.
        spans: cell -> how many columns it is merged over, where more than one.
        continued: cells that only continue the one above.
        bold: cells whose text is all bold.
        footnotes: cell -> what the notes say whose marks stand in it, in their order.
        before: what is written between the table before and this one, a line a paragraph.
    """

    number: int
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[Cell, int] = field(default_factory=dict)
    continued: set[Cell] = field(default_factory=set)
    bold: set[Cell] = field(default_factory=set)
    footnotes: dict[Cell, list[str]] = field(default_factory=dict)
    before: str = ""


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What was read.

    Attributes:
        tables: in the document's order.
        paragraphs: those outside of tables, each with its number from 1.
        is_tracked: whether changes are tracked that nobody has accepted or refused, or text is struck out.
    """

    tables: tuple[WordTable, ...]
    paragraphs: tuple[tuple[int, str], ...]
    is_tracked: bool = False


def parse_word(content: bytes, name: str) -> WordDocument | Finding:
    """Read the bytes of a .docx, or say why it is not opened."""
    if not content.startswith(ZIP):
        return finding("ITR721", Place(name), **damage("OLE" if content.startswith(OLE) else "zip"))
    read = opened(content, name, _read)
    if isinstance(read, Finding) and Trait.DAMAGED in of(read).traits:
        return Finding("ITR721", read.place, read.params)
    return read


def _read(archive: zipfile.ZipFile) -> WordDocument:
    archive.getinfo(_BODY)
    notes = {part: _Notes() for part in _NOTES}
    for info in archive.infolist():
        if (found := notes.get(info.filename)) is not None:
            walk(archive, info.filename, found.start, found.end, found.text)
        elif info.filename != _BODY and info.filename.endswith((".xml", ".rels")):
            walk(archive, info.filename, lambda *_: None)
    reader = _Reader(
        read_numbers(archive), {f"{part[5:9]}{id_}": text for part in notes for id_, text in notes[part].said.items()}
    )
    walk(archive, _BODY, reader.start, reader.end, reader.text)
    return WordDocument(tuple(reader.tables), tuple(reader.paragraphs), reader.is_tracked)


def _too_much(found: int, limit: int) -> RefusedError:
    return RefusedError("ITR416", found=found, found_en=found, limit=limit)


class _Notes:
    """Walks through the footnotes or endnotes of a document: what each says, by its id."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self._id, self._shown, self._is_text, self._length = "", list[str](), False, 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._is_text = tag == "t"
        if tag in {"footnote", "endnote"}:
            told = {key.rpartition(":")[2]: value for key, value in given.items()}
            self._id, self._length = "" if "type" in told else told.get("id", ""), 0
            self._shown.clear()
        elif tag in {"tab", "br", "cr"}:
            self._shown.append(" ")

    def end(self, tag: str) -> None:
        self._is_text = False
        if tag == "p":
            self._shown.append("\n")
        if tag in {"footnote", "endnote"} and self._id:
            self.said[self._id] = tidy("".join(self._shown))

    def text(self, text: str) -> None:
        if self._is_text and self._id:
            self._length += len(text)
            if self._length > LONGEST:
                raise _too_much(self._length, LONGEST)
            self._shown.append(text)


class _Reader:
    """Walks through WordprocessingML (ECMA-376, part 1, 17) and OfficeMath (22)."""

    def __init__(self, numbers: Numbers, footnotes: Mapping[str, str]) -> None:
        self.tables: list[WordTable] = []
        self.paragraphs: list[tuple[int, str]] = []
        self.is_tracked = False
        self._numbers = numbers
        self._footnotes, self._noted = footnotes, list[str]()
        self._shown: list[str] = []
        self._between: list[str] = []
        self._cell: list[str] = []
        self._paragraph_count = self._depth = self._hidden = self._cells = self._column = 0
        self._span, self._is_text, self._in_run, self._in_row_head, self._bold = 1, False, False, False, False
        self._is_unseen = False
        self._plain = self._heavy = self._continues = self._is_row_deleted = False
        self._style, self._list, self._level = "", "", ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        value = next((told for key, told in given.items() if key.rpartition(":")[2] == "val"), None)
        self.is_tracked = self.is_tracked or tag in _CHANGES
        match tag:
            case _ if tag in _HIDDEN:
                self._hidden += 1
                self._is_row_deleted = self._is_row_deleted or (tag == "del" and self._in_row_head)
            case "p":
                self._style, self._list, self._level = "", "", ""
            case "pStyle":
                self._style = value or ""
            case "numId" if not self._hidden:
                self._list = value or ""
            case "ilvl" if not self._hidden:
                self._level = value or ""
            case "r":
                self._in_run, self._bold, self._is_unseen = True, False, False
            case "b" if self._in_run:
                self._bold = value not in {"0", "false", "off"}
            case "vanish" | "strike" | "dstrike" if self._in_run and value not in {"0", "false", "off"}:
                self._is_unseen = True
                self.is_tracked = self.is_tracked or tag != "vanish"
            case "footnoteReference" | "endnoteReference" if not self._hidden:
                self._shown.append(FOOTNOTE)
                id_ = next((told for key, told in given.items() if key.rpartition(":")[2] == "id"), "")
                self._noted.append(self._footnotes.get(f"{tag[:4]}{id_}", ""))
            case "t":
                self._is_text = True
            case "sym" if not self._hidden:
                character = next((told for key, told in given.items() if key.rpartition(":")[2] == "char"), "")
                self._shown.append(_SYMBOLS.get(character.upper().removeprefix("F0"), UNKNOWN))
            case "tab" if self._in_run:
                self._shown.append(" ")
            case "br" | "cr":
                self._shown.append("\n")
            case "noBreakHyphen":
                self._shown.append("-")
            case "num" | "den":  # a fraction is written on one line
                self._shown.append("(" if tag == "num" else "/(")
            case "tbl":
                self._depth += 1
                if self._depth == 1:
                    self.tables.append(WordTable(len(self.tables) + 1, before="\n".join(self._between)))
                    self._between.clear()
            case _ if self._depth == 1:
                self._in_table(tag, value)

    def _in_table(self, tag: str, value: str | None) -> None:
        match tag:
            case "tr":
                self.tables[-1].rows.append([])
                self._column, self._is_row_deleted = 0, False
            case "trPr":
                self._in_row_head = True
            case "gridBefore" if value is not None and value.isdecimal() and len(value) < 4:
                self._put([""] * int(value))
            case "tc":
                self._cells += 1
                if self._cells > MOST_CELLS:
                    raise _too_much(self._cells, MOST_CELLS)
                self._cell, self._span, self._continues, self._plain, self._heavy = [], 1, False, False, False
                self._noted.clear()
            case "gridSpan" if value is not None and value.isdecimal() and len(value) < 4:
                self._span = max(1, int(value))
            case "vMerge":
                self._continues = value != "restart"

    def end(self, tag: str) -> None:
        match tag:
            case _ if tag in _HIDDEN:
                self._hidden -= 1
            case "r":
                self._in_run = self._is_unseen = False
            case "t":
                self._is_text = False
            case "num" | "den":
                self._shown.append(")")
            case "p":
                self._end_paragraph()
            case "trPr":
                self._in_row_head = False
            case "tc" if self._depth == 1:
                self._end_cell()
            case "tbl":
                self._depth -= 1

    def text(self, text: str) -> None:
        if not self._is_text or self._hidden or self._is_unseen:
            return
        self._shown.append(text)
        if text.strip():
            self._heavy, self._plain = self._heavy or self._bold, self._plain or not self._bold

    def _end_paragraph(self) -> None:
        counted = self._numbers.count(self._style, self._list, self._level)
        text = tidy(f"{counted} {''.join(self._shown)}")
        self._shown.clear()
        if len(text) > LONGEST:
            raise _too_much(len(text), LONGEST)
        if self._depth:
            self._cell.append(text)
            return
        self._paragraph_count += 1
        if self._paragraph_count > MOST_PARAGRAPHS:
            raise _too_much(self._paragraph_count, MOST_PARAGRAPHS)
        if text:
            self.paragraphs.append((self._paragraph_count, text))
            self._between.append(text)

    def _end_cell(self) -> None:
        table = self.tables[-1]
        text = "" if self._is_row_deleted else tidy("\n".join(self._cell))
        if len(text) > LONGEST:
            raise _too_much(len(text), LONGEST)
        at = len(table.rows) - 1, self._column
        if self._continues:
            table.continued.add(at)
        if self._span > 1:
            table.spans[at] = self._span
        if self._heavy and not self._plain:
            table.bold.add(at)
        if noted := [each for each in self._noted if each]:
            table.footnotes[at] = noted
        self._put([text, *[""] * (self._span - 1)])

    def _put(self, texts: Iterable[str]) -> None:
        row = self.tables[-1].rows[-1]
        row.extend(texts)
        self._column = len(row)
        if self._column > MOST_COLUMNS:
            raise _too_much(self._column, MOST_COLUMNS)


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
