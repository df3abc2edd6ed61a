"""`type: text`: evidence in words; it is never scored."""

from .input_type import InputType

TEXT = InputType(name="text", kind=None, asks=("Chữ", "Text"), example="Quyết định 12/QĐ-UBND", number_format="@")
