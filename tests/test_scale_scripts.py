"""Scripts of SQL that read a stranger's table: what they make of it beside the result of the reference."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import against_old
import duckdb
import pytest
import sqlglot
import test_conformance as conformance
from itrank.cli import run
from itrank.engine import evaluate
from itrank.engine.columns.making import UnsupportedError
from itrank.engine.language.loading import load_bytes
from itrank.engine.observe import observe, table_of
from itrank.engine.scale.dialects import DIALECTS, DUCKDB, POSTGRES, SPARK, quoted_name
from itrank.engine.scale.register import Asked, is_safe, key_of, read_columns, register_of
from itrank.engine.scale.scripts import compiled_script, program_of, register_definition
from itrank.engine.scale.sql_exprs import CannotSayError
from itrank.engine.year import YearNames, open_year
from postgres_server import USER, server
from registers import TABLE, CannotHoldError, asked_of, differences, registered, script_of
from sampling import size
from test_columns import CASES
from test_scale_postgres import psql

RULES = """\
format: itrank-ruleset/1
id: vi-du
version: "1"
title: Ví dụ
groups: {so: {title: Sở}, huyen: {title: Huyện}}
units: {khach: {role: reference}}
inputs:
  can_bo: {type: count, max: 5000}
  co_may: {type: count, max: can_bo}
  ty_le: {type: percent, min: 0, max: 100%}
  ngay: {type: date}
  muc: {type: choice, options: {tot: Tốt, kha: Khá, yeu: Yếu}}
  co: {type: yes_no}
  tien: {type: number, max: 0.5, missing: 0}
  tru: {type: number}
parameters: {moc: 2026-02-01}
values:
  phan: {formula: "round(co_may / can_bo, 2)", publish: true}
scorecards:
  bang:
    criteria:
      - {id: a, title: Máy tính, max: 10, cohort: list, round: 2, score: {relative: co_may, to: best}}
      - {id: b, title: Tỷ lệ, max: 10, score: {formula: "ty_le * 10"}}
      - {id: c, title: Mức, max: 5, not_applicable: exclude, score: {choice: muc, points: {tot: 5, kha: 3, yeu: 0}}}
      - {id: d, title: Có, max: 5, score: {formula: "5 if co and ngay >= moc else 0"}}
      - {id: e, title: Tiền, max: 5, score: {formula: tien + phan}}
      - {id: f, title: Trừ, max: 5, score: {formula: "max(0, 5 - tru)"}}
    tiers: [{id: tot, title: Tốt, from: 20}, {id: yeu, title: Yếu}]
"""
COLUMNS = {
    "id": "text", "group": "text", "can_bo": "integer", "co_may": "bigint", "ty_le": "numeric(10, 4)", "ngay": "date",
    "muc": "text", "co": "boolean", "tien": "numeric(12, 5)", "tru": "numeric(20, 3)",
}  # fmt: skip
UNIT = {
    "id": "x1", "group": "so", "can_bo": 40, "co_may": 30, "ty_le": Decimal("85.5"), "ngay": date(2026, 3, 1), "muc": "kha",
    "co": True, "tien": Decimal("0.25"), "tru": Decimal("-1.5"),
}  # fmt: skip
needs_server = pytest.mark.engines


def ruleset_of(text=RULES, folder=None):
    loaded = load_bytes(text.encode(), "r.yaml", folder)
    assert loaded.ruleset is not None, loaded.findings
    return loaded.ruleset


def insert(rows, mark="?"):
    return f"INSERT INTO {quoted_name(DUCKDB, TABLE)} VALUES ({', '.join([mark] * len(rows[0]))})"


def ran(text, made, rows):
    """Run a script in DuckDB; gives the rows of its table by id."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(made)
        if rows:
            connection.executemany(insert(rows), rows)
        connection.execute(text)
        cursor = connection.execute("SELECT * FROM result")
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


# What Spark's scripts have besides, in the words of DuckDB: a copy of the register, and the prepared table as a view of it.
COPIED = replace(DUCKDB, view="CREATE TEMPORARY VIEW {} AS", unview="DROP VIEW {}", knows_types=True, most_checked=3)


