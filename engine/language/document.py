"""YAML text to a document whose every key and value knows its place.

The text is read as events first, flat and bounded, so that nothing clever is ever built: no anchors, tags, merge keys,
second documents. Scalars are text, exact numbers or true/false; nothing is guessed from how a word looks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import yaml

from ..model.findings import Finding, Place, finding

MOST_BYTES = 1_048_576
DEEPEST = 24
MOST_EVENTS = 60_000
LONGEST_NUMBER = 40
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_BIDI = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
Loader: Any = getattr(yaml, "CLoader", yaml.Loader)


_COMMA_IN_BRACES = (
    'Trong {...} dấu phẩy tách các khóa: đặt cả công thức trong dấu nháy, như {formula: "max(a, b)"}.',
    'Within {...} a comma ends a value: put the whole formula in quotes, as {formula: "max(a, b)"}.',
)

_COMMA_IN_TEXT = (
    'Điền giá trị, hoặc xóa khóa này. Trong {...} dấu phẩy tách các khóa: nếu đây là phần sau của một câu, đặt cả câu trong dấu nháy, như {vi: "một, hai"}.',
    'Give it a value, or delete the key. Within {...} a comma ends a value: if this is the rest of a text, put the whole text in quotes, as {en: "one, two"}.',
)


_PROBLEMS = {
    "mapping values are not allowed": "dấu hai chấm ở chỗ không thể có khóa",
    "mapping keys are not allowed": "dấu ? ở chỗ không thể có khóa",
    "sequence entries are not allowed": "dấu gạch đầu dòng ở chỗ không thể có danh sách",
    "could not find expected ':'": "thiếu dấu hai chấm",
    "unexpected end of stream": "tệp kết thúc giữa chừng",
    "expected ',' or": "thiếu dấu phẩy hoặc ngoặc đóng",
    "cannot start any token": "có ký tự không được đứng ở đây",
    "tab character": "có phím Tab ở chỗ phải là dấu cách",
    "expected '-' indicator": "mục của danh sách không thẳng hàng",
    "expected key": "khóa không thẳng hàng",
    "expected <block end>": "dòng thụt chưa đúng",
    "expected node content": "thiếu một giá trị",
    "expected the node content": "thiếu một giá trị",
    "escape": "có dấu \\ sai trong dấu nháy",
    "hexdecimal": "có dấu \\ sai trong dấu nháy",
    "document indicator": "có --- hoặc ... trong dấu nháy",
    "document start": "có nội dung sau chỗ kết thúc",
    "comment or line break": "có chữ ở chỗ dòng phải kết thúc",
    "chomping or indentation": "có chữ ở chỗ dòng phải kết thúc",
    "indentation indicator": "số sau dấu | hoặc > không đúng",
    "alphabetic or numeric": "thiếu tên sau dấu & hoặc *",
    "tag": "nhãn kiểu không đúng",
    "directive": "dòng bắt đầu bằng % không đúng",
    "YAML document": "phiên bản YAML không đúng",
}
"""A part of what a YAML library says -> Vietnamese words; both libraries, the first that fits."""


class Text(str):
    """Text; `place` is where its first character stands."""

    __slots__ = ("place",)
    place: Place


class Share(Text):
    """A percentage whose value is exact where its text may be cut: of 1/3, `33.333333333333%`; made by edits, never read."""

    __slots__ = ("value",)
    value: Fraction

    def __str__(self) -> str:
        """Stay what it is where text is asked for."""
        return self


class Num(Fraction):
    """An exact number; `text` is how it was written."""

    __slots__ = ("place", "text")
    place: Place
    text: str


class Map(dict[str, Any]):
    """A mapping that knows where each key and each value stands."""

    __slots__ = ("key_places", "place", "value_places")

    def __init__(self, place: Place = Place()) -> None:  # noqa: B008
        super().__init__()
        self.place = place
        self.key_places: dict[str, Place] = {}
        self.value_places: dict[str, Place] = {}

    def put(self, key: str, value: Any, key_place: Place, value_place: Place) -> None:
        """Set a key with its places."""
        self[key] = value
        self.key_places[key] = key_place
        self.value_places[key] = value_place

    def copied(self) -> "Map":
        """Copy the mapping, not what is in it."""
        made = Map(self.place)
        for key, value in self.items():
            made.put(key, value, self.key_places[key], self.value_places[key])
        return made


class Seq(list[Any]):
    """A list that knows where each item stands."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place = Place()) -> None:  # noqa: B008
        super().__init__()
        self.place = place
        self.places: list[Place] = []

    def put(self, value: Any, place: Place) -> None:
        """Append an item with its place."""
        self.append(value)
        self.places.append(place)


