"""The result as JSON, format `itrank-result/1`: the contract of every report and of next year (`previous`).

No time, no machine, no locale: the same ruleset and data give the same bytes.
Numbers are strings, since a JSON number is a float to most readers.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TextIO

from ..files.visible import visible_in_json
from ..model.appraisal import Correction
from ..model.codes import advice, message, severity_of
from ..model.findings import Finding, Place
from ..model.observed import Previous
from ..model.outcome import NoScore
from ..model.reading import TableRead
from ..model.result import Certainty, CriterionResult, ListResult, Result, Succession, UnitResult
from ..model.ruleset import Decimals, Ruleset, Source, Value, Words, unpadded
from .contract import (
    ABSENT,
    FORMAT,
    Absent,
    AppraisalRecord,
    CertaintyRecord,
    CorrectionRecord,
    CriterionRecord,
    DataFileRecord,
    DeclaredRecord,
    DiagnosticRecord,
    GoneRecord,
    ListRecord,
    MissingRecord,
    PlaceRecord,
    PreviousRecord,
    ResultRecord,
    RulesetRecord,
    SourceRecord,
    SuccessionRecord,
    TableRecord,
    UnitOutcome,
    UnitRecord,
    Values,
)
from .numbers import cut_to_places, decimal
from .rules_record import Record, groups_of, inputs_of, scorecards_of, values_of
from .shapes import written
from .words import why_no_score, why_not_comparable, why_unranked

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


def write_json(result: Result, stream: TextIO) -> None:
    """Write the result, a unit at a time, so that many units are never in memory twice; a line for each criterion."""
    head = {key: value for key, value in written(_head(result)).items() if key not in {"units", "diagnostics"}}
    said = ",\n ".join(f"{_dumped(key)}: {_dumped(value)}" for key, value in head.items())
    stream.write(f'{{{said},\n "units": [')
    for number in range(len(result.units)):
        opened = _dumped(written(_unit(result, number, ()))).removesuffix("]}")  # `criteria` is its last key
        stream.write(f"{',' if number else ''}\n  {opened}")
        stream.writelines(
            f"{',' if place else ''}\n   {_dumped(written(criterion))}"
            for place, criterion in enumerate(_criteria(result, number))
        )
        stream.write("]}")
    stream.write('],\n "diagnostics": [')
    for number, finding in enumerate(result.findings):
        stream.write(f"{',' if number else ''}\n  {_dumped(finding_record(finding))}")
    stream.write("]}\n")


def finding_record(finding: Finding) -> Record:
    """Give a finding as values of JSON, in both languages."""
    return written(diagnostic(finding))


def diagnostic(finding: Finding) -> DiagnosticRecord:
    """Give a finding as results have it."""
    place = finding.place
    return DiagnosticRecord(
        code=finding.code,
        severity=severity_of(finding).value,
        message=Words(message(finding, "vi"), message(finding, "en")),
        help=Words(advice(finding, "vi"), advice(finding, "en")),
        place=PlaceRecord(place.file, place.line, place.column, place.cell),
    )


def unit_record(ruleset: Ruleset, unit: UnitResult) -> Record:
    """Give a unit without its answers and its criteria as values of JSON."""
    return written(UnitOutcome(**_outcome(ruleset, unit)))


def _outcome(ruleset: Ruleset, unit: UnitResult) -> dict[str, Any]:
    """Give the fields of a unit's outcome."""
    return {
        "id": unit.unit.id,
        "name": unit.unit.name,
        "group": unit.unit.group,
        "parent": unit.unit.parent,
        "scorecard": unit.scorecard,
        "status": unit.status,
        "reason": why_unranked(ruleset, unit),
        "total": _amount(unit.outcome),
        "max": unit.max,
        "tier": unit.tier,
        "list": unit.list,
        "rank": unit.rank,
        "rank_printed": unit.rank_printed,
        "tied": unit.tied,
        "tie_break": unit.tie_break,
        "previous": None if unit.previous is None else PreviousRecord(**_previous(unit.previous)),
        "succession": _succession(unit.succession),
        "rank_change": unit.rank_change,
        "total_change": unit.total_change,
        "unresolved": tuple(unit.unresolved),
        "failed": tuple(unit.failed),
        "values": _values({key.removeprefix("self:"): value for key, value in unit.values.items()}),
    }


