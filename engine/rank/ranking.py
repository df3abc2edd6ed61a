"""From outcomes to the year's result: tiers, conditions, lists, ranks, and the change since last year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Literal, TypeGuard, overload

from ..formula.figures import amount
from ..formula.rationals import summed
from ..model.findings import Finding, finding, in_order
from ..model.observed import Observed, Previous, Unit
from ..model.outcome import NoScore, Outcome, Reason, State
from ..model.result import CriterionResult, ListResult, Result, UnitResult
from ..model.ruleset import Formula, Input, NamedValue, Node, Ranking, Ruleset, Scorecard, Tier, Value, Words
from ..score import Sheet, evaluate_columns
from ..score.cohorts import list_of
from ..score.sheet import Known
from ..score.succession import doubts_about, gone
from .order import Entry, Placing, placings
from .tiers import fits, tier_of, tiers_of_list

DEFAULT = Ranking()


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a few units among many more, which were computed elsewhere.

    Attributes:
        ranks: node id -> unit -> its rank.
        shared: node id -> the units that share their rank.
        tiers: root id -> unit -> its tier, of roots whose tiers have quotas.
        left_out: list -> how many ranked units of it are not here.
        tied_left_out: how many units that share the rank of the first are not here.
    """

    ranks: Mapping[str, Mapping[int, int]]
    shared: Mapping[str, frozenset[int]]
    tiers: Mapping[str, Mapping[int, Tier]]
    left_out: Mapping[str, int]
    tied_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A result with what it was made of.

    Attributes:
        sheet: every column for every unit, as the result has it.
        before: each unit's entry in last year's result.
        places: the places of its units among many more, where these are not all.
    """

    result: Result
    sheet: Sheet
    before: Sequence[Previous | None]
    places: Places | None = None


def evaluate(ruleset: Ruleset, observed: Observed, *, provisional: bool = False) -> Result:
    """Evaluate a year's data by a ruleset.

    Args:
        ruleset: as loaded.
        observed: units with their values.
        provisional: also rank units that are unranked only because something is missing or invalid, on what they have;
            they are marked.
    """
    return with_declared(evaluation(ruleset, observed, provisional=provisional).result)


def with_declared(result: Result) -> Result:
    """Put beside an appraised result the one that was declared."""
    observed = result.observed
    if observed is None or observed.appraisal is None:
        return result
    declared = evaluation(result.ruleset, observed.as_declared(), provisional=result.provisional).result
    return replace(result, declared=declared)


def evaluation(
    ruleset: Ruleset,
    observed: Observed,
    *,
    provisional: bool = False,
    apart: Sequence[str] | None = None,
    known: Known | None = None,
    places: Places | None = None,
) -> Evaluation:
    """Evaluate, and keep the columns for who explains or bounds the result; as `evaluate`.

    Args:
        ruleset: as loaded.
        observed: units with their values.
        provisional: as `evaluate`.
        apart: of each unit, the company in which it is ranked, where these are several that know nothing of one another.
        known: what is known of columns, where these are only some of the units.
        places: likewise of ranks.
    """
    sheet, before = evaluate_columns(ruleset, observed, known=known)
    unknown = doubts_about(observed)
    findings = [*observed.findings, *sheet.told(), *unknown]
    lenient = _unresolved_units(sheet) if provisional else frozenset()
    if lenient:
        sheet, before = evaluate_columns(ruleset, observed, lenient)
    cards = {card.id: card for card in ruleset.scorecards}
    units = [
        _unit(sheet, index, cards.get(sheet.cards[index]), before[index], lenient) for index in range(len(sheet.units))
    ]
    companies = apart or [""] * len(units)
    ranks = _rank(sheet, units, cards, companies)
    if places is None:
        quotas: Tiers = _with_quotas(sheet, units, cards, ranks, companies)
    else:
        ranks, quotas = _placed(ranks, places), places.tiers
    tiers = _tiers(sheet, cards, findings, quotas)
    units = [
        replace(unit, **_of_root(unit, index, cards.get(sheet.cards[index]), ranks, tiers))  # type: ignore[arg-type]
        for index, unit in enumerate(units)
    ]
    units = [
        replace(unit, criteria=Criteria(sheet, cards[unit.scorecard], index, ranks, tiers)) if unit.scorecard else unit
        for index, unit in enumerate(units)
    ]
    result = Result(
        ruleset=ruleset,
        units=tuple(units),
        lists=_lists(ruleset, units, cards, {} if places is None else places.left_out),
        data=observed.sources,
        findings=in_order(findings),
        illustrative=observed.illustrative or is_illustrative(ruleset),
        provisional=provisional,
        read=observed.read,
        observed=observed,
        gone=gone(observed.units, observed.previous),
    )
    return Evaluation(result, sheet, before, places)


Ranks = Mapping[str, Mapping[int, Placing]]
Tiers = Mapping[str, Mapping[int, Tier]]


class Criteria(Sequence[CriterionResult]):
    """The nodes of one unit, made when they are asked for: ten thousand units would not fit otherwise."""

    __slots__ = ("_card", "_index", "_ranks", "_sheet", "_tiers")

    def __init__(self, sheet: Sheet, card: Scorecard, index: int, ranks: Ranks, tiers: Tiers) -> None:
        self._sheet, self._card, self._index, self._ranks, self._tiers = sheet, card, index, ranks, tiers

    def __len__(self) -> int:
        return sum(1 for _ in self._card.nodes())

    def __iter__(self) -> Iterator[CriterionResult]:
        for node in self._card.nodes():
            yield self._of(node)

    @overload
    def __getitem__(self, position: int) -> CriterionResult: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[CriterionResult]: ...
    def __getitem__(self, position: int | slice) -> CriterionResult | Sequence[CriterionResult]:
        return tuple(self)[position]

    def _of(self, node: Node) -> CriterionResult:
        made, index = scored_in(self._sheet, node, self._index), self._index
        tier = self._tiers.get(node.id, {}).get(index)
        placing = self._ranks.get(node.id, {}).get(index)
        if tier is None and placing is None:
            return made
        rank, printed = (placing.rank, _printed(placing, node.ranking or DEFAULT)) if placing else (None, "")
        return replace(made, tier=tier.id if tier else "", rank=rank, rank_printed=printed)


def scored_in(sheet: Sheet, node: Node, index: int) -> CriterionResult:
    """Give what a unit has of a node, without its tier and rank.

    Args:
        sheet: with the column of the node.
        node: of the unit's scorecard.
        index: of the unit.
    """
    outcome = _outcome(sheet, node.id, index)
    counted = sheet.counted(node.id, index)
    state = outcome.state if isinstance(outcome, NoScore) else State.SCORED
    match node.role:
        case "condition":
            counted = None
        case "unscored":
            counted, state = Fraction(0), State.UNSCORED
    return CriterionResult(node, outcome, counted, state)


def _outcome(sheet: Sheet, key: str, index: int) -> Outcome:
    cell = sheet.cells[key][index]
    assert isinstance(cell, (Fraction, NoScore))  # a node's column holds nothing else
    return cell


def _root_outcome(sheet: Sheet, index: int) -> Outcome:
    card = sheet.cards[index]
    if not card:
        return NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD)
    return _outcome(sheet, card, index)


def _unresolved_units(sheet: Sheet) -> frozenset[int]:
    """Find the units whose lack of a total a provisional ranking looks past."""
    outcomes = ((index, _root_outcome(sheet, index)) for index in range(len(sheet.units)))
    return frozenset(index for index, outcome in outcomes if _is_lacking(outcome))


def _is_lacking(cell: object) -> TypeGuard[NoScore]:
    """Say whether there is no score because something is missing or invalid."""
    return isinstance(cell, NoScore) and cell.state in {State.MISSING, State.INVALID}


def _holds(sheet: Sheet, index: int, formula: Formula) -> bool:
    return sheet.value(formula, index, "") is True


def _failed(sheet: Sheet, card: Scorecard, index: int) -> tuple[Node, ...]:
    """Find the conditions that do not hold; one that does not apply counts as held (semantics §11)."""
    failed = []
    for node in sheet.conditions[card.id]:
        cell = sheet.cells[node.id][index]
        if isinstance(cell, NoScore):
            if cell.state not in {State.NOT_APPLICABLE, State.SKIPPED, State.UNSCORED}:
                failed.append(node)
        elif cell == 0:
            failed.append(node)
    return tuple(failed)


def _unit(
    sheet: Sheet, index: int, card: Scorecard | None, before: Previous | None, lenient: frozenset[int]
) -> UnitResult:
    """Say of one unit what can be said before ranks: total, maximum, values, and whether it can be ranked."""
    unit = sheet.units[index]
    outcome = _root_outcome(sheet, index)
    if card is None:
        return UnitResult(
            unit, "", "unranked", outcome, None, why="scorecard", previous=before, succession=sheet.successions[index]
        )
    failed = _failed(sheet, card, index)
    value: Outcome = outcome
    ranking = card.root.ranking or DEFAULT
    if ranking.by is not None:
        cell = sheet.value(ranking.by, index, card.id)
        assert isinstance(cell, (Fraction, NoScore))
        value = cell
    status, why = _status(unit, value, failed, is_lenient=index in lenient)
    maximum = sheet.counted(card.root.id, index) if not isinstance(outcome, NoScore) else card.root.full
    return UnitResult(
        unit=unit,
        scorecard=card.id,
        status=status,
        outcome=outcome,
        max=maximum,
        why=why,
        list=list_of(unit, card.root.ranking),
        failed=tuple(node.id for node in failed),
        unresolved=() if isinstance(outcome, Fraction) and index not in lenient else _blanks(sheet, card, index),
        previous=before,
        succession=sheet.successions[index],
        values=_published(sheet, index),
    )


def _status(
    unit: Unit, value: Outcome, failed: Sequence[Node], *, is_lenient: bool
) -> tuple[Literal["ranked", "unranked", "provisional", "reference"], NoScore | str | None]:
    """Say whether a unit can be ranked, and why not."""
    barring = next((node.id for node in failed if node.on_fail == "unranked"), None)
    if unit.role != "ranked":
        return unit.role, "role"
    if isinstance(value, NoScore):
        return "unranked", value
    if barring is not None:
        return "unranked", barring
    return ("provisional" if is_lenient else "ranked"), None


def _blanks(sheet: Sheet, card: Scorecard, index: int) -> tuple[str, ...]:
    """Name the inputs on whose lack a node of the unit's scorecard hangs."""
    found: dict[str, None] = {}
    for node in card.root.walk():
        cell = sheet.cells[node.id][index]
        if node.role != "unscored" and _is_lacking(cell):
            column = sheet.ruleset.columns.get(cell.about)
            if isinstance(column, Input):
                found[column.id] = None
    return tuple(found)


