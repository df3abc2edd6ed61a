"""Data in columns are what the reference observes: the same units, cells, states and findings, of files and of frames."""

import random
import unicodedata
from pathlib import Path

import pytest
from columns_reference import rows_of
from itrank.engine import load, load_text, observe
from itrank.engine.columns.compiling import compiled
from itrank.engine.files.tables import parse_table
from itrank.engine.observe import table_of

pl = pytest.importorskip("polars", reason="columns are read by polars (pip install itrank[scale])")

from itrank.engine.scale import cells, frames, units  # noqa: E402  # it needs polars
from itrank.engine.scale.frames import sheet_of_file, sheet_of_lazy, sheet_of_table  # noqa: E402  # it needs polars
from itrank.engine.scale.preparing import look, looked_of, prepared  # noqa: E402
from prepared_cells import differences  # noqa: E402
from sampling import SEED, size  # noqa: E402

RULES = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
groups: {so: {title: "Sở, ban, ngành"}, xa: {title: "Xã, phường"}}
units: {u00007: {role: reference}, u00009: {role: unranked}}
data: {marks: {KAD: not_applicable, "-": missing, "X": yes}}
inputs:
  count: {label: Cán bộ, type: count, missing: zero, max: 5000}
  part: {label: Đã tập huấn, type: count, missing: zero, max: count}
  least: {label: Tối thiểu, type: number, missing: zero, min: part}
  number: {label: Số đo, type: number, missing: zero}
  bounded: {label: Điểm, type: number, missing: unranked, min: 0, max: 10}
  share: {label: Tỷ lệ, type: percent, missing: zero}
  money: {label: Kinh phí, type: money, missing: zero}
  day: {label: Ngày, type: date, missing: skip}
  yes: {label: Có kế hoạch, type: yes_no, missing: zero}
  pick: {label: Mức, type: choice, missing: skip, options: {a: Tốt, b: Khá, c: Chưa đạt}}
  words: {label: Minh chứng, type: text}
scorecards:
  t:
    criteria:
      - {id: d, score: {given: count}}
      - {id: e, score: {given: part}}
      - {id: f, score: {given: least}}
      - {id: g, score: {given: number}}
      - {id: h, score: {given: bounded}}
      - {id: i, max: 1, score: {yes_no: yes}}
