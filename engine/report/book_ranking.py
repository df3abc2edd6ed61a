"""The sheet of a list: ranks, totals and tiers, computed from the sheets of scorecards, and who has no rank."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ..files.tables import letters
from ..formula.excel import MOST_DIGITS, at
from ..formula.excel_text import text_of
from ..result.contract import ABSENT, ListRecord, RankingRecord, UnitRecord
from ..result.published import Published
from .book import LONGEST_NUMBER, Book, Cell, Kept, Live, Plain, Shown, text_in
from .facts import heading, listed, previous_rank, printed, scorecard, tier_title, unranked
from .live import (
    COARSE,
    NO_SCORE,
    Compared,
    KeptError,
    TierWriter,
    cleaned,
    compared,
    rank_part,
    ranks_of,
    surely,
    why_ranks_are_kept,
    why_rows_are_kept,
    why_tiers_are_kept,
)
from .tiers import failed_lines, total_of

_BY_TOTAL = RankingRecord("highest", "standard", None, (), ABSENT)
POINTS, TIER, _BEFORE, _CHANGE = 2, 4, 5, 6  # columns
_RANKING = (8, 40, 12, 12, 16, 12, 12)  # widths of its columns, in characters


class ListTable(NamedTuple):
    """The table of a list: its sheet, the numbers of its first and last row, and the totals that its cells hold."""

    sheet: str
    first: int
    last: int
    held: Sequence[Fraction]

    def cells(self, column: int) -> str:
        """Name the cells of a column."""
        return f"'{self.sheet}'!{letters(column)}${self.first}:{letters(column)}${self.last}"


def write_ranking(made: Book, record: ListRecord, sheet: Any, row: int) -> ListTable:
    """Write the sheet of a list; where its table is."""
    table, head, rows = _ranked(made, record, sheet.name, row)
    end = made.table(sheet, row, head, rows, (*_RANKING, *([22] * (len(head) - len(_RANKING)))))
    if rows:
        _coloured(made, sheet, row, end, len(head))
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)
    end = _beside(made, record, sheet, end, len(head))
    sheet.print_area(0, 0, max(end, row), len(head) - 1)
    return table


def _ranked(made: Book, record: ListRecord, sheet: str, row: int) -> tuple[ListTable, list[str], list[list[object]]]:
    """Give the table of the units with a rank: where it will be, its heads and its rows."""
    published, words = made.published, made.words
    units, breaks = listed(published, record), _tie_nodes(published, record)
    totals = [_total(made, unit) for unit in units]
    ties = [[_tied(made, unit, id_) for id_ in breaks] for unit in units]
    table = ListTable(sheet, row + 2, row + 1 + len(units), [held for _, held in totals if held is not None])
    held = [tuple(number for _, number in (total, *own)) for total, own in zip(totals, ties, strict=True)]
    ranks = _ranks(published, record, held, table)
    rows: list[list[object]] = [
        [
            rank,
            unit.name,
            total,
            None if unit.max is None else Plain(unit.max),
            _tier(made, unit, number),
            previous_rank(unit),
            _change(unit, rank, number),
            *(part for part, _ in own),
        ]
        for number, (rank, unit, (total, _), own) in enumerate(
            zip(ranks, units, totals, ties, strict=True), start=table.first
        )
    ]
    nodes = {node.id: node for card in published.record.scorecards for node in card.criteria}
    heads = [words[key] for key in ("rank", "unit", "points", "max", "tier", "before", "change")]
    heads += [words["tie_break"].format(title=heading(nodes[id_], published.lang)) for id_ in breaks]
    return table, heads, rows


def _coloured(made: Book, sheet: Any, row: int, end: int, columns: int) -> None:
    """Let a ranking be filtered, draw a bar behind its points, and colour who rose and who fell."""
    sheet.autofilter(row, 0, end - 1, columns - 1)
    bar = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "min_value": 0}
    sheet.conditional_format(row + 1, POINTS, end - 1, POINTS, bar)
    for sign, form in ((">", made.up), ("<", made.down)):
        held = {"type": "cell", "criteria": sign, "value": 0, "format": form}
        sheet.conditional_format(row + 1, _CHANGE, end - 1, _CHANGE, held)


def _beside(made: Book, record: ListRecord, sheet: Any, end: int, columns: int) -> int:
    """Write below a ranking which conditions failed and who has no rank; the row below."""
    published, words = made.published, made.words
    left_out = unranked(published, record)
    if failed := failed_lines(published, [*listed(published, record), *left_out]):
        sheet.write_string(end + 1, 0, words["failed"], made.bold)
        end += 2
        for line in failed:
            end = made.paragraph(sheet, end, columns - 1, line, sum(_RANKING))
    if left_out:
        sheet.write_string(end + 1, 0, words["unranked"], made.bold)
        reasons = [[None, unit.name, unit.reason.say(published.lang) if unit.reason else "–"] for unit in left_out]
        top, width = end + 2, sum(_RANKING[2:])
        end = made.table(sheet, top, ["", words["unit"], words["reason"]], reasons, _RANKING[:3])
        sheet.merge_range(top, 2, top, columns - 1, words["reason"], made.head)
        for number, (*_, reason) in enumerate(reasons, start=top + 1):
            sheet.merge_range(number, 2, number, columns - 1, text_in(str(reason)), made.told)
            sheet.set_row(number, 20 * (1 + len(str(reason)) // width))
    return end


def _rankings(published: Published, record: ListRecord) -> list[RankingRecord]:
    """Give how each scorecard of a list ranks; one that does not say so ranks by totals, the highest first."""
    named = dict.fromkeys(unit.scorecard for unit in listed(published, record))
    cards = [scorecard(published, id_) for id_ in named]
    return [card.ranking or _BY_TOTAL for card in cards if card is not None] or [_BY_TOTAL]


def _tie_nodes(published: Published, record: ListRecord) -> tuple[str, ...]:
    """Give the nodes that part the ties of a list, where they have columns."""
    rankings = _rankings(published, record)
    return () if not record.units or why_ranks_are_kept(rankings) else rankings[0].tie_nodes or ()


def _total(made: Book, unit: UnitRecord) -> tuple[Cell, Fraction | None]:
    """Give a unit's total, of its row of the detail where that is sure, and the number that is compared."""
    total, card = unit.total, scorecard(made.published, unit.scorecard)
    if total is None or card is None:
        return None, None
    return _referred(made, unit, card.criteria[0].id, Shown(total, total_of(made.published, unit)))


