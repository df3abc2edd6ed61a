"""`itrank verify`: hold a bundle against its hashes, and compute its result again."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .computing import recomputed
from .options import both
from .progress import doing
from .terminal import LANGUAGES, USAGE, WELL, WRONG, Task, fail, put_out, refused, speaker, tell, unread

if TYPE_CHECKING:
    from ..engine.bundle.compared import Compared
    from ..engine.bundle.opening import Opened
    from ..engine.model.findings import Finding

FORMATS = ("text", "json")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Kiểm tra một gói kết quả: mã băm, chữ ký, và tính lại mọi điểm bằng hai bộ tính độc lập.",
            "Check a bundle: hashes, signature, and every score computed again by two independent evaluators.",
        )
    )
    def verify(
        bundle: Annotated[str, typer.Argument(help=both("Gói .zip của itrank freeze.", "The .zip of itrank freeze."))],
        *,
        key: Annotated[
            str | None,
            typer.Option(
                help=both("Khóa công khai Ed25519 (PEM) của nơi công bố.", "The publisher's public Ed25519 key (PEM).")
            ),
        ] = None,
        format: Annotated[str, typer.Option(help=", ".join(FORMATS))] = "text",  # noqa: A002
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _verify(bundle, key, format, lang)


def _verify(name: str, key: str | None, form: str, lang: str) -> int:
    """Go from the outside in: the container, the hashes, who signed, the rules and data, the result."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from ..engine.bundle.container import LARGEST
    from ..engine.bundle.opening import open_bundle
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import Finding
    from ..engine.observe.files import read_bytes

    content = read_bytes(Path(name), name, LARGEST)
    if isinstance(content, Finding):
        return tell((content,), lang, USAGE)
    opened = open_bundle(content, name)
    if isinstance(opened, tuple):
        return tell(opened, lang, WRONG)
    signed = _signature(opened, key, lang)
    if isinstance(signed, int):
        return signed
    with doing(speaker(lang)("Tính lại mọi điểm bằng hai bộ tính", "Computing every score again, twice")):
        compared, found = _compared(opened)
    findings = [*signed, *found]
    ok = not has_errors(tuple(findings))
    code = _say(opened, compared, findings, form, lang, ok=ok)
    return code or tell(findings, lang, WELL if ok else WRONG)


def _signature(opened: "Opened", key: str | None, lang: str) -> "list[Finding] | int":
    from ..engine.bundle.manifest import NAME
    from ..engine.bundle.signing import KeyFileError, is_signed
    from ..engine.model.findings import Place, finding

    at, signature = Place(opened.name), opened.signature
    if key is None:
        return [finding("ITR882", at)] if signature is not None else []
    try:
        holds = signature is not None and is_signed(opened.members[NAME], signature, Path(key).read_bytes())
    except KeyFileError:
        return fail("ITR878", lang, USAGE, name=key)
    except ModuleNotFoundError as error:
        return fail("ITR881", lang, USAGE, missing=error.name or "cryptography")
    except OSError as error:
        return unread(key, error, lang)
    return [] if holds else [finding("ITR877", at, key=key)]


def _compared(opened: "Opened") -> "tuple[Compared, list[Finding]]":
    """Compare what a bundle holds with what belongs there: its files by what they are, then its result."""
    from ..engine.bundle.compared import Compared
    from ..engine.bundle.evaluators import strange_members
    from ..engine.bundle.freezing import wrong_sources
    from ..engine.bundle.manifest import RESULT
    from ..engine.model.findings import Place
    from ..engine.report.published import Published, published

    at = Place(opened.name)
    result = published(opened.members[RESULT], f"{opened.name}/{RESULT}")
    if not isinstance(result, Published):
        return Compared(), list(result)
    strange = strange_members(opened.members, opened.manifest, result.record, at)
    if wrong := wrong_sources(result.record, opened.manifest, at):
        return Compared(), [*strange, *wrong]
    compared, found = recomputed(opened, result)
    return compared, [*strange, *found]


def _say(opened: "Opened", compared: "Compared", findings: "list[Finding]", form: str, lang: str, *, ok: bool) -> int:
    """Say what was checked; 0 if that could be said."""
    from ..engine.publish.record import finding_record

    rules = opened.manifest["ruleset"]
    if form == "json":
        made = {
            "format": "itrank-verification/1",
            "bundle": opened.name,
            "manifest_sha256": opened.sha256,
            "ruleset": rules,
            "holds": ok,
            "files": len(opened.manifest["files"]),
            "left_out": [file["name"] for file in opened.manifest["left_out"]],
            "compared": [part.key for part in compared.parts],
            "not_compared": [{"part": part.key, "reason": reason._asdict()} for part, reason in compared.not_compared],
            "diagnostics": [finding_record(each) for each in findings],
        }
        return put_out(lambda stream: stream.write(json.dumps(made, ensure_ascii=False, indent=1) + "\n"), None, lang)
    if not ok:
        return WELL
    result = json.loads(opened.members["result.json"])
    scores = sum(len(unit["criteria"]) for unit in result["units"])
    say: Callable[[str, str], str] = speaker(lang)
    lines = [
        say(f"Gói {opened.name} đúng.", f"The bundle {opened.name} holds."),
        say("  bộ tiêu chí     ", "  ruleset     ") + f"{rules['id']} {rules['version']} · {rules['sha256']}",
        say("  bản kê          ", "  manifest    ") + opened.sha256,
        say("  tệp             ", "  files       ") + say(f"{len(opened.manifest['files'])}, đúng mã băm từng tệp", f"{len(opened.manifest['files'])}, each with its hash"),
        say("  tính lại        ", "  computed    ") + say(
            f"{len(result['units'])} đơn vị, {scores} điểm, hai bộ tính độc lập: khớp",
            f"{len(result['units'])} units, {scores} scores, by two independent evaluators: all agree",
        ),
    ]  # fmt: skip
    if opened.manifest["illustrative"]:
        lines.insert(1, say("  SỐ LIỆU MINH HỌA", "  ILLUSTRATIVE DATA"))
    return put_out(lambda stream: stream.write("\n".join(lines) + "\n"), None, lang)
