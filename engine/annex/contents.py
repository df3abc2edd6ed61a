"""Tell what a column of an annex is for by what stands in it, where its heading does not say."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from .numbering import BULLETS, Tree, number_in, number_of
from .paper import TableRow
from .text import bare, one_line, points_in

CONTENTS: Mapping[str, tuple[str, str]] = {
    "names": ("chữ khác nhau ở hầu hết các hàng", "words that differ in most rows"),
    "groups": ("chữ ở một số hàng, chung cho các hàng dưới nó", "words in some rows, for those below them, too"),
    "counts": ("số thứ tự nối tiếp nhau", "numbers that follow one another"),
    "sums": (
        "các số cộng lại đúng bằng số ở mục trên hoặc hàng tổng",
        "figures that add up to the row above or the total",
    ),
    "numbers": ("hầu hết các ô là số điểm", "most cells are points"),
    "scoring": ("lời văn nói điểm, tỷ lệ", "texts that give points or shares"),
    "evidence": ("tên báo cáo, văn bản, hồ sơ", "names of reports and documents"),
}
"""What of its contents told what a column is for, in Vietnamese and English."""
_ENOUGH, _SOME = 0.6, 0.3  # of the filled cells that must be of a kind
_LONGEST = 400  # characters of a cell that are looked at
_MOST_COLUMNS = 12  # of points, whose sums are compared
_TOTAL = re.compile(r"(?:tong(?: cong| so| diem)?|cong|total)\b")
_SCORING = re.compile(
    r"\d\s*(?:diem|d)\b|diem toi da|\bty le\b.*[x*/%]|\bco ?[/,]\s*khong\b|\bmoi\b.*\d|\d\s*%|khong qua \d"
)
_EVIDENCE = re.compile(
    r"\b(?:bao cao|van ban|quyet dinh|ke hoach|anh chup|hinh anh|bien ban|ho so|duong (?:dan|link)|link|danh sach|tai lieu|hop dong|cong van|to trinh|minh chung)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a column is for by its contents, and why: a key of `CONTENTS`."""

    role: str
    why: str


def told_by_contents(rows: Sequence[TableRow], free: Collection[int], known: Mapping[str, int]) -> Mapping[int, Told]:
    """Find columns for the roles that no heading tells.

    Args:
        rows: below the headings.
        free: the columns whose headings tell nothing.
        known: role -> its column, of those that a heading tells.
    """
    rows = [row for row in rows if sum(map(bool, row.cells)) > 1]  # a text alone is a heading, or a remark
    columns = [_Column(at, rows) for at in sorted(free)]
    found: dict[int, Told] = {}
    places = dict(known)
    for role, why, choose in _CHOICES:
        chosen = None if role in places else choose([each for each in columns if each.at not in found], rows, places)
        if chosen is not None:
            found[chosen.at], places[role] = Told(role, why), chosen.at
        if "label" not in places:
            return {}
    if (column := places.get("max", -1)) in found and _sums(rows, places, column):
        found[column] = Told("max", "sums")
    return found


class _Column:
    """The filled cells of a column."""

    def __init__(self, at: int, rows: Sequence[TableRow]) -> None:
        self.at = at
        texts = (row.cells[at] for row in rows if at < len(row.cells))
        self.texts = [text for text in texts if text and not _TOTAL.match(bare(text[:20]))]
        self.words = sum(map(_is_words, self.texts))
        self.rows = len(rows)

    @property
    def is_names(self) -> bool:
        """Whether it says something else in most rows, in words."""
        words = [text for text in self.texts if _is_words(text)]
        return len(words) >= max(2, _ENOUGH * self.rows) and len(set(words)) >= _ENOUGH * len(words)

    @property
    def is_groups(self) -> bool:
        """Whether it says something in words in some rows only, as a cell that is merged over several does."""
        return 2 <= len(self.texts) < self.rows and all(map(_is_words, self.texts))

    @property
    def counts(self) -> bool:
        """Whether it numbers rows, in an order that can be followed."""
        numbers = [found for text in self.texts if (found := number_of(text)) is not None]
        if len(numbers) < max(2, 0.8 * len(self.texts)):
            return False
        tree = Tree()
        return sum(not tree.place(number, at)[1] for at, number in enumerate(numbers)) >= 0.8 * len(numbers)

    @property
    def are_points(self) -> bool:
        points = sum(points_in(text) is not None for text in self.texts)
        return points >= max(2, _ENOUGH * len(self.texts))

    def share(self, words: re.Pattern[str]) -> float:
        """Give how many of its filled cells say such words; a figure alone is none."""
        return sum(_is_words(text) and bool(words.search(bare(text[:_LONGEST]))) for text in self.texts) / max(
            1, len(self.texts)
        )


