"""What bounds show of tiers: whether they divide the scale, and whether they rise or fall with points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from ..formula.figures import amount
from ..formula.rounding import rounded
from ..model.findings import Finding, Witness, finding, with_witness
from ..model.ruleset import Node, Ruleset, Tier, unpadded
from ..score.maxima import has_bonus
from .nearest import nearest_points, points_witness
from .node_bounds import Bounds
from .points import UNKNOWN, Points, points_of
from .ranges import Range, less, range_of, reached
from .reach import ONE, ZERO
from .reaches import ends_of
from .steering import shown_within

Taken: TypeAlias = tuple[Tier, Range]
"""A tier, and the values that its bounds take."""

_MOST_STRETCHES = 8  # of points, in a finding


@dataclass(frozen=True, slots=True)
class Scale:
    """What the tiers of a node divide.

    Attributes:
        maximum: of which their shares are; None where it is not the same for all.
        possible: the values that somebody can have.
        points: what a value can be.
        is_of_shares: whether values are parts of the maximum and not points.
    """

    maximum: Fraction | None
    possible: Range
    points: Points
    is_of_shares: bool = False

    def shown(self, value: Fraction) -> str:
        """Write a value as a reader knows it."""
        return _percent(value) if self.is_of_shares else amount(value)


def _percent(share: Fraction) -> str:
    """Write a share with two decimals at most; with ≈ where they are not all of it.

    >>> _percent(Fraction(1, 8)), _percent(Fraction(1, 3))
    ('12.5%', '≈ 33.33%')
    """
    near = rounded(share * 100, 2, "half_up")
    return f"{'' if near == share * 100 else '≈ '}{amount(near)}%"


def scale_of(ruleset: Ruleset, node: Node, bounds: Bounds) -> Scale:
    """Say what the tiers of a node divide, in points."""
    reach = bounds.nodes[node.id]
    return Scale(reach.fixed_maximum, Range(reach.value.low, reach.value.high), points_of(ruleset, node))


def _shares_of(node: Node, bounds: Bounds) -> Scale:
    share = bounds.nodes[node.id].share
    return Scale(ONE, Range(share.low, share.high), UNKNOWN, is_of_shares=True)


def _divided_by(ruleset: Ruleset, node: Node, tiers: Sequence[Tier], bounds: Bounds) -> Scale:
    """Say what some tiers of a node divide: points, or parts of a maximum where that is not everybody's."""
    scale = scale_of(ruleset, node, bounds)
    are_shares = all(bound.share for tier in tiers for bound in tier.bounds.values())
    return _shares_of(node, bounds) if scale.maximum is None and are_shares else scale


def taken_of(tiers: Sequence[Tier], scale: Scale) -> tuple[Taken, ...]:
    """Return the tiers whose bounds are known, with what they take."""
    ranges = ((tier, range_of(tier, scale.maximum)) for tier in tiers)
    return tuple((tier, own) for tier, own in ranges if own is not None)


# ── What nobody reaches ──


def is_given_by_a_condition(node: Node, tier: Tier) -> bool:
    """Say whether a condition that fails puts units into a tier whatever their points: the last one of a scorecard."""
    lowers = any(each.role == "condition" and each.on_fail == "lowest_tier" for each in node.walk())
    return node.id == node.scorecard and tier is node.tiers[-1] and lowers


def unreachable_tiers(ruleset: Ruleset, bounds: Bounds) -> dict[tuple[str, str], Finding]:
    """Give the tiers that ask for more points than anybody can have, each by its node and its id.

    Returns:
        With what is told of each, without the answers that come nearest: these take time that an evaluation has not.
    """
    return {
        (node.id, tier.id): _above_maximum(node, tier) or _beyond(node, tier, scale_of(ruleset, node, bounds))
        for node in ruleset.nodes()
        for tier in node.tiers
        if not is_given_by_a_condition(node, tier) and _asks_too_much(ruleset, tier, node, bounds)
    }


def _asks_too_much(ruleset: Ruleset, tier: Tier, node: Node, bounds: Bounds) -> bool:
    scale = scale_of(ruleset, node, bounds)
    own = range_of(tier, scale.maximum)
    return own is not None and Range(own.low, with_low=own.with_low).common(scale.possible).is_empty


# ── The scale is divided ──


