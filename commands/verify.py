"""`itrank verify`: hold a bundle against its hashes, and compute its result again."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from . import words
from .options import both
from .progress import doing
from .reading import with_key
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
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
    from ..engine.bundle.verdict import Verdict, as_json, as_text
    from ..engine.bundle.verifying import verified
    from ..engine.files.contents import read_bytes
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import Finding

    content = read_bytes(Path(name), name, LARGEST)
    if isinstance(content, Finding):
        return tell((content,), lang, USAGE)
    opened = open_bundle(content, name)
    if isinstance(opened, tuple):
        return tell(opened, lang, WRONG)
    signed = _signature(opened, key, lang)
    if isinstance(signed, int):
        return signed
    with doing(said(words.COMPUTING_TWICE, lang)):
        made = verified(opened)
    findings = (*signed.findings, *made.findings)
    verdict = Verdict(
        opened, made.record, signed.compared + made.compared, findings, not has_errors(findings), signed.key
    )
    text = as_json(verdict) if form == "json" else as_text(verdict, lang)
    code = put_out(lambda stream: stream.write(text), None, lang)
    return code or tell(findings, lang, WELL if verdict.holds else WRONG)


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
