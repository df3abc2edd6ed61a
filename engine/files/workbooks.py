"""Read workbooks (XLSX, XLS, ODS) as tables of text, every cell with its sheet and its name.

Values come from python-calamine; `xlsx_notes`, `ods_notes` or `compound` has looked the file over before.
A number cell is the decimal that Excel shows at its 15 digits, for that is what its author typed or saw.
"""

import io
import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import product
from math import isfinite
from threading import Lock
from typing import Any, NamedTuple

from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind, Look, Remark, Table
from .compound import MAGIC, inspect_old
from .contents import ZIP
from .guard import opened
from .naming import fold
from .number_formats import DASHES, Shown, Shows, says_scale, shown_of, text_shown
from .numbers import cut, plain
from .ods_notes import notes_of_ods
from .reasons import WORKBOOK, damage
from .sheet_notes import SheetNotes
from .surroundings import HEADERS_WITHIN, has_number
from .tables import MOST_COLUMNS, MOST_ROWS, WHOLE, Cell, Frame, letters, table_from_rows
from .visible import hidden_in
from .xlsx_notes import notes_of_xlsx, without_dimensions

_MOST_MERGED = 1_000_000  # cells that merged cells with text lie over, of a sheet
_LOCKED = "EncryptedPackage".encode("utf-16-le")

Grid = Sequence[Sequence[Any]]
Merge = tuple[Cell, Cell]


class Sheet(NamedTuple):
    """A sheet of a workbook, its values from A1 on, and what stands in it besides values."""

    name: str
    grid: Grid
    merges: Sequence[Merge]
    is_visible: bool
    notes: SheetNotes


def inspect(content: bytes, name: str) -> Mapping[str, SheetNotes] | Finding:
    """Look over an XLSX or ODS file.

    Returns:
        By the sheet's name, what is in it besides values; or why the file is not opened.
    """
    return opened(
        content, name, lambda archive: (notes_of_ods if "mimetype" in archive.namelist() else notes_of_xlsx)(archive)
    )


def open_workbook(content: bytes, name: str) -> tuple[Sheet, ...] | Finding:
    """Look a workbook over and read its sheets, or say why it is not opened."""
    notes = _looked_over(content, name)
    if isinstance(notes, Finding):
        return notes
    content = without_dimensions(content, notes.values()) if content.startswith(ZIP) else content
    try:
        with _quiet() if content.startswith(MAGIC) else nullcontext():
            read = _grids(content)
    except BaseException as error:
        # A reader written in Rust reports its own faults as a BaseException.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        locked = "password" in str(error).casefold()
        return finding("ITR497", Place(name)) if locked else finding("ITR498", Place(name), **WORKBOOK, **damage(error))
    if content.startswith(ZIP) and any(sheet[0] not in notes and any(map(any, sheet[1])) for sheet in read):
        return finding(
            "ITR498", Place(name), **WORKBOOK, **damage("xl/workbook.xml")
        )  # what its cells show nobody looked at
    return tuple(
        Sheet(sheet, grid, merges or _within(own.merges, grid), is_visible, own)
        for sheet, grid, merges, is_visible in read
        for own in (notes.get(sheet, SheetNotes()),)
    )


def _looked_over(content: bytes, name: str) -> Mapping[str, SheetNotes] | Finding:
    """Look a workbook over before a reader opens it: what is in its sheets besides values, or why it is not opened."""
    if content.startswith(ZIP):
        return inspect(content, name)
    if _LOCKED in content:
        return finding("ITR497", Place(name))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":  # what many systems export under the name .xls
        return finding("ITR498", Place(name), **WORKBOOK, **damage("HTML, XML"))
    refused = inspect_old(content, name) if content.startswith(MAGIC) else None
    return {} if refused is None else refused


