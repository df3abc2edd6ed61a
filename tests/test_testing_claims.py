"""What coverage and mutants must not claim: of tiers, places in quotas, ranks of a criterion, and what a case expects."""

import pytest
from itrank.engine.cases import cases_in, run
from itrank.engine.language.loading import load_text
from itrank.engine.testing.covering import coverage_of, touched_by
from itrank.engine.testing.killing import Bench
from itrank.engine.testing.listing import Listing
from itrank.engine.testing.mutants import mutants_of

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
    made = loaded(text, tests)
    return set(touched_by(made.ruleset, Listing.of(made).points, outcomes(made)))


def test_a_tier_whose_name_begins_with_that_of_another_out_of_reach_is_within_reach():
    found = standing(QUOTA)
    assert (found["s/tiers/tot"], found["s/tiers/tot_b"]) == ("unreachable", "gap")


def test_the_lowest_tier_is_within_reach_of_whoever_fails_a_condition():
    """No points lead to `yeu`; a unit that fails `dk` is in it all the same."""
    assert standing(QUOTA)["s/tiers/yeu"] == "gap"
    case = "  - {name: t, given: {c1: 60, c2: 40, ok: không}, expect: {tier: yeu}}"
    assert "s/tiers/yeu" in touched(QUOTA, case)
    assert standing(QUOTA.replace("lowest_tier", "flag"))["s/tiers/yeu"] == "unreachable"


def test_a_share_of_a_maximum_that_is_not_everybodys_is_within_reach():
    """Without `c2` the maximum is 60, so that 90% is no number of points; a unit with 60 of them is in the tier."""
    text = QUOTA.replace("max: 40, score", "max: 40, applies: ok, not_applicable: exclude, score").replace(
        "101}", "90%}"
    )
    assert standing(text)["s/tiers/tot"] == "gap"
    case = "  - {name: t, given: {c1: 60, ok: không}, expect: {tier: tot}}"
    assert "s/tiers/tot" in touched(text.replace("on_fail: lowest_tier", "on_fail: flag"), case)


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


# ── What less than a score depends on ──

LEAST = (
    (
        HEAD
        + f"""
inputs:
  co: {{label: Có, type: yes_no}}
  ok: {{label: OK, type: yes_no}}
  x: {{label: X, type: count, missing: zero}}
  z: {{label: Z, type: count, missing: skip}}
scorecards:
  s:
    title: S
    max: 30
    criteria:
      - id: p
        title: P
        max: 20
        criteria:
          - {{id: a, title: A, max: 10, applies: co, score: {{steps: x, from: {{4: 10, 2: 5}}, otherwise: 0}}, not_applicable: exclude}}
          - {{id: b, title: B, max: 10, {COUNT}}}
      - {{id: c, title: C, max: 10, score: {{ratio: [m, n], on_zero: not_applicable}}, answer: {{type: count}}, not_applicable: exclude}}
      - {{id: dk, title: DK, role: condition, on_fail: unranked, score: {{yes_no: ok}}}}
    ranking: {{tie_break: [z]}}
"""
    )
    .replace("answer: {type: count}, not_", "not_")
    .replace("  z:", "  m: {label: M, type: count}\n  n: {label: N, type: count}\n  z:")
)
FULL = "co: có, ok: có, x: 4, b: 3, m: 1, n: 2, z: 0"
OUT = FULL.replace("co: có", "co: không")


@pytest.mark.parametrize(
    ("given", "expect", "own"),
    [
        (FULL, "a: 10", {"a/applies/1", "a/score/1", "a/score/2"}),
        (FULL, "a: {state: scored}", {"a/applies/1"}),
        (FULL, "a: {counted: 10}", {"a/applies/1"}),
        (OUT, "a: {state: not_applicable}", {"a/applies/2"}),
        (OUT, "p: {state: scored}", {"a/applies/2"}),
        (OUT, "p: {counted: 10}", {"a/applies/2", "a/not_applicable"}),
        (OUT, "p: 3", {"a/applies/2", "a/not_applicable", "b/score/2"}),
        (OUT, "max: 20", {"a/applies/2", "a/not_applicable", "c/score/2"}),
        (FULL.replace("x: 4, ", ""), "a: {state: scored}", {"a/applies/1"}),
        (FULL.replace("x: 4, ", ""), "a: 0", {"a/applies/1", "a/score/5", "x/missing"}),
        (FULL, "c: {state: scored}", {"c/score/2"}),
        (FULL.replace("n: 2", "n: 0"), "c: {state: not_applicable}", {"c/score/1"}),
        (FULL, "list: all", set()),
        (FULL, "status: ranked", {"a/applies/1", "c/score/2", "dk/score/1"}),
        (FULL, "rank: 1", {"a/applies/1", "c/score/2", "dk/score/1"}),
        (FULL.replace("ok: có", "ok: không"), "status: unranked", {"a/applies/1", "c/score/2", "dk/score/2", "dk/on_fail"}),
    ],
)  # fmt: skip
def test_a_case_touches_only_what_the_facts_that_it_expects_depend_on(given, expect, own):
    """Whether there is a score depends on what applies, and a maximum on that and on policies; not on any points."""
    assert touched(LEAST, f"  - {{name: t, given: {{{given}}}, expect: {{{expect}}}}}") == own


