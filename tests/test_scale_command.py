"""`itrank plan`, and `itrank evaluate --engine`: the same totals, tiers and ranks, whatever computes them."""

import csv
import io
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from itrank import cli


@pytest.fixture
def ran(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(line, *more):
        code = cli.run([*line.split(), *more])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def rows(text):
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}


@pytest.mark.bar(2)
@pytest.mark.parametrize("stem", ["2021", "2022"])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_an_engine_of_columns_ranks_as_the_reference_does(ran, stem, engine):
    _, reference, _ = ran(f"evaluate {stem} --format csv")
    code, made, _ = ran(f"evaluate {stem} --format csv --engine {engine}")
    assert code == 0
    expected, found = rows(reference), rows(made)
    assert len(expected) == 30
    assert found.keys() == expected.keys()
    for unit, row in expected.items():
        assert (float(found[unit]["total"]), found[unit]["rank"]) == (float(row["total"]), row["rank"])


def test_a_summary_says_how_many_units_and_the_first_of_them(ran):
    code, out, _ = ran("evaluate 2021 --engine polars")
    assert code == 0
    assert out.startswith("haugiang-cntt 2021.1: 30 đơn vị, 30 có hạng, tính bằng polars.\n")
    assert "Kho bạc Nhà nước" in out
    assert "minh họa" in out


def test_a_parquet_file_is_written_by_columns_and_read_by_them(ran, tmp_path):
    polars = pytest.importorskip("polars")
    assert ran("evaluate 2021 -o kq.parquet")[0] == 0
    made = polars.read_parquet(tmp_path / "kq.parquet")
    assert made.height == 30
    assert str(made.filter(polars.col("id") == "kho_bac")["total"][0]) == "989.00"
    assert not list(tmp_path.glob(".itrank*"))


@pytest.mark.parametrize("table", ["ranking", "public.ranking", "so.json"])
def test_a_table_with_a_schema_is_no_file_with_an_ending(ran, monkeypatch, table):
    on_postgres = pytest.importorskip("itrank.engine.scale.on_postgres")
    written = []
    monkeypatch.setattr(on_postgres, "may_write", lambda _: None)
    monkeypatch.setattr(on_postgres, "write", lambda made, at: written.append((made.num_rows, at.table)))
    code, _, err = ran("evaluate 2021 -o", f"postgresql://me@host/db?table={table}")
    assert (code, "ITR929" in err) == (0, False), err
    assert written == [(30, tuple(table.split(".")))]


@pytest.mark.parametrize(("error", "advice"), [("DuplicateTable", "drop that one"), ("UndefinedTable", "server runs")])
def test_a_table_that_is_there_is_not_blamed_on_the_server(ran, monkeypatch, error, advice):
    psycopg = pytest.importorskip("psycopg")
    on_postgres = pytest.importorskip("itrank.engine.scale.on_postgres")

    def raised(at):
        raise getattr(psycopg.errors, error)(f"about {at.table[0]}")

    # Either says so: before anything is computed, or when somebody else has made one meanwhile.
    for writes in ({"may_write": raised}, {"may_write": lambda _: None, "write": lambda _, at: raised(at)}):
        for name, write in writes.items():
            monkeypatch.setattr(on_postgres, name, write)
        code, out, err = ran("evaluate 2021 --lang en -o postgresql://me@host/db?table=ranking")
        assert (code, out) == (2, "")
        assert "ITR973: the PostgreSQL server says: about ranking\n" in err
        assert advice in err


@pytest.mark.parametrize("output", ["nowhere/a.csv", "d.parquet/a.csv"])
def test_where_there_is_no_place_for_a_result_nothing_is_read(ran, monkeypatch, output):
    from itrank.commands import columns

    Path("d.parquet").write_bytes(b"PAR1")
    monkeypatch.setattr(columns, "read_rules", None)
    code, out, err = ran(f"evaluate 2021 --data d.parquet --lang en -o {output}")
    assert (code, out) == (2, "")
    assert f'ITR906: the file "{output}" cannot be written' in err


