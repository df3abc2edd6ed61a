"""`itrank forms`: a workbook for each unit to fill."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, words
from .options import both
from .progress import counted
from .reading import read_rules, unless_stopped
from .terminal import LANGUAGES, WELL, Task, refused, speaker, tell, unwritten, without_library
from .words import said

if TYPE_CHECKING:
    from ..engine.year import Year


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
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _forms(ruleset, units, output, previous, data or (), lang)


def _forms(name: str, units: str, out: str, previous: str | None, data: Sequence[str], lang: str) -> int:
    """Read who is asked, then write every form, or none."""
    if (code := refused(lang)) is not None:
        return code
    from ..engine.files.writing import write_folder
    from ..engine.year import YearNames, read_units

    rules = read_rules(name, lang)
    if isinstance(rules, int):
        return rules
    year = unless_stopped(read_units(rules, YearNames(name, data, units, previous, uses_all=True)), lang)
    if isinstance(year, int):
        return year
    tell(year.findings, lang, WELL, year.rules.texts, year.rules.shown)
    try:
        import xlsxwriter  # noqa: F401
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or str(error))
    try:
        write_folder(Path(out), _workbooks(year, lang))
    except (OSError, ValueError) as error:
        return unwritten(out, error, lang)
    return WELL


def _workbooks(year: "Year", lang: str) -> Iterator[tuple[str, bytes]]:
    """Make the forms one after another, since thousands do not fit in memory."""
    from ..engine.forms.filling import as_typed, remembered
    from ..engine.forms.naming import file_names
    from ..engine.forms.plan import plan_of
    from ..engine.forms.workbook import Form, workbook
    from ..engine.score.succession import last_years

    ruleset, observed = year.rules.ruleset, year.observed
    made = {card.id: Form(plan_of(ruleset, card)) for card in ruleset.scorecards}
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
