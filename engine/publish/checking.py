"""What a check found, as text and as JSON (format `itrank-findings/1`)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..files.visible import visible
from ..model.codes import severity_of
from ..model.findings import Finding, Severity
from ..model.sentences import sentence
from ..prove.left_over import WHOLE, LeftOver
from ..result.record import engine_version, finding_record
from . import texts
from .diagnostics import as_text
from .witnesses import witness_record

FORMAT = "itrank-findings/1"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A ruleset that was checked; what came of no ruleset has no id.

    Attributes:
        cases: how many cases of its own were run.
        not_run: how many were not, though nothing is wrong with them.
        left: what is still to be done in it.
    """

    file: str
    id: str = ""
    version: str = ""
    sha256: str = ""
    cases: int = 0
    not_run: int = 0
    left: LeftOver = LeftOver()


@dataclass(frozen=True, slots=True)
class Report:
    """All that a check found.

    Attributes:
        findings: in order.
        silenced: what a comment in a file takes back, with its reason.
        texts: file name -> text, for excerpts.
    """

    files: tuple[CheckedFile, ...]
    findings: tuple[Finding, ...]
    silenced: tuple[tuple[Finding, str], ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def fails(findings: Iterable[Finding], level: str) -> bool:
    """Say whether any finding is as bad as a level, or worse.

    >>> fails([Finding("ITR340")], "error"), fails([Finding("ITR340")], "warning")
    (False, True)
    """
    levels = list(Severity)
    return any(levels.index(severity_of(each)) <= levels.index(Severity(level)) for each in findings)


def report_text(report: Report, lang: str, *, colour: bool = False) -> str:
    """Write every finding with its line, and at the end what was checked and what is left to do."""
    told = as_text(report.findings, report.texts, lang, colour=colour)
    closing = "\n".join([_closing(report, lang), *_left(report.files, lang)])
    return f"{told}\n{closing}\n" if told else f"{closing}\n"


def _closing(report: Report, lang: str) -> str:
    files, silenced = len(report.files), len(report.silenced)
    cases, not_run = (sum(getattr(file, key) for file in report.files) for key in ("cases", "not_run"))
    is_done = not report.findings and not any(file.left.todo or file.left.illustrative for file in report.files)
    parts = [sentence(texts.CHECKED, lang, files=files)]
    if cases:
        parts.append(sentence(texts.CASES_RUN, lang, cases=cases))
    if not_run:
        parts.append(sentence(texts.CASES_NOT_RUN, lang, cases=not_run))
    if is_done:
        parts.append(sentence(texts.NOTHING_WRONG, lang))
        parts.append(sentence(texts.IN_WHAT_WAS_CHECKED, lang) if not_run else "")
    if silenced:
        parts.append(sentence(texts.SILENCED, lang, silenced=silenced))
    return f"{''.join(parts)}."


def _left(files: Sequence[CheckedFile], lang: str) -> Iterator[str]:
    """Say of each file what is left to do: the lines that say TODO, the parts that are illustrative."""
    for file in files:
        todo, parts = file.left.todo, file.left.illustrative
        told = []
        if todo:
            pair = texts.TODO_LINE if len(todo) == 1 else texts.TODO_LINES
            told.append(sentence(pair, lang, count=len(todo), lines=_first(map(str, todo))))
        if parts:
            named = _first(part if part != WHOLE else sentence(texts.WHOLE_RULESET, lang) for part in parts)
            told.append(sentence(texts.ILLUSTRATIVE_PARTS, lang, count=len(parts), parts=named))
        if told:
            yield sentence(texts.LEFT_IN, lang, file=visible(file.file), left="; ".join(told))


def _first(names: Iterable[str]) -> str:
    listed = list(names)
    return visible(", ".join(listed[:_MOST_NAMED]) + (", …" if len(listed) > _MOST_NAMED else ""))


def report_json(report: Report) -> str:
    """Write the report as JSON, a line for each finding; `schemas/findings.schema.json` describes it."""
    found = Counter(severity_of(each).value for each in report.findings)
    summary = {**{severity.value: found[severity.value] for severity in Severity}, "silenced": len(report.silenced)}
    parts = (
        ("format", _dumped(FORMAT)),
        ("engine", _dumped(engine_version())),
        ("rulesets", _rows([_file(file) for file in report.files])),
        ("findings", _rows([_placed(each) for each in report.findings])),
        ("silenced", _rows([{**_placed(each), "reason": reason} for each, reason in report.silenced])),
        ("summary", _dumped(summary)),
    )
    return "{" + ",\n ".join(f'"{key}": {value}' for key, value in parts) + "}\n"


def _placed(found: Finding) -> dict[str, Any]:
    made = finding_record(found)
    return {**made, "place": {**made["place"], "length": found.place.length}, **witness_record(found)}


def _file(file: CheckedFile) -> dict[str, Any]:
    return {
        "file": file.file,
        "id": file.id,
        "version": file.version,
        "sha256": file.sha256,
        "loaded": bool(file.id),
        "cases": file.cases,
        "todo": list(file.left.todo),
        "illustrative": list(file.left.illustrative),
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rows(rows: Sequence[object]) -> str:
    return "[" + ",\n  ".join(map(_dumped, rows)) + "]"
