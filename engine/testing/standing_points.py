"""The points of tiers and ranks: each tier, both sides of its bounds, places in a quota, ties and what breaks them."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from ..formula.words import number
from ..model.ruleset import Bound, Formula, Node, Ranking, Ruleset, Tier
from .digits import Written, place_of_digits, step_beside
from .looking import Fact, Look
from .points import Point, of_node, said


def tier_points(ruleset: Ruleset, node: Node, written: Written) -> Iterator[Point]:
    """Give the points of the tiers of a node; those of their conditions are of formulas.

    Args:
        ruleset: of which the node is.
        node: with tiers or without.
        written: how the numbers of the document are written.
    """
    for index, tier in enumerate(node.tiers):
        title = tier.title.say(ruleset.locale) or tier.id
        is_taken = partial(_is_in, node, frozenset({tier.id}))
        yield of_node(
            node, f"tiers/{tier.id}", "tier", said("tier", tier=title), is_taken, fact="tier", place=tier.place
        )
        for side, bound in tier.bounds.items():
            place = place_of_digits(ruleset, bound.place, written)
            step = step_beside(bound.amount, place, written, is_share=bound.share)
            yield from _of_bound(node, tier, side, step, title)
        if tier.quota is not None:
            later = frozenset(each.id for each in node.tiers[index + 1 :])
            is_left = partial(_is_left_out, node, tier, later)
            says = said("quota", tier=title)
            yield of_node(node, f"tiers/{tier.id}/quota", "tier", says, is_left, fact="tier", place=tier.place)


def _of_bound(node: Node, tier: Tier, side: str, step: Fraction, title: str) -> Iterator[Point]:
    """A value exactly at a bound of a tier, and one on the other side within one step of its written digits."""
    bound = tier.bounds[side]
    amount = bound.amount * 100 if bound.share else bound.amount
    way = -1 if side in {"from", "below"} else 1
    shown = f"{number(amount, 'vi')}%" if bound.share else number(amount, "vi")
    for part, is_seen in (
        ("at", partial(_is_at, node, bound)),
        ("beside", partial(_is_beside, node, bound, way * step)),
    ):
        says = said(f"tier.{part}", tier=title, word=side, bound=shown)
        yield of_node(node, f"tiers/{tier.id}/{side}/{part}", "edge", says, is_seen, fact="tier", place=tier.place)


def rank_points(node: Node) -> Iterator[Point]:
    """Give the points of the ranking of a node; those of its formulas are of formulas."""
    rule = node.ranking or Ranking()
    yield of_node(node, "ranking/order", "order", said("order"), partial(_is_behind, node), fact="rank")
    yield of_node(node, "ranking/ties", "tie", said("tie", ties=rule.ties), partial(_is_tied, node), fact="rank")
    for index, formula in enumerate(rule.tie_break, 1):
        says, is_seen = said("tie_break", n=index), partial(_is_broken, node, index - 1)
        yield of_node(node, f"ranking/tie_break/{index}", "tie_break", says, is_seen, fact="rank", place=formula.place)
    for condition in node.walk() if node.id == node.scorecard else ():  # of other nodes they would be the same points
        if condition.role == "condition" and condition.on_fail in {"unranked", "lowest_tier"}:
            fact: Fact = "status" if condition.on_fail == "unranked" else "tier"
            says, is_seen = said("on_fail", what=condition.on_fail), partial(_has_failed, condition)
            yield of_node(condition, "on_fail", "on_fail", says, is_seen, fact=fact, depends=node.id)


def was_asked_of_tier(node: Node, formula: Formula, look: Look) -> bool:
    """Say whether a condition of a tier was asked before the unit had its tier."""
    return id(formula.tree) in look.asked_of_tiers(node)


def has_rank(node: Node, look: Look) -> bool:
    """Say whether a unit is ranked in a node."""
    return look.place_in(node) is not None


def _is_in(node: Node, tiers: frozenset[str], look: Look) -> bool:
    return look.tier(node) in tiers


def _is_left_out(node: Node, tier: Tier, later: frozenset[str], look: Look) -> bool:
    """Say whether the places alone kept a unit out: it is ranked, keeps all that the tier asks, and has a later one."""
    return has_rank(node, look) and not look.is_lowered(node) and look.fits(node, tier) and _is_in(node, later, look)


def _is_at(node: Node, bound: Bound, look: Look) -> bool:
    return _measured(look, node, bound) == bound.amount


def _is_beside(node: Node, bound: Bound, far: Fraction, look: Look) -> bool:
    value = _measured(look, node, bound)
    return value is not None and 0 < (value - bound.amount) / far <= 1


def _measured(look: Look, node: Node, bound: Bound) -> Fraction | None:
    """Give the value of a node as a bound measures it: in points, or as a share of what counts for the unit."""
    value = look.cell(node.id)
    if not isinstance(value, Fraction):
        return None
    if not bound.share:
        return value
    counted = look.counted(node)
    return value / counted if counted else None


def _is_behind(node: Node, look: Look) -> bool:
    rank = look.place_in(node)
    return rank is not None and rank > 1


def _is_tied(node: Node, look: Look) -> bool:
    placing = look.placing(node)
    return placing is not None and placing.tied


def _is_broken(node: Node, index: int, look: Look) -> bool:
    placing = look.placing(node)
    return placing is not None and placing.tie_break == index


def _has_failed(condition: Node, look: Look) -> bool:
    return condition.id in look.unit.failed
