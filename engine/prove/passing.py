"""Answers by which a node passes its maximum, whatever it is made of: looked for at the bounds of its inputs.

That points pass their maximum can be shown, by one set of answers that the engine scores above it. Nothing is said where
no such answers are found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import TypeAlias

from ..formula.rounding import rounded
from ..model.observed import Observed, Unit
from ..model.reads import closure
from ..model.ruleset import Input, Node, RollUp, Ruleset, Scorecard, Value
from ..score import evaluate_columns
from .trying import observation, reads_with_bounds

MOST_CELLS = 200_000  # of one look: about a second of work
_MOST_CHAINS = 24  # orders of scorecards that are tried, one below another
_ROUNDS = 3

Picks: TypeAlias = Mapping[str, object]
"""By input: `low`, `high`, `more`, or the answer itself."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Answers by which a node passes its maximum, and what it is worth by them."""

    value: Fraction
    answers: Mapping[str, Value]


def passing(ruleset: Ruleset, node: Node, *, far: bool = True) -> Passing | None:
    """Find answers within the declared bounds by which a node is worth more than its maximum; None where none is found.

    Args:
        ruleset: as loaded.
        node: with a fixed maximum.
        far: whether an input that nothing bounds is tried at more than one above its least value from the beginning.
    """
    read = set(closure(ruleset.columns, {node.id}, reads_with_bounds))
    asked = [each for each in ruleset.inputs if each.key in read]
    for order in _orders(ruleset, read):
        search = _Search(ruleset, node, order, asked)
        best = search.best(("high", "low", "more") if far else ("high", "low"))
        if best is not None and search.passes(best[0]):
            best = max(best, search.best(("high", "low", "more")) or best, key=lambda each: each[0])
            given = {each.key: best[1].get(each.key) for each in asked}
            return Passing(best[0], {key: value for key, value in given.items() if value is not None})
    return None


def _orders(ruleset: Ruleset, read: set[str]) -> Iterator[Sequence[Scorecard]]:
    """Give orders of scorecards in which units may be subordinate, each to the next; one where nothing asks."""
    asks = any(isinstance(ruleset.columns.get(key), RollUp) for key in read)
    orders = permutations(ruleset.scorecards) if asks else iter([tuple(ruleset.scorecards)])
    yield from (order for order, _ in zip(orders, range(_MOST_CHAINS), strict=False))


class _Search:
    """Looks for the answers by which a node is worth most, from the best of few on, an input at a time."""

    def __init__(self, ruleset: Ruleset, node: Node, order: Sequence[Scorecard], asked: Sequence[Input]) -> None:
        self.ruleset, self.node, self.order, self.asked = ruleset, node, order, asked
        self.most = max(1, MOST_CELLS // (len(ruleset.columns) * len(order) or 1))

    def passes(self, value: Fraction) -> bool:
        """Say whether a value is above the maximum, as an evaluation would."""
        full, rounding = self.node.full or Fraction(0), self.node.rounding
        return value > (full if rounding is None else max(full, rounded(full, rounding.digits, rounding.mode)))

    def best(self, words: Sequence[str]) -> tuple[Fraction, Mapping[str, Value | None]] | None:
        """Give the greatest value that is found, and its answers: evaluated by themselves, beside no others."""
        start = self.worth([self.picked(word) for word in words])
        picks, value = max(start, key=lambda each: each[1], default=({}, Fraction(-1)))
        for _ in range(_ROUNDS):
            trials = [{**picks, each.key: pick} for each in self.asked for pick in self.choices(each, words)]
            better = [each for each in self.worth(trials[: self.most]) if each[1] > value]
            if not better:
                break
            # What is better alone is mostly better together; else the best one is taken.
            together = dict(picks)
            for trial, _ in sorted(better, key=lambda each: each[1]):
                together |= {key: pick for key, pick in trial.items() if pick != picks.get(key)}
            picks, value = max([*better, *self.worth([together])], key=lambda each: each[1])
        alone = self.worth([picks]) if start else []
        return (alone[0][1], self.answers(picks)) if alone else None

    def picked(self, word: str) -> Picks:
        return {each.key: next(iter(self.choices(each, [word])), None) for each in self.asked}

    def choices(self, asked: Input, words: Sequence[str]) -> Sequence[object]:
        match asked.traits.kind:
            case "yes_no":
                return [word != "low" for word in words]
            case "choice":
                options = list(asked.options)
                return options if len(words) > 1 else options[:: -1 if words[0] == "low" else 1][:1]
            case "date" | None:
                return [None]
        return [word for word in words if word != "more" or asked.maximum is None]

    def answers(self, picks: Picks) -> dict[str, Value | None]:
        """Give the answers that picks mean: figures at the bounds of their inputs, some of which are other answers."""
        made: dict[str, Value | None] = {}
        inputs = {each.key: each for each in self.asked}

        def figure(bound: object, default: Fraction, above: tuple[str, ...]) -> Fraction:
            if isinstance(bound, str) and bound in inputs and bound not in above:
                value = answer(bound, above)
                return value if isinstance(value, Fraction) else default
            return bound if isinstance(bound, Fraction) else default

        def answer(key: str, above: tuple[str, ...] = ()) -> Value | None:
            if key not in made:
                asked, pick = inputs[key], picks.get(key)
                if pick in {"low", "high", "more"} and asked.traits.is_number:
                    low = figure(asked.minimum, Fraction(0), (*above, key))
                    more = low + (10 if pick == "more" else 1)
                    high = figure(asked.maximum, more, (*above, key)) if asked.maximum is not None else more
                    made[key] = low if pick == "low" else max(low, high)
                else:
                    made[key] = pick  # type: ignore[assignment]  # an option, or yes or no
            return made[key]

        return {key: answer(key) for key in inputs}

    def worth(self, trials: Sequence[Picks]) -> list[tuple[Picks, Fraction]]:
        """Score trials together, each a unit of every scorecard under the next; those that have a value are given."""
        made = [self.answers(trial) for trial in trials]
        units = [unit for number in range(len(made)) for unit in self.chain(number)]
        values = {
            asked.key: [observation(answers.get(asked.key)) for answers in made for _ in self.order]
            for asked in self.ruleset.inputs
        }
        if not units:
            return []
        sheet, _ = evaluate_columns(self.ruleset, Observed(tuple(units), values))
        own = next(place for place, card in enumerate(self.order) if card.id == self.node.scorecard)
        cells = sheet.cells[self.node.id][own :: len(self.order)]
        return [(trial, cell) for trial, cell in zip(trials, cells, strict=True) if isinstance(cell, Fraction)]

    def chain(self, number: int) -> Iterator[Unit]:
        """Give a unit of every scorecard, each under the next."""
        ids = [f"{number}.{card.id}" for card in self.order]
        for card, id_, parent in zip(self.order, ids, [*ids[1:], ""], strict=True):
            group = card.groups[0] if card.groups else next(iter(self.ruleset.groups), "")
            yield Unit(id_, id_, group, parent)
