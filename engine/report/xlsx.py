"""A result as a workbook: summary, a ranking for each list, detail by criterion, who stands near a bound.

Numbers are numbers, shown with the digits of the ruleset; a binary fraction of 15 digits is all that a workbook holds,
so that the exact values stay in the result. Every text is written as text, so that no name becomes a formula.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from fractions import Fraction
from typing import Any

from ..files.tables import letters
from ..files.visible import visible
from ..formula.excel import NOISE, Part, at
from ..formula.excel_text import text_of
from ..formula.rounding import rounded as round_exactly
from ..model.findings import Finding, Place, finding
from ..result.contract import ListRecord
from ..result.numbers import show_gap
from ..result.published import Published
from ..result.words import list_title
from .book import MOST_SERIES, Book, Cell, Kept, Live, Plain, Shown, TooLargeError, Wanted, text_in, title_of
from .book_detail import write_detail
from .book_ranking import POINTS, TIER, ListTable, write_ranking
from .charts import COLOURS
from .facts import (
    corrections_of,
    heading,
    listed,
    nodes_of,
    previous_rank,
    printed_plainly,
    stated_day,
    tier_title,
)
from .live import (
    COARSE,
    KeptError,
    Points,
    TierCells,
    checked,
    cleaned,
    surely,
    why_tiers_are_kept,
)
from .text import methods, overall
from .tiers import NEAR, near_bounds, tier_asked
from .words import LIVE

_MOST_BARS = 40  # of a chart


def workbook(published: Published) -> bytes | tuple[Finding, ...]:
    """Make the workbook of a result; the same result gives the same bytes. One that Excel cannot hold is a finding.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    import xlsxwriter  # noqa: PLC0415  # an extra

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title_of(published), "created": datetime.combine(stated_day(published), time())})
    made = Book(published, book)
    try:
        _fill(made)
    except TooLargeError as error:
        return (finding("ITR956", Place(published.path), **error.params),)
    book.close()
    return stream.getvalue()


_RULES = (36, 20, 44, 10, 22)  # widths of its columns, in characters
_MOST_NAMED = 30  # cells of a sheet that stay values for one reason
_SUMMARY = 100  # characters in a line over the columns of the summary


def _fill(made: Book) -> None:
    """Write all sheets: those that formulas of others read before them."""
    published, words = made.published, made.words
    summary = made.sheet(words["summary"], title_of(published))
    titles = [list_title(record.id, record.title, published.lang) for record in published.record.lists]
    opened = [made.sheet(title, title) for title in titles]
    for card in published.record.scorecards:
        write_detail(made, card)
    rules = _rules(made)
    tables = [write_ranking(made, record, *sheet) for record, sheet in zip(published.record.lists, opened, strict=True)]
    _summary(made, *summary, tables)
    _near_bounds(made)
    if published.record.appraisal:
        _appraised(made)
    if any(unit.previous or unit.succession for unit in published.record.units):
        _yearly(made)
    if made.charts:
        _drawings(made)
    _kept_cells(made, *rules)


def _summary(made: Book, sheet: Any, row: int, tables: Sequence[ListTable]) -> None:
    published, words, record = made.published, made.words, made.published.record
    for line in (*overall(published), *methods(published)):
        row = made.paragraph(sheet, row, 5, line, _SUMMARY)
    titles = _tier_titles(published)
    heads = [words["list"], words["ranked"], words["unranked"], words["mean"], *titles.values()]
    rows = [
        [
            list_title(one.id, one.title, published.lang),
            len(one.units),
            len(one.unranked),
            _mean(made, one, table),
            *_counts(made, one, table, titles, row + 2),
        ]
        for one, table in zip(record.lists, tables, strict=True)
    ]
    row = made.table(sheet, row + 1, heads, rows, [44, 12, 14, 14, *([14] * len(titles))])
    if rows and 0 < len(titles) <= MOST_SERIES:
        _chart(made, sheet, row - len(rows) - 1, rows, len(titles), row + 2)
        row += 18
    for label, value in (
        (words["ruleset"], f"{record.ruleset.id} {record.ruleset.version}"),
        ("SHA-256", record.ruleset.sha256),
        (words["result"], published.sha256),
        *((words["data"], f"{file.path} {file.sha256}") for file in record.data),
        ("itrank", record.engine),
    ):
        sheet.write_string(row + 1, 0, text_in(f"{label}: {value}"), made.plain)
        row += 1


