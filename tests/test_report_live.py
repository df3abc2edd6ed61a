"""What of a workbook computes itself: which cells are formulas, what stays a value, and that it is marked and said."""

import io
import json
import re
import zipfile
from fractions import Fraction
from html import unescape

import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.formula.excel import Part, at, call, value
from itrank.engine.formula.excel_doubles import NoDoubleError, in_doubles
from itrank.engine.observe import table_of
from itrank.engine.report import live
from itrank.engine.report.xlsx import workbook
from pillars import pillar_result
from python_calamine import CalamineWorkbook
from reports import read, record, record_of

RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs: {a: {type: number}, b: {type: number}}
scorecards:
  bang:
    title: Bảng
    criteria:
      - id: nhanh
        criteria: [{id: x, max: 100, score: {formula: a}}, {id: y, max: 100, score: {formula: b}}]
      - {id: z, max: 100, score: {formula: "a - b"}}
"""


def made_of(rows, rules=RULES, change=lambda text: text):
    loaded = load_text(change(rules))
    assert loaded.ruleset is not None, loaded.findings
    units = [{"id": f"u{place}", "name": f"U{place}", **row} for place, row in enumerate(rows)]
    return record(evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("d", units)])))


def formulas(made):
    """The formulas of a workbook, by sheet and cell, and the cells on a yellow ground."""
    content = workbook(read(made))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = re.findall(r'<sheet name="(.*?)"', archive.read("xl/workbook.xml").decode())
        styles = archive.read("xl/styles.xml").decode()
        sheets = [archive.read(f"xl/worksheets/sheet{place}.xml").decode() for place in range(1, len(names) + 1)]
    fills = re.findall(r"<fill>(.*?)</fill>", styles)
    used = re.findall(r'<xf numFmtId="\d+" fontId="\d+" fillId="(\d+)"', styles.split("<cellXfs")[1])
    marked = {str(place) for place, fill in enumerate(used) if "FFF2CC" in fills[int(fill)]}
    found, yellow = {}, set()
    for name, sheet in zip(map(unescape, names), sheets, strict=True):
        found |= {(name, at): unescape(text) for at, text in re.findall(r'<c r="(\w+)"[^>]*><f>(.*?)</f>', sheet)}
        yellow |= {(name, at) for at, style in re.findall(r'<c r="(\w+)" s="(\d+)"', sheet) if style in marked}
    return found, yellow


def said(made):
    """The lines of the sheet that says what is computed."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(read(made))))
    return [str(row[0]) for row in book.get_sheet_by_name("Cách tính").to_python()]


def column_of(made, sheet, head):
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook(read(made)))).get_sheet_by_name(sheet).to_python()
    heads = next(row for row in rows if row[0] == "Đơn vị")
    place = heads.index(head)
    return [row[place] for row in rows[rows.index(heads) + 1 :]]


def test_points_totals_ranks_tiers_means_and_counts_are_formulas():
    found, yellow = formulas(record_of("2021"))
    by_sheet = {}
    for (sheet, cell), text in found.items():
        by_sheet.setdefault(sheet, {})[cell] = text
    ranking = next(
        cells for sheet, cells in by_sheet.items() if any(text.startswith("RANK(") for text in cells.values())
    )
    row = min(int(cell[1:]) for cell in ranking)
    assert re.fullmatch(rf"RANK\(C{row},C\${row}:C\$\d+\)", ranking[f"A{row}"])
    assert re.fullmatch(r"ROUND\('Chi tiết [^']+'!B\d+,8\)", ranking[f"C{row}"])
    assert ranking[f"E{row}"].startswith(f"IF(C{row}>='Cách tính'!$D$")
    assert any(text.startswith("ROUND(AVERAGE('") for text in by_sheet["Tổng hợp"].values())
    assert any(text.startswith("SUMPRODUCT(('") for text in by_sheet["Tổng hợp"].values())
    assert yellow == set()
    assert said(record_of("2021"))[-1] == "Không có."


