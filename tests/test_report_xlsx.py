"""The workbook of a result: every figure in its cell, no name a formula, the same bytes wherever it is made."""

import copy
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.files.workbooks import parse_workbook
from itrank.engine.report import facts
from itrank.engine.report.xlsx import workbook
from python_calamine import CalamineWorkbook
from reports import read, record_of

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "http://example.org/x",
    "mailto:a@b",
    "internal:A1",
    "&[File]",
]


@pytest.fixture(scope="module")
def result():
    return record_of("2022")


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_a_sheet_for_the_summary_each_list_each_scorecard_and_who_is_near(result):
    assert list(sheets(workbook(read(result)))) == [
        "Tổng hợp",
        "Sở, ban, ngành tỉnh",
        "UBND huyện, thị xã, thành phố",
        "Chi tiết Chuyển đổi số của sở,",
        "Chi tiết Chuyển đổi số cấp huyệ",
        "Cách tính",
        "Gần mốc",
        "So với năm trước",
        "Biểu đồ",
    ]


def test_a_ranking_has_the_figures_of_the_result(result):
    made = read(result)
    rows = sheets(workbook(made))["Sở, ban, ngành tỉnh"]
    head = next(place for place, row in enumerate(rows) if row[0] == "Hạng")
    assert rows[0][0] == "SỐ LIỆU MINH HỌA"
    assert rows[head][:7] == ["Hạng", "Đơn vị", "Điểm", "Điểm tối đa", "Xếp loại", "Hạng năm trước", "Tăng, giảm"]
    broken = [
        node
        for id_ in made.record.scorecards[0].ranking.tie_nodes
        for node in made.record.scorecards[0].criteria
        if node.id == id_
    ]
    assert rows[head][7:] == [f"Xét thêm: {facts.heading(node, 'vi')}" for node in broken]
    units = facts.listed(made, made.record.lists[0])
    for row, unit in zip(rows[head + 1 :][: len(units)], units, strict=True):
        assert row[:5] == [
            unit.rank,
            unit.name,
            float(unit.total),
            245,
            facts.tier_title(made, unit),
        ]
        assert row[6] == (unit.rank_change if unit.rank_change is not None else "")


def test_the_detail_has_every_score_and_the_maxima_above(result):
    made = read(result)
    rows = sheets(workbook(made))["Chi tiết Chuyển đổi số của sở,"]
    head = next(place for place, row in enumerate(rows) if row[0] == "Đơn vị")
    column = next(place for place, title in enumerate(rows[head]) if title.startswith("1.1 "))
    assert rows[head + 1][column] == 10
    scores = {
        unit["name"]: next(c for c in unit["criteria"] if c["id"] == "t_hop")["score"]
        for unit in result["units"]
        if unit["scorecard"] == "tinh"
    }
    assert {row[0]: row[column] for row in rows[head + 2 :]} == {name: float(score) for name, score in scores.items()}


def test_who_is_near_a_bound_lacks_at_most_a_fiftieth_of_the_maximum(result):
    rows = sheets(workbook(read(result)))["Gần mốc"]
    head = next(place for place, row in enumerate(rows) if row[0] == "Đơn vị")
    near = {row[0]: row[1:] for row in rows[head + 1 :]}
    for unit in result["units"]:
        card = next(card for card in result["scorecards"] if card["id"] == unit["scorecard"])
        gaps = [float(tier["from"]["points"]) - float(unit["total"]) for tier in card["tiers"] if tier["from"]]
        assert (unit["name"] in near) == any(0 < gap <= float(card["max"]) / 50 for gap in gaps)
    assert all(abs(bound - total - missing) < 1e-9 for total, _, _, bound, missing in near.values())


def test_the_summary_counts_and_says_what_it_was_made_of(result):
    text = [str(cell) for row in sheets(workbook(read(result)))["Tổng hợp"] for cell in row if cell != ""]
    assert text[0] == "SỐ LIỆU MINH HỌA"
    assert any(line.startswith("Tổng cộng 30 đơn vị được xếp hạng") for line in text)
    assert f"SHA-256: {result['ruleset']['sha256']}" in text


def test_no_text_is_a_formula_a_link_or_a_code_of_the_header(result):
    changed = json.loads(json.dumps(result))
    for unit, name in zip(changed["units"], HOSTILE * 4, strict=False):
        unit["name"] = name
    changed["ruleset"]["title"]["vi"] = "A & B &[File]"
    content = workbook(read(changed))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")}
    assert not any("<hyperlink" in text for text in parts.values())
    formulas = [formula for text in parts.values() for formula in re.findall("<f>(.*?)</f>", text)]
    assert formulas
    assert not any(name.casefold() in formula.casefold() for formula in formulas for name in (*HOSTILE, "cmd", "http"))
    assert all("&amp;&amp;[File]" in text for name, text in parts.items() if name.endswith(".xml"))
    assert {row[1] for row in sheets(content)["Sở, ban, ngành tỉnh"]} >= set(HOSTILE)


