"""`itrank check --bounds`: what each node can reach; every value is one that was evaluated, every bound one that holds."""

import json
import re
import shlex
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine import load_text
from itrank.engine.language import load
from itrank.engine.prove.prover import proved_bounds
from itrank.engine.prove.reaches import reaches
from itrank.engine.prove.tier_reaches import tiers_reached
from jsonschema import Draft202012Validator
from pace import within

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "bounds.schema.json").read_text("utf-8"))
RULESET = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {label: Số, type: number, min: 0, max: 10}
  ky: {label: Ký số, type: count, max: di}
  di: {label: Văn bản đi, type: count}
  so: {label: Số lượng, type: count}
  muon: {label: Nộp muộn, type: yes_no}
scorecards:
  bang:
    criteria:
      - id: nhom
        title: Nhóm
        criteria:
          - {id: ty_le, title: Tỷ lệ, max: 10, score: {formula: 10 * ky / di if di > 0 else 0}}
          - {id: ca_hai, title: Cả hai, max: 10, score: {formula: di if di < 3 else 3}}
      - {id: giam, title: Giảm dần, max: 10, score: {formula: a}, then: 10 - value}
      - {id: tu, title: Tự nhân, max: 3, score: {formula: a * a - 4 * a}, cap: 3}
      - {id: nhieu, title: Bao nhiêu cũng được, max: 5, score: {formula: so}}
      - {id: nhat, title: So với nhau, max: 5, cohort: all, score: {formula: 5 * so / cohort_max(so)}}
      - {id: khong, title: Không có, max: 5, cohort: all, score: {formula: 5 / cohort_stdev(so)}}
      - id: bi_tru
        title: Bị trừ
        criteria:
          - {id: co, title: Có, max: 5, score: {formula: a / 2}}
          - {id: tru, title: Trừ, max: 2, role: penalty, score: {formula: 2 if muon else 0}}
"""


@pytest.fixture(scope="module")
def found():
    loaded = load_text(RULESET)
    assert loaded.ruleset is not None, loaded.findings
    return {each.node.id: each for each in reaches(loaded.ruleset).nodes}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    Path("r.yaml").write_text(RULESET, "utf-8")
    Path("sai.yaml").write_text(RULESET.replace("score: {formula: so}", "score: {formula: soo}"), "utf-8")
    return tmp_path


def ends(each):
    return [(end.state, end.value, end.bound) for end in (each.low, each.high)]


def test_what_is_shown_and_proved_to_be_the_end_is_reached(found):
    assert ends(found["ty_le"]) == [("reached", 0, 0), ("reached", 10, 10)]
    assert found["ty_le"].inputs == ("ky", "di")


def test_leaves_that_share_an_input_go_together_in_their_branch(found):
    assert ends(found["nhom"]) == [("reached", 0, 0), ("reached", 13, 13)]


def test_a_step_that_turns_points_round_turns_their_ends(found):
    assert ends(found["giam"]) == [("reached", 0, 0), ("reached", 10, 10)]
    assert found["giam"].high.witness.answers == {"a": "0"}


def test_an_end_that_is_within_bounds_alone_is_shown_with_both(found):
    assert ends(found["tu"])[0] == ("shown", -4, -40)
    assert ends(found["nhat"]) == [("shown", 5, 0), ("shown", 5, None)]  # alone it is its own best


def test_what_has_no_end_is_unbounded(found):
    state, value, bound = ends(found["nhieu"])[1]
    assert (state, bound) == ("unbounded", None)
    assert value > 10**6


def test_without_a_value_nothing_is_said_to_be_reached(found):
    assert ends(found["khong"])[0] == ("unshown", None, 0)


def test_a_penalty_takes_its_whole_to_the_other_end(found):
    assert ends(found["bi_tru"]) == [("reached", -2, -2), ("reached", 5, 5)]
    assert (found["bi_tru"].low.witness.answers, found["bi_tru"].high.witness.answers) == (
        {"a": "0", "muon": "yes"}, {"a": "10", "muon": "no"},
    )  # fmt: skip


@cache
def shipped(name):
    return load(ROOT / "rulesets" / f"{name}.yaml").ruleset


@cache
def reached(name):
    return reaches(shipped(name))


@pytest.mark.long
@pytest.mark.parametrize("name", ["2021", "2022", "mau-hai-cap"])
def test_every_value_of_the_rulesets_here_lies_within_its_proved_bounds(name):
    ruleset = shipped(name)
    bounds = proved_bounds(ruleset)
    with within(5):  # 1.2 s of 2022
        made = reached(name).nodes
    for each in made:
        for end in (each.low, each.high):
            assert (end.value is None) == (end.state == "unshown") == (end.witness is None)
            assert end.value is None or end.value in bounds.columns[each.node.id], each.node.id
            assert end.state != "reached" or end.value == end.bound
        assert None in {each.low.value, each.high.value} or each.low.value <= each.high.value
        assert reaches_to(each.low.bound, bounds.nodes[each.node.id].value.low, 1)
        assert reaches_to(each.high.bound, bounds.nodes[each.node.id].value.high, -1)


def test_the_same_is_found_twice(found):
    again = reaches(load_text(RULESET).ruleset).nodes
    assert [(each.low, each.high) for each in again] == [(each.low, each.high) for each in found.values()]


def reaches_to(bound, outer, sign):
    return outer is None or (bound is not None and sign * bound >= sign * outer)


def written(capsys, *arguments):
    code = run(["check", *arguments, "--bounds", "--format", "json"])
    made = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(made)
    return code, made


@pytest.mark.long
def test_the_commands_that_are_printed_compute_what_they_say(capsys, folder):
    code, made = written(capsys, "r.yaml")
    assert code == 0
    nodes = made["rulesets"][0]["nodes"]
    assert [node["id"] for node in nodes][:3] == ["bang", "nhom", "ty_le"]
    for end in (end for node in nodes for end in (node["low"], node["high"]) if "command" in end):
        program, *arguments = shlex.split(end["command"])
        assert (program, run([*arguments, "--format", "json"])) == ("itrank", 0), end
        value = json.loads(capsys.readouterr().out)["value"]
        assert Fraction(value if isinstance(value, str) else str(value)) == Fraction(end["value"]), end


def test_a_ruleset_with_errors_has_no_bounds(capsys, folder):
    code, made = written(capsys, "r.yaml", "sai.yaml")
    assert code == 1
    assert [(each["loaded"], bool(each["nodes"])) for each in made["rulesets"]] == [(True, True), (False, False)]
    assert run(["check", "sai.yaml", "--bounds", "--lang", "en"]) == 1
    assert "mend them first: itrank check sai.yaml" in capsys.readouterr().out


def test_other_formats_are_refused(capsys, folder):
    assert run(["check", "r.yaml", "--bounds", "--format", "sarif", "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "text, json" in printed.err


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("vi", ["nhiều nhất: di = 1, ky = 1: 10 điểm", "không thấy giới hạn trên, như: so = ", "tùy vào: ky, di"]),
        ("en", ["most: di = 1, ky = 1: 10 points", "no upper end was found, such as: so = ", "rests on: ky, di"]),
    ],
)
def test_the_table_says_it_in_words(capsys, folder, lang, told):
    run(["check", "r.yaml", "--bounds", "--lang", lang])
    out = capsys.readouterr().out
    assert all(each in out for each in told), out
    assert re.search(r"^ty_le .* 10 +0 +10$", out, re.MULTILINE), out


@pytest.mark.long
def test_the_page_shows_what_is_printed(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "checking.md").read_text("utf-8")
    block = page.partition("```text bounds\n")[2].partition("\n```")[0]
    run(["check", "--bounds", "2022", "--lang", "vi"])
    out = capsys.readouterr().out
    parts = [part.strip("\n") for part in block.split("...\n")]
    assert len(parts) > 1
    assert all(part in out for part in "\n".join(parts).replace("...", "").splitlines()), block


# ── Tiers ──

TIERS = """
    tiers:
      - {id: cao, title: Cao, from: 30}
      - {id: vua, title: Vừa, from: 5, up_to: 20}
      - {id: thap, title: Thấp, below: 5}
