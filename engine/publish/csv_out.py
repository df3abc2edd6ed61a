"""The ranking as CSV: a header, then one row for each unit, list by list in order of rank.

The file begins with a byte order mark, because Excel reads Vietnamese wrongly without one.
Headers and numbers are the same in every language: decimal points, cut to 12 places as in the JSON result.
The criteria are followed by what they have of their own: ranks as `rank:<id>`, as they are printed where that says who
shares one (`rank_printed:<id>`), and tiers as `tier:<id>`; then by published values, as `value:<id>`.
A text that a spreadsheet would run as a formula gets a leading apostrophe.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TextIO

from ..files.apostrophes import guarded
from ..files.visible import visible
from ..model.outcome import Outcome
from ..model.result import CriterionResult, Result, UnitResult
from ..model.ruleset import Ruleset
from ..model.sentences import sentence
from ..observe.own_tables import CONDITIONS, CRITERION, RANK, RANK_PRINTED, RANKED, SOURCES, TAKEN, TIER, VALUE
from ..result.numbers import decimal
from ..result.published_values import for_programs, id_of, is_percent, published_columns
from ..result.words import why_not_comparable, why_unranked
from . import texts
from .conditions import conditions_words
from .node_lists import placed_nodes


def write_csv(result: Result, stream: TextIO, lang: str) -> None:
    """Write the ranking; `lang` is of the reasons and the note."""
    ids = list(dict.fromkeys(node.id for card in result.ruleset.scorecards for node in card.nodes()))
    placed = _placed(result.ruleset)
    values = published_columns(result.ruleset)
    has_conditions = _has_conditions(result)
    headers = [*RANKED, *([CONDITIONS] if has_conditions else [])]
    # A criterion may have the name of one of our own columns; the prefix keeps them apart.
    headers += [f"{CRITERION}{id_}" if id_ in TAKEN else id_ for id_ in ids]
    headers += [f"{prefix}{id_}" for prefix, id_ in placed]
    headers += [f"{VALUE}{id_of(column)}" for column in values]
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([_told(header) for header in (*headers, *SOURCES)])
    sources = [_told(text) for text in _sources(result, lang)]
    for unit in in_order_of_rank(result):
        asked = [_told("; ".join(conditions_words(result.ruleset, unit, lang)))] if has_conditions else []
        told = [for_programs(unit.values.get(each.key), is_percent=is_percent(each)) for each in values]
        writer.writerow([*_unit(result, unit, lang), *asked, *_worths(unit, ids, placed), *told, *sources])


def _sources(result: Result, lang: str) -> tuple[str, str, str, str]:
    """Say what every row rests on: ruleset, its hash, those of the data, and whether they are made up."""
    return (
        f"{result.ruleset.id}@{result.ruleset.version}",
        result.ruleset.sha256,
        " ".join(source.sha256 for source in result.data),
        sentence(texts.ILLUSTRATIVE, lang) if result.illustrative else "",
    )


def _placed(ruleset: Ruleset) -> tuple[tuple[str, str], ...]:
    """Give the columns of the ranks and tiers of nodes: what begins each header, and the id."""
    nodes = placed_nodes(ruleset.scorecards)
    columns = [
        *((RANK, node.id) for node in nodes if node.ranking),
        *((RANK_PRINTED, node.id) for node in nodes if node.ranking and node.ranking.tied_as),
        *((TIER, node.id) for node in nodes if node.tiers),
    ]
    return tuple(dict.fromkeys(columns))


_PLACED: Mapping[str, Callable[[CriterionResult], str]] = {
    RANK: lambda made: "" if made.rank is None else str(made.rank),
    RANK_PRINTED: lambda made: _told(made.rank_printed),
    TIER: lambda made: _told(made.tier),
}


def _worths(unit: UnitResult, ids: Sequence[str], placed: Sequence[tuple[str, str]]) -> list[str]:
    """Write what the nodes of a unit are worth, then their ranks and tiers."""
    made = {each.node.id: each for each in unit.criteria}
    points = (_decimal(made[id_].outcome) if id_ in made else "" for id_ in ids)
    return [*points, *(_PLACED[prefix](made[id_]) if id_ in made else "" for prefix, id_ in placed)]


def _has_conditions(result: Result) -> bool:
    """Say whether anything beside points can decide a tier or a rank: only then has the file a column for it."""
    return any(
        node.role == "condition"
        or any(tier.requires or tier.quota or (tier.when and tier.bounds) for tier in card.root.tiers)
        for card in result.ruleset.scorecards
        for node in card.nodes()
    )


def in_order_of_rank(result: Result) -> Iterator[UnitResult]:
    """Give every unit once: list by list, the ranked by rank, then the others; last those in no list."""
    units = {unit.unit.id: unit for unit in result.units}
    for made in result.lists:
        for id_ in (*made.units, *made.unranked):
            if id_ in units:
                yield units.pop(id_)
    yield from units.values()


def _unit(result: Result, unit: UnitResult, lang: str) -> list[str]:
    why, change = why_unranked(result.ruleset, unit), why_not_comparable(unit.succession)
    return [
        _told(unit.list),
        "" if unit.rank is None else str(unit.rank),
        "yes" if unit.tied else "no",
        "" if unit.rank_change is None else str(unit.rank_change),
        _told(unit.unit.id),
        _told(unit.unit.name),
        _told(unit.unit.group),
        _told(unit.scorecard),
        unit.status,
        _decimal(unit.outcome),
        _decimal(unit.max),
        _told(unit.tier),
        "" if why is None else _told(why.say(lang)),
        "" if change is None else _told(change.say(lang)),
    ]


def _told(text: str) -> str:
    """Write a text that neither runs nor hides anything."""
    return guarded(visible(text))


def _decimal(amount: Outcome | None) -> str:
    return decimal(amount)[0] if isinstance(amount, Fraction) else ""