def test_a_formula_holds_the_engines_value_until_it_is_computed():
    made = made_of([{"a": "10", "b": "2.5"}, {"a": "20", "b": "1"}])
    assert column_of(made, "Chi tiết Bảng", "nhanh")[1:] == [21, 12.5]


def test_what_was_shared_out_has_its_formula_too():
    found, yellow = formulas(record_of("2022"))
    assert yellow == set()
    assert any(re.search(r"\*40/3\d\*", text) for text in found.values())


def test_ties_are_parted_by_columns_of_the_ranking():
    found, _ = formulas(record_of("2022"))
    assert found["Sở, ban, ngành tỉnh", "A5"] == (
        "1+SUMPRODUCT((C$5:C$26>C5)*1)+SUMPRODUCT((C$5:C$26=C5)*(H$5:H$26>H5))"
        "+SUMPRODUCT((C$5:C$26=C5)*(H$5:H$26=H5)*(I$5:I$26>I5))"
    )


@pytest.mark.parametrize(
    ("ranking", "formula", "why"),
    [
        ("{lists: all}", "RANK(C4,C$4:C$6)", ""),
        ("{lists: all, best: lowest}", "RANK(C4,C$4:C$6,1)", ""),
        ("{lists: all, ties: dense}", "1+ROUND(SUMPRODUCT((C$4:C$6>C4)/COUNTIF(C$4:C$6,C$4:C$6)),0)", ""),
        ("{lists: all, ties: ordinal}", None, "Cách xếp khi bằng điểm không có công thức."),
        ("{lists: all, by: x}", None, "Hạng không xếp theo tổng điểm, hoặc các bảng điểm xếp khác nhau."),
        ("{lists: all, tie_break: [a]}", None, "Khi bằng điểm còn xét thêm điều không phải điểm của một mục."),
        ('{lists: all, tied_as: "={}"}', None, "Hạng được in theo mẫu của bộ tiêu chí."),
    ],
)
def test_each_way_of_ranking_has_its_formula_or_says_why_it_has_none(ranking, formula, why):
    rows = [{"a": "10", "b": "2"}, {"a": "10", "b": "2"}, {"a": "5", "b": "1"}]
    made = made_of(rows, change=lambda text: text + f"    ranking: {ranking}\n")
    found, yellow = formulas(made)
    sheet = "Tất cả đơn vị"
    assert found.get((sheet, "A4")) == formula
    assert ((sheet, "A4") in yellow) == (formula is None)
    assert not why or any(line.startswith(f"{sheet}: A4") and line.endswith(why) for line in said(made))


TIERS = "    tiers: [{id: t, title: Tốt, from: 80%}, {id: k, title: Khá, above: 20%}, {id: y, title: Yếu}]\n"


@pytest.mark.parametrize(
    ("tiers", "why"),
    [
        (TIERS, ""),
        (TIERS.replace("from: 80%", "from: 80%, requires: a > 5"), "hoặc đơn vị chưa có điểm ấy."),
        (TIERS.replace("from: 80%", "from: 80%, quota: 1, at_ties: above"), "Mức có hạn mức số đơn vị."),
    ],
)
def test_tiers_are_computed_where_points_alone_decide(tiers, why):
    made = made_of([{"a": "60", "b": "1"}, {"a": "4", "b": "2"}], change=lambda text: text + tiers)
    found, yellow = formulas(made)
    cell = "Tất cả đơn vị", "E4"
    assert (cell in found) == (not why)
    assert (cell in yellow) == bool(why)
    if not why:
        assert found[cell] == (
            "IF(C4>=ROUND('Cách tính'!$D$8*D4,8),'Cách tính'!$B$8,"
            "IF(C4>ROUND('Cách tính'!$D$9*D4,8),'Cách tính'!$B$9,'Cách tính'!$B$10))"
        )
    else:
        assert any(line.endswith(why) for line in said(made))


