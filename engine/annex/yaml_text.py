"""Write the values of a draft as YAML, in lines that can bear a comment."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..files.numbers import plain
from ..language.editing import LONGEST_LINE
from ..language.writing import key_of, scalar
from .scoring import Percent, Value


def flow(value: Value) -> str:
    """Write a value on one line.

    >>> flow({"steps": "self", "from": {"80%": Fraction(10)}, "ratio": ("a", "b")})
    '{steps: self, from: {80%: 10}, ratio: [a, b]}'
    """
    if isinstance(value, Percent):
        return f"{plain(value.value)}%"
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key_of(key)}: {flow(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(flow, value))}]"


def entry(key: str, value: Value, indent: str, comment: str = "") -> Iterator[str]:
    """Write a key and its value on one line; a map that is too long for one, a line a key, as `itrank fmt` does."""
    line = f"{indent}{key_of(key)}: {flow(value)}{comment}"
    if len(line) <= LONGEST_LINE or "#" in line or not isinstance(value, Mapping):
        yield line
        return
    yield f"{indent}{key_of(key)}:"
    for below, each in value.items():
        yield from entry(below, each, f"{indent}  ")


def block(key: str, text: str, indent: str) -> Iterator[str]:
    """Write a text of several lines under a key."""
    lines = text.split("\n")
    if len(lines) == 1:
        yield f"{indent}{key}: {scalar(text)}"
        return
    yield f"{indent}{key}: |-"
    yield from (f"{indent}  {line}" for line in lines)
