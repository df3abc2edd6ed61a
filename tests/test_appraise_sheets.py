"""`itrank appraise`: sheets go out, are filled in Excel, and come back as corrections; all of them or none."""

import csv
import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from itrank import cli
from itrank.engine.forms import appraisal_returned, appraisal_sheets
from itrank.engine.model.findings import code_in
from python_calamine import CalamineWorkbook
from typing_in import type_in

RULESET = """\
format: itrank-ruleset/1
id: vi-du
version: "1"
title: Ví dụ
data: {marks: {KAD: not_applicable}}
inputs:
  so_hop: {type: count, label: Số cuộc họp, max: 50}
  ty_le: {type: percent, label: Tỷ lệ, max: 100%}
  co_kh: {type: yes_no, label: Có kế hoạch, not_applicable: zero}
  ghi_chu: {type: text}
scorecards:
  bang:
    criteria:
      - id: mot
        code: "1"
        title: Họp
        criteria:
          - {id: hop, code: "1.1", title: Họp, max: 10, score: {formula: "clamp(so_hop * 2, 0, 10)"}}
          - {id: kh, code: "1.2", title: Kế hoạch, max: 5, score: {yes_no: co_kh}, not_applicable: zero}
      - {id: hai, code: "2", title: Tỷ lệ, max: 20, score: {formula: ty_le * 20}}
    tiers: [{id: tot, from: 28}, {id: kem}]
""".replace(", not_applicable: zero}\n  ghi_chu", "}\n  ghi_chu")
DATA = "id,name,so_hop,ty_le,co_kh,ghi_chu\nso-a,Sở A,5,80%,có,x\n-b,=Sở B,3,50%,không,\n"
OPTIONS = ["--ruleset", "bo.yaml", "--data", "so.csv"]
FILE = Path("so.corrections.csv")
# Rows of a unit's sheet, from 1: hop and its answer, kh and its answer, hai and its answer.
HOP, SO_HOP, KH, CO_KH, HAI, TY_LE = range(9, 15)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bo.yaml").write_text(RULESET, encoding="utf-8")
    Path("so.csv").write_text(DATA, encoding="utf-8")


def export(out, *options):
    assert cli.run(["appraise", "export", *OPTIONS, "--out", out, *options]) == 0
    return sorted(path.name for path in Path(out).iterdir())


def fill(name, cells, who="Nguyễn A", day="1/2/2026"):
    type_in(name, {"H4": who, "H5": day, **cells})


def apply(folder, *options):
    return cli.run(["appraise", "apply", folder, *OPTIONS, *options])


def told():
    return list(csv.DictReader(io.StringIO(FILE.read_text("utf-8-sig"))))


def total(*options):
    assert cli.run(["evaluate", *OPTIONS, "--format", "json", "--output", "kq.json", *options]) == 0
    return [unit["total"] for unit in json.loads(Path("kq.json").read_text("utf-8"))["units"]]


def test_three_stages_from_sheet_to_ranking(capsys):
    assert export("lan1") == ["b.xlsx", "so-a.xlsx"]
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "Một cuộc không có biên bản", f"O{SO_HOP}": "BB 12"})
    fill("lan1/b.xlsx", {f"M{TY_LE}": 0.4, f"N{TY_LE}": "Theo khảo sát", f"M{KH}": "2,5", f"N{KH}": "Một nửa"})
    assert apply("lan1") == 0
    assert "2 bảng: đã thêm 3 điều chỉnh của 2 đơn vị vào so.corrections.csv" in capsys.readouterr().out
    assert [(row["unit"], row["target"], row["from"], row["to"], row["by"], row["at"]) for row in told()] == [
        ("'-b", "kh", "0", "2.5", "Nguyễn A", "2026-02-01"),
        ("'-b", "ty_le", "50%", "40%", "Nguyễn A", "2026-02-01"),
        ("so-a", "so_hop", "5", "4", "Nguyễn A", "2026-02-01"),
    ]
    assert total() == ["29", "16.5"]

    export("giai-trinh", "--stage", "explanation")
    fill("giai-trinh/so-a.xlsx", {f"M{SO_HOP}": 5, f"N{SO_HOP}": "Đã gửi biên bản"}, who="Sở A", day="2026-02-10")
    assert apply("giai-trinh") == 0
    assert total() == ["29", "16.5"]

    export("lan2", "--stage", "second")
    fill("lan2/so-a.xlsx", {f"M{SO_HOP}": 5, f"N{SO_HOP}": "Công nhận"}, who="Trần B", day="2026-02-20")
    before = FILE.read_bytes()
    assert apply("lan2") == 0
    assert FILE.read_bytes().startswith(before)
    assert total() == ["31", "16.5"]
    assert total("--stage", "first") == ["29", "16.5"]
    assert total("--stage", "declared") == ["31", "16"]

    export("hoi-dong", "--stage", "council")
    minutes = "Biên bản số 12/BB-HĐ ngày 20/3/2026"
    decided = {f"M{SO_HOP}": 3, f"N{SO_HOP}": "Hai cuộc ngoài kỳ", f"O{SO_HOP}": minutes}
    fill("hoi-dong/so-a.xlsx", decided, who="Thư ký C", day="2026-03-20")
    assert apply("hoi-dong") == 0
    assert [told()[-1][key] for key in ("stage", "from", "to", "basis")] == ["council", "5", "3", minutes]
    assert total() == ["27", "16.5"]
    assert total("--stage", "second") == ["31", "16.5"]


