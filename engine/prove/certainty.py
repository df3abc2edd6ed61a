"""What stands whatever the missing answers are: bounds of totals, ranks and tiers while some cells are blank or misread.

It assumes that every missing answer comes in within its declared range.
Of a list in which the answers also decide who is ranked at all, nothing is said.
Sound: the final rank lies within the bounds. Not the narrowest: what two answers do together is not looked at.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias, TypeGuard

from ..formula.intervals import Interval, point
from ..formula.trees import called, walk
from ..model.outcome import NoScore, Reason, State
from ..model.reads import closure, formulas_of, names_in, reads_of
from ..model.result import Certainty, Result, UnitResult
from ..model.ruleset import (
    Before,
    Column,
    Formula,
    Input,
    NamedValue,
    Node,
    Ranking,
    RollUp,
    Ruleset,
    Statistic,
    Tier,
)
from ..model.ties import TIES
from ..rank import Evaluation
from ..rank.ranking import DEFAULT
from ..score import Sheet
from ..score.cohorts import cohort_keys, is_member
from ..score.sheet import Cell
from .bounds import bounds_of, of_input
from .node_bounds import Bounds
from .ranges import Range, less, range_of, reached
from .reach import UNKNOWN, Reach

Units: TypeAlias = frozenset[int]
Ends: TypeAlias = tuple[Fraction | None, Fraction | None]
CohortRange: TypeAlias = tuple[Fraction | None, Fraction | None, bool]
"""The least and the most value of a cohort that are certain, and whether another may come."""
Cohorts: TypeAlias = Mapping[str, tuple[Sequence[str | None], Mapping[str | None, CohortRange]]]
"""For each figure of a cohort: the cohort of each unit, and the range of its values that are certain."""
Orderings: TypeAlias = tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]
"""For each input, the inputs that it is never below, and those that it is never above."""
_LEFT = frozenset({State.NOT_APPLICABLE, State.SKIPPED, State.UNSCORED})
_OF_SOMEBODY = frozenset({"max", "min", "mean", "median", "sum", "count"})
_OF_BLANKS = frozenset({"has", "first_nonzero"})
"""Functions that have a value although an argument has none."""
_AWAITED = frozenset({Reason.NO_VALUE, Reason.BAD_VALUE})


@dataclass(frozen=True, slots=True)
class _Year:
    """A year in which answers are missing.

    Attributes:
        affected: for each column, the units whose value can change when the answers come in.
        general: bounds of every column, whatever the unit.
        strict: inputs without which nothing that reads them has a value.
    """

    result: Result
    sheet: Sheet
    affected: Mapping[str, Units]
    general: Bounds
    held: Orderings
    cohorts: Cohorts
    strict: frozenset[str]

    def unit(self, index: int) -> UnitResult:
        """Return the result of a unit."""
        return self.result.units[index]

    def root(self, index: int) -> Node:
        """Return the root of the scorecard of a unit."""
        return next(card.root for card in self.result.ruleset.scorecards if card.id == self.unit(index).scorecard)

    def rule(self, index: int) -> Ranking:
        """Return how a unit is ranked."""
        return self.root(index).ranking or DEFAULT

    def is_fixed(self, index: int, keys: Collection[str]) -> bool:
        """Say whether nothing of some columns can change for a unit."""
        return all(index not in self.affected[key] for key in keys)


def _year(result: Result, sheet: Sheet) -> _Year:
    affected, ruleset = _affected(sheet), result.ruleset
    return _Year(result, sheet, affected, bounds_of(ruleset), _held(sheet), _cohorts(sheet, affected), _strict(ruleset))


def certainty_of(evaluation: Evaluation) -> Mapping[str, Certainty]:
    """Say of every unit, in a list in which an answer is missing, between which ranks and in which tiers it ends."""
    result, sheet = evaluation.result, evaluation.sheet
    waiting = {index for index, unit in enumerate(result.units) if _awaits(sheet, index, unit)}
    if not waiting:
        return {}
    year = _year(result, sheet)
    members = _members(result, waiting)
    touched = frozenset().union(*year.affected.values())
    bounds = {index: _bounds_of_unit(year, index) for index in members if _is_open(year, index, touched)}
    totals = {index: _compared(year, index, bounds.get(index)) for index in members}
    doubtful = _doubtful_lists(year, members, totals)
    certain = [index for index in members if result.units[index].list not in doubtful]
    ranks: dict[int, tuple[int, int]] = {}
    for name in {result.units[index].list for index in certain}:
        ranks |= _ranks(year, [index for index in certain if result.units[index].list == name], totals)
    return {result.units[index].unit.id: _certainty(year, index, bounds.get(index), ranks[index]) for index in certain}


def sure_tiers(evaluation: Evaluation) -> Mapping[str, str]:
    """Give the tier of each unit that lacks answers and has the same tier whatever they are, by the id of the unit.

    Nothing hangs on the rest of the list, whose ranks may be in doubt: where tiers have quotas, none is given.
    """
    result, sheet = evaluation.result, evaluation.sheet
    waiting = [index for index, unit in enumerate(result.units) if _awaits(sheet, index, unit)]
    if not waiting:
        return {}
    year = _year(result, sheet)
    found: dict[str, str] = {}
    for index in waiting:
        tiers, bounds = year.root(index).tiers, _bounds_of_unit(year, index)
        takes_rest = any(tier.takes_all and not tier.bounds for tier in tiers)  # else a unit may end in none
        if not takes_rest or any(tier.quota for tier in tiers) or bounds.columns[year.unit(index).scorecard].may_lack:
            continue
        own = _tiers(year, index, bounds)
        if len(own) == 1:
            found[result.units[index].unit.id] = own[0]
    return found


def _members(result: Result, waiting: Collection[int]) -> list[int]:
    """Return the units of the lists in which somebody waits, as far as they have a rank or wait for one."""
    lists = {result.units[index].list for index in waiting}
    units = enumerate(result.units)
    return [i for i, unit in units if unit.list in lists and (unit.rank is not None or i in waiting)]


def _certainty(year: _Year, index: int, bounds: Bounds | None, ranks: tuple[int, int]) -> Certainty:
    unit = year.unit(index)
    own = _points(unit) if bounds is None else bounds.columns[unit.scorecard]
    best, worst = ranks
    return Certainty(
        low=own.low,
        high=own.high,
        best=best,
        worst=worst,
        tiers=_tiers(year, index, bounds),
        hangs_on=dict(_hangs_on(year, index)),
    )


def _is_open(year: _Year, index: int, touched: Units) -> bool:
    """Say whether anything of a unit can change, or it is ranked by something that must be computed."""
    unit = year.unit(index)
    is_plain = unit.rank is not None and isinstance(unit.outcome, Fraction) and year.rule(index).by is None
    return index in touched or not is_plain


def _points(unit: UnitResult) -> Interval:
    assert isinstance(unit.outcome, Fraction)  # it is ranked by its total
    return point(unit.outcome)


def _doubtful_lists(year: _Year, members: Sequence[int], totals: Mapping[int, Interval]) -> set[str]:
    """Find the lists in which the answers may let a unit in, or keep one out: a rank counts who is ranked."""
    doubtful = {year.unit(index).list for index in members if totals[index].may_lack}
    for index, unit in enumerate(year.result.units):
        if unit.unit.role != "ranked" or not unit.scorecard:
            continue
        asked = {node.id for node in year.sheet.conditions[unit.scorecard] if node.on_fail == "unranked"}
        if index not in members:
            asked |= _ranked_by(year, index)
        if not year.is_fixed(index, asked):
            doubtful.add(unit.list)
    return doubtful


def _ranked_by(year: _Year, index: int) -> set[str]:
    """Name the columns from which comes what a unit is ranked by."""
    rule = year.rule(index)
    return {year.unit(index).scorecard} if rule.by is None else set(rule.by.reads)


def _is_awaited(cell: object) -> TypeGuard[NoScore]:
    """Say whether an answer is missing that is still to come."""
    return isinstance(cell, NoScore) and cell.reason in _AWAITED


def _awaits(sheet: Sheet, index: int, unit: UnitResult) -> bool:
    """Say whether a unit has no rank, or a provisional one, only because answers are missing that are still to come.

    Where the ruleset expects a blank and leaves the unit unranked, nothing is to come.
    """
    lacks = [sheet.cells[asked.key][index] for asked in sheet.ruleset.inputs if asked.id in unit.unresolved]
    lacks = [cell for cell in lacks if isinstance(cell, NoScore)]
    if not lacks or not all(map(_is_awaited, lacks)):
        return False
    lacking = isinstance(unit.why, NoScore) and unit.why.state in {State.MISSING, State.INVALID}
    return unit.status == "provisional" or (unit.status == "unranked" and lacking)


def _hangs_on(year: _Year, index: int) -> Iterator[tuple[str, Ends]]:
    """Give the answers that are to come: those that are named, and those that are asked for once these are there."""
    sheet, named = year.sheet, year.unit(index).unresolved
    leaves = (
        node.id for node in year.root(index).walk() if not node.children and _is_awaited(sheet.cells[node.id][index])
    )
    asked_too = year.strict & closure(sheet.ruleset.columns, leaves)
    for asked, ends in _awaited(year, index):
        if asked.id in named or asked.key in asked_too:
            yield asked.id, ends


def _awaited(year: _Year, index: int) -> Iterator[tuple[Input, Ends]]:
    for asked in year.sheet.ruleset.inputs:
        cell = year.sheet.cells[asked.key][index]
        if _is_awaited(cell) and cell.about == asked.key:
            declared = of_input(asked)
            found = _within(year, index, asked, Interval(declared.low, declared.high))
            yield asked, (found.low, found.high)


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


def _strict(ruleset: Ruleset) -> frozenset[str]:
    """Name the inputs of which a blank is always a lack, so that what has a value without one has it with any answer.

    Not those that something reads which looks whether there is a value, or goes on without one.
    """
    rankings = (card.root.ranking for card in ruleset.scorecards)
    by = [each.by for each in rankings if each is not None and each.by is not None]
    lenient = set(names_in(each for each in by if _looks_at_blanks(each)))
    for key in reversed([*ruleset.columns]):  # what reads stands after what it reads
        if key in lenient or _goes_on(ruleset.columns[key]):
            lenient |= reads_of(ruleset.columns[key])
    plain = (asked.key for asked in ruleset.inputs if asked.missing == "error" and asked.outliers is None)
    return frozenset(plain) - lenient


def _goes_on(column: Column) -> bool:
    """Say whether a column may have a value although something that it reads has none."""
    match column:
        case Node() | Before():
            node = column.node if isinstance(column, Before) else column
            return node.at_least is not None or any(map(_looks_at_blanks, formulas_of(node)))
        case NamedValue():
            return column.missing != "error" or column.outliers is not None or _looks_at_blanks(column.formula)
    return not isinstance(column, Input)  # figures of a cohort or of subordinates pass over who has none


def _looks_at_blanks(formula: Formula) -> bool:
    return any(called(part) in _OF_BLANKS for part in walk(formula.tree))


def _within(year: _Year, index: int, asked: Input, found: Interval) -> Interval:
    """Narrow the bounds of an answer that is to come by the unit's answers that it is held against."""

    def answers(names: Sequence[str]) -> Iterator[Fraction]:
        for name in names:
            cell = year.sheet.cells[name][index]
            if index not in year.affected[name] and isinstance(cell, Fraction):
                yield cell

    never_below, never_above = (side.get(asked.key, ()) for side in year.held)
    lows = [*answers(never_below), *([] if found.low is None else [found.low])]
    highs = [*answers(never_above), *([] if found.high is None else [found.high])]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return found  # no answer keeps them all: it is the others that are wrong
    return replace(found, low=low, high=high)


