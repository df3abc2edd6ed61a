"""What a node can be worth: bounds of its value, of the maximum with which it counts, and of the one over the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd

from ..formula.intervals import ARITHMETIC, End, Interval, between, point
from ..model.ruleset import Node

ZERO, ONE = Fraction(0), Fraction(1)
UNKNOWN = Interval(may_lack=True)
PLUS, TIMES, OVER = ARITHMETIC["+"], ARITHMETIC["*"], ARITHMETIC["/"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a node can be worth.

    Attributes:
        value: its value; of a finished node also one that is final early.
        counted: the maximum with which it counts.
        share: bounds of the value in parts of that maximum: it is at least low × counted, and at most high × counted. So
            they also hold where the maximum is 0, and of sums of values and of maxima.
        whole: that maximum and the points below that wait for the root, together; None where none ever wait.
        grain: a number of which that maximum is always a multiple; None where none is known.
        final: while a node is made, the value that later steps do not touch: `zero` or `full` of what does not apply.
    """

    value: Interval
    counted: Interval
    share: Interval
    whole: Interval | None = None
    grain: Fraction | None = None
    final: Fraction | None = None

    @property
    def fixed_maximum(self) -> Fraction | None:
        """The maximum with which it always counts; None where that is not always the same."""
        return self.counted.low if self.counted.low == self.counted.high else None

    @property
    def own_grain(self) -> Fraction | None:
        """A number of which its maximum is always a multiple, be it the maximum itself; None where none is known."""
        return self.grain if self.fixed_maximum is None else self.fixed_maximum

    @property
    def least_counted(self) -> Fraction | None:
        """The least maximum above 0 with which it can count; None where none is known."""
        return max((each for each in (self.counted.low, self.own_grain) if each is not None and each > 0), default=None)

    def may_lack(self) -> "Reach":
        """Let there be no value."""
        return replace(self, value=replace(self.value, may_lack=True))


def joined(*parts: Interval, may_lack: bool | None = None) -> Interval:
    """Enclose several bounds.

    >>> joined(point(Fraction(1)), point(Fraction(3))).high
    Fraction(3, 1)
    """
    found = between(parts)
    return found if may_lack is None else replace(found, may_lack=may_lack)


def met(a: Interval, b: Interval) -> Interval:
    """Give what lies within both bounds.

    >>> met(Interval(Fraction(1)), Interval(Fraction(0), Fraction(3))) == Interval(Fraction(1), Fraction(3))
    True
    """
    lows = [end for end in (a.low, b.low) if end is not None]
    highs = [end for end in (a.high, b.high) if end is not None]
    return Interval(max(lows, default=None), min(highs, default=None), a.may_lack and b.may_lack)


def common_grain(grains: Iterable[Fraction | None]) -> Fraction | None:
    """Give the greatest number of which all are multiples; None where one is not known.

    >>> common_grain([Fraction(3, 2), Fraction(1)])
    Fraction(1, 2)
    """
    common = ZERO
    for grain in grains:
        if grain is None:
            return None
        common = Fraction(
            gcd(common.numerator * grain.denominator, grain.numerator * common.denominator),
            common.denominator * grain.denominator,
        )
    return common


def part_of(value: Interval, counted: Interval) -> Interval:
    """Bound a value in parts of its maximum; unknown where that may be negative."""
    return UNKNOWN if counted.low is None or counted.low < 0 else OVER(value, counted)


def finished(reach: Reach, node: Node) -> Reach:
    """Put a value that is final early with the others: it counts with the node's maximum."""
    if reach.final is None:
        return reach
    full, left = node.full, point(reach.final)
    whole = reach.whole if full is None or reach.whole is None else joined(reach.whole, point(full))
    return Reach(
        joined(reach.value, left, may_lack=reach.value.may_lack),
        reach.counted if full is None else joined(reach.counted, point(full)),
        joined(reach.share, point(reach.final / full), may_lack=reach.share.may_lack) if full and full > 0 else UNKNOWN,
        whole,
        None if full is None else common_grain((reach.own_grain, full)),
    )


def rounded_share(made: Reach, unit: Fraction) -> Interval:
    """Bound a rounded value over its maximum.

    Where a share of the maximum is itself a number of the digits rounded to, as the whole of it mostly is, rounding does
    not pass it; else it passes it by less than a unit of the last digit.
    """
    grain, least = made.own_grain, made.least_counted

    def end(share: End, sign: int) -> End:
        if share is None:
            return None
        if grain is not None and (share * grain / unit).denominator == 1:
            return share
        return None if least is None else share + sign * unit / least

    return Interval(end(made.share.low, -1), end(made.share.high, 1), made.share.may_lack)
