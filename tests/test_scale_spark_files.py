"""`evaluate --engine spark`: what polars writes of one file, Spark writes of many; pieces of a table, without Spark."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine import load_text
from itrank.engine.columns.compiling import compiled
from itrank.engine.columns.reference import ByReference
from itrank.engine.model.findings import Place, finding
from itrank.engine.scale import spark_folders
from itrank.engine.scale.spark_folders import NotParquetError, refuse, shown
from itrank.engine.scale.spark_pieces import BESIDE, FILE_ROWS, LEFT_OUT, Seen, Table, groups_of, stops, together

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

needs_spark = pytest.mark.engines
# Java compiles what it runs twice; for a few rows that takes longer than it saves.
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1")
RULESET = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}, huyen: {title: Huyện}}
inputs:
  a: {label: Số A, type: number, min: 0, max: 10}
  b: {label: Khác B, type: number, missing: zero}
  c: {label: Tỷ lệ, type: percent}
  d: {label: Có, type: yes_no}
scorecards:
  bang:
    criteria:
      - {id: p, title: Phần, max: 10, score: {formula: a}}
      - {id: q, title: So, max: 10, score: {relative: b, to: best}, cohort: all, round: 2}
      - {id: s, title: Căn, max: 10, score: {formula: "sqrt(c * 100)"}, round: 2}
    tiers: [{id: tot, title: Tốt, from: 15}, {id: yeu, title: Yếu}]
"""


def rules(text=RULESET):
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    return loaded.ruleset


def units(count, *, wrong=True):
    """Make data with blanks, numbers that are too great, three spellings of groups, and a column that nobody reads."""

    def of(values, dtype=None):
        return pl.Series([values[n * 7 % 11 % len(values)] for n in range(count)], dtype=dtype, strict=False)

    return pl.DataFrame(
        {
            "id": [f"dv{n:05}" for n in range(count)],
            "name": [f"Đơn vị {n}" for n in range(count)],
            "group": of(["so", "huyen", "Sở"]),
            "Số A": of([None, 11.5 if wrong else 1.5, 2.25, 9, 10, 0, 3.3], pl.Float64),
            "b": of([None, 1, 2, 9, 4]),
            "c": of([10.5, 85, 100, 2], pl.Float64),
            "d": of([True, False, None]),
            "Cột lạ": of(["x", "y"]),
        }
    )


# Pieces, without Spark


def batches(files, size=100):
    """Give the rows of files as Spark does: some at a time, with file and number behind them; and the headers."""
    for name, frame in files.items():
        table = frame.with_columns(
            file=pl.lit(f"file:///x/many.parquet/{name}"), row=pl.int_range(len(frame), dtype=pl.Int64)
        )
        yield from table.to_arrow().to_batches(max_chunksize=size)


def looked(frame, name="many.parquet", ruleset=None):
    from itrank.engine.scale.frames import sheet_of_lazy
    from itrank.engine.scale.preparing import look

    return look(ruleset or rules(), sheet_of_lazy(frame.lazy(), name)[0])


def pieces_of(frame, table, cut=137):
    import pickle

    from itrank.engine.scale.spark_pieces import seen

    files = {"a.parquet": frame[:cut], "b.parquet": frame[cut:]}
    alone = [seen(table, [batch]) for batch in batches(files)]
    return files, [pickle.loads(each["seen"][0].as_py()) for own in alone for each in own]


def table_for(frame, text=RULESET):
    subjects = {4: "a", 5: "b", 6: "c", 7: "d"}
    return Table(rules(text), tuple(frame.columns), None, "many.parquet", "/x/many.parquet", subjects)


def test_pieces_together_say_what_the_whole_table_says():
    frame = units(400)
    table = table_for(frame)
    _, found = pieces_of(frame, table)
    assert len(found) == 5  # no piece is of two files
    whole = together(table, [together(table, found[2:]), *found[:2]])
    expected = looked(frame)
    assert sorted(file.rpartition("/")[2] for file in whole.files) == ["a.parquet", "b.parquet"]
    assert (whole.count, groups_of(table, whole), whole.illustrative) == (400, expected.groups, False)
    assert dict(whole.ranges) == dict(expected.ranges)
    assert stops(whole.findings) is False

    def without_place(findings):
        return sorted((each.row, *sorted(each.params.items())) for each in findings)

    assert without_place(whole.findings) == without_place(expected.findings)
    last = max(each.place.line for each in whole.findings if each.place.file.endswith("b.parquet"))
    assert last == max(each.place.line for each in expected.findings) - 137


