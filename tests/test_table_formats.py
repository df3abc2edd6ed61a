"""A format of tables is one row: how its files are named, how they begin, and how they are read."""

from pathlib import Path

import pytest
from itrank.commands import options
from itrank.engine.files import resolve, table_formats
from itrank.engine.files.table_files import read_tables
from itrank.engine.files.table_formats import FORMATS, TEXT, TableFormat, format_of, suffixes
from itrank.engine.files.tables import table_from_rows
from itrank.engine.model.findings import Place, finding
from itrank.engine.model.ruleset import Source


def test_each_suffix_is_of_one_format():
    assert len(set(suffixes())) == len(suffixes())
    assert FORMATS[0] is TEXT


def test_the_help_of_data_names_every_suffix():
    (option,) = options.Data.__metadata__
    assert [suffix for suffix in suffixes() if option.help.count(suffix) < 2] == []  # in Vietnamese and in English


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"id,x\na,1\n", ".csv"),
        (b"", ".csv"),
        (b"PK\x03\x04...", ".xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", ".xlsx"),
        (b"\xef\xbb\xbf <table>", ".xlsx"),
        (b" \n[{}]", ".json"),
        (b"\xef\xbb\xbf{}", ".json"),
    ],
)
def test_what_a_file_is_its_bytes_say(content, suffix):
    assert suffix in format_of(content).suffixes


def _read_lines(content, name, _):
    """A trial format: `%lines`, then a cell a line, two to a row."""
    if b"\0" in content:
        return (), (finding("ITR407", Place(name)),)
    cells = content.decode().split("\n")[1:]
    rows = [cells[at : at + 2] for at in range(0, len(cells) - 1, 2)]
    table, findings = table_from_rows(name, rows, [2 * at + 2 for at in range(len(rows))])
    return ((table,) if table is not None else ()), findings


LINES = TableFormat((".lines",), lambda content: content.startswith(b"%lines"), _read_lines)


@pytest.fixture
def with_lines(monkeypatch):
    monkeypatch.setattr(table_formats, "FORMATS", (*FORMATS, LINES))


def test_a_new_format_is_one_row(with_lines, tmp_path):
    """Data beside a ruleset are found by its suffix, known by how they begin, and read with the lines of the file."""
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "2030.lines"
    path.write_text("%lines\nid\nso_hop\na\n4\n", "utf-8")
    ruleset = resolve.Named(tmp_path / "2030.yaml", "2030.yaml")
    found = resolve.find_data(ruleset, "x", tmp_path, Path("/nowhere"))
    assert isinstance(found, resolve.DataSet)
    assert [each.name for each in found.tables] == ["data/2030.lines"]
    tables, sources, findings = read_tables(path, "2030.lines")
    assert ([(table.headers, list(table.rows), list(table.lines)) for table in tables], findings) == (
        [(("id", "so_hop"), [("a", "4")], [4])],
        (),
    )
    assert [type(each) for each in sources] == [Source]
    path.write_bytes(b"%lines\n\0")
    tables, _, findings = read_tables(path, "2030.lines")
    assert (tables, [each.code for each in findings]) == ((), ["ITR407"])


def test_without_its_row_the_format_is_not_known(tmp_path):
    path = tmp_path / "2030.lines"
    path.write_text("%lines\nid\nso_hop\na\n4\n", "utf-8")
    tables, _, _ = read_tables(path, "2030.lines")
    assert [table.headers for table in tables] == [("%lines",)]
