"""`itrank diff --data`: what the newer ruleset does to a year's units."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import words
from .progress import doing
from .reading import unless_stopped
from .terminal import USAGE, WELL, tell
from .words import said

if TYPE_CHECKING:
    from ..engine.diff.impact_contract import ImpactRecord
    from ..engine.model.findings import Finding
    from ..engine.year import Rules, Year
    from ..engine.year.names import YearFiles

_UNREAD = "ITR450"


@dataclass(frozen=True, slots=True)
class Tried:
    """The files of the year on which both rulesets are tried.

    Attributes:
        shares: whether what is joint is shared out.
    """

    data: tuple[str, ...]
    units: str | None
    previous: str | None
    shares: bool


def impact_of(first: "Rules", second: "Rules", asked: Tried, lang: str) -> "ImpactRecord | int":
    """Read a year by both rulesets and say what the second does to it; the exit code where that cannot be."""
    from ..engine.diff.impact import TooMany, impact
    from ..engine.diff.sharing import MOST_PLAYERS
    from ..engine.model.findings import finding

    with doing(said(words.READING_DATA, lang)):
        read = _read(first, asked, lang), _read(second, asked, lang)
    (before, after) = read
    if isinstance(before, int):
        return before
    if isinstance(after, int):
        return after
    tell(_said(before[0], after[0]), lang, WELL, before[0].rules.texts, before[0].rules.shown)
    with doing(said(words.ATTRIBUTING, lang)):
        made = impact(before[0], after[0], before[1], shares=asked.shares)
    if not isinstance(made, TooMany):
        return made
    named = "; ".join(change.say(lang) for change in made.changes)
    return tell([finding("ITR779", count=len(made.changes), limit=MOST_PLAYERS, about=named)], lang, USAGE)


def _read(rules: "Rules", asked: Tried, lang: str) -> "tuple[Year, YearFiles] | int":
    from ..engine.year import YearNames
    from ..engine.year.names import find_files
    from ..engine.year.reading import read_files

    names = YearNames(rules.typed, asked.data, asked.units, asked.previous)
    found = unless_stopped(find_files(rules, names), lang)
    if isinstance(found, int):
        return found
    year = unless_stopped(read_files(found), lang)
    return year if isinstance(year, int) else (year, found)


def _said(before: "Year", after: "Year") -> "tuple[Finding, ...]":
    """Give what was found in the data by either ruleset; which inputs have no column is a part of what is printed.

    Of a column that one of them reads it is not said that the other does not.
    """
    from ..engine.model.codes import of
    from ..engine.model.findings import in_order
    from ..engine.model.records import Trait

    sides = [{each.sort_key: each for each in year.data_findings} for year in (before, after)]
    read = {key for key in sides[0].keys() ^ sides[1].keys() if (sides[0] | sides[1])[key].row == _UNREAD}
    found = (each for side in sides for key, each in side.items() if key not in read)
    return in_order(each for each in found if Trait.EXPECTED_WITHOUT_DATA not in of(each).traits)
