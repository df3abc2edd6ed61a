"""`itrank what-if`: who moves if a figure of the ruleset, or an answer of a unit, were another."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import columns, options, words
from .options import both
from .progress import doing
from .reading import open_year, unless_stopped
from .terminal import (
    LANGUAGES,
    USAGE,
    WRONG,
    Task,
    code_of,
    columns_of,
    exists,
    fail,
    printable,
    put_bytes,
    put_out,
    refused,
    speaker,
    tell,
    void,
    wants_colour,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.scenario.contract import WhatIfRecord
    from ..engine.scenario.scenario import Scenario
    from ..engine.scenario.trying import Asked
    from ..engine.year import Year, YearNames

FORMATS = ("table", "json", "html", "xlsx")
_SET = "--set"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asks for."""

    names: "YearNames"
    changes: Sequence[str]
    scenarios: Sequence[str]
    file: str | None
    amendments: Sequence[str]
    form: str
    output: str | None
    lang: str
    is_for_council: bool


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        "what-if",
        help=say(
            "Thử số khác trước khi quyết định: ai đổi hạng, đổi mức. Là kịch bản, không phải kết quả. "
            "Ví dụ: itrank what-if 2021 --set tiers.tot=860",
            "Try other figures before a decision: who changes rank or tier. A scenario, not a result. "
            "Example: itrank what-if 2021 --set tiers.tot=860",
        ),
    )
    def what_if(
        *,
        ruleset: options.Ruleset,
        change: Annotated[
            list[str] | None,
            typer.Option(
                _SET,
                help=both(
                    'ĐỊA_CHỈ=GIÁ_TRỊ, lặp lại được: tiers.tot=860; tieu_chi.max=30; "Sở Y tế".so_hop=4; tiers.tot=800..900.',
                    'ADDRESS=VALUE, repeatable: tiers.good=860; criterion.max=30; "Unit".meetings=4; tiers.good=800..900.',
                ),
            ),
        ] = None,
        scenario: Annotated[
            list[str] | None,
            typer.Option(
                help=both("Kịch bản có tên trong tệp kịch bản; lặp lại được.", "A scenario of the file; repeatable.")
            ),
        ] = None,
        scenarios: Annotated[
            str | None,
            typer.Option(
                help=both(
                    "Tệp kịch bản; mặc định <tên>.whatif.yaml cạnh bộ tiêu chí.",
                    "The file of scenarios; by default <name>.whatif.yaml beside the ruleset.",
                )
            ),
        ] = None,
        amend: Annotated[
            list[str] | None,
            typer.Option(
                help=both(
                    "Tệp sửa đổi (extends) làm một kịch bản; lặp lại được.",
                    "An amendment (extends) as one; repeatable.",
                )
            ),
        ] = None,
        data: options.Data = None,
        units: options.Units = None,
        previous: options.Previous = None,
        mapping: options.Mapping = None,
        corrections: options.Corrections = None,
        stage: options.Stage = None,
        format: Annotated[str, options.form(FORMATS)] = "table",  # noqa: A002
        output: options.Output = None,
        council: Annotated[
            bool,
            typer.Option(
                "--council",
                help=both(
                    "Trang in chữ lớn cho hội đồng (html): đổi gì, ai đổi, ai gần ngưỡng.",
                    "A page in large print for the council (html): what changes, who moves, who is near.",
                ),
            ),
        ] = False,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        from ..engine.year import YearNames

        names = YearNames(ruleset, data or (), units, previous, mapping, corrections, stage)
        wanted = _Wanted(names, change or (), scenario or (), scenarios, amend or (), format, output, lang, council)
        return lambda: _what_if(wanted)


def _what_if(wanted: _Wanted) -> int:
    """Read a year, find what each scenario changes, evaluate all of them, and write who moves."""
    lang = wanted.lang
    if (code := refused(lang, format=(wanted.form, FORMATS))) is not None:
        return code
    if columns.engine_for("auto", wanted.names, None) != "reference":
        return fail("ITR971.command", lang, USAGE, option="what-if")
    if wanted.form == "xlsx" and wanted.output is None:
        return fail("ITR865", lang, USAGE, format=wanted.form)
    from ..engine.scenario.running import Refused, what_if
    from ..engine.scenario.trying import fixed_points, without_effect

    year = open_year(wanted.names, lang)
    if isinstance(year, int):
        return year
    asked = _asked(wanted, year)
    if isinstance(asked, int):
        return asked
    with doing(said(words.COMPUTING, lang)):
        made = what_if(year, wanted.names, asked)
    if isinstance(made, Refused):
        return tell(made.findings, lang, WRONG, made.texts, year.rules.shown)
    fixed = [found for each in asked for found in (*fixed_points(year.observed, each), *without_effect(each, year))]
    tell([*year.notices, *fixed], lang, 0, year.rules.texts, year.rules.shown)
    try:
        return _put(made, wanted)
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or str(error))


