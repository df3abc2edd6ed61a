"""`type: number`: any number; the type of an input that does not say one."""

from .input_type import InputType

NUMBER = InputType(
    name="number",
    kind="number",
    asks=("Số", "A number"),
    example="2.5",
    is_amount=True,
    may_be_share=True,
)
