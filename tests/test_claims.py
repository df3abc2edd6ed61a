"""What texts say about a result: found, held against it, and no figure that is changed goes unnoticed."""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.model.codes import message
from itrank.engine.model.findings import Finding
from itrank.engine.report.claims import Verdict, check_document, reading
from itrank.engine.report.claims.names import Names
from itrank.engine.report.claims.reading import parse_document
from itrank.engine.report.contents import contents
from itrank.engine.report.docx import document
from itrank.engine.report.html import page
from itrank.engine.report.text import announcement
from itrank.engine.report.xlsx import workbook
from itrank.engine.result.published import published
from itrank.engine.result.shapes import written
from python_calamine import CalamineWorkbook
from sampling import drawn

# The figures that the portal of Vị Thanh published on 28-03-2022 (Báo cáo 06/BC-HĐ); the bounds are those of the same report.
ANNOUNCED = """Kết quả đánh giá, xếp hạng mức độ ứng dụng CNTT năm 2021

Có 26/30 đơn vị xếp loại tốt, 4 đơn vị xếp loại khá.
Đối với sở, ban, ngành tỉnh: Kho bạc Nhà nước vươn lên 3 bậc, đứng đầu với 989 điểm; Sở Nội vụ giữ vững vị trí thứ 2 với 961 điểm; Sở Lao động - Thương binh và Xã hội tăng 2 bậc, xếp thứ 3 với 959,9 điểm. Các đơn vị đứng cuối là Ngân hàng Nhà nước 829,9 điểm, Thanh tra tỉnh 821,5 điểm và Ban Dân tộc 789 điểm.
Đối với các huyện, thị xã, thành phố: Thành phố Vị Thanh đứng đầu với 960,4 điểm, thứ 2 là huyện Châu Thành A với 938,3 điểm, thứ 3 là huyện Long Mỹ với 915,6 điểm. Thị xã Long Mỹ đứng cuối với 722,9 điểm, xếp loại khá.
Thang điểm 1000: tốt từ 850 điểm trở lên; khá từ 700 đến dưới 850 điểm; trung bình từ 550 đến dưới 700 điểm; yếu dưới 550 điểm.
"""


def results(tmp_path_factory, year):
    path = tmp_path_factory.mktemp("result") / "kq.json"
    assert cli.run(["evaluate", "--ruleset", year, "--format", "json", "--output", str(path)]) == 0
    return published(path.read_bytes(), "kq.json")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return results(tmp_path_factory, "2021")


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    return results(tmp_path_factory, "2022")


def check(result, text, name="tb.md"):
    document = parse_document(text.encode() if isinstance(text, str) else text, name)
    assert not isinstance(document, Finding), document
    return check_document(result, document)


def told(result, text):
    """Each claim as (excerpt, subject, verdict)."""
    return [(each.claim.excerpt, each.claim.subject, str(each.verdict)) for each in check(result, text)]


def verdicts(result, text):
    return [str(each.verdict) for each in check(result, text)]


def test_every_figure_that_was_published_is_found_right(result):
    checked = check(result, ANNOUNCED)
    assert {each.verdict for each in checked} == {Verdict.RIGHT}
    found = {number for each in checked for number in re.findall(r"\d+(?:,\d+)?", each.claim.excerpt)}
    assert found == set(re.findall(r"\d+(?:,\d+)?", ANNOUNCED))


@pytest.mark.sampled
def test_one_digit_changed_anywhere_is_found_where_it_stands(result):
    held = drawn([str(place) for place, digit in enumerate(ANNOUNCED) if digit.isdigit()], 18)
    for place, digit in enumerate(ANNOUNCED):
        if str(place) not in held:
            continue
        line = ANNOUNCED.count("\n", 0, place) + 1
        for step in (1, 4, 7):
            if other := str((int(digit) + step) % 10):
                wrong = [
                    each
                    for each in check(result, ANNOUNCED[:place] + other + ANNOUNCED[place + 1 :])
                    if each.verdict is Verdict.WRONG
                ]
                assert wrong, (place, other)
                assert {each.claim.line for each in wrong} == {line}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("year", ["result", "later"])