def test_the_rank_among_several_depends_on_the_points_and_tie_breaks_of_all():
    units = f"{{id: a, {FULL}}}, {{id: b, {FULL.replace(', z: 0', '')}}}"
    found = touched(LEAST, f"  - {{name: t, cohort: [{units}], expect: {{a: {{rank: 1}}}}}}")
    assert {"a/score/1", "z/missing"} <= found
    assert "z/missing" not in touched(LEAST, f"  - {{name: t, cohort: [{units}], expect: {{a: {{status: ranked}}}}}}")


# ── Tiers with places depend on ranks ──

PLACES = QUOTA.replace("tie_break: [c1]", "tie_break: [z]").replace(
    "inputs:", "inputs:\n  z: {label: Z, type: count, missing: zero}"
)
TWO = "cohort: [{id: a, c1: 60, c2: 35, ok: có, z: 1}, {id: b, c1: 60, c2: 35, ok: có}]"
TAKEN = f"  - {{name: t, {TWO}, expect: {{a: {{tier: tot_b}}, b: {{tier: kha}}}}}}"


def fates(text, tests, word):
    """Give what became of the mutants of a key, by whose it is and what is written in its place."""
    made = loaded(text, tests)
    bench = Bench.of(made, outcomes(made))
    mutants = [each for each in mutants_of(made.document) if word in each.edits[0].path]
    return {(each.owner, each.after): bench.tried(each).fate for each in mutants}


def test_a_tier_with_places_depends_on_what_puts_units_in_order():
    """It does not show each tie-break: only where the last place is one of those that are tied."""
    assert "z/missing" in touched(PLACES, TAKEN)
    assert "s/ranking/tie_break/1" not in touched(PLACES, TAKEN)


def test_a_case_that_expects_a_tier_with_places_notices_another_order():
    """`a` has the only place by `z`; with 94 points `b` would be the first where the lowest is."""
    assert fates(PLACES.replace("above", "below"), TAKEN, "ranking")["s", ""] == "killed"
    assert fates(PLACES, TAKEN.replace("35, ok: có}", "34, ok: có}"), "ranking")["s", "lowest"] == "killed"


@pytest.mark.parametrize(("acts", "tier"), [("unranked", "kha"), ("flag", "kha"), ("lowest_tier", "yeu")])
def test_what_a_failed_condition_would_do_is_noticed_where_a_tier_is_expected(acts, tier):
    """Another `on_fail` acts on the tier where none did."""
    case = f"  - {{name: t, given: {{c1: 40, c2: 20, ok: không}}, expect: {{tier: {tier}}}}}"
    found = fates(QUOTA.replace("lowest_tier", acts), case, "on_fail")
    assert {after for (_, after), fate in found.items() if fate == "killed"} == (
        {"flag", "unranked"} if acts == "lowest_tier" else {"lowest_tier"}
    )


def test_conditions_of_a_tier_are_asked_of_who_found_no_place_in_those_before_it():
    """`kha` is only for `c1 >= 50`: `b` has it, since `a` has the only place before."""
    text = QUOTA.replace("title: Khá, from: 0", "title: Khá, from: 0, requires: c1 >= 50")
    case = "  - {name: t, cohort: [{id: a, c1: 60, c2: 35, ok: có}, {id: b, c1: 55, c2: 35, ok: %s}], expect: {b: {tier: %s}}}"
    assert "s/tiers/kha/requires/1" in touched(text, case % ("có", "kha"))
    assert "s/tiers/kha/requires/1" not in touched(text, case % ("không", "yeu"))