@pytest.mark.parametrize("name", ["d.parquet", "d.arrow", "d.csv"])
def test_describe_says_that_it_does_not_take_what_columns_read(ran, tmp_path, name):
    """These bytes were called a text in a wrong encoding, or a file that is too large."""
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"id": [f"u{n}" for n in range(20_002)]})
    write = {"d.parquet": frame.write_parquet, "d.arrow": frame.write_ipc, "d.csv": frame.write_csv}
    write[name](tmp_path / name)
    code, out, err = ran(f"data describe {name} --ruleset 2021 --lang en")
    assert (code, out) == (2, "")
    assert "ITR971: describe does not take Parquet, Arrow or so many rows" in err
    assert "Use itrank evaluate or itrank explain" in err
    assert "ITR405" not in err + ran(f"data describe khong_co{name[1:]} --ruleset 2021")[2]


def test_what_an_engine_does_not_take_is_refused(ran):
    code, out, err = ran("evaluate 2021 --engine polars --provisional")
    assert (code, out) == (2, "")
    assert "ITR971" in err
    assert "--provisional" in err
    code, _, err = ran("evaluate 2021 --engine reference --format parquet")
    assert code == 2
    assert "ITR971" in err
    code, _, err = ran("evaluate 2021 --engine x")
    assert code == 2
    assert "auto, reference, polars, duckdb" in err


def test_a_plan_says_of_each_criterion_how_it_is_computed(ran):
    code, out, _ = ran("plan 2021")
    assert code == 0
    assert out.startswith("haugiang-cntt 2021.1: cả 45 tiêu chí tính bằng số nguyên.\n")
    code, out, _ = ran("plan 2021 --format json")
    plan = json.loads(out)
    assert (plan["columns"], plan["reference"]) == (45, 0)
    (one,) = [node for node in plan["nodes"] if node["id"] == "ht_lan"]
    assert (one["engine"], one["bits"], one["denominator"]) == ("columns", 64, 100)


def test_a_plan_names_what_the_reference_computes(ran, tmp_path):
    (tmp_path / "r.yaml").write_text(
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: number, max: 5}}\nscorecards:\n"
        "  s: {criteria: [{id: x, max: 9, score: {formula: a}}, {id: y, max: 9, score: {formula: sqrt(a)}}]}\n",
        "utf-8",
    )
    code, out, _ = ran("plan r.yaml --lang en")
    assert code == 0
    assert out.startswith("r 1: 1 of 3 criteria on integers, 2 by the reference, once for each different row")
    assert "integers cannot say the function sqrt" in out


def test_a_ruleset_that_columns_cannot_rank_is_named_with_the_reason(ran, tmp_path):
    (tmp_path / "r.yaml").write_text(
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ngroups: {a: {title: A}, b: {title: B}}\nscorecards:\n"
        "  s: {for: [a], criteria: [{id: x, max: 1, score: given}], ranking: {lists: all}}\n"
        "  t: {for: [b], criteria: [{id: y, max: 1, score: given}], ranking: {lists: all, best: lowest}}\n",
        "utf-8",
    )
    code, out, err = ran("plan r.yaml --lang en")
    assert (code, out) == (1, "")
    assert 'the ruleset "r.yaml" cannot be ranked on columns of integers: scorecards that may share a list' in err


