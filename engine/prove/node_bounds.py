"""What a node can be worth, from what its children can be worth: the steps of docs/semantics.md §5 over bounds."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..formula.interpreter import Interpreter
from ..formula.intervals import Interval, Intervals, point
from ..formula.rounding import rounded
from ..model.ruleset import Formula, Node
from ..score.worth import leaves_points_pending

ZERO, ONE = Fraction(0), Fraction(1)
UNKNOWN = Interval(may_lack=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a node can be worth.

    Attributes:
        value: its finished value.
        counted: the maximum with which it counts.
        share: its value over that maximum, where it has one.
    """

    value: Interval
    counted: Interval
    share: Interval


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


def _times(a: Interval, by: Fraction) -> Interval:
    low, high = (None if x is None else x * by for x in (a.low, a.high))
    return Interval(*((low, high) if by >= 0 else (high, low)), a.may_lack)


def _plus(a: Interval, b: Interval) -> Interval:
    return Interval(
        None if a.low is None or b.low is None else a.low + b.low,
        None if a.high is None or b.high is None else a.high + b.high,
        a.may_lack or b.may_lack,
    )


def _product(a: Interval, b: Interval) -> Interval:
    if None in (a.low, a.high, b.low, b.high):
        return UNKNOWN
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]  # type: ignore[operator]
    return Interval(min(ends), max(ends), a.may_lack or b.may_lack)


def _over(a: Interval, b: Interval) -> Interval:
    """Divide by what is above 0; unknown where that may be 0."""
    if b.low is None or b.low <= 0 or b.high is None:
        return UNKNOWN
    return _product(a, Interval(1 / b.high, 1 / b.low, b.may_lack))


def _left_values(node: Node) -> list[Fraction]:
    """List what the node may be worth where it does not apply."""
    match node.not_applicable:
        case "zero":
            return [ZERO]
        case "full":
            return [ONE if node.full is None else node.full]
    return []


def with_left(value: Interval, node: Node) -> Interval:
    """Add what the node is worth where it does not apply."""
    return joined(value, *map(point, _left_values(node)), may_lack=value.may_lack) if value.may_lack else value


def of_node(bounds: Bounds, node: Node) -> Reach:
    """Bound a finished node, step by step as docs/semantics.md §5 says."""
    reach = bounds.nodes.get(f"value:{node.id}") or before_then(bounds, node)
    value = reach.value
    if node.then is not None:
        own = bounds.columns[f"value:{node.id}"]
        bounds.columns[f"value:{node.id}"] = value
        value = bounds.of(node.then)
        bounds.columns[f"value:{node.id}"] = own
        value = replace(value, may_lack=True) if reach.value.may_lack else value
    if node.minimum is not None:
        value = Interval(
            node.minimum if value.low is None else max(value.low, node.minimum),
            None if value.high is None else max(value.high, node.minimum),
            value.may_lack,
        )
    if node.rounding is not None:
        digits, mode = node.rounding.digits, node.rounding.mode
        low, high = (None if x is None else rounded(x, digits, mode) for x in (value.low, value.high))
        value = Interval(low, high, value.may_lack)
    untouched = node.then is None and node.minimum is None and node.rounding is None
    share = reach.share if untouched else _over(value, reach.counted)
    value = with_left(value, node)
    if value.may_lack:
        for left in _left_values(node):
            share = joined(share, point(left / node.full), may_lack=share.may_lack) if node.full else UNKNOWN
    return Reach(value, reach.counted, share)