def _mean(made: Book, record: ListRecord, table: ListTable) -> Cell:
    """Compute the mean of a list's totals in its sheet."""
    if record.mean is None or not record.units:
        return record.mean
    if len(table.held) != len(record.units):
        return Kept(record.mean, "near")
    held = float(round_exactly(sum(table.held, Fraction(0)) / len(table.held), NOISE, "half_up"))
    try:
        surely(held, record.mean, made.digits(record.mean), COARSE)
    except KeptError as kept:
        return Kept(record.mean, kept.why)
    return Live(f"ROUND(AVERAGE({table.cells(POINTS)}),{NOISE})", record.mean)


def _counts(made: Book, record: ListRecord, table: ListTable, titles: Mapping[str, str], head: int) -> Iterator[Cell]:
    """Count the units of a list in each tier by the titles in its sheet, which `head` of the summary has too."""
    in_sheet = [tier_title(made.published, unit).casefold() for unit in listed(made.published, record)]
    for place, (id_, title) in enumerate(titles.items()):
        count = record.tiers.get(id_)
        if count is None or not in_sheet:
            yield count
        elif in_sheet.count(title.casefold()) != count:
            yield Kept(count, "titles")
        else:
            yield Live(f"SUMPRODUCT(({table.cells(TIER)}={letters(4 + place)}${head})*1)", count)


