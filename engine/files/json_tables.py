"""Read JSON data as a table: a list of objects, or an object with such a list under `units` or `data`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind, Table
from .contents import decode
from .strict_json import JsonNumber, parse_json
from .tables import MOST_COLUMNS, MOST_ROWS, Cell, table_from_rows

_LISTS = ("units", "data", "rows")
_ROWS = (
    'Mỗi đơn vị là một đối tượng: [{"id": "so_a", "so_hop": 4}, {"id": "so_b", "so_hop": 2}].',
    'Each unit is an object: [{"id": "so_a", "so_hop": 4}, {"id": "so_b", "so_hop": 2}].',
)


def parse_json_table(content: bytes, name: str) -> tuple[Table | None, tuple[Finding, ...]]:
    r"""Read the bytes of a JSON file; numbers stay the text that they are written as.

    >>> parse_json_table(b'[{"id": "a", "x": 0.10}]', "a.json")[0].rows
    (('a', '0.10'),)
    """
    text, findings = decode(content, name)
    if findings:
        return None, findings
    document = parse_json(text, name)
    objects = document if isinstance(document, Finding) else _objects(document, name)
    if isinstance(objects, Finding):
        return None, (objects,)
    headers = list(dict.fromkeys(key for row in objects for key in row))
    rows = [headers, *([_cell(row.get(key)) for key in headers] for row in objects)]
    table, told_of = table_from_rows(name, rows, list(range(len(rows))))
    if table is None:
        return None, told_of
    return replace(table, kinds=_numbers(objects, table.headers)), ()


def _numbers(objects: Sequence[Mapping[str, Any]], headers: Sequence[str]) -> dict[Cell, CellKind]:
    """Give the cells that are numbers of JSON."""
    return {
        (number, column): "number"
        for number, row in enumerate(objects)
        for column, key in enumerate(headers)
        if isinstance(row.get(key), JsonNumber)
    }


def _objects(document: Any, name: str) -> list[dict[str, Any]] | Finding:
    """Take the list of objects with single values out of a document, or say why it has none that can be read."""
    if isinstance(document, dict):
        document = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), document)
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        return _unfit(name, name, "một danh sách các đối tượng", "a list of objects")
    return _unbounded(document, name) or _nested(document, name) or document


def _unbounded(document: Sequence[Mapping[str, Any]], name: str) -> Finding | None:
    """Say that a list has no columns, or more rows or columns than are read."""
    if len(document) > MOST_ROWS:
        return finding("ITR408", Place(name), limit=MOST_ROWS)
    columns = len({key for row in document for key in row})
    if columns > MOST_COLUMNS:
        return finding("ITR408.columns", Place(name), found=columns, limit=MOST_COLUMNS)
    if not columns:
        return finding("ITR407", Place(name))
    return None


def _nested(document: Sequence[Mapping[str, Any]], name: str) -> Finding | None:
    """Say where a value is no single one."""
    nested = ((number, key) for number, row in enumerate(document) for key in row if isinstance(row[key], dict | list))
    if (first := next(nested, None)) is not None:
        return _unfit(name, f"[{first[0]}].{first[1]}"[:80], "một giá trị đơn", "a single value")
    return None


def _unfit(name: str, path: str, vi: str, en: str) -> Finding:
    said: dict[str, Any] = {"path": path, "expected_vi": vi, "expected_en": en}
    return finding("ITR861.last_year", Place(name), help=_ROWS, **said)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)
