"""Reports as papers: dates and titles as decrees have them, true properties, no signature alone on a page."""

import io
import re
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.report.charts import charts
from itrank.engine.report.contents import contents, heading
from itrank.engine.report.docx import document
from itrank.engine.report.facts import stated_day, titled
from itrank.engine.report.html import page
from itrank.engine.report.pdf import profiles_pdf, report_pdf
from itrank.engine.report.profiles import profiles
from itrank.engine.report.text import announcement
from itrank.engine.report.xlsx import workbook
from itrank.engine.result.contract import CorrectionRecord
from reports import read, record_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words(element):
    """The text of an element of a Word document."""
    return "".join(each.text for each in element.iter(f"{W}t"))


def altered(stem="2022", **rules):
    """A result of which the record of the ruleset says something else."""
    made = record_of(stem)
    made["ruleset"] |= rules
    return read(made)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 3, 5), "ngày 05 tháng 3 năm 2027"),
        (date(2027, 1, 31), "ngày 31 tháng 01 năm 2027"),
        (date(2027, 2, 9), "ngày 09 tháng 02 năm 2027"),
        (date(2027, 12, 10), "ngày 10 tháng 12 năm 2027"),
    ],
)
def test_days_are_written_as_decrees_write_them(day, said):
    assert heading("vi", place="Huế", day=day)["place_date"] == f"Huế, {said}"
    assert heading("en", place="Huế", day=day)["place_date"] == f"Huế, {day.isoformat()}"
    told = contents(altered(decision={"number": "12/QĐ-UBND", "date": day.isoformat()}))
    assert told.basis == (f"Căn cứ Quyết định số 12/QĐ-UBND {said};",)


def test_a_month_of_a_decision_is_written_out_and_a_text_that_is_no_day_is_left():
    for stated, said in (("2022-11", "tháng 11 năm 2022"), ("2022", "năm 2022"), ("đầu năm", "đầu năm")):
        (basis,) = contents(altered(decision={"number": "1", "date": stated})).basis
        assert basis == f"Căn cứ Quyết định số 1 {said};"


@pytest.mark.long
def test_the_properties_of_a_pdf_are_those_of_the_report():
    import pikepdf

    made = altered(decision={"number": "1", "date": "2023-04-05"})
    signed = report_pdf(contents(made, agency="UBND tỉnh X", day=date(2024, 3, 5)))
    unsigned = report_pdf(contents(made))
    each = profiles_pdf(profiles(made))
    for content, author, day, title in (
        (signed, "UBND TỈNH X", "20240305", contents(made).subject),
        (unsigned, None, "20230405", contents(made).subject),
        (each, None, "20230405", titled(made)),
    ):
        opened = pikepdf.open(io.BytesIO(content))
        told = opened.docinfo
        assert str(told["/Title"]) == title
        assert (str(told["/Author"]) if "/Author" in told else None) == author
        assert str(told["/CreationDate"]).startswith(f"D:{day}")
        assert str(opened.Root["/Lang"]) == "vi"
        assert b"itrank" not in bytes(opened.Root["/Metadata"].read_bytes())


def test_the_properties_of_a_word_document_are_those_of_the_report():
    from docx import Document

    made = altered(decision={"number": "1", "date": "2023-04-05"})
    told = Document(io.BytesIO(document(contents(made, agency="UBND tỉnh X")))).core_properties
    assert (told.title, told.author, told.last_modified_by) == (contents(made).subject, "UBND TỈNH X", "")
    assert (told.created, told.modified) == (told.created, told.created)
    assert told.created.date() == date(2023, 4, 5)
    assert told.language == "vi"
    content = document(contents(made, day=date(2024, 3, 5)))
    told = Document(io.BytesIO(content)).core_properties
    assert (told.author, told.created.date()) == ("", date(2024, 3, 5))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"Macintosh" not in archive.read("docProps/app.xml")
        assert b'w:val="vi-VN"' in archive.read("word/styles.xml")


