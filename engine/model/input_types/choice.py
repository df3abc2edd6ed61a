"""`type: choice`: one of the options that the ruleset names."""

from .input_type import InputType

CHOICE = InputType(
    name="choice",
    kind="choice",
    asks=("Chọn trong danh sách", "Choose from the list"),
    example="a",
    has_options=True,
)
