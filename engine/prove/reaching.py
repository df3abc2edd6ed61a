"""What can and cannot happen to points and tiers, from bounds alone: a table of facts, each a function.

Every one of these is told before any data are read, and none needs to hold for a ruleset to be evaluated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

from ..formula.figures import amount
from ..formula.intervals import ARITHMETIC, Interval, point
from ..formula.rounding import rounded
from ..language.workshop import computed_after
from ..model.findings import Finding, Place, Witness, finding, with_witness
from ..model.reads import closure
from ..model.ruleset import Column, Input, Node, Ruleset
from ..score.maxima import checks_maximum, divides_by_weights, has_bonus
from .bounds import bounds_of, of_input
from .extra_facts import extras_have_a_limit
from .formula_facts import formulas_have_values, is_within_max
from .nearest import nearest_points, points_witness
from .node_bounds import Bounds
from .passing import passing
from .prover import prover_of
from .reach import ONE, ZERO
from .tier_facts import tiers_divide_the_scale, tiers_follow_points, tiers_stay_within_the_maximum
from .trying import Answers

Fact: TypeAlias = Callable[[Ruleset, Bounds], Iterator[Finding]]
"""One thing that bounds can show, and a finding wherever it does."""

_MOST_TRIED = 12  # bounds of inputs that are tried for an advice: each is a look at all that a node is made of
_MOST_SEARCHED = 5  # nodes for which answers are looked for among all their inputs: each takes up to a second
_MOST_ADVISED = 20  # nodes for which bounds are tried
_STAND_IN = 10**6  # a bound that an author might declare
_SHOWN = {"max": "max", "min": "min: 1"}

StandIns: TypeAlias = Mapping[tuple[str, str], Input]
"""Inputs that are tried with a bound, by its side and their key."""


_EXTRAS: Mapping[str, Mapping[str, Any]] = {
    "bonus": {"role_vi": "điểm thưởng", "role": "bonus", "does_vi": "tăng", "does": "raises"},
    "penalty": {"role_vi": "điểm trừ", "role": "penalty", "does_vi": "giảm", "does": "lowers"},
}


def points_stay_within_their_maximum(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """What a node can be worth does not pass what it says it is worth at most."""
    open_ = [
        node for node in ruleset.nodes() if node.full is not None and _makes_points(node) and _may_pass(node, bounds)
    ]
    shown = [
        (node, _passed(ruleset, bounds, node, is_searched=number < _MOST_SEARCHED)) for number, node in enumerate(open_)
    ]
    for tried, (node, passed) in enumerate(shown):
        if passed is not None:
            yield _passing_its_maximum(ruleset, bounds, node, passed, is_advised=tried < _MOST_ADVISED)
    left = [node for node, passed in shown if passed is None]
    for node in left:
        yield finding("ITR276", _scored_at(node), help=_cut_advice(node, []), parts=node.id)


def _may_pass(node: Node, bounds: Bounds) -> bool:
    high = bounds.nodes[node.id].value.high
    return high is None or high > _as_rounded(node, node.full or ZERO)


def _scored_at(node: Node) -> Place:
    return node.score.place if node.score else node.place


@dataclass(frozen=True, slots=True)
class _Passed:
    """What a node is worth by some answers, and whether that is proved to be the most."""

    value: Fraction
    witness: Witness
    is_greatest: bool


def _passing_its_maximum(ruleset: Ruleset, bounds: Bounds, node: Node, passed: _Passed, *, is_advised: bool) -> Finding:
    most, value = amount(node.full or ZERO), amount(passed.value)
    if bounds.nodes[node.id].value.high is None and not passed.is_greatest:
        help_ = _cut_advice(node, _needed(ruleset, node) if is_advised else [])
        return with_witness(finding("ITR381", _scored_at(node), help=help_, id=node.id, max=most), passed.witness)
    words = ("sửa công thức, hoặc khai max cho đầu vào", "mend the formula, or declare max for the inputs")
    help_ = _cut_advice(node, (words,))
    told = finding("ITR380", _scored_at(node), help=help_, id=node.id, high=value, max=most)
    return with_witness(told, passed.witness)


def _passed(ruleset: Ruleset, bounds: Bounds, node: Node, *, is_searched: bool) -> _Passed | None:
    """Find answers by which a node passes its maximum, the further the better, and what it is worth by them."""
    found = _by_its_formula(bounds, node)
    if found is None and is_searched and (passed := passing(ruleset, node)) is not None:
        found = passed.value, passed.answers, False
    if found is None:
        return None
    value, answers, is_greatest = found
    return _Passed(value, points_witness(ruleset, node, (value, answers)), is_greatest)


def _by_its_formula(bounds: Bounds, node: Node) -> tuple[Fraction, Answers, bool] | None:
    """Find the answers of the greatest points of a leaf, if they pass its maximum."""
    if node.score is None:
        return None
    question = prover_of(bounds).of_leaf(bounds, node, node.score)
    most = question.greatest()
    value = None if most.answers is None else question.trial.outcome(node.id, most.answers)
    if most.answers is None or not isinstance(value, Fraction) or value <= _as_rounded(node, node.full or ZERO):
        return None
    return value, most.answers, most.kind == "greatest" and node.then is None


def _makes_points(node: Node) -> bool:
    """Say whether points are made here that nothing keeps within the node's maximum.

    What bonuses and penalties can do is told where they stand.
    """
    is_stated = node.score is not None or node.formula is not None or node.then is not None
    is_asked = checks_maximum(node) and not has_bonus(node) and not node.is_total
    return is_stated and is_asked and not is_within_max(node.kind)


def _as_rounded(node: Node, value: Fraction) -> Fraction:
    return value if node.rounding is None else rounded(value, node.rounding.digits, node.rounding.mode)


def _cut_advice(node: Node, others: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Say how the points of a node are cut at the step that can still pass its maximum, and what else would help."""
    assert node.full is not None  # it is what can be passed
    most = amount(node.full)
    if node.then is not None:
        cut = f"then: min({node.then.source}, {most})"
    elif node.out_of is not None:
        cut = f"then: min(value, {most})"  # `cap` is before it
    else:
        cut = f"cap: {most}"
    vi, en = (", ".join(part for part in (text, *(other[n] for other in others))) for n, text in enumerate(
        (f"Cắt bằng {cut}", f"Cut it with {cut}")
    ))  # fmt: skip
    return f"{vi}.", f"{en}."


