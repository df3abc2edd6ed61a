"""Questions of formulas that choose points by conditions: whether points follow the bounds."""

import ast
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from ...formula.figures import amount
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Node, Ruleset
from .asking import together
from .context import Context, leaves

_SIGNS: dict[type[ast.cmpop], str] = {ast.GtE: "≥", ast.Gt: ">", ast.LtE: "≤", ast.Lt: "<"}
_FEWEST = 3  # outcomes, for points to go up and down


class _Row(NamedTuple):
    """One condition: what is compared, how, with what number of what, and the points where it is the first to hold."""

    subject: str
    sign: str
    bound: Fraction
    of: str
    points: Fraction


def points_follow_the_conditions(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Along conditions on one figure points only rise or only fall; where several go up and down, figures are so here."""
    found = [each for leaf in leaves(ruleset) if (each := _up_and_down(leaf, context)) is not None]
    for place, about in together(found if len(found) == 1 else []):
        yield finding("ITR290.branches", place, about=about)


def _up_and_down(leaf: Node, context: Context) -> tuple[Place, str] | None:
    if leaf.score is None or "formula" not in context.given(leaf).get("score", {}):
        return None
    rows, rest = _rows(leaf.score.tree, context)
    worths = [*(row.points for row in rows), rest]
    known = [worth for worth in worths if worth is not None]
    if len(known) < max(len(worths), _FEWEST) or not _are_of_one_figure(rows):
        return None
    if known in (sorted(known), sorted(known, reverse=True)):
        return None
    shown = ", ".join(f"{row.sign} {amount(row.bound)}{row.of}: {amount(row.points)}" for row in rows)
    return context.at(leaf, "score"), f"{leaf.id} ({shown}, else: {amount(known[-1])})"


def _rows(tree: ast.expr, context: Context) -> tuple[list[_Row], Fraction | None]:
    """Read a chain of conditions, and the points where none holds; None of these where it is no chain of numbers."""
    rows = []
    while isinstance(tree, ast.IfExp):
        row = _row(tree.test, tree.body, context)
        if row is None:
            return [], None
        rows.append(row)
        tree = tree.orelse
    return rows, _number(tree, context)


def _row(test: ast.expr, body: ast.expr, context: Context) -> _Row | None:
    points = _number(body, context)
    match test:
        case ast.Compare(left=subject, ops=[op], comparators=[right]) if type(op) in _SIGNS and points is not None:
            bound, of = _bound(right, context)
            return None if bound is None else _Row(ast.dump(subject), _SIGNS[type(op)], bound, of, points)
    return None


def _bound(right: ast.expr, context: Context) -> tuple[Fraction | None, str]:
    """Read a number, or so much of a column, as 0.05 * files."""
    match right:
        case ast.BinOp(left=factor, op=ast.Mult(), right=ast.Name(id=of)) if context.parameter(of) is None:
            return _number(factor, context), f" * {of}"
        case ast.BinOp(left=ast.Name(id=of), op=ast.Mult(), right=factor) if context.parameter(of) is None:
            return _number(factor, context), f" * {of}"
    return _number(right, context), ""


def _number(part: ast.expr, context: Context) -> Fraction | None:
    match part:
        case ast.Constant(value=Fraction() as value):
            return value
        case ast.Name(id=name) if isinstance(known := context.parameter(name), Fraction):
            return known
    return None


def _are_of_one_figure(rows: list[_Row]) -> bool:
    """Say whether one figure is compared in one direction, each bound looser than the one before it."""
    figures = {(row.subject, row.sign in {"≥", ">"}, row.of) for row in rows}
    bounds = [row.bound for row in rows]
    return len(figures) == 1 and bounds == sorted(set(bounds), reverse=rows[0].sign in {"≥", ">"})
