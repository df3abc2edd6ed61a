"""Checks of what opens and closes: `applies`, conditions of tiers, tie-breaks and caps that change nothing, by the bounds of inputs."""

import ast
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ...formula.figures import amount
from ...formula.trees import walk
from ...formula.words import say
from ...model.findings import Finding, Witness, finding, with_witness
from ...model.reads import name_in_formula
from ...model.ruleset import Constant, Formula, Node, Ruleset, Tier
from ...rank.ranking import DEFAULT
from ...score.worth import before_then
from ..asking import Question
from ..nearest import nearest_points, nearest_sides
from ..node_bounds import BoundedWorths, Bounds
from ..prover import answers, prover_of
from ..reach import Reach
from ..tier_facts import is_given_by_a_condition, points_left
from ..within_points import within_points
from .context import Context
from .rankings import sharing_a_list

_ANSWERS = {True: ("sai", "fails"), False: ("đúng", "holds")}


def _settled(ruleset: Ruleset, bounds: Bounds, formula: Formula) -> bool | None:
    """Return the one answer that a condition can give; None where it can give both.

    One that asks parameters only is open: another year may set them otherwise.
    """
    if formula.reads and all(isinstance(ruleset.columns.get(key), Constant) for key in formula.reads):
        return None
    found = answers(ruleset, bounds, formula.tree)
    return next(iter(found)) if len(found) == 1 else None


def _nearest(ruleset: Ruleset, bounds: Bounds, formula: Formula, *, answer: bool) -> Witness | None:
    """Give the answers that come nearest to what a condition never does."""
    match formula.tree:
        case ast.Compare(left=ast.Name(id=key), ops=[ast.Gt() | ast.GtE() | ast.Lt() | ast.LtE() as op]):
            node = ruleset.columns.get(key)
            if isinstance(node, Node):
                return nearest_points(ruleset, bounds, node, above=isinstance(op, ast.Gt | ast.GtE) is not answer)
    question = Question(ruleset, bounds, formula.tree, pool=prover_of(bounds).pool)
    return nearest_sides(question, formula.tree, never_holds=not answer)


def _shown(formula: Formula) -> str:
    return say(formula.tree, name_in_formula, "en")


def _reach_said(bounds: Bounds, formula: Formula) -> tuple[str, str]:
    """Say between what the one name of a comparison lies, in Vietnamese and English; empty where that is not seen."""
    names = [part for part in walk(formula.tree) if isinstance(part, ast.Name) and part.id in bounds.columns]
    if len({part.id for part in names}) != 1 or not isinstance(formula.tree, ast.Compare):
        return "", ""
    reach, name = bounds.columns[names[0].id], name_in_formula(names[0].id)
    match reach.low, reach.high:
        case Fraction() as low, Fraction() as high:
            return f": {name} từ {amount(low)} đến {amount(high)}", f": {name} is from {amount(low)} to {amount(high)}"
        case Fraction() as low, None:
            return f": {name} ít nhất là {amount(low)}", f": {name} is {amount(low)} or more"
        case None, Fraction() as high:
            return f": {name} nhiều nhất là {amount(high)}", f": {name} is at most {amount(high)}"
    return "", ""


