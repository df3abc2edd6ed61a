"""What is to be reported of units once they are computed, as the reference reports it: which rows, and how many.

    program + its columns -> `Noted.beside(frame)`: the same columns; each batch of rows that passes is looked at
    all rows have passed -> `Noted.findings(looked)`

The rows are looked at where they pass on their way to the result, so that nothing is computed or read a second time. Kept
are counts, and of each kind of finding about each subject the first rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..columns.lacks import codes_of
from ..formula.figures import amount
from ..model.findings import Finding, Place, finding
from ..model.observed import Unit
from ..model.outcome import Reason
from ..model.ruleset import Node
from ..observe.report import MOST_OF_A_KIND
from ..score.maxima import above_maximum
from ..score.sheet import CODES

if TYPE_CHECKING:
    import polars as pl

    from ..columns.integers import Expr
    from ..columns.program import Output, Program
    from ..model.observed import Observed
    from ..model.ruleset import Ruleset
    from ..model.ruleset import Value as Exact

MOST_SHOWN = 1_000
"""Findings that are shown of one result; more would be read by nobody."""
_FAR = 1_000  # between codes of two states; those of one are numbered one after the other
ABOVE, NO_TIER, REFUSED = "ITR350", "ITR351", "ITR356"


class Known(Protocol):
    """What `Looked` says of rows, too."""

    @property
    def count(self) -> int:
        """How many units there are."""

    def observed_of(self, rows: Sequence[int], keys: Collection[str]) -> Observed:
        """Give the units of some rows, and the observations of some columns."""


class Kind(NamedTuple):
    """What is counted together: a code, and the column that it is about."""

    code: str
    subject: str


class Seen(NamedTuple):
    """A row that shows a finding.

    Attributes:
        row: its number.
        node: id of the node that has it.
        figures: of it: value, maximum, room.
        about: the column that a lack is about.
    """

    row: int
    node: str
    figures: tuple[Fraction, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """The columns of an output: a name, or what is the same in all rows."""

    top: str | int
    bottom: str | int
    lack: str | int
    is_kept: bool

    def names(self) -> list[str]:
        """Name the columns that there are."""
        return [part for part in (self.top, self.bottom, self.lack) if isinstance(part, str)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A node of which something may be reported.

    Attributes:
        id: of the node.
        value, counted, above, refused, tier: its outputs, where there are any.
        codes: of lacks that it may have and that are reported.
        blocks: between which they are: the codes of a state are near one another.
        invalid: codes of what may not apply though nothing says what then.
    """

    id: str
    value: Where
    counted: Where | None
    above: Where | None
    refused: Where | None
    tier: Where | None
    codes: frozenset[int]
    blocks: tuple[tuple[int, int], ...]
    invalid: frozenset[int]