_Columns: TypeAlias = Sequence[_Column]


def _is_words(text: str) -> bool:
    return re.search(r"[^\W\d_]{2}", text) is not None and points_in(text) is None and number_of(text) is None


def _names(columns: _Columns, rows: Sequence[TableRow], places: Mapping[str, int]) -> _Column | None:  # noqa: ARG001
    """Of the columns of names, give the fullest, the first of several: that of groups has gaps."""
    return max((each for each in columns if each.is_names), key=lambda each: (each.words, -each.at), default=None)


def _groups(columns: _Columns, rows: Sequence[TableRow], places: Mapping[str, int]) -> _Column | None:  # noqa: ARG001
    found = [each for each in columns if each.at < places["label"] and each.is_groups]
    return found[0] if len(found) == 1 else None


def _numbers(columns: _Columns, rows: Sequence[TableRow], places: Mapping[str, int]) -> _Column | None:  # noqa: ARG001
    return next((each for each in columns if each.at < places["label"] and each.counts), None)


def _points(columns: _Columns, rows: Sequence[TableRow], places: Mapping[str, int]) -> _Column | None:
    """Of the columns of points, give the one whose sums agree; else the fullest, the first of several."""
    points = [each for each in columns if each.are_points][:_MOST_COLUMNS]
    return max(points, key=lambda each: (_sums(rows, places, each.at), len(each.texts), -each.at), default=None)


def _scoring(columns: _Columns, rows: Sequence[TableRow], places: Mapping[str, int]) -> _Column | None:  # noqa: ARG001
    return _saying(_SCORING, columns)


def _evidence(columns: _Columns, rows: Sequence[TableRow], places: Mapping[str, int]) -> _Column | None:  # noqa: ARG001
    return _saying(_EVIDENCE, [each for each in columns if each.at > places["label"]])


def _saying(words: re.Pattern[str], columns: _Columns) -> _Column | None:
    """Give the column that says such words most often, if it does so often enough."""
    shares = {each.at: each.share(words) for each in columns}
    return max((each for each in columns if shares[each.at] >= _SOME), key=lambda each: shares[each.at], default=None)


# In their order: what a column is known for helps with the next.
_CHOICES: Sequence[tuple[str, str, Callable[[_Columns, Sequence[TableRow], Mapping[str, int]], _Column | None]]] = (
    ("label", "names", _names),
    ("group", "groups", _groups),
    ("number", "counts", _numbers),
    ("max", "numbers", _points),
    ("wording", "scoring", _scoring),
    ("evidence", "evidence", _evidence),
)


def _sums(rows: Sequence[TableRow], places: Mapping[str, int], column: int) -> int:
    """Count the rows, and the total of all, that are the sum of the rows below them in a column."""
    tree, values = Tree(), list[Fraction | None]()
    below: dict[int, list[int]] = {}
    fits = 0
    for row in rows:
        number, label = _numbered(row, places)
        value = points_in(_at(row, column))
        if _TOTAL.match(bare(label)):
            fits += value is not None and value == _added([values[at] for at in below.get(-1, ())])
        elif number and number not in BULLETS and label:
            below.setdefault(tree.place(number, len(values))[0], []).append(len(values))
            values.append(value)
    return fits + sum(
        at >= 0 and len(under) > 1 and values[at] is not None and values[at] == _added([values[each] for each in under])
        for at, under in below.items()
    )


def _numbered(row: TableRow, places: Mapping[str, int]) -> tuple[str, str]:
    label = one_line(_at(row, places["label"]))
    said = _at(row, places["number"]) if "number" in places else ""
    if (number := number_of(said)) is not None:
        return number, label
    return number_in(label) if label else ("", one_line(said))


def _added(values: Sequence[Fraction | None]) -> Fraction | None:
    return None if None in values or not values else sum((each for each in values if each is not None), Fraction(0))


def _at(row: TableRow, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""
