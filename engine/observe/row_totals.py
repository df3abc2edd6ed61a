"""Find the rows of totals, means and bounds of a table: by their names, and in doubt by their figures."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from statistics import median
from typing import Literal, TypeAlias

from ..files.naming import fold, toned
from ..files.numbers import parse_number
from ..model.observed import Table
from .row_facts import Rows, Verdict
from .row_words import Count, has_noun, total_in, words_of

TOTAL = ("một dòng tổng hợp (tổng, bình quân, …)", "a row of totals or means")
_MOST_SUMMED = 2_000  # rows, and columns below, of which it is asked whether a row is their sum
_MOST_COLUMNS_SUMMED = 20
_MOST_DOUBTS = 40  # rows of which that is asked
_PLACES = "trung bình"  # is the name of communes too
_Sign: TypeAlias = Literal["whole", "start", "inside"]


def judge_totals(rows: Rows, unknown: Sequence[int], judged: dict[int, Verdict]) -> dict[int, _Sign]:
    """Find rows that are called nothing but a total, and give where each row has a word of totals."""
    signs: dict[int, _Sign] = {}
    for row in unknown:
        if sign := total_in(rows.name(row), rows.titles):
            signs[row] = sign
            if sign == "whole" and not (_is_of_place(rows, row) and _is_like_others(rows, row)):
                judged[row] = Verdict("total")
    return signs


def judge_doubtful_totals(rows: Rows, signs: Mapping[int, _Sign], judged: dict[int, Verdict]) -> None:
    """Decide by their figures on rows whose names may be those of totals; where figures do not decide, ask."""
    asked = [
        row for row, sign in signs.items() if row not in judged and (sign != "inside" or not has_noun(rows.name(row)))
    ]
    for number, row in enumerate(asked):
        is_like = _is_like_others(rows, row)
        is_sum = number < _MOST_DOUBTS and is_of_others(rows, row, judged)
        if is_sum and not is_like:
            judged[row] = Verdict("total")
        elif is_sum or not is_like or signs[row] == "whole":
            judged[row] = Verdict("doubt", TOTAL)


def _is_of_place(rows: Rows, row: int) -> bool:
    return toned(_PLACES) == " ".join(words_of(rows.name(row))) or fold(rows.name(row)) == _PLACES


def _is_like_others(rows: Rows, row: int) -> bool:
    """Whether a row has what units have and totals have not: an id, a group, the next number."""
    table, about = rows.table, rows.about
    others = [table.rows[other] for other in range(len(table.rows)) if other != row and rows.figured[other]]
    for column in {about.id, about.group, about.parent} - {-1, about.name}:
        if table.rows[row][column] and sum(bool(cells[column]) for cells in others) * 2 > len(others):
            return True
    return _is_counted_on(rows, row)


def _is_counted_on(rows: Rows, row: int) -> bool:
    """Whether a row has the number after that of the row before; the first row, the one before that of the next."""
    own = rows.count(row)
    if own.kind != "number":
        return False
    if row == 0:
        after = rows.count(1) if len(rows.table.rows) > 1 else Count()
        return after.values == (own.values[0] + 1,)
    return rows.count(row - 1).values == (own.values[0] - 1,)


def is_of_others(rows: Rows, row: int, barred: Collection[int]) -> bool:
    """Whether each figure of a row is the sum, the mean, the median or a bound of the figures of other rows.

    The others are those from the last row that is no unit on, those up to the next one, or all; two at least.
    A mean is compared with as many decimals as it is written with.
    """
    count = len(rows.table.rows)
    above = list(takewhile(lambda other: other not in barred, range(row - 1, -1, -1)))
    below = list(takewhile(lambda other: other not in barred, range(row + 1, count)))
    everybody = [other for other in range(count) if other not in barred and other != row]
    return any(_is_of(rows, row, block) for block in (above, below, everybody) if 2 <= len(block) <= _MOST_SUMMED)


def _is_of(rows: Rows, row: int, block: Sequence[int]) -> bool:
    columns = [column for column in rows.values if rows.table.rows[row][column]][:_MOST_COLUMNS_SUMMED]
    return bool(columns) and all(_is_made_of(rows.table, row, column, block) for column in columns)


def _is_made_of(table: Table, row: int, column: int, block: Sequence[int]) -> bool:
    """Whether the figure of a row comes from those of others in a column, read with either decimal sign."""
    text = table.rows[row][column]
    written = [other for other in block if table.rows[other][column]]
    for decimal in (".", ","):
        own = _number(table, row, column, decimal)
        read = [_number(table, other, column, decimal) for other in written]
        numbers = [number for number in read if number is not None]
        if own is None or len(numbers) < max(2, len(read)) or not any(numbers):
            continue
        if own in _results(numbers) or _is_rounded(own, text, sum(numbers, Fraction(0)) / len(numbers)):
            return True
    return False


def _results(numbers: Sequence[Fraction]) -> Iterator[Fraction]:
    yield sum(numbers, Fraction(0))
    yield sum(numbers, Fraction(0)) / len(numbers)
    yield max(numbers)
    yield min(numbers)
    yield median(numbers)


def _is_rounded(number: Fraction, text: str, exact: Fraction) -> bool:
    """Whether a number is an exact one rounded to the decimals that are written."""
    decimals = len(re.sub(r".*[.,]", "", text.rstrip("% "))) if re.search(r"[.,]", text) else 0
    # Half a unit in the last place, of a percentage in the last place of its hundredths.
    return decimals > 0 and abs(number - exact) * 2 * 10 ** min(decimals, 40) <= 1


def _number(table: Table, row: int, column: int, decimal: str) -> Fraction | None:
    text = table.rows[row][column]
    kind = table.kinds.get((row, column))
    found = parse_number(text.removesuffix("%").rstrip(), decimal="." if kind == "number" else decimal)
    return found if isinstance(found, Fraction) else None
