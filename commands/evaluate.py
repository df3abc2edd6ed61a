"""`itrank evaluate`: score and rank a year."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import complete
from .reading import read_rules, read_year
from .terminal import LANGUAGES, WELL, WRONG, Task, columns_of, put_out, refused, speaker, tell, wants_colour

if TYPE_CHECKING:
    from ..engine.model.result import Result

FORMATS = ("table", "json", "csv")


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
        ruleset: Annotated[
            str,
            typer.Option(
                autocompletion=complete.rulesets,
                help=say(
                    "Bộ tiêu chí: đường dẫn, 2022.yaml, 2022 hoặc mã@phiên-bản.",
                    "A path, 2022.yaml, 2022 or id@version.",
                ),
            ),
        ],
        data: Annotated[
            list[str] | None,
            typer.Option(help=say("Tệp số liệu CSV; tệp sau chỉ điền ô trống.", "A CSV file; later ones fill blanks.")),
        ] = None,
        units: Annotated[str | None, typer.Option(help=say("Bảng đơn vị CSV.", "The table of units, CSV."))] = None,
        previous: Annotated[
            str | None, typer.Option(help=say("Kết quả năm trước, JSON hoặc CSV.", "Last year's result, JSON or CSV."))
        ] = None,
        mapping: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Tệp ghép cột; mặc định <tên>.mapping.yaml cạnh số liệu.",
                    "A mapping of columns; by default <name>.mapping.yaml beside the data.",
                )
            ),
        ] = None,
        format: Annotated[str, typer.Option(help=", ".join(FORMATS))] = "table",  # noqa: A002
        output: Annotated[
            str | None, typer.Option(help=say("Ghi vào tệp, thay cho màn hình.", "Write to a file instead."))
        ] = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
        provisional: Annotated[
            bool,
            typer.Option(
                "--provisional",
                help=say("Xếp hạng tạm cả đơn vị còn thiếu số liệu.", "Also rank units that lack data."),
            ),
        ] = False,
    ) -> Task:
        return lambda: _evaluate(
            ruleset, data or [], units, previous, mapping, format, output, lang, provisional=provisional
        )


def _evaluate(
    ruleset: str,
    data: Sequence[str],
    units: str | None,
    previous: str | None,
    mapping: str | None,
    form: str,
    output: str | None,
    lang: str,
    *,
    provisional: bool,
) -> int:
    """Resolve names, read, evaluate, publish. Nothing is written before everything is known to be well."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from dataclasses import replace

    from ..engine.model.codes import has_errors
    from ..engine.model.findings import in_order
    from ..engine.rank import evaluation

    rules = read_rules(ruleset, lang)
    if isinstance(rules, int):
        return rules
    year = read_year(rules, data, units, previous, lang, output=output, mapping=mapping)
    if isinstance(year, int):
        return year
    made = evaluation(rules.ruleset, year.observed, provisional=provisional)
    findings = in_order((*year.findings, *made.result.findings))
    result = replace(made.result, findings=findings)
    if any(unit.unresolved or unit.status == "provisional" for unit in result.units):
        from ..engine.prove.certainty import certainty_of

        result = replace(result, certainty=certainty_of(made))
    code = WRONG if has_errors(result.findings) else WELL
    tell([*year.told, *result.findings], lang, code, year.rules.texts)
    return put_out(_writer(result, form, lang, to_screen=output is None), output, lang) or code


def _writer(result: "Result", form: str, lang: str, *, to_screen: bool) -> Callable[[TextIO], object]:
    """Choose how the result is written."""
    if form == "json":
        from ..engine.publish.record import write_json

        return lambda stream: write_json(result, stream)
    if form == "csv":
        from ..engine.publish.csv_out import write_csv

        return lambda stream: write_csv(result, stream, lang)
    from ..engine.publish.table import Look, as_table

    columns = columns_of(sys.stdout) if to_screen else None
    look = Look(lang, columns, to_screen and wants_colour(sys.stdout, os.environ))
    return lambda stream: stream.write(as_table(result, look))
