"""`itrank table`: a ruleset's annex to be read beside the signed paper, or held against it."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, words
from .options import both
from .reading import read_rules, read_table
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    fail,
    put_bytes,
    put_out,
    refused,
    speaker,
    tell,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.year import Rules


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Ghi bộ tiêu chí thành bảng phụ lục (Excel, Word) để đọc soát, hoặc đối chiếu với phụ lục đã ký.",
            "Write a ruleset as the table of an annex (Excel, Word) to proof-read, or hold it against the signed annex.",
        )
    )
    def table(
        *,
        ruleset: options.Ruleset,
        output: Annotated[
            str | None, options.output("Tệp .xlsx hoặc .docx để ghi.", "The .xlsx or .docx to write.")
        ] = None,
        against: Annotated[
            str | None,
            typer.Option(
                help=both(
                    "Phụ lục đã ký (.docx, .xlsx, .xls, .ods) để đối chiếu.",
                    "The signed annex (.docx, .xlsx, .xls, .ods) to compare with.",
                )
            ),
        ] = None,
        columns: options.Columns = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _table(ruleset, output, against, columns, lang)


def _table(name: str, output: str | None, paper: str | None, columns: str | None, lang: str) -> int:
    if (code := refused(lang)) is not None:
        return code
    if output is None and paper is None:
        return fail("ITR910", lang, USAGE, option=said(words.OUTPUT_OR_AGAINST, lang), command="itrank table")
    rules = read_rules(name, lang)
    if isinstance(rules, int):
        return rules
    from ..engine.annex.agreement import wordings_agree
    from ..engine.language.document import Map
    from ..engine.prove.checks.context import Context

    wordings = wordings_agree(rules.ruleset, Context(rules.ruleset, rules.loaded.document or Map()))
    tell((*rules.findings, *wordings), lang, WELL, rules.texts, rules.shown)
    code = _written(rules, output, lang) if output is not None else WELL
    if code != WELL:
        return code
    return _compared(rules, paper, columns, lang) if paper is not None else WELL


def _written(rules: "Rules", output: str, lang: str) -> int:
    from ..engine.annex.printed_files import WRITERS
    from ..engine.annex.printing import printed

    write = WRITERS.get(Path(output).suffix.lower())
    if write is None:
        return fail("ITR720.output", lang, USAGE, found=Path(output).suffix[:20])
    try:
        content = write(printed(rules.ruleset, rules.ruleset.locale))
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or str(error))
    return put_bytes(content, output, lang)


def _compared(rules: "Rules", name: str, columns: str | None, lang: str) -> int:
    """Report each difference and what was not compared; 0 if nothing differs."""
    from ..engine.annex.against import against
    from ..engine.annex.telling import tables_told

    annex = read_table(name, columns, lang)
    if isinstance(annex, int):
        return annex
    made = against(rules.ruleset, annex)
    code = tell((*annex.findings, *made.differs, *made.findings(annex.file)), lang, WRONG if made.differs else WELL)
    text = said(words.COMPARED, lang, rows=made.rows, differences=len(made.differs))
    if made.cells:
        text = f"{text} {said(words.NOT_COMPARED, lang, cells=made.cells)}"
    lines = "".join(f"{line}\n" for line in (*tables_told(annex, lang), text))
    return put_out(lambda stream: stream.write(lines), None, lang) or code
