"""The domain of columns of formulas: each operation for all units at once, as integer expressions.

`engine/formula/interpreter.py` walks the tree; what cannot be said raises `FallsBackError`, and the reference computes it.
Both branches of a choice are computed for every unit; which one counts, and whose lack, is decided in the same order in
which the reference would have looked at them.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import reduce

from ..formula.exact import DIVISION_BY_ZERO
from ..formula.functions import NOT_APPLICABLE, OPTION_NOT_APPLICABLE
from ..formula.interpreter import Interpreter, Thunk
from ..formula.irrational import OUT_OF_DOMAIN
from ..formula.rounding import MOST_DIGITS
from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import Formula, RoundingMode
from .integers import Expr
from .program import in_order
from .quantity import Absent, Arithmetic, Cell, FallsBackError, Kept, Number, Plain, lacking, never

MOST_POWER = 12
OTHER_SCORECARD = NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD)
NO_VALUE = NoScore(State.MISSING, Reason.NO_VALUE)


@dataclass(slots=True)
class Formulas:
    """Formulas of one column.

    Attributes:
        a: the arithmetic of the program.
        cells: the columns so far.
        options: the number of each option of a choice.
        rounding_mode: of `round`.
        about: the column that is computed: a lack that begins in a formula is about it.
    """

    a: Arithmetic
    cells: Mapping[str, Cell]
    options: Mapping[str, int]
    rounding_mode: RoundingMode
    about: str

    def of(self, formula: Formula) -> Cell:
        """Give a formula as expressions; a lack that was about nothing is about the column that is computed."""
        cell = Interpreter(self).evaluate(formula.tree)
        if not self.about or cell.lack.is_constant:
            return cell
        lack, lacks, i = cell.lack, self.a.lacks, self.a.i
        for of_nothing in (OTHER_SCORECARD, NO_VALUE):
            code = lacks.known(of_nothing)
            if code is not None and any(self._may_lack(key, code) for key in formula.reads):
                own = self.lack(of_nothing)
                lack = i.pick(i.is_equal(lack, code), own, lack)
        return replace(cell, lack=lack)

    def _may_lack(self, key: str, code: Expr) -> bool:
        """Say whether a column may lack for a reason."""
        return any(part is code for part in in_order([self.cells[key].lack])) if key in self.cells else False

    def lack(self, lack: NoScore) -> Expr:
        """Give the code of a lack that begins here."""
        return self.a.lacks.code(replace(lack, about=lack.about or self.about))

    def constant(self, node: ast.Constant) -> Cell:
        """Give a number, an option or a day."""
        value, i = node.value, self.a.i
        none = self.a.lacks.none
        if isinstance(value, Fraction):
            return self.a.constant(value)
        if isinstance(value, date):
            return Plain(i.number(value.toordinal()), "date", none)
        assert isinstance(value, str)
        return Plain(i.number(self.options.get(value, len(self.options))), "choice", none)

    def name(self, node: ast.Name) -> Cell:
        """Give a column."""
        cell = self.cells[node.id]
        if isinstance(cell, Kept):
            raise FallsBackError(cell.why, node.id)
        return cell

    def number(self, value: Cell) -> Number:
        """Take a number; what never has a value is any number."""
        if isinstance(value, Absent):
            return replace(self.a.constant(Fraction(0)), lack=value.lack)
        return value if isinstance(value, Number) else never(value)

    def truth(self, value: Cell) -> Plain:
        """Take a yes/no."""
        if isinstance(value, Absent):
            return Plain(self.a.i.false, "yes_no", value.lack)
        return value if isinstance(value, Plain) else never(value)

    def arithmetic(self, op: str, left: Cell, right: Cell, node: ast.BinOp) -> Cell:  # noqa: ARG002
        """Apply an operator, and hold the limit of magnitude."""
        return self.a.held(self._operated(op, self.number(left), self.number(right)))

    def negate(self, value: Cell, node: ast.UnaryOp) -> Cell:  # noqa: ARG002
        """Change the sign."""
        return self.a.negative(self.number(value))

    def compare(self, op: str, left: Cell, right: Cell, node: ast.Compare) -> Cell:  # noqa: ARG002
        """Compare two values of one type."""
        holds, lacks = COMPARISON[op], self.a.lacks
        lack = lacks.first([left.lack, right.lack])
        if isinstance(left, Plain) and isinstance(right, Plain):
            one, two = self._integers(left), self._integers(right)
            return Plain(holds(self.a, self.a.whole(one), self.a.whole(two)), "yes_no", lack)
        pair = self.number(left), self.number(right)
        return Plain(holds(self.a, *pair), "yes_no", lack)

    def _integers(self, value: Plain) -> Expr:
        i = self.a.i
        return i.pick(value.value, i.one, i.zero) if value.value.is_truth else value.value

    def every(self, parts: Sequence[Thunk[Cell]], node: ast.expr) -> Cell:  # noqa: ARG002
        """Look as far as the first that does not hold."""
        i, truths = self.a.i, [self.truth(part()) for part in parts]
        return self._as_far_as(truths, [i.inverse(truth.value) for truth in truths], i.every)

    def either(self, parts: Sequence[Thunk[Cell]], node: ast.expr) -> Cell:  # noqa: ARG002
        """Look as far as the first that holds."""
        truths = [self.truth(part()) for part in parts]
        return self._as_far_as(truths, [truth.value for truth in truths], self.a.i.either)

    def _as_far_as(self, truths: Sequence[Plain], ends: Sequence[Expr], put: Callable[[Sequence[Expr]], Expr]) -> Plain:
        lacks, i = self.a.lacks, self.a.i
        choices: list[tuple[Expr, Expr]] = []
        so_far = lacks.none
        for truth, end in zip(truths, ends, strict=True):
            lack = lacks.after(truth.lack, so_far)
            so_far = lacks.first([so_far, truth.lack])
            choices += [(lacks.is_lacking(lack), lack), (end, lacks.none)]
        return Plain(put([truth.value for truth in truths]), "yes_no", i.case(choices, lacks.none))

    def inverse(self, value: Cell, node: ast.UnaryOp) -> Cell:  # noqa: ARG002
        """Turn yes to no."""
        truth = self.truth(value)
        return replace(truth, value=self.a.i.inverse(truth.value))

    def choose(self, test: Cell, then: Thunk[Cell], otherwise: Thunk[Cell], node: ast.IfExp) -> Cell:  # noqa: ARG002
        """Give one of two values; where the test lacks, its lack."""
        asked, first, second = self.truth(test), then(), otherwise()
        lacks = self.a.lacks
        first, second = (replace(each, lack=lacks.after(each.lack, asked.lack)) for each in (first, second))
        made = self._one_of(asked.value, first, second)
        return replace(made, lack=self.a.lacks.first([asked.lack, made.lack]))

    def _one_of(self, test: Expr, first: Cell, second: Cell) -> Cell:
        i = self.a.i
        lack = i.pick(test, first.lack, second.lack)
        match first, second:
            case Absent(), Absent():
                return Absent(lack)
            case Absent(), _:
                return replace(second, lack=lack)
            case _, Absent():
                return replace(first, lack=lack)
            case Number(), Number():
                return self.a.picked(test, first, second)
            case Plain(), Plain():
                return Plain(i.pick(test, first.value, second.value), first.kind, lack)
        return never((first, second))

    def call(self, name: str, arguments: Sequence[Thunk[Cell]], node: ast.Call) -> Cell:
        """Apply a function."""
        function = CALLS.get(name)
        if function is None:
            raise FallsBackError("function", name)
        return function(self, [argument() for argument in arguments], node)

    def _operated(self, op: str, left: Number, right: Number) -> Number:
        a = self.a
        match op:
            case "+":
                return a.plus(left, right)
            case "-":
                return a.minus(left, right)
            case "*":
                return a.times(left, right)
            case "**":
                return self._power(left, right)
        quotient = a.over(left, right, self.lack(DIVISION_BY_ZERO))
        if op == "/":
            return quotient
        whole = a.floor_of(quotient)
        return whole if op == "//" else replace(a.minus(left, a.times(right, whole)), lack=whole.lack)

    def _power(self, base: Number, exponent: Number) -> Number:
        a = self.a
        if not (exponent.top.is_constant and exponent.bottom is a.i.one):
            raise FallsBackError("function", "**")
        times = exponent.top.low
        if abs(times) > MOST_POWER:
            raise FallsBackError("function", "**")
        made = a.constant(Fraction(1))
        for _ in range(abs(times)):
            made = a.times(made, lacking(base, a.lacks.none))
        if times < 0:
            made = a.over(a.constant(Fraction(1)), made, self.lack(OUT_OF_DOMAIN))
        return replace(made, lack=a.lacks.first([base.lack, made.lack]))


COMPARISON: Mapping[str, Callable[[Arithmetic, Number, Number], Expr]] = {
    "==": lambda a, left, right: a.is_equal(left, right),
    "!=": lambda a, left, right: a.i.inverse(a.is_equal(left, right)),
    "<": lambda a, left, right: a.is_less(left, right),
    "<=": lambda a, left, right: a.is_at_most(left, right),
    ">": lambda a, left, right: a.is_less(right, left),
    ">=": lambda a, left, right: a.is_at_most(right, left),
}


def _folded(fold: Callable[[Arithmetic, Sequence[Number]], Number]) -> "Call":
    """Apply what takes numbers and gives one, all lacks first."""

    def call(of: Formulas, arguments: Sequence[Cell], node: ast.Call) -> Cell:  # noqa: ARG001
        numbers = [of.number(argument) for argument in arguments]
        lack = of.a.lacks.first([number.lack for number in numbers])
        bare = [lacking(number, of.a.lacks.none) for number in numbers]
        return of.a.held(lacking(fold(of.a, bare), lack))

    return call


def _mean(a: Arithmetic, numbers: Sequence[Number]) -> Number:
    return a.times(a.summed(numbers), a.constant(Fraction(1, len(numbers))))


def _absolute(a: Arithmetic, numbers: Sequence[Number]) -> Number:
    (number,) = numbers
    return a.picked(a.i.is_less(number.top, a.i.zero), a.negative(number), number)


def _clamp(a: Arithmetic, numbers: Sequence[Number]) -> Number:
    value, least, most = numbers
    return a.least(a.greatest(value, least), most)


def harmonic_mean(a: Arithmetic, weights: Sequence[Number], values: Sequence[Number]) -> Number:
    """Give the weighted harmonic mean of numbers that are known to be above 0 where anybody looks."""
    zero = a.lacks.none  # guarded by the caller
    inverse = a.summed([a.over(weight, value, zero) for weight, value in zip(weights, values, strict=True)])
    return a.over(a.summed(weights), inverse, zero)


def _harmonic(of: Formulas, arguments: Sequence[Cell], node: ast.Call) -> Cell:  # noqa: ARG001
    a, numbers = of.a, [of.number(argument) for argument in arguments]
    bare = [lacking(number, a.lacks.none) for number in numbers]
    is_out = a.i.either([a.i.is_at_most(number.top, a.i.zero) for number in numbers])
    out = a.i.pick(is_out, of.lack(OUT_OF_DOMAIN), a.lacks.none)
    made = harmonic_mean(a, [a.constant(Fraction(1))] * len(bare), bare)
    return a.held(replace(made, lack=a.lacks.first([*(number.lack for number in numbers), out])))


def _rounding(mode: RoundingMode | None) -> "Call":
    def call(of: Formulas, arguments: Sequence[Cell], node: ast.Call) -> Cell:  # noqa: ARG001
        number = of.number(arguments[0])
        digits = 0
        if len(arguments) > 1:
            given = of.number(arguments[1])
            if not (given.top.is_constant and given.bottom.is_constant and given.lack is of.a.lacks.none):
                raise FallsBackError("digits")
            digits = given.top.low
            if given.bottom is not of.a.i.one or abs(digits) > MOST_DIGITS:
                return Absent(of.a.lacks.first([number.lack, of.lack(OUT_OF_DOMAIN)]))
        return of.a.held(of.a.rounded(number, digits, mode or of.rounding_mode))

    return call


def _has(of: Formulas, arguments: Sequence[Cell], node: ast.Call) -> Cell:  # noqa: ARG001
    return Plain(of.a.lacks.is_there(arguments[0].lack), "yes_no", of.a.lacks.none)


def _first_nonzero(of: Formulas, arguments: Sequence[Cell], node: ast.Call) -> Cell:  # noqa: ARG001
    a, i = of.a, of.a.i
    numbers = [of.number(argument) for argument in arguments]
    choices = [
        (i.every([a.lacks.is_there(number.lack), i.inverse(i.is_equal(number.top, i.zero))]), number)
        for number in numbers
    ]
    lacks_all = i.every([a.lacks.is_lacking(number.lack) for number in numbers])
    made = a.chosen(choices, a.constant(Fraction(0)))
    return replace(made, lack=i.pick(lacks_all, numbers[0].lack, a.lacks.none))


def _days(of: Formulas, arguments: Sequence[Cell], node: ast.Call) -> Cell:  # noqa: ARG001
    first, last = arguments
    lack = of.a.lacks.first([first.lack, last.lack])
    if not (isinstance(first, Plain) and isinstance(last, Plain)):
        return Absent(lack)
    return of.a.whole(of.a.i.minus(last.value, first.value), lack)


def _not_applicable(of: Formulas, arguments: Sequence[Cell], node: ast.Call) -> Cell:  # noqa: ARG001
    return Absent(of.lack(OPTION_NOT_APPLICABLE))


Call = Callable[[Formulas, Sequence[Cell], ast.Call], Cell]

CALLS: Mapping[str, Call] = {
    "min": _folded(lambda a, numbers: reduce(a.least, numbers)),
    "max": _folded(lambda a, numbers: reduce(a.greatest, numbers)),
    "sum": _folded(lambda a, numbers: a.summed(numbers)),
    "mean": _folded(_mean),
    "abs": _folded(_absolute),
    "clamp": _folded(_clamp),
    "harmonic_mean": _harmonic,
    "round": _rounding(None),
    "floor": _rounding("floor"),
    "ceil": _rounding("ceiling"),
    "has": _has,
    "first_nonzero": _first_nonzero,
    "days": _days,
    NOT_APPLICABLE: _not_applicable,
}
"""The functions of `formula/functions.py` that integers say; roots, logarithms and powers of fractions they do not."""
