"""Pieces of a large table, as Spark's workers see them: some rows of one file at a time, looked at as a table of its own.

A worker is given batches of Arrow with two columns behind those of the data: the file that a row is in, and its number
there. What a piece says of itself (`Seen`) is put together by `together`; it grows with what is wrong, not with the rows.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..columns.integers import WIDE
from ..columns.program import Given, Range
from ..files.naming import fold, toned
from ..model.codes import has_errors, of
from ..model.findings import Finding, code_in, finding, in_order
from ..model.records import Subject, Trait
from ..observe.report import MOST_OF_A_KIND
from .frames import sheet_of_lazy
from .handing import renamed
from .preparing import Looked, look, prepared
from .reporting import Noted
from .results import Made, result_table
from .sql import ROWS

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from ..columns.program import Program
    from ..model.ruleset import Ruleset
    from ..model.ruleset import Value as Exact
    from ..observe.mapping import DataMapping

FILE_ROWS = 1 << 40
"""A row's number in all data is its number in its file and so many for each file before; a file has fewer rows."""
NAME, GROUP, LIST, TWIN = "about1", "about2", "about3", "about4"
"""Text columns beside the prepared table: name and group of a unit, its list, and what two ids have in common that are
too much alike."""
BESIDE = (NAME, GROUP, LIST)
LEFT_OUT = "ITR489"


@dataclass(frozen=True, slots=True)
class Table:
    """What every worker has to know of the data.

    Attributes:
        ruleset: by which they are read.
        headers: of the columns.
        mapping: how they are read.
        shown: what a person called the file or folder.
        root: the file or folder as Spark names it, without what stands before `://`.
        subjects: the key of the input that a column feeds, by the number of the column from 1.
    """

    ruleset: Ruleset
    headers: tuple[str, ...]
    mapping: DataMapping | None
    shown: str
    root: str
    subjects: Mapping[int, str] = field(default_factory=dict)

    def name(self, file: str) -> str:
        """Give what findings call a file: what the data are called, and the way from there."""
        _, found, below = unquote(file).partition(f"{self.root.rstrip('/')}/")
        return f"{self.shown.rstrip('/')}/{below}" if found else self.shown


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of some pieces.

    Attributes:
        files: in which they are, as Spark names them.
        count: how many units they have.
        findings: as `look` has them.
        ranges: of the inputs that they have.
        groups: of their units, each with where its first one is: the file, the first row of the piece, a number in it.
        illustrative: whether one calls itself made up.
        is_plain: whether all ids are of letters of ASCII.
    """

    files: frozenset[str]
    count: int
    findings: tuple[Finding, ...]
    ranges: Mapping[str, Range]
    groups: Mapping[str, tuple[str, int, int]]
    illustrative: bool
    is_plain: bool


# Batches


def pieces(table: Table, batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, int, list[int], Looked]]:
    """Look at each piece: gives its file, the number of its first row, the numbers of all, and what was seen."""
    for batch in batches:
        for file, rows, part in _by_file(table, batch):
            sheet, findings = sheet_of_lazy(part.lazy(), table.name(file))
            if sheet is None:
                yield file, rows[0], rows, Looked(table.ruleset, findings, 0, {}, (), None, {}, {})
                continue
            seen = look(table.ruleset, replace(sheet, lines=[row + 1 for row in rows]), table.mapping)
            yield file, rows[0], rows, replace(seen, findings=(*findings, *seen.findings))


def _by_file(table: Table, batch: pa.RecordBatch) -> Iterator[tuple[str, list[int], pl.DataFrame]]:
    """Take a batch apart; gives each file, the numbers of its rows, and the data."""
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs
    import pyarrow as pa  # noqa: PLC0415  # likewise

    width = len(table.headers)
    frame = pl.DataFrame(pa.Table.from_batches([batch.select(range(width))]).rename_columns(list(table.headers)))
    files, rows = pl.Series(pa.array(batch.column(width))), pl.Series(pa.array(batch.column(width + 1)))
    for file in files.unique(maintain_order=True):
        is_own = files == file
        yield file, rows.filter(is_own).to_list(), frame if is_own.all() else frame.filter(is_own)


def seen(table: Table, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Say what is seen of all pieces that a worker gets, as bytes."""
    import pyarrow as pa  # noqa: PLC0415  # an engine is imported when it runs

    found: list[Seen] = []
    for file, first, _, looked in pieces(table, batches):
        found.append(_seen(table, file, first, looked))
        if len(found) == _AT_ONCE:
            found = [together(table, found)]
    if found:
        said = pickle.dumps(together(table, found))
        yield pa.record_batch({"seen": pa.array([said], pa.binary())})