@pytest.mark.parametrize(
    ("rules", "day"),
    [
        ({"decision": {"date": "2023-04-05"}}, date(2023, 4, 5)),
        ({"decision": {"date": "2023-04"}}, date(2023, 4, 1)),
        ({"decision": {"date": "2023"}, "effective": {"from": "2022-01-01"}}, date(2023, 1, 1)),
        ({"decision": {"date": "2023-02-30"}, "effective": {"from": "2022-06-07"}}, date(2022, 6, 7)),
        ({"decision": {}, "effective": {}, "period": "2021"}, date(2021, 12, 31)),
        ({"decision": {}, "effective": {}, "period": ""}, date(2000, 1, 1)),
        ({"decision": {}, "effective": {}, "period": "0000"}, date(2000, 1, 1)),
    ],
)
def test_the_day_of_a_file_is_stated_by_its_result(rules, day):
    assert stated_day(altered(**rules)) == day


@pytest.mark.slow
def test_no_page_of_a_pdf_has_a_signature_alone():
    """Of lists that end anywhere on a page: the last words of the report are on the page of who signs."""
    from pypdf import PdfReader

    made = record_of("2022")
    first = made["lists"][0]
    ids = list(first["units"])
    for count in range(4, len(ids), 3):
        first["units"] = ids[:count]
        pages = [one.extract_text() for one in PdfReader(io.BytesIO(report_pdf(contents(read(made))))).pages]
        (signed,) = [text for text in pages if "Họ và tên" in text]
        assert "Điểm được tính đúng tuyệt đối" in " ".join(signed.split())


def test_word_keeps_the_signature_with_the_last_words():
    from docx import Document

    made = contents(altered())
    body = Document(io.BytesIO(document(made))).element.body
    children = list(body)
    close = next(n for n, one in enumerate(children) if one.tag == f"{W}tbl" and made.head["recipients"] in words(one))
    kept = 0
    for above in reversed(children[:close]):
        if above.find(f"{W}pPr/{W}keepNext[@{W}val='0']") is not None:
            break
        kept += 1
    texts = [words(one) for one in children[close - kept : close]]
    assert texts == [made.method[-1], *made.hashes]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in children[close].iter(f"{W}tr"))


# ── Profiles ──


def profile_of(made, name):
    """The profile of a unit."""
    return next(one for one in profiles(made)["profiles"] if one["name"] == name)


def top_points(record, unit, *points):
    """Give the criteria of the first level of a unit these points, and the maximum 25 each."""
    card = next(card for card in record["scorecards"] if card["id"] == unit["scorecard"])
    root = card["criteria"][0]["id"]
    tops = [node["id"] for node in card["criteria"] if node["parent"] == root and node["role"] == "scored"]
    for id_, score in zip(tops, points, strict=False):
        made = next(one for one in unit["criteria"] if one["id"] == id_)
        made |= {"score": score, "counted": "25"}


def test_a_criterion_is_weak_where_a_tenth_of_its_points_was_lost():
    record = record_of("2022")
    unit = record["units"][0]
    top_points(record, unit, "24.78", "22.5", "22.51", "10", "20")
    told = profile_of(read(record), unit["name"])
    weak, strong = [(title[:2], lost) for title, lost in told["weak"]], [title[:2] for title in told["strong"]]
    assert weak == [("4.", "−15"), ("5.", "−5"), ("2.", "−2,5")]  # by points lost
    assert strong == ["1.", "3."]


def test_nobody_is_weak_where_hardly_anything_was_lost():
    record = record_of("2022")
    unit = record["units"][0]
    top_points(record, unit, "24.78", "25", "24.9", "24", "23")
    told = profile_of(read(record), unit["name"])
    assert told["weak"] == ()
    assert [title[:2] for title in told["strong"]] == ["2.", "3.", "1."]
    assert "Không có tiêu chí nào." in profiles(read(record))["words"]["none"]


