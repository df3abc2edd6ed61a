"""The places of rows, from the few columns that a rank reads."""

from collections.abc import Sequence

import polars as pl

from ..columns.integers import NARROW, Expr
from ..columns.program import Rank
from .polars_exprs import TYPES, Column, Table, lowered, width_of

METHODS = {"first": "min", "last": "max", "dense": "dense"}
KEY, ROW, PART, UNIT = "key", "row", "part", "unit"
BEFORE, PLACE = "before", "place"


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
    key, keys = _as_one(_columns(members, rank.keys, table), members.height)
    texts = [(members[table.text(key)], False) for key in rank.by if isinstance(key, str)]
    numbers = [(key, False) for key in rank.by if not isinstance(key, str)]
    part, parts = _as_one([*texts, *_columns(members, numbers, table)], members.height)
    if rank.method == "single":
        rows = pl.DataFrame([members[ROW], part.alias(PART), key.alias(KEY), members[UNIT]])
        rows = rows.sort(PART, KEY, UNIT)  # texts are ordered by their bytes
        places = rows.select(pl.int_range(1, pl.len() + 1).over(PART)).to_series()
        return nobody.scatter(rows[ROW], places.cast(type_))
    if parts * keys <= members.height:  # half the time of sorting rows; with more keys it saves nothing
        places = _by_counting(part * keys + key, keys, parts * keys, rank.method)
    else:
        rows = pl.DataFrame([part.alias(PART), key.alias(KEY)])
        places = rows.select(pl.col(KEY).rank(METHODS[rank.method]).over(PART)).to_series()  # type: ignore[arg-type]
    return nobody.scatter(members[ROW], places.cast(type_))


def _columns(members: pl.DataFrame, exprs: Sequence[tuple[Expr, bool]], table: Table) -> list[tuple[pl.Series, bool]]:
    """Compute columns; what is the same for all rows puts none before another, and is left out."""
    made = zip(lowered([expr for expr, _ in exprs], table), exprs, strict=True)
    return [
        (members.select(each.expr).to_series(), is_greatest)
        for each, (_, is_greatest) in made
        if isinstance(each, Column)
    ]


def _as_one(columns: Sequence[tuple[pl.Series, bool]], height: int) -> tuple[pl.Series, int]:
    """Make one integer of some columns, in whose order rows come: the least first; with how many values it can have.

    Of a column that comes with true the greatest is the least.
    Each column counts from 0 and is multiplied by how many values all after it can have. Where 64 bits are too few for
    that, a column is first numbered in its own order: rows are few against 2 ** 31.
    """
    made, sizes = pl.zeros(height, dtype=pl.Int64, eager=True), 1
    for column, is_greatest in columns:
        own, own_sizes = _counted_from_0(column, is_greatest=is_greatest)
        if sizes * own_sizes > NARROW:
            made, sizes = _numbered(made), height
        if sizes * own_sizes > NARROW:
            own, own_sizes = _numbered(own), height
        made, sizes = (made * own_sizes + own if sizes > 1 else own), sizes * own_sizes
    return made, sizes


def _counted_from_0(column: pl.Series, *, is_greatest: bool) -> tuple[pl.Series, int]:
    low, high = column.min(), column.max()
    if not isinstance(low, int) or not isinstance(high, int) or max(high - low, high, -low) >= NARROW:
        return _numbered(column, is_greatest=is_greatest), len(column)
    value = column.cast(pl.Int64)
    return (int(high) - value if is_greatest else value - int(low)), high - low + 1


def _numbered(key: pl.Series, *, is_greatest: bool = False) -> pl.Series:
    """Give the number of each value in their order, from 0."""
    return key.rank("dense", descending=is_greatest).cast(pl.Int64) - 1


def _by_counting(key: pl.Series, keys: int, most: int, method: str) -> pl.Series:
    """Place rows by how many there are of each key, as a histogram does; integers alone are sorted.

    Args:
        key: of each row, from 0: the number of its part times `keys`, and its key in the part.
        keys: how many a part can have.
        most: how many there can be in all parts.
        method: of `Rank`, without `single`.
    """
    counts = key.sort().rle().struct.unnest()
    upto = pl.col("len").cast(pl.Int64).cum_sum()
    before = pl.int_range(pl.len()) if method == "dense" else upto - pl.col("len")
    # Columns first: within `over` a sum would be one of the part.
    counts = counts.select(
        pl.col("value").alias(KEY),
        (pl.col("value") // keys).alias(PART),
        before.alias(BEFORE),
        (upto if method == "last" else before + 1).alias(PLACE),
    )
    place = counts.select(pl.col(PLACE) - pl.col(BEFORE).min().over(PART)).to_series()
    return pl.zeros(most, dtype=pl.Int64, eager=True).scatter(counts[KEY], place).gather(key)
