"""Coverage: which points of a ruleset its cases touch, which nobody can, and which are left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from ..cases import Outcome
from ..language.loading import Loaded
from ..model.ruleset import Ruleset
from .depending import depends_of
from .listing import Listing
from .looking import Look
from .points import Point
from .unreachable import Found, Reach

Standing: TypeAlias = Literal["touched", "unreachable", "gap"]


@dataclass(frozen=True, slots=True)
class Covered:
    """A point, and the cases that touch it.

    Attributes:
        cases: by name, in their order.
        found: of a point that no case touches: that nobody can, or answers that would.
    """

    point: Point
    cases: tuple[str, ...] = ()
    found: Found | None = None

    @property
    def standing(self) -> Standing:
        """Say whether it is touched, cannot be, or is not yet."""
        if self.cases:
            return "touched"
        return "unreachable" if self.found is not None and self.found.is_never else "gap"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases of a ruleset touch.

    Attributes:
        points: all of them, as they are written.
        counted: how many cases count: those that held and are no proposals.
        generated, failed, unread: how many do not: proposals that nobody has confirmed, cases that do not come out as
            they expect, and those that could not be compared.
    """

    ruleset: Ruleset
    points: tuple[Covered, ...]
    counted: int
    generated: int
    failed: int
    unread: int

    def of(self, standing: Standing) -> tuple[Covered, ...]:
        """Give the points that stand so."""
        return tuple(each for each in self.points if each.standing == standing)

    @property
    def share(self) -> Fraction:
        """The share of the points that somebody can touch which are touched; 1 of none."""
        return share_of(self.points)


def share_of(points: Sequence[Covered]) -> Fraction:
    """Return the share of some points that is touched; what nobody can touch is not counted."""
    touched = sum(each.standing == "touched" for each in points)
    whole = touched + sum(each.standing == "gap" for each in points)
    return Fraction(touched, whole) if whole else Fraction(1)


def is_evidence(outcome: Outcome) -> bool:
    """Say whether a case shows anything: it came out as it expects, and a person stands for what it expects."""
    return outcome.status == "held" and not outcome.case.is_generated


def looks_of(ruleset: Ruleset, outcome: Outcome) -> Iterator[Look]:
    """Give what each unit of a case shows."""
    if outcome.evaluation is None:
        return
    units = [outcome.evaluation.result.units[index] for index in outcome.units]
    cards = [next((card for card in ruleset.scorecards if card.id == unit.scorecard), None) for unit in units]
    depends = depends_of(ruleset, outcome.case, cards)
    for index, expected in zip(outcome.units, depends, strict=True):
        yield Look(outcome.evaluation, index, outcome.units, expected)


def coverage_of(loaded: Loaded, outcomes: Sequence[Outcome]) -> Coverage:
    """Say which points of a ruleset its cases touch.

    Args:
        loaded: a ruleset without errors.
        outcomes: of its cases, as `cases.run` gives them.
    """
    assert loaded.ruleset is not None
    points = Listing.of(loaded).points
    evidence = [outcome for outcome in outcomes if is_evidence(outcome)]
    touched = touched_by(loaded.ruleset, points, evidence)
    reach = Reach(loaded.ruleset)
    covered = [
        Covered(point, touched[point.id]) if point.id in touched else Covered(point, found=reach.found(point))
        for point in points
    ]
    proposed = sum(outcome.case.is_generated for outcome in outcomes)
    failed = sum(outcome.status == "failed" and not outcome.case.is_generated for outcome in outcomes)
    return Coverage(
        loaded.ruleset, tuple(covered), len(evidence), proposed, failed,
        len(outcomes) - len(evidence) - proposed - failed,
    )  # fmt: skip


def touched_by(ruleset: Ruleset, points: Sequence[Point], outcomes: Sequence[Outcome]) -> Mapping[str, tuple[str, ...]]:
    """Give the names of the cases that touch each point, by its id; points that none touches are not there."""
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        looks = list(looks_of(ruleset, outcome))
        for point in points:
            if any(point.is_touched(look) for look in looks):
                found.setdefault(point.id, []).append(outcome.case.name)
    return {id_: tuple(names) for id_, names in found.items()}
