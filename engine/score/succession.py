"""Which unit of last year is which of this year's: the same, renamed, merged, split, unclear, gone.

A unit takes the place of its declared predecessors and of its own entry of last year.
One entry, taken by nobody else, is the same unit, whatever it was called; anything else cannot be compared.
Codes are given to other units and names are shared: an entry that only a code or only a name points to is no unit's
own where something else speaks against it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ..model.findings import Finding, Place, finding
from ..model.observed import Observed, Previous, Unit
from ..model.result import Succession

Entries = tuple[Previous, ...]
_MOST_NAMED = 5


class _Own(NamedTuple):
    """What a unit finds of itself.

    Attributes:
        entries: none, its own, or several between which nothing decides.
        beside: its own that counts beside declared predecessors, as what only its id finds does not.
        is_sure: whether an alias, or the name beside the id, says so; or nothing speaks against the id.
    """

    entries: Entries
    beside: Entries = ()
    is_sure: bool = False


class _Taken(NamedTuple):
    """Of each unit the entries whose place it takes, those that its predecessors name, and what is unclear."""

    entries: list[Entries]
    declared: list[Entries]
    unclear: dict[int, Entries]


class _Known:
    """Last year's entries by id and by name, which several may have."""

    def __init__(self, previous: Mapping[str, Previous]) -> None:
        self.by_id = previous
        self.by_name: dict[str, list[Previous]] = {}
        for before in previous.values():
            if before.name:
                self.by_name.setdefault(before.name, []).append(before)

    def called(self, name: str) -> Entries:
        """Find the entry with an id, else those with a name."""
        return (self.by_id[name],) if name in self.by_id else tuple(self.by_name.get(name, ()))

    def named(self, name: str) -> Entries:
        """Find the entries with a name, and the one whose id it is: tables without ids have names for them."""
        return _each_once((*self.called(name), *self.by_name.get(name, ())))


def last_years(
    units: Sequence[Unit], previous: Mapping[str, Previous]
) -> tuple[list[Previous | None], list[Succession | None]]:
    """Find each unit in last year's result, or say why it cannot be compared.

    >>> old = {"a": Previous("a"), "b": Previous("b"), "c": Previous("c")}
    >>> found, why = last_years([Unit("ab", "AB", predecessors=("a", "b")), Unit("d", "D", predecessors=("c",))], old)
    >>> [before.id if before else "" for before in found], [made.kind if made else "" for made in why]
    (['', 'c'], ['merged', ''])
    """
    taken = _taken(units, previous)
    split = _split(taken)
    successions = [_succession(all_, taken.unclear.get(index), split) for index, all_ in enumerate(taken.entries)]
    found = [all_[0] if all_ and why is None else None for all_, why in zip(taken.entries, successions, strict=True)]
    return found, successions


def _split(taken: _Taken) -> set[str]:
    """Name the entries whose place several units take, one of which declares it."""
    heirs = Counter(before.id for all_ in taken.entries for before in all_)
    declared = {before.id for own, all_ in zip(taken.declared, taken.entries, strict=True) if own for before in all_}
    return {id_ for id_ in declared if heirs[id_] > 1}


def _succession(entries: Entries, unclear: Entries | None, split: AbstractSet[str]) -> Succession | None:
    """Say why a unit cannot be compared with what it takes the place of; None where it can."""
    if unclear is not None:
        return Succession("unclear", unclear)
    if len(entries) > 1:
        return Succession("merged", entries)
    return Succession("split", entries) if entries and entries[0].id in split else None


def gone(units: Sequence[Unit], previous: Mapping[str, Previous]) -> tuple[Previous, ...]:
    """Find the units of last year whose place nobody takes.

    >>> [before.id for before in gone([Unit("a", "A")], {"a": Previous("a"), "b": Previous("b")})]
    ['b']
    """
    return _gone(_taken(units, previous), previous)


def _gone(taken: _Taken, previous: Mapping[str, Previous]) -> tuple[Previous, ...]:
    kept = _kept(taken)
    return tuple(before for id_, before in previous.items() if before.id not in kept and id_ not in kept)


def doubts_about(observed: Observed) -> tuple[Finding, ...]:
    """Point out what last year's result leaves open of who is who in a year's data."""
    place = next((Place(source.path) for source in observed.sources if source.role == "previous"), Place())
    return doubts(observed.units, observed.previous, place)


def doubts(units: Sequence[Unit], previous: Mapping[str, Previous], place: Place = Place()) -> tuple[Finding, ...]:  # noqa: B008
    """Point out what last year's result leaves open of who is who, where there is one.

    Args:
        units: of this year.
        previous: last year's entries by id.
        place: the file that has them; of none where the data themselves tell of last year, which matches what it matches.
    """
    if not previous:
        return ()
    known, taken = _Known(previous), _taken(units, previous)
    kept = _kept(taken)
    found = [*_mostly_unmatched(units, previous, taken, place)] if place.file else []
    for index, unit in enumerate(units):
        found += _unclear(units, index, taken)
        own = previous.get(unit.id)
        if taken.declared[index] and own is not None and own.id not in kept:
            listed = "; ".join(dict.fromkeys((*unit.predecessors, unit.id)))
            found.append(finding("ITR573.left", unit.place, unit=unit.id, entry=entries_named((own,)), listed=listed))
        unknown = (name for name in unit.predecessors if not known.called(name))
        found += (finding("ITR469.predecessor", unit.place, unit=unit.id, found=name) for name in unknown)
    return tuple(found)


