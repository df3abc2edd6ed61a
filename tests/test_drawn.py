"""Whatever keys of the language are put together, itrank has an answer: findings, or a result that two evaluators share.

Seeds that found an error of itrank itself are kept. `ITRANK_DRAWS=20000 pytest tests/test_drawn.py` draws more.
"""

import csv
import os
import random
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from drawn import Draw
from itrank import cli
from itrank.engine import load_text, observe
from itrank.engine.language.kinds import KINDS
from itrank.engine.observe import table_of
from itrank.engine.prove.certainty import certainty_of
from itrank.engine.rank import evaluation
from test_forms import differing

DRAWS = int(os.environ.get("ITRANK_DRAWS", "64"))
BATCHES = 2 if DRAWS < 1_000 else 8
KEPT = (132, 750, 760, 803, 1082, 1097, 1206, 3532, 9141, 9634)


def run(capsys, *arguments):
    code = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert code in {0, 1, 2}, (arguments, err)
    assert "ITR908" not in err, (arguments, err)
    return code, out + err


def test_a_draw_can_hold_every_scoring_kind():
    drawn = {key for seed in range(40) for key in _keys(Draw(seed).document)}
    assert set(KINDS) <= drawn, "tests/drawn.py draws no leaf of these kinds"


def _keys(node):
    if isinstance(node, dict):
        yield from node
        for below in node.values():
            yield from _keys(below)
    elif isinstance(node, list):
        for below in node:
            yield from _keys(below)
    else:
        yield node


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
        for made in ("r.json", "s.json"):
            if Path(made).exists():  # what itrank wrote passes at the door of reports
                code, told = run(capsys, "report", made)
                assert code == 0, told
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


ANSWERS = ("0", "1", "2", "5", "0.5", "có", "không", "a", "b", "2022-05-05")


def held(seed, cell=None):
    """Blank answers of a drawn year, one at a time, and hold what is certain then against every answer that may come.

    Returns:
        How many totals were compared.
    """
    drawn = Draw(seed, is_wide=seed % 2 == 0)
    ruleset = load_text(yaml.safe_dump(drawn.document, allow_unicode=True, sort_keys=False), "f.yaml").ruleset
    if ruleset is None:
        return 0
    head, *rows = drawn.rows(ruleset.inputs)
    asked = {each.id: each.key for each in ruleset.inputs}
    cells = [(row, name) for row in range(len(rows)) for name in head if name in asked]
    chosen = [cell] if cell is not None else random.Random(seed).sample(cells, min(6, len(cells)))
    return sum(compared(ruleset, head, rows, row, name, asked[name]) for row, name in chosen)


def compared(ruleset, head, rows, row, name, key):
    column = head.index(name)

    def read(answer):
        filled = [[*each[:column], answer, *each[column + 1 :]] if n == row else each for n, each in enumerate(rows)]
        return observe(ruleset, [table_of("d.csv", [dict(zip(head, each, strict=True)) for each in filled])])

    certain = certainty_of(evaluation(ruleset, read("")))
    count = 0
    for answer in dict.fromkeys((*(each[column] for each in rows), *ANSWERS)) if certain else ():
        observed = read(answer)
        if not answer or observed.values[key][row].state != "observed":
            continue
        made = evaluation(ruleset, observed)
        for unit in made.result.units:
            told = certain.get(unit.unit.id)
            if told is None or not isinstance(unit.outcome, Fraction) or unit.rank is None:
                continue
            count += 1
            holds = told.best <= unit.rank <= told.worst
            holds = holds and (told.low is None or told.low <= unit.outcome)
            holds = holds and (told.high is None or unit.outcome <= told.high)
            # While something else is still to come, ranks are of those who have theirs.
            assert holds or certainty_of(made), (row, name, answer, unit.unit.id, unit.rank, unit.outcome, told)
    return count


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_certain_holds_whatever_answer_comes(batch):
    compared = 0
    for seed in range(2 * DRAWS * batch // BATCHES, 2 * DRAWS * (batch + 1) // BATCHES):
        try:
            compared += held(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
    assert compared  # else nothing was said


def test_a_blank_that_the_ruleset_reckons_with_did_not_hold():
    """`has(x0)` of a unit that has its rank: its blank was taken for an answer that surely comes."""
    assert held(1024, (3, "l0")) == 0  # nothing is said of it now; it was, and an answer contradicted it
