"""Compare two results unit by unit: ranks, totals, tiers and criteria, exactly, and only what is on the same scale."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import PureWindowsPath
from typing import NamedTuple

from ...formula.rationals import summed
from ...model.ruleset import Words
from ...result.contract import CriterionRecord, ListRecord, NodeRecord, UnitRecord
from ...result.numbers import difference
from ...result.published import Published
from ...result.words import why_not_comparable
from ..contents import top_criteria
from ..facts import scorecard, unit_by_id
from .contract import (
    FORMAT,
    ComparedResultRecord,
    ComparisonRecord,
    CriterionChangeRecord,
    ListChangeRecord,
    Standing,
    SummaryRecord,
    TierMoveRecord,
    UnitChangeRecord,
    UnitSideRecord,
)
from .matching import Match, gone, matched
from .noting import notes

_NO_TIER = Words("chưa xếp loại", "no tier")


class _Both(NamedTuple):
    """Both results, and the list of the older one that each of the newer continues, by its id there."""

    before: Published
    now: Published
    lists: dict[str, ListRecord]


def compare(before: Published, now: Published) -> ComparisonRecord:
    """Compare two results, the older first.

    Returns:
        Every unit of the newer result in its list with what it was before, and the units of the older one that are gone.
    """
    matches = matched(before, now)
    both = _Both(before, now, _same_lists(before.record.lists, now.record.lists))
    changes = {unit.id: _unit_change(both, unit, matches[unit.id]) for unit in now.record.units}
    left: dict[str, list[UnitSideRecord]] = {}
    for unit in gone(before, matches):
        left.setdefault(unit.list, []).append(_side(before, unit))
    lists = [_list_change(both, made, changes, left) for made in now.record.lists]
    listed = {change.now.id for made in lists for change in made.units}
    stray = [change for id_, change in changes.items() if id_ not in listed]
    placed = {side.id for made in lists for side in made.gone}
    lost = tuple(side for those in left.values() for side in those if side.id not in placed)
    if stray or lost:
        lists.append(ListChangeRecord("", Words(), None, _summary(stray, (None, None), ()), stray, lost))
    return ComparisonRecord(
        format=FORMAT,
        before=_result(before),
        now=_result(now),
        notes=tuple(notes(before, now, lists)),
        differs=bool(left) or any(map(_differs, changes.values())),
        lists=tuple(lists),
    )


def _result(published: Published) -> ComparedResultRecord:
    record = published.record
    rules = record.ruleset
    return ComparedResultRecord(
        file=PureWindowsPath(published.path).name,  # which knows both kinds of slashes
        sha256=published.sha256,
        ruleset=f"{rules.id}@{rules.version}",
        ruleset_sha256=rules.sha256,
        title=rules.title,
        period=rules.period,
        stage=record.appraisal.stage if record.appraisal else "declared",
        illustrative=record.illustrative,
        provisional=record.provisional,
    )


# ── Lists ──


def _same_lists(before: Sequence[ListRecord], now: Sequence[ListRecord]) -> dict[str, ListRecord]:
    """Give the list of the older result that each list continues: the one with its id, or the only one of each result."""
    if len(before) == len(now) == 1:
        return {now[0].id: before[0]}
    known = {made.id: made for made in before}
    return {made.id: known[made.id] for made in now if made.id in known}


def _list_change(
    both: _Both,
    made: ListRecord,
    changes: Mapping[str, UnitChangeRecord],
    left: Mapping[str, Sequence[UnitSideRecord]],
) -> ListChangeRecord:
    units = [changes[id_] for id_ in (*made.units, *made.unranked)]
    before = both.lists.get(made.id)
    older, newer = unit_by_id(both.before), unit_by_id(both.now)
    ranked = [*(older[id_] for id_ in (before.units if before else ())), *(newer[id_] for id_ in made.units)]
    means = (before.mean if before else None, made.mean)
    return ListChangeRecord(
        id=made.id,
        title=made.title,
        before=before.id if before else None,
        summary=_summary(units, means, [unit.max for unit in ranked]),
        units=units,
        gone=tuple(left.get(before.id, ())) if before else (),
    )


def _summary(
    units: Sequence[UnitChangeRecord],
    means: tuple[Fraction | None, Fraction | None],
    maxima: Iterable[Fraction | None],
) -> SummaryRecord:
    """Count what became of units; means are compared where all ranked units of both results have one maximum."""
    moves = [unit.rank_change for unit in units]
    tiers = Counter(
        (unit.before.tier_title, unit.now.tier_title)
        for unit in units
        if unit.before is not None and _is_other_tier(unit.before, unit.now)
    )
    before, now = means
    return SummaryRecord(
        up=sum(move is not None and move > 0 for move in moves),
        down=sum(move is not None and move < 0 for move in moves),
        stayed=moves.count(0),
        uncompared=moves.count(None),
        tiers=tuple(
            TierMoveRecord(old or _NO_TIER, new or _NO_TIER, count) for (old, new), count in tiers.most_common()
        ),
        mean_before=before,
        mean_now=now,
        mean_change=now - before if before is not None and now is not None and len(set(maxima)) == 1 else None,
    )


def _is_other_tier(before: UnitSideRecord, now: UnitSideRecord) -> bool:
    """Say whether a unit changed tier: a tier is the same by its id, or by its title under another ruleset."""
    return before.tier != now.tier and before.tier_title.say("vi") != now.tier_title.say("vi")


# ── Units ──


def _side(published: Published, unit: UnitRecord) -> UnitSideRecord:
    card = scorecard(published, unit.scorecard)
    titles = {tier.id: tier.title for tier in card.tiers} if card is not None else {}
    title = titles.get(unit.tier, Words())
    per_cent = unit.total * 100 / unit.max if unit.total is not None and unit.max else None
    return UnitSideRecord(
        id=unit.id,
        name=unit.name,
        list=unit.list,
        scorecard=unit.scorecard,
        status=unit.status,
        reason=unit.reason,
        rank=unit.rank,
        rank_printed=unit.rank_printed,
        total=unit.total,
        max=unit.max,
        per_cent=per_cent,
        tier=unit.tier,
        tier_title=title if title.vi or title.en or not unit.tier else Words(unit.tier, unit.tier),
    )


def _unit_change(both: _Both, unit: UnitRecord, match: Match) -> UnitChangeRecord:
    return _entered(both, unit, match) if match.before is None else _continued(both, unit, match.before)


def _entered(both: _Both, unit: UnitRecord, match: Match) -> UnitChangeRecord:
    """Say of a unit that it is new, or what it came from and cannot be compared with."""
    why, older = why_not_comparable(match.succession), unit_by_id(both.before)
    of = match.succession.of if match.succession is not None else ()
    return UnitChangeRecord(
        kind=match.succession.kind if match.succession is not None else "new",
        why=None if why is None else Words(why.vi, why.en),
        of=tuple(_side(both.before, older[each.id]) for each in of if each.id in older),
        before=None,
        now=_side(both.now, unit),
        rank_change=None,
        total_change=None,
        adds_up=False,
        other_change=None,
        criteria=(),
    )


def _continued(both: _Both, unit: UnitRecord, entry: UnitRecord) -> UnitChangeRecord:
    """Compare a unit with itself in the older result."""
    before, now = _side(both.before, entry), _side(both.now, unit)
    total = difference(before.total, now.total) if _is_one_scale(both, before.max, now.max) else None
    criteria = tuple(_criteria(both, entry, unit))
    sums = ((before.total, [each.before for each in criteria]), (now.total, [each.now for each in criteria]))
    adds_up = all(total == _sum(scores) for total, scores in sums)
    return UnitChangeRecord(
        kind="same" if before.name == now.name else "renamed",
        why=None,
        of=(),
        before=before,
        now=now,
        rank_change=_rank_change(both, before, now),
        total_change=total,
        adds_up=adds_up,
        other_change=total - _sum(each.change for each in criteria) if adds_up and total is not None else None,
        criteria=criteria,
    )


def _rank_change(both: _Both, before: UnitSideRecord, now: UnitSideRecord) -> int | None:
    """Give the places that a unit rose, where it is ranked in the same list as before."""
    same_list = both.lists.get(now.list)
    if same_list is None or same_list.id != before.list or before.rank is None or now.rank is None:
        return None
    return before.rank - now.rank


def _is_one_scale(both: _Both, before: Fraction | None, now: Fraction | None) -> bool:
    """Say whether points out of two maxima can be subtracted; without a maximum only one ruleset makes one scale."""
    is_one_ruleset = both.before.record.ruleset.sha256 == both.now.record.ruleset.sha256
    return before == now and (now is not None or is_one_ruleset)


def _sum(scores: Iterable[Fraction | None]) -> Fraction:
    """Add up scores; what has none adds nothing."""
    return summed([score for score in scores if score is not None])


# ── Criteria ──


class _Placed(NamedTuple):
    """A criterion of the first level, and what it is for the unit."""

    node: NodeRecord
    made: CriterionRecord


def _points(placed: _Placed | None) -> Fraction | None:
    """Give what a criterion adds to the total: a penalty is subtracted."""
    score = None if placed is None else placed.made.score
    return -score if score and placed is not None and placed.node.role == "penalty" else score


def _criteria(both: _Both, entry: UnitRecord, unit: UnitRecord) -> Iterator[CriterionChangeRecord]:
    before, now = _top(both.before, entry), _top(both.now, unit)
    for id_ in dict.fromkeys(chain(now, before)):
        yield _criterion(both, before.get(id_), now.get(id_))


def _top(published: Published, unit: UnitRecord) -> dict[str, _Placed]:
    made = {criterion.id: criterion for criterion in unit.criteria}
    return {node.id: _Placed(node, made[node.id]) for node in top_criteria(published, unit.scorecard)}


def _criterion(both: _Both, before: _Placed | None, now: _Placed | None) -> CriterionChangeRecord:
    named = now or before
    if named is None:
        raise ValueError("a criterion of neither result")
    old, new = (before.made if before else None), (now.made if now else None)
    standing = _standing(both, before, now)
    scores = (_points(before), _points(now))
    return CriterionChangeRecord(
        id=named.node.id,
        code=named.node.code,
        title=named.node.title,
        standing=standing,
        before=scores[0],
        now=scores[1],
        max_before=old.counted if old else None,
        max_now=new.counted if new else None,
        change=difference(*scores) if standing == "compared" else None,
    )


def _standing(both: _Both, before: _Placed | None, now: _Placed | None) -> Standing:
    """Say whether scores are on one scale: of one maximum by the ruleset, and of one that counts for the unit."""
    if before is None:
        return "only_now"
    if now is None:
        return "only_before"
    if not _is_one_scale(both, before.node.max, now.node.max):
        return "other_maximum"
    if before.made.score is None or now.made.score is None:
        return "no_score"
    return "compared" if before.made.counted == now.made.counted else "other_maximum"


def _differs(change: UnitChangeRecord) -> bool:
    """Say whether anything of a unit is other than before."""
    before, now = change.before, change.now
    return (
        before is None
        or before != now
        or any(
            each.before != each.now or each.standing in {"only_before", "only_now", "other_maximum"}
            for each in change.criteria
        )
    )
