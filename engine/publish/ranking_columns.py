"""The columns of a ranking: what each says of a unit, and which there is room for."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ..files.visible import visible
from ..model.observed import Previous
from ..model.result import Result, UnitResult
from ..model.ruleset import Node, Scorecard
from ..result.words import scorecard_of, status_words, tier_title, why_unranked
from . import texts
from .detail_columns import Detail, Room, Shown, bounds_of, detail_columns, first_level, printed_maximum, printed_points
from .grid import GAP, NARROWEST_REASON, Column, Look, aligned, room_of
from .node_lists import makes_no_total
from .notes import APART
from .text import arrow

_FEW = 3  # tiers from which the last one is marked
_CHANGE_STYLES = {"▲": "green", "▼": "red"}


def names_of(units: Sequence[UnitResult], look: Look) -> Column:
    """Name the units, each with a mark where a note below the table is about it."""
    return Column(look.say(texts.UNIT), [visible(unit.unit.name or unit.unit.id) + _mark(unit) for unit in units])


def _mark(unit: UnitResult) -> str:
    return (" *" if unit.status == "provisional" else "") + (" !" if unit.failed else "")


def ranked_columns(
    result: Result, tiers: Sequence[str], cards: Sequence[Scorecard], units: Sequence[UnitResult], look: Look
) -> tuple[list[Column], int, list[str], list[Detail]]:
    """Make the columns of the ranked units of a list.

    Args:
        result: with the units.
        tiers: of the list, the best first.
        cards: of the list; the criteria of a single one get columns.
        units: in order.
        look: how to print.

    Returns:
        the columns, which of them holds the names, lines about the columns of criteria, and the nodes whose ranks and
        tiers have no room there.
    """
    ranks = Column(look.say(texts.RANK), [visible(unit.rank_printed) for unit in units], right=True)
    before, names = [ranks, *_changes(units, look)], names_of(units, look)
    after = [_totals(result, units, look), *_maxima(result, units, look)]
    if any(unit.tier for unit in units):
        styles = [_tier_style(unit.tier, tiers) for unit in units]
        after.append(replace(_tiers(result, units, look), styles=styles))
    nodes, shown = first_level(cards[0]) if len(cards) == 1 else [], Shown(result, units, look)
    room = Room(names.cells_wide, room_of([*before, *after]))
    details, lines, apart = detail_columns(shown.nodes(nodes), shown.others(cards, nodes), room, look)
    return [*before, names, *after, *details], len(before), lines, apart


def unranked_columns(result: Result, units: Sequence[UnitResult], look: Look) -> tuple[list[Column], list[str]]:
    """Make the columns of units without a rank, with lines about those of criteria.

    They are total and tier where units have them, the criteria by which they have a rank or a tier, and why they are
    here; where no total is made, what is shown and not scored and published values too.
    """
    columns, names = list[Column](), names_of(units, look)
    if any(isinstance(unit.outcome, Fraction) for unit in units):
        columns.append(_totals(result, units, look))
    if any(unit.tier for unit in units):
        columns.append(_tiers(result, units, look))
    whys = [why_unranked(result.ruleset, unit) for unit in units]
    said = [
        status_words(unit.status, look.lang) if why is None else why.say(look.lang)
        for unit, why in zip(units, whys, strict=True)
    ]
    cards = dict.fromkeys(unit.scorecard for unit in units)
    own = [card for card in result.ruleset.scorecards if card.id in cards]
    others = Shown(result, units, look).others(own, [])
    seen = [each for each in others if each.has_places or (each.has_any and all(map(makes_no_total, own)))]
    room = Room(names.cells_wide, room_of(columns) + len(GAP) + NARROWEST_REASON)
    details, lines, _ = detail_columns([], seen, room, look)
    return [names, *columns, *details, Column(look.say(texts.REASON), [visible(each) for each in said])], lines


def columns_beside(
    result: Result, units: Sequence[UnitResult], above: Sequence[Node], look: Look
) -> tuple[list[Column], list[str]]:
    """Make columns of what units have beside the nodes that have tables of their own, with lines about them.

    There is none where they have nothing else.
    """
    cards, names = dict.fromkeys(unit.scorecard for unit in units), names_of(units, look)
    others = Shown(result, units, look).others([card for card in result.ruleset.scorecards if card.id in cards], above)
    if not (seen := [each for each in others if each.has_any]):
        return [], []
    details, lines, _ = detail_columns([], seen, Room(names.cells_wide, 0), look)
    return [names, *details], lines


def _changes(units: Sequence[UnitResult], look: Look) -> list[Column]:
    """Say how each unit moved since last year; who is absent from a whole list of last year is new.

    Where last year is known of fewer than half of the units, absence says nothing.
    """
    known = sum(is_compared(unit) for unit in units)
    if not known:
        return []
    absent = look.say(texts.NEW) if 2 * known >= len(units) else "–"
    cells = [_change(unit, absent) for unit in units]
    return [Column("", cells, styles=[_CHANGE_STYLES.get(cell[:1], "") for cell in cells])]


def is_compared(unit: UnitResult) -> bool:
    """Say whether last year is known of a unit, as a rank or as those that it came of."""
    return unit.succession is not None or (unit.previous is not None and bool(rank_before(unit.previous)))


def rank_before(before: Previous) -> str:
    """Give a rank of last year as it is shown: a number, or a band of ranks."""
    return visible(before.rank_text) if before.rank is None else str(before.rank)


def _change(unit: UnitResult, absent: str) -> str:
    """Say how a unit moved since last year, or what of its rank then is known."""
    change, before = unit.rank_change, unit.previous
    if unit.succession is not None:
        return APART
    if change is not None:
        return arrow(change)
    if before is None:
        return absent
    return f"({rank_before(before)})" if before.rank_text and before.rank is None else "–"


def _totals(result: Result, units: Sequence[UnitResult], look: Look) -> Column:
    return Column(
        look.say(texts.POINTS_TOTAL),
        aligned([printed_total(result, unit, look.lang) for unit in units], look.lang),
        right=True,
    )


def printed_total(result: Result, unit: UnitResult, lang: str) -> str:
    """Write a total so that nobody takes it for one on the other side of a tier's bound."""
    card, total = scorecard_of(result.ruleset, unit.scorecard), unit.outcome
    return "–" if card is None else printed_points(result, card.root, total, unit.max, lang)


