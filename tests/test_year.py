"""docs/year.md: a whole year, each command as printed, from shipped files and what the page says to type; and twice."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.language.document import read_document
from itrank.engine.language.editing import _bare
from typing_in import type_in

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "year.md").read_text("utf-8")
TYPED = re.compile(r"^\| ([\w/-]+\.xlsx) \| ([A-Z]+\d+) \| (.+) \|$", re.MULTILINE)
PARTS = re.findall(r"^```console\n(.*?)^```$|^((?:\|[^\n]+\|\n)+)", PAGE, re.MULTILINE | re.DOTALL)
INCOMPLETE = "collect --output so-lieu.csv --replies phan-hoi"
APPROVED = ("collect --output so-lieu.csv", "evaluate --output ket-qua.json", "approve")
REFUSES = ("init", "new", "forms", "appraise export", INCOMPLETE, *APPROVED)
"""Commands that overwrite nothing, as the page says, and those that would change what is approved."""
ONCE = ("report", "explain", "why-not", "claims", "verify")
"""Commands that take long or write nothing: the second time they are left out."""
FILLED_IN = {
    r"^#.*\n": "",
    r"^id: bo-tieu-chi .*$": "id: tinh-x-cntt",
    r"^( *)title: BỘ TIÊU CHÍ$": r"\1title: Bộ tiêu chí ứng dụng CNTT",
    r"^decision: .*$": "decision: {number: 12/QĐ-UBND, date: 2027-01-05}",
    r"^( +tong_so_cbcc: .*type: count)}$": r"\1, min: 1}",
    r"^ +TODO: xem chú thích phía trên\n": "",
    r"^    # TODO: mức xếp loại.*$": "    tiers: [{id: tot, title: Tốt, from: 80}, {id: kha, title: Khá, from: 65}, {id: yeu, title: Yếu}]",
}


def typed(cell: str) -> object:
    """What a cell of the page is typed as: a number where it looks like one."""
    return float(cell.replace(",", ".")) if re.fullmatch(r"\d+(,\d+)?", cell) else cell


def lines():
    """Every command with what the page prints below it, and every table of cells, in the page's order."""
    for console, table in PARTS:
        if found := TYPED.findall(table):
            yield None, found
        for each in re.split(r"^(?=\$ )", console, flags=re.MULTILINE)[1:]:
            command, *told = each.splitlines()
            yield command.removeprefix("$ "), told


def once(home, monkeypatch, capsys, *, again: bool):
    monkeypatch.chdir(home)
    for command, told in lines():
        if command is None:
            cells: dict[str, dict[str, object]] = {}
            for name, cell, text in told:
                cells.setdefault(name, {})[cell] = typed(text)
            for name, of in cells.items() if not again else ():
                type_in(name, of)
            continue
        word, *arguments = shlex.split(command)
        if word == "cd":
            monkeypatch.chdir(arguments[0])
        elif word == "cp":
            *names, target = arguments
            for name in names:
                shutil.copy(name, target)
        elif not (again and command.removeprefix("itrank ").startswith(ONCE)):
            refuses = again and command.removeprefix("itrank ").startswith(REFUSES)
            code = cli.run(arguments)
            printed = capsys.readouterr()
            expected = 2 if refuses else 1 if INCOMPLETE in command else 0
            assert code == expected, f"{command}\n--\n{printed}"
            if refuses:
                assert re.search("lỗi ITR(488|906|86[67])", printed.err), printed.err
                assert "gợi ý" in printed.err
            elif not again or "đã thêm" not in " ".join(told):
                for line in told if not again else ():
                    assert line in printed.out, f"{command}\n{line}\n--\n{printed.out}"


@pytest.mark.long
def test_a_year_as_the_page_tells_it_and_once_more(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    once(tmp_path, monkeypatch, capsys, again=False)
    folder = tmp_path / "xep-hang"
    assert sorted(path.name for path in folder.iterdir() if path.suffix in {".docx", ".pdf", ".html", ".zip"}) == [
        "2027.zip", "bao-cao.docx", "bao-cao.pdf", "bien-ban.docx", "cong-bo.html", "ho-so.pdf",
        "ket-qua.approved.zip", "phu-luc.docx", "so-sanh.docx", "tien-do.html",
    ]  # fmt: skip
    kept = {
        name: (folder / name).read_bytes()
        for name in ("ket-qua.json", "so-lieu.csv", "so-lieu.corrections.csv", "itrank.yaml")
    }
    once(tmp_path, monkeypatch, capsys, again=True)
    assert {name: (folder / name).read_bytes() for name in kept} == kept


def test_the_finished_ruleset_is_the_draft_filled_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["init", "xep-hang", "--year", "2027", "--practice"]) == 0
    monkeypatch.chdir("xep-hang")
    assert cli.run(["new", "2027", "--from-table", "phu-luc.docx", "--output", "ban-thao.yaml"]) == 0
    draft = Path("ban-thao.yaml").read_text("utf-8")
    for pattern, by in FILLED_IN.items():
        assert re.search(pattern, draft, re.MULTILINE), pattern
        draft = re.sub(pattern, by, draft, flags=re.MULTILINE)
    shipped, finished = (read_document(text, "")[0] for text in (Path("rulesets/cntt.yaml").read_text("utf-8"), draft))
    assert _bare(shipped) == _bare(finished)


@pytest.mark.parametrize("word", ["annex", "forms", "collect", "appraise", "reports", "verification", "project"])
def test_each_step_names_the_page_that_says_more(word):
    assert f"]({word}.md)" in PAGE
