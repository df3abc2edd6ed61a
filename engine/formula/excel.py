"""The domain of spreadsheets: a checked formula as a formula of Excel, which can be written, and computed as Excel would.

Excel counts in binary: 0.1 × 3 is not 0.3 there. Wherever a number is rounded or compared, what Excel has is first
rounded to `NOISE` decimals, so that the remainders of binary arithmetic decide nothing.
"No score" is a failed cell: formulas carry it on as the engine carries it on, and `IF` reads only the chosen branch.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction
from typing import Any, TypeAlias

from ..model.input_types.input_type import ValueKind
from ..model.ruleset import Formula, RoundingMode
from .days import serial
from .functions import NOT_APPLICABLE
from .interpreter import Interpreter, Thunk

NOISE = 11
"""Decimals that are right whatever was computed before, for numbers of points."""
MOST_DIGITS = 8
"""Decimals to which a node may be rounded so that noise cannot show."""


class Lack(IntEnum):
    """Why a cell has no number, by what ERROR.TYPE says of it in Excel and in LibreOffice."""

    INVALID = 2
    NOT_APPLICABLE = 3
    EXPECTED = 4
    LATER = 5
    SKIPPED = 6
    MISSING = 7


ERRORS: Mapping[Lack, str] = {
    Lack.INVALID: "#DIV/0!",
    Lack.NOT_APPLICABLE: "#VALUE!",
    Lack.EXPECTED: "#REF!",
    Lack.LATER: "#NAME?",
    Lack.SKIPPED: "#NUM!",
    Lack.MISSING: "#N/A",
}
LEFT = frozenset({Lack.NOT_APPLICABLE, Lack.SKIPPED})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a formula of Excel.

    `op` is `value` (a Fraction, text, truth or lack), `at` (a cell, by its label), an operator, `neg`, or the name of
    a function of Excel.
    """

    op: str
    args: tuple[Any, ...]


TRUE, FALSE = Part("value", (True,)), Part("value", (False,))


@dataclass(frozen=True, slots=True)
class Formed:
    """What a formula comes to.

    Attributes:
        lacks: why it may have no value.
        is_plain: it stands in its cell as it was typed, without noise.
        is_rough: it went through a function whose value Excel knows to 15 digits only.
    """

    part: Part
    kind: ValueKind = "number"
    lacks: frozenset[Lack] = frozenset()
    is_plain: bool = False
    is_rough: bool = False


