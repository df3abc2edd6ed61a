"""Approve a result, and find what was changed behind the back of its approval."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from ..files.contents import read_bytes, read_inside
from ..files.seals import bundle_of, seal_of
from ..files.strict_json import read_again
from ..model.findings import Finding, Place, finding
from ..result.contract import ResultRecord
from ..result.shapes import written
from .comparison import Difference, first_difference
from .container import LARGEST
from .freezing import LARGEST_FILE, wanted_files
from .guarding import places_of
from .manifest import DATA_ROLES, RESULT
from .opening import Opened, open_bundle
from .seal import (
    FORMAT,
    ApprovalRecord,
    DecisionRecord,
    SealedFileRecord,
    SealedSourceRecord,
    SealRecord,
    StatementRecord,
    read_seal,
)

_LONGEST, _BEFORE = 80, 22  # characters of a line that is shown, and of them those before the difference


class Standing(NamedTuple):
    """Where the approval of a result stands.

    Attributes:
        seal: what it says, or why it cannot be read; None where there is none.
        bundle: the bundle's bytes; None where they are not there.
        findings: what differs from what was approved; empty where the seal does not hold.
    """

    seal: SealRecord | Finding | None
    bundle: bytes | None
    findings: tuple[Finding, ...]


def statement_of(decision: DecisionRecord, seal: SealRecord | None) -> Mapping[str, Any]:
    """Give what the manifest of the bundle states: the decision, and every approval before it."""
    return written(StatementRecord(decision, seal.approvals if seal is not None else ()))


def sealed(
    decision: DecisionRecord, result: Path, content: bytes, bundle: bytes, record: ResultRecord, seal: SealRecord | None
) -> SealRecord:
    """Add an approval to the seal of a result, or make its seal.

    Args:
        decision: who approved it and by which minutes.
        result: its file.
        content: the bytes of the result.
        bundle: the bytes of its bundle.
        record: of the result.
        seal: that there is already.
    """
    made = ApprovalRecord(
        decision,
        SealedFileRecord(result.name, sha256(content).hexdigest()),
        SealedFileRecord(bundle_of(result).name, sha256(bundle).hexdigest()),
        _sources(record),
        None,
    )
    return SealRecord(FORMAT, (made,)) if seal is None else seal.approved(made)


def _sources(record: ResultRecord) -> tuple[SealedSourceRecord, ...]:
    return tuple(
        SealedSourceRecord(each.name, each.role, each.sha256)  # type: ignore[arg-type]  # roles of the same list
        for each in wanted_files(record)
    )


def why_open(place: Path, seal: SealRecord | None) -> dict[str, Any]:
    """Say why a result is not approved now, in Vietnamese and English: it has no seal, or was opened again."""
    if seal is None or seal.last.reopened is None:
        return {"why": f"không có con dấu {place.name}", "why_en": f"there is no seal {place.name}"}
    made = seal.last.reopened
    return {
        "why": f"đã mở lại ngày {made.at}: {made.reason}",
        "why_en": f"it was opened again on {made.at}: {made.reason}",
    }


def changed_result(result: Path, digest: str) -> tuple[Finding, ...]:
    """Say that a result is not the one that the seal beside it approved; whatever else the seal says, `verify` tells.

    Args:
        result: its file.
        digest: SHA-256 of what was read of it.
    """
    place = seal_of(result)
    seal = read_seal(place, str(place)) if place.is_file() else None
    if not isinstance(seal, SealRecord) or not seal.holds or seal.last.result.sha256 == digest:
        return ()
    number = seal.last.decision.minutes.number
    return (finding("ITR868.changed", Place(str(result)), name=result.name, number=number, file=place.name),)


def standing_of(result: Path, here: Path) -> Standing:
    """Say where the approval of a result stands: each file of it that is not as it was approved is a finding.

    Args:
        result: its file; its seal or bundle will do.
        here: the current folder, in which its sources may be.
    """
    place = seal_of(result)
    if not place.exists():
        return Standing(None, None, ())
    seal = read_seal(place, str(place))
    if isinstance(seal, Finding) or not seal.holds:
        return Standing(seal, None, ())
    bundle = read_inside(place.parent / seal.last.bundle.file, place.parent, str(place), LARGEST)
    kept = None if isinstance(bundle, Finding) else bundle
    return Standing(seal, kept, tuple(_changes(place, seal, kept, here)))


def _changes(place: Path, seal: SealRecord, bundle: bytes | None, here: Path) -> Iterator[Finding]:
    """Compare every file that a seal names with what was approved."""
    folder, last = place.parent, seal.last
    name = str(folder / last.bundle.file)
    opened = open_bundle(bundle, name) if bundle is not None else ()
    originals = _originals(opened) if isinstance(opened, Opened) else {}
    if bundle is None:
        yield finding("ITR876.gone", Place(name), path=last.bundle.file)
    else:
        yield from _compared(last.bundle, name, bundle, None)
        if isinstance(opened, Opened):
            yield from _misstated(opened, seal, place)
    result = read_inside(folder / last.result.file, folder, last.result.file, LARGEST_FILE)
    own = str(folder / last.result.file)
    if isinstance(result, Finding):
        yield finding("ITR876.gone", Place(own), path=last.result.file)
    else:
        yield from _compared(last.result, own, result, originals.get(last.result.sha256))
    yield from _changed_sources(last, folder, here, originals)
    minutes = last.decision.minutes
    yield from _compared_if_here(minutes.file, minutes.sha256, [folder / minutes.file, here / minutes.file], None)


def _changed_sources(
    last: ApprovalRecord, folder: Path, here: Path, originals: Mapping[str, bytes]
) -> Iterator[Finding]:
    main = last.sources[0].path if last.sources else ""
    for source in last.sources:
        places = list(places_of(source.path, source.role, main, folder, here))
        if places:  # what comes with itrank, or would lie outside, is read from the bundle alone
            yield from _compared_if_here(source.path, source.sha256, places, originals.get(source.sha256))


def _compared_if_here(name: str, digest: str, places: list[Path], original: bytes | None) -> Iterator[Finding]:
    """Compare the first file of some places; that none is there is said, and no error."""
    read = [(place, read_bytes(place, name, LARGEST_FILE)) for place in dict.fromkeys(places)]
    found = [(place, content) for place, content in read if isinstance(content, bytes)]
    if not found:
        yield finding("ITR869", Place(name), file=name)
    elif not any(sha256(content).hexdigest() == digest for _, content in found):
        place, content = found[0]
        yield from _compared(SealedFileRecord(name, digest), str(place), content, original)


def _compared(of: SealedFileRecord, name: str, content: bytes, original: bytes | None) -> Iterator[Finding]:
    """Name the first place at which a file differs from what was approved."""
    own = sha256(content).hexdigest()
    if own != of.sha256:
        where, where_en, there, here = ("SHA-256", "SHA-256", of.sha256, own)
        if original is not None:
            where, where_en, there, here = _first_difference(original, content)
        yield finding(
            "ITR876.approved", Place(name), path=of.file, where=where, where_en=where_en, there=there, here=here
        )


def _first_difference(original: bytes, content: bytes) -> tuple[str, str, str, str]:
    r"""Name the first place at which two files differ, in Vietnamese and English, and what each has there.

    >>> _first_difference(b"a,b\n1,2\n", b"a,b\n1,3\n")
    ('dòng 2', 'line 2', '"1,2"', '"1,3"')
    """
    if (found := _json_difference(original, content)) is not None:
        return found.where, found.where, found.there, found.here
    lines = zip_longest(_lines(original), _lines(content))
    for number, (one, other) in enumerate(lines, start=1):
        if one != other:
            return f"dòng {number}", f"line {number}", *_shown(one, other)
    return "các byte", "its bytes", f"{len(original)}", f"{len(content)}"


def _json_difference(original: bytes, content: bytes) -> Difference | None:
    if not original.lstrip().startswith(b"{"):
        return None
    try:
        return first_difference(read_again(original), read_again(content))
    except (ValueError, RecursionError):
        return None


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig", "replace").split("\n")


def _shown(one: str | None, other: str | None) -> tuple[str, str]:
    """Quote two lines that differ; of long ones the part in which they do.

    >>> _shown("số, " * 30 + "12", "số, " * 30 + "13")
    ('"… số, số, số, số, số, 12"', '"… số, số, số, số, số, 13"')
    >>> _shown("a", None)
    ('"a"', '–')
    """
    pairs = enumerate(zip(one or "", other or "", strict=False))
    differs = next((place for place, (here, there) in pairs if here != there), min(len(one or ""), len(other or "")))
    start = max(0, differs - _BEFORE)
    return _quoted(one, start), _quoted(other, start)


def _quoted(line: str | None, start: int) -> str:
    if line is None:
        return "–"
    shown = line if len(line) <= _LONGEST else line[start : start + _LONGEST]
    before, after = "…" * (len(line) > _LONGEST and start > 0), "…" * (len(line) > max(_LONGEST, start + _LONGEST))
    return f'"{before}{shown}{after}"'


def _originals(opened: Opened) -> Mapping[str, bytes]:
    """Give the files of a bundle that were approved, by their hashes."""
    roles = {"ruleset", *DATA_ROLES, "result"}
    rows = (row for row in opened.manifest["files"] if row["role"] in roles)
    return {row["sha256"]: opened.members[row["path"]] for row in rows}


def _misstated(opened: Opened, seal: SealRecord, place: Path) -> Iterator[Finding]:
    """Hold what a seal says of the approval against what the bundle states of it."""
    there = _as_stated(seal)
    result = sha256(opened.members[RESULT]).hexdigest()
    rows = [row for row in opened.manifest["files"] if row["role"] in {"ruleset", *DATA_ROLES}]
    here = {
        "approval": opened.manifest.get("approval"),
        "result": result,
        "sources": sorted([row["name"], row["role"], row["sha256"]] for row in rows),
    }
    if (found := first_difference(there, here)) is not None:
        yield finding(
            "ITR876.seal", Place(str(place)), bundle=seal.last.bundle.file, where=found.where, where_en=found.where,
            there=found.there, here=found.here,
        )  # fmt: skip


def _as_stated(seal: SealRecord) -> Mapping[str, Any]:
    earlier = replace(seal, approvals=seal.approvals[:-1]) if len(seal.approvals) > 1 else None
    return {
        "approval": statement_of(seal.last.decision, earlier),
        "result": seal.last.result.sha256,
        "sources": sorted([each.path, each.role, each.sha256] for each in seal.last.sources),
    }
