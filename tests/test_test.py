"""`itrank test`: what it runs, what it prints of failures, and that nothing is never "all held"."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import python_calamine
from itrank.cli import run
from itrank.engine.cases.file_schema import written
from itrank.engine.publish.cases_contract import schema_text
from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  so_hop: {label: Số cuộc họp, type: count}
  co: {label: Có kế hoạch, type: yes_no}
scorecards:
  bang:
    title: Tổng điểm
    criteria:
      - {id: hop, code: "1", title: Họp, max: 10, score: {formula: "min(so_hop / 3, 1) * 10"}}
      - {id: ke_hoach, code: "2", title: Kế hoạch, max: 10, score: {formula: 10 if co else 0}}
    tiers: [{id: tot, title: Tốt, from: 15}, {id: kha, title: Khá}]
"""
OWN = "tests: [{name: của bộ, given: {so_hop: 3, co: có}, expect: {total: 20, tier: tot}}]\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    Path("rulesets").mkdir()
    Path("rulesets/r.yaml").write_text(RULES, "utf-8")
    return tmp_path


def cases(text: str, name: str = "rulesets/r.test.yaml") -> None:
    Path(name).write_text(f"format: itrank-tests/1\ntests:\n{text}", "utf-8")


def ran(capsys, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["test", "r", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_cases_of_the_ruleset_and_of_the_file_beside_it_are_run(folder, capsys):
    Path("rulesets/r.yaml").write_text(RULES + OWN, "utf-8")
    cases("  - {name: của tệp, given: {so_hop: 0, co: không}, expect: {hop: 0, total: 0, tier: kha, rank: 1}}\n")
    assert ran(capsys) == (
        0,
        "thu@1: 2 ca: 2 đúng, 6 kết quả đã so.\n  rulesets/r.yaml: 1 ca\n  rulesets/r.test.yaml: 1 ca\n",
        "",
    )


def test_a_failure_says_what_was_expected_what_came_out_and_why(folder, capsys):
    cases(
        "  - name: hai cuộc\n    basis: 2/3*10 = 6,67\n    given: {so_hop: 2, co: có}\n"
        "    expect: {hop: 6.67, total: 16.67}\n"
    )
    code, out, err = ran(capsys)
    assert (code, err) == (1, "")
    assert out == (
        'SAI: ca "hai cuộc" (rulesets/r.test.yaml:3:11)\n'
        "  căn cứ: 2/3*10 = 6,67\n"
        "\n"
        "  hop · 1. Họp  rulesets/r.test.yaml:6:19\n"
        "    mong đợi   6,67\n"
        "    tính ra    ≈6,666667 (20/3)\n"
        "    lệch       ≈-0,00333333\n"
        "\n"
        "  total · tổng điểm  rulesets/r.test.yaml:6:32\n"
        "    mong đợi   16,67\n"
        "    tính ra    ≈16,666667 (50/3)\n"
        "    lệch       ≈-0,00333333\n"
        "\n"
        "  Vì sao tính ra như vậy:\n"
        "    Tổng điểm                                                            ≈16,666667 / 20  ████████░░\n"
        "      1. Họp                                                              ≈6,666667 / 10  ██████░░░░\n"
        "          số nhỏ nhất trong (2 ÷ 3; 1) × 10 ≈ 6,666667\n"
        "      2. Kế hoạch                                                                10 / 10  ██████████\n"
        '          vì "Có kế hoạch": có\n'
        "\n"
        "thu@1: 1 ca: 1 sai, 2 kết quả đã so.\n"
    )


def test_of_a_unit_without_a_rank_it_is_said_why(folder, capsys):
    cases("  - {name: thiếu, given: {so_hop: 3}, expect: {hop: 10, rank: 1, tier: tot}}\n")
    _, out, _ = ran(capsys, "--lang", "en")
    assert 'expected   1\n    found      blank: "Có kế hoạch" (co) is missing from the data\n' in out
    assert out.count("blank: ") == 2
    assert out.endswith("thu@1: 1 case: 1 failed, 3 values compared.\n")


def test_units_of_a_cohort_are_named_and_explained_apart(folder, capsys):
    cases(
        "  - name: hai đơn vị\n    cohort: [{id: p, so_hop: 3, co: có}, {id: q, so_hop: 3, co: không}]\n"
        "    expect: {p: {rank: 1}, q: {rank: 1, hop: 9}}\n"
    )
    code, out, _ = ran(capsys)
    assert code == 1
    assert (
        "  đơn vị q · rank · hạng  rulesets/r.test.yaml:5:38\n    mong đợi   1\n    tính ra    2\n    lệch       +1\n"
        in out
    )
    assert "  đơn vị q\n    1. Họp" in out
    assert "    Ngay trên: p (hạng 1), 20, cách 10 điểm\n" in out


@pytest.mark.parametrize(
    ("beside", "code", "said"),
    [
        (None, 2, "ITR511: r.yaml chưa có ca kiểm thử nào"),
        (
            "  - {name: a, given: {so_hop: 3}, expect: {}}\n",
            2,
            "ITR510: 1 ca đã tính mà chưa ca nào ghi kết quả mong đợi",
        ),
        ("  - {name: a, given: {so_hopp: 3}, expect: {hop: 1}}\n", 1, ""),
        ("  - {nam: a}\n", 1, "ITR140"),
    ],
)
def test_nothing_is_never_all_held(folder, capsys, beside, code, said):
    if beside is not None:
        cases(beside)
    found, out, err = ran(capsys)
    assert found == code
    assert said.replace("r.yaml", "rulesets/r.yaml") in err.replace("lỗi ", "").replace("itrank: ", "")
    assert "đúng" not in out


def test_what_holds_beside_a_case_that_expects_nothing_or_nobody_confirmed_is_counted_apart(folder, capsys):
    cases(
        "  - {name: a, given: {so_hop: 3}, expect: {hop: 10}}\n"
        "  - {name: b, given: {so_hop: 3}, expect: {}}\n"
        "  - {name: c, given: {so_hop: 3}, expect: {hop: 10}, generated: true}\n"
    )
    assert ran(capsys) == (
        0,
        (
            "thu@1: 3 ca: 2 đúng, 1 không mong đợi gì nên không so được gì, 2 kết quả đã so.\n"
            "Trong số ca đúng có 1 ca do máy đề xuất mà chưa ai xác nhận: không tính là bằng chứng.\n"
        ),
        "",
    )


def test_cases_of_other_files_are_added_and_one_file_is_read_once(folder, capsys):
    cases("  - {name: a, given: {so_hop: 3}, expect: {hop: 10}}\n")
    cases("  - {name: b, given: {so_hop: 0}, expect: {hop: 0}}\n", "khac.yaml")
    _, out, _ = ran(capsys, "--cases", "khac.yaml", "--cases", "./khac.yaml", "--cases", "rulesets/r.test.yaml")
    assert out == "thu@1: 2 ca: 2 đúng, 2 kết quả đã so.\n  rulesets/r.test.yaml: 1 ca\n  khac.yaml: 1 ca\n"


def test_a_case_is_asked_for_by_its_name(folder, capsys):
    cases(
        "  - {name: Đúng, given: {so_hop: 3}, expect: {hop: 10}}\n  - {name: Sai, given: {so_hop: 3}, expect: {hop: 9}}\n"
    )
    assert ran(capsys, "--case", "đúng") == (
        0, "thu@1: 1 ca: 1 đúng, 1 kết quả đã so, 1 ca khác không chạy vì --case.\n", "",
    )  # fmt: skip
    code, out, err = ran(capsys, "--case", "Dúng")
    assert (code, out) == (2, "")
    assert 'ITR923: không có ca nào tên "Dúng"' in err
    assert 'Có phải là "Đúng"?' in err


def test_a_file_that_is_not_there_or_leads_out_of_the_folder_stops(folder, capsys):
    assert ran(capsys, "--cases", "khong-co.yaml")[0] == 2
    Path("ngoai.yaml").write_text("format: itrank-tests/1\ntests: [{name: a, expect: {}}]\n", "utf-8")
    Path("rulesets/r.test.yaml").symlink_to(folder / "ngoai.yaml")
    code, out, err = ran(capsys)
    assert (code, out) == (1, "")
    assert "ITR121" in err


def test_the_ruleset_is_that_of_the_project(folder, capsys):
    Path("itrank.yaml").write_text("format: itrank-project/1\nruleset: rulesets/r.yaml\n", "utf-8")
    cases("  - {name: a, given: {so_hop: 3}, expect: {hop: 10}}\n")
    assert run(["test"]) == 0
    assert "1 đúng" in capsys.readouterr().out


def test_check_runs_the_cases_of_the_ruleset_alone(folder, capsys):
    Path("rulesets/r.yaml").write_text(RULES + OWN, "utf-8")
    cases("  - {name: a, given: {so_hop: 3}, expect: {hop: 9}}\n")
    assert run(["check"]) == 0, "a file of cases in rulesets/ is no ruleset either"
    out = capsys.readouterr().out
    assert "1 bộ tiêu chí" in out
    assert "1 ca" in out


def test_json_fits_its_schema_and_holds_every_value(folder, capsys):
    cases(
        "  - {name: a, given: {so_hop: 2}, expect: {hop: 6.67, total: 1, ke_hoach: {state: missing}}}\n"
        "  - {name: b, given: {so_hopp: 2}, expect: {hop: 6.67}}\n"
    )
    code, out, _ = ran(capsys, "--format", "json")
    made = json.loads(out)
    Draft202012Validator(json.loads((SCHEMAS / "test-result.schema.json").read_text("utf-8"))).validate(made)
    assert code == 1
    assert made["summary"] == {
        "held": 0, "failed": 1, "ill_made": 1, "idle": 0, "left_out": 0, "proposed": 0, "compared": 3, "not_asked": 0,
    }  # fmt: skip
    first, second = made["cases"]
    assert [(each["key"], each["expected"], each["found"], each["holds"]) for each in first["checks"]] == [
        ("hop", "6.67", "20/3", False), ("total", "1", "", False), ("ke_hoach", "missing", "missing", True),
    ]  # fmt: skip
    assert first["checks"][0]["exact"]["difference"] == "-1/300"
    assert first["checks"][1]["why"]["vi"].startswith("thiếu số liệu")
    assert second["faults"][0]["code"] == "ITR204"


def test_junit_has_a_test_for_each_case_and_nothing_that_xml_cannot_hold(folder, capsys):
    cases(
        "  - {name: 'a \"<&>', given: {so_hop: 2}, expect: {hop: '<&]]>'}}\n"
        "  - {name: b, given: {so_hopp: 2}, expect: {hop: 6.67}}\n"
        "  - {name: c, given: {so_hop: 3}, expect: {hop: 10}}\n"
        "  - {name: d, given: {so_hop: 3}, expect: {}}\n"
    )
    code, out, _ = ran(capsys, "--format", "junit", "--lang", "en")
    (suite,) = ET.fromstring(out)
    assert code == 1
    assert suite.attrib == {
        "name": "rulesets/r.test.yaml", "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    assert [(each.get("name"), each.get("line"), [part.tag for part in each]) for each in suite] == [
        ('a "<&>', "3", ["failure"]), ("b", "4", ["error"]), ("c", "5", []), ("d", "6", ["skipped"]),
    ]  # fmt: skip
    assert suite[0][0].text == 'rulesets/r.test.yaml:3:57: case "a "<&>": hop is expected to be <&]]>, but is 20/3'


def test_a_large_tree_is_cut_and_printed_whole_for_one_case(folder, capsys):
    leaves = "".join(
        f'          - {{id: l{n}, title: Lá {n}, max: 1, score: {{formula: "1 if so_hop > {n} else 0"}}}}\n'
        for n in range(60)
    )
    Path("rulesets/r.yaml").write_text(
        "format: itrank-ruleset/1\nid: thu\nversion: '1'\ntitle: Thử\ninputs: {so_hop: {type: count}}\n"
        f"scorecards:\n  bang:\n    criteria:\n      - id: nhom\n        title: Nhóm\n        criteria:\n{leaves}",
        "utf-8",
    )
    cases("  - {name: a, given: {so_hop: 2}, expect: {total: 3}}\n")
    _, out, _ = ran(capsys)
    assert "… 60 tiêu chí bên dưới không in ở đây; xem cả cây: itrank test --case a" in out
    assert "Lá 59" not in out
    cases("  - {name: a, given: {so_hop: 2}, expect: {total: 3}}\n  - {name: b, given: {}, expect: {}}\n")
    assert "Lá 59" in ran(capsys, "--case", "a")[1]


def test_what_a_stranger_wrote_does_not_command_the_terminal(folder, capsys):
    cases('  - {name: "a\\x85b", given: {so_hop: 2}, expect: {hop: 1}}\n')
    assert "ITR103" in ran(capsys)[2]


def test_the_schemas_are_those_that_are_committed():
    assert (SCHEMAS / "tests.schema.json").read_text("utf-8") == written()
    assert (SCHEMAS / "test-result.schema.json").read_text("utf-8") == schema_text()


@pytest.mark.long
def test_it_starts_without_what_workbooks_need(folder):
    cases("  - {name: a, given: {so_hop: 3}, expect: {hop: 10}}\n")
    script = (
        "import sys; from itrank.cli import run; run(['test', 'r']); "
        "print(sorted({'xlsxwriter', 'python_calamine', 'pytest', 'docx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_why_a_unit_with_the_points_is_not_in_the_expected_tier_comes_first(folder, capsys):
    """Points are enough: the one reason is what the tier asks for besides; tier `nua` between them is not what is asked."""
    tiers = "tiers: [{id: tot, title: Tốt, from: 15, requires: hop >= 8}, {id: nua, title: Nửa, from: 14, requires: hop >= 7}, {id: kha, title: Khá}]"
    old = "tiers: [{id: tot, title: Tốt, from: 15}, {id: kha, title: Khá}]"
    Path("rulesets/r.yaml").write_text(RULES.replace(old, tiers), "utf-8")
    cases("  - {name: a, given: {so_hop: 2, co: có}, expect: {tier: tot, rank: 2}}\n")
    _, out, _ = ran(capsys)
    reason = 'Đủ điểm cho Tốt (từ 15); cần thêm "Họp" ≥ 8 (chưa đạt)'
    lines = [line.strip() for line in out.splitlines()]
    assert lines[lines.index("Vì sao tính ra như vậy:") + 1].startswith(reason), out
    assert out.count("Đủ điểm cho Tốt") == 1, out
    ran(capsys, "-o", "kq.xlsx")
    told = python_calamine.CalamineWorkbook.from_path("kq.xlsx").get_sheet_by_name("Giải trình chỗ sai").to_python()
    assert any(str(cell).strip().startswith(reason) for row in told for cell in row), told
    _, out, _ = ran(capsys, "--lang", "en")
    assert "It has the points for Tốt (from 15); it also needs" in out
