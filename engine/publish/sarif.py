"""Findings as SARIF 2.1.0, which code scanning services read (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ..model.codes import CODES, advice, message, severity_of
from ..model.findings import Finding, Severity
from ..result.record import engine_version
from .checking import Report
from .pages import page_of
from .witnesses import told_witness

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def report_sarif(report: Report, lang: str) -> str:
    """Write a report as one run: a rule for each code that was found, and its results; silenced ones as suppressed."""
    every = [*((found, None) for found in report.findings), *report.silenced]
    codes = sorted({found.code for found, _ in every})
    run = {
        "tool": {"driver": {"name": "itrank", "version": engine_version(), "rules": [_rule(code) for code in codes]}},
        "language": {"vi": "vi-VN", "en": "en-US"}[lang],
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": uri_of(file.file)}} for file in report.files],
        "results": [_result(found, reason, codes.index(found.code), lang) for found, reason in every],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def uri_of(file: str) -> str:
    """Write a path as a URI: relative ones stay so, for the service to put under its root.

    >>> uri_of("rulesets/năm 2022.yaml")
    'rulesets/n%C4%83m%202022.yaml'
    """
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(code: str) -> dict[str, Any]:
    row, page = CODES[code], page_of(code)
    title = f"{page.vi} · {page.en}" if page is not None else code
    about = f"{page.about_vi}\n\n{page.about_en}" if page is not None else title
    return {
        "id": code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": about},
        "help": {"text": about, "markdown": page.whole() if page is not None else about},
        "defaultConfiguration": {"level": _LEVELS[row.severity]},
    }


def _result(found: Finding, reason: str | None, index: int, lang: str) -> dict[str, Any]:
    told = advice(found, lang)
    shown = "" if found.witness is None else told_witness(found.witness, lang)
    text = "\n".join(part for part in (message(found, lang), shown, told) if part)
    made: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": _LEVELS[severity_of(found)],
        "message": {"text": text},
    }
    place = found.place
    if place.file:
        where: dict[str, Any] = {"artifactLocation": {"uri": uri_of(place.file)}}
        if place.line:
            column = max(place.column, 1)
            where["region"] = {
                "startLine": place.line,
                "startColumn": column,
                "endColumn": column + max(place.length, 1),
            }
        made["locations"] = [{"physicalLocation": where}]
    if reason is not None:
        made["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return made
