"""Programs on columns run by polars, in this process: on a frame in memory, or from file to file in bounded memory.

    prepared table -> layers and operations, as the schedule has them -> n, unit, o1, o1_d, o1_s, ...

A layer is computed lazily, so that all of them pass over the rows together. What looks at other rows is computed by a small
query of its own over the columns that it reads, and put beside the rows: a figure of all rows becomes a constant, one of a
part is joined, a place in an order is set beside its row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias

import polars as pl

from ..columns.integers import Expr
from ..columns.program import (
    Aggregate,
    Answered,
    Answers,
    Layer,
    Operation,
    Partition,
    Program,
    Rank,
    Reference,
    Sampled,
    Schedule,
    Step,
    columns_in,
    operands,
    result_columns,
)
from ..columns.schedule import as_read, read_as, scheduled
from ..files.writing import write_bytes
from .footers import Group, end_with, sink_piece, sink_with_decimals
from .polars_exprs import TRUTH, TYPES, WIDTHS, Column, Made, Table, lowered, typed, width_of
from .polars_ranks import placed

Engine: TypeAlias = Literal["in-memory", "streaming"]
Hold: TypeAlias = "Callable[[Rows], None]"
"""What is done with the rows before something is computed that looks at other rows."""

SET_ASIDE = 250_000  # rows of a file of what is set aside
TOGETHER = 250_000  # rows of a file of a result of which each column is together
BATCH = 100_000  # rows whose distinct ones the reference is asked about together
MOST_KNOWN = 1_000_000  # answers of the reference that are kept, so that a row is not asked about again
# Layers say what is computed once; looking for more takes longer than it saves.
PLAN = pl.QueryOptFlags(
    comm_subexpr_elim=False, comm_subplan_elim=False, simplify_expression=False, cluster_with_columns=False
)
PART, VALUE, WHERE = "part", "value", "where"
LACK = pl.Int32


@dataclass(slots=True)
class Rows:
    """The rows as far as they are computed.

    Attributes:
        frame: they themselves.
        table: what is known of their columns.
        engine: of polars.
        answers: the reference.
        beside: columns that are handed on as they are.
        pieces: the same rows in frames of some rows each, one after the other; none where there is only the whole.
    """

    frame: pl.LazyFrame
    table: Table
    engine: Engine
    answers: Answers | None
    beside: Sequence[str] = ()
    pieces: Sequence[pl.LazyFrame] = ()

    def then(self, step: Callable[[pl.LazyFrame], pl.LazyFrame]) -> None:
        """Compute what depends on no other row."""
        self.frame = step(self.frame)
        self.pieces = [step(piece) for piece in self.pieces]

    def collected(self, frame: pl.LazyFrame) -> pl.DataFrame:
        """Compute a frame."""
        return frame.collect(engine=self.engine, optimizations=PLAN)


def _rows(
    program: Program, prepared: pl.LazyFrame, engine: Engine, answers: Answers | None, beside: Sequence[str] = ()
) -> Rows:
    """Take the prepared table, with names of texts that nothing else has."""
    texts = {name: f"text{number}" for number, name in enumerate(program.texts)}
    frame = prepared.rename(texts)  # a name that polars would read as a pattern is none here
    schema = frame.collect_schema()
    widths = {name: WIDTHS[type(type_)] for name, type_ in schema.items() if type(type_) in WIDTHS}
    return Rows(frame, Table(widths, texts=texts), engine, answers, beside)


def _in_pieces(
    program: Program,
    prepared: pl.LazyFrame,
    answers: Answers | None,
    beside: Sequence[str],
    pieces: Sequence[pl.LazyFrame],
) -> Rows:
    rows = _rows(program, prepared, "streaming", answers, beside)
    rows.pieces = [_rows(program, piece, "streaming", answers, beside).frame for piece in pieces]
    return rows


def run(
    program: Program, prepared: pl.LazyFrame | pl.DataFrame, answers: Answers | None = None, *, streaming: bool = True
) -> pl.DataFrame:
    """Compute a program in memory.

    Args:
        program: compiled for these data.
        prepared: the table that `columns.program` describes.
        answers: the reference, for what integers do not say.
        streaming: by polars' streaming engine, which takes less memory and is no slower.

    Returns:
        `n`, `unit` and the columns of `result_columns`, in the order of `n`: truth values, and integers of 8 to 128 bits as
        their bounds need.
    """
    engine: Engine = "streaming" if streaming else "in-memory"
    rows = _rows(program, prepared.lazy(), engine, answers)

    def hold(rows: Rows) -> None:
        rows.frame = rows.collected(rows.frame).lazy()

    found = rows.collected(computed(program, rows, hold))
    return found if found["n"].is_sorted() else found.sort("n")


def lazily(
    program: Program,
    prepared: pl.LazyFrame,
    answers: Answers | None = None,
    folder: Path | None = None,
    beside: Sequence[str] = (),
    pieces: Sequence[pl.LazyFrame] = (),
) -> pl.LazyFrame:
    """Compute a program from rows that need not fit into memory, but for what has to be known of all of them before.

    Held in memory are figures of parts, and the columns that ranks read and make: some 24 bytes a row. What else is known
    when rows are ranked is set aside on disk; without a place for it the rows are read and computed again from there on.

    All that is made of a row passes with it. Two frames of which one is put beside the other polars (2.1) plans apart, and
    holds what one of them is ahead of the other: at ten million rows some gigabytes.

    Args:
        program: compiled for these data.
        prepared: the table that `columns.program` describes, in the order of `n` each time that it is read.
        answers: the reference, for what integers do not say.
        folder: that is there until the result was read, for some 5 bytes a row and column that is computed.
        beside: other columns of the table, which are given too.
        pieces: the same table in frames of some rows each, which are set aside one after the other: within one frame polars
            (2.1) reads the further ahead the more there are (2 GB at ten million rows).

    Returns:
        What `run` gives, and `beside`; for the streaming engine, with `PLAN`.

    Raises:
        OSError: what the system says of the folder.
    """
    rows = _in_pieces(program, prepared, answers, beside, pieces)
    if folder is None:
        return computed(program, rows, lambda _: None)
    waves = count()
    return computed(program, rows, lambda rows: _set_aside(rows, folder / str(next(waves))))


@dataclass(frozen=True, slots=True)
class Parted:
    """A program whose last figures over all rows are ranks, computed as far as it can be before these are known.

    Attributes:
        pieces: the rows, some in each, in their order: `n`, `unit`, what passes beside them, the columns of `result_columns`
            that no rank is part of, and those of `read`.
        read: the columns that the others are made of.
        late: the columns of `result_columns` that ranks are part of.
        after: makes of all rows, some in each frame, with `n`, `read` and whatever else, the same with `late`; once.
    """

    pieces: Sequence[pl.LazyFrame]
    read: frozenset[str]
    late: frozenset[str]
    after: Callable[[Sequence[pl.DataFrame]], Sequence[pl.LazyFrame]]


def parted(
    program: Program,
    prepared: pl.LazyFrame,
    answers: Answers | None,
    folder: Path,
    beside: Sequence[str] = (),
    pieces: Sequence[pl.LazyFrame] = (),
) -> Parted | None:
    """Compute a program in two parts, so that what it takes ranks to know is all that has to wait for them.

    Args:
        program: as of `lazily`, as are the others.
        prepared: the table.
        answers: the reference.
        folder: for what is set aside.
        beside: other columns of the table.
        pieces: of the table.

    Returns:
        None where the last figures over all rows are others.

    Raises:
        OSError: what the system says of the folder.
    """
    schedule = scheduled(program)
    ranks, last = _last_ranks(schedule)
    if not ranks:
        return None
    rows = _in_pieces(program, prepared, answers, beside, pieces)
    waves = count()
    _steps(schedule.steps[:last], schedule, rows, lambda rows: _set_aside(rows, folder / str(next(waves))))
    layers = [step for step in schedule.steps[last:] if isinstance(step, Layer)]
    made = {rank.name for rank in ranks}.union(*(layer.made for layer in layers))
    exprs = {name: read_as(expr, schedule.names) for name, expr in result_columns(program)}
    late = {name: expr for name, expr in exprs.items() if columns_in([expr]) & made}
    read = _read_by(ranks, rows.table) | _texts_of(ranks, rows.table)
    read |= columns_in(late.values()).union(*(layer.reads for layer in layers)) - made - rows.table.known.keys()
    then: tuple[Step, ...] = (ranks, *(replace(layer, kept=layer.kept & (made | read)) for layer in layers))

    def after(frames: Sequence[pl.DataFrame]) -> Sequence[pl.LazyFrame]:
        names = [name for name in frames[0].columns if name not in rows.table.widths]
        held = Rows(pl.concat(frames).lazy(), rows.table, "streaming", answers, pieces=[each.lazy() for each in frames])
        _steps(then, schedule, held, lambda _: None, {*names})
        held.then(lambda frame: frame.with_columns(_results(late, held.table)))
        return held.pieces

    now = _results({name: expr for name, expr in exprs.items() if name not in late}, rows.table)
    rows.then(lambda frame: frame.select("n", "unit", *rows.beside, *sorted(read - {"unit"}), *now))
    return Parted(rows.pieces or [rows.frame], frozenset(read), frozenset(late), after)


def _last_ranks(schedule: Schedule) -> tuple[tuple[Rank, ...], int]:
    """Give the last operations, if all of them are ranks, and their place among the steps."""
    last = max((at for at, step in enumerate(schedule.steps) if not isinstance(step, Layer)), default=0)
    wave = [each for step in schedule.steps[last : last + 1] if not isinstance(step, Layer) for each in step]
    ranks = tuple(as_read(each, schedule.names) for each in wave)
    found = tuple(each for each in ranks if isinstance(each, Rank))
    return (found if len(found) == len(wave) else ()), last


def _set_aside(rows: Rows, folder: Path) -> None:
    """Compute rows into files of some rows each, so that no more than one of them is in memory when it is read."""
    folder.mkdir()
    files: list[Path] = []
    # Not compressed: that takes longer than to compute it all again.
    for piece in rows.pieces or [rows.frame]:
        for batch in piece.collect_batches(
            chunk_size=SET_ASIDE, maintain_order=True, engine="streaming", optimizations=PLAN
        ):
            files.append(folder / f"{len(files):06}")
            batch.write_ipc(files[-1], compression="uncompressed")
    rows.frame = pl.scan_ipc([*files], glob=False)
    rows.pieces = [pl.scan_ipc(file, glob=False) for file in files]


def to_parquet(
    made: pl.LazyFrame,
    path: Path,
    metadata: Mapping[str, str] | None = None,
    decimals: Mapping[str, pl.Decimal] | None = None,
    *,
    last: Callable[[], None] = lambda: None,
) -> None:
    """Compute what `lazily` gave, and all that was made of it row by row, into a file, in bounded memory.

    Args:
        made: the columns of the file.
        path: of the file; written whole or not at all.
        metadata: of the file.
        decimals: what whole numbers are in the file, as `sink_with_decimals` takes them.
        last: is asked when all is written, and keeps the file from its name where it raises.

    Raises:
        OSError: what the system says.
    """
    about, types = metadata or {}, decimals or {}

    def write(stream: BinaryIO) -> None:
        sink_with_decimals(made, stream, about, types, engine="streaming", optimizations=PLAN)
        last()

    write_bytes(path, write)


def parts_to_parquet(
    parts: Parted,
    tables: Callable[[pl.LazyFrame, bool], tuple[pl.LazyFrame, Mapping[str, pl.Decimal]]],
    read: Collection[str],
    path: Path,
    metadata: Mapping[str, str],
    names: Sequence[str],
    *,
    last: Callable[[], None] = lambda: None,
) -> None:
    """Compute a program in two parts into a file, in bounded memory: what is known of a row is written when it passes.

    Nothing is set aside but the columns that ranks are made of; the columns of these are put beside the rows in the file.

    Args:
        parts: the program.
        tables: makes of rows the columns of the file, those with ranks or the others, and says which are what decimals.
        read: other columns of the rows that the late ones need.
        path: of the file; written whole or not at all.
        metadata: of the file.
        names: of all columns of the file, in their order.
        last: as of `to_parquet`.

    Raises:
        OSError: what the system says.
        RuntimeError: rows do not come in their order, or not once.
    """

    def write(stream: BinaryIO) -> None:
        groups: list[list[Group]] = []
        held: list[pl.DataFrame] = []
        schema: dict[str, Any] = {}
        decimals: dict[str, pl.Decimal] = {}

        def put(rows: pl.LazyFrame, many: int, *, is_late: bool) -> list[Group]:
            table, own = tables(rows, is_late)
            there = table.collect_schema()
            schema.update(there)
            decimals.update(own)
            more = {"row_group_size": many, "engine": "streaming", "optimizations": PLAN}
            return sink_piece(table, stream, **more) if there else []

        for piece in parts.pieces:
            taken = _Taken(sorted(parts.read.union(read)))
            groups.append(put(taken.beside(piece), TOGETHER, is_late=False))
            held.append(taken.frame(sum(group.rows for group in groups[-1])))
        made = []
        for rows, own in zip(parts.after(held), groups, strict=True):
            start = 0
            for group in own:
                late = put(rows.slice(start, group.rows), group.rows, is_late=True)
                made.append(reduce(Group.beside, late, group))
                start += group.rows
        end_with(stream, made, {name: schema[name] for name in names}, decimals, metadata)
        last()

    write_bytes(path, write)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Columns that are kept of rows when they pass.

    Attributes:
        names: of the columns, beside `n`.
        batches: what was kept so far, in no order.
    """

    names: Sequence[str]
    batches: list[pl.DataFrame] = field(default_factory=list)

    def beside(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Give the same rows, of which something is kept when they are computed; that has to be once."""
        taken = pl.struct("n", *self.names).map_batches(self._take, return_dtype=pl.Int64, is_elementwise=True)
        return rows.with_columns(taken.alias("n"))

    def _take(self, rows: pl.Series) -> pl.Series:
        frame = rows.struct.unnest()
        self.batches.append(frame)  # one step, whatever thread does it
        return frame["n"]

    def frame(self, count: int) -> pl.DataFrame:
        """Give what was kept, in the order of the rows.

        Raises:
            RuntimeError: other rows have passed than were written.
        """
        batches = sorted((batch for batch in self.batches if batch.height), key=lambda batch: int(batch["n"][0]))
        made = pl.concat(batches).rechunk()
        if made.height != count or not (made["n"].shift() < made["n"]).all():
            raise RuntimeError("rows did not pass in their order, each once")
        return made


def computed(program: Program, rows: Rows, hold: Hold) -> pl.LazyFrame:
    """Compute a program lazily, but for what has to be known before: `n`, `unit` and the columns of `result_columns`."""
    schedule = scheduled(program)
    _steps(schedule.steps, schedule, rows, hold)
    exprs = {name: read_as(expr, schedule.names) for name, expr in result_columns(program)}
    return rows.frame.select("n", "unit", *rows.beside, *_results(exprs, rows.table))


def _steps(
    steps: Sequence[Step], schedule: Schedule, rows: Rows, hold: Hold, always: Collection[str] | None = None
) -> None:
    """Take steps of a schedule, one after the other; `always` are the columns that no step leaves out."""
    if always is None:
        always = {"n", "unit", *rows.table.texts.values(), *rows.beside}
    for step in steps:
        if isinstance(step, Layer):
            _compute(step, rows, always)
        else:
            _operate(step, schedule.names, rows, hold)


def _results(exprs: Mapping[str, Expr], table: Table) -> list[pl.Expr]:
    made = lowered(list(exprs.values()), table)
    return [_as_kept(each, expr).alias(name) for each, (name, expr) in zip(made, exprs.items(), strict=True)]


def layered(layers: Sequence[Layer], frame: pl.DataFrame, kept: Mapping[str, int]) -> pl.DataFrame:
    """Compute layers of some rows, for who does in another way what looks at other rows.

    Args:
        layers: in their order.
        frame: with the columns that they read, and those that are kept as they are.
        kept: the columns of integers and truth values to give, with their widths.

    Returns:
        All texts of the frame, and what is kept.
    """
    widths = {name: WIDTHS[type(type_)] for name, type_ in frame.schema.items() if type(type_) in WIDTHS}
    rows = Rows(frame.lazy(), Table(widths), "in-memory", None)
    texts = [name for name in frame.columns if name not in widths]
    for layer in layers:
        _compute(layer, rows, [*texts, *(name for name in kept if name in rows.table.widths)])
    made = {name: typed(rows.table.column(name), width).alias(name) for name, width in kept.items()}
    return rows.collected(rows.frame.select(*texts, *made.values()))


def _as_kept(made: Made, expr: Expr) -> pl.Expr:
    return typed(made, TRUTH if expr.is_truth else width_of(expr.low, expr.high))


def _compute(layer: Layer, rows: Rows, always: Iterable[str]) -> None:
    """Add the columns of a layer, and leave out what nothing needs from then on."""
    made = lowered(list(layer.made.values()), rows.table)
    new = {}
    for each, (name, expr) in zip(made, layer.made.items(), strict=True):
        if isinstance(each, int):
            rows.table.known[name] = each
        else:
            new[name] = _as_kept(each, expr).alias(name)
            rows.table.widths[name] = TRUTH if expr.is_truth else width_of(expr.low, expr.high)
    there = [name for name in sorted({*layer.kept, *always}) if name not in new and name not in rows.table.known]
    wanted = [*there, *(new[name] for name in new if name in layer.kept)]
    rows.then(lambda frame: frame.select(wanted))


# Operations


def _operate(wave: Sequence[Operation], names: Mapping[int, str], rows: Rows, hold: Hold) -> None:
    """Add the columns of operations that need nothing of one another."""
    read = [(operation, as_read(operation, names)) for operation in wave]
    if any(isinstance(operation, (Rank, Reference)) for operation in wave):
        hold(rows)
    _aggregate([operation for _, operation in read if isinstance(operation, Aggregate)], rows)
    _rank([operation for _, operation in read if isinstance(operation, Rank)], rows)
    for asked, operation in read:
        if isinstance(operation, Reference) and isinstance(asked, Reference):
            _refer(asked, operation, rows)
        if isinstance(operation, Sampled) and isinstance(asked, Sampled):
            _sample(asked, operation, rows)


def _rank(ranks: Sequence[Rank], rows: Rows) -> None:
    """Set places beside the rows. Only what they depend on is held meanwhile."""
    if ranks:
        read = _read_by(ranks, rows.table)
        frame = rows.collected(rows.frame.select("n", *sorted(read | _texts_of(ranks, rows.table))))
        _set_beside(frame["n"], [placed(frame, rank, rows.table) for rank in ranks], rows)


def _texts_of(ranks: Sequence[Rank], table: Table) -> set[str]:
    """Name the columns of texts that ranks read."""
    texts = {table.text(key) for rank in ranks for key in rank.by if isinstance(key, str)}
    return texts | ({"unit"} if any(rank.method == "single" for rank in ranks) else set())


def _read_by(operations: Iterable[Operation], table: Table) -> set[str]:
    """Name the columns of integers that operations read."""
    read = columns_in([expr for operation in operations for expr in operands(operation)])
    return {name for name in read if name not in table.known}


def _set_beside(numbers: pl.Series, columns: Sequence[pl.Series], rows: Rows) -> None:
    """Add columns of which each value belongs to the row with the number at its place."""
    if not numbers.is_sorted():
        order = numbers.arg_sort()
        numbers, columns = numbers.gather(order), [column.gather(order) for column in columns]
    found = [
        pl.col("n").map_batches(partial(_of_rows, column, numbers), return_dtype=column.dtype, is_elementwise=True)
        for column in columns
    ]
    made = [each.alias(column.name) for each, column in zip(found, columns, strict=True)]
    rows.then(lambda frame: frame.with_columns(made))
    rows.table.widths |= {column.name: WIDTHS[type(column.dtype)] for column in columns}


def _of_rows(column: pl.Series, numbers: pl.Series, asked: pl.Series) -> pl.Series:
    """Give what a column has of some rows.

    Raises:
        RuntimeError: it has nothing of one of them.
    """
    if not len(asked):
        return column.clear()
    start = numbers.search_sorted(asked[0])
    # Rows mostly pass as they stand, one after the other.
    if numbers.slice(start, len(asked)).equals(asked):
        return column.slice(start, len(asked))
    places = numbers.search_sorted(asked)
    if places.max() == len(numbers) or not numbers.gather(places).equals(asked):
        raise RuntimeError("a row is asked for that was not computed")
    return column.gather(places)


# Figures of parts


def _parts(by: Partition, table: Table) -> dict[str, pl.Expr]:
    """Give what rows are put together by as columns of integers of 64 bits (or 128) and of texts."""
    parts = {}
    for place, key in enumerate(by):
        name = f"{PART}{place}"
        if isinstance(key, str):
            parts[name] = pl.col(table.text(key)).alias(name)
        else:
            (made,) = lowered([key], table)
            parts[name] = _as_integer(made, 128 if key.is_wide else 64).alias(name)
    return parts


def _as_integer(made: Made, width: int) -> pl.Expr:
    return made.expr.cast(TYPES[width]) if isinstance(made, Column) else pl.lit(made, dtype=TYPES[width])


def _aggregate(aggregates: Sequence[Aggregate], rows: Rows) -> None:
    """Add figures: those of all rows as constants, those of a part by joining them."""
    groups: list[list[Aggregate]] = []
    for each in aggregates:
        alike = next((group for group in groups if _is_alike(group[0], each)), None)
        if alike is None:
            groups.append([each])
        else:
            alike.append(each)
    found = pl.collect_all(
        [_figures(group, rows) for group in groups],
        engine=rows.engine,
    )
    for group, frame in zip(groups, found, strict=True):
        if group[0].by:
            at = group[0].by if group[0].at is None else group[0].at
            _join(frame, _parts(at, rows.table), [each.name for each in group], rows)
        else:
            rows.table.known |= {name: int(value) for name, value in frame.row(0, named=True).items()}


def _is_alike(one: Aggregate, other: Aggregate) -> bool:
    """Say whether two aggregates put rows together alike, and are looked up alike."""
    return _keys(one.by) == _keys(other.by) and _keys(one.at) == _keys(other.at)


def _keys(by: Partition | None) -> list[str] | None:
    return None if by is None else [repr(key) for key in by]


def _figures(group: Sequence[Aggregate], rows: Rows) -> pl.LazyFrame:
    parts = _parts(group[0].by, rows.table)
    made = lowered([expr for each in group for expr in (each.of, each.where)], rows.table)
    values = {}
    figures = []
    for place, each in enumerate(group):
        of, where = made[2 * place], made[2 * place + 1]
        values[f"{VALUE}{place}"] = _counted(each, of, where).alias(f"{VALUE}{place}")
        figures.append(_figure(each, pl.col(f"{VALUE}{place}")).alias(each.name))
    frame = rows.frame.select("n", *parts.values(), *values.values())
    return frame.group_by(list(parts)).agg(*figures) if parts else frame.select(*figures)


def _counted(asked: Aggregate, of: Made, where: Made) -> pl.Expr:
    """Give the value of the rows that count, in integers that hold what becomes of them; null in the others."""
    width = width_of(asked.low, asked.high)
    value = (
        pl.lit(1, dtype=pl.Int64)
        if asked.how == "count"
        else _as_integer(of, max(width, 64) if asked.how == "sum" else width)
    )
    if isinstance(where, Column):
        return pl.when(where.expr).then(value)
    return value if where else pl.lit(None, dtype=pl.Int64)


def _figure(asked: Aggregate, value: pl.Expr) -> pl.Expr:
    """Make one integer of the values that count; 0 where there is none."""
    made = {"max": value.max, "min": value.min, "sum": value.sum, "count": value.count}[asked.how]()
    return made.fill_null(0).cast(TYPES[width_of(asked.low, asked.high)])


def _join(figures: pl.DataFrame, at: Mapping[str, pl.Expr], names: Sequence[str], rows: Rows) -> None:
    """Add to each row the figures of the part that it is looked up by; 0 where there is no such part."""

    def join(frame: pl.LazyFrame) -> pl.LazyFrame:
        joined = frame.with_columns(*at.values()).join(figures.lazy(), on=list(at), how="left", maintain_order="left")
        return joined.drop(*at).with_columns(pl.col(*names).fill_null(0))

    rows.then(join)
    rows.table.widths |= {name: WIDTHS[type(figures.schema[name])] for name in names}


# What the reference answers


def _refer(asked: Reference, operation: Reference, rows: Rows) -> None:
    """Ask the reference for each different row of what an operation reads, some rows at a time."""
    assert rows.answers is not None
    if not operation.reads:  # the same for all rows
        ((value, lack),) = rows.answers.of_rows(asked, [()])
        rows.table.known |= {asked.makes.name: value, asked.makes.lack: lack}
        return
    made = lowered(operation.reads, rows.table)
    names = [f"{VALUE}{place}" for place in range(len(made))]
    read = rows.frame.select(
        "n",
        *(
            _as_integer(each, 128 if expr.is_wide else 64).alias(name)
            for each, expr, name in zip(made, operation.reads, names, strict=True)
        ),
    )
    known: dict[tuple[int, ...], tuple[int, int]] = {}
    found = [_answer_columns(asked.makes, []).insert_column(0, pl.Series("n", [], dtype=pl.Int64))]
    for batch in read.collect_batches(chunk_size=BATCH, maintain_order=True, engine=rows.engine, optimizations=PLAN):
        different = batch.select(names).unique(maintain_order=True)
        wanted = different.rows()
        new = [row for row in wanted if row not in known]
        if len(known) + len(new) > MOST_KNOWN:
            known, new = {}, wanted
        known |= zip(new, rows.answers.of_rows(asked, new), strict=True)
        answers = different.hstack(_answer_columns(asked.makes, [known[row] for row in wanted]))
        found.append(
            batch.join(answers, on=names, how="left", maintain_order="left").select("n", *answers.columns[len(names) :])
        )
    numbers, *columns = pl.concat(found).get_columns()
    _set_beside(numbers, columns, rows)


def _answer_columns(makes: Answered, answers: Sequence[tuple[int, int]]) -> pl.DataFrame:
    value = pl.Series(makes.name, [value for value, _ in answers], dtype=TYPES[width_of(makes.low, makes.high)])
    return pl.DataFrame([value, pl.Series(makes.lack, [lack for _, lack in answers], dtype=LACK)])


def _sample(asked: Sampled, operation: Sampled, rows: Rows) -> None:
    """Ask the reference about the values of each part together."""
    assert rows.answers is not None
    parts = _parts(operation.by, rows.table)
    made = lowered([*operation.of, operation.where], rows.table)
    of = {
        f"{VALUE}{place}": _as_integer(each, 128 if expr.is_wide else 64).alias(f"{VALUE}{place}")
        for place, (each, expr) in enumerate(zip(made, operation.of, strict=False))
    }
    where = typed(made[-1], TRUTH)
    keys = {**parts, **of}
    own = keys if operation.is_placed else parts
    frame = rows.frame.select("n", *keys.values(), where.alias(WHERE))
    members, different = pl.collect_all(
        [
            frame.filter(pl.col(WHERE)).group_by(list(keys)).agg(pl.len().alias(WHERE)),
            frame.select("n", *own).group_by(list(own)).agg() if own else frame.select(pl.len()),
        ],
        engine=rows.engine,
    )
    split = len(parts)
    answers = rows.answers.of_parts(
        asked,
        [(row[:split], row[split:-1], row[-1]) for row in members.rows()],
        [(row[:split], row[split:]) for row in (different.rows() if own else [()])],
    )
    columns = _answer_columns(asked.makes, answers)
    if own:
        _join(different.select(list(own)).hstack(columns), own, columns.columns, rows)
    else:
        rows.table.known |= columns.row(0, named=True)
