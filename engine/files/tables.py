"""Read tables of text: CSV files as spreadsheets write them, and rows of Python values. Nothing is typed here."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import islice
from typing import NamedTuple, TypeAlias, TypeVar

from ..model.codes import severity_of
from ..model.findings import Finding, Place, Severity, finding
from ..model.observed import CellKind, Heading, Remark, Table
from ..model.ruleset import Source
from .apostrophes import unguarded
from .contents import MEBIBYTE, decode, read_bytes
from .held import Location
from .naming import fold
from .surroundings import titles_above

MOST_BYTES = 20 * MEBIBYTE
MOST_ROWS = 20_000
MOST_LONG_ROWS = 200_000  # of a table of collected answers, whose rows are values and not units
MOST_COLUMNS = 500
MOST_CHARACTERS = 32_767  # of a cell, as in Excel
COLLECTED = ("unit", "input", "value", "state")
"""How the headers of a table of collected answers begin; it is long whatever the ruleset says of long tables."""
CORRECTED = ("unit", "target", "stage")
"""How the headers of a file of corrections begin, whose rows are many too."""
_DELIMITERS = (",", ";", "\t")
_SAID = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_MOST_FINDINGS = 50
_MOST_BESIDE = 20  # texts of a row in columns without a header

T = TypeVar("T")

Cell: TypeAlias = tuple[int, int]
"""A row and a column, both from 0."""


class Frame(NamedTuple):
    """Where in a file its table stands, where a mapping says so.

    Attributes:
        header_row: the line of the headers; 0: the first that is not blank.
        skip_rows: lines that are no data.
        sheets: of a workbook, those that are read, folded; empty for all.
    """

    header_row: int = 0
    skip_rows: tuple[int, ...] = ()
    sheets: tuple[str, ...] = ()


WHOLE = Frame()


def read_table(
    path: Location, name: str, frame: Frame = WHOLE
) -> tuple[Table | None, tuple[Source, ...], tuple[Finding, ...]]:
    """Read a CSV file: UTF-8, delimited by `,` `;` or tab as its header row is.

    Args:
        path: the file.
        name: what findings call it.
        frame: where its table stands.

    Returns:
        The table, or None where a finding says why not; the file and its hash; the findings.
    """
    content = read_bytes(path, name, MOST_BYTES)
    if isinstance(content, Finding):
        return None, (), (content,)
    table, findings = parse_table(content, name, frame)
    return table, (Source(name, sha256(content).hexdigest()),), findings


def parse_table(content: bytes, name: str, frame: Frame = WHOLE) -> tuple[Table | None, tuple[Finding, ...]]:
    r"""Read the bytes of a CSV file.

    >>> table, findings = parse_table(b"id;so_hop\na;4\n", "a.csv")
    >>> table.headers, list(table.rows), findings
    (('id', 'so_hop'), [('a', '4')], ())
    """
    text, findings = decode(content, name)
    if findings:
        return None, findings
    opened = open_text(text, name, frame)
    return (None, (opened,)) if isinstance(opened, Finding) else table_of_text(opened, name, frame)


class Opened(NamedTuple):
    """A text whose rows can be cut: composed, from the line on at which its headers may stand.

    Attributes:
        text: the rest of it.
        first: the line of the file at which that begins.
        delimiter: between cells.
    """

    text: str
    first: int
    delimiter: str


def open_text(text: str, name: str, frame: Frame) -> Opened | Finding:
    """Find where the rows of a text begin and what parts their cells."""
    # Composed before it is cut into cells: a delimiter never composes with a mark.
    text = unicodedata.normalize("NFC", text)
    # What stands above the headers need not be a table.
    first = max(frame.header_row, 1)
    text = "".join(text.splitlines(keepends=True)[first - 1 :]) if first > 1 else text
    # What Excel and those who write for it put first, to say how they part cells.
    if said := _SAID.match(text):
        text, first = text[said.end() :], first + 1
    delimiter = said[1] if said else _delimiter(text)
    if len(delimiter) > 1:
        return finding("ITR414", Place(name, 1), first=delimiter[0], second=delimiter[1])
    return Opened(text, first, delimiter)


def table_of_text(
    opened: Opened, name: str, frame: Frame, most: int | None = None
) -> tuple[Table | None, tuple[Finding, ...]]:
    """Cut a text into the rows of a table; `most` is how many there may be, by default `MOST_ROWS`."""
    read = _rows_in(name, opened, frame, MOST_ROWS if most is None else most)
    if isinstance(read, Finding):
        return None, (read,)
    lines, rows = read
    top = 0 if frame.header_row else titles_above(rows)
    table, findings = table_from_rows(name, rows[top:], lines[top:])
    return (replace(table, delimiter=opened.delimiter) if table is not None else None), findings


def _rows_in(name: str, opened: Opened, frame: Frame, most: int) -> tuple[list[int], list[list[str]]] | Finding:
    """Cut a text into the rows that a frame leaves, each with its line, or say why that cannot be."""
    lines: list[int] = []
    rows: list[list[str]] = []
    text, first, delimiter = opened
    try:
        for line, row in _rows(text, delimiter, first):
            if len(rows) > most:
                return finding("ITR408", Place(name, line), limit=most)
            if not rows and (is_collected(row) or tuple(map(fold, row[: len(CORRECTED)])) == CORRECTED):
                most = max(most, MOST_LONG_ROWS)
            if line == first or line not in frame.skip_rows:
                lines.append(line)
                rows.append(row)
    except _NotCsvError as error:
        at = Place(name, error.line)
        return finding("ITR492.csv", at, line=error.line, reason=error.reason, reason_en=error.reason_en)
    if frame.header_row and lines[:1] != [frame.header_row]:
        return finding("ITR458.line", Place(name, frame.header_row), line=frame.header_row)
    return (lines, rows) if rows else finding("ITR407", Place(name))


def is_collected(headers: Sequence[str]) -> bool:
    """Whether headers are those of a table of collected answers.

    >>> is_collected(("unit", "input", "value", "state", "file")), is_collected(("unit", "a"))
    (True, False)
    """
    return tuple(map(fold, headers[: len(COLLECTED)])) == COLLECTED


def table_of(name: str, rows: Sequence[Mapping[str, object]]) -> Table:
    """Make a table from rows of Python values, with a column for every key.

    Whole numbers are written plainly and all others as fractions, which no decimal sign can change.

    Raises:
        TypeError: for a float, which is no exact number.

    >>> table_of("t", [{"id": "a", "x": Fraction(1, 2)}, {"id": "b", "y": True}]).rows
    (('a', '1/2', ''), ('b', '', 'yes'))
    """
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    return Table(name, headers, tuple(tuple(_text(row.get(key)) for key in headers) for row in rows))


def place_of(table: Table, row: int, column: int) -> Place:
    """Name a cell of a table by its row and column, both from 0; row -1 is the header."""
    line = table.header_line if row < 0 else table.lines[row] if table.lines else row + 1
    number = table.columns[column] if table.columns else column + 1
    if table.sheet:
        return Place(table.name, line, number, f"{table.sheet}!{letters(number - 1)}{line}")
    word = "dòng" if table.delimiter or not table.lines else "mục"  # an object of a list in JSON has no line of its own
    return Place(table.name, line, number, f'{word} {line}, cột "{table.headers[column]}"')


def letters(column: int) -> str:
    """Name a column of a sheet, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(65 + letter) + name
    return name


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; write it as text or as a Fraction")
    if isinstance(value, int | Fraction | Decimal):
        return str(Fraction(value))
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value)).strip()


