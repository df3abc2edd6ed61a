"""Programs on columns in a real PostgreSQL beside plain Python, and what is never said of a server's address."""

import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import psycopg
import pyarrow as pa
import pytest
import test_conformance as conformance
from columns_by_hand import result_by_hand
from columns_reference import UnsupportedError, computed_by_hand, rows_of
from differential import compare
from drawn_programs import HOSTILE, Draw, StandIn, drawn_rows
from itrank.engine.columns.integers import WIDE
from itrank.engine.scale.dialects import POSTGRES, quoted_name
from itrank.engine.scale.on_postgres import (
    Address,
    AddressError,
    _prepared,
    address,
    connected,
    read,
    run,
    write,
)
from itrank.engine.scale.sql import planned, script
from postgres_server import BINARIES, USER, server
from prepared_tables import as_arrow, as_rows
from sampling import size
from test_columns import CASES

SECRET = "q7Z9-secret"

needs_server = pytest.mark.engines


@pytest.fixture(scope="module")
def at():
    with server() as home:
        yield Address({"host": home, "dbname": "postgres", "user": USER})


@pytest.fixture(scope="module")
def guarded():
    with server(SECRET) as home:
        yield home


def lines_of(at, statement):
    with connected(at) as connection:
        return connection.execute(statement.encode()).fetchall()


# Equality


@needs_server
@pytest.mark.sampled
def test_postgres_gives_what_plain_python_gives(at):
    for seed in range(size(120, 2_000)):
        program = Draw(seed).program()
        rows = drawn_rows(program, seed, 25)
        found = as_rows(run(program, as_arrow(program, rows), StandIn(), at=at))
        assert found == result_by_hand(program, rows, StandIn()), seed


@needs_server
@pytest.mark.sampled
def test_conformance_cases_are_the_same(at):
    for case in CASES[:: max(1, len(CASES) // size(80, len(CASES)))]:
        ruleset = conformance.loaded(conformance.ruleset_text(*case.values)).ruleset
        if ruleset is None:
            continue
        observed = conformance.data_of(case.values[0], ruleset)
        try:
            program, rows, answers = computed_by_hand(ruleset, observed)
        except UnsupportedError:
            continue
        assert as_rows(run(program, as_arrow(program, rows_of(program, ruleset, observed)), answers, at=at)) == rows, (
            case.id
        )


@needs_server
def test_many_answers_are_joined_without_a_search_for_their_order(at):
    """Drawn ruleset 274 has nine tables with several keys each in one query: to plan it took 24 seconds of half a minute."""
    impatient = replace(at, options={**at.options, "options": "-c statement_timeout=10000"})
    assert list(compare(274, 1, {"postgres": partial(run, at=impatient)}, WIDE)) == []


@needs_server
def test_the_server_would_sort_texts_otherwise(at):
    """Or a rank by id would prove nothing."""
    texts = ["_", "10", "9", "a", "A", "b", "B", "d", "Đ", "é", "z"]
    listed = ", ".join(f"('{text}')" for text in texts)
    found = [text for (text,) in lines_of(at, f"SELECT x FROM (VALUES {listed}) AS t (x) ORDER BY x")]
    assert found != sorted(texts)


@needs_server
def test_frames_and_readers_are_taken_too(at):
    import polars as pl

    program = Draw(5).program()
    rows = drawn_rows(program, 5, 30)
    table = as_arrow(program, rows)
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7))
    expected = result_by_hand(program, rows, StandIn())
    for prepared in (pl.DataFrame(table), reader):
        assert as_rows(run(program, prepared, StandIn(), at=at, memory="8MB")) == expected
    assert as_rows(run(program, as_arrow(program, []), StandIn(), at=at)) == []


@needs_server
def test_a_script_runs_as_it_stands_and_makes_its_table_or_none(at, tmp_path):
    for seed in range(8):
        program = Draw(seed, asks=False).program()
        rows = drawn_rows(program, seed, 25)
        target = quoted_name(POSTGRES, f'result "{seed}"')
        text = script(planned(program, POSTGRES, "prepared"), target, HOSTILE)
        with connected(at) as connection:
            _prepared(connection, program, as_arrow(program, rows))
            connection.execute("CREATE TABLE public.kept AS SELECT * FROM prepared")
            connection.execute("ALTER TABLE public.kept RENAME TO prepared")
            connection.commit()
        assert psql(at, text).returncode == 0
        with connected(at) as connection:
            cursor = connection.execute(f"SELECT * FROM {target} ORDER BY n".encode())
            names = [column.name for column in cursor.description]
            found = [dict(zip(names, row, strict=True)) for row in cursor]
            connection.execute(f"DROP TABLE {target}".encode())
            connection.execute("UPDATE public.prepared SET role = 7 WHERE n = 3")
            connection.commit()
        assert found == result_by_hand(program, rows, StandIn())
        done = psql(at, text)
        if " role " in text:
            assert (done.returncode, "itrank: the prepared table has" in done.stderr) == (3, True)
            assert lines_of(at, f"SELECT to_regclass('{target}')") == [(None,)]
        with connected(at) as connection:
            connection.execute("DROP TABLE public.prepared")
            connection.execute(f"DROP TABLE IF EXISTS {target}".encode())
            connection.commit()


