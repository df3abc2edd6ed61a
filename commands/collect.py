"""`itrank collect`: the forms that came back, as one dataset, with who has sent what and a reply for each unit."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from . import options, words
from .opened import first_bytes
from .options import both
from .progress import counted
from .reading import read_rules, unless_stopped
from .sending import sending_of
from .terminal import (
    LANGUAGES,
    STDOUT,
    USAGE,
    WELL,
    WRONG,
    Task,
    exists,
    fail,
    put_out,
    put_said,
    refused,
    speaker,
    tell,
    unwritten,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.forms.collecting import Collected
    from ..engine.forms.returned import Asked
    from ..engine.forms.returned_files import Met
    from ..engine.model.sending import Sending


class _Given(NamedTuple):
    """The command line; of `sending` only replies say anything."""

    folder: str
    ruleset: str
    units: str
    previous: str | None
    output: str | None
    status: str | None
    replies: str | None
    sending: "Sending"


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Tổng hợp các biểu kê khai đã nộp thành một tệp số liệu; cho biết ai đã nộp, thiếu gì, sai gì.",
            "Collect returned forms into one data file; say who has sent what, and what is missing or wrong.",
        )
    )
    def collect(
        folder: Annotated[
            str,
            typer.Argument(
                help=both("Thư mục hoặc tệp nén .zip.", "A folder, or a .zip."), metavar=both("THƯ_MỤC", "FOLDER")
            ),
        ],
        *,
        ruleset: options.Ruleset,
        units: Annotated[str, typer.Option(help=both("Bảng đơn vị.", "The table of units."))],
        previous: options.Previous = None,
        output: Annotated[
            str | None, options.output("Ghi số liệu vào tệp CSV này.", "Write the data to this CSV file.")
        ] = None,
        status: Annotated[
            str | None,
            typer.Option(help=both("Ghi tình trạng nộp (.csv, .json).", "Write who has sent what (.csv, .json).")),
        ] = None,
        replies: Annotated[
            str | None,
            typer.Option(
                help=both("Ghi phiếu phản hồi vào thư mục mới này.", "Write a reply a unit to this new folder.")
            ),
        ] = None,
        agency: options.Agency = "",
        date: options.Issued = None,
        deadline: options.Deadline = None,
        contact: options.Contact = "",
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        def collect_all() -> int:
            sending = sending_of(lang, deadline=deadline, contact=contact, agency=agency, issued=date)
            if isinstance(sending, int):
                return sending
            return _collect(_Given(folder, ruleset, units, previous, output, status, replies, sending), lang)

        return collect_all


def _collect(given: _Given, lang: str) -> int:
    """Read all that came back, then write what was asked for."""
    if (code := refused(lang)) is not None:
        return code
    if (code := _unwritable(given, lang)) is not None:
        return code
    from ..engine.model.codes import has_errors
    from ..engine.year import YearNames, read_units

    rules = read_rules(given.ruleset, lang)
    if isinstance(rules, int):
        return rules
    for output in (given.output, given.status):
        if output not in {None, STDOUT} and _is_form(output):
            return fail("ITR907", lang, USAGE, name=output)
    names = YearNames(given.ruleset, units=given.units, previous=given.previous, uses_all=True)
    year = unless_stopped(read_units(rules, names), lang)
    if isinstance(year, int):
        return year
    from ..engine.forms.collecting import collect
    from ..engine.forms.returned import Asked
    from ..engine.score.succession import last_years

    observed = year.observed
    before = last_years(observed.units, observed.previous)[0] if given.previous is not None else ()
    asked = Asked(rules.ruleset, observed.units, before)
    made = collect(asked, _met(Path(given.folder), asked, lang))
    code = WRONG if has_errors(made.findings) else WELL
    tell([*year.findings, *made.findings], lang, code, year.rules.texts, year.rules.shown)
    return _write(given, made, asked, lang) or code


def _unwritable(given: _Given, lang: str) -> int | None:
    """Say what can be known to fail before anything is read: the exit code; None if nothing."""
    if not exists(given.folder):
        return fail("ITR401", lang, USAGE, name=given.folder)
    if given.replies is not None:
        if os.path.lexists(given.replies):
            return unwritten(given.replies, FileExistsError(errno.EEXIST, ""), lang)
        try:
            import xlsxwriter  # noqa: F401
        except ModuleNotFoundError as error:
            return without_library(lang, error.name or str(error))
    return None


def _is_form(output: str) -> bool:
    """Say whether an output would overwrite a workbook or an archive, such as a form that came back."""
    from ..engine.files.contents import OLE, ZIP

    try:
        return first_bytes(Path(output), 8).startswith((ZIP, OLE))
    except (OSError, ValueError):
        return False


def _met(folder: Path, asked: "Asked", lang: str) -> Iterator["Met"]:
    """Go through the folder; how many there are is not known before archives are opened, and one a unit is the rule."""
    from ..engine.forms.returned_files import returned_files

    return counted(returned_files(folder), said(words.READING_FORMS, lang), len(asked.units))


def _write(given: _Given, made: "Collected", asked: "Asked", lang: str) -> int:
    from ..engine.forms.collected_data import write_data
    from ..engine.forms.status import status_csv, status_json, status_text

    if given.output is not None and (code := put_out(lambda stream: write_data(made, stream), given.output, lang)):
        return code
    if given.status is not None:
        text = status_json(made) if given.status.casefold().endswith(".json") else status_csv(made)
        if code := put_out(lambda stream: stream.write(text), given.status, lang):
            return code
    if given.replies is not None:
        from ..engine.files.writing import write_folder
        from ..engine.forms.replies import replies

        try:
            label = said(words.MAKING_REPLIES, lang)
            write_folder(Path(given.replies), counted(replies(made, asked, given.sending), label, len(made.statuses)))
        except (OSError, ValueError) as error:
            return unwritten(given.replies, error, lang)
    return put_said(status_text(made, lang), lang, (given.output, given.status))