def place_at(root: Any, path: Sequence[str | int], *, key: bool = False) -> Place:
    """Find the place of what a path leads to, or of the nearest thing above it.

    Args:
        root: a document or a part of one.
        path: keys and indices.
        key: the place of the last key itself and not of its value.
    """
    place: Place = getattr(root, "place", Place())
    value = root
    for depth, step in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(value, Map) and step in value:
            place = (value.key_places if key and last else value.value_places)[str(step)]
            value = value[str(step)]
        elif isinstance(value, Seq) and isinstance(step, int) and -len(value) <= step < len(value):
            place, value = value.places[step], value[step]
        else:
            break
    return place


class _Refused(Exception):  # noqa: N818  # leaves the event loop
    def __init__(self, found: Finding) -> None:
        self.finding = found


def read_document(
    content: bytes | str, name: str, *, keep_empty: bool = False, form: str = ""
) -> tuple[Map | None, tuple[Finding, ...]]:
    """Read a YAML document.

    Args:
        content: of the file; not trusted.
        name: what findings call the file.
        keep_empty: a key may have no value (`~`); else that is a finding.
        form: the format that its first line has to say, for the finding about a file without keys; that of a ruleset
            where it is empty.

    Returns:
        The document, or None; and what is wrong. Equal keys and empty values are told all at once.

    >>> document, _ = read_document("code: '1.10'", "a.yaml")
    >>> document["code"], document.value_places["code"][1:3]
    ('1.10', (1, 8))
    """
    encoded = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(encoded) > MOST_BYTES:
        return None, (finding("ITR101", Place(name), found=len(encoded), limit=MOST_BYTES),)
    try:
        text = encoded.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = encoded.count(b"\n", 0, error.start) + 1
        return None, (finding("ITR405.ruleset", Place(name, line, 1), found=f"0x{encoded[error.start]:02X}"),)
    problem = _sign_problem(text, name) or _count_problem(text, name)
    if problem is not None:
        return None, (problem,)
    findings: list[Finding] = []
    try:
        events = _events(text, name)
        document = _read(events, name, findings, keep_empty=keep_empty)
    except _Refused as refused:
        return None, (refused.finding,)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(error, text, name),)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, (_not_yaml(Place(name, 1, 1), "", type(error).__name__),)
    if not isinstance(document, Map):
        at = Place(name, 1, 1)
        return None, (finding("ITR105.keys", at, expected=form) if form else finding("ITR105", at),)
    return document, tuple(findings)


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp", "Cn", "Co"} or sign in _BIDI


def _check_escapes(event: Any, name: str) -> None:
    r"""Refuse signs that nobody can see where quotation marks let them be written as `\u202e`."""
    if event.style != '"':
        return
    for sign in event.value:
        if _is_hidden(sign) and sign not in "\t\n\r":
            raise _Refused(finding("ITR103", _place(event, name), sign=f"U+{ord(sign):04X}"))


def _sign_problem(text: str, name: str) -> Finding | None:
    """Refuse control and direction characters; refuse nests that would exhaust the parser before it can count them."""
    for line, row in enumerate(text.split("\n"), start=1):
        if row.isprintable():  # then it has no sign of the hidden categories, and all of _BIDI are such
            continue
        for column, sign in enumerate(row, start=1):
            if _is_hidden(sign) and sign not in "\t\r":
                return finding("ITR103", Place(name, line, column), sign=f"U+{ord(sign):04X}")
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if match.group() in "[{" else max(depth - 1, 0)
        if depth > 200:
            line = text.count("\n", 0, match.start()) + 1
            return finding("ITR106", Place(name, line, 1), limit=DEEPEST)
    return None


