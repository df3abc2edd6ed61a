"""Who stands before whom, and what a result says of it: the parts that no conformance case looks at."""

from fractions import Fraction

import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.formula.rationals import summed
from itrank.engine.model.observed import Previous
from itrank.engine.model.ruleset import Cohort, Outliers
from itrank.engine.observe import table_of
from itrank.engine.rank import evaluation
from itrank.engine.rank.order import Entry, placings
from itrank.engine.score.nodes import steps_of
from itrank.engine.score.statistics import bounds_without_outliers, roll_up


def F(*values):  # noqa: N802
    return tuple(None if value is None else Fraction(value) for value in values)


@pytest.mark.parametrize(
    ("entries", "ranks", "decided"),
    [
        ([("a", 9, (1,)), ("b", 9, (2,)), ("c", 5, (7,))], [2, 1, 3], [0, 0, None]),
        ([("a", 9, (1, 5)), ("b", 9, (1, 6)), ("c", 9, (0, 9))], [2, 1, 3], [1, 1, 0]),
        ([("a", 9, (None,)), ("b", 9, (0,)), ("c", 9, (-1,))], [3, 1, 2], [0, 0, 0]),
        ([("a", 9, (None,)), ("b", 9, (None,))], [1, 1], [None, None]),
        ([("a", 9, (1,)), ("b", 9, (1,)), ("c", 8, (2,)), ("d", 8, (1,))], [1, 1, 3, 4], [None, None, 0, 0]),
        ([("a", 9, (3,)), ("b", 8, (2,)), ("c", 7, (1,))], [1, 2, 3], [None, None, None]),
        ([("a", 9, (3,)), ("b", 8, (2,)), ("c", 8, (1,))], [1, 2, 3], [None, 0, 0]),
        ([("a", 9, (3,)), ("b", 9, (2,)), ("c", 8, (1,))], [1, 2, 3], [0, 0, None]),
    ],
)
def test_the_tie_break_that_decided_is_told(entries, ranks, decided):
    placed = placings([Entry(id_, Fraction(value), F(*breaks)) for id_, value, breaks in entries])
    assert [placing.rank for placing in placed.values()] == ranks
    assert [placing.tie_break for placing in placed.values()] == decided


def test_equals_stand_by_id_where_ties_are_ordinal_and_share_nothing():
    placed = placings([Entry(id_, Fraction(1)) for id_ in ("c", "a", "b")], ties="ordinal")
    assert {id_: (placing.rank, placing.tied) for id_, placing in placed.items()} == {
        "a": (1, False), "b": (2, False), "c": (3, False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "points", "bounds"),
    [
        ((1, 2, 3, 4, 100), 1, (1, 4)),
        ((-100, 1, 2, 3, 4), 1, (1, 4)),
        ((1, 2, 3, 4, 100), 0, (1, 100)),
        ((1, 2, 3, 4, 5, 90, 100), 1, (1, 90)),
        ((1, 2, 3, 4, 5, 90, 100), 2, (1, 5)),
        ((1, 2, 3, 4, 5, 90, 100), 3, (2, 5)),  # the 100 that became 90 and then 5 is one value, so the 1 is the third
        ((), 1, None),
    ],
)
def test_extremes_are_drawn_in_to_the_nearest_that_is_left(values, points, bounds):
    """*The most extreme value is set to the nearest of the others, as often as is allowed* (semantics, section 15)."""
    rule = Outliers(Cohort("all"), points=points, skew=Fraction(-1), kurtosis=Fraction(-100))
    assert bounds_without_outliers(F(*values), rule) == (None if bounds is None else F(*bounds))


def test_nothing_adds_up_to_nothing():
    assert summed([]) == 0
    assert roll_up("sum", []) == 0
    assert roll_up("count", []) == 0


SHARED = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}, xa: {title: Xã}}
inputs: {co: {type: yes_no}, n: {type: number}}
scorecards:
  bang:
    for: [so]
    criteria:
      - {id: a, max: 30, score: given}
      - {id: b, max: 10, score: given, applies: co, not_applicable: rescale_total}
  cap_xa:
    for: [xa]
    criteria:
      - {id: c, max: 10.06, round: 1, score: {formula: n}}
