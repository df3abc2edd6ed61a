"""`type: count`: how many there are of something."""

from fractions import Fraction

from .input_type import InputType

COUNT = InputType(
    name="count",
    kind="number",
    asks=("Số nguyên", "A whole number"),
    example="12",
    hint=("số nguyên ≥ 0", "whole, ≥ 0"),
    is_whole=True,
    least=Fraction(0),
    is_amount=True,
    number_format="0",
)
