"""The JSON Schema of what stands under `score:`, assembled from the records of the scoring kinds."""

from collections.abc import Mapping
from typing import Any

from .kinds import KINDS

Schema = dict[str, Any]


def score_schema() -> Schema:
    """Choose by the kind's key, so that a message speaks of that kind alone.

    What stands beside `dependentSchemas` is for editors: which keys there are, and that a score has a kind.
    """
    meanings: dict[str, dict[str, str]] = {}
    for kind in KINDS.values():
        for key, schema in kind.keys.items():
            meanings.setdefault(key, {})[kind.name] = schema["description"]
    # `anyOf` says nothing of the value, but an editor writes `key: ` only where it is told something of it.
    properties = {key: {"description": _of_kinds(by_kind), "anyOf": [{}]} for key, by_kind in meanings.items()}
    by_kind = {
        kind.name: {
            "properties": dict(kind.keys),
            "required": [kind.name, *kind.required],
            "additionalProperties": False,
        }
        for kind in KINDS.values()
    }
    names = ", ".join(KINDS)
    mapping: Schema = {
        "type": ["string", "object"],
        "pattern": "^given$",
        "patternErrorMessage": f"Chỉ có một từ: given; còn lại viết {{cách chấm: ...}}, với một trong: {names}.\n\n"
        f"The only word is given; else write {{kind: ...}}, one of: {names}.",
        "examples": ["given"],
        "minProperties": 1,
        "properties": properties,
        "additionalProperties": False,
        "if": {"type": "object", "propertyNames": {"enum": [key for key in properties if key not in KINDS]}},
        "then": {
            "type": "string",
            "errorMessage": f"Thiếu cách chấm; cần một trong: {names}.\n\nA kind is missing; one of: {names}.",
        },
        "dependentSchemas": by_kind,
    }
    return mapping


def _of_kinds(meanings: Mapping[str, str]) -> str:
    r"""Describe a key that several kinds take, each in its own sense.

    >>> _of_kinds({"a": "Từ.\n\nFrom.", "b": "Mốc.\n\nGoalpost."})
    'a: Từ. b: Mốc.\n\na: From. b: Goalpost.'
    """
    if len(set(meanings.values())) == 1:
        return next(iter(meanings.values()))
    told = [(kind, *meaning.split("\n\n")) for kind, meaning in meanings.items()]
    return (
        " ".join(f"{kind}: {vi}" for kind, vi, _ in told) + "\n\n" + " ".join(f"{kind}: {en}" for kind, _, en in told)
    )
