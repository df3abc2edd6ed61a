"""Units that might show a difference: answers within the bounds of two rulesets, evaluated under both at once.

What a search need not look for is mostly shown by a unit that answers everything low, high, or something between, and by
units of which one more answer is high each time: their totals rise step by step across every bound of a tier.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

from ..formula.rounding import rounded
from ..model.observed import Observed, Unit
from ..model.outcome import NoScore, Outcome
from ..model.reads import closure
from ..model.ruleset import Input, LastYear, NamedValue, Node, RollUp, Ruleset, Scorecard, Statistic, Value
from ..prove.trying import Answers, Trial, observation, reads_with_bounds
from ..score import evaluate_columns
from ..score.sheet import Sheet
from .proving import Evidence
from .sides import Side, Sides

_LEVELS = 10  # at which all answers lie together
_MIXED = 24  # units whose answers lie here and there
_MOST_MIXTURES = 256
_MOST_STEPS = 48  # units of which one more answer is high
_ALONE = 12  # units that are evaluated each by itself, where figures of others count
_FAR = Fraction(10)  # above the least, of what nothing bounds
_FIRST = date(2025, 1, 1)
_DAYS = 60

Common: TypeAlias = Mapping[str, Value]


@dataclass(slots=True)
class _Taken:
    """The units of one pair of scorecards, and what both rulesets make of them."""

    answers: tuple[list[Answers], list[Answers]]
    sheets: tuple[Sheet, Sheet]


@dataclass(slots=True)
class Samples:
    """Units of every pair of scorecards that was asked for."""

    sides: Sides
    taken: dict[tuple[str, str], _Taken] = field(default_factory=dict)

    def of(self, first: Node, second: Node) -> list[Evidence]:
        """Give units with what a criterion of each side is worth to them, each as if it were alone.

        Answers are those that the two criteria come from.
        """
        taken = self._taken(first.scorecard, second.scorecard)
        trials = (
            Trial(self.sides.before.ruleset, frozenset({first.id}), first.scorecard),
            Trial(self.sides.after.ruleset, frozenset({second.id}), second.scorecard),
        )
        pairs = zip(*taken.answers, strict=True)
        own = [tuple(_only(trial, given) for trial, given in zip(trials, each, strict=True)) for each in pairs]
        if any(map(rests_on_others, trials)):
            spread = own[:: max(1, len(own) // _ALONE)]
            return [
                Evidence((a, b), (_outcome(trials[0].outcome(first.id, a)), _outcome(trials[1].outcome(second.id, b))))
                for a, b in spread
            ]
        columns = [sheet.cells[node.id] for sheet, node in zip(taken.sheets, (first, second), strict=True)]
        return [Evidence((a, b), (_outcome(x), _outcome(y))) for (a, b), x, y in zip(own, *columns, strict=True)]

    def _taken(self, older: str, newer: str) -> _Taken:
        if (older, newer) not in self.taken:
            self.taken[older, newer] = _take(self.sides, older, newer)
        return self.taken[older, newer]


def _outcome(cell: object) -> Outcome:
    assert isinstance(cell, Fraction | NoScore)  # of a criterion
    return cell


def _only(trial: Trial, answers: Answers) -> Answers:
    return {asked.key: answers[asked.key] for asked in trial.inputs if asked.key in answers}


def rests_on_others(trial: Trial) -> bool:
    """Say whether figures of other units or years are read on the way, be it to draw in what lies far out."""
    return any(
        isinstance(column, Statistic | RollUp | LastYear)
        or (isinstance(column, Input | NamedValue) and column.outliers is not None)
        for column in trial.part.columns.values()
    )


def _take(sides: Sides, older: str, newer: str) -> _Taken:
    cards = _card(sides.before.ruleset, older), _card(sides.after.ruleset, newer)
    both = (sides.before, sides.after)
    asked = [_asked(side, card) for side, card in zip(both, cards, strict=True)]
    order = _in_order(sides, asked)
    answers: tuple[list[Answers], list[Answers]] = [], []
    trials = [Trial(side.ruleset, frozenset(each.key for each in own)) for side, own in zip(both, asked, strict=True)]
    for shares in _patterns(order):
        common = _answered(order, shares)
        own = [_own(side, inputs, common) for side, inputs in zip(both, asked, strict=True)]
        if all(trial.admits(given) for trial, given in zip(trials, own, strict=True)):
            for kept, given in zip(answers, own, strict=True):
                kept.append(given)
    sheets = [_sheet(side.ruleset, card, given) for side, card, given in zip(both, cards, answers, strict=True)]
    return _Taken(answers, (sheets[0], sheets[1]))


def _card(ruleset: Ruleset, id_: str) -> Scorecard:
    return next(card for card in ruleset.scorecards if card.id == id_)


def _asked(side: Side, card: Scorecard) -> list[Input]:
    """Give what the criteria of a scorecard, their tiers and ranking come from."""
    nodes = list(card.nodes())
    keys = {node.id for node in nodes}
    for node in nodes:
        formulas = [formula for tier in node.tiers for formula in (tier.when, tier.requires) if formula is not None]
        keys.update(*(formula.reads for formula in formulas))
    read = closure(side.ruleset.columns, keys, reads_with_bounds)
    return [each for each in side.ruleset.inputs if each.key in read]


@dataclass(frozen=True, slots=True)
class _Question:
    """An input in common names, as both sides ask it: its bounds are numbers or names of other questions."""

    name: str
    asked: tuple[Input, ...]
    lows: tuple[Fraction | date | str, ...]
    highs: tuple[Fraction | date | str, ...]

    @property
    def bounds(self) -> frozenset[str]:
        return frozenset(each for each in (*self.lows, *self.highs) if isinstance(each, str))


def _in_order(sides: Sides, asked: Sequence[Sequence[Input]]) -> list[_Question]:
    """Give every question once, after those that bound it."""
    made: dict[str, _Question] = {}
    for side, inputs in zip((sides.before, sides.after), asked, strict=True):
        for each in inputs:
            name = side.names[each.key]
            lows = _named(side, (each.minimum, each.traits.least))
            highs = _named(side, (each.maximum, each.traits.most))
            before = made.get(name, _Question(name, (), (), ()))
            made[name] = _Question(name, (*before.asked, each), (*before.lows, *lows), (*before.highs, *highs))
    placed: dict[str, _Question] = {}
    while made:
        ready = [name for name, each in made.items() if not each.bounds & made.keys() - {name}] or list(made)[:1]
        for name in ready:
            placed[name] = made.pop(name)
    return list(placed.values())


def _named(side: Side, ends: Sequence[Fraction | date | str | None]) -> tuple[Fraction | date | str, ...]:
    """Give the bounds that there are, those that are inputs by their common names."""
    there = [end for end in ends if end is not None]
    return tuple(side.names.get(end, end) if isinstance(end, str) else end for end in there)


def _patterns(order: Sequence[_Question]) -> Iterator[Sequence[Fraction]]:
    """Give how far from its least to its greatest value each answer lies, from 0 to 1.

    Options and yes or no are not better the later they stand: they go both ways.
    """
    count = len(order)
    is_number = [question.asked[0].traits.kind == "number" for question in order]
    for level in range(_LEVELS + 1):
        share = Fraction(level, _LEVELS)
        yield [share] * count
        yield [share if number else 1 - share for number in is_number]
    step = max(1, -(-count // _MOST_STEPS))
    for high in range(step, count, step):
        yield [Fraction(int(place < high)) for place in range(count)]
    for unit in range(1, _MIXED + 1):
        yield [Fraction((unit * (2 * place + 3) * 7919 >> 4) % (_LEVELS + 1), _LEVELS) for place in range(count)]


def answers_of(sides: Sides, trials: Sequence[Trial]) -> Iterator[tuple[Answers, Answers]]:
    """Give answers to what two parts of rulesets ask, put together in many ways: in all of them where these are few."""
    order = _in_order(sides, [trial.inputs for trial in trials])
    for shares in _mixtures([_ways(each) for each in order]):
        common = _answered(order, shares)
        first, second = (
            _own(side, trial.inputs, common) for side, trial in zip((sides.before, sides.after), trials, strict=True)
        )
        if trials[0].admits(first) and trials[1].admits(second):
            yield first, second


def _ways(question: _Question) -> int:
    """Say how many answers to a question are tried."""
    asked = question.asked[0]
    match asked.traits.kind:
        case "yes_no":
            return 2
        case "choice":
            return len(asked.options)
    return _LEVELS + 1


def _mixtures(ways: Sequence[int]) -> Iterator[Sequence[Fraction]]:
    """Give how far from its least to its greatest value each answer lies.

    >>> [list(map(str, each)) for each in _mixtures([2, 2])]
    [['0', '0'], ['0', '1'], ['1', '0'], ['1', '1']]
    """
    shares = [[Fraction(way, max(count - 1, 1)) for way in range(count)] for count in ways]
    if prod(ways) <= _MOST_MIXTURES:
        yield from product(*shares)
        return
    for unit in range(_MOST_MIXTURES):
        yield [own[(unit * (2 * place + 3) * 7919 >> 4) % len(own)] for place, own in enumerate(shares)]


def _answered(order: Sequence[_Question], shares: Sequence[Fraction]) -> Common:
    made: dict[str, Value] = {}
    for question, share in zip(order, shares, strict=True):
        value = _answer(question, share, made)
        if value is not None:
            made[question.name] = value
    return made


def _answer(question: _Question, share: Fraction, made: Common) -> Value | None:
    first = question.asked[0]
    match first.traits.kind:
        case "yes_no":
            return share * 2 >= 1
        case "choice":
            options = [option for option in first.options if all(option in each.options for each in question.asked)]
            return options[min(int(share * len(options)), len(options) - 1)] if options else None
        case "date":
            return _day(question, share)
        case "number":
            return _figure(question, share, made)
    return None


def _figure(question: _Question, share: Fraction, made: Common) -> Fraction:
    lows, highs = (
        [each for bound in ends if isinstance(each := made.get(bound) if isinstance(bound, str) else bound, Fraction)]
        for ends in (question.lows, question.highs)
    )
    low = max(lows, default=min([Fraction(0), *highs]))
    high = min(highs, default=low + _FAR)
    value = low + share * (high - low)
    return rounded(value, 0, "floor") if any(each.traits.is_whole for each in question.asked) else value


def _day(question: _Question, share: Fraction) -> date:
    lows, highs = ([each for each in ends if isinstance(each, date)] for ends in (question.lows, question.highs))
    low = max(lows, default=min([_FIRST, *highs]))
    high = min(highs, default=low + timedelta(days=_DAYS))
    return low + timedelta(days=int(share * (high - low).days))


def _own(side: Side, inputs: Sequence[Input], common: Common) -> Answers:
    pairs = ((each.key, common.get(side.names[each.key])) for each in inputs)
    return {key: value for key, value in pairs if value is not None}


def _sheet(ruleset: Ruleset, card: Scorecard, answers: Sequence[Answers]) -> Sheet:
    """Evaluate units of a scorecard."""
    group = card.groups[0] if card.groups else next(iter(ruleset.groups), "")
    units = tuple(Unit(f"x{number}", f"x{number}", group, "") for number in range(len(answers)))
    values = {each.key: [observation(given.get(each.key)) for given in answers] for each in ruleset.inputs}
    return evaluate_columns(ruleset, Observed(units, values))[0]
