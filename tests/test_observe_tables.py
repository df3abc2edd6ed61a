"""Tables of text: CSV as spreadsheets write it, and everything that may be wrong with it."""

import os
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.files import tables
from itrank.engine.files.tables import only, parse_table, place_of, wrong_in
from itrank.engine.model.codes import advice, message
from itrank.engine.model.findings import Place
from itrank.engine.model.ruleset import Source
from itrank.engine.observe import read_table, table_of


def parse(text):
    return parse_table(text if isinstance(text, bytes) else text.encode(), "a.csv")


def told(findings):
    return [(found.code, found.place.line, message(found, "en")) for found in findings]


@pytest.mark.parametrize(
    ("text", "headers", "rows", "lines"),
    [
        ("id,x\na,1\nb,2\n", ("id", "x"), [("a", "1"), ("b", "2")], (2, 3)),
        (b"\xef\xbb\xbfid;x\r\na;1,5\r\n", ("id", "x"), [("a", "1,5")], (2,)),
        ("id\tx\na\t1", ("id", "x"), [("a", "1")], (2,)),
        ("sep=;\r\nid;x,y\r\na;1,5\r\n", ("id", "x,y"), [("a", "1,5")], (3,)),
        ("SEP=\t\nid\tx,y;z\na\t1\n", ("id", "x,y;z"), [("a", "1")], (3,)),
        ('id,"Tổng số, người",y\na,1,2', ("id", "Tổng số, người", "y"), [("a", "1", "2")], (2,)),
        ('id;"Tổng\nsố"\na;1', ("id", "Tổng số"), [("a", "1")], (3,)),
        ("id,x\n\n,,\na,1\n , \nb,2", ("id", "x"), [("a", "1"), ("b", "2")], (4, 6)),
        ("\n,,\nid,x\na,1", ("id", "x"), [("a", "1")], (4,)),
        ("id,x,y\na,1\nb", ("id", "x", "y"), [("a", "1", ""), ("b", "", "")], (2, 3)),
        ("id,x,,\na,1,,\n", ("id", "x"), [("a", "1")], (2,)),
        ("id,,x\na,,1\n", ("id", "x"), [("a", "1")], (2,)),
        ("id,x\na,  1 \n", ("id", "x"), [("a", "1")], (2,)),
        ("id,x\na,'1\n", ("id", "x"), [("a", "'1")], (2,)),
        ('id,x\na,"hai\ndòng"\nb,2', ("id", "x"), [("a", "hai\ndòng"), ("b", "2")], (2, 4)),
        ('id,x\na,"nói ""vâng"""', ("id", "x"), [("a", 'nói "vâng"')], (2,)),
        ("id\na\n", ("id",), [("a",)], (2,)),
        ("id,x\n", ("id", "x"), [], ()),
        ("id,so\u0302\u0301\na,o\u0302", ("id", "số"), [("a", "ô")], (2,)),
    ],
)
def test_tables_are_read(text, headers, rows, lines):
    table, findings = parse(text)
    assert findings == ()
    assert (table.headers, list(table.rows), table.lines) == (headers, rows, lines)


SENT = """BÁO CÁO SỐ LIỆU NĂM 2026;;;
(Kèm theo công văn 12);;;
;;;
STT;Tên đơn vị;Cán bộ;Máy
(1);(2);(3);(4)
1;Sở A;45;40
2;Sở B;;12,5
;Tổng cộng;45;52,5

;Người lập biểu;;GIÁM ĐỐC
;;;Nguyễn Văn A
"""


def test_a_file_is_read_as_a_program_saved_the_table_that_was_sent():
    table, findings = parse(SENT)
    assert (table.headers, table.header_line) == (("STT", "Tên đơn vị", "Cán bộ", "Máy"), 4)
    assert table.lines == (5, 6, 7, 8, 10, 11)
    assert findings == ()  # which of these rows are units is asked where the units are known


def test_what_stands_below_a_blank_header_is_no_header():
    table, _ = parse("id,,\na,1,2\n")
    assert [found.code for found in wrong_in(table, [0])] == ["ITR411"]
    assert table.beside == {0: ((2, "1"), (3, "2"))}


