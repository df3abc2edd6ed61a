"""What a node is worth to a unit: a score, or no score and why. "No score" is never a number."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias


class State(StrEnum):
    """What became of a node, an input or a value for one unit."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"
    MISSING = "missing"
    INVALID = "invalid"
    UNSCORED = "unscored"


class Reason(StrEnum):
    """Why there is no score; each has a sentence in Vietnamese and English in `publish`."""

    DOES_NOT_APPLY = "does_not_apply"  # `applies` is false
    MARKED_NOT_APPLICABLE = "marked_not_applicable"  # the data say so
    OPTION_NOT_APPLICABLE = "option_not_applicable"  # the chosen option, or `on_zero`, says so
    NO_CHILD_COUNTS = "no_child_counts"
    NO_VALUE = "no_value"  # the cell is blank
    NO_VALUE_EXPECTED = "no_value_expected"  # blank, and the ruleset says `missing: unranked`
    LEFT_OUT = "left_out"  # blank, and the ruleset says `missing: skip`
    TOO_FEW = "too_few"  # fewer than `at_least`
    BAD_VALUE = "bad_value"  # the cell cannot be read or is out of range
    DIVISION_BY_ZERO = "division_by_zero"
    OUT_OF_DOMAIN = "out_of_domain"  # ln(0), sqrt(-1), the geometric mean of a negative number
    TOO_LARGE = "too_large"  # past the magnitude limit
    NO_COHORT = "no_cohort"  # nobody to be measured against
    NO_LAST_YEAR = "no_last_year"
    NOT_COMPARABLE = "not_comparable"  # merged or split since last year, or unclear which it was
    NO_SUBORDINATES = "no_subordinates"
    OTHER_SCORECARD = "other_scorecard"
    NOT_SUMMED = "not_summed"  # `aggregate: none`, or an unscored heading


@dataclass(frozen=True, slots=True)
class NoScore:
    """No score, and why.

    Attributes:
        state: never `State.SCORED`.
        reason: the cause, to be told in words.
        about: the column that it began with (an input, a value, a criterion).
    """

    state: State
    reason: Reason
    about: str = ""

    @property
    def expected(self) -> bool:
        """Whether the ruleset foresees it, so that it is no finding."""
        return self.reason in EXPECTED


EXPECTED = frozenset(Reason) - {
    Reason.NO_VALUE,
    Reason.BAD_VALUE,
    Reason.DIVISION_BY_ZERO,
    Reason.OUT_OF_DOMAIN,
    Reason.TOO_LARGE,
}

Score: TypeAlias = Fraction
"""An exact rational number of points (or of whatever the node is measured in)."""

Outcome: TypeAlias = Score | NoScore
