"""*The same inputs give the same bytes* across hash seeds, time zones, locales, folders and the order of rows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}, huyen: {title: Huyện}}
inputs:
  a: {label: Số, type: number}
  k: {label: Chọn, type: choice, options: {x: Mức X, y: Mức Y, z: Mức Z}}
scorecards:
  bang:
    cohort: list
    criteria:
      - {id: p, title: Phần, max: 10, score: {relative: a, to: best}, cohort: list, not_applicable: zero}
      - {id: q, max: 5, score: {choice: k, points: {x: 5, y: 3, z: 0}}}
    tiers: [{id: tot, title: Tốt, from: 10}, {id: yeu, title: Yếu}]
    ranking: {lists: group, tied_as: "={}"}
"""
ROWS = [f"dv{n},Đơn vị {n},{'so' if n % 2 else 'huyen'},{n * 7 % 5}.{n},{'xyz'[n % 3]}" for n in range(1, 12)] + [
    "dvx,Đơn vị x,so,,x",
    "dvy,Đơn vị y,huyen,abc,y",
]
HEADER = "id,name,group,a,k"

COMMANDS = {
    "json": ("evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--format", "json"),
    "csv": ("evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--format", "csv"),
    "table": ("evaluate", "--ruleset", "r.yaml", "--data", "d.csv"),
    "check": ("check", "r.yaml", "--format", "json"),
    "sarif": ("check", "r.yaml", "--format", "sarif"),
    "explain": ("explain", "dv3", "--ruleset", "r.yaml", "--data", "d.csv", "--format", "json"),
    "why-not": ("why-not", "dv3", "--tier", "tot", "--ruleset", "r.yaml", "--data", "d.csv"),
    "compile": ("compile", "phang.yaml", "--dialect", "duckdb", "--states"),
    "describe": ("data", "describe", "d.csv", "--ruleset", "r.yaml", "--format", "json"),
}

PLACES = {
    "another seed": {"PYTHONHASHSEED": "1"},
    "a third seed": {"PYTHONHASHSEED": "4242"},
    "a time zone": {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "7"},
    "plain C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "a locale of commas": {"LC_ALL": "de_DE.UTF-8", "PYTHONIOENCODING": "cp1252"},
}


END = "\0 of one command \0\n"
EACH = f"""
import json, sys
from itrank.cli import run
for arguments in json.loads(sys.argv[1]):
    assert run(arguments) in {{0, 1}}, arguments
    for stream in (sys.stdout, sys.stderr):
        stream.write({END!r})
        stream.flush()
"""


def ran(folder: Path, *commands, **changed: str) -> list[tuple[str, str]]:
    """Run commands one after the other in a process of this environment; give what each printed and told."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("ITRANK_", "LC_", "PYTHON", "FORCE_"))
    }
    environment |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", **changed}
    words = [sys.executable, "-c", EACH, json.dumps(commands)]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    printed, told = (stream.decode().split(END)[:-1] for stream in (done.stdout, done.stderr))
    return list(zip(printed, told, strict=True))


def project(folder: Path, rows=ROWS) -> Path:
    folder.mkdir(parents=True)
    (folder / "r.yaml").write_text(RULES, "utf-8")
    (folder / "phang.yaml").write_text(RULES.replace("relative: a, to: best}, cohort: list", "formula: a}"), "utf-8")
    (folder / "d.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    made = ran(project(tmp_path_factory.mktemp("here") / "một"), *COMMANDS.values())
    assert all(len(printed + told) > 100 for printed, told in made)
    return dict(zip(COMMANDS, made, strict=True))


@pytest.mark.long
@pytest.mark.bar(3)
@pytest.mark.parametrize("place", PLACES)
def test_neither_machine_nor_folder_shows(place, wanted, tmp_path):
    there = project(tmp_path / "two with space" / "ở đây")
    made = ran(there, *COMMANDS.values(), **PLACES[place])
    assert dict(zip(COMMANDS, made, strict=True)) == wanted


@pytest.mark.long
def test_the_order_of_rows_changes_no_score_rank_or_tier(tmp_path):
    """Units come out in the order of the file; what is said of each is the same."""
    first = project(tmp_path / "a")
    second = project(tmp_path / "b", list(reversed(ROWS)))

    def results(folder):
        [(printed, _)] = ran(folder, COMMANDS["json"])
        made = json.loads(printed)
        units = {unit.pop("id"): unit for unit in made["units"] if unit.pop("cells")}
        return units, made["lists"], sorted(map(str, made["certainty"]))

    (units, lists, certain), (units2, lists2, certain2) = results(first), results(second)
    assert units == units2
    assert certain == certain2
    assert [(each["id"], each["units"], each["tiers"], each["mean"]) for each in lists] == [
        (each["id"], each["units"], each["tiers"], each["mean"]) for each in lists2
    ]
