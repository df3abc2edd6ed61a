"""The scorecard of `scorecard.py` as people write it by hand in doubles in SQL, for DuckDB, PostgreSQL and Spark.

One statement: maxima, cells, criteria, totals, ranks. Half up by `floor(x * 100 + 0.5) / 100`, the total too; NULL where a
figure is missing. It is what the emitted script is compared with, without its integers and layers, and without its states
unless they are asked for: the columns of `itrank compile`, which says of each criterion its state and its maximum too.
"""

import os
import re
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from by_hand import Peer, hundredths
from scorecard import CRITERIA, ITEMS, TIERS, Indicator, Results, cap_of, indicators, most_of, of_criterion, tier_bounds

DSN = "ITRANK_BENCH_POSTGRES"
"""The environment variable in which `scale.py` hands over where its PostgreSQL server is."""
COPIED = 250_000  # rows that are sent to PostgreSQL at a time


def rounded(value: str) -> str:
    """Round half up to two digits."""
    return f"floor(({value}) * 100 + 5e-1) / 100"


def number(hundredths_of_points: int) -> str:
    """Write points as a double of DuckDB and Spark."""
    return f"{hundredths_of_points}e-2"


def cell(each: Indicator) -> str:
    """Score an indicator; every form gives NULL for NULL (LEAST would not)."""
    first = each.reads[0]
    match each.kind:
        case "ratio":
            a, b = each.reads
            return f"CASE WHEN {a} > {b} THEN 1e0 ELSE {a} * 1e0 / {b} END * {number(each.max)}"
        case "steps":
            steps = " ".join(f"WHEN {first} >= {bound} THEN {number(worth)}" for bound, worth in each.steps)
            return f"CASE {steps} WHEN {first} IS NOT NULL THEN 0e0 END"
        case "checklist":
            return f"({' + '.join(f'CAST({name} AS INT)' for name in each.reads)}) * 1e0 / {ITEMS} * {number(each.max)}"
        case "best":
            return f"{first} * 1e0 / best_{first} * {number(each.max)}"


def state(each: Indicator) -> str:
    """Say why an indicator has no points; its first figure is the one that may be missing."""
    return f"CASE WHEN NOT {each.applies} THEN 'not_applicable' WHEN {each.reads[0]} IS NULL THEN 'missing' ELSE 'scored' END"


def states(units: str) -> tuple[str, list[str], list[str]]:
    """Write where rows with the state of each indicator come from, the names of these, and the columns besides."""
    said = [f"{state(each)} AS {each.id}_state" for each in indicators()]
    names = [f"{each.id}_state" for each in indicators()]
    beside = [f"CAST({number(each.max)} AS DECIMAL(6, 2)) AS {each.id}_counted" for each in indicators()]
    for n in range(CRITERIA):
        beside.append(f"CASE WHEN c{n} IS NULL THEN 'missing' ELSE 'scored' END AS c{n}_state")
        beside.append(f"CAST({number(most_of(n))} AS DECIMAL(6, 2)) AS c{n}_counted")
    return f"(SELECT *, {', '.join(said)} FROM {units})", names, beside


def script(units: str, group: str, *, keep: bool, says_states: bool = False) -> str:
    """Write the query.

    Args:
        units: what to select from.
        group: the quoted name of the column of groups.
        keep: the cells too.
        says_states: the state of each cell and criterion, and what it counts at most.
    """
    source, names, beside = states(units) if says_states else (units, [], [])
    best = [each.reads[0] for each in indicators() if each.kind == "best"]
    criteria, capped = [], []
    for n in range(CRITERIA):
        reached = " + ".join(f"CASE WHEN {each.applies} THEN {each.id} ELSE 0e0 END" for each in of_criterion(n))
        possible = " + ".join(
            f"CASE WHEN {each.applies} THEN {number(each.max)} ELSE 0e0 END" for each in of_criterion(n)
        )
        criteria.append(rounded(f"({reached}) * {number(most_of(n))} / ({possible})") + f" AS v{n}")
        capped.append(f"CASE WHEN v{n} > {number(cap_of(n))} THEN {number(cap_of(n))} ELSE v{n} END AS c{n}")
    cells = [*(each.id for each in indicators()), *names]
    kept = "".join(f"{name}, " for name in cells) if keep else ""
    tiers = " ".join(f"WHEN total >= {bound}e-4 THEN {place}" for place, bound in enumerate(tier_bounds()[:-1]))
    order = "ORDER BY total DESC NULLS LAST"
    return f"""WITH best AS (SELECT {", ".join(f"max({name}) AS best_{name}" for name in best)} FROM {units}),
cells AS (SELECT id, {group} AS grp, {", ".join(each.applies for each in indicators())},
{", ".join([*(f"{rounded(cell(each))} AS {each.id}" for each in indicators()), *names])} FROM {source} CROSS JOIN best),
raw AS (SELECT id, grp, {kept}{", ".join(criteria)} FROM cells),
criteria AS (SELECT id, grp, {kept}{", ".join(capped)} FROM raw),
totals AS (SELECT *, {rounded(" + ".join(f"c{n}" for n in range(CRITERIA)))} AS total FROM criteria)
SELECT {", ".join(["*", *beside])}, CASE {tiers} WHEN total IS NOT NULL THEN {len(TIERS) - 1} ELSE -1 END AS tier,
CASE WHEN total IS NOT NULL THEN rank() OVER ({order}) END AS ranked,
CASE WHEN total IS NOT NULL THEN rank() OVER (PARTITION BY grp {order}) END AS group_ranked
FROM totals"""


