"""Exact rationals on columns: a numerator, a denominator above 0, and the code of a lack, each an integer expression.

What `Fraction` does to one number these functions do to a column of them; no number is brought to lowest terms, but
constants cancel. What lies beside a lack is never read, but it lies within the bounds too, and no divisor is 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import NoReturn

from ..formula.exact import GREATEST
from ..model.input_types.input_type import ValueKind
from ..model.ruleset import RoundingMode
from .integers import Expr, Integers
from .lacks import Lacks


class FallsBackError(Exception):
    """What the reference has to compute: no expression of integers says it, or it could pass what an engine holds.

    Attributes:
        why: the cause, as a name of `plan.WHY`, and what it is about.
    """

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, about)
        self.why, self.about = why, about


@dataclass(frozen=True, slots=True)
class Number:
    """A rational number for every row: `top / bottom` where `lack` is 0."""

    top: Expr
    bottom: Expr
    lack: Expr


def lacking(number: Number, lack: Expr) -> Number:
    """Give the same numbers with another lack; `dataclasses.replace` takes ten times as long, and this is done most."""
    return Number(number.top, number.bottom, lack)


@dataclass(frozen=True, slots=True)
class Plain:
    """A yes/no (a truth value), an option (its number) or a day (its ordinal) for every row, where `lack` is 0."""

    value: Expr
    kind: ValueKind
    lack: Expr


@dataclass(frozen=True, slots=True)
class Absent:
    """No value in any row."""

    lack: Expr


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that only the reference can read: the numbers of exact values that it keeps, where `lack` is 0."""

    value: Expr
    lack: Expr
    why: str


Cell = Number | Plain | Absent | Kept


