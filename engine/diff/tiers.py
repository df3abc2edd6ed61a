"""What changed in tiers and in how units are ranked.

A tier takes the values within its bounds that no tier before it has taken. Two tiers are compared by what they take, in
points, or in shares of the maximum where that changed: one whose ends rise is harder to reach, or harder to leave.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from ..formula.rounding import rounded
from ..model.outcome import NoScore, Outcome
from ..model.ruleset import SIDES, Formula, Node, Ranking, Ruleset, Tier, Words
from ..prove.points import UNKNOWN, Points
from ..prove.ranges import Range, less, range_of, reached
from ..rank.tiers import within
from .change import Change, Class, Detail, Part, Shown
from .criteria import Compared, through_others
from .judging import Judged, compare_conditions, follows_from_children
from .proving import SAME, Evidence, Found
from .wording import bound_said, formula_said, node_part, quota_said, said, tier_part
from .words import SAME_SHARES

ONE, ZERO = Fraction(1), Fraction(0)
_DIGITS_OF_SHARES = 3
_DIGITS = 2  # of a value that is tried where nothing says how finely points are counted


@dataclass(frozen=True, slots=True)
class _Scale:
    """In what the tiers of two nodes are compared.

    Attributes:
        units: how many points of each side are one of what is compared: the maxima where shares are.
        digits: the decimals that values have on both sides; None where they are not limited, or not alike.
        whole: the values that somebody can have.
        is_known: whether the bounds in points are everybody's: none is a share, or all have the full maximum.
        is_mixed: whether they are not and some bounds are shares and others none: how these lie to one another is then
            known of those only who have the full maximum.
    """

    units: tuple[Fraction, Fraction]
    digits: int | None
    whole: Range
    is_known: bool
    is_mixed: bool


def tier_changes(compared: Compared) -> Iterator[Change]:
    """Give the changes of the tiers and the ranking of every criterion that both rulesets have."""
    for judged in compared.judging.judged.values():
        if judged.before.tiers or judged.after.tiers:
            yield from _tiers(compared, judged)
        yield from _ranking(compared, judged)


def _change(judged: Judged, pair: tuple[Tier | None, Tier | None], class_: Class, key: str, **more: Any) -> Change:
    before, after = (None if tier is None else tier_part(tier) for tier in pair)
    of = node_part(judged.before), node_part(judged.after)
    return Change(class_, "tier", key, before, after, of=of, **more)


def _tiers(compared: Compared, judged: Judged) -> Iterator[Change]:
    pairs = compared.judging.matching.tiers.get((judged.before.id, judged.after.id), ())
    older, newer = ({tier.id: tier for tier in node.tiers} for node in (judged.before, judged.after))
    to_before = {match.after: match.before for match in pairs}
    taken = _taken_by_both(compared, judged)
    for id_, tier in newer.items():
        if id_ in to_before:
            yield from _of_pair(compared, judged, (older[to_before[id_]], tier), taken)
        else:
            yield _change(judged, (None, tier), "new", "tier", details=_bounds_of(None, tier))
    for id_, tier in older.items():
        if id_ not in to_before.values():
            yield _change(judged, (tier, None), "gone", "tier", details=_bounds_of(tier, None))
    kept = [to_before[id_] for id_ in newer if id_ in to_before]
    if kept != [id_ for id_ in older if id_ in kept]:
        yield _reordered(judged, taken, to_before)


def _reordered(judged: Judged, taken: "_Taken | None", to_before: Mapping[str, str]) -> Change:
    """Say that tiers are asked in another order, which need not mean anything."""
    is_same = (
        taken is not None and taken[0] == taken[1] and not taken.scale.is_mixed and not _order_counts(judged, to_before)
    )
    names = [Words(*([", ".join(tier.id for tier in node.tiers)] * 2)) for node in (judged.before, judged.after)]
    parts = node_part(judged.before), node_part(judged.after)
    return Change(
        "unchanged" if is_same else "changed", "criterion", "tiers", *parts, "proved" if is_same else "stated",
        (Detail("tiers", names[0], names[1], (judged.before.place, judged.after.place)),),
    )  # fmt: skip


def _order_counts(judged: Judged, to_before: Mapping[str, str]) -> bool:
    """Say whether a unit may get another tier by the order alone, whatever its points.

    It may where two tiers that change places take values in common, and one of them asks for more than values; and where
    another tier is last, to which a failed condition sends.
    """
    nodes = judged.before, judged.after
    older, newer = ({tier.id: tier for tier in node.tiers} for node in nodes)
    order = {id_: place for place, id_ in enumerate(older)}
    kept = [id_ for id_ in newer if id_ in to_before]
    turned = [
        (first, second) for first, second in combinations(kept, 2) if order[to_before[first]] > order[to_before[second]]
    ]
    pairs = [
        (node, tiers[names[0]], tiers[names[1]])
        for first, second in turned
        for node, tiers, names in (
            (nodes[0], older, (to_before[first], to_before[second])),
            (nodes[1], newer, (first, second)),
        )
    ]
    is_last = to_before.get(nodes[1].tiers[-1].id) == nodes[0].tiers[-1].id
    return any(_may_take_from(*pair) for pair in pairs) or (not is_last and any(map(_sends_to_last, nodes)))


def _may_take_from(node: Node, first: Tier, second: Tier) -> bool:
    if first.takes_all and second.takes_all:
        return False  # then what each takes is compared
    ranges = [range_of(tier, node.full) for tier in (first, second)]
    return ranges[0] is None or ranges[1] is None or not ranges[0].common(ranges[1]).is_empty


def _sends_to_last(node: Node) -> bool:
    return any(below.on_fail == "lowest_tier" for below in node.walk())


def _bounds_of(before: Tier | None, after: Tier | None) -> tuple[Detail, ...]:
    """Give the bounds of both, side by side, and where each is written."""
    made = []
    places = tuple((before or after).place if tier is None else tier.place for tier in (before, after))  # type: ignore[union-attr]
    for side in SIDES:
        told = [None if tier is None else bound_said(tier.bounds.get(side)) for tier in (before, after)]
        if told[0] != told[1]:
            made.append(Detail(side, told[0], told[1], (places[0], places[1])))
    return tuple(made)


def _of_pair(compared: Compared, judged: Judged, pair: tuple[Tier, Tier], taken: "_Taken | None") -> Iterator[Change]:
    before, after = pair
    if before.id != after.id:
        yield _change(judged, pair, "renamed", "id", details=(Detail("id", said(before.id), said(after.id)),))
    if before.title != after.title:
        details = (Detail("title", said(before.title), said(after.title), (before.place, after.place)),)
        yield _change(judged, pair, "editorial", "text", details=details)
    yield from _bounds(compared, judged, pair, taken)
    for key in ("requires", "when"):
        yield from _condition(compared, judged, pair, key)
    if before.quota != after.quota:
        yield _change(
            judged,
            pair,
            _of_quota(before, after),
            "quota",
            proof="proved",
            details=(Detail("quota", quota_said(before.quota), quota_said(after.quota), (before.place, after.place)),),
        )


def _of_quota(before: Tier, after: Tier) -> Class:
    first, second = before.quota, after.quota
    if first is None or second is None:
        return "loosened" if second is None else "tightened"
    if (first.share, first.at_ties) != (second.share, second.at_ties):
        return "changed"
    return "tightened" if second.amount < first.amount else "loosened"


def _condition(compared: Compared, judged: Judged, pair: tuple[Tier, Tier], key: str) -> Iterator[Change]:
    """Say what changed in a tier's condition; where it is asked less often, fewer get the tier."""
    first: Formula | None = getattr(pair[0], key)
    second: Formula | None = getattr(pair[1], key)
    if first is None and second is None:
        return
    found = compare_conditions(compared.judging, (first, second), (judged.before, judged.after))
    if found is SAME and (first is None) == (second is None) and _source(first) == _source(second):
        return
    told = [formula_said(ruleset, each) for ruleset, each in zip(compared.rulesets, (first, second), strict=True)]
    details = (Detail(key, told[0], told[1], (pair[0].place, pair[1].place)),) if told[0] != told[1] else ()
    class_: Class = "unchanged" if found.relation == "same" else found.relation
    if key == "when" and class_ in {"tightened", "loosened"}:
        class_ = "changed"
    through = () if details else through_others(compared, judged, "tiers")
    shown = _condition_shown(judged, found)
    yield _change(judged, pair, class_, key, details=details, proof=found.proof, witness=shown, through=through)


