"""Workbooks are read as people see them, and what would harm the reader never reaches it."""

import datetime as dt
import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from itrank.engine import evaluate, load_text, observe
from itrank.engine.files import guard, workbooks
from itrank.engine.files.tables import place_of
from itrank.engine.files.workbooks import decimal_of, parse_workbook
from itrank.engine.model.codes import cell_in_words, message
from itrank.engine.model.ruleset import Words
from itrank.engine.observe import read_tables, table_of

RULES = load_text("""
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  can_bo: {label: Cán bộ, type: count}
  kinh_phi: {label: Kinh phí, type: number}
  ty_le: {label: Tỷ lệ, type: percent}
  ngay: {label: Ngày họp, type: date, missing: skip}
  mot_cua: {label: Một cửa, type: yes_no, missing: skip}
scorecards:
  bang:
    criteria:
      - {id: x, score: {formula: can_bo + kinh_phi + ty_le}}
      - {id: y, role: unscored, score: {formula: 1 if has(ngay) and mot_cua else 0}}
""").ruleset


def book(fill) -> bytes:
    """Make a workbook; `fill` gets it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        fill(made)
    return stream.getvalue()


def sheet(rows, name="Số liệu"):
    def fill(made):
        own = made.add_worksheet(name)
        for number, row in enumerate(rows):
            own.write_row(number, 0, row)

    return book(fill)


def read(content: bytes, name: str = "a.xlsx"):
    return parse_workbook(content, name)


def codes(findings) -> list[str]:
    return [found.code for found in findings]


def remade(content: bytes, change) -> bytes:
    """Write a workbook anew, each part as `change(name, bytes)` gives it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


PLAIN = sheet([["id", "can_bo"], ["so-a", 4]])


def test_a_table_with_the_cell_of_every_value():
    tables, findings = read(sheet([["id", "Cán bộ", "Kinh phí", "Tỷ lệ"], ["so-a", 4, 1234.5, 85]]))
    (table,) = tables
    assert findings == ()
    assert (table.sheet, table.headers) == ("Số liệu", ("id", "Cán bộ", "Kinh phí", "Tỷ lệ"))
    observed = observe(RULES, tables)
    value = observed.values["kinh_phi"][0]
    assert (value.value, value.place.cell, value.place.line) == (Fraction(2469, 2), "Số liệu!C2", 2)
    assert evaluate(RULES, observed).units[0].outcome == Fraction(4) + Fraction(2469, 2) + Fraction(85, 100)


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        (0.1, "1/10"),
        (0.1 + 0.2, "3/10"),
        (1 / 3, "333333333333333/1000000000000000"),
        (1e15, "1000000000000000"),
        (-2.5, "-5/2"),
    ],
)
def test_a_number_is_the_decimal_that_excel_shows(number, exact):
    assert decimal_of(number) == Fraction(exact)


def test_real_numbers_do_not_go_through_the_decimal_sign_of_the_file():
    tables, _ = read(
        sheet([["id", "can_bo", "kinh_phi", "ty_le"], ["so-a", 4, 1.234, "85,5%"], ["so-b", 4, "959,9", 50]])
    )
    observed = observe(RULES, tables)
    assert [value.value for value in observed.values["kinh_phi"]] == [Fraction("1.234"), Fraction("959.9")]
    assert [value.value for value in observed.values["ty_le"]] == [Fraction("0.855"), Fraction("0.5")]


def test_percent_cells_are_percentages():
    def fill(made):
        own = made.add_worksheet()
        own.write_row(0, 0, ["id", "ty_le", "kinh_phi"])
        own.write(1, 0, "so-a")
        own.write_number(1, 1, 0.855, made.add_format({"num_format": "0.0%"}))
        own.write_number(1, 2, 0.5, made.add_format({"num_format": 9}))

    observed = observe(RULES, read(book(fill))[0])
    assert observed.values["ty_le"][0].value == Fraction("0.855")
    assert "ITR429" in codes(observed.findings)  # the other input is not a percentage