def _tied(made: Book, unit: UnitRecord, id_: str) -> tuple[Cell, Fraction | None]:
    """Give what parts a tie."""
    points = next(criterion.score for criterion in unit.criteria if criterion.id == id_)
    if points is None:
        return None, NO_SCORE
    cell, held = _referred(made, unit, id_, Shown(points, printed(points, made.published)))
    return cell, held if points >= 0 else None


def _referred(made: Book, unit: UnitRecord, id_: str, shown: Shown) -> tuple[Cell, Fraction | None]:
    """Give points as they stand in the detail, to the decimals with which they are compared."""
    points = next(criterion.score for criterion in unit.criteria if criterion.id == id_)
    held = compared(shown.value) if len(shown.text) <= LONGEST_NUMBER and shown.places <= MOST_DIGITS else None
    if held is None or points != shown.value or (unit.id, id_) not in made.cells:
        return Kept(shown, "near"), None
    try:
        surely(float(held), shown.value, made.digits(shown.value, shown.places), COARSE)
    except KeptError as kept:
        return Kept(shown._replace(value=held), kept.why), held
    return Live(text_of(cleaned(at(made.cells[unit.id, id_]), MOST_DIGITS), str), shown), held


def _ranks(published: Published, record: ListRecord, held: Sequence[Compared], table: ListTable) -> Iterator[Cell]:
    """Give the ranks of a list, each computed from its sheet where that is surely the engine's."""
    units, rankings = listed(published, record), _rankings(published, record)
    ranking = rankings[0]
    if why := why_ranks_are_kept(rankings) or why_rows_are_kept(ranking, held):
        yield from (Kept(_rank(unit), why) for unit in units)
        return
    columns = [letters(POINTS), *(letters(len(_RANKING) + place) for place, _ in enumerate(ranking.tie_break))]
    rows = table.first, table.last
    gaps = {place for row in held for place, each in enumerate(row) if place and each == NO_SCORE}
    for row, (unit, rank) in enumerate(zip(units, ranks_of(ranking, held), strict=True), start=table.first):
        if rank != unit.rank or _rank(unit) != unit.rank:
            yield Kept(_rank(unit), "near" if rank != unit.rank else "printed")
        else:
            yield Live(text_of(rank_part(ranking, columns, row, rows, gaps), str), unit.rank)


def _rank(unit: UnitRecord) -> int | str | None:
    """Give a rank as a number where it is printed as one."""
    return unit.rank if unit.rank_printed == str(unit.rank) else unit.rank_printed


def _tier(made: Book, unit: UnitRecord, row: int) -> Cell:
    """Give a unit's tier, computed from its points and its maximum where that is surely the engine's."""
    card, title = scorecard(made.published, unit.scorecard), tier_title(made.published, unit)
    if card is None or not card.tiers:
        return title
    if why := why_tiers_are_kept(card):
        return Kept(title, why)
    cells = f"{letters(POINTS)}{row}", f"{letters(POINTS + 1)}{row}"
    try:
        part = TierWriter(card, made.tiers[card.id], cells, lambda id_: made.cells[unit.id, id_]).write(unit)
    except KeptError as kept:
        return Kept(title, kept.why)
    return Live(text_of(part, str), title)


def _change(unit: UnitRecord, rank: object, row: int) -> Cell:
    """Give a change of rank, computed where both ranks are numbers."""
    if unit.rank_change is None or not isinstance(rank, Live) or not isinstance(previous_rank(unit), int):
        return unit.rank_change
    return Live(f"{letters(_BEFORE)}{row}-A{row}", unit.rank_change)
