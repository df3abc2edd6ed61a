"""What a ruleset does to a year's units in place of another, and which changed clause does how much of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ..model.codes import message
from ..model.outcome import State
from ..model.reads import last_year_keys, sources_of_value
from ..model.result import Result, UnitResult
from ..model.ruleset import Input, Node, Ruleset, Words
from ..model.sentences import sentence
from ..result.numbers import difference
from ..result.words import why_unranked
from ..year.names import YearFiles
from ..year.reading import Year
from . import impact_words as words
from .clauses import Bundle, bundled, paired
from .impact_contract import (
    FORMAT,
    ChangedClauseRecord,
    CriterionAnswersRecord,
    DataFileRecord,
    EffectRecord,
    ImpactRecord,
    Lack,
    ListImpactRecord,
    SideRecord,
    TierChangeRecord,
    UnitImpactRecord,
    UnitUnderRecord,
)
from .impact_words import both, in_both
from .interacting import interacting
from .matching import matched
from .parts import Address
from .sharing import MOST_PLAYERS, coalitions, shapley
from .trying import COUNTED, Trial, Trying, carried, is_blank, newer_key, tried

_LACKING = frozenset({State.MISSING, State.INVALID})
_MOST_NAMED = 12
_NO_TIER = Words("chưa xếp loại", "no tier")


@dataclass(frozen=True, slots=True)
class TooMany:
    """More clauses interact than `--shapley` shares out among.

    Attributes:
        changes: in words.
    """

    changes: tuple[Words, ...]


@dataclass(frozen=True)
class _Impact:
    """Both ends, and what lies between.

    Attributes:
        trying: the rulesets between.
        ends: the year under the older and the newer ruleset.
        bundles: what is tried by itself.
        groups: of bundles that may interact, by number.
        carried_: inputs whose answers were taken from the column of another name.
    """

    trying: Trying
    ends: tuple[Trial, Trial]
    bundles: tuple[Bundle, ...]
    groups: tuple[tuple[int, ...], ...]
    carried_: tuple[str, ...]

    @cached_property
    def alone(self) -> tuple[Trial | None, ...]:
        """Each bundle by itself."""
        return tuple(self.trying.at(bundle.addresses) for bundle in self.bundles)

    @cached_property
    def tiers(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The newer id of each older tier, by pairs of scorecards."""
        found = matched(self.ends[0].result.ruleset, self.ends[1].result.ruleset)
        cards = [{card.root.id: card.id for card in end.result.ruleset.scorecards} for end in self.ends]
        return {
            (cards[0][old], cards[1][new]): {match.before: match.after for match in pairs}
            for (old, new), pairs in found.tiers.items()
            if old in cards[0] and new in cards[1]
        }

    @cached_property
    def whole(self) -> tuple[Trial | None, Trial | None]:
        """The older ruleset as it was taken apart, and all of the newer one put into it."""
        every = frozenset[Address]().union(*(bundle.addresses for bundle in self.bundles))
        return self.trying.at(frozenset()), self.trying.at(every)


def impact(
    before: Year, after: Year, files: YearFiles, *, stage: str | None = None, shares: bool = False
) -> ImpactRecord | TooMany:
    """Put a year's units under two rulesets, and attribute each one's change to the clauses that changed.

    Args:
        before: the year, read by the older ruleset.
        after: the same files, read by the newer one.
        files: of the year.
        stage: after which appraisal.
        shares: whether what only the combination of clauses does is shared out among them.
    """
    pair = paired(before.rules.loaded, after.rules.loaded)
    older, newer = _crossed(before, after, pair.names)
    made = _Impact(
        Trying(pair, files, (older, newer), stage),
        (
            tried(older.rules.ruleset, older.observed, certainly=True),
            tried(newer.rules.ruleset, newer.observed, certainly=True),
        ),
        bundles := bundled(pair),
        interacting(pair, bundles),
        tuple(_carried(before, older)) + tuple(_carried(after, newer)),
    )
    changes = tuple(_changes(made))
    wide = next((group for group in made.groups if len(group) > MOST_PLAYERS), None)
    if shares and wide is not None:
        return TooMany(tuple(changes[number].text for number in wide))
    shared = _shared(made) if shares else {}
    uncompared = tuple(_uncompared(made))
    lists = tuple(_lists(made, shared, shares=shares))
    return ImpactRecord(
        format=FORMAT,
        before=_side(before.rules.ruleset),
        after=_side(after.rules.ruleset),
        data=tuple(DataFileRecord(each.path, each.sha256, each.role) for each in after.observed.sources),
        illustrative=any(end.result.illustrative for end in made.ends),
        notes=tuple(_notes(made, uncompared)),
        changes=changes,
        uncompared=uncompared,
        lists=lists,
    )


