"""From the columns of a program to the table of the result, and to files.

The table has a row for each unit, in the order of the data: `id`, `name`, `group`, `scorecard`, `list`, `status`,
`reason`, `total`, `max`, `tier`, `rank`; then the published values (`value:<id>`), and of each criterion its value
(`<id>`), its rank and tier (`rank:<id>`, `tier:<id>`), whether it
fails (`failed:<id>`), and beside every value that may lack, `state:<name>` and `reason:<name>`. A criterion that has the
name of another column is `criterion:<id>`.

Every number is exact. One whose denominator is the same for all units and divides a power of ten is a decimal of as many
digits: `Decimal` in Parquet and Arrow, its digits in CSV and JSON. Any other is two columns of whole numbers in Parquet and
Arrow, `<name>:top` and `<name>:bottom`, not reduced; and in CSV and JSON one text, the decimal where it ends, else `p/q`,
reduced. Where there is no value the cell is NULL, and empty in CSV.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from ..columns.integers import NARROW, WIDE, Expr
from ..columns.lacks import codes_of
from ..files.apostrophes import RISKY, guarded
from ..files.numbers import decimals_of, plain
from ..files.visible import HIDDEN_IN_FILES, visible, visible_in_json
from ..files.writing import write_bytes
from ..model.outcome import NoScore, State
from ..observe.own_tables import CRITERION, RANK, TAKEN, TIER, VALUE
from ..rank.ranking import is_illustrative
from ..result.words import name_of, why_no_score, why_not_ranked

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from ..columns.program import Output, Program
    from ..model.findings import Finding
    from ..model.ruleset import Ruleset
    from ..model.ruleset import Value as Exact
    from .on_polars import Parted
    from .preparing import Looked
    from .reporting import Noted

Form: TypeAlias = Literal["parquet", "frame", "csv", "json"]
FORMAT = "itrank-table/1"
"""The first line of a table as JSON says this; each further line is a unit."""
PARTS = ("itrank.ruleset_sha256", "itrank.data_sha256", "itrank.version")
"""Of the metadata of a table in Parquet, what computing it again needs."""
STATE, REASON, FAILED = "state:", "reason:", "failed:"
TOP, BOTTOM = ":top", ":bottom"
ABOUT = "about "
"""Before what is known of a unit, in the names of columns beside those of a program."""
_OF_32_BITS = 2**31 - 1
_OF_64_BITS = 18  # digits
MOST_TEXTS = 20_000  # decimals of a column of CSV that are written as one of a list of texts
MOST_CHOSEN = 16  # codes of a column whose words are chosen one by one
_UNIT = {"scorecard", "list", "status", "why", "total", "max", "tier", "rank", "tied"}
_ORDER = ("scorecard", "list", "status", "why", "total", "max", "tier", "rank", "tied")
_BESIDE = {"counted", "above", "refused"}  # of outputs that only findings and explanations read
_PREFIXES = {"value": VALUE, "node_rank": RANK, "node_tier": TIER, "failed": FAILED}


@dataclass(frozen=True, slots=True)
class Made:
    """A program that was run: its columns, and what is needed to read them.

    Attributes:
        ruleset: that was compiled.
        program: of which they are.
        frame: `n`, and of output number K `oK`, `oK_d`, `oK_s`, as `columns.program` says; it may have `beside_rows`. Empty
            where the rows went into a file piece by piece.
        looked: the data.
        kept: the exact values that columns hold by their number.
        lang: of reasons.
        note: what each row of CSV says of data that are made up.
        only: ids of the criteria that are given; None for all.
        noted: what is to be reported of the rows, once they have been computed.
    """

    ruleset: Ruleset
    program: Program
    frame: pl.LazyFrame
    looked: Looked
    kept: Sequence[Exact] = ()
    lang: str = "vi"
    note: str = ""
    only: Collection[str] | None = None
    noted: Noted | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be reported of the rows, all of which have been computed once."""
        return () if self.noted is None else self.noted.findings(self.looked)

    @property
    def illustrative(self) -> bool:
        """Whether the data or the ruleset are made up, in part or wholly, so that every output must say so."""
        return is_made_up(self.looked)


