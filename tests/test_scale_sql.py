"""Programs on columns as SQL: the text in three dialects, and what DuckDB makes of it, beside plain Python."""

import re
import stat
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest
import sqlglot
import test_conformance as conformance
from columns_by_hand import result_by_hand
from columns_reference import UnsupportedError, computed_by_hand, rows_of
from drawn_programs import HOSTILE, Draw, StandIn, drawn_rows
from itrank.engine.columns.integers import NARROW, WIDE, Expr, Integers
from itrank.engine.columns.program import Aggregate, Answered, Given, Output, Program, Rank, Reference
from itrank.engine.scale import on_duckdb
from itrank.engine.scale.dialects import (
    DIALECTS,
    DUCKDB,
    DUCKDB_NARROW,
    POSTGRES,
    SPARK,
    comment,
    quoted_name,
    quoted_text,
)
from itrank.engine.scale.handing import as_frame, is_held, renamed
from itrank.engine.scale.sql import checked, planned, script
from itrank.engine.scale.sql_exprs import CannotSayError, Sayer, chained
from prepared_tables import as_arrow, as_rows
from test_columns import CASES

ALL = list(DIALECTS.values())
ROOT = Path(__file__).resolve().parent.parent


def ran(program, rows, **options):
    return as_rows(on_duckdb.run(program, as_arrow(program, rows), StandIn(), threads=1, **options))


def draws(few, whole):
    return pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(few)) for seed in range(whole)])


@draws(12, 400)
def test_duckdb_gives_what_plain_python_gives(seed):
    program = Draw(seed).program()
    rows = drawn_rows(program, seed, 25)
    assert ran(program, rows) == result_by_hand(program, rows, StandIn())


@draws(5, 200)
def test_places_that_are_counted_up_are_those_of_windows(seed, monkeypatch):
    """Spark ranks in this way; every engine can."""
    monkeypatch.setattr(on_duckdb, "DUCKDB_NARROW", replace(DUCKDB_NARROW, has_global_windows=False))
    program = Draw(f"counted {seed}").program()
    rows = drawn_rows(program, seed, 25)
    assert ran(program, rows) == result_by_hand(program, rows, StandIn())


@pytest.mark.bar(10)
@pytest.mark.parametrize(("case", "source"), CASES)
def test_a_conformance_case_is_the_same_in_duckdb(case, source):
    ruleset = conformance.loaded(conformance.ruleset_text(case, source)).ruleset
    if ruleset is None:
        return
    observed = conformance.data_of(case, ruleset)
    try:
        program, rows, answers = computed_by_hand(ruleset, observed)
    except UnsupportedError:
        return
    assert (
        as_rows(on_duckdb.run(program, as_arrow(program, rows_of(program, ruleset, observed)), answers, threads=1))
        == rows
    )


@pytest.mark.parametrize("dialect", ALL, ids=lambda dialect: dialect.name)
@draws(5, 60)
def test_sqlglot_reads_every_statement(seed, dialect):
    drawn = Draw(seed, asks=False, most_quotient=WIDE if dialect.is_wide_quotient_wide else NARROW)
    text = script(planned(drawn.program(), dialect, "prepared"), quoted_name(dialect, "result"), ["head"])
    statements = sqlglot.parse(text, read=dialect.name)
    assert len(statements) >= 4
    assert not [each for each in statements if each is None or isinstance(each, sqlglot.exp.Command)]


# The text of single expressions

i = Integers()
A, B, BIG = i.column("a", -5, 5), i.column("b", 1, 9), i.column("big", 0, 10**30)
KINDS = {"a": "narrow", "b": "narrow", "big": "wide", "t": "truth"}
STEP = i.case([(i.is_less(A, i.zero), i.number(100_000))], i.number(7))


def said(expr):
    whole = [replace(dialect, narrower={}, constants="small") for dialect in ALL]
    return [Sayer(dialect, KINDS).whole(expr) for dialect in whole]