_CSV_WORDS = {
    "end of data": ("một dấu ngoặc kép chưa được đóng", "a quote is not closed"),
    "expected after": ("có chữ ngay sau dấu ngoặc kép đóng", "text follows a closing quote"),
    "field limit": ("một ô quá dài", "a cell is too long"),
    "": ("cú pháp sai", "it is written wrongly"),
}
"""A part of what the CSV library says -> our words."""


class _NotCsvError(Exception):
    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line
        self.reason, self.reason_en = next(words for part, words in _CSV_WORDS.items() if part in said)


def _delimiter(text: str) -> str:
    """Find the delimiter that the header row has most of, outside quotes; two of them if it cannot be told."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    quoted = False
    for character in text.lstrip("\r\n \t"):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n":
            break
        elif not quoted and character in counts:
            counts[character] += 1
    most = max(counts.values())
    return "".join(sign for sign, count in counts.items() if count == most) if most else ","


def _rows(text: str, delimiter: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Give every row that is not blank, with the line at which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = first
    try:
        for row in reader:
            cells = [unguarded(cell.strip()).strip() for cell in row]
            if any(cells):
                yield begin, cells
            begin = first + reader.line_num
    except csv.Error as error:
        raise _NotCsvError(begin, str(error)) from error


def table_from_rows(
    name: str,
    rows: Sequence[Sequence[str]],
    lines: Sequence[int],
    sheet: str = "",
    kinds: Mapping[tuple[int, int], CellKind] | None = None,
    remarks: Mapping[tuple[int, int], Remark] | None = None,
) -> tuple[Table | None, tuple[Finding, ...]]:
    """Make the table of rows of different lengths: columns named once, short rows padded.

    Args:
        name: what findings call the file.
        rows: the headers first.
        lines: the line of each row.
        sheet: of a workbook.
        kinds: by row and column of the sheet from 0, cells that are no text.
        remarks: likewise, what must be said of cells where they are read.

    Returns:
        The table, which says itself what is wrong where it is read; and what lets nobody read it.
    """
    headers = _headers(rows[0])
    if len(headers) > MOST_COLUMNS:
        place = Place(name, lines[0], cell=sheet)
        return None, (finding("ITR408.columns", place, found=len(headers), limit=MOST_COLUMNS),)
    table = _under(headers, Table(name, (), (), tuple(lines[1:]), lines[0], sheet=sheet), rows[1:])
    named = [column for column, header in enumerate(headers) if header]
    if not sheet:
        return table, ()
    own = _Own({line - 1: number for number, line in enumerate(lines[1:])}, {at: to for to, at in enumerate(named)})
    return replace(table, kinds=own.of(kinds or {}), remarks=own.of(remarks or {})), ()


def _under(headers: Sequence[str], bare: Table, rows: Sequence[Sequence[str]]) -> Table:
    """Put rows under headers into a table: in columns that have one, what stands beside them, and what is wrong."""
    width, named = len(headers), [column for column, header in enumerate(headers) if header]
    has_gaps = len(named) < width
    body: list[tuple[str, ...]] = []
    beside: dict[int, tuple[tuple[int, str], ...]] = {}
    findings: list[Finding] = []
    for number, (line, cells) in enumerate(zip(bare.lines, rows, strict=True)):
        if (has_gaps or len(cells) > width) and (aside := _beside(cells, headers)):
            beside[number] = aside
        row = (*cells[:width], *[""] * (width - len(cells)))
        findings += _wrong_row(Place(bare.name, line), bare.sheet, cells, row)
        body.append(tuple(row[column] for column in named) if has_gaps else row)
    return replace(
        bare,
        headers=tuple(headers[column] for column in named),
        rows=tuple(body),
        columns=tuple(column + 1 for column in named) if bare.sheet or has_gaps else (),
        beside=beside,
        findings=tuple(findings[:_MOST_FINDINGS]),
    )


def _headers(cells: Sequence[str]) -> list[str]:
    """Give the headers on one line each, up to the last that is not blank."""
    headers = [" ".join(header.split()) for header in cells]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def _beside(cells: Sequence[str], headers: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Give the first texts of a row that stand in no column with a header, each with the number of its column."""
    unnamed = ((at + 1, text) for at, text in enumerate(cells) if text and (at >= len(headers) or not headers[at]))
    return tuple(islice(unnamed, _MOST_BESIDE))


