"""On which columns depends what a case expects: a point of the ruleset that nothing expected depends on is not tested.

Whether there is a score at all depends on less than the score does: on what is blank, on what applies, and on what decides
that; not on how much anything is worth. A maximum depends on that and on the policies for what does not apply.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from ..cases import Case, CaseUnit
from ..model.reads import closure, names_in, reads_of
from ..model.ruleset import Before, Column, NamedValue, Node, Ranking, RollUp, Ruleset, Scorecard, Statistic
from ..rank.ranking import barring_of
from .formula_points import names_deciding
from .looking import FACTS, Fact

NOWHERE = frozenset({"unscored", "condition"})

Depends = Mapping[Fact, AbstractSet[str]]
Seed = tuple[Fact, str]


def counted_reads(column: Column) -> frozenset[str]:
    """Return the keys from which a column is computed: of a node not the children that count nowhere."""
    node = _node_of(column)
    if node is None:
        return reads_of(column)
    return names_in((node.score, node.formula, node.applies, node.then, *node.inside)) | _counting(node)


def _node_of(column: Column) -> Node | None:
    column = column.node if isinstance(column, Before) else column
    return column if isinstance(column, Node) else None


def _counting(column: Column) -> frozenset[str]:
    node = _node_of(column)
    children = () if node is None else node.children
    return frozenset(child.id for child in children if child.role not in NOWHERE)


def depends_of(ruleset: Ruleset, case: Case, cards: Iterable[Scorecard | None]) -> tuple[Depends, ...]:
    """Return on what each unit of a case depends what the case expects.

    Args:
        ruleset: by which the case is evaluated.
        case: with one unit or several.
        cards: the scorecard of each unit.
    """
    own = [_seeds(ruleset, card, unit, len(case.units)) for card, unit in zip(cards, case.units, strict=True)]
    found = [_closed(ruleset, seeds) for seeds in own]
    shared = _shared(ruleset, found)
    return tuple({fact: keys | shared.get(fact, frozenset()) for fact, keys in each.items()} for each in found)


def _shared(ruleset: Ruleset, found: Iterable[Depends]) -> Depends:
    """Return on what of all units depends what is expected of some: cohorts, subordinate units, and ranks."""
    of_others: dict[Fact, set[str]] = {"value": set(), "state": set()}
    for each in found:
        for fact, seeds in of_others.items():
            columns = (ruleset.columns.get(key) for key in each[fact])
            seeds.update(column.of for column in columns if isinstance(column, (Statistic, RollUp)))
        of_others["value"].update(key for node in each["places"] for key in _ranked_by(ruleset, node))
    shared = _closed(ruleset, {fact: frozenset(keys) for fact, keys in of_others.items()})
    return {"value": shared["value"], "counted": shared["value"], "state": shared["state"]}


def _ranked_by(ruleset: Ruleset, node_id: str) -> frozenset[str]:
    """Return the columns by which units are ranked in a node; where roots share a list, those of all roots."""
    cards = {card.id: card for card in ruleset.scorecards}
    nodes = [card.root for card in cards.values()]
    if node_id not in {root.id for root in nodes}:
        nodes = [node for node in ruleset.nodes() if node.id == node_id]
    return frozenset().union(*(_order(cards[node.scorecard], node) for node in nodes))


def _closed(ruleset: Ruleset, seeds: Depends) -> dict[Fact, AbstractSet[str]]:
    """Follow what is expected itself to all that it is computed from; facts of tiers and ranks stay as they are."""
    columns, nothing = ruleset.columns, frozenset[str]()
    maxima = closure(columns, seeds.get("counted", nothing), _counting)
    states = closure(columns, maxima | seeds.get("state", nothing), _state_reads)
    deciding = nothing.union(*(_deciding(columns[key]) for key in states if key in columns))
    values = closure(columns, deciding | seeds.get("value", nothing), counted_reads)
    return {**seeds, "value": values, "counted": values | maxima, "state": values | states}


def _state_reads(column: Column) -> frozenset[str]:
    """Return the keys on whose scores, however high, it depends whether a column has one."""
    node = _node_of(column)
    return reads_of(column) if node is None else names_in((node.score, node.formula, node.then)) | _counting(node)


def _deciding(column: Column) -> frozenset[str]:
    """Return the keys whose values decide whether a column has a score: by them it applies, or does not."""
    node = _node_of(column)
    formulas = [column.formula] if isinstance(column, NamedValue) else []
    gates = () if node is None else (node.applies, *node.inside)
    formulas += [] if node is None else [each for each in (node.score, node.formula, node.then) if each is not None]
    return names_in(gates).union(*(names_deciding(formula.tree) for formula in formulas))


# ── What is expected itself ──

_OF_UNITS: Mapping[str, str] = {"total": "score", "max": "counted"}
"""Words for a unit that mean a fact of its root by another word; `tier`, `rank`, ... are called alike."""
_OF_RANKS = frozenset({"rank", "tied", "rank_change"})


def _seeds(ruleset: Ruleset, card: Scorecard | None, unit: CaseUnit, count: int) -> Depends:
    """Return the columns that are expected themselves, and the nodes whose maximum, tier or rank is.

    Args:
        ruleset: by which the case is evaluated.
        card: by which the unit is scored.
        unit: of a case.
        count: how many units the case has: of one alone the rank says only that it has one.
    """
    found: dict[Fact, set[str]] = {fact: set() for fact in FACTS}
    nodes = {} if card is None else {node.id: node for node in card.nodes()}
    for wanted in unit.expected:
        node = nodes.get(wanted.key)
        if node is None and wanted.key in ruleset.columns:
            found["value"].add(wanted.key)
        elif card is not None:
            word = _OF_UNITS.get(wanted.key, wanted.key) if node is None else wanted.fact
            for fact, key in _SEEDS[word](card, node or card.root, count):
                found[fact].add(key)
    return {fact: frozenset(keys) for fact, keys in found.items()}


def _of_score(_: Scorecard, node: Node, __: int) -> Iterator[Seed]:
    yield "value", node.id


def _of_state(_: Scorecard, node: Node, __: int) -> Iterator[Seed]:
    if node.role != "unscored":  # else it is `unscored` for everybody
        yield "state", node.id


def _of_counted(_: Scorecard, node: Node, __: int) -> Iterator[Seed]:
    if node.role not in NOWHERE:  # else there is none, for everybody
        yield "counted", node.id


def _of_list(_: Scorecard, node: Node, __: int) -> Iterator[Seed]:
    yield "list", node.id


def _of_tier(card: Scorecard, node: Node, count: int) -> Iterator[Seed]:
    yield "tier", node.id
    asked = {node.id} | names_in(formula for tier in node.tiers for formula in (tier.when, tier.requires))
    lowering = {each.id for each in node.walk() if each.role == "condition" and each.on_fail == "lowest_tier"}
    for key in asked | (lowering if node is card.root else set()):
        yield "value", key
    if any(tier.quota is not None for tier in node.tiers):  # the best by rank are taken
        yield from (seed for seed in _of_rank(card, node, count) if seed[0] not in {"rank", "status"})


def _of_status(card: Scorecard, node: Node, _: int) -> Iterator[Seed]:
    yield "status", node.id
    yield from (("state", key) for key in _compared(node))
    yield from (("value", key) for key in barring_of(card)[node.id])


def _of_rank(card: Scorecard, node: Node, count: int) -> Iterator[Seed]:
    yield from _of_status(card, node, count)
    if count > 1:
        yield "rank", node.id
        yield "places", node.id
        yield from (("value", key) for key in _order(card, node))


def _compared(node: Node) -> frozenset[str]:
    by = None if node.ranking is None else node.ranking.by
    return frozenset({node.id}) if by is None else by.reads


def _order(card: Scorecard, node: Node) -> frozenset[str]:
    """Return the columns that put units in order in a node, and the conditions that keep them out."""
    return _compared(node) | names_in((node.ranking or Ranking()).tie_break) | barring_of(card)[node.id]


_SEEDS: Mapping[str, Callable[[Scorecard, Node, int], Iterator[Seed]]] = {
    "score": _of_score, "state": _of_state, "reason": _of_state, "counted": _of_counted, "tier": _of_tier,
    "list": _of_list, "status": _of_status, **dict.fromkeys(_OF_RANKS, _of_rank),
}  # fmt: skip
