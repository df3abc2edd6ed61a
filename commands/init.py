"""`itrank init`: a project folder that evaluates at once."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import words
from .terminal import LANGUAGES, USAGE, Task, fail, printable, put_out, refused, speaker
from .words import said

if TYPE_CHECKING:
    from ..engine.publish.starting import Start

_WELCOME = {".git"}  # what may lie in an empty folder
_MOST_LISTED = 5


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Tạo một thư mục dự án chạy được ngay: bộ tiêu chí, số liệu minh họa, cấu hình VS Code.",
            "Make a project folder that works at once: a ruleset, illustrative data, settings of VS Code.",
        )
    )
    def init(
        folder: Annotated[
            str,
            typer.Argument(
                metavar=say("[THƯ_MỤC]", "[FOLDER]"), help=say("Thư mục của dự án.", "The project's folder.")
            ),
        ] = ".",
        *,
        year: Annotated[
            str | None, typer.Option(help=say("Năm của số liệu; mặc định năm nay.", "The year; this one by default."))
        ] = None,
        example: Annotated[
            bool,
            typer.Option(
                "--example",
                help=say(
                    "Bắt đầu từ bộ mẫu đầy đủ cho chính quyền hai cấp.",
                    "Begin with the full template for two levels of government.",
                ),
            ),
        ] = False,
        practice: Annotated[
            bool,
            typer.Option(
                "--practice",
                help=say(
                    "Bắt đầu từ một năm bịa ra để tập: quyết định, đơn vị, trả lời (docs/year.md).",
                    "Begin with a made-up year to practise: a decision, units, answers (docs/year.md).",
                ),
            ),
        ] = False,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        start: Start = "practice" if practice else "example" if example else "small"
        return lambda: _init(folder, year, start, lang)


def _init(name: str, year: str | None, start: "Start", lang: str) -> int:
    """Write the project whole or not at all, and say what to run."""
    if (code := refused(lang)) is not None:
        return code
    if year is None:
        from datetime import date

        year = str(date.today().year)  # noqa: DTZ011  # the operator's own year
    if not is_year(year):
        return fail("ITR912.year", lang, USAGE, found=year)
    from ..engine.files.resolve import package_folder
    from ..engine.files.writing import fill_folder, write_folder
    from ..engine.publish.starting import first_commands, project_files

    folder = Path(name)
    try:
        is_there = os.path.lexists(folder)
        there = sorted({entry.name for entry in folder.iterdir()} - _WELCOME) if is_there else []
        if there:
            listed = ", ".join(there[:_MOST_LISTED]) + (", …" if len(there) > _MOST_LISTED else "")
            return fail("ITR488.project", lang, USAGE, name=name, listed=listed)
        files = project_files(package_folder(), int(year), start)
        written = [(path, text if isinstance(text, bytes) else _writer(text)) for path, text in files.items()]
        (fill_folder if is_there else write_folder)(folder, written)
    except (OSError, ValueError) as error:
        from ..engine.files.reasons import reasons

        return fail("ITR906.project", lang, USAGE, name=name, **reasons(error))
    commands = list(first_commands(start))
    if folder.resolve() != Path.cwd():
        commands.insert(0, f"cd {shlex.quote(printable(name))}")
    from ..engine.files.visible import visible

    made = said(words.CREATED, lang, files=len(files))
    lines = [made, said(words.NEXT, lang), "", *(f"    {visible(command)}" for command in commands)]
    return put_out(lambda stream: stream.write("\n".join(lines) + "\n"), None, lang)


def _writer(text: str) -> Callable[[TextIO], object]:
    return lambda stream: stream.write(text)


def is_year(text: str) -> bool:
    """Say whether a text is a year of four digits.

    >>> is_year("2026"), is_year("26"), is_year("２０２６")
    (True, False, False)
    """
    return re.fullmatch(r"[12][0-9]{3}", text) is not None
