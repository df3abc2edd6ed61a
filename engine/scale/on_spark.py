"""Programs on columns run by Spark: the same SQL text, on one machine or on a cluster; rows stay where they are.

Nothing of a unit is collected to the driver: the prepared table and the result are data frames of Spark, and ranks over all
units are counted by their distinct keys (`dialects.SPARK`). What integers do not say is computed where the rows are
(`mapInArrow`), each distinct row once; only what needs all values of a cohort at one place, or exact values that are kept by
number, passes through the driver, and no more distinct values than `MOST_COLLECTED`.
"""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..columns.program import Answers, Program, Reference
from .asking import answered
from .dialects import SPARK
from .sql import Ask, planned, text_columns
from .sql_exprs import Kind

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PREPARED = "itrank_prepared"
MOST_COLLECTED = 1_000_000
"""Distinct rows that may pass through the driver for one question to the reference."""
TYPES: Mapping[Kind, str] = {
    "text": "string",
    "small": "int",
    "narrow": "bigint",
    "wide": "decimal(38,0)",
    "truth": "boolean",
}
OWN = "itrank"


class TooManyError(Exception):
    """More distinct values than the driver takes would have to be collected; `about` is the ruleset's column."""

    def __init__(self, about: str) -> None:
        super().__init__(about)
        self.about = about


class SettingsError(Exception):
    """A running session has settings under which integers would wrap."""


@contextmanager
def session(master: str = "local[2]", remote: str = "", memory: str = "") -> Iterator["SparkSession"]:
    """Open a session, and close it.

    Args:
        master: where tasks run, as Spark's `--master` has it.
        remote: the address of a server of Spark Connect (`sc://host:port`), in place of it.
        memory: of the driver, as `4g`; as Spark has it where it is empty.

    Raises:
        SettingsError: the server's settings cannot be changed, and an overflow would wrap there.
        ImportError: pyspark is not installed (`pip install itrank[spark]`).
    """
    # A worker that took another Python would lack what this one has.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # It writes the text of a query that fails, in which data may be, to stderr.
    logging.getLogger("SQLQueryContextLogger").disabled = True
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an engine is imported when it runs

    made = SparkSession.builder.appName(OWN)
    made = made.remote(remote) if remote else made.master(master)
    settings = {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        # Each error is otherwise a page of query text and of Java, on stderr, with data in it.
        "spark.log.level": "OFF",
    }
    settings |= {"spark.driver.memory": memory} if memory else {}
    for key, value in settings.items():
        if not remote or key.startswith("spark.sql."):
            made = made.config(key, value)
    opened = made.getOrCreate()
    try:
        if str(opened.conf.get("spark.sql.ansi.enabled")).lower() != "true":
            raise SettingsError
        yield opened
    finally:
        opened.stop()


def run(spark: "SparkSession", program: Program, prepared: "DataFrame", answers: Answers | None = None) -> "DataFrame":
    """Compute a program.

    Args:
        spark: the session.
        program: what is computed, compiled with `most_quotient` of 64 bits.
        prepared: the prepared table; its text columns called as in `Program.texts`.
        answers: the reference, where the program has operations that ask it.

    Returns:
        A row a unit, in no order: `n`, `unit` and what `result_columns` names; it is computed when it is written.

    Raises:
        CannotSayError: where Spark's SQL has no form for the program.
        TooManyError: a question of the reference would collect too much.
    """
    _as_view(program, prepared)
    plan = planned(program, SPARK, PREPARED)
    for query in (plan.settings, *plan.checks):
        spark.sql(query).collect()
    for stage in plan.stages:
        spark.catalog.dropTempView(stage.name)  # of a program before, in the same session
        spark.sql(f"{SPARK.stage.format(stage.name)}\n{stage.query}")
        for ask in stage.asks:
            _asked(spark, ask, answers).createOrReplaceTempView(ask.answers)
    return spark.sql(plan.query)


def error_of(error: Exception) -> str:
    """Give what Spark calls an error, without the text of the query and the trace of Java, in which data may be."""
    for name in ("getCondition", "getErrorClass", "getSqlState"):
        told = getattr(error, name, None)
        if callable(told) and (word := told()):
            return str(word)
    return type(error).__name__


def _as_view(program: Program, prepared: "DataFrame") -> None:
    """Give the columns that a program may read, called as in SQL."""
    texts = text_columns(program)
    names = {"n": "n", "unit": "unit", "g": "g", "role": "role"} | {text: texts[text] for text in program.texts}
    for given in program.given:
        names |= {given.name: given.name, given.state: given.state}
    # By position: two names that differ only by case are one to Spark.
    called = [names.get(name, f"unread{place}") for place, name in enumerate(prepared.columns)]
    prepared.toDF(*called).select(*names.values()).createOrReplaceTempView(PREPARED)


def _asked(spark: "SparkSession", ask: Ask, answers: Answers | None) -> "DataFrame":
    """Let the reference answer: where the rows are, or through the driver."""
    schema = ", ".join(f"{name} {TYPES[kind]}" for name, kind in ask.columns.items())
    if isinstance(ask.operation, Reference) and not ask.operation.makes.is_kept and ask.rows:
        return spark.sql(ask.rows).mapInArrow(_where_the_rows_are(ask, answers), schema)
    rows = _collected(spark, ask, ask.rows) if ask.rows else [()]
    members = _collected(spark, ask, ask.members) if ask.members else []
    found = [_typed(row, ask) for row in answered(ask, answers, rows, members)]
    return spark.createDataFrame(found, schema)


def _collected(spark: "SparkSession", ask: Ask, query: str) -> list[tuple[Any, ...]]:
    rows = [tuple(row) for row in spark.sql(query).limit(MOST_COLLECTED + 1).collect()]
    if len(rows) > MOST_COLLECTED:
        raise TooManyError(ask.operation.key)
    return rows


def _typed(row: tuple[int | str, ...], ask: Ask) -> tuple[Any, ...]:
    kinds = ask.columns.values()
    return tuple(Decimal(value) if kind == "wide" else value for value, kind in zip(row, kinds, strict=True))


def _where_the_rows_are(ask: Ask, answers: Answers | None) -> Any:
    """Make what a worker does with each batch of distinct rows; it carries the ruleset, and needs itrank there."""

    def answer(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415 - this runs in a worker

        types = {"text": pa.string(), "narrow": pa.int64(), "wide": pa.decimal128(38, 0), "truth": pa.bool_()}
        schema = pa.schema([(name, types[kind]) for name, kind in ask.columns.items()])
        for batch in batches:
            rows = [tuple(row.values()) for row in batch.to_pylist()]
            found = [_typed(row, ask) for row in answered(ask, answers, rows, [])]
            columns = [
                pa.array(column, field.type) for column, field in zip(zip(*found, strict=True), schema, strict=True)
            ]
            if found:
                yield pa.record_batch(columns, schema=schema)

    return answer
