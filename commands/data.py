"""`itrank data`: look at data files before anything is computed."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from . import columns, options
from .reading import read_rules, unless_stopped
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    clashing,
    columns_of,
    exists,
    fail,
    put_out,
    put_said,
    refused,
    speaker,
    tell,
)

if TYPE_CHECKING:
    from ..engine.model.observed import Observed

FORMATS = ("text", "json")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the commands, their help in the given language."""
    say = speaker(lang)
    data = typer.Typer(
        help=say("Xem tệp số liệu trước khi tính.", "Look at data files before anything is computed."),
    )
    app.add_typer(data, name="data")
    options.ask_command(data)

    @data.command(
        help=say(
            "Cho biết tệp được đọc thế nào: cột nào là đầu vào nào, dấu thập phân, ô trống, ô sai, đơn vị.",
            "Say how files are read: which column is which input, decimal sign, blanks, wrong cells, units.",
        )
    )
    def describe(
        *,
        files: Annotated[
            list[str], typer.Argument(help=say("Tệp số liệu.", "Data files."), metavar=say("TỆP...", "FILE..."))
        ],
        ruleset: options.Ruleset,
        units: options.Units = None,
        mapping: options.Mapping = None,
        write_mapping: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Ghi một tệp ghép cột: phần đã khớp, và phần còn phải điền.",
                    "Write a mapping: what was matched, and what is left to fill in.",
                )
            ),
        ] = None,
        format: Annotated[str, typer.Option(help=", ".join(FORMATS))] = "text",  # noqa: A002
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _describe(files, ruleset, units, mapping, write_mapping, format, lang)


def _describe(
    files: Sequence[str],
    ruleset: str,
    units: str | None,
    mapping: str | None,
    write_mapping: str | None,
    form: str,
    lang: str,
) -> int:
    """Read, tell what is wrong, and print how it was read; nothing is computed."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from ..engine.year import YearNames

    if any(columns.engine_for("auto", YearNames(ruleset, [file]), None) != "reference" for file in files):
        return fail("ITR971.command", lang, USAGE, option="describe")
    from ..engine.model.codes import has_errors
    from ..engine.publish.reading_table import reading_json, reading_text
    from ..engine.year import read_tables

    rules = read_rules(ruleset, lang)
    if isinstance(rules, int):
        return rules
    year = unless_stopped(read_tables(rules, YearNames(ruleset, files, units, mapping=mapping)), lang)
    if isinstance(year, int):
        return year
    observed, findings = year.observed, year.findings
    code = tell(findings, lang, WRONG if has_errors(findings) else WELL, year.rules.texts, year.rules.shown)
    if write_mapping is not None and (failed := _write_mapping(observed, write_mapping, lang)) != WELL:
        return failed
    text = (
        reading_json(rules.ruleset, observed, findings)
        if form == "json"
        else reading_text(rules.ruleset, observed, lang, columns_of(sys.stdout))
    )
    return put_said(text, lang, (write_mapping,)) or code


def _write_mapping(observed: "Observed", name: str, lang: str) -> int:
    """Write a mapping to a new file."""
    if (code := clashing(name, lang)) is not None:
        return code
    from ..engine.publish.mapping_out import mapping_text

    if exists(name):
        return fail("ITR488", lang, USAGE, name=name)
    return put_out(lambda stream: stream.write(mapping_text(observed, lang)), name, lang)
