"""What the reference is asked between two statements: rows of a query to questions, and its answers to rows of a table."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..columns.program import Answers, Reference, Whole
from .sql import Ask

if TYPE_CHECKING:
    import pyarrow as pa

Fetched = Sequence[tuple[Any, ...]]


def answered(ask: Ask, answers: Answers | None, rows: Fetched, members: Fetched) -> list[Whole]:
    """Give the rows of the table of answers: what they were asked about, the value, the lack.

    Args:
        ask: what is asked.
        answers: the reference.
        rows: what `ask.rows` gave; one row of no columns where it is empty.
        members: what `ask.members` gave.
    """
    assert answers is not None, ask.operation.key
    operation = ask.operation
    if isinstance(operation, Reference):
        given = answers.of_rows(operation, [_whole(row, ask.value) for row in rows])
    else:
        value = ask.value if operation.is_placed else ()
        asked = [(_whole(row, ask.part), _whole(row[_width(ask.part) :], value)) for row in rows]
        there = [_member(ask, row) for row in members]
        given = answers.of_parts(operation, there, asked)
    return [(*map(_plain, row), *answer) for row, answer in zip(rows, given, strict=True)]


def _member(ask: Ask, row: Sequence[Any]) -> tuple[Whole, Whole, int]:
    return _whole(row, ask.part), _whole(row[_width(ask.part) : -1], ask.value), int(row[-1])


def _width(template: Iterable[int | None]) -> int:
    return sum(constant is None for constant in template)


def _plain(value: Any) -> int | str:
    """Give a value as Python's own: some drivers give wide integers as decimals."""
    return value if isinstance(value, str) else int(value)


def _whole(row: Sequence[Any], template: Sequence[int | None]) -> Whole:
    """Put columns and constants in order."""
    columns = iter(row)
    return tuple(_plain(next(columns)) if constant is None else constant for constant in template)


def answers_as_arrow(ask: Ask, rows: list[tuple[int | str, ...]]) -> "pa.Table":
    """Give the table of answers as Arrow."""
    import pyarrow as pa  # noqa: PLC0415 - an engine is imported when it runs

    types: Mapping[str, Any] = {"text": pa.string(), "wide": pa.decimal128(38, 0)}
    columns = {}
    for place, (name, kind) in enumerate(ask.columns.items()):
        values = [row[place] for row in rows]
        columns[name] = pa.array(
            [Decimal(value) for value in values] if kind == "wide" else values, types.get(kind, pa.int64())
        )
    return pa.table(columns)
