"""What of a bundle was compared with what its rules and data give, and what was not: data for the verdict."""

from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a bundle that an auditor can name; `key` is for programs, the words are for people."""

    key: str
    vi: str
    en: str


class Reason(NamedTuple):
    """Why a part was not compared."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a verdict rests on.

    Attributes:
        parts: that were made again and agree with the bundle, or else a finding names where they differ.
        not_compared: each part that was not, with the reason.
    """

    parts: tuple[Part, ...] = ()
    not_compared: tuple[tuple[Part, Reason], ...] = ()

    def __add__(self, other: "Compared") -> "Compared":
        """Put together what two comparisons say.

        >>> a, b = Part("rules", "quy tắc", "rules"), Part("names", "tên", "names")
        >>> (Compared((a,)) + Compared((b,))).parts == (a, b)
        True
        """
        return Compared(self.parts + other.parts, self.not_compared + other.not_compared)
