"""The domain of types: what a formula gives, and every way in which its parts do not fit, before any data are read."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from ..model.findings import Finding, finding
from ..model.ruleset import NUMBER, YES_NO, Type
from .days import as_parameter, is_like_day
from .functions import FUNCTIONS, NOT_APPLICABLE
from .interpreter import Interpreter, Thunk
from .parse import EXCEL_IF, place_of
from .suggest import MOST_ADVISED, closest, did_you_mean

Guess: TypeAlias = Type | None
"""A type; None where something inside was already told, or where any type fits."""

MOST_LISTED = 40
"""Options that advice names."""

KINDS_VI = {"number": "số", "yes_no": "có/không", "choice": "lựa chọn", "date": "ngày"}
_DAY = (
    "Ở đây phải là một ngày: một đầu vào kiểu date, hoặc một tham số như han: 2022-12-31 (khi thử: --let d=2022-12-31).",
    "A day belongs here: an input of type date, or a parameter such as due: 2022-12-31 (to try it: --let d=2022-12-31).",
)
_CHOICE = (
    'Một lựa chọn chỉ để so sánh: 1 if chu_tri == "bi_thu" else 0.',
    'An option can only be compared: 1 if chair == "secretary" else 0.',
)
_A_DAY = Type("date")
_OPTION = Type("choice")  # of a quoted string, before it is compared


def type_of(
    tree: ast.expr, types: Callable[[str], Guess], *, advise: bool = True, others: Sequence[str] = ()
) -> tuple[Type | None, tuple[Finding, ...]]:
    """Find the type of a tree, with every finding in it.

    Args:
        tree: names are keys of columns.
        types: the type of each column.
        advise: whether to look for what was meant by a strange word.
        others: names of functions that were put in place before, as those of a cohort.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> tree, _ = parse("1 if x > 2 else 0", Place())
    >>> type_of(tree, lambda name: NUMBER)
    (Type(kind='number', options=(), measured_in=None), ())
    """
    domain = _Types(types, advise, others)
    found = Interpreter(domain).evaluate(tree)
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        domain.misplaced(tree)
    return found, tuple(domain.findings)


@dataclass(slots=True)
class _Types:
    types: Callable[[str], Guess]
    advise: bool = True
    others: Sequence[str] = ()
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, node: ast.AST, /, *, help: tuple[str, str] | None = None, **params: object) -> None:  # noqa: A002
        self.findings.append(finding(code, place_of(node), help=help, **params))

    def nearest(self, word: str, names: Sequence[str]) -> str | None:
        """Find what was probably meant, while there are few findings."""
        return closest(word, names) if self.advise and len(self.findings) < MOST_ADVISED else None

    def want(self, kind: str, guess: Guess, node: ast.AST) -> None:
        """Hold a part to a type; a quoted string alone is a finding of its own."""
        if guess is not None and guess.kind != kind:
            if guess is _OPTION:
                self.misplaced(node)
            else:
                self.report(
                    "ITR214",
                    node,
                    help=_DAY if kind == "date" else _CHOICE if guess.kind == "choice" else None,
                    expected=KINDS_VI[kind],
                    expected_en=kind,
                    found=KINDS_VI[guess.kind],
                    found_en=guess.kind,
                )

    def misplaced(self, node: ast.AST) -> None:
        """Report a quoted text that is compared with no choice; a day in quotes was meant as a day."""
        option = str(getattr(node, "value", "?"))
        self.report("ITR217", node, help=as_parameter(option) if is_like_day(option) else None, option=option)

    def constant(self, node: ast.Constant) -> Guess:
        value: object = node.value
        return _OPTION if isinstance(value, str) else _A_DAY if isinstance(value, date) else NUMBER

    def name(self, node: ast.Name) -> Guess:
        return self.types(node.id)

    def arithmetic(self, op: str, left: Guess, right: Guess, node: ast.BinOp) -> Guess:
        self.want("number", left, node.left)
        self.want("number", right, node.right)
        measured = self.together(left, right, node) if op in {"+", "-", "%"} else None
        return Type("number", measured_in=measured)

    def together(self, left: Guess, right: Guess, node: ast.AST) -> str | None:
        """Hold two amounts to one unit of measurement, where both declare one."""
        first = left.measured_in if left is not None else None
        second = right.measured_in if right is not None else None
        if first is not None and second is not None and first != second:
            self.report("ITR218", node, first=first, second=second)
        return first or second

    def negate(self, value: Guess, node: ast.UnaryOp) -> Guess:
        self.want("number", value, node.operand)
        return value if value is not None and value.kind == "number" else NUMBER

    def compare(self, op: str, left: Guess, right: Guess, node: ast.Compare) -> Guess:
        if left is None or right is None:
            return YES_NO
        if op in {"==", "!="}:
            self._equal(left, right, node)
        else:
            for side, part in ((left, node.left), (right, node.comparators[0])):
                if side is _OPTION:
                    self.misplaced(part)
                elif side.kind not in {"number", "date"}:
                    self.want("number", side, part)
            if {left.kind, right.kind} == {"number", "date"}:
                self.want(left.kind, right, node.comparators[0])
        if left.kind == right.kind == "number":
            self.together(left, right, node)
        return YES_NO

    def _equal(self, left: Type, right: Type, node: ast.Compare) -> None:
        if left is _OPTION and right is _OPTION:
            self.misplaced(node.left)
        elif left is _OPTION or right is _OPTION:
            self._want_its_option(right if left is _OPTION else left, node)
        elif left.kind == right.kind == "choice":
            self._want_common_options(left, right, node)
        elif "choice" in {left.kind, right.kind}:
            self._want_an_option(left, right, node)
        else:
            self.want(left.kind, right, node.comparators[0])

    def _want_its_option(self, choice: Type, node: ast.Compare) -> None:
        """Hold a quoted text to the options of what it is compared with."""
        part = next((p for p in (node.left, *node.comparators) if isinstance(p, ast.Constant)), node)
        option = str(getattr(part, "value", "?"))
        if choice.kind != "choice":
            self.misplaced(part)
        elif option not in choice.options:
            near, listed = self.nearest(option, choice.options), _listed(choice.options)
            hint = did_you_mean(near, f"Các lựa chọn: {listed}.", f"The options are: {listed}.")
            self.report("ITR204.option", part, help=hint, option=option)

    def _want_common_options(self, left: Type, right: Type, node: ast.Compare) -> None:
        """Report two choices that are never equal, where the options of both are known."""
        if left.options and right.options and set(left.options).isdisjoint(right.options):
            sides = ((left, right, node.comparators[0]), (right, left, node.left))
            meant = next((advice for of, _, part in sides if (advice := _quoted_option(of, part))), None)
            self.report("ITR268", node, help=meant, first=_listed(left.options), second=_listed(right.options))

    def _want_an_option(self, left: Type, right: Type, node: ast.Compare) -> None:
        """Report what a choice cannot be compared with; a name that is also an option was meant in quotes."""
        choice, other = (left, right) if left.kind == "choice" else (right, left)
        part = node.comparators[0] if choice is left else node.left
        meant = _quoted_option(choice, part)
        wanted = {"expected": KINDS_VI["choice"], "expected_en": "choice"}
        self.report("ITR214", part, help=meant, **wanted, found=KINDS_VI[other.kind], found_en=other.kind)

    def every(self, parts: Sequence[Thunk[Guess]], node: ast.expr) -> Guess:
        for index, part in enumerate(parts):
            guess = part()
            if isinstance(node, ast.BoolOp):
                self.want("yes_no", guess, node.values[index])
        return YES_NO

    either = every

    def inverse(self, value: Guess, node: ast.UnaryOp) -> Guess:
        self.want("yes_no", value, node.operand)
        return YES_NO

    def choose(self, test: Guess, then: Thunk[Guess], otherwise: Thunk[Guess], node: ast.IfExp) -> Guess:
        self.want("yes_no", test, node.test)
        first, second = then(), otherwise()
        for guess, part in ((first, node.body), (second, node.orelse)):
            if guess is _OPTION:
                self.misplaced(part)
                return None
        if first is None or second is None:
            return first or second
        if first.kind != second.kind:
            self.want(first.kind, second, node.orelse)
            return None
        if first.kind == "number":
            return Type("number", measured_in=self.together(first, second, node))
        if first.kind == "choice":  # it may be any option of either
            return Type("choice", tuple(dict.fromkeys((*first.options, *second.options))))
        return first

    def call(self, name: str, arguments: Sequence[Thunk[Guess]], node: ast.Call) -> Guess:
        if name == NOT_APPLICABLE:
            return None
        guesses = [argument() for argument in arguments]
        row = FUNCTIONS.get(name)
        if row is None:
            self._no_function(name, node)
            return None
        if not row.least <= len(guesses) <= row.most:
            wanted = str(row.least) if row.least == row.most else f"{row.least}–{row.most}"
            self.report("ITR259", node, name=name, count=wanted, found=len(guesses))
            return Type(row.gives)  # type: ignore[arg-type]
        for guess, part in zip(guesses, node.args, strict=True):
            self._want_argument(row.takes, guess, part)
        measured = None
        for guess in guesses if name in SAME_MEASURE else ():
            measured = self.together(Type("number", measured_in=measured), guess, node)
        return Type(row.gives, measured_in=measured)  # type: ignore[arg-type]

    def _want_argument(self, takes: str, guess: Guess, part: ast.expr) -> None:
        if takes != "any":
            self.want(takes, guess, part)
        elif guess is _OPTION:
            self.misplaced(part)

    def _no_function(self, name: str, node: ast.Call) -> None:
        """Report a function that there is not; `IF` is of Excel."""
        names = (*FUNCTIONS, *self.others)
        listed = ", ".join(names)
        vi, en = f"Các hàm: {listed}.", f"Functions: {listed}."
        # `rank` and `median` are of a cohort.
        ends_so = (each for each in self.others if each.partition("_")[2] == name.casefold())
        near = next(ends_so, None) or self.nearest(name, names)
        is_if = name.casefold() == "if"
        hint = (f"{EXCEL_IF[0]} {vi}", f"{EXCEL_IF[1]} {en}") if is_if else did_you_mean(near, vi, en)
        self.report("ITR204.function", node, help=hint, name=name)


def _quoted_option(choice: Type, part: ast.AST) -> tuple[str, str] | None:
    """Advise quotes where a name is also an option of the choice with which it is compared."""
    name = part.id if isinstance(part, ast.Name) else ""
    return in_quotes(name) if name in choice.options else None


def in_quotes(option: str) -> tuple[str, str]:
    """Say that an option is written in quotes.

    >>> in_quotes("co")[1]
    'Options stand in quotes: "co".'
    """
    return f'Lựa chọn viết trong dấu nháy: "{option}".', f'Options stand in quotes: "{option}".'


def _listed(options: Sequence[str]) -> str:
    return ", ".join(options[:MOST_LISTED]) + ", …" * (len(options) > MOST_LISTED)


SAME_MEASURE = frozenset({"min", "max", "sum", "mean", "clamp", "first_nonzero"})
