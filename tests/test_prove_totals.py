"""What is proved of totals and tiers, against exhaustion by the second evaluator, which knows nothing of proofs.

Rulesets of up to four leaves over inputs with few answers: every combination of answers is a unit of the oracle.
"""

import random
import sys
from collections import Counter
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from itrank.engine import load_text
from itrank.engine.formula.figures import amount
from itrank.engine.prove.prover import proved_bounds
from itrank.engine.prove.reaches import reaches
from itrank.engine.prove.reaching import facts
from sampling import size

sys.path.insert(0, str(Path(__file__).parent / "oracle"))

import oracle
from compare import yaml_text

INPUTS = {
    "a": {"type": "count", "label": "A", "max": 4},
    "b": {"type": "count", "label": "B", "max": "a"},
    "c": {"type": "count", "label": "C", "min": 1, "max": 3},
    "y": {"type": "yes_no", "label": "Y"},
    "k": {"type": "choice", "label": "K", "options": {"tot": "T", "kem": "Z"}},
}
ROWS = [
    {"a": str(a), "b": str(b), "c": str(c), "y": y, "k": k}
    for a, c, y, k in product(range(5), range(1, 4), ("yes", "no"), ("tot", "kem"))
    for b in range(a + 1)
]


def leaf(rng: random.Random, number: int) -> dict:
    """Draw a criterion of ten points or so."""
    points = rng.choice([5, 8, 10])
    part = Fraction(points, 2)
    score = rng.choice(
        [
            {"steps": "a", "from": {4: points, 2: part}, "otherwise": 0},
            {"steps": "c", "from": {3: points, 2: rng.choice([part, points - 1])}, "otherwise": rng.choice([0, 1])},
            {"ratio": ["b", "a"], "on_zero": "zero"},
            {"formula": f"{points} * b / a if a > 0 else 0"},
            {"formula": f"min({points}, a * c)"},
            {"formula": f"{points} if y and c > 1 else {part if part.denominator == 1 else '2.5'}"},
            {"choice": "k", "points": {"tot": points, "kem": rng.choice([0, 2])}},
            {"formula": f"round({points} * c / 3, 1)"},
        ]
    )
    rest = rng.choice([{}, {}, {"round": rng.choice([0, 1])}, {"cap": points - 1, "max": points - 1}])
    return {"id": f"x{number}", "title": f"X{number}", "max": points, "score": score, **rest}


def tiers(rng: random.Random, most: int) -> list[dict]:
    """Draw tiers, some of which leave holes, overlap or take nothing."""
    high, low = sorted(rng.sample(range(1, most + 3), 2), reverse=True)
    return rng.choice(
        [
            [{"id": "tot", "from": high}, {"id": "kha", "from": low}, {"id": "yeu"}],
            [{"id": "tot", "from": high}, {"id": "kha", "from": low, "up_to": high - 1}, {"id": "yeu", "below": low}],
            [{"id": "tot", "from": high}, {"id": "kha", "above": low}, {"id": "yeu", "below": low}],
            [{"id": "tot", "from": low}, {"id": "kha", "from": high}, {"id": "yeu", "below": low}],
            [{"id": "tot", "from": high, "requires": "y"}, {"id": "kha", "from": low}, {"id": "yeu", "below": low}],
        ]
    )


def ruleset(seed: int) -> dict:
    """Draw a ruleset as the oracle reads it."""
    rng = random.Random(seed)
    leaves = [leaf(rng, number) for number in range(rng.randint(1, 4))]
    most = sum(each["max"] for each in leaves)
    titled = [{"title": each["id"], **each} for each in tiers(rng, most)]
    rest = rng.choice([{}, {}, {"round": 0}, {"round": 1}])
    return {
        "format": "itrank-ruleset/1",
        "id": "thu",
        "version": "1",
        "title": "Thử",
        "inputs": INPUTS,
        "scorecards": {"bang": {"max": most, "criteria": leaves, "tiers": titled, "ranking": {"lists": "all"}, **rest}},
    }


def worths(drawn: dict) -> tuple[dict[str, list[Fraction]], list[tuple[Fraction, str | None]]]:
    """Evaluate every combination of answers: what each node is worth, and each total with its tier."""
    units = [{"id": f"u{number}", **row} for number, row in enumerate(ROWS)]
    found = oracle.evaluate(drawn, units)
    nodes: dict[str, list[Fraction]] = {"bang": []}
    totals = []
    for unit in found.values():
        if isinstance(unit["total"], Fraction):
            nodes["bang"].append(unit["total"])
            totals.append((unit["total"], unit["tier"]))
        for id_, each in unit["nodes"].items():
            if isinstance(each["score"], Fraction):
                nodes.setdefault(id_, []).append(each["score"])
    return nodes, totals


@pytest.mark.sampled
def test_totals_and_tiers_agree_with_exhaustion():
    """*Tiers proved a partition of the reachable, rounded totals*: hole, overlap, order, unreachable."""
    seen: Counter[str] = Counter()
    for seed in range(size(16, 600)):
        drawn = ruleset(seed)
        loaded = load_text(yaml_text(drawn))
        assert loaded.ruleset is not None, (seed, loaded.findings)
        nodes, totals = worths(drawn)
        ends_hold(loaded.ruleset, nodes, seen, seed)
        tiers_hold(loaded.ruleset, totals, seen, seed)
    assert seen["ends"] > 40
    assert seen["shown"] * 10 > seen["ends"] * 8, seen
    assert seen["holes"]
    assert seen["unseen"] * 4 <= seen["empty"], seen


def ends_hold(checked, nodes, seen, seed):
    """Say that what a node is proved to reach is its least and its greatest value, and that what is shown is one."""
    for each in reaches(checked).nodes:
        values = nodes[each.node.id]
        for end, extreme in ((each.low, min(values)), (each.high, max(values))):
            seen["ends"] += 1
            seen["shown"] += end.state == "reached"
            assert end.value in values, (seed, each.node.id)
            assert end.state != "reached" or end.value == extreme, (seed, each.node.id)
        assert each.low.bound is None or each.low.bound <= min(values), seed
        assert each.high.bound is None or each.high.bound >= max(values), seed


def tiers_hold(checked, totals, seen, seed):
    """Say that no unit is in a tier that nobody can be in, and that a total without a tier is told of."""
    found = facts(checked, proved_bounds(checked))
    never = {each.params["tier"] for each in found if each.code == "ITR386"}
    reached = {tier for _, tier in totals}
    assert never.isdisjoint(reached), seed
    empty = {"tot", "kha", "yeu"} - reached
    seen["empty"] += len(empty)
    seen["unseen"] += len(empty - never)
    holes = [each for each in found if each.code == "ITR387"]
    without = {amount(total) for total, tier in totals if tier is None}
    assert bool(holes) >= bool(without), seed
    for each in holes:
        seen["holes"] += 1
        assert (each.params["example"] in without) or each.witness is None, seed
        seen["holes not shown"] += each.witness is None
    for each in (each for each in found if each.code == "ITR388" and each.witness is not None):
        assert each.params["example"] in {amount(total) for total, _ in totals}, seed
