"""Aggregates on columns: how the children that count are put together, for all units at once.

A row for each record of `formula/aggregates.py` that integers say, of values and of maxima alike; the geometric mean takes
roots, and is the reference's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..formula.aggregates import DIVISION_BY_ZERO
from ..formula.irrational import OUT_OF_DOMAIN
from ..model.outcome import NoScore
from .integers import Expr
from .quantity import Arithmetic, Number


@dataclass(frozen=True, slots=True)
class Part:
    """A child: its weight, its value or maximum, and for which units it counts."""

    weight: Fraction
    value: Number
    counts: Expr


Lacking = Callable[[NoScore], Expr]
"""Gives the code of a lack that begins at the node."""

Together = Callable[[Arithmetic, Sequence[Part], Lacking], Number]


def weighted(a: Arithmetic, part: Part) -> Number:
    """Give weight × a child, and 0 where it does not count."""
    zero = a.constant(Fraction(0))
    value = replace(part.value, lack=a.lacks.none)
    return a.picked(part.counts, a.times(a.constant(part.weight), value), zero)


def _sum(a: Arithmetic, parts: Sequence[Part], lacking: Lacking) -> Number:  # noqa: ARG001
    return a.summed([weighted(a, part) for part in parts])


def _whole(a: Arithmetic, parts: Sequence[Part]) -> Number:
    """Add up the weights of the children that count."""
    return a.summed([weighted(a, replace(part, value=a.constant(Fraction(1)))) for part in parts])


def _mean(a: Arithmetic, parts: Sequence[Part], lacking: Lacking) -> Number:
    return a.over(_sum(a, parts, lacking), _whole(a, parts), lacking(DIVISION_BY_ZERO))


def _harmonic_mean(a: Arithmetic, parts: Sequence[Part], lacking: Lacking) -> Number:
    i, one = a.i, a.constant(Fraction(1))
    is_out = i.either([i.every([part.counts, i.is_at_most(part.value.top, i.zero)]) for part in parts])
    inverses = [
        replace(part, value=a.over(one, replace(part.value, lack=a.lacks.none), a.lacks.none)) for part in parts
    ]
    made = a.over(_whole(a, parts), _sum(a, inverses, lacking), lacking(DIVISION_BY_ZERO))
    return replace(made, lack=a.lacks.first([i.pick(is_out, lacking(OUT_OF_DOMAIN), a.lacks.none), made.lack]))


def _extreme(is_better: Callable[[Arithmetic, Number, Number], Expr]) -> Together:
    def extreme(a: Arithmetic, parts: Sequence[Part], lacking: Lacking) -> Number:  # noqa: ARG001
        i = a.i
        made, is_any = replace(parts[0].value, lack=a.lacks.none), parts[0].counts
        for part in parts[1:]:
            value = replace(part.value, lack=a.lacks.none)
            takes = i.every([part.counts, i.either([i.inverse(is_any), is_better(a, value, made)])])
            made, is_any = a.picked(takes, value, made), i.either([is_any, part.counts])
        return made

    return extreme


AGGREGATES: Mapping[str, Together] = {
    "sum": _sum,
    "mean": _mean,
    "harmonic_mean": _harmonic_mean,
    "min": _extreme(lambda a, value, made: a.is_less(value, made)),
    "max": _extreme(lambda a, value, made: a.is_less(made, value)),
}
