"""How a branch puts its children together: one record for each aggregate (semantics §7, §9).

Whoever needs to know something of an aggregate asks its record: exact values, maxima, bounds, words, and the names that the
schema allows. A new one is a record here, its cells in a form (`forms/branches.py`) and its lines in `bundle/recompute.py`.
`formula` and `none` are no aggregates: the first is a formula over the children's names, the second puts nothing together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Literal, NamedTuple, TypeAlias

from ..model.outcome import NoScore, Outcome, Reason, State
from ..model.ruleset import Words
from .intervals import ARITHMETIC, End, Interval, between, point, sum_of
from .irrational import weighted_geometric_mean
from .rationals import greater, is_equal, lesser, over, summed, times

ZERO, ONE = Fraction(0), Fraction(1)
TIMES = ARITHMETIC["*"]
_HAIR = Fraction(1, 10**30)  # irrational means have 34 digits
DIVISION_BY_ZERO = NoScore(State.INVALID, Reason.DIVISION_BY_ZERO)


class Part(NamedTuple):
    """A child that counts: its weight, finished value, and the maximum with which it counts (None: it has none)."""

    weight: Fraction
    value: Fraction
    counted: Fraction | None


class Bounded(NamedTuple):
    """A child of which only bounds are known: its weight, its bounds, and whether it may be left out."""

    weight: Fraction
    value: Interval
    leaves: bool

    def weighted(self) -> Interval:
        """Give weight × the child, or 0 where it may be left out."""
        made = TIMES(self.value, point(self.weight))
        return Interval(*_with_zero(made), made.may_lack) if self.leaves else made


def _with_zero(bounds: Interval) -> tuple[End, End]:
    low, high = bounds.low, bounds.high
    return None if low is None else min(low, ZERO), None if high is None else max(high, ZERO)


Weighted: TypeAlias = Sequence[tuple[Fraction, Fraction]]
"""Pairs of a weight and an amount."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate.

    Attributes:
        exact: puts the children that count together, at least one.
        maximum: the same for their maxima; None where none follows from them and the branch needs its own.
        bounds: where the value is, from what is known of the children.
        words: how explanations name it; `annex`: how a printed table does, empty where it goes without saying.
        weights: whether the children's weights act, and whether they must not add up to 0.
        is_between: whether the share of the maximum that a branch has is surely between the shares of its children.
    """

    exact: Callable[[Sequence[Part]], Outcome]
    maximum: Callable[[Weighted], Fraction | None] | None
    bounds: Callable[[Sequence[Bounded]], Interval]
    words: Words
    annex: Words = Words()
    weights: Literal["none", "any", "divide"] = "any"
    is_between: bool = False


def _multiplied(pairs: Iterable[tuple[Fraction, Fraction]]) -> list[Fraction]:
    """Multiply each amount by its weight; most weights are 1."""
    return [amount if is_equal(weight, ONE) else times(weight, amount) for weight, amount in pairs]


def _total(pairs: Weighted) -> Fraction:
    return summed(_multiplied(pairs))


def _weighted_mean(pairs: Weighted) -> Fraction | None:
    whole = summed(weight for weight, _ in pairs)
    return over(_total(pairs), whole) if whole else None


def _values(parts: Sequence[Part]) -> Weighted:
    return [(part.weight, part.value) for part in parts]


def _mean(parts: Sequence[Part]) -> Outcome:
    made = _weighted_mean(_values(parts))
    return DIVISION_BY_ZERO if made is None else made


def _geometric_mean(parts: Sequence[Part]) -> Outcome:
    return weighted_geometric_mean([(part.value, part.weight) for part in parts])


def _harmonic_mean(parts: Sequence[Part]) -> Outcome:
    if any(part.value <= 0 for part in parts):
        return NoScore(State.INVALID, Reason.OUT_OF_DOMAIN)
    inverse = summed(over(part.weight, part.value) for part in parts)
    return DIVISION_BY_ZERO if inverse == 0 else over(summed(part.weight for part in parts), inverse)


def _least(pairs: Weighted) -> Fraction:
    return reduce(lesser, [amount for _, amount in pairs])


def _greatest(pairs: Weighted) -> Fraction:
    return reduce(greater, [amount for _, amount in pairs])


def _bounds_of_sum(parts: Sequence[Bounded]) -> Interval:
    return sum_of([part.weighted() for part in parts])


def _bounds_of_mean(parts: Sequence[Bounded]) -> Interval:
    """Bound a mean: it lies between whichever children count."""
    return (
        Interval(may_lack=True) if any(part.weight < 0 for part in parts) else between([part.value for part in parts])
    )


def _bounds_of_positive_mean(parts: Sequence[Bounded]) -> Interval:
    """Bound a mean of what must not be negative, widened by what its digits leave open."""
    made = _bounds_of_mean(parts)
    low = ZERO if made.low is None or made.low < 0 else made.low * (1 - _HAIR)
    high = None if made.high is None else made.high + abs(made.high) * _HAIR
    return Interval(low, high, may_lack=True)


def _bounds_of_least(parts: Sequence[Bounded]) -> Interval:
    made, highs = (
        between([part.value for part in parts]),
        [part.value.high for part in parts if part.value.high is not None],
    )
    return made if any(part.leaves for part in parts) or not highs else replace(made, high=min(highs))


def _bounds_of_greatest(parts: Sequence[Bounded]) -> Interval:
    made, lows = (
        between([part.value for part in parts]),
        [part.value.low for part in parts if part.value.low is not None],
    )
    return made if any(part.leaves for part in parts) or not lows else replace(made, low=max(lows))


AGGREGATES: Mapping[str, Aggregate] = {
    "sum": Aggregate(
        lambda parts: _total(_values(parts)),
        _total,
        _bounds_of_sum,
        Words("cộng các tiêu chí con", "sum of the criteria below"),
        is_between=True,
    ),
    "mean": Aggregate(
        _mean,
        _weighted_mean,
        _bounds_of_mean,
        Words("trung bình các tiêu chí con", "mean of the criteria below"),
        Words("Trung bình của các mục, theo trọng số", "The weighted mean of them"),
        "divide",
        is_between=True,
    ),
    "geometric_mean": Aggregate(
        _geometric_mean,
        None,
        _bounds_of_positive_mean,
        Words("trung bình nhân các tiêu chí con", "geometric mean of the criteria below"),
        Words("Trung bình nhân của các mục, theo trọng số", "The weighted geometric mean of them"),
        "divide",
    ),
    "harmonic_mean": Aggregate(
        _harmonic_mean,
        None,
        _bounds_of_positive_mean,
        Words("trung bình điều hòa các tiêu chí con", "harmonic mean of the criteria below"),
        Words("Trung bình điều hòa của các mục, theo trọng số", "The weighted harmonic mean of them"),
        "divide",
    ),
    "min": Aggregate(
        lambda parts: _least(_values(parts)),
        _least,
        _bounds_of_least,
        Words("lấy tiêu chí con thấp nhất", "the lowest of the criteria below"),
        Words("Tính trường hợp có điểm thấp nhất", "The lowest of them counts"),
        "none",
        is_between=True,
    ),
    "max": Aggregate(
        lambda parts: _greatest(_values(parts)),
        _greatest,
        _bounds_of_greatest,
        Words("lấy tiêu chí con cao nhất", "the highest of the criteria below"),
        Words("Tính trường hợp có điểm cao nhất", "The best of them counts"),
        "none",
        is_between=True,
    ),
}
