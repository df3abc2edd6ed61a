"""The result of a program on columns beside that of the reference: every score, state, total, status, tier and rank."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from columns_by_hand import result_by_hand
from itrank.engine.columns.compiling import compiled
from itrank.engine.columns.integers import WIDE
from itrank.engine.columns.making import UnsupportedError
from itrank.engine.columns.program import ATTRIBUTE, BLANK, INVALID, MARKED, Given, Output, Program, Range
from itrank.engine.columns.reference import ByReference
from itrank.engine.model.observed import Observation, Observed
from itrank.engine.model.outcome import NoScore, Reason, State
from itrank.engine.model.result import Result, UnitResult
from itrank.engine.model.ruleset import Input, LastYear, NamedValue, Ruleset
from itrank.engine.score.evaluation import from_last_year
from itrank.engine.score.sheet import Sheet
from itrank.engine.score.succession import last_years

ROLES = {"ranked": 0, "unranked": 1, "reference": 2}
STATES = {"missing": BLANK, "invalid": INVALID, "not_applicable": MARKED}


def ranges_of(ruleset: Ruleset, observed: Observed) -> dict[str, Range]:
    """Measure the inputs that are numbers."""
    found = {}
    for asked in ruleset.inputs:
        cells = observed.values.get(asked.key, ())
        numbers = [cell.value for cell in cells if isinstance(cell.value, Fraction) and cell.state == "observed"]
        digits = max((decimals(number) for number in numbers), default=0)
        found[asked.key] = Range(min(numbers, default=None), max(numbers, default=None), digits)
    for key in {key for row in of_last_year(ruleset, observed) for key in row}:
        numbers = [row[key] for row in of_last_year(ruleset, observed) if isinstance(row[key], Fraction)]
        digits = max((decimals(number) for number in numbers), default=0)
        found[key] = Range(min(numbers, default=None), max(numbers, default=None), digits)
    return found


def decimals(number: Fraction) -> int:
    return next((digits for digits in range(60) if 10**digits % number.denominator == 0), 60)


def rows_of(program: Program, ruleset: Ruleset, observed: Observed) -> list[dict[str, Any]]:
    """Write observations as the prepared table of a program."""
    groups = {name: number for number, name in enumerate(program.groups, 1)}
    before = of_last_year(ruleset, observed)
    rows = []
    for n, unit in enumerate(observed.units):
        row: dict[str, Any] = {"n": n, "unit": unit.id, "g": groups.get(unit.group, 0), "role": ROLES[unit.role]}
        for text in program.texts:
            row[text] = unit.parent if text == "parent" else unit.attributes.get(text.removeprefix(ATTRIBUTE), "")
        for given in program.given:
            if given.key.startswith("last:"):
                row[given.name], row[given.state] = last_year_cell(given, before[n][given.key])
                continue
            cells = observed.values.get(given.key)
            row[given.name], row[given.state] = cell_of(given, cells[n] if cells is not None else None)
        rows.append(row)
    return rows


def of_last_year(ruleset: Ruleset, observed: Observed) -> list[dict[str, Any]]:
    """Give for each unit its values of last year, by the key of what is given, as the reference finds them."""
    columns = ruleset.columns.values()
    keys = {column.of for column in columns if isinstance(column, LastYear)}
    keys |= {each.key for each in columns if isinstance(each, (Input, NamedValue)) and each.missing == "last_year"}
    before, successions = last_years(observed.units, observed.previous)
    sheet = Sheet(ruleset, observed.units, observed, [""] * len(observed.units), successions=successions)
    cells = {key: from_last_year(sheet, key, before) for key in sorted(keys)}
    return [{f"last:{key}": cells[key][n] for key in cells} for n in range(len(observed.units))]


def last_year_cell(given: Given, cell: Any) -> tuple[int, int]:
    if isinstance(cell, NoScore):
        return given.blank, INVALID if cell.reason is Reason.NOT_COMPARABLE else BLANK
    return cell_of(given, Observation(cell, "observed"))


def cell_of(given: Given, seen: Observation | None) -> tuple[int, int]:
    if seen is None or seen.state != "observed" or seen.value is None:
        return given.blank, STATES.get("missing" if seen is None else seen.state, BLANK)
    value = seen.value
    if isinstance(value, bool):
        return int(value), 0
    if isinstance(value, date):
        return value.toordinal(), 0
    if isinstance(value, str):
        return given.options.index(value), 0
    scaled = value * given.scale
    assert scaled.denominator == 1
    assert given.low <= scaled <= given.high
    return int(scaled), 0


def read(program: Program, row: Mapping[str, Any], number: int, answers: ByReference) -> Any:
    """Read an output of a row: a number, a truth value, a word, or why there is none."""
    output = program.outputs[number - 1]

    def of(suffix: str, expr: Any) -> int:
        return int(row.get(f"o{number}{suffix}", expr.low if expr.op not in {"true", "false"} else expr.op == "true"))

    lack = of("_s", output.lack)
    if lack:
        return program.lacks[lack]
    return value_of(output, of("", output.top), of("_d", output.bottom), answers)


def value_of(output: Output, top: int, bottom: int, answers: ByReference) -> Any:
    if output.kind == "kept":
        return answers.kept[top]
    if output.kind in {"yes_no", "date"}:
        return bool(top) if output.kind == "yes_no" else date.fromordinal(top)
    if output.kind == "code":
        return output.words[top]
    return Fraction(top, bottom)


def told(program: Program, row: Mapping[str, Any], answers: ByReference) -> dict[tuple[str, str], Any]:
    return {(output.key, output.what): read(program, row, n, answers) for n, output in enumerate(program.outputs, 1)}


def expected(unit: UnitResult, found: Mapping[tuple[str, str], Any]) -> Iterator[tuple[str, Any, Any]]:
    """Give what the reference says of a unit beside what the program says."""
    rank = found["", "rank"]
    yield "status", unit.status, found["", "status"]
    yield "scorecard", unit.scorecard, found["", "scorecard"]
    yield "total", unit.outcome, found["", "total"]
    most = found["", "max"]
    yield "max", unit.max, None if isinstance(most, NoScore) else most
    yield "rank", unit.rank, int(rank) or None
    yield "tier", unit.tier, found["", "tier"]
    why = found["", "why"]
    yield "why", unit.why, why or None
    if ("", "list") in found:
        yield "list", unit.list, found["", "list"] if unit.scorecard else unit.list
    yield "failed", set(unit.failed), {key for (key, what), value in found.items() if what == "failed" and value}
    for key, value in unit.values.items():
        if (key, "value") in found:
            yield f"value {key}", value, found[key, "value"]
    for criterion in unit.criteria:
        node = criterion.node
        yield f"criterion {node.id}", criterion.outcome, found[node.id, "criterion"]
        if (node.id, "counted") in found and not isinstance(criterion.outcome, NoScore):
            counted = found[node.id, "counted"]
            yield f"counted {node.id}", criterion.counted, None if isinstance(counted, NoScore) else counted
        if (node.id, "node_rank") in found:
            yield f"rank {node.id}", criterion.rank, int(found[node.id, "node_rank"]) or None
        if (node.id, "node_tier") in found:
            yield f"tier {node.id}", criterion.tier, found[node.id, "node_tier"]


def differences(result: Result, program: Program, rows: Sequence[Mapping[str, Any]], answers: ByReference) -> list[str]:
    """Compare; each line says the unit, what differs, what the reference says and what the program says."""
    found = []
    for unit, row in zip(result.units, rows, strict=True):
        for what, reference, columns in expected(unit, told(program, row, answers)):
            if reference != columns:
                found.append(f"{unit.unit.id} {what}: reference {reference}, columns {columns}")
    return found


def computed_by_hand(
    ruleset: Ruleset, observed: Observed, most_quotient: int = WIDE
) -> tuple[Program, list[dict[str, Any]], ByReference]:
    """Compile for the data and compute in plain Python."""
    program = compiled(
        ruleset,
        ranges_of(ruleset, observed),
        groups=tuple(dict.fromkeys(unit.group for unit in observed.units if unit.group)),
        most_rows=max(1, len(observed.units)),
        most_quotient=most_quotient,
    )
    answers = ByReference(ruleset, program.lacks, program.options)
    return program, result_by_hand(program, rows_of(program, ruleset, observed), answers), answers


__all__ = ["State", "UnsupportedError", "computed_by_hand", "differences", "ranges_of", "rows_of", "told"]
