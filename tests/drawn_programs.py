"""Small programs on columns drawn at random, rows that sit on every edge of them, and a stand-in for the reference.

Every operation of expressions occurs, aggregates and ranks of all kinds over parts of all kinds, and integers of both
widths. What an engine makes of one is compared with `columns_by_hand.result_by_hand`.
"""

from collections.abc import Callable, Sequence
from random import Random

from itrank.engine.columns.integers import NARROW, WIDE, Expr, Integers, TooWideError
from itrank.engine.columns.program import (
    Aggregate,
    Answered,
    Given,
    Operation,
    Output,
    Partition,
    Program,
    Rank,
    Reference,
    Sampled,
)

MOST_ROWS = 1_000

HOSTILE = (
    "a",
    "A",
    "B",
    "_",
    "10",
    "9",
    "d",
    "đ",
    "Đ",
    "é",
    "e\u0301",
    "z",
    "𐐀",
    "\uffff",
    "o'clock",
    'say "so"',
    "back\\slash\\'",
    "`tick`",
    "select",
    "x; DROP TABLE prepared; --",
    "/* c */ */",
    "two\nlines\tand\rmore",
    "${env:HOME}{{ x }}%s",
    "\u202eback",
    " a",
    "a ",
    "x" * 300,
    "x" * 299 + "y",
    "null",
    "\\N",
    "\\.",
    "1e5",
    "",
)
"""Texts that an engine might misread, fold, cut or sort in another order. All are different by code points."""

RANGES = (
    (0, 1),
    (0, 10),
    (-3, 3),
    (0, 100),
    (-500, 500),
    (1, 9),
    (0, 10**6),
    (-(10**9), 10**12),
    (-NARROW, NARROW),
    (0, NARROW),
    (2**31 - 2, 2**31 + 2),
    (-NARROW - 5, NARROW + 5),
    (-WIDE, WIDE),
    (0, 10**30),
)

HOSTILE_TEXTS = ("Loại hình", 'kind" of `unit`; --', "N", "I1")
"""Names of attributes as people, and worse people, give them."""


