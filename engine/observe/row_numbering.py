"""Find the rows of a table that number its columns, and those that only repeat its headers."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..files.naming import fold
from ..model.observed import Table
from .row_facts import Rows, Verdict

_NUMBERING = ("dòng đánh số các cột", "the numbers of the columns")
_FORMULA = re.compile(r"[(\[]?(?P<number>[0-9]{1,3})[)\]]?\s*=[\s0-9()\[\]+*/x×:.,%–-]{1,60}")
_LABEL = re.compile(r"(?P<open>[(\[])?\s*(?P<label>[A-Za-zĐđ]|[0-9]{1,3})\s*(?P<close>[)\]])?")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz"), tuple("abcdđeghiklmn")


def judge_numbering(rows: Rows, unknown: Sequence[int], judged: dict[int, Verdict]) -> None:
    """Find rows that number the columns, below the headers or where a page begins, and the headers again."""
    table = rows.table
    seen: set[tuple[str, ...]] = set()
    top = 0
    for row in unknown:
        cells = table.rows[row]
        if _repeats_headers(table, row):
            judged[row] = Verdict("headers")
            top = max(top, row + 1)
            continue
        is_first = row == top or all(before in judged for before in range(row))
        verdict = _verdict(rows, row, may_begin=is_first or cells in seen, is_seen=cells in seen)
        if verdict is not None:
            judged[row] = verdict
            seen.add(cells)


def _repeats_headers(table: Table, row: int) -> bool:
    """Whether each of several cells says its header, or the last part of one that was joined from several rows."""
    pairs = [(text, header) for text, header in zip(table.rows[row], table.headers, strict=False) if text]
    return len(pairs) >= 2 and all(
        fold(text) in {fold(header), fold(header.rpartition(" / ")[2])} for text, header in pairs
    )


def _verdict(rows: Rows, row: int, *, may_begin: bool, is_seen: bool) -> Verdict | None:
    """Say whether a row numbers the columns; plain numbers only where a page may begin, and without many gaps."""
    filled = [column for column, text in enumerate(rows.table.rows[row]) if text]
    how = numbering(rows.filled(row, filled))
    if how == "plain" and (not may_begin or filled[-1] - filled[0] >= len(filled)):
        return None
    if how == "sure" or (how and is_seen):
        return Verdict("numbering")
    return _of_plain(rows, row, len(filled)) if how else None


class _Labels(NamedTuple):
    """What cells that may number columns say: letters and numbers, and how many have brackets or are formulas."""

    labels: list[str]
    bracketed: int
    formulas: int


def numbering(texts: Sequence[str]) -> Literal["", "plain", "sure"]:
    """Say whether cells only number columns; `sure` where no figures are written so.

    >>> numbering(["A", "B", "1", "2"]), numbering(["(1)", "(2)=(3)+(4)", "(3)"]), numbering(["1", "2", "5"])
    ('plain', 'sure', '')
    """
    read = _labels_of(texts)
    if read is None:
        return ""
    labels, bracketed, formulas = read
    letters = [label for label in labels if not label.isdecimal()]
    if len(labels) < 2 or formulas == len(labels) or not _are_in_order(labels, letters):
        return ""
    if bracketed + formulas == len(labels) or formulas:
        return "sure"
    return "plain" if bracketed in {0, len(letters), len(labels) - len(letters)} else ""


def _labels_of(texts: Sequence[str]) -> _Labels | None:
    labels: list[str] = []
    bracketed = formulas = 0
    for text in texts:
        if (formula := _FORMULA.fullmatch(text)) is not None:
            labels.append(formula["number"])
            formulas += 1
        elif (label := _LABEL.fullmatch(text)) is not None and bool(label["open"]) == bool(label["close"]):
            labels.append(label["label"].casefold())
            bracketed += bool(label["open"])
        else:
            return None
    return _Labels(labels, bracketed, formulas)


def _are_in_order(labels: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether letters come first and in the order of an alphabet, and then numbers, each one more than the last."""
    numbers = [int(label) for label in labels if label.isdecimal()]
    if [*labels[: len(letters)]] != letters or not any(each[: len(letters)] == tuple(letters) for each in _LETTERS):
        return False
    first = numbers[0] if numbers else 0
    return numbers == list(range(first, first + len(numbers))) and first in {0, 1, len(letters) + 1}


def _of_plain(rows: Rows, row: int, filled: int) -> Verdict | None:
    """Tell numbers of columns from a unit that is called "A" or "1", by what the other units are called."""
    name, cells = rows.name(row), rows.table.rows
    names = (rows.name(other) for other in range(len(cells)) if cells[other] != cells[row])
    others = [other for other in names if other]
    is_number = name.strip("()[]").isdecimal()
    alike = [other for other in others if _is_number_or_letter(other, is_number=is_number)]
    # A letter is a unit's where another is called by one; a number, where another is as long.
    if not others or any(not is_number or len(other) == len(name) for other in alike):
        return None
    if alike or filled < 3:
        return Verdict("doubt", _NUMBERING) if len(others) > 1 else None
    return Verdict("numbering")


def _is_number_or_letter(name: str, *, is_number: bool) -> bool:
    return name.isdecimal() if is_number else len(name.strip("()[]")) == 1
