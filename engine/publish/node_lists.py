"""The rankings of nodes under a root that makes no total (`aggregate: none`): its units have no rank of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.result import CriterionResult, Result, UnitResult
from ..model.ruleset import Node, Ruleset, Scorecard, Words
from ..score.cohorts import list_of


@dataclass(frozen=True, slots=True)
class NodeList:
    """One list of a ranked node.

    Attributes:
        id, title: of the list, as of a list of totals.
        ranked: each unit with what the node is worth and its rank, the best first, equals by id.
        others: the units without a rank here.
    """

    node: Node
    id: str
    title: Words
    ranked: tuple[tuple[UnitResult, CriterionResult], ...]
    others: tuple[tuple[UnitResult, CriterionResult], ...]


def makes_no_total(card: Scorecard) -> bool:
    """Say whether no unit of a scorecard can have a rank of its own."""
    ranking = card.root.ranking
    return card.root.aggregate == "none" and (ranking is None or ranking.by is None)


def placed_nodes(cards: Iterable[Scorecard]) -> tuple[Node, ...]:
    """Give the nodes below the roots, and the totals beside them, that have a ranking or tiers of their own."""
    return tuple(
        node for card in cards for node in card.nodes() if node.id != card.root.id and (node.ranking or node.tiers)
    )


def ranked_nodes(ruleset: Ruleset) -> tuple[Node, ...]:
    """Give the ranked nodes of the scorecards that make no total, in the ruleset's order."""
    placed = placed_nodes(filter(makes_no_total, ruleset.scorecards))
    return tuple(node for node in placed if node.ranking is not None)


def node_lists(result: Result) -> Iterator[NodeList]:
    """Give the lists of each of these nodes, in the order of the groups, then as they occur."""
    order = {name: position for position, name in enumerate(result.ruleset.groups)}
    for node in ranked_nodes(result.ruleset):
        members: dict[str, list[tuple[UnitResult, CriterionResult]]] = {}
        for unit in result.units:
            if unit.scorecard == node.scorecard:
                made = next(made for made in unit.criteria if made.node.id == node.id)
                members.setdefault(list_of(unit.unit, node.ranking), []).append((unit, made))
        for name in sorted(members, key=lambda name: (order.get(name, len(order)), name)):
            yield _list(result, node, name, members[name])


def _list(result: Result, node: Node, name: str, members: list[tuple[UnitResult, CriterionResult]]) -> NodeList:
    placed = [(made.rank, unit, made) for unit, made in members if made.rank is not None]
    return NodeList(
        node,
        name,
        result.ruleset.groups.get(name, Words()),
        tuple((unit, made) for _, unit, made in sorted(placed, key=lambda each: (each[0], each[1].unit.id))),
        tuple((unit, made) for unit, made in members if made.rank is None),
    )