def _published(sheet: Sheet, index: int) -> dict[str, Value | NoScore]:
    return {
        column.key: sheet.cells[column.key][index]
        for column in sheet.ruleset.columns.values()
        if isinstance(column, (Input, NamedValue)) and column.publish
    }


def _rank(
    sheet: Sheet, units: Sequence[UnitResult], cards: Mapping[str, Scorecard], apart: Sequence[str]
) -> dict[str, dict[int, Placing]]:
    """Rank every node that has a ranking, list by list; a root always has one, and lists may span scorecards.

    A node asks for its own value and the conditions that concern it, whatever the total is (semantics §17.5).
    """
    by_list: dict[tuple[str, str, str], list[tuple[int, Entry]]] = {}
    rules: dict[tuple[str, str, str], Ranking] = {}
    for key, rule, index, entry in _entries(sheet, units, cards, apart):
        by_list.setdefault(key, []).append((index, entry))
        rules.setdefault(key, rule)
    ranks: dict[str, dict[int, Placing]] = {}
    for key, members in by_list.items():
        placed = placings([entry for _, entry in members], rules[key].best, rules[key].ties)
        for index, entry in members:
            node_id = key[0] or units[index].scorecard
            ranks.setdefault(node_id, {})[index] = placed[entry.id]
    return ranks


