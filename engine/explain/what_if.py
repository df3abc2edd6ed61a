"""What the total of one unit would be if a leaf had other points and all else stayed as it is."""

from collections.abc import Sequence
from fractions import Fraction

from ..model.outcome import NoScore, Outcome
from ..model.reads import formulas_of, names_in
from ..model.ruleset import Before, NamedValue, Node, RollUp, Statistic
from ..score import Sheet
from ..score.nodes import node_column
from ..score.sheet import NodeColumn, Worth


class WhatIf:
    """Computes the total of one unit again, by the steps of the evaluation itself, so that it holds for every aggregate."""

    def __init__(self, sheet: Sheet, index: int) -> None:
        self._read = read_by_formulas(sheet)
        self._alone = Sheet(
            sheet.ruleset, [sheet.units[index]], sheet.observed, [sheet.cards[index]],
            cells={key: [cells[index]] for key, cells in sheet.cells.items()},
            worths={key: NodeColumn.of(each.at(index)) for key, each in sheet.worths.items()},
            lenient=frozenset({0} if index in sheet.lenient else ()),
        )  # fmt: skip

    def total(self, path: Sequence[Node], points: Fraction) -> Fraction | None:
        """Give the total with other points for the leaf at the end of a path from the root.

        None where something besides the nodes above reads one of them, or there would be no total.
        """
        if any(node.id in self._read for node in path):
            return None
        alone, (*above, leaf) = self._alone, path
        keys = [key for node in path for key in (node.id, f"value:{node.id}") if key in alone.worths]
        kept = {key: alone.worths[key] for key in keys}
        before = kept[leaf.id].at(0)
        alone.put(
            leaf.id, NodeColumn.of(Worth(points, leaf.full if isinstance(before.outcome, NoScore) else before.counted))
        )
        for node in reversed(above):
            for key in (f"value:{node.id}", node.id):
                column = alone.ruleset.columns.get(key)
                if isinstance(column, Before | Node):
                    alone.put(key, node_column(alone, column))
        made: Outcome = alone.cells[path[0].id][0]  # type: ignore[assignment]  # a node's column holds nothing else
        for key, each in kept.items():
            alone.put(key, each)
        alone.imputed.clear()
        alone.findings.clear()
        return made if isinstance(made, Fraction) else None


def read_by_formulas(sheet: Sheet) -> frozenset[str]:
    """Name the nodes on which more hangs than what is above them in the tree."""
    found: set[str] = set()
    for column in sheet.ruleset.columns.values():
        match column:
            case NamedValue(formula=formula):
                found |= formula.reads
            case Statistic(of=of) | RollUp(of=of):
                found.add(of)
            case Node():
                found |= names_in(formula for formula in formulas_of(column) if formula is not column.formula)
                if column.formula is not None:
                    found |= column.formula.reads - {child.id for child in column.children}
    return frozenset(found)
