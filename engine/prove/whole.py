"""Which expressions give whole numbers only: counts, days between two dates, and what adds and multiplies these."""

import ast
from collections.abc import Mapping
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

Columns: TypeAlias = Mapping[str, Column]


def is_whole(columns: Columns, tree: ast.expr) -> bool:
    """Say whether an expression gives whole numbers only, whatever units report.

    Values are followed to their formulas; what a ruleset computes stands before what reads it, so that this ends.
    """
    match tree:
        case ast.Constant(value=value):
            return isinstance(value, Fraction) and value.denominator == 1
        case ast.Name(id=key):
            return is_whole_column(columns, key)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=part):
            return is_whole(columns, part)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            return is_whole(columns, left) and is_whole(columns, right)
        case ast.IfExp(body=body, orelse=orelse):
            return is_whole(columns, body) and is_whole(columns, orelse)
        case ast.Call(args=arguments):
            return _is_whole_call(columns, called(tree), arguments)
    return False


def is_whole_column(columns: Columns, key: str) -> bool:
    """Say whether a column holds whole numbers only, what fills its blanks included."""
    match columns.get(key):
        case Input(outliers=None) as asked:
            return bool(asked.traits.is_whole) and _fills_whole(asked.missing)
        case NamedValue(outliers=None) as value:
            return _fills_whole(value.missing) and is_whole(columns, value.formula.tree)
        case Constant(value=Fraction() as fixed):
            return fixed.denominator == 1
        case Statistic(stat=stat, of=of):
            return stat in _COUNTS or (stat in _CHOSEN and is_whole_column(columns, of))
    return False


def _fills_whole(missing: Missing) -> bool:
    """Say whether a blank stays one, or becomes a whole number; means do not, and last year had another ruleset."""
    return missing in LEFT_BLANK or (isinstance(missing, Fraction) and missing.denominator == 1)


def _is_whole_call(columns: Columns, name: str, arguments: list[ast.expr]) -> bool:
    if name in {"floor", "ceil", "round"}:
        return len(arguments) == 1
    return name == "days" or (name in _KEEP_WHOLE and all(is_whole(columns, part) for part in arguments))


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
