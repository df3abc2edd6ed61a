"""Put children together: aggregates, and the reweighting of what does not apply (semantics §7 to §9)."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ..formula.irrational import weighted_geometric_mean
from ..model.outcome import NoScore, Outcome, Reason, State
from .statistics import summed


class Part(NamedTuple):
    """A child that counts: its weight, finished value, and the maximum with which it counts (None: it has none)."""

    weight: Fraction
    value: Fraction
    counted: Fraction | None


def _sum(parts: Sequence[Part]) -> Outcome:
    return summed([part.value if part.weight == 1 else part.weight * part.value for part in parts])


def _mean(parts: Sequence[Part]) -> Outcome:
    total = sum((part.weight for part in parts), Fraction(0))
    if total == 0:
        return NoScore(State.INVALID, Reason.DIVISION_BY_ZERO)
    return summed([part.weight * part.value for part in parts]) / total


def _geometric_mean(parts: Sequence[Part]) -> Outcome:
    return weighted_geometric_mean([(part.value, part.weight) for part in parts])


def _harmonic_mean(parts: Sequence[Part]) -> Outcome:
    if any(part.value <= 0 for part in parts):
        return NoScore(State.INVALID, Reason.OUT_OF_DOMAIN)
    total = sum((part.weight for part in parts), Fraction(0))
    inverse = summed([part.weight / part.value for part in parts])
    return NoScore(State.INVALID, Reason.DIVISION_BY_ZERO) if inverse == 0 else total / inverse


AGGREGATES: Mapping[str, Callable[[Sequence[Part]], Outcome]] = {
    "sum": _sum,
    "mean": _mean,
    "geometric_mean": _geometric_mean,
    "harmonic_mean": _harmonic_mean,
    "min": lambda parts: min(part.value for part in parts),
    "max": lambda parts: max(part.value for part in parts),
}


def counted_maximum(aggregate: str, parts: Sequence[Part], own: Fraction | None) -> Fraction | None:
    """Find the maximum of a branch for one unit, before `cap` (semantics §9).

    Args:
        aggregate: of the branch.
        parts: the children that count.
        own: the branch's maximum for everybody, for aggregates from which none can be derived.
    """
    known = [(part.weight, part.counted) for part in parts]
    if aggregate not in {"sum", "mean", "min", "max"}:
        return own
    maxima = [(weight, counted) for weight, counted in known if counted is not None]
    if len(maxima) < len(known) or not maxima:
        return None
    match aggregate:
        case "sum":
            return sum((weight * counted for weight, counted in maxima), Fraction(0))
        case "mean":
            total = sum((weight for weight, _ in maxima), Fraction(0))
            return sum((weight * counted for weight, counted in maxima), Fraction(0)) / total if total else None
        case "min":
            return min(counted for _, counted in maxima)
        case _:
            return max(counted for _, counted in maxima)