""").ruleset
assert RULES is not None

CELLS = {
    "count": ("{i}", "{i}", "{i}", "", "KAD", "-", "6000", "-5", "1.5", " 12", "+7", "007", "x", "1e2", "12.0"),
    "part": ("{i}", "{i}", "", "99999", "3", "KAD"),
    "least": ("{i}", "0", "5", "", "2.25", "100"),
    "number": ("{i}", "{i}.5", "{d}", "", "1/2", "1 000", "9" * 41, "1.5e-3", "NaN", "12.", ".5", "{i}.125"),
    "bounded": ("7", "7.25", "10", "0", "10.01", "-1", "", "KAD", "x"),
    "share": ("85%", "85", "0.5", "100%", "", "0.85%", "KAD", "1200%", "12 %"),
    "money": ("{i}000000", "{i}00", "", "{i}000000000000000000", "1500000.50"),
    "day": ("2022-01-31", "31/1/2022", "30/2/2022", "", "hôm qua", "KAD"),
    "yes": ("có", "Không", "1", "0", "x", "X", "yes", "", "true", "maybe"),
    "pick": ("a", "b", "Tốt", "khá", "d", "", "chưa đạt", "Chua dat"),
    "words": ("Quyết định 1", "", "x"),
}
"""Texts of cells of each input, the usual ones first; {i} is a whole number and {d} one with decimals."""
COMMAS = {"number": ("{i},5", "{d}", "1.234", "1.234,5", "12"), "share": ("85,5%", "85"), "bounded": ("7,5", "7")}


def drawn_table(random, rows, *, rate, comma=False, named=True, grouped=True):
    """Draw a table as text: most cells are plain, others as the rate says."""
    keys = [key for key in CELLS if random.random() < 0.85 or key in {"count", "number"}]
    headers = ["id", *(["name"] if named else []), *(["group"] if grouped else []), *keys]
    lines = [",".join(headers).replace(",", ";" if comma else ",")]
    for row in range(rows):
        id_ = f"u{row:05}" if random.random() > rate / 20 else random.choice(("", "u00001", "U00002", "x-1", "12", "B"))
        about = [id_]
        if named:
            about.append(random.choice((f"Xã số {row}", f"Công ty {row}", f"Sở {row}")))
            if random.random() < rate / 40:
                about[-1] = random.choice(("", "Tổng công ty", "TỔNG SỐ", "Cộng", "Khối xã", "Max Speed", "Ghi chú: x"))
        if grouped:
            about.append(
                random.choice(("so", "Xã, phường")) if random.random() > rate / 10 else random.choice(("", "z"))
            )
        cells = []
        for key in keys:
            texts = (COMMAS if comma else {}).get(key) or CELLS[key]
            text = random.choice(texts) if random.random() < rate else texts[0]
            if comma and "." in text and key not in COMMAS:
                text = ""
            cells.append(
                text.format(i=random.randrange(3000), d=f"{random.randrange(90)}{',' if comma else '.'}{row % 1000:03}")
            )
        if random.random() < rate / 30:
            cells = [""] * len(cells)
        lines.append((";" if comma else ",").join([*about, *cells]))
    return "\n".join(lines) + "\n"


def seen_alike(rules, text, tmp_path):
    """Read a text in columns and by the reference, and say what differs."""
    path = tmp_path / "d.csv"
    path.write_text(text, encoding="utf-8", newline="")
    table, findings = parse_table(path.read_bytes(), "d.csv")
    sheet, told = sheet_of_file(path, "d.csv")
    if table is None or sheet is None:
        return [] if (table is None, findings) == (sheet is None, told) else [(findings, told)]
    observed = observe(rules, [table])
    return [
        *differences(rules, observed, look(rules, sheet)),
        *differences(rules, observed, look(rules, sheet_of_table(table))),
    ]


@pytest.mark.parametrize("name", ["2021", "2022", "mau-hai-cap"])
def test_the_examples_are_the_same_in_columns(name, tmp_path):
    rules = load(Path(f"rulesets/{name}.yaml")).ruleset
    assert seen_alike(rules, Path(f"examples/data/{name}.csv").read_text("utf-8"), tmp_path) == []


@pytest.mark.parametrize("name", ["2021", "2022", "mau-hai-cap"])
def test_what_the_reference_has_read_is_the_same_in_columns(name):
    rules = load(Path(f"rulesets/{name}.yaml")).ruleset
    tables = [parse_table(Path(f"examples/data/{name}{more}.csv").read_bytes(), "d.csv")[0] for more in ("", ".units")]
    observed = observe(rules, tables[:1], tables[1])
    assert differences(rules, observed, looked_of(rules, observed)) == []


@pytest.mark.sampled
@pytest.mark.parametrize("most", [0, 1_000])  # texts that are looked up without asking how polars reads them
def test_drawn_tables_are_the_same_in_columns(most, tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "_MOST_LOOKED_UP", most)
    for case in range(size(3, 600)):
        seed = f"{SEED} {case}"
        chance = random.Random(seed)
        text = drawn_table(
            chance,
            chance.choice((3, 40, 300, 600)),
            rate=chance.choice((0, 0.02, 0.3, 0.9)),
            comma=chance.random() < 0.3,
            named=chance.random() < 0.6,
            grouped=chance.random() < 0.7,
        )
        assert seen_alike(RULES, text, tmp_path) == [], seed


AMOUNTS = "".join(f"u{row:05},{row}.{row % 90 + 10}\n" for row in range(40))


@pytest.mark.parametrize(
    ("odd", "is_native"),
    [
        ("", True),
        ("u99998,12\nu99999,\n", True),  # a whole number, a blank
        ("u99998,+3.10\nu99999,0.5\n", True),
        ("u99998,x\nu99999,1/2\n", True),  # no number to either
        ("u99999,12.\n", True),  # no number to the reference, and one to polars: what stands there says nothing
        ("u99999,3.00000000000000000001\n", False),  # more decimals than are asked of polars
    ],
)
def test_amounts_are_read_by_polars_where_it_reads_them_alike(odd, is_native, tmp_path, monkeypatch):
    made = []
    read = cells._read_natively
    monkeypatch.setattr(cells, "_MOST_LOOKED_UP", 9)
    monkeypatch.setattr(cells, "_read_natively", lambda *given: made.append(read(*given)) or made[-1])
    assert seen_alike(RULES, f"id,number\n{AMOUNTS}{odd}", tmp_path) == []
    assert [each is not None for each in made] == [is_native] * 2
    made.clear()
    text = f"id,number\n{AMOUNTS}{odd}".replace(",", ";").replace(".", ",")
    assert seen_alike(RULES, text, tmp_path) == []
    assert [each is not None for each in made] == [is_native] * 2


ROWS = "".join(f"u{row:05},{row},{row % 9}\n" for row in range(60))


@pytest.mark.parametrize(
    "text",
    [
        "id,count,number\n" + ROWS,
        "id,count,number\r\n" + ROWS.replace("\n", "\r\n"),
        "BÁO CÁO NĂM,,\n\nid,count,number\n" + ROWS + "\n,,\n  \n",
        "sep=;\n" + ("id,count,number\n" + ROWS).replace(",", ";"),
        'id,count,number,words\n"u,1",1,2,"a ""b"" c"\n"u22222","7","",""\n' + ROWS,
        'id,count,number\nu99999," 7 ","\'-5"\nu99998,7, "5"\n' + ROWS,
        'id,count,number\n"u\n1",1,2\n' + ROWS,
        'id,count,number\nu99999,"7"x,2\n' + ROWS,
        'id,count,number\nu99999,7"x,2"\n' + ROWS,
        'id,count,number\nu99999,"7,2\n' + ROWS,
        "id,count,number\nu99999,7,2,9\n" + ROWS,
        "id,count,number,\nu99999,7,2,9\n" + ROWS,
        "id,count,,number\nu99999,7,x,9\n" + ROWS,
        "id,count,count\nu99999,7,9\n" + ROWS,
        "id,count,number\nu99999," + "x" * 32_768 + ",9\n" + ROWS,
        "id,count,number\nu99999," + "đ" * 20_000 + ",9\n" + ROWS,
        "id,count,number\nu99999\n" + ROWS,
        "id,count,number\ru99999,1,2\r" + ROWS,
        "id,count,number\nu9999\u200b,1,2\n" + ROWS,
        "id,count;number\nu9999,1;2\n" + ROWS,
        unicodedata.normalize("NFD", "id,count,number\nXã Số Một,1,2\n") + ROWS,
    ],
)  # fmt: skip
def test_texts_are_cut_into_cells_as_the_reference_cuts_them(text, tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(text, encoding="utf-8", newline="")
    table, _ = parse_table(path.read_bytes(), "d.csv")
    sheet, _ = sheet_of_file(path, "d.csv")
    assert seen_alike(RULES, text, tmp_path) == []
    if table is not None:
        read = sheet.table(range(sheet.height))
        rows = [row for row in zip(read.lines, read.rows, strict=True) if any(row[1])]
        assert rows == [*zip(table.lines, table.rows, strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "id,group,count\n",
        "id,group,count\n,,\n,,\n",
        "id,group,count\nGhi chú: abc,,\n",
        "id,group,count\n,so,1\n",
        "id,group,count\n" + ",,\n" * 120 + "u00001,so,1\nu00002,so,2\n",
    ],
)
def test_rows_that_are_no_units_are_called_none_of_what_is_wrong_with_units(text, tmp_path):
    assert seen_alike(RULES, text, tmp_path) == []


@pytest.mark.parametrize("parent", ["zz", "Xã Một", "u00003"])
def test_a_parent_is_told_wherever_those_that_are_known_stand(parent, tmp_path):
    """The first rows say nothing of parents; some name what is none, one names a unit that is two or one."""
    names = ["Xã Một", "Xã Hai", "Xã Ba", "Xã Bốn", "Xã Năm", "Xã Một"]
    rows = [(f"u{n:05},{name},xa,{n},", parent if n in {3, 4} else "") for n, name in enumerate(names)]
    text = "id,name,group,count,parent\n" + "".join(map("{0[0]}{0[1]}\n".format, rows))
    assert seen_alike(RULES, text, tmp_path) == []
    assert seen_alike(RULES, text + "u00010,Xã Mười,xa,1,u00001\n", tmp_path) == []


MANY = "id,group,count\n" + "".join(f"u{row:05},{('so', 'xa')[row % 2]},{row}\n" for row in range(20))


@pytest.mark.parametrize("most", [0, 1_000])
@pytest.mark.parametrize(
    "odd",
    [
        "U00003,so,5\n",  # a twin
        "Tổng 12,so,5\n",
        "u00003 ,so,5\n",
        "'u00004,so,5\n",
        "u00005,Sở  A 7,5\n",
        "12,so,5\n",
        ",so,5\n",
        "II,so,5\n",
    ],
)
def test_shapes_say_of_texts_what_these_say_themselves(odd, most, tmp_path, monkeypatch):
    """Texts that are alike but for digits at their ends are looked at once, if they are few."""
    monkeypatch.setattr(frames, "MOST_SHAPES", most)
    assert seen_alike(RULES, MANY + odd, tmp_path) == []


@pytest.mark.parametrize("most", [0, 1_000])
@pytest.mark.parametrize(("last", "told"), [("S? N?i v? 3,so,5\n", 1), ("u00003x,so,5\n", 0)])
def test_lost_letters_are_seen_in_shapes_too(last, told, most, tmp_path, monkeypatch):
    monkeypatch.setattr(frames, "MOST_SHAPES", most)
    (tmp_path / "d.csv").write_text(MANY + last, encoding="utf-8")
    looked = look(RULES, sheet_of_file(tmp_path / "d.csv", "d.csv")[0])
    assert sum(found.code == "ITR577" for found in looked.findings) == told


WIDE = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
inputs:
  a: {type: number, missing: zero}
  b: {type: number, missing: zero, max: a}
  c: {type: number, missing: zero, min: a}
scorecards: {t: {criteria: [{id: d, score: {given: b}}, {id: e, score: {given: c}}]}}
""").ruleset


