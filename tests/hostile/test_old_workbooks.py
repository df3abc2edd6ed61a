"""Old workbooks (.xls): what would take all memory or kill the reader is refused before the reader sees it.

The reader is native code: a table of sectors that leads back to itself, or a sheet that says it has four thousand
million rows, ends the whole process. Each case here is one change to a workbook that is read.
"""

import io
import struct

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from itrank.engine.files.compound import inspect_old
from itrank.engine.files.sheet_notes import MOST_COLUMN, MOST_ROW
from itrank.engine.files.workbooks import parse_workbook
from itrank.engine.model.codes import message
from sampling import size

HEADER = 512  # of the container; in these files the workbook's records follow at once


def made(rows=5):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Số liệu")
    for column, header in enumerate(("id", "can_bo", "Ghi chú")):
        sheet.write(0, column, header)
    for row in range(1, rows):
        for column, value in enumerate((f"so-{row}", row * 3, "chữ dài " * 5)):
            sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


GOOD = made()


def records():
    """Each record of the workbook: its kind, the place of its data, their length."""
    at, found = HEADER, []
    while at + 4 <= len(GOOD):
        kind, length = struct.unpack_from("<2H", GOOD, at)
        if kind == length == 0:
            return found
        found.append((kind, at + 4, length))
        at += 4 + length
    return found


def first(kind):
    return next(place for each, place, _ in records() if each == kind)


def put(at, pattern, *values):
    content = bytearray(GOOD)
    struct.pack_into(pattern, content, at, *values)
    return bytes(content)


def with_table(entries):
    """The table of sectors, each entry as `entries(number, of them)` gives it."""
    content = bytearray(GOOD)
    (sector,) = struct.unpack_from("<I", GOOD, 76)
    number = (len(GOOD) - HEADER) // 512
    for i in range(number):
        struct.pack_into("<I", content, HEADER + sector * 512 + 4 * i, entries(i, number))
    return bytes(content)


DIMENSIONS, CELL, SST, SHEET, BOF = 0x200, 0xFD, 0xFC, 0x85, 0x809

