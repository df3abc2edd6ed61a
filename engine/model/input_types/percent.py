"""`type: percent`: a share of a hundred; 85 and 85% are one value."""

from fractions import Fraction

from .input_type import InputType

PERCENT = InputType(
    name="percent",
    kind="number",
    asks=("Tỷ lệ phần trăm: gõ 85 là 85%", "A percentage: type 85 for 85%"),
    example="85%",
    hint=("85 hay 85% đều là 0,85", "85 and 85% are both 0.85"),
    per_cent=True,
    unsure_from=Fraction(10),  # 85 that is pasted into a cell of per cent becomes 8500%
    may_be_share=True,
    number_format="0.00%",
)
