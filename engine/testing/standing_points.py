"""The points of tiers and ranks: each tier, both sides of its bounds, places in a quota, ties and what breaks them."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from ..formula.words import number
from ..model.ruleset import Bound, Formula, Node, Ranking, Ruleset, Tier
from ..rank.tiers import within
from .digits import Written, place_of_digits, step_beside
from .formula_points import constant
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
            yield from _of_bound(node, tier, side, step, title, node.tiers[:index])
        if tier.quota is not None:
            later = frozenset(each.id for each in node.tiers[index + 1 :])
            is_left = partial(_is_left_out, node, tier, later)
            says = said("quota", tier=title)
            yield of_node(node, f"tiers/{tier.id}/quota", "tier", says, is_left, fact="tier", place=tier.place)


def _of_bound(node: Node, tier: Tier, side: str, step: Fraction, title: str, before: Sequence[Tier]) -> Iterator[Point]:
    """A value exactly at a bound of a tier, and one on the other side within one step of its written digits."""
    bound = tier.bounds[side]
    amount = bound.amount * 100 if bound.share else bound.amount
    way = -1 if side in {"from", "below"} else 1
    shown = f"{number(amount, 'vi')}%" if bound.share else number(amount, "vi")
    for part, far, is_there in (
        ("at", Fraction(0), partial(_is_at, node, bound)),
        ("beside", way * step, partial(_is_beside, node, bound, way * step)),
    ):
        when = constant(False, tier.place) if any(_takes(each, bound, far) for each in before) else None
        says = said(f"tier.{part}", tier=title, word=side, bound=shown)
        is_seen = partial(_is_bound, node, tier, side, is_there)
        yield of_node(
            node, f"tiers/{tier.id}/{side}/{part}", "edge", says, is_seen, when=when, fact="tier", place=tier.place
        )


def _takes(tier: Tier, bound: Bound, far: Fraction) -> bool:
    """Say whether a tier takes all that lies at the bound of one after it, or as far beside it.

    Values in points are not compared with shares, which depend on what counts for a unit.
    """
    if not tier.takes_all or any(each.share is not bound.share for each in tier.bounds.values()):
        return False
    end = within(tier, bound.amount + far, Fraction(1))
    opens = [each for side, each in tier.bounds.items() if side == ("below" if far < 0 else "above")]
    return end and (
        within(tier, bound.amount, Fraction(1)) or (far != 0 and bound.amount in [each.amount for each in opens])
    )


def rank_points(node: Node) -> Iterator[Point]:
    """Give the points of the ranking of a node; those of its formulas are of formulas."""
    rule, is_behind = node.ranking or Ranking(), partial(_is_behind, node)
    yield of_node(node, "ranking/order", "order", said("order"), is_behind, fact="rank")
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


def _is_bound(node: Node, tier: Tier, side: str, is_there: Callable[[Look], bool], look: Look) -> bool:
    """Say whether a unit is near a bound, and has its tier by that bound: it keeps all else that the tier asks."""
    return is_there(look) and look.depends_on_bound(node, tier, side)


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
    return look.is_led_by_value(node)


def _is_tied(node: Node, look: Look) -> bool:
    placing = look.placing(node)
    return placing is not None and placing.tied


def _is_broken(node: Node, index: int, look: Look) -> bool:
    placing = look.placing(node)
    return placing is not None and placing.tie_break == index


def _has_failed(condition: Node, look: Look) -> bool:
    return condition.id in look.unit.failed
