"""itrank as a peer of itself: the reference, and the exact program on polars, DuckDB, PostgreSQL and Spark.

What is timed is what the peers by hand do: from the data in memory (in the engine's own table) to cells, states, totals,
tiers and ranks. `from the frame` begins with the frame that the peers begin with: headers, types, blanks, marks and ranges
are read and checked, which nobody does by hand.
"""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import by_hand_sql
import numpy as np
import pyarrow.parquet as pq
from by_hand import Peer
from by_hand_sql import DSN
from scorecard import GROUP_IDS, TIERS, Results, ruleset

WANTED = {"criterion", "status", "total", "tier", "rank", "node_rank"}
"""What the peers compute too: not what each node can be worth for each unit, which files of ours also have."""
PREPARED = "bench_prepared"


@dataclass(frozen=True)
class Loaded:
    """The data, and the program for them."""

    program: Any
    table: Any
    path: Path
    connection: Any = None


def loaded_ruleset() -> Any:
    from itrank.engine import load_text  # noqa: PLC0415  # the peers need none of it

    loaded = load_text(ruleset())
    assert loaded.ruleset is not None, loaded.findings
    return loaded.ruleset


def program_for(sheet: Any, *, keep: bool = True, **limits: int) -> tuple[Any, Any]:
    """Compile for data, with the outputs that the peers have too; gives the prepared table, lazily."""
    from itrank.engine.columns.compiling import compiled  # noqa: PLC0415
    from itrank.engine.scale import preparing  # noqa: PLC0415

    looked = preparing.look(loaded_ruleset(), sheet)
    assert looked.count, looked.findings
    program = compiled(looked.ruleset, looked.ranges, most_rows=looked.count, **limits)
    wanted = WANTED if keep else WANTED - {"criterion"}
    outputs = tuple(output for output in program.outputs if output.what in wanted)
    program = replace(program, outputs=outputs)
    return program, preparing.prepared(program, looked)


def load(path: Path, **limits: int) -> Loaded:
    from itrank.engine.scale import frames  # noqa: PLC0415

    sheet, findings = frames.sheet_of_file(path, "data")
    assert sheet is not None, findings
    program, prepared = program_for(sheet, **limits)
    return Loaded(program, prepared.collect(engine="streaming"), path)


def without_cells(program: Any) -> Any:
    return replace(program, outputs=tuple(output for output in program.outputs if output.what != "criterion"))


def run_polars(loaded: Loaded, keep: bool, *, streaming: bool) -> Any:
    from itrank.engine.scale import on_polars  # noqa: PLC0415

    program = loaded.program if keep else without_cells(loaded.program)
    return program, on_polars.run(program, loaded.table, streaming=streaming)


def load_frame(path: Path) -> Any:
    import polars as pl  # noqa: PLC0415

    return pl.read_parquet(path)


def run_frame(frame: Any, keep: bool) -> Any:
    from itrank.engine.scale import frames, on_polars  # noqa: PLC0415

    sheet, findings = frames.sheet_of_lazy(frame.lazy(), "data")
    assert sheet is not None, findings
    program, prepared = program_for(sheet, keep=keep)
    return program, on_polars.run(program, prepared)


