"""What a ruleset does to a year's units, for the terminal; it computes nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PureWindowsPath

from ..diff.impact_contract import (
    ChangedClauseRecord,
    CriterionAnswersRecord,
    EffectRecord,
    ImpactRecord,
    ListImpactRecord,
    SideRecord,
    UnitImpactRecord,
    UnitUnderRecord,
)
from ..files.visible import visible
from ..model.ruleset import Words
from ..model.sentences import Pair, sentence
from ..result.numbers import show, show_some
from ..result.words import list_title
from . import impact_texts as texts
from .grid import Column, Look, aligned, grid, wrapped_grid
from .text import flowed, wrapped
from .texts import MARKS

_HASH = 12
_PLACES, _MOST_PLACES = 2, 6
_NAME = 1


def impact_text(made: ImpactRecord, look: Look) -> str:
    """Print an impact: what was tried, then each list with who moved and by which changes, then what is not compared."""
    said = ImpactSaying(made, look.lang)
    blocks = [[*_head(said, look)]]
    if made.changes:
        blocks.append([*_changes(said, look)])
    blocks += [[*_list(said, each, look)] for each in made.lists]
    if made.uncompared:
        blocks.append([*_criteria(said, look)])
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks) + "\n"


@dataclass(frozen=True, slots=True)
class ImpactSaying:
    """An impact said in one language, as all its outputs say it."""

    made: ImpactRecord
    lang: str

    def __call__(self, pair: Pair, **values: object) -> str:
        """Fill a sentence."""
        return sentence(pair, self.lang, **values)

    def words(self, said: Words) -> str:
        """Give words in this language, with nothing hidden in them."""
        return visible(said.say(self.lang))

    @property
    def marks(self) -> list[str]:
        """The warnings that it carries."""
        return [self(MARKS["illustrative"])] if self.made.illustrative else []

    def sources(self) -> Iterator[list[str]]:
        """Say which rulesets and files it is of."""
        for pair, side in ((texts.BEFORE, self.made.before), (texts.AFTER, self.made.after)):
            yield [self.side(pair, side)]
        for each in self.made.data:
            yield [self(texts.DATA, file=visible(PureWindowsPath(each.file).name), hash=each.sha256[:_HASH])]

    def side(self, pair: Pair, side: SideRecord) -> str:
        """Say which ruleset one is."""
        return self(texts.SIDE, side=self(pair), ruleset=visible(side.ruleset), hash=side.sha256[:_HASH])

    def change(self, made: ChangedClauseRecord) -> str:
        """Say what changed, with what goes with it and why."""
        parts = [self.words(made.text)]
        parts += [self(texts.WITH, text="; ".join(map(self.words, made.with_)))] if made.with_ else []
        parts += [self(texts.WHY, why=self.words(made.why))] if made.why is not None else []
        return "; ".join(parts)

    def title(self, made: ListImpactRecord) -> str:
        """Name a list."""
        return list_title(made.id, made.title, self.lang)

    def summary(self, made: ListImpactRecord) -> list[str]:
        """Say how many units moved and changed tier."""
        lines = [self(texts.MOVED, up=made.up, down=made.down, stayed=made.stayed)]
        lines[0] += f", {self(texts.UNCOMPARED, count=made.uncompared)}." if made.uncompared else "."
        moves = [
            self(texts.MOVE, before=self.words(each.from_), now=self.words(each.to), count=each.units)
            for each in made.tiers
        ]
        return [*lines, *([f"{self(texts.TIERS, moves=', '.join(moves))}."] if moves else [])]

    def alone(self, made: ListImpactRecord) -> Iterator[str]:
        """Say of each change by itself how many units of a list it would move."""
        tiers, ranks = Counter[int](), Counter[int]()
        for unit in made.units:
            tiers.update(each.change for each in unit.effects if _is_other_tier(unit, each))
            ranks.update(each.change for each in unit.effects if each.rank != unit.before.rank)
        for number in sorted(tiers.keys() | ranks.keys()):
            yield f"{self(texts.MOVES_ALONE, number=number, tiers=tiers[number], ranks=ranks[number])}."

    def rank(self, side: UnitUnderRecord) -> str:
        """Write a rank as it is printed."""
        return "–" if side.rank is None else visible(side.rank_printed)

    def total(self, side: UnitUnderRecord) -> str:
        """Write a total; one that lacks answers with the maximum that there are answers to."""
        if side.total is None:
            return "–"
        shown = show(side.total, _PLACES, self.lang)
        if not side.unanswered or side.max is None:
            return shown
        return self(texts.PARTIAL, total=shown, most=show(side.max, _PLACES, self.lang))

    def share(self, side: UnitUnderRecord) -> str:
        """Write a total as per cent of the maximum that there are answers to."""
        return "–" if side.total is None or not side.max else show(side.total * 100 / side.max, 1, self.lang)

    def signed(self, amount: Fraction | None, places: int = _PLACES) -> str:
        """Write a difference with its sign, in places enough that only none reads as 0."""
        if amount is None:
            return "–"
        shown = show_some(abs(amount), places, self.lang)
        return f"+{shown}" if amount > 0 else f"−{shown}" if amount < 0 else shown

    def tier(self, side: UnitUnderRecord) -> str:
        """Name a tier; "not known" where it hangs on answers that are missing."""
        return (self.words(side.tier_title) or "–") if side.tier_known else self(texts.NOT_KNOWN)

    def tiers(self, unit: UnitImpactRecord) -> str:
        """Name the tier, or both where it changed."""
        before, after = self.tier(unit.before), self.tier(unit.after)
        return after if before == after else f"{before} → {after}"

    def effects(self, unit: UnitImpactRecord) -> str:
        """Say which change does how much by itself, and what they do together."""
        places = _places([unit.together, *(part for each in unit.effects for part in (each.alone, each.shared))])
        parts = [self._effect(unit, each, places) for each in unit.effects]
        if unit.why_not is not None:
            parts.append(self(texts.WHY_NOT, why=self.words(unit.why_not)))
        elif unit.together:
            is_spread = any(each.shared is not None for each in unit.effects)
            parts.append(self(texts.SPREAD if is_spread else texts.TOGETHER, amount=self.signed(unit.together, places)))
        if unit.why_not_shared is not None and unit.together:
            parts.append(self(texts.WHY_NOT_SHARED, why=self.words(unit.why_not_shared)))
        return "; ".join(parts) or self(texts.NONE)

    def _effect(self, unit: UnitImpactRecord, each: EffectRecord, places: int) -> str:
        amount = self(texts.NO_TOTAL) if each.alone is None else self.signed(each.alone, places)
        is_spread = each.shared is not None and each.shared != each.alone
        pair = texts.SHARED if is_spread else texts.EFFECT
        said = self(pair, number=each.change, amount=amount, shared=self.signed(each.shared, places))
        if each.unanswered:
            said = self(texts.LOST, text=said, criteria=", ".join(map(self.code, each.unanswered)))
        what = [self.words(each.tier_title)] if _is_other_tier(unit, each) else []
        if each.rank is not None and each.rank != unit.before.rank:
            what.append(self(texts.RANK_ALONE, rank=each.rank))
        return self(texts.ALONE, text=said, what=", ".join(what)) if what else said

    def code(self, id_: str) -> str:
        """Name a criterion in short."""
        made = next((each for each in self.made.uncompared if each.id == id_), None)
        return visible(made.code or id_) if made is not None else visible(id_)

    def criterion(self, made: CriterionAnswersRecord) -> str:
        """Name a criterion."""
        return " ".join(filter(None, (visible(made.code), self.words(made.title)))) or visible(made.id)

    def standing(self, made: CriterionAnswersRecord) -> str:
        """Say why a criterion cannot be compared."""
        inputs = "; ".join(map(self.words, made.inputs))
        standing = "no_scores" if made.standing == "no_answers" and not inputs else made.standing
        return self(texts.STANDINGS[standing], inputs=inputs, without=made.without, units=made.units)


def _places(amounts: Sequence[Fraction | None]) -> int:
    """Give how many decimals show all of some amounts, so that what is printed adds up; at most six."""
    for places in range(_PLACES, _MOST_PLACES):
        if all((amount * 10**places).denominator == 1 for amount in amounts if amount is not None):
            return places
    return _MOST_PLACES


def _is_other_tier(unit: UnitImpactRecord, each: EffectRecord) -> bool:
    """Say whether a change by itself gives another tier, where both are known."""
    return each.tier_known and unit.before.tier_known and each.alone is not None and each.tier != unit.before.tier


def _head(said: ImpactSaying, look: Look) -> Iterator[str]:
    yield look.paint(said(texts.TITLE), "bold")
    for parts in said.sources():
        yield from flowed(parts, look.columns, "  ")
    for mark in said.marks:
        yield look.paint(mark, "bold yellow")
    for note in said.made.notes:
        yield from (look.paint(line, "dim") for line in wrapped(said.words(note), look.columns, "  "))


def _changes(said: ImpactSaying, look: Look) -> Iterator[str]:
    yield look.paint(said(texts.CHANGES), "bold")
    columns = [
        Column("", [f"({each.id})" for each in said.made.changes]),
        Column("", [said.change(each) for each in said.made.changes]),
    ]
    yield from (line for line in wrapped_grid(columns, look) if line.strip())
    yield from (look.paint(line, "dim") for line in wrapped(said(texts.HOW), look.columns, "  "))


def _list(said: ImpactSaying, made: ListImpactRecord, look: Look) -> Iterator[str]:
    yield look.paint(look.clip(said.title(made)), "bold")
    for line in (*said.summary(made), *said.alone(made)):
        yield from wrapped(line, look.columns, "  ")
    yield ""
    units = made.units
    columns = [
        Column(said(texts.RANK), [f"{said.rank(unit.before)}→{said.rank(unit.after)}" for unit in units]),
        Column(said(texts.UNIT), [visible(unit.name or unit.id) for unit in units]),
        Column(said(texts.TOTAL_BEFORE), aligned([said.total(unit.before) for unit in units], said.lang), right=True),
        Column(said(texts.TOTAL_AFTER), aligned([said.total(unit.after) for unit in units], said.lang), right=True),
        *_shares(said, units),
        Column(said(texts.DIFFERENCE), aligned([said.signed(unit.total_change) for unit in units], said.lang), right=True),
        Column(said(texts.TIER), [said.tiers(unit) for unit in units]),
    ]  # fmt: skip
    yield from grid(columns, [""] * len(units), look, flexible=_NAME)
    if said.made.changes:
        yield ""
        by = [
            Column(said(texts.UNIT), [visible(unit.name or unit.id) for unit in units]),
            Column(said(texts.EFFECTS), [said.effects(unit) for unit in units]),
        ]
        yield from wrapped_grid(by, look)


def _shares(said: ImpactSaying, units: Sequence[UnitImpactRecord]) -> Iterator[Column]:
    """Give the columns of per cent, where totals are not out of one maximum."""
    if any(unit.before.max != unit.after.max for unit in units):
        for pair, sides in (
            (texts.SHARE_BEFORE, [unit.before for unit in units]),
            (texts.SHARE_AFTER, [unit.after for unit in units]),
        ):
            yield Column(said(pair), aligned([said.share(side) for side in sides], said.lang), right=True)


def _criteria(said: ImpactSaying, look: Look) -> Iterator[str]:
    yield look.paint(said(texts.CRITERIA), "bold")
    made = said.made.uncompared
    columns = [
        Column(said(texts.CRITERION), [said.criterion(each) for each in made]),
        Column(said(texts.STANDING), [said.standing(each) for each in made]),
    ]
    yield from wrapped_grid(columns, look)