def before_then(bounds: Bounds, node: Node) -> Reach:
    """Bound a node up to the step before its `then`."""
    reach = _branch(bounds, node) if node.aggregate is not None else _leaf(bounds, node)
    value, counted, share = reach.value, reach.counted, reach.share
    gates = node.inside if node.applies is None else (*node.inside, node.applies)
    gated = not all(map(bounds.holds, gates))
    value = replace(value, may_lack=value.may_lack or gated)
    if node.cap is not None:
        value = Interval(
            None if value.low is None else min(value.low, node.cap),
            node.cap if value.high is None else min(value.high, node.cap),
            value.may_lack,
        )
        counted = Interval(
            None if counted.low is None else min(counted.low, node.cap),
            None if counted.high is None else min(counted.high, node.cap),
            counted.may_lack,
        )
        share = _over(value, counted)
    extra = False
    for child in node.children:
        if child.role in {"bonus", "penalty"}:
            sign = child.weight if child.role == "bonus" else -child.weight
            if child.id in bounds.left:
                continue
            amount = _times(bounds.nodes[child.id].value, sign)
            value = _plus(value, joined(amount, point(ZERO)) if amount.may_lack else amount)
            extra = True
    share = _over(value, counted) if extra else share
    if node.out_of is not None:
        value = replace(_times(share, node.out_of), may_lack=value.may_lack)
        counted = point(node.out_of)
        if leaves_points_pending(node.children) and not (node.is_total or node.id == node.scorecard):
            value, counted = joined(value, point(ZERO), may_lack=value.may_lack), Interval(ZERO, node.out_of)
    return Reach(value, counted, share)


def _leaf(bounds: Bounds, node: Node) -> Reach:
    counted = UNKNOWN if node.max is None else point(node.max)
    if node.score is None:
        return Reach(UNKNOWN, counted, UNKNOWN)
    if node.role == "condition":
        return Reach(Interval(ZERO, ONE, may_lack=True), counted, UNKNOWN)
    value = bounds.of(node.score)
    return Reach(value, counted, _over(value, counted))


def _branch(bounds: Bounds, node: Node) -> Reach:
    scored = [child for child in node.children if child.role == "scored"]
    parts = [child for child in scored if child.id not in bounds.left]
    values = [reach.value if (reach := bounds.nodes.get(child.id)) else UNKNOWN for child in parts]
    whole = UNKNOWN if node.max is None else point(node.max)
    if node.aggregate == "none" or not parts:
        return Reach(UNKNOWN, whole, UNKNOWN)
    if node.formula is not None:
        value = replace(bounds.of(node.formula), may_lack=True)
        return Reach(value, whole, _over(value, whole))
    may_leave = [_leaves(bounds, node, child, value) for child, value in zip(parts, values, strict=True)]
    lacks = any(value.may_lack for value in values) or node.at_least is not None
    if node.aggregate != "sum":
        return _of_mean(bounds, node, parts, values, whole, lacks=lacks, leaves=any(may_leave))
    weighted = [_times(value, child.weight) for child, value in zip(parts, values, strict=True)]
    total = point(ZERO)
    for value, leaves in zip(weighted, may_leave, strict=True):
        total = _plus(total, joined(value, point(ZERO)) if leaves else value)
    total = replace(total, may_lack=lacks)
    if len(parts) < len(scored) and not any(child.full is None for child in parts):
        return _reweighted(bounds, node, parts, total)
    if not any(may_leave) or any(child.full is None for child in parts):
        reweighted = any(_is_shared(below) for below in node.walk() if below is not node)
        if any(may_leave):
            return Reach(UNKNOWN if reweighted else total, UNKNOWN, UNKNOWN)
        counted = point(ZERO)
        for child in parts:
            reach = bounds.nodes.get(child.id)
            counted = _plus(counted, UNKNOWN if reach is None else _times(reach.counted, child.weight))
        counted = counted if node.max is not None else UNKNOWN
        shares = [reach.share for child in parts if (reach := bounds.nodes.get(child.id))]
        fixed = counted.low == counted.high or any(child.weight <= 0 for child in parts)
        if reweighted and not _keeps_pending(node):
            return Reach(UNKNOWN, UNKNOWN, UNKNOWN)
        if reweighted and (counted.high is None or node.max is None):
            return Reach(UNKNOWN, UNKNOWN, UNKNOWN)
        if reweighted and counted.high is not None and node.max is not None:
            counted = Interval(counted.low, max(counted.high, node.max))
            spread = _product(joined(*shares), Interval(ZERO, counted.high))
            return Reach(joined(total, spread), counted, UNKNOWN)
        return Reach(total, counted, _over(total, counted) if fixed else joined(*shares))
    return _reweighted(bounds, node, parts, total)


