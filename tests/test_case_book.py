"""The workbook of cases: written, filled as an official fills it, read back, and given back green and red."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from html import escape, unescape
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine.cases import run as run_cases
from itrank.engine.cases.case import UNIT_FACTS
from itrank.engine.cases.case_files import of_text, read_named
from itrank.engine.cases.sheets import cases_of
from itrank.engine.explain.explaining import explain
from itrank.engine.files.packed import made_workbook
from itrank.engine.files.resolve import Named
from itrank.engine.files.table_files import tables_of
from itrank.engine.files.tables import MOST_COLUMNS, letters
from itrank.engine.forms.case_book import case_template, criteria_of, heads_of
from itrank.engine.forms.case_results import case_results
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import advice, has_errors, message
from itrank.engine.observe import observe, table_of
from itrank.engine.publish import texts
from itrank.engine.publish.cases_json import cases_json, cases_junit
from itrank.engine.publish.cases_out import CasesRun, cases_text
from itrank.engine.publish.grid import Look
from itrank.engine.year import open_rules

RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}, huyen: {title: Huyện}}
inputs:
  so_hop: {label: Số cuộc họp, type: number, min: 0}
  ty_le: {label: Tỷ lệ, type: percent}
  co: {label: Có kế hoạch, type: yes_no}
  ngay: {label: Ngày nộp, type: date}
  muc: {label: Mức, type: choice, options: {a: {vi: Trùng}, b: {vi: trùng}, c: {vi: =Lạ}, d: {vi: Khác}}}
scorecards:
  bang:
    max: 40
    criteria:
      - {id: hop, code: "1", title: Họp, max: 20, score: {formula: so_hop * 2.5}}
      - {id: le, code: "2", title: Lệ, max: 10, score: {formula: ty_le * 10}}
      - {id: ke_hoach, code: "3", title: Kế hoạch, max: 10, score: {formula: 10 if co else 0}, applies: muc != "d", not_applicable: rescale}
    tiers: [{id: tot, title: Tốt, from: 15}, {id: kha, title: Khá}]
"""
FIRST = 3
"""The line of the first case in a template."""


@pytest.fixture(scope="module")
def ruleset():
    loaded = load_text(RULES)
    assert loaded.ruleset is not None, loaded.findings
    return loaded.ruleset


@pytest.fixture(scope="module")
def template(ruleset):
    return case_template(ruleset, "thu")


