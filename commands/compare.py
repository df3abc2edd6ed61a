"""`itrank compare`: two results, who moved and by which criteria."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import options, words
from .options import both
from .progress import doing
from .reading import unless_unread
from .terminal import (
    LANGUAGES,
    USAGE,
    Task,
    columns_of,
    fail,
    put_bytes,
    put_out,
    refused,
    speaker,
    void,
    wants_colour,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.report.comparison.saying import Saying

FORMATS = ("table", "json", "csv", "docx")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "So sánh hai kết quả (năm, giai đoạn, dự thảo): ai lên, ai xuống, do tiêu chí nào. Không so bộ tiêu chí.",
            "Compare two results (years, stages, drafts): who moved, and by which criteria. Rules are not compared.",
        )
    )
    def compare(
        before: Annotated[
            str,
            typer.Argument(
                help=both("Kết quả trước (evaluate --format json).", "The older result (evaluate --format json).")
            ),
        ],
        now: Annotated[str, typer.Argument(help=both("Kết quả sau.", "The newer result."))],
        *,
        format: Annotated[str, options.form(FORMATS)] = "table",  # noqa: A002
        output: options.Output = None,
        signer: options.Signer = "",
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _compare(before, now, format, output, signer, lang)


def _compare(before: str, now: str, form: str, output: str | None, signer: str, lang: str) -> int:
    """Read both results, compare them and write what was found."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    if form == "docx" and output is None:
        return fail("ITR865", lang, USAGE, format=form)
    from ..engine.report.comparison.comparing import compare
    from ..engine.report.comparison.saying import Saying
    from ..engine.result.published import read_published

    with doing(said(words.READING_RESULT, lang)):
        first = unless_unread(read_published(Path(before), lang), lang)
        if isinstance(first, int):
            return first
        second = unless_unread(read_published(Path(now), lang), lang)
    if isinstance(second, int):
        return second
    with doing(said(words.COMPARING_RESULTS, lang)):
        saying = Saying(compare(first, second), first, second, lang)
    if form == "docx":
        return _document(saying, str(output), signer)
    return put_out(_writer(saying, form, to_screen=output is None), output, lang)


def _document(saying: "Saying", output: str, signer: str) -> int:
    from ..engine.report.comparison.document import as_document

    try:
        with doing(said(words.MAKING_REPORT, saying.lang)):
            made = as_document(saying, signer)
    except ModuleNotFoundError as error:
        return without_library(saying.lang, error.name or str(error))
    return put_bytes(made, output, saying.lang)


def _writer(saying: "Saying", form: str, *, to_screen: bool) -> Callable[[TextIO], object]:
    """Choose how the comparison is written."""
    from ..engine.publish.grid import Look
    from ..engine.report.comparison.told import as_json, as_table, write_csv

    if form == "json":
        return lambda stream: stream.write(as_json(saying.made))
    if form == "csv":
        return partial(write_csv, saying)
    columns = columns_of(sys.stdout) if to_screen else None
    look = Look(saying.lang, columns, to_screen and wants_colour(sys.stdout, os.environ))
    return lambda stream: void(stream.write(as_table(saying, look)))
