"""Why a unit is not in a tier: which points are missing, and where they could come from, leaf by leaf."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..model.outcome import NoScore, Outcome
from ..model.result import UnitResult
from ..model.ruleset import Input, Node, Scorecard, Tier, Value
from ..prove.bounds import bounds_of
from ..prove.node_bounds import Bounds
from ..prove.reaching import Range, range_of
from ..rank import Evaluation


@dataclass(frozen=True, slots=True)
class Gain:
    """What a leaf could still give.

    Attributes:
        now: what it gives, or why nothing.
        reachable: the most that it can give with any answers that are allowed; None without bound.
        at_total: how much more the total would have; None where the way to the total is no plain sum.
        answers: the unit's answers that it reads, with their values; None where there is none.
    """

    node: Node
    now: Outcome
    reachable: Fraction | None
    at_total: Fraction | None
    answers: tuple[tuple[Input, Value | None], ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why a unit is not in a tier.

    Attributes:
        bound: the least total that the tier takes; None where it looks at no total.
        above: whether the total must lie above the bound, not at it.
        gap: the points that are missing; 0 where the total is enough, None where there is no total.
        unmet: whether what the tier requires besides does not hold.
        most: the greatest total that any answers can give; None without bound.
        gains: of leaves that can give more, the greatest first.
        is_reached: whether the unit is in this tier or a better one.
        appraised: leaves below their most whose points appraisers set: no answer changes them, only another appraisal.
    """

    unit: UnitResult
    tier: Tier
    card: Scorecard
    bound: Fraction | None
    above: bool
    gap: Fraction | None
    unmet: bool
    most: Fraction | None
    gains: tuple[Gain, ...]
    is_reached: bool
    appraised: tuple[Node, ...] = ()


def shortfall(evaluation: Evaluation, index: int, card: Scorecard, tier: Tier) -> Shortfall:
    """Find what keeps a unit from a tier of its scorecard."""
    unit = evaluation.result.units[index]
    ids = [each.id for each in card.root.tiers]
    range_ = range_of(tier, unit.max) or Range()
    total = unit.outcome if isinstance(unit.outcome, Fraction) else None
    gap = None if total is None else Fraction(0) if range_.low is None else max(Fraction(0), range_.low - total)
    condition = tier.requires or tier.when
    holds = condition is None or evaluation.sheet.value(condition, index, "") is True
    bounds = bounds_of(evaluation.result.ruleset)
    gains = sorted(_gains(evaluation, index, card, bounds), key=_by_gain)
    appraised = evaluation.sheet.appraised
    set_ = {gain.node.id for gain in gains if index in appraised.get(gain.node.id, ())}
    return Shortfall(
        unit=unit,
        tier=tier,
        card=card,
        bound=range_.low,
        above=not range_.with_low,
        gap=gap,
        unmet=not holds,
        most=bounds.columns[card.root.id].high,
        gains=tuple(gain for gain in gains if gain.node.id not in set_),
        appraised=tuple(gain.node for gain in gains if gain.node.id in set_),
        is_reached=bool(unit.tier) and ids.index(unit.tier) <= ids.index(tier.id),
    )


def _by_gain(gain: Gain) -> tuple[bool, Fraction]:
    return gain.at_total is None, -(gain.at_total or Fraction(0))


def _gains(evaluation: Evaluation, index: int, card: Scorecard, bounds: Bounds) -> Iterator[Gain]:
    sheet = evaluation.sheet
    for node, weight in _leaves(card.root, Fraction(1)):
        now = sheet.cells[node.id][index]
        assert isinstance(now, (Fraction, NoScore))  # a node's column holds nothing else
        high = bounds.nodes[node.id].value.high
        low = bounds.nodes[node.id].value.low
        best = high if weight is None or weight >= 0 else low
        own = now if isinstance(now, Fraction) else Fraction(0)
        more = None if best is None or weight is None else (best - own) * weight
        if (more is not None and more <= 0) or (more is None and best is not None and best <= own):
            continue
        yield Gain(node, now, best, more, tuple(_answers(evaluation, index, node)))


def _leaves(node: Node, weight: Fraction | None) -> Iterator[tuple[Node, Fraction | None]]:
    """Give every leaf that counts, with its weight in the total where only plain sums lie between."""
    if node.role in {"unscored", "condition"}:
        return
    if not node.children:
        yield node, weight
        return
    is_plain = node.aggregate == "sum" and node.out_of is None and node.then is None
    for child in node.children:
        sign = -1 if child.role == "penalty" else 1
        yield from _leaves(child, weight * child.weight * sign if weight is not None and is_plain else None)


def _answers(evaluation: Evaluation, index: int, node: Node) -> Iterator[tuple[Input, Value | None]]:
    """Find the answers of the unit that a leaf goes back to."""
    columns = evaluation.result.ruleset.columns
    todo, seen = sorted(node.score.reads) if node.score is not None else [], set[str]()
    while todo:
        key = todo.pop(0)
        if key in seen:
            continue
        seen.add(key)
        column = columns[key]
        if isinstance(column, Input):
            cell = evaluation.sheet.cells[key][index]
            yield column, None if isinstance(cell, NoScore) else cell
        formula = getattr(column, "formula", None) if not isinstance(column, Node) else None
        if formula is not None:
            todo += sorted(formula.reads)
