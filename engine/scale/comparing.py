"""A table of many units that somebody published, compared with what the ruleset and the data give now, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .results import FORMAT, PARTS

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


class Differing(NamedTuple):
    """A column that differs: in how many rows, and in the first of them the unit, what the table has, what is computed."""

    column: str
    rows: int
    unit: str
    there: str
    here: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing two tables has found.

    Attributes:
        rows: of the published table, and of what was computed.
        columns: how many both have.
        only_there, only_here: columns that only one of them has.
        differing: columns that both have, with other cells.
    """

    rows: tuple[int, int]
    columns: int
    only_there: tuple[str, ...]
    only_here: tuple[str, ...]
    differing: tuple[Differing, ...]

    @property
    def is_same(self) -> bool:
        """Whether every cell of both is the same."""
        return self.rows[0] == self.rows[1] and not (self.only_there or self.only_here or self.differing)


def stated_in(path: Path) -> Mapping[str, str] | None:
    """Give what a Parquet file says of what it was made of; None where itrank has not written it, or it cannot be read."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    try:
        stated = pl.read_parquet_metadata(path)
    except (pl.exceptions.PolarsError, OSError, ValueError):
        return None
    return stated if stated.get("itrank.format") == FORMAT and all(part in stated for part in PARTS) else None


def compared(there: Path, here: Path) -> Compared:
    """Compare two tables in Parquet, the published one and the computed one, in bounded memory.

    Raises:
        ValueError: the published one cannot be read.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    one, other = (pl.scan_parquet(path, glob=False) for path in (there, here))
    try:
        return _compared(one, other)
    except pl.exceptions.PolarsError as error:
        raise ValueError(str(error).partition("\n")[0][:200]) from error


def _compared(one: pl.LazyFrame, other: pl.LazyFrame) -> Compared:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    names, own = one.collect_schema().names(), other.collect_schema().names()
    rows = tuple(int(frame.select(pl.len()).collect().item()) for frame in (one, other))
    both = [name for name in names if name in own]
    differing: tuple[Differing, ...] = ()
    if rows[0] == rows[1]:
        differing = tuple(_differing(one, other, both))
    return Compared(
        (rows[0], rows[1]),
        len(both),
        tuple(name for name in names if name not in own),
        tuple(name for name in own if name not in names),
        differing,
    )


def _differing(one: pl.LazyFrame, other: pl.LazyFrame, both: list[str]) -> list[Differing]:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    schemas = [frame.collect_schema() for frame in (one, other)]
    # By their places: a stranger's name may be a pattern to polars.
    places = [[schema.names().index(name) for name in both] for schema in schemas]
    as_text = [schemas[0][name] != schemas[1][name] or schemas[0][name].base_type() == pl.Enum for name in both]

    def columns(letter: str, own: list[int]) -> list[pl.Expr]:
        cells = [
            pl.nth(place).cast(pl.String) if text else pl.nth(place) for place, text in zip(own, as_text, strict=True)
        ]
        return [cell.alias(f"{letter}{number}") for number, cell in enumerate(cells)]

    frames = [frame.select(columns(letter, own)) for frame, letter, own in zip((one, other), "ab", places, strict=True)]
    pairs = pl.concat(frames, how="horizontal")
    counts = pairs.select(_differs(number).sum().alias(f"{number}") for number in range(len(both)))
    row = counts.collect(engine="streaming").row(0)
    ids = other.select(pl.nth(schemas[1].names().index("id")).cast(pl.String).alias("unit"))
    found = []
    for number, count in enumerate(row):
        if count:
            beside = pl.concat([pairs.select(f"a{number}", f"b{number}"), ids], how="horizontal")
            (first,) = beside.filter(_differs(number)).head(1).collect().iter_rows()
            there, here, unit = ("" if cell is None else str(cell) for cell in first)
            found.append(Differing(both[number], count, unit, there, here))
    return found


def _differs(number: int) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return pl.col(f"a{number}").ne_missing(pl.col(f"b{number}"))
