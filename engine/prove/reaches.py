"""What each node can reach: the bounds that are proved, and values at both ends that were evaluated from answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..formula.figures import amount
from ..formula.intervals import Interval
from ..model.findings import Witness
from ..model.reads import closure
from ..model.ruleset import Formula, Node, Ruleset
from .asking import FAR, Most, Question, answer_at
from .bounds import bounds_of
from .linear import OutOfSteps, Steps
from .node_bounds import Bounds
from .points import APART
from .prover import STEPS, Ends, Prover, Shown, prover_of
from .trying import Answers, Trial, witness_of

State: TypeAlias = Literal["reached", "shown", "unbounded", "unshown"]


@dataclass(frozen=True, slots=True)
class End:
    """One end of what a node can be worth.

    Attributes:
        bound: that is proved; None where there is none.
        value: the furthest that was evaluated; None where no value was.
        witness: the answers by which it is.
        state: `reached` where the value is the bound, `shown` where it is within it, `unbounded` where no bound is known
            and a value beyond `FAR` was evaluated, `unshown` where no value was evaluated.
    """

    bound: Fraction | None
    value: Fraction | None
    witness: Witness | None
    state: State


@dataclass(frozen=True, slots=True)
class Reached:
    """What a node can reach.

    Attributes:
        inputs: the ids of what it rests on, in the ruleset's order.
    """

    node: Node
    low: End
    high: End
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reaches:
    """What the nodes of a ruleset can reach, with what that was found from.

    Attributes:
        ends: by node, the least and the greatest that it was evaluated to be.
    """

    nodes: tuple[Reached, ...]
    bounds: Bounds
    ends: Mapping[str, Ends]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What was found of a leaf's formula by the answers of one unit."""

    question: Question
    least: Most
    most: Most

    def furthest(self, *, up: bool) -> Most:
        return self.most if up else self.least

    def beside(self, given: Answers, *, up: bool) -> Answers:
        """Give the answers that take it furthest beside some that are given; nothing where none are found."""
        question = replace(self.question, given=given)
        return (question.greatest() if up else question.least()).answers or {}


@dataclass(slots=True)
class _Closest:
    """Narrows the bounds of each leaf's formula to its greatest and least value, where no further one can be."""

    prover: Prover
    leaves: dict[str, _Leaf] = field(default_factory=dict)

    def tightened(self, bounds: Bounds, node: Node, formula: Formula, found: Interval) -> Interval:
        """Give narrower bounds, or the same."""
        if node.id not in self.leaves:
            question = self.prover.of_leaf(bounds, node, formula)
            self.leaves[node.id] = _Leaf(question, question.least(), question.greatest())
        leaf = self.leaves[node.id]
        if leaf.most.kind == "greatest":
            found = replace(found, high=leaf.most.value)
        if leaf.least.kind == "greatest":
            found = replace(found, low=leaf.least.value)
        return self.prover.tightened(bounds, node, formula, found)


def reaches(ruleset: Ruleset) -> Reaches:
    """Say what each node can reach, in the ruleset's order; not conditions, nor roots that make no total."""
    closest = _Closest(Prover(ruleset))
    bounds = bounds_of(ruleset, prover=closest)
    steps = Steps(STEPS)
    nodes, ends = [], {}
    for node in ruleset.nodes():
        if node.role != "condition" and node.aggregate != "none":
            shown = _furthest(ruleset, node, bounds.nodes[node.id].value, closest.leaves, steps)
            ends[node.id] = shown
            nodes.append(_reached(ruleset, bounds.nodes[node.id].value, node, closest.leaves, shown))
    return Reaches(tuple(nodes), bounds, ends)


def ends_of(ruleset: Ruleset, bounds: Bounds, node: Node) -> Ends:
    """Give the least and the greatest that a node was evaluated to be; None where no answers give it a value."""
    prover = prover_of(bounds)
    if node.id not in prover.ends:
        prover.ends[node.id] = _ends(ruleset, bounds, node)
    return prover.ends[node.id]


def _ends(ruleset: Ruleset, bounds: Bounds, node: Node) -> Ends:
    prover = prover_of(bounds)
    leaves = {
        each.id: _Leaf(question, question.least(), question.greatest())
        for each in _leaves_below(node)
        if each.score is not None
        for question in [prover.of_leaf(bounds, each, each.score)]
    }
    return _furthest(ruleset, node, bounds.nodes[node.id].value, leaves, Steps(STEPS))


