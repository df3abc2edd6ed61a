"""Make the Word templates in `engine/report/page/`, laid out by Nghị định 30/2020/NĐ-CP: a report, and a comparison.

`python tests/make_docx_template.py` writes the files anew; a test holds the committed ones against this.
What stands in double braces is filled in; officials may move, reword and restyle all else in Word.
"""

import io
import sys
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from itrank.engine.files.packed import repacked

FOLDER = Path(__file__).resolve().parent.parent / "engine" / "report" / "page"
FONT = "Times New Roman"
_PROGRAM = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>itrank</Application></Properties>"
)


def made() -> bytes:
    """Make the template's bytes, the same each time."""
    document = _begun(Mm(210), Mm(297))
    _head(document, [6.6, 10.0])
    _text(document, "{%p if manifest %}")
    _text(document, "{{ manifest }}", size=9, align=ALIGN.CENTER, before=4)
    _text(document, "{%p endif %}")
    _text(document, "{{ kind }}", bold=True, align=ALIGN.CENTER, before=12, after=0)
    _text(document, "{{ subject }}", bold=True, align=ALIGN.CENTER, after=0)
    _text(document, "_" * 12, align=ALIGN.CENTER, size=8, after=10)
    _loop(document, "line in basis", "{{ line }}", italic=True)
    _text(document, "{{ intro }}", indent=True)
    _text(document, "{{ general_title }}", bold=True, before=6, keep=True)
    _loop(document, "line in general", "{{ line }}")
    _text(document, "{{ ranking_title }}", bold=True, before=6, keep=True)
    _text(document, "{%p for list in lists %}")
    _text(document, "{%p if list.title %}")
    _text(document, "{{ loop.index }}. {{ list.title }}", bold=True, italic=True, before=6, keep=True)
    _text(document, "{%p endif %}")
    _loop(document, "line in list.lines", "{{ line }}")
    _text(document, "{%p if list.is_compared %}")
    _table(
        document, "row in list.rows",
        [("rank", 1.6, ALIGN.CENTER), ("unit", 5.8, ALIGN.LEFT), ("total", 2.1, ALIGN.RIGHT), ("tier", 3.4, ALIGN.CENTER),
         ("before", 1.8, ALIGN.CENTER), ("change", 1.8, ALIGN.CENTER)],
        ["rank", "name", "total", "tier", "before", "change"],
    )  # fmt: skip
    _text(document, "{%p else %}")
    _table(
        document, "row in list.rows",
        [("rank", 1.8, ALIGN.CENTER), ("unit", 8.1, ALIGN.LEFT), ("total", 2.4, ALIGN.RIGHT), ("tier", 4.2, ALIGN.CENTER)],
        ["rank", "name", "total", "tier"],
    )  # fmt: skip
    _text(document, "{%p endif %}")
    _text(document, "{%p endfor %}")
    _text(document, "{%p if compared %}")
    _text(document, "{{ appraisal_title }}", bold=True, before=6, keep=True)
    _loop(document, "line in appraisals", "{{ line }}")
    _table(
        document, "row in compared",
        [("unit", 6.6, ALIGN.LEFT), ("declared", 2.5, ALIGN.RIGHT), ("total", 2.5, ALIGN.RIGHT),
         ("difference", 2.5, ALIGN.RIGHT), ("corrections", 2.4, ALIGN.CENTER)],
        ["name", "declared", "total", "difference", "corrections"],
    )  # fmt: skip
    _text(document, "{%p endif %}")
    _text(document, "{{ method_title }}", bold=True, before=6, keep=True)
    _text(document, "{%p for line in method %}")
    _text(document, "{%p if loop.last %}")
    _text(document, "{{ line }}", indent=True, keep=True)  # no page has a signature alone
    _text(document, "{%p else %}")
    _text(document, "{{ line }}", indent=True)
    _text(document, "{%p endif %}")
    _text(document, "{%p endfor %}")
    _text(document, "{%p for line in hashes %}")
    _text(document, "{{ line }}", size=10, align=ALIGN.LEFT, after=2, keep=True)
    _text(document, "{%p endfor %}")
    _close(document, [7.6, 9.0])
    _annexes(document)
    _charts(document)
    return _saved(document)


