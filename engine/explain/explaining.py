"""Explain a unit: every node with the steps that made it, every column that was read, and what the rank hangs on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..formula.figures import with_figures
from ..formula.spoken import spoken
from ..formula.words import say
from ..language.kinds import KINDS
from ..model.findings import Place
from ..model.outcome import NoScore, Outcome
from ..model.reads import closure, values_read_by
from ..model.result import CriterionResult
from ..model.ruleset import (
    Column,
    Formula,
    Input,
    NamedValue,
    Node,
    Scorecard,
    Statistic,
    Value,
    Words,
)
from ..rank.ranking import Evaluation
from ..score.cohorts import cohort_keys, is_member
from ..score.nodes import steps_of
from ..score.sheet import Sheet
from ..score.steps import Step
from .explanation import CohortTold, ColumnTold, Explanation, NodeTold, Told
from .naming import LANGUAGES, asked_by, cohort_words, is_percent, names, quoted_names, shower, spoken_labels
from .standing import Teller, standing_of
from .what_if import WhatIf

NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class _Cost:
    """The points that a leaf lost, and how much more the total would be with them; None where that is not known."""

    lost: Fraction
    total: Fraction | None


def explain(
    evaluation: Evaluation, unit_index: int, node: str | None = None, langs: Sequence[str] = LANGUAGES
) -> Explanation:
    """Say why a unit has its points.

    Args:
        evaluation: of the year.
        unit_index: of the unit, in the order of the data.
        node: id of a node of its scorecard; by default the whole tree, and the totals beside it.
        langs: in which formulas are said; where one is enough, that takes half the time.
    """
    sheet, unit = evaluation.sheet, evaluation.result.units[unit_index]
    ruleset = sheet.ruleset
    card = next((card for card in ruleset.scorecards if card.id == unit.scorecard), None)
    criteria = {made.node.id: made for made in unit.criteria}
    nodes: list[NodeTold] = []
    costs = _costs(sheet, unit_index, card, unit.outcome) if card is not None else {}
    appraised, tell = _appraised(evaluation, unit_index), _telling(sheet, unit_index, langs)
    if card is not None:
        start = criteria[node].node if node is not None else card.root
        is_whole = start.id == card.root.id
        for root in (card.root, *card.totals):
            is_illustrative = ruleset.provenance == "illustrative"
            branch = _tree(sheet, unit_index, tell, criteria, costs, root, None, is_illustrative, Fraction(1))
            inside = {below.id for below in start.walk()}
            nodes += [appraised(told) for told in branch if is_whole or told.node.id in inside]
        if not is_whole:
            base = nodes[0].depth
            nodes = [_raised(told, base) for told in nodes]
    else:
        start, is_whole = None, True
    standing = standing_of(evaluation, unit_index, tell)
    columns = _columns(sheet, unit_index, nodes, tell)
    lost = [told for told in nodes if told.lost]
    lost.sort(key=lambda told: -(told.cost if told.cost is not None else told.lost or Fraction(0)))
    return Explanation(
        result=evaluation.result,
        unit=unit,
        start=start.id if start is not None else "",
        is_whole=is_whole,
        nodes=tuple(nodes),
        columns=columns,
        lost=tuple(told.node.id for told in lost),
        standing=standing,
        lenient=unit_index in sheet.lenient,
        illustrative=evaluation.result.illustrative or any(told.illustrative for told in nodes),
    )


def _appraised(evaluation: Evaluation, index: int) -> Callable[[NodeTold], NodeTold]:
    """Give what puts beside a node what was declared, and what appraisers corrected of a leaf and why."""
    result = evaluation.result
    if result.declared is None or result.observed is None or result.observed.appraisal is None:
        return lambda told: told
    declared = {made.node.id: made.outcome for made in result.declared.units[index].criteria}
    rows = result.observed.appraisal.corrections.get(result.units[index].unit.id, ())

    def beside(told: NodeTold) -> NodeTold:
        node, own = told.node, set[str]()
        if not node.children:
            asked = asked_by(result.ruleset, (node.applies, node.score, node.formula, node.then))
            own = {node.id, *(each.id for each in asked)}
        return replace(
            told, declared=declared.get(node.id), corrections=tuple(row for row in rows if row.target in own)
        )

    return beside


def _raised(told: NodeTold, base: int) -> NodeTold:
    return replace(told, depth=told.depth - base)


def _tree(
    sheet: Sheet,
    unit: int,
    tell: Teller,
    criteria: dict[str, CriterionResult],
    costs: Mapping[str, _Cost],
    node: Node,
    parent: Node | None,
    illustrative: bool,
    worth: Fraction | None,
    depth: int = 0,
) -> Iterator[NodeTold]:
    made = criteria[node.id]
    illustrative = illustrative or node.provenance == "illustrative"
    steps = steps_of(sheet, node, unit)
    formulas = [formula for formula in (*node.inside, node.applies, node.score, node.formula, node.then) if formula]
    yield NodeTold(
        node=node,
        depth=depth,
        parent=parent.id if parent is not None else "",
        outcome=made.outcome,
        counted=made.counted,
        state=made.state,
        tier=made.tier,
        rank=made.rank,
        steps=steps,
        kind=KINDS[node.kind].words if node.kind in KINDS else NO_WORDS,
        applies=tell(node.applies),
        score=tell(node.score or node.formula),
        then=tell(node.then),
        lost=costs[node.id].lost if node.id in costs else None,
        cost=costs[node.id].total if node.id in costs else None,
        worth=worth,
        illustrative=illustrative,
        reads=tuple(dict.fromkeys(key for formula in formulas for key in sorted(formula.reads))),
    )
    if node.is_total:
        return
    for child in node.children:
        factor = _of_one_point(node, child, steps)
        below = worth * child.weight * factor if worth is not None and factor is not None else None
        yield from _tree(sheet, unit, tell, criteria, costs, child, node, illustrative, below, depth + 1)


def _of_one_point(node: Node, child: Node, steps: Sequence[Step]) -> Fraction | None:
    """Say what a point of a child is worth in its sum, before rounding; None where it is no fixed part of it.

    Points of what does not apply are shared out among the others, so that one of theirs is worth more; of a sum that a
    cap has cut another point is worth nothing, and one less perhaps too. Bonus and penalty come after both.
    """
    is_sum = node.aggregate == "sum" and node.out_of is None and node.then is None
    if not is_sum or child.role in {"unscored", "condition"}:
        return None
    if any(step.kind == "min" and step.before != step.after for step in steps):
        return None
    if child.role in {"bonus", "penalty"}:
        return Fraction(1 if child.role == "bonus" else -1)
    factor = Fraction(1)
    for step in steps:
        if step.kind == "cap" and step.before != step.after:
            return None
        if step.kind in {"rescale", "rescale_total"} and step.over and step.amount is not None:
            factor *= (step.over + step.amount) / step.over
    return factor


def _costs(sheet: Sheet, unit: int, card: Scorecard, total: Outcome) -> dict[str, _Cost]:
    """Find the leaves that have less than they could, or of a penalty took something, and what that costs in the total.

    The total is computed again with each leaf in full and all else as it is, so that it holds under every aggregate.
    """
    what_if = WhatIf(sheet, unit)
    found: dict[str, _Cost] = {}

    def look(path: tuple[Node, ...], *, takes: bool) -> None:
        node = path[-1]
        for child in node.children:
            if child.role not in {"bonus", "unscored", "condition"}:
                look((*path, child), takes=takes != (child.role == "penalty"))
        points, counted = sheet.cells[node.id][unit], sheet.counted(node.id, unit)
        if node.children or not isinstance(points, Fraction):
            return
        full = Fraction(0) if takes else counted
        if not (points > 0 if takes else counted and points < counted) or full is None:
            return
        more = what_if.total(path, full) if isinstance(total, Fraction) else None
        found[node.id] = _Cost(
            abs(full - points), None if more is None or not isinstance(total, Fraction) else more - total
        )

    look((card.root,), takes=False)
    return found


def _telling(sheet: Sheet, unit: int, langs: Sequence[str]) -> Teller:
    """Give what says a formula in words, and with the unit's figures."""
    ruleset, cells = sheet.ruleset, sheet.cells
    called = {
        lang: (spoken_labels(ruleset, lang), shower(ruleset, lang), quoted_names(ruleset, lang)) for lang in langs
    }

    def tell(formula: Formula | None) -> Told | None:
        if formula is None:
            return None
        words, figures, because, value = {}, {}, {}, None
        for lang, (label, show, named) in called.items():
            words[lang] = spoken(say(formula.tree, label, lang), lang, named)
            shown = with_figures(formula.tree, lambda key: cells[key][unit], label, show, lang, ruleset.rounding_mode)
            if shown is not None:
                figures[lang], value = spoken(shown.text, lang, named), shown.value
                because[lang] = [spoken(reason, lang, named) for reason in shown.because]
        reasons = [dict(zip(because, each, strict=True)) for each in zip(*because.values(), strict=True)]
        return Told(
            formula=formula,
            words=Words(**words),
            figures=Words(**figures),
            because=tuple(Words(**reason) for reason in reasons),
            result=value if value is not None else sheet.value(formula, unit, ""),
        )

    return tell