def test_a_tier_that_asks_for_points_of_a_node_is_computed():
    tiers = TIERS.replace("from: 80%", "from: 5%, requires: x > 5 and 1.5 >= y")
    rows = [{"a": "60", "b": "1"}, {"a": "4", "b": "1"}, {"a": "60", "b": "2"}]
    made = made_of(rows, change=lambda text: text + tiers)
    found, yellow = formulas(made)
    assert yellow == set()
    assert found["Tất cả đơn vị", "E4"].startswith(
        "IF(AND(C4>=ROUND('Cách tính'!$D$8*D4,8),ROUND('Chi tiết Bảng'!D5,8)>'Cách tính'!$D$9,"
        "ROUND('Chi tiết Bảng'!E5,8)<='Cách tính'!$D$10),'Cách tính'!$B$8,IF("
    )
    assert {unit["name"]: unit["tier"] for unit in made["units"]} == {"U0": "t", "U1": "y", "U2": "k"}


def test_nodes_of_another_scorecard_are_in_no_formula():
    other = "  khac:\n    for: [h]\n    criteria: [{id: k, max: 9, score: {formula: a}}]\n"
    text = RULES.replace("title: Thử\n", "title: Thử\ngroups: {g: {title: G}, h: {title: H}}\n")
    text = text.replace("  bang:\n", "  bang:\n    for: [g]\n") + "    ranking: {lists: all, tie_break: [k]}\n"
    text += TIERS.replace("from: 80%", "from: 5%, requires: k > 1") + other
    made = made_of([{"a": "5", "b": "1", "group": "g"}, {"a": "4", "b": "2", "group": "h"}], text)
    card = made["scorecards"][0]
    assert (card["ranking"]["tie_nodes"], "points_asked" in card["tiers"][0]) == ([""], False)
    assert isinstance(workbook(read(made)), bytes)


def test_who_has_no_points_by_which_ties_are_parted_stands_last():
    ranking = "    ranking: {lists: all, tie_break: [t]}\n"
    leaf = "      - {id: t, max: 9, role: unscored, score: {formula: a}, applies: b > 1}\n"
    rows = [{"a": "0", "b": "2"}, {"a": "1", "b": "1"}, {"a": "0", "b": "2"}]
    made = made_of(
        rows,
        change=lambda text: (
            text.replace("formula: a}}, {id: y", "formula: 3}}, {id: y")
            .replace("score: {formula: b}", "score: {formula: 2}")
            .replace('"a - b"', "4")
            + leaf
            + ranking
        ),
    )
    found, yellow = formulas(made)
    assert [unit["rank"] for unit in made["units"]] == [1, 3, 1]
    assert yellow == set()
    assert "(ISNUMBER(H$4:H$6)>ISNUMBER(H4))" in found["Tất cả đơn vị", "A4"]


def test_totals_nearer_than_binary_numbers_tell_keep_their_ranks():
    made = made_of([{"a": "10.000000001", "b": "1"}, {"a": "10", "b": "1"}, {"a": "3", "b": "1"}])
    _, yellow = formulas(made)
    sheet = "Tất cả đơn vị"
    assert {(sheet, "A4"), (sheet, "A5")} & yellow
    assert any(line.startswith(f"{sheet}: ") and "Sát một mốc" in line for line in said(made))


def test_what_is_near_a_turn_of_rounding_stays_a_value():
    third = made_of([{"a": "1", "b": "1"}], change=lambda text: text.replace("formula: a}", "formula: a / 3}"))
    _, yellow = formulas(third)
    assert not yellow
    near = made_of(
        [{"a": "0.05", "b": "0"}],
        change=lambda text: text.replace("title: Thử", "title: Thử\nshow: 1").replace(
            "formula: a}", "formula: 'a - 1 / 3000000000000'}"
        ),
    )
    _, yellow = formulas(near)
    assert ("Chi tiết Bảng", "C5") in yellow
    assert "Số nhị phân của bảng tính có thể hiện khác ở chỗ làm tròn." in " ".join(said(near))


