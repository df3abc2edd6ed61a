"""Parse JSON strictly: equal keys, NaN and endless nests are findings, and numbers stay the text that they are written as."""

import json
from typing import Any, NoReturn

from ..model.findings import Finding, Place, finding
from .numbers import cut


class JsonNumber(str):
    """A number of JSON, as it is written; the one parser of numbers reads it, exactly and with its limits."""

    __slots__ = ()


class _RefusedError(Exception):
    pass


def parse_json(text: str, name: str) -> Any | Finding:
    r"""Parse a document, or say why it is none.

    >>> parse_json('{"a": [1.50, true]}', "a.json")
    {'a': ['1.50', True]}
    >>> parse_json('{"a": 1, "a": 2}', "a.json").params["reason"]
    'the key "a" is there twice'
    """
    try:
        return json.loads(
            text,
            parse_float=JsonNumber,
            parse_int=JsonNumber,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
    except _RefusedError as error:
        return finding("ITR492", Place(name), reason=str(error))
    except json.JSONDecodeError as error:
        return finding("ITR492", Place(name, error.lineno, error.colno), reason=error.msg)
    except RecursionError:
        return finding("ITR492", Place(name), reason="nested too deeply")


def _refuse_constant(constant: str) -> NoReturn:
    raise _RefusedError(f"{constant} is no number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _RefusedError(f'the key "{cut(key)}" is there twice')
        made[key] = value
    return made
