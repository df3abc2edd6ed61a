"""Tiers: the first band that fits a finished value (semantics §16)."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from ..model.outcome import Outcome
from ..model.ruleset import Formula, Quota, Tier


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
    return next((tier for tier in tiers if fits(tier, outcome, maximum, holds)), None)


def fits(tier: Tier, outcome: Outcome, maximum: Fraction | None, holds: Callable[[Formula], bool]) -> bool:
    """Say whether a unit keeps the bounds and conditions of a tier; arguments as `tier_of`."""
    if not isinstance(outcome, Fraction):
        if tier.when is None or tier.bounds:
            return False
    elif not within(tier, outcome, maximum):
        return False
    return (tier.when is None or holds(tier.when)) and (tier.requires is None or holds(tier.requires))


def tiers_of_list(
    tiers: Sequence[Tier], units: Sequence[int], ranks: Mapping[int, int], is_fit: Callable[[Tier, int], bool]
) -> dict[int, Tier]:
    """Give the units of a list their tiers, the first that fits and has a place left.

    Args:
        tiers: in the ruleset's order.
        units: by index; those that are to have a tier.
        ranks: of all ranked units of the list and the scorecard: the base of shares.
        is_fit: whether a unit keeps the bounds and conditions of a tier.
    """
    found: dict[int, Tier] = {}
    left = list(units)
    for tier in tiers:
        own = [unit for unit in left if is_fit(tier, unit)]
        if tier.quota is not None:
            own = within_quota(tier.quota, {unit: ranks[unit] for unit in own if unit in ranks}, len(ranks))
        found |= dict.fromkeys(own, tier)
        left = [unit for unit in left if unit not in found]
    return found


def within_quota(quota: Quota, ranks: Mapping[int, int], count: int) -> list[int]:
    """Give the best of some units, as many as a quota of `count` units lets through (semantics §16).

    >>> within_quota(Quota(Fraction(1, 4), True, "below"), {0: 1, 1: 2, 2: 2, 3: 2}, 8)
    [0]
    >>> within_quota(Quota(Fraction(1, 4), True, "above"), {0: 1, 1: 2, 2: 2, 3: 2}, 8)
    [0, 1, 2, 3]
    """
    places = int(quota.amount * count) if quota.share else int(quota.amount)
    in_order = sorted(ranks.values())
    if places >= len(in_order):
        return list(ranks)
    if quota.at_ties == "above":
        last = in_order[places - 1] if places else 0
        return [unit for unit, rank in ranks.items() if rank <= last]
    return [unit for unit, rank in ranks.items() if rank < in_order[places]]


def within(tier: Tier, value: Fraction, maximum: Fraction | None) -> bool:
    """Say whether a value lies within a tier's bounds, each of which says which side it includes."""
    return (
        (tier.from_ is None or value >= tier.from_.points(maximum))
        and (tier.above is None or value > tier.above.points(maximum))
        and (tier.up_to is None or value <= tier.up_to.points(maximum))
        and (tier.below is None or value < tier.below.points(maximum))
    )
