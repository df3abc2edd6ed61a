"""Questions of direction: more points for more of what nobody wants, for a later day, for less of what is good.

A leaf is evaluated for a few values of one input while the others stand still; what it is worth then is in the question.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, pairwise

from ...formula.exact import Exact, evaluate_exact
from ...formula.figures import amount
from ...formula.trees import walk
from ...language.document import Map
from ...language.kinds import KINDS
from ...language.workshop import NAME
from ...model.findings import Finding, Place, finding
from ...model.outcome import NoScore, Reason, State
from ...model.reads import closure, reads_of
from ...model.ruleset import Column, Constant, Formula, Input, NamedValue, Node, RoundingMode, Ruleset, Statistic, Value
from .asking import together
from .context import Context, leaves
from .saying import is_called, is_due, is_less_better, is_of_due, is_surely_less_better

_NOT_KNOWN = NoScore(State.MISSING, Reason.NO_VALUE)
_DAY = date(2024, 6, 15)
_SHARES = tuple(Fraction(tenth, 10) for tenth in (0, 1, 3, 5, 8, 10))
_COUNTS = tuple(map(Fraction, (0, 1, 2, 3, 5, 10, 50)))
_LEAST, _MOST = Fraction(1, 2), Fraction(10**9)  # of a cohort
_MOST_CONSTANTS = 8
_JUDGED = frozenset({"scored", "bonus", "condition"})  # roles in which more points are better
_MOST_READ = 24  # columns that a leaf rests on which is looked at
_TIMES = 30  # that a leaf is evaluated at most for one input
_MOST_WORK = 1_000_000  # parts of formulas: a second or less
_FEW = 3  # criteria that rise, for one that falls to be odd


@dataclass(frozen=True, slots=True)
class _Way:
    """How points go with one input: 1 up, -1 down; and two values of it that show it."""

    sign: int
    shown: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf with the columns that it rests on, in an order in which they can be computed."""

    node: Node
    score: Formula
    columns: tuple[Column, ...]
    rounding_mode: RoundingMode

    @property
    def inputs(self) -> list[Input]:
        """The inputs among them."""
        return [column for column in self.columns if isinstance(column, Input)]

    @property
    def values(self) -> list[NamedValue]:
        """The named values among them."""
        return [column for column in self.columns if isinstance(column, NamedValue)]

    @property
    def constants(self) -> list[Constant]:
        """The parameters among them."""
        return [column for column in self.columns if isinstance(column, Constant)]


