"""Files of Parquet that are put together from pieces, and in which whole numbers become decimals: their last bytes say so.

polars (2.1) holds every decimal in 128 bits and never writes one as a place in a list of those that there are, so that a
column of points took three times as long as the same points as whole numbers, and a third more of the file. In Parquet
a decimal of up to 9 digits is the whole number of 32 bits, and one of up to 18 that of 64; only the footer, which names
the columns, calls it a decimal. And only the footer says where in the file a column of some rows is. So whole numbers are
written, piece by piece, first the columns that are known and then, beside the same rows, those that are known at last:

    what names the columns | how many rows, and where their pages are | what is said of the whole file

The middle is put together from the footers of the pieces; the rest is taken from a file without rows that has all columns,
and decimals. That both files are otherwise alike is looked at, byte by byte, before anything is changed.

Source: https://parquet.apache.org/docs/file-format/, and the compact protocol of Thrift, in which footers are written.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

_Places: TypeAlias = "Mapping[int, _Places]"
_Reader: TypeAlias = Callable[[bytes, int], tuple[Any, int]]

DIGITS: Mapping[int, tuple[type[pl.DataType], ...]] = {9: (pl.Int8, pl.Int16, pl.Int32), 18: (pl.Int64,)}
"""Digits of a decimal -> the whole numbers that are written alike."""
_MAGIC = b"PAR1"
_LAST = 8  # bytes: how long the footer before them is, and `_MAGIC`
_SCHEMA, _ROW_GROUPS = 2, 4  # fields of a footer: the last ones before, and of, what is of the rows
_COLUMNS, _SIZE, _ROWS, _PACKED = (
    1,
    2,
    3,
    6,
)  # fields of some rows: their columns, how many bytes, rows, and bytes in the file
_PLACES: _Places = {2: {}, 3: {9: {}, 10: {}, 11: {}, 14: {}}, 4: {}, 6: {}}
"""Fields of a column of some rows that say where in the file something is; the third is a structure."""
_SETTINGS: Mapping[str, Any] = {
    # The least compression: more takes longer than it saves on a disk.
    "compression": "zstd",
    "compression_level": 1,
    # The least and the greatest of each piece would take a fifth of the time. Units stand in any order: nothing is skipped by it.
    "statistics": {"min": False, "max": False, "null_count": True, "distinct_count": False},
}


def sink(table: pl.LazyFrame, stream: BinaryIO, metadata: Mapping[str, str], **more: Any) -> None:
    """Write a table to a stream as Parquet.

    Args:
        table: its columns.
        stream: from its beginning.
        metadata: of the file.
        more: of `sink_parquet`.
    """
    table.sink_parquet(stream, metadata=dict(metadata), **_SETTINGS, **more)


@dataclass(frozen=True, slots=True)
class Group:
    """Some rows of a file, as its footer has them.

    Attributes:
        rows: how many there are.
        size, packed: bytes of all columns, before and after compression.
        columns: by their names, each as it stands in the footer.
    """

    rows: int
    size: int
    packed: int
    columns: Mapping[str, bytes]

    def beside(self, other: Group) -> Group:
        """Put other columns of the same rows beside these.

        Raises:
            RuntimeError: they are not of as many rows.
        """
        if self.rows != other.rows:
            raise RuntimeError(f"{other.rows} rows are put beside {self.rows}")
        columns = {**self.columns, **other.columns}
        return Group(self.rows, self.size + other.size, self.packed + other.packed, columns)


def sink_piece(table: pl.LazyFrame, stream: BinaryIO, **more: Any) -> list[Group]:
    """Write a table to the end of a file as Parquet, without the footer, which is given instead.

    Args:
        table: its columns.
        stream: a file that can be read, too, at its end.
        more: of `sink_parquet`.

    Raises:
        RuntimeError: polars writes files in another way than this knows.
    """
    begin = stream.tell()
    sink(table, stream, {}, **more)
    start, footer = _footer(stream)
    stream.seek(start)
    stream.truncate()
    schema = table.collect_schema()
    head, tail = _around(_empty(schema, {}))
    if start < begin or not (
        footer.startswith(head) and footer.endswith(tail) and len(head) + len(tail) <= len(footer)
    ):
        raise RuntimeError("polars has written a file that it describes in another way than one without rows")
    return list(_groups(footer, schema.names(), begin))


def end_with(
    stream: BinaryIO,
    groups: Sequence[Group],
    schema: Mapping[str, Any],
    decimals: Mapping[str, pl.Decimal],
    metadata: Mapping[str, str],
) -> None:
    """Write the footer of a file of pieces.

    Args:
        stream: the file, at its end.
        groups: of all pieces, in the order of the rows, each with all columns.
        schema: of the columns, as they were written, in their order.
        decimals: as of `sink_with_decimals`, as is `metadata`.
        metadata: of the file.

    Raises:
        RuntimeError: a column cannot become what it should, or is in no piece.
    """
    for name, type_ in decimals.items():
        if schema[name] not in DIGITS[type_.precision or 0]:
            raise RuntimeError(f"{name} is not written as {type_}")
    if any(group.columns.keys() != schema.keys() for group in groups):
        raise RuntimeError("the pieces of a file have other columns than it")
    head, tail = _around(_empty({**schema, **decimals}, metadata))
    written = [_group([group.columns[name] for name in schema], group) for group in groups]
    rows = b"\x16" + _whole(sum(group.rows for group in groups))
    made = head + rows + b"\x19" + _list(_STRUCT, written) + tail
    stream.write(made + len(made).to_bytes(4, "little") + _MAGIC)


def sink_with_decimals(
    table: pl.LazyFrame, stream: BinaryIO, metadata: Mapping[str, str], decimals: Mapping[str, pl.Decimal], **more: Any
) -> None:
    """Write a table to a file as Parquet, some of its whole numbers as decimals.

    Args:
        table: its columns.
        stream: an empty file that can be read, too.
        metadata: of the file.
        decimals: columns of whole numbers, of a type that `DIGITS` has for their digits -> what they are in the file.
        more: of `sink_parquet`.

    Raises:
        RuntimeError: polars writes files in another way than this knows.
    """
    if decimals:
        end_with(stream, sink_piece(table, stream, **more), table.collect_schema(), decimals, metadata)
    else:
        sink(table, stream, metadata, **more)


def is_understood() -> bool:
    """Say whether polars writes files as this module expects; else decimals have to be written as polars holds them."""
    stream = io.BytesIO()
    few, many = pl.Series([1, 1], dtype=pl.Int8), pl.Series([-5, None], dtype=pl.Int64)
    table = pl.DataFrame({"few": few, "many": many, "text": ["a", None]}).lazy()
    types = {"few": pl.Decimal(9, 1), "many": pl.Decimal(18, 2)}
    try:
        groups = [*sink_piece(table.select("few", "text"), stream), *sink_piece(table.select("few", "text"), stream)]
        beside = [*sink_piece(table.select("many"), stream), *sink_piece(table.select("many"), stream)]
        groups = [one.beside(other) for one, other in zip(groups, beside, strict=True)]
        end_with(stream, groups, table.collect_schema(), types, {})
        stream.seek(0)
        read = pl.read_parquet(stream)
    except (RuntimeError, LookupError, ValueError, pl.exceptions.PolarsError):
        return False
    wanted = {"few": [Decimal("0.1")] * 4, "many": [Decimal("-0.05"), None] * 2, "text": ["a", None] * 2}
    return dict(read.schema) == types | {"text": pl.String} and read.to_dict(as_series=False) == wanted


def _empty(schema: Mapping[str, Any], metadata: Mapping[str, str]) -> bytes:
    """Give the footer of a file without rows."""
    stream = io.BytesIO()
    sink(pl.LazyFrame(schema=schema), stream, metadata)
    return _footer(stream)[1]


def _footer(stream: BinaryIO) -> tuple[int, bytes]:
    """Give where the footer of a file begins, and it.

    Raises:
        RuntimeError: there is none.
    """
    end = stream.seek(-_LAST, os.SEEK_END)
    length = int.from_bytes(stream.read(4), "little")
    start = end - length
    if stream.read() != _MAGIC or start < len(_MAGIC):
        raise RuntimeError("polars has written a file that does not end as one of Parquet")
    stream.seek(start)
    return start, stream.read(length)


def _around(footer: bytes) -> tuple[bytes, bytes]:
    """Give what stands in a footer before and after the fields that say where rows are."""
    ends = dict(_fields(footer, 0))
    return footer[: ends[_SCHEMA]], footer[ends[_ROW_GROUPS] :]


def _groups(footer: bytes, names: Sequence[str], moved: int) -> Iterator[Group]:
    """Read what a footer says of rows, in a file that begins some bytes after the beginning of another."""

    def column(footer: bytes, at: int) -> tuple[bytes, int]:
        return _moved(footer, at, moved, _PLACES)

    group = partial(_read, {_COLUMNS: partial(_each, column), **dict.fromkeys((_SIZE, _ROWS, _PACKED), _signed)})
    found, _ = _read({_ROW_GROUPS: partial(_each, group)}, footer, 0)
    for own in found[_ROW_GROUPS]:
        yield Group(own[_ROWS], own[_SIZE], own[_PACKED], dict(zip(names, own[_COLUMNS], strict=True)))


def _group(columns: Sequence[bytes], group: Group) -> bytes:
    """Write what a footer says of some rows."""
    parts = (b"\x19", _list(_STRUCT, columns), b"\x16", _whole(group.size), b"\x16", _whole(group.rows))
    return b"".join((*parts, b"\x36", _whole(group.packed), b"\x00"))


# Values: each reader gives one, and where it ends


def _read(readers: Mapping[int, _Reader], footer: bytes, at: int) -> tuple[dict[int, Any], int]:
    """Read some values of a structure, by their numbers."""
    found: dict[int, Any] = {}
    number = 0
    while kind := footer[at]:
        # Four bits are how far the number is from the one before, four what the value is.
        number, at = number + (kind >> 4), at + 1
        if (reader := readers.get(number)) is None:
            at = _after(footer, at, kind & 15)
        else:
            found[number], at = reader(footer, at)
    return found, at + 1


def _each(reader: _Reader, footer: bytes, at: int) -> tuple[list[Any], int]:
    """Read the values of a list of structures."""
    count, _, at = _counted(footer, at)
    found = []
    for _ in range(count):
        value, at = reader(footer, at)
        found.append(value)
    return found, at


def _moved(footer: bytes, at: int, by: int, places: _Places) -> tuple[bytes, int]:
    """Give a structure in which all that says where something is says it of a file that has more bytes before it."""
    made, copied, number = [], at, 0
    while kind := footer[at]:
        number, start = number + (kind >> 4), at + 1
        if (own := places.get(number)) is None:
            at = _after(footer, start, kind & 15)
            continue
        if own:
            new, at = _moved(footer, start, by, own)
        else:
            place, at = _signed(footer, start)
            new = _whole(place + by if place else 0)
        made += [footer[copied:start], new]
        copied = at
    return b"".join((*made, footer[copied : at + 1])), at + 1


def _fields(footer: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Give the number of each value of a structure, and where it ends."""
    number = 0
    while kind := footer[at]:
        number, at = number + (kind >> 4), _after(footer, at + 1, kind & 15)
        yield number, at


