"""Arithmetic of exact rationals on numerators and denominators: what `Fraction` gives, in a fraction of its time.

The operators of `Fraction` check the types of both operands and build each result through a constructor that checks
again. Formulas are checked at load, so that only `Fraction` arrives here, and both checks are left out.
Each function returns a `Fraction` in lowest terms that equals, hashes and pickles as any other; the tests compare every
one with the operators of `Fraction` (docs/decisions/0023-own-operators.md says why).
No magnitude is limited here: formulas are (semantics §1.6), sums of criteria are not.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

# Any: `_numerator` and `_denominator` are unknown to the type checker. They are the only private names that are used,
# and the public properties of the same names cost a call each.
_new: Any = object.__new__
FEW = 16  # denominators


def ratio(top: int, bottom: int) -> Fraction:
    """Return `top / bottom`, which must have no common divisor, and `bottom` must be above 0.

    >>> ratio(-2, 3)
    Fraction(-2, 3)
    """
    made = _new(Fraction)
    made._numerator = top
    made._denominator = bottom
    return made  # type: ignore[no-any-return]


def reduced(top: int, bottom: int) -> Fraction:
    """Return `top / bottom` in lowest terms; `bottom` must be above 0.

    >>> reduced(-4, 6)
    Fraction(-2, 3)
    """
    common = gcd(top, bottom)
    return ratio(top // common, bottom // common)


def plus(left: Any, right: Any) -> Fraction:
    """Return the sum.

    >>> plus(Fraction(1, 6), Fraction(1, 3))
    Fraction(1, 2)
    """
    return _sum(left._numerator, left._denominator, right._numerator, right._denominator)


def minus(left: Any, right: Any) -> Fraction:
    """Return the difference.

    >>> minus(Fraction(1, 6), Fraction(1, 3))
    Fraction(-1, 6)
    """
    return _sum(left._numerator, left._denominator, -right._numerator, right._denominator)


def _sum(top: int, bottom: int, other_top: int, other_bottom: int) -> Fraction:
    if bottom == other_bottom:
        return ratio(top + other_top, 1) if bottom == 1 else reduced(top + other_top, bottom)
    common = gcd(bottom, other_bottom)
    if common == 1:  # nothing can be cancelled: each prime divides one of the two denominators only
        return ratio(top * other_bottom + other_top * bottom, bottom * other_bottom)
    share = bottom // common
    made = top * (other_bottom // common) + other_top * share
    rest = gcd(made, common)  # no other common divisor is possible (Knuth, The Art of Computer Programming, 4.5.1)
    return ratio(made // rest, share * (other_bottom // rest))


def times(left: Any, right: Any) -> Fraction:
    """Return the product.

    >>> times(Fraction(2, 3), Fraction(3, 4))
    Fraction(1, 2)
    """
    return _product(left._numerator, left._denominator, right._numerator, right._denominator)


def over(left: Any, right: Any) -> Fraction:
    """Return the quotient; raises ZeroDivisionError as `Fraction` does.

    >>> over(Fraction(2, 3), Fraction(-4, 3))
    Fraction(-1, 2)
    """
    divisor = right._numerator
    if divisor > 0:
        return _product(left._numerator, left._denominator, right._denominator, divisor)
    if divisor == 0:
        raise ZeroDivisionError(left)
    return _product(left._numerator, left._denominator, -right._denominator, -divisor)


def _product(top: int, bottom: int, other_top: int, other_bottom: int) -> Fraction:
    common = gcd(top, other_bottom)
    if common > 1:
        top //= common
        other_bottom //= common
    common = gcd(other_top, bottom)
    if common > 1:
        other_top //= common
        bottom //= common
    made = _new(Fraction)
    made._numerator = top * other_top
    made._denominator = bottom * other_bottom
    return made  # type: ignore[no-any-return]


def is_equal(left: Any, right: Any) -> bool:
    """Say whether both are the same number.

    >>> is_equal(Fraction(1, 2), Fraction(2, 4))
    True
    """
    return left._numerator == right._numerator and left._denominator == right._denominator  # type: ignore[no-any-return]


def is_less(left: Any, right: Any) -> bool:
    """Say whether the first is below the second.

    >>> is_less(Fraction(1, 3), Fraction(1, 2))
    True
    """
    return left._numerator * right._denominator < right._numerator * left._denominator  # type: ignore[no-any-return]


def lesser(left: Any, right: Any) -> Fraction:
    """Return the smaller of two, the first where they are equal.

    >>> lesser(Fraction(1, 3), Fraction(1, 2))
    Fraction(1, 3)
    """
    return right if is_less(right, left) else left  # type: ignore[no-any-return]


def greater(left: Any, right: Any) -> Fraction:
    """Return the larger of two, the first where they are equal.

    >>> greater(Fraction(1, 3), Fraction(1, 2))
    Fraction(1, 2)
    """
    return right if is_less(left, right) else left  # type: ignore[no-any-return]


def clamped(value: Any, least: Any, most: Any) -> Fraction:
    """Return `min(max(value, least), most)`.

    >>> clamped(Fraction(7), Fraction(0), Fraction(5))
    Fraction(5, 1)
    """
    if value._numerator * least._denominator < least._numerator * value._denominator:
        value = least
    if most._numerator * value._denominator < value._numerator * most._denominator:
        value = most
    return value  # type: ignore[no-any-return]


def summed(values: Iterable[Any]) -> Fraction:
    """Return the sum of any number of values; of none it is 0.

    Numerators are added up for each denominator first. A few denominators, as of rounded points, are made common at
    once; many are joined halves first, so that numbers stay small for longer than from left to right.

    >>> summed([Fraction(1, 3), Fraction(1, 2), Fraction(1, 3)])
    Fraction(7, 6)
    """
    tops: dict[int, int] = {}
    for value in values:
        bottom = value._denominator
        tops[bottom] = tops.get(bottom, 0) + value._numerator
    if len(tops) <= FEW:
        common = lcm(*tops)
        return reduced(sum([top * (common // bottom) for bottom, top in tops.items()]), common)
    terms = [reduced(top, bottom) for bottom, top in tops.items()]
    while len(terms) > 1:
        pairs = [plus(a, b) for a, b in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + terms[len(pairs) * 2 :]
    return terms[0]
