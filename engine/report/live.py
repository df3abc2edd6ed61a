"""Which cells of a workbook compute themselves, and what keeps the others values.

A formula is written only where a spreadsheet, whatever the last bits of its binary numbers, shows what the engine
computed exactly; a point that lies at a bound of rounding, a tier or a tie within `_HAIR` stays a value.
Deciding that changes no score: what the result holds is what each cell shows before anything is recalculated.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from math import floor
from typing import TypeAlias

from ..formula.aggregates import AGGREGATES
from ..formula.excel import MOST_DIGITS, NOISE, InexpressibleError, Part, at, call, rounded, times, value
from ..formula.excel_aggregates import WRITTEN, Term
from ..formula.excel_doubles import NoDoubleError, in_doubles
from ..formula.excel_text import computed
from ..formula.rounding import rounded as round_exactly
from ..model.ruleset import Side
from ..model.ties import TIES
from ..result.contract import (
    Absent,
    BranchRecord,
    CriterionRecord,
    NodeRecord,
    RankingRecord,
    ScorecardRecord,
    TierRecord,
    UnitRecord,
)
from .tiers import bound_for

_HAIR = Fraction(1, 10**9)
_LARGEST = 10_000
_FINE = Fraction(1, 10**MOST_DIGITS)
COARSE = 10 * _FINE
"""How near a bound what was rounded to be compared may lie."""
_HEAVIEST = 10_000  # parts of a weight; a power is taken of it
_LONGEST_DENSE = 200  # units: each cell compares each with each


class KeptError(Exception):
    """Ends a formula that is not written: the word in `LIVE` that says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


# ── Points ──


@dataclass(slots=True)
class Points:
    """The points of a unit in its row of the detail.

    Attributes:
        exact: by node.
        doubles: what each cell will hold, by node.
        parts: the formulas, by node; the label of a cell is its node.
        kept: why a node with others below it stays a value.
    """

    exact: Mapping[str, Fraction]
    doubles: dict[str, float]
    parts: dict[str, Part] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


def points_of(nodes: Sequence[NodeRecord], unit: UnitRecord, digits: Callable[[Fraction], int]) -> Points:
    """Decide which points of a unit are computed from those below.

    Args:
        nodes: of the unit's scorecard, parents first, totals last.
        unit: whose points they are.
        digits: how many decimals a number is shown with.
    """
    criteria = {made.id: made for made in unit.criteria}
    exact = {id_: made.score for id_, made in criteria.items() if made.score is not None}
    made = Points(exact, {id_: float(amount) for id_, amount in exact.items()})
    by_id = {node.id: node for node in nodes}
    tree = [node for node in nodes if not node.is_total]
    for node in chain(reversed(tree), (node for node in nodes if node.is_total)):
        if node.id not in exact or not node.children:
            continue
        try:
            part = _branch_part(node, by_id, criteria)
            made.doubles[node.id] = checked(part, exact[node.id], made, digits(exact[node.id]))
            made.parts[node.id] = part
        except KeptError as kept:
            made.kept[node.id] = kept.why
    return made


def _branch_part(node: NodeRecord, by_id: Mapping[str, NodeRecord], criteria: Mapping[str, CriterionRecord]) -> Part:
    """Write how a node's points come of those below."""
    branch, counted = node.branch, criteria[node.id].counted
    if isinstance(branch, Absent):
        raise KeptError("older")
    if branch.then or branch.aggregate not in WRITTEN:
        raise KeptError("own_formula")
    below = [by_id[id_] for id_ in node.children if criteria[id_].score is not None]
    scored = [child for child in below if child.role == "scored"]
    part, most = _put_together(branch, scored, criteria, counted)
    if branch.cap is not None:
        part = call("MIN", part, value(branch.cap))
    for child in below:
        if child.role in {"bonus", "penalty"}:
            part = Part("+" if child.role == "bonus" else "-", (part, times(_weight(child), at(child.id))))
    if branch.out_of is not None:
        if not most:
            raise KeptError("shared")
        part, most = _scaled(part, branch.out_of, most), branch.out_of
    if most is not None and most != counted:
        raise KeptError("shared")
    return _finished(branch, part)