ADDRESSES = [
    "postgresql://me:q7Z9-secret@localhost/so?table=x",
    "POSTGRESQL://me:q7Z9-secret@localhost/so?table=x",
    "postgres://me:q7Z9%2Fsecret@localhost",
    "postgresql://me:q7Z9/secret@localhost/so?table=x",
    "postgresql://localhost/so?table=x&password=q7Z9-secret",
    "postgresql://localhost/so?table=x&sslpassword=q7Z9-secret",
    "spark://me:q7Z9-secret@host:7077",
    "https://me:q7Z9-secret@host/d.csv",
    "host=localhost dbname=so password=q7Z9-secret",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_password_in_an_address_is_refused_and_never_said(ran, tmp_path, address):
    for line in ("evaluate 2021 --data", "evaluate 2021 -o", "explain kho_bac --ruleset 2021 --data", "verify", "plan"):
        code, out, err = ran(line, address)
        assert (code, out) == (2, "")
        assert "ITR974" in err
        assert "q7Z9" not in err
    code, out, err = ran("evaluate 2021", f"--data={address}")
    assert (code, out, "q7Z9" in err) == (2, "", False)
    assert not list(tmp_path.iterdir())


def test_a_password_in_a_file_is_never_said(ran, tmp_path):
    (tmp_path / "r.yaml").write_text(WRONG, "utf-8")
    for line in ('data: "postgresql://me:q7Z9-secret@localhost/so?table=x"', "host: host=db password=q7Z9-secret"):
        (tmp_path / "itrank.yaml").write_text(f"format: itrank-project/1\nruleset: r.yaml\n{line}\n", "utf-8")
        code, out, err = ran("evaluate")
        assert code != 0
        assert "q7Z9" not in out + err


def test_what_only_looks_like_an_address_is_taken():
    from itrank.commands.secrets import has_password, masked

    assert not has_password(
        ["--let", "password=3", "C:/a@b.csv", "https://host:8080/a@b", "postgresql://me@host/db?table=t"]
    )
    assert masked("a = b: c@d") == "a = b: c@d"


@pytest.mark.engines
def test_a_table_of_a_server_is_read_and_the_result_is_written_there(ran, tmp_path):
    import psycopg
    from postgres_server import USER, server

    (tmp_path / "r.yaml").write_text(
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: count, max: 10}}\nscorecards:\n"
        "  s: {criteria: [{id: x, max: 10, score: {formula: a / 3}}], rounding: {leaf: 2}, ranking: {lists: all}}\n".replace(
            ", rounding: {leaf: 2}", ""
        ),
        "utf-8",
    )
    with server() as home:
        here = f"postgresql://{USER}@/postgres?host={home}&table="
        with psycopg.connect(host=home, dbname="postgres", user=USER) as connection:
            connection.execute("CREATE TABLE don_vi AS SELECT 'u' || n AS id, n AS a FROM generate_series(1, 5) AS n")
        code, _, err = ran("evaluate r.yaml --data", here + "don_vi", "-o", here + "ket_qua")
        assert code == 0, err
        with psycopg.connect(host=home, dbname="postgres", user=USER) as connection:
            ranked = connection.execute("SELECT id, rank FROM ket_qua ORDER BY rank").fetchall()
        assert ranked == [("u5", 1), ("u4", 2), ("u3", 3), ("u2", 4), ("u1", 5)]
        code, _, err = ran("evaluate r.yaml --lang en --data", here + "public.don_vi", "-o", here + "public.ket_qua")
        assert (code, "ITR973" in err, "drop that one" in err) == (2, True, True), err
        with psycopg.connect(host=home, dbname="postgres", user=USER) as connection:
            connection.execute(
                "CREATE TABLE khac AS SELECT 'u' || n AS id, nullif(n, 2) AS so FROM generate_series(1, 5) AS n"
            )
        (tmp_path / "m.yaml").write_text("format: itrank-mapping/1\ncolumns: {so: a}\n", "utf-8")
        (tmp_path / "p.csv").write_text("id,a\nu2,9\n", "utf-8")
        (tmp_path / "l.yaml").write_text(LAST, "utf-8")
        code, out, err = ran("evaluate l.yaml --mapping m.yaml --previous p.csv --format csv --data", here + "khac")
        assert (code, rows(out)["u2"]["total"]) == (0, "9"), err
        code, _, err = ran("evaluate r.yaml --data", here + "khong_co")
        assert code == 2
        assert "ITR973" in err


