"""The points of a formula: both sides of its conditions, its bounds, its options, and what its cuts do."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import TypeAlias

from ..formula.functions import NOT_APPLICABLE
from ..formula.interpreter import COMPARISON
from ..formula.parse import place_of, placed
from ..formula.trees import below, called, walk
from ..language.workshop import names_of
from ..model.findings import Place
from ..model.ruleset import Constant, Formula, Ruleset, Value
from .digits import Written, step_beside
from .looking import Parts
from .points import PointKind

Path: TypeAlias = tuple[ast.expr, ...]
"""Conditions that hold where a part of a formula is asked."""
Mark: TypeAlias = Callable[[Parts], bool]

ORDERED = frozenset({"<", "<=", ">", ">="})
_CONTRARY: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
# Of a bound on the right: on which side of it lies the answer that the bound itself does not get.
_BESIDE: Mapping[str, int] = {">=": -1, "<": -1, ">": 1, "<=": 1}
_TURNED: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Site:
    """One side of something in a formula.

    Attributes:
        part: what tells one site of a formula from another.
        holds: whether the parts that were evaluated show it.
        when: the condition itself, on columns, without the way to it.
        path: what must hold so that it is asked.
        about: the tree that the words are about; `answer` is which answer it gives, where it is a condition.
        value: of an edge, what is compared with the bound.
        decides: whether it is part of what decides whether there is a value at all.
    """

    kind: PointKind
    part: str
    place: Place
    holds: Mark
    when: ast.expr
    path: Path
    about: ast.expr
    answer: str
    decides: bool = False
    value: ast.expr | None = None


def sites(ruleset: Ruleset, formula: Formula, written: Written, *, joins: bool = False) -> Iterator[Site]:
    """Give every site of a formula, in the order in which it is written.

    Args:
        ruleset: whose columns the formula reads.
        formula: checked.
        written: how the numbers of the document are written.
        joins: whether lines join its bounds, so that both sides of one give the same.
    """
    seen: set[tuple[int, str]] = set()
    often = {key for key, count in Counter(id(part) for part in walk(formula.tree)).items() if count > 1}
    walker = _Walker(ruleset, written, often, joins=joins)
    if formula.type.kind == "yes_no":
        tops: Iterator[Site] = walker.answers(formula.tree, ())
        yield from _fresh(tops, seen)
    yield from _fresh(walker.walk(formula.tree, ()), seen)


def names_deciding(tree: ast.expr) -> frozenset[str]:
    """Return the names in those conditions of a formula by which it has no value, since it does not apply.

    >>> tree = ast.parse("(c if d > 1 else _not_applicable()) if b > 0 else a", mode="eval").body
    >>> sorted(names_deciding(tree))
    ['d']
    """
    tests = (part.test for part in walk(tree) if isinstance(part, ast.IfExp) and _decides(part))
    return frozenset().union(*map(names_of, tests))


def _decides(tree: ast.IfExp) -> bool:
    return NOT_APPLICABLE in {called(tree.body), called(tree.orelse)}


def _fresh(found: Iterator[Site], seen: set[tuple[int, str]]) -> Iterator[Site]:
    for site in found:
        key = (id(site.about), site.answer)
        if key not in seen:
            seen.add(key)
            yield site


def conjoined(path: Path, when: ast.expr) -> ast.expr:
    """Say that several conditions hold."""
    return when if not path else placed(ast.BoolOp(ast.And(), [*path, when]), place_of(when))


def negated(test: ast.expr) -> ast.expr:
    """Say that a condition does not hold.

    >>> ast.unparse(negated(ast.parse("a >= 4", mode="eval").body)), ast.unparse(negated(ast.Name("a")))
    ('a < 4', 'not a')
    """
    match test:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return placed(ast.Compare(left, [_CONTRARY[type(op)]()], [right]), place_of(test))
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return part
    return placed(ast.UnaryOp(ast.Not(), test), place_of(test))


def compared(left: ast.expr, op: ast.cmpop, right: ast.expr) -> ast.expr:
    """Compare two parts, at the place of the second."""
    return placed(ast.Compare(left, [op], [right]), place_of(right))


def constant(value: Fraction | date | bool, place: Place) -> ast.expr:  # a value, no flag
    """Write an exact number, a day or an answer in a formula."""
    return placed(ast.Constant(value), place)  # type: ignore[arg-type]  # constants of formulas are exact


@dataclass(frozen=True, slots=True)
class _Walker:
    """Walks one formula; `often` are the parts that stand in several places, which no path tells."""

    ruleset: Ruleset
    written: Written
    often: set[int]
    joins: bool

    def walk(self, tree: ast.expr, path: Path) -> Iterator[Site]:
        path = () if id(tree) in self.often else path
        match tree:
            case ast.IfExp(test=test, body=body, orelse=orelse):
                decides = _decides(tree)
                asked = chain(self.chosen(tree, path), self.walk(test, path))
                yield from (replace(site, decides=decides or site.decides) for site in asked)
                yield from self.walk(body, (*path, test))
                yield from self.walk(orelse, (*path, negated(test)))
            case ast.BoolOp(op=op, values=values):
                yield from self._joined(values, path, all_of=isinstance(op, ast.And))
            case ast.Compare():
                yield from self._compared(tree, path)
                for part in below(tree):
                    yield from self.walk(part, path)
            case ast.Call():
                yield from _CALLS.get(called(tree), _nothing)(tree, path)
                for part in below(tree):
                    yield from self.walk(part, path)
            case _:
                for part in below(tree):
                    yield from self.walk(part, path)

    def answers(self, test: ast.expr, path: Path, kind: PointKind = "condition") -> Iterator[Site]:
        """Give both answers of a condition."""
        for answer in (True, False):
            yield Site(
                kind, f"{answer}".lower(), place_of(test), _gave(test, answer),
                test if answer else negated(test), path, test, "yes" if answer else "no",
            )  # fmt: skip

    def chosen(self, tree: ast.IfExp, path: Path) -> Iterator[Site]:
        """Give both sides of a choice: steps and options by name, others by their condition."""
        test = tree.test
        kind: PointKind = "condition"
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            kind = "option" if _is_text(test.comparators[0]) else "step" if self._bound_in(test) else "condition"
        yes, no = self.answers(test, path, kind)
        worth = place_of(tree.body)
        yield replace(yes, place=worth if kind == "option" and worth.line else yes.place)
        if not isinstance(tree.orelse, ast.IfExp) or kind not in {"option", "step"}:  # else the next one says it
            rest = place_of(tree.orelse)
            yield replace(no, place=rest if kind in {"option", "step"} and rest.line else no.place)

    def _joined(self, values: Sequence[ast.expr], path: Path, *, all_of: bool) -> Iterator[Site]:
        before = path
        for part in values:
            if not isinstance(part, ast.BoolOp):
                yield from self.answers(part, before)
            yield from self.walk(part, before)
            before = (*before, part if all_of else negated(part))

    def _compared(self, tree: ast.Compare, path: Path) -> Iterator[Site]:
        operands = (tree.left, *tree.comparators)
        for left, op, right in zip(operands, tree.ops, operands[1:], strict=False):
            sign = COMPARISON[type(op)]
            if sign not in ORDERED:
                continue
            yield self._at(left, right, path)
            bound = self.fixed(right)
            if bound is not None:
                yield from self._near(left, right, bound, _BESIDE[sign], path)
            elif (bound := self.fixed(left)) is not None:
                yield from self._near(right, left, bound, _BESIDE[_TURNED[sign]], path)

    def _at(self, left: ast.expr, right: ast.expr, path: Path) -> Site:
        def holds(parts: Parts) -> bool:
            return id(left) in parts and id(right) in parts and parts[id(left)] == parts[id(right)]

        when = compared(left, ast.Eq(), right)
        return Site("edge", "at", place_of(right), holds, when, path, right, f"at:{id(left)}", value=left)

    def _near(self, value: ast.expr, bound: ast.expr, at: Fraction, side: int, path: Path) -> Iterator[Site]:
        """Give the other side of a bound: within one step of its written digits."""
        if self.joins:
            return
        place = place_of(bound)
        far = at + side * step_beside(at, self._place_of_value(bound), self.written)
        low, high = (far, at) if side < 0 else (at, far)

        def holds(parts: Parts) -> bool:
            found = parts.get(id(value))
            if type(found) is not Fraction or id(bound) not in parts:
                return False
            return low <= found < high if side < 0 else low < found <= high

        ends = [constant(low, place), value, constant(high, place)]
        ops: list[ast.cmpop] = [ast.LtE(), ast.Lt()] if side < 0 else [ast.Lt(), ast.LtE()]
        whens = [compared(a, op, b) for a, op, b in zip(ends, ops, ends[1:], strict=False)]
        when = placed(ast.BoolOp(ast.And(), whens), place)
        yield Site("edge", "beside", place, holds, when, path, bound, f"beside:{id(value)}", value=value)

    def _place_of_value(self, tree: ast.expr) -> Place:
        """Find where a bound's digits are written: of a parameter, in its own line."""
        column = self.ruleset.columns.get(tree.id) if isinstance(tree, ast.Name) else None
        return column.place if isinstance(column, Constant) else place_of(tree)

    def fixed(self, tree: ast.expr) -> Fraction | None:
        """Give the number that a part is for everybody; None where it is none."""
        match tree:
            case ast.Constant(value=Fraction() as value):
                return value
            case ast.Name(id=key):
                column = self.ruleset.columns.get(key)
                is_number = isinstance(column, Constant) and isinstance(column.value, Fraction)
                return column.value if is_number else None  # type: ignore[union-attr,return-value]
            case ast.UnaryOp(op=ast.USub(), operand=part):
                found = self.fixed(part)
                return None if found is None else -found
        return None

    def _bound_in(self, test: ast.Compare) -> bool:
        return COMPARISON[type(test.ops[0])] in ORDERED and self.fixed(test.comparators[0]) is not None


