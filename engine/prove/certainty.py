"""What stands whatever the missing answers are: bounds of totals, ranks and tiers while some cells are blank or misread.

It assumes that every missing answer comes in within its declared range.
Of a list in which the answers also decide who is ranked at all, nothing is said.
Sound: the final rank lies within the bounds. Not the narrowest: what two answers do together is not looked at.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..formula.intervals import Interval, point
from ..model.outcome import NoScore, Reason, State
from ..model.reads import reads_of
from ..model.result import Certainty, Result, UnitResult
from ..model.ruleset import (
    Before,
    Formula,
    Input,
    NamedValue,
    Node,
    Ranking,
    RollUp,
    Statistic,
)
from ..model.ties import TIES
from ..rank import Evaluation
from ..rank.ranking import DEFAULT
from ..score import Sheet
from ..score.cohorts import cohort_keys, is_member
from .bounds import bounds_of, of_input
from .node_bounds import UNKNOWN, Bounds, Reach
from .ranges import Range, range_of

Units: TypeAlias = frozenset[int]
CohortRange: TypeAlias = tuple[Fraction | None, Fraction | None, bool]
"""The least and the most value of a cohort that are certain, and whether another may come."""
Cohorts: TypeAlias = Mapping[str, tuple[Sequence[str | None], Mapping[str | None, CohortRange]]]
"""For each figure of a cohort: the cohort of each unit, and the range of its values that are certain."""
Orderings: TypeAlias = tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]
"""For each input, the inputs that it is never below, and those that it is never above."""
_LEFT = frozenset({State.NOT_APPLICABLE, State.SKIPPED, State.UNSCORED})
_OF_SOMEBODY = frozenset({"max", "min", "mean", "median", "sum", "count"})
_AWAITED = frozenset({Reason.NO_VALUE, Reason.BAD_VALUE})


def certainty_of(evaluation: Evaluation) -> Mapping[str, Certainty]:
    """Say of every unit, in a list in which an answer is missing, between which ranks and in which tiers it ends."""
    result, sheet = evaluation.result, evaluation.sheet
    waiting = {index for index, unit in enumerate(result.units) if _awaits(sheet, index, unit)}
    if not waiting:
        return {}
    affected = _affected(sheet)
    general = bounds_of(result.ruleset)
    lists = {result.units[index].list for index in waiting}
    members = [
        index
        for index, unit in enumerate(result.units)
        if unit.list in lists and (unit.rank is not None or index in waiting)
    ]
    touched = frozenset().union(*affected.values())
    held, cohorts = _held(sheet), _cohorts(sheet, affected)
    bounds = {
        index: _bounds_of_unit(sheet, index, affected, general, held, cohorts, result.units[index].unresolved)
        for index in members
        if _is_open(result, index, touched)
    }
    totals = {
        index: _compared(result, index, bounds[index]) if index in bounds else _known(result, index)
        for index in members
    }
    doubtful = _doubtful_lists(sheet, result, members, totals, affected)
    ranks: dict[int, tuple[int, int]] = {}
    for name in {result.units[index].list for index in members} - doubtful:
        ranks |= _ranks(result, [index for index in members if result.units[index].list == name], totals, affected)
    found: dict[str, Certainty] = {}
    for index in members:
        unit = result.units[index]
        if unit.list in doubtful:
            continue
        best, worst = ranks[index]
        own = bounds[index].columns[unit.scorecard] if index in bounds else _points(unit)
        found[unit.unit.id] = Certainty(
            low=own.low,
            high=own.high,
            best=best,
            worst=worst,
            tiers=_tiers(result, index, bounds.get(index), affected),
            hangs_on={id_: bounds for id_, bounds in _awaited(sheet, index, affected, held) if id_ in unit.unresolved},
        )
    return found


def _is_open(result: Result, index: int, touched: Units) -> bool:
    """Say whether anything of a unit can change, or it is ranked by something that must be computed."""
    unit = result.units[index]
    is_plain = unit.rank is not None and isinstance(unit.outcome, Fraction) and _rule(result, unit).by is None
    return index in touched or not is_plain


def _points(unit: UnitResult) -> Interval:
    assert isinstance(unit.outcome, Fraction)  # it is ranked by its total
    return point(unit.outcome)


def _known(result: Result, index: int) -> Interval:
    """Give what a unit is ranked by where nothing of it can change, so that more is better."""
    unit = result.units[index]
    own = _points(unit)
    return own if _rule(result, unit).best == "highest" or own.low is None else point(-own.low)


def _doubtful_lists(
    sheet: Sheet,
    result: Result,
    members: Sequence[int],
    totals: Mapping[int, Interval],
    affected: Mapping[str, Units],
) -> set[str]:
    """Find the lists in which the answers may let a unit in, or keep one out: a rank counts who is ranked."""
    doubtful = {result.units[index].list for index in members if totals[index].may_lack}
    for index, unit in enumerate(result.units):
        if unit.unit.role != "ranked" or not unit.scorecard:
            continue
        rule = _rule(result, unit)
        keys = {unit.scorecard} if rule.by is None else set(rule.by.reads)
        barring = {node.id for node in sheet.conditions[unit.scorecard] if node.on_fail == "unranked"}
        asked = barring if index in members else barring | keys
        if any(index in affected[key] for key in asked):
            doubtful.add(unit.list)
    return doubtful


def _awaits(sheet: Sheet, index: int, unit: UnitResult) -> bool:
    """Say whether a unit has no rank, or a provisional one, only because answers are missing that are still to come.

    Where the ruleset expects a blank and leaves the unit unranked, nothing is to come.
    """
    lacks = [asked for asked in sheet.ruleset.inputs if asked.id in unit.unresolved]
    cells = [cell for asked in lacks if isinstance(cell := sheet.cells[asked.key][index], NoScore)]
    if not cells or any(cell.reason not in _AWAITED for cell in cells):
        return False
    if unit.status == "provisional":
        return True
    lacking = isinstance(unit.why, NoScore) and unit.why.state in {State.MISSING, State.INVALID}
    return unit.status == "unranked" and lacking


def _awaited(
    sheet: Sheet, index: int, affected: Mapping[str, Units], held: Orderings
) -> Iterator[tuple[str, tuple[Fraction | None, Fraction | None]]]:
    for asked in sheet.ruleset.inputs:
        cell = sheet.cells[asked.key][index]
        if isinstance(cell, NoScore) and cell.reason in _AWAITED and cell.about == asked.key:
            declared = of_input(asked)
            found = _within(Interval(declared.low, declared.high), asked, sheet, index, affected, held)
            yield asked.id, (found.low, found.high)


def _held(sheet: Sheet) -> Orderings:
    """Name, for each input, those that it is never below and never above: bounds that a cell that counts has kept.

    A blank that is filled was never held against them, and what is drawn in is no longer what was.
    """
    plain = {
        asked.key: asked
        for asked in sheet.ruleset.inputs
        if asked.outliers is None and asked.missing in {"error", "unranked", "skip"}
    }
    lows: dict[str, list[str]] = {}
    highs: dict[str, list[str]] = {}
    for key, asked in plain.items():
        for bound, own, other in ((asked.minimum, lows, highs), (asked.maximum, highs, lows)):
            if isinstance(bound, str) and bound in plain:
                own.setdefault(key, []).append(bound)
                other.setdefault(bound, []).append(key)
    return lows, highs


def _within(
    found: Interval, asked: Input, sheet: Sheet, index: int, affected: Mapping[str, Units], held: Orderings
) -> Interval:
    """Narrow the bounds of an answer that is to come by the unit's answers that it is held against."""

    def answers(names: Sequence[str]) -> Iterator[Fraction]:
        for name in names:
            cell = sheet.cells[name][index]
            if index not in affected[name] and isinstance(cell, Fraction):
                yield cell

    lows = [*answers(held[0].get(asked.key, ())), *([] if found.low is None else [found.low])]
    highs = [*answers(held[1].get(asked.key, ())), *([] if found.high is None else [found.high])]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return found  # no answer keeps them all: it is the others that are wrong
    return replace(found, low=low, high=high)


