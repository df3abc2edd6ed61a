"""The one parser of numbers in data: what is plainly a number becomes exact, all else a problem that says why."""

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ..model.findings import code_in
from ..model.numerals import pointed, ratio

MOST_DIGITS = 40
MOST_FRACTION_DIGITS = 4_000  # of results, where an unrounded sum of many ratios is written out
MOST_ZEROS = 400  # that an exponent may stand for: those of every number that R and pandas hold, 5e-324 to 2e308
_SHOWN = 60
OTHER_SIGN = {".": ",", ",": "."}
_PLAIN = {
    ".": re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?"),
    ",": re.compile(r"([+-]?)([0-9]+)(?:,([0-9]+))?"),
}
_FRACTION = re.compile(r"([+-]?[0-9]+)/([0-9]+)")
_EXPONENT = {
    ".": re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?([eE])([+-]?)0*([0-9]+)"),
    ",": re.compile(r"([+-]?)([0-9]+)(?:,([0-9]+))?([eE])([+-]?)0*([0-9]+)"),
}
_SOFTWARE = re.compile(r"[+-]?(?:nan|inf|infinity)|#[A-Z0-9/!?_]+|none|null", re.IGNORECASE)
_LOOK_ALIKES = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-", "＋": "+", "．": ".", "，": ",", "％": "%"})


class Problem(NamedTuple):
    """Why a text cannot be read: a row of the table of codes and the words that fill it."""

    row: str
    params: Mapping[str, str]
    help: tuple[str, str] | None = None

    @property
    def code(self) -> str:
        """The code, whatever the subject."""
        return code_in(self.row)


def parse_number(
    text: str, *, decimal: str = ".", percent: bool = False, allow_fraction: bool = False, is_number: bool = False
) -> Fraction | Problem:
    """Read a number exactly, or say why it is none.

    Args:
        text: without white space around it.
        decimal: the decimal sign of the table, `.` or `,`; thousands are never separated.
        percent: `85` and `85%` are both 17/20.
        allow_fraction: `22/7` is a number too (tables that itrank wrote itself).
        is_number: a number of JSON, whose exponent may have a large E; in text only programs that write all digits
            use a small one (`2e-06` of R and pandas), and a spreadsheet's `1.2E+11` may have lost some.

    >>> parse_number("959,9", decimal=",")
    Fraction(9599, 10)
    >>> parse_number("85%", percent=True)
    Fraction(17, 20)
    >>> parse_number("2e-06"), parse_number("2E-06", is_number=True), parse_number("2E-06").code
    (Fraction(1, 500000), Fraction(1, 500000), 'ITR426')
    >>> parse_number("1,234").params["thousands"]
    '1234'
    """
    core = text[:-1].rstrip() if percent and text.endswith("%") else text
    match = _PLAIN[decimal].fullmatch(core)
    if match is None:
        if allow_fraction and (ratio := _FRACTION.fullmatch(core)) is not None:
            return _ratio(ratio, text, decimal, percent=percent)
        power = _EXPONENT[decimal].fullmatch(core)
        if power is not None and (is_number or power[4] == "e"):
            return _raised(power, percent=percent)
        return _why(text, core, decimal)
    sign, whole, part = match.groups()
    digits = len(whole) + len(part or "")
    if digits > MOST_DIGITS:
        return _too_long(digits)
    scale = 100 if percent else 1
    if part is None:
        value = int(sign + whole)
        return Fraction(value, scale) if percent else Fraction(value)
    return Fraction(int(sign + whole + part), 10 ** len(part) * scale)