def test_our_own_announcement_is_right_throughout(year, lang, request):
    made = request.getfixturevalue(year)
    text = announcement(published(json.dumps(written(made.record), ensure_ascii=False).encode(), "kq.json", lang))
    spoken = published(json.dumps(written(made.record), ensure_ascii=False).encode(), "kq.json", lang)
    checked = check(spoken, text)
    assert len(checked) > 40
    assert [each.claim.excerpt for each in checked if each.verdict is not Verdict.RIGHT] == []


LISTS = """format: itrank-ruleset/1
id: lists
title: Danh sách
version: "1"
decision: {number: 30/2024/TT-BNV, date: "2024-12"}
defaults: {criteria: {cohort: list}}
groups: {so: {title: Sở}, xa: {title: Xã}, phong: {title: Phòng}, truong: {title: Trường}}
scorecards:
  s: {for: [so], criteria: [{id: a, max: 100, score: given}], ranking: {lists: group}}
  x: {for: [xa], criteria: [{id: b, max: 100, score: given}], ranking: {lists: huyen}}
  p: {for: [phong], criteria: [{id: c, max: 100, score: given}], ranking: {lists: parent}, tiers: [{id: v, title: V, from: 7}, {id: k, title: K}]}
  t: {for: [truong], criteria: [{id: d, max: 100, score: given}], ranking: {lists: {khac: [truong]}}, tiers: [{id: v, title: V, from: 40, requires: cohort_count(t) > 3}, {id: k, title: K}]}
"""
LISTED = """id,group,parent,huyen,a,b,c,d
s1,so,,,90,,,
s2,so,,,80,,,
x1,xa,,h1,,70,,
x2,xa,,h1,,60,,
x3,xa,,h10,,50,,
x4,xa,,h10,,40,,
x5,xa,,h10,,30,,
x6,xa,,2025,,20,,
x7,xa,,,,10,,
x8,xa,,cum_x,,15,,
p1,phong,s1,,,,6,
p2,phong,s2,,,,7,
p3,phong,s2,,,,8,
t1,truong,,,,,,45
"""


def test_lists_without_a_title_and_decrees_are_named_in_every_report(tmp_path):
    (tmp_path / "l.yaml").write_text(LISTS, "utf-8")
    (tmp_path / "l.csv").write_text(LISTED, "utf-8")
    places = [
        f"--{key}={tmp_path / name}" for key, name in (("ruleset", "l.yaml"), ("data", "l.csv"), ("output", "l.json"))
    ]
    assert cli.run(["evaluate", "--format=json", *places]) == 0
    names = {"Sở", "In no list", "2025", "cum_x", "h1", "h10", "khac", "s1", "s2"}
    for lang in ("vi", "en"):
        made = published((tmp_path / "l.json").read_bytes(), "l.json", lang)
        for content, name in ((announcement(made), "tb.txt"), (document(contents(made)), "tb.docx")):
            checked = check(made, content, name)
            assert len(checked) > 45
            assert [each.claim for each in checked if each.verdict is not Verdict.RIGHT] == []
    assert "By Circular 30/2024/TT-BNV" in announcement(made)
    assert "How tiers are given, Trường: V from 40 points" in announcement(made)
    assert re.search('class="lead">Circular 30/2024/TT-BNV ·', page(made))
    assert contents(replace(made, lang="vi")).basis == ("Căn cứ Thông tư số 30/2024/TT-BNV tháng 12 năm 2024;",)
    (wrong,) = (each for each in check(made, "By Circular 31/2024/TT-BNV.\n"))
    assert (str(wrong.verdict), wrong.truth) == ("not_decidable", ("30/2024/TT-BNV", "30/2024/TT-BNV"))
    assert set(re.findall(r"^[1-9]\. (.*)$", announcement(made), re.MULTILINE)) == names
    assert set(re.findall("<h2 id=.*?>(.*?)</h2>", page(made))) >= names
    assert set(CalamineWorkbook.from_filelike(io.BytesIO(workbook(made))).sheet_names) >= names
    assert verdicts(made, "Cụm h10 có 3 đơn vị được xếp hạng, điểm bình quân 40 điểm.") == ["right", "right"]


