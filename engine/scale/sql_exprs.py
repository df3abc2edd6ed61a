"""Expressions of integers as SQL text, with a bracket around every operand.

A text has a kind, for the types that SQL would choose by itself are not those of the program: literals are of 32 bits
among themselves, and what needs more than 64 bits has to be cast before it is computed, not after.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..columns.integers import NARROW, WIDE, Expr
from .dialects import Dialect

Kind: TypeAlias = Literal["truth", "small", "narrow", "wide", "text"]
"""What a text of SQL gives: a truth value, an integer that SQL may take for one of 32 bits, 64 bits, a wide integer, a text."""

Said: TypeAlias = tuple[str, Kind]

MOST_IN_A_ROW = 40  # parts of one chain of AND or OR
BITS_32 = 2**31 - 1


class CannotSayError(Exception):
    """What a dialect of SQL cannot say.

    Attributes:
        why: `quotient` (of more than 64 bits), `columns` (more than a table can have), `outside` (the reference has to
            be asked), `name` (not one that the compiler makes), `wide` (more than 38 digits).
        about: the keys or names that it is about.
        count, most: how many there are and could be, where that is what is wrong.
    """

    def __init__(self, why: str, about: Sequence[str] = (), count: int = 0, most: int = 0) -> None:
        super().__init__(why, *about)
        self.why, self.about, self.count, self.most = why, tuple(about), count, most


def kind_of(expr: Expr) -> Kind:
    """Give the kind of the column that an expression is kept in."""
    if expr.is_truth:
        return "truth"
    return "wide" if expr.is_wide else "narrow"


@dataclass(frozen=True, slots=True)
class Sayer:
    """Writes expressions.

    Attributes:
        dialect: in which.
        kinds: of the columns that are there, by name.
        of: what stands before the names of columns.
    """

    dialect: Dialect
    kinds: Mapping[str, Kind]
    of: str = ""

    def said(self, expr: Expr) -> Said:
        """Write an expression; its text can stand beside any sign.

        Raises:
            CannotSayError: where the dialect has no form for it.
        """
        return SAYING[expr.op](self, expr)

    def whole(self, expr: Expr) -> str:
        """Write what fills a column: an integer of 64 bits at least, or a truth value."""
        text, kind = self.said(expr)
        return f"CAST({text} AS BIGINT)" if kind == "small" else text

    def integer(self, expr: Expr) -> str:
        """Write an expression as an integer, a truth value as 0 or 1."""
        text, kind = self.said(expr)
        return f"(CASE WHEN {text} THEN 1 ELSE 0 END)" if kind == "truth" else text

    def truth(self, expr: Expr) -> str:
        """Write a truth value."""
        text, kind = self.said(expr)
        assert kind == "truth", expr
        return text

    def widened(self, said: Said) -> str:
        """Write an integer as a wide one."""
        text, kind = said
        return text if kind == "wide" else f"CAST({text} AS {self.dialect.wide})"

    def alike(self, parts: Sequence[Said], *, is_wide: bool) -> tuple[list[str], Kind]:
        """Write operands as integers of one width, which is that of the widest or wide."""
        kinds = {kind for _, kind in parts}
        if is_wide or "wide" in kinds:
            return [self.widened(part) for part in parts], "wide"
        return [text for text, _ in parts], "narrow" if "narrow" in kinds else "small"

    def held(self, text: str, kind: Kind, expr: Expr) -> Said:
        """Bring what was computed wide back to 64 bits, where its bounds say that it fits."""
        if kind == "wide" and not expr.is_wide:
            return f"CAST({text} AS BIGINT)", "narrow"
        return text, kind


def _column(sayer: Sayer, expr: Expr) -> Said:
    return sayer.held(f"{sayer.of}{expr.column}", sayer.kinds[expr.column], expr)


def _number(sayer: Sayer, expr: Expr) -> Said:
    value = expr.low
    text = str(value) if value >= 0 else f"({value})"
    if abs(value) > WIDE:
        raise CannotSayError("wide", [text])
    if abs(value) > NARROW:
        return f"CAST({text} AS {sayer.dialect.wide})", "wide"
    return text, "small" if abs(value) <= BITS_32 else "narrow"


def _sign(sayer: Sayer, expr: Expr) -> Said:
    parts = [sayer.said(arg) for arg in expr.args]
    (left, right), kind = sayer.alike(parts, is_wide=expr.is_wide)
    if kind == "small":
        left, kind = f"CAST({left} AS BIGINT)", "narrow"
    return sayer.held(f"({left} {expr.op} {right})", kind, expr)


def _quotient(sayer: Sayer, expr: Expr) -> Said:
    dialect = sayer.dialect
    operands, kind = sayer.alike([sayer.said(arg) for arg in expr.args], is_wide=False)
    if kind != "wide":
        if kind == "small":
            operands[0] = f"CAST({operands[0]} AS BIGINT)"
        return dialect.quotient.format(*operands), "narrow"
    text = dialect.wide_quotient.format(*operands)
    if dialect.is_wide_quotient_wide:
        return sayer.held(text, "wide", expr)
    if expr.is_wide:
        raise CannotSayError("quotient", [dialect.name])
    return text, "narrow"


def _within(sayer: Sayer, expr: Expr) -> Said:
    return sayer.held(*sayer.said(expr.args[0]), expr)


def _case(sayer: Sayer, expr: Expr) -> Said:
    tests = [sayer.truth(test) for test in expr.args[:-1:2]]
    said = [sayer.said(value) for value in (*expr.args[1:-1:2], expr.args[-1])]
    values, kind = sayer.alike(said, is_wide=expr.is_wide)
    whens = " ".join(f"WHEN {test} THEN {value}" for test, value in zip(tests, values[:-1], strict=True))
    return sayer.held(f"(CASE {whens} ELSE {values[-1]} END)", kind, expr)


def _compared(sayer: Sayer, expr: Expr) -> Said:
    (left, right), _ = sayer.alike([sayer.said(arg) for arg in expr.args], is_wide=False)
    return f"({left} {'=' if expr.op == '==' else expr.op} {right})", "truth"


def _joined(sayer: Sayer, expr: Expr) -> Said:
    return chained([sayer.truth(arg) for arg in expr.args], f" {expr.op.upper()} "), "truth"


def chained(parts: Sequence[str], sign: str) -> str:
    """Write a chain of AND or OR in brackets, a long one in halves: some engines read it as deep as it is long."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) <= MOST_IN_A_ROW:
        return f"({sign.join(parts)})"
    half = len(parts) // 2
    return f"({chained(parts[:half], sign)}{sign}{chained(parts[half:], sign)})"


def _inverse(sayer: Sayer, expr: Expr) -> Said:
    return f"(NOT {sayer.truth(expr.args[0])})", "truth"


SAYING: Mapping[str, Callable[[Sayer, Expr], Said]] = {
    "column": _column,
    "number": _number,
    "+": _sign,
    "-": _sign,
    "*": _sign,
    "div": _quotient,
    "within": _within,
    "case": _case,
    "true": lambda _, __: ("TRUE", "truth"),
    "false": lambda _, __: ("FALSE", "truth"),
    "<": _compared,
    "<=": _compared,
    "==": _compared,
    "and": _joined,
    "or": _joined,
    "not": _inverse,
}