def changed(content: bytes, edit, part: str = "xl/worksheets/sheet2.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, edit(text.decode()).encode() if name == part else text)
    return made.getvalue()


def filled(content: bytes, *rows: dict[str, object]) -> bytes:
    """Type rows into a template: by the id of the column, numbers as numbers and all else as text or as XML."""
    (table,) = (each for each in tables_of(content, "x")[0] if "case" in each.headers)
    at = {header: column - 1 for header, column in zip(table.headers, table.columns, strict=True)}
    lines = []
    for line, row in enumerate(rows, FIRST):
        cells = []
        for header, value in sorted(row.items(), key=lambda each: at[each[0]]):
            name = f'r="{letters(at[header])}{line}"'
            if isinstance(value, str):
                is_xml = value.startswith("<")
                inside = value if is_xml else f"<is><t>{escape(value)}</t></is>"
                cells.append(f"<c {name}{'' if is_xml else ' t=' + chr(34) + 'inlineStr' + chr(34)}>{inside}</c>")
            else:
                cells.append(f"<c {name}><v>{value}</v></c>")
        lines.append(f'<row r="{line}">{"".join(cells)}</row>')
    return changed(content, lambda text: text.replace("</sheetData>", "".join(lines) + "</sheetData>"))


def read(ruleset, content: bytes):
    tables, findings = tables_of(content, "ca.xlsx")
    assert findings == ()
    return cases_of(ruleset, tables, "ca.xlsx")


def outcomes(ruleset, content: bytes):
    cases, findings = read(ruleset, content)
    assert findings == ()
    return run_cases(ruleset, cases)


def said(outcome) -> list[tuple[str, str]]:
    return [(found.place.cell, message(found, "vi").partition(": ")[2]) for found in outcome.told()]


@pytest.mark.parametrize("name", ["2021", "2022", "mau-hai-cap"])
def test_a_template_that_nobody_filled_has_no_cases_and_nothing_wrong(name):
    rules = open_rules(name)
    content = case_template(rules.ruleset, name)
    assert read(rules.ruleset, content) == ((), ())
    assert content == case_template(rules.ruleset, name), "the same bytes"


def test_what_is_typed_is_run(ruleset, template):
    first, second = outcomes(
        ruleset,
        filled(
            template,
            {"case": "Một", "given.so_hop": 3, "given.ty_le": "0,8%", "given.co": "Có", "given.muc": "b",
             "expect.hop": 7.5, "expect.le": 0.08, "expect.total": "17,58", "expect.tier": "Tốt", "basis": "3*2,5 = 7,5"},
            {"case": "Hai", "unit": "p", "given.group": "Sở", "given.so_hop": 4, "given.ty_le": "80%", "given.co": "Có",
             "given.muc": "Khác", "expect.ke_hoach": "Không áp dụng", "expect.rank": 1},
            {"case": "Hai", "unit": "q", "given.group": "Sở", "given.so_hop": 2, "given.ty_le": "80%", "given.co": "Có",
             "given.muc": "a", "expect.rank": 1, "expect.tier": "kha"},
        ),
    )  # fmt: skip
    assert (first.status, first.case.basis, first.case.is_cohort) == ("held", "3*2,5 = 7,5", False)
    assert second.case.is_cohort
    assert [told for _, told in said(second)] == [
        "q: tier mong đợi kha, nhưng tính ra tot",
        "q: rank mong đợi 1, nhưng tính ra 2",
    ]


def test_the_head_of_a_criterion_names_its_scorecard_where_there_are_several(ruleset):
    heads = {head.id: head.label for head in heads_of(open_rules("2022").ruleset)}
    assert heads["expect.t_hop"].startswith("Mong đợi (Chuyển đổi số của sở, ban, ngành): 1.1 ")
    assert heads["expect.h_hop"].startswith("Mong đợi (Chuyển đổi số cấp huyện): 1.1 ")
    assert {head.id: head.label for head in heads_of(ruleset)}["expect.hop"] == "Mong đợi: 1. Họp"


def test_every_choice_of_a_list_is_read_as_what_it_stands_for(ruleset, template):
    (head,) = (each for each in heads_of(ruleset) if each.id == "given.muc")
    assert head.choices == ("a", "b", "c", "Khác"), "twins and what begins as a formula are offered by their ids"
    made = outcomes(ruleset, filled(template, *({"case": text, "given.muc": text} for text in head.choices)))
    values = [outcome.evaluation.sheet.cells["muc"][outcome.units[0]] for outcome in made]
    assert values == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ({"given.so_hop": "ba"}, 'so_hop: "ba" không phải là một số'),
        ({"given.so_hop": "1.234"}, 'given.so_hop "1.234": không rõ là 1234 hay 1,234; gõ lại thành số trong Excel'),
        ({"expect.hop": "1.234"}, 'expect.hop "1.234": không rõ là 1234 hay 1,234; gõ lại thành số trong Excel'),
        ({"expect.hop": "bảy"}, 'expect.hop "bảy": cần một số, hoặc chữ "không áp dụng" hay "thiếu số liệu"'),
        ({"expect.hop": "<f>A1/3</f>"}, 'expect.hop "=": công thức chưa có giá trị; mở tệp bằng Excel rồi lưu lại'),
        ({"expect.tier": "Tôt"}, 'expect.tier "Tôt": cần một trong: Tốt, Khá. Có phải là "Tốt"?'),
        ({"given.group": "Xã"}, 'given.group "Xã": cần một trong: Sở, Huyện'),
        ({"given.so_hop": -1}, "so_hop: -1 nhỏ hơn"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(ruleset, template, cell, wrong):
    content = filled(template, {"case": "a", "expect.le": 1, **cell}, {"case": "b", "given.so_hop": 2, "expect.hop": 5})
    one, other = outcomes(ruleset, content)
    ((at, told),) = said(one)
    (table,) = (each for each in tables_of(content, "x")[0] if "case" in each.headers)
    (header,) = cell
    assert at == f"Ca!{letters(table.columns[table.headers.index(header)] - 1)}{FIRST}"
    assert told.startswith(wrong)
    assert (one.status, other.status) == ("ill_made", "held")


def test_a_fraction_is_typed_as_text_and_a_point_is_read_where_other_cells_show_it(ruleset, template):
    content = filled(
        template,
        {"case": "a", "given.so_hop": "8/3", "expect.hop": "20/3"},
        {"case": "b", "given.so_hop": "2.5", "expect.hop": "6.25"},
    )
    one, other = outcomes(ruleset, content)
    assert [check.found for check in (*one.checks, *other.checks)] == [Fraction(20, 3), Fraction(25, 4)]
    assert (one.status, other.status) == ("held", "held")


@pytest.mark.parametrize("text", ["1.000", "2,5", "12", "1.234,5", "1 000", "3e-1", "−2", "1_000", "85,5%", "ba"])
@pytest.mark.parametrize("settling", ["85,5", "1.234.567"])
def test_cells_are_read_as_data_files_are_read(ruleset, text, settling):
    """docs/cases.md: "read as data files are: the decimal sign follows from the whole table"."""
    table = f"case;given.so_hop;given.ty_le;expect.total\nx;{text};50%;1\ny;1;{settling};1\n"
    cases, findings = cases_of(ruleset, tables_of(table.encode(), "ca.csv")[0], "ca.csv")
    assert findings == ()
    data, _ = tables_of(f"id;so_hop;ty_le\nx;{text};50%\ny;1;{settling}\n".encode(), "data.csv")
    units = table_of("units", [{"id": id_, "group": "so"} for id_ in "xy"])
    observed = observe(ruleset, data, units)
    wanted = [
        message(found, "vi").replace("so_hop (x)", "so_hop")
        for found in observed.findings
        if found.params.get("about") == "so_hop (x)" and has_errors([found])
    ]
    outcome = run_cases(ruleset, cases)[0]
    assert [message(found, "vi").partition(": ")[2] for found in outcome.findings] == wanted
    if not wanted:
        assert outcome.evaluation is not None
        own = observed.values["so_hop"][0].value
        assert outcome.evaluation.sheet.cells["so_hop"][outcome.units[0]] == own


def test_a_point_in_an_expected_value_is_no_decimal_sign_where_the_table_has_commas(ruleset):
    table = "case;given.so_hop;expect.hop;expect.so_hop;previous.total\na;2,5;1.000;1;\nb;1;1;1.000%;\nc;1;1;1;1.000\n"
    cases, findings = cases_of(ruleset, tables_of(table.encode(), "ca.csv")[0], "ca.csv")
    assert findings == ()
    told = [[said for _, said in said(outcome)] for outcome in run_cases(ruleset, cases)]
    ways = '"1.000" có hai cách đọc: 1000 (nếu "." tách hàng nghìn) hoặc 1,000 (nếu "." là dấu thập phân)'
    assert told[0] == [f"expect.hop: {ways}"]
    assert told[1][0].startswith('expect.so_hop: "1.000%" ')
    assert told[2] == [f"previous.total: {ways}"]


def test_what_is_expected_and_last_years_is_read_by_its_type(ruleset):
    """Days, options, yes and no were compared letter by letter, and last year's could only be numbers."""
    table = (
        "case;given.ngay;given.co;given.muc;given.so_hop;expect.ngay;expect.co;expect.muc;expect.tied;expect.so_hop;previous.rank;previous.muc;previous.ngay\n"
        "a;1/2/2027;Có;Khác;2,5;01/02/2027;TRUE;khác;Không;2,5;đồng hạng 3;Khác;3/2/2026\n"
        "b;1/2/2027;Có;Khác;2,5;2027-02-02;không;c;Có;2,5;101-150;;\n"
        "c;1/2/2027;Có;Khác;2,5;3/2;;;;;2,5;;\n"
    )
    cases, findings = cases_of(ruleset, tables_of(table.encode(), "ca.csv")[0], "ca.csv")
    assert findings == ()
    held, failed, unread = run_cases(ruleset, cases)
    assert (held.status, said(held)) == ("held", [])
    assert [check.expected.key for check in failed.differences] == ["ngay", "co", "muc", "tied"]
    assert said(unread) == [('dòng 4, cột "expect.ngay"', 'expect.ngay: "3/2" không phải là một ngày')]
    again = run_cases(ruleset, [replace(unread.case, faults=())])[0]
    assert said(again) == [('dòng 4, cột "previous.rank"', 'rank: thứ hạng phải là số nguyên từ 1, nhưng có "2.5"')]


@pytest.mark.long
def test_a_criterion_of_another_scorecard_is_told_at_its_cell(capsys, tmp_path):
    """A unit has the criteria of its own scorecard; another's was no finding but an end of the program."""
    table = "case;given.group;given.so_hop;expect.h_hop;expect.t_hop\nx;Sở, ban, ngành tỉnh;4;10;\ny;cap_huyen;4;;10\n"
    (tmp_path / "a.csv").write_text(table, "utf-8")
    assert run(["test", "2022", "--cases", str(tmp_path / "a.csv")]) == 1
    told = capsys.readouterr().out
    own, other = '"Chuyển đổi số của sở, ban, ngành" (tinh)', '"Chuyển đổi số cấp huyện" (huyen)'
    assert f'ca "x": h_hop là tiêu chí của bảng điểm {other}, còn đơn vị thuộc bảng điểm {own}\n' in told
    assert f'ca "y": t_hop là tiêu chí của bảng điểm {own}, còn đơn vị thuộc bảng điểm {other}\n' in told
    assert 'dòng 2, cột "expect.h_hop"' in told


@pytest.mark.long
def test_nothing_that_can_be_expected_ends_the_program():
    """Every name that a case may expect, of units of every scorecard: a ruleset of three of them."""
    ruleset = open_rules("mau-hai-cap").ruleset
    keys = [*(key for key in ruleset.columns if re.fullmatch(r"\w+", key)), *UNIT_FACTS]
    units = "".join(f"      - {{id: {id_}, group: {id_}}}\n" for id_ in ruleset.groups)
    wanted = [
        f"{{{', '.join(f'{key}: {what}' for key in keys)}}}" for what in ("lạ", "{state: lạ}", "{tier: lạ, rank: 1}")
    ]
    expected = "".join(f"      {id_}: {{}}\n" for id_ in ruleset.groups)
    cases = "".join(
        f"  - name: ca {number}\n    cohort:\n{units}    expect:\n{expected.replace('{}', what)}"
        for number, what in enumerate(wanted)
    )
    read = of_text(f"format: itrank-tests/1\ntests:\n{cases}".encode(), "a.test.yaml")
    assert read.findings == ()
    assert texts.UNIT_FACTS.keys() == {*UNIT_FACTS}, "each has a word"
    outcomes = run_cases(ruleset, read.cases)
    assert {outcome.status for outcome in outcomes} == {"failed"}
    made = CasesRun(ruleset, {"a.test.yaml": len(outcomes)}, outcomes)
    assert cases_text(made, Look("vi", 100)).count("bảng điểm") > len(keys)
    assert case_results(made, "vi")
    assert cases_json(made)
    assert cases_junit(made, "vi")


def test_more_digits_than_excel_holds_are_asked_for_anew(ruleset, template):
    """=20/3 in Excel is no third of anything: it is a binary number that nobody wrote."""
    (outcome,) = outcomes(
        ruleset, filled(template, {"case": "a", "given.so_hop": 1, "expect.hop": "<f>20/3</f><v>6.666666666666667</v>"})
    )
    assert outcome.status == "ill_made"
    assert "gõ số đã làm tròn như quyết định" in said(outcome)[0][1]


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([{"case": "a", "given.so_hop": 1}, {"given.so_hop": 2}], "ITR515", "Ca!A4"),
        ([{"case": "a"}, {"case": "b"}, {"case": "A"}], "ITR514", "Ca!A5"),
    ],
)
def test_rows_of_nobody_and_of_two_places_are_told(ruleset, template, rows, code, cell):
    _, findings = read(ruleset, filled(template, *rows))
    assert [(found.code, found.place.cell) for found in findings] == [(code, cell)]