@pytest.mark.parametrize("year", ["result", "later"])
def test_our_own_report_in_word_is_right_throughout(year, request):
    made = request.getfixturevalue(year)
    checked = check(made, document(contents(made)), "bao-cao.docx")
    assert len(checked) > 150
    assert [each.claim.excerpt for each in checked if each.verdict is not Verdict.RIGHT] == []


@pytest.mark.sampled
@pytest.mark.parametrize("year", ["result", "later"])
def test_one_digit_changed_in_our_own_announcement_is_never_passed_over(year, request):
    """It is wrong; or, where it makes another name of a unit or another decision, it is said to be unknown."""
    made = request.getfixturevalue(year)
    text = announcement(made)
    assert {each.verdict for each in check(made, text)} == {Verdict.RIGHT}
    digits = list(re.finditer(r"\d", text))
    held = drawn([str(match.start()) for match in digits], 15)
    for match in digits:
        is_heading = re.search(r"^\d$", text[text.rfind("\n", 0, match.start()) + 1 : match.end()])
        if is_heading or str(match.start()) not in held:
            continue
        changed = text[: match.start()] + str((int(match.group()) + 1) % 10) + text[match.end() :]
        assert {each.verdict for each in check(made, changed)} != {Verdict.RIGHT}, changed[match.start() - 30 :][:60]


def test_a_decision_that_agrees_is_shown_as_it_is_written(result):
    ruleset = replace(result.record.ruleset, decision={"number": "12/QĐ-UBND"})
    made = replace(result, record=replace(result.record, ruleset=ruleset))
    (shown,) = check(made, "Theo Quyết định số 12/QĐ-UBND.")
    assert (shown.verdict, shown.about[0]) == (Verdict.RIGHT, "quyết định 12/QĐ-UBND")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kho bạc Nhà nước đạt 989 điểm.", ["right"]),
        ("KHO BAC NHA NUOC dat 989 diem.", ["right"]),
        ("KBNN dẫn đầu với 989,0 điểm.", ["right", "right"]),
        ("Sở LĐ-TB&XH đạt 959,9 điểm.", ["right"]),
        ("Sở LĐTBXH và Sở Nội vụ cùng đạt 961 điểm.", ["wrong", "right"]),
        ("UBND TP. Vị Thanh đứng thứ nhất với 960,4 điểm.", ["right", "right"]),
        ("TX. Long Mỹ xếp cuối.", ["right"]),
        ("Long Mỹ đạt 915,6 điểm.", ["not_decidable"]),  # a district and a town
        ("Sở TT&TT đạt 900 điểm.", ["not_decidable"]),
        ("Kho bạc Nhà nước, Sở Nội vụ lần lượt đạt 989 và 961 điểm.", ["right", "right"]),
        ("Kho bạc Nhà nước và Sở Nội vụ lần lượt đạt 961 điểm và 989 điểm.", ["wrong", "wrong"]),
        ("Xếp thứ nhất, nhì, ba lần lượt là Kho bạc Nhà nước, Sở Nội vụ và Sở LĐTBXH.", ["right"] * 3),
        ("Ba đơn vị dẫn đầu là Kho bạc Nhà nước, Sở Nội vụ, Ban Dân tộc.", ["right", "right", "wrong"]),
        ("Kho bạc Nhà nước từ vị trí thứ 4 lên vị trí thứ nhất.", ["right", "right"]),
        ("Kho bạc Nhà nước giảm 3 bậc.", ["wrong"]),
        ("Kho bạc Nhà nước tăng ba bậc.", ["right"]),
        ("Ban Dân tộc giảm 4 bậc.", ["not_decidable"]),  # last year's rank was not published
        ("Kho bạc Nhà nước xếp hạng 1/22.", ["right", "right"]),
        ("Kho bạc Nhà nước đạt 989/1000 điểm, xếp loại tốt.", ["right", "right", "right"]),
        ("Ban Dân tộc xếp loại tốt.", ["wrong"]),
        ("Sở Nội vụ đạt trên 960 điểm; Ban Dân tộc đạt dưới 700 điểm.", ["right", "wrong"]),
        ("Với 989 điểm, Kho bạc Nhà nước dẫn đầu. Đơn vị này tăng 3 bậc.", ["right"] * 3),
        ("Có 19 đơn vị đạt trên 900 điểm.", ["right"]),
        ("1. Hạ tầng CNTT (tối đa 200)", ["right"]),
        ("1. Hạ tầng CNTT (tối đa 201)", ["wrong"]),
        ("Tiêu chí Nhân lực CNTT, điểm tối đa: 150 điểm.", ["right"]),
        ("Điểm tối đa 1000.", ["right"]),
        ("Tiêu chí chưa có (tối đa 200)", ["wrong"]),  # of the whole
        ("4 điều chỉnh ở 2 đơn vị.", ["not_decidable"] * 2),  # nothing was appraised
        ("Mỗi chấm là một đơn vị.", []),
        ("Chưa xếp hạng:", []),
        ("Toàn tỉnh có 26 đơn vị xếp loại tốt, chiếm 86,7%.", ["right", "right"]),
        ("Khối huyện có 7 đơn vị tốt, 1 đơn vị khá.", ["right", "right"]),
        ("Khối huyện có 26 đơn vị tốt.", ["wrong"]),
        ("Không có đơn vị nào xếp loại trung bình, yếu.", ["right", "right"]),
        ("Điểm cao nhất khối sở, ban, ngành là 989 điểm.", ["right"]),
        ("Ngày 28/3/2022, tỉnh công bố Báo cáo 06/BC-HĐ.", []),
        ("Yêu cầu 5 đơn vị khắc phục.", ["not_decidable"]),
        ("Trời hôm nay đẹp.", []),
    ],
)
def test_prose_is_understood(result, text, expected):
    assert verdicts(result, text) == expected, told(result, text)


