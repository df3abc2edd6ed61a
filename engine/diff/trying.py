"""A year's data under the rulesets that lie between two: read as each of them reads, and evaluated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..model.observed import Observation, Observed
from ..model.outcome import NoScore, Reason
from ..model.result import CriterionResult, Result, UnitResult
from ..model.ruleset import Headers, Input, Ruleset
from ..observe.remembering import Names, names_of
from ..prove.certainty import sure_tiers
from ..rank import evaluation
from ..year.names import YearFiles
from ..year.reading import Year, read_files
from ..year.stopping import Stopped
from .clauses import Pair
from .parts import Address

COUNTED = frozenset({"scored", "bonus", "penalty"})
"""Roles of criteria that are part of a total."""
_NO_NUMBER = frozenset({Reason.DIVISION_BY_ZERO, Reason.OUT_OF_DOMAIN, Reason.TOO_LARGE})


@dataclass(frozen=True, slots=True)
class Trial:
    """What a ruleset makes of the year.

    Attributes:
        result: with provisional totals where answers are missing.
        units: by id.
        sure: of units that lack answers, where that was asked for, the tier that they have whatever these are.
    """

    result: Result
    units: Mapping[str, UnitResult]
    sure: Mapping[str, str] = field(default_factory=dict)

    def total(self, unit: str) -> Fraction | None:
        """Give a unit's total, of what there are answers to; None where there is none, or where a rule gives no score."""
        made = self.units.get(unit)
        if made is None or not isinstance(made.outcome, Fraction):
            return None
        return None if made.status == "provisional" and any(map(_is_no_number, made.criteria)) else made.outcome


def _is_no_number(made: CriterionResult) -> bool:
    """Say whether a criterion has no score though its answers are there."""
    return isinstance(made.outcome, NoScore) and made.outcome.reason in _NO_NUMBER and made.node.role in COUNTED


def tried(ruleset: Ruleset, observed: Observed, *, certainly: bool = False) -> Trial:
    """Evaluate; who lacks answers is ranked on what there is, and is marked so.

    Args:
        ruleset: that is tried.
        observed: the year as it reads it.
        certainly: whether it is found which tiers of those are sure.
    """
    made = evaluation(ruleset, observed, provisional=True)
    return Trial(made.result, {unit.unit.id: unit for unit in made.result.units}, sure_tiers(made) if certainly else {})


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of a ruleset decides how data are read."""

    inputs: Sequence[Input]
    headers: Headers
    groups: Sequence[str]
    roles: Mapping[str, str]
    predecessors: Mapping[str, tuple[str, ...]]
    names: Names


def _asked(ruleset: Ruleset) -> _Asked:
    return _Asked(
        ruleset.inputs, ruleset.headers, tuple(ruleset.groups), ruleset.roles, ruleset.predecessors, names_of(ruleset)
    )


@dataclass(frozen=True)
class Trying:
    """The rulesets between two, tried on a year.

    Attributes:
        pair: the two.
        files: of the year.
        ends: the year as the older and as the newer ruleset, each as it is written, read it.
        stage: after which appraisal.
    """

    pair: Pair
    files: YearFiles
    ends: tuple[Year, Year]
    stage: str | None = None
    read: list[tuple[_Asked, Observed | None]] = field(default_factory=list, repr=False)
    trials: dict[frozenset[Address], Trial | None] = field(default_factory=dict, repr=False)

    def at(self, addresses: frozenset[Address]) -> Trial | None:
        """Try the older ruleset with some parts of the newer one; None where it is no ruleset, or reads no data."""
        if addresses not in self.trials:
            loaded = self.pair.with_clauses(addresses)
            ruleset = loaded.ruleset if loaded is not None else None
            observed = self._observed(ruleset) if ruleset is not None else None
            self.trials[addresses] = None if ruleset is None or observed is None else tried(ruleset, observed)
        return self.trials[addresses]

    def forget(self, addresses: frozenset[Address]) -> None:
        """Let a trial go that is not asked for again: thousands would not fit."""
        self.trials.pop(addresses, None)
        self.pair.made.pop(addresses, None)

    def _observed(self, ruleset: Ruleset) -> Observed | None:
        """Read the year as a ruleset asks, once for those that ask alike."""
        asked = _asked(ruleset)
        for known, observed in self.read:
            if known == asked:
                return observed
        year = read_files(replace(self.files, rules=replace(self.files.rules, ruleset=ruleset)), self.stage)
        made = None if isinstance(year, Stopped) else carried(ruleset, year.observed, self._answers())
        self.read.append((asked, made))
        return made

    def _answers(self) -> Iterator[tuple[str, Input, Sequence[Observation]]]:
        """Give what both rulesets themselves read, each input under its newer name."""
        for year, names in zip(self.ends, (self.pair.names, {}), strict=True):
            for asked in year.rules.ruleset.inputs:
                if asked.key in year.observed.values:
                    yield newer_key(asked.key, names), asked, year.observed.values[asked.key]


def newer_key(key: str, names: Mapping[str, str]) -> str:
    """Give the newer key of an input.

    >>> newer_key("self:a", {"a": "b"}), newer_key("x", {"a": "b"})
    ('self:b', 'x')
    """
    before, mark, name = key.rpartition(":")
    return f"{before}{mark}{names.get(name, name)}"


def carried(
    ruleset: Ruleset, observed: Observed, answers: Iterable[tuple[str, Input, Sequence[Observation]]]
) -> Observed:
    """Take the answers to an input that no column answers from who read it under another name.

    Only where it asks for the same: the type, the options and what bounds it.

    Args:
        ruleset: that asks.
        observed: the year as it reads it.
        answers: by its key there, an input as it was read elsewhere, and what was.
    """
    inputs = {asked.key: asked for asked in ruleset.inputs}
    values = dict(observed.values)
    for key, asked, read in answers:
        own = inputs.get(key)
        if own is not None and is_blank(values[key]) and _is_alike(own, asked) and len(read) == len(observed.units):
            values[key] = read
    return replace(observed, values=values)


def is_blank(answers: Iterable[Observation]) -> bool:
    """Say whether nobody answered."""
    return all(each.state == "missing" for each in answers)


def _is_alike(one: Input, other: Input) -> bool:
    """Say whether an answer to one is an answer to the other; a bound by another input is taken to be the same one."""

    def bounds(asked: Input) -> tuple[object, ...]:
        return tuple("" if isinstance(each, str) else each for each in (asked.minimum, asked.maximum))

    return one.type == other.type and list(one.options) == list(other.options) and bounds(one) == bounds(other)
