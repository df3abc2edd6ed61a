"""What bounds show of formulas: divisors that can be 0, arguments out of domain, conditions that are settled."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..formula.figures import amount
from ..formula.interpreter import COMPARISON, Interpreter, Thunk
from ..formula.intervals import CONTRARY, Interval
from ..formula.parse import place_of
from ..formula.words import say
from ..language.kinds import KINDS
from ..model.findings import Finding, Place, finding
from ..model.reads import name_in_formula
from ..model.ruleset import Constant, Formula, Input, NamedValue, Ruleset, Statistic
from .node_bounds import Bounds, Related

_DOMAINS = {
    "ln": ("> 0", True),
    "log10": ("> 0", True),
    "sqrt": ("≥ 0", False),
    "geometric_mean": ("≥ 0", False),
    "harmonic_mean": ("> 0", True),
}


def is_within_max(kind: str) -> bool:
    """Say whether the points of a kind never pass their maximum, whatever its formula can give."""
    return kind in KINDS and KINDS[kind].within_max


def _is_of_cohort(ruleset: Ruleset, tree: ast.expr) -> bool:
    """Say whether a divisor is a figure of the cohort, for which there is no `on_zero`."""
    return isinstance(tree, ast.Name) and isinstance(ruleset.columns.get(tree.id), Statistic)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Something that a walk over bounds came upon: a divisor, an argument or a condition."""

    kind: str
    node: ast.expr
    bounds: Interval
    function: str = ""
    wanted: str = ""


class _Watching(Related):
    """Walks a formula over bounds and keeps divisors that can be 0, arguments out of domain, conditions that are settled."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(bounds)
        self.seen: list[_Seen] = []
        self.positive: list[str] = []  # what cannot be 0 here, by how it is written

    def _where(self, test: ast.expr, branch: Thunk[Interval], *, holds: bool) -> Interval:
        before = len(self.positive)
        self.positive += _not_zero(test, holds=holds)
        try:
            return super()._where(test, branch, holds=holds)
        finally:
            del self.positive[before:]

    def arithmetic(self, op: str, left: Interval, right: Interval, node: ast.BinOp) -> Interval:
        divides = op in {"/", "//", "%"}
        is_inverse = op == "**" and right.high is not None and right.high < 0  # a negative power of 0 divides by 0
        divisor, bounds = (node.right, right) if divides else (node.left, left)
        if (divides or is_inverse) and Fraction(0) in bounds and _written(divisor) not in self.positive:
            self.seen.append(_Seen("divisor", divisor, bounds))
        return super().arithmetic(op, left, right, node)

    def choose(self, test: Interval, then: Thunk[Interval], otherwise: Thunk[Interval], node: ast.IfExp) -> Interval:
        if len(test.holds) == 1:
            self.seen.append(_Seen("condition", node.test, test))
        return super().choose(test, then, otherwise, node)

    def call(self, name: str, arguments: Sequence[Thunk[Interval]], node: ast.Call) -> Interval:
        if name in _DOMAINS:
            wanted, excludes_zero = _DOMAINS[name]
            for part, argument in zip(arguments, node.args, strict=True):
                self._held(argument, part(), name, wanted, excludes_zero=excludes_zero)
        elif name == "power":
            base, exponent = (part() for part in arguments)
            is_inverse = exponent.low is None or exponent.low < 0
            called = f"power(…, {'< 0' if exponent.low is None else amount(exponent.low)})"
            if base.low is not None and base.low >= 0 and is_inverse:
                self._held(node.args[0], base, called, "> 0", excludes_zero=True)
            else:
                self._held(node.args[0], base, name, "≥ 0", excludes_zero=False)
        return super().call(name, arguments, node)

    def _held(self, argument: ast.expr, found: Interval, function: str, wanted: str, *, excludes_zero: bool) -> None:
        """Keep an argument that can leave the domain of its function."""
        is_positive = _written(argument) in self.positive
        safe = found.low is not None and (found.low > 0 or (found.low == 0 and (not excludes_zero or is_positive)))
        if not safe:
            self.seen.append(_Seen("argument", argument, found, function, wanted))


def _written(tree: ast.expr) -> str:
    return ast.dump(tree)


def _not_zero(test: ast.expr, *, holds: bool) -> list[str]:
    """Find what a condition keeps from being 0."""
    match test:
        case ast.BoolOp(op=op, values=parts) if isinstance(op, ast.And) is holds:  # all of them hold, or none does
            return [found for part in parts for found in _not_zero(part, holds=holds)]
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _not_zero(part, holds=not holds)
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=bound)]) if isinstance(bound, Fraction):
            sign = COMPARISON[type(op)]
            kept: dict[str, bool] = {
                ">": bound >= 0, ">=": bound > 0, "<": bound <= 0, "<=": bound < 0, "!=": bound == 0, "==": bound != 0,
            }  # fmt: skip
            return [_written(left)] if kept[sign if holds else CONTRARY[sign]] else []
    return []


def _formulas(ruleset: Ruleset) -> Iterator[tuple[str, str, Formula]]:
    """Give every formula with what it belongs to and its kind."""
    for column in ruleset.columns.values():
        if isinstance(column, NamedValue):
            yield column.key, "value", column.formula
    for node in ruleset.nodes():
        for formula in (node.score, node.formula, node.applies, node.then):
            if formula is not None:
                yield node.id, node.kind if formula is node.score else "formula", formula


def _watched(ruleset: Ruleset, bounds: Bounds) -> Iterator[tuple[str, str, Formula, _Seen]]:
    for id_, kind, formula in _formulas(ruleset):
        watching = _Watching(bounds)
        Interpreter(watching).evaluate(formula.tree)
        told: set[str] = set()
        for seen in watching.seen:
            key = f"{seen.kind} {_written(seen.node)}"
            if key not in told:
                told.add(key)
                yield id_, kind, formula, seen


def _shown(tree: ast.expr) -> str:
    return say(tree, name_in_formula, "en")


def _at(formula: Formula, tree: ast.expr) -> Place:
    place = place_of(tree)
    return place if place.line else formula.place


def formulas_have_values(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """No divisor can be 0, no argument can leave its function's domain, and every branch of an `if` can be taken."""
    for id_, kind, formula, seen in _watched(ruleset, bounds):
        place = _at(formula, seen.node)
        match seen.kind:
            case "divisor" if not (is_within_max(kind) and _is_of_cohort(ruleset, seen.node)):
                help_ = _divisor_advice(ruleset, kind, seen)
                yield finding("ITR383", place, help=help_, id=id_, divisor=_shown(seen.node))
            case "argument":
                low = seen.bounds.low
                yield finding(
                    "ITR384",
                    place,
                    id=id_,
                    function=seen.function,
                    wanted=seen.wanted,
                    argument=_shown(seen.node),
                    low="< 0" if low is None or low < 0 else "0",
                )
            case "condition" if not _by_parameters_only(ruleset, seen.node):
                answer = True not in seen.bounds.holds
                words = ("đúng", "holds") if answer else ("sai", "fails")
                shown = _shown(seen.node)
                yield finding("ITR385", place, id=id_, condition=shown, answer_vi=words[0], answer_en=words[1])


