"""Corrections of declared answers, and the stages of an appraisal at which they are made."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from .findings import Place

Stage: TypeAlias = Literal["first", "explanation", "second", "council"]
"""Who speaks: the appraisers, the unit that explains itself, the appraisers again, the council that decides."""
STAGES: tuple[Stage, ...] = get_args(Stage)
"""Every stage, in the order in which they follow each other."""
Appraised: TypeAlias = Literal["first", "second", "council"]
"""The stages after which there is a score of its own."""
SCORED_STAGES: tuple[Appraised, ...] = get_args(Appraised)


def names_minutes(basis: str) -> bool:
    """Whether a basis can be the minutes that a correction of the council needs: it has a number or a date.

    >>> names_minutes("Biên bản số 12/BB-HĐ ngày 20/3/2027"), names_minutes("theo ý kiến hội đồng"), names_minutes("")
    (True, False, False)
    """
    return any(character.isdigit() for character in basis)


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
