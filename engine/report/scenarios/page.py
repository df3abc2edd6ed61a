"""Scenarios as one web page that needs nothing else: for a desk, or in large print for the council.

As the page of a result it asks for nothing, and has no script: its policy (CSP) allows its own style by its hash.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ...files.visible import visible
from ...publish import whatif_words as told
from ...publish.whatif_saying import (
    Saying,
    arrow_of,
    below_table,
    changes_of,
    heading,
    is_moved,
    list_title,
    moved,
    moves_head,
    name_of,
    near,
    part_rows,
    point_rows,
    ranks,
    sweep_lines,
    through,
    tiers,
    tiers_and_parts,
    title_of,
    totals,
    warnings,
)
from ...scenario.comparing import differs
from ...scenario.contract import MovedListRecord, MoveRecord, ScenarioRecord, SweepRecord, WhatIfRecord
from ..charts import Chart, as_inline
from ..html import hash_of, own, template
from . import words
from .drawing import list_charts, sweep_charts

_MOST_ROWS = 60  # of a table for the council
_MOST_CAUSES = 12

Table = dict[str, Any]


def page(made: WhatIfRecord, lang: str, *, council: bool = False) -> str:
    """Make the page of scenarios; the same scenarios give the same bytes.

    Args:
        made: the scenarios.
        lang: `vi` or `en`.
        council: in large print, with one table for each list: who changes rank or tier, and who is near a bound.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    from jinja2 import Environment  # noqa: PLC0415  # an extra
    from markupsafe import Markup  # noqa: PLC0415

    saying = Saying(made, lang)
    style = own("page.css") + "\n" + own("scenarios.css")
    context = {
        "lang": lang,
        "council": council,
        "marks": saying.marks,
        "heading": heading(saying),
        "notice": saying(words.NOT_FOR_USE),
        "t": {"changes": saying(words.CHANGES), "about": saying(words.ABOUT), "near": saying(words.WHO_IS_NEAR)},
        "beside": _beside(saying),
        "scenarios": [_scenario(saying, each, council=council) for each in made.scenarios],
        "ruleset": saying(words.RULESET_HASH, ruleset=visible(made.ruleset), hash=made.ruleset_sha256),
        "data": [saying(words.DATA_FILE, path=visible(each.path), hash=each.sha256) for each in made.data],
        "style": Markup(style),  # noqa: S704  # our own files
        "style_hash": hash_of(style),
    }
    return str(template(Environment, "scenarios.html").render(context))


def _table(
    title: str, heads: Sequence[str], rows: Sequence[Table], *, named: int, numbers: Sequence[int] = ()
) -> Table:
    return {"title": title, "heads": heads, "rows": rows, "named": named, "numbers": numbers}


def _row(cells: Sequence[str], look: str = "") -> Table:
    return {"cells": cells, "look": look}


def _beside(saying: Saying) -> Table | None:
    """Put the counts of several scenarios side by side."""
    pairs = [(each, made) for each in saying.made.scenarios for made in each.lists]
    if len({each.id for each, _ in pairs}) < 2:
        return None
    heads = [told.NAME, words.LIST, told.EACH_TIER, told.EACH_UP, told.EACH_DOWN, told.EACH_UNCHANGED]
    rows = [
        _row(
            [
                title_of(saying, each),
                list_title(saying, made),
                *map(str, (made.other_tier, made.up, made.down, made.unchanged)),
            ]
        )
        for each, made in pairs
    ]
    return _table(saying(told.SIDE_BY_SIDE), [saying(head) for head in heads], rows, named=0, numbers=(2, 3, 4, 5))


def _scenario(saying: Saying, scenario: ScenarioRecord, *, council: bool) -> dict[str, Any]:
    return {
        "title": saying(told.SCENARIO, title=title_of(saying, scenario)),
        "changes": changes_of(saying, scenario, has_addresses=not council),
        "warnings": list(warnings(saying, scenario, has_codes=not council)),
        "lists": [_list(saying, each, council=council) for each in scenario.lists],
        "sweep": None if scenario.sweep is None else _sweep(saying, scenario.sweep, council=council),
    }


