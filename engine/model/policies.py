"""What becomes of a node that does not apply: a record for each word of `not_applicable` (docs/semantics.md §8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """What becomes of a node that does not apply.

    Attributes:
        part: what it is worth, finished at once, in parts of the maximum that others see; None where it leaves its parent.
        words: what an explanation says, as (vi, en).
    """

    part: Fraction | None
    words: tuple[str, str]

    def points(self, full: Fraction | None) -> Fraction | None:
        """Return what a node with this maximum is worth; one without a maximum is measured in parts of 1.

        >>> POLICIES["full"].points(Fraction(20)), POLICIES["full"].points(None), POLICIES["exclude"].points(None)
        (Fraction(20, 1), Fraction(1, 1), None)
        """
        return self.part if self.part is None or full is None else self.part * full


POLICIES: Mapping[str, NotApplicable] = {
    "zero": NotApplicable(Fraction(0), ("không áp dụng, tính 0 điểm", "does not apply: 0 points")),
    "full": NotApplicable(Fraction(1), ("không áp dụng, tính điểm tối đa", "does not apply: full points")),
    "exclude": NotApplicable(None, ("không áp dụng, bỏ khỏi điểm tối đa", "does not apply: leaves the maximum")),
    "rescale": NotApplicable(
        None, ("không áp dụng, điểm chia cho các tiêu chí cùng nhóm", "does not apply: its siblings share its points")
    ),
    "rescale_total": NotApplicable(
        None, ("không áp dụng, điểm chia cho cả bảng điểm", "does not apply: the whole scorecard shares its points")
    ),
}

LEAVING = frozenset(name for name, policy in POLICIES.items() if policy.part is None)
"""With these a node that does not apply leaves its parent."""
