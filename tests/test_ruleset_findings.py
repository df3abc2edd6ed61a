"""What is told of a ruleset that is wrong: each code by the smallest change to a good one, at its line and column."""

from fractions import Fraction

import pytest
from itrank.engine import load_text
from itrank.engine.language.kinds.leaf import percentage
from itrank.engine.language.schema import ruleset_schema
from itrank.engine.language.validate import _PATTERNS
from itrank.engine.language.workshop import MOST_SLOW
from itrank.engine.model.codes import CODES, advice, message, names, points
from itrank.engine.observe.mapping_schema import mapping_schema

GOOD = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
period: 2022
groups: {so: {title: Sở}, huyen: {title: Huyện}}
parameters: {nguong: 80%}
functions: {"dat(x, y)": x / y}
inputs:
  a: {type: count}
  b: {type: count, missing: skip}
  c: {type: yes_no}
  d: {type: choice, options: {tot: Tốt, xau: Xấu}}
  e: {type: date}
values:
  v: a / 2
scorecards:
  bang:
    max: 30
    criteria:
      - {id: x, max: 10, score: {formula: a}}
      - {id: y, max: 20, score: {yes_no: c}}
    tiers: [{id: tot, from: 20}, {id: kem}]
    ranking: {lists: group}
"""
LEAF = "{id: x, max: 10, score: {formula: a}}"


def told(text):
    return load_text(text, "thu.yaml").findings


def test_the_good_one_is_good():
    assert told(GOOD) == ()


def leaf(score, rest="max: 10, "):
    return LEAF, f"{{id: x, {rest}score: {score}}}"


# what is changed -> the code, words of the English message, the line
CHANGES = {
    # the shape of the document
    "unknown key": (("period: 2022", "perod: 2022"), "ITR140", 'there is no key "perod" here', 5),
    "unknown key deep down": (leaf("{formula: a, forula: b}"), "ITR140", 'no key "forula"', 21),
    "missing key": (('version: "1"\n', ""), "ITR141", 'the key "version" is missing', 1),
    "wrong type": (("max: 30", "max: [30]"), "ITR142", "a number or a percentage such as 80% is expected", 19),
    "text for a list": (("tiers: [{id: tot, from: 20}, {id: kem}]", "tiers: tot"), "ITR142", "a list", 23),
    "unknown word": (("a: {type: count}", "a: {type: cuont}"), "ITR143", '"cuont" is not one of the words', 10),
    "version without quotes": (('version: "1"', "version: 1.10"), "ITR145", "1.10 must be put in quotes", 3),
    "code without quotes": ((LEAF, "{id: x, code: 1.10, max: 10, score: {formula: a}}"), "ITR145", "1.10", 21),
    "two kinds": (leaf("{formula: a, given: self}"), "ITR144", "exactly one scoring kind; here: formula, given", 21),
    "no kind": (leaf("{full_at: 80%}"), "ITR144", "exactly one scoring kind; here: full_at", 21),
    "a kind that is nearly one": (leaf("{rato: [a, a]}"), "ITR144", "here: rato", 21),
    "a list that is one too long": (leaf("{ratio: [a, a, a]}"), "ITR142", "a list of exactly 2 items is expected", 21),
    "kind without its other key": (leaf("{count: a}"), "ITR141", 'the key "each" is missing', 21),
    "a show that is no digits": (("period: 2022", "show: many"), "ITR142", "a whole number", 5),
    "too many digits to show": (("period: 2022", "show: {digits: 13, fixed: true}"), "ITR142", "13 does not fit: a whole number from 0 to 12 is expected", 5),
    "a show without digits": (("period: 2022", "show: {fixed: true}"), "ITR141", 'the key "digits" is missing', 5),
    "fixed that is no switch": (("period: 2022", "show: {digits: 2, fixed: 1}"), "ITR142", "1 does not fit: true or false is expected", 5),
    "a strange key of show": (("period: 2022", "show: {digits: 2, fix: true}"), "ITR140", 'there is no key "fix"', 5),
    # names
    "a word of formulas": (("  a: {type: count}", "  a: {type: count}\n  in: {type: count}"), "ITR267", '"in" is a word of formulas', 11),
    "more children than there are": (("    max: 30\n", "    at_least: 3\n    max: 30\n"), "ITR372", "bang: at_least: 3 can never be met: there are 2 children", 19),
    "choices apart": (
        ("  e: {type: date}\nvalues:\n  v: a / 2", "  e: {type: choice, options: {co: Có}}\nvalues:\n  v: 1 if d == e else 0"),
        "ITR268", "can never be equal: tot, xau; and co", 16,
    ),
    "a default of no root": (("values:", "defaults: {criteria: {cap: 20}}\nvalues:"), "ITR271", "defaults: cap does not reach the root of: bang", 15),
    "a default of no answer": (
        ("values:\n  v: a / 2\nscorecards:\n  bang:\n    max: 30\n    criteria:\n      - {id: x, max: 10, score: {formula: a}}",
         "defaults: {inputs: {publish: true}}\nvalues:\n  v: a / 2\nscorecards:\n  bang:\n    max: 30\n    criteria:\n      - {id: x, max: 10, score: given}"),
        "ITR271", "defaults: publish does not reach the own answers of: x", 15,
    ),
    "a name of ours": (("  a: {type: count}", "  a: {type: count}\n  min: {type: count}"), "ITR267", '"min" has a meaning', 11),
    "the name of a function": (("  a: {type: count}", "  a: {type: count}\n  dat: {type: count}"), "ITR267", '"dat" is that of the function on line 8', 11),
    "a function of a cohort": (leaf("{formula: median(a)}"), "ITR204", 'unknown function "median"', 21),
    "value is taken": (("  v: a / 2", "  value: a / 2"), "ITR267", '"value"', 16),
    "a name twice": (("  v: a / 2", "  a: 1 / 2"), "ITR112", '"a" is already declared as "a" on line 10', 16),
    "a name twice but for case": (("  v: a / 2", "  A: 1 / 2"), "ITR112", '"A" is already declared as "a"', 16),
    "an id twice": (("id: y", "id: x"), "ITR112", '"x" is already declared', 22),
    "unknown name": (leaf("{formula: aa}"), "ITR204", 'unknown name "aa"', 21),
    "unknown name in a value": (("v: a / 2", "v: a / k"), "ITR204", 'unknown name "k"', 16),
    "unknown parameter": (("from: 20", "from: nguongg"), "ITR252", '"nguongg" is not a parameter', 23),
    "a constant without a value": (("max: 30", "max: 30 / 0"), "ITR252", '"30 / 0" does not give a number', 19),
    "a number for a condition": ((LEAF, "{id: x, max: 10, score: {formula: a}, applies: a, not_applicable: zero}"), "ITR214", '"a" is of type number', 21),
    "a condition for a number": (leaf("{formula: c}"), "ITR214", "of type yes_no", 21),
    "last_year of an expression": (leaf("{formula: last_year(a + 1)}"), "ITR259", "exactly one name", 21),
    "value outside then": (leaf("{formula: value}"), "ITR257", '"value" means nothing here', 21),
    "self in a value": (("v: a / 2", "v: self"), "ITR257", '"self"', 16),
    "no share that is full": (leaf("{ratio: [a, b], full_at: 0}"), "ITR372", "full_at is 0", 21),
    "no cohort in a formula": (leaf("{formula: cohort_max(a)}"), "ITR258", "cohort_max compares with other units", 21),
    "no cohort": (leaf("{relative: a, to: best}"), "ITR258", "relative compares with other units", 21),
    "cohort_max of two": (leaf('{formula: "cohort_max(a, b)"}', "max: 10, cohort: list, "), "ITR259", "takes 1 argument(s), here there are 2", 21),
    "a percentile beyond 1": (leaf('{formula: "cohort_percentile(a, 2)"}', "max: 10, cohort: list, "), "ITR372", "from 0 to 1", 21),
    "the maximum of conditions": (leaf("{formula: cohort_max(c)}", "max: 10, cohort: list, "), "ITR214", "takes a number, here is a yes_no", 21),
    "a circle of values": (("v: a / 2", "v: w + 1\n  w: v + 1"), "ITR262", "v → w → v", 16),
    "a circle through a parent": (leaf("{formula: bang}"), "ITR262", "x → bang → x", 21),
    "a circle through a cohort": (leaf("{formula: cohort_max(bang)}", "max: 10, cohort: all, "), "ITR262", ": cohort_max(bang) → bang → x → cohort_max(bang)", 18),
    "a function without a heading": (('"dat(x, y)"', '"dat"'), "ITR142", '"dat" is not the heading', 8),
    "evidence in a formula": (("c: {type: yes_no}", "c: {type: text}"), "ITR214", '"c" is text', 22),
    "evidence of a leaf's own": (leaf("{formula: self * 2}, answer: {type: text}"), "ITR214", '"x" is text', 21),
    "self where there is no leaf": (("    max: 30\n", "    max: 30\n    then: self / 2\n"), "ITR257", '"self" means nothing here', 20),
    "a name with a space": (("{id: x, max: 10, score: {formula: a}}", "{id: x y, max: 10, score: {formula: a}}"), "ITR267", '"x y" cannot be a name', 21),
    "a name that is a formula of Excel": (("{id: x, max: 10, score: {formula: a}}", "{id: '=cmd|calc', max: 10, score: {formula: a}}"), "ITR267", '"=cmd|calc" cannot be a name', 21),
    "a name that begins with a digit": (("v: a / 2", "2v: a / 2"), "ITR267", '"2v" cannot be a name', 16),
    "a bound that is the input itself": (("a: {type: count}", "a: {type: count, max: a}"), "ITR262", "in a circle: a → a", 10),
    "a bound of another type": (("a: {type: count}", "a: {type: count, max: e}"), "ITR214", '"a" is of type count, which cannot be held against "e" (date)', 10),
    "a number in place of a blank yes or no": (("c: {type: yes_no}", "c: {type: yes_no, missing: 1}"), "ITR214", 'missing: 1 is of numbers only, and "c" is of type yes_no', 12),
    "a function that calls itself": ((": x / y}", ": dat(x, y)}\nprovenance: inferred"), None, "", 0),
    # points
    "maxima that do not add up": (("max: 30", "max: 31"), "ITR301", ": 20 = 30, but max is stated as 31", 19),
    "on_zero without a division": (leaf("{share: a, on_zero: zero}"), "ITR305", "a division outermost", 21),
    "% of no maximum": ((LEAF, "{id: x, score: {steps: a, from: {1: 50%}, otherwise: 0}}"), "ITR306", "no max is stated, and 50% of it needs one", 21),
    "equal goalposts": (leaf("{scale: a, from: 2, to: 2}"), "ITR307", "are equal (2)", 21),
    "a logarithm of 0": (leaf("{scale: a, from: 0, to: 2, log: true}"), "ITR372", "positive goalposts, here 0 and 2", 21),
    "steps both ways": (leaf("{steps: a, from: {1: 5}, below: {3: 1}, otherwise: 0}"), "ITR309", "here: from, below", 21),
    "steps nowhere": (leaf("{steps: a, otherwise: 0}"), "ITR309", "here: –", 21),
    "one bound twice": (leaf("{steps: a, from: {4: 5, 4.0: 6}, otherwise: 0}"), "ITR112", "the bound 4.0 is there twice", 21),
    "a choice of a number": (leaf("{choice: a, points: {tot: 1}}"), "ITR214", "takes an input of type choice", 21),
    "an option without points": (leaf("{choice: d, points: {tot: 1}}"), "ITR312", 'the option "xau" has no points', 21),
    "an option too many": (leaf("{choice: d, points: {tot: 1, xau: 0, te: 0}}"), "ITR204", 'there is no option "te"', 21),
    "a count without a maximum": ((LEAF, "{id: x, score: {count: a, each: 1}}"), "ITR306", "count (its points are cut there) needs one", 21),
    "points that are one point": (leaf("{interpolate: a, points: {1: 1, 1.0: 2}}"), "ITR112", "twice", 21),
    "one point": (leaf("{interpolate: a, points: {1: 5}}"), "ITR315", "two points or more", 21),
    "a parameter of another year": (("nguong: 80%", "nguong: {2021: 80%}"), "ITR316", 'no value for the period "2022" (there are: 2021)', 7),
    "no such day": (("e: {type: date}", "e: {type: date, min: 2022-02-30}"), "ITR317", '"2022-02-30" is not a day', 14),
    "a choice without options": (("d: {type: choice, options: {tot: Tốt, xau: Xấu}}", "d: {type: choice}"), "ITR318", "needs options", 13),
    "a lookup of a number": (("v: a / 2", "v: {lookup: [a], table: {1: 2}}"), "ITR214", "a must be an input of type choice", 16),
    "a table with a hole": (("v: a / 2", "v: {lookup: [d], table: {tot: 2}}"), "ITR312", 'the option "xau"', 16),
    "a branch with a score": ((LEAF, "{id: x, max: 10, score: {formula: a}, criteria: [{id: z, max: 10, score: {formula: a}}]}"), "ITR321", "no score of its own", 21),
    "a leaf without a score": ((LEAF, "{id: x, max: 10}"), "ITR322", "nothing says how it is scored", 21),
    "out_of without max": ((LEAF, "{id: x, out_of: 10, score: {formula: a}}"), "ITR306", "needs a max other than 0", 21),
    "a condition without on_fail": ((LEAF, LEAF + "\n      - {id: z, role: condition, score: {yes_no: c}}"), "ITR324", "go together", 22),
    "on_fail without a condition": ((LEAF, "{id: x, max: 10, on_fail: flag, score: {formula: a}}"), "ITR324", "go together", 21),
    "no policy": ((LEAF, "{id: x, max: 10, applies: c, score: {formula: a}}"), "ITR325", "nothing says what happens then", 21),
    "no policy for an option": (leaf("{choice: d, points: {tot: 1, xau: not_applicable}}"), "ITR325", "nothing says", 21),
    "a weight that is no number": ((LEAF + "\n      - {id: y, max: 20, score: {yes_no: c}}", "{id: x, weight: cao, max: 10, score: {formula: a}}\n      - {id: y, weight: 1, max: 20, score: {yes_no: c}}"), "ITR252", '"cao" is not a parameter', 21),
    "digits of a node": ((LEAF, "{id: x, round: 2.5, max: 10, score: {formula: a}}"), "ITR372", "are 2.5; a whole number", 21),
    "digits of a node, spelt out": ((LEAF, "{id: x, round: {digits: 13}, max: 10, score: {formula: a}}"), "ITR372", "are 13", 21),
    "digits of all leaves": (("title: Thử\n", "title: Thử\nrounding: {leaf: -13}\n"), "ITR372", "are -13", 5),
    "one weight": ((LEAF, "{id: x, weight: 1, max: 10, score: {formula: a}}"), "ITR327", "y: it has no weight, and other children of bang have one", 22),
    "a leaf that needs so many children": ((LEAF, "{id: x, max: 10, score: {formula: a}, at_least: 1}"), "ITR321", "x: at_least is about children", 21),
    "a leaf that puts children together": ((LEAF, "{id: x, max: 10, score: {formula: a}, aggregate: none}"), "ITR321", "x: aggregate is about children", 21),
    "a branch with an answer": ((LEAF, "{id: x, max: 10, answer: {type: count}, criteria: [{id: z, max: 10, score: {formula: a}}]}"), "ITR321", "x: a node with criteria asks units nothing", 21),
    "weights of the best": ((GOOD[GOOD.index("    max: 30"):GOOD.index("    tiers")], "    aggregate: max\n    criteria:\n      - {id: x, weight: 1, max: 10, score: {formula: a}}\n"), "ITR321", "aggregate max takes no weights", 21),
    "weights of nothing": ((GOOD[GOOD.index("    max: 30"):GOOD.index("    tiers")], "    aggregate: mean\n    criteria:\n      - {id: x, weight: 0, max: 10, score: {formula: a}}\n"), "ITR329", "a sum above 0", 18),
    "a tier twice": (("{id: kem}", "{id: tot}"), "ITR112", 'the tier "tot" is there twice', 23),
    "a cohort of nobody": (("  v: a / 2", "  v: {formula: cohort_max(a), cohort: [khong]}"), "ITR204", 'there is no group "khong"', 16),
    "a negative maximum": ((LEAF, LEAF + "\n      - {id: z, max: -10, score: {formula: a}}"), "ITR372", "z: max is -10, and a maximum is not negative", 22),
    "percentiles the wrong way round": (("a: {type: count}", "a: {type: count, cohort: all, outliers: {percentiles: [90%, 10%]}}"), "ITR372", "from 0 to 1", 10),
    "a table of steps without a step": (leaf("{steps: a, from: {}, otherwise: 0}"), "ITR142", "{} does not fit: lines of name: value below it, at least one is expected", 21),
    "a condition by a choice": ((LEAF, LEAF + "\n      - {id: z, role: condition, on_fail: lowest_tier, score: {formula: d}}"), "ITR214", "of type choice", 22),
    "a list of nobody": (("lists: group", "lists: {mot: [khong]}"), "ITR204", 'no group "khong"', 24),
    "a group in two lists": (("lists: group", "lists: {mot: [so], hai: [so]}"), "ITR332", "is in two ranking lists: mot and hai", 24),
    "a skip under a sum": (leaf("{formula: b}"), "ITR336", "leaving out would silently be 0", 21),
    "a policy for what it reads": (("{id: y, max: 20, score: {yes_no: c}}", "{id: y, max: 19, applies: c, not_applicable: exclude, score: {yes_no: c}}\n      - {id: z, max: 1, score: {formula: y / 20}}"), "ITR325", "nothing says what happens then", 23),
    "per cent of no maximum": ((GOOD[GOOD.index("    max: 30"):GOOD.index("    ranking")], "    aggregate: mean\n    criteria:\n      - {id: x, score: {formula: a}}\n    tiers: [{id: tot, from: 50%}]\n"), "ITR306", "a tier bound in per cent needs one", 22),
    "the lowest of no tiers": ((GOOD[GOOD.index("    tiers"):GOOD.index("    ranking")], "      - {id: z, role: condition, on_fail: lowest_tier, score: {yes_no: c}}\n"), "ITR339", "the scorecard bang has no tiers", 23),
    "a rescale among the unmeasured": ((LEAF, "{id: x, max: 10, applies: c, not_applicable: rescale, score: {formula: a}}\n      - {id: z, score: {formula: a}}"), "ITR306", "every sibling needs a max; z has none", 21),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code", "says", "line"), [c for c in CHANGES.values() if c[1]], ids=[n for n, c in CHANGES.items() if c[1]])  # fmt: skip
def test_one_mistake_is_one_finding_at_its_line(change, code, says, line):
    before, after = change
    assert before in GOOD
    findings = told(GOOD.replace(before, after, 1))
    assert [found.code for found in findings] == [code]
    assert says in message(findings[0], "en")
    assert message(findings[0], "vi") != message(findings[0], "en")
    assert advice(findings[0], "vi") is not None
    assert findings[0].place.file == "thu.yaml"
    assert findings[0].place.line == line


@pytest.mark.parametrize(
    ("name", "near"),
    [("rank", "cohort_rank"), ("median", "cohort_median"), ("cohort_stdev_p", "cohort_stdev"), ("dath", "dat")],
)
def test_functions_of_a_cohort_and_of_the_ruleset_are_proposed_too(name, near):
    (found,) = told(GOOD.replace("{formula: a}", f"{{formula: {name}(a)}}"))
    said = advice(found, "en")
    assert said.startswith(f'Did you mean "{near}"? Functions: min, ')
    assert "children_sum, " in said


def test_a_recursive_function_is_told_where_it_is_used():
    text = GOOD.replace(": x / y}", ': "dat(x, y)"}').replace("{formula: a}", '{formula: "dat(a, b)"}')
    assert [found.code for found in told(text)] == ["ITR262"]


def test_all_mistakes_are_told_at_once_in_order():
    text = GOOD.replace("formula: a}", "formula: aa}").replace("v: a / 2", "v: k").replace("max: 30", "max: 40")
    assert [(found.place.line, found.code) for found in told(text)] == [(16, "ITR204"), (19, "ITR301"), (21, "ITR204")]


def test_the_caret_of_a_formula_stands_under_the_name():
    (found,) = told(GOOD.replace("formula: a}", "formula: 1 + aaa}"))
    line = GOOD.replace("formula: a}", "formula: 1 + aaa}").splitlines()[found.place.line - 1]
    assert line[found.place.column - 1 :][: found.place.length] == "aaa"


def test_a_choice_without_options_is_told_once_although_a_leaf_reads_it():
    text = GOOD.replace("d: {type: choice, options: {tot: Tốt, xau: Xấu}}", "d: {type: choice}")
    assert [found.code for found in told(text.replace(*leaf("{choice: d, points: {tot: 1}}")))] == ["ITR318"]


def test_a_group_with_two_scorecards_and_one_with_none():
    cards = """\
  mot:
    for: [so]
    criteria: [{id: m, max: 1, score: {yes_no: c}}]
  hai:
    for: [so, la]
    criteria: [{id: n, max: 1, score: {yes_no: c}}]