def _placed(ranks: Ranks, places: Places) -> dict[str, dict[int, Placing]]:
    """Put the ranks among all units in place of those among a few; what decided between two of them stays."""
    return {
        node: {
            unit: replace(placing, rank=of_all, tied=unit in places.shared.get(node, ()))
            for unit, placing in placed.items()
            if (of_all := places.ranks.get(node, {}).get(unit)) is not None
        }
        for node, placed in ranks.items()
    }


def _entries(
    sheet: Sheet, units: Sequence[UnitResult], cards: Mapping[str, Scorecard], apart: Sequence[str]
) -> Iterator[tuple[tuple[str, str, str], Ranking, int, Entry]]:
    """Give every node's entry of every unit: in which list it is ranked, how, and the unit."""
    ranked_nodes = {
        card.id: [node for node in card.nodes() if node.ranking is not None or node.id == card.root.id]
        for card in cards.values()
    }
    barring = {card.id: barring_of(card) for card in cards.values()}
    for index, unit in enumerate(units):
        if unit.unit.role != "ranked" or not unit.scorecard:
            continue
        for node in ranked_nodes[unit.scorecard]:
            rule = node.ranking or DEFAULT
            is_barred = not barring[unit.scorecard][node.id].isdisjoint(unit.failed)
            entry = None if is_barred else entry_of(sheet, index, node, rule)
            if entry is not None:
                # Roots of several scorecards share a list; a node further down is ranked with its own.
                name = "" if node.id == cards[unit.scorecard].root.id else node.id
                yield (name, list_of(unit.unit, node.ranking), apart[index]), rule, index, entry


