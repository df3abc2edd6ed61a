"""`itrank plan`: what of a ruleset runs on columns of integers, and what the reference computes there."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from typing import Annotated

import typer

from . import options
from .reading import read_rules
from .terminal import (
    LANGUAGES,
    WELL,
    Task,
    columns_of,
    put_out,
    refused,
    speaker,
    tell,
    unranked,
    wants_colour,
)

FORMATS = ("text", "json")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Xem từng tiêu chí có tính được trên cột số nguyên (hàng triệu đơn vị) không, trong giới hạn nào, vì sao.",
            "Show how each criterion is computed for millions of units, on columns of integers: bounds, width, and why not.",
        )
    )
    def plan(
        *,
        ruleset: options.Ruleset,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _plan(ruleset, format, output, lang)


def _plan(name: str, form: str, output: str | None, lang: str) -> int:
    """Load a ruleset, compile it, and tell how."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from ..engine.columns.compiling import compiled
    from ..engine.columns.making import UnsupportedError
    from ..engine.columns.plan import record
    from ..engine.publish.grid import Look
    from ..engine.publish.plan_out import plan_text

    rules = read_rules(name, lang)
    if isinstance(rules, int):
        return rules
    tell(rules.findings, lang, WELL, rules.texts, rules.shown)
    try:
        program = compiled(rules.ruleset)
    except UnsupportedError as error:
        return unranked(error, rules.typed, lang)
    if form == "json":
        text = record(rules.ruleset, program)
    else:
        is_shown = output is None
        look = Look(
            lang, columns_of(sys.stdout) if is_shown else None, is_shown and wants_colour(sys.stdout, os.environ)
        )
        text = plan_text(rules.ruleset, program, look)
    return put_out(lambda stream: stream.write(text), output, lang)
