"""Put expressions into expressions: templates of scoring kinds, and the functions of a ruleset."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from ..model.findings import Finding, Place, finding
from .parse import DEEPEST, MOST_NODES_IN_PLACE, limits_of, parse, place_of, placed
from .trees import alike, below, called, changed, walk


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
    parts = [substitute(part, replacements, at) for part in below(tree)]
    return changed(tree, parts) if at is None else placed(alike(tree, parts), at)


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


def chosen(value: ast.expr, branches: Sequence[tuple[str, ast.expr]], at: Place) -> ast.expr:
    """Build the choice of an expression by the option that a value is; the last needs no test, as it is one of them.

    >>> ast.unparse(chosen(ast.Name("x"), [("a", ast.Name("one")), ("b", ast.Name("two"))], Place()))
    "one if x == 'a' else two"
    """
    *first, (_, tree) = branches
    for option, branch in reversed(first):
        text = ast.Constant(value=option)
        text.place = at  # type: ignore[attr-defined]
        test = template("X == O", at=at, X=value, O=text)
        tree = template("P if T else R", at=at, P=branch, T=test, R=tree)
    return tree


def put_in_place(tree: ast.expr, functions: Mapping[str, Function]) -> tuple[ast.expr, tuple[Finding, ...]]:
    """Replace calls of a ruleset's functions by their bodies.

    Size and depth are held while they grow: functions that double or pile up one another are stopped, not survived.

    Returns:
        The tree without such calls, and what is wrong: arguments that do not fit, recursion, explosion.
    """
    try:
        return _expanded(tree, _Expansion(functions), (), 1), ()
    except _Stop as stop:
        return tree, (stop.finding,)


class _Stop(Exception):  # noqa: N818  # leaves a deep recursion
    def __init__(self, found: Finding) -> None:
        self.finding = found


@dataclass(slots=True)
class _Expansion:
    """What is known while functions are put into one formula.

    Attributes:
        budget: the nodes that may still be made.
        bodies: name -> a function's body in which functions were put in place, and the nodes that it took.
    """

    functions: Mapping[str, Function]
    budget: int = MOST_NODES_IN_PLACE
    bodies: dict[str, tuple[ast.expr, int]] = field(default_factory=dict)

    def take(self, count: int, tree: ast.expr) -> None:
        """Take nodes from the budget."""
        self.budget -= count
        if self.budget < 0:
            raise _Stop(finding("ITR202", place_of(tree), found=f"> {MOST_NODES_IN_PLACE}", limit=MOST_NODES_IN_PLACE))


def _expanded(tree: ast.expr, known: _Expansion, chain: tuple[str, ...], depth: int) -> ast.expr:
    known.take(1, tree)
    if depth > 2 * DEEPEST:
        raise _Stop(finding("ITR106.formula", place_of(tree), limit=2 * DEEPEST))
    function = known.functions.get(called(tree))
    if function is not None and isinstance(tree, ast.Call):
        return _applied(function, tree, known, chain, depth)
    return changed(tree, [_expanded(part, known, chain, depth + 1) for part in below(tree)])


def _applied(function: Function, tree: ast.Call, known: _Expansion, chain: tuple[str, ...], depth: int) -> ast.expr:
    """Put the arguments of a call into the body of its function."""
    if function.name in chain:
        told = " → ".join((*chain[chain.index(function.name) :], function.name))
        raise _Stop(finding("ITR262.function", function.place, chain=told))
    count = len(function.parameters)
    if len(tree.args) != count:
        raise _Stop(finding("ITR259", place_of(tree), name=function.name, count=count, found=len(tree.args)))
    # A parameter may be called like a column that another function reads: until its argument stands there it
    # has a name that nobody can write.
    own = [f"{function.name}:{parameter}" for parameter in function.parameters]
    body = _body_of(function, own, tree, known, chain, depth)
    arguments = [_expanded(argument, known, chain, depth + 1) for argument in tree.args]
    uses = [node.id for node in walk(body) if isinstance(node, ast.Name)]
    for parameter, argument in zip(own, arguments, strict=True):
        known.take(uses.count(parameter) * sum(1 for _ in walk(argument)), tree)
    result = substitute(body, dict(zip(own, arguments, strict=True)))
    if (problem := limits_of(result)) is not None:
        raise _Stop(replace(problem, place=place_of(tree)))
    return result


def _body_of(
    function: Function, own: Sequence[str], tree: ast.Call, known: _Expansion, chain: tuple[str, ...], depth: int
) -> ast.expr:
    """Return the body of a function with its own names of parameters, expanded once for all its calls."""
    if function.name in known.bodies:
        body, count = known.bodies[function.name]
        known.take(count, tree)
        return body
    hidden = {name: ast.Name(id=to, ctx=ast.Load()) for name, to in zip(function.parameters, own, strict=True)}
    before = known.budget
    body = _expanded(substitute(function.body, hidden), known, (*chain, function.name), depth + 1)
    known.bodies[function.name] = body, before - known.budget
    return body
