"""The result as JSON, format `itrank-result/1`: the contract of every report and of next year (`previous`).

No time, no machine, no locale: the same ruleset and data give the same bytes.
Numbers are strings, since a JSON number is a float to most readers.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TextIO

from ..model.appraisal import Correction
from ..model.codes import advice, message, severity_of
from ..model.findings import Finding, Place
from ..model.observed import Previous
from ..model.outcome import NoScore
from ..model.reading import TableRead
from ..model.result import Certainty, CriterionResult, ListResult, Result, Succession, UnitResult
from ..model.ruleset import Ruleset, Source, Value
from ..result.numbers import decimal
from .rules_record import Record, groups_record, inputs_record, scorecards_record, words_record
from .text import visible_in_json
from .words import Why, why_no_score, why_not_comparable, why_unranked

FORMAT = "itrank-result/1"
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _dumped(value: object) -> str:
    """Write values as JSON in which nothing is hidden; a sign that cannot be seen is an escape of itself."""
    return visible_in_json(_encoded(value))


def engine_version() -> str:
    """Give the version of itrank that is installed."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # slow, and only needed here

    try:
        return version("itrank")
    except PackageNotFoundError:  # run from a copy that was never installed
        return "0"


def record(result: Result) -> Record:
    """Give the whole result as values of JSON."""
    made = _head(result)
    made["units"] = [
        {
            **unit_record(result.ruleset, unit),
            **_answers(result, place),
            **_corrected(result, place),
            "criteria": list(_criteria(result, place)),
        }
        for place, unit in enumerate(result.units)
    ]
    made["diagnostics"] = [finding_record(finding) for finding in result.findings]
    return made


def write_json(result: Result, stream: TextIO) -> None:
    """Write the result, a unit at a time, so that many units are never in memory twice; a line for each criterion."""
    head = ",\n ".join(f"{_dumped(key)}: {_dumped(value)}" for key, value in _head(result).items())
    stream.write(f'{{{head},\n "units": [')
    for number, unit in enumerate(result.units):
        told = {**unit_record(result.ruleset, unit), **_answers(result, number), **_corrected(result, number)}
        opened = _dumped(told)[:-1]
        stream.write(f'{"," if number else ""}\n  {opened}, "criteria": [')
        stream.writelines(
            f"{',' if place else ''}\n   {_dumped(criterion)}"
            for place, criterion in enumerate(_criteria(result, number))
        )
        stream.write("]}")
    stream.write('],\n "diagnostics": [')
    for number, finding in enumerate(result.findings):
        stream.write(f"{',' if number else ''}\n  {_dumped(finding_record(finding))}")
    stream.write("]}\n")


def finding_record(finding: Finding) -> Record:
    """Give a finding as values of JSON, in both languages."""
    return {
        "code": finding.code,
        "severity": severity_of(finding).value,
        "message": {"vi": message(finding, "vi"), "en": message(finding, "en")},
        "help": {"vi": advice(finding, "vi"), "en": advice(finding, "en")},
        "place": {
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "cell": finding.place.cell,
        },
    }


def unit_record(ruleset: Ruleset, unit: UnitResult) -> Record:
    """Give a unit without its criteria."""
    made: Record = {
        "id": unit.unit.id,
        "name": unit.unit.name,
        "group": unit.unit.group,
        "parent": unit.unit.parent,
        "scorecard": unit.scorecard,
        "status": unit.status,
        "reason": _reason(why_unranked(ruleset, unit)),
    }
    exact: dict[str, str] = {}
    _number(made, exact, "total", unit.outcome)
    _number(made, exact, "max", unit.max)
    made |= {
        "tier": unit.tier,
        "list": unit.list,
        "rank": unit.rank,
        "rank_printed": unit.rank_printed,
        "tied": unit.tied,
        "tie_break": unit.tie_break,
        "previous": _previous(unit.previous),
        "succession": _succession(unit.succession),
        "rank_change": unit.rank_change,
    }
    _number(made, exact, "total_change", unit.total_change)
    made |= {
        "unresolved": list(unit.unresolved),
        "failed": list(unit.failed),
        "values": _values(unit.values),
    }
    return _with(made, exact)