@pytest.mark.long
def test_more_of_a_kind_than_are_shown_are_counted_once():
    frame = units(2_000)
    table = table_for(frame)
    _, found = pieces_of(frame, table, 1_100)
    whole = together(table, [together(table, found[5:]), together(table, found[:5])])
    left = [each.params for each in whole.findings if each.row == LEFT_OUT]
    assert left == [each.params for each in looked(frame).findings if each.row == LEFT_OUT]
    assert sum(int(each["count"]) for each in left) > 50


def test_rows_of_the_result_are_those_of_polars():
    """Every step but Spark's own: look, prepare, compute by polars, give the result, a piece at a time."""
    from itrank.engine.scale.on_polars import run
    from itrank.engine.scale.results import Made, result_table
    from itrank.engine.scale.spark_pieces import TWIN, Written, made_ready, table_of

    frame = units(300)
    table = table_for(frame)
    files, found = pieces_of(frame, table)
    whole = together(table, found)
    program = compiled(table.ruleset, whole.ranges, groups=groups_of(table, whole), most_rows=whole.count)
    numbers = {name: number for number, name in enumerate(sorted(whole.files))}
    ready = [
        pl.DataFrame(pa.Table.from_batches([each]))
        for each in made_ready(table, program, numbers, "", False, batches(files))
    ]
    all_ready = pl.concat(ready)
    assert all_ready["n"].to_list() == [*range(137), *range(FILE_ROWS, FILE_ROWS + 163)]
    assert all_ready[TWIN].n_unique() == 300
    answers = ByReference(table.ruleset, program.lacks, program.options)
    made = run(program, all_ready, answers)
    beside = all_ready.select("n", *BESIDE)
    rows = made.join(beside, on="n", how="left", maintain_order="left")
    found_rows = table_of(Written(table.ruleset, program, tuple(answers.kept), "vi"), rows)
    seen = looked(frame)
    from itrank.engine.scale.preparing import prepared, program_for

    of_polars, of_reference = program_for(seen)
    expected = result_table(
        Made(
            seen.ruleset,
            of_polars,
            run(of_polars, prepared(of_polars, seen), of_reference).lazy(),
            seen,
            of_reference.kept,
        ),
        "frame",
    ).collect()
    assert found_rows.equals(expected)


def test_a_unit_that_only_one_piece_lacks_is_not_missing():
    table = Table(rules(), (), None, "x", "/x")
    absent = finding("ITR469.role", Place("a"), unit="u")
    there = Seen(frozenset("f"), 1, (), {}, {}, False, True)
    both = together(table, [replace(there, findings=(absent,)), replace(there, findings=(absent,))])
    assert [each.row for each in both.findings] == ["ITR469.role"]
    one = together(table, [replace(there, findings=(absent,)), there])
    assert one.findings == ()


def test_files_are_named_from_what_the_data_were_called():
    table = Table(rules(), (), None, "ở đây/many.parquet/", "/a/many.parquet/b c/many.parquet")
    below = "file:///a/many.parquet/b%20c/many.parquet/group%3Dso/x.parquet"
    assert table.name(below) == "ở đây/many.parquet/group=so/x.parquet"
    assert replace(table, shown="one.parquet", root="/a/one.parquet").name("file:///a/one.parquet") == "one.parquet"


def test_data_that_changed_since_they_were_looked_at_are_refused():
    from itrank.engine.scale.spark_pieces import made_ready
    from itrank.engine.scale.sql import ROWS

    frame = units(40)
    table = table_for(frame)
    files, found = pieces_of(frame, table, 20)
    whole = together(table, found)
    program = compiled(table.ruleset, whole.ranges, groups=groups_of(table, whole), most_rows=whole.count)
    numbers = {name: number for number, name in enumerate(sorted(whole.files))}
    far = {**files, "a.parquet": frame[:20].with_columns(b=pl.lit(10**15))}
    with pytest.raises(ValueError, match=ROWS):
        list(made_ready(table, program, numbers, "", True, batches(far)))
    with pytest.raises(ValueError, match=ROWS):
        list(made_ready(table, program, {}, "", True, batches(files)))


