"""Conditions that each give points, put together: steps on a quantity, yes or no, options, items that add up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from ..files.naming import fold
from ..files.numbers import plain
from .points import Clause, Range, Worth, range_of
from .scoring import Asked, Doubt, Percent, Scoring, Unsure, Value
from .text import bare, capital, free, slug

# With their marks: "cơ sở dữ liệu" has nothing of "có", nor "chứa" of "chưa".
REST = re.compile(
    r"(?:các )?(?:trường hợp |mức )?(?:còn lại|khác)(?: khác)?|(?:không|chưa) đạt(?: mức nào)?|không thuộc.{0,40}"
)
NONE = re.compile(r"(?:không|chưa)(?: [^\W\d]+){0,7}")
HAS = re.compile(
    r"(?:có|đã|ban hành|đạt|thực hiện|hoàn thành|đầy đủ|tổ chức|xây dựng|triển khai|bố trí|công khai|cập nhật|gửi|phê duyệt|thành lập)\b"
)
_FILLERS = frozenset(
    (
        "hop", "to", "chuc", "dat", "co", "duoc", "trong", "nam", "so", "ty", "ti", "le", "thuc", "hien", "hoan", "thanh",
        "neu", "voi", "cua", "don", "vi", "xay", "ra", "phat", "sinh", "de", "nao", "lan",
    )
)  # fmt: skip
_MOST_OPTIONS = 12
ZERO_ELSE = Doubt(
    "không nói dưới mức thấp nhất thì sao; bản thảo cho 0 điểm",
    "it does not say what is below the lowest step; the draft gives 0",
)
ZERO_ELSE_ABOVE = Doubt(
    "không nói trên mức cao nhất thì sao; bản thảo cho 0 điểm",
    "it does not say what is above the highest step; the draft gives 0",
)
ZERO_UNMET = Doubt(
    "không nói khi không đạt thì sao; bản thảo cho 0 điểm", "it does not say what is otherwise; the draft gives 0"
)
NEAREST = Doubt(
    "không nói giữa hai mức thì sao; bản thảo lấy mức gần nhất đã đạt",
    "it does not say what lies between two steps; the draft takes the one that is reached",
)
ON_THE_DAY = Doubt(
    "không nói đúng ngày ấy thì tính trước hay sau", "it does not say whether the day itself is before or after"
)
SHARED = Doubt(
    "nói một giá trị ở hai mức; bản thảo tính theo mức lấy trọn từ giá trị ấy",
    "it says one value twice; the draft takes the step that takes in all from there on",
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Clauses about one quantity: the ranges that they name, what is left for other values, and where nothing occurs."""

    ranges: tuple[tuple[Range, Clause], ...]
    rest: Clause | None
    none: Clause | None


def sort_clauses(given: Sequence[Clause]) -> Sorted | None:
    """Sort clauses about one quantity; None where one of them is about anything else."""
    ranges, others = [], dict[re.Pattern[str], Clause]()
    for each in given:
        found, words = range_of(each.condition), fold(each.condition)
        fits = (words_of for words_of in (REST, NONE) if words_of not in others and words_of.fullmatch(words))
        if found is not None:
            ranges.append((found, each))
        elif (other := next(fits, None)) is not None:
            others[other] = each
        else:
            return None
    return Sorted(tuple(ranges), others.get(REST), others.get(NONE))


_Step: TypeAlias = tuple[Range, Worth]
_Steps: TypeAlias = tuple[dict[str, Value], tuple[Doubt, ...]]


def ladder(given: Sequence[Clause], intro: str, most: Fraction) -> Scoring | Unsure | None:
    """Read clauses as steps on one quantity; None where they are not about one."""
    clauses = _ranges_and_rest(given)
    if clauses is None:
        return None
    ranges, rest = clauses
    # What is left is worth less than each step, so the most is of a step.
    top = max(worth.points for _, worth in ranges)
    if top != most:
        return Unsure(top)
    steps = _steps(ranges, rest)
    if steps is None:
        return _asked(ranges)
    score, doubts = steps
    score = score if "formula" in score else {"steps": "self", **score}
    return Scoring("steps", score, _answer([found for found, _ in ranges], intro), doubts=doubts)


