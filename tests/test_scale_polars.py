"""Programs on polars beside the same programs computed by hand."""

import polars as pl
import pytest
from columns_by_hand import result_by_hand
from drawn_programs import Draw, StandIn, drawn_rows
from itrank.engine.columns.program import result_columns
from itrank.engine.scale.on_polars import run, to_parquet
from itrank.engine.scale.polars_exprs import TYPES, width_of


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


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(20)) for seed in range(400)])
def test_a_drawn_program_gives_what_it_gives_by_hand(seed, tmp_path):
    program = Draw(seed).program()
    rows = drawn_rows(program, seed, 25)
    wanted = result_by_hand(program, rows, StandIn())
    table = prepared(program, rows)
    for streaming in (True, False):
        assert checked(program, run(program, table, StandIn(), streaming=streaming)) == wanted
    to_parquet(program, table.lazy(), tmp_path / "result.parquet", StandIn())
    assert checked(program, pl.read_parquet(tmp_path / "result.parquet")) == wanted
    assert [path.name for path in tmp_path.iterdir()] == ["result.parquet"]