def test_workers_compute_layers_some_rows_at_a_time():
    """What a worker makes of the first stage, for programs that look at no other row, beside plain Python."""
    from columns_by_hand import result_by_hand
    from drawn_programs import Draw, StandIn, drawn_rows
    from itrank.engine.columns.program import result_columns
    from itrank.engine.columns.schedule import read_as, scheduled
    from itrank.engine.scale.dialects import SPARK_NARROW
    from itrank.engine.scale.handing import renamed
    from itrank.engine.scale.on_spark import _by_layers
    from itrank.engine.scale.sql import planned
    from prepared_tables import as_arrow, as_rows

    compared = 0
    for seed in range(40):
        program = Draw(seed).program()
        if program.operations:
            continue
        (stage,) = planned(program, SPARK_NARROW, "prepared", in_layers=True).stages
        rows = drawn_rows(program, seed, 25)
        given = renamed(program, as_arrow(program, rows)).to_batches(max_chunksize=7)
        made = as_rows(pa.Table.from_batches(_by_layers(stage.layers, stage.columns, None, given)))
        names = scheduled(program).names
        read = {name: read_as(expr, names).column for name, expr in result_columns(program)}
        found = [{"n": row["n"], "unit": row["unit"]} | {name: row[of] for name, of in read.items()} for row in made]
        found.sort(key=lambda row: row["n"])
        assert found == result_by_hand(program, rows, StandIn()), seed
        compared += 1
    assert compared > 2


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "o: org.apache.spark.SparkException: [X_Y.Z] household 4711 SQLSTATE: 42P01\n\tat a.b",
            ("spark", "X_Y.Z, 42P01"),
        ),
        (": java.lang.IllegalStateException: 4711\nCaused by: java.io.EOFException: 4711", ("spark", "EOFException")),
        (": java.io.IOException: No space left on device", ("disk", "")),
        (": java.lang.OutOfMemoryError: Java heap space", ("memory", "")),
        ("household 4711", ("spark", "Exception")),
    ],
)
def test_what_java_says_is_named_and_not_repeated(message, said):
    from itrank.engine.scale.on_spark import _said

    error = _said(Exception(message))
    assert (error.why, error.about) == said


# Folders


def test_a_folder_is_replaced_only_if_spark_wrote_all_of_it(tmp_path):
    target = tmp_path / "ra.parquet"
    refuse(target)
    target.mkdir()
    with pytest.raises(NotParquetError):
        refuse(target)
    for name in ("_SUCCESS", "._SUCCESS.crc", "part-0.parquet", ".part-0.parquet.crc"):
        (target / name).touch()
    refuse(target)
    (target / "notes.txt").touch()
    with pytest.raises(NotParquetError) as stopped:
        refuse(target)
    assert stopped.value.why == "kept"
    with pytest.raises(OSError, match="No such file"):
        refuse(tmp_path / "none" / "ra.parquet")
    (tmp_path / "file.parquet").touch()
    with pytest.raises(NotADirectoryError):
        refuse(tmp_path / "file.parquet")


def test_nothing_has_the_final_name_when_writing_fails(tmp_path):
    target = tmp_path / "ra.parquet"

    def write(*, fails):
        with spark_folders.drafted(None, str(target)) as draft:
            folder = Path(draft.removeprefix("file://"))
            folder.mkdir()
            for name in ("_SUCCESS", "part-0.parquet", ".part-0.parquet.crc"):
                (folder / name).write_text(str(fails))
            if fails:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(fails=True)
    assert list(tmp_path.iterdir()) == []
    write(fails=False)
    write(fails=False)
    with pytest.raises(KeyboardInterrupt):
        write(fails=True)
    assert [each.name for each in tmp_path.iterdir()] == ["ra.parquet"]
    assert sorted(each.name for each in target.iterdir()) == ["_SUCCESS", "part-0.parquet"]
    assert (target / "part-0.parquet").read_text() == "False"


def test_an_address_is_shown_without_what_else_is_in_it():
    assert shown("sc://me:x@host:15002/;token=b") == "sc://host:15002"


# The command


@pytest.fixture
def ran(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "r.yaml").write_text(RULESET, "utf-8")

    def run(line, *more):
        code = cli.run([*line.split(), *more])
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--data x.csv", "ITR976"),
        ("--data none.parquet", "ITR403"),
        ("", "ITR947"),
        ("--data x.csv --format csv", "ITR971"),
        ("--data x.csv --output -", "ITR971"),
        ("--data x.csv --previous x.csv", "ITR971"),
        ("--data x.csv --data x.csv", "ITR971"),
        ("--data one.parquet --master sc://h/;token=q7Z9", "ITR974"),
        ("--data s3a://k:q7Z9@b/x.parquet", "ITR974"),
        ("--data one.parquet --output none/ra.parquet", "ITR906"),
        ("--data x[1].parquet", "ITR976"),
    ],
)
def test_what_spark_does_not_take_is_refused_before_java_begins(ran, tmp_path, monkeypatch, line, said):
    (tmp_path / "x.csv").write_text("id,a\n1,2\n")
    units(3).write_parquet(tmp_path / "one.parquet")
    units(3).write_parquet(tmp_path / "x[1].parquet")
    monkeypatch.setattr("itrank.engine.scale.on_spark.session", None)
    code, out, err = ran(f"evaluate r.yaml --engine spark {line}")
    assert (code, out) == (2, "")
    assert said in err
    assert "q7Z9" not in err


