"""Rows that stand within one cell: items of a list of which each has a maximum of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .annex import Line, Total
from .numbering import number_in
from .paper import TableRow
from .text import bare, number, one_line

_ITEM = re.compile(r"\s*(?:[-–—+*•●▪◦·]\s*|[a-zđ]\)\s*|\d{1,2}\)\s*)(?=\S)")
_MOST = re.compile(r"[\s(\[.,;:-]{0,8}(?:diem )?toi da:?\s*(\d+(?:[.,]\d+)?)\s*(?:diem|d)\b\s*[)\].:;,]*")
_POINTS = re.compile(r"\d\s*(?:diem|d)\b")
_PLAIN = re.compile(r"\s*(?:toi da|diem toi da|diem)?:?\s*(\d+(?:[.,]\d+)?)\s*(?:diem|d)?\s*\.?")


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list: its number or bullet, its name, its maximum, and how it is scored."""

    number: str
    label: str
    max: Fraction
    wording: str = ""


def with_cell_rows(lines: Sequence[Line], totals: Sequence[Total]) -> tuple[list[Line], list[Total]]:
    """Make a line of each item that has a maximum, where the maxima of a cell add up to the line's own.

    Only so are they surely rows: of a cell whose items add up to another sum all stays as it is worded.
    """
    below = {line.parent for line in lines}
    made: list[Line] = []
    moved = {-1: -1}
    for at, line in enumerate(lines):
        moved[at] = len(made)
        items, rest = ((), line) if at in below or line.role else _items(line)
        made.append(replace(rest, parent=moved[line.parent]))
        made += (_line_of(item, line, moved[at]) for item in items)
    return made, [replace(total, line=moved[total.line]) for total in totals]


def _line_of(item: _Item, line: Line, parent: int) -> Line:
    place = line.places.get("label" if item.label in line.label else "wording", line.places["label"])
    places = dict.fromkeys(("label", "max", "wording"), place)
    return Line(parent, line.depth + 1, item.number, item.label, item.max, item.wording, places=places)


def _items(line: Line) -> tuple[Sequence[_Item], Line]:
    """Give the items of a line's cells, and the line without them; none where they are no rows."""
    before, texts = _listed(line.wording)
    found = [item for text in texts if (item := _item(text)) is not None]
    if len(found) == len(texts) and _add_up(found, line):
        return found, replace(line, wording=before)
    return (), line


def _add_up(items: Sequence[_Item], line: Line) -> bool:
    return len(items) >= 2 and sum(item.max for item in items) == line.max


def _listed(text: str) -> tuple[str, list[str]]:
    r"""Part a text into what stands before its list, and the items, each with the lines that go on.

    >>> _listed("Phần mềm\n- A\n- B\nvà C")
    ('Phần mềm', ['- A', '- B\nvà C'])
    """
    before: list[str] = []
    items: list[str] = []
    for line in text.split("\n"):
        if _ITEM.match(line):
            items.append(line)
        elif items:
            items[-1] += f"\n{line}"
        else:
            before.append(line)
    return "\n".join(before), items


def _item(text: str) -> _Item | None:
    r"""Read an item that prints its maximum once.

    >>> _item("- Có phần mềm A. Tối đa 6 điểm")
    _Item(number='-', label='Có phần mềm A', max=Fraction(6, 1), wording='')
    >>> _item("a) Lớp tập huấn: mỗi lớp 0,5 điểm, tối đa 5 điểm")
    _Item(number='a', label='Lớp tập huấn', max=Fraction(5, 1), wording='mỗi lớp 0,5 điểm, tối đa 5 điểm')
    """
    sign, said = _named(text)
    found = list(_MOST.finditer(bare(said)))
    most = number(found[0][1]) if len(found) == 1 else None
    if most is None:
        return None
    label, wording = said[: found[0].start()], said[found[0].end() :].strip()
    if _POINTS.search(bare(label)):  # how it is scored comes before its maximum
        label, _, wording = said.partition(":")
        wording = wording.strip() or said
    label = one_line(label).strip(" :.,;-")
    return _Item(sign, label, most, wording) if label else None


def _named(text: str) -> tuple[str, str]:
    sign, said = number_in(text.strip())
    return sign, said.strip()


def parted_row(row: TableRow, label: int, points: Sequence[int]) -> Sequence[TableRow]:
    r"""Part a row whose cells hold several rows line by line: a name with its list, and the points of each.

    Args:
        row: of the table.
        label: the column of names.
        points: the columns of points, of which one may hold those of the items.

    >>> row = TableRow(4, ("1", "Phần mềm\n- A\n- B", "12\n6\n6"))
    >>> [each.cells for each in parted_row(row, 1, (2,))]
    [('1', 'Phần mềm', '12'), ('', '- A', '6'), ('', '- B', '6')]
    """
    name, items = _listed(row.cells[label] if label < len(row.cells) else "")
    if not name or len(items) < 2:
        return (row,)
    for column in points:
        lines = row.cells[column].split("\n") if column < len(row.cells) else []
        own, each = (lines[0], lines[1:]) if len(lines) == len(items) + 1 else ("", lines)
        if len(each) == len(items) and all(_PLAIN.fullmatch(bare(line)) for line in lines):
            first = {label: name, column: own}
            rest = ({label: item, column: most} for item, most in zip(items, each, strict=True))
            blank = ("",) * len(row.cells)
            parted = (replace(row, cells=_put(blank, cells), footnotes={}) for cells in rest)
            return (replace(row, cells=_put(row.cells, first)), *parted)
    return (row,)


def _put(cells: Sequence[str], texts: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(texts.get(at, text) for at, text in enumerate(cells))
