"""What the total of one unit would be if a leaf had other points and all else stayed as it is."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache

from ..model.outcome import NoScore, Outcome
from ..model.reads import closure, formulas_of, names_in
from ..model.ruleset import Before, Column, NamedValue, Node, RollUp, Statistic
from ..score import Sheet
from ..score.nodes import node_column
from ..score.sheet import NodeColumn, Worth


class WhatIf:
    """Computes the total of one unit again, by the steps of the evaluation itself, so that it holds for every aggregate."""

    def __init__(self, sheet: Sheet, index: int) -> None:
        self._sheet = sheet
        self._read = cache(self._read_for)
        self._alone = Sheet(
            sheet.ruleset, [sheet.units[index]], sheet.observed, [sheet.cards[index]],
            cells={key: [cells[index]] for key, cells in sheet.cells.items()},
            worths={key: NodeColumn.of(each.at(index)) for key, each in sheet.worths.items()},
            lenient=frozenset({0} if index in sheet.lenient else ()),
        )  # fmt: skip

    def more(self, path: Sequence[Node], points: Fraction, total: Outcome) -> Fraction | None:
        """Give how much more the total would be with other points for the leaf at the end of a path from the root.

        None where something besides the nodes above reads one of them, or there is no total, before or after.
        """
        if not isinstance(total, Fraction) or any(node.id in self._read(path[0].id) for node in path):
            return None
        alone, (*above, leaf) = self._alone, path
        kept = {key: alone.worths[key] for node in path for key in _keys(node) if key in alone.worths}
        before = kept[leaf.id].at(0)
        full = leaf.full if isinstance(before.outcome, NoScore) else before.counted
        alone.put(leaf.id, NodeColumn.of(Worth(points, full)))
        for node in reversed(above):
            self._compute(node)
        made = alone.cells[path[0].id][0]
        for key, each in kept.items():
            alone.put(key, each)
        alone.imputed.clear()
        alone.findings.clear()
        return made - total if isinstance(made, Fraction) else None

    def _read_for(self, root: str) -> frozenset[str]:
        """Name the nodes that something besides the nodes above reads, of all that the total comes from."""
        columns = self._sheet.ruleset.columns
        return read_by_formulas(columns[key] for key in closure(columns, _keys_of(root)) if key in columns)

    def _compute(self, node: Node) -> None:
        """Compute a node again from what is below it."""
        for key in _keys(node):
            column = self._alone.ruleset.columns.get(key)
            if isinstance(column, Before | Node):
                self._alone.put(key, node_column(self._alone, column))


def _keys(node: Node) -> tuple[str, str]:
    """Name the columns of a node in the order of computation: before its `then`, if it has one, and after."""
    return _keys_of(node.id)


def _keys_of(id_: str) -> tuple[str, str]:
    return f"value:{id_}", id_


def read_by_formulas(columns: Iterable[Column]) -> frozenset[str]:
    """Name the nodes that some columns read as more than the nodes above them in the tree."""
    found: set[str] = set()
    for column in columns:
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
