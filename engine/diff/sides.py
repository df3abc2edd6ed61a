"""Two rulesets in one language of names, so that a formula of the one can be held beside a formula of the other.

The names are those of the older ruleset. An input that both ask is one input; so is every column that is proved to be
the same: what reads it reads the same. All else of the newer ruleset has a name that nobody can write.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ..formula.intervals import Interval
from ..formula.parse import DEEPEST, place_of, placed
from ..formula.substitute import substitute
from ..formula.trees import below, called, changed, walk
from ..model.ruleset import (
    Cohort,
    Column,
    Constant,
    Formula,
    Input,
    LastYear,
    NamedValue,
    RollUp,
    RoundingMode,
    Ruleset,
    Statistic,
)
from ..prove.bounds import bounds_of
from ..prove.node_bounds import Bounds
from ..prove.searching import Parts
from .forms import Form, form
from .matching import Matching

_MOST_NODES = 400
"""Of a named value that is put into formulas; a longer one stays a name."""

Signature: TypeAlias = tuple[object, ...]


@dataclass(slots=True)
class Side:
    """One of the two rulesets, and how its columns are called in the common language.

    Attributes:
        names: own key -> common name, of the columns that were looked at so far.
        kept: what stands for a value in formulas.
        mode: how `round` rounds, where the other side's rounds otherwise; then it is written into every call.
    """

    ruleset: Ruleset
    names: dict[str, str] = field(default_factory=dict)
    kept: dict[str, ast.expr] = field(default_factory=dict)
    mode: RoundingMode | None = None

    def tree(self, formula: Formula) -> ast.expr:
        """Give a formula in common names, with parameters and plain values put in."""
        tree = formula.tree if self.mode is None else _with_mode(formula.tree, self.mode)
        return substitute(tree, {name: self._named(name) for name in formula.reads})

    def form(self, formula: Formula | None) -> Form | None:
        """Give the canonical form of a formula."""
        return None if formula is None else form(self.tree(formula))

    def _named(self, name: str) -> ast.expr:
        if name not in self.kept:
            self.kept[name] = self._put_in(name)
        return self.kept[name]

    def _put_in(self, name: str) -> ast.expr:
        column = self.ruleset.columns.get(name)
        match column:
            case Constant(value=value, place=place):
                return placed(ast.Constant(value), place)  # type: ignore[arg-type]  # as lowered trees hold numbers
            case NamedValue(missing="error", outliers=None):
                tree = self.tree(column.formula)
                if _is_short(tree):
                    return tree
        return ast.Name(self.names.get(name, name), ast.Load())


def _with_mode(tree: ast.expr, mode: RoundingMode) -> ast.expr:
    """Write into every `round` how it rounds, so that nobody takes it for one that rounds otherwise.

    >>> ast.unparse(_with_mode(ast.parse("round(a) + floor(b)", mode="eval").body, "down"))
    "round(a, mode='down') + floor(b)"
    """
    made = changed(tree, [_with_mode(part, mode) for part in below(tree)])
    if called(made) != "round" or not isinstance(made, ast.Call):
        return made
    keyword = ast.keyword("mode", ast.Constant(mode))
    return placed(ast.Call(made.func, made.args, [keyword]), place_of(tree))


def _is_short(tree: ast.expr) -> bool:
    """Say whether an expression is neither too long nor too deep to stand in others."""
    level, count = [tree], 0
    for _ in range(DEEPEST):
        count += len(level)
        level = [part for each in level for part in below(each)]
        if not level:
            return count <= _MOST_NODES
    return False


@dataclass(slots=True)
class Sides:
    """Both rulesets, the older one first.

    Attributes:
        shared: the common names of inputs that both ask, of the same kind of value.
        treated: those of them of which the sides make something else before a formula sees them: outliers, means.
        signatures: what each column of the older ruleset is made of -> its key.
    """

    before: Side
    after: Side
    matching: Matching
    shared: frozenset[str] = frozenset()
    treated: frozenset[str] = frozenset()
    signatures: dict[Signature, str] = field(default_factory=dict)
    _bounds: tuple[Bounds, Bounds] | None = None
    _columns: dict[str, Column] = field(default_factory=dict)
    _columns_of: set[tuple[int, str]] = field(default_factory=set)
    _intervals: dict[str, Interval] = field(default_factory=dict)
    _intervals_of: set[tuple[int, str]] = field(default_factory=set)
    _parts: Parts | None = None

    def signature(self, side: Side, column: Column) -> Signature | None:
        """Give what a column is made of, in common names; None of one that is only itself."""
        match column:
            case NamedValue():
                return (
                    "value",
                    side.form(column.formula),
                    column.missing,
                    column.outliers,
                    self.cohort(side, column.cohort),
                )
            case Statistic():
                return (
                    "statistic",
                    column.stat,
                    self._of(side, column.of),
                    self.cohort(side, column.cohort),
                    column.argument,
                )
            case RollUp():
                return ("rollup", column.stat, self._of(side, column.of))
            case LastYear():
                return ("last_year", self._of(side, column.of), column.of)  # last year's result has it under its id
        return None

    @staticmethod
    def _of(side: Side, key: str) -> str:
        return side.names.get(key, key)

    def cohort(self, side: Side, cohort: Cohort | None) -> object:
        """Give who is measured against whom; where lists or scorecards are, as these are put together."""
        if cohort is None:
            return None
        renamed = {match.after: match.before for match in self.matching.pairs["group"]} if side is self.after else {}

        def groups(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(sorted(renamed.get(name, name) for name in names))

        cards: object = ()
        if cohort.by in {"list", "scorecard"}:
            cards = frozenset(groups(card.groups) for card in side.ruleset.scorecards)
        if cohort.by == "list":
            rankings = (card.root.ranking for card in side.ruleset.scorecards)
            lists = [repr(ranking.lists) if ranking is not None else "" for ranking in rankings]
            cards = (cards, tuple(sorted(lists)))
        return (cohort.by, groups(cohort.groups), cards)

    @property
    def bounds(self) -> tuple[Bounds, Bounds]:
        """Give the bounds of each side's columns, found once."""
        if self._bounds is None:
            self._bounds = bounds_of(self.before.ruleset), bounds_of(self.after.ruleset)
        return self._bounds

    def columns(self) -> Mapping[str, Column]:
        """Give every column that has a common name by it, its formula in common names; of a shared one the older one's."""
        for side, kept in self._fresh(self._columns_of):
            for key, name in kept:
                column = self._renamed(side, side.ruleset.columns[key], name)
                if name not in self._columns and self._is_walked(column):
                    self._columns[name] = column
        return self._columns

    def _fresh(self, done: set[tuple[int, str]]) -> Iterator[tuple[Side, list[tuple[str, str]]]]:
        """Give the columns of each side that were named since this was asked last; they are done then."""
        for place, side in enumerate((self.before, self.after)):
            kept = [(key, name) for key, name in side.names.items() if (place, key) not in done]
            done.update((place, key) for key, _ in kept)
            yield side, kept

    def _is_walked(self, column: Column) -> bool:
        """Say whether a proof may look into a column: not into values of values of values, which are only bounded."""
        if not isinstance(column, NamedValue):
            return True
        named = [part for part in column.formula.reads if isinstance(self._columns.get(part), NamedValue)]
        return not named and _is_short(column.formula.tree)

    @staticmethod
    def _renamed(side: Side, column: Column, name: str) -> Column:
        match column:
            case Input():
                return replace(column, key=name)
            case NamedValue():
                tree = side.tree(column.formula)
                reads = frozenset(part.id for part in walk(tree) if isinstance(part, ast.Name))
                return replace(column, key=name, formula=replace(column.formula, tree=tree, reads=reads))
        return column

    def intervals(self) -> Mapping[str, Interval]:
        """Give the bounds of every common name: of what both have, within which both keep."""
        found = self._intervals
        for (_, kept), bounds in zip(self._fresh(self._intervals_of), self.bounds, strict=True):
            for key, name in kept:
                own = bounds.columns[key]
                found[name] = own if name not in found else within_both(found[name], own)
        return found

    def parts(self) -> Parts:
        """Give the inputs that are parts of others, on either side."""
        if self._parts is None:
            first, second = (
                bounds.parts.renamed(side.names)
                for side, bounds in zip((self.before, self.after), self.bounds, strict=True)
            )
            self._parts = first | second
        return self._parts


