"""docs/cases.md: five cases typed into the template as the page's table says, each command as printed, its YAML run."""

import re
import shlex
from pathlib import Path

from itrank.cli import run
from itrank.engine.files.table_files import tables_of
from test_case_book import filled

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "cases.md").read_text("utf-8")
CONSOLE = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COLUMNS = re.findall(
    r"^\| ([^|\n]+) \|((?:[^|\n]*\|){6})$", PAGE.partition("| cột |")[2].partition("\n\n")[0], re.MULTILINE
)


def commands(block: str):
    for each in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]:
        line, *told = each.splitlines()
        yield shlex.split(line.removeprefix("$ ")), "\n".join(told)


def typed() -> bytes:
    """The template, with the table of the page in it: a number where one is written, all else as text."""
    content = Path("ca.xlsx").read_bytes()
    (table,) = (each for each in tables_of(content, "ca.xlsx")[0] if "case" in each.headers)
    ids = dict(zip(table.rows[0], table.headers, strict=True))
    rows: list[dict[str, object]] = [{} for _ in range(6)]
    for label, cells in COLUMNS:
        for row, cell in zip(rows, cells.split("|"), strict=False):
            if text := cell.strip():
                row[ids[label.strip()]] = int(text) if text.isdecimal() else text
    return filled(content, *rows)


def test_five_cases_as_the_page_tells_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    assert len(COLUMNS) == 16, "a header line of dashes is no column"
    made, failing, again, *_ = CONSOLE
    for words, _ in commands(made):
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
        else:
            assert run(words[1:]) == 0, words
    Path("ca.xlsx").write_bytes(typed())
    ((words, told),) = commands(failing)
    capsys.readouterr()
    assert run(words[1:]) == 1
    assert capsys.readouterr().out.rstrip("\n") == told.rstrip("\n")
    ((words, _),) = commands(again)
    assert run(words[1:]) == 1
    assert Path("ket-qua.xlsx").read_bytes().startswith(b"PK")
    fixed = PAGE.partition("| cột |")[2]
    assert "sửa ô `U6` thành 10" in fixed


def test_the_cases_in_yaml_hold(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["init", "xep-hang", "--practice"]) == 0
    monkeypatch.chdir("xep-hang")
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    Path("rulesets/cntt.test.yaml").write_text(text, "utf-8")
    capsys.readouterr()
    assert run(["test"]) == 0
    assert "3 ca: 3 đúng" in capsys.readouterr().out
