"""Whether inequalities over bounded inputs can hold: shown by values, refuted by exact linear arithmetic, or left open.

Inequalities are polynomials. Each product of names is a variable of its own, known by what its factors keep to (the
relaxation of Sherali and Adams); what that leaves open is split in two and looked at again. So "never" is a proof, and
"can" comes with values that the caller has evaluated. How long is looked is counted in steps, never in seconds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import chain, combinations_with_replacement, islice, product
from math import gcd, lcm
from operator import mul
from typing import Generic, Literal, TypeAlias, TypeVar

from ..formula.intervals import Interval
from ..formula.rounding import rounded
from .linear import AtMost, OutOfSteps, Steps, solution
from .polynomials import ONE, ZERO, Monomial, Polynomial, of_name, of_number

W = TypeVar("W")
Point: TypeAlias = Mapping[str, Fraction]
Box: TypeAlias = Mapping[str, Interval]

_MOST_PRODUCTS = 160
_ROUNDS = 3
_WORK_OF_PRODUCT = 10
_DIGITS = (0, 1, 2, 4)  # decimals with which values are tried, the shortest first


@dataclass(frozen=True, slots=True)
class Holds:
    """`polynomial >= 0`, or `> 0` where strict."""

    polynomial: Polynomial
    strict: bool = False

    @property
    def contrary(self) -> "Holds":
        """Say that it does not hold."""
        return Holds(self.polynomial.times(-ONE), not self.strict)


_READ = "?"


def is_read(name: str) -> Holds:
    """Say that an input was read, so that it has an answer: it stands among what holds where that is known."""
    return Holds(of_name(_READ + name))


@dataclass(frozen=True, slots=True)
class Parts:
    """Pairs of inputs of which the first is a part of the second: where both have an answer it is never above it.

    Attributes:
        always: where a blank of either is no value, so that it holds wherever both were read.
        of_some: where a blank may count as 0, so that it holds where the second is above 0.
    """

    always: AbstractSet[tuple[str, str]] = frozenset()
    of_some: AbstractSet[tuple[str, str]] = frozenset()

    def __or__(self, other: "Parts") -> "Parts":
        return Parts(self.always | other.always, self.of_some | other.of_some)

    def holds(self, part: str, whole: str) -> bool:
        """Say whether an input is a part of another, where both have an answer.

        >>> Parts(of_some={("x", "y")}).holds("x", "y")
        True
        """
        return not {(part, whole)}.isdisjoint(self.always | self.of_some)

    def renamed(self, names: Mapping[str, str]) -> "Parts":
        """Give the same of inputs by other names."""
        always, of_some = ({(names[a], names[b]) for a, b in pairs} for pairs in (self.always, self.of_some))
        return Parts(always, of_some)


@dataclass(frozen=True, slots=True)
class Space:
    """What may be answered: bounds of each name, and which are whole numbers.

    Attributes:
        parts: of inputs that were read: a blank bounds nothing.
    """

    box: Box
    whole: AbstractSet[str] = frozenset()
    parts: Parts = Parts()

    def every(self, asked: Iterable[Holds]) -> list[Holds]:
        """Give what is asked, with what holds of the inputs that it says were read.

        >>> x, y = is_read("x"), is_read("y")
        >>> space = Space({}, parts=Parts({("x", "y")}))
        >>> len(space.every([x, y])), space.every([x])
        (1, [])
        >>> space = Space({}, parts=Parts(of_some={("x", "y")}))
        >>> len(space.every([x, y])), len(space.every([x, y, Holds(of_name("y"), strict=True)]))
        (0, 2)
        """
        plain, read = list[Holds](), set[str]()
        for each in asked:
            marks = [name.removeprefix(_READ) for name in each.polynomial.names if name.startswith(_READ)]
            read.update(marks)
            plain += [] if marks else [each]
        some = {name for each in plain if (name := _above_zero(each)) is not None}
        known = [*self.parts.always, *(pair for pair in self.parts.of_some if pair[1] in some)]
        return [*plain, *(Holds(of_name(b) - of_name(a)) for a, b in sorted(known) if a in read and b in read)]


def _above_zero(each: Holds) -> str | None:
    """Name what is above 0 where an inequality holds; None where it says no such thing.

    >>> _above_zero(Holds(of_name("x") - of_number(ONE))), _above_zero(Holds(of_name("x")))
    ('x', None)
    """
    terms = dict(each.polynomial.terms)
    constant = terms.pop((), ZERO)
    if len(terms) != 1:
        return None
    ((monomial, factor),) = terms.items()
    is_above = constant < 0 or (constant == 0 and each.strict)
    return monomial[0] if len(monomial) == 1 and factor > 0 and is_above else None


@dataclass(frozen=True, slots=True)
class Verdict(Generic[W]):
    """What came of a search: `shown` with a witness, `never`, or `open`."""

    kind: Literal["shown", "never", "open"]
    witness: W | None = None


def search(asked: Sequence[Holds], space: Space, accepts: Callable[[Point], W | None], steps: Steps) -> Verdict[W]:
    """Find values for which all that is asked holds.

    Args:
        asked: all of it together.
        space: what values there may be; it may be wider than what there is.
        accepts: evaluates values, each within its bounds, and gives a witness where they do what is asked.
        steps: how much may be done.

    Returns:
        `shown` with a witness that was accepted, `never` where there can be none, or `open`.

    >>> x, one = of_name("x"), Fraction(1)
    >>> space = Space({"x": Interval(Fraction(0), one)})
    >>> search([Holds(x - of_number(one), strict=True)], space, lambda point: point, Steps(999)).kind
    'never'
    """
    every = space.every(asked)
    waiting, is_open = [space.box], False
    try:
        while waiting:
            steps.take(work(every))
            box = narrowed(every, waiting.pop(), space.whole)
            point = None if box is None else _relaxed(every, box, space.whole, steps)
            if box is None or point is None:
                continue
            for candidate in _candidates(point, box, space.whole):
                if (witness := accepts(candidate)) is not None:
                    return Verdict("shown", witness)
            halves = _halves(every, point, box, space.whole)
            is_open = is_open or not halves
            waiting += halves
    except OutOfSteps:
        return Verdict("open")
    return Verdict("open" if is_open else "never")


def satisfied(asked: Iterable[Holds], point: Point) -> bool:
    """Say whether values make all of some inequalities hold.

    >>> satisfied([Holds(of_name("x"), strict=True)], {"x": Fraction(0)})
    False
    """
    values = ((each.polynomial.at(point), each.strict) for each in asked)
    return all(value > 0 or (value == 0 and not strict) for value, strict in values)


def work(asked: Iterable[Holds]) -> int:
    """Say how many steps it takes to narrow bounds by some inequalities."""
    return 1 + 2 * sum(len(each.polynomial.terms) for each in asked)


# ── Narrower bounds ──


def narrowed(asked: Sequence[Holds], box: Box, whole: AbstractSet[str]) -> Box | None:
    """Narrow bounds by what is asked, an inequality at a time; None where nothing is left.

    >>> x, y = of_name("x"), of_name("y")
    >>> some = {"x": Interval(Fraction(0), Fraction(9)), "y": Interval(Fraction(4), Fraction(5))}
    >>> found = narrowed([Holds(x - y)], some, frozenset("x"))
    >>> found["x"].low
    Fraction(4, 1)
    """
    found = dict(box)
    for _ in range(_ROUNDS):
        before = dict(found)
        if not all(_narrow(each, found, whole) for each in asked):
            return None
        if found == before:
            break
    return found


def _narrow(each: Holds, box: dict[str, Interval], whole: AbstractSet[str]) -> bool:
    """Narrow the bounds of the names that stand alone in an inequality; say whether it can hold."""
    ends = list(each.polynomial.ends(box))
    most = sum((high for *_, high in ends if high is not None), ZERO)
    endless = sum(high is None for *_, high in ends)
    if not endless and (most < 0 or (most == 0 and each.strict)):
        return False
    alone = each.polynomial.alone
    for monomial, factor, _, high in ends:
        if len(monomial) != 1 or endless > (high is None) or monomial[0] not in alone:
            continue
        name, rest = monomial[0], most - (high or ZERO)
        made = _cut(box[name], -rest / factor, above=factor > 0, is_whole=name in whole)
        if made is None:
            return False
        box[name] = made
    return True


def _cut(bounds: Interval, end: Fraction, *, above: bool, is_whole: bool) -> Interval | None:
    if is_whole:
        end = rounded(end, 0, "ceiling" if above else "floor")
    if above:
        if bounds.low is not None and end <= bounds.low:
            return bounds
        return None if bounds.high is not None and end > bounds.high else Interval(end, bounds.high)
    if bounds.high is not None and end >= bounds.high:
        return bounds
    return None if bounds.low is not None and end < bounds.low else Interval(bounds.low, end)


# ── The linear relaxation ──


def _relaxed(asked: Sequence[Holds], box: Box, whole: AbstractSet[str], steps: Steps) -> Point | None:
    """Solve what is asked with each product as a variable of its own; None where even that has no solution."""
    names = sorted(frozenset[str]().union(*(each.polynomial.names for each in asked)))
    shifts = {name: _shift(name, box[name]) for name in names}
    held = [_tightened(Holds(each.polynomial.put(shifts), each.strict), whole, box) for each in asked]
    widths = [_width(name, box[name]) for name in names]
    bounds = [Holds(each) for each in widths if each is not None]
    products = list(_products(held, bounds))
    steps.take(_WORK_OF_PRODUCT * len(products))
    rows = [*held, *bounds, *products]
    found = solution([_row(each) for each in rows], steps)
    if found is None:
        return None
    values = {monomial[0]: value for monomial, value in found.items() if len(monomial) == 1}
    return {name: shifts[name].at(values) for name in names}


def _shift(name: str, bounds: Interval) -> Polynomial:
    """Write a name over variables that are never negative."""
    if bounds.low is not None:
        return of_number(bounds.low) + of_name(name)
    if bounds.high is not None:
        return of_number(bounds.high) - of_name(name)
    return of_name(name) - of_name(f"-{name}")


def _width(name: str, bounds: Interval) -> Polynomial | None:
    if bounds.low is None or bounds.high is None:
        return None
    return of_number(bounds.high - bounds.low) - of_name(name)


def _tightened(each: Holds, whole: AbstractSet[str], box: Box) -> Holds:
    """Write an inequality of whole numbers as tightly as these allow: `2a > 3` is `a >= 2`."""
    shifted_whole = (name in whole and _has_whole_end(box[name]) for name in each.polynomial.names)
    if not each.polynomial.names or not all(shifted_whole):
        return each
    terms = {monomial: factor for monomial, factor in each.polynomial.terms.items() if monomial}
    scale = Fraction(lcm(*(factor.denominator for factor in terms.values())))
    scale /= gcd(*(int(factor * scale) for factor in terms.values()))
    limit = each.polynomial.terms.get((), ZERO) * scale
    constant = rounded(limit, 0, "floor") if not each.strict or limit.denominator > 1 else limit - 1
    made: dict[Monomial, Fraction] = {monomial: factor * scale for monomial, factor in terms.items()}
    return Holds(Polynomial(made | {(): constant} if constant else made))


def _has_whole_end(bounds: Interval) -> bool:
    end = bounds.low if bounds.low is not None else bounds.high
    return end is not None and end.denominator == 1


def _products(held: Sequence[Holds], bounds: Sequence[Holds]) -> Iterator[Holds]:
    """Multiply what is never negative by one another, up to the degree that is asked about."""
    multiplied = [monomial for each in held for monomial in each.polynomial.terms if len(monomial) > 1]
    names = frozenset(chain.from_iterable(multiplied))
    degree = max(map(len, multiplied), default=1)
    linear = [*(Holds(of_name(name)) for name in sorted(names)), *bounds, *held]
    factors = [each for each in linear if each.polynomial.degree == 1 and each.polynomial.names <= names]
    longer = [each for each in held if 1 < each.polynomial.degree < degree]
    products = chain(
        *(combinations_with_replacement(factors, count) for count in range(2, degree + 1)), product(longer, factors)
    )
    seen = set()
    for parts in islice(products, _MOST_PRODUCTS):
        made = Holds(reduce(mul, (each.polynomial for each in parts)), all(each.strict for each in parts))
        if made.polynomial.degree <= degree and made not in seen:
            seen.add(made)
            yield made


def _row(each: Holds) -> AtMost[Monomial]:
    factors = {monomial: -factor for monomial, factor in each.polynomial.terms.items() if monomial}
    return AtMost(factors, each.polynomial.terms.get((), ZERO), each.strict)


# ── Values to try ──


def _candidates(point: Point, box: Box, whole: AbstractSet[str]) -> Iterator[Point]:
    """Give values near a solution, such as people write: whole numbers, then few decimals."""
    modes: tuple[Literal["half_up", "floor", "ceiling"], ...] = ("half_up", "floor", "ceiling")
    seen = []
    for digits, mode in product(_DIGITS, modes):
        made = {
            name: _inside(rounded(value, 0 if name in whole else digits, mode), box[name])
            for name, value in point.items()
        }
        if made not in seen:
            seen.append(made)
            yield made


def _inside(value: Fraction, bounds: Interval) -> Fraction:
    if bounds.low is not None and value < bounds.low:
        return bounds.low
    return bounds.high if bounds.high is not None and value > bounds.high else value


# ── What is left open ──


def _halves(asked: Sequence[Holds], point: Point, box: Box, whole: AbstractSet[str]) -> list[Box]:
    """Split the bounds of one name in two; nothing where no name is worth it."""
    broken = [name for name in point if name in whole and point[name].denominator > 1]
    multiplied = {
        name for each in asked for monomial in each.polynomial.terms if len(monomial) > 1 for name in monomial
    }
    names = broken or sorted(multiplied, key=lambda name: (_size(box[name]), name), reverse=True)
    for name in names:
        at = _middle(box[name], point[name])
        is_whole = name in whole
        first, second = (rounded(at, 0, "floor"), rounded(at, 0, "floor") + 1) if is_whole else (at, at)
        own = box[name]
        if (own.low is None or first >= own.low) and (own.high is None or second <= own.high) and own.low != own.high:
            return [{**box, name: Interval(second, own.high)}, {**box, name: Interval(own.low, first)}]
    return []


def _size(bounds: Interval) -> Fraction:
    """Say how wide bounds are, for an order: the widest are split first, and those without an end before all."""
    return Fraction(10**30) if bounds.low is None or bounds.high is None else bounds.high - bounds.low


def _middle(bounds: Interval, value: Fraction) -> Fraction:
    """Find where to split: in the middle, or, of bounds without an end, twice as far as the value that was found."""
    if bounds.low is not None and bounds.high is not None:
        return (bounds.low + bounds.high) / 2
    return max(ONE, 2 * abs(value)) * (ONE if bounds.high is None else -ONE)