def of_units(*units, types=None, asked=None, ruleset=None, dialect=DUCKDB):
    """Run the script of the rules above on a table of some units, each told by how it differs from one."""
    columns = COLUMNS | (types or {})
    made = f"CREATE TABLE {quoted_name(DUCKDB, TABLE)} ({', '.join(f'{quoted_name(DUCKDB, n)} {t}' for n, t in columns.items())})"
    rows = [[(UNIT | {"id": f"x{n}"} | unit).get(name) for name in columns] for n, unit in enumerate(units, 1)]
    text = script_of(ruleset or ruleset_of(), dialect, asked or Asked((TABLE,)))
    return list(ran(text, made, rows).values())


# Equality


def checked(ruleset, observed, run):
    """Compare a script's table with the result of the reference; None where there is no script, or no such table."""
    asked = asked_of(observed)
    try:
        text = script_of(ruleset, POSTGRES if run is not ran else DUCKDB, asked)
        made, rows = registered(ruleset, observed, POSTGRES if run is not ran else DUCKDB, asked)
    except (UnsupportedError, CannotSayError, CannotHoldError):
        return None
    try:
        found = run(text, made, rows)
    except Exception as error:
        if any(words in str(error) for words in ("a number that is not from", "the column group")):
            return None
        raise
    assert not differences(evaluate(ruleset, observed), found)
    return True


@pytest.mark.bar(8)
@pytest.mark.parametrize(("case", "source"), CASES)
def test_a_conformance_case_is_the_same_in_a_script(case, source):
    ruleset = conformance.loaded(conformance.ruleset_text(case, source)).ruleset
    if ruleset is not None:
        checked(ruleset, conformance.data_of(case, ruleset), ran)


@pytest.mark.bar(4)
@pytest.mark.parametrize("seed", range(1, 600, 2))
def test_a_drawn_ruleset_is_the_same_in_a_script(seed):
    ((_, ruleset, observed, _),) = against_old.rulesets(f"{seed - 1}:{seed}")
    if ruleset is not None:
        checked(ruleset, observed, ran)


SHIPPED = ("2021", "2022", "mau-hai-cap")


def example(name):
    """Give a ruleset that is shipped, with its example data."""
    year = open_year(YearNames(name, ()))
    return year.rules.ruleset, year.observed


@pytest.mark.long
@pytest.mark.parametrize("name", SHIPPED)
def test_the_examples_are_the_same_in_a_script(name):
    assert checked(*example(name), ran)


@pytest.mark.long
@pytest.mark.parametrize("name", SHIPPED)
def test_the_examples_are_written_for_every_dialect(name):
    ruleset, observed = example(name)
    assert all(script_of(ruleset, dialect, asked_of(observed)) for dialect in DIALECTS.values())


def test_a_script_drops_in_spark_what_it_makes():
    ruleset, observed = example("2022")
    text = script_of(ruleset, SPARK, asked_of(observed))
    made = re.findall(r"^CREATE TABLE (\w+) USING parquet AS", text, re.MULTILINE)
    assert len(made) > 2
    assert re.findall(r"^DROP TABLE (\w+);", text, re.MULTILINE) == made


EDGES = (
    {},
    {"group": "huyen", "ty_le": Decimal(100)},
    {"id": "khach", "can_bo": 4999, "co_may": 4999},
    {"can_bo": 40, "co_may": 41},  # more than its bound
    {"can_bo": 5001, "co_may": 5},
    {"co_may": -1},
    {"co_may": None},
    {"ty_le": Decimal("100.01")},
    {"ty_le": Decimal("-0.01")},
    {"tien": Decimal("0.5")},
    {"tien": Decimal("0.51")},
    {"tien": None},
    {"muc": None},
    {"muc": ""},
    {"muc": "yeu", "co": False},
    {"co": None},
    {"ngay": date(2026, 1, 31)},
    {"ngay": None},
    {"tru": Decimal("4.99")},
    {"tru": Decimal(-(10**9))},
    {"can_bo": 0, "co_may": 0},
)


def in_csv(value):
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value is None else str(value)


def by_reference(units):
    """Give the result of the reference for the same table as text."""
    rows = [
        {key: in_csv(value) for key, value in (UNIT | {"id": f"x{n}"} | unit).items()}
        for n, unit in enumerate(units, 1)
    ]
    about = [{key: row[key] for key in ("id", "group")} for row in rows]
    data = [{key: value for key, value in row.items() if key != "group"} for row in rows]
    ruleset = ruleset_of()
    return evaluate(ruleset, observe(ruleset, [table_of("data", data)], table_of("units", about), {}))


