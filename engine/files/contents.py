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


class _NotRegular(Exception):  # noqa: N818  # no error of a program: caught below
    """A folder or a device."""


class _TooLarge(Exception):  # noqa: N818
    """Holds how many bytes there are, or how many were read of a file that grew."""


def read_bytes(path: Location, name: str, limit: int) -> bytes | Finding:
    """Read a whole regular file of at most `limit` bytes; `name` is what findings call it."""
    whole = Place(name)
    try:
        return _content(path, limit)
    except (FileNotFoundError, ValueError):  # a NUL in the name is a ValueError
        return finding("ITR401", whole, name=name)
    except _NotRegular:
        return finding("ITR402", whole, name=name)
    except _TooLarge:
        return finding("ITR101.data", whole, name=name, limit=limit // MEBIBYTE)
    except OSError as error:
        return finding("ITR403", whole, name=name, **reasons(error))


def read_inside(path: Location, folder: Location, name: str, limit: int, place: Place | None = None) -> bytes | Finding:
    """Read a file of a ruleset, inside the ruleset's folder.

    Args:
        path: the file; it must be regular, and lie under `folder` once links are followed.
        folder: what must not be left.
        name: what findings call the file.
        limit: the most bytes.
        place: where it was asked for; the file itself by default.
    """
    at = place or Place(name)
    try:
        real = _inside(path, folder)
        return finding("ITR121", at, name=name) if real is None else _content(real, limit)
    except _NotRegular:
        return finding("ITR402.ruleset", at, name=name)
    except _TooLarge as error:
        return finding("ITR101", at, found=error.args[0], limit=limit)
    except (OSError, ValueError, RuntimeError):  # links in a circle are a RuntimeError
        return finding("ITR401.ruleset", at, name=name)


def _inside(path: Location, folder: Location) -> Location | None:
    """Give a file once links are followed; None where it does not lie in the folder or below it.

    Raises:
        OSError: there is no such file.
    """
    if isinstance(path, Held) or isinstance(folder, Held):
        return path if isinstance(path, Held) and isinstance(folder, Held) and path.is_relative_to(folder) else None
    if not _is_below(path, folder):
        return None
    real = path.resolve(strict=True)
    return real if real.is_relative_to(folder.resolve()) else None


def _is_below(path: Path, folder: Path) -> bool:
    """Say so by the names alone: nobody learns here whether there is a file elsewhere."""
    return Path(os.path.normpath(path.absolute())).is_relative_to(os.path.normpath(folder.absolute()))


def leads_out(path: Path, folder: Path) -> bool:
    """Say whether a path, there or not, leads out of a folder: by its name, or once links are followed.

    >>> leads_out(Path("a/../b"), Path()), leads_out(Path("../b"), Path())
    (False, True)
    """
    try:
        return not _is_below(path, folder) or not path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # links in a circle; a name that the system cannot hold
        return True


def _content(path: Location, limit: int) -> bytes:
    """Read a whole file, in memory or of a disk.

    Raises:
        OSError: there is none, or it cannot be read.
        ValueError: no file can have its name.
        _NotRegular: it is a folder or a device.
        _TooLarge: it has more than `limit` bytes.
    """
    content = _held(path) if isinstance(path, Held) else _on_disk(path, limit)
    if len(content) > limit:
        raise _TooLarge(len(content))
    return content


def _held(path: Held) -> bytes:
    if path.content is None:
        raise FileNotFoundError(path.path)
    return path.content


def _on_disk(path: Path, limit: int) -> bytes:
    """Read a file; if it grows meanwhile, a byte past the limit."""
    # A FIFO would block for ever when opened plainly.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _NotRegular
        if status.st_size > limit:
            raise _TooLarge(status.st_size)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(limit + 1)
    finally:
        os.close(handle)


_OF_COLUMNS = {b"PAR1": "Parquet", b"ARROW1": "Arrow"}
"""How files of columns begin."""


def decode(content: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """Decode UTF-8, with or without a byte order mark; refuse other encodings and characters that cannot be seen.

    >>> decode("Số".encode(), "a.csv")
    ('Số', ())
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        for begin, kind in _OF_COLUMNS.items():
            if content.startswith(begin):
                return "", (finding("ITR405.columns", Place(name), kind=kind),)
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
        found.append(finding("ITR103.data", Place(name, line, column), character=character, line=line, column=column))
        if len(found) == _SHOWN:
            break
    return found
