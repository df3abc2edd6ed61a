"""`itrank explain`: why a unit has its points."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import columns, complete, options, words
from .progress import counted, doing
from .reading import open_year, read_rules
from .terminal import (
    FAULT,
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    columns_of,
    fail,
    printable,
    put_out,
    refused,
    speaker,
    tell,
    unranked,
    unwritten,
    wants_colour,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.model.findings import Finding
    from ..engine.rank.ranking import Evaluation
    from ..engine.year import Rules, Year, YearNames

FORMATS = ("text", "json", "markdown")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Giải trình điểm và hạng của một đơn vị: từng tiêu chí, công thức kèm số, nguồn số liệu, căn cứ. "
            "Ví dụ: itrank explain dv01 1.2 --ruleset 2022",
            "Explain a unit's points and rank: each criterion, its formula with the figures, cells and clauses. "
            "Example: itrank explain dv01 1.2 --ruleset 2022",
        )
    )
    def explain(
        unit: Annotated[
            str | None,
            typer.Argument(autocompletion=complete.units, help=say("Đơn vị: mã hoặc tên.", "A unit: its id or name.")),
        ] = None,
        node: Annotated[
            str | None,
            typer.Argument(
                autocompletion=complete.nodes,
                help=say(
                    "Tiêu chí: mã, số thứ tự (1.2) hoặc tên; hoặc mã của một giá trị hay đầu vào.",
                    "A criterion: its id, code (1.2) or title; or the id of a value or an input.",
                ),
            ),
        ] = None,
        *,
        ruleset: options.Ruleset,
        data: options.LargeData = None,
        units: options.Units = None,
        previous: options.Previous = None,
        mapping: options.Mapping = None,
        corrections: options.Corrections = None,
        stage: options.Stage = None,
        provisional: options.Provisional = False,
        all_: Annotated[
            bool,
            typer.Option(
                "--all",
                help=say(
                    "Mọi đơn vị, mỗi đơn vị một tệp trong thư mục --output.",
                    "All units, a file each in the folder --output.",
                ),
            ),
        ] = False,
        format: Annotated[str | None, options.form(FORMATS)] = None,  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        from ..engine.year import YearNames

        wanted = _Wanted(
            unit,
            node,
            YearNames(ruleset, data or (), units, previous, mapping, corrections, stage),
            provisional,
            all_,
            format,
            output,
            lang,
        )
        return lambda: _explain(wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for."""

    unit: str | None
    node: str | None
    names: "YearNames"
    provisional: bool
    all: bool
    form: str | None
    output: str | None
    lang: str


def _explain(wanted: _Wanted) -> int:
    """Read a year, evaluate it, and explain the unit that was named."""
    lang = wanted.lang
    form = wanted.form if wanted.form is not None else "markdown" if wanted.all else "text"
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    if wanted.all == (wanted.unit is not None) or (wanted.all and wanted.output is None):
        return fail("ITR933", lang, USAGE)
    if columns.engine_for("auto", wanted.names, None) != "reference":
        return _of_many(wanted, form)
    from ..engine.year import evaluated

    year = open_year(wanted.names, lang)
    if isinstance(year, int):
        return year
    made = evaluated(year, provisional=wanted.provisional)
    return (_all if wanted.all else _one)(wanted, form, made, year)


def _of_many(wanted: _Wanted, form: str) -> int:
    """Explain a unit of a table that only columns read."""
    names = wanted.names
    not_taken = {
        "--all": wanted.all, "--provisional": wanted.provisional, "--units": names.units, "--previous": names.previous,
        "--corrections": names.corrections, "--stage": names.stage,
    }  # fmt: skip
    for option, given in not_taken.items():
        if given:
            return fail("ITR971.explain", wanted.lang, USAGE, option=option)
    rules = read_rules(names.ruleset, wanted.lang)
    if isinstance(rules, int):
        return rules
    from ..engine.columns.making import UnsupportedError

    try:
        return _one_of_many(wanted, form, rules)
    except UnsupportedError as error:
        return unranked(error, rules.typed, wanted.lang)
    except ModuleNotFoundError as error:
        return without_library(wanted.lang, error.name or "polars", "scale")