def test_a_ruleset_that_is_made_up_is_called_so_whatever_the_data(ran, tmp_path):
    """Data of one's own do not make an illustrative rule an adopted one."""
    polars = pytest.importorskip("polars")
    (tmp_path / "r.yaml").write_text(
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: count, max: 10}}\nscorecards:\n"
        "  s: {criteria: [{id: x, max: 10, provenance: illustrative, score: {formula: a}}], ranking: {lists: all}}\n",
        "utf-8",
    )
    (tmp_path / "d.csv").write_text("id,a\nu1,3\nu2,4\n", "utf-8")
    for engine in ("polars", "duckdb"):
        code, out, _ = ran(f"evaluate r.yaml --data d.csv --engine {engine}")
        assert code == 0
        assert "minh họa" in out
    _, reference, _ = ran("evaluate r.yaml --data d.csv --format csv")
    _, made, _ = ran("evaluate r.yaml --data d.csv --engine polars --format csv")
    assert {row["note"] for row in rows(reference).values()} == {row["note"] for row in rows(made).values()} != {""}
    _, out, _ = ran("evaluate r.yaml --data d.csv --engine polars --format json")
    assert json.loads(out.splitlines()[0])["illustrative"] is True
    assert ran("evaluate r.yaml --data d.csv -o kq.parquet")[0] == 0
    assert polars.read_parquet_metadata(tmp_path / "kq.parquet")["itrank.illustrative"] == "true"
    _, script, _ = ran("compile r.yaml --dialect postgres --no-groups")
    assert "SỐ LIỆU MINH HỌA" in script


def test_an_output_that_cannot_be_is_refused_before_anything_is_computed(ran, monkeypatch):
    from itrank.engine.scale import running

    def computed(*_, **__):
        raise AssertionError

    monkeypatch.setattr(running, "made_by", computed)
    code, _, err = ran("evaluate 2021 -o postgresql://me:q7Z9-secret@localhost/so?table=x")
    assert (code, "ITR974" in err, "q7Z9" in err) == (2, True, False)
    code, _, err = ran("evaluate 2021 --engine polars --format parquet --lang en")
    assert code == 2
    assert "--format parquet goes with --output only" in err


@pytest.mark.long
def test_a_result_may_go_to_standard_output_by_its_name(ran, tmp_path):
    _, plain, _ = ran("evaluate 2021 --engine polars --format csv")
    code, named, _ = ran("evaluate 2021 --engine polars --format csv -o -")
    assert code == 0
    assert named == plain != ""
    assert not (tmp_path / "-").exists()


WRONG = (
    "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: count, max: 10}, b: {type: count, max: 10}}\n"
    "scorecards:\n  s: {criteria: [{id: x, max: 10, score: {formula: a / b}}], ranking: {lists: all}, tiers: [{id: t, from: 2}]}\n"
)


@pytest.mark.parametrize("more", ["", "-o kq.csv", "-o kq.parquet", "-o kq.json"])
def test_what_the_reference_calls_an_error_of_a_total_is_one_here(ran, tmp_path, more):
    (tmp_path / "r.yaml").write_text(WRONG, "utf-8")
    for data, said in (("u1,9,0\nu2,8,2\n", "ITR352"), ("u1,9,3\nu2,2,2\n", "ITR351")):
        (tmp_path / "d.csv").write_text("id,a,b\n" + data, "utf-8")
        assert ran("evaluate r.yaml --data d.csv --engine reference")[0] == 1
        code, out, err = ran(f"evaluate r.yaml --data d.csv --engine polars {more}")
        assert code == 1
        assert said in out + err
    (tmp_path / "d.csv").write_text("id,a,b\nu1,9,3\nu2,8,2\n", "utf-8")
    assert ran("evaluate r.yaml --data d.csv --engine reference")[0] == 0
    assert ran(f"evaluate r.yaml --data d.csv --engine polars {more}")[0] == 0


def test_a_project_file_names_no_server(ran, tmp_path):
    """Only the command line may name a source in the network."""
    (tmp_path / "r.yaml").write_text(WRONG, "utf-8")
    for key in ("data", "result"):
        more = "data: d.csv\n" if key != "data" else ""
        named = f'{key}: "postgresql://me@localhost/so?table=x"\n'
        (tmp_path / "itrank.yaml").write_text("format: itrank-project/1\nruleset: r.yaml\n" + more + named, "utf-8")
        code, out, err = ran("evaluate")
        assert (code, out) == (1, "")
        assert "ITR142" in err