def _source(formula: Formula | None) -> str:
    return "" if formula is None else formula.source


def _condition_shown(judged: Judged, found: Found) -> Shown | None:
    if found.evidence is None:
        return None
    return Shown(found.evidence.answers, (judged.before.id, judged.after.id), found.evidence.outcomes)


# ── What tiers take ──


@dataclass(frozen=True, slots=True)
class _Taken:
    """What each tier takes of the values that there can be, in one scale, by id of the older tier where it is one."""

    scale: _Scale
    sides: tuple[dict[str, tuple[Range, ...]], dict[str, tuple[Range, ...]]]

    def __getitem__(self, side: int) -> dict[str, tuple[Range, ...]]:
        return self.sides[side]


def _scale_of(compared: Compared, judged: Judged) -> _Scale | None:
    """Choose points where both maxima are the same, else shares; None where there are no maxima to compare."""
    nodes = judged.before, judged.after
    is_of_points = nodes[0].full == nodes[1].full or not all(map(_is_of_shares, nodes))
    units = (ONE, ONE) if is_of_points else _units(*(node.full for node in nodes))
    if units is None:
        return None
    reaches = [bounds.nodes[node.id] for bounds, node in zip(compared.judging.sides.bounds, nodes, strict=True)]
    low, high = (
        _outermost([getattr(reach.value, end) for reach in reaches], units, furthest)
        for end, furthest in (("low", min), ("high", max))
    )
    is_alike = nodes[0].rounding == nodes[1].rounding and units[0] == units[1]
    rounding = nodes[0].rounding if is_alike else None
    is_share = {bound.share for node in nodes for tier in node.tiers for bound in tier.bounds.values()}
    is_everybodys = all(reach.fixed_maximum == node.full for reach, node in zip(reaches, nodes, strict=True))
    return _Scale(
        units,
        None if rounding is None else rounding.digits,
        Range(low, high),
        is_known=is_everybodys or True not in is_share,
        is_mixed=len(is_share) > 1 and not is_everybodys,
    )


