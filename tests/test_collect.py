"""Forms that come back: what they say is data for `evaluate`, and what is wrong with them is told, never guessed."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from itrank.cli import run
from itrank.engine.files.tables import parse_table
from itrank.engine.forms import returned_files
from itrank.engine.forms.collected_data import HEADERS, value_text
from itrank.engine.forms.collecting import collect
from itrank.engine.forms.plan import plan_of
from itrank.engine.forms.returned import Asked
from itrank.engine.forms.returned_files import Workbook
from itrank.engine.forms.status import status_csv
from itrank.engine.forms.workbook import Form, workbook
from itrank.engine.language import load_text
from itrank.engine.model.codes import message
from itrank.engine.model.findings import Finding
from itrank.engine.model.observed import Previous, Unit
from itrank.engine.observe import observe
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parent.parent
RULES = """
format: itrank-ruleset/1
id: thu
version: "2"
title: Thử
data: {marks: {KAD: not_applicable}}
inputs:
  hop: {type: count, label: Số cuộc họp, max: 20}
  ty_le: {type: percent, label: Tỷ lệ, max: 100%}
  tien: {type: number, label: Kinh phí}
  muc: {type: choice, label: Mức, options: {tot: Tốt, kha: Khá}}
  co: {type: yes_no, label: Có kế hoạch}
  ngay: {type: date, label: Ngày ban hành, missing: unranked}
  ghi: {type: text, label: Ghi chú, missing: unranked}
scorecards:
  bang:
    criteria:
      - {id: a, title: Họp, max: 10, score: {ratio: [hop, 20]}}
      - {id: b, title: Tỷ lệ đạt, max: 10, score: {share: ty_le}, not_applicable: rescale}
      - {id: c, title: Kinh phí, max: 10, score: {formula: "min(tien, 10)"}}
      - {id: d, title: Mức độ, max: 5, score: {choice: muc, points: {tot: 5, kha: 3}}}
      - {id: e, title: Kế hoạch, max: 5, score: {yes_no: co}}
"""
UNITS = "id,name\na,Sở A\nb,Sở B\nc,Sở C\n"
FULL = {
    "hop": Fraction(10), "ty_le": Fraction(4, 5), "tien": Fraction(9, 8), "muc": "Tốt", "co": "Có",
    "ngay": Fraction(44562), "ghi": "=1+1",
}  # fmt: skip
ROWS = {"hop": 10, "ty_le": 12, "tien": 14, "muc": 16, "co": 18, "ngay": 20, "ghi": 21}


def ruleset_of(text=RULES):
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    return loaded.ruleset


@pytest.fixture(scope="module")
def ruleset():
    return ruleset_of()


def asked_of(ruleset, *names):
    return Asked(ruleset, tuple(Unit(name, f"Sở {name.upper()}") for name in names or ("a", "b", "c")))


def form_of(ruleset, unit="a", **answers):
    form = Form(plan_of(ruleset, ruleset.scorecards[0]))
    return workbook(form, Unit(unit, f"Sở {unit.upper()}"), {}, {**FULL, **answers})


def changed(content, *edits, part="xl/worksheets/sheet1.xml"):
    """The same workbook with a part edited: pairs of a pattern, which must be there, and what it becomes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                for pattern, put in edits:
                    text, count = re.subn(pattern, put, text.decode())
                    text = text.encode()
                    assert count, pattern
            new.writestr(name, text)
    return made.getvalue()


def typed(cell, text):
    """The edit that puts a text into a cell."""
    said = f"<is><t>{escape(text)}</t></is>"
    return rf'<c r="{cell}" s="(\d+)"(?:/>|[^>]*>.*?</c>)', rf'<c r="{cell}" s="\1" t="inlineStr">{said}</c>'


def numbered(cell, number):
    return rf'<c r="{cell}" s="(\d+)"(?:/>|[^>]*>.*?</c>)', rf'<c r="{cell}" s="\1"><v>{number}</v></c>'


EVIDENCE = tuple(typed(f"G{row}", "12/QĐ") for row in ROWS.values())


def collected(ruleset, *files, units=()):
    met = [Workbook(f"{number}.xlsx", content) for number, content in enumerate(files, start=1)]
    return collect(asked_of(ruleset, *units), met)


def told(made):
    return [(one.code, one.place.file, one.place.cell, message(one, "vi")) for one in made.findings]


def only(made, code):
    return [message(one, "vi") for one in made.findings if one.code == code]


def states(made):
    return {one.unit.id: one.state for one in made.statuses}


def zipped(*members, **how):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


# ── What a form says ──


def test_every_answer_is_read_with_its_cell_and_its_evidence(ruleset):
    (status, *_) = collected(ruleset, changed(form_of(ruleset), *EVIDENCE)).statuses
    assert status.state == "complete"
    seen = {one.typed.asked.id: (one.typed.cell, str(one.seen.value)) for one in status.taken.answers}
    assert {key: cell for key, (cell, _) in seen.items()} == {key: f"Kê khai!F{row}" for key, row in ROWS.items()}
    assert [value for _, value in seen.values()] == ["10", "4/5", "9/8", "tot", "True", "2022-01-01", "=1+1"]
    assert {one.typed.evidence for one in status.taken.answers} == {("12/QĐ", "", "", "")}
    assert status.taken.points == Fraction(5) + 8 + Fraction(9, 8) + 5 + 5