def is_made_up(looked: Looked) -> bool:
    """Say whether data, or the ruleset by which they were read, are made up, wholly or in part."""
    return looked.illustrative or is_illustrative(looked.ruleset)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: its name, what it holds, and how it is made; of a decimal also the whole numbers, and its type.

    In CSV a text may hold the cells of the columns `beside` it too, with the commas between them.
    """

    name: str
    what: str
    key: str
    expr: pl.Expr
    whole: pl.Expr | None = None
    type: pl.Decimal | None = None
    beside: Sequence[str] = ()

    @property
    def written(self) -> pl.Expr:
        """How it is made for a file of Parquet."""
        return self.expr if self.whole is None else self.whole


def result_table(made: Made, form: Form) -> pl.LazyFrame:
    """Make the table of the result, in the columns of a form; CSV and JSON have texts where Parquet has numbers."""
    return _rows(made).select(column.expr.alias(column.name) for column in _columns(made, form))


def parquet_table(made: Made) -> tuple[pl.LazyFrame, dict[str, pl.Decimal]]:
    """Make the table of the result as a file of Parquet gets it: whole numbers, and which of them are what decimals there."""
    return _table_of(_rows(made), _columns(made, "parquet"))


def _table_of(rows: pl.LazyFrame, columns: Sequence[_Column]) -> tuple[pl.LazyFrame, dict[str, pl.Decimal]]:
    table = rows.select(column.written.alias(column.name) for column in columns)
    return table, {column.name: column.type for column in columns if column.type is not None}


def _rows(made: Made) -> pl.LazyFrame:
    """Give the columns of a program with what is known of each unit."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    rows = made.frame
    if ABOUT + "unit" not in rows.collect_schema():
        about = made.looked.about(_list_of(made.program)).rename(lambda name: ABOUT + name)
        rows = pl.concat([rows, about], how="horizontal")  # both come in the order of the data
    return rows


def beside_rows(program: Program, looked: Looked) -> dict[str, pl.Expr]:
    """Give what `result_table` takes of each unit, over the rows of the data, so that it passes with them."""
    words = looked.words(_list_of(program))
    return {ABOUT + word: words[word] for word in ("n", "unit", "name", "group", "role", "list") if word in words}


def _list_of(program: Program) -> str:
    """Name the text column that says of which list each unit is; empty where integers say it."""
    return next((output.key for output in program.outputs if output.what == "list" and output.key), "")


def _columns(made: Made, form: Form) -> list[_Column]:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    outputs = list(enumerate(made.program.outputs, 1))
    of_unit = {output.what: (number, output) for number, output in outputs if output.what in _UNIT}
    # A row beside another's name would be the worst of errors.
    id_ = pl.struct("n", ABOUT + "n", ABOUT + "unit")
    id_ = id_.map_batches(_same_row, return_dtype=pl.String, is_elementwise=True)
    found = [_Column("id", "id", "", _safe(id_, form))]
    found += [_Column(word, word, "", _safe(pl.col(f"about {word}"), form)) for word in ("name", "group")]
    for what in _ORDER:
        if what in of_unit:
            found += _of_unit(made, form, what, *of_unit[what])
    for number, output in outputs:
        if output.what not in {*_UNIT, *_BESIDE} and (
            made.only is None or output.what == "value" or output.key in made.only
        ):
            found += _of_output(made, form, number, output)
    return found


def _same_row(rows: pl.Series) -> pl.Series:
    """Give the ids of units; the row of the result is that of the data.

    Raises:
        RuntimeError: it is not.
    """
    frame = rows.struct.unnest()
    if not (frame["n"] == frame[ABOUT + "n"]).all():
        raise RuntimeError("the rows of a result are not those of the data")
    return frame[ABOUT + "unit"]


def _of_unit(made: Made, form: Form, what: str, number: int, output: Output) -> Iterator[_Column]:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if what == "why":
        yield _Column("reason", what, "", _why(made, form, number, output))
    elif what == "list" and output.key:
        yield _Column("list", what, output.key, _safe(pl.col("about list"), form))
    elif what == "rank":
        value = _integer(number, output).cast(pl.Int64)
        yield _Column("rank", what, "", pl.when(value > 0).then(value))
    else:
        yield from _value(made, form, what, what, number, output)