def _asked(wanted: _Wanted, year: "Year") -> "tuple[Asked, ...] | int":
    """Gather the scenarios that are asked for, and find what each changes; the exit code where one leads to nothing."""
    from ..engine.scenario.trying import asked_of

    scenarios = _scenarios(wanted, year)
    if isinstance(scenarios, int):
        return scenarios
    found = []
    for each in scenarios:
        made = asked_of(each, year)
        if isinstance(made, tuple):
            return tell(made, wanted.lang, code_of(made), year.rules.texts, year.rules.shown)
        found.append(made)
    return tuple(found)


def _scenarios(wanted: _Wanted, year: "Year") -> "tuple[Scenario, ...] | int":
    from ..engine.scenario.reading import of_amendment
    from ..engine.scenario.scenario import MOST_SCENARIOS, of_command_line

    made: list[Scenario] = []
    if wanted.changes:
        typed = of_command_line([printable(each) for each in wanted.changes], _SET)
        if isinstance(typed, tuple):
            return tell(typed, wanted.lang, USAGE)
        made.append(typed)
    made += map(of_amendment, wanted.amendments)
    if wanted.scenarios or wanted.file is not None or not made:
        kept = _kept(wanted, year)
        if isinstance(kept, int):
            return kept
        made += kept
    if len(made) > MOST_SCENARIOS:
        return fail("ITR784", wanted.lang, USAGE, found=len(made), limit=MOST_SCENARIOS)
    return tuple(made)


def _kept(wanted: _Wanted, year: "Year") -> "tuple[Scenario, ...] | int":
    """Read the file of scenarios, and give those that are named, else all."""
    from ..engine.model.findings import Finding
    from ..engine.scenario.reading import beside, chosen, read_scenarios

    path = beside(year.rules.named.path) if wanted.file is None else Path(wanted.file)
    if wanted.file is None and not exists(str(path)):
        return fail("ITR783.file", wanted.lang, USAGE, name=path.as_posix())
    kept = unless_stopped(read_scenarios(path, year.rules.ruleset), wanted.lang)
    if isinstance(kept, int):
        return kept
    found = chosen(kept, [printable(each) for each in wanted.scenarios])
    return tell([found], wanted.lang, USAGE, kept.texts) if isinstance(found, Finding) else found


def _put(made: "WhatIfRecord", wanted: _Wanted) -> int:
    """Write scenarios in the form that is asked for.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    if wanted.form == "xlsx":
        from ..engine.report.scenarios.book import workbook

        with doing(said(words.MAKING_REPORT, wanted.lang)):
            content = workbook(made, wanted.lang)
        return put_bytes(content, str(wanted.output), wanted.lang)
    if wanted.form == "html":
        from ..engine.report.scenarios.page import page

        with doing(said(words.MAKING_REPORT, wanted.lang)):
            text = page(made, wanted.lang, council=wanted.is_for_council)
        return put_out(lambda stream: stream.write(text), wanted.output, wanted.lang)
    return put_out(_writer(made, wanted), wanted.output, wanted.lang)


def _writer(made: "WhatIfRecord", wanted: _Wanted) -> Callable[[TextIO], object]:
    """Choose how scenarios are written."""
    from ..engine.publish.grid import Look
    from ..engine.publish.whatif_out import as_json, as_table

    if wanted.form == "json":
        return lambda stream: stream.write(as_json(made))
    to_screen = wanted.output is None
    width = columns_of(sys.stdout) if to_screen else None
    look = Look(wanted.lang, width, to_screen and wants_colour(sys.stdout, os.environ))
    return lambda stream: void(stream.write(as_table(made, look)))
