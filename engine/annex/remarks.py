"""Footnotes that are typed by hand: a mark such as (*) in a row, and below the table what it says."""

import re
from collections.abc import Mapping
from dataclasses import replace

from ..files.word import FOOTNOTE
from .paper import Paper, TableRow
from .text import one_line

_REMARK = re.compile(r"\s*(\(\*{1,4}\)|\[\d{1,2}\])\s*:?\s*(\S.*)", re.DOTALL)
_MARK = re.compile(r"\s?(\(\*{1,4}\)|\[\d{1,2}\])")


def remarks_of(paper: Paper) -> Mapping[str, str]:
    """Give what the marks of a file say; a mark that is explained in two ways says nothing."""
    rows = ([text for text in row.cells if text] for grid in paper.grids for row in grid.rows)
    lines = [text for _, text in paper.lines] + [texts[0] for texts in rows if len(texts) == 1]
    found: dict[str, set[str]] = {}
    for match in filter(None, map(_REMARK.fullmatch, (line for text in lines for line in text.split("\n")))):
        found.setdefault(match[1], set()).add(one_line(match[2]))
    return {mark: said for mark, (said, *others) in found.items() if not others}


def with_remarks(row: TableRow, remarks: Mapping[str, str]) -> TableRow:
    """Make marks that a remark explains those of footnotes; a row that is itself a remark stays as it is."""
    footnotes, cells = dict(row.footnotes), list(row.cells)
    for at, cell in enumerate(row.cells):
        known = [mark for mark in _MARK.findall(cell) if mark in remarks]
        if known and not footnotes.get(at) and not _REMARK.match(cell):
            cells[at] = _MARK.sub(lambda match: FOOTNOTE if match[1] in remarks else match[0], cell)
            footnotes[at] = "\n".join(remarks[mark] for mark in known)
    return replace(row, cells=tuple(cells), footnotes=footnotes)