def _is_shared(node: Node) -> bool:
    return node.not_applicable in {"rescale", "rescale_total"}


_LEAVING = frozenset({"exclude", "rescale", "rescale_total"})


def _leaves(bounds: Bounds, node: Node, child: Node, value: Interval) -> bool:
    """Say whether a child can be left out of its parent, rather than spoil it, where it has no value."""
    if not value.may_lack:
        return False
    return bounds.skips or node.at_least is not None or child.not_applicable in _LEAVING or child.aggregate == "none"


def _keeps_pending(node: Node) -> bool:
    """Say whether points that are shared out at the root are those that their branch has lost: plain sums between."""
    return all(
        below.aggregate == "sum" and below.cap is None and below.out_of is None
        for below in node.walk()
        if below is not node and below.children and any(leaf.not_applicable == "rescale_total" for leaf in below.walk())
    ) and not any(below.not_applicable == "rescale_total" and below.out_of is not None for below in node.walk())


def _reweighted(bounds: Bounds, node: Node, parts: Sequence[Node], total: Interval) -> Reach:
    """Bound a sum of which children may be left out, so that its maximum shrinks or their points are shared.

    The value over the maximum lies between the least and the greatest share of the children (weights and maxima are
    above 0), and sharing points out keeps that quotient.
    """
    reaches = [bounds.nodes.get(child.id) for child in parts]
    fulls = [
        ZERO
        if reach is None or reach.counted.high is None
        else child.weight * max(reach.counted.high, child.full or ZERO)
        for child, reach in zip(parts, reaches, strict=True)
    ]
    if any(full <= 0 for full in fulls):
        return Reach(UNKNOWN if any(_is_shared(below) for below in node.walk()) else total, UNKNOWN, UNKNOWN)
    share = joined(*(reach.share for reach in reaches if reach is not None))
    # What is known to be left out may have its points shared among the others.
    gone = [child for child in node.children if child.id in bounds.left and child.role == "scored"]
    most = sum((child.weight * (child.full or ZERO) for child in gone), sum(fulls, ZERO))
    counted = Interval(ZERO, most if _keeps_pending(node) else None)
    value = total
    if any(_is_shared(below) for below in node.walk() if below is not node):
        spread = UNKNOWN if counted.high is None else _product(share, counted)
        value = joined(total, spread, may_lack=total.may_lack)
    return Reach(value, counted, replace(share, may_lack=True))


def _of_mean(
    bounds: Bounds,
    node: Node,
    parts: Sequence[Node],
    values: Sequence[Interval],
    whole: Interval,
    *,
    lacks: bool,
    leaves: bool,
) -> Reach:
    if any(child.weight < 0 for child in parts) and node.aggregate in {"mean", "geometric_mean", "harmonic_mean"}:
        return Reach(UNKNOWN, whole, UNKNOWN)
    value = joined(*values)
    positive = node.aggregate in {"geometric_mean", "harmonic_mean"}
    low = value.low
    if positive:
        low = ZERO if low is None or low < 0 else low * (1 - Fraction(1, 10**30))
    high = None if value.high is None else value.high + (abs(value.high) / 10**30 if positive else 0)
    if node.aggregate == "max" and not leaves:
        lows = [part.low for part in values if part.low is not None]
        low = max(lows) if lows else None
    if node.aggregate == "min" and not leaves:
        highs = [part.high for part in values if part.high is not None]
        high = min(highs) if highs else None
    counted = whole
    reaches = [bounds.nodes.get(child.id) for child in parts]
    varies = any(reach is None or reach.counted.low != reach.counted.high for reach in reaches)
    if (leaves or varies) and not positive:
        counted = joined(*(UNKNOWN if reach is None else reach.counted for reach in reaches), may_lack=False)
    found = Interval(low, high, lacks or positive)
    return Reach(found, counted, _over(found, counted))