def _side(ruleset: Ruleset) -> SideRecord:
    return SideRecord(f"{ruleset.id}@{ruleset.version}", ruleset.sha256, ruleset.title, ruleset.period)


def _crossed(before: Year, after: Year, names: Mapping[str, str]) -> tuple[Year, Year]:
    """Let each ruleset have the answers that the other one read under another name."""
    back = {new: old for old, new in names.items()}

    def with_answers(year: Year, other: Year, renamed: Mapping[str, str]) -> Year:
        answers = (
            (newer_key(asked.key, renamed), asked, other.observed.values[asked.key])
            for asked in other.rules.ruleset.inputs
        )
        return replace(year, observed=carried(year.rules.ruleset, year.observed, answers))

    return with_answers(before, after, back), with_answers(after, before, names)


def _carried(read: Year, crossed: Year) -> Iterator[str]:
    """Name the inputs whose answers came of the other ruleset's reading."""
    for key, answers in crossed.observed.values.items():
        if answers is not read.observed.values[key]:
            yield key.removeprefix("self:")


# ── Changes ──


def _changes(made: _Impact) -> Iterator[ChangedClauseRecord]:
    pair = made.trying.pair
    groups = {number: place for place, group in enumerate(made.groups, 1) for number in group}
    for number, bundle in enumerate(made.bundles):
        first, *others = bundle.clauses
        why = bundle.why
        yield ChangedClauseRecord(
            id=number + 1,
            kind=first.kind,
            subject=first.subject,
            text=words.clause_in_words(pair, first),
            with_=tuple(words.clause_in_words(pair, each) for each in others),
            why=None if why is None else Words(message(why, "vi"), message(why, "en")),
            group=groups[number],
        )


# ── Sharing out ──


def _shared(made: _Impact) -> dict[str, dict[int, Fraction]]:
    """Share out each unit's change among the bundles; without those of whom some ruleset between gives no total."""
    shares: dict[str, dict[int, Fraction]] = {}
    lost: set[str] = set()
    units = [*made.ends[0].units]
    for group in made.groups:
        totals = {those: _totals(made, [group[each] for each in those]) for those in coalitions(len(group))}
        for unit in units:
            worths = {those: known.get(unit) for those, known in totals.items()}
            if None in worths.values():
                lost.add(unit)
                continue
            found = shapley(lambda those, of=worths: of[those], len(group))  # type: ignore[misc]
            shares.setdefault(unit, {}).update(zip(group, found, strict=True))
    return {unit: own for unit, own in shares.items() if unit not in lost}


def _totals(made: _Impact, numbers: Sequence[int]) -> dict[str, Fraction]:
    """Give the totals under the older ruleset with some bundles."""
    addresses = frozenset[Address]().union(*(made.bundles[number].addresses for number in numbers))
    trial = made.trying.at(addresses)
    if len(numbers) > 1:
        made.trying.forget(addresses)
    if trial is None:
        return {}
    return {unit: total for unit in trial.units if (total := trial.total(unit)) is not None}


# ── Units ──


def _lists(made: _Impact, shared: Mapping[str, Mapping[int, Fraction]], *, shares: bool) -> Iterator[ListImpactRecord]:
    after = made.ends[1]
    members = [_members(end.result) for end in made.ends]
    placed: set[str] = set()
    for each in after.result.lists:
        ids = [*each.units, *each.unranked]
        placed |= set(ids)
        yield _list(made, each.id, each.title, ids, members, shared, shares=shares)
    if others := [id_ for id_ in after.units if id_ not in placed]:
        yield _list(made, "", Words(), others, members, shared, shares=shares)


def _members(result: Result) -> dict[str, frozenset[str]]:
    return {made.id: frozenset((*made.units, *made.unranked)) for made in result.lists}