def workbook(**sheets: list[list[object]]) -> bytes:
    def write(book) -> None:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)

    return made_workbook("x", write)


HEADERS = ["case", "given.so_hop", "expect.hop"]
ONE = [HEADERS, ["một", 2, 5]]


@pytest.mark.parametrize("headers", [["Case", *HEADERS[1:]], ["CASE", "Given.so_hop", "EXPECT.hop"]])
def test_a_second_sheet_of_cases_is_read_however_its_ids_are_typed(ruleset, headers):
    """It was passed over without a word: 99 was never compared."""
    cases, findings = read(ruleset, workbook(Ca=ONE, Thêm=[headers, ["hai", 2, 99]]))
    assert findings == ()
    assert [outcome.status for outcome in run_cases(ruleset, cases)] == ["held", "failed"]


@pytest.mark.parametrize("headers", [["tên", *HEADERS[1:]], ["Case", "số họp", "điểm"]])
def test_a_sheet_of_cases_without_a_column_is_told(ruleset, headers):
    _, findings = read(ruleset, workbook(Ca=ONE, Thêm=[headers, ["hai", 2, 99]]))
    assert [(found.row, found.place.cell) for found in findings] == [("ITR512.sheet", "Thêm!A1")]


def test_sheets_without_cases_are_counted(ruleset):
    cases, findings = read(ruleset, workbook(Ca=ONE, Nháp=[["a", "b"], [1, 2]], Thơ=[["c", "d"], [1, 2]]))
    assert [message(found, "vi") for found in findings] == ["ca.xlsx: 2 trang không ghi ca nên không đọc: Nháp, Thơ"]
    assert len(cases) == 1


