"""docs/security.md says what is true: its limits are those of the code, and the tests that it names exist."""

import ast
import importlib
import io
import re
from pathlib import Path

import pytest
import xlsxwriter
from itrank.engine.files import sheet_notes, workbooks
from itrank.engine.files.numbers import MOST_DIGITS, Problem, parse_number
from itrank.engine.model.codes import CODES
from itrank.engine.model.findings import Finding

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def rows(heading):
    """The rows of the table below a heading."""
    below = PAGE[PAGE.index(f"## {heading}") :]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


LIMITS, THREATS = rows("Giới hạn"), rows("Đe dọa")


def test_there_are_tables():
    assert len(LIMITS) >= 25
    assert len(THREATS) >= 20


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: row[0])
def test_a_limit_is_the_constant_in_the_code(row):
    module, _, constant = row[2].strip("`").rpartition(".")
    assert getattr(importlib.import_module(f"itrank.{module}"), constant) == int(row[1])
    assert row[3] in CODES


@pytest.mark.parametrize("row", [*LIMITS, *THREATS], ids=lambda row: row[0][:40])
def test_the_test_that_a_row_names_exists_and_is_run(row):
    path, _, name = row[-1].strip("`").partition("::")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    (found,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    marks = [ast.unparse(mark) for mark in found.decorator_list]
    assert not any(
        word in mark for mark in marks for word in ("mark.slow", "mark.fuzz", "mark.node", "xfail", "mark.skip(")
    )


@pytest.mark.parametrize("code", sorted(set(re.findall(r"ITR[0-9]{3}", PAGE))))
def test_a_code_that_is_named_is_one(code):
    assert code in CODES


def test_every_limit_with_a_name_in_the_ways_in_is_in_the_table():
    """A new limit of what strangers send is written down."""
    named = {row[2].strip("`").removeprefix("engine.") for row in LIMITS}
    missing = []
    for module in (
        "language.document",
        "formula.parse",
        "files.tables",
        "files.guard",
        "files.sheet_notes",
        "files.strict_json",
        "files.word_text",
        "bundle.container",
        "forms.returned_files",
    ):
        text = (ROOT / "engine" / f"{module.replace('.', '/')}.py").read_text("utf-8")
        constants = re.findall(r"^((?:MOST|LONGEST|LARGEST|DEEPEST)\w*)(?:, \w+)? =", text, re.MULTILINE)
        missing += [f"{module}.{constant}" for constant in constants if f"{module}.{constant}" not in named]
    assert missing == ["language.document.LONGEST_NUMBER"]  # what is longer is text there, and nothing is refused


def test_a_number_in_data_has_so_many_digits_and_no_more():
    assert parse_number("1" * MOST_DIGITS) == int("1" * MOST_DIGITS)
    beyond = parse_number("1" * (MOST_DIGITS + 1))
    assert isinstance(beyond, Problem)
    assert beyond.code == "ITR428"


def test_a_sheet_has_so_many_merged_cells_and_no_more(monkeypatch):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "a"])
        sheet.write_row(1, 0, ["x", 1])
        for row in (5, 6, 7):
            sheet.merge_range(row, 0, row, 1, "")
    monkeypatch.setattr(sheet_notes, "MOST_MERGES", 3)
    assert not isinstance(workbooks.inspect(stream.getvalue(), "a.xlsx"), Finding)
    monkeypatch.setattr(sheet_notes, "MOST_MERGES", 2)
    refused = workbooks.inspect(stream.getvalue(), "a.xlsx")
    assert isinstance(refused, Finding)
    assert (refused.code, refused.params["limit"]) == ("ITR416", "2")
