"""Which points nobody can touch: proved over all answers within their bounds, before any case is read."""

import ast
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..formula.interpreter import Interpreter
from ..model.ruleset import Input, Node, Ruleset
from ..prove.asking import Question
from ..prove.linear import Steps
from ..prove.node_bounds import Bounds, Related
from ..prove.points import points_of
from ..prove.polynomials import of_name, of_number
from ..prove.prover import proved_bounds
from ..prove.ranges import Range
from ..prove.searching import Holds
from ..prove.tier_facts import is_given_by_a_condition, points_left
from ..prove.trying import Answers
from ..prove.whole import LEFT_BLANK
from .points import Point

STEPS_EACH = 6_000
"""How much is looked for one point."""
_MOST_WAYS = 9


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a point: that nobody can touch it, or answers by which one does; neither where it is open."""

    is_never: bool = False
    answers: Answers | None = None


@dataclass
class Reach:
    """Asks of points whether anybody can touch them, and by which answers.

    Attributes:
        ruleset: checked.
        kept: what was found of each point.
    """

    ruleset: Ruleset
    kept: dict[str, Found] = field(default_factory=dict)

    @cached_property
    def bounds(self) -> Bounds:
        """Give the bounds of every column, as narrowly as they are proved."""
        return proved_bounds(self.ruleset)

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Give the nodes by id."""
        return {node.id: node for node in self.ruleset.nodes()}

    def found(self, point: Point) -> Found:
        """Look for answers that touch a point."""
        if point.id not in self.kept:
            self.kept[point.id] = self._found(point)
        return self.kept[point.id]

    def _found(self, point: Point) -> Found:
        if point.when is not None:
            return self.asked(point.when, self.nodes.get(point.owner))
        node = self.nodes.get(point.owner)
        if node is not None and "/tiers/" in point.id:
            return Found(is_never=self._is_out_of_tiers(point, node))
        return Found()

    def asked(self, when: ast.expr, node: Node | None, given: Answers | None = None) -> Found:
        """Look for answers by which a condition holds.

        Args:
            when: on columns.
            node: whose it is.
            given: answers that are known; others are not looked for.
        """
        holds = Interpreter(Related(self.bounds)).evaluate(when).holds
        if holds == {False}:
            return Found(is_never=True)
        question = Question(self.ruleset, self.bounds, when, node, given=given or {})
        cases = [case.when for case in question.cases if case.value is True]
        if not cases:
            return Found(is_never=True)
        cases = [(*each, *more) for each in cases for more in _orders(question)]
        verdict = question.ask(cases, lambda sheet: question.part(when, sheet) is True, Steps(STEPS_EACH))
        return Found(is_never=verdict.kind == "never", answers=verdict.witness)

    def _is_out_of_tiers(self, point: Point, node: Node) -> bool:
        """Say whether the tiers before one, and what points there can be, leave nothing of it."""
        index = next((i for i, tier in enumerate(node.tiers) if point.id == f"{node.id}/tiers/{tier.id}"), None)
        if index is None or any(tier.when is not None for tier in node.tiers):
            return False
        if is_given_by_a_condition(node, node.tiers[index]):
            return False
        left = points_left(self.ruleset, node, node.tiers[index], node.tiers[:index], self.bounds)
        points = points_of(self.ruleset, node)
        if left is None:  # such as a share of a maximum that is not everybody's
            return False
        return bool(left or self._is_bounded(node)) and all(part.example(points) is None for part in left)

    def _is_bounded(self, node: Node) -> bool:
        reach = self.bounds.nodes[node.id]
        return not Range(reach.value.low, reach.value.high).is_empty and reach.value.high is not None


def _orders(question: Question) -> list[tuple[Holds, ...]]:
    """Give the ways in which inputs of a formula that are filled where they are blank can lie to their bounds.

    An input is never above its `max` where both were read; else one of them is what its blank becomes. What is never
    filled is known to the prover.
    """
    base, known = question.domain.base, question.bounds.parts.always
    ways: list[tuple[Holds, ...]] = [()]
    for low, asked in base.items():
        high = asked.maximum
        if not isinstance(high, str) or high not in base or (low, high) in known or asked.outliers is not None:
            continue
        others = [each for key in (low, high) if (each := _filled(base[key])) is not None]
        if len(ways) > _MOST_WAYS or len(others) < sum(base[key].missing not in LEFT_BLANK for key in (low, high)):
            continue
        choices = [(Holds(of_name(high) - of_name(low)),), *others]
        ways = [(*way, *choice) for way in ways for choice in choices]
    return ways


def _filled(asked: Input) -> tuple[Holds, ...] | None:
    """Say that an input is what its blank becomes; None where nobody knows a number."""
    if not isinstance(asked.missing, Fraction):
        return None
    difference = of_name(asked.key) - of_number(asked.missing)
    return Holds(difference), Holds(difference.times(Fraction(-1)))
