"""`itrank why-not`: the points that are missing, and where they could come from."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine import load_text, observe
from itrank.engine.explain.explaining import explain
from itrank.engine.explain.headroom import shortfall
from itrank.engine.observe import table_of
from itrank.engine.prove.prover import proved_bounds
from itrank.engine.rank import evaluation
from itrank.engine.report.profiles import profiles
from itrank.engine.report.tiers import near_bounds
from reports import read

RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  hop: {label: Số cuộc họp, type: count, max: 12}
  b: {label: Cán bộ, type: count, max: 20}
  dat: {label: Đạt chuẩn, type: yes_no}
  n: {label: Sự cố, type: count, max: 3}
scorecards:
  bang:
    max: 50
    criteria:
      - {id: x, code: "1", title: Họp, max: 24, score: {formula: hop * 2}}
      - {id: y, code: "2", title: Cán bộ, max: 20, score: {formula: b}}
      - {id: z, code: "3", title: Chuẩn, max: 6, score: {yes_no: dat}}
      - {id: tru, role: penalty, title: Sự cố, score: {formula: n}}
    tiers:
      - {id: nhat, title: Nhất, above: 50}
      - {id: tot, title: Tốt, from: 35, requires: dat}
      - {id: kha, title: Khá, from: 20}
      - {id: yeu, title: Yếu}
"""
DATA = "id,name,hop,b,dat,n\na,Sở A,12,20,không,1\nb,Sở B,5,10,có,2\nc,Sở C,,10,có,0\nd,Sở D,9,20,có,0\n"


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    (tmp_path / "r.yaml").write_text(RULES, "utf-8")
    (tmp_path / "d.csv").write_text(DATA, "utf-8")
    monkeypatch.chdir(tmp_path)

    def answer(*arguments):
        code = run(["why-not", *arguments, "--ruleset", "r.yaml", "--data", "d.csv"])
        out, err = capsys.readouterr()
        return code, out, err

    return answer


def test_points_that_are_missing_and_where_they_could_come_from(ask):
    code, out, _ = ask("so b", "--tier", "tốt")
    assert code == 0
    assert out == (
        "Sở B: 24/50 điểm, Khá\n"
        "Tốt (từ 35): còn thiếu 11 điểm.\n"
        "\n"
        "Điểm có thể lấy thêm (không quá), nhiều nhất trước:\n"
        "  +14  10 → 24  1. Họp            Số cuộc họp = 5\n"
        "  +10  10 → 20  2. Cán bộ         Cán bộ = 10\n"
        "  +2   2 → 0    Sự cố (điểm trừ)  Sự cố = 2\n"
    )


@pytest.mark.parametrize(
    ("unit", "tier", "says"),
    [
        ("a", "tot", "points enough"),
        ("d", "tot", "It is Tốt already."),
        ("d", "kha", "It is Khá already."),
        ("b", "nhat", "Even with the most of every criterion it would be at most 50 points"),
        ("a", "tot", 'What it requires does not hold: "Đạt chuẩn"; now Đạt chuẩn = no'),
        ("c", "tot", 'Sở C: no total ("Số cuộc họp" (hop) is missing from the data)'),
        ("c", "tot", "+24  – → 24   1. Họp "),
    ],
)
def test_what_it_says(ask, unit, tier, says):
    code, out, _ = ask(unit, "--tier", tier, "--lang", "en")
    assert code == 0
    assert says in out


def test_points_that_cannot_lead_to_a_tier_are_no_advice(ask):
    out = ask("b", "--tier", "nhat")[1]
    assert out == (
        "Sở B: 24/50 điểm, Khá\n"
        "Nhất (trên 50): còn thiếu hơn 26 điểm.\n"
        "Dù mọi tiêu chí đạt mức cao nhất cũng không quá 50 điểm.\n"
    )


def test_of_enough_points_only_what_is_asked_for_is_advised(ask, tmp_path):
    """Where the points are enough, those of other criteria bring no tier."""
    (tmp_path / "r.yaml").write_text(RULES.replace("from: 35, requires: dat", "from: 35, requires: y >= 20"), "utf-8")
    (tmp_path / "d.csv").write_text("id,name,hop,b,dat,n\na,Sở A,10,19,không,0\nb,Sở B,10,5,không,0\n", "utf-8")
    enough, short = (ask(unit, "--tier", "tốt")[1].partition("Điểm có thể lấy thêm")[2] for unit in ("so a", "so b"))
    assert [" ".join(line.split()) for line in enough.splitlines()[1:]] == ["+1 19 → 20 2. Cán bộ Cán bộ = 19"]
    assert len(short.splitlines()[1:]) == 3