def _needed(ruleset: Ruleset, node: Node) -> list[tuple[str, str]]:
    """Say for which inputs a `max`, or a `min`, would bound the points of a node, if that is tried and does."""
    part = replace(ruleset, columns=_read_by(ruleset, node))
    needed = _fewest(part, node, _stand_ins(part))
    named = {word: ", ".join(asked.id for (side, _), asked in needed.items() if side == word) for word in _SHOWN}
    vi = " và ".join(f"{_SHOWN[word]} cho đầu vào: {names}" for word, names in named.items() if names)
    en = " and ".join(f"{_SHOWN[word]} for the inputs: {names}" for word, names in named.items() if names)
    return [(f"hoặc khai {vi}", f"or declare {en}")] if needed else []


def _read_by(ruleset: Ruleset, node: Node) -> dict[str, Column]:
    """Return all that a node is made of, with the inputs that bound others, in the ruleset's order of computation."""

    def reads(column: Column) -> frozenset[str]:
        bounding = (column.minimum, column.maximum) if isinstance(column, Input) else ()
        return computed_after(column).union(bound for bound in bounding if isinstance(bound, str))

    found = closure(ruleset.columns, [node.id], reads)
    return {key: column for key, column in ruleset.columns.items() if key in found}


def _stand_ins(part: Ruleset) -> StandIns:
    """Return the sides on which numbers of a unit have no bound yet."""
    asked = [each for each in part.inputs if each.traits.is_number]
    lower: StandIns = {
        ("min", each.key): each for each in asked if _lacks_min(each) and not each.key.startswith("self:")
    }
    return {**lower, **{("max", each.key): each for each in asked if not isinstance(each.maximum, Fraction)}}