def _of_output(made: Made, form: Form, number: int, output: Output) -> Iterator[_Column]:
    """Give the columns of a criterion or a published value."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    id_ = output.key.removeprefix("self:")
    prefix = _PREFIXES.get(output.what, CRITERION if id_ in TAKEN else "")
    name = f"{prefix}{id_}"
    if output.what == "node_rank":
        value = _integer(number, output).cast(pl.Int64)
        yield _Column(name, output.what, id_, pl.when(value > 0).then(value))
        return
    if output.what not in {"criterion", "value"} or _is_sure(output.lack):
        yield from _value(made, form, name, output.what, number, output)
        return
    lacks = made.program.lacks
    codes = sorted(codes_of(output.lack) & lacks.keys())
    states = {0: State.SCORED.value} | {code: lacks[code].state.value for code in codes}
    reasons = {0: ""} | dict(zip(codes, map(_reason(made), map(lacks.__getitem__, codes)), strict=True))
    if form == "csv":
        yield from _with_lack(made, name, number, output, states, reasons)
        return
    yield from _value(made, form, name, output.what, number, output)
    for what, begin, words in (("state", STATE, states), ("reason", REASON, reasons)):
        yield _Column(f"{begin}{name}", what, id_, _words(_lack(number, output), words, form))


def _with_lack(
    made: Made, name: str, number: int, output: Output, states: Mapping[int, str], reasons: Mapping[int, str]
) -> Iterator[_Column]:
    """Give a value, its state and its reason for CSV: as one text, or the value alone where it can have too many texts."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    texts = {code: f"{_cell(states[code], 'csv')},{_cell(reasons[code], 'csv')}" for code in states}
    beside = f"{STATE}{name}", f"{REASON}{name}"
    lack = _lack(number, output)
    if (listed := _listed(made, number, output)) is None:
        yield from _value(made, "csv", name, output.what, number, output)
        type_ = pl.Enum([*dict.fromkeys((*texts.values(), ","))])
        yield _Column(beside[0], "state", output.key, _chosen(lack, texts, type_).fill_null(","), beside=beside[1:])
        return
    value, numbers = listed
    others = {f",{texts[code]}" for code in texts if code} | {",,"}
    places = {text: place for place, text in enumerate(sorted(others), len(numbers))}
    type_ = pl.Enum(pl.concat([numbers + f",{texts[0]}", pl.Series([*places])]))
    missing = _chosen(lack, {code: places[f",{texts[code]}"] for code in texts if code}, pl.UInt16())
    place = pl.when(lack == 0).then(value).otherwise(missing.fill_null(places[",,"]))
    yield _Column(name, output.what, output.key, _one_of(place, type_), beside=beside)


def _is_sure(expr: Expr) -> bool:
    return expr.is_constant and expr.low == 0


def _reason(made: Made) -> Callable[[NoScore], str]:
    return lambda lack: why_no_score(made.ruleset, lack).say(made.lang)


# Integers of a program


def _read(expr: Expr, name: str) -> pl.Expr:
    """Give an expression's column, or the constant that needs none."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if expr.is_constant:
        value = expr.low if not expr.is_truth else int(expr.op == "true")
        return pl.lit(value, dtype=pl.Int64 if abs(value) <= NARROW else pl.Int128)
    return pl.col(name)


def _integer(number: int, output: Output) -> pl.Expr:
    return _read(output.top, f"o{number}")


def _lack(number: int, output: Output) -> pl.Expr:
    return _read(output.lack, f"o{number}_s")


def _where_there(value: pl.Expr, number: int, output: Output) -> pl.Expr:
    """Give a value, and NULL where it lacks."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return value if _is_sure(output.lack) else pl.when(_lack(number, output) == 0).then(value)