def test_what_an_official_does_to_the_template_is_read_or_told(ruleset, template, tmp_path):
    """A heading over the labels and a label of one's own were cases; a struck figure was a blank, without a word."""
    rows = [
        ["", *HEADERS, "", "given.ty_le", "expect.le", "previous.ty_le"],
        ["", "", "SỐ LIỆU", "MONG ĐỢI"],
        ["", "Tên ca", "Số cuộc họp", "Mong đợi: 1. Họp", "Ghi chú", "Tỷ lệ", "Mong đợi: 2. Lệ"],
    ]
    rows[0][0], rows[2][0] = "unit", "Đơn vị"
    rows += [
        ["", "một", 2, 5, "hỏi lại anh Ba", 0.45, 4.5],
        ["", "hai", 2, 5, "", "45%", "4,5"],
        ["", "ba", 2, 6, "", 45, 4.5],
    ]

    def write(book) -> None:
        sheet = book.add_worksheet("Ca")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        sheet.write(5, 3, 6, book.add_format({"font_strikeout": True}))
        sheet.write_datetime(6, 3, datetime(2027, 5, 7), book.add_format({"num_format": "d/m"}))  # noqa: DTZ001
        sheet.write(6, 1, "bốn")
        sheet.write_row(7, 1, ["năm", 2, 5])
        sheet.write(7, 5, 85, book.add_format({"num_format": "0%"}))
        sheet.write(7, 7, 0.3)

    (tmp_path / "ca.xlsx").write_bytes(made_workbook("x", write))
    made = read_named(ruleset, Named(tmp_path / "ca.xlsx", "ca.xlsx"))
    assert [(found.place.cell, message(found, "en")) for found in made.findings] == [
        ("Ca!E3", "table of cases: column E has no id in the first row and is not read"),
        ("Ca!D6", 'expect.hop: the cell "6" is struck out, and read as a blank'),
    ]
    one, two, three, four, five = run_cases(ruleset, made.cases)
    assert said(five) == [
        ("Ca!F8", "ty_le: 8500% có thể là 85%: 85 dán vào ô phần trăm thành 8500%"),
        ("Ca!H8", "previous.ty_le: ô không còn định dạng phần trăm: 0.3% hay 30%?"),
    ]
    assert said(one) == [("Ca!F4", "ty_le: ô không còn định dạng phần trăm: 0.45% hay 45%?")]
    assert [two.status, three.status] == ["held", "held"]
    ((at, told),) = said(four)
    assert (at, told) == ("Ca!D7", "expect.hop: ô là ngày 2027-05-07, không phải một số")
    assert [advice(found, "vi") for found in (*one.told(), *four.told())] == [
        "Đặt lại định dạng phần trăm cho ô.",
        "Excel hay tự đổi 3/4 thành ngày; đặt định dạng ô là Number rồi gõ lại.",
    ]


