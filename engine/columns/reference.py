"""What columns leave to the reference: each distinct row once, by the same code that evaluates a single unit.

An engine hands over rows of integers (`Answers`); they become cells of a sheet, the sheet computes what is asked, and the
answer goes back as an integer of a known scale, or as the number of an exact value that is kept here.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from ..model.observed import Observed, Unit
from ..model.outcome import NoScore, State
from ..model.reads import closure, names_in, reads_of
from ..model.ruleset import Before, Column, Constant, Formula, NamedValue, Node, Ruleset, Value
from ..rank.tiers import within
from ..score.maxima import room_passed
from ..score.nodes import worths_of
from ..score.sheet import Cell, NodeColumn, Sheet, Worth
from ..score.statistics import NO_COHORT, PLACED, Sample, bounds_without_outliers, overall
from .integers import Expr
from .lacks import NO_MAXIMUM
from .program import AboveMaximum, Answered, CountedOf, Itself, Read, Reference, Sampled, TierBounds, Whole

NOBODY = Unit("", "")


class ByReference:
    """Answers by the reference.

    Attributes:
        kept: the exact values that columns hold by their number.
        lacks: why there is no value, by its code.
    """

    def __init__(self, ruleset: Ruleset, lacks: Mapping[int, NoScore], options: Sequence[str]) -> None:
        """Take the ruleset, and the lacks and options of its program."""
        self.ruleset, self.lacks, self.options = ruleset, lacks, tuple(options)
        self.kept: list[Value] = []
        self._numbers: dict[Value, int] = {}
        self._codes = {lack: code for code, lack in lacks.items()}

    def of_rows(self, asked: Reference, rows: Sequence[Whole]) -> Sequence[tuple[int, int]]:
        """Give the value and the lack for each distinct row of what an operation reads."""
        assert asked.asks is not None
        places = {id(expr): place for place, expr in enumerate(asked.reads)}
        read = [_Row(row, places) for row in rows]
        cards = ["", *(card.id for card in self.ruleset.scorecards)]
        own = next(part for part in asked.asks.parts if part.part == "card")
        sheet = Sheet(self.ruleset, [NOBODY] * len(rows), Observed((), {}), [cards[row.at(own.top)] for row in read])
        for key, parts in _by_key(asked.asks.parts).items():
            self._fill(sheet, key, parts, read)
        return [self._coded(cell, asked.makes) for cell in self._computed(sheet, asked.asks.of, len(rows), asked.key)]

    def _fill(self, sheet: Sheet, key: str, parts: Mapping[str, Read], rows: Sequence["_Row"]) -> None:
        """Put what was read of a column into the sheet."""
        if "filled" in parts:
            filled = parts["filled"]
            sheet.imputed[key] = {place for place, row in enumerate(rows) if row.at(filled.top)}
        if "value" not in parts:
            return
        cells = [self._cell(parts["value"], row) for row in rows]
        if "counted" not in parts:
            sheet.cells[key] = cells
            return
        worths = [self._worth(cell, parts, row) for cell, row in zip(cells, rows, strict=True)]
        sheet.put(key, NodeColumn.of(*worths))

    def _worth(self, cell: Cell, parts: Mapping[str, Read], row: "_Row") -> Worth:
        if isinstance(cell, NoScore):
            return Worth(cell, pending=row.number(parts["pending"]))
        assert isinstance(cell, Fraction)
        counted = row.number(parts["counted"]) if row.at(parts["has_maximum"].top) else None
        return Worth(cell, counted, row.number(parts["pending"]), bool(row.at(parts["final"].top)))

    def _cell(self, read: Read, row: "_Row") -> Cell:
        lack = row.at(read.lack)
        if lack:
            return self.lacks[lack]
        return self._value(read, row)

    def _value(self, read: Read, row: "_Row") -> Value:
        value: Value = KINDS[read.kind](self, row.at(read.top), row.at(read.bottom))
        return value

    def _computed(self, sheet: Sheet, of: object, count: int, about: str) -> Sequence[Cell]:
        """Compute what is asked, and before it what lies between it and what was read."""
        needed = _not_there(self.ruleset, asked_keys(of), sheet.cells)
        for key, column in self.ruleset.columns.items():
            if key in needed:
                self._compute(sheet, key, column, count)
        match of:
            case Formula():
                return [sheet.value(of, unit, about) for unit in range(count)]
            case Itself():
                return sheet.cells[""]
            case CountedOf():
                return [_counted(sheet, of.node, unit) for unit in range(count)]
            case AboveMaximum():
                return [_room_passed(sheet, of.node, unit) for unit in range(count)]
            case TierBounds():
                return [self._bounds(sheet, of.node, unit) for unit in range(count)]
            case NamedValue():
                return [sheet.value(of.formula, unit, of.key) for unit in range(count)]
            case Node() | Before():
                return worths_of(sheet, of).outcomes
        raise AssertionError(of)

    @staticmethod
    def _compute(sheet: Sheet, key: str, column: object, count: int) -> None:
        match column:
            case Constant():
                sheet.cells[key] = [column.value] * count
            case Node() | Before():
                sheet.put(key, worths_of(sheet, column))
            case _:
                raise AssertionError(key)  # all else was read

    @staticmethod
    def _bounds(sheet: Sheet, node: Node, unit: int) -> Cell:
        outcome = sheet.cells[node.id][unit]
        if not isinstance(outcome, Fraction):
            return Fraction(0)
        counted = sheet.counted(node.id, unit)
        return Fraction(sum(within(tier, outcome, counted) << place for place, tier in enumerate(node.tiers)))

    def _coded(self, cell: Cell, makes: Answered) -> tuple[int, int]:
        if isinstance(cell, NoScore):
            return max(0, makes.low), self._codes[cell]
        if makes.is_kept:
            return self._number(cell), 0
        if isinstance(cell, bool):
            return int(cell), 0
        if isinstance(cell, str):
            return self.options.index(cell), 0
        whole = cell * makes.scale if isinstance(cell, Fraction) else Fraction(cell.toordinal())
        assert whole.denominator == 1, (makes, cell)
        assert makes.low <= whole <= makes.high, (makes, cell)
        return int(whole), 0

    def _number(self, value: Value) -> int:
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.kept)
            self.kept.append(value)
        return number

    def of_parts(
        self, asked: Sampled, members: Sequence[tuple[Whole, Whole, int]], rows: Sequence[tuple[Whole, Whole]]
    ) -> Sequence[tuple[int, int]]:
        """Give the value and the lack for each distinct row, from the members of its part."""
        assert asked.asks is not None
        places = {id(expr): place for place, expr in enumerate(asked.of)}
        values: dict[Whole, list[Fraction]] = {}
        for part, value, count in members:
            member = self._value(asked.asks.part, _Row(value, places))
            if isinstance(member, Fraction):
                values.setdefault(part, []).extend([member] * count)
        about = STATISTICS.get(asked.asks.stat, _statistic)(asked, values)
        found = []
        for part, value in rows:
            own = self._cell(asked.asks.part, _Row(value, places)) if asked.is_placed else None
            cell = about(part, own)
            if isinstance(cell, NoScore) and not cell.about:
                cell = NoScore(cell.state, cell.reason, asked.asks.about)
            found.append(self._coded(cell, asked.makes))
        return found


def asked_keys(of: object) -> frozenset[str]:
    """Name the columns that have to be there before something is computed."""
    match of:
        case Formula():
            return of.reads
        case CountedOf() | TierBounds() | AboveMaximum():
            return frozenset({of.node.id})
        case NamedValue() | Node() | Before():
            return reads_in_full(of)
        case Itself():
            return frozenset()
    raise AssertionError(of)


def reads_in_full(column: Column) -> frozenset[str]:
    """Name what a column is computed from; of a node with `then` what it was before that too, named in it or not."""
    match column:
        case Before():
            node = column.node
            formulas = (node.score, node.formula, node.applies, *node.inside)
            return names_in(formulas).union(child.id for child in node.children)
        case Node() if column.then is not None:
            return reads_of(column) | {f"value:{column.id}"}
    return reads_of(column)


def _counted(sheet: Sheet, node: Node, unit: int) -> Cell:
    is_there = isinstance(sheet.cells[node.id][unit], Fraction)
    most = sheet.counted(node.id, unit) if is_there else node.full
    return NO_MAXIMUM if most is None else most


def _room_passed(sheet: Sheet, node: Node, unit: int) -> Cell:
    value, counted = sheet.cells[node.id][unit], sheet.counted(node.id, unit)
    if not isinstance(value, Fraction) or counted is None or value <= counted:
        return NO_MAXIMUM
    room = room_passed(sheet, node, unit, value, counted)
    return NO_MAXIMUM if room is None else room


class _Row:
    """A row of integers, read by expression; a constant is what it is."""

    __slots__ = ("places", "row")

    def __init__(self, row: Whole, places: Mapping[int, int]) -> None:
        self.row, self.places = row, places

    def at(self, expr: Expr) -> int:
        place = self.places.get(id(expr))
        return int(self.row[place]) if place is not None else int(expr.op == "true" or expr.low)

    def number(self, read: Read) -> Fraction:
        return Fraction(self.at(read.top), self.at(read.bottom))


KINDS: Mapping[str, Callable[[ByReference, int, int], Any]] = {
    "number": lambda _, top, bottom: Fraction(top, bottom),
    "yes_no": lambda _, top, __: bool(top),
    "choice": lambda of, top, _: of.options[top],
    "date": lambda _, top, __: date.fromordinal(top),
    # Beside a lack stands any number.
    "kept": lambda of, top, _: of.kept[top] if top < len(of.kept) else Fraction(0),
}


def _by_key(parts: Sequence[Read]) -> dict[str, dict[str, Read]]:
    found: dict[str, dict[str, Read]] = {}
    for read in parts:
        found.setdefault(read.key, {})[read.part] = read
    return found


def _not_there(ruleset: Ruleset, keys: Iterable[str], there: Mapping[str, object]) -> frozenset[str]:
    """Name what has to be computed between what is asked and what was read."""
    columns = {key: column for key, column in ruleset.columns.items() if key not in there}
    return closure(columns, [key for key in keys if key not in there], reads_in_full) - there.keys()


AboutRow = Callable[[Whole, Cell | None], Cell]


def _statistic(asked: Sampled, values: Mapping[Whole, Sequence[Fraction]]) -> AboutRow:
    assert asked.asks is not None
    stat, argument = asked.asks.stat, asked.asks.argument
    samples = {part: Sample.of(each) for part, each in values.items()}
    empty = Sample.of(())
    if stat in PLACED:
        return lambda part, own: PLACED[stat](samples.get(part, empty), own)  # type: ignore[arg-type]
    shared = {part: overall(stat, sample, argument) for part, sample in samples.items()}
    nobody = overall(stat, empty, argument)
    return lambda part, _: shared.get(part, nobody)


def _order(asked: Sampled, values: Mapping[Whole, Sequence[Fraction]]) -> AboutRow:  # noqa: ARG001
    different = {part: sorted(set(each)) for part, each in values.items()}
    return lambda part, own: Fraction(bisect_left(different.get(part, ()), own))  # type: ignore[type-var]


def _drawn_in(asked: Sampled, values: Mapping[Whole, Sequence[Fraction]]) -> AboutRow:
    assert asked.asks is not None
    rule = asked.asks.outliers
    assert rule is not None
    limits = {part: bounds_without_outliers(each, rule) for part, each in values.items()}

    def drawn(part: Whole, own: Cell | None) -> Cell:
        found = limits.get(part)
        assert isinstance(own, Fraction)
        return own if found is None else min(max(own, found[0]), found[1])

    return drawn


def _filled(asked: Sampled, values: Mapping[Whole, Sequence[Fraction]]) -> AboutRow:
    means = {part: overall("mean", Sample.of(each), None) for part, each in values.items()}

    assert asked.asks is not None
    constant = asked.asks.argument

    def filled(part: Whole, own: Cell | None) -> Cell:
        assert own is not None
        if not isinstance(own, NoScore) or own.state not in {State.MISSING, State.SKIPPED}:
            return own
        return means.get(part, NO_COHORT) if constant is None else constant

    return filled


STATISTICS: Mapping[str, Callable[[Sampled, Mapping[Whole, Sequence[Fraction]]], AboutRow]] = {
    "order": _order,
    "outliers": _drawn_in,
    "filled": _filled,
}
