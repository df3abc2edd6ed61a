"""Type into the cells of a workbook as Excel saves them: numbers as numbers, all else as text; nothing else changes."""

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SHEET = "xl/worksheets/sheet1.xml"


def type_in(name: str | Path, cells: dict[str, object]) -> None:
    """Type into blank cells of the first sheet; a cell that is not there, or not blank, is a mistake of the test."""
    with zipfile.ZipFile(name) as archive:
        inside = {part: archive.read(part) for part in archive.namelist()}
    sheet = inside[SHEET].decode()
    for cell, value in cells.items():
        if value is None or value == "":
            continue
        found = re.search(rf'<c r="{cell}"( s="\d+")?/>', sheet)
        assert found, cell
        if isinstance(value, str):
            made = f'<c r="{cell}"{found[1] or ""} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        else:
            made = f'<c r="{cell}"{found[1] or ""}><v>{value}</v></c>'
        sheet = sheet.replace(found[0], made)
    inside[SHEET] = sheet.encode()
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in inside.items():
            archive.writestr(part, content)
