"""Round exact rationals by integer arithmetic, in the modes of `rounding: {mode}` (semantics §2)."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from ..model.ruleset import RoundingMode
from .rationals import ratio, reduced

MOST_DIGITS = 12  # that a rounding keeps, or takes away

# From the floor, twice the remainder compared with the divisor (-1, 0, 1; None: no remainder) and the sign: one up?
_GOES_UP: Mapping[RoundingMode, Callable[[int, int, int], bool]] = {
    "half_up": lambda half, sign, _: half > 0 or (half == 0 and sign > 0),
    "half_down": lambda half, sign, _: half > 0 or (half == 0 and sign < 0),
    "half_even": lambda half, _, low: half > 0 or (half == 0 and low % 2 == 1),
    "up": lambda _, sign, __: sign > 0,
    "down": lambda _, sign, __: sign < 0,
    "floor": lambda *_: False,
    "ceiling": lambda *_: True,
}


def rounded(value: Fraction, digits: int, mode: RoundingMode) -> Fraction:
    """Round to `digits` decimals; negative digits round to tens, hundreds and so on.

    >>> rounded(Fraction(2675, 1000), 2, "half_up"), rounded(Fraction(-5, 2), 0, "half_even")
    (Fraction(67, 25), Fraction(-2, 1))
    """
    scale = 10 ** abs(digits)
    top, bottom = value._numerator, value._denominator  # type: ignore[attr-defined]
    if digits >= 0:
        if bottom == 1:
            return value
        top *= scale
    else:
        bottom *= scale
    low, rest = divmod(top, bottom)
    if rest:
        twice = 2 * rest
        half = (twice > bottom) - (twice < bottom)
        low += _GOES_UP[mode](half, 1 if top > 0 else -1, low)
    return reduced(low, scale) if digits >= 0 else ratio(low * scale, 1)
