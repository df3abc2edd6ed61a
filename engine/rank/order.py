"""Competition ranks: who stands before whom, ties and tie-breaks (semantics §17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of a list: its value, the tie-break values (None: no score), and its id for `ordinal`."""

    id: str
    value: Fraction
    breaks: tuple[Fraction | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """A unit's rank; whether it shares it; which tie-break (by index) put it apart from an equal value."""

    rank: int
    tied: bool
    tie_break: int | None


def sort_key(entry: Entry, *, highest: bool) -> tuple[object, ...]:
    """Make the key by which better comes first: the value, then each tie-break, higher first, no score last."""
    value = -entry.value if highest else entry.value
    return (value, *((0, -tie) if tie is not None else (1, Fraction(0)) for tie in entry.breaks))


def placings(
    entries: Sequence[Entry],
    best: Literal["highest", "lowest"] = "highest",
    ties: Literal["standard", "dense", "ordinal"] = "standard",
) -> dict[str, Placing]:
    """Rank the units of one list.

    Args:
        entries: the ranked units, each id once.
        best: which end is rank 1.
        ties: `standard` 1-2-2-4, `dense` 1-2-2-3, `ordinal` 1-2-3-4 (equals by id, in code point order).

    >>> marks = {"a": 9, "b": 7, "c": 7, "d": 5}
    >>> [p.rank for p in placings([Entry(k, Fraction(v)) for k, v in marks.items()]).values()]
    [1, 2, 2, 4]
    """
    keys = {entry.id: sort_key(entry, highest=best == "highest") for entry in entries}
    ordered = sorted(entries, key=lambda entry: (keys[entry.id], entry.id))
    placed: dict[str, Placing] = {}
    rank = 0
    for index, entry in enumerate(ordered):
        key = keys[entry.id]
        equal_before = index > 0 and keys[ordered[index - 1].id] == key
        equal_after = index + 1 < len(ordered) and keys[ordered[index + 1].id] == key
        if ties == "ordinal":
            rank = index + 1
        elif not equal_before:
            rank = rank + 1 if ties == "dense" else index + 1
        near = [ordered[i] for i in (index - 1, index + 1) if 0 <= i < len(ordered)]
        placed[entry.id] = Placing(rank, (equal_before or equal_after) and ties != "ordinal", _broken_by(entry, near))
    return {entry.id: placed[entry.id] for entry in entries}


def _broken_by(entry: Entry, near: Sequence[Entry]) -> int | None:
    """Find the tie-break that decided between a unit and a neighbour of equal value.

    Scorecards that share a list may have tie-breaks of their own, and more or fewer of them.
    """
    for other in near:
        if other.value == entry.value and other.breaks != entry.breaks:
            pairs = zip(entry.breaks, other.breaks, strict=False)
            return next((i for i, (a, b) in enumerate(pairs) if a != b), None)
    return None
