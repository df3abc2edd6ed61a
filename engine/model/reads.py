"""What a column reads: which formulas a node has, what a column is computed from, and all that lies below it."""

import re
from collections.abc import Callable, Iterable, Mapping

from .ruleset import Before, Column, Formula, Input, LastYear, NamedValue, Node, RollUp, Ruleset, Statistic

NOTHING: frozenset[str] = frozenset()
_MARKS = re.compile(r"\b(self|value):\w+|[\[\]]|(?<=\))@[\w+-]+")


def name_in_formula(key: str) -> str:
    """Give the name of a column as its author wrote it in a formula.

    >>> name_in_formula("cohort_max(value:c)@all"), name_in_formula("cohort_mean([a / cohort_sum(b)@all])@list")
    ('cohort_max(value)', 'cohort_mean(a / cohort_sum(b))')
    """
    return _MARKS.sub(lambda found: found[1] or "", key)


def formulas_of(node: Node) -> tuple[Formula, ...]:
    """Return the formulas of a node that there are: score, aggregate, applies, then, and the gates of the branches above.

    Those of its tiers and ranking are not among them: they read a finished node.
    """
    formulas = (node.score, node.formula, node.applies, node.then, *node.inside)
    return tuple(formula for formula in formulas if formula is not None)


def names_in(formulas: Iterable[Formula | None]) -> frozenset[str]:
    """Return the keys of all columns that some formulas read; None reads nothing."""
    return NOTHING.union(*(formula.reads for formula in formulas if formula is not None))


def reads_of(column: Column) -> frozenset[str]:
    """Return the keys of the columns from which a column is computed; last year's values are not computed."""
    match column:
        case NamedValue():
            return column.formula.reads
        case Statistic() | RollUp():
            return frozenset({column.of})
        case Before():
            return reads_of(column.node)
        case Node():
            return names_in(formulas_of(column)).union(child.id for child in column.children)
        case _:
            return NOTHING


def sources_of_value(column: Column) -> frozenset[str]:
    """Return the keys of what a unit's value rests on, where it is asked whose own it is (semantics §10).

    Unlike `reads_of`, not what decides whether a node applies, nor last year's values and those of subordinate units.
    """
    match column:
        case NamedValue():
            return column.formula.reads
        case Statistic():
            return frozenset({column.of})
        case Before():
            return sources_of_value(column.node)
        case Node():
            formulas = (column.score, column.formula, column.then)
            return names_in(formulas).union(child.id for child in column.children)
        case _:
            return NOTHING


def values_read_by(column: Column) -> frozenset[str]:
    """Return the keys of what a value or a cohort's figure comes from, last year's included; of a criterion, nothing."""
    match column:
        case NamedValue():
            return column.formula.reads
        case Statistic() | RollUp() | LastYear():
            return frozenset({column.of})
        case _:
            return NOTHING


def last_year_keys(ruleset: Ruleset) -> list[str]:
    """Name the columns of which a ruleset reads the value in last year's result."""
    columns = ruleset.columns.values()
    asked = {column.of for column in columns if isinstance(column, LastYear)}
    filled = {each.key for each in columns if isinstance(each, (Input, NamedValue)) and each.missing == "last_year"}
    return sorted(asked | filled)


def closure(
    columns: Mapping[str, Column], keys: Iterable[str], reads: Callable[[Column], frozenset[str]] = reads_of
) -> frozenset[str]:
    """Return some keys, and those of all columns that they come from.

    Args:
        columns: of the ruleset; a key that is not among them is kept and not followed.
        keys: where to begin.
        reads: what a column comes from.
    """
    todo = list(keys)
    seen = set(todo)
    while todo:
        column = columns.get(todo.pop())
        if column is not None:
            fresh = reads(column) - seen
            seen |= fresh
            todo += fresh
    return frozenset(seen)