@pytest.mark.parametrize("basis", ["", "ý kiến hội đồng"])
def test_a_sheet_of_the_council_needs_its_minutes(capsys, basis):
    export("hoi-dong", "--stage", "council")
    fill("hoi-dong/so-a.xlsx", {f"M{SO_HOP}": 3, f"N{SO_HOP}": "x", f"O{SO_HOP}": basis})
    assert apply("hoi-dong") == 1
    assert not FILE.exists()
    said = capsys.readouterr().err
    assert f"""ITR466: so_hop (so-a): điều chỉnh của hội đồng có căn cứ "{basis}", không nêu số hay ngày""" in said
    assert f"O{SO_HOP}" in said


def test_a_sheet_of_the_council_says_who_fills_it_and_what_it_must_name():
    export("lan1")
    export("hoi-dong", "--stage", "council")
    texts = {}
    for folder in ("lan1", "hoi-dong"):
        with zipfile.ZipFile(f"{folder}/so-a.xlsx") as archive:
            texts[folder] = archive.read("xl/sharedStrings.xml").decode()
    assert "Thư ký hội đồng" in texts["hoi-dong"]
    assert "căn cứ: số, ngày biên bản" in texts["hoi-dong"]
    assert "hội đồng" not in texts["lan1"]


def test_by_criterion_all_units_stand_in_one_sheet():
    assert export("tc", "--by", "criterion") == ["bang-1.xlsx", "bang-2.xlsx"]
    # 1.1: points of so-a and -b, then the answers of both.
    fill("tc/bang-1.xlsx", {"M11": 4, "N11": "x", "M12": 2, "N12": "y"})
    assert apply("tc") == 0
    assert [(row["unit"], row["target"], row["to"]) for row in told()] == [
        ("so-a", "so_hop", "4"),
        ("'-b", "so_hop", "2"),
    ]


def test_the_same_sheets_twice_add_nothing(capsys):
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x"})
    assert apply("lan1") == 0
    before = FILE.read_bytes()
    assert apply("lan1") == 0
    assert FILE.read_bytes() == before


def test_a_value_that_stands_is_no_correction(capsys):
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 5, f"N{SO_HOP}": "đúng", f"M{CO_KH}": "Có"})
    assert apply("lan1") == 0
    assert not FILE.exists()


def test_a_trial_writes_nothing(capsys):
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x"})
    assert apply("lan1", "--dry-run") == 0
    assert "sẽ thêm 1 điều chỉnh" in capsys.readouterr().out
    assert not FILE.exists()


@pytest.mark.parametrize("missing", ["error", "zero"])
def test_an_answer_is_struck_in_words(capsys, missing):
    Path("bo.yaml").write_text(RULESET.replace("label: Có kế hoạch", f"label: Có kế hoạch, missing: {missing}"))
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{CO_KH}": "Không công nhận", f"N{CO_KH}": "Chưa ban hành"})
    assert apply("lan1") == 0
    assert [(row["from"], row["to"]) for row in told()] == [("yes", "!missing")]
    said = "so-a.xlsx:12:13: cảnh báo ITR639: không công nhận co_kh của Sở A, mà bộ tiêu chí không nói thiếu số liệu"
    assert (said in capsys.readouterr().err) is (missing == "error")
    assert cli.run(["evaluate", *OPTIONS]) == (missing == "error")


