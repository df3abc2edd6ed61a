"""A ruleset compiled to columns gives what the reference gives: every score, state, total, maximum, status, tier and rank."""

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