"""
    text = GOOD[: GOOD.index("  bang:")] + cards
    assert [(found.code, found.params.get("group", found.params.get("name"))) for found in told(text)] == [
        ("ITR332", "so"),
        ("ITR204", "la"),  # which may be meant for the other group: that it has no scorecard is not told
    ]
    assert [found.code for found in told(text.replace("[so, la]", "[so]"))] == ["ITR335", "ITR332"]
    text = text.replace("    for: [so]\n", "").replace("[so, la]", "[so, huyen]")
    assert [found.code for found in told(text)] == ["ITR334"]


def test_policies_of_children_must_agree_where_their_parent_has_none():
    leaves = ", ".join(
        f"{{id: x{n}, max: 5, applies: c, not_applicable: {policy}, score: {{formula: a}}}}"
        for n, policy in enumerate(["exclude", "rescale"])
    )
    branch = f"{{id: x, criteria: [{leaves}]}}"
    assert [found.code for found in told(GOOD.replace(LEAF, branch))] == ["ITR325"]
    assert told(GOOD.replace(LEAF, branch.replace("exclude", "rescale"))) == ()


def test_an_option_is_proposed_inside_a_function_of_the_cohort_too():
    formula = "{formula: \"cohort_max(1 if d == 'tott' else 0)\"}"
    (found,) = told(GOOD.replace(*leaf(formula, "max: 10, cohort: list, ")))
    assert found.code == "ITR204"
    assert advice(found, "en") == 'Did you mean "tot"? The options are: tot, xau.'


def test_equal_expressions_in_functions_of_the_cohort_are_one_column():
    formula = '{formula: "cohort_max(a + 0.5) - cohort_min( a+0.50 ) + cohort_max((a + 0.5))"}'
    columns = load_text(GOOD.replace(*leaf(formula, "max: 10, cohort: list, "))).ruleset.columns
    made = [key for key in columns if key.startswith(("[", "cohort"))]
    assert made == ["[a + 1/2]", "cohort_max([a + 1/2])@list", "cohort_min([a + 1/2])@list"]


BRANCH = """{id: x, max: 10, aggregate: {formula: "FORMULA"}, POLICY criteria: [
        {id: p, max: 5, applies: c, not_applicable: exclude, score: {formula: a}},
        {id: q, max: 5, score: {formula: a}}]}"""


@pytest.mark.parametrize(
    ("formula", "policy", "codes"),
    [
        ("p + q", "", ["ITR325"]),
        ("q + first_nonzero(p, 0)", "", []),
        ("p + q", "not_applicable: exclude, ", []),
        ("q", "", []),
        ("v + q", "", ["ITR325"]),  # through a named value
    ],
)
def test_a_branch_by_formula_leaves_with_the_child_that_it_reads(formula, policy, codes):
    branch = BRANCH.replace("FORMULA", formula).replace("POLICY ", policy)
    text = GOOD.replace(LEAF, branch).replace("v: a / 2", "v: p / 2")
    assert [found.code for found in told(text)] == codes


def test_leaving_goes_on_from_criterion_to_criterion():
    """z reads y, which reads x, which may not apply: each must say what happens then."""
    chain = (
        "{id: x, max: 5, applies: c, not_applicable: exclude, score: {formula: a}}\n"
        "      - {id: w, max: 3, not_applicable: zero, score: {formula: u}}\n"
        "      - {id: z, max: 2, score: {formula: w}}\n"
        "      - {id: r, criteria: [{id: u, max: 3, not_applicable: exclude, score: {formula: x}}]}\n"
        "      - {id: t, max: 2, score: {formula: r}}"
    )
    text = GOOD.replace(LEAF, chain).replace("max: 30", "max: 35")
    assert [(found.code, found.params["id"]) for found in told(text)] == [("ITR325", "t")]


def test_three_policies_of_children_disagree_too():
    leaves = ", ".join(  # none may leave by the rules; a mark in the data may say so
        f"{{id: x{n}, max: 5, not_applicable: {policy}, score: {{formula: a}}}}"
        for n, policy in enumerate(["exclude", "rescale", "rescale_total"])
    )
    text = GOOD.replace(LEAF, f"{{id: x, criteria: [{leaves}]}}").replace("max: 30", "max: 35")
    assert [found.code for found in told(text)] == ["ITR325"]


@pytest.mark.parametrize(("digits", "codes"), [(12, []), (-12, []), (13, ["ITR372"]), (-13, ["ITR372"])])
def test_points_are_rounded_to_twelve_digits_at_most(digits, codes):
    text = GOOD.replace(LEAF, f"{{id: x, round: {digits}, max: 10, score: {{formula: a}}}}")
    assert [found.code for found in told(text)] == codes


@pytest.mark.parametrize("value", ["0", "0%", "zero", "3"])
def test_a_number_that_stands_in_for_a_lack_is_that_number(value):
    ruleset = load_text(GOOD.replace("a: {type: count}", f"a: {{type: count, missing: {value}}}")).ruleset
    (asked,) = [each for each in ruleset.inputs if each.id == "a"]
    assert asked.missing == (3 if value == "3" else 0)


@pytest.mark.parametrize(("characters", "is_read"), [(40, True), (41, False)])
def test_a_percentage_has_forty_characters_at_most(characters, is_read):
    text = f"0.{'1' * (characters - 2)}%"
    assert percentage(text) == (Fraction(text[:-1]) / 100 if is_read else None)


@pytest.mark.parametrize("length", [40, 41])
def test_maxima_are_added_up_with_the_name_of_each_and_long_ones_are_cut(length):
    title = "T" * (length - 2) + "mũ"
    text = GOOD.replace(LEAF, f"{{id: x, title: {title}, max: 11, score: {{formula: a}}}}")
    (found,) = told(text)
    shown = title if length == 40 else "T" * 39 + "…"
    assert message(found, "vi") == f"bang: {shown}: 11 + y: 20 = 31, nhưng khai max: 30"


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, ", …")])
def test_twelve_names_are_proposed(count, more):
    groups = ", ".join(f"g{number}: {{title: Nhóm {number}}}" for number in range(count - 1))
    text = GOOD.replace("huyen: {title: Huyện}", groups).replace("lists: group", "lists: {mot: [khong]}")
    (found,) = [each for each in told(text) if each.code == "ITR204"]
    names = ["so", *(f"g{number}" for number in range(11))]
    assert advice(found, "en") == f"Names here: {', '.join(names)}{more}."


@pytest.mark.parametrize(
    ("score", "source"), [("{count: a, each: 2}", "count"), ("{formula: a + 1}", "a + 1"), ("{yes_no: c}", "yes_no")]
)
def test_a_rule_is_called_by_its_kind_or_by_the_formula_as_written(score, source):
    ruleset = load_text(GOOD.replace(*leaf(score))).ruleset
    assert ruleset.columns["x"].score.source == source


def test_bounds_of_outliers_may_be_none_at_all():
    text = GOOD.replace(
        "a: {type: count}", "a: {type: count, cohort: all, outliers: {winsorise: 1, skew: 0, kurtosis: 0}}"
    )
    (asked,) = [each for each in load_text(text).ruleset.inputs if each.id == "a"]
    assert (asked.outliers.points, asked.outliers.skew, asked.outliers.kurtosis) == (1, 0, 0)


@pytest.mark.parametrize("role", ["unscored", "bonus", "penalty"])
def test_what_counts_for_nothing_in_the_maximum_needs_no_policy(role):
    extra = f"\n      - {{id: z, role: {role}, applies: c, score: {{formula: a}}}}"
    assert told(GOOD.replace(LEAF, LEAF + extra)) == ()


def test_a_value_may_read_one_that_stands_below_it():
    assert told(GOOD.replace("v: a / 2", "v: 1 if w else 0\n  w: a > 2")) == ()
    (found,) = told(GOOD.replace("v: a / 2", "v: w + 1\n  w: a > 2"))
    assert (found.code, found.place.line) == ("ITR214", 16)


@pytest.mark.parametrize("length", [2, 90, 100, 600, 3000])
def test_a_circle_of_values_is_told_however_long(length):
    values = "".join(f"  v{n}: v{(n + 1) % length} + 1\n" for n in range(length))
    found = told(GOOD.replace("  v: a / 2\n", values).replace(LEAF, "{id: x, max: 10, score: {formula: v0}}"))
    assert {each.code for each in found} == {"ITR262"}
    assert all(len(message(each, "en")) < 200 for each in found)


@pytest.mark.long
@pytest.mark.parametrize("length", [100, 3000])
def test_values_may_rest_on_one_another_in_a_long_row(length):
    values = "".join(f"  v{n}: v{n + 1} and c\n" for n in range(length)) + f"  v{length}: a > 2\n"
    text = GOOD.replace("  v: a / 2\n", values).replace(LEAF, "{id: x, max: 10, score: {yes_no: v0}}")
    assert told(text) == ()


def test_what_is_wrong_in_a_default_is_told_at_what_takes_it():
    found = told(GOOD.replace("values:", "rounding: {total: 1}\ndefaults: {criteria: {round: 2.5}}\nvalues:"))
    assert [(each.code, each.place.line) for each in found] == [("ITR372", 23), ("ITR372", 24)]


def test_a_parameter_with_keys_of_its_own_is_told_how_one_is_written():
    (found,) = told(GOOD.replace("nguong: 80%", "nguong: {value: 80%, label: Ngưỡng}"))
    assert (found.code, found.place.line) == ("ITR316", 7)
    assert advice(found, "en").startswith("A parameter is its value alone (nguong: 10), without keys;")


def test_every_code_of_names_and_points_is_provoked_here():
    """A code that nothing can raise is a promise without proof."""
    here = {code for _, code, _, _ in CHANGES.values()} | {"ITR262", "ITR332", "ITR334", "ITR335"}
    of_results = {code for code in CODES if "ITR350" <= code < "ITR400"}
    expected = {row.code for table in (names, points) for row in table.CODES} - of_results
    assert expected - here == set()


def test_a_maximum_of_thousands_of_digits_is_told_in_few():
    """Python's own str() of an integer stops at 4,300 digits."""
    text = GOOD.replace("max: 30", "max: 31 + (((1 / 3) ** 64) ** 64) ** 3")
    assert text != GOOD
    (found,) = [each for each in told(text) if each.code == "ITR301"]
    assert "max is stated as ≈31" in message(found, "en")
    assert len(message(found, "en")) < 500


