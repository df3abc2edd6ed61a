"""Decide which rows of a table are units: totals, numbers of columns, titles of blocks and signatures are none.

A row whose unit is known, from a list of units, the ruleset or a mapping, is always read, whatever it looks like.
What may be a unit or not is an error that names the row; nothing is left out without a word.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from ..files.naming import fold
from ..files.surroundings import has_number
from ..files.tables import only
from ..model.observed import Heading, Table
from .mapping import Guide
from .report import Report
from .row_facts import About, Known, Rows, Verdict
from .row_headings import judge_headings
from .row_numbering import judge_numbering
from .row_report import tell_doubt, tell_rows, tell_signature, tell_total
from .row_signatures import judge_signatures
from .row_totals import TOTAL, judge_doubtful_totals, judge_totals
from .row_words import is_signed, key_of, total_in, words_of


def units_of(
    table: Table,
    about: About,
    guide: Guide,
    known: Known,
    report: Report,
    *,
    is_roll: bool = False,
    is_sure: bool = True,
) -> Table:
    """Give a wide table without the rows that are no units, and say of each why.

    Args:
        table: the table.
        about: its columns.
        guide: to its file.
        known: the units that are known.
        report: takes the findings.
        is_roll: whether it is a table of units; what it says more of than a name is one.
        is_sure: whether a row in doubt is an error; else it is a unit.
    """
    if max(about.id, about.name) < 0 or not table.rows:
        return table
    kept, headings = rows_of_units(Rows(table, about, guide, known, is_roll=is_roll), report, is_sure=is_sure)
    return table if len(kept) == len(table.rows) else only(table, kept, headings)


def rows_of_units(rows: Rows, report: Report, *, is_sure: bool = True) -> tuple[list[int], list[Heading | None]]:
    """Give the numbers of the rows that are units, and the heading of each; say of each other row why it is none."""
    judged = _judge(rows)
    if not is_sure:
        judged = _without_doubts(judged)
    kept = [row for row in range(len(rows.table.rows)) if row not in judged and any(rows.table.rows[row])]
    return kept, tell_rows(rows, judged, kept, report)


def units_of_long(table: Table, unit: int, column: int, guide: Guide, known: Known, report: Report) -> Table:
    """Give a long table without the rows of totals and signatures, and say of each name why.

    Args:
        table: the table.
        unit: its column of units.
        column: its column of inputs.
        guide: to its file.
        known: the units that are known.
        report: takes the findings.
    """
    signs: dict[str, str] = {}
    kept = []
    for row, cells in enumerate(table.rows):
        name = cells[unit]
        if name not in signs:
            signs[name] = _sign_of(name, guide, known)
            if signs[name] == "whole":
                tell_total(table, row, unit, name, report)
            elif signs[name] == "start" and not known.is_list:
                tell_doubt(table, row, unit, name, TOTAL, guide, report)
        if key_of(name) not in known.names and _is_signature(cells, column):
            tell_signature(table, row, " · ".join(filter(None, cells)), report, is_last=False)
        elif signs[name] != "whole":
            kept.append(row)
    return table if len(kept) == len(table.rows) else only(table, kept)


def _sign_of(name: str, guide: Guide, known: Known) -> str:
    """Say whether a name is that of totals, as `total_in`; one of a known unit is not."""
    return "" if key_of(name) in known.names or fold(name) in guide.units else total_in(name)


def _is_signature(cells: Sequence[str], column: int) -> bool:
    """Whether a row of a long table names no input, and is a signature or a note."""
    return not cells[column] and any(map(is_signed, cells)) and not has_number(cells)


def _judge(rows: Rows) -> dict[int, Verdict]:
    """Say of each row that is none, or may be none, what it is."""
    judged: dict[int, Verdict] = {}
    unknown = [row for row in range(len(rows.table.rows)) if not rows.is_known(row)]
    left = partial(_left, unknown, judged)
    judge_numbering(rows, unknown, judged)
    judge_signatures(rows, left(), judged)
    rows.titles |= {words_of(rows.name(row)) for row in left() if rows.is_bare(row)} - {()}
    signs = judge_totals(rows, left(), judged)
    judge_headings(rows, [row for row in left() if row not in signs], judged)
    if rows.known.is_list:
        return _without_doubts(judged)
    judge_doubtful_totals(rows, signs, judged)
    assert judged.keys() <= {*unknown}, "a row of a known unit is always read"
    return judged


def _left(unknown: Sequence[int], judged: Collection[int]) -> list[int]:
    return [row for row in unknown if row not in judged]


def _without_doubts(judged: Mapping[int, Verdict]) -> dict[int, Verdict]:
    return {row: verdict for row, verdict in judged.items() if verdict.kind != "doubt"}
