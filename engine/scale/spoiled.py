"""Texts that an encoding spoiled, in a table in columns: told as the reference tells them of a file (`files/spoiled.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..files.spoiled import SUSPECT, tell_spoiled_of
from ..files.tables import place_of

if TYPE_CHECKING:
    from ..model.findings import Finding, Place
    from .cells import Column
    from .frames import Sheet

_SUSPECT = re.compile(SUSPECT)


def tell_spoiled(sheet: Sheet, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Say once of a table, and of each way in which its texts are spoiled, how many are and what to do.

    Args:
        sheet: the table.
        columns: those that were looked at: all that they hold besides whole numbers is known.
    """
    known = {column.column for column in columns if column.among is None and sheet.kinds[column.column] == "text"}
    found: dict[int, Mapping[Any, int]] = {column.column: column.odd for column in columns if column.column in known}
    clean = {column for column, shapes in sheet.shapes.items() if not shapes.str.contains(SUSPECT).any()}
    found |= _counted(sheet, [n for n, kind in enumerate(sheet.kinds) if kind == "text" and n not in known | clean])
    suspect = [
        (raw, column, count)
        for column, counts in found.items()
        for raw, count in counts.items()
        if raw is not None and _SUSPECT.search(raw)
    ]
    headers = [(text, 1, _header(sheet, number)) for number, text in enumerate(sheet.headers) if _SUSPECT.search(text)]
    return tell_spoiled_of((*headers, *_in_order(sheet, suspect)))


def _counted(sheet: Sheet, numbers: Sequence[int]) -> dict[int, Mapping[Any, int]]:
    """Count the suspect texts of some columns."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if not numbers:
        return {}
    asked = [
        pl.col(str(n)).filter(pl.col(str(n)).str.contains(SUSPECT)).value_counts(name="count").implode().alias(str(n))
        for n in numbers
    ]
    row = sheet.frame.select(asked).collect().row(0, named=True)
    return {n: {each[str(n)]: each["count"] for each in row[str(n)]} for n in numbers}


def _in_order(sheet: Sheet, suspect: Sequence[tuple[str, int, int]]) -> Iterator[tuple[str, int, Callable[[], Place]]]:
    """Give suspect texts as the reference reads them, in the order in which they stand in the table."""
    first = _first_rows(sheet, suspect)
    for raw, column, count in sorted(suspect, key=lambda each: (first[each[1], each[0]], each[1])):
        yield sheet.clean(raw), count, _cell(sheet, first[column, raw], column)


def _first_rows(sheet: Sheet, suspect: Sequence[tuple[str, int, int]]) -> dict[tuple[int, str], int]:
    """Find the first row of each text of each column."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    found: dict[tuple[int, str], int] = {}
    for column in {column for _, column, _ in suspect}:
        raws = [raw for raw, own, _ in suspect if own == column]
        name = str(column)
        rows = sheet.frame.filter(pl.col(name).is_in(raws)).group_by(name).agg(pl.col("n").min()).collect()
        found |= {(column, raw): n for raw, n in rows.select(name, "n").iter_rows()}
    return found


def _header(sheet: Sheet, column: int) -> Callable[[], Place]:
    return lambda: place_of(sheet.bare(), -1, column)


def _cell(sheet: Sheet, row: int, column: int) -> Callable[[], Place]:
    return lambda: place_of(sheet.table([row]), 0, column)
