"""What bounds show of a ruleset before any data: points past their maximum, divisors of zero, tiers out of reach."""

import pytest
from itrank.engine import load_text
from itrank.engine.model.codes import advice, message
from itrank.engine.prove.prover import proved_bounds
from itrank.engine.prove.reaches import reaches
from itrank.engine.prove.reaching import facts
from itrank.engine.prove.tier_reaches import tiers_reached
from itrank.engine.publish.witnesses import as_command, told_witness

HEAD = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
{extra}inputs:
  a: {{type: count, max: 9}}
  b: {{type: number, min: 0, max: 4}}
  n: {{type: count}}
  m: {{type: count, max: n}}
  y: {{type: yes_no}}
  k: {{type: choice, options: {{x: X, z: Z}}}}
scorecards:
  bang:
"""


def told(card: str, extra: str = "") -> list[str]:
    loaded = load_text(HEAD.format(extra=extra) + "".join(f"    {line}\n" for line in card.splitlines()))
    assert loaded.ruleset is not None, [message(f, "en") for f in loaded.findings]
    return [f"{f.code} {message(f, 'en')}" for f in facts(loaded.ruleset, proved_bounds(loaded.ruleset))]


def leaf(score: str, rest: str = "") -> str:
    return f"criteria: [{{id: x, {rest}score: {{{score}}}}}]"


@pytest.mark.parametrize(
    ("to", "divisor", "example"),
    [
        ("percentile_rank", "cohort_count(b) − 1", "a cohort of one unit: no score: it divides by 0"),
        ("percentile_rank, better: lower", "cohort_count(b) − 1", "a cohort of one unit: no score: it divides by 0"),
        ("min_max", "cohort_max(b) − cohort_min(b)", "all units of a cohort are alike, or there is one only: no score: it divides by 0"),
        ("percentile_rank, on_zero: zero", "", ""),
        ("percentile_rank, better: lower, on_zero: zero", "", ""),
        ("min_max, on_zero: full", "", ""),
    ],
)  # fmt: skip
def test_a_divisor_of_a_cohort_is_0_by_the_cohort_and_not_by_an_answer(to, divisor, example):
    card = leaf(f"relative: b, to: {to}", "max: 5, cohort: all, ")
    loaded = load_text(HEAD.format(extra="") + f"    {card}\n")
    found = [each for each in facts(loaded.ruleset, proved_bounds(loaded.ruleset)) if each.code == "ITR383"]
    assert [(each.params["divisor"], told_witness(each.witness, "en")) for each in found] == [
        (divisor, example)
    ] * bool(divisor)
    assert not any(as_command(each) for each in found)


def tiers(*given: str, rest: str = "") -> str:
    rows = "".join(f"\n  - {{{tier}}}" for tier in given)
    return f"{rest}criteria: [{{id: x, max: 20, score: {{ratio: [b, n]}}}}]\ntiers:{rows}"


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (leaf("formula: a * 2", "max: 17, "), ["ITR380 x: its points can reach 18, above its maximum of 17"]),
        (leaf("formula: a * 2", "max: 18, "), []),
        (leaf("formula: a * 2", "max: 17, cap: 17, "), []),
        (leaf("formula: a / 2", "max: 4, round: 0, "), ["ITR380 x: its points can reach 5, above its maximum of 4"]),
        # A bonus adds and a penalty takes; both stay within their maximum.
        (leaf("formula: a", "max: 9, role: bonus, "), []),
        (leaf("formula: a", "max: 8, role: bonus, "), ["ITR380 x: its points can reach 9, above its maximum of 8"]),
        (leaf("formula: a", "max: 8, role: penalty, "), ["ITR380 x: its points can reach 9, above its maximum of 8"]),
        (leaf("formula: n", "max: 8, role: penalty, "), ["ITR381 x: nothing bounds its points, so they can pass its maximum of 8"]),
        (leaf("count: n, each: 1", "max: 8, role: penalty, "), []),
        (leaf("formula: -a", "max: 9, role: penalty, "), ["ITR391 x: this penalty never lowers a total: it can only be from -9 to 0"]),
        (leaf("formula: a - 8", "max: 9, role: penalty, "), []),
        (leaf("formula: a - 9", "max: 9, role: penalty, "), ["ITR391 x: this penalty never lowers a total: it can only be from -9 to 0"]),
        (leaf("formula: -n", "max: 9, role: penalty, "), ["ITR391 x: this penalty never lowers a total: it can only be from … to 0"]),
        (leaf("count: n, each: -1", "max: 8, role: penalty, "), ["ITR391 x: this penalty never lowers a total: it can only be from 0 to 0"]),
        (leaf("formula: a", "max: 9, weight: -1, role: penalty, "), ["ITR391 x: this penalty never lowers a total: it can only be from -9 to 0"]),
        (leaf("formula: -a", "max: 9, role: bonus, "), ["ITR391 x: this bonus never raises a total: it can only be from -9 to 0"]),
        (leaf("formula: n * 2", "max: 18, "), ["ITR381 x: nothing bounds its points, so they can pass its maximum of 18"]),
        (leaf("formula: m / n * 18 if n > 0 else 0", "max: 18, "), []),
        (leaf("ratio: [n, a]", "max: 18, ").replace("[n, a]", "[n, a], on_zero: zero"), []),
        (leaf("formula: a * 2", "max: 19, "), ["ITR382 x: no unit can reach its maximum of 19; the most is 18"]),
        (leaf("ratio: [b, 5]", "max: 10, "), ["ITR382 x: no unit can reach its maximum of 10; the most is 8"]),
        (leaf("formula: 1 / n"), ["ITR383 x: the divisor n can be 0"]),
        (leaf("formula: 1 / (n + 1)"), []),
        (leaf("formula: 1 / (a - 9)"), ["ITR383 x: the divisor a − 9 can be 0"]),
        (leaf("formula: 1 / (a - 10)"), []),
        (leaf("formula: 1 / n if n > 0 else 0"), []),
        (leaf("formula: 1 / n if n != 0 else 0"), []),
        (leaf("formula: 0 if n == 0 else 1 / n"), []),
        (leaf("formula: 1 / n if n > 0 and y else 0"), []),
        (leaf("formula: 1 / n if n > 0 or y else 0"), ["ITR383 x: the divisor n can be 0"]),
        (leaf("formula: 0 if not n > 0 else 1 / n"), []),
        (leaf("formula: 1 / n if n >= 0 else 0"), ["ITR383 x: the divisor n can be 0", "ITR385 x: the condition n ≥ 0 never fails"]),
        (leaf("ratio: [a, n]", "max: 5, "), ["ITR383 x: the divisor n can be 0"]),
        (leaf("ratio: [a, n], on_zero: full", "max: 5, "), []),
        (leaf("formula: ln(b)"), ["ITR384 x: ln takes numbers > 0, and b can be 0"]),
        (leaf("formula: ln(b - 1)"), ["ITR384 x: ln takes numbers > 0, and b − 1 can be -1"]),
        (leaf("formula: ln(b) if b > 0 else 0"), []),
        (leaf("formula: sqrt(b)"), []),
        (leaf("formula: sqrt(b - 4)"), ["ITR384 x: sqrt takes numbers ≥ 0, and b − 4 can be -4"]),
        (leaf("steps: a, from: {10: 20, 4: 10}, otherwise: 0", "max: 20, "), ["ITR382 x: no unit can reach its maximum of 20; the most is 10", "ITR385 x: the condition a ≥ 10 never holds"]),
        (leaf("steps: a, from: {4: 19, 2: 10}, otherwise: 0", "max: 20, "), ["ITR382 x: no unit can reach its maximum of 20; the most is 19"]),
        (leaf("choice: k, points: {x: 9, z: 0}", "max: 10, "), ["ITR382 x: no unit can reach its maximum of 10; the most is 9"]),
        (leaf("choice: k, points: {x: 100%, z: 0}", "max: 10, "), []),
        (leaf("interpolate: b, points: {0: 0, 3: 9}", "max: 10, "), ["ITR382 x: no unit can reach its maximum of 10; the most is 9"]),
        (leaf("steps: a, from: {4: 19, 2: 10}, otherwise: 0", "max: 20, role: bonus, "), []),
        (leaf("steps: a, from: {9: 20, 4: 10}, otherwise: 0", "max: 20, "), []),
        (leaf("formula: 1 if p > 3 else 0"), []),  # a parameter: another year may set it otherwise
        (leaf("formula: 1 if 2 > 3 else 0"), ["ITR385 x: the condition 2 > 3 never holds"]),
        (leaf("choice: k, points: {x: 1, z: 0}"), []),
    ],
)  # fmt: skip
def test_points_and_formulas(card, expected):
    assert told(card, "parameters: {p: 4}\n") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["id: cao, from: 20", "id: thap"], []),
        (
            ["id: cao, from: 20.5", "id: thap"],
            ['ITR386 bang: the tier "cao" begins at 20.5 points, above the maximum of 20'],
        ),
        (
            ["id: cao, above: 20", "id: thap"],
            ['ITR386 bang: no unit can be in the tier "cao": points lie between 0 and 20'],
        ),
        (["id: cao, from: 100%", "id: thap"], []),
        (
            ["id: cao, from: 101%", "id: thap"],
            ['ITR386 bang: the tier "cao" begins at 20.2 points, above the maximum of 20'],
        ),
        (
            ["id: kha, from: 5", "id: tot, from: 10", "id: thap"],
            ['ITR386 bang: no unit can be in the tier "tot": the tiers before it take all of its points'],
        ),
        (["id: cao, from: 10", "id: thap, from: 0"], []),
        (["id: cao, from: 10", "id: thap, from: 1"], ["ITR387 bang: no tier takes 0 points"]),
        (["id: cao, from: 10", "id: thap, below: 9"], ["ITR387 bang: no tier takes 9.5 points"]),
        (
            ["id: cao, from: 10", "id: vua, from: 5, up_to: 10", "id: thap, below: 5"],
            ['ITR388 bang: two tiers, "cao" and "vua", take 10 points; the first is taken'],
        ),
        (["id: cao, from: 10", "id: vua, from: 5, below: 10", "id: thap, below: 5"], []),
        (
            ["id: thap, below: 5", "id: vua, from: 5, up_to: 10", "id: cao, from: 10"],
            ['ITR388 bang: two tiers, "vua" and "cao", take 10 points; the first is taken'],
        ),
        (["id: thap, below: 5", "id: vua, from: 5, below: 10", "id: cao, from: 10"], []),
        (["id: thap, below: 5", "id: vua, below: 10", "id: cao"], []),  # from the worst up
        (
            ["id: cao, from: 10", "id: thap, up_to: 10"],
            ['ITR388 bang: two tiers, "cao" and "thap", take 10 points; the first is taken'],
        ),
        (["id: cao, from: 10, up_to: 20", "id: vua, from: 5", "id: thap"], []),  # from the best down
        (["id: cao, from: 10, requires: y", "id: thap"], []),
        (["id: a, when: y", "id: b, when: not y"], []),
    ],
)
def test_tiers(given, expected):
    card = tiers(*given).replace("ratio: [b, n]", "ratio: [b, 4]")
    assert told(card) == expected


WHOLE = """criteria:
  - {id: x, max: 10, score: {steps: a, from: {9: 10, 4: 5}, otherwise: 0}}
  - {id: z, max: 10, score: {choice: k, points: {x: 10, z: 7}}}
