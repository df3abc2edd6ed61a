"""Ask every domain about what a trial patch has added; run in the copy of the tree that was patched.

python tests/trials/tried.py aggregate|policy
"""

import sys
from fractions import Fraction
from itertools import product

from itrank.engine.explain.explaining import explain
from itrank.engine.language import load_text
from itrank.engine.prove.bounds import bounds_of
from itrank.engine.publish.explanation_facts import facts
from itrank.engine.publish.explanation_steps import calculation
from itrank.engine.rank import evaluation
from test_conformance import data_of
from test_forms import differing
from test_prove_bounds import outside
from test_recompute import found, parts

HEAD = "format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: A\n"
ASKED = {
    "aggregate": (
        (
            "inputs: {co: {type: yes_no}, b: {type: number, min: 0, max: 9}}\nscorecards:\n  bang:\n    aggregate: median\n"
            "    max: 10\n    round: 1\n    criteria:\n"
            "      - {id: x, max: 10, applies: co, not_applicable: exclude, score: {formula: b}}\n"
            "      - {id: y, max: 10, score: {formula: b / 2}}\n"
            "      - {id: z, max: 10, score: {formula: 10 - b}}\n"
        ),
        "bang",
        {("có", "4"): Fraction(4), ("không", "4"): Fraction(4), ("không", "9"): Fraction("2.8")},
        "median of the criteria below",
        (Fraction(0), Fraction(10)),
    ),
    "policy": (
        (
            "inputs: {co: {type: yes_no}, b: {type: number, min: 5, max: 9}}\nscorecards:\n  bang:\n    criteria:\n"
            "      - {id: x, max: 6, applies: co, not_applicable: half, score: {formula: b}, then: value - 1}\n"
            "      - {id: y, max: 10, score: {formula: b}}\n"
        ),
        "x",
        {("có", "7"): Fraction(6), ("không", "7"): Fraction(3)},
        "does not apply: half of the points",
        (Fraction(3), Fraction(8)),
    ),
}


def main(asked: str) -> None:
    """Evaluate, explain, bound, compute again and fill the form of a small ruleset."""
    text, node, expected, words, ends = ASKED[asked]
    loaded = load_text(HEAD + text)
    assert loaded.ruleset is not None, loaded.findings
    units = [{"id": f"u{at}", "co": co, "b": b} for at, (co, b) in enumerate(expected)]
    data = data_of({"units": units}, loaded.ruleset)
    made = evaluation(loaded.ruleset, data)
    assert made.sheet.cells[node] == list(expected.values()), made.sheet.cells[node]
    explained = [explain(made, index, None) for index in range(len(units))]
    nodes = [(one, each) for one in explained for each in one.nodes if each.node.id == node]
    told = [str(line) for one, each in nodes for line in (*calculation(one, each, "en"), *facts(one, each, "en"))]
    assert any(words in line for line in told), told
    found_bounds = bounds_of(loaded.ruleset).columns[node]
    assert (found_bounds.low, found_bounds.high) == ends, found_bounds
    everybody = [
        {"id": f"u{at}", "co": co, "b": str(b)} for at, (co, b) in enumerate(product(("có", "không"), range(5, 10)))
    ]
    assert outside(loaded.ruleset, data_of({"units": everybody}, loaded.ruleset)) == []
    assert found(*parts(loaded.ruleset, data)) == []
    assert (wrong := differing(loaded.ruleset, data)[1]) == [], wrong


if __name__ == "__main__":
    main(sys.argv[1])
