"""What is still to be done in a ruleset that has no fault: what says TODO, and the parts that are made up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..language.document import Map, Seq, Text
from ..language.loading import Loaded
from ..language.silence import comments
from ..model.findings import Place

_TODO = re.compile(r"TODO\b")
_COMMENT = re.compile(r"#+\s*TODO\b|\bTODO:")
WHOLE = "*"


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What a file still says of itself.

    Attributes:
        todo: the lines of the file on which a comment or a text is a TODO, in order.
        illustrative: the parts that are marked `provenance: illustrative`, `*` for the whole ruleset, in order.
    """

    todo: tuple[int, ...] = ()
    illustrative: tuple[str, ...] = ()


def left_over(loaded: Loaded, name: str) -> LeftOver:
    """Find what is left to do in a file, and the illustrative parts of the ruleset that is made of it.

    Args:
        loaded: what came of the file; nothing is known of one that is no document.
        name: of the file, as its findings call it.
    """
    if loaded.document is None:
        return LeftOver()
    text = loaded.texts[name]
    lines = {number for number, comment in comments(text) if _COMMENT.search(comment)} if "TODO" in text else set()
    lines |= {place.line for _, place in todos(loaded.document) if place.file == name}
    return LeftOver(tuple(sorted(lines)), tuple(_illustrative(loaded.document, "")))


def todos(document: Map) -> Iterator[tuple[str, Place]]:
    """Give the texts that begin with TODO: how to get there, and where each stands."""
    for path, value, place in _values("", document, document.place):
        if isinstance(value, Text) and _TODO.match(value):
            yield path, place


def _values(path: str, value: object, place: Place) -> Iterator[tuple[str, object, Place]]:
    yield path, value, place
    if isinstance(value, Map):
        for key, inner in value.items():
            yield from _values(f"{path}.{key}" if path else key, inner, value.value_places[key])
    elif isinstance(value, Seq):
        for index, inner in enumerate(value):
            yield from _values(f"{path}[{index}]", inner, value.places[index])


def _illustrative(value: object, called: str) -> Iterator[str]:
    """Name the maps that say that they are made up: by their id, or by the keys that lead to them."""
    if isinstance(value, Map):
        called = str(value["id"]) if called and "id" in value else called
        if value.get("provenance") == "illustrative":
            yield called or WHOLE
        for key, inner in value.items():
            yield from _illustrative(inner, f"{called}.{key}" if called else key)
    elif isinstance(value, Seq):
        for inner in value:
            yield from _illustrative(inner, called)
