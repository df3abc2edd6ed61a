"""The figures of a report that is not made again byte for byte: held against the result, by what it states.

Two ways, of which each finds what the other may not: what the report states of units is judged as in a text
(`itrank claims`); and of a report of ours, the same words with other figures than in one made now are a difference.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import NamedTuple

from ..files.held import Held
from ..files.strict_json import parse_json
from ..model.findings import Finding
from ..observe import read_tables
from ..result.published import Published
from .claims import Checked, Verdict, check_document
from .claims.reading import LARGEST, LONGEST, MOST_LINES, Document, Passage, parse_document

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "text",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "svg",
        "option",
        "button",
        "label",
        "script",
    ]
)
_SPOKEN = ("aria-label", "title", "alt")
_PROSE = (".docx", ".txt", ".md")  # sentences of these are statements; elsewhere only rows of tables are
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HASH = re.compile(r"\b[0-9a-f]{12,64}\b")  # no figure: a report of the full result names another than the public one
_MOST_COMPARED = 4_000_000  # pairs of pieces that are tried for an alignment


class Wrong(NamedTuple):
    """A figure that the result does not have: where it stands, what is stated, what the result has."""

    where: str
    stated: str
    truth: str
    truth_en: str


class Read(NamedTuple):
    """What was read of a report: how many statements were right, those that were wrong; None where nothing could be."""

    right: int
    wrong: tuple[Wrong, ...]


def read_figures(content: bytes, name: str, published: Published, versions: Iterable[bytes] = ()) -> Read | None:
    """Hold the figures of a report against the result.

    Args:
        content: of the report.
        name: of its file.
        published: the result.
        versions: the report as this version makes it, in each language, where it may be one of ours.

    Returns:
        What was found; None where no figure of such a file can be read.
    """
    if len(content) > LARGEST or (document := _document(content, name)) is None:
        return None
    nearest = _nearest(document, [made for each in versions if (made := _document(each, name)) is not None])
    wrong: dict[Wrong, None] = {}
    known: set[tuple[str, str]] = set()
    if nearest is not None:
        wrong |= dict.fromkeys(_other_figures(document, nearest))
        # What is no statement, and is taken for one in our own report too, is none in this one.
        known = {_said(each) for each in check_document(published, nearest) if each.verdict is Verdict.WRONG}
    elif not name.casefold().endswith(_PROSE):
        document = replace(document, passages=tuple(each for each in document.passages if each.cells))
    checked = check_document(published, document)
    for each in checked:
        if each.verdict is Verdict.WRONG and _said(each) not in known and not _HASH.search(each.claim.excerpt):
            wrong[Wrong(each.claim.where, " ".join(_said(each)).strip(), *each.truth)] = None
    return Read(sum(each.verdict is Verdict.RIGHT for each in checked), tuple(wrong))


def _nearest(document: Document, versions: Sequence[Document]) -> Document | None:
    """Find the version that has most passages of a document."""
    texts = {each.text for each in document.passages}
    return max(versions, key=lambda made: len(texts & {each.text for each in made.passages}), default=None)


def _said(checked: Checked) -> tuple[str, str]:
    return checked.claim.subject, checked.claim.excerpt


def _document(content: bytes, name: str) -> Document | None:
    suffix = PurePosixPath(name).suffix.casefold()
    passages: Sequence[Passage] | None
    match suffix:
        case ".docx" | ".txt" | ".md" | "":
            read = parse_document(content, name)
            return None if isinstance(read, Finding) else read
        case ".html" | ".htm":
            passages = _page(content)
        case ".csv" | ".xlsx":
            passages = _rows(content, name)
        case ".json":
            passages = _json(content)
        case _:
            passages = None
    return None if passages is None else Document(name, sha256(content).hexdigest(), tuple(passages))


def _rows(content: bytes, name: str) -> list[Passage] | None:
    tables, _, _ = read_tables(Held(name, {name: content}), name)
    made: list[Passage] = []
    for number, table in enumerate(tables, start=1):
        for at, row in enumerate(table.rows, start=1):
            made.append(
                Passage(len(made) + 1, f"bảng {number}, hàng {at}", " | ".join(row), tuple(table.headers), tuple(row))
            )
    return made or None


def _json(content: bytes) -> list[Passage] | None:
    try:
        value = parse_json(content.decode("utf-8-sig"), "")
    except UnicodeDecodeError:
        return None
    if isinstance(value, Finding):
        return None
    return [Passage(at, f"dòng {at}", text[:LONGEST]) for at, text in enumerate(_leaves(value), start=1)]


def _leaves(value: object) -> Iterator[str]:
    """Give each value of a document, keys before them."""
    stack: list[tuple[str, object]] = [("", value)]
    while stack:
        key, each = stack.pop()
        if isinstance(each, dict):
            stack += [(str(name), inner) for name, inner in reversed(each.items())]
        elif isinstance(each, list):
            stack += [(key, inner) for inner in reversed(each)]
        else:
            yield f"{key}: {each}"


def _page(content: bytes) -> list[Passage] | None:
    try:
        reader = _Page()
        reader.feed(content.decode())
        reader.close()
    except (UnicodeDecodeError, AssertionError, RecursionError):
        return None
    return reader.passages[:MOST_LINES]


class _Page(HTMLParser):
    """Texts of a page by their blocks, rows of tables by their cells, what a reader hears, and the values of its data."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self._shown: list[str] = []
        self._cells: list[str] | None = None
        self._heads: tuple[str, ...] = ()
        self._tables = self._row = 0
        self._data: list[str] | None = None
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._flush()
        if tag == "table":
            self._tables, self._row, self._heads = self._tables + 1, 0, ()
        elif tag == "tr":
            self._cells, self._row = [], self._row + 1
        elif tag == "script":
            self._data = []
        self._is_style = tag == "style"
        for key, value in attrs:
            if key in _SPOKEN and value:
                self._add(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            self._take_data("".join(self._data))
            self._data = None
        if tag in {"td", "th"} and self._cells is not None:
            self._cells.append(self._text())
        elif tag == "tr" and self._cells is not None:
            cells, self._cells = tuple(self._cells), None
            self._heads = self._heads or cells
            self._add(" | ".join(cells), cells)
        elif tag in _BLOCKS:
            self._flush()
        self._is_style = False

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)
        elif not self._is_style:
            self._shown.append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _text(self) -> str:
        text = " ".join("".join(self._shown).split())
        self._shown.clear()
        return text

    def _flush(self) -> None:
        if self._cells is not None:  # a block within a cell
            self._shown.append(" ")
        elif text := self._text():
            self._add(text)

    def _add(self, text: str, cells: tuple[str, ...] = ()) -> None:
        at = len(self.passages) + 1
        where = f"bảng {self._tables}, hàng {self._row}" if cells else f"đoạn {at}"
        self.passages.append(Passage(at, where, text[:LONGEST], self._heads if cells else (), cells))

    def _take_data(self, text: str) -> None:
        value = parse_json(text, "")
        if not isinstance(value, Finding):
            for leaf in _leaves(value):
                self._add(leaf)


