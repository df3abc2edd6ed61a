"""Parquet to Parquet by Spark: many files in, many out, and no row comes to this process but the first ones, for headers.

files -> seen (by the workers, a piece at a time) -> Program -> prepared (likewise) -> `on_spark.computed` -> rows of the
result (likewise) -> a folder of drafts -> its name. What a table of all rows says and a piece of it does not is counted:
ids that are there twice, or too much alike; how many units each tier has, and why others have no rank.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Any

from ..columns.compiling import compiled
from ..columns.reference import ByReference
from ..files.tables import place_of
from ..model.codes import has_errors
from ..model.findings import Finding, finding, in_order
from ..model.observed import Observed, Unit
from ..model.reads import last_year_keys
from ..observe.columns import standard_columns
from ..observe.mapping import header_of_unit
from ..observe.observing import read_all
from .frames import sheet_of_lazy
from .on_spark import MOST_QUOTIENT, Pieces, SparkError, computed, told
from .preparing import Looked, is_wide
from .reporting import Noted, columns_of
from .results import Made, metadata_of
from .running import BEST, Summary, best_in, summary_from
from .spark_pieces import (
    BESIDE,
    FILE_ROWS,
    TWIN,
    Table,
    Written,
    groups_of,
    made_ready,
    noting,
    pieces,
    rows_of,
    seen,
    stops,
    table_of,
    together,
    too_long,
)
from .units import SHOWN

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from ..model.ruleset import Ruleset
    from ..observe.mapping import DataMapping
    from .frames import Sheet

HEAD = 100
"""Rows that say which column is which: the only ones of the data that come to this process."""
_AT_ONCE = 50_000
_OF_READING = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_AT_ONCE),
}
"""Settings: columns that differ by case are two; the name of a folder is a text, so that 007 stays one."""
_STRICT = {"mergeSchema": "true", "ignoreCorruptFiles": "false", "ignoreMissingFiles": "false"}
_UNITS = frozenset({"scorecard", "list", "status", "why", "total", "max", "tier", "rank", "tied", "value"})
OURS = "itrank"


class NotForSparkError(Exception):
    """Data or a ruleset that the other engines take, and this one does not.

    Attributes:
        why: `texts` (numbers that are texts), `layout` (not a row for each unit), `last_year`, `parents`, `digits`
            (more of them at one scale than integers hold).
        about: columns, or inputs.
    """

    def __init__(self, why: str, about: Sequence[str] = ()) -> None:
        super().__init__(why, *about)
        self.why, self.about = why, tuple(about)


@dataclass(frozen=True, slots=True)
class Data:
    """The data as Spark reads them.

    Attributes:
        frame: columns called by their numbers, and behind them the file of a row and its number there.
        table: what workers have to know.
        head: the first rows.
        by: the column of ids.
    """

    frame: DataFrame
    table: Table
    head: Sheet
    by: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A program that Spark is ready to compute.

    Attributes:
        made: as of results, but for the rows, which are not here.
        frame: of the program.
        data: of which they are.
        files: in their order.
    """

    made: Made
    frame: DataFrame
    data: Data
    files: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many units there are."""
        return self.made.looked.count

    def observed_of(self, rows: Sequence[int], keys: Collection[str]) -> Observed:
        """Give the units of some rows, as `preparing.Looked.observed_of`."""
        from pyspark.sql import functions as sql  # noqa: PLC0415  # an engine is imported when it runs

        wanted: dict[int, list[int]] = {}
        for number in rows:
            wanted.setdefault(number // FILE_ROWS, []).append(number % FILE_ROWS)
        tests = [
            (sql.col("file") == self.files[file]) & sql.col("row").isin(numbers) for file, numbers in wanted.items()
        ]
        found = self.data.frame.where(reduce(or_, tests)).toArrow()
        places = {file: number for number, file in enumerate(self.files)}
        in_order = found.take(
            sorted(range(found.num_rows), key=lambda at: (places[found["file"][at].as_py()], found["row"][at].as_py()))
        )
        units: list[Unit] = []
        values: dict[str, list[Any]] = {}
        for _, _, numbers, looked in pieces(self.data.table, in_order.combine_chunks().to_batches()):
            seen = looked.observed_of(range(len(numbers)), keys)
            units += seen.units
            for key, own in seen.values.items():
                values.setdefault(key, []).extend(own)
        return Observed(tuple(units), values)


# Data


def opened(
    spark: SparkSession, ruleset: Ruleset, path: str, shown: str, mapping: DataMapping | None = None
) -> tuple[Data | None, tuple[Finding, ...]]:
    """Open a file or folder of Parquet.

    Args:
        spark: a session.
        ruleset: by which it is read.
        path: as Spark takes it.
        shown: what a person called it.
        mapping: how it is read.

    Returns:
        The data, None where a finding says why not; the findings.

    Raises:
        NotForSparkError: the other engines take such data.
        SparkError: Spark cannot read it.
    """
    with told():
        for name, value in _OF_READING.items():
            spark.conf.set(name, value)
        read = spark.read.options(**_STRICT).parquet(path)
        headers = tuple(read.columns)
        numbered = [f"`{name.replace('`', '``')}` AS `{number}`" for number, name in enumerate(headers)]
        frame = read.selectExpr(*numbered, "_metadata.file_path AS file", "_metadata.row_index AS row")
        first = frame.limit(HEAD).drop("file", "row").toArrow().rename_columns(list(headers))
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    sheet, found = sheet_of_lazy(pl.DataFrame(first).lazy(), shown)
    if sheet is None:
        return None, found
    mappings = {sheet.name: mapping} if mapping is not None else {}
    head = read_all(ruleset, [sheet.table(range(sheet.height))], mappings=mappings, known={})
    if not head.laid and has_errors(head.observed.findings):
        return None, (*found, *head.observed.findings)
    if not head.laid or not is_wide(head) or (mapping is not None and header_of_unit(mapping)):
        raise NotForSparkError("layout")
    laid = head.laid[0]
    texts = [
        sheet.headers[feed.column]
        for feed in laid.feeds
        if sheet.kinds[feed.column] == "text" and feed.target.input.traits.is_number
    ]
    if texts:
        raise NotForSparkError("texts", texts)
    standard = standard_columns(laid.table, laid.guide.headers, laid.guide.names)
    by = standard["id"] if standard["id"] >= 0 else standard["name"]
    subjects = {feed.column + 1: feed.target.input.key for feed in laid.feeds}
    return Data(frame, Table(ruleset, headers, mapping, shown, path.partition("://")[2], subjects), sheet, by), found


@contextmanager
def ranked(spark: SparkSession, data: Data, lang: str) -> Iterator[tuple[Ranked | None, tuple[Finding, ...]]]:
    """Look at data, compile for them, and be ready to compute; tables on the way live as long as the block.

    Args:
        spark: a session.
        data: as `opened`.
        lang: of reasons.

    Yields:
        The program, None where a finding says why not; the findings.

    Raises:
        NotForSparkError: the other engines take such data, or such a ruleset.
        UnsupportedError: columns cannot rank by this ruleset.
        SparkError: Spark fails.
    """
    ruleset, table = data.table.ruleset, data.table
    if last_year_keys(ruleset):
        raise NotForSparkError("last_year")
    with told():
        said = data.frame.mapInArrow(partial(seen, table), "seen BINARY").toArrow()
    # What is unpickled was pickled by our own workers.
    whole = together(table, [pickle.loads(each) for each in said.column("seen").to_pylist()])  # noqa: S301
    findings, files, groups = whole.findings, sorted(whole.files), groups_of(table, whole)
    if not whole.count or stops(findings):
        yield (
            None,
            findings if has_errors(findings) else (*findings, finding("ITR479", place_of(data.head.bare(), -1, 0))),
        )
        return
    if long := too_long(whole.ranges):
        raise NotForSparkError("digits", long)
    program = compiled(
        ruleset, whole.ranges, groups=groups, most_rows=whole.count, most_quotient=MOST_QUOTIENT, reported=True
    )
    listed = next((output.key for output in program.outputs if output.what == "list" and output.key), "")
    if "parent" in {*program.texts, listed}:
        raise NotForSparkError("parents")
    answers = ByReference(ruleset, program.lacks, program.options)
    numbers = {file: number for number, file in enumerate(files)}
    first = Pieces(partial(made_ready, table, program, numbers, listed, whole.is_plain), {TWIN: "text"})
    looked = Looked(
        ruleset, findings, whole.count, whole.ranges, groups, None, {}, {}, illustrative=whole.illustrative
    )  # fmt: skip
    doubles: list[Finding] = []

    def look(ready: DataFrame) -> None:
        doubles.extend(_doubles(ready, data, files))
        if doubles:
            raise _DoublesError

    try:
        # The workers check every cell, and `look` whether an id is there twice.
        with computed(
            program, data.frame, answers, spark=spark, beside=BESIDE, first=first, look=look, is_checked=True
        ) as frame:
            empty: Any = None
            made = Made(ruleset, program, empty, looked, tuple(answers.kept), lang)
            yield Ranked(made, frame, data, tuple(files)), findings
    except _DoublesError:
        yield None, in_order((*findings, *doubles))


class _DoublesError(Exception):
    """Ids are there twice."""


def _schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  # an engine is imported when it runs

    return from_arrow_schema(schema)


def _doubles(ready: DataFrame, data: Data, files: Sequence[str]) -> list[Finding]:
    """Find ids that are there twice, or that differ by too little, among all rows."""
    from pyspark.sql import functions as sql  # noqa: PLC0415  # an engine is imported when it runs

    alike = ready.groupBy(TWIN).agg(sql.count(sql.lit(1)).alias("many")).where("many > 1")
    first = alike.limit(SHOWN).toArrow()
    if not first.num_rows:
        return []
    keys = first.column(TWIN).to_pylist()
    rows = ready.where(sql.col(TWIN).isin(keys)).select("n", "unit", TWIN).orderBy("n").limit(10 * SHOWN).toArrow()
    found: list[Finding] = []
    ids: dict[str, Any] = {}
    twins: dict[str, str] = {}
    for row in rows.to_pylist():
        place = _place(data, files, row["n"])
        if row["unit"] in ids:
            found.append(finding("ITR112.unit", place, unit=row["unit"], first=ids[row["unit"]].cell))
            continue
        ids[row["unit"]] = place
        twin = twins.setdefault(row[TWIN], row["unit"])
        if twin != row["unit"]:
            found.append(finding("ITR471", place, unit=row["unit"], twin=twin))
    every = alike.agg(sql.sum("many") - sql.count(sql.lit(1))).toArrow().column(0)[0].as_py()
    left = int(every) - len(found)
    return [*found, finding("ITR489", code=found[0].code, subject="–", count=left)] if left else found


def _place(data: Data, files: Sequence[str], number: int) -> Any:
    file, row = divmod(number, FILE_ROWS)
    bare = replace(data.head.bare(), name=data.table.name(files[file]), lines=[row + 1], rows=[()])
    return place_of(bare, 0, data.by)


# Results


def rows(ranked: Ranked, *, only: tuple[str, ...] | None = None, with_place: bool = False) -> DataFrame:
    """Make the rows of the result, with the columns that `results.result_table` has.

    Args:
        ranked: as above.
        only: ids of criteria; None for all.
        with_place: whether the number of a row in the data is there too, as `n`.
    """
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    made = ranked.made
    written = Written(made.ruleset, made.program, tuple(made.kept), made.lang, only, with_place)
    frame = ranked.frame
    if only is not None:
        read = [f"o{number}" for number, each in enumerate(made.program.outputs, 1) if each.what in _UNITS]
        names = {f"{name}{end}" for name in read for end in ("", "_d", "_s")}
        frame = frame.select(*(name for name in frame.columns if name in {"n", "unit", *BESIDE} | names))
    none = pl.DataFrame(schema={name: _type_of(kind) for name, kind in frame.dtypes})
    schema = _plain(table_of(written, none))
    return frame.mapInArrow(partial(rows_of, written, schema), _schema(schema))


def _type_of(kind: str) -> Any:
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    types: dict[str, Any] = {
        "string": pl.String, "boolean": pl.Boolean, "int": pl.Int32, "smallint": pl.Int16, "tinyint": pl.Int8,
    }  # fmt: skip
    return types.get(kind, pl.Int128 if kind.startswith("decimal") else pl.Int64)


def _plain(frame: Any) -> pa.Schema:
    """Give the columns of a frame as Arrow that Spark takes."""
    import pyarrow as pa  # noqa: PLC0415  # an engine is imported when it runs

    def own(type_: Any) -> Any:
        return pa.string() if type_ in {pa.large_string(), pa.string_view()} else type_

    return pa.schema([pa.field(each.name, own(each.type)) for each in frame.to_arrow().schema])


def write(ranked: Ranked, path: str, version: str) -> None:
    """Write the result as a folder of Parquet; what it depends on is with its first column, under `itrank`.

    Raises:
        SparkError: Spark fails; there is an unfinished folder then.
    """
    with told():
        made = rows(ranked)
        about = {name.removeprefix(f"{OURS}."): text for name, text in metadata_of(ranked.made, version).items()}
        marked = made.withMetadata("id", {OURS: about})
        marked.write.mode("error").option("compression", "zstd").parquet(path)


def summary(ranked: Ranked, *, with_best: bool = False) -> Summary:
    """Count the units of a result, and give the first ones if they are asked for; nothing else comes to this process.

    Raises:
        SparkError: Spark fails, or the data are not those that were looked at.
    """
    from pyspark.sql import functions as sql  # noqa: PLC0415  # an engine is imported when it runs

    made = ranked.made
    with told():
        table = rows(ranked, only=(), with_place=True)
        there = table.columns
        kinds = {
            "tier": sql.col("tier") if "tier" in there else sql.lit(None).cast("string"),
            "reason": sql.col("reason") if "reason" in there else sql.lit(None).cast("string"),
            "is_ranked": sql.col("rank").isNotNull(),
        }
        parts = table.groupBy(*(expr.alias(name) for name, expr in kinds.items()))
        counted = parts.agg(sql.count(sql.lit(1)).alias("many"), sql.min(sql.struct("n", "id")).alias("first"))
        found = sorted(counted.toArrow().to_pylist(), key=lambda row: row["first"]["n"])
        best: Any = ()
        if with_best:
            import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

            first = table.where("rank IS NOT NULL").orderBy("rank", "n").limit(BEST).drop("n").toArrow()
            best = best_in(made, pl.DataFrame(first).lazy())
    if sum(row["many"] for row in found) != ranked.count:
        raise SparkError("rows")
    return _counted(made, found, best)


def _counted(made: Made, found: Sequence[dict[str, Any]], best: Any) -> Summary:
    tiers: Counter[str] = Counter()
    reasons: dict[str, tuple[int, str]] = {}
    for row in found:
        many, first = row["many"], row["first"]["id"]
        if row["is_ranked"]:
            tiers[row["tier"] or ""] += many
        else:
            reason = row["reason"] or ""
            before = reasons.get(reason, (0, first))
            reasons[reason] = before[0] + many, before[1]
    frequent = sorted(((reason, *each) for reason, each in reasons.items()), key=lambda each: -each[1])
    counts = sum(row["many"] for row in found), sum(tiers.values())
    return summary_from(made, counts, tiers, best, frequent, len(frequent))


# Findings of the result


def reported(ranked: Ranked) -> tuple[Finding, ...]:
    """Report what is to be reported of units once they are computed; of each kind the first rows come here.

    Raises:
        SparkError: Spark fails.
    """
    made = ranked.made
    noted = Noted(made.ruleset, made.program, made.kept)
    if not noted.asked:
        return ()
    read = {"n", *chain.from_iterable(map(columns_of, noted.asked))}
    with told():
        frame = ranked.frame.select(*(name for name in ranked.frame.columns if name in read))
        said = frame.mapInArrow(partial(noting, made.ruleset, made.program, tuple(made.kept)), "noted BINARY").toArrow()
        for each in said.column("noted").to_pylist():
            found, many = pickle.loads(each)  # noqa: S301 - as above
            noted.found += found
            noted.rows += many
        return noted.findings(ranked)
