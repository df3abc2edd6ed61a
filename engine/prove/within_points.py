"""What is known of criteria for units whose points lie in a stretch: at 90 of 100 nobody has less than 30 of a 40."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from ..formula.intervals import Interval, point
from ..model.ruleset import Node
from ..score.maxima import shares_points
from .node_bounds import Bounds
from .ranges import Range
from .reach import ONE, PLUS, TIMES, ZERO, joined, met


def within_points(bounds: Bounds, node: Node, parts: Sequence[Range] | None, keys: AbstractSet[str]) -> Bounds:
    """Narrow bounds to units whose points of a node lie in one of some stretches; sound, and not always narrower.

    Args:
        bounds: of any unit.
        node: with tiers.
        parts: stretches of its points; where they are not known, or there are none, nothing is narrowed.
        keys: of the columns that are asked for; others stay as they are.
    """
    if not parts:
        return bounds
    own = joined(*(Interval(part.low, part.high) for part in parts))
    columns = {**bounds.columns, node.id: _narrower(bounds.columns[node.id], own)}
    if _is_plain_sum(node):
        columns |= _children_of_sum(bounds, node, own, keys)
    return replace(bounds, columns=columns)


def _is_plain_sum(node: Node) -> bool:
    """Say whether a node's points are those of its children, added up, and perhaps rounded."""
    is_changed = any(each is not None for each in (node.then, node.out_of, node.cap, node.minimum))
    return node.aggregate == "sum" and not is_changed and not shares_points(node)


def _children_of_sum(bounds: Bounds, node: Node, own: Interval, keys: AbstractSet[str]) -> dict[str, Interval]:
    slack = ZERO if node.rounding is None else Fraction(10) ** -node.rounding.digits
    total = PLUS(own, Interval(-slack, slack))
    added = {child.id: _added(bounds, child) for child in node.children if _sign(child)}
    found: dict[str, Interval] = {}
    for child in node.children:
        weight = child.weight * _sign(child)
        if child.id in keys and weight:
            rest = reduce(PLUS, (amount for id_, amount in added.items() if id_ != child.id), point(ZERO))
            left = TIMES(PLUS(total, TIMES(rest, point(-ONE))), point(1 / weight))
            found[child.id] = _narrower(bounds.columns[child.id], left)
    return found


def _sign(child: Node) -> int:
    return {"scored": 1, "bonus": 1, "penalty": -1}.get(child.role, 0)


def _added(bounds: Bounds, child: Node) -> Interval:
    """Bound what a child adds to the sum; nothing, where it has no value."""
    value = TIMES(bounds.columns[child.id], point(child.weight * _sign(child)))
    return joined(value, point(ZERO)) if value.may_lack else value


def _narrower(known: Interval, found: Interval) -> Interval:
    """Return what lies within both; what is known, where nothing does."""
    both = met(known, replace(found, may_lack=True))
    is_empty = both.low is not None and both.high is not None and both.low > both.high
    return known if is_empty else replace(both, may_lack=known.may_lack)
