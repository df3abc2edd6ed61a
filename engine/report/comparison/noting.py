"""What a reader has to know of a comparison: how the two results differ, and what is therefore not compared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from ...model.ruleset import Digits, Words
from ...model.sentences import Pair, sentence
from ...result.numbers import show_bound
from ...result.published import Published
from ...result.words import list_title
from . import words
from .contract import CriterionChangeRecord, ListChangeRecord, Standing, UnitChangeRecord
from .matching import is_made_with, is_same_period

_MOST_NAMED = 12
_UNCOMPARED: dict[Standing, Pair] = {
    "only_now": words.ONLY_NOW,
    "only_before": words.ONLY_BEFORE,
    "other_maximum": words.OTHER_CRITERIA,
}


def notes(before: Published, now: Published, lists: Sequence[ListChangeRecord]) -> Iterator[Words]:
    """Say what to know when reading, the most important first."""
    changes = [change for made in lists for change in made.units]
    yield from _of_results(before, now)
    if new := [made for made in lists if made.id and made.before is None]:
        yield _in_both(
            lambda lang: sentence(
                words.NO_LIST, lang, lists="; ".join(list_title(made.id, made.title, lang) for made in new)
            )
        )
    if units := sum(change.is_on_other_scale for change in changes):
        yield _said(words.OTHER_MAXIMA, units=units)
    yield from _of_criteria(before.record.digits, changes)
    if units := sum(bool(change.criteria) and not change.adds_up and change.has_totals for change in changes):
        yield _said(words.NO_SUM, units=units)
    if any(change.total_change for change in changes):
        yield _said(words.ROUNDED)


def _of_results(before: Published, now: Published) -> Iterator[Words]:
    """Say how the results differ as wholes: ruleset, stage, order, lists, and how units were matched."""
    if before.sha256 == now.sha256:
        yield _said(words.SAME_FILE)
        return
    if before.record.ruleset.sha256 != now.record.ruleset.sha256:
        yield _said(words.OTHER_RULESET)
    old, new = (
        words.STAGES[each.record.appraisal.stage if each.record.appraisal else "declared"] for each in (before, now)
    )
    if old != new:
        yield _in_both(
            lambda lang: sentence(words.OTHER_STAGE, lang, before=sentence(old, lang), now=sentence(new, lang))
        )
    periods = (before.record.ruleset.period, now.record.ruleset.period)
    if is_made_with(now, before) or (all(map(str.isdecimal, periods)) and periods[0] > periods[1]):
        yield _said(words.REVERSED, before=periods[0] or "–", now=periods[1] or "–")
    if not is_same_period(before, now) and not is_made_with(before, now):
        yield _said(words.UNDECLARED)


def _of_criteria(digits: Digits, changes: Iterable[UnitChangeRecord]) -> Iterator[Words]:
    """Name the criteria that are in one result only, or have another maximum."""
    found: dict[Standing, dict[str, CriterionChangeRecord]] = {}
    for change in changes:
        for criterion in change.criteria:
            found.setdefault(criterion.standing, {}).setdefault(criterion.id, criterion)
    for standing, pair in _UNCOMPARED.items():
        if those := list(found.get(standing, {}).values()):
            yield _in_both(partial(_listed, pair, those, digits))


def _listed(pair: Pair, criteria: Sequence[CriterionChangeRecord], digits: Digits, lang: str) -> str:
    """Name criteria, the first few, with their maxima where these are why they are not compared."""
    named = list(dict.fromkeys(_with_maxima(each, digits, lang) for each in criteria))
    told = ", ".join(named[:_MOST_NAMED])
    if len(named) > _MOST_NAMED:
        told = sentence(words.MORE, lang, named=told, count=len(named) - _MOST_NAMED)
    return sentence(pair, lang, criteria=told)


def _with_maxima(criterion: CriterionChangeRecord, digits: Digits, lang: str) -> str:
    named = f"{criterion.code} {criterion.title.say(lang) or criterion.id}".strip()
    if criterion.standing != "other_maximum":
        return named
    before, now = (
        "–" if most is None else show_bound(most, digits, lang) for most in (criterion.max_before, criterion.max_now)
    )
    return f"{named} ({before} → {now})"


def _said(pair: Pair, **params: object) -> Words:
    return _in_both(lambda lang: sentence(pair, lang, **params))


def _in_both(say: Callable[[str], str]) -> Words:
    return Words(say("vi"), say("en"))
