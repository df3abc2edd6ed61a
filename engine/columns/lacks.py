"""The codes of lacks: why there is no value, as one integer in a column.

A code is a state times a stride, and a place that says the reason and what it is about. The states stand so that one
comparison says what a parent asks of each child: whether a lack spoils it or only leaves.
"""

from collections.abc import Mapping, Sequence

from ..model.outcome import NoScore, Reason, State
from .integers import Expr, Integers, chosen_between
from .program import BLANK, INVALID, MARKED, VALUE

# A blank that the ruleset foresees spoils nothing under `at_least`, so it has a number of its own.
FORESEEN = 2
STATES: Mapping[State, int] = {
    State.MISSING: BLANK,
    State.INVALID: INVALID,
    State.NOT_APPLICABLE: MARKED,
    State.SKIPPED: 5,
    State.UNSCORED: 6,
}
MOST_CODES = 256  # that are told apart of one lack
LEAVING = STATES[State.NOT_APPLICABLE]
"""From this number on a lack leaves its parent; below it spoils it."""

NO_MAXIMUM = NoScore(State.UNSCORED, Reason.NOT_SUMMED)
"""In place of a maximum that a node does not have."""

OF_INPUT = (
    (State.MISSING, Reason.NO_VALUE),
    (State.INVALID, Reason.BAD_VALUE),
    (State.NOT_APPLICABLE, Reason.MARKED_NOT_APPLICABLE),
)


class Lacks:
    """The lacks that a program knows, each by its code; 0 is none.

    Attributes:
        stride: the codes of state number n are from n × stride.
        by_code: what was given a code so far.
    """

    def __init__(self, integers: Integers, stride: int = 4096) -> None:
        self.i, self.stride = integers, stride
        self.by_code: dict[int, NoScore] = {}
        self._codes: dict[NoScore, int] = {}
        self._inputs: dict[str, int] = {}
        self._states: dict[int, tuple[Expr, frozenset[int]]] = {}
        self._there: dict[int, Expr] = {}
        self._possible: dict[int, frozenset[int]] = {}
        self._next = 1  # so that no code is 0
        self.none = integers.zero

    @property
    def most(self) -> int:
        """The greatest code."""
        return (STATES[State.UNSCORED] + 1) * self.stride - 1

    def code(self, lack: NoScore) -> Expr:
        """Give the code of a lack, the same one each time."""
        code = self._codes.get(lack)
        if code is None:
            code = self._given(lack, self._place())
        return self.i.number(code)

    def known(self, lack: NoScore) -> Expr | None:
        """Give the code of a lack that was asked for before."""
        code = self._codes.get(lack)
        return None if code is None else self.i.number(code)

    def _place(self) -> int:
        self._next += 1
        return self._next - 1

    def _given(self, lack: NoScore, place: int) -> int:
        state = FORESEEN if lack.reason is Reason.NO_VALUE_EXPECTED else STATES[lack.state]
        code = self._codes[lack] = state * self.stride + place
        self.by_code[code] = lack
        if lack.state is State.NOT_APPLICABLE:
            # What does not apply where nothing says what then is invalid, about the same thing (`as_invalid`).
            self.by_code[INVALID * self.stride + place] = NoScore(State.INVALID, Reason.BAD_VALUE, lack.about)
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
            place = self._inputs[key] = self._place()
            for of, reason in OF_INPUT:
                self._given(NoScore(of, reason, key), place)
        i = self.i
        is_there = i.is_equal(state, i.zero)
        # Choosing between constants takes an engine less time than computing the code.
        *others, last = sorted(states - {VALUE}) or [BLANK]
        tests = [*(i.is_equal(state, i.number(each)) for each in others), i.inverse(is_there)]
        codes = [i.number(each * self.stride + place) for each in (*others, last)]
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
        i = self.i
        down = i.number((MARKED - INVALID) * self.stride)
        return i.pick(is_left, i.minus(i.greatest(lack, down), down), lack)

    def is_there(self, lack: Expr) -> Expr:
        """Say whether there is a value."""
        known = self._there.get(id(lack))
        return self.i.is_equal(lack, self.i.zero) if known is None else known

    def is_lacking(self, lack: Expr) -> Expr:
        """Say whether there is none."""
        known = self._there.get(id(lack))
        return self.i.is_less(self.i.zero, lack) if known is None else self.i.inverse(known)

    def leaves(self, lack: Expr) -> Expr:
        """Say whether a lack leaves its parent: it does not apply, is skipped or unscored."""
        return self.i.is_at_most(self.i.number(LEAVING * self.stride), lack)

    def spoils(self, lack: Expr, *, tolerates: bool = False) -> Expr:
        """Say whether a lack spoils its parent: missing or invalid, but for a foreseen blank if that is tolerated."""
        spoils = self._among(lack, 1, LEAVING * self.stride)
        return self.i.every([spoils, self.i.inverse(self._between(lack, FORESEEN, FORESEEN))]) if tolerates else spoils

    def is_state(self, lack: Expr, state: State) -> Expr:
        """Say whether a lack is of a state."""
        first = STATES[state]
        own = self._states.get(id(lack))
        if own is not None:
            # What an input says of itself: it is never skipped, and no blank of it was foreseen.
            return self.i.is_equal(own[0], self.i.number(first)) if first in own[1] else self.i.false
        return self._between(lack, first, FORESEEN if state is State.MISSING else first)

    def _between(self, lack: Expr, first: int, last: int) -> Expr:
        return self._among(lack, first * self.stride, (last + 1) * self.stride)

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
            parts = [*chosen_between(lack)]
            codes = (
                frozenset(part.low for part in parts) if all(part.is_constant for part in parts) else frozenset[int]()
            )
            known = self._possible[id(lack)] = codes if len(codes) <= MOST_CODES else frozenset()
        return known

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
        if lack.op == "case" and args[-1] is self.none and all(code.low > 0 for code in args[1:-1:2]):
            return list(zip(args[:-1:2], args[1:-1:2], strict=True))
        return [(self.is_lacking(lack), lack)]

    def after(self, lack: Expr, before: Expr) -> Expr:
        """Give a lack as it is where another was asked before it and there was none."""
        if before is self.none:
            return lack
        asked = {test for test, _ in self._choices(before)}
        left = [(test, code) for test, code in self._choices(lack) if test not in asked]
        return self.none if not left else lack