def made_comparison() -> bytes:
    """Make the bytes of the template of a comparison: landscape, a table of ranks and one of criteria for each list."""
    document = _begun(Mm(297), Mm(210))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    _head(document, [10.2, 15.0])
    _text(document, "{{ kind }}", bold=True, align=ALIGN.CENTER, before=6, after=0)
    _text(document, "{{ subject }}", bold=True, align=ALIGN.CENTER, after=0)
    _text(document, "_" * 12, align=ALIGN.CENTER, size=8, after=6)
    _text(document, "{{ sources_title }}", bold=True, before=6, keep=True)
    _loop(document, "line in sources", "{{ line }}", size=13)
    _loop(document, "line in notes", "- {{ line }}", italic=True, size=13)
    _text(document, "{{ results_title }}", bold=True, before=6, keep=True)
    _loop(document, "line in same", "{{ line }}")
    _text(document, "{%p for list in lists %}")
    _text(document, "{{ loop.index }}. {{ list.title }}", bold=True, italic=True, before=6, keep=True)
    _loop(document, "line in list.lines", "{{ line }}", size=13)
    _text(document, "{%p if list.rows %}")
    _table(
        document, "row in list.rows",
        [("rank_before", 1.5, ALIGN.CENTER), ("rank_now", 1.5, ALIGN.CENTER), ("moved", 1.8, ALIGN.CENTER),
         ("unit", 5.0, ALIGN.LEFT), ("total_before", 2.5, ALIGN.RIGHT), ("total_now", 2.5, ALIGN.RIGHT),
         ("difference", 2.2, ALIGN.RIGHT), ("tier_before", 2.2, ALIGN.CENTER), ("tier_now", 2.2, ALIGN.CENTER),
         ("note", 3.8, ALIGN.LEFT)],
        ["rank_before", "rank_now", "moved", "name", "total_before", "total_now", "difference", "tier_before", "tier_now", "note"],
        size=12,
    )  # fmt: skip
    _text(document, "{%p endif %}")
    _text(document, "{%p if list.gone %}")
    _text(document, "{{ list.gone }}", size=13, indent=True)
    _text(document, "{%p endif %}")
    _text(document, "{%p if list.criteria_title %}")
    _text(document, "{{ list.criteria_title }}", italic=True, size=13, before=6, keep=True)
    _text(document, "{{ list.legend }}", size=12, after=4, keep=True)
    _text(document, "{%p endif %}")
    _text(document, "{%p if list.codes %}")
    _grid_of_codes(
        document, "row in list.criteria",
        ["{{ head.unit }}", "{%tc for code in list.codes %}", "{{ code }}", "{%tc endfor %}", "{{ head.total }}"],
        ["{{ row.name }}", "{%tc for one in row.points %}", "{{ one }}", "{%tc endfor %}", "{{ row.total }}"],
    )  # fmt: skip
    _text(document, "", size=6, after=0)
    _text(document, "{%p endif %}")
    _loop(document, "line in list.in_words", "{{ line }}", size=13)
    _text(document, "{%p endfor %}")
    _text(document, "{{ made_of }}", size=13, indent=True, before=6, keep=True)  # no page has a signature alone
    _text(document, "{%p for line in hashes %}")
    _text(document, "{{ line }}", size=10, align=ALIGN.LEFT, after=2, keep=True)
    _text(document, "{%p endfor %}")
    _close(document, [12.2, 13.0])
    return _saved(document)


