"""Count what each input got from the data, before anything is computed of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ..model.codes import of
from ..model.observed import Observed
from ..model.records import Trait
from ..model.ruleset import Input, Ruleset
from .cells import Cells, Entry


class Counts(NamedTuple):
    """What is in the cells of an input in one table."""

    values: int = 0
    blank: int = 0
    marked: int = 0
    invalid: int = 0


@dataclass(frozen=True, slots=True)
class InputRead:
    """What came of one input over all units.

    Attributes:
        headers: of the columns from which it came, as (file, sheet, header), the one that speaks for it first.
        values: how many units have one.
        blank: how many cells are blank, or are not there.
        marked: how many cells hold each mark.
        invalid: how many cells cannot be read, or are out of bounds.
        tables: the same of the cells of each table, by (file, sheet).
        percent: how percentages are written: `sign` (85%), `plain` (85), `both`; empty for other inputs.
    """

    asked: Input
    headers: tuple[tuple[str, str, str], ...] = ()
    values: int = 0
    blank: int = 0
    marked: Mapping[str, int] = field(default_factory=dict)
    invalid: int = 0
    tables: Mapping[tuple[str, str], Counts] = field(default_factory=dict)
    percent: Literal["", "sign", "plain", "both"] = ""


def inputs_read(ruleset: Ruleset, observed: Observed) -> tuple[InputRead, ...]:
    """Count the observations of each input, in the ruleset's order."""
    return tuple(_input_read(asked, observed) for asked in ruleset.inputs)


def _input_read(asked: Input, observed: Observed) -> InputRead:
    cells = observed.values[asked.key]
    if not isinstance(cells, Cells):
        return InputRead(asked)
    states = Counter(entry.state for entry in cells.entries)
    marked: Counter[str] = Counter()
    signs: set[bool] = set()
    kinds: Counter[tuple[tuple[str, str], str]] = Counter()
    for unit, entry in enumerate(cells.entries):
        origin = cells.origin(unit)
        text = "" if origin is None else origin.table.rows[origin.row][origin.column]
        kind = _kind(entry, text)
        if kind == "observed":
            signs.add("%" in text)
        elif kind == "marked":
            marked[text] += 1
        if origin is not None:
            kinds[(origin.table.name, origin.table.sheet), kind] += 1
    tables = {
        where: Counts(*(kinds[where, kind] for kind in ("observed", "blank", "marked", "invalid")))
        for where in dict.fromkeys(where for where, _ in kinds)
    }
    return InputRead(
        asked=asked,
        headers=_headers(cells),
        values=states["observed"],
        blank=states["missing"] + states["not_applicable"] - sum(marked.values()),
        marked=dict(sorted(marked.items())),
        invalid=states["invalid"],
        tables=tables,
        percent=_percent(asked, signs),
    )


def _kind(entry: Entry, text: str) -> str:
    """Say what a cell is: `observed`, `invalid`, `marked` or `blank`."""
    if entry.state in {"observed", "invalid"}:
        return entry.state
    return "marked" if text else "blank"


def _headers(cells: Cells) -> tuple[tuple[str, str, str], ...]:
    """Name the columns from which cells came: the one that speaks for the input, then those that filled its blanks."""
    filled = (cells.filled[unit] for unit in sorted(cells.filled))
    columns = [(origin.table, origin.column) for origin in filled]
    if cells.table is not None:
        columns.insert(0, (cells.table, cells.column))
    return tuple(dict.fromkeys((table.name, table.sheet, table.headers[column]) for table, column in columns))


def _percent(asked: Input, signs: set[bool]) -> Literal["", "sign", "plain", "both"]:
    if not asked.traits.per_cent or not signs:
        return ""
    return "both" if len(signs) > 1 else "sign" if True in signs else "plain"


def units_not_found(observed: Observed) -> Sequence[str]:
    """Name what stands in the place of a unit and is none."""
    return tuple(
        dict.fromkeys(found.params["found"] for found in observed.findings if Trait.NO_SUCH_UNIT in of(found).traits)
    )


def units_without_rows(observed: Observed) -> Sequence[str]:
    """Name the units about which no table has a row."""
    return tuple(found.params["unit"] for found in observed.findings if Trait.NO_ROW in of(found).traits)