def _words(code: pl.Expr, words: Mapping[int, str], form: Form, *, mixed: bool = False) -> pl.Expr:
    """Give the word of each code, safe in its form; NULL for the empty one.

    Files have them as numbers of a list of words, unless they are put together with others.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    there = {value: _cell(word, form) for value, word in words.items() if word}
    if not there:
        return pl.lit(None, dtype=pl.String)
    type_ = pl.Enum(list(dict.fromkeys(there.values()))) if form in {"csv", "parquet"} and not mixed else pl.String()
    return _chosen(code, there, type_)


def _chosen(code: pl.Expr, there: Mapping[int, str | int], type_: pl.DataType) -> pl.Expr:
    """Give what there is for each code; NULL for others."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if len(there) > MOST_CHOSEN or type_ == pl.String:
        # Codes are small numbers: a place in a table is found faster than a key.
        table = pl.repeat(None, max(there) + 1, dtype=type_, eager=True)
        table = table.scatter([*there], pl.Series([*there.values()], dtype=type_))
        return code.map_batches(lambda codes: _at(table, codes), return_dtype=type_, is_elementwise=True)
    # A choice between a few takes a quarter of the time of a table.
    made = pl.lit(None, dtype=type_)
    for value, word in reversed([*there.items()]):
        made = pl.when(code == value).then(pl.lit(word, dtype=type_)).otherwise(made)
    return made


def _at(table: pl.Series, codes: pl.Series) -> pl.Series:
    """Give what stands in a table at each place; NULL beyond it."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    places = codes.cast(pl.Int64)
    return table.gather(places.set(places >= len(table), None)).alias(codes.name)


def _why(made: Made, form: Form, number: int, output: Output) -> pl.Expr:
    """Say why a unit has no rank: a lack of its total, its role, its group or a condition."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    reason = _reason(made)
    lacks = {
        code: reason(made.program.lacks[code]) for code in sorted(codes_of(output.lack) & made.program.lacks.keys())
    }
    role = pl.col("about role")
    told = {
        word: why_not_ranked(made.ruleset, word, "", is_reference=False).say(made.lang) for word in output.words if word
    }
    words = {place: told[word] for place, word in enumerate(output.words) if word}
    top = _integer(number, output)
    reference = why_not_ranked(made.ruleset, "role", "", is_reference=True).say(made.lang)
    said = _words(top, words, form, mixed=True)
    if "role" in output.words:
        told_of = pl.lit(_cell(reference, form))
        said = pl.when((top == output.words.index("role")) & (role == 2)).then(told_of).otherwise(said)
    if "scorecard" in output.words:
        begin, _, end = (
            why_not_ranked(made.ruleset, "scorecard", "\0", is_reference=False).say(made.lang).partition("\0")
        )
        of_group = _safe(pl.concat_str(pl.lit(begin), pl.col("about group"), pl.lit(end)), form)
        said = pl.when(top == output.words.index("scorecard")).then(of_group).otherwise(said)
    if not _is_sure(output.lack):
        said = pl.coalesce(_words(_lack(number, output), lacks, form, mixed=True), said)
    return said


# Values


def _value(made: Made, form: Form, name: str, what: str, number: int, output: Output) -> Iterator[_Column]:
    """Give the columns of a value: a number, a truth value, a day, or a word."""
    top = _integer(number, output)
    if output.kind == "kept":
        yield from _exact(made, name, what, number, output)
    elif output.kind == "yes_no":
        yield _Column(name, what, output.key, _where_there(_yes_no(top, form), number, output))
    elif output.kind == "date":
        yield _Column(name, what, output.key, _where_there(_day(top), number, output))
    elif output.kind == "code":
        word = _words(top, dict(enumerate(output.words)), form)
        yield _Column(name, what, output.key, _where_there(word, number, output))
    else:
        yield from _number(made, form, name, what, number, output)


def _yes_no(top: pl.Expr, form: Form) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return (
        pl.when(top.cast(pl.Int64) == 1).then(pl.lit("yes")).otherwise(pl.lit("no"))
        if form == "csv"
        else top.cast(pl.Boolean)
    )


def _day(top: pl.Expr) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return (top.cast(pl.Int64) - date(1970, 1, 1).toordinal()).cast(pl.Int32).cast(pl.Date)


