"""Sweeps: at which values of a number somebody moves rank or tier, exactly, each verified by evaluations around it.

Three ways, by what is swept:

* The bound of a tier changes no points, so that each unit's tier can change only where the bound is the unit's points
  at the node that has the tier: its total, or the points of a criterion (of a share, those divided by the unit's maximum
  there). Those values are evaluated, and one value between each two of them: every point is found (`exact`).
* Of a sweep with a step, and of an answer that is a whole number, every value is evaluated (`every_value`).
* Of any other number a grid is evaluated, and wherever two neighbours differ the points between them are looked for:
  where two totals, or a total and a bound, would meet if they changed evenly; at the simplest number; and by halving.
  A point counts as found where an evaluation at it, or just beside it, differs; what moves and moves back between two
  values of the grid is not seen (`grid`).
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from ..language.edits import ways_to_nodes
from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding
from ..model.result import Result, UnitResult
from ..model.ruleset import Ruleset, Tier, Words
from ..rank import Evaluation, evaluation
from ..result.record import diagnostic
from ..year import Year, YearNames
from .addresses import Target
from .comparing import parts_of, standing, title_among
from .contract import AtPointRecord, Known, NamedTierRecord, PointRecord, StretchRecord, SweepRecord, SweptListRecord
from .scenario import MOST_POINTS, Range
from .trying import Asked, Tried, about_of, tried

GRID = 64
"""Even steps of a sweep without a step."""
MOST_EVALUATIONS = 1_500
"""Evaluations of one sweep; what is not found by then is said to lie between two values."""
_BESIDE = 2**20  # how much nearer than the step of the grid "just below" and "just above" are
_NARROWEST = 2**40  # parts of a step at which halving ends
_EACH = 4  # halvings between two looks for a likely point


@dataclass(frozen=True, slots=True)
class Sample:
    """How everybody stands at one value.

    Attributes:
        key: of each unit its status, rank and tier, and those of its criteria that have any; of a value at which the
            ruleset is refused, its codes.
        totals: of each unit; empty where it is refused.
        made: None where it is refused.
        findings: why it is refused.
    """

    at: Fraction
    key: tuple[Any, ...]
    totals: tuple[Fraction | None, ...] = ()
    made: Evaluation | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def result(self) -> Result | None:
        """The result; None where it is refused."""
        return None if self.made is None else self.made.result


@dataclass(slots=True)
class Line:
    """The values of a sweep that were evaluated so far."""

    year: Year
    names: YearNames
    asked: Asked
    range: Range
    samples: dict[Fraction, Sample] = field(default_factory=dict)

    @property
    def is_spent(self) -> bool:
        """Whether no more evaluations are made to find a point more exactly."""
        return len(self.samples) >= MOST_EVALUATIONS

    @property
    def step(self) -> Fraction:
        """The step of the grid."""
        return (self.range.high - self.range.low) / GRID

    def sample(self, at: Fraction) -> Sample:
        """Evaluate a value, once."""
        if at not in self.samples:
            made = tried(self.asked, self.year, self.names, at)
            self.samples[at] = _evaluated(at, made) if isinstance(made, Tried) else _refused(at, made)
        return self.samples[at]

    def around(self, at: Fraction, low: Fraction, high: Fraction) -> tuple[Sample, Sample, Sample]:
        """Evaluate a value between two others, just below it and just above it."""
        near = min([self.step, *(gap for gap in (at - low, high - at) if gap)]) / _BESIDE
        below, above = max(low, at - near), min(high, at + near)
        return self.sample(below), self.sample(at), self.sample(above)


@dataclass(frozen=True, slots=True)
class Point:
    """Where somebody moves: the value, or None where it is only known to lie between two that were evaluated."""

    value: Fraction | None
    below: Sample
    at: Sample
    above: Sample


def _evaluated(at: Fraction, made: Tried) -> Sample:
    whole = evaluation(made.ruleset, made.observed)
    units = whole.result.units
    key = tuple((unit.status, unit.rank, unit.rank_printed, unit.tier, _parts(made.ruleset, unit)) for unit in units)
    totals = tuple(unit.outcome if isinstance(unit.outcome, Fraction) else None for unit in units)
    return Sample(at, key, totals, whole)


def _parts(ruleset: Ruleset, unit: UnitResult) -> tuple[tuple[str, str, str], ...]:
    """Give the tier and rank of a unit in each criterion that has any."""
    return tuple((each.node.id, each.tier, each.rank_printed) for each in parts_of(ruleset, unit))


def _refused(at: Fraction, findings: tuple[Finding, ...]) -> Sample:
    return Sample(at, ("refused", *sorted({each.row for each in findings})), findings=findings)


def swept(year: Year, names: YearNames, asked: Asked) -> SweepRecord | tuple[Finding, ...]:
    """Find the values of a sweep at which somebody moves.

    Returns:
        The points in ascending order; or why the ruleset is refused, where it is at all values.
    """
    assert asked.sweep is not None
    target, within = asked.sweep
    line = Line(year, names, asked, within)
    step = _step_of(asked, year)
    if step is not None and (count := len(_values(within, step))) > MOST_POINTS:
        change = asked.scenario.sweep
        place = Place() if change is None else change.place
        return (finding("ITR784.points", place, found=count, limit=MOST_POINTS),)
    known: Known
    if step is not None:
        points, known = list(_of_values(line, _values(within, step))), "every_value"
    elif target.is_tier and (meeting := _meeting(line, target)) is not None:
        points, known = list(_of_meeting(line, meeting)), "exact"
    else:
        points, known, step = list(_of_grid(line)), "grid", line.step
    results = [each.result for each in line.samples.values() if each.result is not None]
    if not results:
        return line.sample(within.low).findings
    first = next((each for at, each in sorted(line.samples.items()) if each.result is None), None)
    moved = {each.id for point in points for each in _movers(point)}
    lists = tuple(_lists(line, points, target, results))
    held = sum(each.units for each in lists)
    return SweepRecord(
        address=target.address,
        about=about_of(target, asked, year),
        low=within.low,
        high=within.high,
        per_cent=within.per_cent,
        known=known,
        step=step,
        evaluated=len(line.samples),
        stays=held - len(moved),
        elsewhere=len(results[0].units) - held,
        points=tuple(_record(each) for each in points),
        lists=lists,
        refused=() if first is None else tuple(diagnostic(each) for each in first.findings if has_errors((each,))),
    )


# ── Every value ──


def _step_of(asked: Asked, year: Year) -> Fraction | None:
    """Give the step of a sweep that has one: as it says, or 1 of an answer that is a whole number."""
    assert asked.sweep is not None
    target, within = asked.sweep
    if within.step is not None or target.paths:
        return within.step
    asks = next(each for each in year.rules.ruleset.inputs if each.key == target.key)
    return Fraction(1) if asks.traits.is_whole else None


def _values(within: Range, step: Fraction) -> list[Fraction]:
    """Give the values of a sweep, the upper end where a step meets it; of whole numbers none but those.

    >>> [int(each) for each in _values(Range(Fraction(800), Fraction(900)), Fraction(40))]
    [800, 840, 880]
    """
    low = Fraction(ceil(within.low)) if within.step is None else within.low
    count = max(0, floor((within.high - low) / step) + 1)
    return [low + step * number for number in range(min(count, MOST_POINTS + 1))]


def _of_values(line: Line, values: Sequence[Fraction]) -> Iterator[Point]:
    """Compare each value with the one before it."""
    for one, other in itertools.pairwise(values):
        before, now = line.sample(one), line.sample(other)
        if before.key != now.key:
            yield Point(other, before, now, now)
    if len(values) == 1:
        line.sample(values[0])


# ── The bound of a tier ──


def _meeting(line: Line, target: Target) -> list[Fraction] | None:
    """Give the values at which the bound meets points of its node, or another bound; None where none can be evaluated.

    Nothing else depends on the bound: not points, and what is allowed of bounds changes only where it meets another.
    """
    low, high = line.range.low, line.range.high
    made = next((each.made for each in map(line.sample, (low, high, (low + high) / 2)) if each.made), None)
    if made is None:
        return None
    found: set[Fraction] = set()
    for id_ in _tier_nodes(line, target):
        for unit, points in enumerate(made.sheet.cells[id_]):
            if isinstance(points, Fraction):
                full = made.sheet.counted(id_, unit)
                found |= {points, points / full} if full else {points}
    for node in made.result.ruleset.nodes():
        full = node.full or Fraction(1)
        bounds = [bound for tier in node.tiers for bound in tier.bounds.values()]
        for bound in bounds:
            found |= {bound.amount, bound.amount * full, bound.amount / full}
        found |= {full, Fraction(1), Fraction(0)}
    return sorted(each for each in found if low <= each <= high)


def _tier_nodes(line: Line, target: Target) -> tuple[str, ...]:
    """Name the nodes whose tiers have the bound."""
    names = {way: id_ for id_, way in ways_to_nodes(line.asked.document).items()}
    return tuple(names[path[:-3]] for path in target.paths)


def _of_meeting(line: Line, meeting: Sequence[Fraction]) -> Iterator[Point]:
    """Evaluate each value, and one between each two: nothing changes elsewhere."""
    stops = sorted({line.range.low, *meeting, line.range.high})
    gaps = [line.sample((one + other) / 2) for one, other in itertools.pairwise(stops)]
    for number, stop in enumerate(stops):
        at = line.sample(stop)
        below = gaps[number - 1] if number else at
        above = gaps[number] if number < len(gaps) else at
        if not below.key == at.key == above.key:
            yield Point(stop, below, at, above)


# ── A grid ──


def _of_grid(line: Line) -> Iterator[Point]:
    """Evaluate a grid, then look between those neighbours that differ."""
    low, high = line.range.low, line.range.high
    values = [low + line.step * number for number in range(GRID + 1)]
    grid = [line.sample(each) for each in values]
    last = grid[0]
    for number, now in enumerate(grid):
        beside = {each.key for each in grid[max(0, number - 1) : number + 2]}
        is_point = len(beside) > 1
        below, _, above = line.around(now.at, low, high) if is_point else (now, now, now)
        yield from _between(line, last, below, 0)
        if not below.key == now.key == above.key:
            yield Point(now.at, below, now, above)
        last = above


def _between(line: Line, one: Sample, other: Sample, depth: int) -> Iterator[Point]:
    """Find the points between two values at which units stand otherwise."""
    if one.key == other.key or one.at >= other.at:
        return
    last, is_found = one, False
    for likely in _likely(one, other) if depth % _EACH == 0 and not line.is_spent else ():
        below, at, above = line.around(likely, one.at, other.at)
        if below.at > last.at and not below.key == at.key == above.key:
            yield from _between(line, last, below, depth + 1)
            yield Point(likely, below, at, above)
            last, is_found = above, True
    if is_found:
        yield from _between(line, last, other, depth + 1)
    elif line.is_spent or other.at - one.at <= line.step / _NARROWEST:
        yield Point(None, one, other, other)
    else:
        middle = line.sample((one.at + other.at) / 2)
        yield from _between(line, one, middle, depth + 1)
        yield from _between(line, middle, other, depth + 1)


def _likely(one: Sample, other: Sample) -> list[Fraction]:
    """Give the values between two at which totals would meet each other or a bound if they changed evenly, in order.

    The simplest number between them is one more: where a rule rounds or begins, it is often just that.
    """
    found = {simplest(one.at, other.at)}
    if one.result is not None and other.result is not None:
        found |= set(_meetings(one, other))
    return sorted(each for each in found if one.at < each < other.at)


def _meetings(one: Sample, other: Sample) -> Iterator[Fraction]:
    """Give where the totals of units that move meet those of others, or the bounds of their tiers."""
    assert one.result is not None
    assert other.result is not None
    wide = other.at - one.at
    pairs = list(zip(one.totals, other.totals, strict=True))
    moving = [number for number, keys in enumerate(zip(one.key, other.key, strict=True)) if keys[0] != keys[1]]
    for number in moving:
        first, last = pairs[number]
        if first is None or last is None:
            continue
        lines = [pair for index, pair in enumerate(pairs) if index != number]
        lines += _bounds(one.result, other.result, number)
        for start, end in lines:
            if start is None or end is None:
                continue
            before, after = first - start, last - end
            if before and before * after < 0:
                yield one.at + wide * before / (before - after)


def _bounds(one: Result, other: Result, number: int) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """Give the bounds of a unit's tiers at two values, in points."""
    sides = [dict(_points_of(made.ruleset, made.units[number])) for made in (one, other)]
    for key, points in sides[0].items():
        yield points, sides[1].get(key)