def test_days_answers_and_what_is_no_number():
    def fill(made):
        own = made.add_worksheet("S")
        own.write_row(0, 0, ["id", "can_bo", "kinh_phi", "ty_le", "ngay", "mot_cua"])
        own.write(1, 0, "so-a")
        own.write_datetime(1, 1, dt.date(2022, 3, 4), made.add_format({"num_format": "d/m"}))
        own.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        own.write_formula(1, 3, "=1+1", None, "")
        own.write_datetime(1, 4, dt.date(2022, 3, 4), made.add_format({"num_format": "d/m/yyyy"}))
        own.write_boolean(1, 5, True)

    observed = observe(RULES, read(book(fill))[0])
    assert observed.values["ngay"][0].value == dt.date(2022, 3, 4)
    assert observed.values["mot_cua"][0].value is True
    told = {found.row: (message(found, "en"), found.place.cell) for found in observed.findings if found.code > "ITR42"}
    assert told["ITR420.day"] == ("can_bo (so-a): the cell is the day 2022-03-04 and not a number", "S!B2")
    assert told["ITR420.software"] == ('kinh_phi (so-a): "#DIV/0!" is a sign made by software, not a number', "S!C2")
    assert told["ITR434"] == ("ty_le (so-a): the cell is a formula without a value", "S!D2")


def test_headers_below_titles_stacked_and_numbered_and_a_row_of_totals():
    def fill(made):
        own = made.add_worksheet("Tổng hợp")
        own.merge_range("A1:E1", "BẢNG SỐ LIỆU")
        own.merge_range("A3:A4", "id")
        own.merge_range("B3:C3", "Hạ tầng")
        own.write_row("B4", ["Cán bộ", "Kinh phí"])
        own.merge_range("D3:D4", "Tỷ lệ")
        own.write_row("A5", ["(1)", "(2)", "(3)", "(4)"])
        own.write_row("A6", ["so-a", 4, 2.5, 85])
        own.write_row("A7", ["Tổng cộng", 4, 2.5, 85])

    (table,), findings = read(book(fill))
    assert table.headers == ("id", "Hạ tầng / Cán bộ", "Hạ tầng / Kinh phí", "Tỷ lệ")
    assert findings == ()
    observed = observe(RULES, [table])
    assert [message(found, "en") for found in observed.findings if found.code == "ITR418"] == [
        'row 5 only numbers the columns or names them again ("(1) (2) (3) (4)") and is not read as a unit',
        'row 7 "Tổng cộng" is one of totals or means and not read as a unit',
    ]
    assert observed.values["can_bo"][0].value == 4
    assert [(read_.sheet, read_.span, read_.rows) for read_ in observed.read] == [("Tổng hợp", "A4:D6", 1)]


GROUPED = load_text("""
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: "Sở, ban, ngành"}, xa: {title: "Xã, phường"}}
inputs:
  can_bo: {label: Cán bộ, type: count}
  so_hop: {label: Số cuộc họp, type: count, missing: zero}
scorecards:
  bang: {criteria: [{id: x, score: {formula: can_bo + so_hop}}]}
""").ruleset

# As departments send it: titles, stacked headers, a number column, a row that heads each group, totals, signatures.
SENT = [
    ["UBND TỈNH ABC", "", "", ""],
    ["BẢNG TỔNG HỢP SỐ LIỆU", "", "", ""],
    [],
    ["STT", "Tên cơ quan, đơn vị", "Cán bộ", "Số cuộc họp"],
    ["(1)", "(2)", "(3)", "(4)"],
    ["I", "Sở, ban, ngành", "", ""],
    [1, "Sở Nội vụ", 45, 4],
    [2, "Sở  Y tế", "880", ""],
    ["II. Xã, phường", "", "", ""],
    [3, "Xã An Bình", 24, 2],
    ["", "Tổng cộng", 949, 6],
    [],
    ["", "", "", "Hậu Giang, ngày 10 tháng 11 năm 2022"],
    ["", "Người lập biểu", "", "GIÁM ĐỐC"],
    [],
    ["", "Trần Thị B", "", "Nguyễn Văn A"],
]


