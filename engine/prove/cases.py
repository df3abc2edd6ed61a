"""The domain of cases: a formula as quotients of polynomials, each under the conditions in which it is the value.

A choice, `min`, `max`, `clamp`, `abs` and the sign of a divisor make cases; a rounded number is a whole number that is
held between what it was rounded from. What has no such form (roots, cohort figures, too many cases) is a variable of its
own, within its bounds. So the cases enclose all values, and what is refuted of them is refuted of the formula.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import partial, reduce
from operator import mul
from typing import Any, TypeAlias

from ..formula.functions import NOT_APPLICABLE
from ..formula.interpreter import Interpreter, Thunk
from ..formula.intervals import ARITHMETIC, EITHER, FUNCTIONS, Interval, between, point
from ..model.ruleset import Column, Constant, Input, NamedValue, RoundingMode
from .linear import OutOfSteps, Steps
from .polynomials import ONE, ZERO, Polynomial, of_name, of_number
from .reach import UNKNOWN
from .searching import Holds, Parts, Space, is_read, narrowed, work
from .whole import DEEPEST, LEFT_BLANK, Whole

MOST_CASES = 24
_MOST_TERMS = 40
_MOST_INSIDE = 8  # cases of a named value, and terms of each
_HIGHEST_DEGREE = 4
_NEAREST = frozenset({"half_up", "half_even", "half_down"})


@dataclass(frozen=True, slots=True)
class Ratio:
    """One polynomial over others, each of which is above 0 in its case."""

    over: Polynomial
    factors: tuple[Polynomial, ...] = ()

    @property
    def under(self) -> Polynomial:
        """Give its divisor."""
        return reduce(mul, self.factors, ONE_)


@dataclass(frozen=True, slots=True)
class Option:
    """The answer to a choice: a number that counts its options."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A value, and when it is the value."""

    when: tuple[Holds, ...]
    value: Any  # Ratio, bool, Option, or the text of an option


Cases: TypeAlias = tuple[Case, ...]
"""All that a part can be; where none holds there is no value."""


@dataclass(slots=True)
class Event:
    """What a part of a formula can come to: each time all that must hold, with what holds on the way there.

    Attributes:
        kind: `divisor`, `argument`, or `condition`.
        fails, holds: of a condition: when it does not hold, and when it does. Of others `holds` is when it goes wrong.
    """

    kind: str
    node: ast.expr
    holds: list[tuple[Holds, ...]] = field(default_factory=list)
    fails: list[tuple[Holds, ...]] = field(default_factory=list)
    function: str = ""


ONE_ = of_number(ONE)
_FIRST = date(2025, 1, 1)


def as_number(day: date) -> Fraction:
    """Count a day from the first of a year of today, so that days which are found are such as people know."""
    return Fraction((day - _FIRST).days)


def as_day(number: Fraction) -> date | None:
    """Give the day of a number; None where there is none."""
    try:
        return _FIRST + timedelta(days=int(number))
    except OverflowError:
        return None


def _number(value: Fraction) -> Ratio:
    return Ratio(of_number(value))


def _alike(a: Ratio, b: Ratio) -> tuple[Polynomial, Polynomial, tuple[Polynomial, ...]]:
    """Bring two to one divisor: what is over it of each, and its factors."""
    missing, more = list(b.factors), []
    for factor in a.factors:
        if factor in missing:
            missing.remove(factor)
        else:
            more.append(factor)
    first, second = reduce(mul, missing, a.over), reduce(mul, more, b.over)
    return first, second, (*a.factors, *missing)


def _sum(a: Ratio, b: Ratio) -> Ratio:
    first, second, factors = _alike(a, b)
    return Ratio(first + second, factors)


def _turned(a: Ratio) -> Ratio:
    return Ratio(a.over.times(-ONE), a.factors)


def _product(a: Ratio, b: Ratio) -> Ratio:
    return Ratio(a.over * b.over, (*a.factors, *b.factors))


def _quotient(a: Ratio, b: Ratio, sign: Fraction) -> Ratio:
    """Divide by what is above 0, or by what is below it with the sign of -1."""
    first, second, _ = _alike(a, b)
    if second.constant:
        return Ratio(first.times(1 / second.constant))
    return Ratio(first.times(sign), (second.times(sign),))