def _ranges_and_rest(given: Sequence[Clause]) -> tuple[list[_Step], Worth | None] | None:
    """Give the ranges of one quantity and what is left; None where clauses are about anything else."""
    said = sort_clauses(given)
    if said is None or len(given) < 2 or (said.rest and said.none):
        return None
    steps = [(found, clause.worth) for found, clause in said.ranges]
    ranges = [found for found, _ in steps]
    if not ranges or not _is_one_quantity(ranges):
        return None
    rest = said.rest or said.none
    least, most = (pick(worth.points for _, worth in steps) for pick in (min, max))
    if said.none is not None and not _is_none_of(said.none, ranges, is_best=said.none.worth.points > most):
        return None
    if said.none is not None and said.none.worth.points > most:
        return [(_NOTHING, said.none.worth), *steps], None
    # "Không phát sinh: điểm tối đa" is something else than left.
    if rest is not None and rest.worth.points >= least:
        return None
    return steps, rest.worth if rest is not None else None


_NOTHING = Range(Fraction(0), True, Fraction(0), True, is_exact=True, percent=False, words="")


def _is_none_of(none: Clause, ranges: Sequence[Range], *, is_best: bool) -> bool:
    """Whether "không ..." means none of the quantity: it names nothing else.

    Where none is worth the most ("không có sự cố"), it is 0 of what is counted from 1 on, and says what that is.
    """
    said = set(bare(none.condition).split()) - {"khong", "chua"}
    counted = set[str]().union(*(found.words.split() for found in ranges))
    if is_best:
        lows = [found.low for found in ranges if found.low is not None]
        return len(lows) == len(ranges) and min(lows) == 1 and not ranges[0].percent and bool(said & counted)
    told = said - _FILLERS
    return not told or (bool(told & counted) and not ranges[0].percent)


def _asked(ranges: Sequence[_Step]) -> Unsure | None:
    """Ask about the first two steps between which there is a gap, or that both take in a value."""
    ordered = sorted((found for found, _ in ranges), key=lambda each: (each.low or 0, each.high or 0))
    for below, above in pairwise(ordered):
        if below.high is None or above.low is None or _touch(below, above, falls=False):
            continue
        low, high = (f"{plain(bound, ',')}{'%' * below.percent}" for bound in (below.high, above.low))
        if below.high < above.low:
            return Unsure(
                question=Doubt(f"giữa {low} và {high} được mấy điểm?", f"what is between {low} and {high} worth?")
            )
        if below.high == above.low and not (below.has_high and above.has_low):
            return Unsure(question=Doubt(f"đúng {low} được mấy điểm?", f"what is exactly {low} worth?"))
        return Unsure(question=Doubt(f"{high} thuộc mức nào?", f"to which step does {high} belong?"))
    return None


def _answer(ranges: Sequence[Range], intro: str) -> dict[str, Value]:
    """Describe the answer that the steps ask for: a share, whole numbers or numbers, and its name."""
    bounds = [bound for found in ranges for bound in (found.low, found.high) if bound is not None]
    answer: dict[str, Value]
    if ranges[0].percent:
        most: dict[str, Value] = {"max": Percent(Fraction(100))} if max(bounds) <= 100 else {}
        answer = {"type": "percent", "min": Fraction(0), **most}
    else:
        answer = {"type": "count" if all(bound.denominator == 1 for bound in bounds) else "number"}
    label = intro or max((found.spoken for found in ranges), key=len)
    if len(label.split()) > 1 or intro:
        answer["label"] = capital(label)
    return answer


def _is_one_quantity(ranges: Sequence[Range]) -> bool:
    """Whether all conditions speak of the same: `4 cuộc`, `họp 3 cuộc`, never `5 máy tính`, `5 máy in`, or `5` and `5%`."""
    told = {frozenset(each.words.split()) - _FILLERS for each in ranges} - {frozenset()}
    return len(told) <= 1 and len({each.percent for each in ranges}) == 1


def _steps(ranges: Sequence[_Step], rest: Worth | None) -> _Steps | None:
    """Make the table of bounds, if the ranges leave no gap, do not overlap and all rise or all fall."""
    ordered = sorted(ranges, key=lambda each: (each[0].low is not None, each[0].low or 0, each[0].high or 0))
    falls = _falls(ordered)
    if falls is None:
        return None
    if _are_single_values([found for found, _ in ordered], falls=falls):
        return _exact(ordered, rest, falls=falls)
    pairs = [(below, above) for (below, _), (above, _) in pairwise(ordered)]
    if not all(_touch(below, above, falls=falls) for below, above in pairs):
        return None
    made = _falling(ordered, rest) if falls else _rising(ordered, rest)
    is_shared = any(below.has_high and above.has_low and below.high == above.low for below, above in pairs)
    return (made[0], (SHARED, *made[1])) if made and is_shared else made


