"""The columns of nodes: what the walk makes for every unit, and what has to be reported of it."""

from weakref import finalize

from ..formula.rationals import is_less
from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import Before, Node, Ruleset
from .exact_worths import ExactWorths, Make
from .maxima import checks_maximum, report_above
from .sheet import NodeColumn, Sheet, Worth
from .steps import Step
from .worth import before_then, worth

# By the identity of a ruleset, whose closures hold its formulas but not the ruleset itself, so that it can go.
_KEPT: dict[int, dict[tuple[str, bool], Make]] = {}

ELSEWHERE = Worth(NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD))


def node_column(sheet: Sheet, column: Before | Node) -> NodeColumn:
    """Compute a node for every unit of its scorecard; of a `Before`, up to the step before `then`."""
    made = worths_of(sheet, column)
    if isinstance(column, Node):
        _report(sheet, column, made)
    return made


def worths_of(sheet: Sheet, column: Before | Node) -> NodeColumn:
    """Compute a node for every unit of its scorecard, and report nothing; as `node_column`."""
    node = column.node if isinstance(column, Before) else column
    make = staged_node(sheet.ruleset, column)
    return NodeColumn.of(
        *(make(sheet, unit) if card == node.scorecard else ELSEWHERE for unit, card in enumerate(sheet.cards))
    )


def _report(sheet: Sheet, node: Node, made: NodeColumn) -> None:
    """Note what has no score though nothing foresees it, and what is above its maximum."""
    is_checked = checks_maximum(node)
    for unit, (outcome, counted) in enumerate(zip(made.outcomes, made.counted, strict=True)):
        if isinstance(outcome, NoScore):
            if node.role != "unscored" and not outcome.expected:
                sheet.note(unit, outcome, node.id)
        elif is_checked and counted is not None and is_less(counted, outcome):
            report_above(sheet, node, unit, outcome, counted)


def steps_of(sheet: Sheet, node: Node, unit: int) -> tuple[Step, ...]:
    """Take the steps of a node once more for one unit of a sheet whose columns are all there, and return them."""
    if sheet.cards[unit] != node.scorecard:
        return ()
    noted = len(sheet.findings)
    sheet.steps.clear()
    staged_node(sheet.ruleset, node, reported=True)(sheet, unit)
    del sheet.findings[noted:]  # reported when the columns were made
    return tuple(sheet.steps)


def staged_node(ruleset: Ruleset, column: Before | Node, *, reported: bool = False) -> Make:
    """Return a node's column as a function of a sheet and a unit; it is made once for a ruleset, and goes with it.

    Args:
        ruleset: of the column.
        column: a node, or what it is before its `then`.
        reported: whether it appends its steps to the sheet's.
    """
    key = column.key if isinstance(column, Before) else column.id
    kept = _KEPT.get(id(ruleset))
    if kept is None:
        kept = _KEPT[id(ruleset)] = {}
        finalize(ruleset, _KEPT.pop, id(ruleset))
    make = kept.get((key, reported))
    if make is None:
        domain = ExactWorths(ruleset, _append if reported else None)
        make = before_then(domain, column.node) if isinstance(column, Before) else worth(domain, column)
        kept[key, reported] = make
    return make


def _append(sheet: Sheet, step: Step) -> None:
    sheet.steps.append(step)