def plain(value: Fraction, decimal: str = ".") -> str:
    """Write a number so that the parser reads it back: all its decimals, or a fraction where they do not end.

    >>> plain(Fraction(9599, 10), ","), plain(Fraction(-1, 8)), plain(Fraction(22, 7))
    ('959,9', '-0.125', '22/7')
    """
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return ratio(value)
    places = max(twos, fives)
    return pointed(value.numerator * (10**places // value.denominator), places).replace(".", decimal)


def decimals_of(value: object) -> int:
    """Count the decimals of a value; 0 of what is no number.

    Raises:
        ValueError: they do not end.

    >>> decimals_of(Fraction(1, 8)), decimals_of(True)
    (3, 0)
    """
    decimals = _decimals(value.denominator) if isinstance(value, Fraction) else 0
    if decimals < 0:
        raise ValueError(f"{value} has no end of decimals")
    return decimals


@lru_cache(1_000)  # a column of a million amounts has a handful of denominators
def _decimals(denominator: int) -> int:
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else -1


def cut(text: str) -> str:
    """Shorten a text for a message."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _ratio(match: re.Match[str], text: str, decimal: str, *, percent: bool) -> Fraction | Problem:
    above, below = match.groups()
    longest = max(len(above), len(below))
    if longest > MOST_FRACTION_DIGITS:
        return Problem("ITR428", {"count": str(longest), "limit": str(MOST_FRACTION_DIGITS)})
    if int(below) == 0:
        return _no_number(text, decimal)
    return Fraction(int(above), int(below) * (100 if percent else 1))


def _raised(match: re.Match[str], *, percent: bool) -> Fraction | Problem:
    """Read a number with an exponent; one that stands for more zeros than any program writes is not written out."""
    sign, whole, part, _, down, power = match.groups()
    digits = len(whole) + len(part or "")
    if digits > MOST_DIGITS:
        return _too_long(digits)
    if len(power) > len(str(MOST_ZEROS)) or int(power) > MOST_ZEROS:
        return Problem("ITR426.exponent", {"found": cut(match[0]), "limit": str(MOST_ZEROS)})
    places = int(down + power) - len(part or "") - (2 if percent else 0)
    mantissa = int(sign + whole + (part or ""))
    return Fraction(mantissa * 10**places) if places >= 0 else Fraction(mantissa, 10**-places)


def _why(text: str, core: str, decimal: str) -> Problem:
    """Say why a text is no number, with the reading that was probably meant."""
    found = cut(text)
    if len(core) > 2 * MOST_DIGITS:
        return _too_long(len(core)) if core.isdecimal() else _no_number(text, decimal)
    if core.endswith("%") and isinstance(parse_number(core[:-1].rstrip(), decimal=decimal), Fraction):
        return Problem("ITR429", {"found": found})
    if _SOFTWARE.fullmatch(core):
        return Problem("ITR420.software", {"found": found})
    if (problem := _exponent(found, core, decimal)) is not None:
        return problem
    if "_" in core and isinstance(parse_number(core.replace("_", ""), decimal=decimal), Fraction):
        return Problem("ITR420.underscore", {"found": found})
    typed = "".join(str(unicodedata.decimal(c, c)) for c in core).translate(_LOOK_ALIKES)
    if typed != core and isinstance(parse_number(typed, decimal=decimal), Fraction):
        return Problem("ITR423.signs", {"found": found, "reading": typed})
    return _separated(found, core, decimal) or _no_number(text, decimal)


def _exponent(found: str, core: str, decimal: str) -> Problem | None:
    """Explain an exponent that is not read: of a spreadsheet, which may have lost digits, or with another decimal sign."""
    other = OTHER_SIGN[decimal]
    power = _EXPONENT[decimal].fullmatch(core) or _EXPONENT[other].fullmatch(core)
    if power is None:
        return None
    if power[4] == "E":
        return Problem("ITR426", {"found": found})
    reading = core.replace(other, decimal)
    return Problem("ITR422", {"found": found, "sign": other, "decimal": decimal, "reading": reading})


def _separated(found: str, core: str, decimal: str) -> Problem | None:
    """Explain points, commas and spaces that are not the table's decimal sign."""
    other = OTHER_SIGN[decimal]
    if re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}{re.escape(other)}[0-9]{{3}}", core):
        thousands, fraction = core.replace(other, ""), core.replace(other, decimal)
        return Problem("ITR421", {"found": found, "sign": other, "thousands": thousands, "fraction": fraction})
    if _PLAIN[other].fullmatch(core):
        reading = core.replace(other, decimal)
        return Problem("ITR422", {"found": found, "sign": other, "decimal": decimal, "reading": reading})
    spaceless = "".join(core.split())
    for group, point in ((" ", decimal), (" ", other), (".", ","), (",", ".")):
        pattern = rf"[+-]?[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+(?:{re.escape(point)}[0-9]+)?"
        if re.fullmatch(pattern, " ".join(core.split())):
            reading = spaceless.replace(group, "").replace(point, decimal)
            return Problem("ITR423", {"found": found, "reading": reading})
    return None


def _no_number(text: str, decimal: str) -> Problem:
    return Problem("ITR420", {"found": cut(text), "decimal": decimal})


def _too_long(digits: int) -> Problem:
    return Problem("ITR428", {"count": str(digits), "limit": str(MOST_DIGITS)})
