"""What a unit's rank and tier hang on: who stands next, what decided, and how far the tiers are."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from ..model.observed import Unit
from ..model.result import UnitResult
from ..model.ruleset import Formula, Ranking, Scorecard, Tier, Words
from ..model.ties import TIES
from ..prove.reaching import Range, range_of
from ..rank.ranking import DEFAULT, Evaluation
from ..score.sheet import Sheet
from .explanation import Neighbour, Standing, TieBreak, TierGap, Told
from .naming import LANGUAGES, formula_in_words

Teller = Callable[[Formula | None], Told | None]


def standing_of(evaluation: Evaluation, unit_index: int, tell: Teller) -> Standing:
    """Say what a unit's rank and tier hang on.

    Args:
        evaluation: of the year.
        unit_index: of the unit.
        tell: says a formula for the unit.
    """
    result, sheet = evaluation.result, evaluation.sheet
    unit = result.units[unit_index]
    card = next((card for card in result.ruleset.scorecards if card.id == unit.scorecard), None)
    if card is None:
        return Standing(None, None, None, None, None, (), Words(), None, None)
    ranking = card.root.ranking or DEFAULT
    made = next((made for made in result.lists if made.id == unit.list), None)
    value = _compared(sheet, evaluation, unit_index, ranking)
    others = _Others.of(evaluation, made.units, unit_index) if made is not None and value is not None else _Others()
    failed = [node for node in sheet.conditions[card.id] if node.id in unit.failed]
    lowering = tuple(node for node in failed if node.on_fail == "lowest_tier" and card.root.tiers)
    tier = next((tier for tier in card.root.tiers if tier.id == unit.tier), None)
    return Standing(
        list=made,
        by=tell(ranking.by),
        value=value,
        above=_neighbour(evaluation, unit_index, others.above, ranking),
        below=_neighbour(evaluation, unit_index, others.below, ranking),
        tied=others.tied,
        tier=_title(tier) if tier is not None else Words(),
        better=_better(card, unit, tell),
        own=_gap(tier, unit, tell, above=True) if tier is not None and not lowering else None,
        lowering=lowering,
        failed=tuple(node for node in failed if node not in lowering),
        by_id=TIES[ranking.ties].rank is None,
    )


@dataclass(frozen=True, slots=True)
class _Others:
    """The units of a list around one of its units, by their index: the next above and below; and those of its rank."""

    above: int | None = None
    below: int | None = None
    tied: tuple[Unit, ...] = ()

    @classmethod
    def of(cls, evaluation: Evaluation, listed: Collection[str], own: int) -> "_Others":
        """Find them; none of a unit without a rank."""
        units = evaluation.result.units
        rank = units[own].rank
        if rank is None:
            return cls()
        index = {one.unit.id: number for number, one in enumerate(units)}
        others = [(index[id_], units[index[id_]].rank or 0) for id_ in listed if index[id_] != own]
        better = [number for number, other in others if other < rank]
        worse = [number for number, other in others if other > rank]
        tied = tuple(units[number].unit for number, other in others if other == rank)
        return cls(better[-1] if better else None, worse[0] if worse else None, tied)


def _title(tier: Tier) -> Words:
    return tier.title or Words(tier.id, tier.id)


def _compared(sheet: Sheet, evaluation: Evaluation, unit: int, ranking: Ranking) -> Fraction | None:
    made = evaluation.result.units[unit]
    value = made.outcome if ranking.by is None else sheet.value(ranking.by, unit, made.scorecard)
    return value if isinstance(value, Fraction) else None


def _neighbour(evaluation: Evaluation, own: int, other: int | None, ranking: Ranking) -> Neighbour | None:
    """Describe the next unit above or below, if there is one, and what decided where both have the same value."""
    if other is None:
        return None
    sheet, units = evaluation.sheet, evaluation.result.units
    cards = {card.id: card for card in sheet.ruleset.scorecards}
    theirs = cards[units[other].scorecard].root.ranking or DEFAULT
    mine, value = _compared(sheet, evaluation, own, ranking), _compared(sheet, evaluation, other, theirs)
    if mine is None or value is None:
        return None
    decided = _decided(sheet, own, other, ranking, theirs) if mine == value else None
    return Neighbour(units[other].unit, units[other].rank_printed, value, abs(mine - value), decided)


def _decided(sheet: Sheet, own: int, other: int, mine: Ranking, theirs: Ranking) -> TieBreak | None:
    """Find the first tie-break on which two units differ; each is compared by its own scorecard's."""
    for number, (first, second) in enumerate(zip(mine.tie_break, theirs.tie_break, strict=False)):
        values = sheet.value(first, own, ""), sheet.value(second, other, "")
        here, there = (value if isinstance(value, Fraction) else None for value in values)
        if here != there:
            words = Words(*(formula_in_words(sheet.ruleset, first, lang) for lang in LANGUAGES))
            return TieBreak(number, words, here, there)
    return None


def _better(card: Scorecard, unit: UnitResult, tell: Teller) -> TierGap | None:
    """Find the nearest better tier with a lower bound."""
    ids = [tier.id for tier in card.root.tiers]
    if unit.tier not in ids:
        return None
    for tier in reversed(card.root.tiers[: ids.index(unit.tier)]):
        gap = _gap(tier, unit, tell, above=False)
        if gap is not None:
            return gap
    return None


def _gap(tier: Tier, unit: UnitResult, tell: Teller, *, above: bool) -> TierGap | None:
    bound = tier.above or tier.from_
    if bound is None or not isinstance(unit.outcome, Fraction) or (bound.share and unit.max is None):
        return None
    points = bound.amount * (unit.max or 0) if bound.share else bound.amount
    gap = unit.outcome - points if above else max(points - unit.outcome, Fraction(0))
    within_ = range_of(tier, unit.max)
    if not above and (within_ is None or _passes(within_, unit.outcome)):
        return None  # it has more points than this tier takes
    return TierGap(tier, points, tier.above is not None, gap, tell(tier.requires), tell(tier.when))


def _passes(within: Range, value: Fraction) -> bool:
    return within.high is not None and (value > within.high or (value == within.high and not within.with_high))
