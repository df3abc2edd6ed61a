"""Inputs that itrank once got wrong in silence: what it must say of each; tests/faults/README.md has the format."""

import json
import os
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from itrank import cli

FOLDER = Path(__file__).parent / "faults"
KEYS = {"name", "run", "exit", "codes", "no_codes", "says", "silent", "units", "values", "later", "why", "wrote"}
CODE = re.compile(r"ITR\d{3}")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), LOADER):
            assert set(case) <= KEYS, f"{path.name}: {case.get('name')}: {set(case) - KEYS}"
            later = [pytest.mark.xfail(reason=f"for the issue {case['later']}", strict=True)] if "later" in case else []
            yield pytest.param(case, id=f"{path.stem}::{case['name']}", marks=later)


def at(made: Any, path: str) -> Any:
    """Follow keys, places and `id=...` of lists, split by " / "."""
    for step in path.split(" / "):
        if isinstance(made, list) and "=" in step:
            key, _, value = step.partition("=")
            found = [each for each in made if str(each.get(key)) == value]
            assert len(found) == 1, f"{path}: {len(found)} items have {step}"
            made = found[0]
        else:
            made = made[int(step)] if isinstance(made, list) else made[step]
    return made


def copied(case: dict[str, Any], here: Path) -> Path:
    """Copy the folders that a case names: all of them have two hundred files."""
    lines = [case["run"]] if isinstance(case["run"], str) else case["run"]
    named = {part for line in lines for word in shlex.split(line) for part in Path(word).parts}
    here.mkdir()
    for folder in (each for each in FOLDER.iterdir() if each.name in named and each.is_dir()):
        shutil.copytree(folder, here / folder.name)
    return here


@pytest.mark.parametrize("case", list(cases()))
def test_what_was_wrong_in_silence_is_right_or_said(case, tmp_path, monkeypatch, capsys):
    """Never wrong without saying so."""
    monkeypatch.chdir(copied(case, tmp_path / "faults"))
    monkeypatch.setenv("ITRANK_LANG", "en")
    code, told, out = None, "", ""
    for line in [case["run"]] if isinstance(case["run"], str) else case["run"]:
        command, *arguments = shlex.split(line)
        if command == "cd":
            os.chdir(arguments[0])
            continue
        assert command == "itrank"
        code = cli.run(arguments)
        out, err = capsys.readouterr()
        told += out + err
    assert code == case.get("exit", 0), told
    found = set(CODE.findall(told))
    assert found >= set(case.get("codes", [])), told
    assert not found & set(case.get("no_codes", [])), told
    for words in case.get("says", []):
        assert words in told
    for words in case.get("silent", []):
        assert words not in told
    for name, texts in case.get("wrote", {}).items():
        written = Path(name).read_text("utf-8")
        for words in texts:
            assert words in written
    if "units" in case or "values" in case:
        result = json.loads(out)
        for name, expected in case.get("units", {}).items():
            unit = at(result, f"units / name={name}")
            assert [unit["total"], unit["rank"], unit["tier"]][: len(expected)] == expected, name
        if "units" in case:
            assert [unit["name"] for unit in result["units"]] == list(case["units"])
        for path, expected in case.get("values", {}).items():
            assert at(result, path) == expected, path


def identity(path: Path) -> str:
    document = yaml.load(path.read_text("utf-8"), LOADER)
    return f"{document.get('id')}@{document.get('version')}"


def named_by_cases() -> set[str]:
    """Give the files that some case names, from the folder in which its line is run, and what these extend."""
    found: list[Path] = []
    for path in FOLDER.glob("*.yaml"):
        for case in yaml.load(path.read_text("utf-8"), LOADER):
            here = FOLDER
            for line in [case["run"]] if isinstance(case["run"], str) else case["run"]:
                words = shlex.split(line)
                here = here / words[1] if words[0] == "cd" else here
                found += [here / word for word in words[1:] if not word.startswith("-")]
    for path in found:  # what is appended is looked at too
        if path.suffix == ".yaml" and path.is_file():
            extended = yaml.load(path.read_text("utf-8"), LOADER).get("extends", "")
            found += [
                each for each in path.parent.glob("*.yaml") if extended and extended in {each.name, identity(each)}
            ]
    inside = [Path(os.path.normpath(path)) for path in found]
    return {path.relative_to(FOLDER).as_posix() for path in inside if path.is_file() and path.is_relative_to(FOLDER)}


def test_every_input_of_a_fault_is_run():
    """No ruleset lies here that nothing evaluates or checks."""
    given = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/**/*.yaml")}
    assert sorted(given - named_by_cases()) == []
