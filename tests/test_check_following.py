"""One fault is told once: what only follows from it is left out, and is told where the fault is another."""

import pytest
from itrank.engine import load_text
from itrank.engine.model.codes import ROWS, message
from itrank.engine.prove.checks import checked

HEAD = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {type: count, max: 9}
  b: {type: number, min: 0, max: 4}
  n: {type: count}
  t: {type: percent, min: 0, max: 100%}
scorecards:
  bang:
"""


def told(text: str) -> list[str]:
    loaded = load_text(text)
    assert loaded.ruleset is not None, [message(found, "en") for found in loaded.findings]
    found = checked(loaded, "ruleset.yaml")[0]
    return [f"{each.code} {message(each, 'en')}" for each in found if each.code not in {"ITR340", "ITR842"}]


def card(score: str, tiers: str = "", comment: str = "") -> str:
    """Make a leaf of ten points beside one of four, with tiers."""
    rows = (
        f"{comment}      - {{id: x, max: 10, score: {{{score}}}}}\n      - {{id: z, max: 4, score: {{formula: b}}}}\n"
    )
    return f"{HEAD}    criteria:\n{rows}" + (f"    tiers: [{tiers}, {{id: thap}}]\n" if tiers else "")


TOP = "{id: cao, from: 14}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (card('formula: "10 if t >= 80 else 0"', TOP), ["ITR377 80, held against the percentage t, is 8000%"]),
        (card("steps: a, from: {10: 10, 4: 5}, otherwise: 0", TOP), ["ITR385 x: the condition a ≥ 10 never holds"]),
        (card("steps: a, from: {9: 8, 4: 5}, otherwise: 0", TOP), ["ITR382 x: no unit can reach its maximum of 10; the most is 8"]),
        (card("steps: n, from: {0: 10, 5: 5}, otherwise: 0"), ["ITR347 x: the points go up and down: otherwise: 0, 0: 10, 5: 5"]),
        (card("formula: t * 10").replace("max: 100%", "max: 100"), ["ITR377 100, held against the percentage t, is 10000%"]),
        (
            card("formula: t * 10", TOP).replace("min: 0, max: 100%", "min: 100%, max: 0"),
            ["ITR378 t: no value lies from 1 to 0"],
        ),
        # Bounds of another leaf explain nothing of this one; what stands beside a fault and is one is told too.
        (
            card("steps: a, from: {9: 8, 4: 5}, otherwise: 0", "{id: vua, from: 5}, {id: cao, from: 8}"),
            [
                "ITR382 x: no unit can reach its maximum of 10; the most is 8",
                'ITR386 bang: no unit can be in the tier "cao": the tiers before it take all of its points',
            ],
        ),
        (
            card("steps: a, from: {9: 8, 4: 5}, otherwise: 0").replace("formula: b", "formula: b / 2"),
            [
                "ITR382 x: no unit can reach its maximum of 10; the most is 8",
                "ITR382 z: no unit can reach its maximum of 4; the most is 2",
            ],
        ),
        # A bound above the stated maximum, and a condition of a tier, are faults of the tier.
        (
            card("steps: a, from: {9: 8, 4: 5}, otherwise: 0", "{id: cao, from: 140}"),
            [
                "ITR382 x: no unit can reach its maximum of 10; the most is 8",
                'ITR386 bang: the tier "cao" begins at 140 points, above the maximum of 14',
            ],
        ),
        (
            card('formula: "10 if t >= 80 else 0"', "{id: cao, from: 9, requires: z > 40}"),
            [
                "ITR377 80, held against the percentage t, is 8000%",
                'ITR386 bang: no unit can be in the tier "cao": z > 40 never holds: z is from 0 to 4',
            ],
        ),
        (
            card("formula: t * 10", "{id: cao, from: 9, requires: t >= 80}"),
            ["ITR377 80, held against the percentage t, is 8000%"],
        ),
        # Tiers that nobody reaches are not told again as tiers that go up and down.
        (
            card("formula: a + 1", "{id: cao, from: 100}, {id: kha, from: 8, below: 10}"),
            ['ITR386 bang: the tier "cao" begins at 100 points, above the maximum of 14'],
        ),
    ],
)  # fmt: skip
def test_what_follows_is_left_out(text, expected):
    assert told(text) == expected


def test_what_a_comment_takes_back_explains_nothing():
    comment = "        # itrank: ignore[ITR382] văn bản ghi như vậy\n"
    found = told(card("steps: a, from: {9: 8, 4: 5}, otherwise: 0", TOP, comment))
    assert found == ['ITR386 bang: no unit can be in the tier "cao": points lie between 0 and 12']


def test_a_row_follows_rows_that_there_are():
    for row in ROWS.values():
        assert set(row.follows) <= ROWS.keys() - {row.row}, row.row


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ("from: 80", ['ITR386 bang: the tier "cao" begins at 80 points, above the maximum of 14']),
        ("above: 14.5", ['ITR386 bang: the tier "cao" begins at 14.5 points, above the maximum of 14']),
        ("from: 14", []),
        ("from: 100%", []),
    ],
)
def test_a_tier_above_a_maximum_that_no_bound_shows(bound, expected):
    found = told(card("formula: n", f"{{id: cao, {bound}}}"))
    assert [each for each in found if "ITR386" in each] == expected


def test_a_bonus_may_lift_a_tier_above_the_maximum():
    text = card("formula: n", "{id: cao, from: 15}").replace(
        "    tiers:", "      - {id: t1, role: bonus, max: 2, score: {formula: b / 2}}\n    tiers:"
    )
    assert [each for each in told(text) if "ITR386" in each] == []
