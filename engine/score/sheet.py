"""The sheet of one evaluation: its columns so far, and what was noted on the way. Discarded when the result is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from ..formula.staged import staged
from ..model.findings import Finding, finding
from ..model.observed import Observed, Unit
from ..model.outcome import NoScore, Reason
from ..model.result import Succession
from ..model.ruleset import Formula, Node, Ruleset, Value

Cell: TypeAlias = Value | NoScore

CODES: Mapping[Reason, str] = {
    Reason.DIVISION_BY_ZERO: "ITR352",
    Reason.OUT_OF_DOMAIN: "ITR353",
    Reason.TOO_LARGE: "ITR354",
    Reason.NO_VALUE: "ITR355",
}


@dataclass(slots=True)
class Sheet:
    """The columns computed so far: `cells[key][i]` is what unit `i` has in column `key`.

    Attributes:
        counted: node id -> the maximum with which it counts for each unit (semantics §9).
        pending: node id -> the points to be shared out at the root (`rescale_total`).
        imputed: column -> the units whose value stands in for a blank.
        conditions: scorecard id -> its nodes with `role: condition`.
        lenient: the units for which what is missing or invalid is left out (a provisional ranking).
        successions: of each unit, why it cannot be compared with last year, where it cannot.
        appraised: leaf id -> unit -> the points that appraisers gave in place of its rule.
    """

    ruleset: Ruleset
    units: Sequence[Unit]
    observed: Observed
    cards: list[str]
    lenient: frozenset[int] = frozenset()
    cells: dict[str, Sequence[Cell]] = field(default_factory=dict)
    counted: dict[str, list[Fraction | None]] = field(default_factory=dict)
    pending: dict[str, list[Fraction]] = field(default_factory=dict)
    imputed: dict[str, set[int]] = field(default_factory=dict)
    noted: dict[tuple[int, str, Reason], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    conditions: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    successions: Sequence[Succession | None] = ()
    appraised: Mapping[str, Mapping[int, Fraction]] = field(init=False)

    def __post_init__(self) -> None:
        self.conditions = {
            card.id: tuple(node for node in card.root.walk() if node.role == "condition")
            for card in self.ruleset.scorecards
        }
        self.appraised = self.observed.appraisal.points if self.observed.appraisal is not None else {}

    def value(self, formula: Formula, unit: int, about: str) -> Cell:
        """Evaluate a formula for one unit; a lack that begins here is `about` the column that is being made."""
        made = staged(formula, self.ruleset.rounding_mode)(self.cells, unit)
        if isinstance(made, NoScore) and not made.about:
            return NoScore(made.state, made.reason, about)
        return made

    def note(self, unit: int, lack: NoScore, node: str) -> None:
        """Remember an unforeseen lack where a node reads it, once for each unit and cause."""
        self.noted.setdefault((unit, lack.about, lack.reason), node)

    def told(self) -> tuple[Finding, ...]:
        """Tell what was noted, as findings at the cell where the lack began."""
        findings = list(self.findings)
        for (unit, about, reason), node in self.noted.items():
            if reason not in CODES:
                continue  # an unreadable cell: told where it was read
            code, place = CODES[reason], self.units[unit].place
            observations = self.observed.values.get(about)
            if observations is not None:
                place = observations[unit].place
            name = about.removeprefix("self:")
            findings.append(finding(code, place, unit=self.units[unit].name, about=name, id=node))
        return tuple(findings)
