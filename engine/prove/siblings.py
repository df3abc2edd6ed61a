"""What children are worth together, as bounds: each step of a branch is a function of what was made and the children."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from ..formula.aggregates import AGGREGATES, Bounded
from ..formula.intervals import Interval, point, sum_of
from ..model.ruleset import Node
from ..score.worth import Share
from .reach import ONE, TIMES, UNKNOWN, ZERO, Reach, common_grain, joined, met, part_of


class Part(NamedTuple):
    """A child of a node that may count.

    Attributes:
        share: its weight, and the points that its siblings share where it leaves.
        reach: what it can be worth.
        leaves: whether it can be left out, rather than spoil its parent, where it has no value.
        hands_on: whether its siblings share its points whenever it is.
    """

    share: Share
    reach: Reach
    leaves: bool
    hands_on: bool

    def bounded(self, of: Interval) -> Bounded:
        """Give bounds of the child as an aggregate takes them."""
        return Bounded(self.share.weight, of, self.leaves)


class Seen(NamedTuple):
    """The children of a node: those that may count, and those that are known to be left out."""

    parts: Sequence[Part]
    gone: Sequence[Share]

    @property
    def leaving(self) -> list[Share]:
        """Those that are left out, or may be."""
        return [*(part.share for part in self.parts if part.leaves), *self.gone]

    @property
    def weighs_down(self) -> bool:
        """Whether one that may count has a weight below 0."""
        return any(part.share.weight < 0 for part in self.parts)


def aggregated(node: Node, seen: Seen) -> Reach:
    """Bound a sum by the sum of the bounds, and what lies between the children by the least and the greatest."""
    value = AGGREGATES[node.aggregate or ""].bounds([part.bounded(part.reach.value) for part in seen.parts])
    lacks = any(part.reach.value.may_lack for part in seen.parts)
    return Reach(replace(value, may_lack=lacks or value.may_lack), UNKNOWN, UNKNOWN)


def with_maximum(node: Node, made: Reach, seen: Seen) -> Reach:
    """Bound the maximum, and the value over it: under sums, means, `min` and `max` that lies between the children's."""
    counted, grain = _counted(node, seen.parts)
    share = met(part_of(made.value, counted), _between_shares(node, seen))
    return Reach(made.value, counted, share, None, grain)


def rescaled(made: Reach, seen: Seen) -> Reach:
    """Share points among siblings, which leaves the value over the maximum as it is.

    Where some always count, and who leaves always hands on its points, the maximum is what it is with all of them.
    """
    if not any(share.rescaled for share in seen.leaving):
        return made
    most = _room(seen, lambda share: share.rescaled, lambda reach: reach.counted)
    spread, least = _spread(made, seen, most), made.counted.low
    if least is None or least <= 0 or seen.gone or not all(part.hands_on for part in seen.parts if part.leaves):
        return spread
    return replace(spread, counted=met(spread.counted, sum_of(list(map(_kept, seen.parts)))))


def _kept(part: Part) -> Interval:
    """Bound what a child counts with, or hands on to its siblings."""
    counted = TIMES(part.reach.counted, point(part.share.weight))
    return joined(counted, point(part.share.rescaled)) if part.leaves else counted


def rescaled_total(made: Reach, seen: Seen) -> Reach:
    """Share points in the whole scorecard, which leaves the value over the maximum as it is."""
    return _spread(made, seen, _with_waiting(seen)) if _may_wait(seen) else made


def pending(made: Reach, seen: Seen) -> Reach:
    """Bound the maximum and what waits together: a child that leaves takes its part of the one to the other."""
    return replace(made, whole=UNKNOWN if seen.weighs_down else _with_waiting(seen)) if _may_wait(seen) else made


def of_one_at_least(made: Reach, seen: Seen) -> Reach:
    """Raise the value and the maximum of a sum that has a value: one child at least counts, with all that it has."""
    if seen.weighs_down:
        return made
    value, counted = (
        _raised(made.value, seen, lambda reach: reach.value),
        _raised(made.counted, seen, lambda reach: reach.counted),
    )
    return replace(made, value=value, counted=counted)


