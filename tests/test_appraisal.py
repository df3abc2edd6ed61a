"""Appraisal: corrections stand beside what was declared, each with its reason, and a result says both."""

import csv
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank import cli
from itrank.engine import evaluate, load_text, observe
from itrank.engine.bundle import recompute
from itrank.engine.bundle.rules import data_record, rules_record
from itrank.engine.files.tables import table_of
from itrank.engine.model.appraisal import Correction
from itrank.engine.observe.corrections import COLUMNS, read_corrections
from itrank.engine.rank import appraise, last_stage
from reports import record

RULESET = """\
format: itrank-ruleset/1
id: vi-du
version: "1"
title: Ví dụ
data: {marks: {KAD: not_applicable}}
inputs:
  so_hop: {type: count}
  can_bo: {type: count, min: 1}
  co_may: {type: count, max: can_bo}
  muc: {type: choice, options: {cao: Cao, thap: Thấp}}
  minh_chung: {type: text}
scorecards:
  bang:
    criteria:
      - {id: hop, max: 10, score: {formula: "clamp(so_hop * 2, 0, 10)"}}
      - {id: may, max: 20, score: {ratio: [co_may, can_bo]}, round: 1}
      - {id: cao, max: 5, not_applicable: rescale, score: {formula: "5 if muc == 'cao' else 0"}}
      - {id: nop_muon, role: penalty, score: given}
    tiers: [{id: tot, from: 28}, {id: kem}]
"""
DATA = """\
id,so_hop,can_bo,co_may,muc,minh_chung,nop_muon
so-a,5,10,8,cao,bien ban,0
so-b,3,10,10,KAD,,1
"""
HEAD = ",".join(COLUMNS)


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "bo.yaml").write_text(RULESET, encoding="utf-8")
    (tmp_path / "so.csv").write_text(DATA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(*lines):
    Path("so.corrections.csv").write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")


def evaluated(*options):
    code = cli.run(
        ["evaluate", "--ruleset", "bo.yaml", "--data", "so.csv", "--format", "json", "--output", "kq.json", *options]
    )
    return code, json.loads(Path("kq.json").read_text("utf-8")) if code == 0 else None


def unit(result, id_):
    return next(each for each in result["units"] if each["id"] == id_)


def points(made, id_):
    return next(each for each in made["criteria"] if each["id"] == id_)


SIX = (
    "so-a,so_hop,first,5,4,Một cuộc không có biên bản,BB 1,Nguyễn A,2026-02-01",
    "so-a,cao,first,5,2.5,Chỉ đạt một nửa,BB 1,Nguyễn A,2026-02-01",
    "so-b,muc,first,!not_applicable,thap,Đơn vị có kê trong công văn,CV 3,Nguyễn A,01/02/2026",
    "so-a,so_hop,explanation,4,5,Đã gửi biên bản,CV 9,so-a,2026-02-10",
    "so-a,so_hop,second,4,5,Công nhận biên bản bổ sung,CV 9,Trần B,2026-02-20",
    "so-b,nop_muon,second,1,2,Nộp muộn hai lần,Nhật ký,Trần B,2026-02-20",
)


def test_a_result_says_what_was_declared_what_stands_and_why(here):
    rows(*SIX)
    code, first = evaluated("--stage", "first")
    assert code == 0
    assert first["appraisal"] == {"stage": "first", "corrections": 3, "units": 2}
    a = unit(first, "so-a")
    assert a["declared"] == {"total": "31", "max": "35", "tier": "tot", "rank": 1}
    assert (a["total"], a["tier"]) == ("26.5", "kem")
    assert [(points(a, id_)["declared"], points(a, id_)["score"]) for id_ in ("hop", "may", "cao")] == [
        ("10", "8"), ("16", "16"), ("5", "2.5"),
    ]  # fmt: skip
    assert a["cells"]["so_hop"] == 'so.corrections.csv, dòng 2, cột "to"'
    assert a["corrections"][0] == {
        "target": "so_hop", "stage": "first", "from": "5", "to": "4",
        "reason": "Một cuộc không có biên bản", "basis": "BB 1",
    }  # fmt: skip

    code, second = evaluated()
    assert second["appraisal"] == {"stage": "second", "corrections": 5, "units": 2}
    assert unit(second, "so-a")["total"] == "28.5"
    assert [row["stage"] for row in unit(second, "so-a")["corrections"]] == ["first", "first", "explanation", "second"]
    b = unit(second, "so-b")
    assert (points(b, "cao")["score"], points(b, "cao")["declared"]) == ("0", None)
    # 6 + 20 + 0 − 2 now; declared (6 + 20) · 35/30 − 1, since `cao` did not apply.
    assert (b["total"], b["declared"]["total"]) == ("24", "29.333333333333")


def test_who_corrected_stays_in_the_file(here):
    rows(*SIX)
    evaluated()
    text = Path("kq.json").read_text("utf-8")
    assert "Nguyễn A" not in text
    assert "Trần B" not in text


def test_declared_is_the_result_without_the_file(here):
    _, plain = evaluated()
    rows(*SIX)
    _, declared = evaluated("--stage", "declared")
    assert declared == plain
    assert "appraisal" not in plain
    _, appraised = evaluated()
    for one, other in zip(plain["units"], appraised["units"], strict=True):
        assert {key: one[key] for key in ("total", "max", "tier", "rank")} == {
            key: other["declared"][key] for key in ("total", "max", "tier", "rank")
        }
        assert [each["score"] for each in one["criteria"]] == [each["declared"] for each in other["criteria"]]


def test_a_file_of_explanations_alone_changes_nothing(here):
    rows("so-a,so_hop,explanation,5,,Kê khai đúng,,so-a,2026-02-10")
    code, result = evaluated()
    assert (code, "appraisal" in result) == (0, False)


COUNCIL = (
    *SIX,
    "so-a,hop,council,10,9,Một cuộc ngoài kỳ,Biên bản số 12/BB-HĐ ngày 20/3/2026,Thư ký C,2026-03-20",
    "so-b,so_hop,council,3,2,Trùng một cuộc,Biên bản số 12/BB-HĐ ngày 20/3/2026,Thư ký C,2026-03-20",
)


def test_the_council_decides_after_all_appraisers(here):
    rows(*COUNCIL)
    _, second = evaluated("--stage", "second")
    assert (second["appraisal"]["corrections"], unit(second, "so-a")["total"]) == (5, "28.5")
    code, council = evaluated()
    assert code == 0
    assert council["appraisal"] == {"stage": "council", "corrections": 7, "units": 2}
    assert [unit(council, each)["total"] for each in ("so-a", "so-b")] == ["27.5", "22"]
    assert unit(council, "so-a")["declared"]["total"] == "31"
    assert unit(council, "so-a")["corrections"][-1]["basis"] == "Biên bản số 12/BB-HĐ ngày 20/3/2026"
    assert evaluated("--stage", "council") == (0, council)


def test_a_row_of_the_council_counts_after_the_others_wherever_it_is_written(here):
    rows(*COUNCIL[6:], *SIX)
    assert unit(evaluated()[1], "so-a")["total"] == "27.5"


def test_comparisons_and_reports_name_the_stage_of_the_council(here, capsys):
    rows(*COUNCIL)
    evaluated("--stage", "second")
    Path("kq.json").rename("lan-hai.json")
    evaluated()
    assert cli.run(["compare", "lan-hai.json", "kq.json"]) == 0
    assert "Hai kết quả khác giai đoạn: sau thẩm định lần hai; sau quyết định của hội đồng." in capsys.readouterr().out
    assert cli.run(["report", "kq.json", "--output", "trang.html"]) == 0
    assert "Điểm sau quyết định của hội đồng: 7 điều chỉnh" in Path("trang.html").read_text("utf-8")
    assert cli.run(["explain", "so-a", "hop", "--ruleset", "bo.yaml", "--data", "so.csv"]) == 0
    assert "quyết định của hội đồng: " in capsys.readouterr().out


@pytest.mark.parametrize("basis", ["", "theo ý kiến hội đồng"])
def test_the_council_names_its_minutes(here, capsys, basis):
    rows(f"so-a,so_hop,council,5,4,Không đủ,{basis},Thư ký C,2026-03-20")
    assert evaluated()[0] == 1
    assert (
        f'so.corrections.csv:2:7: lỗi ITR466: so_hop (so-a): điều chỉnh của hội đồng có căn cứ "{basis}", '
        "không nêu số hay ngày của biên bản" in capsys.readouterr().err
    )


MISFITS = {
    "hai lần thẩm định trái nhau: dòng 2 (A) đã sửa 5 thành 4, dòng này sửa 5 thành 3": (
        "so-a,so_hop,first,5,4,x,,A,2026-02-01", "so-a,so_hop,first,5,3,y,,B,2026-02-01",
    ),
    "dòng này sửa từ 6, nhưng trước nó giá trị là 5": ("so-a,so_hop,first,6,4,x,,A,2026-02-01",),
    "dòng này sửa từ 10, nhưng trước nó giá trị là 8": (
        "so-a,so_hop,first,5,4,x,,A,2026-02-01", "so-a,hop,second,10,5,x,,A,2026-02-01",
    ),
    "dòng này sửa từ !missing, nhưng trước nó giá trị là 5": ("so-a,so_hop,first,,4,x,,A,2026-02-01",),
    'để trống cột "reason"': ("so-a,so_hop,first,5,4,,,A,2026-02-01",),
    'để trống cột "to"': ("so-a,so_hop,first,5,,x,,A,2026-02-01",),
    'để trống cột "by"': ("so-a,so_hop,first,5,4,x,,,2026-02-01",),
    "lớn hơn mức lớn nhất cho phép (can_bo = 10)": ("so-a,co_may,first,8,11,x,,A,2026-02-01",),
    "lớn hơn mức lớn nhất cho phép (can_bo = 7)": ("so-a,can_bo,first,10,7,x,,A,2026-02-01",),
    "không phải đầu vào hay tiêu chí chấm điểm nào có thể điều chỉnh": ("so-a,minh_chung,first,a,b,x,,A,2026-02-01",),
    "điểm thẩm định 10.01 ngoài khoảng 0 đến 10": ("so-a,hop,first,10,10.01,x,,A,2026-02-01",),
    "điểm thẩm định -1 ngoài khoảng": ("so-a,hop,first,10,-1,x,,A,2026-02-01",),
    "hop không thể thành !missing": ("so-a,hop,first,10,!missing,x,,A,2026-02-01",),
    "so_hop không thể thành !invalid": ("so-a,so_hop,first,5,!invalid,x,,A,2026-02-01",),
}  # fmt: skip


@pytest.mark.parametrize("said", MISFITS)
def test_what_does_not_fit_stops_the_evaluation(here, capsys, said):
    rows(*MISFITS[said])
    code, _ = evaluated()
    assert code == 1
    assert said in capsys.readouterr().err
    assert not Path("kq.json").exists()


def test_two_appraisers_who_say_the_same_are_one(here):
    rows("so-a,so_hop,first,5,4,x,,A,2026-02-01", "so-a,so_hop,first,5,4,y,,B,2026-02-01")
    _, result = evaluated()
    assert result["appraisal"]["corrections"] == 1


def test_both_ends_of_a_relation_may_move_in_one_stage(here):
    rows("so-a,can_bo,first,10,7,x,,A,2026-02-01", "so-a,co_may,first,8,7,x,,A,2026-02-01")
    code, result = evaluated()
    assert code == 0
    assert points(unit(result, "so-a"), "may")["score"] == "20"


def test_points_may_be_exactly_the_maximum_and_zero(here):
    rows("so-a,hop,first,10,0,x,,A,2026-02-01", "so-b,hop,first,6,10,x,,A,2026-02-01")
    _, result = evaluated()
    assert [points(each, "hop")["score"] for each in result["units"]] == ["0", "10"]


def test_an_answer_may_be_struck(here):
    rows("so-a,muc,first,cao,!not_applicable,Không có căn cứ,,A,2026-02-01")
    _, result = evaluated()
    assert points(unit(result, "so-a"), "cao")["state"] == "not_applicable"


def test_explain_says_the_points_and_the_rule(here, capsys):
    rows(*SIX)
    assert cli.run(["explain", "so-a", "cao", "--ruleset", "bo.yaml", "--data", "so.csv"]) == 0
    told = capsys.readouterr().out
    assert "điểm thẩm định, thay cho cách tính: 2,5" in told


def test_explain_says_what_was_declared_and_why_it_was_corrected(here, capsys):
    rows(
        "so-a,so_hop,first,5,3,Hai cuộc không có biên bản,BB 3,A,2026-02-01",
        "so-a,may,first,16,12.5,Máy cũ,,A,2026-02-01",
        "so-a,so_hop,explanation,3,,Biên bản gửi bổ sung,,B,2026-02-02",
    )
    options = ["explain", "so-a", "--ruleset", "bo.yaml", "--data", "so.csv"]
    assert cli.run(options) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "tự chấm: 10 thẩm định lần một, so_hop: 5 → 3; Hai cuộc không có biên bản; BB 3" in told
    assert "điểm thẩm định, thay cho cách tính: 12,5 tự chấm: 16 thẩm định lần một: 16 → 12,5; Máy cũ" in told
    assert cli.run([*options, "--stage", "second"]) == 0
    assert "đơn vị giải trình, so_hop: Biên bản gửi bổ sung" in " ".join(capsys.readouterr().out.split())
    assert cli.run([*options, "--format", "json"]) == 0
    nodes = {node["id"]: node for node in json.loads(capsys.readouterr().out)["nodes"]}
    assert nodes["hop"]["declared"] == {"value": "10", "lack": None}
    assert nodes["hop"]["corrections"][0] == {
        "target": "so_hop", "stage": "first", "from": "5", "to": "3", "reason": "Hai cuộc không có biên bản", "basis": "BB 3",
    }  # fmt: skip
    assert nodes["cao"]["corrections"] == []
    assert cli.run([*options, "--stage", "declared"]) == 0
    assert "tự chấm" not in capsys.readouterr().out


def test_why_not_offers_no_points_that_an_appraiser_set(here, capsys):
    rows("so-a,may,first,16,5,Máy cũ,,A,2026-02-01")
    options = ["why-not", "so-a", "--tier", "tot", "--ruleset", "bo.yaml", "--data", "so.csv"]
    assert cli.run(options) == 0
    told = capsys.readouterr().out
    assert "Điểm do thẩm định ấn định, chỉ đổi được ở lần thẩm định sau: may." in told
    assert "→ 20" not in told
    assert cli.run([*options, "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["appraised"] == ["may"]
    assert "may" not in [gain["id"] for gain in made["gains"]]


def test_an_apostrophe_that_guards_against_formulas_is_no_part_of_an_id(here):
    Path("so.csv").write_text(DATA.replace("so-a", "-a"), encoding="utf-8")
    rows("'-a,so_hop,first,5,4,x,,A,2026-02-01")
    code, result = evaluated()
    assert (code, result["appraisal"]["corrections"]) == (0, 1)


@pytest.mark.parametrize("public", [False, True])
def test_a_bundle_holds_and_recomputes_both(here, capsys, public):
    rows(*COUNCIL)
    for stage in ("first", "second", "council"):
        evaluated("--stage", stage)
        name = f"{stage}.zip"
        assert cli.run(["freeze", "kq.json", "--output", name, *(["--public"] if public else [])]) == 0
        assert cli.run(["verify", name]) == 0
        made = subprocess.run([sys.executable, recompute.__file__, name], capture_output=True, check=False, text=True)
        assert made.returncode == 0, made.stdout + made.stderr
        assert b"Nguy\xe1\xbb\x85n A" not in Path(name).read_bytes() or not public


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"declared": "5"', '"declared": "4"'),
        ('"total": "31"', '"total": "32"'),
        ('"stage": "second", "c', '"stage": "first", "c'),
    ],
)
def test_a_figure_of_the_declared_result_cannot_be_changed(here, capsys, old, new):
    rows(*SIX)
    evaluated()
    text = Path("kq.json").read_text("utf-8")
    assert old in text
    Path("kq.json").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert cli.run(["freeze", "kq.json", "--output", "b.zip"]) != 0
    assert not Path("b.zip").exists()


@st.composite
def chains(draw):
    """Corrections that fit: each from what stands to something else."""
    stands = {("so-a", "so_hop"): "5", ("so-b", "so_hop"): "3", ("so-a", "co_may"): "8", ("so-b", "co_may"): "10"}
    made = []
    for stage in ("first", "second", "council"):
        for _ in range(draw(st.integers(0, 4))):
            key = draw(st.sampled_from(sorted(stands)))
            to = str(draw(st.integers(0, 10)))
            made.append((*key, stage, stands[key], to))
            stands[key] = to
    return made, stands


@given(chains())
def test_what_stands_is_the_last_value_and_the_declared_one_is_kept(drawn):
    """A declared answer is never overwritten, only followed by corrections."""
    made, stands = drawn
    ruleset = load_text(RULESET, "bo.yaml").ruleset
    cells = list(csv.DictReader(DATA.splitlines()))
    observed = observe(ruleset, [table_of("so.csv", cells)])
    table = table_of("dc.csv", [dict(zip(COLUMNS, (*row, "x", "", "A", "2026-01-01"), strict=True)) for row in made])
    from itrank.engine.observe.corrections import Corrections

    typed = tuple(Correction(*row, "x", "", "A", "2026-01-01", row=number) for number, row in enumerate(made))
    file = Corrections(table, {column: place for place, column in enumerate(COLUMNS)}, typed)
    stage = last_stage(file)
    if stage is None:
        return
    appraised, findings = appraise(ruleset, observed, file, stage)
    assert findings == ()
    index = {each.id: number for number, each in enumerate(observed.units)}
    for (name, key), text in stands.items():
        assert appraised.values[key][index[name]].value == Fraction(text)
    assert appraised.as_declared().values == observed.values
    # The second evaluator agrees on both.
    result = evaluate(ruleset, appraised)
    told = json.loads(json.dumps(record(result)))
    data = data_record(ruleset, appraised)
    units = recompute.computed(rules_record(ruleset), data)
    before = recompute.computed(rules_record(ruleset), recompute.as_declared(data))
    assert recompute.differences(told, units) + recompute.declared_differences(told, before) == []


def test_a_row_that_is_no_correction_is_found_at_its_cell(here):
    Path("dc.csv").write_text(f"{HEAD}\nso-c,x,y,1,2,,,,2026-02-30\n", encoding="utf-8")
    ruleset = load_text(RULESET, "bo.yaml").ruleset
    units = observe(ruleset, [table_of("so.csv", list(csv.DictReader(DATA.splitlines())))]).units
    made, source, findings = read_corrections(Path("dc.csv"), "dc.csv", ruleset, units)
    assert made is None
    assert len(source) == 1
    assert [(each.code, each.place.column) for each in findings] == [
        ("ITR466", 6), ("ITR466", 8), ("ITR461", 1), ("ITR602", 2), ("ITR440", 3), ("ITR317", 9),
    ]  # fmt: skip


def test_certainty_takes_appraised_points_for_certain(here):
    Path("so.csv").write_text(DATA.replace("so-a,5,", "so-a,,"), encoding="utf-8")
    rows("so-a,hop,first,!missing,7,Đếm tại chỗ,,A,2026-02-01")
    code, result = evaluated()
    assert code == 0
    assert unit(result, "so-a")["status"] == "ranked"
    assert unit(result, "so-a")["unresolved"] == []
    assert result["certainty"] == []


def test_the_commune_of_tay_ninh_from_its_self_score_to_its_appraised_score(tmp_path, monkeypatch):
    """Published for 2025: 787.84 declared, 606.27 appraised (tests/cases/commune_2025)."""
    case = Path(__file__).parent / "cases" / "commune_2025"
    monkeypatch.chdir(tmp_path)
    codes = {
        each["code"]: each["id"]
        for each in (
            {"code": node.code, "id": node.id}
            for node in load_text((case / "ruleset.yaml").read_text("utf-8"), "r.yaml").ruleset.scorecards[0].nodes()
        )
    }
    said, given = (
        {row["input"]: row["value"] for row in csv.DictReader((case / name).read_text("utf-8").splitlines())}
        for name in ("self.csv", "appraised.csv")
    )
    told = [
        f"xa,{codes[code]},first,{said[code]},{value},Theo bảng thẩm định đã công bố,,Tổ thẩm định,2025-12-31"
        for code, value in given.items()
        if Fraction(value) != Fraction(said[code])
    ]
    Path("dc.csv").write_text("\n".join((HEAD, *told)) + "\n", encoding="utf-8")
    options = ["--data", str(case / "self.csv"), "--corrections", "dc.csv", "--format", "json", "--output", "kq.json"]
    assert cli.run(["evaluate", "--ruleset", str(case / "ruleset.yaml"), *options]) == 0
    (only,) = json.loads(Path("kq.json").read_text("utf-8"))["units"]
    assert (only["total"], only["declared"]["total"]) == ("606.27", "787.84")
    assert len(only["corrections"]) == len(told) > 20


def test_the_workbook_holds_declared_and_appraised_side_by_side(here):
    import python_calamine

    rows(*SIX)
    evaluated()
    assert cli.run(["report", "kq.json", "--output", "kq.xlsx"]) == 0
    book = python_calamine.CalamineWorkbook.from_path("kq.xlsx")
    grid = book.get_sheet_by_name("Tự chấm và thẩm định").to_python()
    head = next(number for number, row in enumerate(grid) if row[0] == "Đơn vị")
    shown = [[round(cell, 13) if isinstance(cell, float) else cell for cell in row[:6]] for row in grid[head + 1 :]]
    assert shown == [
        ["so-a", "Tổng điểm", 31, 28.5, -2.5, ""],
        ["so-a", "cao", 5, 2.5, -2.5, "Chỉ đạt một nửa"],
        ["so-b", "Tổng điểm", 29.3333333333333, 24, -5.3333333333333, ""],
        ["so-b", "cao", "", 0, "", "Đơn vị có kê trong công văn"],
        ["so-b", "nop_muon", 1, 2, 1, "Nộp muộn hai lần"],
    ]


def test_the_workbook_of_a_year_holds_it_against_the_last(here):
    import python_calamine

    Path("so.previous.csv").write_text("id,rank,total,max\nso-a,2,20,35\n", encoding="utf-8")
    evaluated()
    assert cli.run(["report", "kq.json", "--output", "kq.xlsx"]) == 0
    book = python_calamine.CalamineWorkbook.from_path("kq.xlsx")
    assert "Tự chấm và thẩm định" not in book.sheet_names
    grid = book.get_sheet_by_name("So với năm trước").to_python()
    head = next(number for number, row in enumerate(grid) if row[0] == "Đơn vị")
    assert grid[head + 1][:8] == ["so-a", 2, 1, 1, 20, 31, 11, ""]