def test_the_truth_is_told_beside_what_is_wrong(result):
    (wrong,) = check(result, "Kho bạc Nhà nước giảm 2 bậc.")
    assert (wrong.about[0], wrong.truth[0]) == ("giảm 2 bậc", "tăng 3 bậc")
    (wrong,) = check(result, "Có 25 đơn vị xếp loại tốt.")
    assert (wrong.about[1], wrong.truth[1]) == ("25 units Tốt", "26")


def test_a_figure_of_which_nothing_is_made_is_not_passed_over(result):
    assert told(result, "Kho bạc Nhà nước 12 xyz.") == [("12", "", "not_decidable")]


def test_a_table_is_read_by_its_heads(result):
    table = "| STT | Đơn vị | Tổng điểm | Xếp hạng | Xếp loại | Tăng/giảm |\n|---|---|---|---|---|---|\n"
    rows = "| 1 | Kho bạc Nhà nước | 989 | 1 | Tốt | +3 |\n| 2 | Sở nội vụ | 961,0 | 3 | Khá | 0 |\n"
    assert [(excerpt, verdict) for excerpt, _, verdict in told(result, table + rows)] == [
        ("989", "right"),
        ("1", "right"),
        ("Tốt", "right"),
        ("+3", "right"),
        ("961,0", "right"),
        ("3", "wrong"),
        ("Khá", "wrong"),
        ("0", "right"),
    ]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body, *, head="", more=()):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in more:
            archive.writestr(name, content)
    return stream.getvalue()


def p(*runs):
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def test_a_word_file_is_read_by_paragraphs_and_tables(result):
    def row(*cells):
        return f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in cells)}</w:tr>"

    deleted = "<w:p><w:del><w:r><w:t>Sở Nội vụ đạt 1 điểm.</w:t></w:r></w:del></w:p>"
    body = (
        p("Kho bạc Nhà n", "ước đạt 98", "9 điểm.")
        + deleted
        + f"<w:tbl>{row('Đơn vị', 'Điểm')}{row('Sở Nội vụ', '960')}</w:tbl>"
    )
    checked = check(result, docx(body), "tb.docx")
    assert [(each.claim.where, each.claim.excerpt, str(each.verdict)) for each in checked] == [
        ("đoạn 1", "989 điểm", "right"),
        ("bảng 1, hàng 2", "960", "wrong"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"%PDF", "a.pdf", "ITR720"),
        (b"\xff\x80 abc", "a.txt", "ITR405"),
        (b"PK\x03\x04", "a.docx", "ITR498"),
        (b"text", "a.docx", "ITR498"),
        (docx(p("x"), head='<!DOCTYPE a [<!ENTITY b "c">]>'), "a.docx", "ITR499"),
        (docx(p("x") + "<w:p>"), "a.docx", "ITR498"),
        (docx(p("x"), more=[("word/vbaProject.bin", b"x")]), "a.docx", "ITR499"),
        (docx(p("x"), more=[("word/x.xml", b"0" * 3_000_000)]), "a.docx", "ITR416"),
    ],
)
def test_what_cannot_be_read_is_told(content, name, code):
    found = parse_document(content, name)
    assert isinstance(found, Finding)
    assert found.code == code
    assert message(found, "vi")


