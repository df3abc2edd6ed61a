"""`type: date`: a day."""

from .input_type import InputType

DATE = InputType(
    name="date",
    kind="date",
    asks=("Ngày, như 31/12/2021", "A day, such as 31/12/2021"),
    example="31/12/2021",
    number_format="dd/mm/yyyy",
)
