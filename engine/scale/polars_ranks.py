"""The places of rows, from the few columns that a rank reads."""

from collections.abc import Sequence

import polars as pl

from ..columns.integers import NARROW, Expr
from ..columns.program import Partition, Rank
from .polars_exprs import TYPES, Column, Table, lowered, typed, width_of

METHODS = {"first": "min", "last": "max", "dense": "dense"}
KEY, ROW = "key", "row"


def placed(frame: pl.DataFrame, rank: Rank, table: Table) -> pl.Series:
    """Give the place of each row; 0 where it is not among those that are placed.

    Args:
        frame: with all columns that the rank reads, and `unit` where each row has a place of its own.
        rank: as `schedule.as_read` writes it.
        table: what is known of the columns.
    """
    type_ = TYPES[width_of(0, rank.high)]
    (where,) = lowered([rank.where], table)
    nobody = pl.Series(rank.name, [0], dtype=type_).new_from_index(0, frame.height)
    members = frame.with_row_index(ROW)
    if isinstance(where, Column):
        members = members.filter(where.expr)
    if where == 0 or not members.height:
        return nobody
    parts = parts_of(rank.by, table)
    unit = ["unit"] if rank.method == "single" else []
    members = members.select(ROW, _key(members, rank.keys, table), *unit, *parts.values())
    if rank.method == "single":
        members = members.sort(KEY, "unit")  # texts are ordered by their bytes
        place = pl.int_range(1, pl.len() + 1)
    else:
        place = pl.col(KEY).rank(METHODS[rank.method])  # type: ignore[arg-type]
    places = members.select((place.over(*parts) if parts else place).cast(type_)).to_series()
    return nobody.scatter(members[ROW], places)


def parts_of(by: Partition, table: Table) -> dict[str, pl.Expr]:
    """Give the columns that rows are put together by, each with a name; what is the same for all rows is left out."""
    parts: dict[str, pl.Expr] = {}
    for place, key in enumerate(by):
        if isinstance(key, str):
            parts[f"part{place}"] = pl.col(table.text(key)).alias(f"part{place}")
        else:
            (made,) = lowered([key], table)
            if isinstance(made, Column):
                parts[f"part{place}"] = made.expr.alias(f"part{place}")
    return parts


def _key(members: pl.DataFrame, keys: Sequence[tuple[Expr, bool]], table: Table) -> pl.Series:
    """Make one integer of some keys, in whose order rows come: the least first.

    Each key counts from 0 and is multiplied by how many values all after it can have. Where 64 bits are too few for that,
    a key is first numbered in its own order: rows are few against 2 ** 31.
    """
    key, sizes = pl.zeros(members.height, dtype=pl.Int64, eager=True), 1
    for expr, is_greatest in keys:
        (made,) = lowered([expr], table)
        if isinstance(made, int):
            continue
        own, own_sizes = _counted_from_0(members, expr, made, is_greatest=is_greatest)
        if sizes * own_sizes > NARROW:
            key, sizes = _numbered(key), members.height
        if sizes * own_sizes > NARROW:
            own, own_sizes = _numbered(own), members.height
        key, sizes = key * own_sizes + own, sizes * own_sizes
    return key.alias(KEY)


def _counted_from_0(members: pl.DataFrame, expr: Expr, made: Column, *, is_greatest: bool) -> tuple[pl.Series, int]:
    if expr.is_wide or expr.high - expr.low >= NARROW:
        wide = members.select(made.expr).to_series()
        return _numbered(wide, is_greatest=is_greatest), members.height
    value = typed(made, 64)
    from_0 = pl.lit(expr.high, dtype=pl.Int64) - value if is_greatest else value - pl.lit(expr.low, dtype=pl.Int64)
    return members.select(from_0).to_series(), expr.high - expr.low + 1


def _numbered(key: pl.Series, *, is_greatest: bool = False) -> pl.Series:
    """Give the number of each value in their order, from 0."""
    return key.rank("dense", descending=is_greatest).cast(pl.Int64) - 1
