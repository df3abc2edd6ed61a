"""Passwords and tokens in addresses: none is taken from the command line, and none is ever printed."""

import re
from collections.abc import Sequence

_IN_FRONT = re.compile(
    r"(?P<before>[a-z][a-z0-9+.-]*:/{1,2}[^/?#\s@\"']*:)(?!\d+(?:[/?#\s]|$))[^\s@\"']+@", re.IGNORECASE
)
"""A password before the host; digits before a path are a port."""
_ASKED = re.compile(r"(?P<before>\b\w*(?:password|passwd|pwd|token|secret)\s*=\s*)[^\s&;\"']+", re.IGNORECASE)
_CONNECTION = re.compile(r"://|\b(?:host|hostaddr|dbname|server)\s*=", re.IGNORECASE)


def has_password(arguments: Sequence[str]) -> bool:
    """Say whether an argument is an address, or what a driver connects by, with a password in it.

    >>> has_password(["evaluate", "--data=mysql://me:secret@host/db"]), has_password(["host=db password=x"])
    (True, True)
    >>> has_password(["sc://host:15002/;user_id=a;TOKEN=b"]), has_password(["s3a://key:secret@bucket/x"])
    (True, True)
    >>> has_password(["sc://host:15002", "hdfs://me@host/x", "a:b@c.parquet"])
    False
    >>> has_password(["--let", "password=3"]), has_password(["https://host:8080/a@b", "postgresql://me@host/db"])
    (False, False)
    """
    return any(masked(each) != each for each in arguments)


def masked(text: str) -> str:
    """Write a text with no password of an address in it.

    >>> masked("no file postgres://me:secret@host/db?password=x&table=t")
    'no file postgres://me:***@host/db?password=***&table=t'
    """
    if ":/" not in text and "=" not in text:
        return text
    return "\n".join(_masked(line) for line in text.split("\n"))


def _masked(line: str) -> str:
    made = _IN_FRONT.sub(r"\g<before>***@", line)
    return _ASKED.sub(r"\g<before>***", made) if _CONNECTION.search(line) else made