"""


def sheet_of(*rows):
    ruleset = load_text(SHARED).ruleset
    made = evaluation(ruleset, observe(ruleset, [table_of("t", rows)]))
    return ruleset, made


def test_the_step_that_shares_points_over_the_scorecard_has_their_numbers():
    """13 of 30, and 10 points that do not apply: 13 × (30 + 10) / 30 = 52/3."""
    ruleset, made = sheet_of({"id": "u", "group": "so", "co": "không", "a": 13})
    steps = steps_of(made.sheet, ruleset.columns["bang"], 0)
    (shared,) = [step for step in steps if step.kind == "rescale_total"]
    assert (shared.before, shared.after, shared.amount, shared.over) == (13, Fraction(52, 3), 10, 30)


def test_a_criterion_of_another_scorecard_has_no_steps_whatever_the_order_of_names():
    ruleset, made = sheet_of({"id": "u", "group": "so", "co": "có", "a": 1, "b": 2}, {"id": "v", "group": "xa", "n": 3})
    lengths = {(node, unit): len(steps_of(made.sheet, ruleset.columns[node], unit)) for node in "ac" for unit in (0, 1)}
    assert (lengths["a", 1], lengths["c", 0]) == (0, 0)
    assert min(lengths["a", 0], lengths["c", 1]) > 0


@pytest.mark.parametrize(("points", "codes"), [("10.05", []), ("10.06", []), ("10.14", []), ("10.15", ["ITR350"])])
def test_points_that_are_rounded_up_pass_no_maximum_that_is_rounded_so(points, codes):
    """10.06 of 10.06 is 10.1, and no more than the maximum in as many digits."""
    _, made = sheet_of({"id": "v", "group": "xa", "n": Fraction(points)})
    assert [found.code for found in made.sheet.findings] == codes


RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {type: count}
  k: {type: yes_no, missing: skip}
  u: {type: count}
scorecards:
  bang:
    max: 10
    criteria:
      - {id: x, max: 10, score: {formula: a}, provenance: PROVENANCE}
      - {id: thua, role: unscored, score: {formula: u}}
      - {id: y, max: 4, role: unscored, score: {formula: a / 3}, ranking: {}}
    tiers: [{id: cao, from: 5}, {id: khong_diem, when: not has(x)}, {id: thap}]
"""


def result(rows, previous=None, provenance="published", **asked):
    loaded = load_text(RULES.replace("PROVENANCE", provenance))
    assert loaded.ruleset is not None, loaded.findings
    return evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("t", rows)], previous=previous), **asked)


def test_a_unit_without_a_score_takes_the_tier_that_asks_for_none():
    """*Without a score only tiers by `when` can fit*, wherever they stand among those with bounds."""
    units = result([{"id": "u1", "a": 7}, {"id": "u2", "a": None}, {"id": "u3", "a": 1}]).units
    assert [unit.tier for unit in units] == ["cao", "khong_diem", "thap"]


def test_what_is_unresolved_is_what_the_total_hangs_on():
    units = result([{"id": "u1", "a": 7, "u": None}, {"id": "u2", "a": None, "u": None}]).units
    assert [unit.unresolved for unit in units] == [(), ("a",)]
    assert [unit.status for unit in units] == ["ranked", "unranked"]
    units = result([{"id": "u1", "a": 7, "u": 1}, {"id": "u2", "a": None, "u": 1}], provisional=True).units
    assert [(unit.status, unit.unresolved) for unit in units] == [("ranked", ()), ("unranked", ("a",))]


def test_a_total_changes_only_against_an_equal_maximum():
    before = {
        "u1": Previous("u1", total=Fraction(9), max=Fraction(10), rank=3),
        "u2": Previous("u2", total=Fraction(9), max=Fraction(100), rank=1),
    }
    units = result([{"id": "u1", "a": 7, "u": 1}, {"id": "u2", "a": 1, "u": 1}], before).units
    assert [unit.total_change for unit in units] == [-2, None]
    assert [unit.rank_change for unit in units] == [2, -1]


@pytest.mark.parametrize(("provenance", "illustrative"), [("published", False), ("illustrative", True)])
def test_a_made_up_criterion_makes_the_result_illustrative(provenance, illustrative):
    assert result([{"id": "u1", "a": 7, "u": 1}], provenance=provenance).illustrative is illustrative


def test_criteria_are_a_sequence_and_only_ranked_nodes_have_a_rank():
    (unit,) = result([{"id": "u1", "a": 7, "u": 1}]).units
    assert len(unit.criteria) == len(list(unit.criteria)) == 4
    assert [(made.node.id, made.rank) for made in unit.criteria] == [("bang", 1), ("x", None), ("thua", None), ("y", 1)]
    assert unit.criteria[1].node.id == "x"
    assert [made.node.id for made in unit.criteria[2:]] == ["thua", "y"]


@pytest.mark.parametrize(
    ("group", "ranking", "listed"),
    [("", "", "all"), ("so", "", "so"), ("", "ranking: {best: lowest}", "all"), ("so", "ranking: {lists: all}", "all")],
)
def test_the_list_of_a_unit(group, ranking, listed):
    text = RULES.replace("PROVENANCE", "published").replace(
        "    max: 10\n", f"    max: 10\n    {ranking}\n" if ranking else "    max: 10\n"
    )
    if group:
        text = text.replace("inputs:", "groups: {so: {title: Sở}}\ninputs:", 1)
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    rows = [{"id": "u1", "group": group, "a": 7, "u": 1}]
    assert evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("t", rows)])).units[0].list == listed
