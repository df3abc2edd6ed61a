"""Frames and files of columns: typed cells mean what the same cells of a workbook mean, and come back in their library."""

import random
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from itrank.engine import load_text, observe
from itrank.engine.files.tables import parse_table

pl = pytest.importorskip("polars", reason="columns are read by polars (pip install itrank[scale])")
pa = pytest.importorskip("pyarrow", reason="pip install itrank[scale]")

from itrank.engine import evaluate, evaluate_frame  # noqa: E402  # it needs polars
from itrank.engine.scale import frames  # noqa: E402
from itrank.engine.scale.ahead import opened_ahead, taken  # noqa: E402
from itrank.engine.scale.frames import Sheet, sheet_of_file, sheet_of_lazy  # noqa: E402
from itrank.engine.scale.preparing import look  # noqa: E402
from prepared_cells import differences  # noqa: E402

RULES = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
inputs:
  count: {label: Cán bộ, type: count, missing: zero, max: 5000}
  number: {label: Số đo, type: number, missing: zero}
  money: {label: Kinh phí, type: money, missing: zero}
  share: {label: Tỷ lệ, type: percent, missing: zero}
  day: {label: Ngày, type: date, missing: unranked}
  yes: {label: Có, type: yes_no, missing: zero}
  pick: {label: Mức, type: choice, missing: unranked, options: {a: Tốt, "2": Khá}}
scorecards:
  t:
    criteria:
      - {id: c, max: 10, score: {formula: "min(count / 8, 10)"}}
      - {id: d, max: 5, score: {formula: "min(number, 5)"}}
