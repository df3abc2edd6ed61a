"""Count what each input got from the data, before anything is computed of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model.observed import Observed
from ..model.ruleset import Input, Ruleset
from .cells import Cells


@dataclass(frozen=True, slots=True)
class InputRead:
    """What came of one input over all units.

    Attributes:
        headers: of the columns from which it came, as (file, sheet, header), the one that speaks for it first.
        values: how many units have one.
        blank: how many cells are blank, or are not there.
        marked: how many cells hold each mark.
        invalid: how many cells cannot be read, or are out of bounds.
        percent: how percentages are written: `sign` (85%), `plain` (85), `both`; empty for other inputs.
    """

    asked: Input
    headers: tuple[tuple[str, str, str], ...] = ()
    values: int = 0
    blank: int = 0
    marked: Mapping[str, int] = field(default_factory=dict)
    invalid: int = 0
    percent: Literal["", "sign", "plain", "both"] = ""


def inputs_read(ruleset: Ruleset, observed: Observed) -> tuple[InputRead, ...]:
    """Count the observations of each input, in the ruleset's order."""
    return tuple(_input_read(asked, observed) for asked in ruleset.inputs)


def _input_read(asked: Input, observed: Observed) -> InputRead:
    cells = observed.values[asked.key]
    if not isinstance(cells, Cells):
        return InputRead(asked)
    headers: dict[tuple[str, str, str], None] = {}
    if cells.table is not None:
        headers[cells.table.name, cells.table.sheet, cells.table.headers[cells.column]] = None
    states: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    signs: set[bool] = set()
    for unit, entry in enumerate(cells.entries):
        text = cells.text(unit)
        states[entry.state] += 1
        if (origin := cells.filled.get(unit)) is not None:
            headers[origin.table.name, origin.table.sheet, origin.table.headers[origin.column]] = None
        if entry.state == "observed":
            signs.add("%" in text)
        elif text and entry.state != "invalid":
            marked[text] += 1
    return InputRead(
        asked=asked,
        headers=tuple(headers),
        values=states["observed"],
        blank=states["missing"] + states["not_applicable"] - sum(marked.values()),
        marked=dict(sorted(marked.items())),
        invalid=states["invalid"],
        percent=_percent(asked, signs),
    )


def _percent(asked: Input, signs: set[bool]) -> Literal["", "sign", "plain", "both"]:
    if asked.type != "percent" or not signs:
        return ""
    return "both" if len(signs) > 1 else "sign" if True in signs else "plain"


def units_not_found(observed: Observed) -> Sequence[str]:
    """Name what stands in the place of a unit and is none."""
    return tuple(dict.fromkeys(found.params["found"] for found in observed.findings if found.code == "ITR461"))


def units_without_rows(observed: Observed) -> Sequence[str]:
    """Name the units about which no table has a row."""
    return tuple(found.params["unit"] for found in observed.findings if found.code == "ITR465")
