"""Where a finding of an amended ruleset is told: at the line of this file that changed what it is about."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from ...language.document import Map, read_document
from ...language.loading import Loaded
from ...model.codes import advice, of
from ...model.findings import Finding, Place
from ...model.records import Subject

_OF_THE_TREE = frozenset({Subject.CRITERION, Subject.RANKING})


def told_here(findings: Sequence[Finding], loaded: Loaded, name: str, at_load: AbstractSet[int]) -> list[Finding]:
    """Move what is told of another file to the line of this one that it comes from.

    That is where a criterion is amended, added or repealed; else where this file takes the other one up. What is wrong
    with the text of the other file stays there; but that an amended ruleset has no use for an input, say, is no mistake
    of the one that it amends.

    Args:
        findings: of both.
        loaded: what came of this file.
        name: of this file.
        at_load: the findings, by `id()`, that were made when the files were read.
    """
    elsewhere = [each for each in findings if each.place.file != name]
    if not elsewhere:
        return list(findings)
    document, _ = read_document(loaded.texts[name].encode("utf-8"), name)
    changes = _changes(document or Map())
    below = dict(_children(loaded.document or Map()))
    line = next(
        (number for number, row in enumerate(loaded.texts[name].split("\n"), 1) if row.startswith("extends:")), 0
    )
    extends = Place(name, line, 1 if line else 0, "", len("extends"))

    repealed = {str(id_) for id_ in (document or Map()).get("repeal", ())}

    def moved(each: Finding) -> Finding:
        at = _changed_at(each, changes, below) if of(each).subject in _OF_THE_TREE else None
        if (name := each.params.get("name")) in repealed:  # which something still reads
            at = changes.get(name)
        if at is None and id(each) in at_load:
            return each
        return replace(each, place=at or extends, help=_also_at(each) if id(each) in at_load else each.help)

    return [each if each.place.file == name else moved(each) for each in findings]


def _changed_at(each: Finding, changes: Mapping[str, Place], below: Mapping[str, Sequence[str]]) -> Place | None:
    """Find where this file changes the criterion that a finding is about, or one right below it."""
    own = each.params.get("id", "")
    if own in changes:
        return changes[own]
    if own not in below:
        return None
    gone = [id_ for id_ in changes if all(id_ not in children for children in below.values()) and id_ not in below]
    touched = [changes[id_] for id_ in (*below[own], *gone) if id_ in changes]
    return min(touched, key=lambda at: (at.line, at.column), default=None)


def _also_at(each: Finding) -> tuple[str, str]:
    """Say what to do, and where that stands which the change does not fit."""
    file, line = each.place.file, each.place.line
    vi, en = (advice(each, lang) for lang in ("vi", "en"))
    return f"{vi} Chỗ không còn khớp: {file}, dòng {line}.", f"{en} What it does not fit: {file}, line {line}."


def _changes(document: Map) -> dict[str, Place]:
    """Return the criteria that a file amends, adds or repeals, each with where it does."""
    amended, added, repealed = (document.get(key) for key in ("amend", "add", "repeal"))
    found: dict[str, Place] = {}
    if isinstance(repealed, list):
        found |= {str(id_): repealed.places[index] for index, id_ in enumerate(repealed)}  # type: ignore[attr-defined]
    for item in added if isinstance(added, list) else ():
        if isinstance(item, Map) and "id" in item:
            found[str(item["id"])] = item.value_places["id"]
    if isinstance(amended, Map):
        found |= {id_: amended.key_places[id_] for id_ in amended}
    return found


def _children(document: Map) -> Iterator[tuple[str, list[str]]]:
    """Give each criterion that has some below it, with their ids."""
    cards = document.get("scorecards")
    todo: list[tuple[str, Any]] = list(cards.items()) if isinstance(cards, Map) else []
    while todo:
        id_, given = todo.pop()
        rows = given.get("criteria", ()) if isinstance(given, Map) else ()
        below = [(str(row.get("id", "")), row) for row in rows if isinstance(row, Map)]
        if below:
            yield id_, [child for child, _ in below]
        todo += below