def _is_text(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Constant) and isinstance(tree.value, str)


def _gave(tree: ast.expr, answer: bool) -> Mark:  # which answer it was
    key = id(tree)
    return lambda parts: parts.get(key) is answer


# ── Functions ──


def _nothing(_: ast.Call, __: Path) -> Iterator[Site]:
    return iter(())


def _clamp(tree: ast.Call, path: Path) -> Iterator[Site]:
    """A cut raises, leaves or lowers its value."""
    value, least, most = tree.args

    def order(parts: Parts) -> tuple[Value, Value, Value] | None:
        found = [parts.get(id(part)) for part in (value, least, most)]
        return None if None in found else (found[0], found[1], found[2])  # type: ignore[return-value]

    def lowered(parts: Parts) -> bool:
        return (found := order(parts)) is not None and found[0] > found[2]  # type: ignore[operator]

    def raised(parts: Parts) -> bool:
        return (found := order(parts)) is not None and found[0] < found[1]  # type: ignore[operator]

    def kept(parts: Parts) -> bool:
        return (found := order(parts)) is not None and found[1] < found[0] < found[2]  # type: ignore[operator]

    inside = placed(
        ast.BoolOp(ast.And(), [compared(value, ast.Gt(), least), compared(value, ast.Lt(), most)]), place_of(tree)
    )
    for name, holds, when in (
        ("above", lowered, compared(value, ast.Gt(), most)),
        ("inside", kept, inside),
        ("under", raised, compared(value, ast.Lt(), least)),
    ):
        yield Site("cut", name, place_of(tree), holds, when, path, tree, name)


