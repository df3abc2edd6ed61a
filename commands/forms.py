"""`itrank forms`: a workbook for each unit to fill, on request with the letter that goes with it."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import csv
import errno
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, words
from .asked import suffix_of
from .options import both
from .progress import counted
from .reading import read_rules, unless_stopped
from .sending import sending_of
from .terminal import LANGUAGES, USAGE, WELL, Task, refused, speaker, tell, unwritten, without_library
from .words import said

if TYPE_CHECKING:
    from ..engine.forms.workbook import Form
    from ..engine.model.findings import Finding
    from ..engine.model.observed import Unit
    from ..engine.model.sending import Sending
    from ..engine.year import Year


LETTERS = "cong-van"
"""The folder of the letters, beside the forms."""
_LIST = "danh-sach.csv"
_HEADS = (("Mã", "Đơn vị", "Biểu", "Công văn"), ("Id", "Unit", "Form", "Letter"))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for."""

    ruleset: str
    units: str
    output: str
    previous: str | None
    data: Sequence[str]
    deadline: str | None
    contact: str
    place: str
    letters: bool
    agency: str
    signer: str
    date: str | None
    template: str | None
    lang: str

    @property
    def is_zip(self) -> bool:
        """Whether all goes into one zip."""
        return suffix_of(self.output) == ".zip"


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Lập biểu kê khai Excel cho từng đơn vị, có điểm tự chấm tính ngay trong biểu.",
            "Make an Excel form for each unit, with a self-score that is computed as it is filled.",
        )
    )
    def forms(
        *,
        ruleset: options.Ruleset,
        units: Annotated[str, typer.Option(help=both("Bảng đơn vị.", "The table of units."))],
        output: Annotated[str, options.output("Thư mục mới, hoặc tệp .zip mới.", "A new folder, or a new .zip.")],
        previous: options.Previous = None,
        data: Annotated[
            list[str] | None,
            typer.Option(help=both("Số liệu điền sẵn vào biểu.", "Data that stand in the forms already.")),
        ] = None,
        deadline: options.Deadline = None,
        contact: options.Contact = "",
        place: options.Place = "",
        letters: Annotated[
            bool,
            typer.Option(
                "--letters", help=both("Kèm công văn Word gửi từng đơn vị.", "With a letter to each unit, in Word.")
            ),
        ] = False,
        agency: options.Agency = "",
        signer: options.Signer = "",
        date: options.Issued = None,
        template: Annotated[
            str | None,
            typer.Option(help=both("Mẫu công văn của cơ quan (docx).", "A Word template of your own (docx).")),
        ] = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        wanted = _Wanted(
            ruleset,
            units,
            output,
            previous,
            data or (),
            deadline,
            contact,
            place,
            letters,
            agency,
            signer,
            date,
            template,
            lang,
        )
        return lambda: _forms(wanted)


def _forms(wanted: _Wanted) -> int:
    """Read who is asked, then write every form, or none."""
    lang = wanted.lang
    if (code := refused(lang)) is not None:
        return code
    from ..engine.year import YearNames, read_units

    sending = sending_of(
        lang, deadline=wanted.deadline, contact=wanted.contact, place=wanted.place, agency=wanted.agency,
        issued=wanted.date, signer=wanted.signer,
    )  # fmt: skip
    if isinstance(sending, int):
        return sending
    rules = read_rules(wanted.ruleset, lang)
    if isinstance(rules, int):
        return rules
    names = YearNames(wanted.ruleset, wanted.data, wanted.units, wanted.previous, uses_all=True)
    year = unless_stopped(read_units(rules, names), lang)
    if isinstance(year, int):
        return year
    tell(year.findings, lang, WELL, year.rules.texts, year.rules.shown)
    try:
        import xlsxwriter  # noqa: F401
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or str(error))
    letters = _letters(wanted, year, sending) if wanted.letters else None
    if isinstance(letters, int):
        return letters
    try:
        _write(wanted, _files(year, sending, letters, lang))
    except (OSError, ValueError) as error:
        return unwritten(wanted.output, error, lang)
    return WELL


