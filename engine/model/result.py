"""The result of a year: every unit's outcome, rank and tier. Reports are made from this and compute nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from .findings import Finding
from .observed import Observed, Previous, Unit
from .outcome import NoScore, Outcome, State
from .reading import TableRead
from .ruleset import Node, Ruleset, Source, Value, Words


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One node for one unit.

    Attributes:
        outcome: its finished value, or why there is none.
        counted: the maximum with which it counts for this unit; 0 where it does not count, None where it has none.
        state: `scored`, or why not; `unscored` for what is shown and never counted.
        tier, rank: where the node has tiers or a ranking of its own.
        rank_printed: the rank as it is printed (`tied_as`); empty without one.
    """

    node: Node
    outcome: Outcome
    counted: Fraction | None
    state: State
    tier: str = ""
    rank: int | None = None
    rank_printed: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """Why a unit cannot be compared with last year: it was `merged` from several units or `split` from one, or which it is is `unclear`."""

    kind: Literal["merged", "split", "unclear"]
    of: tuple[Previous, ...]


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit: total, tier and rank, or why it is not ranked.

    Attributes:
        status: `provisional` is ranked on request although a value is unresolved.
        why: what keeps it unranked: a `NoScore`, or `role` or the id of the failed condition as text.
        outcome: the total.
        max: the unit's maximum (it may be below the scorecard's where something does not apply).
        rank_printed: the rank as it is printed (`tied_as`); empty for an unranked unit.
        tie_break: the index of the tie-break expression that put it apart from an equal total; None if none did.
        failed: ids of conditions that do not hold.
        unresolved: input keys with no value that the unit's total hangs on.
        rank_change: previous minus present; positive is up.
        total_change: only where both years have the same maximum.
        succession: why there is nothing to compare it with; `previous` is None then.
    """

    unit: Unit
    scorecard: str
    status: Literal["ranked", "provisional", "unranked", "reference"]
    outcome: Outcome
    max: Fraction | None
    why: NoScore | str | None = None
    tier: str = ""
    list: str = ""
    rank: int | None = None
    rank_printed: str = ""
    tied: bool = False
    tie_break: int | None = None
    failed: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    previous: Previous | None = None
    rank_change: int | None = None
    total_change: Fraction | None = None
    succession: Succession | None = None
    values: Mapping[str, Value | NoScore] = field(default_factory=dict)
    criteria: Sequence[CriterionResult] = ()


@dataclass(frozen=True, slots=True)
class Certainty:
    """What is certain of a unit while answers are missing, whatever they turn out to be within their declared range.

    Attributes:
        low, high: of its total; None without bound.
        best, worst: the ranks between which it ends.
        tiers: those in which it can end, in the ruleset's order.
        hangs_on: its own missing inputs, by id, with the least and the most that each may be.
    """

    low: Fraction | None
    high: Fraction | None
    best: int
    worst: int
    tiers: tuple[str, ...] = ()
    hangs_on: Mapping[str, tuple[Fraction | None, Fraction | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListResult:
    """One list: its units in order of rank, how many in each tier, the mean of the totals of the ranked.

    Attributes:
        left_out: how many ranked units are not among `units`, where only a few of many were evaluated one by one.
    """

    id: str
    title: Words
    scorecards: tuple[str, ...]
    units: tuple[str, ...]
    unranked: tuple[str, ...]
    tiers: Mapping[str, int]
    mean: Fraction | None
    left_out: int = 0

    @property
    def ranked(self) -> int:
        """Count the units that have a rank."""
        return len(self.units) + self.left_out


@dataclass(frozen=True, slots=True)
class Result:
    """A year's ranking.

    Attributes:
        units: in the order of the data.
        illustrative: whether anything in it is made up, so that every artefact must say so.
        provisional: whether units with unresolved values were ranked on request.
        read: how each data table was read.
        observed: the data themselves.
        gone: the units of last year whose place nobody takes.
        certainty: by unit id, of the lists in which an answer is missing; empty where nobody asked or nothing is.
        declared: the result of the same data without their corrections, unit by unit; None where nothing was corrected.
        unreachable: tiers, each by its node and its id, for which nobody can have the points: no advice leads there.
    """

    ruleset: Ruleset
    units: Sequence[UnitResult]
    lists: tuple[ListResult, ...]
    data: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    illustrative: bool = False
    provisional: bool = False
    read: tuple[TableRead, ...] = ()
    observed: Observed | None = None
    gone: tuple[Previous, ...] = ()
    certainty: Mapping[str, Certainty] = field(default_factory=dict)
    declared: "Result | None" = None
    unreachable: frozenset[tuple[str, str]] = frozenset()