tiers:
  - {id: tot, from: 15}
  - {id: kha, from: 10, up_to: 14}
  - {id: yeu, up_to: 9}"""


def test_points_that_only_come_in_steps_leave_no_hole_between_whole_numbers():
    """*From 10 to 14 points*, as decrees say it, takes all where nobody has 14.5; a criterion of half points has."""
    assert told(WHOLE) == []
    halves = WHOLE.replace("4: 5", "4: 4.5")
    assert told(halves) == ["ITR387 bang: no tier takes 14.5 points"]


def witnesses(card):
    """Give what each finding comes with: the answers, and what they are evaluated to."""
    loaded = load_text(HEAD.format(extra="") + "".join(f"    {line}\n" for line in card.splitlines()))
    found = facts(loaded.ruleset, proved_bounds(loaded.ruleset))
    return [(each.row, dict(each.witness.answers), each.witness.gives[1]) for each in found if each.witness]


def test_what_is_told_of_tiers_comes_with_answers():
    """*The proved bound and the inputs that come nearest, evaluated*; of a hole and an overlap, points that do it."""
    halves = WHOLE.replace("4: 5", "4: 4.5")
    assert witnesses(halves) == [("ITR387", {"a": "4", "k": "x"}, "14.5 points")]
    assert witnesses(halves.replace("up_to: 14", "up_to: 16").replace("4: 4.5", "4: 5"))[0][2] == "15 points"
    too_high = WHOLE.replace("from: 15", "above: 20")
    assert ("ITR386", {"a": "9", "k": "x"}, "nearest: 20 points") in witnesses(too_high)
    assert witnesses(WHOLE.replace("9: 10", "9: 8"))[0] == ("ITR382", {"a": "9"}, "nearest: 8 points")


def test_a_tier_that_a_failed_condition_gives_is_not_called_out_of_reach():
    """*`lowest_tier` gives the root's last tier whatever the total*: some unit is in it, whatever its points ask."""
    never = WHOLE.replace("id: yeu, up_to: 9", "id: yeu, below: 0")
    assert 'ITR386 bang: no unit can be in the tier "yeu": points lie between 7 and 20' in told(never)
    given = never.replace("tiers:", "  - {id: c, role: condition, on_fail: lowest_tier, score: {yes_no: y}}\ntiers:")
    assert [each for each in told(given) if each.startswith("ITR386")] == []
    loaded = load_text(HEAD.format(extra="") + "".join(f"    {line}\n" for line in given.splitlines()))
    tiers = tiers_reached(loaded.ruleset, reaches(loaded.ruleset))["bang"].tiers
    assert [(each.state, each.is_conditional) for each in tiers][-1] == ("open", True)