def _put_together(
    branch: BranchRecord,
    scored: Sequence[NodeRecord],
    criteria: Mapping[str, CriterionRecord],
    counted: Fraction | None,
) -> tuple[Part, Fraction | None]:
    """Write the aggregate of the children that count, and give the maximum that it has, None where it is not known."""
    if not scored:
        raise KeptError("shared")
    if any(max(_weight(child).as_integer_ratio()) > _HEAVIEST for child in scored):
        raise KeptError("doubles")
    part = WRITTEN[branch.aggregate].part([Term(at(child.id), _weight(child)) for child in scored])
    most = _most_of(branch, scored, criteria)
    may_share = branch.aggregate == "sum" and branch.cap is None and branch.out_of is None
    if may_share and most and counted:  # those that count share the points of those that do not
        return (part if most == counted else _scaled(part, counted, most)), counted
    return part, most


def _scaled(part: Part, to: Fraction, most: Fraction) -> Part:
    return Part("/", (Part("*", (part, value(to))), value(most)))


def _finished(branch: BranchRecord, part: Part) -> Part:
    if branch.min is not None:
        part = call("MAX", part, value(branch.min))
    if branch.rounding is None:
        return cleaned(part)
    try:
        return rounded(part, branch.rounding.digits, branch.rounding.mode, lambda piece: piece)
    except InexpressibleError as error:
        raise KeptError("doubles") from error


def _most_of(
    branch: BranchRecord, scored: Sequence[NodeRecord], criteria: Mapping[str, CriterionRecord]
) -> Fraction | None:
    """Give the maximum of a branch for a unit where it follows from those below."""
    known = [(_weight(child), counted) for child in scored if (counted := criteria[child.id].counted) is not None]
    derive = AGGREGATES[branch.aggregate].maximum
    if derive is None or len(known) < len(scored):
        return None
    most = derive(known)
    return most if most is None or branch.cap is None else min(most, branch.cap)


def _weight(node: NodeRecord) -> Fraction:
    return node.weight if isinstance(node.weight, Fraction) else Fraction(1)


def cleaned(part: Part, digits: int = NOISE) -> Part:
    """Round what binary arithmetic leaves."""
    return call("ROUND", part, value(digits))


def checked(part: Part, exact: Fraction, cells: Points, digits: int) -> float:
    """Give what a cell with a formula will hold.

    Raises:
        KeptError: it would not surely be shown as the exact number is.
    """
    if abs(exact) >= _LARGEST:
        raise KeptError("doubles")
    found = computed(part, cells.exact.__getitem__)
    if not isinstance(found, Fraction) or abs(found - exact) > Fraction(1, 10**NOISE):
        raise KeptError("shared")
    try:
        made = in_doubles(part, cells.doubles.__getitem__)
    except NoDoubleError as error:
        raise KeptError("doubles") from error
    return surely(made, exact, digits)


def surely(made: float, exact: Fraction, digits: int, hair: Fraction = _HAIR) -> float:
    """Give a binary number if it is surely shown as the exact one is, with so many decimals.

    Raises:
        KeptError: it is not, or it is further than a tenth of `hair` from the exact one.
    """
    is_exact = made == float(exact) and (exact * 10**NOISE).denominator == 1
    if not is_exact and (abs(Fraction(made) - exact) > hair / 10 or _is_near_half(exact, digits, hair)):
        raise KeptError("doubles")
    return made


def _is_near_half(amount: Fraction, digits: int, hair: Fraction) -> bool:
    """Say whether a number lies where rounding to so many decimals goes up or down.

    >>> _is_near_half(Fraction("0.2500000001"), 1, _HAIR), _is_near_half(Fraction(1, 3), 1, _HAIR)
    (True, False)
    """
    scaled = abs(amount) * 10**digits
    return bool(abs(scaled - floor(scaled) - Fraction(1, 2)) <= hair * 10**digits)


def compared(amount: Fraction) -> Fraction | None:
    """Give the decimal with which a number is compared in a workbook; None where it is not surely this one.

    >>> compared(Fraction(2, 3)), compared(Fraction("0.000000015"))
    (Fraction(66666667, 100000000), None)
    """
    if abs(amount) >= _LARGEST or _is_near_half(amount, MOST_DIGITS, _HAIR / 4):
        return None
    return round_exactly(amount, MOST_DIGITS, "half_up")


