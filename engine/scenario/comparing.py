"""Who stands otherwise under a scenario: both evaluations side by side, unit by unit, of the same units."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..model.outcome import NoScore
from ..model.result import CriterionResult, ListResult, Result, UnitResult
from ..model.ruleset import Node, Ruleset, Tier, Words
from ..rank import Evaluation
from ..result.numbers import difference
from ..result.words import why_unranked
from .contract import (
    CauseRecord,
    MovedListRecord,
    MoveRecord,
    NamedUnitRecord,
    NearRecord,
    PartRecord,
    StandingRecord,
    Through,
    TierCountRecord,
)

MOST_NEAR = 5
"""Units of a list that are named as the closest to a bound."""


def moved_lists(before: Evaluation, now: Evaluation, named: Collection[str] = ()) -> tuple[MovedListRecord, ...]:
    """Give each list of the scenario with the units that stand otherwise, and how many do not.

    Args:
        before: as it stands.
        now: under the scenario.
        named: ids of units that are listed even where nothing of them is other than before.
    """
    known = {unit.unit.id: (index, unit) for index, unit in enumerate(before.result.units)}
    places = {unit.unit.id: index for index, unit in enumerate(now.result.units)}
    moves = {
        id_: replace(_move(before, now, known[id_][0], index), is_named=id_ in named)
        for id_, index in places.items()
        if id_ in known
    }
    older = {each.id: each for each in before.result.lists}
    made = [_list(now.result, each, older.get(each.id), moves) for each in now.result.lists]
    listed = {id_ for each in now.result.lists for id_ in (*each.units, *each.unranked)}
    stray = tuple(id_ for id_ in moves if id_ not in listed)
    if stray:
        made.append(_list(now.result, ListResult("", Words(), (), (), stray, {}, None), None, moves))
    return tuple(made)


def _list(now: Result, made: ListResult, before: ListResult | None, moves: Mapping[str, MoveRecord]) -> MovedListRecord:
    ids = [*made.units, *made.unranked]
    units = [moves[id_] for id_ in ids if id_ in moves and (differs(moves[id_]) or moves[id_].is_named)]
    ranks = [each.rank_change or 0 for each in units]
    names = {unit.unit.id: unit.unit.name for unit in now.units}
    return MovedListRecord(
        id=made.id,
        title=made.title,
        units=tuple(units),
        other_tier=sum(each.before.tier != each.now.tier for each in units),
        up=sum(each > 0 for each in ranks),
        down=sum(each < 0 for each in ranks),
        unchanged=len(ids) - sum(map(differs, units)),
        unranked=tuple(NamedUnitRecord(id_, names[id_]) for id_ in made.unranked),
        tiers=tuple(_tier_counts(now, made, before)),
        near=tuple(_near(now, made)),
    )


def _tier_counts(now: Result, made: ListResult, before: ListResult | None) -> Iterator[TierCountRecord]:
    """Count the ranked units of each tier of a list."""
    first = before.tiers if before is not None else {}
    for id_ in dict.fromkeys((*made.tiers, *first)):
        title = next((tier_title(now.ruleset, card, id_) for card in made.scorecards), Words(id_, id_))
        yield TierCountRecord(id_, title, first.get(id_, 0), made.tiers.get(id_, 0))


def differs(move: MoveRecord) -> bool:
    """Say whether anything of a unit is other than before: status, rank, total, maximum or tier, or those of a criterion."""
    before, now = move.before, move.now
    return bool(parts_moved((before, now))) or (
        (before.status, before.rank, before.rank_printed, before.total, before.max, before.tier)
        != (now.status, now.rank, now.rank_printed, now.total, now.max, now.tier)
    )


def parts_moved(sides: Sequence[StandingRecord]) -> list[tuple[PartRecord, ...]]:
    """Give the criteria in which a unit has other tiers or ranks, each with how it stands there on every side.

    A side on which a criterion has neither tiers nor a ranking gives it no tier and no rank.
    """
    known = {part.id: part for side in sides for part in side.parts}
    found = (tuple(_part_of(side, part) for side in sides) for part in known.values())
    return [parts for parts in found if len({(each.tier, each.rank, each.rank_printed) for each in parts}) > 1]


def _part_of(side: StandingRecord, part: PartRecord) -> PartRecord:
    blank = replace(part, tier="", tier_title=Words(), rank=None, rank_printed="")
    return next((each for each in side.parts if each.id == part.id), blank)


def standing(ruleset: Ruleset, unit: UnitResult) -> StandingRecord:
    """Give how a unit stands."""
    return StandingRecord(
        status=unit.status,
        reason=why_unranked(ruleset, unit),
        rank=unit.rank,
        rank_printed=unit.rank_printed,
        total=_points(unit.outcome),
        max=unit.max,
        tier=unit.tier,
        tier_title=tier_title(ruleset, unit.scorecard, unit.tier),
        parts=tuple(map(_part, parts_of(ruleset, unit))),
    )


def parts_of(ruleset: Ruleset, unit: UnitResult) -> tuple[CriterionResult, ...]:
    """Give how a unit stands in each criterion, or total beside the tree, that has tiers or a ranking of its own."""
    card = next((each for each in ruleset.scorecards if each.id == unit.scorecard), None)
    own = set() if card is None else {node.id for node in card.nodes() if node.tiers or node.ranking is not None}
    own.discard(unit.scorecard)  # its tier and rank are the unit's
    return tuple(each for each in unit.criteria if each.node.id in own) if own else ()


def _part(made: CriterionResult) -> PartRecord:
    return PartRecord(
        id=made.node.id,
        code=made.node.code,
        title=made.node.title,
        tier=made.tier,
        tier_title=title_among(made.node.tiers, made.tier),
        rank=made.rank,
        rank_printed=made.rank_printed,
    )


def tier_title(ruleset: Ruleset, scorecard: str, tier: str) -> Words:
    """Give what a tier is called; its id where it has no title."""
    return title_among(_tiers(ruleset, scorecard), tier)


def title_among(tiers: Sequence[Tier], id_: str) -> Words:
    """Give what one of some tiers is called; its id where it has no title, or is none of them."""
    found = next((each for each in tiers if each.id == id_), None)
    return Words(id_, id_) if found is None or not found.title else found.title


def _tiers(ruleset: Ruleset, scorecard: str) -> tuple[Tier, ...]:
    return next((card.root.tiers for card in ruleset.scorecards if card.id == scorecard), ())


def _points(outcome: object) -> Fraction | None:
    return outcome if isinstance(outcome, Fraction) else None


def _move(before: Evaluation, now: Evaluation, old: int, new: int) -> MoveRecord:
    was, is_ = before.result.units[old], now.result.units[new]
    first, last = standing(before.result.ruleset, was), standing(now.result.ruleset, is_)
    causes = tuple(_causes(before, now, old, new))
    return MoveRecord(
        id=is_.unit.id,
        name=is_.unit.name,
        before=first,
        now=last,
        rank_change=first.rank - last.rank if first.rank is not None and last.rank is not None else None,
        total_change=difference(first.total, last.total),
        through=_through(first, last, causes),
        causes=causes,
        is_named=False,
    )


def _through(before: StandingRecord, now: StandingRecord, causes: Sequence[CauseRecord]) -> Through:
    """Say what moved a unit, the nearest cause first."""
    if causes or before.total != now.total:
        return "points"
    parts = parts_moved((before, now))
    if before.tier != now.tier or any(first.tier != last.tier for first, last in parts):
        return "bounds"
    if parts or (before.rank, before.rank_printed, before.status) != (now.rank, now.rank_printed, now.status):
        return "order"
    return "nothing" if before.max != now.max else "same"


def _causes(before: Evaluation, now: Evaluation, old: int, new: int) -> Iterator[CauseRecord]:
    """Give the nodes of a unit whose points changed and of which no part below changed, in the order of the scorecard.

    A node that only one of both rulesets has is among them; what is shown and never counted is not.
    """
    was, is_ = before.result.units[old], now.result.units[new]
    first = {node.id: node for node in _nodes(before.result.ruleset, was.scorecard)}
    last = {node.id: node for node in _nodes(now.result.ruleset, is_.scorecard)}
    changed: set[str] = set()
    for id_ in dict.fromkeys((*last, *first)):
        if _at(before, first.get(id_), old) != _at(now, last.get(id_), new):
            changed.add(id_)
    for id_ in dict.fromkeys((*last, *first)):
        node = last.get(id_) or first[id_]
        below = {child.id for child in node.children}
        if id_ in changed and changed.isdisjoint(below) and not node.is_total:
            old_points, new_points = (
                _points(_at(*each)) for each in ((before, first.get(id_), old), (now, last.get(id_), new))
            )
            yield CauseRecord(
                id=id_,
                code=node.code,
                title=node.title,
                clause=node.clause,
                before=old_points,
                now=new_points,
                change=difference(old_points, new_points),
            )


def _nodes(ruleset: Ruleset, scorecard: str) -> Iterator[Node]:
    for card in ruleset.scorecards:
        if card.id == scorecard:
            yield from (node for node in card.nodes() if node.role != "unscored")


def _at(made: Evaluation, node: Node | None, unit: int) -> object:
    """Give the points of a node; what has none is told by its state, so that no reason makes a difference."""
    cell = None if node is None else made.sheet.cells[node.id][unit]
    return cell.state if isinstance(cell, NoScore) else cell


def _near(now: Result, made: ListResult) -> list[NearRecord]:
    """Give the ranked units of a list whose totals are closest to the bound of a tier, the closest first."""
    units = {unit.unit.id: unit for unit in now.units}
    found = [
        each
        for id_ in made.units
        if isinstance((unit := units[id_]).outcome, Fraction)
        for each in [_nearest(now.ruleset, unit)]
        if each is not None
    ]
    return sorted(found, key=lambda each: (abs(each.gap), each.id))[:MOST_NEAR]


def _nearest(ruleset: Ruleset, unit: UnitResult) -> NearRecord | None:
    total = _points(unit.outcome)
    if total is None:
        return None
    tiers = _tiers(ruleset, unit.scorecard)
    bounds = [
        (tier, points)
        for place, tier in enumerate(tiers)
        for side, bound in tier.bounds.items()
        for points in [bound.points(unit.max)]
        for is_reached in [total >= points if side in {"from", "above"} else total <= points]
        if _decides(unit, [each.id for each in tiers], place, is_reached=is_reached)
    ]
    if not bounds or _is_lowered(ruleset, unit):
        return None
    tier, points = min(bounds, key=lambda each: abs(total - each[1]))
    return NearRecord(
        id=unit.unit.id,
        name=unit.unit.name,
        total=total,
        tier=tier.id,
        tier_title=tier.title or Words(tier.id, tier.id),
        bound=points,
        gap=total - points,
        asks=tier.requires is not None or tier.when is not None,
    )


def _decides(unit: UnitResult, tiers: Sequence[str], place: int, *, is_reached: bool) -> bool:
    """Say whether a bound is one on which a unit's tier hangs: who has its points and not its tier lacks something else.

    >>> from itrank.engine.model.observed import Unit
    >>> unit = UnitResult(Unit("a", "A"), "s", "ranked", Fraction(94), None, tier="fair")
    >>> _decides(unit, ["good", "fair"], 0, is_reached=True), _decides(unit, ["good", "fair"], 1, is_reached=True)
    (False, True)
    """
    own = tiers.index(unit.tier) if unit.tier in tiers else len(tiers)
    return own == place if is_reached else own > place


def _is_lowered(ruleset: Ruleset, unit: UnitResult) -> bool:
    """Say whether a failed condition gives a unit its tier, whatever its points."""
    return any(node.id in unit.failed and node.on_fail == "lowest_tier" for node in ruleset.nodes())
