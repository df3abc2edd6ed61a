"""Roots, logarithms and the like: exact where the result is rational, else the nearest decimal of 34 digits.

A function computes an approximation with a bound on its error; the precision grows until both ends of the interval
round to the same decimal (Ziv's strategy). The true value is irrational where an exact result was ruled out, so the
loop ends.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd

from ..model.outcome import NoScore, Outcome, Reason, State

DIGITS = 34
OUT_OF_DOMAIN = NoScore(State.INVALID, Reason.OUT_OF_DOMAIN)
TOO_LARGE = NoScore(State.INVALID, Reason.TOO_LARGE)
_HIGHEST_PRECISION = 5_000
_LONGEST = 20_000  # bits of a numerator or denominator that a root or logarithm is taken of
_LONGEST_IN_ALL = 30_000  # bits of all values of which a product of powers is sought exactly
_ROUND = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emax=10**9, Emin=-(10**9))

Approximation = Callable[[Context], tuple[Decimal, Decimal]]
"""Given a context, a value and a bound on its distance from the true value."""


def nearest(approximate: Approximation) -> Outcome:
    """Refine an approximation until its rounding to 34 digits is certain."""
    precision = DIGITS + 12
    while precision <= _HIGHEST_PRECISION:
        context = Context(prec=precision, rounding=ROUND_HALF_EVEN, Emax=10**9, Emin=-(10**9))
        value, error = approximate(context)
        wide = Context(prec=precision + 20, Emax=10**9, Emin=-(10**9))
        low, high = _ROUND.plus(wide.subtract(value, error)), _ROUND.plus(wide.add(value, error))
        if low == high:
            return Fraction(low)
        precision *= 2
    return TOO_LARGE


def cut(value: Fraction) -> Fraction:
    """Give the decimal of 34 digits nearest to a number."""
    return Fraction(_decimal(value, _ROUND))


def _decimal(value: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _ulps(value: Decimal, context: Context, count: int = 1) -> Decimal:
    """Bound `count` units in the last place of a value.

    >>> _ulps(Decimal("1.2345"), Context(prec=5)), _ulps(Decimal("250"), Context(prec=5), 3)
    (Decimal('0.0001'), Decimal('0.03'))
    """
    return Decimal(count).scaleb(value.adjusted() - context.prec + 1)


def _is_long(value: Fraction) -> bool:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) > _LONGEST


def integer_root(number: int, degree: int) -> int | None:
    """Take an exact integer root, or None where there is none.

    >>> integer_root(27, 3), integer_root(28, 3)
    (3, None)
    """
    if number < 2 or degree == 1:
        return number
    if degree > number.bit_length():
        return None
    low, high = 1, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < number:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == number else None


def exact_root(value: Fraction, degree: int) -> Fraction | None:
    """Take an exact rational root of a number that is not negative, or None where it is irrational."""
    top, bottom = integer_root(value.numerator, degree), integer_root(value.denominator, degree)
    return None if top is None or bottom is None else Fraction(top, bottom)


def square_root(value: Fraction) -> Outcome:
    """Take the square root.

    >>> square_root(Fraction(9, 4))
    Fraction(3, 2)
    """
    if value < 0:
        return OUT_OF_DOMAIN
    return power(value, Fraction(1, 2))


def natural_logarithm(value: Fraction) -> Outcome:
    """Take the natural logarithm."""
    return _logarithm(value, lambda x, context: context.ln(x), Fraction(1), None)


def decimal_logarithm(value: Fraction) -> Outcome:
    """Take the logarithm to base 10; of a power of ten it is exact.

    >>> decimal_logarithm(Fraction(1, 1000))
    Fraction(-3, 1)
    """
    return _logarithm(value, lambda x, context: context.log10(x), Fraction(1), 10)


def _logarithm(
    value: Fraction, function: Callable[[Decimal, Context], Decimal], zero: Fraction, base: int | None
) -> Outcome:
    if value <= 0:
        return OUT_OF_DOMAIN
    if value == zero:
        return Fraction(0)
    if _is_long(value):
        return TOO_LARGE
    if base is not None and 1 in (value.numerator, value.denominator):
        whole = max(value.numerator, value.denominator)
        exponent = Decimal(whole).adjusted()  # str() of a long integer is an error of Python's
        if base**exponent == whole:
            return Fraction(exponent if value > 1 else -exponent)

    def approximate(context: Context) -> tuple[Decimal, Decimal]:
        x = _decimal(value, context)
        made = function(x, context)
        # x is off by half an ulp, relatively below 10**(1 - prec); so is ln(x), absolutely.
        error = (
            _ulps(made, context) + Decimal(2).scaleb(1 - context.prec) if made else Decimal(1).scaleb(2 - context.prec)
        )
        return made, error

    return nearest(approximate)


def exponential(value: Fraction) -> Outcome:
    """Raise e to a power from -1000 to 70 (10^30 is the limit of magnitude).

    >>> exponential(Fraction(0))
    Fraction(1, 1)
    """
    if value == 0:
        return Fraction(1)
    if value > 70:
        return TOO_LARGE
    if value < -1000 or _is_long(value):
        return TOO_LARGE

    def approximate(context: Context) -> tuple[Decimal, Decimal]:
        x = _decimal(value, context)
        made = context.exp(x)
        # x is off by at most 1000 * 10**-prec.
        return made, _ulps(made, context, 2) + context.multiply(made, Decimal(2).scaleb(4 - context.prec))

    return nearest(approximate)


def power(base: Fraction, exponent: Fraction) -> Outcome:
    """Raise a number that is not negative to a rational power.

    >>> power(Fraction(8), Fraction(2, 3)), power(Fraction(0), Fraction(0))
    (Fraction(4, 1), Fraction(1, 1))
    """
    if base < 0 or (base == 0 and exponent < 0):
        return OUT_OF_DOMAIN
    if exponent == 0 or base == 1:
        return Fraction(1)
    if base == 0:
        return Fraction(0)
    if abs(exponent) > 1000 or exponent.denominator.bit_length() > 200 or _is_long(base):
        return TOO_LARGE
    root = exact_root(base, exponent.denominator)
    if root is not None:
        if abs(exponent.numerator) * max(root.numerator, root.denominator).bit_length() > 100_000:
            return TOO_LARGE
        return root**exponent.numerator
    return _product_of_powers([(base, exponent)])


def weighted_geometric_mean(terms: Sequence[tuple[Fraction, Fraction]]) -> Outcome:
    """Take the mean (Π v^w)^(1/Σw) of values v with weights w.

    >>> weighted_geometric_mean([(Fraction(2), Fraction(1)), (Fraction(8), Fraction(1))])
    Fraction(4, 1)
    """
    total = sum((weight for _, weight in terms), Fraction(0))
    if any(value < 0 for value, _ in terms) or total <= 0:
        return OUT_OF_DOMAIN
    if any(value == 0 and weight < 0 for value, weight in terms):
        return OUT_OF_DOMAIN
    if any(value == 0 and weight > 0 for value, weight in terms):
        return Fraction(0)
    powers = [(value, weight / total) for value, weight in terms if weight != 0 and value != 1]
    if len(powers) == 1:
        return power(*powers[0])
    if any(_is_long(value) or exponent.denominator.bit_length() > 200 for value, exponent in powers):
        return TOO_LARGE
    exact = _exact_product(powers)
    return exact if exact is not None else _product_of_powers(powers)


def _exact_product(powers: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Multiply powers exactly where the product is rational, or give None where it is not.

    It is rational where the exponent of every prime is whole. Primes need not be found: the values are split into
    factors that have none in common, and the power of each factor must be rational for itself. Values that are too
    long for this (no scores are) count as irrational.
    """
    numbers = {number for value, _ in powers for number in (value.numerator, value.denominator)}
    if sum(number.bit_length() for number in numbers) > _LONGEST_IN_ALL:
        return None
    product = Fraction(1)
    for factor in _coprime(numbers):
        exponent = sum(
            (e * (_times(factor, value.numerator) - _times(factor, value.denominator)) for value, e in powers),
            Fraction(0),
        )
        root = integer_root(factor, exponent.denominator)
        if root is None or abs(exponent.numerator) * root.bit_length() > 100_000:
            return None
        product *= Fraction(root) ** exponent.numerator
    return product


