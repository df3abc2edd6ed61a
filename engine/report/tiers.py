"""How a result gives tiers: the bounds for each unit, the conditions that decide, who failed them, who is near."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from ..model.ruleset import Side
from ..result.contract import BoundRecord, CriterionRecord, NodeRecord, ScorecardRecord, TierRecord, UnitRecord
from ..result.numbers import PLACES, show_apart, show_bound
from ..result.published import Published
from ..result.quotas import quota_of, quota_words
from .facts import formulas, once, printed, printed_plainly, scorecard

NEAR = Fraction(1, 50)
"""Of a unit's maximum: who lacks no more is near the next tier, as the terminal's table means it."""

_LEAST = Fraction(1, 10**PLACES)  # what a bound of a result may have lost of its decimals

_ONE_OR_NONE = (("1 nếu ", ", còn lại 0"), ("1 if ", ", else 0"))

_WORDS: Mapping[str, tuple[str, str]] = {
    "from": ("{title} từ {points} điểm trở lên", "{title} from {points} points"),
    "above": ("{title} trên {points} điểm", "{title} above {points} points"),
    "up_to": ("{title} đến {points} điểm", "{title} up to {points} points"),
    "below": ("{title} dưới {points} điểm", "{title} below {points} points"),
    "from_share": ("{title} từ {points} %{of}", "{title} from {points} %{of}"),
    "above_share": ("{title} trên {points} %{of}", "{title} above {points} %{of}"),
    "up_to_share": ("{title} đến {points} %{of}", "{title} up to {points} %{of}"),
    "below_share": ("{title} dưới {points} %{of}", "{title} below {points} %{of}"),
    "of_maximum": (" điểm tối đa của đơn vị", " of the unit's maximum"),
    "when": ("{title} nếu {when}", "{title} if {when}"),
    "rest": ("{title} các trường hợp còn lại", "{title} for the rest"),
    "also": (" và {requires}", " and {requires}"),
    "lowest_tier": (
        "Không đạt điều kiện {condition} thì xếp mức {tier}, dù được bao nhiêu điểm.",
        "Who fails the condition {condition} is in the tier {tier}, whatever the points.",
    ),
    "unranked": (
        "Không đạt điều kiện {condition} thì không được xếp hạng.", "Who fails the condition {condition} is not ranked.",
    ),
    "flag": (
        "Không đạt điều kiện {condition} thì chỉ được nêu tên, không đổi điểm, hạng và mức.",
        "Who fails the condition {condition} is only named: points, rank and tier stay.",
    ),
    "failed": ("Không đạt điều kiện {condition}{effect}: {units}.", "The condition {condition} does not hold{effect}: {units}."),
    "unknown": (
        "Thiếu số liệu nên chưa biết, tính như không đạt điều kiện {condition}{effect}: {units}.",
        "An answer is missing, so the condition {condition} counts as not held{effect}: {units}.",
    ),
    "to_lowest_tier": (", xếp mức {tier}", ", tier {tier}"),
    "to_unranked": (", không xếp hạng", ", not ranked"),
    "to_flag": ("", ""),
    "unmet": (
        "Đủ điểm cho mức {tier} nhưng chưa đáp ứng {requires}: {units}.",
        "Points enough for {tier}, but not what it requires, {requires}: {units}.",
    ),
    "holds": ("đạt điều kiện {condition}", "the condition {condition}"),
}  # fmt: skip


def _tell(published: Published, key: str, **params: object) -> str:
    return _WORDS[key][published.lang != "vi"].format(**params)


# ── Bounds ──


def bound_for(bound: BoundRecord | None, most: Fraction | None) -> Fraction | None:
    """Give a bound of a tier in points for a unit with a maximum: a share is of the unit's own.

    >>> bound_for(BoundRecord(Fraction(4, 5), is_share=True, points=Fraction(24)), Fraction(10))
    Fraction(8, 1)
    """
    if bound is None:
        return None
    if not bound.is_share:
        return bound.amount
    return None if most is None else bound.amount * most


def _low(tier: TierRecord, unit: UnitRecord) -> tuple[Fraction, bool] | None:
    """Give a tier's lower bound for a unit, and whether it must be passed."""
    bound = bound_for(tier.from_ or tier.above, unit.max)
    return None if bound is None else (bound, tier.from_ is None)


