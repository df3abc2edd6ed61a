"""Tiers: the first band that fits a finished value (semantics §16)."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from ..model.outcome import Outcome
from ..model.ruleset import Bound, Formula, Tier


def tier_of(
    tiers: Sequence[Tier], outcome: Outcome, maximum: Fraction | None, holds: Callable[[Formula], bool]
) -> Tier | None:
    """Find the first tier that fits.

    Args:
        tiers: in the ruleset's order.
        outcome: the finished value; without a score only tiers by `when` can fit.
        maximum: the unit's maximum, of which bounds in % are a share.
        holds: evaluates `when` and `requires` for the unit; no score counts as no.
    """
    for tier in tiers:
        if not isinstance(outcome, Fraction):
            if tier.when is None or has_bounds(tier):
                continue
        elif not within(tier, outcome, maximum):
            continue
        if (tier.when is None or holds(tier.when)) and (tier.requires is None or holds(tier.requires)):
            return tier
    return None


def has_bounds(tier: Tier) -> bool:
    """Say whether a tier looks at the value at all."""
    return any(bound is not None for bound in (tier.from_, tier.above, tier.up_to, tier.below))


def within(tier: Tier, value: Fraction, maximum: Fraction | None) -> bool:
    """Say whether a value lies within a tier's bounds, each of which says which side it includes."""

    def amount(bound: Bound) -> Fraction:
        return bound.amount * (maximum or 0) if bound.share else bound.amount

    return (
        (tier.from_ is None or value >= amount(tier.from_))
        and (tier.above is None or value > amount(tier.above))
        and (tier.up_to is None or value <= amount(tier.up_to))
        and (tier.below is None or value < amount(tier.below))
    )
