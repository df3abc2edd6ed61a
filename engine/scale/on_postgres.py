"""Programs on columns run by PostgreSQL, in one transaction: data copied in, computed there, copied out or kept.

A password is never part of an address: libpq takes it from PGPASSFILE (`~/.pgpass`), PGSERVICE or PGPASSWORD, so that
none is in a history, a list of processes or a message.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from ..columns.program import Answers, Program
from .asking import answered
from .dialects import POSTGRES, quoted_name
from .handing import as_arrow, renamed
from .sql import Ask, Columns, Plan, planned
from .sql_exprs import kind_within, type_of

if TYPE_CHECKING:
    import pyarrow as pa
    from psycopg import Connection

    from .handing import Prepared

PREPARED = "prepared"
OLDEST = 120_000
"""The first server that knows `NOT MATERIALIZED`."""
BATCH = 20_000  # rows that are copied at once
SCHEMES = frozenset({"postgresql", "postgres"})
OPTIONS = frozenset(
    {"application_name", "connect_timeout", "host", "port", "service", "sslcert", "sslkey", "sslmode", "sslrootcert"}
)
Name: TypeAlias = tuple[str, ...]


class AddressError(Exception):
    """An address that is not used.

    Attributes:
        why: `password` (it holds one), `form` (it is no address), `option` (one that is not known), `table` (none is
            named, or not as a table can be called), `server` (too old).
        about: the option, never its value.
    """

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, about)
        self.why, self.about = why, about


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is, and a table in it.

    Attributes:
        options: of libpq.
        table: its name, after the schema it is in; empty where none is named.
    """

    options: Mapping[str, str]
    table: Name = ()


def address(url: str) -> Address:
    """Read `postgresql://user@host:port/database?table=schema.table`.

    >>> address("postgresql://me@db.example/register?table=public.units&sslmode=require").table
    ('public', 'units')

    Raises:
        AddressError: which never holds what the address says, but for the name of an option.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        asked = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise AddressError("form") from None
    if parts.password is not None or any("password" in key.lower() for key, _ in asked):
        raise AddressError("password")
    if parts.scheme not in SCHEMES or parts.fragment or len({key for key, _ in asked}) < len(asked):
        raise AddressError("form")
    options = {"user": unquote(parts.username or ""), "host": unquote(parts.hostname or ""), "port": str(port or "")}
    options["dbname"] = unquote(parts.path.removeprefix("/"))
    table: Name = ()
    for key, value in asked:
        if key == "table":
            table = tuple(value.split("."))
        elif key in OPTIONS:
            options[key] = value
        else:
            raise AddressError("option", key)
    return Address({key: value for key, value in options.items() if value}, table)


def run(
    program: Program,
    prepared: "Prepared",
    answers: Answers | None = None,
    *,
    at: Address,
    memory: str | None = None,
) -> "pa.Table":
    """Compute a program in a server, and leave nothing there.

    Args:
        program: what is computed.
        prepared: the prepared table, its text columns called as in `Program.texts`; a reader is read once.
        answers: the reference, where the program has operations that ask it.
        at: the server.
        memory: how much a sort or a join may use before it writes to disk, as `64MB`; None: as the server has it.

    Returns:
        As `on_duckdb.run`.

    Raises:
        CannotSayError: where SQL has no form for the program.
        psycopg.Error: where a check fails, or the server does.
    """
    plan = planned(program, POSTGRES, PREPARED)
    with connected(at, memory) as connection:
        count = _prepared(connection, program, prepared)
        _staged(connection, plan, answers)
        table = copied_out(connection, f"{plan.query}\nORDER BY n", plan.columns)
        connection.rollback()
    assert table.num_rows == count, (table.num_rows, count)
    return table


def write(table: "pa.Table", at: Address) -> None:
    """Make a table in a server: whole, or not at all.

    Args:
        table: texts, integers, decimals, truth values and days; a name of more than 63 bytes would be cut by the server.
        at: where, with the table's name.

    Raises:
        AddressError: where no table is named.
        ValueError: for a column whose name the server would not keep.
        psycopg.Error: where there is such a table already, or the server fails.
    """
    types = [f"{quoted_name(POSTGRES, field.name)} {_type_of(field.type)}" for field in table.schema]
    name = _table(at)
    with connected(at) as connection:
        _execute(connection, f"CREATE TABLE {name} ({', '.join(types)})")
        _copied_in(connection, name, table.to_batches(max_chunksize=BATCH))
        connection.commit()


def may_write(at: Address) -> None:
    """See whether `write` could make a table: one is made, and undone.

    Raises:
        AddressError, psycopg.Error: as of `write`.
    """
    name = _table(at)
    with connected(at) as connection:
        _execute(connection, f"CREATE TABLE {name} ()")


def read(at: Address) -> "pa.Table":
    """Read a table or a view as texts, as a CSV file would give them; an empty cell is null.

    Raises:
        AddressError: where no table is named.
        psycopg.Error: where there is none, or the server fails.
    """
    name = _table(at)
    with connected(at) as connection:
        _execute(connection, "SET TRANSACTION READ ONLY")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {name} LIMIT 0".encode())
            names = [column.name for column in cursor.description or ()]
        listed = ", ".join(f"CAST({quoted_name(POSTGRES, each)} AS TEXT)" for each in names)
        return copied_out(connection, f"SELECT {listed} FROM {name}", dict.fromkeys(names, "text"))


def _table(at: Address) -> str:
    if not at.table:
        raise AddressError("table")
    try:
        return quoted_name(POSTGRES, *at.table)
    except ValueError:
        raise AddressError("table") from None


@contextmanager
def connected(at: Address, memory: str | None = None) -> Iterator["Connection[tuple[Any, ...]]"]:
    """Open a connection in a transaction, which is undone unless it is committed."""
    import psycopg  # noqa: PLC0415 - a driver is imported when it is used

    with psycopg.connect(**{"client_encoding": "UTF8", **at.options}) as connection:  # type: ignore[arg-type]
        if connection.info.server_version < OLDEST:
            raise AddressError("server", str(connection.info.server_version // 10_000))
        try:
            for statement in POSTGRES.opening[1:]:
                _execute(connection, statement)
            if memory is not None:
                connection.execute("SELECT set_config('work_mem', %s, true)", [memory])
            yield connection
        finally:
            connection.rollback()


def _execute(connection: "Connection[tuple[Any, ...]]", statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _prepared(connection: "Connection[tuple[Any, ...]]", program: Program, prepared: "Prepared") -> int:
    """Copy the prepared table in; gives how many rows it has."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    table = renamed(program, as_arrow(prepared))
    widths = {given.name: type_of(POSTGRES, kind_within(POSTGRES, given.low, given.high)) for given in program.given}
    widths |= {given.state: "SMALLINT" for given in program.given} | {"role": "SMALLINT"}
    types = [f"{field.name} {widths.get(field.name) or _type_of(field.type)}" for field in table.schema]
    _execute(connection, f"CREATE TEMPORARY TABLE {PREPARED} ({', '.join(types)})")
    batches = table.to_batches(max_chunksize=BATCH) if isinstance(table, pa.Table) else table
    return _copied_in(connection, PREPARED, batches)