def test_thirty_units_load_no_engine():
    said = "import sys; from itrank import cli; code = cli.run(['evaluate', '2021']); "
    said += "print(code, sorted({'polars', 'pyarrow', 'duckdb', 'narwhals', 'psycopg'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.long
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_an_attribute_may_be_called_as_a_column_of_ours(ran, tmp_path, engine):
    called = ["n", "g", "role", "i1", "about", "text0", "parent_", "attribute:n"]
    for name in called:
        (tmp_path / "r.yaml").write_text(
            "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: number, min: 0, max: 10}}\n"
            f"scorecards:\n  s: {{criteria: [{{id: x, max: 10, score: {{formula: a}}}}], ranking: {{lists: '{name}'}}}}\n",
            encoding="utf-8",
        )
        (tmp_path / "d.csv").write_text(f"id,a,{name}\nu1,3,p\nu2,5,p\nu3,7,q\n", encoding="utf-8")
        asked = "evaluate --ruleset r.yaml --data d.csv --format csv"
        _, reference, _ = ran(asked)
        code, made, err = ran(f"{asked} --engine {engine}")
        assert (code, err.count("ITR")) == (0, 0)
        expected, found = rows(reference), rows(made)
        assert {unit: (row["list"], row["rank"]) for unit, row in found.items()} == {
            unit: (row["list"], row["rank"]) for unit, row in expected.items()
        }


LAST = (
    "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\n"
    "inputs: {a: {type: number, min: 0, max: 10, missing: last_year}}\n"
    "scorecards:\n  s: {criteria: [{id: x, max: 10, score: {formula: a}}], ranking: {lists: all}}\n"
)


def test_last_years_result_fills_a_table_in_columns(ran, tmp_path):
    polars = pytest.importorskip("polars")
    (tmp_path / "r.yaml").write_text(LAST, "utf-8")
    (tmp_path / "d.csv").write_text("id,name,a\nu1,Một,3\nu2,Hai,\nu3,Ba,\nu4,Ba,\nu5,Năm,\n", "utf-8")
    (tmp_path / "p.csv").write_text("id,name,a,total\nu1,Một,9,9\nu2,Hai,8,8\nx,Ba,7,7\nu5,Sáu,2,2\n", "utf-8")
    polars.read_csv(tmp_path / "d.csv").write_parquet(tmp_path / "d.parquet")
    code, reference, said = ran("evaluate r.yaml --data d.csv --previous p.csv --format csv --engine reference")
    made = ran("evaluate r.yaml --data d.parquet --previous p.csv --format csv")
    expected, found = rows(reference), rows(made[1])
    assert made[0] == code
    assert {unit: (row["total"], row["rank"]) for unit, row in found.items()} == {
        unit: (row["total"], row["rank"]) for unit, row in expected.items()
    }
    assert found["u2"]["total"] == "8"

    def told(text):
        return [line.partition(" ")[2] for line in text.splitlines() if "ITR" in line]

    assert "ITR573" in said
    assert told(made[2]) == told(said)
    code, _, err = ran("explain u2 --ruleset r.yaml --data d.parquet --previous p.csv")
    assert (code, "ITR971" in err) == (2, True)


