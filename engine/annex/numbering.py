"""The numbers of an annex's rows and the tree that they tell: I, 1, 1.1, a), bullets, and rows without a number."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..files.word_numbers import roman
from .text import bare

BULLETS = "-+*•●▪◦·"
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # as Vietnamese counts; Word counts with f, j, w and z
_ENGLISH = "abcdefghijklmnopqrstuvwxyz"
_PART = r"(?:[IVXLC]+|[A-ZĐ]|[1-9]\d{0,2}|[a-zđ]|[ivx]+)"
_NUMBER = rf"[(\[]?({_PART}(?:\.(?:[1-9]\d{{0,2}}|[a-zđ])){{0,8}})\s*[.)\]:/-]*"
_WORD = r"(?i:(?:phần|mục|chương|nhóm|tiêu chí|chỉ số|nội dung)\s+)?"
_CELL = re.compile(_WORD + _NUMBER)
# Within a text only what cannot be a quantity or a name is a number: "1.", "1.1 ", "I.", "a)", never "4 cuộc", "i-Office".
_IN_TEXT = re.compile(
    _WORD + r"[(\[]?(?:"
    r"((?:[IVXLC]+|[A-ZĐ])(?=\s*[.:]\s|\s*[)\]]|\s+[–-]\s)"
    r"|[1-9]\d{0,2}(?=\s*[.:](?:\s|[^\d\s])|\s*[)\]]|\s+[–-]\s(?!\d))"
    r"|[a-zđ](?=\s*[)\]]|\.\s)|[ivx]+(?=\)|\.\s)"
    r"|[IVX]+(?=\.[^\W\d_])"
    r"|(?:[1-9]\d{0,2}|[IVXLC]+)(?:\.[1-9]\d{0,2}){1,8}(?=[.)\]:]?\s|[.)\]:][^\W\d_]))"
    r")\s*[.)\]:–-]*\s*"
)
_BULLET = re.compile(rf"[{re.escape(BULLETS)}–—−]\s*")


def number_of(text: str) -> str | None:
    """Read what a cell for numbers says: `1.1`, `I`, `a`, `-`; None for anything else.

    >>> number_of("1.1."), number_of("(a)"), number_of("–"), number_of("Tổng"), number_of("II"), number_of("IIII")
    ('1.1', 'a', '-', None, 'II', None)
    """
    text = text.strip()
    if _BULLET.fullmatch(text):
        return "-" if text[0] in "–—−" else text[0]
    match = _CELL.fullmatch(text)
    if match is None or not all(
        part.isdecimal() or len(part) == 1 or _roman(part.lower()) for part in match[1].split(".")
    ):
        return None
    return match[1]


def number_in(text: str) -> tuple[str, str]:
    """Take the number off the beginning of a name; empty where it has none.

    >>> number_in("1.1. Họp"), number_in("a) Có kế hoạch"), number_in("- Họp"), number_in("4 cuộc"), number_in("5.000 máy")
    (('1.1', 'Họp'), ('a', 'Có kế hoạch'), ('-', 'Họp'), ('', '4 cuộc'), ('', '5.000 máy'))
    >>> number_in("1.4.Họp"), number_in("II.Hạ tầng"), number_in("E.Office")
    (('1.4', 'Họp'), ('II', 'Hạ tầng'), ('', 'E.Office'))
    """
    if (bullet := _BULLET.match(text)) is not None and bullet.end() < len(text):
        return ("-" if text[0] in "–—−" else text[0]), text[bullet.end() :]
    match = _IN_TEXT.match(text)
    if match is None or match.end() >= len(text) or number_of(match[1]) is None:
        return "", text
    return match[1], text[match.end() :]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way to read a number: its style, and which one it is of the style."""

    style: str
    value: int


@dataclass(slots=True)
class _Open:
    style: str
    value: int
    path: tuple[int, ...]  # 1.2 and I.2 are (1, 2)
    line: int