def test_a_loss_is_never_written_as_nothing():
    record = record_of("2022")
    unit = record["units"][0]
    card = next(card for card in record["scorecards"] if card["id"] == unit["scorecard"])
    leaves = {node["id"] for node in card["criteria"] if not node["children"]}
    for one in unit["criteria"]:
        if one["id"] in leaves and one["counted"] is not None:
            one["score"] = one["counted"]
    leaf = next(one for one in unit["criteria"] if one["id"] in leaves and one["counted"] == "10")
    leaf["score"] = "9.999"
    ((_, lost),) = profile_of(read(record), unit["name"])["losses"]
    assert lost == "−0,001"


@pytest.mark.long
def test_a_profile_says_what_appraisers_changed_and_why():
    read_ = read(record_of("2022"))
    reason = "Biên bản thứ ba không có chữ ký. " + "Dài " * 90
    first = CorrectionRecord(
        target="hop_chu_tri",
        stage="first",
        from_="5",
        to="2",
        reason=reason,
        basis="Biên bản số 3",
    )
    units = [
        replace(unit, corrections=[first, replace(first, stage="second", to="!missing")] * 20)
        if unit.id == "dv04"
        else unit
        for unit in read_.record.units
    ]
    made = replace(read_, record=replace(read_.record, units=units))
    told = profile_of(made, "Đơn vị 04")["corrections"]
    assert len(told) == 40
    first, second = told[:2]
    assert (first["stage"], first["before"], first["now"]) == ("thẩm định lần một", "5", "2")
    assert (second["stage"], second["now"]) == ("thẩm định lần hai", "chưa có")
    assert first["reason"].startswith("Biên bản thứ ba không có chữ ký.")

    from pypdf import PdfReader

    alone = profiles(made) | {"profiles": [profile_of(made, "Đơn vị 04")]}
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(profiles_pdf(alone))).pages]
    assert len(pages) > 2  # each stays readable: they go on
    assert all("Lý do" in page for page in pages[1:])  # the heads too
    assert sum(page.count("Biên bản số 3") for page in pages) == 40


def test_points_with_many_digits_stay_within_their_place():
    from pypdf import PdfReader

    made = profiles(read(record_of("2021")))
    one = {**made["profiles"][0], "facts": [["Hạng", "4/6"], ["Điểm", "72,333333/100"], ["Xếp loại", "Hoàn thành tốt"]]}
    sizes = {}
    pages = PdfReader(io.BytesIO(profiles_pdf(made | {"profiles": [one]}))).pages
    pages[0].extract_text(visitor_text=lambda text, _cm, _tm, _font, size: sizes.setdefault(text.strip(), size))
    assert sizes["4/6"] == 14
    assert sizes["72,333333/100"] < 11


# ── Tables of points ──


def with_criteria(count):
    """A result of one list and one scorecard with so many criteria of the first level, of 63 units."""
    criteria = "".join(
        f"{{id: c{n}, code: '{n}', max: 10, title: Tiêu chí số {n}, score: {{formula: x}}}}, "
        for n in range(1, count + 1)
    )
    ruleset = (
        "format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: Ví dụ\nshow: 2\ninputs: {x: {type: number, max: 10}}\n"
        f"scorecards: {{b: {{criteria: [{criteria}]}}}}\n"
    )
    rows = "".join(f"t{n},Ủy ban nhân dân thành phố {n},{10 - n / 8}\n" for n in range(63))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "a.yaml").write_text(ruleset, encoding="utf-8")
        (place / "a.csv").write_text(f"id,name,x\n{rows}", encoding="utf-8")
        asked = [str(place / "a.yaml"), "--data", str(place / "a.csv"), "-o", str(place / "a.json")]
        assert cli.run(["evaluate", *asked]) == 0
        return read((place / "a.json").read_bytes())


