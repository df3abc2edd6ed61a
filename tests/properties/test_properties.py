"""What the semantics promise of every ruleset; each test quotes the sentence of docs/semantics.md that it proves."""

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from sampling import size

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))

import compare
from formula import No
from generate import generate

SEEDS = st.integers(0, 10**6)
SMALL = st.integers(0, 8)
# A smaller seed is no simpler ruleset: shrinking would only take time.
FEW = settings(
    max_examples=size(10, 20),
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
MANY = settings(max_examples=size(20, 60), deadline=None, database=None)


def shuffled(value, rng: Random):
    """The same data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        items = [(k, shuffled(v, rng)) for k, v in value.items()]
        rng.shuffle(items)
        return dict(items)
    return [shuffled(v, rng) for v in value] if isinstance(value, list) else value


def ruleset(criteria: list, ranking: dict | None = None, **root) -> dict:
    """A ruleset of one scorecard over the inputs x and y."""
    return {
        "format": "itrank-ruleset/1",
        "id": "nho",
        "version": "1",
        "title": "Bộ tiêu chí nhỏ",
        "groups": {"g": {"title": "Nhóm"}},
        "inputs": {"x": {"type": "number"}, "y": {"type": "number"}},
        "scorecards": {
            "s": {
                "for": ["g"],
                "title": "S",
                **root,
                "criteria": [{"title": c["id"], **c} for c in criteria],
                "ranking": {"lists": "all", **(ranking or {})},
            }
        },
    }


def outcomes(rules: dict, answers: list[dict]) -> dict:
    """Evaluate units u00, u01, ... with their answers."""
    units = [{"id": f"u{k:02}", "name": f"Đơn vị {k}", "group": "g"} | a for k, a in enumerate(answers)]
    return compare.run(compare.Case(0, rules, units, {}))


def totals(rules: dict, *xs: int | Fraction) -> list:
    """The totals of units that answer x and, all of them, y = 2."""
    return [u["total"] for u in outcomes(rules, [{"x": str(x), "y": "2"} for x in xs]).values()]


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_units_rows_and_keys_does_not_matter(seed, rng):
    """§18: "the result does not depend on the order of units, rows or keys"."""
    case = generate(seed)
    units = list(case.units)
    rng.shuffle(units)
    other = replace(case, units=units, ruleset=shuffled(case.ruleset, rng))
    assert compare.run(other) == compare.run(case)


@FEW
@given(SEEDS)
def test_a_score_that_compares_with_nobody_does_not_depend_on_the_others(seed):
    """§12: "Members are the ranked units of the cohort"; a formula without a cohort reads its own unit alone."""
    case = generate(seed, comparing=False)
    together = compare.run(case)
    for unit in case.units:
        alone = compare.run(replace(case, units=[unit]))[unit["id"]]
        assert alone["total"] == together[unit["id"]]["total"]
        for i, node in alone["nodes"].items():
            assert node["score"] == together[unit["id"]]["nodes"][i]["score"]


def sums(node: dict) -> list[dict]:
    """The branches that are plain sums: nothing comes after the adding."""
    later = {"cap", "out_of", "then", "min", "round", "at_least", "score"}
    extra = {"bonus", "penalty"}
    children = node.get("criteria", [])
    here = bool(children) and node.get("aggregate", "sum") == "sum" and not later & node.keys()
    here = here and not any(
        c.get("role") in extra or c.get("not_applicable") in {"rescale", "rescale_total"} for c in children
    )
    return [node] * here + [found for c in children for found in sums(c)]


@FEW
@given(SEEDS)
def test_contributions_add_up(seed):
    """§7: "`sum` (default): Σ w·v ... Sums and weights run over the children that count"."""
    case = generate(seed)
    rounds = case.ruleset.get("rounding", {})
    assume("branch" not in rounds)
    for unit in compare.run(case).values():
        for node in (n for root in case.ruleset["scorecards"].values() for c in root["criteria"] for n in sums(c)):
            made = unit["nodes"].get(node["id"])
            if made is None or isinstance(made["score"], No):
                continue
            if isinstance(node.get("not_applicable"), str) and "applies" in node:
                continue  # what does not apply is finished at once
            parts = [
                (Fraction(str(c.get("weight", 1))), unit["nodes"][c["id"]]["score"])
                for c in node["criteria"]
                if c.get("role", "scored") == "scored"
            ]
            if all(isinstance(v, No) for _, v in parts):
                continue
            assert made["score"] == sum(w * v for w, v in parts if not isinstance(v, No))


MONOTONE = [
    {"ratio": ["x", "y"], "full_at": 2},
    {"ratio": ["x", 5]},
    {"share": "x / 7", "full_at": "80%"},
    {"count": "x", "each": "15%"},
    {"scale": "x", "from": 1, "to": 6},
    {"scale": "x + 1", "from": 1, "to": 9, "log": True},
    {"steps": "x", "from": {5: 10, 3: 6, 1: 2}, "otherwise": 0},
    {"steps": "x", "above": {5: "100%", 3: "60%"}, "otherwise": "10%"},
    {"steps": "x", "up_to": {2: 0, 4: 5}, "otherwise": 10},
    {"steps": "x", "below": {2: 0, 4: 5}, "otherwise": 10},
    {"interpolate": "x", "points": {1: 0, 3: 4, 7: 10}},
    {"yes_no": "x >= 4"},
    {"checklist": ["x > 1", "x > 4", "x > 6"]},
    {"relative": "x", "to": "best"},
    {"relative": "x", "to": "min_max"},
    {"relative": "x", "to": "percentile_rank"},
]


@MANY
@given(st.sampled_from(MONOTONE), st.lists(SMALL, min_size=3, max_size=6))
def test_a_better_value_never_lowers_a_monotone_leaf(score, xs):
    """§6: "Shares are cut to 0..1 and multiplied by M"; more of x is never worth less in any of these kinds."""
    rules = ruleset([{"id": "k", "max": 10, "score": score, "cohort": "all"}])
    scored = [(x, t) for x, t in zip(xs, totals(rules, *xs), strict=True) if not isinstance(t, No)]
    assert scored or len(set(xs)) == 1
    assert all(a <= b for x, a in scored for y, b in scored if x <= y)
    assert all(0 <= t <= 10 for _, t in scored)


@MANY
@given(
    st.sampled_from(["mean", "geometric_mean", "harmonic_mean"]),
    st.lists(st.integers(1, 5), min_size=2, max_size=3),
    st.integers(2, 7),
    st.integers(1, 8),
)
def test_scaling_all_weights_of_a_mean_changes_nothing(how, weights, factor, x):
    """§7: "`mean`: Σ w·v / Σ w"; "(Π v^w)^(1/Σw)"; "Σ w / Σ (w / v)"."""
    values = ["x + 1", "y", "x * y + 1"]

    def with_weights(scale: int) -> dict:
        leaves = [{"id": f"k{i}", "score": {"formula": values[i]}, "weight": w * scale} for i, w in enumerate(weights)]
        return ruleset(leaves, aggregate=how)

    (plain,), (scaled,) = totals(with_weights(1), x), totals(with_weights(factor), x)
    assert plain == scaled
    assert not isinstance(plain, No)


@MANY
@given(st.lists(SMALL, min_size=1, max_size=9), st.sampled_from(["highest", "lowest"]))
def test_a_rank_is_one_more_than_the_number_strictly_better(xs, best):
    """§17.4: "`ties: standard` 1-2-2-4 (rank = 1 + the number strictly better)"."""
    rules = ruleset([{"id": "k", "max": 10, "score": {"formula": "x"}}], ranking={"best": best})
    ranks = [u["rank"] for u in outcomes(rules, [{"x": str(x)} for x in xs]).values()]
    better = (lambda a, b: a > b) if best == "highest" else (lambda a, b: a < b)
    assert ranks == [1 + sum(better(other, x) for other in xs) for x in xs]


@MANY
@given(st.lists(SMALL, min_size=1, max_size=9), st.sampled_from(["dense", "ordinal"]))
def test_dense_ranks_leave_no_gap_and_ordinal_ranks_no_tie(xs, ties):
    """§17.4: "`dense` 1-2-2-3, `ordinal` 1-2-3-4 (equal units by id, in code point order)"."""
    rules = ruleset([{"id": "k", "max": 10, "score": {"formula": "x"}}], ranking={"ties": ties})
    ranks = [u["rank"] for u in outcomes(rules, [{"x": str(x)} for x in xs]).values()]
    levels = sorted(set(xs), reverse=True)
    by_place = sorted(range(len(xs)), key=lambda k: (-xs[k], k))
    expected = [levels.index(x) + 1 for x in xs] if ties == "dense" else [by_place.index(k) + 1 for k in range(len(xs))]
    assert ranks == expected


@MANY
@given(
    st.lists(SMALL, min_size=1, max_size=6),
    st.integers(5, 8),
    st.integers(1, 4),
    st.sampled_from(["from", "above"]),
    st.integers(0, 2),
)
def test_raising_a_threshold_never_raises_a_tier(xs, high, low, word, more):
    """§16: "The first tier, in the ruleset's order, that fits: every stated bound holds"."""

    def places(top: int) -> list[int]:
        tiers = [
            {"id": "t0", "title": "A", word: top},
            {"id": "t1", "title": "B", word: low},
            {"id": "t2", "title": "C"},
        ]
        rules = ruleset([{"id": "k", "max": 10, "score": {"formula": "x"}}], tiers=tiers)
        return [int(u["tier"][1]) for u in outcomes(rules, [{"x": str(x)} for x in xs]).values()]

    before, after = places(high), places(high + more)
    assert all(b <= a for b, a in zip(before, after, strict=True))
    holds = (lambda x, b: x >= b) if word == "from" else (lambda x, b: x > b)
    assert before == [0 if holds(x, high) else 1 if holds(x, low) else 2 for x in xs]


@MANY
@given(SMALL, SMALL, st.sampled_from([1, 2, 4, 5, 10]))
def test_what_is_rescaled_is_shared_in_proportion(x, y, left):
    """§8: "`rescale`: leaves; the siblings share its points"."""
    rules = ruleset(
        [
            {"id": "a", "max": 8, "score": {"formula": "x"}},
            {"id": "b", "max": 8, "score": {"formula": "y"}},
            {"id": "c", "max": left, "score": {"formula": "1"}, "applies": "1 > 2", "not_applicable": "rescale"},
        ]
    )
    (unit,) = outcomes(rules, [{"x": str(x), "y": str(y)}]).values()
    assert unit["total"] == Fraction((x + y) * (16 + left), 16)
    assert unit["max"] == 16 + left
