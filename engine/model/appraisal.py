"""Corrections of declared answers, and what stands after them at a stage of the appraisal."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from .findings import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .observed import Observation

Stage: TypeAlias = Literal["first", "explanation", "second"]
"""Who speaks: the appraisers, the unit that explains itself, the appraisers again."""
STAGES: tuple[Stage, ...] = ("first", "explanation", "second")
Appraised: TypeAlias = Literal["first", "second"]
"""The stages after which there is a score of its own."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a file of corrections, as it is written there.

    Attributes:
        unit: its id.
        target: the id of an input, or of a leaf whose points themselves are corrected.
        before: what stood, in the text of collected data; `!missing` and the like where nothing did.
        after: what stands from now on; in an explanation what the unit proposes, or nothing.
        by, at: who corrected it, and the day; they stay in the file.
        place: of the row.
        row: from 0, in its table.
    """

    unit: str
    target: str
    stage: Stage
    before: str
    after: str
    reason: str
    basis: str = ""
    by: str = ""
    at: str = ""
    place: Place = Place()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a stage of the appraisal made of the declared answers.

    Attributes:
        stage: after which the observed values stand.
        corrections: by unit id, those that were taken, in order of stages and of the file within a stage; explanations
            among them.
        declared: input key -> its observations as declared, of the inputs that were corrected.
        points: leaf id -> unit index -> the points that stand in place of what its rule gives.
    """

    stage: Appraised
    corrections: Mapping[str, "Sequence[Correction]"]
    declared: Mapping[str, "Sequence[Observation]"]
    points: Mapping[str, Mapping[int, Fraction]]
