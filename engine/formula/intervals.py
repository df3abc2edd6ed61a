"""The domain of intervals: within which bounds a formula lies for every input that its declarations allow.

A sound over-approximation: the exact value, where there is one, is never outside. Whether there can be none
(a divisor that may be zero, a name that may be blank, a bound past the limit of magnitude) is kept beside the bounds.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Literal, TypeAlias, TypeGuard

from ..model.outcome import NoScore, Outcome
from .exact import GREATEST
from .functions import NOT_APPLICABLE
from .interpreter import COMPARISON, Thunk
from .irrational import cut, decimal_logarithm, exponential, natural_logarithm, normal_cdf, square_root
from .rounding import rounded
from .trees import is_same

LONGEST = 2_000  # bits of an end's denominator, before it is moved outwards
SHORT = 300  # decimals of an end that was moved

End: TypeAlias = Fraction | None
"""An end of an interval; None is without bound."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a number, both included.

    Attributes:
        low, high: None where there is no bound.
        may_lack: whether there may be no value at all.
        holds: of a yes/no: which answers are possible; empty for a number.
    """

    low: End = None
    high: End = None
    may_lack: bool = False
    holds: frozenset[bool] = frozenset()

    def __contains__(self, value: object) -> bool:
        if isinstance(value, bool):
            return value in self.holds
        if isinstance(value, NoScore):
            return self.may_lack
        if not isinstance(value, Fraction):
            return not self.holds
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


ANY = Interval()
NEVER = Interval(Fraction(2), Fraction(1), may_lack=True)
"""Of what never has a value: no number lies in it."""
EITHER = Interval(holds=frozenset({True, False}))


def point(value: Fraction) -> Interval:
    """Make the interval of one number."""
    return Interval(value, value)


def _least(ends: Sequence[End]) -> End:
    return None if None in ends else min(end for end in ends if end is not None)


def _most(ends: Sequence[End]) -> End:
    return None if None in ends else max(end for end in ends if end is not None)


def _lacks(*parts: Interval) -> bool:
    return any(part.may_lack for part in parts)


def _held(a: Interval) -> Interval:
    """Hold the limit of magnitude, and keep the ends short by moving them outwards."""
    limit = Fraction(GREATEST)

    def end(x: End, mode: Literal["floor", "ceiling"]) -> End:
        if x is None or x.denominator.bit_length() <= LONGEST:
            return x
        return rounded(x, SHORT, mode)

    low, high = end(a.low, "floor"), end(a.high, "ceiling")
    beyond = any(x is not None and abs(x) > limit for x in (low, high))
    if not beyond:
        return Interval(low, high, a.may_lack, a.holds)
    low, high = (None if x is None else max(-limit, min(x, limit)) for x in (low, high))
    return Interval(low, high, may_lack=True)


def _add(a: Interval, b: Interval) -> Interval:
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return Interval(low, high, _lacks(a, b))


def _negated(a: Interval) -> Interval:
    return Interval(None if a.high is None else -a.high, None if a.low is None else -a.low, a.may_lack)


def _times(a: Interval, b: Interval) -> Interval:
    """Multiply: the ends are products of ends, where none is without end unless the other is zero."""
    if (
        a.low is not None
        and b.low is not None
        and a.low >= 0
        and b.low >= 0
        and a.high is not None
        and b.high is not None
    ):
        return Interval(a.low * b.low, a.high * b.high, _lacks(a, b))
    finite, endless = [], set[int]()
    for (x, x_side), (y, y_side) in product(((a.low, -1), (a.high, 1)), ((b.low, -1), (b.high, 1))):
        if x is not None and y is not None:
            finite.append(x * y)
        elif sign := (x_side if x is None else _sign(x)) * (y_side if y is None else _sign(y)):
            endless.add(sign)
        else:
            finite.append(Fraction(0))
    low, high = (None if side in endless else end(finite) for side, end in ((-1, min), (1, max)))
    return Interval(low, high, _lacks(a, b))


def _sign(x: Fraction) -> int:
    return (x > 0) - (x < 0)


def _over(a: Interval, b: Interval) -> Interval:
    if _is_above(b, strictly=True) or (b.high is not None and b.high < 0):
        # Where one end is missing, the inverse comes as near to 0 as it likes.
        low, high = (Fraction(0) if end is None else 1 / end for end in (b.high, b.low))
        return _times(a, Interval(low, high, b.may_lack))
    # The divisor may be zero. Where both are never negative neither is the quotient.
    return Interval(Fraction(0) if _is_above(a) and _is_above(b) else None, None, may_lack=True)


def _is_above(a: Interval, *, strictly: bool = False) -> bool:
    """Say whether no number in it is negative, or, strictly, none is 0 either."""
    return a.low is not None and (a.low > 0 if strictly else a.low >= 0)


def _whole_quotient(a: Interval, b: Interval) -> Interval:
    quotient = _over(a, b)
    low = None if quotient.low is None else rounded(quotient.low, 0, "floor")
    high = None if quotient.high is None else rounded(quotient.high, 0, "floor")
    return Interval(low, high, quotient.may_lack)


def _rest(a: Interval, b: Interval) -> Interval:
    lacks = _over(a, b).may_lack
    # The rest has the divisor's sign and is smaller than it.
    low = Fraction(0) if b.low is not None and b.low >= 0 else b.low
    high = Fraction(0) if b.high is not None and b.high <= 0 else b.high
    return Interval(low, high, lacks)


def _power(a: Interval, b: Interval) -> Interval:
    assert b.low is not None  # the exponent is a literal
    exponent = b.low.numerator
    low, high = _raised(a.low, abs(exponent)), _raised(a.high, abs(exponent))
    lacks = a.may_lack or low.may_lack or high.may_lack
    if exponent == 0:
        result = Interval(Fraction(1), Fraction(1), lacks)
    elif exponent % 2 or (a.low is not None and a.low >= 0):
        result = Interval(low.low, high.high, lacks)
    elif a.high is not None and a.high <= 0:
        result = Interval(high.low, low.high, lacks)
    else:
        result = Interval(Fraction(0), _most([low.high, high.high]), lacks)
    if exponent >= 0:
        return result
    # An end that was cut at the limit of magnitude says nothing of its inverse.
    return Interval(may_lack=True) if low.may_lack or high.may_lack else _over(point(Fraction(1)), result)


def _raised(end: End, exponent: int) -> Interval:
    """Bound the power of an end; without bound where there is no end."""
    if end is None:
        return ANY
    result = point(Fraction(1))
    for _ in range(exponent):
        result = _held(_times(result, point(end)))
    return result


ARITHMETIC: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "+": _add,
    "-": lambda a, b: _add(a, _negated(b)),
    "*": _times,
    "/": _over,
    "//": _whole_quotient,
    "%": _rest,
    "**": _power,
}


def _compared(op: str, a: Interval, b: Interval) -> frozenset[bool]:
    """Find the possible answers of an order comparison."""
    if op in {">", ">="}:
        return _compared({">": "<", ">=": "<="}[op], b, a)
    strict = op == "<"

    def before(x: End, y: End, *, strictly: bool) -> bool:
        return x is not None and y is not None and (x < y if strictly else x <= y)

    if before(a.high, b.low, strictly=strict):
        return frozenset({True})
    if before(b.high, a.low, strictly=not strict):
        return frozenset({False})
    return EITHER.holds


def _least_of(parts: Sequence[Interval]) -> Interval:
    highs = [part.high for part in parts if part.high is not None]
    return Interval(_least([part.low for part in parts]), min(highs) if highs else None, _lacks(*parts))


def _most_of(parts: Sequence[Interval]) -> Interval:
    lows = [part.low for part in parts if part.low is not None]
    return Interval(max(lows) if lows else None, _most([part.high for part in parts]), _lacks(*parts))


def between(parts: Sequence[Interval]) -> Interval:
    """Bound any mean: it lies between the least and the greatest."""
    return Interval(_least([p.low for p in parts]), _most([p.high for p in parts]), _lacks(*parts))


def _positive_mean(parts: Sequence[Interval]) -> Interval:
    bounds = between(parts)
    lacking = bounds.may_lack or bounds.low is None or bounds.low <= 0
    low = Fraction(0) if bounds.low is None else max(bounds.low, Fraction(0))
    return Interval(low, bounds.high, lacking)


def _geometric_mean(parts: Sequence[Interval]) -> Interval:
    """Bound it with the decimals that are nearest to the bounds: an irrational mean is itself such a decimal."""
    a = _positive_mean(parts)
    low = None if a.low is None else min(a.low, cut(a.low))
    high = None if a.high is None else max(a.high, cut(a.high))
    return Interval(low, high, a.may_lack)


def sum_of(parts: Sequence[Interval]) -> Interval:
    """Bound a sum."""
    result = point(Fraction(0))
    for part in parts:
        result = _add(result, part)
    return result


def _absolute(parts: Sequence[Interval]) -> Interval:
    a = parts[0]
    flipped = _negated(a)
    if a.low is not None and a.low >= 0:
        return a
    if a.high is not None and a.high <= 0:
        return flipped
    return Interval(Fraction(0), _most([a.high, flipped.high]), a.may_lack)


def _never_exact(_: Fraction, __: Fraction) -> bool:
    return False


def _rising(
    function: Callable[[Fraction], Outcome],
    low: End,
    high: End = None,
    is_exact: Callable[[Fraction, Fraction], bool] = _never_exact,
) -> Callable[[Sequence[Interval]], Interval]:
    """Bound a function that rises: by its values at the ends, each widened by a unit of the 34th digit if it is cut."""

    def bounded(parts: Sequence[Interval]) -> Interval:
        a = parts[0]

        def end(x: End, otherwise: End, sign: int) -> End:
            value = None if x is None else function(x)
            if not isinstance(value, Fraction):
                return otherwise
            assert x is not None  # it has a value
            return value if is_exact(x, value) else value + sign * abs(value) / 10**33

        lacking = a.may_lack or any(x is None or isinstance(function(x), NoScore) for x in (a.low, a.high))
        return Interval(end(a.low, low, -1), end(a.high, high, 1), lacking)

    return bounded


def _clamped(parts: Sequence[Interval]) -> Interval:
    return _least_of([_most_of(parts[:2]), parts[2]])


def _rounded(parts: Sequence[Interval]) -> Interval:
    a = parts[0]
    digits = parts[1].low if len(parts) > 1 else Fraction(0)
    exact = len(parts) == 1 or (digits is not None and digits == parts[1].high and digits.denominator == 1)
    if not exact or digits is None or abs(digits) > 12:
        return Interval(may_lack=True)
    low = None if a.low is None else rounded(a.low, int(digits), "floor")
    high = None if a.high is None else rounded(a.high, int(digits), "ceiling")
    return Interval(low, high, _lacks(*parts))


def _first_nonzero(parts: Sequence[Interval]) -> Interval:
    bounds = between([*parts, point(Fraction(0))])
    return Interval(bounds.low, bounds.high, all(part.may_lack for part in parts))


FUNCTIONS: Mapping[str, Callable[[Sequence[Interval]], Interval]] = {
    "min": _least_of,
    "max": _most_of,
    "sum": sum_of,
    "mean": between,
    "geometric_mean": _geometric_mean,
    "harmonic_mean": _positive_mean,
    "abs": _absolute,
    "clamp": _clamped,
    "sqrt": _rising(square_root, Fraction(0), is_exact=lambda x, value: value * value == x),
    "power": lambda parts: Interval(Fraction(0), None, may_lack=True) if parts else ANY,
    "ln": _rising(natural_logarithm, None),
    "log10": _rising(decimal_logarithm, None),
    "exp": _rising(exponential, Fraction(0), is_exact=lambda x, _: x == 0),
    "normal_cdf": _rising(normal_cdf, Fraction(0), Fraction(1)),
    "round": _rounded,
    "floor": _rounded,
    "ceil": _rounded,
    "first_nonzero": _first_nonzero,
    "days": lambda parts: Interval(may_lack=_lacks(*parts)),
}


def within(a: Interval, op: str, bound: Fraction) -> Interval:
    """Narrow bounds to where `value op bound` can hold; ends are kept, so `<` is narrowed as `<=`.

    >>> within(Interval(Fraction(0), Fraction(9)), ">=", Fraction(4)).low
    Fraction(4, 1)
    """
    low, high = a.low, a.high
    if op in {">", ">=", "=="} and (low is None or low < bound):
        low = bound
    if op in {"<", "<=", "=="} and (high is None or high > bound):
        high = bound
    return a if low is not None and high is not None and low > high else Interval(low, high, a.may_lack, a.holds)


CONTRARY = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def _is_number(value: object) -> TypeGuard[Fraction]:
    return isinstance(value, Fraction)


def _told(test: ast.expr) -> tuple[ast.expr, str, Fraction] | None:
    """Read a condition that compares an expression with a number: the expression, the sign, the number."""
    match test:
        case ast.Compare(left=subject, ops=[op], comparators=[ast.Constant(value=bound)]) if _is_number(bound):
            return subject, COMPARISON[type(op)], bound
        case ast.Compare(left=ast.Constant(value=bound), ops=[op], comparators=[subject]) if _is_number(bound):
            return subject, MIRRORED[COMPARISON[type(op)]], bound
    return None


def _inside(found: Interval, told: Interval) -> Interval:
    """Narrow bounds to what is told of them."""
    for op, bound in ((">=", told.low), ("<=", told.high)):
        found = found if bound is None else within(found, op, bound)
    return found


class Intervals:
    """The domain itself. Within a branch of an `if`, what its condition compares is as narrow as that leaves it.

    >>> from itrank.engine.formula.interpreter import Interpreter
    >>> from itrank.engine.formula.parse import Place, parse
    >>> tree, _ = parse("clamp(a / 2, 0, 1) * 20", Place())
    >>> bounds = Interpreter(Intervals(lambda name: Interval(Fraction(0), Fraction(1)))).evaluate(tree)
    >>> bounds.low, bounds.high
    (Fraction(0, 1), Fraction(10, 1))
    """

    def __init__(self, intervals: Callable[[str], Interval]) -> None:
        """Take the bounds of columns."""
        self.intervals = intervals
        self.narrowed: tuple[tuple[ast.expr, Interval], ...] = ()
        self.not_zero: tuple[ast.expr, ...] = ()

    def _where(self, test: ast.expr, branch: Thunk[Interval], *, holds: bool) -> Interval:
        """Evaluate a branch with what its condition says of an expression."""
        told = _told(test)
        if told is None:
            return branch()
        subject, said, bound = told
        op = said if holds else CONTRARY[said]
        before, not_zero = self.narrowed, self.not_zero
        known = next((each for other, each in before if is_same(subject, other)), ANY)
        others = tuple(each for each in before if not is_same(subject, each[0]))
        self.narrowed = ((subject, within(known, op, bound)), *others)
        if bound == 0 and op in {"!=", "<", ">"}:  # which no ends say
            self.not_zero = (*not_zero, subject)
        try:
            return branch()
        finally:
            self.narrowed, self.not_zero = before, not_zero

    def _narrow(self, found: Interval, node: ast.expr) -> Interval:
        """Narrow an expression to what the conditions of the branches around it say of it."""
        for subject, told in self.narrowed:
            if is_same(subject, node):
                return _inside(found, told)
        return found

    def constant(self, node: ast.Constant) -> Interval:
        """Give the point of a number; of an option nothing."""
        return point(node.value) if isinstance(node.value, Fraction) else ANY

    def name(self, node: ast.Name) -> Interval:
        """Give the bounds of a column."""
        return self._narrow(self.intervals(node.id), node)

    def arithmetic(self, op: str, left: Interval, right: Interval, node: ast.BinOp) -> Interval:
        """Apply an operator; there is a quotient by what its branch says is not 0."""
        found = ARITHMETIC[op](left, right)
        if op in {"/", "//", "%"} and any(is_same(node.right, each) for each in self.not_zero):
            found = replace(found, may_lack=_lacks(left, right))
        return self._narrow(_held(found), node)

    def negate(self, value: Interval, node: ast.UnaryOp) -> Interval:
        """Change the sign."""
        return self._narrow(_negated(value), node)

    def compare(self, op: str, left: Interval, right: Interval, node: ast.Compare) -> Interval:  # noqa: ARG002
        """Find the possible answers."""
        lacks = _lacks(left, right)
        if op in {"==", "!="}:
            apart = left.low is not None and right.high is not None and left.low > right.high
            apart = apart or (right.low is not None and left.high is not None and right.low > left.high)
            holds = frozenset({op == "!="}) if apart else EITHER.holds
            return Interval(may_lack=lacks, holds=holds)
        return Interval(may_lack=lacks, holds=_compared(op, left, right))

    def every(self, parts: Sequence[Thunk[Interval]], node: ast.expr) -> Interval:  # noqa: ARG002
        """Apply `and`."""
        answers = [part() for part in parts]
        holds = set()
        if all(True in answer.holds for answer in answers):
            holds.add(True)
        if any(False in answer.holds for answer in answers):
            holds.add(False)
        return Interval(may_lack=_lacks(*answers), holds=frozenset(holds))

    def either(self, parts: Sequence[Thunk[Interval]], node: ast.expr) -> Interval:  # noqa: ARG002
        """Apply `or`."""
        answers = [part() for part in parts]
        holds = set()
        if any(True in answer.holds for answer in answers):
            holds.add(True)
        if all(False in answer.holds for answer in answers):
            holds.add(False)
        return Interval(may_lack=_lacks(*answers), holds=frozenset(holds))

    def inverse(self, value: Interval, node: ast.UnaryOp) -> Interval:  # noqa: ARG002
        """Apply `not`."""
        return Interval(may_lack=value.may_lack, holds=frozenset(not answer for answer in value.holds))

    def choose(
        self,
        test: Interval,
        then: Thunk[Interval],
        otherwise: Thunk[Interval],
        node: ast.IfExp,
    ) -> Interval:
        """Join the branches that can be chosen."""
        branches = [
            self._where(node.test, branch, holds=answer)
            for answer, branch in ((True, then), (False, otherwise))
            if answer in test.holds
        ]
        lacks = test.may_lack or _lacks(*branches)
        branches = [branch for branch in branches if branch != NEVER]
        if not branches:
            return NEVER
        holds = frozenset(answer for branch in branches for answer in branch.holds)
        joined = between(branches)
        return Interval(joined.low, joined.high, lacks, holds)

    def call(self, name: str, arguments: Sequence[Thunk[Interval]], node: ast.Call) -> Interval:
        """Apply a function."""
        if name == NOT_APPLICABLE:
            return NEVER
        parts = [argument() for argument in arguments]
        if name == "has":
            return Interval(holds=EITHER.holds if parts[0].may_lack else frozenset({True}))
        return self._narrow(_held(FUNCTIONS[name](parts)), node)
