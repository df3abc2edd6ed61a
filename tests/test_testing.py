"""What cases touch, which mutants they notice, and which cases are proposed (docs/cases.md)."""

from base64 import b64encode
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from itrank.engine.cases import cases_in, run
from itrank.engine.language.document import plain
from itrank.engine.language.edits import edited
from itrank.engine.language.loading import load, load_text
from itrank.engine.publish.coverage_contract import schema_text
from itrank.engine.publish.coverage_json import coverage_json
from itrank.engine.publish.coverage_out import CoverageRun, coverage_text, marked_text
from itrank.engine.publish.grid import Look
from itrank.engine.publish.mutation_out import proposal_text
from itrank.engine.report.coverage_page import coverage_page
from itrank.engine.testing.covering import coverage_of, touched_by
from itrank.engine.testing.drafts import case_lines
from itrank.engine.testing.listing import Listing
from itrank.engine.testing.looking import OF_COLUMNS
from itrank.engine.testing.mutants import mutants_of, sampled
from itrank.engine.testing.mutating import mutation_of
from itrank.engine.testing.proposing import Writer, proposed
from itrank.engine.testing.unreachable import Reach

ROOT = Path(__file__).parents[1]
HEAD = "format: itrank-ruleset/1\nid: thu\nversion: '1'\ntitle: Thử\n"
STEPS = (
    HEAD
    + """
inputs:
  x: {label: x, type: count, missing: zero}
scorecards:
  s:
    title: S
    criteria:
      - {id: a, title: A, max: 10, score: {steps: x, from: {4: 10, 2: 5}, otherwise: 0}}
    tiers:
      - {id: tot, title: Tốt, from: 8}
      - {id: yeu, title: Yếu}
"""
)
COUNTED = STEPS.replace(
    "    tiers:", "      - {id: b, title: B, max: 90, score: {count: y, each: 1}}\n    tiers:"
).replace("scorecards:", "  y: {label: y, type: count}\nscorecards:")


def covered(text, tests=""):
    loaded = load_text(f"{text}\ntests:\n{tests}" if tests else text)
    assert loaded.ruleset is not None, loaded.findings
    return coverage_of(loaded, run(loaded.ruleset, cases_in(loaded.ruleset.tests, "ruleset")))


def standing(coverage):
    return {each.point.id: each.standing for each in coverage.points}


def touched(coverage):
    return {each.point.id for each in coverage.of("touched")}


def test_the_points_of_a_table_are_its_steps_both_sides_of_each_bound_and_what_is_left():
    points = [(each.point.id, each.point.says[0]) for each in covered(STEPS).points if each.point.owner == "a"]
    assert points == [
        ("a/score/1", "bậc x ≥ 4"),
        ("a/score/2", "đúng bằng 4"),
        ("a/score/3", "sát 4, ở bên kia: 3 đến 4"),
        ("a/score/4", "bậc x ≥ 2"),
        ("a/score/6", "đúng bằng 2"),
        ("a/score/7", "sát 2, ở bên kia: 1 đến 2"),
        ("a/score/5", "không đạt bậc nào (x ≥ 2 là sai)"),
    ]


@pytest.mark.parametrize(
    ("x", "own"),
    [
        (4, {"a/score/1", "a/score/2"}),
        (3, {"a/score/3", "a/score/4"}),
        (5, {"a/score/1"}),
        (2, {"a/score/4", "a/score/6"}),
        (1, {"a/score/5", "a/score/7"}),
        (0, {"a/score/5"}),
    ],
)
def test_a_value_at_a_bound_and_one_step_across_it_touch_its_edges(x, own):
    """A value exactly at the bound and one on the other side, within one step of its written digits."""
    found = covered(STEPS, f"  - {{name: t, given: {{x: {x}}}, expect: {{a: {10 if x > 3 else 5 if x > 1 else 0}}}}}")
    assert touched(found) == own


def test_what_nothing_expected_depends_on_is_not_touched():
    two = STEPS.replace("    tiers:", "      - {id: b, title: B, max: 10, score: {count: x, each: 1}}\n    tiers:")
    found = covered(two, "  - {name: t, given: {x: 4}, expect: {a: 10}}")
    assert {id_.partition("/")[0] for id_ in touched(found)} == {"a"}
    both = covered(two, "  - {name: t, given: {x: 4}, expect: {total: 14}}")
    assert {id_.partition("/")[0] for id_ in touched(both)} == {"a", "b"}


def test_a_tier_is_touched_only_where_a_tier_is_expected():
    total = covered(STEPS, "  - {name: t, given: {x: 4}, expect: {total: 10}}")
    tier = covered(STEPS, "  - {name: t, given: {x: 4}, expect: {tier: tot}}")
    assert "s/tiers/tot" in touched(tier) - touched(total)