def _falls(ordered: Sequence[_Step]) -> bool | None:
    """Whether more of the quantity is worth less; None where it is neither more nor less throughout."""
    if len(ordered) == 1:
        return ordered[0][0].low is None
    pairs = list(pairwise(worth.points for _, worth in ordered))
    if all(low < high for low, high in pairs):
        return False
    return True if all(low > high for low, high in pairs) else None


def _are_single_values(ranges: Sequence[Range], *, falls: bool) -> bool:
    """Whether steps are told by single values; of shares only the last may be one, as `100%`."""
    if not all(found.is_exact for found in ranges if found.high is not None):
        return False
    return not ranges[0].percent or (sum(found.is_exact for found in ranges) == 1 and not falls)


def _touch(below: Range, above: Range, *, falls: bool) -> bool:
    """Whether one range begins where the other ends; ranges open above are tried from the highest."""
    if above.low is None:
        return False
    if below.high is None:
        return below.low is not None and below.low < above.low
    if below.high == above.low:
        return below.has_high != above.has_low or (below.has_high and _prevails(below, above, falls=falls))
    # Whole numbers: `1 đến 3`, then `4 đến 6`.
    whole = not below.percent and below.high.denominator == above.low.denominator == 1
    return whole and below.has_high and above.has_low and below.high + 1 == above.low


def _prevails(below: Range, above: Range, *, falls: bool) -> bool:
    """Whether a bound that both name is surely of the better one: "từ 90% trở lên" beside "từ 80% đến 90%"."""
    best = below if falls else above
    return best.is_exact or (best.low is None if falls else best.high is None)


def _exact(ordered: Sequence[_Step], rest: Worth | None, *, falls: bool) -> _Steps | None:
    """Steps told by single values: `4 cuộc: 20 điểm; 3 cuộc: 15 điểm`, or `0 sự cố: 5 điểm; 1 sự cố: 3 điểm`."""
    lows = [found.low for found, _ in ordered if found.low is not None and found.has_low]
    if len(ordered) < 2 or len(set(lows)) != len(ordered):
        return None
    made = _exact_falling(ordered, lows, rest) if falls else _exact_rising(ordered, rest)
    if made is None or ordered[0][0].percent:
        return made
    gaps = {high - low for low, high in pairwise(lows)} - {1}
    return (made[0], (NEAREST, *made[1])) if gaps else made


def _exact_falling(ordered: Sequence[_Step], lows: Sequence[Fraction], rest: Worth | None) -> _Steps | None:
    """The more the worse: at most so many of them."""
    last, worth = ordered[-1]
    if lows[0] != 0 or last.percent:
        return None
    if last.is_exact:
        doubts = () if rest is not None or worth.points == 0 else (ZERO_ELSE_ABOVE,)
        return {"up_to": _table(ordered, "low"), "otherwise": _points(rest)}, doubts
    # `từ 3 sự cố trở lên: 0 điểm`
    if rest is not None or lows[-1] - lows[-2] != 1:
        return None
    return {"up_to": _table(ordered[:-1], "low"), "otherwise": _points(worth)}, ()


def _exact_rising(ordered: Sequence[_Step], rest: Worth | None) -> _Steps | None:
    """The more the better: from so many on."""
    (lowest, worth), (highest, _) = ordered[0], ordered[-1]
    if highest.percent and highest.is_exact and highest.low != 100:
        return None
    if lowest.low != 0:
        doubts = () if rest is not None or lowest.low == 1 else (ZERO_ELSE,)
        return {"from": _table(ordered[::-1], "low"), "otherwise": _points(rest)}, doubts
    if rest is not None and rest.points != worth.points:
        return None
    return {"from": _table(ordered[:0:-1], "low"), "otherwise": _points(worth)}, ()


def _rising(ordered: Sequence[_Step], rest: Worth | None) -> _Steps | None:
    (lowest, worth), (highest, _) = ordered[0], ordered[-1]
    steps = ordered
    if lowest.is_lowest:
        if rest is not None and lowest.low is None:
            return None
        steps, rest = ordered[1:], worth
    if not steps or not _goes_on(highest):
        return None
    doubts = () if rest is not None else (ZERO_ELSE,)
    return _bounded(steps[::-1], "low", rest), doubts


def _goes_on(highest: Range) -> bool:
    """Whether more than the highest step is worth the same: `4 cuộc` at the top is 4 and more, `từ 4 đến 6` is not."""
    return highest.is_highest or (highest.is_exact and not highest.percent)


