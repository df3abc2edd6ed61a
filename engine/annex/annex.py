"""What an annex says, as values: its tables one after another, each a tree of lines with the place of every cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..model.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion as it is printed: a row of the table, and the rows without a name that continue it.

    Attributes:
        parent: which line of its table it stands under; -1 where none.
        depth: 0 for those under nothing.
        number: as printed, without its brackets and last full stop: `I`, `1`, `1.1`, `a`; `-` and `+` for bullets;
            empty where it has none.
        label: its name on one line, the number taken off.
        max: its points; None where nothing is printed, or nothing that is one number.
        wording: how it is scored, lines kept.
        evidence: likewise.
        notes: what other columns say, lines kept: source, who appraises, remarks.
        footnotes: what the footnotes say whose marks stand in the row, a line each.
        role: `bonus` or `penalty` on the topmost line that says so; `unscored` or `condition` where the cell of points
            says so; else empty.
        places: `number`, `label`, `max`, `wording`, `evidence`, `notes` -> the cell; `label` is always there.
        printed: what the cells of `number` and `max` say, as they say it.
        shared: those of `number`, `max`, `wording` and `evidence` whose cell is merged with the one above.
        is_heading: whether it stands over the width of the table and has no number.
    """

    parent: int
    depth: int
    number: str
    label: str
    max: Fraction | None = None
    wording: str = ""
    evidence: str = ""
    notes: str = ""
    footnotes: str = ""
    role: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    is_heading: bool = False

    def place(self, role: str) -> Place:
        """Give the cell of a role; of the name, where there is none."""
        return self.places.get(role, self.places["label"])


@dataclass(frozen=True, slots=True)
class Total:
    """A printed sum.

    Attributes:
        line: of which line it is the sum; -1 for the whole table.
        rest: what the other cells of its row say, each with its place.
    """

    value: Fraction
    label: str
    place: Place
    line: int = -1
    rest: tuple["Beside", ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A text of the annex that is no criterion: a heading of a column, a line above or below a table."""

    text: str
    place: Place
    role: str = ""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as it was read.

    Attributes:
        name: what a reader of the file calls it: `cột 3`, `C`.
        heading: on one line; empty where it has none.
        role: `number`, `label`, `max`, `wording`, `evidence`, `notes`; `group` where it names the group of several rows.
        why: `asked`, or what of its contents told the role (`contents.CONTENTS`); empty where its heading did.
    """

    name: str
    heading: str
    role: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the annex; one that goes on over several pages or sheets is one part.

    Attributes:
        title: what is written above it, on one line; empty where nothing is.
        place: of its headings.
        roles: which columns were found: `number`, `label`, `max`, `wording`, `evidence`, `notes`.
        above: all that is written above it, a line a paragraph.
        lines: in the printed order; a line stands behind the one that it is under.
        totals: the printed sums.
        heads: the headings of its columns, with what each is for.
        below_it: what stands in its last rows, over no column: tiers, remarks.
        columns: each column as it was read.
    """

    title: str
    above: str
    place: Place
    roles: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[Total, ...] = ()
    heads: tuple[Beside, ...] = ()
    below_it: tuple[Beside, ...] = ()
    columns: tuple[ReadColumn, ...] = ()

    @property
    def below(self) -> Mapping[int, Sequence[int]]:
        """The lines directly under a line, for those that have any; under -1, the topmost."""
        found: dict[int, list[int]] = {}
        for at, line in enumerate(self.lines):
            found.setdefault(line.parent, []).append(at)
        return found

    def children(self, line: int) -> tuple[int, ...]:
        """Give the lines directly under a line; under -1, the topmost."""
        return tuple(self.below.get(line, ()))


@dataclass(frozen=True, slots=True)
class Annex:
    """What was read from a file, and what is doubtful about it.

    Attributes:
        beside: what is written outside of its tables of criteria.
    """

    file: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...] = ()
    beside: tuple[Beside, ...] = ()
