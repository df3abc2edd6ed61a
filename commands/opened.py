"""Which files this run reads and has written, so that no output ever takes the place of one of them.

It is here and not in `engine/files/`: it must watch before anything of the engine is imported, and it knows the options.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

OUTPUT = ("--output", "-o", "--out")
"""How the option of what a command makes may be written, in every command that has it; the first is its name."""
OUTPUTS = (*OUTPUT, "--status", "--write-mapping", "--write-template", "--replies", "--generate", "--page")
"""The options whose values are written; what any other argument names is read."""
_OUTPUTS_OF = {"test": ("--template",)}  # in other commands an option of that name is read
_SHORT = OUTPUT[1]
_WRITES_ONLY = os.O_WRONLY
_seen: set[str] = set()
_written: set[str] = set()
_named_now: list[str] = []
_is_watching = False


def watch(arguments: Sequence[str]) -> None:
    """Begin to note every file that is opened for reading, by whatever part of the program or of a library.

    Python itself reports each `open` (PEP 578): a reader that is added later need not remember to say so.
    What the command line names is noted at once: an output may be written before an input is read.
    """
    global _is_watching  # noqa: PLW0603  # a hook stays for the life of the process: it is added once
    _named_now[:] = map(os.path.abspath, _named(arguments))
    begin_again()
    if not _is_watching:
        sys.addaudithook(_note)
        _is_watching = True


def begin_again() -> None:
    """Forget what was read and written: the same command line runs once more."""
    _seen.clear()
    _written.clear()
    _seen.update(_named_now)


def read_files() -> frozenset[str]:
    """Give the paths of what this run has read or was told of, and not written."""
    return frozenset(_seen - _written)


def outputs_of(command: str) -> tuple[str, ...]:
    """Give the options of a command whose values are written."""
    return (*OUTPUTS, *_OUTPUTS_OF.get(command, ()))


def _named(arguments: Sequence[str]) -> list[str]:
    """Give what the arguments may name besides outputs.

    >>> _named(["freeze", "kq.json", "--output", "a.zip", "--key=k.pem", "--output=b.zip", "-oc.zip", "-o", "d.zip"])
    ['freeze', 'kq.json', 'k.pem']
    """
    found, before = [], ""
    outputs = outputs_of(arguments[0] if arguments else "")
    for argument in arguments:
        option, is_joined, value = argument.partition("=")
        if argument.startswith("--"):
            if is_joined and option not in outputs:
                found.append(value)
        elif before not in outputs and not argument.startswith(_SHORT):
            found.append(argument)
        before = argument
    return found


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open":
        return
    path, _, flags = arguments
    if isinstance(path, str | bytes) and isinstance(flags, int) and flags & os.O_ACCMODE != _WRITES_ONLY:
        _seen.add(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100  # pathlib itself is slower, and is imported late


def is_opened(output: str) -> bool:
    """Say whether an output is a file that this run has read or written already, under whatever name."""
    target = Path(output)
    try:
        if not target.is_file():
            return False
        own = target.stat()
    except (OSError, ValueError):
        return False
    return any(_is_same(path, own) for path in tuple(_seen))


def _is_same(path: str, own: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(path), own)  # noqa: PTH116
    except (OSError, ValueError):
        return False


def note_written(output: str) -> None:
    """Note a file that this run has written: a second output must not take its place."""
    _seen.add(os.path.abspath(output))  # noqa: PTH100
    _written.add(os.path.abspath(output))  # noqa: PTH100


def first_bytes(path: Path, count: int) -> bytes:
    """Give how an existing file begins, without counting it as read; nothing where there is none.

    Raises:
        OSError: what the system says, but not that there is no such file.
    """
    before = frozenset(_seen)
    try:
        with path.open("rb") as file:
            return file.read(count)
    except FileNotFoundError:
        return b""
    finally:
        _seen.intersection_update(before)
