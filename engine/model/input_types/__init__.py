"""The input types: one record in one file each. Whatever depends on the type of an input asks its record."""

from collections.abc import Mapping

from .choice import CHOICE
from .count import COUNT
from .date import DATE
from .input_type import InputType
from .money import MONEY
from .number import NUMBER
from .percent import PERCENT
from .text import TEXT
from .yes_no import YES_NO

INPUT_TYPES: Mapping[str, InputType] = {
    type_.name: type_ for type_ in (COUNT, NUMBER, PERCENT, MONEY, DATE, CHOICE, YES_NO, TEXT)
}

NUMERIC = frozenset(type_.name for type_ in INPUT_TYPES.values() if type_.is_number)
PER_CENT = frozenset(type_.name for type_ in INPUT_TYPES.values() if type_.per_cent)
"""Names of types, for what is read from a result, where a name may be of no type."""
