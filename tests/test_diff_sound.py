"""*What `diff` says of drawn pairs is so*: of units with answers at the ends and in between, evaluated under both rulesets.

A pair is a ruleset and the same with one or two choices drawn anew, or with a figure or a sign mistyped. Held against the
results are: a meaning that is unchanged as a whole; a criterion of which, and of all that it comes from, nothing is said;
what is tightened, loosened or reweighted; tiers and ranks of which nothing is said; and every unit that shows a difference.
"""

import random

import pytest
from drawn_pairs import drawn_pair, observed_pair
from itrank.engine import evaluate
from itrank.engine.diff.differing import difference
from itrank.engine.diff.saying import said, shown
from itrank.engine.model.observed import Observed
from itrank.engine.model.outcome import NoScore
from itrank.engine.model.reads import closure
from itrank.engine.prove.trying import Trial, observation
from sampling import size

pytestmark = pytest.mark.sampled

HARMLESS = {"editorial", "renamed", "renumbered", "unchanged"}
READ_ALIKE = {"min", "max", "label", "column"}
"""Keys of an input that make nothing else of an answer which both rulesets admit."""
STEPS = {"score", "max", "cap", "min", "then", "out_of"}
WAYS = {"tightened": lambda way: way <= 0, "loosened": lambda way: way >= 0, "reweighted": lambda way: way == 0}


def plain(outcome):
    return outcome.state if isinstance(outcome, NoScore) else outcome


class Held:
    """Both results of one pair, and what was said of it: `told` is all that may change a result."""

    def __init__(self, pair, found, results, *, has_blanks):
        self.rulesets, self.found, self.has_blanks = [each.ruleset for each in pair], found, has_blanks
        self.nodes = [{node.id: node for node in ruleset.nodes()} for ruleset in self.rulesets]
        self.units = list(zip(*(result.units for result in results), strict=True))
        self.told = [each for each in found.changes if each.class_ not in HARMLESS]
        self.dirty = [self._dirty(side) for side in (0, 1)]
        self.is_read_otherwise = any(
            each.subject in {"data", "group", "scorecard"} or (each.subject, each.key) == ("ruleset", "rounding")
            for each in self.told
        )

    def _dirty(self, side):
        """The columns of one side of which something is said."""
        nodes, made = self.nodes[side], set()
        above = {child.id: node.id for node in nodes.values() if not node.is_total for child in node.children}
        for change in self.told:
            part = (change.before, change.after)[side]
            if part is None or change.follows or change.key == "tiers":
                continue
            if change.subject == "input" and change.key not in READ_ALIKE:
                made |= {part.id, f"self:{part.id}"}
            elif change.subject == "criterion":
                made |= {each.id for each in nodes[part.id].walk()} if change.key == "applies" else {part.id}
                made |= {above.get(part.id, "")} if change.key in {"criterion", "parent"} else set()
        return made

    def is_clean(self, ids, *, itself=True):
        """Whether nothing is said of all that a criterion comes from, on both sides."""
        reads = [closure(ruleset.columns, {id_}) for ruleset, id_ in zip(self.rulesets, ids, strict=True)]
        return not any(
            dirty & (own if itself else own - {id_}) for dirty, own, id_ in zip(self.dirty, reads, ids, strict=True)
        )

    def criteria(self):
        """Every criterion that both have: its ids, its nodes and what the units have of it on both sides."""
        made = [[{each.node.id: each for each in unit.criteria} for unit in pair] for pair in self.units]
        for ids in self.found.matching.of("node").items():
            pairs = [(first[ids[0]], second[ids[1]]) for first, second in made if ids[0] in first and ids[1] in second]
            yield ids, [nodes[id_] for nodes, id_ in zip(self.nodes, ids, strict=True)], pairs


def check_whole(held):
    """A meaning that is unchanged gives the same results; with blanks too where nothing was proved."""
    if not held.found.keeps_meaning or (held.has_blanks and any(each.proof == "proved" for each in held.found.changes)):
        return
    for pair in held.units:
        first, second = [(plain(each.outcome), each.tier, each.rank, each.status, each.max) for each in pair]
        assert first == second
    for ids, _, pairs in held.criteria():
        for one, other in pairs:
            assert (plain(one.outcome), one.tier, one.rank) == (plain(other.outcome), other.tier, other.rank), ids


def check_parts(held):
    """A criterion of which nothing is said, nor of what it comes from, gives the same."""
    proved = held.has_blanks and any(each.proof == "proved" for each in held.found.changes)
    for ids, nodes, pairs in () if held.is_read_otherwise or proved else held.criteria():
        if nodes[0].rounding == nodes[1].rounding and held.is_clean(ids):
            assert [plain(each.outcome) for each, _ in pairs] == [plain(each.outcome) for _, each in pairs], ids


def signs_of(ruleset):
    """Of each criterion whether more of it is better: not below a penalty, nor where the lowest total is best."""
    made = {}
    for card in ruleset.scorecards:
        is_lowest = card.root.ranking is not None and card.root.ranking.best == "lowest"
        waiting = [(card.root, -1 if is_lowest else 1)]
        while waiting:
            node, sign = waiting.pop()
            made[node.id] = sign
            waiting += [(child, -sign if child.role == "penalty" else sign) for child in node.children]
        made |= {total.id: 1 for total in card.totals}
    return made


