"""Why a unit is not in a tier: which points are missing, and where they could come from, leaf by leaf."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..model.outcome import NoScore, Outcome
from ..model.result import UnitResult
from ..model.ruleset import Before, Input, NamedValue, Node, RollUp, Scorecard, Statistic, Tier, Value
from ..prove.bounds import bounds_of
from ..prove.node_bounds import Bounds
from ..prove.reaching import Range, range_of
from ..rank import Evaluation
from ..score import Sheet
from ..score.nodes import LEFT, node_column


@dataclass(frozen=True, slots=True)
class Gain:
    """What a leaf could still give.

    Attributes:
        now: what it gives, or why nothing.
        reachable: the most that it can give with any answers that are allowed; None without bound.
        at_total: how much more the total would have, all else as it is; None where that cannot be said.
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
    total = evaluation.result.units[index].outcome
    read, alone = _read_by_formulas(sheet), _alone(sheet, index)
    for path, weight in _leaves((card.root,), Fraction(1)):
        node = path[-1]
        now = sheet.cells[node.id][index]
        assert isinstance(now, (Fraction, NoScore))  # a node's column holds nothing else
        if isinstance(now, NoScore) and now.state in LEFT:
            continue  # what does not apply to the unit gives nothing, whatever it answers
        high = bounds.nodes[node.id].value.high
        low = bounds.nodes[node.id].value.low
        best = high if weight is None or weight >= 0 else low
        own = now if isinstance(now, Fraction) else Fraction(0)
        more = None if best is None or weight is None else (best - own) * weight
        if isinstance(total, Fraction) and best is not None:
            made = None if any(each.id in read for each in path) else _total_with(alone, path, best)
            more = made - total if isinstance(made, Fraction) else None
        if (more is not None and more <= 0) or (more is None and best is not None and best <= own):
            continue
        yield Gain(node, now, best, more, tuple(_answers(evaluation, index, node)))


def _read_by_formulas(sheet: Sheet) -> frozenset[str]:
    """Name the nodes on which more hangs than what is above them in the tree."""
    found: set[str] = set()
    for column in sheet.ruleset.columns.values():
        match column:
            case NamedValue(formula=formula):
                found |= formula.reads
            case Statistic(of=of) | RollUp(of=of):
                found.add(of)
            case Node():
                formulas = (column.score, column.applies, column.then, *column.inside)
                found |= {name for formula in formulas if formula is not None for name in formula.reads}
    return frozenset(found)


def _alone(sheet: Sheet, index: int) -> Sheet:
    """Take one unit out of a sheet, with all that was computed of it."""
    return Sheet(
        sheet.ruleset, [sheet.units[index]], sheet.observed, [sheet.cards[index]],
        cells={key: [cells[index]] for key, cells in sheet.cells.items()},
        counted={key: [each[index]] for key, each in sheet.counted.items()},
        pending={key: [each[index]] for key, each in sheet.pending.items()},
    )  # fmt: skip


def _total_with(alone: Sheet, path: Sequence[Node], points: Fraction) -> Outcome:
    """Compute the total of a unit once more, with other points for one leaf and all else as it is."""
    *above, leaf = path
    keys = [key for node in path for key in (node.id, f"value:{node.id}")]
    tables: tuple[dict[str, Any], ...] = (alone.cells, alone.counted, alone.pending)
    kept = [{key: list(table[key]) for key in keys if key in table} for table in tables]
    alone.cells[leaf.id], alone.counted[leaf.id], alone.pending[leaf.id] = [points], [leaf.max], [Fraction(0)]
    for node in reversed(above):
        for key in (f"value:{node.id}", node.id):
            column = alone.ruleset.columns.get(key)
            if isinstance(column, Before | Node):
                alone.cells[key] = node_column(alone, column)
    made = alone.cells[path[0].id][0]
    for table, before in zip(tables, kept, strict=True):
        table.update(before)
    alone.imputed.clear()
    assert isinstance(made, (Fraction, NoScore))  # a node's column holds nothing else
    return made


def _leaves(path: tuple[Node, ...], weight: Fraction | None) -> Iterator[tuple[tuple[Node, ...], Fraction | None]]:
    """Give the way to every leaf that counts, with its weight in the total where only plain sums lie between."""
    node = path[-1]
    if node.role in {"unscored", "condition"}:
        return
    if not node.children:
        yield path, weight
        return
    is_plain = node.aggregate == "sum" and node.out_of is None and node.then is None
    for child in node.children:
        sign = -1 if child.role == "penalty" else 1
        yield from _leaves((*path, child), weight * child.weight * sign if weight is not None and is_plain else None)


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