@pytest.mark.parametrize(
    "rows",
    [
        "u0001,1e-30,5,0\nu0002,3,1e20,1e20\nu0003,-1e-30,-1e20,-1\nu0004,7,7,7\nu0005,1e-30,0,0\n",
        "u0001,1,1e-30,5e-30\nu0002,1e20,7,1\nu0003,-1e20,2e-30,-1e-30\n",
        "u0001,1e-30,0,0\nu0002,0,0,0\n",
        "u0001,1e-30,1e20,\nu0002,,2e20,\n",
    ],
)
def test_bounds_hold_where_both_at_one_scale_have_more_digits_than_columns(rows, tmp_path):
    assert seen_alike(WIDE, "id,a,b,c\n" + rows, tmp_path) == []


def test_so_many_cells_are_judged_row_by_row(tmp_path, monkeypatch):
    """A row of totals makes the reference look at every row; a table without one is not held to the limit."""
    rows = "id,count,number\n" + ROWS
    total = rows + "Tổng số,1770,240\n"
    for text, most, codes in ((total, 183, False), (total, 182, True), (rows, 1, False)):
        monkeypatch.setattr(units, "MOST_JUDGED", most)
        (tmp_path / "d.csv").write_text(text, encoding="utf-8")
        looked = look(RULES, sheet_of_file(tmp_path / "d.csv", "d.csv")[0])
        assert ("ITR408" in {found.code for found in looked.findings}, looked.count) == (codes, 0 if codes else 60)