def test_narrow_integers_are_widened_before_they_are_computed_and_cast_where_they_are_kept():
    kinds = {"a": "bits16", "b": "bits16"}
    sayers = [Sayer(dialect, kinds) for dialect in (POSTGRES, DUCKDB_NARROW)]
    a, b = i.column("a", -300, 300), i.column("b", 1, 300)
    assert [sayer.whole(i.plus(a, b)) for sayer in sayers] == ["(a + b)"] * 2
    assert [sayer.whole(i.times(a, b)) for sayer in sayers] == ["(CAST(a AS INTEGER) * b)"] * 2
    # A constant is of 32 bits in PostgreSQL, and in DuckDB as small as what it stands beside.
    assert [sayer.said(i.times(a, i.number(100))) for sayer in sayers] == [
        ("(a * 100)", "bits32"),
        ("(a * 100)", "bits16"),
    ]
    assert [sayer.said(i.times(a, i.number(10**9)))[0] for sayer in sayers] == ["(CAST(a AS BIGINT) * 1000000000)"] * 2
    step = i.case([(i.is_less(a, b), i.number(100))], i.number(7))
    assert [sayer.whole(step) for sayer in sayers] == [
        "CAST((CASE WHEN (a < b) THEN 100 ELSE 7 END) AS SMALLINT)",
        "(CASE WHEN (a < b) THEN 100 ELSE CAST(7 AS TINYINT) END)",
    ]


def test_the_forms_are_these():
    assert said(i.plus(A, i.number(-3))) == ["(a + (-3))"] * 3
    assert said(i.over(B, i.number(2))) == ["(b // 2)", "(b / 2)", "(b div 2)"]
    assert said(i.over(i.number(100), B)) == [f"(100 {sign} b)" for sign in ("//", "/", "div")]
    assert said(STEP) == ["CAST((CASE WHEN (a < 0) THEN 100000 ELSE 7 END) AS BIGINT)"] * 3
    assert said(i.every([i.is_equal(A, B), i.inverse(i.is_equal(A, i.one))])) == ["((a = b) AND (a <> 1))"] * 3
    assert said(i.greatest_of([A, B, i.number(3)])) == ["greatest(a, b, 3)"] * 3
    assert said(Expr("column", (), 0, 1, "t")) == ["t"] * 3


def test_constants_among_themselves_are_no_integers_of_32_bits():
    assert said(i.times(STEP, STEP))[0].startswith("(CAST((CASE WHEN")
    program = program_of(i.times(STEP, i.times(STEP, STEP)), i.plus(STEP, i.number(2**31 - 1)))
    assert [row["o1"] for row in ran(program, ROWS)] == [10**15, 343, 343]


def test_wide_integers_are_cast_before_they_are_computed_and_back_where_they_fit():
    wide = [f"CAST(a AS {dialect.wide})" for dialect in ALL]
    assert said(i.plus(BIG, A)) == [f"(big + {a})" for a in wide]
    assert said(i.within(i.plus(BIG, A), 0, 9)) == [f"CAST((big + {a}) AS BIGINT)" for a in wide]
    product = i.times(i.column("b", 0, 10**18), i.column("b", 0, 10**18))
    assert product.is_wide
    assert said(product)[0] == "(CAST(b AS HUGEINT) * CAST(b AS HUGEINT))"
    quotient = i.over(BIG, i.number(10**20))
    assert said(quotient) == [
        "CAST((big // CAST(100000000000000000000 AS HUGEINT)) AS BIGINT)",
        "CAST(div(big, CAST(100000000000000000000 AS NUMERIC(38, 0))) AS BIGINT)",
        "(big div CAST(100000000000000000000 AS DECIMAL(38, 0)))",
    ]
    assert said(i.is_less(BIG, A)) == [f"(big < {a})" for a in wide]


def test_spark_has_no_quotient_of_more_than_64_bits():
    with pytest.raises(CannotSayError) as error:
        Sayer(SPARK, KINDS).said(i.over(BIG, B))
    assert error.value.why == "quotient"


def test_long_chains_are_not_deep():
    text = chained([f"x{n}" for n in range(5_000)], " AND ")
    assert max(text[:place].count("(") - text[:place].count(")") for place in range(0, len(text), 7)) < 12
    assert re.findall(r"x\d+", text) == [f"x{n}" for n in range(5_000)]


# Whole programs


def program_of(*tops, operations=(), texts=(), most_rows=100, high=5):
    given = (Given("a", "a1", "a1_s", "number", 1, -5, high, "declared"),)
    column = i.column("a1", -5, high)
    renamed = [_over(top, column) for top in tops] or [column]
    outputs = tuple(Output(f"c{n}", "criterion", top, i.one, i.zero) for n, top in enumerate(renamed))
    return Program(given, (), texts, operations, outputs, {}, most_rows)


def _over(expr, column):
    if expr.op == "column" and expr.column == "a":
        return column
    return replace(expr, args=tuple(_over(arg, column) for arg in expr.args))


