"""Why a unit is not in a tier: which points are missing, and where they could come from, leaf by leaf."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..formula.intervals import Interval, point
from ..model.outcome import NoScore, Outcome
from ..model.reads import closure, names_in
from ..model.result import UnitResult
from ..model.ruleset import (
    Before,
    Formula,
    Input,
    LastYear,
    NamedValue,
    Node,
    RollUp,
    Ruleset,
    Scorecard,
    Statistic,
    Tier,
    Value,
)
from ..prove.bounds import bounds_of
from ..prove.node_bounds import Bounds
from ..prove.prover import proved_bounds
from ..prove.ranges import Range, range_of
from ..prove.reach import UNKNOWN
from ..rank import Evaluation
from ..rank.tiers import tier_of
from ..score import Sheet
from ..score.exact_worths import LEFT
from .standing import lowering_of, passes
from .what_if import WhatIf


@dataclass(frozen=True, slots=True)
class Gain:
    """What a leaf could still give.

    Attributes:
        now: what it gives, or why nothing.
        reachable: what it gives at most (of a penalty: takes at least) with any answers that are allowed; None without bound.
        at_total: how much more the total would then have, all else as it is; None where that cannot be said, as where
            the answers of the leaf are read by others too.
        answers: the unit's answers that it reads, with their values; None where there is none.
    """

    node: Node
    now: Outcome
    reachable: Fraction | None
    at_total: Fraction | None
    answers: tuple[tuple[Input, Value | None], ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A formula that does not hold for a unit, with the unit's value of each column that it reads."""

    formula: Formula
    values: tuple[tuple[str, Value | NoScore], ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why a unit is not in a tier.

    Attributes:
        bound: the least total that the tier takes; None where it looks at no total.
        above: whether the total must lie above the bound, not at it.
        gap: the points that are missing; 0 where the total is enough, None where there is no total.
        unmet: what the tier asks for besides and does not hold.
        over: the upper bound of the tier, where the total passes it.
        lowering: the failed conditions that put the unit into the lowest tier, with the answers that they read.
        otherwise: the tier that it would be in if no condition failed and all else stayed as it is.
        most: the greatest total that any answers can give; None without bound.
        is_unreachable: whether nobody can have the points that the tier asks for.
        gains: of leaves that can give more, the greatest first; where the points are enough, of those alone that `unmet` reads.
        is_reached: whether the unit is in this tier or a better one.
        appraised: leaves below their most whose points appraisers set: no answer changes them, only another appraisal.
    """

    unit: UnitResult
    tier: Tier
    card: Scorecard
    bound: Fraction | None
    above: bool
    gap: Fraction | None
    unmet: tuple[Unmet, ...]
    over: Fraction | None
    lowering: tuple[tuple[Node, tuple[tuple[Input, Value | None], ...]], ...]
    otherwise: Tier | None
    most: Fraction | None
    is_unreachable: bool
    gains: tuple[Gain, ...]
    is_reached: bool
    appraised: tuple[Node, ...] = ()


def shortfall(evaluation: Evaluation, index: int, card: Scorecard, tier: Tier) -> Shortfall:
    """Find what keeps a unit from a tier of its scorecard."""
    unit, sheet = evaluation.result.units[index], evaluation.sheet
    range_ = range_of(tier, unit.max) or Range()
    unmet = _unmet(sheet, index, tier)
    is_reached = _is_reached(unit, card, tier)
    lowering = () if is_reached else lowering_of(sheet, card, unit)
    bounds = proved_bounds(evaluation.result.ruleset)
    is_short, asked = _is_short(range_, unit.outcome), _nodes_read(sheet, unmet)
    gains, appraised = _gains_and_appraised(evaluation, index, card, bounds) if is_short or asked else ((), ())
    if not is_short:  # points of others bring no tier
        gains = tuple(gain for gain in gains if gain.node.id in asked)
        appraised = tuple(node for node in appraised if node.id in asked)
    return Shortfall(
        unit=unit,
        tier=tier,
        card=card,
        bound=range_.low,
        above=not range_.with_low,
        gap=_gap(range_, unit.outcome),
        unmet=unmet,
        over=_passed(range_, unit.outcome),
        lowering=tuple((node, tuple(_answers(evaluation, index, node))) for node in lowering),
        otherwise=_without_conditions(evaluation, index, card) if lowering else None,
        most=bounds.columns[card.root.id].high,
        is_unreachable=(card.root.id, tier.id) in evaluation.result.unreachable,
        gains=gains,
        appraised=appraised,
        is_reached=is_reached,
    )


def _unmet(sheet: Sheet, index: int, tier: Tier) -> tuple[Unmet, ...]:
    """Give what a tier asks for besides the total and a unit does not hold."""
    return tuple(
        Unmet(each, tuple((key, sheet.cells[key][index]) for key in sorted(each.reads)))
        for each in (tier.when, tier.requires)
        if each and sheet.value(each, index, "") is not True
    )


def _is_reached(unit: UnitResult, card: Scorecard, tier: Tier) -> bool:
    """Whether a unit is in a tier or a better one; tiers stand from the best down."""
    ids = [each.id for each in card.root.tiers]
    return bool(unit.tier) and ids.index(unit.tier) <= ids.index(tier.id)


def _gap(range_: Range, total: Outcome) -> Fraction | None:
    """Give the points that a total is below a range; None where there is no total."""
    if not isinstance(total, Fraction):
        return None
    return Fraction(0) if range_.low is None else max(Fraction(0), range_.low - total)


def _is_short(range_: Range, total: Outcome) -> bool:
    """Whether there is no total, or one that lies below a range: also at a bound that the range leaves out."""
    return _gap(range_, total) != 0 or (not range_.with_low and total == range_.low)


def _passed(range_: Range, total: Outcome) -> Fraction | None:
    """Give the upper bound of a range where a total passes it."""
    return range_.high if isinstance(total, Fraction) and passes(range_, total) else None


def _gains_and_appraised(
    evaluation: Evaluation, index: int, card: Scorecard, bounds: Bounds
) -> tuple[tuple[Gain, ...], tuple[Node, ...]]:
    """Give what leaves could still give, the greatest first, and apart from them those whose points appraisers set."""
    gains = sorted(_gains(evaluation, index, card, bounds), key=_by_gain)
    appraised = evaluation.sheet.appraised
    set_ = {gain.node.id: gain.node for gain in gains if index in appraised.get(gain.node.id, ())}
    return tuple(gain for gain in gains if gain.node.id not in set_), tuple(set_.values())


def _without_conditions(evaluation: Evaluation, index: int, card: Scorecard) -> Tier | None:
    """Give the tier that a unit would be in if it failed no condition and all else stayed as it is.

    None where a tier has a quota: who else is in it decides too.
    """
    if any(tier.quota is not None for tier in card.root.tiers):
        return None
    unit = evaluation.result.units[index]
    return tier_of(
        card.root.tiers, unit.outcome, unit.max, lambda formula: evaluation.sheet.value(formula, index, "") is True
    )


def _nodes_read(sheet: Sheet, unmet: Iterable[Unmet]) -> set[str]:
    """Name the nodes whose points have a part in what is not met."""
    found = set()
    for key in closure(sheet.ruleset.columns, {key for each in unmet for key in each.formula.reads}):
        column = sheet.ruleset.columns[key]
        node = column.node if isinstance(column, Before) else column
        if isinstance(node, Node) and node.role != "condition":
            found.add(node.id)
    return found


def _by_gain(gain: Gain) -> tuple[bool, Fraction]:
    return gain.at_total is None, -(gain.at_total or Fraction(0))


def _gains(evaluation: Evaluation, index: int, card: Scorecard, bounds: Bounds) -> Iterator[Gain]:
    sheet = evaluation.sheet
    total = evaluation.result.units[index].outcome
    what_if, alone = WhatIf(sheet, index), _alone_bounds(evaluation, index, card, bounds)
    for path, sign in _leaves((card.root,), 1):
        node = path[-1]
        now = sheet.cells[node.id][index]
        assert isinstance(now, (Fraction, NoScore))  # a node's column holds nothing else
        if isinstance(now, NoScore) and now.state in LEFT:
            continue  # what does not apply to the unit gives nothing, whatever it answers
        best = _best(bounds.nodes[node.id].value, sign)
        more: Fraction | None = None
        if best is not None:
            rise = best - (now if isinstance(now, Fraction) else Fraction(0))
            is_known = isinstance(total, Fraction)
            more = what_if.more(path, best, total) if is_known else _more_by_weights(path, rise)
            if rise * sign <= 0 or (is_known and more is not None and more <= 0):
                continue
            # Answers that others read too would change more than this leaf.
            if is_known and _is_worse(_best(alone.nodes[node.id].value, sign), best, sign):
                more = None
        yield Gain(node, now, best, more, tuple(_answers(evaluation, index, node)))


def _best(value: Interval, sign: int) -> Fraction | None:
    """Give the bound of a leaf's value that is best for the total: the highest, or of a penalty the lowest."""
    return value.high if sign > 0 else value.low


def _is_worse(one: Fraction | None, other: Fraction, sign: int) -> bool:
    """Say whether a bound of a leaf is worse for the total than another; that there is none is not."""
    return one is not None and (one - other) * sign < 0


def _alone_bounds(evaluation: Evaluation, index: int, card: Scorecard, general: Bounds) -> Bounds:
    """Bound the leaves of a unit where only answers change that nothing but the one leaf reads."""
    sheet, ruleset = evaluation.sheet, evaluation.result.ruleset
    free = _read_by_one_score(ruleset, card)

    def is_fixed(keys: Iterable[str]) -> bool:
        return not (closure(ruleset.columns, keys) & free)

    def known(key: str) -> Interval | None:
        column, cell = ruleset.columns[key], sheet.cells[key][index]
        if is_fixed((key,)):
            if isinstance(cell, Fraction):
                return point(cell)
            if isinstance(cell, bool):
                return Interval(holds=frozenset({cell}))
            return UNKNOWN if isinstance(cell, NoScore) else Interval()
        # A figure of the cohort is bounded by everybody's answers, not by those of the unit.
        return general.columns[key] if isinstance(column, Statistic | RollUp | LastYear) else None

    def holds(formula: Formula) -> bool | None:
        cell = sheet.value(formula, index, "") if is_fixed(formula.reads) else None
        return cell if isinstance(cell, bool) else None

    return bounds_of(ruleset, known, holds=holds, card=card.id)


def _read_by_one_score(ruleset: Ruleset, card: Scorecard) -> set[str]:
    """Name the inputs that only the score of one criterion reads, and no condition, cap or other criterion."""
    readers: dict[str, set[str]] = {}
    for node in card.nodes():
        if node.role in {"condition", "unscored"}:
            continue
        for place, formulas in (("score", (node.score,)), ("", (node.formula, node.applies, node.then, *node.inside))):
            for key in closure(ruleset.columns, names_in(formulas)):
                readers.setdefault(key, set()).add(f"{place}:{node.id}")
    only = {key: next(iter(found)) for key, found in readers.items() if len(found) == 1}
    return {asked.key for asked in ruleset.inputs if only.get(asked.key, "").startswith("score:")}


def _leaves(path: tuple[Node, ...], sign: int) -> Iterator[tuple[tuple[Node, ...], int]]:
    """Give the way to every leaf that counts, and whether more of it is better (1) or worse (-1)."""
    node = path[-1]
    if node.role in {"unscored", "condition"}:
        return
    if not node.children:
        yield path, sign
        return
    for child in node.children:
        turned = child.role == "penalty"
        yield from _leaves((*path, child), -sign if turned != (child.weight < 0) else sign)


def _more_by_weights(path: Sequence[Node], rise: Fraction) -> Fraction | None:
    """Give what more points of a leaf are worth where only plain sums lie above it; None where more does."""
    weight = rise
    for node, child in pairwise(path):
        plain = node.out_of is None and node.then is None and node.cap is None and node.minimum is None
        if node.aggregate != "sum" or not plain:
            return None
        weight *= -child.weight if child.role == "penalty" else child.weight
    return weight


def _answers(evaluation: Evaluation, index: int, node: Node) -> Iterator[tuple[Input, Value | None]]:
    """Find the answers of the unit that a leaf goes back to, each before those that are read further below."""
    columns = evaluation.result.ruleset.columns
    todo, seen = sorted(names_in([node.score])), set[str]()
    while todo:
        key = todo.pop(0)
        if key in seen:
            continue
        seen.add(key)
        match columns[key]:
            case Input() as column:
                cell = evaluation.sheet.cells[key][index]
                yield column, None if isinstance(cell, NoScore) else cell
            case NamedValue(formula=formula):
                todo += sorted(formula.reads)
