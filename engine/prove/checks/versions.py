"""Checks of dates and versions: a ruleset beside the other versions that lie in its folder."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ...language.document import read_document
from ...language.locate import read_bytes
from ...model.findings import Finding, finding
from ...model.ruleset import Ruleset
from ..left_over import todos

if TYPE_CHECKING:
    from .context import Context

MOST_NEIGHBOURS = 200
# What names a version and its days; a folder of large rulesets is not read whole for the sake of one.
_HEAD = re.compile(rb"^(?:id|version|effective):[^\n]*\n?(?:[ \t]+[^\n]*\n?)*", re.MULTILINE)
_LONGEST_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another ruleset file in the folder, of the same id.

    Attributes:
        first, last: the days from which and through which it is effective, as it states them itself; else empty.
    """

    file: str
    version: str
    first: str = ""
    last: str = ""


def neighbours(path: Path, id_: str) -> tuple[Neighbour, ...]:
    """Read the other ruleset files of a folder that have an id; what cannot be read is told when it is checked itself."""
    found = []
    try:
        files = sorted(file for file in path.parent.iterdir() if file.suffix in {".yaml", ".yml"})[:MOST_NEIGHBOURS]
    except OSError:
        return ()
    for file in files:
        if file.name == path.name:
            continue
        content = read_bytes(file, folder=file.parent, name=file.name)
        head = b"" if isinstance(content, Finding) else b"\n".join(_HEAD.findall(content))
        document, _ = read_document(head, file.name) if len(head) <= _LONGEST_HEAD else (None, ())
        if document is None or str(document.get("id", "")) != id_:
            continue
        effective = document.get("effective")
        days = effective if isinstance(effective, dict) else {}
        version = document.get("version", "")
        found.append(
            Neighbour(
                file.name,
                str(getattr(version, "text", version)),
                str(days.get("from", "")),
                str(days.get("through", "")),
            )
        )
    return tuple(found)


def days_are_days(_: Ruleset, context: "Context") -> Iterator[Finding]:
    """The first day of being effective is a day of the calendar, and not after the last."""
    days = {key: context.ruleset.effective.get(key, "") for key in ("from", "through")}
    wrong = [key for key, day in days.items() if day and not is_day(day)]
    for key in wrong:
        yield finding("ITR317", context.place("effective", key), found=days[key])
    if not wrong and days["from"] and days["through"] and days["from"] > days["through"]:
        yield finding("ITR361", context.place("effective", "through"), first=days["from"], last=days["through"])


def one_version_is_in_force(ruleset: Ruleset, context: "Context") -> Iterator[Finding]:
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


def nothing_is_left_to_do(_: Ruleset, context: "Context") -> Iterator[Finding]:
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
