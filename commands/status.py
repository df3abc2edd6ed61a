"""`itrank status`: where the year of this folder stands, and what comes next."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, words
from .days import day_or_today
from .options import both
from .progress import counted
from .project import must_be_project
from .terminal import LANGUAGES, Task, columns_of, put_out, refused, speaker, wants_colour
from .words import said

if TYPE_CHECKING:
    from ..engine.project.status_contract import StatusRecord

FORMATS = ("table", "json", "html")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Cho biết năm của thư mục này đến đâu: biểu đã gửi, đã nộp, quá hạn, có lỗi, thẩm định, xếp hạng, phê duyệt; và việc tiếp theo.",
            "Say where the year of this folder stands: forms out, returned, late, wrong, appraised, ranked, approved; and what comes next.",
        )
    )
    def status(
        *,
        on: Annotated[
            str | None,
            typer.Option("--date", help=both("Tính đến ngày này; mặc định hôm nay.", "The day; today by default.")),
        ] = None,
        format: Annotated[str, options.form(FORMATS)] = "table",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _status(on, format, output, lang)


def _status(day: str | None, form: str, output: str | None, lang: str) -> int:
    """Look at the folder, then say what was found."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from ..engine.project.looking import look
    from ..engine.project.standing import standing

    on = day_or_today("--date", day, lang)
    if isinstance(on, int):
        return on
    project = must_be_project(lang)
    if isinstance(project, int):
        return project
    found = look(project, lambda met, units: counted(met, said(words.READING_FORMS, lang), units))
    text = _written(standing(project, found, on), form, lang, to_screen=output is None)
    return put_out(lambda stream: stream.write(text), output, lang)


def _written(made: "StatusRecord", form: str, lang: str, *, to_screen: bool) -> str:
    """Choose how it is written."""
    from ..engine.project.status_out import status_json, status_page, status_text
    from ..engine.publish.grid import Look

    if form == "json":
        return status_json(made)
    if form == "html":
        return status_page(made, lang)
    columns = columns_of(sys.stdout) if to_screen else None
    return status_text(made, Look(lang, columns, to_screen and wants_colour(sys.stdout, os.environ)))
