"""The cells of inputs in columns: an integer and a state each, read once per distinct text as the reference reads it.

What is a whole number to every reader is read natively; every other text goes through the reference's reader of cells,
once, and is joined back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from ..columns.integers import NARROW, WIDE
from ..columns.program import BLANK, EVERY_STATE, INVALID, MARKED, VALUE, Range
from ..files.numbers import decimals_of
from ..observe.entries import Reader
from ..observe.report import MOST_OF_A_KIND
from ..observe.taking import unsure_shares

if TYPE_CHECKING:
    import polars as pl

    from ..model.input_types.input_type import ValueKind
    from ..model.ruleset import Input, Ruleset, Value
    from ..observe.cells import Entry
    from ..observe.mapping import Guide
    from .frames import Sheet

STATES = {"observed": VALUE, "missing": BLANK, "not_applicable": MARKED, "invalid": INVALID}
MOST_DIGITS = 38
"""Digits of a number at the scale of its column, as integers of 128 bits have in every engine."""
_FEWEST_SHARES = 3  # as in `observe.taking`


_TRUTHS = (True, False, None)
_FIRST_ROWS = 1_000  # in which a column of a few texts has them all, mostly
_MOST_LOOKED_UP, _MOST_NATIVE, _WIDEST = 1_000, 18, 38
"""Texts that are looked up without asking how polars reads them; decimals and digits of those that it is asked."""
MOST_CHOSEN = 4
"""Texts of a column that are told apart by comparing it with each."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An input in columns, or a column of last year's result.

    Attributes:
        kind: of its values.
        options: of a choice, in the order of its integers.
        value, state: of a row, over the columns of its table; the value is the number times 10 ** digits, and what
            stands where the state is not `VALUE` says nothing.
        digits: how many decimals the numbers have.
        low, high: between which the values lie; None where there is none.
        states: that may occur.
        bare: the value, null wherever the state is not `VALUE`, in the type that it is read in (a truth value for 1 and 0);
            None where that is not how it is read.
    """

    kind: ValueKind
    options: tuple[str, ...]
    value: pl.Expr
    state: pl.Expr
    digits: int
    low: int | None
    high: int | None
    states: frozenset[int] = EVERY_STATE
    bare: pl.Expr | None = None

    @property
    def range(self) -> Range:
        """Between which numbers its values lie, and with how many decimals."""
        if self.low is None or self.high is None or self.kind != "number":
            return Range(None, None, self.digits, self.states)
        scale = 10**self.digits
        return Range(Fraction(self.low, scale), Fraction(self.high, scale), self.digits, self.states)


def declared(asked: Input, digits: int) -> tuple[int | None, int | None]:
    """Give the least and the greatest integer that a ruleset lets an input of numbers have; None where it says neither."""
    scale = 10**digits
    lows = [end for end in (asked.traits.least, asked.minimum) if isinstance(end, Fraction)]
    highs = [end for end in (asked.traits.most, asked.maximum) if isinstance(end, Fraction)]
    low = -int(-max(lows) * scale // 1) if lows else None
    high = int(min(highs) * scale // 1) if highs else None
    return low, high


def as_integer(value: Value, options: Sequence[str], digits: int) -> int:
    """Give a value as an integer: a number times 10 ** digits, yes 1, the place of an option in the input, a day's ordinal.

    Raises:
        ValueError: it has more decimals.
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return options.index(value)
    if isinstance(value, date):
        return value.toordinal()
    more, rest = divmod(10**digits, value.denominator)
    if rest:
        raise ValueError(f"{value} has more than {digits} decimals")
    return int(value.numerator * more)


def type_of(low: int | None, high: int | None) -> Any:
    """Give the type of a column of integers between two bounds."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return pl.Int64 if max(-(low or 0), high or 0) <= NARROW else pl.Int128


class TooLong(NamedTuple):
    """The id of an input, its column, and the first rows and the count of numbers that are too long for columns."""

    name: str
    column: int
    rows: Sequence[int]
    times: int


@dataclass(slots=True)
class Told:
    """What must be said of cells: rows that show it, and how often each thing is to be said of an input.

    Attributes:
        shown: the first rows of each thing.
        totals: row of the table of codes and input -> how often.
        shares: input key -> the rows and the count of percentages that may have been meant a hundred times as large.
        too_long: input key -> its numbers that the reference reads and columns do not hold.
    """

    shown: set[int] = field(default_factory=set)
    totals: dict[tuple[str, str], int] = field(default_factory=dict)
    shares: dict[str, tuple[int, int]] = field(default_factory=dict)
    too_long: dict[str, TooLong] = field(default_factory=dict)

    def say(self, row: str, subject: str, count: int) -> None:
        """Count how often a row of the table of codes is to be said of an input."""
        self.totals[row, subject] = self.totals.get((row, subject), 0) + count


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that feeds an input, as it was looked at.

    Attributes:
        asked: the input.
        column: its number.
        among: which rows it speaks of, where not of all.
        fast: its whole numbers, null elsewhere; None where nothing is read natively.
        low, high: of those.
        odd: everything else that stands in it -> in how many rows.
    """

    asked: Input
    column: int
    among: pl.Expr | None
    fast: pl.Expr | None
    low: int | None
    high: int | None
    odd: Mapping[Any, int]


