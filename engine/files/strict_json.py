"""Parse JSON strictly: equal keys, NaN and endless nests are findings, and numbers stay the text that they are written as."""

import json
import re
from collections import Counter
from typing import Any, NoReturn

from ..model.findings import Finding, Place, finding
from .numbers import cut

MOST_DIGITS = 45  # of a whole number: last year's ranks may have those of any number of data
MOST_NESTED = 100  # levels; what itrank writes has about ten


_HIGH, _LOW = r"u[dD][89abAB][0-9a-fA-F]{2}", r"u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"\\(?:{_HIGH}\\{_LOW}|(?P<half>{_HIGH}|{_LOW})|.)", re.DOTALL)


class JsonNumber(str):
    """A number of JSON, as it is written; the one parser of numbers reads it, exactly and with its limits."""

    __slots__ = ()


_WORDS = {
    "Expecting value": ("thiếu một giá trị", "a value is missing"),
    "Expecting property name enclosed in double quotes": (
        'cần một tên khóa trong dấu "',
        "a key in double quotes is missing",
    ),
    "Expecting ':' delimiter": ("thiếu dấu hai chấm", "a colon is missing"),
    "Expecting ',' delimiter": ("thiếu dấu phẩy", "a comma is missing"),
    "Illegal trailing comma before end of object": ("thừa một dấu phẩy", "there is a comma too many"),
    "Illegal trailing comma before end of array": ("thừa một dấu phẩy", "there is a comma too many"),
    "Extra data": ("còn nội dung sau chỗ kết thúc", "there is more after the end"),
    "Unterminated string starting at": ('một dấu " chưa được đóng', "a quote is not closed"),
    "Invalid control character at": ("có ký tự điều khiển trong chữ", "there is a control character in text"),
    "Invalid \\escape": ("có dấu \\ sai trong chữ", "a backslash stands wrongly in text"),
    "Invalid \\uXXXX escape": ("có dấu \\u sai trong chữ", "a \\u stands wrongly in text"),
}
"""The words of the JSON library -> ours."""
_UNKNOWN = ("cú pháp sai", "it is written wrongly")


class _RefusedError(Exception):
    """What JSON allows and a file of data must not have, in Vietnamese and English."""


def parse_json(text: str, name: str) -> Any | Finding:
    r"""Parse a document, or say why it is none.

    >>> parse_json('{"a": [1.50, true]}', "a.json")
    {'a': ['1.50', True]}
    >>> parse_json('{"a": 1, "a": 2}', "a.json").params["reason_en"]
    'the key "a" is there twice'
    >>> parse_json(r'["\ud83d\ude00", "\\ud83d", "\ude00"]', "a.json").place.column
    30
    """
    if (half := _half_character(text, name)) is not None:
        return half
    try:
        return json.loads(
            text,
            parse_float=JsonNumber,
            parse_int=JsonNumber,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
    except _RefusedError as error:
        return _finding(Place(name), error.args[0], error.args[1])
    except json.JSONDecodeError as error:
        return _finding(Place(name, error.lineno, error.colno), *_WORDS.get(error.msg, _UNKNOWN))
    except RecursionError:
        return _finding(Place(name), "quá nhiều tầng lồng nhau", "nested too deeply")


def parse_record(text: str, name: str) -> Any | Finding:
    """Parse a document of itrank's own, whose numbers are whole: any other becomes what no schema takes.

    >>> parse_record('{"a": [1, 1.5]}', "a.json")
    {'a': [1, b'1.5']}
    >>> parse_record("[" * 500 + "]" * 500, "a.json").params["reason_en"]
    'nested too deeply'
    """
    made = parse_json(text, name)
    try:
        return made if isinstance(made, Finding) else _whole(made, MOST_NESTED)
    except RecursionError:
        return _finding(Place(name), "quá nhiều tầng lồng nhau", "nested too deeply")


def read_again(content: bytes) -> Any:
    r"""Read JSON that was checked or written before; as strictly as `parse_record`.

    Raises:
        ValueError: if it is none after all.

    >>> read_again(b'{"a": 1}')
    {'a': 1}
    """
    made = parse_record(content.decode(), "")
    if isinstance(made, Finding):
        raise ValueError("not strict JSON")  # noqa: TRY004  # not for want of a type
    return made


def _whole(value: Any, deep: int) -> Any:
    """Put whole numbers in place of their texts, in so many levels."""
    if not deep:
        raise RecursionError
    match value:
        case JsonNumber():
            return int(value) if value.lstrip("-").isdecimal() and len(value) <= MOST_DIGITS else value.encode()
        case dict():  # most values are texts, which stay
            return {key: each if type(each) is str else _whole(each, deep - 1) for key, each in value.items()}
        case list():
            return [each if type(each) is str else _whole(each, deep - 1) for each in value]
    return value


def _half_character(text: str, name: str) -> Finding | None:
    """Find an escape for half of a surrogate pair, which no file can hold: what was read could not be written."""
    if "\\ud" not in text and "\\uD" not in text:
        return None
    for match in _ESCAPE.finditer(text):
        if match["half"]:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            return _finding(Place(name, line, column), f"{match[0]} là nửa ký tự", f"{match[0]} is half a character")
    return None


def _finding(at: Place, vi: str, en: str) -> Finding:
    return finding("ITR492", at, reason=vi, reason_en=en)


def _refuse_constant(constant: str) -> NoReturn:
    raise _RefusedError(f"{constant} không phải là số", f"{constant} is no number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        once = Counter(key for key, _ in pairs)
        key = next(key for key, count in once.items() if count > 1)
        raise _RefusedError(f'khóa "{cut(key)}" có hai lần', f'the key "{cut(key)}" is there twice')
    return made
