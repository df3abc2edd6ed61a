"""Programs on columns in a real Spark beside plain Python: `local[2]`, the same code as against a cluster."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import test_conformance as conformance
from columns_by_hand import result_by_hand
from columns_reference import UnsupportedError, computed_by_hand, rows_of
from drawn_programs import Draw, StandIn, drawn_rows
from itrank.engine import evaluate
from itrank.engine.columns.program import Reference, Sampled, operands
from itrank.engine.scale import on_spark
from itrank.engine.scale.dialects import SPARK, quoted_name
from itrank.engine.scale.on_spark import MOST_QUOTIENT, SparkError, computed, run, session
from itrank.engine.scale.register import Asked
from itrank.engine.year import YearNames, open_year
from many_tables import apart, beside_others, put_together
from prepared_tables import as_arrow, as_rows
from registers import TABLE, asked_of, differences, registered, script_of
from sampling import size
from test_columns import CASES
from test_scale_scripts import COLUMNS, EDGES, UNIT, of_units, ruleset_of

needs_spark = pytest.mark.engines
# Java compiles what it runs twice; for a few rows that takes longer than it saves.
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1")
TESTS = str(Path(__file__).parent)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [TESTS, before]))  # of workers, for the stand-in
    settings = {
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("tables")),  # where a script makes its tables
    }
    with session("local[2]", settings) as opened:
        yield opened
    os.environ.pop("PYTHONPATH")
    if before:
        os.environ["PYTHONPATH"] = before


def drawn(seed, **options):
    return Draw(seed, most_quotient=MOST_QUOTIENT, **options).program()


# Equality


@needs_spark
@pytest.mark.sampled
def test_spark_gives_what_plain_python_gives(spark):
    """Each statement computes a program for several tables at once, each of them apart."""
    for seed in range(size(12, 400)):
        program = drawn(seed)
        tables = [drawn_rows(program, f"{seed} {number}", 12) for number in range(6)]
        together = beside_others(program)
        found = run(together, as_arrow(together, put_together(tables)), StandIn(), spark=spark)
        expected = [result_by_hand(program, rows, StandIn()) for rows in tables]
        assert apart(as_rows(found), len(tables)) == expected, seed


@needs_spark
def test_the_script_of_a_shipped_ruleset_makes_in_spark_what_the_reference_makes(spark):
    year = open_year(YearNames("2021", ()))
    ruleset, observed = year.rules.ruleset, year.observed
    asked = asked_of(observed)
    made, rows = registered(ruleset, observed, SPARK, asked)
    columns = made.partition(" (")[2].removesuffix(")")
    spark.createDataFrame(rows, columns).createOrReplaceTempView(quoted_name(SPARK, TABLE))
    for statement in script_of(ruleset, SPARK, asked).strip().removesuffix(";").split(";\n"):
        spark.sql(statement).collect()
    found = {row["id"]: row.asDict() for row in spark.table("result").collect()}
    assert not differences(evaluate(ruleset, observed), found)
    assert [table.name for table in spark.catalog.listTables() if not table.isTemporary] == ["result"]


@needs_spark
def test_cells_of_a_register_are_read_in_spark_as_in_duckdb(spark):
    found = of_register(spark, EDGES)
    assert found == {row["id"]: row for row in of_units(*EDGES)}
    with pytest.raises(Exception, match="itrank: the column muc has a text that is none of the options"):
        of_register(spark, [{}, {"muc": "Tốt"}])


def of_register(spark, units):
    """Run the script of `test_scale_scripts` in Spark; gives its table by id, and leaves nothing."""
    types = {"text": "STRING", "integer": "INT"}
    schema = ", ".join(
        f"`{name}` {types.get(kind, kind.replace('numeric', 'decimal'))}" for name, kind in COLUMNS.items()
    )
    rows = [[(UNIT | {"id": f"x{n}"} | unit).get(name) for name in COLUMNS] for n, unit in enumerate(units, 1)]
    spark.createDataFrame(rows, schema).createOrReplaceTempView(quoted_name(SPARK, TABLE))
    spark.sql("DROP TABLE IF EXISTS result")  # what another test made
    try:
        for statement in script_of(ruleset_of(), SPARK, Asked((TABLE,))).strip().removesuffix(";").split(";\n"):
            spark.sql(statement).collect()
        return {row["id"]: row.asDict() for row in spark.table("result").collect()}
    finally:
        for table in spark.catalog.listTables():
            spark.sql(f"DROP {'VIEW' if table.isTemporary else 'TABLE'} {quoted_name(SPARK, table.name)}")


@needs_spark
@pytest.mark.sampled
def test_conformance_cases_are_the_same(spark):
    compared = 0
    for case in CASES[:: max(1, len(CASES) // size(24, len(CASES)))]:
        ruleset = conformance.loaded(conformance.ruleset_text(*case.values)).ruleset
        if ruleset is None:
            continue
        observed = conformance.data_of(case.values[0], ruleset)
        try:
            program, rows, answers = computed_by_hand(ruleset, observed, most_quotient=MOST_QUOTIENT)
        except UnsupportedError:
            continue
        prepared = as_arrow(program, rows_of(program, ruleset, observed))
        assert as_rows(run(program, prepared, answers, spark=spark)) == rows, case.id
        compared += 1
    assert compared > 4


@needs_spark
def test_frames_readers_and_no_rows_are_taken_too(spark):
    import polars as pl
    import pyarrow as pa

    program = drawn(2)
    rows = drawn_rows(program, 2, 30)
    table = as_arrow(program, rows)
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7))
    expected = result_by_hand(program, rows, StandIn())
    for prepared in (pl.DataFrame(table), reader):
        assert as_rows(run(program, prepared, StandIn(), spark=spark)) == expected
    assert as_rows(run(program, as_arrow(program, []), StandIn(), spark=spark)) == []


@needs_spark
def test_ranks_over_all_rows_pass_through_no_single_task(spark):
    """A window over all rows would put them all in one partition; places are counted by key instead."""
    seed = next(seed for seed in range(200) if _ranks_all(drawn(seed, asks=False)))
    program = drawn(seed, asks=False)
    frame = spark.createDataFrame(as_arrow(program, drawn_rows(program, seed, 20))).toDF(*_sql_names(program))
    with computed(program, frame, spark=spark) as made:
        plan = made._sc._jvm.PythonSQLUtils.explainString(made._jdf.queryExecution(), "simple")
    over_rows = [line for line in plan.splitlines() if "Window [" in line and "unit" in line]
    assert over_rows == []


def _ranks_all(program):
    from itrank.engine.columns.program import Rank

    return any(isinstance(each, Rank) and not each.by and each.method == "first" for each in program.operations)


def _sql_names(program):
    from itrank.engine.scale.handing import renamed

    return renamed(program, as_arrow(program, [])).column_names


# What is refused, and what is told of it


@needs_spark
def test_data_that_the_program_was_not_compiled_for_is_refused(spark):
    program = drawn(3)
    rows = drawn_rows(program, 3, 5)
    rows[2] = {**rows[2], "role": 7}
    with pytest.raises(SparkError) as stopped:
        run(program, as_arrow(program, rows), StandIn(), spark=spark)
    assert stopped.value.why == "rows"


@needs_spark
def test_a_session_in_which_integers_would_wrap_is_refused(spark):
    program = drawn(3)
    spark.conf.set("spark.sql.ansi.enabled", "false")
    try:
        with pytest.raises(SparkError) as stopped:
            run(program, as_arrow(program, drawn_rows(program, 3, 5)), StandIn(), spark=spark)
        assert stopped.value.why == "settings"
    finally:
        spark.conf.set("spark.sql.ansi.enabled", "true")


def _that(of, **wanted):
    """Find a draw that asks the reference in one way, of more than constants, and no other."""

    def fits(program):
        asked = [each for each in program.operations if isinstance(each, (Reference, Sampled))]
        if len(asked) != 1 or not isinstance(asked[0], of) or all(each.is_constant for each in operands(asked[0])):
            return False
        return all(getattr(asked[0], name) == value for name, value in wanted.items())

    seed = next(seed for seed in range(500) if fits(drawn(seed)))
    return seed, drawn(seed)


@needs_spark
def test_more_distinct_values_than_the_driver_answers_are_refused(spark):
    seed, program = _that(Sampled, is_placed=True)
    rows = drawn_rows(program, seed, 30)
    with pytest.raises(SparkError) as stopped:
        run(program, as_arrow(program, rows), StandIn(), spark=spark, most_asked=0)
    assert (stopped.value.why, stopped.value.about) == ("asked", "key")


class Failing(StandIn):
    """A reference that tells what it saw."""

    def of_rows(self, asked, rows):
        raise ValueError(f"household 4711 of {len(rows)} for {asked.key}")


@needs_spark
def test_what_a_worker_raises_is_not_repeated(spark, capfd):
    seed, program = _that(Reference)
    with pytest.raises(SparkError) as stopped:
        run(program, as_arrow(program, drawn_rows(program, seed, 30)), Failing(), spark=spark)
    out, err = capfd.readouterr()
    assert stopped.value.why == "spark"
    assert "4711" not in f"{stopped.value}{out}{err}"
    assert (out, err) == ("", "")


@needs_spark
def test_a_query_that_fails_is_on_no_stream(spark, capfd):
    with pytest.raises(SparkError) as stopped, on_spark.told():
        spark.sql("SELECT 9223372036854775807 + length('household 4711')").collect()
    assert stopped.value.about == "ARITHMETIC_OVERFLOW, 22003"
    assert capfd.readouterr() == ("", "")


@needs_spark
def test_nothing_stays_behind(spark):
    program = drawn(7)
    before = [each.name for each in spark.catalog.listTables()]  # what a script made
    run(program, as_arrow(program, drawn_rows(program, 7, 10)), StandIn(), spark=spark)
    assert [each.name for each in spark.catalog.listTables()] == before


ALONE = """
import sys
from itrank.engine.scale.on_spark import SparkError, session
try:
    with session(sys.argv[1]) as spark:
        print(spark.range(3).count(), spark.conf.get("spark.sql.ansi.enabled"))