def _bounded(steps: Sequence[_Step], bound: str, rest: Worth | None) -> dict[str, Value]:
    """Write steps, the best first, as a table of bounds; as a formula where some take their bound in and some do not."""
    with_bound, without = ("from", "above") if bound == "low" else ("up_to", "below")
    takes = {found.has_low if bound == "low" else found.has_high for found, _ in steps}
    if len(takes) == 1:
        return {with_bound if True in takes else without: _table(steps, bound), "otherwise": _points(rest)}
    told = (f"{plain(worth.points)} if self {_compared(found, bound)} else" for found, worth in steps)
    return {"formula": f"{' '.join(told)} {plain(rest.points) if rest is not None else 0}"}


def _compared(found: Range, bound: str) -> str:
    """Write a bound as a comparison, a share as a part of one."""
    at, takes, sign = (found.low, found.has_low, ">") if bound == "low" else (found.high, found.has_high, "<")
    assert at is not None
    return f"{sign}{'=' * takes} {plain(at / 100 if found.percent else at)}"


def _falling(ordered: Sequence[_Step], rest: Worth | None) -> _Steps | None:
    (lowest, _), (highest, worth) = ordered[0], ordered[-1]
    steps = ordered
    if highest.is_highest:
        if rest is not None and highest.high is None:
            return None
        steps, rest = ordered[:-1], worth
    if not steps or not lowest.is_lowest or not all(found.high is not None for found, _ in steps):
        return None
    doubts = () if rest is not None else (ZERO_ELSE_ABOVE,)
    return _bounded(steps, "high", rest), doubts


def _table(steps: Sequence[_Step], bound: str) -> Mapping[str, Value]:
    return {
        f"{_plain(found.low if bound == 'low' else found.high)}{'%' * found.percent}": _points(worth)
        for found, worth in steps
    }


def _plain(bound: Fraction | None) -> str:
    return plain(bound) if bound is not None else ""


def _points(worth: Worth | None) -> Value:
    if worth is None:
        return Fraction(0)
    return Percent(worth.share) if worth.share is not None and worth.points else worth.points


def yes_no(given: Sequence[Clause], most: Fraction) -> Scoring | Unsure | None:
    """Read `Có: 2 điểm; không: 0 điểm`: a condition, its contrary, and nothing else."""
    words = [fold(each.condition) for each in given]
    match words:
        case [yes]:
            fits = HAS.match(yes) is not None and not _is_negated(yes)
        case [yes, no]:
            fits = given[1].worth.points == 0 and (_is_contrary(no, yes) or _is_contrary(yes, no))
        case _:
            fits = False
    if not fits or re.search(r"\d", " ".join(words)):
        return None
    first = given[0]
    if first.worth.points != most:
        return Unsure(first.worth.points)
    doubts = () if len(given) == 2 else (ZERO_UNMET,)
    return Scoring("yes_no", {"yes_no": "self"}, _asked_of(first.condition), doubts=doubts)


def _asked_of(condition: str) -> dict[str, Value]:
    """Describe the answer to a condition; one of a word or two, as "Có", names nothing that could be asked."""
    return {"label": capital(condition)} if len(condition.split()) > 2 else {}


def _is_contrary(no: str, yes: str) -> bool:
    """Whether a condition is that another does not hold: it denies it, or is all else."""
    if NONE.match(yes) and not NONE.match(no):
        return False
    if REST.fullmatch(no):
        return HAS.match(yes) is not None
    denied = re.sub(rf"^{_IN}(?:không|chưa)\s*", "", no)
    held = re.sub(rf"^{_IN}(?:có|đã|đạt)\s*", "", yes)
    return _is_negated(no) and (denied in {"", "có", "đạt", "đã"} or _same(denied, held) or _same(denied, yes))


def _is_negated(words: str) -> bool:
    return re.match(rf"{_IN}(?:không|chưa)\b", words) is not None


_IN = r"(?:nếu |trường hợp |trong (?:năm|kỳ|quý) |đơn vị )*"


def _same(no: str, yes: str) -> bool:
    """Whether a contrary names what it denies: all of it, or how it begins."""
    return bool(no) and (yes == no or yes.startswith(no + " "))


def _are_distinct(given: Sequence[Clause], figures: str = r"\d") -> bool:
    """Whether clauses are a few of which each has its own words, and none speaks of a quantity; a day is none."""
    words = {fold(each.condition) for each in given}
    said = (_DAY.sub("", each) for each in words)
    return 2 <= len(given) == len(words) <= _MOST_OPTIONS and not any(re.search(figures, each) for each in said)