def _list(
    made: _Impact,
    id_: str,
    title: Words,
    ids: Sequence[str],
    members: Sequence[Mapping[str, frozenset[str]]],
    shared: Mapping[str, Mapping[int, Fraction]],
    *,
    shares: bool,
) -> ListImpactRecord:
    units = [_unit(made, unit, members, shared, shares=shares) for unit in ids]
    moves = [unit.rank_change for unit in units]
    return ListImpactRecord(
        id=id_,
        title=title,
        up=sum(move is not None and move > 0 for move in moves),
        down=sum(move is not None and move < 0 for move in moves),
        stayed=moves.count(0),
        uncompared=moves.count(None),
        tiers=_tier_changes(units, made.tiers),
        units=units,
    )


def _tier_changes(
    units: Iterable[UnitImpactRecord], tiers: Mapping[tuple[str, str], Mapping[str, str]]
) -> tuple[TierChangeRecord, ...]:
    """Count moves between tiers, of units whose tiers are known; another title of the same tier is no move."""
    pairs = ((unit.before, unit.after) for unit in units)
    counted = Counter(
        (old.tier_title or _NO_TIER, new.tier_title or _NO_TIER)
        for old, new in pairs
        if old.tier_known and new.tier_known and not _is_one_tier(old, new, tiers)
    )
    return tuple(TierChangeRecord(old, new, count) for (old, new), count in counted.most_common())


def _is_one_tier(
    old: UnitUnderRecord, new: UnitUnderRecord, tiers: Mapping[tuple[str, str], Mapping[str, str]]
) -> bool:
    """Say whether two tiers are one, by how tiers are paired; without scorecards that are one, by their titles."""
    if not old.tier or not new.tier:
        return old.tier == new.tier
    pairs = tiers.get((old.scorecard, new.scorecard))
    return old.tier_title.say("vi") == new.tier_title.say("vi") if pairs is None else pairs.get(old.tier) == new.tier


def _unit(
    made: _Impact,
    id_: str,
    members: Sequence[Mapping[str, frozenset[str]]],
    shared: Mapping[str, Mapping[int, Fraction]],
    *,
    shares: bool,
) -> UnitImpactRecord:
    before, after = (_under(end, id_) for end in made.ends)
    change = difference(before.total, after.total)
    own = shared.get(id_)
    effects = tuple(_effects(made, id_, before, own))
    why_not = _why_not(made, id_, before, after, effects)
    why_not_shared = _why_not_shared(own, change) if shares and why_not is None else None
    if why_not_shared is not None:
        effects = tuple(replace(each, shared=None) for each in effects)
    return UnitImpactRecord(
        id=id_,
        name=made.ends[1].units[id_].unit.name,
        before=before,
        after=after,
        rank_change=_rank_change(before, after, members),
        total_change=change,
        effects=effects,
        together=None if why_not is not None else _joint(change, effects),
        why_not=why_not,
        why_not_shared=why_not_shared,
    )


def _joint(change: Fraction | None, effects: Iterable[EffectRecord]) -> Fraction | None:
    """Give what of a change is nobody's alone."""
    return difference(sum((each.alone for each in effects if each.alone is not None), Fraction()), change)


def _rank_change(
    before: UnitUnderRecord, after: UnitUnderRecord, members: Sequence[Mapping[str, frozenset[str]]]
) -> int | None:
    """Give the places that a unit rose, where it is ranked among the same units."""
    is_one_list = members[0].get(before.list) == members[1].get(after.list) is not None
    return before.rank - after.rank if is_one_list and before.rank is not None and after.rank is not None else None


def _why_not_shared(own: Mapping[int, Fraction] | None, change: Fraction | None) -> Words | None:
    """Say why what is joint is not shared out; None where it is."""
    if own is None:
        return in_both(words.NOT_SHARED)
    return None if sum(own.values(), Fraction()) == change else in_both(words.NOT_APART)


def _under(end: Trial, id_: str) -> UnitUnderRecord:
    unit, ruleset = end.units[id_], end.result.ruleset
    tier = _sure_tier(end, unit)
    return UnitUnderRecord(
        list=unit.list,
        scorecard=unit.scorecard,
        status=unit.status,
        reason=why_unranked(ruleset, unit),
        rank=unit.rank,
        rank_printed=unit.rank_printed,
        total=end.total(id_),
        max=unit.max,
        tier=tier or "",
        tier_title=_tier_title(ruleset, unit, tier),
        tier_known=tier is not None,
        unanswered=_unanswered(unit),
    )