@pytest.mark.parametrize("output", ["ranked", "ranked.parquet", "hdfs://name/ranked"])
def test_a_folder_of_results_may_have_any_name(ran, tmp_path, monkeypatch, output):
    """Whatever else is missing: with no Java and no pyspark it is not the name that is refused."""
    pl.DataFrame({"id": ["a"]}).write_parquet(tmp_path / "x.parquet")
    monkeypatch.setitem(sys.modules, "pyspark", None)
    code, _, err = ran(f"evaluate r.yaml --engine spark --data x.parquet -o {output}")
    assert (code, "pyspark" in err, "ITR864" in err) == (2, True, True)


def test_a_master_is_only_for_spark(ran):
    code, _, err = ran("evaluate 2021 --master local[2]")
    assert code == 2
    assert "--engine spark" in err


def both(ran, tmp_path, frame):
    """Rank by polars of one file and by Spark of three; gives what was said, and both tables."""
    frame.write_parquet(tmp_path / "one.parquet")
    (tmp_path / "many.parquet").mkdir()
    third = len(frame) // 3
    for number, name in enumerate("abc"):
        part = frame[number * third : (number + 1) * third if number < 2 else None]
        part.write_parquet(tmp_path / "many.parquet" / f"{name}.parquet")
    polars = ran("evaluate r.yaml --data one.parquet --engine polars -o p.parquet")
    spark = ran("evaluate r.yaml --data many.parquet --engine spark -o s.parquet")
    tables = [
        pl.read_parquet(each) for each in ("p.parquet", "s.parquet/*.parquet") if Path(each.partition("/")[0]).exists()
    ]
    return polars, spark, tables


@needs_spark
def test_spark_writes_what_polars_writes(ran, tmp_path):
    polars, spark, (expected, found) = both(ran, tmp_path, units(300))
    assert (spark[0], spark[1]) == (polars[0], polars[1]) == (1, "")
    assert found.columns == expected.columns
    texts = [table.sort("id").select(pl.all().cast(pl.String)) for table in (expected, found)]
    assert texts[0].equals(texts[1])
    # The same lines but for where a row is, whose number moves the lines below it too.
    texts = [re.sub(r"\S+parquet(:\d+)?|mục \d+", "", said[2]).replace("spark", "polars") for said in (polars, spark)]
    lines = [sorted(line.strip() for line in text.splitlines()) for text in texts]
    assert lines[1] == lines[0]
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "many.parquet",
        "one.parquet",
        "p.parquet",
        "r.yaml",
        "s.parquet",
    ]
    # Again over itself, from folders that are named by a column, and to the screen.
    folder = tmp_path / "parts.parquet"
    for group in ("so", "huyen"):
        (folder / f"group={group}").mkdir(parents=True)
        units(100).filter(pl.col("group") == group).drop("group").write_parquet(folder / f"group={group}" / "x.parquet")
    assert ran("evaluate r.yaml --data parts.parquet --engine spark -o s.parquet")[0] == 1
    again = pl.read_parquet("s.parquet/*.parquet")
    assert set(again["group"]) == {"so", "huyen"}
    code, out, _ = ran("evaluate r.yaml --data many.parquet --engine spark")
    assert code == 1
    _, table, _ = ran("evaluate r.yaml --data one.parquet --engine polars")
    assert out.replace("spark", "polars") == table


@needs_spark
def test_an_id_that_is_in_two_files_stops_with_both_places(ran, tmp_path):
    frame = units(30, wrong=False)
    ids = [*frame["id"][:29], "dv00003"]
    polars, spark, tables = both(ran, tmp_path, frame.with_columns(id=pl.Series(ids)))
    assert (polars[0], spark[0], tables) == (1, 1, [])
    (line,) = [line for line in spark[2].splitlines() if "ITR112" in line]
    assert 'many.parquet/c.parquet:10:1: lỗi ITR112: đơn vị "dv00003" có hai lần; lần trước ở mục 4' in line
    twins = [*frame["id"][:29], "DV00003"]
    frame.with_columns(id=pl.Series(twins))[15:].write_parquet(tmp_path / "many.parquet" / "c.parquet")
    code, _, err = ran("evaluate r.yaml --data many.parquet --engine spark -o s.parquet")
    assert code == 1
    assert "ITR112" in err or "ITR471" in err
    assert not (tmp_path / "s.parquet").exists()


