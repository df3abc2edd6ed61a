"""Cohort statistics, outliers and imputed means: what a unit is measured against."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..formula.irrational import square_root
from ..formula.rationals import summed
from ..model.outcome import NoScore, Outcome, Reason, State
from ..model.ruleset import Outliers

NO_COHORT = NoScore(State.MISSING, Reason.NO_COHORT)


@dataclass(frozen=True, slots=True)
class Sample:
    """The finished values of a cohort's members, in ascending order, with what every function of them needs."""

    values: tuple[Fraction, ...]
    total: Fraction

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> "Sample":
        """Sort the members' values and add them up."""
        return cls(tuple(sorted(values)), summed(values))


def percentile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """Interpolate between ordered values as Excel's PERCENTILE.INC does.

    >>> percentile([Fraction(10), Fraction(20), Fraction(20), Fraction(40)], Fraction(1, 4))
    Fraction(35, 2)
    """
    position = (len(values) - 1) * share
    low = position.numerator // position.denominator
    rest = position - low
    return values[low] if rest == 0 else values[low] + rest * (values[low + 1] - values[low])


def _median(sample: Sample) -> Outcome:
    return percentile(sample.values, Fraction(1, 2))


def _stdev(sample: Sample) -> Outcome:
    n = len(sample.values)
    if n < 2:
        return NO_COHORT
    mean = sample.total / n
    return square_root(summed([(value - mean) ** 2 for value in sample.values]) / (n - 1))


# One number for the whole cohort, given at least one member.
OVERALL: Mapping[str, Callable[[Sample], Outcome]] = {
    "max": lambda sample: sample.values[-1],
    "min": lambda sample: sample.values[0],
    "mean": lambda sample: sample.total / len(sample.values),
    "median": _median,
    "stdev": _stdev,
}


def _percentile_rank(sample: Sample, value: Fraction) -> Outcome:
    n = len(sample.values)
    return Fraction(bisect_left(sample.values, value), n - 1) if n > 1 else NO_COHORT


# A number for each unit, from its own value; an empty cohort is no obstacle but to the last.
PLACED: Mapping[str, Callable[[Sample, Fraction], Outcome]] = {
    "above": lambda sample, value: Fraction(len(sample.values) - bisect_right(sample.values, value)),
    "below": lambda sample, value: Fraction(bisect_left(sample.values, value)),
    "rank": lambda sample, value: Fraction(len(sample.values) - bisect_right(sample.values, value) + 1),
    "percentile_rank": _percentile_rank,
}


def overall(stat: str, sample: Sample, argument: Fraction | None) -> Outcome:
    """Compute a statistic that is one number for the whole cohort (semantics §12)."""
    if stat == "count":
        return Fraction(len(sample.values))
    if stat == "sum":
        return sample.total
    if not sample.values:
        return NO_COHORT
    if stat == "percentile":
        assert argument is not None
        return percentile(sample.values, argument)
    return OVERALL[stat](sample)


def roll_up(stat: str, values: Sequence[Fraction]) -> Outcome:
    """Compute a statistic over subordinate units (semantics §13)."""
    if not values and stat not in {"sum", "count"}:
        return NoScore(State.MISSING, Reason.NO_SUBORDINATES)
    return overall(stat, Sample.of(values), None)


def bounds_without_outliers(values: Sequence[Fraction], rule: Outliers) -> tuple[Fraction, Fraction] | None:
    """Find the range to which a column is cut (semantics §15); None where nothing is cut."""
    if not values:
        return None
    ordered = sorted(values)
    if rule.percentiles is not None:
        return percentile(ordered, rule.percentiles[0]), percentile(ordered, rule.percentiles[1])
    given = list(ordered)
    # A value drawn in twice is one value treated; drawing in keeps the order, so that each stays at its place.
    while sum(now != before for now, before in zip(ordered, given, strict=True)) < rule.points:
        upwards = is_skewed(ordered, rule.skew, rule.kurtosis)
        if upwards is None:
            break
        extreme = ordered[-1] if upwards else ordered[0]
        others = [value for value in ordered if value != extreme]
        nearest = others[-1] if upwards else others[0]
        ordered = sorted([*others, *([nearest] * (len(ordered) - len(others)))])
    return ordered[0], ordered[-1]


def is_skewed(values: Sequence[Fraction], skew: Fraction, kurtosis: Fraction) -> bool | None:
    """Say whether values are skewed upwards (True) or downwards (False) beyond both limits, else None.

    The skewness is compared by its square, so that no root is taken (G₁ and G₂ as in COINr, e1071 type 2).
    """
    n = len(values)
    if n < 4:
        return None
    mean = summed(values) / n
    deviations = [value - mean for value in values]
    second = summed([d**2 for d in deviations]) / n
    if second == 0:
        return None
    third = summed([d**3 for d in deviations]) / n
    fourth = summed([d**4 for d in deviations]) / n
    squared_skewness = Fraction(n * (n - 1), (n - 2) ** 2) * third**2 / second**3
    excess = Fraction(n - 1, (n - 2) * (n - 3)) * ((n + 1) * (fourth / second**2 - 3) + 6)
    if (skew < 0 or squared_skewness > skew**2) and excess > kurtosis:
        return third > 0
    return None
