"""Read JSON data as a table: a list of objects, or an object with such a list under `units` or `data`."""

from dataclasses import replace
from typing import Any

from ..model.findings import Finding, Place, finding
from ..model.observed import Table
from .contents import decode
from .strict_json import JsonNumber, parse_json
from .tables import MOST_COLUMNS, MOST_ROWS, table_from_rows

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
    if isinstance(document, Finding):
        return None, (document,)
    if isinstance(document, dict):
        document = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), document)
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        wanted: dict[str, Any] = {
            "path": name,
            "expected_vi": "một danh sách các đối tượng",
            "expected_en": "a list of objects",
        }
        return None, (finding("ITR494", Place(name), help=_ROWS, **wanted),)
    if len(document) > MOST_ROWS:
        return None, (finding("ITR408", Place(name), limit=MOST_ROWS),)
    headers = list(dict.fromkeys(key for row in document for key in row))
    if len(headers) > MOST_COLUMNS:
        return None, (finding("ITR409", Place(name), found=len(headers), limit=MOST_COLUMNS),)
    if not headers:
        return None, (finding("ITR407", Place(name)),)
    for number, row in enumerate(document):
        nested = next((key for key, value in row.items() if isinstance(value, (dict, list))), None)
        if nested is not None:
            path = f"[{number}].{nested}"[:80]
            told: dict[str, Any] = {"path": path, "expected_vi": "một giá trị đơn", "expected_en": "a single value"}
            return None, (finding("ITR494", Place(name), help=_ROWS, **told),)
    rows = [headers, *([_cell(row.get(key)) for key in headers] for row in document)]
    table, told_of = table_from_rows(name, rows, list(range(len(rows))))
    if table is None:
        return None, told_of
    numbers = {
        (number, column): "number"
        for number, row in enumerate(document)
        for column, key in enumerate(table.headers)
        if isinstance(row.get(key), JsonNumber)
    }
    return replace(table, kinds=numbers), ()  # type: ignore[arg-type]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)
