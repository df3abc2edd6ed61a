"""Read `data.json` back into what was observed, so that a result follows from it as it does from the files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from ..files.strict_json import parse_record
from ..model.appraisal import Correction
from ..model.codes import ROWS, SUCCESSORS
from ..model.findings import Finding, Place, finding
from ..model.observed import Appraisal, Observation, Observed, Previous, Unit
from ..model.reading import TableRead
from ..model.records import fields_of
from ..model.ruleset import Input, Ruleset, Source, Value
from .data_schema import data_schema
from .rules import DATA, FIRST_DATA

Record = Mapping[str, Any]
FORMATS = {"itrank-bundle/1": FIRST_DATA, "itrank-bundle/2": DATA}
"""The format of a bundle -> that of its data."""
_HALF = re.compile("[\ud800-\udfff]")


class _WrongError(Exception):
    """Where data that fit the schema mean nothing, and what was expected there."""


def read_record(content: bytes, name: str) -> Any | Finding:
    """Read a member that is JSON, or say why it is none.

    >>> read_record(b'{"a": 1, "a": 2}', "goi.zip/rules.json").code, read_record(b"[" * 100_000, "a").code
    ('ITR492', 'ITR492')
    """
    try:
        return parse_record(content.decode(), name)
    except UnicodeDecodeError:
        return _wrong(name, "/", "UTF-8")


def read_plain(content: bytes, name: str, form: str, ruleset: Ruleset) -> Observed | Finding:
    """Read plain data, or say where they are not what they should be.

    Args:
        content: of `data.json`.
        name: what findings call it.
        form: of its bundle, `itrank-bundle/1` or `itrank-bundle/2`; the first knows no places, files and findings.
        ruleset: that the data are of.
    """
    from fastjsonschema import JsonSchemaValueException  # noqa: PLC0415  # only where one is read

    made = read_record(content, name)
    if isinstance(made, Finding):
        return made
    try:
        _checker(FORMATS[form])(made)
        return _observed(made, ruleset)
    except JsonSchemaValueException as error:
        return _wrong(name, _place_of(error), str(error.rule))
    except _WrongError as error:
        return _wrong(name, *error.args)


def _wrong(name: str, where: str, rule: str) -> Finding:
    return finding("ITR861.data", Place(name), where=where[:200], rule=rule[:80], rule_en=rule[:80])


def _place_of(error: Any) -> str:
    """Name the place that a schema refuses, and the key that is missing or too many."""
    where = str(error.name).removeprefix("data").removeprefix(".")
    keys = list(error.value) if isinstance(error.value, dict) else []
    known = error.definition.get("required" if error.rule == "required" else "properties", ())
    match error.rule:
        case "required":
            key = next((each for each in known if each not in keys), "")
        case "additionalProperties":
            key = next((each for each in keys if each not in known), "")
        case _:
            key = ""
    return ".".join(part for part in (where, key) if part) or "/"


@cache
def _checker(form: str) -> Any:
    import fastjsonschema  # noqa: PLC0415

    return fastjsonschema.compile(data_schema(form))


def _observed(made: Record, ruleset: Ruleset) -> Observed:
    units = tuple(_unit(each, f"units[{place}]") for place, each in enumerate(made["units"]))
    if len({unit.id for unit in units}) < len(units):
        raise _WrongError("units", "id")
    columns = {**made["inputs"], **made.get("evidence", {})}
    _hold_columns(made, {asked.key: asked for asked in ruleset.inputs}, len(units))
    previous, files = _last_year(made["previous"]), made.get("files", [])
    return Observed(
        units,
        {key: _column(column, f"inputs.{key}") for key, column in columns.items()},
        previous,
        tuple(Source(file["path"], file["sha256"], file["role"]) for file in files),
        tuple(_finding(each, f"findings[{place}]") for place, each in enumerate(made.get("findings", ()))),
        made.get("illustrative", False),
        tuple(TableRead(file=file["path"], **table) for file in files for table in file["tables"]),
        _appraisal(made, ruleset, units),
    )


def _last_year(rows: Sequence[Record]) -> dict[str, Previous]:
    """Read last year's units by id, of which no two may be the same."""
    previous = {each.id: each for each in (_previous(row, f"previous[{at}]") for at, row in enumerate(rows))}
    if len(previous) < len(rows):
        raise _WrongError("previous", "id")
    return previous


def _hold_columns(made: Record, inputs: Mapping[str, Input], units: int) -> None:
    """Hold every column of answers against its input: one cell for each unit, each a value of its type or a lack."""
    for part in ("inputs", "evidence", "declared"):
        for key, column in made.get(part, {}).items():
            asked = inputs.get(key)
            if asked is None or asked.traits.is_evidence != (part == "evidence"):
                raise _WrongError(f"{part}.{key}", "ruleset")
            if len(column) != units:
                raise _WrongError(f"{part}.{key}", f"{len(column)} / {units}")
            for place, cell in enumerate(column):
                if len(cell.keys() - {"at"}) != 1 or not _is_of(cell, asked):
                    raise _WrongError(f"{part}.{key}[{place}]", asked.type)


def _is_of(cell: Record, asked: Input) -> bool:
    """Say whether a cell's value is of an input's type; a lack is of any."""
    match asked.traits.kind:
        case _ if "lack" in cell:
            return True
        case "yes_no":
            return "yes" in cell
        case "choice":
            return cell.get("option") in asked.options
        case None:
            return "text" in cell
        case kind:
            return kind in cell


