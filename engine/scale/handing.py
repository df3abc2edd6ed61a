"""The prepared table on its way to an engine of SQL: as Arrow, with names that every dialect keeps apart."""

from typing import TYPE_CHECKING, Any, TypeAlias

from ..columns.program import BLANK, EVERY_STATE, Program
from .sql import ends_of, text_columns

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    Prepared: TypeAlias = pa.Table | pa.RecordBatchReader | pl.DataFrame


def as_arrow(prepared: "Prepared") -> "pa.Table | pa.RecordBatchReader":
    """Give a frame as Arrow, too."""
    frame: Any = prepared
    return as_table(frame) if hasattr(frame, "to_arrow") else frame


def renamed(program: Program, table: "pa.Table | pa.RecordBatchReader") -> "pa.Table | pa.RecordBatchReader":
    """Give the columns that a program may read, called as in SQL."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    names = _columns_of(program)
    if isinstance(table, pa.Table):
        return table.select(list(names)).rename_columns(list(names.values()))
    schema = pa.schema([table.schema.field(name).with_name(new) for name, new in names.items()])
    batches = (pa.record_batch([batch.column(name) for name in names], schema=schema) for batch in table)
    return pa.RecordBatchReader.from_batches(schema, batches)


def as_frame(table: "pa.Table") -> "pl.DataFrame":
    """Give the result of an engine of SQL as `on_polars.run` gives it: wide integers as integers."""
    import polars as pl  # noqa: PLC0415 - an engine is imported when it runs

    frame = pl.DataFrame(table)
    wide = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Decimal)]
    return frame.with_columns(pl.col(name).cast(pl.Int128) for name in wide)


def as_table(frame: "pl.DataFrame") -> "pa.Table":
    """Give a frame as an engine of SQL takes it: integers of 128 bits as decimals."""
    import polars as pl  # noqa: PLC0415 - an engine is imported when it runs

    return frame.with_columns(pl.col(pl.Int128).cast(pl.Decimal(38, 0))).to_arrow()


def _columns_of(program: Program) -> dict[str, str]:
    """Give the columns of the prepared table, and their names in SQL."""
    texts = text_columns(program)
    found = {"n": "n", "unit": "unit", "g": "g", "role": "role"} | {text: texts[text] for text in program.texts}
    for given in program.given:
        found |= {given.name: given.name, given.state: given.state}
    return found


def is_held(program: Program, table: Any) -> bool:
    """Say whether a table is what a program was compiled for; where this does not tell, the checks of the plan do.

    They ask the same of each row. Arrow finds the ends of a column in a tenth of the time.
    """
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    if not isinstance(table, pa.Table) or table.num_rows > program.most_rows:
        return False
    states, ends = {each.state for each in program.given}, ends_of(program)
    for name in table.column_names:
        column = table.column(name)
        is_right = _lies(column, *ends[name], in_states=name in states) if name in ends else _is_text(column)
        if not is_right:
            return False
    return _are_different(table.column("unit"))


def _are_different(ids: Any) -> bool:
    """Say whether no id comes twice. Where they ascend, as most registers do, neighbours tell, in a fiftieth of the time."""
    from pyarrow import compute  # noqa: PLC0415 - an engine is imported when it runs

    if compute.all(compute.less(ids[:-1], ids[1:])).as_py() is not False:
        return True
    return bool(compute.count_distinct(ids).as_py() == len(ids))


def _is_text(column: Any) -> bool:
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    return not column.null_count and (pa.types.is_large_string(column.type) or pa.types.is_string(column.type))


def _lies(column: Any, low: int, high: int, *, in_states: bool) -> bool:
    """Say whether a column is of integers between two, or of states."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs
    from pyarrow import compute  # noqa: PLC0415

    if column.null_count or not pa.types.is_integer(column.type):
        return False
    ends = compute.min_max(column).as_py()
    if not len(column) or not low <= ends["min"] <= ends["max"] <= high:
        return not len(column)
    if not in_states or ends["max"] <= BLANK:
        return True
    return compute.all(compute.is_in(column, pa.array(sorted(EVERY_STATE), column.type))).as_py() is True
