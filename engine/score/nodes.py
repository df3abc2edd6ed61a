"""The columns of nodes: what the walk makes for every unit, and what has to be reported of it."""

from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import Before, Node
from .exact_worths import ExactWorths
from .maxima import checks_maximum, report_above
from .sheet import NodeColumn, Sheet, Worth
from .steps import Step
from .worth import before_then, worth

ELSEWHERE = Worth(NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD))


def node_column(sheet: Sheet, column: Before | Node) -> NodeColumn:
    """Compute a node for every unit of its scorecard; of a `Before`, up to the step before `then`."""
    node = column.node if isinstance(column, Before) else column
    domain = ExactWorths(sheet.ruleset)
    make = before_then(domain, node) if isinstance(column, Before) else worth(domain, node)
    made = NodeColumn()
    for unit, card in enumerate(sheet.cards):
        made.add(make(sheet, unit) if card == node.scorecard else ELSEWHERE)
    if isinstance(column, Node):
        _report(sheet, node, made)
    return made


def _report(sheet: Sheet, node: Node, made: NodeColumn) -> None:
    """Note what has no score though nothing foresees it, and what is above its maximum."""
    is_checked = checks_maximum(node)
    for unit, (outcome, counted) in enumerate(zip(made.outcomes, made.counted, strict=True)):
        if isinstance(outcome, NoScore):
            if node.role != "unscored" and not outcome.expected:
                sheet.note(unit, outcome, node.id)
        elif is_checked and counted is not None and outcome > counted:
            report_above(sheet, node, unit, outcome, counted)


def steps_of(sheet: Sheet, node: Node, unit: int) -> tuple[Step, ...]:
    """Take the steps of a node once more for one unit of a sheet whose columns are all there, and tell them."""
    if sheet.cards[unit] != node.scorecard:
        return ()
    steps: list[Step] = []
    noted = len(sheet.findings)
    worth(ExactWorths(sheet.ruleset, lambda _, step: steps.append(step)), node)(sheet, unit)
    del sheet.findings[noted:]  # reported when the columns were made
    return tuple(steps)