def _high(tier: TierRecord, unit: UnitRecord) -> tuple[Fraction, bool] | None:
    """Give a tier's upper bound for a unit, and whether the total must be below it."""
    bound = bound_for(tier.up_to or tier.below, unit.max)
    return None if bound is None else (bound, tier.up_to is None)


def total_of(published: Published, unit: UnitRecord) -> str:
    """Write a unit's total so that nobody takes it for one on the other side of a tier's bound."""
    card = scorecard(published, unit.scorecard)
    return _apart(published, unit.total, () if card is None else card.tiers, unit.max)


def points_at(published: Published, node: NodeRecord, made: CriterionRecord) -> str:
    """Write the points of a criterion, with the same care where it has tiers of its own."""
    return _apart(published, made.score, node.tiers or (), made.counted or node.max)


def _apart(published: Published, points: Fraction | None, tiers: Sequence[TierRecord], most: Fraction | None) -> str:
    """Write points on their side of every bound of some tiers."""
    if points is None or not tiers:
        return printed(points, published)
    bounds = [bound_for(bound, most) for tier in tiers for bound in tier.bounds.values()]
    return show_apart(points, bounds, published.record.digits, published.lang)


def points_of(published: Published, unit: UnitRecord) -> str:
    """Write a unit's total, with its maximum where tiers are shares of it and not all units have the same."""
    total = total_of(published, unit)
    if unit.scorecard not in published.own_maxima or unit.total is None or unit.max is None:
        return total
    return f"{total}/{printed_plainly(unit.max, published)}"


def _title(published: Published, tier: TierRecord) -> str:
    return tier.title.say(published.lang) or str(tier.id)


def _better(published: Published, unit: UnitRecord) -> list[TierRecord]:
    """Give the tiers that stand before a unit's own; all of them where it has none."""
    card = scorecard(published, unit.scorecard)
    tiers = [] if card is None else list(card.tiers)
    ids = [tier.id for tier in tiers]
    return tiers[: ids.index(unit.tier)] if unit.tier in ids else tiers


def _reachable(published: Published, unit: UnitRecord) -> list[TierRecord]:
    """Give the tiers before a unit's own for which somebody can have the points."""
    return [tier for tier in _better(published, unit) if not tier.unreachable]


class Near(NamedTuple):
    """A unit beside a better tier: its total, and the tier's bound, which must be passed where it is `strict`."""

    unit: UnitRecord
    total: Fraction
    tier: TierRecord
    bound: Fraction
    strict: bool
    is_upper: bool = False

    @property
    def side(self) -> str:
        """The word for the side of the bound, of the reports' words."""
        return ("at_most" if not self.strict else "under") if self.is_upper else "over" if self.strict else "at_least"

    @property
    def gap_side(self) -> str:
        """The word for what lies between, of the reports' words."""
        return "on_bound" if self.total == self.bound else "too_many" if self.is_upper else "too_few"


def next_tier(published: Published, unit: UnitRecord) -> Near | None:
    """Give the nearest better tier for which a unit lacks points that it could have; None where there is none."""
    total = unit.total
    if total is None:
        return None
    for tier in reversed(_reachable(published, unit)):
        low = _low(tier, unit)
        if low is not None and (total < low[0] or (low[1] and total == low[0])):
            return Near(unit, total, tier, *low)
    return None


def near_bounds(published: Published, units: Sequence[UnitRecord]) -> Iterator[Near]:
    """Give the ranked units at most `NEAR` of their maximum from a better tier, below or above it, once for each."""
    for unit in units:
        total, most = unit.total, unit.max
        if total is None or most is None or unit.rank is None:
            continue
        for tier in _reachable(published, unit):
            for ends, sign in ((_low(tier, unit), 1), (_high(tier, unit), -1)):
                if ends is not None and (0 < sign * (ends[0] - total) <= most * NEAR or (ends[1] and total == ends[0])):
                    yield Near(unit, total, tier, *ends, is_upper=sign < 0)


