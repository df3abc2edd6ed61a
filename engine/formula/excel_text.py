"""A formula of Excel as text, and its value: what Excel will show once it has recalculated."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

from ..model.outcome import NoScore
from .excel import ERRORS, Lack, Part
from .functions import FUNCTIONS
from .rounding import rounded as round_exactly
from .words import number

LONGEST = 8_000
"""Characters; Excel takes 8,192."""

Shown: TypeAlias = Fraction | bool | str | Lack | None
"""What a cell has; None where it is blank."""

_BINDING = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 4}
_ATOM = 6
_EXACT = 15  # digits that Excel reads


def text_of(part: Part, address: Callable[[str], str]) -> str:
    """Write a formula, without its sign of equality.

    >>> text_of(Part("*", (Part("+", (Part("at", ("a",)), Part("value", (Fraction(1, 2),)))), Part("at", ("b",)))), str.upper)
    '(A+0.5)*B'
    """
    return _text(part, address)[0]


def _text(part: Part, address: Callable[[str], str]) -> tuple[str, int]:
    op, args = part.op, part.args
    if op == "value":
        return _constant(args[0]), _ATOM
    if op == "at":
        return address(args[0]), _ATOM
    if op == "neg":
        text, binding = _text(args[0], address)
        return f"(-{text})" if binding == _ATOM else f"(-({text}))", _ATOM
    if op in _BINDING:
        own = _BINDING[op]
        left, left_binding = _text(args[0], address)
        right, right_binding = _text(args[1], address)
        first = left if left_binding >= own and own != 1 else left if left_binding > own else f"({left})"
        second = right if right_binding > own else f"({right})"
        return f"{first}{op}{second}", own
    return f"{op}({','.join(_text(arg, address)[0] for arg in args)})", _ATOM


def _constant(given: Any) -> str:
    match given:
        case Lack():
            return ERRORS[given]
        case bool():
            return "TRUE" if given else "FALSE"
        case str():
            return '"' + given.replace('"', '""') + '"'
    written = number(given)
    if "/" in written:
        top, bottom = abs(given.numerator), given.denominator
        written = f"({written})" if max(top, bottom) < 10**_EXACT else repr(float(given))
    return f"({written})" if written.startswith("-") else written


class _Failed(Exception):  # noqa: N818  # no fault: a cell that has no value
    def __init__(self, lack: Lack) -> None:
        self.lack = lack


def computed(part: Part, cell: Callable[[str], Shown]) -> Shown:
    """Compute a formula exactly, as Excel does but for its noise.

    >>> computed(Part("/", (Part("value", (Fraction(1),)), Part("at", ("x",)))), lambda label: Fraction(0))
    <Lack.INVALID: 2>
    """
    try:
        return _computed(part, cell)
    except _Failed as failed:
        return failed.lack


def _computed(part: Part, cell: Callable[[str], Shown]) -> Shown:
    op, args = part.op, part.args
    if op in {"value", "at"}:
        found: Shown = args[0] if op == "value" else cell(args[0])
        if isinstance(found, Lack):
            raise _Failed(found)
        return found
    if op in _LAZY:
        return _LAZY[op](args, cell)
    values = [_computed(arg, cell) for arg in args]
    if op in _COMPARE:
        return _COMPARE[op](*values)
    numbers = [_number(each) for each in values]
    return _NUMERIC[op](numbers)


def _number(shown: Shown) -> Fraction:
    if shown is None:
        return Fraction(0)
    if isinstance(shown, Fraction):
        return shown
    if isinstance(shown, bool):
        return Fraction(int(shown))
    raise _Failed(Lack.NOT_APPLICABLE)


def _if(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    return _computed(args[1] if _computed(args[0], cell) else args[2], cell)


def _if_error(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    try:
        return _computed(args[0], cell)
    except _Failed:
        return _computed(args[1], cell)


def _is_error(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    return isinstance(computed(args[0], cell), Lack)


def _is_number(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    return isinstance(computed(args[0], cell), Fraction)


def _error_type(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    found = computed(args[0], cell)
    if isinstance(found, Lack):
        return Fraction(int(found))
    raise _Failed(Lack.MISSING)


def _choose(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    chosen = int(_number(_computed(args[0], cell)))
    return _computed(args[chosen], cell)


def _all(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    return all([bool(_computed(arg, cell)) for arg in args])  # noqa: C419  # Excel reads every one


def _any(args: Sequence[Part], cell: Callable[[str], Shown]) -> Shown:
    return any([bool(_computed(arg, cell)) for arg in args])  # noqa: C419  # Excel reads every one


_LAZY: Mapping[str, Callable[[Sequence[Part], Callable[[str], Shown]], Shown]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "ISERROR": _is_error,
    "ISNUMBER": _is_number,
    "ERROR.TYPE": _error_type,
    "CHOOSE": _choose,
    "AND": _all,
    "OR": _any,
}


def _same(left: Shown, right: Shown) -> bool:
    left = "" if left is None and isinstance(right, str) else left
    right = "" if right is None and isinstance(left, str) else right
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return type(left) is type(right) and left == right


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": _same,
    "<>": lambda a, b: not _same(a, b),
    "<": lambda a, b: _number(a) < _number(b),
    "<=": lambda a, b: _number(a) <= _number(b),
    ">": lambda a, b: _number(a) > _number(b),
    ">=": lambda a, b: _number(a) >= _number(b),
}


def _divided(numbers: Sequence[Fraction]) -> Fraction:
    if numbers[1] == 0:
        raise _Failed(Lack.INVALID)
    return numbers[0] / numbers[1]


def _irrational(name: str) -> Callable[[Sequence[Fraction]], Fraction]:
    def compute(numbers: Sequence[Fraction]) -> Fraction:
        made = FUNCTIONS[name].exact(numbers, "half_up")
        if isinstance(made, NoScore):
            raise _Failed(Lack.INVALID)
        return Fraction(made)  # type: ignore[arg-type]  # a function of numbers

    return compute


def _power(numbers: Sequence[Fraction]) -> Fraction:
    base, exponent = numbers
    if base == 0 and exponent < 0:
        raise _Failed(Lack.INVALID)
    if exponent.denominator == 1:
        return base**exponent.numerator
    return _irrational("power")(numbers)


def _product(numbers: Sequence[Fraction]) -> Fraction:
    made = Fraction(1)
    for each in numbers:
        made *= each
    return made


_NUMERIC: Mapping[str, Callable[[Sequence[Fraction]], Shown]] = {
    "+": lambda a: a[0] + a[1],
    "-": lambda a: a[0] - a[1],
    "*": lambda a: a[0] * a[1],
    "/": _divided,
    "^": _power,
    "neg": lambda a: -a[0],
    "NOT": lambda a: a[0] == 0,
    "MIN": min,
    "MAX": max,
    "SUM": lambda a: sum(a, Fraction(0)),
    "PRODUCT": _product,
    "AVERAGE": lambda a: sum(a, Fraction(0)) / len(a),
    "ABS": lambda a: abs(a[0]),
    "INT": lambda a: Fraction(floor(a[0])),
    "ROUND": lambda a: round_exactly(a[0], int(a[1]), "half_up"),
    "ROUNDUP": lambda a: round_exactly(a[0], int(a[1]), "up"),
    "ROUNDDOWN": lambda a: round_exactly(a[0], int(a[1]), "down"),
    "SQRT": _irrational("sqrt"),
    "LN": _irrational("ln"),
    "LOG10": _irrational("log10"),
    "EXP": _irrational("exp"),
    "NORMSDIST": _irrational("normal_cdf"),
    "POWER": _power,
}
