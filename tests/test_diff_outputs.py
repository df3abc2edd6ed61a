"""The table that drafts of decisions carry: Word and a web page, the same bytes, in the ruleset's language, and safe."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from itrank import cli
from test_diff_data import AFTER, BEFORE, DATA
from years_between import HEAD


@pytest.fixture
def ran(tmp_path, monkeypatch, capsys):
    """Run `itrank diff` beside two rulesets and a year; its exit code, output and what it says."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"truoc.yaml": BEFORE, "sau.yaml": AFTER, "so.csv": DATA}.items():
        Path(name).write_text(text, "utf-8")

    def run(*arguments):
        return cli.run(["diff", "truoc.yaml", "sau.yaml", *arguments]), *capsys.readouterr()

    return run


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_word_has_the_table_of_a_draft(ran):
    assert ran("--data", "so.csv", "-o", "bang.docx")[0] == 0
    document = Document("bang.docx")
    section, first = document.sections[0], document.paragraphs[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width.mm, section.page_height.mm) == (pytest.approx(297, 0.1), pytest.approx(210, 0.1))
    assert first.text == "BẢNG SO SÁNH, THUYẾT MINH"
    assert document.styles["Normal"].font.name == "Times New Roman"
    provisions, units, uncompared = document.tables
    head, *rows = cells(provisions)
    assert head == ["TT", "Quy định hiện hành", "Dự thảo", "Thuyết minh"]
    above = [row[0] for row in rows if row == [row[0]] * 4]
    assert above == ["Tiêu chí, mức và xếp hạng", "Tham số", "Số liệu phải thu"], "a row above those of one subject"
    at = rows.index(["Tham số"] * 4)
    changed = ["Tham số moi_cuoc\ngiá trị: 5", "Tham số moi_cuoc\ngiá trị: 6", "Đổi khác: giá trị 5 → 6"]
    assert rows[at + 1][1:] == changed
    assert rows[at + 3][1:3] == ["Chưa quy định", 'Số liệu "Sáng kiến" (moi)\nkiểu: Số nguyên']
    proved = next(row for row in rows if row[1].startswith('Tiêu chí 1 "Họp"'))
    assert "đã chứng minh với mọi câu trả lời" in proved[3]
    assert 'Ví dụ: "Số cuộc họp" = 1: 5 → 12 điểm' in proved[3]
    assert cells(units)[1] == [
        "Sở A", "1 → 1", "70", "84/100", "+14", "Khá → Tốt",
        "(1) +2; (2) +10 [riêng nó: Tốt]; (3) 0 [thiếu số liệu 3]; cùng nhau +2",
    ]  # fmt: skip
    assert cells(uncompared)[1] == ["3 Sáng kiến", "không đơn vị nào có số liệu: Sáng kiến"]


def test_a_provision_that_goes_is_repealed_in_the_draft(ran):
    Path("truoc.yaml").write_text(AFTER, "utf-8")
    Path("sau.yaml").write_text(BEFORE, "utf-8")
    assert ran("-o", "bang.docx")[0] == 0
    rows = cells(Document("bang.docx").tables[0])
    assert ['Tiêu chí 3 "Sáng kiến"\nđiểm tối đa: 9\ncách chấm: "Sáng kiến"', "Bãi bỏ"] in [row[1:3] for row in rows]
    (gone,) = [row for row in rows if row[1].startswith('Tiêu chí 3 "Sáng kiến"')]
    assert gone[3] == "Bãi bỏ", "its rule stands in the column of what holds now"
    assert len(Document("bang.docx").tables) == 1, "without data nothing is said of units"


def test_a_clause_stands_once_in_a_cell(ran):
    Path("truoc.yaml").write_text(BEFORE.replace("id: hop,", "id: hop, clause: Điều 3,"), "utf-8")
    Path("sau.yaml").write_text(AFTER.replace("id: hop,", "id: hop, clause: Điều 3,"), "utf-8")
    assert ran("-o", "bang.docx")[0] == 0
    (row,) = [row for row in cells(Document("bang.docx").tables[0]) if row[1].startswith('Tiêu chí 1 "Họp"')]
    assert [cell.count("Điều 3") for cell in row[1:]] == [1, 1, 0]


@pytest.mark.long
def test_both_are_the_same_bytes_twice(ran):
    for name in ("bang.docx", "bang.html"):
        assert ran("--data", "so.csv", "--shapley", "-o", name)[0] == 0
        assert ran("--data", "so.csv", "--shapley", "-o", f"lai-{name}", "--lang", "en")[0] == 0
        assert Path(name).read_bytes() == Path(f"lai-{name}").read_bytes(), "documents speak the ruleset's language"


