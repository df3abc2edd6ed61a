"""Conditions that are settled, tie-breaks and caps that change nothing: found, and what only looks like it left alone."""

import ast
from fractions import Fraction
from itertools import product

import pytest
from itrank.engine import load_text
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.rounding import rounded
from itrank.engine.model.codes import message
from itrank.engine.prove.bounds import bounds_of
from itrank.engine.prove.checks import checked
from itrank.engine.prove.prover import answers
from itrank.engine.prove.ranges import Range
from itrank.engine.prove.whole import Whole
from itrank.engine.prove.within_points import within_points

HEAD = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
parameters: {p: 4}
inputs:
  a: {type: count, max: b}
  b: {type: count, min: 1, max: 5}
  n: {type: count}
  s: {type: number, min: 0, max: 5}
  t: {type: percent, min: 0, max: 100%}
  y: {type: yes_no}
  z: {type: yes_no}
  k: {type: choice, options: {x: X, w: W}}
  d: {type: date}
  e: {type: date}
"""
CARD = """scorecards:
  bang:
    criteria:
      - {id: mot, max: 6, score: {yes_no: y}}
      - {id: hai, max: 4, score: {ratio: [a, b]}}
"""


def told(text: str) -> list[str]:
    loaded = load_text(HEAD + text)
    assert loaded.ruleset is not None, [message(found, "en") for found in loaded.findings]
    found = checked(loaded, "ruleset.yaml")[0]
    return [f"{each.code} {message(each, 'en')}" for each in found if each.code not in {"ITR340", "ITR342", "ITR842"}]


def formula(text: str):
    loaded = load_text(HEAD + f'values: {{v: "1 if {text} else 0"}}\n' + CARD)
    assert loaded.ruleset is not None, [message(found, "en") for found in loaded.findings]
    tree = loaded.ruleset.columns["v"].formula.tree
    assert isinstance(tree, ast.IfExp)
    return loaded.ruleset, tree.test


NEVER, ALWAYS = {False}, {True}
OPEN = {True, False}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("y and not y", NEVER),
        ("y or not y", ALWAYS),
        ("y and not z", OPEN),
        ("(n > 3) and not (n > 3)", NEVER),
        ("n > 3 and n <= 3", NEVER),
        ("n > 3 and n < 4", NEVER),  # no whole number lies between
        ("s > 3 and s < 4", OPEN),
        ("n > 3 or n < 4", ALWAYS),
        ("s > 3 or s < 3", OPEN),
        ("3 < n and not n >= 4", NEVER),
        ("2 < s < 1", NEVER),
        ("2 < s <= 3", OPEN),
        ("t > 1", NEVER),
        ("t >= 0", ALWAYS),
        ("s == 5 and s > 4", OPEN),
        ("s > p and s < 4", NEVER),
        ("k == 'x' and k == 'w'", NEVER),
        ("k == 'x' or k == 'w'", ALWAYS),
        ("k == 'x' or y", OPEN),
        ("a > b", NEVER),
        ("b >= a", ALWAYS),
        ("a < b", OPEN),
        ("d < e and e < d", NEVER),
        ("d < e and e <= d", NEVER),
        ("d <= e and e <= d", OPEN),
        ("a + n == n + a", {True}),
        ("s > n and not (n < s)", NEVER),
    ],
)
def test_answers_of_a_condition(condition, expected):
    ruleset, tree = formula(condition)
    assert answers(ruleset, bounds_of(ruleset), tree) == expected


CONDITIONS = [
    "a > 1 and not (b >= 3 and y)", "a < b or b < 2", "a == 2 or b == 4 or not y", "a * 2 > b and b > a", "1 <= a < b <= 4",
    "b - a >= 1 and b - a <= 3", "(y or a > 0) and (not y or b > 4)", "a >= 0", "b > 5", "a > b", "not (a > 1 or a <= 1)",
]  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_answer_that_a_unit_gets_is_left_out(condition):
    """Every answer over all figures that the bounds allow is among those found."""
    ruleset, tree = formula(condition)
    found = answers(ruleset, bounds_of(ruleset), tree)
    for a, b, y in product(range(6), range(1, 6), (True, False)):
        if a <= b:
            given = {"a": Fraction(a), "b": Fraction(b), "y": y}
            assert evaluate_exact(tree, Exact(given.__getitem__, ruleset.rounding_mode)) in found


def test_too_many_cases_are_left_to_bounds():
    ruleset, tree = formula(" or ".join(f"s * {n} > {n}" for n in range(2, 15)))
    assert answers(ruleset, bounds_of(ruleset), tree) == OPEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n", True), ("s", False), ("n + 1", True), ("n / 2", False), ("n * 0.5", False), ("days(d, e)", True),
        ("max(days(d, e), 0)", True), ("floor(s)", True), ("floor(s, 1)", False), ("n if y else 2", True), ("n if y else s", False),
        ("p * n", True), ("-n", True), ("t", False),
    ],
)  # fmt: skip
def test_whole_numbers(text, expected):
    loaded = load_text(HEAD + f'values: {{v: "{text}"}}\n' + CARD)
    assert Whole(loaded.ruleset.columns).column("v") is expected


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("error", True), ("skip", True), ("zero", True), ("last_year", False), ("group_mean", False)],
)
def test_a_count_is_whole_as_far_as_what_fills_it_is(missing, expected):
    """*Last year had another ruleset*, and a mean of whole numbers is none."""
    head = HEAD.replace("n: {type: count", f"n: {{type: count, missing: {missing}", 1)
    ruleset = load_text(head + "values: {v: n + 1}\n" + CARD).ruleset
    assert Whole(ruleset.columns).column("v") is expected


def applies(condition: str) -> list[str]:
    return told(CARD.replace("{id: hai, ", f'{{id: hai, applies: "{condition}", not_applicable: full, '))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("n >= 0", ["ITR385 hai: applies: n ≥ 0 never fails, so it applies to every unit: n is 0 or more"]),
        ("t > 1", ["ITR385 hai: applies: t > 1 never holds, so it applies to no unit: t is from 0 to 1"]),
        ("y and not y", ["ITR385 hai: applies: y and not y never holds, so it applies to no unit"]),
        ("n >= 1", []),
        ("y", []),
        ("p > 5", []),  # a parameter: another year may set it otherwise
        ("k == 'x'", []),
    ],
)
def test_applies(condition, expected):
    assert applies(condition) == expected


def tiers(*rows: str) -> list[str]:
    return told(CARD + "    tiers:\n" + "".join(f"      - {{{row}}}\n" for row in rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["id: cao, from: 8, requires: hai >= 40", "id: thap"],
            ['ITR386 bang: no unit can be in the tier "cao": hai ≥ 40 never holds: hai is from 0 to 4'],
        ),
        (
            ["id: cao, from: 8, requires: hai >= 0", "id: thap"],
            ['ITR385 bang: the tier "cao": requires: hai ≥ 0 always holds, and keeps no unit out: hai is from 0 to 4'],
        ),
        (["id: cao, from: 8, requires: hai >= 3", "id: thap"], []),
        (["id: cao, from: 8, requires: p >= 3", "id: thap"], []),
        (
            ["id: cao, when: y and bang > 10", "id: thap"],
            ['ITR386 bang: no unit can be in the tier "cao": y and bang > 10 never holds'],
        ),
        # What its own points say already, or rule out: `mot` is at most 6 and `hai` at most 4.
        (
            ["id: cao, from: 9, requires: hai >= 3", "id: thap"],
            [
                'ITR385 bang: the tier "cao": requires: hai ≥ 3 always holds, and keeps no unit out: hai is from 3 to 4 with the points of this tier'
            ],
        ),
        (["id: cao, from: 9, requires: hai >= 3.5", "id: thap"], []),
        (["id: cao, from: 8.9, requires: hai >= 3", "id: thap"], []),
        (
            ["id: cao, from: 9, requires: mot < 4", "id: thap"],
            [
                'ITR386 bang: no unit can be in the tier "cao": mot < 4 never holds: mot is from 5 to 6 with the points of this tier'
            ],
        ),
        (
            ["id: cao, from: 9", "id: vua, from: 5, requires: bang < 10", "id: thap"],
            [
                'ITR385 bang: the tier "vua": requires: bang < 10 always holds, and keeps no unit out: bang is from 5 to 9 with the points of this tier'
            ],
        ),
        # Of conditions in turn, one that those before it take all of.
        (
            ["id: cao, when: n > 5", "id: vua, when: n > 8", "id: thap"],
            ['ITR386 bang: no unit can be in the tier "vua": the tiers before it take all of its points'],
        ),
        (["id: cao, when: n > 8", "id: vua, when: n > 5", "id: thap"], []),
        (["id: cao, when: n > 5 or y", "id: vua, when: n > 8", "id: thap"], []),  # without `y` it may have no value
        (["id: cao, when: y", "id: thap, when: bang >= 0"], []),  # what takes all that is left
        (
            ["id: cao, when: bang >= 0", "id: thap"],
            ['ITR385 bang: the tier "cao": when: bang ≥ 0 always holds, and keeps no unit out: bang is from 0 to 10'],
        ),
    ],
)
def test_conditions_of_tiers(rows, expected):
    assert tiers(*rows) == expected


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ("tie_break: [p]", ["ITR303 bang: tie_break p decides nothing: it is the same for every unit"]),
        ("tie_break: [bang]", ["ITR303 bang: tie_break bang decides nothing: it is what is ranked by, and is equal at a tie"]),
        ("tie_break: [hai, mot, hai]", ["ITR303 bang: tie_break hai decides nothing: it is compared before"]),
        ("by: hai, tie_break: [hai]", ["ITR303 bang: tie_break hai decides nothing: it is what is ranked by, and is equal at a tie"]),
        ("by: hai, tie_break: [bang]", []),
        ("tie_break: [hai, n * p]", []),
    ],
)  # fmt: skip
def test_tie_breaks(ranking, expected):
    assert told(f"{CARD}    ranking: {{lists: all, {ranking}}}\n") == expected


SHARED = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {g: {title: G}, h: {title: H}}
parameters: {p: 1}
inputs:
  n: {label: N, type: count, max: 10}
  y: {label: Y, type: count, max: 10}
scorecards:
"""
CARD_OF = """\
  %s:
    title: T
    for: [%s]
    max: 10
    criteria: [{id: x_%s, title: X, max: 10, score: {formula: "min(n, 10)"}}]
    ranking: {lists: all, tie_break: [%s]}
"""


