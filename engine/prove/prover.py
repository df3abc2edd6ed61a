"""The questions that are put to a ruleset's formulas, each walked once: for bounds that know how inputs go together."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from ..formula.intervals import Interval
from ..model.reads import formulas_of
from ..model.ruleset import Formula, Node, Ruleset
from .asking import Question, within_gates
from .bounds import bounds_of
from .linear import Steps
from .node_bounds import Bounds
from .trying import Answers

STEPS, STEPS_EACH = 100_000, 500
"""How much is done of a ruleset at most: so much, and so much more for each formula."""

ZERO = Fraction(0)

Shown: TypeAlias = tuple[Fraction, Answers]
"""What a node is worth by some answers, and these."""

Ends: TypeAlias = tuple[Shown, Shown] | None
"""The least and the greatest that a node was evaluated to be; None where no answers give it a value."""


@dataclass(slots=True)
class Prover:
    """Keeps what was asked of each formula of a ruleset.

    Attributes:
        ends: by node, the least and the greatest that it was evaluated to be, once that was looked for.
    """

    ruleset: Ruleset
    kept: dict[int, tuple[ast.expr, Question]] = field(default_factory=dict)
    ends: dict[str, "Ends"] = field(default_factory=dict)
    pool: Steps = field(init=False)

    def __post_init__(self) -> None:
        self.pool = Steps(STEPS + STEPS_EACH * sum(len(formulas_of(node)) for node in self.ruleset.nodes()))

    def question(
        self, bounds: Bounds, formula: Formula, node: Node | None = None, gates: Sequence[Formula] = ()
    ) -> Question:
        """Give the question about a formula of a node, or of a named value."""
        key = id(formula.tree)
        if key not in self.kept:  # the tree is kept with it, so that its identity stays its own
            made = Question(self.ruleset, bounds, within_gates(formula, gates), node, self.pool)
            self.kept[key] = formula.tree, made
        return self.kept[key][1]

    def of_leaf(self, bounds: Bounds, node: Node, formula: Formula) -> Question:
        """Give the question about how a leaf is scored, where it is asked."""
        gates = [gate for gate in (*node.inside, node.applies) if gate is not None]
        return self.question(bounds, formula, node, gates)

    def tightened(self, bounds: Bounds, node: Node, formula: Formula, found: Interval) -> Interval:
        """Narrow the bounds of a leaf's formula to its maximum, and to 0, where it is proved not to pass them."""
        most = node.max
        if most is None or not formula.reads:
            return found
        if found.high is None or found.high > most:
            never = self.of_leaf(bounds, node, formula).passes(most).kind == "never"
            found = replace(found, high=most) if never else found
        if found.low is None or found.low < 0:
            never = self.of_leaf(bounds, node, formula).passes(ZERO, above=False).kind == "never"
            found = replace(found, low=ZERO) if never else found
        return found


def proved_bounds(ruleset: Ruleset) -> Bounds:
    """Bound every column, as narrowly as can be proved."""
    return bounds_of(ruleset, prover=Prover(ruleset))


def prover_of(bounds: Bounds) -> Prover:
    """Give what has proved bounds."""
    assert isinstance(bounds.prover, Prover)  # of `proved_bounds`
    return bounds.prover


def answers(ruleset: Ruleset, bounds: Bounds, tree: ast.expr) -> frozenset[bool]:
    """Return the answers that a condition can give where it gives one: those that are not refuted.

    Sound: an answer that a unit gets is among them; not every one of them is given to a unit.
    """
    pool = bounds.prover.pool if isinstance(bounds.prover, Prover) else None
    question = Question(ruleset, bounds, tree, pool=pool)
    found = {answer: [case.when for case in question.cases if case.value is answer] for answer in (True, False)}
    return frozenset(answer for answer, cases in found.items() if not question.excludes(cases))
