"""Bounds of columns: every value that the engine gives lies within them, whatever the ruleset and the data."""

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine import load, load_text, observe, read_table
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.intervals import EITHER, Interval, point
from itrank.engine.model.outcome import NoScore
from itrank.engine.observe import table_of
from itrank.engine.prove.bounds import bounds_of
from itrank.engine.prove.points import points_of
from itrank.engine.prove.prover import answers
from itrank.engine.prove.ranges import Range
from itrank.engine.prove.tier_facts import points_left
from itrank.engine.prove.within_points import within_points
from itrank.engine.rank import evaluation
from sampling import size
from test_conformance import data_of, loaded, ruleset_text
from test_explain_retrace import EXPECTED

sys.path.insert(0, str(Path(__file__).parent / "oracle"))

import compare

ROOT = Path(__file__).resolve().parent.parent
SEEDS = size(16, 150)


def outside(ruleset, observed, *, provisional=False):
    """List the cells that are not within their bounds."""
    found = evaluation(ruleset, observed, provisional=provisional)
    bounds = bounds_of(ruleset)
    wrong = []
    for key, cells in found.sheet.cells.items():
        for unit, cell in zip(found.sheet.units, cells, strict=True):
            if not isinstance(cell, (Fraction, bool, NoScore)):
                continue
            if cell not in bounds.columns[key]:
                wrong.append(f"{key} of {unit.id}: {cell} is not in {bounds.columns[key]}")
    for node in ruleset.nodes():
        points = points_of(ruleset, node)
        for value in (cell for cell in found.sheet.cells[node.id] if isinstance(cell, Fraction)):
            if points.values is not None and value not in points.values:  # "one of these"
                wrong.append(f"{node.id}: {value} not in {points.values}")
            if (
                points.grain is not None and value and (not points.grain or value % points.grain)
            ):  # "a multiple of this"
                wrong.append(f"{node.id}: {value} is no multiple of {points.grain}")
    for key, column in found.sheet.worths.items():
        reach = bounds.nodes[key]
        for cell, most in zip(column.outcomes, column.counted, strict=True):
            if isinstance(cell, Fraction) and most is not None and most not in reach.counted:
                wrong.append(f"counted of {key}: {most} not in {reach.counted}")
    return wrong


def ruled_out(ruleset, observed):
    """List the answers of conditions of criteria and tiers that a unit gets and that are called impossible."""
    sheet, bounds = evaluation(ruleset, observed).sheet, bounds_of(ruleset)

    def answer(formula, unit):
        return evaluate_exact(formula.tree, Exact(lambda key: sheet.cells[key][unit], ruleset.rounding_mode))

    asked = [(node.applies, bounds, None) for node in ruleset.nodes() if node.applies is not None]
    for node in ruleset.nodes():
        for place, tier in enumerate(node.tiers):
            asked += [(formula, bounds, None) for formula in (tier.when, tier.requires) if formula is not None]
            if tier.requires is not None:
                left = points_left(ruleset, node, tier, node.tiers[:place], bounds)
                inside = within_points(bounds, node, left, tier.requires.reads)
                # Of a share of a maximum that is not everybody's no points are known, so that all units are asked.
                asked.append((tier.requires, inside, None if left is None else (node, left)))
    wrong = []
    for formula, known, points in asked:
        possible = answers(ruleset, known, formula.tree)
        for unit in range(len(sheet.units)):
            cell = None if points is None else sheet.cells[points[0].id][unit]
            is_inside = points is None or (
                isinstance(cell, Fraction) and any(not part.common(Range(cell, cell)).is_empty for part in points[1])
            )
            found = answer(formula, unit) if is_inside else None
            if isinstance(found, bool) and found not in possible:
                wrong.append((formula.source, found))
    return wrong, len(asked)


@pytest.mark.sampled
def test_no_answer_of_a_condition_is_called_impossible_that_a_unit_gets():
    asked = 0
    for seed in range(SEEDS):
        case = compare.generate(seed)
        ruleset = load_text(compare.yaml_text(case.ruleset)).ruleset
        units, data = compare.rows(case)
        wrong, count = ruled_out(ruleset, observe(ruleset, [table_of("data", data)], table_of("units", units)))
        assert wrong == [], seed
        asked += count
    assert asked > SEEDS


@pytest.mark.sampled
def test_values_of_generated_rulesets_lie_within_their_bounds():
    """*A sound over-approximation: the exact value, where there is one, is never outside.*"""
    seen = 0
    for seed in range(SEEDS):
        case = compare.generate(seed)
        loaded = load_text(compare.yaml_text(case.ruleset))
        assert loaded.ruleset is not None
        units, data = compare.rows(case)
        observed = observe(loaded.ruleset, [table_of("data", data)], table_of("units", units))
        assert outside(loaded.ruleset, observed) == [], seed
        seen += len(loaded.ruleset.columns)
    assert seen > 20 * SEEDS


