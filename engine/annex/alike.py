"""Compare texts as a reader does: spaces, punctuation, bullets, capitals and the way a number is written do not count.

What bounds a value does count: `≥ > < ≤`, and the signs of a calculation.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from fractions import Fraction

from ..files.word import FOOTNOTE
from .text import number

ALIKE = 0.75  # how much of two texts must be the same for one to be the other, mistyped
_LETTERS, _WORDS = 120, 150  # a longer text is compared by its words, and by so many of them
_POINT = "ǀ"  # within a number, where no punctuation is left: 5/2 is not "5 2"
_NUMBER = re.compile(r"(?<![0-9.,])([0-9]{1,40}(?:[.,][0-9]{1,40})*)(\s*(?:%|phần trăm\b))?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_BULLET = re.compile(r"(?m)^[ \t]*[-+*•●▪◦·–—]+[ \t]*")
_SIGNS = {">=": "≥", "=>": "≥", "⩾": "≥", "<=": "≤", "=<": "≤", "⩽": "≤", "*": "×", "∗": "×", "−": "−"}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_DROPPED = re.compile(r"[^\w≥≤><≠×÷+−]+|_")


def plain(text: str) -> str:
    """Give what two writings of one text have in common.

    >>> plain("Họp  Ban chỉ đạo;") == plain("- họp ban chỉ đạo"), plain("từ 80 % trở lên") == plain("từ 0,8 trở lên")
    (True, True)
    >>> plain("80 phần trăm") == plain("80%"), plain("1.000 máy") == plain("1000 máy"), plain(">= 4") == plain("≥ 4,0")
    (True, True, True)
    >>> plain("≥ 80%") == plain("> 80%"), plain("1.1") == plain("1.10.1")
    (False, False)
    """
    text = unicodedata.normalize("NFC", text.replace(FOOTNOTE, " ")).casefold()
    text = _NUMBER.sub(lambda match: f" {_canonical(match[1], is_share=bool(match[2]))} ", _BULLET.sub(" ", text))
    text = _SIGN.sub(lambda match: _SIGNS[match[0]], text)
    return " ".join(_DROPPED.sub(" ", text).split())


def _canonical(digits: str, *, is_share: bool) -> str:
    if _THOUSANDS.fullmatch(digits):
        value: Fraction | None = Fraction(re.sub("[.,]", "", digits))
    else:
        value = number(digits)
        if value is None and re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", digits):
            value = Fraction(digits.replace(",", "."))
    if value is None:  # several signs: 1.1.2
        return re.sub("[.,]", _POINT, digits) + (_POINT * 2 if is_share else "")
    value = value / 100 if is_share else value
    return f"{value.numerator}" + (f"{_POINT}{value.denominator}" if value.denominator != 1 else "")


def likeness(one: str, other: str) -> float:
    """Give how alike two texts are, from 0 to 1; 0 below `ALIKE`. No figure of a result depends on it."""
    first, second = plain(one), plain(other)
    is_long = max(len(first), len(second)) > _LETTERS
    one_, other_ = (each.split()[:_WORDS] if is_long else list(each) for each in (first, second))
    matcher = SequenceMatcher(None, one_, other_, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ALIKE else 0.0


def is_mistyped(one: str, other: str) -> bool:
    """Whether two texts differ in one letter that is other, missing or too many.

    >>> is_mistyped("điêm tối đa", "điểm tối đa"), is_mistyped("điểm", "điểm chuẩn")
    (True, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    return one[same + (len(one) >= len(other)) :] == other[same + (len(other) >= len(one)) :]
