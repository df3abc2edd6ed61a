"""What an entirely blank answer sheet earns, by `missing: zero`, `on_zero: full`, `otherwise` and the like."""

from dataclasses import dataclass
from fractions import Fraction

from ..formula.figures import amount
from ..model.observed import Observation, Observed, Unit
from ..model.outcome import NoScore, State
from ..model.reads import reads_of
from ..model.ruleset import Before, LastYear, NamedValue, Node, RollUp, Ruleset, Scorecard, Statistic
from ..score import Sheet, evaluate_columns
from ..score.nodes import node_column
from ..score.sheet import Cell, NodeColumn, Worth

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Blank:
    """What a unit has that answers nothing.

    Attributes:
        points: its total, where what has no score for want of an answer counts as 0.
        maximum: of that unit; None where it has none.
        leaves: those that give points all the same, in the ruleset's order.
    """

    points: Fraction
    maximum: Fraction | None
    leaves: tuple[tuple[Node, Fraction], ...]


def blank_sheet(ruleset: Ruleset, card: Scorecard) -> Blank | None:
    """Evaluate a unit of a scorecard that answers nothing; None where no total comes of that.

    What hangs on other units, on subordinate ones or on last year is not known here, and counts as 0 too.
    """
    asked = {one.key: [Observation(None, "missing")] for one in ruleset.inputs}
    unit = Unit("trong", "", card.groups[0] if card.groups else "")
    sheet, _ = evaluate_columns(ruleset, Observed((unit,), asked))
    if sheet.cards[0] != card.id:
        return None
    others = _of_others(ruleset)
    given: list[tuple[Node, Fraction]] = []
    _gather(sheet, card.root, others, given)
    _put_together(sheet, card)
    total = sheet.cells[card.root.id][0]
    if not isinstance(total, Fraction):
        return None
    return Blank(total, sheet.counted(card.root.id, 0), tuple(given))


def _put_together(sheet: Sheet, card: Scorecard) -> None:
    """Compute the branches of a scorecard once more; where it is not known whether one applies it is worth 0."""
    for key, column in sheet.ruleset.columns.items():  # each comes after all that it reads
        node = column.node if isinstance(column, Before) else column
        if isinstance(node, Node) and node.children and node.scorecard == card.id:
            sheet.put(key, node_column(sheet, column))  # type: ignore[arg-type]  # it is one of both
            if isinstance(column, Node) and _is_lacking(sheet.cells[key][0]):
                _zero(sheet, node)


def blank_words(blank: Blank) -> dict[str, str]:
    """Give the figures of a blank sheet as a finding names them: points, of how many, and the leaves."""
    of = amount(blank.maximum) if blank.maximum is not None else ""
    named = [f"{node.id} ({amount(points)})" for node, points in blank.leaves[:_MOST_NAMED]]
    more = len(blank.leaves) - len(named)
    return {
        "points": amount(blank.points),
        "of": f" trên {of}" if of else "",
        "of_en": f" of {of}" if of else "",
        "leaves": ", ".join(named) + (f", … (+{more})" if more else ""),
    }


def _gather(sheet: Sheet, node: Node, others: frozenset[str], given: list[tuple[Node, Fraction]]) -> None:
    """Put 0 in place of what is not known of the leaves below a node, and keep those that give points."""
    for child in node.children:
        if child.role not in {"unscored", "condition"}:
            _gather(sheet, child, others, given)
    if node.children:
        return
    cell = sheet.cells[node.id][0]
    if node.id in others or _is_lacking(cell):
        _zero(sheet, node)
    elif isinstance(cell, Fraction) and cell > 0 and node.role != "penalty":
        given.append((node, cell))


def _is_lacking(cell: Cell) -> bool:
    return isinstance(cell, NoScore) and cell.state in {State.MISSING, State.INVALID}


def _zero(sheet: Sheet, node: Node) -> None:
    sheet.put(node.id, NodeColumn.of(Worth(Fraction(0), node.full)))


def _of_others(ruleset: Ruleset) -> frozenset[str]:
    """Name the columns that hang on more than the unit's own answers."""
    found: set[str] = set()
    for key, column in ruleset.columns.items():
        match column:
            case Statistic() | RollUp() | LastYear():
                found.add(key)
            case NamedValue() | Node() if not reads_of(column).isdisjoint(found):
                found.add(key)
    return frozenset(found)