def parse_workbook(content: bytes, name: str, frame: Frame = WHOLE) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Read the bytes of a workbook: a table for every sheet that holds one, then the other sheets, bare of columns."""
    sheets = open_workbook(content, name)
    if isinstance(sheets, Finding):
        return (), (sheets,)
    tables = [table for sheet in sheets if (table := _table_of(name, sheet, frame)) is not None]
    with_columns = [table for table in tables if table.headers]
    if not with_columns and not frame.sheets:
        return (), (finding("ITR407", Place(name)),)
    return (*with_columns, *(table for table in tables if not table.headers)), ()


def _table_of(name: str, sheet: Sheet, frame: Frame) -> Table | None:
    """Make the table of a sheet; bare of columns where it is not read, None where nothing is in it."""
    if frame.sheets and fold(sheet.name) not in frame.sheets:
        return Table(name, (), (), sheet=sheet.name)
    table = _table(name, sheet.name, sheet.grid, sheet.merges, sheet.notes, frame)
    if table is None or not table.headers or sheet.is_visible:
        return table
    hidden = finding("ITR419", Place(name, cell=sheet.name), sheet=sheet.name)
    return replace(table, findings=(*table.findings, hidden))


_ALONE = Lock()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the terminal what a reader written in Rust prints of its own faults, past Python, to descriptor 2.

    A damaged old workbook is such a fault. A new one was looked over part by part, and is not read so: it may take
    seconds, in which a command says what it is doing.
    """
    with _ALONE, ExitStack() as undone:  # two threads would each restore what the other has put there
        try:
            before = os.dup(2)
            undone.callback(os.close, before)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            undone.callback(os.close, nowhere)
            undone.callback(os.dup2, before, 2)
            os.dup2(nowhere, 2)
        except OSError:  # nobody listens there, or there are no descriptors left: the file is read all the same
            pass
        yield


def _grids(content: bytes) -> list[tuple[str, Grid, tuple[Merge, ...], bool]]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415  # only where there is a workbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: list[tuple[str, Grid, tuple[Merge, ...], bool]] = []
    for number, about in enumerate(book.sheets_metadata):
        sheet = book.get_sheet_by_index(number)
        if sheet.total_height > 1_048_576 or sheet.total_height * max(sheet.total_width, 1) > 50_000_000:
            raise ValueError(f"{sheet.total_height} x {sheet.total_width}")
        grid = sheet.to_python(skip_empty_area=False)
        merges = _within(sheet.merged_cell_ranges or (), grid)
        found.append((about.name, grid, merges, about.visible is SheetVisibleEnum.Visible))
    return found


def _within(merges: Iterable[Merge], grid: Grid) -> tuple[Merge, ...]:
    """Cut merged cells to the grid; those that begin beside or below it hold nothing.

    >>> _within([((0, 1), (0, 9)), ((0, 3), (0, 4))], [["id", "a"]])
    (((0, 1), (0, 1)),)
    """
    height, width = len(grid), max(map(len, grid), default=0)
    return tuple(
        ((top, left), (min(bottom, height - 1), min(right, width - 1)))
        for (top, left), (bottom, right) in merges
        if top < height and left < width
    )


def decimal_of(number: float) -> Fraction:
    """Give the decimal of at most 15 significant digits that a number cell shows.

    >>> decimal_of(0.1 + 0.2), decimal_of(1e3)
    (Fraction(3, 10), Fraction(1000, 1))
    """
    return Fraction(format(number, ".15g"))


def written(value: Any, cell: Cell, notes: SheetNotes) -> tuple[str, CellKind | None, Remark | None]:
    """Write a cell as text.

    Returns:
        The text; the cell's kind, where the text alone would not say how it is meant; and what must be said of it
        where it is read. What is struck out wholly is blank; where a part is, the whole text is given.
    """
    if cell in notes.struck:
        return _struck(value, cell, notes)
    if isinstance(value, str) and cell in notes.formats:
        shown = text_shown(notes.formats[cell], value)
        held, how = cut(_tidy(value)), "text" if shown else "nothing"
        return shown, "shown", Remark(Look.OTHER, {"shown": cut(shown), "held": held, "how": how})
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if is_number and (cell in notes.formats or cell in notes.shown):
        return _shown(value, cell, notes)
    return *_held(value, cell, notes), None