ROOTS = {
    "a leaf each": lambda count: [f"{{id: x{n}, score: {{formula: sqrt(a + {n})}}}}" for n in range(count)],
    "powers in one formula": lambda count: [
        f"{{id: x{n}, score: {{formula: '{' + '.join(['power(a, 0.5)'] * min(40, count - n))}'}}}}"
        for n in range(0, count, 40)
    ],
    "the numbers of means": lambda count: [
        f"{{id: x{n}, score: {{formula: 'geometric_mean({', '.join(['a'] * min(50, count - n))})'}}}}"
        for n in range(0, count, 50)
    ],
    "within a cohort function": lambda count: [
        f"{{id: x{n}, cohort: all, score: {{formula: 'cohort_mean(sqrt(a + {n}))'}}}}" for n in range(count)
    ],
    "the children of a mean": lambda count: [
        f"{{id: x, aggregate: geometric_mean, criteria: [{', '.join(f'{{id: y{n}, score: given}}' for n in range(count))}]}}"
    ],
}


@pytest.mark.long
@pytest.mark.parametrize("rows", ROOTS.values(), ids=ROOTS)
def test_so_many_roots_and_no_more(rows):
    """A call takes as long as a hundred sums, so a ruleset has no more than keep an evaluation to some seconds."""

    def codes(count: int) -> list[str]:
        card = "".join(f"      - {row}\n" for row in rows(count))
        loaded = load_text(
            GOOD.split("period", maxsplit=1)[0]
            + "inputs: {a: {type: number, min: 1}}\nscorecards:\n  bang:\n    criteria:\n"
            + card
        )
        return [each.code for each in loaded.findings]

    assert codes(MOST_SLOW) == []
    assert codes(MOST_SLOW + 1) == ["ITR202"]