except SparkError as error:
    print(error.why, error.about)
"""


def alone(master, **environment):
    return subprocess.run(
        [sys.executable, "-c", ALONE, master],
        capture_output=True, text=True, check=False, timeout=300, env=os.environ | environment,
    )  # fmt: skip


@needs_spark
def test_a_session_says_nothing_and_leaves_nothing(tmp_path):
    done = alone("local[1]", TMPDIR=str(tmp_path))
    assert (done.stdout, done.stderr, done.returncode) == ("3 true\n", "", 0)
    assert list(tmp_path.iterdir()) == []


@needs_spark
def test_without_java_it_is_said(tmp_path):
    assert alone("local[1]", PATH=str(tmp_path), JAVA_HOME="").stdout == "java \n"
    assert alone("local[1]", JAVA_HOME=str(tmp_path)).stdout == "java \n"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").write_text("#!/bin/sh\necho too old >&2; exit 1\n", "utf-8")
    (tmp_path / "bin" / "java").chmod(0o755)
    done = alone("local[1]", JAVA_HOME=str(tmp_path))
    assert (done.stdout, done.stderr) == ("java \n", "")


@needs_spark
def test_nobody_at_an_address_is_said():
    done = alone("sc://127.0.0.1:9")
    assert (done.stdout.split()[0], done.stderr) == ("connect", "")
