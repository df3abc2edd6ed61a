"""CPU seconds of saying what is certain while answers are missing: units that all lack one, up to the most of a file.

Run `python benchmarks/missing.py [units ...]`; figures and machine are in docs/performance.md.
"""

import sys
import time

from itrank.engine import load_text, observe
from itrank.engine.observe import table_of
from itrank.engine.prove.certainty import certainty_of
from itrank.engine.rank import evaluation

RULES = """format: itrank-ruleset/1
id: missing
version: "1"
title: Missing
inputs: {a: {type: count}}
scorecards:
  all:
    criteria: [{id: x, max: 10, score: {count: a, each: 1}}]
    ranking: {lists: all}
"""


def main() -> None:
    """Measure for each number of units given (2000 and 19000 by default)."""
    ruleset = load_text(RULES).ruleset
    for count in [int(word) for word in sys.argv[1:]] or [2_000, 19_000]:
        made = evaluation(
            ruleset, observe(ruleset, [table_of("t", [{"id": f"u{n}", "a": None} for n in range(count)])])
        )
        start = time.process_time()
        certain = certainty_of(made)
        assert len(certain) == count
        print(f"{count:>7,} units without an answer: {time.process_time() - start:.2f} s CPU")


if __name__ == "__main__":
    main()
