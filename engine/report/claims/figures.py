"""Figures as Vietnamese and English prose writes them: `959,9`, `1.000`, `ba`, `thứ nhì`."""

import re
import unicodedata
from fractions import Fraction
from functools import cache

from ...result.numbers import show
from .claim import Stated

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d])|\d{1,3}(?:,\d{3})+\.\d+|\d+(?:[.,]\d+)?"
_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "mười ba": 13, "mười bốn": 14, "mười lăm": 15, "mười sáu": 16, "mười bảy": 17,
    "mười tám": 18, "mười chín": 19, "hai mươi": 20,
}  # fmt: skip
_ORDINALS = {**_WORDS, "nhất": 1, "nhì": 2, "tư": 4}
_NOTATIONS = (
    (".", r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?"),
    (",", r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?"),
)
_LONGEST = 30  # digits of a figure that anyone states


def plain(text: str) -> str:
    """Give a text without accents and case, each character in its place.

    >>> plain("Đứng thứ Ba")
    'dung thu ba'
    """
    return "".join(map(_plain, text))


@cache
def _plain(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


_BARE = {plain(word): number for word, number in _ORDINALS.items()}
WORD = "|".join(sorted(map(plain, _WORDS), key=len, reverse=True))
ORDINAL = "|".join(sorted(_BARE, key=len, reverse=True))


def stated(text: str) -> Stated | None:
    """Read a figure in digits or words; None for what is none, as `sau` is (after) where accents are written.

    >>> [(str(value), places) for value, places in stated("1.000").readings]
    [('1000', 0), ('1', 3)]
    >>> stated("959,9").value, stated("ba").value, stated("xa")
    (Fraction(9599, 10), Fraction(3, 1), None)
    """
    word = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    number = (_BARE if word.isascii() and word not in {"sau", "tu", "nam", "tam"} else _ORDINALS).get(word)
    if number is not None:
        return Stated(text, ((Fraction(number), 0),))
    if not re.fullmatch(NUMBER, text, re.ASCII) or len(text) > _LONGEST:
        return None
    readings = dict.fromkeys(
        (Fraction(whole + (f".{match[2]}" if match[2] else "")), len(match[2] or ""))
        for group, pattern in _NOTATIONS
        if (match := re.fullmatch(pattern, text, re.ASCII)) and (whole := match[1].replace(group, ""))
    )
    # Of 1.000 and 1,000 the thousand is the likelier; 959.9 can be read in one way only.
    return Stated(text, tuple(sorted(readings, key=lambda reading: reading[1])))


def agrees(figure: Stated, truth: Fraction, digits: int | None) -> bool:
    """Say whether a figure is the truth, or the truth as it is printed, or rounded to no fewer places than are printed.

    >>> agrees(stated("147,9"), Fraction("147.89"), 1), agrees(stated("148"), Fraction("147.89"), 1)
    (True, False)
    """
    printed = 6 if digits is None else digits
    return any(
        value == truth or value == rounded(truth, printed) or (places > printed and value == rounded(truth, places))
        for value, places in figure.readings
    )


def rounded(amount: Fraction, places: int) -> Fraction:
    """Round halves away from zero, as numbers are printed."""
    return Fraction(show(amount, places, "en"))


def holds(figure: Stated, relation: str, truth: Fraction, digits: int | None) -> bool | None:
    """Hold the truth against a figure and the words before it; None where words such as `about` leave it open."""
    value = figure.value
    match relation:
        case ">":
            return truth > value
        case ">=":
            return truth >= value
        case "<":
            return truth < value
        case "<=":
            return truth <= value
        case "~":
            return True if agrees(figure, truth, digits) or abs(truth - value) * 100 <= abs(truth) else None
    return agrees(figure, truth, digits)