# ── Ranks ──


NO_SCORE = Fraction(-1)
"""Stands for no points at all in what parts ties, below all points; points below 0 are not compared."""
Compared: TypeAlias = tuple[Fraction | None, ...]
"""What is compared of a unit, in turn; None where a workbook does not surely hold it."""


def why_ranks_are_kept(rankings: Sequence[RankingRecord]) -> str:
    """Say why the ranks of a list stay values, whatever its points; empty where they are computed."""
    first = rankings[0]
    if any(other != first for other in rankings) or first.by is not None:
        return "other_points"
    if first.tie_break and (not first.tie_nodes or "" in first.tie_nodes or len(rankings) > 1):
        return "tie_break"
    ties = TIES.get(first.ties)
    has_formula = ties is not None and ties.rank is not None and not (first.tie_break and ties.counts_values)
    return "" if has_formula else "ties"


def why_rows_are_kept(ranking: RankingRecord, rows: Sequence[Compared]) -> str:
    """Say why the ranks of some rows stay values; empty where they are computed."""
    if any(None in row for row in rows):
        return "near"
    counts_values = TIES[ranking.ties].counts_values
    return "long" if counts_values and len(rows) > _LONGEST_DENSE else ""


def ranks_of(ranking: RankingRecord, rows: Sequence[Compared]) -> Iterator[int]:
    """Give the ranks that the formulas of a list come to."""
    sign = 1 if ranking.best == "highest" else -1
    keys = [tuple(each or Fraction(0) for each in row) for row in rows]
    keys = [(sign * key[0], *key[1:]) for key in keys]
    positions: dict[tuple[Fraction, ...], int] = {}
    for place, key in enumerate(sorted(keys, reverse=True), start=1):
        positions.setdefault(key, place)
    values = {key: place for place, key in enumerate(positions, start=1)}
    counts_values = TIES[ranking.ties].counts_values
    yield from (values[key] if counts_values else positions[key] for key in keys)


def rank_part(
    ranking: RankingRecord, columns: Sequence[str], row: int, last: tuple[int, int], gaps: Container[int] = ()
) -> Part:
    """Write the rank of a row among the rows of a list.

    Args:
        ranking: how its units are ranked.
        columns: the letters of what is compared: points, then tie-breaks.
        row: its number.
        last: the numbers of the first and the last row.
        gaps: places among the columns where some unit has no points.
    """
    cells = [at(f"{column}{row}") for column in columns]
    ranges = [at(f"{column}${last[0]}:{column}${last[1]}") for column in columns]
    sign = ">" if ranking.best == "highest" else "<"
    if TIES[ranking.ties].counts_values:
        before = Part("/", (Part(sign, (ranges[0], cells[0])), call("COUNTIF", ranges[0], ranges[0])))
        return Part("+", (value(1), call("ROUND", call("SUMPRODUCT", before), value(0))))
    if len(columns) == 1:
        order = () if ranking.best == "highest" else (value(1),)
        return call("RANK", cells[0], ranges[0], *order)
    part, equal = value(1), None
    for place, (cell, whole) in enumerate(zip(cells, ranges, strict=True)):
        better, same = Part(">" if place else sign, (whole, cell)), Part("=", (whole, cell))
        if place in gaps:  # a blank is 0 to a spreadsheet, and stands below it
            is_there, has_it = call("ISNUMBER", whole), call("ISNUMBER", cell)
            better = Part("+", (better, Part("*", (same, Part(">", (is_there, has_it))))))
            same = Part("*", (same, Part("=", (is_there, has_it))))
        test = Part("*", (better, value(1)) if equal is None else (equal, better))
        part = Part("+", (part, call("SUMPRODUCT", test)))
        equal = same if equal is None else Part("*", (equal, same))
    return part


# ── Tiers ──


@dataclass(frozen=True, slots=True)
class TierCells:
    """Where the table of tiers holds a tier: the cells of its title, of each bound, and of the points that it asks for."""

    title: str
    bounds: Mapping[Side, str]
    asked: Sequence[str]


