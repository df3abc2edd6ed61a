"""Numbers as text: for people in their own notation, for machines exactly."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import overload

from ..model.numerals import pointed, ratio
from ..model.ruleset import Decimals, Digits, unpadded

PLACES = 12  # of a decimal in a result
_SCALE = 10**PLACES
_DIGITS_OF_A_PART = 4_000
_PLACES_SHOWN = 6  # where the ruleset does not say
_MOST_PLACES = 30  # of a number that hardly differs from another


@lru_cache(maxsize=1 << 16)  # points repeat: a page of 2,000 units prints 300,000
def show(amount: Fraction, digits: Digits, lang: str) -> str:
    """Write a number for the eye: halves away from zero, no idle zeros but those asked for, a decimal comma in Vietnamese.

    >>> show(Fraction("959.9"), 1, "vi"), show(Fraction(989), 1, "vi"), show(Fraction(1, 3), None, "en")
    ('959,9', '989', '0.333333')
    >>> show(Fraction(70), Decimals(2, 2), "vi"), show(Fraction("74.96"), Decimals(3, 1), "en")
    ('70,00', '74.96')
    """
    places = most_places(digits)
    scale = Fraction(10) ** places
    scaled = abs(amount) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = pointed(whole, places) if places > PLACES else decimal(Fraction(whole) / scale)[0]
    if isinstance(digits, Decimals):
        text = _padded(text, digits.least)
    sign = "-" if amount < 0 and whole else ""
    return sign + (text.replace(".", ",") if lang == "vi" else text)


def _padded(text: str, least: int) -> str:
    """Write zeros at the end of a decimal that has fewer places.

    >>> _padded("70", 2), _padded("70.5", 2), _padded("70.125", 2), _padded("70", 0)
    ('70.00', '70.50', '70.125', '70')
    """
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(least, '0')}" if least else text


def most_places(digits: Digits) -> int:
    """Give the most decimals that are printed.

    >>> most_places(Decimals(2, 2)), most_places(None)
    (2, 6)
    """
    most = unpadded(digits)
    return _PLACES_SHOWN if most is None else most


def with_places(digits: Digits, places: int) -> Digits:
    """Give the same way of printing with another number of decimals at most.

    >>> with_places(Decimals(2, 2), 4), with_places(2, 4)
    (Decimals(most=4, least=2), 4)
    """
    return Decimals(places, digits.least) if isinstance(digits, Decimals) else places


def decimal(amount: Fraction) -> tuple[str, str]:
    """Write a number for machines: the decimal in full, or cut towards zero to 12 places, with the fraction beside it.

    The fraction is empty where the decimal says it all.

    >>> decimal(Fraction("959.9")), decimal(Fraction(-22, 7)), decimal(Fraction(-1, 10**13))
    (('959.9', ''), ('-3.142857142857', '-22/7'), ('0', '-1/10000000000000'))
    """
    text, is_whole = cut_decimal(amount)
    return text, "" if is_whole else ratio(amount)


def cut_decimal(amount: Fraction) -> tuple[str, bool]:
    """Write a number cut towards zero to 12 places, and say whether that is all of it.

    >>> cut_decimal(Fraction("959.9")), cut_decimal(Fraction(-22, 7))
    (('959.9', True), ('-3.142857142857', False))
    """
    cut, left = divmod(abs(amount.numerator) * _SCALE, amount.denominator)
    return pointed(-cut if amount < 0 else cut, PLACES), not left


def difference(before: Fraction | None, now: Fraction | None) -> Fraction | None:
    """Give how much a figure grew; None where one of both is not known.

    >>> difference(Fraction(3), Fraction(5, 2)), difference(None, Fraction(1))
    (Fraction(-1, 2), None)
    """
    return None if before is None or now is None else now - before


@overload
def cut_to_places(amount: Fraction) -> Fraction: ...


@overload
def cut_to_places(amount: None) -> None: ...


@overload
def cut_to_places(amount: Fraction | None) -> Fraction | None: ...


def cut_to_places(amount: Fraction | None) -> Fraction | None:
    """Cut a number towards zero to the places that a decimal of a result has.

    >>> cut_to_places(Fraction(1, 3)), cut_to_places(Fraction("0.5"))
    (Fraction(333333333333, 1000000000000), Fraction(1, 2))
    """
    return None if amount is None else Fraction(int(amount * _SCALE), _SCALE)


def read_exact(text: str) -> Fraction:
    """Read a decimal or a fraction of a result, however many digits it has.

    Raises:
        ValueError: it is none.
        ZeroDivisionError: the fraction has no value.

    >>> read_exact("-22/7"), read_exact("959.9"), read_exact("1/" + "3" * 5_000).denominator % 1_000
    (Fraction(-22, 7), Fraction(9599, 10), 333)
    """
    if len(text) <= _DIGITS_OF_A_PART:
        return Fraction(text)
    above, _, below = text.partition("/")
    return Fraction(read_whole(above), read_whole(below or "1"))


def read_whole(text: str) -> int:
    """Read an integer by halves: Python's own int() stops at 4,300 digits, and takes the square of their number.

    >>> read_whole("-12"), read_whole("1" + "0" * 9_000) == 10**9_000
    (-12, True)
    """
    if text.startswith("-"):
        return -read_whole(text[1:])
    if len(text) <= _DIGITS_OF_A_PART:
        return int(text)
    half = len(text) // 2
    power: int = 10**half
    return read_whole(text[:-half]) * power + read_whole(text[-half:])


def show_apart(amount: Fraction, bounds: Iterable[Fraction | None], digits: Digits, lang: str) -> str:
    """Write a number with as many more places as show on which side of each bound it lies.

    >>> show_apart(Fraction("74.96"), [Fraction(75)], 1, "vi"), show_apart(Fraction("74.9"), [Fraction(75)], 1, "vi")
    ('74,96', '74,9')
    >>> show_apart(Fraction("4.375"), [Fraction("4.375")], 0, "en")  # at the bound itself, as it is stated
    '4.375'
    >>> [show_apart(Fraction(each), [Fraction(75)], Decimals(1, 1), "vi") for each in ("74.996", "75", "70")]
    ['74,996', '75,0', '70,0']
    """
    known = [bound for bound in bounds if bound is not None]
    if amount in known:
        return show_bound(amount, digits, lang)
    for places in range(most_places(digits), _MOST_PLACES + 1):
        shown = _read(amount, places)
        if all(shown != bound and (shown < bound) == (amount < bound) for bound in known):
            return show(amount, with_places(digits, places), lang)
    scaled = amount * 10**_MOST_PLACES  # cut away from the bound that it all but touches
    cut = (
        scaled.__ceil__()
        if any(0 < amount - bound < Fraction(1, 10**_MOST_PLACES) for bound in known)
        else scaled.__floor__()
    )
    return show(Fraction(cut, 10**_MOST_PLACES), _MOST_PLACES, lang)


def show_gap(amount: Fraction, bound: Fraction, digits: Digits, lang: str) -> tuple[str, str, str]:
    """Write a number, what lies between it and a bound, and the bound: with places enough that no gap reads as 0.

    >>> show_gap(Fraction("74.96"), Fraction(75), 1, "vi"), show_gap(Fraction(3), Fraction(1), 1, "en")
    (('74,96', '0,04', '75'), ('3', '2', '1'))
    >>> show_gap(Fraction("74.96"), Fraction(75), Decimals(1, 1), "vi")
    ('74,96', '0,04', '75,0')
    """
    gap = abs(bound - amount)
    places = next(
        (each for each in range(most_places(digits), _MOST_PLACES) if not gap or _read(gap, each)), _MOST_PLACES
    )
    digits = with_places(digits, places)
    return show_apart(amount, [bound], digits, lang), show_some(gap, digits, lang), show_bound(bound, digits, lang)


def show_some(amount: Fraction, digits: Digits, lang: str) -> str:
    """Write a number that is not zero with places enough that it does not read as 0.

    >>> show_some(Fraction("0.0004"), 1, "en"), show_some(Fraction(0), 1, "en"), show_some(Fraction(1, 10**40), 1, "en")
    ('0.0004', '0', '< 10^-30')
    """
    for places in range(most_places(digits), _MOST_PLACES + 1):
        if not amount or _read(amount, places):
            return show(amount, with_places(digits, places), lang)
    return f"< 10^-{_MOST_PLACES}" if amount > 0 else f"> -10^-{_MOST_PLACES}"


def show_bound(bound: Fraction, digits: Digits, lang: str) -> str:
    """Write a bound in full where its decimal ends within `PLACES`: whoever rounds it moves it.

    >>> show_bound(Fraction("74.96"), 1, "vi"), show_bound(Fraction(200, 3), 1, "en")
    ('74,96', '66.666667')
    """
    for places in range(most_places(digits), PLACES + 1):
        if _read(bound, places) == bound:
            return show(bound, with_places(digits, places), lang)
    return show(bound, with_places(digits, max(_PLACES_SHOWN, most_places(digits))), lang)


def _read(amount: Fraction, places: int) -> Fraction:
    """Give the number that is printed with so many places."""
    return Fraction(show(amount, places, "en"))