def _sure_tier(end: Trial, unit: UnitResult) -> str | None:
    """Give the tier that a unit has whatever the answers are that it lacks; None where that is not known."""
    return unit.tier if unit.status != "provisional" else end.sure.get(unit.unit.id)


def _unanswered(unit: UnitResult) -> tuple[str, ...]:
    """Name the criteria that a unit has no score at, for want of answers."""
    return tuple(made.node.id for made in unit.criteria if _is_leaf(made.node) and made.state in _LACKING)


def _is_leaf(node: Node) -> bool:
    return not node.children and node.role in COUNTED


def _tier_title(ruleset: Ruleset, unit: UnitResult, own: str | None) -> Words:
    """Name a tier of a unit's scorecard; one without a title by its id."""
    card = next((card for card in ruleset.scorecards if card.id == unit.scorecard), None)
    tiers = card.root.tiers if card is not None else ()
    return next((tier.title or Words(tier.id, tier.id) for tier in tiers if tier.id == own), Words())


def _effects(
    made: _Impact, id_: str, before: UnitUnderRecord, shared: Mapping[int, Fraction] | None
) -> Iterator[EffectRecord]:
    """Give what each bundle by itself does to a unit, where it does anything."""
    lacked = {made.trying.pair.names.get(each, each) for each in before.unanswered}
    for number, trial in enumerate(made.alone):
        share = None if shared is None else shared.get(number)
        effect = _effect(number + 1, trial, id_, before, share, lacked)
        is_nothing = effect.alone == 0 and not share and not effect.unanswered
        is_other = effect.tier_known and before.tier_known and effect.tier != before.tier
        if not is_nothing or is_other or effect.rank != before.rank:
            yield effect


def _effect(
    change: int,
    trial: Trial | None,
    id_: str,
    before: UnitUnderRecord,
    share: Fraction | None,
    lacked: AbstractSet[str],
) -> EffectRecord:
    unit = trial.units.get(id_) if trial is not None else None
    if trial is None or unit is None:
        return EffectRecord(change, None, share, None, "", Words(), tier_known=False, unanswered=())
    tier = None if unit.status == "provisional" else unit.tier
    return EffectRecord(
        change=change,
        alone=difference(before.total, trial.total(id_)),
        shared=share,
        rank=unit.rank,
        tier=tier or "",
        tier_title=_tier_title(trial.result.ruleset, unit, tier),
        tier_known=tier is not None,
        unanswered=()
        if unit.status == "ranked"  # with all that its total needs
        else tuple(each for each in _unanswered(unit) if each not in lacked),
    )


def _why_not(
    made: _Impact, id_: str, before: UnitUnderRecord, after: UnitUnderRecord, effects: Iterable[EffectRecord]
) -> Words | None:
    """Say why a unit's change is not attributed; None where it is."""
    name = made.ends[1].units[id_].unit.name
    if before.total is None or after.total is None:
        side = words.BEFORE if before.total is None else words.AFTER
        return both(lambda lang: sentence(words.NO_TOTAL, lang, unit=name, side=sentence(side, lang)))
    ends = [trial.total(id_) if trial is not None else None for trial in made.whole]
    if ends != [before.total, after.total]:
        return in_both(words.NOT_APART)
    if lost := [str(each.change) for each in effects if each.alone is None]:
        return in_both(words.ALONE_NO_TOTAL, changes=", ".join(lost))
    return None


# ── What cannot be compared ──


def _uncompared(made: _Impact) -> Iterator[CriterionAnswersRecord]:
    """Give the criteria that lack answers under the newer ruleset, or that only one of the rulesets has."""
    names, (before, after) = made.trying.pair.names, made.ends
    older = {names.get(node.id, node.id) for node in before.result.ruleset.nodes()}
    newer = {node.id for node in after.result.ruleset.nodes()}
    yield from _of_newer(after, older)
    lacking = _lacking(before)
    for node in before.result.ruleset.nodes():
        if _is_leaf(node) and names.get(node.id, node.id) not in newer:
            yield _answers(node, "only_before", lacking.get(node.id, (0, 0)), ())


