"""What `check` proves of tiers that a scenario changes: who can be in none of them, which are out of order."""

from collections.abc import Iterable

from ..model.codes import severity_of
from ..model.findings import Finding, Severity
from ..model.ruleset import Node, Ruleset
from ..prove.prover import proved_bounds, prover_of
from ..prove.tier_facts import tiers_divide_the_scale, tiers_follow_points, tiers_stay_within_the_maximum

_FACTS = (tiers_divide_the_scale, tiers_stay_within_the_maximum, tiers_follow_points)


def tier_warnings(before: Ruleset, now: Ruleset) -> tuple[Finding, ...]:
    """Tell what a scenario newly makes wrong of tiers: those that nobody can be in, out of order, or with holes.

    Args:
        before: the ruleset in effect.
        now: as the scenario makes it.

    Returns:
        The warnings of `check` about the nodes whose tiers or maximum are others, without those of the ruleset in
        effect and without answers that show them, whose search would take longer than the scenario.
    """
    old = dict(_divided(before))
    changed = {id_ for id_, made in _divided(now) if old.get(id_) != made}
    if not changed:
        return ()
    known = {_key(each) for each in _facts(before)}
    return tuple(each for each in _facts(now) if each.params["id"] in changed and _key(each) not in known)


def _divided(ruleset: Ruleset) -> Iterable[tuple[str, object]]:
    """Give of each node with tiers what the facts about them hang on."""
    return ((node.id, (node.full, _bounds(node))) for node in ruleset.nodes() if node.tiers)


def _bounds(node: Node) -> tuple[object, ...]:
    return tuple((tier.id, tuple(tier.bounds.items()), tier.takes_all) for tier in node.tiers)


def _facts(ruleset: Ruleset) -> Iterable[Finding]:
    bounds = proved_bounds(ruleset)
    prover_of(bounds).ends.update(dict.fromkeys(node.id for node in ruleset.nodes()))  # no answers are looked for
    found = (each for fact in _FACTS for each in fact(ruleset, bounds))
    return (each for each in found if severity_of(each) is not Severity.INFO)


def _key(found: Finding) -> tuple[str, tuple[tuple[str, str], ...]]:
    return found.row, tuple(sorted(found.params.items()))