@pytest.mark.parametrize(
    ("bound", "is_advised"), [("above: 50", False), ("above: 49", True), ("from: 101%", False), ("from: 99%", True)]
)
def test_no_output_advises_a_tier_that_nobody_can_reach(tmp_path, monkeypatch, capsys, bound, is_advised):
    """The most is 50, and a unit with 49 is as near a tier from there on as it can be."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(RULES.replace("above: 50", bound), "utf-8")
    (tmp_path / "d.csv").write_text("id,name,hop,b,dat,n\na,Sở A,12,20,có,1\n", "utf-8")
    year = ["--ruleset", "r.yaml", "--data", "d.csv"]
    assert run(["evaluate", *year, "-o", "kq.json"]) == 0
    made = read(Path("kq.json").read_bytes())
    (unit,) = made.record.units
    tier = made.record.scorecards[0].tiers[0]
    assert (unit.total, bool(tier.unreachable)) == (49, not is_advised)
    capsys.readouterr()
    said = [profiles(made)["profiles"][0]["around"], [near.tier.id for near in near_bounds(made, [unit])]]
    for command in (["evaluate"], ["explain", "a"]):
        assert run([*command, *year]) == 0
        said.append([line for line in capsys.readouterr().out.splitlines() if "Nhất" in line])
    assert [bool(each) for each in said] == [is_advised] * 4, said


@pytest.mark.parametrize("engine", ["reference", "polars"])
@pytest.mark.parametrize(
    ("bound", "told"),
    [
        ("from: 35%", ""),
        ("from: 50%", ""),
        ("from: 101%", 'mức "nhat" từ 50.5 điểm, quá điểm tối đa 50'),
        ("from: 850%", 'mức "nhat" từ 425 điểm, quá điểm tối đa 50'),
        ("above: 50", 'không đơn vị nào được xếp mức "nhat": điểm chỉ từ -3 đến 50'),
        ("from: 850%}  # itrank: ignore[ITR386] năm sau mới dùng mức này", ""),
    ],
)
def test_a_ranking_warns_of_a_tier_that_nobody_can_reach(tmp_path, monkeypatch, capsys, engine, bound, told):
    """A mistyped bound puts all a tier lower, and the ranking looks as it should."""
    monkeypatch.chdir(tmp_path)
    text = RULES.replace("above: 50}" if "}" in bound else "above: 50", bound)
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    (tmp_path / "d.csv").write_text("id,name,hop,b,dat,n\na,Sở A,12,20,có,1\n", "utf-8")
    assert run(["evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--engine", engine]) == 0
    said = capsys.readouterr().err
    assert said.count("ITR386") == bool(told)
    assert told in said
    assert not told or said.startswith(f"r.yaml:{_line_of(text, 'id: nhat')}:")


def _line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_most_is_reached_and_not_above(ask):
    """`above: 50` cannot be reached by 50 points; `most` says so as a number."""
    made = json.loads(ask("b", "--tier", "nhat", "--format", "json")[1])
    assert (made["bound"], made["above"], made["most"], made["gap"], made["reached"]) == ("50", True, "50", "26", False)
    assert [(gain["id"], gain["at_total"], gain["inputs"]) for gain in made["gains"]] == [
        ("x", "14", ["hop"]), ("y", "10", ["b"]), ("tru", "2", ["n"]),
    ]  # fmt: skip
    assert Fraction(made["total"]) + sum(Fraction(gain["at_total"]) for gain in made["gains"]) == Fraction(made["most"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("b", "--tier", "gioi"), 'ITR935: bảng điểm của đơn vị "Sở B" không có đúng một mức xếp loại "gioi"'),
        (("z", "--tier", "tot"), 'ITR461: không có đơn vị "z"'),
        (("b", "--tier", "tot", "--format", "xml"), "ITR912"),
    ],
)
def test_what_cannot_be_asked(ask, arguments, says):
    code, out, err = ask(*arguments)
    assert (code, out) == (2, "")
    assert says in err


# Trees of given points: what a leaf would add is what an evaluation with that answer adds.
TREES = {
    "a sum": "criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}]",
    "a cap": "criteria: [{id: h, cap: 10, criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}]}, {id: z, max: 4, score: given}]",
    "a mean with weights": "criteria: [{id: h, aggregate: mean, criteria: [{id: x, max: 9, weight: 2, score: given}, {id: y, max: 5, weight: 1, score: given}]}]",
    "the least": "criteria: [{id: h, aggregate: min, criteria: [{id: x, max: 9, score: given}, {id: y, max: 9, score: given}]}]",
    "points shared out": (
        "criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given},"
        " {id: z, max: 6, score: given, applies: not k, not_applicable: rescale}]"
    ),
    "points shared out at the root": (
        "criteria: [{id: h, criteria: [{id: x, max: 9, score: given}, {id: z, max: 6, score: given, applies: not k,"
        " not_applicable: rescale_total}]}, {id: y, max: 5, score: given}]"
    ),
    "another scale": "criteria: [{id: h, out_of: 100, criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}]}]",
    "a last step": "criteria: [{id: h, max: 14, then: 'min(value * 2, 14)', criteria: [{id: x, max: 9, score: given}, {id: y, max: 5, score: given}]}]",
    "rounding": "criteria: [{id: h, round: 0, criteria: [{id: x, max: 9, weight: 0.3, score: given}, {id: y, max: 5, weight: 0.3, score: given}]}]",
    "a bonus and a penalty": "criteria: [{id: x, max: 9, score: given}, {id: y, role: bonus, max: 5, score: given}, {id: z, role: penalty, max: 4, score: given}]",
}  # fmt: skip


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_what_a_leaf_adds_is_what_an_evaluation_adds(tree):
    text = (
        'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\ninputs: {k: {type: yes_no}}\nscorecards:\n  bang:\n'
        f"    tiers: [{{id: cao, from: 1000}}, {{id: thap}}]\n    {tree}\n"
    )
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    row = {"id": "a", "k": True, "x": 4, "y": 3, "z": 2}
    row = {key: value for key, value in row.items() if f"id: {key}," in tree or key in {"id", "k"}}

    def evaluated(**answers):
        return evaluation(loaded.ruleset, observe(loaded.ruleset, [table_of("t", [row | answers])]))

    made = evaluated()
    (card,) = loaded.ruleset.scorecards
    found = shortfall(made, 0, card, card.root.tiers[0])
    given = {gain.node.id: gain for gain in found.gains}
    assert given.keys() <= {"x", "y", "z"} - ({"z"} if "applies" in tree else set())
    for id_ in row.keys() - {"id", "k"}:
        best = 0 if f"id: {id_}, role: penalty" in tree else next(
            node.max for node in card.root.walk() if node.id == id_
        )  # fmt: skip
        more = evaluated(**{id_: best}).result.units[0].outcome - made.result.units[0].outcome
        assert (given[id_].at_total if id_ in given else 0) == more, id_


def test_points_above_a_bound_are_more_than_what_is_missing(ask):
    assert "Nhất (trên 50): còn thiếu hơn 26 điểm." in ask("b", "--tier", "nhat")[1]


def lost(tree, **answers):
    """Explain a unit with some answers; give it, and the criteria that lost points."""
    loaded = load_text(
        'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\ninputs: {k: {type: yes_no}}\nscorecards:\n  bang:\n'
        f"    {TREES[tree]}\n"
    )
    made = evaluation(loaded.ruleset, observe(loaded.ruleset, [table_of("t", [{"id": "a", "k": True, **answers}])]))
    told = explain(made, 0)
    return made.result.units[0], [told.node(id_) for id_ in told.lost]


@pytest.mark.parametrize("tree", ["a sum", "points shared out", "points shared out at the root"])
def test_what_is_lost_adds_up_to_what_is_missing(tree):
    """Where points of what does not apply are shared out, one that is lost costs more than one of the total."""
    unit, found = lost(tree, x=4, y=3, z=2)
    assert sum(each.lost * each.worth for each in found) == unit.max - unit.outcome


def test_what_a_cap_has_cut_is_lost_on_a_scale_of_its_own():
    _, found = lost("a cap", x=7, y=5, z=1)
    assert [(each.node.id, each.worth) for each in found] == [("z", 1), ("x", None)]


# Every way to score: the most that the points can be by their words, which no advice passes.
SCORED = {
    "interpolate: s / t, points: {70%: 0, 95%: 10}": 10,
    "interpolate: n * 2 - 3, points: {0: 2, 10: 8, 20: 5}": 8,
    "steps: s / t, from: {90%: 9, 70%: 6}, otherwise: 0": 9,
    "formula: 10 * s / t": 10,
    "formula: 5 if n + n > 5 else n + n": 5,
    "formula: '12 * min(s, t) / t - 2'": 10,
    "ratio: [s, t], full_at: 90%": 10,
    "scale: s / t, from: 0.5, to: 0.9": 10,
    "count: n, each: 3": 10,
    "yes_no: k": 10,
    "choice: o, points: {it: 1, nhieu: 7}": 7,
    "checklist: {k: 3, l: 4}": 10,
    "share: s / t": 10,
    "relative: n, to: best": 10,
    "relative: n, to: min_max": 10,
    "given": 10,
}


@pytest.mark.parametrize(("score", "most"), SCORED.items(), ids=SCORED)
def test_no_advice_passes_what_a_criterion_can_give(score, most):
    cohort = ", cohort: list" if "relative" in score else ""
    told = score if score == "given" else f"{{{score}}}{cohort}"
    loaded = load_text(
        'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\n'
        "inputs: {s: {type: count, max: t}, t: {type: count, min: 1}, n: {type: count}, k: {type: yes_no}, l: {type: yes_no},"
        " o: {type: choice, options: {it: Ít, nhieu: Nhiều}}}\nscorecards:\n  bang:\n    tiers: [{id: cao, from: 1000}, {id: thap}]\n"
        f"    criteria: [{{id: x, max: 10, score: {told}}}]\n"
    )
    assert loaded.ruleset is not None, loaded.findings
    row = {"id": "a", "s": 71, "t": 100, "n": 0, "k": False, "l": False, "o": "it", "x": 1}
    row = {key: value for key, value in row.items() if key != "x" or score == "given"}
    made = evaluation(loaded.ruleset, observe(loaded.ruleset, [table_of("t", [row])]))
    (card,) = loaded.ruleset.scorecards
    (gain,) = shortfall(made, 0, card, card.root.tiers[0]).gains
    assert gain.reachable == proved_bounds(loaded.ruleset).nodes["x"].value.high == most
