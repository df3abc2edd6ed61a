"""The record of an input type. A new type is one file beside this one and one line in `__init__`."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

ValueKind: TypeAlias = Literal["number", "yes_no", "choice", "date"]
"""What a value is to a formula. Several input types share a kind: a count and a percentage are numbers."""


@dataclass(frozen=True, slots=True)
class InputType:
    """One type of input: all that other rooms need to know of it.

    Attributes:
        name: as the key `type` of an input takes it.
        kind: of its values in formulas; None: evidence in words, which no formula reads.
        asks: what a cell of a form asks for, in Vietnamese and English.
        example: what a cell may contain, as text; the tests read it.
        hint: what the editor adds to the name, in Vietnamese and English.
        is_whole: its numbers are whole.
        least, most: no number is outside them, whatever `min` and `max` say.
        per_cent: 85 and 85% are both 0.85, and its numbers are printed so.
        unsure_from: from this number on a value is questioned, unless `max` is a number.
        is_amount: it counts or measures something, so that one may be part of another.
        may_be_share: a column whose header says % fits it.
        has_options: it needs `options`.
        number_format: of its cells in Excel.
    """

    name: str
    kind: ValueKind | None
    asks: tuple[str, str]
    example: str
    hint: tuple[str, str] = ("", "")
    is_whole: bool = False
    least: Fraction | None = None
    most: Fraction | None = None
    per_cent: bool = False
    unsure_from: Fraction | None = None
    is_amount: bool = False
    may_be_share: bool = False
    has_options: bool = False
    number_format: str = "General"

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.kind == "number"

    @property
    def is_evidence(self) -> bool:
        """Whether it is words for people, of which no point is made."""
        return self.kind is None

    @property
    def is_ordered(self) -> bool:
        """Whether one value can be less than another, so that it takes `min` and `max`."""
        return self.kind in {"number", "date"}
