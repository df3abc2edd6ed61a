"""Questions of conditions that ask for a lack: points, or being scored at all, for what a unit does not have."""

import ast
from collections.abc import Iterator

from ...formula.words import say
from ...model.findings import Finding, Place, finding
from ...model.reads import name_in_formula
from ...model.ruleset import Input, Node, Ruleset
from .asking import together
from .context import Context, leaves
from .saying import is_good_to_have, is_less_better


def points_are_for_having(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """What is asked with yes or no earns points, or is met, by yes, unless its label names something bad."""
    found: list[tuple[Place, str]] = []
    for leaf in leaves(ruleset):
        asked = _denied(ruleset, _test(leaf)) if leaf.role in {"scored", "bonus", "condition"} else None
        if asked is not None and asked.label and not is_less_better(asked.label, leaf.title):
            found.append((context.at(leaf, "score"), _quoted(leaf, asked)))
    for place, about in together(found):
        yield finding("ITR291", place, about=about)


def _test(leaf: Node) -> ast.expr | None:
    """Return the condition on which all points of a leaf hang; None where they hang on more."""
    tree = leaf.score.tree if leaf.score is not None else None
    match tree:
        case ast.IfExp(test=test, body=ast.Constant(), orelse=ast.Constant(value=least)) if least == 0:
            return test
        case ast.UnaryOp():
            return tree
    return None


def _denied(ruleset: Ruleset, tree: ast.expr | None) -> Input | None:
    """Return the input of which a condition is the contrary."""
    match tree:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            column = ruleset.columns.get(name)
            return column if isinstance(column, Input) else None
    return None


def _quoted(node: Node, asked: Input) -> str:
    return f'{node.id} (not {asked.id}: "{asked.label.vi or asked.label.en}")'


def those_who_have_it_are_scored(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A criterion is for units that have what it is about, and not for all others."""
    found: list[tuple[Place, str]] = []
    wanted = {name for node in ruleset.nodes() if (name := _named(node)) is not None}
    for node in ruleset.nodes():
        tree = node.applies.tree if node.applies is not None else None
        asked = _denied(ruleset, tree)
        if asked is not None and (is_good_to_have(asked) or asked.key in wanted):
            found.append((context.at(node, "applies"), _quoted(node, asked)))
        elif (denied := _denied_comparison(tree)) is not None:
            found.append((context.at(node, "applies"), f"{node.id} ({denied})"))
    for place, about in together(found):
        yield finding("ITR291.applies", place, about=about)


def _named(node: Node) -> str | None:
    """Return the name on which alone it hangs whether a node applies."""
    tree = node.applies.tree if node.applies is not None else None
    return tree.id if isinstance(tree, ast.Name) else None


def _denied_comparison(tree: ast.expr | None) -> str | None:
    """Write out a comparison with a number that is denied, as `not (x > 0)`: its author would have written `x <= 0`."""
    match tree:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(left=ast.Name(), comparators=[ast.Constant()]) as denied):
            return f"not ({say(denied, name_in_formula, 'en')})"
    return None
