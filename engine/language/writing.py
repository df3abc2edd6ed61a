"""Write a document as YAML, so that the loader reads the same: words plain where they can be nothing else, else in quotes."""

import json
import re
from collections.abc import Iterator
from typing import Any

from .document import Map, Num, Seq
from .editing import LONGEST_LINE

_PLAIN = re.compile(r"[^\W\d_](?:[\w.@()/%+-]| (?=\S))*")
_OTHER = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_AMOUNT = re.compile(r"\d+(?:\.\d+)?%")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


def scalar(text: str) -> str:
    r"""Write a text on one line.

    >>> scalar("Họp Ban chỉ đạo"), scalar("1.10"), scalar('Có: "đạt"'), scalar("no")
    ('Họp Ban chỉ đạo', '"1.10"', '"Có: \\"đạt\\""', '"no"')
    """
    is_plain = _PLAIN.fullmatch(text) is not None and text.casefold() not in _OTHER and "TODO" not in text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def key_of(key: str) -> str:
    """Write a key.

    >>> key_of("so_hop"), key_of("80%"), key_of("a: b")
    ('so_hop', '80%', '"a: b"')
    """
    return key if _NUMBER.fullmatch(key) else scalar(key)


def written(document: Map) -> str:
    r"""Write a whole document: what fits a line stands in one, else a key or an item has a line of its own.

    >>> from .document import read_document
    >>> text = "id: a\nversion: '1.10'\nscorecards: {b: {criteria: [{id: c, max: 80%, score: {formula: x + 1}}]}}"
    >>> print(written(read_document(text, "a.yaml")[0]), end="")
    id: a
    version: "1.10"
    scorecards: {b: {criteria: [{id: c, max: 80%, score: {formula: x + 1}}]}}
    """
    return "".join(f"{line}\n" for line in _map(document, ""))


def one_line(value: Any) -> str:
    """Write a value of a document on one line; a number as it was written."""
    if isinstance(value, Num):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Map):
        return f"{{{', '.join(f'{key_of(key)}: {one_line(each)}' for key, each in value.items())}}}"
    if isinstance(value, Seq):
        return f"[{', '.join(map(one_line, value))}]"
    text = str(value)
    return text if _AMOUNT.fullmatch(text) else scalar(text)


def _map(table: Map, indent: str) -> Iterator[str]:
    for key, value in table.items():
        yield from _entry(f"{indent}{key_of(key)}:", value, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """Write a value behind its key."""
    line = f"{head} {one_line(value)}"
    if len(line) <= LONGEST_LINE or not isinstance(value, Map | Seq) or not value:
        yield line
        return
    if isinstance(value, Map):
        yield head
        yield from _map(value, f"{indent}  ")
        return
    yield head
    for item in value:
        if isinstance(item, Map) and len(f"{indent}  - {one_line(item)}") > LONGEST_LINE:
            first, *rest = _map(item, f"{indent}    ")
            yield f"{indent}  - {first.lstrip()}"
            yield from rest
        else:
            yield f"{indent}  - {one_line(item)}"