def _struck(value: Any, cell: Cell, notes: SheetNotes) -> tuple[str, CellKind | None, Remark]:
    text, kind = _held(value, cell, notes)
    rest = _tidy(notes.struck[cell])
    if not rest:
        return "", None, Remark(Look.STRUCK, {"found": cut(text)})
    return text, kind, Remark(Look.PART_STRUCK, {"found": cut(text), "rest": cut(rest)})


def _shown(value: float, cell: Cell, notes: SheetNotes) -> tuple[str, CellKind, Remark | None]:
    """Write a number whose format may show another thing."""
    exact = Fraction(value) if isinstance(value, int) else decimal_of(value)
    held = plain(exact)
    if cell in notes.shown:
        text = notes.shown[cell]
        how: Shows = "nothing" if not text else "text"
        if any(map(str.isdigit, text)):
            how = "multiple" if says_scale(text) else "other"
        reading = f"{plain(exact * 100)}%" if cell in notes.percents else held
        shown = Shown(text, "figure" if exact == 0 and text in DASHES else how, reading)
    else:
        shown = shown_of(notes.formats[cell], exact)
    told = {"shown": cut(shown.text), "held": held}
    match shown.how:
        case "figure":
            return shown.reading, "number", None
        case "multiple":
            return shown.reading, "number", Remark(Look.MULTIPLE, told)
        case "nothing" if exact == 0:
            return shown.reading, "number", Remark(Look.ZERO, told)
    return shown.text, "shown", Remark(Look.OTHER, told | {"how": shown.how})


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _held(value: Any, cell: Cell, notes: SheetNotes) -> tuple[str, CellKind | None]:
    """Write what a cell holds."""
    if cell in notes.failed:
        return notes.failed[cell] or "#N/A", None
    if cell in notes.uncalculated:
        return "=", "uncalculated"
    match value:
        case bool():
            return ("có" if value else "không"), None
        case float() if not isfinite(value):
            return str(value), None  # what the file calls a number and is none: told as such where it is read
        case int() | float():
            exact = Fraction(value) if isinstance(value, int) else decimal_of(value)
            if cell in notes.percents:
                return f"{plain(exact * 100)}%", "number"
            return plain(exact), "number"
        case datetime() if value.time() == time():
            return value.date().isoformat(), "date"
        case date():
            return value.isoformat(), "date"
        case time() | timedelta():
            return str(value), "date"
        case None:
            return "", None
    return _tidy(str(value)), None


def _table(name: str, sheet: str, grid: Grid, merges: Sequence[Merge], notes: SheetNotes, frame: Frame) -> Table | None:
    """Find the headers of a sheet and what stands below them; no columns where there is text and no table, None for neither.

    What is wrong in a sheet the table says itself: it matters where somebody reads it.
    """
    texts, kinds, remarks = _written_cells(grid, notes)
    findings = _struck_rows(name, sheet, texts, remarks)
    if not any(any(row) for row in texts):
        return None
    first, last = _header_rows(texts, merges, frame)
    bare = Table(name, (), (), sheet=sheet)
    if first < 0:
        return bare
    findings += _hidden(name, sheet, texts, first)
    findings += _struck_headers(name, sheet, texts, remarks, notes, range(first, last + 1))
    headers = _joined(texts, merges, first, last)
    _fill_down(texts, merges, kinds, last)
    body = [row for row in range(last + 1, len(texts)) if any(texts[row]) and row + 1 not in frame.skip_rows]
    if not body:
        return bare
    place = Place(name, cell=sheet)
    over = merged_over(merges, texts, kinds, body)
    if isinstance(over, int):
        vi, en = f"{over} ô gộp", f"{over} merged cells"
        findings, body = [finding("ITR416", place, found=vi, found_en=en, limit=_MOST_MERGED)], body[:1]
        over = {}
    if len(body) > MOST_ROWS:
        findings, body = [finding("ITR408", place, limit=MOST_ROWS)], body[:1]
    if len(headers) > MOST_COLUMNS:
        findings, headers = (
            [finding("ITR408.columns", place, found=len(headers), limit=MOST_COLUMNS)],
            headers[:MOST_COLUMNS],
        )
    rows, lines = [headers, *(texts[row] for row in body)], [last + 1, *(row + 1 for row in body)]
    table, told = table_from_rows(name, rows, lines, sheet=sheet, kinds=kinds, remarks={**over, **remarks})
    assert table is not None, "columns were counted above"
    if notes.hidden:
        findings.append(finding("ITR435", place, sheet=sheet))
    return replace(table, findings=(*findings, *table.findings, *told))


