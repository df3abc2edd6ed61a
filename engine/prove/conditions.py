"""Which answers a condition can give: what it compares is looked at case by case, so that `a and not a` never holds.

A quantity that is compared with numbers lies on one of them, between two or beyond all; two quantities that are compared
are less, equal or more; an option is one of its list. Every combination is tried that bounds do not rule out. Sound: an
answer that a unit gets is among those found, not every one found is given to a unit.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import TypeAlias

from ..formula.interpreter import COMPARISON, Interpreter
from ..formula.intervals import EITHER, Interval
from ..model.ruleset import Input, Ruleset
from .node_bounds import Bounds, Related
from .whole import is_whole, whole_between

MOST_CASES = 512

_HOLDS: Mapping[str, frozenset[int]] = {
    "<": frozenset({-1}), "<=": frozenset({-1, 0}), ">": frozenset({1}), ">=": frozenset({0, 1}),
    "==": frozenset({0}), "!=": frozenset({-1, 1}),
}  # fmt: skip

_Case: TypeAlias = Mapping[str, object]
"""What is supposed of each thing that a condition asks, by how it is written."""
_Holds: TypeAlias = Callable[[_Case], bool]


def answers(ruleset: Ruleset, bounds: Bounds, tree: ast.expr) -> frozenset[bool]:
    """Return the answers that a condition can give where it gives one."""
    found = _Cases(ruleset, bounds)
    holds, reach = found.read(tree), found.of(tree).holds
    cases = found.cases()
    return reach if cases is None else reach.intersection(map(holds, cases))


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

    def read(self, tree: ast.expr) -> _Holds:
        """Collect what a condition asks, and return what answers it in one case."""
        match tree:
            case ast.BoolOp(op=op, values=values):
                parts, every = [self.read(part) for part in values], isinstance(op, ast.And)
                return lambda case: (all if every else any)(part(case) for part in parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.read(operand)
                return lambda case: not inner(case)
            case ast.Compare():
                links = [self._compared(left, _HOLDS[op], right) for left, op, right in _links(tree)]
                return lambda case: all(link(case) for link in links)
            case ast.Constant(value=value):
                return lambda _: bool(value)
        key = ast.dump(tree)
        self.others[key] = [*sorted(self.of(tree).holds or EITHER.holds)]
        return lambda case: bool(case[key])

    def _compared(self, left: ast.expr, signs: frozenset[int], right: ast.expr) -> _Holds:
        for quantity, other, turn in ((left, right, 1), (right, left, -1)):
            key = ast.dump(quantity)
            if isinstance(other, ast.Constant) and isinstance(other.value, str):
                return self._option(key, quantity, other.value, signs)
            bound = self.of(other)
            if bound.low is not None and bound.low == bound.high:
                return self._number(key, quantity, bound.low, frozenset(turn * sign for sign in signs))
        first, second = sorted((left, right), key=ast.dump)
        pair, turned = f"{ast.dump(first)} ? {ast.dump(second)}", signs if first is left else {-sign for sign in signs}
        self.others[pair] = self._signs(first, second)
        return lambda case: case[pair] in turned

    def _option(self, key: str, quantity: ast.expr, option: str, signs: frozenset[int]) -> _Holds:
        column = self.ruleset.columns.get(quantity.id) if isinstance(quantity, ast.Name) else None
        listed = list(column.options) if isinstance(column, Input) else [None]
        self.others[key] = [*dict.fromkeys([*self.others.get(key, ()), *listed, option])]
        return lambda case: (case[key] == option) is (0 in signs)

    def _number(self, key: str, quantity: ast.expr, bound: Fraction, signs: frozenset[int]) -> _Holds:
        self.numbers.setdefault(key, (quantity, set()))[1].add(bound)

        def holds(case: _Case) -> bool:
            found = case[key]
            assert isinstance(found, Fraction)
            return (found > bound) - (found < bound) in signs

        return holds

    def _signs(self, first: ast.expr, second: ast.expr) -> list[object]:
        """Return whether the first of two quantities can be less, equal or more."""
        match first, second:
            case ast.Name(id=one), ast.Name(id=other) if (one, other) in self.below:
                return [-1, 0]
            case ast.Name(id=one), ast.Name(id=other) if (other, one) in self.below:
                return [0, 1]
        return [-1, 0, 1]

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
        reach, counts = self.of(tree), is_whole(self.ruleset.columns, tree)
        low, high = reach.low, reach.high
        inside = [mark for mark in marks if (low is None or mark >= low) and (high is None or mark <= high)]
        kept = [mark for mark in inside if not counts or mark.denominator == 1]
        ends: list[Fraction | None] = [low, *(m for m in inside if m not in {low, high}), high]
        gaps = [_between(one, other, counts=counts) for one, other in pairwise(ends)]
        fixed = [end for end in (low, high) if end is not None]
        found = dict.fromkeys([*kept, *fixed, *(gap for gap in gaps if gap is not None)])
        return list(found)


def _links(tree: ast.Compare) -> list[tuple[ast.expr, str, ast.expr]]:
    """Return the comparisons of a chain."""
    sides = [tree.left, *tree.comparators]
    return [(sides[n], COMPARISON[type(op)], sides[n + 1]) for n, op in enumerate(tree.ops)]


def _between(low: Fraction | None, high: Fraction | None, *, counts: bool) -> Fraction | None:
    """Return a number strictly between two ends; None where there is none."""
    if low is None:
        return Fraction(0) if high is None else Fraction(ceil(high) - 1)
    if high is None:
        return Fraction(floor(low) + 1)
    if low >= high or (counts and not whole_between(low, high, with_low=False, with_high=False)):
        return None
    return Fraction(floor(low) + 1) if counts else (low + high) / 2
