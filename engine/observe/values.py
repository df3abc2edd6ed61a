"""Read cells as the types of inputs: text to an exact number, a yes/no, an option or a day, or to a problem."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import NamedTuple, TypeAlias

from ..files.naming import did_you_mean, fold, toned
from ..files.numbers import Problem, cut, parse_number, plain
from ..model.input_types.input_type import ValueKind
from ..model.observed import CellKind
from ..model.ruleset import Input, Value

Reader: TypeAlias = Callable[[str], Value | Problem]

_YES_NO = {
    "có": True, "yes": True, "true": True, "1": True,
    "không": False, "no": False, "false": False, "0": False,
}  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOCAL = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_LISTED = 20


def unsure_from(asked: Input) -> Fraction | None:
    """Give the number from which on a value is questioned; none where `max` is a number, for the rest is meant then.

    >>> from ..model.findings import Place
    >>> from ..model.ruleset import Words
    >>> unsure_from(Input("a", "a", Words(), "percent", Place()))
    Fraction(10, 1)
    """
    return None if isinstance(asked.maximum, Fraction) else asked.traits.unsure_from


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
    read = _READERS[asked.traits.kind](asked, style)
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
        code, bound = "ITR446.least", minimum
    elif maximum is not None and _less(maximum, value):
        code, bound = "ITR446", maximum
    else:
        return None
    limit = shown(bound, asked, decimal)
    return Problem(code, {"found": shown(value, asked, decimal), "bound": f"{name} = {limit}" if name else limit})


def shown(value: object, asked: Input, decimal: str) -> str:
    """Write a value as its input's cells would."""
    if isinstance(value, Fraction):
        return plain(value * 100, decimal) + "%" if asked.traits.per_cent else plain(value, decimal)
    return str(value)


def lacks_per_cent(asked: Input, text: str, kind: CellKind | None) -> bool:
    """Say whether a number in a cell for a share has no format of per cent, so that it may be a hundred times another.

    >>> from ..model.findings import Place
    >>> from ..model.ruleset import Words
    >>> asked = Input("a", "a", Words(), "percent", Place())
    >>> lacks_per_cent(asked, "0.45", "number"), lacks_per_cent(asked, "45%", "number"), lacks_per_cent(asked, "45", None)
    (True, False, False)
    """
    return asked.traits.per_cent and kind == "number" and not text.endswith("%") and text != "0"


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
        return Problem("ITR317.cell", {"found": cut(text)})
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Problem("ITR317.calendar", {"found": text})


def _less(one: object, other: object) -> bool:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        # `<` of Fraction asks abstract classes first, which takes longer than the comparison.
        return one.numerator * other.denominator < other.numerator * one.denominator
    return isinstance(one, date) and isinstance(other, date) and one < other


def _numbers(asked: Input, style: Style) -> Reader:
    type_ = asked.traits

    def read(text: str) -> Value | Problem:
        return style.read(text, percent=type_.per_cent)

    def limited(text: str) -> Value | Problem:
        value = style.read(text, percent=type_.per_cent)
        if isinstance(value, Problem):
            return value
        if type_.is_whole and value.denominator != 1:
            return Problem("ITR430", {"found": plain(value, style.decimal)})
        if type_.least == 0 and value < 0:
            return Problem("ITR446.count", {"found": plain(value)})
        return outside(value, asked, (type_.least, type_.most), style.decimal) or value

    return limited if type_.is_whole or type_.least is not None or type_.most is not None else read


def _days(_asked: Input, _style: Style) -> Reader:
    return parse_day


def _yes_nos(_asked: Input, _style: Style) -> Reader:
    def read(text: str) -> Value | Problem:
        answer = _YES_NO.get(fold(text))
        return Problem("ITR441", {"found": cut(text)}) if answer is None else answer

    return read


def _choices(asked: Input, _style: Style) -> Reader:
    names = {option: (option, label.vi, label.en) for option, label in asked.options.items()}
    by_name: dict[str, dict[str, None]] = {}
    by_tone: dict[str, dict[str, None]] = {}
    for option, called in names.items():
        for name in called:
            by_name.setdefault(fold(name), {})[option] = None
            by_tone.setdefault(toned(fold(name)), {})[option] = None

    def read(text: str) -> Value | Problem:
        if text in asked.options:
            return text
        meant = list(by_name.get(fold(text), {}) or by_tone.get(toned(fold(text)), {}))
        if len(meant) == 1:
            return meant[0]
        if meant:
            return Problem("ITR451.option", {"found": cut(text), "options": ", ".join(meant)})
        near = did_you_mean(text, filter(None, chain.from_iterable(names.values())))
        return Problem("ITR440", {"found": cut(text), "options": _listed(asked)}, near)

    return read


def _listed(asked: Input) -> str:
    """List the options of a choice, the first of many."""
    listed = [f"{option} ({label.say('vi')})" if label else option for option, label in asked.options.items()]
    return ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")


def _texts(_asked: Input, _style: Style) -> Reader:
    return str


_READERS: dict[ValueKind | None, Callable[[Input, Style], Reader]] = {
    "number": _numbers,
    "date": _days,
    "choice": _choices,
    "yes_no": _yes_nos,
    None: _texts,
}
