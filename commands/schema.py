"""`itrank schema`: the JSON Schemas of what itrank reads and writes."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from typing import Annotated

import typer

from . import options
from .terminal import LANGUAGES, USAGE, Task, fail, put_out, refused, speaker

SCHEMAS = (
    "ruleset",
    "tests",
    "test-result",
    "coverage",
    "result",
    "findings",
    "bounds",
    "explanation",
    "mapping",
    "data",
    "comparison",
    "impact",
    "diff",
    "project",
    "seal",
    "status",
    "whatif",
    "tried",
)


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "In lược đồ JSON Schema của: " + ", ".join(SCHEMAS) + ".",
            "Print the JSON Schema of: " + ", ".join(SCHEMAS) + ".",
        )
    )
    def schema(
        name: Annotated[
            str, typer.Argument(metavar=say("[TÊN]", "[NAME]"), help=say("Lược đồ của gì.", "The schema of what."))
        ] = "ruleset",
        *,
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _schema(name, output, lang)


def _schema(name: str, output: str | None, lang: str) -> int:
    """Print a packaged schema as it is."""
    if (code := refused(lang)) is not None:
        return code
    if name not in SCHEMAS:
        return fail("ITR923", lang, USAGE, what="lược đồ", what_en="schema", found=name, choices=", ".join(SCHEMAS))
    from ..engine.files.resolve import package_folder

    text = (package_folder() / "schemas" / f"{name}.schema.json").read_text("utf-8")
    return put_out(lambda stream: stream.write(text), output, lang)