def _columns(sheet: Sheet, unit: int, nodes: Iterable[NodeTold], tell: Teller) -> dict[str, ColumnTold]:
    """Gather the columns that nodes read, and what these read, in the order of computation."""
    read = [key for told in nodes for key in told.reads]
    read += [f"value:{told.node.id}" for told in nodes if told.node.then is not None]
    seen = closure(sheet.ruleset.columns, read, values_read_by)
    return {
        key: _column(sheet, unit, key, column, tell) for key, column in sheet.ruleset.columns.items() if key in seen
    }


def _column(sheet: Sheet, unit: int, key: str, column: Column, tell: Teller) -> ColumnTold:
    ruleset, value = sheet.ruleset, sheet.cells[key][unit]
    place, provenance, told, cohort, measured_in, imputed = Place(), "", None, None, "", ""
    raw: Value | NoScore = value
    match column:
        case Input():
            observations = sheet.observed.values.get(key)
            if observations is not None:
                seen = observations[unit]
                place, provenance = seen.place, seen.provenance
                raw = seen.value if seen.value is not None else value
            measured_in = column.measured_in or ""
        case NamedValue():
            told = tell(column.formula)
            raw = told.result if told is not None else value
            measured_in = column.formula.type.measured_in or ""
        case Statistic():
            keys = cohort_keys(ruleset, sheet.units, column.cohort)
            members = sum(
                isinstance(cell, Fraction) and other == keys[unit] and is_member(one, column.cohort)
                for one, other, cell in zip(sheet.units, keys, sheet.cells[column.of], strict=True)
            )
            cohort = CohortTold(cohort_words(ruleset, column.cohort), keys[unit] or "", members)
    if unit in sheet.imputed.get(key, ()) and isinstance(column, (Input, NamedValue)):
        imputed = str(column.missing)
        raw = value
    return ColumnTold(
        key=key,
        column=column,
        label=names(ruleset, key),
        value=value,
        percent=is_percent(ruleset, key),
        measured_in=measured_in,
        imputed=imputed,
        drawn_in=getattr(column, "outliers", None) is not None and raw != value and not isinstance(value, NoScore),
        place=place,
        provenance=provenance,
        told=told,
        cohort=cohort,
    )
