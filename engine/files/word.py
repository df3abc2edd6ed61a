"""Read a Word document (.docx): the one reader for annexes, for texts that are checked, and for what comes later.

Nothing in a document is run and nothing outside of it is fetched. The text is the one with all tracked changes accepted and
nothing that is hidden or struck out, be it by a style; codes of fields and comments are left out; numbers that Word counts
by itself are written out.
"""

import re
import zipfile
from dataclasses import dataclass, replace
from functools import partial

from ..model.codes import of
from ..model.findings import Finding, Place, finding
from ..model.records import Trait
from .contents import OLE, ZIP
from .guard import opened, walk
from .reasons import WORD_FILE, damage
from .word_looks import read_looks
from .word_numbers import read_numbers
from .word_text import Block, PartReader, Spot, WordParagraph, WordTable

_BODY = "word/document.xml"
_NOTES = ("word/endnotes.xml", "word/footnotes.xml")
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_KINDS = {"heade": "đầu trang", "foote": "chân trang", "footn": "chú thích", "endno": "chú thích cuối"}
"""How the name of a part begins -> what a reader calls it; the body has no name."""
FOOTNOTE = "[chú thích]"


@dataclass(frozen=True, slots=True)
class WordPart:
    """The body of a document, its headers, or its notes.

    Attributes:
        kind: what a reader calls it; empty for the body.
        blocks: paragraphs and tables, in their order.
        paragraph_count: paragraphs outside of tables, with or without text.
        left_out: where text was left out that is struck out, hidden or deleted.
    """

    kind: str
    blocks: tuple[Block, ...]
    paragraph_count: int
    left_out: tuple[Spot, ...]

    @property
    def tables(self) -> tuple[WordTable, ...]:
        """Its tables, without what is between them."""
        return tuple(block for block in self.blocks if isinstance(block, WordTable))

    @property
    def paragraphs(self) -> tuple[WordParagraph, ...]:
        """Its paragraphs outside of tables."""
        return tuple(block for block in self.blocks if isinstance(block, WordParagraph))


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What was read.

    Attributes:
        others: headers, footers, footnotes and endnotes, by the names of their parts.
        is_tracked: whether changes are tracked that nobody has accepted or refused.
        has_macros: whether programs are in it, which nothing runs.
    """

    body: WordPart
    others: tuple[WordPart, ...] = ()
    is_tracked: bool = False
    has_macros: bool = False

    @property
    def left_out(self) -> tuple[str, ...]:
        """Where text was left out, as a reader names it: `bảng 1, hàng 2, cột 3`, `chú thích, đoạn 1`."""
        return tuple(
            f"{part.kind}, {spot.name}" if part.kind else spot.name
            for part in (self.body, *self.others)
            for spot in part.left_out
        )


def parse_word(content: bytes, name: str, *, mark: str = FOOTNOTE) -> WordDocument | Finding:
    """Read the bytes of a .docx, or say why it is not opened.

    Args:
        content: of the file.
        name: what findings call it.
        mark: what is written where a footnote or endnote is referred to.
    """
    if not content.startswith(ZIP):
        return finding("ITR498", Place(name), **WORD_FILE, **damage("OLE" if content.startswith(OLE) else "zip"))
    read = opened(content, name, partial(_read, mark=mark))
    if isinstance(read, Finding) and Trait.DAMAGED in of(read).traits:
        return replace(read, params={**read.params, **WORD_FILE})
    return read


def _read(archive: zipfile.ZipFile, mark: str) -> WordDocument:
    archive.getinfo(_BODY)
    numbers, looks = read_numbers(archive), read_looks(archive)
    names = archive.namelist()
    footnotes: dict[str, str] = {}
    readers: dict[str, PartReader] = {}
    # The notes first: where the body refers to one, what it says is known.
    for part in (*_NOTES, _BODY, *filter(_MARGIN.fullmatch, names)):
        if part in names:
            readers[part] = reader = PartReader(numbers, looks, footnotes, mark)
            walk(archive, part, reader.start, reader.end, reader.text)
            footnotes |= {f"{part[5:9]}{id_}": said for id_, said in reader.notes.items()}
    for part in names:
        if part not in readers and part.endswith((".xml", ".rels")):
            walk(archive, part)
    made = {part: _part(part, readers[part]) for part in sorted(readers)}
    return WordDocument(
        made.pop(_BODY),
        tuple(made.values()),
        any(reader.is_tracked for reader in readers.values()),
        any(part.lower().endswith("vbaproject.bin") for part in names),
    )


def _part(name: str, reader: PartReader) -> WordPart:
    kind = _KINDS.get(name.removeprefix("word/")[:5], "")
    return WordPart(kind, tuple(reader.blocks), reader.paragraph_count, tuple(reader.left_out))
