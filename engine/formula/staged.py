"""The domain of closures: a formula is walked once, and from then on is a function that gives a unit's value.

`staged(formula, mode)` is what evaluation calls for every unit. It gives what `exact.Exact` gives, which says the same
meaning in the plainest way and is what explanations trace; the tests compare the two.
Columns are looked up when a closure is called, never when it is made: a caller may replace them.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, partial, reduce
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from ..model.outcome import NoScore
from ..model.ruleset import Formula, RoundingMode, Value
from .exact import ARITHMETIC, DIVISION_BY_ZERO, GREATEST, AbsentError, bounded
from .functions import FUNCTIONS, NOT_APPLICABLE, OPTION_NOT_APPLICABLE, Answer, days_between
from .interpreter import Interpreter, Thunk
from .rationals import clamped, greater, is_equal, is_less, lesser, minus, over, plus, summed, times

Cells: TypeAlias = Mapping[str, Sequence[Value | NoScore]]
"""The columns so far: `cells[key][unit]` is what a unit has in a column."""

Closure: TypeAlias = Callable[[Cells, int], Value | NoScore]
"""A formula as a function of the columns and a unit's index: its value, or why there is none. It raises nothing."""

Part: TypeAlias = Callable[[Cells, int], Any]
"""A part of a formula: gives its value or raises AbsentError. Any: the types were checked at load."""

Operation: TypeAlias = Callable[[Any, Any], Any]

ZERO = Fraction(0)

# Trees compare by identity, and a closure does not keep its tree: what was staged goes with its ruleset, and a formula
# stays plain data that pickles, copies and compares as before.
_KEPT: WeakKeyDictionary[ast.expr, dict[tuple[RoundingMode, str], Closure]] = WeakKeyDictionary()


def staged(formula: Formula, rounding_mode: RoundingMode, about: str = "") -> Closure:
    """Return a formula as a function of the columns and a unit's index; it is made once and kept.

    Args:
        formula: checked.
        rounding_mode: of `round`.
        about: the column that is computed; a missing value that begins in the formula (a zero divisor) is about it.

    Returns:
        A closure that gives the value, or the NoScore that says why there is none.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> from itrank.engine.model.ruleset import NUMBER
    >>> tree, _ = parse("a / 3", Place())
    >>> share = staged(Formula("a / 3", tree, frozenset("a"), NUMBER, Place()), "half_up")
    >>> share({"a": [Fraction(1), Fraction(6)]}, 1)
    Fraction(2, 1)
    """
    kept = _KEPT.get(formula.tree)
    if kept is None:
        kept = _KEPT.setdefault(formula.tree, {})
    made = kept.get((rounding_mode, about))
    if made is None:
        made = kept[rounding_mode, about] = closure_of(formula.tree, rounding_mode, about)
    return made


def closure_of(tree: ast.expr, rounding_mode: RoundingMode, about: str = "") -> Closure:
    """Return a checked tree as a function of the columns and a unit's index; as `staged`, and not kept."""
    part = _interpreter(rounding_mode).evaluate(tree)

    def value(cells: Cells, unit: int) -> Value | NoScore:
        try:
            return part(cells, unit)  # type: ignore[no-any-return]
        except AbsentError as absent:
            lack = absent.lack
            return lack if lack.about else NoScore(lack.state, lack.reason, about)

    return value


def _same(left: Any, right: Any) -> bool:
    return is_equal(left, right) if type(left) is Fraction else left == right


def _below(left: Any, right: Any) -> bool:
    return is_less(left, right) if type(left) is Fraction else left < right  # days


# What criteria ask most goes without the operators of Fraction; the rest is as `exact` and `FUNCTIONS` have it.
OPERATIONS: Mapping[str, Operation] = {**ARITHMETIC, "+": plus, "-": minus, "*": times, "/": over}
COMPARISON: Mapping[str, Operation] = {
    "==": _same,
    "!=": lambda a, b: not _same(a, b),
    "<": _below,
    "<=": lambda a, b: not _below(b, a),
    ">": lambda a, b: _below(b, a),
    ">=": lambda a, b: not _below(a, b),
}
FREQUENT: Mapping[str, Callable[[Sequence[Any], RoundingMode], Answer]] = {
    "min": lambda values, _: reduce(lesser, values),
    "max": lambda values, _: reduce(greater, values),
    "sum": lambda values, _: summed(values),
}


@cache
def _interpreter(rounding_mode: RoundingMode) -> Interpreter[Part]:
    return Interpreter(_Staging(rounding_mode))


