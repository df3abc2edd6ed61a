"""Whatever keys of the language are put together, itrank has an answer: findings, or a result that two evaluators share.

Seeds that found an error of itrank itself are kept. `ITRANK_DRAWS=20000 pytest tests/test_drawn.py` draws more.
"""

import csv
import os
from pathlib import Path

import pytest
import yaml
from drawn import Draw
from itrank import cli
from itrank.engine import load_text, observe
from itrank.engine.observe import table_of
from test_forms import differing

DRAWS = int(os.environ.get("ITRANK_DRAWS", "96"))
BATCHES = 2 if DRAWS < 1_000 else 8
KEPT = (132, 750, 760, 803, 1082, 1097, 1206, 3532, 9141, 9634)


def run(capsys, *arguments):
    code = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert code in {0, 1, 2}, (arguments, err)
    assert "ITR908" not in err, (arguments, err)
    return code, out + err


def tried(seed, capsys, *, is_wide=False):
    """Load a draw, and if it loads do with it all that people do; say whether it loaded."""
    drawn = Draw(seed, is_wide=is_wide)
    text = yaml.safe_dump(drawn.document, allow_unicode=True, sort_keys=False)
    loaded = load_text(text, "f.yaml")
    if loaded.ruleset is None:
        assert loaded.findings, seed
        return False
    Path("f.yaml").write_text(text, "utf-8")
    rows = drawn.rows(loaded.ruleset.inputs)
    with Path("d.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    for name in ("r.json", "s.json", "b.zip", "t.xlsx", "p.html"):
        Path(name).unlink(missing_ok=True)
    year = ("--ruleset", "f.yaml", "--data", "d.csv")
    read = observe(loaded.ruleset, [table_of("d.csv", [dict(zip(rows[0], row, strict=True)) for row in rows[1:]])])
    if not any(seen.state == "invalid" for column in read.values.values() for seen in column):
        assert differing(loaded.ruleset, read)[1] == []  # of forms, cell by cell
    run(capsys, "check", "f.yaml")
    run(capsys, "evaluate", *year, "--format", "json", "--output", "r.json")
    run(capsys, "explain", "u1", *year)
    run(capsys, "why-not", "u1", "--tier", "tot", *year)
    if Path("r.json").exists():
        run(capsys, "evaluate", *year, "--previous", "r.json", "--format", "json", "--output", "s.json")
        run(capsys, "freeze", "s.json" if Path("s.json").exists() else "r.json", "--output", "b.zip")
        code, told = run(capsys, "verify", "b.zip")
        assert code == 0, told
        run(capsys, "report", "r.json")
    if seed % 4 == 0:
        run(capsys, "table", "f.yaml", "--output", "t.xlsx")
        if Path("r.json").exists():
            run(capsys, "report", "r.json", "--output", "p.html")
    return True


@pytest.mark.parametrize("batch", range(BATCHES))
def test_keys_put_together_in_any_way_are_answered(batch, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    count = 0
    for seed in range(DRAWS * batch // BATCHES, DRAWS * (batch + 1) // BATCHES):
        try:
            count += tried(seed, capsys, is_wide=seed % 2 == 1)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
    assert count  # else nothing was tried


@pytest.mark.parametrize("seed", KEPT)
def test_what_was_an_error_once_is_answered(seed, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tried(seed, capsys)
