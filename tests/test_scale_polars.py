"""Programs on polars beside the same programs computed by hand."""

from itertools import pairwise
from random import Random

import polars as pl
import pytest
from columns_by_hand import ranked, result_by_hand, values_of
from drawn_programs import Draw, StandIn, drawn_rows
from itrank.engine.columns.integers import Integers
from itrank.engine.columns.program import Rank, Reference, result_columns
from itrank.engine.files.writing import set_aside
from itrank.engine.scale import on_polars
from itrank.engine.scale.on_polars import PLAN, lazily, parted, parts_to_parquet, run, to_parquet
from itrank.engine.scale.polars_exprs import TYPES, Column, Table, lowered, width_of
from itrank.engine.scale.polars_ranks import placed


def prepared(program, rows):
    """Make the table of a program, each column in the narrowest integers that hold its range."""
    types = {"n": pl.Int64, "unit": pl.String, "g": pl.Int16, "role": pl.Int8} | dict.fromkeys(program.texts, pl.String)
    for given in program.given:
        types |= {given.name: TYPES[width_of(given.low, given.high)], given.state: pl.Int8}
    return pl.DataFrame(sorted(rows, key=lambda row: row["n"]), schema=types, orient="row")


def checked(program, frame):
    """Give rows of a result, after looking at its columns."""
    assert frame.columns == ["n", "unit", *(name for name, _ in result_columns(program))]
    return frame.rows(named=True)


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(12)) for seed in range(400)])
def test_a_drawn_program_gives_what_it_gives_by_hand(seed, tmp_path):
    program = Draw(seed).program()
    rows = drawn_rows(program, seed, 25)
    wanted = result_by_hand(program, rows, StandIn())
    table = prepared(program, rows)
    for streaming in (True, False):
        assert checked(program, run(program, table, StandIn(), streaming=streaming)) == wanted
    to_parquet(lazily(program, table.lazy(), StandIn()), tmp_path / "result.parquet")
    assert checked(program, pl.read_parquet(tmp_path / "result.parquet")) == wanted
    assert [path.name for path in tmp_path.iterdir()] == ["result.parquet"]


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(6)) for seed in range(200)])
@pytest.mark.parametrize("ends", [(), (11, 25)])
def test_what_is_set_aside_before_ranks_is_what_it_was(seed, ends, tmp_path, monkeypatch):
    monkeypatch.setattr(on_polars, "SET_ASIDE", 7)  # rows of a file
    program = Draw(seed).program()
    rows = drawn_rows(program, seed, 25)
    table = prepared(program, rows).lazy()
    pieces = [table.slice(start, end - start) for start, end in pairwise((0, *ends))]
    with set_aside(tmp_path) as folder:
        to_parquet(lazily(program, table, StandIn(), folder, pieces=pieces), tmp_path / "result.parquet")
        waves = [len([*wave.iterdir()]) for wave in folder.iterdir()]
    assert checked(program, pl.read_parquet(tmp_path / "result.parquet")) == result_by_hand(program, rows, StandIn())
    assert all(files == 4 for files in waves)
    assert bool(waves) == any(isinstance(each, Rank | Reference) for each in program.operations)
    assert [path.name for path in tmp_path.iterdir()] == ["result.parquet"]


RANKS_LAST = [
    0,
    3,
    6,
    10,
    12,
    13,
    18,
    26,
    35,
    49,
    65,
    66,
    75,
    81,
    85,
    90,
    118,
    120,
    124,
    126,
    130,
    148,
    154,
    160,
    161,
    164,
    168,
    172,
    177,
    191,
]
"""Drawn programs whose last operations are ranks."""


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(5)) for seed in RANKS_LAST])
@pytest.mark.parametrize("ends", [(), (11, 25)])
def test_a_program_in_two_parts_gives_what_it_gives_by_hand(seed, ends, tmp_path, monkeypatch):
    monkeypatch.setattr(on_polars, "TOGETHER", 6)  # rows of a file that are together
    program = Draw(seed).program()
    rows = drawn_rows(program, seed, 25)
    table = prepared(program, rows).lazy()
    pieces = [table.slice(start, end - start) for start, end in pairwise((0, *ends))]
    path, names = tmp_path / "result.parquet", ["n", "unit", *(name for name, _ in result_columns(program))]
    with set_aside(tmp_path) as folder:
        parts = parted(program, table, StandIn(), folder, pieces=pieces)

        def made(rows, is_late):
            return rows.select(name for name in names if (name in parts.late) == is_late), {}

        parts_to_parquet(parts, made, [], path, {"a": "b"}, names)
    assert checked(program, pl.read_parquet(path)) == result_by_hand(program, rows, StandIn())
    assert pl.read_parquet_metadata(path)["a"] == "b"
    assert [each.name for each in tmp_path.iterdir()] == ["result.parquet"]


