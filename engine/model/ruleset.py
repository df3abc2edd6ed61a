"""The checked form of a ruleset: what every other room reads, and never the YAML.

Everything here is frozen and complete: parameters are resolved, functions are put in place, scoring kinds have been
lowered to formulas, cohort functions to columns, and the columns stand in the order in which they can be computed.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from .findings import Place
from .input_types import INPUT_TYPES
from .input_types.input_type import InputType, ValueKind

Value: TypeAlias = Fraction | bool | str | date
"""An exact number, a yes/no, the id of an option, or a day."""

Policy: TypeAlias = Literal["rescale", "rescale_total", "exclude", "full", "zero"]
Role: TypeAlias = Literal["scored", "bonus", "penalty", "unscored", "condition"]
RoundingMode: TypeAlias = Literal["half_up", "half_even", "half_down", "up", "down", "floor", "ceiling"]
Side: TypeAlias = Literal["from", "above", "up_to", "below"]
SIDES: tuple[Side, ...] = get_args(Side)
"""The words of a tier's bounds: ≥, >, ≤, <."""


@dataclass(frozen=True, slots=True)
class Decimals:
    """How many decimals are printed: at most `most`, and `least` even where the last are zeros."""

    most: int
    least: int


Digits: TypeAlias = int | Decimals | None
"""How many decimals are printed: at most a number of them, or `Decimals`; None where nobody says."""


def unpadded(digits: Digits) -> int | None:
    """Give the most decimals that are printed, as what has no zeros at the end is printed with them.

    >>> unpadded(Decimals(2, 2)), unpadded(2), unpadded(None)
    (2, 2, None)
    """
    return digits.most if isinstance(digits, Decimals) else digits


@dataclass(frozen=True, slots=True)
class Words:
    """A title or label in Vietnamese and English; one stands in for the other."""

    vi: str = ""
    en: str = ""

    def say(self, lang: str) -> str:
        """Give the words in `vi` or `en`, or in the other where that is empty."""
        return (self.vi or self.en) if lang == "vi" else (self.en or self.vi)

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a formula: `number`, `yes_no`, `choice` or `date`.

    Attributes:
        options: of a choice, its option ids.
        measured_in: the unit of measurement, where it is known.
    """

    kind: ValueKind
    options: tuple[str, ...] = ()
    measured_in: str | None = None


NUMBER = Type("number")
YES_NO = Type("yes_no")


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked expression. The tree that was checked is the tree that is evaluated.

    Attributes:
        source: what the author wrote (of a scoring kind: its text, for people).
        tree: nodes of the allow-list only; constants are `Fraction` (or the text of an option); every name is the key
            of a column of the ruleset.
        reads: those keys.
        type: what it gives.
        place: where it is written.
    """

    source: str
    tree: ast.expr
    reads: frozenset[str]
    type: Type
    place: Place


@dataclass(frozen=True, slots=True)
class Rounding:
    """Round to `digits` decimals (negative: tens, hundreds) in `mode`."""

    digits: int
    mode: RoundingMode


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who is measured against whom: units of the same list, scorecard, everybody, or the named groups together."""

    by: Literal["list", "scorecard", "all", "groups"]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outliers:
    """How the extremes of a column are drawn in before others see it.

    Either Winsorised as COINr and the JRC handbook do (while fewer than `points` values are treated, until the absolute
    skewness is at most `skew` or the kurtosis at most `kurtosis`), or cut to two percentiles.
    """

    cohort: Cohort
    points: int = 0
    skew: Fraction = Fraction(2)
    kurtosis: Fraction = Fraction(7, 2)
    percentiles: tuple[Fraction, Fraction] | None = None


Missing: TypeAlias = Literal["error", "unranked", "last_year", "group_mean", "cohort_mean", "skip", False] | Fraction
"""What a blank becomes; a value stands for itself: `zero` is 0, and no where the answer is yes or no."""


@dataclass(frozen=True, slots=True)
class Input:
    """What a unit reports. `key` is its column: its id, or `self:<leaf>` of an answer under a leaf's own id.

    Attributes:
        type: the name of its type; `traits` is the record.
        minimum, maximum: a bound, or the key of another input that bounds it.
        header: the column of a data file, where it is not the id or the label.
    """

    key: str
    id: str
    label: Words
    type: str
    place: Place
    minimum: Fraction | date | str | None = None
    maximum: Fraction | date | str | None = None
    options: Mapping[str, Words] = field(default_factory=dict)
    missing: Missing = "error"
    outliers: Outliers | None = None
    cohort: Cohort | None = None
    measured_in: str | None = None
    header: str = ""
    publish: bool = False
    provenance: str = ""

    @property
    def traits(self) -> InputType:
        """Give the record of its type."""
        return INPUT_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A named step (`values:`), or an expression that a cohort function needs as a column of its own."""

    key: str
    label: Words
    formula: Formula
    place: Place
    missing: Missing = "error"
    outliers: Outliers | None = None
    cohort: Cohort | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A parameter, a number or a day, resolved for the ruleset's period."""

    key: str
    value: Fraction | date
    place: Place


