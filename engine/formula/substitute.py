"""Put expressions into expressions: templates of scoring kinds, and the functions of a ruleset."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from ..model.findings import Finding, Place, finding
from .parse import DEEPEST, MOST_NODES_IN_PLACE, limits_of, parse, place_of, placed


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the ruleset: a name for an expression over its parameters."""

    name: str
    parameters: tuple[str, ...]
    body: ast.expr
    place: Place


def substitute(tree: ast.expr, replacements: Mapping[str, ast.expr], at: Place | None = None) -> ast.expr:
    """Copy a tree with names replaced by expressions (never the names of functions).

    Args:
        tree: left as it is.
        replacements: by name; they keep their own places.
        at: the place of the copied nodes; None keeps theirs.
    """
    if isinstance(tree, ast.Name) and tree.id in replacements:
        return replacements[tree.id]
    fields = {}
    for name, part in ast.iter_fields(tree):
        if isinstance(tree, ast.Call) and name == "func":
            fields[name] = part
        elif isinstance(part, ast.expr):
            fields[name] = substitute(part, replacements, at)
        elif isinstance(part, list):
            fields[name] = [substitute(p, replacements, at) if isinstance(p, ast.expr) else p for p in part]
        else:
            fields[name] = part
    return placed(type(tree)(**fields), place_of(tree) if at is None else at)


@cache
def _template(source: str) -> ast.expr:
    tree, findings = parse(source, Place(), trusted=True)
    assert tree is not None, findings
    return tree


def template(source: str, *, at: Place, **parts: ast.expr) -> ast.expr:
    """Build an expression from a trusted text, its capital names replaced by parts.

    >>> ast.unparse(template("A + A", at=Place(), A=ast.Name(id="x", ctx=ast.Load())))
    'x + x'
    """
    return substitute(_template(source), parts, at)


def put_in_place(tree: ast.expr, functions: Mapping[str, Function]) -> tuple[ast.expr, tuple[Finding, ...]]:
    """Replace calls of a ruleset's functions by their bodies.

    Size and depth are held while they grow: functions that double or pile up one another are stopped, not survived.

    Returns:
        The tree without such calls, and what is wrong: arguments that do not fit, recursion, explosion.
    """
    budget = [MOST_NODES_IN_PLACE]
    try:
        return _expanded(tree, functions, (), budget, 1), ()
    except _Stop as stop:
        return tree, (stop.finding,)


class _Stop(Exception):  # noqa: N818  # leaves a deep recursion
    def __init__(self, found: Finding) -> None:
        self.finding = found


def _expanded(
    tree: ast.expr, functions: Mapping[str, Function], chain: tuple[str, ...], budget: list[int], depth: int
) -> ast.expr:
    budget[0] -= 1
    if budget[0] < 0:
        raise _Stop(finding("ITR202", place_of(tree), found=f"> {MOST_NODES_IN_PLACE}", limit=MOST_NODES_IN_PLACE))
    if depth > 2 * DEEPEST:
        raise _Stop(finding("ITR203", place_of(tree), limit=2 * DEEPEST))
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in functions:
        function = functions[tree.func.id]
        if function.name in chain:
            told = " → ".join((*chain[chain.index(function.name) :], function.name))
            raise _Stop(finding("ITR213", function.place, chain=told))
        if len(tree.args) != len(function.parameters):
            raise _Stop(
                finding(
                    "ITR259", place_of(tree), name=function.name, count=len(function.parameters), found=len(tree.args)
                )
            )
        # A parameter may be called like a column that another function reads: until its argument stands there it
        # has a name that nobody can write.
        own = [f"{function.name}:{parameter}" for parameter in function.parameters]
        hidden = {name: ast.Name(id=to, ctx=ast.Load()) for name, to in zip(function.parameters, own, strict=True)}
        body = _expanded(substitute(function.body, hidden), functions, (*chain, function.name), budget, depth + 1)
        arguments = [_expanded(argument, functions, chain, budget, depth + 1) for argument in tree.args]
        uses = [node.id for node in ast.walk(body) if isinstance(node, ast.Name)]
        for parameter, argument in zip(own, arguments, strict=True):
            budget[0] -= uses.count(parameter) * sum(1 for _ in ast.walk(argument))
        if budget[0] < 0:
            raise _Stop(finding("ITR202", place_of(tree), found=f"> {MOST_NODES_IN_PLACE}", limit=MOST_NODES_IN_PLACE))
        result = substitute(body, dict(zip(own, arguments, strict=True)))
        if (problem := limits_of(result)) is not None:
            raise _Stop(replace(problem, place=place_of(tree)))
        return result
    fields = {}
    for name, part in ast.iter_fields(tree):
        if isinstance(tree, ast.Call) and name == "func":
            fields[name] = part
        elif isinstance(part, ast.expr):
            fields[name] = _expanded(part, functions, chain, budget, depth + 1)
        elif isinstance(part, list):
            fields[name] = [
                _expanded(p, functions, chain, budget, depth + 1) if isinstance(p, ast.expr) else p for p in part
            ]
        else:
            fields[name] = part
    return placed(type(tree)(**fields), place_of(tree))