def test_cells_at_and_beyond_their_bounds_are_as_the_reference_reads_them():
    found = {row["id"]: row for row in of_units(*EDGES)}
    result = by_reference(EDGES)
    assert not differences(result, found)
    assert {row["b_state"] for row in found.values()} == {"scored", "invalid"}
    assert {row["c_state"] for row in found.values()} == {"scored", "missing"}
    assert found["khach"]["status"] == "reference"
    told = {unit.unit.id: unit.why for unit in result.units}
    assert all((row["reason"] is None) == (told[id_] is None) for id_, row in found.items())
    assert {row["id"]: row for row in of_units(*EDGES, dialect=COPIED)} == found


def test_whole_numbers_that_are_none_are_invalid():
    units = ({}, {"can_bo": Decimal("40.5")}, {"co_may": Decimal("1.5")})
    types = {"can_bo": "numeric(12, 4)", "co_may": "numeric(12, 4)"}
    for dialect in (DUCKDB, COPIED):
        found = of_units(*units, types=types, dialect=dialect)
        assert not differences(by_reference(units), {row["id"]: row for row in found})


def test_results_are_decimals_texts_and_truths():
    (row,) = of_units({})
    assert row["b"] == Decimal("8.55")
    assert isinstance(row["b"], Decimal)
    assert (row["phan_value"], row["tier"], row["rank"], row["status"]) == (Decimal("0.75"), "tot", 1, "ranked")
    assert row["reason"] is None
    (row,) = of_units({"co_may": None})
    assert "co_may" in row["reason"]


def test_what_does_not_apply_is_said_beside_a_cell():
    states = {f"{name}_state": "text" for name in COLUMNS if name not in {"id", "group"}}
    asked = Asked((TABLE,), has_states=True)
    (one, other) = of_units({"muc": None, "muc_state": "not_applicable"}, {"muc": None}, types=states, asked=asked)
    assert (one["c_state"], other["c_state"]) == ("skipped", "missing") or one["c_state"] == "not_applicable"
    for wrong in ({"muc": "tot", "muc_state": "not_applicable"}, {"muc_state": "n/a"}):
        with pytest.raises(duckdb.Error, match="itrank: the column muc_state has another word"):
            of_units(wrong, types=states, asked=asked)


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ({"id": None}, "a unit has no id"),
        ({"id": ""}, "a unit has no id"),
        ({"group": "xa"}, "the column group is empty, or has a group"),
        ({"group": None}, "the column group is empty"),
        ({"muc": "Tốt"}, "the column muc has a text that is none of the options"),
        ({"tru": Decimal("1.001")}, "the column tru has a number .* or has more than 2 decimals"),
        ({"tru": Decimal("1000000000.01")}, "the column tru has a number that is not from -1000000000 to 1000000000"),
        ({"tien": Decimal("0.123")}, "the column tien has a number"),
        ({"tien": Decimal(-(10**6)) * 1001}, "the column tien has a number"),
        ({"ty_le": Decimal("1.2345")}, "the column ty_le has a number"),
    ],
    ids=str,
)
def test_what_has_no_place_stops_the_script_and_names_the_column(unit, message):
    types = {"tien": "numeric(20, 5)"}
    for dialect in (DUCKDB, COPIED):
        with pytest.raises(duckdb.Error, match=f"itrank: {message}"):
            of_units({}, unit, types=types, dialect=dialect)


@pytest.mark.parametrize("dialect", [DUCKDB, COPIED], ids=["table", "view"])
def test_units_are_there_once(dialect):
    with pytest.raises(duckdb.Error, match="a unit twice"):
        of_units({"id": "a"}, {"id": "a"}, dialect=dialect)


@pytest.mark.parametrize(
    "types",
    [
        {"tru": "double"},
        {"ty_le": "real"},
        {"can_bo": "text"},
        {"co": "integer"},
        {"ngay": "timestamp"},
        {"id": "double"},
    ],
    ids=str,
)
def test_columns_of_other_types_are_refused(types):
    (name,) = types
    unit = {"ngay": None, "co": None, "can_bo": "40"}[name] if name in {"ngay", "can_bo", "co"} else 1
    with pytest.raises(duckdb.Error, match=f"itrank: the column {name} is of another type"):
        of_units({name: unit}, types=types)