def test_only_what_is_read_blocks_a_file():
    """A doubled header, a column without one, or a page of text beside the figures are no matter where nobody reads them."""
    table, findings = parse("id,x,Ghi chú,ghi CHÚ\na,1," + "x" * 32_768 + ",2\n")
    assert findings == ()
    assert list(wrong_in(table, [0, 1])) == []
    assert [found.code for found in wrong_in(table, [0, 2])] == ["ITR428", "ITR112"]
    assert list(wrong_in(only(table, []), [0, 1])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("ITR407", 0, "the file is empty: there is no row of column headers")]),
        ("\n,,\n", [("ITR407", 0, "the file is empty: there is no row of column headers")]),
        ("id,x\nSở Y tế,1".encode("cp1258", "replace") + b"\xe3 ", [("ITR405", 2, "the file is not UTF-8: bytes ")]),
        (b"\xef\xbb\xbfid\n\n\xff\xfe", [("ITR405", 3, "the file is not UTF-8: bytes FF FE at line 3")]),
        (b"PAR1\x15\xff", [("ITR405", 0, "the file is a table in Parquet, which only engines of columns read")]),
        (b"ARROW1\0\0\xff", [("ITR405", 0, "the file is a table in Arrow, which only")]),
        ("id,x".encode("utf-16"), [("ITR405", 1, "the file is not UTF-8: bytes FF FE 69 00 at line 1")]),
        ("id,x\na,\0", [("ITR103", 2, "invisible character U+0000 at line 2, character 3")]),
        ("id,x\na\u200b,1", [("ITR103", 2, "invisible character U+200B at line 2, character 2")]),
        ("id,\u202ex\na,1", [("ITR103", 1, "U+202E")]),
        ("id,x\na,\x1b[31m", [("ITR103", 2, "U+001B")]),
        (
            "id,Tổng số,x,tổng  SỐ\na,1,2,3",
            [("ITR112", 1, 'two columns have the same name: column 2 "Tổng số" and column 4 "tổng SỐ"')],
        ),
        (
            "id,x\na,1,2\nb,1\nc,1,,4",
            [("ITR411", 2, "line 2 has 3 cells, more than"), ("ITR411", 4, "line 4 has 4 cells")],
        ),
        ('id,x\na,"1', [("ITR492", 2, "line 2 is not well-formed CSV")]),
        ('id,x\na,"1"2', [("ITR492", 2, "line 2 is not well-formed CSV")]),
        ("id,,x\na,,1\nb,7,2", [("ITR450", 3, "column 2 has data but no header, and is not read")]),
        ("id;tổng, số\na;1", [("ITR414", 1, 'the header row has "," and ";" equally often')]),
        ("id,x\na," + "x" * 32_768, [("ITR428", 2, "column 2 has 32768 characters; the limit is 32767")]),
        ("id,x\na," + "x" * 200_000, [("ITR492", 2, "(a cell is too long)")]),
        (",".join(f"x{i}" for i in range(501)), [("ITR408", 1, "the table has 501 columns; the limit is 500")]),
    ],
)
def test_what_is_wrong_with_a_file_is_told_at_its_line(text, expected):
    table, findings = parse(text)
    if table is not None:  # it says itself what is wrong where it is read
        assert findings == ()
        findings = tuple(wrong_in(table, range(len(table.headers))))
    assert [(code, line) for code, line, _ in told(findings)] == [(code, line) for code, line, _ in expected]
    for (_, _, found), (_, _, words) in zip(told(findings), expected, strict=True):
        assert words in found


def test_limits_are_the_largest_that_pass():
    assert len(parse(",".join(f"x{i}" for i in range(500)))[0].headers) == 500
    assert parse("id,x\na," + "x" * 32_767)[1] == ()
    assert len(parse("id\n" + "a\n" * 20_000)[0].rows) == 20_000
    assert told(parse("id\n" + "a\n" * 20_001)[1]) == [("ITR408", 20_002, "the table has more than 20000 rows")]