def applies_decides(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """`applies` holds for some units and fails for others."""
    for node in ruleset.nodes():
        gate = node.applies
        answer = None if gate is None else _settled(ruleset, context.bounds, gate)
        if gate is not None and answer is not None:
            vi, en = _ANSWERS[answer]
            who = ("với mọi đơn vị", "every unit") if answer else ("không đơn vị nào", "no unit")
            why, why_en = _reach_said(context.bounds, gate)
            found = finding(
                "ITR385.applies", gate.place, id=node.id, condition=_shown(gate), answer_vi=vi, answer_en=en,
                said=who[0], said_en=who[1], why_vi=why, why_en=why_en,
            )  # fmt: skip
            yield with_witness(found, _nearest(ruleset, context.bounds, gate, answer=answer))


def conditions_of_tiers_decide(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """`requires` and `when` of a tier hold for some of the units that have its points, and fail for others."""
    for node in ruleset.nodes():
        for index, tier in enumerate(node.tiers):
            before, is_last = node.tiers[:index], index == len(node.tiers) - 1
            found = tuple(_of_tier(ruleset, context.bounds, node, tier, is_last=is_last))
            found = found or tuple(_of_its_points(ruleset, context.bounds, node, tier, before))
            if not is_given_by_a_condition(node, tier):
                yield from found


def _of_tier(ruleset: Ruleset, bounds: Bounds, node: Node, tier: Tier, *, is_last: bool) -> Iterator[Finding]:
    for word, formula in (("requires", tier.requires), ("when", tier.when)):
        answer = None if formula is None else _settled(ruleset, bounds, formula)
        if formula is None or answer is None or (answer and word == "when" and is_last):
            continue  # what takes all that is left may be written as a condition that always holds
        found = _settled_tier(node, tier, word, formula, _reach_said(bounds, formula), answer=answer)
        yield with_witness(found, _nearest(ruleset, bounds, formula, answer=answer))


def _settled_tier(
    node: Node, tier: Tier, word: str, formula: Formula, why: tuple[str, str], *, answer: bool
) -> Finding:
    said: dict[str, Any] = {"tier": tier.id, "condition": _shown(formula), "why_vi": why[0], "why_en": why[1]}
    if answer:
        return finding("ITR385.tier", tier.place, id=node.id, word=word, **said)
    return finding("ITR386.condition", tier.place, id=node.id, **said)


def _of_its_points(
    ruleset: Ruleset, bounds: Bounds, node: Node, tier: Tier, before: Sequence[Tier]
) -> Iterator[Finding]:
    """Look at what a tier requires of units that have its points, and at what those before it leave of a `when`."""
    if tier.requires is not None:
        inside = within_points(bounds, node, points_left(ruleset, node, tier, before, bounds), tier.requires.reads)
        answer = _settled(ruleset, inside, tier.requires)
        if answer is not None:
            vi, en = _reach_said(inside, tier.requires)
            why = (f"{vi} khi có điểm của mức này", f"{en} with the points of this tier") if vi else (vi, en)
            yield _settled_tier(node, tier, "requires", tier.requires, why, answer=answer)
    elif tier.when is not None and not tier.bounds:
        # One that reads more may have no value where this one has, and then takes nothing.
        taken = [each.when for each in before if each.when and not (each.bounds or each.requires or each.quota)]
        taken = [each for each in taken if each.reads <= tier.when.reads]
        free = [ast.UnaryOp(ast.Not(), each.tree) for each in taken]
        if free and answers(ruleset, bounds, ast.BoolOp(ast.And(), [tier.when.tree, *free])) == {False}:
            yield finding("ITR386.order", tier.place, id=node.id, tier=tier.id)


def tie_breaks_decide(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """What is compared at a tie can differ between units whose rank is the same."""
    for node in ruleset.nodes():
        beside = [_Compared.of(card.root) for card in sharing_a_list(ruleset, node)]
        own = _Compared.of(node)
        for index, formula in enumerate(own.formulas):
            reason = _idle(ruleset, own, index)
            if reason is not None and all(_is_idle_beside(own, other, index) for other in beside):
                shown = _shown(formula)
                yield finding("ITR303", formula.place, id=node.id, shown=shown, reason=reason[0], reason_en=reason[1])


class _Compared(NamedTuple):
    """What a node is ranked by, and what is compared at a tie, each as a text that is the same for the same formula."""

    by: str
    formulas: Sequence[Formula]
    written: Sequence[str]

    @classmethod
    def of(cls, node: Node) -> "_Compared":
        ranking = node.ranking or DEFAULT
        by = ranking.by.tree if ranking.by is not None else ast.Name(node.id, ast.Load())
        return cls(ast.dump(by), ranking.tie_break, [ast.dump(formula.tree) for formula in ranking.tie_break])


def _idle(ruleset: Ruleset, own: _Compared, index: int) -> tuple[str, str] | None:
    """Say why a comparison decides no tie among units of one scorecard; None where it can."""
    if all(isinstance(ruleset.columns.get(key), Constant) for key in own.formulas[index].reads):
        return ("mọi đơn vị có cùng giá trị ấy", "it is the same for every unit")
    if own.written[index] == own.by:
        return (
            "đó chính là điểm đã dùng để xếp hạng, và đang bằng nhau",
            "it is what is ranked by, and is equal at a tie",
        )
    is_again = own.written[index] in own.written[:index]
    return ("đã so điều ấy ở trước", "it is compared before") if is_again else None


def _is_idle_beside(own: _Compared, other: _Compared, index: int) -> bool:
    """Say whether a comparison decides no tie with units of another scorecard either, which have their own."""
    up_to = index + 1
    if len(other.written) < up_to:
        return False  # who has no more to compare stands first
    are_ranked_by = own.written[index] == own.by and other.written[index] == other.by
    return are_ranked_by or own.written[:up_to] == other.written[:up_to]


class _Uncut(BoundedWorths):
    """Worths as bounds, which keep what a node reaches before its `cap`."""

    uncut: Reach | None = None

    def capped(self, node: Node, made: Reach, cap: Fraction) -> Reach:
        self.uncut = made
        return super().capped(node, made, cap)


def floors_stay_within_the_maximum(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A `min` is not above the maximum of its node: every unit would pass it."""
    for node in ruleset.nodes():
        if node.minimum is not None and node.full is not None and node.minimum > node.full:
            at = context.key_at(node, "min")
            yield finding("ITR304.min", at, id=node.id, limit=amount(node.minimum), max=amount(node.full))


def caps_cut(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A `cap` is not above all that is cut by it: one that repeats the greatest points is plain to read."""
    for node in ruleset.nodes():
        if node.cap is None:
            continue
        walk = _Uncut(context.bounds)
        before_then(walk, node)
        high = None if walk.uncut is None else walk.uncut.value.high
        if high is not None and high < node.cap:
            yield finding("ITR304", context.key_at(node, "cap"), id=node.id, limit=amount(node.cap), high=amount(high))