def test_nothing_is_told_of_forms_with_nothing_wrong(ruleset):
    forms = [changed(form_of(ruleset, unit), *EVIDENCE) for unit in "abc"]
    made = collected(ruleset, *forms)
    assert [one.code for one in made.findings] == ["ITR625"]  # all name the same document, which is no fault
    assert set(states(made).values()) == {"complete"}


CELLS = [
    ("text numbers", {"tien": "12,5"}, "ITR437", 'tien (a): số lưu dưới dạng chữ "12,5" được đọc là 12,5', "complete"),
    ("two readings", {"tien": "1.234"}, "ITR448", 'tien (a): "1.234" là 1234 hay 1,234?', "wrong"),
    ("no number", {"tien": "nhiều"}, "ITR420", 'tien (a): "nhiều" không phải là một số', "wrong"),
    ("beyond a bound", {"hop": Fraction(21)}, "ITR446", "hop (a): 21 lớn hơn mức lớn nhất cho phép (20)", "wrong"),
    ("no whole number", {"hop": Fraction(1, 2)}, "ITR430", "hop (a): cần một số nguyên, nhưng có 0.5", "wrong"),
    ("no option", {"muc": "Trung bình"}, "ITR440", 'muc (a): "Trung bình" không phải là một lựa chọn; các lựa chọn: Tốt; Khá', "wrong"),
    ("what nobody sees", {"ghi": "a\u202eb"}, "ITR103", "ô có ký tự điều khiển hoặc vô hình U+202E", "wrong"),
    ("no answer", {"hop": None}, "ITR622", "còn thiếu 1 câu trả lời: F10", "incomplete"),
    ("no evidence", {}, "ITR623", "7 câu trả lời không ghi tài liệu kiểm chứng: F10, F12", "complete"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "code", "text", "state"), [row[1:] for row in CELLS], ids=[row[0] for row in CELLS]
)
def test_a_wrong_cell_is_told_as_evaluate_would_tell_it(ruleset, answers, code, text, state):
    made = collected(ruleset, form_of(ruleset, **answers))
    (found,) = only(made, code)
    assert found.startswith(text)
    assert states(made)["a"] == state


def test_what_does_not_apply_is_an_answer(ruleset):
    made = collected(ruleset, form_of(ruleset, ty_le="KAD"))
    answer = made.statuses[0].taken.answers[1]
    assert answer.seen.state == "not_applicable"
    assert states(made)["a"] == "complete"


def test_a_cell_that_lost_its_per_cent_is_not_guessed(ruleset):
    plain = changed(form_of(ruleset), (r'<c r="F12" s="\d+">', '<c r="F12" s="0">'))
    (found,) = only(collected(ruleset, plain), "ITR616")
    assert found.endswith("ô Kê khai!F12 không còn định dạng phần trăm: 0,8% hay 80%?")
    assert states(collected(ruleset, plain))["a"] == "wrong"


# ── What was altered ──


def renamed(content):
    return changed(content, ('<sheet name="Kê khai"', '<sheet name="Trang 1"'), part="xl/workbook.xml")


def about(content, row, text):
    """The form with something else on the hidden sheet, which stands last."""
    return changed(content, typed_plain(f"B{row}", text), part="xl/worksheets/sheet5.xml")


def typed_plain(cell, text):
    return rf'<c r="{cell}"[^>]*>.*?</c>', f'<c r="{cell}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def down(content):
    """The form after a row was put in above the second question."""
    return changed(content, (r'(<(?:c r="[A-M]|row r="))(\d+)"', lambda m: f'{m[1]}{int(m[2]) + (int(m[2]) > 10)}"'))


