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
from .text import capital, free, slug

# With their marks: "cơ sở dữ liệu" has nothing of "có", nor "chứa" of "chưa".
REST = re.compile(
    r"(?:các )?(?:trường hợp |mức )?(?:còn lại|khác)(?: khác)?|(?:không|chưa) đạt(?: mức nào)?|không thuộc.{0,40}"
)
NONE = re.compile(r"(?:không|chưa)(?: [^\W\d]+){0,4}")
HAS = re.compile(r"(?:có|đã|ban hành|đạt|thực hiện|hoàn thành|đầy đủ)\b")
_FILLERS = frozenset(
    (
        "hop", "to", "chuc", "dat", "co", "duoc", "trong", "nam", "so", "ty", "ti", "le", "thuc", "hien", "hoan", "thanh",
        "neu", "voi", "cua", "don", "vi",
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
        return None
    score, doubts = steps
    return Scoring("steps", {"steps": "self", **score}, _answer([found for found, _ in ranges], intro), doubts=doubts)


def _ranges_and_rest(given: Sequence[Clause]) -> tuple[list[_Step], Worth | None] | None:
    """Give the ranges of one quantity and what is left; None where clauses are about anything else."""
    said = sort_clauses(given)
    if said is None or len(given) < 2 or (said.rest and said.none):
        return None
    rest = said.rest or said.none
    steps = [(found, clause.worth) for found, clause in said.ranges]
    if not _is_one_quantity([found for found, _ in steps]):
        return None
    # "Không phát sinh: điểm tối đa" is something else than left.
    if rest is not None and rest.worth.points >= min(worth.points for _, worth in steps):
        return None
    return steps, rest.worth if rest is not None else None


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
    if not all(_touch(below, above) for (below, _), (above, _) in pairwise(ordered)):
        return None
    return _falling(ordered, rest) if falls else _rising(ordered, rest)


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


def _touch(below: Range, above: Range) -> bool:
    """Whether one range begins where the other ends; ranges open above are tried from the highest."""
    if above.low is None:
        return False
    if below.high is None:
        return below.low is not None and below.low < above.low
    if below.high == above.low:
        return below.has_high != above.has_low
    # Whole numbers: `1 đến 3`, then `4 đến 6`.
    whole = not below.percent and below.high.denominator == above.low.denominator == 1
    return whole and below.has_high and above.has_low and below.high + 1 == above.low


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
    key = _key({found.has_low for found, _ in steps}, "from", "above")
    if key is None or not _goes_on(highest):
        return None
    doubts = () if rest is not None else (ZERO_ELSE,)
    return {key: _table(steps[::-1], "low"), "otherwise": _points(rest)}, doubts


def _goes_on(highest: Range) -> bool:
    """Whether more than the highest step is worth the same: `4 cuộc` at the top is 4 and more, `từ 4 đến 6` is not."""
    return highest.is_highest or (highest.is_exact and not highest.percent)


def _key(takes: set[bool], with_bound: str, without: str) -> str | None:
    """Name the bounds of steps by whether they are taken in; None where some are and some are not, or there are none."""
    if len(takes) != 1:
        return None
    return with_bound if True in takes else without


def _falling(ordered: Sequence[_Step], rest: Worth | None) -> _Steps | None:
    (lowest, _), (highest, worth) = ordered[0], ordered[-1]
    steps = ordered
    if highest.is_highest:
        if rest is not None and highest.high is None:
            return None
        steps, rest = ordered[:-1], worth
    key = _key({found.has_high for found, _ in steps}, "up_to", "below")
    if key is None or not lowest.is_lowest or not all(found.high is not None for found, _ in steps):
        return None
    doubts = () if rest is not None else (ZERO_ELSE_ABOVE,)
    return {key: _table(steps, "high"), "otherwise": _points(rest)}, doubts


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
            fits = given[1].worth.points == 0 and _is_contrary(no, yes)
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
    denied = re.sub(r"^(?:nếu )?(?:không|chưa)\s*", "", no)
    held = re.sub(r"^(?:nếu )?(?:có|đã|đạt)\s*", "", yes)
    return _is_negated(no) and (denied in {"", "có", "đạt", "đã"} or _same(denied, held) or _same(denied, yes))


def _is_negated(words: str) -> bool:
    return re.match(r"(?:nếu )?(?:không|chưa)\b", words) is not None


def _same(no: str, yes: str) -> bool:
    """Whether a contrary names what it denies: all of it, or how it begins."""
    return bool(no) and (yes == no or yes.startswith(no + " "))


def _are_distinct(given: Sequence[Clause], figures: str = r"\d") -> bool:
    """Whether clauses are a few of which each has its own words, and none speaks of a quantity."""
    words = {fold(each.condition) for each in given}
    return 2 <= len(given) == len(words) <= _MOST_OPTIONS and not any(re.search(figures, each) for each in words)


def options(given: Sequence[Clause], intro: str, most: Fraction) -> Scoring | None:
    """Read clauses as options of which one holds: the first is worth the maximum, each further one less."""
    if not _are_distinct(given) or given[0].worth.points != most or not _all_fall(given):
        return None
    # Two of which one denies are a yes or no, and that is read elsewhere: what is left denies something else.
    if len(given) == 2 and _is_negated(fold(given[1].condition)):
        return None
    # Without a worth of nothing they may be items that add up.
    if given[-1].worth.points != 0 and not intro:
        return None
    taken: set[str] = set()
    by_id = {free(slug(each.condition), taken): each for each in given}
    choices = {id_: capital(each.condition) for id_, each in by_id.items()}
    answer: dict[str, Value] = {"type": "choice", "options": choices}
    if intro:
        answer["label"] = intro
    worths = {id_: _points(each.worth) for id_, each in by_id.items()}
    return Scoring("choice", {"choice": "self", "points": worths}, answer)


def _all_fall(given: Sequence[Clause]) -> bool:
    """Whether each further clause is worth less."""
    return all(before.worth.points > after.worth.points for before, after in pairwise(given))


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
