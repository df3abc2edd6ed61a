"""`itrank report`: a result as what people read."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .options import both
from .terminal import USAGE, WELL, WRONG, Task, code_of, fail, is_same, refused, speaker, tell

if TYPE_CHECKING:
    from ..engine.report.published import Options

# format -> the module of engine.report that writes it: `write(published, target, options)`
FORMATS = {
    "text": "text",
    "html": "html",
    "xlsx": "xlsx",
    "docx": "docx",
    "pdf": "pdf",
    "open-data": "open_data",
}
_NAMES = ", ".join(FORMATS)
_SUFFIXES = {".txt": "text", ".htm": "html", "": "open-data"} | {f".{name}": name for name in FORMATS}


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Lập báo cáo từ tệp kết quả: thông báo, trang web, Excel, Word, PDF hoặc dữ liệu mở.",
            "Make a report of a result: announcement, web page, Excel, Word, PDF or open data.",
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
                help=both(f"Mặc định theo đuôi của --output: {_NAMES}.", f"By default as --output ends: {_NAMES}.")
            ),
        ] = None,
        output: options.Output = None,
        template: Annotated[
            str | None, typer.Option(help=both("Mẫu Word của cơ quan (.docx).", "Your own Word template (.docx)."))
        ] = None,
        agency: Annotated[str, typer.Option(help=both("Cơ quan ban hành.", "Who publishes."))] = "",
        number: Annotated[str, typer.Option(help=both("Số văn bản.", "Number of the document."))] = "",
        place: Annotated[str, typer.Option(help=both("Địa danh.", "Where it is signed."))] = "",
        date: Annotated[str, typer.Option(help=both("Ngày ký, như sẽ in.", "The day, as it is to be printed."))] = "",
        profiles: Annotated[
            bool, typer.Option("--profiles", help=both("Mỗi đơn vị một trang (pdf).", "A page for each unit (pdf)."))
        ] = False,
        lang: Annotated[
            str | None,
            typer.Option(help=both("vi, en; mặc định: của bộ tiêu chí.", "vi, en; by default the ruleset's.")),
        ] = None,
    ) -> Task:
        from ..engine.report.published import Options

        asked = Options(Path(template) if template else None, agency, number, place, date, profiles)
        return lambda: _report(result, format, output, lang, asked)


def _report(result: str, form: str | None, output: str | None, lang: str | None, asked: "Options") -> int:
    """Read the result, then let the form's writer make the file whole."""
    form = form or _SUFFIXES.get(Path(output).suffix.lower() if output else ".txt", "")
    spoken = lang or "vi"
    if (code := refused(spoken, format=(form, tuple(FORMATS)))) is not None:
        return code
    if output is None and form != "text":
        return fail("ITR865", spoken, USAGE, format=form)
    from ..engine.model.codes import has_errors
    from ..engine.report.published import Published, read_published

    source = Path(result)
    if output is not None and is_same(output, source):
        return fail("ITR906", spoken, USAGE, name=output, reason="RESULT")
    published = read_published(source, lang)
    if not isinstance(published, Published):
        return tell(published, spoken, USAGE if published[0].code == "ITR860" else code_of(published))
    try:
        write = import_module(f"itrank.engine.report.{FORMATS[form]}").write
    except ModuleNotFoundError as error:
        return fail("ITR864", spoken, USAGE, missing=error.name or str(error))
    try:
        findings = write(published, Path(output) if output else None, asked)
    except (OSError, ValueError) as error:
        return fail(
            "ITR906", spoken, USAGE, name=output or "stdout", reason=getattr(error, "strerror", None) or str(error)
        )
    sys.stdout.flush()
    return tell(findings, spoken, WRONG if has_errors(findings) else WELL)
