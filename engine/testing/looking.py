"""What one unit of a case shows: which formulas were asked, what each of their parts gave, and which steps were taken.

All of it is told by the evaluation itself: the steps that explanations print, and the one interpreter of formulas.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from ..formula.trace import parts_of
from ..model.outcome import NoScore, State
from ..model.result import CriterionResult, UnitResult
from ..model.ruleset import Bound, Formula, Node, Ranking, Tier, Value
from ..rank import Evaluation
from ..rank.order import Entry, Placing, placings
from ..rank.ranking import entry_of
from ..rank.tiers import fits, tiers_of_list, within
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
        rule = node.ranking or Ranking()
        return placings(self._entries(node), rule.best, rule.ties)[unit.unit.id]

    def is_led_by_value(self, node: Node) -> bool:
        """Say whether a unit of another value comes before it, so that it has another rank from the other end."""
        placing, rule = self.placing(node), node.ranking or Ranking()
        if placing is None or placing.rank == 1:
            return False
        turned = placings(self._entries(node), "lowest" if rule.best == "highest" else "highest", rule.ties)
        return turned[self.unit.unit.id].rank != placing.rank

    def _entries(self, node: Node) -> Sequence[Entry]:
        """Give what is compared of the units of its case that are ranked in a node, of its list."""
        rule, sheet = node.ranking or Ranking(), self.evaluation.sheet
        here = list_of(self.unit.unit, rule)
        others = (
            entry_of(sheet, other, node, rule)
            for other in self.together
            if list_of(sheet.units[other], rule) == here and self._is_placed(other, node)
        )
        return [each for each in others if each is not None]

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

    def depends_on_bound(self, node: Node, tier: Tier, side: str) -> bool:
        """Say whether it would have another tier of a node, were its value on the other side of one bound."""
        value = self.cell(node.id)
        if self.is_lowered(node) or not isinstance(value, Fraction):
            return False
        turned = _turned(tier, side, value, self.counted(node))
        return self._tier_by(node, {each.id: turned if each is tier else each for each in node.tiers}) != self.tier(
            node
        )

    def _tier_by(self, node: Node, own: Mapping[str, Tier]) -> str:
        """Give the tier of a node that it would have by other tiers, where the others of its list keep theirs."""
        if node.id != self.unit.scorecard or all(tier.quota is None for tier in node.tiers):
            return next((tier.id for tier in own.values() if self.fits(node, tier)), "")
        looks = {index: replace(self, index=index) for index in self.together if self._is_beside(index)}
        free = [index for index, look in looks.items() if not look.is_lowered(node)]
        ranks = {index: rank for index, look in looks.items() if (rank := look.unit.rank) is not None}

        def is_fit(tier: Tier, index: int) -> bool:
            return looks[index].fits(node, own[tier.id] if index == self.index else tier)

        found = tiers_of_list(node.tiers, free, ranks, is_fit).get(self.index)
        return "" if found is None else found.id

    def _is_beside(self, index: int) -> bool:
        """Say whether a unit is of the same list and scorecard."""
        other, own = self.evaluation.result.units[index], self.unit
        return (other.scorecard, other.list) == (own.scorecard, own.list)

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


_BESIDE: Mapping[str, tuple[int, int]] = {"from": (1, 0), "above": (0, -1), "up_to": (-1, 0), "below": (0, 1)}
"""By the word of a bound: how far from a value one lies that the value does not keep, and one that it does."""


def _turned(tier: Tier, side: str, value: Fraction, counted: Fraction | None) -> Tier:
    """Move one bound of a tier so that a value is on its other side."""
    bound, name = tier.bounds[side], "from_" if side == "from" else side
    alone = replace(tier, **{"from_": None, "above": None, "up_to": None, "below": None, name: bound})  # type: ignore[arg-type]  # bounds alone
    broken, kept = _BESIDE[side]
    far = broken if within(alone, value, counted) else kept
    return replace(tier, **{name: Bound(value + far)})  # type: ignore[arg-type]  # a bound


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