def rows_with(*values, **more):
    return [
        {"n": n, "unit": f"u{n}", "g": 0, "role": 0, "a1": value, "a1_s": 0} | more for n, value in enumerate(values)
    ]


ROWS = rows_with(-5, 0, 5)


@pytest.mark.long
def test_a_table_with_more_columns_than_postgres_keeps_is_refused():
    tops = [i.plus(A, i.number(n)) for n in range(1, 1_700)]
    with pytest.raises(CannotSayError) as error:
        planned(program_of(*tops), POSTGRES, "prepared")
    assert (error.value.why, error.value.count > 1_600, error.value.most) == ("columns", True, 1_600)
    assert planned(program_of(*tops[:1_500]), POSTGRES, "prepared").query
    assert len(ran(program_of(*tops), ROWS)[0]) == 1_701


def test_a_script_that_would_have_to_ask_the_reference_is_refused():
    asked = Reference("khac", (i.column("a1", -5, 5),), Answered("x1", "x1_s", 1, 0, 9), "root")
    plan = planned(program_of(i.column("x1", 0, 9), operations=(asked,)), DUCKDB, "prepared")
    with pytest.raises(CannotSayError) as error:
        script(plan, "result")
    assert (error.value.why, error.value.about) == ("outside", ("khac",))


@pytest.mark.parametrize("name", ["order", "x 1", 'x1"', "X1", "x1; --", "", "key_1", "đ1", "x1_", "x" * 60 + "1"])
def test_a_name_that_the_compiler_does_not_make_is_refused(name):
    with pytest.raises(CannotSayError):
        checked(name)
    rank = Rank(name, ((i.column("a1", -5, 5), True),), i.true, (), "first", 9)
    with pytest.raises(CannotSayError):
        planned(program_of(Expr("column", (), 0, 9, name), operations=(rank,)), DUCKDB, "prepared")


@pytest.mark.parametrize("dialect", ALL, ids=lambda dialect: dialect.name)
def test_names_of_people_are_quoted(dialect):
    mark = dialect.quote
    assert quoted_name(dialect, "a.b", f"x{mark}; --") == f"{mark}a.b{mark}.{mark}x{mark}{mark}; --{mark}"
    for wrong in ("", "a\nb", "a\0", "đ" * 32):
        with pytest.raises(ValueError, match="^" + re.escape(wrong) + "$"):
            quoted_name(dialect, wrong)
    assert quoted_text("it's") == "'it''s'"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_ends_where_it_should(text):
    made = comment(text + "*/ DROP TABLE x; /* " + text)
    assert made.startswith("/* ")
    assert made.endswith(" */")
    assert not re.search(r"[\x00-\x1f*;'\"`\\${}]|--|/\*", made[3:-3])
    assert len(made) < 200


@pytest.mark.parametrize("dialect", ALL, ids=lambda dialect: dialect.name)
def test_comments_change_no_statement(dialect):
    program = Draw(3, asks=False, most_quotient=NARROW).program()
    names = ["i1", "o1", "o2", "o1_s", *(f"c{n}" for n in range(40)), *(f"x{n}" for n in range(9))]
    hostile = {name: HOSTILE[place % len(HOSTILE)] + " */ , 1 AS n --" for place, name in enumerate(names)}
    texts = [
        script(planned(program, dialect, "prepared", told), "result", head)
        for told, head in (({}, []), (hostile, HOSTILE))
    ]
    assert texts[1].count("DROP") == 1 + texts[0].count("DROP")  # within the head
    trees = [[each.sql(dialect.name, comments=False) for each in sqlglot.parse(text, dialect.name)] for text in texts]
    assert trees[0] == trees[1]


def test_a_comment_stands_beside_the_column():
    text = script(
        planned(program_of(i.plus(A, i.one)), DUCKDB, "prepared", {"o1": "A.1 Tỷ lệ", "a1": "Số"}), "r", ["h"]
    )
    assert "(a1 + 1) AS c1 /* A.1 Tỷ lệ */" in text
    assert "CAST(a1 AS BIGINT) AS a1 /* Số */" in text
    assert text.startswith("/* h */\n")


