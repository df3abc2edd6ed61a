"""What a unit's rank and tier hang on: who stands next, what decided, and how far the tiers are."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import eq, gt, lt

from ..model.observed import Unit
from ..model.result import UnitResult
from ..model.ruleset import Formula, Node, Ranking, Scorecard, Tier, Words
from ..model.ties import TIES
from ..prove.ranges import Range, range_of
from ..rank.ranking import DEFAULT, Evaluation
from ..score.sheet import Sheet
from .explanation import Neighbour, Standing, TieBreak, TierGap, Told
from .naming import LANGUAGES, formula_in_words

Teller = Callable[[Formula | None], Told | None]


def standing_of(
    evaluation: Evaluation, unit_index: int, card: Scorecard | None, tell: Teller, wanted: str = ""
) -> Standing:
    """Say what a unit's rank and tier hang on.

    Args:
        evaluation: of the year.
        unit_index: of the unit.
        card: its scorecard, if it has one.
        tell: says a formula for the unit.
        wanted: the id of a tier that somebody expected; where it is a better one, what is missing is said of it.
    """
    if card is None:
        return Standing(None, None, None, None, None, (), Words(), None, None)
    unit = evaluation.result.units[unit_index]
    ranking = card.root.ranking or DEFAULT
    made = next((made for made in evaluation.result.lists if made.id == unit.list), None)
    value = _compared(evaluation, unit_index, ranking)
    others = _Others.of(evaluation, made.units, unit_index) if made is not None and value is not None else _Others()
    lowering = lowering_of(evaluation.sheet, card, unit)
    tier = next((tier for tier in card.root.tiers if tier.id == unit.tier), None)
    return Standing(
        list=made,
        by=tell(ranking.by),
        value=value,
        above=_neighbour(evaluation, unit_index, others.above, ranking),
        below=_neighbour(evaluation, unit_index, others.below, ranking),
        tied=others.tied,
        tier=_title(tier),
        better=_better(evaluation.result.unreachable, card, unit, tell, wanted),
        own=None if lowering else _lead(tier, unit, tell),
        lowering=lowering,
        failed=tuple(node for node in _failed(evaluation.sheet, card, unit) if node not in lowering),
        by_id=TIES[ranking.ties].rank is None,
        tied_left_out=evaluation.places.tied_left_out if evaluation.places is not None else 0,
    )


def lowering_of(sheet: Sheet, card: Scorecard, unit: UnitResult) -> tuple[Node, ...]:
    """Give the failed conditions that put a unit into the lowest tier; none where there are no tiers."""
    if not card.root.tiers:
        return ()
    return tuple(node for node in _failed(sheet, card, unit) if node.on_fail == "lowest_tier")


def _failed(sheet: Sheet, card: Scorecard, unit: UnitResult) -> list[Node]:
    return [node for node in sheet.conditions[card.id] if node.id in unit.failed]


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
        others = [index[id_] for id_ in listed if index[id_] != own]

        def those(are: Callable[[int, int], bool]) -> list[int]:
            return [number for number in others if are(units[number].rank or 0, rank)]

        above, below = next(reversed(those(lt)), None), next(iter(those(gt)), None)
        return cls(above, below, tuple(units[number].unit for number in those(eq)))


def _title(tier: Tier | None) -> Words:
    return Words() if tier is None else tier.title or Words(tier.id, tier.id)


def _compared(evaluation: Evaluation, unit: int, ranking: Ranking) -> Fraction | None:
    made = evaluation.result.units[unit]
    value = made.outcome if ranking.by is None else evaluation.sheet.value(ranking.by, unit, made.scorecard)
    return value if isinstance(value, Fraction) else None


def _neighbour(evaluation: Evaluation, own: int, other: int | None, ranking: Ranking) -> Neighbour | None:
    """Describe the next unit above or below, if there is one, and what decided where both have the same value."""
    if other is None:
        return None
    sheet, units = evaluation.sheet, evaluation.result.units
    cards = {card.id: card for card in sheet.ruleset.scorecards}
    theirs = cards[units[other].scorecard].root.ranking or DEFAULT
    mine, value = _compared(evaluation, own, ranking), _compared(evaluation, other, theirs)
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


def _better(
    unreachable: Collection[tuple[str, str]], card: Scorecard, unit: UnitResult, tell: Teller, wanted: str
) -> TierGap | None:
    """Find the nearest better tier with a lower bound that somebody can reach, or the one that is wanted."""
    ids = [tier.id for tier in card.root.tiers]
    if unit.tier not in ids:
        return None
    above = card.root.tiers[: ids.index(unit.tier)]
    for tier in [tier for tier in above if tier.id == wanted] or reversed(above):
        lead, within = _lead(tier, unit, tell), range_of(tier, unit.max)
        if (card.root.id, tier.id) in unreachable:
            continue
        # A unit with more points than a tier takes is not short of it.
        if lead is None or within is None or passes(within, lead.bound + lead.gap):
            continue
        return replace(lead, gap=max(-lead.gap, Fraction(0)))
    return None


def _lead(tier: Tier | None, unit: UnitResult, tell: Teller) -> TierGap | None:
    """Measure by how much a unit's total is above the lower bound of a tier; None where one of them is not there."""
    bound = None if tier is None else tier.above or tier.from_
    if tier is None or bound is None or not isinstance(unit.outcome, Fraction) or (bound.share and unit.max is None):
        return None
    points = bound.amount * (unit.max or 0) if bound.share else bound.amount
    is_above = tier.above is not None
    return TierGap(tier, points, is_above, unit.outcome - points, tell(tier.requires), tell(tier.when))


def passes(within: Range, value: Fraction) -> bool:
    """Whether a total is more than a tier takes."""
    return within.high is not None and (value > within.high or (value == within.high and not within.with_high))
