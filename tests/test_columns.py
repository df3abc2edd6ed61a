"""A ruleset compiled to columns gives what the reference gives: every score, state, total, maximum, status, tier and rank."""

import against_old
import pytest
import test_conformance as conformance
from columns_reference import computed_by_hand, differences, told
from itrank.engine import evaluate, load_text, observe
from itrank.engine.columns.making import UnsupportedError
from itrank.engine.observe import table_of

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


@pytest.mark.parametrize("option", ["kept", "yes_no", "date"])
def test_an_option_may_be_called_as_a_kind_of_value_is(option):
    text = (
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\n"
        f"inputs: {{c: {{type: choice, publish: true, options: {{{option}: X}}}}}}\nscorecards:\n"
        f"  s: {{criteria: [{{id: x, max: 5, score: {{choice: c, points: {{{option}: 5}}}}}}], ranking: {{lists: all}}}}\n"
    )
    ruleset = load_text(text).ruleset
    observed = observe(ruleset, [table_of("d", [{"id": "a", "c": option}, {"id": "b", "c": ""}])])
    program, rows, answers = computed_by_hand(ruleset, observed)
    assert told(program, rows[0], answers)["c", "value"] == option
    assert not differences(evaluate(ruleset, observed), program, rows, answers)


def test_a_parent_whose_children_are_all_unscored_is_skipped():
    """Nothing of it is left out because it does not apply, which would make it invalid."""
    (case,) = [case for case in CASES if "a parent of nothing but unscored children" in case.id]
    ruleset = conformance.loaded(conformance.ruleset_text(*case.values)).ruleset
    observed = conformance.data_of(case.values[0], ruleset)
    program, rows, answers = computed_by_hand(ruleset, observed)
    assert not differences(evaluate(ruleset, observed), program, rows, answers)
