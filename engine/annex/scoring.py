"""What the wording of a criterion says about its scoring, as a kind of the ruleset language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = "str | Fraction | Percent | Mapping[str, Value] | tuple[Value, ...]"
"""A value of the draft; `{a}` in a text stands for the input asked for under that name."""


@dataclass(frozen=True, slots=True)
class Percent:
    """So many hundredths."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Asked:
    """An input that the wording names.

    Attributes:
        label: as it is written; empty where the wording only names it by a letter.
        type: of the input.
        within: the input that it is a part of, which bounds it: its letter, and once it has a name that; empty for none.
    """

    label: str
    type: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a wording leaves open, and what the draft says in its place, in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """A scoring kind that a wording surely is.

    Attributes:
        kind: its name; steps whose bounds are of two sorts, "trên 90%" and "từ 80%", are written as a formula.
        score: what stands under `score`.
        answer: what stands under `answer`, where the leaf has an answer of its own.
        inputs: what it asks for besides, by the name that `score` uses.
        keys: further keys of the leaf: `cohort`, `role`.
        doubts: what the wording leaves open all the same.
    """

    kind: str
    score: Value
    answer: Mapping[str, Value] = field(default_factory=dict)
    inputs: Mapping[str, Asked] = field(default_factory=dict)
    keys: Mapping[str, Value] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsure:
    """A wording that is not surely one kind.

    Attributes:
        top: the most that it gives, where that is not the printed maximum; None where the kind is in doubt.
        question: what it leaves undetermined, where that can be named.
    """

    top: Fraction | None = None
    question: Doubt | None = None