def _affected(sheet: Sheet) -> Mapping[str, Units]:
    """Find the units whose value in a column can change when the missing answers come in."""
    everybody = frozenset(range(len(sheet.units)))
    found: dict[str, Units] = {}
    for key, column in sheet.ruleset.columns.items():
        units: Units = frozenset()
        if isinstance(column, Input):
            cells = enumerate(sheet.cells[key])
            units = frozenset(i for i, cell in cells if isinstance(cell, NoScore) and cell.reason in _AWAITED)
        for name in reads_of(column):
            own = found.get(name, frozenset())
            shared = isinstance(column, (Statistic, RollUp))
            units |= everybody if shared and own else own
        if isinstance(column, (Input, NamedValue)):
            spreads = column.outliers is not None or column.missing in {"group_mean", "cohort_mean"}
            units = everybody if spreads and units else units
        if isinstance(column, (Before, Node)):
            leaf = column.node if isinstance(column, Before) else column
            units -= frozenset(sheet.appraised.get(leaf.id, ()))
        found[key] = units
    return found


def _bounds_of_unit(
    sheet: Sheet,
    index: int,
    affected: Mapping[str, Units],
    general: Bounds,
    held: Orderings,
    cohorts: Cohorts,
    needed: Collection[str],
) -> Bounds:
    """Bound every column for one unit: what cannot change is a point; a blank that nobody needs may stay one."""

    def known(key: str) -> Interval | None:
        cell = sheet.cells[key][index]
        if index not in affected[key]:
            if isinstance(cell, Fraction):
                return point(cell)
            if isinstance(cell, bool):
                return Interval(holds=frozenset({cell}))
            return UNKNOWN if isinstance(cell, NoScore) else Interval()  # an option or a day is there, if no number
        column = sheet.ruleset.columns[key]
        if isinstance(column, Input):
            declared = Interval(general.columns[key].low, general.columns[key].high, holds=general.columns[key].holds)
            found = _within(declared, column, sheet, index, affected, held)
            return found if column.id in needed else replace(found, may_lack=True)
        if isinstance(column, Statistic):
            return _statistic(column, index, general, cohorts)
        if isinstance(column, RollUp):
            return general.columns[key]
        return None

    def settled(node: Node) -> Reach | Literal["left"] | None:
        if index in affected[node.id]:
            return None
        cell = sheet.cells[node.id][index]
        if isinstance(cell, NoScore):
            return "left" if cell.state in _LEFT else None
        assert isinstance(cell, Fraction)  # a node's column holds nothing else
        counted = sheet.counted(node.id, index)
        waiting = sheet.worths[node.id].pending.get(index)
        if counted is None:
            return Reach(point(cell), UNKNOWN, UNKNOWN, UNKNOWN if waiting else None)
        whole = point(counted + waiting) if waiting else None
        return Reach(point(cell), point(counted), point(cell / counted) if counted else UNKNOWN, whole)

    def holds(formula: Formula) -> bool | None:
        if any(index in affected[key] for key in formula.reads):
            return None
        cell = sheet.value(formula, index, "")
        return cell if isinstance(cell, bool) else None

    return bounds_of(sheet.ruleset, known, settled, holds, sheet.cards[index])


