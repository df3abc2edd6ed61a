"""Programs on columns in a real Spark beside plain Python: `local[2]`, the same code as against a cluster."""

import pytest
import test_conformance as conformance
from columns_by_hand import result_by_hand
from columns_reference import UnsupportedError, computed_by_hand, rows_of
from drawn_programs import Draw, StandIn, drawn_rows
from itrank.engine.scale.sql_exprs import CannotSayError
from prepared_tables import as_arrow, as_rows
from sampling import size
from test_columns import CASES

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def spark():
    from itrank.engine.scale.on_spark import session

    with session("local[2]") as opened:
        opened.conf.set("spark.sql.shuffle.partitions", "2")
        yield opened


def computed(spark, program, rows, answers):
    from itrank.engine.scale.on_spark import run

    prepared = spark.createDataFrame(as_arrow(program, rows))
    try:
        made = run(spark, program, prepared, answers).toArrow()
    finally:
        spark.catalog.clearCache()
    return sorted(as_rows(made), key=lambda row: row["n"])


@pytest.mark.sampled
def test_spark_gives_what_plain_python_gives(spark):
    compared = 0
    for seed in range(size(6, 400)):
        program = Draw(seed).program()
        rows = drawn_rows(program, seed, 25)
        try:
            found = computed(spark, program, rows, StandIn())
        except CannotSayError:
            continue  # a quotient of more than 64 bits
        assert found == result_by_hand(program, rows, StandIn()), seed
        compared += 1
    assert compared > 2


@pytest.mark.sampled
def test_conformance_cases_are_the_same(spark):
    compared = 0
    for case in CASES[:: max(1, len(CASES) // size(8, len(CASES)))]:
        ruleset = conformance.loaded(conformance.ruleset_text(*case.values)).ruleset
        if ruleset is None:
            continue
        observed = conformance.data_of(case.values[0], ruleset)
        try:
            program, rows, answers = computed_by_hand(ruleset, observed)
            found = computed(spark, program, rows_of(program, ruleset, observed), answers)
        except (UnsupportedError, CannotSayError):
            continue
        assert found == rows, case.id
        compared += 1
    assert compared > 2


def test_a_session_in_which_integers_would_wrap_is_refused(spark):
    program = Draw(3).program()
    spark.conf.set("spark.sql.ansi.enabled", "false")
    try:
        with pytest.raises(Exception, match=r"(?i)settings"):
            computed(spark, program, drawn_rows(program, 3, 5), StandIn())
    finally:
        spark.conf.set("spark.sql.ansi.enabled", "true")
