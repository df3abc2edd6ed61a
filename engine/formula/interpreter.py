"""The one interpreter of formulas: simpleeval's walk, stripped to what the allow-list lets through.

Every operation is handed to a domain: exact numbers, types, intervals, words. The only module that imports simpleeval.
"""

import ast
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar

from simpleeval import SimpleEval  # noqa: TID251  # the one place

from .parse import place_of, placed

V = TypeVar("V")
Thunk = Callable[[], V]

ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
COMPARISON: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


class Domain(Protocol[V]):
    """What the operations of a formula mean. `node` is where it is written; thunks are evaluated only if called."""

    def constant(self, node: ast.Constant) -> V:
        """Give a number, or the text of an option."""

    def name(self, node: ast.Name) -> V:
        """Give the value of a column."""

    def arithmetic(self, op: str, left: V, right: V, node: ast.BinOp) -> V:
        """Apply `+ - * / // % **`."""

    def negate(self, value: V, node: ast.UnaryOp) -> V:
        """Change the sign."""

    def compare(self, op: str, left: V, right: V, node: ast.Compare) -> V:
        """Apply `== != < <= > >=`."""

    def every(self, parts: Sequence[Thunk[V]], node: ast.expr) -> V:
        """Apply `and` (a chain of comparisons too)."""

    def either(self, parts: Sequence[Thunk[V]], node: ast.expr) -> V:
        """Apply `or`."""

    def inverse(self, value: V, node: ast.UnaryOp) -> V:
        """Apply `not`."""

    def choose(self, test: V, then: Thunk[V], otherwise: Thunk[V], node: ast.IfExp) -> V:
        """Apply `then if test else otherwise`."""

    def call(self, name: str, arguments: Sequence[Thunk[V]], node: ast.Call) -> V:
        """Apply a function of ours."""


class Interpreter(SimpleEval, Generic[V]):  # type: ignore[misc]  # simpleeval has no types
    """Walks a checked tree over a domain.

    Nothing of simpleeval's own is left to be reached: no operators, functions or names, and handlers for the nodes of
    the allow-list only. It never parses: the tree that was checked is the tree that is evaluated.
    """

    def __init__(self, domain: Domain[V]) -> None:
        super().__init__(operators={}, functions={}, names={}, allowed_attrs={})
        self.domain = domain
        self.nodes: dict[type[ast.AST], Callable[..., V]] = {
            ast.Constant: domain.constant,
            ast.Name: domain.name,
            ast.BinOp: self._eval_binop,
            ast.UnaryOp: self._eval_unaryop,
            ast.BoolOp: self._eval_boolop,
            ast.Compare: self._eval_compare,
            ast.IfExp: self._eval_ifexp,
            ast.Call: self._eval_call,
        }

    def evaluate(self, tree: ast.expr) -> V:
        """Walk a checked tree."""
        return self._eval(tree)

    @staticmethod
    def parse(expr: str) -> None:
        """Refuse: only checked trees are evaluated."""
        raise NotImplementedError(expr)

    def _eval(self, node: ast.expr) -> V:
        # simpleeval looks for modules in every result; here only a domain's own values circulate.
        value: V = self.nodes[type(node)](node)
        return value

    def _eval_binop(self, node: ast.BinOp) -> V:
        return self.domain.arithmetic(ARITHMETIC[type(node.op)], self._eval(node.left), self._eval(node.right), node)

    def _eval_unaryop(self, node: ast.UnaryOp) -> V:
        value = self._eval(node.operand)
        if isinstance(node.op, ast.Not):
            return self.domain.inverse(value, node)
        return self.domain.negate(value, node) if isinstance(node.op, ast.USub) else value

    def _eval_boolop(self, node: ast.BoolOp) -> V:
        parts = self._thunks(node.values)
        return self.domain.every(parts, node) if isinstance(node.op, ast.And) else self.domain.either(parts, node)

    def _eval_compare(self, node: ast.Compare) -> V:
        left = self._eval(node.left)
        if len(node.ops) == 1:
            return self.domain.compare(COMPARISON[type(node.ops[0])], left, self._eval(node.comparators[0]), node)
        # Each operand is read once, and only as far as the chain holds; each link is a comparison of its own.
        read: list[V] = [left]
        operands = (node.left, *node.comparators)

        def link(index: int) -> Thunk[V]:
            def holds() -> V:
                op, right = node.ops[index], operands[index + 1]
                read.append(self._eval(right))
                pair = ast.Compare(left=operands[index], ops=[op], comparators=[right])
                placed(pair, place_of(node))
                return self.domain.compare(COMPARISON[type(op)], read[-2], read[-1], pair)

            return holds

        return self.domain.every([link(index) for index in range(len(node.ops))], node)

    def _eval_ifexp(self, node: ast.IfExp) -> V:
        test = self._eval(node.test)
        return self.domain.choose(test, lambda: self._eval(node.body), lambda: self._eval(node.orelse), node)

    def _eval_call(self, node: ast.Call) -> V:
        assert isinstance(node.func, ast.Name)  # the allow-list
        return self.domain.call(node.func.id, self._thunks(node.args), node)

    def _thunks(self, parts: Sequence[ast.expr]) -> list[Thunk[V]]:
        walk = self._eval
        return [partial(walk, part) for part in parts]
