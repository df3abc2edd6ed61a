"""Say whether a document is of a schema's shape, without a word of what is wrong with it.

Nearly every document is right. Of one that is, jsonschema took most of the time of reading a short ruleset, and a
seventh of the start of a command; it is asked only where something is wrong.
What a check here is not sure of it refuses: then jsonschema decides, so nothing is ever let through that it would not.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .document import Num

Check = Callable[[Any], bool]
Schemas = Mapping[str, Any]
Keyword = Callable[[Any, Schemas, Mapping[str, Check]], Check]
"""Makes the check of what a keyword says, of the schema in which it is and the definitions."""

_SAYS_NOTHING = frozenset({"$schema", "$id", "$defs", "title", "description", "examples", "patternErrorMessage"})
"""Keywords for readers and editors."""


def conforming(schema: Schemas) -> Check:
    """Make a check of whole documents of a schema.

    Args:
        schema: of JSON Schema 2020-12; references lead to its own `$defs`.

    Returns:
        True of documents that are surely of its shape; False also where that is not known.

    Raises:
        KeyError: a keyword that is not in the table here.

    >>> fits = conforming({"type": "object", "required": ["a"], "properties": {"a": {"enum": ["x", "y"]}}})
    >>> fits({"a": "x"}), fits({"a": "z"}), fits({}), fits([])
    (True, False, False, False)
    """
    made: dict[str, Check] = {}
    check = _of(schema, made)
    for name, part in schema.get("$defs", {}).items():
        made[f"#/$defs/{name}"] = _of(part, made)
    return check


def _of(schema: Any, made: Mapping[str, Check]) -> Check:
    """Make the check of a schema in which `made` are the definitions, some of which are not there yet."""
    if isinstance(schema, bool):
        return lambda _: schema
    checks = tuple(
        _KEYWORDS[keyword](said, schema, made) for keyword, said in schema.items() if keyword not in _SAYS_NOTHING
    )
    return checks[0] if len(checks) == 1 else lambda value: _all(checks, value)


def _all(checks: Iterable[Check], value: Any) -> bool:
    for check in checks:  # noqa: SIM110  # `all` makes a generator first, which takes as long as most checks
        if not check(value):
            return False
    return True


def _is_whole(value: Any) -> bool:
    return (isinstance(value, Num) and value.denominator == 1) or type(value) is int


def _is_number(value: Any) -> bool:
    return isinstance(value, Num) or type(value) is int


_TYPES: Mapping[str, Check] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_whole,
    "number": _is_number,
    "null": lambda value: value is None,
}


def _type(said: Any, _: Schemas, __: Any) -> Check:
    if isinstance(said, str):
        return _TYPES[said]
    tests = tuple(_TYPES[name] for name in said)
    return lambda value: any(test(value) for test in tests)


def _one_of(listed: Sequence[Any]) -> Check:
    """Texts and truth values alone: jsonschema has an opinion of its own on 1, 1.0 and true."""
    texts = frozenset(each for each in listed if isinstance(each, str))
    truths = tuple(each for each in listed if isinstance(each, bool))
    return lambda value: value in texts if isinstance(value, str) else any(value is each for each in truths)


def _at_least(is_it: Check, measure: Callable[[Any], Any]) -> Keyword:
    """Make a keyword that a measure of values of one type must reach."""
    return lambda least, _, __: lambda value: not is_it(value) or measure(value) >= least


def _at_most(is_it: Check, measure: Callable[[Any], Any]) -> Keyword:
    return lambda most, _, __: lambda value: not is_it(value) or measure(value) <= most


def _properties(said: Any, schema: Schemas, made: Mapping[str, Check]) -> Check:
    checks = {key: _of(part, made) for key, part in said.items()}
    further = _of(schema.get("additionalProperties", True), made)

    def fits(value: Any) -> bool:
        for key, part in value.items() if isinstance(value, dict) else ():  # noqa: SIM110  # as above
            if not checks.get(key, further)(part):
                return False
        return True

    return fits


def _further(_: Any, schema: Schemas, made: Mapping[str, Check]) -> Check:
    """Check other keys: `properties` does it where there are some."""
    return _of(True, made) if "properties" in schema else _properties({}, schema, made)


def _items(said: Any, schema: Schemas, made: Mapping[str, Check]) -> Check:
    check, first = _of(said, made), len(schema.get("prefixItems", ()))
    return lambda value: not isinstance(value, list) or all(check(item) for item in value[first:])


def _first_items(said: Any, _: Schemas, made: Mapping[str, Check]) -> Check:
    checks = tuple(_of(part, made) for part in said)
    return lambda value: (
        not isinstance(value, list) or all(check(item) for check, item in zip(checks, value, strict=False))
    )


def _are_unique(items: Sequence[Any]) -> bool:
    """Whether items surely differ: lists and mappings are not compared, and 1 is true here as it is not to jsonschema."""
    try:
        return len({*items}) == len(items)
    except TypeError:
        return False


def _names(said: Any, _: Schemas, made: Mapping[str, Check]) -> Check:
    check = _of(said, made)
    return lambda value: not isinstance(value, dict) or all(map(check, value))


def _pattern(said: Any, _: Schemas, __: Any) -> Check:
    search = re.compile(said).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _any(said: Any, _: Schemas, made: Mapping[str, Check]) -> Check:
    checks = tuple(_of(part, made) for part in said)
    return lambda value: any(check(value) for check in checks)


def _choice(said: Any, schema: Schemas, made: Mapping[str, Check]) -> Check:
    asked, lets, refuses = _sure(said), _of(schema.get("then", True), made), _of(schema.get("else", True), made)
    return lambda value: lets(value) if asked(value) else refuses(value)


def _sure(schema: Schemas) -> Check:
    """Make the check of a condition: only of what is as sure of a no as of a yes."""
    ((keyword, said),) = schema.items()
    if keyword == "required":
        return _required(said, schema, {})
    if keyword != "not":
        raise KeyError(keyword)
    check = _sure(said)
    return lambda value: not check(value)


def _required(said: Any, _: Schemas, __: Any) -> Check:
    return lambda value: not isinstance(value, dict) or all(key in value for key in said)


def _dependent(said: Any, _: Schemas, made: Mapping[str, Check]) -> Check:
    checks = {key: _of(part, made) for key, part in said.items()}
    return lambda value: (
        not isinstance(value, dict) or all(check(value) for key, check in checks.items() if key in value)
    )


_KEYWORDS: Mapping[str, Keyword] = {
    "$ref": lambda said, _, made: lambda value: made[said](value),  # noqa: PLW0108  # there when it is asked, not now
    "type": _type,
    "enum": lambda said, _, __: _one_of(said),
    "const": lambda said, _, __: _one_of([said]),
    "required": _required,
    "properties": _properties,
    "additionalProperties": _further,
    "propertyNames": _names,
    "dependentSchemas": _dependent,
    "minProperties": _at_least(_TYPES["object"], len),
    "maxProperties": _at_most(_TYPES["object"], len),
    "items": _items,
    "prefixItems": _first_items,
    "minItems": _at_least(_TYPES["array"], len),
    "maxItems": _at_most(_TYPES["array"], len),
    "uniqueItems": lambda said, _, __: lambda value: not said or not isinstance(value, list) or _are_unique(value),
    "minLength": _at_least(_TYPES["string"], len),
    "maxLength": _at_most(_TYPES["string"], len),
    "pattern": _pattern,
    "minimum": _at_least(_is_number, lambda value: value),
    "maximum": _at_most(_is_number, lambda value: value),
    "anyOf": _any,
    "not": lambda said, _, __: _sure({"not": said}),
    "if": _choice,
    "then": lambda _, __, ___: _of(True, {}),  # `if` asks for both
    "else": lambda _, __, ___: _of(True, {}),
}