def _points_of(ruleset: Ruleset, unit: Any) -> Iterator[tuple[tuple[str, str], Fraction]]:
    card = next((each for each in ruleset.scorecards if each.id == unit.scorecard), None)
    for tier in card.root.tiers if card is not None else ():
        for side, bound in tier.bounds.items():
            yield (tier.id, side), bound.points(unit.max)


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """Give the number with the smallest denominator between two, neither of them itself.

    >>> simplest(Fraction(3, 10), Fraction(2, 5)), simplest(Fraction(-7, 2), Fraction(-5, 2)), simplest(Fraction(1), Fraction(2))
    (Fraction(1, 3), Fraction(-3, 1), Fraction(3, 2))
    """
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -simplest(-high, -low)
    whole = floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:  # the first 1/n below what is left
        return whole + Fraction(1, floor(1 / (high - whole)) + 1)
    if high == whole + 1:
        below = 1 / (low - whole)
        return whole + 1 / _above_one(below)
    return whole + 1 / simplest(1 / (high - whole), 1 / (low - whole))


def _above_one(high: Fraction) -> Fraction:
    """Give the simplest number between 1 and another."""
    return simplest(Fraction(1), high)


# ── What is told ──


def _movers(point: Point) -> Iterator[AtPointRecord]:
    """Give the units that move at a point; none where the ruleset is refused on a side of it."""
    made = (point.below.result, point.at.result, point.above.result)
    known = [each for each in made if each is not None]
    if not known or point.below.result is None or point.above.result is None:
        return
    sides = [each or known[0] for each in made]
    for number, unit in enumerate(sides[0].units):
        keys = {sample.key[number] for sample in (point.below, point.at, point.above) if sample.result is not None}
        if len(keys) > 1:
            below, at, above = (standing(each.ruleset, each.units[number]) for each in sides)
            yield AtPointRecord(unit.unit.id, unit.unit.name, unit.list, below, at, above)