def test_a_template_in_english_says_nothing_of_its_own_sheets():
    english = load_text(RULES.replace("title: Thử", "title: Thử\nlocale: en", 1)).ruleset
    content = case_template(english, "thu")
    assert read(english, content) == ((), ())


def test_a_name_on_two_sheets_is_told_with_both_places(ruleset):
    _, (found,) = read(ruleset, workbook(Ca=ONE, Thêm=[HEADERS, ["MỘT", 2, 5]]))
    assert (found.code, found.place.cell) == ("ITR514", "Thêm!A2")
    assert message(found, "en") == 'case "MỘT" is in two places; the first is ca.xlsx Ca!A2'


def test_a_name_in_two_files_is_told_with_both_places(tmp_path, capsys):
    tests = "tests:\n  - {name: Họp, given: {so_hop: 2}, expect: {hop: 5}}\n"
    (tmp_path / "thu.yaml").write_text(RULES + tests, "utf-8")
    (tmp_path / "thu.test.yaml").write_text("format: itrank-tests/1\n" + tests.replace("Họp", "họp"), "utf-8")
    (tmp_path / "ca.csv").write_text("case,given.so_hop,expect.hop\nHỌP,2,5\n", "utf-8")
    assert run(["test", str(tmp_path / "thu.yaml"), "--cases", str(tmp_path / "ca.csv"), "--lang", "vi"]) == 0
    told = capsys.readouterr().err
    assert told.count("ITR507") == 2
    assert re.search(r'thu.test.yaml:3:\d+: cảnh báo ITR507: hai ca cùng tên "họp"; ca trước ở \S*thu.yaml:\d+\n', told)
    assert re.search(r'ca.csv:2:1: cảnh báo ITR507: hai ca cùng tên "HỌP"; ca trước ở \S*thu.yaml:\d+\n', told)