def barring_of(card: Scorecard) -> Mapping[str, frozenset[str]]:
    """Name, for each node, the conditions that keep a unit out of its ranking: those below it, beside it and above it.

    Of a total, those of the nodes that it names.
    """
    found: dict[str, frozenset[str]] = {}

    def below(node: Node, above: frozenset[str]) -> frozenset[str]:
        own = {child.id for child in node.children if child.role == "condition" and child.on_fail == "unranked"}
        here = above | own
        found[node.id] = here.union(*(below(child, here) for child in node.children))
        return found[node.id]

    below(card.root, frozenset())
    for total in card.totals:
        found[total.id] = frozenset().union(*(found[child.id] for child in total.children))
    return found


def entry_of(sheet: Sheet, index: int, node: Node, rule: Ranking) -> Entry | None:
    """Give what a unit is ranked by in a node; None where that is no number."""
    value = sheet.cells[node.id][index] if rule.by is None else sheet.value(rule.by, index, node.id)
    if not isinstance(value, Fraction):
        return None
    breaks = []
    for formula in rule.tie_break:
        cell = sheet.value(formula, index, node.id)
        breaks.append(cell if isinstance(cell, Fraction) else None)
    return Entry(sheet.units[index].id, value, tuple(breaks))


def _is_lowest(sheet: Sheet, card: Scorecard, index: int) -> bool:
    """Say whether a failed condition gives a unit the lowest tier, whatever its total is."""
    has_total = isinstance(_outcome(sheet, card.root.id, index), Fraction)
    return has_total and any(failed.on_fail == "lowest_tier" for failed in _failed(sheet, card, index))


def _with_quotas(
    sheet: Sheet, units: Sequence[UnitResult], cards: Mapping[str, Scorecard], ranks: Ranks, apart: Sequence[str]
) -> dict[str, dict[int, Tier]]:
    """Find the tiers of the roots that have quotas, list by list; who is put into the lowest tier takes no place."""
    found: dict[str, dict[int, Tier]] = {}
    for card in cards.values():
        root = card.root
        if not any(tier.quota is not None for tier in root.tiers):
            continue
        placed, own = ranks.get(root.id, {}), found.setdefault(root.id, {})

        def is_fit(tier: Tier, index: int, root: Node = root) -> bool:
            counted = sheet.counted(root.id, index)
            return fits(tier, _outcome(sheet, root.id, index), counted, partial(_holds, sheet, index))

        for inside in _members(units, card, apart):
            free = [index for index in inside if not _is_lowest(sheet, card, index)]
            numbers = {index: placed[index].rank for index in inside if index in placed}
            own |= tiers_of_list(root.tiers, free, numbers, is_fit)
    return found


def _members(units: Sequence[UnitResult], card: Scorecard, apart: Sequence[str]) -> Iterable[Sequence[int]]:
    """Return the units of a scorecard, list by list."""
    members: dict[tuple[str, str], list[int]] = {}
    for index, unit in enumerate(units):
        if unit.scorecard == card.id:
            members.setdefault((unit.list, apart[index]), []).append(index)
    return members.values()


