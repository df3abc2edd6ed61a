"""Find names in cases that their ruleset does not have."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..formula.suggest import Adviser, adviser, did_you_mean, listed
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Ruleset
from ..observe.previous_tables import SAID_OF_UNITS
from ..observe.remembering import Names, names_of
from ..observe.units import list_attributes
from .case import NUMBERS, UNIT_FACTS, UNIT_WORDS, Case, Expected, unreadable
from .last_year import last_year_of, unclear_owners

SCORECARD: Mapping[str, Any] = {"what": "bảng điểm", "what_en": "scorecard"}
INPUT: Mapping[str, Any] = {"what": "đầu vào", "what_en": "input"}
UNIT: Mapping[str, Any] = {"what": "đơn vị", "what_en": "unit"}
BEFORE: Mapping[str, Any] = {"what": "số liệu năm trước", "what_en": "value of last year"}
RESULT: Mapping[str, Any] = {"what": "kết quả", "what_en": "result"}
_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a case may use.

    Attributes:
        of_units: what may be said of a unit besides its inputs.
        expectable: what may be expected of a unit.
        of_last_year: what may be known of a unit's last year.
        names: of the ruleset, each with the kind of its value.
        advise: finds what was probably meant.
    """

    cards: tuple[str, ...]
    inputs: Mapping[str, None]
    of_units: frozenset[str]
    expectable: Mapping[str, None]
    of_last_year: Mapping[str, None]
    names: Names
    advise: Adviser

    @classmethod
    def of(cls, ruleset: Ruleset) -> "Known":
        """Collect them once for all cases."""
        columns = [key for key in ruleset.columns if re.fullmatch(r"\w+", key)]
        return cls(
            tuple(card.id for card in ruleset.scorecards),
            dict.fromkeys(asked.id for asked in ruleset.inputs),
            frozenset((*UNIT_WORDS, *list_attributes(ruleset))),
            dict.fromkeys((*columns, *UNIT_FACTS)),
            dict.fromkeys((*SAID_OF_UNITS, *columns, *(card.id for card in ruleset.scorecards))),
            names_of(ruleset),
            adviser(),
        )


def faults_of(known: Known, case: Case) -> tuple[Finding, ...]:
    """Find what keeps a case from being run: how it is written, and names that the ruleset does not have.

    >>> from itrank.engine.cases.case import CaseUnit
    >>> known = Known(("tinh",), {"so_hop": None}, frozenset(), {}, {}, Names({}, {}, {}), adviser())
    >>> (found,) = faults_of(known, Case("a", (CaseUnit("", {}),), scorecard="tin"))
    >>> found.row, found.params["name"]
    ('ITR204.case', 'tin')
    """
    return case.faults or tuple(_strange(known, case))


def _strange(known: Known, case: Case) -> Iterator[Finding]:
    if case.scorecard and case.scorecard not in known.cards:
        yield no_such(case, case.scorecard, case.scorecard_at, known.cards, known.advise, SCORECARD)
    if case.is_cohort:
        for unit in case.units:
            if "id" not in unit.given:
                vi, en = "mỗi đơn vị trong cohort cần id", "each unit of a cohort needs an id"
                yield unreadable(case.name, unit.place, vi, en)
    for unit in case.units:
        for key, given in unit.given.items():
            if key not in known.inputs and key not in known.of_units:
                yield no_such(case, key, given.named_at, known.inputs, known.advise, INPUT)
    yield from _strange_last_year(known, case)
    yield from _strange_expectations(known, case)


def _strange_last_year(known: Known, case: Case) -> Iterator[Finding]:
    """Find what last year's result cannot say, whose it cannot be known to be, and values that cannot be read."""
    said = {key: given.named_at for entry in case.previous for key, given in entry.said.items()}
    strange = {key: at for key, at in said.items() if key not in known.of_last_year}
    for key, at in strange.items():
        yield no_such(case, key, at, known.of_last_year, known.advise, BEFORE)
    yield from unclear_owners(case)
    if said and not strange:
        yield from last_year_of(known.names, case)[1]


def _strange_expectations(known: Known, case: Case) -> Iterator[Finding]:
    """Find units and results that a case expects and that there are not."""
    if all("id" in unit.given for unit in case.units):  # else who is meant is not known
        for id_, at in case.strangers:
            yield no_such(case, id_, at, [unit.id for unit in case.units], known.advise, UNIT)
    for unit in case.units:
        told: set[tuple[str, Place]] = set()
        for wanted in unit.expected:
            if wanted.key not in known.expectable and (wanted.key, wanted.key_at) not in told:
                told.add((wanted.key, wanted.key_at))
                yield no_such(case, wanted.key, wanted.key_at, known.expectable, known.advise, RESULT)
            elif isinstance(wanted.value, bool) and _is_number(known, wanted):
                vi, en = (
                    f"{wanted.name} là một số, không phải có hay không",
                    f"{wanted.name} is a number, not yes or no",
                )
                yield unreadable(case.name, wanted.place, vi, en)


def _is_number(known: Known, wanted: Expected) -> bool:
    """Say whether what is expected is a number of the ruleset, or of a unit as a whole."""
    if wanted.fact != "score":
        return wanted.fact in {"rank", "counted"}
    name = known.names.by_key.get(wanted.key)
    return wanted.key in NUMBERS if name is None else name.kind == "number"


def no_such(
    case: Case, name: str, at: Place, names: Iterable[str], advise: Adviser, what: Mapping[str, Any]
) -> Finding:
    """Say that there is nothing of a name, and what was probably meant."""
    return finding("ITR204.case", at, help=_near(name, list(names), advise), case=case.name, name=name, **what)


def _near(word: str, known: Sequence[str], advise: Adviser) -> tuple[str, str]:
    names = listed(known, _MOST_LISTED) or "–"
    return did_you_mean(advise(word, known), f"Các tên có ở đây: {names}.", f"Names here: {names}.")
