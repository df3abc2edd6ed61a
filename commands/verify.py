"""`itrank verify`: hold a bundle against its hashes, and compute its result again."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from . import options, words
from .options import both
from .progress import doing
from .reading import with_key
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    fail,
    put_out,
    refused,
    speaker,
    tell,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.bundle.compared import Compared
    from ..engine.bundle.opening import Opened
    from ..engine.model.findings import Finding
    from ..engine.year import YearNames

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
        bundle: Annotated[
            str,
            typer.Argument(
                help=both(
                    "Gói .zip (freeze), con dấu .approved.json (approve), hoặc bảng .parquet (evaluate).",
                    "The .zip of freeze, the seal .approved.json of approve, or a table .parquet of evaluate.",
                )
            ),
        ],
        *,
        ruleset: Annotated[
            str | None, typer.Option(help=both("Của bảng .parquet: bộ tiêu chí.", "Of a table .parquet: the ruleset."))
        ] = None,
        data: options.FilesOfData = None,
        previous: options.Previous = None,
        mapping: options.Mapping = None,
        key: Annotated[
            str | None,
            typer.Option(
                help=both("Khóa công khai Ed25519 (PEM) của nơi công bố.", "The publisher's public Ed25519 key (PEM).")
            ),
        ] = None,
        format: Annotated[str, typer.Option(help=", ".join(FORMATS))] = "text",  # noqa: A002
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        from ..engine.year import YearNames

        names = YearNames(ruleset or "", data or (), None, previous, mapping)
        return lambda: _verify(bundle, names, key, format, lang)


def _verify(name: str, names: "YearNames", key: str | None, form: str, lang: str) -> int:
    """Go from the outside in: the container, the hashes, who signed, the rules and data, the result."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    from ..engine.result.published import is_table

    if is_table(Path(name)):
        from .verify_table import verify_table

        if key is not None:
            return fail("ITR947", lang, USAGE, option="--key", other="*.zip")
        return verify_table(name, names, form, lang)
    given = {"--ruleset": names.ruleset, "--data": names.data, "--previous": names.previous, "--mapping": names.mapping}
    if (option := next((option for option, own in given.items() if own), None)) is not None:
        return fail("ITR947", lang, USAGE, option=option, other="*.parquet")
    from ..engine.bundle.opening import open_bundle
    from ..engine.bundle.verdict import Verdict, as_json, as_text
    from ..engine.bundle.verifying import verified
    from ..engine.model.codes import has_errors

    read = _bundle(name, lang)
    if isinstance(read, int):
        return read
    opened = open_bundle(read.content, read.name)
    if isinstance(opened, tuple):
        return tell((*opened, *read.findings), lang, WRONG)
    signed = _signature(opened, key, lang)
    if isinstance(signed, int):
        return signed
    with doing(said(words.COMPUTING_TWICE, lang)):
        made = verified(opened)
    findings = (*signed.findings, *made.findings, *read.findings, *_unsealed(opened, read))
    compared = signed.compared + made.compared + _approval(opened, read)
    verdict = Verdict(opened, made.record, compared, findings, not has_errors(findings), signed.key)
    text = as_json(verdict) if form == "json" else as_text(verdict, lang)
    code = put_out(lambda stream: stream.write(text), None, lang)
    return code or tell(findings, lang, WELL if verdict.holds else WRONG)


class _Bundle(NamedTuple):
    """The bytes of a bundle, and what comparing it and its result with a seal has found, where there is one."""

    name: str
    content: bytes
    findings: "tuple[Finding, ...]" = ()
    is_sealed: bool = False


