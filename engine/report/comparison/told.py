"""A comparison for the terminal, as CSV and as JSON."""

import csv
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TextIO

from ...files.apostrophes import guarded
from ...files.visible import visible, visible_in_json
from ...model.sentences import Pair
from ...publish.grid import NARROWEST_NAME, Column, Look, aligned, grid, room_of, wrapped_grid
from ...publish.text import fit, flowed, width, wrapped
from ...result.numbers import decimal
from ...result.shapes import written
from . import words
from .contract import ComparisonRecord, ListChangeRecord, UnitChangeRecord, UnitSideRecord
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
    tiers,
    title_of,
    total,
)

_NAME = 2  # which column of the ranking has the names

# ── The table ──


def as_table(saying: Saying, look: Look) -> str:
    """Print a comparison: which results, what to know, then each list with who moved and by which criteria."""
    blocks = [list(_head(saying, look))]
    if saying.made.differs:
        blocks += [list(_list(saying, made, look)) for made in saying.made.lists]
    else:
        blocks.append([*_flow(same(saying), look)])
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks) + "\n"


def _flow(lines: Sequence[str], look: Look) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, look.columns, "  ")


def _head(saying: Saying, look: Look) -> Iterator[str]:
    yield look.paint(saying(words.TITLE), "bold")
    for label, made in zip(saying.labels, (saying.made.before, saying.made.now), strict=True):
        told = source(saying, made)
        yield from flowed([f"{saying(words.SIDE, side=label)}: {told[0]}", *told[1:]], look.columns, "  ")
    for mark in saying.marks:
        yield look.paint(mark, "bold yellow")
    yield from (look.paint(line, "dim") for line in _flow(saying.notes, look))


def _list(saying: Saying, made: ListChangeRecord, look: Look) -> Iterator[str]:
    yield look.paint(look.clip(title_of(saying, made)), "bold")
    if made.units:
        yield from _flow(summary(saying, made), look)
        yield ""
        yield from _ranking(saying, made, made.units, look)
        yield from _by_criteria(saying, made.units, look)
    about = [(name_of(unit.now), identity(saying, made, unit), reasons(saying, unit)) for unit in made.units]
    yield from _pairs(saying, look, words.IDENTITIES, words.NOTE, [(name, told) for name, told, _ in about])
    yield from _pairs(saying, look, words.WITHOUT_RANK, words.WHY, [(name, told) for name, _, told in about])
    lost = [(name_of(side), standing(saying, side)) for side in made.gone]
    yield from _pairs(saying, look, words.GONE_UNITS, words.NOTE, lost)


def _ranking(saying: Saying, made: ListChangeRecord, units: Sequence[UnitChangeRecord], look: Look) -> Iterator[str]:
    """Print both ranks, both totals and both tiers of each unit, the columns that say nothing left out."""
    moves = [moved(saying, unit) for unit in units]
    columns = [
        Column(saying(words.RANK), _ranks(units)),
        Column("", moves, styles=["green" if each[:1] == "▲" else "red" if each[:1] == "▼" else "" for each in moves]),
        Column(saying(words.UNIT), [name_of(unit.now) for unit in units]),
    ]
    columns += _totals(saying, made, units)
    if any(unit.total_change is not None for unit in units):
        changes = aligned([signed(saying, unit.total_change) for unit in units], saying.lang)
        columns.append(Column(saying(words.DIFFERENCE), changes, right=True))
    named = Column(saying(words.TIER), [tiers(saying, unit) for unit in units])
    has_tiers = set(named.cells) != {"–"}
    is_beside = has_tiers and _is_room(columns, named, look)
    yield from grid([*columns, named] if is_beside else columns, [""] * len(units), look, flexible=_NAME)
    if has_tiers and not is_beside:
        yield from _pairs(
            saying, look, words.TIER, words.TIER, [(name_of(unit.now), tiers(saying, unit)) for unit in units]
        )


def _is_room(columns: Sequence[Column], named: Column, look: Look) -> bool:
    """Say whether one more column fits on the terminal, the name of the unit cut where it has to be."""
    fixed = [*columns[:_NAME], *columns[_NAME + 1 :], named]
    return look.columns is None or room_of(fixed) + NARROWEST_NAME // 2 <= look.columns


def _ranks(units: Sequence[UnitChangeRecord]) -> list[str]:
    """Write both ranks of each unit, their arrows below each other."""
    before, now = [rank(unit.before) for unit in units], [rank(unit.now) for unit in units]
    wide = max(map(width, before))
    return [f"{fit(old, wide, right=True)}→{new}" for old, new in zip(before, now, strict=True)]


