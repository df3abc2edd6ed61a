"""Whether enough parts of a node have a value of their own (semantics §10)."""

from collections.abc import Iterator
from fractions import Fraction

from ..model.outcome import NoScore, State
from ..model.ruleset import AtLeast, Before, Constant, Formula, Node, Statistic
from .sheet import Sheet


def has_enough(sheet: Sheet, node: Node, unit: int, rule: AtLeast) -> tuple[bool, Fraction, Fraction]:
    """Say whether enough children, or leaves, have a value of their own, how many have, and how many must.

    Where none could have one, nothing is asked.
    """
    could = have = 0
    for part in _counted_parts(sheet, node, unit, rule.of):
        cell = sheet.cells[part.id][unit]
        if isinstance(cell, NoScore) and cell.state is State.NOT_APPLICABLE:
            continue
        could += 1
        have += isinstance(cell, Fraction) and not depends_on_imputed(sheet, part.id, unit)
    wanted = rule.amount * could if rule.share else rule.amount
    return not could or have >= wanted, Fraction(have), Fraction(wanted)


def _counted_parts(sheet: Sheet, node: Node, unit: int, of: str) -> Iterator[Node]:
    """Give the children, or the leaves but for those below a branch that does not apply."""
    for child in node.children:
        if child.role != "scored":
            continue
        if of == "leaves" and child.children:
            cell = sheet.cells[child.id][unit]
            if not (isinstance(cell, NoScore) and cell.state is State.NOT_APPLICABLE):
                yield from _counted_parts(sheet, child, unit, of)
        else:
            yield child


def depends_on_imputed(sheet: Sheet, key: str, unit: int) -> bool:
    """Say whether a value goes back to an input whose blank was filled."""
    todo, seen = [key], {key}
    while todo:
        name = todo.pop()
        if unit in sheet.imputed.get(name, ()):
            return True
        if unit in sheet.appraised.get(name, ()):
            continue
        fresh = set(_sources(sheet, name)) - seen
        seen |= fresh
        todo.extend(fresh)
    return False


def _sources(sheet: Sheet, key: str) -> Iterator[str]:
    column = sheet.ruleset.columns[key]
    if isinstance(column, Before):
        column = column.node
    if isinstance(column, Node):
        yield from (child.id for child in column.children)
    if isinstance(column, Statistic):
        yield column.of
    elif not isinstance(column, Constant):
        for name in ("formula", "score", "then"):
            formula = getattr(column, name, None)
            if isinstance(formula, Formula):
                yield from formula.reads
