"""The scorecard of benchmarks/scale.py means what its results in integers, written by hand, say."""

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.observe import table_of

pytest.importorskip("numpy", reason="the data of the benchmark are drawn by numpy (pip install itrank[bench])")

UNITS = 40


@pytest.fixture(scope="module")
def card():
    path = Path(__file__).resolve().parent.parent / "benchmarks" / "scorecard.py"
    spec = importlib.util.spec_from_file_location("benchmark_scorecard", path)
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_written_by_hand_is_what_the_reference_gives(card):
    loaded = load_text(card.ruleset())
    assert not [found for found in loaded.findings if found.severity == "error"]
    columns = card.as_arrow(next(card.blocks(UNITS))).to_pydict()
    rows = [{name: values[row] for name, values in columns.items()} for row in range(UNITS)]
    told = [{name: said(value) for name, value in row.items()} for row in rows]
    result = evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("rows", told)]))
    by_hand = card.exact(UNITS, keep=True)
    hundredths = [unit.outcome * 100 if isinstance(unit.outcome, Fraction) else -1 for unit in result.units]
    assert hundredths == by_hand.totals.tolist()
    assert [unit.rank or -1 for unit in result.units] == by_hand.ranks.tolist()
    assert len(set(hundredths)) > UNITS / 2


def said(value):
    return {True: "yes", False: "no", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
