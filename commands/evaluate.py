"""`itrank evaluate`: score and rank a year."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import columns, options, spark, words
from .progress import doing
from .reading import open_year
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    columns_of,
    fail,
    put_out,
    refused,
    speaker,
    tell,
    wants_colour,
)
from .watching import Watched, watched
from .words import said

if TYPE_CHECKING:
    from ..engine.model.result import Result
    from ..engine.year import YearNames

FORMATS = ("table", "json", "csv", "parquet")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Chấm điểm và xếp hạng. Không có --data thì dùng data/<tên>.csv cạnh bộ tiêu chí, hoặc số liệu ví dụ.",
            "Score and rank. Without --data, data/<name>.csv beside the ruleset is read, or its example.",
        )
    )
    def evaluate(
        *,
        ruleset: options.Ruleset,
        data: options.LargeData = None,
        units: options.Units = None,
        previous: options.Previous = None,
        mapping: options.Mapping = None,
        corrections: options.Corrections = None,
        stage: options.Stage = None,
        format: Annotated[str, options.form(FORMATS)] = "table",  # noqa: A002
        output: options.LargeOutput = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
        provisional: options.Provisional = False,
        engine: Annotated[
            str,
            typer.Option(
                help=say(
                    "Bộ tính: auto (mặc định), reference (tới 20.000 đơn vị), polars, duckdb, spark.",
                    "The engine: auto (default), reference (up to 20,000 units), polars, duckdb, spark.",
                )
            ),
        ] = "auto",
        master: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Spark ở đâu: local[2] (mặc định), spark://máy:7077, yarn, k8s://..., hoặc sc://máy (Spark Connect).",
                    "Where Spark is: local[2] (default), spark://host:7077, yarn, k8s://..., or sc://host (Spark Connect).",
                )
            ),
        ] = None,
        keep: Annotated[
            str,
            typer.Option(
                help=say(
                    "Giữ gì trong kết quả tính trên cột: cells (mặc định: mọi tiêu chí), criteria (bỏ tiêu chí không có tiêu chí con).",
                    "What a result on columns keeps: cells (default: every criterion), criteria (only those made of others).",
                )
            ),
        ] = "cells",
        watch: options.Watch = False,
    ) -> Task | Watched:
        from ..engine.year import YearNames

        names = YearNames(ruleset, data or (), units, previous, mapping, corrections, stage)
        return watched(
            lambda: _evaluate(
                names, format, output, lang, provisional=provisional, engine=engine, master=master, keep=keep
            ),
            lang,
            watch=watch,
        )


def _evaluate(
    names: "YearNames",
    form: str,
    output: str | None,
    lang: str,
    *,
    provisional: bool,
    engine: str,
    master: str | None,
    keep: str,
) -> int:
    """Resolve names, read, evaluate, publish. Nothing is written before everything is known to be well."""
    known = {"format": (form, FORMATS), "engine": (engine, columns.ENGINES), "keep": (keep, columns.KEPT)}
    if (code := refused(lang, **known)) is not None:
        return code
    all_kept = keep == columns.KEPT[0]
    if engine == spark.ENGINE and not all_kept:
        return fail("ITR971", lang, USAGE, option=f"--keep {keep}", engine=engine)
    if engine == spark.ENGINE:
        return spark.evaluate(spark.Wanted(names, form, output, master, lang), provisional=provisional)
    if master is not None:
        return fail("ITR947", lang, USAGE, option="--master", other=f"--engine {spark.ENGINE}")
    chosen = columns.engine_for(engine, names, output)
    if chosen != "reference":
        return columns.evaluate(names, chosen, form, output, lang, provisional=provisional, keep=keep)
    for option, is_given in {"--format parquet": form == "parquet", f"--keep {keep}": not all_kept}.items():
        if is_given:
            return fail("ITR971", lang, USAGE, option=option, engine=chosen)
    from ..engine.model.codes import has_errors
    from ..engine.year import result_of

    year = open_year(names, lang)
    if isinstance(year, int):
        return year
    with doing(said(words.COMPUTING, lang)):
        result = result_of(year, provisional=provisional)
    code = WRONG if has_errors(result.findings) else WELL
    tell([*year.notices, *result.findings], lang, code, year.rules.texts, year.rules.shown)
    return put_out(_writer(result, form, lang, to_screen=output is None), output, lang) or code


def _writer(result: "Result", form: str, lang: str, *, to_screen: bool) -> Callable[[TextIO], object]:
    """Choose how the result is written."""
    if form == "json":
        from ..engine.result.record import write_json

        return lambda stream: write_json(result, stream)
    if form == "csv":
        from ..engine.publish.csv_out import write_csv

        return lambda stream: write_csv(result, stream, lang)
    from ..engine.publish.grid import Look
    from ..engine.publish.table import as_table

    width = columns_of(sys.stdout) if to_screen else None
    look = Look(lang, width, to_screen and wants_colour(sys.stdout, os.environ))
    return lambda stream: stream.write(as_table(result, look))
