"""A ruleset as a program on columns: what an engine is given, what it computes in which order, and what it gives back.

The program is pure data and imports no engine. An engine computes expressions of rows (`Layer`), and does
operations that look at other rows (`Aggregate`, `Rank`) or go outside (`Reference`, `Sampled`). `schedule.py` says in which order.

What the engine is given is one table, a row a unit, which `scale` prepares from files and frames:

    n          the row's number in the data, from 0
    unit       text, the unit's id, each once
    g          the number of its group: 0 none, from 1 as in `Program.groups`
    role       0 ranked, 1 unranked, 2 reference
    parent     text, the unit above it; empty where it has none (only where `Program.texts` names it)
    attribute:<name>  text, an attribute (only where `Program.texts` names it)
    i1, i2 ... each input as an integer: a number × its scale, yes 1 and no 0, the number of an option, a day's ordinal
    i1_s, ...  its state: `VALUE`, `BLANK`, `INVALID` or `MARKED` (not applicable). Beside the last three stands `Given.blank`

No column is ever NULL.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias

from ..model.input_types.input_type import ValueKind
from ..model.outcome import NoScore
from ..model.ruleset import Before, Formula, NamedValue, Node, Outliers
from .integers import Expr

VALUE, BLANK, INVALID, MARKED = 0, 1, 3, 4
"""The states of an input. They are those of `lacks.py`, so that the code of a lack is computed without a look-up."""
ATTRIBUTE = "attribute:"
"""Before the name of an attribute in the names of text columns, so that one called `n` or `unit` is no column of ours."""
EVERY_STATE = frozenset({VALUE, BLANK, INVALID, MARKED})


@dataclass(frozen=True, slots=True)
class Range:
    """What the data say of an input.

    Attributes:
        low, high: its least and greatest number; None: no number is there.
        digits: with how many decimals.
        states: those that occur; what does not is never computed.
    """

    low: Fraction | None
    high: Fraction | None
    digits: int = 0
    states: frozenset[int] = EVERY_STATE


@dataclass(frozen=True, slots=True)
class Given:
    """An input, as a column of integers that the engine is given.

    Attributes:
        key: of the ruleset's input.
        name, state: of the two columns.
        scale: a number is this many times itself there: a power of ten.
        low, high: between which the integers lie.
        blank: what stands where there is no value: the integer of that range that is nearest to 0.
        origin: how the range and the scale are known: from the ruleset, from the data, or assumed.
        options: of a choice: the integer of each of its options is its place here.
        states: that occur.
    """

    key: str
    name: str
    state: str
    kind: ValueKind
    scale: int
    low: int
    high: int
    origin: Literal["declared", "data", "assumed"]
    options: tuple[str, ...] = ()
    states: frozenset[int] = EVERY_STATE

    @property
    def blank(self) -> int:
        """Give what stands where there is no value."""
        return min(max(0, self.low), self.high)


Partition: TypeAlias = tuple[Expr | str, ...]
"""What rows are put together by: integers, and names of text columns; empty for all rows together."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One integer for all rows of a part: of those where `where` holds, for every row of the part.

    Where it holds for none of them the result is 0; a `count` beside it says so.

    Attributes:
        name: of the column that it makes.
        how: `count` looks at no value.
        at: what a row is looked up by, where that is another thing than the rows of a part have in common (the units
            below a unit have its id as their parent); None: `by`.
        low, high: between which the result lies, 0 included.
    """

    name: str
    how: Literal["max", "min", "sum", "count"]
    of: Expr
    where: Expr
    by: Partition
    low: int
    high: int
    at: Partition | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of each row among those of its part where `where` holds; 0 for the others.

    Attributes:
        name: of the column that it makes.
        keys: integers, the first counts most; the greatest is first where the second is true, else the least.
        method: of equals: the place of the first of them, of the last of them, how many different keys there are up to
            theirs, or each its own place in the order of their ids by code point.
    """

    name: str
    keys: tuple[tuple[Expr, bool], ...]
    where: Expr
    by: Partition
    method: Literal["first", "last", "dense", "single"]
    high: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The two columns that the reference makes: an integer, and the code of a lack (0: there is a value).

    The integer is a value of a fixed scale, or, where `is_kept`, the number of an exact value that the reference keeps.
    """

    name: str
    lack: str
    scale: int
    low: int
    high: int
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A part of what the reference reads, and where it is in a row of integers.

    Attributes:
        key: of the ruleset's column.
        part: its value (with its lack), or of a node its maximum, pending points, whether it is final; or whether its
            blank was filled. The number of a unit's scorecard is of no column.
        kind: of the value; `kept` where `top` is the number of an exact value that the reference keeps.
        top, bottom: of a number; of any other value `top` alone.
        lack: the code of its lack, beside a value.
    """

    key: str
    part: Literal["value", "counted", "has_maximum", "pending", "final", "filled", "card"]
    kind: ValueKind | Literal["kept"]
    top: Expr
    bottom: Expr
    lack: Expr