def _unit(result: Result, place: int, criteria: Sequence[CriterionRecord]) -> UnitRecord:
    unit = result.units[place]
    answers, lacks, cells = _answers(result, place)
    declared, corrections = _corrected(result, place)
    return UnitRecord(
        **_outcome(result.ruleset, unit),
        inputs=answers,
        lacks=lacks,
        cells=cells,
        declared=declared,
        corrections=corrections,
        criteria=criteria,
    )


def _head(result: Result) -> ResultRecord:
    """Give what is said of the result as a whole: no units and no findings yet."""
    ruleset = result.ruleset
    return ResultRecord(
        format=FORMAT,
        engine=engine_version(),
        ruleset=RulesetRecord(
            id=ruleset.id,
            version=ruleset.version,
            title=ruleset.title,
            period=ruleset.period,
            locale="en" if ruleset.locale == "en" else "vi",
            decision=dict(ruleset.decision),
            effective=dict(ruleset.effective),
            provenance=ruleset.provenance,
            sha256=ruleset.sha256,
            sources=tuple(SourceRecord(source.path, source.sha256) for source in ruleset.sources),
        ),
        data=tuple(data_files(result.data, result.read)),
        illustrative=result.illustrative,
        provisional=result.provisional,
        appraisal=_appraisal(result),
        show=unpadded(ruleset.show),
        show_fixed=True if isinstance(ruleset.show, Decimals) else ABSENT,
        groups=groups_of(ruleset),
        inputs=inputs_of(ruleset),
        values=values_of(ruleset) or ABSENT,
        scorecards=scorecards_of(ruleset, result.unreachable),
        lists=tuple(map(_list, result.lists)),
        gone=tuple(GoneRecord(name=before.name, **_previous(before)) for before in result.gone),
        certainty=tuple(_certain(id_, made) for id_, made in result.certainty.items()),
        units=(),
        diagnostics=(),
    )


def _answers(result: Result, unit: int) -> tuple[Values, dict[str, Any], dict[str, str]]:
    """Give what a unit reported, as it was read: each value, why there is none, and the cell.

    Evidence (`text`) is named only where the ruleset publishes it: it may name persons.
    """
    answers: dict[str, Value | NoScore | None] = {}
    lacks: dict[str, Any] = {}
    cells: dict[str, str] = {}
    values = result.observed.values if result.observed is not None else {}
    for asked in result.ruleset.inputs:
        given = values.get(asked.key)
        if given is None or (asked.traits.is_evidence and not asked.publish):
            continue
        seen = given[unit]
        answers[asked.id] = seen.value
        if seen.value is None:
            lacks[asked.id] = seen.state
        if seen.place.file:
            cells[asked.id] = _where(seen.place)
    return _values(answers), lacks, cells


def _appraisal(result: Result) -> AppraisalRecord | Absent:
    """Say after which stage of the appraisal a result is; absent where nothing was corrected."""
    if result.observed is None or (made := result.observed.appraisal) is None:
        return ABSENT
    # Two appraisers who agree correct a thing once.
    corrected = [
        len({(row.target, row.stage, row.before, row.after) for row in rows if row.stage != "explanation"})
        for rows in made.corrections.values()
    ]
    return AppraisalRecord(made.stage, sum(corrected), sum(map(bool, corrected)))


def _corrected(result: Result, place: int) -> tuple[DeclaredRecord | Absent, tuple[CorrectionRecord, ...] | Absent]:
    """Give what a unit declared, and what was corrected of it and why; not by whom: that stays in the file."""
    if result.declared is None or result.observed is None or result.observed.appraisal is None:
        return ABSENT, ABSENT
    unit = result.declared.units[place]
    rows = result.observed.appraisal.corrections.get(unit.unit.id, ())
    declared = DeclaredRecord(_amount(unit.outcome), unit.max, unit.tier, unit.rank)
    return declared, tuple(map(_correction, rows))


def _correction(row: Correction) -> CorrectionRecord:
    return CorrectionRecord(row.target, row.stage, row.before, row.after, row.reason, row.basis)


def correction_record(row: Correction) -> Record:
    """Give what was corrected and why, without whose answer it was and who corrected it, as values of JSON.

    >>> correction_record(Correction("dv01", "so_hop", "first", "10", "8", "Thiếu biên bản", "BB 3", "An", "2026-01-05"))["to"]
    '8'
    """
    return written(_correction(row))


