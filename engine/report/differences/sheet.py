"""What the table that compares two rulesets prints, as texts: the same for Word and for the page; it computes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import count
from pathlib import PureWindowsPath
from typing import Any

from ...diff import words as diff_words
from ...diff.change import Change, Difference
from ...diff.impact_contract import ImpactRecord, ListImpactRecord, UnitImpactRecord
from ...diff.saying import said, shown, sides, subject
from ...diff.telling import of_proofs, sections, summary
from ...files.visible import visible
from ...model.ruleset import Ruleset
from ...model.sentences import Pair, sentence
from ...publish import impact_texts
from ...publish.impact_out import ImpactSaying
from ...publish.texts import MARKS
from ...rank.ranking import is_illustrative
from ...result.words import decree_named
from . import words

_UNKNOWN_DAY = "2000-01-01"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its number, both provisions and why, each as lines."""

    number: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one subject."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit under both rulesets."""

    name: str
    rank: str
    before: str
    after: str
    difference: str
    tier: str
    effects: str


@dataclass(frozen=True, slots=True)
class UnitList:
    """A list of units: what is said of it, and each of them."""

    title: str
    lines: tuple[str, ...]
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line with a number or a name before it."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed, in its order."""

    lang: str
    mark: str
    head: Mapping[str, str]
    author: str
    dated: str
    kind: str
    subject: str
    attached: str
    sources_title: str
    sources: tuple[str, ...]
    summary: tuple[str, ...]
    table_title: str
    sections: tuple[Section, ...]
    impact_title: str
    notes: tuple[str, ...]
    changes_title: str
    changes: tuple[Numbered, ...]
    how: str
    lists: tuple[UnitList, ...]
    uncompared_title: str
    uncompared: tuple[Numbered, ...]
    made_of: str
    hashes: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Give all of it as lists, mappings and texts, with nothing hidden in them."""
        made: dict[str, Any] = _visible(asdict(self))
        return made


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _visible(each) for key, each in value.items()}
    return [_visible(each) for each in value] if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True, slots=True)
class _Saying:
    lang: str

    def __call__(self, pair: Pair, /, **values: object) -> str:
        return sentence(pair, self.lang, **values)


def sheet(found: Difference, rulesets: tuple[Ruleset, Ruleset], impact: ImpactRecord | None) -> Sheet:
    """Gather what is printed, in the language of the newer ruleset.

    Args:
        found: the comparison.
        rulesets: that were compared, the older one first.
        impact: what it does to a year's units, where data were given.
    """
    lang = "en" if rulesets[1].locale == "en" else "vi"
    say = _Saying(lang)
    made = Sheet(
        lang=lang,
        mark=_mark(say, rulesets, impact),
        head=_heads(say),
        author="",
        dated=_day(rulesets[1]),
        kind=say(words.KIND),
        subject=_subject(say, rulesets),
        attached=say(words.ATTACHED),
        sources_title=say(words.SOURCES),
        sources=tuple(_sources(say, rulesets)),
        summary=tuple(_summary(say, found)),
        table_title=say(words.TABLE),
        sections=tuple(_sections(say, found, rulesets)),
        impact_title="",
        notes=(),
        changes_title="",
        changes=(),
        how="",
        lists=(),
        uncompared_title="",
        uncompared=(),
        made_of=say(words.MADE_OF),
        hashes=tuple(say(words.HASH, name=f"{each.id}@{each.version}", hash=each.sha256) for each in rulesets),
    )
    return made if impact is None else _with_impact(made, say, ImpactSaying(impact, lang))


def _mark(say: _Saying, rulesets: Sequence[Ruleset], impact: ImpactRecord | None) -> str:
    """Say that figures are made up, or parts of a ruleset."""
    if impact is not None and impact.illustrative:
        return say(MARKS["illustrative"])
    names = dict.fromkeys(f"{each.id}@{each.version}" for each in rulesets if is_illustrative(each))
    return say(diff_words.ILLUSTRATIVE, names=", ".join(names)) if names else ""


def _day(ruleset: Ruleset) -> str:
    """Give the day of the document's properties: that of the decision, or from which the ruleset holds."""
    for said_day in (ruleset.decision.get("date", ""), ruleset.effective.get("from", "")):
        try:
            return date.fromisoformat(said_day).isoformat()
        except ValueError:
            continue
    return _UNKNOWN_DAY


