"""Write plain data as YAML, exactly: no number passes through a float."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction


def printable(x: Fraction) -> bool:
    """Whether a number has a finite decimal."""
    d = x.denominator
    for p in (2, 5):
        while d % p == 0:
            d //= p
    return d == 1


def number(x: Fraction) -> str:
    """Write a number with a finite decimal.

    >>> number(Fraction(-5, 4)), number(Fraction(3))
    ('-1.25', '3')
    """
    assert printable(x), x
    digits = 0
    while (x * 10**digits).denominator != 1:
        digits += 1
    text = str(abs(int(x * 10**digits))).rjust(digits + 1, "0")
    return ("-" if x < 0 else "") + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def to_yaml(value, indent: int = 0) -> str:
    """Write plain data as YAML, text in quotes, numbers and percentages bare."""
    pad = "  " * indent
    if isinstance(value, Mapping) and value:
        return "".join(f"\n{pad}{key_text(k)}: {to_yaml(v, indent + 1)}" for k, v in value.items())
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "".join(f"\n{pad}-{to_yaml(v, indent + 1)}" for v in value)
    if isinstance(value, list):
        return "[" + ", ".join(to_yaml(v) for v in value) + "]"
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Fraction)):
        return number(Fraction(value))
    return value if re.fullmatch(r"-?[\d.]+%", value) else json.dumps(value, ensure_ascii=False)


def key_text(key) -> str:
    if isinstance(key, (int, Fraction)):
        return number(Fraction(key))
    return key if re.fullmatch(r"[\w.-]+", key) else json.dumps(key, ensure_ascii=False)


def yaml_text(ruleset: Mapping) -> str:
    """Return a ruleset as a YAML file."""
    return to_yaml(ruleset).lstrip("\n") + "\n"
