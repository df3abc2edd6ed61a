"""Expressions of integers as expressions of polars, each in the narrowest integers that its bounds allow.

polars wraps on overflow, gives null for a division by 0 and rounds quotients down: the bounds and the divisors of a
program exclude all three. Eight bits instead of 64 are an eighth of the memory that has to pass: computing in the narrowest
type took half the time of computing in 64 bits (a million rows of 100 indicators).
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from ..columns.integers import Expr, Op
from ..columns.program import in_order

TRUTH = 1
"""The width of a truth value, in bits."""
TYPES: Mapping[int, type[pl.DataType]] = {
    TRUTH: pl.Boolean,
    8: pl.Int8,
    16: pl.Int16,
    32: pl.Int32,
    64: pl.Int64,
    128: pl.Int128,
}
WIDTHS: Mapping[type[pl.DataType], int] = {
    **{type_: width for width, type_ in TYPES.items()},
    pl.UInt8: 16,
    pl.UInt16: 32,
    pl.UInt32: 64,
    pl.UInt64: 128,
}


@dataclass(frozen=True, slots=True)
class Column:
    """An expression of polars, and the width of its values: 8 to 128 bits of an integer, `TRUTH` of a truth value."""

    expr: pl.Expr
    width: int


Made = Column | int
"""A column, or what is the same in every row; 0 and 1 of truth values."""


@dataclass(slots=True)
class Table:
    """What is known of the columns that expressions read.

    Attributes:
        widths: of each column that is there.
        known: the value of each that is the same in every row, and has no column.
        texts: what the columns of texts are called, by their names in the program, which are anybody's.
    """

    widths: dict[str, int]
    known: dict[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> Made:
        """Give a column, or its one value."""
        return self.known[name] if name in self.known else Column(pl.col(name), self.widths[name])

    def text(self, name: str) -> str:
        """Give the column of a text."""
        return self.texts.get(name, name)


def width_of(low: int, high: int) -> int:
    """Give the width that holds all integers between two.

    >>> [width_of(0, 127), width_of(0, 128), width_of(-(2**63), 0), width_of(0, 2**63)]
    [8, 16, 64, 128]
    """
    most = max(-low - 1, high)
    return next(width for width in (8, 16, 32, 64, 128) if most < 1 << (width - 1))


def typed(made: Made, width: int) -> pl.Expr:
    """Give a column in integers of a width, in which all its values lie."""
    if isinstance(made, int):
        return pl.lit(bool(made) if width == TRUTH else made, dtype=TYPES[width])
    # The cast that checks takes three times as long.
    return made.expr if made.width == width else made.expr.cast(TYPES[width], wrap_numerical=True)


def lowered(exprs: Sequence[Expr], table: Table) -> list[Made]:
    """Write expressions for polars; what they have in common is written each time, and made one by the caller's layers."""
    made: dict[int, Made] = {}
    for expr in in_order(exprs):
        made[id(expr)] = _lowered(expr, [made[id(arg)] for arg in expr.args], table)
    return [made[id(expr)] for expr in exprs]


def _lowered(expr: Expr, args: Sequence[Made], table: Table) -> Made:
    if expr.op == "column":
        return table.column(expr.column)
    if not expr.args:
        return expr.low if expr.op == "number" else int(expr.op == "true")
    constants = [arg for arg in args if isinstance(arg, int)]
    if len(constants) == len(args):
        return int(FOLDED[expr.op](*constants))
    return LOWERED[expr.op](expr, args)


def _chosen(*args: int) -> int:
    pairs = zip(args[:-1:2], args[1:-1:2], strict=True)
    return next((value for test, value in pairs if test), args[-1])


