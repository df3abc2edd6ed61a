"""What is found while units are computed is reported on columns as the reference reports it: code, place, words, count."""

import random
from types import SimpleNamespace

import against_old
import polars as pl
import pytest
import test_conformance as conformance
from columns_reference import UnsupportedError
from itrank.engine import evaluate, load_text
from itrank.engine.model.findings import in_order
from itrank.engine.observe import read_tables
from itrank.engine.observe.mapping import DataMapping
from itrank.engine.observe.observing import read_all
from itrank.engine.scale import preparing
from itrank.engine.scale.frames import sheet_of_file
from itrank.engine.scale.preparing import look, looked_of
from itrank.engine.scale.reporting import shown_of_each
from itrank.engine.scale.results import result_table
from itrank.engine.scale.running import made_by, stream_to_parquet
from itrank.engine.scale.units import _LazyKinds
from test_columns import CASES, SEEDS


def reported(ruleset, observed, engine="polars"):
    """Give the findings of columns and those of the reference."""
    looked = looked_of(ruleset, observed)
    made = made_by(engine, looked, "en")
    result_table(made, "frame").collect()
    return in_order((*looked.findings, *made.findings)), evaluate(ruleset, observed).findings


def assert_same(ruleset, observed, engine="polars"):
    try:
        found, expected = reported(ruleset, observed, engine)
    except UnsupportedError:
        return False
    assert found == expected
    return bool(expected)


@pytest.mark.bar(25)
@pytest.mark.parametrize(("case", "source"), CASES)
def test_a_conformance_case_is_reported_the_same(case, source):
    ruleset = conformance.loaded(conformance.ruleset_text(case, source)).ruleset
    if ruleset is not None:
        assert_same(ruleset, conformance.data_of(case, ruleset))


@pytest.mark.bar(5)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_drawn_ruleset_is_reported_the_same(seed):
    ((_, ruleset, observed, _),) = against_old.rulesets(f"{seed - 1}:{seed}")
    if ruleset is not None:
        assert_same(ruleset, observed)


FORMS = """format: itrank-ruleset/1
id: r
version: '1'
title: R
inputs:
  a: {type: number, max: 100}
  b: {type: number, max: 100}
  c: {type: yes_no, missing: unranked}
scorecards:
  s:
    criteria:
      - {id: root_of, max: 5, score: {formula: sqrt(a) * 2}}
      - {id: share, max: 10, score: {formula: a / b}}
      - {id: same, max: 10, applies: c, not_applicable: exclude, score: {formula: a / b * 2}}
      - {id: extra, role: bonus, max: 2, score: {formula: a}}
      - id: both
        criteria:
          - {id: one, max: 3, score: {formula: b / 4}}
          - {id: more, role: bonus, max: 1, score: {formula: a / 3}}
    out_of: 50
    round: 1
    ranking: {lists: all}
    tiers: [{id: high, from: 40}, {id: low, from: 10}]
"""


def rows(count):
    """Draw rows, of which many have something to be reported, on the last of many lines too."""
    draw = random.Random(7)
    figures = ("", "0", "1", "2", "3.5", "9", "16", "100", "-")
    for n in range(count):
        a, b = draw.choices(figures, k=2) if n % 3 else ("4", "4")
        yield f"u{n:06d},{a},{b},{draw.choice(('có', 'không', '', '-'))}"