def _number(made: Made, form: Form, name: str, what: str, number: int, output: Output) -> Iterator[_Column]:
    """Give a number: a decimal where its denominator divides a power of ten, else two whole numbers, or one text."""
    places = _places(output)
    if places is None:
        yield from _fraction(made, form, name, what, number, output)
    else:
        whole, type_ = _as_whole(number, output, places) if form == "parquet" else (None, None)
        yield _Column(name, what, output.key, _with_decimals(made, form, number, output, places), whole, type_)


def _as_whole(number: int, output: Output, places: int) -> tuple[pl.Expr, pl.Decimal] | tuple[None, None]:
    """Give the whole numbers that become decimals of so many places where they are written, and that type; or neither."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    from .polars_exprs import TYPES, width_of  # noqa: PLC0415  # it loads polars

    more = 10**places // output.bottom.low
    low, high = output.top.low * more, output.top.high * more
    digits = _digits(max(abs(low), abs(high)), places)
    if not places or digits > _OF_64_BITS:
        return None, None
    type_ = TYPES[max(width_of(min(low, 0), max(high, more)), 64 if digits == _OF_64_BITS else 8)]
    value = _integer(number, output).cast(type_)
    value = value * pl.lit(more, dtype=type_) if more > 1 else value
    return _where_there(value, number, output), pl.Decimal(digits, places)


def _with_decimals(made: Made, form: Form, number: int, output: Output, places: int) -> pl.Expr:
    """Give a number with so many decimals: a decimal, a whole number where it has none; and texts as a form has them."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    top, more = _integer(number, output), 10**places // output.bottom.low
    low, high = output.top.low * more, output.top.high * more
    most = max(abs(low), abs(high))
    type_ = pl.Int128 if most > NARROW else pl.Int64
    percent = form == "csv" and _is_percent(made, output)
    if more > 1:
        value = top.cast(type_) * pl.lit(more, dtype=type_)
    else:
        # What becomes a decimal is cast to what that is made of: to more before only makes it slower.
        value = top.cast(type_ if not places or percent or most > _OF_32_BITS else pl.Int32)
    value = _where_there(value, number, output)
    if percent:
        shown = _decimal(value * 10 ** max(2 - places, 0), max(places - 2, 0), WIDE).cast(pl.String)
        return pl.concat_str(shown, pl.lit("%"))
    if not places and most <= NARROW:
        return value
    if form == "csv" and (listed := _listed(made, number, output)) is not None:
        place, texts = listed
        return _where_there(_one_of(place, pl.Enum(texts)), number, output)
    shown = _decimal(value, places, most)
    return shown.cast(pl.String) if form == "json" else shown


def _fraction(made: Made, form: Form, name: str, what: str, number: int, output: Output) -> Iterator[_Column]:
    """Give a number whose decimals do not end, or not in all rows alike: two whole numbers, or one text."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    top, bottom = _integer(number, output), _read(output.bottom, f"o{number}_d")
    if form in {"parquet", "frame"}:
        for end, part in ((TOP, top), (BOTTOM, bottom)):
            is_wide = (output.top if end == TOP else output.bottom).is_wide
            whole = _where_there(part.cast(pl.Int128 if is_wide else pl.Int64), number, output)
            yield _Column(f"{name}{end}", what, output.key, _decimal(whole, 0, WIDE) if is_wide else whole)
    else:
        scale = 100 if form == "csv" and _is_percent(made, output) else 1
        pair = pl.struct(top.alias("top"), bottom.alias("bottom"))
        text = pair.map_batches(lambda rows: _ratios(rows, scale), return_dtype=pl.String, is_elementwise=True)
        yield _Column(name, what, output.key, _where_there(text, number, output))


def _is_percent(made: Made, output: Output) -> bool:
    from ..model.ruleset import Input  # noqa: PLC0415  # beside what needs it

    column = made.ruleset.columns.get(output.key)
    return output.what == "value" and isinstance(column, Input) and column.traits.per_cent


def _places(output: Output) -> int | None:
    """Count the decimals of a number with one denominator; None where they do not end, or are too many."""
    if not output.bottom.is_constant:
        return None
    try:
        places = decimals_of(Fraction(1, output.bottom.low))
    except ValueError:
        return None
    most = max(abs(output.top.low), abs(output.top.high)) * 10**places // output.bottom.low
    return places if most <= WIDE and places <= 38 else None


def _decimal(value: pl.Expr, places: int, most: int) -> pl.Expr:
    """Give whole numbers up to `most` as decimals of so many places, to the digit; of 9, 18 or 38 digits as they need."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    digits = _digits(most, places)
    return value.map_batches(
        lambda numbers: _with_places(numbers, digits, places),
        return_dtype=pl.Decimal(digits, places),
        is_elementwise=True,
    )


