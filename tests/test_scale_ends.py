"""What a Parquet file says of its columns is taken, and held against the cells: a file that says what is not so is refused."""

from dataclasses import replace

import pytest
from itrank import cli
from itrank.commands import columns
from itrank.engine import load_text

pl = pytest.importorskip("polars", reason="columns are read by polars (pip install itrank[scale])")

from itrank.engine.scale import frames  # noqa: E402  # it needs polars
from itrank.engine.scale.frames import Ends, sheet_of_file  # noqa: E402  # likewise
from itrank.engine.scale.preparing import look, prepared, program_for  # noqa: E402  # likewise

TEXT = """
format: itrank-ruleset/1
id: r
version: "1"
title: R
inputs:
  count: {label: Count, type: count, missing: zero}
  part: {label: Part, type: number, missing: zero, min: -10, max: 300}
  empty: {label: Empty, type: count, missing: zero}
scorecards:
  t:
    criteria:
      - {id: c, score: {formula: "count + part"}}
      - {id: best, max: 10, cohort: all, score: {relative: count, to: best}}
      - {id: ratio, score: {formula: "part / max(count, 1)"}}
"""
RULES = load_text(TEXT).ruleset
ROWS = 30


def table(**columns):
    """Make a table of units; columns that are given take the place of others."""
    made = {
        "id": [f"u{row:05}" for row in range(ROWS)],
        "count": pl.Series([None, *range(1, ROWS)], dtype=pl.Int16),
        "part": pl.Series([*range(-9, ROWS - 9)], dtype=pl.Int64),
        "empty": pl.Series([None] * ROWS, dtype=pl.UInt8),
    }
    return pl.DataFrame({**made, **columns})


def opened(path, made, **settings):
    made.write_parquet(path, **settings)
    sheet, findings = sheet_of_file(path, path.name)
    assert not findings
    return sheet


@pytest.mark.parametrize("rows_of_a_piece", [4, 1000])
def test_the_ends_of_all_pieces_together(tmp_path, rows_of_a_piece):
    sheet = opened(tmp_path / "d.parquet", table(), row_group_size=rows_of_a_piece)
    assert sheet.ends == {1: Ends(1, ROWS - 1, 1), 2: Ends(-9, ROWS - 10, 0), 3: Ends(None, None, ROWS)}


@pytest.mark.parametrize(
    "settings", [{"statistics": False}, {"statistics": {"min": True, "max": True, "null_count": False}}]
)
def test_a_file_that_says_nothing_or_not_all_is_looked_at(tmp_path, settings):
    assert opened(tmp_path / "d.parquet", table(), **settings).ends == {}


def test_a_file_of_very_many_pieces_is_looked_at(tmp_path, monkeypatch):
    for most, found in ((4 * 15, 3), (4 * 15 - 1, 0)):  # columns, pieces
        monkeypatch.setattr(frames, "MOST_PIECES", most)
        assert len(opened(tmp_path / "d.parquet", table(), row_group_size=2).ends) == found


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"part": pl.Series([301, *range(ROWS - 1)], dtype=pl.Int64)},  # above what is declared
        {"count": pl.Series([-1, *range(ROWS - 1)], dtype=pl.Int16)},  # no count
        {"count": pl.Series([2**64 - 1, *range(ROWS - 1)], dtype=pl.UInt64)},  # more than 64 bits
        {"id": [f"u{row:05}" for row in range(ROWS - 1)] + ["Tổng số"]},  # a row that is no unit
    ],
)
def test_what_is_taken_is_what_looking_finds(tmp_path, more):
    sheet = opened(tmp_path / "d.parquet", table(**more))
    assert sheet.ends
    taken, seen = look(RULES, sheet), look(RULES, replace(sheet, ends={}))
    assert (taken.findings, taken.count, taken.ranges) == (seen.findings, seen.count, seen.ranges)
    assert {key: cell.states for key, cell in taken.cells.items()} == {
        key: cell.states for key, cell in seen.cells.items()
    }
    (program, _), (other, _) = program_for(taken), program_for(seen)
    assert prepared(program, taken).collect().equals(prepared(other, seen).collect())


LIES = [
    ("count", Ends(1, ROWS - 2, 1)),
    ("count", Ends(2, ROWS, 1)),
    ("count", Ends(1, ROWS, 0)),
    ("part", Ends(None, None, ROWS)),
]


