"""Scenarios evaluated beside what is in effect."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..language.document import Map
from ..language.edits import value_at
from ..model.findings import Finding, in_order
from ..model.observed import Observed
from ..model.ruleset import Input
from ..observe.values import shown
from ..rank import Evaluation, evaluation
from ..result.record import data_files, diagnostic
from ..year import Year, YearNames
from .addresses import Target
from .comparing import moved_lists
from .contract import FORMAT, NOTICE, ChangedRecord, MovedListRecord, ScenarioRecord, SweepRecord, WhatIfRecord
from .naming import maximum_of
from .scenario import Range
from .sweeping import swept
from .tiers import tier_warnings
from .trying import Asked, Tried, about_of, following, tried, without_effect


@dataclass(frozen=True, slots=True)
class Refused:
    """A scenario that cannot be evaluated.

    Attributes:
        findings: the errors of `check` in the ruleset that it makes, or of reading in its answers.
        texts: file name -> text, for excerpts.
    """

    findings: tuple[Finding, ...]
    texts: dict[str, str]


def what_if(year: Year, names: YearNames, scenarios: Sequence[Asked]) -> WhatIfRecord | Refused:
    """Evaluate what is in effect, and each scenario beside it.

    Args:
        year: as it was read.
        names: of its files.
        scenarios: what is tried.

    Returns:
        Who moves; or the findings of the first scenario that breaks the ruleset.
    """
    base = evaluation(year.rules.ruleset, year.observed)
    made: list[ScenarioRecord] = []
    for asked in scenarios:
        one = _scenario(year, names, base, asked)
        if isinstance(one, Refused):
            return one
        made.append(one)
    ruleset = year.rules.ruleset
    return WhatIfRecord(
        format=FORMAT,
        notice=NOTICE,
        ruleset=f"{ruleset.id}@{ruleset.version}",
        ruleset_sha256=ruleset.sha256,
        title=ruleset.title,
        period=ruleset.period,
        data=tuple(data_files(year.observed.sources, year.observed.read)),
        illustrative=base.result.illustrative,
        scenarios=tuple(made),
    )


def _scenario(year: Year, names: YearNames, base: Evaluation, asked: Asked) -> ScenarioRecord | Refused:
    """Evaluate one scenario: at one value who moves, or of a sweep at which values."""
    lists: tuple[MovedListRecord, ...] = ()
    warnings: tuple[Finding, ...] = ()
    sweep: SweepRecord | None = None
    if asked.sweep is not None:
        found = swept(year, names, asked)
        if isinstance(found, tuple):
            return Refused(found, dict(asked.texts))
        sweep = found
        first = tried(asked, year, names, found.low)
        warnings = first.findings if isinstance(first, Tried) else ()
    else:
        made = tried(asked, year, names)
        if not isinstance(made, Tried):
            return Refused(made, dict(asked.texts))
        named = {year.observed.units[target.unit].id for target in asked.targets if not target.paths}
        lists = moved_lists(base, evaluation(made.ruleset, made.observed), named)
        warnings = (*made.findings, *tier_warnings(year.rules.ruleset, made.ruleset), *without_effect(asked, year))
    return ScenarioRecord(
        id=asked.scenario.id,
        title=asked.scenario.title,
        amendment=asked.scenario.amendment,
        changes=(*(_changed(asked, year, number) for number in range(len(asked.targets))), *_follow(asked)),
        lists=lists,
        sweep=sweep,
        warnings=tuple(map(diagnostic, in_order(warnings))),
    )


def _changed(asked: Asked, year: Year, number: int) -> ChangedRecord:
    """Say what was tried in place of what, as both are written."""
    target, change = asked.targets[number], asked.scenario.changes[number]
    inputs = {each.key: each for each in year.rules.ruleset.inputs}
    before = before_of(target, asked, year.observed, inputs)
    return ChangedRecord(change.address, about_of(target, asked, year), before, said_of(change.value), follows=False)


def _follow(asked: Asked) -> Iterator[ChangedRecord]:
    """Name the maxima above what is tried, which follow."""
    for path in following(asked):
        node = value_at(asked.document, path[:-1])
        name = str(node.get("id", path[1]))
        about = maximum_of(asked.document, path[:-1])
        yield ChangedRecord(f"{name}.max", about, said_of(node["max"]), "", follows=True)


def before_of(target: Target, asked: Asked, observed: Observed, inputs: Mapping[str, Input]) -> str:
    """Write the value in effect; empty where none is stated."""
    if not target.paths:
        value = observed.values[target.key][target.unit].value
        return shown(value, inputs[target.key], ".") if isinstance(value, Fraction) else said_of(value)
    if target.is_bound:
        return str(target.paths[0][-1])
    value = value_at(asked.document, target.paths[0])
    if isinstance(value, Map) and target.paths[0][0] == "parameters":  # by years: the one of the period is in effect
        value = value.get(str(getattr(asked.document.get("period"), "text", asked.document.get("period", ""))), value)
    return said_of(value)


def said_of(value: object) -> str:
    """Write a value of a document as its author did."""
    if value is None:
        return ""
    if isinstance(value, Range):
        step = "" if value.step is None else f" step {value.written(value.step)}"
        return f"{value.written(value.low)}..{value.written(value.high)}{step}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {said_of(part)}" for key, part in value.items()) + "}"
    return str(getattr(value, "text", value))
