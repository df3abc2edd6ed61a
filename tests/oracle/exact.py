"""Rounding and the irrational functions of docs/semantics.md §1 and §2, in plain decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from math import lcm

DIGITS = 34
GUARD = 120


def rounded(x: Fraction, digits: int, mode: str) -> Fraction:
    """Round in the ruleset's mode.

    >>> [str(rounded(Fraction(-5, 2), 0, m)) for m in ("half_up", "half_even", "half_down", "floor", "down")]
    ['-3', '-2', '-2', '-3', '-2']
    """
    scale = Fraction(10) ** digits
    scaled = x * scale
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    away = below + 1 if scaled > 0 else below
    towards = below if scaled > 0 else below + 1
    if rest == 0 or mode == "floor":
        whole = below
    elif mode == "ceiling":
        whole = below + 1
    elif mode == "up":
        whole = away
    elif mode == "down":
        whole = towards
    elif rest != Fraction(1, 2):
        whole = below if rest < Fraction(1, 2) else below + 1
    elif mode == "half_up":
        whole = away
    elif mode == "half_down":
        whole = towards
    else:
        whole = below if below % 2 == 0 else below + 1
    return whole / scale


def whole_root(n: int, k: int) -> int | None:
    """Return the k-th root of n ≥ 0 where it is whole.

    >>> whole_root(27, 3), whole_root(28, 3)
    (3, None)
    """
    if n > 1 and k > n.bit_length():
        return None  # 2 to that power is more already
    low, high = 0, 1 << (n.bit_length() // k + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**k < n:
            low = middle + 1
        else:
            high = middle
    return low if low**k == n else None


def exact_root(x: Fraction, k: int) -> Fraction | None:
    """Return the k-th root of x ≥ 0 where it is rational."""
    top, bottom = whole_root(x.numerator, k), whole_root(x.denominator, k)
    return None if top is None or bottom is None else Fraction(top, bottom)


def nearest(value: Decimal) -> Fraction:
    """Return the decimal of 34 significant digits nearest to a value known to many more."""
    return Fraction(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN).plus(value))


def decimal(x: Fraction) -> Decimal:
    """Return x to the digits of the present context."""
    return Decimal(x.numerator) / Decimal(x.denominator)


def power(x: Fraction, y: Fraction) -> Fraction | None:
    """Return x to the y for x ≥ 0; none outside the domain.

    >>> power(Fraction(9, 4), Fraction(1, 2)), power(Fraction(0), Fraction(0)), power(Fraction(0), Fraction(-1))
    (Fraction(3, 2), Fraction(1, 1), None)
    """
    return None if x < 0 else product_of_powers([(x, y)])


def product_of_powers(factors: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Return Π x^y for x ≥ 0: exact where rational, else 34 digits.

    >>> product_of_powers([(Fraction(2), Fraction(1, 2)), (Fraction(8), Fraction(1, 2))])
    Fraction(4, 1)
    """
    if any(x == 0 and y < 0 for x, y in factors):
        return None
    if any(x == 0 and y > 0 for x, y in factors):
        return Fraction(0)
    factors = [(x, y) for x, y in factors if y != 0]
    k = lcm(*(y.denominator for _, y in factors))
    whole = Fraction(1)
    for x, y in factors:
        whole *= x ** int(y * k)
    exact = exact_root(whole, k)
    if exact is not None:
        return exact
    with localcontext(Context(prec=GUARD)):
        return nearest(sum((decimal(y) * decimal(x).ln() for x, y in factors), Decimal(0)).exp())


def sqrt(x: Fraction) -> Fraction | None:
    """Return the square root; none for a negative number."""
    return power(x, Fraction(1, 2))


def ln(x: Fraction) -> Fraction | None:
    """Return the natural logarithm; none where x is not positive."""
    if x <= 0:
        return None
    if x == 1:
        return Fraction(0)
    with localcontext(Context(prec=GUARD)):
        return nearest(decimal(x).ln())


def log10(x: Fraction) -> Fraction | None:
    """Return the decimal logarithm, exact for a power of ten.

    >>> log10(Fraction(1, 100))
    Fraction(-2, 1)
    """
    if x <= 0:
        return None
    for k in range(31):
        if x in {Fraction(10) ** k, Fraction(10) ** -k}:
            return Fraction(k) if x >= 1 else Fraction(-k)
    with localcontext(Context(prec=GUARD)):
        return nearest(decimal(x).log10())


def exp(x: Fraction) -> Fraction:
    """Return e to the x."""
    if x == 0:
        return Fraction(1)
    with localcontext(Context(prec=GUARD)):
        return nearest(decimal(x).exp())


def pi() -> Decimal:
    """Return π by Machin's formula, to the digits of the present context."""

    def arctan_of_inverse(n: int) -> Decimal:
        total, term, k = Decimal(0), Decimal(1) / n, 0
        while total + term / (2 * k + 1) != total:
            total += term / (2 * k + 1) * (1 if k % 2 == 0 else -1)
            term /= n * n
            k += 1
        return total

    return 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239))


def normal_cdf(x: Fraction) -> Fraction:
    """Return Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/15 + ...).

    >>> float(normal_cdf(Fraction(196, 100))) == 0.9750021048517795
    True
    """
    if x == 0:
        return Fraction(1, 2)
    with localcontext(Context(prec=GUARD + int(x * x))):
        value = decimal(x)
        total, term, k = Decimal(0), value, 1
        while total + term != total:
            total += term
            k += 2
            term = term * value * value / k
        density = (-value * value / 2).exp() / (2 * pi()).sqrt()
        return nearest(Decimal(1) / 2 + density * total)