""").ruleset
assert RULES is not None
UNITS = [f"u{row:05}" for row in range(300)]


def seen(frame, tmp_path):
    """Look at a frame, in memory and as files, beside the reference on the same cells."""
    frame.write_parquet(tmp_path / "d.parquet")
    frame.write_ipc(tmp_path / "d.arrow")
    sheets = [sheet_of_lazy(frame.lazy(), "d")[0]]
    sheets += [sheet_of_file(tmp_path / name, "d")[0] for name in ("d.parquet", "d.arrow")]
    table = sheets[0].table(range(frame.height))
    observed = observe(RULES, [table])
    looked = [look(RULES, sheet) for sheet in sheets]
    assert [differences(RULES, observed, each) for each in looked] == [[], [], []]
    return looked[0], observed


def values_of(observed, key):
    return [each.value for each in observed.values[key]]


def told(observed):
    return {found.code for found in observed.findings} - {"ITR453", "ITR454"}


def test_typed_columns_are_exact(tmp_path):
    frame = pl.DataFrame(
        {
            "id": UNITS,
            "count": pl.Series(range(300), dtype=pl.UInt16),
            "number": pl.Series([Decimal(row) / 8 for row in range(300)], dtype=pl.Decimal(20, 3)),
            "money": pl.Series([2**62 + row for row in range(300)], dtype=pl.UInt64),
            "share": pl.Series([row / 4 for row in range(300)]),
            "day": [date(2022, 1, 1)] * 300,
            "yes": [True, False, None] * 100,
            "pick": pl.Series([1, 2, None] * 100),
        }
    )
    looked, observed = seen(frame, tmp_path)
    assert values_of(observed, "number")[1] == Fraction(1, 8)
    assert values_of(observed, "money")[1] == 2**62 + 1
    assert values_of(observed, "share")[1] == Fraction(1, 400)
    assert values_of(observed, "yes")[:3] == [True, False, None]
    assert values_of(observed, "pick")[:3] == [None, "2", None]
    assert looked.cells["money"].high == 2**62 + 299


def test_a_binary_number_is_the_decimal_that_it_stands_for_or_a_finding(tmp_path):
    numbers = [0.1, 2.675, 1e22, -0.5, 1 / 3, 0.1 + 0.2, float("nan"), float("inf"), None, 5e-324] + [1.25] * 290
    looked, observed = seen(pl.DataFrame({"id": UNITS, "count": [1] * 300, "number": numbers}), tmp_path)
    assert values_of(observed, "number")[:4] == [Fraction(1, 10), Fraction(107, 40), Fraction(10**22), Fraction(-1, 2)]
    assert values_of(observed, "number")[4:9] == [None] * 5
    assert told(observed) >= {"ITR428", "ITR420"}
    assert looked.count == 300


def test_a_number_of_32_bits_is_the_decimal_that_it_prints(tmp_path):
    frame = pl.DataFrame({"id": UNITS, "count": [1] * 300, "number": pl.Series([0.1, 2.7] * 150, dtype=pl.Float32)})
    _, observed = seen(frame, tmp_path)
    assert values_of(observed, "number")[:2] == [Fraction(1, 10), Fraction(27, 10)]


def test_numbers_beyond_their_input_are_findings(tmp_path):
    frame = pl.DataFrame({"id": UNITS, "count": [5001, -1, 5000] * 100, "number": [1] * 300, "yes": [2] * 300})
    _, observed = seen(frame, tmp_path)
    assert told(observed) >= {"ITR446", "ITR441", "ITR489"}


def test_days_with_an_hour_and_lists_are_findings(tmp_path):
    days = [datetime(2022, 1, 1), datetime(2022, 1, 1, 8, 30), None] * 100  # noqa: DTZ001  # data have no zone
    frame = pl.DataFrame({"id": UNITS, "count": [1] * 300, "day": days, "number": [[1, 2]] * 300})
    sheet = sheet_of_lazy(frame.lazy(), "d")[0]
    looked = look(RULES, sheet)
    observed = observe(RULES, [sheet.table(range(300))])
    assert differences(RULES, observed, looked) == []
    assert values_of(observed, "day")[:3] == [date(2022, 1, 1), None, None]
    assert told(observed) >= {"ITR317", "ITR420"}


def test_a_day_with_a_part_of_a_second_is_no_day(tmp_path):
    """Frames of pandas have days in thousand millionths of a second, of which Python has none."""
    day = 1_640_995_200 * 10**9
    parts = [day, day + 1, day + 86_400 * 10**9 - 1, day + 1000, None, day + 86_400 * 10**9] * 50
    for zone in (None, "UTC"):
        days = pl.Series(parts, dtype=pl.Int64).cast(pl.Datetime("ns", zone))
        frame = pl.DataFrame({"id": UNITS, "count": [1] * 300, "number": [1] * 300, "day": days})
        looked, observed = seen(frame, tmp_path)
        assert values_of(observed, "day")[:6] == [date(2022, 1, 1), *[None] * 4, date(2022, 1, 2)]
        assert looked.cells["day"].low == date(2022, 1, 1).toordinal()


def test_rows_that_are_judged_one_by_one_may_hold_what_is_no_number(tmp_path):
    numbers = [float("nan"), float("nan"), 1.5] * 100
    names = ["Tổng cộng", *[f"Xã {row}" for row in range(299)]]
    _, observed = seen(pl.DataFrame({"id": names, "count": [1] * 300, "number": numbers}), tmp_path)
    assert values_of(observed, "number")[:2] == [None, Fraction(3, 2)]


def test_texts_of_frames_are_read_as_those_of_files(tmp_path):
    chance = random.Random(3)
    texts = ["12", " 7", "1.5", "6000", "", "x", "có", "1e2"]
    frame = pl.DataFrame(
        {
            "id": [f"Xã số {row}" for row in range(300)],
            "count": [chance.choice(texts) for _ in UNITS],
            "number": [chance.choice(texts) for _ in UNITS],
            "yes": pl.Series([chance.choice(["có", "không", "1"]) for _ in UNITS], dtype=pl.Categorical),
        }
    )
    seen(frame, tmp_path)


def test_whole_numbers_can_be_ids(tmp_path):
    frame = pl.DataFrame({"id": range(10_001, 10_301), "count": range(300), "number": [0] * 300})
    _, observed = seen(frame, tmp_path)
    assert observed.units[0].id == "10001"


def test_a_name_that_hides_something_is_told():
    frame = pl.DataFrame({"id": [f"u\u200b{row:04}" for row in range(30)], "count": [1] * 30, "number": [1] * 30})
    looked = look(RULES, sheet_of_lazy(frame.lazy(), "d")[0])
    assert "ITR103" in {found.code for found in looked.findings}


@pytest.mark.parametrize("content", [b"PAR1" + b"\0" * 40 + b"PAR1", b"PAR1", b"ARROW1\0\0", b"ARROW1" + b"x" * 400])
def test_a_damaged_file_is_a_finding(content, tmp_path):
    (tmp_path / "d").write_bytes(content)
    sheet, findings = sheet_of_file(tmp_path / "d", "d")
    assert sheet is None
    assert [found.code for found in findings] == ["ITR498"]


def test_rows_and_columns_have_limits(tmp_path, monkeypatch):
    (tmp_path / "d.csv").write_text("id,count\na,1\nb,2\n")
    monkeypatch.setattr(frames, "MOST_ROWS", 2)
    assert sheet_of_file(tmp_path / "d.csv", "d")[1] == ()
    monkeypatch.setattr(frames, "MOST_ROWS", 1)
    assert [found.code for found in sheet_of_file(tmp_path / "d.csv", "d")[1]] == ["ITR408"]
    monkeypatch.setattr(frames, "MOST_ROWS", 2)
    monkeypatch.setattr(frames, "MOST_COLUMNS", 1)
    assert [found.code for found in sheet_of_file(tmp_path / "d.csv", "d")[1]] == ["ITR408"]
    (tmp_path / "e.csv").write_text('id,count\n"a\nb",1\nb,2\n')
    monkeypatch.setattr(frames, "MOST_COLUMNS", 2)
    monkeypatch.setattr(frames, "MOST_SLOW_BYTES", 21)
    assert sheet_of_file(tmp_path / "e.csv", "e")[1] == ()
    monkeypatch.setattr(frames, "MOST_SLOW_BYTES", 20)
    assert [found.code for found in sheet_of_file(tmp_path / "e.csv", "e")[1]] == ["ITR101"]
    monkeypatch.setattr(frames, "MOST_TEXT_BYTES", 10)
    assert [found.code for found in sheet_of_file(tmp_path / "d.csv", "d")[1]] == ["ITR101"]


def test_a_number_has_as_many_digits_as_columns_hold():
    def found(digits, other):
        numbers = ["9" * digits, other, *["1"] * 298]
        frame = pl.DataFrame({"id": UNITS, "count": [1] * 300, "number": numbers})
        looked = look(RULES, sheet_of_lazy(frame.lazy(), "d")[0])
        return looked.cells["number"].high, looked.cells["number"].digits, sorted(each.code for each in looked.findings)

    assert found(38, "2") == (10**38 - 1, 0, found(1, "1")[2])
    assert found(39, "2") == (2, 0, ["ITR428", *found(1, "1")[2]])
    assert found(36, "2.25")[:2] == ((10**36 - 1) * 100, 2)
    assert found(37, "2.25") == (225, 2, ["ITR428", *found(1, "1")[2]])


DATA = "id,count,number\n" + "".join(f"u{row:04},{row % 90},{row % 7}.25\n" for row in range(200))


def libraries():
    frame = pl.read_csv(DATA.encode())
    yield "polars", frame
    yield "polars", frame.lazy()
    yield "pyarrow", frame.to_arrow()
    try:
        yield "pandas", frame.to_pandas()
    except ModuleNotFoundError:
        return


@pytest.mark.parametrize(("library", "frame"), [*libraries()])
def test_a_frame_is_evaluated_and_comes_back_in_its_library(library, frame):
    found = evaluate_frame(RULES, frame)
    assert type(found.frame).__module__.partition(".")[0] == library
    rows = found.frame.to_dict("records") if library == "pandas" else pl.DataFrame(found.frame).to_dicts()
    result = evaluate(RULES, observe(RULES, [parse_table(DATA.encode(), "frame")[0]]))
    assert [(row["id"], Fraction(row["total"]), row["rank"]) for row in rows] == [
        (unit.unit.id, unit.outcome, unit.rank) for unit in result.units
    ]


def test_whole_numbers_of_pandas_stay_whole_beside_blanks():
    pandas = pytest.importorskip("pandas")
    card = "scorecards: {t: {criteria: [{id: c, score: {formula: count / 7}}]}}"
    text = f"format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {{count: {{type: number, missing: unranked}}}}\n{card}\n"
    frame = pandas.DataFrame({"id": ["a1111", "b1111"], "count": [str(2**55 + 1), None]})
    rows = evaluate_frame(load_text(text).ruleset, frame).frame
    assert (int(rows["c:top"][0]), rows["c:bottom"][0], rows["c:top"].isna()[1]) == (2**55 + 1, 7, True)


def test_what_is_no_frame_is_refused():
    with pytest.raises(TypeError):
        evaluate_frame(RULES, [1, 2])


def test_a_frame_without_units_gives_findings():
    found = evaluate_frame(RULES, pl.DataFrame({"x": [1]}))
    assert found.frame is None
    assert {each.code for each in found.findings} >= {"ITR460"}


ROWS = [
    ["u1", "7", "1", "yes", "-12"],
    ["u2", "0", "2", "no", "0"],
    ["u3", "4999", "2", "", "99"],
    ["u4", "10", "1", "yes", "100"],
]


def of_text(tmp_path, rows, end="\n", sign=","):
    """Look at rows as a file of text, beside the reference on the same file; give the table."""
    lines = [["id", "count", "pick", "yes", "number"], *rows]
    path = tmp_path / "d.csv"
    path.write_bytes((end.join(map(sign.join, lines)) + end).encode())
    sheet, _ = sheet_of_file(path, "d.csv")
    table, _ = parse_table(path.read_bytes(), "d.csv")
    looked, observed = look(RULES, sheet), observe(RULES, [table])
    assert differences(RULES, observed, looked) == []
    assert [str(found.place) for found in looked.findings] == [str(found.place) for found in observed.findings]
    return sheet


@pytest.mark.parametrize(("end", "sign"), [("\n", ","), ("\r\n", ";"), ("\n", "\t")])
def test_plain_numbers_of_a_text_are_held_as_numbers(end, sign, tmp_path):
    sheet = of_text(tmp_path, ROWS, end, sign)
    assert (sheet.held, sheet.wholes) == ({0, 1, 2, 3, 4}, {1, 2, 4})
    rows = sheet.frame.select("0", "1", "2", "3", "4").collect().rows()
    assert [[cell or "" for cell in row] for row in rows] == ROWS


def test_a_text_without_any_text_is_read_whatever_its_pieces(tmp_path):
    """Ids are numbers here, and polars reads so many lines in several pieces."""
    rows = [f"{10_000 + row},{row % 90},1,no,{row % 7}" for row in range(5_000)]
    (tmp_path / "d.csv").write_text("id,count,pick,yes,number\n" + "\n".join(rows) + "\n")
    sheet, findings = sheet_of_file(tmp_path / "d.csv", "d.csv")
    assert (sheet.height, sheet.held, findings) == (5_000, {0, 1, 2, 3, 4}, ())


ODD = {
    "1": ["007", "+5", " 5", "5 ", "-0", "1e2", "5.0", "9" * 25, "x"],
    "2": ["01", "a"],
    "3": ["No", " no", "1"],
    "4": ["-012"],
}


@pytest.mark.parametrize(("column", "cell"), [(int(column), cell) for column, cells in ODD.items() for cell in cells])
def test_one_cell_that_is_written_otherwise_leaves_all_as_they_are(column, cell, tmp_path, monkeypatch):
    monkeypatch.setattr(frames, "_SAMPLE", 3)  # rows; what comes after them is read, but tells nothing
    sheet = of_text(tmp_path, [*ROWS, ["u5", *(cell if at == column else "1" for at in range(1, 5))]])
    assert not sheet.held
    assert sheet.frame.collect()[str(column)][-1] == cell


@pytest.mark.parametrize(
    "rows", [[["u5", "007"]], [["u5", "07", "1", "yes"]], [["u5", "1", "2", "no", ""], ["u6", "07", "", "", "1"]]]
)
def test_a_cell_that_lacks_makes_up_for_no_other(rows, tmp_path, monkeypatch):
    """Delimiters that are not there are as many bytes as zeros before a number."""
    monkeypatch.setattr(frames, "_SAMPLE", 3)
    assert not of_text(tmp_path, [*ROWS, *rows]).held


def test_rows_that_lack_cells_are_held_where_all_is_plain(tmp_path):
    assert of_text(tmp_path, [*ROWS, ["u5", "7"]]).held == {1, 2, 3, 4}


@pytest.mark.parametrize("clean", [frames._of_csv, frames._composed])
def test_tidy_texts_are_what_they_are_beside_others(clean):
    """A column of tidy texts alone is taken as it is; beside one that is not, all are cleaned."""
    texts = [
        "",
        "a",
        "a b",
        "'=1",
        "'a",
        "=1",
        "a  b",
        " a",
        "a ",
        "a\tb",
        "é",
        "e\u0301",
        "a\u00a0b",
        "~!-&(",
        "\x7f",
        "\u2003",
    ]
    delimiter = "," if clean is frames._of_csv else ""

    def cleaned(*some):
        frame = pl.DataFrame({"0": some}, schema={"0": pl.String}).lazy()
        sheet = Sheet("d", ("h",), ("text",), frame, len(some), delimiter=delimiter, clean=clean)
        return frame.select(sheet.texts(0)).collect().to_series().to_list()

    for text in texts:
        assert cleaned(text) == cleaned(text, " untidy  ")[:1] == [" ".join(clean(text).split())]
        assert cleaned(text, None) == [*cleaned(text), ""]


def test_a_file_that_was_opened_ahead_is_the_same(tmp_path):
    path, other, bad = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    path.write_text("id,a\nu1,1\nu2,2\n", "utf-8")
    other.write_text("id,a\nu1,3\n", "utf-8")
    bad.write_bytes(b"id,a\nu\xff1,1\n")
    for ahead_of, asked in ((path, path), (path, other), (bad, bad)):
        wanted, findings = sheet_of_file(asked, "d.csv")
        found, own = taken(opened_ahead(ahead_of), asked, "d.csv")
        assert own == findings
        assert (found is None) == (wanted is None) == (asked == bad)
        if found is not None:
            assert (found.name, found.source()) == ("d.csv", wanted.source())
            assert found.frame.collect().equals(wanted.frame.collect())
    assert opened_ahead(tmp_path / "there is none.csv") is None
    assert opened_ahead(tmp_path / "a.parquet") is None


def test_a_criterion_that_is_none_is_refused_by_name():
    with pytest.raises(ValueError, match="only: there is no criterion 'cc'"):
        evaluate_frame(RULES, pl.DataFrame({"id": ["a"], "count": [1]}), only=["c", "cc"])
