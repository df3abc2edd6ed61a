"""The state of one lowering: what has been declared, found and made so far. Discarded when the ruleset is frozen."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from keyword import iskeyword
from typing import Any

from ..formula.days import day_of, how_written, is_like_day
from ..formula.exact import Exact, evaluate_exact
from ..formula.functions import FUNCTIONS, SLOW
from ..formula.parse import limits_of, parse, place_of
from ..formula.substitute import Function, put_in_place
from ..formula.suggest import MOST_ADVISED, closest
from ..formula.trees import below, called, changed, walk
from ..formula.types import KINDS_VI, in_quotes, type_of
from ..model.findings import Finding, Place, finding
from ..model.reads import formulas_of, names_in
from ..model.ruleset import (
    NUMBER,
    Before,
    Cohort,
    Column,
    Constant,
    Formula,
    Input,
    LastYear,
    NamedValue,
    Node,
    RollUp,
    RoundingMode,
    Statistic,
    Type,
    Words,
)
from .kinds.leaf import number, percentage

COHORT_FUNCTIONS = {
    f"cohort_{stat}": stat
    for stat in (
        "max", "min", "mean", "median", "stdev", "sum", "count",
        "above", "below", "rank", "percentile_rank", "percentile",
    )
}  # fmt: skip
CHILDREN_FUNCTIONS = {f"children_{stat}": stat for stat in ("mean", "sum", "min", "max", "count")}
TAKEN = frozenset({"value", "total", "self", "exact", "last_year", *COHORT_FUNCTIONS, *CHILDREN_FUNCTIONS, *FUNCTIONS})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a formula stands: what `self`, `value`, `total` and a cohort function mean there.

    Attributes:
        kind: of the score of which it is made, where nobody wrote it as a formula.
    """

    leaf: str = ""
    then: str = ""
    root: str = ""
    cohort: Cohort | None = None
    kind: str = ""


NAME = re.compile(r"[^\W\d]\w*")
"""What a formula can read as a name."""

MOST_EXPANDED = 100_000
"""Parts of all formulas together, once functions were put in place: a second of work."""


MOST_SLOW = 1_000
"""Roots, logarithms and powers in all formulas together: some seconds for the units of a province."""