def _heads(say: _Saying) -> dict[str, str]:
    pairs = {
        "number": words.NUMBER, "before": words.BEFORE, "after": words.AFTER, "why": words.WHY,
        "change": impact_texts.CHANGE, "unit": impact_texts.UNIT, "rank": words.RANK, "total_before": words.TOTAL_BEFORE,
        "total_after": words.TOTAL_AFTER, "difference": impact_texts.DIFFERENCE, "tier": impact_texts.TIER,
        "effects": impact_texts.EFFECTS, "criterion": impact_texts.CRITERION, "standing": impact_texts.STANDING,
        "skip": words.SKIP,
    }  # fmt: skip
    return {key: say(pair) for key, pair in pairs.items()}


def _subject(say: _Saying, rulesets: Sequence[Ruleset]) -> str:
    before, after = (each.title.say(say.lang) or each.id for each in rulesets)
    if before == after:
        return say(words.SUBJECT_OF_ONE, title=after)
    return say(words.SUBJECT, before=before, after=after)


def _sources(say: _Saying, rulesets: Sequence[Ruleset]) -> Iterator[str]:
    for pair, each in zip((words.CURRENT, words.DRAFT), rulesets, strict=True):
        title = say(words.TITLED, title=each.title.say(say.lang) or each.id, ruleset=f"{each.id}@{each.version}")
        kind, number = decree_named(each.decision, say.lang)
        decision = f", {kind} {number}" if number else ""
        yield f"{say(pair, title=title)}{decision}."


def _summary(say: _Saying, found: Difference) -> Iterator[str]:
    yield from summary(found, say)
    if told := of_proofs(found, say):
        yield told


# ── The table ──


def _sections(say: _Saying, found: Difference, rulesets: Sequence[Ruleset]) -> Iterator[Section]:
    numbers = count(1)
    for title, changes in sections(found, rulesets, say):
        yield Section(title, tuple(_row(say, str(next(numbers)), change, rulesets) for change in changes))


def _row(say: _Saying, number: str, change: Change, rulesets: Sequence[Ruleset]) -> Row:
    lang = say.lang
    before, after = sides(change, lang)
    if before and after and not change.details and change.class_ != "moved":
        after = [*after, say(words.AS_IT_WAS)]
    told = change if before and after else replace(change, details=())  # what is on one side only stands there whole
    why = [_upper(said(told, lang).removeprefix(f"{subject(change, lang)}: "))]
    example = "" if change.follows else shown(change, rulesets, lang)
    return Row(
        number=number,
        before=tuple(before) or (say(words.NOT_YET),),
        after=tuple(after) or (say(words.REPEALED),),
        why=(*why, *([say(words.EXAMPLE, text=example)] if example else [])),
        kind=change.class_,
    )


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


# ── What it does ──


def _with_impact(made: Sheet, say: _Saying, impact: ImpactSaying) -> Sheet:
    record = impact.made
    files = (say(words.HASH, name=PureWindowsPath(each.file).name, hash=each.sha256) for each in record.data)
    return replace(
        made,
        impact_title=say(words.IMPACT),
        notes=tuple(map(impact.words, record.notes)),
        changes_title=say(words.CHANGES) if record.changes else "",
        changes=tuple(Numbered(f"({each.id})", impact.change(each)) for each in record.changes),
        how=say(impact_texts.HOW) if record.changes else "",
        lists=tuple(_list(impact, each) for each in record.lists),
        uncompared_title=say(words.UNCOMPARED) if record.uncompared else "",
        uncompared=tuple(Numbered(impact.criterion(each), impact.standing(each)) for each in record.uncompared),
        hashes=(*made.hashes, *files),
    )


def _list(impact: ImpactSaying, made: ListImpactRecord) -> UnitList:
    lines = (*impact.summary(made), *impact.alone(made))
    return UnitList(impact.title(made), tuple(lines), tuple(_unit(impact, unit) for unit in made.units))


def _unit(impact: ImpactSaying, unit: UnitImpactRecord) -> UnitRow:
    return UnitRow(
        name=unit.name or unit.id,
        rank=f"{impact.rank(unit.before)} → {impact.rank(unit.after)}",
        before=impact.total(unit.before),
        after=impact.total(unit.after),
        difference=impact.signed(unit.total_change),
        tier=impact.tiers(unit),
        effects=impact.effects(unit),
    )