def test_rows_that_do_not_pass_once_in_their_order_are_not_written():
    for batches in ([[0, 1], [1, 2]], [[1, 0], [2, 3]], [[0, 1]], [[0, 1, 2], [3, 4]]):
        taken = on_polars._Taken([], [pl.DataFrame({"n": batch}) for batch in batches])
        with pytest.raises(RuntimeError, match="each once"):
            taken.frame(4)
    assert on_polars._Taken([], [pl.DataFrame({"n": n}) for n in ([2, 3], [0, 1])]).frame(4)["n"].to_list() == [
        0,
        1,
        2,
        3,
    ]


def test_a_column_is_put_beside_the_rows_that_it_belongs_to():
    column, numbers = pl.Series("c", [10, 30, 50, 80]), pl.Series([1, 3, 5, 8])
    for asked, wanted in (([], []), ([3, 5], [30, 50]), ([8, 1, 5], [80, 10, 50]), ([1, 3, 5, 8], [10, 30, 50, 80])):
        assert on_polars._of_rows(column, numbers, pl.Series(asked, dtype=pl.Int64)).to_list() == wanted
    for asked in ([2], [3, 4], [9], [0], [8, 9]):
        with pytest.raises(RuntimeError, match="not computed"):
            on_polars._of_rows(column, numbers, pl.Series(asked))


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_what_is_the_same_in_every_row_has_as_many_rows_as_others(engine):
    """polars holds such a column as one value, and may make one row of what is computed of it."""
    i = Integers()
    a, b = i.column("a", -20, 20), i.column("b", 1, 9)
    five, seven = i.number(5), i.number(7)
    exprs = [
        *(compare(*pair) for compare in (i.is_less, i.is_at_most, i.is_equal) for pair in ((five, a), (a, five))),
        *(make(*pair) for make in (i.plus, i.minus, i.times) for pair in ((five, a), (a, five))),
        *(i.over(seven, b), i.over(b, i.number(2)), i.pick(i.is_less(a, b), five, a), i.pick(i.is_less(five, a), a, b)),
    ]
    frame = pl.select(n=pl.int_range(3)).with_columns(a=pl.lit(5, dtype=pl.Int8), b=pl.lit(3, dtype=pl.Int8))
    made = lowered(exprs, Table({"a": 8, "b": 8}))
    columns = [each.expr.alias(str(number)) for number, each in enumerate(made) if isinstance(each, Column)]
    found = frame.lazy().select("n", *columns).collect(engine=engine, optimizations=PLAN)
    wanted = [int(value) for value in values_of(exprs, {"a": 5, "b": 3})]
    assert [[int(value) for value in row[1:]] for row in found.rows()] == [wanted] * 3


@pytest.mark.parametrize("keys", [1, 3, 39, 40, 2**62])
@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize("method", ["first", "last", "dense", "single"])
def test_places_are_those_by_hand_with_few_keys_and_with_many(method, parts, keys):
    """Places are counted where there are not more keys than rows (here 120), and sorted where there are."""
    random = Random(f"{method} {parts} {keys}")
    rows = [
        {
            "unit": f"u{n}",
            "key": random.randrange(keys),
            "part": random.randrange(parts),
            "where": int(random.random() < 0.9),
        }
        for n in range(120)
    ]
    integers = Integers()
    key, part = integers.column("key", 0, keys), integers.column("part", 0, parts)
    where = integers.is_less(integers.zero, integers.column("where", 0, 1))
    for is_greatest in (False, True):
        rank = Rank("place", ((key, is_greatest),), where, (part,), method, len(rows))
        found = placed(pl.DataFrame(rows), rank, Table({"key": 64, "part": 8, "where": 8}))
        assert [{"place": place} for place in found] == ranked(rank, rows)