def psql(at, text, *more):
    """Run a script by PostgreSQL's own client."""
    command = [str(BINARIES[-1] / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", at.options["host"], "-U", USER]
    return subprocess.run([*command, "-d", "postgres", *more], input=text, capture_output=True, text=True, check=False)


@needs_server
@pytest.mark.parametrize("setting", ["standard_conforming_strings = off", "search_path = public, pg_catalog"])
def test_a_script_fails_under_settings_that_change_its_meaning(at, setting):
    program = Draw(1, asks=False).program()
    done = psql(at, f"SET {setting};\n" + script(planned(program, POSTGRES, "prepared"), "result"))
    assert done.returncode == 3
    assert "itrank: the settings of this session" in done.stderr


# Tables of others


@needs_server
def test_a_table_is_written_whole_or_not_at_all_and_read_as_texts(at):
    table = pa.table(
        {
            "mã số": pa.array(HOSTILE),
            'say "so"': pa.array([None if n % 5 == 0 else n for n in range(len(HOSTILE))], pa.int32()),
            "Điểm": pa.array([Decimal("12.50")] * len(HOSTILE), pa.decimal128(10, 2)),
            "ok": pa.array([n % 2 == 0 for n in range(len(HOSTILE))]),
            "day": pa.array([date(2024, 2, 29)] * len(HOSTILE)),
        }
    )
    there = Address(at.options, ("public", "Kết quả"))
    write(table, there)
    found = read(there)
    assert found.schema.names == table.schema.names
    assert found.column("mã số").to_pylist() == list(HOSTILE)
    assert found.column('say "so"').to_pylist()[:3] == [None, "1", "2"]
    assert found.column("Điểm").to_pylist()[0] == "12.50"
    assert found.column("ok").to_pylist()[:2] == ["true", "false"]
    assert found.column("day").to_pylist()[0] == "2024-02-29"
    with pytest.raises(psycopg.errors.DuplicateTable):
        write(table, there)
    with pytest.raises(psycopg.Error):
        write(pa.table({"a": ["x", "nul \0"]}), Address(at.options, ("half",)))
    assert lines_of(at, "SELECT to_regclass('half')") == [(None,)]
    with pytest.raises(ValueError, match=r"^đ+$"):
        write(pa.table({"đ" * 32: ["x"]}), Address(at.options, ("cut",)))
    with pytest.raises(psycopg.errors.UndefinedTable):
        read(Address(at.options, ("nobody", "x; DROP TABLE y")))
    alone = Address(at.options, ("alone",))
    write(pa.table({"a": pa.array([None, "x", ""])}), alone)
    assert read(alone).column("a").to_pylist() == [None, "x", ""]


@needs_server
def test_a_password_comes_from_its_file_and_is_shown_nowhere(guarded, tmp_path, monkeypatch):
    at = Address({"host": guarded, "dbname": "postgres", "user": USER})
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:{USER}:{SECRET}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert lines_of(at, "SELECT 1") == [(1,)]
    file.write_text(f"*:*:*:{USER}:{SECRET}wrong\n")
    with pytest.raises(psycopg.OperationalError) as error:
        lines_of(at, "SELECT 1")
    assert SECRET not in str(error.value) + repr(error.value)
    service = tmp_path / "service"
    service.write_text(f"[year]\nhost={guarded}\ndbname=postgres\nuser={USER}\npassword={SECRET}\n")
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    assert lines_of(address("postgresql://?service=year"), "SELECT 1") == [(1,)]


@needs_server
def test_nothing_is_left_in_the_server(at):
    program = Draw(5).program()
    run(program, as_arrow(program, drawn_rows(program, 5, 9)), StandIn(), at=at)
    tables = "SELECT relname FROM pg_class WHERE relname ~ '^(prepared|[sa][0-9]+)$'"
    assert lines_of(at, tables) == []


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://clerk:{SECRET}@db.example/register?table=units",
        f"postgresql://clerk@db.example/register?password={SECRET}",
        f"postgresql://clerk@db.example/register?sslpassword={SECRET}&table=x",
        f"postgres://:{SECRET}@/x",
        f"postgresql://clerk:@db/x?PassWord={SECRET}",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(url):
    with pytest.raises(AddressError) as error:
        address(url)
    assert error.value.why == "password"
    assert SECRET not in f"{error.value}{error.value!r}{error.value.__cause__}{error.value.about}"
    assert error.value.__suppress_context__ or error.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://db/x", "form"),
        ("db/x", "form"),
        ("postgresql://db:port/x", "form"),
        ("postgresql://db/x?table", "form"),
        ("postgresql://db/x?table=a&table=b", "form"),
        ("postgresql://db/x#y", "form"),
        ("postgresql://db/x?options=-csearch_path%3Devil", "option"),
        ("postgresql://db/x?dbname=host%3Devil", "option"),
    ],
)
def test_what_is_no_address_is_refused(url, why):
    with pytest.raises(AddressError) as error:
        address(url)
    assert error.value.why == why


def test_an_address_is_read():
    found = address("postgresql://me%40here@db.example:5433/s%C3%B4%20li%E1%BB%87u?table=public.Units&sslmode=require")
    options = {"user": "me@here", "host": "db.example", "port": "5433", "dbname": "sô liệu", "sslmode": "require"}
    assert found == Address(options, ("public", "Units"))
    assert address("postgresql://") == Address({})


@pytest.mark.parametrize("table", [(), ("",), ("a", ""), ("đ" * 32,), ("a\nb",)])
def test_a_name_that_no_table_has_is_refused_before_anything_is_asked(table):
    with pytest.raises(AddressError) as error:
        read(Address({"host": "/nowhere"}, table))
    assert error.value.why == "table"