def test_more_decimals_are_taken_where_that_is_asked_for():
    (row,) = of_units({"tru": Decimal("1.001"), "ty_le": Decimal("1.2345")}, asked=Asked((TABLE,), digits=4))
    assert row["f"] == Decimal("3.999")
    assert row["b"] == Decimal("0.12345")


@pytest.mark.parametrize("lists", ["vung", "parent"])
def test_lists_may_be_a_column_of_text(lists):
    text = (
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: count, max: 9}}\nscorecards:\n"
        f"  s: {{criteria: [{{id: x, score: {{formula: a}}}}], ranking: {{lists: {lists}}}}}\n"
    )
    script = script_of(ruleset_of(text), DUCKDB, Asked((TABLE,), has_groups=False))
    made = f"CREATE TABLE {quoted_name(DUCKDB, TABLE)} (id TEXT, a INTEGER, {lists} TEXT)"
    found = ran(script, made, [["u", 1, "b"], ["v", 2, "b"], ["w", 1, "c"]])
    assert {id_: (row["list"], row["rank"]) for id_, row in found.items()} == {
        "u": ("b", 2),
        "v": ("b", 1),
        "w": ("c", 1),
    }


def test_groups_that_only_the_register_has_are_lists():
    text = RULES.replace("groups: {so: {title: Sở}, huyen: {title: Huyện}}\n", "")
    asked = Asked((TABLE,), groups=("sở 'a'", "xã"))
    rows = of_units({"group": "sở 'a'"}, {"group": "xã"}, {"group": "xã"}, asked=asked, ruleset=ruleset_of(text))
    assert [(row["list"], row["rank"]) for row in rows] == [("sở 'a'", 1), ("xã", 1), ("xã", 1)]
    with pytest.raises(CannotSayError, match="text"):
        script_of(ruleset_of(), DUCKDB, Asked((TABLE,), groups=("a\\",)))


# Names


HOSTILE = (
    "sel\"ect'; --",
    "order",
    "x" * 300,
    "Ab",
    "aB",
    "Đi",
    "đI",
    "ı",
    "I",
    "itrank_i1",
    "a b",
    "c`d",
    "id",
    "${x}",
    "$$",
    "e\\f",
)


def hostile_rules():
    """Give the rules above with inputs that are called as nobody should call them."""
    ruleset = ruleset_of()
    keys = [key for key, column in ruleset.columns.items() if type(column).__name__ == "Input"]
    ids = dict(zip(keys, HOSTILE, strict=False))
    columns = {key: replace(column, id=ids[key]) if key in ids else column for key, column in ruleset.columns.items()}
    return replace(ruleset, columns=columns), keys


@pytest.mark.parametrize("first", [0, 8])
@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda dialect: dialect.name)
def test_hostile_names_stay_names(dialect, first, monkeypatch):
    monkeypatch.setitem(globals(), "HOSTILE", HOSTILE[first:])
    ruleset, _ = hostile_rules()
    text = script_of(ruleset, dialect, Asked((TABLE,)))
    assert "x" * 64 not in text
    statements = sqlglot.parse(text, read=dialect.name)
    assert not [each for each in statements if each is None or isinstance(each, sqlglot.exp.Command)]


@pytest.mark.parametrize("first", [0, 8])
def test_hostile_names_are_read_in_duckdb(first, monkeypatch):
    monkeypatch.setitem(globals(), "HOSTILE", HOSTILE[first:])
    ruleset, keys = hostile_rules()
    (plain,) = of_units({})
    assert hostile(ruleset, keys, DUCKDB, ran)["total"] == plain["total"]


def hostile(ruleset, keys, dialect, run):
    """Run the script of hostile rules on a table with one unit."""
    from itrank.engine.scale.register import register_of
    from itrank.engine.scale.scripts import program_of

    asked = Asked((TABLE,))
    register = register_of(ruleset, program_of(ruleset, dialect, asked), dialect, asked)
    names = {"id": "id", "group": "group", **{column.key: column.name for column in register.columns}}
    assert len({key_of(name) for name in names.values()}) == len(names)
    columns = [f"{quoted_name(dialect, names[key])} {kind}" for key, kind in COLUMNS.items() if key in names]
    made = f"CREATE TABLE {quoted_name(dialect, TABLE)} ({', '.join(columns)})"
    (row,) = run(script_of(ruleset, dialect, asked), made, [[UNIT[key] for key in COLUMNS if key in names]]).values()
    assert set(keys) <= names.keys()
    return row


