"""The reference domain: exact rationals, yes/no, options and dates, one unit at a time."""

import ast
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import RoundingMode, Value
from .functions import FUNCTIONS, NOT_APPLICABLE, OPTION_NOT_APPLICABLE, days_between
from .interpreter import Interpreter, Thunk
from .irrational import OUT_OF_DOMAIN, TOO_LARGE

GREATEST = 10**30
LONGEST = 200_000  # bits
DIVISION_BY_ZERO = NoScore(State.INVALID, Reason.DIVISION_BY_ZERO)
KINDS = frozenset({Fraction, bool, str, date})


class AbsentError(Exception):
    """Leaves an expression that has no score, for the one reason that came first."""

    def __init__(self, lack: NoScore) -> None:
        self.lack = lack


def bounded(value: Fraction) -> Fraction:
    """Hold the limits of magnitude (semantics §1.6)."""
    top, bottom = value.numerator, value.denominator
    if -GREATEST <= top <= GREATEST and bottom <= GREATEST:
        return value
    if abs(top) > GREATEST * bottom:
        raise AbsentError(TOO_LARGE)
    if bottom.bit_length() > LONGEST or top.bit_length() > LONGEST:
        raise AbsentError(TOO_LARGE)
    return value


def _power(left: Fraction, right: Fraction) -> Fraction:
    if left == 0 and right < 0:
        raise AbsentError(OUT_OF_DOMAIN)
    length = max(left.numerator.bit_length(), left.denominator.bit_length())
    if length * abs(right.numerator) > LONGEST:
        raise AbsentError(TOO_LARGE)
    return left**right.numerator


ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: Fraction(a // b),
    "%": lambda a, b: a % b,
    "**": _power,
}
COMPARISON: Mapping[str, Callable[[Value, Value], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,  # type: ignore[operator]  # the types were checked at load
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}


class Exact:
    """Exact values over a lookup of columns.

    Attributes:
        lookup: from a column's key to the unit's value, or to why there is none.
        rounding_mode: of `round`.
    """

    __slots__ = ("interpreter", "lookup", "rounding_mode")

    def __init__(self, lookup: Callable[[str], Value | NoScore], rounding_mode: RoundingMode = "half_up") -> None:
        self.lookup = lookup
        self.rounding_mode = rounding_mode
        self.interpreter: Interpreter[Value] = Interpreter(self)

    def constant(self, node: ast.Constant) -> Value:
        """Give an exact number, or the text of an option."""
        value: Value = node.value  # type: ignore[assignment]  # constants of checked trees are Fraction or str
        return value

    def name(self, node: ast.Name) -> Value:
        """Give the unit's value in a column; without one the expression has none."""
        value = self.lookup(node.id)
        if isinstance(value, NoScore):
            raise AbsentError(value)
        return value

    def arithmetic(self, op: str, left: Value, right: Value, node: ast.BinOp) -> Value:  # noqa: ARG002
        """Apply an operator exactly; a zero divisor gives no score."""
        assert type(left) is Fraction
        assert type(right) is Fraction
        if not right and op in {"/", "//", "%"}:
            raise AbsentError(DIVISION_BY_ZERO)
        value = ARITHMETIC[op](left, right)
        assert type(value) is Fraction
        return bounded(value)

    def negate(self, value: Value, node: ast.UnaryOp) -> Value:  # noqa: ARG002
        """Change the sign."""
        assert type(value) is Fraction
        return -value

    def compare(self, op: str, left: Value, right: Value, node: ast.Compare) -> Value:  # noqa: ARG002
        """Compare two values of one type."""
        assert type(left) is type(right)
        return COMPARISON[op](left, right)

    def every(self, parts: Sequence[Thunk[Value]], node: ast.expr) -> Value:  # noqa: ARG002
        """Stop at the first that does not hold."""
        return all(part() is True for part in parts)

    def either(self, parts: Sequence[Thunk[Value]], node: ast.expr) -> Value:  # noqa: ARG002
        """Stop at the first that holds."""
        return any(part() is True for part in parts)

    def inverse(self, value: Value, node: ast.UnaryOp) -> Value:  # noqa: ARG002
        """Turn yes to no."""
        assert type(value) is bool
        return not value

    def choose(self, test: Value, then: Thunk[Value], otherwise: Thunk[Value], node: ast.IfExp) -> Value:  # noqa: ARG002
        """Evaluate the chosen branch only."""
        assert type(test) is bool
        return then() if test else otherwise()

    def call(self, name: str, arguments: Sequence[Thunk[Value]], node: ast.Call) -> Value:  # noqa: ARG002
        """Apply a function of the table."""
        if name in LAZY:
            return LAZY[name](arguments)
        values = [argument() for argument in arguments]
        if name == "days":
            first, last = values
            assert isinstance(first, date)
            assert isinstance(last, date)
            return days_between(first, last)
        value = FUNCTIONS[name].exact(values, self.rounding_mode)  # type: ignore[arg-type]  # checked at load
        if isinstance(value, NoScore):
            raise AbsentError(value)
        assert type(value) in KINDS
        return bounded(value) if isinstance(value, Fraction) else value


def _has(arguments: Sequence[Thunk[Value]]) -> Value:
    try:
        arguments[0]()
    except AbsentError:
        return False
    return True


def _first_nonzero(arguments: Sequence[Thunk[Value]]) -> Value:
    first_lack: AbsentError | None = None
    seen = False
    for argument in arguments:
        try:
            value = argument()
        except AbsentError as lack:
            first_lack = first_lack or lack
            continue
        if value != 0:
            return value
        seen = True
    if seen or first_lack is None:
        return Fraction(0)
    raise first_lack


def _not_applicable(_: Sequence[Thunk[Value]]) -> Value:
    raise AbsentError(OPTION_NOT_APPLICABLE)


LAZY: Mapping[str, Callable[[Sequence[Thunk[Value]]], Value]] = {
    "has": _has,
    "first_nonzero": _first_nonzero,
    NOT_APPLICABLE: _not_applicable,
}


def evaluate_exact(tree: ast.expr, domain: Exact) -> Value | NoScore:
    """Evaluate a checked tree, to a value or to the reason why there is none.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> tree, _ = parse("1 / 3 * 3 == 1", Place())
    >>> evaluate_exact(tree, Exact({}.__getitem__))
    True
    """
    try:
        return domain.interpreter.evaluate(tree)
    except AbsentError as absent:
        return absent.lack
