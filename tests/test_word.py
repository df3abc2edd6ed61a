"""Text that nobody sees in a Word document is read nowhere: struck out, hidden, deleted, by itself or by a style."""

import annexes
import pytest
from annexes import W, cell, docx, row, table
from itrank.engine.annex.paper import Paper, parse_paper
from itrank.engine.files import word_text
from itrank.engine.files.word import WordDocument, parse_word
from itrank.engine.model.codes import message
from itrank.engine.model.findings import Finding
from itrank.engine.report.claims.reading import Document, parse_document

GONE = "Sở Nội vụ đạt 1 điểm."
KEPT = "Kho bạc đạt 989 điểm."


def run(text: str, about: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{about}</w:rPr>" if about else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def style(kind: str, name: str, about: str = "", based_on: str = "", default: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    look = f"<w:rPr>{about}</w:rPr>" if about else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{default}>{based}{look}</w:style>'


STYLES = "".join(
    (
        style("character", "Gach", "<w:strike/>"),
        style("character", "Gach2", based_on="Gach"),
        style("character", "KhongGach", '<w:strike w:val="false"/>', based_on="Gach"),
        style("character", "HaiGach", "<w:dstrike/>"),
        style("paragraph", "An", "<w:vanish/>"),
        style("paragraph", "DoanGach", "<w:strike/>"),
        style("paragraph", "Vong1", based_on="Vong2"),
        style("paragraph", "Vong2", based_on="Vong1"),
        style("table", "BangGach", "<w:strike/>"),
    )
)


def document(*body: str, styles: str = STYLES, **parts: str) -> bytes:
    made = {"word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'}
    made |= {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{text}</w:{name}>' for name, text in parts.items()}
    return docx(*body, parts=made)


def paragraph(*runs: str, about: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{about}</w:pPr>' if about else ''}{''.join(runs)}</w:p>"


def text_box(inside: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r>"


UNSEEN = {
    "struck out": run(GONE, "<w:strike/>"),
    "struck out twice": run(GONE, "<w:dstrike/>"),
    "hidden": run(GONE, "<w:vanish/>"),
    "deleted": f"<w:del><w:r><w:delText>{GONE}</w:delText></w:r></w:del>",
    "moved away": f"<w:moveFrom>{run(GONE)}</w:moveFrom>",
    "by a style": run(GONE, '<w:rStyle w:val="Gach"/>'),
    "by a style that another is based on": run(GONE, '<w:rStyle w:val="Gach2"/>'),
    "by a style, twice": run(GONE, '<w:rStyle w:val="HaiGach"/>'),
    "by itself, against its style": run(GONE, '<w:rStyle w:val="KhongGach"/><w:strike/>'),
    "in a text box": text_box(paragraph(run(GONE, "<w:strike/>"))),
}
SEEN = {
    "not struck out": run(GONE, '<w:strike w:val="0"/>'),
    "not, against its style": run(GONE, '<w:rStyle w:val="Gach"/><w:strike w:val="off"/>'),
    "not, against the style of its style": run(GONE, '<w:rStyle w:val="KhongGach"/>'),
    "no more": run(GONE, "<w:rPrChange><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange>"),
    "inserted": f"<w:ins>{run(GONE)}</w:ins>",
    "in an unknown style": run(GONE, '<w:rStyle w:val="X"/>'),
    "in a text box beside struck text": run("x", "<w:strike/>") + text_box(paragraph(run(GONE))),
    "after a text box": text_box(paragraph(run("x", "<w:strike/>"))) + run(GONE),
}


def claims(content: bytes) -> Document:
    read = parse_document(content, "a.docx")
    assert isinstance(read, Document)
    return read


def paper(content: bytes) -> Paper:
    read = parse_paper(content, "a.docx")
    assert isinstance(read, Paper)
    return read


def texts_of(content: bytes) -> tuple[str, str]:
    """Everything that is read of a document, as a text that is checked and as an annex."""
    annex = paper(content)
    cells = [text for grid in annex.grids for each in grid.rows for text in (*each.cells, *each.footnotes.values())]
    return "\n".join(each.text for each in claims(content).passages), "\n".join(
        [*(text for _, text in annex.lines), *(grid.before for grid in annex.grids), *cells]
    )


def places(content: bytes) -> set[tuple[tuple[str, str], ...]]:
    """Where both readers say that text was left out."""
    return {
        tuple((each.code, each.params.get("cells", "")) for each in read.findings if each.code == "ITR561")
        for read in (claims(content), paper(content))
    }


@pytest.mark.parametrize("inside", UNSEEN.values(), ids=list(UNSEEN))
@pytest.mark.parametrize("where", ["paragraph", "cell", "nested cell"])
def test_what_nobody_sees_is_read_by_nobody_and_reported(inside, where):
    said = paragraph(run(KEPT), inside)
    inner = f"{table(row(cell('', inside=said)))}<w:p/>"
    body = said if where == "paragraph" else table(row("Đơn vị", cell("", inside=said if where == "cell" else inner)))
    content = document(body)
    for text in texts_of(content):
        assert "Nội vụ" not in text
        assert KEPT in text
    # A text box is a paragraph too, and comes before the one that it is in.
    spot = "đoạn 1" if where == "paragraph" else "bảng 1, hàng 1, cột 2"
    assert places(content) == {(("ITR561", spot),)}


@pytest.mark.parametrize("inside", SEEN.values(), ids=list(SEEN))
def test_what_is_seen_is_read(inside):
    for text in texts_of(document(paragraph(inside))):
        assert GONE in text


@pytest.mark.parametrize("about", ['<w:pStyle w:val="An"/>', '<w:pStyle w:val="DoanGach"/>'])
def test_a_paragraph_is_unseen_by_its_style(about):
    content = document(paragraph(run(GONE), about=about), paragraph(run(KEPT)))
    assert texts_of(content) == (KEPT, KEPT)
    assert places(content) == {(("ITR561", "đoạn 1"),)}


def test_two_styles_that_strike_out_take_it_back():
    content = document(paragraph(run(GONE, '<w:rStyle w:val="Gach"/>'), about='<w:pStyle w:val="DoanGach"/>'))
    assert texts_of(content) == (GONE, GONE)
    assert places(content) == {()}


def test_a_table_is_unseen_by_its_style():
    struck = f'<w:tbl><w:tblPr><w:tblStyle w:val="BangGach"/></w:tblPr>{row(GONE)}</w:tbl>'
    content = document(struck, table(row(KEPT)))
    assert [text.strip() for text in texts_of(content)] == [KEPT, KEPT]
    assert places(content) == {(("ITR561", "bảng 1, hàng 1, cột 1"),)}


@pytest.mark.parametrize(
    "styles",
    [
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
        style("paragraph", "Thuong", "<w:strike/>", default=' w:default="1"'),
    ],
)
def test_all_is_unseen_by_what_holds_of_all(styles):
    assert texts_of(document(paragraph(run(GONE)), styles=styles)) == ("", "")


def test_styles_that_are_based_on_each_other_end():
    content = document(paragraph(run(KEPT), about='<w:pStyle w:val="Vong1"/>'))
    assert texts_of(content) == (KEPT, KEPT)


def test_a_row_or_a_cell_that_is_deleted_is_left_out():
    gone_cell = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{annexes.paragraph(GONE)}</w:tc>"
    gone_row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(GONE)}{cell('')}</w:tr>"
    content = document(table(row("Đơn vị", "Điểm"), row(KEPT, gone_cell), gone_row))
    for text in texts_of(content):
        assert "Nội vụ" not in text
    assert places(content) == {(("ITR561", "bảng 1, hàng 2, cột 2; bảng 1, hàng 3, cột 1"),)}
    assert "ITR722" in [each.code for each in claims(content).findings]


def test_notes_and_headers_have_what_nobody_sees_too():
    said = f'<w:footnote w:id="2">{paragraph(run(KEPT), run(GONE, "<w:strike/>"))}</w:footnote>'
    header = paragraph(run(GONE, "<w:vanish/>"), run("Trang 1"))
    body = table(row(cell("", inside="<w:p>" + run("Họp") + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>')))
    content = docx(
        body,
        parts={
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{said}</w:footnotes>',
            "word/header1.xml": f'<w:hdr xmlns:w="{W}">{header}</w:hdr>',
        },
    )
    checked, annex = texts_of(content)
    assert (checked, annex.splitlines()[-2:]) == (f"Họp\n{KEPT}\nTrang 1", ["Họp[chú thích]", KEPT])
    assert places(content) == {(("ITR561", "chú thích, đoạn 1; đầu trang, đoạn 1"),)}
    assert [each.where for each in claims(content).passages] == ["bảng 1, hàng 1", "đoạn 1", "đoạn 2"]


def test_the_finding_says_what_and_where():
    (found,) = claims(document(paragraph(run(GONE, "<w:strike/>")))).findings
    assert message(found, "vi") == "chữ bị gạch ngang, bị ẩn hoặc đã xóa không được đọc; có ở 1 chỗ: đoạn 1"
    assert message(found, "en") == "text that is struck out, hidden or deleted is not read; number of places: 1: đoạn 1"


def test_a_number_that_word_counts_goes_with_its_text():
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    about = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    was = '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:pPrChange>'
    content = docx(
        paragraph(run(KEPT), about=about + was),
        paragraph(run(GONE, "<w:strike/>"), about=about),
        paragraph(run("Hết"), about=about),
        parts={"word/numbering.xml": numbering},
    )
    assert texts_of(content) == (f"1. {KEPT}\n3. Hết",) * 2


def test_what_older_programs_show_is_read_once_and_counted_once():
    both = (
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice>' + text_box(paragraph(run("Hộp"))) + "</mc:Choice>"
        "<mc:Fallback>" + text_box(paragraph(run("Hộp"))) + "</mc:Fallback></mc:AlternateContent>"
    )
    read = parse_word(document(paragraph(both, run(KEPT)), paragraph(run("Hết"))), "a.docx")
    assert isinstance(read, WordDocument)
    assert read.body.paragraphs == ((1, "Hộp"), (2, KEPT), (3, "Hết"))


def test_merged_cells_keep_the_columns_of_a_text_that_is_checked():
    content = docx(table(row("Đơn vị", cell("Điểm", span=2), "Hạng"), row("Kho bạc", "989", "", "1")))
    assert [each.cells for each in claims(content).passages] == [
        ("Đơn vị", "Điểm", "", "Hạng"),
        ("Kho bạc", "989", "", "1"),
    ]


@pytest.mark.parametrize(
    ("limit", "body"),
    [
        ("MOST_PARAGRAPHS", paragraph(run("a"))),
        ("MOST_CELLS", table(row("a"))),
    ],
)
def test_a_document_has_so_much_and_no_more(monkeypatch, limit, body):
    monkeypatch.setattr(word_text, limit, 3)
    assert isinstance(parse_word(docx(*[body] * 3), "a.docx"), WordDocument)
    refused = parse_word(docx(*[body] * 4), "a.docx")
    assert isinstance(refused, Finding)
    assert (refused.code, refused.params["limit"]) == ("ITR416", "3")
