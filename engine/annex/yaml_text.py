"""Write values as YAML, so that the loader reads the same: words plain where they can be nothing else, else in quotes."""

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..language.editing import LONGEST_LINE
from ..observe.numbers import plain
from .scoring import Percent, Value

_PLAIN = re.compile(r"[^\W\d_](?:[\w.()/%+-]| (?=\S))*")
_OTHER = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def scalar(text: str) -> str:
    r"""Write a text on one line.

    >>> scalar("Họp Ban chỉ đạo"), scalar("1.10"), scalar('Có: "đạt"'), scalar("no")
    ('Họp Ban chỉ đạo', '"1.10"', '"Có: \\"đạt\\""', '"no"')
    """
    is_plain = _PLAIN.fullmatch(text) is not None and text.casefold() not in _OTHER and "TODO" not in text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


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
        return f"{{{', '.join(f'{_key(key)}: {flow(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(flow, value))}]"


def _key(key: str) -> str:
    return key if re.fullmatch(r"\d+(?:\.\d+)?%?", key) else scalar(key)


def entry(key: str, value: Value, indent: str, comment: str = "") -> Iterator[str]:
    """Write a key and its value on one line; a map that is too long for one, a line a key, as `itrank fmt` does."""
    line = f"{indent}{_key(key)}: {flow(value)}{comment}"
    if len(line) <= LONGEST_LINE or "#" in line or not isinstance(value, Mapping):
        yield line
        return
    yield f"{indent}{_key(key)}:"
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