WRONG = {
    "ITR632": ({f"M{SO_HOP}": 4}, "so_hop (so-a): có giá trị thẩm định mà không có lý do"),
    "ITR632.value": ({f"N{SO_HOP}": "x"}, "có lý do mà không có giá trị thẩm định"),
    "ITR446": ({f"M{SO_HOP}": 51, f"N{SO_HOP}": "x"}, "so_hop (so-a): 51 lớn hơn mức lớn nhất cho phép (50)"),
    "ITR430": ({f"M{SO_HOP}": 4.5, f"N{SO_HOP}": "x"}, "4.5"),
    "ITR446.appraised": ({f"M{HOP}": 10.5, f"N{HOP}": "x"}, "điểm thẩm định 10.5 ngoài khoảng 0 đến 10"),
    "ITR421": ({f"M{HAI}": "1.234", f"N{HAI}": "x"}, "1.234"),
}  # fmt: skip


@pytest.mark.parametrize("row", WRONG)
def test_one_wrong_cell_and_nothing_is_added(capsys, row):
    cells, said = WRONG[row]
    export("lan1")
    fill("lan1/so-a.xlsx", cells)
    fill("lan1/b.xlsx", {f"M{SO_HOP}": 2, f"N{SO_HOP}": "đúng"})
    assert apply("lan1") == 1
    err = capsys.readouterr().err
    assert f"lỗi {code_in(row)}" in err
    assert said in err
    assert "Thẩm định!" in err
    assert not FILE.exists()


@pytest.mark.parametrize(("who", "day"), [("", "1/2/2026"), ("Nguyễn A", ""), ("Nguyễn A", "31/2/2026")])
def test_who_and_when_are_wanted(capsys, who, day):
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x"}, who=who, day=day)
    assert apply("lan1") == 1
    assert "ITR634" in capsys.readouterr().err


def test_two_appraisers_who_differ_are_both_named(capsys):
    export("lan1")
    export("tc", "--by", "criterion")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x"})
    fill("tc/bang-1.xlsx", {"M11": 3, "N11": "y"})
    Path("lan1/bang-1.xlsx").write_bytes(Path("tc/bang-1.xlsx").read_bytes())
    assert apply("lan1") == 1
    err = capsys.readouterr().err
    assert (
        "ITR481: hai bảng thẩm định trái nhau về so_hop của so-a: bang-1.xlsx, Thẩm định!M11 ghi 3, ở đây ghi 4" in err
    )


def test_a_sheet_from_before_other_corrections_is_refused_at_its_cell(capsys):
    export("cu")
    export("moi")
    fill("moi/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x"})
    fill("cu/so-a.xlsx", {f"M{SO_HOP}": 3, f"N{SO_HOP}": "y"})
    assert apply("moi") == 0
    before = FILE.read_bytes()
    assert apply("cu") == 1
    err = capsys.readouterr().err
    assert "ITR481" in err
    assert f"so-a.xlsx:{SO_HOP}:13" in err
    assert FILE.read_bytes() == before


def test_a_lost_format_of_per_cent_is_asked_about(capsys):
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{TY_LE}": 0.4, f"N{TY_LE}": "x"})
    with zipfile.ZipFile("lan1/so-a.xlsx") as archive:
        inside = {part: archive.read(part) for part in archive.namelist()}
    inside["xl/worksheets/sheet1.xml"] = re.sub(rb'(<c r="M14") s="\d+"', rb"\1", inside["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile("lan1/so-a.xlsx", "w") as archive:
        for part, content in inside.items():
            archive.writestr(part, content)
    assert apply("lan1") == 1
    assert "ITR635: ty_le (so-a): ô không còn định dạng phần trăm: 0.4% hay 40%?" in capsys.readouterr().err


OLD = {
    "semicolons": "unit;target;stage;from;to;reason;basis;by;at\nso-a;ty_le;first;80%;70%;x;;A;2026-01-01\n",
    "other columns": "unit,target,stage,ghi,to,from,reason,basis,by,at\nso-a,ty_le,first,,70%,80%,x,,A,2026-01-01\n",
    "no last line end": "unit,target,stage,from,to,reason,basis,by,at\r\nso-a,ty_le,first,80%,70%,x,,A,2026-01-01",
}


@pytest.mark.parametrize("text", OLD.values(), ids=OLD)
def test_rows_are_added_in_the_files_own_columns(text):
    FILE.write_bytes(text.encode())
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "vắng; một, cuộc"})
    assert apply("lan1") == 0
    assert FILE.read_bytes().startswith(text.encode())
    assert total() == ["27", "16"]
    assert FILE.read_bytes().count(b"\r\n") == (3 if "\r\n" in text else 0)