def _units(first: Fraction | None, second: Fraction | None) -> tuple[Fraction, Fraction] | None:
    """Give the maxima of which shares are compared; None where one of two is not known."""
    return (first, second) if first and second else None


def _is_of_shares(node: Node) -> bool:
    """Say whether other points go with another maximum: of a leaf, and where they come of children as the maximum does."""
    return node.aggregate is None or node.out_of is not None or follows_from_children(node)


def _outermost(
    ends: Sequence[Fraction | None], units: Sequence[Fraction], furthest: Callable[[list[Fraction]], Fraction]
) -> Fraction | None:
    """Give the end that lies furthest out, in the units of each; None where one does not end."""
    known = [end / unit for end, unit in zip(ends, units, strict=True) if end is not None]
    return furthest(known) if len(known) == len(ends) else None


def _taken_by_both(compared: Compared, judged: Judged) -> "_Taken | None":
    scale = _scale_of(compared, judged)
    if scale is None:
        return None
    found = [_taken(node, scale, unit) for node, unit in zip((judged.before, judged.after), scale.units, strict=True)]
    if found[0] is None or found[1] is None:
        return None
    pairs = compared.judging.matching.tiers.get((judged.before.id, judged.after.id), ())
    to_before = {match.after: match.before for match in pairs}
    renamed = {to_before.get(id_, f"after:{id_}"): ranges for id_, ranges in found[1].items()}
    return _Taken(scale, (found[0], renamed))


def _taken(node: Node, scale: _Scale, unit: Fraction) -> dict[str, tuple[Range, ...]] | None:
    """Give what each tier of a node takes; None where a share has no maximum to be of."""
    left, made = [scale.whole], {}
    for tier in node.tiers:
        own = range_of(tier, node.full)
        if own is None:
            return None
        own = Range(_over(own.low, unit), _over(own.high, unit), own.with_low, own.with_high)
        made[tier.id] = tuple(_joined([_on_grid(piece, scale.digits) for piece in reached(left, own)]))
        if tier.takes_all:
            left = less(left, own)
    return made


def _over(value: Fraction | None, unit: Fraction) -> Fraction | None:
    return None if value is None else value / unit


def _on_grid(piece: Range, digits: int | None) -> Range:
    """Write a range of values that have so many decimals with ends that are in it."""
    if digits is None:
        return piece
    step = Fraction(10) ** -digits
    low, high = piece.low, piece.high
    if low is not None:
        on = rounded(low, digits, "ceiling")
        low = on + step if on == low and not piece.with_low else on
    if high is not None:
        on = rounded(high, digits, "floor")
        high = on - step if on == high and not piece.with_high else on
    return Range(low, high)


