"""Ranks and tiers by criterion, what is not scored and published values, in every report but the workbook."""

import csv
import io
import json
import re

import pytest
from docx import Document
from itrank.engine.report.contents import contents
from itrank.engine.report.details import brackets, of_nodes
from itrank.engine.report.docx import document
from itrank.engine.report.html import page
from itrank.engine.report.open_data import package
from itrank.engine.report.pdf import profiles_pdf, report_pdf
from itrank.engine.report.profiles import profiles
from itrank.engine.report.text import announcement
from pillars import PILLAR_ROWS, PILLARS, pillar_result
from reports import read, record, record_of
from test_report_html import units_of

NO_TOTAL = PILLARS.replace("  bang:\n", "  bang:\n    aggregate: none\n")
FIXED = PILLARS.replace("show: 2", "show: {digits: 2, fixed: true}")


def made(text=PILLARS, lang="vi", rows=PILLAR_ROWS):
    return read(record(pillar_result(text, rows)), lang)


def table_of(text):
    """The table of details on a page: its heads, and its rows."""
    part = text[text.index('<details class="details') :]
    part = part[: part.index("</table>")]
    rows = [
        [" ".join(re.sub("<[^>]*>", "", cell).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall("<tr>(.*?)</tr>", part, re.DOTALL)
    ]
    return rows[0], rows[1:]


# ── The page ──


def test_the_page_has_them_below_the_ranking():
    heads, rows = table_of(page(made()))
    assert heads == [
        "Đơn vị", "1 Hạ tầng (tối đa 10)", "1.1 Máy (tối đa 10)", "3 Điểm cũ (không tính điểm)", "Tỷ lệ", "Loại", "Ngày",
    ]  # fmt: skip
    assert rows == [
        ["a", "9 (=1, Cao)", "9 (1)", "1,5", "85,5%", "Phố", "15/12/2023"],
        ["b", "9 (=1, Cao)", "9 (1)", "2", "80%", "Làng", "01/02/2023"],
        ["c", "3 (4, Thấp)", "3 (4)", "2", "70%", "Làng", "01/02/2023"],
        ["d", "4 (3, Thấp)", "4 (3)", "2", "–", "Làng", "01/02/2023"],
    ]
    assert "Trong ngoặc: hạng và mức xếp loại riêng của tiêu chí." in page(made())


def test_it_is_open_where_nobody_has_a_rank_and_the_empty_ranking_is_left_out():
    text = page(made(NO_TOTAL))
    assert '<details class="details tiered" open>' in text
    assert '<table class="ranking' not in text
    assert '<details class="details tiered">' in page(made())


def test_the_page_of_a_unit_has_them_beside_its_points():
    units = {unit["id"]: unit for unit in units_of(page(made()))}
    criteria = units["a"]["criteria"]
    assert {id_: each.get("place") for id_, each in criteria.items()} == {
        "bang": None, "ha_tang": "hạng =1 · Cao", "muc": "hạng 1", "y_kien": None, "cu": None,
    }  # fmt: skip
    assert units["a"]["values"] == [["Tỷ lệ", "85,5%"], ["Loại", "Phố"], ["Ngày", "15/12/2023"]]


def test_a_page_without_any_has_no_such_table():
    text = page(read(record_of("2021")))
    assert '<details class="details' not in text
    assert not [unit for unit in units_of(text) if "values" in unit]


def test_a_list_without_maxima_has_no_column_of_empty_bars():
    given = record_of("2021")
    assert '<p class="legend"' in page(read(given))
    for unit in given["units"]:
        unit["max"] = None
    text = page(read(given))
    assert '<table class="ranking barless' in text
    assert '<p class="legend"' not in text


def test_columns_that_the_page_has_no_room_for_are_named(monkeypatch):
    monkeypatch.setattr("itrank.engine.report.html._DETAILS", 4)
    text = page(made())
    assert table_of(text)[0][-1] == "Tỷ lệ"
    assert "Không in ở bảng này, xem trang của từng đơn vị: Loại; Ngày." in text


# ── Word and PDF ──


def test_an_annex_has_ranks_and_tiers_in_brackets_and_another_all_else():
    points, others = contents(made()).annexes
    assert points.title == "Phụ lục: điểm theo tiêu chí"
    assert points.legend == (
        "1. Hạ tầng (tối đa 10)", "2. Ý kiến (tối đa 10)", "Trong ngoặc: hạng và mức xếp loại riêng của tiêu chí.",
    )  # fmt: skip
    assert [(row.rank, row.name, row.points, row.total) for row in points.rows] == [
        ("1", "a", ("9 (=1, Cao)", "8,55"), "17,55"),
        ("2", "b", ("9 (=1, Cao)", "8"), "17"),
        ("3", "c", ("3 (4, Thấp)", "7"), "10"),
        ("–", "d", ("4 (3, Thấp)", "–"), "–"),
    ]
    assert others.title == "Phụ lục: hạng, mức theo tiêu chí và số liệu công bố"
    assert others.codes == ("1.1", "3", "a", "b", "c")
    assert others.legend[:3] == ("1.1. Máy (tối đa 10)", "3. Điểm cũ (không tính điểm)", "a. Tỷ lệ")
    assert others.rows[0].points == ("9 (1)", "1,5", "85,5%", "Phố", "15/12/2023")


def test_units_without_a_total_are_in_the_annexes():
    report = contents(made(NO_TOTAL))
    assert [len(annex.rows) for annex in report.annexes] == [4, 4]
    assert "chỉ có hạng theo từng tiêu chí" in report.lists[0].lines[0]


@pytest.mark.parametrize(
    ("text", "heads"), [(PILLARS, ["Hạng", "Đơn vị", "1", "2", "Điểm"]), (NO_TOTAL, ["Đơn vị", "1", "2"])]
)
def test_where_nobody_has_a_total_an_annex_has_no_column_of_totals(text, heads):
    word = Document(io.BytesIO(document(contents(made(text)))))
    annex = next(table for table in word.tables if "1" in [cell.text for cell in table.rows[0].cells])
    assert [cell.text for cell in annex.rows[0].cells] == heads
    assert {len(row.cells) for row in annex.rows} == {len(heads)}
    assert len(annex.columns) == len(heads)


def test_an_annex_that_is_too_wide_goes_on_and_the_last_says_what_is_left_out(monkeypatch):
    monkeypatch.setattr("itrank.engine.report.contents._WIDE", 16)
    titles = [annex.title for annex in contents(made()).annexes]
    more = "Phụ lục: hạng, mức theo tiêu chí và số liệu công bố"
    assert titles == [
        "Phụ lục: điểm theo tiêu chí",
        "Phụ lục: điểm theo tiêu chí (tiếp theo)",
        more,
        *[f"{more} (tiếp theo)"] * 2,
    ]
    monkeypatch.setattr("itrank.engine.report.contents._MOST_TABLES", 2)
    last = contents(made()).annexes[-1]
    assert last.legend[-1] == "Không in ở đây, xem trang web hoặc dữ liệu mở: Ngày."


def test_a_result_without_any_has_the_annexes_that_it_had():
    titles = [annex.title for annex in contents(read(record_of("2021"))).annexes]
    assert titles
    assert not [title for title in titles if "số liệu công bố" in title or "tiếp theo" in title]


# ── Profiles ──


def test_a_profile_has_them():
    first = profiles(made())["profiles"][0]
    assert [(row["points"], row["place"], row["max"]) for row in first["criteria"]] == [
        ("9", "hạng =1 · Cao", "10"), ("8,55", "", "10"),
    ]  # fmt: skip
    assert first["details"] == (
        ("1.1 Máy (tối đa 10)", "9 · hạng 1"),
        ("3 Điểm cũ (không tính điểm)", "1,5"),
        ("Tỷ lệ", "85,5%"),
        ("Loại", "Phố"),
        ("Ngày", "15/12/2023"),
    )
    assert first["more"] == ""


def test_a_profile_names_what_it_has_no_room_for(monkeypatch):
    monkeypatch.setattr("itrank.engine.report.profiles._MOST_DETAILS", 3)
    assert profiles(made())["profiles"][0]["more"] == "Không in ở đây, xem trang web hoặc dữ liệu mở: Loại; Ngày."


def test_both_are_set():
    assert profiles_pdf(profiles(made())).startswith(b"%PDF")
    assert report_pdf(contents(made(NO_TOTAL))).startswith(b"%PDF")


# ── Open data ──


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_open_data_have_them_and_describe_them():
    given = record(pillar_result())
    files = package(read(given), json.dumps(given).encode())
    scores = {(row["unit"], row["criterion"]): row for row in rows_of(files["scores.csv"])}
    places = ("rank", "rank_printed", "tier", "tier_title")
    assert [scores["a", "ha_tang"][key] for key in places] == ["1", "'=1", "cao", "Cao"]
    assert [scores["d", "muc"][key] for key in places] == ["3", "3", "", ""]
    assert {scores["a", id_][key] for id_ in ("bang", "y_kien", "cu") for key in places} == {""}
    values = {
        (row["unit"], row["value"]): (row["title"], row["type"], row["amount"]) for row in rows_of(files["values.csv"])
    }
    assert values["a", "phan"] == ("Tỷ lệ", "percent", "85.5%")
    assert values["d", "phan"] == ("Tỷ lệ", "percent", "")
    assert values["a", "loai"] == ("Loại", "choice", "pho")
    assert values["a", "ngay"] == ("Ngày", "date", "2023-12-15")
    described = {each["name"]: each for each in json.loads(files["datapackage.json"])["resources"]}
    for name in ("scores", "values"):
        fields = described[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == files[f"{name}.csv"].split("\n", 1)[0].split(",")
        assert all(field["description"] for field in fields)
    assert described["values"]["schema"]["primaryKey"] == ["unit", "value"]


def test_open_data_without_any_have_the_tables_that_they_had():
    files = package(read(record_of("2021")), json.dumps(record_of("2021")).encode())
    assert "values.csv" not in files
    assert files["scores.csv"].startswith("unit,criterion,score,counted,state\n")


# ── Numbers ──


@pytest.mark.parametrize(
    ("show", "said"), [("2", ("8,496", "8,5")), ("0", ("8", "8,5")), ("{digits: 1, fixed: true}", ("8,496", "8,5"))]
)
def test_points_of_a_criterion_stay_on_their_side_of_a_bound(show, said):
    text = PILLARS.replace("show: 2", f"show: {show}").replace("type: count", "type: number")
    rows = [PILLAR_ROWS[0] | {"id": "u", "may": "8.496"}, PILLAR_ROWS[0] | {"id": "v", "may": "8.5"}]
    result = made(text, rows=rows)
    cells = [row[1] for row in table_of(page(result))[1]]
    assert cells == [f"{said[1]} (1, Cao)", f"{said[0]} (2, Thấp)"]
    annex = contents(result).annexes[0]
    assert [row.points[0] for row in annex.rows] == cells
    assert [each["criteria"][0]["points"] for each in profiles(result)["profiles"]] == list(said[::-1])


def test_points_have_all_decimals_and_maxima_none():
    result = made(FIXED)
    assert table_of(page(result))[1][0] == ["a", "9,00 (=1, Cao)", "9,00 (1)", "1,50", "85,5%", "Phố", "15/12/2023"]
    units = units_of(page(result))
    assert (units[0]["criteria"]["muc"]["score"], units[0]["criteria"]["muc"]["max"]) == ("9,00", "10")
    assert "Điểm: 17,55 / 20" in units[0]["facts"]
    assert contents(result).annexes[0].legend[0] == "1. Hạ tầng (tối đa 10)"
    assert "Thang điểm 20." in announcement(result)
    assert "điểm bình quân 14,85." in announcement(result)
    assert profiles(result)["profiles"][0]["facts"][1] == ("Điểm", "17,55/20")


def test_what_brackets_hold_is_said():
    result = made()
    nodes = {node.id: node for node in result.record.scorecards[0].criteria}
    units = result.record.units
    said = [brackets(of_nodes(result, [nodes[id_]], units), "en") for id_ in ("ha_tang", "muc", "y_kien")]
    assert said == [
        "In brackets: the rank and tier by that criterion alone", "In brackets: the rank by that criterion alone", "",
    ]  # fmt: skip


# ── Results from elsewhere ──


def test_an_earlier_result_shows_ids_of_tiers_and_no_values():
    given = record(pillar_result())
    del given["values"]
    for node in given["scorecards"][0]["criteria"]:
        node.pop("tiers", None)
    heads, rows = table_of(page(read(given)))
    assert heads[1:] == ["1 Hạ tầng (tối đa 10)", "1.1 Máy (tối đa 10)", "3 Điểm cũ (không tính điểm)"]
    assert rows[0][1] == "9 (=1, cao)"


def test_text_of_strangers_is_text():
    given = record(pillar_result())
    evil = "<script>alert(1)</script>\u202e"
    given["values"][1]["label"] = {"vi": evil, "en": evil}
    given["scorecards"][0]["criteria"][1]["tiers"][0]["title"] = {"vi": evil, "en": evil}
    given["units"][0]["criteria"][1]["rank_printed"] = evil
    given["units"][0]["values"]["ngay"] = evil
    text = page(read(given))
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert report_pdf(contents(read(given))).startswith(b"%PDF")
    assert "\u202e" not in str(contents(read(given)))
    assert profiles_pdf(profiles(read(given))).startswith(b"%PDF")
    assert "\u202e" not in "".join(package(read(given), json.dumps(given).encode()).values())