_BOOLEANS, _BYTE, _INTEGERS, _DOUBLE, _BYTES, _LISTS, _STRUCT = (1, 2), 3, (4, 5, 6), 7, 8, (9, 10), 12


def _after(footer: bytes, at: int, kind: int) -> int:
    """Say where a value ends.

    >>> [_after(bytes([0x96, 0x01, 0]), 0, 5), _after(bytes([2, 65, 66, 0]), 0, 8), _after(bytes([0x25, 4, 6, 0]), 0, 9)]
    [2, 3, 3]
    """
    if kind in _BOOLEANS:
        return at
    if kind in _INTEGERS:
        return _number(footer, at)[1]
    if kind == _BYTES:
        length, at = _number(footer, at)
        return at + length
    if kind in _LISTS:
        count, kind, at = _counted(footer, at)
        for _ in range(count):
            at = at + 1 if kind in _BOOLEANS else _after(footer, at, kind)
        return at
    if kind == _STRUCT:
        while own := footer[at]:
            at = _after(footer, at + 1, own & 15)
        return at + 1
    return at + {_BYTE: 1, _DOUBLE: 8}[kind]


_LONG = 15  # values of a list, from which on how many there are is a number of its own


def _counted(footer: bytes, at: int) -> tuple[int, int, int]:
    """Say how many values a list has, what they are, and where they begin; four bits each, and a number for many."""
    count, kind, at = footer[at] >> 4, footer[at] & 15, at + 1
    if count == _LONG:
        count, at = _number(footer, at)
    return count, kind, at


