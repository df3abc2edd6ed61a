"""What a table says of units beside their totals: criteria, with ranks and tiers of their own, and published values.

A terminal has room for some of it; what is left out is named.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from ..files.visible import visible
from ..model.outcome import Outcome
from ..model.result import CriterionResult, Result, UnitResult
from ..model.ruleset import Bound, Input, NamedValue, Node, Scorecard, Tier, unpadded
from ..model.sentences import Pair
from ..observe.own_tables import VALUE
from ..result.numbers import show, show_apart
from ..result.published_values import for_people, id_of, is_percent, options_of, published_columns
from ..result.words import ROLES, title_of
from . import texts
from .grid import NARROWEST_NAME, Column, Look, aligned, room_of
from .node_lists import placed_nodes
from .text import cut, fit, flowed, width

_WIDEST_TITLE = 18  # of a criterion, as a column's header
_SHOWN = frozenset({"scored", "bonus", "penalty"})


@dataclass(frozen=True, slots=True)
class Detail:
    """A criterion or a published value of some units.

    Attributes:
        code, title: what names it, short and in full.
        header: both.
        note: what the legend adds: its maximum, or that it is not scored.
        cells: what it is for each unit.
        places: the rank and the tier of each unit there, where the node has any.
        has_ranks, has_tiers: what stands in brackets there.
        is_number: whether it stands on the right.
        is_unscored: whether it counts nowhere.
    """

    code: str
    title: str
    header: str
    note: str
    cells: Sequence[str]
    places: Sequence[str] = ()
    has_ranks: bool = False
    has_tiers: bool = False
    is_number: bool = True
    is_unscored: bool = False

    @property
    def has_any(self) -> bool:
        """Whether there is anything to see."""
        return any(cell.strip() != "–" for cell in self.cells) or any(self.places)

    @property
    def has_places(self) -> bool:
        """Whether any unit has a rank or a tier there."""
        return self.has_ranks or self.has_tiers

    @property
    def placed(self) -> Sequence[str]:
        """Give the cells, each with the rank and the tier there in brackets."""
        return _with_brackets(self.cells, self.places)

    @property
    def legend(self) -> str:
        """Say what the code stands for."""
        return (f"{self.code} {self.title}" if self.title and self.title != self.code else self.code) + self.note


class Form(NamedTuple):
    """How details are written: under titles or codes, with ranks and tiers or without."""

    titled: bool
    placed: bool


_FORMS = (Form(True, True), Form(False, True), Form(True, False), Form(False, False))
"""The best first; one in which everything fits is better still."""


class Room(NamedTuple):
    """What other columns take of a line: the names, which may be cut under codes, and the others."""

    name: int
    others: int

    def has(self, columns: Sequence[Column], form: Form, look: Look) -> bool:
        """Say whether columns fit; a pipe has the narrower form, which no title can change."""
        if look.columns is None:
            return not form.titled
        name = self.name if form.titled else min(self.name, NARROWEST_NAME)
        return self.others + name + room_of(columns) <= look.columns


def first_level(card: Scorecard) -> list[Node]:
    """Give the criteria that a table has columns for."""
    return [node for node in card.root.children if node.role in _SHOWN]


class Shown:
    """Some units of a result, of which the details are to be shown."""

    def __init__(self, result: Result, units: Sequence[UnitResult], look: Look) -> None:
        self._result, self._units, self._look = result, units, look
        self._made = [{made.node.id: made for made in unit.criteria} for unit in units]

    def nodes(self, nodes: Sequence[Node]) -> list[Detail]:
        """Give nodes, whatever they have."""
        return [self._of_node(node) for node in nodes]

    def others(self, cards: Sequence[Scorecard], above: Sequence[Node]) -> list[Detail]:
        """Give what else is to be seen beside nodes that have columns already.

        These are nodes with a rank or a tier of their own, what is shown and not scored, and published values.
        """
        placed = placed_nodes(cards)
        nodes = [node for card in cards for node in card.nodes() if node in placed or node.role == "unscored"]
        details = [self._of_node(node) for node in nodes if node not in above]
        values = [self._of_value(column) for column in published_columns(self._result.ruleset)]
        return [detail for detail in details if detail.has_any] + values

    def _of_node(self, node: Node) -> Detail:
        lang = self._look.lang
        made = [each.get(node.id) for each in self._made]
        cells = aligned([points_of(self._result, each, lang) for each in made], lang)
        ranks = ["" if each is None else visible(each.rank_printed) for each in made]
        tiers = ["" if each is None else visible(title_of(node.tiers, each.tier, lang)) for each in made]
        is_unscored = node.role == "unscored"
        most = printed_maximum(node.full, self._result, lang)
        note = self._look.say(ROLES["unscored"]) if is_unscored else most
        return Detail(
            code=visible(node.code or node.id),
            title=visible(node.title.say(lang)),
            header=code_and_title(node, lang),
            note=f" ({note})" if is_unscored or node.full is not None else "",
            cells=cells,
            places=[", ".join(filter(None, each)) for each in zip(ranks, tiers, strict=True)],
            has_ranks=any(ranks),
            has_tiers=any(tiers),
            is_unscored=is_unscored,
        )

    def _of_value(self, column: Input | NamedValue) -> Detail:
        values = [unit.values.get(column.key) for unit in self._units]
        # Decimals that are always printed are those of points: a count of 300 is no 300.00.
        digits = unpadded(self._result.ruleset.show)
        options, lang = options_of(column), self._look.lang
        cells = [visible(for_people(each, digits, lang, options, is_percent=is_percent(column))) for each in values]
        is_number = any(isinstance(value, Fraction) for value in values)
        # A leaf's own answer has the id of the leaf, whose points stand under it.
        code = id_of(column) if id_of(column) == column.key else f"{VALUE}{id_of(column)}"
        title = visible(column.label.say(self._look.lang))
        aligned_cells = aligned(cells, self._look.lang) if is_number else cells
        return Detail(code, title, title or code, "", aligned_cells, is_number=is_number)


def detail_columns(
    criteria: Sequence[Detail], others: Sequence[Detail], room: Room, look: Look
) -> tuple[list[Column], list[str], list[Detail]]:
    """Make columns of all criteria or of none, then of as many others as fit.

    Returns:
        the columns, lines that say what codes and brackets mean and what was left out, and those whose ranks and
        tiers the columns have no room for.
    """
    tried = [*(([*criteria, *others], form) for form in _FORMS if form.placed), *((criteria, form) for form in _FORMS)]
    found = next((form for details, form in tried if room.has(_columns(details, form), form, look)), None)
    form = found or Form(False, True)
    shown, columns = (list(criteria), _columns(criteria, form)) if found else ([], [])
    left = [] if found else [detail.header for detail in criteria]
    bracketed = shown if form.placed else []
    for detail in others:
        wider = [*columns, *_columns([detail], Form(form.titled, True))]
        if room.has(wider, form, look):
            shown, bracketed, columns = [*shown, detail], [*bracketed, detail], wider
        else:
            left.append(detail.header)
    apart = [detail for detail in (*criteria, *others) if detail.has_places and detail not in bracketed]
    return columns, [*_legend(shown, form, look), *_brackets(bracketed, look), *_left_out(left, look)], apart


def place_tables(names: Column, details: Sequence[Detail], look: Look) -> Iterator[tuple[list[Column], list[str]]]:
    """Make tables of ranks and tiers alone, each of as many criteria as fit beside the names, with its legend."""
    columns = [Column(detail.code, detail.places, right=detail.has_ranks) for detail in details]
    room = math.inf if look.columns is None else look.columns - min(names.cells_wide, NARROWEST_NAME)
    while columns:
        fitting = sum(total <= room for total in accumulate(room_of([column]) for column in columns)) or 1
        legend = flowed([detail.legend for detail in details[:fitting]], look.columns)
        yield [names, *columns[:fitting]], legend
        columns, details = columns[fitting:], details[fitting:]


def _columns(details: Sequence[Detail], form: Form) -> list[Column]:
    return [
        Column(
            cut(detail.header, _WIDEST_TITLE) if form.titled else detail.code,
            detail.placed if form.placed else detail.cells,
            right=detail.is_number,
        )
        for detail in details
    ]


def _legend(details: Sequence[Detail], form: Form, look: Look) -> list[str]:
    """Say what codes in the header stand for; under titles only what is not scored needs a word."""
    return flowed([detail.legend for detail in details if not form.titled or detail.is_unscored], look.columns)


def _brackets(details: Sequence[Detail], look: Look) -> list[str]:
    """Say what stands in brackets."""
    pair = places_of(details, texts.OWN_RANK, texts.OWN_TIER, texts.OWN_RANK_AND_TIER)
    return flowed([look.say(pair)], look.columns) if pair else []


def places_of(details: Sequence[Detail], rank: Pair, tier: Pair, both: Pair) -> Pair | None:
    """Choose a sentence by what nodes have: ranks, tiers or both; none where they have neither."""
    has_ranks, has_tiers = any(each.has_ranks for each in details), any(each.has_tiers for each in details)
    return both if has_ranks and has_tiers else rank if has_ranks else tier if has_tiers else None


def _left_out(headers: Sequence[str], look: Look) -> list[str]:
    """Name what had no room."""
    if not headers:
        return []
    first, *more = headers
    return flowed([look.say(texts.LEFT_OUT, first=first), *more, look.say(texts.SEE_FILES)], look.columns, "  ")


def _with_brackets(cells: Sequence[str], inside: Sequence[str]) -> Sequence[str]:
    """Put what is inside brackets after each cell, so that the cells stay aligned on the right."""
    if not any(inside):
        return cells
    brackets = [f"({each})" if each else "" for each in inside]
    widest = max(map(width, brackets))
    return [f"{cell} {fit(bracket, widest)}" for cell, bracket in zip(cells, brackets, strict=True)]


def points_of(result: Result, made: CriterionResult | None, lang: str) -> str:
    """Write what a node is worth, so that nobody takes it for one on the other side of a bound of its tiers."""
    if made is None:
        return "–"
    return printed_points(result, made.node, made.outcome, made.counted or made.node.full, lang)


def printed_points(result: Result, node: Node, points: Outcome, maximum: Fraction | None, lang: str) -> str:
    """Write points of a node with as many places as tell on which side of a bound they lie, or a dash.

    `maximum` is that of which bounds in % are a share.
    """
    if not isinstance(points, Fraction):
        return "–"
    bounds = [bound.amount * (maximum or 0) if bound.share else bound.amount for bound in bounds_of(node.tiers)]
    return show_apart(points, bounds, result.ruleset.show, lang)


def bounds_of(tiers: Sequence[Tier]) -> list[Bound]:
    """Give all bounds of tiers."""
    stated = [(tier.from_, tier.above, tier.up_to, tier.below) for tier in tiers]
    return [bound for bounds in stated for bound in bounds if bound is not None]


def printed_maximum(maximum: Fraction | None, result: Result, lang: str) -> str:
    """Write a maximum without idle zeros, or a dash where there is none."""
    return "–" if maximum is None else show(maximum, unpadded(result.ruleset.show), lang)


def code_and_title(node: Node, lang: str) -> str:
    """Name a criterion by its code and title."""
    title = visible(node.title.say(lang) or node.id)
    return f"{visible(node.code)} {title}" if node.code else title
