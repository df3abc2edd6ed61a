"""`itrank forms`: a workbook for each unit to fill."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, words
from .options import both
from .progress import counted
from .reading import read_rules, unless_stopped
from .terminal import LANGUAGES, USAGE, WELL, Task, fail, refused, speaker, tell, unwritten, without_library
from .words import said

if TYPE_CHECKING:
    from ..engine.forms.workbook import Sending
    from ..engine.year import Year


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
    lang: str


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
        output: Annotated[str, options.output("Thư mục mới, chưa có.", "A new folder.")],
        previous: options.Previous = None,
        data: Annotated[
            list[str] | None,
            typer.Option(help=both("Số liệu điền sẵn vào biểu.", "Data that stand in the forms already.")),
        ] = None,
        deadline: options.Deadline = None,
        contact: options.Contact = "",
        place: options.Place = "",
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        wanted = _Wanted(ruleset, units, output, previous, data or (), deadline, contact, place, lang)
        return lambda: _forms(wanted)


def _forms(wanted: _Wanted) -> int:
    """Read who is asked, then write every form, or none."""
    lang = wanted.lang
    if (code := refused(lang)) is not None:
        return code
    from ..engine.files.writing import write_folder
    from ..engine.year import YearNames, read_units

    sending = sending_of(wanted.deadline, wanted.contact, wanted.place, lang)
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
    try:
        write_folder(Path(wanted.output), _workbooks(year, sending, lang))
    except (OSError, ValueError) as error:
        return unwritten(wanted.output, error, lang)
    return WELL


def sending_of(deadline: str | None, contact: str, place: str, lang: str) -> "Sending | int":
    """Take what is said to units about returning a form; the exit code where the deadline is no day."""
    from ..engine.files.numbers import Problem
    from ..engine.forms.workbook import Sending
    from ..engine.observe.values import parse_day

    day = parse_day(deadline) if deadline is not None else None
    if isinstance(day, Problem):
        return fail("ITR912.date", lang, USAGE, option="--deadline", found=deadline or "")
    return Sending(day, contact, place)


def _workbooks(year: "Year", sending: "Sending", lang: str) -> Iterator[tuple[str, bytes]]:
    """Make the forms one after another, since thousands do not fit in memory."""
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
    names = file_names(unit.id for _, unit, _ in asked)
    for (index, unit, card), name in counted(zip(asked, names, strict=True), label, len(asked)):
        form = made[card.id]
        answers = {
            line.asked.key: as_typed(line.asked, observed.values[line.asked.key][index], ruleset)
            for line in form.plan.questions
            if line.asked is not None and line.asked.key in observed.values
        }
        yield name, workbook(form, unit, remembered(form.plan, before[index]), answers)
