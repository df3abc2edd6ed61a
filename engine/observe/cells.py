"""A column of observations that are made when they are looked at: a million cells, of which few are ever asked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias, overload

from ..files.naming import fold
from ..files.numbers import Problem
from ..files.tables import place_of
from ..model.findings import Place
from ..model.observed import Observation, Table
from ..model.ruleset import Headers, Value

State: TypeAlias = Literal["observed", "missing", "not_applicable", "invalid"]


class Entry(NamedTuple):
    """What a cell says; equal texts of one input share one entry."""

    value: Value | None
    state: State
    problem: Problem | None = None


class Origin(NamedTuple):
    """A cell of a table, by row and column from 0, and what its row says of its provenance."""

    table: Table
    row: int
    column: int
    provenance: str = ""


BLANK = Entry(None, "missing")

STATES: Mapping[str, State] = {
    "observed": "observed", "": "observed", "missing": "missing", "not_applicable": "not_applicable",
    "invalid": "invalid",
}  # fmt: skip


def marks_of(headers: Headers) -> dict[str, State]:
    """Read what marks mean, by the folded mark."""
    return {fold(mark): STATES[state] for mark, state in headers.marks.items() if state in STATES}


def answers_of(headers: Headers) -> dict[str, bool]:
    """Read which marks say yes or no, by the folded mark.

    >>> answers_of(Headers(marks={"X": "yes", "KAD": "not_applicable"}))
    {'x': True}
    """
    return {fold(mark): said == "yes" for mark, said in headers.marks.items() if said in {"yes", "no"}}


class Cells(Sequence[Observation]):
    """One input's observations, one for each unit.

    Where they come from is kept as the row of each unit in one table, shared by all inputs of a wide table, and the
    few cells that came from another table.
    """

    __slots__ = ("column", "entries", "filled", "provenance", "rows", "table")

    def __init__(
        self,
        entries: list[Entry],
        table: Table | None = None,
        rows: Sequence[int] = (),
        column: int = 0,
        provenance: Sequence[str] = (),
    ) -> None:
        """Take a column of a table; `rows` has each unit's row, -1 where it has none."""
        self.entries = entries
        self.table = table
        self.rows = rows
        self.column = column
        self.provenance = provenance
        self.filled: dict[int, Origin] = {}

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, index: int) -> Observation: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Observation, ...]: ...

    def __getitem__(self, index: int | slice) -> Observation | tuple[Observation, ...]:
        """Make the observation of a unit, or of some."""
        if isinstance(index, slice):
            return tuple(self._make(number) for number in range(*index.indices(len(self.entries))))
        return self._make(range(len(self.entries))[index])

    def __iter__(self) -> Iterator[Observation]:
        return map(self._make, range(len(self.entries)))

    def origin(self, index: int) -> Origin | None:
        """Find the cell of a unit; None where it has none."""
        if index in self.filled:
            return self.filled[index]
        if self.table is None or self.rows[index] < 0:
            return None
        row = self.rows[index]
        return Origin(self.table, row, self.column, self.provenance[row] if self.provenance else "")

    def place(self, index: int) -> Place:
        """Name the cell of a unit."""
        origin = self.origin(index)
        return place_of(origin.table, origin.row, origin.column) if origin else Place()

    def text(self, index: int) -> str:
        """Give the cell of a unit as it is written."""
        origin = self.origin(index)
        return origin.table.rows[origin.row][origin.column] if origin else ""

    def _make(self, index: int) -> Observation:
        entry, origin = self.entries[index], self.origin(index)
        if origin is None:
            return Observation(entry.value, entry.state)
        place = place_of(origin.table, origin.row, origin.column)
        return Observation(entry.value, entry.state, place, origin.provenance)
