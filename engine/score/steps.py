"""What happened to a node on the way to its value, reported by the evaluation itself."""

from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from ..model.outcome import Outcome

StepKind: TypeAlias = Literal[
    "applies", "not_applicable", "score", "aggregate", "at_least", "rescale", "rescale_total", "cap", "bonus",
    "penalty", "out_of", "then", "min", "rounding", "appraised",
]  # fmt: skip


class Step(NamedTuple):
    """One step of semantics §5 that was taken.

    Attributes:
        before: the value before it; None where it makes the first one.
        after: the value after it, or why there is none.
        amount: what acted: the cap, weight × bonus, the floor, `out_of`, the points shared out, how many have a value.
        over: what that is measured against: the maximum of those that count (before `out_of` with the points that wait for
            the root), how many are wanted.
        about: the child of a bonus or penalty, the aggregate, the policy, or the formula that was asked.
    """

    kind: StepKind
    before: Fraction | None
    after: Outcome
    amount: Fraction | None = None
    over: Fraction | None = None
    about: str = ""