def _write(wanted: _Wanted, files: Iterator[tuple[str, bytes]]) -> None:
    """Write all files into a new folder or a new zip, or none; what is there already stays."""
    from ..engine.files.packed import pack
    from ..engine.files.writing import write_bytes, write_folder

    if not wanted.is_zip:
        write_folder(Path(wanted.output), files)
        return
    if os.path.lexists(wanted.output):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), wanted.output)
    write_bytes(Path(wanted.output), lambda stream: pack(stream, files))


def _letters(wanted: _Wanted, year: "Year", sending: "Sending") -> "Callable[[Unit, str, Form], bytes] | int":
    """Give what makes the letter of a unit; the exit code where the template cannot be used."""
    from ..engine.files.contents import read_bytes
    from ..engine.model.findings import Finding
    from ..engine.report.cover_letters import cover_letter
    from ..engine.report.docx import LARGEST_TEMPLATE, document

    named = wanted.template or ""
    read = read_bytes(Path(named), named, LARGEST_TEMPLATE) if named else None
    if isinstance(read, Finding):
        return tell((read,), wanted.lang, USAGE)
    template: bytes | None = read
    ruleset = year.rules.ruleset

    def letter(unit: "Unit", name: str, form: "Form") -> "bytes | tuple[Finding, ...]":
        mark = form.word("illustrative") if form.is_illustrative else ""
        asked = len(form.plan.questions)
        made = cover_letter(ruleset, form.plan.card, unit.name, name, asked, sending, illustrative=mark)
        return document(made, template, named, shipped="letter.docx")

    try:  # whether the template can be used is known before anything is written
        card = ruleset.scorecards[0]
        trial = document(cover_letter(ruleset, card, "", "", 0, sending), template, named, shipped="letter.docx")
    except ModuleNotFoundError as error:
        return without_library(wanted.lang, error.name or str(error))
    if not isinstance(trial, bytes):
        return tell(trial, wanted.lang, USAGE)
    return letter  # type: ignore[return-value]  # a template that was filled once is filled again


def _files(
    year: "Year", sending: "Sending", letters: "Callable[[Unit, str, Form], bytes] | None", lang: str
) -> Iterator[tuple[str, bytes]]:
    """Make the forms one after another, since thousands do not fit in memory; with letters, a list of both at the end."""
    from ..engine.forms.filling import as_typed, remembered
    from ..engine.forms.naming import file_names
    from ..engine.forms.plan import plan_of
    from ..engine.forms.workbook import Form, workbook
    from ..engine.score.succession import last_years

    ruleset, observed = year.rules.ruleset, year.observed
    made = {card.id: Form(plan_of(ruleset, card), sending) for card in ruleset.scorecards}
    before, _ = last_years(observed.units, observed.previous)
    asked = [
        (index, unit, card) for index, unit in enumerate(observed.units) if (card := ruleset.scorecard_of(unit.group))
    ]
    label = said(words.MAKING_FORMS, lang)
    rows: list[tuple[str, ...]] = []
    names = file_names(unit.id for _, unit, _ in asked)
    for (index, unit, card), name in counted(zip(asked, names, strict=True), label, len(asked)):
        form = made[card.id]
        answers = {
            line.asked.key: as_typed(line.asked, observed.values[line.asked.key][index], ruleset)
            for line in form.plan.questions
            if line.asked is not None and line.asked.key in observed.values
        }
        yield name, workbook(form, unit, remembered(form.plan, before[index]), answers)
        if letters is not None:
            letter = f"{LETTERS}/{name.removesuffix('.xlsx')}.docx"
            yield letter, letters(unit, name, form)
            rows.append((unit.id, unit.name, name, letter))
    if letters is not None:
        yield _LIST, _list(rows, ruleset.locale)


def _list(rows: Sequence[tuple[str, ...]], lang: str) -> bytes:
    """List what goes to whom; a byte order mark lets Excel read Vietnamese."""
    from ..engine.files.apostrophes import guarded

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_HEADS[lang != "vi"])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
