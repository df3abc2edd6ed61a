"""Slips of the keyboard: the one word that was certainly meant, among those that may stand at a place.

A proposal in a message may be wrong and does no harm; what is certain here is written into a file.
So more words are candidates than can be meant, and two that are near are none.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..formula.suggest import closest, folded
from ..model.findings import Place
from .document import Map, Num, Seq
from .kinds import KINDS
from .schema import ruleset_schema
from .workshop import TAKEN

_WORD = re.compile(r"[^\W\d]\w*")
_PROSE = frozenset(
    {"title", "label", "description", "why", "name", "clause", "decision", "column", "measured_in", "data"}
)
_PLACING = ("under", "after", "before")
_SHORTEST_NAME, _SHORTEST_WORD = 4, 3


def meant(word: str, candidates: Iterable[str], shortest: int = _SHORTEST_WORD) -> str | None:
    """Find the one candidate from which a word differs by case and accents only, or by one slip; else None.

    Digits tell things apart, and are never a slip.

    Args:
        word: as written.
        candidates: all that may have been meant.
        shortest: a word of fewer letters is too short for a slip to be certain.

    >>> meant("so_hopp", ["so_hop", "can_bo"]), meant("Điem", ["diem"]), meant("lop_b", ["lop_a", "lop_c"])
    ('so_hop', 'diem', None)
    >>> meant("muc_2", ["muc_1"]), meant("ab", ["a"])
    (None, None)
    """
    # Sorted, as what is proposed must not hang on the order of a set.
    names = sorted({name for name in candidates if abs(len(name) - len(word)) < 3})
    if word in names or len(word) > 200:
        return None
    plain = folded(word)
    near = [name for name in names if _is_slip(plain, folded(name))]
    is_certain = len(near) == 1 and closest(word, names) == near[0] and _is_written_for(word, near[0], shortest)
    return near[0] if is_certain else None


def _is_written_for(word: str, name: str, shortest: int) -> bool:
    """Say whether a word that is nearly a name can be a slip of it and not another name."""
    if re.findall(r"\d", word) != re.findall(r"\d", name) or min(len(word), len(name)) < 2:
        return False
    is_long = len(name) >= shortest and len(word) >= shortest - 1
    return folded(name) == folded(word) or (is_long and _is_slip(word.casefold(), name.casefold()))


def _is_slip(one: str, other: str) -> bool:
    """Say whether two words are equal but for one letter that is wrong, missing or too many, or two that changed places."""
    if one == other:
        return True
    first = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[first:], other[first:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and len(b) > 1 and a[2:] == b[2:])


Steps = tuple[str | int, ...]


def _places(document: Any) -> Iterator[tuple[Place, Steps, bool]]:
    """Give every place of a document, the path that leads there, and whether it is that of a key."""
    todo: list[tuple[Steps, Any]] = [((), document)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, Map):
            for name, item in value.items():
                yield value.key_places[name], (*path, name), True
                yield value.value_places[name], (*path, name), False
                todo.append(((*path, name), item))
        elif isinstance(value, Seq):
            for index, item in enumerate(value):
                yield value.places[index], (*path, index), False
                todo.append(((*path, index), item))


class Places:
    """What stands where in a document (or in what came of one file into it), looked up many times.

    >>> from .document import read_document
    >>> places = Places(read_document("a: {b: [1, x + y]}", "r")[0])
    >>> places.at(1, 5, key=True), places.at(1, 5, key=False), places.last(1, 16)
    (('a', 'b'), None, ('a', 'b', 1))
    """

    __slots__ = ("_begun", "_keys", "_paths", "_starts")

    def __init__(self, document: Map | None, name: str | None = None) -> None:
        found = [(place[1:3], path, key) for place, path, key in _places(document) if name in {None, place.file}]
        self._paths = {(at, key): path for at, path, key in reversed(found)}
        self._keys = {(at[0], path[-1]): path for at, path, key in reversed(found) if key}
        # Of what begins at one place the innermost comes last.
        self._begun = sorted(((at, path) for at, path, _ in found), key=lambda each: (each[0], len(each[1])))
        self._starts = [at for at, _ in self._begun]

    def at(self, line: int, column: int, *, key: bool) -> Steps | None:
        """Find what stands at a line and column: a key, or a value."""
        return self._paths.get(((line, column), key))

    def key(self, line: int, key: str) -> Steps | None:
        """Find the first of the keys of a line that reads so."""
        return self._keys.get((line, key))

    def last(self, line: int, column: int) -> Steps:
        """Find what began last before a line and column, or there."""
        number = bisect_right(self._starts, (line, column)) - 1
        return self._begun[number][1] if number >= 0 else ()


def keys_at(path: Sequence[str | int]) -> frozenset[str]:
    """Name every key that the language may have in what a path leads to.

    >>> sorted(keys_at(("tests", 0)))[-4:], "under" in keys_at(("add", 0))
    (['name', 'previous', 'scorecard', 'why'], True)
    """
    found = {key for schema in _schemas(path) for key in schema.get("properties", {})}
    return frozenset(found | set(_PLACING if len(path) == 2 and path[0] == "add" else ()))


def words_at(path: Sequence[str | int]) -> frozenset[str]:
    """Name every fixed word that the language may have as the value at a path.

    >>> sorted(words_at(("units", "so_y_te", "role")))
    ['ranked', 'reference', 'unranked']
    """
    listed = [word for schema in _schemas(path) for word in [*schema.get("enum", ()), schema.get("const")]]
    return frozenset(word for word in listed if isinstance(word, str))


def kind_meant(score: Map, path: Sequence[str | int]) -> tuple[str, str] | None:
    """Find the one key of a score without a kind that nearly is one, and the kind that it is.

    >>> kind_meant(Map() | {"rato": 1, "full_at": 2}, ("scorecards", "a", "criteria", 0, "score"))
    ('rato', 'ratio')
    """
    if any(key in KINDS for key in score):
        return None
    allowed = keys_at(path)
    near = [(key, name) for key in score if (name := meant(key, allowed)) is not None and name in KINDS]
    return near[0] if len(near) == 1 else None


def _schemas(path: Sequence[str | int]) -> list[Mapping[str, Any]]:
    """Give all schemas that may speak of a path: of every alternative, not only of the one that was chosen."""
    root = ruleset_schema()
    steps = list(path)
    here: list[Mapping[str, Any]] = [root]
    if len(steps) >= 2 and steps[0] in {"amend", "add"}:
        # A change to a node, a scorecard or a total; the schema cannot know which.
        card = root["properties"]["scorecards"]["additionalProperties"]
        here, steps = [root["$defs"]["node"], card, card["properties"]["totals"]["items"]], steps[2:]
    here = [each for schema in here for each in _alternatives(schema)]
    for step in steps:
        here = [each for schema in here for below in _below(schema, step) for each in _alternatives(below)]
    return here


def _below(schema: Mapping[str, Any], step: str | int) -> Iterator[Mapping[str, Any]]:
    if isinstance(step, int):
        below = schema.get("items")
    else:
        below = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    if isinstance(below, Mapping):
        yield below


def _alternatives(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    if "$ref" in schema:
        yield from _alternatives(ruleset_schema()["$defs"][str(schema["$ref"]).rpartition("/")[2]])
    several = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
    single = [schema[word] for word in ("if", "then", "else") if word in schema]
    for part in (*several, *single, *schema.get("dependentSchemas", {}).values()):
        yield from _alternatives(part)


class Names:
    """The names of a ruleset, and how often each word stands in it where names do.

    Attributes:
        declared: by the file itself.
        fixed: what no slip in this file can have spoilt: the words of formulas, and what other files declare.
        times: how often each word stands in keys and in formulas, in the file and in what it extends.
    """

    __slots__ = ("declared", "fixed", "times")

    def __init__(self, own: Map, merged: Map) -> None:
        self.declared = frozenset(_declared(own))
        self.fixed = frozenset({*_declared(merged), *TAKEN} - self.declared)
        self.times = Counter(_words(merged))
        if merged is not own:
            self.times.update(_words(Map() | {key: own[key] for key in ("amend", "add", "repeal") if key in own}))

    def meant(self, word: str) -> str | None:
        """Find the name that was certainly meant.

        A name that stands only where it is declared may itself be the slip: it must stand elsewhere too, and more often
        than the word that is strange.
        """
        name = meant(word, self.declared | self.fixed, _SHORTEST_NAME)
        if name is None or name in self.fixed:
            return name
        return name if self.times[name] > max(self.times[word], 1) else None


def _declared(document: Map) -> Iterator[str]:
    for section in ("parameters", "inputs", "values", "scorecards", "groups", "units", "functions"):
        table = document.get(section)
        for key in table if isinstance(table, Map) else ():
            yield from _WORD.findall(key) if section == "functions" else (key,)
    for value in document.values():
        yield from _declared_in(value)


def _declared_in(part: Any) -> Iterator[str]:
    """Give the ids and the options in a part of a document."""
    todo: list[Any] = [part]
    while todo:
        value = todo.pop()
        if isinstance(value, Map):
            if isinstance(value.get("id"), str):
                yield str(value["id"])
            if isinstance(value.get("options"), Map):
                yield from value["options"]
        todo += value.values() if isinstance(value, Map) else value if isinstance(value, Seq) else ()


def _words(document: Any) -> Iterator[str]:
    """Give every word of keys and formulas; what is written for people is not looked at."""
    todo: list[Any] = [document]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            for key, item in value.items():
                yield from _WORD.findall(key)
                if key not in _PROSE:
                    todo.append(item)
        elif isinstance(value, Seq):
            todo += value
        elif isinstance(value, str) and not isinstance(value, Num):
            yield from _WORD.findall(value)
