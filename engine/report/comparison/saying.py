"""What every output of a comparison says of it in one language: numbers as both results show them, names, sentences."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...files.visible import visible
from ...model.ruleset import Decimals, Digits
from ...model.sentences import Pair, sentence
from ...publish.text import arrow
from ...publish.texts import MARKS
from ...result.numbers import show, show_some
from ...result.published import Published
from ...result.words import list_title, period_beside
from ..facts import once, unit_by_id
from ..tiers import total_of
from . import words
from .contract import (
    ComparedResultRecord,
    ComparisonRecord,
    ListChangeRecord,
    UnitChangeRecord,
    UnitSideRecord,
)

_HASH = 12  # digits of a hash that are printed
_WIDEST_LABEL = 9  # of a period that columns are called after
_PLACES_OF_PER_CENT = 1
_MOST_CRITERIA = 3  # gains, and losses, that are named of a unit


@dataclass(frozen=True, slots=True)
class Saying:
    """A comparison with the two results that it is of, said in one language."""

    made: ComparisonRecord
    before: Published
    now: Published
    lang: str

    def __call__(self, pair: Pair, **params: object) -> str:
        """Fill a sentence."""
        return sentence(pair, self.lang, **params)

    @property
    def digits(self) -> Digits:
        """How differences are printed: with zeros at the end where both results have them; None where either says nothing."""
        before, now = self.before.record.digits, self.now.record.digits
        if before is None or now is None:
            return None
        ways = [each if isinstance(each, Decimals) else Decimals(each, 0) for each in (before, now)]
        return Decimals(max(way.most for way in ways), min(way.least for way in ways))

    @property
    def labels(self) -> tuple[str, str]:
        """What the older and the newer result are called in headers: their periods where these tell them apart."""
        periods = (visible(self.made.before.period), visible(self.made.now.period))
        if all(periods) and periods[0] != periods[1] and max(map(len, periods)) <= _WIDEST_LABEL:
            return periods
        return self(words.BEFORE), self(words.NOW)

    @property
    def marks(self) -> list[str]:
        """The warnings that either result carries."""
        return [self(MARKS[key]) for key in MARKS if getattr(self.made.before, key) or getattr(self.made.now, key)]

    @property
    def notes(self) -> list[str]:
        """What to know when reading."""
        return [visible(note.say(self.lang)) for note in self.made.notes]


# ── Numbers ──


def total(published: Published, side: UnitSideRecord | None) -> str:
    """Write a total so that it stays on its side of a tier's bound."""
    return "–" if side is None else total_of(published, unit_by_id(published)[side.id])


def per_cent(saying: Saying, side: UnitSideRecord | None) -> str:
    """Write a total as per cent of the maximum."""
    return "–" if side is None or side.per_cent is None else show(side.per_cent, _PLACES_OF_PER_CENT, saying.lang)


def signed(saying: Saying, amount: Fraction | None) -> str:
    """Write a difference with its sign, in places enough that only none reads as 0."""
    if amount is None:
        return "–"
    shown = show_some(abs(amount), saying.digits, saying.lang)
    return f"+{shown}" if amount > 0 else f"−{shown}" if amount < 0 else shown


def has_other_scale(made: ListChangeRecord) -> bool:
    """Say whether per cent have to stand beside the totals of a list."""
    return any(unit.is_on_other_scale for unit in made.units)


# ── Names ──


def moved(saying: Saying, unit: UnitChangeRecord) -> str:
    """Write how a unit moved, or that it is new."""
    return saying(words.IS_NEW) if unit.kind == "new" else arrow(unit.rank_change)


def rank(side: UnitSideRecord | None) -> str:
    """Write a rank as it was printed."""
    return "–" if side is None or side.rank is None else visible(side.rank_printed)


def tiers(saying: Saying, unit: UnitChangeRecord) -> str:
    """Name the tier, or both where it changed."""
    before, now = (tier(saying, side) for side in (unit.before, unit.now))
    return now if unit.before is None or before == now else f"{before} → {now}"


