"""`itrank report`: a result as what people read."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import options, words
from .days import day_of
from .help_words import ARGUMENTS
from .opened import first_bytes
from .options import both
from .progress import counted, doing
from .reading import unless_unread
from .sealing import tell_if_changed
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
    unwritten,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.model.findings import Finding
    from ..engine.report.charts import Chart
    from ..engine.report.contents import Contents
    from ..engine.result.published import Published

FORMATS = ("text", "html", "xlsx", "docx", "pdf", "profiles", "open-data")
_TO_FILE = frozenset({"xlsx", "docx", "pdf", "profiles", "open-data"})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for."""

    result: str
    form: str
    output: str | None
    agency: str
    place: str
    day: str | None
    signer: str
    template: str | None
    bundle: str | None
    lang: str | None

    @property
    def spoken(self) -> str:
        return self.lang or "vi"


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Lập thông báo, báo cáo Word, PDF, hồ sơ đơn vị, trang web, sổ Excel hoặc dữ liệu mở từ tệp kết quả.",
            "Make the announcement, a report in Word or PDF, unit profiles, a web page, a workbook or open data of a result.",
        )
    )
    def report(
        result: Annotated[
            str | None,
            typer.Argument(help=both("Tệp kết quả (evaluate --format json).", "A result (evaluate --format json).")),
        ] = None,
        *,
        format: Annotated[str | None, options.form(FORMATS)] = None,  # noqa: A002
        output: options.Output = None,
        agency: Annotated[str, typer.Option(help=both("Cơ quan ban hành.", "Who publishes."))] = "",
        place: Annotated[
            str, typer.Option(help=both("Nơi ban hành (docx, pdf).", "Where it is issued (docx, pdf)."))
        ] = "",
        date: Annotated[
            str | None,
            typer.Option(help=both("Ngày ban hành; không có thì để trống.", "The day of issue; else it is left open.")),
        ] = None,
        signer: options.Signer = "",
        template: Annotated[
            str | None, typer.Option(help=both("Mẫu Word của cơ quan (docx).", "A Word template of your own (docx)."))
        ] = None,
        bundle: Annotated[
            str | None,
            typer.Option(
                help=both(
                    "Gói của itrank freeze: in mã băm bản kê ở trang đầu (docx, pdf).",
                    "A bundle of itrank freeze: the first page bears its manifest's hash (docx, pdf).",
                )
            ),
        ] = None,
        write_template: Annotated[
            str | None,
            typer.Option(
                help=both("Ghi mẫu Word kèm theo ra tệp này để sửa.", "Write our Word template here, to edit.")
            ),
        ] = None,
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
        form = format if format is not None else "text"
        wanted = _Wanted(result or "", form, output, agency, place, date, signer, template, bundle, lang)
        if write_template is not None:
            return lambda: _template(write_template, wanted.spoken)
        if result is None:
            return lambda: fail(
                "ITR910", wanted.spoken, USAGE, option=_argument(wanted.spoken), command="itrank report"
            )
        return lambda: _report(wanted)


def _argument(lang: str) -> str:
    return ARGUMENTS["result"] if lang == "vi" else "result"


def _template(output: str, lang: str) -> int:
    from ..engine.report.docx import shipped_template

    if (code := refused(lang)) is not None:
        return code
    template = shipped_template()
    try:
        before = first_bytes(Path(output), len(template) + 1)
    except (OSError, ValueError):
        before = b""  # writing will say why
    if before not in {b"", template}:
        return fail("ITR488", lang, USAGE, name=output)
    return put_bytes(template, output, lang)


def _report(wanted: _Wanted) -> int:
    """Read the result, then write what is made of it, whole."""
    spoken, form, output = wanted.spoken, wanted.form, wanted.output
    if (code := refused(spoken, format=(form, FORMATS))) is not None:
        return code
    from ..engine.result.published import read_published

    if form in _TO_FILE and output is None:
        return fail("ITR865", spoken, USAGE, format=form)
    with doing(said(words.READING_RESULT, spoken)):
        read = read_published(Path(wanted.result), wanted.lang)
    published = unless_unread(read, spoken)
    if isinstance(published, int):
        return published
    tell_if_changed(Path(wanted.result), published.sha256, spoken)
    if form == "open-data":
        return _open_data(published, Path(wanted.result), str(output), spoken)
    try:
        made = _official(published, wanted) if form in {"docx", "pdf"} else _made(published, wanted)
    except ModuleNotFoundError as error:
        return without_library(spoken, error.name or str(error), "print" if form in {"pdf", "profiles"} else None)
    if isinstance(made, int):
        return made
    if isinstance(made, tuple):
        return tell(made, spoken, WRONG)
    if isinstance(made, bytes):
        return put_bytes(made, str(output), spoken)
    return put_out(lambda stream: stream.write(made), output, spoken)


def _official(published: "Published", wanted: _Wanted) -> bytes | int:
    """Make the province's report, with the day and the bundle's hash where they are given."""
    from ..engine.report.contents import contents

    day = day_of("--date", wanted.day, wanted.spoken) if wanted.day is not None else None
    if isinstance(day, int):
        return day
    manifest = _manifest(published, wanted.bundle, wanted.spoken) if wanted.bundle is not None else ""
    if isinstance(manifest, int):
        return manifest
    made = contents(
        published, agency=wanted.agency, place=wanted.place, day=day, signer=wanted.signer, manifest=manifest
    )
    from ..engine.report.charts import charts

    drawn = charts(published)
    if wanted.form == "pdf":
        from ..engine.report.pdf import report_pdf

        with _making(wanted.spoken):
            return report_pdf(made, drawn)
    return _word(made, drawn, wanted)


def _word(made: "Contents", drawn: "Sequence[Chart]", wanted: _Wanted) -> bytes | int:
    from ..engine.files.contents import read_bytes
    from ..engine.model.findings import Finding
    from ..engine.report.docx import LARGEST_TEMPLATE, document

    content = None
    if wanted.template is not None:
        found = read_bytes(Path(wanted.template), wanted.template, LARGEST_TEMPLATE)
        if isinstance(found, Finding):
            return tell((found,), wanted.spoken, USAGE)
        content = found
    with _making(wanted.spoken):
        filled = document(made, content, wanted.template or "", drawn)
    return filled if isinstance(filled, bytes) else tell(filled, wanted.spoken, USAGE)


def _manifest(published: "Published", name: str, lang: str) -> str | int:
    """Give the hash of a bundle's manifest, if the bundle's own bytes hold and its result is this one."""
    from hashlib import sha256

    from ..engine.bundle.container import LARGEST
    from ..engine.bundle.manifest import RESULT
    from ..engine.bundle.opening import open_bundle
    from ..engine.files.contents import ZIP, read_bytes
    from ..engine.model.findings import Finding

    content = read_bytes(Path(name), name, LARGEST)
    if isinstance(content, Finding):
        return tell((content,), lang, USAGE)
    opened = open_bundle(content, name)
    if isinstance(opened, tuple):
        # What is no zip at all was not what was meant; a bundle that was damaged is wrong in itself.
        return tell(opened, lang, WRONG if content.startswith(ZIP) else USAGE)
    if sha256(opened.members[RESULT]).hexdigest() != published.sha256:
        return fail("ITR871.bundle", lang, WRONG, bundle=name)
    return opened.sha256


def _open_data(published: "Published", source: Path, output: str, lang: str) -> int:
    """Write the files of a data package into a new folder: all of them or none."""
    from functools import partial

    from ..engine.files.writing import write_folder
    from ..engine.report.open_data import package

    with _making(lang):
        files = package(published, source.read_bytes())
    try:
        write_folder(Path(output), [(name, partial(_put, text)) for name, text in files.items()])
    except (OSError, ValueError) as error:
        return unwritten(output, error, lang)
    return WELL


def _put(text: str, stream: TextIO) -> None:
    stream.write(text)


def _making(lang: str) -> AbstractContextManager[None]:
    return doing(said(words.MAKING_REPORT, lang))


def _made(published: "Published", wanted: _Wanted) -> "str | bytes | tuple[Finding, ...]":
    if wanted.form == "profiles":
        return _profiles(published, wanted.spoken)
    with _making(wanted.spoken):
        return _page(published, wanted.form, wanted.agency)


def _profiles(published: "Published", lang: str) -> bytes:
    from ..engine.report.pdf import profiles_pdf
    from ..engine.report.profiles import profiles

    label = said(words.MAKING_PROFILES, lang)
    with _making(lang):
        told = profiles(published)
    return profiles_pdf(told, lambda parts, total: counted(parts, label, total))


def _page(published: "Published", form: str, agency: str) -> "str | bytes | tuple[Finding, ...]":
    if form == "xlsx":
        from ..engine.report.xlsx import workbook

        return workbook(published)
    if form == "html":
        from ..engine.report.html import page

        return page(published)
    from ..engine.report.text import announcement

    return announcement(published, agency)
