"""`itrank reopen`: an approved result may be changed again, for a reason that stays in its seal."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import words
from .options import both
from .sealing import TODAY, day_given, named_from, put_record, put_seal, recorded
from .terminal import LANGUAGES, USAGE, Task, fail, put_out, refused, speaker, tell
from .words import said

if TYPE_CHECKING:
    from ..engine.bundle.seal import ApprovalRecord, ReopeningRecord
    from ..engine.project import Project


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Mở lại kết quả đã phê duyệt để sửa; lý do được ghi lại mãi trong con dấu.",
            "Open an approved result again to change it; the reason stays in its seal.",
        )
    )
    def reopen(
        result: Annotated[
            str,
            typer.Argument(help=both("Tệp kết quả đã phê duyệt.", "The approved result.")),
        ],
        *,
        reason: Annotated[str, typer.Option(help=both("Vì sao mở lại.", "Why it is opened again."))],
        by: Annotated[
            str, typer.Option(help=both("Người mở lại; ghi như đã gõ.", "Who opens it, kept as typed."))
        ] = "",
        at: Annotated[
            str | None,
            typer.Option(
                help=both(
                    "Ngày mở lại; mặc định là hôm nay theo đồng hồ máy.",
                    "The day; by default today, by the computer's clock.",
                )
            ),
        ] = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _reopen(result, reason.strip(), by.strip(), at, lang)


def _reopen(result: str, reason: str, by: str, at: str | None, lang: str) -> int:
    """Add the reopening to the seal; the result itself may have been changed or be gone."""
    if (code := refused(lang)) is not None:
        return code
    if not reason:
        return fail("ITR910", lang, USAGE, option="--reason", command="itrank reopen")
    day = day_given(at, lang)
    if isinstance(day, int):
        return day
    from ..engine.bundle.approving import why_open
    from ..engine.bundle.seal import ReopeningRecord, read_seal
    from ..engine.files.seals import seal_of
    from ..engine.files.visible import visible
    from ..engine.model.findings import Finding, Place, finding

    place = seal_of(Path(result))
    seal = read_seal(place, str(place)) if place.exists() else None
    if isinstance(seal, Finding):
        return tell([seal], lang, USAGE)
    if seal is not None and seal.last.result.file != Path(result).name:
        seal = None  # of another result of that name, with another ending
    if seal is None or not seal.holds:
        return tell([finding("ITR867", Place(result), file=result, **why_open(place, seal))], lang, USAGE)
    reopening = ReopeningRecord(reason[:2000], by[:200], day, at in {None, TODAY})
    last, path = seal.last, Path(result)
    record = recorded(path, lang, lambda project: _without_approval(path, last, reopening, project))
    if isinstance(record, int):
        return record
    if code := put_seal(place, seal.opened_again(reopening), lang) or put_record(record, lang):
        return code
    on = said(words.BY_CLOCK, lang, at=day) if reopening.clock else day
    text = visible(said(words.REOPENED, lang, name=result, at=on, reason=reason))
    return put_out(lambda stream: stream.write(f"{text}\n"), None, lang)


def _without_approval(
    result: Path, approval: "ApprovalRecord", reopening: "ReopeningRecord", project: "Project"
) -> str | None:
    """Give the text of the project's file with the reopening; as it is where the project says nothing of the result."""
    from ..engine.project import Reopening
    from ..engine.project.recording import with_approval

    if project.approved is None or project.approved.result != named_from(result, Path()):
        return project.text
    ended = Reopening(reopening.at, reopening.reason[:1000], approval.result.sha256, reopening.by)
    return with_approval(project, None, (*project.reopened, ended))
