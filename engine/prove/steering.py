"""Answers by which a node is worth something between two numbers, found on the way from its least value to its greatest.

Only what was evaluated is given; that nothing is found proves nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from random import Random

from ..model.ruleset import Input, Node, Ruleset, Value
from .prover import Ends, Shown
from .ranges import Range
from .trying import Answers, Trial

_MOST_WAYS = 6  # orders in which the answers of one end are exchanged for those of the other
_CLOSER = 12  # times that a number is looked for between two others
_MOST_TRIED = 600  # evaluations of one search
_QUARTER, _PARTS = 0.25, 60
_MOST_CELLS = 100_000  # of one search: half a second of work


def shown_within(ruleset: Ruleset, node: Node, ends: Ends, wanted: Range) -> Shown | None:
    """Find answers by which a node is worth something in a range; None where none are found.

    Args:
        ruleset: as loaded.
        node: of it.
        ends: the least and the greatest that the node was evaluated to be; None where no answers give it a value.
        wanted: the range.
    """
    if ends is None:
        return None
    search = _Search(Trial(ruleset, frozenset({node.id}), node.scorecard), node, wanted)
    return search.found(*ends)


class _Search:
    """Goes from some answers to others, an input at a time, and looks closer where the value passes the range."""

    def __init__(self, trial: Trial, node: Node, wanted: Range) -> None:
        self.trial, self.node, self.wanted = trial, node, wanted
        self.left = min(_MOST_TRIED, _MOST_CELLS // (len(trial.part.columns) or 1))

    def found(self, low: Shown, high: Shown) -> Shown | None:
        """Give the first answers that are found on some ways."""
        for each in (low, high):
            if self.is_there(each):
                return each
        return self.on_a_way(low, high) or self.mixed(low[1], high[1])

    def on_a_way(self, low: Shown, high: Shown) -> Shown | None:
        """Exchange the answers of one end for those of the other, in some orders."""
        for order in self.orders(low[1], high[1]):
            before = low
            for asked in order:
                after = self.tried({**before[1], asked.key: high[1][asked.key]})
                if after is None:
                    continue
                if self.is_there(after):
                    return after
                if self.is_past(before) is not self.is_past(after):
                    between = self.between(asked, before, after)
                    if between is not None:
                        return between
                before = after
        return None

    def mixed(self, low: Answers, high: Answers) -> Shown | None:
        """Try mixtures of both ends and of what lies between; always the same ones."""
        drawn = Random(0)  # noqa: S311  # not for secrets
        while self.left > 0:
            answers: dict[str, Value] = {}
            for each in self.trial.inputs:
                if each.key in low and each.key in high:
                    answers[each.key] = mixed_answer(each, low[each.key], high[each.key], answers, drawn.random())
            shown = self.tried(answers)
            if shown is not None and self.is_there(shown):
                return shown
        return None

    def orders(self, low: Answers, high: Answers) -> Iterator[Sequence[Input]]:
        """Give orders of the inputs that the two ends answer otherwise: as asked, from the last on, and turned round."""
        differing = [each for each in self.trial.inputs if each.key in high and low.get(each.key) != high[each.key]]
        step = max(1, len(differing) // max(1, _MOST_WAYS - 2))
        turned = [differing[place:] + differing[:place] for place in range(step, len(differing), step)]
        yield from [differing, differing[::-1], *turned][:_MOST_WAYS]

    def tried(self, answers: Mapping[str, Value]) -> Shown | None:
        """Evaluate answers; None where they are not within their bounds, give no value, or enough was tried."""
        self.left -= 1
        if self.left < 0 or not self.trial.admits(answers):
            return None
        value = self.trial.outcome(self.node.id, answers)
        return (value, answers) if isinstance(value, Fraction) else None

    def is_there(self, shown: Shown) -> bool:
        return not self.wanted.common(Range(shown[0], shown[0])).is_empty

    def is_past(self, shown: Shown) -> bool:
        """Say whether a value is above the range, or else below it."""
        return self.wanted.low is None or shown[0] > self.wanted.low

    def between(self, asked: Input, one: Shown, other: Shown) -> Shown | None:
        """Look between two numbers that are answered: where a straight line would meet the range, or in the middle."""
        for turn in range(_CLOSER):
            first, last = one[1].get(asked.key), other[1].get(asked.key)
            if not (asked.traits.is_number and isinstance(first, Fraction) and isinstance(last, Fraction)):
                return None
            is_level = one[0] == other[0]
            made = (first + last) / 2 if turn % 2 or is_level else self.met(first, last, one[0], other[0])
            shown = self.beside(asked, _as_counted(asked, made), one, (first, last))
            if shown is None or self.is_there(shown):
                return shown
            one, other = (shown, other) if self.is_past(shown) is self.is_past(one) else (one, shown)
        return None

    def beside(self, asked: Input, made: Fraction, one: Shown, known: tuple[Fraction, Fraction]) -> Shown | None:
        """Try another number of one input; None of one that is known."""
        return None if made in known else self.tried({**one[1], asked.key: made})

    def met(self, first: Fraction, last: Fraction, low: Fraction, high: Fraction) -> Fraction:
        """Give where a line through two points comes to the middle of the range."""
        ends = [end for end in (self.wanted.low, self.wanted.high) if end is not None]
        goal = sum(ends, Fraction(0)) / len(ends)
        return first + (goal - low) * (last - first) / (high - low)


def mixed_answer(asked: Input, low: Value, high: Value, made: Answers, part: float) -> Value:
    """Give an answer: in a quarter of the parts each of two ends, else one somewhere within its bounds.

    No score depends on the part: what comes of the answer is evaluated exactly.
    """
    if not _QUARTER < part < 1 - _QUARTER:
        return low if part < 1 / 2 else high
    place = floor((part - _QUARTER) * 2 * _PARTS)
    if asked.options:
        return list(asked.options)[place * len(asked.options) // _PARTS]
    if not (isinstance(low, Fraction) and isinstance(high, Fraction)):
        return low if place % 2 else high
    least, most = _bound(asked.minimum, made, min(low, high)), _bound(asked.maximum, made, max(low, high))
    return _as_counted(asked, least + (most - least) * Fraction(place, _PARTS - 1))


def _bound(end: object, made: Answers, default: Fraction) -> Fraction:
    """Give a bound of an input, which may be another answer."""
    bound = made.get(end) if isinstance(end, str) else end
    return bound if isinstance(bound, Fraction) else default


def _as_counted(asked: Input, number: Fraction) -> Fraction:
    return Fraction(floor(number)) if asked.traits.is_whole else number
