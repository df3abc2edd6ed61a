"""A point of a ruleset that cases should touch: one side of a condition, a bound, a policy that acts, a tier that is reached."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..model.findings import Place
from ..model.ruleset import Node
from ..model.sentences import Pair
from .looking import Fact, Look
from .words import SAYS

PointKind: TypeAlias = Literal[
    "condition", "step", "edge", "option", "cut", "choice_of", "blank", "not_applicable", "extra", "enough",
    "tier", "order", "tie", "tie_break", "on_fail",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """What a case should touch.

    Attributes:
        id: of the point, the same each time that the ruleset is read.
        owner: the node, value or input that it is of.
        place: where it is written.
        says: what it is, in Vietnamese and English.
        fact: what a case must expect of `owner` so that the point is seen in it.
        depends: the column that must be among those on which something expected depends.
        when: a condition on columns that holds where it is touched; None where no formula says it.
        is_seen: whether a unit of a case touches it.
    """

    id: str
    kind: PointKind
    owner: str
    place: Place
    says: Pair
    fact: Fact
    depends: str
    when: ast.expr | None
    is_seen: Callable[[Look], bool]

    def is_touched(self, look: Look) -> bool:
        """Say whether a unit of a case touches the point, and expects something that depends on it."""
        return look.expects(self.fact, self.depends) and self.is_seen(look)


def said(row: str, **values: object) -> Pair:
    """Fill a row of the words of points.

    >>> said("tier", tier="Tốt")
    ('xếp mức Tốt', 'tier Tốt')
    """
    vi, en = SAYS[row]
    return vi.format(**values), en.format(**values)


def of_node(
    node: Node,
    part: str,
    kind: PointKind,
    says: Pair,
    is_seen: Callable[[Look], bool],
    *,
    when: ast.expr | None = None,
    depends: str = "",
    fact: Fact = "value",
    place: Place | None = None,
) -> Point:
    """Make a point of a node; `depends` is the node that something expected depends on, where that is another."""
    return Point(f"{node.id}/{part}", kind, node.id, place or node.place, says, fact, depends or node.id, when, is_seen)