@pytest.mark.parametrize("count", [40, 600])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_file_of_columns_is_reported_as_the_reference_reads_it(tmp_path, count, engine):
    """From a file the places are those of its lines and cells; beyond a hundred of a kind the others are counted."""
    ruleset = load_text(FORMS).ruleset
    path = tmp_path / "d.csv"
    path.write_text("id,a,b,c\n" + "\n".join(rows(count)) + "\n", "utf-8")
    mapping = DataMapping("m.yaml", marks={"-": "not_applicable"})
    sheet, _ = sheet_of_file(path, "d.csv")
    looked = look(ruleset, sheet, mapping)
    made = made_by(engine, looked, "en")
    result_table(made, "frame").collect()
    tables, _, _ = read_tables(path, "d.csv")
    read = read_all(ruleset, tables, mappings={"d.csv": mapping}, known={}).observed
    expected = evaluate(ruleset, read).findings
    assert_counted((*looked.findings, *made.findings), expected)
    assert any(each.code == "ITR489" for each in made.findings) == (count > 500)
    assert {"ITR350", "ITR351", "ITR352", "ITR355", "ITR356"} <= {found.code for found in expected}


def assert_counted(found, expected):
    """Hold findings to those of the reference: of each kind about each subject the first, and the count."""
    of_kind = {}
    for each in expected:
        of_kind.setdefault((each.code, subject_of(each)), []).append(each)
    most = shown_of_each(len(of_kind))
    assert (most < 100) == (len(of_kind) > 10)
    shown = [each for each in found if each.code != "ITR489"]
    assert in_order(shown) == in_order(each for own in of_kind.values() for each in own[:most])
    counted = {
        (each.params["code"], each.params["subject"]): int(each.params["count"])
        for each in found
        if each.code == "ITR489"
    }
    assert counted == {kind: len(own) - most for kind, own in of_kind.items() if len(own) > most}


def subject_of(found):
    return found.params["about" if found.code in {"ITR352", "ITR353", "ITR354", "ITR355"} else "id"]


@pytest.mark.long
def test_rows_that_stream_are_reported_once_whatever_the_batches(tmp_path):
    ruleset = load_text(FORMS).ruleset
    path = tmp_path / "d.csv"
    path.write_text("id,a,b,c\n" + "\n".join(rows(600)) + "\n", "utf-8")
    sheet, _ = sheet_of_file(path, "d.csv")
    looked = look(ruleset, sheet)
    held = made_by("polars", looked, "en")
    result_table(held, "frame").collect()
    with pl.Config() as config:
        config.set_streaming_chunk_size(70)
        streamed = stream_to_parquet(looked, tmp_path / "kq.parquet", "en", "0")
    assert len(streamed.noted.rows) > 1
    assert in_order(streamed.findings) == in_order(held.findings)
    result_table(held, "frame").collect()
    with pytest.raises(RuntimeError, match="1200 rows"):
        assert held.findings  # they were looked at twice, so that every count is wrong


@pytest.mark.long
def test_pieces_of_a_file_give_what_the_whole_gives(tmp_path, monkeypatch):
    ruleset = load_text(FORMS).ruleset
    path = tmp_path / "d.csv"
    path.write_text("id,a,b,c\n" + "\n".join(rows(600)) + "\n", "utf-8")
    pl.read_csv(path).write_parquet(tmp_path / "d.parquet", row_group_size=100)
    sheet, _ = sheet_of_file(tmp_path / "d.parquet", "d.parquet")
    looked = look(ruleset, sheet)
    held = made_by("polars", looked, "en")
    whole = result_table(held, "parquet").collect()
    monkeypatch.setattr(preparing, "_PIECE", 70)
    streamed = stream_to_parquet(looked, tmp_path / "kq.parquet", "en", "0")
    assert pl.read_parquet(tmp_path / "kq.parquet").equals(whole)
    assert in_order(streamed.findings) == in_order(held.findings)


@pytest.mark.parametrize(("cells", "count"), [("12", 2), ("1 ", 1), ("  ", 0)])
def test_whether_cells_have_kinds_is_answered_without_a_count(cells, count):
    """It is asked of every row that may be none."""
    kinds = _LazyKinds(SimpleNamespace(kinds=("text", "whole")), [("x", each.strip()) for each in cells])
    assert (bool(kinds), len(kinds)) == (count > 0, count)
    kinds._rows.clear()
    assert bool(kinds) is (count > 0)