def test_a_table_of_collected_answers_may_have_more_rows(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    monkeypatch.setattr(tables, "MOST_LONG_ROWS", 4)
    head = "unit,input,value,state,file\n"
    assert len(parse(head + "a\n" * 4)[0].rows) == 4
    assert told(parse(head + "a\n" * 5)[1]) == [("ITR408", 6, "the table has more than 4 rows")]
    assert told(parse("unit,input,value\n" + "a\n" * 3)[1]) == [("ITR408", 4, "the table has more than 2 rows")]


def test_only_regular_files_of_a_bounded_size_are_read(tmp_path, monkeypatch):
    def code_of(path):
        table, sources, findings = read_table(path, "d.csv")
        assert (table, sources) == (None, ())
        assert all(found.place == Place("d.csv") for found in findings)
        return [f"{found.code} {message(found, 'en')}" for found in findings]

    os.mkfifo(tmp_path / "fifo")
    assert code_of(tmp_path / "none.csv") == ['ITR401 there is no file "d.csv"']
    assert code_of(tmp_path / "nul\0.csv") == ['ITR401 there is no file "d.csv"']
    assert code_of(tmp_path / "fifo") == ['ITR402 "d.csv" is not a regular file']
    assert code_of(tmp_path) == ['ITR402 "d.csv" is not a regular file']
    monkeypatch.setattr(tables, "MOST_BYTES", 8)
    (tmp_path / "a.csv").write_bytes(b"id,x\na,12")
    assert code_of(tmp_path / "a.csv") == ['ITR101 the file "d.csv" is larger than the limit of 0 MiB']
    (tmp_path / "a.csv").write_bytes(b"id,x\na,1")
    table, sources, findings = read_table(tmp_path / "a.csv", "d.csv")
    assert (table.rows, findings) == ((("a", "1"),), ())
    assert sources == (Source("d.csv", sha256(b"id,x\na,1").hexdigest()),)


def test_a_file_that_the_system_refuses_is_told_of(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.csv").write_bytes(b"id")
    for call in ("open", "fstat"):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, refuse)
            _, _, findings = read_table(tmp_path / "a.csv", "a.csv")
        assert told(findings) == [("ITR403", 0, 'the file "a.csv" cannot be read: permission denied')]


def test_invisible_characters_are_listed_to_a_limit():
    assert len(parse("id\n" + "\u200b\n" * 20)[1]) == 20
    assert len(parse("id\n" + "\u200b\n" * 21)[1]) == 20


def test_another_encoding_says_how_to_save():
    (found,) = parse(b"id,x\na,\xe9")[1]
    assert advice(found, "vi") == 'Trong Excel hãy lưu bằng "CSV UTF-8 (Comma delimited)".'


@given(st.binary(max_size=80))
def test_any_bytes_are_a_table_or_findings(content):
    table, findings = parse(content)
    assert (table is None) == bool(findings)
    assert all(message(found, "vi") for found in findings)


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=5), min_size=3, max_size=3)
    )
)
def test_what_csv_writes_is_read_back(rows):
    import csv
    import io
    import unicodedata

    stream = io.StringIO()
    csv.writer(stream).writerows([["id", "x", "y"], *rows])
    table, findings = parse(stream.getvalue())
    expected = [tuple(unicodedata.normalize("NFC", cell) for cell in row) for row in rows if any(row)]
    assert (findings, list(table.rows)) == ((), expected)


def test_rows_of_python_values_become_text():
    rows = [
        {"id": "a", "n": 4, "d": Decimal("2.50"), "f": Fraction(-22, 7), "t": date(2022, 1, 2)},
        {"id": " b ", "y": True, "n": None},
        {"y": False},
    ]
    table = table_of("t", rows)
    assert table.headers == ("id", "n", "d", "f", "t", "y")
    assert table.rows == (
        ("a", "4", "5/2", "-22/7", "2022-01-02", ""),
        ("b", "", "", "", "", "yes"),
        ("", "", "", "", "", "no"),
    )
    with pytest.raises(TypeError, match=r"0\.1 is a float"):
        table_of("t", [{"x": 0.1}])


def test_a_cell_is_named_by_its_line_and_header():
    table, _ = parse("id,so_hop\n\na,4\n")
    assert place_of(table, 0, 1) == Place("a.csv", 3, 2, 'dòng 3, cột "so_hop"')
    assert place_of(table, -1, 0) == Place("a.csv", 1, 1, 'dòng 1, cột "id"')