@pytest.mark.parametrize(
    ("low", "expected"),
    [
        ("from: 3", []),
        ("above: 5, below: 10", ['ITR386 bang: no unit can be in the tier "t2": the tiers before it take all of its points', "ITR387 bang: no tier takes 5 points"]),
    ],
)  # fmt: skip
def test_a_sum_with_blanks_is_what_is_left_of_it(low, expected):
    """Under `at_least` one child of 5 or 10 points may stand alone: 5 points are had, and 0 are not."""
    first = "{id: x1, max: 10, score: {choice: k, points: {x: 10, z: 5}}}"
    leaves = f"{first}, {{id: x2, max: 10, score: {{steps: a, from: {{5: 10}}, otherwise: 5}}}}"
    card = f"max: 20\nat_least: 1\ncriteria: [{leaves}]\ntiers: [{{id: t1, from: 10}}, {{id: t2, {low}}}]"
    assert told(card, "defaults: {inputs: {missing: unranked}}\n") == expected


def test_rounding_closes_a_hole():
    """9.5 is no value of a total that is rounded to whole points."""
    given = ["id: cao, from: 10", "id: thap, up_to: 9"]
    assert told(tiers(*given).replace("[b, n]", "[b, 4]")) == ["ITR387 bang: no tier takes 9.5 points"]
    assert told(tiers(*given, rest="round: 0\n").replace("[b, n]", "[b, 4]")) == []
    assert told(tiers(*given, rest="round: 1\n").replace("[b, n]", "[b, 4]")) == [
        "ITR387 bang: no tier takes 9.5 points"
    ]


