"""Claims with their verdicts, as a table for people and as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ...files.visible import visible, visible_in_json
from ...model.sentences import sentence
from ...publish.text import cut
from ...result.published import Published
from ..facts import unit_by_id
from .claim import Checked, Verdict
from .reading import Document

FORMAT = "itrank-claims/1"
_WORDS = {
    Verdict.RIGHT: ("đúng", "right"),
    Verdict.WRONG: ("SAI", "WRONG"),
    Verdict.UNDECIDED: ("không rõ", "not decidable"),
}
_HEADS = (
    ("Chỗ", "Trích", "Nêu", "Kết luận", "Theo kết quả"),
    ("Where", "Excerpt", "States", "Verdict", "The result has"),
)
_WIDEST = 48


def counts(checked: Sequence[Checked]) -> dict[Verdict, int]:
    """Count verdicts."""
    return {verdict: sum(each.verdict is verdict for each in checked) for verdict in Verdict}


def where_in(where: str, lang: str) -> str:
    """Name a place in the reader's language.

    >>> where_in("bảng 1, hàng 2", "en")
    'table 1, row 2'
    """
    if lang == "vi":
        return where
    for vi, en in (("dòng", "line"), ("đoạn", "paragraph"), ("bảng", "table"), ("hàng", "row")):
        where = where.replace(vi, en)
    return where


_COUNTS = (
    "{right} đúng, {wrong} sai, {undecided} không rõ",
    "{right} right, {wrong} wrong, {undecided} not decidable",
)


def as_text(checked: Sequence[Checked], lang: str) -> str:
    """Print a table, a claim a row, and the counts below it."""
    at = 0 if lang == "vi" else 1
    rows = [_HEADS[at], *(tuple(_row(each, lang)) for each in checked)]
    cells = [[cut(visible(cell), _WIDEST) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADS[at]) - 1)]
    lines = [
        "  ".join([*(cell.ljust(wide) for cell, wide in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in cells
    ]
    number = counts(checked)
    right, wrong, undecided = (number[each] for each in (Verdict.RIGHT, Verdict.WRONG, Verdict.UNDECIDED))
    total = sentence(_COUNTS, lang, right=right, wrong=wrong, undecided=undecided)
    return "\n".join([*lines, "", total]) + "\n" if checked else f"{total}\n"


def _row(checked: Checked, lang: str) -> Iterator[str]:
    at = 0 if lang == "vi" else 1
    yield where_in(checked.claim.where, lang)
    yield checked.claim.excerpt
    subject = checked.claim.subject
    yield f"{subject}: {checked.about[at]}" if subject and checked.about[at] else subject or checked.about[at]
    yield _WORDS[checked.verdict][at]
    yield "" if checked.verdict is Verdict.RIGHT else checked.truth[at]


def as_json(published: Published, document: Document, checked: Sequence[Checked]) -> str:
    """Write claims for programs; the same inputs give the same bytes."""
    rules = published.record.ruleset
    names = {id_: unit.name for id_, unit in unit_by_id(published).items()}
    made = {
        "format": FORMAT,
        "result": {"path": published.path, "sha256": published.sha256, "ruleset": f"{rules.id}@{rules.version}"},
        "document": {"path": document.path, "sha256": document.sha256},
        "counts": {str(verdict): number for verdict, number in counts(checked).items()},
        "claims": [_record(each, names) for each in checked],
    }
    return visible_in_json(json.dumps(made, ensure_ascii=False, indent=2)) + "\n"


def _record(checked: Checked, names: dict[str, str]) -> dict[str, Any]:
    claim = checked.claim
    return {
        "line": claim.line,
        "where": {"vi": claim.where, "en": where_in(claim.where, "en")},
        "excerpt": claim.excerpt,
        "kind": claim.kind,
        "subject": claim.subject,
        "units": [{"id": id_, "name": names[id_]} for id_ in claim.units],
        "states": {"vi": checked.about[0], "en": checked.about[1]},
        "verdict": str(checked.verdict),
        "truth": {"vi": checked.truth[0], "en": checked.truth[1]},
    }