class InexpressibleError(Exception):
    """What Excel cannot compute on a unit's own sheet: `cohort` or `digits`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


Bind: TypeAlias = Callable[[Part], Part]
"""Put a piece into a cell of its own, to read it more than once."""


def value(given: Fraction | int | str | bool | Lack) -> Part:
    """Make a constant."""
    exact = Fraction(given) if isinstance(given, int) and not isinstance(given, bool | Lack) else given
    return Part("value", (exact,))


def at(label: str) -> Part:
    """Name a cell."""
    return Part("at", (label,))


def call(name: str, *args: Part) -> Part:
    """Call a function of Excel."""
    return Part(name, args)


def is_error(part: Part) -> Part:
    """Ask whether a cell has failed."""
    return call("ISERROR", part)


def is_lack(part: Part, *lacks: Lack) -> Part:
    """Ask whether a cell has no number for one of some reasons."""
    asked = [Part("=", (call("ERROR.TYPE", part), value(int(lack)))) for lack in lacks]
    return call("IFERROR", asked[0] if len(asked) == 1 else call("OR", *asked), FALSE)


def total(parts: Sequence[Part]) -> Part:
    """Add up."""
    if not parts:
        return value(0)
    made = parts[0]
    for part in parts[1:]:
        made = Part("+", (made, part))
    return made


def times(weight: Fraction, part: Part) -> Part:
    """Multiply by a constant."""
    return part if weight == 1 else Part("*", (value(weight), part))


def rounded(part: Part, digits: int, mode: RoundingMode, bind: Bind) -> Part:
    """Round as the engine does, whatever the mode; ties are found although Excel has them only nearly."""
    if digits > MOST_DIGITS:
        raise InexpressibleError("digits")
    scale = value(10 ** abs(digits))
    up, down = ("*", "/") if digits >= 0 else ("/", "*")
    scaled = part if digits == 0 else Part(up, (part, scale))
    clean = call("ROUND", scaled, value(NOISE - max(digits, 0)))
    match mode:
        case "half_up":
            whole = call("ROUND", clean, value(0))
        case "up":
            whole = call("ROUNDUP", clean, value(0))
        case "down":
            whole = call("ROUNDDOWN", clean, value(0))
        case "floor":
            whole = call("INT", clean)
        case "ceiling":
            whole = Part("neg", (call("INT", Part("neg", (clean,))),))
        case _:
            cell = bind(clean)
            distance = call("ABS", Part("-", (cell, call("INT", cell))))
            if mode == "half_even":
                tie = Part("*", (value(2), call("ROUND", Part("/", (cell, value(2))), value(0))))
            else:
                tie = call("ROUNDDOWN", cell, value(0))
            whole = call("IF", Part("=", (distance, value(Fraction(1, 2)))), tie, call("ROUND", cell, value(0)))
    return whole if digits == 0 else Part(down, (whole, scale))


class Excel:
    """Formulas of Excel over cells.

    Attributes:
        lookup: from a column's key to its cell; it raises `InexpressibleError` for what a unit's sheet cannot know.
        bind: puts a piece into a cell of its own.
        mode: of `round`.
    """

    def __init__(self, lookup: Callable[[str], Formed], bind: Bind, mode: RoundingMode) -> None:
        self.lookup = lookup
        self._bind = bind
        self.mode = mode
        self.interpreter: Interpreter[Formed] = Interpreter(self)

    def form(self, formula: Formula) -> Formed:
        """Write a checked formula."""
        return self.interpreter.evaluate(formula.tree)

    def bind(self, part: Part) -> Part:
        """Put a piece into a cell, unless it is one."""
        return part if part.op in {"value", "at"} else self._bind(part)

    def joined(self, op: str, parts: Sequence[Formed], made: Callable[[Sequence[Part]], Part]) -> Formed:
        """Join parts, of which the first without a value says why there is none."""
        lacks = frozenset().union(*(part.lacks for part in parts))
        is_rough = any(part.is_rough for part in parts)
        mixed = len(lacks) > 1 and bool(lacks & LEFT) and sum(bool(part.lacks) for part in parts) > 1
        cells = [self.bind(part.part) if mixed and part.lacks else part.part for part in parts]
        result = made(cells)
        lacking = [cell for cell, part in zip(cells, parts, strict=True) if part.lacks]
        for cell in reversed(lacking) if mixed else ():
            result = call("IF", is_error(cell), cell, result)
        kind: ValueKind = "yes_no" if op in _COMPARISONS else "number"
        return Formed(result, kind, lacks, is_rough=is_rough)

    def constant(self, node: ast.Constant) -> Formed:
        """Give a number, a day, or the id of an option."""
        given: Any = node.value
        return self.known(given)

    def known(self, given: Fraction | date | str) -> Formed:
        """Give what every unit has: a day as the number that Excel counts."""
        if isinstance(given, date):
            return Formed(value(serial(given)), "date", is_plain=True)
        return Formed(value(given), "choice" if isinstance(given, str) else "number", is_plain=True)

    def name(self, node: ast.Name) -> Formed:
        """Name the cell of a column."""
        return self.lookup(node.id)

    def arithmetic(self, op: str, left: Formed, right: Formed, node: ast.BinOp) -> Formed:  # noqa: ARG002
        """Write an operator; a zero divisor fails by itself."""
        made = self.joined(op, (left, right), lambda cells: self._operation(op, *cells))
        return _invalid(made) if op in {"/", "//", "%", "**"} and not _is_constant(right) else made

    def _operation(self, op: str, left: Part, right: Part) -> Part:
        if op in {"+", "-", "*", "/"}:
            return Part(op, (left, right))
        if op == "**":
            exponent = self.bind(right)
            power = Part("^", (left, exponent))
            if exponent.op == "value" and exponent.args[0] != 0:
                return power
            return call("IF", Part("=", (exponent, value(0))), value(1), power)
        left, right = self.bind(left), self.bind(right)
        quotient = call("INT", call("ROUND", Part("/", (left, right)), value(NOISE)))
        return quotient if op == "//" else Part("-", (left, Part("*", (right, quotient))))

    def negate(self, given: Formed, node: ast.UnaryOp) -> Formed:  # noqa: ARG002
        """Change the sign."""
        return Formed(
            Part("neg", (given.part,)), "number", given.lacks, is_plain=given.is_plain, is_rough=given.is_rough
        )

    def compare(self, op: str, left: Formed, right: Formed, node: ast.Compare) -> Formed:  # noqa: ARG002
        """Compare; what was computed is freed of noise first."""
        sign = {"==": "=", "!=": "<>"}.get(op, op)
        parts = [
            Formed(call("ROUND", side.part, value(NOISE)), side.kind, side.lacks, is_rough=side.is_rough)
            if side.kind == "number" and not side.is_plain
            else side
            for side in (left, right)
        ]
        return self.joined(sign, parts, lambda cells: Part(sign, tuple(cells)))

    def every(self, parts: Sequence[Thunk[Formed]], node: ast.expr) -> Formed:  # noqa: ARG002
        """Ask one after another: what follows the first that does not hold is not read."""
        formed = [part() for part in parts]
        made = formed[-1].part
        for each in reversed(formed[:-1]):
            made = call("IF", each.part, made, FALSE)
        return _yes_no(made, formed)

    def either(self, parts: Sequence[Thunk[Formed]], node: ast.expr) -> Formed:  # noqa: ARG002
        """Ask one after another: what follows the first that holds is not read."""
        formed = [part() for part in parts]
        made = formed[-1].part
        for each in reversed(formed[:-1]):
            made = call("IF", each.part, TRUE, made)
        return _yes_no(made, formed)

    def inverse(self, given: Formed, node: ast.UnaryOp) -> Formed:  # noqa: ARG002
        """Turn yes to no."""
        return _yes_no(call("NOT", given.part), [given])

    def choose(self, test: Formed, then: Thunk[Formed], otherwise: Thunk[Formed], node: ast.IfExp) -> Formed:  # noqa: ARG002
        """Write an IF."""
        first, second = then(), otherwise()
        return Formed(
            call("IF", test.part, first.part, second.part),
            first.kind if first.part.op != "value" or not isinstance(first.part.args[0], Lack) else second.kind,
            test.lacks | first.lacks | second.lacks,
            is_rough=test.is_rough or first.is_rough or second.is_rough,
        )

    def call(self, name: str, arguments: Sequence[Thunk[Formed]], node: ast.Call) -> Formed:  # noqa: ARG002
        """Write a function of ours with those of Excel."""
        if name == NOT_APPLICABLE:
            return Formed(value(Lack.NOT_APPLICABLE), lacks=frozenset({Lack.NOT_APPLICABLE}))
        formed = [argument() for argument in arguments]
        if name == "has":
            return self._has(formed[0])
        if name == "first_nonzero":
            return self._first_nonzero(formed)
        made = self.joined(name, formed, lambda cells: self._function(name, list(cells)))
        if name in _ROUGH:
            made = Formed(made.part, made.kind, made.lacks, is_rough=True)
        return _invalid(made) if name in _PARTIAL else made

    def _function(self, name: str, cells: list[Part]) -> Part:
        if name in _SAME:
            return call(_SAME[name], *cells)
        match name:
            case "clamp":
                return call("MIN", call("MAX", cells[0], cells[1]), cells[2])
            case "days":
                return Part("-", (cells[1], cells[0]))
            case "round" | "floor" | "ceil":
                return self._rounded(name, cells)
            case "sqrt" | "ln" | "log10":
                cell = self.bind(cells[0])
                fits = Part(">=" if name == "sqrt" else ">", (cell, value(0)))
                return call("IF", fits, call(name.upper(), cell), value(Lack.INVALID))
            case "power":
                base, exponent = self.bind(cells[0]), self.bind(cells[1])
                made = call("IFERROR", call("POWER", base, exponent), value(Lack.INVALID))
                zero = call("IF", Part("=", (exponent, value(0))), value(1), made)
                return call("IF", is_error(base), base, call("IF", is_error(exponent), exponent, zero))
            case "geometric_mean" | "harmonic_mean":
                return self._mean(name, [self.bind(cell) for cell in cells])
        raise InexpressibleError("digits")

    def _rounded(self, name: str, cells: Sequence[Part]) -> Part:
        """Round to digits that are known."""
        digits = cells[1] if len(cells) > 1 else value(0)
        if digits.op == "neg" and digits.args[0].op == "value":
            digits = value(-digits.args[0].args[0])
        if digits.op != "value" or digits.args[0].denominator != 1 or abs(digits.args[0]) > MOST_DIGITS:
            raise InexpressibleError("digits")
        modes: dict[str, RoundingMode] = {"round": self.mode, "floor": "floor", "ceil": "ceiling"}
        return rounded(cells[0], int(digits.args[0]), modes[name], self.bind)

    @staticmethod
    def _mean(name: str, cells: Sequence[Part]) -> Part:
        """Take a mean of numbers that are not negative, or positive."""
        least = call("MIN", *cells)
        if name == "geometric_mean":
            fits = Part(">=", (least, value(0)))
            made = Part("^", (call("PRODUCT", *cells), value(Fraction(1, len(cells)))))
        else:
            fits = Part(">", (least, value(0)))
            inverse = total([Part("/", (value(1), cell)) for cell in cells])
            made = Part("/", (value(len(cells)), inverse))
        return call("IF", fits, made, value(Lack.INVALID))

    def _has(self, asked: Formed) -> Formed:
        """Ask whether there is a value; what is known only later may have one then."""
        if Lack.LATER not in asked.lacks:
            return Formed(call("NOT", is_error(asked.part)), "yes_no")
        cell = self.bind(asked.part)
        made = call("IF", is_lack(cell, Lack.LATER), cell, call("NOT", is_error(cell)))
        return Formed(made, "yes_no", frozenset({Lack.LATER}))

    def _first_nonzero(self, formed: Sequence[Formed]) -> Formed:
        cells = [self.bind(each.part) for each in formed]
        lacks = frozenset().union(*(each.lacks for each in formed))
        seen = call("OR", *(call("NOT", is_error(cell)) for cell in cells))
        made = call("IF", seen, value(0), cells[0])
        for cell, each in reversed(list(zip(cells, formed, strict=True))):
            made = call("IF", call("IFERROR", Part("<>", (cell, value(0))), FALSE), cell, made)
            if Lack.LATER in each.lacks:  # it may turn out to be the one
                made = call("IF", is_lack(cell, Lack.LATER), cell, made)
        return Formed(made, "number", lacks, is_rough=any(each.is_rough for each in formed))


def _yes_no(part: Part, formed: Sequence[Formed]) -> Formed:
    lacks = frozenset().union(*(each.lacks for each in formed))
    return Formed(part, "yes_no", lacks, is_rough=any(each.is_rough for each in formed))


def _invalid(made: Formed) -> Formed:
    return Formed(made.part, made.kind, made.lacks | {Lack.INVALID}, is_rough=made.is_rough)


def _is_constant(formed: Formed) -> bool:
    return formed.part.op == "value" and formed.part.args[0] != 0


_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_SAME = {
    "min": "MIN", "max": "MAX", "sum": "SUM", "mean": "AVERAGE", "abs": "ABS", "exp": "EXP", "normal_cdf": "NORMSDIST",
}  # fmt: skip
_ROUGH = frozenset({"sqrt", "ln", "log10", "exp", "power", "normal_cdf", "geometric_mean"})
_PARTIAL = frozenset({"sqrt", "ln", "log10", "power", "geometric_mean", "harmonic_mean"})
