"""What a user names of a year, and the files that this means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..files.file_names import year_files
from ..files.resolve import DataSet, Named, find_data, given, given_data, mapping_of, package_folder
from ..model.appraisal import SCORED_STAGES
from ..model.findings import Finding, finding
from .rules import Rules
from .stopping import Stopped

RESULT_STAGES = ("declared", *SCORED_STAGES)
"""After which appraisal a result can be computed; `declared` is before any."""


@dataclass(frozen=True, slots=True)
class YearNames:
    """The files of a year as a user names them, with what decides how they are read.

    Attributes:
        ruleset: a path, `2022.yaml`, `2022` or `id@version`.
        data: tables; later ones fill blanks. With none, the data beside the ruleset are read, or its example.
        units: the table of units; else `<stem>.units.csv` beside the first table.
        previous: last year's result; else `<stem>.previous.json` or `.csv` beside the first table.
        mapping: of columns, for every table; else `<stem>.mapping.yaml` beside each.
        corrections: of the appraisal; else `<stem>.corrections.csv` beside the first table.
        stage: one of `RESULT_STAGES`; None: after the last appraisal in the corrections.
        uses_all: whether every value of last year is used, not only those that formulas read.
        shows_ranks: whether last year's ranks, totals and tiers are used.
    """

    ruleset: str
    data: Sequence[str] = ()
    units: str | None = None
    previous: str | None = None
    mapping: str | None = None
    corrections: str | None = None
    stage: str | None = None
    uses_all: bool = False
    shows_ranks: bool = True


@dataclass(frozen=True, slots=True)
class YearFiles:
    """The files of a year under the names that results give them.

    Attributes:
        rules: with what the user called each file.
        mappings: by data file.
    """

    rules: Rules
    files: DataSet
    mappings: Mapping[str, Named]


def find_files(rules: Rules, names: YearNames) -> YearFiles | Stopped:
    """Find the files of a year: those that were named, those beside them, or the example that comes with itrank."""

    def stopped(found: Finding) -> Stopped:
        return Stopped((*rules.findings, found), is_usage=True, texts=rules.texts, shown=rules.shown)

    stage = names.stage
    if stage is not None and stage not in RESULT_STAGES:
        refused = finding("ITR912", option="--stage", found=stage, choices=", ".join(RESULT_STAGES))
        return Stopped((refused,), is_usage=True)
    if names.data:
        files = given_data(names.data, names.units, names.previous)
    else:
        typed = Named(rules.named.path, rules.typed)
        files = find_data(typed, rules.ruleset.id, Path(), package_folder(), names.units, names.previous)
    if isinstance(files, Finding):
        return stopped(files)
    if names.corrections is not None:
        files = replace(files, corrections=given(names.corrections))
    if files.corrections is None and stage not in {None, "declared"}:
        return stopped(finding("ITR947.stage", stage=stage))
    return named_files(rules, files, names.mapping)


def named_files(rules: Rules, files: DataSet, mapping: str | None) -> YearFiles:
    """Give files the names that results give them, with the mapping of each table.

    Args:
        rules: of the year; files are named from where the ruleset is.
        files: as the user named them.
        mapping: for every table; None: what is beside each.
    """
    every = given(mapping) if mapping is not None else None
    mappings = {table.name: each for table in files.tables if (each := every or mapping_of(table)) is not None}
    made = year_files(rules.named, files, mappings)
    return YearFiles(replace(rules, shown={**rules.shown, **made.shown}), made.files, made.mappings)
