"""Which expressions give whole numbers only: counts, days between two dates, and what adds and multiplies these."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from ..formula.trees import called
from ..model.ruleset import Column, Constant, Input, Missing, NamedValue, Statistic

_KEEP_WHOLE = frozenset({"min", "max", "sum", "abs", "clamp", "first_nonzero"})
_COUNTS = frozenset({"count", "above", "below", "rank"})
_CHOSEN = frozenset({"max", "min", "sum"})  # whole where what they are of is

LEFT_BLANK = frozenset({"error", "unranked", "skip"})
"""What `missing` says where a blank becomes no value."""

DEEPEST = 40
"""So many values of values are looked into, each read by the next; what lies below is only bounded, and no stack overflows."""

Columns: TypeAlias = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Whole:
    """Says which expressions give whole numbers only, whatever units report.

    Values are followed to their formulas; what a ruleset computes stands before what reads it, so that this ends.

    Attributes:
        kept: what was found of a column: one that is read twice by each of many would be followed many times over.
        open: the columns that are being looked into, each for the one before.
    """

    columns: Columns
    kept: dict[str, bool] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def tree(self, tree: ast.expr) -> bool:
        """Say whether an expression gives whole numbers only."""
        match tree:
            case ast.Constant(value=value):
                return isinstance(value, Fraction) and value.denominator == 1
            case ast.Name(id=key):
                return self.column(key)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=part):
                return self.tree(part)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
                return self.tree(left) and self.tree(right)
            case ast.IfExp(body=body, orelse=orelse):
                return self.tree(body) and self.tree(orelse)
            case ast.Call(args=arguments):
                return self._call(called(tree), arguments)
        return False

    def column(self, key: str) -> bool:
        """Say whether a column holds whole numbers only, what fills its blanks included."""
        if key not in self.kept:
            if len(self.open) == DEEPEST:
                return False
            self.open.append(key)
            self.kept[key] = self._column(key)
            self.open.pop()
        return self.kept[key]

    def _column(self, key: str) -> bool:
        match self.columns.get(key):
            case Input(outliers=None) as asked:
                return bool(asked.traits.is_whole) and _fills_whole(asked.missing)
            case NamedValue(outliers=None) as value:
                return _fills_whole(value.missing) and self.tree(value.formula.tree)
            case Constant(value=Fraction() as fixed):
                return fixed.denominator == 1
            case Statistic(stat=stat, of=of):
                return stat in _COUNTS or (stat in _CHOSEN and self.column(of))
        return False

    def _call(self, name: str, arguments: list[ast.expr]) -> bool:
        if name in {"floor", "ceil", "round"}:
            return len(arguments) == 1
        return name == "days" or (name in _KEEP_WHOLE and all(map(self.tree, arguments)))


def _fills_whole(missing: Missing) -> bool:
    """Say whether a blank stays one, or becomes a whole number; means do not, and last year had another ruleset."""
    return missing in LEFT_BLANK or (isinstance(missing, Fraction) and missing.denominator == 1)


def whole_between(low: Fraction, high: Fraction, *, with_low: bool, with_high: bool) -> bool:
    """Say whether a whole number lies between two bounds.

    >>> whole_between(Fraction(2), Fraction(3), with_low=True, with_high=False)
    True
    >>> whole_between(Fraction(2), Fraction(3), with_low=False, with_high=False)
    False
    """
    least = ceil(low) if with_low else floor(low) + 1
    most = floor(high) if with_high else ceil(high) - 1
    return least <= most