def made_difference() -> bytes:
    """Make the bytes of the template of two rulesets compared: the table of a draft, an attachment without a motto."""
    document = _begun(Mm(297), Mm(210))
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    _text(document, "{{ kind }}", bold=True, align=ALIGN.CENTER, after=0)
    _text(document, "{{ subject }}", bold=True, align=ALIGN.CENTER, after=0)
    _text(document, "{{ attached }}", italic=True, align=ALIGN.CENTER, size=13, after=0)
    _text(document, "_" * 12, align=ALIGN.CENTER, size=8, after=6)
    _text(document, "{{ sources_title }}", bold=True, before=6, keep=True)
    _loop(document, "line in sources", "{{ line }}", size=13)
    _loop(document, "line in summary", "{{ line }}", size=13)
    _text(document, "{%p if sections %}")
    _text(document, "{{ table_title }}", bold=True, before=6, keep=True)
    _provisions(document)
    _text(document, "{%p endif %}")
    _text(document, "{%p if impact_title %}")
    _text(document, "{{ impact_title }}", bold=True, before=6, keep=True)
    _loop(document, "line in notes", "{{ line }}", size=13)
    _text(document, "{%p if changes %}")
    _text(document, "{{ changes_title }}", size=13, indent=True, keep=True)
    _loop(document, "each in changes", "{{ each.number }} {{ each.text }}", size=13, after=2)
    _text(document, "{{ how }}", italic=True, size=12, indent=True)
    _text(document, "{%p endif %}")
    _text(document, "{%p for list in lists %}")
    _text(document, "{{ loop.index }}. {{ list.title }}", bold=True, italic=True, before=6, keep=True)
    _loop(document, "line in list.lines", "{{ line }}", size=13)
    _table(
        document, "row in list.rows",
        [("unit", 4.6, ALIGN.LEFT), ("rank", 2.0, ALIGN.CENTER), ("total_before", 2.3, ALIGN.RIGHT),
         ("total_after", 2.5, ALIGN.RIGHT), ("difference", 2.2, ALIGN.RIGHT), ("tier", 3.2, ALIGN.CENTER), ("effects", 8.4, ALIGN.LEFT)],
        ["name", "rank", "before", "after", "difference", "tier", "effects"],
        size=12,
    )  # fmt: skip
    _text(document, "{%p endfor %}")
    _text(document, "{%p if uncompared %}")
    _text(document, "{{ uncompared_title }}", size=13, indent=True, before=6, keep=True)
    _table(
        document, "row in uncompared",
        [("criterion", 11.2, ALIGN.LEFT), ("standing", 14.0, ALIGN.LEFT)],
        ["number", "text"],
        size=12,
    )  # fmt: skip
    _text(document, "{%p endif %}")
    _text(document, "{%p endif %}")
    _text(document, "{{ made_of }}", size=12, before=6, keep=True)
    _loop(document, "line in hashes", "{{ line }}", size=10, after=2)
    return _saved(document)


def _provisions(document) -> None:
    """The table of a draft: what stands, what is proposed, and why, with a row above those of one subject."""
    table = document.add_table(7, 4)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fixed(table, [1.2, 8.0, 8.0, 8.0])
    heads, section, title, loop, row, end, ends = table.rows
    for cell, word in zip(heads.cells, ("number", "before", "after", "why"), strict=True):
        _put(cell, f"{{{{ head.{word} }}}}", bold=True, size=12)
    for marker, text in (
        (section, "for section in sections"),
        (loop, "for row in section.rows"),
        (end, "endfor"),
        (ends, "endfor"),
    ):
        _put(marker.cells[0], f"{{%tr {text} %}}", size=12)
    _put(title.cells[0].merge(title.cells[3]), "{{ section.title }}", bold=True, size=12, align=ALIGN.LEFT)
    _put(row.cells[0], "{{ row.number }}", size=12)
    for each in (heads, row):
        _whole(each)
    for cell, field in zip(row.cells[1:], ("before", "after", "why"), strict=True):
        _put(cell, f"{{%p for line in row.{field} %}}", size=12, align=ALIGN.LEFT)
        if field != "why":
            _put(cell, "{%p if loop.first %}", size=12, align=ALIGN.LEFT)
            _put(cell, "{{ line }}", size=12, bold=True, align=ALIGN.LEFT)
            _put(cell, "{%p else %}", size=12, align=ALIGN.LEFT)
        _put(cell, "{{ line }}", size=12, align=ALIGN.LEFT)
        if field != "why":
            _put(cell, "{%p endif %}", size=12, align=ALIGN.LEFT)
        _put(cell, "{%p endfor %}", size=12, align=ALIGN.LEFT)
    _repeated(heads)
    title._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for paragraph in title.cells[0].paragraphs:
        paragraph.paragraph_format.keep_with_next = True
    _text(document, "", size=6, after=0)


def made_letter() -> bytes:
    """Make the bytes of the template of the letter that goes with a form: what it is about stands below its number."""
    document = _begun(Mm(210), Mm(297))
    _head(document, [6.6, 10.0])
    _put(document.tables[0].rows[1].cells[0], "{{ subject }}", size=12)
    _text(document, "{{ addressee }}", align=ALIGN.CENTER, before=18, after=12)
    _loop(document, "line in body", "{{ line }}")
    _close(document, [7.6, 9.0])
    return _saved(document)


