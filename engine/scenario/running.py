"""Scenarios evaluated beside what is in effect."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..formula.figures import figure
from ..language.document import Map
from ..language.edits import value_at
from ..model.findings import Finding, in_order
from ..model.observed import Observed
from ..model.ruleset import Input, Value, Words
from ..observe.values import shown
from ..rank import Evaluation, evaluation
from ..result.record import data_files
from ..year import Year, YearNames
from .addresses import Target
from .comparing import moved_lists
from .contract import FORMAT, NOTICE, ChangedRecord, MovedListRecord, ScenarioRecord, SweepRecord, WhatIfRecord
from .naming import in_words, maximum_of
from .scenario import Range, bare
from .sweeping import swept
from .tiers import tier_warnings
from .trying import Asked, Tried, about_of, following, read_answer, tried, without_effect

_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+%?")


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
    ruleset = year.rules.ruleset
    addresses = {bare(each.address): about_of(each, asked, year) for each in asked.targets}
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
        ruleset = made.ruleset
        lists = moved_lists(base, evaluation(made.ruleset, made.observed), named)
        warnings = (*made.findings, *tier_warnings(year.rules.ruleset, made.ruleset), *without_effect(asked, year))
    return ScenarioRecord(
        id=asked.scenario.id,
        title=asked.scenario.title,
        amendment=asked.scenario.amendment,
        changes=(*(_changed(asked, year, number) for number in range(len(asked.targets))), *_follow(asked)),
        lists=lists,
        sweep=sweep,
        warnings=tuple(in_words(each, ruleset, addresses) for each in in_order(warnings)),
    )


def _changed(asked: Asked, year: Year, number: int) -> ChangedRecord:
    """Say what was tried in place of what, as both are written."""
    target, change = asked.targets[number], asked.scenario.changes[number]
    inputs = {each.key: each for each in year.rules.ruleset.inputs}
    before = before_of(target, asked, year.observed, inputs)
    words = words_of(before), words_of(change.value)
    if not target.paths:
        answer = inputs[target.key]
        first = answer_words(year.observed.values[target.key][target.unit].value, answer)
        words = first, words_of(change.value)
        if not isinstance(change.value, Range):
            entry, _ = read_answer(answer, change, None, year.rules.ruleset, year.observed, target.unit)
            words = first, answer_words(entry.value, answer)
    return ChangedRecord(
        address=change.address,
        about=about_of(target, asked, year),
        before=before,
        before_words=words[0],
        now=said_of(change.value),
        now_words=words[1],
        follows=False,
    )


def _follow(asked: Asked) -> Iterator[ChangedRecord]:
    """Name the maxima above what is tried, which follow."""
    for path in following(asked):
        node = value_at(asked.document, path[:-1])
        name = str(node.get("id", path[1]))
        about = maximum_of(asked.document, path[:-1])
        before = said_of(node["max"])
        yield ChangedRecord(f"{name}.max", about, before, words_of(before), "", Words(), follows=True)


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


def words_of(value: object) -> Words:
    """Write a value of a document for people: a range in words, decimals as each language has them.

    >>> words_of("0.5"), words_of(Range(Fraction(8), Fraction(9), Fraction(1, 2))).vi
    (Words(vi='0,5', en='0.5'), 'từ 8 đến 9, bước 0,5')
    """
    if isinstance(value, Range):
        low, high, step = (words_of("" if each is None else value.written(each)) for each in value.ends)
        stepped = (f", bước {step.vi}", f" in steps of {step.en}") if step else ("", "")
        return Words(f"từ {low.vi} đến {high.vi}{stepped[0]}", f"from {low.en} to {high.en}{stepped[1]}")
    text = said_of(value)
    return Words(text.replace(".", ",") if _DECIMAL.fullmatch(text) else text, text)


def answer_words(value: Value | None, asked: Input) -> Words:
    """Write an answer for people: an option by its title; nothing where there is none."""
    if value is None:
        return Words()
    if isinstance(value, str):
        return asked.options.get(value, Words()) or Words(value, value)
    return Words(*(figure(value, lang, percent=asked.traits.per_cent) for lang in ("vi", "en")))


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
