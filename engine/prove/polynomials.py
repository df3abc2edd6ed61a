"""Polynomials over named variables, with exact coefficients: what a formula is while a prover looks at it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import prod
from typing import TypeAlias

from ..formula.intervals import ARITHMETIC, End, Interval, point

Monomial: TypeAlias = tuple[str, ...]
"""The names that are multiplied, sorted, each as often as it stands; empty for 1."""

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, eq=False)
class Polynomial:
    """A sum of products of names, each with a coefficient other than 0."""

    terms: Mapping[Monomial, Fraction]

    @cached_property
    def names(self) -> frozenset[str]:
        """Name the variables in it."""
        return frozenset(chain.from_iterable(self.terms))

    @cached_property
    def degree(self) -> int:
        """Count the factors of the longest product."""
        return max(map(len, self.terms), default=0)

    @property
    def constant(self) -> Fraction | None:
        """Give its value where it has no names."""
        return self.terms.get((), ZERO) if not self.names else None

    @cached_property
    def key(self) -> frozenset[tuple[Monomial, Fraction]]:
        """Tell it from others."""
        return frozenset(self.terms.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Polynomial) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __add__(self, other: "Polynomial") -> "Polynomial":
        terms = dict(self.terms)
        for monomial, factor in other.terms.items():
            terms[monomial] = terms.get(monomial, ZERO) + factor
        return Polynomial({monomial: factor for monomial, factor in terms.items() if factor})

    def __sub__(self, other: "Polynomial") -> "Polynomial":
        return self + other.times(-ONE)

    def times(self, factor: Fraction) -> "Polynomial":
        """Multiply by a number."""
        return Polynomial({monomial: factor * each for monomial, each in self.terms.items()} if factor else {})

    def __mul__(self, other: "Polynomial") -> "Polynomial":
        terms: dict[Monomial, Fraction] = {}
        for first, a in self.terms.items():
            for second, b in other.terms.items():
                monomial = tuple(sorted((*first, *second)))
                terms[monomial] = terms.get(monomial, ZERO) + a * b
        return Polynomial({monomial: factor for monomial, factor in terms.items() if factor})

    @cached_property
    def alone(self) -> frozenset[str]:
        """Name the variables that stand in one product only, and alone there."""
        often = Counter(chain.from_iterable(set(monomial) for monomial in self.terms))
        return frozenset(monomial[0] for monomial in self.terms if len(monomial) == 1 and often[monomial[0]] == 1)

    def ends(self, bounds: Mapping[str, Interval]) -> Iterator[tuple[Monomial, Fraction, End, End]]:
        """Bound each of its products from the bounds of its names: the product, its coefficient, and both ends."""
        for monomial, factor in self.terms.items():
            if not monomial:
                yield monomial, factor, factor, factor
                continue
            found = bounds[monomial[0]] if len(monomial) == 1 else _product(monomial, bounds)
            low, high = (None if end is None else end * factor for end in (found.low, found.high))
            yield (monomial, factor, low, high) if factor > 0 else (monomial, factor, high, low)

    def within(self, bounds: Mapping[str, Interval]) -> Interval:
        """Bound it from the bounds of its names.

        >>> x = of_name("x")
        >>> found = (x * x - x).within({"x": Interval(Fraction(0), Fraction(2))})
        >>> found.low, found.high
        (Fraction(-2, 1), Fraction(4, 1))
        """
        low: End = ZERO
        high: End = ZERO
        for _, _, least, most in self.ends(bounds):
            low = None if low is None or least is None else low + least
            high = None if high is None or most is None else high + most
        return Interval(low, high)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Evaluate it; a name without a value is 0.

        >>> (of_name("x") * of_name("x")).at({"x": Fraction(3)})
        Fraction(9, 1)
        """
        return sum(
            (factor * prod(values.get(name, ZERO) for name in monomial) for monomial, factor in self.terms.items()),
            ZERO,
        )

    def put(self, values: Mapping[str, "Polynomial"]) -> "Polynomial":
        """Put polynomials in the place of names.

        >>> (of_name("x") * of_name("x")).put({"x": of_name("y") + of_number(Fraction(1))}).terms[("y",)]
        Fraction(2, 1)
        """
        if self.names.isdisjoint(values):
            return self
        made = of_number(ZERO)
        for monomial, factor in self.terms.items():
            product = of_number(factor)
            for name in monomial:
                product = product * (values[name] if name in values else of_name(name))
            made = made + product
        return made


_TIMES, _POWER = ARITHMETIC["*"], ARITHMETIC["**"]


def _product(monomial: Monomial, bounds: Mapping[str, Interval]) -> Interval:
    """Bound a product; what stands in it twice is a square, which is never negative."""
    found = point(ONE)
    for name in dict.fromkeys(monomial):
        often = monomial.count(name)
        factor = bounds[name] if often == 1 else _POWER(bounds[name], point(Fraction(often)))
        found = _TIMES(found, factor)
    return found


def of_number(value: Fraction) -> Polynomial:
    """Make the polynomial of a number."""
    return Polynomial({(): value} if value else {})


def of_name(name: str) -> Polynomial:
    """Make the polynomial of a variable."""
    return Polynomial({(name,): ONE})


def total(parts: Iterable[Polynomial]) -> Polynomial:
    """Add polynomials up."""
    found = of_number(ZERO)
    for part in parts:
        found = found + part
    return found