def test_columns_are_found_by_their_ids_wherever_they_stand(ruleset):
    table = "case,expect.hop,Ghi chú,given.so_hop\nCa,Mong đợi,x,Số\nmột,5,y,2\n"
    tables, _ = tables_of(table.encode(), "ca.csv")
    cases, findings = cases_of(ruleset, tables, "ca.csv")
    assert [found.code for found in findings] == ["ITR513"]
    tables, _ = tables_of(table.replace("Ghi chú", "").encode(), "ca.csv")
    cases, findings = cases_of(ruleset, tables, "ca.csv")
    assert [found.code for found in findings] in ([], ["ITR450"])
    assert [outcome.status for outcome in run_cases(ruleset, cases)] == ["held"], "a row of labels is no case"


def test_last_year_stands_beside_a_case(ruleset):
    table = "case,unit,given.so_hop,given.ty_le,given.co,given.muc,previous.rank,expect.rank,expect.rank_change\na,,4,1,có,a,3,1,2\n"
    tables, _ = tables_of(table.encode(), "ca.csv")
    cases, findings = cases_of(ruleset, tables, "ca.csv")
    assert findings == ()
    assert [outcome.status for outcome in run_cases(ruleset, cases)] == ["held"]


def test_of_too_many_criteria_the_template_says_how_many_have_no_column():
    leaves = "".join(f"      - {{id: l{n}, max: 1, score: {{formula: so_hop}}}}\n" for n in range(600))
    loaded = load_text(RULES.partition("      - {id: hop")[0].replace("max: 40\n", "max: 600\n") + leaves)
    assert loaded.ruleset is not None, loaded.findings
    heads = heads_of(loaded.ruleset)
    assert len(heads) == MOST_COLUMNS
    shown = sum(head.id.startswith("expect.l") for head in heads)
    with zipfile.ZipFile(io.BytesIO(case_template(loaded.ruleset, "thu"))) as archive:
        words = unescape(archive.read("xl/sharedStrings.xml").decode())
    assert f"Bảng chỉ có đủ chỗ cho {shown} trên {len(criteria_of(loaded.ruleset))} tiêu chí" in words


