"""Which tiers units can be in, and whether every value has one: what `check --bounds` says of tiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from ..model.findings import Witness
from ..model.ruleset import Node, Ruleset, Tier
from .nearest import points_witness
from .node_bounds import Bounds
from .prover import Ends
from .ranges import Range, less, range_of, reached
from .reaches import Reaches
from .steering import shown_within
from .tier_facts import Scale, is_given_by_a_condition, scale_of

TierState: TypeAlias = Literal["reached", "never", "open"]
Division: TypeAlias = Literal["proved", "hole", "open"]


@dataclass(frozen=True, slots=True)
class TierReached:
    """What is known of a tier.

    Attributes:
        state: `reached` where answers were evaluated to points that are the tier's, `never` where it is proved that no unit
            has such points, else `open`.
        value: those points.
        witness: the answers by which they are.
        is_conditional: whether something besides points decides: `requires`, `when`, a quota, or a condition that gives the last tier.
    """

    tier: Tier
    state: TierState
    value: Fraction | None = None
    witness: Witness | None = None
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class Tiers:
    """What is known of the tiers of a node.

    Attributes:
        division: `proved` where every value that a unit can have is in a tier by its points, `hole` where one is in none,
            `open` where conditions decide, or shares of a maximum that is not everybody's.
        hole: a value that no tier takes.
    """

    tiers: tuple[TierReached, ...]
    division: Division
    hole: Fraction | None = None


def tiers_reached(ruleset: Ruleset, found: Reaches) -> Mapping[str, Tiers]:
    """Say of each node that has tiers which of them units can be in."""
    made = {each.node.id: _tiers(ruleset, found.bounds, each.node, found.ends[each.node.id]) for each in found.nodes}
    return {id_: tiers for id_, tiers in made.items() if tiers is not None}


def _tiers(ruleset: Ruleset, bounds: Bounds, node: Node, ends: Ends) -> Tiers | None:
    if not node.tiers:
        return None
    scale, found = scale_of(ruleset, node, bounds), []
    left = [scale.possible]
    for tier in node.tiers:
        own = range_of(tier, scale.maximum)
        found.append(_tier(ruleset, node, ends, scale, tier, None if own is None else reached(left, own)))
        left = less(left, own) if own is not None and tier.takes_all else left
    is_known = all(tier.when is None and range_of(tier, scale.maximum) is not None for tier in node.tiers)
    hole = next((value for part in left if (value := part.example(scale.points)) is not None), None)
    return Tiers(
        tuple(found), ("proved" if hole is None else "hole") if is_known else "open", hole if is_known else None
    )


def _tier(
    ruleset: Ruleset, node: Node, ends: Ends, scale: Scale, tier: Tier, left: Sequence[Range] | None
) -> TierReached:
    is_given = is_given_by_a_condition(node, tier)
    is_conditional = not tier.takes_all or is_given
    if left is None or tier.when is not None:
        return TierReached(tier, "open", is_conditional=is_conditional)
    parts = [part for part in left if part.example(scale.points) is not None]
    if not parts:
        return TierReached(tier, "open" if is_given else "never", is_conditional=is_conditional)
    shown = next((found for part in parts if (found := shown_within(ruleset, node, ends, part)) is not None), None)
    if shown is None:
        return TierReached(tier, "open", is_conditional=is_conditional)
    return TierReached(tier, "reached", shown[0], points_witness(ruleset, node, shown), is_conditional)