def _coprime(numbers: Iterable[int]) -> list[int]:
    """Split positive numbers into factors without common divisors, of which each is a product.

    >>> sorted(_coprime([12, 18]))
    [2, 3]
    """
    factors: list[int] = []
    todo = list(numbers)
    while todo:
        number = todo.pop()
        if number == 1:
            continue
        for index, factor in enumerate(factors):
            common = gcd(number, factor)
            if common > 1:
                del factors[index]
                todo += [common, factor // common, number // common]
                break
        else:
            factors.append(number)
    return factors


def _times(factor: int, number: int) -> int:
    """Count how many times a factor divides a number."""
    count = 0
    while number % factor == 0:
        number //= factor
        count += 1
    return count


def _product_of_powers(powers: Sequence[tuple[Fraction, Fraction]]) -> Outcome:
    """Compute exp(Σ exponent × ln value), known to be irrational."""

    def approximate(context: Context) -> tuple[Decimal, Decimal]:
        total, error = Decimal(0), Decimal(0)
        for value, exponent in powers:
            x, y = _decimal(value, context), _decimal(exponent, context)
            logarithm = context.ln(x)
            term = context.multiply(y, logarithm)
            # ln is off by an ulp and by the relative error of x; the product by those of both factors.
            error += abs(y) * (_ulps(logarithm, context) + Decimal(2).scaleb(1 - context.prec))
            error += _ulps(term, context, 2) if term else Decimal(0)
            total = context.add(total, term)
            error += _ulps(total, context) if total else Decimal(0)
        made = context.exp(total)
        return made, _ulps(made, context, 2) + made * error * 2

    lengths = [(value.numerator.bit_length() - value.denominator.bit_length(), exponent) for value, exponent in powers]
    size = sum((length * exponent for length, exponent in lengths), Fraction(0))
    return TOO_LARGE if abs(size) > 2000 else nearest(approximate)


def normal_cdf(value: Fraction) -> Outcome:
    """Give the standard normal distribution function, by Taylor's series of erf about 0.

    >>> normal_cdf(Fraction(0))
    Fraction(1, 2)
    """
    if value == 0:
        return Fraction(1, 2)
    if abs(value) > 40 or _is_long(value):
        return Fraction(1) if value > 40 else Fraction(0) if value < -40 else TOO_LARGE

    def approximate(context: Context) -> tuple[Decimal, Decimal]:
        # Below 0 a half is taken from nearly a half, and about exp(-x²/2) is left: carry that many digits more.
        extra = int(value * value * Fraction(22, 100)) + 16
        inner = Context(prec=context.prec + extra, rounding=ROUND_HALF_EVEN, Emax=10**9, Emin=-(10**9))
        x = _decimal(abs(value), inner)
        square = inner.multiply(x, x)
        # Φ(x) = 1/2 + φ(x) · Σ x^(2k+1) / (1·3·5···(2k+1)): all terms positive.
        term, total, k = x, x, 0
        while term > Decimal(1).scaleb(-inner.prec):
            k += 1
            term = inner.divide(inner.multiply(term, square), Decimal(2 * k + 1))
            total = inner.add(total, term)
        density = inner.divide(
            inner.exp(inner.divide(square.copy_negate(), Decimal(2))), inner.sqrt(inner.multiply(2, _pi(inner.prec)))
        )
        upper = inner.multiply(density, total)
        half = Decimal("0.5")
        made = inner.add(half, upper) if value > 0 else inner.subtract(half, upper)
        return made, Decimal(1).scaleb(12 - inner.prec)

    return nearest(approximate)


@lru_cache(maxsize=32)
def _pi(precision: int) -> Decimal:
    """Compute π by Machin's formula."""
    wide = Context(prec=precision + 5, Emax=10**9, Emin=-(10**9))

    def arctan_inverse(n: int) -> Decimal:
        term = total = wide.divide(Decimal(1), Decimal(n))
        k, sign = 1, 1
        while term > Decimal(1).scaleb(-wide.prec - 2):
            term = wide.divide(term, Decimal(n * n))
            k, sign = k + 2, -sign
            total = wide.add(total, wide.divide(term if sign > 0 else term.copy_negate(), Decimal(k)))
        return total

    return wide.multiply(4, wide.subtract(wide.multiply(4, arctan_inverse(5)), arctan_inverse(239)))
