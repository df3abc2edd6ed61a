"""Questions of how points come together: a sum where a mean fits, and what is added beside it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...formula.figures import amount
from ...language.kinds import KINDS
from ...model.findings import Finding, finding
from ...model.ruleset import Node, Ruleset, Tier
from .context import Context
from .saying import is_called

_SUM = "sum"
_MEANS = frozenset({"mean", "geometric_mean", "harmonic_mean"})


def sums_are_meant(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Where children are added, no tier, sibling or `at_least` says that their mean is meant."""
    for node in ruleset.nodes():
        scale = _one_scale(node, context)
        if scale is None:
            continue
        sides: dict[str, Any] = {"id": node.id, "limit": amount(scale)}
        highest = _highest(node)
        if highest is not None and 0 < highest[1] <= scale:
            tier, bound = highest
            yield finding("ITR280", node.place, **sides, max=_added(node, scale), tier=tier.id, bound=amount(bound))
        elif node.at_least is not None and len(node.children) > 2:
            yield finding("ITR280.at_least", context.key_at(node, "at_least"), **sides)
    yield from _beside_others(ruleset, context)


def _one_scale(node: Node, context: Context) -> Fraction | None:
    """Return the maximum that all children have of a sum that states none itself; None of any other node."""
    scored = [child for child in node.children if child.role == "scored"]
    fulls = {_full(child) for child in scored}
    is_plain = node.aggregate == _SUM and not node.is_total and "max" not in context.given(node)
    is_plain = is_plain and node.out_of is None and all(child.weight == 1 for child in scored)
    return next(iter(fulls)) if is_plain and len(scored) > 1 and len(fulls) == 1 else None


def _full(node: Node) -> Fraction | None:
    """Return what a node can be worth: its maximum, or 1 where its points are a share of nothing."""
    if node.full is not None:
        return node.full
    if node.score is not None:
        return Fraction(1) if node.kind in KINDS and KINDS[node.kind].within_max else None
    below = {_full(child) for child in node.children if child.role == "scored"}
    return next(iter(below)) if node.aggregate in _MEANS and len(below) == 1 else None


def _added(node: Node, scale: Fraction) -> str:
    return amount(scale * sum(child.role == "scored" for child in node.children))


def _highest(node: Node) -> tuple[Tier, Fraction] | None:
    """Return the tier that asks for the most points, and how many; None where one is a share."""
    bounds = [(tier, tier.from_ or tier.above) for tier in node.tiers]
    known = [(tier, bound.amount) for tier, bound in bounds if bound is not None and not bound.share]
    if not known or any(bound is not None and bound.share for _, bound in bounds):
        return None
    return max(known, key=lambda each: each[1])


def _beside_others(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Find sums in a mean whose other terms are of the scale of one of its children."""
    for parent in ruleset.nodes():
        if parent.aggregate not in _MEANS or parent.is_total:
            continue
        for node in parent.children:
            scale = _one_scale(node, context)
            others = {_full(child) for child in parent.children if child is not node and child.role == "scored"}
            if scale is not None and others == {scale}:
                yield finding(
                    "ITR280.branch", node.place, id=node.id, max=_added(node, scale), limit=amount(scale),
                    parent=parent.id,
                )  # fmt: skip


def roles_are_as_titles_say(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """What is called a bonus is added, and what is called a penalty is taken away."""
    for node in ruleset.nodes():
        if node.role not in {"bonus", "penalty"}:
            continue
        contrary = "penalty" if node.role == "bonus" else "bonus"
        if is_called(node.title, contrary) and not is_called(node.title, node.role):
            words: dict[str, Any] = {"said": node.title.say("vi"), "said_en": node.title.say("en")}
            yield finding("ITR282", context.at(node, "role"), id=node.id, role=node.role, **words)
