"""The numbers of an annex's rows and the tree that they tell: I, 1, 1.1, a), bullets, and rows without a number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

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
    r"|(?:[1-9]\d{0,2}|[IVXLC]+)(?:\.[1-9]\d{0,2}){1,8}(?=[.)\]:]?\s))"
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
        while self.open and self.open[-1].style in {*BULLETS, "none"}:
            self.open.pop()
        kinds = _kinds(number)
        for kind in kinds:
            for depth in reversed(range(len(self.open))):
                each = self.open[depth]
                if each.style == kind.style and _follows(number, each.value, kind):
                    del self.open[depth:]
                    return self.push(kind.style, kind.value, (kind.value,), line), ""
        styles = {each.style for each in self.open}
        for kind in kinds:  # the first of a level below, or one that goes on where an upper one began anew
            if kind.style not in styles and (kind.value == 1 or kind.value == self.last.get(kind.style, 0) + 1):
                return self.push(kind.style, kind.value, (kind.value,), line), ""
        kind = next((kind for kind in kinds if kind.style in styles), kinds[0])
        expected = _wanted(kind.style, self.last.get(kind.style, 0) + 1)
        if kind.style in styles:
            depth = max(at for at, each in enumerate(self.open) if each.style == kind.style)
            expected = _wanted(kind.style, self.open[depth].value + 1)
            del self.open[depth:]
        return self.push(kind.style, kind.value, (kind.value,), line), expected

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
        for depth in reversed(range(len(self.open))):
            each = self.open[depth]
            if each.path == path[:-1]:
                below = self.open[depth + 1].value if depth + 1 < len(self.open) else 0
                del self.open[depth + 1 :]
                parent = self.push(".", path[-1], path, line)
                return parent, "" if path[-1] == below + 1 else ".".join([*parts[:-1], str(below + 1)])
        for depth in reversed(range(len(self.open))):  # nothing stands above, but one beside does
            each = self.open[depth]
            if len(each.path) == len(path) and each.path[:-1] == path[:-1]:
                below = each.value
                del self.open[depth:]
                return self.push(".", path[-1], path, line), "" if path[-1] == below + 1 else ".".join(
                    [*parts[:-1], str(below + 1)]
                )
        while self.open and self.open[-1].style in {*BULLETS, "none", "."}:
            self.open.pop()
        return self.push(".", path[-1], path, line), ".".join(parts[:-1])


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
    if re.fullmatch("[IVXLC]+", number) and (value := _roman(number.lower())):
        kinds.append(_Kind("I", value))
    if re.fullmatch("[ivx]+", number) and (value := _roman(number)):
        kinds.append(_Kind("i", value))
    if len(number) == 1:
        value = _value(number.lower())
        kinds.append(_Kind("A" if number.isupper() else "a", value))
    if number == "i" or (len(number) == 1 and number in "CLcl"):
        kinds.reverse()
    return kinds


def _follows(number: str, before: int, kind: _Kind) -> bool:
    """Whether a number comes right after another of its style, letters by either alphabet."""
    if kind.style not in "Aa":
        return kind.value == before + 1
    letter, previous = number.lower(), _LETTERS[before - 1 : before]
    return kind.value == before + 1 or letter in {_next(_LETTERS, previous), _next(_ENGLISH, previous)}


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