@pytest.mark.parametrize(("name", "lie"), LIES)
@pytest.mark.parametrize(
    "command",
    [
        "evaluate --ruleset r.yaml --data d.parquet -o made.parquet",
        "evaluate --ruleset r.yaml --data d.parquet --engine polars --format csv -o made.csv",
        "evaluate --ruleset r.yaml --data d.parquet --engine duckdb -o made.parquet",
        "explain u00003 --ruleset r.yaml --data d.parquet",
        "verify true.parquet --ruleset r.yaml --data d.parquet",
    ],
)
def test_a_file_that_says_what_is_not_so_is_refused(tmp_path, monkeypatch, capsys, name, lie, command):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ITRANK_LANG", "en")
    (tmp_path / "r.yaml").write_text(TEXT, encoding="utf-8")
    table().write_parquet(tmp_path / "d.parquet")
    assert cli.run(["evaluate", "--ruleset", "r.yaml", "--data", "d.parquet", "-o", "true.parquet"]) == 0
    own = frames._ends_of
    number = table().columns.index(name)
    monkeypatch.setattr(frames, "_ends_of", lambda *known: own(*known) | {number: lie})
    capsys.readouterr()
    assert cli.run(command.split()) == 2
    said = capsys.readouterr().err
    assert f"its statistics of the column {name} are not those of the cells" in said
    assert "ITR498" in said
    assert "Traceback" not in said
    assert not [*tmp_path.glob("made*"), *tmp_path.glob(".itrank*")]


def test_tidy_texts_are_told_apart(tmp_path):
    made = table(
        id=[f"u{row:05}" for row in range(ROWS)], group=["Sở  A"] * ROWS, name=[" x" + str(row) for row in range(ROWS)]
    )
    sheet = opened(tmp_path / "d.parquet", made)
    columns = {name: number for number, name in enumerate(sheet.headers)}
    tidied = sheet.tidied([*range(len(sheet.headers)), -1])
    assert tidied.tidy == {columns["id"]}
    for number in (columns["id"], columns["group"], columns["name"]):
        one, other = (each.frame.select(each.texts(number)).collect().to_series() for each in (sheet, tidied))
        assert one.equals(other)


def test_a_result_is_no_data_and_one_line_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ITRANK_LANG", "en")
    (tmp_path / "r.yaml").write_text(TEXT, encoding="utf-8")
    table().write_parquet(tmp_path / "d.parquet")
    for form in ("parquet", "csv"):
        first = f"evaluate --ruleset r.yaml --data d.parquet --engine polars -o made.{form}"
        assert cli.run(first.split()) == 0
        assert [found.row for found in sheet_of_file(tmp_path / f"made.{form}", form)[1]] == ["ITR498.result"]
    capsys.readouterr()
    again = "evaluate --ruleset r.yaml --data made.parquet --engine polars -o again.parquet"
    assert cli.run(again.split()) == 1
    out, said = capsys.readouterr()
    assert (out, said.splitlines()[0]) == (
        "",
        "made.parquet: error ITR498: this is a result that itrank wrote, not data",
    )
    assert said.count("error") == 2  # and how many there are
    assert not (tmp_path / "again.parquet").exists()


def test_a_double_that_is_no_short_decimal_is_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ITRANK_LANG", "en")
    (tmp_path / "r.yaml").write_text(TEXT, encoding="utf-8")
    parts = [*map(float, range(ROWS - 1)), 90.068000000000006]
    table(part=parts).write_parquet(tmp_path / "d.parquet")
    assert cli.run(["evaluate", "--ruleset", "r.yaml", "--data", "d.parquet", "--engine", "polars"]) == 1
    said = capsys.readouterr().err
    assert (
        "part (u00029): the cell is a double, 90.06800000000001, which takes 16 digits to write; the limit is 15"
        in said
    )
    assert ".round(2)" in said


def written(frame, path):
    """Write a table into a file of columns, as its ending says."""
    if path.suffix == ".arrow":
        frame.write_ipc(path)
    else:
        frame.write_parquet(path)


@pytest.mark.parametrize(
    "line",
    [
        "evaluate r.yaml --data d.parquet -o made.parquet",
        "evaluate r.yaml --data d.parquet -o made.csv",
        "evaluate r.yaml --data d.parquet",
        "evaluate r.yaml --data d.arrow",
        "explain u00003 --ruleset r.yaml --data d.parquet",
    ],
)
def test_a_file_that_changes_while_it_is_read_gives_no_result(tmp_path, monkeypatch, capsys, line):
    """Figures of all units would be those of the older file, and rows those of the newer one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ITRANK_LANG", "en")
    (tmp_path / "r.yaml").write_text(TEXT, encoding="utf-8")
    name = "d.arrow" if "d.arrow" in line else "d.parquet"
    written(table(), tmp_path / name)
    before = columns.of_table

    def looked(*given, **more):
        found = before(*given, **more)
        written(table(part=pl.Series([*range(-9, ROWS - 9)][::-1], dtype=pl.Int64)), tmp_path / name)
        return found

    monkeypatch.setattr(columns, "of_table", looked)
    assert cli.run(line.split()) == 2
    out, said = capsys.readouterr()
    kind = "Arrow" if name == "d.arrow" else "Parquet"
    assert out == ""
    assert f"the {kind} file is damaged or of another format (it changed while it was read)" in said
    assert not [*tmp_path.glob("made*"), *tmp_path.glob(".itrank*")]