def within_both(first: Interval, second: Interval) -> Interval:
    """Give what two intervals share; the first where they share nothing.

    >>> from fractions import Fraction
    >>> within_both(Interval(Fraction(0), Fraction(5)), Interval(Fraction(2), None)).low
    Fraction(2, 1)
    """
    lows = [each for each in (first.low, second.low) if each is not None]
    highs = [each for each in (first.high, second.high) if each is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    return first if low is not None and high is not None and low > high else replace(first, low=low, high=high)


def sides_of(before: Ruleset, after: Ruleset, matching: Matching) -> Sides:
    """Begin to hold two rulesets side by side: inputs are named, other columns are not yet.

    The older side's columns keep their keys.
    """
    modes = (before.rounding_mode, after.rounding_mode) if before.rounding_mode != after.rounding_mode else (None, None)
    names = {key: key for key in before.columns}
    made = Sides(Side(before, names, mode=modes[0]), Side(after, mode=modes[1]), matching)
    to_before = {match.after: match.before for match in matching.pairs["input"]}
    shared, treated = set(), set()
    for asked in after.inputs:
        other = before.columns.get(to_before.get(asked.key, ""))
        if isinstance(other, Input) and other.traits.kind == asked.traits.kind:
            made.after.names[asked.key] = other.key
            shared.add(other.key)
            if _treated(made, made.before, other) != _treated(made, made.after, asked):
                treated.add(other.key)
        else:
            made.after.names[asked.key] = foreign(asked.key)
    made.shared, made.treated = frozenset(shared), frozenset(treated)
    for key, column in before.columns.items():
        signature = made.signature(made.before, column)
        if signature is not None:
            made.signatures.setdefault(signature, key)
    return made


def _treated(sides: Sides, side: Side, asked: Input) -> Signature:
    """Give what is made of an answer by those of others: extremes drawn in, and what the cohort is of which a mean fills."""
    is_filled = isinstance(asked.missing, str) and asked.missing.endswith("_mean")
    return (asked.outliers, sides.cohort(side, asked.cohort) if is_filled else None)


def foreign(key: str) -> str:
    """Give the common name of what only the newer ruleset has."""
    return f"after:{key}"


def name_column(sides: Sides, column: Column, key: str) -> None:
    """Name a column of the newer ruleset that is no node: as the older one's, where it is made of the same."""
    signature = sides.signature(sides.after, column)
    same = sides.signatures.get(signature) if signature is not None else None
    sides.after.names[key] = foreign(key) if same is None else same
