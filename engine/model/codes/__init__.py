"""The table of codes: every finding that itrank can make. A code is forever; its severity may change.

1xx document, 2xx formula, 3xx points and tiers, 4xx data, 5xx tests and mending, 6xx forms, 7xx versions,
8xx reports, 9xx environment.

A row with a word behind its code (`ITR405.ruleset`) is what that code says of another subject, and stands in the file
of that subject.
"""

import re
from collections.abc import Iterable, Mapping

from ..findings import Finding, Severity, code_in
from ..parameters import kinds_of
from ..records import Code, Kind, Trait
from ..sentences import sentence
from . import (
    against,
    annexes,
    appraising,
    beginning,
    bundles,
    cells,
    checks,
    claims,
    collecting,
    data,
    document,
    environment,
    explaining,
    formula,
    matching,
    mending,
    names,
    points,
    proofs,
    questions,
    reports,
    scenarios,
    texts,
    versions,
    workbooks,
)

ROWS: dict[str, Code] = {
    row.row: row
    for table in (
        document.CODES,
        formula.CODES,
        names.CODES,
        points.CODES,
        checks.CODES,
        mending.CODES,
        proofs.CODES,
        questions.CODES,
        data.CODES,
        matching.CODES,
        workbooks.CODES,
        cells.CODES,
        environment.CODES,
        explaining.CODES,
        beginning.CODES,
        versions.CODES,
        annexes.CODES,
        against.CODES,
        reports.CODES,
        bundles.CODES,
        claims.CODES,
        collecting.CODES,
        appraising.CODES,
        scenarios.CODES,
        texts.CODES,
    )
    for row in table
}

CODES: dict[str, Code] = {name: row for name, row in ROWS.items() if name == row.code}
"""Each code with its first row, which says the fault of what it is mostly about."""

SUCCESSORS: dict[str, str] = {alias: row.row for row in ROWS.values() for alias in row.aliases}
"""Retired code -> the row that says now what it said."""

ALIASES: dict[str, str] = {alias: code_in(row) for alias, row in SUCCESSORS.items()}
"""Retired code -> the code that is given now."""


def code_named(text: str) -> str | None:
    """Find the code that somebody names, by its number or by one that was retired; None where there is none.

    >>> code_named("ITR204"), code_named(" itr204"), code_named("204"), code_named("ITR999")
    ('ITR204', 'ITR204', 'ITR204', None)
    """
    wanted = text.strip().upper()
    wanted = wanted if wanted.startswith("ITR") else f"ITR{wanted}"
    wanted = ALIASES.get(wanted, wanted)
    return wanted if wanted in CODES else None


def of(finding: Finding) -> Code:
    """Look up the record of a finding: what it is about, what its truth depends on.

    >>> str(of(Finding("ITR420")).subject)
    'cell'
    """
    return ROWS[finding.row]


def names_in(finding: Finding) -> tuple[str, ...]:
    """Give the parameters of a finding that hold names of the ruleset, alone or within an expression.

    >>> names_in(Finding("ITR204", params={"name": "so_hop"}))
    ('so_hop',)
    """
    kinds = kinds_of(of(finding))
    return tuple(text for name, text in finding.params.items() if kinds.get(name) is Kind.NAME)


def severity_of(finding: Finding) -> Severity:
    """Look up how bad a finding is."""
    return of(finding).severity


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether any finding is an error."""
    return any(severity_of(f) is Severity.ERROR for f in findings)


def is_unopened(findings: Iterable[Finding]) -> bool:
    """Say whether a file could not be found or opened: the call was wrong, not what is in the files.

    >>> is_unopened([Finding("ITR401"), Finding("ITR110")]), is_unopened([Finding("ITR110")])
    (True, False)
    """
    return any(Trait.UNOPENED in of(each).traits for each in findings)


def cell_in_words(text: str, lang: str) -> str:
    """Name a cell of a table in the reader's language.

    >>> cell_in_words('dòng 7, cột "so_hop"', "en")
    'line 7, column "so_hop"'
    """
    if lang != "en":
        return text
    words = {"dòng": "line", "mục": "item"}
    return re.sub(r"(dòng|mục) (\d+), cột (?=\")", lambda found: f"{words[found[1]]} {found[2]}, column ", text)


def _said(params: Mapping[str, str], lang: str) -> dict[str, str]:
    return {key: cell_in_words(value, lang) for key, value in params.items()}


def message(finding: Finding, lang: str) -> str:
    """Say what was found and what was expected, in `vi` or `en`."""
    row = of(finding)
    return sentence((row.vi, row.en), lang, **_said(finding.params, lang))


def advice(finding: Finding, lang: str) -> str:
    """Say what to do, in `vi` or `en`; empty where the message says it all."""
    if finding.help is not None:
        return finding.help[0 if lang == "vi" else 1]
    row = of(finding)
    return sentence((row.help_vi, row.help_en), lang, **_said(finding.params, lang))
