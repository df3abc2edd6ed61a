"""`itrank new --from-table`: an annex read into a draft; what is not sure is said, at its cell, and never guessed."""

import csv
import random
import re
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import annexes
import pytest
from annexes import cell, docx, docx_of, paragraph, row, table, xlsx_of, zipped
from itrank import cli
from itrank.engine.annex.against import against
from itrank.engine.annex.asked_columns import asked_columns
from itrank.engine.annex.drafting import draft
from itrank.engine.annex.paper import Paper, parse_paper, read_paper
from itrank.engine.annex.reading import read_annex
from itrank.engine.annex.scoring import Scoring, Unsure
from itrank.engine.annex.wording import scoring_of
from itrank.engine.files.naming import fold
from itrank.engine.language.document import read_document
from itrank.engine.language.editing import laid_out
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import has_errors, message
from itrank.engine.prove.checks import checked

ROOT = Path(__file__).resolve().parent.parent


def annex_of(content, name="phu-luc.docx", columns=""):
    paper = parse_paper(content, name)
    assert isinstance(paper, Paper), paper
    return read_annex(paper, asked_columns(columns) if columns else ())


def tree(part):
    """Draw the lines of a table: number, name, points, each indented below its own."""
    return "\n".join(
        f"{'  ' * line.depth}{line.number or '·'} {line.label}{f' = {line.max}' if line.max is not None else ''}"
        for line in part.lines
    )


def told(findings):
    return [(each.place.cell, each.code) for each in findings]


def drafted(content, name="phu-luc.docx"):
    """Draft, and hold the draft against the loader and the checks: it has no error."""
    made = draft(annex_of(content, name), 2026)
    loaded = load_text(made.text, "2026.yaml")
    assert loaded.ruleset is not None, [message(each, "en") for each in loaded.findings]
    assert not has_errors(checked(loaded, "2026.yaml")[0])
    return made


def document_of(text):
    document, findings = read_document(text, "2026.yaml")
    assert not findings
    return document


def leaves_of(criteria):
    for each in criteria:
        if "criteria" in each:
            yield from leaves_of(each["criteria"])
        else:
            yield each


# ── The table ──