def _affected(sheet: Sheet) -> Mapping[str, Units]:
    """Find the units whose value in a column can change when the missing answers come in."""
    everybody = frozenset(range(len(sheet.units)))
    found: dict[str, Units] = {}
    for key, column in sheet.ruleset.columns.items():
        units = _blank(sheet, column).union(*(found.get(name, frozenset()) for name in reads_of(column)))
        if units and _is_of_others(column):
            units = everybody
        if isinstance(column, (Before, Node)):
            units -= frozenset(sheet.appraised.get(column.node.id if isinstance(column, Before) else column.id, ()))
        found[key] = units
    return found


def _blank(sheet: Sheet, column: Column) -> Units:
    """Return the units whose answer in a column is still to come."""
    if not isinstance(column, Input):
        return frozenset()
    return frozenset(index for index, cell in enumerate(sheet.cells[column.key]) if _is_awaited(cell))


def _is_of_others(column: Column) -> bool:
    """Say whether a unit's value in a column comes of other units' values, too."""
    if isinstance(column, (Input, NamedValue)):
        return column.outliers is not None or column.missing in {"group_mean", "cohort_mean"}
    return isinstance(column, (Statistic, RollUp))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one unit: what cannot change is a point; a blank that nobody needs may stay one."""

    year: _Year
    index: int

    def column(self, key: str) -> Interval | None:
        """Bound anything but a node; None where that is for its formula to say."""
        year, index = self.year, self.index
        if index not in year.affected[key]:
            return _as_bounds(year.sheet.cells[key][index])
        general = year.general.columns[key]
        match year.sheet.ruleset.columns[key]:
            case Input() as asked:
                declared = Interval(general.low, general.high, holds=general.holds)
                found = _within(year, index, asked, declared)
                # Of two blanks of a formula only the first is named; the other comes in, or makes no difference.
                comes = asked.id in year.unit(index).unresolved or key in year.strict
                return found if comes else replace(found, may_lack=True)
            case Statistic() as column:
                return _statistic(year, index, column)
            case RollUp():
                return general
        return None

    def node(self, node: Node) -> Reach | Literal["left"] | None:
        """Give what a node is worth that cannot change; None where it can, or has no value that its parent takes."""
        sheet, index = self.year.sheet, self.index
        if index in self.year.affected[node.id]:
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

    def condition(self, formula: Formula) -> bool | None:
        """Say whether a condition holds; None where that can change."""
        if not self.year.is_fixed(self.index, formula.reads):
            return None
        cell = self.year.sheet.value(formula, self.index, "")
        return cell if isinstance(cell, bool) else None


def _as_bounds(cell: Cell) -> Interval:
    if isinstance(cell, Fraction):
        return point(cell)
    if isinstance(cell, bool):
        return Interval(holds=frozenset({cell}))
    return UNKNOWN if isinstance(cell, NoScore) else Interval()  # an option or a day is there, if no number


def _bounds_of_unit(year: _Year, index: int) -> Bounds:
    """Bound every column for one unit."""
    known = _Known(year, index)
    return bounds_of(year.sheet.ruleset, known.column, known.node, known.condition, year.sheet.cards[index])


def _cohorts(sheet: Sheet, affected: Mapping[str, Units]) -> Cohorts:
    """Gather what stands in each cohort of each figure: the least and the most, and whether anything is still open."""
    found: dict[str, tuple[Sequence[str | None], dict[str | None, CohortRange]]] = {}
    for column in sheet.ruleset.columns.values():
        if not isinstance(column, Statistic) or column.stat not in _OF_SOMEBODY:
            continue
        keys = cohort_keys(sheet.ruleset, sheet.units, column.cohort)
        ranges: dict[str | None, CohortRange] = {}
        cells = sheet.cells[column.of]
        for index, (unit, key) in enumerate(zip(sheet.units, keys, strict=True)):
            if is_member(unit, column.cohort):
                before = ranges.get(key, (None, None, False))
                ranges[key] = _with_cell(before, None if index in affected[column.of] else cells[index])
        found[column.key] = keys, ranges
    return found


def _with_cell(before: CohortRange, cell: Cell | None) -> CohortRange:
    """Take one more unit into the range of a cohort; None where its value is still open."""
    low, high, is_open = before
    if cell is None:
        return low, high, True
    if not isinstance(cell, Fraction):
        return before
    return cell if low is None else min(low, cell), cell if high is None else max(high, cell), is_open


def _statistic(year: _Year, index: int, column: Statistic) -> Interval:
    """Bound a figure of the cohort; where somebody in it has a value that stands, there is one."""
    whole = year.general.columns[column.key]
    if column.key not in year.cohorts:
        return whole
    keys, ranges = year.cohorts[column.key]
    low, high, is_open = ranges.get(keys[index], (None, None, False))
    if low is None or high is None:
        return whole
    of = year.general.columns[column.of]
    match column.stat:
        case "max":
            return Interval(high, (None if of.high is None else max(high, of.high)) if is_open else high)
        case "min":
            return Interval((None if of.low is None else min(low, of.low)) if is_open else low, low)
    return replace(whole, may_lack=False)


def _compared(year: _Year, index: int, bounds: Bounds | None) -> Interval:
    """Bound what a unit is ranked by, so that more is better; without bounds nothing of it can change."""
    rule = year.rule(index)
    if bounds is None:
        own = _points(year.unit(index))
        return own if rule.best == "highest" or own.low is None else point(-own.low)
    found = bounds.columns[year.unit(index).scorecard] if rule.by is None else bounds.of(rule.by)
    if rule.best == "highest":
        return found
    low, high = (None if x is None else -x for x in (found.high, found.low))
    return Interval(low, high, found.may_lack)


def _ranks(year: _Year, members: Sequence[int], totals: Mapping[int, Interval]) -> dict[int, tuple[int, int]]:
    """Bound the ranks of a list's units by who is surely, and who may be, before each.

    Two units whose values and tie-breaks are settled keep their order. Counted in sorted values, not pair by pair.
    """
    settled = {index: rank for index in members if (rank := _settled_rank(year, index)) is not None}
    placed = sorted(settled.values())
    everybody, open_ = _Values(totals, members), _Values(totals, [index for index in members if index not in settled])
    points = _points_taken([totals[index] for index in members])
    levels = _best_at({index: totals[index].low for index in settled}, settled)
    found = {}
    for index in members:
        own, rule = totals[index], year.rule(index)
        ties = TIES[rule.ties]
        strict = ties.rank is None or bool(rule.tie_break)
        if index in settled:
            before = bisect_left(placed, settled[index])
            surely, may = before + open_.surely_above(own), before + open_.may_be_above(own, strict=strict)
            level = int(levels[own.low] < settled[index])
        else:
            surely, level = everybody.surely_above(own), 0
            may = everybody.may_be_above(own, strict=strict) - _may_be_above(own, own, strict=strict)
        if ties.counts_values:
            above = 0 if own.high is None else len(points) - bisect_right(points, own.high)
            surely = max(above + level, min(1, surely))
        found[index] = (1 + surely, 1 + may)
    return found


def _settled_rank(year: _Year, index: int) -> int | None:
    """Return the rank of a unit of which neither the value nor a tie-break can change."""
    breaks = names_in(year.rule(index).tie_break)
    return year.unit(index).rank if year.is_fixed(index, _ranked_by(year, index) | breaks) else None


def _points_taken(totals: Iterable[Interval]) -> list[Fraction]:
    """Return the different values that units have for sure, in order."""
    return sorted({own.low for own in totals if own.low is not None and own.low == own.high})


def _best_at(values: Mapping[int, Fraction | None], ranks: Mapping[int, int]) -> dict[Fraction | None, int]:
    """Return, by value, the best rank of those that are settled at it."""
    best: dict[Fraction | None, int] = {}
    for index, value in values.items():
        best[value] = min(best.get(value, ranks[index]), ranks[index])
    return best


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


def _tiers(year: _Year, index: int, bounds: Bounds | None) -> tuple[str, ...]:
    """List the tiers in which a unit can end; with quotas that is for the others' answers to say, too."""
    unit, root = year.unit(index), year.root(index)
    lowering = {node.id for node in year.sheet.conditions[unit.scorecard] if node.on_fail == "lowest_tier"}
    open_ = {id_ for id_ in lowering if index in year.affected[id_]}
    if bounds is None or (unit.rank is not None and year.is_fixed(index, _asked_by_tiers(root))):
        if not isinstance(unit.outcome, Fraction) or all(tier.quota is None for tier in root.tiers):
            return tuple(filter(None, (unit.tier,)))
        found = _within_reach(root.tiers, unit.max, Range(unit.outcome, unit.outcome))
    elif root.tiers and (lowering - open_) & set(unit.failed) and not bounds.columns[root.id].may_lack:
        return (root.tiers[-1].id,)  # whatever the points
    else:
        reach = bounds.nodes[root.id]
        found = _within_reach(
            _open_tiers(year, index, root.tiers), reach.fixed_maximum, Range(reach.value.low, reach.value.high)
        )
    lowest = {tier.id for tier in root.tiers[-1:]} if open_ else set()
    return tuple(tier.id for tier in root.tiers if tier.id in found | lowest)