class Draw:
    """Draws one program; the same seed draws the same one.

    Args:
        seed: of the draw.
        is_wide: whether integers of more than 64 bits may occur, among them as inputs.
        most_quotient: as of `Integers`.
        asks: whether operations occur that only the reference answers.
    """

    def __init__(self, seed: int | str, *, is_wide: bool = True, most_quotient: int = WIDE, asks: bool = True) -> None:
        self.random = Random(seed)
        self.i = Integers(WIDE if is_wide else NARROW, most_quotient)
        self.is_wide, self.asks = is_wide, asks
        self.groups = tuple(f"group {number}" for number in range(1, self.random.randint(2, 4)))
        texts = self.random.sample(HOSTILE_TEXTS, self.random.randint(0, 2))
        self.texts = ("parent", *texts) if self.random.random() < 0.7 else tuple(texts)
        self.integers: list[Expr] = [
            self.i.column("g", 0, len(self.groups)),
            self.i.column("role", 0, 2),
            self.i.number(0),
            self.i.number(self.random.choice([1, 7, 100, 10**10, -3])),
        ]
        self.truths: list[Expr] = [self.i.true, self.i.is_equal(self.integers[1], self.i.zero)]
        self.given = tuple(self._input(number) for number in range(1, self.random.randint(2, 5)))
        self.operations: list[Operation] = []

    def _input(self, number: int) -> Given:
        ranges = [ends for ends in RANGES if self.is_wide or max(-ends[0], ends[1]) <= NARROW]
        low, high = self.random.choice(ranges)
        given = Given(f"input {number}", f"i{number}", f"i{number}_s", "number", 1, low, high, "declared")
        self.integers += [self.i.column(given.name, low, high)] * 2
        state = self.i.column(given.state, 0, 4)
        self.integers.append(state)
        self.truths.append(self.i.is_equal(state, self.i.zero))
        return given

    def program(self) -> Program:
        """Give the program."""
        for _ in range(self.random.randint(1, 4)):
            for _ in range(self.random.randint(1, 12)):
                self._grow()
            for _ in range(self.random.randint(0, 3)):
                self._operate()
        for _ in range(self.random.randint(1, 12)):
            self._grow()
        outputs = tuple(self._output(number) for number in range(1, self.random.randint(3, 8)))
        return Program(self.given, self.groups, self.texts, tuple(self.operations), outputs, {}, MOST_ROWS)

    def _output(self, number: int) -> Output:
        i = self.i
        top = self._truth() if self.random.random() < 0.2 else self._integer()
        bottom = i.one if self.random.random() < 0.6 else self._positive(self._integer())
        lack = i.zero if self.random.random() < 0.5 else i.pick(self._truth(), i.number(4096 + number), i.zero)
        return Output(f"c{number}", "criterion", top, i.one if top.is_truth else bottom, lack)

    # Expressions

    def _integer(self) -> Expr:
        pool = self.integers[-8:] if self.random.random() < 0.6 else self.integers
        return self.random.choice(pool)

    def _truth(self) -> Expr:
        pool = self.truths[-5:] if self.random.random() < 0.6 else self.truths
        return self.random.choice(pool)

    def _few(self) -> Expr:
        """Give an integer of which there are few: what rows are put together by."""
        few = [expr for expr in self.integers if expr.high - expr.low <= 20 and not expr.is_wide]
        return self.random.choice(few)

    def _positive(self, value: Expr) -> Expr:
        i = self.i
        return value if value.low > 0 else i.within(i.case([(i.is_at_most(value, i.zero), i.one)], value), low=1)

    def _size(self, value: Expr) -> Expr:
        i = self.i
        return value if value.low >= 0 else i.within(i.pick(i.is_less(value, i.zero), i.negative(value), value), low=0)

    def _divided(self) -> Expr:
        return self.i.over(self._size(self._integer()), self._positive(self._integer()))

    def _rest(self) -> Expr:
        top, bottom = self._size(self._integer()), self._positive(self._integer())
        rest = self.i.minus(top, self.i.times(self.i.over(top, bottom), bottom))
        return self.i.within(rest, low=0, high=bottom.high - 1)

    def _compared(self) -> Expr:
        compare = self.random.choice([self.i.is_less, self.i.is_at_most, self.i.is_equal])
        return compare(self._integer(), self._integer())

    def _cases(self) -> Expr:
        choices = [(self._truth(), self._integer()) for _ in range(self.random.randint(1, 4))]
        return self.i.case(choices, self._integer())

    def _steps(self) -> Expr:
        """Give points by steps: constants alone, which SQL would take for 32 bits."""
        value = self._integer()
        ends = sorted(self.random.randint(value.low, value.high) for _ in range(self.random.randint(1, 5)))
        tests = [self.i.is_at_most(value, self.i.number(end)) for end in ends]
        points = [self.i.number(self.random.choice([0, 1, 50, 100_000, 2**31 - 1])) for _ in tests]
        return self.i.case(zip(tests, points, strict=True), self.i.number(100_000))

    def _sum(self) -> Expr:
        return self.i.summed([self._integer() for _ in range(self.random.randint(2, 9))])

    def _grow(self) -> None:
        i = self.i
        makers: list[Callable[[], Expr]] = [
            lambda: i.plus(self._integer(), self._integer()),
            lambda: i.minus(self._integer(), self._integer()),
            lambda: i.times(self._integer(), self._integer()),
            lambda: i.times(self._steps(), self._steps()),
            lambda: i.greatest(self._integer(), self._integer()),
            lambda: i.greatest_of([self._integer() for _ in range(self.random.randint(2, 6))]),
            self._divided,
            self._divided,
            self._rest,
            self._cases,
            self._steps,
            self._sum,
            self._compared,
            self._compared,
            lambda: i.every([self._truth() for _ in range(self.random.randint(2, 4))]),
            lambda: i.either([self._truth() for _ in range(self.random.randint(2, 4))]),
            lambda: i.inverse(self._truth()),
            lambda: i.pick(self._truth(), self._truth(), self._truth()),
        ]
        try:
            made = self.random.choice(makers)()
        except TooWideError:
            return
        (self.truths if made.is_truth else self.integers).append(made)

    # Operations

    def _partition(self) -> Partition:
        parts: list[Partition] = [(), (), (self._few(),), (self._few(), self._few())]
        parts += [(text,) for text in self.texts] + [(text, self._few()) for text in self.texts]
        return self.random.choice(parts)

    def _operate(self) -> None:
        makers: list[Callable[[str], Operation]] = [self._aggregate, self._aggregate, self._rank]
        if self.asks:
            makers += [self._reference, self._sampled]
        try:
            made = self.random.choice(makers)(f"x{len(self.operations) + 1}")
        except TooWideError:
            return
        self.operations.append(made)
        if isinstance(made, Aggregate):
            self.integers += [self.i.column(made.name, made.low, made.high)] * 3
        elif isinstance(made, Rank):
            self.integers += [self.i.column(made.name, 0, made.high)] * 2
        else:
            self.integers += [self.i.column(made.makes.name, made.makes.low, made.makes.high)] * 2
            self.integers.append(self.i.column(made.makes.lack, 0, 9_000))

    def _aggregate(self, name: str) -> Aggregate:
        how = self.random.choice(["max", "min", "sum", "count"])
        of, by = self._integer(), self._partition()
        at = ("unit",) if by == ("parent",) and self.random.random() < 0.8 else None
        if by == (self.integers[0],) and self.random.random() < 0.5:
            at = (self._few(),)
        low, high = min(0, of.low), max(0, of.high)
        if how == "count":
            low, high = 0, MOST_ROWS
        elif how == "sum":
            low, high = low * MOST_ROWS, high * MOST_ROWS
        self.i.column(name, low, high)  # may be too wide
        return Aggregate(name, how, of, self._truth(), by, low, high, at)

    def _rank(self, name: str) -> Rank:
        keys = tuple((self._integer(), self.random.random() < 0.7) for _ in range(self.random.randint(1, 3)))
        method = self.random.choice(["first", "last", "dense", "single"])
        return Rank(name, keys, self._truth(), self._partition(), method, MOST_ROWS)

    def _answered(self, name: str) -> Answered:
        low, high = self.random.choice([(0, 100), (-5, 10**12), (-NARROW, NARROW)])
        return Answered(name, f"{name}_s", 100, low, high)

    def _reference(self, name: str) -> Reference:
        reads = [self._integer() for _ in range(self.random.randint(1, 3))]
        if self.random.random() < 0.3:
            reads.append(self._truth())
        return Reference("key", tuple(reads), self._answered(name), "drawn")

    def _sampled(self, name: str) -> Sampled:
        of = tuple(self._integer() for _ in range(self.random.randint(1, 2)))
        is_placed = self.random.random() < 0.5
        return Sampled("key", of, self._truth(), self._partition(), is_placed, self._answered(name), "drawn")


