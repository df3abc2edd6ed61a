"""The annex of a ruleset as a workbook and as a Word document, laid out to be read beside the signed paper."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..files.packed import made_workbook, repacked
from .printing import Printed

_FONT = "Times New Roman"
_WIDTHS = (7, 44, 11, 58, 44)  # of a sheet's columns, in characters
_MM = (16, 66, 20, 92, 63)  # of Word's columns: A4 lying, between margins of 20 mm
_LINE = 16  # points
_BAD = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def as_xlsx(tables: Sequence[Printed]) -> bytes:
    """Write the tables as a workbook, a sheet a scorecard; the same tables give the same bytes.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    return made_workbook(tables[0].about[0], lambda book: _fill(book, tables))


def _fill(book: Any, tables: Sequence[Printed]) -> None:
    base = {"font_name": _FONT, "font_size": 12, "valign": "top", "text_wrap": True}
    look = {
        "title": book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False}),
        "about": book.add_format({**base, "font_color": "#555555", "text_wrap": False}),
        "head": book.add_format({**base, "bold": True, "border": 1, "align": "center", "bg_color": "#E8EDF3"}),
        "text": book.add_format({**base, "border": 1}),
        "bold": book.add_format({**base, "border": 1, "bold": True}),
        "number": book.add_format({**base, "border": 1, "align": "center"}),
        "bold_number": book.add_format({**base, "border": 1, "bold": True, "align": "center"}),
    }
    for number, table in enumerate(tables, start=1):
        name = f"{number}. {table.card.id}".translate(_BAD)[:31]
        sheet = book.add_worksheet(name if len(tables) > 1 else table.card.id.translate(_BAD)[:31])
        sheet.write_string(0, 0, table.title, look["title"])
        # Below the table a line would look like one more row of it.
        for row, line in enumerate((*table.about, *table.notes), start=1):
            sheet.write_string(row, 0, line, look["about"])
        top = len(table.about) + len(table.notes) + 2
        for column, (head, width) in enumerate(zip(table.heads, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, head, look["head"])
        for row, (texts, is_bold) in enumerate(table.rows, start=top + 1):
            text, centred = look["bold" if is_bold else "text"], look["bold_number" if is_bold else "number"]
            sheet.set_row(row, _LINE * max(_lines(words, width) for words, width in zip(texts, _WIDTHS, strict=True)))
            for column, words in enumerate(texts):
                sheet.write_string(row, column, words, centred if column in {0, 2} else text)
        sheet.freeze_panes(top + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)


def _lines(text: str, width: int) -> int:
    """Reckon how many lines a text takes in a column so wide; rather one too many."""
    return sum(1 + len(line) * 20 // (width * 21) for line in text.split("\n"))


def as_docx(tables: Sequence[Printed]) -> bytes:
    """Write the tables as a Word document; the same tables give the same bytes.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    from docx import Document  # noqa: PLC0415  # an extra
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    made = Document()
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(13)
    normal.paragraph_format.space_after = Pt(2)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn(name), _FONT)
    for number, table in enumerate(tables):
        _write(made, table, first=number == 0)
    day = datetime(2000, 1, 1, tzinfo=UTC)  # fixed: the same document is the same file
    made.core_properties.created = made.core_properties.modified = day
    made.core_properties.author, made.core_properties.title = "itrank", tables[0].about[0][:250]
    stream = io.BytesIO()
    made.save(stream)
    return repacked(stream.getvalue())


def _write(made: Any, table: Printed, *, first: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    title = made.add_paragraph()
    title.alignment, title.paragraph_format.page_break_before = ALIGN.CENTER, not first
    title.add_run(table.title).bold = True
    for line in table.about:
        about = made.add_paragraph(line)
        about.alignment = ALIGN.CENTER
    rows = ((table.heads, True), *table.rows)
    grid = made.add_table(len(rows), len(table.heads))
    grid.style, grid.autofit = "Table Grid", False
    for column, width in zip(grid.columns, _MM, strict=True):
        column.width = Mm(width)
    for place, (row, (texts, bold)) in enumerate(zip(grid.rows, rows, strict=True)):
        for column, (cell, words, width) in enumerate(zip(row.cells, texts, _MM, strict=True)):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            if place == 0 or column in {0, 2}:
                paragraph.alignment = ALIGN.CENTER
            for number, line in enumerate(words.split("\n")):
                if number:
                    paragraph.runs[-1].add_break()
                paragraph.add_run(line).bold = bold
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no other way
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            head = OxmlElement("w:tblHeader")
            head.set(qn("w:val"), "true")
            properties.append(head)
    for line in table.notes:
        made.add_paragraph(line)


WRITERS: Mapping[str, Callable[[Sequence[Printed]], bytes]] = {".xlsx": as_xlsx, ".docx": as_docx}
