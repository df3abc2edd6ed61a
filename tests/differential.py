"""Run by hand: drawn rulesets, each on many drawn tables, by every engine that is here, beside the reference.

    python tests/differential.py                                   # 200 rulesets on 50 tables each
    python tests/differential.py --rulesets 5 --tables 3 --first 17 --engines polars duckdb

The tables of a ruleset are one table to an engine, each apart from the others (`many_tables`), so that a statement is
planned once. A table has the cells of the drawn data in other rows: numbers at both ends of their ranges, blanks, words
that are none. Every score, state, total, maximum, status, tier and rank is compared; each difference is printed with the
numbers that draw it again. Exit code 1 where there is one.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from random import Random
from typing import Any

import against_old
from columns_reference import UnsupportedError, differences, ranges_of, rows_of
from itrank.engine import evaluate
from itrank.engine.columns.compiling import compiled
from itrank.engine.columns.program import Program
from itrank.engine.columns.reference import ByReference
from itrank.engine.model.observed import Observed
from itrank.engine.model.ruleset import Ruleset
from many_tables import apart, beside_others, put_together
from prepared_tables import as_arrow, as_rows

Run = Callable[[Program, Any, ByReference], Any]
ENGINES = ("polars", "duckdb", "postgres", "spark")


def engines(names: Sequence[str], stack: ExitStack) -> Iterator[tuple[str, Run]]:
    """Start the engines; one that is not here is said."""
    for name in names:
        try:
            yield name, STARTED[name](stack)
        except (ImportError, OSError, IndexError) as error:
            print(f"{name}: not here: {error!r}", file=sys.stderr)


def _polars(_: ExitStack) -> Run:
    from itrank.engine.scale.handing import as_frame, as_table
    from itrank.engine.scale.on_polars import run

    return lambda program, table, answers: as_table(run(program, as_frame(table), answers))


def _duckdb(_: ExitStack) -> Run:
    from itrank.engine.scale.on_duckdb import run

    return run


def _postgres(stack: ExitStack) -> Run:
    from functools import partial

    from itrank.engine.scale.on_postgres import Address, run
    from postgres_server import USER, server

    home = stack.enter_context(server())
    return partial(run, at=Address({"host": home, "dbname": "postgres", "user": USER}))


def _spark(stack: ExitStack) -> Run:
    from functools import partial

    from itrank.engine.scale.on_spark import run, session

    return partial(run, spark=stack.enter_context(session("local[2]", {"spark.sql.shuffle.partitions": "2"})))


STARTED = {"polars": _polars, "duckdb": _duckdb, "postgres": _postgres, "spark": _spark}


def tables_of(observed: Observed, seed: int, count: int) -> list[Observed]:
    """Give the data, and others with the same units whose cells are drawn from its own, input by input."""
    made = [observed]
    for number in range(1, count):
        chance = Random(f"{seed} {number}")
        values = {
            key: tuple(chance.choices(seen, k=len(seen))) if seen else seen for key, seen in observed.values.items()
        }
        made.append(replace(observed, values=values))
    return made


def program_of(ruleset: Ruleset, observed: Observed, count: int, most_quotient: int) -> tuple[Program, ByReference]:
    """Compile for the data, and as many rows as so many tables of it have."""
    program = compiled(
        ruleset,
        ranges_of(ruleset, observed),
        groups=tuple(dict.fromkeys(unit.group for unit in observed.units if unit.group)),
        most_rows=len(observed.units) * count,
        most_quotient=most_quotient,
    )
    return program, ByReference(ruleset, program.lacks, program.options)


def compare(seed: int, count: int, running: dict[str, Run], most_quotient: int) -> Iterator[str]:
    """Compare a drawn ruleset on its tables; gives what differs.

    Raises:
        UnsupportedError: columns cannot rank by it; or nothing was drawn.
    """
    ((_, ruleset, observed, _),) = against_old.rulesets(f"{seed}:{seed + 1}")
    if ruleset is None or not observed.units:
        raise UnsupportedError("nothing")
    program, answers = program_of(ruleset, observed, count, most_quotient)
    tables = tables_of(observed, seed, count)
    together = beside_others(program)
    prepared = as_arrow(together, put_together([rows_of(program, ruleset, each) for each in tables]))
    expected = [evaluate(ruleset, each) for each in tables]
    for name, run in running.items():
        found = apart(as_rows(run(together, prepared, answers)), count)
        for number, (result, rows) in enumerate(zip(expected, found, strict=True)):
            told = differences(result, program, rows, answers)
            if told:
                yield f"{name}: ruleset {seed}, table {number}: {len(told)} differences, the first: {told[0]}"


def main() -> int:
    """Read the command line, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rulesets", type=int, default=200)
    parser.add_argument("--tables", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="the number that draws the first ruleset")
    parser.add_argument("--engines", nargs="*", default=ENGINES, choices=ENGINES)
    asked = parser.parse_args()
    print(f"first {asked.first}, rulesets {asked.rulesets}, tables {asked.tables}", flush=True)
    with ExitStack() as stack:
        running = dict(engines(asked.engines, stack))
        most_quotient = _most_quotient(running)
        start, compared, refused, wrong = time.monotonic(), 0, 0, 0
        seed = asked.first
        while compared < asked.rulesets:
            try:
                for line in compare(seed, asked.tables, running, most_quotient):
                    wrong += 1
                    print(line, flush=True)
                compared += 1
            except UnsupportedError:
                refused += 1
            seed += 2  # those of odd numbers are evaluated provisionally, which is the reference's
            if compared % 10 == 0:
                print(f"{compared} rulesets, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    print(
        f"the reference and {', '.join(running)}: {compared} rulesets (numbers {asked.first} to {seed - 2}, {refused} refused) "
        f"on {asked.tables} tables each, {wrong} tables differ, {time.monotonic() - start:.0f} s"
    )
    return 1 if wrong else 0


def _most_quotient(running: dict[str, Run]) -> int:
    """Give the greatest quotient that all engines have."""
    from itrank.engine.columns.integers import WIDE
    from itrank.engine.scale.on_spark import MOST_QUOTIENT

    return MOST_QUOTIENT if "spark" in running else WIDE


if __name__ == "__main__":
    sys.exit(main())
