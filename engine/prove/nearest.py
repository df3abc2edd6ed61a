"""What comes nearest to what never is: the answers that go beside a proof, evaluated."""

import ast
from fractions import Fraction

from ..formula.figures import amount
from ..formula.interpreter import COMPARISON
from ..formula.parse import place_of, placed
from ..model.findings import Witness
from ..model.ruleset import Node, Ruleset
from .asking import Question
from .node_bounds import Bounds
from .prover import Shown
from .reaches import ends_of
from .trying import witness_of

_UNORDERED = frozenset({"==", "!="})


def points_witness(ruleset: Ruleset, node: Node, shown: Shown, vi: str = "{} điểm", en: str = "{} points") -> Witness:
    """Say what a node is worth by some answers."""
    worth = amount(shown[0])
    return witness_of(node.id, shown[1], ruleset.inputs, (vi.format(worth), en.format(worth)))


def nearest_points(ruleset: Ruleset, bounds: Bounds, node: Node, *, above: bool) -> Witness | None:
    """Give the answers of the greatest points of a node that were evaluated, or of the least."""
    ends = ends_of(ruleset, bounds, node)
    return (
        None if ends is None else points_witness(ruleset, node, ends[above], "gần nhất: {} điểm", "nearest: {} points")
    )


def nearest_sides(question: Question, tree: ast.expr, *, never_holds: bool) -> Witness | None:
    """Give the answers by which two numbers that are compared come nearest to what never is.

    None of anything but a comparison by order, and where it is not known that none come nearer.
    """
    match tree:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if COMPARISON[type(op)] not in _UNORDERED:
            up = (COMPARISON[type(op)] in {">", ">="}) is never_holds
        case _:
            return None
    difference = placed(ast.BinOp(left, ast.Sub(), right) if up else ast.BinOp(right, ast.Sub(), left), place_of(tree))
    asked = Question(question.ruleset, question.bounds, difference, question.node, question.pool)
    most = asked.greatest()
    if most.answers is None or most.kind != "greatest":
        return None
    sides = [asked.part(side, asked.trial.sheet(most.answers)) for side in (left, right)]
    told = f" {COMPARISON[type(op)]} ".join(amount(side) for side in sides if isinstance(side, Fraction))
    return witness_of("", most.answers, asked.trial.inputs, (f"gần nhất: {told}", f"nearest: {told}"))