def fast_of(asked: Input, sheet: Sheet, column: int, guide: Guide) -> pl.Expr | None:
    """Give the whole numbers of a column that any reader reads alike, within the input's own bounds; None where there are none."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    kind = sheet.kinds[column]
    if not asked.traits.is_number or asked.traits.per_cent or kind not in {"text", "whole"}:
        return None
    if kind == "text" and any(map(_may_be_whole, guide.headers.marks)):
        return None
    number = _number(sheet, column).cast(pl.Int64, strict=False)
    low, high = declared(asked, 0)
    if low is None and high is None:
        return number
    is_within = number.is_between(
        max(low, -NARROW) if low is not None else -NARROW, min(high, NARROW) if high is not None else NARROW
    )
    return pl.when(is_within).then(number)


def _may_be_whole(text: str) -> bool:
    return text.strip("+-0123456789 ") == "" and any(map(str.isdigit, text))


def look_at(
    sheet: Sheet, frame: pl.LazyFrame, feeds: Sequence[tuple[Input, int, pl.Expr | None]], guide: Guide, at_once: int
) -> list[Column]:
    """Look at the columns of inputs: the bounds of what is read natively, and everything else that stands there.

    Args:
        sheet: the table.
        frame: its rows that are units.
        feeds: inputs, each with its column and the rows that it speaks of.
        guide: to the table.
        at_once: how many columns are looked at together.
    """
    known = _at_a_glance(sheet, frame, feeds, guide)
    left = [place for place in range(len(feeds)) if place not in known]
    for start in range(0, len(left), at_once):
        part = left[start : start + at_once]
        known |= zip(part, _one_by_one(sheet, frame, [feeds[place] for place in part], guide), strict=True)
    return [known[place] for place in range(len(feeds))]


def _at_a_glance(
    sheet: Sheet, frame: pl.LazyFrame, feeds: Sequence[tuple[Input, int, pl.Expr | None]], guide: Guide
) -> dict[int, Column]:
    """Look at all columns in one pass that holds no rows, and give those of which this tells all, by their places.

    These are columns of truth values, those of a few texts, and those in which everything but blanks is read natively.
    """
    own = {place: (of, column) for place, (of, column, among) in enumerate(feeds) if among is None}
    fasts = {place: fast_of(of, sheet, column, guide) for place, (of, column) in own.items()}
    few = _few(sheet, frame, [column for place, (_, column) in own.items() if fasts[place] is None])
    glances: dict[int, _Glance] = {}
    found: dict[int, Column | None] = {}
    for place, (of, column) in own.items():
        if (fast := fasts[place]) is not None:
            glance = _at_numbers(of, column, fast, sheet)
            if column in sheet.ends:
                low, high, blanks = sheet.ends[column]
                found[place] = glance.read({"low": low, "high": high, "left": blanks, "null": blanks}, sheet.height)
            else:
                glances[place] = glance
        elif column in few:
            glances[place] = _at_few(of, column, few[column], sheet)
    return {place: column for place, column in (found | _in_one_pass(frame, glances)).items() if column is not None}


def _in_one_pass(frame: pl.LazyFrame, glances: Mapping[int, _Glance]) -> dict[int, Column | None]:
    """Look at columns, and give what this tells, by their places."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if not glances:
        return {}
    asked = [expr.alias(f"{place} {word}") for place, each in glances.items() for word, expr in each.asked.items()]
    row = frame.select(pl.len().alias("all"), *asked).collect(engine="streaming").row(0, named=True)
    return {
        place: each.read({word: row[f"{place} {word}"] for word in each.asked}, row["all"])
        for place, each in glances.items()
    }


