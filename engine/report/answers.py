"""What a unit answered, and what appraisers made of it, as people read it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..model.input_types import NUMERIC, PER_CENT
from ..model.input_types.date import DATE
from ..model.input_types.yes_no import YES_NO
from ..model.ruleset import Digits, Value
from ..result.contract import InputRecord, NodeRecord, UnitRecord, ValueRecord, Values
from ..result.published import Published
from ..result.published_values import for_people, for_programs
from .facts import heading, nodes_of
from .words import PAGE

_NUMBER = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?")  # no exponent: it could be of any size
_MARKS = {"!missing": "missing", "!not_applicable": "not_applicable"}  # of corrections, to words


@dataclass(frozen=True, slots=True)
class ToldCorrection:
    """A correction or an explanation in words: of what, at which stage, from what to what, why and on what ground."""

    target: str
    stage: str
    before: str
    now: str
    reason: str
    basis: str


def told_corrections(published: Published, unit: UnitRecord) -> Iterator[ToldCorrection]:
    """Give every correction and explanation of a unit in its order."""
    words = {key: both[published.lang] for key, both in PAGE.items()}
    asked = {made.id: made for made in published.record.inputs}
    nodes = {node.id: node for node in nodes_of(published, unit.scorecard)}
    for row in unit.corrections or ():
        before, now = (_corrected(published, asked.get(row.target), text, words) for text in (row.from_, row.to))
        target = _target(published, row.target, asked, nodes)
        yield ToldCorrection(target, words[row.stage], before, now, row.reason, row.basis)


def answered(
    published: Published, given: Values, lacks: Mapping[str, str], asked: InputRecord, words: Mapping[str, str]
) -> str:
    """Write an answer as people read it: a number with what it is measured in, an option by its title."""
    if given[asked.id] is None:
        return words.get(lacks.get(asked.id, "missing"), "–")
    text = value_in_words(asked, given, None, published.lang)
    return f"{text} {asked.measured_in}".strip() if asked.type in NUMERIC - PER_CENT else text


def value_in_words(asked: InputRecord | ValueRecord, given: Values, digits: Digits, lang: str) -> str:
    """Write an answer or a published value of a unit as people read it; empty where there is none."""
    value = _read(asked, given)
    return "" if value is None else for_people(value, digits, lang, asked.options, is_percent=asked.type in PER_CENT)


def _read(asked: InputRecord | ValueRecord, given: Values) -> Value | None:
    value = given.get(asked.id)
    if value is None or isinstance(value, bool):
        return value
    if asked.type in NUMERIC:
        return given.number(asked.id)
    if asked.type != DATE.name:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:  # of a result from elsewhere: the text as it is
        return value


def value_for_programs(value: ValueRecord, unit: UnitRecord) -> str:
    """Write a published value as a table of data has it; empty where there is none."""
    return for_programs(_read(value, unit.values), is_percent=value.type in PER_CENT)


def _target(published: Published, id_: str, asked: Mapping[str, InputRecord], nodes: Mapping[str, NodeRecord]) -> str:
    """Name what a correction is of: an input, a criterion, or what the ruleset no longer has."""
    if id_ in asked:
        return asked[id_].label.say(published.lang) or id_
    return heading(nodes[id_], published.lang) if id_ in nodes else id_


def _corrected(published: Published, asked: InputRecord | None, text: str, words: Mapping[str, str]) -> str:
    """Write the value of a correction as people read it; its own text where it is not what is asked for."""
    if text in _MARKS:
        return words[_MARKS[text]]
    number = _NUMBER.fullmatch(text)
    if asked is None:
        return text.replace(".", ",") if number and published.lang == "vi" else text
    if not number and asked.type in NUMERIC:
        return text
    value = {"true": True, "false": False}.get(text, text) if asked.type == YES_NO.name else text
    return answered(published, Values({asked.id: value}, {}), {}, asked, words)