def test_a_workbook_of_corrections_is_not_appended_to(capsys):
    book = xlsxwriter.Workbook("dc.xlsx")
    sheet = book.add_worksheet()
    for row, text in enumerate(OLD["semicolons"].splitlines()):
        sheet.write_row(row, 0, text.split(";"))
    book.close()
    before = Path("dc.xlsx").read_bytes()
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x"})
    assert apply("lan1", "--corrections", "dc.xlsx") == 2
    assert "ITR105: tệp điều chỉnh không phải CSV nên không thêm dòng được" in capsys.readouterr().err
    assert Path("dc.xlsx").read_bytes() == before


def test_a_file_that_changes_meanwhile_is_left_as_it_is(capsys, monkeypatch):
    FILE.write_text(OLD["semicolons"], encoding="utf-8")
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x"})
    own = appraisal_returned.take_back

    def meanwhile(*given):
        taken = own(*given)
        with FILE.open("a", encoding="utf-8") as stream:
            stream.write("so-a;co_kh;first;yes;no;x;;B;2026-01-02\n")
        return taken

    monkeypatch.setattr(appraisal_returned, "take_back", meanwhile)
    assert apply("lan1") == 1
    assert "ITR543: tệp điều chỉnh đã thay đổi trong khi đọc các bảng; không thêm gì" in capsys.readouterr().err
    assert [row["by"] for row in csv.DictReader(io.StringIO(FILE.read_text("utf-8")), delimiter=";")] == ["A", "B"]


def test_the_rulesets_mark_strikes_an_answer():
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{CO_KH}": "KAD", f"N{CO_KH}": "x"})
    assert apply("lan1") == 0
    assert [(row["from"], row["to"]) for row in told()] == [("yes", "!not_applicable")]


def test_an_option_that_is_called_as_a_strike_is_the_option():
    text = RULESET.replace(
        "co_kh: {type: yes_no, label: Có kế hoạch}",
        "co_kh: {type: choice, options: {co: Có, khong: Không, kad: Không áp dụng}}",
    )
    text = text.replace("{yes_no: co_kh}", "{choice: co_kh, points: {co: 5, khong: 0, kad: 3}}")
    Path("bo.yaml").write_text(text, encoding="utf-8")
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{CO_KH}": "Không áp dụng", f"N{CO_KH}": "x"})
    assert apply("lan1") == 0
    assert [(row["from"], row["to"]) for row in told()] == [("co", "kad")]


def test_a_unit_may_explain_itself_once_more_and_agree():
    for name, text in (("mot", "Đã có biên bản"), ("hai", "Bổ sung ảnh")):
        export(name, "--stage", "explanation")
        fill(f"{name}/so-a.xlsx", {f"N{SO_HOP}": text, f"M{CO_KH}": "Có", f"N{CO_KH}": "Nhất trí"}, who="Sở A")
        assert apply(name) == 0
    assert apply("mot", "hai") == 0
    assert [(row["target"], row["to"], row["reason"]) for row in told()] == [
        ("so_hop", "", "Đã có biên bản"), ("co_kh", "yes", "Nhất trí"), ("so_hop", "", "Bổ sung ảnh"),
    ]  # fmt: skip


def test_what_one_recognises_and_another_corrects_is_a_conflict(capsys):
    export("lan1")
    export("tc", "--by", "criterion")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 5})
    fill("tc/bang-1.xlsx", {"M11": 3, "N11": "y"})
    assert apply("lan1", "tc") == 1
    said = "ITR481: hai bảng thẩm định trái nhau về so_hop của so-a: so-a.xlsx, Thẩm định!M10 ghi 5, ở đây ghi 3"
    assert said in capsys.readouterr().err
    assert apply("tc") == 0
    assert apply("lan1") == 1
    said = 'so.corrections.csv, dòng 2, cột "to" ghi 3, ở đây ghi 5'
    assert said in capsys.readouterr().err