def best_tier(published: Published, unit: UnitRecord) -> str:
    """Name the first of the tiers of a unit's scorecard; empty where it has none."""
    card = scorecard(published, unit.scorecard)
    return str(card.tiers[0].id) if card is not None and card.tiers else ""


def tier_asked(published: Published, tier: TierRecord, unit: UnitRecord | None = None) -> str:
    """Name a tier that a unit is short of, with what it asks for besides points and what the unit fails."""
    title, besides = _title(published, tier), asked_besides(published, tier)
    asked = [besides] if besides else []
    if unit is not None:
        asked += [
            _tell(published, "holds", condition=condition_words(published, node))
            for node in _failed(published, unit)
            if node.on_fail == "lowest_tier"
        ]
    return f"{title} ({'và' if published.lang == 'vi' else 'and'} {'; '.join(asked)})" if asked else title


# ── The statement of tiers ──


def tiers_stated(published: Published, card: ScorecardRecord) -> str:
    """Say how a scorecard gives its tiers, one after another."""
    return "; ".join(_stated(published, card, tier) for tier in card.tiers)


def _stated(published: Published, card: ScorecardRecord, tier: TierRecord) -> str:
    title, formula = _title(published, tier), formulas(published)
    bounds = [
        _tell(published, side + suffix, title=title, points=points, of=_tell(published, "of_maximum"))
        for side, bound in tier.bounds.items()
        for suffix, points in (bound_words(published, card, bound),)
    ]
    when = formula(tier.when)
    told = _tell(published, "when", title=title, when=when) if when else _tell(published, "rest", title=title)
    if bounds:
        rest = [bound.removeprefix(title).strip() for bound in bounds[1:]]
        of = _tell(published, "of_maximum")
        is_share = all(bound.endswith(of) for bound in bounds) and rest
        told = f"{bounds[0].removesuffix(of)} {' '.join(rest)}" if is_share else ", ".join([bounds[0], *rest])
    also = [each for each in (when if bounds else "", formula(tier.requires), _quota(published, tier)) if each]
    return told + "".join(_tell(published, "also", requires=each) for each in also)


def bound_words(published: Published, card: ScorecardRecord, bound: BoundRecord) -> tuple[str, str]:
    """Write a bound: in points where they are the same for every unit, else (`_share`) in per cent of a unit's maximum."""
    record = published.record
    if bound.points is None or (bound.is_share and card.id in published.own_maxima):
        return "_share", show_bound(bound.amount * 100, record.show, published.lang)
    return "", show_bound(bound.points, record.digits, published.lang)


def conditions_stated(published: Published, card: ScorecardRecord) -> Iterator[str]:
    """Say which conditions a scorecard has, and what follows for who fails them."""
    for node in _conditions(card):
        if node.on_fail:
            last = _title(published, card.tiers[-1]) if card.tiers else ""
            yield _tell(published, node.on_fail, condition=condition_words(published, node), tier=last)


# ── Conditions ──


def _conditions(card: ScorecardRecord) -> list[NodeRecord]:
    return [node for node in card.criteria if node.role == "condition"]


def _failed(published: Published, unit: UnitRecord) -> list[NodeRecord]:
    """Give the conditions that a unit does not hold, known or not."""
    card = scorecard(published, unit.scorecard)
    failed = frozenset(unit.failed)
    return [node for node in _conditions(card) if node.id in failed] if card is not None and failed else []


def condition_words(published: Published, node: NodeRecord) -> str:
    """Name a condition by its title, with what it asks where that says more."""
    title = f'"{node.title.say(published.lang) or node.id}"'
    asked = formulas(published)(node.formula)
    for before, after in _ONE_OR_NONE:  # that it is worth 1 or 0 is nobody's concern
        if asked.startswith(before) and asked.endswith(after):
            asked = asked[len(before) : -len(after)]
    is_named = asked[:1] == asked[-1:] == '"' and asked.count('"') == 2 and asked[1:-1].casefold() in title.casefold()
    return title if not asked or is_named else f"{title} ({asked})"


