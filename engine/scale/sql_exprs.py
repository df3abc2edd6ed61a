"""Expressions of integers as SQL text, with a bracket around every operand.

A text has a kind, for the types that SQL would choose by itself are not those of the program: literals are of 32 bits
among themselves, and what needs more than 64 bits has to be cast before it is computed, not after.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..columns.integers import NARROW, WIDE, Expr
from .dialects import Dialect

Kind: TypeAlias = Literal["truth", "small", "bits8", "bits16", "bits32", "narrow", "wide", "text"]
"""What a text of SQL gives: a truth value, an integer that SQL may take for one of 32 bits, one of 8 to 32 bits (only where
the dialect computes in them), 64 bits, a wide integer, a text."""

Said: TypeAlias = tuple[str, Kind]

BITS: Mapping[int, Kind] = {8: "bits8", 16: "bits16", 32: "bits32"}
ROOM: Mapping[Kind, int] = {"small": 0, "bits8": 8, "bits16": 16, "bits32": 32, "narrow": 64, "wide": 128}

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


def kind_within(dialect: Dialect, low: int, high: int) -> Kind:
    """Give the kind of integers that holds all between two."""
    most = max(-low, high)
    for bits in dialect.narrower:
        if most < 1 << (bits - 1):
            return BITS[bits]
    return "wide" if most > NARROW else "narrow"


def kind_of(dialect: Dialect, expr: Expr) -> Kind:
    """Give the kind of the column that an expression is kept in."""
    return "truth" if expr.is_truth else kind_within(dialect, expr.low, expr.high)


def type_of(dialect: Dialect, kind: Kind) -> str:
    """Name the type of a kind of integer, or of text."""
    types = {"text": dialect.text, "wide": dialect.wide} | {BITS[bits]: name for bits, name in dialect.narrower.items()}
    return types.get(kind, "BIGINT")


@dataclass(frozen=True, slots=True)
class Sayer:
    """Writes expressions.

    Attributes:
        dialect: in which.
        kinds: of the columns that are there, by name.
        of: what stands before the names of columns.
        places: where columns are that another one holds.
    """

    dialect: Dialect
    kinds: Mapping[str, Kind]
    of: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def said(self, expr: Expr) -> Said:
        """Write an expression; its text can stand beside any sign.

        Raises:
            CannotSayError: where the dialect has no form for it.
        """
        return SAYING[expr.op](self, expr)

    def whole(self, expr: Expr) -> str:
        """Write what fills a column: an integer of 64 bits at least where none is narrower, or a truth value."""
        text, kind = self.said(expr)
        return text if kind == "truth" else self.cast((text, kind), kind_of(self.dialect, expr))

    def cast(self, said: Said, kind: Kind) -> str:
        """Write a text as one of a kind."""
        text, own = said
        return text if own == kind else f"CAST({text} AS {type_of(self.dialect, kind)})"

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
        return self.cast(said, "wide")

    def alike(self, parts: Sequence[Said], *, is_wide: bool) -> tuple[list[str], Kind]:
        """Write operands as integers of one width, which is that of the widest or wide."""
        kind = max((kind for _, kind in parts), key=ROOM.__getitem__)
        if is_wide or kind == "wide":
            return [self.widened(part) for part in parts], "wide"
        return [text for text, _ in parts], kind

    def roomy(self, parts: Sequence[Said], exprs: Iterable[Expr]) -> tuple[list[str], Kind]:
        """Write operands so that SQL computes in integers that hold some expressions: it takes the type of the widest."""
        needed = max((kind_of(self.dialect, each) for each in exprs), key=ROOM.__getitem__)
        texts, kind = self.alike(parts, is_wide=needed == "wide")
        if ROOM[kind] < ROOM[needed]:
            place = next((place for place, (_, own) in enumerate(parts) if own != "small"), 0)
            texts[place], kind = self.cast(parts[place], needed), needed
        return texts, kind

    def chosen(self, parts: Sequence[Said], expr: Expr) -> tuple[list[str], Kind]:
        """Write the values of a choice; one of constants alone may stay as small as SQL takes it."""
        if not self.dialect.narrower:
            return self.alike(parts, is_wide=expr.is_wide)
        values, kind = self.roomy(parts[::-1], [expr])
        return values[::-1], kind

    def held(self, text: str, kind: Kind, expr: Expr) -> Said:
        """Bring what was computed wide back to 64 bits, where its bounds say that it fits."""
        if kind == "wide" and not expr.is_wide:
            return f"CAST({text} AS BIGINT)", "narrow"
        return text, kind


def _column(sayer: Sayer, expr: Expr) -> Said:
    name = sayer.places.get(expr.column, expr.column)
    return sayer.held(f"{sayer.of}{name}", sayer.kinds[expr.column], expr)


def _number(sayer: Sayer, expr: Expr) -> Said:
    value = expr.low
    text = str(value) if value >= 0 else f"({value})"
    if abs(value) > WIDE:
        raise CannotSayError("wide", [text])
    if abs(value) > NARROW:
        return f"CAST({text} AS {sayer.dialect.wide})", "wide"
    return text, sayer.dialect.constants if abs(value) <= BITS_32 else "narrow"


def _sign(sayer: Sayer, expr: Expr) -> Said:
    parts = [sayer.said(arg) for arg in expr.args]
    (left, right), kind = sayer.roomy(parts, (expr, *expr.args))
    return sayer.held(f"({left} {expr.op} {right})", kind, expr)


def _quotient(sayer: Sayer, expr: Expr) -> Said:
    dialect = sayer.dialect
    operands, kind = sayer.roomy([sayer.said(arg) for arg in expr.args], expr.args)
    if kind != "wide":
        return dialect.quotient.format(*operands), kind
    text = dialect.wide_quotient.format(*operands)
    if dialect.is_wide_quotient_wide:
        return sayer.held(text, "wide", expr)
    if expr.is_wide:
        raise CannotSayError("quotient", [dialect.name])
    return text, "narrow"


def _greatest(sayer: Sayer, expr: Expr) -> Said:
    # No operand is ever NULL, of which dialects differ.
    operands, kind = sayer.roomy([sayer.said(arg) for arg in expr.args], (expr, *expr.args))
    return sayer.held(f"greatest({', '.join(operands)})", kind, expr)


def _within(sayer: Sayer, expr: Expr) -> Said:
    return sayer.held(*sayer.said(expr.args[0]), expr)


def _case(sayer: Sayer, expr: Expr) -> Said:
    tests = [sayer.truth(test) for test in expr.args[:-1:2]]
    said = [sayer.said(value) for value in (*expr.args[1:-1:2], expr.args[-1])]
    values, kind = sayer.chosen(said, expr)
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
    (inner,) = expr.args
    if inner.op == "==":
        (left, right), _ = sayer.alike([sayer.said(arg) for arg in inner.args], is_wide=False)
        return f"({left} <> {right})", "truth"
    return f"(NOT {sayer.truth(inner)})", "truth"


SAYING: Mapping[str, Callable[[Sayer, Expr], Said]] = {
    "column": _column,
    "number": _number,
    "+": _sign,
    "-": _sign,
    "*": _sign,
    "div": _quotient,
    "greatest": _greatest,
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
