"""`itrank freeze`: a result with all that it was made of, in one file that anybody can check."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import both
from .progress import doing
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    code_of,
    exists,
    fail,
    put_bytes,
    put_said,
    refused,
    speaker,
    tell,
    unread,
)

if TYPE_CHECKING:
    from ..engine.bundle.manifest import Member
    from ..engine.bundle.report_members import Source
    from ..engine.model.findings import Finding
    from ..engine.model.observed import Observed
    from ..engine.model.result import Result

_RENAME = ("Đổi tên tệp.", "Rename the file.")
_LARGEST_REPORT = 256 * 1024 * 1024  # bytes


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Đóng gói kết quả cùng bộ tiêu chí, số liệu và báo cáo vào một tệp mà ai cũng tính lại được.",
            "Put a result, its ruleset, data and reports into one file that anybody can compute again.",
        )
    )
    def freeze(
        result: Annotated[
            str,
            typer.Argument(help=both("Tệp kết quả (evaluate --format json).", "A result (evaluate --format json).")),
        ],
        *,
        output: Annotated[str, typer.Option(help=both("Tệp .zip sẽ ghi.", "The .zip to write."))],
        report: Annotated[
            list[str] | None,
            typer.Option(help=both("Báo cáo kèm theo; lặp lại được.", "A report to put in; repeatable.")),
        ] = None,
        source: Annotated[
            list[str] | None,
            typer.Option(
                help=both(
                    "Tệp hoặc thư mục có bộ tiêu chí, số liệu của kết quả, khi không ở đây; lặp lại được.",
                    "A file or folder with the result's ruleset or data, where they are not here; repeatable.",
                )
            ),
        ] = None,
        key: Annotated[
            str | None,
            typer.Option(help=both("Khóa riêng Ed25519 (PEM) để ký.", "A private Ed25519 key (PEM) to sign.")),
        ] = None,
        public: Annotated[
            bool,
            typer.Option(
                "--public",
                help=both(
                    "Không kèm tệp số liệu gốc, có thể có tên người.",
                    "Leave out original data, which may name persons.",
                ),
            ),
        ] = False,
        reasons: Annotated[
            bool,
            typer.Option(
                "--reasons",
                help=both(
                    "Giữ trong gói công khai lý do, căn cứ điều chỉnh, ai điều chỉnh và ngày nào.",
                    "Keep in a public bundle the reasons and bases of corrections, who made them and when.",
                ),
            ),
        ] = False,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _freeze(result, output, report or (), source or (), key, lang, public=public, reasons=reasons)


def _freeze(
    result: str,
    output: str,
    reports: Sequence[str],
    given: Sequence[str],
    key: str | None,
    lang: str,
    *,
    public: bool,
    reasons: bool,
) -> int:
    """Find what the result names, compute it again, then pack; nothing is written unless the result comes out again."""
    if (code := refused(lang)) is not None:
        return code
    from ..engine.bundle.comparison import differs
    from ..engine.bundle.freezing import bundle_members, found_files, manifest_of
    from ..engine.bundle.inside import year_of_members
    from ..engine.bundle.paths import wrong_names
    from ..engine.bundle.report_members import Source, frozen_reports
    from ..engine.bundle.rules import data_record, without_words
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import Place, finding
    from ..engine.publish.record import engine_version
    from ..engine.report.published import Published, read_published
    from ..engine.report.remaking import libraries
    from ..engine.year import Stopped, result_of

    path = Path(result)
    if (lost := next((name for name in given if not exists(name)), None)) is not None:
        return fail("ITR401", lang, USAGE, name=lost)
    published = read_published(path)
    if not isinstance(published, Published):
        return tell(published, lang, USAGE if published[0].code == "ITR860" else code_of(published))
    if published.record["engine"] != engine_version():
        return fail("ITR859", lang, WRONG, found=published.record["engine"], own=engine_version())
    content = path.read_bytes()
    sources, findings = found_files(published.record, Path(), path, [Path(name) for name in given])
    if findings:
        return tell(findings, lang, WRONG)
    if unfit := wrong_names(each.path for each in sources):
        # It would be packed, and no system could be sure to unpack it: `verify` refuses it.
        help_ = ("Đổi tên tệp ấy, chấm lại rồi đóng gói.", "Rename that file, evaluate again and freeze.")
        return tell(
            [finding("ITR850", Place(path), help=help_, path=path, why=vi, why_en=en) for path, vi, en in unfit],
            lang,
            WRONG,
        )
    if (stray := _stray(given, sources)) is not None:
        return fail("ITR937", lang, USAGE, name=stray)
    with doing(speaker(lang)("Tính lại kết quả", "Computing the result again")):
        year = year_of_members(published.record, sources)
        if isinstance(year, Stopped):
            return tell(year.findings, lang, WRONG)
        made = result_of(year, provisional=published.record["provisional"])
        found, _ = differs(made, content, result)
    if found is not None:
        return tell((found.told(Place(result)),), lang, WRONG)
    added = _reports(reports, lang)
    if isinstance(added, int):
        return added
    with doing(speaker(lang)("Đóng gói", "Packing")):
        observed, record = year.observed, published.record
        shown = Source(published, made, content)
        if public and not reasons and (bare := without_words(observed)) != observed:
            observed = bare
            shown = _shown(result_of(replace(year, observed=bare), provisional=record["provisional"]))
            if (told := _told(added, year.observed)) is not None:
                return tell((told,), lang, WRONG)
        packed = frozen_reports(added, shown)
        if has_errors(packed.findings):
            return tell(packed.findings, lang, WRONG)
        plain = data_record(year.rules.ruleset, observed, year.data_findings, made.findings)
        members = bundle_members(year.rules.ruleset, plain, shown.content, sources, added, public=public)
        manifest = manifest_of(
            shown.published.record,
            members,
            public=public,
            full=published.sha256,
            reports=[recipe.record(path) for path, recipe in packed.recipes.items()],
            libraries=libraries(packed.recipes.values()),
        )
    code = _written(members, manifest, output, key, lang)
    return tell(packed.findings, lang, WELL) if code == WELL else code


def _told(reports: "Sequence[Member]", observed: "Observed") -> "Finding | None":
    """Find a report that says why something was corrected, which a public bundle shall not say."""
    from ..engine.bundle.freezing import told_word
    from ..engine.model.findings import Place, finding

    rows = observed.appraisal.corrections.values() if observed.appraisal is not None else ()
    words = list(dict.fromkeys(word for own in rows for row in own for word in (row.reason, row.basis, row.by)))
    for report in reports:
        if told_word(report.content, words) is not None:
            return finding("ITR896", Place(report.name), name=report.name)
    return None


def _shown(result: "Result") -> "Source":
    """Write a result as it goes into a bundle, and read it again as its readers will."""
    from ..engine.bundle.manifest import RESULT
    from ..engine.bundle.report_members import Source
    from ..engine.publish.record import write_json
    from ..engine.report.published import Published, published

    stream = io.StringIO()
    write_json(result, stream)
    content = stream.getvalue().encode()
    told = published(content, RESULT)
    if not isinstance(told, Published):
        raise TypeError(told)
    return Source(told, result, content)


def _stray(given: Sequence[str], sources: "Sequence[Member]") -> str | None:
    """Name a file that `--source` names and that is none of those which the result names; None where each is one."""
    from hashlib import sha256

    from ..engine.bundle.freezing import LARGEST_FILE
    from ..engine.files.contents import read_bytes

    known = {sha256(each.content).digest() for each in sources}
    for name in given:
        content = b"" if Path(name).is_dir() else read_bytes(Path(name), name, LARGEST_FILE)
        if content and (not isinstance(content, bytes) or sha256(content).digest() not in known):
            return name
    return None


def _reports(names: Sequence[str], lang: str) -> "list[Member] | int":
    from ..engine.bundle.manifest import Member
    from ..engine.bundle.paths import folded, unfit
    from ..engine.files.contents import read_bytes
    from ..engine.model.findings import Finding

    made: dict[str, Member] = {}
    for name in names:
        content = read_bytes(Path(name), name, _LARGEST_REPORT)
        if isinstance(content, Finding):
            return tell((content,), lang, USAGE)
        inside = f"reports/{Path(name).name}"
        if (why := unfit(inside)) is not None:
            return fail("ITR850", lang, USAGE, path=inside, why=why[0], why_en=why[1], advice=_RENAME)
        if folded(inside) in made:
            return fail("ITR885", lang, USAGE, name=Path(name).name)
        made[folded(inside)] = Member(inside, "report", content, Path(name).name)
    return list(made.values())


def _written(members: "Sequence[Member]", manifest: bytes, output: str, key: str | None, lang: str) -> int:
    """Sign where a key is given, write the bundle whole, and say its hashes."""
    from hashlib import sha256

    from ..engine.bundle.container import packed
    from ..engine.bundle.manifest import NAME, SIGNATURE
    from ..engine.bundle.signing import KeyFileError, signature_bytes

    inside = {member.path: member.content for member in members if not member.left_out} | {NAME: manifest}
    if key is not None:
        try:
            inside[SIGNATURE] = signature_bytes(manifest, Path(key).read_bytes())
        except KeyFileError:
            return fail("ITR878", lang, USAGE, name=key)
        except ModuleNotFoundError as error:
            return fail("ITR881", lang, USAGE, missing=error.name or "cryptography")
        except OSError as error:
            return unread(key, error, lang)
    made = packed(inside)
    if (code := put_bytes(made, output, lang)) != WELL:
        return code
    left_out = [member for member in members if member.left_out]
    say = speaker(lang)
    text = (
        say(f"Đã đóng gói {len(inside)} tệp vào {output}\n", f"{len(inside)} files were put into {output}\n")
        + say("  mã băm của gói (SHA-256)     ", "  the bundle's SHA-256    ") + f"{sha256(made).hexdigest()}\n"
        + say("  mã băm của bản kê (SHA-256)  ", "  the manifest's SHA-256  ") + f"{sha256(manifest).hexdigest()}\n"
        + "".join(say("  không kèm: ", "  left out: ") + f"{member.name} ({sha256(member.content).hexdigest()})\n" for member in left_out)
    )  # fmt: skip
    return put_said(text, lang, (output,))
