"""`itrank why-not`: the points that are missing, and where they could come from."""

import json
from fractions import Fraction

import pytest
from itrank.cli import run

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
        "Điểm có thể lấy thêm, nhiều nhất trước:\n"
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
        ("b", "nhat", "Even with the most of every criterion it would be 50 points"),
        ("a", "tot", 'What it requires does not hold: "Đạt chuẩn"'),
        ("c", "tot", 'Sở C: no total ("Số cuộc họp" (hop) is missing from the data)'),
        ("c", "tot", "+24  – → 24   1. Họp "),
    ],
)
def test_what_it_says(ask, unit, tier, says):
    code, out, _ = ask(unit, "--tier", tier, "--lang", "en")
    assert code == 0
    assert says in out


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
        (("z", "--tier", "tot"), 'ITR946: không có đơn vị "z"'),
        (("b", "--tier", "tot", "--format", "xml"), "ITR912"),
    ],
)
def test_what_cannot_be_asked(ask, arguments, says):
    code, out, err = ask(*arguments)
    assert (code, out) == (2, "")
    assert says in err
