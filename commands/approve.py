"""`itrank approve`: a result becomes the year's, by the minutes of a meeting; nothing changes it unnoticed afterwards."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import options, words
from .days import day_of
from .freeze import bundle_bytes, lines_of, packed_again
from .options import both
from .sealing import TODAY, day_given, named_from, put_record, put_seal, recorded
from .terminal import LANGUAGES, USAGE, WELL, Task, approved, fail, put_bytes, put_out, refused, speaker, tell
from .words import said

if TYPE_CHECKING:
    from ..engine.bundle.seal import DecisionRecord, MinutesRecord, SealRecord
    from ..engine.project import Project


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asks for."""

    result: str
    minutes: str
    number: str
    date: str
    by: str
    at: str | None
    reports: Sequence[str]
    sources: Sequence[str]
    key: str | None
    lang: str


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Phê duyệt kết quả theo biên bản: đóng gói cùng mã băm biên bản; từ đó không lệnh nào sửa được kết quả.",
            "Approve a result by its minutes: packed with their hash; from then on no command changes it.",
        )
    )
    def approve(
        result: Annotated[
            str,
            typer.Argument(help=both("Tệp kết quả (evaluate --format json).", "A result (evaluate --format json).")),
        ],
        *,
        minutes: Annotated[
            str,
            typer.Option(
                help=both("Biên bản họp, tệp bất kỳ (PDF đã ký).", "The minutes, any file (such as a signed PDF).")
            ),
        ],
        number: Annotated[str, typer.Option(help=both("Số biên bản.", "The number of the minutes."))],
        date: Annotated[str, typer.Option(help=both("Ngày biên bản.", "The day of the minutes."))],
        by: Annotated[
            str,
            typer.Option(
                help=both(
                    "Người phê duyệt; ghi như đã gõ, chỉ chữ ký (--key) mới chứng tỏ.",
                    "Who approves, kept as typed; only a signature (--key) proves it.",
                )
            ),
        ] = "",
        at: Annotated[
            str | None,
            typer.Option(
                help=both(
                    "Ngày phê duyệt, hoặc today; mặc định là ngày biên bản.",
                    "The day of the approval, or today; by default that of the minutes.",
                )
            ),
        ] = None,
        report: options.Reports = None,
        source: options.Sources = None,
        key: options.Key = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        wanted = _Wanted(result, minutes, number, date, by, at, report or (), source or (), key, lang)
        return lambda: _approve(wanted)


def _approve(wanted: _Wanted) -> int:
    """Compute the result again, pack it with what approves it, then seal it; the bundle is there before its seal."""
    lang, path = wanted.lang, Path(wanted.result)
    if (code := refused(lang)) is not None:
        return code
    from ..engine.bundle.approving import sealed, statement_of
    from ..engine.files.seals import bundle_of, seal_of
    from ..engine.project import FILE

    if seal_of(path) == path:
        return fail("ITR907", lang, USAGE, name=wanted.result)
    decision = _decision(wanted)
    if isinstance(decision, int):
        return decision
    seal = _seal_to_add_to(path, lang)
    if isinstance(seal, int):
        return seal
    frozen = packed_again(wanted.result, wanted.reports, wanted.sources, lang, statement_of(decision, seal))
    if isinstance(frozen, int):
        return frozen
    made = bundle_bytes(frozen.packed, wanted.key, lang)
    if isinstance(made, int):
        return made
    output, source = str(bundle_of(path)), frozen.computed.source
    new = sealed(decision, path, source.content, made.content, source.published.record, seal)
    record = recorded(path, lang, lambda project: _with_approval(wanted, new, project))
    if isinstance(record, int):
        return record
    if record is not None and (code := approved(FILE, FILE, lang)) is not None:  # by another result of the project
        return code
    if (code := put_bytes(made.content, output, lang)) != WELL:
        return code
    if code := put_seal(seal_of(path), new, lang) or put_record(record, lang):
        return code
    lines = [*lines_of(frozen.packed, made, output, lang), *_said(path, decision, lang, is_signed=bool(wanted.key))]
    code = put_out(lambda stream: stream.write("".join(f"{line}\n" for line in lines)), None, lang)
    return tell(frozen.packed.findings, lang, WELL) if code == WELL else code


def _with_approval(wanted: _Wanted, seal: "SealRecord", project: "Project") -> str | None:
    """Give the text of the project's file with the last approval of a seal."""
    from ..engine.project import Approval, Minutes
    from ..engine.project.recording import with_approval

    result, decision = Path(wanted.result), seal.last.decision
    made = decision.minutes
    minutes = Minutes(named_from(Path(wanted.minutes), Path()), made.sha256, made.number, made.date)
    bundle = named_from(result.with_name(seal.last.bundle.file), Path())
    name, digest = named_from(result, Path()), seal.last.result.sha256
    return with_approval(project, Approval(name, digest, minutes, decision.at, bundle, decision.by), ())


def _said(path: Path, decision: "DecisionRecord", lang: str, *, is_signed: bool) -> list[str]:
    from ..engine.files.seals import seal_of
    from ..engine.files.visible import visible

    minutes, by = decision.minutes, decision.by or said(words.APPROVED_BY_NOBODY, lang)
    lines = [
        said(words.APPROVED, lang, name=path, number=minutes.number, sha256=minutes.sha256, file=minutes.file),
        said(words.APPROVED_BY_SIGNED if is_signed else words.APPROVED_BY, lang, by=by),
        said(words.SEALED, lang, name=seal_of(path)),
    ]
    return [visible(line) for line in lines]


def _decision(wanted: _Wanted) -> "DecisionRecord | int":
    """Read the minutes and the days; the exit code where they cannot be."""
    from ..engine.bundle.seal import DecisionRecord, MinutesRecord

    minutes = _minutes(wanted)
    if isinstance(minutes, int):
        return minutes
    at = day_given(wanted.at, wanted.lang) if wanted.at is not None else minutes.date
    if isinstance(at, int):
        return at
    assert isinstance(minutes, MinutesRecord)
    return DecisionRecord(minutes, wanted.by.strip()[:200], at, wanted.at == TODAY)


def _minutes(wanted: _Wanted) -> "MinutesRecord | int":
    from hashlib import sha256

    from ..engine.bundle.seal import LARGEST_MINUTES, MinutesRecord
    from ..engine.files.contents import read_bytes
    from ..engine.model.findings import Finding

    number, lang = wanted.number.strip(), wanted.lang
    if not number:
        return fail("ITR910", lang, USAGE, option="--number", command="itrank approve")
    day = day_of("--date", wanted.date, lang)
    if isinstance(day, int):
        return day
    content = read_bytes(Path(wanted.minutes), wanted.minutes, LARGEST_MINUTES)
    if isinstance(content, Finding):
        return tell([content], lang, USAGE)
    if not content:
        return fail("ITR910", lang, USAGE, option="--minutes", command="itrank approve")
    name = named_from(Path(wanted.minutes), Path(wanted.result).parent)
    return MinutesRecord(name, len(content), sha256(content).hexdigest(), number[:200], day.isoformat())


def _seal_to_add_to(result: Path, lang: str) -> "SealRecord | int | None":
    """Read the seal of a result that is to be approved; None where there is none, the exit code where it holds or is none."""
    from ..engine.bundle.seal import read_seal
    from ..engine.files.seals import seal_of
    from ..engine.model.findings import Finding

    place = seal_of(result)
    if not place.exists():
        return None
    seal = read_seal(place, str(place))
    if isinstance(seal, Finding):
        return tell([seal], lang, USAGE)
    if seal.last.result.file != result.name:
        other = seal.last.result.file
        reason: Any = {"reason": f"nó là con dấu của {other}", "reason_en": f"it is the seal of {other}"}
        return fail("ITR906", lang, USAGE, name=place, **reason)
    if seal.holds:
        number = seal.last.decision.minutes.number
        return fail("ITR866", lang, USAGE, name=result, number=number, at=place, file=result)
    return seal
