"""`type: money`: an amount of money."""

from .input_type import InputType

MONEY = InputType(
    name="money",
    kind="number",
    asks=("Số tiền", "An amount"),
    example="1500000",
    is_amount=True,
)