def test_documents_speak_the_language_of_the_newer_ruleset(ran):
    Path("sau.yaml").write_text(AFTER.replace("title: Ví dụ\n", "title: Example\nlocale: en\n"), "utf-8")
    assert ran("--data", "so.csv", "-o", "bang.docx")[0] == 0
    assert cells(Document("bang.docx").tables[0])[0] == ["No.", "Current provision", "Draft", "Explanation"]


HOSTILE = '<script>alert(1)</script> {{ 7 * 7 }} & "x"'


def test_texts_of_strangers_are_text(ran):
    Path("sau.yaml").write_text(
        AFTER.replace("title: Ký số", f"title: '{HOSTILE}'").replace("max: 60", "max: 61"), "utf-8"
    )
    Path("so.csv").write_text(DATA.replace("Sở A", '"<b>Sở A</b> {{ 7 * 7 }}"'), "utf-8")
    assert ran("--data", "so.csv", "-o", "bang.html")[0] == 0
    page = Path("bang.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;b&gt;Sở A&lt;/b&gt; {{ 7 * 7 }}" in page
    assert re.search(r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'", page)
    assert not re.search(r"""(src|href)=["'](?!#)""", page), "it asks for nothing"
    assert ran("--data", "so.csv", "-o", "bang.docx")[0] == 0
    with zipfile.ZipFile(io.BytesIO(Path("bang.docx").read_bytes())) as parts:
        body = parts.read("word/document.xml").decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in body


def test_made_up_rulesets_and_data_are_marked(ran):
    assert ran("-o", "bang.html")[0] == 0
    assert 'class="mark"' not in Path("bang.html").read_text("utf-8")
    Path("sau.yaml").write_text(AFTER + "provenance: illustrative\n", "utf-8")
    assert ran("-o", "ra.html")[0] == 0
    assert "CÓ PHẦN MINH HỌA: vi-du@1" in Path("ra.html").read_text("utf-8")
    assert ran("--data", "so.csv", "-o", "ra.docx")[0] == 0
    assert "SỐ LIỆU MINH HỌA" in "".join(p.text for p in Document("ra.docx").sections[0].first_page_header.paragraphs)


def test_word_is_no_text_for_a_screen_nor_for_git(ran):
    code, out, err = ran("--format", "docx")
    assert (code, out) == (2, "")
    assert "ITR865" in err
    code, _, err = ran("--git-path", "truoc.yaml", "--format", "html")
    assert code == 2
    assert "ITR542: --git-path và --format html không dùng cùng nhau" in err


def test_no_row_of_the_table_is_broken_by_a_page(ran):
    assert ran("-o", "bang.docx")[0] == 0
    rows = Document("bang.docx").tables[0].rows
    assert all(row._tr.find(".//{*}trPr/{*}cantSplit") is not None for row in rows)


TWO = """\
groups: {so: {title: Sở}, phuong: {title: Phường}}
inputs: {so_hop: {type: count, label: Số cuộc họp}}
scorecards:
  b_so: {title: Bảng sở, for: [so], criteria: [{id: a, code: "1", title: Họp, max: 10, score: {formula: "min(so_hop, 10)"}}]}
  b_phuong: {title: Bảng phường, for: [phuong], criteria: [{id: b, code: "1", title: Họp, max: 10, score: {formula: "min(so_hop, 10)"}}]}
"""


def test_paper_and_screen_count_alike_and_head_each_scorecard(ran):
    """Both criteria change, and the maximum of one branch only follows: it is counted apart on both."""
    before = HEAD + TWO
    after = before.replace("min(so_hop, 10)", "min(2 * so_hop, 10)").replace("max: 10", "max: 20", 1)
    Path("truoc.yaml").write_text(before, "utf-8")
    Path("sau.yaml").write_text(after, "utf-8")
    screen = ran()[1]
    assert ran("-o", "bang.docx")[0] == 0
    assert ran("-o", "bang.html")[0] == 0
    document, follows = Document("bang.docx"), "Ngoài ra 1 chỗ chỉ là hệ quả của thay đổi khác."
    told = re.search(r"^2 chỗ khác nhau: .*\.$", screen, re.MULTILINE)[0]
    assert follows in screen
    assert {told, follows} <= {each.text for each in document.paragraphs}
    assert told in Path("bang.html").read_text("utf-8")
    heads = [row[0] for row in cells(document.tables[0]) if row == [row[0]] * 4]
    assert heads == ['Bảng điểm "Bảng sở"', 'Bảng điểm "Bảng phường"']
