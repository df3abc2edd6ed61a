"""`itrank verify` of a table of very many units: computed again from its ruleset and data, and compared cell by cell."""

import json

import polars as pl
import pytest
from itrank import cli

RULES = """format: itrank-ruleset/1
id: r
version: '1'
title: R
inputs: {a: {type: number, min: 0, max: 10, missing: last_year}}
scorecards:
  s: {criteria: [{id: x, max: 10, score: {formula: a / 3}}], ranking: {lists: all}, tiers: [{id: t, from: 2}, {id: u}]}
"""


@pytest.fixture
def ran(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "r.yaml").write_text(RULES, "utf-8")
    lines = "".join(f"u{n:04},{n % 11 if n % 7 else ''}\n" for n in range(50))
    (tmp_path / "d.csv").write_text("id,a\n" + lines, "utf-8")
    (tmp_path / "p.csv").write_text("id,a\nu0007,9\n", "utf-8")

    def run(line):
        code = cli.run(line.split())
        said = capsys.readouterr()
        return code, said.out, said.err

    assert run("evaluate r.yaml --data d.csv --engine polars -o kq.parquet")[0] in {0, 1}
    return run


AGAIN = "verify kq.parquet --ruleset r.yaml --data d.csv"


def test_the_steps_that_freeze_names_for_a_large_table_work(ran):
    code, _, err = ran("freeze kq.parquet --output x.zip --lang en")
    assert code != 0
    assert "itrank verify result.parquet --ruleset r.yaml --data d.parquet" in err
    code, out, err = ran("verify kq.parquet --lang en")
    assert (code, out) == (2, "")
    assert "SHA-256" in err
    code, out, _ = ran(f"{AGAIN} --lang en")
    assert (code, out) == (
        0,
        "kq.parquet: the ruleset and the data give this table again: 50 units, 20 columns, no cell differs.\n",
    )
    code, out, _ = ran(f"{AGAIN} --format json")
    assert (code, json.loads(out)["holds"]) == (0, True)


def test_the_same_table_by_another_engine_holds(ran):
    assert ran("evaluate r.yaml --data d.csv --engine duckdb -o kq.parquet --lang en")[0] in {0, 1}
    assert ran(AGAIN)[0] == 0


def test_a_table_of_some_criteria_is_compared_with_the_same_ones(ran, tmp_path):
    whole = pl.read_parquet(tmp_path / "kq.parquet").width
    for engine in ("polars", "duckdb"):
        ran(f"evaluate r.yaml --data d.csv --engine {engine} --keep criteria -o kq.parquet")
        assert pl.read_parquet(tmp_path / "kq.parquet").width < whole
        code, out, err = ran(f"{AGAIN} --lang en")
        assert (code, "no cell differs" in out) == (0, True), err


def test_last_years_result_is_a_part_of_it(ran):
    assert ran("evaluate r.yaml --data d.csv --previous p.csv --engine polars -o kq.parquet")[0] in {0, 1}
    assert ran(f"{AGAIN} --previous p.csv")[0] == 0
    assert ran(AGAIN)[0] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (pl.when(pl.col("id") == "u0003").then(1).otherwise(pl.col("rank")).alias("rank"), '"u0003"'),
        (pl.lit("u").cast(pl.String).alias("tier"), "tier"),
        (pl.lit(value=None, dtype=pl.String).alias("^x.*$"), "^x.*$"),
    ],
)
def test_one_changed_cell_is_found(ran, tmp_path, change, said):
    stated = pl.read_parquet_metadata(tmp_path / "kq.parquet")
    table = pl.read_parquet(tmp_path / "kq.parquet").with_columns(change)
    table.write_parquet(tmp_path / "kq.parquet", metadata={k: v for k, v in stated.items() if k.startswith("itrank")})
    code, out, err = ran(AGAIN)
    assert code == 1
    assert "KHÔNG" in out
    assert "ITR872" in err
    assert said.strip('"') in err


def test_rows_that_are_missing_are_found(ran, tmp_path):
    stated = pl.read_parquet_metadata(tmp_path / "kq.parquet")
    pl.read_parquet(tmp_path / "kq.parquet").head(49).write_parquet(
        tmp_path / "kq.parquet", metadata={k: v for k, v in stated.items() if k.startswith("itrank")}
    )
    code, _, err = ran(AGAIN)
    assert (code, "49" in err, "50" in err) == (1, True, True)


def test_files_that_are_not_those_of_the_table_are_refused(ran, tmp_path):
    (tmp_path / "d.csv").write_text("id,a\nu1,3\nu2,4\n", "utf-8")
    code, _, err = ran(AGAIN)
    assert (code, "ITR871" in err, "d.csv" in err) == (1, True, True)
    (tmp_path / "r.yaml").write_text(RULES.replace("a / 3", "a / 4"), "utf-8")
    code, _, err = ran(AGAIN)
    assert (code, "ITR871" in err, "r.yaml" in err) == (1, True, True)


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\0" * 40 + b"PAR1", b'{"format": "itrank-table/1"}\n'])
def test_what_is_no_whole_table_is_refused(ran, tmp_path, content):
    (tmp_path / "kq.parquet").write_bytes(content)
    code, out, err = ran(AGAIN)
    assert (code, out, "ITR105" in err) == (1, "", True)
    pl.DataFrame({"id": ["a"]}).write_parquet(tmp_path / "kq.parquet")
    code, out, err = ran(AGAIN)
    assert (code, out, "ITR105" in err) == (1, "", True)


def test_what_a_table_and_a_bundle_do_not_take_is_refused(ran):
    code, _, err = ran(f"{AGAIN} --key k.pem")
    assert (code, "ITR947" in err) == (2, True)
    code, _, err = ran("verify d.csv --ruleset r.yaml")
    assert (code, "ITR947" in err) == (2, True)


def test_a_full_folder_for_what_is_thrown_away_is_named(ran, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("itrank.engine.scale.running.stream_to_parquet", full)
    code, out, err = ran(f"{AGAIN} --lang en")
    assert (code, out, "ITR906" in err, "set TMPDIR" in err) == (2, "", True, True), err


def test_a_signal_that_polars_has_passed_on_is_still_one():
    assert cli.Stopped("15\n\nThis error occurred in the following expression").number == 15
