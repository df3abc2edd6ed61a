"""`itrank claims`: what a text says about a result, held against it."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import Annotated

import typer

from . import options, words
from .options import both
from .progress import doing
from .reading import unless_unread
from .sealing import tell_if_changed
from .terminal import LANGUAGES, USAGE, WELL, WRONG, Task, put_out, refused, speaker, tell
from .words import said

FORMATS = ("text", "json")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Đối chiếu điểm, hạng, xếp loại nêu trong văn bản với tệp kết quả.",
            "Hold the points, ranks and tiers that a text states against a result.",
        )
    )
    def claims(
        file: Annotated[str, typer.Argument(help=both("Văn bản .txt, .md hoặc .docx.", "A text: .txt, .md or .docx."))],
        *,
        result: Annotated[
            str, typer.Option(help=both("Tệp kết quả (evaluate --format json).", "A result (evaluate --format json)."))
        ],
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _claims(file, result, format, output, lang)


def _claims(file: str, result: str, form: str, output: str | None, lang: str) -> int:
    """Read both, find what is stated, and print the verdicts."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from ..engine.model.findings import Finding, Place, finding
    from ..engine.report.claims import Verdict, check_document, read_document
    from ..engine.report.claims.told import as_json, as_text, counts
    from ..engine.result.published import read_published

    published = unless_unread(read_published(Path(result), lang), lang)
    if isinstance(published, int):
        return published
    tell_if_changed(Path(result), published.sha256, lang)
    document = read_document(Path(file))
    if isinstance(document, Finding):
        return tell((document,), lang, USAGE)
    with doing(said(words.COMPARING_FIGURES, lang)):
        checked = check_document(published, document)
    text = as_text(checked, lang) if form == "text" else as_json(published, document, checked)
    if (code := put_out(lambda stream: stream.write(text), output, lang)) != WELL:
        return code
    wrong = counts(checked)[Verdict.WRONG]
    told = document.findings
    if wrong:
        return tell((*told, finding("ITR830", Place(file), wrong=wrong, total=len(checked))), lang, WRONG)
    return tell((*told, *(() if checked else (finding("ITR837", Place(file)),))), lang, WELL)