WHOLE = [
    ("another format", lambda form: about(form, 1, "itrank-form/2"), "ITR614", "biểu này là của itrank-form/2, không phải itrank-form/1"),
    ("no format of ours", lambda form: about(form, 1, "x"), "ITR105", "bảng tính này không phải biểu kê khai do itrank lập"),
    ("another ruleset", lambda form: about(form, 2, "khac"), "ITR614", "biểu này là của khac@2, không phải thu@2"),
    ("an older version", lambda form: about(form, 3, "1"), "ITR614", "biểu này là của thu@1, không phải thu@2"),
    ("a newer version", lambda form: about(form, 3, "10"), "ITR614", "biểu này là của thu@10, không phải thu@2"),
    ("another layout", lambda form: about(form, 8, "0" * 16), "ITR616", "biểu đã bị sửa: bộ câu hỏi hoặc vị trí các ô"),
    ("another scorecard", lambda form: about(form, 5, "x"), "ITR619", 'biểu của đơn vị "a": biểu của bảng điểm x'),
    ("a sheet renamed", renamed, "ITR616", 'biểu đã bị sửa: không có trang "Kê khai"; các trang: Trang 1, Thiếu'),
    ("a row put in", down, "ITR616", "biểu đã bị sửa: 10 ô không còn đúng chữ của biểu, đầu tiên là Kê khai!B11"),
    ("another label", lambda form: changed(form, typed("B12", "Tỷ lệ khác")), "ITR616", "biểu đã bị sửa: 1 ô không còn đúng chữ của biểu, đầu tiên là Kê khai!B12"),
    ("another head", lambda form: changed(form, typed("F8", "Năm nay")), "ITR616", "biểu đã bị sửa: 1 ô không còn đúng chữ của biểu, đầu tiên là Kê khai!F8"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "code", "text"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_a_form_that_cannot_be_trusted_is_refused_whole(ruleset, edit, code, text):
    made = collected(ruleset, edit(form_of(ruleset)), form_of(ruleset, "b"))
    (found,) = only(made, code)
    assert found.startswith(text)
    assert states(made)["a"] in {"refused", "absent"}
    assert states(made)["b"] == "complete"


def test_an_older_and_a_newer_version_get_other_advice(ruleset):
    help_ = {}
    for version in ("1", "1.9", "2.1", "10"):
        (found,) = (
            one for one in collected(ruleset, about(form_of(ruleset), 3, version)).findings if one.code == "ITR614"
        )
        help_[version] = found.help[1].split(":")[0]
    older, newer = "It is of an older version", "It is of a newer version"
    assert help_ == {"1": older, "1.9": older, "2.1": newer, "10": newer}


def test_rules_that_changed_within_a_version_are_told_and_the_form_is_read(ruleset):
    later = ruleset_of(RULES.replace("min(tien, 10)", "min(tien, 9)"))
    made = collected(later, form_of(ruleset))
    assert [code for code, *_ in told(made)] == ["ITR624", "ITR615", "ITR623"]
    assert states(made)["a"] == "complete"


def test_points_that_were_typed_over_are_told_with_what_they_should_be(ruleset):
    made = collected(ruleset, changed(form_of(ruleset), numbered("K9", 10)))
    assert only(made, "ITR617") == ["công thức điểm bị gõ đè ở 1 ô: K9; điểm được tính lại từ câu trả lời"]
    assert only(made, "ITR618") == [
        'điểm tự chấm trong biểu khác điểm tính lại từ câu trả lời ở 1 ô: "Họp" ghi 10, tính lại 5'
    ]
    assert states(made)["a"] == "complete"


def test_a_total_that_was_computed_from_something_else_is_told(ruleset):
    stale = changed(form_of(ruleset), (r'(<c r="C6"[^>]*><f>.*?</f><v>).*?(</v>)', r"\g<1>39\2"))
    (found,) = only(collected(ruleset, stale), "ITR618")
    assert found.endswith('ở 1 ô: "bang" ghi 39, tính lại 24,125')
    assert not only(collected(ruleset, stale), "ITR617")


def test_a_form_that_no_program_computed_is_no_news(ruleset):
    bare = changed(form_of(ruleset), (r'(<c r="[CK]\d+"[^>]*><f>.*?</f>)<v>.*?</v>', r"\1"))
    assert not only(collected(ruleset, bare), "ITR618")
    assert not only(collected(ruleset, bare), "ITR617")


LAST_YEAR = """
format: itrank-ruleset/1
id: nam-truoc
version: "1"
title: Thử
inputs: {hop: {type: count}}
scorecards:
  bang: {criteria: [{id: a, title: Tăng, max: 9, score: {formula: "max(0, min(9, hop - last_year(hop)))"}}]}
"""


def test_a_form_in_which_nothing_is_typed_has_no_self_score():
    rules = ruleset_of(RULES.replace("Số cuộc họp, max: 20", "Số cuộc họp, max: 20, missing: zero"))
    made = collected(rules, form_of(rules, **dict.fromkeys(FULL)))
    (taken,) = [one.taken for one in made.statuses if one.taken]
    assert taken.points is None
    assert "ITR618" not in [code for code, *_ in told(made)]
    assert status_csv(made).splitlines()[1].endswith(",")


def test_a_form_of_an_earlier_version_is_read_and_its_words_are_its_own():
    rules = ruleset_of(RULES.replace("title: Họp,", 'title: Họp, description: "Cách chấm: Theo số cuộc họp",'))
    content = form_of(rules)
    entries = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert "Theo số cuộc họp" in str(entries)
    without = changed(content, ("Theo số cuộc họp\nTính điểm: ", ""), part="xl/sharedStrings.xml")
    assert without != content
    assert "ITR643" not in [code for code, *_ in told(collected(rules, without))]


def test_last_year_comes_from_the_form_unless_it_is_given():
    ruleset = ruleset_of(LAST_YEAR)
    unit = Unit("a", "Sở A")
    form = workbook(Form(plan_of(ruleset, ruleset.scorecards[0])), unit, {"hop": Fraction(3)}, {"hop": Fraction(7)})
    for before, points, codes in (
        ((), 4, ["ITR623"]),
        ((Previous("a", values={"hop": Fraction(5)}),), 2, ["ITR618", "ITR623"]),
    ):
        made = collect(Asked(ruleset, (unit,), before), [Workbook("1.xlsx", form)])
        assert made.statuses[0].taken.points == points
        assert sorted(code for code, *_ in told(made)) == codes


# ── Who sent what ──


def test_the_same_answers_twice_are_read_once(ruleset):
    form = form_of(ruleset)
    again = changed(form, ("<sheetData>", "<sheetData> "))
    made = collected(ruleset, form, form, again)
    assert len(only(made, "ITR621")) == 2
    assert only(made, "ITR621")[0] == "giống hệt 1.xlsx: cùng đơn vị, cùng câu trả lời; chỉ đọc một lần"
    assert states(made)["a"] == "complete"


@pytest.mark.parametrize(
    "other",
    [lambda rules: form_of(rules, hop=Fraction(11)), lambda rules: changed(form_of(rules), typed("G10", "12/QĐ"))],
)
def test_two_forms_that_differ_are_both_named_and_neither_is_taken(ruleset, other):
    form = form_of(ruleset)
    made = collected(ruleset, form, other(ruleset))
    assert only(made, "ITR620") == [
        'đơn vị "a" nộp các biểu khác nhau: 1.xlsx, 2.xlsx; khác ở 1 ô: Kê khai!F10; không biểu nào được lấy'
    ]
    assert states(made)["a"] == "conflict"
    assert made.statuses[0].taken is None


def test_a_form_of_nobody_is_told_and_who_sent_nothing_too(ruleset):
    made = collected(ruleset, form_of(ruleset, "x"))
    assert only(made, "ITR619") == ['biểu của đơn vị "x": không có trong bảng đơn vị']
    assert only(made, "ITR624") == ["3 đơn vị chưa nộp biểu: Sở A, Sở B, Sở C"]


def test_a_unit_is_known_by_the_hash_of_its_id_where_a_program_spoilt_the_id(ruleset):
    form = about(form_of(ruleset, "b_xa_"), 6, "b\n")
    assert states(collected(ruleset, form, units=("b_xa_",))) == {"b_xa_": "complete"}


# ── The data ──


def test_a_number_is_written_so_that_it_has_one_reading(ruleset):
    tien = ruleset.inputs[2]
    for amount in (Fraction(9, 8), Fraction(1234), Fraction(-1, 8), Fraction(1234567, 1000), Fraction(1, 2)):
        for decimal in ".,":
            text = f'unit,input,value,state\na,tien,"{value_text(tien, amount, decimal)}",observed\n'
            table, _ = parse_table(text.encode(), "d.csv")
            own = ruleset if decimal == "." else ruleset_of(RULES.replace("data: {", 'data: {decimal: ",", '))
            assert observe(own, [table], parse_table(b"id\na\n", "u.csv")[0]).values["tien"][0].value == amount


@pytest.fixture
def project(tmp_path, monkeypatch, ruleset):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(RULES, "utf-8")
    (tmp_path / "u.csv").write_text(UNITS, "utf-8")
    (tmp_path / "forms").mkdir()
    return tmp_path


def go(*more):
    return run(["collect", "forms", "--ruleset", "r.yaml", "--units", "u.csv", *more])


def test_evaluate_reads_the_data_as_it_is(project, ruleset, capsys):
    (project / "forms/1.xlsx").write_bytes(changed(form_of(ruleset), *EVIDENCE))
    (project / "forms/2.xlsx").write_bytes(form_of(ruleset, "b", hop=Fraction(30), ty_le="KAD"))
    (project / "forms/3.xlsx").write_bytes(form_of(ruleset, "c", hop=None))
    assert go("--output", "d.csv") == 1
    lines = (project / "d.csv").read_text("utf-8-sig").splitlines()
    assert lines[:4] == [
        ",".join(HEADERS),
        "a,hop,10,observed,1.xlsx,Kê khai!F10,,12/QĐ,,,",
        "a,ty_le,80%,observed,1.xlsx,Kê khai!F12,,12/QĐ,,,",
        "a,tien,1.1250,observed,1.xlsx,Kê khai!F14,,12/QĐ,,,",
    ]
    assert "a,ghi,'=1+1,observed,1.xlsx,Kê khai!F21,,12/QĐ,,," in lines
    assert "b,hop,,invalid,2.xlsx,Kê khai!F10,30,,,," in lines
    assert "b,ty_le,,not_applicable,2.xlsx,Kê khai!F12,,,,," in lines
    assert "c,hop,,missing,3.xlsx,Kê khai!F10,,,,," in lines
    assert len(lines) == 1 + 3 * 7
    capsys.readouterr()
    assert run(["evaluate", "--ruleset", "r.yaml", "--units", "u.csv", "--data", "d.csv", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    units = {unit["id"]: unit for unit in json.loads(out)["units"]}
    assert units["a"]["total"] == "24.125"
    assert units["b"]["rank"] is None
    assert "ITR433: hop (b): câu trả lời trong biểu của đơn vị không đọc được khi tổng hợp" in err


def test_the_status_says_who_stands_where(project, ruleset, capsys):
    (project / "forms/1.xlsx").write_bytes(form_of(ruleset))
    (project / "forms/2.xlsx").write_bytes(form_of(ruleset, "b", hop=Fraction(30)))
    assert go("--status", "s.csv") == 1
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "2/3 đơn vị đã nộp, 1 có lỗi, 0 còn thiếu, 1 đủ"
    assert [line.split() for line in out.splitlines()[3:]] == [
        ["Sở", "A", "đủ", "7/7", "7", "24,125", "1.xlsx"],
        ["Sở", "B", "có", "lỗi", "6/7", "6", "19,125", "2.xlsx"],
        ["Sở", "C", "chưa", "nộp"],
    ]
    assert (project / "s.csv").read_text("utf-8-sig").splitlines()[1] == "a,Sở A,complete,1.xlsx,7,7,0,7,24.125"
    assert go("--status", "s.json") == 1
    made = json.loads((project / "s.json").read_text("utf-8"))
    assert [unit["state"] for unit in made["units"]] == ["complete", "wrong", "absent"]
    assert {one["code"] for one in made["findings"]} == {"ITR446", "ITR623", "ITR624"}


def test_every_unit_gets_a_reply_that_says_what_to_mend(project, ruleset):
    (project / "forms/1.xlsx").write_bytes(changed(form_of(ruleset), *EVIDENCE))
    (project / "forms/2.xlsx").write_bytes(form_of(ruleset, "b", hop=Fraction(30), co=None))
    go("--replies", "ra")
    assert sorted(path.name for path in (project / "ra").iterdir()) == ["a.xlsx", "b.xlsx", "c.xlsx"]

    def rows(name):
        return [
            [cell for cell in row if cell != ""]
            for row in CalamineWorkbook.from_path(project / "ra" / name).get_sheet_by_index(0).to_python()
        ]

    assert ["Biểu đã nhận đủ, không có nội dung phải sửa."] in rows("a.xlsx")
    assert any(row and str(row[0]).startswith("Chưa nhận được biểu") for row in rows("c.xlsx"))
    b = rows("b.xlsx")
    must = b.index(["A. Phải sửa, bổ sung"])
    assert [row[1:4] for row in b[must + 2 : must + 4]] == [
        ["F10", "Số cuộc họp", "30 lớn hơn mức lớn nhất cho phép (20)"],
        ["F18", "Có kế hoạch", "Chưa có câu trả lời"],
    ]


def test_replies_that_lie_among_forms_are_passed_over(project, capsys):
    assert go("--replies", "forms/ra") == 0
    capsys.readouterr()
    assert go() == 0
    assert "xlsx" not in "".join(capsys.readouterr())


def test_older_replies_stay(project, capsys):
    (project / "ra").mkdir()
    assert go("--replies", "ra") == 2
    assert "ITR906" in capsys.readouterr().err


def test_what_is_read_is_not_written_over(project, capsys):
    before = (project / "u.csv").read_bytes()
    assert go("--output", "u.csv") == 2
    assert "ITR907" in capsys.readouterr().err
    assert (project / "u.csv").read_bytes() == before


def test_a_form_is_not_written_over(project, ruleset, capsys):
    form = form_of(ruleset)
    (project / "forms/1.xlsx").write_bytes(form)
    for option in ("--output", "--status"):
        (project / "forms/x.csv").write_bytes(form)
        assert go(option, "forms/x.csv") == 2
        assert "ITR907" in capsys.readouterr().err
        assert (project / "forms/x.csv").read_bytes() == form


def test_a_status_of_another_kind_and_a_folder_that_is_not_there(project, capsys):
    assert go("--status", "s.txt") == 2
    assert "ITR929" in capsys.readouterr().err
    assert run(["collect", "nowhere", "--ruleset", "r.yaml", "--units", "u.csv"]) == 2
    assert 'không có tệp "nowhere"' in capsys.readouterr().err


# ── The folder ──


def met(folder):
    return list(returned_files.returned_files(folder))


def names(folder):
    return [one.name for one in met(folder) if isinstance(one, Workbook)]


def findings(folder):
    return [(one.code, one.place.file, message(one, "en")) for one in met(folder) if isinstance(one, Finding)]


def test_forms_are_found_loose_in_folders_and_in_archives_by_their_bytes(tmp_path, ruleset):
    form = form_of(ruleset)
    (tmp_path / "x/y").mkdir(parents=True)
    (tmp_path / "x/y/bieu.tmp").write_bytes(form)
    (tmp_path / "b.zip").write_bytes(zipped(("c/d.xlsx", form), ("e.zip", zipped(("f", form)))))
    for litter in ("~$b.xlsx", ".DS_Store", "x/Thumbs.db"):
        (tmp_path / litter).write_bytes(form)
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX/a.xlsx").write_bytes(form)
    (tmp_path / "c.zip").write_bytes(zipped(("__MACOSX/._d.xlsx", form), ("~$d.xlsx", form)))
    (tmp_path / "minh-chung.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "cong-van.docx").write_bytes(zipped(("[Content_Types].xml", ""), ("word/document.xml", "")))
    assert names(tmp_path) == ["b.zip/c/d.xlsx", "b.zip/e.zip/f", "x/y/bieu.tmp"]
    assert findings(tmp_path) == []
    made = collect(asked_of(ruleset), met(tmp_path))
    assert only(made, "ITR611") == ["bỏ qua 2 tệp không phải bảng tính: cong-van.docx, minh-chung.pdf"]


def locked(content):
    """An archive whose one member says that it needs a password."""
    made = bytearray(zipped(("a.xlsx", content)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + offset] |= 1
    return bytes(made)


def linked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("a.xlsx")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return made.getvalue()


def twice(content):
    first, second = zipped(("a.xlsx", content), ("b.xlsx", content)), b"b.xlsx"
    return first.replace(second, b"a.xlsx")


def broken(archive):
    """The same archive, its compressed data overwritten."""
    return archive[:60] + b"\xff" * 200 + archive[260:]


HOSTILE = [
    ("password", locked, "ITR613", "z.zip/a.xlsx", "not opened: the archive is protected by a password"),
    ("climbs", lambda form: zipped(("../../a.xlsx", form)), "ITR613", "z.zip/../../a.xlsx", "not opened: its name in the archive leads out of the folder"),
    ("absolute", lambda form: zipped(("/a.xlsx", form)), "ITR613", "z.zip//a.xlsx", "not opened: its name in the archive leads out of the folder"),
    ("backslashes", lambda form: zipped(("x\\..\\..\\a.xlsx", form)), "ITR613", None, "not opened: its name in the archive leads out of the folder"),
    ("drive", lambda form: zipped(("C:/a.xlsx", form)), "ITR613", "z.zip/C:/a.xlsx", "not opened: its name in the archive leads out of the folder"),
    ("link", lambda _: linked(), "ITR613", "z.zip/a.xlsx", "not opened: it is a link and not a file"),
    ("twice", twice, "ITR613", "z.zip/a.xlsx", "not opened: the archive has two files of this name"),
    ("bomb", lambda _: zipped(("a.xlsx", bytes(40_000_000))), "ITR101", "z.zip/a.xlsx", "the folder or archive is too large: 38 MiB; the limit is 100 MiB"),
    ("cut off", lambda form: zipped(("a.xlsx", form))[:-30], "ITR613", "z.zip", "not opened: the archive is damaged"),
    ("broken", lambda form: broken(zipped(("a.xlsx", form))), "ITR613", "z.zip/a.xlsx", "not opened: the data inside are damaged"),
    ("nothing", lambda _: b"", "ITR613", "z.zip", "not opened: it is damaged and no workbook any more"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "code", "file", "text"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)
def test_a_hostile_archive_is_one_line_and_the_others_are_read(tmp_path, ruleset, make, code, file, text):
    form = form_of(ruleset)
    (tmp_path / "a.xlsx").write_bytes(form)
    (tmp_path / "z.zip").write_bytes(make(form))
    (found,) = findings(tmp_path)
    assert (found[0], found[2]) == (code, text)
    assert file is None or found[1] == file
    assert names(tmp_path)[0] == "a.xlsx"


def test_a_link_a_fifo_and_a_folder_of_links_are_not_followed(tmp_path, ruleset):
    (tmp_path / "real").write_bytes(form_of(ruleset))
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "a.xlsx").symlink_to(tmp_path / "real")
    (folder / "b").symlink_to(tmp_path)
    os.mkfifo(folder / "c.xlsx")
    assert names(folder) == []
    assert [(file, text) for _, file, text in findings(folder)] == [
        ("a.xlsx", "not opened: it is a link and not a file"),
        ("b", "not opened: it is a link and not a file"),
        ("c.xlsx", "not opened: it is no regular file"),
    ]


def nested(folder, depth, form):
    inner = folder.joinpath(*"x" * depth)
    inner.mkdir(parents=True)
    (inner / "a.xlsx").write_bytes(form)


def matryoshka(depth, form):
    for _ in range(depth):
        form = zipped(("a", form))
    return form


LIMITS = [
    ("MOST_FILES", 3, lambda folder, n, _: [(folder / f"{i}").write_bytes(b"x") for i in range(n)]),
    ("DEEPEST", 3, nested),
    ("DEEPEST", 2, lambda folder, n, form: (folder / "z.zip").write_bytes(matryoshka(n, form))),
    ("MOST_ARCHIVE", 5_000, lambda folder, n, _: (folder / "a.zip").write_bytes(b"PK\x05\x06".ljust(n, b"\0"))),
    ("MOST_UNPACKED", 6_000, lambda folder, n, _: (folder / "a.zip").write_bytes(zipped(("a", os.urandom(n))))),
]


@pytest.mark.parametrize(("constant", "limit", "fill"), LIMITS, ids=[f"{row[0]} {row[1]}" for row in LIMITS])
def test_the_limit_is_allowed_and_one_more_is_not(tmp_path, monkeypatch, ruleset, constant, limit, fill):
    monkeypatch.setattr(returned_files, constant, limit)
    found = {}
    for count in (limit, limit + 1):
        folder = tmp_path / str(count)
        folder.mkdir()
        fill(folder, count, form_of(ruleset))
        found[count] = {code for code, *_ in findings(folder)} & {"ITR101"}
    assert found == {limit: set(), limit + 1: {"ITR101"}}


def test_an_archive_of_too_many_entries_is_not_listed(monkeypatch):
    content = zipped(*((f"{number}", "") for number in range(5)))
    monkeypatch.setattr(returned_files, "MOST_LISTED", 5)
    assert returned_files.kind_of(content) == "archive"
    monkeypatch.setattr(returned_files, "MOST_LISTED", 4)
    assert returned_files.kind_of(content) == "damaged"


def other_workbook():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["id", "hop"])
    return stream.getvalue()


def test_bad_files_are_a_line_each_and_the_good_ones_are_collected(project, ruleset, capsys):
    form = form_of(ruleset)
    (project / "forms/a.xlsx").write_bytes(form)
    (project / "forms/b.xlsx").write_bytes(form[:5000])
    (project / "forms/c.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (project / "forms/d.xlsx").write_bytes(other_workbook())
    (project / "forms/e.xlsx").write_bytes(changed(form, ("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')))
    (project / "forms/f.xlsx").write_bytes(b"\0" * 100)
    assert go("--output", "d.csv") == 1
    out, err = capsys.readouterr()
    assert {match[0]: match[1] for match in re.findall(r"^(\w)\.xlsx[^ ]*: \S+ (ITR\d+):", err, re.MULTILINE) if match[0] != "a"} == {
        "b": "ITR613", "c": "ITR497", "d": "ITR105", "e": "ITR499", "f": "ITR613",
    }  # fmt: skip
    assert out.startswith("1/3 đơn vị đã nộp")
    assert len((project / "d.csv").read_text("utf-8").splitlines()) == 1 + 7
    assert "Traceback" not in err


def test_names_of_strangers_run_nothing_in_the_data(project, ruleset):
    (project / "forms/=cmd.xlsx").write_bytes(
        changed(form_of(ruleset), typed("I10", "=HYPERLINK(1)"), typed("G10", "a\u202eb"))
    )
    go("--output", "d.csv")
    line = (project / "d.csv").read_text("utf-8-sig").splitlines()[1]
    assert line.split(",")[4:] == ["'=cmd.xlsx", "Kê khai!F10", "", "a\ufffdb", "", "'=HYPERLINK(1)", ""]


@pytest.mark.long
def test_the_same_folder_gives_the_same_bytes(project, ruleset):
    (project / "forms/1.xlsx").write_bytes(form_of(ruleset, hop=Fraction(30)))
    (project / "forms/2.xlsx").write_bytes(form_of(ruleset, "b", tien="12,5"))
    script = "import sys; from itrank.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "collect", "forms", "--ruleset", "r.yaml", "--units", "u.csv"]
    made = []
    for number, seed in enumerate(("0", "77")):
        environment = {"PYTHONHASHSEED": seed, "TZ": ("UTC", "Asia/Ho_Chi_Minh")[number], "PATH": ""}
        options = ["--output", f"{number}.csv", "--status", f"{number}.json", "--replies", f"ra{number}"]
        done = subprocess.run([*command, *options], check=False, env=environment, capture_output=True)
        assert done.returncode == 1
        files = [project / f"{number}.csv", project / f"{number}.json", *sorted((project / f"ra{number}").iterdir())]
        made.append([done.stdout, done.stderr, *(path.read_bytes() for path in files)])
    assert made[0] == made[1]


def struck(cell, *runs):
    """The edit that puts a text into a cell, of which pieces are struck out."""
    pieces = "".join(f"<r><rPr>{'<strike/>' * is_struck}</rPr><t>{text}</t></r>" for text, is_struck in runs)
    return (
        rf'<c r="{cell}" s="(\d+)"(?:/>|[^>]*>.*?</c>)',
        rf'<c r="{cell}" s="\1" t="inlineStr"><is>{pieces}</is></c>',
    )


def test_an_answer_of_which_a_part_is_struck_out_is_wrong(ruleset):
    edits = struck("F10", ("1", True), ("50", False)), struck("G12", ("cũ", True), ("mới", False))
    made = collected(ruleset, changed(form_of(ruleset), *edits))
    assert only(made, "ITR560") == ['hop (a): một phần của ô bị gạch ngang: ô chứa "150", phần không gạch là "50"']
    assert only(made, "ITR561") == ['phần bị gạch ngang của ô không đọc: ô chứa "cũmới", đọc là "mới"']
    assert states(made)["a"] == "wrong"
    (taken,) = [one.taken for one in made.statuses if one.taken]
    assert {one.typed.cell: one.typed.evidence[0] for one in taken.answers}["Kê khai!F12"] == "mới"


def test_an_answer_that_is_struck_out_is_none(ruleset):
    made = collected(ruleset, changed(form_of(ruleset), struck("F10", ("4", True))))
    assert only(made, "ITR561") == ['hop (a): ô "4" bị gạch ngang, đọc như ô trống']
    assert states(made)["a"] == "incomplete"


def test_answers_that_somebody_merged_are_wrong(ruleset):
    merged = r"<mergeCells[^>]*>", r'\g<0><mergeCell ref="F10:F12"/>'
    made = collected(ruleset, changed(form_of(ruleset), merged))
    assert [code for code, *_ in told(made) if code == "ITR563"] == ["ITR563"] * 2


def test_a_percentage_a_hundred_times_too_large_is_asked_about():
    rules = ruleset_of(RULES.replace(", max: 100%", ""))
    made = collected(rules, changed(form_of(rules), numbered("F12", 85)))
    assert only(made, "ITR569") == ["ty_le (a): 8500% có thể là 85%: 85 dán vào ô phần trăm thành 8500%"]
    content = form_of(rules, ty_le=Fraction(85))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "Quá lớn? Gõ 85 là 85%" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_reply_is_addressed_to_its_unit_and_holds_its_rows_only(project, ruleset):
    (project / "forms/1.xlsx").write_bytes(form_of(ruleset, co=None))
    (project / "forms/2.xlsx").write_bytes(form_of(ruleset, "b", hop=Fraction(30)))
    sent = ["--agency", "Sở Nội vụ", "--date", "20/2/2023", "--deadline", "25/2/2023", "--contact", "bà An"]
    go("--replies", "ra", *sent)
    rows = CalamineWorkbook.from_path(project / "ra/a.xlsx").get_sheet_by_index(0).to_python()
    said = [str(cell) for row in rows for cell in row if cell != ""]
    assert said[:3] == ["SỞ NỘI VỤ", "Ngày 20/02/2023", "PHIẾU PHẢN HỒI BIỂU KÊ KHAI"]
    assert "Kính gửi: Sở A" in said
    assert any(text.endswith("gửi lại một tệp duy nhất, chậm nhất ngày 25/02/2023.") for text in said)
    assert "Nội dung cần trao đổi, đề nghị liên hệ: bà An. Trân trọng cảm ơn." in said
    assert not any("Sở B" in text or "30" in text for text in said)


def test_no_id_of_an_option_reaches_a_reply(project, ruleset):
    (project / "forms/1.xlsx").write_bytes(form_of(ruleset, muc="Trung bình"))
    go("--replies", "ra")
    rows = CalamineWorkbook.from_path(project / "ra/a.xlsx").get_sheet_by_index(0).to_python()
    said = " ".join(str(cell) for row in rows for cell in row)
    assert "các lựa chọn: Tốt; Khá Chọn một dòng trong danh sách của ô." in said
    assert "kha (" not in said


def test_no_id_of_an_input_and_no_word_of_rulesets_reaches_a_reply(project):
    text = RULES.replace("max: 20}", "max: co_the}\n  co_the: {type: count, label: Số cuộc có thể}")
    (project / "r.yaml").write_text(text, "utf-8")
    answers = {"hop": Fraction(21), "co_the": Fraction(20), "tien": Fraction(1)}
    (project / "forms/1.xlsx").write_bytes(form_of(ruleset_of(text), **answers))
    go("--replies", "ra")
    rows = CalamineWorkbook.from_path(project / "ra/a.xlsx").get_sheet_by_index(0).to_python()
    said = " ".join(str(cell) for row in rows for cell in row)
    assert "21 lớn hơn mức lớn nhất cho phép (Số cuộc có thể = 20) Kiểm tra lại con số." in said
    assert "max trong bộ tiêu chí" not in said


def test_criteria_that_are_numbered_anew_under_each_heading_are_told_apart():
    rules = ruleset_of("""
format: itrank-ruleset/1
id: thu
version: "2"
title: Thử
scorecards:
  bang:
    criteria:
      - {id: i, code: I, title: Họp, criteria: [{id: x, code: "1", title: Họp, max: 5, score: given}]}
      - {id: ii, code: II, title: Mạng, criteria: [{id: y, code: "1", title: Mạng, max: 5, score: given}]}
""")
    form = workbook(Form(plan_of(rules, rules.scorecards[0])), Unit("a", "Sở A"), {}, {})
    cells = ("G11", "12/BC-SNV"), ("G14", "12/BC-SNV")
    made = collected(rules, changed(form, *(typed_plain(cell, text) for cell, text in cells)))
    (said,) = only(made, "ITR625")
    assert said.endswith("12/BC-SNV: Sở A (I.1), Sở A (II.1)")


def test_a_document_that_several_cite_is_pointed_out(ruleset):
    def cited(unit, *cells):
        return changed(form_of(ruleset, unit), *(typed_plain(cell, text) for cell, text in cells))

    made = collected(
        ruleset,
        cited("a", ("G10", "Số 12/BC-SNV"), ("G12", "12")),
        cited("b", ("G10", "12/BC-snv"), ("G12", "12")),
        cited("c", ("I14", "Kế hoạch chuyển đổi số của tỉnh"), ("I16", "Kế hoạch chuyển  đổi số của tỉnh")),
    )
    (said,) = only(made, "ITR625")
    assert said == (
        "2 tài liệu được nêu làm minh chứng ở nhiều nơi: Số 12/BC-SNV: Sở A (Số cuộc họp), Sở B (Số cuộc họp); "
        "Kế hoạch chuyển đổi số của tỉnh: Sở C (Kinh phí), Sở C (Mức)"
    )
