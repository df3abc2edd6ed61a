"""What a newcomer would add to the meaning of a node takes few files: patches that do so, tried on a copy of the tree."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parent.parent
BESIDE = re.compile(r"engine/(language/schema|bundle/recompute|forms/\w+)\.py")
MOST = 3
NAMES = ("aggregate", "policy")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_domain_has_what_a_small_patch_adds(name, tmp_path):
    """Exact scores, explanations, bounds, the second evaluator and forms: tests/trials/tried.py asks them all."""
    home = tmp_path / "itrank"
    for part in ("engine", "commands", "schemas", "rulesets", "tests"):
        copytree(ROOT / part, home / part, ignore=ignore_patterns("__pycache__", "node_modules", "bundles"))
    for path in ROOT.glob("*.py"):
        (home / path.name).write_bytes(path.read_bytes())
    patch = ROOT / "tests" / "trials" / f"{name}.patch"
    subprocess.run(["git", "apply", "--whitespace=nowarn", str(patch)], check=True, cwd=home)
    found = os.pathsep.join(map(str, (tmp_path, home / "tests", home / "tests" / "oracle")))
    command = [sys.executable, str(home / "tests" / "trials" / "tried.py"), name]
    made = subprocess.run(
        command, cwd=home, env=os.environ | {"PYTHONPATH": found}, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_small_patch_changes_few_files_of_the_engine(name):
    """Beside the schema, the second evaluator and the form, which stay apart on purpose."""
    text = (ROOT / "tests" / "trials" / f"{name}.patch").read_text("utf-8")
    changed = set(re.findall(r"^\+\+\+ b/(engine/\S+)", text, re.MULTILINE))
    assert 1 <= len([each for each in changed if not BESIDE.fullmatch(each)]) <= MOST