@dataclass(slots=True)
class Workshop:
    """What is known while a ruleset is lowered.

    Attributes:
        declared: every name of the one namespace -> what it is: parameter, input, value, criterion.
        folded: the same names without case -> as they were declared.
        columns: made so far; completed and put in order at the end.
        kinds: of inputs, by id: their types.
        shares: parameters that are written in per cent.
        groups: the ruleset's groups of units.
        weighted: ids of the nodes that state a `weight`.
        only_root: the scorecard's id where there is one scorecard, so that `total` has one meaning everywhere.
        refused: names that no formula can read, of which it was told where they are declared.
        unreadable: functions that are wrong themselves; what calls them is not told of it.
        untyped: values that are wrong themselves, so that nobody knows of which type they are.
        unmeasured: criteria of which the maximum cannot be read, which is not to have none.
        slow: the roots, logarithms and powers of all formulas and means.
        expanded: the parts of all formulas in which functions were put in place.
        is_told: whether it was told that they are too many.
        lower_value: lowers a named value that a formula reads before its turn (for its type).
    """

    rounding_mode: RoundingMode = "half_up"
    findings: list[Finding] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    constants: dict[str, Fraction | date] = field(default_factory=dict)
    shares: set[str] = field(default_factory=set)
    functions: dict[str, Function] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    answers: dict[str, Callable[[], Input | None]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    only_root: str = ""
    weighted: set[str] = field(default_factory=set)
    lower_value: Callable[[str], NamedValue | None] = lambda _: None
    refused: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    untyped: set[str] = field(default_factory=set)
    unmeasured: set[str] = field(default_factory=set)
    slow: int = 0
    expanded: int = 0
    is_told: bool = False

    def report(self, code: str, place: Place, /, *, help: tuple[str, str] | None = None, **params: object) -> None:  # noqa: A002
        """Note a finding."""
        self.findings.append(finding(code, place, help=help, **params))

    def declare(self, name: str, what: str, place: Place) -> None:
        """Enter a name into the one namespace; a taken one, or a twin but for case, is a finding."""
        if iskeyword(name):
            self.report("ITR267.word", place, name=name, proposal=f"{name}_1")
            self.refused.add(name)
        elif not _is_readable(name):
            self.report("ITR267", place, name=name[:60])
            self.refused.add(name)
        if name in TAKEN:
            self.report("ITR267.used", place, name=name, proposal=f"{name}_1")
        elif name in self.functions:
            line = self.functions[name].place.line
            self.report("ITR267.function", place, name=name, line=line, proposal=f"{name}_1")
        twin = self.folded.setdefault(name.casefold(), name)
        if twin in self.declared:
            self.report("ITR112.name", place, name=name, twin=twin, line=self.places[twin].line)
            return
        self.declared[name] = what
        self.places[name] = place

    def type_of_column(self, key: str) -> Type | None:
        """Know the type of a column, lowering a named value for it if need be; None of one that is wrong itself."""
        column = self.columns.get(key)
        if column is None and self.declared.get(key) == "parameter":
            return None
        if column is None and self.declared.get(key) == "value":
            column = self.lower_value(key)
            if key in self.untyped:
                return None
        match column:
            case Input():
                return Type(column.traits.kind or NUMBER.kind, tuple(column.options), column.measured_in)
            case Constant(value=date()):
                return Type("date")
            case NamedValue():
                return column.formula.type
            case LastYear():
                return self.type_of_column(column.of)
            case _:
                return NUMBER

    # -- constants -----------------------------------------------------------------------------------------------

    def constant(self, value: Any, place: Place) -> Fraction | None:
        """Evaluate what may use parameters only: a number, `80%`, a parameter's name, an expression of these."""
        known = self.known(value, place)
        if isinstance(known, date):
            self.report("ITR252.figure", place, found=str(value))
            return None
        return known

    def known(self, value: Any, place: Place) -> Fraction | date | None:
        """Evaluate what may use parameters only, and may be a day: what `constant` takes, or `2023-12-15`."""
        if isinstance(value, Fraction):
            return Fraction(value)
        text = str(value)
        if is_like_day(text):
            return self.day(text, place)
        if (share := percentage(text)) is not None:
            return share
        tree = self.expression(text, place)
        if tree is None:
            return None
        unknown = sorted(names_of(tree) - set(self.constants))
        if unknown:
            self.unknown_name(unknown[0], place, self.constants, "ITR252")
            return None
        _, findings = self._typed(tree)
        self.findings.extend(findings)
        if findings:
            return None
        result = evaluate_exact(tree, Exact(self.constants.__getitem__, self.rounding_mode))
        if not isinstance(result, Fraction | date):
            self.report("ITR252.figure", place, found=text)
            return None
        return result

    def share(self, value: Any) -> Fraction | None:
        """Read what is written in per cent: `80%`, or the name of a parameter that is."""
        if not isinstance(value, str):
            return None
        if value in self.shares and isinstance(known := self.constants.get(value), Fraction):
            return known
        return percentage(value)

    def day(self, text: str, place: Place) -> date | None:
        """Read a day of a parameter or a step; what no calendar has, and any other way to write it, is a finding."""
        day = day_of(text)
        if day is None:
            self.report("ITR317", place, help=how_written(text), found=text)
        return day

    def day_bound(self, text: str, place: Place) -> date | None:
        """Read a day as bounds take it: in any form of ISO 8601, such as `20231215`, as they always did."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.report("ITR317", place, help=how_written(text), found=text)
            return None

    def unknown_name(self, name: str, place: Place, known: Mapping[str, Any] | Sequence[str], code: str) -> None:
        """Report a name that nothing declares, with the nearest that something does."""
        near = closest(name, list(known)) if len(self.findings) < MOST_ADVISED else None
        listed = ", ".join(list(known)[:12]) + (", …" if len(known) > 12 else "")
        hint = (f'có phải "{near}"? ', f'did you mean "{near}"? ') if near else ("", "")
        words = (f"{hint[0]}Các tên có ở đây: {listed or '–'}.", f"{hint[1]}Names here: {listed or '–'}.")
        self.report(code, place, help=words, name=name)

    # -- expressions ---------------------------------------------------------------------------------------------

    def expression(self, text: Any, place: Place) -> ast.expr | None:
        """Parse an author's expression and put the ruleset's functions in place."""
        if isinstance(text, Fraction):
            return number(Fraction(text), place)
        if (share := percentage(str(text))) is not None:
            return number(share, place)
        tree, findings = self.parsed(str(text), place)
        self.findings.extend(findings)
        return None if tree is None else self.complete(tree)

    def parsed(self, text: str, place: Place) -> tuple[ast.expr | None, tuple[Finding, ...]]:
        """Parse a text; one that reads a refused name cannot be read for that reason alone, which was told."""
        tree, findings = parse(text, place)
        if findings and not self.refused.isdisjoint(NAME.findall(text)):
            return None, ()
        return tree, findings

    def complete(self, tree: ast.expr) -> ast.expr | None:
        """Put the ruleset's functions in place and hold the limits that count after it."""
        expanded = self._expanded(tree)
        if expanded is None or (self.unreadable and any(self._is_unreadable(part) for part in walk(expanded))):
            return None
        return self.within_limits(expanded)

    def _is_unreadable(self, part: ast.AST) -> bool:
        return called(part) in self.unreadable

    def _expanded(self, tree: ast.expr) -> ast.expr | None:
        if self.functions and self.expanded <= MOST_EXPANDED:
            expanded, findings = put_in_place(tree, self.functions)
            self.findings.extend(findings)
            if findings:
                return None
            if expanded is not tree:
                self.expanded += sum(1 for _ in walk(expanded))
            tree = expanded
        if self.expanded > MOST_EXPANDED:
            if not self.is_told:
                self.report("ITR202", place_of(tree), found=f"> {MOST_EXPANDED}", limit=MOST_EXPANDED)
                self.is_told = True
            return None
        return tree

    def within_limits(self, tree: ast.expr) -> ast.expr | None:
        """Hold the limits of size and depth on what was put together of completed trees."""
        if (too_large := limits_of(tree)) is not None:
            self.findings.append(too_large)
            return None
        return tree

    def formula(self, tree: ast.expr | None, source: str, place: Place, scope: Scope, want: str = "") -> Formula | None:
        """Resolve the names of a completed tree to columns, check its type (`want`, if given), and freeze it."""
        if tree is None:
            return None
        before = len(self.findings)
        resolved = self.resolve(tree, scope)
        if resolved is None or len(self.findings) > before:
            return None
        type_, findings = self._typed(resolved)
        self.findings.extend(findings)
        if type_ is None or findings:
            return None
        if want and type_.kind != want:
            self.report(
                "ITR214.condition" if want == "yes_no" else "ITR214.number",
                place,
                **kind_said(type_.kind),
                source=source,
            )
            return None
        self.count_slow(sum(slow_calls(part) for part in walk(resolved)), place)
        return Formula(source, resolved, names_of(resolved), type_, place)

    def count_slow(self, count: int, place: Place) -> None:
        """Count roots, logarithms and powers; once they are too many it is told."""
        before, self.slow = self.slow, self.slow + count
        if before <= MOST_SLOW < self.slow:
            self.report("ITR202.functions", place, limit=MOST_SLOW)

    def resolve(self, tree: ast.expr, scope: Scope) -> ast.expr | None:
        """Give every name of the tree its column; cohort, children and last-year functions become columns too."""
        match tree:
            case ast.Name():
                key = self.key_of(tree, scope)
                return None if key is None else tree if key == tree.id else renamed(tree, key)
            case ast.Call(func=ast.Name(id=name)) if name in COHORT_FUNCTIONS:
                return self.cohort_function(tree, name, scope)
            case ast.Call(func=ast.Name(id=name)) if name in CHILDREN_FUNCTIONS:
                of = self.argument_column(tree, name, scope)
                key = f"{name}({of})"
                if of is None:
                    return None
                self.columns.setdefault(key, RollUp(key, CHILDREN_FUNCTIONS[name], of))
                return renamed(tree, key)
            case ast.Call(func=ast.Name(id="last_year")):
                if len(tree.args) != 1 or not isinstance(tree.args[0], ast.Name):
                    self.report("ITR259.last_year", place_of(tree))
                    return None
                of = self.key_of(tree.args[0], scope)
                if of is None:
                    return None
                key = f"last_year({of})"
                self.columns.setdefault(key, LastYear(key, of))
                return renamed(tree, key)
            case _:
                return self.resolve_parts(tree, scope)

    def resolve_parts(self, tree: ast.expr, scope: Scope) -> ast.expr | None:
        """Resolve the operands of an operation or the arguments of a plain function."""
        found = [self.resolve(part, scope) for part in below(tree)]
        parts = [part for part in found if part is not None]
        return changed(tree, parts) if len(parts) == len(found) else None

    def _is_scored(self, key: str, name: str, place: Place) -> bool:
        """Say whether a column may be named in a formula: not evidence in words, which is told."""
        column = self.columns.get(key)
        if isinstance(column, Input) and column.traits.is_evidence:
            self.report("ITR214.text", place, name=name)
            return False
        return True

    def key_of(self, name: ast.Name, scope: Scope) -> str | None:
        """Find the column that a name means in its scope; an unknown one is a finding."""
        place = place_of(name)
        match name.id:
            case "self" if scope.leaf in self.answers:
                key = f"self:{scope.leaf}"
                if key not in self.columns and (made := self.answers[scope.leaf]()) is not None:
                    self.columns[key] = made
                return key if self._is_scored(key, scope.leaf, place) else None
            case "value" if scope.then:
                return f"value:{scope.then}"
            case "total" if scope.root:
                return scope.root
            case "self" | "value" | "total" as word:
                self.report("ITR257", place, name=word)
                return None
            case declared if declared in self.declared:
                return declared if self._is_scored(declared, declared, place) else None
            case unknown:
                if (option := self._option_meant(unknown)) is not None:
                    self.report("ITR204", place, help=in_quotes(option), name=unknown)
                else:
                    self.unknown_name(unknown, place, self.declared, "ITR204")
                return None

    def _option_meant(self, name: str) -> str | None:
        """Find the option of a choice that a name without quotes is, but for a slip where no name is as near."""
        if len(self.findings) >= MOST_ADVISED:
            return None
        asked = [column for column in self.columns.values() if isinstance(column, Input)]
        options = [option for column in asked for option in column.options]
        if name in options:
            return name
        return None if closest(name, list(self.declared)) is not None else closest(name, options)

    def cohort_function(self, call: ast.Call, name: str, scope: Scope) -> ast.expr | None:
        """Turn `cohort_max(x)` into a column of its own."""
        if scope.cohort is None:
            self.report("ITR258", place_of(call), name=scope.kind or name)
            return None
        argument: Fraction | None = None
        if name == "cohort_percentile":
            if len(call.args) != 2:
                self.report("ITR259", place_of(call), name=name, count=2, found=len(call.args))
                return None
            argument = self.share_argument(call.args[1])
            if argument is None:
                return None
            call = replaced_arguments(call, call.args[:1])
        of = self.argument_column(call, name, scope)
        if of is None:
            return None
        cohort = scope.cohort
        against = "+".join(cohort.groups) or cohort.by
        key = f"{name}({of}{'' if argument is None else f'; {argument}'})@{against}"
        self.columns.setdefault(key, Statistic(key, COHORT_FUNCTIONS[name], of, cohort, argument))
        return renamed(call, key)

    def _typed(self, tree: ast.expr) -> tuple[Type | None, tuple[Finding, ...]]:
        """Find the type of a tree, with what is to be told of it."""
        others = (*COHORT_FUNCTIONS, *CHILDREN_FUNCTIONS, "last_year", *self.functions)
        return type_of(tree, self.type_of_column, advise=len(self.findings) < MOST_ADVISED, others=others)

    def share_argument(self, tree: ast.expr) -> Fraction | None:
        """Read the share of a percentile: a constant of 0..1, parameters allowed."""
        value: Any = None
        if names_of(tree) <= set(self.constants) and not type_of(tree, self.type_of_column, advise=False)[1]:
            value = evaluate_exact(tree, Exact(self.constants.__getitem__, self.rounding_mode))
        if isinstance(value, Fraction) and 0 <= value <= 1:
            return value
        self.report("ITR372.percentile", place_of(tree))
        return None

    def argument_column(self, call: ast.Call, name: str, scope: Scope) -> str | None:
        """Find the column of a one-argument function; an expression gets a column of its own."""
        if len(call.args) != 1:
            self.report("ITR259", place_of(call), name=name, count=1, found=len(call.args))
            return None
        resolved = self.resolve(call.args[0], scope)
        if resolved is None:
            return None
        type_, findings = self._typed(resolved)
        self.findings.extend(findings)
        if type_ is None or findings:
            return None
        if type_.kind != "number":
            self.report("ITR214.argument", place_of(call), name=name, **kind_said(type_.kind))
            return None
        if isinstance(resolved, ast.Name):
            return resolved.id
        text = text_of(resolved)
        key = f"[{text}]"
        place = place_of(call)
        self.count_slow(sum(slow_calls(part) for part in walk(resolved)), place)
        formula = Formula(text, resolved, names_of(resolved), type_, place)
        self.columns.setdefault(key, NamedValue(key, Words(vi=text, en=text), formula, place))
        return key


def kind_said(kind: str) -> dict[str, Any]:
    """Name a type in both languages, for a message.

    >>> kind_said("yes_no")
    {'found': 'có/không', 'found_en': 'yes_no'}
    """
    return {"found": KINDS_VI[kind], "found_en": kind}


def _is_readable(name: str) -> bool:
    """Say whether a formula can read a name that is no keyword.

    >>> _is_readable("số_họp"), _is_readable("1a"), _is_readable("_a"), _is_readable("số họp")
    (True, False, False, False)
    """
    if not NAME.fullmatch(name):
        return False
    return not name.startswith("_") if name.isascii() else parse(name, Place())[0] is not None


def names_of(tree: ast.expr) -> frozenset[str]:
    """Collect the names that a tree reads, function names excepted."""
    return frozenset(node.id for node in walk(tree) if isinstance(node, ast.Name))


def slow_calls(part: ast.AST) -> int:
    """Say how many roots, logarithms or powers a part of a tree takes itself; a mean takes one of each number."""
    if not isinstance(part, ast.Call) or called(part) not in SLOW:
        return 0
    return len(part.args) if called(part) == "geometric_mean" else 1


def renamed(tree: ast.expr, key: str) -> ast.Name:
    """Make the name of a column in the place of what the author wrote."""
    name = ast.Name(id=key, ctx=ast.Load())
    name.place = place_of(tree)  # type: ignore[attr-defined]
    return name


def replaced_arguments(call: ast.Call, arguments: list[ast.expr]) -> ast.Call:
    """Copy a call with other arguments."""
    made = ast.Call(func=call.func, args=arguments, keywords=[])
    made.place = place_of(call)  # type: ignore[attr-defined]
    return made


def text_of(tree: ast.expr) -> str:
    """Write a tree as one line of canonical text, so that equal expressions share a column."""

    class Plain(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            value: object = node.value
            return ast.Name(id=str(value), ctx=ast.Load()) if isinstance(value, Fraction | date) else node

    copy = Plain().visit(_copied(tree))
    return ast.unparse(copy)


def _copied(tree: ast.AST) -> Any:
    fields = {
        name: [_copied(item) if isinstance(item, ast.AST) else item for item in part]
        if isinstance(part, list)
        else (_copied(part) if isinstance(part, ast.AST) else part)
        for name, part in ast.iter_fields(tree)
    }
    return type(tree)(**fields)


def computed_after(column: Column) -> frozenset[str]:
    """Return the keys of the columns that are computed before this one.

    As `model.reads.reads_of`, but that a finished node also comes after its value before `then`, and that children which
    count nowhere come when they are asked for: they may themselves read the total.
    """
    match column:
        case NamedValue():
            return column.formula.reads
        case Statistic() | RollUp():
            return frozenset({column.of})
        case Before(node=node):
            return _made_from(node)
        case Node():
            read = _made_from(column)
            return read if column.then is None else read | column.then.reads | {f"value:{column.id}"}
        case _:
            return frozenset()


def _made_from(node: Node) -> frozenset[str]:
    read = names_in(formula for formula in formulas_of(node) if formula is not node.then)
    return read | {child.id for child in node.children if child.role not in {"unscored", "condition"}}


_GUARDS = {"has", "first_nonzero"}


def names_read_bare(tree: ast.expr) -> frozenset[str]:
    """Collect the names whose lack of a score would be the tree's own: those outside `has` and `first_nonzero`."""
    found: set[str] = set()
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif called(node) not in _GUARDS:
            todo += below(node)
    return frozenset(found)