def _list(saying: Saying, made: MovedListRecord, *, council: bool) -> dict[str, Any]:
    found = list(_council_tables(saying, made) if council else _tables(saying, made))
    return {
        "title": list_title(saying, made),
        "moved": moved(saying, made),
        "tables": found,
        "charts": [_drawn(each) for each in list_charts(saying, made)],
        "left": list(_council_lines(saying, made)) if council else [],
        "near": [near(saying, each) for each in made.near] if council else [],
        "below": list(below_table(saying, made, has_near=not council)),
    }


def _drawn(chart: Chart) -> dict[str, Any]:
    from markupsafe import Markup  # noqa: PLC0415

    return {"title": chart.title, "svg": Markup(as_inline(chart.spec, chart.alt))}  # noqa: S704  # bare shapes


def _tables(saying: Saying, made: MovedListRecord) -> Iterator[Table]:
    """Give every unit that stands otherwise, with both totals."""
    if not made.units:
        return
    heads = [
        told.RANK,
        words.RANK_CHANGE,
        told.UNIT,
        told.TOTAL_BEFORE,
        told.TOTAL_NOW,
        told.DIFFERENCE,
        told.TIER,
        told.WHY,
    ]
    rows = [
        _row(
            [
                ranks(unit),
                arrow_of(unit),
                name_of(unit),
                saying.number(unit.before.total),
                saying.number(unit.now.total),
                saying.signed(unit.total_change),
                tiers(saying, unit),
                through(saying, unit, _MOST_CAUSES),
            ],
            "moved" if is_moved(unit) else "",
        )
        for unit in made.units
    ]
    yield _table(saying(words.WHO_MOVES), [saying(head) for head in heads], rows, named=2, numbers=(3, 4, 5))
    parts = [_row(list(row)) for row in part_rows(saying, made)]
    if parts:
        heads = [told.UNIT, told.CRITERION, told.PART_MOVES]
        yield _table(saying(words.PARTS), [saying(head) for head in heads], parts, named=0)


def _council_tables(saying: Saying, made: MovedListRecord) -> Iterator[Table]:
    """Give who changes rank or tier, and the units that the scenario names, in one table; none where there are none."""
    listed = _told_to_council(made)
    rows = [
        _row(
            [name_of(unit), ranks(unit), tiers_and_parts(saying, unit), totals(saying, unit), through(saying, unit)],
            "moved" if is_moved(unit) else "",
        )
        for unit in listed
    ]
    if rows:
        heads = [told.UNIT, told.RANK, told.TIER, words.POINTS_MOVED, told.WHY]
        yield _table(saying(words.WHO_MOVES), [saying(head) for head in heads], rows, named=0)


def _told_to_council(made: MovedListRecord) -> list[MoveRecord]:
    """Give the units that the council reads of: so many that move, and all that the scenario names."""
    moving = [unit for unit in made.units if is_moved(unit) or unit.is_named]
    return [unit for place, unit in enumerate(moving) if place < _MOST_ROWS or unit.is_named]


def _council_lines(saying: Saying, made: MovedListRecord) -> Iterator[str]:
    """Say what the table for the council leaves out, and that nobody moves where nobody does."""
    listed = _told_to_council(made)
    moving = [unit for unit in made.units if is_moved(unit)]
    if not moving and any(map(differs, made.units)):
        yield saying(words.NOBODY_MOVES)
    if left := sum(unit not in listed for unit in moving):
        yield saying(told.MORE, count=left)
    if left := sum(unit not in listed and not is_moved(unit) for unit in made.units):
        yield saying(words.FORWARD if listed else words.ONLY_POINTS, count=left)


def _sweep(saying: Saying, sweep: SweepRecord, *, council: bool) -> dict[str, Any]:
    rows = [_row(list(row)) for row in point_rows(saying, sweep)]
    heads = [saying(head) for head in (told.AT, told.WHO, moves_head(sweep))]
    return {
        "lines": list(sweep_lines(saying, sweep, has_codes=not council)),
        "charts": [_drawn(each) for each in sweep_charts(saying, sweep)],
        "table": _table(saying(words.SWEEP), heads, rows, named=1, numbers=(0,)) if rows else None,
    }