def test_a_value_that_rounds_to_the_bound_and_is_below_it():
    given = tiers("id: cao, from: 12", "id: thap").replace("[b, n]", "[b, 4]")
    found = 'ITR389 bang: points are printed with 1 decimals and tiers decided on the unrounded points: 11.96, which is 12 when rounded, is still below "cao"'
    assert told(given, "show: 1\n") == [found]
    assert told(given) == []
    assert told("round: 1\n" + given, "show: 1\n") == []
    assert told("round: 2\n" + given, "show: 1\n") == [found]


def test_a_maximum_that_shrinks_leaves_tiers_in_per_cent_alone():
    card = """criteria:
  - {id: x, max: 10, score: {yes_no: y}, applies: a > 1, not_applicable: exclude}
  - {id: z, max: 10, score: {ratio: [b, 4]}}
tiers:
  - {id: cao, from: 80%}
  - {id: thap}"""
    assert told(card) == []


def test_a_tier_beyond_all_points_is_told_where_shares_are_of_no_fixed_maximum():
    """`tot` cannot be laid on the scale, as a unit's maximum may shrink; that nobody has 150 of 100 points is plain."""
    text = (
        'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\ninputs: {co: {type: yes_no}}\nscorecards:\n  bang:\n'
        "    criteria:\n      - {id: x, max: 10, score: given}\n"
        "      - {id: y, max: 90, score: given, applies: co, not_applicable: rescale}\n"
        "    tiers: [{id: cao, from: 150}, {id: tot, from: 50%}, {id: thap}]\n"
    )
    loaded = load_text(text)
    found = [each for each in facts(loaded.ruleset, proved_bounds(loaded.ruleset)) if each.code == "ITR386"]
    assert [(each.params["tier"], each.params["points"], each.params["max"]) for each in found] == [
        ("cao", "150", "100")
    ]


