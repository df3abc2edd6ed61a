"""Days in rulesets beyond what the conformance cases say: near-misses, forms, explanations, bundles, amendments."""

import json
import subprocess
import sys
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank import cli
from itrank.engine import load, load_text
from itrank.engine.formula.days import as_parameter, day_of, from_serial, how_written, is_like_day, serial
from itrank.engine.model.codes import advice, message
from itrank.engine.prove.checks import checked

RULES = """format: itrank-ruleset/1
id: ngay
version: "1"
title: Ngày
period: "2023"
parameters:
  han: {{2022: 2022-12-15, 2023: {han}}}
inputs:
  nop: {{label: Ngày nộp, type: date, max: 2024-06-30}}
scorecards:
  bang:
    title: Bảng
    ranking: {{lists: all}}
    criteria:
      - {{id: dung_han, title: Đúng hạn, max: 5, score: {{yes_no: {condition}}}}}
"""


def found(han="2023-12-15", condition="nop <= han"):
    return load_text(RULES.format(han=han, condition=condition), "a.yaml")


def said(loaded):
    return [(each.code, each.place.line, message(each, "en"), advice(each, "en")) for each in loaded.findings]


@pytest.mark.parametrize(
    ("written", "help_"),
    [
        ("2023-12-5", "Write it as 2023-12-05: year, month, day."),
        ("15/12/2023", "Write it as 2023-12-15: year, month, day."),
        ("5/1/2023", "Write it as 2023-01-05: year, month, day."),
        ("2023-02-30", "The calendar does not have this day."),
        ("2023-13-01", "The calendar does not have this day."),
        ("31/11/2023", "The calendar does not have this day."),
    ],
)
def test_a_near_miss_of_a_day_names_its_line_and_what_to_write(written, help_):
    assert said(found(han=written)) == [("ITR317", 7, f'"{written}" is not a day', help_)]


@pytest.mark.parametrize("written", ["2023-12-15", '"2023-12-15"', "'2023-12-15'"])
def test_quotes_change_nothing(written):
    loaded = found(han=written)
    assert loaded.findings == ()
    assert loaded.ruleset.columns["han"].value == date(2023, 12, 15)


@pytest.mark.parametrize(
    ("condition", "code", "help_"),
    [
        ("nop <= 2023-12-15", "ITR210", "parameters: {due: 2023-12-15}"),
        ("nop <= 15/12/2023", "ITR210", "parameters: {due: 2023-12-15}"),
        ("nop <= '2023-12-15'", "ITR217", "parameters: {due: 2023-12-15}"),
        ("nop == '15/12/2023'", "ITR217", "parameters: {due: 2023-12-15}"),
    ],
)
def test_a_day_in_a_formula_is_advised_to_be_a_parameter(condition, code, help_):
    ((given_code, line, _, advice),) = said(found(condition=f'"{condition}"'))
    assert (given_code, line) == (code, 15)
    assert help_ in advice


@pytest.mark.parametrize(
    "condition", ["nop <= han + 1", "nop - han > 0", "round(han) > 0", "max(nop, han) == nop", "not han"]
)
def test_a_day_is_no_number_and_no_condition(condition):
    assert {code for code, *_ in said(found(condition=f'"{condition}"'))} == {"ITR214"}


def test_what_was_arithmetic_before_is_arithmetic_still():
    text = RULES.format(han="2023-12-15", condition="nop <= han").replace(
        "inputs:", "  a: 3000-12-12\n  b: 2022/12/15\n  c: 15-12-2023\ninputs:"
    )
    columns = load_text(text, "a.yaml").ruleset.columns
    assert [columns[name].value for name in "abc"] == [Fraction(2976), Fraction(2022, 180), Fraction(-2020)]


@pytest.mark.parametrize("given_", ["not 5", "1 if 1 else 2", "-han", "han if 1 else 2"])
def test_a_parameter_of_parts_that_do_not_fit_is_a_finding(given_):
    text = RULES.format(han="2023-12-15", condition="nop <= han").replace("inputs:", f"  x: {given_}\ninputs:")
    assert {code for code, *_ in said(load_text(text, "a.yaml"))} == {"ITR214"}


@given(st.dates(min_value=date(1900, 3, 1)))
def test_excel_counts_every_day_of_its_calendar_and_back(day):
    assert from_serial(serial(day)) == day
    assert serial(date(1900, 3, 1)) == 61  # as Excel has it


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read_and_every_other_way_is_advised(day):
    assert day_of(day.isoformat()) == day
    local = f"{day.day}/{day.month}/{day.year}"
    assert is_like_day(local)
    assert day_of(local) is None
    assert day.isoformat() in how_written(local)[0]
    assert day.isoformat() in as_parameter(local)[1]


@given(st.text(max_size=30))
def test_any_other_text_is_no_day(text):
    assert day_of(text) is None or is_like_day(text)
    assert how_written(text) is None or is_like_day(text)


