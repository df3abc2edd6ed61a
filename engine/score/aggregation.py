"""Put children together: aggregates, and the reweighting of what does not apply (semantics §7 to §9)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from ..formula.irrational import weighted_geometric_mean
from ..formula.rationals import greater, is_equal, lesser, over, summed, times
from ..model.outcome import NoScore, Outcome, Reason, State

ONE = Fraction(1)


class Part(NamedTuple):
    """A child that counts: its weight, finished value, and the maximum with which it counts (None: it has none)."""

    weight: Fraction
    value: Fraction
    counted: Fraction | None


def _sum(parts: Sequence[Part]) -> Outcome:
    return summed(_weighted((part.weight, part.value) for part in parts))


def _weighted(pairs: Iterable[tuple[Fraction, Fraction]]) -> list[Fraction]:
    """Multiply each value by its weight; most weights are 1."""
    return [value if is_equal(weight, ONE) else times(weight, value) for weight, value in pairs]


def _mean(parts: Sequence[Part]) -> Outcome:
    total = summed(part.weight for part in parts)
    if total == 0:
        return NoScore(State.INVALID, Reason.DIVISION_BY_ZERO)
    return over(summed(_weighted((part.weight, part.value) for part in parts)), total)


def _geometric_mean(parts: Sequence[Part]) -> Outcome:
    return weighted_geometric_mean([(part.value, part.weight) for part in parts])


def _harmonic_mean(parts: Sequence[Part]) -> Outcome:
    if any(part.value <= 0 for part in parts):
        return NoScore(State.INVALID, Reason.OUT_OF_DOMAIN)
    inverse = summed(over(part.weight, part.value) for part in parts)
    if inverse == 0:
        return NoScore(State.INVALID, Reason.DIVISION_BY_ZERO)
    return over(summed(part.weight for part in parts), inverse)


AGGREGATES: Mapping[str, Callable[[Sequence[Part]], Outcome]] = {
    "sum": _sum,
    "mean": _mean,
    "geometric_mean": _geometric_mean,
    "harmonic_mean": _harmonic_mean,
    "min": lambda parts: reduce(lesser, [part.value for part in parts]),
    "max": lambda parts: reduce(greater, [part.value for part in parts]),
}


def counted_maximum(aggregate: str, parts: Sequence[Part], own: Fraction | None) -> Fraction | None:
    """Find the maximum of a branch for one unit, before `cap` (semantics §9).

    Args:
        aggregate: of the branch.
        parts: the children that count.
        own: the branch's maximum for everybody, for aggregates from which none can be derived.
    """
    if aggregate not in {"sum", "mean", "min", "max"}:
        return own
    maxima = [(part.weight, part.counted) for part in parts if part.counted is not None]
    if len(maxima) < len(parts) or not maxima:
        return None
    match aggregate:
        case "sum":
            return summed(_weighted(maxima))
        case "mean":
            total = summed(weight for weight, _ in maxima)
            return over(summed(_weighted(maxima)), total) if total else None
        case "min":
            return reduce(lesser, [counted for _, counted in maxima])
        case _:
            return reduce(greater, [counted for _, counted in maxima])
