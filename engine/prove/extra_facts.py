"""What bounds show of bonuses and penalties: whether anything limits them."""

from collections.abc import Iterator
from fractions import Fraction

from ..formula.figures import amount
from ..model.findings import Finding, finding
from ..model.ruleset import Node, Ruleset
from .node_bounds import Bounds

_LARGE = Fraction(1, 10)  # of what it is added to
_MOST_NAMED = 8


def extras_have_a_limit(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """A bonus can add, and a penalty take away, no more than a certain number of points, and not a tenth of all unsaid."""
    unlimited: list[tuple[Node, str]] = []
    large: list[tuple[Node, str]] = []
    for parent in ruleset.nodes():
        for node in parent.children if not parent.is_total else ():
            if node.role not in {"bonus", "penalty"} or node.max is not None or node.cap is not None:
                continue
            high = bounds.nodes[node.id].value.high
            if high is None:
                unlimited.append((node, node.id))
            elif parent.full is not None and high > parent.full * _LARGE:
                large.append((node, f"{node.id} ({amount(high)} / {amount(parent.full)})"))
    if unlimited:
        yield finding("ITR281", unlimited[0][0].place, about=_named(unlimited))
    if large:
        yield finding("ITR281.large", large[0][0].place, about=_named(large))


def _named(found: list[tuple[Node, str]]) -> str:
    names = [about for _, about in found]
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
