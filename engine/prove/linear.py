"""Whether linear inequalities can hold together: the dual simplex method on whole numbers, without a division that rounds.

Every variable is 0 or more. `<` is held with a number as small as one likes, kept as a second right side (as in
Dutertre and de Moura, "A Fast Linear-Arithmetic Solver for DPLL(T)", CAV 2006). The variable of the least index leaves and
enters (Bland), so that it ends, and gives the same answer twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Generic, TypeVar

N = TypeVar("N")
ZERO = Fraction(0)

_SHORT = 164  # bits; from here on a product takes noticeably longer, by the square of how many there are


@dataclass(frozen=True, slots=True)
class AtMost(Generic[N]):
    """`sum of factor × variable <= limit`, or `<` where strict."""

    factors: Mapping[N, Fraction]
    limit: Fraction
    strict: bool = False


class OutOfSteps(Exception):  # noqa: N818  # it ends a search, it is no error
    """There are no steps left."""


@dataclass(slots=True)
class Steps:
    """How much may still be done; a search ends undecided when there is nothing left.

    A step is some ten microseconds of work, and is counted by what is done, so that the same is found each time.

    Attributes:
        pool: of a whole ruleset, from which these are taken too.
    """

    left: int
    pool: "Steps | None" = None

    def take(self, count: int) -> None:
        """Take some.

        Raises:
            OutOfSteps: there were fewer.
        """
        self.left -= count
        if self.left < 0:
            raise OutOfSteps
        if self.pool is not None:
            self.pool.take(count)


def solution(rows: Sequence[AtMost[N]], steps: Steps) -> dict[N, Fraction] | None:
    """Find values, each 0 or more, for which all rows hold; None where there are none.

    Raises:
        OutOfSteps: neither was found.

    >>> one = Fraction(1)
    >>> solution([AtMost({"x": -one}, -one), AtMost({"x": one}, Fraction(2))], Steps(999))
    {'x': Fraction(1, 1)}
    >>> solution([AtMost({"x": -one}, -one), AtMost({"x": one}, one, strict=True)], Steps(999)) is None
    True
    """
    names = list(dict.fromkeys(name for row in rows for name in row.factors))
    table, own, others = _table(rows, names), [*range(len(names), len(names) + len(rows))], [*range(len(names))]
    divisor = 1
    while (row := _broken(table, own)) is not None:
        column = _entering(table[row], others)
        if column is None:
            return None
        steps.take((1 + len(table) * len(others) // 100) * _length(divisor))
        divisor = _turn(table, row, column, divisor)
        own[row], others[column] = others[column], own[row]
    return _values(table, own, names, divisor)


def _length(number: int) -> int:
    """Say how many times as long it takes to multiply and divide by a number of so many digits as by a short one.

    >>> _length(10**30), _length(10**300)
    (1, 37)
    """
    return 1 + number.bit_length() ** 2 // _SHORT**2


def _table(rows: Sequence[AtMost[N]], names: Sequence[N]) -> list[list[int]]:
    """Write rows as whole numbers: a factor for each name, then the limit, then how much below it must be."""
    made = []
    for row in rows:
        scale = lcm(row.limit.denominator, *(factor.denominator for factor in row.factors.values()))
        factors = [int(row.factors.get(name, ZERO) * scale) for name in names]
        made.append([*factors, int(row.limit * scale), -scale if row.strict else 0])
    return made


def _broken(table: Sequence[Sequence[int]], own: Sequence[int]) -> int | None:
    """Find the row that does not hold whose own variable has the least index."""
    broken = [index for index, row in enumerate(table) if row[-2] < 0 or (row[-2] == 0 and row[-1] < 0)]
    return min(broken, key=own.__getitem__, default=None)


def _entering(row: Sequence[int], others: Sequence[int]) -> int | None:
    """Find the variable of the least index that could make a row hold."""
    helping = [index for index, factor in enumerate(row[:-2]) if factor < 0]
    return min(helping, key=others.__getitem__, default=None)


def _turn(table: list[list[int]], row: int, column: int, divisor: int) -> int:
    """Exchange a row's own variable for that of a column; all numbers stay whole (Edmonds, Bareiss).

    The pivot is negative: signs are turned, so that the common divisor of the table stays positive.
    """
    pivot_row = table[row]
    pivot = -pivot_row[column]
    for index, each in enumerate(table):
        factor = each[column]
        if index == row:
            continue
        if factor:
            table[index] = [(a * pivot + factor * b) // divisor for a, b in zip(each, pivot_row, strict=True)]
            table[index][column] = factor
        elif pivot != divisor:
            table[index] = [a * pivot // divisor for a in each]
    turned = [-a for a in pivot_row]
    turned[column] = -divisor
    table[row] = turned
    return pivot


def _values(table: Sequence[Sequence[int]], own: Sequence[int], names: Sequence[N], divisor: int) -> dict[N, Fraction]:
    """Read the solution; what must be a little less is so by a number that breaks no row."""
    least = Fraction(1)
    for row in table:
        if row[-1] < 0:
            least = min(least, Fraction(row[-2], -row[-1]) / 2)
    found = dict.fromkeys(names, ZERO)
    for index, row in zip(own, table, strict=True):
        if index < len(names):
            found[names[index]] = Fraction(row[-2]) / divisor + least * row[-1] / divisor
    return found