def _cohorts(sheet: Sheet, affected: Mapping[str, Units]) -> Cohorts:
    """Gather what stands in each cohort of each figure: the least and the most, and whether anything is still open."""
    found: dict[str, tuple[Sequence[str | None], dict[str | None, CohortRange]]] = {}
    for column in sheet.ruleset.columns.values():
        if not isinstance(column, Statistic) or column.stat not in _OF_SOMEBODY:
            continue
        keys = cohort_keys(sheet.ruleset, sheet.units, column.cohort)
        ranges: dict[str | None, CohortRange] = {}
        open_ = affected[column.of]
        for index, (unit, key) in enumerate(zip(sheet.units, keys, strict=True)):
            if not is_member(unit, column.cohort):
                continue
            cell = sheet.cells[column.of][index]
            low, high, is_open = ranges.get(key, (None, None, False))
            if index in open_:
                is_open = True
            elif isinstance(cell, Fraction):
                low, high = (cell if low is None else min(low, cell)), (cell if high is None else max(high, cell))
            ranges[key] = (low, high, is_open)
        found[column.key] = keys, ranges
    return found


def _statistic(column: Statistic, index: int, general: Bounds, cohorts: Cohorts) -> Interval:
    """Bound a figure of the cohort; where somebody in it has a value that stands, there is one."""
    whole = general.columns[column.key]
    if column.key not in cohorts:
        return whole
    keys, ranges = cohorts[column.key]
    low, high, is_open = ranges.get(keys[index], (None, None, False))
    if low is None or high is None:
        return whole
    of = general.columns[column.of]
    match column.stat:
        case "max":
            return Interval(high, (None if of.high is None else max(high, of.high)) if is_open else high)
        case "min":
            return Interval((None if of.low is None else min(low, of.low)) if is_open else low, low)
    return replace(whole, may_lack=False)


def _rule(result: Result, unit: UnitResult) -> Ranking:
    card = next(card for card in result.ruleset.scorecards if card.id == unit.scorecard)
    return card.root.ranking or DEFAULT


def _compared(result: Result, index: int, bounds: Bounds) -> Interval:
    """Bound what a unit is ranked by, so that more is better."""
    unit = result.units[index]
    rule = _rule(result, unit)
    found = bounds.columns[unit.scorecard] if rule.by is None else bounds.of(rule.by)
    if rule.best == "highest":
        return found
    low, high = (None if x is None else -x for x in (found.high, found.low))
    return Interval(low, high, found.may_lack)