def less(a: Ratio, b: Ratio) -> Polynomial:
    """Give what is above 0 where the first is less than the second, and 0 where they are equal."""
    first, second, _ = _alike(a, b)
    return second - first


class InCases:
    """The domain itself, of one formula.

    Attributes:
        events: by the node of the formula, what it can come to.
    """

    def __init__(
        self,
        columns: Mapping[str, Column],
        bounds: Mapping[str, Interval],
        parts: Parts,
        mode: RoundingMode,
        steps: Steps,
    ) -> None:
        """Take the columns, their bounds, which inputs are parts of which, and how much may be done."""
        self.columns, self.bounds, self.parts, self.mode, self.steps = columns, bounds, parts, mode, steps
        self.is_out_of_steps = False
        self._known_whole = Whole(columns)
        self.box: dict[str, Interval] = {}
        self.whole: set[str] = set()
        self.events: dict[int, Event] = {}
        self.base: dict[str, Input] = {}
        self._path: tuple[Holds, ...] = ()
        self._watches, self._depth = True, 0
        self._kept: dict[object, Any] = {}

    @property
    def space(self) -> Space:
        """Give what values there may be."""
        return Space(self.box, self.whole, self.parts)

    def walked(self, tree: ast.expr) -> Cases:
        """Give the cases of a formula."""
        return Interpreter(self).evaluate(tree)

    def hides(self, name: str) -> bool:
        """Say whether a name stands in a part that became a variable of its own, so that no case tells what it does."""
        named = f"id={name!r}"
        return any(named in str(key[1]) for key in self._kept if isinstance(key, tuple) and key[0] in {"cases", "part"})

    # Variables

    def _new(self, key: object, bounds: Interval, *, is_whole: bool = False) -> str:
        """Make a variable, or give that which stands for the same."""
        if key not in self._kept:
            name = f"~{len(self.box)}"
            self._kept[key] = name
            self.box[name] = Interval(bounds.low, bounds.high)
            if is_whole:
                self.whole.add(name)
        return str(self._kept[key])

    def _unknown(self, key: object, bounds: Interval) -> Cases:
        """Let something be any value within its bounds, the same wherever it stands."""
        if bounds.holds:
            return self._yes_no(self._new(key, Interval(ZERO, ONE), is_whole=True))
        return (Case((), Ratio(of_name(self._new(key, bounds)))),)

    def _yes_no(self, name: str) -> Cases:
        variable = of_name(name)
        return Case((Holds(variable - ONE_),), value=True), Case((Holds(variable.times(-ONE)),), value=False)

    def _reported(self, asked: Input) -> Cases:
        """Give the variable of an input; a day is a number of days, an option the number of it."""
        key, kind = asked.key, asked.traits.kind
        if key not in self.base:
            self.base[key] = asked
            self.box[key] = self._bounds_of(asked)
            if kind != "number" or self._known_whole.column(key):
                self.whole.add(key)
        if kind == "yes_no":
            return self._yes_no(key)
        value = Option(key, tuple(asked.options)) if kind == "choice" else Ratio(of_name(key))
        return (Case((is_read(key),), value),)

    def _bounds_of(self, asked: Input) -> Interval:
        match asked.traits.kind:
            case "yes_no":
                return Interval(ZERO, ONE)
            case "choice":
                return Interval(ZERO, Fraction(len(asked.options) - 1))
            case "date":
                low, high = (
                    as_number(each) if isinstance(each, date) else None for each in (asked.minimum, asked.maximum)
                )
                return Interval(low, high)
        found = self.bounds.get(asked.key, UNKNOWN)
        return Interval(found.low, found.high)

    # Operations

    def constant(self, node: ast.Constant) -> Cases:
        """Give a number, a day as a number of days, or the text of an option."""
        value: object = node.value
        if isinstance(value, date):
            value = as_number(value)
        return (Case((), _number(value) if isinstance(value, Fraction) else value),)

    def name(self, node: ast.Name) -> Cases:
        """Give a column: a value by its own cases, what others make by its bounds."""
        column = self.columns.get(node.id)
        match column:
            case Input() if not column.traits.is_evidence:
                return self._reported(column)
            case Constant():
                value = column.value
                return (Case((), _number(value if isinstance(value, Fraction) else as_number(value))),)
            case NamedValue() if self._may_look_into(column):
                cases = self._inside(column)
                if _are_plain(cases):
                    return cases
        name = self._new(
            ("column", node.id), self.bounds.get(node.id, UNKNOWN), is_whole=self._known_whole.column(node.id)
        )
        return (Case((), Ratio(of_name(name))),) if not self.bounds.get(node.id, UNKNOWN).holds else self._yes_no(name)

    def _may_look_into(self, column: NamedValue) -> bool:
        is_its_formula = column.missing in LEFT_BLANK and column.outliers is None
        return is_its_formula and (self._depth < DEEPEST or ("value", column.key) in self._kept)

    def _inside(self, column: NamedValue) -> Cases:
        """Walk the formula of a named value; what can happen in it is told where it is written."""
        key = ("value", column.key)
        if key not in self._kept:
            path, watches = self._path, self._watches
            self._path, self._watches, self._depth = (), False, self._depth + 1
            self._kept[key] = self.walked(column.formula.tree)
            self._path, self._watches, self._depth = path, watches, self._depth - 1
        return self._kept[key]  # type: ignore[no-any-return]

    def arithmetic(self, op: str, left: Cases, right: Cases, node: ast.BinOp) -> Cases:
        """Apply an operator case by case."""
        if op == "**":
            return self._power(left, right, node)
        if op in {"/", "//", "%"}:
            return self._divided(op, left, right, node)
        function: Callable[[Ratio, Ratio], Ratio] = {"+": _sum, "-": lambda a, b: _sum(a, _turned(b)), "*": _product}[
            op
        ]
        return self._paired(left, right, lambda a, b: [Case((), function(a, b))], node)

    def _divided(self, op: str, left: Cases, right: Cases, node: ast.BinOp) -> Cases:
        zero = [(*self._path, *a.when, *b.when, *_is_zero(b.value.over)) for a in left for b in right]
        self._happens("divisor", node.right, zero)

        def quotient(a: Ratio, b: Ratio) -> Iterator[Case]:
            for sign in (ONE, -ONE):
                yield from self._of_sign(op, a, b, sign)

        return self._paired(left, right, quotient, node)

    def _of_sign(self, op: str, a: Ratio, b: Ratio, sign: Fraction) -> Iterator[Case]:
        """Give a quotient where its divisor has a sign; or the whole number below it, or what that leaves."""
        quotient, positive = _quotient(a, b, sign), (Holds(b.over.times(sign), strict=True),)
        if op == "/":
            yield Case(positive, quotient)
        elif not self._contradicts(positive):
            floor = self._rounded(Case(positive, quotient), ZERO, "floor")
            yield floor if op == "//" else Case(floor.when, _sum(a, _turned(_product(b, floor.value))))

    def _power(self, left: Cases, right: Cases, node: ast.BinOp) -> Cases:
        exponent = right[0].value.over.constant if len(right) == 1 else None
        assert exponent is not None  # a literal
        if exponent < 0:
            self._happens("divisor", node.left, [(*self._path, *a.when, *_is_zero(a.value.over)) for a in left])
        if abs(exponent) > _HIGHEST_DEGREE:
            return self._enclosed(node, lambda: ARITHMETIC["**"](self.interval(left), point(exponent)))

        def raised(a: Ratio, _: Ratio) -> Iterator[Case]:
            made = reduce(_product, [a] * abs(int(exponent)), _number(ONE))
            if exponent >= 0:
                yield Case((), made)
                return
            for sign in (ONE, -ONE):
                yield from self._of_sign("/", _number(ONE), made, sign)

        return self._paired(left, right, raised, node)

    def negate(self, value: Cases, node: ast.UnaryOp) -> Cases:  # noqa: ARG002
        """Change the sign."""
        return tuple(Case(each.when, _turned(each.value)) for each in value)

    def compare(self, op: str, left: Cases, right: Cases, node: ast.Compare) -> Cases:
        """Compare case by case; equal is neither less nor greater."""
        return self._paired(left, right, partial(self._compared, op, node), node)

    def _compared(self, op: str, node: ast.Compare, a: Any, b: Any) -> Iterator[Case]:
        if isinstance(b, Option) and not isinstance(a, Option):
            a, b = b, a
        if isinstance(a, Option) and isinstance(b, str):
            difference = of_name(a.name) - of_number(Fraction(a.options.index(b) if b in a.options else -1))
        elif isinstance(a, Ratio) and isinstance(b, Ratio):
            difference = less(a, b)
        else:
            yield from self._unknown(("compare", ast.dump(node)), EITHER)
            return
        yield from _ordered(op, difference)

    def every(self, parts: Sequence[Thunk[Cases]], node: ast.expr) -> Cases:
        """Apply `and`: what comes later is asked only where all before it hold."""
        return self._chained(parts, goes_on=True, node=node)

    def either(self, parts: Sequence[Thunk[Cases]], node: ast.expr) -> Cases:
        """Apply `or`: what comes later is asked only where none before it holds."""
        return self._chained(parts, goes_on=False, node=node)

    def _chained(self, parts: Sequence[Thunk[Cases]], *, goes_on: bool, node: ast.expr) -> Cases:
        done: list[Case] = []
        waiting = [Case((), goes_on)]
        for part in parts:
            made = [each for before in waiting for each in self._under(before.when, part)]
            done += [each for each in made if each.value is not goes_on]
            waiting = [each for each in made if each.value is goes_on]
        return self._kept_small((*done, *waiting), node)

    def inverse(self, value: Cases, node: ast.UnaryOp) -> Cases:  # noqa: ARG002
        """Apply `not`."""
        return tuple(Case(each.when, not each.value) for each in value)

    def choose(self, test: Cases, then: Thunk[Cases], otherwise: Thunk[Cases], node: ast.IfExp) -> Cases:
        """Take each branch where the condition says so."""
        for answer in (True, False):
            found = [(*self._path, *each.when) for each in test if each.value is answer]
            self._happens("condition", node.test, found, holds=answer)
        made = [made for each in test for made in self._under(each.when, then if each.value else otherwise)]
        return self._kept_small(tuple(made), node)

    def call(self, name: str, arguments: Sequence[Thunk[Cases]], node: ast.Call) -> Cases:
        """Apply a function."""
        if name == NOT_APPLICABLE:
            return ()
        parts = [argument() for argument in arguments]
        if name == "has":
            return self._unknown(ast.dump(node), EITHER)
        if name in _IN_CASES:
            return _IN_CASES[name](self, parts, node)
        if name in DOMAINS:
            self._leaves_domain(name, parts, node)
        return self._enclosed(node, lambda: FUNCTIONS[name]([self.interval(part) for part in parts]))

    def _leaves_domain(self, name: str, parts: Sequence[Cases], node: ast.Call) -> None:
        of_base = parts[:1] if name == "power" else parts
        for argument, part in zip(node.args, of_base, strict=False):
            wrong = [(*self._path, *a.when, Holds(_turned(a.value).over, strict=not DOMAINS[name])) for a in part]
            self._happens("argument", argument, wrong, function=name)
        if name == "power":  # 0 has no negative power
            negative = [
                (*self._path, *a.when, *b.when, *_is_zero(a.value.over), Holds(_turned(b.value).over, strict=True))
                for a in parts[0]
                for b in parts[1]
            ]
            self._happens("argument", node.args[0], negative, function=name)

    # Cases

    def _under(self, when: tuple[Holds, ...], part: Thunk[Cases]) -> Iterator[Case]:
        """Walk a part that is evaluated only where something holds."""
        if self._contradicts(when):
            return
        before, self._path = self._path, (*self._path, *when)
        made = part()
        self._path = before
        for each in made:
            yield Case((*when, *each.when), each.value)

    def _paired(self, left: Cases, right: Cases, both: Callable[[Any, Any], Any], node: ast.expr) -> Cases:
        made = []
        for a in left:
            for b in right:
                when = _joined(a.when, b.when)
                if left and right and len(left) * len(right) > 1 and self._contradicts(when):
                    continue
                made += [Case(_joined(when, each.when), each.value) for each in both(a.value, b.value)]
        return self._kept_small(tuple(each for each in made if not self._contradicts(each.when)), node)

    def _contradicts(self, when: tuple[Holds, ...]) -> bool:
        """Say whether bounds show that some things never hold together, here."""
        asked = self.space.every((*when, *self._path))
        if not asked or self.is_out_of_steps:
            return False
        try:
            self.steps.take(work(asked))
        except OutOfSteps:
            self.is_out_of_steps = True
        return narrowed(asked, self.box, self.whole) is None

    def _kept_small(self, cases: Cases, node: ast.expr) -> Cases:
        """Let what has too many cases, or too long ones, be a variable within the bounds of them all."""
        is_large = any(
            len(part.terms) > _MOST_TERMS or part.degree > _HIGHEST_DEGREE
            for each in cases
            if isinstance(each.value, Ratio)
            for part in (each.value.over, *each.value.factors)
        )
        if len(cases) <= (1 if self.is_out_of_steps else MOST_CASES) and not is_large:
            return cases
        if isinstance(cases[0].value, bool):
            return self._unknown(("cases", ast.dump(node), self._path), EITHER)
        return self._unknown(("cases", ast.dump(node), self._path), self.interval(cases))

    def _enclosed(self, node: ast.expr, bounds: Callable[[], Interval]) -> Cases:
        """Let a part be a variable, the same wherever it is written alike."""
        return self._unknown(("part", ast.dump(node), self._path), bounds())

    def interval(self, cases: Cases) -> Interval:
        """Bound all cases by the bounds of their names, each in its own case.

        An empty choice of cases has no value, and no bounds.
        """
        found = [self.of_case(each) for each in cases if isinstance(each.value, Ratio)]
        inside = [each for each in found if each is not None]
        return between(inside) if inside else UNKNOWN

    def of_case(self, case: Case) -> Interval | None:
        """Bound one case; None where bounds show that it never is."""
        asked = () if self.is_out_of_steps else (*case.when, *self._path)
        box = narrowed(self.space.every(asked), self.box, self.whole)
        if box is None:
            return None
        value: Ratio = case.value
        return reduce(ARITHMETIC["/"], (each.within(box) for each in value.factors), value.over.within(box))

    def _happens(
        self, kind: str, node: ast.expr, when: Sequence[tuple[Holds, ...]], *, function: str = "", holds: bool = True
    ) -> None:
        """Keep what a part can come to."""
        if not self._watches:
            return
        event = self.events.setdefault(id(node), Event(kind, node, function=function))
        (event.holds if holds else event.fails).extend(when)

    # Functions

    def _rounded(self, case: Case, digits: Fraction, mode: str) -> Case:
        """Give a whole number of units of the last digit, held by what it was rounded from."""
        unit, value = Fraction(10) ** -int(digits), case.value
        bounds = self.of_case(case) or UNKNOWN
        low, high = (None if end is None else end / unit + side for end, side in ((bounds.low, -1), (bounds.high, 1)))
        key = ("rounded", mode, digits, value, case.when, self._path)
        made = Ratio(of_name(self._new(key, Interval(low, high), is_whole=True)).times(unit))
        below, above = (each * unit for each in _TURNS[mode])
        is_open = mode not in _NEAREST
        held = (
            Holds(less(_sum(value, _number(-below)), made), strict=is_open and below > 0),
            Holds(less(made, _sum(value, _number(above))), strict=is_open and above > 0),
        )
        return Case((*case.when, *held), made)


