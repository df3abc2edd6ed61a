"""`itrank freeze`: a result with all that it was made of, in one file that anybody can check."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from . import options, words
from .options import both
from .progress import doing
from .reading import unless_stopped, unless_unread, with_key
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    Task,
    exists,
    fail,
    put_bytes,
    put_said,
    refused,
    speaker,
    tell,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.bundle.packing import Computed, Packed


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
        output: Annotated[str, options.output("Tệp .zip sẽ ghi.", "The .zip to write.")],
        report: options.Reports = None,
        source: options.Sources = None,
        key: options.Key = None,
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
    frozen = packed_again(result, reports, given, lang, public=public, reasons=reasons)
    if isinstance(frozen, int):
        return frozen
    made = bundle_bytes(frozen.packed, key, lang)
    if isinstance(made, int):
        return made
    if (code := put_bytes(made.content, output, lang)) != WELL:
        return code
    code = put_said("".join(f"{line}\n" for line in lines_of(frozen.packed, made, output, lang)), lang, (output,))
    return tell(frozen.packed.findings, lang, WELL) if code == WELL else code


class Frozen(NamedTuple):
    """A result that came out again, and what goes into its bundle."""

    computed: "Computed"
    packed: "Packed"


class Zipped(NamedTuple):
    """The bytes of a bundle, and how many files are in it."""

    content: bytes
    files: int


def packed_again(
    result: str,
    reports: Sequence[str],
    given: Sequence[str],
    lang: str,
    approval: "Mapping[str, Any] | None" = None,
    *,
    public: bool = False,
    reasons: bool = False,
) -> "Frozen | int":
    """Find what a result names, compute it again and gather what goes into its bundle; else print why not.

    Args:
        result: its file.
        reports: files that go in with it.
        given: files and folders in which its sources may be.
        lang: of what is printed.
        approval: what the manifest states of who approved it.
        public: leave out original data, and the words of corrections too unless `reasons`.
        reasons: keep these words.
    """
    from ..engine.bundle.packing import computed_again, find_members, pack, read_reports
    from ..engine.result.published import read_published

    path = Path(result)
    if (lost := next((name for name in given if not exists(name)), None)) is not None:
        return fail("ITR401", lang, USAGE, name=lost)
    published = unless_unread(read_published(path), lang)
    if isinstance(published, int):
        return published
    content = path.read_bytes()
    sources = unless_stopped(find_members(published, path, given), lang)
    if isinstance(sources, int):
        return sources
    with doing(said(words.COMPUTING_AGAIN, lang)):
        made = computed_again(published, content, result, sources)
    computed = unless_stopped(made, lang)
    if isinstance(computed, int):
        return computed
    added = unless_stopped(read_reports(reports), lang)
    if isinstance(added, int):
        return added
    with doing(said(words.PACKING, lang)):
        put = pack(computed, added, approval, public=public, reasons=reasons)
    packed = unless_stopped(put, lang)
    return packed if isinstance(packed, int) else Frozen(computed, packed)


def bundle_bytes(packed_up: "Packed", key: str | None, lang: str) -> Zipped | int:
    """Sign where a key is given, and give the bundle; the exit code where the key is none."""
    from ..engine.bundle.container import packed
    from ..engine.bundle.manifest import NAME, SIGNATURE
    from ..engine.bundle.signing import signature_bytes

    manifest = packed_up.manifest
    inside = {member.path: member.content for member in packed_up.members if not member.left_out} | {NAME: manifest}
    if key is not None:
        signature = with_key(key, lang, lambda content: signature_bytes(manifest, content))
        if isinstance(signature, int):
            return signature
        inside[SIGNATURE] = signature
    return Zipped(packed(inside), len(inside))


def lines_of(packed: "Packed", made: Zipped, output: str, lang: str) -> list[str]:
    """Say what went into a bundle, and the hashes of the bundle, of its manifest and of what was left out."""
    from hashlib import sha256

    left_out = [member for member in packed.members if member.left_out]
    return [
        said(words.PACKED, lang, files=made.files, name=output),
        said(words.HASH_OF_BUNDLE, lang, sha256=sha256(made.content).hexdigest()),
        said(words.HASH_OF_MANIFEST, lang, sha256=sha256(packed.manifest).hexdigest()),
        *(said(words.LEFT_OUT, lang, name=each.name, sha256=sha256(each.content).hexdigest()) for each in left_out),
    ]
