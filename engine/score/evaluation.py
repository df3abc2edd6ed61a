"""From observations to outcomes: every column for every unit, in the ruleset's order of computation."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from ..formula.rationals import summed
from ..model.observed import Observed, Previous
from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import (
    Before,
    Cohort,
    Constant,
    Input,
    LastYear,
    Missing,
    NamedValue,
    Node,
    Outliers,
    RollUp,
    Ruleset,
    Statistic,
    Value,
)
from ..observe.cells import Cells
from .cohorts import cohort_keys, is_member
from .nodes import node_column
from .sheet import Cell, Known, Sheet
from .statistics import PLACED, Sample, bounds_without_outliers, overall, roll_up
from .succession import last_years


def cohort_samples(
    sheet: Sheet, column: Sequence[Cell], cohort: Cohort
) -> tuple[list[str | None], dict[str | None, Sample]]:
    """Gather the members' finished values of each cohort, and say which cohort each unit belongs to."""
    keys = cohort_keys(sheet.ruleset, sheet.units, cohort)
    members: dict[str | None, list[Fraction]] = {key: [] for key in keys}
    for unit, key, cell in zip(sheet.units, keys, column, strict=True):
        if isinstance(cell, Fraction) and is_member(unit, cohort):
            members[key].append(cell)
    return keys, {key: Sample.of(values) for key, values in members.items()}


def statistic(sheet: Sheet, column: Statistic) -> list[Cell]:
    """Compute a cohort function for every unit."""
    of = sheet.cells[column.of]
    keys, samples = cohort_samples(sheet, of, column.cohort)
    if column.stat in PLACED:
        placed = PLACED[column.stat]
        return [
            _about(placed(samples[key], cell), column.of) if isinstance(cell, Fraction) else _no_score(cell)
            for key, cell in zip(keys, of, strict=True)
        ]
    shared = {key: _about(overall(column.stat, sample, column.argument), column.of) for key, sample in samples.items()}
    return [shared[key] for key in keys]


def _about(cell: Cell, about: str) -> Cell:
    return NoScore(cell.state, cell.reason, about) if isinstance(cell, NoScore) and not cell.about else cell


def _no_score(cell: Cell) -> NoScore:
    return cell if isinstance(cell, NoScore) else NoScore(State.MISSING, Reason.NO_VALUE)


def rolled_up(sheet: Sheet, column: RollUp) -> list[Cell]:
    """Compute a function of subordinate units for every unit."""
    of = sheet.cells[column.of]
    below: dict[str, list[Fraction]] = {}
    for unit, cell in zip(sheet.units, of, strict=True):
        if unit.parent and isinstance(cell, Fraction):
            below.setdefault(unit.parent, []).append(cell)
    return [_about(roll_up(column.stat, below.get(unit.id, ())), column.of) for unit in sheet.units]


def from_last_year(sheet: Sheet, of: str, before: Sequence[Previous | None]) -> list[Cell]:
    """Look a column up in last year's result."""
    roots = {card.root.id for card in sheet.ruleset.scorecards}
    cells: list[Cell] = []
    for unit, previous in enumerate(before):
        value: Value | None = None
        if previous is None and sheet.successions and sheet.successions[unit] is not None:
            cells.append(NoScore(State.MISSING, Reason.NOT_COMPARABLE, of))
            continue
        if previous is not None:
            value = previous.value(of)
            if value is None and of in roots:
                value = previous.total
        cells.append(NoScore(State.MISSING, Reason.NO_LAST_YEAR, of) if value is None else value)
    return cells


def observed_cells(sheet: Sheet, column: Input) -> list[Cell]:
    """Take the observations of an input, before its `missing` is asked."""
    observations = sheet.observed.values.get(column.key)
    if observations is None:
        return [_without_value("missing", column.key)] * len(sheet.units)
    # The entries of a column, without the place of each: a million places would be made for nothing.
    entries = observations.entries if isinstance(observations, Cells) else observations
    return [
        seen.value if seen.state == "observed" and seen.value is not None else _without_value(seen.state, column.key)
        for seen in entries
    ]


WITHOUT_VALUE: Mapping[str, tuple[State, Reason]] = {
    "missing": (State.MISSING, Reason.NO_VALUE),
    "not_applicable": (State.NOT_APPLICABLE, Reason.MARKED_NOT_APPLICABLE),
    "invalid": (State.INVALID, Reason.BAD_VALUE),
}


@lru_cache(maxsize=1024)  # the blanks of a column are one object
def _without_value(state: str, key: str) -> NoScore:
    return NoScore(*WITHOUT_VALUE.get(state, WITHOUT_VALUE["missing"]), key)