class _Glance(NamedTuple):
    """What is asked of a column in one pass, and what the answers and the number of rows say; None: not all."""

    asked: Mapping[str, pl.Expr]
    read: Callable[[Mapping[str, Any], int], Column | None]


def _at_numbers(of: Input, column: int, fast: pl.Expr, sheet: Sheet) -> _Glance:
    number = _number(sheet, column)

    def read(told: Mapping[str, Any], _: int) -> Column | None:
        if told["left"] != told["null"] or not _is_within(of, told["low"], told["high"]):
            return None
        return Column(of, column, None, fast, told["low"], told["high"], _blanks(told["null"]))

    ends = {"low": number.min(), "high": number.max(), "left": number.null_count()}
    return _Glance({**ends, "null": sheet.raw(column).null_count()}, read)


def _at_few(of: Input, column: int, raws: Sequence[Any], sheet: Sheet) -> _Glance:
    cells = sheet.words(column)

    def read(told: Mapping[str, Any], rows: int) -> Column | None:
        odd = {raw: told[str(at)] for at, raw in enumerate(raws) if told[str(at)]} | _blanks(told["null"])
        return Column(of, column, None, None, None, None, odd) if sum(odd.values()) == rows else None

    counts = {str(at): (cells == raw).sum() for at, raw in enumerate(raws)}
    return _Glance({**counts, "null": cells.null_count()}, read)


def _blanks(count: int) -> dict[Any, int]:
    return {None: count} if count else {}


def _few(sheet: Sheet, frame: pl.LazyFrame, columns: Sequence[int]) -> dict[int, Sequence[Any]]:
    """Give what can stand in columns of truth values, and the texts of those that have a few in their first rows."""
    texts = [column for column in dict.fromkeys(columns) if sheet.kinds[column] == "text"]
    found: dict[int, Sequence[Any]] = {column: _TRUTHS[:2] for column in columns if sheet.kinds[column] == "yes_no"}
    if texts:
        head = frame.select(map(str, texts)).head(_FIRST_ROWS).collect()
        there = {column: head[str(column)].drop_nulls().unique(maintain_order=True).to_list() for column in texts}
        found |= {column: raws for column, raws in there.items() if len(raws) <= MOST_CHOSEN}
    return found


def _number(sheet: Sheet, column: int) -> pl.Expr:
    """Give a column as integers; null where it has none of 64 bits."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    # Of a text with more digits every reader of integers says that it is none.
    if sheet.kinds[column] == "whole" or column in sheet.wholes:
        return sheet.raw(column)
    return pl.col(str(column)).cast(pl.Int64, strict=False)


def _is_within(asked: Input, low: int | None, high: int | None) -> bool:
    """Whether all of a column that lies between two integers is what `fast_of` takes."""
    if low is None or high is None:
        return True
    least, most = declared(asked, 0)
    return max(-NARROW, -NARROW if least is None else least) <= low and high <= min(
        NARROW, NARROW if most is None else most
    )


def _one_by_one(
    sheet: Sheet, frame: pl.LazyFrame, feeds: Sequence[tuple[Input, int, pl.Expr | None]], guide: Guide
) -> list[Column]:
    """Look at columns of which anything may be said, with all that stands in them."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    asked: list[pl.Expr] = []
    fasts = [fast_of(of, sheet, column, guide) for of, column, _ in feeds]
    for number, ((_, column, among), fast) in enumerate(zip(feeds, fasts, strict=True)):
        cells = pl.col(str(column))
        is_odd = pl.lit(value=True) if fast is None else fast.is_null()
        own = pl.lit(value=True) if among is None else among
        if fast is not None:
            mine = fast if among is None else fast.filter(among)
            asked += [mine.min().alias(f"{number} low"), mine.max().alias(f"{number} high")]
        if sheet.kinds[column] == "yes_no":
            # Counted by itself in a tenth of the time.
            asked += [(_are(cells, raw) & own).sum().alias(f"{number} {raw}") for raw in _TRUTHS]
        else:
            asked.append(cells.filter(is_odd & own).value_counts(name="count").implode().alias(f"{number} odd"))
    row = frame.select(asked).collect().row(0, named=True) if asked else {}
    found = []
    for number, ((of, column, among), fast) in enumerate(zip(feeds, fasts, strict=True)):
        if sheet.kinds[column] == "yes_no":
            odd = {raw: row[f"{number} {raw}"] for raw in _TRUTHS if row[f"{number} {raw}"]}
        else:
            odd = {each[str(column)]: each["count"] for each in row[f"{number} odd"]}
        low, high = row.get(f"{number} low"), row.get(f"{number} high")
        found.append(Column(of, column, among, fast, low, high, odd))
    return found


