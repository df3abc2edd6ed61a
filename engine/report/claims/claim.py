"""The nouns: a figure as a text states it, a claim, and what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """What a claim comes to."""

    RIGHT = "right"
    WRONG = "wrong"
    UNDECIDED = "not_decidable"


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as it is written, with the values that it may mean: `1.000` is a thousand, or one with three places.

    Attributes:
        readings: value and number of decimal places, the likelier first.
    """

    text: str
    readings: tuple[tuple[Fraction, int], ...]

    @property
    def value(self) -> Fraction:
        """What it most probably means."""
        return self.readings[0][0]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about the result.

    Attributes:
        kind: what it is about, a key of the table in `judging.py`.
        line: from 1, in the text; of a document the paragraph.
        excerpt: the words that make it.
        units: ids of the units that it may be about: several only where a name is ambiguous, none where it is no unit's.
        subject: how the text names what it is about; empty where it does not.
        stated: the figure.
        relation: `=` unless the text says more than, from, about and the like.
        words: what else the kind needs: the tier, the list, the side of a bound.
    """

    kind: str
    line: int
    where: str
    start: int
    excerpt: str
    subject: str = ""
    units: tuple[str, ...] = ()
    stated: Stated | None = None
    relation: str = "="
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with its verdict.

    Attributes:
        about: what the claim states, as (vi, en).
        truth: what the result has instead or as well, as (vi, en); empty where it has nothing.
    """

    claim: Claim
    verdict: Verdict
    about: tuple[str, str]
    truth: tuple[str, str] = ("", "")