def _seen(table: Table, file: str, first: int, looked: Looked) -> Seen:
    is_plain, groups = True, looked.groups[:0]
    if looked.frame is not None:
        ids = looked.units["unit"].str.contains(_PLAIN).all().alias("is_plain")
        is_plain = bool(looked.frame.select(ids).collect().item())
        groups = looked.groups[len(table.ruleset.groups) :]
    places = {group: (file, first, number) for number, group in enumerate(groups)}
    return Seen(frozenset({file}), looked.count, looked.findings, looked.ranges, places, looked.illustrative, is_plain)


_AT_ONCE = 64  # pieces of which a worker keeps what it saw before it puts that together
_PLAIN = r"^[\x21-\x7e]*$"


def made_ready(
    table: Table, program: Program, files: Mapping[str, int], listed: str, is_plain: bool, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:  # fmt: skip
    """Make the prepared table of each piece, with the texts beside it; runs in a worker.

    Raises:
        ValueError: the data are not those that were looked at.
    """
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    schema = prepared_schema(program)
    for file, _, rows, looked in pieces(table, batches):
        if looked.frame is None:
            continue
        if file not in files:
            raise ValueError(ROWS)
        place = pl.Series(rows, dtype=pl.Int64) + files[file] * FILE_ROWS
        about = looked.about(listed).select(
            pl.col("name").alias(NAME),
            pl.col("group").alias(GROUP),
            (pl.col("list") if listed else pl.lit("")).alias(LIST),
            _alike(pl.col("unit"), is_plain).alias(TWIN),
        )
        try:
            integers = prepared(program, looked)
        except ValueError:  # its words may hold figures
            raise ValueError(ROWS) from None
        frame = pl.concat([integers, about], how="horizontal").collect()
        frame = frame.with_columns(place.gather(frame["n"]).alias("n"))
        own: Any = renamed(program, frame.select(pl.exclude(NAME, GROUP, LIST, TWIN)).to_arrow())
        for text in (*BESIDE, TWIN):
            own = own.append_column(text, frame[text].to_arrow())
        yield from own.cast(schema).to_batches()


def _alike(ids: pl.Expr, is_plain: bool) -> pl.Expr:
    """Give what two ids have in common that differ only by case, white space or where tone marks stand."""
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    if is_plain:
        return ids.str.to_lowercase()
    return ids.map_elements(lambda text: toned(fold(text)), return_dtype=pl.String)


def prepared_schema(program: Program) -> pa.Schema:
    """Give the columns of the prepared table as Arrow, with the texts beside it."""
    import pyarrow as pa  # noqa: PLC0415  # an engine is imported when it runs

    from .sql import text_columns  # noqa: PLC0415  # beside what needs it

    names = text_columns(program)
    fields = [("n", pa.int64()), ("unit", pa.string()), ("g", pa.int32()), ("role", pa.int8())]
    fields += [(names[text], pa.string()) for text in program.texts]
    for given in program.given:
        fields += [(given.name, _type_of(given)), (given.state, pa.int8())]
    fields += [(text, pa.string()) for text in (*BESIDE, TWIN)]
    return pa.schema(fields)


def _type_of(given: Given) -> Any:
    import pyarrow as pa  # noqa: PLC0415  # an engine is imported when it runs

    from .polars_exprs import width_of  # noqa: PLC0415  # it loads polars

    types = {8: pa.int16(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64(), 128: pa.decimal128(38, 0)}
    return types[width_of(given.low, given.high)]


@dataclass(frozen=True, slots=True)
class Written:
    """What a worker has to know to write rows of the result.

    Attributes:
        ruleset, program, kept, lang, only: as of `results.Made`.
        with_place: whether the number of each row is given too, as `n`.
    """

    ruleset: Ruleset
    program: Program
    kept: tuple[Exact, ...]
    lang: str
    only: tuple[str, ...] | None = None
    with_place: bool = False


def table_of(written: Written, frame: pl.DataFrame) -> pl.DataFrame:
    """Make rows of the result: as `results.result_table` makes them of all."""
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    role = pl.lit(0, dtype=pl.Int8)
    for number, word in enumerate(("unranked", "reference"), start=1):
        if named := [unit for unit, said in written.ruleset.roles.items() if said == word]:
            role = pl.when(pl.col("unit").is_in(named)).then(pl.lit(number, dtype=pl.Int8)).otherwise(role)
    units = {
        "n": pl.col("n"), "unit": pl.col("unit"), "name": pl.col(NAME), "group": pl.col(GROUP), "role": role, "parent": pl.lit(""),
    }  # fmt: skip
    units |= {f"attribute:{output.key}": pl.col(LIST) for output in written.program.outputs if output.what == "list"}
    looked = Looked(written.ruleset, (), frame.height, {}, (), frame.lazy(), units, {})
    of_program = frame.lazy().drop("unit", *BESIDE)
    made = Made(written.ruleset, written.program, of_program, looked, written.kept, written.lang, only=written.only)
    table = result_table(made, "frame").collect()
    return table.hstack([frame["n"].alias("n")]) if written.with_place else table


def rows_of(written: Written, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Make rows of the result of rows of the program; runs in a worker."""
    import pyarrow as pa  # noqa: PLC0415  # an engine is imported when it runs

    from .handing import as_frame  # noqa: PLC0415  # beside what needs it

    for batch in batches:
        frame = as_frame(pa.Table.from_batches([batch]))
        yield from table_of(written, frame).to_arrow().cast(schema).to_batches()


def noting(
    ruleset: Ruleset, program: Program, kept: tuple[Exact, ...], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Note what is to be reported of rows of the program, as bytes; runs in a worker."""
    import pyarrow as pa  # noqa: PLC0415  # an engine is imported when it runs

    from .handing import as_frame  # noqa: PLC0415  # beside what needs it

    for batch in batches:
        noted = Noted(ruleset, program, kept)
        noted.beside(as_frame(pa.Table.from_batches([batch])).lazy()).collect()
        yield pa.record_batch({"noted": pa.array([pickle.dumps((noted.found, noted.rows))], pa.binary())})


# All pieces


def together(table: Table, found: Sequence[Seen]) -> Seen:
    """Put together what was seen of some pieces, in whatever order; a worker does it of its own, the driver of all."""
    ranges: dict[str, Range] = {}
    groups: dict[str, tuple[str, int, int]] = {}
    for each in found:
        for key, range_ in each.ranges.items():
            ranges[key] = _wider(ranges[key], range_) if key in ranges else range_
        for group, place in each.groups.items():
            groups[group] = min(place, groups.get(group, place))
    return Seen(
        frozenset(chain.from_iterable(each.files for each in found)),
        sum(each.count for each in found),
        _findings_of(table, found),
        ranges,
        groups,
        any(each.illustrative for each in found),
        all(each.is_plain for each in found),
    )


def groups_of(table: Table, whole: Seen) -> tuple[str, ...]:
    """Name the ruleset's groups, and others that units have, in the order of their first units."""
    return tuple(dict.fromkeys((*table.ruleset.groups, *sorted(whole.groups, key=lambda group: whole.groups[group]))))


def _wider(one: Range, other: Range) -> Range:
    lows = [end for end in (one.low, other.low) if end is not None]
    highs = [end for end in (one.high, other.high) if end is not None]
    return Range(
        min(lows, default=None), max(highs, default=None), max(one.digits, other.digits), one.states | other.states
    )


def too_long(ranges: Mapping[str, Range]) -> list[str]:
    """Name the inputs whose numbers do not fit into integers at one scale, though those of each piece do."""
    return [
        key
        for key, each in ranges.items()
        if each.low is not None and each.high is not None and max(-each.low, each.high) * 10**each.digits > WIDE
    ]


def _findings_of(table: Table, found: Sequence[Seen]) -> tuple[Finding, ...]:
    """Give the findings of all pieces: what is said of the whole table once, of each other kind the first ones."""
    whole: dict[tuple[Any, ...], Finding] = {}
    times: Counter[tuple[Any, ...]] = Counter()
    shown: dict[tuple[str, str], list[Finding]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in chain.from_iterable(each.findings for each in found):
        if one.row == LEFT_OUT:
            counts[one.params["code"], one.params["subject"]] += int(one.params["count"])
        elif _is_of_all(one):
            here = replace(one, place=one.place._replace(file=table.shown))
            whole[here.sort_key] = here
            times[here.sort_key] += 1
        elif Trait.AMONG_UNITS not in of(one).traits:  # what a piece says of other units is nothing
            shown.setdefault((one.row, table.subjects.get(one.place.column, "")), []).append(one)
    # A unit that the ruleset names, and that a piece does not have, may be in another.
    kept = [one for key, one in whole.items() if Trait.AMONG_UNITS not in of(one).traits or times[key] == len(found)]
    for (row, subject), ones in shown.items():
        kept += sorted(ones, key=lambda one: one.place[:3])[:MOST_OF_A_KIND]
        counts[code_in(row), subject or "–"] += max(0, len(ones) - MOST_OF_A_KIND)
    left = [(key, count) for key, count in counts.items() if count]
    return in_order(
        (*kept, *(finding(LEFT_OUT, code=code, subject=subject, count=count) for (code, subject), count in left))
    )


def _is_of_all(found: Finding) -> bool:
    """Whether something is said of a whole table, or of a header: each piece says it again."""
    of_rows = {Subject.CELL, Subject.ANSWERS, Subject.UNIT}
    return not found.place.line or (found.place.line == 1 and of(found).subject not in of_rows)


def stops(findings: Iterable[Finding]) -> bool:
    """Whether something is wrong with more than single cells."""
    return has_errors(each for each in findings if of(each).subject is not Subject.CELL)
