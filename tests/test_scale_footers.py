"""Whole numbers that become decimals when a file of Parquet is written: other readers, too, find the same digits."""

from decimal import Decimal

import pytest

pl = pytest.importorskip("polars", reason="columns are read by polars (pip install itrank[scale])")

import duckdb  # noqa: E402  # as above
import pyarrow.parquet as pq  # noqa: E402  # as above
from itrank.engine.scale import footers  # noqa: E402  # it needs polars
from itrank.engine.scale.on_polars import to_parquet  # noqa: E402  # likewise

# What is in a column -> its type, and the decimals that it has in the file.
COLUMNS = {
    "small": ([0, 127, None, -128, 5], pl.Int8, 1),
    "points": ([0, 32767, None, -32768, 250], pl.Int16, 2),
    "nine": ([999_999_999, -999_999_999, None, 1, 0], pl.Int32, 9),
    "eighteen": ([10**18 - 1, 1 - 10**18, None, 0, 5], pl.Int64, 18),
    "few of many": ([7, 7, 7, 7, None], pl.Int64, 2),
    "nothing": ([None] * 5, pl.Int16, 3),
    "đ" * 300: ([1, 2, 3, 4, 5], pl.Int16, 2),
    'ARROW:schema\n"': ([5, 4, 3, 2, 1], pl.Int8, 2),
}


def table_of(columns):
    """Make a table of columns, with others between them, and the decimals."""
    made = {name: pl.Series(values, dtype=type_) for name, (values, type_, _) in columns.items()}
    beside = {
        "id": ["a", "b", "c", "d", None],
        "tier": pl.Series(["x", None, "y", "x", "x"], dtype=pl.Enum(["x", "y"])),
        "rank": [1, 2, None, 3, 4],
        "day": pl.Series([0, 1, 2, None, 4], dtype=pl.Int32).cast(pl.Date),
        "wide": [Decimal(10**30), None, Decimal(1), Decimal(2), Decimal(3)],
        "yes": [True, None, False, True, True],
    }
    decimals = {
        name: pl.Decimal(18 if type_ == pl.Int64 else 9, places) for name, (_, type_, places) in columns.items()
    }
    return pl.DataFrame({**made, **beside}), decimals


def expected(values, places):
    """Say what decimals a column has."""
    return [None if value is None else Decimal(value).scaleb(-places) for value in values]


def test_every_reader_finds_the_decimals_that_were_meant(tmp_path):
    table, decimals = table_of(COLUMNS)
    path = tmp_path / "t.parquet"
    to_parquet(table.lazy(), path, {"itrank.format": "x", "note": "đ"}, decimals)
    read, arrow = pl.read_parquet(path), pq.read_table(path)
    rows = duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()
    for at, (name, (values, _, places)) in enumerate(COLUMNS.items()):
        wanted = expected(values, places)
        assert read.schema[name] == decimals[name]
        assert read[name].to_list() == wanted == arrow[name].to_pylist() == [row[at] for row in rows]
    others = [name for name in table.columns if name not in COLUMNS]
    assert read.select(others).equals(table.select(others))
    assert read.select(others).schema == table.select(others).schema
    assert pl.read_parquet_metadata(path).items() >= {"itrank.format": "x", "note": "đ"}.items()


def test_the_file_is_what_polars_says_of_its_own_decimals(tmp_path):
    table, decimals = table_of(COLUMNS)
    ours, own = tmp_path / "ours.parquet", tmp_path / "own.parquet"
    to_parquet(table.lazy(), ours, {"a": "b"}, decimals)
    shown = [
        pl.Series(expected(values, places), dtype=decimals[name]).alias(name)
        for name, (values, _, places) in COLUMNS.items()
    ]
    to_parquet(table.with_columns(shown).lazy(), own, {"a": "b"})
    assert pq.read_schema(ours).equals(pq.read_schema(own), check_metadata=True)
    assert pq.ParquetFile(ours).schema.equals(pq.ParquetFile(own).schema)
    assert pl.read_parquet(ours).equals(pl.read_parquet(own))
    counts = f"SELECT stats_null_count FROM parquet_metadata('{ours}') ORDER BY column_id"
    assert [count for (count,) in duckdb.sql(counts).fetchall()] == [*table.null_count().row(0)]