def _lists(line: Line, points: Sequence[Point], target: Target, results: Sequence[Result]) -> Iterator[SweptListRecord]:
    """Give the lists that the swept value can touch, each with its tiers along the sweep."""
    made = results[0]
    titles = {each.id: each.title for each in made.lists}
    moved = {each.list for point in points for each in _movers(point)}
    touched = moved | _touched(target, made)
    node = _criterion(line, target)
    for id_ in dict.fromkeys((*titles, *(unit.list for unit in made.units))):
        if not touched or id_ in touched:
            yield SweptListRecord(
                id=id_,
                title=titles.get(id_, Words()),
                units=sum(unit.list == id_ for unit in made.units),
                tiers=tuple(_named_tiers(results, id_, node)),
                stretches=tuple(_stretches(line, points, id_, node)),
            )


def _touched(target: Target, made: Result) -> set[str]:
    """Name the lists of the units whose own points or tier hang on a target; none where that is not known of it.

    What stands in a scorecard is only of its units, which may share a list with others; an answer is of one unit.
    """
    if not target.paths:
        return {made.units[target.unit].list}
    if any(path[0] != "scorecards" for path in target.paths):
        return set()
    cards = {path[1] for path in target.paths}
    return {unit.list for unit in made.units if unit.scorecard in cards}


