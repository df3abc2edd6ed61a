"""The domain of data: a checked formula as lists and mappings, for whoever wants to compute it without this program.

The vocabulary is small and stable; docs/explaining.md says what each word means.
"""

import ast
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from ..model.numerals import ratio
from .functions import NOT_APPLICABLE
from .interpreter import Interpreter, Thunk

Plain = dict[str, Any]


def plain(tree: ast.expr) -> Plain:
    """Write a checked tree as values of JSON.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> tree, _ = parse("a / 0.8", Place())
    >>> plain(tree)
    {'op': '/', 'args': [{'name': 'a'}, {'number': '4/5'}]}
    """
    return Interpreter(_Plain()).evaluate(tree)


def _all(op: str, *args: Plain) -> Plain:
    return {"op": op, "args": list(args)}


class _Plain:
    def constant(self, node: ast.Constant) -> Plain:
        value: object = node.value
        if isinstance(value, date):
            return {"date": value.isoformat()}
        return {"number": ratio(value)} if isinstance(value, Fraction) else {"option": str(value)}

    def name(self, node: ast.Name) -> Plain:
        return {"name": node.id}

    def arithmetic(self, op: str, left: Plain, right: Plain, node: ast.BinOp) -> Plain:  # noqa: ARG002
        return _all(op, left, right)

    def negate(self, value: Plain, node: ast.UnaryOp) -> Plain:  # noqa: ARG002
        return _all("negate", value)

    def compare(self, op: str, left: Plain, right: Plain, node: ast.Compare) -> Plain:  # noqa: ARG002
        return _all(op, left, right)

    def every(self, parts: Sequence[Thunk[Plain]], node: ast.expr) -> Plain:  # noqa: ARG002
        return _all("and", *(part() for part in parts))

    def either(self, parts: Sequence[Thunk[Plain]], node: ast.expr) -> Plain:  # noqa: ARG002
        return _all("or", *(part() for part in parts))

    def inverse(self, value: Plain, node: ast.UnaryOp) -> Plain:  # noqa: ARG002
        return _all("not", value)

    def choose(self, test: Plain, then: Thunk[Plain], otherwise: Thunk[Plain], node: ast.IfExp) -> Plain:  # noqa: ARG002
        return _all("if", test, then(), otherwise())

    def call(self, name: str, arguments: Sequence[Thunk[Plain]], node: ast.Call) -> Plain:  # noqa: ARG002
        return _all("not_applicable" if name == NOT_APPLICABLE else name, *(argument() for argument in arguments))
