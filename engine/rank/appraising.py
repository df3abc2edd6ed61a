"""Go through the stages of an appraisal: hold each correction against what stood before it, and give what stands.

Rules (docs/semantics.md, "Appraisal"): a declared answer is never overwritten, only followed by corrections; a row's
`from` must be what stood; of what a unit explains nothing changes; the points of a leaf may be corrected themselves,
and then stand in place of all that its rule says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..files.numbers import Problem, cut
from ..model.appraisal import SCORED_STAGES, STAGES, Appraised, Correction
from ..model.findings import Finding
from ..model.observed import Appraisal, Observation, Observed
from ..model.outcome import NoScore
from ..model.ruleset import Input, Ruleset
from ..observe.cells import Cells, Entry, Origin
from ..observe.corrections import (
    Corrections,
    Lack,
    Stood,
    Target,
    read_standing,
    standing_text,
    stood,
    targets_of,
)
from ..observe.report import Report
from ..observe.values import outside
from ..score import Sheet, evaluate_columns


@dataclass(slots=True)
class _Walk:
    """What stands so far.

    Attributes:
        values: input key -> unit -> what corrections made of its answer.
        points: leaf id -> unit -> points in place of its rule.
        past: what stood earlier and was corrected, by unit and target, each with the row that did it.
        origins: the row of the file that last changed an answer.
        taken: by unit, the rows that hold.
    """

    ruleset: Ruleset
    observed: Observed
    file: Corrections
    index: Mapping[str, int]
    targets: Mapping[str, Target]
    values: dict[str, dict[int, Stood]] = field(default_factory=dict)
    points: dict[str, dict[int, Fraction]] = field(default_factory=dict)
    past: dict[tuple[str, str], list[tuple[Stood, Correction]]] = field(default_factory=dict)
    origins: dict[tuple[str, int], int] = field(default_factory=dict)
    taken: dict[str, list[Correction]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)


def last_stage(corrections: Corrections) -> Appraised | None:
    """Name the last stage that a file has corrections of; None where no appraiser has said anything yet."""
    stages = {row.stage for row in corrections.rows}
    return next((stage for stage in reversed(SCORED_STAGES) if stage in stages), None)


def appraise(
    ruleset: Ruleset, observed: Observed, corrections: Corrections, stage: Appraised
) -> tuple[Observed, tuple[Finding, ...]]:
    """Give what stands after a stage.

    Args:
        ruleset: as loaded.
        observed: as declared.
        corrections: the rows of later stages are not looked at.
        stage: after which.

    Returns:
        The data with their corrections, and the findings; where there is any, the data are as declared.
    """
    index = {unit.id: number for number, unit in enumerate(observed.units)}
    walk = _Walk(ruleset, observed, corrections, index, targets_of(ruleset))
    for each in STAGES[: STAGES.index(stage) + 1]:
        rows = [row for row in corrections.rows if row.stage == each]
        asks_points = any(walk.targets[row.target].leaf is not None for row in rows)
        sheet = evaluate_columns(ruleset, _so_far(walk, "first"))[0] if asks_points else None
        for row in rows:
            _take(walk, row, sheet)
        _check_relations(walk, rows)
    findings = walk.report.findings()
    return (observed if findings else _so_far(walk, stage)), findings


def _take(walk: _Walk, row: Correction, sheet: Sheet | None) -> None:
    """Hold a row against what stands, and let it stand from now on."""
    target, unit = walk.targets[row.target], walk.index[row.unit]
    before, after = read_standing(target, row.before), read_standing(target, row.after)
    assert not isinstance(before, Problem), "told when the file was read"
    assert not isinstance(after, Problem), "told when the file was read"
    now = _standing(walk, target, unit, sheet)
    past = walk.past.setdefault((row.unit, row.target), [])
    if before != now:
        earlier = next((by for value, by in past if value == before), None)
        if earlier is None or read_standing(target, earlier.after) != after:
            _tell_misfit(walk, row, earlier, standing_text(target, now))
        else:  # two appraisers say the same, each with a reason
            walk.taken.setdefault(row.unit, []).append(row)
        return
    walk.taken.setdefault(row.unit, []).append(row)
    if row.stage == "explanation":
        return
    past.append((before, row))
    if target.leaf is not None:
        assert isinstance(after, Fraction), "told when the file was read"
        walk.points.setdefault(target.key, {})[unit] = after
    else:
        walk.values.setdefault(target.key, {})[unit] = after
        walk.origins[target.key, unit] = row.row


def _tell_misfit(walk: _Walk, row: Correction, earlier: Correction | None, standing: str) -> None:
    """Tell that a row does not correct what stands: another row did so before it, or nobody knows what it means."""
    found, unit = row.before or "!missing", cut(row.unit)
    if earlier is None:
        place = walk.file.cell(row, "from")
        walk.report.add(
            "ITR605", place, subject=row.target, unit=unit, target=row.target, found=found, standing=cut(standing)
        )
        return
    line, by = earlier.place.line, cut(earlier.by)
    walk.report.add(
        "ITR481.correction", row.place, subject=row.target, unit=unit, target=row.target, found=found, standing=cut(standing),
        line=line, by=by, other=earlier.after, own=row.after,
    )  # fmt: skip


def _standing(walk: _Walk, target: Target, unit: int, sheet: Sheet | None) -> Stood:
    """Give what stands of a target: corrected earlier, else as declared, or as scored when the stage began."""
    if target.leaf is None:
        return _answer(walk, target.key, unit)
    if unit in walk.points.get(target.key, ()):
        return walk.points[target.key][unit]
    assert sheet is not None, "made where points are asked"
    cell = sheet.cells[target.key][unit]
    if isinstance(cell, NoScore):
        return Lack(cell.state.value)
    assert isinstance(cell, Fraction)
    return cell


def _answer(walk: _Walk, key: str, unit: int) -> Stood:
    corrected = walk.values.get(key, {})
    return corrected[unit] if unit in corrected else stood(walk.observed.values[key][unit])


def _so_far(walk: _Walk, stage: Appraised) -> Observed:
    """Put the corrections into the data."""
    values: dict[str, Sequence[Observation]] = {**walk.observed.values}
    declared: dict[str, Sequence[Observation]] = {}
    for key, corrected in walk.values.items():
        declared[key] = own = walk.observed.values[key]
        cells = _copied(own)
        for unit, value in corrected.items():
            cells.entries[unit] = _entry(value)
            cells.filled[unit] = Origin(walk.file.table, walk.origins[key, unit], walk.file.columns["to"])
        values[key] = cells
    made = Appraisal(stage, walk.taken, declared, walk.points)
    return replace(walk.observed, values=values, appraisal=made)


def _copied(column: Sequence[Observation]) -> Cells:
    if not isinstance(column, Cells):
        return Cells([Entry(seen.value, seen.state) for seen in column])
    made = Cells(list(column.entries), column.table, column.rows, column.column, column.provenance)
    made.filled = dict(column.filled)
    return made


def _entry(value: Stood) -> Entry:
    if isinstance(value, Lack):
        return Entry(None, "not_applicable" if value.state == "not_applicable" else "missing")
    return Entry(value, "observed")


def _check_relations(walk: _Walk, rows: Sequence[Correction]) -> None:
    """Hold corrected answers against the bounds that are other inputs, once a stage has said all it says."""
    touched = {(walk.targets[row.target].key, row.unit): row for row in rows if row.stage != "explanation"}
    inputs = {asked.key: asked for asked in walk.ruleset.inputs}
    related = [
        (asked, inputs[bound], is_low)
        for asked in inputs.values()
        for bound, is_low in ((asked.minimum, True), (asked.maximum, False))
        if isinstance(bound, str)
    ]
    for asked, other, is_low in related:
        for unit in walk.observed.units:
            row = touched.get((asked.key, unit.id)) or touched.get((other.key, unit.id))
            if row is not None:
                _check_relation(walk, asked, other, row, is_low=is_low)


def _check_relation(walk: _Walk, asked: Input, other: Input, row: Correction, *, is_low: bool) -> None:
    own, limit = (_answer(walk, key, walk.index[row.unit]) for key in (asked.key, other.key))
    if isinstance(own, Lack) or isinstance(limit, Lack):
        return
    problem = outside(own, asked, (limit, None) if is_low else (None, limit), ".", other.id)
    if problem is not None:
        walk.report.tell(problem, row.place, f"{asked.id} ({row.unit})", asked.key)
