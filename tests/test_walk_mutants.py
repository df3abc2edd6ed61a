"""The order of a node's steps is pinned: whoever moves, drops or changes one fails a case, or changes nothing."""

import pytest
from itrank.engine.score import exact_worths, nodes
from test_conformance import cases, failures, loaded, ruleset_text
from walk_mutants import mutants, terms, walk

MUTANTS = dict(mutants())

HANDS_ON = (
    "both steps hand on what has no value, and out_of what is final: whichever comes first, the other does nothing"
)
SAME = {
    "before then: out_of before settled": HANDS_ON,
    "before then: out_of before appraised": HANDS_ON,
    "before then: out_of before gates": HANDS_ON,
    "before then: out_of last": HANDS_ON,
    "before then: applies before capped": HANDS_ON,
    "before then: applies before added": HANDS_ON,
    "before then: settled before gates": "the points of an appraiser always are a value, which no policy is asked about",
    "in a branch: unless_extra_spoils before rescaled": HANDS_ON,
    "in a branch: unless_extra_spoils before rescaled_total": HANDS_ON,
    "in a branch: unless_extra_spoils before unless_nobody_counts": HANDS_ON,
    "in a branch: unless_extra_spoils before unless_too_few": HANDS_ON,
    "in a branch: unless_extra_spoils before unless_spoiled": HANDS_ON,
    "in a branch: unless_extra_spoils last": HANDS_ON,
    "in a branch: rescaled_total before unless_too_few": HANDS_ON,
    "in a branch: rescaled_total before unless_spoiled": HANDS_ON,
    "in a branch: rescaled_total last": HANDS_ON,
    "in a branch: unless_nobody_counts before unless_extra_spoils": HANDS_ON,
    "in a branch: unless_nobody_counts before with_maximum": HANDS_ON,
    "in a branch: unless_nobody_counts before rescaled": HANDS_ON,
    "bonuses and penalties in another order": "what is added can be added in any order",
}
"""Mutants that change nothing, each with the reason."""

FIRST = ("step_order", "appraised", "not_applicable", "node_steps", "maximum", "at_least", "aggregates", "totals")


@pytest.fixture(scope="module")
def suite():
    """Every case that is evaluated, with its ruleset and what its nodes are made by; those about steps come first."""
    made = []
    for param in cases():
        if "expect" in param.values[0]:
            ruleset = loaded(ruleset_text(*param.values)).ruleset
            made.append((str(param.id), param.values[0], ruleset, terms(walk, ruleset)))
    files = {name: place for place, name in enumerate(FIRST)}
    return sorted(made, key=lambda each: files.get(each[0].partition("::")[0], len(FIRST)))


def killed_by(mutant, suite, monkeypatch):
    """Name the first case that a mutant fails; one in which each node is made by the same steps as ever it cannot fail."""
    with monkeypatch.context() as patch:
        patch.setattr(nodes, "worth", mutant.worth)
        patch.setattr(nodes, "before_then", mutant.before_then)
        patch.setattr(exact_worths, "before_then", mutant.before_then)
        patch.setattr(nodes, "_KEPT", {})
        for name, case, ruleset, made in suite:
            if terms(mutant, ruleset) == made:
                continue
            try:
                if failures(case, ruleset):
                    return name
            except Exception:  # noqa: BLE001  # a mutant that fails in any way is noticed
                return name
    return None


@pytest.mark.long
@pytest.mark.bar(8)
@pytest.mark.parametrize("name", MUTANTS)
def test_a_changed_walk_fails_a_case_or_changes_nothing(name, suite, monkeypatch):
    killer = killed_by(MUTANTS[name](), suite, monkeypatch)
    assert (killer is None) == (name in SAME), killer


def test_there_are_many_mutants():
    assert len(MUTANTS) >= 150
    assert SAME.keys() <= MUTANTS.keys()
