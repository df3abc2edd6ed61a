"""Find whom each statement of a sentence is about, as prose does: the unit before it, the one after `là`, each in turn after `lần lượt`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .figures import plain, stated
from .names import Mention
from .phrases import Mark

OF_UNITS = {
    "score", "score_of", "rank", "rank_of", "change", "total_change", "tier", "first", "last", "second_last", "from_bottom",
    "most_moved", "top", "bottom", "unranked", "failed", "unmet",
}  # fmt: skip
_PLACES = {"first", "last", "rank", "top", "bottom", "second_last"}
_JOINS = re.compile(r"[\s,;]*(?:(?:va|cung|voi|cung voi|and)\s+)?(?:cac\s+)?")
_COPULA = re.compile(
    r"[\s,:–-]*\b(?:la|thuoc ve|gom|goi ten|co|van la|tiep tuc la|lan luot|are|is)\b"
    r"(?:[\s,:–-]+(?:la|lan luot|gom|cac|hai|ba|don vi|co quan|voi)\b)*[\s,:–-]*"
)
_COLON = re.compile(r"\s*:\s*")
_IN_TURN = re.compile(r"\blan luot\b|\btuong ung\b|\brespectively\b")
_THE_SAME = re.compile(r"^\s*(?:don vi|co quan|dia phuong|so) (?:nay|tren)\b")


@dataclass(frozen=True, slots=True)
class Attached:
    """A mark and the unit it is about: None where the text does not say."""

    mark: Mark
    value: int  # which of its figures
    unit: Mention | None


def attach(text: str, marks: Sequence[Mark], units: Sequence[Mention], before: Sequence[Mention]) -> Iterator[Attached]:
    """Give each statement about a unit with its unit.

    Args:
        text: the sentence.
        marks: of kinds in `OF_UNITS`.
        units: the units that it names.
        before: whom the sentence before was about, for `đơn vị này`.
    """
    bare = plain(text)
    groups = _groups(bare, units)
    used: dict[tuple[int, str], int] = {}
    shared = _shared(bare, marks, groups)
    for mark in marks:
        if mark.kind in {"top", "bottom"} and (named := _enumerated(bare, mark, units)):
            count = stated(str(len(named)))
            mark = mark if mark.values or count is None else replace(mark, values=(count,))  # noqa: PLW2901
            yield from (Attached(mark, 0, unit) for unit in named)
            continue
        group = _group_of(bare, mark, groups, marks)
        if group is None:
            members = list(before) if _THE_SAME.match(bare) else []
            yield from _each(mark, members or [None])
            continue
        members = groups[group]
        if len(members) > 1 and len(mark.values) == len(members):
            yield from (Attached(mark, place, unit) for place, unit in enumerate(members))
        elif len(members) > 1 and (group, mark.kind) in shared:
            place = used.get((group, mark.kind), 0)
            used[group, mark.kind] = place + 1
            yield Attached(mark, 0, members[place] if place < len(members) else None)
        else:
            yield from _each(mark, members)


def _each(mark: Mark, units: Sequence[Mention | None]) -> Iterator[Attached]:
    for unit in units:
        for value in range(max(1, len(mark.values))):
            yield Attached(mark, value, unit)


def _enumerated(bare: str, mark: Mark, units: Sequence[Mention]) -> list[Mention]:
    """Give the units that are listed after `các đơn vị đứng cuối là`, each maybe with its points; as many as are counted."""
    end = bare.find(";", mark.end)
    named = [unit for unit in units if mark.end <= unit.start and (end < 0 or unit.start < end)]
    most = int(mark.values[0].value) if mark.values else len(named)
    return named[:most] if named and _COPULA.match(bare, mark.end, named[0].start) else []


def _groups(bare: str, units: Sequence[Mention]) -> list[list[Mention]]:
    """Put together units between which there is nothing but commas and `và`."""
    groups: list[list[Mention]] = []
    for unit in units:
        if groups and _JOINS.fullmatch(bare, groups[-1][-1].end, unit.start):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _group_of(bare: str, mark: Mark, groups: Sequence[Sequence[Mention]], marks: Sequence[Mark]) -> int | None:
    """Find the units that a mark is about: after a copula, else before it in its clause, else after it, else before that."""
    after = next((place for place, group in enumerate(groups) if group[0].start >= mark.end), None)
    earlier = [place for place, group in enumerate(groups) if group[-1].end <= mark.start]
    before = earlier[-1] if earlier else None
    if after is not None:
        between = _without(bare, mark, groups[after][0].start, marks)
        if _COPULA.fullmatch(between) or (before is None and _COLON.fullmatch(between)):
            return after
    if before is not None and ";" not in bare[groups[before][-1].end : mark.start]:
        return before
    if after is not None and not re.search(r"[;:]", bare[mark.end : groups[after][0].start]):
        return after
    return before


def _without(bare: str, mark: Mark, end: int, marks: Sequence[Mark]) -> str:
    """Give the words between, without what other marks say there: `đứng cuối với 789 điểm là`."""
    for other in marks:
        if mark.kind in _PLACES and other.kind in {"score", "change"} and mark.end <= other.start and other.end <= end:
            bare = bare[: other.start] + " " * (other.end - other.start) + bare[other.end :]
    return re.sub(r"\b(?:voi|va|so diem)\b", lambda found: " " * len(found.group()), bare[mark.end : end])


def _shared(bare: str, marks: Sequence[Mark], groups: Sequence[Sequence[Mention]]) -> set[tuple[int, str]]:
    """Find kinds that are said of the units of a group in turn: `lần lượt` and as many marks as units."""
    if not _IN_TURN.search(bare):
        return set()
    counted: dict[tuple[int, str], int] = {}
    for mark in marks:
        group = _group_of(bare, mark, groups, marks)
        if group is not None and len(mark.values) <= 1:
            counted[group, mark.kind] = counted.get((group, mark.kind), 0) + 1
    return {key for key, number in counted.items() if number == len(groups[key[0]]) > 1}