def _are(cells: pl.Expr, truth: bool | None) -> pl.Expr:
    """Say where a column of truth values has one of them."""
    return cells.is_null() if truth is None else cells == truth


def read_column(column: Column, sheet: Sheet, frame: pl.LazyFrame, reader: Reader, told: Told) -> Cell:
    """Read a column as its input: what is not read natively through the reference's reader."""
    asked = column.asked
    entries = {raw: reader.read(*sheet.text(raw, sheet.kinds[column.column])) for raw in column.odd}
    digits, entries, gone = _at_one_scale(entries, column)
    _tell(column, entries, frame, told)
    if gone:
        rows = _rows_with(column, gone, frame, MOST_OF_A_KIND)
        told.too_long[asked.key] = TooLong(asked.id, column.column, rows, sum(column.odd[raw] for raw in gone))
    if asked.traits.per_cent:
        _tell_shares(column, sheet, entries, frame, told)
    options = tuple(asked.options)
    values = {raw: as_integer(each.value, options, digits) for raw, each in entries.items() if each.value is not None}
    scale = 10**digits
    own = [*values.values(), *(end * scale for end in (column.low, column.high) if end is not None)]
    low, high = min(own, default=None), max(own, default=None)
    type_ = type_of(low, max(high or 0, scale))
    bare = _bare(column, sheet, entries, values)
    if bare is None:
        value, state = _value(column, values, digits, type_), _state(column, entries)
    else:
        value, state = bare.cast(type_).fill_null(0), _state_of_blanks(sheet.raw(column.column), entries)
    states = {STATES[each.state] for each in entries.values()}
    states |= {VALUE} if column.low is not None or not states else set()
    states |= {BLANK} if column.among is not None else set()
    return Cell(asked.traits.kind or "number", options, value, state, digits, low, high, frozenset(states), bare)


def _at_one_scale(entries: Mapping[Any, Entry], column: Column) -> tuple[int, dict[Any, Entry], list[Any]]:
    """Find the decimals of a column, and the numbers that are too long with all of them: they become invalid."""
    made, gone = dict(entries), list[Any]()
    while True:
        digits = max((decimals_of(each.value) for each in made.values()), default=0)
        if max(1, abs(column.low or 0), abs(column.high or 0)) * 10**digits > WIDE:
            # The most precise ones are those that do not fit beside the others.
            far = [raw for raw, each in made.items() if decimals_of(each.value) == digits]
        else:
            far = [raw for raw, each in made.items() if _is_beyond(each.value, digits)]
        if not far:
            return digits, made, gone
        gone += far
        made |= {raw: made[raw]._replace(value=None, state="invalid", problem=None) for raw in far}


def _is_beyond(value: Value | None, digits: int) -> bool:
    return isinstance(value, Fraction) and abs(value.numerator) * 10**digits > WIDE * value.denominator


def _bare(column: Column, sheet: Sheet, entries: Mapping[Any, Entry], values: Mapping[Any, int]) -> pl.Expr | None:
    """Give the values of a column that has nothing else but blanks, where it has blanks null; None of any other column.

    They keep their type: each cast is one more pass over the column, and the narrowest is chosen where they are prepared.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    from .polars_exprs import TYPES, width_of  # noqa: PLC0415  # it loads polars

    if column.among is not None or None in values or any(raw is not None and raw not in values for raw in entries):
        return None
    cells = sheet.words(column.column)
    if column.fast is not None:
        return None if values else _number(sheet, column.column)
    if sheet.kinds[column.column] == "yes_no":
        return cells if all(value == raw for raw, value in values.items()) else None
    if not values or len(values) > MOST_CHOSEN or sheet.kinds[column.column] != "text":
        return None
    type_ = TYPES[width_of(min(values.values()), max(values.values()))]
    made = pl.lit(None, dtype=type_)
    for raw, value in values.items():
        made = pl.when(cells == raw).then(pl.lit(value, dtype=type_)).otherwise(made)
    return made


def _state_of_blanks(cells: pl.Expr, entries: Mapping[Any, Entry]) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    there = pl.lit(VALUE, dtype=pl.Int8)
    if None not in entries:
        return there
    blank = pl.lit(STATES[entries[None].state], dtype=pl.Int8)
    return pl.when(cells.is_null()).then(blank).otherwise(there)


def _value(column: Column, values: Mapping[Any, int], digits: int, type_: Any) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    cells = pl.col(str(column.column))
    fast = None if column.fast is None else column.fast.cast(type_) * pl.lit(10**digits, dtype=type_)
    if not values:
        return fast.fill_null(0) if fast is not None else pl.lit(0, dtype=type_)
    read = _replaced(cells, values, 0, type_, digits)
    return read if fast is None else pl.coalesce(fast, read)


def _replaced(
    cells: pl.Expr, values: Mapping[Any, int], default: int, type_: Any, digits: int | None = None
) -> pl.Expr:
    """Give what stands for each cell; the default for others. Numbers say how many decimals the values have."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    known = {raw: value for raw, value in values.items() if raw is not None}
    if known and all(isinstance(raw, bool) for raw in known):
        # Of truth values a choice takes a tenth of the time of a look-up.
        yes, no, other = (pl.lit(known.get(raw, default), dtype=type_) for raw in (True, False, None))
        made = pl.when(cells).then(yes).when(~cells).then(no).otherwise(other)
    elif digits is not None and (read := _read_natively(cells, known, digits, type_)) is not None:
        made = read.fill_null(default)
    else:
        made = looked_up(cells, known, default, type_)
    if None in values:
        made = pl.when(cells.is_null()).then(pl.lit(values[None], dtype=type_)).otherwise(made)
    return made