def _digits(most: int, places: int) -> int:
    """Say how many digits the decimals up to some whole number have: as many as 32, 64 or 128 bits hold."""
    return next((digits for digits in (9, _OF_64_BITS) if most < 10**digits and places <= digits), 38)


def _listed(made: Made, number: int, output: Output) -> tuple[pl.Expr, pl.Series] | None:
    """Give a number of CSV as its place in a list of the texts that it can have, and the list; None where that is long.

    A text of a list is put into a file in half the time in which a decimal is.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    places = None if output.kind != "number" or _is_percent(made, output) else _places(output)
    if places is None:
        return None
    more = 10**places // output.bottom.low
    low, high = output.top.low * more, output.top.high * more
    if low < 0 or high >= MOST_TEXTS:
        return None
    value = _integer(number, output).cast(pl.Int16, wrap_numerical=True)
    value = value * pl.lit(more, dtype=pl.Int16) if more > 1 else value
    return (value - pl.lit(low, dtype=pl.Int16) if low else value), _texts_between(low, high, places)


def _one_of(place: pl.Expr, type_: pl.Enum) -> pl.Expr:
    """Give the texts at places of a list."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    physical = pl.UInt8 if len(type_.categories) < 2**8 else pl.UInt16  # as polars holds the numbers of so many texts
    return place.cast(physical, wrap_numerical=True).cat.to(type_)


@lru_cache
def _texts_between(low: int, high: int, places: int) -> pl.Series:
    """Give the decimals of so many places between two, without their point.

    >>> _texts_between(8, 11, 1).to_list(), _texts_between(8, 11, 0).to_list()
    (['0.8', '0.9', '1.0', '1.1'], ['8', '9', '10', '11'])
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    number, scale = pl.int_range(low, high + 1), 10**places
    rest = (number % scale).cast(pl.String).str.zfill(places)
    text = pl.concat_str(number // scale, pl.lit("."), rest) if places else number.cast(pl.String)
    return pl.select(text).to_series()


def _with_places(numbers: pl.Series, digits: int, places: int) -> pl.Series:
    """Give the same digits with a point before the last ones: no engine divides anything."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none
    import pyarrow as pa  # noqa: PLC0415  # likewise

    held, type_ = {
        9: (pl.Int32(), pa.decimal32),
        18: (pl.Int64(), pa.decimal64),
        38: (pl.Decimal(38, 0), pa.decimal128),
    }[digits]
    whole = numbers.cast(held).to_arrow()
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    made = pa.Array.from_buffers(type_(digits, places), len(whole), whole.buffers(), offset=whole.offset)
    return pl.Series(numbers.name, pl.from_arrow(made))