def more_is_not_worse(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """What is bad by its name earns fewer points where there is more of it, and what is not, more, as all else does."""
    asked: dict[str, list[tuple[Place, str]]] = {"more": [], "fewer": [], "day": []}
    rising = 0
    for leaf in _judged(ruleset):
        ways = [(column, sign, _way(leaf, column)) for column, sign in _expected(leaf, context)]
        rising += (leaf.node.role == "scored" and _rises(leaf.node)) + sum(
            way.sign == sign == 1 for _, sign, way in ways if way is not None
        )
        for row, about in islice(_contrary(leaf, ways), 1):
            asked[row].append((context.at(leaf.node, "score"), about))
    if len(asked["fewer"]) > 1 or rising < _FEW:  # where several fall, that is how figures are here
        asked["fewer"] = []
    for place, about in together(asked["more"]):
        yield finding("ITR296", place, about=about)
    for place, about in together(asked["fewer"]):
        yield finding("ITR296.fewer", place, about=about)
    for place, about in together(asked["day"]):
        yield finding("ITR296.day", place, about=about)


def _contrary(leaf: _Leaf, ways: Sequence[tuple[Input, int, _Way | None]]) -> Iterator[tuple[str, str]]:
    """Give what is asked of the inputs with which points go the other way: which question, and about what."""
    for column, sign, way in ways:
        if way is not None and way.sign == -sign:
            row = "day" if column.traits.kind == "date" else "more" if sign < 0 else "fewer"
            through = [f"{each.key}, " for each in leaf.values if "[" not in each.key]
            yield row, f"{leaf.node.id} ({''.join(through[-1:])}{column.id}: {way.shown})"


def _judged(ruleset: Ruleset) -> Iterator[_Leaf]:
    """Give the leaves whose points should go one way, until that has taken a certain work."""
    order = {key: number for number, key in enumerate(ruleset.columns)}
    left = _MOST_WORK
    turned = {card.id for card in ruleset.scorecards if card.root.ranking and card.root.ranking.best == "lowest"}
    for node in leaves(ruleset):
        if node.score is None or node.role not in _JUDGED or is_called(node.title, "penalty"):
            continue
        if node.scorecard in turned:  # there fewer points are better, and which way a leaf should go is not known
            continue
        keys = closure(ruleset.columns, node.score.reads, reads_of) & order.keys()
        columns = tuple(ruleset.columns[key] for key in sorted(keys, key=order.__getitem__)[: _MOST_READ + 1])
        leaf = _Leaf(node, node.score, columns, ruleset.rounding_mode)
        left -= _TIMES * sum(
            1 for formula in (leaf.score, *(each.formula for each in leaf.values)) for _ in walk(formula.tree)
        )
        if left < 0:
            return
        if len(columns) <= _MOST_READ:
            yield leaf


def _rises(leaf: Node) -> bool:
    """Say whether a leaf is of a kind in which more is always better: a share of a whole, or so many points for each."""
    return leaf.kind in KINDS and not {"full_at", "each"}.isdisjoint(KINDS[leaf.kind].keys)


def _expected(leaf: _Leaf, context: Context) -> Iterator[tuple[Input, int]]:
    """Give the inputs whose names say which way points should go, with that way."""
    numbers = [column for column in leaf.inputs if column.traits.is_number]
    yield from ((column, -1) for column in _done_days(leaf))
    yield from ((column, -1) for column in numbers if is_surely_less_better(column))
    if leaf.node.role == "scored" and _has_a_direction(leaf.node, context):
        judged = numbers if len(leaf.inputs) == 1 else _compared(numbers, context.given(leaf.node)["score"])
        yield from ((column, 1) for column in judged if _is_no_less_better(column, leaf.node))


def _is_no_less_better(column: Input, node: Node) -> bool:
    """Say whether an input is named, and neither its label nor the title hints that less of it is better."""
    return bool(column.label) and not is_less_better(column.label, node.title)


def _done_days(leaf: _Leaf) -> list[Input]:
    """Return the days on which something is done that is due on another."""
    dates = [column for column in leaf.inputs if column.traits.kind == "date"]
    done = [column for column in dates if not is_due(column)]
    return done if len(done) < len(dates) or _has_a_due_day(leaf) else []


def _has_a_due_day(leaf: _Leaf) -> bool:
    """Say whether a leaf names a parameter that is the day by which something is due."""
    return any(isinstance(column.value, date) and is_of_due(column.key) for column in leaf.constants)


def _compared(numbers: Sequence[Input], score: Map) -> list[Input]:
    """Return the input before the division in what is held against other units."""
    written = next((str(value) for key, value in score.items() if "better" in score), "")
    above = set(NAME.findall(written.partition("/")[0]))
    return [column for column in numbers if column.id in above]


def _has_a_direction(leaf: Node, context: Context) -> bool:
    """Say whether the author of a leaf said which way it goes: by bounds in a table, from and to, or `better`."""
    score = context.given(leaf).get("score")
    words = {*KINDS[leaf.kind].ladder, "to", "better"} if leaf.kind in KINDS else set()
    return isinstance(score, Map) and not words.isdisjoint(score.keys())


def _way(leaf: _Leaf, column: Input) -> _Way | None:
    """Say how the points of a leaf go with an input; None where they go both ways or not at all."""
    found: dict[int, str] = {}
    for high in (False, True):
        given = {other.key: _stand_in(other, _day(leaf), high=high) for other in leaf.inputs}
        tried = [(value, _worth(leaf, {**given, column.key: value})) for value in _values(leaf, column)]
        known = [(value, Fraction(worth)) for value, worth in tried if isinstance(worth, Fraction | bool)]
        for (one, before), (other, after) in pairwise(known):
            if before != after:
                shown = f"{_shown(one, column)} → {amount(before)}, {_shown(other, column)} → {amount(after)}"
                found.setdefault(1 if after > before else -1, shown)
    return _Way(*next(iter(found.items()))) if len(found) == 1 else None


def _stand_in(column: Input, day: date, *, high: bool) -> Value:
    match column.traits.kind:
        case "yes_no":
            return True
        case "date":
            return day
        case "choice":
            return next(iter(column.options), "")
    if column.traits.per_cent:
        return Fraction(3, 4) if high else Fraction(1, 4)
    return _within(column, Fraction(60 if high else 4))


def _day(leaf: _Leaf) -> date:
    """Return the day that a leaf names, or one of all days."""
    return next((column.value for column in leaf.constants if isinstance(column.value, date)), _DAY)


def _within(column: Input, value: Fraction) -> Fraction:
    low, high = column.minimum, column.maximum
    value = max(value, low) if isinstance(low, Fraction) else value
    return min(value, high) if isinstance(high, Fraction) else value


def _values(leaf: _Leaf, column: Input) -> list[Value]:
    """Return values of an input, in order, with those at which its points may change."""
    if column.traits.kind == "date":
        return [_day(leaf) + timedelta(days) for days in (-40, -1, 0, 1, 40)]
    bounds = [value for value in _bounds(leaf) if value.denominator == 1 or not column.traits.is_whole]
    usual = _SHARES if column.traits.per_cent else _COUNTS
    return sorted({_within(column, value) for value in (*usual, *bounds[-_MOST_CONSTANTS:])})


def _bounds(leaf: _Leaf) -> list[Fraction]:
    """Return the numbers that a leaf names, in order."""
    written = [part.value for part in walk(leaf.score.tree) if isinstance(part, ast.Constant)]
    values: list[object] = [*written, *(constant.value for constant in leaf.constants)]
    return sorted({value for value in values if isinstance(value, Fraction)})


def _worth(leaf: _Leaf, given: Mapping[str, Value]) -> Value | NoScore:
    """Evaluate a leaf for the answers of one unit."""
    known: dict[str, Value | NoScore] = {}
    domain = Exact(lambda key: known.get(key, _NOT_KNOWN), leaf.rounding_mode)
    for column in leaf.columns:
        known[column.id if isinstance(column, Node) else column.key] = _value(column, given, domain)
    return evaluate_exact(leaf.score.tree, domain)


def _value(column: Column, given: Mapping[str, Value], domain: Exact) -> Value | NoScore:
    match column:
        case Input():
            return given[column.key]
        case Constant():
            return column.value
        case NamedValue():
            return evaluate_exact(column.formula.tree, domain)
        case Statistic(stat="max"):
            return _MOST
        case Statistic(stat="min"):
            return _LEAST
    return _NOT_KNOWN


def _shown(value: Value, column: Input) -> str:
    if not isinstance(value, Fraction):
        return str(value)
    return f"{amount(value * 100)}%" if column.traits.per_cent else amount(value)


def the_best_have_the_most(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Where the first tier asks for the most points, or points are for what was reached, the most points rank first."""
    nodes = [node for node in ruleset.nodes() if _ranks_the_lowest(node)]
    by_tiers = [(context.at(node, "ranking", "best"), node.id) for node in nodes if _begins_with_the_most(node)]
    by_points = [
        (context.at(node, "ranking", "best"), node.id) for node in nodes if not node.tiers and _adds_what_rises(node)
    ]
    for place, about in together(by_tiers):
        yield finding("ITR297", place, about=about)
    for place, about in together(by_points):
        yield finding("ITR297.points", place, about=about)


def _ranks_the_lowest(node: Node) -> bool:
    return node.ranking is not None and node.ranking.best == "lowest" and node.ranking.by is None


def _begins_with_the_most(node: Node) -> bool:
    bounds = [bound.amount for tier in node.tiers if (bound := tier.from_ or tier.above) is not None]
    return len(bounds) > 1 and bounds == sorted(bounds, reverse=True)


def _adds_what_rises(node: Node) -> bool:
    """Say whether most leaves below a node are shares of a whole or points for each of something."""
    scored = [leaf for leaf in node.walk() if leaf.score is not None and leaf.role == "scored"]
    return len(scored) >= _FEW and sum(map(_rises, scored)) * 2 > len(scored)
