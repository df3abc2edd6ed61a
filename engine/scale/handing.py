"""The prepared table on its way to an engine of SQL: as Arrow, with names that every dialect keeps apart."""

from typing import TYPE_CHECKING, Any, TypeAlias

from ..columns.program import Program
from .sql import text_columns

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    Prepared: TypeAlias = pa.Table | pa.RecordBatchReader | pl.DataFrame


def as_arrow(prepared: "Prepared") -> "pa.Table | pa.RecordBatchReader":
    """Give a frame as Arrow, too."""
    table: Any = prepared
    return table.to_arrow() if hasattr(table, "to_arrow") else table


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


def _columns_of(program: Program) -> dict[str, str]:
    """Give the columns of the prepared table, and their names in SQL."""
    texts = text_columns(program)
    found = {"n": "n", "unit": "unit", "g": "g", "role": "role"} | {text: texts[text] for text in program.texts}
    for given in program.given:
        found |= {given.name: given.name, given.state: given.state}
    return found