@pytest.mark.parametrize(
    ("first", "second", "idle"),
    [
        ("p", "y", []),  # 1 stands beside another's `y`
        ("y, y", "y, n", []),
        ("p, y", "p", ["p", "p"]),
        ("a", "b", ["a", "b"]),
        ("a", "n", []),
        ("y, y", "y, y", ["y", "y"]),
    ],
)
def test_what_decides_no_tie_of_a_scorecard_may_decide_one_with_another(first, second, idle):
    text = SHARED + CARD_OF % ("a", "g", "a", first) + CARD_OF % ("b", "h", "b", second)
    found = [each for each in checked(load_text(text, "r.yaml"), "r.yaml")[0] if each.code == "ITR303"]
    assert [each.params["shown"] for each in found] == idle


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ("cap: 100", ["ITR304 nhom: cap: 100 cuts nothing: before it the points are at most 10"]),
        ("cap: 10", []),  # it repeats the greatest points, and says so to a reader
        ("cap: 9", []),
    ],
)
def test_caps(cap, expected):
    card = CARD.replace("    criteria:\n", f"    criteria:\n      - id: nhom\n        {cap}\n        criteria:\n")
    text = card.replace("      - {id: mot", "          - {id: mot").replace("      - {id: hai", "          - {id: hai")
    assert told(text) == expected


