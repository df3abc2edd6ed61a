"""Which answers a condition can give: what it compares is looked at case by case, so that `a and not a` never holds.

A quantity that is compared with numbers lies on one of them, between two or beyond all; two quantities that are compared
are less, equal or more; an option is one of its list. Every combination is tried that bounds do not rule out. Sound: an
answer that a unit gets is among those found, not every one found is given to a unit.
"""

import ast
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import TypeAlias

from ..formula.interpreter import COMPARISON, Interpreter
from ..formula.intervals import EITHER, Interval
from ..model.ruleset import Input, Ruleset
from .node_bounds import Bounds, Related
from .whole import is_whole, whole_between

MOST_CASES = 4_096

_HOLDS: Mapping[str, frozenset[int]] = {
    "<": frozenset({-1}), "<=": frozenset({-1, 0}), ">": frozenset({1}), ">=": frozenset({0, 1}),
    "==": frozenset({0}), "!=": frozenset({-1, 1}),
}  # fmt: skip

_Case: TypeAlias = Mapping[str, object]
"""What is supposed of each thing that a condition asks, by how it is written."""


def answers(ruleset: Ruleset, bounds: Bounds, tree: ast.expr) -> frozenset[bool]:
    """Return the answers that a condition can give where it gives one."""
    found = _Cases(ruleset, bounds)
    found.gather(tree)
    cases, holds = found.cases(), found.of(tree).holds
    return holds if cases is None else holds.intersection(found.holds(tree, case) for case in cases)


class _Cases:
    """What the comparisons of a condition are about, and the cases of each."""

    def __init__(self, ruleset: Ruleset, bounds: Bounds) -> None:
        self.ruleset, self.below = ruleset, bounds.below
        self.walk = Interpreter(Related(bounds))
        self.numbers: dict[str, tuple[ast.expr, set[Fraction]]] = {}
        self.others: dict[str, list[object]] = {}

    def of(self, tree: ast.expr) -> Interval:
        """Bound a part of the condition."""
        return self.walk.evaluate(tree)

    def gather(self, tree: ast.expr) -> None:
        """Collect what a condition asks."""
        match tree:
            case ast.BoolOp(values=parts):
                for part in parts:
                    self.gather(part)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                self.gather(part)
            case ast.Compare():
                for left, _, right in _links(tree):
                    self._compared(left, right)
            case ast.Constant():
                pass
            case _:
                self.others[ast.dump(tree)] = [*sorted(self.of(tree).holds or EITHER.holds)]

    def _compared(self, left: ast.expr, right: ast.expr) -> None:
        quantity, option, bound = self._sides(left, right)
        if bound is not None:
            self.numbers.setdefault(ast.dump(quantity), (quantity, set()))[1].add(bound)
        elif option is not None:
            column = self.ruleset.columns.get(quantity.id) if isinstance(quantity, ast.Name) else None
            listed = list(column.options) if isinstance(column, Input) else []
            self.others[ast.dump(quantity)] = [*dict.fromkeys([*listed, option])]
        else:
            self.others[_pair(left, right)] = self._signs(left, right)

    def _signs(self, left: ast.expr, right: ast.expr) -> list[object]:
        """Return whether the first of two quantities, by how they are written, can be less, equal or more."""
        first, second = sorted((left, right), key=ast.dump)
        match first, second:
            case ast.Name(id=one), ast.Name(id=other) if (one, other) in self.below:
                return [-1, 0]
            case ast.Name(id=one), ast.Name(id=other) if (other, one) in self.below:
                return [0, 1]
        return [-1, 0, 1]

    def _sides(self, left: ast.expr, right: ast.expr) -> tuple[ast.expr, str | None, Fraction | None]:
        """Return what is compared, and the option or the number with which it is; neither where both sides vary."""
        for side, other in ((left, right), (right, left)):
            if isinstance(other, ast.Constant) and isinstance(other.value, str):
                return side, other.value, None
            found = self.of(other)
            if found.low is not None and found.low == found.high:
                return side, None, found.low
        return left, None, None

    def cases(self) -> list[_Case] | None:
        """Return every combination that bounds allow; None of too many."""
        choices = {key: self._cells(tree, sorted(marks)) for key, (tree, marks) in self.numbers.items()} | self.others
        count = 1
        for cells in choices.values():
            count *= len(cells)
        if count > MOST_CASES:
            return None
        return [dict(zip(choices, case, strict=True)) for case in product(*choices.values())]

    def _cells(self, tree: ast.expr, marks: Sequence[Fraction]) -> Sequence[object]:
        """Return a number of each part into which marks divide what a quantity can be."""
        reach, counts = self.of(tree), is_whole(self.ruleset, tree)
        low, high = reach.low, reach.high
        inside = [mark for mark in marks if (low is None or mark >= low) and (high is None or mark <= high)]
        kept = [mark for mark in inside if not counts or mark.denominator == 1]
        ends: list[Fraction | None] = [low, *(m for m in inside if m not in {low, high}), high]
        gaps = [_between(one, other, counts=counts) for one, other in pairwise(ends)]
        fixed = [end for end in (low, high) if end is not None]
        found = dict.fromkeys([*kept, *fixed, *(gap for gap in gaps if gap is not None)])
        return list(found)

    def holds(self, tree: ast.expr, case: _Case) -> bool:
        """Answer a condition in one case."""
        match tree:
            case ast.BoolOp(op=ast.And(), values=parts):
                return all(self.holds(part, case) for part in parts)
            case ast.BoolOp(values=parts):
                return any(self.holds(part, case) for part in parts)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return not self.holds(part, case)
            case ast.Compare():
                return all(self._sign(left, right, case) in _HOLDS[op] for left, op, right in _links(tree))
            case ast.Constant(value=value):
                return bool(value)
        return bool(case[ast.dump(tree)])

    def _sign(self, left: ast.expr, right: ast.expr, case: _Case) -> int:
        """Say whether the left side is less, equal or more."""
        quantity, option, bound = self._sides(left, right)
        if bound is None and option is None:
            sign = case[_pair(left, right)]
            assert isinstance(sign, int)
            return sign if ast.dump(left) <= ast.dump(right) else -sign
        found = case[ast.dump(quantity)]
        if option is not None:
            return 0 if found == option else 1
        assert isinstance(found, Fraction)
        assert bound is not None
        order = (found > bound) - (found < bound)
        return order if quantity is left else -order


def _links(tree: ast.Compare) -> list[tuple[ast.expr, str, ast.expr]]:
    """Return the comparisons of a chain."""
    sides = [tree.left, *tree.comparators]
    return [(sides[n], COMPARISON[type(op)], sides[n + 1]) for n, op in enumerate(tree.ops)]


def _pair(left: ast.expr, right: ast.expr) -> str:
    """Name two sides, whichever stands first."""
    return " ? ".join(sorted((ast.dump(left), ast.dump(right))))


def _between(low: Fraction | None, high: Fraction | None, *, counts: bool) -> Fraction | None:
    """Return a number strictly between two ends; None where there is none."""
    if low is None:
        return Fraction(0) if high is None else Fraction(ceil(high) - 1)
    if high is None:
        return Fraction(floor(low) + 1)
    if low >= high or (counts and not whole_between(low, high, with_low=False, with_high=False)):
        return None
    return Fraction(floor(low) + 1) if counts else (low + high) / 2
