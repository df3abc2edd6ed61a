"""`type: yes_no`: a question that is answered by yes or no."""

from .input_type import InputType

YES_NO = InputType(
    name="yes_no",
    kind="yes_no",
    asks=("Chọn Có hoặc Không", "Choose Có (yes) or Không (no)"),
    example="có",
)
