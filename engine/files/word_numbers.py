"""Count the numbers that Word writes before paragraphs by itself (ECMA-376, part 1, 17.9), as it shows them."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from .guard import walk

_PARTS = ("word/numbering.xml", "word/styles.xml")
_LEVELS = 9
_MOST = 100_000  # no annex counts further, and no text is made so long
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Numbers:
    """The lists of a document and how far each has been counted.

    Attributes:
        levels: abstract list -> its levels.
        lists: list -> its abstract list; those of one abstract list are counted together unless they start anew.
        anew: list -> level -> the number that it starts with.
        styles: style of paragraphs -> its list and level.
    """

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    anew: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def count(self, style: str, list_: str, level: str) -> str:
        """Give the number of the next paragraph of a list; empty if it has none.

        Args:
            style: the paragraph's.
            list_: `numId` of the paragraph itself, which goes before the style's; "0" takes the number off.
            level: `ilvl`, likewise.
        """
        of_style = self.styles.get(style, ("", 0))
        list_ = list_ or of_style[0]
        depth = int(level) if level.isdecimal() and len(level) == 1 else of_style[1]
        abstract = self.lists.get(list_)
        if abstract is None or not 0 <= depth < _LEVELS:
            return ""
        levels = self.levels.get(abstract, {})
        counts = self._counts.setdefault(abstract, [levels.get(i, _Level()).start - 1 for i in range(_LEVELS)])
        if list_ not in self._begun:
            self._begun.add(list_)
            for at, start in self.anew.get(list_, {}).items():
                counts[at] = start - 1
        counts[depth] += 1
        for deeper in range(depth + 1, _LEVELS):
            counts[deeper] = levels.get(deeper, _Level()).start - 1
        shown = levels.get(depth, _Level())
        if shown.form == "bullet":
            return "-"
        if shown.form == "none":
            return ""
        return re.sub(r"%([1-9])", lambda match: _written(int(match[1]) - 1, levels, counts), shown.text)


def _written(at: int, levels: Mapping[int, _Level], counts: list[int]) -> str:
    level = levels.get(at, _Level())
    number = max(counts[at], level.start)
    if not 0 < number < _MOST:
        return str(number)
    match level.form:
        case "lowerLetter" | "upperLetter":
            text = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        case "lowerRoman" | "upperRoman" if number < 400:
            text = roman(number)
        case "decimalZero":
            text = f"{number:02}"
        case _:
            text = str(number)
    return text.upper() if level.form.startswith("upper") else text


def roman(number: int) -> str:
    """Write a number below 400 in small Roman letters.

    >>> roman(4), roman(19), roman(90)
    ('iv', 'xix', 'xc')
    """
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def read_numbers(archive: zipfile.ZipFile) -> Numbers:
    """Read the lists of a document, and the styles that number their paragraphs."""
    numbers = Numbers()
    reader = _Lists(numbers)
    names = set(archive.namelist())
    for part in _PARTS:
        if part in names:
            walk(archive, part, reader.start, reader.end)
    for style, based_on in reader.based_on.items():
        seen = {style}
        while style not in numbers.styles and based_on and based_on not in seen:
            if based_on in numbers.styles:
                numbers.styles[style] = numbers.styles[based_on]
            seen.add(based_on)
            based_on = reader.based_on.get(based_on, "")  # noqa: PLW2901
    return numbers


def _depth(given: Mapping[str, str]) -> int | None:
    """Read which level is meant: one digit, or none."""
    at = given.get("ilvl", "")
    return int(at) if at.isdecimal() and len(at) == 1 else None


_LEVEL_TAGS = frozenset({"start", "numFmt", "lvlText"})
_TAGS = _LEVEL_TAGS | {
    "style", "basedOn", "numId", "ilvl", "abstractNum", "num", "abstractNumId", "lvl", "lvlOverride", "startOverride",
}  # fmt: skip


class _Lists:
    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.based_on: dict[str, str] = {}
        self._inside: list[str] = []
        self._abstract = self._list = self._style = ""
        self._level: _Level | None = None
        self._at = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._inside.append(tag)
        if tag not in _TAGS:  # most of a document's styles
            return
        plain = {key.rpartition(":")[2]: told for key, told in given.items()}
        value = plain.get("val", "")
        whole = int(value) if value.isdecimal() and len(value) < 6 else 0
        if tag in _LEVEL_TAGS:
            self._of_level(tag, value, whole)
        elif "style" in self._inside:
            self._of_style(tag, plain.get("styleId", ""), value, whole)
        match tag:
            case "abstractNum":
                self._abstract, self._list = plain.get("abstractNumId", ""), ""
            case "num":
                self._list = plain.get("numId", "")
            case "abstractNumId":
                self.numbers.lists[self._list] = value
            case "lvl" if not self._list:
                at = _depth(plain)
                self._level = None if at is None else _Level()
                if at is not None and self._level is not None:
                    self.numbers.levels.setdefault(self._abstract, {})[at] = self._level
            case "lvlOverride":
                self._at = _depth(plain) or 0
            case "startOverride":
                self.numbers.anew.setdefault(self._list, {})[self._at] = whole
            case "basedOn":
                self.based_on[self._style] = value

    def _of_level(self, tag: str, value: str, whole: int) -> None:
        """Note how a level begins and is written."""
        if self._level is None:
            return
        match tag:
            case "start":
                self._level.start = whole
            case "numFmt":
                self._level.form = value
            case "lvlText":
                self._level.text = value[:60]

    def _of_style(self, tag: str, id_: str, value: str, whole: int) -> None:
        """Note which list and level a style of paragraphs has."""
        list_, level = self.numbers.styles.get(self._style, ("", 0))
        match tag:
            case "style":
                self._style = id_
            case "numId":
                self.numbers.styles[self._style] = value, level
            case "ilvl":
                self.numbers.styles[self._style] = list_, whole

    def end(self, tag: str) -> None:
        self._inside.pop()
        if tag == "lvl":
            self._level = None
        elif tag == "style":
            self._style = ""