def _bundle(name: str, lang: str) -> _Bundle | int:
    """Read a bundle, of a seal the one that it names; the exit code where there is nothing to compute again."""
    from ..engine.bundle.approving import standing_of, why_open
    from ..engine.bundle.container import LARGEST
    from ..engine.files.contents import read_bytes
    from ..engine.files.seals import BUNDLE, SEAL, seal_of
    from ..engine.model.findings import Finding, Place, finding

    path = Path(name)
    told: tuple[Finding, ...] = ()
    if name.endswith(SEAL) or (name.endswith(BUNDLE) and seal_of(path).exists()):
        standing = standing_of(path, Path())
        seal, at = standing.seal, seal_of(path)
        if isinstance(seal, Finding):
            return tell((seal,), lang, WRONG)
        if seal is not None and seal.holds:
            own = str(at.with_name(seal.last.bundle.file))
            if standing.bundle is None:
                return tell(standing.findings, lang, WRONG)
            return _Bundle(own, standing.bundle, standing.findings, is_sealed=True)
        if name.endswith(SEAL) and seal is not None:
            file = str(at.with_name(seal.last.result.file))
            return tell((finding("ITR867", Place(file), file=file, **why_open(at, seal)),), lang, WRONG)
        if seal is not None:
            told = (finding("ITR868.reopened", Place(name), **why_open(at, seal)),)
    content = read_bytes(path, name, LARGEST)
    return tell((content,), lang, USAGE) if isinstance(content, Finding) else _Bundle(name, content, told)


def _approval(opened: "Opened", read: _Bundle) -> "Compared":
    """Say whether what a bundle states of its approval was compared with a seal."""
    from ..engine.bundle.compared import APPROVAL, ONLY_STATED, Compared

    if read.is_sealed:
        return Compared((APPROVAL,))
    return Compared((), (ONLY_STATED,)) if "approval" in opened.manifest else Compared()


def _unsealed(opened: "Opened", read: _Bundle) -> "tuple[Finding, ...]":
    """Say that an approved result lies beside its bundle without the seal that commands look for."""
    from ..engine.bundle.seal import StatementRecord, stated_approval
    from ..engine.files.seals import BUNDLE, seal_of
    from ..engine.model.findings import Place, finding

    stated, path = stated_approval(opened.manifest), Path(read.name)
    if isinstance(stated, str):
        return (finding("ITR861.manifest", Place(read.name), where="approval", rule=stated),)
    seal = seal_of(path)
    result = path.with_name(path.name.removesuffix(BUNDLE) + ".json")
    if not isinstance(stated, StatementRecord) or seal.exists() or not result.exists():
        return ()
    number = stated.decision.minutes.number
    return (finding("ITR868", Place(read.name), number=number, file=seal.name),)


class _Signed(NamedTuple):
    """What is known of who signed: findings, what was compared, and the key that was checked."""

    findings: "tuple[Finding, ...]"
    compared: "Compared"
    key: str = ""


def _signature(opened: "Opened", key: str | None, lang: str) -> _Signed | int:
    """Say whose signature a bundle bears, as far as the given key tells; without a key, whether it is whole."""
    if key is None:
        return _unproved(opened)
    from ..engine.bundle.compared import NO_KEY, NOT_SIGNED, SIGNED_BY, Compared
    from ..engine.bundle.manifest import NAME
    from ..engine.bundle.signing import Signature, is_of_key, is_own
    from ..engine.model.findings import Place, finding

    signature = opened.signature

    def signer(content: bytes) -> str:
        if isinstance(signature, Signature) and is_of_key(signature, content):
            return signature.key if is_own(opened.members[NAME], signature) else ""
        return ""

    signed_by = with_key(key, lang, signer)
    if isinstance(signed_by, int):
        return signed_by
    if signed_by:
        return _Signed((), Compared((SIGNED_BY,)), signed_by)
    wrong = finding("ITR877", Place(opened.name), key=key)
    return _Signed((wrong,), Compared((), (NOT_SIGNED if signature is None else NO_KEY,)))


def _unproved(opened: "Opened") -> _Signed:
    """Say that nobody has shown whose bundle it is, and whether its signature is one at all."""
    from ..engine.bundle.compared import NO_KEY, NO_LIBRARY, NOT_SIGNED, Compared
    from ..engine.bundle.manifest import NAME
    from ..engine.bundle.signing import is_own
    from ..engine.model.findings import Place, finding

    at, signature = Place(opened.name), opened.signature
    if signature is None:
        return _Signed((finding("ITR855", at),), Compared((), (NOT_SIGNED,)))
    unknown = Compared((), (NO_KEY,))
    where = signature if isinstance(signature, str) else None
    try:
        if not isinstance(signature, str) and not is_own(opened.members[NAME], signature):
            where = "signature"
    except ModuleNotFoundError:
        unknown += Compared((), (NO_LIBRARY,))
    wrong = (finding("ITR877.bytes", at, where=where),) if where is not None else ()
    return _Signed((*wrong, finding("ITR882", at)), unknown)