class StandIn:
    """Answers in place of the reference: anything that depends on all that is asked, and on nothing else."""

    def of_rows(self, asked: Reference, rows: Sequence[tuple]) -> list[tuple[int, int]]:
        """Answer for each distinct row."""
        assert len(set(rows)) == len(rows)
        return [self._told(asked.makes, sum((place + 3) * value for place, value in enumerate(row))) for row in rows]

    def of_parts(self, asked: Sampled, members: Sequence[tuple], rows: Sequence[tuple]) -> list[tuple[int, int]]:
        """Answer for each distinct row of a part."""
        assert len(set(rows)) == len(rows)
        assert len({(part, value) for part, value, _ in members}) == len(members)
        sums: dict[tuple, int] = {}
        for part, value, count in members:
            assert count > 0
            sums[part] = sums.get(part, 0) + count * (1 + sum(value))
        return [self._told(asked.makes, sums.get(part, 0) + 5 * sum(value)) for part, value in rows]

    @staticmethod
    def _told(makes: Answered, seen: int) -> tuple[int, int]:
        return makes.low + seen % (makes.high - makes.low + 1), 0 if seen % 5 else 4_099


def drawn_rows(program: Program, seed: int | str, count: int) -> list[dict[str, int | str]]:
    """Draw rows for a program: ends of ranges, zeros, equal rows, hostile texts; not in the order of `n`."""
    random = Random(seed)
    pools = [_pool(given.low, given.high, random) for given in program.given]
    ids = [*HOSTILE[:-1], *(f"unit {number:04}" for number in range(count))]  # no unit is called by nothing
    units = random.sample(ids, count)
    rows = []
    for n, unit in enumerate(units):
        row: dict[str, int | str] = {"n": n, "unit": unit, "g": random.randint(0, len(program.groups))}
        row["role"] = random.choice([0, 0, 0, 1, 2])
        row |= {text: random.choice(HOSTILE) for text in program.texts}
        if "parent" in program.texts:
            row["parent"] = random.choice(["", *units[:5]])
        for given, pool in zip(program.given, pools, strict=True):
            state = random.choice([0] * 6 + [1, 3, 4])
            row |= {given.state: state, given.name: given.blank if state else random.choice(pool)}
        rows.append(row)
    random.shuffle(rows)
    return rows


def _pool(low: int, high: int, random: Random) -> list[int]:
    wanted = [low, high, low + 1, high - 1, 0, 1, -1, 2, 5, 10, 50, 100, 2**31, -(2**31), NARROW, -NARROW, 10**18]
    wanted += [random.randint(low, high) for _ in range(3)]
    return sorted({value for value in wanted if low <= value <= high})
