"""Questions of direction: more points for more of what nobody wants, for a later day, for less of what is good.

A leaf is evaluated for a few values of one input while the others stand still; what it is worth then is in the question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from ...formula.exact import Exact, evaluate_exact
from ...formula.figures import amount
from ...formula.trees import walk
from ...language.document import Map
from ...language.kinds import KINDS
from ...language.workshop import NAME
from ...model.findings import Finding, Place, finding
from ...model.outcome import NoScore, Reason, State
from ...model.reads import closure, reads_of
from ...model.ruleset import Column, Constant, Input, NamedValue, Node, Ruleset, Statistic, Value
from .asking import together
from .context import Context, leaves
from .saying import is_called, is_due, is_less_better, is_of_due, is_surely_less_better

_NOT_KNOWN = NoScore(State.MISSING, Reason.NO_VALUE)
_DAY = date(2024, 6, 15)
_SHARES = tuple(Fraction(tenth, 10) for tenth in (0, 1, 3, 5, 8, 10))
_COUNTS = tuple(map(Fraction, (0, 1, 2, 3, 5, 10, 50)))
_LEAST, _MOST = Fraction(1, 2), Fraction(10**9)  # of a cohort
_MOST_CONSTANTS = 8
_MOST_READ = 12  # inputs of a leaf that is looked at
_FEW = 3  # criteria that rise, for one that falls to be odd


@dataclass(frozen=True, slots=True)
class _Way:
    """How points go with one input: 1 up, -1 down; and two values of it that show it."""

    sign: int
    shown: str


def more_is_not_worse(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """What is bad by its name earns fewer points where there is more of it, and what is not, more, as all else does."""
    asked: dict[str, list[tuple[Place, str]]] = {"more": [], "fewer": [], "day": []}
    rising = 0
    for leaf in leaves(ruleset):
        is_judged = leaf.role in {"scored", "bonus", "condition"} and not is_called(leaf.title, "penalty")
        read = _inputs_of(ruleset, leaf) if is_judged else []
        rising += leaf.role == "scored" and _rises(leaf)
        for column, sign in _expected(ruleset, leaf, read, context):
            way = _way(ruleset, leaf, column, read)
            rising += way is not None and way.sign == sign == 1
            if way is not None and way.sign == -sign:
                row = "day" if column.traits.kind == "date" else "more" if sign < 0 else "fewer"
                through = [f"{key}, " for key in _own(leaf) if isinstance(ruleset.columns.get(key), NamedValue)]
                asked[row].append(
                    (context.at(leaf, "score"), f"{leaf.id} ({''.join(through[:1])}{column.id}: {way.shown})")
                )
                break
    if len(asked["fewer"]) > 1 or rising < _FEW:  # where several fall, that is how figures are here
        asked["fewer"] = []
    for place, about in together(asked["more"]):
        yield finding("ITR296", place, about=about)
    for place, about in together(asked["fewer"]):
        yield finding("ITR296.fewer", place, about=about)
    for place, about in together(asked["day"]):
        yield finding("ITR296.day", place, about=about)


def _own(leaf: Node) -> list[str]:
    """Return the columns that the score of a leaf names."""
    return sorted(leaf.score.reads) if leaf.score is not None else []


def _inputs_of(ruleset: Ruleset, leaf: Node) -> list[Input]:
    """Return the inputs that a leaf rests on; none where there are too many or it rests on more than inputs."""
    keys = closure(ruleset.columns, _own(leaf), reads_of)
    found = [column for key in keys if isinstance(column := ruleset.columns.get(key), Input)]
    return sorted(found, key=lambda column: column.key) if len(found) <= _MOST_READ else []


def _rises(leaf: Node) -> bool:
    """Say whether a leaf is of a kind in which more is always better: a share of a whole, or so many points for each."""
    return leaf.kind in KINDS and not {"full_at", "each"}.isdisjoint(KINDS[leaf.kind].keys)


def _expected(ruleset: Ruleset, leaf: Node, read: Sequence[Input], context: Context) -> Iterator[tuple[Input, int]]:
    """Give the inputs whose names say which way points should go, with that way."""
    dates = [column for column in read if column.traits.kind == "date"]
    not_due = [column for column in dates if not is_due(column)]
    if len(not_due) < len(dates) or _has_a_due_day(ruleset, leaf):
        yield from ((column, -1) for column in not_due)
    numbers = [column for column in read if column.traits.is_number]
    yield from ((column, -1) for column in numbers if is_surely_less_better(column))
    if leaf.role == "scored" and _has_a_direction(leaf, context):
        judged = numbers if len(read) == 1 else _compared(numbers, context.given(leaf)["score"])
        yield from ((column, 1) for column in judged if column.label and not is_less_better(column.label, leaf.title))


def _has_a_due_day(ruleset: Ruleset, leaf: Node) -> bool:
    """Say whether a leaf names a parameter that is the day by which something is due."""
    return any(
        isinstance(column, Constant) and isinstance(column.value, date) and is_of_due(column.key)
        for column in _own_columns(ruleset, leaf)
    )


def _own_columns(ruleset: Ruleset, leaf: Node) -> list[Column]:
    keys = closure(ruleset.columns, _own(leaf), reads_of)
    return [ruleset.columns[key] for key in keys if key in ruleset.columns]


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


def _way(ruleset: Ruleset, leaf: Node, column: Input, read: Sequence[Input]) -> _Way | None:
    """Say how the points of a leaf go with an input; None where they go both ways or not at all."""
    found: dict[int, str] = {}
    for high in (False, True):
        given = {other.key: _stand_in(other, _day(ruleset, leaf), high=high) for other in read}
        tried = [
            (value, _worth(ruleset, leaf, {**given, column.key: value})) for value in _values(ruleset, leaf, column)
        ]
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


def _day(ruleset: Ruleset, leaf: Node) -> date:
    """Return the day that a leaf names, or one of all days."""
    days = (column.value for column in _own_columns(ruleset, leaf) if isinstance(column, Constant))
    return next((day for day in days if isinstance(day, date)), _DAY)


def _within(column: Input, value: Fraction) -> Fraction:
    low, high = column.minimum, column.maximum
    value = max(value, low) if isinstance(low, Fraction) else value
    return min(value, high) if isinstance(high, Fraction) else value


def _values(ruleset: Ruleset, leaf: Node, column: Input) -> list[Value]:
    """Return values of an input, in order, with those at which its points may change."""
    if column.traits.kind == "date":
        return [_day(ruleset, leaf) + timedelta(days) for days in (-40, -1, 0, 1, 40)]
    is_whole = column.traits.is_whole
    known = {value for value in _constants(ruleset, leaf) if value.denominator == 1 or not is_whole}
    bounds = sorted(known)[-_MOST_CONSTANTS:]
    usual = _SHARES if column.traits.per_cent else _COUNTS
    return sorted({_within(column, value) for value in (*usual, *bounds)})


def _constants(ruleset: Ruleset, leaf: Node) -> Iterator[Fraction]:
    tree = leaf.score.tree if leaf.score is not None else None
    for part in walk(tree) if tree is not None else ():
        value = getattr(part, "value", None)
        if isinstance(value, Fraction):
            yield value
        column = ruleset.columns.get(getattr(part, "id", ""))
        if isinstance(column, Constant) and isinstance(column.value, Fraction):
            yield column.value


def _worth(ruleset: Ruleset, leaf: Node, given: dict[str, Value]) -> Value | NoScore:
    """Evaluate a leaf for the answers of one unit."""
    domain = Exact(lambda key: _value(ruleset, key, given, domain), ruleset.rounding_mode)
    return evaluate_exact(leaf.score.tree, domain) if leaf.score is not None else _NOT_KNOWN


def _value(ruleset: Ruleset, key: str, given: dict[str, Value], domain: Exact) -> Value | NoScore:
    column = ruleset.columns.get(key)
    match column:
        case Input():
            return given.get(key, _NOT_KNOWN)
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
    """Where the first tier asks for the most points, or points are out of a maximum, the most points rank first."""
    by_tiers: list[tuple[Place, str]] = []
    by_points: list[tuple[Place, str]] = []
    for node in ruleset.nodes():
        if node.ranking is None or node.ranking.best != "lowest" or node.ranking.by is not None:
            continue
        bounds = [bound.amount for tier in node.tiers if (bound := tier.from_ or tier.above) is not None]
        about = (context.at(node, "ranking", "best"), node.id)
        if len(bounds) > 1 and bounds == sorted(bounds, reverse=True):
            by_tiers.append(about)
        elif not node.tiers and _adds_what_rises(node):
            by_points.append(about)
    for place, names in together(by_tiers):
        yield finding("ITR297", place, about=names)
    for place, names in together(by_points):
        yield finding("ITR297.points", place, about=names)


def _adds_what_rises(node: Node) -> bool:
    """Say whether most leaves below a node are shares of a whole or points for each of something."""
    scored = [leaf for leaf in node.walk() if leaf.score is not None and leaf.role == "scored"]
    return len(scored) >= _FEW and sum(map(_rises, scored)) * 2 > len(scored)
