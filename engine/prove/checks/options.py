"""Questions of the points of options: whether they follow the order in which the options stand."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ...formula.rationals import summed
from ...language.document import Map
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Input, Ruleset
from .asking import together
from .context import Context, leaves


def points_follow_the_order_of_options(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Options stand from the best to the worst or the other way, and no two earn the same points."""
    tables = list(_tables(ruleset, context))
    unordered = [(place, about) for place, about, worths in tables if not _is_ordered(worths)]
    alike = [(place, about) for place, about, worths in tables if _is_ordered(worths) and _has_twins(worths)]
    for place, about in together(unordered):
        yield finding("ITR290", place, about=about)
    for place, about in together(alike):
        yield finding("ITR290.alike", place, about=about)
    for place, about in together(list(_crossed(ruleset, context))):
        yield finding("ITR290.table", place, about=about)


def _is_ordered(worths: Sequence[Fraction]) -> bool:
    return list(worths) in (sorted(worths), sorted(worths, reverse=True))


def _has_twins(worths: Sequence[Fraction]) -> bool:
    """Say whether two options earn the same points, and some."""
    some = [worth for worth in worths if worth > 0]
    return len(set(some)) < len(some)


def _written(worth: Any) -> str:
    return str(getattr(worth, "text", worth))


def _tables(ruleset: Ruleset, context: Context) -> Iterator[tuple[Place, str, list[Fraction]]]:
    """Give the points of each choice that one input is, in the order of its options, where all are numbers."""
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        table = score.get("points") if isinstance(score, Map) and "choice" in score else None
        name = str(score["choice"]) if isinstance(table, Map) and isinstance(score, Map) else ""
        asked = ruleset.columns.get(f"self:{leaf.id}" if name == "self" else name)
        if isinstance(table, Map) and isinstance(asked, Input):
            worths = [context.amount(table.get(option), Fraction(100)) for option in asked.options]
            known = [worth for worth in worths if worth is not None]
            if len(known) == len(worths):
                shown = ", ".join(f"{option}: {_written(table.get(option))}" for option in asked.options)
                yield context.at(leaf, "score", "points"), f"{leaf.id} ({shown})", known


def _crossed(ruleset: Ruleset, context: Context) -> Iterator[tuple[Place, str]]:
    """Find tables of two choices whose points rise along the options of one and fall along those of the other."""
    values = context.document.get("values")
    for name, given in values.items() if isinstance(values, Map) else ():
        keys = [str(key) for key in given["lookup"]] if isinstance(given, Map) and "lookup" in given else []
        asked = [ruleset.columns.get(key) for key in keys]
        match asked:
            case [Input() as one, Input() as other]:
                ways = _ways(one, other, given["table"], context)
                if set(ways) == {1, -1}:
                    rising, falling = keys if ways[0] == 1 else reversed(keys)
                    yield context.key_place("values", name, "table"), f"{name} ({rising} ↑, {falling} ↓)"


def _ways(one: Input, other: Input, table: Any, context: Context) -> tuple[int, int]:
    """Say which way the sums of a table go along the options of each of its choices."""
    rows = [[_cell(context, table, first, second) for second in other.options] for first in one.options]
    return _way([summed(row) for row in rows]), _way([summed(column) for column in zip(*rows, strict=True)])


def _cell(context: Context, table: Any, one: str, other: str) -> Fraction:
    row = table.get(one) if isinstance(table, Map) else None
    return (context.amount(row.get(other)) if isinstance(row, Map) else None) or Fraction(0)


def _way(sums: Sequence[Fraction]) -> int:
    """Say whether some sums rise (1), fall (-1) or do neither.

    >>> _way([Fraction(1), Fraction(2)]), _way([Fraction(2), Fraction(1)]), _way([Fraction(1), Fraction(1)])
    (1, -1, 0)
    """
    if len(set(sums)) < len(sums):
        return 0
    return {tuple(sorted(sums)): 1, tuple(sorted(sums, reverse=True)): -1}.get(tuple(sums), 0)
