"""A scenario applied: the ruleset and the answers that it makes of those that are in effect."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ..files.contents import read_inside
from ..files.resolve import given
from ..language.document import MOST_BYTES, Map, Num, Share, read_document
from ..language.edits import Edit, Steps, edited, number, share, value_at
from ..language.extends import amended
from ..language.loading import Loaded, remade
from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding, in_order
from ..model.observed import Observation, Observed
from ..model.ruleset import Input, Ruleset, Words
from ..observe.cells import Cells, Entry
from ..observe.checking import check_bounds
from ..observe.entries import Reader
from ..observe.report import Report
from ..observe.taking import tell_value
from ..observe.units import Roll
from ..year import Stopped, Year, YearNames, read_year
from .addresses import Target, places_of, target_of
from .naming import named
from .scenario import Change, Range, Scenario, bare

_PLAIN = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_NODE_BELOW = 5  # steps to a key of a criterion below a scorecard: ("scorecards", id, "criteria", 0, "max")


@dataclass(frozen=True, slots=True)
class Tried:
    """What a scenario makes of a year.

    Attributes:
        ruleset: with its changes.
        observed: with its changes.
        loaded: the changed ruleset as it was loaded.
        findings: warnings of the changed ruleset.
    """

    ruleset: Ruleset
    observed: Observed
    loaded: Loaded
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A scenario whose addresses were found.

    Attributes:
        scenario: as it was said.
        targets: of its changes, in order.
        document: the ruleset that is changed: the one in effect, or amended.
        texts: file name -> text, for excerpts of what was read for it.
    """

    scenario: Scenario
    targets: tuple[Target, ...]
    document: Map
    texts: Mapping[str, str]

    @property
    def sweep(self) -> tuple[Target, Range] | None:
        """What is swept, and through which values; None of a scenario without a sweep."""
        pairs = zip(self.targets, self.scenario.changes, strict=True)
        return next(((target, each.value) for target, each in pairs if isinstance(each.value, Range)), None)


def asked_of(scenario: Scenario, year: Year) -> Asked | tuple[Finding, ...]:
    """Find what a scenario changes; its findings where it leads to nothing."""
    document, texts = year.rules.loaded.document, dict(year.rules.texts)
    assert document is not None  # it was loaded without errors
    if scenario.amendment:
        made = _amended(scenario.amendment, document, year.rules.ruleset, texts)
        if not isinstance(made, Map):
            return made
        document = made
    places = places_of(document, year.rules.ruleset, year.observed.units)
    found = [target_of(change.address, places, change.place) for change in scenario.changes]
    wrong = [each for each in found if isinstance(each, Finding)]
    wrong += _twice([each for each in found if isinstance(each, Target)], scenario)
    if wrong:
        return in_order(wrong)
    return Asked(scenario, tuple(each for each in found if isinstance(each, Target)), document, texts)


def about_of(target: Target, asked: Asked, year: Year) -> Words:
    """Say in words what an address of a scenario is about."""
    inputs = {each.key: each for each in year.rules.ruleset.inputs}
    return named(target, asked.document, tuple(year.observed.units), inputs)


def _twice(targets: Sequence[Target], scenario: Scenario) -> list[Finding]:
    """Find two changes of one thing under two addresses."""
    seen: dict[Any, Target] = {}
    found = []
    for target, change in zip(targets, scenario.changes, strict=False):
        for key in target.paths or ((target.unit, target.key),):
            if (key, target.is_bound) in seen:
                found.append(finding("ITR789", change.place, target=bare(target.address)))
            seen[key, target.is_bound] = target
    return found


def _amended(name: str, document: Map, ruleset: Ruleset, texts: dict[str, str]) -> Map | tuple[Finding, ...]:
    """Apply an amendment file to the ruleset in effect, which it has to name after `extends`."""
    named = given(name)
    content = read_inside(named.location, named.path.parent, name, MOST_BYTES)
    if isinstance(content, Finding):
        return (content,)
    texts[name] = content.decode("utf-8", "replace")
    changes, findings = read_document(content, name)
    if changes is None or has_errors(findings):
        return findings
    extends = str(changes.get("extends", ""))
    own = {f"{ruleset.id}@{ruleset.version}", *(source.path.rpartition("/")[2] for source in ruleset.sources[:1])}
    if extends not in own:
        return (finding("ITR788", Place(name, 1, 1), found=extends or "–", wanted=f"{ruleset.id}@{ruleset.version}"),)
    made, problems = amended(document, changes)
    return in_order(problems) if has_errors(problems) else made


