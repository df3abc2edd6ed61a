"""Write a file whole or not at all: a crash or a full disk leaves what was there before."""

import errno
import io
import os
import re
import secrets
import shutil
import socket
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TextIO, TypeAlias

_DRAFT = re.compile(r"\.itrank-([0-9a-f]{8})-([0-9]{1,10})-[0-9a-f]{16}")


def write_whole(path: Path, write: Callable[[TextIO], None]) -> None:
    r"""Let `write` fill a file beside `path`, then put it in its place.

    UTF-8, lines ending in `\n`. A link is followed; the permissions of an older file are kept.

    Raises:
        OSError: what the system says; `path` is then as it was.
    """

    def as_text(stream: BinaryIO) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
        write(text)
        text.flush()
        text.detach()

    write_bytes(path, as_text)


def write_bytes(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """As `write_whole`, for a file that is no text; what was written can be read again."""
    target = Path(os.path.realpath(path))
    with suppress(FileNotFoundError):
        mode = target.stat().st_mode
        if not stat.S_ISREG(mode):
            raise FileExistsError(f"{path.name} is not a regular file")
    draft = _draft(target.parent)
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(target.parent)


def _draft(folder: Path) -> Path:
    """Name a draft in a folder, after taking away those that killed runs of this machine left there.

    The name says which process of which machine writes it: a draft of a run that goes on, here or elsewhere, stays.
    """
    machine = sha256(socket.gethostname().encode()).hexdigest()[:8]
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            found = _DRAFT.fullmatch(entry.name)
            if found is None or found[1] != machine or _is_running(int(found[2])):
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108  # what scandir gives is no Path
    return folder / f".itrank-{machine}-{os.getpid()}-{secrets.token_hex(8)}"


def _is_running(process: int) -> bool:
    """Say whether a process may still be there; where that cannot be asked (Windows), it may."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable, where the system can (Windows cannot open a folder)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


Writing: TypeAlias = Callable[[TextIO], object] | bytes
"""What writes a file of text, or the bytes of another."""


def write_folder(path: Path, files: Iterable[tuple[str, Writing]]) -> None:
    """Write the files of a new folder beside it, then give the folder its name: all of them or none.

    Args:
        path: the folder, which must not exist.
        files: name -> what writes it, or its bytes; a name may have folders before it, and never leads outside.

    Raises:
        OSError: what the system says; there is then no such folder.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    draft = _draft(path.parent)
    draft.mkdir()
    try:
        _fill(draft, files)
        draft.rename(path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _sync_folder(path.parent)


@contextmanager
def set_aside(folder: Path) -> Iterator[Path]:
    """Give a new folder inside of another for what is only needed meanwhile; it is taken away at the end.

    What a killed run leaves there, the next one that writes into the folder takes away.

    Raises:
        OSError: what the system says.
    """
    made = _draft(Path(os.path.realpath(folder)))
    made.mkdir(mode=0o700)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def fill_folder(path: Path, files: Iterable[tuple[str, Writing]]) -> None:
    """Write files into a folder that is there already: all are written aside first, then take their names.

    Raises:
        OSError: what the system says, or that a name is taken; nothing of ours is then left.
    """
    draft = _draft(path)
    draft.mkdir()
    placed: list[Path] = []
    try:
        _fill(draft, files)
        for entry in sorted(draft.iterdir()):
            placed.append(_placed(entry, path / entry.name))  # noqa: PERF401  # what is placed is known when one fails
    except BaseException:
        for target in placed:
            if target.is_dir():
                shutil.rmtree(target, ignore_errors=True)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sync_folder(path)


def _placed(entry: Path, target: Path) -> Path:
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    entry.rename(target)
    return target


def _fill(folder: Path, files: Iterable[tuple[str, Writing]]) -> None:
    for name, write in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            if isinstance(write, bytes):
                stream.write(write)
            else:
                text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
                write(text)
                text.flush()
                text.detach()
            stream.flush()
            os.fsync(stream.fileno())
    _sync_folder(folder)