def test_names_that_some_engine_does_not_keep_apart_are_one():
    assert key_of("Đi") == key_of("đI") == key_of("ĐI")
    assert key_of("ſ") == key_of("S")
    assert not is_safe(DUCKDB, "é" * 32)
    assert is_safe(DUCKDB, "é" * 31)
    assert not is_safe(DUCKDB, "")


def test_criteria_that_are_called_alike_get_names_of_ours():
    text = RULES.replace("{id: a,", "{id: Rank,").replace("{id: d,", "{id: B_State,")
    ruleset = ruleset_of(text)
    (row,) = of_units({}, ruleset=ruleset)
    (plain,) = of_units({})
    assert sorted(map(str, row.values())) == sorted(map(str, plain.values()))
    assert len({name.lower() for name in row}) == len(row)
    made = compiled_script(ruleset, DUCKDB, Asked((TABLE,)), ("result",), lang="vi", made_by="itrank")
    assert len(made.renamed) == 2
    assert all(f"{name} = " in made.text for name in made.renamed)


# Texts


def test_the_head_says_what_the_script_is_and_reads():
    text = script_of(ruleset_of(), POSTGRES, Asked(("sổ", "đăng ký")))
    head = text[: text.index("\nBEGIN;")]
    assert "vi-du@1: Ví dụ" in head
    assert f"sha256 {ruleset_of().sha256}" in head
    assert "ty_le: số 0 .. 100%, 2 chữ số lẻ" in head
    assert 'FROM "sổ"."đăng ký" AS r' in text
    assert "/* c (criterion): Mức */" in text
    assert all(line.startswith("/* ") for line in head.splitlines())


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda dialect: dialect.name)
def test_sqlglot_reads_a_script_and_it_is_the_same_twice(dialect):
    text = script_of(ruleset_of(), dialect, Asked((TABLE,), has_roles=True, has_states=True))
    assert text == script_of(ruleset_of(), dialect, Asked((TABLE,), has_roles=True, has_states=True))
    statements = sqlglot.parse(text, read=dialect.name)
    assert len(statements) >= 6
    assert not [each for each in statements if each is None or isinstance(each, sqlglot.exp.Command)]


def test_a_table_without_groups_is_taken_too_and_one_without_rows_is_told():
    columns = {name: kind for name, kind in COLUMNS.items() if name != "group"}
    made = (
        f"CREATE TABLE {quoted_name(DUCKDB, TABLE)} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
    )
    text = script_of(ruleset_of(), DUCKDB, Asked((TABLE,), has_groups=False))
    with pytest.raises(duckdb.Error, match="itrank: the table has no rows"):
        ran(text, made, [])
    (row,) = ran(text, made, [[UNIT[name] for name in columns]]).values()
    assert row["rank"] == 1


@pytest.mark.parametrize("table", ["", "a\0b", "x" * 64])
def test_a_table_is_named_as_one_can_be(table):
    with pytest.raises(ValueError):
        script_of(ruleset_of(), DUCKDB, Asked((table,)))


# PostgreSQL


@pytest.fixture(scope="module")
def in_postgres():
    from itrank.engine.scale.on_postgres import Address, connected

    with server() as home:
        at = Address({"host": home, "dbname": "postgres", "user": USER})

        def run(text, made, rows):
            with connected(at) as connection:
                connection.execute(made.encode())
                if rows:
                    connection.cursor().executemany(insert(rows, "%s").encode(), rows)
                connection.commit()
            try:
                done = psql(at, text)
                if done.returncode:
                    raise RuntimeError(done.stderr)
                with connected(at) as connection:
                    cursor = connection.execute(b"SELECT * FROM result")
                    names = [column.name for column in cursor.description]
                    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
            finally:
                with connected(at) as connection:
                    connection.execute(f"DROP TABLE {quoted_name(POSTGRES, TABLE)}".encode())
                    connection.execute(b"DROP TABLE IF EXISTS result")
                    connection.commit()

        yield run


def postgres_units(run, *units, types=None, asked=None):
    columns = COLUMNS | (types or {})
    listed = ", ".join(f"{quoted_name(POSTGRES, name)} {kind}" for name, kind in columns.items())
    rows = [[(UNIT | {"id": f"x{n}"} | unit).get(name) for name in columns] for n, unit in enumerate(units, 1)]
    text = script_of(ruleset_of(), POSTGRES, asked or Asked((TABLE,)))
    return run(text, f"CREATE TABLE {quoted_name(POSTGRES, TABLE)} ({listed})", rows)


