"""The columns of a program while it is made: inputs, values, cohorts, lists and nodes, in the ruleset's order.

The two walks (`formula/interpreter.py`, `score/worth.py`) say what a formula and a node mean; here their domains of
columns are used, and what has no walk is said once more for columns: cohort functions, blanks, lists, ranks and tiers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from ..formula.intervals import Interval, point
from ..model.input_types.input_type import ValueKind
from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import (
    Before,
    Cohort,
    Constant,
    Input,
    LastYear,
    Missing,
    NamedValue,
    Node,
    Ranking,
    RollUp,
    Ruleset,
    Scorecard,
    Statistic,
)
from ..prove.bounds import bounds_of
from ..prove.node_bounds import Bounds
from ..prove.reach import Reach, part_of
from ..score.worth import before_then, worth
from .formulas import Formulas
from .integers import Expr, Integers, TooWideError
from .program import (
    ATTRIBUTE,
    EVERY_STATE,
    INVALID,
    MARKED,
    Aggregate,
    Given,
    Note,
    Operation,
    Partition,
    Range,
)
from .quantity import Arithmetic, Cell, FallsBackError, Kept, Number, Plain
from .worths import ColumnWorths, Worth

MOST_GROUPS = 2**20
MOST_UNHELD = 2**40
"""How great the integers of a node may seem to become before they are held to what is proved of it."""
ASSUMED = 10**9
"""A number without a declared bound is taken to be no further from 0, until the data say otherwise."""
ASSUMED_DIGITS = 2
FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()
ZERO, ONE = Fraction(0), Fraction(1)


class UnsupportedError(Exception):
    """A ruleset that columns cannot rank at all: the reference has to.

    Attributes:
        why: the cause, as a name of `plan.WHY`, and what it is about.
    """

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, about)
        self.why, self.about = why, about


@dataclass(slots=True)
class Making:
    """A program while it is made.

    Attributes:
        ranges: what the data say of inputs; empty without data.
        most_rows: for how many rows bounds of sums are proved.
        cells, worths, imputed: as `ColumnWorths` has them.
        notes: of each column that is no input.
        refused: nodes, and what they are before `then`, that do not apply to some units though nothing says what then.
        bounds: of every column, once somebody asked.
        of_data: the groups that units of the data have: where the ruleset names none, they make lists all the same.
        of_subordinates: between what the sums of columns over any rows lie that add up what is below each unit, by the
            identity of the column: every row is below one unit at most, and so is a part of one of these sums.
    """

    ruleset: Ruleset
    ranges: Mapping[str, Range]
    most_rows: int
    a: Arithmetic
    given: list[Given] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    cells: dict[str, Cell] = field(default_factory=dict)
    worths: dict[str, Worth] = field(default_factory=dict)
    imputed: dict[str, Expr] = field(default_factory=dict)
    kept_back: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    refused: dict[str, Expr] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    bounds: Bounds | None = None
    of_data: tuple[str, ...] = ()
    of_subordinates: dict[int, tuple[int, int]] = field(default_factory=dict)

    # What every row has

    @property
    def i(self) -> Integers:
        """The maker of expressions."""
        return self.a.i

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, from number 1: the ruleset's, then others that the data have."""
        return (*self.ruleset.groups, *(name for name in self.of_data if name not in self.ruleset.groups))

    @property
    def group(self) -> Expr:
        """The number of a unit's group."""
        return self.i.column("g", 0, MOST_GROUPS)

    @property
    def is_ranked_role(self) -> Expr:
        """Whether others are measured against a unit."""
        return self.i.is_equal(self.i.column("role", 0, 2), self.i.zero)

    def in_groups(self, names: tuple[str, ...]) -> Expr:
        """Say whether a unit's group is among some."""
        numbers = [1 + self.groups.index(name) for name in names if name in self.groups]
        return self.i.either([self.i.is_equal(self.group, self.i.number(number)) for number in numbers])

    def card(self) -> Expr:
        """Give the number of a unit's scorecard, from 1; 0 where none is for its group."""
        choices = [
            (self.i.true if not card.groups else self.in_groups(card.groups), self.i.number(number))
            for number, card in enumerate(self.ruleset.scorecards, 1)
        ]
        return self.i.case(choices, self.i.zero)

    def is_of_card(self, scorecard: str) -> Expr:
        """Say whether a unit has a scorecard."""
        numbers = {card.id: number for number, card in enumerate(self.ruleset.scorecards, 1)}
        return self.i.is_equal(self.card(), self.i.number(numbers[scorecard]))

    # Columns

    def column(self, key: str) -> None:
        """Compile the column with a key, but for its blanks and outliers; all that it reads is compiled."""
        column = self.ruleset.columns[key]
        match column:
            case Input():
                self.input(column)
            case NamedValue():
                self.cells[key] = self.formulas(key).of(column.formula)
            case Constant():
                self.cells[key] = self.constant(column.value)
            case Statistic():
                self.cells[key] = self.statistic(column)
            case RollUp():
                self.cells[key] = self.rolled_up(column)
            case LastYear():
                self.cells[key] = self.last_year(column.of)
            case Before() | Node():
                self.node(column)

    def formulas(self, about: str) -> Formulas:
        """Give the domain of formulas of a column."""
        return Formulas(self.a, self.cells, self.options, self.ruleset.rounding_mode, about)

    def constant(self, value: Fraction | date) -> Cell:
        """Give a parameter."""
        if isinstance(value, Fraction):
            return self.a.constant(value)
        return Plain(self.i.number(value.toordinal()), "date", self.i.zero)

    def input(self, asked: Input) -> None:
        """Give an input as two columns."""
        kind = asked.traits.kind
        if kind is None:
            return
        number = len(self.given) + 1
        low, high, scale, origin = self.range_of(asked)
        options = tuple(self.options) if kind == "choice" else ()
        states = self.ranges[asked.key].states if asked.key in self.ranges else EVERY_STATE
        given = Given(asked.key, f"i{number}", f"i{number}_s", kind, scale, low, high, origin, options, states)
        self.given.append(given)
        value = self.i.column(given.name, low, high)
        state = self.i.column(given.state, min(states), max(states))
        lack = self.a.lacks.of_input(asked.key, state, states)
        if kind == "number":
            cell: Cell = Number(value, self.i.number(scale), lack)
        else:
            cell = Plain(self.i.is_equal(value, self.i.one) if kind == "yes_no" else value, kind, lack)
        self.cells[asked.key] = cell

    def range_of(self, asked: Input) -> tuple[int, int, int, Literal["declared", "data", "assumed"]]:
        """Give the range of an input as integers, their scale, and how it is known."""
        match asked.traits.kind:
            case "yes_no":
                return 0, 1, 1, "declared"
            case "choice":
                return 0, max(0, len(self.options) - 1), 1, "declared"
            case "date":
                low, high = (
                    each.toordinal() if isinstance(each, date) else None for each in (asked.minimum, asked.maximum)
                )
                return low or FIRST_DAY, high or LAST_DAY, 1, "declared"
        told = self.ranges.get(asked.key)
        digits = (
            0 if asked.traits.is_whole else ASSUMED_DIGITS + 2 * asked.traits.per_cent if told is None else told.digits
        )
        least = max((each for each in (asked.minimum, asked.traits.least) if isinstance(each, Fraction)), default=None)
        most = min((each for each in (asked.maximum, asked.traits.most) if isinstance(each, Fraction)), default=None)
        origin: Literal["declared", "data", "assumed"] = "declared"
        if least is None or most is None:
            origin = "assumed" if told is None else "data"
        scale = 10**digits
        low = _first(least, None if told is None else told.low, Fraction(-ASSUMED)) * scale
        high = _first(most, None if told is None else told.high, Fraction(ASSUMED)) * scale
        first = -(-low // 1)
        return first, max(first, high // 1), scale, origin

    def filled(self, key: str, cell: Cell, missing: Missing, cohort: Cohort | None) -> Cell:
        """Do with blanks as `missing` says (semantics §4)."""
        if missing == "error":
            return cell
        lacks, is_blank = self.a.lacks, self.is_blank(cell)
        instead: Cell
        if is_blank is self.i.false:
            return cell
        if missing in {"unranked", "skip"}:
            state, reason = (State.SKIPPED, Reason.LEFT_OUT) if missing == "skip" else (
                State.MISSING, Reason.NO_VALUE_EXPECTED
            )  # fmt: skip
            return replace(cell, lack=lacks.replaced(cell.lack, is_blank, lacks.code(NoScore(state, reason, key))))
        if missing == "last_year":
            instead = self.last_year(key)
        elif isinstance(missing, bool):
            instead = Plain(self.i.truth(value=missing), "yes_no", lacks.none)
        elif isinstance(missing, Fraction):
            instead = self.a.constant(missing)
        else:
            instead = self.mean_of(key, cell, *self.company(missing, cohort))
        self.imputed[key] = self.i.every([is_blank, lacks.is_there(instead.lack)])
        if isinstance(instead, Number) and isinstance(cell, Number):
            return self.a.picked(is_blank, instead, cell)
        if isinstance(instead, Plain) and isinstance(cell, Plain):
            lack = self.i.pick(is_blank, instead.lack, cell.lack)
            return Plain(self.i.pick(is_blank, instead.value, cell.value), cell.kind, lack)
        raise FallsBackError("blank", key)

    def is_blank(self, cell: Cell) -> Expr:
        """Say where a value is missing or skipped, so that `missing` is asked."""
        return self.i.either([self.a.lacks.is_state(cell.lack, state) for state in (State.MISSING, State.SKIPPED)])

    def company(self, missing: Missing, cohort: Cohort | None) -> tuple[Partition, Expr]:
        """Give whose mean takes the place of a blank: those of the group, or of the cohort."""
        if missing == "group_mean":
            return (self.group,), self.is_ranked_role
        return self.partition(cohort), self.is_member(cohort)

    def last_year(self, of: str) -> Cell:
        """Give the value of a column in last year's result, as two columns that the data bring."""
        key = f"last:{of}"
        given = next((each for each in self.given if each.key == key), None)
        if given is None:
            given = self.given_of_last_year(of, key)
            self.given.append(given)
        value = self.i.column(given.name, given.low, given.high)
        state, lacks = self.i.column(given.state, 0, MARKED), self.a.lacks
        unknown = lacks.code(NoScore(State.MISSING, Reason.NO_LAST_YEAR, of))
        other = lacks.code(NoScore(State.MISSING, Reason.NOT_COMPARABLE, of))
        is_other = self.i.is_equal(state, self.i.number(INVALID))
        lack = self.i.case([(self.i.is_equal(state, self.i.zero), self.i.zero), (is_other, other)], unknown)
        if given.kind == "number":
            return Number(value, self.i.number(given.scale), lack)
        return Plain(self.i.is_equal(value, self.i.one) if given.kind == "yes_no" else value, given.kind, lack)

    def given_of_last_year(self, of: str, key: str) -> Given:
        """Give the two columns of last year's values: blank where there is none, invalid where it is not comparable."""
        column = self.ruleset.columns[of]
        kind: ValueKind = "number"
        if isinstance(column, Input):
            kind = column.traits.kind or "number"
        elif isinstance(column, NamedValue):
            kind = column.formula.type.kind
        options = tuple(self.options) if kind == "choice" else ()
        ends = {"yes_no": (0, 1), "choice": (0, max(0, len(options) - 1)), "date": (FIRST_DAY, LAST_DAY)}.get(kind)
        name, origin = f"i{len(self.given) + 1}", "declared"
        if ends is not None:
            return Given(key, name, f"{name}_s", kind, 1, *ends, "declared", options)
        told = self.ranges.get(key, Range(None, None, ASSUMED_DIGITS))
        scale = 10**told.digits
        origin = "data" if key in self.ranges else "assumed"
        low, high = _first(told.low, Fraction(-ASSUMED)) * scale, _first(told.high, Fraction(ASSUMED)) * scale
        return Given(key, name, f"{name}_s", kind, scale, low // 1, -(-high // 1), origin)  # type: ignore[arg-type]

    # Cohorts

    def is_member(self, cohort: Cohort | None) -> Expr:
        """Say whether others are measured against a unit."""
        if cohort is not None and cohort.by == "groups":
            return self.i.every([self.is_ranked_role, self.in_groups(cohort.groups)])
        return self.is_ranked_role

    def partition(self, cohort: Cohort | None) -> Partition:
        """Give what the companions of a unit have in common with it."""
        assert cohort is not None
        match cohort.by:
            case "all" | "groups":
                return ()
            case "scorecard":
                return self.without_constants(self.card())
            case "list":
                return self.lists_of_units()

    @staticmethod
    def without_constants(*keys: Expr | str) -> Partition:
        """Leave out what is the same for all rows."""
        return tuple(key for key in keys if isinstance(key, str) or not key.is_constant)

    def lists_of_units(self) -> Partition:
        """Give what units of the same list have in common: the list of their scorecard's root."""
        return self.without_constants(self.lists_of_roots())

    def lists_of_roots(self) -> Expr | str:
        """Give the list of a unit's scorecard, as `list_of` does; a number of its own where it has no scorecard."""
        found = [self.list_of(card.root.ranking) for card in self.ruleset.scorecards]
        texts = [each for each in found if isinstance(each, str)]
        if texts:
            if len(set(found)) > 1:
                raise UnsupportedError("mixed_lists")
            return texts[0]
        card, nobody = self.card(), self.i.number(-len(self.list_names()))
        choices = [
            (self.i.is_equal(card, self.i.number(number)), each)
            for number, each in enumerate(found, 1)
            if isinstance(each, Expr)
        ]
        return self.i.case(choices, nobody)

    def list_names(self) -> list[str]:
        """Give the names of lists that are no groups: the first has number -1, and so on."""
        rankings = [node.ranking for node in self.ruleset.nodes() if node.ranking is not None]
        names = dict.fromkeys(name for each in rankings if isinstance(each.lists, Mapping) for name in each.lists)
        return ["", *(name for name in names if name and name not in self.groups and name != "all"), ""]

    def list_of(self, ranking: Ranking | None) -> Expr | str:
        """Give the number of a unit's list: 0 of all, the number of a group, or below 0 (`list_names`); or a text column."""
        lists = "group" if ranking is None else ranking.lists
        match lists:
            case "all":
                return self.i.zero
            case "group":
                return self.group
            case "parent":
                self.texts["parent"] = None
                return "parent"
            case str():
                self.texts[ATTRIBUTE + lists] = None
                return ATTRIBUTE + lists
            case _:
                others = self.list_names()
                numbers = {name: -1 - number for number, name in enumerate(others[:-1])}
                numbers |= {"all": 0} | {name: number for number, name in enumerate(self.groups, 1)}
                return self.i.case(
                    [(self.in_groups(groups), self.i.number(numbers[name])) for name, groups in lists.items()],
                    self.i.number(numbers[""]),
                )

    def lists_are_apart(self) -> bool:
        """Say whether no list can have units of two scorecards, whatever the data."""
        found = [self._lists_of_card(card) for card in self.ruleset.scorecards]
        known = [each for each in found if each is not None]
        return len(known) == len(found) and sum(map(len, known)) == len(set().union(*known))

    def _lists_of_card(self, card: Scorecard) -> set[str] | None:
        """Name the lists that a scorecard's units can be in; None where the data say."""
        groups = [name for name in card.groups if self.ruleset.scorecard_of(name) is card]
        lists = "group" if card.root.ranking is None else card.root.ranking.lists
        if isinstance(lists, Mapping):
            return (
                {next((name for name, of in lists.items() if group in of), "") for group in groups} if groups else None
            )
        if lists == "group":
            return set(groups) or None
        return {"all"} if lists == "all" else None

    def aggregate(
        self,
        how: Literal["max", "min", "sum", "count"],
        of: Expr,
        where: Expr,
        by: Partition,
        at: Partition | None = None,
    ) -> Expr:
        """Add an operation on the rows of a part, and give the column that it makes."""
        low, high = min(0, of.low), max(0, of.high)
        if how == "count":
            low, high = 0, self.most_rows
        elif how == "sum":
            low, high = self._sum_of_rows(of)
        name = f"a{len(self.operations) + 1}"
        column = self.i.column(name, low, high)
        if not column.is_constant:
            self.operations.append(Aggregate(name, how, of, where, by, low, high, at))
        if at is not None and how in {"sum", "count"}:
            self.of_subordinates[id(column)] = low, high
        return column

    def _sum_of_rows(self, of: Expr) -> tuple[int, int]:
        """Give between what the sum over any rows lies; what is summed up of subordinates counts each row once."""
        known = self.of_subordinates.get(id(of))
        return known or (min(0, of.low) * self.most_rows, max(0, of.high) * self.most_rows)

    def mean_of(self, key: str, cell: Cell, by: Partition, where: Expr, at: Partition | None = None) -> Number:
        """Give the mean of those who have a value; about a column."""
        total, count = self.sum_and_count(cell, by, where, at)
        none = self.a.lacks.code(NoScore(State.MISSING, Reason.NO_COHORT, key))
        return self.a.over(total, self.a.whole(count), none)

    def sum_and_count(self, cell: Cell, by: Partition, where: Expr, at: Partition | None = None) -> tuple[Number, Expr]:
        """Add up the values of those who have one, and count them."""
        number = self.of_one_scale(cell)
        where = self.i.every([where, self.a.lacks.is_there(number.lack)])
        total = self.aggregate("sum", number.top, where, by, at)
        count = self.aggregate("count", self.i.zero, where, by, at)
        return Number(total, number.bottom, self.i.zero), count

    def of_one_scale(self, cell: Cell) -> Number:
        """Take numbers that can be compared as integers; of what is no number, nobody has one."""
        if isinstance(cell, Kept):
            raise FallsBackError(cell.why)
        if not isinstance(cell, Number):
            unread = self.a.lacks.code(NoScore(State.MISSING, Reason.NO_VALUE))
            return Number(self.i.zero, self.i.one, unread)
        if not cell.bottom.is_constant:
            raise FallsBackError("many_scales")
        return cell

    def statistic(self, column: Statistic) -> Cell:
        """Compute a cohort function."""
        cell = self.cells[column.of]
        if column.stat not in {"max", "min", "sum", "count", "mean"}:
            raise FallsBackError("statistic", column.stat)
        by, where = self.partition(column.cohort), self.is_member(column.cohort)
        none = NoScore(State.MISSING, Reason.NO_COHORT, column.of)
        return self.overall(column.stat, cell, by, where, none)

    def rolled_up(self, column: RollUp) -> Cell:
        """Compute a function of subordinate units: those whose parent is the unit."""
        self.texts["parent"] = None
        none = NoScore(State.MISSING, Reason.NO_SUBORDINATES, column.of)
        return self.overall(column.stat, self.cells[column.of], ("parent",), self.i.true, none, at=("unit",))

    def overall(
        self, stat: str, cell: Cell, by: Partition, where: Expr, none: NoScore, at: Partition | None = None
    ) -> Number:
        """Give one number for all rows of a part; but for sums and counts it lacks where nobody has a value."""
        if stat == "count":
            is_there = self.a.lacks.is_there(cell.lack) if isinstance(cell, (Number, Kept)) else self.i.false
            return self.a.whole(self.aggregate("count", self.i.zero, self.i.every([where, is_there]), by, at))
        if stat in {"sum", "mean"}:
            total, count = self.sum_and_count(cell, by, where, at)
            if stat == "mean":
                return self.a.over(total, self.a.whole(count), self.a.lacks.code(none))
            return total
        is_fraction = isinstance(cell, Number) and not cell.bottom.is_constant
        number = cell if isinstance(cell, Number) and is_fraction else self.of_one_scale(cell)
        where = self.i.every([where, self.a.lacks.is_there(number.lack)])
        how: Literal["max", "min"] = "max" if stat == "max" else "min"
        if is_fraction:
            top, bottom = self._best_of_fractions(how, number, where, by, at)
        else:
            top, bottom = self.aggregate(how, number.top, where, by, at), number.bottom
        count = self.aggregate("count", self.i.zero, where, by, at)
        nobody = self.i.is_equal(count, self.i.zero)
        return Number(top, bottom, self.i.pick(nobody, self.a.lacks.code(none), self.i.zero))

    def _best_of_fractions(
        self, how: Literal["max", "min"], number: Number, where: Expr, by: Partition, at: Partition | None
    ) -> tuple[Expr, Expr]:
        """Give the greatest or the least of fractions whose denominators differ, as numerator and denominator.

        Those who have it are found by what stands in the order of fractions. They all have one fraction, so that the least
        of their denominators is that of the least numerator, seen from 0.
        """
        i, (varying, constant) = self.i, self.a.varying(number.bottom)
        try:
            order = self.a.order(number)
        except TooWideError as error:
            raise FallsBackError("many_scales") from error
        has_best = i.every([where, i.is_equal(order, self.aggregate(how, order, where, by))])
        bottom = i.greatest(self.aggregate("min", varying, has_best, by, at), i.one)
        top = self.aggregate("min", number.top, has_best, by, at)
        if number.top.low < 0:
            most = self.aggregate("max", number.top, has_best, by, at)
            top = i.pick(i.is_less(top, i.zero), most, top)
        return top, i.times(bottom, i.number(constant))

    # Nodes

    def worths_of(self) -> ColumnWorths:
        """Give the domain of nodes."""
        return ColumnWorths(
            self.a, self.ruleset, self.cells, self.options, self.worths, self.imputed, self.kept_back, self.i.false
        )

    def node(self, column: Before | Node) -> None:
        """Compile a node, or what it is before its `then`."""
        node = column.node if isinstance(column, Before) else column
        key = column.key if isinstance(column, Before) else column.id
        domain = self.worths_of()
        made = before_then(domain, node) if isinstance(column, Before) else worth(domain, node)
        here = self.is_of_card(node.scorecard)
        if here is not self.i.true:
            elsewhere = domain.absent(self.a.lacks.code(NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD)))
            made = domain.picked(here, made, elsewhere)
        if domain.refused is not self.i.false:
            self.refused[key] = self.i.every([here, domain.refused])
        if isinstance(column, Node):
            made = replace(made, value=self._held(made.value, key))
        self.worths[key], self.cells[key] = made, made.value
        self.notes[key] = Note("columns")

    def _held(self, value: Number, key: str) -> Number:
        """Cut a finished value to what is proved of it, where its own bounds know too little.

        Points that siblings share out multiply them once more at each level. Where there is a value, nothing is cut;
        where there is none, what stands in its place may be anything, so that it is cut and not taken for proved.
        """
        if not value.bottom.is_constant or max(-value.top.low, value.top.high) <= MOST_UNHELD:
            return value
        proved, bottom, top = self.proved().nodes[key].value, value.bottom.low, value.top
        if proved.low is not None:
            top = self.i.greatest(top, self.i.number(floor(proved.low * bottom)))
        if proved.high is not None:
            top = self.i.least(top, self.i.number(ceil(proved.high * bottom)))
        return replace(value, top=top)

    def proved(self) -> Bounds:
        """Bound every column from the ranges of inputs, once."""
        if self.bounds is None:
            given = {each.key: each for each in self.given}

            def known(key: str) -> Interval | None:
                column, own = self.ruleset.columns[key], given.get(key)
                if own is None or own.kind != "number" or not isinstance(column, Input):
                    return None
                if column.missing not in {"error", "unranked", "skip"}:
                    return None
                return Interval(Fraction(own.low, own.scale), Fraction(own.high, own.scale), may_lack=True)

            self.bounds = bounds_of(self.ruleset, known, self._settled)
        return self.bounds

    def _settled(self, node: Node) -> Reach | None:
        """Give what integers say of a criterion without children, where they keep it between 0 and its maximum."""
        worth = self.worths.get(node.id)
        if worth is None or node.children or node.role != "scored" or not worth.counted.top.is_constant:
            return None
        top, bottom, counted = worth.value.top, worth.value.bottom, worth.counted
        most = Fraction(counted.top.low, counted.bottom.low)
        if not bottom.is_constant or top.low < 0 or not 0 < top.high <= most * bottom.low:
            return None
        may_lack = worth.value.lack.high > 0
        value = Interval(Fraction(top.low, bottom.low), Fraction(top.high, bottom.low), may_lack)
        return Reach(value, point(most), part_of(value, point(most)))


def _first(*found: Fraction | None) -> Fraction:
    """Give the first that there is."""
    return next(each for each in found if each is not None)
