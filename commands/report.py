"""`itrank report`: a result as what people read."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .options import both
from .terminal import LANGUAGES, USAGE, Task, code_of, fail, is_same, put_bytes, put_out, refused, speaker, tell

if TYPE_CHECKING:
    from ..engine.report.published import Published

FORMATS = ("text", "html", "xlsx")
_SUFFIXES = {".html": "html", ".htm": "html", ".xlsx": "xlsx"}


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Lập thông báo, trang web một tệp, hoặc sổ Excel từ tệp kết quả.",
            "Make the announcement, a web page in one file, or a workbook of a result.",
        )
    )
    def report(
        result: Annotated[
            str,
            typer.Argument(help=both("Tệp kết quả (evaluate --format json).", "A result (evaluate --format json).")),
        ],
        *,
        format: Annotated[  # noqa: A002
            str | None,
            typer.Option(
                help=both(
                    f"{', '.join(FORMATS)}; mặc định theo đuôi của --output.",
                    f"{', '.join(FORMATS)}; by default as --output ends.",
                )
            ),
        ] = None,
        output: options.Output = None,
        agency: Annotated[str, typer.Option(help=both("Cơ quan ban hành.", "Who publishes."))] = "",
        lang: Annotated[
            str | None,
            typer.Option(
                help=both(
                    f"{', '.join(LANGUAGES)}; mặc định: của bộ tiêu chí.",
                    f"{', '.join(LANGUAGES)}; by default the ruleset's.",
                )
            ),
        ] = None,
    ) -> Task:
        return lambda: _report(result, format, output, agency, lang)


def _report(result: str, form: str | None, output: str | None, agency: str, lang: str | None) -> int:
    """Read the result, then write what is made of it, whole."""
    spoken = lang or "vi"
    form = form or _SUFFIXES.get(Path(output or "").suffix.lower(), "text")
    if (code := refused(spoken, format=(form, FORMATS))) is not None:
        return code
    from ..engine.report.published import Published, read_published

    if form == "xlsx" and output is None:
        return fail("ITR865", spoken, USAGE, format=form)
    source = Path(result)
    if output is not None and is_same(output, source):
        return fail("ITR907", spoken, USAGE, name=output)
    published = read_published(source, lang)
    if not isinstance(published, Published):
        return tell(published, spoken, USAGE if published[0].code == "ITR860" else code_of(published))
    try:
        text = _made(published, form, agency)
    except ModuleNotFoundError as error:
        return fail("ITR864", spoken, USAGE, missing=error.name or str(error))
    if isinstance(text, bytes):
        return put_bytes(text, str(output), spoken)
    return put_out(lambda stream: stream.write(text), output, spoken)


def _made(published: "Published", form: str, agency: str) -> str | bytes:
    if form == "xlsx":
        from ..engine.report.xlsx import workbook

        return workbook(published)
    if form == "html":
        from ..engine.report.html import page

        return page(published)
    from ..engine.report.text import announcement

    return announcement(published, agency)