def test_what_was_corrected_and_explained_is_shown_without_who_did_it():
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "Thiếu biên bản", f"M{CO_KH}": "Không", f"N{CO_KH}": "x"})
    assert apply("lan1") == 0
    export("gt", "--stage", "explanation")
    fill("gt/so-a.xlsx", {f"M{SO_HOP}": 5, f"N{SO_HOP}": "Đã gửi"}, who="Sở A")
    assert apply("gt") == 0
    export("lan2", "--stage", "second")
    texts = {}
    for name in ("gt", "lan2"):
        with zipfile.ZipFile(f"{name}/so-a.xlsx") as archive:
            texts[name] = archive.read("xl/sharedStrings.xml").decode()
    assert "Thẩm định lần một: 5 → 4. Thiếu biên bản<" in texts["gt"]
    assert "Thẩm định lần một: Có → Không. x<" in texts["gt"]
    assert "Thẩm định lần một: 5 → 4. Thiếu biên bản\nĐơn vị giải trình: 4 → 5. Đã gửi<" in texts["lan2"]
    assert "Nguyễn A" not in texts["lan2"]


def swapped(name, one, other):
    """Exchange what two cells show."""
    with zipfile.ZipFile(name) as archive:
        inside = {part: archive.read(part) for part in archive.namelist()}
    sheet = inside["xl/worksheets/sheet1.xml"].decode()
    first, second = (re.search(rf'(<c r="{cell}"[^>]*><v>)(\d+)', sheet) for cell in (one, other))
    sheet = sheet.replace(first[0], first[1] + second[2]).replace(second[0], second[1] + first[2])
    inside["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in inside.items():
            archive.writestr(part, content)


@pytest.mark.parametrize("column", ["D", "F"])
def test_a_row_whose_words_were_moved_is_not_trusted(capsys, column):
    export("tc", "--by", "criterion")
    fill("tc/bang-1.xlsx", {"M11": 4, "N11": "x"})
    swapped("tc/bang-1.xlsx", f"{column}11", f"{column}14")
    assert apply("tc") == 1
    assert f"ITR616: biểu đã bị sửa: ô Thẩm định!{column}11 không còn đúng chữ khi lập" in capsys.readouterr().err


def retyped(name, cell, value):
    """Type another number over a cell that is locked."""
    with zipfile.ZipFile(name) as archive:
        inside = {part: archive.read(part) for part in archive.namelist()}
    sheet = inside["xl/worksheets/sheet1.xml"].decode()
    found = re.search(rf'(<c r="{cell}"[^>]*?)( t="s")?><v>[^<]*</v>', sheet)
    inside["xl/worksheets/sheet1.xml"] = sheet.replace(found[0], f"{found[1]}><v>{value}</v>").encode()
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in inside.items():
            archive.writestr(part, content)


@pytest.mark.parametrize(
    ("row", "cell", "value", "change"),
    [
        (SO_HOP, "H10", 6, "ô Thẩm định!H10 ghi 6, số liệu kê khai là 5"),
        (SO_HOP, "I10", 4.5, "ô Thẩm định!I10 ghi 4.5, số đứng khi lập bảng là 5"),
        (TY_LE, "H14", 0.79, "ô Thẩm định!H14 ghi 79%, số liệu kê khai là 0,8"),
        (CO_KH, "H12", 1, "ô Thẩm định!H12 ghi 1, số liệu kê khai là Có"),
        (KH, "I11", 4, "ô Thẩm định!I11 ghi 4, số đứng khi lập bảng là 5"),
        (KH, "H11", 4, "ô Thẩm định!H11 ghi 4, số liệu kê khai là 5"),
    ],
)
def test_a_row_that_shows_another_number_than_was_declared_or_stood_is_not_trusted(capsys, row, cell, value, change):
    export("lan1")
    typed = {SO_HOP: 3, TY_LE: 0.5, CO_KH: "Không", KH: 2}[row]
    fill("lan1/so-a.xlsx", {f"M{row}": typed, f"N{row}": "x"})
    retyped("lan1/so-a.xlsx", cell, value)
    assert apply("lan1") == 1
    assert f"ITR616: biểu đã bị sửa: {change}\n" in capsys.readouterr().err
    assert not FILE.exists()


def test_what_a_spreadsheet_keeps_of_a_long_number_is_the_number(capsys):
    Path("so.csv").write_text(DATA.replace("80%", "33.333333333333333333%"), encoding="utf-8")
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{TY_LE}": 0.3, f"N{TY_LE}": "x"})
    retyped("lan1/so-a.xlsx", f"H{TY_LE}", 0.33333333333333)
    assert apply("lan1") == 0


def test_two_appraisers_who_agree_keep_a_reason_each_and_correct_once(capsys):
    export("lan1")
    export("tc", "--by", "criterion")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "Một cuộc không có biên bản"})
    fill("tc/bang-1.xlsx", {"M11": 4, "N11": "Một cuộc là họp giao ban"}, who="Trần B")
    assert apply("lan1", "tc") == 0
    assert [(row["to"], row["reason"], row["by"]) for row in told()] == [
        ("4", "Một cuộc không có biên bản", "Nguyễn A"),
        ("4", "Một cuộc là họp giao ban", "Trần B"),
    ]
    assert apply("lan1", "tc") == 0
    assert len(told()) == 2
    assert total() == ["29", "16"]
    record = json.loads(Path("kq.json").read_text("utf-8"))
    assert record["appraisal"] == {"stage": "first", "corrections": 1, "units": 1}
    assert [row["reason"] for row in record["units"][0]["corrections"]] == [row["reason"] for row in told()]


