"""Rows of a prepared table as Arrow, and results of engines as rows of Python's own integers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pyarrow as pa
from itrank.engine.columns.integers import NARROW
from itrank.engine.columns.program import Program


def as_arrow(program: Program, rows: Sequence[Mapping[str, int | str]]) -> pa.Table:
    """Put rows in columns: text, 64 bits, and 38 digits where a range needs them."""
    wide = {given.name for given in program.given if max(-given.low, given.high) > NARROW}
    names = ["n", "unit", "g", "role", *program.texts]
    names += [name for given in program.given for name in (given.name, given.state)]
    texts = {"unit", *program.texts}
    columns = {}
    for name in names:
        values = [row[name] for row in rows]
        if name in wide:
            columns[name] = pa.array([Decimal(value) for value in values], pa.decimal128(38, 0))
        else:
            columns[name] = pa.array(values, pa.string() if name in texts else pa.int64())
    return pa.table(columns)


def as_rows(table: pa.Table) -> list[dict[str, int | bool | str]]:
    """Give the rows of a result."""
    return [
        {name: int(value) if isinstance(value, Decimal) else value for name, value in row.items()}
        for row in table.to_pylist()
    ]
