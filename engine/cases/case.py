"""The checked form of a case, wherever it is written: what units report, and what should come of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..files.naming import fold
from ..files.tables import table_of
from ..model.codes import advice, message
from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind, Remark, Table

Origin: TypeAlias = Literal["ruleset", "file", "workbook"]
"""Where a case is written: under `tests:` of its ruleset, in a file beside it, or in a workbook."""

NAMES = frozenset({"name", "parent", "aliases", "predecessors"})
"""What is said of a unit by which it can be taken for another."""
UNIT_WORDS = ("id", "name", "group", "parent", "role", "aliases", "predecessors")
"""What a case can say of a unit besides its inputs."""
UNIT_FACTS = ("total", "max", "tier", "list", "rank", "tied", "status", "rank_change")
"""What a case can expect of a unit besides its criteria and named values."""
NUMBERS = frozenset({"total", "max", "rank", "rank_change"})
"""Those of them that are numbers."""
_PLAIN_ID = re.compile(r"[a-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that a case says of a unit, as the cell of a data file would have it.

    Attributes:
        text: of the cell.
        kind: what the text is, where it alone would not say: a number has a decimal point whatever the sign of data
            files. None of a text that is read as that of a data file.
        remark: what must be said of a workbook's cell where it is read.
        place: where it is written.
        named_at: where its name is.
    """

    text: str
    kind: CellKind | None = None
    remark: Remark | None = None
    place: Place = Place()
    named_at: Place = Place()


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that should come of a unit.

    Attributes:
        key: the id of a criterion or a named value, or a word for the unit itself: `total`, `rank`, `tier` ...
        fact: of a criterion, which: `score` is its value, others are `state`, `tier`, `rank`, `counted`, `reason`.
        value: a number, yes or no, or text; text may hold a number too (`80%`, `1/3`).
        text: as it is written.
        place: where it is written.
        key_at: where `key` is.
        fact_at: where `fact` is.
    """

    key: str
    fact: str
    value: Fraction | bool | str
    text: str
    place: Place = Place()
    key_at: Place = Place()
    fact_at: Place = Place()

    @property
    def name(self) -> str:
        """What messages call it.

        >>> Expected("t_hop", "state", "missing", "missing").name, Expected("total", "score", Fraction(1), "1").name
        ('t_hop, state', 'total')
        """
        return self.key if self.fact == "score" else f"{self.key}, {self.fact}"


@dataclass(frozen=True, slots=True)
class CaseUnit:
    """A unit of a case.

    Attributes:
        id: as the case calls it; empty for the only unit of a case, which needs no name.
        given: by the id of an input, or by a word of the table of units (`name`, `group`, `role` ...).
        expected: of this unit.
        place: where it is written.
    """

    id: str
    given: Mapping[str, Given]
    expected: tuple[Expected, ...] = ()
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a case says of last year's result of a unit.

    Attributes:
        said: by a word of that result (`id`, `rank`, `total` ...) or the key of a value.
        place: where it is written.
    """

    said: Mapping[str, Given]
    place: Place = Place()

    @property
    def id(self) -> str:
        """As it was last year; empty where it is not said.

        >>> Entry({"id": Given("a")}).id, Entry({}).id
        ('a', '')
        """
        return self.said["id"].text if "id" in self.said else ""


