"""Which unit of the older result is which of the newer one, by the rules of `--previous`."""

from collections.abc import Mapping
from typing import NamedTuple

from ...model.observed import Previous, Unit
from ...model.result import Succession
from ...result.contract import UnitRecord
from ...result.published import Published
from ...score.succession import last_years
from ..facts import unit_by_id


class Match(NamedTuple):
    """The entry of a unit in the older result, or why it has none of its own; neither for a new unit."""

    before: UnitRecord | None
    succession: Succession | None


def matched(before: Published, now: Published) -> dict[str, Match]:
    """Find each unit of the newer result in the older one, by its id in the newer.

    A newer result that was made with this older one as `--previous` says itself who is who.
    """
    older = unit_by_id(before)
    if is_made_with(before, now):
        return {unit.id: _recorded(unit, older) for unit in now.record.units}
    units = [_declared(unit, is_other_year=not is_same_period(before, now)) for unit in now.record.units]
    found, successions = last_years(units, {id_: Previous(id_, unit.name) for id_, unit in older.items()})
    return {
        unit.id: Match(None if entry is None else older[entry.id], succession)
        for unit, entry, succession in zip(units, found, successions, strict=True)
    }


def gone(before: Published, matches: Mapping[str, Match]) -> list[UnitRecord]:
    """Give the units of the older result whose place nobody takes."""
    kept = {match.before.id for match in matches.values() if match.before is not None}
    kept |= {entry.id for match in matches.values() if match.succession for entry in match.succession.of}
    return [unit for unit in before.record.units if unit.id not in kept]


def is_made_with(before: Published, now: Published) -> bool:
    """Say whether a result was made with another as `--previous`."""
    return any(file.role == "previous" and file.sha256 == before.sha256 for file in now.record.data)


def is_same_period(before: Published, now: Published) -> bool:
    """Say whether both results are of one year: drafts, or stages of its appraisal."""
    return before.record.ruleset.period == now.record.ruleset.period


def _recorded(unit: UnitRecord, older: Mapping[str, UnitRecord]) -> Match:
    told = unit.succession
    if told is not None:
        of = tuple(Previous(id_, older[id_].name if id_ in older else "") for id_ in told.of)
        return Match(None, Succession(told.kind, of))
    return Match(older.get(unit.previous.id) if unit.previous is not None else None, None)


def _declared(unit: UnitRecord, *, is_other_year: bool) -> Unit:
    """Give a unit with what its own result knows of its earlier ids, which are of another year than its own."""
    if not is_other_year:
        return Unit(unit.id, unit.name)
    aliases = (unit.previous.id,) if unit.previous is not None and unit.previous.id != unit.id else ()
    told = unit.succession
    predecessors = told.of if told is not None and told.kind != "unclear" else ()
    return Unit(unit.id, unit.name, aliases=aliases, predecessors=predecessors)
