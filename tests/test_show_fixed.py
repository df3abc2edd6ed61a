"""`show: {digits: 2, fixed: true}`: points have all their decimals wherever people read them, and only there."""

import json
import re
from dataclasses import astuple
from fractions import Fraction
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.report.claims import check_document
from itrank.engine.report.claims.reading import parse_document
from itrank.engine.report.comparison.comparing import compare
from itrank.engine.report.comparison.saying import Saying, signed
from itrank.engine.report.contents import contents
from itrank.engine.report.facts import printed, printed_plainly
from itrank.engine.report.html import page
from itrank.engine.report.profiles import profiles
from itrank.engine.report.text import announcement
from itrank.engine.report.tiers import total_of
from itrank.engine.result.shapes import written
from jsonschema import Draft202012Validator
from reports import read, record_of

RULESET = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
show: {digits: 2, fixed: true}
scorecards:
  c:
    criteria: [{id: a, max: 100, score: given}]
    tiers: [{id: tot, from: 70}, {id: kha}]
    ranking: {lists: all}
"""
EXPLANATION = Path(__file__).parent.parent / "schemas" / "explanation.schema.json"
IDLE_POINTS = re.compile(r"(?<![\w,.])\d+(?:,\d)?(?= điểm| / )")


@pytest.fixture
def itrank(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(RULESET, "utf-8")
    Path("so.csv").write_text("id,a\nu,70.00\nv,69.996\nw,60.5\n", "utf-8")

    def run(command, *arguments):
        assert cli.run([*command.split(), "--ruleset", "r.yaml", "--data", "so.csv", *arguments]) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def small(itrank):
    made = json.loads(itrank("evaluate", "--format", "json"))
    del made["show_fixed"]
    return made


def fixed(stem, digits=2):
    return record_of(stem) | {"show": digits, "show_fixed": True}


def test_the_table_has_all_decimals_and_more_where_a_bound_is_near(itrank):
    rows = [line.split() for line in itrank("evaluate").splitlines() if re.match(r" +\d ", line)]
    assert [(row[1], row[2], row[-1]) for row in rows] == [
        ("u", "70,00", "70,00"), ("v", "69,996", "70,00"), ("w", "60,50", "60,50"),
    ]  # fmt: skip


def test_a_maximum_has_no_idle_zeros(itrank):
    Path("r.yaml").write_text(RULESET.replace("scorecards:\n  c:\n", "scorecards:\n  c:\n    title: Bảng\n"), "utf-8")
    out = itrank("evaluate")
    assert "100,00" not in out
    assert "a (100)" in out


def test_a_result_says_it_beside_the_number_of_digits(itrank):
    told = json.loads(itrank("evaluate", "--format", "json"))
    assert (told["show"], told["show_fixed"]) == (2, True)
    assert [unit["total"] for unit in told["units"]] == ["70", "69.996", "60.5"]
    assert written(read(told).record) == told
    Path("r.yaml").write_text(RULESET.replace("{digits: 2, fixed: true}", "{digits: 2, fixed: false}"), "utf-8")
    plain = itrank("evaluate", "--format", "json")
    Path("r.yaml").write_text(RULESET.replace("{digits: 2, fixed: true}", "2"), "utf-8")
    short = itrank("evaluate", "--format", "json")
    assert "show_fixed" not in plain
    assert re.sub("[0-9a-f]{64}", "", plain) == re.sub("[0-9a-f]{64}", "", short)


def test_an_explanation_says_it_beside_the_number_of_digits(itrank):
    told = json.loads(itrank("explain u", "--format", "json"))
    assert (told["show"], told["show_fixed"]) == (2, True)
    Draft202012Validator(json.loads(EXPLANATION.read_bytes())).validate(told)


@pytest.mark.parametrize(
    ("shown", "unit", "said"),
    [
        ("{digits: 2, fixed: true}", "u", "70 / 100 điểm (công bố 70,00)"),
        ("{digits: 2, fixed: true}", "v", "69,996 / 100 điểm ·"),
        ("2", "v", "69,996 / 100 điểm ·"),
        ("2", "u", "70 / 100 điểm ·"),
        ("0", "w", "60,5 / 100 điểm (công bố 61)"),
    ],
)
def test_an_explanation_says_the_total_that_is_published(itrank, shown, unit, said):
    Path("r.yaml").write_text(RULESET.replace("{digits: 2, fixed: true}", shown), "utf-8")
    assert said in itrank(f"explain {unit}")


@pytest.mark.long
def test_points_in_reports_have_all_decimals_and_per_cent_none():
    made = read(fixed("2021"))
    assert (printed(Fraction(70), made), printed(Fraction("70.5"), made)) == ("70,00", "70,50")
    assert (printed_plainly(Fraction(2), made), printed_plainly(Fraction("2.5"), made)) == ("2", "2,5")
    text = announcement(made)
    assert "989,00 điểm" in text
    assert "959,90 điểm" in text
    assert IDLE_POINTS.findall(text) == []
    assert "989,00 / 1000" in page(made)
    assert "989,00" in str(astuple(contents(made)))
    assert "989,00" in str(profiles(made))


def test_the_same_result_without_it_prints_as_before():
    text = announcement(read(record_of("2021")))
    assert "989 điểm" in text
    assert "959,9 điểm" in text
    assert {"989", "959,9"} <= {*IDLE_POINTS.findall(text)}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_our_own_announcement_is_right_throughout(lang):
    made = read(fixed("2021"), lang)
    document = parse_document(announcement(made).encode(), "tb.md")
    judged = check_document(made, document)
    assert {str(each.verdict) for each in judged} == {"right"}
    wrong = parse_document(announcement(made).replace("989", "988", 1).encode(), "tb.md")
    assert "wrong" in {str(each.verdict) for each in check_document(made, wrong)}


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ((2, True), (2, True), "+1,00"),
        ((2, True), (1, True), "+1,0"),
        ((2, True), (1, False), "+1"),
        ((1, False), (1, False), "+1"),
        ((2, True), (None, False), "+1"),
    ],
)
def test_differences_have_the_zeros_that_both_results_have(small, before, now, shown):
    first, second = (
        read(small | {"show": digits} | ({"show_fixed": True} if is_fixed else {}))
        for digits, is_fixed in (before, now)
    )
    assert signed(Saying(compare(first, second), first, second, "vi"), Fraction(1)) == shown


def test_totals_stay_on_their_side_of_a_bound(small):
    for total, shown in (("69.996", "69,996"), ("70", "70,0"), ("69.9", "69,9"), ("60", "60,0")):
        small["units"][0]["total"] = total
        made = read(small | {"show": 1, "show_fixed": True})
        assert total_of(made, made.record.units[0]) == shown