def _of_newer(after: Trial, older: AbstractSet[str]) -> Iterator[CriterionAnswersRecord]:
    ruleset, lacking = after.result.ruleset, _lacking(after)
    blank = {asked.key for asked in ruleset.inputs if _is_blank(after.result, asked)}
    for node in ruleset.nodes():
        units, without = lacking.get(node.id, (0, 0))
        if not _is_leaf(node):
            continue
        if without:
            standing: Lack = "no_answers" if without == units else "some_answers"
            yield _answers(node, standing, (units, without), tuple(_asked(ruleset, node, blank)))
        elif node.id not in older:
            yield _answers(node, "only_after", (units, without), ())


def _answers(node: Node, standing: Lack, counts: tuple[int, int], inputs: tuple[Words, ...]) -> CriterionAnswersRecord:
    return CriterionAnswersRecord(node.id, node.code, node.title, node.full, standing, *counts, inputs)


def _lacking(end: Trial) -> dict[str, tuple[int, int]]:
    """Count, by criterion, the units that it is for, and those of whom it has no score for want of answers."""
    found: dict[str, tuple[int, int]] = {}
    for unit in end.units.values():
        for made in unit.criteria:
            units, without = found.get(made.node.id, (0, 0))
            found[made.node.id] = units + 1, without + (made.state in _LACKING)
    return found


def _is_blank(result: Result, asked: Input) -> bool:
    return result.observed is not None and is_blank(result.observed.values[asked.key])


def _asked(ruleset: Ruleset, node: Node, blank: frozenset[str] | set[str]) -> Iterator[Words]:
    """Name the inputs of a criterion that nobody answered."""
    seen, waiting = set[str](), [node.id]
    while waiting:
        key = waiting.pop()
        if key in seen or key not in ruleset.columns:
            continue
        seen.add(key)
        column = ruleset.columns[key]
        if key in blank and isinstance(column, Input):
            yield column.label or Words(column.id, column.id)
        waiting += sorted(sources_of_value(column))


def _notes(made: _Impact, uncompared: Sequence[CriterionAnswersRecord]) -> Iterator[Words]:
    renamed = _renamed_of_history(made)
    if not made.bundles and not renamed:
        yield in_both(words.NOTHING)
    if renamed:
        yield in_both(words.OTHER_HISTORY, names=_listed(renamed))
    yield in_both(words.SAME_DATA)
    yield from _of_answers(uncompared)
    yield from _of_maxima(made.ends)
    if made.carried_:
        yield in_both(words.CARRIED, names=_listed(made.carried_))
    if joined := sum(len(bundle.clauses) > 1 for bundle in made.bundles):
        yield in_both(words.TOGETHER, changes=joined)


def _of_maxima(ends: tuple[Trial, Trial]) -> Iterator[Words]:
    """Say of how many units the maximum differs, and of how many only as answers are missing."""
    scales = {
        id_: {
            card.root.full
            for end in ends
            for card in end.result.ruleset.scorecards
            if card.id == end.units[id_].scorecard
        }
        for id_ in ends[1].units
    }
    other = [id_ for id_ in scales if ends[0].units[id_].max != ends[1].units[id_].max]
    lacking = [id_ for id_ in other if len(scales[id_]) == 1 and any(_unanswered(end.units[id_]) for end in ends)]
    if units := len(other) - len(lacking):
        yield in_both(words.OTHER_MAXIMA, units=units)
    if lacking:
        yield in_both(words.MAXIMA_OF_ANSWERS, units=len(lacking))


def _renamed_of_history(made: _Impact) -> list[str]:
    """Name what has another id and is read of last year, whose result has it under one of them."""
    ids = {key.removeprefix("self:") for key in last_year_keys(made.ends[0].result.ruleset)}
    return [f"{old} → {new}" for old, new in made.trying.pair.names.items() if old in ids]


def _of_answers(uncompared: Sequence[CriterionAnswersRecord]) -> Iterator[Words]:
    nobody = [each for each in uncompared if each.standing == "no_answers"]
    inputs = list(dict.fromkeys(asked for each in nobody for asked in each.inputs))
    if nobody:
        pair = words.UNANSWERED if inputs else words.NO_ANSWERS
        yield both(
            lambda lang: sentence(pair, lang, criteria=len(nobody), inputs=_listed([each.say(lang) for each in inputs]))
        )
    if some := sum(each.standing == "some_answers" for each in uncompared):
        yield in_both(words.SOME_ANSWERS, criteria=some)


def _listed(names: Sequence[str]) -> str:
    left = len(names) - _MOST_NAMED
    return "; ".join(names[:_MOST_NAMED]) + (f" (+{left})" if left > 0 else "") or "–"