def test_a_result_states_the_mapping_and_last_years_result_too(ran, tmp_path):
    polars = pytest.importorskip("polars")
    (tmp_path / "r.yaml").write_text(LAST, "utf-8")
    (tmp_path / "d.csv").write_text("id,so\nu1,3\nu2,\n", "utf-8")
    (tmp_path / "m.yaml").write_text("format: itrank-mapping/1\ncolumns: {so: a}\n", "utf-8")
    (tmp_path / "p.csv").write_text("id,a\nu2,8\n", "utf-8")
    polars.read_csv(tmp_path / "d.csv").write_parquet(tmp_path / "d.parquet")
    stated = [sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("d.parquet", "m.yaml", "p.csv")]
    beside = "--data d.parquet --mapping m.yaml --previous p.csv"
    _, out, err = ran(f"evaluate r.yaml {beside} --format csv")
    assert rows(out)["u2"]["data_sha256"].split() == stated, err
    assert ran(f"evaluate r.yaml {beside} -o kq.parquet")[0] == 0
    assert ran(f"verify kq.parquet --ruleset r.yaml {beside}")[0] == 0
    (tmp_path / "m.yaml").write_text("format: itrank-mapping/1\ncolumns: {so: a}\n# \n", "utf-8")
    code, _, err = ran(f"verify kq.parquet --ruleset r.yaml {beside}")
    assert (code, "ITR871" in err, "m.yaml" in err) == (1, True, True)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("--units u.csv", "Ghi cột group, name, parent"),
        ("--previous d.csv", "không đọc gì của năm trước"),
        ("--corrections c.csv", "Ghi số liệu đã sửa"),
    ],
)
def test_what_columns_do_not_read_beside_a_table_is_refused_with_what_to_do(ran, tmp_path, more, said):
    polars = pytest.importorskip("polars")
    (tmp_path / "r.yaml").write_text(WRONG, "utf-8")
    (tmp_path / "u.csv").write_text("id,name\nu1,A\n", "utf-8")
    (tmp_path / "c.csv").write_text("unit,target\n", "utf-8")
    (tmp_path / "d.csv").write_text("id,a,b\nu1,9,3\n", "utf-8")
    polars.read_csv(tmp_path / "d.csv").write_parquet(tmp_path / "d.parquet")
    code, out, err = ran(f"evaluate r.yaml --data d.parquet {more}")
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"u1": "1/3"}, "last year's figure of x is a fraction whose decimals do not end"),
        ({"u1": 9 * 10**39}, "an integer may reach 9e+39"),
    ],
)
def test_a_figure_that_columns_do_not_hold_is_refused_with_the_reason(ran, tmp_path, figures, said):
    polars = pytest.importorskip("polars")
    rules = LAST.replace("[{id: x,", "[{id: y, max: 10, score: {formula: last_year(x)}}, {id: x,")
    (tmp_path / "r.yaml").write_text(rules.replace(", max: 10, missing", ", missing"), "utf-8")
    (tmp_path / "d.csv").write_text("id,a\nu1,3\n", "utf-8")
    (tmp_path / "p.csv").write_text("id,x\n" + "".join(f"{id_},{x}\n" for id_, x in figures.items()), "utf-8")
    polars.read_csv(tmp_path / "d.csv").write_parquet(tmp_path / "d.parquet")
    for data in ("d.csv", "d.parquet"):
        code, out, err = ran(f"evaluate r.yaml --engine polars --lang en --previous p.csv --data {data}")
        assert (code, out, said in err) == (1, "", True), err


def test_a_number_of_more_than_64_bits_is_handed_to_duckdb(ran, tmp_path):
    pytest.importorskip("duckdb")
    (tmp_path / "r.yaml").write_text(LAST.replace("max: 10, missing", "missing"), "utf-8")
    (tmp_path / "d.csv").write_text(f"id,a\nu1,{10**30}\nu2,1\n", "utf-8")
    code, out, err = ran("evaluate r.yaml --engine duckdb --data d.csv --format csv")
    assert {unit: row["total"] for unit, row in rows(out).items()} == {"u1": str(10**30), "u2": "1"}, (code, err)


def test_texts_that_an_encoding_spoiled_are_told_of_a_table_in_columns(ran, tmp_path):
    (tmp_path / "r.yaml").write_text(LAST, "utf-8")
    names = ["Së Néi vô", "Sở Nội vụ", "S? N?i v?", "Sá»Ÿ Ná»™i vá»¥", "THÀNH PHỐ ĐÔNG TÔN", "a?b=c"]
    lines = [f"u{n:05},{names[n % 6]} {n % 7},{n % 9}" for n in range(60)]
    (tmp_path / "d.csv").write_text("id,name,a\n" + "\n".join(lines) + "\n", "utf-8")
    (tmp_path / "p.csv").write_text("id,a\nu1,9\n", "utf-8")

    def told(text):
        return [line for line in text.splitlines() if "ITR577" in line]

    expected = told(ran("evaluate r.yaml --data d.csv --engine reference")[2])
    assert len(expected) == 3
    assert told(looked_at(tmp_path)) == expected


def looked_at(folder):
    """Write the findings of a file that is read in columns, as the command does."""
    from itrank.engine import load_text
    from itrank.engine.publish.diagnostics import as_text
    from itrank.engine.scale.frames import sheet_of_file
    from itrank.engine.scale.preparing import look

    sheet, _ = sheet_of_file(folder / "d.csv", "d.csv")
    return as_text(look(load_text((folder / "r.yaml").read_text("utf-8")).ruleset, sheet).findings, {}, "vi")


