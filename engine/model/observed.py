"""What was read from data files: units, and their values, each with the cell it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from .appraisal import Appraised, Correction
from .findings import Finding, Place, code_in
from .reading import TableRead
from .ruleset import Source, Value

CellKind: TypeAlias = Literal["number", "date", "uncalculated", "shown", "inexact"]
"""What a typed cell is where its text alone would not say: a number, a day, a formula without a value; what a number
format shows in place of the number that the file holds; or a binary number that has more digits than its file can hold
of any decimal, so that nobody knows which was meant."""


class Look(StrEnum):
    """In what a workbook's cell differs from a cell that shows what it holds."""

    PART_STRUCK = "part struck"
    STRUCK = "struck"
    MERGED = "merged"
    OTHER = "other"  # its number format shows another figure, or none
    ZERO = "zero"  # it holds 0 and shows nothing
    MULTIPLE = "multiple"  # it shows a word such as nghìn beside the figure


_ROWS: Mapping[Look, str] = {
    Look.PART_STRUCK: "ITR560",
    Look.STRUCK: "ITR561",
    Look.MERGED: "ITR563",
    Look.OTHER: "ITR564",
    Look.ZERO: "ITR566",
    Look.MULTIPLE: "ITR567",
}


class Remark(NamedTuple):
    """What must be said of a workbook's cell where something reads it.

    Attributes:
        look: of the cell; whether it is read all the same is for its reader to know.
        params: what fills the message, but for what the cell is about.
    """

    look: Look
    params: Mapping[str, str]

    @property
    def row(self) -> str:
        """The row of the table of codes that says it."""
        return _ROWS[self.look]

    @property
    def code(self) -> str:
        """Its code."""
        return code_in(self.row)

    @property
    def is_held(self) -> bool:
        """Whether the number is what the file holds, however the cell shows it: a hidden zero, a word such as nghìn."""
        return self.look in {Look.ZERO, Look.MULTIPLE}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text: headers and rows, before anybody knows what it means.

    Attributes:
        headers: the first row.
        rows: the others, each as long as `headers`; every cell is text.
        name: what findings call the file.
        lines: the line of the file at which each row begins; empty where rows were never in a file.
        sheet: of a workbook; where it names a group, the group of its units.
        columns: of a sheet, the number from 1 of each column; empty where a table has no others.
        kinds: of a workbook, by row and column from 0: cells that are no text. A number is written with a decimal
            point whatever the file's sign, and with % where its format shows per cent; a day as `YYYY-MM-DD`.
        remarks: likewise, cells that show another thing than they hold, are struck out or merged over several.
        delimiter: of a text file.
        findings: what is wrong in it, each at its line and column; to be told where somebody reads that.
        beside: what stands in columns without a header, by row, each with the number of its column.
        headings: of each row, the one that it stands under; empty where no row is headed.
    """

    name: str
    headers: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    lines: Sequence[int] = ()
    header_line: int = 1
    sheet: str = ""
    delimiter: str = ""
    columns: Sequence[int] = ()
    kinds: Mapping[tuple[int, int], CellKind] = field(default_factory=dict)
    remarks: Mapping[tuple[int, int], Remark] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    beside: Mapping[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    headings: Sequence["Heading | None"] = ()


class Heading(NamedTuple):
    """A row that heads those below it; `group` is the group of the ruleset that it names, empty where it names none."""

    text: str
    place: Place
    group: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency that is ranked.

    Attributes:
        aliases: other ids and names under which last year's result may know it.
        predecessors: units of last year that it takes the place of, by id or name.
        attributes: further columns of the table of units, for lists by attribute.
    """

    id: str
    name: str
    group: str = ""
    parent: str = ""
    role: Literal["ranked", "unranked", "reference"] = "ranked"
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    place: Place = Place()
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one input for one unit.

    Attributes:
        value: None where there is none, or where `state` says why.
        state: `observed`, `missing` (blank or marked so), `not_applicable` (marked so), `invalid` (a finding says why).
        provenance: of the value, where the data file states it (`published`, `illustrative`).
    """

    value: Value | None
    state: Literal["observed", "missing", "not_applicable", "invalid"]
    place: Place = Place()
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a stage of the appraisal made of the declared answers.

    Attributes:
        stage: after which the observed values stand.
        corrections: by unit id, those that were taken, in order of stages and of the file within a stage; explanations
            among them.
        declared: input key -> its observations as declared, of the inputs that were corrected.
        points: leaf id -> unit index -> the points that stand in place of what its rule gives.
    """

    stage: Appraised
    corrections: Mapping[str, Sequence[Correction]]
    declared: Mapping[str, Sequence[Observation]]
    points: Mapping[str, Mapping[int, Fraction]]


@dataclass(frozen=True, slots=True)
class Previous:
    """What last year's result says of one unit; all but the id may be unknown.

    Attributes:
        values: by name: inputs, published values, criteria, the scorecard's id.
        answers: leaves' own answers by the leaf's id; None where nothing tells them from its points.
        rank_text: a rank that is no number, as it was published: `101-150`.
    """

    id: str
    name: str = ""
    total: Fraction | None = None
    max: Fraction | None = None
    rank: int | None = None
    tier: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    answers: Mapping[str, Value] | None = None
    rank_text: str = ""

    def value(self, key: str) -> Value | None:
        """Give the value of a column by its key; `self:` begins that of a leaf's own answer.

        >>> Previous("a", values={"x": True}).value("self:x"), Previous("a", values={"x": True}, answers={}).value("self:x")
        (True, None)
        """
        name = key.removeprefix("self:")
        return (self.values if name == key or self.answers is None else self.answers).get(name)


@dataclass(frozen=True, slots=True)
class Observed:
    """A year's data, read and typed.

    Attributes:
        units: in the order of the file.
        values: by input key, one observation for each unit, in the order of `units`.
        previous: last year's result, by unit id as it was then.
        illustrative: whether the data call themselves made up, wholly or in part.
        read: how each table was read.
        appraisal: what was corrected in `values`; None where they stand as declared.
    """

    units: tuple[Unit, ...]
    values: Mapping[str, Sequence[Observation]]
    previous: Mapping[str, Previous] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    illustrative: bool = False
    read: tuple[TableRead, ...] = ()
    appraisal: Appraisal | None = None

    def as_declared(self) -> "Observed":
        """Give the data without their corrections."""
        if self.appraisal is None:
            return self
        return replace(self, values={**self.values, **self.appraisal.declared}, appraisal=None)
