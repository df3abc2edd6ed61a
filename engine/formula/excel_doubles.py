"""What a spreadsheet makes of a formula in its binary numbers of 53 bits.

It foresees what Excel and LibreOffice will show, so that a formula is written only where that is what the engine
computed. No score, rank or tier comes from here.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor, isfinite, prod

from .excel import Part
from .rounding import rounded

_DIGITS = 15  # that a spreadsheet takes for a number's own


class NoDoubleError(Exception):
    """Ends a formula that has no finite value in binary numbers."""


def in_doubles(part: Part, cell: Callable[[str], float]) -> float:
    """Compute a formula of numbers in binary, as a spreadsheet does.

    Raises:
        NoDoubleError: there is no finite value.

    >>> in_doubles(Part("+", (Part("at", ("a",)), Part("value", (Fraction(1, 5),)))), {"a": 0.1}.__getitem__)
    0.30000000000000004
    """
    try:
        made = _computed(part, cell)
    except (ArithmeticError, ValueError, TypeError) as error:  # TypeError: a root of a negative number
        raise NoDoubleError from error
    if not isfinite(made):
        raise NoDoubleError
    return made


def _computed(part: Part, cell: Callable[[str], float]) -> float:
    op, args = part.op, part.args
    if op == "value":
        return float(args[0])
    if op == "at":
        return cell(args[0])
    if op == "IF":
        return _computed(args[1] if _computed(args[0], cell) else args[2], cell)
    return float(_DOUBLES[op]([_computed(arg, cell) for arg in args]))


def seen(made: float) -> Fraction:
    """Give the decimal of 15 digits that a spreadsheet takes a number for.

    >>> seen(0.1 + 0.2)
    Fraction(3, 10)
    """
    return Fraction(format(made, f".{_DIGITS}g"))


_DOUBLES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "+": lambda a: a[0] + a[1],
    "-": lambda a: a[0] - a[1],
    "*": lambda a: a[0] * a[1],
    "/": lambda a: a[0] / a[1],
    "^": lambda a: a[0] ** a[1],
    "neg": lambda a: -a[0],
    "=": lambda a: seen(a[0]) == seen(a[1]),
    ">": lambda a: seen(a[0]) > seen(a[1]),
    ">=": lambda a: seen(a[0]) >= seen(a[1]),
    "MIN": min,
    "MAX": max,
    "PRODUCT": prod,
    "ABS": lambda a: abs(a[0]),
    "INT": lambda a: floor(seen(a[0])),
    "ROUND": lambda a: float(rounded(seen(a[0]), int(a[1]), "half_up")),
    "ROUNDUP": lambda a: float(rounded(seen(a[0]), int(a[1]), "up")),
    "ROUNDDOWN": lambda a: float(rounded(seen(a[0]), int(a[1]), "down")),
}
