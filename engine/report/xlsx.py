"""A result as a workbook: summary, a ranking for each list, detail by criterion, who stands near a bound.

Numbers are numbers, shown with the digits of the ruleset; a binary fraction of 15 digits is all that a workbook holds,
so that the exact values stay in the result. Every text is written as text, so that no name becomes a formula.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from fractions import Fraction
from typing import Any, NamedTuple

from ..files.visible import visible
from ..model.findings import Finding, Place, finding
from ..result.contract import ListRecord, NodeRecord, ScorecardRecord, UnitRecord
from ..result.numbers import show, show_gap
from ..result.published import Published
from .charts import COLOURS
from .facts import (
    corrections_of,
    heading,
    listed,
    marks,
    nodes_of,
    previous_rank,
    printed_plainly,
    stated_day,
    tier_title,
    titled,
    unranked,
)
from .text import methods, overall
from .tiers import NEAR, failed_lines, near_bounds, tier_asked, total_of
from .words import BOOK

_LONGEST_SHEET, _LONGEST_TEXT = 31, 32_000
_DIGITS = 15  # that a number cell holds, the sign and the decimal comma among them
_COLUMNS = 14  # of detail on a page
MOST_SHEETS = 1_000
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576  # of a sheet of Excel; the library leaves out what is beyond, in silence
_MOST_SERIES = 255  # of a chart of Excel
_MOST_BARS = 40  # of a chart
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class _TooLargeError(Exception):
    """Ends a workbook that Excel cannot hold: how many sheets, columns or rows there are, and how many there may be."""

    def __init__(self, count: int, limit: int, vi: str, en: str) -> None:
        super().__init__(en)
        self.params: dict[str, Any] = {"count": count, "limit": limit, "what": vi, "what_en": en}


def workbook(published: Published) -> bytes | tuple[Finding, ...]:
    """Make the workbook of a result; the same result gives the same bytes. One that Excel cannot hold is a finding.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    import xlsxwriter  # noqa: PLC0415  # an extra

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _title(published), "created": datetime.combine(stated_day(published), time())})
    made = _Book(published, book)
    try:
        _fill(made)
    except _TooLargeError as error:
        return (finding("ITR956", Place(published.path), **error.params),)
    book.close()
    return stream.getvalue()


def _title(published: Published) -> str:
    return _text(titled(published))[:250]


def _text(text: str) -> str:
    """Give a text as a cell holds it: nothing in it is hidden, and Excel takes no more than 32,767 signs."""
    return visible(text)[:_LONGEST_TEXT]


class _Live(NamedTuple):
    """A formula of ours with its value: `{row}` in it is the row that it stands in, from 1."""

    formula: str
    value: Fraction


class _Shown(NamedTuple):
    """A number with the text that it must not fall short of: with fewer places it would lie on a bound."""

    value: Fraction
    text: str


class _Wanted(NamedTuple):
    """A chart of a table's first rows: its title, the table's sheet, its rows, and the columns of the series."""

    title: str
    sheet: Any
    head: int
    first: int
    last: int
    columns: tuple[int, ...]


_SUMMARY = 100  # characters in a line over the columns of the summary
_RANKING = (8, 48, 12, 12, 16, 12, 12)  # widths of its columns, in characters