def _written_cells(grid: Grid, notes: SheetNotes) -> tuple[list[list[str]], dict[Cell, CellKind], dict[Cell, Remark]]:
    """Write every cell of a sheet as text, with the kinds of those that are no text and what must be said of them."""
    texts: list[list[str]] = []
    kinds: dict[Cell, CellKind] = {}
    remarks: dict[Cell, Remark] = {}
    for row, values in enumerate(grid):
        cells = []
        for column, value in enumerate(values):
            text, kind, remark = written(value, (row, column), notes)
            if kind is not None:
                kinds[row, column] = kind
            if remark is not None:
                remarks[row, column] = remark
            cells.append(text)
        texts.append(cells)
    return texts, kinds, remarks


def _hidden(name: str, sheet: str, texts: Sequence[Sequence[str]], first: int) -> Iterator[Finding]:
    """Report the characters that nobody sees, from a row on."""
    for row, cells in enumerate(texts[first:], start=first):
        for column, text in enumerate(cells):
            if (hidden := hidden_in(text)) is not None:
                place = Place(name, row + 1, column + 1, cell_name(sheet, row, column))
                yield finding("ITR103.cell", place, character=hidden)


def _fill_down(texts: list[list[str]], merges: Sequence[Merge], kinds: dict[Cell, CellKind], header: int) -> None:
    """Give words that are merged over several rows, such as a group beside its units, to each of them.

    A figure is not: of which unit it is nobody knows, and `merged_over` says so.  What a cell below still holds, no
    program shows.
    """
    budget = 10 * MOST_ROWS  # merged cells that lie over each other are no table, and are not gone through for ever
    for (top, left), (bottom, _) in merges:
        budget -= max(bottom - top, 0)
        if budget < 0:
            break
        if top <= header or (top, left) in kinds or left >= len(texts[top]) or not texts[top][left]:
            continue
        for row in range(top + 1, min(bottom, len(texts) - 1) + 1):
            if left < len(texts[row]):
                texts[row][left] = texts[top][left]
                kinds.pop((row, left), None)


def merged_over(
    merges: Sequence[Merge], texts: Sequence[Sequence[str]], kinds: Mapping[Cell, CellKind], rows: Collection[int]
) -> dict[Cell, Remark] | int:
    """Remark on cells of `rows` that are merged: whose figure it is that several of them show, nobody knows.

    A word that is merged down is of each row, as `_fill_down` gives it; so nothing is said of its first column.

    Returns:
        The remarks; the number of merged cells where they are more than a sheet has room for.
    """
    found: dict[Cell, Remark] = {}
    wanted, count = frozenset(rows), 0
    for (top, left), (bottom, right) in merges:
        if top >= len(texts) or left >= len(texts[top]) or not texts[top][left]:
            continue
        count += (bottom - top + 1) * (right - left + 1)
        if count > _MOST_MERGED:
            return count
        own = [row for row in range(top, bottom + 1) if row in wanted]
        if top not in wanted or (len(own) < 2 and left == right):
            continue
        is_word = (top, left) not in kinds and not has_number([texts[top][left]])
        cells = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
        remark = Remark(Look.MERGED, {"range": cells, "found": cut(texts[top][left])})
        first = left + (is_word or len(own) < 2)
        found |= dict.fromkeys(product(own, range(first, right + 1)), remark)
    return found


