"""What README says is so: its commands, its examples, the picture's figures, its links."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine import load

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = (
    "python3 -m venv .venv && .venv/bin/python -m pip install -q -e . && .venv/bin/itrank evaluate --ruleset 2021.yaml",
    "python3 -m venv .venv && .venv/bin/python -m pip install -q -e '.[test]' && .venv/bin/python -m pytest",
)


def fenced(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def run(*arguments, cwd=ROOT):
    return subprocess.run([sys.executable, "-m", "itrank", *arguments], cwd=cwd, capture_output=True, check=False)


def test_the_two_commands_stand_at_the_top():
    """CI runs both in a fresh clone; here the words and what the first one runs are held."""
    lines = [line.strip() for line in README.splitlines()[:12]]
    assert all(command in lines for command in COMMANDS)
    assert "not run in our CI" in README


def test_the_first_command_prints_the_published_figures():
    done = run("evaluate", "--ruleset", "2021.yaml")
    shown = done.stdout.decode()
    assert done.returncode == 0
    for figure in (
        "989",
        "961",
        "959,9",
        "829,9",
        "821,5",
        "789",
        "960,4",
        "938,3",
        "915,6",
        "722,9",
        "SỐ LIỆU MINH HỌA",
    ):
        assert figure in shown


def test_one_edited_threshold_moves_the_tiers(tmp_path):
    text = (ROOT / "rulesets" / "2021.yaml").read_text("utf-8")
    (line,) = re.findall(r"- \{id: tot.*", fenced("yaml")[0])
    before = re.search(r"- \{id: tot,.*", text).group()
    assert before.replace("850", "900") == line
    (tmp_path / "2021.yaml").write_text(text.replace(before, line), "utf-8")
    data = str(ROOT / "examples" / "data" / "2021.csv")
    shown = run("evaluate", "--ruleset", "2021.yaml", "--data", data, cwd=tmp_path).stdout.decode()
    assert "Khá" in shown
    assert shown.count("Khá") > run("evaluate", "--ruleset", "2021.yaml").stdout.decode().count("Khá")


def test_the_mistake_is_told_as_printed(tmp_path):
    text = (ROOT / "rulesets" / "2021.yaml").read_text("utf-8")
    (tmp_path / "rulesets").mkdir()
    wrong = text.replace("ratio: [can_bo_may, can_bo]", "ratio: [can_bo_mayy, can_bo]", 1)
    (tmp_path / "rulesets" / "2021.yaml").write_text(wrong, "utf-8")
    done = run("evaluate", "--ruleset", "rulesets/2021.yaml", "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == b""
    printed = done.stderr.decode()
    for line in fenced("text")[0].rstrip().removesuffix("…").splitlines():
        assert line.rstrip() in printed


def test_the_amendment_loads(tmp_path):
    (tmp_path / "2023.yaml").write_text(fenced("yaml")[1], "utf-8")
    loaded = load(tmp_path / "2023.yaml")
    assert loaded.findings == ()
    assert [tier.id for tier in loaded.ruleset.scorecards[0].root.tiers] == ["dat", "khong_dat"]


@pytest.mark.long
def test_the_list_of_a_year_runs_line_by_line(tmp_path, monkeypatch, capsys):
    for name in ("rulesets", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    text = README.partition("## Your own year\n")[2].partition("\nData are")[0]
    lines = [line.partition("  #")[0].strip() for line in text.splitlines() if line.startswith("    itrank ")]
    assert len(lines) >= 17
    monkeypatch.chdir(tmp_path)
    # Thirty forms take as long as all other lines.
    units = tmp_path / "examples" / "data" / "2022.units.csv"
    (tmp_path / "few.csv").write_text("".join(units.read_text("utf-8").splitlines(keepends=True)[:5]), "utf-8")
    for line in lines:
        written = line.replace("--units examples/data/2022.units.csv", "--units few.csv")
        code = cli.run(shlex.split(written)[1:])
        # Of forms that nobody filled in, collect reports every answer.
        assert code == (1 if line.startswith("itrank collect") else 0), (line, capsys.readouterr().err)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8")):
        assert (ROOT / target).exists(), target


def test_every_file_that_contributing_names_is_there():
    named = re.findall(r"`((?:\.ci|commands|docs|engine|examples|rulesets|schemas|tests)/[\w./*-]+)`", CONTRIBUTING)
    named = [each for each in named if not re.search(r"NAME|ITRnnn", each)]
    assert len(named) > 60
    assert [each for each in named if not list(ROOT.glob(each.rstrip("/")))] == []
