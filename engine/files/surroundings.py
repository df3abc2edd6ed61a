"""What stands around a table and is no data: titles above it, and a row that numbers its columns."""

import re
from collections.abc import Sequence

HEADERS_WITHIN = 20
"""Rows that are not blank, among which the headers are."""

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?")
_NUMBERED = re.compile(r"\(?[0-9]{1,3}\)?")


def titles_above(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows above the headers of a file of text: titles, of one cell each, over a table of three or more.

    >>> titles_above([["BÁO CÁO", "", ""], ["Mã", "Cán bộ", "Máy"], ["a", "1", "2"]]), titles_above([["id"], ["a"]])
    (1, 0)
    """
    filled = [sum(map(bool, row)) for row in rows[:HEADERS_WITHIN]]
    most = max(filled, default=0)
    first = next((number for number, count in enumerate(filled) if count > 1), 0)
    return first if most >= 3 and 2 * filled[first] >= most and not has_number(rows[first]) else 0


def has_number(row: Sequence[str]) -> bool:
    """Say whether a cell of a file of text holds a number; headers do not, and neither do signatures.

    >>> has_number(["Sở A", "85,5%"]), has_number(["Sở A", "2e-06"]), has_number(["ngày 1 tháng 2", ""])
    (True, True, False)
    """
    return any(map(_NUMBER.fullmatch, row))


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3).

    >>> is_numbering(["(1)", "(2)", "(3)"]), is_numbering(["1", "2", "5"])
    (True, False)
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 3 or not all(map(_NUMBERED.fullmatch, filled)):
        return False
    numbers = [int(cell.strip("()")) for cell in filled]
    return (
        numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 1
        and (filled[0].startswith("(") or len(filled) >= 4)
    )