def results(made: Any) -> Results:
    """Read the columns of a program, whichever engine made them (polars or Arrow), in the order of the data."""
    import polars as pl  # noqa: PLC0415

    program, table = made
    found = table if isinstance(table, pl.DataFrame) else pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    found = found.sort("n")
    numbers = {(output.what, output.key): number for number, output in enumerate(program.outputs, start=1)}

    def column(name: str, expr: Any) -> Any:
        if expr.is_constant:
            return np.full(found.height, expr.low, dtype=np.int64)
        return found[name].cast(pl.Int64).to_numpy()

    def read(what: str, key: str = "") -> tuple[Any, Any, Any]:
        number = numbers[what, key]
        output = program.outputs[number - 1]
        names = zip(
            (f"o{number}", f"o{number}_d", f"o{number}_s"), (output.top, output.bottom, output.lack), strict=True
        )
        return tuple(column(name, expr) for name, expr in names)  # type: ignore[return-value]

    top, bottom, lack = read("total")
    assert ((top * 100) % bottom == 0).all()
    is_there = lack == 0
    words = program.outputs[numbers["tier", ""] - 1].words
    places = {tier: place for place, (tier, _) in enumerate(TIERS)}
    tier_of = np.array([places.get(word, -1) for word in words] or [-1])
    tier, _, no_tier = read("tier")
    ranks = [np.where(rank > 0, rank, -1) for rank in (read("rank")[0], read("node_rank", "points")[0])]
    return Results(
        np.where(is_there, top * 100 // bottom, -1), np.where(no_tier == 0, tier_of[tier], -1), ranks[0], ranks[1]
    )


# the reference


def load_reference(path: Path) -> Any:
    import polars as pl  # noqa: PLC0415
    from itrank.engine.observe import table_of  # noqa: PLC0415

    said = {True: "yes", False: "no", None: ""}
    rows = pl.read_parquet(path).to_dicts()
    texts = [
        {name: said.get(v, v) if isinstance(v, bool | None) else str(v) for name, v in row.items()} for row in rows
    ]
    return loaded_ruleset(), table_of("data", texts)


def run_reference(loaded: Any, keep: bool) -> Any:  # noqa: ARG001  # it keeps all it computes
    from itrank.engine import evaluate, observe  # noqa: PLC0415

    rules, table = loaded
    return evaluate(rules, observe(rules, [table]))


def reference_results(made: Any) -> Results:
    from fractions import Fraction  # noqa: PLC0415

    places = {tier: place for place, (tier, _) in enumerate(TIERS)}
    totals = [unit.outcome * 100 if isinstance(unit.outcome, Fraction) else -1 for unit in made.units]
    tiers = [places[unit.tier] if unit.tier else -1 for unit in made.units]
    group = [next(each.rank or -1 for each in unit.criteria if each.node.id == "points") for unit in made.units]
    return Results(np.array([int(t) for t in totals]), np.array(tiers), np.array([unit.rank or -1 for unit in made.units]), np.array(group))  # fmt: skip


# DuckDB


def load_duckdb(path: Path) -> Loaded:
    loaded = load(path)
    return replace(loaded, table=loaded.table.to_arrow())


def run_duckdb(loaded: Loaded, keep: bool) -> Any:
    from itrank.engine.scale import on_duckdb  # noqa: PLC0415

    program = loaded.program if keep else without_cells(loaded.program)
    return program, on_duckdb.run(program, loaded.table)


# PostgreSQL: the emitted script, from a prepared table of the server to another


def load_postgres(path: Path) -> Loaded:
    """Copy the prepared table in, its columns at the widths that their ranges need."""
    import psycopg  # noqa: PLC0415
    from itrank.engine.scale import on_postgres  # noqa: PLC0415

    loaded = load(path)
    connection = psycopg.connect(os.environ[DSN], autocommit=True)
    with connection.transaction():
        connection.execute("DROP TABLE IF EXISTS pg_temp.prepared")
        on_postgres._prepared(connection, loaded.program, loaded.table.to_arrow())  # noqa: SLF001  # not a copy of it
    connection.execute(f"DROP TABLE IF EXISTS {PREPARED}")
    connection.execute(f"CREATE UNLOGGED TABLE {PREPARED} AS SELECT * FROM {on_postgres.PREPARED}")
    connection.execute(f"DROP TABLE {on_postgres.PREPARED}")
    connection.execute(f"ANALYZE {PREPARED}")
    return replace(loaded, table=None, connection=connection)


def run_postgres(loaded: Loaded, keep: bool) -> Any:
    from itrank.engine.scale.dialects import POSTGRES  # noqa: PLC0415
    from itrank.engine.scale.sql import planned, script  # noqa: PLC0415

    program = loaded.program if keep else without_cells(loaded.program)
    text = script(planned(program, POSTGRES, PREPARED), "bench_made")
    loaded.connection.execute("DROP TABLE IF EXISTS bench_made")
    loaded.connection.execute("SET work_mem = '256MB'")
    loaded.connection.execute(text.replace("CREATE TABLE bench_made", "CREATE UNLOGGED TABLE bench_made").encode())
    return program, loaded.connection


def postgres_results(made: Any) -> Results:
    import polars as pl  # noqa: PLC0415

    program, connection = made
    with connection.cursor() as cursor:
        rows = cursor.execute("SELECT * FROM bench_made").fetchall()
        names = [column.name for column in cursor.description]
    return results((program, pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)))


# Spark: by the script of `itrank compile`, from a register; and as `evaluate` does it, from a prepared table in Parquet


