"""Questions of amounts with a digit too few or too many: bounds of tiers, points of each item, bounds of full points."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from ...formula.figures import amount
from ...language.document import Map
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Input, Node, Ruleset, Tier
from .asking import together
from .context import Context, leaves

_NARROW = 6  # so many times narrower than the tiers beside it, on the (geometric) mean
_NARROWER = 2  # and than each of them
_WIDE = 3  # so many times wider than any other
_TEN = 10
_LOW = Fraction(1, 10)  # full points for less than a tenth of the whole
_LOW_OF_MONEY = Fraction(1, 100)
_CLOSE = Fraction(1, 20)  # percentages between which all points are given
_FAR = 5  # so many times lower than where any other criterion gives full points


class _Lower(NamedTuple):
    """A tier and the bound from which it begins."""

    tier: Tier
    bound: Fraction


def tiers_are_evenly_apart(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """No tier is far narrower than both beside it, and none is so wide that a digit of its bound may be lost."""
    for node in ruleset.nodes():
        odd = uneven(node)
        if odd is not None:
            steps = ", ".join(f"{each.tier.id} {amount(each.bound)}" for each in reversed(_lower_bounds(node)))
            yield finding(
                "ITR285", odd.tier.place, id=node.id, tier=odd.tier.id, bound=amount(odd.bound), steps=steps
            )  # fmt: skip


def tiers_begin_below_those_before(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """A tier begins below the one before it, even where that one requires something besides points."""
    for node in ruleset.nodes():
        for first, second in pairwise(node.tiers):
            above, own = first.from_ or first.above, second.from_ or second.above
            if first.requires is None or first.quota is not None or above is None or own is None:
                continue
            if own.share == above.share and own.amount >= above.amount:
                shown = f"{amount(own.amount * 100)}%" if own.share else amount(own.amount)
                yield finding(
                    "ITR285.order", second.place, id=node.id, tier=second.id, bound=shown, first=first.id
                )  # fmt: skip


def _lower_bounds(node: Node) -> list[_Lower]:
    """Return the tiers that begin at a number of points, the lowest first; none where one begins otherwise."""
    found = [(tier, tier.from_ or tier.above) for tier in node.tiers if tier.when is None]
    bounds = [_Lower(tier, bound.amount) for tier, bound in found if bound is not None]
    shares = {bound.share for _, bound in found if bound is not None}
    bounds.sort(key=lambda each: each.bound)
    return bounds if len(shares) == 1 and all(each.bound > 0 for each in bounds) else []


def uneven(node: Node) -> _Lower | None:
    """Return the tier of a node that is far off the distances of all; None where there is none."""
    bounds = _lower_bounds(node)
    is_share = any(bound.share for tier in node.tiers for bound in tier.bounds.values())
    top = Fraction(1) if is_share else node.full
    if not bounds or (top is not None and bounds[-1].bound > top):
        return None
    return _narrow(bounds, top) or _shifted(bounds, top)


def _narrow(bounds: Sequence[_Lower], top: Fraction | None) -> _Lower | None:
    """Find a tier between two that are wide."""
    edges = [Fraction(0), *(each.bound for each in bounds), *([top] if top is not None else [])]
    widths = [high - low for low, high in pairwise(edges)]
    for place, own in enumerate(widths[1:-1]):
        below, above = widths[place], widths[place + 2]
        if 0 < own * _NARROWER < min(below, above) and (own * _NARROW) ** 2 < below * above:
            return bounds[place + 1] if place + 1 < len(bounds) else bounds[place]
    return None


def _shifted(bounds: Sequence[_Lower], top: Fraction | None) -> _Lower | None:
    """Find a bound far below the next that would stand in its place if it were ten times as much."""
    gaps = [high.bound - low.bound for low, high in pairwise(bounds)]
    beside = [top - bounds[-1].bound] if top is not None and len(gaps) == 1 else []
    for place, (low, high) in enumerate(pairwise(bounds)):
        below = bounds[place - 1].bound if place else Fraction(0)
        others = [*gaps[:place], *gaps[place + 1 :], *beside]
        if others and gaps[place] >= _WIDE * max(others) and below < low.bound * _TEN < high.bound:
            return low
    return None


def items_do_not_pass_the_maximum(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """One item of what is counted earns no more than the maximum, which would be reached at once."""
    found: list[tuple[Place, str]] = []
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        each = context.amount(score["each"], leaf.max) if isinstance(score, Map) and "each" in score else None
        if each is not None and leaf.max is not None and each > leaf.max > 0:
            found.append((context.at(leaf, "score", "each"), f"{leaf.id} ({amount(each)} > {amount(leaf.max)})"))
    for place, about in together(found):
        yield finding("ITR287", place, about=about)


def full_marks_are_not_for_next_to_nothing(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Full points are not earned by a hundredth, nor all points lost and won between two close percentages."""
    bounds = [
        (leaf, share, _is_of_money(ruleset, leaf))
        for leaf in leaves(ruleset)
        if (share := _full_at(leaf, context)) is not None
    ]
    found: list[tuple[Place, str]] = []
    for leaf in leaves(ruleset):
        share = next((share for one, share, _ in bounds if one is leaf), None)
        others = [other for one, other, is_of_money in bounds if one is not leaf and not is_of_money]
        if share is not None and _is_low(ruleset, leaf, share, others):
            written = str(context.given(leaf)["score"]["full_at"])
            shown = f"{amount(share * 100)}%"
            about = shown if written.endswith("%") else f"{written} = {shown}"
            found.append((context.at(leaf, "score", "full_at"), f"{leaf.id} ({about})"))
    for place, about in together(found):
        yield finding("ITR295", place, about=about)
    for place, about in together(list(_close_ends(ruleset, context))):
        yield finding("ITR295.ends", place, about=about)


