"""What one unit of a case shows: which formulas were asked, what each of their parts gave, and which steps were taken.

All of it is told by the evaluation itself: the steps that explanations print, and the one interpreter of formulas.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from ..formula.trace import parts_of
from ..model.outcome import NoScore, State
from ..model.result import CriterionResult, UnitResult
from ..model.ruleset import Formula, Node, Ranking, Tier, Value
from ..rank import Evaluation
from ..rank.order import Placing, placings
from ..rank.ranking import entry_of
from ..rank.tiers import fits
from ..score.cohorts import list_of
from ..score.nodes import steps_of
from ..score.steps import Step

Fact: TypeAlias = Literal["value", "counted", "state", "tier", "rank", "places", "status", "list"]
"""What a case must expect of a unit so that a point of the ruleset is seen in it.

A column's value; the maximum with which it counts; whether it has a value. Of a node the tier or the rank; whether there is
a rank; the list. `places` are ranks by which something else that is expected is decided, as a tier with a quota.
"""

FACTS: Sequence[Fact] = get_args(Fact)
OF_COLUMNS: AbstractSet[Fact] = frozenset({"value", "counted", "state"})
"""Facts that are seen where the value of a column is expected; the others are of tiers and ranks."""

Parts: TypeAlias = Mapping[int, Value]


@dataclass(frozen=True)
class Look:
    """One unit of an evaluated case.

    Attributes:
        together: the units of its case, itself among them; an evaluation may hold those of other cases.
        expected: fact -> the keys of columns (of tiers and ranks: the ids of nodes) on which something expected depends.
    """

    evaluation: Evaluation
    index: int
    together: Sequence[int]
    expected: Mapping[Fact, AbstractSet[str]]
    kept: dict[int, Parts] = field(default_factory=dict)
    steps_kept: dict[str, Sequence[Step]] = field(default_factory=dict)

    def expects(self, fact: Fact, key: str) -> bool:
        """Say whether something is expected that depends on a column, or on the tier or rank of a node."""
        return key in self.expected.get(fact, ())

    @property
    def unit(self) -> UnitResult:
        """Give its result."""
        return self.evaluation.result.units[self.index]

    @cached_property
    def criteria(self) -> Mapping[str, CriterionResult]:
        """Give what came of each node of its scorecard."""
        return {made.node.id: made for made in self.unit.criteria}

    def cell(self, key: str) -> Value | NoScore:
        """Give what it has in a column."""
        return self.evaluation.sheet.cells[key][self.index]

    def counted(self, node: Node) -> Fraction | None:
        """Give the maximum with which a node counts."""
        return self.evaluation.sheet.counted(node.id, self.index)

    def steps(self, node: Node) -> Sequence[Step]:
        """Give the steps that were taken of a node; none of another scorecard's."""
        if node.id not in self.steps_kept:
            self.steps_kept[node.id] = steps_of(self.evaluation.sheet, node, self.index)
        return self.steps_kept[node.id]

    def took(self, node: Node, kind: str) -> Step | None:
        """Give the step of a kind that was taken of a node."""
        return next((step for step in self.steps(node) if step.kind == kind), None)

    def parts(self, formula: Formula) -> Parts:
        """Evaluate a formula that was asked, and give what each of its parts came to."""
        key = id(formula.tree)
        if key not in self.kept:
            mode = self.evaluation.sheet.ruleset.rounding_mode
            self.kept[key] = parts_of(formula.tree, self.cell, mode)
        return self.kept[key]

    def is_left_blank(self, key: str) -> bool:
        """Say whether the cell of an input is blank."""
        seen = self.evaluation.sheet.observed.values.get(key)
        return seen is None or seen[self.index].state == "missing"

    def placing(self, node: Node) -> Placing | None:
        """Give its place in a node among the units of its case; None where it has none."""
        unit = self.unit
        if self.place_in(node) is None:
            return None
        if node.id == unit.scorecard:
            return Placing(unit.rank or 0, unit.tied, unit.tie_break)
        rule, sheet = node.ranking or Ranking(), self.evaluation.sheet
        here = list_of(unit.unit, rule)
        others = [
            entry_of(sheet, other, node, rule)
            for other in self.together
            if list_of(sheet.units[other], rule) == here and self._is_placed(other, node)
        ]
        return placings([each for each in others if each is not None], rule.best, rule.ties)[unit.unit.id]

    def _is_placed(self, index: int, node: Node) -> bool:
        made = self.evaluation.result.units[index].criteria
        return any(each.rank is not None for each in made if each.node.id == node.id)

    def asked_of_tiers(self, node: Node) -> AbstractSet[int]:
        """Give the identities of the conditions of tiers that were asked before the unit had its tier."""
        asked: set[int] = set()

        def holds(formula: Formula) -> bool:
            asked.add(id(formula.tree))
            return self._holds(formula)

        cell, own = self.cell(node.id), self.tier(node)
        if self.is_lowered(node) or not isinstance(cell, (Fraction, NoScore)):
            return asked
        for tier in node.tiers:  # one that fits may have had no place left
            fits(tier, cell, self.counted(node), holds)
            if tier.id == own:
                break
        return asked

    def is_lowered(self, node: Node) -> bool:
        """Say whether a failed condition gives it the lowest tier of a node, whatever its points are."""
        failed = (self.criteria[key].node.on_fail for key in self.unit.failed)
        return node.id == self.unit.scorecard and isinstance(self.cell(node.id), Fraction) and "lowest_tier" in failed

    def fits(self, node: Node, tier: Tier) -> bool:
        """Say whether it keeps the bounds and conditions of a tier of a node."""
        cell = self.cell(node.id)
        return isinstance(cell, (Fraction, NoScore)) and fits(tier, cell, self.counted(node), self._holds)

    def _holds(self, formula: Formula) -> bool:
        return self.evaluation.sheet.value(formula, self.index, "") is True

    def tier(self, node: Node) -> str:
        """Give the id of its tier of a node; empty where it has none."""
        made = self.criteria.get(node.id)
        return "" if made is None else made.tier

    def place_in(self, node: Node) -> int | None:
        """Give its rank of a node."""
        made = self.criteria.get(node.id)
        return None if made is None else made.rank


def was_scored(look: Look, node: Node) -> bool:
    """Say whether the score of a leaf was asked: no gate before it said no, and no appraiser gave the points."""
    return look.took(node, "score") is not None


def was_put_together(look: Look, node: Node) -> bool:
    """Say whether the children of a branch were put together."""
    return look.took(node, "aggregate") is not None


def was_gated(look: Look, node: Node) -> bool:
    """Say whether the `applies` of a node was asked."""
    asked = look.took(node, "applies")
    return (asked is not None and asked.about != "inside") or any(
        look.took(node, kind) is not None for kind in ("score", "aggregate", "at_least")
    )


def went_on(look: Look, node: Node) -> bool:
    """Say whether the `then` of a node was asked."""
    return look.took(node, "then") is not None


def is_lacking(formula: Formula, look: Look) -> bool:
    """Say whether a formula gave no value where something is missing or was left out."""
    made = look.evaluation.sheet.value(formula, look.index, "")
    return isinstance(made, NoScore) and made.state in {State.MISSING, State.SKIPPED}