def test_a_table_is_read_as_departments_send_it():
    tables, findings = read(sheet(SENT, "Tổng hợp"))
    assert findings == ()
    observed = observe(GROUPED, tables)
    assert [(found.code, found.place.cell) for found in observed.findings] == [
        ("ITR418", "Tổng hợp!B5"),
        ("ITR418", "Tổng hợp!B6"),
        ("ITR418", "Tổng hợp!B9"),
        ("ITR418", "Tổng hợp!B11"),
        ("ITR418", "Tổng hợp!13"),
    ]
    units = [(unit.name, unit.group) for unit in observed.units]
    assert units == [("Sở Nội vụ", "so"), ("Sở Y tế", "so"), ("Xã An Bình", "xa")]
    assert [value.value for value in observed.values["can_bo"]] == [45, 880, 24]
    (read_,) = observed.read
    assert (read_.span, read_.rows, read_.units) == ("A4:D10", 3, 3)


def rows_of(*body, units=None):
    tables, _ = read(sheet([["STT", "Đơn vị", "Cán bộ", "Số cuộc họp"], *body]))
    return observe(GROUPED, tables, units=units)


@pytest.mark.parametrize(
    "heading",
    [
        ["I", "Sở, ban, ngành", "", ""],
        ["", "SỞ, BAN, NGÀNH", "", ""],
        ["A.", "so", "", ""],
        ["I. Sở, ban, ngành", "", "", ""],
        ["", "1) Sở, ban, ngành", "", ""],
        ["III - Sở, ban, ngành", "", "", ""],
    ],
)
def test_a_row_with_the_title_of_a_group_heads_those_below(heading):
    observed = rows_of(heading, [1, "Một", 4, 1])
    assert [(unit.id, unit.group) for unit in observed.units] == [("Một", "so")]
    assert codes(observed.findings) == ["ITR418"]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        (["I", "Sở, ban, ngành", 45, ""], ["ITR464", "ITR548"]),  # it has a figure, which is no sum
        (["I", "Sở, ban", "", ""], ["ITR418", "ITR464"]),  # it is another title
        (["Khối", "Sở, ban, ngành", "", ""], ["ITR418"]),
    ],
)
def test_any_other_heading_gives_no_group(heading, told):
    observed = rows_of(heading, [1, "Một", 4, 1])
    assert sorted(codes(observed.findings)) == told
    assert len(observed.units) == 1


def test_a_group_in_its_own_column_heads_nothing():
    tables, _ = read(sheet([["Nhóm", "Đơn vị", "Cán bộ"], ["so", "", ""], ["so", "Một", 4]]))
    assert codes(observe(GROUPED, tables).findings) == ["ITR454", "ITR466"]


