"""`itrank fmt`: lay rulesets out in one way, their comments kept."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import LANGUAGES, WELL, Task, code_of, put_back, put_out, read_stdin, refused, speaker, tell

if TYPE_CHECKING:
    from ..engine.model.findings import Finding

STDIN = "-"


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Trình bày lại tệp YAML: thụt hai dấu cách, dòng dài mở ra; giữ chú thích, không đổi nghĩa. - là stdin.",
            "Lay YAML files out anew: two spaces, long lines opened; comments and meaning are kept. - is standard input.",
        )
    )
    def fmt(
        files: Annotated[
            list[str],
            typer.Argument(
                metavar=say("TỆP...", "FILE..."), help=say("Tệp YAML; - là stdin.", "YAML files; - is stdin.")
            ),
        ],
        *,
        check: Annotated[
            bool,
            typer.Option(
                "--check", help=say("Chỉ xem; mã thoát 1 nếu có tệp phải sửa.", "Only look; exit with 1 on a change.")
            ),
        ] = False,
        diff: Annotated[
            bool, typer.Option("--diff", help=say("In chỗ khác, không ghi.", "Print what would change; write nothing."))
        ] = False,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _fmt(files, lang, check=check, diff=diff)


def _fmt(names: Sequence[str], lang: str, *, check: bool, diff: bool) -> int:
    """Lay each file out; one that cannot be is told and left, and the others are done."""
    if (code := refused(lang)) is not None:
        return code
    from ..engine.model.findings import Finding, Place, finding

    findings: list[Finding] = []
    texts: dict[str, str] = {}
    printed: list[str] = []
    code = WELL
    for name in dict.fromkeys(names):
        read = _laid_out(name)
        made, before = read
        if not isinstance(made, str):
            findings += made
            texts[_shown(name)] = before
            continue
        is_changed = made != before
        if check and is_changed:
            findings.append(finding("ITR925", Place(_shown(name)), name=_shown(name)))
        if diff:
            printed += _difference(before, made, _shown(name))
        elif name == STDIN and not check:
            printed.append(made)
        elif is_changed and not check:
            code = put_back(Path(name), made, _shown(name), lang) or code
    if printed and (put := put_out(lambda stream: stream.write("".join(printed)), None, lang)):
        return put
    if findings:
        return tell(findings, lang, code or code_of(findings), texts)
    return code


def _laid_out(name: str) -> "tuple[str | Sequence[Finding], str]":
    """Read a file as the hostile thing that it may be, and lay it out: the new text or what is wrong, and the old text."""
    from ..engine.files.contents import read_inside
    from ..engine.language.document import MOST_BYTES, read_document
    from ..engine.language.editing import laid_out
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import Finding, Place, finding

    shown = _shown(name)
    if name == STDIN:
        content = read_stdin(MOST_BYTES + 1)
    else:
        content = read_inside(Path(name), Path(name).parent, shown, MOST_BYTES)
    if isinstance(content, Finding):
        return [content], ""
    document, findings = read_document(content, shown)
    text = content.decode("utf-8", "replace")
    if document is None or has_errors(findings):
        return findings, text
    made = laid_out(text)
    return ([finding("ITR924", Place(shown), name=shown)] if made is None else made), text


def _difference(before: str, after: str, name: str) -> list[str]:
    """Write a unified diff that cannot command a terminal."""
    from difflib import unified_diff

    from ..engine.files.visible import visible

    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
    return [f"{visible(line)}\n" for line in lines]


def _shown(name: str) -> str:
    from ..engine.files.resolve import given

    return "<stdin>" if name == STDIN else given(name).name
