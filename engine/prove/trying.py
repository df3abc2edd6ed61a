"""Answers that were tried: what the engine itself computes of one unit that reports them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from ..files.numbers import plain
from ..model.findings import Witness
from ..model.observed import Observation, Observed, Unit
from ..model.outcome import NoScore
from ..model.reads import closure, reads_of
from ..model.ruleset import Column, Input, Node, Ruleset, Value
from ..model.sentences import Pair
from ..score import evaluate_columns
from ..score.sheet import Sheet

Answers: TypeAlias = Mapping[str, Value]
"""What a unit reports, by the key of the input."""

_ALONE = "x"


@dataclass(frozen=True)
class Trial:
    """Some columns of a ruleset, and all that they are made of.

    Attributes:
        keys: of the columns that are tried.
        card: the scorecard of the unit; empty for that of the first group.
    """

    ruleset: Ruleset
    keys: frozenset[str]
    card: str = ""

    @cached_property
    def part(self) -> Ruleset:
        """Give the ruleset with no more columns than are needed."""
        read = closure(self.ruleset.columns, self.keys, reads_with_bounds)
        return replace(self.ruleset, columns={key: each for key, each in self.ruleset.columns.items() if key in read})

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Give what the columns are made of, in an order in which each comes after its bounds."""
        todo = {each.key: each for each in self.part.inputs}
        placed: dict[str, Input] = {}
        while todo:
            ready = [key for key, each in todo.items() if not bounds_in(each) & todo.keys() - {key}] or list(todo)[:1]
            for key in ready:
                placed[key] = todo.pop(key)
        return tuple(placed.values())

    @cached_property
    def unit(self) -> Unit:
        """Give the unit that is asked, of a group that has the scorecard."""
        own = next((card for card in self.ruleset.scorecards if card.id == self.card and card.groups), None)
        return Unit(_ALONE, _ALONE, own.groups[0] if own is not None else next(iter(self.ruleset.groups), ""), "")

    def sheet(self, answers: Answers) -> Sheet:
        """Compute the columns for a unit alone; what is not answered is blank."""
        values = {each.key: [observation(answers.get(each.key))] for each in self.part.inputs}
        return evaluate_columns(self.part, Observed((self.unit,), values))[0]

    def outcome(self, key: str, answers: Answers) -> Value | NoScore:
        """Compute one of the columns."""
        return self.sheet(answers).cells[key][0]

    def admits(self, answers: Answers) -> bool:
        """Say whether all answers lie within their bounds, and are whole where they count."""
        return all(_is_within(each, answers[each.key], answers) for each in self.inputs if each.key in answers)


def reads_with_bounds(column: Column) -> frozenset[str]:
    """Name what a column reads, of an input what bounds it, and of a node what it is before its `then`."""
    if isinstance(column, Input):
        return bounds_in(column)
    return reads_of(column) | ({f"value:{column.id}"} if isinstance(column, Node) else frozenset())


def bounds_in(asked: Input) -> frozenset[str]:
    """Name the inputs that bound one."""
    return frozenset(bound for bound in (asked.minimum, asked.maximum) if isinstance(bound, str))


def observation(value: Value | None) -> Observation:
    """Give an answer as a cell; None is a blank."""
    return Observation(value, "missing" if value is None else "observed")


def _is_within(asked: Input, value: Value, answers: Answers) -> bool:
    if not isinstance(value, Fraction | date) or isinstance(value, bool):
        return True
    if asked.traits.is_whole and isinstance(value, Fraction) and value.denominator > 1:
        return False
    lows, highs = (
        [answers.get(each, value) if isinstance(each, str) else each for each in sides if each is not None]
        for sides in ((asked.minimum, asked.traits.least), (asked.maximum, asked.traits.most))
    )
    return all(low <= value for low in lows) and all(value <= high for high in highs)  # type: ignore[operator]


def witness_of(about: str, answers: Answers, inputs: Iterable[Input], gives: Pair) -> Witness:
    """Say what was answered, as `itrank formula --let` reads it, and what came of it."""
    typed = {each.id: _typed(each, answers[each.key]) for each in inputs if each.key in answers}
    return Witness(about, typed, gives)


def _typed(asked: Input, value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction() if asked.traits.per_cent:
            return f"{plain(value * 100)}%"
        case Fraction():
            return plain(value)
    return str(value)