# ── The command ──


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    Path("thu.yaml").write_text(RULES, "utf-8")
    return tmp_path


def fills(content: bytes, sheet: str) -> dict[str, str]:
    """The colour behind each cell of a sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles, cells = archive.read("xl/styles.xml").decode(), archive.read(sheet).decode()
    colours = [
        match[1] if (match := re.search(r'fgColor rgb="FF(\w{6})"', fill)) else ""
        for fill in re.findall(r"<fill>.*?</fill>", styles)
    ]
    of_style = [int(number) for number in re.findall(r'fillId="(\d+)"', styles.partition("<cellXfs")[2])]
    found = re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', cells)
    return {name: colours[of_style[int(style)]] for name, style in found}


def test_a_filled_template_comes_back_green_and_red(folder, capsys):
    assert run(["test", "thu.yaml", "--template", "mau.xlsx"]) == 0
    said, told = capsys.readouterr()
    assert said == ""
    assert told == "Đã ghi mau.xlsx: gõ ca từ hàng 3, lưu, rồi chạy itrank test thu.yaml --cases mau.xlsx\n"
    rows = [
        {"case": "đúng", "given.so_hop": 2, "expect.hop": 5},
        {"case": "sai", "given.so_hop": 2, "expect.hop": 6, "expect.le": "thiếu số liệu"},
        {"case": "=cmd()", "given.so_hop": "x", "expect.hop": 6},
    ]
    Path("ca.xlsx").write_bytes(filled(Path("mau.xlsx").read_bytes(), *rows))
    assert run(["test", "thu.yaml", "--cases", "ca.xlsx", "-o", "kq.xlsx"]) == 1
    assert capsys.readouterr().err == "thu@1: 3 ca: 1 đúng, 1 sai, 1 không chạy được, 3 kết quả đã so.\n"
    content = Path("kq.xlsx").read_bytes()
    tables = {table.sheet: table for table in tables_of(content, "kq.xlsx")[0]}
    table = tables["Kết quả"]
    assert table.headers[4:] == (
        "hop · 1. Họp: mong đợi", "hop · 1. Họp: tính ra", "le, trạng thái · 2. Lệ: mong đợi", "le, trạng thái · 2. Lệ: tính ra",
    )  # fmt: skip
    assert [row[:3] + row[4:] for row in table.rows] == [
        ("đúng", "", "đúng", "5", "5", "", ""),
        ("sai", "", "SAI", "6", "5", "thiếu số liệu", "thiếu số liệu"),
        ("=cmd()", "", "KHÔNG CHẠY ĐƯỢC", "", "", "", ""),
    ]
    colours = fills(content, "xl/worksheets/sheet2.xml")
    assert [colours[cell] for cell in ("C2", "F2", "C3", "F3", "H3", "C4", "F4")] == [
        "C6EFCE", "C6EFCE", "FFC7CE", "FFC7CE", "C6EFCE", "FFEB9C", "EDEDED",
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    assert "<f>" not in sheets, "no text becomes a formula"


def test_the_explanations_of_failures_stand_in_a_sheet(folder, capsys):
    Path("ca.csv").write_text("case,given.so_hop,expect.hop\nsai,2,6\n", "utf-8")
    assert run(["test", "thu.yaml", "--cases", "ca.csv", "-o", "kq.xlsx"]) == 1
    with zipfile.ZipFile("kq.xlsx") as archive:
        words = unescape(archive.read("xl/sharedStrings.xml").decode())
    for line in ("    mong đợi   6<", "    tính ra    5<", "    lệch       -1<", "        2 × 2,5 = 5<"):
        assert line in words
    capsys.readouterr()


def test_what_is_said_of_a_workbook_names_its_cells(folder, capsys):
    """Of a figure the cell in which it stands, and of each unit of a case its own row."""
    assert run(["test", "thu.yaml", "--template", "mau.xlsx"]) == 0
    rows = [
        {"case": "hai", "unit": "a", "given.group": "Sở", "given.co": "Có", "expect.ke_hoach": 9},
        {"case": "hai", "unit": "b", "given.group": "Sở", "given.muc": "Khác", "expect.ke_hoach": "thiếu số liệu"},
    ]
    Path("ca.xlsx").write_bytes(filled(Path("mau.xlsx").read_bytes(), *rows))
    assert run(["test", "thu.yaml", "--cases", "ca.xlsx", "-o", "kq.xlsx"]) == 1
    table = next(table for table in tables_of(Path("kq.xlsx").read_bytes(), "kq.xlsx")[0] if table.sheet == "Kết quả")
    assert [row[3] for row in table.rows] == ["ca.xlsx Ca!A3", "ca.xlsx Ca!A4"]
    assert table.rows[1][-2:] == ("thiếu số liệu", "không áp dụng")
    (case,), _ = read(open_rules("thu.yaml").ruleset, Path("ca.xlsx").read_bytes())
    (outcome,) = run_cases(open_rules("thu.yaml").ruleset, [case])
    told = explain(outcome.evaluation, outcome.units[0], "co")
    assert told.columns["co"].place == case.units[0].given["co"].place
    assert case.units[0].given["co"].place.cell.startswith("Ca!")
    capsys.readouterr()


def test_made_up_figures_are_marked_on_every_sheet(folder):
    Path("thu.yaml").write_text(RULES.replace("title: Thử\n", "title: Thử\nprovenance: illustrative\n", 1), "utf-8")
    Path("ca.csv").write_text("case,given.so_hop,expect.hop\nsai,2,6\n", "utf-8")
    assert run(["test", "thu.yaml", "--cases", "ca.csv", "-o", "kq.xlsx"]) == 1
    with zipfile.ZipFile("kq.xlsx") as archive:
        strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", archive.read("xl/sharedStrings.xml").decode())
        mark = strings.index("SỐ LIỆU MINH HỌA")
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3)]
    assert all(f"<v>{mark}</v>" in sheet for sheet in sheets)


def test_a_workbook_goes_to_a_file(folder, capsys):
    Path("ca.csv").write_text("case,given.so_hop,expect.hop\nđúng,2,5\n", "utf-8")
    assert run(["test", "thu.yaml", "--cases", "ca.csv", "--format", "xlsx"]) == 2
    assert "ITR865" in capsys.readouterr().err


def test_without_the_library_of_workbooks_it_is_said_what_to_install(folder, capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    assert run(["test", "thu.yaml", "--template", "mau.xlsx"]) == 2
    assert "ITR864" in capsys.readouterr().err