def tier(saying: Saying, side: UnitSideRecord | None) -> str:
    """Name the tier of a unit in one result."""
    return "–" if side is None or not side.tier else visible(side.tier_title.say(saying.lang))


def title_of(saying: Saying, made: ListChangeRecord) -> str:
    """Name a list."""
    if not made.id:
        return saying(words.OUTSIDE)
    return list_title(made.id, made.title, saying.lang)


def name_of(side: UnitSideRecord) -> str:
    """Name a unit."""
    return visible(side.name or side.id)


def codes_of(saying: Saying, units: Sequence[UnitChangeRecord]) -> dict[str, str]:
    """Give what each criterion is called in short, by id: its number, with its title where another has the same."""
    criteria = {each.id: each for unit in units for each in unit.criteria}
    shared = Counter(each.code or each.id for each in criteria.values())
    return {
        id_: visible(each.code or id_)
        if shared[each.code or id_] == 1
        else visible(f"{each.code} {each.title.say(saying.lang) or id_}")
        for id_, each in criteria.items()
    }


# ── Sentences ──


def source(saying: Saying, made: ComparedResultRecord) -> list[str]:
    """Say which result it is: ruleset, period, stage, hashes, and that its figures are made up where they are."""
    title = visible(made.title.say(saying.lang))
    beside = period_beside(title, made.period)
    period = [saying(words.PERIOD, period=visible(beside))] if beside else []
    called = [visible(made.ruleset)] if not title else [title]
    stage = [saying(words.STAGES[made.stage])] if made.stage != "declared" else []
    illustrative = [saying(words.ILLUSTRATIVE_HERE)] if made.illustrative else []
    provisional = [saying(MARKS["provisional"]).lower()] if made.provisional else []
    return [
        *called, *period, *stage,
        saying(words.RULESET, ruleset=visible(made.ruleset), hash=made.ruleset_sha256[:_HASH]),
        saying(words.RESULT, file=visible(made.file), hash=made.sha256[:_HASH]),
        *illustrative, *provisional,
    ]  # fmt: skip


def summary(saying: Saying, made: ListChangeRecord) -> list[str]:
    """Say how many units moved and changed tier, and the mean."""
    told = made.summary
    new = sum(unit.kind == "new" for unit in made.units)
    uncompared = told.uncompared - new
    moves = [saying(words.MOVED, up=told.up, down=told.down, stayed=told.stayed)]
    for pair, count in ((words.UNCOMPARED, uncompared), (words.NEW, new), (words.GONE, len(made.gone))):
        moves += [saying(pair, count=count)] if count else []
    return [f"{', '.join(moves)}.", *_tier_line(saying, made), *_mean_line(saying, made)]


def _tier_line(saying: Saying, made: ListChangeRecord) -> Iterator[str]:
    moves = made.summary.tiers
    if moves:
        said = [
            saying(words.MOVE, before=visible(each.from_.say(saying.lang)), now=visible(each.to.say(saying.lang)), count=each.units)
            for each in moves
        ]  # fmt: skip
        yield f"{saying(words.TIERS, count=sum(each.units for each in moves), moves=', '.join(said))}."
    elif any(unit.now.tier and unit.before is not None for unit in made.units):
        yield f"{saying(words.NO_TIERS)}."


def _mean_line(saying: Saying, made: ListChangeRecord) -> Iterator[str]:
    told = made.summary
    if told.mean_before is None or told.mean_now is None:
        return
    before = show(told.mean_before, saying.before.record.digits, saying.lang)
    now = show(told.mean_now, saying.now.record.digits, saying.lang)
    change = told.mean_change
    pair = words.NO_MEAN_CHANGE if change is None else words.MEAN_CHANGE
    yield f"{saying(pair, before=before, now=now, change=signed(saying, change))}."