@pytest.mark.parametrize(
    ("weights", "bonus", "expected"),
    [
        ((60, 40), "weight: 10, max: 5, ", ["ITR392 x: counts in bang as its points times the weight 10, at most 50 points"]),
        ((60, 40), "max: 5, ", []),
        ((1, 1), "weight: 10, max: 5, ", []),
        (("60%", "40%"), "weight: 10%, max: 50, ", ["ITR392 x: counts in bang as its points times the weight 0.1, at most 5 points"]),
        ((2, 1), "weight: 3, ", ["ITR392 x: counts in bang as its points times the weight 3, at most … points"]),
    ],
)  # fmt: skip
def test_a_bonus_beside_weights_of_a_mean(weights, bonus, expected):
    first, second = (f"{{id: s{i}, weight: {w}, max: 10, score: given}}" for i, w in enumerate(weights))
    card = f"aggregate: mean\ncriteria: [{first}, {second}, {{id: x, role: bonus, {bonus}score: given}}]"
    assert [line.split(";")[0] for line in told(card) if "ITR392" in line] == expected
    assert [line for line in told(card.replace("aggregate: mean", "aggregate: sum")) if "ITR392" in line] == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # A gap between two tiers goes to the last.
        (["id: A, from: 18", "id: B, from: 15, below: 17", "id: C, from: 10, below: 15", "id: D"], '5 → "D", 12.5 → "C", 16 → "B", 17.5 → "D", 19 → "A"'),
        (["id: A, above: 18", "id: B, from: 15, up_to: 17", "id: C, up_to: 10", "id: D"], '5 → "C", 12.5 → "D", 16 → "B", 17.5 → "D", 19 → "A"'),
        (["id: A, from: 90%", "id: B, from: 75%, below: 85%", "id: D"], '7.5 → "D", 16 → "B", 17.5 → "D", 19 → "A"'),
        # Two bounds that were exchanged.
        (["id: A, from: 10, below: 15", "id: B, from: 15", "id: C"], '5 → "C", 12.5 → "A", 17.5 → "B"'),
        # The least is best: it goes one way down, and a gap still does not.
        (["id: A, up_to: 5", "id: B, above: 6, up_to: 9", "id: C"], '2.5 → "A", 5.5 → "C", 7.5 → "B", 14.5 → "C"'),
        # Where a condition fails, more points fall past the next tier.
        (["id: A, from: 18, requires: y", "id: B, from: 15, below: 18", "id: C"], '7.5 → "C", 16.5 → "B", 19 → "C"'),
        (["id: A, from: 18, quota: 25%, at_ties: below", "id: B, from: 15, below: 18", "id: C"], '7.5 → "C", 16.5 → "B", 19 → "C"'),
        (["id: A, from: 18, requires: y", "id: B, from: 15", "id: C"], ""),
        (["id: A, from: 18", "id: B, from: 15, below: 18", "id: C, from: 10, below: 15", "id: D"], ""),
        (["id: D, below: 10", "id: C, from: 10, below: 15", "id: B, from: 15"], ""),
        (["id: A, up_to: 5", "id: B, up_to: 9", "id: C"], ""),
        (["id: X, when: y", "id: A, from: 18", "id: B"], ""),
        # No points lie there.
        (["id: A, from: 15", "id: B, from: 10", "id: Z, above: 30", "id: C"], ""),
    ],
)  # fmt: skip
def test_tiers_go_one_way_with_points(given, expected):
    found = [each for each in told(tiers(*given)) if each.startswith("ITR274")]
    where = (
        ' for units that are not taken into "A"'
        if {"requires", "quota"} & set(given[0].replace(":", "").split())
        else ""
    )
    assert found == ([f"ITR274 bang: tiers do not go one way with the points{where}: {expected}"] if expected else [])


