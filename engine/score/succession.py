"""Which unit of last year is which of this year's: the same, renamed, merged, split, gone.

A unit takes the place of its predecessors and of its own entry of last year.
One entry, taken by nobody else, is the same unit, whatever it was called; anything else cannot be compared.
"""

from collections.abc import Mapping, Sequence

from ..model.findings import Finding, finding
from ..model.observed import Previous, Unit
from ..model.result import Succession


def last_years(
    units: Sequence[Unit], previous: Mapping[str, Previous]
) -> tuple[list[Previous | None], list[Succession | None]]:
    """Find each unit in last year's result, or say why it cannot be compared.

    >>> old = {"a": Previous("a"), "b": Previous("b"), "c": Previous("c")}
    >>> found, why = last_years([Unit("ab", "AB", predecessors=("a", "b")), Unit("d", "D", predecessors=("c",))], old)
    >>> found, [made.kind if made else "" for made in why]
    ([None, Previous(id='c', name='', total=None, max=None, rank=None, tier='', values={})], ['merged', ''])
    """
    by_name = {before.name: before for before in previous.values() if before.name}
    own = [_own(unit, previous, by_name) for unit in units]
    taken = [
        tuple(
            {
                before.id: before
                for before in (*(_find(name, previous, by_name) for name in unit.predecessors), itself)
                if before is not None
            }.values()
        )
        for unit, itself in zip(units, own, strict=True)
    ]
    # Two units that find one entry by chance, such as by an equal name, have always both been compared with it.
    heirs: dict[str, int] = {}
    declared = {before.id for unit, all_ in zip(units, taken, strict=True) if unit.predecessors for before in all_}
    for all_ in taken:
        for before in all_:
            heirs[before.id] = heirs.get(before.id, 0) + 1
    found: list[Previous | None] = []
    successions: list[Succession | None] = []
    for all_ in taken:
        why: Succession | None = None
        if len(all_) > 1:
            why = Succession("merged", all_)
        elif all_ and heirs[all_[0].id] > 1 and all_[0].id in declared:
            why = Succession("split", all_)
        successions.append(why)
        found.append(all_[0] if all_ and why is None else None)
    return found, successions


def gone(units: Sequence[Unit], previous: Mapping[str, Previous]) -> tuple[Previous, ...]:
    """Find the units of last year whose place nobody takes.

    >>> [before.id for before in gone([Unit("a", "A")], {"a": Previous("a"), "b": Previous("b")})]
    ['b']
    """
    by_name = {before.name: before for before in previous.values() if before.name}
    here = [_own(unit, previous, by_name) for unit in units]
    here += [_find(name, previous, by_name) for unit in units for name in unit.predecessors]
    kept = {before.id for before in here if before is not None}
    return tuple(before for id_, before in previous.items() if before.id not in kept and id_ not in kept)


def unknown_predecessors(units: Sequence[Unit], previous: Mapping[str, Previous]) -> tuple[Finding, ...]:
    """Point out predecessors that last year's result does not have, where there is one."""
    by_name = {before.name: before for before in previous.values() if before.name}
    return tuple(
        finding("ITR484", unit.place, unit=unit.id, found=name)
        for unit in units
        for name in unit.predecessors
        if previous and _find(name, previous, by_name) is None
    )


def _find(name: str, previous: Mapping[str, Previous], by_name: Mapping[str, Previous]) -> Previous | None:
    return previous.get(name) or by_name.get(name)


def _own(unit: Unit, previous: Mapping[str, Previous], by_name: Mapping[str, Previous]) -> Previous | None:
    """Find the unit's own entry: by id, else by alias, else by its exact name."""
    names = (unit.id, *unit.aliases, unit.name)
    return next((previous[name] for name in names if name in previous), None) or next(
        (by_name[name] for name in (*unit.aliases, unit.name) if name in by_name), None
    )