def _where(place: Place) -> str:
    """Name a cell: `data.xlsx, Sheet1!B7`, or `data.csv:7:3`."""
    return f"{place.file}, {place.cell}" if place.cell else f"{place.file}:{place.line}:{place.column}"


def _certain(id_: str, made: Certainty) -> CertaintyRecord:
    """Give what is certain of a unit whatever the missing answers are."""
    missing = tuple(
        MissingRecord(asked, cut_to_places(low), cut_to_places(high)) for asked, (low, high) in made.hangs_on.items()
    )
    return CertaintyRecord(id_, made.best, made.worst, made.low, made.high, tuple(made.tiers), missing)


def files_record(sources: Iterable[Source], read: Sequence[TableRead]) -> list[Record]:
    """Name the files of the data, and what was read of each, as values of JSON."""
    return [written(each) for each in data_files(sources, read)]


def data_files(sources: Iterable[Source], read: Sequence[TableRead]) -> Iterator[DataFileRecord]:
    """Name the files of the data, and what was read of each."""
    for source in sources:
        role: Any = source.role or "data"
        yield DataFileRecord(source.path, source.sha256, role, tuple(_tables(read, source)))


def _tables(tables: Sequence[TableRead], source: Source) -> Iterator[TableRecord]:
    """Say what was read of a file."""
    for read in tables:
        if read.file == source.path and read.rows:
            sign: Any = read.decimal
            yield TableRecord(read.sheet, read.span, read.rows, read.units, sign, dict(read.marks))


def _succession(succession: Succession | None) -> SuccessionRecord | None:
    why = why_not_comparable(succession)
    if succession is None or why is None:
        return None
    return SuccessionRecord(succession.kind, tuple(before.id for before in succession.of), why.vi, why.en)


def _list(made: ListResult) -> ListRecord:
    return ListRecord(
        made.id,
        made.title,
        tuple(made.scorecards),
        tuple(made.units),
        tuple(made.unranked),
        dict(made.tiers),
        made.mean,
    )


def _criteria(result: Result, place: int) -> Iterator[CriterionRecord]:
    if result.declared is None:
        for criterion in result.units[place].criteria:
            yield _criterion(result.ruleset, criterion)
        return
    for criterion, declared in zip(result.units[place].criteria, result.declared.units[place].criteria, strict=True):
        yield _criterion(result.ruleset, criterion, declared)


def _criterion(ruleset: Ruleset, made: CriterionResult, declared: CriterionResult | None = None) -> CriterionRecord:
    node, outcome = made.node, made.outcome
    return CriterionRecord(
        id=node.id,
        code=node.code,
        title=node.title,
        score=_amount(outcome),
        max=node.full,
        counted=made.counted,
        declared=ABSENT if declared is None else _amount(declared.outcome),
        tier=made.tier,
        rank=made.rank,
        rank_printed=ABSENT if made.rank_printed in {"", str(made.rank)} else made.rank_printed,
        state=made.state.value,
        reason=why_no_score(ruleset, outcome) if isinstance(outcome, NoScore) else None,
        provenance=node.provenance,
    )


def _values(values: Mapping[str, Value | NoScore | None]) -> Values:
    """Give values as texts of JSON, and the fractions of those that are cut."""
    shown: dict[str, str | bool | None] = {}
    exact: dict[str, Fraction] = {}
    for key, value in values.items():
        match value:
            case NoScore() | None:
                shown[key] = None
            case bool():
                shown[key] = value
            case Fraction():
                shown[key], fraction = decimal(value)
                if fraction:
                    exact[key] = value
            case date():
                shown[key] = value.isoformat()
            case _:
                shown[key] = value
    return Values(shown, exact)


def _previous(before: Previous) -> dict[str, Any]:
    """Give the fields of a unit's last year; its rank as it was printed only where it is no number."""
    return {
        "id": before.id,
        "total": before.total,
        "max": before.max,
        "rank": before.rank,
        "tier": before.tier,
        "rank_printed": before.rank_text if before.rank is None and before.rank_text else ABSENT,
    }


def _amount(outcome: Fraction | NoScore | None) -> Fraction | None:
    return outcome if isinstance(outcome, Fraction) else None
