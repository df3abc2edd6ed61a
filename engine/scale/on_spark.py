"""Programs on columns run by Spark: on this machine, on a cluster, or through Spark Connect; rows stay where they are.

What each row says is computed by the workers, with polars, some rows at a time; Spark computes what looks at other rows:
figures, places, joins. Said in SQL, layers of a thousand expressions take it a minute to plan, and seconds to compute.

What is asked of the reference for each distinct row is answered by the workers, which need itrank themselves. Only what
depends on all rows of a part together comes to the driver, its distinct values alone, and no more than a limit of them.

No message of Spark is passed on: it quotes queries, rows and traces. What is told is its condition.
"""

import logging
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from ..columns.integers import NARROW
from ..columns.program import Answers, Layer, Program, Reference
from .asking import answered, answers_as_arrow
from .dialects import SPARK, SPARK_NARROW
from .handing import as_arrow, as_frame, as_table, is_held, renamed
from .sql import ROWS, SETTINGS, TYPES, Ask, Columns, Stage, planned
from .sql_exprs import ROOM, Kind

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from .handing import Prepared

PREPARED = "prepared"
MOST_ASKED = 1_000_000
"""Distinct values of which the driver answers questions."""
MOST_QUOTIENT = NARROW
"""The greatest quotient: Spark's own division of wider integers wraps."""
CONNECT, CONNECT_PORT = "sc://", 15_002
PATIENCE = 10  # seconds
LOCAL, DRIVER_MEMORY = "local[2]", "4g"
SUBMITTED = "PYSPARK_GATEWAY_PORT"  # set by spark-submit, whose process of Java is then used
REQUIRED = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
}
"""Settings of a session without which the script means something else."""
TYPE_NAMES: Mapping[Kind, str] = {
    "truth": "BOOLEAN",
    "small": "BIGINT",
    "bits8": "TINYINT",
    "bits16": "SMALLINT",
    "bits32": "INT",
    "narrow": "BIGINT",
    "wide": SPARK.wide,
    "text": "STRING",
}
_WHY = {
    SETTINGS: "settings",
    TYPES: "types",
    ROWS: "rows",
    "No space left on device": "disk",
    "java.lang.OutOfMemoryError": "memory",
    "Python worker exited unexpectedly": "worker",
    "Python worker failed to connect back": "worker",
    "No module named ": "worker",
    "AccessControlException": "rights",
    "Permission denied": "rights",
}
"""What messages of Spark and Java have in them where more can be said than a condition."""
_LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")


class SparkError(Exception):
    """What stopped Spark, without a word of its own message.

    Attributes:
        why: `java` (there is none that it can use), `settings` (the session's would change what the script means), `types`
            and `rows` (the prepared table is not the one that the program was compiled for), `asked` (more distinct values
            than the driver answers), `connect` (nobody answers at the address), `disk`, `memory`, `rights` (there is too
            little of them), `worker` (a process of Python ended, or lacks what it imports), `spark` (all else).
        about: the condition and SQLSTATE as Spark's documents list them, or what Java calls the error; a setting, or the
            key of a column.
    """

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, about)
        self.why, self.about = why, about


# Sessions


@contextmanager
def session(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator["SparkSession"]:
    """Open a session, and end it.

    Args:
        master: `local[N]` for this machine, `spark://host:port`, `yarn` or `k8s://...` for a cluster, `sc://host:port` for
            Spark Connect; None: what `spark-submit` says where it runs us, else `LOCAL`.
        settings: of Spark, besides.

    Raises:
        ModuleNotFoundError: pyspark is not installed.
        SparkError: there is no Java, nobody answers, or the session cannot be set as the script needs it.
    """
    before = {name for name in os.environ if name.startswith("SPARK_")}
    # Workers would take the system's python3 otherwise, which has none of our libraries.
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    # The least of all places where it can be said: spark-defaults.conf and --conf count more. 1 GB, Spark's own, is too
    # little to plan a scorecard in.
    os.environ.setdefault("SPARK_DRIVER_MEMORY", DRIVER_MEMORY)
    with TemporaryDirectory(prefix="itrank-") as private, told():
        spark = _started(master or ("" if SUBMITTED in os.environ else LOCAL), private, settings or {})
        try:
            _quiet()
            _set(spark)
            yield spark
        finally:
            spark.stop()
            # What pyspark set for itself: after Spark Connect every later session of this process would be one too.
            for name in [name for name in os.environ if name.startswith("SPARK_") and name not in before]:
                del os.environ[name]


def _started(master: str, private: str, settings: Mapping[str, str]) -> "SparkSession":
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an engine is imported when it runs

    # A session that somebody else began in this process has settings of theirs.
    SparkSession.builder._options = {}  # noqa: SLF001 - there is no public way to forget them
    if master.startswith(CONNECT):
        _reached(master)
        return SparkSession.builder.remote(master).getOrCreate()
    return _of_this_machine({**_own_settings(master, private), **settings})


def _reached(address: str) -> None:
    """Look whether anybody answers at an address: pyspark itself tries for more than five minutes."""
    try:
        parts = urlsplit(address)
        at = parts.hostname or "", parts.port or CONNECT_PORT
        with socket.create_connection(at, timeout=PATIENCE):
            pass
    except (OSError, ValueError):
        raise SparkError("connect") from None


def _own_settings(master: str, private: str) -> dict[str, str]:
    """Give the settings of a session that this process begins."""
    own = {
        **({"spark.master": master} if master else {}),
        "spark.app.name": "itrank",
        # At build: each error in a query is a line of thousands of characters otherwise, with the query in it.
        "spark.log.level": "OFF",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": f"{private}/warehouse",
        **REQUIRED,
    }
    if master.startswith("local"):
        own |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
            # What does not fit in memory: data of households, in a folder of ours that is removed.
            "spark.local.dir": private,
            "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={private}",
        }
    return own


