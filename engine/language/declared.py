"""What a file says that it is: the value of its key `format`, found as YAML has it without reading all of the file."""

import re
from collections.abc import Iterable
from typing import Any

import yaml

from .document import DEEPEST, MOST_BYTES, Loader

_LIKE = re.compile(rb"format['\"]?\s*:\s*['\"]?(itrank-[a-z0-9-]*/?[0-9]*)")


def declared_format(content: bytes) -> str:
    r"""Give the value of the key `format` of a document of ours; empty where there is none.

    A byte order mark, quotation marks, comments and other keys may stand before it. Where the text is not YAML so far,
    what looks like the key is taken, so that its reader can say what is wrong.

    Args:
        content: of a file of any kind; of more than a document may have only so much is looked at.

    >>> declared_format(b"\xef\xbb\xbf# ca\n\"format\": 'itrank-tests/1'"), declared_format(b"{a: [1], format: itrank-tests/1}")
    ('itrank-tests/1', 'itrank-tests/1')
    >>> declared_format(b"why: {format: itrank-tests/1}"), declared_format(b"a: [\nformat: itrank-tests/1\n]]")
    ('', 'itrank-tests/1')
    """
    head = content[:MOST_BYTES]
    if b"itrank-" not in head.replace(b"\0", b""):  # UTF-16 has a zero byte beside each letter
        return ""
    try:
        return _of_events(yaml.parse(head, Loader=Loader))
    except (yaml.YAMLError, RecursionError, ValueError):
        like = _LIKE.search(head)
        return like[1].decode() if like else ""


def _of_events(events: Iterable[Any]) -> str:
    """Read events up to the value of the key.

    Raises:
        ValueError: nested more deeply than any document may be.
    """
    depth, key = 0, None
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise ValueError(depth)
            if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
                return ""
            continue
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth != 1:
            continue
        said = event.value if isinstance(event, yaml.ScalarEvent) else ""
        if key == "format":
            return str(said)
        key = said if key is None else None
    return ""
