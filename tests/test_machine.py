"""The machine fails while a command writes: a few runs of each suite of `tests/faults/machine.py`, which makes hundreds."""

import re

import pytest
from faults import machine


@pytest.mark.long
def test_whatever_fails_files_are_whole_and_it_is_said(capsys):
    assert machine.main(["--each", "1"]) == 0
    told = capsys.readouterr().out
    assert re.findall(
        r"^(\w+): (?:1 runs, 0 wrong|left out, \d+ runs: this machine lacks .+)$", told, re.MULTILINE
    ) == [*machine.SUITES]


@pytest.mark.long
def test_what_does_not_hold_is_found(tmp_path, monkeypatch, capsys):
    """The suites themselves notice a torn file, a lost result, a copy that is left, and silence."""
    program = tmp_path / "hong.py"
    program.write_text(
        "import os, pathlib, sys\n"
        "pathlib.Path(os.environ['TMPDIR'], 'so-lieu.csv').write_text('bản sao')\n"
        "pathlib.Path('out.json').write_text('nửa')\n"
        "sys.exit(2)\n",
        "utf-8",
    )
    found = machine.Machine(tmp_path)
    found.whole("evaluate")
    monkeypatch.setattr(machine.Machine, "command", staticmethod(lambda: [machine.sys.executable, str(program)]))
    assert found.wrong(machine.Fault("limit", "", "evaluate")) == [
        "out.json is torn",
        "so-lieu.csv lies in the temporary folder",
        "nothing is said of it",
    ]
    program.write_text("import sys\nsys.exit(0)\n", "utf-8")
    assert found.wrong(machine.Fault("limit", "", "evaluate")) == ["ended with 0, but not all is written"]


@pytest.mark.parametrize("suite", machine.SUITES)
def test_every_suite_has_runs_of_every_command(suite):
    assert {fault.writer for fault in machine.SUITES[suite]()} == set(machine.WRITERS)
