"""A node for each unit, step by step as docs/semantics.md §5 says."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from ..formula.rounding import rounded
from ..model.findings import finding
from ..model.outcome import NoScore, Outcome, Reason, State
from ..model.ruleset import AtLeast, Before, Constant, Formula, Node, Statistic
from .aggregation import AGGREGATES, Part, counted_maximum
from .maxima import checks_maximum, report_above
from .sheet import Cell, Sheet
from .steps import Step, Tell

ZERO, ONE = Fraction(0), Fraction(1)
LEFT = frozenset({State.NOT_APPLICABLE, State.SKIPPED, State.UNSCORED})
ELSEWHERE = NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD)
LACKING = frozenset({Reason.NO_VALUE_EXPECTED})


class Made(NamedTuple):
    """A node's value so far, the maximum with which it counts, and the points to be shared out at the root.

    `final` marks a value that no later step touches: `zero` and `full` of what does not apply, and appraised points.
    """

    outcome: Outcome
    counted: Fraction | None = ZERO
    pending: Fraction = ZERO
    final: bool = False


def node_column(sheet: Sheet, column: Before | Node) -> list[Cell]:
    """Compute a node for every unit of its scorecard; of a `Before`, up to the step before `then`."""
    node = column.node if isinstance(column, Before) else column
    raw = f"value:{node.id}"
    counted = sheet.counted.setdefault(node.id, [ZERO] * len(sheet.units))
    pending = sheet.pending.setdefault(node.id, [ZERO] * len(sheet.units))
    ready = isinstance(column, Node) and node.then is not None
    checked = checks_maximum(node)
    cells: list[Cell] = []
    for unit, card in enumerate(sheet.cards):
        if card != node.scorecard:
            cells.append(ELSEWHERE)
            continue
        if ready:
            before = sheet.cells[raw][unit]
            is_final = unit in sheet.imputed.get(f"final:{node.id}", ())
            made = Made(before, counted[unit], pending[unit], is_final)  # type: ignore[arg-type]
        else:
            made = before_then(sheet, node, unit)
            counted[unit], pending[unit] = made.counted, made.pending
            if isinstance(column, Before):
                if made.final:
                    sheet.imputed.setdefault(f"final:{node.id}", set()).add(unit)
                cells.append(made.outcome)
                continue
        outcome = finished(sheet, node, unit, made)
        leaves_late = node.then is not None and outcome is not made.outcome
        if leaves_late and isinstance(outcome, NoScore) and outcome.state is State.NOT_APPLICABLE:
            made = left_out(sheet, node, unit, outcome)
            outcome, counted[unit], pending[unit] = made.outcome, made.counted, made.pending
        if isinstance(outcome, NoScore):
            if not made.pending and outcome is not made.outcome:
                counted[unit] = ZERO
            if node.role != "unscored" and not outcome.expected:
                sheet.note(unit, outcome, node.id)
        elif checked and made.counted is not None and outcome > made.counted:
            report_above(sheet, node, unit, outcome, made.counted)
        cells.append(outcome)
    return cells


def steps_of(sheet: Sheet, node: Node, unit: int) -> tuple[Step, ...]:
    """Take the steps of a node once more for one unit of a sheet whose columns are all there, and tell them."""
    if sheet.cards[unit] != node.scorecard:
        return ()
    steps: list[Step] = []
    noted = len(sheet.findings)
    made = before_then(sheet, node, unit, steps.append)
    outcome = finished(sheet, node, unit, made, steps.append)
    if outcome is not made.outcome and isinstance(outcome, NoScore) and outcome.state is State.NOT_APPLICABLE:
        left_out(sheet, node, unit, outcome, steps.append)
    del sheet.findings[noted:]  # told when the columns were made
    return tuple(steps)


def before_then(sheet: Sheet, node: Node, unit: int, tell: Tell | None = None) -> Made:
    """Steps 1 to 6: applies, score or aggregate with reweighting, at_least, cap, bonus and penalty, out_of."""
    for gate in node.inside:
        holds = sheet.value(gate, unit, node.id)
        if holds is not True:
            gated = _gated(holds, node)
            if tell:
                tell(Step("applies", None, gated, about="inside"))
            return Made(gated)
    if unit in sheet.appraised.get(node.id, ()):
        points = sheet.appraised[node.id][unit]
        if tell:
            tell(Step("appraised", None, points))
        return Made(points, node.full, final=True)
    if node.applies is not None:
        holds = sheet.value(node.applies, unit, node.id)
        if holds is False:
            holds = NoScore(State.NOT_APPLICABLE, Reason.DOES_NOT_APPLY, node.id)
        if isinstance(holds, NoScore):
            if tell:
                tell(Step("applies", None, holds))
            return left_out(sheet, node, unit, holds, tell) if holds.state is State.NOT_APPLICABLE else Made(holds)
    made = branch(sheet, node, unit, tell) if node.aggregate is not None else leaf(sheet, node, unit, tell)
    value = made.outcome
    if isinstance(value, NoScore):
        return left_out(sheet, node, unit, value, tell) if value.state is State.NOT_APPLICABLE else made
    counted = made.counted
    if node.cap is not None:
        if tell:
            tell(Step("cap", value, min(value, node.cap), node.cap))
        value = min(value, node.cap)
        counted = counted if counted is None else min(counted, node.cap)
    for child in node.children:
        if child.role in {"bonus", "penalty"}:
            amount = sheet.cells[child.id][unit]
            if isinstance(amount, Fraction):
                changed = value + (child.weight * amount if child.role == "bonus" else -child.weight * amount)
                if tell:
                    tell(Step(child.role, value, changed, child.weight * amount, about=child.id))
                value = changed
    if node.out_of is not None:
        if not counted:
            none = NoScore(State.INVALID, Reason.DIVISION_BY_ZERO, node.id)
            if tell:
                tell(Step("out_of", value, none, node.out_of, counted))
            return Made(none)
        if tell:
            tell(Step("out_of", value, value * node.out_of / counted, node.out_of, counted))
        value = value * node.out_of / counted
        counted = node.out_of
    return Made(value, counted, made.pending)


def _gated(holds: Cell, node: Node) -> NoScore:
    if isinstance(holds, NoScore):
        return holds
    return NoScore(State.NOT_APPLICABLE, Reason.DOES_NOT_APPLY, node.id)


def left_out(sheet: Sheet, node: Node, unit: int, lack: NoScore, tell: Tell | None = None) -> Made:
    """Deal with a node that does not apply, as its `not_applicable` says (semantics §8)."""
    made = _left_out(sheet, node, unit, lack)
    if tell:
        tell(Step("not_applicable", None, made.outcome, about=node.not_applicable or ""))
    return made


def _left_out(sheet: Sheet, node: Node, unit: int, lack: NoScore) -> Made:
    full = ONE if node.full is None else node.full
    match node.not_applicable:
        case "zero":
            return Made(ZERO, node.full, final=True)
        case "full":
            return Made(full, node.full, final=True)
        case "rescale_total":
            return Made(lack, ZERO, full)
        case None if node.role == "scored" and not _is_root(sheet, node):
            place = sheet.units[unit].place
            if (observations := sheet.observed.values.get(lack.about)) is not None:
                place = observations[unit].place
            about = lack.about.removeprefix("self:")
            name = sheet.units[unit].name
            sheet.findings.append(finding("ITR356", place, unit=name, about=about, id=node.id))
            return Made(NoScore(State.INVALID, Reason.BAD_VALUE, lack.about))
        case _:
            return Made(lack)


def _is_root(sheet: Sheet, node: Node) -> bool:
    return node.is_total or any(card.root.id == node.id for card in sheet.ruleset.scorecards)


def leaf(sheet: Sheet, node: Node, unit: int, tell: Tell | None = None) -> Made:
    """Score a leaf; a condition is worth 1 or 0."""
    if node.score is None:
        return Made(NoScore(State.UNSCORED, Reason.NOT_SUMMED, node.id))
    value = sheet.value(node.score, unit, node.id)
    if node.role == "condition" and not isinstance(value, NoScore):
        holds = value if isinstance(value, bool) else isinstance(value, Fraction) and value > 0
        value = ONE if holds else ZERO
        if tell:
            tell(Step("score", None, value))
        return Made(value)
    assert isinstance(value, (Fraction, NoScore))  # the type was checked at load
    if tell:
        tell(Step("score", None, value))
    leaves = isinstance(value, NoScore) and value.state in LEFT
    return Made(value, ZERO if leaves else node.max)


def branch(sheet: Sheet, node: Node, unit: int, tell: Tell | None = None) -> Made:
    """Put the children together: aggregate, reweighting, at_least."""
    assert node.aggregate is not None
    if node.aggregate == "none":
        return Made(NoScore(State.UNSCORED, Reason.NOT_SUMMED, node.id))
    parts: list[Part] = []
    lack: NoScore | None = None
    extra_lack: NoScore | None = None  # of bonus and penalty, which are asked after the children are put together
    any_left = False
    whole = True
    pending = shared = ZERO
    for child in node.children:
        if child.role in {"unscored", "condition"}:
            continue
        cell = sheet.cells[child.id][unit]
        if isinstance(cell, NoScore):
            whole = whole and child.role != "scored"
            if cell.state in LEFT:
                if child.role == "scored" and cell.state is State.NOT_APPLICABLE:
                    any_left = True
                    pending += _weighted(child.weight, sheet.pending[child.id][unit])
                    if child.not_applicable == "rescale" and child.full is not None:
                        shared += child.weight * child.full
            elif _spoils(sheet, node, unit, cell):
                if child.role == "scored":
                    lack = _worse(lack, cell)
                else:
                    extra_lack = _worse(extra_lack, cell)
        elif child.role == "scored":
            assert isinstance(cell, Fraction)
            counted = sheet.counted[child.id][unit]
            whole = whole and (counted is child.full or counted == child.full)
            parts.append(Part(child.weight, cell, counted))
            if left := sheet.pending[child.id][unit]:
                pending += _weighted(child.weight, left)
    if lack is not None:
        if tell:
            tell(Step("aggregate", None, lack, about=node.aggregate))
        return Made(lack)
    if node.at_least is not None and not has_enough(sheet, node, unit, node.at_least, tell):
        return Made(NoScore(State.MISSING, Reason.TOO_FEW, node.id))
    if not parts:
        state = State.NOT_APPLICABLE if any_left else State.SKIPPED
        none = NoScore(state, Reason.NO_CHILD_COUNTS, node.id)
        if tell:
            tell(Step("aggregate", None, none, about=node.aggregate))
        return Made(none)
    if node.formula is not None:
        cell = sheet.value(node.formula, unit, node.id)
        assert isinstance(cell, (Fraction, NoScore))  # the type was checked at load
        value: Outcome = cell
    else:
        value = AGGREGATES[node.aggregate](parts)
    if isinstance(value, NoScore) and not value.about:
        value = NoScore(value.state, value.reason, node.id)
    if tell:
        tell(Step("aggregate", None, value, about=node.aggregate))
    if isinstance(value, NoScore):
        return Made(value)
    # Where every child counts in full the maximum is everybody's; adding it up again would take longest of all.
    if extra_lack is not None:
        return Made(extra_lack)
    maximum = node.max if whole and node.cap is None else counted_maximum(node.aggregate, parts, node.max)
    if node.aggregate != "sum":
        pending = ZERO
    elif maximum:
        if shared:
            if tell:
                tell(Step("rescale", value, value * (maximum + shared) / maximum, shared, maximum))
            value = value * (maximum + shared) / maximum
            maximum += shared
        if pending and _is_root(sheet, node):
            if tell:
                tell(Step("rescale_total", value, value * (maximum + pending) / maximum, pending, maximum))
            value = value * (maximum + pending) / maximum
            maximum += pending
            pending = ZERO
    return Made(value, maximum, pending)


def _weighted(weight: Fraction, amount: Fraction) -> Fraction:
    return amount if weight == ONE else weight * amount


def _worse(first: NoScore | None, second: NoScore) -> NoScore:
    """Keep the first lack, but an invalid one before a missing one."""
    return second if first is None or (second.state is State.INVALID and first.state is not State.INVALID) else first


def _spoils(sheet: Sheet, node: Node, unit: int, cell: NoScore) -> bool:
    """Say whether a missing or invalid child makes its parent so."""
    if unit in sheet.lenient:
        return False
    return not (node.at_least is not None and cell.state is State.MISSING and cell.reason in LACKING)


def has_enough(sheet: Sheet, node: Node, unit: int, rule: AtLeast, tell: Tell | None = None) -> bool:
    """Say whether enough children, or leaves, have a value of their own (semantics §10); where none could, nothing is asked."""
    could = have = 0
    for part in _counted_parts(sheet, node, unit, rule.of):
        cell = sheet.cells[part.id][unit]
        if isinstance(cell, NoScore) and cell.state is State.NOT_APPLICABLE:
            continue
        could += 1
        have += isinstance(cell, Fraction) and not rests_on_imputed(sheet, part.id, unit)
    wanted = rule.amount * could if rule.share else rule.amount
    enough = not could or have >= wanted
    if tell:
        few = NoScore(State.MISSING, Reason.TOO_FEW, node.id)
        tell(Step("at_least", None, Fraction(have) if enough else few, Fraction(have), Fraction(wanted)))
    return enough


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


def rests_on_imputed(sheet: Sheet, key: str, unit: int) -> bool:
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


def finished(sheet: Sheet, node: Node, unit: int, made: Made, tell: Tell | None = None) -> Outcome:
    """Steps 7 to 9: then, min, rounding."""
    value = made.outcome
    if isinstance(value, NoScore) or made.final:
        return value
    if node.then is not None:
        cell = sheet.value(node.then, unit, node.id)
        assert isinstance(cell, (Fraction, NoScore))  # the type was checked at load
        if tell:
            tell(Step("then", value, cell))
        if isinstance(cell, NoScore):
            return cell
        value = cell
    if node.minimum is not None:
        if tell:
            tell(Step("min", value, max(value, node.minimum), node.minimum))
        value = max(value, node.minimum)
    if node.rounding is not None:
        exact, value = value, rounded(value, node.rounding.digits, node.rounding.mode)
        if tell:
            tell(Step("rounding", exact, value))
    return value
