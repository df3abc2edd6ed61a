"""`itrank forms`: a workbook for each unit to fill."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .options import both
from .progress import counted
from .reading import Rules, YearAsked, named_files, observe_files, read_rules, unused_previous
from .terminal import LANGUAGES, USAGE, WELL, Task, code_of, fail, refused, speaker, tell, unwritten

if TYPE_CHECKING:
    from ..engine.model.observed import Observed

# A form is made before there are data: that no column holds an answer is no news.
_EXPECTED = {"ITR453", "ITR454", "ITR459"}


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
        ruleset: Annotated[
            str,
            typer.Argument(help=both("Bộ tiêu chí.", "The ruleset.")),
        ],
        *,
        units: Annotated[str, typer.Option(help=both("Bảng đơn vị.", "The table of units."))],
        out: Annotated[str, typer.Option(help=both("Thư mục mới, chưa có.", "A new folder."))],
        previous: options.Previous = None,
        data: Annotated[
            list[str] | None,
            typer.Option(help=both("Số liệu điền sẵn vào biểu.", "Data that stand in the forms already.")),
        ] = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _forms(ruleset, units, out, previous, data or (), lang)


def _forms(name: str, units: str, out: str, previous: str | None, data: Sequence[str], lang: str) -> int:
    """Read who is asked, then write every form, or none."""
    if (code := refused(lang)) is not None:
        return code
    from ..engine.files import resolve
    from ..engine.files.writing import write_folder
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import in_order
    from ..engine.score.succession import doubts_about

    rules = read_rules(name, lang)
    if isinstance(rules, int):
        return rules
    files = resolve.DataSet(
        tuple(map(resolve.given, data)), resolve.given(units), resolve.given(previous) if previous is not None else None
    )
    named = named_files(rules, files, None)
    observed, found, texts = observe_files(rules.ruleset, named.files, named.mappings)
    findings = in_order((*rules.findings, *(one for one in found if one.code not in _EXPECTED)))
    if observed is None or has_errors(findings):
        return tell(findings, lang, code_of(findings), {**rules.texts, **texts}, named.rules.shown)
    asked = YearAsked(name, previous=previous, uses_all=True)
    if previous is not None and (unused := unused_previous(observed, rules.ruleset, asked)) is not None:
        return tell([*findings, unused], lang, USAGE, {**rules.texts, **texts}, named.rules.shown)
    findings = in_order((*findings, *doubts_about(observed)))
    tell(findings, lang, WELL, {**rules.texts, **texts}, named.rules.shown)
    try:
        import xlsxwriter  # noqa: F401
    except ModuleNotFoundError as error:
        return fail("ITR864", lang, USAGE, missing=error.name or str(error))
    try:
        write_folder(Path(out), _workbooks(rules, observed, lang))
    except (OSError, ValueError) as error:
        return unwritten(out, error, lang)
    return WELL


def _workbooks(rules: Rules, observed: "Observed", lang: str) -> Iterator[tuple[str, bytes]]:
    """Make the forms one after another, since thousands do not fit in memory."""
    from ..engine.forms.filling import as_typed, remembered
    from ..engine.forms.naming import file_names
    from ..engine.forms.plan import plan_of
    from ..engine.forms.workbook import Form, workbook
    from ..engine.score.succession import last_years

    ruleset = rules.ruleset
    made = {card.id: Form(plan_of(ruleset, card)) for card in ruleset.scorecards}
    before, _ = last_years(observed.units, observed.previous)
    asked = [
        (index, unit, card) for index, unit in enumerate(observed.units) if (card := ruleset.scorecard_of(unit.group))
    ]
    label = speaker(lang)("Lập biểu", "Making forms")
    names = file_names(unit.id for _, unit, _ in asked)
    for (index, unit, card), name in counted(zip(asked, names, strict=True), label, len(asked)):
        form = made[card.id]
        answers = {
            line.asked.key: as_typed(line.asked, observed.values[line.asked.key][index], ruleset)
            for line in form.plan.questions
            if line.asked is not None and line.asked.key in observed.values
        }
        yield name, workbook(form, unit, remembered(form.plan, before[index]), answers)