@dataclass(slots=True)
class Tree:
    """Where the next row of a table stands: the rows above that are still open, and how far each style has counted."""

    open: list[_Open] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)

    def place(self, number: str, line: int, *, is_heading: bool = False) -> tuple[int, str]:
        """Put a row into the tree.

        Args:
            number: as `number_of` gives it; empty for none.
            line: which row it is; what is under it will name it.
            is_heading: whether it has no number and stands over the width of the table.

        Returns:
            The row that it stands under, -1 for none; and what is doubtful: the number that should have come, or empty.
        """
        if not number or number in BULLETS:
            style = "heading" if is_heading else number or "none"
            return self._close_to(style, heading=is_heading).push(style, 0, (), line), ""
        parts = number.split(".")
        if len(parts) > 1:
            return self._dotted(parts, line)
        self._close({*BULLETS, "none"})
        kinds = _kinds(number)
        kind, expected = self._next_of(number, kinds) or self._first_of(kinds), ""
        if kind is None:
            kind, expected = self._out_of_order(kinds)
        return self.push(kind.style, kind.value, (kind.value,), line), expected

    def _next_of(self, number: str, kinds: Sequence[_Kind]) -> _Kind | None:
        """Close what a number that comes right after an open one ends, and give how it is read; None for any other."""
        for kind in kinds:
            depth = self._last(partial(_follows, number, kind))
            if depth is not None:
                del self.open[depth:]
                return kind
        return None

    def _first_of(self, kinds: Sequence[_Kind]) -> _Kind | None:
        """Read a number as the first of a level below, or as one that goes on where an upper one began anew."""
        styles = {each.style for each in self.open}
        begins = (kind for kind in kinds if kind.value in {1, self.last.get(kind.style, 0) + 1})
        return next((kind for kind in begins if kind.style not in styles), None)

    def _out_of_order(self, kinds: Sequence[_Kind]) -> tuple[_Kind, str]:
        """Read a number that neither goes on nor begins, and give the one that should have come."""
        depths = {each.style: at for at, each in enumerate(self.open)}
        kind = next((kind for kind in kinds if kind.style in depths), None)
        if kind is None:
            return kinds[0], _wanted(kinds[0].style, self.last.get(kinds[0].style, 0) + 1)
        before = self.open[depths[kind.style]].value
        del self.open[depths[kind.style] :]
        return kind, _wanted(kind.style, before + 1)

    def _last(self, is_it: Callable[[_Open], bool]) -> int | None:
        """Give how deep the last open row is that fits."""
        return next((at for at in reversed(range(len(self.open))) if is_it(self.open[at])), None)

    def _close(self, styles: Collection[str]) -> None:
        while self.open and self.open[-1].style in styles:
            self.open.pop()

    def push(self, style: str, value: int, path: tuple[int, ...], line: int) -> int:
        """Open a row under the last that is open, and give that."""
        parent = self.open[-1].line if self.open else -1
        self.open.append(_Open(style, value, path, line))
        self.last[style] = value
        return parent

    def _close_to(self, style: str, *, heading: bool) -> "Tree":
        """Close what a bullet, a row without number, or a heading ends."""
        depth = next((at for at, each in enumerate(self.open) if each.style == style), None)
        if depth is not None:
            del self.open[depth:]
        elif heading:
            self.open.clear()
        return self

    def _dotted(self, parts: Sequence[str], line: int) -> tuple[int, str]:
        """Put 1.2 under 1, and I.2 under I; the last that is open and so numbered."""
        path = tuple(_value(part) for part in parts)
        above = self._last(lambda each: each.path == path[:-1])
        if above is None:  # nothing stands above, but one beside may
            beside = self._last(lambda each: len(each.path) == len(path) and each.path[:-1] == path[:-1])
            at, before = beside, 0 if beside is None else self.open[beside].value
        else:
            at = above + 1
            before = self.open[at].value if at < len(self.open) else 0
        if at is None:
            self._close({*BULLETS, "none", "."})
            return self.push(".", path[-1], path, line), ".".join(parts[:-1])
        del self.open[at:]
        expected = "" if path[-1] == before + 1 else ".".join([*parts[:-1], str(before + 1)])
        return self.push(".", path[-1], path, line), expected


def style_of(number: str | None) -> str:
    """Tell how a number counts: `I`, `1`, `a`, `.` for 1.2; empty for none.

    >>> style_of("II"), style_of("3"), style_of("1.2"), style_of("-"), style_of(None)
    ('I', '1', '.', '', '')
    """
    if not number or number in BULLETS:
        return ""
    return "." if "." in number else _kinds(number)[0].style


def _kinds(number: str) -> list[_Kind]:
    """Give the ways to read a number, the likeliest first."""
    if number.isdecimal():
        return [_Kind("1", int(number))]
    kinds = []
    for style, letters in (("I", "[IVXLC]+"), ("i", "[ivx]+")):
        if re.fullmatch(letters, number) and (value := _roman(number.lower())):
            kinds.append(_Kind(style, value))
    if len(number) == 1:
        kinds.append(_Kind("A" if number.isupper() else "a", _value(number.lower())))
    if number in {"i", *"CLcl"}:
        kinds.reverse()
    return kinds


def _follows(number: str, kind: _Kind, row: _Open) -> bool:
    """Whether a number comes right after that of an open row, in the same style; letters by either alphabet."""
    if row.style != kind.style:
        return False
    if kind.value == row.value + 1 or kind.style not in "Aa":
        return kind.value == row.value + 1
    before = _LETTERS[row.value - 1 : row.value]
    return number.lower() in {_next(_LETTERS, before), _next(_ENGLISH, before)}


def _next(alphabet: str, letter: str) -> str:
    at = alphabet.find(letter) if letter else -1
    return alphabet[at + 1 : at + 2] if at >= 0 else ""


def _value(part: str) -> int:
    if part.isdecimal():
        return int(part)
    if re.fullmatch("[IVXLC]+", part) and (value := _roman(part.lower())):
        return value
    letter = part.lower()
    return _LETTERS.find(letter) + 1 or _LETTERS.find(bare(letter)) + 1 or _ENGLISH.find(letter) + 1


def _roman(text: str) -> int:
    return next((value for value in range(1, 60) if roman(value) == text), 0)


def _wanted(style: str, value: int) -> str:
    match style:
        case "I" | "i":
            return roman(value).upper() if style == "I" else roman(value)
        case "A" | "a":
            letter = _LETTERS[value - 1 : value]
            return letter.upper() if style == "A" else letter
    return str(value)
