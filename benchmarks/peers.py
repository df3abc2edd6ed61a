"""The same 100 leaves by itrank and as others would write them, in one run: time a unit, and wrong totals.

Every peer rounds each leaf half up to two decimals, as the ruleset says, and adds up. Ratios are to itrank.
Run `python benchmarks/peers.py [units]`; what is not installed is left out and said so.
"""

import math
import sys
import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import simpleeval  # the peer itself
from growth import LEAVES, ruleset
from itrank.engine import evaluate, load_text, observe
from itrank.engine.observe import table_of

Row = dict[str, int]
FORMULA = "min(max(a{n} / b{n} / 0.8, 0), 1) * 10"


def rows(count: int) -> list[Row]:
    """Make units whose ratios often end in exact halves of a hundredth."""
    return [
        {f"a{n}": (unit * 7 + n * 13) % 47 for n in range(LEAVES)}
        | {f"b{n}": (8, 16, 32, 40, 64, 80, 100, 125)[(unit + n) % 8] for n in range(LEAVES)}
        for unit in range(count)
    ]


def ratios_only() -> str:
    """Write the ruleset with ratios alone, which every peer can say."""
    head, _, _ = ruleset().partition("scorecards:")
    leaves = "\n".join(
        f"      - {{id: l{n}, max: 10, score: {{ratio: [a{n}, b{n}], full_at: 80%}}}}" for n in range(LEAVES)
    )
    return f"{head}scorecards:\n  all:\n    criteria:\n{leaves}\n    ranking: {{lists: all}}\n"


def by_itrank(data: list[Row]) -> list[Fraction]:
    """Evaluate the ruleset (reading the table included)."""
    loaded = load_text(ratios_only())
    assert loaded.ruleset is not None
    table = table_of("rows", [{"id": f"u{i}", **row} for i, row in enumerate(data)])
    result = evaluate(loaded.ruleset, observe(loaded.ruleset, [table]))
    return [unit.outcome for unit in result.units if isinstance(unit.outcome, Fraction)]


def by_simpleeval(data: list[Row]) -> list[float]:
    """Evaluate each leaf's formula by stock simpleeval, parsed once, in floats."""
    engine = simpleeval.SimpleEval(functions={"min": min, "max": max})
    trees = [engine.parse(FORMULA.format(n=n)) for n in range(LEAVES)]
    totals = []
    for row in data:
        engine.names = row
        totals.append(sum(math.floor(engine.eval("", tree) * 100 + 0.5) / 100 for tree in trees))
    return totals


def by_simpleeval_parsing(data: list[Row]) -> list[float]:
    """Evaluate as most do: the text each time."""
    return [
        sum(
            math.floor(
                simpleeval.simple_eval(FORMULA.format(n=n), names=row, functions={"min": min, "max": max}) * 100 + 0.5
            )
            / 100
            for n in range(LEAVES)
        )
        for row in data
    ]


def by_python_floats(data: list[Row]) -> list[float]:
    """Write it by hand, in floats."""
    return [
        sum(math.floor(min(max(row[f"a{n}"] / row[f"b{n}"] / 0.8, 0), 1) * 10 * 100 + 0.5) / 100 for n in range(LEAVES))
        for row in data
    ]


def by_python_round(data: list[Row]) -> list[float]:
    """Write it by hand with round(), which rounds halves to even and 2.675 to 2.67."""
    return [
        sum(round(min(max(row[f"a{n}"] / row[f"b{n}"] / 0.8, 0), 1) * 10, 2) for n in range(LEAVES)) for row in data
    ]


def by_decimal(data: list[Row]) -> list[Decimal]:
    """Write it by hand in decimals of 28 digits."""
    share, cent = Decimal("0.8"), Decimal("0.01")
    return [
        sum(
            (
                (min(max(Decimal(row[f"a{n}"]) / row[f"b{n}"] / share, Decimal(0)), Decimal(1)) * 10).quantize(
                    cent, ROUND_HALF_UP
                )
                for n in range(LEAVES)
            ),
            Decimal(0),
        )
        for row in data
    ]


def main() -> None:
    """Run every peer on the same data and print time, ratio and wrong totals."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    data = rows(count)
    peers: dict[str, Callable[[list[Row]], list[object]]] = {
        "itrank": by_itrank,  # type: ignore[dict-item]
        "simpleeval, parsed once, floats": by_simpleeval,  # type: ignore[dict-item]
        "simpleeval, parsed each time": by_simpleeval_parsing,  # type: ignore[dict-item]
        "Python by hand, floats, half up": by_python_floats,  # type: ignore[dict-item]
        "Python by hand, round()": by_python_round,  # type: ignore[dict-item]
        "Python by hand, Decimal": by_decimal,  # type: ignore[dict-item]
    }
    exact = by_itrank(data)
    ranks = {i: 1 + sum(other > value for other in exact) for i, value in enumerate(exact)}
    ours = 0.0
    for name, peer in peers.items():
        start = time.process_time()
        totals = peer(data)
        spent = time.process_time() - start
        ours = ours or spent
        # Exactly what was computed, floats taken at their word: that is what would be ranked.
        values = [Fraction(total) for total in totals]  # type: ignore[arg-type]
        wrong = sum(value != true for value, true in zip(values, exact, strict=True))
        misranked = sum(1 + sum(o > v for o in values) != ranks[i] for i, v in enumerate(values))
        print(
            f"{name:<34} {spent / count * 1e3:6.2f} ms a unit  x{spent / ours:5.2f}  "
            f"{wrong:>5} of {count} totals not exact, {misranked:>4} ranks wrong"
        )


if __name__ == "__main__":
    main()