def _mostly_unmatched(
    units: Sequence[Unit], previous: Mapping[str, Previous], taken: _Taken, place: Place
) -> Iterator[Finding]:
    """Point out that most units have no entry: it may be the result of other units."""
    alone = [unit for index, unit in enumerate(units) if not taken.entries[index] and index not in taken.unclear]
    if 2 * len(alone) > len(units):
        left = entries_named(_gone(taken, previous)) or "–"
        said = {"units": len(units), "entries": len(previous), "unmatched": entries_named(alone), "left": left}
        yield finding("ITR576", place, matched=len(units) - len(alone), **said)  # type: ignore[arg-type]


def _unclear(units: Sequence[Unit], index: int, taken: _Taken) -> Iterator[Finding]:
    """Point out that several entries may be a unit's, or that others may have its entry."""
    unit, unclear = units[index], taken.unclear.get(index, ())
    if not unclear:
        return
    said = {"unit": unit.id, "name": unit.name}
    if len(unclear) > 1:
        yield finding("ITR573", unit.place, entries=entries_named(unclear), **said)  # type: ignore[arg-type]
        return
    rivals = [units[other] for other, entries in taken.unclear.items() if other != index and entries == unclear]
    others = ", ".join(f"{rival.name} ({rival.id})" for rival in rivals)
    yield finding("ITR573.several", unit.place, entry=entries_named(unclear), others=others, **said)  # type: ignore[arg-type]


def entries_named(entries: Iterable[Previous | Unit]) -> str:
    """Name units, of last year or of this, by name and id: the first few.

    >>> entries_named([Previous("14472", "Xã Bình"), Previous("Sở A", "Sở A")])
    'Xã Bình (14472), Sở A'
    """
    entries = list(entries)
    named = [
        f"{each.name} ({each.id})" if each.name and each.name != each.id else each.id for each in entries[:_MOST_NAMED]
    ]
    return ", ".join(named) + (", …" if len(entries) > _MOST_NAMED else "")


def _taken(units: Sequence[Unit], previous: Mapping[str, Previous]) -> _Taken:
    """Settle of each unit whose place it takes (semantics §14)."""
    known = _Known(previous)
    own = [_own(unit, known) for unit in units]
    taken = _claims(units, own, known)
    takers: dict[str, list[int]] = {}
    for index, all_ in enumerate(taken.entries):
        for before in all_:
            takers.setdefault(before.id, []).append(index)
    for places in takers.values():
        unsure = [place for place in places if not taken.declared[place] and not own[place].is_sure]
        if len(places) > 1 and unsure:
            _settle(units, places, unsure, taken)
    return taken


def _claims(units: Sequence[Unit], own: Sequence[_Own], known: _Known) -> _Taken:
    """Find of each unit whose place it would take if no other did."""
    claims = _Taken([], [], {})
    for index, (unit, itself) in enumerate(zip(units, own, strict=True)):
        named = [known.called(name) for name in unit.predecessors]
        declared = _each_once(entry for meant in named for entry in meant)
        if any(len(meant) > 1 for meant in named):
            claims.unclear[index] = declared
        elif not declared and len(itself.entries) > 1:
            claims.unclear[index] = itself.entries
        rest = itself.beside if declared else itself.entries
        claims.declared.append(declared)
        claims.entries.append(() if index in claims.unclear else _each_once((*declared, *rest)))
    return claims


def _settle(units: Sequence[Unit], places: Sequence[int], unsure: Sequence[int], taken: _Taken) -> None:
    """Take an entry that several claim from those of them that are not sure to be its unit."""
    (entry,) = taken.entries[unsure[0]]
    heirs = [place for place in places if taken.declared[place]]
    if heirs:
        # The unit that has its name took it along to another code, and its code was given away.
        has_moved = len(heirs) == 1 and units[heirs[0]].name == entry.name
        unsure = [place for place in unsure if has_moved and units[place].name != entry.name]
    elif len(unsure) == len(places):
        taken.unclear.update(dict.fromkeys(unsure, (entry,)))
    for place in unsure:
        taken.entries[place] = ()


def _own(unit: Unit, known: _Known) -> _Own:
    """Find the unit's own entry: by id, else by alias, else by its exact name; an id alone gives way to both."""
    called = _each_once(entry for alias in unit.aliases for entry in known.called(alias))[:1]
    named = known.named(unit.name)
    by_id = known.by_id.get(unit.id)
    if by_id is not None and by_id.name in {unit.name, *unit.aliases}:
        return _Own((by_id,), (by_id,), is_sure=True)
    if by_id is not None and (not by_id.name or unit.name == unit.id):
        return _Own((by_id,), called, is_sure=True)
    if called:
        return _Own(called, called, is_sure=True)
    beside = named if len(named) == 1 else ()
    return _Own(named if by_id is None else (by_id, *named), beside)


def _kept(taken: _Taken) -> set[str]:
    """Name the entries whose place somebody takes, or may take."""
    return {before.id for all_ in (*taken.entries, *taken.unclear.values()) for before in all_}


def _each_once(entries: Iterable[Previous]) -> Entries:
    return tuple({entry.id: entry for entry in entries}.values())