def _count_problem(text: str, name: str) -> Finding | None:
    """Refuse a long text of too many events before anything is built of them.

    `_events` keeps the limit whatever is said here: a short text, and all where parsing is slow (PyYAML without
    libyaml), is not parsed twice.
    """
    if len(text) < MOST_EVENTS or Loader is yaml.Loader:
        return None
    try:
        event = next(islice(yaml.parse(text, Loader=Loader), MOST_EVENTS, None), None)
    except (yaml.YAMLError, RecursionError, ValueError):  # told with its place by who reads
        return None
    return None if event is None else _refusal(event, name, "ITR408.ruleset", limit=MOST_EVENTS)


def _refusal(event: Any, name: str, code: str, **params: Any) -> Finding:
    return finding(code, Place(name, event.start_mark.line + 1, event.start_mark.column + 1), **params)


def _events(text: str, name: str) -> Iterator[Any]:
    """Give the events of one plain document, and stop at the first thing that rulesets do not have."""
    depth = documents = 0
    event: Any
    for count, event in enumerate(yaml.parse(text, Loader=Loader), start=1):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if count > MOST_EVENTS:
            raise _Refused(_refusal(event, name, "ITR408.ruleset", limit=MOST_EVENTS))
        if documents > 1 and isinstance(event, yaml.DocumentStartEvent):
            raise _Refused(_refusal(event, name, "ITR109.documents"))
        if (what := _advanced(event)) is not None:
            raise _Refused(_refusal(event, name, "ITR109", what=what))
        if depth > DEEPEST:
            raise _Refused(_refusal(event, name, "ITR106", limit=DEEPEST))
        yield event


def _advanced(event: Any) -> str | None:
    """Return what of YAML an event has that rulesets do not have, as it is written: directives, anchors, tags."""
    if isinstance(event, yaml.DocumentStartEvent):
        return "%" if event.version or event.tags else None
    if isinstance(event, yaml.AliasEvent):
        return f"*{event.anchor}"
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    return f"&{anchor}" if anchor is not None else None if tag is None else str(tag)


def _read(events: Iterator[Any], name: str, findings: list[Finding], *, keep_empty: bool) -> Any:
    for event in events:
        if isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            continue
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = _Reader(events, name, findings, keep_empty).value(event)
        for _ in events:  # a second document is refused on the way
            pass
        return value
    return None