def _totals(saying: Saying, made: ListChangeRecord, units: Sequence[UnitChangeRecord]) -> Iterator[Column]:
    """Give the columns of both totals, and of their per cent where the totals are not on one scale."""
    sides: list[list[UnitSideRecord | None]] = [[unit.before for unit in units], [unit.now for unit in units]]
    for label, published, those in zip(saying.labels, (saying.before, saying.now), sides, strict=True):
        numbers = aligned([total(published, side) for side in those], saying.lang)
        yield Column(saying(words.POINTS, side=label), numbers, right=True)
    if has_other_scale(made):
        for label, those in zip(saying.labels, sides, strict=True):
            shares = aligned([per_cent(saying, side) for side in those], saying.lang)
            yield Column(saying(words.PER_CENT, side=label), shares, right=True)


def _by_criteria(saying: Saying, units: Sequence[UnitChangeRecord], look: Look) -> Iterator[str]:
    compared = [unit for unit in units if unit.criteria]
    if not compared:
        return
    yield ""
    if all(each.change is None for unit in compared for each in unit.criteria):
        yield saying(words.NONE_COMPARED)
        return
    codes = codes_of(saying, compared)
    columns = [
        Column(saying(words.UNIT), [name_of(unit.now) for unit in compared]),
        Column(saying(words.DIFFERENCE), aligned([signed(saying, unit.total_change) for unit in compared], saying.lang), right=True),
        Column(saying(words.CRITERIA), [criteria_line(saying, unit, codes) for unit in compared]),
    ]  # fmt: skip
    yield from wrapped_grid(columns, look)
    yield from (look.paint(line, "dim") for line in flowed(legend(saying, compared), look.columns))


def _pairs(saying: Saying, look: Look, heading: Pair, header: Pair, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Print units with what is said of each, those of whom nothing is said left out."""
    told = [row for row in rows if row[1]]
    if told:
        yield ""
        yield look.paint(saying(heading), "bold")
        columns = [
            Column(saying(words.UNIT), [name for name, _ in told]),
            Column(saying(header), [text for _, text in told]),
        ]
        yield from wrapped_grid(columns, look)


# ── For programs ──


def as_json(made: ComparisonRecord) -> str:
    """Write a comparison for programs; the same results give the same bytes."""
    return visible_in_json(json.dumps(written(made), ensure_ascii=False, indent=1)) + "\n"


_SIDE = ("rank", "rank_printed", "total", "max", "per_cent", "tier", "status")
_HEADS = (
    "list", "kind", "unit", "name", "unit_before", "name_before",
    *(f"{key}_{side}" for key in _SIDE for side in ("before", "now")),
    "rank_change", "total_change", "other_change", "reason_before", "reason_now", "note",
)  # fmt: skip
_CHANGE = "change:"
_SOURCES = ("result_before", "result_now", "ruleset_before", "ruleset_now", "marks")


def write_csv(saying: Saying, stream: TextIO) -> None:
    """Write a row for each unit, those that are gone last in their list; numbers as in the CSV of a result.

    A text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    made = saying.made
    ids = list(dict.fromkeys(each.id for part in made.lists for unit in part.units for each in unit.criteria))
    stream.write("\ufeff")  # without which Excel reads Vietnamese wrongly
    writer = csv.writer(stream, lineterminator="\n")
    rulesets = [f"{each.ruleset} {each.ruleset_sha256}" for each in (made.before, made.now)]
    sources = [made.before.sha256, made.now.sha256, *rulesets, "; ".join(saying.marks)]
    writer.writerow(map(_cell, [*_HEADS, *(f"{_CHANGE}{id_}" for id_ in ids), *_SOURCES]))
    for part in made.lists:
        for unit in part.units:
            changes = {each.id: each.change for each in unit.criteria}
            writer.writerow(map(_cell, [*_row(saying, part, unit), *map(changes.get, ids), *sources]))
        for side in part.gone:
            cells = [*_both(part, "gone", side, None), None, None, None, _reason(saying, side), "", ""]
            writer.writerow(map(_cell, [*cells, *("" for _ in ids), *sources]))


def _row(saying: Saying, part: ListChangeRecord, unit: UnitChangeRecord) -> list[object]:
    return [
        *_both(part, unit.kind, unit.before, unit.now),
        unit.rank_change,
        unit.total_change,
        unit.other_change,
        _reason(saying, unit.before),
        _reason(saying, unit.now),
        identity(saying, part, unit),
    ]


def _both(part: ListChangeRecord, kind: str, before: UnitSideRecord | None, now: UnitSideRecord | None) -> list[object]:
    named = [getattr(side, key, "") for side in (now, before) for key in ("id", "name")]
    return [part.id, kind, *named, *(getattr(side, key, "") for key in _SIDE for side in (before, now))]


def _reason(saying: Saying, side: UnitSideRecord | None) -> str:
    return side.reason.say(saying.lang) if side is not None and side.reason is not None else ""


def _cell(value: object) -> str:
    """Write a number for machines, and a text so that it neither runs nor hides anything."""
    if isinstance(value, Fraction):
        return decimal(value)[0]
    return "" if value is None else guarded(visible(value)) if isinstance(value, str) else str(value)
