"""What reports ask of a result: its numbers exactly, its words in one language, its units in order."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import cache, wraps
from typing import Any, TypeVar

from ..explain.naming import option_titles
from ..formula.spoken import option_names, spoken
from ..model.input_types import PER_CENT
from ..model.ruleset import Words
from ..model.sentences import sentence
from ..publish import texts
from ..result.contract import CorrectionRecord, InputRecord, ListRecord, NodeRecord, ScorecardRecord, UnitRecord
from ..result.numbers import show, show_some
from ..result.published import Published
from ..result.words import list_title, period_beside, prefers_least

_Made = TypeVar("_Made")
_DAY = re.compile("([1-9][0-9]{3})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_NO_DAY = date(2000, 1, 1)  # PDF/A wants one


def marks(published: Published) -> tuple[str, ...]:
    """Give the warnings that every page of every report carries."""
    return tuple(sentence(mark, published.lang) for key, mark in texts.MARKS.items() if getattr(published.record, key))


def printed(amount: Fraction | None, published: Published) -> str:
    """Write a number as the ruleset has it printed; a dash where there is none."""
    return "–" if amount is None else show(amount, published.record.digits, published.lang)


def printed_some(amount: Fraction, published: Published) -> str:
    """Write a number as the ruleset has it printed, with more places where it would read as 0."""
    return show_some(amount, published.record.digits, published.lang)


def printed_plainly(amount: Fraction | None, published: Published) -> str:
    """Write a maximum or per cent with the digits of points, without zeros at the end; a dash where there is none."""
    return "–" if amount is None else show(amount, published.record.show, published.lang)


def once(work: Callable[[Published], _Made]) -> Callable[[Published], _Made]:
    """Work a thing out of a result once: who asks it for each unit would go through the whole result for each."""

    @wraps(work)
    def held(published: Published) -> _Made:
        if work.__name__ not in published.memo:
            published.memo[work.__name__] = work(published)
        made: _Made = published.memo[work.__name__]
        return made

    return held


@once
def formulas(published: Published) -> Callable[[Words | None], str]:
    """Give what says a formula of the record in words; nothing for none."""
    lang = published.lang
    nodes = {node.id: node for card in published.record.scorecards for node in card.criteria}
    called = {made.label.say(lang) for made in published.record.inputs}
    called |= {node.title.say(lang) for node in nodes.values()}
    shares = {_called(asked, nodes, lang) for asked in published.record.inputs if asked.type in PER_CENT}
    asked = ((_called(each, nodes, lang), option_titles(each.options, lang)) for each in published.record.inputs)
    names = option_names(asked, called, shares)
    in_words = cache(lambda said: spoken(said, lang, names))
    return lambda words: "" if words is None else in_words(words.say(lang))


def _called(asked: InputRecord, nodes: Mapping[str, NodeRecord], lang: str) -> str:
    """Name an input; an answer of a criterion's own is called as the criterion."""
    own = nodes.get(asked.id)
    return asked.label.say(lang) or (own.title.say(lang) if own else "") or asked.id


def titled(published: Published) -> str:
    """Name what was ranked, with its period where the title does not say it."""
    rules = published.record.ruleset
    title = rules.title.say(published.lang) or rules.id
    return f"{title} {period_beside(title, rules.period)}".strip()


def stated_day(published: Published) -> date:
    """Give the day that a result states: of its decision, else from when its rules are in force, else the end of its period.

    It is the day of a file's properties where nobody says the day of issue: the clock would make other bytes each time.
    """
    rules = published.record.ruleset
    for told in (rules.decision.get("date", ""), rules.effective.get("from", ""), f"{rules.period}-12-31"):
        if found := _DAY.match(told):
            year, month, day = (int(part or 1) for part in found.groups())
            with suppress(ValueError):
                return date(year, month, day)
    return _NO_DAY


def heading(node: NodeRecord, lang: str) -> str:
    """Name a criterion by its code and title, above a column."""
    return f"{node.code} {node.title.say(lang) or node.id}".strip()


@once
def unit_by_id(published: Published) -> dict[str, UnitRecord]:
    """Give the units by id."""
    return {unit.id: unit for unit in published.record.units}


def listed(published: Published, of: ListRecord) -> list[UnitRecord]:
    """Give the ranked units of a list, in order of rank."""
    units = unit_by_id(published)
    return [units[id_] for id_ in of.units]


