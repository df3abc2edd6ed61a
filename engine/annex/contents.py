"""Tell what a column of an annex is for by what stands in it, where its heading does not say."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .numbering import BULLETS, Tree, number_in, number_of
from .paper import TableRow
from .text import bare, one_line, points_in

CONTENTS: Mapping[str, tuple[str, str]] = {
    "names": ("chữ khác nhau ở hầu hết các hàng", "words that differ in most rows"),
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
    """What a column is for by its contents, and why: `sums` or `numbers`, `counts`, `names`, `scoring`, `evidence`."""

    role: str
    why: str


def told_by_contents(rows: Sequence[TableRow], free: Collection[int], known: Mapping[str, int]) -> Mapping[int, Told]:
    """Find columns for the roles that no heading tells.

    Args:
        rows: below the headings.
        free: the columns whose headings tell nothing.
        known: role -> its column, of those that a heading tells.
    """
    columns = [_Column(at, rows) for at in sorted(free)]
    found: dict[int, Told] = {}
    places = dict(known)

    def take(role: str, why: str, choose: Callable[[Sequence[_Column]], "_Column | None"]) -> None:
        chosen = choose([each for each in columns if each.at not in found]) if role not in places else None
        if chosen is not None:
            found[chosen.at], places[role] = Told(role, why), chosen.at

    take("label", "names", lambda free: next((each for each in free if each.is_names), None))
    if "label" not in places:
        return {}
    take(
        "number",
        "counts",
        lambda free: next((each for each in free if each.at < places["label"] and each.counts), None),
    )
    take("max", "numbers", lambda free: _best(free, rows, places))
    if "max" in places and places["max"] in found and _sums(rows, places, places["max"]):
        found[places["max"]] = Told("max", "sums")
    take("wording", "scoring", lambda free: _most(free, lambda each: each.share(_SCORING), _SOME))
    take("evidence", "evidence", lambda free: _most([each for each in free if each.at > places["label"]], lambda each: each.share(_EVIDENCE), _SOME))  # fmt: skip
    return found


class _Column:
    """The filled cells of a column."""

    def __init__(self, at: int, rows: Sequence[TableRow]) -> None:
        self.at = at
        self.texts = [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]]
        self.rows = len(rows)

    @property
    def is_names(self) -> bool:
        """Whether it says something else in most rows, in words."""
        words = [text for text in self.texts if _is_words(text)]
        return len(words) >= max(2, _ENOUGH * self.rows) and len(set(words)) >= _ENOUGH * len(words)

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
        """Give how many of its filled cells say such words."""
        return sum(bool(words.search(bare(text[:_LONGEST]))) for text in self.texts) / max(1, len(self.texts))


def _is_words(text: str) -> bool:
    return re.search(r"[^\W\d_]{2}", text) is not None and points_in(text) is None and number_of(text) is None


def _most(columns: Sequence[_Column], worth: Callable[[_Column], float], least: float) -> _Column | None:
    return max((each for each in columns if worth(each) >= least), key=worth, default=None)


def _best(columns: Sequence[_Column], rows: Sequence[TableRow], places: Mapping[str, int]) -> _Column | None:
    """Of the columns of points, give the one whose sums agree; else the fullest, the first of several."""
    points = [each for each in columns if each.are_points][:_MOST_COLUMNS]
    return max(points, key=lambda each: (_sums(rows, places, each.at), len(each.texts), -each.at), default=None)


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