def _read_natively(cells: pl.Expr, known: Mapping[Any, int], digits: int, type_: Any) -> pl.Expr | None:
    """Read texts as polars reads numbers with a point or a comma, if it reads each of them as the reference did; None if not.

    A look-up among a million amounts is made anew for each batch of rows, and takes thirty times as long.

    Args:
        cells: of the column.
        known: its texts with what they stand for; another text gives null, or a number between the least and the greatest.
        digits: the decimals of what they stand for.
        type_: as what they are read.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if len(known) <= _MOST_LOOKED_UP or digits > _MOST_NATIVE or not all(isinstance(raw, str) for raw in known):
        return None
    wanted = pl.Series("0", list(known.values()), dtype=type_)
    pointed = cells.str.replace(",", ".", literal=True) if any("," in raw for raw in known) else cells
    read = pointed.cast(pl.Decimal(_WIDEST, digits), strict=False).to_physical().cast(type_, strict=False)
    read = pl.when(read.is_between(wanted.min(), wanted.max())).then(read)
    own = pl.DataFrame({name: list(known) for name in cells.meta.root_names()}).select(read.alias("0"))
    return read if own["0"].equals(wanted) else None


def looked_up(cells: pl.Expr, known: Mapping[Any, int], default: int, type_: Any) -> pl.Expr:
    """Give what stands for each cell, where rows pass; the default for others.

    polars (2.1) plans a look-up of its own apart from the rest of a row, and keeps the other columns of all rows meanwhile.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if not known:
        return pl.lit(default, dtype=type_)
    keys, values = pl.Series(list(known)), pl.Series(list(known.values()), dtype=type_)

    def found(batch: pl.Series) -> pl.Series:
        return batch.replace_strict(keys, values, default=pl.lit(default, dtype=type_), return_dtype=type_)

    return cells.map_batches(found, return_dtype=type_, is_elementwise=True)


def _state(column: Column, entries: Mapping[Any, Entry]) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    cells = pl.col(str(column.column))
    states = {raw: STATES[each.state] for raw, each in entries.items()}
    most = max(set(states.values()), key=list(states.values()).count, default=VALUE)
    rare = {raw: state for raw, state in states.items() if state != most}
    made = _replaced(cells, rare, most, pl.Int8)
    if column.fast is not None:
        made = pl.when(column.fast.is_not_null()).then(pl.lit(VALUE, dtype=pl.Int8)).otherwise(made)
    if column.among is not None:
        made = pl.when(column.among).then(made).otherwise(pl.lit(BLANK, dtype=pl.Int8))
    return made


def _rows_with(column: Column, raws: Sequence[Any], frame: pl.LazyFrame, most: int) -> list[int]:
    """Find the first rows in which one of some things stands, of those that the column speaks of."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    own = frame if column.among is None else frame.filter(column.among)
    return rows_where(pl.col(str(column.column)), raws, own, most)


def rows_where(cells: pl.Expr, raws: Sequence[Any], frame: pl.LazyFrame, most: int) -> list[int]:
    """Find the first rows in which one of some things stands."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    known = [raw for raw in raws if raw is not None]
    is_so = cells.is_in(pl.Series(known).implode()) if known else pl.lit(value=False)
    if len(known) < len(raws):
        is_so |= cells.is_null()
    return sorted(frame.filter(is_so).select(pl.col("n").bottom_k(most)).collect()["n"].to_list())


