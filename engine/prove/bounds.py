"""Bounds of every column of a ruleset: within which its values lie, whatever the data.

Sound, never exact: a value that the engine gives is inside, not every number inside is reached.
The order is that of `ruleset.columns`, so that what a column reads is bounded before it.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from ..formula.intervals import ANY, EITHER, Interval, point
from ..model.ruleset import (
    Before,
    Column,
    Constant,
    Formula,
    Input,
    LastYear,
    NamedValue,
    Node,
    RollUp,
    Ruleset,
    Statistic,
)
from .node_bounds import Bounds, Proves, of_before, of_node
from .reach import ONE, UNKNOWN, ZERO, Reach, finished, joined
from .searching import Parts
from .whole import LEFT_BLANK


def nothing(_: object) -> None:
    """Know nothing of a column beyond the ruleset."""
    return


def bounds_of(
    ruleset: Ruleset,
    known: Callable[[str], Interval | None] = nothing,
    settled: Callable[[Node], "Reach | Literal['left'] | None"] = nothing,
    holds: Callable[[Formula], bool | None] = nothing,
    card: str = "",
    prover: Proves | None = None,
) -> Bounds:
    """Bound every column.

    Args:
        ruleset: its columns stand in an order of computation.
        known: what is known of a column beyond the ruleset, such as a unit's own answers as points; it replaces the
            bounds of anything but nodes.
        settled: what is known of a node: what it is worth, or that it is left out of its parent.
        holds: what is known of a condition.
        card: the scorecard of the one unit that is looked at; empty where it is any.
        prover: narrows bounds further than intervals do, which takes longer.
    """
    bounds = Bounds(known=holds, card=card, prover=prover)
    filled = [column for column in ruleset.columns.values() if isinstance(column, (Input, NamedValue))]
    bounds.skips = any(column.missing == "skip" for column in filled)
    bounds.parts = _parts(ruleset)
    for key, column in ruleset.columns.items():
        reach = settled(column) if isinstance(column, Node) else None
        if isinstance(column, Node) and reach is not None:
            bounds.left |= {key} if reach == "left" else set()
            bounds.nodes[key] = Reach(UNKNOWN, point(ZERO), UNKNOWN) if reach == "left" else reach
            bounds.columns[key] = bounds.nodes[key].value
            continue
        told = None if isinstance(column, Node) else known(key)
        bounds.columns[key] = told if told is not None else bound_column(ruleset, bounds, column)
    return bounds


def _parts(ruleset: Ruleset) -> Parts:
    """Give the inputs that are never above others: a cell above its bound has no value.

    A blank that is filled was never held against its bound. Filled with 0 it is a part all the same of what is above 0,
    which is then no blank.
    """
    plain = [asked for asked in ruleset.inputs if asked.outliers is None]
    as_reported = {asked.key for asked in plain if asked.missing in LEFT_BLANK}
    or_zero = as_reported | {asked.key for asked in plain if asked.missing == 0 and not isinstance(asked.missing, bool)}
    told = {(asked.key, asked.maximum) for asked in ruleset.inputs if isinstance(asked.maximum, str)}
    told |= {(asked.minimum, asked.key) for asked in ruleset.inputs if isinstance(asked.minimum, str)}
    always = {pair for pair in told if as_reported.issuperset(pair)}
    return Parts(always, {pair for pair in told - always if or_zero.issuperset(pair)})


def bound_column(ruleset: Ruleset, bounds: Bounds, column: Column) -> Interval:
    """Bound one column from those before it."""
    match column:
        case Input():
            return of_input(column)
        case NamedValue():
            found = bounds.of(column.formula)
            return _imputed(found, column.missing)
        case Constant():
            return point(column.value) if isinstance(column.value, Fraction) else ANY
        case Statistic():
            return of_statistic(column.stat, bounds.columns.get(column.of, UNKNOWN))
        case RollUp():
            return of_statistic(column.stat, bounds.columns.get(column.of, UNKNOWN))
        case LastYear():
            # Last year had another ruleset: nothing that this one says binds its figures.
            return UNKNOWN
        case Before():
            reach = of_before(bounds, column.node)
            bounds.nodes[column.key] = reach
            return _of_others_too(ruleset, bounds, column.node, finished(reach, column.node).value)
        case Node():
            reach = of_node(bounds, column)
            bounds.nodes[column.id] = reach
            return _of_others_too(ruleset, bounds, column, reach.value)


def _of_others_too(ruleset: Ruleset, bounds: Bounds, node: Node, value: Interval) -> Interval:
    """Let a criterion have no score for the units of other scorecards, whose formulas may name it."""
    is_others = len(ruleset.scorecards) > 1 and node.scorecard != bounds.card
    return replace(value, may_lack=value.may_lack or is_others)


def of_input(asked: Input) -> Interval:
    """Bound an input by its type and its `min` and `max`; a blank or misread cell may always lack.

    >>> from itrank.engine.model.findings import Place
    >>> from itrank.engine.model.ruleset import Words
    >>> of_input(Input("a", "a", Words(), "count", Place(), maximum=Fraction(9))).high
    Fraction(9, 1)
    """
    if asked.traits.kind == "yes_no":
        return replace(EITHER, may_lack=True)
    if not asked.traits.is_number:
        return UNKNOWN
    if asked.missing == "last_year":
        return UNKNOWN
    # A bound by another input is not checked where that input is blank, so nothing can be known from it.
    least, most = (asked.minimum, asked.traits.least), (asked.maximum, asked.traits.most)
    low = max((each for each in least if isinstance(each, Fraction)), default=None)
    high = min((each for each in most if isinstance(each, Fraction)), default=None)
    if low is not None and high is not None and low > high:  # that is told of the input, and nothing else for it
        low, high = high, low
    return _imputed(Interval(low, high, may_lack=True), asked.missing)


def _imputed(found: Interval, missing: object) -> Interval:
    """Let a blank be what `missing` says."""
    if missing == "last_year":
        return UNKNOWN
    if isinstance(missing, bool):
        return replace(EITHER, may_lack=True)
    if isinstance(missing, Fraction):
        return joined(found, point(missing), may_lack=True)
    return found


def of_statistic(stat: str, of: Interval) -> Interval:
    """Bound what a cohort or roll-up function can give from the bounds of its column."""
    match stat:
        case "max" | "min" | "mean" | "median" | "percentile":
            return Interval(of.low, of.high, may_lack=True)
        case "sum":
            low = ZERO if of.low is not None and of.low >= 0 else None
            high = ZERO if of.high is not None and of.high <= 0 else None
            return Interval(low, high, may_lack=True)
        case "stdev":
            spread = None if of.low is None or of.high is None else of.high - of.low
            return Interval(ZERO, spread, may_lack=True)
        case "rank":
            return Interval(ONE, None, may_lack=True)
        case "percentile_rank":
            # A unit outside the cohort may be above all of its members, and there are two of them or more.
            return Interval(ZERO, Fraction(2), may_lack=True)
        case _:
            return Interval(ZERO, None, may_lack=True)