@needs_server
def test_a_table_is_made_in_postgres(in_postgres):
    made = made_table(POSTGRES).replace(";\n", "")
    text = script_of(ruleset_of(), POSTGRES, Asked((TABLE,)))
    columns, unit = named(UNIT)
    found = in_postgres(text, made, [[unit[name] for name in columns]])
    assert not differences(by_reference([{"id": "x1"}]), found)
    with pytest.raises(RuntimeError, match="itrank: the table has no rows"):
        in_postgres(text, made, [])
    with pytest.raises(RuntimeError, match=r"the column tru has a number .* or has more than 2 decimals"):
        in_postgres(text, made, [[(unit | {"tru": Decimal("1.234")})[name] for name in columns]])


@needs_server
def test_postgres_gives_what_the_reference_gives(in_postgres):
    assert not differences(by_reference(EDGES), postgres_units(in_postgres, *EDGES))
    assert all(checked(*example(name), in_postgres) for name in SHIPPED)


@needs_server
@pytest.mark.sampled
def test_drawn_rulesets_are_the_same_in_postgres(in_postgres):
    compared = 0
    for seed in range(1, size(70, 1_000), 2):
        ((_, ruleset, observed, _),) = against_old.rulesets(f"{seed - 1}:{seed}")
        if ruleset is not None:
            compared += bool(checked(ruleset, observed, in_postgres))
    assert compared


@needs_server
@pytest.mark.parametrize("first", [0, 8])
def test_hostile_names_are_read_in_postgres(in_postgres, first, monkeypatch):
    monkeypatch.setitem(globals(), "HOSTILE", HOSTILE[first:])
    ruleset, keys = hostile_rules()
    (plain,) = of_units({})
    assert hostile(ruleset, keys, POSTGRES, in_postgres)["total"] == plain["total"]


@needs_server
@pytest.mark.parametrize(
    ("types", "unit", "message"),
    [
        ({"tru": "double precision"}, {"tru": 1}, "the column tru is of another type"),
        ({}, {"tru": Decimal("1.001")}, "the column tru has a number"),
        ({"tru": "numeric"}, {"tru": Decimal("NaN")}, "the column tru has a number"),
        ({}, {"muc": "Tốt"}, "the column muc has a text"),
        ({}, {"id": "x1"}, "a unit twice"),
    ],
    ids=str,
)
def test_postgres_stops_and_makes_no_table(in_postgres, types, unit, message):
    with pytest.raises(RuntimeError, match=f"itrank: .*{message}"):
        postgres_units(in_postgres, {}, unit, types=types)


@needs_server
def test_numbers_that_are_none_and_days_without_end_are_invalid_in_postgres(in_postgres):
    types = {"ty_le": "numeric", "ngay": "date"}
    (row,) = postgres_units(in_postgres, {"ty_le": Decimal("NaN")}, types=types).values()
    assert row["b_state"] == "invalid"


# The command


@pytest.fixture
def itrank(tmp_path, capsys, monkeypatch):
    (tmp_path / "r.yaml").write_text(RULES, "utf-8")
    monkeypatch.chdir(tmp_path)

    def ran(*words):
        return run(["compile", *words, "--lang", "en"]), *capsys.readouterr()

    return ran


def test_the_command_writes_a_script_that_runs(itrank, tmp_path):
    code, _, _ = itrank("r.yaml", "--dialect", "duckdb", "--table", TABLE, "-o", "ra.sql")
    assert code == 0
    text = (tmp_path / "ra.sql").read_text("utf-8")
    assert itrank("r.yaml", "--dialect", "duckdb", "--table", TABLE)[1] == text
    assert "ty_le: number 0 .. 100%, 2 decimals" in text
    made = f"CREATE TABLE {quoted_name(DUCKDB, TABLE)} ({', '.join(f'{n} {t}' for n, t in COLUMNS.items())})".replace(
        " group text", ' "group" text'
    )
    (row,) = ran(text, made, [[UNIT[name] for name in COLUMNS]]).values()
    assert row["total"] == next(iter(of_units({})))["total"]