def tried(asked: Asked, year: Year, names: YearNames, at: Fraction | None = None) -> Tried | tuple[Finding, ...]:
    """Apply a scenario to a year.

    Args:
        asked: the scenario.
        year: as it was read.
        names: of the year's files, which are read again where the scenario changes how they are read.
        at: the value of the sweep, where the scenario has one.

    Returns:
        What is evaluated in place of the year; or the errors of `check` in what the scenario makes of the ruleset,
        and of reading in what it makes of answers.
    """
    pairs = list(zip(asked.targets, asked.scenario.changes, strict=True))
    edits = [edit for target, change in pairs if target.paths for edit in _edits(target, change, at, asked.document)]
    edits += [Edit(path) for path in following(asked)]
    loaded = year.rules.loaded
    if edits or asked.scenario.amendment:
        try:
            loaded = remade(year.rules.loaded, edited(asked.document, edits))
        except KeyError:
            return (finding("ITR780", asked.scenario.changes[0].place, target=bare(asked.scenario.changes[0].address)),)
    if loaded.ruleset is None:
        return loaded.findings
    observed = year.observed
    if _is_read_again(asked):
        again = read_year(replace(year.rules, ruleset=loaded.ruleset, loaded=loaded), names)
        if isinstance(again, Stopped):
            return again.findings
        observed = again.observed
    made = _answered(observed, loaded.ruleset, pairs, at)
    if isinstance(made, tuple):
        return made
    new = tuple(each for each in loaded.findings if each not in year.rules.loaded.findings)
    return Tried(loaded.ruleset, made, loaded, (*new, *fixed_points(made, asked)))


def _is_read_again(asked: Asked) -> bool:
    """Say whether data are read in another way: an amendment may change inputs, and so may an address."""
    heads = {path[0] for target in asked.targets for path in target.paths}
    inside = {step for target in asked.targets for path in target.paths for step in path}
    return (
        bool(asked.scenario.amendment)
        or not heads.isdisjoint({"inputs", "data", "groups", "units", "defaults"})
        or "answer" in inside
    )


def following(asked: Asked) -> tuple[Steps, ...]:
    """Give the stated maxima above a maximum that is tried, which follow as the sums that they are.

    What the scenario sets itself does not follow; nor does what is put together in another way than by adding up.
    """
    own = {path for target in asked.targets for path in target.paths}
    found: dict[Steps, None] = {}
    for path in own:
        if path[0] != "scorecards" or path[-1] != "max" or len(path) < _NODE_BELOW:
            continue
        for depth in range(len(path) - 3, 1, -2):
            above = (*path[:depth], "max")
            node = value_at(asked.document, path[:depth])
            if node.get("aggregate", "sum") != "sum":
                break
            if "max" in node and above not in own:
                found[above] = None
    return tuple(found)


def _edits(target: Target, change: Change, at: Fraction | None, document: Map) -> Iterable[Edit]:
    value = change.value
    if isinstance(value, Range):
        assert at is not None
        value = _part(value, at, change.place)
    if target.is_bound:
        yield from (_renamed(document, path, value, change.place) for path in target.paths)
        return
    yield from (Edit(path, value, change.place) for path in target.paths)


def _part(within: Range, at: Fraction, place: Place) -> Num | Share:
    """Write a value of a sweep as a part of a document, exactly."""
    return share(at, place) if within.per_cent else number(at, place)


def _renamed(document: Map, path: tuple[str | int, ...], value: Any, place: Place) -> Edit:
    """Give a row of a table another bound, at its place among the others.

    A bound that another row has is written so that both stay, and are found.
    """
    table = value_at(document, path[:-1])
    made, old = Map(table.place), str(path[-1])
    wanted = getattr(value, "text", str(value))
    while wanted != old and wanted in table:
        figure, sign, _ = wanted.partition("%")
        wanted = f"{figure}{'0' if '.' in figure else '.0'}{sign}"
    for key, points in table.items():
        name = wanted if key == old else key
        made.put(name, points, place if key == old else table.key_places[key], table.value_places[key])
    return Edit(path[:-1], made)


# ── Answers ──


def _answered(
    observed: Observed, ruleset: Ruleset, pairs: Sequence[tuple[Target, Change]], at: Fraction | None
) -> Observed | tuple[Finding, ...]:
    """Put the answers of a scenario in place of those that were read."""
    mine = [(target, change) for target, change in pairs if not target.paths]
    if not mine:
        return observed
    inputs = {asked.key: asked for asked in ruleset.inputs}
    values = dict(observed.values)
    findings: list[Finding] = []
    for target, change in mine:
        if target.key not in inputs:
            findings.append(finding("ITR780", change.place, target=bare(target.address)))
            continue
        entry, found = read_answer(inputs[target.key], change, at, ruleset, observed, target.unit)
        findings += found
        column: list[Observation] = list(values[target.key])
        column[target.unit] = Observation(entry.value, entry.state, change.place)
        values[target.key] = column
    findings += _beyond(ruleset, observed, values, mine)
    return in_order(findings) if findings else replace(observed, values=values)