def test_a_result_of_an_earlier_version_has_values():
    made = json.loads(json.dumps(record_of("2021")))
    for card in made["scorecards"]:
        for node in card["criteria"]:
            node.pop("branch", None)
    found, yellow = formulas(made)
    assert any(sheet.startswith("Chi tiết") for sheet, _ in yellow)
    assert not any(sheet.startswith("Chi tiết") for sheet, _ in found)
    assert any("phiên bản itrank trước" in line for line in said(made))


def test_titles_of_strangers_are_read_from_cells_and_are_in_no_formula():
    hostile = '=cmd|"x"!A1'
    tiers = f"    tiers: [{{id: t, title: '{hostile}', from: 1}}, {{id: y, title: Yếu}}]\n"
    made = made_of([{"a": "5", "b": "1"}], change=lambda text: text + tiers)
    found, _ = formulas(made)
    assert ("Tất cả đơn vị", "E4") in found
    assert not any("cmd" in text for text in found.values())
    assert (
        CalamineWorkbook.from_filelike(io.BytesIO(workbook(read(made))))
        .get_sheet_by_name("Tất cả đơn vị")
        .to_python()[3][4]
        == hostile
    )


def test_ranks_tiers_and_values_of_nodes_stand_beside_their_points():
    made = record(pillar_result())
    sheet = "Chi tiết bang"
    assert column_of(made, sheet, "Hạng: 1 Hạ tầng")[1:] == ["=1", "=1", 4, 3]
    assert column_of(made, sheet, "Xếp loại: 1 Hạ tầng")[1:] == ["Cao", "Cao", "Thấp", "Thấp"]
    assert column_of(made, sheet, "3 Điểm cũ (không tính điểm)")[1:] == [1.5, 2, 2, 2]
    assert column_of(made, sheet, "Tỷ lệ")[1:] == [0.855, 0.8, 0.7, ""]
    assert column_of(made, sheet, "Loại")[1:] == ["Phố", "Làng", "Làng", "Làng"]
    assert column_of(made, sheet, "Ngày")[1:] == ["15/12/2023", "01/02/2023", "01/02/2023", "01/02/2023"]


# ── What decides ──


@pytest.mark.parametrize(
    ("held", "exact", "digits", "is_sure"),
    [
        (0.3, "0.3", 1, True),
        (0.25, "0.25", 1, True),  # the very number that a value would be
        (0.2499999999, "0.25", 1, False),
        (0.3333333333, "1/3", 2, True),
        (0.2500000001, "0.25000000012345", 1, False),
        (0.34, "1/3", 1, False),
    ],
)
def test_a_number_is_surely_shown_or_not(held, exact, digits, is_sure):
    if is_sure:
        assert live.surely(held, Fraction(exact), digits) == held
        return
    with pytest.raises(live.KeptError, match="doubles"):
        live.surely(held, Fraction(exact), digits)


def test_a_rule_that_does_not_come_to_the_engines_points_is_no_formula():
    cells = live.Points({"a": Fraction(1)}, {"a": 1.0})
    with pytest.raises(live.KeptError, match="shared"):
        live.checked(at("a"), Fraction(2), cells, 1)
    with pytest.raises(live.KeptError, match="doubles"):
        live.checked(value(20_000), Fraction(20_000), cells, 1)


def test_what_has_no_finite_binary_value_has_none():
    for part in (
        Part("/", (value(1), value(0))),
        Part("^", (value(-1), value(Fraction(1, 2)))),
        call("PRODUCT", *[value(10**30)] * 11),
    ):
        with pytest.raises(NoDoubleError):
            in_doubles(part, {}.__getitem__)
