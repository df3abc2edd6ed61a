"""How long one unit of 100 leaves takes, whether that is linear in units, and how much memory it needs.

Run `python benchmarks/growth.py [units ...]`; figures and machine are in docs/performance.md.
"""

import resource
import sys
import time

from itrank.engine import evaluate, load_text, observe
from itrank.engine.observe import table_of

LEAVES = 100


def ruleset() -> str:
    """Write a ruleset of 100 leaves in ten branches: ratios, steps, choices, counts, and two relative leaves."""
    inputs, branches = [], []
    for branch in range(10):
        leaves = []
        for leaf in range(LEAVES // 10):
            n = branch * 10 + leaf
            inputs += [f"  a{n}: {{type: count}}", f"  b{n}: {{type: count, min: 1}}"]
            score = {
                0: f"{{steps: a{n}, from: {{40: 10, 30: 8, 20: 5, 10: 2}}, otherwise: 0}}",
                1: f"{{count: a{n}, each: 1/2}}",
                2: f"{{relative: a{n} / b{n}, to: best}}" if branch < 2 else f"{{ratio: [a{n}, b{n}]}}",
            }.get(leaf, f"{{ratio: [a{n}, b{n}], full_at: 80%}}")
            leaves.append(f"          - {{id: l{n}, max: 10, score: {score}, cohort: list}}")
        branches.append(f"      - id: c{branch}\n        criteria:\n" + "\n".join(leaves))
    return (
        "format: itrank-ruleset/1\nid: scale\nversion: '1'\ntitle: Scale\nrounding: {leaf: 2}\ninputs:\n"
        + "\n".join(inputs)
        + "\nscorecards:\n  all:\n    criteria:\n"
        + "\n".join(branches)
        + "\n    tiers: [{id: good, from: 80%}, {id: rest}]\n    ranking: {lists: all}\n"
    )


def main() -> None:
    """Measure for each number of units given (30, 1000 and 10000 by default)."""
    loaded = load_text(ruleset())
    assert loaded.ruleset is not None, loaded.findings
    for count in [int(word) for word in sys.argv[1:]] or [30, 1_000, 10_000]:
        rows = [
            {"id": f"u{unit}"}
            | {f"a{n}": (unit * 7 + n * 13) % 47 for n in range(LEAVES)}
            | {f"b{n}": (unit * 3 + n) % 40 + 10 for n in range(LEAVES)}
            for unit in range(count)
        ]
        table = table_of("rows", rows)
        del rows
        start = time.process_time()
        observed = observe(loaded.ruleset, [table])
        read = time.process_time()
        result = evaluate(loaded.ruleset, observed)
        done = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        ranked = sum(unit.rank is not None for unit in result.units)
        print(
            f"{count:>6} units, {ranked} ranked: observe {(read - start) / count * 1e3:.2f} ms a unit, "
            f"evaluate {(done - read) / count * 1e3:.2f} ms a unit, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
