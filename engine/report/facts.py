"""What reports ask of a result: its numbers exactly, its words in one language, its units in order."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache, wraps
from typing import Any, TypeVar

from ..formula.spoken import Names, spoken
from ..model.input_types import PER_CENT
from ..result.numbers import read_exact, show
from .published import Published

Record = Mapping[str, Any]
_Made = TypeVar("_Made")

_MARKS = {
    "illustrative": {"vi": "SỐ LIỆU MINH HỌA", "en": "ILLUSTRATIVE DATA"},
    "provisional": {"vi": "KẾT QUẢ TẠM THỜI", "en": "PROVISIONAL RESULT"},
}


def marks(published: Published) -> tuple[str, ...]:
    """Give the warnings that every page of every report carries."""
    return tuple(words[published.lang] for key, words in _MARKS.items() if published.record[key])


def fraction(record: Record, key: str) -> Fraction | None:
    """Give a number of a record exactly.

    >>> fraction({"total": "3.142857142857", "exact": {"total": "22/7"}}, "total"), fraction({"total": None}, "total")
    (Fraction(22, 7), None)
    """
    text = record.get("exact", {}).get(key) or record[key]
    return None if text is None else _read(text)


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> Fraction:
    return read_exact(text)


def printed(amount: Fraction | None, published: Published) -> str:
    """Write a number as the ruleset has it printed; a dash where there is none."""
    return "–" if amount is None else show(amount, published.record["show"], published.lang)


def say(words: Record, lang: str) -> str:
    """Give words in a language, or in the other where they are not to be had.

    >>> say({"vi": "Tốt", "en": ""}, "en")
    'Tốt'
    """
    return str(words[lang] or words["vi"] or words["en"])


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
def formulas(published: Published) -> Callable[[Record | None], str]:
    """Give what says a formula of the record in words; nothing for none."""
    lang = published.lang
    titles: dict[str, set[str]] = {}
    nodes = {node["id"]: node for card in published.record["scorecards"] for node in card["criteria"]}
    shares = set()
    for asked in published.record["inputs"]:
        for id_, words in asked["options"].items():
            titles.setdefault(id_, set()).add(say(words, lang) or id_)
        if asked["type"] in PER_CENT:  # an answer of a criterion's own is called as the criterion
            own = nodes.get(asked["id"])
            shares.add(say(asked["label"], lang) or (say(own["title"], lang) if own else "") or asked["id"])
    called = {say(made["label"], lang) for made in published.record["inputs"]}
    called |= {say(node["title"], lang) for node in nodes.values()}
    options = {id_: next(iter(said)) for id_, said in titles.items() if len(said) == 1 and id_ not in called}
    names = Names(options, shares)
    in_words = cache(lambda said: spoken(said, lang, names))
    return lambda words: "" if words is None else in_words(say(words, lang))


@once
def unit_by_id(published: Published) -> dict[str, Record]:
    """Give the units by id."""
    return {unit["id"]: unit for unit in published.record["units"]}


def listed(published: Published, of: Record) -> list[Record]:
    """Give the ranked units of a list, in order of rank."""
    units = unit_by_id(published)
    return [units[id_] for id_ in of["units"]]


def unranked(published: Published, of: Record) -> list[Record]:
    """Give the units of a list that have no rank."""
    units = unit_by_id(published)
    return [units[id_] for id_ in of["unranked"]]


@once
def _cards(published: Published) -> dict[str, Record]:
    return {card["id"]: card for card in published.record["scorecards"]}


def scorecard(published: Published, id_: str) -> Record | None:
    """Give a scorecard; None for a unit that has none."""
    return _cards(published).get(id_)


def nodes_of(published: Published, id_: str) -> list[Record]:
    """Give the nodes of a scorecard, parents first; none where there is no such scorecard."""
    card = scorecard(published, id_)
    return [] if card is None else list(card["criteria"])


def previous_rank(unit: Record) -> int | str | None:
    """Give a unit's rank of last year; of one that was published as a band (`101-150`) the text."""
    before = unit["previous"]
    return None if before is None else before["rank"] if before["rank"] is not None else before.get("rank_printed")


def tier_title(published: Published, unit: Record) -> str:
    """Name the tier of a unit; empty where it has none."""
    return _tier_titles(published).get((unit["scorecard"], unit["tier"]), "")


@once
def _tier_titles(published: Published) -> dict[tuple[str, str], str]:
    return {
        (card["id"], tier["id"]): say(tier["title"], published.lang) or tier["id"]
        for card in published.record["scorecards"]
        for tier in card["tiers"]
    }


def losses(published: Published, unit: Record) -> list[tuple[Record, Fraction]]:
    """Give the indicators at which a unit lost points and how many, most first; equal losses in the ruleset's order.

    Below a bonus, a penalty or what is not scored nothing is lost that is not had.
    """
    made = {criterion["id"]: criterion for criterion in unit["criteria"]}
    counts: dict[str, bool] = {}
    found = []
    for node in nodes_of(published, unit["scorecard"]):  # parents first
        counts[node["id"]] = counts.get(node["parent"], True) and node["role"] == "scored"
        points, counted = fraction(made[node["id"]], "score"), fraction(made[node["id"]], "counted")
        if not node["children"] and counts[node["id"]] and points is not None and counted and points < counted:
            found.append((node, counted - points))
    return sorted(found, key=lambda each: -each[1])


def corrections_of(unit: Record, node: Record) -> list[Record]:
    """Give the corrections of appraisers, explanations left aside, to an indicator or to what it reads."""
    own = {node["id"], *node["reads"]}
    return [row for row in unit["corrections"] if row["target"] in own and row["stage"] != "explanation"]


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
