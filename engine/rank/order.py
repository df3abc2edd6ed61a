"""Competition ranks: who is before whom, ties and tie-breaks (semantics §17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

from ..model.ties import TIES


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
    entries: Sequence[Entry], best: Literal["highest", "lowest"] = "highest", ties: str = "standard"
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
    shared, placed = TIES[ties].rank, dict[str, Placing]()
    first = 0
    for values, (_, group) in enumerate(groupby(ordered, key=lambda entry: keys[entry.id]), 1):
        equals = list(group)
        for index, entry in enumerate(equals, first):
            rank = index + 1 if shared is None else shared(first + 1, first + len(equals), values)
            near = [ordered[i] for i in (index - 1, index + 1) if 0 <= i < len(ordered)]
            placed[entry.id] = Placing(rank, len(equals) > 1 and shared is not None, _broken_by(entry, near))
        first += len(equals)
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