@pytest.mark.parametrize(
    ("begun", "named"),
    [("explanation", "đơn vị giải trình"), ("second", "thẩm định lần hai"), ("council", "quyết định của hội đồng")],
)
def test_a_sheet_of_a_stage_that_is_over_is_refused(capsys, begun, named):
    export("lan1")
    export("sau", "--stage", begun)
    fill("sau/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x", f"O{SO_HOP}": "BB 12"})
    fill("lan1/b.xlsx", {f"M{TY_LE}": 0.4, f"N{TY_LE}": "y"})
    assert apply("sau") == 0
    before = FILE.read_bytes()
    assert apply("lan1") == 1
    said = f"ITR614: bảng này là của bước thẩm định lần một, nhưng tệp điều chỉnh đã sang bước {named}"
    assert said in capsys.readouterr().err
    assert FILE.read_bytes() == before


def test_an_answer_in_words_is_shown_and_not_appraised():
    Path("bo.yaml").write_text(RULESET.replace("ghi_chu: {type: text}", "ghi_chu: {type: text, label: Ghi chú}"))
    Path("so.csv").write_text(DATA.replace("có,x", "có,Họp trực tuyến"), encoding="utf-8")
    export("lan1")
    with zipfile.ZipFile("lan1/so-a.xlsx") as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<t>Ghi chú</t>" in texts
    assert "<t>Họp trực tuyến</t>" in texts
    assert "<t>để đọc, không thẩm định</t>" in texts
    looks = {cell: re.search(rf'<c r="{cell}" s="(\d+)"/>', sheet)[1] for cell in ("M14", "M15")}
    assert looks["M14"] != looks["M15"]  # a cell to type in, and one that is locked


def test_a_question_that_no_criterion_reads_is_appraised_too():
    Path("bo.yaml").write_text(
        RULESET.replace("  ghi_chu", "  le: {type: count, label: Lẻ}\n  ghi_chu"), encoding="utf-8"
    )
    Path("so.csv").write_text(
        DATA.replace("co_kh", "co_kh,le").replace("có,", "có,1,").replace("không,", "không,2,"), encoding="utf-8"
    )
    assert export("tc", "--by", "criterion") == ["bang-1.xlsx", "bang-2.xlsx", "bang-khac.xlsx"]
    fill("tc/bang-khac.xlsx", {"M10": 1, "N10": "x"})
    assert apply("tc") == 0
    assert [(row["unit"], row["target"], row["from"], row["to"]) for row in told()] == [("'-b", "le", "2", "1")]


def test_a_criterion_of_too_many_rows_is_several_workbooks(monkeypatch):
    monkeypatch.setattr(appraisal_sheets, "MOST_ROWS", 6)  # criterion 1 has six lines of the form
    assert export("tc", "--by", "criterion") == ["bang-1-1.xlsx", "bang-1-2.xlsx", "bang-2.xlsx"]
    fill("tc/bang-1-2.xlsx", {"M10": 2, "N10": "x"})
    assert apply("tc") == 0
    assert [(row["unit"], row["target"], row["to"]) for row in told()] == [("'-b", "so_hop", "2")]