def _unit(told: Record, where: str) -> Unit:
    return Unit(
        id=told["id"],
        name=told["name"],
        group=told["group"],
        parent=told["parent"],
        role=told["role"],
        aliases=tuple(told["aliases"]),
        attributes=told["attributes"],
        place=_place(told, where),
        predecessors=tuple(told["predecessors"]),
    )


def _place(told: Record, where: str) -> Place:
    match told.get("at", []):
        case []:
            return Place()
        case [str(file), str(cell)] if _is_whole(file, cell):
            return Place(file, cell=cell)
        case [str(file), int(line), int(column), str(cell)] if _is_whole(file, cell) and min(line, column) >= 0:
            return Place(file, line, column, cell)
    raise _WrongError(f"{where}.at", "file, cell")


def _is_whole(*texts: str) -> bool:
    """Say whether texts have no halves of surrogate pairs; the schema says it of all others."""
    return all(text.isascii() or not _HALF.search(text) for text in texts)


def _column(cells: Sequence[Record], where: str) -> list[Observation]:
    return [_observation(cell, f"{where}[{unit}]") for unit, cell in enumerate(cells)]


def _observation(told: Record, where: str) -> Observation:
    place = _place(told, where)
    if "lack" in told:
        return Observation(None, told["lack"], place)
    return Observation(told["text"] if "text" in told else _value(told, where), "observed", place)


def _value(told: Record, where: str) -> Value:
    match told:
        case {"number": number}:
            return exact(number)
        case {"date": day}:
            try:
                return date.fromisoformat(day)
            except ValueError:
                raise _WrongError(where, day) from None
        case {"yes": bool(yes)}:
            return yes
        case {"option": option}:
            return str(option)
    raise _WrongError(where, "number, yes, option, date")


def exact(text: str) -> Fraction:
    """Read what `ratio` writes; the schema has held its form.

    >>> exact("22/7"), exact("-3")
    (Fraction(22, 7), Fraction(-3, 1))
    """
    above, _, below = text.partition("/")
    return Fraction(int(Decimal(above)), int(Decimal(below or "1")))  # Python's own int() stops at 4,300 digits


def _previous(told: Record, where: str) -> Previous:
    def values(key: str) -> dict[str, Value]:
        return {name: _value(each, f"{where}.{key}.{name}") for name, each in told[key].items()}

    return Previous(
        id=told["id"],
        name=told["name"],
        total=None if told["total"] is None else exact(told["total"]),
        max=None if told["max"] is None else exact(told["max"]),
        rank=told["rank"],
        tier=told["tier"],
        values=values("values"),
        answers=values("answers") if "answers" in told else None,
        rank_text=told.get("rank_printed", ""),
    )


def _finding(told: Record, where: str) -> Finding:
    """Read a finding; words that its message needs by now and that it lacks are blank."""
    said = str(told["code"])
    row = ROWS.get(SUCCESSORS.get(said, said))
    if row is None:
        raise _WrongError(f"{where}.code", said)
    asked = frozenset[str]().union(*map(fields_of, row.templates))
    help_ = tuple(told["help"]) if "help" in told else None
    return Finding(
        row.row, Place(*told["at"]), {**dict.fromkeys(asked - told["words"].keys(), ""), **told["words"]}, help_
    )


def _appraisal(made: Record, ruleset: Ruleset, units: tuple[Unit, ...]) -> Appraisal | None:
    if "appraised" not in made:
        _refuse((key for key in ("declared", "stage", "corrections") if key in made), "", "appraised")
        return None
    _hold_appraised(made, ruleset, len(units))
    return Appraisal(
        made.get("stage", "first"),
        _corrections(made.get("corrections", ()), {unit.id: unit for unit in units}),
        {key: _column(column, f"declared.{key}") for key, column in made["declared"].items()},
        {leaf: {int(unit): exact(points) for unit, points in by.items()} for leaf, by in made["appraised"].items()},
    )


def _hold_appraised(made: Record, ruleset: Ruleset, units: int) -> None:
    """Hold what appraisers changed against the format, the answers, the ruleset's leaves and the units."""
    needed = ("declared", "stage", "corrections") if made["format"] == DATA else ("declared",)
    _refuse((key for key in needed if key not in made), "", "required")
    _refuse((key for key in made["declared"] if key not in made["inputs"]), "declared.", "inputs")
    leaves = {node.id for card in ruleset.scorecards for node in card.nodes() if node.score is not None}
    for leaf, by_unit in made["appraised"].items():
        if leaf not in leaves or any(int(unit) >= units for unit in by_unit):
            raise _WrongError(f"appraised.{leaf}", "ruleset")


def _refuse(keys: Iterable[str], where: str, expected: str) -> None:
    """Refuse data for the first of these keys; where there is none they are right."""
    for key in keys:
        raise _WrongError(f"{where}{key}", expected)


def _corrections(rows: Sequence[Record], known: Mapping[str, Unit]) -> dict[str, list[Correction]]:
    """Read the corrections by unit."""
    found: dict[str, list[Correction]] = {}
    for place, row in enumerate(rows):
        if row["unit"] not in known:
            raise _WrongError(f"corrections[{place}].unit", row["unit"])
        found.setdefault(row["unit"], []).append(
            Correction(
                row["unit"], row["target"], row["stage"], row["from"], row["to"], row["reason"], row["basis"],
                row["by"], row["at"],
            )
        )  # fmt: skip
    return found
