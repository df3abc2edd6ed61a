"""`itrank rulesets`: the rulesets that are at hand."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .terminal import LANGUAGES, WELL, WRONG, Task, columns_of, put_out, refused, speaker

if TYPE_CHECKING:
    from ..engine.files.resolve import Named
    from ..engine.publish.listing import Listed

FORMATS = ("text", "json")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Liệt kê các bộ tiêu chí ở đây, trong rulesets/ và kèm theo itrank. Mã thoát là 1 nếu có bộ hỏng.",
            "List the rulesets here, in rulesets/ and those that come with itrank. Exits with 1 if one is broken.",
        )
    )
    def rulesets(
        *,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _rulesets(format, output, lang)


def _rulesets(form: str, output: str | None, lang: str) -> int:
    """Load each ruleset at hand, and list them."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from ..engine.files import resolve
    from ..engine.publish.listing import listing_json, listing_text

    package = resolve.package_folder()
    listed = [_listed(named, package) for named in resolve.list_rulesets(Path(), package)]
    columns = columns_of(sys.stdout) if output is None else None
    text = listing_json(listed) if form == "json" else listing_text(listed, lang, columns)
    code = WELL if all(each.ruleset is not None for each in listed) else WRONG
    return put_out(lambda stream: stream.write(text), output, lang) or code


def _listed(named: "Named", package: Path) -> "Listed":
    from ..engine.language import load
    from ..engine.model.codes import severity_of
    from ..engine.model.findings import Severity
    from ..engine.publish.listing import Listed

    loaded = load(named.path, named.name)
    error = next((each for each in loaded.findings if severity_of(each) is Severity.ERROR), None)
    ruleset = None if error is not None else loaded.ruleset
    return Listed(named.name, ruleset, error, named.path.parent == package / "rulesets")