@dataclass(frozen=True, slots=True)
class Statistic:
    """What a cohort function gives each unit: `stat` of the column `of` over the unit's cohort.

    `stat` is the function's name without `cohort_`: max, min, mean, median, stdev, sum, count, above, below, rank,
    percentile_rank, percentile (`argument` is the share).
    """

    key: str
    stat: str
    of: str
    cohort: Cohort
    argument: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RollUp:
    """What `children_*` gives: `stat` (mean, sum, min, max, count) of the column `of` over subordinate units."""

    key: str
    stat: str
    of: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """The value of column `of` in the previous year's result."""

    key: str
    of: str


@dataclass(frozen=True, slots=True)
class Before:
    """A node's value before its `then`; the column `value:<node id>`."""

    key: str
    node: "Node"


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a tier: points, or a share of the unit's maximum; `place` is where it is written."""

    amount: Fraction
    share: bool = False
    place: Place = field(default=Place(), compare=False)

    def points(self, maximum: Fraction | None) -> Fraction:
        """Return it in points of a maximum; of none, a share is 0."""
        return self.amount * (maximum or 0) if self.share else self.amount


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of the ranked units of a list a tier takes at most: a number, or a share of them, rounded down.

    Attributes:
        at_ties: of units that share the rank at the edge, `below` takes none and `above` takes all.
    """

    amount: Fraction
    share: bool
    at_ties: Literal["below", "above"]


@dataclass(frozen=True, slots=True)
class Tier:
    """A named band; the first tier that fits is taken.

    Attributes:
        from_, above, up_to, below: ≥, >, ≤, <.
        when: a condition in place of bounds.
        requires: what must hold besides; where it does not, the next tier that fits is taken.
        quota: how many of those that fit it takes, the best by rank; the others take the next tier that fits.
    """

    id: str
    title: Words
    place: Place
    from_: Bound | None = None
    above: Bound | None = None
    up_to: Bound | None = None
    below: Bound | None = None
    when: Formula | None = None
    requires: Formula | None = None
    quota: Quota | None = None

    @property
    def bounds(self) -> Mapping[str, Bound]:
        """The bounds that it has, by the word of each."""
        sides = {"from": self.from_, "above": self.above, "up_to": self.up_to, "below": self.below}
        return {side: bound for side, bound in sides.items() if bound is not None}

    @property
    def takes_all(self) -> bool:
        """Whether its bounds alone decide: it takes every value within them that no tier before it has taken."""
        return self.when is None and self.requires is None and self.quota is None


@dataclass(frozen=True, slots=True)
class Ranking:
    """How units of a list are put in order.

    Attributes:
        by: what is compared; None is the node's own finished value.
        lists: `all`, `group`, `parent`, the name of an attribute of the units, or sets of groups by list id.
        ties: a name of `ties.TIES`.
        tied_as: how a shared rank is printed, with `{}` for the rank; empty for the plain rank.
        tie_break: compared in turn, higher first, no score last.
    """

    by: Formula | None = None
    best: Literal["highest", "lowest"] = "highest"
    ties: str = "standard"
    tied_as: str = ""
    lists: str | Mapping[str, tuple[str, ...]] = "group"
    tie_break: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class AtLeast:
    """How many children (or leaves) must have a value of their own: a number, or a share of those that could."""

    amount: Fraction
    share: bool = False
    of: Literal["children", "leaves"] = "children"


@dataclass(frozen=True, slots=True)
class Node:
    """A root, a branch or a leaf: all take the same keys (`docs/semantics.md` says in which order they act).

    Attributes:
        max: what `score` or `aggregate` can reach, before `out_of`; None where nobody said and it cannot be derived.
        kind: the scoring kind, as a label for people; empty on a branch.
        score: the kind, lowered to a formula that gives the value in points.
        aggregate: a name of `formula/aggregates.py`, `formula` or `none`; None of a leaf.
        formula: of `aggregate: formula`.
        children: in the ruleset's order; of a node of `totals`, the nodes it names.
        inside: the `applies` of the branches above; where one is false nothing below is asked.
        described_at: where `description` is written, which of an amended node may be another file; None of one without.
    """

    id: str
    code: str
    title: Words
    place: Place
    scorecard: str
    role: Role = "scored"
    on_fail: Literal["flag", "unranked", "lowest_tier"] | None = None
    max: Fraction | None = None
    weight: Fraction = Fraction(1)
    kind: str = ""
    score: Formula | None = None
    aggregate: str | None = None
    formula: Formula | None = None
    children: tuple["Node", ...] = ()
    applies: Formula | None = None
    inside: tuple[Formula, ...] = ()
    not_applicable: Policy | None = None
    cap: Fraction | None = None
    minimum: Fraction | None = None
    out_of: Fraction | None = None
    then: Formula | None = None
    at_least: AtLeast | None = None
    rounding: Rounding | None = None
    tiers: tuple[Tier, ...] = ()
    ranking: Ranking | None = None
    clause: str = ""
    description: str = ""
    described_at: Place | None = None
    provenance: str = ""
    is_total: bool = False

    @property
    def full(self) -> Fraction | None:
        """The maximum that others see: `out_of` where there is one, else `max`."""
        return self.max if self.out_of is None else self.out_of

    def walk(self) -> Iterator["Node"]:
        """Give this node and all below it, parents first, in the ruleset's order."""
        waiting = [self]
        while waiting:  # a generator inside a generator would hand each node up through all levels
            node = waiting.pop()
            yield node
            if not node.is_total:
                waiting.extend(reversed(node.children))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One scale: a tree and the groups of units that it is for (empty: all), with totals beside the tree."""

    id: str
    root: Node
    groups: tuple[str, ...] = ()
    totals: tuple[Node, ...] = ()

    def nodes(self) -> Iterator[Node]:
        """Give every node: the tree, parents first, then the totals."""
        yield from self.root.walk()
        yield from self.totals

    def full_codes(self) -> dict[str, str]:
        """Give the full number of each node whose own is counted anew under its heading: `I.1`."""
        full: dict[str, str] = {}
        for node in self.root.walk():
            for child in node.children:
                above = full.get(node.id) or node.code.rstrip(".")
                if above and child.code and "." not in child.code.rstrip("."):
                    full[child.id] = f"{above}.{child.code.rstrip('.')}"
        return full


Column: TypeAlias = Input | NamedValue | Constant | Statistic | RollUp | LastYear | Before | Node
"""Anything that has one value for each unit. A node's key is its id."""


