"""Walk and copy checked trees, which are of eight kinds of nodes: what Python's `ast` does for any tree, but sooner."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import is_
from typing import Any

from ..model.findings import Place

_BELOW: Mapping[type[ast.AST], Callable[[Any], Sequence[ast.expr]]] = {
    ast.BinOp: lambda node: (node.left, node.right),
    ast.UnaryOp: lambda node: (node.operand,),
    ast.BoolOp: lambda node: node.values,
    ast.Compare: lambda node: (node.left, *node.comparators),
    ast.IfExp: lambda node: (node.test, node.body, node.orelse),
    ast.Call: lambda node: node.args,
    ast.Name: lambda _: (),
    ast.Constant: lambda _: (),
}
_ALIKE: Mapping[type[ast.AST], Callable[..., ast.expr]] = {
    ast.BinOp: lambda node, left, right: ast.BinOp(left, node.op, right),
    ast.UnaryOp: lambda node, operand: ast.UnaryOp(node.op, operand),
    ast.BoolOp: lambda node, *values: ast.BoolOp(node.op, list(values)),
    ast.Compare: lambda node, left, *others: ast.Compare(left, node.ops, list(others)),
    ast.IfExp: lambda _, test, then, otherwise: ast.IfExp(test, then, otherwise),
    ast.Call: lambda node, *arguments: ast.Call(node.func, list(arguments), node.keywords),
    ast.Name: lambda node: ast.Name(node.id, node.ctx),
    ast.Constant: lambda node: ast.Constant(node.value),
}


def below(node: ast.expr) -> Sequence[ast.expr]:
    """Give the operands of an operation or the arguments of a function, from left to right.

    >>> [part.id for part in below(ast.parse("min(a, b)", mode="eval").body)]
    ['a', 'b']
    """
    return _BELOW[type(node)](node)


def walk(tree: ast.expr) -> Iterator[ast.expr]:
    """Give a tree and everything in it, the names of functions excepted."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        todo += _BELOW[type(node)](node)


def called(node: ast.AST) -> str:
    """Return the name of the function that a node calls; empty where it calls none.

    >>> called(ast.parse("min(a, b)", mode="eval").body), called(ast.Name("min"))
    ('min', '')
    """
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


_MARK: Mapping[type[ast.AST], Callable[[Any], object]] = {
    ast.BinOp: lambda node: type(node.op),
    ast.UnaryOp: lambda node: type(node.op),
    ast.BoolOp: lambda node: type(node.op),
    ast.Compare: lambda node: tuple(map(type, node.ops)),
    ast.IfExp: lambda _: None,
    ast.Call: called,
    ast.Name: lambda node: node.id,
    ast.Constant: lambda node: node.value,
}


def is_same(one: ast.expr, other: ast.expr) -> bool:
    """Say whether two trees read the same, wherever they are written; in one evaluation both have the same value.

    >>> first, second = (ast.parse(text, mode="eval").body for text in ("a / b", "a/b"))
    >>> is_same(first, second), is_same(first, second.left)
    (True, False)
    """
    if one is other:
        return True
    if type(one) is not type(other) or _MARK[type(one)](one) != _MARK[type(other)](other):
        return False
    parts, others = below(one), below(other)
    return len(parts) == len(others) and all(map(is_same, parts, others))


def alike(node: ast.expr, parts: Sequence[ast.expr]) -> ast.expr:
    """Make the same operation or function of other parts; the copy has no place.

    >>> ast.unparse(alike(ast.parse("a + b", mode="eval").body, [ast.Name("x"), ast.Name("y")]))
    'x + y'
    """
    return _ALIKE[type(node)](node, *parts)


def changed(node: ast.expr, parts: Sequence[ast.expr]) -> ast.expr:
    """Make the same of other parts, at the same place; where they are its own parts it stays as it is."""
    if all(map(is_, parts, below(node))):
        return node
    made = alike(node, parts)
    made.place = getattr(node, "place", Place())  # type: ignore[attr-defined]
    return made


def unchained(tree: ast.Compare) -> ast.BoolOp:
    """Write a chain of comparisons as what it means: each link by itself, joined by `and`, at the same place.

    >>> ast.unparse(unchained(ast.parse("a < b <= c", mode="eval").body))
    'a < b and b <= c'
    """
    operands = [tree.left, *tree.comparators]
    links: list[ast.expr] = [
        ast.Compare(left, [op], [right]) for left, op, right in zip(operands, tree.ops, operands[1:], strict=False)
    ]
    made = ast.BoolOp(ast.And(), links)
    for each in (made, *links):
        each.place = getattr(tree, "place", Place())  # type: ignore[attr-defined]
    return made