def _type_of(kind: "pa.DataType") -> str:
    """Give the type of a column for Arrow's."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    types = pa.types
    for holds, name in (
        (types.is_boolean, "BOOLEAN"),
        (types.is_integer, "BIGINT"),
        (types.is_date, "DATE"),
        (types.is_floating, "DOUBLE PRECISION"),
    ):
        if holds(kind):
            return name
    return f"NUMERIC({kind.precision}, {kind.scale})" if types.is_decimal(kind) else "TEXT"


def _staged(connection: "Connection[tuple[Any, ...]]", plan: Plan, answers: Answers | None) -> None:
    """Run all that comes before the result."""
    for query in (plan.settings, *plan.checks):
        _execute(connection, query)
    for stage in plan.stages:
        _execute(connection, f"{POSTGRES.stage.format(stage.name)}\n{stage.query}")
        for ask in stage.asks:
            rows = _execute(connection, ask.rows) if ask.rows else [()]
            members = _execute(connection, ask.members) if ask.members else []
            _told(connection, ask, answered(ask, answers, rows, members))


def _told(connection: "Connection[tuple[Any, ...]]", ask: Ask, rows: Sequence[tuple[int | str, ...]]) -> None:
    """Make the table of answers."""
    types = ", ".join(f"{name} {type_of(POSTGRES, kind)}" for name, kind in ask.columns.items())
    _execute(connection, f"CREATE TEMPORARY TABLE {ask.answers} ({types})")
    with connection.cursor() as cursor, cursor.copy(f"COPY {ask.answers} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)
    _execute(connection, f"ANALYZE {ask.answers}")


def _copied_in(connection: "Connection[tuple[Any, ...]]", name: str, batches: Any) -> int:
    """Copy batches of Arrow into a table."""
    from pyarrow import csv  # noqa: PLC0415 - an engine is imported when it runs

    count = 0
    plain = csv.WriteOptions(include_header=False)
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)".encode()) as copy:
        for batch in batches:
            sink = io.BytesIO()
            csv.write_csv(batch, sink, plain)
            copy.write(sink.getbuffer())
            count += batch.num_rows
    return count


def copied_out(connection: "Connection[tuple[Any, ...]]", query: str, columns: Columns) -> "pa.Table":
    """Copy what a query gives, as Arrow."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs
    from pyarrow import csv  # noqa: PLC0415

    whole = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)".encode()) as copy:
        for block in copy:
            whole.write(block)
    types = {"truth": pa.bool_(), "wide": pa.decimal128(38, 0), "text": pa.string()}
    types |= {"bits16": pa.int16(), "bits32": pa.int32()}
    schema = pa.schema([(name, types.get(kind, pa.int64())) for name, kind in columns.items()])
    if not whole.tell():
        return schema.empty_table()
    whole.seek(0)
    return csv.read_csv(
        whole,
        csv.ReadOptions(column_names=list(columns)),
        csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        csv.ConvertOptions(
            column_types=schema,
            true_values=["t"],
            false_values=["f"],
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