def load_spark(path: Path) -> Loaded:
    """Write the prepared table, its columns at the widths that their ranges need, and start a session as by hand."""
    from itrank.engine.scale import on_spark  # noqa: PLC0415
    from itrank.engine.scale.handing import as_arrow, renamed  # noqa: PLC0415

    loaded = load(path, most_quotient=on_spark.MOST_QUOTIENT)
    session, folder = by_hand_sql.load_spark(path)
    for name, value in on_spark.REQUIRED.items():
        session.conf.set(name, value)
    pq.write_table(renamed(loaded.program, as_arrow(loaded.table)), f"{folder}/prepared.parquet", compression="zstd")
    session.read.parquet(f"{folder}/prepared.parquet").createOrReplaceTempView(PREPARED)
    return replace(loaded, table=folder, connection=session)


def load_register(path: Path) -> Any:
    """Start a session as by hand, with the file as its table, and write the script that `itrank compile` gives."""
    from itrank.engine.scale.dialects import SPARK  # noqa: PLC0415
    from itrank.engine.scale.register import Asked  # noqa: PLC0415
    from itrank.engine.scale.scripts import compiled_script  # noqa: PLC0415

    asked = Asked(("units",), GROUP_IDS, digits=0)
    script = compiled_script(loaded_ruleset(), SPARK, asked, ("made",), lang="en", made_by="scale.py")
    return *by_hand_sql.load_spark(path), script.text


def run_spark_script(loaded: Any, keep: bool) -> Any:
    """Run the statements of the script one by one, as a client of Spark does."""
    if not keep:
        raise ValueError("a script gives all cells: measure it without --totals")
    session, folder, text = loaded
    session.sql("DROP TABLE IF EXISTS made")
    for statement in text.split(";\n")[:-1]:
        session.sql(statement).collect()
    return session, folder


def spark_script_results(made: Any) -> Results:
    import polars as pl  # noqa: PLC0415

    session, folder = made
    table = pl.read_parquet(f"{folder}/tables/made/*.parquet")
    session.stop()
    shutil.rmtree(folder)
    table = table.sort(pl.col("id").str.slice(1).cast(pl.Int64))
    places = {tier: place for place, (tier, _) in enumerate(TIERS)}
    totals = (table["total"] * 100).cast(pl.Int64).fill_null(-1)
    tiers = table["tier"].replace_strict(places, default=-1)
    ranks = [table[name].fill_null(-1).to_numpy() for name in ("rank", "points_rank")]
    return Results(totals.to_numpy(), tiers.to_numpy(), *ranks)


def run_spark(loaded: Loaded, keep: bool) -> Any:
    """Run the same program as `evaluate --engine spark` does."""
    from itrank.engine.scale.on_spark import computed  # noqa: PLC0415

    program = loaded.program if keep else without_cells(loaded.program)
    session = loaded.connection
    with computed(program, session.table(PREPARED), spark=session) as made:
        made.write.mode("overwrite").parquet(f"{loaded.table}/made")
    return program, loaded


def spark_results(made: Any) -> Results:
    import polars as pl  # noqa: PLC0415

    program, loaded = made
    table = pl.read_parquet(f"{loaded.table}/made/*.parquet")
    loaded.connection.stop()
    shutil.rmtree(loaded.table)
    return results((program, table))


PEERS = {
    "itrank, reference": Peer(load_reference, run_reference, reference_results, "from text to the result, one core"),
    "itrank, polars": Peer(
        load, lambda data, keep: run_polars(data, keep, streaming=True), results, "streaming engine, prepared frame"
    ),
    "itrank, polars in memory": Peer(
        load, lambda data, keep: run_polars(data, keep, streaming=False), results, "prepared frame"
    ),
    "itrank, polars, from the frame": Peer(load_frame, run_frame, results, "reading and checking included"),
    "itrank, DuckDB": Peer(load_duckdb, run_duckdb, results, "prepared Arrow to Arrow, checks included"),
    "itrank, PostgreSQL": Peer(load_postgres, run_postgres, postgres_results, "table to table, checks included"),
    "itrank, script on Spark": Peer(
        load_register, run_spark_script, spark_script_results, "register in Parquet to table, checks included"
    ),
    "itrank, Spark": Peer(load_spark, run_spark, spark_results, "the same, stages on disk"),
}
