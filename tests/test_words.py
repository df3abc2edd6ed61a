"""What is said beside a right number is true: a promised effect happens when the ruleset is evaluated again."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itrank.cli import run
from itrank.engine import load_text, observe
from itrank.engine.explain.explaining import explain
from itrank.engine.explain.headroom import shortfall
from itrank.engine.observe import table_of
from itrank.engine.prove.blank import blank_sheet
from itrank.engine.prove.certainty import certainty_of
from itrank.engine.publish.explanation_standing import lost_lines, standing_lines
from itrank.engine.publish.headroom_out import as_text
from itrank.engine.publish.notes import _ends
from itrank.engine.rank import evaluation
from itrank.engine.report.charts import spread
from itrank.engine.report.facts import losses
from itrank.engine.report.profiles import profiles
from itrank.engine.result.numbers import show_apart, show_bound, show_gap, show_some
from itrank.engine.result.published import Published, published
from reports import record
from sampling import size

RULESETS = Path(__file__).parent.parent / "rulesets"
HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\ninputs: {k: {type: yes_no}}\nscorecards:\n  bang:\n    '
XYZ = "{id: x, max: 9, score: given}, {id: y, max: 5, score: given}, {id: z, max: 4, score: given}"

# Trees of given points x, y, z: what is said of each is held against an evaluation with that answer.
TREES = {
    "sum": f"criteria: [{XYZ}]",
    "weights": "criteria: [{id: x, max: 9, weight: 3, score: given}, {id: y, max: 5, weight: 0.5, score: given}, {id: z, max: 4, weight: 1, score: given}]",
    "mean": f"aggregate: mean\n    criteria: [{XYZ}]",
    "weighted mean": "aggregate: mean\n    criteria: [{id: x, max: 9, weight: 60%, score: given}, {id: y, max: 5, weight: 40%, score: given}, {id: z, max: 4, weight: 3, score: given}]",
    "geometric mean": f"aggregate: geometric_mean\n    max: 9\n    criteria: [{XYZ}]",
    "harmonic mean": f"aggregate: harmonic_mean\n    max: 9\n    criteria: [{XYZ}]",
    "min": f"aggregate: min\n    criteria: [{XYZ}]",
    "max": f"aggregate: max\n    criteria: [{XYZ}]",
    "formula": f"aggregate: {{formula: x * y - z}}\n    max: 45\n    criteria: [{XYZ}]",
    "formula that takes one away": f"aggregate: {{formula: x - y + z}}\n    max: 13\n    criteria: [{XYZ}]",
    "a branch by max": "criteria: [{id: h, aggregate: max, criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}]}, {id: z, max: 4, score: given}]",
    "cap": f"criteria: [{{id: h, cap: 10, criteria: [{XYZ}]}}]",
    "cap and a penalty after it": "cap: 10\n    criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}, {id: z, role: penalty, max: 4, score: given}]",
    "a floor": "min: 9\n    criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}, {id: z, role: penalty, max: 4, weight: 3, score: given}]",
    "out of": f"out_of: 100\n    criteria: [{XYZ}]",
    "then": f"then: min(value * 2, 18)\n    criteria: [{XYZ}]",
    "rounding": f"round: 0\n    criteria: [{{id: h, aggregate: mean, round: 0, criteria: [{XYZ}]}}]",
    "shared out": f"criteria: [{XYZ}, {{id: w, max: 6, applies: not k, not_applicable: rescale, score: given}}]",
    "shared out, with bonus and penalty": "criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, role: bonus, score: given}, {id: z, max: 4, role: penalty, score: given}, {id: w, max: 6, applies: not k, not_applicable: rescale, score: given}]",
    "a penalty of parts": "criteria: [{id: x, max: 9, score: given}, {id: p, role: penalty, criteria: [{id: y, max: 5, score: given}, {id: z, max: 4, score: given}]}]",
    "a penalty under a mean": "criteria: [{id: h, aggregate: mean, criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}, {id: z, max: 4, role: penalty, score: given}]}]",
    "a bonus of parts": "criteria: [{id: x, max: 9, score: given}, {id: p, role: bonus, criteria: [{id: y, max: 5, score: given}, {id: z, max: 4, score: given}]}]",
}  # fmt: skip
TAKEN = {
    "cap and a penalty after it": {"z"}, "a floor": {"z"}, "shared out, with bonus and penalty": {"z"},
    "a penalty of parts": {"y", "z"}, "a penalty under a mean": {"z"},
}  # fmt: skip
NO_LOSS = {"shared out, with bonus and penalty": {"y"}, "a bonus of parts": {"y", "z"}}
MOST = {"x": 9, "y": 5, "z": 4}
ANSWERS = st.fixed_dictionaries({key: st.integers(0, most) for key, most in MOST.items()})


def loaded(tree):
    made = load_text(f"{HEAD}tiers: [{{id: cao, title: Cao, from: 1000}}, {{id: thap, title: Thấp}}]\n    {tree}\n")
    assert made.ruleset is not None, made.findings
    return made.ruleset


def evaluated(ruleset, answers):
    return evaluation(ruleset, observe(ruleset, [table_of("t", [{"id": "a", "k": True, **answers}])]))


def total(made):
    return made.result.units[0].outcome


@pytest.mark.bar(5)
@pytest.mark.parametrize("name", TREES)
@given(answers=ANSWERS)
@settings(max_examples=15, deadline=None)
def test_a_lost_point_costs_what_an_evaluation_without_the_loss_gives_more(name, answers):
    ruleset = loaded(TREES[name])
    made = evaluated(ruleset, answers)
    told = {each.node.id: each for each in explain(made, 0, langs=("en",)).nodes if each.lost}
    assert not told.keys() & NO_LOSS.get(name, set())
    for key in told.keys() & answers.keys():
        full = 0 if key in TAKEN.get(name, ()) else MOST[key]
        assert told[key].lost == abs(full - answers[key])
        if isinstance(total(made), Fraction):
            more = total(evaluated(ruleset, answers | {key: full})) - total(made)
            assert told[key].cost == more, (key, answers)
    lacking = {key for key, most in MOST.items() if answers[key] != (0 if key in TAKEN.get(name, ()) else most)}
    assert lacking - NO_LOSS.get(name, set()) == told.keys() & answers.keys()


@pytest.mark.bar(5)
@pytest.mark.parametrize("name", TREES)
@given(answers=ANSWERS)
@settings(max_examples=15, deadline=None)
def test_what_a_leaf_could_add_is_what_an_evaluation_adds(name, answers):
    ruleset = loaded(TREES[name])
    made = evaluated(ruleset, answers)
    (card,) = ruleset.scorecards
    found = {gain.node.id: gain for gain in shortfall(made, 0, card, card.root.tiers[0]).gains}
    for key, most in MOST.items():
        best = 0 if key in TAKEN.get(name, ()) else most
        if not isinstance(total(made), Fraction):
            continue
        again = total(evaluated(ruleset, answers | {key: best}))
        if key in found:
            assert found[key].at_total is None or (
                found[key].reachable == best and again - total(made) == found[key].at_total > 0
            )
        else:
            assert again <= total(made)


@pytest.mark.bar(5)
@pytest.mark.parametrize("name", TREES)
@given(answers=ANSWERS)
@settings(max_examples=15, deadline=None)
def test_the_worth_of_a_point_is_what_one_more_of_it_gives(name, answers):
    """Before rounding, and where sums alone lie between: half a point up or down, as there is room."""
    ruleset = loaded(TREES[name])
    made = evaluated(ruleset, answers)
    for told in explain(made, 0, langs=("en",)).nodes:
        key = told.node.id
        if key not in answers or told.worth is None or "rounding" in name or "cap" in name or "floor" in name:
            continue
        step = Fraction(-1, 2) if answers[key] == MOST[key] else Fraction(1, 2)
        changed = total(evaluated(ruleset, answers | {key: str(float(answers[key] + step))})) - total(made)
        assert changed == told.worth * step


def test_a_loss_that_costs_nothing_is_no_loss_of_the_total():
    made = evaluated(loaded(TREES["max"]), {"x": 8, "y": 1, "z": 2})
    lines = lost_lines(explain(made, 0), "en")
    assert lines == [("−1", "x")]


def test_losses_of_others_are_added_up_only_where_they_add_up():
    leaves = ", ".join(f"{{id: c{n}, title: C{n}, max: 10, score: given}}" for n in range(13))
    answers = {f"c{n}": 5 for n in range(13)}
    for rule, rest in (
        ("sum", "−15"),
        ("{formula: 'max(c0 + c1, c2)'}\n    max: 20", None),
        ("geometric_mean\n    max: 10", "…"),
    ):
        lines = lost_lines(explain(evaluated(loaded(f"aggregate: {rule}\n    criteria: [{leaves}]"), answers), 0), "en")
        assert (lines[-1] == (rest, "3 others")) if rest else lines == [("−5", "C0"), ("−5", "C1")]


def test_an_answer_that_others_read_too_promises_nothing():
    """`+10` would be false: with more `a` the other leaf gives less."""
    text = HEAD.replace("{k: {type: yes_no}}", "{a: {type: count, max: 10}, b: {type: count, max: 10}}") + (
        "tiers: [{id: cao, from: 1000}, {id: thap}]\n"
        "    criteria:\n"
        "      - {id: len, max: 10, score: {formula: a}}\n"
        "      - {id: xuong, max: 10, score: {formula: 10 - a}}\n"
        "      - {id: rieng, max: 10, score: {formula: b}}\n"
    )
    ruleset = load_text(text).ruleset
    made = evaluation(ruleset, observe(ruleset, [table_of("t", [{"id": "u", "a": 4, "b": 7}])]))
    (card,) = ruleset.scorecards
    found = {gain.node.id: gain.at_total for gain in shortfall(made, 0, card, card.root.tiers[0]).gains}
    assert found == {"len": None, "xuong": None, "rieng": 3}


def test_a_shared_whole_leaves_what_its_parts_can_give():
    """Both shares read `can_bo`; each can be full by its own answer alone."""
    text = HEAD.replace(
        "{k: {type: yes_no}}", "{a: {type: count}, b: {type: count}, can_bo: {type: count, min: 1}}"
    ) + (
        "tiers: [{id: cao, from: 1000}, {id: thap}]\n"
        "    criteria: [{id: x, max: 10, score: {ratio: [a, can_bo]}}, {id: y, max: 6, score: {ratio: [b, can_bo]}}]\n"
    )
    ruleset = load_text(text).ruleset
    made = evaluation(ruleset, observe(ruleset, [table_of("t", [{"id": "u", "a": 4, "b": 7, "can_bo": 10}])]))
    (card,) = ruleset.scorecards
    found = {gain.node.id: gain.at_total for gain in shortfall(made, 0, card, card.root.tiers[0]).gains}
    assert found == {"x": 6, "y": Fraction(9, 5)}


# ── Conditions ──

CONDITIONS = """format: itrank-ruleset/1
id: dk
version: "1"
title: Thử
inputs:
  co: {label: Có kế hoạch, type: yes_no}
  n: {label: Số hồ sơ, type: count}
  loi: {label: Số lỗi, type: count, missing: skip}
