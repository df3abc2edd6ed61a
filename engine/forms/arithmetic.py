"""A formula that was typed into a form as an answer: what it comes to, as far as it is plain arithmetic.

The program that saved the form has computed it, and may have done so before a cell was changed, or not at all.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from ..formula.exact import Exact, evaluate_exact
from ..formula.parse import parse
from ..model.findings import Place
from ..model.outcome import NoScore, Reason, State

MOST_SUMMED = 20_000
"""Cells of a range."""
_ODS = re.compile(r"^\w+:=")
_ODS_CELLS = re.compile(r"\[\.([A-Z$0-9]+)(?::\.([A-Z$0-9]+))?\]")
_ELSEWHERE = re.compile(
    r"""\[[0-9]+\] | \[[^\]]*\.(?:xl|od|csv|txt) | (?:file|https?|ftp):/ | \|.*! | \\\\
    | \b(?:WEBSERVICE|RTD|DDE|FILTERXML|IMAGE|SQL\.REQUEST|CALL|EXEC)\s*\(""",
    re.IGNORECASE | re.VERBOSE,
)
_PLAIN = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}|SUM(?=\()|[-+*/(),:])+")
_CELLS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")
_NONE = NoScore(State.MISSING, Reason.NO_VALUE)


def is_elsewhere(formula: str) -> bool:
    """Say whether a formula reads another file, or asks a network or a program.

    >>> is_elsewhere("[1]Sheet1!A1+1"), is_elsewhere("'file:///C:/a.xls'#$S.A1"), is_elsewhere("SUM(F9:F12)")
    (True, True, False)
    """
    return _ELSEWHERE.search(formula) is not None


def worked_out(formula: str, value_at: Callable[[int, int], object]) -> Fraction | None:
    """Compute a formula of numbers, + - * /, SUM and cells of its own sheet; None where it is another, or has no value.

    Args:
        formula: as the file holds it.
        value_at: gives what a cell holds, its row and column from 0: an exact number, None where it is blank.

    >>> cells = {(8, 5): Fraction(2), (9, 5): Fraction(3)}
    >>> worked_out("SUM(F9:F12)*2", lambda row, column: cells.get((row, column)))
    Fraction(10, 1)
    """
    text = "".join(_ODS_CELLS.sub(_as_excel, _ODS.sub("", formula)).replace(";", ",").replace("$", "").split())
    if not _PLAIN.fullmatch(text) or "**" in text or "//" in text:
        return None
    ranges: dict[str, Fraction] = {}

    def named(match: re.Match[str]) -> str:
        left, top, right, bottom = match.groups()
        is_summed = _is_summed(text, match.start())
        if right is None and not is_summed:
            return f"{left}{top}"
        if not is_summed:
            raise _OtherError  # a range is a number only within a function
        # A sum passes over what is no number; the name of a range is that of no cell.
        name = f"R{len(ranges)}_"
        ranges[name] = sum(_numbers(left, int(top), right or left, int(bottom or top), value_at), Fraction(0))
        return name

    try:
        plain = _CELLS.sub(named, text).replace("SUM(", "sum(0,")
        tree, findings = parse(plain.lstrip("+"), Place())
        if tree is None or findings:
            return None

        def lookup(name: str) -> Fraction | NoScore:
            match = _CELLS.fullmatch(name)
            value = ranges.get(name) if match is None else value_at(int(match[2]) - 1, _column(match[1]))
            value = Fraction(0) if value is None else value
            return value if isinstance(value, Fraction) else _NONE

        made = evaluate_exact(tree, Exact(lookup))
    except _OtherError:
        return None
    return made if isinstance(made, Fraction) else None


class _OtherError(Exception):
    """It is no plain arithmetic, or too much of it."""


def _as_excel(match: re.Match[str]) -> str:
    return match[1] if match[2] is None else f"{match[1]}:{match[2]}"


def _is_summed(text: str, place: int) -> bool:
    """Whether a cell is an argument of SUM by itself, which passes over text; elsewhere text is an error."""
    return re.search(r"SUM\([A-Z0-9:,]*$", text[:place]) is not None


def _numbers(
    left: str, top: int, right: str, bottom: int, value_at: Callable[[int, int], object]
) -> Iterator[Fraction]:
    first, last = sorted((_column(left), _column(right)))
    top, bottom = sorted((top, bottom))
    if (last - first + 1) * (bottom - top + 1) > MOST_SUMMED:
        raise _OtherError
    for row in range(top - 1, bottom):
        for column in range(first, last + 1):
            value = value_at(row, column)
            if isinstance(value, Fraction):
                yield value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
