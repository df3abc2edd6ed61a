"""`itrank formula`: an expression tried with figures of one's own, with a ruleset's names, with a unit's figures."""

import json
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine import load_text
from itrank.engine.explain.trial import answer, ask
from itrank.engine.model.findings import Place

RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
rounding: {mode: half_even}
parameters: {nguong: 80%}
functions:
  dat(p, q): min(p / q / nguong, 1)
groups:
  so: {title: Sở}
inputs:
  can_bo: {label: {vi: Cán bộ, en: Staff}, type: count, min: 1, measured_in: người}
  may: {label: {vi: Máy, en: Computers}, type: count, max: can_bo, measured_in: máy}
  ty_le: {type: percent}
  chu_tri: {type: choice, options: {truong: Cấp trưởng, pho: Cấp phó}}
  ngay: {type: date}
  ho_so: {type: count, missing: zero}
  ghi_chu: {type: text}
values:
  muc: dat(may, can_bo)
scorecards:
  bang:
    for: [so]
    max: 30
    criteria:
      - {id: trang_bi, title: {vi: Trang bị, en: Equipment}, max: 20, score: {formula: muc * 20}}
      - {id: quy_che, max: 10, score: {yes_no: self}}
"""
DATA = "id,name,group,can_bo,may,quy_che\nso-a,Sở Nội vụ,so,50,30,có\nso-b,Sở Y tế,so,100,40,không\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    Path("r.yaml").write_text(RULES, "utf-8")
    Path("d.csv").write_text(DATA, "utf-8")


def formula(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["formula", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def lets(*given: str) -> list[str]:
    return [part for let in given for part in ("--let", let)]


def test_an_expression_is_computed_step_by_step(capsys):
    code, out, err = formula(capsys, "a / b * 20 if a >= 2 else -(a + 1)", *lets("a=2", "b=3"))
    assert (code, err) == (0, "")
    assert out == (
        "a / b * 20 if a >= 2 else -(a + 1) = 40/3 ≈ 13,333333\n"
        "  kiểu: số\n"
        "  đọc là: a ÷ b × 20 nếu a ≥ 2, còn lại −(a + 1)\n"
        "  từng bước:\n"
        "    a = 2\n"
        "    2 ≥ 2: có\n"
        "    a = 2\n"
        "    b = 3\n"
        "    2 ÷ 3 = 2/3 ≈ 0,666667\n"
        "    2/3 × 20 = 40/3 ≈ 13,333333\n"
    )


# An expression, what is given, and the first line that is printed in English.
VALUES = [
    ("1 / 3 * 3 == 1", (), "1 / 3 * 3 == 1 = yes"),
    ("0.1 + 0.2", (), "0.1 + 0.2 = 0.3"),
    ("x * 2", ("x=85%",), "x * 2 = 1.7"),
    ("x * 2", ("x=-22/7",), "x * 2 = -44/7 ≈ -6.285714"),
    ("x * 2", (" x = 1.5 ",), "x * 2 = 3"),
    ("1 if co else 0", ("co=có",), "1 if co else 0 = 1"),
    ("1 if co else 0", ("co=No",), "1 if co else 0 = 0"),
    ("days(a, b)", ("a=2022-01-01", "b=2022-12-31"), "days(a, b) = 364"),
    ('10 if x == "tot" else 5', ("x=tot",), '10 if x == "tot" else 5 = 10'),
    ('10 if x == "tot" else 5', ("x=kha",), '10 if x == "tot" else 5 = 5'),
    ("round(2.5)", (), "round(2.5) = 3"),
    ("a", ("a=2022-12-31",), "a = 2022-12-31"),
    ("not a", ("a=yes",), "not a = no"),
    ("điểm + 1", ("điểm=2",), "điểm + 1 = 3"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "given", "line"), VALUES)
def test_a_value_is_exact_and_shown_as_people_write_it(capsys, expression, given, line):
    code, out, err = formula(capsys, expression, *lets(*given), "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == line


# An expression, what is given, the exit code, words that are told, and the carets.
WRONG = [
    ("a + bb", ("a=1", "b=2"), 1, 'ITR204: unknown name "bb"', "    ^^"),
    ("a and 1", ("a=có",), 1, "ITR214: a yes_no is expected here, but this is a number", "      ^"),
    ("a / b", ("a=1", "b=0"), 1, 'ITR943: the expression has no value: division by zero in "a / b"', "^^^^^"),
    ("1 + ln(a)", ("a=0",), 1, '"ln(a)" is outside the domain of a function', "    ^^^^^"),
    ("10 ** 20 * 10 ** 20", (), 1, '"10 ** 20 * 10 ** 20" passes the limit of magnitude', "^^^^^^^^^^^^^^^^^^^"),
    ("has(1 / 0) + 1", (), 1, "ITR214", "^^^^^^^^^^"),
    ("1 / (1 if has(1 / 0) else 0)", (), 1, "division by zero in", "^" * 28),
    ("f(1)", (), 1, 'ITR204: unknown function "f"', "^^^^"),
    ("(1).real", (), 1, "ITR208", "^^^^^^^^"),
    ("", (), 1, "ITR110: the formula is empty", ""),
    ("x" * 5000, (), 1, "ITR202", ""),
    ('x == "ta"', ("x=1",), 1, "ITR217", ""),
    ("self + 1", (), 1, "ITR257", "^^^^"),
    ("a", ("a",), 2, 'ITR912: "--let a" cannot be read', ""),
    ("a", ("a=",), 2, "ITR912", ""),
    ("a", ("a=1,5",), 2, "ITR912", ""),
    ("a", ("a=1e5",), 2, "ITR912", ""),
    ("a", ("a=" + "9" * 5000,), 2, "ITR912", ""),
    ("a", ("a=1/0",), 2, "ITR912", ""),
    ("a", ("2a=1",), 2, "ITR912", ""),
    ("a", ("_a=1",), 2, "ITR912", ""),
    ("a", ("min=1",), 2, "ITR912", ""),
    ("a", ("a=1", "a=1"), 2, 'ITR112: "a" is given two values', ""),
    ("a", ("a=1", "A=1"), 1, "ITR112", ""),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "given", "ends", "words", "carets"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told_under_the_expression(capsys, expression, given, ends, words, carets):
    code, out, err = formula(capsys, expression, *lets(*given), "--lang", "en")
    assert (code, out) == (ends, "")
    assert words in err
    if carets:
        assert f"  1 | {expression}\n" in err.replace("\n1 |", "\n  1 |").replace(" 1 | ", "  1 | ")
        assert f"| {carets}\n" in err
    assert "Traceback" not in err


def test_all_that_is_wrong_is_told_at_once(capsys):
    err = formula(capsys, "a + bb", *lets("a=1,5", "c"))[2]
    assert [err.count(code) for code in ("ITR912", "ITR204")] == [2, 1]  # `a` is known, though not what it is worth
    assert "viết dấu chấm thập phân: a=1.5." in err


@pytest.mark.parametrize(
    ("let", "readings"),
    [
        ("a=1,5", "a=1.5"),
        ("a=-0,25%", "a=-0.25%"),
        ("a=1.234,5", "a=1234.5"),
        ("a=1,234", "a=1.234 or a=1234"),
        ("a=12,5x", ""),
    ],
)
def test_a_decimal_comma_comes_with_how_it_is_written_here(capsys, let, readings):
    err = formula(capsys, "a + 1", "--lang", "en", *lets(let))[2]
    assert ("A decimal point is written here: " + readings + "." in err) is bool(readings)


# With a ruleset: an expression, what is given, and the first line in Vietnamese.
OF_RULES = [
    ("muc", ("can_bo=50", "may=30"), "muc = 0,75"),
    ("dat(may, can_bo) * 10", ("can_bo=50", "may=30"), "dat(may, can_bo) * 10 = 7,5"),
    ("trang_bi + quy_che", ("can_bo=50", "may=30", "quy_che=có"), "trang_bi + quy_che = 25"),
    ("total", ("can_bo=50", "may=30", "quy_che=không"), "total = 15"),
    ("ty_le", ("ty_le=85",), "ty_le = 0,85"),
    ("nguong", (), "nguong = 0,8"),
    ("ho_so + 1", (), "ho_so + 1 = 1"),
    ('5 if chu_tri == "truong" else 0', ("chu_tri=Cấp trưởng",), '5 if chu_tri == "truong" else 0 = 5'),
    ("days(ngay, hom_nay)", ("ngay=1/2/2022", "hom_nay=2022-02-03"), "days(ngay, hom_nay) = 2"),
    ("can_bo * moi", ("can_bo=3", "moi=2"), "can_bo * moi = 6"),
    ("round(2.5)", (), "round(2.5) = 2"),
    ("cohort_max(can_bo)", ("can_bo=3",), "cohort_max(can_bo) = 3"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "given", "line"), OF_RULES)
def test_the_names_of_a_ruleset_are_there(capsys, expression, given, line):
    code, out, err = formula(capsys, expression, *lets(*given), "--ruleset", "r.yaml")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == line
    assert ")@" not in out  # how the engine calls a cohort's figure


WRONG_OF_RULES = [
    ("muc + canbo", (), 'ITR204: không có tên "canbo"'),
    ("can_bo + may", ("can_bo=1", "may=1"), "ITR218"),
    ('chu_tri == "phó"', ("chu_tri=pho",), 'ITR204: không có lựa chọn "phó"'),
    ("can_bo", ("can_bo=0",), "ITR446"),
    ("can_bo", ("can_bo=1.5",), "ITR430"),
    ("chu_tri == chu_tri", ("chu_tri=ai đó",), "ITR440"),
    ("muc", ("muc=1",), 'ITR949: "muc" là giá trị của bộ tiêu chí'),
    ("nguong", ("nguong=1",), 'ITR949: "nguong" là tham số'),
    ("trang_bi", ("trang_bi=1",), 'ITR949: "trang_bi" là tiêu chí'),
    ("ghi_chu", ("ghi_chu=x",), "ITR214"),
    ("dat(may)", (), "ITR259"),
    ("muc", (), 'ITR910: "can_bo" cần một giá trị'),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "given", "words"), WRONG_OF_RULES)
def test_what_a_ruleset_does_not_allow_is_told(capsys, expression, given, words):
    code, out, err = formula(capsys, expression, *lets(*given), "--ruleset", "r.yaml")
    assert (code, out) == (1, "")
    assert words in err


def test_every_input_that_is_needed_is_told_at_once(capsys):
    err = formula(capsys, "bang", "--ruleset", "r.yaml")[2]
    assert [f'"{name}" cần một giá trị' in err for name in ("can_bo", "may", "quy_che", "ho_so", "ngay")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["so-a", "Sở Nội vụ", "so noi vu", "SO-A"])
def test_a_unit_brings_its_figures(capsys, unit):
    code, out, _ = formula(capsys, "bang", "--ruleset", "r.yaml", "--data", "d.csv", "--unit", unit)
    assert code == 0
    assert out.splitlines()[0] == "bang = 25"


def test_what_is_given_stands_in_for_what_the_unit_reports(capsys):
    arguments = ("--ruleset", "r.yaml", "--data", "d.csv", "--unit", "so-b")
    assert formula(capsys, "bang", *arguments)[1].splitlines()[0] == "bang = 10"
    assert formula(capsys, "bang", *arguments, *lets("may=80"))[1].splitlines()[0] == "bang = 20"
    assert formula(capsys, "cohort_max(may)", *arguments, *lets("may=35"))[1].splitlines()[0] == "cohort_max(may) = 35"


def test_an_unknown_unit_is_told_with_the_nearest(capsys):
    code, out, err = formula(capsys, "bang", "--ruleset", "r.yaml", "--data", "d.csv", "--unit", "so-c")
    assert (code, out) == (2, "")
    assert 'ITR461: không có đơn vị "so-c" trong số liệu' in err
    assert "Các đơn vị: so-a, so-b." in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--unit", "so-a"], "--unit chỉ dùng cùng --ruleset"),
        (["--ruleset", "r.yaml", "--data", "d.csv"], "--data chỉ dùng cùng --unit"),
        (["--ruleset", "r.yaml", "--units", "d.csv"], "--units chỉ dùng cùng --unit"),
        (["--ruleset", "r.yaml", "--previous", "d.csv"], "--previous chỉ dùng cùng --unit"),
        (["--rounding", "up_down"], "ITR912"), (["--format", "csv"], "ITR912"), (["--lang", "xx"], "ITR912"),
        (["--ruleset", "khong-co"], "ITR901"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_are_matters_of_usage(capsys, arguments, told):
    code, out, err = formula(capsys, "1 + 1", *arguments)
    assert (code, out) == (2, "")
    assert told in err


def test_a_ruleset_that_does_not_hold_stops_it(capsys):
    Path("r.yaml").write_text(RULES.replace("muc * 20", "mucc * 20"), "utf-8")
    code, out, err = formula(capsys, "1 + 1", "--ruleset", "r.yaml")
    assert (code, out) == (1, "")
    assert 'ITR204: không có tên "mucc"' in err


@pytest.mark.parametrize(
    ("rounding", "value"),
    [
        ("half_up", "3"),
        ("half_even", "2"),
        ("half_down", "2"),
        ("up", "3"),
        ("down", "2"),
        ("floor", "2"),
        ("ceiling", "3"),
    ],
)
def test_rounding_is_chosen(capsys, rounding, value):
    assert formula(capsys, "round(2.5)", "--rounding", rounding)[1].splitlines()[0] == f"round(2.5) = {value}"
    assert formula(capsys, "round(2.5)", "--rounding", rounding, "--ruleset", "r.yaml")[1].startswith(
        f"round(2.5) = {value}\n"
    )


def test_the_json_has_value_type_and_steps(capsys):
    code, out, _ = formula(capsys, "may / 3 * nguong", "--ruleset", "r.yaml", *lets("may=5"), "--format", "json")
    made = json.loads(out)
    assert code == 0
    assert made["format"] == "itrank-formula/1"
    assert (made["type"], made["value"], made["exact"]) == ("number", "1.333333333333", "4/3")
    assert made["words"] == {"vi": '"Máy" ÷ 3 × nguong', "en": '"Computers" ÷ 3 × nguong'}
    assert made["reads"] == ["may", "nguong"]
    assert [(step["operation"], step["result"].get("exact") or step["result"]["value"]) for step in made["steps"]] == [
        ("name", "5"), ("/", "5/3"), ("name", "0.8"), ("*", "4/3"),
    ]  # fmt: skip
    assert (made["steps"][1]["column"], made["steps"][1]["length"]) == (1, 7)


def test_the_unit_of_measurement_is_shown(capsys):
    out = formula(capsys, "can_bo + can_bo", "--ruleset", "r.yaml", *lets("can_bo=2"))[1]
    assert "  kiểu: số (người)\n" in out
    assert (
        json.loads(formula(capsys, "can_bo", "--ruleset", "r.yaml", *lets("can_bo=2"), "--format", "json")[1])[
            "measured_in"
        ]
        == "người"
    )


def test_the_answer_can_be_written_to_a_file(capsys):
    assert formula(capsys, "1 + 1", "--output", "out.txt") == (0, "", "")
    assert Path("out.txt").read_text("utf-8").startswith("1 + 1 = 2\n")


def test_a_line_break_in_the_expression_does_not_move_the_caret(capsys):
    code, out, _ = formula(capsys, "1 +\n 2", "--lang", "en")
    assert (code, out.splitlines()[0]) == (0, "1 + 2 = 3")
    err = formula(capsys, "1 +\n bb", "--lang", "en")[2]
    assert "1 | 1 +  bb\n   |      ^^\n" in err


@pytest.mark.parametrize("hostile", ["a\x1b[2J", "\u202ea", "a; import os", "__import__('os')", "lambda: 1", "[1]*9"])
def test_nothing_in_an_expression_runs_or_commands_the_terminal(capsys, hostile):
    code, out, err = formula(capsys, hostile, *lets("b=1"))
    assert (code, out) == (1, "")
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_a_name_of_a_ruleset_commands_no_terminal(capsys):
    Path("r.yaml").write_text(RULES.replace("Trang bị", r'"Trang\e[2Jbị"'), "utf-8")
    code, out, err = formula(capsys, "trang_bi", "--ruleset", "r.yaml", *lets("can_bo=50", "may=30"))
    assert code == 1
    assert "ITR103" in err
    assert "\x1b" not in out + err


# ── The engine's part ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_of_a_ruleset_leaves_the_ruleset_as_it_was():
    loaded = load_text(RULES)
    before = dict(loaded.ruleset.columns)
    question, findings = ask("cohort_mean(may) + moi", Place("e", 1, 1), ["may=3", "moi=1"], loaded)
    assert findings == ()
    assert str(answer(question).value) == "4"
    assert loaded.ruleset.columns == before
    assert set(question.ruleset.columns) - set(before) == {"cohort_mean(may)@all", "moi"}


def test_a_value_that_a_guard_looks_past_leaves_no_trace_of_a_lack():
    question, _ = ask("first_nonzero(1 / a, b)", Place("e", 1, 1), ["a=0", "b=7"])
    answered = answer(question)
    assert (str(answered.value), answered.lack) == ("7", None)