scorecards:
  bang:
    criteria:
      - {id: d, title: Điểm, max: 100, score: given}
      - {id: kh, title: Kế hoạch, role: condition, on_fail: lowest_tier, score: {yes_no: co}}
      - {id: hs, title: Hồ sơ, role: condition, on_fail: lowest_tier, score: {formula: n}}
      - {id: bc, title: Báo cáo, role: condition, on_fail: flag, score: {yes_no: n > 5}}
    tiers:
      - {id: tot, title: Tốt, from: 80, requires: loi == 0}
      - {id: kha, title: Khá, from: 50, up_to: 90}
      - {id: yeu, title: Yếu}
    ranking: {lists: all}
"""


def of_conditions(**answers):
    ruleset = load_text(CONDITIONS).ruleset
    rows = [{"id": "a", "name": "Sở A", "d": 85, "co": True, "n": 6, "loi": 0, **answers}]
    return evaluation(ruleset, observe(ruleset, [table_of("t", rows)]))


@pytest.mark.parametrize("wanted", ["tot", "kha"])
@given(
    d=st.integers(0, 100), co=st.booleans(), n=st.integers(0, 8), loi=st.sampled_from([0, 1, None]),
)  # fmt: skip
@settings(max_examples=size(20, 40), deadline=None)
def test_a_condition_that_decided_is_named_and_the_tier_without_it_is_the_one_that_follows(wanted, d, co, n, loi):
    made = of_conditions(d=d, co=co, n=n, loi=loi)
    (card,) = made.result.ruleset.scorecards
    tier = next(each for each in card.root.tiers if each.id == wanted)
    found = shortfall(made, 0, card, tier)
    failed = {key for key, holds in (("kh", co), ("hs", n > 0)) if not holds}
    if found.is_reached:
        assert not failed
        return
    assert {node.id for node, _ in found.lowering} == failed
    if failed:
        assert made.result.units[0].tier == "yeu"
        kept = of_conditions(d=d, co=True, n=n or 1, loi=loi)
        assert found.otherwise.id == kept.result.units[0].tier
    text = as_text(found, made.result.ruleset, "en")
    assert ("whatever its points" in text) == bool(failed)
    assert ('"Có kế hoạch"; now Có kế hoạch = no' in text) == (not co)
    assert ('"Số hồ sơ" > 0; now Số hồ sơ = 0' in text) == (n == 0)
    assert ("Where points could come from" in text) == (d < (80 if wanted == "tot" else 50))
    assert "0 points short" not in text.replace("10 points", "").replace("20 points", "").replace(
        "30 points", ""
    ).replace("40 points", "").replace("50 points", "").replace("60 points", "").replace("70 points", "").replace(
        "80 points", ""
    )


def test_with_a_quota_no_tier_is_promised_for_a_condition_that_holds():
    text = CONDITIONS.replace("from: 80, requires: loi == 0", "from: 80, quota: 1, at_ties: below")
    ruleset = load_text(text).ruleset
    assert ruleset is not None
    rows = [{"id": "a", "d": 99, "co": True, "n": 6, "loi": 0}, {"id": "b", "d": 85, "co": False, "n": 6, "loi": 0}]
    made = evaluation(ruleset, observe(ruleset, [table_of("t", rows)]))
    (card,) = ruleset.scorecards
    found = shortfall(made, 1, card, card.root.tiers[0])
    assert [node.id for node, _ in found.lowering] == ["kh"]
    assert found.otherwise is None
    assert "With those conditions held" not in as_text(found, ruleset, "en")


def test_explain_names_the_condition_that_decided():
    lines = "\n".join(standing_lines(explain(of_conditions(co=False, n=2), 0), "en"))
    assert (
        'The condition "Kế hoạch" (kh) does not hold, so its tier is Yếu whatever its points; it needs "Có kế hoạch"'
        in lines
    )
    assert 'The condition "Báo cáo" (bc) does not hold; it needs "Số hồ sơ" > 5' in lines
    assert "It has the points for Khá (from 50); the condition named above must hold too" in lines


def test_explain_does_not_say_enough_of_what_is_too_much():
    """Khá ends at 90: with 95 points and no Tốt it is Yếu, and no words say that the points are enough."""
    made = of_conditions(d=95, loi=2)
    assert made.result.units[0].tier == "yeu"
    lines = "\n".join(standing_lines(explain(made, 0), "en"))
    assert "points for Khá" not in lines
    assert 'It has the points for Tốt (from 80); it also needs "Số lỗi" = 0 (it does not hold)' in lines
    (card,) = made.result.ruleset.scorecards
    text = as_text(shortfall(made, 0, card, card.root.tiers[1]), made.result.ruleset, "en")
    assert "The total passes the upper bound of Khá: 90, by 5 points." in text


# ── Digits ──

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9)


@given(amount=NUMBERS, bound=NUMBERS, digits=st.sampled_from([None, 0, 1, 2, 6]))
def test_no_gap_reads_as_0_and_no_number_as_its_bound(amount, bound, digits):
    shown, gap, at = show_gap(amount, bound, digits, "en")
    assert (gap == "0") == (amount == bound)
    if amount != bound:
        assert shown != at
        assert (Fraction(shown) < bound) == (amount < bound)


@given(
    amount=NUMBERS, exponent=st.integers(1, 60), digits=st.sampled_from([None, 0, 2]), up=st.booleans(),
)  # fmt: skip
def test_a_number_that_all_but_touches_a_bound_is_told_from_it(amount, exponent, digits, up):
    near = amount + Fraction(1 if up else -1, 10**exponent)
    shown = Fraction(show_apart(near, [amount], digits, "en"))
    assert shown != amount
    assert (shown > amount) == up
    assert show_some(near - amount, digits, "en") != "0"


@given(bound=st.decimals(min_value=0, max_value=1000, places=9), digits=st.sampled_from([None, 0, 1]))
def test_a_bound_is_printed_in_full(bound, digits):
    assert Fraction(show_bound(Fraction(bound), digits, "en")) == Fraction(bound)


# ── What a blank answer sheet earns ──


@pytest.mark.parametrize(
    ("tree", "points", "most", "leaves"),
    [
        ("criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given, answer: {missing: zero}}]", None, None, ()),
        ("criteria: [{id: x, max: 9, score: {yes_no: not k}}, {id: y, max: 5, score: given}]", 9, 14, ("x",)),
        ("aggregate: mean\n    criteria: [{id: x, max: 9, score: {yes_no: not k}}, {id: y, max: 9, score: given}]", Fraction(9, 2), 9, ("x",)),
        ("aggregate: max\n    criteria: [{id: x, max: 9, score: {yes_no: not k}}, {id: y, max: 5, score: given}]", 9, 9, ("x",)),
        ("aggregate: min\n    criteria: [{id: x, max: 9, score: {yes_no: not k}}, {id: y, max: 5, score: given}]", None, None, ()),
        ("criteria: [{id: x, max: 9, applies: k, not_applicable: full, score: given}, {id: y, max: 5, score: given}]", 9, 14, ("x",)),
        ("criteria: [{id: x, max: 9, score: {yes_no: not k}}, {id: y, max: 5, applies: k, not_applicable: rescale, score: given}]", 14, 14, ("x",)),
        ("criteria: [{id: x, max: 9, role: bonus, score: {yes_no: not k}}, {id: y, max: 5, score: given}]", 9, 5, ("x",)),
        ("criteria: [{id: x, max: 9, role: unscored, score: {yes_no: not k}}, {id: y, max: 5, score: given}]", None, None, ()),
        ("criteria: [{id: x, max: 9, score: {formula: 9 if has(z) else 3}}, {id: z, max: 5, score: given}]", 3, 14, ("x",)),
        ("criteria: [{id: x, max: 9, score: {relative: n, to: percentile_rank}}, {id: y, max: 5, score: given}]", None, None, ()),
        ("criteria: [{id: x, max: 9, score: {formula: 10 - cohort_rank(n)}}, {id: y, max: 5, score: given}]", None, None, ()),
    ],
)  # fmt: skip
def test_what_a_blank_sheet_earns_is_reckoned_by_the_evaluation(tree, points, most, leaves):
    """A leaf that has no score counts as 0; ranks among others are not known of a unit alone."""
    inputs = "{k: {type: yes_no, missing: zero}, n: {type: count, missing: zero}}"
    head = HEAD.replace("{k: {type: yes_no}}", inputs).replace(
        "scorecards:", "defaults: {criteria: {cohort: all}}\nscorecards:"
    )
    made = load_text(f"{head}{tree}\n")
    assert made.ruleset is not None, made.findings
    blank = blank_sheet(made.ruleset, made.ruleset.scorecards[0])
    found = None if blank is None or not blank.points else blank
    assert (found and found.points, found and found.maximum) == (points, most)
    assert tuple(node.id for node, _ in found.leaves) == leaves if found else not leaves


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2021.yaml", ["cntt: an entirely blank answer sheet earns 100 of 1000 points"]),
        ("2022.yaml", ["tinh: an entirely blank answer sheet earns 40 of 245 points", "huyen: an entirely blank answer sheet earns 40 of 360 points"]),
    ],
)  # fmt: skip
def test_check_says_it_of_the_shipped_rulesets(name, said, capsys):
    assert run(["check", str(RULESETS / name), "--lang", "en"]) == 0
    out = "".join(capsys.readouterr())
    assert out.count("ITR842") == len(said)
    for words in said:
        assert words in out


# ── Reports ──


def published_of(ruleset, rows):
    result = evaluation(ruleset, observe(ruleset, [table_of("t", rows)])).result
    made = published(json.dumps(record(result), ensure_ascii=False).encode(), "r.json", "vi")
    assert isinstance(made, Published)
    return made


def test_what_is_not_had_of_a_penalty_or_a_bonus_is_no_loss_in_reports():
    for name, lost in (("a penalty of parts", ["x"]), ("a bonus of parts", ["x"]), ("sum", ["x", "y", "z"])):
        made = published_of(loaded(TREES[name]), [{"id": "a", "k": True, "x": 4, "y": 1, "z": 2}])
        assert [node.id for node, _ in losses(made, made.record.units[0])] == lost


SHARES = HEAD.replace("inputs: {k: {type: yes_no}}", "data: {marks: {KAD: not_applicable}}\nshow: 0") + (
    "tiers: [{id: tot, title: Tốt, from: 62.5%}, {id: kha, title: Khá}]\n    criteria: [{id: x, max: 7, score: given},"
    " {id: y, max: 7, score: given, not_applicable: exclude}]\n    ranking: {lists: all}\n"
)


def test_a_chart_draws_no_line_that_is_another_for_each_unit_and_rounds_none():
    ruleset = load_text(SHARES).ruleset
    rows = [{"id": f"u{n}", "x": 5, "y": n} for n in range(7)]
    own, same = published_of(ruleset, [*rows, {"id": "b", "x": 6, "y": "KAD"}]), published_of(ruleset, rows)
    labels = [
        json.dumps(spread(made, made.record.lists[0]).spec, ensure_ascii=False) for made in (own, same)
    ]  # fmt: skip
    assert "Tốt" in labels[0]  # a colour of dots
    assert "Tốt 8" not in labels[0]
    assert "Tốt 9" not in labels[0]
    assert "Tốt 8,75" in labels[1]


def test_a_profile_names_what_failed_and_what_else_is_needed_once_and_with_one_full_stop():
    ruleset = load_text(CONDITIONS).ruleset
    rows = [{"id": "a", "name": "Sở A", "d": 49, "co": False, "n": 3, "loi": 0}]
    (made,) = profiles(published_of(ruleset, rows))["profiles"]
    assert made["around"] == (
        'Không đạt điều kiện "Kế hoạch" ("Có kế hoạch"), xếp mức Yếu.',
        'Không đạt điều kiện "Báo cáo" ("Số hồ sơ" > 5).',
        'Còn 1 điểm nữa tới mốc của mức Khá (và đạt điều kiện "Kế hoạch" ("Có kế hoạch")).',
    )


def test_bounds_of_a_total_are_rounded_outwards():
    """`from 1.3 to 1.3` would shut out 1.26 and 1.34."""
    assert _ends(Fraction("1.26"), Fraction("1.34"), 1, "en") == ("1.2", "1.4")


def test_what_is_certain_of_a_tier_minds_a_condition_that_is_settled():
    """Sở B fails the plan whatever its points will be; Sở A holds it, so that Yếu is open by points alone."""
    text = CONDITIONS.replace("score: given}", "score: given, answer: {min: 60, max: 100}}").replace(
        ", requires: loi == 0", ""
    )
    ruleset = load_text(text).ruleset
    rows = [
        {"id": "a", "d": None, "co": True, "n": 6, "loi": 0},
        {"id": "b", "d": None, "co": False, "n": 6, "loi": 0},
        {"id": "c", "d": 90, "co": True, "n": 6, "loi": 0},
    ]
    found = certainty_of(evaluation(ruleset, observe(ruleset, [table_of("t", rows)])))
    assert found["a"].tiers == ("tot", "kha")
    assert found["b"].tiers == ("yeu",)