def test_a_cap_of_what_has_no_bound_is_not_idle():
    assert told(CARD + "      - {id: ba, cap: 100, score: {formula: n}}\n") == []


SUM = """scorecards:
  bang:
    round: 0
    criteria:
      - {id: mot, weight: 0.5, max: 4, score: {formula: s * 0.8}}
      - {id: hai, weight: 2, max: 3, score: {formula: t * 3}}
      - {id: them, role: bonus, max: 1, score: {yes_no: y}}
      - {id: tru, role: penalty, weight: 2, max: 1, score: {yes_no: z}}
"""


def test_no_points_of_a_criterion_are_ruled_out_that_a_total_allows():
    """For every total, what a child is worth lies within what is said of the units with these points."""
    ruleset = load_text(HEAD + SUM).ruleset
    bounds, (node,) = bounds_of(ruleset), [card.root for card in ruleset.scorecards]
    steps = [Fraction(n, 4) for n in range(5)]
    narrowed = {
        total: within_points(bounds, node, [Range(Fraction(total), Fraction(total))], {"mot", "hai", "them", "tru"})
        for total in range(-2, 10)
    }
    assert narrowed[9].columns["hai"].low > 2
    assert narrowed[-2].columns["tru"].low > 0
    for mot, hai, them, tru in product((4 * n for n in steps), (3 * n for n in steps), (0, 1), (0, 1)):
        total = rounded(mot / 2 + hai * 2 + them - tru * 2, 0, "half_up")
        values = {"mot": mot, "hai": hai, "them": Fraction(them), "tru": Fraction(tru), "bang": total}
        assert all(value in narrowed[int(total)].columns[key] for key, value in values.items()), values
