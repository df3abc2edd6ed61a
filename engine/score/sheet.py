"""The sheet of one evaluation: its columns so far, and what was noted on the way. Discarded when the result is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from ..formula.staged import staged
from ..model.findings import Finding, finding
from ..model.observed import Observed, Unit
from ..model.outcome import NoScore, Outcome, Reason
from ..model.result import Succession
from ..model.ruleset import Formula, Node, Ruleset, Value
from .steps import Step

Cell: TypeAlias = Value | NoScore
ZERO = Fraction(0)

CODES: Mapping[Reason, str] = {
    Reason.DIVISION_BY_ZERO: "ITR352",
    Reason.OUT_OF_DOMAIN: "ITR353",
    Reason.TOO_LARGE: "ITR354",
    Reason.NO_VALUE: "ITR355",
}


class Worth(NamedTuple):
    """What a node is worth to a unit, at a step or at the end.

    Attributes:
        outcome: its value, or why there is none.
        counted: the maximum with which it counts (semantics §9); None where it has none, 0 where it has no value.
        pending: the points to be shared out at the root (`rescale_total`).
        final: whether no later step touches it: `zero` and `full` of what does not apply, and appraised points.
    """

    outcome: Outcome
    counted: Fraction | None = ZERO
    pending: Fraction = ZERO
    final: bool = False


@dataclass(slots=True)
class NodeColumn:
    """What a node is worth to each unit: a `Worth` each, kept as columns because most points are never pending or final.

    Attributes:
        outcomes, counted: for each unit.
        pending: unit -> points, where there are any.
        final: the units whose value is final.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    counted: list[Fraction | None] = field(default_factory=list)
    pending: dict[int, Fraction] = field(default_factory=dict)
    final: set[int] = field(default_factory=set)

    def at(self, unit: int) -> Worth:
        """Give the worth of a unit.

        >>> NodeColumn.of(Worth(Fraction(8), Fraction(10))).at(0).counted
        Fraction(10, 1)
        """
        return Worth(self.outcomes[unit], self.counted[unit], self.pending.get(unit, ZERO), unit in self.final)

    @classmethod
    def of(cls, *worths: Worth) -> "NodeColumn":
        """Make a column of the worths of the units in order."""
        return cls(
            [worth.outcome for worth in worths],
            [worth.counted for worth in worths],
            # Nearly all are the default, and asking a Fraction whether it is 0 is a call.
            {unit: worth.pending for unit, worth in enumerate(worths) if worth.pending is not ZERO and worth.pending},
            {unit for unit, worth in enumerate(worths) if worth.final},
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of columns because it was computed of many more units than those that a sheet has.

    Attributes:
        cells: key -> of each unit the value of a column that other units have a part in.
        imputed: key -> the units whose value replaces a blank, of columns in `cells`.
        members: key of a cohort function -> of each unit, how many it is measured against.
    """

    cells: Mapping[str, Sequence[Cell]]
    imputed: Mapping[str, frozenset[int]]
    members: Mapping[str, Sequence[int]]


@dataclass(slots=True)
class Sheet:
    """The columns computed so far: `cells[key][i]` is what unit `i` has in column `key`.

    Attributes:
        worths: the columns of nodes, with all that is known of each value; `cells` has their outcomes too.
        imputed: column -> the units whose value replaces a blank.
        conditions: scorecard id -> its nodes with `role: condition`.
        steps: what the last node that was asked to report its steps did.
        lenient: the units for which what is missing or invalid is left out (a provisional ranking).
        successions: of each unit, why it cannot be compared with last year, where it cannot.
        known: what is known of other units, where not all of them are here.
        appraised: leaf id -> unit -> the points that appraisers gave in place of its rule.
    """

    ruleset: Ruleset
    units: Sequence[Unit]
    observed: Observed
    cards: list[str]
    lenient: frozenset[int] = frozenset()
    cells: dict[str, Sequence[Cell]] = field(default_factory=dict)
    worths: dict[str, NodeColumn] = field(default_factory=dict)
    imputed: dict[str, set[int]] = field(default_factory=dict)
    noted: dict[tuple[int, str, Reason], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    conditions: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    successions: Sequence[Succession | None] = ()
    steps: list[Step] = field(default_factory=list)
    known: Known | None = None
    appraised: Mapping[str, Mapping[int, Fraction]] = field(init=False)

    def __post_init__(self) -> None:
        self.conditions = {
            card.id: tuple(node for node in card.root.walk() if node.role == "condition")
            for card in self.ruleset.scorecards
        }
        self.appraised = self.observed.appraisal.points if self.observed.appraisal is not None else {}

    def value(self, formula: Formula, unit: int, about: str) -> Cell:
        """Evaluate a formula for one unit; a missing score that begins here is `about` the column that is being made."""
        return staged(formula, self.ruleset.rounding_mode, about)(self.cells, unit)

    def put(self, key: str, column: NodeColumn) -> None:
        """Enter the column of a node."""
        self.worths[key], self.cells[key] = column, column.outcomes

    def counted(self, node: str, unit: int) -> Fraction | None:
        """Give the maximum with which a node counts for a unit."""
        return self.worths[node].counted[unit]

    def note(self, unit: int, no_score: NoScore, node: str) -> None:
        """Remember an unforeseen missing score where a node reads it, once for each unit and cause."""
        self.noted.setdefault((unit, no_score.about, no_score.reason), node)

    def told(self) -> tuple[Finding, ...]:
        """Return what was noted, as findings at the cell where the missing score began."""
        findings = list(self.findings)
        for (unit, about, reason), node in self.noted.items():
            if reason not in CODES:
                continue  # an unreadable cell: reported where it was read
            code, place = CODES[reason], self.units[unit].place
            observations = self.observed.values.get(about)
            if observations is not None:
                place = observations[unit].place
            name = about.removeprefix("self:")
            findings.append(finding(code, place, unit=self.units[unit].name, about=name, id=node))
        return tuple(findings)