def test_a_value_of_the_wrong_shape_comes_with_what_the_key_means():
    """The description that editors show is what to do: of the key itself, or of the table in which the value stands."""
    shown = {
        text: advice(load_text(GOOD.replace(*change)).findings[0], "vi")
        for text, change in {
            "a number": ("max: 30", "max: [30]"),
            "below a table": ('{"dat(x, y)": x / y}', "{dat: {of: [x]}}"),
            "a key of a kind": ("{yes_no: c}", "{ratio: [a, b], on_zero: 0}"),
            "what is missing": ("{yes_no: c}", "{steps: a, from: {1: 20}}"),
        }.items()
    }
    assert shown == {
        "a number": "Điểm tối đa; ở nhánh phải bằng tổng các mục con.",
        "below a table": "Hàm: dat(a, b): min(a / b, 1).",
        "a key of a kind": (
            "Khi mẫu số bằng 0: zero (0 điểm), full (điểm tối đa), not_applicable (không áp dụng) hoặc một phần trăm của "
            "điểm tối đa."
        ),
        "what is missing": "Điểm khi không đạt bậc nào.",
    }


def test_every_pattern_of_the_schemas_is_said_in_words():
    """What is expected is never told as a regular expression."""

    def patterns(part):
        if isinstance(part, dict):
            yield from [part["pattern"]] if isinstance(part.get("pattern"), str) else []
            for each in part.values():
                yield from patterns(each)
        elif isinstance(part, list):
            for each in part:
                yield from patterns(each)

    assert {*patterns(ruleset_schema()), *patterns(mapping_schema())} <= _PATTERNS.keys()