@needs_spark
def test_numbers_that_are_texts_and_rules_of_last_year_are_refused(ran, tmp_path):
    units(5).with_columns(pl.col("b").cast(pl.String)).write_parquet(tmp_path / "x.parquet")
    code, _, err = ran("evaluate r.yaml --data x.parquet --engine spark")
    assert code == 2
    assert "ITR976" in err
    assert "là chữ: b" in err


@needs_spark
def test_what_is_missing_is_named_in_one_line(ran, tmp_path, monkeypatch):
    units(5).write_parquet(tmp_path / "x.parquet")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    code, out, err = ran("evaluate r.yaml --data x.parquet --engine spark")
    assert (code, out) == (2, "")
    assert err.splitlines()[0].startswith("itrank: lỗi ITR975: không có Java")
    assert "openjdk-17-jre-headless" in err
    monkeypatch.setattr("itrank.engine.scale.on_spark.PATIENCE", 1)
    code, out, err = ran("evaluate r.yaml --data x.parquet --engine spark --master sc://127.0.0.1:1")
    assert (code, out) == (2, "")
    assert "ITR975" in err
    assert "sc://127.0.0.1:1" in err
    monkeypatch.setitem(sys.modules, "pyspark", None)
    code, out, err = ran("evaluate r.yaml --data x.parquet --engine spark")
    assert (code, out) == (2, "")
    assert "itrank[spark]" in err


@needs_spark
def test_a_file_that_is_broken_leaves_nothing_and_no_trace_of_java(ran, tmp_path):
    whole = units(50)
    whole.write_parquet(tmp_path / "x.parquet")
    content = bytearray((tmp_path / "x.parquet").read_bytes())
    content[10:60] = b"\xff" * 50
    (tmp_path / "x.parquet").write_bytes(content)
    code, out, err = ran("evaluate r.yaml --data x.parquet --engine spark -o s.parquet")
    assert (code, out) == (2, "")
    assert "ITR975" in err
    assert "Exception" not in err
    assert "\tat " not in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["r.yaml", "x.parquet"]


@contextmanager
def connect_server(folder):
    """Start a server of Spark Connect from the package of pyspark; gives its address."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [str(home / "bin" / "spark-submit"), "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    started += ["--master", "local[2]", "--conf", f"spark.connect.grpc.binding.port={port}"]
    started += ["--conf", "spark.ui.enabled=false", "--conf", f"spark.local.dir={folder}", "spark-internal"]
    environment = {**os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable}
    with subprocess.Popen(
        started,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    ) as server:
        try:
            for _ in range(180):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(1)
            yield f"sc://127.0.0.1:{port}"
        finally:
            server.terminate()


@needs_spark
def test_a_server_of_spark_connect_gives_the_same(ran, tmp_path, tmp_path_factory):
    units(60).write_parquet(tmp_path / "one.parquet")
    assert ran("evaluate r.yaml --data one.parquet --engine polars -o p.parquet")[0] == 1
    with connect_server(tmp_path_factory.mktemp("server")) as address:
        code, out, err = ran(f"evaluate r.yaml --data one.parquet --engine spark --master {address} -o s.parquet")
        assert (code, out) == (1, ""), err
    expected, found = pl.read_parquet("p.parquet"), pl.read_parquet("s.parquet/*.parquet")
    texts = [table.sort("id").select(pl.all().cast(pl.String)) for table in (expected, found)]
    assert texts[0].equals(texts[1])


@needs_spark
def test_spark_submit_runs_the_same_command(tmp_path):
    import pyspark

    (tmp_path / "r.yaml").write_text(RULESET, "utf-8")
    (tmp_path / "submit.py").write_text("import sys\nfrom itrank.cli import run\nsys.exit(run(sys.argv[1:]))\n")
    units(30).write_parquet(tmp_path / "one.parquet")
    command = [
        str(Path(pyspark.__file__).parent / "bin" / "spark-submit"),
        "--master",
        "local[1]",
        "--driver-memory",
        "2g",
    ]
    command += [
        "submit.py",
        "evaluate",
        "--ruleset",
        "r.yaml",
        "--data",
        "one.parquet",
        "--engine",
        "spark",
        "-o",
        "s.parquet",
    ]
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_HOME": str(Path(pyspark.__file__).parent)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, (done.stdout[-2000:], done.stderr[-2000:])
    assert "30 đơn vị" in done.stdout + done.stderr  # Java hands on both as one
    assert pl.read_parquet(tmp_path / "s.parquet" / "*.parquet").height == 30
