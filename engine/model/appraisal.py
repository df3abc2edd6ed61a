"""Corrections of declared answers, and the stages of an appraisal at which they are made."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .findings import Place

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