@pytest.mark.parametrize(("length", "code"), [(2000, 0), (2001, 1)])
def test_a_reason_is_not_cut(capsys, length, code):
    export("lan1")
    fill("lan1/so-a.xlsx", {f"M{SO_HOP}": 4, f"N{SO_HOP}": "x" * length})
    assert apply("lan1") == code
    assert ("ITR428" in capsys.readouterr().err) == bool(code)


def test_other_workbooks_and_other_rules_are_told(capsys):
    export("lan1")
    Path("don-vi.csv").write_text("id,name\nso-a,Sở A\n", encoding="utf-8")
    assert cli.run(["forms", "bo.yaml", "--units", "don-vi.csv", "--out", "bieu"]) == 0
    Path("lan1/bieu.xlsx").write_bytes(next(Path("bieu").iterdir()).read_bytes())
    capsys.readouterr()
    assert apply("lan1") == 1
    assert "bieu.xlsx: lỗi ITR105" in capsys.readouterr().err
    Path("lan1/bieu.xlsx").unlink()
    Path("bo.yaml").write_text(RULESET.replace('version: "1"', 'version: "2"'), encoding="utf-8")
    assert apply("lan1") == 1
    assert "ITR614" in capsys.readouterr().err
    Path("bo.yaml").write_text(RULESET, encoding="utf-8")
    Path("lan1/hong.xlsx").write_bytes(b"PK\x03\x04abc")
    assert apply("lan1") == 1


def test_a_sheet_that_lost_its_headings_is_refused(capsys):
    export("lan1")
    with zipfile.ZipFile("lan1/so-a.xlsx") as archive:
        inside = {part: archive.read(part) for part in archive.namelist()}
    inside["xl/sharedStrings.xml"] = inside["xl/sharedStrings.xml"].replace("Căn cứ".encode(), b"X", 1)
    with zipfile.ZipFile("lan1/so-a.xlsx", "w") as archive:
        for part, content in inside.items():
            archive.writestr(part, content)
    assert apply("lan1") == 1
    assert "ITR616" in capsys.readouterr().err


def test_the_same_sheets_are_the_same_bytes():
    export("a")
    export("b")
    for path in Path("a").iterdir():
        assert path.read_bytes() == (Path("b") / path.name).read_bytes()


