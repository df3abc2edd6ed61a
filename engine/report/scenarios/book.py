"""Scenarios as a workbook: what changes, who moves, at which criteria points change, and the points of sweeps.

Numbers are numbers and every text is written as text, so that no name becomes a formula; exact values stay in the JSON.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from ...files.visible import visible
from ...publish import whatif_words as told
from ...publish.whatif_saying import (
    Saying,
    changes_of,
    heading,
    list_title,
    moved,
    moves_head,
    name_of,
    part_rows,
    point_rows,
    rank,
    sweep_lines,
    through,
    tier,
    title_of,
    warnings,
)
from ...scenario.contract import WhatIfRecord
from ..book import Sheets, Shown, text_in
from . import words

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same scenarios give the same bytes
_LINE = 150  # characters in a line over the columns
_LAST = 6  # column over which sentences go


def workbook(made: WhatIfRecord, lang: str) -> bytes:
    """Make the workbook of scenarios; the same scenarios give the same bytes.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    import xlsxwriter  # noqa: PLC0415  # an extra

    saying = Saying(made, lang)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = text_in(f"{saying.marks[0]}: {heading(saying)[0]}")
    book.set_properties({"title": title[:250], "created": _CREATED, "comments": saying.marks[0]})
    sheets = Sheets(book, title, saying.marks, None)
    _summary(saying, sheets)
    _movers(saying, sheets)
    _causes(saying, sheets)
    _parts(saying, sheets)
    _points(saying, sheets)
    book.close()
    return stream.getvalue()


def _summary(saying: Saying, sheets: Sheets) -> None:
    """Say what is tried, and how many move in each list."""
    sheet, row = sheets.sheet(saying(words.TITLE), heading(saying)[0])
    lines = [*heading(saying)[1:], saying(words.NOT_FOR_USE)]
    for scenario in saying.made.scenarios:
        lines += [f"{saying(told.SCENARIO, title=title_of(saying, scenario))} [{visible(scenario.id)}]"]
        lines += [f"    {line}" for line in changes_of(saying, scenario)]
        lines += [f"{list_title(saying, made)}: {moved(saying, made)}" for made in scenario.lists]
        if scenario.sweep is not None:
            lines += list(sweep_lines(saying, scenario.sweep))
        lines += list(warnings(saying, scenario))
    for line in lines:
        row = sheets.paragraph(sheet, row, _LAST, line, _LINE)
    heads = [words.TITLE, words.LIST, told.EACH_TIER, told.EACH_UP, told.EACH_DOWN, told.EACH_UNCHANGED, told.TIER]
    rows = [
        [
            visible(scenario.id), list_title(saying, made), made.other_tier, made.up, made.down, made.unchanged,
            "; ".join(f"{visible(each.title.say(saying.lang))}: {each.before} → {each.now}" for each in made.tiers),
        ]
        for scenario in saying.made.scenarios
        for made in scenario.lists
    ]  # fmt: skip
    sheets.table(sheet, row + 1, [saying(head) for head in heads], rows, (30, 32, 12, 12, 12, 12, 76))


def _number(saying: Saying, amount: Fraction | None) -> Shown | None:
    return None if amount is None else Shown(amount, saying.number(amount).removeprefix("≈ "))


def _moving(saying: Saying) -> Iterator[Sequence[object]]:
    for scenario in saying.made.scenarios:
        for made in scenario.lists:
            for unit in made.units:
                yield [
                    visible(scenario.id), list_title(saying, made), name_of(unit),
                    rank(unit.before), rank(unit.now), unit.rank_change,
                    _number(saying, unit.before.total), _number(saying, unit.now.total),
                    _number(saying, unit.total_change),
                    tier(saying, unit.before), tier(saying, unit.now), through(saying, unit),
                ]  # fmt: skip


def _movers(saying: Saying, sheets: Sheets) -> None:
    """Write a row for each unit that stands otherwise."""
    sheet, row = sheets.sheet(saying(words.WHO_MOVES), saying(words.WHO_MOVES))
    before, now = saying(words.BEFORE), saying(words.NOW)
    heads = [
        saying(words.TITLE), saying(words.LIST), saying(told.UNIT),
        *(f"{saying(told.RANK)}: {side}" for side in (before, now)), saying(words.RANK_CHANGE),
        saying(told.TOTAL_BEFORE), saying(told.TOTAL_NOW), saying(told.DIFFERENCE),
        *(f"{saying(told.TIER)}: {side}" for side in (before, now)), saying(told.WHY),
    ]  # fmt: skip
    rows = list(_moving(saying))
    last = sheets.table(sheet, row, heads, rows, (26, 28, 30, 11, 11, 10, 12, 12, 11, 14, 14, 60))
    sheet.freeze_panes(row + 1, 3)
    sheet.repeat_rows(row)
    sheet.autofilter(row, 0, max(row, last - 1), len(heads) - 1)


def _causes(saying: Saying, sheets: Sheets) -> None:
    """Write a row for each criterion of each unit at which points change."""
    rows = [
        [
            visible(scenario.id), name_of(unit),
            visible(f"{cause.code} {cause.title.say(saying.lang) or cause.id}".strip()), visible(cause.clause),
            _number(saying, cause.before), _number(saying, cause.now), _number(saying, cause.change),
        ]
        for scenario in saying.made.scenarios
        for made in scenario.lists
        for unit in made.units
        for cause in unit.causes
    ]  # fmt: skip
    if not rows:
        return
    sheet, row = sheets.sheet(saying(words.POINTS), saying(words.POINTS))
    heads = [words.TITLE, told.UNIT, told.CRITERION, words.CLAUSE, words.BEFORE, words.NOW, told.DIFFERENCE]
    sheets.table(sheet, row, [saying(head) for head in heads], rows, (26, 30, 44, 20, 12, 12, 12))
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)


def _parts(saying: Saying, sheets: Sheets) -> None:
    """Write a row for each criterion in which a unit changes tier or rank."""
    rows = [
        [visible(scenario.id), *cells]
        for scenario in saying.made.scenarios
        for made in scenario.lists
        for cells in part_rows(saying, made)
    ]
    if not rows:
        return
    sheet, row = sheets.sheet(saying(words.PARTS), saying(words.PARTS))
    heads = [words.TITLE, told.UNIT, told.CRITERION, told.PART_MOVES]
    sheets.table(sheet, row, [saying(head) for head in heads], rows, (26, 30, 44, 50))
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)


def _points(saying: Saying, sheets: Sheets) -> None:
    """Write the points of sweeps, a row for each unit that moves."""
    sweeps = [(visible(each.id), each.sweep) for each in saying.made.scenarios if each.sweep is not None]
    rows = [[name, *cells] for name, sweep in sweeps for cells in point_rows(saying, sweep)]
    if not rows:
        return
    sheet, row = sheets.sheet(saying(words.SWEEP), saying(words.SWEEP))
    heads = [words.TITLE, told.AT, told.WHO, moves_head(*(sweep for _, sweep in sweeps))]
    sheets.table(sheet, row, [saying(head) for head in heads], rows, (30, 18, 34, 70))
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