def test_what_is_proved_to_be_out_of_reach_is_not_counted_and_said_so():
    found = covered(STEPS, "  - {name: t, given: {x: 4}, expect: {a: 10, tier: tot}}")
    assert standing(covered(STEPS.replace("from: 8}", "from: 11}")))["s/tiers/tot"] == "unreachable"
    wanted = STEPS.replace("score: {steps: x, from: {4: 10, 2: 5}, otherwise: 0}", "score: {count: x, each: 1}")
    text = coverage_text(CoverageRun(covered(wanted)), Look("vi"))
    assert "1 chỗ nữa đã chứng minh là không số liệu nào chạm tới: không tính." in text
    assert found.share == Fraction(len(touched(found)), len(touched(found)) + len(found.of("gap")))


def test_parts_of_several_scorecards_name_theirs_and_one_scorecard_is_not_named():
    """Two scorecards often have criteria of one number and title."""
    one = "    title: S\n    criteria:\n      - {id: a, title: A, max: 10, score: {count: x, each: 1}}\n"
    several = STEPS.partition("scorecards:")[0] + "scorecards:\n  s:\n    for: [g]\n" + one + "  t:\n    for: [h]\n"
    several += one.replace("title: S", "title: T").replace("id: a", "id: b")
    made = CoverageRun(covered(several.replace("inputs:", "groups: {g: {title: G}, h: {title: H}}\ninputs:")))
    assert "%  A (S)\n" in coverage_text(made, Look("vi"))
    assert "%  A (T)\n" in coverage_text(made, Look("vi"))
    assert "<th scope=row>A (T)</th>" in coverage_page(made, "vi")
    assert "%  A\n" in coverage_text(CoverageRun(covered(STEPS)), Look("vi"))


def test_gaps_that_are_not_printed_are_counted_with_what_has_them_all(monkeypatch):
    made = CoverageRun(covered(STEPS))
    gaps = len(made.coverage.of("gap"))
    more = "… và {} chỗ nữa: --page TỆP.html ghi đủ để đọc, --format json cho máy.\n"
    for most, told in ((gaps, False), (gaps - 1, True)):
        monkeypatch.setattr("itrank.engine.publish.coverage_out._MOST_GAPS", most)
        assert (more.format(1) in coverage_text(made, Look("vi"))) is told


def test_proposals_and_cases_that_fail_are_no_evidence():
    tests = """  - {name: đúng, given: {x: 4}, expect: {a: 10}}
  - {name: đề xuất, given: {x: 2}, expect: {a: 5}, generated: true}
  - {name: sai, given: {x: 0}, expect: {a: 7}}
"""
    found = covered(STEPS, tests)
    assert (found.counted, found.generated, found.failed) == (1, 1, 1)
    assert touched(found) == {"a/score/1", "a/score/2"}
    text = coverage_text(CoverageRun(found), Look("vi"))
    assert "Không tính: 1 ca đề xuất chưa ai xác nhận, 1 ca sai, 0 ca không so được." in text


def test_the_text_of_the_ruleset_is_marked_line_by_line():
    loaded = load_text(STEPS + "\ntests:\n  - {name: t, given: {x: 4}, expect: {a: 10}}", "thu.yaml")
    found = coverage_of(loaded, run(loaded.ruleset, cases_in(loaded.ruleset.tests, "ruleset")))
    lines = marked_text(CoverageRun(found, loaded.texts), Look("vi")).splitlines()
    marks = {line[2:].lstrip().partition(" ")[0]: line[0] for line in lines[3:]}
    assert {number: mark for number, mark in marks.items() if mark != " "} == {
        "7": "✗", "9": "✗", "12": "◐", "14": "✗", "15": "✗",
    }  # fmt: skip


def test_json_keeps_the_schema_and_says_what_a_case_would_do():
    import json

    import jsonschema

    committed = (ROOT / "schemas" / "coverage.schema.json").read_text("utf-8")
    assert committed == schema_text()
    made = json.loads(coverage_json(CoverageRun(covered(STEPS))))
    jsonschema.validate(made, json.loads(committed))
    needs = {point["id"]: point["needs"]["vi"] for part in made["parts"] for point in part["points"]}
    assert needs["a/score/3"] == "cần: given: {x: 3}, và mong đợi a"
    assert made["per_cent"] == "0"


@pytest.mark.long
@pytest.mark.parametrize("name", ["2021", "mau-hai-cap"])
def test_answers_that_the_prover_finds_for_a_point_touch_it(name):
    """Which points a case touches comes from evaluating it: the prover's answers are put to that."""
    loaded = load(ROOT / "rulesets" / f"{name}.yaml")
    writer = Writer(loaded.ruleset, Reach(loaded.ruleset))
    from itrank.engine.testing.drafts import filled
    from itrank.engine.testing.proposing import touches

    points = [point for point in Listing.of(loaded).points if point.fact in OF_COLUMNS and point.depends == point.owner]
    missed = []
    for point in points[::3]:
        answers = writer.reach.found(point).answers
        if answers is not None:
            made = filled(loaded.ruleset, writer.of_leaf(point, answers))
            if made is None or point.id not in touches(loaded.ruleset, made, [point]):
                missed.append(point.id)
    assert missed == []