_HALF = Fraction(1, 2)
_TURNS: Mapping[str, tuple[Fraction, Fraction]] = {
    "floor": (ONE, ZERO), "ceiling": (ZERO, ONE), "up": (ONE, ONE), "down": (ONE, ONE),
    **dict.fromkeys(_NEAREST, (_HALF, _HALF)),
}  # fmt: skip
"""How far below and above its source a rounded number can lie, in units of its last digit."""

DOMAINS: Mapping[str, bool] = {
    "ln": True, "log10": True, "sqrt": False, "geometric_mean": False, "harmonic_mean": True, "power": False,
}  # fmt: skip
"""Functions that take no negative number; whether 0 is none of theirs either."""


def _joined(first: tuple[Holds, ...], second: tuple[Holds, ...]) -> tuple[Holds, ...]:
    return (*first, *(each for each in second if each not in first))


def _is_zero(polynomial: Polynomial) -> tuple[Holds, Holds]:
    return Holds(polynomial), Holds(polynomial.times(-ONE))


def _ordered(op: str, difference: Polynomial) -> Iterator[Case]:
    """Give the cases of a comparison from what the right side has more than the left."""
    lower, higher = Holds(difference, strict=True), Holds(difference.times(-ONE), strict=True)
    same = _is_zero(difference)
    if op in {"==", "!="}:
        yield Case(same, op == "==")
        yield Case((lower,), op == "!=")
        yield Case((higher,), op == "!=")
    else:
        asked = {"<": lower, "<=": higher.contrary, ">": higher, ">=": lower.contrary}[op]
        yield Case((asked,), value=True)
        yield Case((asked.contrary,), value=False)