def _open_tiers(year: _Year, index: int, tiers: Sequence[Tier]) -> list[Tier]:
    """Leave out the tiers of which a condition fails whatever the answers are, and the conditions that hold so."""
    found = []
    for tier in tiers:
        conditions = (tier.when, tier.requires)
        settled = [each for each in conditions if each is not None and year.is_fixed(index, each.reads)]
        if all(year.sheet.value(each, index, "") is True for each in settled):  # no score counts as no
            when, requires = (None if each in settled else each for each in conditions)
            found.append(replace(tier, when=when, requires=requires))
    return found


def _asked_by_tiers(root: Node) -> frozenset[str]:
    """Name the columns that decide the tier of a root."""
    conditions = (node.id for node in root.walk() if node.role == "condition")
    return names_in(each for tier in root.tiers for each in (tier.when, tier.requires)).union((root.id,), conditions)


def _within_reach(tiers: Sequence[Tier], maximum: Fraction | None, possible: Range) -> set[str]:
    """Name the tiers that take some value of a range; one whose bounds are not known may."""
    left, found = [possible], set()
    for tier in tiers:
        own = range_of(tier, maximum)
        if own is None or reached(left, own):
            found.add(tier.id)
        if own is not None and tier.takes_all:
            left = less(left, own)
    return found


__all__ = ["certainty_of", "sure_tiers"]
