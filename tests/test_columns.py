"""A ruleset compiled to columns gives what the reference gives: every score, state, total, maximum, status, tier and rank."""

import against_old
import pytest
import test_conformance as conformance
from columns_reference import computed_by_hand, differences
from itrank.engine import evaluate
from itrank.engine.columns.making import UnsupportedError

CASES = [
    param
    for param in conformance.cases()
    if not {"error", "appraised"} & param.values[0].keys() and param.values[0].get("provisional") != "true"
]


@pytest.mark.bar(60)
@pytest.mark.parametrize(("case", "source"), CASES)
def test_a_conformance_case_is_the_same_on_columns(case, source):
    ruleset = conformance.loaded(conformance.ruleset_text(case, source)).ruleset
    if ruleset is None:
        return
    observed = conformance.data_of(case, ruleset)
    try:
        program, rows, answers = computed_by_hand(ruleset, observed)
    except UnsupportedError:
        return
    assert not differences(evaluate(ruleset, observed), program, rows, answers)


SEEDS = range(1, 2_000, 2)  # those of even numbers are evaluated provisionally, which is the reference's


@pytest.mark.bar(12)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_drawn_ruleset_is_the_same_on_columns(seed):
    ((_, ruleset, observed, _),) = against_old.rulesets(f"{seed - 1}:{seed}")
    if ruleset is None:
        return
    try:
        program, rows, answers = computed_by_hand(ruleset, observed)
    except UnsupportedError:
        return
    assert not differences(evaluate(ruleset, observed), program, rows, answers)