def _are_plain(cases: Cases) -> bool:
    """Say whether cases are few and short, so that they can stand wherever their name does."""
    parts = [part for each in cases if isinstance(each.value, Ratio) for part in (each.value.over, *each.value.factors)]
    return len(cases) <= _MOST_INSIDE and all(part.degree <= 2 and len(part.terms) <= _MOST_INSIDE for part in parts)


_Function: TypeAlias = Callable[[InCases, Sequence[Cases], ast.Call], Cases]


def _extreme(op: str) -> _Function:
    """Take the least or the greatest, two at a time."""

    def either(a: Ratio, b: Ratio) -> Iterator[Case]:
        for case in _ordered(op, less(a, b)):
            yield Case(case.when, a if case.value else b)

    def found(domain: InCases, parts: Sequence[Cases], node: ast.Call) -> Cases:
        return reduce(lambda left, right: domain._paired(left, right, either, node), parts)  # noqa: SLF001  # of this module

    return found


def _clamped(domain: InCases, parts: Sequence[Cases], node: ast.Call) -> Cases:
    return _LEAST(domain, [_MOST(domain, parts[:2], node), parts[2]], node)


def _summed(domain: InCases, parts: Sequence[Cases], node: ast.Call) -> Cases:
    return reduce(lambda a, b: domain._paired(a, b, lambda x, y: [Case((), _sum(x, y))], node), parts)  # noqa: SLF001


