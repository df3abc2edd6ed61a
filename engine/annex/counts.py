"""Points for each thing that is counted, or off for each: `mỗi ứng dụng 1 điểm`, `cứ 10 tin được 1 điểm`, `mỗi báo cáo chậm trừ 2 điểm`."""

import re
from collections.abc import Sequence
from fractions import Fraction

from ..files.naming import fold
from ..files.numbers import plain
from .points import clause_of
from .ratios import NUMBER, cap_of, other_most
from .scoring import Doubt, Scoring, Unsure, Value
from .text import bare, capital, number

_THINGS = r"(?:(?P<per>\d+)\s+|mot\s+)?(?P<what>[a-z][^\d:=%]*?)"
_EACH = re.compile(
    rf"(?:cu moi|cu du|cu|moi)\s+{_THINGS}\s*[:,=]?\s*(?:thi |duoc |cong |tinh |cham |cho |la )*(?P<each>{NUMBER})\s*(?:diem|d)(?![a-z])"
)
_PER = re.compile(
    rf"(?:duoc |cong |cham )?(?P<each>{NUMBER})\s*(?:diem|d)\s*(?:/|cho moi|cho)\s*(?:(?P<per>\d+)\s+|mot\s+)?(?P<what>[a-z][^\d:=%]*)"
)
_OFF = re.compile(
    rf"(?:cu moi|cu|moi)\s+{_THINGS}\s*[:,=]?\s*(?:thi |bi |se )*(?:tru(?: di)?\s*|:?\s*-)(?P<each>{NUMBER})\s*(?:diem|d)(?![a-z])"
)
_OFF_PER = re.compile(
    rf"(?P<what>[a-z][^\d:=%]*?)\s*[:,]?\s*(?:thi |bi |se )*tru(?: di)?\s*(?P<each>{NUMBER})\s*(?:diem|d)\s*/\s*(?:(?P<per>\d+)\s+)?[a-z][^\d:=%]*"
)
_LESS = re.compile(
    rf"(?:(?:so )?diem\s*=\s*)?(?P<most>{NUMBER})\s*(?:diem)?\s*-\s*\(?\s*(?:(?P<times>{NUMBER})\s*(?:diem)?\s*[x*]\s*)?(?P<what>so [a-z][a-z ]*?)"
    rf"(?(times)|\s*[x*]\s*(?P<each>{NUMBER})\s*(?:diem)?)\s*\)?"
)
_OFF_MOST = re.compile(
    rf"(?:nhung )?(?:tru )?(?:toi da|khong (?:tru )?qua|khong vuot qua|tru khong qua)\s*(?:tru )?(?P<most>{NUMBER})\s*diem|tru (?:den|cho den khi|toi khi) het (?:so )?diem"
)
# What is measured has parts, of which it must be said what they are worth.
MEASURED = re.compile(r"(?:km2?|m2?|ha|kg|tấn|giờ|đồng|triệu|tỷ|tỉ|trăm|nghìn|phần trăm)\b")
_OTHERWISE = re.compile(rf"^{MEASURED.pattern}|\b(?:trừ|giảm|thêm|tăng)\b")
# Ends of a criterion and what falls short of each: points off are only from where nothing falls short.
_SHORT_OF = tuple(
    (re.compile(good), re.compile(bad))
    for good, bad in (
        (r"\b(?:dung|bao dam|dam bao) (?:thoi )?(?:han|gian|quy dinh|tien do)\b|\bkip thoi\b", r"\b(?:cham|tre|muon|qua han|khong dung)\b"),
        (r"\b(?:day du|du)\b", r"\b(?:thieu|khong day du)\b"),
        (r"\bchinh xac\b|\bdung\b", r"\bsai\b"),
    )
)  # fmt: skip
_FLOOR = Doubt(
    "không nói trừ đến mấy điểm; bản thảo trừ đến hết điểm, không âm",
    "it does not say how far points are taken off; the draft goes down to 0",
)


