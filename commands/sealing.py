"""What commands share about an approval: days, the seal, what it says of a result, and what the project says."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .reading import unless_stopped
from .terminal import USAGE, WELL, fail, tell, unwritten, void

if TYPE_CHECKING:
    from ..engine.bundle.seal import SealRecord
    from ..engine.project import Project

TODAY = "today"
"""In place of a day: that of the computer's clock."""
KEPT: Mapping[str, Any] = {
    "reason": "không sửa được mà giữ nguyên phần còn lại; viết mỗi khóa một dòng",
    "reason_en": "it cannot be edited with the rest of it kept; write a key a line",
}
"""Why a project's file is not written."""


def named_from(path: Path, folder: Path) -> str:
    """Name a file from a folder, by its name alone where it is not in it."""
    real, root = path.resolve(), folder.resolve()
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else path.name


def day_given(text: str | None, lang: str) -> str | int:
    """Read a day of the command line, `today` or none at all for that of the clock; the exit code where it is none."""
    from datetime import date

    from ..engine.files.numbers import Problem
    from ..engine.observe.values import parse_day

    if text is None or text == TODAY:
        return date.today().isoformat()  # noqa: DTZ011  # the day where the official sits
    day = parse_day(text)
    if isinstance(day, Problem):
        return fail("ITR912", lang, USAGE, option="--at", found=text, choices=f"2027-03-20, 20/3/2027, {TODAY}")
    return day.isoformat()


def put_seal(place: Path, seal: "SealRecord", lang: str) -> int:
    """Write a seal in its place; no other command may."""
    from ..engine.bundle.seal import seal_bytes

    return _put(place, seal_bytes(seal), lang)


def put_record(text: str | None, lang: str) -> int:
    """Write the text of the project's file, though a seal protects it; None: there is nothing to write."""
    from ..engine.project import FILE

    return WELL if text is None else _put(Path(FILE), text.encode(), lang)


def _put(place: Path, content: bytes, lang: str) -> int:
    from ..engine.files.writing import write_bytes

    try:
        write_bytes(place, lambda stream: void(stream.write(content)))
    except (OSError, ValueError) as error:
        return unwritten(str(place), error, lang)
    return WELL


def tell_if_changed(result: Path, digest: str, lang: str) -> None:
    """Tell that a result was changed behind its approval, before anything is made of it."""
    from ..engine.files.seals import seal_of

    if seal_of(result).is_file():
        from ..engine.bundle.approving import changed_result

        tell(changed_result(result, digest), lang, WELL)


def recorded(result: Path, lang: str, edit: "Callable[[Project], str | None]") -> str | int | None:
    """Give the text of the project's file with what became of a result; the exit code where it cannot be edited.

    Args:
        result: its file.
        lang: of what is printed.
        edit: gives the new text; None where that cannot keep the rest.

    Returns:
        None where there is no project here, or the result is not in it.
    """
    from ..engine.files.contents import leads_out
    from ..engine.project import FILE, read_project

    read = read_project(Path())
    if read is None or leads_out(result, Path()):
        return None
    project = unless_stopped(read, lang)
    if isinstance(project, int):
        return project
    text = edit(project)
    return fail("ITR906", lang, USAGE, name=FILE, **KEPT) if text is None else text
