"""A comparison as a Word document on A4 landscape, laid out as the province's report is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ...files.visible import visible
from ...result.words import period_beside
from ..contents import heading, signature, words_of
from ..docx import document
from ..facts import printed, stated_day
from . import words
from .contract import ListChangeRecord, UnitChangeRecord, UnitSideRecord
from .saying import (
    Saying,
    codes_of,
    criteria_line,
    has_other_scale,
    identity,
    legend,
    moved,
    name_of,
    per_cent,
    rank,
    reasons,
    same,
    signed,
    source,
    standing,
    summary,
    tier,
    title_of,
    total,
)

TEMPLATE = "comparison.docx"
_MOST_CODES = 9  # columns of criteria that the page holds beside the others


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """A unit as it is printed."""

    rank_before: str
    rank_now: str
    moved: str
    name: str
    total_before: str
    total_now: str
    difference: str
    tier_before: str
    tier_now: str
    note: str


@dataclass(frozen=True, slots=True)
class UnitCriteria:
    """What a unit gained and lost by criterion, in the order of the table's codes, with the sum."""

    name: str
    points: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class ComparedList:
    """A list: what is said of it, its units, and their criteria as columns, or in words where they are too many."""

    title: str
    lines: tuple[str, ...]
    rows: tuple[ComparedUnit, ...]
    gone: str
    criteria_title: str
    legend: str
    codes: tuple[str, ...]
    criteria: tuple[UnitCriteria, ...]
    in_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """All that the document prints, in its order; every text is safe to print."""

    lang: str
    mark: str
    head: dict[str, str]
    author: str
    dated: str
    agency: str
    number: str
    nation: str
    motto: str
    place_date: str
    kind: str
    subject: str
    sources_title: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    results_title: str
    same: tuple[str, ...]
    lists: tuple[ComparedList, ...]
    made_of: str
    hashes: tuple[str, ...]
    recipients: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Give all of it as lists, mappings and texts."""
        return asdict(self)


def as_document(saying: Saying, signer: str = "") -> bytes:
    """Write the document; the same comparison gives the same bytes.

    Args:
        saying: the comparison and its words.
        signer: who signs, as `signature` reads it.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    made = document(sheets(saying, signer), shipped=TEMPLATE)
    if isinstance(made, bytes):
        return made
    raise ValueError("the shipped template is not usable")


def sheets(saying: Saying, signer: str = "") -> Sheets:
    """Gather what the document prints."""
    made = saying.made
    labels = saying.labels
    return Sheets(
        lang=saying.lang,
        mark=" · ".join(saying.marks),
        head={**signature(saying.lang, signer), **_heads(saying)},
        author="",
        dated=stated_day(saying.now).isoformat(),
        **heading(saying.lang),
        kind=saying(words.KIND),
        subject=_subject(saying),
        sources_title=saying(words.SOURCES),
        sources=tuple(
            f"{saying(words.SIDE, side=label)}: {'; '.join(source(saying, each))}."
            for label, each in zip(labels, (made.before, made.now), strict=True)
        ),
        notes=tuple(saying.notes),
        results_title=saying(words.RESULTS),
        same=() if made.differs else tuple(same(saying)),
        lists=tuple(_list(saying, each) for each in made.lists) if made.differs else (),
        made_of=saying(words.MADE_OF),
        hashes=tuple(
            saying(pair, side=label, hash=hash_)
            for label, each in zip(labels, (made.before, made.now), strict=True)
            for pair, hash_ in ((words.RULESET_HASH, each.ruleset_sha256), (words.RESULT_HASH, each.sha256))
        ),
        recipients=tuple(words_of(saying.lang)["recipient_lines"].split("\n")),
    )


def _heads(saying: Saying) -> dict[str, str]:
    before, now = saying.labels
    return {
        "rank_before": saying(words.RANK_BEFORE, side=before),
        "rank_now": saying(words.RANK_NOW, side=now),
        "moved": saying(words.MOVED_HEAD),
        "unit": saying(words.UNIT),
        "total_before": saying(words.POINTS, side=before),
        "total_now": saying(words.POINTS, side=now),
        "difference": saying(words.DIFFERENCE_HEAD),
        "tier_before": saying(words.TIER_SIDE, side=before),
        "tier_now": saying(words.TIER_SIDE, side=now),
        "note": saying(words.NOTE),
        "total": saying(words.TOTAL_HEAD),
    }


