"""What a node can be worth, from what its children can be worth: the domain of intervals of the walk of a node.

`score/worth.py` says which steps a node takes; here is what each does to bounds. All bounds are sound, and not always the
narrowest: what two children do together is looked at only where their points are measured by their maxima.
"""

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import gcd
from typing import NamedTuple, TypeAlias

from ..formula.aggregates import AGGREGATES, Bounded
from ..formula.interpreter import Interpreter
from ..formula.intervals import ARITHMETIC, End, Interval, Intervals, point, sum_of
from ..formula.rounding import rounded
from ..model.policies import LEAVING, POLICIES
from ..model.reads import formulas_of
from ..model.ruleset import AtLeast, Formula, Node
from ..score.worth import Extra, Share, before_then, worth

ZERO, ONE = Fraction(0), Fraction(1)
UNKNOWN = Interval(may_lack=True)
PLUS, TIMES, OVER = ARITHMETIC["+"], ARITHMETIC["*"], ARITHMETIC["/"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a node can be worth.

    Attributes:
        value: its value; of a finished node also one that is final early.
        counted: the maximum with which it counts.
        share: bounds of the value in parts of that maximum: it is at least low × counted, and at most high × counted. So
            they also hold where the maximum is 0, and of sums of values and of maxima.
        whole: that maximum and the points below that wait for the root, together; None where none ever wait.
        grain: a number of which that maximum is always a multiple; None where none is known.
        final: while a node is made, the value that later steps do not touch: `zero` or `full` of what does not apply.
    """

    value: Interval
    counted: Interval
    share: Interval
    whole: Interval | None = None
    grain: Fraction | None = None
    final: Fraction | None = None

    @property
    def fixed_maximum(self) -> Fraction | None:
        """The maximum with which it always counts; None where that is not always the same."""
        return self.counted.low if self.counted.low == self.counted.high else None


@dataclass(slots=True)
class Bounds:
    """The bounds found so far: of columns, and what nodes can reach.

    Attributes:
        known: whether a condition holds, where that is known for sure.
        card: the scorecard of the one unit that is looked at; empty where it is any.
        below: pairs of inputs of which the first has the second as its `max`, where that is always held.
        skips: whether anything is left out where it is blank.
        left: nodes that are known to be left out of their parents.
    """

    columns: dict[str, Interval] = field(default_factory=dict)
    nodes: dict[str, Reach] = field(default_factory=dict)

    known: Callable[[Formula], bool | None] = lambda _: None
    card: str = ""
    below: set[tuple[str, str]] = field(default_factory=set)
    skips: bool = False
    left: set[str] = field(default_factory=set)

    def holds(self, formula: Formula) -> bool:
        """Say whether a condition surely holds."""
        known = self.known(formula)
        if known is not None:
            return known
        found = self.of(formula)
        return found.holds == {True} and not found.may_lack

    def of(self, formula: Formula) -> Interval:
        """Bound a formula."""
        return Interpreter(Related(self)).evaluate(formula.tree)


class Related(Intervals):
    """Intervals that also know which input is never above which other."""

    def __init__(self, bounds: Bounds) -> None:
        """Take the bounds found so far."""
        super().__init__(lambda key: bounds.columns.get(key, UNKNOWN))
        self.below = bounds.below

    def arithmetic(self, op: str, left: Interval, right: Interval, node: ast.BinOp) -> Interval:
        """Apply an operator; of `a / b` with a never above b no more than 1."""
        found = super().arithmetic(op, left, right, node)
        match node:
            case ast.BinOp(left=ast.Name(id=a), right=ast.Name(id=b)) if op == "/" and (a, b) in self.below:
                if found.low is not None and found.low >= 0 and (found.high is None or found.high > 1):
                    return replace(found, high=ONE)
        return found


def joined(*parts: Interval, may_lack: bool | None = None) -> Interval:
    """Enclose several bounds.

    >>> joined(point(Fraction(1)), point(Fraction(3))).high
    Fraction(3, 1)
    """
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    low = None if None in lows else min(x for x in lows if x is not None)
    high = None if None in highs else max(x for x in highs if x is not None)
    lacks = any(part.may_lack for part in parts) if may_lack is None else may_lack
    return Interval(low, high, lacks)


def _met(a: Interval, b: Interval) -> Interval:
    """Give what lies within both bounds.

    >>> _met(Interval(Fraction(1)), Interval(Fraction(0), Fraction(3))) == Interval(Fraction(1), Fraction(3))
    True
    """
    lows = [end for end in (a.low, b.low) if end is not None]
    highs = [end for end in (a.high, b.high) if end is not None]
    return Interval(max(lows, default=None), min(highs, default=None), a.may_lack and b.may_lack)


def _common_grain(grains: Iterable[Fraction | None]) -> Fraction | None:
    """Give the greatest number of which all are multiples; None where one is not known.

    >>> _common_grain([Fraction(3, 2), Fraction(1)])
    Fraction(1, 2)
    """
    common = ZERO
    for grain in grains:
        if grain is None:
            return None
        common = Fraction(
            gcd(common.numerator * grain.denominator, grain.numerator * common.denominator),
            common.denominator * grain.denominator,
        )
    return common


def _grain(reach: Reach) -> Fraction | None:
    return reach.grain if reach.fixed_maximum is None else reach.fixed_maximum


def _least_counted(reach: Reach) -> Fraction | None:
    """Give the least maximum above 0 with which a node can count; None where none is known."""
    known = [each for each in (reach.counted.low, _grain(reach)) if each is not None and each > 0]
    return max(known, default=None)


def _over(value: Interval, counted: Interval) -> Interval:
    """Bound a value in parts of its maximum; unknown where that may be negative."""
    return UNKNOWN if counted.low is None or counted.low < 0 else OVER(value, counted)


def finished(reach: Reach, node: Node) -> Reach:
    """Put a value that is final early with the others: it counts with the node's maximum."""
    if reach.final is None:
        return reach
    full, left = node.full, point(reach.final)
    whole = reach.whole if full is None or reach.whole is None else joined(reach.whole, point(full))
    return Reach(
        joined(reach.value, left, may_lack=reach.value.may_lack),
        reach.counted if full is None else joined(reach.counted, point(full)),
        joined(reach.share, point(reach.final / full), may_lack=reach.share.may_lack) if full and full > 0 else UNKNOWN,
        whole,
        None if full is None else _common_grain((_grain(reach), full)),
    )


def of_node(bounds: Bounds, node: Node) -> Reach:
    """Bound a finished node."""
    return finished(worth(BoundedWorths(bounds), node), node)


def of_before(bounds: Bounds, node: Node) -> Reach:
    """Bound a node up to the step before its `then`; what is final early is kept apart."""
    return before_then(BoundedWorths(bounds), node)


class Part(NamedTuple):
    """A child of a node that may count.

    Attributes:
        share: its weight, and the points that its siblings share where it leaves.
        reach: what it can be worth.
        leaves: whether it can be left out, rather than spoil its parent, where it has no value.
    """

    share: Share
    reach: Reach
    leaves: bool

    def bounded(self, of: Interval) -> Bounded:
        """Give bounds of the child as an aggregate takes them."""
        return Bounded(self.share.weight, of, self.leaves)


class Seen(NamedTuple):
    """The children of a node: those that may count, and those that are known to be left out."""

    parts: Sequence[Part]
    gone: Sequence[Share]


Together: TypeAlias = Callable[[Seen], Reach]


class BoundedWorths:
    """Worths as bounds; what waits for the children is a function of what was seen of them."""

    def __init__(self, bounds: Bounds) -> None:
        """Take the bounds found so far."""
        self.bounds = bounds

    def is_root(self, node: Node) -> bool:
        """Say whether points are shared out at this node."""
        return node.is_total or node.id == node.scorecard

    # Leaves

    def unscored(self, node: Node) -> Reach:
        """Know nothing."""
        return Reach(UNKNOWN, _maximum(node.max), UNKNOWN)

    def scored(self, node: Node, formula: Formula, maximum: Fraction | None) -> Reach:  # noqa: ARG002
        """Bound a formula."""
        value, counted = self.bounds.of(formula), _maximum(maximum)
        return Reach(value, counted, _over(value, counted))

    def holds(self, node: Node, formula: Formula) -> Reach:  # noqa: ARG002
        """Give 0 and 1; a condition has no points and counts with 0."""
        return Reach(Interval(ZERO, ONE, may_lack=True), point(ZERO), UNKNOWN)

    # Whether a node is asked at all

    def where(self, node: Node, gate: Formula, made: Reach, *, inside: bool) -> Reach:  # noqa: ARG002
        """There may be no value unless the gate surely holds."""
        return made if self.bounds.holds(gate) else replace(made, value=replace(made.value, may_lack=True))

    def settled(self, node: Node, made: Reach) -> Reach:
        """Where there may be no value, it may be that of the policy."""
        if not made.value.may_lack or node.not_applicable is None:
            return made
        return replace(made, final=POLICIES[node.not_applicable].points(node.full))

    def appraised(self, node: Node, made: Reach) -> Reach:  # noqa: ARG002
        """Bounds are of what rules give; what an appraiser gave a unit is known, and no bounds are asked of it."""
        return made

    # Branches

    def children(self, node: Node, shares: tuple[Share, ...], extras: tuple[Extra, ...], together: Together) -> Reach:  # noqa: ARG002
        """Look at the children that may count; where none may, nothing is known."""
        parts, gone = [], []
        for share in shares:
            if share.child.id in self.bounds.left:
                gone.append(share)
                continue
            reach = self.bounds.nodes.get(share.child.id, Reach(UNKNOWN, UNKNOWN, UNKNOWN))
            parts.append(Part(share, reach, self._leaves(node, share.child, reach.value)))
        return together(Seen(parts, gone)) if parts else Reach(UNKNOWN, _maximum(node.max), UNKNOWN)

    def _leaves(self, node: Node, child: Node, value: Interval) -> bool:
        is_left_out = child.not_applicable in LEAVING or child.aggregate == "none"
        return value.may_lack and (self.bounds.skips or node.at_least is not None or is_left_out)

    def aggregated(self, node: Node) -> Together:
        """Bound a sum by the sum of the bounds, and what lies between the children by the least and the greatest."""
        how = AGGREGATES[node.aggregate or ""].bounds

        def make(seen: Seen) -> Reach:
            lacks = any(part.reach.value.may_lack for part in seen.parts)
            value = how([part.bounded(part.reach.value) for part in seen.parts])
            return Reach(replace(value, may_lack=lacks or value.may_lack), UNKNOWN, UNKNOWN)

        return make

    def by_formula(self, node: Node, formula: Formula) -> Together:  # noqa: ARG002
        """Bound a formula over the children's names, any of which may leave."""
        return lambda _: Reach(replace(self.bounds.of(formula), may_lack=True), UNKNOWN, UNKNOWN)

    def unless_extra_spoils(self, node: Node, together: Together) -> Together:
        """There may be no value where a bonus or a penalty may be missing."""
        may_spoil = any(self._may_be_missing(child) for child in node.children if child.role in {"bonus", "penalty"})
        return _may_lack(together) if may_spoil else together

    def _may_be_missing(self, extra: Node) -> bool:
        """Say whether an extra may have no score for another reason than that it does not apply, which spoils nothing."""
        if extra.id in self.bounds.left or not self.bounds.nodes[extra.id].value.may_lack:
            return False
        return bool(extra.children) or any(self.bounds.of(formula).may_lack for formula in formulas_of(extra))

    def with_maximum(self, node: Node, together: Together) -> Together:
        """Bound the maximum, and the value over it: under sums, means, `min` and `max` that lies between the children's."""

        def make(seen: Seen) -> Reach:
            value = together(seen).value
            counted, grain = _counted(node, seen.parts)
            return Reach(value, counted, _met(_over(value, counted), _between_shares(node, seen.parts)), None, grain)

        return make

    def rescaled(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Points that siblings share leave the value over the maximum as it is."""

        def make(seen: Seen) -> Reach:
            shared = any(part.leaves and part.share.rescaled for part in seen.parts)
            if not shared and not any(share.rescaled for share in seen.gone):
                return together(seen)
            most = [_counts_or(part, part.share.rescaled, part.reach.counted) for part in seen.parts]
            return _spread(together(seen), seen, sum_of([*most, *(point(share.rescaled) for share in seen.gone)]))

        return make

    def rescaled_total(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Points that the whole scorecard shares leave the value over the maximum as it is."""

        def make(seen: Seen) -> Reach:
            return _spread(together(seen), seen, _room(seen)) if _may_wait(seen) else together(seen)

        return make

    def pending(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Bound the maximum and what waits together: a child that leaves takes its part of the one to the other."""

        def make(seen: Seen) -> Reach:
            made = together(seen)
            if not _may_wait(seen):
                return made
            return replace(made, whole=UNKNOWN if _weighs_down(seen.parts) else _room(seen))

        return make

    def unless_nobody_counts(self, node: Node, together: Together) -> Together:
        """Where there is a value one child at least counts, with all of its maximum."""

        def make(seen: Seen) -> Reach:
            made = together(seen)
            least = [TIMES(part.reach.counted, point(part.share.weight)).low for part in seen.parts]
            low = min((each for each in least if each is not None), default=ZERO)
            own = made.counted.low
            if node.aggregate != "sum" or _weighs_down(seen.parts) or None in least or own is None or low <= own:
                return made
            return replace(made, counted=replace(made.counted, low=low))

        return make

    def unless_too_few(self, node: Node, rule: AtLeast, together: Together) -> Together:  # noqa: ARG002
        """There may be too few."""
        return _may_lack(together)

    def unless_spoiled(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Where a child spoils its parent there is no value; `aggregated` says that there may be none."""
        return together

    # Steps

    def capped(self, node: Node, made: Reach, cap: Fraction) -> Reach:  # noqa: ARG002
        """Cut the value and the maximum; cut alike, neither share passes 1 unless it did before."""
        value, counted = _cut(made.value, cap), _cut(made.counted, cap)
        share = _over(value, counted)
        if cap > 0 and made.share.low is not None and made.share.low >= 0 and made.share.high is not None:
            share = _met(share, Interval(min(made.share.low, ONE), max(made.share.high, ONE)))
        grain = _common_grain((_grain(made), abs(cap)))
        return replace(made, value=value, counted=counted, share=share, grain=grain)

    def added(self, node: Node, made: Reach, extra: Extra) -> Reach:  # noqa: ARG002
        """Add a bonus, take a penalty away."""
        if extra.child.id in self.bounds.left:
            return made
        amount = TIMES(self.bounds.nodes[extra.child.id].value, point(extra.weight))
        amount = joined(amount, point(ZERO), may_lack=made.value.may_lack) if amount.may_lack else amount
        value = PLUS(made.value, amount)
        share = _over(value, made.counted)
        if made.counted.low is not None and made.counted.low > 0:
            share = _met(share, PLUS(made.share, _over(amount, made.counted)))
        return replace(made, value=value, share=share)

    def out_of(self, node: Node, made: Reach, whole: Fraction) -> Reach:  # noqa: ARG002
        """Change the scale: the value over the maximum stays, the maximum and what waits come to `whole` together."""
        counted = point(whole)
        if made.whole is not None:
            least, most = made.counted.low, made.whole.high
            is_known = least is not None and most is not None and 0 < least <= most
            counted = Interval(whole * least / most if is_known else ZERO, whole)  # type: ignore[operator]
        value = replace(TIMES(made.share, counted), may_lack=made.value.may_lack)
        share = made.share if whole > 0 else UNKNOWN
        return Reach(value, counted, share, made.whole and point(whole), final=made.final)

    def before(self, node: Node) -> Reach:
        """Give the bounds that were found before `then`; where the column is known, they were not asked for."""
        return self.bounds.nodes.get(f"value:{node.id}") or before_then(self, node)

    def then(self, node: Node, formula: Formula) -> Reach:
        """Bound a formula on `value`, which is one that is not final."""
        key, columns = f"value:{node.id}", self.bounds.columns
        own, columns[key] = columns[key], self.before(node).value
        value = self.bounds.of(formula)
        columns[key] = own
        return Reach(value, UNKNOWN, UNKNOWN)

    def continued(self, node: Node, before: Reach, then: Reach) -> Reach:  # noqa: ARG002
        """Take the value of `then`, which counts as `before` does."""
        value = replace(then.value, may_lack=then.value.may_lack or before.value.may_lack)
        final = before.final if then.final is None else then.final
        return replace(before, value=value, share=_over(value, before.counted), final=final)

    def floored(self, node: Node, made: Reach, minimum: Fraction) -> Reach:  # noqa: ARG002
        """Raise the value; a floor of 0 or less raises no share above 0."""
        low = minimum if made.value.low is None else max(made.value.low, minimum)
        high = None if made.value.high is None else max(made.value.high, minimum)
        value = Interval(low, high, made.value.may_lack)
        share = _over(value, made.counted)
        if minimum <= 0:
            least = made.share.low if minimum < 0 else max(ZERO, made.share.low or ZERO)
            most = None if made.share.high is None else max(made.share.high, ZERO)
            share = _met(share, Interval(least, most, made.share.may_lack))
        return replace(made, value=value, share=share)

    def rounded(self, node: Node, made: Reach) -> Reach:
        """Round both ends, for rounding keeps the order of numbers."""
        assert node.rounding is not None
        digits, mode = node.rounding.digits, node.rounding.mode
        low, high = (None if end is None else rounded(end, digits, mode) for end in (made.value.low, made.value.high))
        value = Interval(low, high, made.value.may_lack)
        share = _met(_over(value, made.counted), _rounded_share(made, Fraction(10) ** -digits))
        return replace(made, value=value, share=share)


def _maximum(maximum: Fraction | None) -> Interval:
    return UNKNOWN if maximum is None else point(maximum)


# ── Children together ──


def _may_lack(together: Together) -> Together:
    """Let there be no value."""

    def make(seen: Seen) -> Reach:
        made = together(seen)
        return replace(made, value=replace(made.value, may_lack=True))

    return make


def _weighs_down(parts: Sequence[Part]) -> bool:
    return any(part.share.weight < 0 for part in parts)


def _counted(node: Node, parts: Sequence[Part]) -> tuple[Interval, Fraction | None]:
    """Bound the maximum of the children that count, and give its grain."""
    aggregate = AGGREGATES.get(node.aggregate or "")
    if node.max is None or aggregate is None or aggregate.maximum is None:
        return _maximum(node.max), None
    grain = _common_grain(
        None if (own := _grain(part.reach)) is None else abs(part.share.weight) * own for part in parts
    )
    if node.aggregate == "sum":
        return aggregate.bounds([part.bounded(part.reach.counted) for part in parts]), grain
    reaches = [part.reach for part in parts]
    if not any(part.leaves for part in parts) and all(each.fixed_maximum is not None for each in reaches):
        return point(node.max), None
    if not aggregate.is_between:
        return replace(UNKNOWN, may_lack=False), None
    grain = None if aggregate.weights == "divide" else _common_grain(_grain(each) for each in reaches)
    return joined(*(each.counted for each in reaches), may_lack=False), grain


def _between_shares(node: Node, parts: Sequence[Part]) -> Interval:
    """Bound the value over the maximum by the children's: a sum of values over a sum of maxima lies between their quotients."""
    aggregate = AGGREGATES.get(node.aggregate or "")
    if aggregate is None or aggregate.maximum is None or not aggregate.is_between or _weighs_down(parts):
        return UNKNOWN
    found = joined(*(part.reach.share for part in parts))
    if aggregate.weights != "none":
        return found
    # The least value is not that of the least maximum: with shares of 0 or more it is never below the least share.
    return found if found.low is not None and found.low >= 0 else UNKNOWN


def _counts_or(part: Part, left: Fraction, counts: Interval) -> Interval:
    """Give what a child adds to the maximum: weight × its own where it counts, else what it leaves to others."""
    made = TIMES(counts, point(part.share.weight))
    return joined(made, point(left), point(ZERO)) if part.leaves else made


def _waiting(share: Share) -> Fraction:
    """Give the points that wait for the root where a child is left out."""
    if share.child.not_applicable != "rescale_total":
        return ZERO
    return share.weight * (ONE if share.child.full is None else share.child.full)


def _may_wait(seen: Seen) -> bool:
    """Say whether points below can wait for the root."""
    parts = any(part.reach.whole is not None or (part.leaves and _waiting(part.share)) for part in seen.parts)
    return parts or any(map(_waiting, seen.gone))


def _room(seen: Seen) -> Interval:
    """Bound the maximum of a sum, what siblings share and what waits, together: each child adds one of the three."""
    gone = (point(share.rescaled + _waiting(share)) for share in seen.gone)
    return sum_of(
        [
            *(
                _counts_or(p, p.share.rescaled + _waiting(p.share), p.reach.whole or p.reach.counted)
                for p in seen.parts
            ),
            *gone,
        ]
    )


def _spread(made: Reach, seen: Seen, most: Interval) -> Reach:
    """Let others share points: the maximum grows to `most` at most, and the value with it, away from 0."""
    counted = Interval(made.counted.low, most.high)
    grown = TIMES(made.share, counted)
    if made.value.low is not None and made.value.low >= 0:
        grown = replace(grown, low=made.value.low)
    value = joined(made.value, grown, may_lack=made.value.may_lack)
    points = [part.share for part in seen.parts if part.leaves]
    shared = (abs(share.rescaled) + abs(_waiting(share)) for share in (*points, *seen.gone))
    grain = None if any(part.reach.whole is not None for part in seen.parts) else _common_grain((made.grain, *shared))
    return replace(made, value=value, counted=counted, grain=grain)


# ── Steps ──


def _cut(found: Interval, cap: Fraction) -> Interval:
    low = None if found.low is None else min(found.low, cap)
    return Interval(low, cap if found.high is None else min(found.high, cap), found.may_lack)


def _rounded_share(made: Reach, unit: Fraction) -> Interval:
    """Bound a rounded value over its maximum.

    Where a share of the maximum is itself a number of the digits rounded to, as the whole of it mostly is, rounding does
    not pass it; else it passes it by less than a unit of the last digit.
    """
    grain, least = _grain(made), _least_counted(made)

    def end(share: End, sign: int) -> End:
        if share is None:
            return None
        if grain is not None and (share * grain / unit).denominator == 1:
            return share
        return None if least is None else share + sign * unit / least

    return Interval(end(made.share.low, -1), end(made.share.high, 1), made.share.may_lack)