@pytest.mark.parametrize(("points", "is_told"), [("3, han: 1", False), ("1, han: 3, 2023-12-31: 2", True)])
def test_points_that_rise_and_fall_with_days_are_told(points, is_told):
    steps = f"{{steps: nop, up_to: {{2023-11-30: {points}}}, otherwise: 0}}"
    text = RULES.format(han="2023-12-15", condition="nop <= han").replace("{yes_no: nop <= han}", steps)
    told = [each.code for each in checked(load_text(text, "a.yaml"), "a.yaml")[0]]
    assert [code for code in told if code != "ITR382"] == ["ITR347"] * is_told  # 3 of 5 points are the most


# ── Through the commands ──

STEPS = "      - {id: som, title: Sớm, max: 3, score: {steps: nop, up_to: {2023-11-30: 3, han: 1}, otherwise: 0}}\n"
DATA = "id,name,nop\nu1,Một,15/12/2023\nu2,Hai,2023-11-30\nu3,Ba,20/12/2023\n"
SCHEMA = Path(__file__).parents[1] / "schemas" / "explanation.schema.json"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ngay.yaml").write_text(RULES.format(han="2023-12-15", condition="nop <= han") + STEPS, "utf-8")
    (tmp_path / "so.csv").write_text(DATA, "utf-8")
    return tmp_path


def ran(capsys, *arguments):
    code = cli.run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_days_are_explained_as_people_write_them(here, capsys):
    code, out, err = ran(capsys, "explain", "u1", "--ruleset", "ngay.yaml", "--data", "so.csv")
    assert (code, err) == (0, "")
    assert 'vì "Ngày nộp" ≤ han: 15/12/2023 ≤ 15/12/2023' in out
    passed = 'vì "Ngày nộp" ≤ 30/11/2023: 15/12/2023 ≤ 30/11/2023 (không đúng); '
    assert f'{passed}"Ngày nộp" ≤ 15/12/2023: 15/12/2023 ≤ 15/12/2023' in " ".join(out.split())
    code, out, _ = ran(capsys, "explain", "u1", "--ruleset", "ngay.yaml", "--data", "so.csv", "--format", "json")
    explained = json.loads(out)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(explained)
    assert '{"date": "2023-11-30"}' in json.dumps(explained)
    assert '"type": "date", "value": "2023-12-15"' in json.dumps(explained)


def test_a_bundle_of_days_verifies_and_its_own_program_agrees(here, capsys):
    assert (
        ran(
            capsys, "evaluate", "--ruleset", "ngay.yaml", "--data", "so.csv", "--format", "json", "--output", "kq.json"
        )[0]
        == 0
    )
    assert ran(capsys, "freeze", "kq.json", "--output", "goi.zip")[0] == 0
    code, out, err = ran(capsys, "verify", "goi.zip", "--lang", "en")
    assert code == 0, out + err
    assert "3 units, 9 scores, by two independent evaluators: all agree" in out
    with zipfile.ZipFile("goi.zip") as archive:
        archive.extractall("goi")
    rules = json.loads(Path("goi/rules.json").read_text("utf-8"))
    constant = next(each for each in rules["columns"] if each["key"] == "han")
    assert constant == {"key": "han", "kind": "constant", "value": {"date": "2023-12-15"}}
    done = subprocess.run([sys.executable, "recompute.py", "."], cwd="goi", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_day_of_last_year_is_amended(here, capsys):
    (here / "sau.yaml").write_text(
        'format: itrank-ruleset/1\nid: ngay\nversion: "2"\nextends: ngay@1\nperiod: "2024"\n'
        "parameters: {han: {2024: 2024-11-30}}\n",
        "utf-8",
    )
    loaded = load(here / "sau.yaml", "sau.yaml")
    assert loaded.findings == ()
    assert loaded.ruleset.columns["han"].value == date(2024, 11, 30)


def test_what_if_takes_a_day_and_a_formula_reads_the_parameter(here, capsys):
    code, out, err = ran(capsys, "formula", "days(nop, han)", "--ruleset", "ngay.yaml", "--let", "nop=1/12/2023")
    assert (code, err) == (0, "")
    assert "days(nop, han) = 14" in out
    assert "han = 2023-12-15" in out


def test_an_annex_prints_the_day(here, capsys):
    assert ran(capsys, "table", "ngay.yaml", "--output", "bang.xlsx")[0] == 0
    with zipfile.ZipFile("bang.xlsx") as archive:
        assert "15/12/2023" in archive.read("xl/sharedStrings.xml").decode()


def test_a_form_holds_a_day_as_excel_counts_it(here, capsys):
    assert ran(capsys, "forms", "ngay.yaml", "--units", "so.csv", "--out", "phieu")[0] == 0
    with zipfile.ZipFile(next(Path("phieu").glob("*.xlsx"))) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    assert "45275" in sheets  # 15/12/2023
    assert "45473" in sheets  # 30/6/2024, the maximum
