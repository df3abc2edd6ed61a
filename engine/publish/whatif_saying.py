"""What every output of scenarios says of them in one language: numbers, names, sentences, and the cells of its tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..files.numbers import plain
from ..files.visible import visible
from ..model.ruleset import Words
from ..model.sentences import Pair, sentence
from ..result.numbers import show
from ..result.words import list_title as named
from ..scenario.comparing import differs, parts_moved
from ..scenario.contract import (
    NOTICE,
    CauseRecord,
    ChangedRecord,
    MovedListRecord,
    MoveRecord,
    NamedUnitRecord,
    NearRecord,
    PartRecord,
    PointRecord,
    ScenarioRecord,
    StandingRecord,
    SweepRecord,
    SweptListRecord,
    WhatIfRecord,
)
from ..scenario.scenario import TYPED
from . import texts
from . import whatif_words as words
from .text import arrow

_HASH = 12  # digits of a hash that are printed
_LONGEST = 14  # characters of a number that is printed whole
_MOST_CAUSES = 3
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Saying:
    """Scenarios, said in one language."""

    made: WhatIfRecord
    lang: str

    def __call__(self, pair: Pair, **params: object) -> str:
        """Fill a sentence."""
        return sentence(pair, self.lang, **params)

    @property
    def marks(self) -> list[str]:
        """The warnings that every output carries: that it is no result, and that figures are made up where they are."""
        return [NOTICE.say(self.lang), *([self(texts.ILLUSTRATIVE)] if self.made.illustrative else [])]

    def number(self, amount: Fraction | None) -> str:
        """Write a number with all its decimals; one that has too many or no end is marked as nearly so."""
        if amount is None:
            return "–"
        text = plain(amount, "," if self.lang == "vi" else ".")
        return text if len(text) <= _LONGEST and "/" not in text else f"≈ {show(amount, None, self.lang)}"

    def signed(self, amount: Fraction | None) -> str:
        """Write a difference with its sign."""
        if amount is None:
            return "–"
        shown = self.number(abs(amount))
        return f"+{shown}" if amount > 0 else f"−{shown}" if amount < 0 else shown

    def value(self, sweep: SweepRecord, amount: Fraction | None) -> str:
        """Write a value of a sweep, as a share where it is one."""
        if amount is None:
            return "–"
        return f"{self.number(amount * 100)}%" if sweep.per_cent else self.number(amount)


# ── Names ──


def heading(saying: Saying) -> list[str]:
    """Say of which ruleset, period and data the scenarios are."""
    made = saying.made
    title = visible(made.title.say(saying.lang)) or visible(made.ruleset)
    period = f", {saying(words.PERIOD, period=visible(made.period))}" if made.period else ""
    return [
        f"{title}{period}",
        saying(words.IN_EFFECT, ruleset=visible(made.ruleset), hash=made.ruleset_sha256[:_HASH]),
    ]


def title_of(saying: Saying, scenario: ScenarioRecord) -> str:
    """Name a scenario."""
    if scenario.title:
        return visible(scenario.title.say(saying.lang))
    own = [each for each in scenario.changes if not each.follows]
    if not own or scenario.id != TYPED:
        return visible(scenario.id)
    is_swept = scenario.sweep is not None and scenario.sweep.address == own[0].address
    title = saying(
        words.TITLE_SWEPT if is_swept else words.TITLE,
        about=visible(own[0].about.say(saying.lang)),
        now=_value_said(saying, own[0].now_words, words.BLANK),
    )
    return saying(words.TITLE_MORE, title=title, count=len(own) - 1) if len(own) > 1 else title


def list_title(saying: Saying, made: MovedListRecord | SweptListRecord) -> str:
    """Name a list."""
    if not made.id:
        return saying(words.OUTSIDE)
    return named(made.id, made.title, saying.lang)


def changes_of(saying: Saying, scenario: ScenarioRecord, *, has_addresses: bool = True) -> list[str]:
    """Say what a scenario changes, a line each; with addresses for who writes scenarios, without for who reads them."""
    lines = [saying(words.AMENDMENT, name=visible(scenario.amendment))] if scenario.amendment else []
    return lines + [_change(saying, each, has_addresses=has_addresses) for each in scenario.changes]


def _change(saying: Saying, changed: ChangedRecord, *, has_addresses: bool) -> str:
    before = _value_said(saying, changed.before_words, words.NOT_STATED)
    now = _value_said(saying, changed.now_words, words.BLANK)
    address, about = visible(changed.address), visible(changed.about.say(saying.lang))
    said = saying(words.FOLLOWS if changed.follows else words.CHANGE, about=about, before=before, now=now)
    return f"{said} ({address})" if has_addresses and about != address else said


def _value_said(saying: Saying, value: Words, empty: Pair) -> str:
    return visible(value.say(saying.lang)) or saying(empty)


def name_of(unit: MoveRecord | NamedUnitRecord | NearRecord) -> str:
    """Name a unit."""
    return visible(unit.name or unit.id)


def tier(saying: Saying, side: StandingRecord) -> str:
    """Name a tier."""
    return visible(side.tier_title.say(saying.lang)) if side.tier else "–"


def rank(side: StandingRecord) -> str:
    """Write a rank as it is printed."""
    return visible(side.rank_printed) if side.rank is not None else "–"


# ── Who moves ──


def moved(saying: Saying, made: MovedListRecord) -> str:
    """Say how many units of a list move, and how many do not."""
    changed = sum(map(differs, made.units))
    if not changed:
        return saying(words.NOBODY, count=made.unchanged)
    told = saying(
        words.MOVED,
        tiers=made.other_tier,
        up=made.up,
        down=made.down,
        changed=changed,
        unchanged=made.unchanged,
    )
    parts = sum(bool(parts_moved((unit.before, unit.now))) for unit in made.units)
    return f"{told} {saying(words.PARTS_MOVED, count=parts)}" if parts else told


def is_moved(unit: MoveRecord) -> bool:
    """Say whether a unit changes rank or tier, its own or those of a criterion, and not its points alone."""
    is_other = is_other_tier(unit) or unit.before.rank != unit.now.rank
    return is_other or bool(parts_moved((unit.before, unit.now)))


def part_rows(saying: Saying, made: MovedListRecord) -> Iterator[tuple[str, str, str]]:
    """Give a row for each criterion in which a unit changes tier or rank: the unit, the criterion, from what to what."""
    for unit in made.units:
        for name, told in _parts(saying, (unit.before, unit.now)):
            yield name_of(unit), name, told


def tiers_and_parts(saying: Saying, unit: MoveRecord) -> str:
    """Name both tiers of a unit, and the criteria in which it changes tier or rank."""
    parts = [f"{name}: {told}" for name, told in _parts(saying, (unit.before, unit.now))]
    left = len(parts) - _MOST_CAUSES
    more = [saying(words.CAUSES_MORE, count=left)] if left > 0 else []
    return "; ".join([tiers(saying, unit), *parts[:_MOST_CAUSES], *more])


def _parts(saying: Saying, sides: Sequence[StandingRecord | None]) -> Iterator[tuple[str, str]]:
    """Name each criterion in which tiers or ranks differ, and say them on every side."""
    for parts in parts_moved([side for side in sides if side is not None]):
        told = []
        if len({each.tier for each in parts}) > 1:
            tiers = _along(saying, sides, [_part_tier(saying, each) for each in parts])
            told.append(saying(words.PART_TIER, tiers=tiers))
        if len({each.rank_printed for each in parts}) > 1:
            ranks = _along(saying, sides, [visible(each.rank_printed) or "–" for each in parts])
            told.append(saying(words.PART_RANK, ranks=ranks))
        yield visible(f"{parts[0].code} {parts[0].title.say(saying.lang) or parts[0].id}".strip()), "; ".join(told)


def _along(saying: Saying, sides: Sequence[StandingRecord | None], told: Iterable[str]) -> str:
    """Put what is said of the sides that were evaluated in a row with those that were not."""
    known = iter(told)
    return " → ".join(saying(words.REFUSED_SIDE) if side is None else next(known) for side in sides)


def _part_tier(saying: Saying, part: PartRecord) -> str:
    return visible(part.tier_title.say(saying.lang)) if part.tier else "–"


def ranks(unit: MoveRecord) -> str:
    """Write both ranks of a unit, or the one that it keeps."""
    old, new = rank(unit.before), rank(unit.now)
    return new if old == new else f"{old} → {new}"


def totals(saying: Saying, unit: MoveRecord) -> str:
    """Write both totals of a unit and their difference, or the one that it keeps."""
    old, new = saying.number(unit.before.total), saying.number(unit.now.total)
    return new if unit.before.total == unit.now.total else f"{old} → {new} ({saying.signed(unit.total_change)})"


def tiers(saying: Saying, unit: MoveRecord) -> str:
    """Name both tiers of a unit, or the one that it keeps."""
    old, new = tier(saying, unit.before), tier(saying, unit.now)
    return new if old == new else f"{old} → {new}"


def is_other_tier(unit: MoveRecord) -> bool:
    """Say whether a unit changes tier."""
    return unit.before.tier != unit.now.tier


def through(saying: Saying, unit: MoveRecord, most: int = _MOST_CAUSES) -> str:
    """Say through what a unit stands otherwise: the criteria whose points changed, or that none did."""
    if unit.now.reason is not None and unit.before.reason is None:
        return visible(unit.now.reason.say(saying.lang))
    if unit.through != "points":
        return saying(words.THROUGH[unit.through])
    told = [cause(saying, each) for each in unit.causes[:most]]
    left = len(unit.causes) - len(told)
    told += [saying(words.CAUSES_MORE, count=left)] if left else []
    return "; ".join(told) or saying(words.POINTS_ELSEWHERE)


def cause(saying: Saying, made: CauseRecord) -> str:
    """Name a criterion whose points changed, from what to what."""
    name = visible(f"{made.code} {made.title.say(saying.lang) or made.id}".strip())
    before, now = saying.number(made.before), saying.number(made.now)
    return saying(words.CAUSE, name=name, before=before, now=now, change=saying.signed(made.change))


def arrow_of(unit: MoveRecord) -> str:
    """Write how a unit moved."""
    return arrow(unit.rank_change)


def below_table(saying: Saying, made: MovedListRecord, *, has_near: bool = True) -> Iterator[str]:
    """Say what a table does not: other maxima, who has no rank, who is close to a bound unless that is said apart."""
    others = sum(unit.before.max != unit.now.max for unit in made.units)
    if others:
        yield saying(words.OUT_OF, count=others)
    if made.unranked:
        names = ", ".join(map(name_of, made.unranked[:_MOST_NAMES]))
        left = len(made.unranked) - _MOST_NAMES
        yield saying(
            words.UNRANKED,
            count=len(made.unranked),
            units=f"{names} {saying(words.MORE, count=left)}" if left > 0 else names,
        )
    if made.near and has_near:
        yield saying(words.NEAR, units="; ".join(near(saying, each) for each in made.near))


def near(saying: Saying, unit: NearRecord) -> str:
    """Say how far a unit is from the bound of a tier."""
    pair = words.NEAR_AT if not unit.gap else words.NEAR_ABOVE if unit.gap > 0 else words.NEAR_BELOW
    told = saying(
        pair,
        unit=name_of(unit),
        total=saying.number(unit.total),
        gap=saying.number(abs(unit.gap)),
        tier=visible(unit.tier_title.say(saying.lang)),
        bound=saying.number(unit.bound),
    )
    return saying(words.NEAR_ASKS, near=told) if unit.asks and unit.gap < 0 else told


def warnings(saying: Saying, scenario: ScenarioRecord, *, has_codes: bool = True) -> Iterator[str]:
    """Say what check newly warns of."""
    if scenario.warnings:
        yield saying(words.WARNINGS)
    for each in scenario.warnings:
        said = visible(each.message.say(saying.lang))
        yield f"{each.code} {said}" if has_codes else said


# ── Sweeps ──


def sweep_lines(saying: Saying, sweep: SweepRecord, *, has_codes: bool = True) -> Iterator[str]:
    """Say what was swept, what was found, and how far that is known; with the errors of check, or that there are some."""
    low, high, step = (saying.value(sweep, each) for each in (sweep.low, sweep.high, sweep.step))
    points = sum(bool(each.units) for each in sweep.points)
    swept = saying(words.SWEEP, about=visible(sweep.about.say(saying.lang)), low=low, high=high, points=points)
    yield swept + saying(words.STAYS[sweep.known], stays=sweep.stays)
    named = (saying(words.SWEPT_LIST, list=list_title(saying, each), count=each.units) for each in sweep.lists)
    yield saying(words.SWEPT_IN, lists="; ".join(named))
    if sweep.elsewhere:
        yield saying(words.ELSEWHERE, count=sweep.elsewhere)
    yield saying(words.KNOWN[sweep.known], low=low, high=high, step=step, evaluated=sweep.evaluated)
    if sweep.refused and not has_codes:
        yield saying(words.REFUSED_SOMEWHERE)
    elif sweep.refused:
        yield saying(words.REFUSED, message=visible(sweep.refused[0].message.say(saying.lang)))
    listed = {unit.id for point in sweep.points for unit in point.units}
    if across := sum(each.units for each in sweep.lists) - sweep.stays - len(listed):
        yield saying(words.ACROSS, count=across)
    if not points:
        yield saying(words.NO_POINTS)


def moves_head(*sweeps: SweepRecord) -> Pair:
    """Give the head of the column that says how units stand about a point of sweeps."""
    heads = [words.STEPS if each.known == "every_value" else words.MOVES for each in sweeps]
    return heads[0] if len(set(heads)) == 1 else words.MOVES_OR_STEPS


def point_rows(saying: Saying, sweep: SweepRecord) -> Iterator[tuple[str, str, str]]:
    """Give a row for each unit that moves at each point: the value, the unit, how it stands below, at and above.

    Of a sweep by steps, how it stands at the value before and at this one; likewise where a point lies between two.
    """
    for point in sweep.points:
        value = where(saying, sweep, point)
        if refused := [saying(pair) for pair in _refused_about(sweep, point)]:
            yield value, saying(words.EVERYBODY), "; ".join(refused)
        has_two = sweep.known == "every_value" or point.value is None
        for unit in point.units:
            sides = (unit.below, unit.above) if has_two else (unit.below, unit.at, unit.above)
            yield from _point_rows(saying, value, visible(unit.name or unit.id), sides)


def _refused_about(sweep: SweepRecord, point: PointRecord) -> Iterator[Pair]:
    """Say on which sides of a point nothing can be evaluated."""
    is_stepped = sweep.known == "every_value"
    if point.is_refused_below:
        yield words.REFUSED_BEFORE if is_stepped else words.REFUSED_BELOW
    if point.is_refused_above:
        yield words.REFUSED_FROM if is_stepped else words.REFUSED_ABOVE


def _point_rows(
    saying: Saying, value: str, name: str, sides: Sequence[StandingRecord | None]
) -> Iterator[tuple[str, str, str]]:
    """Give a row for a unit as a whole where that moves, and one for each criterion in which it does."""
    parts = list(_parts(saying, sides))
    if not parts or len({(side.status, side.rank, side.rank_printed, side.tier) for side in sides if side}) > 1:
        yield value, name, _along(saying, sides, _sides(saying, [side for side in sides if side is not None]))
    for criterion, told in parts:
        yield value, f"{name}, {criterion}", told


def where(saying: Saying, sweep: SweepRecord, point: PointRecord) -> str:
    """Write the value of a point, or between which it lies."""
    if point.value is not None:
        return saying.value(sweep, point.value)
    low, high = (saying.value(sweep, each) for each in (point.low, point.high))
    return (
        saying(words.ABOUT, value=low.removeprefix("≈ ")) if low == high else saying(words.BETWEEN, low=low, high=high)
    )


def _sides(saying: Saying, sides: Sequence[StandingRecord]) -> list[str]:
    """Say how a unit stands on each side, with rank and tier where they differ."""
    has_ranks = len({side.rank for side in sides}) > 1
    has_tiers = len({side.tier for side in sides}) > 1
    told = []
    for side in sides:
        parts = []
        if has_ranks or not has_tiers:
            parts.append(saying(words.NO_RANK) if side.rank is None else saying(words.HAD_RANK, rank=rank(side)))
        if has_tiers:
            parts.append(tier(saying, side))
        told.append(", ".join(parts))
    return told