def test_a_list_and_a_card_of_one_name_have_sheets_of_their_own(result):
    changed = json.loads(json.dumps(result))
    for one in changed["lists"]:
        one["title"] = {"vi": "Tổng hợp: [a]/b*?", "en": ""}
    assert list(sheets(workbook(read(changed))))[:3] == ["Tổng hợp", "Tổng hợp a b", "Tổng hợp a b 2"]


def test_points_have_as_many_decimals_as_are_printed(result):
    made = copy.deepcopy(result)
    made["show"] = None
    for unit, total in zip(made["units"], ("97", "72.5", "58.1666666"), strict=False):
        unit["total"] = total
    content = workbook(read(made))
    formats = set(re.findall(r'formatCode="(0[.0]*)"', part(content, "xl/styles.xml")))
    assert {"0.0", "0.000000"} <= formats
    assert "0.0000000" not in formats


def test_units_without_a_rank_are_listed_with_the_reason(result):
    changed = json.loads(json.dumps(result))
    one = changed["lists"][0]
    unit = next(each for each in changed["units"] if each["id"] == one["units"][-1])
    unit |= {
        "rank": None,
        "rank_printed": "",
        "status": "unranked",
        "reason": {"code": "x", "about": "", "vi": "thiếu số liệu", "en": ""},
    }
    one["unranked"].append(one["units"].pop())
    rows = sheets(workbook(read(changed)))["Sở, ban, ngành tỉnh"]
    assert ["", unit["name"], "thiếu số liệu"] in [row[:3] for row in rows]


def test_it_is_itself_a_workbook_that_is_read_without_a_finding_of_harm(result):
    tables, findings = parse_workbook(workbook(read(result)), "kq.xlsx")
    assert len(tables) >= 4
    assert not [found for found in findings if found.code in {"ITR416", "ITR417", "ITR498", "ITR499"}]


def test_sheets_print_on_paper_with_heads_repeated(result):
    content = workbook(read(result))
    assert 'paperSize="9"' in part(content, "xl/worksheets/sheet2.xml")
    assert "_xlnm.Print_Titles" in part(content, "xl/workbook.xml")
    assert '<pane xSplit="2"' in part(content, "xl/worksheets/sheet2.xml")
    assert "<autoFilter" in part(content, "xl/worksheets/sheet2.xml")
    assert "dataBar" in part(content, "xl/worksheets/sheet2.xml")


def test_an_empty_result_is_a_workbook(result):
    empty = json.loads(json.dumps(result)) | {"units": [], "lists": []}
    assert list(sheets(workbook(read(empty)))) == ["Tổng hợp", "Cách tính", "Gần mốc"]


@pytest.mark.long
def test_the_same_bytes_wherever_it_is_made(tmp_path, result):
    (tmp_path / "kq.json").write_text(json.dumps(result, ensure_ascii=False), "utf-8")
    made = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Ho_Chi_Minh")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        target = tmp_path / f"{seed}.xlsx"
        subprocess.run(
            [sys.executable, "-m", "itrank", "report", "kq.json", "--output", str(target)],
            cwd=tmp_path,
            env=environment,
            check=True,
        )
        made.add(target.read_bytes())
    assert len(made) == 1


def test_it_is_never_printed_on_a_screen(tmp_path, result, capsys):
    path = tmp_path / "kq.json"
    path.write_text(json.dumps(result), "utf-8")
    assert cli.run(["report", str(path), "--format", "xlsx"]) == 2
    assert "ITR865" in capsys.readouterr().err
    assert cli.run(["report", str(path), "--output", str(tmp_path / "khong-co" / "kq.xlsx")]) == 2
    assert "ITR906" in capsys.readouterr().err
    assert not Path(tmp_path / "khong-co").exists()


def test_charts_draw_the_points_by_criterion_and_the_changes_of_rank_from_their_tables(result):
    content = workbook(read(result))
    first, second, ranks = (part(content, f"xl/charts/chart{number}.xml") for number in (2, 3, 4))
    assert first.count("<c:ser>") == 5
    assert second.count("<c:ser>") == 7
    assert "Điểm theo tiêu chí: Chuyển đổi số của sở, ban, ngành" in first
    assert "'Chi tiết Chuyển đổi số của sở,'!$A$6:$A$27" in first
    shown = sheets(content)["Chi tiết Chuyển đổi số của sở,"]
    assert [shown[row][0] for row in (5, 26)] == ["Đơn vị 07", "Đơn vị 01"]
    assert "'So với năm trước'!$D$5:$D$34" in ranks
    assert '<c:invertIfNegative val="1"/>' in ranks


def test_a_chart_has_forty_units_at_most_and_says_so(result):
    made = json.loads(json.dumps(result))
    units = [unit for unit in made["units"] if unit["list"] == "cap_tinh"]
    more = [{**unit, "id": f"{unit['id']}-{n}", "name": f"{unit['name']} {n}"} for n in range(1, 3) for unit in units]
    made["units"] += more
    ranks = {unit["id"]: unit["rank"] for unit in made["units"]}
    made["lists"][0]["units"] = sorted([*made["lists"][0]["units"], *(unit["id"] for unit in more)], key=ranks.get)
    first = part(workbook(read(made)), "xl/charts/chart2.xml")
    assert "(40 đơn vị đầu)" in first
    assert "$A$6:$A$45" in first
