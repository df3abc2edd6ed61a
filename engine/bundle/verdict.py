"""The verdict on a bundle, for people and for programs: what was compared, what was not and why, and who may have made it.

A bundle comes from strangers: whatever of it is printed stands in one line, with nothing hidden and nothing that commands
a terminal.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..files.visible import visible, visible_in_json
from ..model.findings import Finding
from ..publish import texts
from ..publish.text import cut
from ..result.contract import ResultRecord
from ..result.record import finding_record
from .compared import Compared
from .opening import Opened

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
    return "".join(f"{cut(visible(line), _WIDEST)}\n" for line in _lines(verdict, 0 if lang == "vi" else 1))


def _lines(verdict: Verdict, at: int) -> Iterator[str]:
    opened, manifest, record = verdict.opened, verdict.opened.manifest, verdict.record
    rules = manifest["ruleset"]

    def row(label: tuple[str, str], told: str) -> str:
        return f"  {label[at]:{(14, 10)[at]}}  {told}"

    if verdict.holds:
        yield (f"Gói {opened.name} đúng.", f"The bundle {opened.name} holds.")[at]
    else:
        yield (f"Gói {opened.name} KHÔNG đúng.", f"The bundle {opened.name} does NOT hold.")[at]
    yield from (f"  {mark[at]}" for key, mark in texts.MARKS.items() if manifest[key])
    named = " ".join(cut(visible(rules[key]), _LONGEST_NAME) for key in ("id", "version"))
    yield row(("bộ tiêu chí", "ruleset"), f"{named} · {rules['sha256']}")
    yield row(("bản kê", "manifest"), opened.sha256)
    count = len(manifest["files"])
    yield row(("tệp", "files"), (f"{count}, đúng mã băm từng tệp", f"{count}, each with its hash")[at])
    if verdict.holds and record is not None:
        units, scores = len(record.units), sum(len(unit.criteria) for unit in record.units)
        yield row(
            ("tính lại", "computed"),
            (
                f"{units} đơn vị, {scores} điểm, hai bộ tính độc lập: khớp",
                f"{units} units, {scores} scores, by two independent evaluators: all agree",
            )[at],
        )
    if verdict.key:
        yield row(("người ký", "signed by"), (f"khóa {verdict.key}", f"the key {verdict.key}")[at])
    if verdict.compared.parts:
        yield (
            ("  đã so:", "  compared:")[at]
            if verdict.holds
            else ("  đã so (khác ở đâu thì nêu ở phần lỗi):", "  compared (where it differs, the errors say so):")[at]
        )
    for part in verdict.compared.parts:
        yield f"    {part[1 + at]}"
    if verdict.compared.not_compared:
        yield ("  không so:", "  not compared:")[at]
    for part, reason in verdict.compared.not_compared:
        yield f"    {part[1 + at]}: {reason[at]}"
