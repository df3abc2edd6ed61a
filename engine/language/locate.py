"""Open files that strangers name: regular files only, inside their folder, bounded before they are read."""

import os
import stat
from pathlib import Path

from ..files.held import Held, Location
from ..model.findings import Finding, Place, finding
from .document import MOST_BYTES


def read_bytes(path: Location, *, folder: Location, name: str, place: Place = Place()) -> bytes | Finding:  # noqa: B008
    """Read a file inside a folder.

    Args:
        path: the file; it must be regular, and lie under `folder` once links are followed.
        folder: what must not be left.
        name: what findings call the file.
        place: where it was asked for; the file itself by default.
    """
    at = place if place.file else Place(name)
    if isinstance(path, Held) or isinstance(folder, Held):
        return _held_bytes(path, folder, name, at)
    # By its name alone first: nobody learns here whether there is a file elsewhere.
    if not Path(os.path.normpath(path.absolute())).is_relative_to(os.path.normpath(folder.absolute())):
        return finding("ITR121", at, name=name)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            return finding("ITR121", at, name=name)
        # O_NONBLOCK: opening a FIFO must not wait for a writer.
        descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError, RuntimeError):
        return finding("ITR120", at, name=name)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        return finding("ITR122", at, name=name)
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > MOST_BYTES:
            return finding("ITR101", at, found=status.st_size, limit=MOST_BYTES)
        try:
            return file.read(MOST_BYTES + 1)
        except OSError:
            return finding("ITR120", at, name=name)


def _held_bytes(path: Location, folder: Location, name: str, at: Place) -> bytes | Finding:
    """Read a file that is in memory, as others are read."""
    if not isinstance(path, Held) or not isinstance(folder, Held) or not path.is_relative_to(folder):
        return finding("ITR121", at, name=name)
    if path.content is None:
        return finding("ITR120", at, name=name)
    if len(path.content) > MOST_BYTES:
        return finding("ITR101", at, found=len(path.content), limit=MOST_BYTES)
    return path.content
