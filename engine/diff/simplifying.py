"""A formula written more simply by what is known of its parts: a bound that is always kept says nothing.

Only numbers are left out, never what is read, and nothing is decided that a blank or a divisor of 0 could change: what comes
of it has a value for the same answers, and the same one, wherever its parts keep within their bounds.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from ..formula.intervals import Interval
from ..formula.parse import place_of, placed
from ..formula.trees import below, called, changed, unchained

Bound: TypeAlias = Callable[[ast.expr], Interval]
"""Gives the bounds of a formula."""

_ORDERED: Mapping[type[ast.cmpop], Mapping[bool, type[ast.cmpop]]] = {
    ast.Eq: {True: ast.LtE, False: ast.GtE},
    ast.NotEq: {True: ast.Gt, False: ast.Lt},
}
"""What "equal" is where the left side is never below the right one, and where it is never above."""


def simpler(tree: ast.expr, bound: Bound) -> ast.expr:
    """Write a formula more simply.

    Args:
        tree: a checked formula.
        bound: of any part of it, made of its names.

    >>> from fractions import Fraction
    >>> from itrank.engine.formula.interpreter import Interpreter
    >>> from itrank.engine.formula.intervals import Intervals
    >>> from itrank.engine.formula.parse import Place, parse
    >>> share = Intervals(lambda name: Interval(Fraction(0), Fraction(1)))
    >>> def of(text): return ast.unparse(simpler(parse(text, Place())[0], Interpreter(share).evaluate))
    >>> of("clamp(a, 0, 1)"), of("a if b != 0 else 0"), of("min(a, b) / c")
    ('a', 'a if b > Fraction(0, 1) else Fraction(0, 1)', 'min(a / c, b / c)')
    """
    made = changed(tree, [simpler(part, bound) for part in below(tree)])
    rule = _RULES.get(type(made))
    return made if rule is None else rule(made, bound)


def _at(tree: ast.expr, made: ast.expr) -> ast.expr:
    return placed(made, place_of(tree))


def _call(tree: ast.Call, bound: Bound) -> ast.expr:
    match called(tree):
        case "min" | "max" as name:
            return _extreme(tree, name, tree.args, bound)
        case "clamp":
            value, low, high = tree.args
            return _extreme(tree, "min", [_extreme(tree, "max", [value, low], bound), high], bound)
    return tree


def _extreme(tree: ast.expr, name: str, parts: Sequence[ast.expr], bound: Bound) -> ast.expr:
    """Leave out the numbers that another part is never on the other side of."""
    bounds = [bound(part) for part in parts]
    kept = [
        part
        for part in parts
        if not (
            isinstance(part, ast.Constant)
            and any(_reaches(name, own, part.value) for own in _others(bounds, part, parts))
        )
    ]
    return kept[0] if len(kept) == 1 else _at(tree, ast.Call(ast.Name(name, ast.Load()), kept, []))


def _others(bounds: Sequence[Interval], part: ast.expr, parts: Sequence[ast.expr]) -> list[Interval]:
    return [
        own
        for own, other in zip(bounds, parts, strict=True)
        if other is not part and not isinstance(other, ast.Constant)
    ]


def _reaches(name: str, bounds: Interval, number: Any) -> bool:
    if name == "min":
        return bounds.high is not None and bounds.high <= number
    return bounds.low is not None and bounds.low >= number


def _compare(tree: ast.Compare, bound: Bound) -> ast.expr:
    """Ask of what is never below, or never above, not whether it is equal but on which side it is."""
    if len(tree.ops) > 1:
        links = unchained(tree)
        return changed(links, [_compare(link, bound) for link in links.values])  # type: ignore[arg-type]
    (op,), (right,) = tree.ops, tree.comparators
    first, second = bound(tree.left), bound(right)
    for is_above, low, high in ((True, first.low, second.high), (False, second.low, first.high)):
        if type(op) in _ORDERED and low is not None and high is not None and low >= high:
            return _at(tree, ast.Compare(tree.left, [_ORDERED[type(op)][is_above]()], [right]))
    return tree


def _binary(tree: ast.BinOp, bound: Bound) -> ast.expr:
    """Multiply, or divide, the parts of a least or greatest by what is never negative."""
    for part, other in ((tree.left, tree.right), (tree.right, tree.left)):
        is_product = isinstance(tree.op, ast.Mult) or (isinstance(tree.op, ast.Div) and part is tree.left)
        low = bound(other).low if is_product and called(part) in {"min", "max"} else None
        if low is not None and low >= 0 and not isinstance(other, ast.Constant):
            parts = [_at(tree, ast.BinOp(each, tree.op, other)) for each in below(part)]
            return _at(tree, ast.Call(ast.Name(called(part), ast.Load()), parts, []))
    return tree


_RULES: Mapping[type[ast.expr], Callable[[Any, Bound], ast.expr]] = {
    ast.Call: _call,
    ast.Compare: _compare,
    ast.BinOp: _binary,
}