def test_no_name_is_a_formula():
    export("lan1")
    with zipfile.ZipFile("lan1/b.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "=Sở B" in archive.read("xl/sharedStrings.xml").decode()


def test_evidence_of_collected_answers_is_shown():
    Path("don-vi.csv").write_text("id,name\nso-a,Sở A\n", encoding="utf-8")
    Path("so.csv").write_text(
        "unit,input,value,state,file,cell,typed,evidence_number,evidence_date,evidence_title,evidence_link\n"
        "so-a,so_hop,5,observed,a.xlsx,F9,,12/BB,2026-01-05,Biên bản họp,\n",
        encoding="utf-8",
    )
    export("lan1", "--units", "don-vi.csv")
    with zipfile.ZipFile("lan1/so-a.xlsx") as archive:
        assert "12/BB · 5/1/2026 · Biên bản họp" in archive.read("xl/sharedStrings.xml").decode()


def cells_of(name):
    sheet = CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()
    return [str(cell) for row in sheet for cell in row if cell != ""]


def test_appraisers_are_told_where_else_a_document_is_cited_and_units_are_not():
    Path("so.csv").write_text(
        "unit,input,value,state,file,cell,typed,evidence_number,evidence_date,evidence_title,evidence_link\n"
        "so-a,so_hop,5,observed,a.xlsx,F9,,12/BB-SNV,2026-01-05,Biên bản họp,\n"
        "'-b,so_hop,4,observed,b.xlsx,F9,,Số 12/bb-snv,2026-01-05,Biên bản,\n",
        encoding="utf-8",
    )
    Path("don-vi.csv").write_text("id,name\nso-a,Sở A\n'-b,=Sở B\n", encoding="utf-8")
    units = ["--units", "don-vi.csv"]
    export("lan1", *units)
    (told_of,) = [text for text in cells_of("lan1/so-a.xlsx") if "12/BB-SNV" in text]
    assert told_of.startswith("12/BB-SNV · 5/1/2026 · Biên bản họp\nTài liệu này cũng được nêu ở: =Sở B (")
    sent = ["--agency", "Sở Nội vụ", "--date", "20/2/2026", "--deadline", "25/2/2026", "--contact", "bà An"]
    export("gt", "--stage", "explanation", *units, *sent)
    said = cells_of("gt/so-a.xlsx")
    assert "Kính gửi: Sở A" in said
    assert "Sở Nội vụ, ngày 20/02/2026" in said
    assert any(text.endswith("gửi lại, chậm nhất ngày 25/02/2026. Liên hệ: bà An.") for text in said)
    assert not any("Sở B" in text for text in said)


def test_an_appraisal_sheet_says_what_the_annex_says():
    text = Path("bo.yaml").read_text("utf-8")
    quoting = text.replace("id: hop,", 'id: hop, description: "Cách chấm: Theo số cuộc họp\\nMinh chứng: Biên bản",', 1)
    assert quoting != text
    Path("bo.yaml").write_text(quoting, "utf-8")
    export("lan1")
    assert any(
        "Theo số cuộc họp\nTính điểm: " in cell and "Minh chứng: Biên bản" in cell
        for cell in cells_of("lan1/so-a.xlsx")
    )


def test_rows_have_their_full_number_where_the_annex_counts_anew():
    text = Path("bo.yaml").read_text("utf-8")
    for old, new in (('"1"\n', '"I"\n'), ('"1.1"', '"1"'), ('"1.2"', '"2"')):
        assert old in text
        text = text.replace(f"code: {old}", f"code: {new}")
    Path("bo.yaml").write_text(text, "utf-8")
    export("lan1")
    sheet = CalamineWorkbook.from_path("lan1/so-a.xlsx").get_sheet_by_index(0).to_python()
    numbers = {row[1]: row[4] for row in sheet[8:]}
    assert {"so_hop": "I.1", "co_kh": "I.2", "ty_le": "2"}.items() <= numbers.items()


def test_the_examples_own_data_need_a_file_to_be_named(capsys):
    Path("x").mkdir()
    assert cli.run(["appraise", "apply", "x", "--ruleset", "2022"]) == 2
    assert "--corrections" in capsys.readouterr().err
    assert cli.run(["appraise", "apply", "x", "--ruleset", "2022", "--corrections", "dc.csv"]) == 0


@pytest.mark.office
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_sheets_that_libreoffice_saved_come_back(tmp_path, form):
    export("lan1")
    fill(
        "lan1/so-a.xlsx",
        {f"M{SO_HOP}": 4, f"N{SO_HOP}": "Một cuộc không có biên bản", f"M{TY_LE}": 0.4, f"N{TY_LE}": "x"},
    )
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        "luu",
        "lan1/so-a.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert apply("luu") == 0
    assert [(row["target"], row["from"], row["to"]) for row in told()] == [
        ("so_hop", "5", "4"),
        ("ty_le", "80%", "40%"),
    ]


def struck(name, cell, runs):
    """Strike out pieces of a cell, as who corrects by hand does."""

    def change(part, own):
        if part != "xl/worksheets/sheet1.xml":
            return own
        pieces = "".join(f"<r><rPr>{'<strike/>' * is_struck}</rPr><t>{text}</t></r>" for text, is_struck in runs)
        made = rf'<c r="{cell}"\1 t="inlineStr"><is>{pieces}</is></c>'.encode()
        return re.sub(rf'<c r="{cell}"( s="\d+")?/>'.encode(), made, own)

    with zipfile.ZipFile(name) as archive:
        inside = {part: change(part, archive.read(part)) for part in archive.namelist()}
    with zipfile.ZipFile(name, "w") as archive:
        for part, content in inside.items():
            archive.writestr(part, content)


def test_what_is_struck_out_of_a_sheet_is_not_taken(capsys):
    export("a")
    fill("a/so-a.xlsx", {f"N{SO_HOP}": "Thiếu biên bản", f"M{KH}": 2, f"N{KH}": "Một nửa"})
    struck("a/so-a.xlsx", f"M{SO_HOP}", [("4", True), ("3", False)])
    assert apply("a") == 1
    assert 'lỗi ITR560: "' in capsys.readouterr().err
    assert not FILE.exists()

    export("b")
    fill("b/so-a.xlsx", {f"M{KH}": 2, f"N{KH}": "Một nửa"})
    struck("b/so-a.xlsx", f"M{SO_HOP}", [("4", True)])
    assert apply("b") == 0
    assert "cảnh báo ITR561" in capsys.readouterr().err
    assert [row["target"] for row in told()] == ["kh"]
