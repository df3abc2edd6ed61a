"""Exact numbers as digits: what every text that states a number in full is written with."""

from decimal import Decimal
from fractions import Fraction

_LONGEST = 14_000  # bits; Python's own str() of an integer stops at 4,300 digits


def whole(number: int) -> str:
    """Write an integer of any length.

    >>> whole(-12), len(whole(10**5_000))
    ('-12', 5001)
    """
    return str(number) if number.bit_length() <= _LONGEST else f"{Decimal(number):f}"


def ratio(value: Fraction) -> str:
    """Write an exact number of any length as a fraction, or as an integer where it is one.

    >>> ratio(Fraction(22, 7)), ratio(Fraction(-3))
    ('22/7', '-3')
    """
    above = whole(value.numerator)
    return above if value.denominator == 1 else f"{above}/{whole(value.denominator)}"


def pointed(units: int, places: int) -> str:
    """Write so many units of the last of some decimal places, without zeros at the end.

    >>> pointed(1_500, 3), pointed(-25, 3), pointed(7, 0), pointed(0, 2)
    ('1.5', '-0.025', '7', '0')
    """
    digits = whole(abs(units))
    if places:
        digits = digits.rjust(places + 1, "0")
        digits = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"-{digits}" if units < 0 else digits
