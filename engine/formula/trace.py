"""Exact values with the way that was taken: each step as it was carried out, or what each part gave."""

import ast
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ..model.findings import Place
from ..model.outcome import NoScore
from ..model.ruleset import RoundingMode, Value
from .exact import AbsentError, Exact
from .interpreter import Interpreter, Thunk
from .parse import place_of


@dataclass(frozen=True, slots=True)
class Step:
    """One operation that was carried out.

    Attributes:
        operation: a sign, a function's name, or `name` for the value of a column.
        operands: what it was given; of `name` the column's key.
        result: what it gave.
    """

    operation: str
    operands: tuple[Value, ...]
    result: Value
    place: Place


class Traced(Exact):
    """Exact values, with every step kept in `steps`."""

    __slots__ = ("steps",)

    def __init__(self, lookup: Callable[[str], Value | NoScore], rounding_mode: RoundingMode = "half_up") -> None:
        super().__init__(lookup, rounding_mode)
        self.steps: list[Step] = []

    def _kept(self, operation: str, operands: tuple[Value, ...], result: Value, node: ast.expr) -> Value:
        self.steps.append(Step(operation, operands, result, place_of(node)))
        return result

    def name(self, node: ast.Name) -> Value:
        """Give the unit's value in a column, and keep it."""
        return self._kept("name", (node.id,), super().name(node), node)

    def arithmetic(self, op: str, left: Value, right: Value, node: ast.BinOp) -> Value:
        """Apply an operator, and keep the step."""
        return self._kept(op, (left, right), super().arithmetic(op, left, right, node), node)

    def negate(self, value: Value, node: ast.UnaryOp) -> Value:
        """Change the sign, and keep the step."""
        return self._kept("negate", (value,), super().negate(value, node), node)

    def compare(self, op: str, left: Value, right: Value, node: ast.Compare) -> Value:
        """Compare, and keep the step."""
        return self._kept(op, (left, right), super().compare(op, left, right, node), node)

    def call(self, name: str, arguments: Sequence[Thunk[Value]], node: ast.Call) -> Value:
        """Apply a function, and keep the step with the arguments that were read."""
        read: list[Value] = []

        def kept(argument: Thunk[Value]) -> Thunk[Value]:
            def value() -> Value:
                read.append(argument())
                return read[-1]

            return value

        result = super().call(name, [kept(argument) for argument in arguments], node)
        return self._kept(name, tuple(read), result, node)


def parts_of(tree: ast.expr, lookup: Callable[[str], Value | NoScore], mode: RoundingMode) -> Mapping[int, Value]:
    """Evaluate a checked tree, and give what each part that was evaluated came to, by the identity of its node.

    A part that was not asked (the branch not taken, what follows a condition that decides) is not there, nor is one
    that has no value.

    >>> from fractions import Fraction
    >>> from itrank.engine.formula.parse import Place, parse
    >>> tree, _ = parse("1 if a >= 4 else b", Place())
    >>> parts = parts_of(tree, {"a": Fraction(5)}.__getitem__, "half_up")
    >>> parts[id(tree.test)], id(tree.orelse) in parts
    (True, False)
    """
    domain = Exact(lookup, mode)
    noting = _Noting(domain)
    domain.interpreter = noting
    with suppress(AbsentError):  # what was evaluated before is noted
        noting.evaluate(tree)
    return noting.noted


class _Noting(Interpreter[Value]):
    """The interpreter, which also keeps what each part gave."""

    def __init__(self, domain: Exact) -> None:
        super().__init__(domain)
        self.noted: dict[int, Value] = {}

    def _eval(self, node: ast.expr) -> Value:
        value = super()._eval(node)
        self.noted[id(node)] = value
        return value
