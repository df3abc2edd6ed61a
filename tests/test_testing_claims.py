"""What coverage and mutants must not claim: of tiers, places in quotas, ranks of a criterion, and what a case expects."""

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
