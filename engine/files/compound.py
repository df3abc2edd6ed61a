"""Look an old workbook (.xls) over before a reader opens it: its chains must end, its cells be where cells can be.

The container is a small file system ([MS-CFB]): a table says which sector follows which, and one that leads back to
where it came from sends a reader round until no memory is left. So does a workbook in it ([MS-XLS], BIFF) that says of
itself that it has four thousand million rows.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model.findings import Finding, Place, finding
from .reasons import WORKBOOK, damage
from .sheet_notes import MOST_CELLS, MOST_COLUMN, MOST_ROW
from .tables import Cell

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_HEADER = 109  # sectors of the table that the header itself lists
_LAST = 0xFFFFFFFA  # from here on a number is a sign: free, end of chain, table
_SHIFTS = (9, 12)
_CUTOFF = 4096  # bytes below which a file lies among the small ones; [MS-CFB] allows no other
_ENTRY, _SHORT = 128, 64  # bytes of a directory entry, and of a sector of small files
_EOF, _FILEPASS, _BOUNDSHEET, _DIMENSIONS, _MULRK = 0x0A, 0x2F, 0x85, 0x200, 0xBD
_FORMULA, _SUPBOOK, _EXTERNSHEET = 0x06, 0x1AE, 0x17
_OWN_BOOKS = frozenset({0x0401, 0x3A01})  # the workbook itself, and functions that programs add
_BESIDE = frozenset(
    {0x39, 0x59, 0x79, 0x3A, 0x5A, 0x7A, 0x3B, 0x5B, 0x7B}
)  # how a name, cell or range of a sheet begins
_CELLS = frozenset({0x06, _MULRK, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E})


def inspect_old(content: bytes, name: str) -> Finding | None:
    """Say why an old workbook is not opened; None where nothing in it would harm a reader.

    Args:
        content: of the file, which begins with `MAGIC`.
        name: what findings call it.
    """
    try:
        _check_sheets(_stream(content))
    except _RefusedError as refused:
        return finding(refused.row, Place(name), **refused.params)
    except (struct.error, IndexError):
        return finding("ITR498", Place(name), **WORKBOOK, **damage("CFB"))
    return None


class _RefusedError(Exception):
    def __init__(self, row: str, **params: object) -> None:
        super().__init__(row)
        self.row = row
        self.params: dict[str, Any] = params


# ── The container ──


def _stream(content: bytes) -> bytes:
    """Give the stream that holds the workbook, from a container whose chains all end."""
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in _SHIFTS:
        raise _RefusedError("ITR498", **WORKBOOK, **damage("CFB"))
    size = 1 << shift
    following = _table(content, size)
    directory, _, cutoff, small = struct.unpack_from("<4I", content, 48)
    short: list[int] = []
    for sector in _chain(small, following):
        short += _sector(content, sector, size)
    if _has_cycle(short):
        raise _RefusedError("ITR498", **WORKBOOK, **damage("CFB"))
    entries = b"".join(content[(at + 1) * size : (at + 2) * size] for at in _chain(directory, following))
    found = _entry(entries, "Workbook") or _entry(entries, "Book")
    root = _entry(entries[:_ENTRY], "Root Entry")  # a reader takes the first for the root, whatever others are called
    if cutoff != _CUTOFF or found is None or root is None:
        raise _RefusedError("ITR498", **WORKBOOK, **damage("Workbook"))
    start, length = found
    if length >= cutoff:
        made = b"".join(content[(at + 1) * size : (at + 2) * size] for at in _chain(start, following))
    else:
        whole = b"".join(content[(at + 1) * size : (at + 2) * size] for at in _chain(root[0], following))
        made = b"".join(whole[at * _SHORT : (at + 1) * _SHORT] for at in _chain(start, short))
    return made[:length]


def _table(content: bytes, size: int) -> list[int]:
    """Gather the table of which sector follows which, and refuse one that leads back to where it came from."""
    listed = [sector for sector in struct.unpack_from(f"<{_IN_HEADER}I", content, 76) if sector < _LAST]
    (more,) = struct.unpack_from("<I", content, 68)
    seen: set[int] = set()
    while more < _LAST:
        if more in seen:
            raise _RefusedError("ITR498", **WORKBOOK, **damage("CFB"))
        seen.add(more)
        *further, more = _sector(content, more, size)
        listed += [sector for sector in further if sector < _LAST]
    if len(listed) != len(set(listed)):
        raise _RefusedError("ITR498", **WORKBOOK, **damage("CFB"))
    following: list[int] = []
    for sector in listed:
        following += _sector(content, sector, size)
    if _has_cycle(following):
        raise _RefusedError("ITR498", **WORKBOOK, **damage("CFB"))
    return following


def _chain(start: int, following: Sequence[int]) -> Iterator[int]:
    """Give the sectors of a chain; it ends, since the table has no cycle."""
    while start < _LAST:
        yield start
        start = following[start]


def _entry(entries: bytes, name: str) -> tuple[int, int] | None:
    """Find a file of the directory: its first sector and its length."""
    wanted = name.encode("utf-16-le")
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        if entries[at : at + len(wanted) + 2] == wanted + b"\0\0":
            start, length = struct.unpack_from("<2I", entries, at + 116)
            return start, length
    return None


# ── The workbook in it ──


def formulas_of(content: bytes) -> tuple[Mapping[Cell, str], ...]:
    """Give the cells of each sheet that hold a formula, in the order of the sheets.

    Formulas are kept there as signs of a machine: a text is given only of those that read another file, which is that
    of the file's number, `[1]`; of others it is empty.

    Args:
        content: of a file that `inspect_old` has found harmless.
    """
    try:
        return tuple(_formulas(_stream(content)))
    except (_RefusedError, struct.error, IndexError):
        return ()


def _formulas(stream: bytes) -> Iterator[Mapping[Cell, str]]:
    others = _other_books(stream)
    for start in _starts(stream):
        found: dict[Cell, str] = {}
        for record, place, length in _records(stream, start):
            if record == _FORMULA and length >= 22:
                row, column = struct.unpack_from("<2H", stream, place)
                signs = stream[place + 22 : place + length]
                reads = (signs[at + 1] + 256 * signs[at + 2] for at in range(len(signs) - 2) if signs[at] in _BESIDE)
                found[row, column] = "[1]" if others and any(sheet in others for sheet in reads) else ""
        yield found


def _starts(stream: bytes) -> list[int]:
    """Give where each sheet begins."""
    return [
        struct.unpack_from("<I", stream, place)[0]
        for record, place, length in _records(stream, 0)
        if record == _BOUNDSHEET and length >= 4
    ]


def _other_books(stream: bytes) -> frozenset[int]:
    """Give the numbers under which formulas name sheets of another file."""
    are_others: list[bool] = []
    books: list[int] = []
    for record, place, length in _records(stream, 0):
        if record == _SUPBOOK and length >= 4:
            are_others.append(struct.unpack_from("<2H", stream, place)[1] not in _OWN_BOOKS)
        elif record == _EXTERNSHEET and length >= 2:
            count = min(struct.unpack_from("<H", stream, place)[0], (length - 2) // 6)
            books += [struct.unpack_from("<H", stream, place + 2 + 6 * number)[0] for number in range(count)]
    return frozenset(number for number, book in enumerate(books) if book < len(are_others) and are_others[book])


def _check_sheets(stream: bytes) -> None:
    """Follow each sheet as a reader does, and hold the room that it would ask for against the limits."""
    if any(record == _FILEPASS for record, _, _ in _records(stream, 0)):
        raise _RefusedError("ITR497")
    room = steps = 0
    for start in _starts(stream):
        if start >= len(stream):
            raise _RefusedError("ITR498", **WORKBOOK, **damage("BIFF"))
        rows = columns = 0
        for record, place, length in _records(stream, start):
            steps += 1
            if steps > MOST_CELLS:
                raise _RefusedError("ITR416", found=f"{steps} ô", found_en=f"{steps} cells", limit=MOST_CELLS)
            row, column = _reach(stream, record, place, length)
            if row > MOST_ROW or column > MOST_COLUMN:
                raise _RefusedError("ITR417", cell=f"R{row}C{column}")
            rows, columns = max(rows, row), max(columns, column)
        room += rows * columns
        if room > MOST_CELLS:
            raise _RefusedError("ITR416", found=f"{room} ô", found_en=f"{room} cells", limit=MOST_CELLS)


def _reach(stream: bytes, record: int, place: int, length: int) -> tuple[int, int]:
    """Give how many rows and columns a sheet has if a record says so; no room of its own has one that is no cell."""
    if record == _DIMENSIONS and length in {10, 14}:
        first, row, left, column = struct.unpack_from("<IIHH" if length == 14 else "<4H", stream, place)
        if first > max(row - 1, 0) or left > max(column - 1, 0):
            raise _RefusedError("ITR498", **WORKBOOK, **damage("BIFF"))
        return row, column
    if record in _CELLS and length >= 6:
        row, column = struct.unpack_from("<2H", stream, place)
        return row + 1, column + (1 if record != _MULRK else length // 6)
    return 0, 0


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Give each record from a place on, to the end of its part: its kind, where its data begin, their length."""
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        if at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        if kind == _EOF:
            return
        at += 4 + length


def _sector(content: bytes, number: int, size: int) -> tuple[int, ...]:
    """Give the numbers in a sector."""
    start = (number + 1) * size
    if start + size > len(content):
        raise _RefusedError("ITR498", **WORKBOOK, **damage("CFB"))
    return struct.unpack_from(f"<{size // 4}I", content, start)


def _has_cycle(following: Sequence[int]) -> bool:
    """Say whether any chain comes back to itself.

    >>> _has_cycle([1, 2, 0xFFFFFFFE]), _has_cycle([1, 2, 1]), _has_cycle([0])
    (False, True, True)
    """
    ends = [False] * len(following)
    for first in range(len(following)):
        chain: list[int] = []
        inside: set[int] = set()
        at = first
        while at < len(following) and not ends[at]:
            if at in inside:
                return True
            inside.add(at)
            chain.append(at)
            at = following[at]
        for each in chain:
            ends[each] = True
    return False