def test_what_is_a_unit_by_the_table_of_units_heads_nothing():
    units = table_of("units", [{"id": "so", "group": "xa"}, {"id": "Một", "group": "xa"}])
    observed = rows_of(["I", "so", "", ""], [1, "Một", 4, 1], units=units)
    assert codes(observed.findings) == []
    units = table_of("units", [{"id": "Một", "group": "xa"}])
    observed = rows_of(["I", "so", "", ""], [1, "Một", 4, 1], units=units)
    assert [(found.code, found.place.cell) for found in observed.findings] == [
        ("ITR418", "Số liệu!B2"),
        ("ITR481", "Số liệu!B3"),  # and the table of units says otherwise
    ]


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ([[], ["", "", "", "GIÁM ĐỐC"]], 1),
        ([[], ["Ghi chú: số liệu đến 31/10", "", "", ""]], 1),
        ([["", "", "", "GIÁM ĐỐC"]], 1),  # right below the figures
        ([[], ["", "Giám đốc Sở", 4, ""]], 2),  # a number
        ([[], ["", "Xã Ba", "", ""]], 2),  # no word of signatures
        ([[], ["", "Xã Ba", "", ""], ["", "Người lập", "", ""]], 2),
        ([[], ["", "Người lập", "", ""], ["", "Xã Ba", 4, ""]], 2),
    ],
)
def test_only_what_is_surely_a_signature_is_left_out(below, rows):
    observed = observe(RULES, read(sheet([["STT", "Đơn vị", "Cán bộ", "Số cuộc họp"], [1, "Xã Hai", 4, 1], *below]))[0])
    assert len(observed.units) == rows
    assert codes(observed.findings).count("ITR418") == (rows < 1 + sum(map(bool, below)))


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\r\n "])
def test_a_page_under_the_name_of_a_table_is_told_as_what_it_is(tmp_path, start):
    for name in ("a.xls", "a.csv"):
        (tmp_path / name).write_bytes(start + b"<html><table><tr><td>id</td></tr></table></html>")
        tables, _, findings = read_tables(tmp_path / name, name)
        assert (tables, codes(findings)) == ((), ["ITR498"])
        assert "it is HTML or XML" in message(findings[0], "en")


@pytest.mark.parametrize(("length", "rows"), [(300, 1), (301, 2)])
def test_words_of_signatures_are_not_looked_for_in_pages_of_text(length, rows):
    below = ["", "", "", "Ghi chú".ljust(length, "x")]
    tables, _ = read(sheet([["STT", "Đơn vị", "Cán bộ", "Số cuộc họp"], [1, "Xã Hai", 4, 1], [], below]))
    assert (observe(RULES, tables).read[0].rows, codes(observe(RULES, tables).findings).count("ITR466")) == (
        rows,
        rows - 1,
    )


@pytest.mark.parametrize(("length", "told"), [(300, ["ITR418"]), (301, ["ITR464"])])
def test_the_title_of_a_group_is_no_page_of_text(length, told):
    title = "S".ljust(length, "x")
    rules = replace(GROUPED, groups={"so": Words(title)})
    tables, _ = read(sheet([["Đơn vị", "Cán bộ", "Số cuộc họp"], [title, "", ""], ["Một", 4, 1]]))
    assert codes(observe(rules, tables).findings)[:1] == told


def test_a_row_of_numbers_is_data_where_it_does_not_number_the_columns():
    (table,), _ = read(sheet([["id", "can_bo", "kinh_phi", "ty_le"], ["so-a", 1, 2, 3], ["so-b", 4, 5, 6]]))
    assert len(table.rows) == 2


def test_every_sheet_is_a_table_and_hidden_ones_are_told():
    def fill(made):
        for name in ("Một", "Hai"):
            own = made.add_worksheet(name)
            own.write_row(0, 0, ["id", "can_bo"])
            own.write_row(1, 0, [f"so-{name}", 4])
            own.set_row(1, None, None, {"hidden": name == "Một"})
        own.hide()
        made.add_worksheet("Trống")

    tables, findings = read(book(fill))
    assert [table.sheet for table in tables] == ["Một", "Hai"]
    findings = [found for table in tables for found in table.findings]
    assert [message(found, "en") for found in findings] == [
        'the sheet "Một" has hidden rows or columns; they are read all the same',
        'the sheet "Hai" is hidden and read all the same',
    ]
    assert codes(findings) == ["ITR435", "ITR419"]


@pytest.mark.parametrize("merged", ["C1:D1", "A5:B9", "B2:C3", "A2:A50", "Z90:AB99"])
def test_merged_cells_beside_the_table_are_no_matter(merged):
    """Empty cells that somebody merged beside or below a table are common, and hold nothing."""
    content = in_sheet(
        b"</sheetData>", f'</sheetData><mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>'.encode()
    )
    (table,), findings = read(content)
    (plain,), _ = read(PLAIN)
    assert findings == ()
    assert (table.headers, table.rows) == (plain.headers, plain.rows)


