"""`itrank report`: a result as what people read."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import options
from .options import both
from .terminal import LANGUAGES, USAGE, WELL, Task, code_of, fail, is_same, put_bytes, put_out, refused, speaker, tell

if TYPE_CHECKING:
    from ..engine.report.published import Published

FORMATS = ("text", "html", "xlsx", "open-data")
_SUFFIXES = {".html": "html", ".htm": "html", ".xlsx": "xlsx"}


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Lập thông báo, trang web một tệp, sổ Excel hoặc dữ liệu mở từ tệp kết quả.",
            "Make the announcement, a web page in one file, a workbook or open data of a result.",
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

    if form in {"xlsx", "open-data"} and output is None:
        return fail("ITR865", spoken, USAGE, format=form)
    source = Path(result)
    if output is not None and is_same(output, source):
        return fail("ITR907", spoken, USAGE, name=output)
    published = read_published(source, lang)
    if not isinstance(published, Published):
        return tell(published, spoken, USAGE if published[0].code == "ITR860" else code_of(published))
    if form == "open-data":
        return _open_data(published, source, str(output), spoken)
    try:
        text = _made(published, form, agency)
    except ModuleNotFoundError as error:
        return fail("ITR864", spoken, USAGE, missing=error.name or str(error))
    if isinstance(text, bytes):
        return put_bytes(text, str(output), spoken)
    return put_out(lambda stream: stream.write(text), output, spoken)


def _open_data(published: "Published", source: Path, output: str, lang: str) -> int:
    """Write the files of a data package into a new folder: all of them or none."""
    from functools import partial

    from ..engine.publish.files import write_folder
    from ..engine.report.open_data import package

    files = package(published, source.read_bytes())
    try:
        write_folder(Path(output), [(name, partial(_put, text)) for name, text in files.items()])
    except (OSError, ValueError) as error:
        return fail("ITR906", lang, USAGE, name=output, reason=getattr(error, "strerror", None) or str(error))
    return WELL


def _put(text: str, stream: TextIO) -> None:
    stream.write(text)


def _made(published: "Published", form: str, agency: str) -> str | bytes:
    if form == "xlsx":
        from ..engine.report.xlsx import workbook

        return workbook(published)
    if form == "html":
        from ..engine.report.html import page

        return page(published)
    from ..engine.report.text import announcement

    return announcement(published, agency)