HEAD = "TT | Tiêu chí | Điểm tối đa | Cách chấm điểm | Minh chứng\n"
TREES = {
    "Roman, decimal, dotted, letters, bullets": (
        HEAD + "I | NHẬN THỨC | 30 |\n1 | Họp | 20 |\n1.1 | Chủ trì | 10 |\n1.2 | Dự | 10 |\n2 | Kế hoạch | 10 |\n"
        "a) | Ban hành | 4 |\nb) | Thực hiện | 6 |\n - | Đúng hạn | 2 | x\n - | Đầy đủ | 4 | x\nII | HẠ TẦNG | 5 |\n1 | Mạng | 5 | x",
        ("I NHẬN THỨC = 30\n  1 Họp = 20\n    1.1 Chủ trì = 10\n    1.2 Dự = 10\n  2 Kế hoạch = 10\n    a Ban hành = 4\n"
        "    b Thực hiện = 6\n      - Đúng hạn = 2\n      - Đầy đủ = 4\nII HẠ TẦNG = 5\n  1 Mạng = 5"),
    ),
    "numbers that go on through the Roman ones, as in the national index": (
        HEAD + "I | Nền tảng | 20 |\n1 | Nhận thức | 10 |\n1.1 | a | 10 | x\n2 | Thể chế | 10 | x\nII | Hoạt động | 5 |\n3 | Chính quyền | 5 |\n3.1 | b | 5 | x",
        "I Nền tảng = 20\n  1 Nhận thức = 10\n    1.1 a = 10\n  2 Thể chế = 10\nII Hoạt động = 5\n  3 Chính quyền = 5\n    3.1 b = 5",
    ),
    "dotted numbers right under Roman ones": (
        HEAD + "I | A | 5 |\n1.1 | a | 5 | x\nII | B | 7 |\n2.1 | b | 3 | x\n2.2 | c | 4 | x",
        "I A = 5\n  1.1 a = 5\nII B = 7\n  2.1 b = 3\n  2.2 c = 4",
    ),
    "numbers in the text alone": (
        ("Nội dung tiêu chí | Thang điểm | Hướng dẫn\nA. HẠ TẦNG | 40 |\n1. Máy tính | 20 | x\n1.1 Máy in (10 điểm) | | x\n1.2 Máy quét | 10 | x\n"
        "2) Mạng LAN | 20 | x\nB. NHÂN LỰC | 2,5 | x"),
        "A HẠ TẦNG = 40\n  1 Máy tính = 20\n    1.1 Máy in = 10\n    1.2 Máy quét = 10\n  2 Mạng LAN = 20\nB NHÂN LỰC = 5/2",
    ),
    "what begins with a quantity or a name has no number": (
        "Tiêu chí | Điểm\ni-Office dùng chung | 5\n4 cuộc họp | 5\n5.000 doanh nghiệp | 3\n100 - 200 máy | 2",
        "· i-Office dùng chung = 5\n· 4 cuộc họp = 5\n· 5.000 doanh nghiệp = 3\n· 100 - 200 máy = 2",
    ),
    "items without a number stand under the one above": (
        HEAD + "1 | Chuyên mục | 5 |\n | Có chuyên mục | 3 | x\n | Cập nhật | 2 | x\n2 | Khác | 1 | x",
        "1 Chuyên mục = 5\n  · Có chuyên mục = 3\n  · Cập nhật = 2\n2 Khác = 1",
    ),
    "Vietnamese letters and those of Word": (
        HEAD + "1 | Một | 2 |\nc | x | 1 | x\nd | y | 1 | x\nđ | z | 1 | x\ne | t | 1 | x\n2 | Hai | 2 |\nd | x | 1 | x\ne | y | 1 | x\nf | z | 1 | x",
        "1 Một = 2\n  c x = 1\n  d y = 1\n  đ z = 1\n  e t = 1\n2 Hai = 2\n  d x = 1\n  e y = 1\n  f z = 1",
    ),
    "headings over the width": (
        HEAD + "I | >>NHÓM MỘT\n1 | a | 2,5 | x\n2 | b | 10 điểm | x\nII | >>NHÓM HAI\n1 | c | 1đ | x",
        "I NHÓM MỘT\n  1 a = 5/2\n  2 b = 10\nII NHÓM HAI\n  1 c = 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "drawn"), TREES.values(), ids=TREES)
def test_the_numbers_tell_the_tree(text, drawn):
    (part,) = annex_of(docx_of(text)).parts
    assert tree(part) == drawn
    (part,) = annex_of(xlsx_of(text), "phu-luc.xlsx").parts
    assert tree(part) == drawn


def test_cells_are_named_as_a_reader_finds_them():
    text = HEAD + "1 | Họp | 20 | x | Biên bản"
    (part,) = annex_of(docx_of(text)).parts
    assert [part.lines[0].place(role).cell for role in ("number", "max", "evidence")] == [
        "bảng 1, hàng 2, cột 1",
        "bảng 1, hàng 2, cột 3",
        "bảng 1, hàng 2, cột 5",
    ]
    (part,) = annex_of(xlsx_of(text), "a.xlsx").parts
    assert part.lines[0].place("max").cell == "Bảng 1!C2"


def test_repeated_headings_numbers_of_columns_and_totals_are_no_criteria():
    content = docx_of(
        HEAD + "(1) | (2) | (3) | (4) | (5)\nI | A | 5 |\n1 | a | 5 | x\n" + HEAD + "II | B | 7 |\n1 | b | 7 | x\n"
        " | Cộng mục II | 7 | |\n | TỔNG CỘNG (I + II) | 12 điểm | |\n"
    )  # fmt: skip
    (part,) = annex_of(content).parts
    assert tree(part) == "I A = 5\n  1 a = 5\nII B = 7\n  1 b = 7"
    assert [(total.label, total.value, total.line) for total in part.totals] == [
        ("Cộng mục II", 7, 2),
        ("TỔNG CỘNG (I + II)", 12, -1),
    ]


def test_the_letters_of_columns_are_no_criterion():
    (part,) = annex_of(docx_of(HEAD + "A | B | 1 | 2 | 3\n1 | Họp | 20 | x | y")).parts
    assert tree(part) == "1 Họp = 20"


def test_a_criterion_that_begins_with_tong_so_is_no_total():
    (part,) = annex_of(docx_of(HEAD + "1 | Tổng số máy tính | 5 | x\n | Tổng cộng | 5")).parts
    assert (tree(part), len(part.totals)) == ("1 Tổng số máy tính = 5", 1)


def test_headings_of_two_rows_are_read_together():
    rows = table(
        row("STT", "Nội dung đánh giá", cell("Điểm", span=2), "Cách tính điểm"),
        row("", "", "Tự chấm", "Tối đa", ""),
        row("1", "Họp", "7", "20", "x"),
    )
    (part,) = annex_of(docx(rows)).parts
    assert (part.lines[0].max, part.lines[0].wording, part.roles) == (
        20,
        "x",
        ("number", "label", "max", "wording", "notes"),
    )
    assert part.lines[0].notes == "Điểm Tự chấm: 7"


def test_a_table_that_goes_on_is_one_and_one_that_begins_anew_is_another():
    first = table(row("TT", "Tiêu chí", "Điểm"), row("1", "a", "5"))
    goes_on = table(row("TT", "Tiêu chí", "Điểm"), row("2", "b", "7"))
    bare = table(row("3", "c", "1"))
    other = table(row("TT", "Tiêu chí", "Điểm"), row("1", "d", "9"))
    annex = annex_of(docx(paragraph("PHỤ LỤC I"), first, paragraph(""), goes_on, bare, paragraph("PHỤ LỤC II"), other))
    assert [tree(part) for part in annex.parts] == ["1 a = 5\n2 b = 7\n3 c = 1", "1 d = 9"]
    assert [part.above for part in annex.parts] == ["PHỤ LỤC I", "PHỤ LỤC II"]


def test_tables_under_numbered_headings_are_sections_of_one():
    head = row("TT", "Tiêu chí", "Cách tính điểm", "Điểm tối đa", "Ghi chú")
    content = docx(
        paragraph("PHỤ LỤC 1B"),
        paragraph("I. Hạ tầng kỹ thuật"),
        table(head, row("", "Tổng điểm", "", "25", ""), row("1", "Máy tính", "Điểm = Tỷ lệ * điểm tối đa", "20", ""), row("2", "Mạng", "có/không", "5", "x")),
        paragraph("II. Ứng dụng (10 điểm)"),
        table(head, row("1", "Thư điện tử", "có/không", "10", "")),
        table(head, row("2", "Văn bản", "có/không", "2", "")),
    )  # fmt: skip
    (part,) = annex_of(content).parts
    assert tree(part) == (
        "I Hạ tầng kỹ thuật\n  1 Máy tính = 20\n  2 Mạng = 5\nII Ứng dụng = 10\n  1 Thư điện tử = 10\n  2 Văn bản = 2"
    )
    assert [(total.label, total.line) for total in part.totals] == [("Tổng điểm", 0)]
    assert told(drafted(content).findings) == [("bảng 2", "ITR301")]
    # A table that counts as the heading does is no section of it, and the title is the one above.
    own = docx(
        paragraph("BỘ CHỈ SỐ"),
        paragraph("I. Bảng điểm"),
        table(head, row("I", "a", "", "1", ""), row("1", "b", "x", "1", "")),
    )
    (part,) = annex_of(own).parts
    assert (tree(part), annex_of(content).parts[0].title) == ("I a = 1\n  1 b = 1", "")
    # The same numbers under headings that count anew are another scorecard.
    again = docx(
        paragraph("I. Sở"),
        table(head, row("1", "a", "x", "1", "")),
        paragraph("I. Huyện"),
        table(head, row("1", "b", "x", "1", "")),
    )
    assert [tree(part) for part in annex_of(again).parts] == ["1 a = 1", "1 b = 1"]
    assert [part.title for part in annex_of(again).parts] == ["I. Sở", "I. Huyện"]


def test_a_cell_that_a_page_has_parted_is_put_together():
    (part,) = annex_of(docx_of(HEAD + "1 | Họp | 20 | 4 cuộc: 20 điểm | Biên bản\n | | | 3 cuộc: 15 điểm | Ảnh\n | - Không họp: 0 điểm | | |")).parts  # fmt: skip
    (line,) = part.lines
    assert line.wording == "4 cuộc: 20 điểm\n3 cuộc: 15 điểm\n- Không họp: 0 điểm"
    assert line.evidence == "Biên bản\nẢnh"


GROUPED = {
    "the number is the group's": ("1", "", "", "2", "1 Hạ tầng\n  · Máy tính = 10\n  · Mạng = 5\n  · Tường lửa = 2\n2 Nhân lực\n  · Tập huấn = 8"),
    "the number is the criterion's": ("1", "2", "3", "4", "· Hạ tầng\n  1 Máy tính = 10\n  2 Mạng = 5\n  3 Tường lửa = 2\n· Nhân lực\n  4 Tập huấn = 8"),
}  # fmt: skip


@pytest.mark.parametrize(("a", "b", "c", "d", "drawn"), GROUPED.values(), ids=GROUPED)
def test_a_column_of_groups_makes_the_parents_of_its_rows(a, b, c, d, drawn):
    def merged(text, is_first):
        return cell(text, merge="restart" if is_first else "continue")

    content = docx(
        table(
            row("TT", "Lĩnh vực", "Tiêu chí", "Điểm tối đa", "Cách chấm"),
            row(merged(a, is_first=True), merged("Hạ tầng", is_first=True), "Máy tính", "10", "Tỷ lệ × điểm tối đa"),
            row(merged(b, is_first=bool(b)), merged("", is_first=False), "Mạng", "5", "có/không"),
            row(merged(c, is_first=bool(c)), merged("", is_first=False), "Tường lửa", "2", "có/không"),
            row(d, "Nhân lực", "Tập huấn", "8", "có/không"),
            row("", "", "Tổng cộng", "25", ""),
        )
    )
    assert tree(annex_of(content).parts[0]) == drawn
    assert [each.code for each in drafted(content).findings if each.code != "ITR738"] == []


def test_a_second_column_of_names_that_is_always_filled_is_how_it_is_met():
    content = docx_of(
        "TT | Tiêu chí | Nội dung đánh giá | Điểm\n1 | Máy tính | Tỷ lệ × điểm tối đa | 10\n2 | Mạng | có/không | 5"
    )
    assert drafted(content).kinds == {"share": 1, "yes_no": 1}


def test_the_table_of_signatures_is_passed_over_and_another_is_told():
    text = table(row("TT", "Tiêu chí", "Điểm"), row("1", "a", "5"))
    letterhead = table(row("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    other = table(*[row("x", "y", "z", "t")] * 4)
    annex = annex_of(docx(letterhead, other, text, letterhead))
    assert (len(annex.parts), told(annex.findings)) == (1, [("bảng 2", "ITR723")])


DOUBTS = {
    "a gap in the numbers": ("1 | A | 5 |\n1.1 | a | 2 | x\n1.3 | b | 3 | x", ("cột 1", "ITR365", '"1.3" does not follow: "1.2" should')),
    "a number that stands twice": ("1 | A | 5 |\n1.1 | a | 2 | x\n1.1 | b | 3 | x", ("cột 1", "ITR364", '"1.1" stands in bảng 1, hàng 3, cột 1')),
    "a number whose parent is missing": ("1 | A | 5 | x\n3.2 | a | 2 | x", ("cột 1", "ITR365", '"3" should')),
    "a number that is none": ("1 | A | 5 | x\nmới* | B | 2 | x", ("cột 1", "ITR725", '"mới*" is not understood')),
    "a range of points": ("1 | A | 5-10 | x", ("cột 3", "ITR725", '"5-10" is not one number')),
    "a number that can be read in two ways": ("1 | A | 1.000 | x", ("cột 3", "ITR725", '"1.000" is not one number')),
    "points that are taken off where nothing says penalty": ("1 | A | -5 | x", ("cột 3", "ITR725", '"-5" is not one number')),
    "two numbers for one maximum": ("1 | A (10 điểm) | 5 | x", ("cột 3", "ITR729", "says 5, the name of the criterion 10")),
    "points without a name": ("1 | A | 5 | x\n2 | | 7 | x", ("hàng 3", "ITR723", "no name")),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), DOUBTS.values(), ids=DOUBTS)
def test_what_is_doubtful_about_a_table_is_told_at_its_cell(rows, expected):
    where, code, says = expected
    (found,) = annex_of(docx_of(HEAD + rows)).findings
    assert (found.code, found.place.cell.endswith(where)) == (code, True), found
    assert says in message(found, "en")
    # The draft has each doubt once, as a comment.
    assert drafted(docx_of(HEAD + rows)).text.count(f"# TODO {found.place.cell}: {message(found, 'vi')}") == 1


# ── Word and Excel ──


def test_numbers_that_word_counts_by_itself_are_written_out():
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")))
    )
    numbering = (
        f'<w:numbering xmlns:w="{annexes.W}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles xmlns:w="{annexes.W}"><w:style w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )

    def numbered(level, *, style=""):
        about = (
            f'<w:pStyle w:val="{style}"/>'
            if style
            else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        )
        return cell("", inside=f"<w:p><w:pPr>{about}</w:pPr></w:p>")

    rows = [("I", 0), ("a", 1), ("b", 1), ("c", 2), ("II", 0), ("d", 1)]
    body = [row(numbered(level, style="MucCon" if name == "b" else ""), name, "1", "x") for name, level in rows]
    content = docx(
        table(row("TT", "Tiêu chí", "Điểm", "Cách chấm"), *body),
        parts={"word/numbering.xml": numbering, "word/styles.xml": styles},
    )
    (part,) = annex_of(content).parts
    assert [line.number for line in part.lines] == ["I", "1", "2", "a", "II", "1"]
    assert [line.depth for line in part.lines] == [0, 1, 1, 2, 0, 1]


def test_tracked_changes_are_read_as_accepted_and_told():
    inside = (
        '<w:p><w:r><w:t xml:space="preserve">4 cuộc: </w:t></w:r><w:del w:id="1"><w:r><w:delText>10</w:delText><w:t>10</w:t></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t xml:space="preserve">20 điểm</w:t></w:r></w:ins></w:p>'
    )
    gone = '<w:tr><w:trPr><w:del w:id="3"/></w:trPr>' + cell("2") + cell("Bỏ") + cell("5") + cell("x") + "</w:tr>"
    content = docx(
        table(row("TT", "Tiêu chí", "Điểm", "Cách chấm"), row("1", "Họp", "20", cell("", inside=inside)), gone)
    )
    annex = annex_of(content)
    assert [(line.label, line.wording) for line in annex.parts[0].lines] == [("Họp", "4 cuộc: 20 điểm")]
    assert told(annex.findings) == [("", "ITR722"), ("", "ITR561")]
    assert (
        annex.findings[1].params["cells"]
        == "bảng 1, hàng 2, cột 4; bảng 1, hàng 3, cột 1; bảng 1, hàng 3, cột 2; bảng 1, hàng 3, cột 3; bảng 1, hàng 3, cột 4"
    )


def test_merged_cells_footnotes_symbols_and_fractions_of_word():
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    fraction = (
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"
        '<w:r><w:t xml:space="preserve"> x điểm tối đa</w:t></w:r></w:p>'
    )
    symbol = '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>80%: 10 điểm</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    content = docx(
        table(
            row("TT", "Tiêu chí", "Điểm", "Cách chấm", "Minh chứng"),
            row("1", "Một", cell("10", merge="restart"), cell("", inside=fraction), cell("Báo cáo", merge="restart")),
            row("2", "Hai", cell("", merge="continue"), cell("", inside=symbol), cell("", merge="continue")),
        ),
        names=math,
    )
    first, second = annex_of(content).parts[0].lines
    assert (first.wording, second.wording) == ("(a)/(b) x điểm tối đa", "≥80%: 10 điểm[chú thích]")
    assert (second.max, second.evidence, second.shared) == (None, "Báo cáo", frozenset({"max", "evidence"}))
    made = drafted(content)
    assert ("bảng 1, hàng 3, cột 3", "ITR738") in told(made.findings)
    assert made.kinds == {"ratio": 1}


def test_text_that_is_hidden_or_struck_out_is_not_read():
    inside = (
        '<w:p><w:r><w:t xml:space="preserve">Có: 5 điểm; </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>thiếu: 3 điểm; </w:t></w:r>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>không: 0 điểm</w:t></w:r></w:p>'
    )
    annex = annex_of(
        docx(table(row("TT", "Tiêu chí", "Điểm", "Cách chấm"), row("1", "A", "5", cell("", inside=inside))))
    )
    assert annex.parts[0].lines[0].wording == "Có: 5 điểm; không: 0 điểm"
    assert [(each.code, each.params["cells"]) for each in annex.findings] == [("ITR561", "bảng 1, hàng 2, cột 4")]


def test_nothing_of_a_row_is_lost():
    """A heading over two columns has what is in both; what stands under no heading, or another, is kept as a note."""
    content = docx(
        table(
            row("TT", cell("Tiêu chí", span=2), "Điểm tối đa", "Cách chấm", "Cơ quan thẩm định", "Trọng số", ""),
            row("1", "a)", "Họp", "20", "có/không", "Sở TT&TT", "0,3", "xem phụ lục II"),
        )
    )
    (line,) = annex_of(content).parts[0].lines
    assert (line.number, line.label, line.max) == ("1", "a); Họp", 20)
    assert line.notes == "Cơ quan thẩm định: Sở TT&TT\nTrọng số: 0,3\nxem phụ lục II"
    assert document_of(drafted(content).text)["scorecards"]["bang"]["criteria"][0]["description"].endswith(line.notes)


def test_a_name_and_its_scoring_in_one_cell_are_parted():
    made = drafted(
        docx_of(
            "TT | Tiêu chí | Điểm\n1 | Họp Ban chỉ đạo\\ntrong năm\\n- 4 cuộc: 20 điểm\\n- 3 cuộc: 15 điểm\\n- Dưới 3 cuộc: 0 điểm | 20"
        )
    )
    (leaf,) = document_of(made.text)["scorecards"]["bang"]["criteria"]
    assert (leaf["title"], made.kinds) == ("Họp Ban chỉ đạo; trong năm", {"steps": 1})


def test_a_number_that_is_merged_over_rows_is_told():
    content = docx(
        table(
            row("TT", "Tiêu chí", "Điểm", "Cách chấm"),
            row(cell("1", merge="restart"), "Họp", "20", "có/không"),
            row(cell("", merge="continue"), "Dự họp", "15", "có/không"),
        )
    )
    assert ("bảng 1, hàng 3, cột 1", "ITR738") in told(drafted(content).findings)


def test_a_table_within_a_cell_is_text_of_the_cell():
    inner = table(row("Có", "5 điểm"), row("Không", "0 điểm"))
    content = docx(
        table(row("TT", "Tiêu chí", "Điểm", "Cách chấm"), row("1", "A", "5", cell("", inside=inner + "<w:p/>")))
    )
    annex = annex_of(content)
    assert (len(annex.parts), annex.parts[0].lines[0].wording) == (1, "Có\n5 điểm\nKhông\n0 điểm")


def test_what_excel_has_made_of_a_number_is_told():
    head = ["TT", "Tiêu chí", "Điểm tối đa", "Cách chấm"]
    import xlsxwriter  # its formats

    path = xlsx_of([head, [1, "A", 5, ""], [1.1, "a", 2, "x"], [1.2, "b", 2.5, "x"]])
    (part,) = annex_of(path, "a.xlsx").parts
    assert tree(part) == "1 A = 5\n  1.1 a = 2\n  1.2 b = 5/2"
    import io

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Phụ lục")
    sheet.write_row(0, 0, head)
    sheet.write_datetime(1, 0, date(2026, 2, 1), book.add_format({"num_format": "dd/mm"}))
    sheet.write_row(1, 1, ["A", 5, "x"])
    sheet.write_row(2, 0, ["2", "B"])
    sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    book.close()
    annex = annex_of(buffer.getvalue(), "a.xlsx")
    assert told(annex.findings) == [("Phụ lục!A2", "ITR725"), ("Phụ lục!C3", "ITR725"), ("Phụ lục!A3", "ITR365")]
    assert tree(annex.parts[0]) == "· A = 5\n2 B"


BOMB = zipped({"[Content_Types].xml": annexes.TYPES, "word/document.xml": "a" * 40_000_000})
HOSTILE = {
    "a bomb": (BOMB, "ITR416"),
    "no zip at all": (b"%PDF-1.7", "ITR498"),
    "cut off": (docx_of(HEAD)[:300], "ITR498"),
    "no document in it": (zipped({"a.xml": "<a/>"}), "ITR498"),
    "an entity": (
        zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "ITR499",
    ),
    "an entity in the lists": (
        docx(parts={"word/numbering.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
        "ITR499",
    ),
    "a path out of the zip": (docx(parts={"../../x.xml": "<a/>"}), "ITR499"),
    "a cell of more text than anybody reads": (docx_of(HEAD + f"1 | {'a' * 20_001} | 5"), "ITR416"),
    "more columns than a page is wide": (docx(table(row(*["x"] * 61))), "ITR416"),
    "a span over everything": (docx(table(row(cell("x", span=999)))), "ITR416"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_would_harm_is_not_opened(content, code):
    found = parse_paper(content, "phu-luc.docx")
    assert not isinstance(found, Paper), found
    assert found.code == code


def test_the_limits_themselves_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr("itrank.engine.annex.paper.MOST_ROWS", 3)
    three, four = (docx(table(row("TT", "Tiêu chí", "Điểm"), *[row("1", "a", "5")] * more)) for more in (2, 3))
    assert isinstance(parse_paper(three, "a.docx"), Paper)
    assert parse_paper(four, "a.docx").code == "ITR408"
    monkeypatch.undo()
    monkeypatch.setattr("itrank.engine.annex.paper.LARGEST", len(three))
    (tmp_path / "a.docx").write_bytes(three)
    assert isinstance(read_paper(tmp_path / "a.docx", "a.docx"), Paper)
    (tmp_path / "b.docx").write_bytes(three + b"\0")
    assert read_paper(tmp_path / "b.docx", "b.docx").code == "ITR101"
    assert len(annex_of(docx_of(HEAD + f"1 | {'a' * 20_000} | 5")).parts[0].lines[0].label) == 20_000
    wide = ["TT", "Tiêu chí", "Điểm", *[""] * 57]
    assert tree(annex_of(docx(table(row(*wide), row("1", "a", "5")))).parts[0]) == "1 a = 5"


def test_signs_that_nobody_sees_and_signs_of_yaml_do_no_harm():
    label = 'Họp\u202e "x": [a, {b}] # c \u200b\u2028 & *d !e %f @g | > -'
    made = drafted(docx_of(HEAD + f"1 | {label.replace('|', '')} | 5 | - a: b # c; | '\"\\ {{{{ }}}}"))
    (leaf,) = leaves_of(document_of(made.text)["scorecards"]["bang"]["criteria"])
    assert leaf["title"] == 'Họp "x": [a, {b}] # c & *d !e %f @g > -'
    assert leaf["description"].endswith("Cách chấm: - a: b # c;\nMinh chứng: '\"\\ {{ }}")


# ── Wordings ──

SURE = {
    "Tỷ lệ × điểm tối đa": "share self",
    "Tỷ lệ máy tính cài phần mềm diệt virus x 20 điểm": "share self",
    "Điểm = tỷ lệ % x điểm tối đa.": "share self",
    "(100% - tỷ lệ trễ hạn) x điểm tối đa": "share 1 - self",
    "a = Số CBCCVC có máy tính; b = Tổng số CBCCVC; a/b × điểm tối đa": "ratio Số CBCCVC có máy tính / Tổng số CBCCVC",
    "Điểm = (a/b)*20. Trong đó: a là số cuộc họp do Chủ tịch chủ trì, b là tổng số cuộc họp": "ratio Số cuộc họp do Chủ tịch chủ trì / Tổng số cuộc họp",
    "Số CBCCVC có máy tính/Tổng số CBCCVC × 20 điểm": "ratio Số CBCCVC có máy tính / Tổng số CBCCVC",
    "Điểm tối đa x a/b": "ratio  /",
    "Từ 80% trở lên: điểm tối đa; dưới 80%: tỷ lệ × điểm tối đa / 80%": "share self full_at 80%",
    "a- Số lượng CBCCVC được tập huấn\nb- Tổng số CBCCVC\n- Tỷ lệ=a/b\n- Điểm= Tỷ lệ*Điểm tối đa": "ratio Số lượng CBCCVC được tập huấn / Tổng số CBCCVC",
    "a= Số dịch vụ; b= Tổng số dịch vụ; Tỷ lệ=a/b; Tỷ lệ≥80%: Điểm tối đa; Tỷ lệ<80%: Điểm=Tỷ lệ/80%*Điểm tối đa": "ratio Số dịch vụ / Tổng số dịch vụ full_at 80%",
    "Hoàn thành 100% kế hoạch: 20\nHoàn thành từ 80% - dưới 100%: 15\nHoàn thành dưới 80% : 0": "steps from 100%:20 80%:15 else 0",
    "Có từ 3 sáng kiến trở lên: 20 điểm; có 2 sáng kiến: 12 điểm; có 1 sáng kiến: 6 điểm; không có sáng kiến: 0 điểm": "steps from 3:20 2:12 1:6 else 0",
    "Từ 90% số hồ sơ trở lên: 20; Từ 70% - dưới 90%: 10; Dưới 70%: 0": "steps from 90%:20 70%:10 else 0",
    "- Trưởng  ban  là  Bí  thư/Chủ  tịch:  Điểm  tối đa\n- Trưởng ban là Phó Bí thư: 1/2*Điểm tối đa;\n- Chưa có Ban chỉ đạo: 0 điểm.": "choice 100% 50% 0",
    "4 cuộc: 20 điểm; 3 cuộc: 15 điểm; 2 cuộc: 10 điểm; 1 cuộc: 5 điểm; không họp: 0 điểm": "steps from 4:20 3:15 2:10 1:5 else 0",
    "4 cuộc: 20 điểm; 3 cuộc: 15 điểm": "steps from 4:20 3:15 else 0 ?",
    "- Họp từ 4 cuộc trở lên: 20 điểm\n- Họp 3 cuộc: 15 điểm\n- Dưới 3 cuộc: 0 điểm": "steps from 4:20 3:15 else 0",
    "Từ 80% trở lên: 20 điểm; từ 50% đến dưới 80%: 5 điểm; dưới 50%: 0 điểm": "steps from 80%:20 50%:5 else 0",
    "Đạt từ 80% trở lên được 20 điểm, từ 50% đến dưới 80% được 12,5 điểm, dưới 50% không được điểm": "steps from 80%:20 50%:12,5 else 0",
    "từ 80% trở lên: 20 điểm; từ 50% đến dưới 80%: 5 điểm": "steps from 80%:20 50%:5 else 0 ?",
    "> 80%: 20 điểm; 50% < x ≤ 80%: 5 điểm; ≤ 50%: 0 điểm": "steps above 80%:20 50%:5 else 0",
    "100%: 20 điểm; từ 80% đến dưới 100%: 5 điểm; dưới 80%: 0 điểm": "steps from 100%:20 80%:5 else 0",
    "Dưới 5%: 20 điểm; từ 5% đến dưới 10%: 5 điểm; từ 10% trở lên: 0 điểm": "steps below 5%:20 10%:5 else 0",
    "Không quá 2 báo cáo: 20 điểm; từ 3 đến 5 báo cáo: 5 điểm; trên 5 báo cáo: 0 điểm": "steps up_to 2:20 5:5 else 0",
    "0 sự cố: 20 điểm; 1 sự cố: 10 điểm; từ 2 sự cố trở lên: 0 điểm": "steps up_to 0:20 1:10 else 0",
    "Số lớp: 10 lớp: điểm tối đa; 5 lớp: 50% điểm tối đa; còn lại: 0 điểm": "steps from 10:100% 5:50% else 0 ?",
    "có/không": "yes_no",
    "Có: 20 điểm; không: 0 điểm": "yes_no",
    "Có 20 điểm, không 0 điểm": "yes_no",
    "Đã ban hành: 20 điểm. Chưa ban hành: 0 điểm": "yes_no",
    "Được điểm tối đa nếu có quy chế; 0 điểm nếu không có quy chế": "yes_no",
    "Có kế hoạch: 20 điểm": "yes_no ?",
    "Trưởng ban là Bí thư/Chủ tịch: điểm tối đa; Phó: 1/2*điểm tối đa; chưa có: 0": "choice 100% 50% 0",
    "Có đầy đủ: 20 điểm; có nhưng thiếu: 10 điểm; không có: 0 điểm": "choice 20 10 0",
    "Mỗi ứng dụng 1 điểm, không quá 20 điểm": "count 1 Số ứng dụng",
    "Cứ mỗi sáng kiến được cộng 0,5 điểm; tối đa 20 điểm": "count 0,5 Số sáng kiến",
    "2 điểm/01 mô hình, tối đa 20 điểm": "count 2 Số mô hình",
    "Có kế hoạch: 12 điểm; có báo cáo: 8 điểm": "checklist Có kế hoạch: 12; có báo cáo: 8",
    "Băng thông/giá trị lớn nhất trong danh sách × điểm tối đa": "relative best",
    "Băng thông/giá trị lớn nhất trong các cơ quan × điểm tối đa": "relative best ?",
    "Theo kết quả điều tra xã hội học": "given",
    "Từ 80% trở lên: 20 điểm; từ 50% đến 80%: 5 điểm; dưới 50%: 0 điểm": "steps from 80%:20 50%:5 else 0 ?",  # 80% is of the first
    "Từ 80% trở lên: 20 điểm; từ 50% trở lên: 5 điểm; trên 30%: 3 điểm; còn lại: 0 điểm": "steps 20 if self >= 0.8 else 5 if self >= 0.5 else 3 if self > 0.3 else 0",
    "Trên 95%: 20 điểm; từ 80-95%: 10 điểm; dưới 80%: 0 điểm": "steps 20 if self > 0.95 else 10 if self >= 0.8 else 0",
    "Mỗi 2 lớp được 1 điểm, không quá 20 điểm": "count 1 for 2 Số lớp ?",
}  # fmt: skip
UNSURE = [
    "Theo mức độ thực tế",
    "Tính theo tỷ lệ thực hiện",
    "Từ 80% trở lên: 20 điểm; từ 50% đến dưới 70%: 5 điểm; dưới 50%: 0 điểm",  # a gap
    "Trên 80%: 20 điểm; từ 50% đến dưới 80%: 5 điểm; dưới 50%: 0 điểm",  # 80% nowhere
    "Từ 80% trở lên: 5 điểm; từ 50% đến dưới 80%: 20 điểm; dưới 50%: 0 điểm",  # up and down
    "5 máy tính: 20 điểm; 3 máy in: 10 điểm",  # two quantities
    "Từ 80% trở lên: 20 điểm; từ 10 lớp trở lên: 10 điểm",
    "Từ 80% trở lên: 20 điểm; dưới 80%: tỷ lệ × điểm tối đa",  # not divided by 80%
    "85-100: 20 điểm; 70-84: 10 điểm; dưới 70: 0 điểm",  # 84,5
    "Cứ 10% được 2 điểm",
    "Tốt: 20 điểm; Khá: 10 điểm; Trung bình: 5 điểm",  # they may add up
    "Có kế hoạch: 20 điểm; không có báo cáo: 0 điểm",
    "Có kế hoạch 10 điểm và có báo cáo 10 điểm",
    "a/b × điểm tối đa, trừ 2 điểm nếu báo cáo trễ",
    "Mỗi văn bản chậm trừ 2 điểm",
    "Từ 80% trở lên: 20 điểm; từ 50% đến dưới 80%: 10 điểm; không phát sinh hồ sơ: 20 điểm",
    "Theo kết quả khảo sát mức độ hài lòng",  # points, or a rate
    "Mới triển khai 2 điểm, không quá 20 điểm",
    "Cơ quan cấp tỉnh: 12 điểm; cơ quan cấp xã: 8 điểm",
    "Có: 20 điểm; có nhưng trễ: trừ 5 điểm; không: 0 điểm",
    "a = số máy; b = tổng số máy; Điểm = tỷ lệ × điểm tối đa",  # a/b or b/a
    "a/b × điểm tối đa; a = số máy; c = tổng số máy",
    "a/b × điểm tối đa; tỷ lệ = b/a",
    "Tỷ lệ ≥ 80%: điểm tối đa; tỷ lệ < 80%: tỷ lệ/70% × điểm tối đa",
    "Điểm tối đa nếu 100% CBCC; còn lại tính theo tỷ lệ",
    "Tỷ lệ × điểm tối đa; trễ hạn trừ 5 điểm",
    "(a + b)/c × điểm tối đa",
    "Bí thư/Chủ tịch × điểm tối đa",
    "2 trong 3 lớp: 20 điểm; 1 trong 3 lớp: 10 điểm; không có: 0 điểm",
    "4 cuộc\n3 cuộc",
    "Tỷ lệ × điểm tối đa" * 400,
]
OTHER_MOST = {
    "Tỷ lệ × 15 điểm": 15,
    "Có: 10 điểm; không: 0 điểm": 10,
    "4 cuộc: 15 điểm; 3 cuộc: 10 điểm; còn lại: 0 điểm": 15,
    "Mỗi ứng dụng 1 điểm, không quá 25 điểm": 25,
    "a/b × 30 điểm; a = số máy; b = tổng số máy": 30,
}


def said(found):
    """Write a kind on one line; `?` where it leaves something open."""
    assert isinstance(found, Scoring), found
    return annexes.said(found) + " ?" * bool(found.doubts and found.kind != "ratio")


@pytest.mark.parametrize(("wording", "kind"), SURE.items())
def test_a_wording_of_the_catalogue_is_a_kind(wording, kind):
    assert said(scoring_of(wording, Fraction(20))) == kind


@pytest.mark.parametrize("wording", UNSURE, ids=lambda text: text[:40])
def test_a_wording_that_is_not_surely_one_kind_is_none(wording):
    found = scoring_of(wording, Fraction(20))
    assert isinstance(found, Unsure)
    assert found.top is None


@pytest.mark.parametrize(("wording", "most"), OTHER_MOST.items())
def test_a_wording_that_gives_another_maximum_than_the_column_is_none(wording, most):
    assert scoring_of(wording, Fraction(20)) == Unsure(Fraction(most))
    made = drafted(docx_of(HEAD + "1 | A | 20 | " + wording))
    (found,) = made.findings
    assert (found.code, found.place.cell) == ("ITR729", "bảng 1, hàng 2, cột 4")
    assert message(found, "vi") == f"cách chấm cho nhiều nhất {most} điểm, cột điểm ghi 20"


@pytest.mark.parametrize("wording", SURE)
def test_each_kind_loads_as_it_is_drafted(wording):
    made = drafted(docx_of(HEAD + f"1 | Tiêu chí | 20 | {wording}".replace("\n", "\\n")))
    (leaf,) = leaves_of(document_of(made.text)["scorecards"]["bang"]["criteria"])
    kind = scoring_of(wording, Fraction(20)).kind
    written = next(iter(leaf["score"])) if isinstance(leaf["score"], dict) else leaf["score"]
    assert written == kind or (kind, written) == ("steps", "formula")  # bounds of two sorts
    assert " ".join(wording.split("\n")[0].split()).rstrip(".") in leaf["description"]


@pytest.mark.parametrize("wording", SURE)
def test_a_draft_that_leaves_nothing_to_do_differs_nowhere_from_its_annex(wording):
    content = docx_of(HEAD + f"1 | Tiêu chí | 20 | {wording}".replace("\n", "\\n"))
    assert differences(drafted(content).text, annex_of(content)) == []


@pytest.mark.parametrize(
    "rows",
    [
        "1 | Họp | 20 | 4 cuộc: 20 điểm | Biên bản\n | | | 3 cuộc: 15 điểm | Ảnh\n | - Không họp: 0 điểm | | |",
        "1 | Trưởng ban | 20 | Trưởng ban là Bí thư: điểm tối đa; Phó Bí thư: 1/2 điểm tối đa; chưa có: 0 | Quyết định",
        "1 | Sự cố | 5 | Không quá 2 sự cố: 5 điểm; từ 3 sự cố trở lên: 0 điểm",
        "1 | Họp | 10 | 4 cuộc trở lên: 10 điểm; 2-3 cuộc: 5 điểm; dưới 2 cuộc: 0 điểm",
        "1 | Họp | 10 | Từ 6 cuộc trở lên: 10 điểm; từ 2 đến 5 cuộc: 5 điểm; dưới 2 cuộc: 0 điểm",
    ],
)
def test_what_is_said_in_another_way_is_no_difference(rows):
    content = docx_of(HEAD + rows)
    made = drafted(content)
    assert not [each for each in made.findings if each.code in {"ITR732", "ITR733"}]
    assert differences(made.text, annex_of(content)) == []


def differences(rules, annex):
    loaded = load_text(rules, "b.yaml")
    assert loaded.ruleset is not None, loaded.findings
    return [(found.code, found.place.cell) for found in against(loaded.ruleset, annex).differs]


def clause_of(chance, low, high, points, sign):
    """Word a range of values in one of many ways; give the words and what they literally mean."""
    a, b = f"{low}{sign}", f"{high}{sign}"
    ways = []
    if low is not None and high is not None:
        ways = [
            (f"từ {a} đến dưới {b}", lambda v: low <= v < high),
            (f"{a} ≤ x < {b}", lambda v: low <= v < high),
            (f"Từ {a} - dưới {b}", lambda v: low <= v < high),
            (f"trên {a} đến {b}", lambda v: low < v <= high),
            (f"trên {a} đến dưới {b}", lambda v: low < v < high),
            (f"từ {a} đến {b}", lambda v: low <= v <= high),
        ]
    elif low is not None:
        ways = [
            (f"từ {a} trở lên", lambda v: v >= low),
            (f"≥ {a}", lambda v: v >= low),
            (f"đạt ít nhất {a}", lambda v: v >= low),
            (f"{a} trở lên", lambda v: v >= low),
            (f"trên {a}", lambda v: v > low),
            (f"> {a}", lambda v: v > low),
        ]
    else:
        ways = [
            (f"dưới {b}", lambda v: v < high),
            (f"< {b}", lambda v: v < high),
            (f"không quá {b}", lambda v: v <= high),
            (f"{b} trở xuống", lambda v: v <= high),
        ]
    words, holds = chance.choice(ways)
    return f"{words}: {str(points).replace('.', ',')} điểm", holds


def steps_at(score, value, percent):
    """Do the sum of `steps` by hand; of steps whose bounds are of two sorts that of their formula."""
    if "formula" in score:
        exact = re.sub(r"[\d.]+", r"Fraction('\g<0>')", score["formula"])
        return eval(exact, {"self": value / 100 if percent else value, "Fraction": Fraction})
    how = next(key for key in ("from", "above", "up_to", "below") if key in score)
    holds = {"from": value.__ge__, "above": value.__gt__, "up_to": value.__le__, "below": value.__lt__}[how]
    bounds = sorted(score[how], key=lambda bound: Fraction(bound.rstrip("%")), reverse=how in {"from", "above"})
    return next((score[how][bound] for bound in bounds if holds(Fraction(bound.rstrip("%")))), score["otherwise"])


@pytest.mark.parametrize(
    "seeds", [range(700), pytest.param(range(700, 30_000), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_steps_give_what_each_of_their_clauses_says(seeds):
    """Of ladders, whole and broken, one that is recognised gives the points of the clause that holds.

    Where none holds, it says that it is left open; where two hold, they are thresholds of which the higher counts.
    """
    recognised = 0
    for seed in seeds:
        chance = random.Random(seed)
        sign = chance.choice(["%", ""])
        bounds = sorted(chance.sample(range(1, 100), chance.randint(1, 3)))
        points = [*sorted(chance.sample(range(20), len(bounds))), 20]
        points = points if chance.random() < 0.7 else points[::-1]
        ranges = list(zip([None, *bounds], [*bounds, None], strict=True))
        if chance.random() < 0.4:  # break it
            at = chance.randrange(len(ranges))
            low, high = ranges[at]
            ranges[at] = (low and max(1, low + chance.choice([-2, 2])), high)
        if chance.random() < 0.2:
            ranges, points = ranges[1:], points[1:]
        clauses = [clause_of(chance, low, high, each, sign) for (low, high), each in zip(ranges, points, strict=True)]
        found = scoring_of("; ".join(words for words, _ in clauses[:: chance.choice([1, -1])]), Fraction(20))
        if not isinstance(found, Scoring):
            continue
        recognised += 1
        assert found.kind == "steps"
        near = {bound + Fraction(half, 2) for pair in ranges for bound in pair if bound for half in range(-5, 6)}
        for value in sorted(near):
            if found.answer["type"] == "count" and value.denominator > 1:
                continue
            worth = [each for (_, holds), each in zip(clauses, points, strict=True) if holds(value)]
            made = steps_at(found.score, value, sign)
            if len(worth) == 1:
                assert made == worth[0], ([words for words, _ in clauses], value, found)
            elif not worth:
                assert found.doubts, ([words for words, _ in clauses], value, found)
            else:
                assert made == max(worth), ([words for words, _ in clauses], value, found)
    assert recognised > len(seeds) // 10


# ── Sums, roles, rungs ──


def test_sums_are_held_against_what_is_printed_with_the_arithmetic():
    rows = "I | A | 20 |\n1 | a | 5 | có/không\n2 | b | 2,5 | có/không\nII | B | 10 |\n1 | c | 10 | có/không\n | Cộng mục II | 12 |\n | Tổng cộng | 40 |"
    made = drafted(docx_of(HEAD + rows))
    assert [(each.place.cell, each.code, message(each, "vi")) for each in made.findings] == [
        ("bảng 1, hàng 2, cột 3", "ITR301", '"A": các mục cộng lại 5 + 2,5 = 7,5, bản in ghi 20 (lệch 12,5)'),
        ("bảng 1, hàng 7, cột 3", "ITR301", '"Cộng mục II": các mục cộng lại 10 = 10, bản in ghi 12 (lệch 2)'),
        ("bảng 1, hàng 8, cột 3", "ITR301", '"Tổng cộng": các mục cộng lại 20 + 10 = 30, bản in ghi 40 (lệch 10)'),
    ]
    card = document_of(made.text)["scorecards"]["bang"]
    assert ["max" in each for each in (card, *card["criteria"])] == [False, False, True]


def test_the_scale_in_the_title_is_a_printed_sum():
    content = docx_of(HEAD + "1 | a | 5 | có/không", "BỘ TIÊU CHÍ", "(Thang điểm 100 điểm)")
    (found,) = drafted(content).findings
    assert message(found, "vi") == '"Thang điểm 100 điểm": các mục cộng lại 5 = 5, bản in ghi 100 (lệch 95)'


def test_a_draft_is_laid_out_as_fmt_does():
    long = "Trưởng ban là người đứng đầu cơ quan, đơn vị hoặc cấp phó được phân công phụ trách chuyển đổi số của đơn vị"
    made = drafted(
        docx_of(
            HEAD
            + f"1 | A | 20 | {long}: điểm tối đa; là người khác: 50% điểm tối đa; chưa có: 0 điểm | x\n2 | B | 5 | a = Số {long}; b = Tổng số {long}; a/b × điểm tối đa\n"
            "3 | C: d # e | 5 | Theo thực tế\n4 | D | 5 | Có: 5 điểm; không: 0 điểm\n | Tổng cộng | 36"
        )
    )
    assert laid_out(made.text) == made.text
    assert (made.kinds, made.leaves) == ({"choice": 1, "ratio": 1, "yes_no": 1}, 4)


def test_right_sums_are_stated():
    card = document_of(
        drafted(docx_of(HEAD + "1 | A | 7,5 |\n1.1 | a | 5 | có/không\n1.2 | b | 2,5 | có/không\n | Tổng | 7,5")).text
    )
    root = card["scorecards"]["bang"]
    assert (root["max"], root["criteria"][0]["max"]) == (Fraction(15, 2), Fraction(15, 2))


def test_bonus_and_penalty_stand_outside_of_the_maximum():
    rows = (
        "I | A | 10 |\n1 | a | 10 | có/không\nII | Điểm thưởng | 5 |\n1 | Sáng kiến | 5 | Mỗi sáng kiến 1 điểm, không quá 5 điểm\n"
        "III | Điểm trừ | -3 |\n1 | Báo cáo trễ | - 3 | Mỗi lần 1 điểm, không quá 3 điểm\n | Tổng cộng | {total} |"
    )
    made = drafted(docx_of(HEAD + rows.format(total=10)))
    criteria = document_of(made.text)["scorecards"]["bang"]["criteria"]
    assert [(each.get("role"), each["max"]) for each in criteria] == [(None, 10), ("bonus", 5), ("penalty", 3)]
    assert made.findings == ()
    (found,) = drafted(docx_of(HEAD + rows.format(total=15))).findings
    assert message(found, "en") == "the printed points include the bonus; the draft leaves it outside of the maximum"


def test_names_that_only_sound_like_a_bonus_are_criteria():
    made = drafted(
        docx_of(
            HEAD
            + "1 | Điểm công khai thủ tục | 5 | có/không\n2 | Điểm phát wifi công cộng | 5 | có/không\n3 | Điểm thường trực | 5 | có/không\n | Tổng | 15"
        )
    )
    card = document_of(made.text)["scorecards"]["bang"]
    assert ([each.get("role") for each in card["criteria"]], card["max"], made.findings) == ([None] * 3, 15, ())


def test_what_gives_no_points_is_no_criterion_of_points():
    made = drafted(
        docx_of(
            HEAD
            + "1 | A | 10 | có/không\n2 | Kế hoạch năm | Điều kiện bắt buộc | Đã ban hành\n3 | Thông tin chung | Không tính điểm |\n4 | B | 0 | |\n | Tổng cộng | 10"
        )
    )
    card = document_of(made.text)["scorecards"]["bang"]
    assert [each.get("role") for each in card["criteria"]] == [None, "condition", "unscored", "unscored"]
    assert (card["max"], card["criteria"][1]["on_fail"]) == (10, "flag")
    assert told(made.findings) == [("bảng 1, hàng 3, cột 3", "ITR733")]


def test_sheets_that_count_anew_are_scorecards_of_groups_named_by_their_sheets():
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in ("Sở, ban, ngành", "UBND cấp xã"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["TT", "Tiêu chí", "Điểm tối đa", "Cách chấm"])
        sheet.write_row(1, 0, ["1", "A", 5, "a = Số máy; b = Tổng số máy; a/b × điểm tối đa"])
    hidden = book.add_worksheet("Nháp")
    hidden.write_row(0, 0, ["TT", "Tiêu chí", "Điểm tối đa"])
    hidden.hide()
    book.close()
    document = document_of(drafted(buffer.getvalue(), "a.xlsx").text)
    assert [each["title"] for each in document["groups"].values()] == ["Sở, ban, ngành", "UBND cấp xã"]
    assert [(key, list(card["for"])) for key, card in document["scorecards"].items()] == [
        ("bang_1", ["nhom_1"]),
        ("bang_2", ["nhom_2"]),
    ]
    assert list(document["inputs"]) == ["so_may", "tong_so_may"]  # asked once


def test_rows_that_say_what_a_level_is_worth_are_rungs_of_the_row_above():
    rows = "1 | Họp | 20 | |\n | 4 cuộc trở lên | 20 | |\n | 3 cuộc | 15 | |\n | Dưới 3 cuộc | 0 | |\n2 | Khác | 5 | có/không"
    made = drafted(docx_of(HEAD + rows))
    (meeting, _) = document_of(made.text)["scorecards"]["bang"]["criteria"]
    assert dict(meeting["score"]["from"]) == {"4": 20, "3": 15}
    assert (made.kinds, made.findings) == ({"steps": 1, "yes_no": 1}, ())
    # Those that add up are criteria.
    made = drafted(docx_of(HEAD + "1 | Chuyên mục | 5 | |\n - | Có | 3 | có/không\n - | Cập nhật | 2 | có/không"))
    assert (made.leaves, made.kinds) == (2, {"yes_no": 2})


def test_the_best_of_several_and_a_cap_are_what_a_branch_says():
    made = drafted(docx_of(HEAD + "1 | Máy chủ | 20 | Tính trường hợp có điểm cao nhất |\na) | Tập trung | 20 | có/không\nb) | Tại chỗ | 12 | có/không\n"
                           "2 | Thiết bị | 10 | Không quá 10 điểm |\na) | Có | 8 | có/không\nb) | Thêm | 6 | có/không"))  # fmt: skip
    best, capped = document_of(made.text)["scorecards"]["bang"]["criteria"]
    assert (best["aggregate"], best["max"], capped["cap"], capped["max"]) == ("max", 20, 10, 10)
    assert made.findings == ()
    (found,) = drafted(docx_of(HEAD + "1 | A | 5 | Theo quy chế |\n1.1 | a | 5 | có/không")).findings
    assert (found.code, found.place.cell) == ("ITR733", "bảng 1, hàng 2, cột 4")


def test_what_cannot_be_sure_loads_as_given_points_and_says_todo():
    made = drafted(
        docx_of(HEAD + "1 | A | 5 | Theo thực tế | Báo cáo\n2 | B | 3 | |\n3 | C | | có/không\n4 | >>Ghi chú của bảng")
    )
    assert told(made.findings) == [
        ("bảng 1, hàng 2, cột 4", "ITR732"),
        ("bảng 1, hàng 3, cột 4", "ITR736"),
        ("bảng 1, hàng 4, cột 3", "ITR736"),
        ("bảng 1, hàng 5, cột 3", "ITR736"),
    ]
    document = document_of(made.text)
    assert [each["score"] for each in leaves_of(document["scorecards"]["bang"]["criteria"])][:2] == ["given"] * 2
    loaded = load_text(made.text, "2026.yaml")
    places = [each.params["where"] for each in checked(loaded, "2026.yaml")[0] if each.code == "ITR701"]
    assert [f"scorecards.bang.criteria[{at}].description" in places for at in range(3)] == [True] * 3
    assert document["provenance"] == document["effective"]["provenance"] == "illustrative"


def test_a_heading_that_holds_nothing_is_left_out_and_told():
    rows = table(
        row("TT", "Tiêu chí", "Điểm", "Cách chấm"),
        row("1", "A", "5", "có/không"),
        row(cell("Áp dụng từ năm 2026", span=4)),
    )
    made = drafted(docx(rows))
    assert told(made.findings) == [("bảng 1, hàng 3, cột 1", "ITR723")]
    assert made.criteria == 1


def test_the_decision_that_an_annex_names_is_taken_and_two_are_none():
    one = "(Kèm theo Quyết định số 1949/QĐ-UBND ngày 25 tháng 11 năm 2022 của Ủy ban nhân dân tỉnh)"
    text = HEAD + "1 | A | 5 | có/không"
    document = document_of(drafted(docx_of(text, "PHỤ LỤC II", "BỘ CHỈ SỐ", one)).text)
    assert dict(document["decision"]) == {"number": "1949/QĐ-UBND", "date": "2022-11-25"}
    assert (document["title"], document["scorecards"]["bang"]["criteria"][0]["clause"]) == (
        "BỘ CHỈ SỐ",
        "Phụ lục II, mục 1",
    )
    two = one + " sửa đổi Quyết định số 12/QĐ-UBND ngày 1/2/2021"
    assert document_of(drafted(docx_of(text, two)).text)["decision"]["number"] == "TODO"
    assert (
        document_of(drafted(docx_of(text, one.replace("25 tháng 11", "31 tháng 11"))).text)["decision"]["number"]
        == "TODO"
    )


# ── The shipped rulesets ──


def shipped(year):
    document, _ = read_document((ROOT / "rulesets" / f"{year}.yaml").read_text("utf-8"), "x.yaml")
    return document


def drawn(criteria, depth=0):
    """Draw the criteria of a ruleset, those that an annex prints."""
    rows = []
    for each in criteria:
        if each.get("role") not in {"unscored", "condition"}:
            rows.append((depth, each.get("code"), annexes.words(each["title"]), each.get("max", each.get("cap"))))
            rows += drawn(each.get("criteria", []), depth + 1)
    return rows


def kind_of(leaf):
    return next(iter(leaf["score"])) if isinstance(leaf["score"], dict) else leaf["score"]


# Leaves that have a wording of the catalogue, of all leaves. The others are formulas, goalposts and tables, which are
# printed as prose; and two checklists whose items do not all begin as items do.
RECOGNISED = {"2021": (30, 35), "2022": (43, 57)}


@pytest.mark.bar(2)
@pytest.mark.parametrize("form", ["docx", "xlsx"])
@pytest.mark.parametrize(("year", "count"), RECOGNISED.items())
def test_a_shipped_ruleset_that_is_printed_and_drafted_is_the_same(year, count, form):
    original = shipped(year)
    printed = [annexes.printed_card(card, original) for card in original["scorecards"].values()]
    content = (
        xlsx_of(*printed)
        if form == "xlsx"
        else docx(*[paragraph("PHỤ LỤC") + table(*[row(*each) for each in card]) for card in printed])
    )
    made = drafted(content, f"phu-luc.{form}")
    document = document_of(made.text)
    assert (sum(made.kinds.values()), made.leaves) == count
    assert {each.code for each in made.findings} <= {"ITR732", "ITR733"}
    assert differences((ROOT / "rulesets" / f"{year}.yaml").read_text("utf-8"), annex_of(content, f"a.{form}")) == []
    for before, after in zip(original["scorecards"].values(), document["scorecards"].values(), strict=True):
        assert drawn(after["criteria"]) == drawn(before["criteria"])
        assert after["max"] == before["max"]
        leaves = [each for each in leaves_of(before["criteria"]) if each.get("role") not in {"unscored", "condition"}]
        for old, new in zip(leaves, leaves_of(after["criteria"]), strict=True):
            # Of items alike in weight an annex prints the ratio.
            same = "ratio" if kind_of(old) == "checklist" else kind_of(old)
            assert kind_of(new) in {same, "given"}, new["title"]
            if kind_of(new) == "steps":
                how = next(key for key in ("from", "above", "up_to", "below") if key in new["score"])
                assert list(new["score"][how]) == list(old["score"][how])
                assert list(new["score"][how].values()) == list(old["score"][how].values())


# The groups' printed points: criteria catalogue of the case, table of its README.
COMMUNE = {"1": 80, "2": 100, "3": 100, "4": 520, "5": 80, "6": 80}


@pytest.mark.parametrize("wrong", [False, True])
def test_a_published_sheet_of_a_commune_is_read_whole(wrong):
    """62 indicators in 6 groups, 960 points, beside columns of scores; one digit changed is found."""
    with (ROOT / "tests" / "cases" / "commune_2025" / "published.csv").open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    rows = [["STT", "Chỉ số", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định"]]
    for each in published:
        group = each["code"].partition(".")[0]
        if rows[-1][0].partition(".")[0] != group:
            rows.append([group, each["group"].upper(), COMMUNE[group], "", ""])
        rows.append(
            [
                each["code"],
                each["name_vi"],
                float(each["max_points"]),
                float(each["self_score"]),
                each["appraised_score"],
            ]
        )
    rows.append(["", "Tổng cộng", 960, "", ""])
    if wrong:
        rows[10][2] += 1
    content = xlsx_of(rows)
    made = drafted(content, "xa.xlsx")
    assert (made.criteria, made.leaves) == (68, 62)
    criteria = document_of(made.text)["scorecards"]["bang"]["criteria"]
    assert [fold(each["title"]) for each in leaves_of(criteria)] == [fold(each["name_vi"]) for each in published]
    sums = [message(each, "vi") for each in made.findings if each.code == "ITR301"]
    assert sums == (
        ['"NHÂN LỰC SỐ": các mục cộng lại 31 + 20 + 20 + 20 + 10 = 101, bản in ghi 100 (lệch 1)'] if wrong else []
    )


def test_a_draft_scores_as_its_ruleset_does(tmp_path, monkeypatch, capsys):
    """The draft of what 1.1 of the district annex prints gives the points that the annex says."""
    text = HEAD + (
        "1.1 | Ban chỉ đạo họp | 20 | 4 cuộc: 20 điểm; 3 cuộc: 15 điểm; 2 cuộc: 10 điểm; 1 cuộc: 5 điểm; không họp: 0 điểm\n"
        "1.2 | Người đứng đầu chủ trì | 20 | a = Số cuộc chủ trì; b = Tổng số cuộc họp; a/b × điểm tối đa\n1.3 | Mức độ chung | 10 | Theo thực tế\n | Tổng cộng | 50 |"
    )  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("pl.docx").write_bytes(docx_of(text))
    assert cli.run(["new", "2026", "--from-table", "pl.docx"]) == 0
    Path("so-lieu.csv").write_text(
        "id,name,tc_1_1,so_cuoc_chu_tri,tong_so_cuoc_hop,tc_1_3\na,A,3,2,3,7.5\nb,B,9,3,3,10\n", "utf-8"
    )
    capsys.readouterr()
    assert cli.run(["evaluate", "--ruleset", "2026.yaml", "--data", "so-lieu.csv", "--format", "json"]) == 0
    import json

    units = {each["id"]: each for each in json.loads(capsys.readouterr().out)["units"]}
    assert {id_: each.get("exact", {}).get("total", each["total"]) for id_, each in units.items()} == {
        "a": "215/6",
        "b": "50",
    }


# ── The command ──


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("pl.docx").write_bytes(docx_of(HEAD + "1 | A | 5 | có/không\n2 | B | 5 | Theo thực tế"))
    Path("sai.docx").write_bytes(docx_of(HEAD + "1 | A | 5 | có/không\n | Tổng cộng | 6"))
    Path("khac.docx").write_bytes(docx_of("a | b\nc | d"))
    Path("2027.yaml").write_text("giữ nguyên", "utf-8")
    return tmp_path


RUNS = {
    "well": (["2026", "--from-table", "pl.docx"], 0, "Nhận ra cách chấm của 1/2 tiêu chí chấm điểm (yes_no 1).", "cảnh báo ITR732"),
    "a sum is wrong: the draft is written, and it is told": (["2026", "--from-table", "sai.docx"], 1, "Đã tạo bản thảo 2026.yaml từ sai.docx: 1 bảng điểm, 1 tiêu chí.", "lỗi ITR301"),
    "no table": (["2026", "--from-table", "khac.docx"], 1, "", "lỗi ITR724"),
    "no file": (["2026", "--from-table", "x.docx"], 2, "", "lỗi ITR401"),
    "another kind": (["2026", "--from-table", "2027.yaml"], 1, "", 'lỗi ITR720: không đọc được phụ lục từ loại tệp ".yaml"'),
    "a file that is there": (["2027", "--from-table", "pl.docx"], 2, "", 'lỗi ITR488: tệp "2027.yaml" đã có'),
    "the annex itself": (["2026", "--from-table", "pl.docx", "--output", "pl.docx"], 2, "", "lỗi ITR488"),
    "both": (["2026", "--from-table", "pl.docx", "--from", "2021"], 2, "", "--from-table và --from không dùng cùng nhau"),
    "full": (["2026", "--from-table", "pl.docx", "--full"], 2, "", "--from-table và --full không dùng cùng nhau"),
    "neither": (["2026"], 2, "", "lỗi ITR910: thiếu --from hoặc --from-table"),
    "no year": (["nay", "--from-table", "pl.docx"], 2, "", "lỗi ITR912"),
    "a folder that is not there": (["2026", "--from-table", "pl.docx", "--output", "a/b.yaml"], 2, "", "lỗi ITR906"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "out", "err"), RUNS.values(), ids=RUNS)
def test_the_command(arguments, code, out, err, folder, capsys):
    assert cli.run(["new", *arguments]) == code
    printed = capsys.readouterr()
    assert out in printed.out
    assert bool(printed.out) == bool(out)
    assert err in printed.err
    assert (folder / "2026.yaml").exists() == bool(out)
    assert (folder / "2027.yaml").read_text("utf-8") == "giữ nguyên"


@pytest.mark.parametrize(("folder_of_it", "seen"), [("rulesets", "../schemas"), (".", "schemas")])
def test_in_a_project_an_editor_finds_the_schema_of_a_draft(folder, folder_of_it, seen):
    for each in ("rulesets", "schemas"):
        Path(each).mkdir()
    Path("schemas/ruleset.schema.json").write_text("{}", "utf-8")
    assert cli.run(["new", "2026", "--from-table", "pl.docx", "--output", f"{folder_of_it}/x.yaml"]) == 0
    first = Path(folder_of_it, "x.yaml").read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={seen}/ruleset.schema.json"


def test_a_draft_goes_into_the_folder_of_rulesets(folder, capsys):
    Path("rulesets").mkdir()
    assert cli.run(["new", "2026", "--from-table", "pl.docx", "--lang", "en"]) == 0
    assert "Made the draft rulesets/2026.yaml from pl.docx: 1 scorecard, 2 criteria." in capsys.readouterr().out
    assert Path("rulesets/2026.yaml").read_text("utf-8").startswith("#\n# BẢN THẢO, ĐỌC TỪ pl.docx\n")


@pytest.mark.long
def test_the_same_annex_gives_the_same_bytes_wherever_it_lies(folder):
    Path("xa").mkdir()
    Path("xa/pl.docx").write_bytes(Path("pl.docx").read_bytes())
    assert cli.run(["new", "2026", "--from-table", "xa/pl.docx"]) == 0
    command = [sys.executable, "-m", "itrank", "new", "2026", "--from-table", "pl.docx", "--output", "7.yaml"]
    subprocess.run(
        command, check=True, capture_output=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    )
    assert Path("7.yaml").read_bytes() == Path("2026.yaml").read_bytes()


# ── The page ──

PAGE = (ROOT / "docs" / "annex.md").read_text("utf-8")


def test_the_page_shows_what_is_drafted():
    rows = [
        line.strip("|").split("|")
        for line in PAGE.split("## Một bảng")[1].split("```yaml")[0].splitlines()
        if line[:2] in {"| ", "|"}
    ]
    cells = [[text.strip() for text in cells] for cells in rows]
    shown = PAGE.split("```yaml\n")[1].split("```")[0]
    made = drafted(docx(table(*[row(*each) for each in cells])))
    assert shown in made.text
    assert told(made.findings) == [("bảng 1, hàng 5, cột 4", "ITR732")]


def page_wordings():
    for line in PAGE.split("## Cách chấm nhận ra được")[1].split("##")[0].splitlines():
        if line.startswith("| `") and "aggregate" not in line:
            kind, wordings = line.strip("| ").split(" | ")
            yield from ((wording.strip(" .").split(" (cộng")[0], kind.strip("`")) for wording in wordings.split(" · "))


@pytest.mark.parametrize(("wording", "kind"), list(page_wordings()))
def test_each_wording_of_the_page_is_recognised(wording, kind):
    told_points = [Fraction(each) for each in re.findall(r"(\d+) điểm", wording)]
    most = sum(told_points) if kind == "checklist" else max(told_points, default=Fraction(10))
    found = scoring_of(wording, most)
    assert isinstance(found, Scoring), wording
    assert kind in {found.kind, *(found.score if isinstance(found.score, dict) else {})}


# ── Any table ──

WORDS = [
    *(
        "I",
        "II",
        "1",
        "2",
        "1.1",
        "1.2",
        "2.1",
        "a)",
        "b)",
        "-",
        "+",
        "",
        "",
        "Tổng cộng",
        "TT",
        "x",
        "1.1.1.1.1.1.1.1.1.1.1",
    ),
    *(
        "20",
        "2,5",
        "10 điểm",
        "5-10",
        "-3",
        "1.000",
        "0",
        "",
        "Điểm thưởng",
        "Điểm trừ",
        "có/không",
        "a/b × điểm tối đa",
    ),
    *("Tỷ lệ × điểm tối đa", "4 cuộc: 20 điểm; 3 cuộc: 15 điểm", "Có A: 3 điểm; có B: 2 điểm", "Mỗi lớp 1 điểm"),
    *(
        "không quá 20 điểm",
        "max",
        "self",
        "value",
        "true",
        "TODO",
        "x: y # z",
        "[a, b]",
        "Tính trường hợp có điểm cao nhất",
    ),
]


@pytest.mark.parametrize("seed", range(30))
def test_any_table_gives_a_draft_that_loads(seed):
    chance = random.Random(seed)
    rows = [row("TT", "Tiêu chí", "Điểm tối đa", "Cách chấm điểm", "Minh chứng")]
    for _ in range(chance.randint(1, 14)):
        cells = [
            cell(chance.choice(WORDS), merge=chance.choice(["", "", "", "", "restart", "continue"])) for _ in range(5)
        ]
        rows.append(row(*(cells if chance.random() < 0.85 else [cell(chance.choice(WORDS), span=5)])))
    annex = annex_of(docx(table(*rows)))
    if annex.parts:
        made = draft(annex, 2026)
        loaded = load_text(made.text, "2026.yaml")
        assert loaded.ruleset is not None, [message(each, "en") for each in loaded.findings]
        wrong = [message(each, "en") for each in checked(loaded, "2026.yaml")[0] if has_errors([each])]
        assert wrong == []


def bounds_drafted(wording: str, most: str = "20") -> dict[str, object]:
    paper = f"TT | Tiêu chí | Điểm tối đa | Cách chấm điểm\n1 | Một | {most} | {wording}"
    annex = read_annex(parse_paper(xlsx_of(paper), "a.xlsx"))
    drafted = load_text(draft(annex, 2026).text, "d.yaml")
    assert drafted.ruleset, drafted.findings
    # That a divisor may be 0 is said with a bound and without.
    assert {each.code for each in checked(drafted, "d.yaml")[0] if each.code.startswith("ITR38")} <= {"ITR383"}
    return {each.id: each.maximum for each in drafted.ruleset.inputs}


@pytest.mark.parametrize(
    ("wording", "bounded"),
    [
        ("a = Số cán bộ có máy tính; b = Tổng số cán bộ; a/b × điểm tối đa", True),
        ("Số hồ sơ nộp trực tuyến / Tổng số hồ sơ × 20 điểm", True),
        ("Số hồ sơ nộp trực tuyến / Số hồ sơ × 20 điểm", True),
        ("a = Số cuộc do người đứng đầu chủ trì; b = Tổng số cuộc họp; a/b × điểm tối đa", True),
        ("a = Số máy tính; b = Tổng số cán bộ; a/b × điểm tối đa", False),
        ("a = Số máy tính; b = Tổng số máy in; a/b × điểm tối đa", False),
        ("a = Số hồ sơ năm nay; b = Số hồ sơ năm trước; a/b × điểm tối đa", False),
        ("a = Số lớp đã mở; b = Tổng số lớp theo kế hoạch; a/b × điểm tối đa", False),
        ("a = Kinh phí đã chi; b = Tổng kinh phí; a/b × điểm tối đa", False),
        ("a/b × điểm tối đa", False),
    ],
)
def test_a_part_of_a_whole_is_bounded_by_it_and_nothing_else_is(wording, bounded):
    first, second = bounds_drafted(wording).items()
    assert (first[1] == second[0], second[1]) == (bounded, None)


def test_two_inputs_that_are_each_a_part_of_the_other_do_not_bound_each_other():
    paper = """TT | Tiêu chí | Điểm tối đa | Cách chấm điểm
1 | Một | 20 | a = Số hộ nghèo; b = Tổng số hộ; a/b × điểm tối đa
2 | Hai | 20 | a = Tổng số hộ; b = Tổng số hộ nghèo; a/b × điểm tối đa
"""
    drafted = load_text(draft(read_annex(parse_paper(xlsx_of(paper), "a.xlsx")), 2026).text, "d.yaml")
    assert {each.id: each.maximum for each in drafted.ruleset.inputs} == {
        "so_ho_ngheo": "tong_so_ho", "tong_so_ho": None, "tong_so_ho_ngheo": None,
    }  # fmt: skip


def test_what_is_struck_out_of_a_workbook_is_left_out_and_told():
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        struck, sheet = book.add_format({"font_strikeout": True}), book.add_worksheet("PL")
        for number, cells in enumerate(
            [("TT", "Tiêu chí", "Điểm", "Cách chấm"), ("1", "A", "x", "Có: 20 điểm"), ("2", "B", 5, "Có: 5 điểm")]
        ):
            sheet.write_row(number, 0, cells)
        sheet.write_rich_string(1, 2, struck, "1", "20")
        sheet.write_rich_string(1, 3, "Có: 20 điểm", struck, "; thiếu: 5 điểm")
        for column, text in enumerate(("3", "Bỏ", 5, "Có: 5 điểm")):
            sheet.write(3, column, text, struck)
    annex = annex_of(buffer.getvalue(), "a.xlsx")
    assert [(line.label, line.max, line.wording) for line in annex.parts[0].lines] == [
        ("A", 20, "Có: 20 điểm"),
        ("B", 5, "Có: 5 điểm"),
    ]
    assert told(annex.findings) == [("PL", "ITR561")]
    assert message(annex.findings[0], "en") == (
        "text that is struck out, hidden or deleted is not read; number of places: 6: C2; D2; A4; B4; C4; D4"
    )


def test_a_draft_says_how_the_project_takes_it(folder, capsys):
    Path("itrank.yaml").write_text("format: itrank-project/1\nruleset: rulesets/2026.yaml\n", "utf-8")
    Path("rulesets").mkdir()
    assert cli.run(["new", "2026", "--from-table", "pl.docx", "--output", "rulesets/cntt.yaml"]) == 0
    assert "thì sửa dòng ấy thành ruleset: rulesets/cntt.yaml" in capsys.readouterr().out
    assert cli.run(["new", "2026", "--from-table", "pl.docx"]) == 0
    assert "sửa dòng ấy" not in capsys.readouterr().out


def test_what_a_word_file_says_below_its_table_is_kept_at_the_end_of_the_draft():
    below = ("Xếp loại: Tốt: từ 85 điểm trở lên.", "Bằng điểm thì xét mục II.")
    rows = [row(*(text.strip() for text in line.split("|"))) for line in (HEAD + "1 | A | 5 | có/không").splitlines()]
    above = paragraph("BỘ TIÊU CHÍ (Kèm theo Quyết định số 1/QĐ-UBND)")
    made = drafted(docx(above, table(*rows), *map(paragraph, below)))
    assert "title: BỘ TIÊU CHÍ\n" in made.text
    kept = [line.strip() for line in made.text.splitlines() if "# Dưới bảng" in line]
    assert kept == [f"# Dưới bảng: {text}" for text in below]
