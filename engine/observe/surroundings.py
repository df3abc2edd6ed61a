"""What stands around a table and is no data: titles, a row that numbers the columns, totals, signatures and notes."""

import re
from collections.abc import Callable, Sequence

from ..model.findings import Finding, Place, finding

HEADERS_WITHIN = 20
"""Rows that are not blank, among which the headers are."""

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?")
_NUMBERED = re.compile(r"\(?[0-9]{1,3}\)?")
_TOTALS = frozenset({"tổng", "tổng cộng", "tổng số", "cộng", "total"})
_SIGNED = re.compile(
    r"(?i)^(?:người (?:lập|tổng hợp|kê khai|báo cáo)|thủ trưởng|lãnh đạo|(?:phó )?(?:giám đốc|chủ tịch|trưởng phòng)"
    r"|(?:kt|tm|tl|tuq|q)\. ?\w|xác nhận|nơi nhận|ghi chú)|\bngày\b.*\btháng\b.*\bnăm\b"
)
_MOST_SIGNS = 4  # cells in a row of signatures
_LONGEST_SIGN = 300  # characters; to look for words in a page of text takes long


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


def data_within(
    rows: Sequence[Sequence[str]],
    lines: Sequence[int],
    numbered: Callable[[int], bool],
    place: Place,
    sheet: str = "",
) -> tuple[int, int, list[Finding]]:
    """Find the first row of data below the headers and the one after the last, and say what is left out below.

    Args:
        rows: below the headers, none blank.
        lines: of each; a blank row leaves a gap.
        numbered: whether one of the rows holds a number.
        place: of the file.
        sheet: of a workbook.
    """
    # In a file of text 1, 2, 3, 4 may be a unit's figures; (1), (2), (3) are none.
    begin = int(bool(rows) and is_numbering(rows[0]) and (bool(sheet) or next(filter(None, rows[0]))[0] == "("))
    end, told = len(rows), []
    if (foot := _foot(rows, lines, numbered, begin)) < end:
        told.append(_left_out("ITR439", place, sheet, lines[foot]))
        end = foot
    while end > begin and next(filter(None, rows[end - 1]), "").casefold() in _TOTALS:
        end -= 1
        told.append(_left_out("ITR418", place, sheet, lines[end]))
    return begin, end, told


def _left_out(code: str, place: Place, sheet: str, line: int) -> Finding:
    return finding(code, Place(place.file, line, cell=f"{sheet}!{line}" if sheet else ""), row=line)


def _foot(rows: Sequence[Sequence[str]], lines: Sequence[int], numbered: Callable[[int], bool], begin: int) -> int:
    """Find where signatures and notes begin: with words that only these have, and without a number from there on.

    Returns:
        The number of rows before them; of all, where there are none.
    """
    found = len(rows)
    figures = next(filter(numbered, range(begin, len(rows))), len(rows))  # the first row that holds some
    for count in range(len(rows) - 1, begin, -1):
        if sum(map(bool, rows[count])) > _MOST_SIGNS or numbered(count):
            break
        is_apart = lines[count] > lines[count - 1] + 1 or figures < count
        if is_apart and any(_SIGNED.search(cell) for cell in rows[count] if len(cell) <= _LONGEST_SIGN):
            found = count
    return found


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
