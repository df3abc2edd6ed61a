"""Findings as workflow commands of GitHub Actions, which become annotations of the lines of a pull request."""

from ..model.codes import advice, message, severity_of
from ..model.findings import Finding, Severity
from .checking import Report
from .witnesses import told_witness

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report_github(report: Report, lang: str) -> str:
    """Write a line for each finding."""
    return "".join(f"{annotation(found, lang)}\n" for found in report.findings)


def annotation(found: Finding, lang: str) -> str:
    """Write one finding; whatever its words are, it stays one command.

    >>> annotation(Finding("ITR479"), "en")
    '::error title=ITR479::there are no units in the data'
    """
    place = found.place
    properties = {"file": place.file}
    if place.file and place.line:
        column = max(place.column, 1)
        properties |= {"line": str(place.line), "col": str(column), "endColumn": str(column + max(place.length, 1))}
    properties["title"] = found.code
    told = advice(found, lang)
    shown = "" if found.witness is None else told_witness(found.witness, lang)
    text = "\n".join(part for part in (message(found, lang), shown, told) if part)
    stated = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{_COMMANDS[severity_of(found)]} {stated}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