"""


def division(capsys, ruleset):
    Path("t.yaml").write_text(ruleset, "utf-8")
    _, made = written(capsys, "t.yaml")
    return made["rulesets"][0]["nodes"][0]["division"]


def test_tiers_are_said_to_be_reached_with_answers_or_never(folder, capsys):
    """*Hole, overlap, order, unreachable*: what is said of a tier is proved, or comes with points that are its own."""
    one = RULESET[: RULESET.index("      - id: nhom")] + "      - {id: x, title: X, max: 20, score: {formula: 2 * a}}"
    made = division(capsys, one + TIERS)
    assert [(each["id"], each["state"], each["value"]) for each in made["tiers"]] == [
        ("cao", "never", None), ("vua", "reached", "20"), ("thap", "reached", "0"),
    ]  # fmt: skip
    assert made["state"] == "proved"
    assert "answers" not in made["tiers"][0]
    again = run(["formula", *shlex.split(made["tiers"][1]["command"])[2:]])
    assert (again, "20" in capsys.readouterr().out) == (0, True)
    made = division(capsys, one + TIERS.replace("from: 30", "from: 20.5").replace("up_to: 20", "up_to: 12"))
    assert (made["state"], made["hole"] is not None) == ("hole", True)
    made = division(capsys, one + TIERS.replace("below: 5", "when: muon"))
    assert (made["state"], made["tiers"][2]["state"], made["tiers"][2]["conditional"]) == ("open", "open", True)


@pytest.mark.parametrize("name", ["2021", "2022", "mau-hai-cap"])
def test_every_tier_of_the_rulesets_here_is_somebody_s_and_every_value_has_one(name):
    """*Tiers proved a partition of the reachable, rounded totals of each shipped ruleset.*"""
    ruleset = shipped(name)
    made = tiers_reached(ruleset, reached(name))
    assert made
    for id_, tiers in made.items():
        assert tiers.division == "proved", id_
        assert "never" not in {each.state for each in tiers.tiers}, id_
