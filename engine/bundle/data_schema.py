"""The shape of `data.json`, for who reads one that a stranger wrote: `schemas/data.schema.json`.

python -m itrank.engine.bundle.data_schema > schemas/data.schema.json
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from ..model.appraisal import SCORED_STAGES, STAGES
from .manifest import DATA_ROLES
from .rules import DATA, FIRST_DATA

Schema = dict[str, Any]
MOST_DIGITS = 5_000  # more than any number that can be read has, ratios of a result of last year included
_RATIO = f"^-?[0-9]{{1,{MOST_DIGITS}}}(/[1-9][0-9]{{0,{MOST_DIGITS - 1}}})?$"

_WHOLE = "^[^\\ud800-\\udfff]*$"  # JSON can write half of a surrogate pair, which no file can hold
_TEXT: Schema = {"type": "string", "pattern": _WHOLE}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "string", "pattern": _RATIO}
_PLACE: Schema = {
    "description": "Ô: tệp, dòng, cột, tên ô — The cell: file, line, column, what it is called",
    "type": "array",
    "items": [_TEXT, _COUNT, _COUNT, _TEXT],
    "minItems": 4,
    "maxItems": 4,
}
_CELL: Schema = {
    "description": "Tệp, tên ô; hoặc như ở điều báo — The file, what the cell is called; or as of findings",
    "type": "array",
    "minItems": 2,
    "maxItems": 4,
}
_LACKS = ("missing", "not_applicable", "invalid")


def data_schema(form: str = DATA) -> Schema:
    """Give the schema of a format.

    Args:
        form: `itrank-data/1` or `itrank-data/2`.
    """
    is_first = form == FIRST_DATA
    placed: Mapping[str, Schema] = {} if is_first else {"at": _CELL}
    values: Schema = {
        "number": _NUMBER,
        "yes": {"type": "boolean"},
        "option": _TEXT,
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    }
    lack = {"lack": {"enum": list(_LACKS)}}
    value, bare, cell = _one(values), _one({**values, **lack}), _one({**values, **lack}, placed)
    by_name = _by_name(value)
    unit = _object(
        {
            "id": _TEXT,
            "name": _TEXT,
            "group": _TEXT,
            "parent": _TEXT,
            "role": {"enum": ["ranked", "unranked", "reference"]},
            "aliases": _TEXTS,
            "predecessors": _TEXTS,
            "attributes": _by_name(_TEXT),
        },
        placed,
    )
    before = {
        "id": _TEXT,
        "name": _TEXT,
        "total": _or_null(_NUMBER),
        "max": _or_null(_NUMBER),
        "rank": {"type": ["integer", "null"]},
        "tier": _TEXT,
        "values": by_name,
    }
    columns = _by_name({"type": "array", "items": bare})
    points = {"type": "object", "additionalProperties": _NUMBER, "propertyNames": {"pattern": "^(0|[1-9][0-9]{0,7})$"}}
    common: Schema = {
        "format": {"const": form},
        "units": {"type": "array", "items": unit},
        "inputs": _by_name({"type": "array", "items": cell}),
    }
    appraised: Schema = {"declared": columns, "appraised": _by_name(points)}
    if is_first:
        return _object(
            {**common, "previous": {"type": "array", "items": _object(before, {"answers": by_name})}}, appraised
        )
    text = _one({"text": _TEXT, **lack}, placed)
    more = _object({**before, "rank_printed": _TEXT}, {"answers": by_name})
    return _object(
        {
            **common,
            "files": {"type": "array", "items": _file()},
            "illustrative": {"type": "boolean"},
            "evidence": _by_name({"type": "array", "items": text}),
            "previous": {"type": "array", "items": more},
            "findings": {"type": "array", "items": _finding()},
        },
        {
            **appraised,
            "stage": {"enum": list(SCORED_STAGES)},
            "corrections": {"type": "array", "items": _correction()},
        },
    )


def _file() -> Schema:
    table = {
        "sheet": _TEXT,
        "span": _TEXT,
        "rows": _COUNT,
        "units": _COUNT,
        "decimal": _TEXT,
        "marks": _by_name(_COUNT),
    }
    return _object(
        {
            "path": _TEXT,
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "role": {"enum": list(DATA_ROLES)},
            "tables": {"type": "array", "items": _object(table)},
        }
    )


def _finding() -> Schema:
    words = _by_name(_TEXT)
    advice = {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}
    return _object({"code": _TEXT, "at": _PLACE, "words": words}, {"help": advice})


def _correction() -> Schema:
    texts = ("unit", "target", "from", "to", "reason", "basis", "by", "at")
    return _object({**dict.fromkeys(texts, _TEXT), "stage": {"enum": list(STAGES)}})


def _one(values: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Schema:
    """Give an object with one of some keys, of which the reader makes sure: `oneOf` takes a hundred times as long."""
    kept = more or {}
    return {**_object({}, {**values, **kept}), "minProperties": 1, "maxProperties": 1 + len(kept)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _by_name(each: Schema) -> Schema:
    return {"type": "object", "additionalProperties": each, "propertyNames": {"pattern": _WHOLE}}


def _object(needed: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**needed, **(more or {})},
        "required": list(needed),
        "additionalProperties": False,
    }


def written() -> str:
    """Give the schema of what is frozen now as the file of it is written."""
    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": DATA,
        "description": "Số liệu ở dạng đơn giản trong gói kết quả — The plain data of a bundle; docs/verification.md",
    }
    return json.dumps({**head, **data_schema()}, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