def _furthest(ruleset: Ruleset, node: Node, proved: Interval, leaves: dict[str, _Leaf], steps: Steps) -> Ends:
    """Give the least and the greatest of what a node was evaluated to be."""
    trial = Trial(ruleset, frozenset({node.id}), node.scorecard)
    shown = list(_shown(trial, node, proved, leaves, steps))
    worths = [value for value, _ in shown]
    return (shown[worths.index(min(worths))], shown[worths.index(max(worths))]) if shown else None


def _leaves_below(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if not each.children:
            yield each
        waiting += [child for child in reversed(each.children) if child.role not in APART]


def _reached(ruleset: Ruleset, proved: Interval, node: Node, leaves: dict[str, _Leaf], ends: Ends) -> Reached:
    read = closure(ruleset.columns, {node.id})
    inputs = tuple(dict.fromkeys(each.id for each in ruleset.inputs if each.key in read))
    trial = Trial(ruleset, frozenset({node.id}), node.scorecard)
    low, high = (None, None) if ends is None else ends
    is_unbounded = {up: _is_unbounded(node, leaves, up=up) for up in (False, True)}
    return Reached(
        node,
        _end(trial, node, proved.low, low, is_unbounded=is_unbounded[False]),
        _end(trial, node, proved.high, high, is_unbounded=is_unbounded[True]),
        inputs,
    )


def _end(trial: Trial, node: Node, bound: Fraction | None, shown: Shown | None, *, is_unbounded: bool) -> End:
    if shown is None:
        return End(bound, None, None, "unshown")
    value, answers = shown
    worth = amount(value)
    witness = witness_of(node.id, answers, trial.inputs, (f"{worth} điểm", f"{worth} points"))
    is_far = bound is None and is_unbounded and abs(value) > FAR
    return End(bound, value, witness, "reached" if value == bound else "unbounded" if is_far else "shown")


def _shown(trial: Trial, node: Node, proved: Interval, leaves: dict[str, _Leaf], steps: Steps) -> Iterator[Shown]:
    """Evaluate a node by the answers of both ends of all that it is made of, from the first on, then from the last."""
    for up, bound in ((False, proved.low), (True, proved.high)):
        wanted = list(_below(node, leaves, up=up))
        for order in (wanted, wanted[::-1])[: len(wanted) or 1]:
            answers = _put_together(trial, order)
            try:
                steps.take(len(trial.part.columns))
            except OutOfSteps:
                return
            value = trial.outcome(node.id, answers)
            if isinstance(value, Fraction):
                yield value, answers
            if value == bound:
                break


def _below(node: Node, leaves: dict[str, _Leaf], *, up: bool) -> Iterator[tuple[_Leaf, bool]]:
    """Give the leaves of a node, each with the end that takes the node to its own: of a penalty the other one."""
    waiting: list[tuple[Node, bool]] = [(node, up)]
    while waiting:
        each, way = waiting.pop()
        if each.id in leaves:
            yield leaves[each.id], way
        counting = [child for child in each.children if child.role not in APART]
        waiting += [(child, way is not (child.role == "penalty")) for child in reversed(counting)]


def _put_together(trial: Trial, wanted: Iterable[tuple[_Leaf, bool]]) -> Answers:
    """Put answers together, the first before all; what is asked besides is as low as its bounds allow."""
    made: Answers = {}
    for leaf, up in wanted:
        alone = leaf.furthest(up=up).answers or {}
        is_apart = any(made.get(key, value) != value for key, value in alone.items())
        for answers in (*([leaf.beside(made, up=up)] if is_apart else []), alone):
            made = _joined(leaf.question.trial, made, answers)
    for each in trial.inputs:
        value = None if each.key in made else answer_at(each, {}, made)
        made = made if value is None else _joined(trial, made, {each.key: value})
    return made


def _joined(trial: Trial, made: Answers, others: Answers) -> Answers:
    """Add to answers what they do not say, unless that is not within its bounds beside them.

    Answers come with those that bound them, so that only the inputs of the trial are held against their bounds.
    """
    joined = {**others, **made}
    return joined if len(joined) > len(made) and trial.admits(joined) else made


def _is_unbounded(node: Node, leaves: dict[str, _Leaf], *, up: bool) -> bool:
    found: Sequence[tuple[_Leaf, bool]] = list(_below(node, leaves, up=up))
    return any(leaf.furthest(up=way).kind == "unbounded" for leaf, way in found)