@dataclass(frozen=True, slots=True)
class Case:
    """A sum done by hand.

    Attributes:
        name: by which it is asked for.
        units: in the order in which they are written.
        is_cohort: whether its units have ids, and know of one another.
        scorecard: by which they are scored; empty for the first.
        previous: last year's result of its units; a single entry of a case of one unit is that unit's, whatever its id.
        why: what the case shows.
        basis: where the expected values come from: a clause, or the sum that was done.
        is_generated: whether a program proposed the expected values and nobody has confirmed them; then they are no
            evidence of anything.
        origin: where it is written.
        place: of its name.
        scorecard_at: where `scorecard` is written.
        strangers: expectations of units that the case does not have, by the id under which they stand.
        faults: what is wrong in how it is written, whatever the ruleset; then it is not run.
    """

    name: str
    units: tuple[CaseUnit, ...]
    is_cohort: bool = False
    scorecard: str = ""
    previous: tuple[Entry, ...] = ()
    why: str = ""
    basis: str = ""
    is_generated: bool = False
    origin: Origin = "ruleset"
    place: Place = Place()
    scorecard_at: Place = Place()
    strangers: tuple[tuple[str, Place], ...] = ()
    faults: tuple[Finding, ...] = ()

    @property
    def expected(self) -> int:
        """Count what it expects.

        >>> Case("a", (CaseUnit("", {}, (Expected("total", "score", Fraction(1), "1"),)),)).expected
        1
        """
        return sum(len(unit.expected) for unit in self.units)

    @property
    def stands_alone(self) -> bool:
        """Whether its units have names by which those of another case could be taken for them.

        >>> Case("a", (CaseUnit("p", {}), CaseUnit("q", {})), True).stands_alone
        False
        >>> Case("a", (CaseUnit("p", {"name": Given("Sở")}),), True).stands_alone
        True
        """
        ids = [unit.id for unit in self.units]
        is_named = any(key in NAMES for unit in self.units for key in unit.given) or (
            self.is_cohort and (len(set(ids)) < len(ids) or not all(map(_PLAIN_ID.fullmatch, ids)))
        )
        return is_named or bool(self.previous)


def as_table(name: str, rows: Sequence[tuple[str, Mapping[str, Given]]]) -> Table:
    """Write what is said of units as a table in which numbers are numbers, whatever decimal sign data files have.

    Args:
        name: of the table.
        rows: of each unit the id, and what is said by the header of its column.

    >>> as_table("given", [("a", {"so_hop": Given("3", "number")})]).kinds
    {(0, 1): 'number'}
    """
    texts = [{"id": id_, **{key: given.text for key, given in said.items()}} for id_, said in rows]
    table = table_of(name, texts)
    columns = {key: number for number, key in enumerate(table.headers)}
    cells = [((row, columns[key]), given) for row, (_, said) in enumerate(rows) for key, given in said.items()]
    return replace(
        table,
        kinds={at: given.kind for at, given in cells if given.kind is not None},
        remarks={at: given.remark for at, given in cells if given.remark is not None},
    )


def written_in(place: Place, said: Mapping[str, Given], row: Place) -> Place:
    """Find where a case says what stands in a cell of such a table; the place of its row where no cell is meant.

    >>> written_in(Place("given", 1, 2, 'dòng 1, cột "so_hop"'), {"so_hop": Given("3", place=Place("a", 7))}, Place()).line
    7
    """
    return next((given.place for key, given in said.items() if f'"{key}"' in place.cell), row)


def written_at(place: Place) -> str:
    """Name a place of another file or sheet within a message.

    >>> written_at(Place("ca.xlsx", 4, 1, "Ca!A4")), written_at(Place("2021.test.yaml", 4, 12))
    ('ca.xlsx Ca!A4', '2021.test.yaml:4')
    """
    return f"{place.file} {place.cell}" if "!" in place.cell else f"{place.file}:{place.line}"


def twice_named(cases: Iterable[Case]) -> Iterator[Finding]:
    """Say which cases have a name that an earlier one has, in whatever file.

    >>> one, two = (Case("Một", (), place=Place("r.yaml", line)) for line in (3, 5))
    >>> [(found.place.line, found.params["at"]) for found in twice_named([one, two])]
    [(5, 'r.yaml:3')]
    """
    first: dict[str, Place] = {}
    for case in cases:
        key = fold(case.name)
        if key in first:
            yield finding("ITR507", case.place, case=case.name, at=written_at(first[key]))
        first.setdefault(key, case.place)


def unreadable(case: str, at: Place, vi: str, en: str) -> Finding:
    """Say of a case that something in its data cannot be read."""
    return finding("ITR505", at, case=case, problem=vi, problem_en=en)


def of_data(case: str, at: Place, found: Finding) -> Finding:
    """Say of a case what a reader of data says of its cell, and what that one advises.

    >>> of_data("a", Place("a.yaml", 3), finding("ITR420.day", about="so_hop", found="2027-04-03")).params["problem_en"]
    'so_hop: the cell is the day 2027-04-03 and not a number'
    """
    told = unreadable(case, at, message(found, "vi"), message(found, "en"))
    return replace(told, help=(advice(found, "vi"), advice(found, "en"))) if advice(found, "vi") else told