def _head(result: Result) -> Record:
    ruleset = result.ruleset
    return {
        "format": FORMAT,
        "engine": engine_version(),
        "ruleset": {
            "id": ruleset.id,
            "version": ruleset.version,
            "title": words_record(ruleset.title),
            "period": ruleset.period,
            "locale": ruleset.locale,
            "decision": dict(ruleset.decision),
            "effective": dict(ruleset.effective),
            "provenance": ruleset.provenance,
            "sha256": ruleset.sha256,
            "sources": [_source(source) for source in ruleset.sources],
        },
        "data": files_record(result.data, result.read),
        "illustrative": result.illustrative,
        "provisional": result.provisional,
        **_appraisal(result),
        "show": ruleset.show,
        "groups": groups_record(ruleset),
        "inputs": inputs_record(ruleset),
        "scorecards": scorecards_record(ruleset),
        "lists": [_list(made) for made in result.lists],
        "gone": [{"name": before.name, **(_previous(before) or {})} for before in result.gone],
        "certainty": [_certain(id_, made) for id_, made in result.certainty.items()],
    }


def _answers(result: Result, unit: int) -> Record:
    """Give what a unit reported, as it was read: each value, why there is none, and the cell.

    Evidence (`text`) is named only where the ruleset publishes it: it may name persons.
    """
    answers: Record = {}
    exact: dict[str, str] = {}
    lacks: dict[str, str] = {}
    cells: dict[str, str] = {}
    values = result.observed.values if result.observed is not None else {}
    for asked in result.ruleset.inputs:
        given = values.get(asked.key)
        if given is None or (asked.traits.is_evidence and not asked.publish):
            continue
        seen = given[unit]
        _value(answers, exact, asked.id, seen.value)
        if seen.value is None:
            lacks[asked.id] = seen.state
        if seen.place.file:
            cells[asked.id] = _where(seen.place)
    return {"inputs": _with(answers, exact), "lacks": lacks, "cells": cells}


def _appraisal(result: Result) -> Record:
    """Say which stage of the appraisal a result stands at; nothing where nothing was corrected."""
    if result.observed is None or (made := result.observed.appraisal) is None:
        return {}
    # Two appraisers who agree correct a thing once.
    corrected = [
        len({(row.target, row.stage, row.before, row.after) for row in rows if row.stage != "explanation"})
        for rows in made.corrections.values()
    ]
    units = sum(map(bool, corrected))
    return {"appraisal": {"stage": made.stage, "corrections": sum(corrected), "units": units}}


def _corrected(result: Result, place: int) -> Record:
    """Give what a unit declared, and what was corrected of it and why; not by whom: that stays in the file."""
    if result.declared is None or result.observed is None or result.observed.appraisal is None:
        return {}
    unit = result.declared.units[place]
    shown: Record = {}
    exact: dict[str, str] = {}
    _number(shown, exact, "total", unit.outcome)
    _number(shown, exact, "max", unit.max)
    shown |= {"tier": unit.tier, "rank": unit.rank}
    rows = result.observed.appraisal.corrections.get(unit.unit.id, ())
    return {"declared": _with(shown, exact), "corrections": [correction_record(row) for row in rows]}


def correction_record(row: Correction) -> Record:
    """Give what was corrected and why, without whose answer it was and who corrected it.

    >>> correction_record(Correction("dv01", "so_hop", "first", "10", "8", "Thiếu biên bản", "BB 3", "An", "2026-01-05"))["to"]
    '8'
    """
    return {
        "target": row.target,
        "stage": row.stage,
        "from": row.before,
        "to": row.after,
        "reason": row.reason,
        "basis": row.basis,
    }


def _where(place: Place) -> str:
    """Name a cell: `data.xlsx, Sheet1!B7`, or `data.csv:7:3`."""
    return f"{place.file}, {place.cell}" if place.cell else f"{place.file}:{place.line}:{place.column}"


def _certain(id_: str, made: Certainty) -> Record:
    """Give what stands of a unit whatever the missing answers are."""
    shown: Record = {"unit": id_, "best": made.best, "worst": made.worst}
    exact: dict[str, str] = {}
    _number(shown, exact, "low", made.low)
    _number(shown, exact, "high", made.high)
    shown["tiers"] = list(made.tiers)
    shown["hangs_on"] = [
        {
            "input": asked,
            "min": None if low is None else decimal(low)[0],
            "max": None if high is None else decimal(high)[0],
        }
        for asked, (low, high) in made.hangs_on.items()
    ]
    return _with(shown, exact)