def _begun(width, height):
    """Begin a document: its page with the margins of the decree, its styles and headers."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _styles(document)
    _headers(section)
    return document


def _saved(document) -> bytes:
    _properties(document)
    stream = io.BytesIO()
    document.save(stream)
    return repacked(stream.getvalue())


def _styles(document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for each in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(each), FONT)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), "vi-VN")  # what Word checks spelling by
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.space_before = Pt(0)


def _headers(section) -> None:
    """Page numbers at the top, centred, from the second page; the mark on every page."""
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        if numbered:
            _field(paragraph.add_run(), "PAGE")
            paragraph = header.add_paragraph()
            paragraph.alignment = ALIGN.CENTER
        run = paragraph.add_run("{{ mark }}")
        run.bold, run.font.size, run.font.color.rgb = True, Pt(12), RGBColor(0x8A, 0x1C, 0x1C)


def _field(run, code: str) -> None:
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _head(document, widths) -> None:
    """Two columns: who issues it and its number; the national title, the motto, place and day."""
    table = document.add_table(2, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fixed(table, widths)
    left, right = table.rows[0].cells
    _put(left, "{{ agency }}", bold=True, size=13)
    _put(left, "_______", size=8)
    _put(right, "{{ nation }}", bold=True, size=12)
    _put(right, "{{ motto }}", bold=True, size=13)
    _put(right, "_" * 22, size=8)
    left, right = table.rows[1].cells
    _put(left, "{{ number }}", size=13)
    _put(right, "{{ place_date }}", italic=True, size=13)


def _close(document, widths) -> None:
    """Recipients at the left, who signs at the right."""
    table = document.add_table(1, 2)
    _fixed(table, widths)
    left, right = table.rows[0].cells
    _put(left, "{{ head.recipients }}", bold=True, italic=True, size=12, align=ALIGN.LEFT)
    _put(left, "{%p for line in recipients %}", size=11, align=ALIGN.LEFT)
    _put(left, "{{ line }}", size=11, align=ALIGN.LEFT)
    _put(left, "{%p endfor %}", size=11, align=ALIGN.LEFT)
    _put(right, "{{ head.signer }}", bold=True, size=14)
    _put(right, "{{ head.signer_hint }}", italic=True, size=13)
    _put(right, "{{ head.signer_name }}", bold=True, size=14, before=60)
    for row in table.rows:
        _whole(row)


def _annexes(document) -> None:
    """Upright annexes, then those on pages that are turned, which are a section of their own."""
    _text(document, "{%p for annex in annexes %}")
    _text(document, "{%p if not annex.is_wide %}")
    _annex(document, 165)
    _text(document, "{%p endif %}")
    _text(document, "{%p endfor %}")
    _text(document, "{%p if has_wide %}")
    _section(document, turned=False)
    _text(document, "{%p for annex in annexes %}")
    _text(document, "{%p if annex.is_wide %}")
    _annex(document, 252)
    _text(document, "{%p endif %}")
    _text(document, "{%p endfor %}")
    _text(document, "{%p if charts %}")
    _section(document, turned=True)
    _text(document, "{%p endif %}")
    _text(document, "{%p endif %}")


def _annex(document, width: int) -> None:
    paragraph = _text(document, "{{ annex.title }}", bold=True, align=ALIGN.CENTER, keep=True)
    paragraph.paragraph_format.page_break_before = True
    _loop(document, "line in annex.legend", "{{ line }}", size=12, after=2)
    _text(document, "{%p if annex.rows %}")
    _grid_of_codes(
        document, "row in annex.rows",
        [*_if_totals("{{ head.rank }}"), "{{ head.unit }}", "{%tc for code in annex.codes %}", "{{ code }}", "{%tc endfor %}",
         *_if_totals("{{ head.total }}")],
        [*_if_totals("{{ row.rank }}"), "{{ row.name }}", "{%tc for one in row.points %}", "{{ one }}", "{%tc endfor %}",
         *_if_totals("{{ row.total }}")],
        width,
    )  # fmt: skip
    _text(document, "{%p endif %}")


def _if_totals(cell: str) -> list[str]:
    """Keep a cell where anybody of the annex has a rank or a total."""
    return ["{%tc if annex.has_totals %}", cell, "{%tc endif %}"]


def _section(document, *, turned: bool) -> None:
    """End a section, whose pages are upright or turned."""
    made = deepcopy(document.sections[-1]._sectPr)
    if turned:
        size = made.find(qn("w:pgSz"))
        size.set(qn("w:w"), str(Mm(297).twips))
        size.set(qn("w:h"), str(Mm(210).twips))
        size.set(qn("w:orient"), "landscape")
    _text(document, "", size=1, after=0)._p.get_or_add_pPr().append(made)


def _grid_of_codes(document, loop: str, heads, cells, width: int = 0) -> None:
    """Add a table with a column for each criterion, so many mm wide, or as wide as the text."""
    table = document.add_table(4, len(heads))
    for column in table.columns if width else ():
        column.width = Mm(width / len(heads))
    table.style = "Table Grid"
    table.autofit = True
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    rows = [heads, [f"{{%tr for {loop} %}}"], cells, ["{%tr endfor %}"]]
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text in zip(row.cells, texts, strict=False):
            is_name = "name" in text or "head.unit" in text
            is_centred = number == 0 or "rank" in text
            align = ALIGN.LEFT if is_name and number else ALIGN.CENTER if is_centred else ALIGN.RIGHT
            _put(cell, text, size=12, bold=number == 0, align=align)
        _whole(row)
    _repeated(table.rows[0])


def _charts(document) -> None:
    _text(document, "{%p if charts %}")
    paragraph = _text(document, "{{ head.charts }}", bold=True, align=ALIGN.CENTER, keep=True)
    paragraph.paragraph_format.page_break_before = True
    _text(document, "{%p for chart in charts %}")
    _text(document, "{%p if chart.heading %}")
    _text(document, "{{ chart.heading }}", bold=True, before=6, keep=True)
    _text(document, "{%p endif %}")
    _text(document, "{{ chart.title }}", italic=True, size=13, keep=True)
    _text(document, "{{ chart.picture }}")
    _text(document, "{%p endfor %}")
    _text(document, "{%p endif %}")


def _table(document, loop: str, columns, fields, *, size=13) -> None:
    table = document.add_table(4, len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fixed(table, [width for _, width, _ in columns])
    _put(table.rows[1].cells[0], f"{{%tr for {loop} %}}", size=size)
    _put(table.rows[3].cells[0], "{%tr endfor %}", size=size)
    for (word, _, align), field, top, cell in zip(
        columns, fields, table.rows[0].cells, table.rows[2].cells, strict=True
    ):
        _put(top, f"{{{{ head.{word} }}}}", bold=True, size=size)
        _put(cell, f"{{{{ row.{field} }}}}", size=size, align=align)
    _repeated(table.rows[0])
    for row in table.rows:
        _whole(row)
    _text(document, "", size=6, after=0)


def _fixed(table, widths) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)


def _repeated(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _put(cell, text: str, *, bold=False, italic=False, size=13, align=ALIGN.CENTER, before=0) -> None:
    """Add a line to a cell; the first takes the paragraph that is there."""
    first = cell.paragraphs[0]
    paragraph = first if not first.runs else cell.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(1)


def _text(
    document, text: str, *, bold=False, italic=False, size=14, align=None, before=0, after=6, indent=False, keep=False
):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    form = paragraph.paragraph_format
    paragraph.alignment = ALIGN.JUSTIFY if indent else align
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
    if indent:
        form.first_line_indent = Cm(1.27)
    return paragraph


def _loop(document, over: str, text: str, *, italic=False, size=14, after=6) -> None:
    _text(document, f"{{%p for {over} %}}")
    _text(document, text, italic=italic, size=size, indent=True, after=after)
    _text(document, "{%p endfor %}")


def _properties(document) -> None:
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.title = "{{ author }}", "", "{{ subject }}"
    properties.language = "{{ lang }}"
    properties.comments, properties.revision = "", 1
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _PROGRAM
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


MADE = {
    "report.docx": made,
    "comparison.docx": made_comparison,
    "difference.docx": made_difference,
    "letter.docx": made_letter,
}
"""What makes each template, by the name of its file."""

if __name__ == "__main__":
    for name, template in MADE.items():
        sys.stdout.write(f"{name}: {(FOLDER / name).write_bytes(template())} bytes\n")