def test_a_file_of_pieces_is_what_other_readers_find(tmp_path):
    """Columns that are written last stand before others, and the rows of three pieces one after the other."""
    table, decimals = table_of(COLUMNS)
    path, late = tmp_path / "t.parquet", ["points", "rank", "yes"]
    whole = pl.concat([table, table.reverse(), table.head(3)])
    with path.open("w+b") as stream:
        pieces = [whole.slice(start, many).lazy() for start, many in ((0, 4), (4, 8), (12, 1))]
        groups, beside = (
            [group for piece in pieces for group in footers.sink_piece(piece.select(names), stream, row_group_size=4)]
            for names in ([name for name in whole.columns if name not in late], late)
        )
        with pytest.raises(RuntimeError, match="1 rows are put beside 4"):
            groups[0].beside(beside[-1])
        made = [one.beside(other) for one, other in zip(groups, beside, strict=True)]
        with pytest.raises(RuntimeError, match="other columns than it"):
            footers.end_with(stream, groups, whole.schema, decimals, {})
        footers.end_with(stream, made, whole.schema, decimals, {"a": "b"})
    places = {name: places for name, (_, _, places) in COLUMNS.items()}
    wanted = [
        expected(whole[name].to_list(), places[name]) if name in places else whole[name].to_list()
        for name in whole.columns
    ]
    read, arrow = pl.read_parquet(path), pq.read_table(path)
    assert read.columns == arrow.column_names == whole.columns
    assert [read[name].to_list() for name in read.columns] == wanted
    duck = duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()
    assert [list(column) for column in zip(*duck, strict=True)] == wanted
    assert pl.scan_parquet(path).select("rank").slice(6, 5).collect()["rank"].equals(whole["rank"][6:11])
    assert pq.ParquetFile(path).metadata.num_row_groups == 4
    assert pl.read_parquet_metadata(path)["a"] == "b"


@pytest.mark.parametrize("rows", [0, 1, 300_000])
def test_rows_of_many_pieces(tmp_path, rows):
    table = pl.LazyFrame({"x": pl.int_range(rows, eager=True, dtype=pl.Int32), "y": pl.int_range(rows, eager=True)})
    path = tmp_path / "t.parquet"
    to_parquet(table, path, {}, {"x": pl.Decimal(9, 2)})
    read = pl.read_parquet(path)
    assert (read["x"] * 100).cast(pl.Int64).to_list() == [*range(rows)]
    assert read["y"].to_list() == [*range(rows)]


def test_numbers_of_another_width_are_not_called_decimals(tmp_path):
    table = pl.LazyFrame({"x": pl.Series([1], dtype=pl.Int64)})
    with pytest.raises(RuntimeError, match=r"x is not written as Decimal"):
        to_parquet(table, tmp_path / "t.parquet", {}, {"x": pl.Decimal(9, 2)})
    assert not [*tmp_path.iterdir()]


def test_another_way_of_writing_is_seen_before_anything_is_computed(monkeypatch):
    assert footers.is_understood()
    for name, other in (("_LAST", 9), ("_SCHEMA", 1), ("_ROW_GROUPS", 99), ("_MAGIC", b"PARE")):
        with monkeypatch.context() as changed:
            changed.setattr(footers, name, other)
            assert not footers.is_understood()


@pytest.mark.parametrize("spoil", [lambda footer: b"\0" + footer, lambda footer: footer[:-1] + b"\1\0"])
def test_a_file_that_polars_describes_otherwise_is_not_written(tmp_path, monkeypatch, spoil):
    own = footers._around
    monkeypatch.setattr(footers, "_around", lambda footer: tuple(map(spoil, own(footer))))
    with pytest.raises(RuntimeError, match="in another way than one without rows"):
        to_parquet(
            pl.LazyFrame({"x": pl.Series([1], dtype=pl.Int16)}), tmp_path / "t.parquet", {}, {"x": pl.Decimal(9, 2)}
        )
    assert not [*tmp_path.iterdir()]