def _other_figures(there: Document, here: Document) -> Iterator[Wrong]:
    """Name the passages that say the same in the same words as one made now, with another figure."""
    one, other = ([_HASH.sub("…", each.text) for each in document.passages] for document in (there, here))
    for first, second in _pairs(*([_NUMBER.sub("#", text) for text in texts] for texts in (one, other))):
        if one[first] != other[second]:
            stated, truth = _around(one[first], other[second])
            yield Wrong(there.passages[first].where, stated, truth, truth)


def _pairs(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Pair the equal pieces of two texts: from the beginning, from the end, then between them in the same order."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    pairs = [(at, at) for at in range(start)]
    pairs += [(len(one) - each, len(other) - each) for each in range(1, end + 1)]
    left = one[start : len(one) - end], other[start : len(other) - end]
    if left[0] and left[1] and len(left[0]) * len(left[1]) <= _MOST_COMPARED:
        for block in SequenceMatcher(None, *left, autojunk=False).get_matching_blocks():
            pairs += [(start + block.a + step, start + block.b + step) for step in range(block.size)]
    return sorted(pairs)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the pieces at the beginning that are equal.

    >>> _alike("abc", "abd")
    2
    """
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _around(one: str, other: str) -> tuple[str, str]:
    """Cut two texts to where they first differ."""
    place = _alike(one, other)
    start = max(0, place - 30)
    return one[start : place + 30], other[start : place + 30]
