"""`--watch`: a command runs again whenever a file that it read has changed."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import strftime
from typing import TypeAlias

from . import words
from .opened import begin_again, read_files
from .terminal import WELL, Task, say_aside, without_library
from .words import said

Waking = Callable[[Iterable[Path]], Iterator[object]]
"""Gives something each time files may have changed, in folders that are named."""
_Stamps = Mapping[Path, tuple[int, int, int] | None]
_ENDINGS = frozenset({".yaml", ".yml", ".csv", ".json", ".xlsx", ".xlsm", ".xls", ".ods", ".docx"})
_OWN = Path(__file__).resolve().parents[1]
_OURS = (
    *(Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")),
    _OWN / "schemas",
    _OWN / "docs",
)
_END = object()


@dataclass(frozen=True, slots=True)
class Watched:
    """A command that is to run again and again, and the language of what is said between two runs."""

    once: Task
    lang: str


Asked: TypeAlias = Task | Watched | int
"""What a command line asks for; an exit code where it was refused, which was told."""


def watched(once: Task, lang: str, *, watch: bool) -> Task | Watched:
    """Give the command itself, or one that runs again and again where that was asked for."""
    return Watched(once, lang) if watch else once


def run_again(first: Watched, ask: Callable[[], Asked], wake: Waking | None = None) -> int:
    """Run a command, and again after each change of what it read, until Ctrl+C.

    Args:
        first: the command, as the command line asks for it now.
        ask: reads the command line again: what it takes of the project may have changed.
        wake: waits for changes; the system's own notices, unless another is given.
    """
    lang = first.lang
    if wake is None:
        try:
            import watchfiles  # noqa: F401
        except ModuleNotFoundError:
            return without_library(lang, "watchfiles")
        wake = _notices
    known: _Stamps = _stamps(_files())
    asked: Asked = first
    try:
        while True:
            if isinstance(asked, Watched):
                asked.once()
            # What changed while it was read counts as changed: the run may have seen the old text.
            known = {**_stamps(_files()), **{file: stamp for file, stamp in known.items() if file in _files()}}
            _say(said(words.WATCHING, lang, files=len(known)))
            changed = _changed(known, wake)
            names = ", ".join(_shown(file) for file in changed)
            _say(said(words.RUNNING_AGAIN, lang, time=strftime("%H:%M:%S"), names=names))
            known = _stamps(known)
            begin_again()
            asked = ask()
    except KeyboardInterrupt:
        return WELL


def _files() -> list[Path]:
    """Name the files of the operator that the run reads or was told of, there or not."""
    found = (Path(name) for name in read_files())
    return [file for file in found if file.suffix.lower() in _ENDINGS and not any(map(file.is_relative_to, _OURS))]


def _stamps(files: Iterable[Path]) -> _Stamps:
    return {file: _stamp(file) for file in files}


def _stamp(file: Path) -> tuple[int, int, int] | None:
    """Give what differs once a file is written or another takes its place; None where there is none."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _changed(known: _Stamps, wake: Waking) -> list[Path]:
    """Wait until files differ from what is known of them; of what else happens in their folders nothing counts."""
    waking = wake({file.parent for file in known if file.parent.is_dir()})
    while True:
        if changed := [file for file, stamp in known.items() if _stamp(file) != stamp]:
            return changed
        if next(waking, _END) is _END:
            raise KeyboardInterrupt


def _notices(folders: Iterable[Path]) -> Iterator[object]:
    from watchfiles import watch

    # An editor empties a file before it writes it anew: what follows within a moment is one change.
    yield from watch(
        *folders, recursive=False, watch_filter=None, yield_on_timeout=True, debounce=400, step=100, rust_timeout=1000
    )


def _shown(file: Path) -> str:
    return os.path.relpath(file) if file.is_relative_to(Path.cwd()) else str(file)


def _say(text: str) -> None:
    from ..engine.files.visible import visible

    say_aside(f"{visible(text)}\n")