def _struck_rows(name: str, sheet: str, texts: list[list[str]], remarks: dict[Cell, Remark]) -> list[Finding]:
    """Leave out, and tell, the rows in which all that is written is struck out: the row of a unit that is no more."""
    findings = []
    for row in sorted({row for (row, _), remark in remarks.items() if remark.look is Look.STRUCK}):
        if any(texts[row]):
            continue
        own = sorted(column for of, column in remarks if of == row)
        said = ", ".join(remarks.pop((row, column)).params["found"] for column in own)
        place = Place(name, row + 1, own[0] + 1, cell_name(sheet, row, own[0]))
        findings.append(finding("ITR561.row", place, row=row + 1, found=cut(said)))
    return findings


def _struck_headers(
    name: str,
    sheet: str,
    texts: list[list[str]],
    remarks: Mapping[Cell, Remark],
    notes: SheetNotes,
    rows: Collection[int],
) -> list[Finding]:
    """Take from headers what is struck out, and tell it."""
    findings = []
    for (row, column), remark in remarks.items():
        if row in rows and remark.look in {Look.PART_STRUCK, Look.STRUCK}:
            texts[row][column] = _tidy(notes.struck[row, column])
            findings.append(left_out_of(name, sheet, (row, column), remark))
    return findings


def left_out_of(name: str, sheet: str, cell: Cell, remark: Remark) -> Finding:
    """Tell what is struck out of a cell of which the rest is read."""
    place = Place(name, cell[0] + 1, cell[1] + 1, cell_name(sheet, *cell))
    return finding("ITR561.part", place, found=remark.params["found"], rest=remark.params.get("rest", ""))


def cell_name(sheet: str, row: int, column: int) -> str:
    """Name a cell as people do, from its row and column from 0.

    >>> cell_name("Tổng hợp", 13, 3)
    'Tổng hợp!D14'
    """
    return f"{sheet}!{letters(column)}{row + 1}"


def _header_rows(texts: Sequence[Sequence[str]], merges: Sequence[Merge], frame: Frame) -> tuple[int, int]:
    """Find the first and the last row of headers: below the titles, and as far down as merged cells reach."""
    first = _first_header(texts, merges, frame)
    if first < 0:
        return -1, -1
    last = first
    for row in range(first, min(first + 3, len(texts) - 1)):
        if row == last and any(top[0] == row and bottom[1] > top[1] for top, bottom in merges):  # over several columns
            last = row + 1
    below = [bottom[0] for top, bottom in merges if top[0] == first < bottom[0] <= first + 3]
    return first, max([last, *below])


def _first_header(texts: Sequence[Sequence[str]], merges: Sequence[Merge], frame: Frame) -> int:
    """Find the first row of headers; -1 where there is none."""
    if frame.header_row:
        return frame.header_row - 1 if frame.header_row <= len(texts) else -1
    wide = [row for row, cells in enumerate(texts) if sum(map(bool, cells)) >= 2][:HEADERS_WITHIN]
    most = max((sum(map(bool, texts[row])) for row in wide), default=0)
    # Titles, signatures and the like fill a few cells; headers fill most of the table's width.
    return next((row for row in wide if 2 * _filled(texts, merges, row) >= most), wide[0] if wide else -1)


def _filled(texts: Sequence[Sequence[str]], merges: Sequence[Merge], row: int) -> int:
    """Count the columns that a row speaks for: its cells, and those that they are merged over."""
    over = sum(bottom[1] - top[1] for top, bottom in merges if top[0] == row and texts[row][top[1]])
    return sum(map(bool, texts[row])) + over


def _joined(texts: Sequence[Sequence[str]], merges: Sequence[Merge], first: int, last: int) -> list[str]:
    """Join stacked headings: `Hạ tầng / Máy tính` for a column below a heading that is merged over several."""
    width = max(len(row) for row in texts)
    rows = [list(texts[row]) + [""] * (width - len(texts[row])) for row in range(first, last + 1)]
    for (top, left), (bottom, right) in merges:
        if first <= top <= last and rows[top - first][left]:
            for column in range(left, min(right, width - 1) + 1):
                rows[top - first][column] = rows[top - first][left]
            del bottom
    headers = []
    for column in range(width):
        parts: list[str] = []
        for row in rows:
            if row[column] and (not parts or fold(parts[-1]) != fold(row[column])):
                parts.append(row[column])
        headers.append(" / ".join(parts))
    return headers