NESTED = """
format: itrank-ruleset/1
id: r
version: "1"
title: R
inputs:
  a: {type: number, missing: zero, publish: true}
  b: {type: number, missing: zero}
scorecards:
  s:
    criteria:
      - id: top
        ranking: {lists: all}
        tiers: [{id: t, from: 2}, {id: u}]
        criteria:
          - {id: x, max: 10, score: {formula: a / b}}
          - {id: y, score: {given: b}, max: 5}
    ranking: {lists: all}
"""


@pytest.mark.parametrize("data", ["u1,9,0\nu2,8,2\nu3,1,1\n", "u1,9,2\nu2,80,2\nu3,1,7\n"])
@pytest.mark.parametrize("output", ["kq.csv --engine polars", "kq.csv --engine duckdb", "kq.parquet"])
def test_lowest_criteria_are_left_out_of_a_result_and_not_of_what_is_reported(ran, tmp_path, data, output):
    polars = pytest.importorskip("polars")
    (tmp_path / "r.yaml").write_text(NESTED, "utf-8")
    (tmp_path / "d.csv").write_text("id,a,b\n" + data, "utf-8")
    tables, said = [], []
    for keep in ("cells", "criteria"):
        said.append(ran(f"evaluate r.yaml --data d.csv --keep {keep} -o {output}"))
        path = tmp_path / output.partition(" ")[0]
        tables.append(polars.read_parquet(path) if path.suffix == ".parquet" else polars.read_csv(path))
    assert said[0] == said[1]
    assert "ITR35" in said[0][2]
    whole, few = tables
    assert {name.removesuffix(":top").removesuffix(":bottom") for name in set(whole.columns) - set(few.columns)} <= {
        f"{more}{id_}" for id_ in "xy" for more in ("", "state:", "reason:")
    }
    assert {"rank:top", "tier:top", "value:a"} <= set(few.columns)
    assert not {"x", "x:top", "y"} & set(few.columns)
    assert few.equals(whole.select(few.columns))


def test_the_reference_keeps_all(ran):
    code, out, err = ran("evaluate 2021 --keep criteria --lang en")
    assert (code, out) == (2, "")
    assert "--keep criteria" in err
    assert "ITR971" in err
    assert ran("evaluate 2021 --keep x")[0] == 2
    # A summary names no criterion.
    code, out, err = ran("evaluate 2021 --engine polars --keep criteria --lang en")
    assert (code, out) == (2, "")
    assert "ITR947" in err


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("options", ["kept", "date", "yes_no", "kept date yes_no number code"])
def test_an_option_may_be_called_as_a_kind_of_value_is(ran, tmp_path, engine, options):
    names = options.split()
    (tmp_path / "r.yaml").write_text(
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs:\n"
        f"  c: {{type: choice, publish: true, options: {{{', '.join(f'{name}: X' for name in names)}}}}}\n"
        "  d: {type: date, publish: true}\n  y: {type: yes_no, publish: true}\nscorecards:\n"
        f"  s: {{criteria: [{{id: x, max: 5, score: {{choice: c, points: {{{', '.join(f'{name}: {n}' for n, name in enumerate(names))}}}}}}},"
        " {id: z, max: 1, score: {formula: 1 if y else 0}}], ranking: {lists: all}}\n",
        "utf-8",
    )
    lines = [f"u{n},{name},2024-01-0{n + 1},{'yes' if n % 2 else 'no'}\n" for n, name in enumerate(names)]
    (tmp_path / "d.csv").write_text("id,c,d,y\n" + "".join(lines) + "v,,,yes\n", "utf-8")
    shown = ("value:c", "value:d", "value:y", "total", "rank", "x")
    expected, found = (
        {unit: [row[name] for name in shown] for unit, row in rows(ran(f"evaluate r.yaml --data d.csv --format csv {more}")[1]).items()}
        for more in ("--engine reference", f"--engine {engine}")
    )  # fmt: skip
    assert found == expected
    assert {row[0] for row in found.values()} == {*names, ""}