def _chart(made: Book, sheet: Any, head: int, rows: Sequence[Sequence[object]], tiers: int, at: int) -> None:
    """Draw how many units of each list are in each tier."""
    chart = made.book.add_chart({"type": "column", "subtype": "stacked"})
    colours = ("#1B6E3C", "#2F7FBF", "#D98314", "#B3413A", "#7A56A8")
    for place in range(tiers):
        column = 4 + place
        chart.add_series(
            {
                "name": [sheet.name, head, column],
                "categories": [sheet.name, head + 1, 0, head + len(rows), 0],
                "values": [sheet.name, head + 1, column, head + len(rows), column],
                "fill": {"color": colours[place % len(colours)]},
                "gap": 60,
            }
        )
    chart.set_title({"name": made.words["tiers"], "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 320})
    sheet.insert_chart(at, 0, chart)


def _drawings(made: Book) -> None:
    """Draw points by criterion of each scorecard and changes of rank, from the tables of the other sheets."""
    sheet, row = made.sheet(made.words["charts"], made.words["charts"])
    sheet.set_portrait()  # charts stand one below another
    for wanted in made.charts:
        first, last = wanted.first, min(wanted.last, wanted.first + _MOST_BARS - 1)
        stacked = len(wanted.columns) > 1
        chart = made.book.add_chart({"type": "bar", **({"subtype": "stacked"} if stacked else {})})
        for place, column in enumerate(wanted.columns):
            fill = {"color": COLOURS[place % len(COLOURS)] if stacked else "#1B6E3C"}
            chart.add_series(
                {
                    "name": [wanted.sheet.name, wanted.head, column],
                    "categories": [wanted.sheet.name, first, 0, last, 0],
                    "values": [wanted.sheet.name, first, column, last, column],
                    "fill": fill,
                    "gap": 40,
                    **({} if stacked else {"invert_if_negative": True, "invert_if_negative_color": "#A3301F"}),
                }
            )
        cut = made.words["first_rows"].format(n=_MOST_BARS) if last < wanted.last else ""
        chart.set_title({"name": f"{visible(wanted.title)[:200]}{cut}", "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"} if stacked else {"none": True})
        chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
        end = {} if wanted.most is None else {"min": 0, "max": float(wanted.most)}
        chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D8DEE6"}}, **end})
        height = 130 + 20 * (last - first + 1)
        chart.set_size({"width": 860, "height": height})
        sheet.insert_chart(row, 0, chart)
        row += height // 20 + 2
    sheet.set_column(0, 12, 10)
    sheet.print_area(0, 0, row, 12)


def _rules(made: Book) -> tuple[Any, int]:
    """Write what is computed and the table of tiers that formulas read; the sheet, and the row below."""
    published, words = made.published, made.words
    sheet, row = made.sheet(words["rules"], words["rules"])
    for line in (words["rules_live"], words["rules_kept"], words["rules_exact"]):
        row = made.paragraph(sheet, row, 4, line, sum(_RULES))
    rows: list[list[object]] = []
    first = row + 3
    for card in published.record.scorecards:
        if why_tiers_are_kept(card):
            continue
        held = made.tiers.setdefault(card.id, {})
        nodes = {node.id: node for node in card.criteria}
        for tier in card.tiers:
            own: list[list[object]] = [
                [words[side], Plain(bound.amount), words["share" if bound.is_share else "amount"]]
                for side, bound in tier.bounds.items()
            ]
            own += [
                [
                    f"{heading(nodes[asked.node], published.lang)} {words[asked.side]}",
                    Plain(asked.amount),
                    words["amount"],
                ]
                for asked in tier.points_asked or ()
            ]
            cells = [f"'{sheet.name}'!$D${first + len(rows) + place}" for place, _ in enumerate(own)]
            bounds = dict(zip(tier.bounds, cells, strict=False))
            title = f"'{sheet.name}'!$B${first + len(rows)}"
            held[tier.id] = TierCells(title, bounds, cells[len(bounds) :])
            named = [card.title.say(published.lang) or card.id, tier.title.say(published.lang) or tier.id]
            rows += [[*named, *each] for each in own or [[words["rest"], None, ""]]]
    if rows:
        heads = [words[key] for key in ("scorecard", "tier", "condition", "bound", "counted_in")]
        row = made.table(sheet, row + 1, heads, rows, _RULES)
    return sheet, row


def _kept_cells(made: Book, sheet: Any, row: int) -> None:
    """Name the cells that stay values, and say why."""
    words = made.words
    rows = [
        [name, _named(cells, words), "", LIVE[why][made.published.lang], ""] for (name, why), cells in made.kept.items()
    ]
    sheet.write_string(row + 1, 0, words["kept"], made.bold)
    row += 2
    if not rows:
        sheet.write_string(row, 0, words["none_kept"], made.plain)
    for name, cells, _, why, _ in rows:
        row = made.paragraph(sheet, row, 4, f"{name}: {cells}. {why}", sum(_RULES))
    sheet.print_area(0, 0, row, 4)


def _named(cells: Sequence[str], words: Mapping[str, str]) -> str:
    some = ", ".join(cells[:_MOST_NAMED])
    return some if len(cells) <= _MOST_NAMED else words["and_more"].format(cells=some, n=len(cells) - _MOST_NAMED)


def _near_bounds(made: Book) -> None:
    """List who is at most a fiftieth of the maximum from a better tier's bound."""
    published, words = made.published, made.words
    rows = []
    for near in near_bounds(published, published.record.units):
        unit, total, bound = near.unit, near.total, near.bound
        texts = show_gap(total, bound, published.record.digits, published.lang)
        told = [Shown(value, text) for value, text in zip((total, bound - total, bound), texts, strict=True)]
        at = told[2] if near.side == "at_least" else words[near.side].format(bound=texts[2])
        lacking = told[1] if near.gap_side == "too_few" else words[near.gap_side].format(gap=texts[1])
        asked = tier_asked(published, near.tier, unit)
        rows.append([unit.name, told[0], tier_title(published, unit), asked, at, lacking])
    sheet, row = made.sheet(words["near"], words["near_heading"].format(points=printed_plainly(NEAR * 100, published)))
    heads = [words[key] for key in ("unit", "points", "tier", "next_tier", "bound", "missing")]
    made.table(sheet, row, heads, rows, [48, 12, 16, 16, 12, 12])
    if not rows:
        sheet.write_string(row + 1, 0, words["nobody"], made.plain)


def _appraised(made: Book) -> None:
    """List what each unit declared beside what was recognised: its total, and each criterion that differs, with why."""
    published, words = made.published, made.words
    sheet, row = made.sheet(words["appraisal"], words["appraisal"], pages=1)
    rows: list[list[object]] = []
    for unit in published.record.units:
        if not unit.declared:
            continue
        rows.append([unit.name, words["whole"], *_pair(made, unit.declared.total, unit.total, row + 2 + len(rows)), ""])
        nodes = {node.id: node for node in nodes_of(published, unit.scorecard)}
        for told in unit.criteria:
            node = nodes[told.id]
            declared, score = told.declared_score, told.score
            if node.children or declared == score:
                continue
            why = [row.reason for row in corrections_of(unit, node)]
            title = heading(node, published.lang)
            rows.append([unit.name, title, *_pair(made, declared, score, row + 2 + len(rows)), "; ".join(why)])
    heads = [words[key] for key in ("unit", "criterion", "declared", "appraised", "difference", "reason")]
    end = made.table(sheet, row, heads, rows, [36, 44, 12, 12, 12, 50])
    _finished(made, sheet, row, end, len(heads), changed=4)


def _pair(made: Book, declared: Fraction | None, now: Fraction | None, row: int) -> tuple[object, object, object]:
    """Give two figures and their difference, computed where there are both."""
    return declared, now, _difference(made, ("C", declared), ("D", now), row)


def _difference(
    made: Book, older: tuple[str, Fraction | None], newer: tuple[str, Fraction | None], row: int
) -> Live | Kept | None:
    """Compute what the second of two cells of a row is above the first."""
    (column, before), (other, now) = older, newer
    if before is None or now is None:
        return None
    cells = {column: before, other: now}
    part = cleaned(Part("-", (at(other), at(column))))
    try:
        checked(
            part,
            now - before,
            Points(cells, {key: float(each) for key, each in cells.items()}),
            made.digits(now - before),
        )
    except KeptError as kept:
        return Kept(now - before, kept.why)
    return Live(text_of(part, lambda letter: f"{letter}{row}"), now - before)


def _yearly(made: Book) -> None:
    """Hold each ranked unit against its last year, and say where nothing can be compared."""
    published, words = made.published, made.words
    sheet, row = made.sheet(words["yearly"], words["yearly"], pages=1)
    rows: list[list[object]] = []
    for record in published.record.lists:
        for unit in listed(published, record):
            before = unit.previous
            old = before.total if before else None
            note = unit.succession.say(published.lang) if unit.succession else ""
            comparable = unit.total_change is not None
            live = _difference(made, ("E", old), ("F", unit.total), row + 2 + len(rows)) if comparable else None
            rows.append(
                [unit.name, previous_rank(unit), unit.rank, unit.rank_change, old,
                 unit.total, live, note]
            )  # fmt: skip
    heads = [
        words[key] for key in ("unit", "before", "rank", "change", "points_before", "points", "points_change", "note")
    ]
    end = made.table(sheet, row, heads, rows, [44, 12, 8, 12, 14, 12, 14, 40])
    if any(cells[3] for cells in rows):
        made.charts.append(Wanted(words["rank_change"], sheet, row, row + 1, end - 1, (3,)))
    _finished(made, sheet, row, end, len(heads), changed=3)


def _finished(made: Book, sheet: Any, row: int, end: int, columns: int, *, changed: int) -> None:
    """Let a table be filtered, keep its head in view and on every page, and colour what rose and fell."""
    if end > row + 1:
        sheet.autofilter(row, 0, end - 1, columns - 1)
        for sign, form in ((">", made.up), ("<", made.down)):
            held = {"type": "cell", "criteria": sign, "value": 0, "format": form}
            sheet.conditional_format(row + 1, changed, end - 1, changed, held)
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    sheet.print_area(0, 0, max(end - 1, row), columns - 1)


def _tier_titles(published: Published) -> Mapping[str, str]:
    return {
        tier.id: tier.title.say(published.lang) or tier.id
        for card in published.record.scorecards
        for tier in card.tiers
    }
