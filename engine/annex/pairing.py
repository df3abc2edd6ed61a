"""Find which criterion of a ruleset each line of an annex is."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeAlias

from .alike import ALIKE, likeness, plain
from .annex import Line
from .printing import Entry
from .text import bare

_MOST_ALIKE = 10_000  # pairs of names that are compared so; more are another paper
_Key: TypeAlias = Callable[[Entry | Line], Hashable]
# What a line and its criterion have in common, the surest first.
_SURE: tuple[_Key, ...] = (
    lambda row: (plain(row.number), plain(row.label), row.max),
    lambda row: (plain(row.number), plain(row.label)),
    lambda row: plain(row.label),
    lambda row: bare(plain(row.label)),
)


def paired(entries: Sequence[Entry], lines: Sequence[Line]) -> dict[int, int]:
    """Find for each line the criterion that it is: by number and name, then by either, then by names that are nearly the same."""
    pairs: dict[int, int] = {}
    for key in _SURE:
        pairs |= _matched(key, entries, lines, pairs)
    pairs |= _alike(entries, lines, pairs)
    return pairs | _matched(_dotted, entries, lines, pairs)


def _dotted(row: Entry | Line) -> str:
    """Give a number that tells where in the table it is: 1.2, which no other row has, unlike 1 or a."""
    return plain(row.number) if "." in row.number else ""


def _matched(key: _Key, entries: Sequence[Entry], lines: Sequence[Line], pairs: Mapping[int, int]) -> dict[int, int]:
    """Pair the rest in order, where as many lines as criteria have the same key."""
    ours, theirs = (_by_key(key, entries, set(pairs.values())), _by_key(key, lines, pairs))
    return {
        line: entry
        for same, found in theirs.items()
        if len(found) == len(ours.get(same, ()))
        for line, entry in zip(found, ours[same], strict=True)
    }


def _by_key(key: _Key, rows: Sequence[Entry | Line], done: Collection[int]) -> Mapping[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for at, row in enumerate(rows):
        if at not in done and (same := key(row)):
            found.setdefault(same, []).append(at)
    return found


def _alike(entries: Sequence[Entry], lines: Sequence[Line], pairs: Mapping[int, int]) -> dict[int, int]:
    """Pair the rest where names are nearly the same, each line with the criterion that is most like it."""
    free = [at for at in range(len(entries)) if at not in pairs.values()]
    waiting = [at for at in range(len(lines)) if at not in pairs]
    found: dict[int, int] = {}
    if len(free) * len(waiting) > _MOST_ALIKE:
        return found
    for at in waiting:
        near = ((likeness(lines[at].label, entries[other].label), -other) for other in free)
        most, other = max(near, default=(0.0, 0))
        if most >= ALIKE:
            found[at] = -other
            free.remove(-other)
    return found
