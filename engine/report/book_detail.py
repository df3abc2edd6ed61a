"""The sheet of a scorecard: units in rows, criteria in columns, the points of branches computed from those below."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ..files.tables import letters
from ..formula.excel_text import LONGEST, text_of
from ..model.input_types import NUMERIC, PER_CENT
from ..model.sentences import sentence
from ..result.contract import NodeRecord, ScorecardRecord, UnitRecord, ValueRecord
from ..result.words import ROLES
from .answers import value_in_words
from .book import MOST_SERIES, Book, Cell, Kept, Live, PerCent, Plain, Wanted
from .facts import heading, nodes_of, tier_at
from .live import points_of

_COLUMNS = 14  # on a page


def write_detail(made: Book, card: ScorecardRecord) -> None:
    """Write units in rows and criteria in columns, with the maxima above."""
    published, words = made.published, made.words
    nodes = nodes_of(published, card.id)
    units = _in_order([unit for unit in published.record.units if unit.scorecard == card.id])
    if not units:
        return
    title = card.title.say(published.lang) or card.id
    columns = [*_node_columns(made, nodes, units), *_value_columns(made, units)]
    pages = 2 + len(columns) // _COLUMNS
    sheet, row = made.sheet(f"{words['detail']} {title}", f"{words['detail']}: {title}", pages=pages)
    places = {column.node: place for place, column in enumerate(columns, start=1) if column.node}
    rows: list[Sequence[object]] = [[words["max"], *(column.maximum for column in columns)]]
    for number, unit in enumerate(units):
        at_row = row + 3 + number  # below the heads stand the maxima, which are no unit's
        made.cells |= {(unit.id, id_): f"'{sheet.name}'!{letters(place)}{at_row}" for id_, place in places.items()}
        points = _scores(made, unit, nodes, places, at_row)
        own = [points[column.node] if column.node else column.cells[number] for column in columns]
        rows.append([unit.name, *own])
    heads = [words["unit"], *(column.head for column in columns)]
    end = made.table(sheet, row, heads, rows, [40, *([13] * len(columns))])
    sheet.set_row(row, 96)
    sheet.freeze_panes(row + 2, 1)
    sheet.repeat_rows(row, row + 1)
    sheet.repeat_columns(0)
    sheet.autofilter(row, 0, end - 1, len(heads) - 1)
    parts = [places[node.id] for node in nodes if node.parent == nodes[0].id and node.role in {"scored", "bonus"}]
    if 0 < len(parts) <= MOST_SERIES:
        named, most = f"{words['by_criterion']}: {title}", _axis_end(card, units)
        made.charts.append(Wanted(named, sheet, row, row + 2, end - 1, tuple(parts), most))


def _axis_end(card: ScorecardRecord, units: Sequence[UnitRecord]) -> Fraction | None:
    """Give where the axis of points ends: at the scorecard's maximum, where nobody is beyond it or below 0."""
    totals = [unit.total for unit in units if unit.total is not None]
    return card.max if card.max and all(0 <= total <= card.max for total in totals) else None


def _in_order(units: Sequence[UnitRecord]) -> list[UnitRecord]:
    """Put units in the order of their lists and ranks, then of the data."""
    return sorted(units, key=lambda unit: (unit.list, unit.rank is None, unit.rank or 0))


class _Column(NamedTuple):
    """A column of the detail: its head, what stands below it in the row of maxima, and its cells.

    Attributes:
        node: whose points it has; empty for a column of something else.
        cells: for each unit; none of points, which are computed.
    """

    head: str
    maximum: Plain | None
    node: str = ""
    cells: Sequence[object] = ()


def _node_columns(made: Book, nodes: Sequence[NodeRecord], units: Sequence[UnitRecord]) -> Iterator[_Column]:
    """Give the columns of nodes: points, then the rank and the tier that a node below the root has of its own."""
    words, lang = made.words, made.published.lang
    criteria = [{criterion.id: criterion for criterion in unit.criteria} for unit in units]
    for node in nodes:
        head = heading(node, lang)
        note = f" ({sentence(ROLES['unscored'], lang)})" if node.role == "unscored" else ""
        yield _Column(head + note, None if node.max is None else Plain(node.max), node.id)
        if node is nodes[0]:
            continue  # ranked in the sheet of a list
        own = [made[node.id] for made in criteria]
        if any(criterion.rank for criterion in own):
            ranks = [criterion.rank_printed or criterion.rank for criterion in own]
            yield _Column(f"{words['rank']}: {head}", None, cells=ranks)
        if node.tiers:
            tiers = [tier_at(made.published, node, criterion.tier) for criterion in own]
            yield _Column(f"{words['tier']}: {head}", None, cells=tiers)


def _value_columns(made: Book, units: Sequence[UnitRecord]) -> Iterator[_Column]:
    """Give the columns of published values that any of the units has."""
    for value in made.published.record.values or ():
        cells = [_published(made, value, unit) for unit in units]
        if any(cell is not None for cell in cells):
            label = value.label.say(made.published.lang) or value.id
            yield _Column(f"{label} ({value.measured_in})" if value.measured_in else label, None, cells=cells)


def _published(made: Book, value: ValueRecord, unit: UnitRecord) -> object:
    """Give a published value: numbers as numbers, without zeros at the end, all else as text."""
    if unit.values.get(value.id) is None:
        return None
    if value.type not in NUMERIC:
        return value_in_words(value, unit.values, None, made.published.lang)
    amount = unit.values.number(value.id)
    return PerCent(amount) if value.type in PER_CENT else Plain(amount)


def _scores(
    made: Book, unit: UnitRecord, nodes: Sequence[NodeRecord], columns: Mapping[str, int], row: int
) -> dict[str, Cell]:
    """Give the points of a unit by node: those of branches computed from the cells below them where that is sure."""
    points = points_of(nodes, unit, made.digits)
    cells: dict[str, Cell] = {}
    for node in nodes:
        exact = points.exact.get(node.id)
        cells[node.id] = Plain(exact) if exact is not None and node.role == "condition" else exact
        if node.id in points.kept:
            cells[node.id] = Kept(exact, points.kept[node.id])
        elif node.id in points.parts:
            formula = text_of(points.parts[node.id], lambda id_: f"{letters(columns[id_])}{row}")
            cells[node.id] = Live(formula, exact) if len(formula) <= LONGEST else Kept(exact, "long")
    return cells