def results_of(columns: dict[str, Any]) -> Results:
    """Put `id`, `total`, `tier`, `ranked`, `group_ranked` into the order of the data."""
    order = np.argsort(np.array([int(unit[1:]) for unit in columns["id"]]))
    total = np.array([np.nan if value is None else value for value in columns["total"]], dtype=float)[order]
    others = [np.array([-1 if value is None else value for value in columns[name]], dtype=np.int64)[order]
              for name in ("tier", "ranked", "group_ranked")]  # fmt: skip
    return Results(hundredths(total), *others)


WANTED = ["id", "total", "tier", "ranked", "group_ranked"]


# DuckDB


def load_duckdb(path: Path) -> Any:
    import duckdb  # noqa: PLC0415  # peers are independent

    connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
    connection.execute("CREATE TABLE units AS FROM read_parquet(?)", [str(path)])
    return connection


def run_duckdb(connection: Any, keep: bool) -> Any:
    return connection.sql(script("units", '"group"', keep=keep)).to_arrow_table()


def duckdb_results(made: Any) -> Results:
    return results_of(made.select(WANTED).to_pydict())


# PostgreSQL


def load_postgres(path: Path) -> Any:
    """Copy the file into a table, unless another run has done so."""
    import psycopg  # noqa: PLC0415  # peers are independent
    import pyarrow.parquet as pq  # noqa: PLC0415

    connection = psycopg.connect(os.environ[DSN], autocommit=True)
    connection.execute("SET jit = off")
    connection.execute("SET work_mem = '256MB'")
    rows = pq.read_metadata(path).num_rows
    if _count(connection, "units") != rows:
        copy_into(connection, "units", pq.ParquetFile(path))
    return connection


def _count(connection: Any, table: str) -> int:
    if connection.execute("SELECT to_regclass(%s)", [table]).fetchone()[0] is None:
        return -1
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def copy_into(connection: Any, table: str, file: Any) -> None:
    """Make the table anew: text, boolean, and integers of 2 or 4 bytes as in the file."""
    import pyarrow as pa  # noqa: PLC0415  # peers are independent
    import pyarrow.csv  # noqa: PLC0415

    types = {pa.string(): "text", pa.bool_(): "boolean", pa.int16(): "smallint", pa.int32(): "integer"}
    columns = ", ".join(f'"{field.name}" {types[field.type]}' for field in file.schema_arrow)
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"CREATE UNLOGGED TABLE {table} ({columns})")
    with connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
        for batch in file.iter_batches(batch_size=COPIED):
            sink = pa.BufferOutputStream()
            options = pyarrow.csv.WriteOptions(include_header=False)
            pyarrow.csv.write_csv(pa.table(batch), sink, options)
            copy.write(sink.getvalue().to_pybytes())
    connection.execute(f"ANALYZE {table}")


def run_postgres(connection: Any, keep: bool) -> Any:
    # There 1e0 is a numeric, which would make all that follows numeric, and ten times as slow.
    doubles = re.sub(r"\b(\d+e-?\d+)\b", r"float8 '\1'", script("units", '"group"', keep=keep))
    connection.execute("DROP TABLE IF EXISTS by_hand")
    connection.execute("CREATE UNLOGGED TABLE by_hand AS " + doubles)
    return connection


def postgres_results(connection: Any) -> Results:
    rows = connection.execute(f"SELECT {', '.join(WANTED)} FROM by_hand").fetchall()
    return results_of(dict(zip(WANTED, zip(*rows, strict=True), strict=True)))


# Spark


def load_spark(path: Path) -> Any:
    """Start a session in as many threads as there are cores."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # peers are independent

    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tempfile.mkdtemp(prefix="itrank-bench-")
    session = (
        SparkSession.builder.master(f"local[{os.cpu_count()}]")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.shuffle.partitions", 8)
        .config("spark.ui.enabled", value=False)
        .config("spark.log.level", "OFF")
        .config("spark.sql.warehouse.dir", f"{folder}/tables")
        .getOrCreate()
    )
    session.read.parquet(str(path)).createOrReplaceTempView("units")
    return session, folder


def run_spark(loaded: Any, keep: bool, *, says_states: bool = False) -> Any:
    session, folder = loaded
    query = script("units", "`group`", keep=keep, says_states=says_states)
    session.sql(query).write.mode("overwrite").parquet(f"{folder}/made")
    return session, folder


def spark_results(made: Any) -> Results:
    import shutil  # noqa: PLC0415  # only here

    import pyarrow.parquet as pq  # noqa: PLC0415  # peers are independent

    session, folder = made
    columns = pq.read_table(f"{folder}/made", columns=WANTED).to_pydict()
    session.stop()
    shutil.rmtree(folder)
    return results_of(columns)


PEERS = {
    "DuckDB, doubles": Peer(load_duckdb, run_duckdb, duckdb_results, "half up; a table in DuckDB to Arrow"),
    "PostgreSQL, doubles": Peer(load_postgres, run_postgres, postgres_results, "half up; table to table, jit off"),
    "Spark, doubles": Peer(load_spark, run_spark, spark_results, "half up; Parquet to Parquet"),
    "Spark, doubles and states": Peer(
        load_spark, partial(run_spark, says_states=True), spark_results, "the same, with states and maxima"
    ),
}
