"""What a council asks about beside the ranking: who is near a better tier, what failed, what is provisional."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..explain.naming import is_percent
from ..explain.standing import passes
from ..formula.figures import figure
from ..formula.rounding import rounded
from ..model.outcome import NoScore, State
from ..model.result import Certainty, Result, UnitResult
from ..model.ruleset import Digits, RoundingMode, Tier
from ..model.sentences import Pair, sentence
from ..prove.ranges import range_of
from ..result.numbers import most_places, show, show_gap
from ..result.words import name_of, scorecard_of, why_not_comparable
from . import texts
from .conditions import besides, failed_words, lowering, unmet_tiers

NEAR = Fraction(2, 100)  # of the unit's maximum
_MOST_INPUTS = 5  # named in a line
_MOST_LINES = 10
APART = "≠"  # marks a unit that cannot be compared with last year

Note = tuple[str, list[str]]
Known = tuple[UnitResult, Certainty]


def notes(result: Result, units: Sequence[UnitResult], lang: str) -> Iterator[Note]:
    """Give headings with their lines, for the units of one list; a heading without lines is left out."""
    for heading, lines in (
        _near(result, units, lang),
        _failed(result, units, lang),
        _unmet(result, units, lang),
        _provisional(result, units, lang),
        _certain(result, units, lang),
        _apart(units, lang),
    ):
        if lines:
            yield heading, lines


def _certain(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    """Say which ranks stand whatever the missing answers are, and what the others hang on."""
    heading = sentence(texts.CERTAIN, lang)
    known = [(unit, made) for unit in units if (made := result.certainty.get(unit.unit.id)) is not None]
    if known:
        return heading, [*_certain_ranks(result, known, lang), *_awaited(result, known, lang)]
    awaiting = [unit for unit in units if unit.status == "unranked" and unit.unresolved and _is_awaited(unit.why)]
    if not awaiting:
        return heading, []
    inputs = dict.fromkeys(name_of(result.ruleset, asked, lang) for unit in awaiting for asked in unit.unresolved)
    named = ", ".join(list(inputs)[:_MOST_INPUTS]) + (", …" if len(inputs) > _MOST_INPUTS else "")
    return heading, [sentence(texts.NOTHING_CERTAIN, lang, inputs=named)]


def _certain_ranks(result: Result, known: Sequence[Known], lang: str) -> Iterator[str]:
    """Name the ranks that no missing answer changes, then the units of the others with their ranks, points and tiers."""
    held = [made.best for unit, made in known if made.best == made.worst and unit.rank == made.best]
    if held:
        yield sentence(texts.RANKS_UNCHANGED, lang, ranks=_runs(held))
    open_ = [(unit, made) for unit, made in known if made.best != made.worst or unit.rank != made.best]
    for unit, made in sorted(open_, key=lambda pair: (pair[1].best, pair[1].worst))[:_MOST_LINES]:
        low, high = _ends(made.low, made.high, result.ruleset.show, lang)
        points = sentence(texts.POINTS if low == high else texts.POINTS_BETWEEN, lang, low=low, high=high)
        between = f"{made.best}–{made.worst}" if made.best < made.worst else str(made.best)
        tiers = _tiers_of(result, unit, made.tiers, lang)
        yield sentence(texts.RANK_BETWEEN, lang, unit=_name(unit), ranks=between) + points + tiers
    if len(open_) > _MOST_LINES:
        yield sentence(texts.MORE_UNITS, lang, more=len(open_) - _MOST_LINES)


def _awaited(result: Result, known: Sequence[Known], lang: str) -> Iterator[str]:
    """Name the inputs on which the open ranks depend, with the units that have yet to answer."""
    awaited: dict[tuple[str, str], list[str]] = {}
    for unit, made in known:
        for asked, bounds in made.hangs_on.items():
            between = _range(bounds, lang, percent=is_percent(result.ruleset, asked))
            awaited.setdefault((asked, between), []).append(_name(unit))
    for (asked, between), names in list(awaited.items())[:_MOST_INPUTS]:
        rest = f" … (+{len(names) - _MOST_INPUTS})" if len(names) > _MOST_INPUTS else ""
        named = f"{name_of(result.ruleset, asked, lang)}{between}: {', '.join(names[:_MOST_INPUTS])}{rest}"
        yield sentence(texts.DEPENDS_ON, lang, input=named)
    if len(awaited) > _MOST_INPUTS:
        yield sentence(texts.MORE_INPUTS, lang, more=len(awaited) - _MOST_INPUTS)


def _ends(low: Fraction | None, high: Fraction | None, digits: Digits, lang: str) -> tuple[str, str]:
    """Write what a total is at least and at most: the one is rounded down and the other up, so that both hold.

    >>> _ends(Fraction("1.26"), Fraction("1.31"), 1, "en"), _ends(Fraction("1.26"), Fraction("1.26"), 1, "en")
    (('1.2', '1.4'), ('1.3', '1.3'))
    """
    if low is not None and low == high:
        return (show(low, digits, lang),) * 2
    places = most_places(digits)
    modes: tuple[tuple[Fraction | None, RoundingMode], ...] = ((low, "floor"), (high, "ceiling"))
    first, last = ("…" if end is None else show(rounded(end, places, mode), digits, lang) for end, mode in modes)
    return first, last


def _is_awaited(why: object) -> bool:
    """Say whether a unit has no rank for an answer that is still to come; of one that may be blank nothing is to come."""
    return isinstance(why, NoScore) and why.state in {State.MISSING, State.INVALID} and not why.expected


def _runs(ranks: Sequence[int]) -> str:
    """Write ranks as runs.

    >>> _runs([1, 2, 3, 5, 7, 8])
    '1–3, 5, 7–8'
    """
    runs: list[list[int]] = []
    for rank in sorted(set(ranks)):
        if runs and runs[-1][1] == rank - 1:
            runs[-1][1] = rank
        else:
            runs.append([rank, rank])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _tiers_of(result: Result, unit: UnitResult, ids: Sequence[str], lang: str) -> str:
    card = scorecard_of(result.ruleset, unit.scorecard)
    if card is None or not ids:
        return ""
    titles = {tier.id: tier.title.say(lang) or tier.id for tier in card.root.tiers}
    named = [titles[id_] for id_ in ids]
    if len(named) == 1:
        return sentence(texts.SURELY, lang, tier=named[0])
    return f", {', '.join(named[:-1])} {sentence(texts.OR, lang)} {named[-1]}"


def _range(bounds: tuple[Fraction | None, Fraction | None], lang: str, *, percent: bool) -> str:
    low, high = bounds
    if low is None and high is None:
        return ""
    first, last = ("…" if end is None else figure(end, lang, percent=percent) for end in bounds)
    return sentence(texts.BETWEEN, lang, low=first, high=last)


def _near(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    """Name the ranked units that lie at most 2% of their maximum from a better tier."""
    lines, is_upper = [], False
    for unit in units:
        near = next_tier(result, unit)
        if near is None:
            continue
        is_upper = is_upper or near.is_upper
        total, gap, at = show_gap(near.total, near.bound, result.ruleset.show, lang)
        asked = besides(result.ruleset, near.tier, lang)
        failed = lowering(result.ruleset, unit)
        asked += [sentence(texts.HOLDS_CONDITION, lang, name=name_of(result.ruleset, id_, lang)) for id_ in failed]
        title = near.tier.title.say(lang) or near.tier.id
        line = sentence(
            near.pair,
            lang,
            unit=_name(unit),
            total=total,
            gap=gap,
            tier=title,
            side=sentence(near.side, lang),
            bound=at,
        )
        lines.append(line + (sentence(texts.NEEDS_TOO, lang, asked="; ".join(asked)) if asked else ""))
    return sentence(texts.NEAR_UPPER if is_upper else texts.NEAR, lang), lines


@dataclass(frozen=True, slots=True)
class Near:
    """A better tier, the total of a unit that is not in it, and the bound that lies between."""

    tier: Tier
    total: Fraction
    bound: Fraction
    is_strict: bool
    is_upper: bool

    @property
    def pair(self) -> Pair:
        """The sentence for it, by the side on which the total lies and whether it lies on the bound."""
        if self.is_upper:
            return texts.NEAR_ON_UPPER if self.total == self.bound else texts.NEAR_OVER
        return texts.NEAR_ABOVE if self.total == self.bound else texts.NEAR_SHORT

    @property
    def side(self) -> Pair:
        """The word for the side of the bound."""
        if self.is_upper:
            return texts.UNDER if self.is_strict else texts.UP_TO
        return texts.ABOVE if self.is_strict else texts.FROM


def next_tier(result: Result, unit: UnitResult) -> Near | None:
    """Find the nearest better tier that somebody can reach, if its bound is at most 2% of the maximum away."""
    card = scorecard_of(result.ruleset, unit.scorecard)
    if unit.rank is None or card is None or not unit.max or not isinstance(unit.outcome, Fraction):
        return None
    ids = [tier.id for tier in card.root.tiers]
    if unit.tier not in ids:
        return None
    for tier in reversed(card.root.tiers[: ids.index(unit.tier)]):
        if (card.root.id, tier.id) in result.unreachable:
            continue
        near = _beside(tier, unit.outcome, unit.max)
        if near is not None:
            return near if abs(near.bound - near.total) <= NEAR * unit.max else None
    return None  # it has the points, and something else is wanting


def _beside(tier: Tier, total: Fraction, maximum: Fraction) -> Near | None:
    """Give the bound of a tier beyond which a total lies; None where it lies within."""
    range_ = range_of(tier, maximum)
    if range_ is None:
        return None
    if range_.high is not None and passes(range_, total):
        return Near(tier, total, range_.high, is_strict=not range_.with_high, is_upper=True)
    if range_.low is not None and (total < range_.low or (total == range_.low and not range_.with_low)):
        return Near(tier, total, range_.low, is_strict=not range_.with_low, is_upper=False)
    return None


def _failed(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    """Name the conditions that do not hold, and what follows from it."""
    return sentence(texts.FAILED, lang), [
        f"{_name(unit)}: {'; '.join(failed_words(result.ruleset, unit, lang))}" for unit in units if unit.failed
    ]


def _unmet(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    """Name the units that have the points of a better tier, and what keeps them from it."""
    lines = []
    for unit in units:
        for tier in unmet_tiers(result.ruleset, unit):
            title = tier.title.say(lang) or tier.id
            asked = "; ".join(besides(result.ruleset, tier, lang))
            lines.append(f"{_name(unit)}: {title} ({asked})")
    return sentence(texts.UNMET, lang), lines


def _provisional(result: Result, units: Sequence[UnitResult], lang: str) -> Note:
    """Name the units that are ranked although a value is unresolved, and what is lacking."""
    lines = []
    for unit in units:
        if unit.status != "provisional":
            continue
        named = [name_of(result.ruleset, key, lang) for key in _lacking(unit)]
        shown = ", ".join(named[:_MOST_INPUTS])
        if len(named) > _MOST_INPUTS:
            shown += f" … (+{len(named) - _MOST_INPUTS})"
        lines.append(f"{_name(unit)}: {shown}" if shown else _name(unit))
    return sentence(texts.PROVISIONAL, lang), lines


def _apart(units: Sequence[UnitResult], lang: str) -> Note:
    """Name the units that were merged or split since last year, and of what."""
    lines = [
        f"{_name(unit)}: {why.say(lang)}" for unit in units if (why := why_not_comparable(unit.succession)) is not None
    ]
    return sentence(texts.NOT_COMPARABLE, lang, mark=APART), lines


def _lacking(unit: UnitResult) -> tuple[str, ...]:
    """Name the columns with which the lack of a value began."""
    found: dict[str, None] = {}
    for made in unit.criteria:
        lack = made.outcome
        if isinstance(lack, NoScore) and made.state in {State.MISSING, State.INVALID}:
            found[lack.about or made.node.id] = None
    return tuple(found)


def _name(unit: UnitResult) -> str:
    return unit.unit.name or unit.unit.id
