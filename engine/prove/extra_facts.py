"""What bounds show of bonuses and penalties: whether anything limits them."""

from collections.abc import Iterator

from ..model.findings import Finding, finding
from ..model.ruleset import Node, Ruleset
from .node_bounds import Bounds

_MOST_NAMED = 8


def extras_have_a_limit(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """A bonus can add, and a penalty take away, no more than a certain number of points."""
    found = [node for node in ruleset.nodes() if _is_open(node, bounds)]
    if found:
        names = ", ".join(node.id for node in found[:_MOST_NAMED]) + (", …" if len(found) > _MOST_NAMED else "")
        yield finding("ITR281", found[0].place, about=names)


def _is_open(node: Node, bounds: Bounds) -> bool:
    is_limited = node.max is not None or node.cap is not None
    return node.role in {"bonus", "penalty"} and not is_limited and bounds.nodes[node.id].value.high is None
