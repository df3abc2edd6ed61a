"""On which columns depends what a case expects: a point of the ruleset that nothing expected depends on is not tested."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from ..cases import Case, Expected
from ..model.reads import closure, names_in, reads_of
from ..model.ruleset import Before, Column, Node, Ranking, RollUp, Ruleset, Scorecard, Statistic
from .looking import Fact

NOWHERE = frozenset({"unscored", "condition"})
_OF_RANKS = frozenset({"rank", "tied", "status", "rank_change", "list"})
_OF_TOTALS = frozenset({"total", "max"})

Depends = Mapping[Fact, AbstractSet[str]]


def counted_reads(column: Column) -> frozenset[str]:
    """Return the keys from which a column is computed: of a node not the children that count nowhere."""
    node = column.node if isinstance(column, Before) else column
    if not isinstance(node, Node):
        return reads_of(column)
    formulas = (node.score, node.formula, node.applies, node.then, *node.inside)
    counting = {child.id for child in node.children if child.role not in NOWHERE}
    return names_in(formulas) | counting


def depends_of(ruleset: Ruleset, case: Case, cards: Iterable[Scorecard | None]) -> tuple[Depends, ...]:
    """Return on what each unit of a case depends what the case expects.

    Args:
        ruleset: by which the case is evaluated.
        case: with one unit or several.
        cards: the scorecard of each unit.
    """
    own = [_seeds(card, unit.expected) for card, unit in zip(cards, case.units, strict=True)]
    found = [_closed(ruleset, seeds["value"]) for seeds in own]
    is_of_others = {
        column.of
        for keys in found
        for key in keys
        if isinstance(column := ruleset.columns.get(key), (Statistic, RollUp))
    }
    shared = set(_closed(ruleset, is_of_others))
    if len(case.units) > 1 and any(seeds["rank"] for seeds in own):
        ranked = {key for seeds in own for node in seeds["rank"] for key in _ranked_by(ruleset, node)}
        shared |= _closed(ruleset, ranked)
    return tuple(
        {"value": keys | shared, "tier": seeds["tier"], "rank": seeds["rank"]}
        for keys, seeds in zip(found, own, strict=True)
    )


def _closed(ruleset: Ruleset, keys: AbstractSet[str]) -> frozenset[str]:
    return closure(ruleset.columns, keys, counted_reads)


def _seeds(card: Scorecard | None, expected: Iterable[Expected]) -> Mapping[Fact, frozenset[str]]:
    """Give the columns, and the nodes whose tier or rank, that are expected themselves."""
    found: dict[Fact, set[str]] = {"value": set(), "tier": set(), "rank": set()}
    nodes = {} if card is None else {node.id: node for node in card.nodes()}
    for wanted in expected:
        word = wanted.key if wanted.key not in nodes else wanted.fact
        node = nodes.get(wanted.key, None if card is None else card.root)
        if wanted.key not in nodes and wanted.key not in _OF_TOTALS | _OF_RANKS | {"tier"}:
            found["value"].add(wanted.key)
        elif node is not None:
            found["value"].update(_of_fact(word, node))
            if word == "tier":
                found["tier"].add(node.id)
            elif word in _OF_RANKS:
                found["rank"].add(node.id)
    return {fact: frozenset(keys) for fact, keys in found.items()}


def _of_fact(word: str, node: Node) -> Iterator[str]:
    """Give the columns that are looked at for a value, a tier or a rank of a node."""
    yield node.id
    if word == "tier":
        yield from names_in(formula for tier in node.tiers for formula in (tier.when, tier.requires))
    if word in _OF_RANKS:
        rule = node.ranking or Ranking()
        yield from names_in([rule.by, *rule.tie_break])
    if word == "tier" or word in _OF_RANKS:
        acts = {"tier": "lowest_tier"}.get(word, "unranked")
        yield from (each.id for each in node.walk() if each.role == "condition" and each.on_fail == acts)


def _ranked_by(ruleset: Ruleset, node_id: str) -> frozenset[str]:
    """Give the columns by which units are ranked in a node; where roots share a list, those of all roots."""
    roots = {card.root.id: card.root for card in ruleset.scorecards}
    nodes = list(roots.values()) if node_id in roots else [node for node in ruleset.nodes() if node.id == node_id]
    return frozenset(key for node in nodes for key in _of_fact("rank", node))