FOLDED: Mapping[Op, Callable[..., int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": operator.floordiv,
    "greatest": max,
    "within": lambda value: value,
    "case": _chosen,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "and": lambda *parts: all(parts),
    "or": lambda *parts: any(parts),
    "not": lambda value: not value,
}
"""What an operation gives for integers."""


def _computed(compute: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[Expr, Sequence[Made]], Column]:
    """Make an operation of arithmetic: in a width that holds both operands and what it gives."""

    def computed(expr: Expr, args: Sequence[Made]) -> Column:
        width = max(width_of(each.low, each.high) for each in (expr, *expr.args))
        return Column(compute(*(typed(arg, width) for arg in args)), width)

    return computed


def _divided(expr: Expr, args: Sequence[Made]) -> Column:
    """Divide what is not negative by what is positive.

    By a column in 32 bits without sign where they suffice: with a sign it takes half as long again, in 8 or 16 bits longer
    than in 64. By a constant the narrower is the faster.
    """
    width = width_of(expr.low, expr.high)
    most = max(arg.high for arg in expr.args)
    if isinstance(args[1], int) or most >= 1 << 32:
        wide = max(width_of(0, most), width)
        return Column(typed(args[0], wide) // typed(args[1], wide), wide)
    top, bottom = (_unsigned(arg) for arg in args)
    return Column((top // bottom).cast(TYPES[width], wrap_numerical=True), width)


def _unsigned(made: Made) -> pl.Expr:
    """Give what is not negative without sign; of 32 bits it is read as it is, which takes no time."""
    if isinstance(made, int):
        return pl.lit(made, dtype=pl.UInt32)
    if made.width == WIDTHS[pl.Int32]:
        return made.expr.reinterpret(signed=False)
    return made.expr.cast(pl.UInt32, wrap_numerical=True)


def _compared(
    compare: Callable[[pl.Expr, pl.Expr], pl.Expr], mirrored: Callable[[pl.Expr, pl.Expr], pl.Expr]
) -> Callable[[Expr, Sequence[Made]], Column]:
    """Make a comparison: in the width in which its operands are, the column first.

    A constant before a column that polars holds as one value gives a single row in its engine of memory (2.1).
    """

    def compared(_: Expr, args: Sequence[Made]) -> Column:
        width = max(width_of(arg, arg) if isinstance(arg, int) else arg.width for arg in args)
        left, right = (typed(arg, width) for arg in args)
        return Column(mirrored(right, left) if isinstance(args[0], int) else compare(left, right), TRUTH)

    return compared


def _joined(join: Callable[[pl.Expr, pl.Expr], pl.Expr], *, absorbs: int) -> Callable[[Expr, Sequence[Made]], Made]:
    def joined(_: Expr, args: Sequence[Made]) -> Made:
        if any(arg == absorbs for arg in args if isinstance(arg, int)):
            return absorbs
        first, *rest = (arg.expr for arg in args if isinstance(arg, Column))
        for each in rest:
            first = join(first, each)
        return Column(first, TRUTH)

    return joined


def _case(expr: Expr, args: Sequence[Made]) -> Made:
    """Choose, in the width of the result: all values of the choices lie in it."""
    pairs = []
    otherwise = args[-1]
    for test, value in zip(args[:-1:2], args[1:-1:2], strict=True):
        if isinstance(test, Column):
            pairs.append((test.expr, value))
        elif test:
            otherwise = value
            break
    if not pairs:
        return otherwise
    width = width_of(expr.low, expr.high)
    made = typed(otherwise, width)
    for test_expr, value in reversed(pairs):
        made = pl.when(test_expr).then(typed(value, width)).otherwise(made)
    return Column(made, width)


def _greatest(expr: Expr, args: Sequence[Made]) -> Column:
    width = max(width_of(each.low, each.high) for each in expr.args)
    return Column(pl.max_horizontal([typed(arg, width) for arg in args]), width)


def _not(_: Expr, args: Sequence[Made]) -> Column:
    (inner,) = args
    assert isinstance(inner, Column)
    return Column(~inner.expr, TRUTH)


LOWERED: Mapping[Op, Callable[[Expr, Sequence[Made]], Made]] = {
    "+": _computed(operator.add),
    "-": _computed(operator.sub),
    "*": _computed(operator.mul),
    "div": _divided,
    "greatest": _greatest,
    "within": lambda _, args: args[0],
    "case": _case,
    "<": _compared(operator.lt, operator.gt),
    "<=": _compared(operator.le, operator.ge),
    "==": _compared(operator.eq, operator.eq),
    "and": _joined(operator.and_, absorbs=0),
    "or": _joined(operator.or_, absorbs=1),
    "not": _not,
}
"""How an operation is written, where not all its arguments are constants."""
