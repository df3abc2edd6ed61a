"""The points that a clause gives, and under which condition: `từ 80% trở lên: 10 điểm`, `được 5 điểm nếu ...`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..files.naming import fold
from .text import bare, number

_NUMBER = r"\d+(?:[.,]\d+)?"
# A dash is a minus behind a colon alone: "Chậm: -1 điểm"; in "chậm - 1 điểm" it is a sign between the two.
_MINUS = r"(?P<minus>(?<=[:=])-\s*|(?<=[:=]\s)-\s*)?"
_WORTH = (
    rf"(?:(?P<percent>{_NUMBER})\s*%\s*(?:cua |[x*.]\s*)?(?:so )?diem(?: toi da| chuan)?"
    rf"|{_MINUS}(?P<points>{_NUMBER})\s*(?:diem|d)(?![a-z])(?: toi da)?"
    r"|(?P<all>(?:(?:so )?diem (?:toi da|chuan)|toan bo (?:so )?diem|tron diem|du diem)(?: cua tieu chi| cua chi so)?)"
    r"|(?P<part>[1-9]/[245]|mot nua|nua)\s*(?:[x*.]\s*)?(?:so )?diem(?: toi da| chuan)?"
    r"|(?P<none>khong (?:duoc |co |tinh |cham |cho |cong )*(?:diem|tinh)))"
)
_GIVES = r"(?:(?:thi|duoc|dat|cham|tinh|cho|huong|la|co|muc|cong|nhan)\s+)*"
_AFTER = re.compile(
    rf"(?P<condition>.+?)\s*(?P<sign>[:=→>]|->|=>|,|(?<! )-|-(?!\d)|\s|(?=\())\s*{_GIVES}(?P<open>\(\s*)?{_WORTH}(?(open)\s*\))"
)
_SHORT = re.compile(rf"(?P<condition>.+?)\s*[:=]\s*{_MINUS}(?P<points>{_NUMBER})")
_BEFORE = re.compile(rf"{_GIVES}{_WORTH}\s*(?:[:,]\s*)?(?:(?:neu|khi|doi voi|voi|cho)\s+|:\s*)(?P<condition>.+)")

# Two mentions of points in one clause are more than a condition and its worth; so is what is taken off, or multiplied.
_TAKEN_OFF = re.compile(r"\b(?:trừ|giảm|cộng thêm)\b|^(?:cứ|mỗi)\b")
_MORE = re.compile(r"\d\s*diem|diem toi da|[*/](?=\s*$)|\bx$|(?:ty|ti) le(?: [a-z]+)* [x*]")


@dataclass(frozen=True, slots=True)
class Worth:
    """Points as a clause gives them.

    Attributes:
        points: what they are.
        share: of the maximum, in hundredths, where they are told so; else None.
    """

    points: Fraction
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition as it is written, and what it is worth."""

    condition: str
    worth: Worth


def clause_of(text: str, most: Fraction | None) -> Clause | None:
    """Read a clause that gives points for a condition; None for any other.

    Args:
        text: the clause.
        most: the criterion's maximum, of which shares are taken.

    >>> clause_of("4 cuộc: 20 điểm", Fraction(20))
    Clause(condition='4 cuộc', worth=Worth(points=Fraction(20, 1), share=None))
    >>> clause_of("Được 50% điểm tối đa nếu là cấp phó", Fraction(10)).worth
    Worth(points=Fraction(5, 1), share=Fraction(50, 1))
    """
    plain = bare(text)
    for pattern in (_AFTER, _BEFORE, _SHORT):
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        worth = _worth(match, most)
        condition = text[match.start("condition") : match.end("condition")].strip(" :-,=")
        is_more = _MORE.search(bare(condition)) or _TAKEN_OFF.search(fold(condition))
        if worth is not None and condition and not is_more:
            return Clause(condition, worth)
    return None