def _of_this_machine(settings: Mapping[str, str]) -> "SparkSession":
    """Begin a driver in this process; what Java says on its way goes nowhere."""
    from pyspark import SparkConf, SparkContext, java_gateway  # noqa: PLC0415 - an engine is imported when it runs
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    if java() is None:
        raise SparkError("java")
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    launch: Any = java_gateway.launch_gateway  # it has no types
    try:
        # A second session of a process would leave a second Java idle: pyspark goes on with the first.
        gateway = SparkContext._gateway or launch(conf, {"stderr": subprocess.DEVNULL})  # noqa: SLF001
    except PySparkException:
        raise SparkError("java") from None
    context = SparkContext(conf=conf, gateway=gateway)
    return SparkSession(context)


def java() -> str | None:
    """Find Java as Spark does: in JAVA_HOME, else on the way of commands."""
    home = os.environ.get("JAVA_HOME")
    found = os.path.join(home, "bin", "java") if home else shutil.which("java")  # noqa: PTH118 - a name for a process
    try:
        return found if found and os.stat(found).st_mode & stat.S_IXUSR else None  # noqa: PTH116
    except OSError:
        return None


def _quiet() -> None:
    """Let no query reach a log of Python's."""
    from pyspark.logger import PySparkLogger  # noqa: PLC0415 - an engine is imported when it runs

    for name in _LOGGERS:
        PySparkLogger.getLogger(name).disabled = True
    logging.getLogger("pyspark.sql.connect.logging").disabled = True


def _set(spark: "SparkSession") -> None:
    """Set what a session must have, and look whether it has it."""
    for name, value in REQUIRED.items():
        try:
            spark.conf.set(name, value)
            is_set = spark.conf.get(name) == value
        except Exception:  # noqa: BLE001 - any refusal is one
            is_set = False
        if not is_set:
            raise SparkError("settings", name)


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever Spark raises into its condition: its messages quote queries and rows."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an engine is imported when it runs

    try:
        with warnings.catch_warnings():
            # pyspark 4 does not know pandas 3 and says so; it is only asked whether it is there.
            warnings.simplefilter("ignore")
            yield
    except SparkError:
        raise
    except PySparkException as error:
        raise _said(error) from None
    except Exception as error:
        if not type(error).__module__.startswith(("py4j", "grpc")):
            raise
        raise _said(error) from None


def _said(error: Any) -> SparkError:
    """Give the reason of ours, or Spark's condition, or the name of Java's error."""
    message = str(error)
    for text, why in _WHY.items():
        if text in message:
            return SparkError(why)
    if "UNAVAILABLE" in message or "Channel" in type(error).__name__:
        return SparkError("connect")
    known: list[str] = []
    if hasattr(error, "getCondition"):
        known = [part for part in (error.getCondition(), error.getSqlState()) if part]
    return SparkError("spark", ", ".join(known or _conditions(message)) or type(error).__name__)