def check_ways(held):
    """What is tightened gives nobody more, what is loosened nobody less, what is reweighted the same share, to the same units."""
    if held.is_read_otherwise or held.has_blanks:
        return
    signs, of = signs_of(held.rulesets[1]), {ids: (nodes, pairs) for ids, nodes, pairs in held.criteria()}
    own = [each for each in held.told if each.subject == "criterion" and not each.follows and each.key != "tiers"]
    for change in own:
        ids = tuple("" if part is None else part.id for part in (change.before, change.after))
        keys = {each.key for each in own if each.part.id == ids[1]}
        if change.class_ not in WAYS or (change.class_ == "reweighted" and change.key != "max") or keys - STEPS:
            continue
        nodes, pairs = of[ids]
        scales = [node.full if change.key == "max" else 1 for node in nodes]
        is_rounded = nodes[0].rounding != nodes[1].rounding or (change.key == "max" and nodes[0].rounding is not None)
        if is_rounded or not held.is_clean(ids, itself=False):
            continue
        for one, other in pairs:
            points = one.outcome, other.outcome
            about = said(change, "en"), *map(plain, points)
            if any(isinstance(each, NoScore) for each in points):
                assert plain(points[0]) == plain(points[1]), about
            else:
                assert WAYS[change.class_]((points[1] / scales[1] - points[0] / scales[0]) * signs[ids[1]]), about


def check_places(held):
    """Where points are the same, and nothing is said of tiers or ranking, nor of what they ask, these are the same."""
    conditions = [{node.id for node in nodes.values() if node.role == "condition"} for nodes in held.nodes]
    is_other = any(each.subject == "criterion" and each.key in {"criterion", "role", "on_fail"} for each in held.told)
    if held.is_read_otherwise or is_other or any(a & b for a, b in zip(held.dirty, conditions, strict=True)):
        return
    for ids, nodes, pairs in held.criteria():
        is_same = all((plain(a.outcome), a.counted) == (plain(b.outcome), b.counted) for a, b in pairs)
        reads = [closure(ruleset.columns, asked_by(node)) for ruleset, node in zip(held.rulesets, nodes, strict=True)]
        if not is_same or any(dirty & own for dirty, own in zip(held.dirty, reads, strict=True)):
            continue
        own = {each.subject for each in held.told if each.of is not None and each.of[1].id == ids[1]}
        own |= {
            "tier" for each in held.told if (each.subject, each.key, each.part.id) == ("criterion", "tiers", ids[1])
        }
        is_ranked_alike = [one.rank for one, _ in pairs] == [other.rank for _, other in pairs]
        assert is_ranked_alike or "ranking" in own or None in {node.ranking for node in nodes}, ids
        if "tier" not in own and (is_ranked_alike or not any(tier.quota for tier in nodes[0].tiers)):
            names = {match.before: match.after for match in held.found.matching.tiers.get(ids, ())}
            assert [names.get(one.tier, one.tier) for one, _ in pairs] == [other.tier for _, other in pairs], ids


def asked_by(node):
    """The names that the tiers and the ranking of a criterion read."""
    formulas = [formula for tier in node.tiers for formula in (tier.when, tier.requires)]
    formulas += [node.ranking.by, *node.ranking.tie_break] if node.ranking is not None else []
    return set().union(*(formula.reads for formula in formulas if formula is not None))


def check_witnesses(held):
    """Every unit that shows a difference does show it, and every sentence can be said."""
    for change in held.found.changes:
        assert all(said(change, lang) for lang in ("vi", "en"))
        shown(change, held.rulesets, "vi")
        witness = change.witness
        if witness is None or witness.is_of_points or change.key in {"applies", "requires", "when"}:
            continue
        trials = [trial_of(held, side, witness) for side in (0, 1)]
        points = [
            plain(trial.outcome(id_, own))
            for trial, id_, own in zip(trials, witness.nodes, witness.answers, strict=True)
        ]
        assert points == list(map(plain, witness.points)), said(change, "en")
        if change.subject == "tier":
            tiers = [tier_of(held, side, witness) for side in (0, 1)]
            assert tiers == list(witness.tiers), said(change, "en")
            assert tiers[0] != tiers[1]
        else:
            full = {held.nodes[side][id_].full for side, id_ in enumerate(witness.nodes)}
            assert points[0] != points[1] or len(full) > 1, said(change, "en")


def trial_of(held, side, witness):
    id_ = witness.nodes[side]
    return Trial(held.rulesets[side], frozenset({id_}), held.nodes[side][id_].scorecard)


def tier_of(held, side, witness):
    """The tier that a criterion gets by answers."""
    ruleset, id_, answers = held.rulesets[side], witness.nodes[side], witness.answers[side]
    values = {each.key: [observation(answers.get(each.key))] for each in ruleset.inputs}
    (made,) = evaluate(ruleset, Observed((trial_of(held, side, witness).unit,), values)).units
    return {each.node.id: each.tier for each in made.criteria}.get(id_, made.tier) or "-"


CHECKS = (check_whole, check_parts, check_ways, check_places, check_witnesses)


def held_of(seed, blank=0.0):
    """Draw the pair of a seed, compare it, and evaluate units under both; None where it draws no two rulesets."""
    pair = drawn_pair(seed)
    if pair is None:
        return None
    found = difference(*pair)
    names = {match.after: match.before for match in found.matching.pairs["input"]}
    observed = observed_pair(random.Random(seed), *pair, names, blank)
    if observed is None:
        return None
    results = [evaluate(each.ruleset, data) for each, data in zip(pair, observed, strict=True)]
    return Held(pair, found, results, has_blanks=bool(blank))


def test_what_is_said_of_drawn_pairs_is_so():
    held, seed = 0, 0
    while held < size(2, 3_000):
        seed += 1
        made = held_of(seed, 0.1 if seed % 4 == 0 else 0.0)
        if made is not None:
            held += 1
            for check in CHECKS:
                check(made)
