"""Who is compared with whom: ranking lists and cohorts of units."""

from collections.abc import Sequence

from ..model.observed import Unit
from ..model.ruleset import Cohort, Ranking, Ruleset


def list_of(unit: Unit, ranking: Ranking | None) -> str:
    """Name the ranking list that a unit is in (semantics §17); empty where it is in none."""
    lists = "all" if ranking is None and not unit.group else "group" if ranking is None else ranking.lists
    match lists:
        case "all":
            return "all"
        case "group":
            return unit.group or "all"
        case "parent":
            return unit.parent
        case str():
            return unit.attributes.get(lists, "")
        case _:
            return next((name for name, groups in lists.items() if unit.group in groups), "")


def cohort_keys(ruleset: Ruleset, units: Sequence[Unit], cohort: Cohort) -> list[str | None]:
    """Name the cohort against which each unit is measured, by a key that its companions share."""
    match cohort.by:
        case "all" | "groups":
            return ["all"] * len(units)
        case "scorecard":
            cards = [ruleset.scorecard_of(unit.group) for unit in units]
            return [None if card is None else card.id for card in cards]
        case _:
            keys: list[str | None] = []
            for unit in units:
                card = ruleset.scorecard_of(unit.group)
                keys.append(list_of(unit, card.root.ranking) if card is not None else None)
            return keys


def is_member(unit: Unit, cohort: Cohort) -> bool:
    """Say whether others are measured against the unit: ranked, and of the cohort's groups where it names any."""
    return unit.role == "ranked" and (cohort.by != "groups" or unit.group in cohort.groups)