@dataclass(frozen=True, slots=True)
class TierBounds:
    """Which tiers of a node a value is within the bounds of: a bit for each, the first is 1."""

    node: Node


@dataclass(frozen=True, slots=True)
class AboveMaximum:
    """Where the value of a node is above its maximum: what declared bonuses may add, which was not enough."""

    node: Node


@dataclass(frozen=True, slots=True)
class CountedOf:
    """The maximum of a unit: that with which a node counts, or where it has no value the declared one."""

    node: Node


@dataclass(frozen=True, slots=True)
class Itself:
    """The value that is read, so that the reference keeps it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reference computes of a row.

    Attributes:
        of: a column, a formula, the maximum of a node, the bounds of its tiers, whether it is above its maximum, or what
            is read itself.
        parts: what the row of integers holds, and what is constant beside it.
    """

    of: NamedValue | Node | Before | Formula | CountedOf | TierBounds | AboveMaximum | Itself
    parts: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class AskedOfAll:
    """What the reference computes of all rows of a part.

    Attributes:
        stat: a name of `score/statistics.py`; `outliers`: a row's own value, drawn in; `order`: how many different
            values of the part are below a row's own.
        argument: of the statistic.
        outliers: how extremes are drawn in.
        part: what the value of a row is.
        about: the column that a lack is about, which begins here.
    """

    stat: str
    argument: Fraction | None
    outliers: Outliers | None
    part: Read
    about: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What no expression of integers says: the reference computes it once for each distinct row of what it reads.

    Attributes:
        key: of the ruleset's column.
        reads: the expressions of which it takes each distinct row; none is a constant.
        makes: what it gives for each.
        why: what stands in the way of integers: a name of `plan.WHY`, and what it is about after a space.
        asks: what is computed; None where whoever answers knows.
    """

    key: str
    reads: tuple[Expr, ...]
    makes: Answered
    why: str
    asks: Asked | None = None


@dataclass(frozen=True, slots=True)
class Sampled:
    """What the reference computes of all rows of a part together: a median, a standard deviation, limits of outliers.

    Attributes:
        key, makes, why, asks: as of `Reference`.
        of: the value of a row: the reference is given each distinct one of a part, with how many rows of the part have
            it and let `where` hold; none is a constant.
        is_placed: whether a row's answer depends on its own value too, or is the same for all rows of a part.
    """

    key: str
    of: tuple[Expr, ...]
    where: Expr
    by: Partition
    is_placed: bool
    makes: Answered
    why: str
    asks: AskedOfAll | None = None


Operation: TypeAlias = Aggregate | Rank | Reference | Sampled

Whole: TypeAlias = tuple[int | str, ...]
"""A row of integers, or of what a partition has in common (texts among it)."""


class Answers(Protocol):
    """What an engine asks the reference for."""

    def of_rows(self, asked: Reference, rows: Sequence[Whole]) -> Sequence[tuple[int, int]]:
        """Give the value and the lack for each distinct row of what an operation reads."""

    def of_parts(
        self, asked: Sampled, members: Sequence[tuple[Whole, Whole, int]], rows: Sequence[tuple[Whole, Whole]]
    ) -> Sequence[tuple[int, int]]:
        """Give the value and the lack for each distinct row.

        Args:
            asked: the operation.
            members: part, value, and how many rows of the part have it and let `where` hold.
            rows: part and value of each row that is asked about; the value is empty unless `is_placed`.
        """


OutputKind: TypeAlias = Literal["number", "code", "yes_no", "date", "kept"]


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the result: a number as `top / bottom`, a truth value (bottom is 1), or a code.

    Attributes:
        key: of the ruleset's column, or one of the words of `what`.
        what: `criterion`, `value` (published), `total`, `max`, `status`, `list`, `tier`, `rank`, `tied`, `failed`,
            `counted`, `node_tier`, `node_rank`; for explanations also `column`, `imputed`, `members`, `sharing`, `listed`; for
            findings `above`, `refused`.
        lack: the code of why there is no value; 0 where there is one.
        words: what the integers stand for, of a code.
        kind: of the value: a number, a code, yes or no, a day, or the number of an exact value that the reference keeps.
    """

    key: str
    what: str
    top: Expr
    bottom: Expr
    lack: Expr
    words: tuple[str, ...] = ()
    kind: OutputKind = "number"