def _place(event: Any, name: str) -> Place:
    mark, end = event.start_mark, event.end_mark
    length = end.column - mark.column if end.line == mark.line else 1
    return Place(name, mark.line + 1, mark.column + 1, "", max(length, 1))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Builds values of events; `keep_empty` as `read_document`."""

    events: Iterator[Any]
    name: str
    findings: list[Finding]
    keep_empty: bool

    def value(self, event: Any) -> Any:
        """Build what an event begins."""
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event, self.name)
        return self.sequence(event) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(event)

    def sequence(self, event: Any) -> Seq:
        """Build a list; an item without a value is left out and reported."""
        items = Seq(_place(event, self.name))
        for item in self.events:
            if isinstance(item, yaml.SequenceEndEvent):
                break
            value = self.value(item)
            if value is None:
                self.findings.append(finding("ITR110", _place(item, self.name), key="-"))
            else:
                items.put(value, value.place if isinstance(value, Text) else _place(item, self.name))
        return items

    def mapping(self, event: Any) -> Map:
        """Build a mapping; of two equal keys the first counts."""
        table = Map(_place(event, self.name))
        for item in self.events:
            if isinstance(item, yaml.MappingEndEvent):
                break
            at, key = _place(item, self.name), self.key(item)
            begun = next(self.events)
            value = self.value(begun)
            if key in table:
                self.findings.append(finding("ITR112", at, key=key, line=table.key_places[key].line))
                continue
            if value is None and not self.keep_empty:
                # `{formula: max(a, b)}`: the comma ends the value, and "b)" is left as a key, as "c d" is of `{vi: a b, c d}`.
                is_rest = table and event.flow_style and item.end_mark.index == begun.start_mark.index  # no colon
                help_ = _COMMA_IN_BRACES if key.endswith(")") else _COMMA_IN_TEXT if is_rest else None
                self.findings.append(finding("ITR110", at, help=help_, key=key))
            table.put(key, value, at, value.place if isinstance(value, Text) else _place(begun, self.name))
        return table

    def key(self, event: Any) -> str:
        """Read a key, which is plain text."""
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(finding("ITR109.key", _place(event, self.name)))
        _check_escapes(event, self.name)
        key = unicodedata.normalize("NFC", event.value)
        if key == "<<":
            raise _Refused(finding("ITR109", _place(event, self.name), what="<<"))
        return key


def _scalar(event: Any, name: str) -> Any:
    """Read a scalar: an exact number, true, false, nothing, or text as it stands."""
    place = _place(event, name)
    _check_escapes(event, name)
    written: str = event.value
    if event.style is None or event.style == "":
        if written in {"true", "false"}:
            return written == "true"
        if written in {"", "~", "null"}:
            return None
        if len(written) <= LONGEST_NUMBER and _NUMBER.fullmatch(written):
            number = Num(written if "." in written else int(written))  # a whole number needs no parsing twice
            number.text, number.place = written, place
            return number
    value = Text(unicodedata.normalize("NFC", written))
    inside = 1 if event.style in {"'", '"'} else 0
    value.place = Place(name, place.line, place.column + inside, "", max(place.length - 2 * inside, 1))
    return value


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _not_yaml(Place(name, 1, 1), str(error.problem))
    rows = text.split("\n")
    row = rows[mark.line] if mark.line < len(rows) else ""
    hint = None
    if "\t" in row[: len(row) - len(row.lstrip())] or "\\t" in str(error.problem):
        hint = ("Thụt dòng bằng dấu cách, không dùng phím Tab.", "Indent with spaces, not with tabs.")
    elif "mapping values are not allowed" in str(error.problem):
        hint = (
            "Có dấu hai chấm trong chữ: đặt cả đoạn trong dấu nháy; hoặc dòng trên thụt chưa đúng.",
            "A colon inside text: put the text in quotes; or the line above is indented wrongly.",
        )
    elif "could not find expected ':'" in str(error.problem):
        hint = ("Sau tên khóa cần dấu hai chấm và một dấu cách.", "A key is followed by a colon and a space.")
    elif "found unexpected end of stream" in str(error.problem):
        hint = ("Một dấu nháy chưa được đóng.", "A quote is not closed.")
    elif "expected ',' or" in str(error.problem):
        hint = (
            "Một ngoặc [ hoặc { chưa được đóng, hoặc thiếu dấu phẩy.",
            "A bracket is not closed, or a comma is missing.",
        )
    return _not_yaml(Place(name, mark.line + 1, mark.column + 1), str(error.problem), help=hint)


def _not_yaml(at: Place, said: str, fault: str = "", *, help: tuple[str, str] | None = None) -> Finding:  # noqa: A002
    """Say in the reader's words what a YAML library says, or the kind of fault that it came to."""
    vi = next((words for part, words in _PROBLEMS.items() if part in said), "cú pháp sai")
    return finding("ITR104", at, help=help, problem=f"{vi}: {fault}" if fault else vi, problem_en=said or fault)


def plain(value: Any) -> Any:
    """Give the instance that a JSON Schema validator understands: numbers as whole numbers or exact fractions."""
    if isinstance(value, Map):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Seq):
        return [plain(item) for item in value]
    if isinstance(value, Num):
        return value.numerator if value.denominator == 1 else value
    return value