def _subject(saying: Saying) -> str:
    """Name what was ranked, once where both results call it the same."""
    made, lang = saying.made, saying.lang
    both = (made.before, made.now)
    titles = [visible(each.title.say(lang) or each.ruleset) for each in both]
    if titles[0] != titles[1] or made.before.period == made.now.period:
        before, now = (_dated(saying, title, each.period) for title, each in zip(titles, both, strict=True))
        return before if before == now else saying(words.SUBJECT_OF_TWO, before=before, now=now)
    periods = [saying(words.PERIOD, period=visible(each.period)) for each in both]
    return saying(words.SUBJECT, title=titles[0], before=periods[0], now=periods[1])


def _dated(saying: Saying, title: str, period: str) -> str:
    """Give a title with its period where it does not say it."""
    beside = period_beside(title, period)
    return f"{title}, {saying(words.PERIOD, period=visible(beside))}" if beside else title


def _list(saying: Saying, made: ListChangeRecord) -> ComparedList:
    lost = [saying(words.FORMERLY, unit=name_of(side), standing=standing(saying, side)) for side in made.gone]
    compared = [unit for unit in made.units if any(each.change is not None for each in unit.criteria)]
    return ComparedList(
        title=title_of(saying, made),
        lines=tuple(summary(saying, made)) if made.units else (),
        rows=tuple(_row(saying, made, unit) for unit in made.units),
        gone=saying(words.GONE_LINE, units="; ".join(lost)) if lost else "",
        **_by_criteria(saying, compared),
    )


def _by_criteria(saying: Saying, units: Sequence[UnitChangeRecord]) -> dict[str, Any]:
    """Give the fields of a list about its criteria: of units of which some are compared."""
    codes = codes_of(saying, units)
    shown = {each.id for unit in units for each in unit.criteria if each.change is not None}
    ids = [id_ for id_ in codes if id_ in shown]
    is_table = len(ids) <= _MOST_CODES
    has_rest = any(unit.other_change for unit in units)
    heads = [*(codes[id_] for id_ in ids), *([saying(words.OTHERS_HEAD)] if has_rest else [])]
    return {
        "criteria_title": saying(words.BY_CRITERION) if units else "",
        "legend": "; ".join(legend(saying, units)),
        "codes": tuple(heads) if is_table else (),
        "criteria": tuple(_criteria(saying, unit, ids, has_rest=has_rest) for unit in units) if is_table else (),
        "in_words": () if is_table else tuple(_in_words(saying, units, codes)),
    }


def _in_words(saying: Saying, units: Sequence[UnitChangeRecord], codes: Mapping[str, str]) -> Iterator[str]:
    for unit in units:
        yield f"{name_of(unit.now)}: {criteria_line(saying, unit, codes)}."


def _row(saying: Saying, made: ListChangeRecord, unit: UnitChangeRecord) -> ComparedUnit:
    scaled = has_other_scale(made)
    note = "; ".join(filter(None, (identity(saying, made, unit), reasons(saying, unit))))
    return ComparedUnit(
        rank_before=rank(unit.before),
        rank_now=rank(unit.now),
        moved=moved(saying, unit),
        name=name_of(unit.now),
        total_before=_points(saying, unit.before, scaled=scaled, is_before=True),
        total_now=_points(saying, unit.now, scaled=scaled, is_before=False),
        difference=signed(saying, unit.total_change),
        tier_before=tier(saying, unit.before),
        tier_now=tier(saying, unit.now),
        note=note,
    )


def _points(saying: Saying, side: UnitSideRecord | None, *, scaled: bool, is_before: bool) -> str:
    """Write a total, out of its maximum and in per cent where totals are not on one scale."""
    published = saying.before if is_before else saying.now
    shown = total(published, side)
    if not scaled or side is None or side.per_cent is None:
        return shown
    return saying(words.OUT_OF, total=shown, most=printed(side.max, published), share=per_cent(saying, side))


def _criteria(saying: Saying, unit: UnitChangeRecord, ids: Sequence[str], *, has_rest: bool) -> UnitCriteria:
    changes = {each.id: each.change for each in unit.criteria}
    rest = [signed(saying, unit.other_change)] if has_rest else []
    points = (*(signed(saying, changes.get(id_)) for id_ in ids), *rest)
    return UnitCriteria(name_of(unit.now), points, signed(saying, unit.total_change))
