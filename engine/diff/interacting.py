"""Which changed clauses may act on one another's effect on a total; the others provably do not.

A total that is a plain sum of parts changes by the sum of what its parts do. So clauses whose effects stay within
different parts do not interact; what is not surely so is taken to.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from ..language.document import Map
from ..model.ruleset import Node, Ruleset
from .clauses import Bundle, Clause, Kind, Pair
from .parts import DEFINING, Address, Parts, defined

_EVERYWHERE: frozenset[Kind] = frozenset({"rounding", "defaults", "reading", "period", "group", "unit", "other"})
_NOWHERE: frozenset[Kind] = frozenset({"tiers"})
_LEAVING = frozenset({None, "zero", "exclude"})
"""Policies by which what one child does leaves the others alone."""


def interacting(pair: Pair, bundles: Sequence[Bundle]) -> tuple[tuple[int, ...], ...]:
    """Group bundles, by their numbers, so that those of different groups provably do not interact.

    Returns:
        Groups in the order of their first bundle. The effect of any set of bundles on a total is the sum, over groups,
        of the effect of those of the group that are in the set.
    """
    reached = [_reached(pair, bundle) for bundle in bundles]
    touched = frozenset[str]().union(*(nodes for nodes in reached if nodes is not None))
    changes_all = any(nodes is None for nodes in reached)
    cells = [_cells(pair, nodes, touched) if nodes is not None else None for nodes in reached]
    groups: list[set[int]] = []
    for number, own in enumerate(cells):
        near = {other for other in range(number) if _meet(own, cells[other], changes_all=changes_all)}
        met = [group for group in groups if group & near]
        groups = [*(group for group in groups if group not in met), {number}.union(*met)]
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def _meet(one: AbstractSet[str] | None, other: AbstractSet[str] | None, *, changes_all: bool) -> bool:
    """Say whether two bundles reach one part of a total; what may change everything makes all one part."""
    if (one is not None and not one) or (other is not None and not other):
        return False
    return changes_all or one is None or other is None or bool(one & other)


def _reached(pair: Pair, bundle: Bundle) -> frozenset[str] | None:
    """Give the nodes whose own value a bundle may change, in either ruleset; None where that may be any."""
    nodes: set[str] = set()
    for clause in bundle.clauses:
        if clause.kind in _EVERYWHERE or _orders_lists(pair, clause):
            return None
        if clause.kind in _NOWHERE:
            continue
        for parts in (pair.older, pair.newer):
            found = _through(parts, clause.addresses)
            if found is None:
                return None
            nodes |= found
    return frozenset(nodes)


def _orders_lists(pair: Pair, clause: Clause) -> bool:
    """Say whether a clause changes who is ranked, and so perhaps measured, with whom."""

    def lists(parts: Parts, address: Address) -> object:
        made = parts.at.get(address)
        return made.get("lists") if isinstance(made, Map) else None

    return any(
        address[0] == "ranking" and lists(pair.older, address) != lists(pair.newer, address)
        for address in clause.addresses
    )


def _through(parts: Parts, addresses: Iterable[Address]) -> frozenset[str] | None:
    """Follow names from changed parts to the nodes that read them; None where something of the whole ruleset does."""
    nodes = {address[1] for address in addresses if address[0] in {"place", "rule"} and address[1] in parts.nodes}
    names = {defined(address) for address in addresses if address[0] in DEFINING}
    names |= _above(parts, nodes)
    while True:
        more: set[str] = set()
        for address, read in parts.names.items():
            if address[0] in {"tiers", "ranking"} or names.isdisjoint(read):
                continue
            if address[0] == "rule":
                nodes.add(address[1])
                more |= _above(parts, [address[1]])
            elif address[0] in DEFINING:
                more.add(defined(address))
            else:
                return None
        if more <= names:
            return frozenset(nodes)
        names |= more


def _above(parts: Parts, nodes: Iterable[str]) -> set[str]:
    """Give nodes and all that they stand under: these change with them."""
    found: set[str] = set()
    for id_ in nodes:
        at = id_
        while at and at not in found:
            found.add(at)
            at = parts.nodes[at].parent if at in parts.nodes else ""
    return found


# ── Parts of a sum ──


def _cells(pair: Pair, nodes: AbstractSet[str], touched: AbstractSet[str]) -> frozenset[str]:
    """Give the parts of totals in which nodes lie, in both rulesets, each by the node that it is."""
    found: set[str] = set()
    sums = _sums(pair, touched)
    for parts in (pair.older, pair.newer):
        for id_ in nodes & parts.nodes.keys():
            way = [*_way(parts, id_)]
            found.add(next((at for at in way if at not in sums), way[-1]))
    return frozenset(found)


def _way(parts: Parts, id_: str) -> Iterator[str]:
    """Give the way down to a node, from its scorecard."""
    up = [id_]
    while parts.nodes[up[-1]].parent:
        up.append(parts.nodes[up[-1]].parent)
    return reversed(up)


def _sums(pair: Pair, touched: AbstractSet[str]) -> frozenset[str]:
    """Give the branches that in both rulesets, and in all between them, plainly add up what is below."""
    rulesets = [each.ruleset for each in (pair.before, pair.after) if each.ruleset is not None]
    plain = [_plain_sums(ruleset) for ruleset in rulesets]
    return frozenset.intersection(*plain) - touched


def _plain_sums(ruleset: Ruleset) -> frozenset[str]:
    found: set[str] = set()
    for card in ruleset.scorecards:
        nodes = [*card.root.walk()]
        if all(node.not_applicable != "rescale_total" for node in nodes):
            found |= {node.id for node in nodes if _is_plain_sum(node)}
    return frozenset(found)


def _is_plain_sum(node: Node) -> bool:
    """Say whether a node's value is the weighted sum of its children's, whatever these are."""
    changed = (node.then, node.cap, node.minimum, node.out_of, node.at_least, node.applies)
    return (
        node.aggregate == "sum"
        and all(each is None for each in changed)
        and all(child.not_applicable in _LEAVING for child in node.children)
        and (node.rounding is None or all(_fits(child, node.rounding.digits) for child in node.children))
    )


def _fits(child: Node, digits: int) -> bool:
    """Say whether a child's part of a sum has no decimals that rounding would take away."""
    return child.weight.denominator == 1 and child.rounding is not None and child.rounding.digits <= digits