PLAIN = "".join(
    f"u{row:05},{row or ''},{'có' if row % 3 else 'x' if row % 2 else ''},{'ab'[row % 2]}\n" for row in range(60)
)
ODD = {
    "": "",
    "count": "u99999,1.5,có,a\n",  # not whole
    "count, too large": "u99999,5001,có,a\n",  # above its maximum
    "count, 20 digits": "u99999,99999999999999999999,có,a\n",
    "yes": "u99999,1,Không,a\n",  # none of the texts of the first rows
    "yes, three texts": "u99998,1,1,a\nu99999,1,0,a\n",
    "no answer": "u99999,1,maybe,a\n",
    "pick": "u99999,1,có,Khá\n",
}


@pytest.mark.parametrize("odd", ODD)
def test_a_column_of_little_is_read_at_a_glance_and_what_comes_late_is_seen(odd, tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "_FIRST_ROWS", 9)
    text = "id,count,yes,pick\n" + PLAIN + ODD[odd]
    assert seen_alike(RULES, text, tmp_path) == []
    observed = observe(RULES, [parse_table(text.encode(), "d.csv")[0]])
    looked = look(RULES, sheet_of_file(tmp_path / "d.csv", "d.csv")[0])
    program = compiled(RULES, looked.ranges, groups=looked.groups, most_rows=99)
    assert prepared(program, looked).collect().to_dicts() == rows_of(program, RULES, observed)
    assert (looked.cells["count"].bare is None) == odd.startswith("count")
    assert (looked.cells["yes"].bare is None) == (odd == "no answer")
    assert looked.cells["pick"].bare is not None