def test_a_word_file_with_a_password_is_told():
    content = bytearray(docx(p("x")))
    for sign, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(sign) + at] |= 1
    found = parse_document(bytes(content), "a.docx")
    assert isinstance(found, Finding)
    assert found.code == "ITR497"


@pytest.mark.parametrize("more", [0, 1])
def test_a_line_past_the_limit_is_not_read(monkeypatch, more):
    monkeypatch.setattr(reading, "LONGEST", 10)
    found = parse_document(b"x" * (10 + more), "a.txt")
    assert isinstance(found, Finding) == bool(more)
    assert not isinstance(found, Finding) or found.code == "ITR101"


def test_two_thousand_names_and_a_long_text_take_little_time():
    units = {str(number): f"Ủy ban nhân dân xã Số {number}" for number in range(2_000)}
    names = Names(units, {"7": ("Xã Bảy",)})
    text = "UBND xã Số 7, xã Số 1999; xã bảy và xã Số 2000. " * 200
    found = names.mentions(text)
    assert [each.units for each in found][:3] == [("7",), ("1999",), ("7",)]


HOSTILE = ["9" * 5_000, "1," * 5_000, "thứ " * 2_000, "Sở " * 2_000, "tốt " * 3_000, "điểm " * 3_000, "26/" * 4_000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4])
def test_a_hostile_line_ends(result, text):
    check(result, text)


def test_the_command_ends_with_1_where_something_is_wrong(tmp_path, result, capsys):
    source = tmp_path / "kq.json"
    source.write_text(json.dumps(written(result.record), ensure_ascii=False), "utf-8")
    text = tmp_path / "tb.txt"
    text.write_text("Kho bạc Nhà nước đạt 989 điểm.\n", "utf-8")
    assert cli.run(["claims", str(text), "--result", str(source)]) == 0
    assert "1 đúng, 0 sai, 0 không rõ" in capsys.readouterr().out
    text.write_text("Kho bạc Nhà nước\x1b[31m đạt 998 điểm.\n", "utf-8")
    assert cli.run(["claims", str(text), "--result", str(source), "--format", "json", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    (claim,) = json.loads(out)["claims"]
    assert (claim["verdict"], claim["truth"]["en"], claim["units"][0]["id"]) == ("wrong", "989", "kho_bac")
    assert "1 of 1 statements do not agree" in err
    assert cli.run(["claims", str(text), "--result", str(source), "--output", str(text)]) == 2
    assert Path(text).read_text("utf-8").startswith("Kho")
    text.write_text("Trời đẹp.\n", "utf-8")
    assert cli.run(["claims", str(text), "--result", str(source)]) == 0
    assert "ITR837" in capsys.readouterr().err


def test_the_command_reports_text_that_it_left_out(tmp_path, result, capsys):
    source, text = tmp_path / "kq.json", tmp_path / "tb.docx"
    source.write_text(json.dumps(written(result.record), ensure_ascii=False), "utf-8")
    struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Sở Nội vụ đạt 1 điểm.</w:t></w:r></w:p>"
    text.write_bytes(docx(p("Kho bạc Nhà nước đạt 989 điểm.") + struck))
    assert cli.run(["claims", str(text), "--result", str(source)]) == 0
    out, err = capsys.readouterr()
    assert "1 đúng, 0 sai, 0 không rõ" in out
    assert "ITR561" in err
    assert "đoạn 2" in err