# ── Proposed cases ──


def test_proposed_cases_cover_all_are_read_again_and_are_marked():
    loaded = load_text(COUNTED)
    made = proposed(loaded, [])
    assert made.left == ()
    text = proposal_text(made, "vi")
    assert text == proposal_text(proposed(load_text(COUNTED), []), "vi")
    assert text.count("generated: true") == len(made.cases) + 1  # and once in the head
    again = load_text(COUNTED + "\n" + "tests:\n" + text.partition("tests:\n")[2].replace("    generated: true\n", ""))
    outcomes = run(again.ruleset, cases_in(again.ruleset.tests, "ruleset"))
    assert {outcome.status for outcome in outcomes} == {"held"}
    assert coverage_of(again, outcomes).share == 1


def test_no_proposed_case_is_superfluous():
    loaded = load_text(STEPS)
    made = proposed(loaded, [])
    points = Listing.of(loaded).points
    whole = touched_by(loaded.ruleset, points, made.cases).keys()
    for case in made.cases:
        rest = [each for each in made.cases if each is not case]
        assert touched_by(loaded.ruleset, points, rest).keys() < whole


# ── Mutants ──


def test_mutants_change_one_thing_by_one_step_of_its_written_digits():
    document = load_text(STEPS).document
    found = {mutant.id.split(":", 1)[1]: mutant for mutant in mutants_of(document)}
    leaf = "scorecards.s.criteria.0"
    assert {
        f"{leaf}.score.from:4→5", f"{leaf}.score.from:4→3", f"{leaf}.score.from.4:10→11", f"{leaf}.score.from:from→above",
        f"{leaf}.max:10→9", "scorecards.s.tiers.0.from:8→9", "inputs.x.missing:zero→1",
    } <= found.keys()  # fmt: skip
    mutant = edited(document, found[f"{leaf}.score.from:4→5"].edits)
    assert plain(mutant["scorecards"]["s"]["criteria"][0]["score"]["from"]) == {"5": 10, "2": 5}


def test_a_sample_is_the_same_for_a_seed():
    mutants = mutants_of(load_text(STEPS).document)
    assert sampled(mutants, 5, 1) == sampled(mutants, 5, 1) != sampled(mutants, 5, 2)
    assert len(sampled(mutants, 5, 1)) == 5


def tried(text, tests):
    loaded = load_text(f"{text}\ntests:\n{tests}")
    made = mutation_of(loaded, run(loaded.ruleset, cases_in(loaded.ruleset.tests, "ruleset")))
    return {each.tried.mutant.id.split(":", 1)[1]: each for each in made.judged}, made


@pytest.mark.long
def test_a_case_at_the_bound_notices_that_it_rose_and_one_across_it_that_it_fell():
    bound = "scorecards.s.criteria.0.score.from:4→"
    at, _ = tried(STEPS, "  - {name: t, given: {x: 4}, expect: {a: 10}}")
    across, _ = tried(STEPS, "  - {name: t, given: {x: 3}, expect: {a: 5}}")
    assert (at[f"{bound}5"].tried.fate, at[f"{bound}3"].tried.fate) == ("killed", "survived")
    assert (across[f"{bound}5"].tried.fate, across[f"{bound}3"].tried.fate) == ("survived", "killed")


@pytest.mark.long
def test_a_survivor_comes_with_a_case_that_notices_it():
    found, _ = tried(STEPS, "  - {name: t, given: {x: 4}, expect: {a: 10}}")
    survivor = found["scorecards.s.criteria.0.score.from:4→3"]
    assert survivor.case is not None
    lines = list(case_lines(survivor.case.case))
    assert "    given: {x: 3}" in lines
    assert "    expect: {a: 5}" in lines


@pytest.mark.long
def test_what_is_proved_to_mean_the_same_is_not_counted():
    """`x >= 4` and `x > 3` are one thing to a count; so is a cap that nothing passes, gone."""
    formula = STEPS.replace(
        "score: {steps: x, from: {4: 10, 2: 5}, otherwise: 0}", "score: {formula: 10 if x >= 4 else 0}, cap: 10"
    )
    found, made = tried(formula, "  - {name: t, given: {x: 9}, expect: {a: 10}}")
    assert found["scorecards.s.criteria.0.cap:cap: 10→"].tried.fate == "same"
    assert made.count("same") >= 1
    assert all(each.tried.fate != "same" for id_, each in found.items() if "formula:" in id_)


# ── The page ──


def test_the_page_lets_nothing_of_a_ruleset_act_and_needs_nothing_from_outside():
    wild = STEPS.replace("title: Thử", "title: '<script>alert(1)</script>'").replace("label: x", "label: '<b>x</b>'")
    loaded = load_text(wild, "thu.yaml")
    page = coverage_page(CoverageRun(coverage_of(loaded, []), loaded.texts), "vi")
    assert "<script" not in page
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'" in page
    assert "http://" not in page.replace("http-equiv", "")
    assert "https://" not in page