def _criterion(line: Line, target: Target) -> str:
    """Name the criterion whose tier is swept; empty where it is none of one, and the tiers of units are counted."""
    if not target.is_tier or any(path[:-3] == path[:2] for path in target.paths):
        return ""
    return next(iter(_tier_nodes(line, target)))


def _tier_at(unit: UnitResult, node: str) -> str:
    """Give the tier of a unit, or the one that it has at a criterion."""
    return next((each.tier for each in unit.criteria if each.node.id == node), "") if node else unit.tier


def _tiers_at(ruleset: Ruleset, node: str) -> Sequence[Tier]:
    """Give the tiers of a criterion, or those of all scorecards."""
    if node:
        return next((each.tiers for each in ruleset.nodes() if each.id == node), ())
    return [tier for card in ruleset.scorecards for tier in card.root.tiers]


def _named_tiers(results: Sequence[Result], list_: str, node: str) -> Iterator[NamedTierRecord]:
    """Name the tiers that ranked units of a list have somewhere in a sweep, in the order of the ruleset."""
    units = [unit for result in results for unit in result.units if unit.rank is not None and unit.list == list_]
    had = {_tier_at(unit, node) for unit in units}
    tiers = _tiers_at(results[0].ruleset, node)
    for id_ in dict.fromkeys(tier.id for tier in tiers):
        if id_ in had:
            titled = [tier for tier in tiers if tier.id == id_ and tier.title and tier.title.vi != id_]
            yield NamedTierRecord(id_, title_among(titled, id_))


def _stretches(line: Line, points: Sequence[Point], list_: str, node: str) -> Iterator[StretchRecord]:
    """Count the tiers of a list between the points of a sweep."""
    ends = [line.range.low, *(point.value or point.below.at for point in points), line.range.high]
    inside = [points[0].below if points else line.sample(line.range.low), *(point.above for point in points)]
    for low, high, sample in zip(ends, ends[1:], inside, strict=False):
        if low < high:
            units = sample.result.units if sample.result is not None else ()
            counts = Counter(_tier_at(unit, node) for unit in units if unit.rank is not None and unit.list == list_)
            del counts[""]
            yield StretchRecord(low, high, dict(sorted(counts.items())))


def _record(point: Point) -> PointRecord:
    return PointRecord(
        value=point.value,
        low=point.below.at,
        high=point.above.at,
        is_refused_below=point.below.result is None,
        is_refused_above=point.above.result is None,
        units=tuple(_movers(point)),
    )