def _divisor_advice(ruleset: Ruleset, kind: str, seen: _Seen) -> tuple[str, str] | None:
    """Say what helps where a divisor can be 0: what the kind of the score has, and the input that it is."""
    shown = _shown(seen.node)
    column = ruleset.columns.get(seen.node.id) if isinstance(seen.node, ast.Name) else None
    keys = KINDS[kind].keys if kind in KINDS else {}
    takes_formula = "prefixItems" not in keys.get(kind, {})
    ways = [("thêm on_zero", "add on_zero")] if "on_zero" in keys else []
    if isinstance(column, Input) and (seen.bounds.high is None or seen.bounds.high >= 1):
        ways.append((f"khai min: 1 cho {column.id}", f"declare min: 1 for {column.id}"))
    if takes_formula:
        ways.append((f"viết ... if {shown} > 0 else ...", f"write ... if {shown} > 0 else ..."))
    vi, en = (", hoặc ".join(way[0] for way in ways), ", or ".join(way[1] for way in ways))
    end = " ..." if takes_formula else "."
    return f"{vi[0].upper()}{vi[1:]}".rstrip(". ") + end, f"{en[0].upper()}{en[1:]}".rstrip(". ") + end


def _by_parameters_only(ruleset: Ruleset, tree: ast.expr) -> bool:
    """Say whether a condition only asks parameters, which another year may set otherwise."""
    names = [part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and part.id in ruleset.columns]
    return bool(names) and all(isinstance(ruleset.columns[name], Constant) for name in names)
