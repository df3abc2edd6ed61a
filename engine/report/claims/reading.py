"""Read what is to be checked: .txt and .md line by line, .docx by its paragraphs and tables; nothing in it is run."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.parsers import expat  # entities are refused as soon as they are declared

from ...files.contents import MEBIBYTE, read_bytes
from ...model.findings import Finding, Place, finding
from ...model.reasons import damage

LARGEST = 20 * MEBIBYTE
LONGEST = 20_000  # characters of a line or paragraph
MOST_LINES = 50_000
MOST_CELLS = 200_000
_LARGEST_PART = 50 * MEBIBYTE
_MOST_RATIO, _MOST_PARTS, _DEEPEST = 200, 5_000, 200
_BODY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*")
_MARKUP = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")


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
    """What was read, in its order."""

    path: str
    sha256: str
    passages: tuple[Passage, ...]


class _RefusedError(Exception):
    """A document that is not opened."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params


def read_document(path: Path) -> Document | Finding:
    """Read a file; why it cannot be read is a finding."""
    name = str(path)
    content = read_bytes(path, name, LARGEST)
    return content if isinstance(content, Finding) else parse_document(content, name)


def parse_document(content: bytes, name: str) -> Document | Finding:
    """Read a document from its bytes; its name says of which kind it is."""
    suffix = Path(name).suffix.casefold()
    if suffix not in {".docx", ".txt", ".md", ""}:
        return finding("ITR831", Place(name), found=suffix[:20])
    try:
        passages = tuple(_docx(content) if suffix == ".docx" else _text(content))
    except _RefusedError as refused:
        return finding(refused.code, Place(name), **refused.params)
    return Document(name, sha256(content).hexdigest(), passages)


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u00ad", "").replace("\u200b", "")
    if len(text) > LONGEST:
        raise _RefusedError("ITR833", found=len(text), limit=LONGEST)
    return text


# ── Text and Markdown ──


def _text(content: bytes) -> Iterator[Passage]:
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise _RefusedError("ITR832") from None
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise _RefusedError("ITR833", found=len(lines), limit=MOST_LINES)
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


def _docx(content: bytes) -> Iterator[Passage]:
    if not content.startswith(b"PK"):
        raise _RefusedError("ITR834", **damage("zip"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
            parts = sorted((info.filename for info in archive.infolist() if _BODY.fullmatch(info.filename)), key=_order)
            archive.getinfo("word/document.xml")
            reader = _Words()
            for part in parts:
                reader.read(archive, part)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise _RefusedError("ITR834", **damage(error)) from None
    except RuntimeError:  # zipfile's word for a part that needs a password
        raise _RefusedError("ITR835") from None
    except _RefusedError:
        raise
    except Exception as error:  # noqa: BLE001  # zlib's errors have no common class with the others
        raise _RefusedError("ITR834", **damage(error)) from None
    yield from reader.passages


def _order(part: str) -> tuple[bool, str]:
    return part != "word/document.xml", part


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS:
        raise _RefusedError("ITR833", found=len(parts), limit=_MOST_PARTS)
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise _RefusedError("ITR836")
    if len({part.filename for part in parts}) < len(parts):
        raise _RefusedError("ITR834", **damage("twice"))
    total = 0
    for part in parts:
        total += part.file_size
        if part.flag_bits & 1:
            raise _RefusedError("ITR835")
        if total > _LARGEST_PART or part.file_size > _MOST_RATIO * max(part.compress_size, 1_000):
            raise _RefusedError("ITR833", found=total, limit=_LARGEST_PART)


class _Words:
    """Paragraphs and tables of WordprocessingML (ECMA-376), deleted text left out."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._paragraphs = self._tables = self._cells = 0
        self._shown: list[str] = []
        self._hidden = 0
        self._is_text = False
        self._rows: list[list[str]] = []  # of the outermost table
        self._depth = 0

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise _RefusedError("ITR834", **damage("DOCTYPE"))

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        parser.StartElementHandler = lambda tag, _: self._start(tag.rpartition(":")[2])
        parser.EndElementHandler = lambda tag: self._end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = self._text
        read = 0
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 16):
                read += len(chunk)
                if read > _LARGEST_PART:  # the directory may lie
                    raise _RefusedError("ITR833", found=read, limit=_LARGEST_PART)
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _start(self, tag: str) -> None:
        match tag:
            case "del" | "moveFrom" | "Fallback" | "instrText":
                self._hidden += 1
            case "t":
                self._is_text = True
            case "tab":
                self._shown.append("\t")
            case "br" | "cr":
                self._shown.append("\n")
            case "tbl":
                self._depth += 1
                if self._depth == 1:
                    self._rows, self._tables = [], self._tables + 1
            case "tr" if self._depth == 1:
                self._rows.append([])
            case "tc" if self._depth == 1:
                self._cells += 1
                if self._cells > MOST_CELLS:
                    raise _RefusedError("ITR833", found=self._cells, limit=MOST_CELLS)
                self._rows[-1].append("")

    def _end(self, tag: str) -> None:
        match tag:
            case "del" | "moveFrom" | "Fallback" | "instrText":
                self._hidden -= 1
            case "t":
                self._is_text = False
            case "p":
                self._paragraph()
            case "tbl":
                self._depth -= 1
                if self._depth == 0:
                    self._table()

    def _text(self, text: str) -> None:
        if self._is_text and not self._hidden:
            self._shown.append(text)

    def _paragraph(self) -> None:
        text = _tidy("".join(self._shown))
        self._shown.clear()
        if self._depth:
            if self._rows and self._rows[-1]:
                self._rows[-1][-1] = f"{self._rows[-1][-1]} {text}".strip()
            return
        self._paragraphs += 1
        if self._paragraphs > MOST_LINES:
            raise _RefusedError("ITR833", found=self._paragraphs, limit=MOST_LINES)
        for line in text.split("\n"):
            if line.strip():
                self.passages.append(Passage(self._paragraphs, f"đoạn {self._paragraphs}", line))

    def _table(self) -> None:
        heads = tuple(" ".join(cell.split()) for cell in self._rows[0]) if self._rows else ()
        for number, row in enumerate(self._rows, start=1):
            cells = tuple(" ".join(cell.split()) for cell in row)
            where = f"bảng {self._tables}, hàng {number}"
            self.passages.append(Passage(self._paragraphs, where, " | ".join(cells), heads, cells))
