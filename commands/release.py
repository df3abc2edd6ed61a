"""`itrank release`: a version of a ruleset comes into force, and is held to what it was on that day."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import Annotated

import typer

from . import options, words
from .days import day_or_today
from .options import both
from .project import must_be_project
from .reading import unless_stopped
from .terminal import LANGUAGES, USAGE, WELL, WRONG, Task, fail, put_bytes, put_out, refused, speaker, tell
from .words import said

_WHY = "không sửa được mà giữ nguyên phần còn lại; viết mỗi khóa một dòng"
_WHY_EN = "it cannot be edited with the rest of it kept; write a key a line"


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Ghi vào itrank.yaml rằng phiên bản này của bộ tiêu chí đã ban hành; từ đó mọi lệnh báo khi tệp không còn như vậy.",
            "Record in itrank.yaml that this version of the ruleset is released; from then on every command says when the file differs.",
        )
    )
    def release(
        *,
        ruleset: options.Ruleset,
        on: Annotated[
            str | None,
            typer.Option(
                "--date", help=both("Ngày ghi nhận; mặc định hôm nay.", "The day to record; today by default.")
            ),
        ] = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _release(ruleset, on, lang)


def _release(name: str, day: str | None, lang: str) -> int:
    """Hold the ruleset against what was released already, then record it."""
    if (code := refused(lang)) is not None:
        return code
    from ..engine.files.contents import leads_out
    from ..engine.files.resolve import shown_path
    from ..engine.model.findings import Place, finding
    from ..engine.project import FILE
    from ..engine.project.recording import with_releases
    from ..engine.project.releasing import refused_release, release_of, released_as
    from ..engine.year import open_rules

    on = day_or_today("--date", day, lang)
    if isinstance(on, int):
        return on
    project = must_be_project(lang)
    if isinstance(project, int):
        return project
    rules = unless_stopped(open_rules(name), lang)
    if isinstance(rules, int):
        return rules
    ruleset, path = rules.ruleset, rules.named.path
    if leads_out(path, Path()):
        return tell([finding("ITR121.project", Place(FILE), name=rules.typed)], lang, WRONG)
    if refusal := refused_release(project, rules):
        return tell(refusal, lang, WRONG, rules.texts, rules.shown)
    tell(rules.findings, lang, WELL, rules.texts, rules.shown)
    then = released_as(project, ruleset.id, ruleset.version)
    made = release_of(ruleset, shown_path(path, Path()), on)
    if then is None:
        text = with_releases(project, [*project.released, made])
        if text is None:
            return fail("ITR906", lang, USAGE, name=FILE, reason=_WHY, reason_en=_WHY_EN)
        if (code := put_bytes(text.encode(), FILE, lang, in_place=True)) != WELL:
            return code
    words_ = words.RELEASED if then is None else words.RELEASED_BEFORE
    line = said(words_, lang, identity=f"{made.id}@{made.version}", day=(then or made).on, sha256=made.sha256)
    return put_out(lambda stream: stream.write(line + "\n"), None, lang)
