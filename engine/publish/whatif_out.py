"""Scenarios for the terminal and as JSON."""

import json
from collections.abc import Iterator, Sequence

from ..files.visible import visible_in_json
from ..result.shapes import written
from ..scenario.contract import MovedListRecord, ScenarioRecord, SweepRecord, WhatIfRecord
from . import whatif_words as words
from .grid import Column, Look, aligned, grid, wrapped_grid
from .text import wrapped
from .whatif_saying import (
    Saying,
    arrow_of,
    below_table,
    changes_of,
    heading,
    is_other_tier,
    list_title,
    moved,
    moves_head,
    name_of,
    part_rows,
    point_rows,
    ranks,
    sweep_lines,
    through,
    tiers,
    title_of,
    warnings,
)

_NAME = 2  # which column has the names
_STYLES = {"▲": "green", "▼": "red"}


def as_json(made: WhatIfRecord) -> str:
    """Write scenarios for programs; the same ruleset, data and scenarios give the same bytes."""
    return visible_in_json(json.dumps(written(made), ensure_ascii=False, indent=1)) + "\n"


def as_table(made: WhatIfRecord, look: Look) -> str:
    """Print scenarios: that they are no result, each with who moves, and several of them side by side."""
    saying = Saying(made, look.lang)
    blocks = [list(_head(saying, look))]
    if sum(not each.sweep for each in made.scenarios) > 1:
        blocks.append(list(_beside(saying, look)))
    for scenario in made.scenarios:
        blocks.append(list(_scenario(saying, scenario, look)))
        blocks += [list(_list(saying, each, look)) for each in scenario.lists]
        if scenario.sweep is not None:
            blocks.append(list(_sweep(saying, scenario.sweep, look)))
    blocks.append([look.paint(mark, "bold yellow") for mark in saying.marks])
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks) + "\n"


def _head(saying: Saying, look: Look) -> Iterator[str]:
    for mark in saying.marks:
        yield look.paint(mark, "bold yellow")
    for line in heading(saying):
        yield from wrapped(line, look.columns, "  ")


def _beside(saying: Saying, look: Look) -> Iterator[str]:
    """Put the counts of all scenarios side by side, a row for each scenario and list."""
    yield look.paint(saying(words.SIDE_BY_SIDE), "bold")
    rows = [(each, made) for each in saying.made.scenarios for made in each.lists]
    columns = [
        Column(saying(words.NAME), [f"{title_of(saying, each)}, {list_title(saying, made)}" for each, made in rows]),
        Column(saying(words.EACH_TIER), [str(made.other_tier) for _, made in rows], right=True),
        Column(saying(words.EACH_UP), [str(made.up) for _, made in rows], right=True),
        Column(saying(words.EACH_DOWN), [str(made.down) for _, made in rows], right=True),
        Column(saying(words.EACH_UNCHANGED), [str(made.unchanged) for _, made in rows], right=True),
    ]
    yield from grid(columns, [""] * len(rows), look, flexible=0)


def _scenario(saying: Saying, scenario: ScenarioRecord, look: Look) -> Iterator[str]:
    yield look.paint(look.clip(saying(words.SCENARIO, title=title_of(saying, scenario))), "bold")
    for line in (*changes_of(saying, scenario), *warnings(saying, scenario)):
        yield from wrapped(line, look.columns, "    ", "  ")


def _list(saying: Saying, made: MovedListRecord, look: Look) -> Iterator[str]:
    yield look.paint(look.clip(list_title(saying, made)), "bold")
    yield from _flow([moved(saying, made)], look)
    if made.units:
        moves = [arrow_of(unit) for unit in made.units]
        yield ""
        columns = [
            Column(saying(words.RANK), [ranks(unit) for unit in made.units]),
            Column("", moves, styles=[_STYLES.get(each[:1], "") for each in moves]),
            Column(saying(words.UNIT), [name_of(unit) for unit in made.units]),
        ]
        for pair, numbers in (
            (words.TOTAL_BEFORE, [saying.number(unit.before.total) for unit in made.units]),
            (words.TOTAL_NOW, [saying.number(unit.now.total) for unit in made.units]),
            (words.DIFFERENCE, [saying.signed(unit.total_change) for unit in made.units]),
        ):
            columns.append(Column(saying(pair), aligned(numbers, look.lang), right=True))
        styles = ["bold" if is_other_tier(unit) else "" for unit in made.units]
        columns.append(Column(saying(words.TIER), [tiers(saying, unit) for unit in made.units]))
        yield from grid(columns, styles, look, flexible=_NAME)
        yield ""
        yield from wrapped_grid(
            [
                Column(saying(words.UNIT), [name_of(unit) for unit in made.units]),
                Column(saying(words.WHY), [through(saying, unit) for unit in made.units]),
            ],
            look,
        )
    yield from _parts(saying, made, look)
    yield from _flow(list(below_table(saying, made)), look)


def _parts(saying: Saying, made: MovedListRecord, look: Look) -> Iterator[str]:
    """Give the criteria in which units change tier or rank, where there are any."""
    rows = list(part_rows(saying, made))
    if rows:
        yield ""
        heads = (words.UNIT, words.CRITERION, words.PART_MOVES)
        yield from wrapped_grid(
            [Column(saying(head), cells) for head, cells in zip(heads, zip(*rows, strict=True), strict=True)], look
        )


def _sweep(saying: Saying, sweep: SweepRecord, look: Look) -> Iterator[str]:
    yield from _flow(list(sweep_lines(saying, sweep)), look)
    rows = list(point_rows(saying, sweep))
    if rows:
        yield ""
        values, names, moves = zip(*rows, strict=True)
        shown = [value if number == 0 or value != values[number - 1] else "" for number, value in enumerate(values)]
        columns = [
            Column(saying(words.AT), aligned(shown, look.lang), right=True),
            Column(saying(words.WHO), names),
            Column(saying(moves_head(sweep)), moves),
        ]
        yield from wrapped_grid(columns, look)


def _flow(lines: Sequence[str], look: Look) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, look.columns, "  ")
