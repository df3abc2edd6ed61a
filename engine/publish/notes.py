"""What a council asks about beside the ranking: who is near a better tier, what failed, what is provisional."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..model.outcome import NoScore, State
from ..model.result import Result, UnitResult
from ..model.ruleset import Tier
from .numbers import show
from .words import name_of, scorecard_of, why_not_comparable

NEAR = Fraction(2, 100)  # of the unit's maximum
_MOST_INPUTS = 5  # named in a line
APART = "≠"  # marks a unit that cannot be compared with last year

Note = tuple[str, list[str]]


def notes(result: Result, units: Sequence[UnitResult], lang: str) -> Iterator[Note]:
    """Give headings with their lines, for the units of one list; a heading without lines is left out."""
    for heading, lines in (
        _near(result, units, lang),
        _failed(result, units, lang),
        _provisional(result, units, lang),
        _apart(units, lang),
    ):
        if lines:
            yield heading, lines


def _near(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    """Name the ranked units that lack at most 2% of their maximum for a better tier."""
    vi = "Sát ngưỡng: còn thiếu không quá 2% điểm tối đa để lên mức xếp loại cao hơn"
    en = "Near a threshold: at most 2% of the maximum below a better tier"
    lines = []
    for unit in units:
        near = next_tier(result, unit)
        if near is None:
            continue
        tier, bound, short = near
        title = tier.title.say(lang) or tier.id
        total, lacks, at = (show(x, result.ruleset.show, lang) for x in (bound - short, short, bound))
        if lang == "vi":
            more = f"thiếu {lacks} điểm" if short else "phải trên ngưỡng"
            lines.append(f"{_name(unit)}: {total}, {more} để đạt {title} ({'trên' if tier.above else 'từ'} {at})")
        else:
            more = f"{lacks} short" if short else "must be above the threshold"
            lines.append(f"{_name(unit)}: {total}, {more} of {title} ({'above' if tier.above else 'from'} {at})")
    return (vi if lang == "vi" else en), lines


def next_tier(result: Result, unit: UnitResult) -> tuple[Tier, Fraction, Fraction] | None:
    """Find the nearest better tier whose lower bound is within reach, that bound, and the points that lack."""
    card = scorecard_of(result.ruleset, unit.scorecard)
    if unit.rank is None or card is None or not unit.max or not isinstance(unit.outcome, Fraction):
        return None
    ids = [tier.id for tier in card.root.tiers]
    if unit.tier not in ids:
        return None
    for tier in reversed(card.root.tiers[: ids.index(unit.tier)]):
        bound = tier.above or tier.from_
        if bound is None:
            continue
        points = bound.amount * unit.max if bound.share else bound.amount
        short = points - unit.outcome
        if short < 0 or (short == 0 and tier.above is None):
            continue  # it has the points, and something else is wanting
        return (tier, points, short) if short <= NEAR * unit.max else None
    return None


def _failed(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    heading = "Không đạt điều kiện (!)" if lang == "vi" else "Conditions that do not hold (!)"
    lines = []
    for unit in units:
        if unit.failed:
            named = "; ".join(name_of(result.ruleset, id_, lang) for id_ in unit.failed)
            lines.append(f"{_name(unit)}: {named}")
    return heading, lines


def _provisional(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    """Name the units that are ranked although a value is unresolved, and what is lacking."""
    vi = "Xếp hạng tạm thời, chưa tính phần còn thiếu (*)"
    en = "Ranked provisionally, without what is lacking (*)"
    lines = []
    for unit in units:
        if unit.status != "provisional":
            continue
        named = [name_of(result.ruleset, key, lang) for key in _lacking(unit)]
        shown = ", ".join(named[:_MOST_INPUTS])
        if len(named) > _MOST_INPUTS:
            shown += f" … (+{len(named) - _MOST_INPUTS})"
        lines.append(f"{_name(unit)}: {shown}" if shown else _name(unit))
    return (vi if lang == "vi" else en), lines


def _apart(units: Sequence[UnitResult], lang: str) -> Note:
    """Name the units that were merged or split since last year, and of what."""
    vi, en = f"Không so sánh được với năm trước ({APART})", f"Not comparable with last year ({APART})"
    lines = [
        f"{_name(unit)}: {why.say(lang)}" for unit in units if (why := why_not_comparable(unit.succession)) is not None
    ]
    return (vi if lang == "vi" else en), lines


def _lacking(unit: UnitResult) -> tuple[str, ...]:
    """Name the columns with which the lack of a value began."""
    found: dict[str, None] = {}
    for made in unit.criteria:
        lack = made.outcome
        if isinstance(lack, NoScore) and made.state in {State.MISSING, State.INVALID}:
            found[lack.about or made.node.id] = None
    return tuple(found)


def _name(unit: UnitResult) -> str:
    return unit.unit.name or unit.unit.id
