"""What `Integers` makes of an expression has the values of the expression, however short it became."""

from random import Random

import pytest
from columns_by_hand import values_of
from itrank.engine.columns.integers import Integers
from itrank.engine.columns.lacks import STATES, Lacks, TooManyLacksError
from itrank.engine.columns.program import BLANK, EVERY_STATE, MARKED, VALUE
from itrank.engine.model.outcome import NoScore, Reason, State

RANGES = ((0, 1), (0, 4), (0, 4), (-2, 2), (1, 3), (0, 30), (-5, 100))


class Draw:
    """Makes expressions twice over: by `Integers`, and as functions of a row that take nothing for granted."""

    def __init__(self, seed):
        self.random, self.i = Random(seed), Integers()
        self.columns = {f"v{n}": self.random.choice(RANGES) for n in range(3)}
        self.integers = [self.column(name) for name in self.columns for _ in range(3)]
        self.integers += [self.number(n) for n in (0, 1, 2, 7)]
        self.truths = [(self.i.true, lambda _: True), (self.i.false, lambda _: False)]

    def column(self, name):
        return self.i.column(name, *self.columns[name]), lambda row: row[name]

    def number(self, value):
        return self.i.number(value), lambda _: value

    def any(self):
        return self.random.choice(self.integers[-8:] if self.random.random() < 0.6 else self.integers)

    def test(self):
        return self.random.choice(self.truths[-6:] if self.random.random() < 0.7 else self.truths)

    def computed(self):
        (left, f), (right, g) = self.any(), self.any()
        made = self.random.choice(["plus", "minus", "times"])
        work = {"plus": lambda row: f(row) + g(row), "minus": lambda row: f(row) - g(row)}
        return getattr(self.i, made)(left, right), work.get(made, lambda row: f(row) * g(row))

    def scaled(self):
        (value, f), times, more = self.any(), self.random.choice([1, 3, 4096]), self.random.randint(-3, 40)
        i = self.i
        return i.plus(i.number(more), i.times(i.number(times), value)), lambda row: more + times * f(row)

    def compared(self):
        (left, f), (right, g) = self.any(), self.any()
        if self.random.random() < 0.7:
            right, g = self.number(self.random.randint(left.low - 1, left.high + 1))
            if self.random.random() < 0.5:
                left, f, right, g = right, g, left, f
        made = self.random.choice(["is_less", "is_at_most", "is_equal"])
        work = {"is_less": lambda row: f(row) < g(row), "is_at_most": lambda row: f(row) <= g(row)}
        return getattr(self.i, made)(left, right), work.get(made, lambda row: f(row) == g(row))

    def joined(self):
        parts = [self.test() for _ in range(self.random.randint(2, 3))]
        exprs = [expr for expr, _ in parts]
        if self.random.random() < 0.5:
            return self.i.every(exprs), lambda row: all(f(row) for _, f in parts)
        return self.i.either(exprs), lambda row: any(f(row) for _, f in parts)

    def inverted(self):
        truth, f = self.test()
        return self.i.inverse(truth), lambda row: not f(row)

    def picked(self):
        (test, f), (then, g), (otherwise, h) = self.test(), self.test(), self.test()
        return self.i.pick(test, then, otherwise), lambda row: g(row) if f(row) else h(row)

    def chosen(self):
        pairs = [(self.test(), self.any()) for _ in range(self.random.randint(1, 4))]
        otherwise, last = self.any()
        if self.random.random() < 0.4:  # the first of some that is not 0, as lacks are chosen
            values = [self.any() for _ in pairs]
            zero = self.number(0)[0]
            pairs = [
                ((self.i.inverse(self.i.is_equal(value, zero)), lambda row, f=f: f(row) != 0), (value, f))
                for value, f in values
            ]

        def work(row):
            return next((f(row) for (_, holds), (_, f) in pairs if holds(row)), None)

        made = self.i.case([(test, value) for (test, _), (value, _) in pairs], otherwise)
        return made, lambda row: last(row) if work(row) is None else work(row)

    def greatest(self):
        parts = [self.any() for _ in range(self.random.randint(1, 5))]
        return self.i.greatest_of([expr for expr, _ in parts]), lambda row: max(f(row) for _, f in parts)

    def rows(self, count):
        return [{name: self.random.randint(*ends) for name, ends in self.columns.items()} for _ in range(count)]


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(60)) for seed in range(3_000)])
def test_an_expression_has_the_values_of_what_it_was_made_of(seed):
    draw = Draw(seed)
    numbers, truths = (
        (draw.computed, draw.scaled, draw.chosen, draw.chosen, draw.greatest),
        (draw.compared, draw.compared, draw.joined),
    )
    for _ in range(40):
        made = draw.random.choice([*numbers, *truths, draw.inverted, draw.picked])()
        if max(-made[0].low, made[0].high) < 10**9:
            (draw.truths if made[0].is_truth else draw.integers).append(made)
    everything = [*draw.integers, *draw.truths]
    for row in draw.rows(12):
        assert values_of([expr for expr, _ in everything], row) == [work(row) for _, work in everything]