class Arithmetic:
    """The operations, over one `Integers` and its lacks."""

    def __init__(self, integers: Integers, lacks: Lacks) -> None:
        self.i, self.lacks = integers, lacks

    # Making

    def constant(self, value: Fraction) -> Number:
        """Give the same number for every row."""
        return Number(self.i.number(value.numerator), self.i.number(value.denominator), self.lacks.none)

    def whole(self, value: Expr, lack: Expr | None = None) -> Number:
        """Give integers as numbers."""
        return Number(value, self.i.one, self.lacks.none if lack is None else lack)

    def with_lack(self, number: Number, lack: Expr) -> Number:
        """Give the same numbers, which lack where a code says so, before anything else."""
        return lacking(number, self.lacks.first([lack, number.lack]))

    def multiplied(self, expr: Expr, factor: int) -> Expr:
        """Multiply by a constant; of choices between constants, each of them."""
        if factor == 1:
            return expr
        if expr.op == "case" and all(value.is_constant for value in (*expr.args[1:-1:2], expr.args[-1])):
            pairs = [
                (test, self.i.number(value.low * factor))
                for test, value in zip(expr.args[:-1:2], expr.args[1:-1:2], strict=True)
            ]
            return self.i.case(pairs, self.i.number(expr.args[-1].low * factor))
        return self.i.times(expr, self.i.number(factor))

    # Arithmetic

    def aligned(self, numbers: Sequence[Number]) -> tuple[list[Expr], Expr]:
        """Give the numerators of some numbers over one denominator, and that."""
        bottoms = list({id(number.bottom): number.bottom for number in numbers}.values())
        constant = reduce(lcm, (bottom.low for bottom in bottoms if bottom.is_constant), 1)
        others = [bottom for bottom in bottoms if not bottom.is_constant]
        tops = []
        for number in numbers:
            top = number.top
            for other in others:
                if other is not number.bottom:
                    top = self.i.times(top, other)
            own = number.bottom.low if number.bottom.is_constant else 1
            tops.append(self.multiplied(top, constant // own))
        bottom = reduce(self.i.times, others, self.i.number(constant))
        return tops, bottom

    def plus(self, left: Number, right: Number) -> Number:
        """Add."""
        return self.summed([left, right])

    def summed(self, numbers: Sequence[Number]) -> Number:
        """Add up."""
        tops, bottom = self.aligned(numbers)
        return Number(self.i.summed(tops), bottom, self.lacks.first([number.lack for number in numbers]))

    def negative(self, number: Number) -> Number:
        """Change the sign."""
        return replace(number, top=self.i.negative(number.top))

    def minus(self, left: Number, right: Number) -> Number:
        """Subtract."""
        (first, second), bottom = self.aligned([left, right])
        return Number(self.i.minus(first, second), bottom, self.lacks.first([left.lack, right.lack]))

    def times(self, left: Number, right: Number) -> Number:
        """Multiply."""
        lack = self.lacks.first([left.lack, right.lack])
        one, other = self._cancelled(left.top, right.bottom)
        two, another = self._cancelled(right.top, left.bottom)
        return Number(self._product(one, two), self._product(other, another), lack)

    def _product(self, left: Expr, right: Expr) -> Expr:
        if left.is_constant:
            return self.multiplied(right, left.low)
        return self.multiplied(left, right.low) if right.is_constant else self.i.times(left, right)

    def _cancelled(self, top: Expr, bottom: Expr) -> tuple[Expr, Expr]:
        """Take the common divisor out of two constants, or out of the same column above and below."""
        if top.is_constant and bottom.is_constant:
            common = gcd(top.low, bottom.low)
            return (self.i.number(top.low // common), self.i.number(bottom.low // common)) if common else (top, bottom)
        return (self.i.one, self.i.one) if top is bottom else (top, bottom)

    def over(self, left: Number, right: Number, of_zero: Expr) -> Number:
        """Divide; `of_zero` is the code of the lack where the divisor is 0."""
        i = self.i
        is_zero = i.is_equal(right.top, i.zero)
        divisor, top = right.top, left.top
        if divisor.low <= 0:
            choices = [(is_zero, i.one)]
            if divisor.low < 0:
                is_negative = i.is_less(divisor, i.zero)
                choices.append((is_negative, i.negative(divisor)))
                top = i.pick(is_negative, i.negative(top), top)
            divisor = i.within(i.case(choices, divisor), low=1)
        inverse = Number(right.bottom, divisor, self.lacks.none)
        made = self.times(Number(top, left.bottom, self.lacks.none), inverse)
        zero = i.pick(is_zero, of_zero, self.lacks.none)
        return lacking(made, self.lacks.first([left.lack, right.lack, zero]))

    def held(self, number: Number) -> Number:
        """Hold the limit of magnitude of formulas: what might pass it is for the reference to decide."""
        furthest = max(-number.top.low, number.top.high) // number.bottom.low
        if furthest > GREATEST:
            raise FallsBackError("too_large")
        return number

    # Comparison

    def is_less(self, left: Number, right: Number) -> Expr:
        """Say whether one is below the other."""
        return self.i.is_less(*self._crossed(left, right))

    def is_at_most(self, left: Number, right: Number) -> Expr:
        """Say whether one is not above the other."""
        return self.i.is_at_most(*self._crossed(left, right))

    def is_equal(self, left: Number, right: Number) -> Expr:
        """Say whether two are the same."""
        return self.i.is_equal(*self._crossed(left, right))

    def _crossed(self, left: Number, right: Number) -> tuple[Expr, Expr]:
        one, other = left.bottom, right.bottom
        if one.is_constant and other.is_constant:
            common = gcd(one.low, other.low)
            return self.multiplied(left.top, other.low // common), self.multiplied(right.top, one.low // common)
        if one is other:
            return left.top, right.top
        return self._product(left.top, other), self._product(right.top, one)

    # Choosing

    def picked(self, test: Expr, then: Number, otherwise: Number) -> Number:
        """Give one of two numbers, with its lack."""
        return self.chosen([(test, then)], otherwise)

    def chosen(self, choices: Sequence[tuple[Expr, Number]], otherwise: Number) -> Number:
        """Give the number, with its lack, of the first test that holds."""
        i = self.i
        choices = [(test, number) for test, number in choices if test is not i.false]
        if choices and choices[0][0] is i.true:
            return choices[0][1]
        numbers = [number for _, number in choices] + [otherwise]
        tests = [test for test, _ in choices]
        varying = {id(number.bottom): number.bottom for number in numbers if not number.bottom.is_constant}
        constants = [number for number in numbers if number.bottom.is_constant]
        if len(varying) < 2 and (not varying or all(number.top.is_constant for number in constants)):
            tops, bottom = self.aligned(numbers)
        else:
            tops = [number.top for number in numbers]
            bottom = i.case(zip(tests, (number.bottom for number in numbers[:-1]), strict=True), otherwise.bottom)
        top = i.case(zip(tests, tops[:-1], strict=True), tops[-1])
        lack = i.case(zip(tests, (number.lack for number in numbers[:-1]), strict=True), otherwise.lack)
        return Number(top, bottom, lack)

    def least(self, left: Number, right: Number) -> Number:
        """Give the smaller."""
        return self._better(self.is_at_most(left, right), left, right)

    def greatest(self, left: Number, right: Number) -> Number:
        """Give the greater."""
        return self._better(self.is_at_most(right, left), left, right)

    def _better(self, is_left: Expr, left: Number, right: Number) -> Number:
        lack = self.lacks.first([left.lack, right.lack])
        bare = (lacking(each, self.lacks.none) for each in (left, right))
        return lacking(self.picked(is_left, *bare), lack)

    # Order

    @staticmethod
    def varying(product: Expr) -> tuple[Expr, int]:
        """Give a product as what differs from row to row, and the constant above 0 that it is multiplied by."""
        if product.op == "*" and product.args[1].is_constant and product.args[1].low > 0:
            return product.args[0], product.args[1].low
        return product, 1

    def order(self, number: Number) -> Expr:
        """Give integers that stand in the order of numbers, and are equal where these are.

        Two fractions a/b and c/d that differ do so by 1 / (b d) at least. Where no denominator is above B they are a whole
        1 apart once both are multiplied by B squared, so that they still differ, the same way, without what is behind the
        point; of negative ones the distance from 0 is taken, which for both sides of 0 keeps them on their side.

        Raises:
            TooWideError: there is no room for that.
        """
        if number.bottom.is_constant:
            return number.top
        i, top = self.i, number.top
        bottom, _ = self.varying(number.bottom)
        if top.low >= 0:
            return self._times_square(top, bottom)
        is_negative = i.is_less(top, i.zero)
        size = i.within(i.pick(is_negative, i.negative(top), top), low=0)
        made = self._times_square(size, bottom)
        return i.pick(is_negative, i.negative(made), made)

    def _times_square(self, size: Expr, bottom: Expr) -> Expr:
        """Give a fraction that is not negative, times the square of the greatest denominator, without the rest."""
        i, square = self.i, self.i.number(bottom.high**2)
        if size.high * square.low <= min(i.most, i.most_quotient):
            return i.over(i.times(size, square), bottom)
        # Whole part and rest apart: no quotient is wider than the number itself or the square.
        whole = i.over(size, bottom)
        rest = i.within(i.minus(size, i.times(whole, bottom)), low=0, high=bottom.high - 1)
        return i.plus(i.times(whole, square), i.over(i.times(rest, square), bottom))

    # Rounding

    def rounded(self, number: Number, digits: int, mode: RoundingMode) -> Number:
        """Round to `digits` decimals, as `formula.rounding.rounded` does to one number.

        Negative numbers are rounded as their distance from 0, with the sign put back: engines divide them differently.
        """
        i = self.i
        scale = 10 ** abs(digits)
        top, bottom = number.top, number.bottom
        if bottom.is_constant and digits >= 0 and scale % bottom.low == 0:
            return number
        if digits >= 0:
            common = gcd(scale, bottom.low) if bottom.is_constant else 1
            top = self.multiplied(top, scale // common)
            bottom = i.number(bottom.low // common) if bottom.is_constant else bottom
        else:
            bottom = self.multiplied(bottom, scale)
        whole = self._whole(*self._lowest(top, bottom), mode)
        if digits >= 0:
            return Number(whole, i.number(scale), number.lack)
        return Number(self.multiplied(whole, scale), i.one, number.lack)

    def _lowest(self, top: Expr, bottom: Expr) -> tuple[Expr, Expr]:
        """Take the common divisor out of the constants by which a numerator and a denominator are multiplied."""
        (above, times), (below, by) = self.varying(top), self.varying(bottom)
        common = gcd(times, by)
        if common == 1 or above.is_constant or below.is_constant:
            return top, bottom
        return self.multiplied(above, times // common), self.multiplied(below, by // common)

    def _whole(self, top: Expr, bottom: Expr, mode: RoundingMode) -> Expr:
        """Round a quotient to an integer."""
        i = self.i
        if top.low >= 0:
            return self._of_size(top, bottom, mode, i.false)
        is_negative = i.is_less(top, i.zero)
        if top.high <= 0:
            return i.negative(self._of_size(i.negative(top), bottom, mode, i.true))
        size = i.within(i.pick(is_negative, i.negative(top), top), low=0)
        made = self._of_size(size, bottom, mode, is_negative)
        return i.pick(is_negative, i.negative(made), made)

    def _of_size(self, size: Expr, bottom: Expr, mode: RoundingMode, is_negative: Expr) -> Expr:
        """Round what is not negative; `is_negative` says on which side of 0 it was."""
        i = self.i
        if mode == "half_up" and (cheap := self._half_up(size, bottom)) is not None:
            return cheap
        quotient = i.over(size, bottom)
        rest = i.within(i.minus(size, i.times(quotient, bottom)), low=0, high=bottom.high - 1)
        left = i.minus(bottom, rest)
        has_rest = i.is_less(i.zero, rest)
        match mode:
            case "half_up":
                is_up = i.is_at_most(left, rest)
            case "half_down":
                is_up = i.is_less(left, rest)
            case "half_even":
                is_odd = i.is_less(i.times(i.over(quotient, i.number(2)), i.number(2)), quotient)
                is_up = i.either([i.is_less(left, rest), i.every([i.is_equal(left, rest), is_odd])])
            case "up":
                is_up = has_rest
            case "down":
                is_up = i.false
            case "floor":
                is_up = i.every([is_negative, has_rest])
            case "ceiling":
                is_up = i.every([i.inverse(is_negative), has_rest])
        return i.plus(quotient, i.pick(is_up, i.one, i.zero))

    def _half_up(self, size: Expr, bottom: Expr) -> Expr | None:
        """Add half a divisor and divide: fewer steps, where it needs no more than 64 bits."""
        i = self.i
        if bottom.is_constant:
            made = i.plus(size, i.number(bottom.low // 2))
            return None if made.is_wide else i.over(made, bottom)
        if 2 * size.high + bottom.high > 2**63 - 1:
            return None
        twice = i.plus(self.multiplied(size, 2), bottom)
        return i.over(twice, self.multiplied(bottom, 2))

    def floor_of(self, number: Number) -> Number:
        """Round down to an integer."""
        return self.rounded(number, 0, "floor")


def never(value: object) -> NoReturn:
    """Say that the checks at load let nothing else through."""
    raise AssertionError(value)