@pytest.mark.parametrize("late", [False, True])
def test_typed_columns_are_read_at_a_glance(late):
    """Numbers of 8 to 64 bits with and without blanks, truth values, and texts of a choice; one is too large at the end."""
    rows = 40
    frame = pl.DataFrame(
        {
            "id": [f"u{row:05}" for row in range(rows)],
            "count": pl.Series([None, *range(rows - 1)], dtype=pl.Int8),
            "part": pl.Series([*range(rows - 1), 2**63 + 9 if late else 1], dtype=pl.UInt64),
            "least": pl.Series([-1] * rows, dtype=pl.Int16),
            "yes": [None, True, False, True] * (rows // 4),
            "pick": ["a", None] * (rows // 2),
        }
    )
    said = {True: "có", False: "không", None: ""}
    texts = [
        {name: said.get(v, v) if isinstance(v, bool | None) else str(v) for name, v in row.items()}
        for row in frame.to_dicts()
    ]
    observed = observe(RULES, [table_of("frame", texts)])
    looked = look(RULES, sheet_of_lazy(frame.lazy(), "frame")[0])
    program = compiled(RULES, looked.ranges, groups=looked.groups, most_rows=rows)
    table = prepared(program, looked).collect()
    assert table.to_dicts() == rows_of(program, RULES, observed)
    # The least of `least` is another input, beyond which values become invalid.
    bare = {key for key in ("count", "least", "yes", "pick") if looked.cells[key].bare is not None}
    assert bare == {"count", "yes", "pick"}


WITH_LAST_YEAR = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
data: {previous: {rank: Hạng trước, total: Điểm trước}}
inputs:
  count: {label: Cán bộ, type: count, missing: last_year}
  grown: {label: Tăng, type: number, missing: zero}
scorecards:
  t:
    criteria:
      - {id: d, score: {given: count}}
      - {id: e, score: {formula: "grown + last_year(t)"}}
""").ruleset


def test_figures_of_last_year_are_those_of_the_reference(tmp_path):
    chance = random.Random(5)
    lines = ["id,count,grown,Hạng trước,Điểm trước"]
    for row in range(400):
        rank = chance.choice((f"{row + 1}", "=3", "101-150", "", "x", "1.5"))
        lines.append(
            f"u{row:05},{chance.choice(('', '7'))},{row % 9},{rank},{chance.choice(('12.5', '', 'y', f'{row}.25'))}"
        )
    assert WITH_LAST_YEAR is not None
    text = "\n".join(lines) + "\n"
    assert seen_alike(WITH_LAST_YEAR, text, tmp_path) == []
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    observed = observe(WITH_LAST_YEAR, [parse_table(text.encode(), "d.csv")[0]])
    looked = look(WITH_LAST_YEAR, sheet_of_file(tmp_path / "d.csv", "d.csv")[0])
    program = compiled(WITH_LAST_YEAR, looked.ranges, most_rows=400)
    assert prepared(program, looked).collect().to_dicts() == rows_of(program, WITH_LAST_YEAR, observed)
    assert {"last:count", "last:t"} <= {given.key for given in program.given}
