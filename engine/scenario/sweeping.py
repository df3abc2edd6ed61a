"""Sweeps: at which values of a number somebody moves rank or tier, exactly, each verified by evaluations around it.

Three ways, by what is swept:

* The bound of a tier changes no points, so that each unit's tier can change only where the bound is the unit's points
  at the node that has the tier: its total, or the points of a criterion (of a share, those divided by the unit's maximum
  there). Those values are evaluated, and one value between each two of them: every point is found (`exact`).
  Where that would be too many evaluations, it is swept as any other number.
* Of a sweep with a step, and of an answer that is a whole number, every value is evaluated and compared with the one
  before it (`every_value`).
* Of any other number a grid is evaluated, and wherever two neighbours differ the points between them are looked for:
  where two totals, or a total and a bound, would meet if they changed evenly; at the simplest number; and by halving.
  A point counts as found where an evaluation at it, or just beside it, differs; what moves and moves back between two
  values of the grid is not seen (`grid`).
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple, TypeAlias

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
_WRITTEN = 10**12  # parts of 1 in which a bound is written
_NARROWEST = 2**40  # parts of a step at which halving ends
_MARGIN = Fraction(3, 8)  # of what is halved that stays on each side at least
_MORE = Fraction(137, 10**5)
_EACH = 4  # halvings between two looks for a likely point


Pair: TypeAlias = tuple[Fraction | None, Fraction | None]
"""Points at two values of a sweep."""


class Key(NamedTuple):
    """What of a unit is compared: where two of them are alike, it does not move.

    Attributes:
        own: its status, rank and tier.
        parts: of each criterion that has tiers or a ranking of its own, the id, the tier and the rank.
    """

    own: tuple[str, int | None, str, str]
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """How everybody stands at one value.

    Attributes:
        key: of each unit; of a value at which the ruleset is refused, its codes.
        made: None where it is refused.
        findings: why it is refused.
    """

    at: Fraction
    key: tuple[Key, ...] | tuple[str, ...]
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
    def is_written(self) -> bool:
        """Whether values are written as decimals: the bound of a step is a key of its table, which no fraction can be."""
        return self.asked.sweep is not None and self.asked.sweep[0].is_bound

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
        near = power_of_ten(min([self.step, *(gap for gap in (at - low, high - at) if gap)]) / _BESIDE)
        below, above = max(low, at - near), min(high, at + near)
        return self.sample(below), self.sample(at), self.sample(above)


@dataclass(frozen=True, slots=True)
class Point:
    """Where somebody moves: the value, or None where it is only known to lie between two that were evaluated.

    Of a sweep by steps, `below` is the value before, and `above` the value itself.
    """

    value: Fraction | None
    below: Sample
    at: Sample
    above: Sample


Run: TypeAlias = tuple[Fraction, Fraction, Sample]


def _evaluated(at: Fraction, made: Tried) -> Sample:
    whole = evaluation(made.ruleset, made.observed)
    return Sample(at, tuple(_key(made.ruleset, unit) for unit in whole.result.units), whole)


def _key(ruleset: Ruleset, unit: UnitResult) -> Key:
    parts = ((each.node.id, each.tier, each.rank_printed) for each in parts_of(ruleset, unit))
    return Key((unit.status, unit.rank, unit.rank_printed, unit.tier), tuple(parts))


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
    ends = (within.low, within.high)
    if step is not None:
        values = _values(within, step)
        ends = (values[0], values[-1]) if values else ends
        points, known = list(_of_values(line, values)), "every_value"
    elif target.is_tier and (stops := _stops(line, target)):
        points, known = list(_of_stops(line, stops)), "exact"
    else:
        points, known, step = list(_of_grid(line)), "grid", line.step
    results = [each.result for each in line.samples.values() if each.result is not None]
    if not results:
        return line.sample(within.low).findings
    first = next((each for at, each in sorted(line.samples.items()) if each.result is None), None)
    runs = tuple(_runs(line, points, ends, is_stepped=known == "every_value"))
    lists = tuple(_lists(line, target, results, runs))
    held = sum(each.units for each in lists)
    return SweepRecord(
        address=target.address,
        about=about_of(target, asked, year),
        low=ends[0],
        high=ends[1],
        per_cent=within.per_cent,
        known=known,
        step=step,
        evaluated=len(line.samples),
        stays=held - len(_moving(line.samples.values())),
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


def _stops(line: Line, target: Target) -> list[Fraction]:
    """Give the ends, and the values at which the bound meets points of its node, or another bound, in order.

    Nothing else depends on the bound: not points, and what is allowed of bounds changes only where it meets another.

    Returns:
        Empty where no value can be evaluated, or all of them with one between each two would be too many to evaluate.
    """
    low, high = line.range.low, line.range.high
    made = next((each.made for each in map(line.sample, (low, high, (low + high) / 2)) if each.made), None)
    if made is None:
        return []
    found = {low, high}
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
    stops = sorted(each for each in found if low <= each <= high)
    return stops if 2 * len(stops) - 1 <= MOST_EVALUATIONS else []


def _tier_nodes(line: Line, target: Target) -> tuple[str, ...]:
    """Name the nodes whose tiers have the bound."""
    names = {way: id_ for id_, way in ways_to_nodes(line.asked.document).items()}
    return tuple(names[path[:-3]] for path in target.paths)


def _of_stops(line: Line, stops: Sequence[Fraction]) -> Iterator[Point]:
    """Evaluate each value, and one between each two: nothing changes elsewhere."""
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
    for likely in _likely(line, one, other) if depth % _EACH == 0 and not line.is_spent else ():
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
        middle = line.sample(_middle(one.at, other.at))
        yield from _between(line, one, middle, depth + 1)
        yield from _between(line, middle, other, depth + 1)


def _middle(low: Fraction, high: Fraction) -> Fraction:
    """Give a decimal about the middle of two, with some digits more than it needs, so that it is hardly a point itself."""
    margin = (high - low) * _MARGIN
    return shortest(low + margin, high - margin) + power_of_ten(high - low) * _MORE


def _likely(line: Line, one: Sample, other: Sample) -> list[Fraction]:
    """Give the values between two at which totals would meet each other or a bound if they changed evenly, in order.

    The simplest number between them is one more: where a rule rounds or begins, it is often just that.
    """
    found = {simplest(one.at, other.at)}
    if one.made is not None and other.made is not None:
        wide = other.at - one.at
        found |= {one.at + wide * part for part in _meetings(one.made, other.made)}
    if line.is_written:
        found = {each for each in found if (each * _WRITTEN).denominator == 1} | {shortest(one.at, other.at)}
    return sorted(each for each in found if one.at < each < other.at)


def _meetings(one: Evaluation, other: Evaluation) -> Iterator[Fraction]:
    """Give at which part of the way from one to the other points of units that move meet those of others, or bounds."""
    for number, sides in enumerate(zip(one.result.units, other.result.units, strict=True)):
        before, after = (_key(made.result.ruleset, unit) for made, unit in zip((one, other), sides, strict=True))
        for node in _places_moved(before, after, sides[0].scorecard):
            first, *rest = zip(_lines(one, node, number), _lines(other, node, number), strict=False)
            yield from _crossings(first, rest)


def _places_moved(before: Key, after: Key, root: str) -> Iterator[str]:
    """Name the nodes at which a unit has another tier or rank: the root of its scorecard, or criteria."""
    if before.own != after.own:
        yield root
    yield from (one[0] for one, other in zip(before.parts, after.parts, strict=False) if one != other)


def _lines(made: Evaluation, node: str, number: int) -> Iterator[Fraction | None]:
    """Give the points of a unit at a node, then those of the others, then the bounds of its tiers there."""
    is_root = made.result.units[number].scorecard == node
    outcomes = [unit.outcome for unit in made.result.units] if is_root else made.sheet.cells[node]
    points = [each if isinstance(each, Fraction) else None for each in outcomes]
    yield points.pop(number)
    yield from points
    full = made.sheet.counted(node, number)
    found = next((each for each in made.result.ruleset.nodes() if each.id == node), None)
    for tier in found.tiers if found is not None else ():
        yield from (bound.points(full) for bound in tier.bounds.values())


def _crossings(first: Pair, others: Iterable[Pair]) -> Iterator[Fraction]:
    """Give where one line meets others strictly between 0 and 1, each by its values at both ends.

    >>> list(_crossings((Fraction(0), Fraction(4)), [(Fraction(1), Fraction(1)), (Fraction(5), Fraction(5))]))
    [Fraction(1, 4)]
    """
    for other in others:
        gaps = [one - two for one, two in zip(first, other, strict=True) if one is not None and two is not None]
        if len(gaps) == len(other) and gaps[0] * gaps[1] < 0:
            yield gaps[0] / (gaps[0] - gaps[1])


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


def shortest(low: Fraction, high: Fraction) -> Fraction:
    """Give the least decimal with the fewest digits between two numbers, neither of them itself.

    >>> [str(shortest(Fraction(low), Fraction(high))) for low, high in (("0.31", "0.37"), ("1", "3"), ("-0.5", "-0.4"))]
    ['8/25', '2', '-49/100']
    """
    scale = 1
    while floor(low * scale) + 1 >= high * scale:
        scale *= 10
    return Fraction(floor(low * scale) + 1, scale)


def power_of_ten(most: Fraction) -> Fraction:
    """Give the greatest power of ten up to a number that is above 0, and no more than 1.

    >>> power_of_ten(Fraction(1, 30)), power_of_ten(Fraction(7))
    (Fraction(1, 100), Fraction(1, 1))
    """
    made = Fraction(1)
    while made > most:
        made /= 10
    return made


def _above_one(high: Fraction) -> Fraction:
    """Give the simplest number between 1 and another."""
    return simplest(Fraction(1), high)


# ── What is told ──


def _movers(point: Point) -> Iterator[AtPointRecord]:
    """Give the units that move at a point; on a side on which the ruleset is refused nothing is known of them."""
    samples = (point.below, point.at, point.above)
    for number in _moving(samples):
        below, at, above = (
            None if each.result is None else standing(each.result.ruleset, each.result.units[number])
            for each in samples
        )
        unit = next(each.result.units[number] for each in samples if each.result is not None)
        yield AtPointRecord(unit.unit.id, unit.unit.name, unit.list, below, at, above)


def _moving(samples: Iterable[Sample]) -> list[int]:
    """Give the units that do not stand alike in all evaluations, by index."""
    keys = [each.key for each in samples if each.result is not None]
    return [number for number, same in enumerate(zip(*keys, strict=True)) if len(set(same)) > 1]


def _lists(line: Line, target: Target, results: Sequence[Result], runs: Sequence[Run]) -> Iterator[SweptListRecord]:
    """Give the lists that the swept value can touch, each with its tiers along the sweep."""
    made = results[0]
    titles = {each.id: each.title for each in made.lists}
    touched = _touched(target, made)
    if touched:  # by comparison with others it may move lists that it does not touch
        touched |= {made.units[number].list for number in _moving(line.samples.values())}
    node = _criterion(line, target)
    for id_ in dict.fromkeys((*titles, *(unit.list for unit in made.units))):
        if not touched or id_ in touched:
            yield SweptListRecord(
                id=id_,
                title=titles.get(id_, Words()),
                units=sum(unit.list == id_ for unit in made.units),
                tiers=tuple(_named_tiers(results, id_, node)),
                stretches=tuple(_stretches(runs, id_, node)),
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


def _tiers_at(ruleset: Ruleset, node: str, cards: Collection[str]) -> Sequence[Tier]:
    """Give the tiers of a criterion, or those of scorecards."""
    if node:
        return next((each.tiers for each in ruleset.nodes() if each.id == node), ())
    return [tier for card in ruleset.scorecards if card.id in cards for tier in card.root.tiers]


def _named_tiers(results: Sequence[Result], list_: str, node: str) -> Iterator[NamedTierRecord]:
    """Name the tiers of a list in the order of the ruleset, those too that nobody has, whose place counts in a chart.

    None where no ranked unit has one anywhere in a sweep.
    """
    units = [unit for result in results for unit in result.units if unit.rank is not None and unit.list == list_]
    if not any(_tier_at(unit, node) for unit in units):
        return
    tiers = _tiers_at(results[0].ruleset, node, {unit.scorecard for unit in units})
    for id_ in dict.fromkeys(tier.id for tier in tiers):
        titled = [tier for tier in tiers if tier.id == id_ and tier.title and tier.title.vi != id_]
        yield NamedTierRecord(id_, title_among(titled, id_))


def _runs(line: Line, points: Sequence[Point], ends: tuple[Fraction, Fraction], *, is_stepped: bool) -> Iterator[Run]:
    """Give the parts of a sweep in which nobody moves, each from where to where, with an evaluation in it.

    Of a sweep by steps they end at the last value before somebody moves; where a point is only known to lie between two
    values, nothing is said of what is between them.
    """
    starts = [ends[0], *(point.above.at if point.value is None else point.value for point in points)]
    stops = [point.below.at if is_stepped or point.value is None else point.value for point in points]
    inside = [points[0].below if points else line.sample(ends[0]), *(point.above for point in points)]
    for low, high, sample in zip(starts, [*stops, ends[1]], inside, strict=True):
        if low < high or is_stepped:
            yield low, high, sample


def _stretches(runs: Iterable[Run], list_: str, node: str) -> Iterator[StretchRecord]:
    """Count the tiers of a list between the points of a sweep."""
    for low, high, sample in runs:
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
