"""Stretches of points: what the bounds of a tier take, and what they leave of a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ..formula.rounding import rounded
from ..model.ruleset import Tier
from .points import Points

End: TypeAlias = tuple[Fraction | None, bool]
"""Where a range ends, and whether that value is in it; None where it does not end."""


@dataclass(frozen=True, slots=True)
class Range:
    """The values between two ends, either of which may be open or missing."""

    low: Fraction | None = None
    high: Fraction | None = None
    with_low: bool = True
    with_high: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.with_low and self.with_high))

    def common(self, other: "Range") -> "Range":
        """Return the values that lie in both.

        >>> Range(Fraction(1), Fraction(5)).common(Range(Fraction(3), None, with_low=False))
        Range(low=Fraction(3, 1), high=Fraction(5, 1), with_low=False, with_high=True)
        """
        low, with_low = max((self.low, self.with_low), (other.low, other.with_low), key=_from_below)
        high, with_high = min((self.high, self.with_high), (other.high, other.with_high), key=_from_above)
        return Range(low, high, with_low, with_high)

    def without(self, other: "Range") -> "list[Range]":
        """Return what is left when another range is taken away, from below to above."""
        parts = []
        if other.low is not None:
            parts.append(self.common(Range(None, other.low, with_high=not other.with_low)))
        if other.high is not None:
            parts.append(self.common(Range(other.high, None, with_low=not other.with_high)))
        return [part for part in parts if not part.is_empty]

    def example(self, points: Points) -> Fraction | None:
        """Return the lowest of some points in it, or one in the middle where any can be; None if there is none."""
        if points.values is not None:
            inside = (value for value in points.values if not Range(value, value).common(self).is_empty)
            return min(inside, default=None)
        return self._middle() if points.grain is None else self._multiple_of(points.grain or Fraction(1))

    def _multiple_of(self, unit: Fraction) -> Fraction | None:
        if self.low is not None:
            first, step = rounded(self.low / unit, 0, "ceiling") * unit, unit
        elif self.high is not None:
            first, step = rounded(self.high / unit, 0, "floor") * unit, -unit
        else:
            return Fraction(0)
        tried = (first, first + step)
        return next((value for value in tried if not Range(value, value).common(self).is_empty), None)

    def _middle(self) -> Fraction:
        if self.low is None:
            return Fraction(0) if self.high is None else self.high if self.with_high else self.high - 1
        if self.high is None:
            return self.low if self.with_low else self.low + 1
        return (self.low + self.high) / 2


def _from_below(end: End) -> tuple[bool, Fraction, bool]:
    """Order lower ends by how much they leave out."""
    value, included = end
    return value is not None, value or Fraction(0), value is not None and not included


def _from_above(end: End) -> tuple[bool, Fraction, bool]:
    """Order upper ends by how little they leave out."""
    value, included = end
    return value is None, value or Fraction(0), value is None or included


def range_of(tier: Tier, maximum: Fraction | None) -> Range | None:
    """Return the values that a tier's bounds take; None where a share has no fixed maximum to be of."""
    if maximum is None and any(bound.share for bound in tier.bounds.values()):
        return None
    points = {side: bound.points(maximum) for side, bound in tier.bounds.items()}
    found = Range(points.get("from"), points.get("up_to"))
    return found.common(Range(points.get("above"), points.get("below"), with_low=False, with_high=False))


def reached(left: Sequence[Range], own: Range) -> list[Range]:
    """Return what a range has of what is left of a scale."""
    parts = (own.common(rest) for rest in left)
    return [part for part in parts if not part.is_empty]


def less(left: Sequence[Range], own: Range) -> list[Range]:
    """Return what is left of a scale when a range has taken its part."""
    return [piece for rest in left for piece in rest.without(own)]
