"""Edges of tiers and the order of ranks: touched only by units whose tier or rank depends on them; and what is proposed."""

import pytest
from itrank.engine.publish.coverage_out import CoverageRun, coverage_text, needed
from itrank.engine.publish.grid import Look
from itrank.engine.report.coverage_page import coverage_page
from itrank.engine.testing.covering import coverage_of
from itrank.engine.testing.killing import Bench
from itrank.engine.testing.mutants import mutants_of
from itrank.engine.testing.proposing import proposed
from itrank.engine.testing.showing import Judge
from itrank.tests.test_testing_claims import HEAD, fates, loaded, outcomes, standing, touched

GOOD = (
    HEAD
    + """
inputs:
  lua: {label: Tường lửa, type: yes_no}
  sao: {label: Sao lưu, type: yes_no}
  quy: {label: Quy chế, type: yes_no}
  x: {label: X, type: count}
  hu: {label: Sự cố, type: count}
scorecards:
  s:
    title: S
    criteria:
      - {id: an, title: An toàn, max: 5, score: {checklist: {lua: 2, sao: 2, quy: 1}}}
      - {id: c, title: C, max: 90, score: {count: x, each: 1}}
      - {id: tru, title: Trừ, role: penalty, max: 6, score: {count: hu, each: 2}}
    tiers:
      - {id: tot, title: Tốt, from: 85, requires: an >= 4}
      - {id: kha, title: Khá, from: 70}
      - {id: yeu, title: Yếu}
    ranking: {tie_break: [an]}
"""
)
ALL = "lua: có, sao: có, quy: có, hu: 0"
NONE = "lua: không, sao: không, quy: không, hu: 0"


def case(given, expect):
    return f"  - {{name: t, given: {{{given}}}, expect: {{{expect}}}}}\n"


def test_a_unit_that_does_not_keep_the_rest_of_a_tier_does_not_touch_its_bounds():
    """85 points, but not `an >= 4`: the tier would be `kha` by a bound of 86 too."""
    at = "s/tiers/tot/from/at"
    assert at not in touched(GOOD, case(f"{NONE}, x: 85", "tier: kha"))
    assert at in touched(GOOD, case(f"{ALL}, x: 80", "tier: tot"))
    beside = "s/tiers/tot/from/beside"
    assert beside not in touched(GOOD, case(f"{NONE}, x: 84", "tier: kha"))
    assert beside in touched(GOOD, case(f"{ALL}, x: 79", "tier: kha"))


def test_units_apart_by_a_tie_break_alone_do_not_show_which_end_is_first():
    """Another end would not be noticed either."""
    two = "  - {{name: t, cohort: [{{id: a, {}, x: {}}}, {{id: b, {}, x: {}}}], expect: {{b: {{rank: {}}}}}}}"
    equal = two.format(ALL, 80, NONE, 85, 2)
    assert "s/ranking/order" not in touched(GOOD, equal)
    assert fates(GOOD, equal, "ranking")["s", "lowest"] == "survived"
    assert "s/ranking/order" in touched(GOOD, two.format(ALL, 80, ALL, 79, 2))


def test_a_bound_of_a_tier_with_places_depends_on_them():
    """One place for two: the second has none of `tot`, whatever the bound is."""
    text = GOOD.replace("from: 85, requires: an >= 4", "from: 85, quota: 1, at_ties: below")
    two = "  - {{name: t, cohort: [{{id: a, {0}, x: 90}}, {{id: b, {0}, x: {1}}}], expect: {{{2}: {{tier: {3}}}}}}}"
    assert "s/tiers/tot/from/at" not in touched(text, two.format(ALL, 80, "b", "kha"))
    assert "s/tiers/tot/from/at" in touched(text, case(f"{ALL}, x: 80", "tier: tot"))


def test_a_bound_at_which_a_tier_before_takes_all_is_proved_to_decide_nothing():
    text = GOOD.replace("from: 85, requires: an >= 4", "from: 85").replace("from: 70}", "from: 70, below: 85}")
    found = standing(text)
    assert (found["s/tiers/kha/below/at"], found["s/tiers/kha/below/beside"]) == ("unreachable", "gap")