def test_a_script_runs_as_it_stands():
    program = Draw(11, asks=False).program()
    rows = drawn_rows(program, 11, 25)
    with duckdb.connect() as connection:
        connection.register("prepared", renamed(program, as_arrow(program, rows)))
        connection.execute(script(planned(program, DUCKDB, "prepared"), '"result"'))
        made = connection.sql('SELECT * FROM "result" ORDER BY n')
        found = [dict(zip(made.columns, row, strict=True)) for row in made.fetchall()]
    assert found == result_by_hand(program, rows, StandIn())


# What is prepared, and the connection


@pytest.mark.parametrize(
    "wrong",
    [
        rows_with(6),
        rows_with(-6),
        rows_with(1, a1_s=2),
        rows_with(1, role=3),
        [*rows_with(1), *rows_with(1)],
        rows_with(None),
        rows_with(*range(-5, 6), *range(-5, 6)),
    ],
    ids=["above", "below", "state", "role", "twice", "empty", "many"],
)
def test_data_that_the_program_was_not_compiled_for_is_refused(wrong):
    role, state = i.column("role", 0, 2), i.column("a1_s", 0, 4)
    program = program_of(i.plus(A, i.plus(role, state)), most_rows=20)
    with pytest.raises(duckdb.Error, match="itrank: the prepared table"):
        ran(program, wrong)


def test_a_table_that_is_right_is_told_without_a_query():
    for seed in range(6):
        program = Draw(seed).program()
        table = renamed(program, as_arrow(program, drawn_rows(program, seed, 25)))
        is_narrow = all(each.high <= NARROW and each.low >= -NARROW for each in program.given)
        assert is_held(program, table) == is_held(program, table.take([*range(24, -1, -1)])) == is_narrow, seed
        assert not is_held(program, pa.concat_tables([table, table]))
        assert not is_held(replace(program, most_rows=24), table)


@pytest.mark.parametrize("kind", [pa.float64(), pa.decimal128(12, 2), pa.string(), pa.bool_()], ids=str)
def test_a_column_that_a_cast_might_round_is_refused(kind):
    table = as_arrow(program_of(i.plus(A, i.one)), ROWS)
    table = table.set_column(
        table.schema.get_field_index("a1"), "a1", pa.array([False, True, False]).cast(pa.int8()).cast(kind)
    )
    with pytest.raises(duckdb.Error, match="of another type"):
        on_duckdb.run(program_of(i.plus(A, i.one)), table)


def test_frames_and_readers_are_taken_too():
    program = Draw(5).program()
    rows = drawn_rows(program, 5, 30)
    table = as_arrow(program, rows)
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7))
    expected = result_by_hand(program, rows, StandIn())
    for prepared in (pl.DataFrame(table), reader):
        assert as_rows(on_duckdb.run(program, prepared, StandIn())) == expected


def test_no_rows_are_no_fault():
    for seed in range(6):
        program = Draw(seed).program()
        assert ran(program, []) == []


def test_attributes_whose_names_differ_by_case_alone_are_two():
    counts = [Aggregate(f"x{n}", "count", i.one, i.true, (text,), 0, 9) for n, text in enumerate(("Kind", "kind"))]
    program = program_of(
        *(i.column(each.name, 0, 9) for each in counts), operations=tuple(counts), texts=("Kind", "kind")
    )
    rows = [row | {"Kind": "a", "kind": f"{row['n']}"} for row in ROWS]
    assert [(row["o1"], row["o2"]) for row in ran(program, rows)] == [(3, 1)] * 3