def _mean(domain: InCases, parts: Sequence[Cases], node: ast.Call) -> Cases:
    share = _number(Fraction(1, len(parts)))
    return tuple(Case(each.when, _product(each.value, share)) for each in _summed(domain, parts, node))


def _absolute(domain: InCases, parts: Sequence[Cases], node: ast.Call) -> Cases:
    negative = tuple(Case(each.when, _turned(each.value)) for each in parts[0])
    return _MOST(domain, [parts[0], negative], node)


def _days(domain: InCases, parts: Sequence[Cases], node: ast.Call) -> Cases:
    return domain._paired(parts[1], parts[0], lambda a, b: [Case((), _sum(a, _turned(b)))], node)  # noqa: SLF001


def _of_digits(mode: str) -> _Function:
    def found(domain: InCases, parts: Sequence[Cases], node: ast.Call) -> Cases:
        digits = parts[1][0].value.over.constant if len(parts) > 1 and len(parts[1]) == 1 else ZERO
        if digits is None or digits.denominator > 1 or abs(digits) > 12 or (len(parts) > 1 and len(parts[1]) != 1):
            return domain._enclosed(node, lambda: Interval(may_lack=True))  # noqa: SLF001
        how = mode or domain.mode
        made = [domain._rounded(each, digits, how) for each in parts[0]]  # noqa: SLF001
        return domain._kept_small(tuple(made), node)  # noqa: SLF001

    return found


_LEAST, _MOST = _extreme("<="), _extreme(">=")
_IN_CASES: Mapping[str, _Function] = {
    "min": _LEAST,
    "max": _MOST,
    "clamp": _clamped,
    "sum": _summed,
    "mean": _mean,
    "abs": _absolute,
    "days": _days,
    "floor": _of_digits("floor"),
    "ceil": _of_digits("ceiling"),
    "round": _of_digits(""),
}
