"""Whether enough parts of a node have a value of their own (semantics §10)."""

from collections.abc import Iterator
from fractions import Fraction

from ..model.outcome import NoScore, State
from ..model.reads import NOTHING, closure, sources_of_value
from ..model.ruleset import AtLeast, Column, Node
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
    """Say whether a value goes back to an input whose blank was filled; what an appraiser gave goes back to nothing."""

    def sources(column: Column) -> frozenset[str]:
        is_given = isinstance(column, Node) and unit in sheet.appraised.get(column.id, ())
        return NOTHING if is_given else sources_of_value(column)

    rests_on = closure(sheet.ruleset.columns, [key], sources)
    return any(unit in sheet.imputed.get(name, ()) for name in rests_on)
