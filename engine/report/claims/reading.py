"""Read the text whose claims are checked: .txt and .md line by line, .docx by its paragraphs and the rows of its tables."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...files.contents import MEBIBYTE, read_bytes
from ...files.guard import RefusedError
from ...files.left_out import left_out_at
from ...files.word import parse_word
from ...files.word_text import WordTable
from ...model.findings import Finding, Place, finding

LARGEST = 20 * MEBIBYTE
LONGEST = 20_000  # characters of a line
MOST_LINES = 50_000
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*")
# A line below within a word, as in ids, is no emphasis.
_MARKUP = re.compile(r"[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, a paragraph, or a row of a table.

    Attributes:
        line: from 1: of the text, or which paragraph it is.
        where: how a reader finds it in Vietnamese: `dòng 3`, `đoạn 7`, `bảng 1, hàng 2`.
        heads: of the table's columns where this is a row; else empty.
        cells: of the row.
    """

    line: int
    where: str
    text: str
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What was read, in its order.

    Attributes:
        findings: what a reader should know of the file as a whole.
    """

    path: str
    sha256: str
    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...] = ()


def read_document(path: Path) -> Document | Finding:
    """Read a file; why it cannot be read is a finding."""
    name = str(path)
    content = read_bytes(path, name, LARGEST)
    return content if isinstance(content, Finding) else parse_document(content, name)


def parse_document(content: bytes, name: str) -> Document | Finding:
    """Read a document from its bytes; its name says of which kind it is."""
    suffix = Path(name).suffix.casefold()
    if suffix not in {".docx", ".txt", ".md", ""}:
        return finding("ITR720.text", Place(name), found=suffix[:20])
    if suffix == ".docx":
        return _docx(content, name)
    try:
        passages = tuple(_text(content))
    except RefusedError as refused:
        return finding(refused.row, Place(name), **refused.params)
    return Document(name, sha256(content).hexdigest(), passages)


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u00ad", "").replace("\u200b", "")
    if len(text) > LONGEST:
        raise RefusedError("ITR101.text", found=len(text), limit=LONGEST)
    return text


# ── Text and Markdown ──


def _text(content: bytes) -> Iterator[Passage]:
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("ITR405.text") from None
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise RefusedError("ITR101.text", found=len(lines), limit=MOST_LINES)
    heads: tuple[str, ...] = ()
    for number, raw in enumerate(lines, start=1):
        line = _tidy(raw)
        where = f"dòng {number}"
        if line.count("|") >= 2:
            cells = tuple(_MARKUP.sub("", cell).strip() for cell in line.strip().strip("|").split("|"))
            if _RULE.fullmatch(line):
                continue
            if not heads:
                heads = cells
            yield Passage(number, where, " | ".join(cells), heads, cells)
            continue
        heads = ()
        yield Passage(number, where, _MARKUP.sub("", re.sub(r"^\s*(?:#+|>|[-*+])\s+", "", line)))


# ── Word ──


def _docx(content: bytes, name: str) -> Document | Finding:
    document = parse_word(content, name, mark="")
    if isinstance(document, Finding):
        return document
    if document.has_macros:
        return finding("ITR499.macros", Place(name))
    passages: list[Passage] = []
    paragraphs = tables = 0
    for part in (document.body, *document.others):
        for block in part.blocks:
            if isinstance(block, WordTable):
                passages += _rows(block, paragraphs + block.after, tables + block.number)
            else:
                number = paragraphs + block.number
                passages += (Passage(number, f"đoạn {number}", line) for line in block.text.split("\n"))
        paragraphs, tables = paragraphs + part.paragraph_count, tables + len(part.tables)
    told = [finding("ITR722", Place(name))] if document.is_tracked else []
    told += left_out_at(Place(name), document.left_out)
    return Document(name, sha256(content).hexdigest(), tuple(passages), tuple(told))


def _rows(table: WordTable, line: int, number: int) -> Iterator[Passage]:
    rows = [tuple(" ".join(cell.split()) for cell in row) for row in table.rows]
    for at, cells in enumerate(rows, start=1):
        yield Passage(line, f"bảng {number}, hàng {at}", " | ".join(cells), rows[0], cells)