_SIGNS: Mapping[Side, str] = {"from": ">=", "above": ">", "up_to": "<=", "below": "<"}


def why_tiers_are_kept(card: ScorecardRecord) -> str:
    """Say why all tiers of a scorecard stay values; empty where they are computed."""
    if any(tier.quota for tier in card.tiers):
        return "quota"
    return "asked" if any((tier.when or tier.requires) and not tier.points_asked for tier in card.tiers) else ""


class TierWriter:
    """Writes the tier of a unit.

    Attributes:
        card: its scorecard, whose tiers ask for points alone.
        table: where each tier is held, by id.
        total, maximum: the cells of the unit's points and of its maximum.
        place: gives the cell of a node's points.
    """

    def __init__(
        self, card: ScorecardRecord, table: Mapping[str, TierCells], cells: tuple[str, str], place: Callable[[str], str]
    ) -> None:
        self.card, self.table, self.place = card, table, place
        self.total, self.maximum = cells

    def write(self, unit: UnitRecord) -> Part:
        """Write it.

        Raises:
            KeptError: the formula would not surely come to the unit's tier.
        """
        scores = {made.id: made.score for made in unit.criteria}
        failing = self._failing(unit)
        part, found = value(""), ""
        for tier in reversed(self.card.tiers):
            tests = [*self._tests(tier)]
            title = at(self.table[tier.id].title)
            part = call("IF", _all("AND", tests), title, part) if tests else title
            found = tier.id if self._fits(tier, unit, scores) else found
        if failing:
            lowest = self.card.tiers[-1].id
            tests = [Part("<=", (at(self.place(id_)), value(0))) for id_ in failing]
            part = call("IF", _all("OR", tests), at(self.table[lowest].title), part)
            found = lowest if any((scores[id_] or 0) <= 0 for id_ in failing) else found
        if found != unit.tier:
            raise KeptError("asked")
        return part

    def _failing(self, unit: UnitRecord) -> list[str]:
        """Name the conditions that lead to the lowest tier if they fail, those left aside that do not apply."""
        nodes = {node.id for node in self.card.criteria if node.on_fail == "lowest_tier"}
        states = {made.id: made.state for made in unit.criteria if made.id in nodes}
        if not {"missing", "invalid"}.isdisjoint(states.values()):
            raise KeptError("asked")
        return [id_ for id_, state in states.items() if state == "scored"]

    def _tests(self, tier: TierRecord) -> Iterator[Part]:
        held = self.table[tier.id]
        for side, bound in tier.bounds.items():
            cell = at(held.bounds[side])
            share = cleaned(Part("*", (cell, at(self.maximum))), MOST_DIGITS)
            yield Part(_SIGNS[side], (at(self.total), share if bound.is_share else cell))
        for asked, at_cell in zip(tier.points_asked or (), held.asked, strict=True):
            points = cleaned(at(self.place(asked.node)), MOST_DIGITS)
            yield Part(_SIGNS[asked.side], (points, at(at_cell)))

    def _fits(self, tier: TierRecord, unit: UnitRecord, scores: Mapping[str, Fraction | None]) -> bool:
        """Say whether a tier fits, as a workbook compares."""
        tests = [_is_within(side, unit.total, bound_for(bound, unit.max)) for side, bound in tier.bounds.items()]
        tests += [_is_within(asked.side, scores[asked.node], asked.amount) for asked in tier.points_asked or ()]
        return all(tests)


def _all(name: str, tests: Sequence[Part]) -> Part:
    return tests[0] if len(tests) == 1 else call(name, *tests)


def _is_within(side: Side, points: Fraction | None, amount: Fraction | None) -> bool:
    """Say whether points are within a bound, if a workbook surely says the same."""
    if points is None or amount is None or compared(points) is None:
        raise KeptError("near")
    gap = points - amount
    if abs(gap) < COARSE and (gap or (amount / _FINE).denominator != 1):
        raise KeptError("near")
    return {">=": gap >= 0, ">": gap > 0, "<=": gap <= 0, "<": gap < 0}[_SIGNS[side]]
