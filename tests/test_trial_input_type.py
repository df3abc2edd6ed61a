"""A new input type is a record and a few lines: `tests/trials/input_type.patch` adds one to a copy of the tree.

Where the patch no longer fits the tree, make it anew: apply what fits, finish by hand what CONTRIBUTING lists for an input
type, and write the difference, without `schemas/`, back with `git diff -U1`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PATCH = Path(__file__).parent / "trials" / "input_type.patch"
COPIED = (
    "commands",
    "docs",
    "engine",
    "examples",
    "rulesets",
    "schemas",
    "tests",
    "__init__.py",
    "__main__.py",
    "cli.py",
)
SCHEMA = "schemas/ruleset.schema.json"

RULES = """format: itrank-ruleset/1
id: sao
version: "1"
title: Sao
inputs:
  hai_long: {label: Mức hài lòng, type: rating}
scorecards:
  bang:
    title: Bảng
    ranking: {lists: all}
    criteria:
      - {id: diem, title: Hài lòng, max: 10, score: {formula: hai_long * 2}}
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Give a folder whose `itrank` is the tree with the patch and the schema that is made of it."""
    folder = tmp_path_factory.mktemp("trial")
    for name in COPIED:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".hypothesis")
            shutil.copytree(ROOT / name, folder / "itrank" / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / "itrank" / name)
    # In no repository, so that none is asked what it ignores.
    done = subprocess.run(
        ["git", "apply", str(PATCH)], cwd=folder / "itrank", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    schema = run(folder, "-W", "ignore", "-m", "itrank.engine.language.schema")
    (folder / "itrank" / SCHEMA).write_text(schema, "utf-8")
    (folder / "sao.yaml").write_text(RULES, "utf-8")
    (folder / "so.csv").write_text("id,name,hai_long\nu1,Một,5\nu2,Hai,2\n", "utf-8")
    return folder


def run(folder, *arguments, expected=0, path=None):
    """Run Python with the patched package in a folder."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(path or folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


def itrank(folder, *arguments, expected=0):
    return run(folder, "-m", "itrank", *arguments, expected=expected)


def test_it_touches_at_most_eight_files():
    files = re.findall(r"^diff --git a/(\S+) b/", PATCH.read_text("utf-8"), re.MULTILINE)
    assert [file for file in files if file.startswith("engine/")] == [
        "engine/model/input_types/__init__.py",
        "engine/model/input_types/rating.py",
    ]
    assert len({*files, SCHEMA}) <= 8


def test_the_patched_package_is_what_runs(tree):
    where = run(tree, "-c", "import itrank; print(itrank.__file__)")
    assert where.startswith(str(tree))


def test_it_is_checked(tree):
    assert "nothing to" in itrank(tree, "check", "sao.yaml", "--lang", "en")
    wrong = RULES.replace("type: rating", "type: rating, max: ngay").replace("hai_long * 2", "hai_long and 2")
    (tree / "sai").mkdir()
    (tree / "sai" / "sai.yaml").write_text(wrong, "utf-8")
    told = itrank(tree, "check", "sai/sai.yaml", "--lang", "en", expected=1)
    assert "ITR204" in told
    assert "a yes_no is expected here, but this is a number" in told


def test_its_bounds_are_proved(tree):
    (tree / "qua").mkdir()
    (tree / "qua" / "qua.yaml").write_text(RULES.replace("max: 10", "max: 9"), "utf-8")
    told = itrank(tree, "check", "qua/qua.yaml", "--lang", "en")
    assert "diem: its points can reach 10, above its maximum of 9" in told


def test_it_is_evaluated_and_its_limits_hold(tree):
    itrank(tree, "evaluate", "--ruleset", "sao.yaml", "--data", "so.csv", "--format", "json", "--output", "kq.json")
    units = json.loads((tree / "kq.json").read_text("utf-8"))["units"]
    assert {unit["id"]: unit["total"] for unit in units} == {"u1": "10", "u2": "4"}
    (tree / "sai.csv").write_text("id,name,hai_long\nu1,Một,6\nu2,Hai,2.5\n", "utf-8")
    told = itrank(tree, "evaluate", "--ruleset", "sao.yaml", "--data", "sai.csv", "--lang", "en", expected=1)
    assert "ITR446" in told
    assert "ITR430" in told


def test_it_is_explained(tree):
    told = itrank(tree, "explain", "u1", "--ruleset", "sao.yaml", "--data", "so.csv")
    assert '"Mức hài lòng" × 2' in told or "5 × 2 = 10" in told


def test_a_form_asks_for_it(tree):
    itrank(tree, "forms", "sao.yaml", "--units", "so.csv", "--out", "phieu")
    with zipfile.ZipFile(next((tree / "phieu").glob("*.xlsx"))) as book:
        parts = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "Số sao từ 1 đến 5" in parts
    assert "INT(F" in parts


def test_a_bundle_of_it_is_recomputed(tree):
    itrank(tree, "evaluate", "--ruleset", "sao.yaml", "--data", "so.csv", "--format", "json", "--output", "kq.json")
    itrank(tree, "freeze", "kq.json", "--output", "goi.zip")
    assert "by two independent evaluators: all agree" in itrank(tree, "verify", "goi.zip", "--lang", "en")


def test_its_conformance_case_and_its_record_hold(tree):
    """The tests of the copy itself: the case by hand, the record, the schema."""
    chosen = ("tests/test_conformance.py", "tests/test_input_types.py", "-k", "rating or record or schema")
    told = run(tree / "itrank", "-m", "pytest", "-q", "-n", "0", *chosen, path=tree)
    assert "passed" in told
