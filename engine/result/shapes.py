"""What types say of the JSON of their values: its schema, how it is read and how it is written.

A frozen dataclass is an object whose keys are its fields; `Literal`, `tuple`, `Mapping`, unions with None and with
`Absent` are what they say. Types with a form of their own are the leaves of `READING` and `WRITING`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from fractions import Fraction
from functools import cache, lru_cache
from operator import itemgetter
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from ..model.ruleset import Words
from .contract import ABSENT, About, Absent, Exact, Values
from .numbers import decimal, read_exact

_Made = TypeVar("_Made")
Change = Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Way:
    """One of the two ways between values and JSON: reading or writing.

    Attributes:
        leaves: what changes a value of a type with a form of its own in JSON.
        record: gives what changes a record of a class.
        array: what holds many values.
    """

    leaves: Mapping[Any, Change]
    record: Callable[[Any], Change]
    array: Callable[[Iterable[Any]], Any]


class Key(NamedTuple):
    """A key of an object: the name in Python and in JSON, the type without its marks, what is said of it."""

    name: str
    key: str
    kind: Any
    about: About
    may_be_absent: bool


@cache
def keys_of(made: type) -> tuple[Key, ...]:
    """Give the keys of a class in the order in which they are written; where its exact fractions go is one of them.

    >>> from .contract import BoundRecord
    >>> [key.key for key in keys_of(BoundRecord)]
    ['amount', 'is_share', 'points']
    """
    return tuple(_keys(made))


def _keys(made: type) -> Iterator[Key]:
    for name, hint in get_type_hints(made, include_extras=True).items():
        if get_origin(hint) is ClassVar or hint is ClassVar:
            if name == "exact":
                yield Key(name, name, Exact, About(), True)
            continue
        kind, about = stated(hint)
        kinds = options_of(kind)
        may_be_absent = Absent in kinds
        yield Key(name, name.rstrip("_"), Union[*(each for each in kinds if each is not Absent)], about, may_be_absent)


def stated(hint: Any) -> tuple[Any, About]:
    """Give a type without its marks, and what they say."""
    if get_origin(hint) is Annotated:
        kind, about = get_args(hint)
        return kind, about
    return hint, About()


def options_of(kind: Any) -> tuple[Any, ...]:
    """Give the types of a union; of any other type itself."""
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


def inner_of(kind: Any) -> Any:
    """Give the type of the items of an array, or of the values of an object with any keys."""
    inside = get_args(kind)
    return inside[1] if issubclass(get_origin(kind), Mapping) else inside[0]


def read(kind: type[_Made], given: Any) -> _Made:
    """Make a record of a class from values of JSON that fit its schema.

    >>> from .contract import BoundRecord
    >>> read(BoundRecord, {"amount": "0.8", "is_share": True, "points": None})
    BoundRecord(amount=Fraction(4, 5), is_share=True, points=None)
    """
    of: Any = kind  # mypy takes no class for hashable
    made: _Made = _record_reader(of)(given)
    return made


def written(made: Any) -> dict[str, Any]:
    """Give a record as values of JSON.

    >>> from .contract import PreviousRecord
    >>> written(PreviousRecord("a", Fraction(22, 7), None, 1, "tot", ABSENT))["exact"]
    {'total': '22/7'}
    """
    of: Any = type(made)
    shown: dict[str, Any] = _record_writer(of)(made)
    return shown


@cache
def _change(kind: Any, way: Way) -> Change | None:
    """Give what changes a value of a type, None not among them; nothing where JSON has it as it is."""
    kind, _ = stated(kind)
    options = [each for each in options_of(kind) if each is not NoneType]
    kind = options[0] if len(options) == 1 else kind
    if kind in way.leaves:
        return way.leaves[kind]
    if is_dataclass(kind):
        return way.record(kind)
    origin = get_origin(kind)
    if origin in {None, Literal, Union, UnionType}:
        return None
    each_of = _change(inner_of(kind), way)
    if issubclass(origin, Mapping):
        return dict if each_of is None else lambda many: {key: each_of(value) for key, value in many.items()}
    return way.array if each_of is None else lambda many: way.array(map(each_of, many))


# ── Reading ──


@cache
def _record_reader(made: Any) -> Change:
    keys = [key for key in keys_of(made) if key.kind is not Exact]
    take = itemgetter(*(key.key for key in keys))
    absent = {key.key: ABSENT for key in keys if key.may_be_absent}
    numbers = [key.key for key in keys if Fraction in options_of(key.kind)] if len(keys) < len(keys_of(made)) else []
    changes = [(place, change) for place, key in enumerate(keys) if (change := _change(key.kind, READING))]

    def make(given: Any) -> Any:
        if numbers and (exact := given.get("exact")):
            given = given | {key: exact[key] for key in numbers if key in exact}
        parts = list(take(absent | given if absent else given))
        for place, change in changes:
            part = parts[place]
            if part is not None and part is not ABSENT:
                parts[place] = change(part)
        return made(*parts)

    return make


@lru_cache(maxsize=1 << 16)  # points repeat
def _number(text: str) -> Fraction:
    return read_exact(text)


@lru_cache(maxsize=1 << 12)  # every unit has the same titles
def _words(vi: str, en: str) -> Words:
    return Words(vi, en)


def _values(given: Any) -> Values:
    exact = given.get("exact", {})
    if not exact:
        return Values(given, {})
    shown = {key: value for key, value in given.items() if key != "exact"}
    return Values(shown, {key: read_exact(text) for key, text in exact.items()})


READING = Way(
    {Fraction: _number, Words: lambda given: _words(given["vi"], given["en"]), Values: _values}, _record_reader, tuple
)

# ── Writing ──


@cache
def _record_writer(made: Any) -> Change:
    keys = [
        (key.name, key.key, key.kind is Exact, Fraction in options_of(key.kind), _change(key.kind, WRITING))
        for key in keys_of(made)
    ]

    def write(record: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        exact: dict[str, str] = {}
        for name, key, is_exact, is_number, change in keys:
            if is_exact:
                if exact:
                    shown[key] = exact
                continue
            value = getattr(record, name)
            if value is ABSENT:
                continue
            shown[key] = value if value is None or change is None else change(value)
            if is_number and value is not None and (fraction := _decimal(value)[1]):
                exact[key] = fraction
        return shown

    return write


_decimal = lru_cache(maxsize=1 << 16)(decimal)


def _written_values(values: Values) -> dict[str, Any]:
    if not values.exact:
        return dict(values.shown)
    return {**values.shown, "exact": {key: decimal(amount)[1] for key, amount in values.exact.items()}}


WRITING = Way(
    {
        Fraction: lambda amount: _decimal(amount)[0],
        Words: lambda words: {"vi": words.vi, "en": words.en},
        Values: _written_values,
    },
    _record_writer,
    list,
)
