"""Programs on columns run by DuckDB, in a connection that reaches no file and no network.

The prepared data is handed over as Arrow; no text from outside becomes SQL. What does not fit in memory DuckDB writes
into a private folder, which is removed: it is data of households.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ..columns.program import Answers, Program
from .asking import answered, answers_as_arrow
from .dialects import DUCKDB_NARROW
from .handing import as_arrow, is_held, renamed
from .sql import Columns, Plan, Stage, planned
from .sql_exprs import type_of

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from .handing import Prepared

PREPARED = "prepared"


def run(
    program: Program,
    prepared: "Prepared",
    answers: Answers | None = None,
    *,
    threads: int | None = None,
    memory: str | None = None,
    spill: Path | None = None,
) -> "pa.Table":
    """Compute a program.

    Args:
        program: what is computed.
        prepared: the prepared table, its text columns called as in `Program.texts`; a reader is read once.
        answers: the reference, where the program has operations that ask it.
        threads: how many DuckDB uses; None: as many as there are.
        memory: how much it may use before it writes to disk, as `2GB`; None: four fifths of the machine's.
        spill: the folder in which it may make a private one for that; None: the system's.

    Returns:
        A row a unit, in the order of `n`: `n`, `unit` and what `result_columns` names. A wide integer is
        decimal128(38, 0).

    Raises:
        CannotSayError: where SQL has no form for the program.
        MemoryError: where memory does not suffice, nor disk in its place.
        duckdb.Error: where a check fails.
    """
    plan = planned(program, DUCKDB_NARROW, PREPARED, in_parts=True)
    with connected(threads, memory, spill) as connection:
        table = renamed(program, as_arrow(prepared))
        count = _handed_over(connection, table)
        for query in (plan.settings, *(() if is_held(program, table) else plan.checks)):
            connection.execute(query).fetchall()
        last = None
        for stage in plan.stages:
            if stage.has_units:
                last = _staged(connection, stage, answers)
            else:
                connection.execute(f"{DUCKDB_NARROW.stage.format(stage.name)}\n{stage.query}")
        rest = {name: kind for name, kind in plan.columns.items() if name not in plan.passed}
        made = _in_order(connection.sql(_for_arrow(plan.query, rest)).to_arrow_table())
        if last is not None:
            made = _together(plan, _in_order(last), made)
    assert made.num_rows == count, (made.num_rows, count)
    return made


def _in_order(table: "pa.Table") -> "pa.Table":
    """Give rows in the order of `n`, in which they mostly are."""
    from pyarrow import compute  # noqa: PLC0415 - an engine is imported when it runs

    n = table.column("n").combine_chunks()
    if compute.all(compute.less(n[:-1], n[1:])).as_py() is not False:
        return table
    last = len(n) - 1
    if compute.min_max(n).as_py() == {"min": 0, "max": last}:
        # Numbers of all rows need not be sorted: each says where its row belongs.
        places = compute.inverse_permutation(n, max_index=last)
        if not places.null_count:
            return table.take(places)
    return table.sort_by("n")


def _together(plan: Plan, last: "pa.Table", rest: "pa.Table") -> "pa.Table":
    """Put what the last stage holds beside what was computed from it."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    assert last.column("n").equals(rest.column("n"))
    passed = plan.passed
    columns = [last.column(passed[name]) if name in passed else rest.column(name) for name in plan.columns]
    return pa.table(columns, names=list(plan.columns))


@contextmanager
def connected(threads: int | None, memory: str | None, spill: Path | None) -> Iterator["DuckDBPyConnection"]:
    """Open a database in memory that nothing leads out of, and whose settings no statement changes."""
    import duckdb  # noqa: PLC0415 - an engine is imported when it runs

    with TemporaryDirectory(prefix="itrank-", dir=spill) as private:
        config: dict[str, Any] = {
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "lock_configuration": True,
            "temp_directory": private,
        }
        config |= {"threads": threads} if threads else {}
        config |= {"memory_limit": memory} if memory else {}
        with duckdb.connect(":memory:", config=config) as connection:
            try:
                yield connection
            except duckdb.OutOfMemoryException as error:
                raise MemoryError(str(error)) from error


def _handed_over(connection: "DuckDBPyConnection", table: Any) -> int:
    """Give the connection the prepared table under its name, and how many rows it has."""
    if hasattr(table, "num_rows"):
        connection.register(PREPARED, table)
        return int(table.num_rows)
    connection.register("once", table)
    connection.execute(f"CREATE TEMPORARY TABLE {PREPARED} AS SELECT * FROM once")
    connection.unregister("once")
    ((count,),) = connection.execute(f"SELECT count(*) FROM {PREPARED}").fetchall()
    return int(count)


def _staged(connection: "DuckDBPyConnection", stage: Stage, answers: Answers | None) -> "pa.Table":
    """Compute a stage and what the reference is asked of it; both stay where the next statement sees them."""
    table = connection.sql(_for_arrow(stage.query, stage.columns)).to_arrow_table()
    connection.register(stage.name, table)
    for ask in stage.asks:
        rows = connection.execute(ask.rows).fetchall() if ask.rows else [()]
        members = connection.execute(ask.members).fetchall() if ask.members else []
        connection.register("told", answers_as_arrow(ask, answered(ask, answers, rows, members)))
        # Arrow has decimals in place of wide integers, with which DuckDB would compute otherwise.
        cast = [f"CAST({name} AS {type_of(DUCKDB_NARROW, kind)}) AS {name}" for name, kind in ask.columns.items()]
        connection.execute(f"{DUCKDB_NARROW.stage.format(ask.answers)} SELECT {', '.join(cast)} FROM told")
        connection.unregister("told")
    return table


def _for_arrow(query: str, columns: Columns) -> str:
    """Write a query whose wide integers cross to Arrow as they are."""
    wide = [f"CAST({name} AS DECIMAL(38, 0)) AS {name}" for name, kind in columns.items() if kind == "wide"]
    return f"SELECT * REPLACE ({', '.join(wide)}) FROM ({query})" if wide else query
