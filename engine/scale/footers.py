"""Files of Parquet in which whole numbers become decimals when they are written: their last bytes say so.

polars (2.1) holds every decimal in 128 bits and never writes one as a place in a list of those that there are, so that a
column of points took three times as long as the same points as whole numbers, and a third more of the file. In Parquet
a decimal of up to 9 digits is the whole number of 32 bits, and one of up to 18 that of 64; only the footer, which names
the columns, calls it a decimal. So whole numbers are written, and then the footer is what polars itself writes for decimals:

    what names the columns | how many rows, and where their pages are | what is said of the whole file

The middle stays; the rest is taken from a file without rows that has decimals. That both files are otherwise alike is
looked at, byte by byte, before anything is changed.

Source: https://parquet.apache.org/docs/file-format/, and the compact protocol of Thrift, in which footers are written.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS: Mapping[int, tuple[type[pl.DataType], ...]] = {9: (pl.Int8, pl.Int16, pl.Int32), 18: (pl.Int64,)}
"""Digits of a decimal -> the whole numbers that are written alike."""
_MAGIC = b"PAR1"
_LAST = 8  # bytes: how long the footer before them is, and `_MAGIC`
_SCHEMA, _ROW_GROUPS = 2, 4  # fields of a footer: the last ones before, and of, what is of the rows
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
    sink(table, stream, metadata, **more)
    if not decimals:
        return
    schema = table.collect_schema()
    for name, type_ in decimals.items():
        if schema[name] not in DIGITS[type_.precision or 0]:
            raise RuntimeError(f"{name} is not written as {type_}")
    (head, tail), (new_head, new_tail) = (
        _around(_empty({**schema, **given}, metadata)) for given in ({}, dict[str, Any](decimals))
    )
    start, footer = _footer(stream)
    if not (footer.startswith(head) and footer.endswith(tail) and len(head) + len(tail) <= len(footer)):
        raise RuntimeError("polars has written a file that it describes in another way than one without rows")
    made = new_head + footer[len(head) : len(footer) - len(tail)] + new_tail
    stream.seek(start)
    stream.write(made + len(made).to_bytes(4, "little") + _MAGIC)
    stream.truncate()


def is_understood() -> bool:
    """Say whether polars writes files as this module expects; else decimals have to be written as polars holds them."""
    stream = io.BytesIO()
    table = pl.DataFrame({"few": pl.Series([1, 1], dtype=pl.Int8), "many": pl.Series([-5, None], dtype=pl.Int64)})
    types = {"few": pl.Decimal(9, 1), "many": pl.Decimal(18, 2)}
    try:
        sink_with_decimals(table.lazy(), stream, {}, types)
        stream.seek(0)
        read = pl.read_parquet(stream)
    except (RuntimeError, LookupError, pl.exceptions.PolarsError):
        return False
    wanted = {"few": [Decimal("0.1")] * 2, "many": [Decimal("-0.05"), None]}
    return read.schema == types and read.to_dict(as_series=False) == wanted


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
    ends = dict(_fields(footer))
    return footer[: ends[_SCHEMA]], footer[ends[_ROW_GROUPS] :]


def _fields(footer: bytes) -> Iterator[tuple[int, int]]:
    """Give the number of each field of a structure, and where it ends."""
    at = number = 0
    while kind := footer[at]:
        # Four bits are how far the number is from the one before, four what the value is.
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
        return _after_list(footer, at)
    if kind == _STRUCT:
        ends = [end for _, end in _fields(footer[at:])]
        return at + (ends[-1] if ends else 0) + 1
    return at + {_BYTE: 1, _DOUBLE: 8}[kind]


def _after_list(footer: bytes, at: int) -> int:
    """Say where a list ends: four bits are how many values it has (15: a number follows), four what they are."""
    count, kind = footer[at] >> 4, footer[at] & 15
    at += 1
    if count == 15:  # as above
        count, at = _number(footer, at)
    for _ in range(count):
        at = at + 1 if kind in _BOOLEANS else _after(footer, at, kind)
    return at


def _number(footer: bytes, at: int) -> tuple[int, int]:
    """Give a number of which each byte has seven bits and says whether more follow, and where it ends."""
    value = shift = 0
    while True:
        byte = footer[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:  # the eighth bit
            return value, at
