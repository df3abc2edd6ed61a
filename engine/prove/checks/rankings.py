"""Checks of ranking lists that several scorecards share."""

from collections.abc import Iterator, Mapping
from typing import Any

from ...formula.figures import amount
from ...formula.suggest import listed
from ...model.findings import Finding, Place, finding
from ...model.reads import closure, names_in
from ...model.ruleset import Column, NamedValue, Node, Ruleset, Scorecard, Statistic
from ...rank.ranking import DEFAULT
from .context import Context
from .points import shrinking_below


def every_group_is_listed(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Where lists are sets of groups, every group of the scorecard is in one."""
    for card in ruleset.scorecards:
        lists = card.root.ranking.lists if card.root.ranking is not None else ""
        if isinstance(lists, str):
            continue
        in_lists = {group for groups in lists.values() for group in groups}
        for group in card.groups or tuple(ruleset.groups):
            if group not in in_lists:
                at = context.place("scorecards", card.id, "ranking", "lists")
                yield finding("ITR335.list", at, group=group, card=card.id)


def shared_lists_are_ranked_one_way(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Scorecards that share a list rank it alike, break ties alike, and have one maximum."""
    cards = {card.id: card for card in ruleset.scorecards}
    for (one, other), shared in _sharing(ruleset).items():
        both: dict[str, Any] = {"first": one, "second": other, "lists": listed(shared)}
        at = context.place("scorecards", other, "ranking")
        yield from _unlike(cards[one].root, cards[other].root, both, at)


def _unlike(one: Node, other: Node, both: Mapping[str, Any], at: Place) -> Iterator[Finding]:
    """Point out in what two roots differ whose units stand in one list."""
    first, second = (root.ranking or DEFAULT for root in (one, other))
    for key in ("best", "ties"):
        stated = (getattr(first, key), getattr(second, key))
        if stated[0] != stated[1]:
            yield finding("ITR369", at, **both, key=key, one=stated[0], other=stated[1])
    counts = (len(first.tie_break), len(second.tie_break))
    if counts[0] != counts[1]:
        yield finding("ITR370", at, **both, one=counts[0], other=counts[1])
    is_plain = first.by is None and second.by is None
    if is_plain and one.full is not None and other.full is not None and one.full != other.full:
        yield finding("ITR371", at, **both, one=amount(one.full), other=amount(other.full))


def _sharing(ruleset: Ruleset) -> dict[tuple[str, str], list[str]]:
    """Name the lists that scorecards share: each with the first of its list, for if two differ, one differs from that."""
    pairs: dict[tuple[str, str], list[str]] = {}
    first_of: dict[str, str] = {}
    for card in ruleset.scorecards:
        for name in sorted(_lists(card, ruleset)):
            before = first_of.setdefault(name, card.id)
            if before != card.id:
                pairs.setdefault((before, card.id), []).append(name)
    return pairs


def sharing_a_list(ruleset: Ruleset, node: Node) -> list[Scorecard]:
    """Give the other scorecards whose units may stand in one list with those that a node ranks; none but for a root."""
    own = next((card for card in ruleset.scorecards if card.root.id == node.id), None)
    if own is None:
        return []
    lists = _lists(own, ruleset)
    return [card for card in ruleset.scorecards if card is not own and lists & _lists(card, ruleset)]


def totals_are_of_one_scale(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Units that are ranked by their points have one maximum."""
    for node, at in _ranked(ruleset, context):
        by = node.ranking.by if node.ranking is not None else None
        if by is not None or node.out_of is not None or not node.full:
            continue
        shrinking = [below.id for below in shrinking_below(node)]
        if shrinking:
            yield finding("ITR393", at, id=node.id, node=listed(shrinking, 3), max=amount(node.full))


def quotas_hold_at_ties(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """How many units a tier takes is limited by a quota, and not by a rank that several units can share."""
    for node in ruleset.nodes():
        for tier in node.tiers:
            asked = closure(ruleset.columns, names_in((tier.when, tier.requires)), _read_by_values)
            if any(_is_rank_of(ruleset, key, node) for key in asked):
                yield finding("ITR398", tier.place, id=node.id, tier=tier.id)


def _read_by_values(column: Column) -> frozenset[str]:
    return column.formula.reads if isinstance(column, NamedValue) else frozenset()


def _is_rank_of(ruleset: Ruleset, key: str, node: Node) -> bool:
    """Say whether a column is a unit's place among others by what a node is worth."""
    column = ruleset.columns.get(key)
    if not isinstance(column, Statistic) or column.stat not in {"rank", "above"}:
        return False
    of = ruleset.columns.get(column.of)
    return column.of == node.id or (isinstance(of, NamedValue) and node.id in of.formula.reads)


def something_is_ranked(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A scorecard ranks its units: by their total, or by a node at least."""
    for card in ruleset.scorecards:
        ranking = card.root.ranking
        makes_total = card.root.aggregate != "none" or (ranking is not None and ranking.by is not None)
        if not makes_total and not any(node.ranking for node in card.nodes() if node.id != card.root.id):
            yield finding("ITR394", context.place("scorecards", card.id, "aggregate"), card=card.id)


def _ranked(ruleset: Ruleset, context: Context) -> Iterator[tuple[Node, Place]]:
    """Give each node that ranks units, and where it says so."""
    for card in ruleset.scorecards:
        for node in card.nodes():
            if node.ranking is not None:
                yield node, context.key_at(node, "ranking")
            elif node.id == card.root.id:
                yield node, node.place


def _lists(card: Scorecard, ruleset: Ruleset) -> set[str]:
    """Name the lists that units of a scorecard may stand in, as far as the ruleset shows."""
    ranking = card.root.ranking
    match DEFAULT.lists if ranking is None else ranking.lists:
        case "all":
            return {"all"}
        case "group":
            # Units outside the groups would all stand in `all`, but they have no scorecard either.
            return set(card.groups or ruleset.groups) or {"all"}
        case str(word):
            return {f"({word})"}
        case lists:
            own = set(card.groups or ruleset.groups)
            return {name for name, groups in lists.items() if own & set(groups)}