def _one_of_many(wanted: _Wanted, form: str, rules: "Rules") -> int:
    """Compute all units on columns, and then the one that was named by the reference."""
    from ..engine.model.findings import Finding
    from ..engine.scale.explaining import DifferentError, choose, one_of_many
    from ..engine.scale.frames import UntrueError

    lang = wanted.lang
    looked = columns.of_table(rules, wanted.names, "polars", lang)
    if isinstance(looked, int):
        return looked
    number = choose(looked, printable(wanted.unit or ""))
    if isinstance(number, Finding):
        return tell([number], lang, USAGE)
    try:
        with doing(said(words.COMPUTING, lang)):
            made = one_of_many(looked, number)
    except DifferentError as error:
        return fail("ITR908", lang, FAULT, reason=printable(error.about))
    except UntrueError as error:
        return tell([error.finding(looked.name)], lang, USAGE)
    return _told(wanted, form, made.evaluation, made.index, rules, rules.findings)


def _one(wanted: _Wanted, form: str, made: "Evaluation", year: "Year") -> int:
    """Explain one unit, or one node or value of it."""
    from ..engine.explain.choosing import choose_unit
    from ..engine.model.findings import Finding

    index = choose_unit(printable(wanted.unit or ""), year.observed.units)
    if isinstance(index, Finding):
        return tell([index], wanted.lang, USAGE)
    return _told(wanted, form, made, index, year.rules, year.notices)


def _told(
    wanted: _Wanted,
    form: str,
    made: "Evaluation",
    index: int,
    rules: "Rules",
    notices: "tuple[Finding, ...]" = (),
) -> int:
    """Explain a unit that was found; of findings only what is about it is told."""
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import Finding
    from ..engine.publish.explanation_files import explained, write_one
    from ..engine.publish.grid import Look

    lang = wanted.lang
    node = _node(wanted.node, index, made)
    if isinstance(node, Finding):
        return tell([node], lang, USAGE)
    unit = made.result.units[index].unit
    own = [finding for finding in made.result.findings if finding.params.get("unit", unit.name) in {unit.name, unit.id}]
    code = WRONG if has_errors(own) else WELL
    tell([*notices, *own], lang, code, rules.texts, rules.shown)
    told = explained(made, index, form, lang, node)
    to_screen = wanted.output is None
    columns = columns_of(sys.stdout) if to_screen else None
    look = Look(lang, columns, to_screen and wants_colour(sys.stdout, os.environ))
    return put_out(lambda stream: write_one(told, form, look, stream), wanted.output, lang) or code


def _node(named: str | None, index: int, made: "Evaluation") -> "str | Finding | None":
    """Find the criterion, value or input that is meant; None where none is named."""
    from ..engine.explain.choosing import choose_start
    from ..engine.model.findings import finding
    from ..engine.result.words import scorecard_of

    if named is None:
        return None
    own, ruleset = made.result.units[index], made.result.ruleset
    unit, card = own.unit, scorecard_of(ruleset, own.scorecard)
    if card is None:  # no list has this unit: there is no criterion of it
        return finding("ITR923.criterion", unit=unit.name or unit.id, found=printable(named))
    return choose_start(printable(named), ruleset, card, unit)


def _all(wanted: _Wanted, form: str, made: "Evaluation", year: "Year") -> int:
    """Explain every unit in a folder of its own, whole or not at all."""
    from ..engine.files.writing import write_folder
    from ..engine.model.codes import has_errors
    from ..engine.publish.explanation_files import explanation_files

    lang, folder = wanted.lang, Path(wanted.output or "")
    if os.path.lexists(folder):
        return fail("ITR488.folder", lang, USAGE, name=wanted.output)
    code = WRONG if has_errors(made.result.findings) else WELL
    tell([*year.notices, *made.result.findings], lang, code, year.rules.texts, year.rules.shown)
    files = explanation_files(made, form, lang)
    try:
        label = said(words.EXPLAINING, lang)
        write_folder(folder, counted(files, label, len(made.result.units)))
    except FileExistsError:
        return fail("ITR488.folder", lang, USAGE, name=wanted.output)
    except (OSError, ValueError) as error:
        return unwritten(str(wanted.output), error, lang)
    return code