def _joined(pieces: Sequence[Range]) -> list[Range]:
    return [piece for piece in pieces if not piece.is_empty]


def _bounds(compared: Compared, judged: Judged, pair: tuple[Tier, Tier], taken: _Taken | None) -> Iterator[Change]:
    """Say what changed in what a tier takes, where its bounds are written otherwise or count otherwise."""
    before, after = pair
    details = _bounds_of(before, after)
    full = judged.before.full, judged.after.full
    is_of_shares = taken is not None and taken.scale.units[0] != taken.scale.units[1]
    if not details and (full[0] == full[1] or not any(bound.share != is_of_shares for bound in after.bounds.values())):
        return
    if taken is None:
        yield _change(judged, pair, "not_proved", "bounds", details=details, proof="not_proved")
        return
    older, newer = taken[0][before.id], taken[1][before.id]
    if older == newer:
        if details and taken.scale.is_mixed:
            yield _change(judged, pair, "not_proved", "bounds", details=details, proof="not_proved")
        elif details:
            yield _change(judged, pair, "unchanged", "bounds", details=details, proof="proved")
        return
    class_, proof = _way(older, newer, compared.judging.sign[judged.after.id]), "proved"
    if taken.scale.is_mixed:
        class_, proof = "changed", "not_proved"
    witness = _tier_shown(compared, judged, pair, taken)
    follows, note = not details and is_of_shares, Words()
    if not details:  # the same bounds of another maximum
        note = Words() if is_of_shares else Words(*SAME_SHARES)
        details = (Detail("max", said(full[0]), said(full[1]), (judged.before.place, judged.after.place)),)
    yield _change(
        judged, pair, class_, "bounds", details=details, proof=proof, witness=witness, follows=follows, note=note
    )


def _way(older: Sequence[Range], newer: Sequence[Range], sign: int) -> Class:
    """Say whether a tier's ends rose, which makes it harder to reach or to leave, or fell."""
    if len(older) != 1 or len(newer) != 1:
        return "changed"
    (first,), (second,) = older, newer
    ways = {_rise(_low(first), _low(second)), _rise(_high(first), _high(second))} - {0}
    if len(ways) != 1:
        return "changed"
    return "tightened" if ways.pop() * sign > 0 else "loosened"


def _low(own: Range) -> tuple[int, Fraction, int]:
    """Give a lower end so that ends can be compared: none is lowest."""
    return (0, ZERO, 0) if own.low is None else (1, own.low, int(not own.with_low))


def _high(own: Range) -> tuple[int, Fraction, int]:
    return (2, ZERO, 0) if own.high is None else (1, own.high, int(own.with_high))


def _rise(first: tuple[int, Fraction, int], second: tuple[int, Fraction, int]) -> int:
    return (second > first) - (second < first)


# ── A unit that shows it ──


def _tier_shown(compared: Compared, judged: Judged, pair: tuple[Tier, Tier], taken: _Taken) -> Shown | None:
    """Show another tier: by a unit, or else by points that no unit was looked for to have."""
    nodes = judged.before, judged.after
    ids = (judged.before.id, judged.after.id)
    to_after = {match.before: match.after for match in compared.judging.matching.tiers.get(ids, ())}

    def differs(points: Sequence[Outcome]) -> tuple[str, str] | None:
        first, second = (_tier_at(node, each) for node, each in zip(nodes, points, strict=True))
        is_other = to_after.get(first, first) != second
        return (first, second) if is_other and {pair[0].id, pair[1].id} & {first, second} else None

    if taken.scale.is_known and all(tier.takes_all for node in nodes for tier in node.tiers):
        for each in _in_order(compared.judging.samples.of(*nodes), taken.scale):
            if (tiers := differs(each.outcomes)) is not None:
                return Shown(each.answers, ids, each.outcomes, tiers)
    for value in _between(taken, pair[0].id):
        points = value * taken.scale.units[0], value * taken.scale.units[1]
        if (tiers := differs(points)) is not None:
            return Shown(({}, {}), ids, points, tiers, is_of_points=True)
    return None


def _in_order(samples: Sequence[Evidence], scale: _Scale) -> list[Evidence]:
    """Give units with points on both sides, first those to whom both give as many of what is compared."""

    def apart(each: Evidence) -> Fraction:
        pairs = zip(each.outcomes, scale.units, strict=True)
        shares = [point / unit for point, unit in pairs if isinstance(point, Fraction)]
        return max(shares) - min(shares)

    scored = [each for each in samples if not any(isinstance(point, NoScore) for point in each.outcomes)]
    return sorted(scored, key=apart)


