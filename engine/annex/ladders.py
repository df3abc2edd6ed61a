"""Conditions that each give points, put together: steps on a quantity, yes or no, options, items that add up."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from ..files.naming import fold
from ..files.numbers import plain
from .points import Clause, Range, Worth, range_of
from .scoring import Asked, Doubt, Percent, Scoring, Unsure, Value
from .text import free, slug

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


def _ranges_and_rest(given: Sequence[Clause]) -> tuple[list[tuple[Range, Worth]], Worth | None] | None:
    """Sort clauses into ranges of one quantity and what is left; None where they are about anything else."""
    ranges: list[tuple[Range, Worth]] = []
    rest: list[Worth] = []
    for each in given:
        found, words = range_of(each.condition), fold(each.condition)
        if found is not None:
            ranges.append((found, each.worth))
        elif REST.fullmatch(words) or NONE.fullmatch(words):
            rest.append(each.worth)
        else:
            return None
    if len(given) < 2 or len(rest) > 1 or not _is_one_quantity([found for found, _ in ranges]):
        return None
    # "Không phát sinh: điểm tối đa" is something else than left.
    if rest and rest[0].points >= min(worth.points for _, worth in ranges):
        return None
    return ranges, rest[0] if rest else None


def _answer(ranges: Sequence[Range], intro: str) -> dict[str, Value]:
    """Describe the answer that the steps ask for: a share, whole numbers or numbers, and its name."""
    percent = ranges[0].percent
    bounds = [bound for found in ranges for bound in (found.low, found.high) if bound is not None]
    whole = not percent and all(bound.denominator == 1 for bound in bounds)
    answer: dict[str, Value] = {"type": "percent" if percent else "count" if whole else "number"}
    if percent:
        answer |= {"min": Fraction(0), "max": Percent(Fraction(100))} if max(bounds) <= 100 else {"min": Fraction(0)}
    label = intro or max((found.spoken for found in ranges), key=len)
    if len(label.split()) > 1 or intro:
        answer["label"] = label[:1].upper() + label[1:]
    return answer


def _is_one_quantity(ranges: Sequence[Range]) -> bool:
    """Whether all conditions speak of the same: `4 cuộc`, `họp 3 cuộc`, never `5 máy tính`, `5 máy in`, or `5` and `5%`."""
    told = {frozenset(each.words.split()) - _FILLERS for each in ranges} - {frozenset()}
    return len(told) <= 1 and len({each.percent for each in ranges}) == 1


def _steps(
    ranges: Sequence[tuple[Range, Worth]], rest: Worth | None
) -> tuple[dict[str, Value], tuple[Doubt, ...]] | None:
    """Make the table of bounds, if the ranges leave no gap, do not overlap and all rise or all fall."""
    percent = ranges[0][0].percent
    ordered = sorted(ranges, key=lambda each: (each[0].low is not None, each[0].low or 0, each[0].high or 0))
    points = [worth.points for _, worth in ordered]
    rises = all(low < high for low, high in pairwise(points))
    falls = all(low > high for low, high in pairwise(points))
    if len(ordered) > 1 and not (rises or falls):
        return None
    falls = falls and len(ordered) > 1
    if len(ordered) == 1 and ordered[0][0].low is None:
        falls = True
    if all(found.is_exact for found, _ in ordered if found.high is not None) and (
        not percent or (len([found for found, _ in ordered if found.is_exact]) == 1 and not falls)
    ):
        return _exact(ordered, rest, falls=falls)
    for (below, _), (above, _) in pairwise(ordered):
        if not _touch(below, above, percent=percent):
            return None
    return _falling(ordered, rest, percent=percent) if falls else _rising(ordered, rest, percent=percent)


def _touch(below: Range, above: Range, *, percent: bool) -> bool:
    """Whether one range begins where the other ends; ranges open above are tried from the highest."""
    if above.low is None:
        return False
    if below.high is None:
        return below.low is not None and below.low < above.low
    if below.high == above.low:
        return below.has_high != above.has_low
    # Whole numbers: `1 đến 3`, then `4 đến 6`.
    whole = not percent and below.high.denominator == above.low.denominator == 1
    return whole and below.has_high and above.has_low and below.high + 1 == above.low


def _exact(
    ordered: Sequence[tuple[Range, Worth]], rest: Worth | None, *, falls: bool
) -> tuple[dict[str, Value], tuple[Doubt, ...]] | None:
    """Steps told by single values: `4 cuộc: 20 điểm; 3 cuộc: 15 điểm`, or `0 sự cố: 5 điểm; 1 sự cố: 3 điểm`."""
    if len(ordered) < 2:
        return None
    lows = [found.low for found, _ in ordered if found.low is not None]
    if len(set(lows)) != len(ordered) or any(not found.has_low for found, _ in ordered):
        return None
    percent = ordered[0][0].percent
    doubts: tuple[Doubt, ...] = ()
    if any(high - low != 1 for low, high in pairwise(lows)) and not percent:
        doubts = (
            Doubt("không nói giữa hai mức thì sao; bản thảo lấy mức gần nhất đã đạt", "it does not say what lies between two steps; the draft takes the one that is reached"),
        )  # fmt: skip
    if falls:  # the more the worse
        last, worth = ordered[-1]
        if ordered[0][0].low != 0 or percent:
            return None
        if not last.is_exact:  # `từ 3 sự cố trở lên: 0 điểm`
            if rest is not None or lows[-1] - lows[-2] != 1:
                return None
            return {"up_to": _table(ordered[:-1], "low"), "otherwise": _points(worth)}, doubts
        doubts += () if rest is not None or worth.points == 0 else (ZERO_ELSE_ABOVE,)
        return {"up_to": _table(ordered, "low"), "otherwise": _points(rest)}, doubts
    if percent and ordered[-1][0].low != 100 and ordered[-1][0].is_exact:
        return None
    lowest, worth = ordered[0]
    if lowest.low == 0:
        if rest is not None and rest.points != worth.points:
            return None
        return {"from": _table(ordered[:0:-1], "low"), "otherwise": _points(worth)}, doubts
    doubts += () if rest is not None or lowest.low == 1 else (ZERO_ELSE,)
    return {"from": _table(ordered[::-1], "low"), "otherwise": _points(rest)}, doubts


ZERO_ELSE_ABOVE = Doubt(
    "không nói trên mức cao nhất thì sao; bản thảo cho 0 điểm", "it does not say what is above the highest step; the draft gives 0"
)  # fmt: skip


def _rising(
    ordered: Sequence[tuple[Range, Worth]], rest: Worth | None, *, percent: bool
) -> tuple[dict[str, Value], tuple[Doubt, ...]] | None:
    lowest, worth = ordered[0]
    steps = ordered
    if lowest.low is None or (lowest.low == 0 and lowest.has_low):
        if rest is not None and lowest.low is None:
            return None
        steps, rest = ordered[1:], worth
    if not steps or len({found.has_low for found, _ in steps}) > 1:
        return None
    highest = ordered[-1][0]
    is_closed = highest.high is not None and not (percent and highest.high == 100 and highest.has_high)
    if is_closed and (percent or not highest.is_exact):  # `4 cuộc` at the top is 4 and more, `từ 4 đến 6` is not
        return None
    doubts = () if rest is not None else (ZERO_ELSE,)
    key = "from" if steps[0][0].has_low else "above"
    return {key: _table(steps[::-1], "low"), "otherwise": _points(rest)}, doubts


def _falling(
    ordered: Sequence[tuple[Range, Worth]], rest: Worth | None, *, percent: bool
) -> tuple[dict[str, Value], tuple[Doubt, ...]] | None:
    highest, worth = ordered[-1]
    steps = ordered
    if highest.high is None or (percent and highest.high == 100 and highest.has_high):
        if rest is not None and highest.high is None:
            return None
        steps, rest = ordered[:-1], worth
    lowest = ordered[0][0]
    if not steps or (lowest.low is not None and not (lowest.low == 0 and lowest.has_low)):
        return None
    if any(found.high is None for found, _ in steps) or len({found.has_high for found, _ in steps}) > 1:
        return None
    doubts = () if rest is not None else (ZERO_ELSE_ABOVE,)
    key = "up_to" if steps[0][0].has_high else "below"
    return {key: _table(steps, "high"), "otherwise": _points(rest)}, doubts


def _table(steps: Sequence[tuple[Range, Worth]], bound: str) -> Mapping[str, Value]:
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
    if not 1 <= len(given) <= 2:
        return None
    first, second = given[0], given[-1]
    words = [fold(each.condition) for each in given]
    if re.search(r"\d", " ".join(words)) or (NONE.match(words[0]) and len(given) == 2 and not NONE.match(words[1])):
        return None
    if len(given) == 2:
        no = re.sub(r"^(?:nếu )?(?:không|chưa)\s*", "", words[1]) if _is_negated(words[1]) else None
        yes = re.sub(r"^(?:nếu )?(?:có|đã|đạt)\s*", "", words[0])
        alike = no is not None and (no in {"", "có", "đạt", "đã"} or _same(no, yes) or _same(no, words[0]))
        if REST.fullmatch(words[1]):
            alike = bool(HAS.match(words[0]))
        if not alike or second.worth.points != 0:
            return None
    elif not HAS.match(words[0]) or _is_negated(words[0]):
        return None
    if first.worth.points != most:
        return Unsure(first.worth.points)
    doubts = () if len(given) == 2 else (Doubt("không nói khi không đạt thì sao; bản thảo cho 0 điểm", "it does not say what is otherwise; the draft gives 0"),)  # fmt: skip
    condition = first.condition
    answer: dict[str, Value] = {"label": condition[:1].upper() + condition[1:]} if len(condition.split()) > 2 else {}
    return Scoring("yes_no", {"yes_no": "self"}, answer, doubts=doubts)


def _is_negated(words: str) -> bool:
    return re.match(r"(?:nếu )?(?:không|chưa)\b", words) is not None


def _same(no: str, yes: str) -> bool:
    """Whether a contrary names what it denies: all of it, or how it begins."""
    return bool(no) and (yes == no or yes.startswith(no + " "))


def options(given: Sequence[Clause], intro: str, most: Fraction) -> Scoring | None:
    """Read clauses as options of which one holds: the first is worth the maximum, each further one less."""
    points = [each.worth.points for each in given]
    words = [fold(each.condition) for each in given]
    if not 2 <= len(given) <= _MOST_OPTIONS or re.search(r"\d", " ".join(words)):
        return None
    # Two of which one denies are a yes or no, and that is read elsewhere: what is left denies something else.
    if len(given) == 2 and _is_negated(words[1]):
        return None
    if points[0] != most or any(before <= after for before, after in pairwise(points)) or len(set(words)) < len(words):
        return None
    # Without a worth of nothing they may be items that add up.
    if points[-1] != 0 and not intro:
        return None
    taken: set[str] = set()
    ids = [free(slug(each.condition), taken) for each in given]
    choices = {id_: each.condition[:1].upper() + each.condition[1:] for id_, each in zip(ids, given, strict=True)}
    answer: dict[str, Value] = {"type": "choice", "options": choices}
    if intro:
        answer["label"] = intro
    return Scoring(
        "choice",
        {"choice": "self", "points": {id_: _points(each.worth) for id_, each in zip(ids, given, strict=True)}},
        answer,
    )


def items(given: Sequence[Clause], most: Fraction) -> Scoring | None:
    """Read clauses as items that add up to the maximum, each there or not: `Có A: 3 điểm; có B: 2 điểm`."""
    if not 2 <= len(given) <= _MOST_OPTIONS or sum(each.worth.points for each in given) != most:
        return None
    words = [fold(each.condition) for each in given]
    if any(not HAS.match(each) or re.search(r"\d|t[ỷỉ] lệ|\bmỗi\b", each) for each in words):
        return None
    if any(each.worth.points <= 0 for each in given) or len(set(words)) < len(words):
        return None
    names = [chr(ord("a") + at) for at in range(len(given))]
    return Scoring(
        "checklist",
        {"checklist": {f"{{{name}}}": each.worth.points for name, each in zip(names, given, strict=True)}},
        inputs={name: Asked(each.condition, "yes_no") for name, each in zip(names, given, strict=True)},
    )
