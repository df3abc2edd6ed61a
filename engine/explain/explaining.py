"""Explain a unit: every node with the steps that made it, every column that was read, and what the rank hangs on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from ..formula.figures import with_figures
from ..formula.spoken import spoken
from ..formula.words import say
from ..language.kinds import KINDS
from ..model.outcome import NoScore, Outcome
from ..model.reads import closure, names_in, values_read_by
from ..model.result import CriterionResult
from ..model.ruleset import (
    Column,
    Formula,
    Input,
    NamedValue,
    Node,
    RollUp,
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
_MOST_BELOW = 10  # subordinate units that are named


@dataclass(frozen=True, slots=True)
class _Cost:
    """The points that a leaf lost, and how much more the total would be with them; None where that is not known."""

    lost: Fraction | None = None
    total: Fraction | None = None


_NO_COST = _Cost()


def explain(
    evaluation: Evaluation,
    unit_index: int,
    node: str | None = None,
    langs: Sequence[str] = LANGUAGES,
    wanted: str = "",
) -> Explanation:
    """Say why a unit has its points.

    Args:
        evaluation: of the year.
        unit_index: of the unit, in the order of the data.
        node: id of a node of its scorecard, or key of a value or an input; by default the whole tree, and the totals
            beside it.
        langs: in which formulas are said; where one is enough, that takes half the time.
        wanted: the id of a tier that somebody expected: what is missing to it is said, not to the next.
    """
    sheet, unit = evaluation.sheet, evaluation.result.units[unit_index]
    card = next((card for card in sheet.ruleset.scorecards if card.id == unit.scorecard), None)
    start = card.root.id if card is not None and node is None else node or ""
    tell = _telling(sheet, unit_index, langs)
    is_value = isinstance(sheet.ruleset.columns.get(start), (Input, NamedValue))
    nodes = _nodes(evaluation, unit_index, card, start, tell) if card is not None and not is_value else ()
    return Explanation(
        result=evaluation.result,
        unit=unit,
        start=start,
        is_whole=not is_value and (card is None or start == card.root.id),
        nodes=tuple(nodes),
        columns=_columns(sheet, unit_index, nodes, tell, start if is_value else None),
        lost=_lost(nodes),
        standing=standing_of(evaluation, unit_index, card, tell, wanted),
        lenient=unit_index in sheet.lenient,
        illustrative=evaluation.result.illustrative or any(told.illustrative for told in nodes),
    )


def _lost(nodes: Iterable[NodeTold]) -> tuple[str, ...]:
    """Name those that lost points, first the ones that cost the total most."""
    lost = [(told.cost if told.cost is not None else told.lost, told.node.id) for told in nodes if told.lost]
    return tuple(id_ for _, id_ in sorted(lost, key=lambda each: each[0] or 0, reverse=True))


def _nodes(evaluation: Evaluation, index: int, card: Scorecard, start: str, tell: Teller) -> Sequence[NodeTold]:
    """Describe a node with all below it, and of a root the totals beside it; depths count from that node."""
    sheet, unit = evaluation.sheet, evaluation.result.units[index]
    criteria = {made.node.id: made for made in unit.criteria}
    walk = _Walk(sheet, index, tell, criteria, _costs(sheet, index, card, unit.outcome))
    is_illustrative = sheet.ruleset.provenance == "illustrative"
    appraised = _appraised(evaluation, index)
    nodes = [
        appraised(told)
        for root in (card.root, *card.totals)
        for told in walk.tree(_Spot(root, is_illustrative=is_illustrative))
    ]
    if start == card.root.id:
        return nodes
    inside = {below.id for below in criteria[start].node.walk()}
    nodes = [told for told in nodes if told.node.id in inside]
    return [replace(told, depth=told.depth - nodes[0].depth) for told in nodes]


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


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a walk is: at a node, under a parent, with what a point of it is worth in the total, if that is fixed."""

    node: Node
    parent: str = ""
    depth: int = 0
    worth: Fraction | None = Fraction(1)
    is_illustrative: bool = False

    def below(self, child: Node, steps: Sequence[Step]) -> "_Spot":
        factor = _of_one_point(self.node, child, steps)
        worth = self.worth * child.weight * factor if self.worth is not None and factor is not None else None
        return _Spot(child, self.node.id, self.depth + 1, worth, self.is_illustrative)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Describes the nodes of a unit's tree, each before those below it."""

    sheet: Sheet
    unit: int
    tell: Teller
    criteria: Mapping[str, CriterionResult]
    costs: Mapping[str, _Cost]

    def tree(self, spot: _Spot) -> Iterator[NodeTold]:
        node, tell = spot.node, self.tell
        spot = replace(spot, is_illustrative=spot.is_illustrative or node.provenance == "illustrative")
        made, cost = self.criteria[node.id], self.costs.get(node.id, _NO_COST)
        steps = steps_of(self.sheet, node, self.unit)
        yield NodeTold(
            node=node,
            depth=spot.depth,
            parent=spot.parent,
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
            lost=cost.lost,
            cost=cost.total,
            worth=spot.worth,
            illustrative=spot.is_illustrative,
            reads=_reads(node),
        )
        for child in () if node.is_total else node.children:
            yield from self.tree(spot.below(child, steps))


def _reads(node: Node) -> tuple[str, ...]:
    """List what the formulas of a node read, in the order in which they are asked."""
    formulas = (*node.inside, node.applies, node.score, node.formula, node.then)
    return tuple(dict.fromkeys(key for formula in formulas for key in sorted(names_in([formula]))))


