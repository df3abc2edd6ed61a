"""Read the bytes of a file that a stranger may have made: regular files only, and never more than a limit."""

import os
import stat
from pathlib import Path

from ..model.findings import Finding, Place, finding
from .held import Held, Location
from .reasons import reasons
from .visible import HIDDEN_IN_FILES

MEBIBYTE = 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How workbooks begin: .xlsx and .ods are zips, .xls is an older container."""

_SHOWN = 20


def read_bytes(path: Location, name: str, limit: int) -> bytes | Finding:
    """Read a whole regular file of at most `limit` bytes; `name` is what findings call it."""
    content = path.content if isinstance(path, Held) else _bytes_of(path, name, limit)
    if content is None:
        return finding("ITR401", Place(name), name=name)
    if not isinstance(content, Finding) and len(content) > limit:
        return finding("ITR404", Place(name), name=name, limit=limit // MEBIBYTE)
    return content


def _bytes_of(path: Path, name: str, limit: int) -> bytes | Finding | None:
    """Read a file of a disk, if it grows meanwhile a byte past the limit; None where there is no such file."""
    whole = Place(name)
    try:
        # A FIFO would block for ever when opened plainly.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, ValueError):  # a NUL in the name is a ValueError
        return None
    except OSError as error:
        return finding("ITR403", whole, name=name, **reasons(error))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return finding("ITR402", whole, name=name)
        if status.st_size > limit:
            return finding("ITR404", whole, name=name, limit=limit // MEBIBYTE)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(limit + 1)
    except OSError as error:
        return finding("ITR403", whole, name=name, **reasons(error))
    finally:
        os.close(handle)


def decode(content: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """Decode UTF-8, with or without a byte order mark; refuse other encodings and characters that cannot be seen.

    >>> decode("Số".encode(), "a.csv")
    ('Số', ())
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)  # counted without the mark
        line = content.count(b"\n", 0, start) + 1
        wrong = content[start : start + 4].hex(" ").upper()
        return "", (finding("ITR405", Place(name, line), bytes=wrong, line=line),)
    return text, tuple(_invisible(text, name))


def _invisible(text: str, name: str) -> list[Finding]:
    found = []
    for match in HIDDEN_IN_FILES.finditer(text):
        before = text[: match.start()]
        line, column = before.count("\n") + 1, match.start() - before.rfind("\n")
        character = f"U+{ord(match.group()):04X}"
        found.append(finding("ITR406", Place(name, line, column), character=character, line=line, column=column))
        if len(found) == _SHOWN:
            break
    return found