def test_nothing_leads_out_of_the_connection(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with on_duckdb.connected(1, "200MB", tmp_path) as connection:
        for query in (
            "SELECT * FROM 'secret.csv'",
            "SELECT * FROM read_text('/etc/passwd')",
            "COPY (SELECT 1) TO 'out.csv'",
            "ATTACH 'other.db'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "SET temp_directory = '/tmp'",
            "SELECT * FROM rows",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)
        (private,) = (path for path in tmp_path.iterdir() if path.is_dir())
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert connection.execute("SELECT current_setting('temp_directory')").fetchall() == [(str(private),)]
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_wide_results_cross_whole():
    program = program_of(i.times(i.times(A, i.number(10**30)), i.number(10**7)))
    table = on_duckdb.run(program, as_arrow(program, ROWS))
    assert table.schema.field("o1").type == pa.decimal128(38, 0)
    assert table.column("o1").to_pylist() == [Decimal(-5 * 10**37), Decimal(0), Decimal(5 * 10**37)]
    frame = as_frame(table)
    assert frame.schema["o1"] == pl.Int128
    assert frame["o1"].to_list() == [-5 * 10**37, 0, 5 * 10**37]


def test_the_text_imports_no_engine_and_no_reader_of_data():
    import subprocess
    import sys

    code = (
        "import sys; import itrank.engine.scale.scripts; others = {'duckdb', 'pyarrow', 'polars', 'psycopg'}; "
        "print({*others, 'itrank.engine.scale.cells', 'itrank.engine.scale.units'} & {*sys.modules})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
    assert Path(on_duckdb.__file__).is_file()


def test_parts_of_a_plan_move_few_columns():
    """Windows of ranks read a stage, figures of parts are computed before, and what a stage holds is not asked again."""
    place = Rank("x2", ((i.column("x1", -5, 5), True),), i.true, (), "first", 9)
    best = Aggregate("x1", "max", i.column("a1", -5, 5), i.true, ("unit",), -5, 5)
    program = program_of(i.times(A, i.number(70)), i.column("x2", 0, 9), operations=(best, place))
    plan = planned(program, DUCKDB_NARROW, "prepared", in_parts=True)
    assert [(stage.name, stage.has_units) for stage in plan.stages] == [("g0", False), ("s0", True)]
    assert plan.passed == {"unit": "unit", "o1": "c1"}
    assert plan.query.split("\nSELECT\n  ")[-1].startswith("n,")
    assert "o1" not in plan.query
    assert "(CAST(a1 AS SMALLINT) * 70) AS c1" in plan.stages[1].query
    assert "rank()" in plan.query
    table = on_duckdb.run(program, as_arrow(program, ROWS[::-1]))
    assert table.schema.field("o1").type == pa.int16()
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        (0, "u0", -350, 3),
        (1, "u1", 0, 2),
        (2, "u2", 350, 1),
    ]
    with_gaps = as_arrow(program, [row | {"n": n} for n, row in zip((7, 2, 4), ROWS, strict=True)])
    assert [tuple(row.values()) for row in on_duckdb.run(program, with_gaps).to_pylist()] == [
        (2, "u1", 0, 2),
        (4, "u2", 350, 1),
        (7, "u0", -350, 3),
    ]
    whole = planned(program, DUCKDB, "prepared")
    assert (whole.stages, whole.passed) == ((), {})


@pytest.mark.parametrize("setting", ["integer_division = true", "default_collation = 'NOCASE'"])
def test_a_script_fails_under_settings_that_change_its_meaning(setting):
    with duckdb.connect() as connection:
        connection.register("prepared", as_arrow(program_of(i.plus(A, i.one)), ROWS))
        connection.execute(f"SET {setting}")
        with pytest.raises(duckdb.Error, match="itrank: the settings of this session"):
            connection.execute(script(planned(program_of(i.plus(A, i.one)), DUCKDB, "prepared"), "result"))


def test_a_script_means_the_same_under_settings_of_order():
    program = Draw(11, asks=False).program()
    rows = drawn_rows(program, 11, 25)
    with duckdb.connect() as connection:
        connection.register("prepared", renamed(program, as_arrow(program, rows)))
        connection.execute("SET default_null_order = 'NULLS_FIRST'; SET default_order = 'DESC'")
        connection.execute(script(planned(program, DUCKDB, "prepared"), "result"))
        made = connection.sql("SELECT * FROM result ORDER BY n ASC")
        found = [dict(zip(made.columns, row, strict=True)) for row in made.fetchall()]
    assert found == result_by_hand(program, rows, StandIn())


@pytest.mark.slow
def test_layers_that_read_a_column_twice_take_no_memory():
    """Number 70 has twenty of them below an aggregate: DuckDB would put each into the next, and ends above 20 GB."""
    resource = pytest.importorskip("resource")
    limit = partial(resource.setrlimit, resource.RLIMIT_AS, (4 << 30, 4 << 30))
    line = [sys.executable, "tests/differential.py", "--rulesets", "1", "--first", "70", "--tables", "2"]
    made = subprocess.run(
        [*line, "--engines", "duckdb"], cwd=ROOT, preexec_fn=limit, capture_output=True, text=True, check=False
    )
    assert (made.returncode, "0 tables differ" in made.stdout) == (0, True), made.stderr[-500:]


def test_memory_that_does_not_suffice_is_a_lack_of_memory():
    """So that the command line says what to do (ITR918)."""
    with pytest.raises(MemoryError), on_duckdb.connected(1, "20MB", None) as connection:
        connection.execute("SELECT list(i) FROM range(20000000) AS t (i)")