def _fewest(part: Ruleset, node: Node, stand_ins: StandIns) -> StandIns:
    """Return those of some bounds without which the points of a node have none; nothing if all of them do not do."""
    if len(stand_ins) > _MOST_TRIED or not _is_bounded(part, node, stand_ins):
        return {}
    for key in stand_ins:
        fewer = {other: each for other, each in stand_ins.items() if other != key}
        stand_ins = fewer if _is_bounded(part, node, fewer) else stand_ins
    return stand_ins


def _lacks_min(asked: Input) -> bool:
    return not isinstance(asked.minimum, Fraction) or asked.minimum <= 0


def _is_bounded(part: Ruleset, node: Node, stand_ins: StandIns) -> bool:
    """Say whether the points of a node have an upper bound once some inputs have a `min` or `max`."""

    def known(key: str) -> Interval | None:
        column = part.columns.get(key)
        if not isinstance(column, Input) or not {("min", key), ("max", key)} & stand_ins.keys():
            return None
        found = of_input(column)
        low = ONE if ("min", key) in stand_ins else found.low
        high = max(ONE, found.low or ONE) * _STAND_IN if ("max", key) in stand_ins else found.high
        return Interval(low, high, found.may_lack)

    return bounds_of(part, known).nodes[node.id].value.high is not None


def bonuses_add_and_penalties_take(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """A bonus can raise the total, and a penalty, which is subtracted, can lower it."""
    for node in ruleset.nodes():
        if node.role not in _EXTRAS or node.weight == 0:
            continue
        added = ARITHMETIC["*"](bounds.nodes[node.id].value, point(node.weight))
        if added.high is not None and added.high <= 0:
            place = node.score.place if node.score else node.place
            low, high = ("…" if end is None else amount(end) for end in (added.low, added.high))
            yield finding("ITR391", place, id=node.id, low=low, high=high, **_EXTRAS[node.role])


def extras_stand_beside_means(ruleset: Ruleset, _: Bounds) -> Iterator[Finding]:
    """A bonus or penalty under a mean is added as it is: the weights of its siblings do not scale it."""
    for node in ruleset.nodes():
        siblings = [child.weight for child in node.children if child.role == "scored"]
        if not divides_by_weights(node) or node.is_total or all(weight == 1 for weight in siblings):
            continue
        for child in node.children:
            if child.role in {"bonus", "penalty"} and child.weight != 1:
                most = "…" if child.full is None else amount(child.weight * child.full)
                yield finding(
                    "ITR392", child.place, id=child.id, parent=node.id, weight=amount(child.weight), most=most,
                    sum=amount(sum(siblings, Fraction(0))),
                )  # fmt: skip


def maxima_can_be_reached(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """Somebody could get full points."""
    for node in ruleset.nodes():
        if node.score is None or node.max is None or node.role != "scored":
            continue
        reach = bounds.nodes.get(f"value:{node.id}") or bounds.nodes[node.id]
        high, full = reach.value.high, node.full or ZERO
        if high is not None and 0 <= high < full:
            found = finding("ITR382", node.score.place, id=node.id, high=amount(high), max=amount(full))
            yield with_witness(found, nearest_points(ruleset, bounds, node, above=True))


FACTS: tuple[Fact, ...] = (
    points_stay_within_their_maximum,
    bonuses_add_and_penalties_take,
    extras_stand_beside_means,
    extras_have_a_limit,
    maxima_can_be_reached,
    formulas_have_values,
    tiers_divide_the_scale,
    tiers_stay_within_the_maximum,
    tiers_follow_points,
)


def facts(ruleset: Ruleset, bounds: Bounds) -> tuple[Finding, ...]:
    """Tell everything that is proved of what a ruleset can do; its bounds come with their prover."""
    return tuple(found for fact in FACTS for found in fact(ruleset, bounds))
