"""The JSON Schema of a result, from its types; `python -m itrank.engine.result.schema` prints it."""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from fractions import Fraction
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from ..model.ruleset import Words
from .contract import FORMAT, About, Exact, ResultRecord, Values
from .shapes import inner_of, keys_of, options_of, stated

Schema = dict[str, Any]

_NAMES = {str: "string", int: "integer", bool: "boolean"}
_DECIMAL, _EXACT, _WORDS = ({"$ref": f"#/$defs/{name}"} for name in ("decimal", "exact", "words"))
_VALUES: Schema = {
    "type": "object",
    "properties": {"exact": _EXACT},
    "additionalProperties": {"type": ["string", "boolean", "null"]},
}
_DEFS: dict[str, Schema] = {
    "decimal": {
        "description": "Số thập phân viết bằng chữ, dấu chấm, nhiều nhất 12 chữ số lẻ; dài hơn thì cắt về phía 0 và phân số nằm trong exact. — A decimal as text, with a point and at most 12 places; what is longer is cut towards zero, and its fraction stands in exact.",
        "type": "string",
        "pattern": r"^-?(0|[1-9][0-9]{0,99})(\.[0-9]{1,12})?$",
    },
    "exact": {
        "description": "Giá trị đúng của những số bị cắt trong cùng đối tượng, dạng phân số tối giản; không có nếu phân số dài hàng nghìn chữ số. — The exact values of those numbers of the same object that were cut, as fractions in lowest terms; absent where a fraction has thousands of digits.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"type": "string", "pattern": "^-?[1-9][0-9]*/[1-9][0-9]*$"},
    },
    "words": {
        "description": "Hai ngôn ngữ; rỗng nếu không có. — Both languages; empty where there is none.",
        "type": "object",
        "properties": {
            "vi": {"description": "Tiếng Việt — Vietnamese", "type": "string"},
            "en": {"description": "Tiếng Anh — English", "type": "string"},
        },
        "required": ["vi", "en"],
        "additionalProperties": False,
    },
}


def schema_of(record: type, name: str, title: str) -> Schema:
    """Give the schema of a document, from the class of what it holds.

    Args:
        record: the class.
        name: of its file, without `.schema.json`.
        title: the name of the format.
    """
    defs = dict(_DEFS)
    made = _object(record, defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://itrank.example/schemas/{name}.schema.json",
        "title": title,
        **made,
        "$defs": defs,
    }


def schema_text() -> str:
    """Write the schema of a result as the committed file has it."""
    return text_of(schema_of(ResultRecord, "result", FORMAT))


def text_of(schema: Schema) -> str:
    """Write a schema as committed files have it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _described(about: About) -> Schema:
    return {"description": f"{about.vi} — {about.en}"} if about.vi else {}


def _object(made: Any, defs: dict[str, Schema]) -> Schema:
    keys = keys_of(made)
    return {
        **_described(getattr(made, "ABOUT", About())),
        "type": "object",
        "properties": {key.key: _described(key.about) | _type(key.kind, key.about.rules, defs) for key in keys},
        "required": [key.key for key in keys if not key.may_be_absent],
        "additionalProperties": False,
    }


def _type(kind: Any, rules: Mapping[str, Any], defs: dict[str, Schema]) -> Schema:
    """Give the schema of a type; what it calls by name goes into `defs`."""
    options = options_of(kind)
    if len(options) > 1:
        one = _type(next(each for each in options if each is not NoneType), {}, defs)
        return ({"type": [one["type"], "null"]} if set(one) == {"type"} else {"anyOf": [one, {"type": "null"}]}) | dict(
            rules
        )
    if kind in _LEAVES:
        return _LEAVES[kind] | dict(rules)
    if is_dataclass(kind):
        return {"$ref": f"#/$defs/{_called(kind, defs)}"}
    if get_origin(kind) is Literal:
        values = get_args(kind)
        return {"enum": list(values)} if len(values) > 1 else {"const": values[0]}
    inner, about = stated(inner_of(kind))
    inside = _type(inner, about.rules, defs)
    if issubclass(get_origin(kind), Mapping):
        return {"type": "object", "additionalProperties": inside}
    return {"type": "array", "items": inside} | dict(rules)


_LEAVES: Mapping[Any, Schema] = {
    **{kind: {"type": name} for kind, name in _NAMES.items()},
    Fraction: _DECIMAL,
    Words: _WORDS,
    Values: _VALUES,
    Exact: _EXACT,
}


def _called(made: Any, defs: dict[str, Schema]) -> str:
    """Give the name of a class in the schema: `DataFileRecord` is `data_file`."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", made.__name__.removesuffix("Record")).lower()
    if name not in defs:
        defs[name] = {}  # at its place before those that it calls
        defs[name].update(_object(made, defs))
    return name


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