def _tier_at(node: Node, value: Outcome) -> str:
    if isinstance(value, NoScore):
        return "-"
    return next((tier.id for tier in node.tiers if tier.when is None and within(tier, value, node.full)), "-")


def _between(taken: _Taken, id_: str) -> Iterator[Fraction]:
    """Give values that the tier takes on one side only."""
    is_of_shares = taken.scale.units[0] != taken.scale.units[1]
    digits = taken.scale.digits or (_DIGITS_OF_SHARES if is_of_shares else _DIGITS)
    for own, other in ((taken[1], taken[0]), (taken[0], taken[1])):
        left = list(own[id_])
        for piece in other[id_]:
            left = less(left, piece)
        for piece in left:
            value = piece.example(UNKNOWN if digits is None else Points(grain=Fraction(10) ** -digits))
            if value is None:
                value = piece.example(UNKNOWN)
            if value is not None:
                yield value


# ── Ranking ──


def _lists(ranking: Ranking) -> str:
    if isinstance(ranking.lists, str):
        return ranking.lists
    return "; ".join(f"{name}: {', '.join(groups)}" for name, groups in ranking.lists.items())


def _breaks(ruleset: Ruleset, ranking: Ranking) -> Words | None:
    told = [formula_said(ruleset, each) for each in ranking.tie_break]
    if not told:
        return None
    return Words(*("; ".join(each.say(lang) for each in told if each is not None) for lang in ("vi", "en")))


_RANKING: Sequence[tuple[str, Callable[[Ruleset, Ranking], Words | None]]] = (
    ("by", lambda ruleset, ranking: formula_said(ruleset, ranking.by)),
    ("best", lambda _, ranking: said(ranking.best)),
    ("ties", lambda _, ranking: said(ranking.ties)),
    ("tied_as", lambda _, ranking: said(ranking.tied_as)),
    ("lists", lambda _, ranking: said(_lists(ranking))),
    ("tie_break", _breaks),
)


def _ranking(compared: Compared, judged: Judged) -> Iterator[Change]:
    nodes = judged.before, judged.after
    first, second = (node.ranking for node in nodes)
    if first is None and second is None:
        return
    parts = node_part(nodes[0]), node_part(nodes[1])
    if first is None or second is None:
        one_sided: tuple[Part | None, Part | None] = (None, parts[1]) if first is None else (parts[0], None)
        yield Change("new" if first is None else "gone", "ranking", "ranking", *one_sided, of=parts)
        return
    meanings = [_meaning(compared, side, each) for side, each in enumerate((first, second))]
    for key, tell in _RANKING:
        if meanings[0][key] == meanings[1][key]:
            continue
        told = [tell(ruleset, each) for ruleset, each in zip(compared.rulesets, (first, second), strict=True)]
        class_: Class = "editorial" if key == "tied_as" else "changed"
        details = (Detail(key, told[0], told[1], (nodes[0].place, nodes[1].place)),) if told[0] != told[1] else ()
        through = () if details else through_others(compared, judged, "ranking")
        yield Change(class_, "ranking", key, *parts, details=details, of=parts, through=through)


def _meaning(compared: Compared, side: int, ranking: Ranking) -> dict[str, object]:
    """Give each key of a ranking so that it can be compared: formulas as forms, criteria and groups by common names."""
    sides = compared.judging.sides
    own = (sides.before, sides.after)[side]
    renamed = {m.after: m.before for m in compared.judging.matching.pairs["group"]} if side else {}
    lists: object = ranking.lists
    if not isinstance(ranking.lists, str):
        lists = {
            name: tuple(sorted(renamed.get(group, group) for group in groups)) for name, groups in ranking.lists.items()
        }
    return {
        "by": _by_matches(compared, side, own.form(ranking.by)),
        "best": ranking.best,
        "ties": ranking.ties,
        "tied_as": ranking.tied_as,
        "lists": lists,
        "tie_break": tuple(_by_matches(compared, side, own.form(each)) for each in ranking.tie_break),
    }


def _by_matches(compared: Compared, side: int, made: object) -> str:
    """Write a form with the criteria that are one called alike, whether or not they give the same: that is told of them."""
    text = repr(made)
    if side:
        for match in compared.judging.matching.pairs["node"]:
            text = text.replace(repr(f"after:{match.after}"), repr(match.before))
    return text