class _Staging:
    """Makes closures; it keeps nothing of a formula, so that one serves all formulas with a mode of rounding."""

    __slots__ = ("rounding_mode",)

    def __init__(self, rounding_mode: RoundingMode) -> None:
        self.rounding_mode = rounding_mode

    def constant(self, node: ast.Constant) -> Part:
        given = node.value
        return lambda _, __: given

    def name(self, node: ast.Name) -> Part:
        key = node.id

        def column(cells: Cells, unit: int) -> Any:
            value = cells[key][unit]
            if type(value) is NoScore:
                raise AbsentError(value)
            return value

        return column

    def arithmetic(self, op: str, left: Part, right: Part, node: ast.BinOp) -> Part:  # noqa: ARG002
        operation = OPERATIONS[op]

        def result(cells: Cells, unit: int) -> Fraction:
            first, second = left(cells, unit), right(cells, unit)
            try:
                made = operation(first, second)
            except ZeroDivisionError:
                raise AbsentError(DIVISION_BY_ZERO) from None
            # What `bounded` asks first; a call of it for each operation would take a tenth of a formula's time.
            if -GREATEST <= made._numerator <= GREATEST and made._denominator <= GREATEST:
                return made  # type: ignore[no-any-return]
            return bounded(made)

        return result

    def negate(self, value: Part, node: ast.UnaryOp) -> Part:  # noqa: ARG002
        return lambda cells, unit: -value(cells, unit)

    def compare(self, op: str, left: Part, right: Part, node: ast.Compare) -> Part:  # noqa: ARG002
        return partial(_compared, COMPARISON[op], left, right)

    def every(self, parts: Sequence[Thunk[Part]], node: ast.expr) -> Part:
        conditions = [part() for part in parts]
        if isinstance(node, ast.Compare):
            return _chain([condition.args for condition in conditions])  # type: ignore[attr-defined]  # of `compare`

        def hold(cells: Cells, unit: int) -> bool:
            for condition in conditions:  # noqa: SIM110  # a generator takes twice as long
                if not condition(cells, unit):
                    return False
            return True

        return hold

    def either(self, parts: Sequence[Thunk[Part]], node: ast.expr) -> Part:  # noqa: ARG002
        conditions = [part() for part in parts]

        def holds(cells: Cells, unit: int) -> bool:
            for condition in conditions:  # noqa: SIM110  # as above
                if condition(cells, unit):
                    return True
            return False

        return holds

    def inverse(self, value: Part, node: ast.UnaryOp) -> Part:  # noqa: ARG002
        return lambda cells, unit: not value(cells, unit)

    def choose(self, test: Part, then: Thunk[Part], otherwise: Thunk[Part], node: ast.IfExp) -> Part:  # noqa: ARG002
        first, second = then(), otherwise()
        return lambda cells, unit: first(cells, unit) if test(cells, unit) else second(cells, unit)

    def call(self, name: str, arguments: Sequence[Thunk[Part]], node: ast.Call) -> Part:  # noqa: ARG002
        parts = [argument() for argument in arguments]
        if name in OWN:
            return OWN[name](parts)
        function = FREQUENT.get(name, FUNCTIONS[name].exact)
        mode = self.rounding_mode

        def value(cells: Cells, unit: int) -> Value:
            made = function([part(cells, unit) for part in parts], mode)
            if isinstance(made, NoScore):
                raise AbsentError(made)
            return bounded(made) if isinstance(made, Fraction) else made

        return value


def _compared(holds: Operation, left: Part, right: Part, cells: Cells, unit: int) -> bool:
    return holds(left(cells, unit), right(cells, unit))  # type: ignore[no-any-return]


def _chain(links: Sequence[tuple[Operation, Part, Part]]) -> Part:
    """Compare along a chain: what stands between two signs is evaluated once, and only as far as the chain holds."""
    _, first, _ = links[0]

    def holds(cells: Cells, unit: int) -> bool:
        left = first(cells, unit)
        for compared, _, part in links:
            right = part(cells, unit)
            if not compared(left, right):
                return False
            left = right
        return True

    return holds


def _has(parts: Sequence[Part]) -> Part:
    (part,) = parts

    def has(cells: Cells, unit: int) -> bool:
        try:
            part(cells, unit)
        except AbsentError:
            return False
        return True

    return has


def _clamp(parts: Sequence[Part]) -> Part:
    value, least, most = parts

    def cut(cells: Cells, unit: int) -> Fraction:
        return bounded(clamped(value(cells, unit), least(cells, unit), most(cells, unit)))

    return cut


def _first_nonzero(parts: Sequence[Part]) -> Part:
    def first(cells: Cells, unit: int) -> Fraction:
        lacks: list[NoScore] = []
        for part in parts:
            try:
                value: Fraction = part(cells, unit)
            except AbsentError as absent:
                lacks.append(absent.lack)
                continue
            if value:
                return value
        if len(lacks) == len(parts):
            raise AbsentError(lacks[0])
        return ZERO

    return first


def _days(parts: Sequence[Part]) -> Part:
    first, last = parts
    return lambda cells, unit: days_between(first(cells, unit), last(cells, unit))


def _not_applicable(_: Sequence[Part]) -> Part:
    def none(_: Cells, __: int) -> Value:
        raise AbsentError(OPTION_NOT_APPLICABLE)

    return none


# Functions that evaluate their arguments themselves: they ask whether there is a value, take days, or are called most.
OWN: Mapping[str, Callable[[Sequence[Part]], Part]] = {
    "has": _has,
    "first_nonzero": _first_nonzero,
    "clamp": _clamp,
    "days": _days,
    NOT_APPLICABLE: _not_applicable,
}
