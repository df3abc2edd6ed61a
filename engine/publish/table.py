"""The ranking for a terminal, a list at a time; in a pipe the same without colours and lines, and never cut.

Every table says which ruleset and which data it rests on, and that its figures are illustrative where any is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..files.visible import visible
from ..model.observed import Previous
from ..model.outcome import NoScore
from ..model.reading import TableRead
from ..model.result import CriterionResult, ListResult, Result, UnitResult
from ..model.ruleset import Node, Ruleset, Scorecard
from ..rank.ranking import barring_of
from ..result.numbers import show
from ..result.words import (
    decree_named,
    list_title,
    scorecard_of,
    status_words,
    tier_title,
    title_of,
    why_no_score,
    why_unranked,
)
from . import texts
from .detail_columns import code_and_title, place_tables, places_of, points_of
from .grid import GAP, Column, Look, aligned, grid, wrapped_grid
from .node_lists import NodeList, makes_no_total, node_lists, ranked_nodes
from .notes import notes
from .ranking_columns import columns_beside, is_compared, names_of, rank_before, ranked_columns, unranked_columns
from .text import flowed, width, wrapped

_HASH = 12  # digits of a hash that are printed
_WIDEST_HEADING = 120  # so that the banner stays near the table
_MOST_GONE = 12  # units of last year that are named


def as_table(result: Result, look: Look) -> str:
    """Print a result: where it comes from, each list, then what a council asks about."""
    units = {unit.unit.id: unit for unit in result.units}
    blocks = [
        _head(result, look),
        *(_list(result, made, units, look) for made in result.lists),
        *(_node_list(result, made, look) for made in node_lists(result)),
        _in_no_list(result, look),
        _gone(result, look),
    ]
    printed = ("\n".join(line.rstrip() for line in block) for block in map(list, blocks) if block)
    return "\n\n".join(printed) + "\n"


def _head(result: Result, look: Look) -> Iterator[str]:
    """Name the ruleset, its decision, its hash and the data, and say what is true of all lists."""
    if title := visible(result.ruleset.title.say(look.lang)):
        yield from (look.paint(line, "bold") for line in wrapped(title, look.columns))
    yield from flowed(_origin(result.ruleset, look), look.columns)
    for parts in (_data(result, look), *(_read(read, look) for read in result.read)):
        yield from (look.paint(line, "dim") for line in flowed(parts, look.columns, "  "))
    yield from _altogether(result, look)
    if result.illustrative:
        yield look.paint(look.say(texts.ILLUSTRATIVE), "bold yellow")
    if any(unit.status == "provisional" for unit in result.units):
        yield look.paint(look.say(texts.PROVISIONAL_RANKING), "bold yellow")


def _origin(ruleset: Ruleset, look: Look) -> list[str]:
    """Name a ruleset, the decision that it follows, and its hash."""
    parts = [f"{visible(ruleset.id)}@{visible(ruleset.version)}"]
    kind, number = decree_named(ruleset.decision, look.lang)
    if number:
        day = _day(ruleset.decision.get("date", ""), look.lang)
        parts.append(f"{kind} {number}{f' ({day})' if day else ''}")
    return [*parts, f"sha256 {ruleset.sha256[:_HASH]}"]


def _data(result: Result, look: Look) -> list[str]:
    """Name the files of data, with their hashes."""
    named = [f"{visible(source.path)} ({source.sha256[:_HASH]})" for source in result.data]
    return [look.say(texts.DATA_OF, files=named[0]), *named[1:]] if named else []


def _read(read: TableRead, look: Look) -> list[str]:
    """Say in a line what was read of a table: its name, lines, columns, decimal sign where it is a comma, marks."""
    name = f"{visible(read.file)} [{visible(read.sheet)}]" if read.sheet else visible(read.file)
    if not read.columns:
        return [look.say(texts.NOT_READ, name=name)]
    pair = texts.READ_LINES if read.span[:1].isdigit() else texts.READ_CELLS if read.span else texts.READ
    used = sum(column.use == "input" for column in read.columns)
    return [
        look.say(pair, name=name, span=read.span),
        look.say(texts.UNITS_AND_INPUTS, units=read.units, inputs=used),
        *([look.say(texts.DECIMAL_COMMA)] if read.decimal == "," else []),
        *(f"{visible(mark)}: {count}" for mark, count in read.marks.items()),
    ]


def _day(text: str, lang: str) -> str:
    """Write a day, a month or a year as the language does."""
    return visible("/".join(part.lstrip("0") for part in reversed(text.split("-"))) if lang == "vi" else text)


def _altogether(result: Result, look: Look) -> Iterator[str]:
    """Count the tiers of all lists together, where they have the same ones."""
    if len(result.lists) < 2:
        return
    first = result.lists[0]
    is_same = all(list(made.tiers) == list(first.tiers) for made in result.lists)
    if first.tiers and is_same and not _makes_no_total(result, first):
        counted = {tier: sum(made.tiers[tier] for made in result.lists) for tier in first.tiers}
        ranked = sum(len(made.units) for made in result.lists)
        yield look.say(texts.ALTOGETHER, units=ranked, tiers=_tiers(_card_of(result, first), counted, look))


def _tiers(card: Scorecard | None, counted: Mapping[str, int], look: Look) -> str:
    """Count tiers: `: Tốt 26, Khá 4`; empty ones are left out."""
    parts = [f"{visible(tier_title(card, tier, look.lang))} {count}" for tier, count in counted.items() if count]
    return f": {', '.join(parts)}" if parts else ""


def _card_of(result: Result, made: ListResult) -> Scorecard | None:
    return scorecard_of(result.ruleset, made.scorecards[0]) if made.scorecards else None


def _list(result: Result, made: ListResult, units: Mapping[str, UnitResult], look: Look) -> Iterator[str]:
    """Print a list: title and counts, its table, then what is to be said of its units."""
    ranked, unranked = ([units[id_] for id_ in ids] for ids in (made.units, made.unranked))
    yield from _titled(result, list_title(made.id, made.title, look.lang), _counts(result, made, look), look)
    if ranked:
        yield from _ranking(result, made, ranked, look)
    if unranked and _makes_no_total(result, made) and (nodes := ranked_nodes(result.ruleset)):
        yield from _beside(result, unranked, nodes, look)
    elif unranked:
        yield from ("", look.paint(look.say(texts.UNRANKED), "bold"))
        yield from _unranked(result, unranked, look)
    for heading, lines in notes(result, [*ranked, *unranked], look.lang):
        yield ""
        yield from (look.paint(line, "bold") for line in wrapped(visible(heading), look.columns))
        for line in lines:
            yield from wrapped(visible(line), look.columns, "    ", "  ")


def _counts(result: Result, made: ListResult, look: Look) -> str:
    """Count the units of a list and its tiers, and give the mean where it has one."""
    if _makes_no_total(result, made):
        counts = look.say(texts.MAKES_NO_TOTAL, units=len(made.unranked))
    else:
        counts = look.say(texts.UNITS, units=len(made.units)) + _tiers(_card_of(result, made), made.tiers, look)
    if made.mean is None:
        return counts
    return counts + look.say(texts.MEAN, mean=show(made.mean, result.ruleset.show, look.lang))


def _makes_no_total(result: Result, made: ListResult) -> bool:
    cards = [scorecard_of(result.ruleset, id_) for id_ in made.scorecards]
    return all(card is not None and makes_no_total(card) for card in cards)


def _ranking(result: Result, made: ListResult, ranked: Sequence[UnitResult], look: Look) -> Iterator[str]:
    """Print the ranked units of a list, the leaders bold."""
    cards = [card for card in result.ruleset.scorecards if card.id in made.scorecards]
    columns, names, lines, apart = ranked_columns(result, list(made.tiers), cards, ranked, look)
    yield from grid(columns, ["bold" if unit.rank == 1 else "" for unit in ranked], look, flexible=names)
    yield from (look.paint(line, "dim") for line in lines)
    heading = places_of(apart, texts.RANKS_BY_NODE, texts.TIERS_BY_NODE, texts.PLACES_BY_NODE)
    for number, (places, legend) in enumerate(place_tables(columns[names], apart, look)):
        yield ""
        if heading and not number:
            yield from (look.paint(line, "bold") for line in wrapped(look.say(heading), look.columns))
        yield from grid(places, [""] * len(ranked), look, flexible=0)
        yield from (look.paint(line, "dim") for line in legend)


def _beside(result: Result, units: Sequence[UnitResult], nodes: Sequence[Node], look: Look) -> Iterator[str]:
    """Print what units have beside the ranked nodes, where nothing is ranked by a total."""
    columns, lines = columns_beside(result, units, nodes, look)
    if columns:
        yield from grid(columns, [""] * len(units), look, flexible=0)
        yield from (look.paint(line, "dim") for line in lines)


def _unranked(result: Result, units: Sequence[UnitResult], look: Look) -> Iterator[str]:
    """Print units without a rank, and why."""
    columns, lines = unranked_columns(result, units, look)
    yield from wrapped_grid(columns, look)
    yield from (look.paint(line, "dim") for line in lines)


def _node_list(result: Result, made: NodeList, look: Look) -> Iterator[str]:
    """Print a list of a ranked node: rank, unit, what the node is worth; then who has no rank in it, and why."""
    lang = look.lang
    title = f"{code_and_title(made.node, lang)} · {list_title(made.id, made.title, lang)}"
    yield from _titled(result, title, look.say(texts.UNITS, units=len(made.ranked)), look)
    if made.ranked:
        points = [points_of(result, worth, lang) for _, worth in made.ranked]
        columns = [
            Column(look.say(texts.RANK), [visible(worth.rank_printed) for _, worth in made.ranked], right=True),
            names_of([unit for unit, _ in made.ranked], look),
            Column(look.say(texts.POINTS_OF_NODE), aligned(points, lang), right=True),
        ]
        if made.node.tiers:
            titles = [visible(title_of(made.node.tiers, worth.tier, lang)) for _, worth in made.ranked]
            columns.append(Column(look.say(texts.TIER), titles))
        yield from grid(columns, ["bold" if worth.rank == 1 else "" for _, worth in made.ranked], look, flexible=1)
    if made.others:
        whys = [visible(_why_not_here(result, unit, worth, lang)) for unit, worth in made.others]
        names = names_of([unit for unit, _ in made.others], look)
        yield from ("", look.paint(look.say(texts.UNRANKED), "bold"))
        yield from wrapped_grid([names, Column(look.say(texts.REASON), whys)], look)


def _why_not_here(result: Result, unit: UnitResult, worth: CriterionResult, lang: str) -> str:
    """Say why a unit has no rank in a list of a node: its role, its lack of a value, or a condition."""
    if unit.unit.role != "ranked":
        why = why_unranked(result.ruleset, unit)
    elif isinstance(worth.outcome, NoScore):
        why = why_no_score(result.ruleset, worth.outcome)
    else:
        barring = barring_of(next(card for card in result.ruleset.scorecards if card.id == unit.scorecard))
        failed = next((id_ for id_ in unit.failed if id_ in barring[worth.node.id]), None)
        why = None if failed is None else why_unranked(result.ruleset, replace(unit, why=failed))
    return why.say(lang) if why is not None else status_words(unit.status, lang)


def _in_no_list(result: Result, look: Look) -> Iterator[str]:
    """Print the units that no list has."""
    listed = {id_ for made in result.lists for id_ in (*made.units, *made.unranked)}
    if stray := [unit for unit in result.units if unit.unit.id not in listed]:
        yield from _titled(result, look.say(texts.IN_NO_LIST, units=len(stray)), "", look)
        yield from _unranked(result, stray, look)


def _gone(result: Result, look: Look) -> Iterator[str]:
    """Name the units of last year whose place nobody takes, where most units are compared with last year."""
    if not result.gone or 2 * sum(map(is_compared, result.units)) < len(result.units):
        return
    first, *named = (_named_before(before, look) for before in result.gone[:_MOST_GONE])
    more = len(result.gone) - _MOST_GONE
    parts = [look.say(texts.GONE, units=first), *named, *([f"… (+{more})"] if more > 0 else [])]
    yield from flowed(parts, look.columns, "  ")


def _named_before(before: Previous, look: Look) -> str:
    name, rank = visible(before.name or before.id), rank_before(before)
    return look.say(texts.WITH_RANK, unit=name, rank=rank) if rank else name


def _titled(result: Result, title: str, told: str, look: Look) -> Iterator[str]:
    """Begin a table: its title, what it holds, and the banner on the right."""
    banner = look.say(texts.ILLUSTRATIVE) if result.illustrative else ""
    wide = None if look.columns is None else min(look.columns, _WIDEST_HEADING)
    space = 0 if wide is None else wide - width(title) - width(banner)
    if banner and space >= len(GAP):
        yield look.paint(title, "bold") + " " * space + look.paint(banner, "yellow")
    else:
        yield from (look.paint(line, "bold") for line in wrapped(title, wide))
        if banner:
            yield look.paint(banner, "yellow")
    if told:
        yield from wrapped(told, wide)
