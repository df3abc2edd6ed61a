"""Public bundles of the first format (`itrank-bundle/1`), whose plain data do not say all that their result does."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..model.appraisal import Correction
from ..model.observed import Appraisal, Observation, Observed
from ..model.reading import TableRead
from ..model.ruleset import Ruleset, Source
from ..result.contract import DataFileRecord, ResultRecord, TableRecord, UnitRecord
from .compared import Part, Reason

Record = Mapping[str, Any]
_OLDER = Reason(
    "định dạng cũ itrank-bundle/1: số liệu dạng đơn giản không có phần này",
    "older format itrank-bundle/1: its plain data do not have this",
)
NOT_COMPARED = (
    (
        Part("names", "tên và nhóm đơn vị", "names and groups of units"),
        Reason(
            "định dạng cũ itrank-bundle/1: tên chưa được so với số liệu gốc, chỉ so với data.json",
            "older format itrank-bundle/1: names not compared with the original data, only with data.json",
        ),
    ),
    (Part("cells", "ô mà từng số được đọc từ đó", "the cells from which figures were read"), _OLDER),
    (Part("tables", "bảng nào của từng tệp đã được đọc", "which tables of each file were read"), _OLDER),
    (Part("corrections", "các dòng điều chỉnh", "the rows of corrections"), _OLDER),
    (
        Part("data_mark", "dấu minh họa nằm trong chính số liệu", "a mark of made-up figures in the data themselves"),
        _OLDER,
    ),
)


def completed(observed: Observed, record: ResultRecord, ruleset: Ruleset) -> Observed:
    """Put into data of the first format what only the result says: files, evidence, corrections, printed ranks.

    Args:
        observed: as `data.json` has it.
        record: the result.
        ruleset: of the result.
    """
    files = record.data
    # Nothing can take the mark from an example.
    is_example = any(file.role == "data" and file.path.startswith("itrank/examples/") for file in files)
    evidence = _evidence(record, ruleset) if len(record.units) == len(observed.units) else {}
    printed = _printed_ranks(record)
    return replace(
        observed,
        values={**observed.values, **evidence},
        sources=tuple(Source(file.path, file.sha256, file.role) for file in files),
        read=tuple(_table(file, table) for file in files for table in file.tables),
        illustrative=is_example or record.illustrative,
        previous={id_: replace(each, rank_text=printed.get(id_, "")) for id_, each in observed.previous.items()},
        appraisal=_appraisal(observed.appraisal, record),
    )


def _printed_ranks(record: ResultRecord) -> dict[str, str]:
    """Give the ranks of last year that were printed, by the id of the unit then."""
    before = (*(unit.previous for unit in record.units), *record.gone)
    return {each.id: each.rank_printed for each in before if each is not None and each.rank_printed}


def _table(file: DataFileRecord, table: TableRecord) -> TableRead:
    return TableRead(
        file.path, table.sheet, table.span, table.rows, table.units, decimal=table.decimal, marks=table.marks
    )


def _evidence(record: ResultRecord, ruleset: Ruleset) -> dict[str, list[Observation]]:
    """Give the evidence that a result publishes of all its units."""
    asked = [each for each in ruleset.inputs if each.traits.is_evidence and each.publish]
    return {
        each.key: [_named(unit, each.id) for unit in record.units]
        for each in asked
        if all(each.id in unit.inputs for unit in record.units)
    }


def _named(unit: UnitRecord, id_: str) -> Observation:
    value = unit.inputs[id_]
    return Observation(value, "observed" if value is not None else unit.lacks.get(id_, "missing"))


def _appraisal(made: Appraisal | None, record: ResultRecord) -> Appraisal | None:
    if made is None or not record.appraisal:
        return made
    rows = {
        unit.id: [
            Correction(unit.id, row.target, row.stage, row.from_, row.to, row.reason, row.basis)
            for row in unit.corrections or ()
        ]
        for unit in record.units
    }
    return replace(made, stage=record.appraisal.stage, corrections={unit: own for unit, own in rows.items() if own})


def without_unknown(there: Record, made: Record) -> tuple[Record, Record]:
    """Leave out of two results what data of the first format do not say: cells, and findings about them.

    Args:
        there: as published.
        made: computed from plain data.

    Findings that follow from rules and values stay, each without its place where that is a cell; what the published
    result reports besides must be about a file of the data.
    """
    files = {file["path"] for file in there["data"]}
    follow = Counter(_kind(row, files) for row in made["diagnostics"])
    kept, left = [], []
    for row in there["diagnostics"]:
        kind = _kind(row, files)
        is_known = follow[kind] > 0
        follow[kind] -= is_known
        if is_known:
            kept.append(kind)
        elif row["place"]["file"] not in files:
            left.append(kind)
    bare = [_kind(row, files) for row in made["diagnostics"]]
    return (
        {**_without_cells(there), "diagnostics": [*sorted(kept), *left]},
        {**_without_cells(made), "diagnostics": sorted(bare)},
    )


def _kind(row: Record, files: set[str]) -> str:
    """Give a finding as one text, which names its place only where that is in the ruleset."""
    place = row["place"]
    where = "" if not place["file"] or place["file"] in files else f"{place['file']}:{place['line']}:{place['column']}"
    return f"{row['code']} {where} {row.get('message', {}).get('en', '')}".strip()


def _without_cells(record: Record) -> dict[str, Any]:
    return {**record, "units": [{key: unit[key] for key in unit if key != "cells"} for unit in record["units"]]}