@dataclass(frozen=True, slots=True)
class Note:
    """How a column is computed.

    Attributes:
        engine: by expressions of integers, or by the reference.
        why: what stood in the way of integers, a name of `plan.WHY`.
        about: what that is about.
    """

    engine: Literal["columns", "reference"]
    why: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A ruleset compiled.

    Attributes:
        given: its inputs.
        groups: the ids of groups, from number 1.
        texts: the text columns that it needs besides `unit`: `parent`, and attributes by `ATTRIBUTE` and their names.
        operations: in an order in which each comes after what it reads.
        outputs: in the order of the result.
        lacks: why there is no value, by its code; 0 stands for a value and is not among them.
        most_rows: for how many rows the bounds of sums and counts are proved.
        options: of all choices, by their number.
        notes: of each node, and of each other column that the reference computes.
        cells: the numerator and the denominator of each node that expressions give, for their bounds.
    """

    given: tuple[Given, ...]
    groups: tuple[str, ...]
    texts: tuple[str, ...]
    operations: tuple[Operation, ...]
    outputs: tuple[Output, ...]
    lacks: Mapping[int, NoScore]
    most_rows: int
    options: tuple[str, ...] = ()
    notes: Mapping[str, Note] = field(default_factory=dict)
    cells: Mapping[str, tuple[Expr, Expr]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layer:
    """Columns that are computed from those before, in one look at each row.

    Attributes:
        made: name -> expression; every leaf of it is a number or a column that is there.
        kept: the names of all columns, made or from before, that are still needed.
        reads: the names of the columns that it reads.
    """

    made: Mapping[str, Expr]
    kept: frozenset[str]
    reads: frozenset[str]


Step: TypeAlias = Layer | tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """In which order a program is computed.

    Attributes:
        steps: layers, and operations that need nothing of one another.
        names: the column that holds each expression that got one, by the identity of the expression.
    """

    steps: tuple[Step, ...]
    names: Mapping[int, str]


def result_columns(program: Program) -> tuple[tuple[str, Expr], ...]:
    """Name what an engine gives beside `n` and `unit`, in order: the columns that are not the same in every row.

    Output number K, from 1, has `oK` (its top, a truth value or an integer), `oK_d` (its bottom) and `oK_s` (its lack).
    """
    return tuple(
        (f"o{number}{suffix}", expr)
        for number, output in enumerate(program.outputs, start=1)
        for suffix, expr in (("", output.top), ("_d", output.bottom), ("_s", output.lack))
        if not expr.is_constant
    )


def operands(operation: Operation) -> tuple[Expr, ...]:
    """Give the expressions that an operation looks at."""
    match operation:
        case Aggregate():
            keys = (*operation.by, *(operation.at or ()))
            return (operation.of, operation.where, *(key for key in keys if isinstance(key, Expr)))
        case Rank():
            by = (key for key in operation.by if isinstance(key, Expr))
            return (*(key for key, _ in operation.keys), operation.where, *by)
        case Reference():
            return operation.reads
        case Sampled():
            return (*operation.of, operation.where, *(key for key in operation.by if isinstance(key, Expr)))


def made_by(operation: Operation) -> tuple[str, ...]:
    """Name the columns that an operation makes."""
    if isinstance(operation, (Reference, Sampled)):
        return operation.makes.name, operation.makes.lack
    return (operation.name,)


def columns_in(exprs: Iterable[Expr]) -> frozenset[str]:
    """Name the columns that expressions read."""
    found: set[str] = set()
    seen: set[Expr] = set()
    waiting = list(exprs)
    while waiting:
        expr = waiting.pop()
        if expr not in seen:
            seen.add(expr)
            if expr.op == "column":
                found.add(expr.column)
            waiting += expr.args
    return frozenset(found)


def in_order(exprs: Sequence[Expr], known: Container[Expr] = ()) -> list[Expr]:
    """Give expressions and all that they are made of, parts first, each once.

    Args:
        exprs: at which it begins.
        known: expressions that are left out, with all that they are made of.
    """
    found: list[Expr] = []
    seen: set[Expr] = set()
    waiting: list[Expr | None] = [*reversed(exprs)]
    while waiting:
        expr = waiting.pop()
        if expr is None:  # all that the one below it is made of was given
            found.append(waiting.pop())  # type: ignore[arg-type]
        elif expr not in seen and expr not in known:
            seen.add(expr)
            if expr.args:
                waiting += (expr, None, *reversed(expr.args))
            else:
                found.append(expr)
    return found
