"""The codes of lacks: why there is no value, as one integer in a column.

A code is a state times a stride, and a place that says the reason and what it is about. The states stand so that one
comparison says what a parent asks of each child: what spoils it lies above what only leaves, and what is invalid above what
is missing. The codes about what a ruleset reads earlier lie above later ones of their state, so that the greatest code of
some children mostly is the first one of the worst: one operation finds it.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

from ..model.outcome import NoScore, Reason, State
from .integers import Expr, Integers, chosen_between
from .program import BLANK, INVALID, MARKED, VALUE

STATES: Mapping[State, int] = {
    State.UNSCORED: 1,
    State.SKIPPED: 2,
    State.NOT_APPLICABLE: 3,
    State.MISSING: 5,
    State.INVALID: 6,
}
# A blank that the ruleset foresees spoils nothing under `at_least`, so it has a number of its own.
FORESEEN = 4
"""From this number on a lack spoils its parent; below it leaves it."""
OF_STATE: Mapping[State, int] = {State.MISSING: BLANK, State.INVALID: INVALID, State.NOT_APPLICABLE: MARKED}
"""The states of inputs, as the engine is given them."""
STRIDE = 4096
"""So many codes has a state, but in a ruleset with more lacks; seven states of it lie in 16 bits."""
SLOTS = 4  # codes of a state that are about the same thing and lie together; further ones lie below all those
MOST_CODES = 4096  # that are told apart of one lack

NO_MAXIMUM = NoScore(State.UNSCORED, Reason.NOT_SUMMED)
"""In place of a maximum that a node does not have."""

OF_INPUT = (
    (State.MISSING, Reason.NO_VALUE),
    (State.INVALID, Reason.BAD_VALUE),
    (State.NOT_APPLICABLE, Reason.MARKED_NOT_APPLICABLE),
)


class TooManyLacksError(Exception):
    """A program knows more lacks than the stride has places."""


def codes_of(expr: Expr) -> set[int]:
    """Give all that an integer can be: of a choice between a few, these, and not what lies between them."""
    return {value for each in chosen_between(expr) for value in range(each.low, each.high + 1)}


class Lacks:
    """The lacks that a program knows, each by its code; 0 is none.

    Attributes:
        stride: the codes of state number n are from n × stride.
        foreseen: the number of the state of a blank that the ruleset foresees.
        by_code: what was given a code so far.
    """

    def __init__(
        self, integers: Integers, stride: int = STRIDE, subjects: Sequence[str] = (), *, tells_foreseen: bool = True
    ) -> None:
        """Begin.

        Args:
            integers: of the program.
            stride: more than there are places.
            subjects: what lacks are about, in the order in which a lack of one comes before that of another.
            tells_foreseen: whether a node asks if a blank was foreseen.

        Raises:
            TooManyLacksError: for subjects alone.
        """
        self.i, self.stride = integers, stride
        self.foreseen = FORESEEN if tells_foreseen else STATES[State.MISSING]
        self._slots = {about: stride - number * SLOTS for number, about in enumerate(subjects)}
        self.by_code: dict[int, NoScore] = {}
        self._codes: dict[NoScore, int] = {}
        self._inputs: dict[str, int] = {}
        self._states: dict[int, tuple[Expr, frozenset[int]]] = {}
        self._there: dict[int, Expr] = {}
        self._possible: dict[int, frozenset[int]] = {}
        self._next = stride - len(subjects) * SLOTS
        if self._next < 0:
            raise TooManyLacksError
        self.none = integers.zero

    @property
    def most(self) -> int:
        """The greatest code."""
        return self._first(State.INVALID) + self.stride - 1

    def code(self, lack: NoScore) -> Expr:
        """Give the code of a lack, the same one each time."""
        code = self._codes.get(lack)
        if code is None:
            code = self._given(lack, self._place(lack.about))
        return self.i.number(code)

    def known(self, lack: NoScore) -> Expr | None:
        """Give the code of a lack that was asked for before."""
        code = self._codes.get(lack)
        return None if code is None else self.i.number(code)

    def _first(self, state: State) -> int:
        """Give the least code of a state."""
        return STATES[state] * self.stride

    def _place(self, about: str) -> int:
        free = self._slots.get(about, 0)
        if free:
            self._slots[about] = free - 1 if (free - 1 - self.stride) % SLOTS else 0
            return free - 1
        if not self._next:
            raise TooManyLacksError
        self._next -= 1
        return self._next

    def _given(self, lack: NoScore, place: int) -> int:
        state = self.foreseen if lack.reason is Reason.NO_VALUE_EXPECTED else STATES[lack.state]
        code = self._codes[lack] = state * self.stride + place
        self.by_code[code] = lack
        if lack.state is State.NOT_APPLICABLE:
            # What does not apply where nothing says what then is invalid, about the same thing (`as_invalid`).
            self.by_code[self._first(State.INVALID) + place] = NoScore(State.INVALID, Reason.BAD_VALUE, lack.about)
        return code

    def of_input(self, key: str, state: Expr, states: frozenset[int]) -> Expr:
        """Give the code for the state of an input: the state times the stride, and a place that its states share.

        Args:
            key: of the input.
            state: of a row.
            states: which of them occur.
        """
        place = self._inputs.get(key)
        if place is None:
            place = self._inputs[key] = self._place(key)
            for of, reason in OF_INPUT:
                self._given(NoScore(of, reason, key), place)
        i = self.i
        is_there = i.is_equal(state, i.zero)
        # Choosing between constants takes an engine less time than computing the code.
        *others, last = sorted(states - {VALUE}) or [BLANK]
        tests = [*(i.is_equal(state, i.number(each)) for each in others), i.inverse(is_there)]
        firsts = {number: self._first(each) for each, number in OF_STATE.items()}
        codes = [i.number(firsts[each] + place) for each in (*others, last)]
        lack = i.case(zip(tests, codes, strict=True), self.none)
        self._there[id(lack)], self._states[id(lack)] = is_there, (state, states)
        return lack

    def replaced(self, lack: Expr, where: Expr, instead: Expr) -> Expr:
        """Give another code where there is none; there are as many lacks as before."""
        made = self.i.pick(where, instead, lack)
        if id(lack) in self._there:
            self._there[id(made)] = self._there[id(lack)]
        return made

    def as_invalid(self, lack: Expr, is_left: Expr) -> Expr:
        """Give the code of the same cause as invalid, where it does not apply."""
        i, first = self.i, self._first(State.NOT_APPLICABLE)
        up = i.number(self._first(State.INVALID) - first)
        return i.pick(is_left, i.plus(i.least(lack, i.number(first + self.stride - 1)), up), lack)

    def is_there(self, lack: Expr) -> Expr:
        """Say whether there is a value."""
        known = self._there.get(id(lack))
        return self.i.is_equal(lack, self.i.zero) if known is None else known

    def is_lacking(self, lack: Expr) -> Expr:
        """Say whether there is none."""
        known = self._there.get(id(lack))
        return self.i.is_less(self.i.zero, lack) if known is None else self.i.inverse(known)

    def _first_spoiling(self, *, tolerates: bool) -> int:
        return self._first(State.MISSING) if tolerates else self.foreseen * self.stride

    def spoils(self, lack: Expr, *, tolerates: bool = False) -> Expr:
        """Say whether a lack spoils its parent: missing or invalid, but for a foreseen blank if that is tolerated."""
        return self._among(lack, self._first_spoiling(tolerates=tolerates), self.most + 1)

    def spoiling(self, lacks: Sequence[Expr], *, tolerates: bool) -> Expr:
        """Give what a parent is spoiled by: the first child without a value, but an invalid one before a missing one."""
        i = self.i
        missing = [(self.spoils(lack, tolerates=tolerates), lack) for lack in lacks]
        missing = [(test, lack) for test, lack in missing if test is not i.false]
        least = self._first_spoiling(tolerates=tolerates)
        if not missing or not self._are_in_order([lack for _, lack in missing], least):
            invalid = [(self.is_state(lack, State.INVALID), lack) for _, lack in missing]
            return i.case([*invalid, *missing], self.none)
        # Only what spoils reaches the first code that does.
        worst = i.greatest_of([lack for _, lack in missing])
        return i.case([(i.is_at_most(i.number(least), worst), worst)], self.none)

    def _are_in_order(self, lacks: Sequence[Expr], least: int) -> bool:
        """Say whether what spoils has no greater code than what does so in a lack before it, but for what is invalid."""
        ends = (least, self._first(State.INVALID), self.most + 1)
        for low, high in pairwise(ends):
            before = high
            for lack in lacks:
                codes = [code for code in self.possible(lack) if low <= code < high]
                if codes and max(codes) > before:
                    return False
                before = min([before, *codes])
        return all(map(self.possible, lacks))

    def leaving(self, lack: Expr, *, tolerates: bool) -> frozenset[State] | None:
        """Give the states of what neither spoils nor is none; None where it is not known which codes a lack can be."""
        codes = self.possible(lack)
        if not codes:
            return None
        least = self._first_spoiling(tolerates=tolerates)
        return frozenset(self.by_code[code].state for code in codes if 0 < code < least)

    def is_state(self, lack: Expr, state: State) -> Expr:
        """Say whether a lack is of a state."""
        own = self._states.get(id(lack))
        if own is not None:
            # What an input says of itself: it is never skipped, and no blank of it was foreseen.
            number = OF_STATE.get(state)
            return self.i.is_equal(own[0], self.i.number(number)) if number in own[1] else self.i.false
        first = self.foreseen * self.stride if state is State.MISSING else self._first(state)
        return self._among(lack, first, self._first(state) + self.stride)

    def _among(self, lack: Expr, low: int, high: int) -> Expr:
        """Say whether a code is from one to below another, by as few comparisons as the codes that it can be allow."""
        i = self.i
        above, below = i.is_at_most(i.number(low), lack), i.is_less(lack, i.number(high))
        codes = self.possible(lack)
        if not codes:
            return i.every([above, below])
        asked = {code for code in codes if low <= code < high}
        others = codes - asked
        if not asked or not others:
            return i.truth(value=bool(asked))
        if others == {0}:
            return self.is_lacking(lack)
        if len(asked) == 1:
            return i.is_equal(lack, i.number(*asked))
        return i.every([above] * (min(others) < low) + [below] * (max(others) >= high))

    def possible(self, lack: Expr) -> frozenset[int]:
        """Give the codes that a lack can be, 0 for none among them; nothing where they are too many to tell apart."""
        known = self._possible.get(id(lack))
        if known is None:
            codes = self._codes_of(lack)
            known = self._possible[id(lack)] = codes if len(codes) <= MOST_CODES else frozenset()
        return known

    def _codes_of(self, lack: Expr) -> frozenset[int]:
        if lack.is_constant:
            return frozenset([lack.low])
        if lack.op == "greatest":
            parts = [self.possible(each) for each in lack.args]
        elif lack.op == "case":
            pairs = zip(lack.args[:-1:2], lack.args[1:-1:2], strict=True)
            parts = [self._at_least(_least_of(test, code), code) for test, code in pairs]
            parts.append(self.possible(lack.args[-1]))
        else:
            return frozenset()
        return frozenset(chain.from_iterable(parts)) if all(parts) else frozenset()

    def _at_least(self, least: int, lack: Expr) -> frozenset[int]:
        codes = self.possible(lack)
        return frozenset(code for code in codes if code >= least) if least else codes

    def first(self, lacks: Sequence[Expr]) -> Expr:
        """Give the first lack that there is, as one choice."""
        choices: list[tuple[Expr, Expr]] = []
        for lack in lacks:
            if lack is not self.none:
                choices += self._choices(lack)
        return self.i.case(choices, self.none)

    def _choices(self, lack: Expr) -> list[tuple[Expr, Expr]]:
        """Give the tests and codes of a lack, none of which says that there is a value after all."""
        args = lack.args
        if lack.op == "case" and args[-1] is self.none:
            choices = list(zip(args[:-1:2], args[1:-1:2], strict=True))
            if all(code.low > 0 or _least_of(test, code) > 0 for test, code in choices):
                return choices
        return [(self.is_lacking(lack), lack)]

    def after(self, lack: Expr, before: Expr) -> Expr:
        """Give a lack as it is where another was asked before it and there was none."""
        if before is self.none:
            return lack
        asked = {test for test, _ in self._choices(before)}
        left = [(test, code) for test, code in self._choices(lack) if test not in asked]
        return self.none if not left else lack


def _least_of(test: Expr, value: Expr) -> int:
    """Give what a value is at least because a test asks it; 0 where it does not."""
    return test.args[0].low if test.op == "<=" and test.args[1] is value and test.args[0].is_constant else 0
