"""The nouns of an explanation: one unit's tree with every figure that made it, and what its rank hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..model.appraisal import Correction
from ..model.findings import Place
from ..model.observed import Unit
from ..model.outcome import NoScore, Outcome, State
from ..model.result import ListResult, Result, UnitResult
from ..model.ruleset import Column, Formula, Node, Tier, Value, Words
from ..score.steps import Step


@dataclass(frozen=True, slots=True)
class Told:
    """A formula for one unit.

    Attributes:
        words: the formula as people read it.
        figures: the same with the unit's numbers, and only the way that was taken; empty where it gives no value.
        because: the conditions that chose the way.
        result: what it gave.
    """

    formula: Formula
    words: Words
    figures: Words
    because: tuple[Words, ...]
    result: Value | NoScore


@dataclass(frozen=True, slots=True)
class CohortTold:
    """Whom a unit was measured against: in words, by which key of theirs, and how many have a value."""

    words: Words
    key: str
    units: int


@dataclass(frozen=True, slots=True)
class ColumnTold:
    """One column that the explained nodes read, for the unit.

    Attributes:
        imputed: the policy that filled the blank (`zero`, `last_year`, a number, ...); empty where none did.
        drawn_in: whether `outliers` changed the value.
        place: the cell that it was read from.
        provenance: of the value, where the data state it.
        told: the formula of a named value.
        below: of a figure of subordinate units, the first of them with their values.
        more_below: how many others there are.
    """

    key: str
    column: Column
    label: Words
    value: Value | NoScore
    percent: bool = False
    measured_in: str = ""
    imputed: str = ""
    drawn_in: bool = False
    place: Place = Place()
    provenance: str = ""
    told: Told | None = None
    cohort: CohortTold | None = None
    below: tuple[tuple[str, Fraction], ...] = ()
    more_below: int = 0


@dataclass(frozen=True, slots=True)
class NodeTold:
    """One node for the unit.

    Attributes:
        depth: below the node that is explained.
        parent: id of the node above; of a total and a root it is empty.
        counted: the maximum with which it counts; None where it has none.
        steps: those of the pipeline that acted, in order.
        applies, score, then: its formulas as they came out; `score` is also the formula of an aggregate.
        lost: points below the maximum that counts; of a leaf that is scored (below a penalty: what it took).
        cost: how much more the total would be without that loss, all else as it is; None where that is not known.
        worth: what a point of it is worth in the total before rounding, where only weighted sums lie between.
        illustrative: whether it or a branch above is made up.
        reads: the columns that its formulas name.
        declared: what it gave before appraisers corrected anything; None where nothing was corrected at all.
        corrections: those of its points and of the answers behind them, in their order, explanations included.
    """

    node: Node
    depth: int
    parent: str
    outcome: Outcome
    counted: Fraction | None
    state: State
    tier: str
    rank: int | None
    steps: tuple[Step, ...]
    kind: Words
    applies: Told | None
    score: Told | None
    then: Told | None
    lost: Fraction | None
    cost: Fraction | None
    worth: Fraction | None
    illustrative: bool
    reads: tuple[str, ...]
    declared: Outcome | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class TieBreak:
    """The tie-break that put two units with equal values apart: its place in the ruleset, and both values."""

    number: int
    words: Words
    own: Value | None
    other: Value | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The next unit above or below in the list; `gap` is positive, 0 where a tie-break or nothing lies between."""

    unit: Unit
    rank_printed: str
    value: Fraction
    gap: Fraction
    decided: TieBreak | None = None


@dataclass(frozen=True, slots=True)
class TierGap:
    """A tier's lower bound, and how far the unit is from it.

    Attributes:
        strict: whether the bound itself is outside (`above`).
        gap: points that lack for a better tier, or points above the bound of its own.
        requires, when: what else must hold.
    """

    tier: Tier
    bound: Fraction
    strict: bool
    gap: Fraction
    requires: Told | None = None
    when: Told | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit's rank and tier hang on.

    Attributes:
        by: what is compared, where it is not the total.
        value: of that; None where the unit has none.
        tied: the others that share its rank.
        better: the nearest better tier; own: the bound of its own.
        lowering: the failed conditions that put the unit into the lowest tier, whatever its points.
        failed: the other conditions that do not hold.
        by_id: whether equal units stand in the order of their ids.
        tied_left_out: how many others share its rank and are not named.
    """

    list: ListResult | None
    by: Told | None
    value: Fraction | None
    above: Neighbour | None
    below: Neighbour | None
    tied: tuple[Unit, ...]
    tier: Words
    better: TierGap | None
    own: TierGap | None
    lowering: tuple[Node, ...] = ()
    failed: tuple[Node, ...] = ()
    by_id: bool = False
    tied_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a unit has the points that it has.

    Attributes:
        start: id of the node that is explained, a scorecard's root for the whole tree; or key of a value or an input.
        nodes: it and all below, parents first; with the whole tree also the totals beside it.
        columns: all that they read, and what that reads, by key.
        lost: ids of nodes that lost points, the most (in the total) first.
        lenient: whether what is missing was left out (a provisional ranking).
    """

    result: Result
    unit: UnitResult
    start: str
    is_whole: bool
    nodes: tuple[NodeTold, ...]
    columns: Mapping[str, ColumnTold]
    lost: tuple[str, ...]
    standing: Standing
    lenient: bool
    illustrative: bool

    @property
    def value(self) -> ColumnTold | None:
        """Give the value or input that is explained, where that is no node."""
        return None if self.nodes else self.columns.get(self.start)

    def node(self, id_: str) -> NodeTold:
        """Find a node that is explained."""
        return next(told for told in self.nodes if told.node.id == id_)