REFUSED = {
    "nothing": (b"", "ITR498"),
    "only the sign": (GOOD[:8], "ITR498"),
    "half a header": (GOOD[:100], "ITR498"),
    "a header alone": (GOOD[:512], "ITR498"),
    "half a file": (GOOD[: len(GOOD) // 2], "ITR498"),
    "zeros": (GOOD[:8] + b"\0" * 5_000_000, "ITR498"),
    "ones": (GOOD[:8] + b"\xff" * 5_000_000, "ITR498"),
    "sectors of two thousand million bytes": (put(30, "<H", 31), "ITR498"),
    "sectors of one byte": (put(30, "<H", 0), "ITR498"),
    "a directory that is no directory": (put(48, "<I", 0), "ITR498"),
    "no directory": (put(48, "<I", 0xFFFFFFFE), "ITR498"),
    "a directory past the end": (put(48, "<I", 0x00FFFFFF), "ITR498"),
    "another idea of what is small": (put(56, "<I", 0), "ITR498"),
    "a root that is called otherwise": (
        put(HEADER + 512 * struct.unpack_from("<I", GOOD, 48)[0], "<H", 0x58),
        "ITR498",
    ),
    "a list of tables that leads to itself": (put(68, "<I", 0), "ITR498"),
    "a table that is no table": (put(76, "<I", 0), "ITR498"),
    "a table twice": (put(80, "<I", *struct.unpack_from("<I", GOOD, 76)), "ITR498"),
    "sectors that follow themselves": (with_table(lambda i, _: i), "ITR498"),
    "sectors in a ring": (with_table(lambda i, number: (i + 1) % number), "ITR498"),
    "two sectors back and forth": (with_table(lambda i, _: i ^ 1), "ITR498"),
    "four thousand million rows": (put(first(DIMENSIONS), "<IIHH", 0, 0xFFFFFFFF, 0, 0xFFFF), "ITR417"),
    "a row too many": (put(first(DIMENSIONS), "<IIHH", 0, MOST_ROW + 1, 0, 3), "ITR417"),
    "a column too many": (put(first(DIMENSIONS), "<IIHH", 0, 5, 0, MOST_COLUMN + 1), "ITR417"),
    "rows that end before they begin": (put(first(DIMENSIONS), "<IIHH", 4, 3, 0, 3), "ITR498"),
    "columns that end before they begin": (put(first(DIMENSIONS), "<IIHH", 0, 5, 9, 3), "ITR498"),
    "too many cells together": (put(first(DIMENSIONS), "<IIHH", 0, MOST_ROW, 0, MOST_COLUMN), "ITR416"),
    "a cell far away": (put(first(CELL), "<HH", 65535, 255), "ITR417"),
    "a sheet past the end": (put(first(SHEET), "<I", 0xFFFFFFF0), "ITR498"),
    "a sheet that is the workbook": (put(first(SHEET), "<I", 0), "ITR407"),
    "a text that is longer than all texts": (put(first(SST) + 8, "<H", 0xFFFF), "ITR498"),
    "a password": (put(records()[1][1] - 4, "<H", 0x2F), "ITR497"),
    "a page under another name": (b"<html><table><tr><td>id</td><td>can_bo</td></tr></table></html>", "ITR498"),
    "a page with a mark of order": (b"\xef\xbb\xbf\n<table></table>", "ITR498"),
    "XML of Excel 2003": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "ITR498"),
    "a page of several parts": (b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", "ITR498"),
    "a text document": (b"{\\rtf1 abc}", "ITR498"),
    "a picture of paper": (b"%PDF-1.7", "ITR498"),
}

READ = {
    "as it was made": GOOD,
    "without its last byte": GOOD[:-1],
    "an older format, as it says": put(first(BOF), "<H", 0x500),
    "a lying count of texts": put(first(SST), "<II", 0xFFFFFFFF, 0xFFFFFFFF),
    "a lying number of tables": put(44, "<I", 0xFFFFFFF0),
    "the most rows": put(first(DIMENSIONS), "<IIHH", 0, MOST_ROW, 0, 3),
    "no rows, as some programs write": put(first(DIMENSIONS), "<IIHH", 0, 0, 0, 0),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_harms_the_reader_is_refused(name):
    content, code = REFUSED[name]
    tables, findings = parse_workbook(content, "a.xls")
    assert (tables, [found.code for found in findings]) == ((), [code])
    assert all(message(found, lang) for found in findings for lang in ("vi", "en"))


@pytest.mark.parametrize("name", READ)
def test_what_harms_nobody_is_read(name):
    (table,), findings = parse_workbook(READ[name], "a.xls")
    assert findings == ()
    assert table.headers == ("id", "can_bo", "Ghi chú")
    assert [row[:2] for row in table.rows] == [("so-1", "3"), ("so-2", "6"), ("so-3", "9"), ("so-4", "12")]


def test_a_workbook_of_many_sectors_is_read():
    (table,), findings = parse_workbook(made(3_000), "a.xls")
    assert (findings, len(table.rows)) == ((), 2_999)


def test_a_page_under_another_name_is_told_what_to_do():
    (found,) = parse_workbook(REFUSED["a page under another name"][0], "a.xls")[1]
    assert message(found, "en") == "the workbook is damaged or of another format (it is HTML or XML)"


@settings(max_examples=size(50, 150))
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD) - 4), st.sampled_from([0, 1, 255, 0xFFFF, 0x8000, 0x7FFFFFFF, 0xFFFFFFFE])),
        max_size=5,
    )
)
def test_any_damage_is_tables_or_findings(changes):
    content = bytearray(GOOD)
    for at, value in changes:
        struct.pack_into("<I", content, at, value)
    tables, findings = parse_workbook(bytes(content), "a.xls")
    assert tables or findings
    assert inspect_old(bytes(content), "a.xls") is None or not tables or content[:8] != GOOD[:8]
