"""Checks of dates and versions: a ruleset beside the other versions that lie in its folder."""

import re
from collections.abc import Iterator
from datetime import date

from ...model.findings import Finding, finding
from ...model.ruleset import Ruleset
from ..left_over import todos
from .context import Context

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def days_are_days(_: Ruleset, context: Context) -> Iterator[Finding]:
    """The first day of being effective is a day of the calendar, and not after the last."""
    days = {key: context.ruleset.effective.get(key, "") for key in ("from", "through")}
    wrong = [key for key, day in days.items() if day and not is_day(day)]
    for key in wrong:
        yield finding("ITR317", context.place("effective", key), found=days[key])
    if not wrong and days["from"] and days["through"] and days["from"] > days["through"]:
        yield finding("ITR361", context.place("effective", "through"), first=days["from"], last=days["through"])


def one_version_is_in_force(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """No two versions of one ruleset are in force on the same day, and no two files bear one id and version."""
    own = f"{ruleset.id}@{ruleset.version}"
    first, last = (ruleset.effective.get(key, "") for key in ("from", "through"))
    same = [other.file for other in context.neighbours if other.version == ruleset.version]
    if same:
        yield finding("ITR363", context.place("version"), identity=own, file=", ".join(same[:5]))
    for other in context.neighbours:
        if other.file not in same and _overlap((first, last), (other.first, other.last)):
            yield finding(
                "ITR362",
                context.place("effective"),
                first=first,
                last=last or "…",
                other=f"{ruleset.id}@{other.version}",
                file=other.file,
                other_first=other.first,
                other_last=other.last or "…",
            )


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Say whether two stretches of days have one in common; without a last day they do not end.

    >>> _overlap(("2022-01-01", ""), ("2023-01-01", "2023-12-31")), _overlap(("2022-01-01", "2022-12-31"), ("2023-01-01", ""))
    (True, False)
    """
    (first, last), (other_first, other_last) = one, other
    return bool(first and other_first) and first <= (other_last or "9999") and other_first <= (last or "9999")


def nothing_is_left_to_do(_: Ruleset, context: Context) -> Iterator[Finding]:
    """No text of the ruleset is still the TODO that a new year begins with."""
    for path, place in todos(context.document):
        yield finding("ITR701", place, where=path)


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar.

    >>> is_day("2022-02-28"), is_day("2022-02-30")
    (True, False)
    """
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def the_period_is_that_of_the_version(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """The period is a year that the version, the title or the days of being effective name too, where they name one."""
    if not _YEAR.fullmatch(ruleset.period):
        return
    first, last = (ruleset.effective.get(key, "")[:4] for key in ("from", "through"))
    named = {
        f"id: {ruleset.id}": _YEAR.findall(ruleset.id),
        f'version: "{ruleset.version}"': _YEAR.findall(ruleset.version.partition(".")[0]),
        f"title: {ruleset.title.say(ruleset.locale)}": _YEAR.findall(ruleset.title.say(ruleset.locale)),
        f"effective: {first}": [str(year) for year in range(int(first), int(last or first) + 1)]
        if first.isdigit()
        else [],
    }
    years = {shown: found for shown, found in named.items() if found}
    others = [shown for shown, found in years.items() if str(int(ruleset.period) + 1) in found]
    if others and not any(ruleset.period in found for found in years.values()):
        yield finding("ITR283", context.place("period"), period=ruleset.period, shown=others[0])