def same(saying: Saying) -> list[str]:
    """Say that nothing differs, and what was compared."""
    units = [unit for made in saying.made.lists for unit in made.units]
    criteria = sum(len(unit.criteria) for unit in units)
    return [saying(words.SAME, units=len(units), criteria=criteria), saying(words.SAME_COMPARED)]


def criteria_line(saying: Saying, unit: UnitChangeRecord, codes: Mapping[str, str]) -> str:
    """Say at which criteria a unit gained and lost most, what the others come to, and which are not compared."""
    changes = {each.id: each.change for each in unit.criteria if each.change is not None}
    if not changes:
        return "–"
    most = _most(changes)
    rest = [change for id_, change in changes.items() if change and id_ not in most]
    parts = [f"{codes[id_]} {signed(saying, changes[id_])}" for id_ in most]
    parts += [saying(words.OTHERS, change=signed(saying, sum(rest, Fraction())))] if rest else []
    left = ", ".join(codes[each.id] for each in unit.criteria if each.change is None)
    if left:
        pair = words.NOT_COMPARED_CHANGE if unit.other_change else words.NOT_COMPARED
        parts.append(saying(pair, criteria=left, change=signed(saying, unit.other_change)))
    return "; ".join(parts) or saying(words.NONE_CHANGED)


def _most(changes: Mapping[str, Fraction]) -> list[str]:
    """Give the criteria with the largest gains, then those with the largest losses; of equal ones the first."""
    gains = sorted((id_ for id_, change in changes.items() if change > 0), key=lambda id_: -changes[id_])
    losses = sorted((id_ for id_, change in changes.items() if change < 0), key=lambda id_: changes[id_])
    return [*gains[:_MOST_CRITERIA], *losses[:_MOST_CRITERIA]]


def identity(saying: Saying, made: ListChangeRecord, unit: UnitChangeRecord) -> str:
    """Say what became of a unit that is renamed, merged, split or from another list; empty for others."""
    parts = []
    if unit.why is not None:
        formerly = "; ".join(
            saying(words.FORMERLY, unit=name_of(side), standing=standing(saying, side)) for side in unit.of
        )
        parts.append(visible(unit.why.say(saying.lang)) + (f" ({formerly})" if formerly else ""))
    if unit.kind == "renamed" and unit.before is not None:
        parts.append(saying(words.WAS_CALLED, name=name_of(unit.before)))
    if unit.before is not None and made.before is not None and unit.before.list != made.before:
        parts.append(saying(words.WAS_IN, list=_older_list(saying, unit.before.list)))
    return "; ".join(parts)


def _older_list(saying: Saying, id_: str) -> str:
    return _list_titles(saying.before).get(id_) or visible(id_) or "–"


@once
def _list_titles(published: Published) -> dict[str, str]:
    return {made.id: list_title(made.id, made.title, published.lang) for made in published.record.lists}


def standing(saying: Saying, side: UnitSideRecord) -> str:
    """Say what rank and total a unit had before."""
    ranked = saying(words.HAD_NO_RANK) if side.rank is None else saying(words.HAD_RANK, rank=rank(side))
    return ranked if side.total is None else f"{ranked}, {saying(words.HAD_TOTAL, total=total(saying.before, side))}"


def reasons(saying: Saying, unit: UnitChangeRecord) -> str:
    """Say why a unit has no rank, of each result in which it has none."""
    told = [
        saying(words.WHY_SIDE, side=label, why=visible(side.reason.say(saying.lang)) if side.reason else "–")
        for label, side in zip(saying.labels, (unit.before, unit.now), strict=True)
        if side is not None and side.rank is None
    ]
    return "; ".join(told)


def legend(saying: Saying, units: Sequence[UnitChangeRecord]) -> list[str]:
    """Say what the numbers of criteria stand for."""
    codes = codes_of(saying, units)
    titles = {each.id: visible(each.title.say(saying.lang)) for unit in units for each in unit.criteria}
    return [f"{codes[id_]} {title}" for id_, title in titles.items() if title and not codes[id_].endswith(title)]