def _ratios(rows: pl.Series, scale: int) -> pl.Series:
    """Write each distinct ratio once."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    frame = rows.struct.unnest()
    each = frame.unique()
    end = "%" if scale > 1 else ""
    texts = [
        plain(Fraction(top, bottom) * scale) + end if top is not None and bottom else None
        for top, bottom in each.select("top", "bottom").iter_rows()
    ]
    made = frame.join(
        each.with_columns(pl.Series("text", texts, dtype=pl.String)),
        on=["top", "bottom"],
        how="left",
        maintain_order="left",
    )
    return made["text"].alias(rows.name)


def _exact(made: Made, name: str, what: str, number: int, output: Output) -> Iterator[_Column]:
    """Give a value that the reference keeps: it is looked up when the table is made."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    def looked_up(numbers: pl.Series) -> pl.Series:
        asked = numbers.unique().to_list()
        values = [made.kept[each] if each is not None and each < len(made.kept) else None for each in asked]
        found = [plain(value) if isinstance(value, Fraction) else None for value in values]
        return numbers.replace_strict(asked, pl.Series(found, dtype=pl.String), return_dtype=pl.String)

    asked = _integer(number, output).cast(pl.Int64)
    # A root has as many digits as it is computed with, more than any column of numbers holds: text in every form.
    text = asked.map_batches(looked_up, return_dtype=pl.String, is_elementwise=True)
    yield _Column(name, what, output.key, _where_there(text, number, output))


# Texts


def _safe(texts: pl.Expr, form: Form) -> pl.Expr:
    """Write texts so that nothing is hidden, and in CSV so that no spreadsheet runs them."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if form != "csv":
        return texts
    return texts.map_batches(_cells, return_dtype=pl.String, is_elementwise=True)


def _cells(texts: pl.Series) -> pl.Series:
    patterns = (RISKY, HIDDEN_IN_FILES.pattern, _IN_QUOTES.pattern)
    is_odd = reduce(or_, map(texts.str.contains, patterns))
    if not is_odd.any():
        return texts
    odd = texts.filter(is_odd).unique().to_list()
    return texts.replace(odd, [_cell(text, "csv") or _EMPTY for text in odd])


_IN_QUOTES = re.compile(r'^$|[",\r\n]')
_EMPTY = '""'


def _cell(text: str, form: Form) -> str:
    """Write a text so that nothing is hidden; in CSV so that no spreadsheet runs it, and as it stands between commas.

    >>> [_cell(text, "csv") for text in ("Sở Y tế", "=1+1", 'a "b" c', "")]
    ['Sở Y tế', "'=1+1", '"a ""b"" c"', '']
    """
    if form != "csv":
        return text
    text = guarded(visible(text))
    return '"' + text.replace('"', '""') + '"' if text and _IN_QUOTES.search(text) else text


# Files


def write_table(made: Made, path: Path, form: Form, version: str) -> None:
    """Write the table to a file: whole or not at all.

    Parquet carries `itrank.ruleset`, `itrank.ruleset_version`, `itrank.ruleset_sha256`, `itrank.version`, `itrank.data_sha256`,
    `itrank.illustrative` and `itrank.keep` (`cells`, or `criteria` where not all are there) in its metadata, JSON in its first line; CSV has them in its last columns, as the ranking of small
    data has.

    Args:
        made: the program that was run.
        path: of the file.
        form: of the file.
        version: of itrank.

    Raises:
        OSError: what the system says; the file is then as it was.
        ChangedError: the data are no longer the file that was looked at; likewise.
    """
    if form == "parquet":
        write_parquet(made, path, version)
    else:
        write_bytes(path, lambda stream: write_stream(made, stream, form, version))


def write_parquet(made: Made, path: Path, version: str) -> None:
    """Write the table to a file as Parquet, in bounded memory where it is made so; as `write_table`."""
    from .footers import is_understood  # noqa: PLC0415  # it loads polars
    from .on_polars import to_parquet  # noqa: PLC0415  # likewise

    table, decimals = parquet_table(made) if is_understood() else (result_table(made, "parquet"), {})
    with _full_disk_told():
        to_parquet(table, path, metadata_of(made, version), decimals, last=made.looked.hold_still)


def write_parts(made: Made, parts: Parted, path: Path, version: str) -> None:
    """Write the table of a program in two parts to a file as Parquet, in bounded memory; as `write_table`.

    Args:
        made: the program; it has no frame.
        parts: its rows, with `beside_rows`.
        path: of the file.
        version: of itrank.

    Raises:
        OSError: what the system says; the file is then as it was.
    """
    from .on_polars import parts_to_parquet  # noqa: PLC0415  # it loads polars

    columns = _columns(made, "parquet")
    late = [column for column in columns if parts.late.intersection(column.written.meta.root_names())]
    sure = [column for column in columns if column not in late]
    read = {name for column in late for name in column.written.meta.root_names()} - parts.late - {"n"}

    def table(rows: pl.LazyFrame, is_late: bool) -> tuple[pl.LazyFrame, Mapping[str, pl.Decimal]]:
        return _table_of(rows, late if is_late else sure)

    with _full_disk_told():
        names = [column.name for column in columns]
        about = metadata_of(made, version)
        parts_to_parquet(parts, table, read, path, about, names, last=made.looked.hold_still)


def write_stream(made: Made, stream: BinaryIO, form: Form, version: str) -> None:
    """Write the table to a stream; as `write_table`."""
    from .footers import sink  # noqa: PLC0415  # it loads polars

    with _full_disk_told():
        match form:
            case "parquet":
                sink(result_table(made, form), stream, metadata_of(made, version))
            case "csv":
                _write_csv(made, stream)
            case "json":
                _write_json(made, result_table(made, form), stream, version)
    made.looked.hold_still()


def _write_csv(made: Made, stream: BinaryIO) -> None:
    """Write the names of the columns, then a line for each unit, whose texts are in quotes already where they must be."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    columns, sources = _columns(made, "csv"), _about_rows(made)
    names = [*(name for column in columns for name in (column.name, *column.beside)), *sources]
    head = pl.DataFrame(schema=dict.fromkeys(names, pl.String)).write_csv()
    stream.write(f"\ufeff{head}".encode())
    stream.flush()  # polars writes rows past the stream
    about = ",".join(_cell(text, "csv") or _EMPTY for text in sources.values())
    rows = _rows(made).select(*(column.expr.alias(column.name) for column in columns), pl.lit(about).alias(ABOUT))
    rows.sink_csv(stream, include_header=False, quote_style="never")