def test_an_invisible_character_is_told_at_its_cell():
    (table,), _ = read(sheet([["id", "can_bo"], ["so\u200b-a", 4]]))
    assert [(found.code, found.place.cell) for found in table.findings] == [("ITR103", "Số liệu!A2")]
    assert "ITR103" in codes(observe(RULES, [table]).findings)


def test_files_are_known_by_their_bytes(tmp_path):
    for name, content in {
        "a.csv": PLAIN,
        "b.xlsx": b"id,can_bo\nso-a,4\n",
        "c.txt": b'[{"id": "so-a", "can_bo": 4}]',
    }.items():
        (tmp_path / name).write_bytes(content)
        tables, sources, findings = read_tables(tmp_path / name, name)
        assert (len(tables), len(sources), findings) == (1, 1, ())
        assert observe(RULES, tables).values["can_bo"][0].value == 4


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ('[{"id": "a", "id": "b"}]', "ITR492", 'the key "id" is there twice'),
        ('[{"id": NaN}]', "ITR492", "NaN is no number"),
        ('{"a": 1}', "ITR861", "a.json must be a list of objects"),
        ('[{"id": "a", "x": [1]}]', "ITR861", "[0].x must be a single value"),
        ("[" * 100_000, "ITR492", "nested too deeply"),
        ("[]", "ITR407", "the file is empty"),
        ('[{"id": 1', "ITR492", "not valid JSON"),
    ],
)
def test_json_that_is_no_table(tmp_path, text, code, says):
    (tmp_path / "a.json").write_text(text, "utf-8")
    tables, _, findings = read_tables(tmp_path / "a.json", "a.json")
    assert tables == ()
    assert [found.code for found in findings] == [code]
    assert says in message(findings[0], "en")


def test_numbers_of_json_are_exact(tmp_path):
    (tmp_path / "a.json").write_text(
        '[{"id": "a", "can_bo": 4, "kinh_phi": 0.1, "ty_le": "85,5", "mot_cua": true}]', "utf-8"
    )
    observed = observe(RULES, read_tables(tmp_path / "a.json", "a.json")[0])
    assert observed.values["kinh_phi"][0].value == Fraction(1, 10)
    assert observed.values["ty_le"][0].value == Fraction("0.855")
    assert observed.values["mot_cua"][0].value is True


# ── What never reaches the reader ───────────────────────────────────────────────────────────────────────────────────


def with_part(name: str, content: bytes) -> bytes:
    stream = io.BytesIO(PLAIN)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    changed = remade(PLAIN, lambda name, own: own.replace(old, new) if "sheet1" in name else own)
    assert changed != PLAIN
    return changed


CELL = b'<c r="B2"><v>4</v></c>'

