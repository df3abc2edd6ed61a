"""Last year's figures that stand in columns of this year's data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from ..files.naming import fold
from ..files.numbers import Problem, cut, parse_number
from ..files.tables import place_of
from ..model.observed import Previous
from ..model.ruleset import Headers, Ruleset
from .cells import Origin, marks_of
from .columns import find_column, previous_headers, whole
from .decimal_sign import Sign, hint
from .report import Report
from .sheets import Laid
from .units import Roll


class LastYearsColumn(NamedTuple):
    """A column that holds last year's `rank`, `total`, `tier` or `max`, in the first table that has it."""

    what: str
    laid: Laid
    column: int


def last_years_columns(laid: Sequence[Laid], headers: Headers) -> tuple[LastYearsColumn, ...]:
    """Find the columns that hold last year's figures."""
    return tuple(
        next(LastYearsColumn(what, each, c) for each in laid if (c := _column(each, header)) >= 0)
        for what, header in previous_headers(headers).items()
        if any(_column(each, header) >= 0 for each in laid)
    )


def _column(laid: Laid, header: str) -> int:
    return find_column(laid.table, *laid.guide.names.read(header))


def known_of_last_year(
    ruleset: Ruleset,
    roll: Roll,
    laid: Sequence[Laid],
    given: Mapping[str, Previous],
    signs: Mapping[str, Sign],
    report: Report,
) -> Mapping[str, Previous]:
    """Add what columns of the data say of last year to what its result file says."""
    known = dict(given)
    found = last_years_columns(laid, ruleset.headers)
    if roll.units and laid:
        _tell_missing(ruleset.headers, found, laid, report)
    for what, each, column in found:
        table, sign = each.table, signs.get(each.table.name)
        marks, decimal = marks_of(each.guide.headers), sign.sign if sign is not None else ""
        for unit, row in zip(roll.units, each.rows, strict=True):
            text = table.rows[row][column] if row >= 0 else ""
            origin = Origin(table, row, column)
            if text and fold(text) not in marks and _is_readable(text, origin, sign):
                before = known.get(unit.id, Previous(unit.id, unit.name))
                known[unit.id] = _with(before, what, text, decimal or ".", origin, unit.id, report)
    return known


def _is_readable(text: str, origin: Origin, sign: Sign | None) -> bool:
    """Whether it can be told how a number is meant; where it cannot, that was told for the whole file."""
    if sign is None or sign.sign or origin.table.kinds.get((origin.row, origin.column)) == "number":
        return True
    return not hint(text)


def _tell_missing(headers: Headers, found: Sequence[LastYearsColumn], laid: Sequence[Laid], report: Report) -> None:
    """Tell of the columns of last year's figures that the ruleset names and no table has."""
    there = {column.what for column in found}
    for what, header in previous_headers(headers).items():
        if what not in there:
            report.add("ITR453.last_year", whole(laid[0].table), header=header, what=what)


def _with(before: Previous, what: str, text: str, decimal: str, origin: Origin, unit: str, report: Report) -> Previous:
    """Set last year's rank, total, tier or maximum where it is not known."""
    if what == "tier":
        return replace(before, tier=before.tier or text)
    if what == "rank" and is_band(text):
        return replace(before, rank_text=before.rank_text or text)
    place, about = place_of(origin.table, origin.row, origin.column), f"{origin.table.headers[origin.column]} ({unit})"
    amount = _amount(what, text, decimal, origin)
    if isinstance(amount, Problem):
        report.tell(amount, place, about, what)
        return before
    found = as_rank(amount) if what == "rank" else amount
    if found is None:
        report.add("ITR430.rank", place, subject=what, about=about, found=cut(text))
    return before if getattr(before, what) is not None else replace(before, **{what: found})  # type: ignore[arg-type]


def _amount(what: str, text: str, decimal: str, origin: Origin) -> Fraction | Problem:
    """Read a figure; a number of a workbook does not go through the file's decimal sign."""
    table = origin.table
    is_number = table.kinds.get((origin.row, origin.column)) == "number"
    text = bare_rank(text) if what == "rank" else text
    sign = "." if is_number else decimal
    return parse_number(text, decimal=sign, allow_fraction=not table.lines, is_number=is_number)


def as_rank(amount: Fraction) -> int | None:
    """Give a rank as a whole number from 1.

    >>> as_rank(Fraction(9)), as_rank(Fraction(1, 2))
    (9, None)
    """
    return int(amount) if amount.denominator == 1 and amount >= 1 else None


def bare_rank(text: str) -> str:
    """Take from a rank the sign or the words that say it is shared; other texts stay as they are.

    >>> bare_rank("=3"), bare_rank("3="), bare_rank("đồng hạng 3"), bare_rank("=B2"), bare_rank("101-150")
    ('3', '3', '3', '=B2', '101-150')
    """
    match = _SHARED.fullmatch(text) if len(text) <= _LONGEST_RANK else None
    return (match[1] or match[2]) if match else text


def is_band(text: str) -> bool:
    """Whether a rank was published as a band of ranks, of which nobody knows the one that it is.

    >>> [is_band(text) for text in ("101-150", "=101–150", "1501+", ">500", "từ 101 đến 150", "3", "-1", "1-2-3")]
    [True, True, True, True, True, False, False, False]
    """
    return len(text) <= _LONGEST_RANK and _BAND.fullmatch(text) is not None


_LONGEST_RANK = 40
_SHARED = re.compile(
    r"(?i)(?:=|(?:đồng )?(?:hạng|thứ)|đồng|tied|joint|rank)\s*([0-9]+)|([0-9]+)\s*(?:=|\(?(?:đồng hạng|tied|joint)\)?)"
)
_BAND = re.compile(
    r"(?i)=?(?:từ|from)?\s*[0-9]+\s*(?:[-–—−]|đến|tới|to)\s*[0-9]+|[0-9]+\s*\+|(?:[<>≤≥]=?|trên|dưới|ngoài|above|below|over|under|top)\s*[0-9]+"
)