@contextmanager
def _full_disk_told() -> Iterator[None]:
    """Let a full disk be what the system says of it, where polars has met it."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    try:
        yield
    except pl.exceptions.PolarsError as error:
        if "No space left" in str(error) or "os error 28" in str(error):
            raise OSError(errno.ENOSPC, "No space left on device") from error
        raise


def metadata_of(made: Made, version: str) -> dict[str, str]:
    """Say what a table depends on; `PARTS` are there in each."""
    return {
        "itrank.format": FORMAT,
        "itrank.ruleset": made.ruleset.id,
        "itrank.ruleset_version": made.ruleset.version,
        "itrank.ruleset_sha256": made.ruleset.sha256,
        "itrank.version": version,
        "itrank.lang": made.lang,
        "itrank.data_sha256": " ".join(source.sha256 for source in made.looked.sources),
        "itrank.illustrative": "true" if made.illustrative else "false",
        "itrank.keep": "cells" if made.only is None else "criteria",
    }


def _about_rows(made: Made) -> dict[str, str]:
    return {
        "ruleset": f"{made.ruleset.id}@{made.ruleset.version}",
        "ruleset_sha256": made.ruleset.sha256,
        "data_sha256": " ".join(source.sha256 for source in made.looked.sources),
        "note": made.note if made.illustrative else "",
    }


def _write_json(made: Made, table: pl.LazyFrame, stream: BinaryIO, version: str) -> None:
    """Write a line about the table, then a line for each unit, some at a time."""
    head = {
        "format": FORMAT,
        "itrank": version,
        "ruleset": {"id": made.ruleset.id, "version": made.ruleset.version, "sha256": made.ruleset.sha256},
        "data": [source.sha256 for source in made.looked.sources],
        "illustrative": made.illustrative,
        "units": made.looked.count,
        "columns": [
            {"name": column.name, "what": column.what, **({"id": column.key} if column.key else {})}
            | ({"title": name_of(made.ruleset, column.key, made.lang)} if column.key else {})
            for column in _columns(made, "json")
        ],
    }
    stream.write((visible_in_json(json.dumps(head, ensure_ascii=False)) + "\n").encode())
    batches = table.collect_batches(chunk_size=50_000, maintain_order=True)
    stream.writelines(visible_in_json(batch.write_ndjson()).encode() for batch in batches)