def _maxima(result: Result, units: Sequence[UnitResult], look: Look) -> list[Column]:
    """Write the maxima where tiers are shares of one that not every unit has in full."""
    if not any(_has_own_maximum(result, unit) for unit in units):
        return []
    maxima = [printed_maximum(unit.max, result, look.lang) for unit in units]
    return [Column(look.say(texts.MAXIMUM), aligned(maxima, look.lang), right=True)]


def _has_own_maximum(result: Result, unit: UnitResult) -> bool:
    card = scorecard_of(result.ruleset, unit.scorecard)
    if card is None or unit.max is None or unit.max == card.root.full:
        return False
    return any(bound.share for bound in bounds_of(card.root.tiers))


def _tiers(result: Result, units: Sequence[UnitResult], look: Look) -> Column:
    cards = [scorecard_of(result.ruleset, unit.scorecard) for unit in units]
    titles = [tier_title(card, unit.tier, look.lang) for card, unit in zip(cards, units, strict=True)]
    return Column(look.say(texts.TIER), [visible(title) for title in titles])


def _tier_style(tier: str, order: Sequence[str]) -> str:
    """The best tier is green, and the last of three or more is red; what lies between stays plain."""
    if not tier or tier not in order:
        return ""
    place = order.index(tier)
    return "green" if place == 0 else "red" if place == len(order) - 1 and len(order) >= _FEW else ""