@dataclass(slots=True)
class Noted:
    """What was seen so far.

    Attributes:
        ruleset: that was compiled.
        program: with the outputs of `columns.outcomes.reports_of`.
        kept: the exact values that columns hold by their number.
        asked: the nodes, in the order in which the reference computes them.
        found: of each batch, the kinds with their counts and first rows.
        rows: how many rows were looked at.
    """

    ruleset: Ruleset
    program: Program
    kept: Sequence[Exact]
    asked: tuple[Asked, ...] = ()
    found: list[dict[Kind, tuple[int, list[Seen]]]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.asked = tuple(_asked(self.ruleset, self.program))

    @property
    def reads(self) -> frozenset[str]:
        """Name the columns that are looked at."""
        return frozenset(name for asked in self.asked for name in columns_of(asked))

    def beside(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Give the same rows, which are looked at when they are computed; that has to be once."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        there = {*frame.collect_schema().names()}
        names = dict.fromkeys(name for asked in self.asked for name in columns_of(asked) if name in there)
        if not self.asked:
            return frame
        looked = pl.struct("n", *names).map_batches(self._take, return_dtype=pl.Int64, is_elementwise=True)
        return frame.with_columns(looked.alias("n"))

    def _take(self, rows: pl.Series) -> pl.Series:
        """Look at some rows; an engine may hand over several batches at once."""
        frame = rows.struct.unnest()
        found: dict[Kind, tuple[int, list[Seen]]] = {}
        self._take_lacks(frame, found)
        there = {*frame.columns}
        for asked in self.asked:
            for code, look in LOOKS.items():
                mask = look(frame, asked)
                if mask is not None and mask.any():
                    # Only the columns that are read: all those of a table, once for each node, take most of the time.
                    own = [name for name in columns_of(asked) if name in there]
                    some = frame.select("n", *dict.fromkeys(own)).filter(mask)
                    seen = [self._seen(code, asked, row) for row in _first(some).iter_rows(named=True)]
                    found[Kind(code, asked.id)] = some.height, seen
        # Appending is one step, whatever thread does it.
        self.found.append(found)
        self.rows.append(frame.height)
        return frame["n"]

    def _take_lacks(self, frame: pl.DataFrame, found: dict[Kind, tuple[int, list[Seen]]]) -> None:
        """Find each unforeseen lack of each unit once, where the first node has it."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        parts = []
        for place, asked in enumerate(self.asked):
            if asked.codes and (own := _with_codes(frame, asked)) is not None:
                parts.append(own.with_columns(pl.lit(place, dtype=pl.Int32).alias("place")))
        if not parts:
            return
        kinds = {code: number for number, code in enumerate(self._kinds())}
        of_code = {code: kinds[kind] for code, kind in kinds_of(self.program).items()}
        lacks = pl.concat(parts).with_columns(
            pl.col("code").replace_strict(list(of_code), list(of_code.values()), return_dtype=pl.Int32).alias("kind")
        )
        first = lacks.group_by("n", "kind").agg(pl.col("place").min())
        names = list(kinds)
        for (number,), own in first.group_by("kind"):
            kind = names[int(str(number))]
            seen = [Seen(n, self.asked[place].id, about=kind.subject) for n, _, place in _first(own).iter_rows()]
            found[kind] = own.height, seen

    def _kinds(self) -> Iterator[Kind]:
        yield from dict.fromkeys(kinds_of(self.program).values())

    def _seen(self, code: str, asked: Asked, row: Mapping[str, Any]) -> Seen:
        if code == REFUSED:
            return Seen(row["n"], asked.id, about=self.program.lacks[_at(asked.value.lack, row)].about)
        wanted = (asked.value, asked.counted, asked.above) if code == ABOVE else (asked.value,)
        return Seen(row["n"], asked.id, tuple(self._figure(where, row) for where in wanted if where is not None))

    def _figure(self, where: Where, row: Mapping[str, Any]) -> Fraction:
        top = _at(where.top, row)
        if where.is_kept:
            value = self.kept[top]
            assert isinstance(value, Fraction)
            return value
        return Fraction(top, _at(where.bottom, row))

    # What was found

    def findings(self, looked: Known) -> tuple[Finding, ...]:
        """Report what was seen: of each kind about each subject the first, and the others as a number.

        Args:
            looked: the data, whose rows say where the figures are.

        Raises:
            RuntimeError: not every row was looked at once.
        """
        if self.asked and sum(self.rows) != looked.count:
            raise RuntimeError(f"{sum(self.rows)} rows were looked at, and there are {looked.count}")
        counts: dict[Kind, int] = {}
        seen: dict[Kind, list[Seen]] = {}
        for batch in self.found:
            for kind, (count, own) in batch.items():
                counts[kind] = counts.get(kind, 0) + count
                seen.setdefault(kind, []).extend(own)
        most = shown_of_each(len(seen))
        shown = {kind: sorted(own, key=lambda each: each.row)[:most] for kind, own in seen.items()}
        rows = sorted({each.row for own in shown.values() for each in own})
        observed = looked.observed_of(rows, {each.about for own in shown.values() for each in own}) if rows else None
        made = []
        for kind, own in shown.items():
            assert observed is not None
            made += [self._finding(kind.code, each, observed, rows.index(each.row)) for each in own]
            if (rest := counts[kind] - len(own)) > 0:
                made.append(finding("ITR489", code=kind.code, subject=kind.subject.removeprefix("self:"), count=rest))
        return tuple(made)

    def _finding(self, code: str, seen: Seen, observed: Observed, at: int) -> Finding:
        unit = observed.units[at]
        if code == ABOVE:
            node = self.ruleset.columns[seen.node]
            assert isinstance(node, Node)
            return above_maximum(unit, node, *seen.figures)
        if code == NO_TIER:
            return finding(code, unit.place, unit=unit.name, id=seen.node, score=amount(seen.figures[0]))
        name = seen.about.removeprefix("self:")
        return finding(code, _place_of(observed, seen.about, at, unit), unit=unit.name, about=name, id=seen.node)


def shown_of_each(kinds: int) -> int:
    """Say how many findings of each kind are shown: a hundred, and fewer where that would be more than a thousand of all.

    >>> [shown_of_each(kinds) for kinds in (1, 10, 240, 5_000)]
    [100, 100, 4, 1]
    """
    return max(1, min(MOST_OF_A_KIND, MOST_SHOWN // max(1, kinds)))


def _place_of(observed: Observed, about: str, at: int, unit: Unit) -> Place:
    observations = observed.values.get(about)
    return unit.place if observations is None else observations[at].place


# What may be reported


def _asked(ruleset: Ruleset, program: Program) -> Iterator[Asked]:
    """Name the nodes of which something may be reported, in the order in which the reference computes them."""
    outputs = {(output.key, output.what): _where(number, output) for number, output in enumerate(program.outputs, 1)}
    lacks = {output.key: output.lack for output in program.outputs if output.what == "criterion"}
    roots = {card.root.id: card.root for card in ruleset.scorecards}
    reported = kinds_of(program)
    invalid = frozenset(code for code, lack in program.lacks.items() if lack.reason is Reason.BAD_VALUE)
    for key, node in ruleset.columns.items():
        if not isinstance(node, Node) or (key, "criterion") not in outputs:
            continue
        codes = frozenset(reported.keys() & codes_of(lacks[key])) if node.role != "unscored" else frozenset()
        above, refused, tier = (outputs.get((key, what)) for what in ("above", "refused", "node_tier"))
        if key in roots and roots[key].tiers:
            tier = outputs["", "tier"]
        if codes or above or refused or tier:
            value, counted = outputs[key, "criterion"], outputs.get((key, "counted"))
            yield Asked(key, value, counted, above, refused, tier, codes, _blocks(codes), invalid)


def _blocks(codes: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Give the ends of runs of codes.

    >>> _blocks([4097, 4099, 12290])
    ((4097, 4099), (12290, 12290))
    """
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        is_near = bool(found) and code - found[-1][1] < _FAR
        found[-1:] = [(found[-1][0], code)] if is_near else [*found[-1:], (code, code)]
    return tuple(found)


def kinds_of(program: Program) -> dict[int, Kind]:
    """Name the lacks that are reported, by their code."""
    return {code: Kind(CODES[lack.reason], lack.about) for code, lack in program.lacks.items() if lack.reason in CODES}


def _where(number: int, output: Output) -> Where:
    """Say where an output's integers are; a truth value counts as 0 or 1."""
    parts = (("", output.top), ("_d", output.bottom), ("_s", output.lack))
    top, bottom, lack = (_part(expr, f"o{number}{end}") for end, expr in parts)
    return Where(top, bottom, lack, output.kind == "kept")


def _part(expr: Expr, name: str) -> str | int:
    if not expr.is_constant:
        return name
    return int(expr.op == "true") if expr.is_truth else expr.low


def columns_of(asked: Asked) -> list[str]:
    """Name the columns that are looked at for a node."""
    parts = (asked.value, asked.counted, asked.above, asked.refused, asked.tier)
    return [name for where in parts if where is not None for name in where.names()]


# Rows


def _at(part: str | int, row: Mapping[str, Any]) -> int:
    return part if isinstance(part, int) else int(row[part])


def _first(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows with the least numbers, as many as are shown."""
    return frame.bottom_k(MOST_OF_A_KIND, by="n").sort("n")


def _with_codes(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame | None:
    """Give the rows in which a node has a lack that is reported, with its code; None where there is none."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    lack = asked.value.lack
    if isinstance(lack, int):
        return frame.select("n", pl.lit(lack, dtype=pl.Int32).alias("code")) if lack in asked.codes else None
    codes = frame[lack]
    most: Any = codes.max()
    if not asked.blocks or (most or 0) < asked.blocks[0][0]:
        return None
    # A few comparisons leave few rows of which it is asked whether they are among hundreds of codes.
    near_each = [codes.is_between(low, high) for low, high in asked.blocks]
    is_near = reduce(or_, near_each)
    if not is_near.any():
        return None
    near = frame.select("n", pl.col(lack).alias("code")).filter(is_near)
    is_reported = near["code"].unique().cast(pl.Int32)
    reported = is_reported.filter(is_reported.is_in([*asked.codes]))
    if not len(reported):
        return None
    found = near.with_columns(pl.col("code").cast(pl.Int32))
    return found.filter(pl.col("code").is_in(reported.implode()))


def _is(frame: pl.DataFrame, part: str | int, value: int) -> pl.Series | bool:
    return part == value if isinstance(part, int) else frame[part].cast(int) == value


def _both(frame: pl.DataFrame, first: pl.Series | bool, second: pl.Series | bool) -> pl.Series | None:
    """Give the rows in which both hold; None where one of them never does."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if first is False or second is False:
        return None
    columns = [each for each in (first, second) if isinstance(each, pl.Series)]
    if not columns:
        return pl.Series([True]).new_from_index(0, frame.height)
    return columns[0] & columns[-1]


def _without_tier(frame: pl.DataFrame, asked: Asked) -> pl.Series | None:
    if asked.tier is None:
        return None
    return _both(frame, _is(frame, asked.tier.top, 0), _is(frame, asked.value.lack, 0))


def _above(frame: pl.DataFrame, asked: Asked) -> pl.Series | None:
    return None if asked.above is None else _both(frame, _is(frame, asked.above.lack, 0), second=True)


def _refused(frame: pl.DataFrame, asked: Asked) -> pl.Series | None:
    """Find what does not apply though nothing says what then; of what the reference computed its lack tells."""
    if asked.refused is None:
        return None
    lack = asked.value.lack
    is_invalid = lack in asked.invalid if isinstance(lack, int) else frame[lack].is_in([*asked.invalid])
    return _both(frame, _is(frame, asked.refused.top, 1), is_invalid)


LOOKS: Mapping[str, Callable[[pl.DataFrame, Asked], pl.Series | None]] = {
    ABOVE: _above,
    NO_TIER: _without_tier,
    REFUSED: _refused,
}
