"""Numbers as text: for people in their own notation, for machines exactly."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

PLACES = 12  # of a decimal in a result
_SCALE = 10**PLACES
_PLACES_SHOWN = 6  # where the ruleset does not say


@lru_cache(maxsize=1 << 16)  # points repeat: a page of 2,000 units prints 300,000
def show(amount: Fraction, digits: int | None, lang: str) -> str:
    """Write a number for the eye: halves away from zero, no idle zeros, a decimal comma in Vietnamese.

    >>> show(Fraction("959.9"), 1, "vi"), show(Fraction(989), 1, "vi"), show(Fraction(1, 3), None, "en")
    ('959,9', '989', '0.333333')
    """
    places = _PLACES_SHOWN if digits is None else digits
    scale = Fraction(10) ** places
    scaled = abs(amount) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = decimal(Fraction(whole) / scale)[0]
    sign = "-" if amount < 0 and whole else ""
    return sign + (text.replace(".", ",") if lang == "vi" else text)


def decimal(amount: Fraction) -> tuple[str, str]:
    """Write a number for machines: the decimal in full, or cut towards zero to 12 places, with the fraction beside it.

    The fraction is empty where the decimal says it all.

    >>> decimal(Fraction("959.9")), decimal(Fraction(-22, 7)), decimal(Fraction(-1, 10**13))
    (('959.9', ''), ('-3.142857142857', '-22/7'), ('0', '-1/10000000000000'))
    """
    above, below = amount.numerator, amount.denominator
    cut, left = divmod(abs(above) * _SCALE, below)
    whole, rest = divmod(cut, _SCALE)
    text = f"{whole}.{rest:0{PLACES}d}".rstrip("0") if rest else str(whole)
    sign = "-" if above < 0 and cut else ""
    # Python's own str() of an integer stops at 4,300 digits.
    return sign + text, f"{Decimal(above):f}/{Decimal(below):f}" if left else ""