def tiers_divide_the_scale(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """Every tier can be reached, every value has one, and no two take the same value unseen."""
    for node in ruleset.nodes():
        if not node.tiers:
            continue
        scale = _divided_by(ruleset, node, node.tiers, bounds)
        taken = taken_of(node.tiers, scale)
        if len(taken) == len(node.tiers):
            yield from _divided(_Told(ruleset, bounds, node, scale), taken)
            yield from () if scale.is_of_shares else _printed(ruleset, node, taken)
        else:  # some are shares of a maximum that is not everybody's
            yield from _out_of_reach(_Told(ruleset, bounds, node, scale), taken)


def points_left(ruleset: Ruleset, node: Node, tier: Tier, before: Sequence[Tier], bounds: Bounds) -> list[Range] | None:
    """Return the points of a tier that those before it leave to it; None where its bounds are not known in points."""
    scale = scale_of(ruleset, node, bounds)
    own = range_of(tier, scale.maximum)
    left = [scale.possible]
    for _, theirs in taken_of([each for each in before if each.takes_all], scale):
        left = less(left, theirs)
    return None if own is None else reached(left, own)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the tiers of one node are told of, with answers that show it."""

    ruleset: Ruleset
    bounds: Bounds
    node: Node
    scale: Scale

    def within(self, wanted: Range) -> tuple[Fraction | None, Witness | None]:
        """Give points of a range with answers that come to them; without such answers points that are not excluded.

        None where no points are in it.
        """
        example = wanted.common(self.scale.possible).example(self.scale.points)
        if example is None or self.scale.is_of_shares:
            return example, None
        shown = shown_within(self.ruleset, self.node, ends_of(self.ruleset, self.bounds, self.node), wanted)
        return (example, None) if shown is None else (shown[0], points_witness(self.ruleset, self.node, shown))


def _out_of_reach(told: _Told, taken: Sequence[Taken]) -> Iterator[Finding]:
    for tier, own in taken:
        is_asked = tier.when is None and not is_given_by_a_condition(told.node, tier)
        if is_asked and own.common(told.scale.possible).is_empty:
            yield _unreached(told, tier, own)


def _divided(told: _Told, taken: Sequence[Taken]) -> Iterator[Finding]:
    """Go through the tiers in order, each of which takes from what those before it have left."""
    left, node, scale = [told.scale.possible], told.node, told.scale
    for index, (tier, own) in enumerate(taken):
        if tier.when is None:
            nothing_is_left = all(part.example(scale.points) is None for part in reached(left, own))
            if nothing_is_left and not is_given_by_a_condition(node, tier):
                is_out = own.common(scale.possible).is_empty
                yield _unreached(told, tier, own) if is_out else _all_taken(node, tier)
            yield from _taken_twice(told, (tier, own), taken[:index])
        if tier.takes_all:
            left = less(left, own)
    if all(tier.when is None for tier, _ in taken):  # what a condition takes is not known from bounds
        yield from _holes(told, left)


def _holes(told: _Told, left: Sequence[Range]) -> Iterator[Finding]:
    for example, witness in map(told.within, left):
        if example is not None:
            at = told.node.tiers[-1].place
            said: dict[str, Any] = {"id": told.node.id, "example": told.scale.shown(example)}
            found = finding("ITR387.share", at, **said) if told.scale.is_of_shares else finding("ITR387", at, **said)
            yield with_witness(found, witness)


def tiers_stay_within_the_maximum(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """Where bounds do not say how many points there can be, no tier begins above the maximum, which nobody should pass."""
    for node in ruleset.nodes():
        if bounds.nodes[node.id].value.high is None:
            yield from (above for tier in node.tiers if (above := _above_maximum(node, tier)) is not None)


def _above_maximum(node: Node, tier: Tier) -> Finding | None:
    if node.full is None or has_bonus(node):
        return None
    least = max((bound.points(node.full) for bound in (tier.from_, tier.above) if bound), default=ZERO)
    said: dict[str, Any] = {"points": amount(least), "max": amount(node.full)}
    return finding("ITR386.maximum", tier.place, id=node.id, tier=tier.id, **said) if least > node.full else None


def _unreached(told: _Told, tier: Tier, own: Range) -> Finding:
    if (above := _above_maximum(told.node, tier)) is not None:
        return with_witness(above, nearest_points(told.ruleset, told.bounds, told.node, above=True))
    found = _beyond(told.node, tier, told.scale)
    if told.scale.is_of_shares:
        return found
    high = told.scale.possible.high
    is_above = own.low is not None and high is not None and own.low >= high
    return with_witness(found, nearest_points(told.ruleset, told.bounds, told.node, above=is_above))


def _beyond(node: Node, tier: Tier, scale: Scale) -> Finding:
    possible = scale.possible
    low, high = ("–" if end is None else scale.shown(end) for end in (possible.low, possible.high))
    said: dict[str, Any] = {"id": node.id, "tier": tier.id, "low": low, "high": high}
    return finding("ITR386.share" if scale.is_of_shares else "ITR386", tier.place, **said)


def _all_taken(node: Node, tier: Tier) -> Finding:
    return finding("ITR386.order", tier.place, id=node.id, tier=tier.id)


def _taken_twice(told: _Told, taken: Taken, before: Sequence[Taken]) -> Iterator[Finding]:
    """Find values that a tier is written to take and that one before it takes."""
    tier, own = taken
    for other, theirs in before:
        both = own.common(theirs).common(told.scale.possible)
        if not other.takes_all or both.is_empty or not _are_apart_as_written(theirs, own):
            continue
        example, witness = told.within(both)
        if example is not None:
            at, is_of_shares = tier.place, told.scale.is_of_shares
            said: dict[str, Any] = {
                "first": other.id,
                "second": tier.id,
                "example": told.scale.shown(example),
                "id": told.node.id,
            }
            found = finding("ITR388.share", at, **said) if is_of_shares else finding("ITR388", at, **said)
            yield with_witness(found, witness)


def _are_apart_as_written(first: Range, own: Range) -> bool:
    """Say whether the bounds of a tier are written as if it took nothing of one before it.

    From the best down, a tier with a lower bound alone reaches over those before it, which have taken theirs; so does
    one with an upper bound alone from the worst up.

    >>> best, good, rest = Range(8, None), Range(5, None), Range(None, 6)
    >>> _are_apart_as_written(best, good), _are_apart_as_written(good, rest), _are_apart_as_written(rest, Range(None, 9))
    (False, True, False)
    """
    if own.low is None:
        return own.high is not None and first.low is not None
    rises = first.high is not None and (first.low is None or own.low >= first.low)
    return own.high is not None or rises


def _printed(ruleset: Ruleset, node: Node, taken: Sequence[Taken]) -> Iterator[Finding]:
    """A value just below a bound is not printed as if it had reached it."""
    show = unpadded(ruleset.show)
    if show is None or points_of(ruleset, node).are_multiples(Fraction(10) ** -show):
        return
    tier, low = next(((tier, each.low) for tier, each in taken if each.low is not None), (None, None))
    if tier is None or low is None:
        return
    example = low - Fraction(4, 10 ** (show + 1))
    if rounded(example, show, ruleset.rounding_mode) == low:
        said: dict[str, Any] = {"example": amount(example), "printed": amount(low), "tier": tier.id}
        yield finding("ITR389", tier.place, id=node.id, show=show, **said)


# ── Tiers follow points ──


def tiers_follow_points(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """With more points the tier only rises, or only falls: no value between two of one tier has one further down."""
    for node in ruleset.nodes():
        plain = [tier for tier in node.tiers if tier.when is None]
        scale = _divided_by(ruleset, node, plain, bounds)
        taken = taken_of(plain, scale)
        if len(taken) < len(plain):
            continue
        unsure = ", ".join(f'"{tier.id}"' for tier in plain if not tier.takes_all)
        everybody, others = (
            ("", ""),
            (f" khi không được vào mức {unsure}", f" for units that are not taken into {unsure}"),
        )
        sure = tuple((tier, own) for tier, own in taken if tier.takes_all)
        for some, (where, where_en) in ((taken, everybody), (sure, others)):
            if said := _up_and_down(some, scale):
                yield finding("ITR274", some[0][0].place, id=node.id, where_vi=where, where_en=where_en, examples=said)
                break


def _up_and_down(taken: Sequence[Taken], scale: Scale) -> str:
    """Give a value of each stretch of points with its tier, upwards, where tiers go up and down; else nothing."""
    left = [] if scale.possible.is_empty else [scale.possible]
    pieces: list[tuple[Fraction, int]] = []
    for index, (_, own) in enumerate(taken):
        examples = (part.example(scale.points) for part in reached(left, own))
        pieces += [(value, index) for value in examples if value is not None]
        left = less(left, own)
    pieces.sort()
    order = [index for _, index in pieces]
    if order in (sorted(order), sorted(order, reverse=True)):
        return ""
    said = [f'{scale.shown(value)} → "{taken[index][0].id}"' for value, index in pieces]
    return ", ".join(said[:_MOST_STRETCHES]) + (", …" if len(said) > _MOST_STRETCHES else "")