def test_a_quotient_is_bounded_by_what_its_top_is_made_of():
    i = Integers()
    a, b, c = i.column("a", 0, 2_000), i.column("b", 1, 2_000), i.column("c", 0, 50)
    points = i.times(i.least(a, b), i.number(2_000))
    assert i.over(i.plus(points, b), i.times(b, i.number(2))).high == 1_000
    assert i.over(i.plus(points, c), b).high == 2_050
    assert i.over(i.case([(i.is_less(c, i.number(3)), i.times(b, i.number(7)))], b), b).high == 7
    assert i.over(i.times(i.greatest(a, b), i.number(2)), b).high == 4_000
    assert i.over(i.minus(i.number(2_000), b), b).high == 1_999


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(60)) for seed in range(1_000)])
def test_a_quotient_of_sums_is_bounded_by_their_parts(seed):
    """As what is reached is divided by what can be, of those that count."""
    random, i = Random(seed), Integers()
    flags = [i.is_equal(i.column(f"f{n}", 0, 1), i.one) for n in range(3)]
    flags += [i.inverse(flag) for flag in flags]

    def part(most):
        test, value = random.choice(flags), i.column(f"v{random.randint(0, 9)}", 0, most)
        kind = random.random()
        chosen = i.number(random.randint(0, most)) if kind < 0.5 else value
        made = i.case([(test, chosen)], i.zero if kind < 0.8 else i.number(random.randint(0, 3)))
        return i.times(made, i.number(random.randint(1, 5))) if random.random() < 0.3 else made

    top = i.times(i.summed([part(20) for _ in range(random.randint(1, 4))]), i.number(random.randint(1, 9)))
    whole = i.summed([part(9) for _ in range(random.randint(1, 4))])
    bottom = i.within(i.case([(i.is_equal(whole, i.zero), i.one)], whole), low=1) if whole.low <= 0 else whole
    quotient = i.over(i.plus(top, bottom), bottom)
    for _ in range(30):
        row = {f"f{n}": random.randint(0, 1) for n in range(3)}
        row |= {f"v{n}": random.choice([0, 9]) for n in range(10)}
        values_of([quotient], row)  # asserts the bounds


def test_what_is_reached_is_no_more_than_what_can_be():
    i = Integers()
    counts = [i.is_equal(i.column(f"s{n}", 0, 1), i.zero) for n in range(3)]
    reached = i.summed([i.pick(test, i.column(f"v{n}", 0, 10 * n + 10), i.zero) for n, test in enumerate(counts)])
    whole = i.summed([i.pick(test, i.number(n + 1), i.zero) for n, test in enumerate(counts)])
    assert (
        i.over(i.times(reached, i.number(6)), i.within(i.pick(i.is_equal(whole, i.zero), i.one, whole), 1)).high == 60
    )
    assert i.over(reached, i.plus(i.one, i.pick(counts[0], i.one, i.zero))).high == 60


