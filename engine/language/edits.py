"""Change a document in memory: what scenarios, comparisons of rulesets and mutants of rules are made of.

A document that was changed is loaded as any other (`loading.remade`), so that what breaks it is a finding of `check`.
Positions stay: what was not changed is told at its line, and what was put in where the edit says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from ..files.numbers import plain as digits
from ..model.findings import Place
from ..model.numerals import pointed
from .document import Map, Num, Seq, Share, Text, place_at

_PLACES = 12
Steps: TypeAlias = tuple[str | int, ...]
"""The way to a part of a document: keys of maps and positions in lists, from the top."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what a path leads to becomes something else, or goes.

    Attributes:
        path: whose last step is a key that need not be there yet, or a position in a list (its length: at the end).
        value: a part of a document; None takes away what is there.
        place: where it is said; None keeps the place of what was there.
    """

    path: Steps
    value: Any = None
    place: Place | None = None


def edited(document: Map, edits: Sequence[Edit]) -> Map:
    """Apply changes one after another; only what lies on the way to one is copied.

    Raises:
        KeyError: where the way to a change is not there.

    >>> from .document import plain, read_document
    >>> document, _ = read_document(b"tiers: [{id: tot, from: 850}, {id: kha}]", "r.yaml")
    >>> plain(edited(document, [Edit(("tiers", 0, "from"), number(860)), Edit(("tiers", 1))]))
    {'tiers': [{'id': 'tot', 'from': 860}]}
    """
    for edit in edits:
        document = _changed(document, edit, edit.path)
    return document


def _changed(part: Any, edit: Edit, path: Steps) -> Any:
    """Copy a part of a document with a change somewhere in it."""
    step, *rest = path
    if isinstance(part, Map):
        key, made = str(step), part.copied()
        if rest:
            made[key] = _changed(part[key], edit, tuple(rest))
        elif edit.value is None:
            del made[key], made.key_places[key], made.value_places[key]
        else:
            at = edit.place or part.value_places.get(key, part.place)
            made.put(key, edit.value, part.key_places.get(key, at), at)
        return made
    if not isinstance(part, Seq) or not isinstance(step, int) or not 0 <= step <= len(part) - bool(rest):
        raise KeyError(path)
    items = Seq(part.place)
    for value, place in zip(part, part.places, strict=True):
        items.put(value, place)
    if rest:
        items[step] = _changed(part[step], edit, tuple(rest))
    elif edit.value is None:
        del items[step], items.places[step]
    else:
        at = edit.place or place_at(part, (step,))
        items[step : step + 1], items.places[step : step + 1] = [edit.value], [at]
    return items


def value_at(document: Any, path: Sequence[str | int]) -> Any:
    """Give what a path leads to; None where it leads nowhere."""
    value = document
    for step in path:
        if isinstance(value, Map):
            value = value.get(str(step))
        elif isinstance(value, Seq) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(said: str, place: Place | None = None) -> Text:
    """Write text as a part of a document."""
    made = Text(said)
    made.place = place or Place()
    return made


def number(value: Fraction | int | str, place: Place | None = None) -> Num:
    """Write a number as a part of a document; a text is what is written of it, such as `0.80`.

    >>> number("0.80").text, number(Fraction(4, 5)).text, number(Fraction(1, 3)).text
    ('0.80', '0.8', '1/3')
    """
    made = Num(value)
    made.text = value if isinstance(value, str) else digits(made)
    made.place = place or Place()
    return made


def share(value: Fraction, place: Place | None = None) -> Share:
    """Write a percentage as a part of a document; its value is exact, its text has at most 12 decimals.

    >>> share(Fraction(4, 5)), share(Fraction(1, 3)), share(Fraction(1, 3)).value
    ('80%', '33.333333333333%', Fraction(1, 3))
    """
    made = Share(pointed(int(value * 100 * 10**_PLACES), _PLACES) + "%")
    made.value, made.place = value, place or Place()
    return made


def ways_to_nodes(document: Map) -> Mapping[str, Steps]:
    """Give the way to each scorecard, criterion and total by its id, parents first.

    >>> from .document import read_document
    >>> document, _ = read_document(b"scorecards: {s: {criteria: [{id: a, criteria: [{id: b}]}]}}", "r.yaml")
    >>> dict(ways_to_nodes(document))["b"]
    ('scorecards', 's', 'criteria', 0, 'criteria', 0)
    """
    cards = document.get("scorecards")
    return dict(_below(cards)) if isinstance(cards, Map) else {}


def _below(cards: Map) -> Iterator[tuple[str, Steps]]:
    waiting: list[tuple[str, Any, Steps]] = [(str(id_), cards[id_], ("scorecards", id_)) for id_ in reversed(cards)]
    while waiting:
        id_, node, path = waiting.pop()
        if not isinstance(node, Map):
            continue
        yield id_, path
        for key in ("totals", "criteria"):
            children = node.get(key)
            for index, child in reversed(list(enumerate(children if isinstance(children, Seq) else ()))):
                own = str(child.get("id", "")) if isinstance(child, Map) else ""
                waiting.append((own, child, (*path, key, index)))
