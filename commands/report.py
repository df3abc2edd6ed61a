"""`itrank report`: a result as what people read."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import Annotated

import typer

from . import options
from .options import both
from .terminal import LANGUAGES, USAGE, Task, code_of, fail, is_same, put_out, refused, speaker, tell

FORMATS = ("text",)


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Lập thông báo từ tệp kết quả: ai dẫn đầu, bao nhiêu đơn vị ở mỗi mức, cách tính.",
            "Make the announcement of a result: who leads, how many in each tier, the method.",
        )
    )
    def report(
        result: Annotated[
            str,
            typer.Argument(help=both("Tệp kết quả (evaluate --format json).", "A result (evaluate --format json).")),
        ],
        *,
        format: Annotated[str, typer.Option(help=", ".join(FORMATS))] = "text",  # noqa: A002
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


def _report(result: str, form: str, output: str | None, agency: str, lang: str | None) -> int:
    """Read the result, then write what is made of it, whole."""
    spoken = lang or "vi"
    if (code := refused(spoken, format=(form, FORMATS))) is not None:
        return code
    from ..engine.report.published import Published, read_published
    from ..engine.report.text import announcement

    source = Path(result)
    if output is not None and is_same(output, source):
        return fail("ITR907", spoken, USAGE, name=output)
    published = read_published(source, lang)
    if not isinstance(published, Published):
        return tell(published, spoken, USAGE if published[0].code == "ITR860" else code_of(published))
    text = announcement(published, agency)
    return put_out(lambda stream: stream.write(text), output, spoken)
