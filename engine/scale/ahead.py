"""A file of text that is opened as columns while the ruleset is read, which keeps one processor busy."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from ..files.tables import WHOLE, Frame
from ..model.findings import Finding
from .frames import MOST_SLOW_BYTES, Sheet, sheet_of_file


@dataclass(frozen=True, slots=True)
class Ahead:
    """A file that is being opened, and what comes of it: as `sheet_of_file` gives it, but that the file has no name."""

    path: Path
    made: Future[tuple[Sheet | None, tuple[Finding, ...]]]


def opened_ahead(path: Path) -> Ahead | None:
    """Begin to open a file; None where that is not worth it: who ends before it is open has to wait for it.

    Args:
        path: of a text.
    """
    with suppress(OSError, ModuleNotFoundError):
        if path.suffix.lower() != ".csv" or path.stat().st_size > MOST_SLOW_BYTES:
            return None
        import_module("polars")  # before a second thread does: each would wait for the other
        pool = ThreadPoolExecutor(max_workers=1)
        made = pool.submit(sheet_of_file, path, "")
        pool.shutdown(wait=False)
        return Ahead(path, made)
    return None


def taken(ahead: Ahead | None, path: Path, name: str, frame: Frame = WHOLE) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """Give what `sheet_of_file` gives: what was opened ahead, if it is that file as a whole and nothing is wrong with it.

    Args:
        ahead: the file that was opened.
        path: as of `sheet_of_file`, as are `name` and `frame`.
        name: of the file.
        frame: where its table stands.
    """
    if ahead is None or ahead.path != path or frame != WHOLE:
        return sheet_of_file(path, name, frame)
    sheet, findings = ahead.made.result()
    if sheet is None or findings or sheet.findings or sheet.source is None:  # what is wrong is said with the name
        return sheet_of_file(path, name, frame)
    source = sheet.source
    return replace(sheet, name=name, source=lambda: replace(source(), path=name)), ()
