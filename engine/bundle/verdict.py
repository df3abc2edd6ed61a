"""The verdict on a bundle, for people and for programs: what was compared, what was not and why, and who may have made it.

A bundle comes from strangers: whatever of it is printed stands in one line, with nothing hidden and nothing that commands
a terminal.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..files.visible import visible, visible_in_json
from ..model.findings import Finding
from ..model.sentences import sentence
from ..publish.text import cut
from ..publish.texts import MARKS
from ..result.contract import ResultRecord
from ..result.record import finding_record
from . import texts
from .compared import Compared
from .opening import Opened
from .seal import StatementRecord, stated_approval

FORMAT = "itrank-verification/2"
_WIDEST = 400  # cells of a line
_LONGEST_NAME = 60  # cells: one filled up with spaces would look like another line


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a bundle.

    Attributes:
        opened: the bundle.
        record: of its result; None where that cannot be read.
        compared: what was compared, and what was not.
        findings: what was found; an error among them where it does not hold.
        holds: whether there is none.
        key: hexadecimal digits of the public key by which it is signed, where that was checked; else empty.
    """

    opened: Opened
    record: ResultRecord | None
    compared: Compared
    findings: Sequence[Finding]
    holds: bool
    key: str = ""


def as_json(verdict: Verdict) -> str:
    """Write a verdict for programs; the same bundle gives the same bytes."""
    opened, manifest = verdict.opened, verdict.opened.manifest
    made = {
        "format": FORMAT,
        "bundle": opened.name,
        "manifest_sha256": opened.sha256,
        "engine": manifest["engine"],
        "ruleset": manifest["ruleset"],
        "public": manifest["public"],
        "illustrative": manifest["illustrative"],
        "provisional": manifest["provisional"],
        "holds": verdict.holds,
        **({"approval": manifest["approval"]} if "approval" in manifest else {}),
        "signed": opened.signature is not None,
        "signed_by": verdict.key or None,
        "files": len(manifest["files"]),
        "left_out": [file["name"] for file in manifest["left_out"]],
        "compared": [{"part": part.key, "vi": part.vi, "en": part.en} for part in verdict.compared.parts],
        "not_compared": [
            {"part": part.key, "vi": part.vi, "en": part.en, "reason": reason._asdict()}
            for part, reason in verdict.compared.not_compared
        ],
        "diagnostics": [finding_record(each) for each in verdict.findings],
    }
    return visible_in_json(json.dumps(made, ensure_ascii=False, indent=1)) + "\n"


def as_text(verdict: Verdict, lang: str) -> str:
    """Write a verdict for people: a line each; what is wrong stands in the findings, which are told apart."""
    lines = (*_about(verdict, lang), *_compared(verdict, lang))
    return "".join(f"{cut(visible(line), _WIDEST)}\n" for line in lines)


def _about(verdict: Verdict, lang: str) -> Iterator[str]:
    """Say whether it holds, of what it is, what was computed again and who signed it."""
    opened, manifest, record = verdict.opened, verdict.opened.manifest, verdict.record
    rules = manifest["ruleset"]
    yield sentence(texts.BUNDLE_HOLDS if verdict.holds else texts.BUNDLE_DOES_NOT_HOLD, lang, name=opened.name)
    yield from (f"  {sentence(mark, lang)}" for key, mark in MARKS.items() if manifest[key])
    named = " ".join(cut(visible(rules[key]), _LONGEST_NAME) for key in ("id", "version"))
    yield sentence(texts.RULESET, lang, ruleset=named, sha256=rules["sha256"])
    yield sentence(texts.MANIFEST, lang, sha256=opened.sha256)
    yield sentence(texts.FILES, lang, count=len(manifest["files"]))
    if verdict.holds and record is not None:
        scores = sum(len(unit.criteria) for unit in record.units)
        yield sentence(texts.COMPUTED, lang, units=len(record.units), scores=scores)
    yield from _approved(verdict, lang)
    if verdict.key:
        yield sentence(texts.SIGNED_BY, lang, key=verdict.key)


def _approved(verdict: Verdict, lang: str) -> Iterator[str]:
    """Say by which minutes a result was approved, and each time that it was opened again before."""
    stated = stated_approval(verdict.opened.manifest)
    if not isinstance(stated, StatementRecord):
        return
    for earlier in stated.earlier:
        if (made := earlier.reopened) is not None:
            yield sentence(texts.REOPENED, lang, at=made.at, by=made.by or "–", reason=made.reason)
    decision, minutes = stated.decision, stated.decision.minutes
    yield sentence(
        texts.APPROVED, lang, number=minutes.number, date=minutes.date, file=minutes.file, sha256=minutes.sha256
    )
    yield sentence(texts.APPROVED_BY, lang, by=decision.by or sentence(texts.NOBODY, lang), at=decision.at)


def _compared(verdict: Verdict, lang: str) -> Iterator[str]:
    """List what was compared, and what was not and why."""
    parts, others = verdict.compared.parts, verdict.compared.not_compared
    if parts:
        yield sentence(texts.COMPARED if verdict.holds else texts.COMPARED_WITH_ERRORS, lang)
    yield from (f"    {part.say(lang)}" for part in parts)
    if others:
        yield sentence(texts.NOT_COMPARED, lang)
    yield from (f"    {part.say(lang)}: {reason.say(lang)}" for part, reason in others)