def _wrong_row(place: Place, sheet: str, cells: Sequence[str], row: Sequence[str]) -> Iterator[Finding]:
    """Say what is wrong with a row of a file: text beyond the headers, or a cell that is too long."""
    width, line = len(row), place.line
    if not sheet and any(cells[width:]):
        yield finding("ITR411", place, line=line, found=len(cells), expected=width)
    longest = max(row, key=len, default="")
    if len(longest) > MOST_CHARACTERS:
        at = row.index(longest)
        cell = Place(place.file, line, at + 1, f"{sheet}!{letters(at)}{line}" if sheet else "")
        yield finding("ITR428.cell", cell, line=line, column=at + 1, found=len(longest), limit=MOST_CHARACTERS)


class _Own(NamedTuple):
    """Where the rows and columns of a sheet, both from 0, are in its table."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]

    def of(self, told: Mapping[Cell, T]) -> dict[Cell, T]:
        """Keep what is said of cells that the table has, by its own rows and columns."""
        return {
            (self.rows[row], self.columns[column]): each
            for (row, column), each in told.items()
            if row in self.rows and column in self.columns
        }


def wrong_in(table: Table, read: Iterable[int]) -> Iterator[Finding]:
    """Give what is wrong in the part of a table that is read: its rows, in some columns from 0.

    What nothing reads never blocks a file: a doubled header of remarks, a page of text beside the figures.
    """
    read = set(read)
    numbers = {0} | {place_of(table, -1, column).column for column in read}
    for found in table.findings:
        if found.place.column in numbers or severity_of(found) is not Severity.ERROR:
            yield found
    yield from _doubled(table, read)
    yield from _unnamed(table)


def _doubled(table: Table, read: AbstractSet[int]) -> Iterator[Finding]:
    """Say which headers are those of a column that is read, and stand twice."""
    names = {fold(table.headers[column]) for column in read}
    first: dict[str, int] = {}
    for column, header in enumerate(table.headers):
        one = first.setdefault(fold(header), column)
        if one != column and fold(header) in names:
            yield finding(
                "ITR112.column",
                place_of(table, -1, column),
                first=_named(table, one),
                first_header=table.headers[one],
                second=_named(table, column),
                second_header=header,
            )


def _unnamed(table: Table) -> Iterator[Finding]:
    """Say which columns have texts beside rows that are read, and no header; each once, at the first of them."""
    most = max((*table.columns, len(table.headers)))
    first: dict[int, int] = {}
    for row, texts in table.beside.items():
        if any(table.rows[row]):
            for number, _ in texts:
                first.setdefault(number, row)
    for number, row in islice(first.items(), _MOST_FINDINGS):
        if table.sheet or number <= most:
            line = table.lines[row] if table.lines else row + 1
            word = letters(number - 1) if table.sheet else str(number)
            cell = f"{table.sheet}!{word}{line}" if table.sheet else ""
            yield finding("ITR450.unnamed", Place(table.name, line, number, cell), column=word)


def _named(table: Table, column: int) -> str:
    number = place_of(table, -1, column).column
    return letters(number - 1) if table.sheet else str(number)


def only(table: Table, rows: Sequence[int], headings: Sequence[Heading | None] = ()) -> Table:
    """Give a table with some of its rows, by number and in order.

    >>> only(Table("t", ("id",), (("a",), ("b",)), (2, 3)), [1]).lines
    (3,)
    """
    place = {row: number for number, row in enumerate(rows)}
    own = _Own(place, {column: column for column in range(len(table.headers))})
    gone = {line for row, line in enumerate(table.lines) if row not in place}
    return replace(
        table,
        rows=tuple(table.rows[row] for row in rows),
        lines=tuple(table.lines[row] for row in rows) if table.lines else (),
        kinds=own.of(table.kinds),
        remarks=own.of(table.remarks),
        findings=tuple(found for found in table.findings if found.place.line not in gone),
        beside={place[row]: texts for row, texts in table.beside.items() if row in place},
        headings=headings,
    )
