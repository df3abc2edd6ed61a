"""From worths to what is published: conditions, status, lists, ranks and tiers as columns (semantics §11, §16, §17).

As `engine/rank` has it for one unit after the other; here for all at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, pairwise
from typing import Literal

from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import (
    Column,
    Formula,
    Input,
    LastYear,
    NamedValue,
    Node,
    Quota,
    Ranking,
    RollUp,
    Scorecard,
    Statistic,
    Tier,
)
from ..model.ties import TIES
from ..rank.ranking import DEFAULT, barring_of
from .above import above_of
from .beyond import counted_of, formula, kept, order_of, tier_bounds_of
from .integers import Expr
from .lacks import NO_MAXIMUM
from .making import Making, UnsupportedError
from .program import ATTRIBUTE, Output, OutputKind, Partition, Rank
from .quantity import Absent, Arithmetic, Cell, FallsBackError, Kept, Number, Plain
from .reference import reads_in_full
from .worths import Worth

STATUS = ("ranked", "unranked", "reference")
METHODS: Mapping[str, Literal["first", "dense", "single"]] = {
    name: "single" if ties.rank is None else "dense" if ties.counts_values else "first" for name, ties in TIES.items()
}
ZERO, ONE = Fraction(0), Fraction(1)
OUTPUT_KINDS: Mapping[str, OutputKind] = {"yes_no": "yes_no", "choice": "code", "date": "date"}


def outputs_of(making: Making) -> tuple[Output, ...]:
    """Give the columns of the result, and add the operations that ranks and tiers need."""
    return tuple(_Outcomes(making).outputs())


def reports_of(making: Making) -> tuple[Output, ...]:
    """Give what findings about the result need besides it.

    Of each node that may be above its maximum by how much bonuses explain it, where they do not (`above`); and where it
    does not apply though nothing says what then (`refused`). Of a node whose maximum no expression says that too
    (`counted`).

    Args:
        making: the program, all of whose columns are compiled.
    """
    return tuple(_Outcomes(making).reports())


def figures_of(making: Making, outputs: Sequence[Output]) -> tuple[Output, ...]:
    """Give what an explanation of a unit needs besides the result: what other units have a part in.

    Of each column that looks at other units its value (`column`) and whether a blank was filled (`imputed`); of a cohort
    function how many a unit is measured against (`members`); of the total and of each node with a ranking how many units
    share a rank (`sharing`); and how many of a unit's list are ranked (`listed`).

    Args:
        making: the program, all of whose columns are compiled.
        outputs: of the result.
    """
    return tuple(_Outcomes(making).figures(outputs))


@dataclass(frozen=True, slots=True)
class _Outcomes:
    making: Making

    @property
    def a(self) -> Arithmetic:
        return self.making.a

    def outputs(self) -> Iterator[Output]:
        """Give the outputs in the order of the result."""
        cards = self.making.ruleset.scorecards
        yield self._of_code("", "scorecard", self.making.card(), ("", *(card.id for card in cards)))
        yield from self._of_units(cards)
        for column in self.making.ruleset.columns.values():
            if isinstance(column, (Input, NamedValue)) and column.publish and column.key in self.making.cells:
                yield self._of_cell(column.key, "value", self.making.cells[column.key])
        for card in cards:
            for node in card.nodes():
                yield from self._of_node(card, node)

    def figures(self, outputs: Sequence[Output]) -> Iterator[Output]:
        """Give what an explanation needs besides the result."""
        i, making = self.a.i, self.making
        for key, column in making.ruleset.columns.items():
            if not looks_at_others(column) or key not in making.cells:
                continue
            yield self._of_cell(key, "column", making.cells[key])
            if key in making.imputed:
                yield self._of_code(key, "imputed", i.pick(making.imputed[key], i.one, i.zero), ())
            if isinstance(column, Statistic):
                yield self._of_code(key, "members", self._members(column), ())
        ranks = {output.key: output.top for output in outputs if output.what in {"rank", "node_rank"}}
        for key, rank in ranks.items():
            node = making.ruleset.columns.get(key)
            by = making.lists_of_units()
            if isinstance(node, Node):
                by = making.without_constants(making.list_of(node.ranking))
            is_ranked = i.is_less(i.zero, rank)
            yield self._of_code(key, "sharing", making.aggregate("count", i.zero, is_ranked, (*by, rank)), ())
            if not key:
                yield self._of_code(key, "listed", making.aggregate("count", i.zero, is_ranked, by), ())

    def reports(self) -> Iterator[Output]:
        """Give what findings need besides the result."""
        i, making = self.a.i, self.making
        for node in making.ruleset.nodes():
            above = above_of(making, node)
            if above is not None:
                yield self._of_cell(node.id, "above", above)
                if node.id in making.kept_back:
                    yield self._of_cell(node.id, "counted", counted_of(making, node))
            refused = i.either([self._refused(node, key) for key in (f"value:{node.id}", node.id)])
            if refused is not i.false:
                yield self._of_code(node.id, "refused", i.pick(refused, i.one, i.zero), ())

    def _refused(self, node: Node, key: str) -> Expr:
        """Say where a node, or what it is before `then`, does not apply though nothing says what then."""
        i, making = self.a.i, self.making
        note = making.notes.get(key)
        if note is None or note.engine == "columns":
            return making.refused.get(key, i.false)
        if node.not_applicable is not None or node.role != "scored" or making.worths_of().is_root(node):
            return i.false
        # What the reference computes says only its lack. An invalid one that nothing it reads has, begins there.
        lack = making.cells[key].lack
        names = sorted(reads_in_full(making.ruleset.columns[key]))
        read = [making.cells[name].lack for name in names if name in making.cells]
        return i.every(
            [self.a.lacks.is_state(lack, State.INVALID), *(i.inverse(i.is_equal(lack, own)) for own in read)]
        )

    def _members(self, column: Statistic) -> Expr:
        """Count those against whom a unit is measured."""
        making, cell = self.making, self.making.cells[column.of]
        if not isinstance(cell, (Number, Kept)):
            return self.a.i.zero
        where = self.a.i.every([making.is_member(column.cohort), self.a.lacks.is_there(cell.lack)])
        return making.aggregate("count", self.a.i.zero, where, making.partition(column.cohort))

    def _of_code(self, key: str, what: str, code: Expr, words: tuple[str, ...]) -> Output:
        return Output(key, what, code, self.a.i.one, self.a.i.zero, words, "code" if words else "number")

    def _of_number(self, key: str, what: str, number: Number) -> Output:
        """Put 0 beside a lack."""
        top = self.a.i.pick(self.a.lacks.is_there(number.lack), number.top, self.a.i.zero)
        return Output(key, what, top, number.bottom, number.lack)

    def _of_cell(self, key: str, what: str, cell: Cell) -> Output:
        i = self.a.i
        match cell:
            case Number():
                return self._of_number(key, what, cell)
            case Plain():
                value = i.pick(cell.value, i.one, i.zero) if cell.value.is_truth else cell.value
                top = i.pick(self.a.lacks.is_there(cell.lack), value, i.zero)
                words = tuple(self.making.options) if cell.kind == "choice" else ()
                return Output(key, what, top, i.one, cell.lack, words, OUTPUT_KINDS[cell.kind])
            case Kept():
                return Output(key, what, cell.value, i.one, cell.lack, kind="kept")
            case Absent():
                return Output(key, what, i.zero, i.one, cell.lack)

    # Units

    def _by_card(self, of: Sequence[Cell], nobody: Number) -> Cell:
        """Give each unit what its scorecard has."""
        i, card = self.a.i, self.making.card()
        if len(of) == 1:
            lack = i.pick(i.is_equal(card, i.one), of[0].lack, nobody.lack)
            return replace(of[0], lack=lack)
        tests = [i.is_equal(card, i.number(number)) for number in range(1, len(of) + 1)]
        numbers = [cell for cell in of if isinstance(cell, Number)]
        if len(numbers) == len(of):
            return self.a.chosen(list(zip(tests, numbers, strict=True)), nobody)
        found = [kept(self.making, cell) for cell in of]
        value = i.case([(test, cell.value) for test, cell in zip(tests, found, strict=True)], i.zero)
        lack = i.case([(test, cell.lack) for test, cell in zip(tests, found, strict=True)], nobody.lack)
        return Kept(value, lack, "reads")

    def _of_units(self, cards: Sequence[Scorecard]) -> Iterator[Output]:
        i, a = self.a.i, self.a
        nothing = a.constant(ZERO)
        elsewhere = replace(nothing, lack=a.lacks.code(NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD)))
        no_maximum = a.lacks.code(NO_MAXIMUM)
        total = self._by_card([self.making.cells[card.root.id] for card in cards], elsewhere)
        most = self._by_card([self._maximum(card.root) for card in cards], replace(nothing, lack=no_maximum))
        value = self._by_card([self._compared(card.root) for card in cards], elsewhere)
        is_ranked = i.every([self._may_be_ranked(cards), a.lacks.is_there(value.lack)])
        yield from self._status(cards, value)
        yield self._list()
        yield self._of_cell("", "total", total)
        yield self._of_cell("", "max", most)
        rank = self._rank_of_roots(cards, value, is_ranked)
        yield self._of_code("", "rank", rank, ())
        tiers = [self._tier_of_root(card, rank) for card in cards if card.root.tiers]
        names = ["", *dict.fromkeys(tier.id for card in cards for tier in card.root.tiers)]
        yield self._of_code("", "tier", self._joined_tiers(tiers, names), tuple(names))

    def _counted(self, worth: Worth) -> Number:
        """Give the maximum with which a node counts, which lacks where there is none."""
        none = self.a.i.pick(worth.has_maximum, self.a.i.zero, self.a.lacks.code(NO_MAXIMUM))
        return replace(worth.counted, lack=none)

    def _maximum(self, node: Node) -> Cell:
        """Give a unit's maximum: that with which its root counts, or the declared one where there is no total."""
        a, worth = self.a, self.making.worths.get(node.id)
        if worth is None:
            return counted_of(self.making, node)
        full = a.constant(node.full or ZERO)
        if node.full is None:
            full = replace(full, lack=a.lacks.code(NO_MAXIMUM))
        return a.picked(a.lacks.is_there(worth.value.lack), self._counted(worth), full)

    def _compared(self, node: Node, rule: Ranking | None = None) -> Cell:
        """Give what a node is ranked by."""
        rule = rule or node.ranking or DEFAULT
        cell = self.making.cells[node.id] if rule.by is None else formula(self.making, rule.by, node.id)
        return cell if isinstance(cell, (Number, Kept)) else replace(self.a.constant(ZERO), lack=cell.lack)

    def _failed(self, card: Scorecard) -> dict[str, Expr]:
        """Say of each condition where it does not hold; what does not apply counts as held."""
        i, found = self.a.i, {}
        for node in card.root.walk():
            if node.role == "condition":
                value = _number(self.making.cells[node.id])
                is_no = i.every([self.a.lacks.is_there(value.lack), i.is_equal(value.top, i.zero)])
                found[node.id] = i.every([
                    self.making.is_of_card(card.id), i.either([self.a.lacks.spoils(value.lack), is_no]),
                ])  # fmt: skip
        return found

    def _may_be_ranked(self, cards: Sequence[Scorecard]) -> Expr:
        """Say whether a unit takes part, whatever its total is, and no condition keeps it out."""
        return self.a.i.either([self._takes_part(card, card.root) for card in cards])

    def _takes_part(self, card: Scorecard, node: Node) -> Expr:
        i, failed = self.a.i, self._failed(card)
        barred = i.either([failed[name] for name in sorted(barring_of(card)[node.id])])
        return i.every([self.making.is_ranked_role, self.making.is_of_card(card.id), i.inverse(barred)])

    def _status(self, cards: Sequence[Scorecard], value: Cell) -> Iterator[Output]:
        """Say whether a unit is ranked, and what keeps it out: its role, scorecard, a condition, or a lack."""
        i, lacks = self.a.i, self.a.lacks
        role, has_card = i.column("role", 0, 2), i.is_less(i.zero, self.making.card())
        barring = [
            (node.id, self._failed(card)[node.id])
            for card in cards
            for node in card.root.walk()
            if node.role == "condition" and node.on_fail == "unranked"
        ]
        words = ("", "role", "scorecard", *(name for name, _ in barring))
        lacking = lacks.is_lacking(value.lack)
        number = {name: i.number(place) for place, name in enumerate(words)}
        out = [(i.inverse(has_card), number["scorecard"]), (i.inverse(i.is_equal(role, i.zero)), number["role"])]
        why = i.case([*out, (lacking, i.zero), *((test, number[name]) for name, test in barring)], i.zero)
        lack = i.case([(test, i.zero) for test, _ in out], value.lack)
        kept_out = i.either([lacking, *(test for _, test in barring)])
        status = i.case(
            [(i.inverse(has_card), i.one), (i.inverse(i.is_equal(role, i.zero)), role), (kept_out, i.one)], i.zero
        )
        yield self._of_code("", "status", status, STATUS)
        yield Output("", "why", why, i.one, lack, words, "code")
        for name, test in chain.from_iterable(self._failed(card).items() for card in cards):
            yield self._of_code(name, "failed", i.pick(test, i.one, i.zero), ("", "failed"))

    def _list(self) -> Output:
        """Name the list of a unit's root: words from the last name that is no group to the groups; or a text column."""
        i = self.a.i
        of_units = self.making.lists_of_roots()
        if isinstance(of_units, str):
            return self._of_code(of_units.removeprefix(ATTRIBUTE), "list", i.zero, ())
        others = self.making.list_names()
        words = (*reversed(others), "all", *self.making.groups)
        code = i.plus(of_units, i.number(len(others)))
        return self._of_code("", "list", code, words)

    # Ranks

    def _ranked(self, value: Cell, breaks: Sequence[Cell], where: Expr, by: Partition, rule: Ranking) -> Expr:
        """Put units in order by a value, then by each tie-break, higher first, no score last."""
        i, lacks, making = self.a.i, self.a.lacks, self.making
        keys = [(order_of(making, value, where, by), rule.best == "highest")]
        for each in breaks:
            is_there = lacks.is_there(each.lack)
            keys.append((i.pick(is_there, i.one, i.zero), True))
            order = order_of(making, each, i.every([where, is_there]), by)
            keys.append((i.pick(is_there, order, i.zero), True))
        differing = tuple((key, is_first) for key, is_first in keys if not key.is_constant)
        return self._placed(differing, where, by, METHODS[rule.ties])

    def _placed(
        self,
        keys: tuple[tuple[Expr, bool], ...],
        where: Expr,
        by: Partition,
        method: Literal["first", "last", "dense", "single"],
    ) -> Expr:
        making = self.making
        name = f"r{len(making.operations) + 1}"
        making.operations.append(Rank(name, keys, where, by, method, making.most_rows))
        return self.a.i.column(name, 0, making.most_rows)

    def _breaks(self, node: Node, rule: Ranking) -> list[Cell]:
        cells = [formula(self.making, each, node.id) for each in rule.tie_break]
        return [cell for cell in cells if isinstance(cell, (Number, Kept))]

    def _rank_of_roots(self, cards: Sequence[Scorecard], value: Cell, is_ranked: Expr) -> Expr:
        """Rank the roots: lists may span scorecards, which then must rank alike."""
        i, making = self.a.i, self.making
        rules = [card.root.ranking or DEFAULT for card in cards]
        all_breaks = [self._breaks(card.root, rule) for card, rule in zip(cards, rules, strict=True)]
        ways = {(rule.best, rule.ties, len(breaks)) for rule, breaks in zip(rules, all_breaks, strict=True)}
        by = making.lists_of_units()
        if len(ways) == 1:
            none = replace(self.a.constant(ZERO), lack=self.a.lacks.code(NO_MAXIMUM))
            breaks = [self._by_card(each, none) for each in zip(*all_breaks, strict=True)]
            return self._ranked(value, breaks, is_ranked, by, rules[0])
        if not making.lists_are_apart():
            raise UnsupportedError("rankings_differ")
        rank = i.zero
        for card, rule, breaks in zip(cards, rules, all_breaks, strict=True):
            here = making.is_of_card(card.id)
            own = self._ranked(self._compared(card.root), breaks, i.every([is_ranked, here]), by, rule)
            rank = i.pick(here, own, rank)
        return rank

    def _rank_of_node(self, card: Scorecard, node: Node) -> Expr:
        rule = node.ranking or DEFAULT
        value = self._compared(node, rule)
        where = self.a.i.every([self._takes_part(card, node), self.a.lacks.is_there(value.lack)])
        by = self.making.without_constants(self.making.list_of(rule))
        return self._ranked(value, self._breaks(node, rule), where, by, rule)

    # Tiers

    def _holds(self, condition: Formula | None) -> Expr:
        i = self.a.i
        if condition is None:
            return i.true
        cell = formula(self.making, condition, "")
        if not isinstance(cell, Plain) or cell.kind != "yes_no":
            return i.false
        return i.every([self.a.lacks.is_there(cell.lack), cell.value])

    def _fits(self, node: Node) -> list[Expr]:
        """Say for each tier where a unit keeps its bounds and conditions; without a score only one by `when` can fit."""
        i, cell = self.a.i, self.making.cells[node.id]
        is_there = self.a.lacks.is_there(cell.lack)
        found = []
        for tier, within in zip(node.tiers, self._within(node), strict=True):
            is_asked = i.true if tier.when is not None and not tier.bounds else is_there
            found.append(i.every([is_asked, within, self._holds(tier.when), self._holds(tier.requires)]))
        return found

    def _within(self, node: Node) -> list[Expr]:
        """Say for each tier of a node where a value is within its bounds."""
        i, worth = self.a.i, self.making.worths.get(node.id)
        if worth is not None:
            return [self._within_bounds(tier, worth) for tier in node.tiers]
        if not any(tier.bounds for tier in node.tiers):
            return [i.true] * len(node.tiers)
        bits = tier_bounds_of(self.making, node)
        halves = [i.over(bits, i.number(2**place)) for place in range(len(node.tiers) + 1)]
        return [i.is_equal(i.minus(half, i.times(i.number(2), rest)), i.one) for half, rest in pairwise(halves)]

    def _within_bounds(self, tier: Tier, worth: Worth) -> Expr:
        i, a = self.a.i, self.a
        maximum = a.picked(worth.has_maximum, replace(worth.counted, lack=i.zero), a.constant(ZERO))
        within = []
        for side, bound in tier.bounds.items():
            amount = a.constant(bound.amount)
            points = a.times(amount, maximum) if bound.share else amount
            within.append(SIDES[side](a, worth.value, points))
        return i.every(within)

    def _tier_of(self, node: Node) -> Expr:
        """Give the number, from 1, of the first tier of a node that fits."""
        i, here = self.a.i, self.making.is_of_card(node.scorecard)
        choices = [(i.every([here, fits]), i.number(number)) for number, fits in enumerate(self._fits(node), 1)]
        return i.case(choices, i.zero)

    def _tier_of_root(self, card: Scorecard, rank: Expr) -> tuple[Scorecard, Expr]:
        i, root = self.a.i, card.root
        is_there = self.a.lacks.is_there(self.making.cells[root.id].lack)
        conditions = {node.id for node in root.walk() if node.role == "condition" and node.on_fail == "lowest_tier"}
        failed = i.either([test for name, test in self._failed(card).items() if name in conditions])
        is_lowest = i.every([failed, is_there])
        if any(tier.quota is not None for tier in root.tiers):
            made = self._with_quotas(card, rank, is_lowest)
        else:
            made = self._tier_of(root)
        return card, i.pick(is_lowest, i.number(len(root.tiers)), made)

    def _with_quotas(self, card: Scorecard, rank: Expr, is_lowest: Expr) -> Expr:
        """Give the first tier that fits and has a place left; who is put into the lowest takes no place."""
        i, root = self.a.i, card.root
        here = self.making.is_of_card(card.id)
        by = (*self.making.lists_of_units(), *self.making.without_constants(self.making.card()))
        is_placed = i.every([here, i.is_less(i.zero, rank)])
        count = self.making.aggregate("count", i.zero, is_placed, by)
        free = i.every([here, i.inverse(is_lowest)])
        choices: list[tuple[Expr, Expr]] = []
        for number, (tier, own) in enumerate(zip(root.tiers, self._fits(root), strict=True), 1):
            fits = i.every([free, own])
            if tier.quota is not None:
                fits = self._within_quota(tier.quota, i.every([fits, is_placed]), rank, count, by)
            choices.append((fits, i.number(number)))
            free = i.every([free, i.inverse(fits)])
        return i.case(choices, i.zero)

    def _within_quota(self, quota: Quota, fits: Expr, rank: Expr, count: Expr, by: Partition) -> Expr:
        i = self.a.i
        places = i.number(int(quota.amount))
        if quota.share:
            places = i.over(i.times(count, i.number(quota.amount.numerator)), i.number(quota.amount.denominator))
        place = self._placed(((rank, False),), fits, by, "first" if quota.at_ties == "above" else "last")
        return i.every([fits, i.is_at_most(place, places)])

    def _joined_tiers(self, tiers: Sequence[tuple[Scorecard, Expr]], names: Sequence[str]) -> Expr:
        """Put the tiers of all scorecards into one column of names."""
        i, made = self.a.i, self.a.i.zero
        for card, tier in tiers:
            numbers = [
                (i.is_equal(tier, i.number(number)), i.number(names.index(each.id)))
                for number, each in enumerate(card.root.tiers, 1)
            ]
            made = i.pick(self.making.is_of_card(card.id), i.case(numbers, i.zero), made)
        return made

    # Nodes

    def _of_node(self, card: Scorecard, node: Node) -> Iterator[Output]:
        making = self.making
        yield self._of_cell(node.id, "criterion", making.cells[node.id])
        if node.id not in making.kept_back and node.role not in {"condition", "unscored"}:
            counted = self._counted(making.worths_of().at(node.id))
            yield Output(node.id, "counted", counted.top, counted.bottom, counted.lack)
        if node.id == card.root.id:
            return
        if node.ranking is not None:
            yield self._of_code(node.id, "node_rank", self._rank_of_node(card, node), ())
        if node.tiers:
            words = ("", *(tier.id for tier in node.tiers))
            yield self._of_code(node.id, "node_tier", self._tier_of(node), words)


def _number(cell: Cell) -> Number:
    """Take a number that expressions can read."""
    if isinstance(cell, Number):
        return cell
    raise FallsBackError(cell.why if isinstance(cell, Kept) else "reads")


def looks_at_others(column: Column) -> bool:
    """Say whether other units have a part in the value that a unit has in a column."""
    if isinstance(column, (Input, NamedValue)):
        is_filled = column.cohort is not None or column.missing in {"group_mean", "last_year"}
        return is_filled or column.outliers is not None
    return isinstance(column, (Statistic, RollUp, LastYear))


SIDES = {
    "from": lambda a, value, points: a.is_at_most(points, value),
    "above": lambda a, value, points: a.is_less(points, value),
    "up_to": lambda a, value, points: a.is_at_most(value, points),
    "below": lambda a, value, points: a.is_less(value, points),
}