@dataclass(frozen=True, slots=True)
class Headers:
    """How data files are read (`data:`): column names, the layout of long tables, marks, the decimal sign.

    Attributes:
        decimal: `.` or `,`; empty where nobody declared it, and each file shows its own.
    """

    id: str = ""
    name: str = ""
    group: str = ""
    parent: str = ""
    previous: str = ""
    layout: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its path as named, the SHA-256 of its bytes, and of a data file what it was read as.

    Attributes:
        role: `data`, `units`, `previous` or `mapping`.
    """

    path: str
    sha256: str
    role: str = ""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Ruleset:
    """A year's criteria, checked.

    Attributes:
        columns: every column by key, in an order in which each comes after all that it reads.
        sources: the ruleset's file first, then what it extends.
        sha256: of all those files' bytes together.
        predecessors: of units: those of last year that they take the place of.
        tests: the ruleset's own cases, as data.
    """

    id: str
    version: str
    title: Words
    sources: tuple[Source, ...]
    sha256: str
    columns: Mapping[str, Column]
    scorecards: tuple[Scorecard, ...]
    groups: Mapping[str, Words] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    predecessors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rounding_mode: RoundingMode = "half_up"
    show: Digits = None
    locale: str = "vi"
    period: str = ""
    decision: Mapping[str, str] = field(default_factory=dict)
    effective: Mapping[str, str] = field(default_factory=dict)
    headers: Headers = Headers()
    provenance: str = ""
    tests: tuple[Mapping[str, object], ...] = ()

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What units report, in the ruleset's order."""
        return tuple(column for column in self.columns.values() if isinstance(column, Input))

    def nodes(self) -> Iterator[Node]:
        """Yield every node of every scorecard, totals included."""
        for card in self.scorecards:
            yield from card.nodes()

    def scorecard_of(self, group: str) -> Scorecard | None:
        """Find the scorecard of a group of units."""
        for scorecard in self.scorecards:
            if not scorecard.groups or group in scorecard.groups:
                return scorecard
        return None