def named(unit):
    """Give the columns of a table that is made, and a unit with a name for it."""
    return ["id", "name", *[name for name in COLUMNS if name != "id"]], unit | {"name": "Đơn vị"}


def made_table(dialect, *, ruleset=None, asked=None, lang="en"):
    return register_definition(ruleset or ruleset_of(), dialect, asked or Asked((TABLE,)), lang=lang, made_by="thử")


def test_a_table_is_made_for_who_has_none(itrank, tmp_path):
    """What `--to table` writes takes the data, and the script reads it."""
    words = ("r.yaml", "--dialect", "duckdb", "--table", TABLE)
    code, made, err = itrank(*words, "--to", "table")
    assert (code, err) == (0, "")
    assert made == made_table(DUCKDB).replace("/* thử */", made.splitlines()[2])
    for line in (
        '"id" VARCHAR NOT NULL,',
        '"can_bo" DECIMAL(38, 12),',
        '"ty_le" DECIMAL(38, 12),',
        '"ngay" DATE,',
        '"co" BOOLEAN,',
    ):
        assert line in made
    # Files mostly have a name beside the id, and are loaded with all of their columns.
    columns, unit = named(UNIT)
    assert columns == re.findall(r'^  "(\w+)"', made, re.MULTILINE)
    text = itrank(*words)[1]
    (row,) = ran(text, made, [[unit[name] for name in columns]]).values()
    assert row == next(iter(of_units({"id": "x1"})))
    # What is too long, or should be whole, is not rounded when it is loaded: the script sees it.
    with pytest.raises(duckdb.Error, match=r"the column tru has a number .* or has more than 2 decimals"):
        ran(text, made, [[(unit | {"tru": "1.234"})[name] for name in columns]])
    (row,) = ran(text, made, [[(unit | {"can_bo": "40.5"})[name] for name in columns]]).values()
    assert (
        row["a_state"]
        == next(iter(of_units({"can_bo": Decimal("40.5")}, types={"can_bo": "numeric(10, 4)"})))["a_state"]
    )


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", SHIPPED)
def test_the_table_of_a_shipped_ruleset_is_what_its_script_reads(name, dialect):
    ruleset, observed = example(name)
    asked = asked_of(observed)
    made = made_table(dialect, ruleset=ruleset, asked=asked, lang="vi")
    (statement,) = sqlglot.parse(made, read=dialect.name)
    assert isinstance(statement, sqlglot.exp.Create)
    named = [column.name for column in statement.find_all(sqlglot.exp.ColumnDef)]
    register = register_of(ruleset, program_of(ruleset, dialect, asked), dialect, asked)
    assert named == ["id", "name", *[name for _, name, _ in read_columns(register)][1:]]
    if dialect is DUCKDB:
        with pytest.raises(duckdb.Error, match="itrank: the table has no rows"):
            ran(script_of(ruleset, dialect, asked), made, [])


def test_names_and_titles_of_a_table_stay_what_they_are():
    text = RULES.replace("can_bo: {type: count", "can_bo: {label: 'a */ ); DROP TABLE b; --', type: count")
    made = made_table(DUCKDB, ruleset=ruleset_of(text), asked=Asked(('so"; --',)))
    assert 'CREATE TABLE "so""; --" (' in made
    assert "/* a ×/ ), DROP TABLE b, –– */" in made


def test_what_sql_cannot_say_is_named_with_its_cause(itrank, tmp_path):
    (tmp_path / "r.yaml").write_text(RULES.replace('"max(0, 5 - tru)"', '"sqrt(max(0, tru))"'), "utf-8")
    code, out, err = itrank("r.yaml", "-o", "ra.sql")
    assert (code, out) == (1, "")
    assert 'ITR972: "f" cannot be written in SQL: integers cannot say the function sqrt' in err
    assert not (tmp_path / "ra.sql").exists()
    # The reference reads the same table: it can be made all the same.
    assert itrank("r.yaml", "--to", "table")[0] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--table", "a..b"), "ITR912"),
        (("--target", "x" * 64), "ITR912"),
        (("--dialect", "mysql"), "ITR912"),
        (("--to", "excel"), "ITR912"),
        (("--decimals", "10"), "ITR915"),
        (("-o", "ra.xlsx"), "ITR929"),
    ],
)
def test_what_no_script_can_be_is_refused(itrank, words, code):
    status, out, err = itrank("r.yaml", *words)
    assert (status, out) == (2, "")
    assert code in err