def _raised(own: Interval, seen: Seen, of: Callable[[Reach], Interval]) -> Interval:
    """Raise bounds of a sum to the least of what is added; where that may be below 0, several may be further below."""
    ends = [TIMES(of(part.reach), point(part.share.weight)).low for part in seen.parts]
    least = min((ZERO if end is None else end for end in ends), default=ZERO)
    return own if own.low is None or least <= max(own.low, ZERO) else replace(own, low=least)


def known_maximum(known: Fraction | None) -> Interval:
    """Bound a maximum that may be unknown."""
    return UNKNOWN if known is None else point(known)


def _counted(node: Node, parts: Sequence[Part]) -> tuple[Interval, Fraction | None]:
    """Bound the maximum of the children that count, and give its grain."""
    aggregate = AGGREGATES.get(node.aggregate or "")
    if node.max is None or aggregate is None or aggregate.maximum is None:
        return known_maximum(node.max), None
    if node.aggregate == "sum":
        return aggregate.bounds([part.bounded(part.reach.counted) for part in parts]), common_grain(map(_grain, parts))
    reaches = [part.reach for part in parts]
    if all(not part.leaves and part.reach.fixed_maximum is not None for part in parts):
        return point(node.max), None
    if not aggregate.is_between:
        return replace(UNKNOWN, may_lack=False), None
    grain = None if aggregate.weights == "divide" else common_grain(each.own_grain for each in reaches)
    return joined(*(each.counted for each in reaches), may_lack=False), grain


def _grain(part: Part) -> Fraction | None:
    own = part.reach.own_grain
    return None if own is None else abs(part.share.weight) * own


def _between_shares(node: Node, seen: Seen) -> Interval:
    """Bound the value over the maximum by the children's: a sum of values over a sum of maxima lies between their quotients."""
    aggregate = AGGREGATES.get(node.aggregate or "")
    if aggregate is None or aggregate.maximum is None or not aggregate.is_between or seen.weighs_down:
        return UNKNOWN
    found = joined(*(part.reach.share for part in seen.parts))
    if aggregate.weights != "none":
        return found
    # The least value is not that of the least maximum: with shares of 0 or more it is never below the least share.
    return found if found.low is not None and found.low >= 0 else UNKNOWN


def _waiting(share: Share) -> Fraction:
    """Give the points that wait for the root where a child is left out."""
    if share.child.not_applicable != "rescale_total":
        return ZERO
    return share.weight * (ONE if share.child.full is None else share.child.full)


def _may_wait(seen: Seen) -> bool:
    """Say whether points below can wait for the root."""
    return any(part.reach.whole is not None for part in seen.parts) or any(map(_waiting, seen.leaving))


def _room(seen: Seen, left: Callable[[Share], Fraction], counts: Callable[[Reach], Interval]) -> Interval:
    """Bound a sum to which each child adds weight × what it counts, or what it leaves to others where it is left out."""
    present = (TIMES(counts(part.reach), point(part.share.weight)) for part in seen.parts)
    with_left = (
        joined(made, point(left(part.share)), point(ZERO)) if part.leaves else made
        for made, part in zip(present, seen.parts, strict=True)
    )
    return sum_of([*with_left, *(point(left(share)) for share in seen.gone)])


def _with_waiting(seen: Seen) -> Interval:
    """Bound the maximum of a sum, what siblings share and what waits, together."""
    return _room(seen, lambda share: share.rescaled + _waiting(share), lambda reach: reach.whole or reach.counted)


def _spread(made: Reach, seen: Seen, most: Interval) -> Reach:
    """Let others share points: the maximum grows to `most` at most, and the value with it, away from 0."""
    counted = Interval(made.counted.low, most.high)
    grown = TIMES(made.share, counted)
    if made.value.low is not None and made.value.low >= 0:
        grown = replace(grown, low=made.value.low)
    value = joined(made.value, grown, may_lack=made.value.may_lack)
    shared = (abs(share.rescaled) + abs(_waiting(share)) for share in seen.leaving)
    grain = None if any(part.reach.whole is not None for part in seen.parts) else common_grain((made.grain, *shared))
    return replace(made, value=value, counted=counted, grain=grain)