def _extreme(sign: ast.cmpop, beats: Callable[[Value, Value], bool]) -> Callable[[ast.Call, Path], Iterator[Site]]:
    """Each argument is the one that is taken, alone."""

    def found(tree: ast.Call, path: Path) -> Iterator[Site]:
        for index, own in enumerate(tree.args if len(tree.args) > 1 else ()):
            others = [part for part in tree.args if part is not own]

            def holds(parts: Parts, own: ast.expr = own, others: Sequence[ast.expr] = others) -> bool:
                mine = parts.get(id(own))
                theirs = [parts.get(id(other)) for other in others]
                return mine is not None and all(each is not None and beats(mine, each) for each in theirs)

            tests = [compared(own, sign, other) for other in others]
            when = tests[0] if len(tests) == 1 else placed(ast.BoolOp(ast.And(), tests), place_of(own))
            yield Site("choice_of", f"{index + 1}", place_of(own), holds, when, path, own, f"taken:{id(tree)}")

    return found


def _has(tree: ast.Call, path: Path) -> Iterator[Site]:
    for answer in (True, False):
        when = tree if answer else negated(tree)
        yield Site(
            "condition", f"{answer}".lower(), place_of(tree), _gave(tree, answer), when, path, tree,
            "yes" if answer else "no",
        )  # fmt: skip


_CALLS: Mapping[str, Callable[[ast.Call, Path], Iterator[Site]]] = {
    "clamp": _clamp,
    "min": _extreme(ast.Lt(), lambda a, b: a < b),  # type: ignore[operator]  # numbers, by their types
    "max": _extreme(ast.Gt(), lambda a, b: a > b),  # type: ignore[operator]
    "has": _has,
}