def conditions_of(published: Published) -> dict[str, list[str]]:
    """Give the ids of conditions by how they are called; two scorecards may have the same."""
    found: dict[str, list[str]] = {}
    for card in published.record.scorecards:
        for node in _conditions(card):
            found.setdefault(condition_words(published, node), []).append(node.id)
    return found


@once
def conditions_in(published: Published) -> dict[str, list[str]]:
    """Give the same by how they are called in either language."""
    both = [conditions_of(replace(published, lang=lang)) for lang in ("vi", "en")]
    return {said: [*both[0].get(said, ()), *both[1].get(said, ())] for said in (*both[0], *both[1])}


def asked_besides(published: Published, tier: TierRecord) -> str:
    """Say what a tier asks for beside points; empty where that is nothing."""
    formula = formulas(published)
    asked = [formula(words) for words in (tier.when, tier.requires) if words is not None]
    return "; ".join([*asked, *([quota] if (quota := _quota(published, tier)) else [])])


def _quota(published: Published, tier: TierRecord) -> str:
    return quota_words(quota_of(tier.quota), published.lang) if tier.quota else ""


def unmet_tiers(published: Published, unit: UnitRecord) -> Iterator[TierRecord]:
    """Give the better tiers for which a unit has the points, but not what they ask for besides."""
    total = unit.total
    if total is None or any(node.on_fail == "lowest_tier" for node in _failed(published, unit)):
        return
    for tier in _better(published, unit):
        if tier.quota and unit.rank is None:  # what keeps it from a rank keeps it out, and not the quota
            continue
        bounds = {side: bound_for(bound, unit.max) for side, bound in tier.bounds.items()}
        if ((bounds and (tier.requires is not None or tier.when is not None)) or tier.quota) and all(
            bound is not None and _keeps(total, side, bound, unit) for side, bound in bounds.items()
        ):
            yield tier


def _keeps(total: Fraction, side: Side, bound: Fraction, unit: UnitRecord) -> bool:
    """Say whether a total is surely within a bound, of which a result has no more than `PLACES` decimals."""
    cut = _LEAST * max(Fraction(1), unit.max or Fraction(1)) if bound.denominator >= 10**PLACES else 0
    match side:
        case "from":
            return total >= bound + cut
        case "above":
            return total > bound + cut
        case "up_to":
            return total <= bound
    return total < bound


def failures(published: Published, units: Sequence[UnitRecord]) -> Iterator[tuple[str, list[UnitRecord]]]:
    """Give what decided a tier or a rank beside points, or is only to be named, as a sentence with `{units}`, and whom."""
    found: dict[str, list[UnitRecord]] = {}
    for unit in units:
        card = scorecard(published, unit.scorecard)
        if card is None:
            continue
        states = {made.id: made.state for made in unit.criteria}
        for node in _failed(published, unit):
            key, last = node.on_fail or "flag", _title(published, card.tiers[-1]) if card.tiers else ""
            said = _tell(
                published,
                "failed" if states[node.id] == "scored" else "unknown",
                condition=condition_words(published, node),
                effect=_tell(published, f"to_{key}", tier=last),
                units="\0",
            )
            found.setdefault(said, []).append(unit)
        for tier in unmet_tiers(published, unit):
            asked = asked_besides(published, tier)
            said = _tell(published, "unmet", tier=_title(published, tier), requires=asked, units="\0")
            found.setdefault(said, []).append(unit)
    yield from found.items()


def failed_lines(published: Published, units: Sequence[UnitRecord]) -> list[str]:
    """Say of some units which conditions they failed, all of them named."""
    return [said.replace("\0", ", ".join(unit.name for unit in those)) for said, those in failures(published, units)]


def failed_of(published: Published, unit: UnitRecord) -> list[str]:
    """Say of one unit which conditions it failed."""
    return [said.replace(": \0.", "") for said, _ in failures(published, [unit])]