def _of_one_point(node: Node, child: Node, steps: Sequence[Step]) -> Fraction | None:
    """Say what a point of a child is worth in its sum, before rounding; None where it is no fixed part of it.

    Points of what does not apply are shared out among the others, so that one of theirs is worth more; of a sum that a
    cap has cut another point is worth nothing, and one less perhaps too. Bonus and penalty come after both.
    """
    is_sum = node.aggregate == "sum" and node.out_of is None and node.then is None
    cut = {step.kind for step in steps if step.before != step.after}
    if not is_sum or child.role in {"unscored", "condition"} or "min" in cut:
        return None
    if child.role in {"bonus", "penalty"}:
        return Fraction(1 if child.role == "bonus" else -1)
    return None if "cap" in cut else prod(map(_rescaled, steps), start=Fraction(1))


def _rescaled(step: Step) -> Fraction:
    """Give the factor by which a step makes points worth more that others leave."""
    if step.kind not in {"rescale", "rescale_total"} or not step.over or step.amount is None:
        return Fraction(1)
    return (step.over + step.amount) / step.over


def _costs(sheet: Sheet, unit: int, card: Scorecard, total: Outcome) -> dict[str, _Cost]:
    """Find the leaves that have less than they could, or of a penalty took something, and what that costs in the total.

    The total is computed again with each leaf in full and all else as it is, so that it holds under every aggregate.
    """
    what_if = WhatIf(sheet, unit)
    found: dict[str, _Cost] = {}
    for path, takes in _leaves((card.root,), takes=False):
        key = path[-1].id
        points, counted = sheet.cells[key][unit], sheet.counted(key, unit)
        # What takes points is in full at none.
        full = Fraction(0) if takes else counted
        if not isinstance(points, Fraction) or full is None:
            continue
        if points > 0 if takes else full and points < full:
            found[key] = _Cost(abs(full - points), what_if.more(path, full, total))
    return found


def _leaves(path: tuple[Node, ...], *, takes: bool) -> Iterator[tuple[tuple[Node, ...], bool]]:
    """Give the way to every leaf that is scored, and whether its points are taken off the total."""
    node = path[-1]
    if not node.children:
        yield path, takes
    for child in node.children:
        if child.role not in {"bonus", "unscored", "condition"}:
            yield from _leaves((*path, child), takes=takes != (child.role == "penalty"))


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


def _columns(
    sheet: Sheet, unit: int, nodes: Iterable[NodeTold], tell: Teller, asked: str | None
) -> dict[str, ColumnTold]:
    """Gather the columns that nodes read, or the one that is asked for, and what these read, in computation order."""
    read = [key for told in nodes for key in told.reads] + ([asked] if asked is not None else [])
    read += [f"value:{told.node.id}" for told in nodes if told.node.then is not None]
    seen = closure(sheet.ruleset.columns, read, values_read_by)
    return {
        key: _column(sheet, unit, key, column, tell) for key, column in sheet.ruleset.columns.items() if key in seen
    }


def _column(sheet: Sheet, unit: int, key: str, column: Column, tell: Teller) -> ColumnTold:
    value = sheet.cells[key][unit]
    told = ColumnTold(key, column, names(sheet.ruleset, key), value, is_percent(sheet.ruleset, key))
    raw: Value | NoScore = value  # before a blank was filled and `outliers` drew it in
    match column:
        case Input():
            told = replace(told, measured_in=column.measured_in or "")
            if (observations := sheet.observed.values.get(key)) is not None:
                seen = observations[unit]
                told = replace(told, place=seen.place, provenance=seen.provenance)
                raw = seen.value if seen.value is not None else value
        case NamedValue():
            told = replace(told, told=tell(column.formula), measured_in=column.formula.type.measured_in or "")
            raw = told.told.result if told.told is not None else value
        case Statistic():
            return replace(told, cohort=_cohort(sheet, unit, key, column))
        case RollUp():
            below = _below(sheet, unit, column)
            return replace(told, below=below[:_MOST_BELOW], more_below=len(below[_MOST_BELOW:]))
        case _:
            return told
    if unit in sheet.imputed.get(key, ()):
        return replace(told, imputed=str(column.missing))
    is_drawn_in = column.outliers is not None and raw != value and not isinstance(value, NoScore)
    return replace(told, drawn_in=is_drawn_in)


def _below(sheet: Sheet, unit: int, column: RollUp) -> tuple[tuple[str, Fraction], ...]:
    """Name the subordinate units whose values made a figure; none where the sheet has one unit of many alone."""
    if sheet.known is not None:
        return ()
    own = sheet.units[unit].id
    return tuple(
        (one.name or one.id, cell)
        for one, cell in zip(sheet.units, sheet.cells[column.of], strict=True)
        if one.parent == own and isinstance(cell, Fraction)
    )


def _cohort(sheet: Sheet, unit: int, key: str, column: Statistic) -> CohortTold:
    """Say whom a unit is measured against."""
    keys = cohort_keys(sheet.ruleset, sheet.units, column.cohort)
    if sheet.known is not None and key in sheet.known.members:
        members = sheet.known.members[key][unit]
    else:
        members = sum(
            isinstance(cell, Fraction) and other == keys[unit] and is_member(one, column.cohort)
            for one, other, cell in zip(sheet.units, keys, sheet.cells[column.of], strict=True)
        )
    return CohortTold(cohort_words(sheet.ruleset, column.cohort), keys[unit] or "", members)