CAUSES = (
    (State.INVALID, Reason.BAD_VALUE),
    (State.MISSING, Reason.NO_VALUE),
    (State.MISSING, Reason.NO_VALUE_EXPECTED),
    (State.NOT_APPLICABLE, Reason.DOES_NOT_APPLY),
    (State.SKIPPED, Reason.NO_CHILD_COUNTS),
    (State.UNSCORED, Reason.NOT_SUMMED),
)


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(60)) for seed in range(1_000)])
def test_what_spoils_is_the_first_invalid_or_else_the_first_missing(seed):
    """Whatever the order in which codes were given, and also where children share what they lack."""
    random, i = Random(seed), Integers()
    names = [f"a{n}" for n in range(6)]
    lacks = Lacks(i, 64, tuple(random.sample(names, random.choice([0, 4, 6]))), tells_foreseen=random.random() < 0.5)
    children = []
    for n in range(random.randint(1, 5)):
        own = names[n : n + random.randint(1, 2)] if random.random() < 0.7 else random.sample(names, 2)
        codes = [lacks.code(NoScore(*random.choice(CAUSES), about)) for about in own for _ in range(2)]
        column = i.column(f"c{n}", 0, 4)
        children.append(i.case([(i.is_equal(column, i.number(k)), code) for k, code in enumerate(codes, 1)], i.zero))
    tolerates = random.random() < 0.3 and lacks.foreseen != STATES[State.MISSING]
    made = lacks.spoiling(children, tolerates=tolerates)
    both = lacks.first([made, children[0]])
    for _ in range(40):
        row = {f"c{n}": random.choice([0, random.randint(0, 4)]) for n in range(5)}
        *codes, found, first = values_of([*children, made, both], row)
        known = [lacks.by_code[code] for code in codes if code]
        bad = [each for each in known if each.state is State.INVALID]
        gone = [each for each in known if each.state is State.MISSING]
        if tolerates:
            gone = [each for each in gone if each.reason is not Reason.NO_VALUE_EXPECTED]
        assert (lacks.by_code[found] if found else None) == next(iter([*bad, *gone]), None)
        assert first == (found or codes[0])
        assert {0, *lacks.possible(made)} >= {found}


def test_children_in_order_are_asked_at_once():
    i = Integers()
    lacks = Lacks(i, subjects=("a", "b"))
    children = [lacks.of_input(key, i.column(key, 0, 4), EVERY_STATE) for key in ("b", "a")]
    assert "greatest(" in repr(lacks.spoiling(children[::-1], tolerates=False))
    assert "greatest(" not in repr(lacks.spoiling(children, tolerates=False))


def test_more_lacks_than_places_are_not_mixed_up():
    lacks = Lacks(Integers(), 8, ("a",))
    codes = [lacks.code(NoScore(State.MISSING, Reason.NO_VALUE, f"b{n}")).low for n in range(4)]
    assert len({*codes}) == 4
    assert {code // 8 for code in codes} == {STATES[State.MISSING]}
    with pytest.raises(TooManyLacksError):
        lacks.code(NoScore(State.MISSING, Reason.NO_VALUE, "c"))


def test_a_choice_that_repeats_what_it_asks_is_that():
    i = Integers()
    is_yes, x = i.column("is_yes", 0, 1), i.column("x", 0, 9)
    assert i.pick(i.is_equal(is_yes, i.one), i.one, i.zero) is is_yes
    assert i.pick(i.is_equal(is_yes, i.zero), i.zero, i.one) is is_yes
    assert i.pick(i.is_equal(is_yes, i.one), i.zero, i.one) is not is_yes
    assert i.pick(i.is_equal(x, i.number(3)), i.number(3), x) is x
    assert i.pick(i.is_equal(x, i.one), i.one, i.zero) is not x
    twice = i.case([(i.is_equal(x, i.one), x), (i.is_equal(x, i.one), i.one)], i.number(5))
    assert repr(twice) == "case(x == 1: x, else 5)"


def test_of_two_values_one_is_asked_for():
    i = Integers()
    state = i.column("s", 0, 1)
    assert i.inverse(i.is_equal(state, i.zero)) is i.is_equal(state, i.one)


def test_a_lack_has_the_states_that_occur():
    i = Integers()
    lacks = Lacks(i)
    every = lacks.of_input("a", i.column("a", 0, 4), EVERY_STATE)
    assert [repr(test) for test in every.args[:-1:2]] == ["a == 1", "a == 3", "not (a == 0)"]
    blank = lacks.of_input("b", i.column("b", 0, 1), frozenset({VALUE, BLANK}))
    assert repr(blank) == f"case(b == 1: {STATES[State.MISSING] * lacks.stride + lacks.stride - 2}, else 0)"
    assert lacks.is_state(blank, State.MISSING) is i.is_equal(i.column("b", 0, 1), i.one)
    assert lacks.is_state(blank, State.INVALID) is i.false
    assert lacks.of_input("c", i.zero, frozenset({VALUE})) is lacks.none
    marked = lacks.of_input("d", i.number(MARKED), frozenset({MARKED}))
    assert (marked.op, lacks.is_there(marked)) == ("number", i.false)


def test_a_deep_expression_is_written_in_short():
    """What is shared would be written at each of its uses, twice as much at every depth."""
    i = Integers()
    made = i.column("a", 0, 3)
    for _ in range(40):
        made = i.plus(made, made)
    assert len(repr(made)) < 1_000
    assert "..." in repr(made)
