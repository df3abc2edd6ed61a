"""What reports ask of a result: its numbers exactly, its words in one language, its units in order."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..publish.numbers import show
from .published import Published

Record = Mapping[str, Any]

NEAR = Fraction(1, 50)
"""Of a scorecard's maximum: who lacks no more is near the next tier, as the terminal's table means it."""

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
    return None if text is None else Fraction(text)


def printed(amount: Fraction | None, published: Published) -> str:
    """Write a number as the ruleset has it printed; a dash where there is none."""
    return "–" if amount is None else show(amount, published.record["show"], published.lang)


def say(words: Record, lang: str) -> str:
    """Give words in a language, or in the other where they are not to be had.

    >>> say({"vi": "Tốt", "en": ""}, "en")
    'Tốt'
    """
    return str(words[lang] or words["vi"] or words["en"])


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


def scorecard(published: Published, id_: str) -> Record | None:
    """Give a scorecard; None for a unit that has none."""
    return next((card for card in published.record["scorecards"] if card["id"] == id_), None)


def nodes_of(published: Published, id_: str) -> list[Record]:
    """Give the nodes of a scorecard, parents first; none where there is no such scorecard."""
    card = scorecard(published, id_)
    return [] if card is None else list(card["criteria"])


def tier_title(published: Published, unit: Record) -> str:
    """Name the tier of a unit; empty where it has none."""
    card = scorecard(published, unit["scorecard"])
    tiers = [] if card is None else card["tiers"]
    return next((say(tier["title"], published.lang) or tier["id"] for tier in tiers if tier["id"] == unit["tier"]), "")


def next_tier(published: Published, unit: Record) -> tuple[Record, Fraction] | None:
    """Give the nearest better tier with a bound in points, and how many points it is away; None where there is none.

    A bound that must be passed (`above`) is away by as much as one that must be reached: what is lacking is more.
    """
    card, total = scorecard(published, unit["scorecard"]), fraction(unit, "total")
    if card is None or total is None:
        return None
    better = []
    for tier in card["tiers"]:
        if tier["id"] == unit["tier"]:
            break
        bound = tier["from"] or tier["above"]
        if bound is not None and bound["points"] is not None and Fraction(bound["points"]) >= total:
            better.append((tier, Fraction(bound["points"]) - total))
    return better[-1] if better else None


def best_tier(published: Published, unit: Record) -> str:
    """Name the first of the tiers of a unit's scorecard; empty where it has none."""
    card = scorecard(published, unit["scorecard"])
    return str(card["tiers"][0]["id"]) if card is not None and card["tiers"] else ""