def count(said: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    """Read `mỗi ứng dụng 1 điểm, không quá 5 điểm`, and `cứ 10 tin được 1 điểm`, which counts whole tens."""
    if len(said) > 2:
        return None
    match = _EACH.fullmatch(bare(said[0])) or _PER.fullmatch(bare(said[0]))
    if match is None:
        return None
    if len(said) == 2:
        cap = cap_of(bare(said[1]))
        if cap is None:
            return None
        if (wrong := other_most(cap, most)) is not None:
            return wrong
    # With their marks: "mới triển khai" is not "mỗi", nor "cũ" "cứ".
    what = said[0][match.start("what") : match.end("what")].strip()
    if _OTHERWISE.search(fold(what)) or (match.re is _EACH and not _is_each(said[0])):
        return None
    each, per = number(match["each"]), int(match["per"] or 1)
    if each is None or per == 0 or not 0 < each <= most:
        return None
    counted: Value = "self" if per == 1 else f"floor(self / {per})"
    doubts = () if per == 1 or "cu du" in match[0] else (_whole(per, what),)
    return Scoring("count", {"count": counted, "each": each}, {"type": "count", "label": f"Số {what}"}, doubts=doubts)


def _is_each(text: str) -> bool:
    return re.match(r"mỗi|cứ", fold(text)) is not None


def _whole(per: int, what: str) -> Doubt:
    return Doubt(
        f"không nói phần chưa đủ {per} {what} thì sao; bản thảo chỉ tính đủ {per}",
        f"it does not say what less than {per} of them are worth; the draft counts whole {per}s",
    )


def deduction(said: Sequence[str], most: Fraction) -> Scoring | None:
    """Read `Gửi báo cáo đúng hạn: 10 điểm; mỗi báo cáo chậm trừ 2 điểm`: the maximum, less for each that falls short."""
    if len(said) == 1:
        return _difference(said[0], most)
    if len(said) not in {2, 3}:
        return None
    full, off = clause_of(said[0], most), _off(said[1])
    least = _least(said[2:], most)
    if full is None or full.worth.points != most or off is None or least is None:
        return None
    what, each = off
    if each > most or not _falls_short(bare(full.condition), bare(what)):
        return None
    return _less_for_each(most, each, least, f"Số {what}", () if len(said) == 3 else (_FLOOR,))


def _difference(clause: str, most: Fraction) -> Scoring | None:
    """Read `Điểm = 10 - số hồ sơ trễ hạn x 0,5`."""
    match = _LESS.fullmatch(bare(clause))
    each = number(match["each"] or match["times"]) if match is not None else None
    if match is None or each is None or number(match["most"]) != most or not 0 < each <= most:
        return None
    return _less_for_each(most, each, Fraction(0), clause[match.start("what") : match.end("what")].strip(), (_FLOOR,))


def _off(clause: str) -> tuple[str, Fraction] | None:
    """Give what points are taken off for, and how many for each one; None for what is measured, or for several at once."""
    match = _OFF.fullmatch(bare(clause)) or _OFF_PER.fullmatch(bare(clause))
    if match is None or (match.re is _OFF and not _is_each(clause)) or match["per"] not in {None, "1", "01"}:
        return None
    what, each = clause[match.start("what") : match.end("what")].strip(), number(match["each"])
    return (what, each) if each is not None and each > 0 and not _OTHERWISE.search(fold(what)) else None


def _least(said: Sequence[str], most: Fraction) -> Fraction | None:
    """Give the points that are left when as many are taken off as a clause allows: 0 where none says; None for another clause."""
    if not said:
        return Fraction(0)
    end = _OFF_MOST.fullmatch(bare(said[0]))
    off = number(end["most"]) if end is not None and end["most"] else most
    return most - off if end is not None and off is not None and off <= most else None


def _less_for_each(most: Fraction, each: Fraction, least: Fraction, label: str, doubts: tuple[Doubt, ...]) -> Scoring:
    score = {"formula": f"max({plain(most)} - {plain(each)} * self, {plain(least)})"}
    return Scoring("formula", score, {"type": "count", "label": capital(label)}, doubts=doubts)


def _falls_short(full: str, what: str) -> bool:
    """Whether what points are taken off for is what the full points deny: late of "đúng hạn", "X" of "không có X"."""
    full = re.sub(r"\s*\b100\s*%\s*", " ", full).strip()
    if re.search(r"\d", full):
        return False
    denied = re.fullmatch(r"(?:trong nam )?(?:khong|chua)(?: (?:co|de|xay ra|phat sinh))* (?P<what>.+)", full)
    if denied is not None:
        return denied["what"] in what or what in denied["what"]
    return any(good.search(full) and bad.search(what) for good, bad in _SHORT_OF)