def _list(kind: int, values: Sequence[bytes]) -> bytes:
    r"""Write a list.

    >>> _list(8, [b"a", b"b"]), _list(8, [b"a"] * 15)[:3]
    (b'(ab', b'\xf8\x0fa')
    """
    count = len(values)
    begin = bytes([count << 4 | kind]) if count < _LONG else bytes([_LONG << 4 | kind]) + _unsigned(count)
    return begin + b"".join(values)


def _number(footer: bytes, at: int) -> tuple[int, int]:
    """Give a number of which each byte has seven bits and says whether more follow, and where it ends."""
    value = shift = 0
    while True:
        byte = footer[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:  # the eighth bit
            return value, at


def _unsigned(value: int) -> bytes:
    """Write such a number.

    >>> [_number(_unsigned(value), 0)[0] for value in (0, 127, 128, 300, 2**40)]
    [0, 127, 128, 300, 1099511627776]
    """
    made = []
    while value > 127:  # seven bits
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])


def _signed(footer: bytes, at: int) -> tuple[int, int]:
    """Read a whole number, whose last bit is its sign.

    >>> [_signed(bytes([value]), 0)[0] for value in (0, 1, 2, 100)]
    [0, -1, 1, 50]
    """
    value, at = _number(footer, at)
    return value >> 1 ^ -(value & 1), at


def _whole(value: int) -> bytes:
    """Write a whole number that is not negative."""
    return _unsigned(value << 1)
