"""The table of codes: every finding that itrank can make. A code is forever; its severity may change.

1xx document, 2xx formula, 3xx points and tiers, 4xx data, 5xx tests, 7xx versions, 9xx environment.
"""

from collections.abc import Iterable

from ..findings import Code, Finding, Severity
from . import data, document, environment, formula, names, points

CODES: dict[str, Code] = {
    row.code: row
    for table in (document.CODES, formula.CODES, names.CODES, points.CODES, data.CODES, environment.CODES)
    for row in table
}


def severity_of(finding: Finding) -> Severity:
    """Look up how bad a finding is."""
    return CODES[finding.code].severity


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether any finding is an error."""
    return any(severity_of(f) is Severity.ERROR for f in findings)


def message(finding: Finding, lang: str) -> str:
    """Say what was found and what was expected, in `vi` or `en`."""
    code = CODES[finding.code]
    return (code.vi if lang == "vi" else code.en).format(**finding.params)


def advice(finding: Finding, lang: str) -> str:
    """Say what to do, in `vi` or `en`; empty where the message says it all."""
    code = CODES[finding.code]
    if finding.help is not None:
        return finding.help[0 if lang == "vi" else 1]
    return (code.help_vi if lang == "vi" else code.help_en).format(**finding.params)
