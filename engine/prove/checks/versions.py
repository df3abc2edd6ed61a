"""Checks of dates and versions: a ruleset beside the other versions that lie in its folder."""

from collections.abc import Iterator
from datetime import date

from ...model.findings import Finding, finding
from ...model.ruleset import Ruleset
from ..left_over import todos
from .context import Context


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
        if other.file in same:
            continue
        if first and other.first and first <= (other.last or "9999") and other.first <= (last or "9999"):
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