# "2/3 nội dung" is no day: one is named as such, or is before, after or from something.
_DAY = re.compile(
    r"\b(?:(?:ngày|trước|sau|từ|đến|tới|hết) )+(?P<day>\d{1,2}/\d{1,2}(?:/\d{4})?)\b"
    r"|\bngày (?P<spoken>\d{1,2} tháng \d{1,2}(?: năm \d{4})?)\b|\b(?P<month>tháng \d{1,2}(?:/\d{4})?)\b"
)


def options(given: Sequence[Clause], intro: str, most: Fraction) -> Scoring | None:
    """Read clauses as options of which one holds; the best is worth the maximum."""
    if not (_are_distinct(given) or _are_of_lateness(given)) or not _exclude_each_other(given, intro, most):
        return None
    taken: set[str] = set()
    by_id = {free(slug(each.condition), taken): each for each in given}
    choices = {id_: capital(each.condition) for id_, each in by_id.items()}
    answer: dict[str, Value] = {"type": "choice", "options": choices}
    if intro:
        answer["label"] = intro
    worths = {id_: _points(each.worth) for id_, each in by_id.items()}
    doubts = (ON_THE_DAY,) if _leaves_a_day(given) else ()
    return Scoring("choice", {"choice": "self", "points": worths}, answer, doubts=doubts)


def _are_of_lateness(given: Sequence[Clause]) -> bool:
    """Whether clauses are "đúng hạn", and how late in days, without a gap: options, as being early is no number."""
    late = [found for each in given if (found := range_of(each.condition)) is not None]
    timely = [each for each in given if re.search(r"\b(?:trước|đúng) (?:thời )?hạn\b", fold(each.condition))]
    others = [each for each in given if _is_negated(fold(each.condition))]
    if len(timely) != 1 or len(late) + len(others) + 1 != len(given) or not late or not _is_one_quantity(late):
        return False
    late.sort(key=lambda each: (each.low or 0, each.high or 0))
    is_late = re.search(r"\b(?:cham|tre|muon|qua han)\b", late[0].words) is not None and not late[0].percent
    starts = late[0].low is None or late[0].low <= 1
    return is_late and starts and late[-1].high is None and all(_touch(*pair, falls=False) for pair in pairwise(late))


def _exclude_each_other(given: Sequence[Clause], intro: str, most: Fraction) -> bool:
    """Whether one of the options holds, and not several that add up."""
    points = [each.worth.points for each in given]
    if max(points) != most or points.count(most) > 1:
        return False
    # Two of which one denies the other; without a worth of nothing, else that is a yes or no.
    words = [fold(each.condition) for each in given]
    if len(given) == 2 and any(map(_is_negated, words)):
        return points[1] != 0 and _is_contrary(words[1], words[0])
    falls = all(before > after for before, after in pairwise(points))
    if intro and falls:
        return True
    # Without a worth of nothing they may be items that add up.
    nothing = [said for said, worth in zip(words, points, strict=True) if worth <= 0]
    if not nothing or falls:
        return bool(nothing)
    is_told = any(_is_negated(each) or REST.fullmatch(each) for each in nothing)
    return is_told and sum(each for each in points if each > 0) > most


def _leaves_a_day(given: Sequence[Clause]) -> bool:
    """Whether options before and after a day leave the day itself to none of them."""
    words = [fold(each.condition) for each in given]
    days = {day["day"] or day["spoken"] for each in words for day in _DAY.finditer(each)} - {None}
    within = "|".join(map(re.escape, days))
    taken = rf"(?:từ|đến|tới|trong|đúng|chậm nhất|muộn nhất|hết)(?: ngày| hết)*(?: ngày)? (?:{within})"
    return bool(days) and not any(re.search(taken, each) for each in words)


def items(given: Sequence[Clause], most: Fraction) -> Scoring | None:
    """Read clauses as items that add up to the maximum, each there or not: `Có A: 3 điểm; có B: 2 điểm`."""
    points = [each.worth.points for each in given]
    if not _are_distinct(given, r"\d|t[ỷỉ] lệ|\bmỗi\b") or sum(points) != most or min(points) <= 0:
        return None
    if not all(HAS.match(fold(each.condition)) for each in given):
        return None
    by_name = {chr(ord("a") + at): each for at, each in enumerate(given)}
    return Scoring(
        "checklist",
        {"checklist": {f"{{{name}}}": each.worth.points for name, each in by_name.items()}},
        inputs={name: Asked(each.condition, "yes_no") for name, each in by_name.items()},
    )
