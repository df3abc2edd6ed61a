"""Expressions on columns of integers, with the bounds of each: all that an engine of columns is ever asked to compute.

Only `+ - *`, division of what is not negative by what is positive, the greatest of some, comparison, and/or/not and CASE:
on these every engine can be made to agree (the traps are in docs/scale.md). An expression knows between which integers its values lie, so that
none can overflow: what may pass the limit is not made, and `TooWideError` says so while the ruleset is compiled.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import floor
from typing import Literal, TypeAlias

Op: TypeAlias = Literal[
    "column",
    "number",
    "+",
    "-",
    "*",
    "div",
    "greatest",
    "within",
    "case",
    "true",
    "false",
    "<",
    "<=",
    "==",
    "and",
    "or",
    "not",
]

NARROW = 2**63 - 1
"""The greatest integer of 64 bits."""
WIDE = 10**38 - 1
"""The greatest integer that 128 bits hold in every engine."""

TRUTHS = frozenset({"true", "false", "<", "<=", "==", "and", "or", "not"})


class TooWideError(Exception):
    """An integer may be greater than an engine holds."""

    def __init__(self, most: int) -> None:
        super().__init__(f"up to {most:.1e}")
        self.most = most


@dataclass(frozen=True, slots=True, eq=False)
class Expr:
    """An integer, or a truth value, for every row. Equal expressions of one `Integers` are one object.

    Attributes:
        op: `column` and `number` have no arguments. `case` has a test and a value by turns, then what it is otherwise.
            `within` is its argument, with bounds that somebody proved to be narrower.
        args: what it is made of.
        low, high: between which its values lie; 0 and 1 of truth values.
        column: of `column`, its name.
    """

    op: Op
    args: tuple["Expr", ...]
    low: int
    high: int
    column: str = ""

    @property
    def is_truth(self) -> bool:
        """Whether it is a truth value."""
        return self.op in TRUTHS

    @property
    def is_wide(self) -> bool:
        """Whether 64 bits may be too few for its value."""
        return self.low < -NARROW or self.high > NARROW

    @property
    def is_constant(self) -> bool:
        """Whether it is the same for every row."""
        return self.op in {"number", "true", "false"}

    def __repr__(self) -> str:
        return as_text(self)


MOST_FLAT = 3  # parts of an `and` in an `and`, or an `or` in an `or`, that are written as parts of the outer one


class Integers:
    """Makes expressions; each once, so that what is used twice is one object.

    Attributes:
        most: the greatest integer that the engine holds; an expression that may pass it is not made.
        most_quotient: the greatest quotient that it can give.
    """

    def __init__(self, most: int = WIDE, most_quotient: int = WIDE) -> None:
        self.most, self.most_quotient = most, most_quotient
        self._made: dict[tuple[object, ...], Expr] = {}
        self._numbers: dict[int, Expr] = {}
        self._shares: dict[tuple[int, int], Fraction] = {}
        self.true = self._truth("true")
        self.false = self._truth("false")
        self.zero = self.number(0)
        self.one = self.number(1)

    def _make(self, op: Op, args: tuple[Expr, ...], low: int, high: int, column: str = "") -> Expr:
        key = (op, *args) if args else (op, column, low, high)
        made = self._made.get(key)
        if made is None:
            if high > self.most or low < -self.most:
                raise TooWideError(max(-low, high))
            made = self._made[key] = Expr(op, args, low, high, column)
        return made

    def _truth(self, op: Op, *args: Expr) -> Expr:
        return self._make(op, args, 0, 1)

    def number(self, value: int) -> Expr:
        """Give the same integer for every row."""
        made = self._numbers.get(value)
        if made is None:
            made = self._numbers[value] = self._make("number", (), value, value)
        return made

    def column(self, name: str, low: int, high: int) -> Expr:
        """Give a column whose values are known to lie between two bounds."""
        return self.number(low) if low == high else self._make("column", (), low, high, name)

    def truth(self, *, value: bool) -> Expr:
        """Give the same truth value for every row."""
        return self.true if value else self.false

    def plus(self, left: Expr, right: Expr) -> Expr:
        """Add.

        >>> made = Integers()
        >>> (made.plus(made.column("a", 0, 5), made.number(3)).high, made.plus(made.number(1), made.number(2)))
        (8, 3)
        """
        if left.is_constant and right.is_constant:
            return self.number(left.low + right.low)
        if left is self.zero:
            return right
        if right is self.zero:
            return left
        for one, other in ((left, right), (right, left)):
            if other.op == "-" and other.args[1] is one:
                return other.args[0]
        return self._make("+", (left, right), left.low + right.low, left.high + right.high)

    def summed(self, parts: Sequence[Expr]) -> Expr:
        """Add up, in halves, so that a long sum is no deep one."""
        if not parts:
            return self.zero
        if len(parts) == 1:
            return parts[0]
        half = len(parts) // 2
        return self.plus(self.summed(parts[:half]), self.summed(parts[half:]))

    def minus(self, left: Expr, right: Expr) -> Expr:
        """Subtract."""
        if left.is_constant and right.is_constant:
            return self.number(left.low - right.low)
        if right is self.zero:
            return left
        if left is right:
            return self.zero
        return self._make("-", (left, right), left.low - right.high, left.high - right.low)

    def negative(self, value: Expr) -> Expr:
        """Change the sign."""
        return self.minus(self.zero, value)

    def times(self, left: Expr, right: Expr) -> Expr:
        """Multiply."""
        if left.is_constant and right.is_constant:
            return self.number(left.low * right.low)
        for one, other in ((left, right), (right, left)):
            if one is self.zero or one is self.one:
                return one if one is self.zero else other
            if one.is_constant and other.op == "*" and other.args[1].is_constant:
                return self.times(other.args[0], self.number(one.low * other.args[1].low))
            if one.is_constant and one is left:
                return self.times(right, left)
        ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        return self._make("*", (left, right), min(ends), max(ends))

    def over(self, top: Expr, bottom: Expr) -> Expr:
        """Divide what is not negative by what is positive, and leave the rest away: truncation and floor are one there.

        >>> made = Integers()
        >>> a, b = made.column("a", 0, 100), made.column("b", 3, 9)
        >>> (made.over(a, b).high, made.over(made.times(made.least(a, b), made.number(50)), b).high)
        (33, 50)
        """
        assert top.low >= 0, top
        assert bottom.low > 0, bottom
        if bottom is self.one:
            return top
        low, high = top.low // bottom.high, floor(self._most_times(top, bottom))
        if low == high:
            return self.number(low)
        if high > self.most_quotient:
            raise TooWideError(high)
        return self._make("div", (top, bottom), low, high)

    def _most_times(self, top: Expr, bottom: Expr) -> Fraction:
        """Give what an integer that is not negative is at most, divided by a positive one of which it may be made."""
        most = Fraction(top.high, bottom.low)
        if bottom.is_constant or top.low < 0:
            return most
        key = (id(top), id(bottom))
        known = self._shares.get(key)
        if known is None:
            known = self._shares[key] = min(most, self._most_of_parts(top, bottom, most))
        return known

    def _most_of_parts(self, top: Expr, bottom: Expr, most: Fraction) -> Fraction:
        if top is bottom:
            return Fraction(1)
        if bottom.op == "*" and bottom.args[1].is_constant and bottom.args[0].low > 0:
            return self._most_times(top, bottom.args[0]) / bottom.args[1].low
        match top.op:
            case "*" if top.args[1].is_constant and top.args[0].low >= 0:
                return self._most_times(top.args[0], bottom) * top.args[1].low
            case "+" if all(part.low >= 0 for part in top.args):
                whole = _most_of_choices(top, bottom)
                parts = sum((self._most_times(part, bottom) for part in top.args), Fraction(0))
                return parts if whole is None else min(parts, whole)
            case "within" if top.args[0].low >= 0:
                return self._most_times(top.args[0], bottom)
            case "within" if _is_rest(top.args[0], bottom):
                return Fraction(1)
            case "case":
                values = [self._most_times(value, bottom) for value in (*top.args[1:-1:2], top.args[-1])]
                is_least = top.args[0].op == "<=" and top.args[0].args == top.args[1:]
                return min(values) if is_least else max(values)
        return most

    def is_less(self, left: Expr, right: Expr) -> Expr:
        """Say whether one is below the other, from the bounds where they tell."""
        if left.high < right.low:
            return self.true
        if left is right or left.low >= right.high:
            return self.false
        return self._decided(self.is_less, left, right) or self._truth("<", left, right)

    def is_at_most(self, left: Expr, right: Expr) -> Expr:
        """Say whether one is not above the other."""
        if left is right or left.high <= right.low:
            return self.true
        if left.low > right.high:
            return self.false
        return self._decided(self.is_at_most, left, right) or self._truth("<=", left, right)

    def is_equal(self, left: Expr, right: Expr) -> Expr:
        """Say whether two are the same."""
        if left is right:
            return self.true
        if left.high < right.low or right.high < left.low:
            return self.false
        if right.is_constant and left.low == right.low == left.high - 1:
            # Of two values one is asked for, so that a test and its inverse are known as such.
            return self.inverse(self._truth("==", left, self.number(left.high)))
        return self._decided(self.is_equal, left, right) or self._truth("==", left, right)

    def _decided(self, compare: Callable[[Expr, Expr], Expr], left: Expr, right: Expr) -> Expr | None:
        """Compare one of two integers with a constant by the test alone, where the bounds of both tell."""
        for choice, other, is_left in ((left, right, True), (right, left, False)):
            if choice.op == "case" and len(choice.args) == 3 and other.is_constant:
                test, then, otherwise = choice.args
                told = [compare(each, other) if is_left else compare(other, each) for each in (then, otherwise)]
                if all(each.is_constant for each in told):
                    return self.pick(test, *told)
        return None

    def every(self, parts: Iterable[Expr]) -> Expr:
        """Say whether all hold."""
        return self._joined("and", parts, neutral=self.true, absorbs=self.false)

    def either(self, parts: Iterable[Expr]) -> Expr:
        """Say whether any holds."""
        return self._joined("or", parts, neutral=self.false, absorbs=self.true)

    def _joined(self, op: Op, parts: Iterable[Expr], *, neutral: Expr, absorbs: Expr) -> Expr:
        kept: dict[Expr, None] = {}
        for part in parts:
            # A long one is likely to be read elsewhere too, and is computed once as it is.
            for each in part.args if part.op == op and len(part.args) <= MOST_FLAT else (part,):
                if each is absorbs:
                    return absorbs
                if each is not neutral:
                    kept[each] = None
        found = tuple(kept)
        if any(self.inverse(each) in kept for each in found):
            return absorbs
        return neutral if not found else found[0] if len(found) == 1 else self._truth(op, *found)

    def inverse(self, truth: Expr) -> Expr:
        """Say whether a truth value does not hold."""
        match truth.op:
            case "true":
                return self.false
            case "false":
                return self.true
            case "not":
                return truth.args[0]
            case "<":
                return self.is_at_most(truth.args[1], truth.args[0])
            case "<=":
                return self.is_less(truth.args[1], truth.args[0])
            case _:
                return self._truth("not", truth)

    def case(self, choices: Iterable[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
        """Give the value of the first test that holds; all values are integers.

        >>> made = Integers()
        >>> a = made.column("a", 0, 9)
        >>> made.case([(made.is_less(a, made.number(5)), made.number(1))], made.number(2))
        case(a < 5: 1, else 2)
        """
        kept: list[tuple[Expr, Expr]] = []
        asked = {self.false}
        for test, value in choices:
            if test is self.true or self.inverse(test) in asked:
                otherwise = value
                break
            if test not in asked:
                asked.add(test)
                kept.append((test, value))
        if otherwise.op == "case":
            inner = otherwise.args
            pairs = zip(inner[:-1:2], inner[1:-1:2], strict=True)
            kept += [(test, value) for test, value in pairs if test not in asked]
            otherwise = inner[-1]
        if kept and kept[-1][1] is self.zero:
            # 0 is what stands where nothing else does.
            kept[-1], otherwise = (self.inverse(kept[-1][0]), otherwise), self.zero
        while kept and (same := self._without(*kept[-1], otherwise)) is not None:
            otherwise = same
            kept.pop()
        if not kept:
            return otherwise
        values = [value for _, value in kept] + [otherwise]
        args = (*chain.from_iterable(kept), otherwise)
        return self._make("case", args, min([each.low for each in values]), max([each.high for each in values]))

    def _without(self, test: Expr, value: Expr, otherwise: Expr) -> Expr | None:
        """Give what a choice between two is without its test; None where it needs one."""
        if value is otherwise:
            return value
        if otherwise is self.zero and value.low >= 0 and test.op == "<" and test.args == (self.zero, value):
            return value
        if test.op == "not":
            test, value, otherwise = test.args[0], otherwise, value
        if test.op != "==" or value is not test.args[1]:
            return None
        asked = test.args[0]
        is_one_of_two = {value.low, otherwise.low} == {asked.low, asked.high} and asked.high == asked.low + 1
        return asked if otherwise is asked or (is_one_of_two and otherwise.is_constant) else None

    def pick(self, test: Expr, then: Expr, otherwise: Expr) -> Expr:
        """Give one of two integers, or one of two truth values."""
        if test is self.true or then is otherwise:
            return then
        if test is self.false:
            return otherwise
        if not then.is_truth:
            return self.case([(test, then)], otherwise)
        if then.is_constant:
            return self.either([test, otherwise]) if then is self.true else self.every([self.inverse(test), otherwise])
        if otherwise.is_constant:
            return self.every([test, then]) if otherwise is self.false else self.either([self.inverse(test), then])
        return self.either([self.every([test, then]), self.every([self.inverse(test), otherwise])])

    def least(self, left: Expr, right: Expr) -> Expr:
        """Give the smaller."""
        if left is right:
            return left
        return self.within(self.pick(self.is_at_most(left, right), left, right), high=min(left.high, right.high))

    def greatest(self, left: Expr, right: Expr) -> Expr:
        """Give the greater."""
        if left is right:
            return left
        return self.within(self.pick(self.is_at_most(right, left), left, right), low=max(left.low, right.low))

    def greatest_of(self, values: Sequence[Expr]) -> Expr:
        """Give the greatest of some integers, in one operation.

        >>> made = Integers()
        >>> made.greatest_of([made.column("a", 0, 9), made.column("b", 3, 5), made.one])
        greatest(a, b)
        """
        least = max(value.low for value in values)
        kept = tuple({value: None for value in values if value.high > least or value.low == least})
        return kept[0] if len(kept) == 1 else self._make("greatest", kept, least, max(value.high for value in kept))

    def within(self, value: Expr, low: int | None = None, high: int | None = None) -> Expr:
        """Give the same integer with narrower bounds, which the caller has proved for every row.

        Also for rows where no choice reads it: engines compute both sides of a choice, and a column for all rows.
        """
        least = value.low if low is None else max(low, value.low)
        most = value.high if high is None else min(high, value.high)
        if (least, most) == (value.low, value.high) or value.is_constant:
            return value
        key = ("within", value, least, most)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = Expr("within", (value,), least, most)
        return made


def chosen_between(expr: Expr) -> Iterator[Expr]:
    """Give what a choice, or the greatest, and those in it, choose between, each once; anything else is itself.

    >>> made = Integers()
    >>> a = made.column("a", 0, 9)
    >>> inner = made.case([(made.is_less(a, made.one), made.number(7))], made.number(8))
    >>> sorted(each.low for each in chosen_between(made.case([(made.is_less(made.number(5), a), inner)], made.number(9))))
    [7, 8, 9]
    """
    seen: set[int] = set()
    waiting = [expr]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if each.op == "case":
            waiting += [*each.args[1::2], each.args[-1]]
        elif each.op == "greatest":
            waiting += each.args
        else:
            yield each


def _most_of_choices(top: Expr, bottom: Expr) -> Fraction | None:
    """Give what a sum is at most, divided by another: where a test of one's parts holds, a part of the other is above 0.

    Of `case(t: a, else 0) + case(u: b, else 0)` and `case(t: 3, else 0) + case(u: 7, else 0)` that is the greater of a / 3
    and b / 7. The other may be 1 instead where it is 0.
    """
    given = _where_above_0(_unguarded(bottom), is_top=False)
    asked = _where_above_0(top, is_top=True)
    if given is None or asked is None or not asked.keys() <= given.keys():
        return None
    return max([Fraction(most, given[test]) for test, most in asked.items()], default=Fraction(0))


def _unguarded(bottom: Expr) -> Expr:
    """Give what a divisor is but for 1 in place of 0, of which it is no less."""
    inner = bottom.args[0] if bottom.op == "within" else bottom
    if inner.op == "case" and len(inner.args) == 3 and inner.args[1].is_constant and inner.args[1].low == 1:
        test, _, value = inner.args
        if test.op == "==" and test.args[0] is value and test.args[1].is_constant and not test.args[1].low:
            return value
    return bottom


def _where_above_0(value: Expr, *, is_top: bool) -> dict[Expr, int] | None:
    """Give of a sum of choices between something and 0 each test, and what is chosen at most (at least); None if it is none.

    None of it is negative.
    """
    found: dict[Expr, int] = {}
    waiting = [(value, 1)]
    while waiting:
        part, times = waiting.pop()
        if part.op == "+":
            waiting += [(each, times) for each in part.args]
        elif part.op == "*" and part.args[1].is_constant and part.args[1].low > 0:
            waiting.append((part.args[0], times * part.args[1].low))
        elif (
            part.op == "case"
            and len(part.args) == 3
            and part.low >= 0
            and (part.args[0].op == "not" or _is_0(part.args[2]))
        ):
            test, chosen, otherwise = part.args
            for asked, each in ((test, chosen), *(((test.args[0], otherwise),) if test.op == "not" else ())):
                found[asked] = found.get(asked, 0) + times * (each.high if is_top else each.low)
        elif is_top or part.low < 0:
            return None
    return {test: amount for test, amount in found.items() if amount}


def _is_0(value: Expr) -> bool:
    return value.is_constant and value.low == 0


def _is_rest(value: Expr, bottom: Expr) -> bool:
    """Say whether an integer is what a division by another leaves."""
    if value.op != "-" or value.args[1].op != "*":
        return False
    whole, times = value.args[1].args
    return times is bottom and whole.op == "div" and whole.args == (value.args[0], bottom)


DEEPEST_TEXT = (
    6  # operations within one another that are written out: what is shared would be written at each of its uses
)


def as_text(expr: Expr, deepest: int = DEEPEST_TEXT) -> str:
    """Write an expression for people who look for a fault; what lies deeper is `...`."""
    if expr.args and not deepest:
        return "..."

    def inner(arg: Expr) -> str:
        return as_text(arg, deepest - 1)

    match expr.op:
        case "column":
            return expr.column
        case "number":
            return str(expr.low)
        case "within":
            return as_text(expr.args[0], deepest)
        case "true" | "false":
            return expr.op
        case "greatest":
            return f"greatest({', '.join(map(inner, expr.args))})"
        case "not":
            return f"not ({inner(expr.args[0])})"
        case "case":
            pairs = zip(expr.args[:-1:2], expr.args[1:-1:2], strict=True)
            told = ", ".join(f"{inner(test)}: {inner(value)}" for test, value in pairs)
            return f"case({told}, else {inner(expr.args[-1])})"
        case _:
            return f" {expr.op} ".join(f"({inner(arg)})" if arg.args else inner(arg) for arg in expr.args)