@pytest.mark.slow
def test_what_is_proposed_keeps_the_rest_of_a_tier_and_needs_nothing_more():
    """The most points, 95, are with incidents, as no penalty is looked at: `hu` has to change for the tier."""
    made = loaded(GOOD.replace("an >= 4", "an >= 4 and hu == 0").replace("    ranking: {tie_break: [an]}\n", ""))
    proposal = proposed(made, outcomes(made))
    assert [each.id for each in proposal.left] == []
    expected = [{each.key: each.text for each in made.case.units[0].expected} for made in proposal.cases]
    assert ("85", "tot") in {(each.get("total"), each.get("tier")) for each in expected}


@pytest.mark.slow
def test_a_unit_at_the_bound_of_a_tier_with_places_is_proposed_with_as_many_as_give_it_one():
    """Of one unit alone half is no place; the tier is had by the first of two."""
    made = loaded(GOOD.replace("requires: an >= 4", "quota: 50%, at_ties: below"))
    left = {each.id for each in proposed(made, outcomes(made)).left}
    assert left.isdisjoint({"s/tiers/tot", "s/tiers/tot/from/at", "s/tiers/tot/from/beside"})


# ── Conditions of tiers ──


def test_an_edge_of_what_a_tier_requires_is_told_of_the_criterion_that_it_compares():
    """It is `an` that has to be 4; the points of the whole are 85 or more."""
    found = coverage_of(made := loaded(GOOD), outcomes(made))
    edge = next(
        each
        for each in found.of("gap")
        if each.point.id.startswith("s/tiers/tot/requires") and "4" in each.point.says[0] and each.point.kind == "edge"
    )
    assert edge.point.says == ('"An toàn": đúng bằng 4', '"An toàn": exactly 4')
    assert needed(found, edge, "vi") == 'cần: một ca mà "An toàn" = 4, và mức phụ thuộc điều đó; mong đợi tier của s'
    assert (
        needed(found, edge, "en")
        == 'needs: a case in which "An toàn" = 4, and on that depends the tier; it expects tier of s'
    )


@pytest.mark.slow
def test_a_case_is_found_for_a_bound_within_what_a_tier_requires():
    """Of a checklist of 2, 2 and 1 exactly 4, with as many points as the tier asks."""
    made = loaded(GOOD.replace("from: 85", "from: 93"))
    mutant = next(each for each in mutants_of(made.document) if (each.before, each.after) == ("an >= 4", "an >= 5"))
    bench = Bench.of(made, outcomes(made))
    judged = Judge(made).judged(bench, bench.tried(mutant))
    assert judged.case is not None
    assert [each.text for each in judged.case.case.units[0].expected][-1] == "tot"


# ── What is out of reach ──

CHOICE = (
    HEAD
    + """
inputs:
  c: {label: Cán bộ, type: choice, options: {kiem_nhiem: Kiêm nhiệm, khong_co: Không có}}
scorecards:
  s:
    title: S
    criteria:
      - {id: a, title: A, max: 5, score: {choice: c, points: {kiem_nhiem: 3, khong_co: 0}}}
      - {id: b, title: B, max: 90, score: {count: self, each: 1}, answer: {type: count}}
"""
)


def test_what_is_out_of_reach_is_named_and_options_have_their_titles():
    """How many there are is no answer to which."""
    made = loaded(CHOICE)
    run = CoverageRun(coverage_of(made, outcomes(made)))
    out = [each.point.says for each in run.coverage.of("unreachable")]
    assert out
    for lang, title in (
        ("vi", "Không số liệu nào chạm tới, đã chứng minh"),
        ("en", "Out of reach of all data, proved"),
    ):
        text, page = coverage_text(run, Look(lang)), coverage_page(run, lang)
        assert f"{title} ({len(out)})" in text
        assert f"{title} ({len(out)})" in page
        assert all(
            says[lang == "en"] in each for says in out for each in (text.partition(title)[2], page.partition(title)[2])
        )
    assert '"Cán bộ" = "Kiêm nhiệm"' in coverage_text(run, Look("vi"))
    assert "kiem_nhiem" not in " ".join(each.point.says[0] for each in run.coverage.points)