HOSTILE = {
    "a bomb": (lambda: with_part("xl/media/image1.bin", b"0" * (guard.MOST_PART + 1)), "ITR416"),
    "a ratio": (lambda: with_part("xl/media/image1.bin", b"0" * 20_000_000), "ITR416"),
    "too many parts": (lambda: many_parts(guard.MOST_PARTS + 1), "ITR416"),
    "an absolute name": (lambda: with_part("/etc/cron.d/x", b"x"), "ITR499"),
    "a name that climbs": (lambda: with_part("xl/../../x", b"x"), "ITR499"),
    "a name of a drive": (lambda: with_part("C:x", b"x"), "ITR499"),
    "a part twice": (lambda: with_part("XL/workbook.xml", b"<workbook/>"), "ITR499"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "ITR497"),
    "an encrypted part": (lambda: encrypted(PLAIN), "ITR497"),
    "half a file": (lambda: PLAIN[: len(PLAIN) // 2], "ITR498"),
    "old excel that is none": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ITR498"),
    "a zip of something else": (lambda: many_parts(1), "ITR498"),
    "entities": (lambda: with_part("xl/custom.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'), "ITR499"),
    "an outside entity": (
        lambda: in_sheet(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'), "ITR499",
    ),
    "a document type": (lambda: in_sheet(b"<worksheet", b"<!DOCTYPE worksheet><worksheet"), "ITR499"),
    "a cell twice": (lambda: in_sheet(CELL, CELL + b'<c r="B2"><v>5</v></c>'), "ITR417"),
    "a cell far out": (lambda: in_sheet(CELL, b'<c r="B1048576"><v>4</v></c>'), "ITR417"),
    "a row far out": (lambda: in_sheet(b'<row r="2"', b'<row r="2000000000"'), "ITR417"),
    "no cell's name": (lambda: in_sheet(CELL, b'<c r="../x"><v>4</v></c>'), "ITR417"),
    "broken XML": (lambda: in_sheet(b"</worksheet>", b""), "ITR498"),
}  # fmt: skip


def many_parts(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.xml", b"")
    return stream.getvalue()


def encrypted(content: bytes) -> bytes:
    """Set the flag of encryption in the directory of the archive."""
    made = bytearray(content)
    place = made.find(b"PK\x01\x02")
    made[place + 8] |= 1
    return bytes(made)


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_one_finding(make, code):
    tables, findings = read(make())
    assert tables == ()
    assert codes(findings) == [code]
    assert message(findings[0], "vi") != message(findings[0], "en")


def old_of_a_formula_too_long() -> bytes:
    """An old workbook whose formula says that it is longer than its record: the reader fails in its own way."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    sheet.write(0, 0, xlwt.Formula("B1+C1"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue().replace(b"\x0b\x00\x44\x00\x00\x01", b"\xf0\x00\x44\x00\x00\x01")


def test_what_a_reader_prints_of_its_own_faults_reaches_no_terminal(capfd, monkeypatch):
    content = old_of_a_formula_too_long()
    descriptors = len(list(Path("/dev/fd").iterdir()))
    _, findings = read(content, "a.xls")
    assert codes(findings) == ["ITR498"]
    os.write(2, b"as before")
    assert capfd.readouterr() == ("", "as before")
    assert len(list(Path("/dev/fd").iterdir())) == descriptors
    monkeypatch.setattr(workbooks, "_quiet", nullcontext)
    assert codes(read(content, "a.xls")[1]) == ["ITR498"]
    assert "panicked" in capfd.readouterr().err


def test_threads_that_read_old_workbooks_leave_the_terminal_as_it_was(capfd):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: codes(read(old_of_a_formula_too_long(), "a.xls")[1]), range(20)))
    assert found == [["ITR498"]] * 20
    os.write(2, b"as before")
    assert capfd.readouterr() == ("", "as before")


def test_a_workbook_is_read_where_nobody_listens(monkeypatch):
    def closed(_):
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(workbooks.os, "dup", closed)
    assert codes(read(old_of_a_formula_too_long(), "a.xls")[1]) == ["ITR498"]


@pytest.mark.parametrize(
    "content",
    [
        with_part("docProps/custom.xml", b"<Properties/>"),
        in_sheet(b"<dimension ", b"<dimension x='1' "),
        in_sheet(CELL, b'<c r="B2"><v>4</v></c><c r="C20000"><v></v></c>'),
    ],
)
def test_a_harmless_workbook_is_read(content):
    tables, findings = read(content)
    assert (len(tables), codes(findings)) == (1, [])


@pytest.mark.parametrize("written", [b"NaN", b"1e400", b"-1e999", b"inf", b"1e308", b"0x10", b"abc", b"1,5"])
def test_a_number_cell_that_holds_no_number_is_told_at_its_cell(written):
    tables, findings = read(in_sheet(CELL, b'<c r="B2"><v>' + written + b"</v></c>"))
    assert findings == ()
    observed = observe(RULES, tables)
    assert observed.values["can_bo"][0].state == "invalid"
    (told,) = [found for found in observed.findings if "ITR420" <= found.code < "ITR440"]
    assert told.place.cell == "Số liệu!B2"


@pytest.mark.parametrize("kind", [b"b", b"d", b"s", b"n", b"e", b"str", b"inlineStr", b"zzz", b""])
@pytest.mark.parametrize("written", [b"", b"-1", b"99999", b"2022-01-01", b"\xc4\x90", b"1e999"])
def test_a_cell_whose_type_lies_is_a_value_or_a_finding(kind, written):
    tables, findings = read(in_sheet(CELL, b'<c r="B2" t="' + kind + b'"><v>' + written + b"</v></c>"))
    assert tables or findings
    if tables:
        observe(RULES, tables)


def test_a_lying_dimension_hides_no_row():
    lying = remade(PLAIN, lambda name, own: own.replace(b'ref="A1:B2"', b'ref="A1"') if "sheet1" in name else own)
    assert lying != PLAIN
    assert len(read(lying)[0][0].rows) == 1


def ods(rows: str, styles: str = "") -> bytes:
    stream = io.BytesIO()
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}>{styles}<office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def ods_cell(value: object, kind: str = "string") -> str:
    if kind == "string":
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}"/>'


def ods_row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def test_opendocument_with_percent_cells():
    head = ods_row(*map(ods_cell, ("id", "can_bo", "kinh_phi", "ty_le")))
    body = ods_row(ods_cell("so-a"), ods_cell(4, "float"), ods_cell(2.5, "float"), ods_cell(0.855, "percentage"))
    tables, findings = read(ods(head + body), "a.ods")
    assert findings == ()
    observed = observe(RULES, tables)
    assert observed.values["ty_le"][0].value == Fraction("0.855")
    assert observed.values["kinh_phi"][0].place.cell == "S!C2"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<table:table-row table:number-rows-repeated="99999999"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>', "ITR417"),
        ('<table:table-row table:number-rows-repeated="x"/>', "ITR417"),
        ('<table:table-row><table:table-cell table:number-columns-repeated="99999" office:value-type="float" office:value="1"/></table:table-row>', "ITR417"),
    ],
)  # fmt: skip
def test_a_hostile_opendocument_is_one_finding(rows, code):
    tables, findings = read(ods(rows), "a.ods")
    assert (tables, codes(findings)) == ((), [code])


def test_words_that_are_merged_over_rows_are_of_each_of_them():
    """A group beside its units; a figure over two units is nobody's, and their blanks are told."""

    def fill(made):
        own = made.add_worksheet("Số liệu")
        for number, row in enumerate(
            [["Nhóm", "Đơn vị", "Cán bộ"], ["Sở", "Sở A", 4], ["", "Sở B", ""], ["Xã", "Xã C", 5]]
        ):
            own.write_row(number, 0, row)
        own.merge_range(1, 0, 2, 0, "Sở")
        own.merge_range(1, 2, 2, 2, 4)

    (table,), findings = read(book(fill))
    assert findings == ()
    assert table.rows == (("Sở", "Sở A", "4"), ("Sở", "Sở B", ""), ("Xã", "Xã C", "5"))


def test_a_value_of_a_list_in_json_is_of_an_item_and_of_no_line(tmp_path):
    (tmp_path / "d.json").write_text('[{"id": "a", "x": 1}, {"id": "b", "x": "bảy"}]', "utf-8")
    (table,), _, findings = read_tables(tmp_path / "d.json", "d.json")
    assert findings == ()
    assert place_of(table, 1, 1).cell == 'mục 2, cột "x"'
    assert cell_in_words(place_of(table, 1, 1).cell, "en") == 'item 2, column "x"'