def filled(
    sheet: Sheet,
    key: str,
    cells: list[Cell],
    missing: Missing,
    cohort: Cohort | None,
    before: Sequence[Previous | None],
) -> list[Cell]:
    """Do with blanks as `missing` says (semantics §4)."""
    blanks = [
        index
        for index, cell in enumerate(cells)
        if isinstance(cell, NoScore) and cell.state in {State.MISSING, State.SKIPPED}
    ]
    if not blanks or missing == "error":
        return cells
    made = list(cells)
    if missing in {"unranked", "skip"}:
        no_score = (
            NoScore(State.SKIPPED, Reason.LEFT_OUT, key)
            if missing == "skip"
            else NoScore(State.MISSING, Reason.NO_VALUE_EXPECTED, key)
        )
        for index in blanks:
            made[index] = no_score
        return made
    imputed = sheet.imputed.setdefault(key, set())
    for index, cell in zip(blanks, _replacements(sheet, key, cells, missing, cohort, before, blanks), strict=True):
        made[index] = cell
        if not isinstance(cell, NoScore):
            imputed.add(index)
    return made


def _replacements(
    sheet: Sheet,
    key: str,
    cells: list[Cell],
    missing: Missing,
    cohort: Cohort | None,
    before: Sequence[Previous | None],
    blanks: list[int],
) -> list[Cell]:
    if isinstance(missing, (Fraction, bool)):
        return [missing] * len(blanks)
    if missing == "last_year":
        last = from_last_year(sheet, key, before)
        return [last[index] for index in blanks]
    if missing == "group_mean":
        sums: dict[str | None, list[Fraction]] = {}
        for unit, cell in zip(sheet.units, cells, strict=True):
            if unit.role == "ranked" and isinstance(cell, Fraction):
                sums.setdefault(unit.group, []).append(cell)
        means = {group: summed(values) / len(values) for group, values in sums.items()}
        no_score = NoScore(State.MISSING, Reason.NO_COHORT, key)
        return [means.get(sheet.units[index].group, no_score) for index in blanks]
    assert cohort is not None  # held at load
    keys, samples = cohort_samples(sheet, cells, cohort)
    return [_about(overall("mean", samples[keys[index]], None), key) for index in blanks]


def drawn_in(sheet: Sheet, cells: list[Cell], rule: Outliers | None) -> list[Cell]:
    """Cut a column to the range that `outliers` leaves, cohort by cohort."""
    if rule is None:
        return cells
    keys, samples = cohort_samples(sheet, cells, rule.cohort)
    ranges = {key: bounds_without_outliers(sample.values, rule) for key, sample in samples.items()}
    made: list[Cell] = []
    for key, cell in zip(keys, cells, strict=True):
        limits = ranges[key]
        made.append(min(max(cell, limits[0]), limits[1]) if isinstance(cell, Fraction) and limits else cell)
    return made


def evaluate_columns(
    ruleset: Ruleset, observed: Observed, lenient: frozenset[int] = frozenset(), known: Known | None = None
) -> tuple[Sheet, list[Previous | None]]:
    """Compute every column for every unit.

    Args:
        ruleset: its columns are in an order of computation.
        observed: the units and what was read of them.
        lenient: indices of units to be computed as a provisional ranking has it.
        known: columns that are not computed but taken, where these are only some of the units.

    Returns:
        The sheet, and each unit's entry in last year's result.
    """
    cards = [ruleset.scorecard_of(unit.group) for unit in observed.units]
    sheet = Sheet(ruleset, observed.units, observed, ["" if card is None else card.id for card in cards], lenient)
    before, sheet.successions = last_years(observed.units, observed.previous)
    count = len(observed.units)
    sheet.known = known
    taken = known.cells if known is not None else {}
    for key, column in ruleset.columns.items():
        if known is not None and key in taken:
            sheet.cells[key] = taken[key]
            sheet.imputed[key] = set(known.imputed.get(key, ()))
            continue
        match column:
            case Input():
                cells = filled(sheet, key, observed_cells(sheet, column), column.missing, column.cohort, before)
                sheet.cells[key] = drawn_in(sheet, cells, column.outliers)
            case NamedValue():
                cells = [sheet.value(column.formula, unit, key) for unit in range(count)]
                cells = filled(sheet, key, cells, column.missing, column.cohort, before)
                sheet.cells[key] = drawn_in(sheet, cells, column.outliers)
            case Constant():
                sheet.cells[key] = [column.value] * count
            case Statistic():
                sheet.cells[key] = statistic(sheet, column)
            case RollUp():
                sheet.cells[key] = rolled_up(sheet, column)
            case LastYear():
                sheet.cells[key] = from_last_year(sheet, column.of, before)
            case Before() | Node():
                sheet.put(key, node_column(sheet, column))
    return sheet, before