@pytest.mark.bar(40)
@pytest.mark.parametrize(("case", "source"), [each for each in EXPECTED if "appraised" not in each.values[0]])
def test_values_of_conformance_cases_lie_within_their_bounds(case, source):
    """But for points that an appraiser gave, of which a ruleset says nothing."""
    ruleset = loaded(ruleset_text(case, source)).ruleset
    assert outside(ruleset, data_of(case, ruleset)) == []


@pytest.mark.parametrize("stem", ["2021", "2022", "mau-hai-cap"])
def test_values_of_shipped_rulesets_lie_within_their_bounds(stem):
    loaded = load(ROOT / "rulesets" / f"{stem}.yaml")
    folder = ROOT / "examples" / "data"
    table, _, findings = read_table(folder / f"{stem}.csv", "data.csv")
    units = folder / f"{stem}.units.csv"
    roll = read_table(units, "units.csv")[0] if units.exists() else None
    assert not findings
    assert outside(loaded.ruleset, observe(loaded.ruleset, [table], roll)) == []


def test_the_totals_of_every_shipped_scorecard_have_bounds():
    """*Proofs are not blind above a rounded branch.* Points shared out at the root stay within the maximum."""
    found = {}
    for stem in ("2021", "2022", "mau-hai-cap"):
        ruleset = load(ROOT / "rulesets" / f"{stem}.yaml").ruleset
        bounds = bounds_of(ruleset)
        found |= {f"{stem} {card.id}": bounds.columns[card.root.id] for card in ruleset.scorecards}
    assert {key: (each.low, each.high) for key, each in found.items()} == {
        "2021 cntt": (0, 1000),
        "2022 tinh": (2, 245),  # what has its points whatever is answered
        "2022 huyen": (2, 360),
        "mau-hai-cap xa": (-2, 103),  # with its bonus and its penalty
        "mau-hai-cap so": (0, 100),
        # One of its parts divides the sum of all communes' totals, which may be below 0, by a number that is typed in.
        "mau-hai-cap toan_tinh": (None, 100),
    }


FRAME = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {type: count, max: 9}
  b: {type: number, min: 1, max: 4}
  c: {type: yes_no}
  d: {type: count, max: e}
  e: {type: count}
scorecards:
  bang:
