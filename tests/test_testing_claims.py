"""What coverage and mutants must not claim: of tiers, places in quotas, ranks of a criterion, and what a case expects."""

import pytest
from itrank.engine.cases import cases_in, run
from itrank.engine.language.loading import load_text
from itrank.engine.testing.covering import coverage_of

HEAD = "format: itrank-ruleset/1\nid: thu\nversion: '1'\ntitle: Thử\n"
COUNT = "score: {count: self, each: 1}, answer: {type: count}"
QUOTA = (
    HEAD
    + f"""
inputs:
  ok: {{label: OK, type: yes_no}}
scorecards:
  s:
    title: S
    max: 100
    criteria:
      - {{id: c1, title: C1, max: 60, {COUNT}, ranking: {{tie_break: [c2]}}}}
      - {{id: c2, title: C2, max: 40, {COUNT}}}
      - {{id: dk, title: DK, role: condition, on_fail: lowest_tier, score: {{yes_no: ok}}}}
    tiers:
      - {{id: tot, title: Tốt, from: 101}}
      - {{id: tot_b, title: Tốt B, from: 80, quota: 50%, at_ties: above, requires: c2 >= 30}}
      - {{id: kha, title: Khá, from: 0}}
      - {{id: yeu, title: Yếu, below: 0}}
    ranking: {{tie_break: [c1]}}
"""
)


def loaded(text, tests=""):
    made = load_text(f"{text}\ntests:\n{tests}" if tests else text)
    assert made.ruleset is not None, made.findings
    return made


def outcomes(made):
    found = run(made.ruleset, cases_in(made.ruleset.tests, "ruleset"))
    assert [each.case.name for each in found if each.status != "held"] == []
    return found


def standing(text, tests=""):
    made = loaded(text, tests)
    return {each.point.id: each.standing for each in coverage_of(made, outcomes(made)).points}


def touched(text, tests):
    return {id_ for id_, stands in standing(text, tests).items() if stands == "touched"}


def test_a_tier_whose_name_begins_with_that_of_another_out_of_reach_is_within_reach():
    found = standing(QUOTA)
    assert (found["s/tiers/tot"], found["s/tiers/tot_b"]) == ("unreachable", "gap")


def test_the_lowest_tier_is_within_reach_of_whoever_fails_a_condition():
    """No points lead to `yeu`; a unit that fails `dk` is in it all the same."""
    assert standing(QUOTA)["s/tiers/yeu"] == "gap"
    case = "  - {name: t, given: {c1: 60, c2: 40, ok: không}, expect: {tier: yeu}}"
    assert "s/tiers/yeu" in touched(QUOTA, case)
    assert standing(QUOTA.replace("lowest_tier", "flag"))["s/tiers/yeu"] == "unreachable"


def test_units_of_other_cases_are_no_ties_in_a_criterion():
    """Cases are evaluated together; the first of each has rank 1 in `c1`, and ties with nobody."""
    one = "  - {{name: {}, cohort: [{{id: {}, c1: 60, c2: 25, ok: có}}], expect: {{{}: {{c1: {{rank: 1}}}}}}}}\n"
    assert "c1/ranking/ties" not in touched(QUOTA, one.format("t", "a", "a") + one.format("u", "b", "b"))
    two = "cohort: [{id: a, c1: 60, c2: 25, ok: có}, {id: b, c1: 60, c2: 25, ok: có}]"
    assert "c1/ranking/ties" in touched(QUOTA, f"  - {{name: t, {two}, expect: {{a: {{c1: {{rank: 1}}}}}}}}")


@pytest.mark.parametrize(("c1", "c2", "breaks"), [(55, 30, "s"), (60, 20, "c1")])
def test_what_breaks_a_tie_is_asked_of_the_ranking_of_its_own_node(c1, c2, breaks):
    """Two totals of 85 are put apart by `c1`, and two `c1` of 60 by `c2`."""
    units = f"{{id: a, c1: 60, c2: 25, ok: có}}, {{id: b, c1: {c1}, c2: {c2}, ok: có}}"
    case = f"  - {{name: t, cohort: [{units}], expect: {{b: {{rank: 2, c1: {{rank: 2}}}}}}}}"
    found = {id_.partition("/")[0] for id_ in touched(QUOTA, case) if id_.endswith("/ranking/tie_break/1")}
    assert found == {breaks}


@pytest.mark.parametrize(
    ("second", "tier", "is_full"),
    [
        ("c2: 30, ok: có", "kha", True),
        ("c2: 29, ok: có", "kha", False),
        ("c2: 30, ok: không", "yeu", False),
        ("c2: 30, ok: có, role: reference", "kha", False),
    ],
)
def test_a_quota_is_full_only_for_who_keeps_all_else_that_the_tier_asks(second, tier, is_full):
    """One place for two: the second is left out by that, or by `c2 >= 30`, by the condition, by not being ranked."""
    units = f"{{id: a, c1: 60, c2: 35, ok: có}}, {{id: b, c1: 55, {second}}}"
    case = f"  - {{name: t, cohort: [{units}], expect: {{b: {{tier: {tier}}}}}}}"
    assert ("s/tiers/tot_b/quota" in touched(QUOTA, case)) is is_full


@pytest.mark.parametrize(
    ("bound", "total", "is_beside"),
    [("80.5", "80.4", True), ("80.50", "80.49", True), ("80.50", "80.48", False), ("80.50%", "80.49", True),
     ("80.50%", "80.4", False), ("80%", "79", True), ("80%", "78.9", False), ("tu", "80.4", False),
     ("tu", "80.49", True), ("tu + 0", "80.4", True)],
)  # fmt: skip
def test_one_step_beside_the_bound_of_a_tier_is_one_of_its_written_digits(bound, total, is_beside):
    head = QUOTA.partition("    tiers:")[0].replace("inputs:", "parameters: {tu: 80.50}\ninputs:")
    text = head.replace("each: 1}, answer", "each: 0.01}, answer")
    text += f"    tiers:\n      - {{id: tot, title: Tốt, from: {bound}}}\n      - {{id: kha, title: Khá}}\n"
    count = int(float(total) * 100 + 0.5) - 4000
    case = f"  - {{name: t, given: {{c1: {count}, c2: 4000, ok: có}}, expect: {{total: {total}, tier: kha}}}}"
    assert ("s/tiers/tot/from/beside" in touched(text, case)) is is_beside
