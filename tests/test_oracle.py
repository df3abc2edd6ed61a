"""The engine and a second reading of docs/semantics.md give the same digits on random rulesets."""

import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "oracle"))

import compare
import oracle
from formula import No
from sampling import size

FEW, MANY, AT_ONCE = size(40, 250), int(os.environ.get("ITRANK_ORACLE_RULESETS", size(1500, 4000))), 100


@pytest.mark.sampled
def test_the_engine_agrees_with_the_oracle():
    reports, features = compare.check(range(FEW))
    assert not reports, "\n\n".join(reports[:3])
    assert len(features) > 150
    assert set(features) >= compare.WHOLE  # every kind, aggregate, input type and way of ranking ties


@pytest.mark.slow
def test_the_engine_agrees_with_the_oracle_on_many_more_rulesets_that_use_the_whole_language():
    batches = [range(i, i + AT_ONCE) for i in range(0, MANY, AT_ONCE)]
    features: Counter[str] = Counter()
    reports: list[str] = []
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for found, used in pool.imap_unordered(compare.check, batches):
            reports += found
            features.update(used)
    assert not reports, f"{len(reports)} rulesets\n" + "\n\n".join(reports[:5])
    rare = {name: n for name, n in features.items() if n < MANY / 100}
    assert not rare
    assert set(features) >= compare.EXPECTED


def test_the_comparison_sees_a_difference_of_one_digit(monkeypatch):
    case = next(
        c
        for c in map(compare.generate, range(100))
        if any(not isinstance(o["total"], No) for o in oracle.evaluate(c.ruleset, c.units, c.previous).values())
    )
    true = oracle.evaluate

    def slightly_wrong(*given):
        out = true(*given)
        unit = next(u for u in out.values() if not isinstance(u["total"], No))
        unit["total"] += oracle.Fraction(1, 10**9)
        return out

    assert compare.differences(case) == []
    monkeypatch.setattr(oracle, "evaluate", slightly_wrong)
    (found,) = compare.differences(case)
    assert " total: oracle " in found


@pytest.mark.parametrize(
    ("criteria", "answers", "total"),
    [
        # The examples of docs/semantics.md, by head.
        ([{"id": "k", "max": 6, "score": {"ratio": ["a", "b"], "full_at": "80%"}}], {"a": "30", "b": "50"}, "9/2"),
        (
            [{"id": "k", "max": 20, "score": {"steps": "a", "from": {4: 20, 3: 15, 2: 10, 1: 5}, "otherwise": 0}}],
            {"a": "3.5"},
            "15",
        ),
        (
            [
                {"id": "k1", "max": 20, "score": {"formula": "10"}},
                {"id": "k2", "max": 20, "score": {"formula": "15"}},
                {"id": "k3", "max": 10, "score": {"formula": "1"}, "applies": "a > 5", "not_applicable": "rescale"},
            ],
            {"a": "1"},
            "125/4",
        ),
        ([{"id": "k", "max": 9, "score": {"formula": "7 // 2 + 7 % 2"}}], {}, "4"),
        ([{"id": "k", "max": 9, "score": {"formula": "-7 // 2"}}], {}, "-4"),
        (
            [{"id": f"k{i}", "max": 20, "score": {"ratio": ["a", "b"]}, "round": 2} for i in range(3)],
            {"a": "2", "b": "3"},
            "3999/100",
        ),
    ],
)
def test_the_oracle_gives_the_numbers_of_the_text(criteria, answers, total):
    ruleset = {
        "inputs": {"a": {"type": "number"}, "b": {"type": "number"}},
        "scorecards": {"s": {"for": ["g"], "criteria": criteria, "ranking": {"lists": "all"}}},
    }
    (found,) = oracle.evaluate(ruleset, [{"id": "u", "group": "g", **answers}]).values()
    assert found["total"] == oracle.Fraction(total)