def list_named(published: Published, made: ListRecord) -> str:
    """Name a list; the only one needs no name where it is of all units."""
    is_alone = made.id == "all" and not made.title and len(published.record.lists) == 1
    return "" if is_alone else list_title(made.id, made.title, published.lang)


def unranked(published: Published, of: ListRecord) -> list[UnitRecord]:
    """Give the units of a list that have no rank."""
    units = unit_by_id(published)
    return [units[id_] for id_ in of.unranked]


@once
def _cards(published: Published) -> dict[str, ScorecardRecord]:
    return {card.id: card for card in published.record.scorecards}


def scorecard(published: Published, id_: str) -> ScorecardRecord | None:
    """Give a scorecard; None for a unit that has none."""
    return _cards(published).get(id_)


def card_named(published: Published, id_: str) -> str:
    """Name a scorecard by its title, else by the groups that it is for, else by its id."""
    card, lang = scorecard(published, id_), published.lang
    of = () if card is None else card.groups
    groups = [group.title.say(lang) or group.id for group in published.record.groups if group.id in of]
    return (card.title.say(lang) if card else "") or ", ".join(groups) or id_


def nodes_of(published: Published, id_: str) -> list[NodeRecord]:
    """Give the nodes of a scorecard, parents first; none where there is no such scorecard."""
    card = scorecard(published, id_)
    return [] if card is None else list(card.criteria)


def previous_rank(unit: UnitRecord) -> int | str | None:
    """Give a unit's rank of last year; of one that was published as a band (`101-150`) the text."""
    before = unit.previous
    return None if before is None else before.rank if before.rank is not None else before.rank_printed or None


def tier_title(published: Published, unit: UnitRecord) -> str:
    """Name the tier of a unit; empty where it has none."""
    return tier_named(published, unit.scorecard, unit.tier)


def tier_named(published: Published, card: str, tier: str) -> str:
    """Give the title of a tier of a scorecard by the ids of both; empty where there is none."""
    return _tier_titles(published).get((card, tier), "")


@once
def _tier_titles(published: Published) -> dict[tuple[str, str], str]:
    return {
        (card.id, tier.id): tier.title.say(published.lang) or tier.id
        for card in published.record.scorecards
        for tier in card.tiers
    }


def tier_at(published: Published, node: NodeRecord, tier: str) -> str:
    """Give the title of a tier of a node below the root, or its id where the result does not say it."""
    return next((each.title.say(published.lang) for each in node.tiers or () if each.id == tier), "") or tier


def losses(published: Published, unit: UnitRecord) -> list[tuple[NodeRecord, Fraction]]:
    """Give the indicators at which a unit lost points and how many, most first; equal losses in the ruleset's order.

    Below a bonus, a penalty or what is not scored nothing is lost that is not had; nor anything where less is better.
    """
    card = scorecard(published, unit.scorecard)
    if card is None or prefers_least(card.ranking, card.tiers):
        return []
    made = {criterion.id: criterion for criterion in unit.criteria}
    counts: dict[str, bool] = {}
    found = []
    for node in nodes_of(published, unit.scorecard):  # parents first
        counts[node.id] = counts.get(node.parent, True) and node.role == "scored"
        points, counted = made[node.id].score, made[node.id].counted
        if not node.children and counts[node.id] and points is not None and counted and points < counted:
            found.append((node, counted - points))
    return sorted(found, key=lambda each: -each[1])


def corrections_of(unit: UnitRecord, node: NodeRecord) -> list[CorrectionRecord]:
    """Give the corrections of appraisers, explanations left aside, to an indicator or to what it reads."""
    own = {node.id, *node.reads}
    return [row for row in unit.corrections or () if row.target in own and row.stage != "explanation"]


def retold(value: Any, change: Callable[[str], str], keep: frozenset[str] = frozenset()) -> Any:
    """Give plain data with every text changed, but for what stands under keys to keep.

    >>> retold({"id": "a", "of": ["b", 1]}, str.upper, frozenset({"id"}))
    {'id': 'a', 'of': ['B', 1]}
    """
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [retold(each, change, keep) for each in value]
        case dict():
            return {key: each if key in keep else retold(each, change, keep) for key, each in value.items()}
    return value