def _full_at(leaf: Node, context: Context) -> Fraction | None:
    score = context.given(leaf).get("score")
    return context.amount(score["full_at"]) if isinstance(score, Map) and "full_at" in score else None


def _is_low(ruleset: Ruleset, leaf: Node, share: Fraction, others: Sequence[Fraction]) -> bool:
    """Say whether so little of a whole earns full points as in no other criterion."""
    asked = [column for key in _reads(leaf) if isinstance(column := ruleset.columns.get(key), Input)]
    if not asked or any(column.traits.is_amount and column.traits.may_be_share for column in asked):
        return False  # a rate of two measures may be anything
    least = _LOW_OF_MONEY if _is_of_money(ruleset, leaf) else _LOW
    return 0 < share < least and all(share * _FAR <= other or other == share for other in others)


def _is_of_money(ruleset: Ruleset, leaf: Node) -> bool:
    asked = [ruleset.columns.get(key) for key in _reads(leaf)]
    kinds = [column.traits for column in asked if isinstance(column, Input)]
    return any(each.is_amount and not each.is_whole and not each.may_be_share for each in kinds)


def _reads(leaf: Node) -> frozenset[str]:
    return leaf.score.reads if leaf.score is not None else frozenset()


def _close_ends(ruleset: Ruleset, context: Context) -> Iterator[tuple[Place, str]]:
    """Find the two percentages between which all points of a leaf lie, where they are close."""
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        match [ruleset.columns.get(key) for key in _reads(leaf)]:
            case [Input() as asked] if (
                asked.traits.per_cent and isinstance(score, Map) and {"from", "to"} <= score.keys()
            ):
                ends = [context.amount(score[word]) for word in ("from", "to")]
                known = [end for end in ends if end is not None]
                if len(known) == len(ends) and max(known) - min(known) < _CLOSE:
                    shown = " → ".join(f"{amount(end * 100)}%" for end in known)
                    yield context.at(leaf, "score"), f"{leaf.id} ({shown})"
