"""What a check found, as text and as JSON (format `itrank-findings/1`)."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model.codes import severity_of
from ..model.findings import Finding, Severity
from .diagnostics import as_text
from .record import engine_version, finding_record

FORMAT = "itrank-findings/1"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A ruleset that was checked; what came of no ruleset has no id.

    Attributes:
        cases: how many cases of its own were run.
    """

    file: str
    id: str = ""
    version: str = ""
    sha256: str = ""
    cases: int = 0


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
    """Write every finding with its line, and at the end what was checked."""
    told = as_text(report.findings, report.texts, lang, colour=colour)
    return f"{told}\n{_closing(report, lang)}\n" if told else f"{_closing(report, lang)}\n"


def _closing(report: Report, lang: str) -> str:
    files, cases, silenced = len(report.files), sum(file.cases for file in report.files), len(report.silenced)
    if lang == "vi":
        checked = f"Đã kiểm tra {files} bộ tiêu chí" + (f", chạy {cases} ca của chúng" if cases else "")
        well = "" if report.findings else ": không có gì phải sửa"
        left = f"; {silenced} điều được bỏ qua có lý do" if silenced else ""
    else:
        checked = f"Checked {_many(files, 'ruleset')}" + (f", ran {_many(cases, 'case')}" if cases else "")
        well = "" if report.findings else ": nothing to mend"
        left = f"; {silenced} silenced with a reason" if silenced else ""
    return f"{checked}{well}{left}."


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


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
    return {**made, "place": {**made["place"], "length": found.place.length}}


def _file(file: CheckedFile) -> dict[str, Any]:
    return {
        "file": file.file,
        "id": file.id,
        "version": file.version,
        "sha256": file.sha256,
        "loaded": bool(file.id),
        "cases": file.cases,
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rows(rows: Sequence[object]) -> str:
    return "[" + ",\n  ".join(map(_dumped, rows)) + "]"