@pytest.mark.long
@pytest.mark.parametrize(("count", "is_wide"), [(7, [False]), (9, [True]), (13, [True]), (14, [False])])
def test_points_of_many_criteria_stand_on_turned_pages_while_they_fit(count, is_wide):
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from pypdf import PdfReader

    made = contents(with_criteria(count))
    assert [annex.is_wide for annex in made.annexes] == is_wide
    turned = any(is_wide)
    for drawn in ((), charts(altered("2022"))):
        sections = Document(io.BytesIO(document(made, charts=drawn))).sections
        upright_end = [False] if turned and drawn else []
        orientations = [False, *([True] if turned else []), *upright_end]
        assert [one.orientation == WD_ORIENT.LANDSCAPE for one in sections] == orientations
        assert [one.different_first_page_header_footer for one in sections] == [True, False, False][: len(sections)]
    pages = PdfReader(io.BytesIO(report_pdf(made))).pages
    assert any(page.mediabox.width > page.mediabox.height for page in pages) == turned


@pytest.mark.long
def test_no_word_of_a_table_is_broken():
    """Each column of points in Word has room for its longest word, in whatever is left for names."""
    from docx import Document
    from docx.shared import Mm

    for made in (contents(with_criteria(13)), contents(altered("2021")), contents(altered("2022"))):
        for table in Document(io.BytesIO(document(made))).tables:
            if not table.autofit:
                continue
            heads = [words(cell) for cell in table._tbl.tr_lst[0].tc_lst]
            rows = [[words(cell) for cell in row.tc_lst] for row in table._tbl.tr_lst]
            for head, column, width in zip(heads, zip(*rows, strict=True), table.columns, strict=True):
                longest = max(len(word) + (text == head) for text in column for word in text.split())
                assert width.width >= Mm(2.3) * longest + Mm(4.9), head
            assert sum(width.width for width in table.columns) <= Mm(253)


def test_each_list_has_its_own_table_of_points():
    """Of two lists by one scorecard, ranks began again within a table."""
    made = contents(altered("2021"))
    assert [annex.title for annex in made.annexes] == [
        "Phụ lục: điểm theo tiêu chí, Sở, ban, ngành và cơ quan ngành dọc",
        "Phụ lục: điểm theo tiêu chí, UBND huyện, thị xã, thành phố",
    ]
    for annex, each in zip(made.annexes, made.lists, strict=True):
        assert [(row.rank, row.name) for row in annex.rows] == [(row.rank, row.name) for row in each.rows]


def test_heads_come_again_on_every_page_and_no_row_is_split():
    from pypdf import PdfReader

    made = contents(with_criteria(9))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(report_pdf(made))).pages]
    with_rows = [page for page in pages if "Ủy ban nhân dân thành phố" in page and "đứng đầu" not in page]
    assert len(with_rows) > 3
    assert all("Hạng" in page and "Đơn vị" in page for page in with_rows)
    with zipfile.ZipFile(io.BytesIO(document(made))) as archive:
        text = archive.read("word/document.xml").decode()
    assert text.count("<w:tblHeader/>") == 2
    assert text.count("<w:cantSplit/>") >= 2 * 64


@pytest.mark.parametrize(("digits", "shown"), [(1, "191,7"), (2, "191,67"), (0, "192")])
def test_means_are_rounded_as_points_are(digits, shown):
    record = record_of("2022")
    record["show"] = digits
    made = read(record)
    assert f"điểm bình quân {shown}." in announcement(made)
    assert f"điểm bình quân {shown}." in " ".join(contents(made).lists[0].lines)
    assert f"<b>{shown}</b> điểm bình quân" in page(made)


def test_no_axis_of_the_workbook_goes_beyond_the_maximum():
    with zipfile.ZipFile(io.BytesIO(workbook(read(record_of("2022"))))) as archive:
        drawn = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert [re.findall('<c:max val="([^"]*)"/>', each) for each in drawn].count(["245.0"]) == 1
    assert [re.findall('<c:max val="([^"]*)"/>', each) for each in drawn].count(["360.0"]) == 1


def test_a_condition_that_is_called_as_what_it_asks_is_named_once():
    named = '"Điều kiện - Đã ban hành kế hoạch chuyển đổi số năm"'  # it asks "Đã ban hành kế hoạch chuyển đổi số năm"
    lines = [line for line in announcement(read(record_of("2022"))).splitlines() if "điều kiện" in line]
    assert f"Không đạt điều kiện {named}: Đơn vị 14." in lines
    assert not [line for line in lines if "(" in line]