def files_record(sources: Iterable[Source], read: Sequence[TableRead]) -> list[Record]:
    """Name the files of the data, and what was read of each."""
    return [{**_source(source), "role": source.role or "data", "tables": _tables(read, source)} for source in sources]


def _tables(tables: Sequence[TableRead], source: Source) -> list[Record]:
    """Say what was read of a file."""
    return [
        {
            "sheet": read.sheet,
            "span": read.span,
            "rows": read.rows,
            "units": read.units,
            "decimal": read.decimal,
            "marks": dict(read.marks),
        }
        for read in tables
        if read.file == source.path and read.rows
    ]


def _succession(succession: Succession | None) -> Record | None:
    why = why_not_comparable(succession)
    if succession is None or why is None:
        return None
    return {"kind": succession.kind, "of": [before.id for before in succession.of], "vi": why.vi, "en": why.en}


def _list(made: ListResult) -> Record:
    shown: Record = {
        "id": made.id,
        "title": words_record(made.title),
        "scorecards": list(made.scorecards),
        "units": list(made.units),
        "unranked": list(made.unranked),
        "tiers": dict(made.tiers),
    }
    exact: dict[str, str] = {}
    _number(shown, exact, "mean", made.mean)
    return _with(shown, exact)


def _criteria(result: Result, place: int) -> Iterator[Record]:
    if result.declared is None:
        for criterion in result.units[place].criteria:
            yield _criterion(result.ruleset, criterion)
        return
    for criterion, declared in zip(result.units[place].criteria, result.declared.units[place].criteria, strict=True):
        yield _criterion(result.ruleset, criterion, declared)


def _criterion(ruleset: Ruleset, made: CriterionResult, declared: CriterionResult | None = None) -> Record:
    node, outcome = made.node, made.outcome
    shown: Record = {"id": node.id, "code": node.code, "title": words_record(node.title)}
    exact: dict[str, str] = {}
    _number(shown, exact, "score", outcome)
    _number(shown, exact, "max", node.full)
    _number(shown, exact, "counted", made.counted)
    if declared is not None:
        _number(shown, exact, "declared", declared.outcome)
    shown |= {
        "tier": made.tier,
        "rank": made.rank,
        "state": made.state.value,
        "reason": _reason(why_no_score(ruleset, outcome)) if isinstance(outcome, NoScore) else None,
        "provenance": node.provenance,
    }
    return _with(shown, exact)


def _values(values: Mapping[str, Value | NoScore]) -> Record:
    shown: Record = {}
    exact: dict[str, str] = {}
    for key, value in values.items():
        _value(shown, exact, key.removeprefix("self:"), value)
    return _with(shown, exact)


def _value(shown: Record, exact: dict[str, str], key: str, value: Value | NoScore | None) -> None:
    match value:
        case NoScore() | None:
            shown[key] = None
        case bool():
            shown[key] = value
        case Fraction():
            _number(shown, exact, key, value)
        case date():
            shown[key] = value.isoformat()
        case _:
            shown[key] = value


def _previous(before: Previous | None) -> Record | None:
    if before is None:
        return None
    shown: Record = {"id": before.id}
    exact: dict[str, str] = {}
    _number(shown, exact, "total", before.total)
    _number(shown, exact, "max", before.max)
    shown |= {"rank": before.rank, "tier": before.tier}
    if before.rank is None and before.rank_text:
        shown["rank_printed"] = before.rank_text
    return _with(shown, exact)


def _number(shown: Record, exact: dict[str, str], key: str, amount: Fraction | NoScore | None) -> None:
    """Put a number under its key, and the fraction aside where the decimal is cut."""
    shown[key] = None
    if isinstance(amount, Fraction):
        shown[key], fraction = decimal(amount)
        if fraction:
            exact[key] = fraction


def _with(shown: Record, exact: dict[str, str]) -> Record:
    return {**shown, "exact": exact} if exact else shown


def _reason(why: Why | None) -> Record | None:
    return None if why is None else why._asdict()


def _source(source: Source) -> dict[str, str]:
    return {"path": source.path, "sha256": source.sha256}