"""


TWO = """criteria:
      - {{id: x, max: 10, score: {{yes_no: c}}, applies: a > 1, not_applicable: {}}}
      - {{id: y, max: 30, score: {{ratio: [a, b]}}}}"""


FIXED = """criteria:
      - {id: x, max: 10, score: {yes_no: c}, applies: a > 1, not_applicable: rescale}
      - {id: y, max: 30, score: {formula: 3}}"""
# A branch that is finished by a step, and a sibling whose points it shares where that does not apply.
ROUNDED = """criteria:
      - {{id: k, {}criteria: [{{id: x, max: 30, score: {{ratio: [a, b]}}}}]}}
      - {{id: y, max: 10, score: {{yes_no: c}}, applies: a > 1, not_applicable: rescale}}"""


@pytest.mark.parametrize(
    ("card", "node", "low", "high"),
    [
        ("criteria: [{id: x, max: 20, score: {ratio: [a, b]}}]", "x", "0", "20"),
        ("criteria: [{id: x, score: {formula: a / b}}]", "x", "0", "9"),
        ("criteria: [{id: x, score: {formula: d / e * 5}}]", "x", "0", "5"),
        ("criteria: [{id: x, score: {formula: 10 - a}}]", "x", "1", "10"),
        ("criteria: [{id: x, score: {formula: 1 / a if a > 0 else 0}}]", "x", "0", None),
        ("criteria: [{id: x, score: {formula: a if a >= 4 else 4}}]", "x", "4", "9"),
        ("criteria: [{id: x, max: 20, score: {steps: a, from: {4: 20, 2: 10}, otherwise: 1}}]", "x", "1", "20"),
        ("cap: 12\n    criteria: [{id: x, max: 10, score: {yes_no: c}}, {id: y, score: {formula: a}}]", "bang", "0", "12"),
        ("criteria: [{id: x, max: 10, score: {yes_no: c}}, {id: y, role: bonus, score: {formula: a}}]", "bang", "0", "19"),
        ("criteria: [{id: x, max: 10, score: {yes_no: c}}, {id: y, role: penalty, score: {formula: a}}]", "bang", "-9", "10"),
        ("min: 0\n    criteria: [{id: x, score: {formula: a - 20}}]", "bang", "0", "0"),
        ("aggregate: mean\n    criteria: [{id: x, score: {formula: a}}, {id: y, score: {formula: b}}]", "bang", "0", "9"),
        ("out_of: 100\n    criteria: [{id: x, max: 20, score: {ratio: [a, b]}}]", "bang", "0", "100"),
        ("then: value * 2 + 1\n    criteria: [{id: x, max: 20, score: {ratio: [a, b]}}]", "bang", "1", "41"),
        ("out_of: 100\n    round: 1\n    criteria: [{id: x, max: 30, round: 2, score: {ratio: [a, b]}}]", "bang", "0", "100"),
        (TWO.format("rescale"), "bang", "0", "40"),
        (TWO.format("rescale_total"), "bang", "0", "40"),
        (TWO.format("rescale") + "\n    totals: [{id: t, of: [x, y]}]", "t", "0", "40"),
        (FIXED + "\n    totals: [{id: t, of: [x, y]}]", "t", "3", "52/3"),
        (ROUNDED.format("round: 2, "), "bang", "0", "40"),
        (ROUNDED.format("round: 0, "), "bang", "0", "40"),
        (ROUNDED.format("cap: 25, max: 25, "), "bang", "0", "35"),
        (ROUNDED.format("min: 0, "), "bang", "0", "40"),
        (ROUNDED.format("round: 0, out_of: 15, "), "bang", "0", "25"),
        (TWO.format("full"), "bang", "0", "40"),
        ("round: 0\n    criteria: [{id: x, score: {formula: a / 2}}]", "bang", "0", "5"),
        ("criteria: [{id: x, score: {formula: cohort_max(a)}, cohort: all}]", "x", "0", "9"),
        ("criteria: [{id: x, score: {formula: cohort_rank(a)}, cohort: all}]", "x", "1", None),
        ("criteria: [{id: x, score: {formula: last_year(a)}}]", "x", None, None),
    ],
)  # fmt: skip
def test_bounds_that_can_be_checked_by_head(card, node, low, high):
    loaded = load_text(FRAME + f"    {card}\n")
    assert loaded.ruleset is not None, loaded.findings
    found = bounds_of(loaded.ruleset).columns[node]
    assert (found.low, found.high) == tuple(None if x is None else Fraction(x) for x in (low, high))


def test_what_is_known_of_a_unit_narrows_its_bounds():
    loaded = load_text(FRAME + "    criteria: [{id: x, score: {formula: a + b}}]\n")
    bounds = bounds_of(loaded.ruleset, lambda key: point(Fraction(3)) if key == "a" else None)
    assert bounds.columns["x"] == Interval(Fraction(4), Fraction(7), may_lack=True)


@pytest.mark.parametrize(
    ("extra", "may_lack"),
    [
        ("role: bonus, score: {formula: a}", True),
        ("role: penalty, score: {formula: a}", True),
        ("role: bonus, applies: c, not_applicable: exclude, score: {formula: a}", True),
        ("role: bonus, applies: c, not_applicable: exclude, score: {formula: 2}", True),
        ("role: bonus, score: {formula: 2}", False),
        ("role: unscored, score: {formula: a}", False),
    ],
)
def test_a_bonus_that_may_be_missing_may_leave_no_total(extra, may_lack):
    card = f"    criteria: [{{id: x, score: {{formula: 3}}}}, {{id: y, {extra}}}]\n"
    loaded = load_text(FRAME + card)
    assert loaded.ruleset is not None, loaded.findings
    assert bounds_of(loaded.ruleset).columns["bang"].may_lack is may_lack


def test_a_bonus_that_only_may_not_apply_spoils_no_total():
    card = "    criteria: [{id: x, score: {formula: 3}}, {id: y, role: bonus, applies: c, score: {formula: 2}}]\n"
    loaded = load_text(FRAME + card)
    assert loaded.ruleset is not None, loaded.findings
    bounds = bounds_of(loaded.ruleset, lambda key: EITHER if key == "c" else None)
    assert bounds.columns["y"].may_lack
    assert bounds.columns["bang"] == Interval(Fraction(3), Fraction(5))


def of_parts(text):
    ruleset = load_text(f"""
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
period: 2023
inputs:
{text}
scorecards:
  bang: {{title: Bảng, criteria: [{{id: c, title: C, max: 10, score: {{formula: a / b}}}}]}}
""").ruleset
    (leaf,) = [node for node in ruleset.nodes() if node.score is not None]
    return bounds_of(ruleset).of(leaf.score).high


def test_a_part_is_at_most_its_whole_also_where_a_blank_counts_as_0():
    """*of some: where a blank may count as 0, so that it holds where the second is above 0*"""
    assert of_parts("  a: {label: A, type: count, max: b}\n  b: {label: B, type: count}") == 1
    zero = "missing: zero}"
    assert of_parts(f"  a: {{label: A, type: count, max: b, {zero}\n  b: {{label: B, type: count, {zero}") == 1
    filled = "missing: 2}"
    assert of_parts(f"  a: {{label: A, type: count, max: b, {filled}\n  b: {{label: B, type: count, {zero}") is None


def test_what_is_below_a_number_under_0_may_be_many_times_that():
    """-8 is below -2, and four times as far from 0."""
    assert (
        of_parts("  a: {label: A, type: number, min: -9, max: b}\n  b: {label: B, type: number, min: -5, max: -1}") == 9
    )