def test_tiers_in_per_cent_of_a_maximum_that_shrinks_are_looked_at_as_shares():
    rows = "criteria: [{id: x, max: 20, score: {ratio: [b, n]}}, {id: z, max: 5, applies: y, not_applicable: exclude, score: {ratio: [b, n]}}]"
    given = f"{rows}\ntiers: [{{id: A, from: 90%}}, {{id: B, from: 50%, below: 80%}}, {{id: C}}]"
    (found,) = [each for each in told(given) if each.startswith("ITR274")]
    assert found.endswith(': 25% → "C", 65% → "B", 85% → "C", 95% → "A"')
    assert not [each for each in told(given.replace("below: 80%", "below: 90%")) if each.startswith("ITR274")]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("power(b - 1, 1.5)", "ITR384 x: power takes numbers ≥ 0, and b − 1 can be -1"),
        ("power(b, 1.5)", ""),
        ("power(b, -0.5)", "ITR384 x: power takes numbers > 0, and b can be 0"),
        ("power(b + 1, -0.5)", ""),
        ("power(b, -0.5) if b > 0 else 0", ""),
        ("power(b, b - 2)", "ITR384 x: power takes numbers > 0, and b can be 0"),
        ("power(3 - b, 1.5) if b < 3 else 0", ""),
        ("power(max(b - 1, 0), 1.5)", ""),
        ("power(b - 1, 2)", "ITR384 x: power takes numbers ≥ 0, and b − 1 can be -1"),
        ("(b - 1) ** 2", ""),
        ("b ** -1", "ITR383 x: the divisor b can be 0"),
        ("(b + 1) ** -1", ""),
        ("b ** -1 if b > 0 else 0", ""),
        ("harmonic_mean(b, 2)", "ITR384 x: harmonic_mean takes numbers > 0, and b can be 0"),
        ("harmonic_mean(b + 1, 2)", ""),
    ],
)
def test_powers_and_means_stay_in_their_domain(formula, expected):
    found = [each for each in told(leaf(f'formula: "{formula}"')) if each.startswith(("ITR383", "ITR384"))]
    assert found == ([expected] if expected else [])


def advised(card: str, code: str = "ITR381") -> str:
    loaded = load_text(HEAD.format(extra="") + "".join(f"    {line}\n" for line in card.splitlines()))
    (found,) = [f for f in facts(loaded.ruleset, proved_bounds(loaded.ruleset)) if f.code == code]
    return advice(found, "en")


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (leaf("formula: n * 2", "max: 18, "), "Cut it with cap: 18, or declare max for the inputs: n."),
        (leaf("formula: n + a + m", "max: 18, "), "Cut it with cap: 18, or declare max for the inputs: n, m."),
        (leaf("formula: n / (b + 1)", "max: 18, "), "Cut it with cap: 18, or declare max for the inputs: n."),
        (leaf("formula: m * 2", "max: 18, "), "Cut it with cap: 18, or declare max for the inputs: m."),
        # A divisor that may be next to 0: a maximum of it would not help.
        (leaf("formula: a / b", "max: 18, "), "Cut it with cap: 18, or declare min: 1 for the inputs: b."),
        (leaf("formula: a", "max: 5, cap: 5, then: value * n, "), "Cut it with then: min(value * n, 5), or declare max for the inputs: n."),
    ],
)  # fmt: skip
def test_what_is_advised_against_points_without_bound_helps(card, expected):
    assert advised(card) == expected


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (leaf("ratio: [a, n]", "max: 5, "), "Add on_zero, or declare min: 1 for n."),
        (leaf("ratio: [a, n * 2]", "max: 5, "), "Add on_zero."),
        (leaf("share: a / n", "max: 5, "), "Add on_zero, or declare min: 1 for n, or write ... if n > 0 else ..."),
        (leaf("formula: a / n"), "Declare min: 1 for n, or write ... if n > 0 else ..."),
        (leaf("formula: a", "cohort: all, then: value / cohort_max(value), "), "Write ... if cohort_max(value) > 0 else ..."),
        (leaf("formula: a / cohort_max(a + n)", "cohort: all, "), "Write ... if cohort_max(a + n) > 0 else ..."),
    ],
)  # fmt: skip
def test_what_is_advised_against_a_divisor_of_zero_is_there_to_use(card, expected):
    assert advised(card, "ITR383") == expected
