"""The checked form of a case, wherever it is written: what units report, and what should come of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from ..files.naming import fold
from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind, Previous, Remark

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
class Case:
    """A sum done by hand.

    Attributes:
        name: by which it is asked for.
        units: in the order in which they are written.
        is_cohort: whether its units have ids, and know of one another.
        scorecard: by which they are scored; empty for the first.
        previous: last year's result of its units; of a case of one unit there is one, whatever its id.
        previous_names: every name under which last year's result says something, each once, with its place.
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
    previous: tuple[Previous, ...] = ()
    previous_names: tuple[tuple[str, Place], ...] = ()
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