def _worth(match: re.Match[str], most: Fraction | None) -> Worth | None:
    said = match.groupdict()
    if said.get("points"):
        points = number(said["points"])
        return Worth(-points if said.get("minus") else points) if points is not None else None
    if said.get("none"):
        return Worth(Fraction(0))
    share = Fraction(100) if said.get("all") else number(said.get("percent") or "")
    if part := said.get("part"):
        share = 100 * (Fraction(part) if "/" in part else Fraction(1, 2))
    return Worth(share * most / 100, share) if share is not None and most is not None else None


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a condition on one quantity takes in.

    Attributes:
        low: the lowest; None where it has no bound. `has_low` says whether it is itself in.
        high: likewise.
        is_exact: whether one value is told: `4 cuộc`.
        percent: whether the bounds are per cent.
        words: what the condition says besides, bare.
        spoken: the same as it is written.
    """

    low: Fraction | None
    has_low: bool
    high: Fraction | None
    has_high: bool
    is_exact: bool
    percent: bool
    words: str
    spoken: str = ""

    def takes(self, value: Fraction, scale: Fraction) -> bool:
        """Whether it takes in a value; its bounds are multiplied by `scale`, as per cent are by 1/100."""
        low, high = self.low, self.high
        above = low is None or (value >= low * scale if self.has_low else value > low * scale)
        return above and (high is None or (value <= high * scale if self.has_high else value < high * scale))

    @property
    def is_lowest(self) -> bool:
        """Whether nothing lies below it: it has no lower bound, or takes in 0."""
        return self.low is None or (self.low == 0 and self.has_low)

    @property
    def is_highest(self) -> bool:
        """Whether nothing lies above it: it has no upper bound, or takes in 100 per cent."""
        return self.high is None or (self.percent and self.high == 100 and self.has_high)


# What is left of a condition says what is measured; a figure or a comparison there is one that was not understood.
# With their marks: "kết quả" has nothing of "quá", nor "văn bản đến" of "từ ... đến".
_COMPARED = re.compile(
    r"[\d<>≤≥]|\b(?:trên(?! địa bàn)|dưới|hơn|(?<!văn bản )(?<!thư )đến|tới|quá(?! hạn)|vượt(?! cấp)|nhỏ|lớn|trở lên|trở xuống|trở đi"
    r"|(?<!thống )nhất|thiếu|không|chưa|hoặc|trước|sau|thêm)\b"
)
_N1, _N2 = rf"(?P<low>{_NUMBER})\s*(?P<p1>%)?", rf"(?P<high>{_NUMBER})\s*(?P<p2>%)?"
_NOUN = r"(?P<noun>(?:[\s,/]+[a-z0-9]*[a-z]){0,8}?)"
_QUANTITY = r"(?:[a-z](?:[a-z /,]*[a-z])?)?"
_ABOVE = r"(?:tu\s+)?(?:tren|lon hon|nhieu hon|cao hon|vuot(?: qua)?|hon|>)\s*"
_TO = r"\s*(?:den|toi|-|va|,)\s*"
_BELOW = r"(?:duoi|nho hon|it hon|thap hon|<)\s*"
_AT_LEAST = r"(?:>=|≥|it nhat|toi thieu|tren hoac bang|khong (?:duoi|it hon|thap hon|nho hon)|(?:dat )?tu|dat)\s*"
_AT_MOST = r"(?:<=|≤|khong (?:vuot )?qua|khong (?:nhieu|cao|lon) hon|nhieu nhat|(?:^|^dat )(?:den|toi) )\s*"
# From the longest wording to the shortest; the first that is found is what the condition says.
_RANGES: tuple[tuple[re.Pattern[str], bool, bool], ...] = tuple(
    (re.compile(words), has_low, has_high)
    for words, has_low, has_high in (
        (rf"{_ABOVE}{_N1}{_NOUN}{_TO}{_BELOW}{_N2}", False, False),
        (rf"{_ABOVE}{_N1}{_NOUN}{_TO}(?:bang |<=\s*|≤\s*)?{_N2}", False, True),
        (rf"(?:tu\s+|>=\s*|≥\s*)?{_N1}{_NOUN}{_TO}{_BELOW}{_N2}", True, False),
        (rf"{_N1}\s*(?:<=|≤)\s*{_QUANTITY}\s*<(?!=)\s*{_N2}", True, False),
        (rf"{_N1}\s*<(?!=)\s*{_QUANTITY}\s*(?:<=|≤)\s*{_N2}", False, True),
        (rf"(?:tu\s+)?{_N1}\s*(?:den|toi|-)\s*{_N2}", True, True),
        (rf"{_ABOVE}{_N1}{_NOUN}\s+tro len", False, False),
        (rf"{_AT_LEAST}{_N1}{_NOUN}\s+tro len", True, False),
        (rf"(?:>=|≥|it nhat|toi thieu|tren hoac bang|khong (?:duoi|it hon|thap hon|nho hon))\s*{_N1}", True, False),
        (rf"{_N1}{_NOUN}\s+tro len", True, False),
        (rf"(?:khong dat(?: duoc)?|chua dat(?: duoc)?|chua den|(?:tu\s+)?{_BELOW})\s*{_N2}(?!{_NOUN}\s+tro len)", False, False),
        (rf"{_AT_MOST}{_N2}", False, True),
        (rf"{_ABOVE}{_N1}", False, False),
        (rf"(?:tu\s+)?{_N2}{_NOUN}\s+tro xuong", False, True),
        (rf"\btu\s+{_N1}", True, False),
        (rf"(?P<exact>{_NUMBER})\s*(?P<p1>%)?", True, True),
    )
)  # fmt: skip


def range_of(condition: str) -> Range | None:
    """Read a condition on one quantity; None where it has no number, or more than a range needs.

    >>> range_of("từ 50% đến dưới 80%")
    Range(low=Fraction(50, 1), has_low=True, high=Fraction(80, 1), has_high=False, is_exact=False, percent=True, words='', spoken='')
    >>> range_of("Họp từ 4 cuộc trở lên").low, range_of("Bí thư chủ trì"), range_of("2 trong 3 lớp")
    (Fraction(4, 1), None, None)
    """
    plain = bare(condition)
    for pattern, has_low, has_high in _RANGES:
        match = pattern.search(plain)
        if match is not None:
            return _range(condition, match, has_low=has_low, has_high=has_high)
    return None


def _range(condition: str, match: re.Match[str], *, has_low: bool, has_high: bool) -> Range | None:
    """Make a range of what matched in a condition; None where a figure or a comparison is left that was not understood."""
    said = {name: text for name, text in match.groupdict().items() if text}
    noun = condition[match.start("noun") : match.end("noun")] if "noun" in said else ""
    rest = f"{condition[: match.start()]} {noun} {condition[match.end() :]}"
    bounds = _bounds(said)
    if bounds is None or _COMPARED.search(fold(rest)):
        return None
    low, high = bounds
    spoken = " ".join(rest.replace("%", " ").split()).strip(" :-,=")
    percent = "p1" in said or "p2" in said
    return Range(low, has_low, high, has_high, "exact" in said, percent, bare(spoken), spoken)


def _bounds(said: Mapping[str, str]) -> tuple[Fraction | None, Fraction | None] | None:
    """Read the bounds that are told; None where one of them is no number, or the lower is above the upper."""
    names = ("exact", "exact") if "exact" in said else ("low", "high")
    low, high = (number(said.get(name, "")) for name in names)
    is_unread = any(name in said and value is None for name, value in zip(names, (low, high), strict=True))
    if is_unread or (low is not None and high is not None and low > high):
        return None
    return low, high