def _tell(column: Column, entries: Mapping[Any, Entry], frame: pl.LazyFrame, told: Told) -> None:
    """Keep what must be said of the cells of a column."""
    from .units import SHOWN  # noqa: PLC0415  # beside what needs it

    kinds: dict[str, list[Any]] = {}
    for raw, each in entries.items():
        if each.problem is not None:
            kinds.setdefault(each.problem.row, []).append(raw)
    for row, raws in kinds.items():
        told.say(row, column.asked.key, sum(column.odd[raw] for raw in raws))
        told.shown.update(_rows_with(column, raws, frame, SHOWN))


def _tell_shares(column: Column, sheet: Sheet, entries: Mapping[Any, Entry], frame: pl.LazyFrame, told: Told) -> None:
    """Keep which percentages may have been meant a hundred times as large."""
    plain: dict[int, Fraction] = {}
    signed: list[Fraction] = []
    raws = list(entries)
    for number, raw in enumerate(raws):
        value = entries[raw].value
        if not isinstance(value, Fraction):
            continue
        if "%" in sheet.text(raw, sheet.kinds[column.column])[0]:
            signed.append(value)
        else:
            copies = min(column.odd[raw], _FEWEST_SHARES)
            plain |= {number * _FEWEST_SHARES + copy: value for copy in range(copies)}
    unsure = {index // _FEWEST_SHARES for index in unsure_shares(plain, signed)}
    if unsure:
        asked = [raws[number] for number in unsure]
        (first,) = _rows_with(column, asked, frame, 1)
        told.shares[column.asked.key] = first, sum(column.odd[raw] for raw in asked)


def hold_bounds(ruleset: Ruleset, cells: Mapping[str, Cell], frame: pl.LazyFrame, told: Told) -> dict[str, Cell]:
    """Make invalid what is beyond the value of another input, as the reference does, whatever the order of inputs."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    beyond: dict[str, list[tuple[str, pl.Expr]]] = {}
    for asked in ruleset.inputs:
        cell = cells.get(asked.key)
        for other, row, is_least in ((asked.minimum, "ITR446.least", True), (asked.maximum, "ITR446", False)):
            bound = cells.get(other) if isinstance(other, str) else None
            if cell is not None and bound is not None and cell.kind == bound.kind:
                is_beyond = _is_less(cell, bound) if is_least else _is_less(bound, cell)
                beyond.setdefault(asked.key, []).append((row, is_beyond))
    if not beyond:
        return dict(cells)
    from .units import SHOWN  # noqa: PLC0415  # beside what needs it

    flags = {f"{key} {number}": test for key, tests in beyond.items() for number, (_, test) in enumerate(tests)}
    count = frame.select(test.sum().alias(name) for name, test in flags.items()).collect().row(0, named=True)
    made = dict(cells)
    for key, tests in beyond.items():
        for number, (row, test) in enumerate(tests):
            found = count[f"{key} {number}"] or 0
            if not found:
                continue
            told.say(row, key, found)
            told.shown.update(frame.filter(test).select(pl.col("n").bottom_k(SHOWN)).collect()["n"].to_list())
            state = pl.when(test).then(pl.lit(INVALID, dtype=pl.Int8)).otherwise(made[key].state)
            made[key] = replace(made[key], state=state, states=made[key].states | {INVALID}, bare=None)
    return made


def _is_less(one: Cell, other: Cell) -> pl.Expr:
    """Whether a value is below another; not where one of them is none."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    few, many = (one, other) if one.digits < other.digits else (other, one)
    more = 10 ** (many.digits - few.digits)
    most = _most(few) * more
    type_ = pl.Int64 if max(more, most, _most(many)) <= NARROW else pl.Int128
    short, long, scale = few.value.cast(type_), many.value.cast(type_), pl.lit(more, dtype=type_)
    if most <= WIDE:
        is_less = short * scale < long if few is one else long < short * scale
    elif few is one:  # at one scale it would wrap, so that the other loses its last decimals
        is_less = (short < long // scale) | ((short == long // scale) & (long % scale > 0))
    else:
        is_less = long // scale < short
    return (one.state == VALUE) & (other.state == VALUE) & is_less


def _most(cell: Cell) -> int:
    return max(abs(cell.low or 0), abs(cell.high or 0))
