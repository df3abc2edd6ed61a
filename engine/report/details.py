"""What units have beside their totals: ranks and tiers by a criterion, what is shown and not scored, published values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model.sentences import Pair, sentence
from ..publish import texts
from ..result.contract import CriterionRecord, ListRecord, NodeRecord, UnitRecord
from ..result.published import Published
from ..result.words import ROLES
from .answers import value_in_words
from .facts import listed, nodes_of, printed_plainly, scorecard, tier_at, unranked
from .tiers import points_at

_RANK_BY: Pair = ("hạng {rank}", "rank {rank}")
_OUT_OF: Pair = ("tối đa {max}", "of {max}")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a unit has: points or a value, and the rank and tier there as they are printed; each empty where there is none."""

    shown: str
    rank: str = ""
    tier: str = ""

    @property
    def is_any(self) -> bool:
        """Whether there is anything."""
        return bool(self.shown or self.rank or self.tier)

    @property
    def places(self) -> str:
        """The rank and the tier, for brackets."""
        return ", ".join(filter(None, (self.rank, self.tier)))

    def in_words(self, lang: str) -> str:
        """Say the rank and the tier beside points."""
        rank = sentence(_RANK_BY, lang, rank=self.rank) if self.rank else ""
        return " · ".join(filter(None, (rank, self.tier)))

    def __str__(self) -> str:
        return f"{self.shown} ({self.places})" if self.places else self.shown or "–"


NONE = Cell("")
"""Of a unit that has no such criterion."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A criterion or a published value of some units.

    Attributes:
        code: its number; empty where it has none.
        title: what it is called.
        note: its maximum, that it is not scored, or what it is measured in; empty for nothing.
        cells: by the id of the unit.
    """

    code: str
    title: str
    note: str
    cells: Mapping[str, Cell]

    @property
    def heading(self) -> str:
        """Code and title."""
        return f"{self.code} {self.title}".strip()

    @property
    def has_places(self) -> bool:
        """Whether any unit has a rank or a tier there."""
        return any(cell.places for cell in self.cells.values())

    @property
    def has_cells(self) -> bool:
        """Whether any unit has anything there."""
        return any(cell.is_any for cell in self.cells.values())


def cell_at(published: Published, node: NodeRecord, made: CriterionRecord) -> Cell:
    """Give the points of a criterion, with the rank and the tier that a unit has by it alone."""
    shown = "" if made.score is None else points_at(published, node, made)
    if not node.parent and not node.is_total:  # those of the root are the unit's
        return Cell(shown)
    rank = made.rank_printed or ("" if made.rank is None else str(made.rank))
    return Cell(shown, rank, tier_at(published, node, made.tier))


def nodes_made(published: Published, unit: UnitRecord) -> Iterator[tuple[NodeRecord, CriterionRecord]]:
    """Give each node of a unit's scorecard with what the unit has there."""
    return zip(nodes_of(published, unit.scorecard), unit.criteria, strict=True)


def of_nodes(published: Published, nodes: Sequence[NodeRecord], units: Sequence[UnitRecord]) -> list[Detail]:
    """Give criteria of some units, whatever they have."""
    asked = {node.id: node for node in nodes}
    cells: dict[str, dict[str, Cell]] = {id_: {} for id_ in asked}
    for unit in units:
        for made in unit.criteria:
            if made.id in asked:
                cells[made.id][unit.id] = cell_at(published, asked[made.id], made)
    return [
        Detail(node.code, node.title.say(published.lang) or node.id, _note(published, node), cells[node.id])
        for node in nodes
    ]


def beside(
    published: Published, cards: Iterable[str], units: Sequence[UnitRecord], above: Sequence[NodeRecord] = ()
) -> list[Detail]:
    """Give what else is to be seen of units of some scorecards, beside nodes that are shown already.

    These are nodes with a rank or a tier of their own, what is shown and not scored, and published values.
    """
    known = {node.id for node in above}
    found = [card for id_ in cards if (card := scorecard(published, id_)) is not None]
    placed = {made.id for unit in units for made in unit.criteria[1:] if made.rank is not None or made.tier}
    nodes = [node for card in found for node in card.criteria if node.id in placed or node.role == "unscored"]
    details = of_nodes(published, [node for node in nodes if node.id not in known], units)
    return [detail for detail in (*details, *of_values(published, units)) if detail.has_cells]


def of_values(published: Published, units: Sequence[UnitRecord]) -> list[Detail]:
    """Give the published values of units."""
    values = published.record.values or ()
    return [
        Detail(
            "",
            value.label.say(published.lang) or value.id,
            value.measured_in,
            # Decimals that are always printed are those of points: a count of 300 is no 300.00.
            {
                unit.id: Cell(value_in_words(value, unit.values, published.record.show, published.lang))
                for unit in units
            },
        )
        for value in values
    ]


def with_places(published: Published, made: ListRecord) -> list[UnitRecord]:
    """Give the ranked units of a list, then those without a rank that have one, or a tier, by a criterion."""
    return [*listed(published, made), *(unit for unit in unranked(published, made) if has_place(unit))]


def brackets(details: Sequence[Detail], lang: str) -> str:
    """Say what stands in brackets; empty where there are none."""
    cells = [cell for detail in details for cell in detail.cells.values()]
    has_ranks, has_tiers = any(cell.rank for cell in cells), any(cell.tier for cell in cells)
    if not has_ranks and not has_tiers:
        return ""
    pair = texts.OWN_RANK_AND_TIER if has_ranks and has_tiers else texts.OWN_RANK if has_ranks else texts.OWN_TIER
    return sentence(pair, lang)


def _note(published: Published, node: NodeRecord) -> str:
    if node.role == "unscored":
        return sentence(ROLES["unscored"], published.lang)
    most = printed_plainly(node.max, published)
    return "" if node.max is None else sentence(_OUT_OF, published.lang, max=most)


def has_place(unit: UnitRecord) -> bool:
    """Say whether a unit has a rank or a tier by a criterion below the root."""
    return any(made.rank is not None or made.tier for made in unit.criteria[1:])  # the root's are the unit's
