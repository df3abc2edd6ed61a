"""Read cells as the types of inputs: text to an exact number, a yes/no, an option or a day, or to a problem."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from ..files.naming import did_you_mean, fold, toned
from ..files.numbers import Problem, cut, parse_number, plain
from ..model.ruleset import Input, InputType, Value

Reader: TypeAlias = Callable[[str], Value | Problem]

_YES_NO = {
    "có": True, "yes": True, "true": True, "1": True,
    "không": False, "no": False, "false": False, "0": False,
}  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOCAL = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_LISTED = 20


FAR_OUT = Fraction(10)
"""1000%: from here on a percentage is asked about, for 85 that is pasted into a cell of per cent becomes 8500%."""


def is_asked_about(asked: Input) -> bool:
    """Whether a percentage may be too large; where `max` is a number, what passes it is an error and the rest is meant.

    >>> from ..model.findings import Place
    >>> from ..model.ruleset import Words
    >>> is_asked_about(Input("a", "a", Words(), "percent", Place()))
    True
    """
    return asked.type == "percent" and not isinstance(asked.maximum, Fraction)


class Style(NamedTuple):
    """How a table writes numbers: its decimal sign, whether `22/7` may stand in it, and whether cells are numbers."""

    decimal: str = "."
    allow_fraction: bool = False
    is_number: bool = False

    def read(self, text: str, *, percent: bool = False) -> Fraction | Problem:
        """Read a number that is written so."""
        return parse_number(
            text,
            decimal=self.decimal,
            percent=percent,
            allow_fraction=self.allow_fraction,
            is_number=self.is_number,
        )


def reader_of(asked: Input, style: Style = Style()) -> Reader:  # noqa: B008
    """Make the reader of an input's cells: its type, then the bounds that are not other inputs.

    A blank is not for a reader; it never reaches one.

    >>> from ..model.findings import Place
    >>> from ..model.ruleset import Words
    >>> reader_of(Input("a", "a", Words(), "percent", Place()))("85")
    Fraction(17, 20)
    """
    read = _READERS[asked.type](asked, style)
    if isinstance(asked.minimum, str | None) and isinstance(asked.maximum, str | None):
        return read

    bounds = (asked.minimum, asked.maximum)

    def bounded(text: str) -> Value | Problem:
        value = read(text)
        if isinstance(value, Problem):
            return value
        return outside(value, asked, bounds, style.decimal) or value

    return bounded


def outside(value: Value, asked: Input, bounds: tuple[object, object], decimal: str, name: str = "") -> Problem | None:
    """Say how a value passes a bound; a bound that is a name, or of another type, is not looked at.

    Args:
        value: of the input `asked`.
        asked: the input, for how its values are shown.
        bounds: the least and the most that are allowed.
        decimal: the decimal sign in messages.
        name: of the input that gives the bound.
    """
    minimum, maximum = bounds
    if minimum is not None and _less(value, minimum):
        code, bound = "ITR445", minimum
    elif maximum is not None and _less(maximum, value):
        code, bound = "ITR446", maximum
    else:
        return None
    limit = shown(bound, asked, decimal)
    return Problem(code, {"found": shown(value, asked, decimal), "bound": f"{name} = {limit}" if name else limit})


def shown(value: object, asked: Input, decimal: str) -> str:
    """Write a value as its input's cells would."""
    if isinstance(value, Fraction):
        return plain(value * 100, decimal) + "%" if asked.type == "percent" else plain(value, decimal)
    return str(value)


def parse_day(text: str) -> date | Problem:
    """Read `YYYY-MM-DD` or `D/M/YYYY`.

    >>> parse_day("1/2/2022")
    datetime.date(2022, 2, 1)
    """
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _LOCAL.fullmatch(text):
        day, month, year = match.groups()
    else:
        return Problem("ITR443", {"found": cut(text)})
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Problem("ITR444", {"found": text})


def _less(one: object, other: object) -> bool:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        # `<` of Fraction asks abstract classes first, which takes longer than the comparison.
        return one.numerator * other.denominator < other.numerator * one.denominator
    return isinstance(one, date) and isinstance(other, date) and one < other


def _numbers(asked: Input, style: Style) -> Reader:
    percent = asked.type == "percent"

    def read(text: str) -> Value | Problem:
        return style.read(text, percent=percent)

    return read


def _counts(_asked: Input, style: Style) -> Reader:
    def read(text: str) -> Value | Problem:
        value = style.read(text)
        if isinstance(value, Problem):
            return value
        if value.denominator != 1:
            return Problem("ITR430", {"found": plain(value, style.decimal)})
        return Problem("ITR431", {"found": plain(value)}) if value < 0 else value

    return read


def _days(_asked: Input, _style: Style) -> Reader:
    return parse_day


def _yes_nos(_asked: Input, _style: Style) -> Reader:
    def read(text: str) -> Value | Problem:
        answer = _YES_NO.get(fold(text))
        return Problem("ITR441", {"found": cut(text)}) if answer is None else answer

    return read


def _choices(asked: Input, _style: Style) -> Reader:
    by_name: dict[str, dict[str, None]] = {}
    by_tone: dict[str, dict[str, None]] = {}
    for option, label in asked.options.items():
        for name in (option, label.vi, label.en):
            by_name.setdefault(fold(name), {})[option] = None
            by_tone.setdefault(toned(fold(name)), {})[option] = None
    listed = [f"{option} ({label.say('vi')})" if label else option for option, label in asked.options.items()]
    options = ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")
    names = [name for option, label in asked.options.items() for name in (option, label.vi, label.en) if name]

    def read(text: str) -> Value | Problem:
        if text in asked.options:
            return text
        meant = list(by_name.get(fold(text), {}) or by_tone.get(toned(fold(text)), {}))
        if len(meant) == 1:
            return meant[0]
        if meant:
            return Problem("ITR442", {"found": cut(text), "options": ", ".join(meant)})
        return Problem("ITR440", {"found": cut(text), "options": options}, did_you_mean(text, names))

    return read


def _texts(_asked: Input, _style: Style) -> Reader:
    return str


_READERS: dict[InputType, Callable[[Input, Style], Reader]] = {
    "count": _counts,
    "number": _numbers,
    "percent": _numbers,
    "money": _numbers,
    "date": _days,
    "choice": _choices,
    "yes_no": _yes_nos,
    "text": _texts,
}