def _tiers(
    sheet: Sheet,
    cards: Mapping[str, Scorecard],
    findings: list[Finding],
    with_quotas: Mapping[str, Mapping[int, Tier]],
) -> dict[str, dict[int, Tier]]:
    """Find the tier of every node that has tiers, for every unit."""
    found: dict[str, dict[int, Tier]] = {}
    with_tiers = {card.id: [node for node in card.nodes() if node.tiers] for card in cards.values()}
    for index, card_id in enumerate(sheet.cards):
        for node in with_tiers.get(card_id, ()):
            outcome = _outcome(sheet, node.id, index)
            if node.id == card_id and _is_lowest(sheet, cards[card_id], index):
                tier: Tier | None = node.tiers[-1]
            elif node.id in with_quotas:
                tier = with_quotas[node.id].get(index)
            else:
                holds = partial(_holds, sheet, index)
                tier = tier_of(node.tiers, outcome, sheet.counted(node.id, index), holds)
            if tier is not None:
                found.setdefault(node.id, {})[index] = tier
            elif isinstance(outcome, Fraction):
                unit = sheet.units[index]
                findings.append(finding("ITR351", unit.place, unit=unit.name, id=node.id, score=amount(outcome)))
    return found


def _of_root(unit: UnitResult, index: int, card: Scorecard | None, ranks: Ranks, tiers: Tiers) -> dict[str, object]:
    """Give the fields of a unit that its root's rank and tier settle."""
    if card is None:
        return {}
    tier = tiers.get(card.root.id, {}).get(index)
    placing = ranks.get(card.root.id, {}).get(index)
    fields: dict[str, object] = {"tier": tier.id if tier else ""}
    if placing is not None:
        fields |= _of_placing(placing, card.root.ranking or DEFAULT, unit.previous)
    before = unit.previous
    if before is not None and before.total is not None and before.max is not None and before.max == unit.max:
        fields["total_change"] = unit.outcome - before.total if isinstance(unit.outcome, Fraction) else None
    return fields


def _of_placing(placing: Placing, rule: Ranking, before: Previous | None) -> dict[str, object]:
    """Give the fields of a unit that its rank settles."""
    fields: dict[str, object] = {
        "rank": placing.rank, "rank_printed": _printed(placing, rule), "tied": placing.tied,
        "tie_break": placing.tie_break,
    }  # fmt: skip
    if before is not None and before.rank is not None:
        fields["rank_change"] = before.rank - placing.rank
    return fields


def _printed(placing: Placing, rule: Ranking) -> str:
    """Write a rank as its ranking has it printed."""
    rank = str(placing.rank)
    return rule.tied_as.replace("{}", rank) if placing.tied and rule.tied_as else rank


def _lists(
    ruleset: Ruleset, units: Sequence[UnitResult], cards: Mapping[str, Scorecard], left_out: Mapping[str, int]
) -> tuple[ListResult, ...]:
    """Gather the lists, in the ruleset's order of groups, then as they occur."""
    members: dict[str, list[UnitResult]] = {}
    for unit in units:
        if unit.scorecard:
            members.setdefault(unit.list, []).append(unit)
    order = {name: position for position, name in enumerate(ruleset.groups)}
    names = sorted(members, key=lambda name: (order.get(name, len(order)), name))
    made = (_list(name, ruleset.groups.get(name, Words()), members[name], cards) for name in names)
    return tuple(replace(each, left_out=left_out.get(each.id, 0)) for each in made)


def _list(name: str, title: Words, inside: Sequence[UnitResult], cards: Mapping[str, Scorecard]) -> ListResult:
    """Put the units of a list in order of rank, and count its tiers."""
    ranked = sorted((unit for unit in inside if unit.rank is not None), key=lambda unit: (unit.rank, unit.unit.id))
    scorecards = tuple(dict.fromkeys(unit.scorecard for unit in inside))
    taken = Counter(unit.tier for unit in ranked)
    totals = [unit.outcome for unit in ranked if isinstance(unit.outcome, Fraction)]
    return ListResult(
        id=name,
        title=title,
        scorecards=scorecards,
        units=tuple(unit.unit.id for unit in ranked),
        unranked=tuple(unit.unit.id for unit in inside if unit.rank is None),
        tiers={tier.id: taken[tier.id] for card in scorecards for tier in cards[card].root.tiers},
        mean=summed(totals) / len(totals) if totals else None,
    )


def is_illustrative(ruleset: Ruleset) -> bool:
    """Say whether a ruleset, or any of its criteria, is made up."""
    return ruleset.provenance == "illustrative" or any(node.provenance == "illustrative" for node in ruleset.nodes())