def _ranks(
    result: Result, members: Sequence[int], totals: Mapping[int, Interval], affected: Mapping[str, Units]
) -> dict[int, tuple[int, int]]:
    """Bound the ranks of a list's units by who is surely, and who may be, before each.

    Two units whose values and tie-breaks are settled keep their order. Counted in sorted values, not pair by pair.
    """
    settled = {index for index in members if _is_settled(result, index, affected)}
    rest = [index for index in members if index not in settled]
    placed = sorted(rank for index in settled if (rank := result.units[index].rank) is not None)
    everybody, open_ = _Values(totals, members), _Values(totals, rest)
    points = sorted({low for index in members if (low := totals[index].low) is not None and low == totals[index].high})
    levels: dict[Fraction | None, int] = {}  # by value, the best rank of those that are settled at it
    for index in settled:
        rank = result.units[index].rank
        assert rank is not None
        levels[totals[index].low] = min(levels.get(totals[index].low, rank), rank)
    found = {}
    for index in members:
        own, rule = totals[index], _rule(result, result.units[index])
        strict = TIES[rule.ties].rank is None or bool(rule.tie_break)
        if index in settled:
            rank = result.units[index].rank
            assert rank is not None
            before = bisect_left(placed, rank)
            surely, may = before + open_.surely_above(own), before + open_.may_be_above(own, strict=strict)
            level = int(levels[own.low] < rank)
        else:
            surely, level = everybody.surely_above(own), 0
            may = everybody.may_be_above(own, strict=strict) - _may_be_above(own, own, strict=strict)
        if TIES[rule.ties].counts_values:
            above = 0 if own.high is None else len(points) - bisect_right(points, own.high)
            surely = max(above + level, min(1, surely))
        found[index] = (1 + surely, 1 + may)
    return found


def _may_be_above(own: Interval, that: Interval, *, strict: bool) -> bool:
    if own.low is None or that.high is None:
        return True
    return that.high >= own.low if strict else that.high > own.low


class _Values:
    """The lower and the upper ends of some units' values, sorted."""

    def __init__(self, totals: Mapping[int, Interval], units: Sequence[int]) -> None:
        self.lows = sorted(low for index in units if (low := totals[index].low) is not None)
        self.highs = sorted(high for index in units if (high := totals[index].high) is not None)
        self.count = len(units)

    def surely_above(self, own: Interval) -> int:
        """Count those whose least is more than a unit's most."""
        return 0 if own.high is None else len(self.lows) - bisect_right(self.lows, own.high)

    def may_be_above(self, own: Interval, *, strict: bool) -> int:
        """Count those whose most is more than a unit's least, or as much where that may decide."""
        if own.low is None:
            return self.count
        return self.count - (bisect_left if strict else bisect_right)(self.highs, own.low)


def _is_settled(result: Result, index: int, affected: Mapping[str, Units]) -> bool:
    """Say whether neither a unit's value nor its tie-breaks can change."""
    unit = result.units[index]
    rule = _rule(result, unit)
    keys = {unit.scorecard} if rule.by is None else set(rule.by.reads)
    keys |= {key for formula in rule.tie_break for key in formula.reads}
    return unit.rank is not None and all(index not in affected[key] for key in keys)


def _tiers(result: Result, index: int, bounds: Bounds | None, affected: Mapping[str, Units]) -> tuple[str, ...]:
    """List the tiers in which a unit can end; with quotas that is for the others' answers to say, too."""
    unit = result.units[index]
    card = next(card for card in result.ruleset.scorecards if card.id == unit.scorecard)
    root = card.root
    conditions = [node for node in root.walk() if node.role == "condition"]
    asked = {key for tier in root.tiers for f in (tier.when, tier.requires) if f is not None for key in f.reads}
    keys = {root.id, *asked, *(node.id for node in conditions)}
    lowering = [node for node in conditions if node.on_fail == "lowest_tier"]
    settled = {node.id for node in lowering if index not in affected[node.id]}
    shares = any(tier.quota is not None for tier in root.tiers)
    if bounds is None or (unit.rank is not None and all(index not in affected[key] for key in keys)):
        if not shares or not isinstance(unit.outcome, Fraction):
            return (unit.tier,) if unit.tier else ()
        maximum, left = unit.max, [Range(unit.outcome, unit.outcome)]
    elif root.tiers and settled & set(unit.failed) and not bounds.columns[root.id].may_lack:
        return (root.tiers[-1].id,)  # whatever the points
    else:
        reach = bounds.nodes[root.id]
        maximum = reach.counted.low if reach.counted.low == reach.counted.high else None
        left = [Range(reach.value.low, reach.value.high)]
    found = []
    for tier in root.tiers:
        own = range_of(tier, maximum)
        if own is None:
            found.append(tier.id)
            continue
        if any(not own.common(rest).is_empty for rest in left):
            found.append(tier.id)
        if tier.when is None and tier.requires is None and tier.quota is None:
            left = [piece for rest in left for piece in rest.without(own)]
    if any(node.id not in settled for node in lowering) and root.tiers and root.tiers[-1].id not in found:
        found.append(root.tiers[-1].id)
    return tuple(found)


__all__ = ["certainty_of"]
