"""Every crash that a search has found is replayed; with `-m fuzz` each harness is searched for some seconds more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import harnesses  # noqa: E402

SECONDS = os.environ.get("ITRANK_FUZZ_SECONDS", "20")
CRASHES = sorted(path for path in (HERE / "crashes").glob("*/*") if path.is_file())


@pytest.mark.parametrize("name", harnesses.HARNESSES)
def test_the_seeds_are_no_crash(name):
    seeds = list(harnesses.seeds(name))
    assert seeds
    for seed in (*seeds, b"", b"\0", b"\xff" * 100):
        harnesses.HARNESSES[name](seed)


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: f"{path.parent.name}-{path.name[:16]}")
def test_a_crash_that_was_found_is_none_any_more(path):
    harnesses.HARNESSES[path.parent.name](path.read_bytes())


@pytest.mark.fuzz
@pytest.mark.parametrize("name", harnesses.HARNESSES)
def test_a_search_finds_no_crash(name):
    done = subprocess.run(
        [sys.executable, str(HERE / "search.py"), name, SECONDS],
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    assert done.returncode == 0, f"a crash was kept in tests/fuzz/crashes/{name}:\n{done.stderr[-3000:]}"
    assert "number_of_executed_units" in done.stderr