def _conditions(message: str) -> list[str]:
    r"""Find in a trace of Java what its errors are called, the cause of all last, or their condition and SQLSTATE.

    >>> _conditions("o: org.apache.spark.SparkException: [FAILED_READ_FILE.X] a SQLSTATE: KD001\nCaused by: java.io.IOException: b")
    ['FAILED_READ_FILE.X', 'KD001']
    >>> _conditions("o: java.lang.IllegalStateException: household 4711\nCaused by: java.io.EOFException")
    ['EOFException']
    """
    condition = _CONDITION.search(message)
    if condition is not None:
        state = _STATE.search(message, condition.end())
        return [condition[1], *([state[1]] if state else [])]
    return _JAVA.findall(message)[-1:]


_CONDITION = re.compile(r"^.*?(?:Exception|Error): \[([A-Z][A-Z0-9_.]{2,80})\]", re.MULTILINE)
_STATE = re.compile(r"SQLSTATE: ([0-9A-Z]{5})\b")
_JAVA = re.compile(r"^(?:Caused by: |[^\n]*: )?(?:[a-z]\w*\.){2,}(\w*(?:Exception|Error))\b", re.MULTILINE)


# Programs

Making: TypeAlias = Callable[[Iterable["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """How workers make the prepared table of something else.

    Attributes:
        make: batches of the frame to batches of the prepared table, its columns called as in SQL.
        texts: text columns besides, which the first table that is kept has too.
    """

    make: Making
    texts: Columns


def run(
    program: Program,
    prepared: "Prepared",
    answers: Answers | None = None,
    *,
    spark: "SparkSession",
    most_asked: int = MOST_ASKED,
) -> "pa.Table":
    """Compute a program for a table of this process.

    Args:
        program: what is computed.
        prepared: the prepared table, its text columns called as in `Program.texts`; a reader is read once.
        answers: the reference, where the program has operations that ask it.
        spark: a session; see `session`.
        most_asked: how many distinct values are fetched for one question of rows together.

    Returns:
        As `on_duckdb.run`.

    Raises:
        CannotSayError: where SQL has no form for the program.
        SparkError: where a check fails, or Spark does.
    """
    table = renamed(program, as_arrow(prepared))
    table = table if hasattr(table, "num_rows") else table.read_all()
    with told():
        frame = spark.createDataFrame(table)
        held = is_held(program, table)
        with computed(program, frame, answers, spark=spark, most_asked=most_asked, is_checked=held) as made:
            found = made.orderBy("n").toArrow()
    assert found.num_rows == table.num_rows, (found.num_rows, table.num_rows)
    return found


@contextmanager
def computed(
    program: Program,
    frame: "DataFrame",
    answers: Answers | None = None,
    *,
    spark: "SparkSession",
    most_asked: int = MOST_ASKED,
    beside: Sequence[str] = (),
    first: "Pieces | None" = None,
    look: Callable[["DataFrame"], None] | None = None,
    is_checked: bool = False,
) -> Iterator["DataFrame"]:
    """Compute a program where the rows are; tables on the way are kept as long as the result is used.

    Args:
        program: what is computed.
        frame: the prepared table, its columns called as in SQL (`handing.renamed`).
        answers: as of `run`.
        spark: as of `run`.
        most_asked: as of `run`.
        beside: as of `planned`.
        first: makes the prepared table of a frame that is none yet.
        look: is given the first table that is kept, with the texts of `first`, before anything else is computed.
        is_checked: whether somebody looked whether the prepared table is what the program was compiled for.

    Yields:
        The result, a row a unit in no order; it is computed whenever it is read.

    Raises:
        CannotSayError: where SQL has no form for the program.
        SparkError: where a check fails, or Spark does.
    """
    plan = planned(program, SPARK_NARROW, PREPARED, in_layers=True, beside=beside)
    tables = _Tables(spark, first, [], [])
    with told():
        try:
            tables.seen_as(PREPARED, frame)
            for query in (plan.settings, *(() if is_checked else plan.checks)):
                spark.sql(query).collect()
            for stage in plan.stages:
                tables.add(stage)
                if stage is plan.stages[0] and look is not None:
                    look(tables.kept[0])
                for ask in stage.asks:
                    tables.seen_as(ask.answers, _cut_off(_answers(spark, ask, answers, most_asked)))
            yield spark.sql(plan.query)
        finally:
            tables.forget()


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables on the way: views, and what workers and disks keep for them.

    Attributes:
        spark: the session.
        first: as of `computed`.
        views: the names of all.
        kept: those that are computed once; what is lost with a machine is computed again.
    """

    spark: "SparkSession"
    first: Pieces | None
    views: list[str]
    kept: list["DataFrame"]

    def seen_as(self, name: str, frame: "DataFrame") -> None:
        """Give a table its name."""
        frame.createOrReplaceTempView(name)
        self.views.append(name)

    def add(self, stage: Stage) -> None:
        """Compute a stage once. What Spark knows of the size of a small one decides how it is joined."""
        if stage.has_units:
            made = self._of_units(stage).persist()
        else:
            made = _cut_off(self.spark.sql(stage.query)).persist()
            made.count()
        self.kept.append(made)
        self.seen_as(stage.name, made)

    def _of_units(self, stage: Stage) -> "DataFrame":
        if self.first is not None and not self.kept:
            schema = {**self.first.texts, **stage.columns}
            both = partial(_by_layers, stage.layers, schema, self.first.make)
            return self.spark.table(PREPARED).mapInArrow(both, _schema_of(schema))
        rows = self.spark.sql(stage.query)
        if not stage.layers:
            return rows
        return rows.mapInArrow(partial(_by_layers, stage.layers, stage.columns, None), _schema_of(stage.columns))

    def forget(self) -> None:
        """Leave nothing behind."""
        # Through Spark Connect a table is known by the views that it reads: these are dropped last.
        for frame in reversed(self.kept):
            frame.unpersist()
        for view in reversed(self.views):
            self.spark.catalog.dropTempView(view)


def _cut_off(frame: "DataFrame") -> "DataFrame":
    """Compute a table once and forget how.

    What is only cached keeps its query. Of rows that is no matter, but figures of them are joined to them again: their
    query would be in the plan twice after one wave, and four waves take half a minute to be planned for thirty rows.
    """
    # Where the session names a folder for them, tables survive the loss of a machine.
    is_safe = frame.sparkSession.conf.get("spark.checkpoint.dir", "")
    return frame.checkpoint() if is_safe else frame.localCheckpoint()


def _schema_of(columns: Columns) -> str:
    return ", ".join(f"{name} {TYPE_NAMES[kind]}" for name, kind in columns.items())


def _by_layers(
    layers: Sequence[Layer], columns: Columns, make: "Making | None", batches: "Iterable[pa.RecordBatch]"
) -> "Iterator[pa.RecordBatch]":
    """Compute layers of some rows at a time; runs in a worker."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    from .on_polars import layered  # noqa: PLC0415 - likewise
    from .polars_exprs import TRUTH  # noqa: PLC0415 - likewise

    widths = {name: TRUTH if kind == "truth" else ROOM[kind] for name, kind in columns.items() if kind != "text"}
    types = {name: _arrow_type(kind) for name, kind in columns.items()}
    for batch in make(batches) if make is not None else batches:
        made = as_table(layered(layers, as_frame(pa.Table.from_batches([batch])), widths))
        yield from made.select(list(types)).cast(pa.schema(types)).to_batches()


def _arrow_type(kind: Kind) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    types: Mapping[Kind, Any] = {
        "truth": pa.bool_(), "bits8": pa.int8(), "bits16": pa.int16(), "bits32": pa.int32(),
        "wide": pa.decimal128(38, 0), "text": pa.string(),
    }  # fmt: skip
    return types.get(kind, pa.int64())


def _answers(spark: "SparkSession", ask: Ask, answers: Answers | None, most: int) -> "DataFrame":
    """Give the table of answers: made by the workers where each row can be answered alone."""
    operation = ask.operation
    if ask.rows and isinstance(operation, Reference) and not operation.makes.is_kept:
        # As `answers_as_arrow` has them.
        kinds: Columns = {name: kind if kind in {"text", "wide"} else "narrow" for name, kind in ask.columns.items()}
        return spark.sql(ask.rows).mapInArrow(partial(_by_worker, ask, answers), _schema_of(kinds))
    rows = _fetched(spark, ask, ask.rows, most) if ask.rows else [()]
    members = _fetched(spark, ask, ask.members, most) if ask.members else []
    return spark.createDataFrame(answers_as_arrow(ask, answered(ask, answers, rows, members)))


def _fetched(spark: "SparkSession", ask: Ask, query: str, most: int) -> list[tuple[Any, ...]]:
    """Fetch distinct values, if they are not too many."""
    table = spark.sql(query).limit(most + 1).toArrow()
    if table.num_rows > most:
        raise SparkError("asked", ask.operation.key)
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _by_worker(ask: Ask, answers: Answers | None, batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Answer rows; runs in a worker, where a trace could hold what a row says."""
    for batch in batches:
        rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        yield from answers_as_arrow(ask, answered(ask, answers, rows, [])).to_batches()