def fixed_points(observed: Observed, asked: Asked) -> tuple[Finding, ...]:
    """Say at which criteria appraisers set the points of a unit whose answers are tried: they stay."""
    set_by = observed.appraisal.points if observed.appraisal is not None else {}
    told: dict[int, Finding] = {}
    for target, change in zip(asked.targets, asked.scenario.changes, strict=True):
        ids = [id_ for id_, units in set_by.items() if target.unit in units]
        if not target.paths and ids:
            unit = observed.units[target.unit]
            told[target.unit] = finding("ITR790", change.place, unit=unit.name or unit.id, ids=", ".join(ids))
    return tuple(told.values())


def without_effect(asked: Asked, year: Year) -> tuple[Finding, ...]:
    """Say which changes set what is so already."""
    inputs = {each.key: each for each in year.rules.ruleset.inputs}
    pairs = zip(asked.targets, asked.scenario.changes, strict=True)
    return tuple(
        finding("ITR791", change.place, target=bare(target.address), value=_text_of(change.value)[:80] or "–")
        for target, change in pairs
        if not isinstance(change.value, Range) and _is_so(target, change, asked, year, inputs)
    )


def _is_so(target: Target, change: Change, asked: Asked, year: Year, inputs: Mapping[str, Input]) -> bool:
    """Say whether a change sets the value that stands there, however both are written."""
    if target.paths:
        old = [path[-1] if target.is_bound else value_at(asked.document, path) for path in target.paths]
        return all(each is not None and _same(_text_of(each), _text_of(change.value)) for each in old)
    if target.key not in inputs:
        return False
    entry, found = read_answer(inputs[target.key], change, None, year.rules.ruleset, year.observed, target.unit)
    return not found and entry.value == year.observed.values[target.key][target.unit].value


def _text_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(getattr(value, "text", value))


def _same(one: str, other: str) -> bool:
    """Say whether two values are one: as numbers, or as they are written.

    >>> _same("850", "850.0"), _same("80%", "0.8"), _same("diem / 2", "diem / 2"), _same("850", "860")
    (True, False, True, False)
    """
    numbers = [Fraction(each) if _PLAIN.fullmatch(each) else each for each in (one.strip(), other.strip())]
    return numbers[0] == numbers[1]


def read_answer(
    asked: Input, change: Change, at: Fraction | None, ruleset: Ruleset, observed: Observed, unit: int
) -> tuple[Entry, tuple[Finding, ...]]:
    """Read an answer as a cell of a table with a decimal point would be read."""
    value = change.value
    reader = Reader(asked, ruleset.headers, ".", is_own=True)
    if isinstance(value, Range):
        assert at is not None
        entry = _between(reader, value, at)
    else:
        text = "1" if value is True else "0" if value is False else getattr(value, "text", str(value))
        entry = reader[text]
    report = Report()
    if entry.problem is not None:
        tell_value(entry.problem, asked, Roll(observed.units, {}), unit, change.place, report)
    return entry, tuple(report.findings())


def _between(reader: Reader, within: Range, at: Fraction) -> Entry:
    """Read a value of a sweep: exactly as far between its ends as those were read, whatever can be written of it."""
    low, high = reader[within.written(within.low)], reader[within.written(within.high)]
    for end in (low, high):
        if not isinstance(end.value, Fraction):
            return end
    text = reader[within.written(at)]
    if text.value is not None or not isinstance(low.value, Fraction) or not isinstance(high.value, Fraction):
        return text
    return Entry(low.value + (high.value - low.value) * (at - within.low) / (within.high - within.low), "observed")


def _beyond(
    ruleset: Ruleset,
    observed: Observed,
    values: Mapping[str, Sequence[Observation]],
    mine: Sequence[tuple[Target, Change]],
) -> list[Finding]:
    """Find answers that pass a bound which is another answer, of the units whose answers are tried."""
    found: list[Finding] = []
    for unit in dict.fromkeys(target.unit for target, _ in mine):
        own = [(target, change) for target, change in mine if target.unit == unit]
        columns = {key: Cells([Entry(cells[unit].value, cells[unit].state)]) for key, cells in values.items()}
        report = Report()
        check_bounds(ruleset, Roll((observed.units[unit],), {}), columns, {}, report)
        found += [replace(each, place=own[0][1].place) for each in report.findings()]
    return found