class _Book:
    """A workbook that is being made: its formats, and sheets that all begin and print alike."""

    def __init__(self, published: Published, book: Any) -> None:
        self.published, self.book = published, book
        self.words = {key: both[published.lang] for key, both in BOOK.items()}
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        self.plain = book.add_format(base)
        self.wrapped = book.add_format({**base, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({**base, "bold": True, "font_size": 14})
        self.mark = book.add_format({**base, "bold": True, "font_color": "#8A1C1C"})
        self.head = book.add_format(
            {**base, "bold": True, "text_wrap": True, "align": "center", "border": 1, "bg_color": "#E8EDF3"}
        )
        self.cell = book.add_format({**base, "border": 1})
        self.told = book.add_format({**base, "border": 1, "text_wrap": True})
        self.whole = book.add_format({**base, "border": 1, "align": "center"})
        self._points = {**base, "border": 1}
        self._by_digits: dict[int, Any] = {}
        self.up = book.add_format({"font_color": "#1B6E3C"})
        self.down = book.add_format({"font_color": "#A3301F"})
        self.names: set[str] = set()
        self.charts: list[_Wanted] = []

    def sheet(self, name: str, heading: str, *, pages: int = 1) -> tuple[Any, int]:
        """Begin a sheet: its marks, its heading, its page; the row below."""
        if len(self.names) >= MOST_SHEETS:
            lists, cards = len(self.published.record.lists), len(self.published.record.scorecards)
            raise _TooLargeError(
                lists + cards,
                MOST_SHEETS,
                "trang tính, mỗi danh sách và bảng điểm một trang",
                "sheets, one for each list and scorecard",
            )
        made = self.book.add_worksheet(self._free(name))
        signs = " · ".join(marks(self.published))
        row = 0
        if signs:
            made.write_string(row, 0, signs, self.mark)
            row += 1
        made.write_string(row, 0, _text(heading), self.bold)
        made.set_paper(9)
        if pages > 1:
            made.set_landscape()
        made.fit_to_pages(pages, 0)
        # & begins a code in headers; what stands for itself is doubled.
        made.set_header(f"&C{signs}" if signs else "")
        made.set_footer(f"&L{_title(self.published).replace('&', '&&')[:150]}&R&P/&N")
        return made, row + 2

    def table(
        self, made: Any, row: int, heads: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[int]
    ) -> int:
        """Write a table: numbers as numbers, ranks and changes as whole numbers, all else as text; the row below."""
        if len(heads) > MOST_COLUMNS:
            raise _TooLargeError(len(heads), MOST_COLUMNS, "cột trong một trang", "columns in a sheet")
        if row + 1 + len(rows) > MOST_ROWS:
            raise _TooLargeError(row + 1 + len(rows), MOST_ROWS, "dòng trong một trang", "rows in a sheet")
        made.set_row(row, 36)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            made.write_string(row, column, _text(head), self.head)
            made.set_column(column, column, width)
        for number, cells in enumerate(rows, start=row + 1):
            made.set_row(number, 20)
            for column, cell in enumerate(cells):
                self._put(made, number, column, cell)
        return row + 1 + len(rows)

    def _put(self, made: Any, row: int, column: int, cell: object) -> None:
        match cell:
            case None:
                made.write_blank(row, column, None, self.cell)
            case int():
                made.write_number(row, column, cell, self.whole)
            case Fraction():
                made.write_number(row, column, float(cell), self.points(cell))
            case _Shown(value, text):
                places = len(text.replace(",", ".").partition(".")[2])
                if len(text) > _DIGITS:  # more than a number cell holds
                    made.write_string(row, column, text, self.cell)
                else:
                    made.write_number(row, column, float(value), self.points(value, places))
            case _Live():
                # Rounded where binary fractions leave noise; the exact difference is in the result.
                live = f"=ROUND({cell.formula.format(row=row + 1)},10)"
                made.write_formula(row, column, live, self.points(cell.value), float(cell.value))
            case _:
                made.write_string(row, column, _text(str(cell)), self.cell)

    def points(self, amount: Fraction, least: int = 0) -> Any:
        """Give the format of points: as many decimals as the ruleset has printed, else as many as this number has, up to six."""
        digits = self.published.record.show
        if digits is None:
            digits = len(show(amount, None, "en").partition(".")[2])
        digits = max(digits, least)
        if digits not in self._by_digits:
            shown = f"0.{'0' * digits}".rstrip(".")
            self._by_digits[digits] = self.book.add_format({**self._points, "num_format": shown})
        return self._by_digits[digits]

    def _free(self, name: str) -> str:
        """Give a name that a sheet may have and none has."""
        wanted = (" ".join(visible(name).translate(_FORBIDDEN).split()) or "-")[:_LONGEST_SHEET].strip()
        made, number = wanted, 1
        while made.casefold() in self.names:
            number += 1
            made = f"{wanted[: _LONGEST_SHEET - 4].strip()} {number}"
        self.names.add(made.casefold())
        return made


def _fill(made: _Book) -> None:
    published = made.published
    _summary(made)
    for record in published.record.lists:
        _ranking(made, record)
    for card in published.record.scorecards:
        _detail(made, card)
    _near_bounds(made)
    if published.record.appraisal:
        _appraised(made)
    if any(unit.previous or unit.succession for unit in published.record.units):
        _yearly(made)
    if made.charts:
        _drawings(made)


def _summary(made: _Book) -> None:
    published, words, record = made.published, made.words, made.published.record
    sheet, row = made.sheet(words["summary"], _title(published))
    for line in (*overall(published), *methods(published)):
        row = _paragraph(made, sheet, row, 5, line, _SUMMARY)
    titles = _tier_titles(published)
    heads = [words["list"], words["ranked"], words["unranked"], words["mean"], *titles.values()]
    rows = [
        [
            one.title.say(published.lang) or words["all_units"],
            len(one.units),
            len(one.unranked),
            one.mean,
            *(one.tiers.get(id_) for id_ in titles),
        ]
        for one in record.lists
    ]
    row = made.table(sheet, row + 1, heads, rows, [44, 12, 14, 14, *([14] * len(titles))])
    if rows and 0 < len(titles) <= _MOST_SERIES:
        _chart(made, sheet, row - len(rows) - 1, rows, len(titles), row + 2)
        row += 18
    for label, value in (
        (words["ruleset"], f"{record.ruleset.id} {record.ruleset.version}"),
        ("SHA-256", record.ruleset.sha256),
        (words["result"], published.sha256),
        *((words["data"], f"{file.path} {file.sha256}") for file in record.data),
        ("itrank", record.engine),
    ):
        sheet.write_string(row + 1, 0, _text(f"{label}: {value}"), made.plain)
        row += 1


def _paragraph(made: _Book, sheet: Any, row: int, last: int, line: str, width: int) -> int:
    """Write a sentence over the columns to the last, high enough to be read; the row below."""
    sheet.merge_range(row, 0, row, last, "", made.wrapped)
    sheet.write_string(row, 0, _text(line), made.wrapped)
    sheet.set_row(row, min(18 * (1 + len(line) // width) + 2, 400))
    return row + 1


def _chart(made: _Book, sheet: Any, head: int, rows: Sequence[Sequence[object]], tiers: int, at: int) -> None:
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


def _drawings(made: _Book) -> None:
    """Draw points by criterion of each scorecard and changes of rank, from the tables of the other sheets."""
    sheet, row = made.sheet(made.words["charts"], made.words["charts"])
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
        chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D8DEE6"}}})
        height = 130 + 20 * (last - first + 1)
        chart.set_size({"width": 860, "height": height})
        sheet.insert_chart(row, 0, chart)
        row += height // 20 + 2
    sheet.set_column(0, 12, 10)
    sheet.print_area(0, 0, row, 12)


def _ranking(made: _Book, record: ListRecord) -> None:
    published, words = made.published, made.words
    title = record.title.say(published.lang) or words["all_units"]
    sheet, row = made.sheet(title, title)
    heads = [words[key] for key in ("rank", "unit", "points", "max", "tier", "before", "change")]
    rows = [
        [
            unit.rank if unit.rank_printed == str(unit.rank) else unit.rank_printed,
            unit.name,
            _total(published, unit),
            unit.max,
            tier_title(published, unit),
            previous_rank(unit),
            unit.rank_change,
        ]
        for unit in listed(published, record)
    ]
    end = made.table(sheet, row, heads, rows, _RANKING)
    if rows:
        sheet.autofilter(row, 0, end - 1, len(heads) - 1)
        sheet.conditional_format(
            row + 1,
            2,
            end - 1,
            2,
            {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "min_value": 0},
        )
        for sign, form in ((">", made.up), ("<", made.down)):
            sheet.conditional_format(
                row + 1, 6, end - 1, 6, {"type": "cell", "criteria": sign, "value": 0, "format": form}
            )
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)
    left_out = unranked(published, record)
    if failed := failed_lines(published, [*listed(published, record), *left_out]):
        sheet.write_string(end + 1, 0, words["failed"], made.bold)
        end += 2
        for line in failed:
            end = _paragraph(made, sheet, end, len(heads) - 1, line, sum(_RANKING))
    if left_out:
        sheet.write_string(end + 1, 0, words["unranked"], made.bold)
        reasons = [[None, unit.name, unit.reason.say(published.lang) if unit.reason else "–"] for unit in left_out]
        top, width = end + 2, sum(_RANKING[2:])
        end = made.table(sheet, top, ["", words["unit"], words["reason"]], reasons, _RANKING[:3])
        sheet.merge_range(top, 2, top, len(heads) - 1, words["reason"], made.head)
        for number, (*_, reason) in enumerate(reasons, start=top + 1):
            sheet.merge_range(number, 2, number, len(heads) - 1, _text(str(reason)), made.told)
            sheet.set_row(number, 20 * (1 + len(str(reason)) // width))
    sheet.print_area(0, 0, max(end, row), len(heads) - 1)


def _total(published: Published, unit: UnitRecord) -> object:
    total = unit.total
    return None if total is None else _Shown(total, total_of(published, unit))


def _detail(made: _Book, card: ScorecardRecord) -> None:
    """Write units in rows and criteria in columns, with the maxima above."""
    published, words = made.published, made.words
    nodes = [node for node in nodes_of(published, card.id) if node.role != "unscored"]
    units = [unit for unit in published.record.units if unit.scorecard == card.id]
    if not units:
        return
    title = card.title.say(published.lang) or card.id
    sheet, row = made.sheet(
        f"{words['detail']} {title}", f"{words['detail']}: {title}", pages=2 + len(nodes) // _COLUMNS
    )
    heads = [
        words["unit"],
        *(heading(node, published.lang) for node in nodes),
    ]
    maxima = [words["max"], *(node.max for node in nodes)]
    order = {unit.id: place for place, unit in enumerate(units)}
    units.sort(key=lambda unit: (unit.list, unit.rank is None, unit.rank or 0, order[unit.id]))
    rows = [maxima, *([unit.name, *_scores(unit, nodes)] for unit in units)]
    end = made.table(sheet, row, heads, rows, [40, *([13] * len(nodes))])
    sheet.set_row(row, 96)
    sheet.freeze_panes(row + 2, 1)
    sheet.repeat_rows(row, row + 1)
    sheet.repeat_columns(0)
    sheet.autofilter(row, 0, end - 1, len(heads) - 1)
    root = nodes[0].id  # below the heads stand the maxima, which are no unit's
    parts = [
        column for column, node in enumerate(nodes, start=1) if node.parent == root and node.role in {"scored", "bonus"}
    ]
    if 0 < len(parts) <= _MOST_SERIES:
        made.charts.append(_Wanted(f"{words['by_criterion']}: {title}", sheet, row, row + 2, end - 1, tuple(parts)))


def _scores(unit: UnitRecord, nodes: Sequence[NodeRecord]) -> Iterator[Fraction | None]:
    made = {criterion.id: criterion for criterion in unit.criteria}
    for node in nodes:
        yield made[node.id].score


def _near_bounds(made: _Book) -> None:
    """List who is at most a fiftieth of the maximum below the next tier's bound."""
    published, words = made.published, made.words
    rows = []
    for unit, total, tier, bound, strict in near_bounds(published, published.record.units):
        texts = show_gap(total, bound, published.record.digits, published.lang)
        told = [_Shown(value, text) for value, text in zip((total, bound - total, bound), texts, strict=True)]
        at = words["over"].format(bound=texts[2]) if strict else told[2]
        lacking = told[1] if bound > total else "–"
        rows.append([unit.name, told[0], tier_title(published, unit), tier_asked(published, tier, unit), at, lacking])
    sheet, row = made.sheet(words["near"], words["near_heading"].format(points=printed_plainly(NEAR * 100, published)))
    heads = [words[key] for key in ("unit", "points", "tier", "next_tier", "bound", "missing")]
    made.table(sheet, row, heads, rows, [48, 12, 16, 16, 12, 12])
    if not rows:
        sheet.write_string(row + 1, 0, words["nobody"], made.plain)


def _appraised(made: _Book) -> None:
    """List what each unit declared beside what was recognised: its total, and each criterion that differs, with why."""
    published, words = made.published, made.words
    rows: list[list[object]] = []
    for unit in published.record.units:
        if not unit.declared:
            continue
        rows.append([unit.name, words["whole"], *_pair(unit.declared.total, unit.total), ""])
        nodes = {node.id: node for node in nodes_of(published, unit.scorecard)}
        for told in unit.criteria:
            node = nodes[told.id]
            declared, score = told.declared_score, told.score
            if node.children or declared == score:
                continue
            why = [row.reason for row in corrections_of(unit, node)]
            title = heading(node, published.lang)
            rows.append([unit.name, title, *_pair(declared, score), "; ".join(why)])
    sheet, row = made.sheet(words["appraisal"], words["appraisal"], pages=1)
    heads = [words[key] for key in ("unit", "criterion", "declared", "appraised", "difference", "reason")]
    end = made.table(sheet, row, heads, rows, [36, 44, 12, 12, 12, 50])
    _finished(made, sheet, row, end, len(heads), changed=4)


def _pair(declared: Fraction | None, now: Fraction | None) -> tuple[object, object, object]:
    """Give two figures and their difference, live where there are both."""
    live = None if declared is None or now is None else _Live("D{row}-C{row}", now - declared)
    return declared, now, live


def _yearly(made: _Book) -> None:
    """Hold each ranked unit against its last year, and say where nothing can be compared."""
    published, words = made.published, made.words
    rows: list[list[object]] = []
    for record in published.record.lists:
        for unit in listed(published, record):
            before = unit.previous
            old = before.total if before else None
            change = unit.total_change
            note = unit.succession.say(published.lang) if unit.succession else ""
            live = None if change is None else _Live("F{row}-E{row}", change)
            rows.append(
                [unit.name, previous_rank(unit), unit.rank, unit.rank_change, old,
                 unit.total, live, note]
            )  # fmt: skip
    sheet, row = made.sheet(words["yearly"], words["yearly"], pages=1)
    heads = [
        words[key] for key in ("unit", "before", "rank", "change", "points_before", "points", "points_change", "note")
    ]
    end = made.table(sheet, row, heads, rows, [44, 12, 8, 12, 14, 12, 14, 40])
    if any(cells[3] for cells in rows):
        made.charts.append(_Wanted(words["rank_change"], sheet, row, row + 1, end - 1, (3,)))
    _finished(made, sheet, row, end, len(heads), changed=3)


def _finished(made: _Book, sheet: Any, row: int, end: int, columns: int, *, changed: int) -> None:
    """Let a table be filtered, keep its head in view and on every page, and colour what rose and fell."""
    if end > row + 1:
        sheet.autofilter(row, 0, end - 1, columns - 1)
        for sign, form in ((">", made.up), ("<", made.down)):
            held = {"type": "cell", "criteria": sign, "value": 0, "format": form}
            sheet.conditional_format(row + 1, changed, end - 1, changed, held)
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    sheet.set_landscape()
    sheet.print_area(0, 0, max(end - 1, row), columns - 1)


def _tier_titles(published: Published) -> Mapping[str, str]:
    return {
        tier.id: tier.title.say(published.lang) or tier.id
        for card in published.record.scorecards
        for tier in card.tiers
    }
