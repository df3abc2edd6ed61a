"""A formula that was typed into a form as an answer: what it comes to, as far as it is plain arithmetic.

The program that saved the form has computed it, and may have done so before a cell was changed, or not at all.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite
from typing import Any, NamedTuple

from ..files.naming import fold
from ..files.sheet_notes import SheetNotes
from ..files.tables import letters
from ..files.workbooks import Sheet, decimal_of
from ..formula.exact import Exact, evaluate_exact
from ..formula.parse import parse
from ..model.findings import Place
from ..model.outcome import NoScore, Reason, State

MOST_READ = 100_000
"""Cells that all formulas of a form may read together."""
DEEPEST = 16
"""Formulas that read one another; of what lies deeper the value that the file holds is taken."""
_ODS = re.compile(r"^\w+:=")
_ODS_CELLS = re.compile(
    r"\[\$?(?P<sheet>'(?:[^']|'')*'|[^\].:'$]*)\.(?P<cell>[A-Z$0-9]+)(?::(?:\$?(?:'(?:[^']|'')*'|[^\].:'$]*))\.(?P<last>[A-Z$0-9]+))?\]"
)
_ELSEWHERE = re.compile(
    r"""\[[0-9]+\] | \[[^\]]*\.(?:xl|od|csv|txt) | (?:file|https?|ftp):/ | \|.*! | \\\\
    | \b(?:WEBSERVICE|RTD|DDE|FILTERXML|IMAGE|SQL\.REQUEST|CALL|EXEC)\s*\(""",
    re.IGNORECASE | re.VERBOSE,
)
_TOKENS = re.compile(
    r"""(?P<text>"(?:[^"]|"")*") | (?P<number>[0-9]+(?:\.[0-9]+)?)(?![\w.])
    | (?:(?P<sheet>'(?:[^']|'')+'|[^\W0-9][\w.]*)!)?
      (?P<cells>\$?(?P<left>[A-Z]{1,3})\$?(?P<top>[1-9][0-9]{0,6})
      (?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>[1-9][0-9]{0,6}))?)(?![\w.(!:])
    | (?P<call>SUM\() | (?P<name>[^\W0-9][\w.]*) | (?P<sign>[-+*/(),]) | (?P<blank>\s+) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_RELATIVE = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')+') | (?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])""", re.VERBOSE
)
_NONE = NoScore(State.MISSING, Reason.NO_VALUE)


class Cell(NamedTuple):
    """A cell of a workbook: its sheet as names are compared, its row and column from 0."""

    sheet: str
    row: int
    column: int


class Worked(NamedTuple):
    """What a formula comes to.

    Attributes:
        value: None where it is more than plain arithmetic, or has none.
        is_whole: whether all that it reads was computed again too, or is no formula.
        largest: of all numbers on the way, without their signs; programs round by it.
    """

    value: Fraction | None
    is_whole: bool
    largest: Fraction = Fraction(0)


@dataclass
class Recomputing:
    """Computes the formulas of a workbook again: numbers, + - * /, SUM and cells, each of them once.

    Attributes:
        formula: gives that of a cell as the file holds it; None where there is none.
        held: gives what the file holds in a cell: an exact number, None where it is blank.
        names: of cells and of more, by their own name as names are compared: what stands behind them.

    >>> cells = {Cell("", 8, 5): Fraction(2), Cell("", 9, 5): Fraction(3)}
    >>> formulas = {Cell("", 0, 0): "SUM(F9:F12)*2"}
    >>> Recomputing(formulas.get, cells.get).worked(Cell("", 0, 0)).value
    Fraction(10, 1)
    """

    formula: Callable[[Cell], str | None]
    held: Callable[[Cell], object]
    names: Mapping[str, str] = field(default_factory=dict)
    _made: dict[Cell, Worked] = field(default_factory=dict)
    _elsewhere: dict[Cell | str, bool] = field(default_factory=dict)
    _open: list[Cell] = field(default_factory=list)
    _read: int = 0

    def worked(self, cell: Cell) -> Worked:
        """Compute the formula of a cell."""
        if cell not in self._made:
            self._open.append(cell)
            self._made[cell] = self._work(self.formula(cell) or "", cell.sheet)
            self._open.pop()
        return self._made[cell]

    def is_elsewhere(self, cell: Cell) -> bool:
        """Say whether a cell, or one that it reads, takes its value from another file, a network or a program."""
        return self._comes_from_elsewhere(cell, 0)

    def _comes_from_elsewhere(self, key: Cell | str, depth: int, sheet: str = "") -> bool:
        if key not in self._elsewhere:
            formula = self.names.get(key) if isinstance(key, str) else self.formula(key)
            self._elsewhere[key] = False  # of a circle, and of what is no formula
            if formula:
                own = key.sheet if isinstance(key, Cell) else sheet
                self._elsewhere[key] = is_elsewhere(formula) or self._leads_elsewhere(formula, own, depth + 1)
        return self._elsewhere[key]

    def _leads_elsewhere(self, formula: str, sheet: str, depth: int) -> bool:
        for token in _TOKENS.finditer(_as_excel(formula)) if depth <= DEEPEST else ():
            read: Iterator[Cell | str] = iter(())
            if token["cells"] is not None:
                read = self._cells(token, sheet)
            elif token["name"] is not None:
                read = iter((fold(token["name"]),))
            if any(self._comes_from_elsewhere(each, depth, sheet) for each in read):
                return True
        return False

    def _cells(self, token: re.Match[str], sheet: str) -> Iterator[Cell]:
        """Give the cells of a reference, if there is room for them."""
        own = token["sheet"]
        if own is not None:
            sheet = fold(own[1:-1].replace("''", "'") if own.startswith("'") else own)
        first, last = sorted((_column(token["left"]), _column(token["right"] or token["left"])))
        above, below = sorted((int(token["top"]), int(token["bottom"] or token["top"])))
        self._read += (last - first + 1) * (below - above + 1)
        if self._read > MOST_READ:
            return
        for row in range(above - 1, below):
            for column in range(first, last + 1):
                yield Cell(sheet, row, column)

    def _value(self, cell: Cell) -> tuple[object, bool]:
        """Give what a cell comes to, and whether that was computed again or is no formula."""
        if self.formula(cell) is None:
            return self.held(cell), True
        if cell in self._open or len(self._open) > DEEPEST:
            return self.held(cell), False
        made = self.worked(cell)
        return (self.held(cell), False) if made.value is None else (made.value, made.is_whole)

    def _work(self, formula: str, sheet: str) -> Worked:
        unknown = Worked(None, is_whole=False)
        tokens = [one for one in _TOKENS.finditer(_as_excel(formula)) if one["blank"] is None]
        made = _Translation()
        for number, token in enumerate(tokens):
            if token["cells"] is None:
                is_plain = made.take(token)
            else:
                values = [self._value(cell) for cell in self._cells(token, sheet)]
                is_plain = made.name(values, is_alone=_stands_alone(tokens, number))
            if not is_plain:
                return unknown
        value = made.value()
        if value is None:
            return unknown
        typed = (Fraction(token["number"]) for token in tokens if token["number"] is not None)
        return Worked(value, made.is_whole, max((abs(value), *map(abs, made.known.values()), *typed)))


@dataclass(slots=True)
class _Translation:
    """A formula of plain arithmetic in our own language, as far as it is translated.

    Attributes:
        words: of our language; what a reference reads has a name.
        known: what names stand for.
        summing: of each bracket that is open, whether it is that of a sum.
        is_whole: as `Worked` has it.
    """

    words: list[str] = field(default_factory=list)
    known: dict[str, Fraction] = field(default_factory=dict)
    summing: list[bool] = field(default_factory=list)
    is_whole: bool = True

    def take(self, token: re.Match[str]) -> bool:
        """Translate a number, a sign or the beginning of a sum; False where it is anything else."""
        if token["call"] is not None:
            self.words.append("sum(0,")
            self.summing.append(True)
            return True
        if token["number"] is None and token["sign"] is None:
            return False
        self.words.append(token[0])
        if token[0] == "(":
            self.summing.append(False)
        elif token[0] == ")" and self.summing:
            self.summing.pop()
        return True

    def name(self, values: Sequence[tuple[object, bool]], *, is_alone: bool) -> bool:
        """Name what a reference reads: a cell, or the sum of several; False where that is no number.

        A sum passes over what is no number; elsewhere a blank is 0, and a text an error.
        """
        is_summed = self.summing[-1:] == [True] and is_alone
        found = [value for value, _ in values if isinstance(value, Fraction)]
        is_one = len(values) == 1 and (bool(found) or values[0][0] is None)
        if not values or not (is_summed or is_one):
            return False
        self.is_whole = self.is_whole and all(whole for _, whole in values)
        name = f"v{len(self.known)}_"
        self.known[name] = sum(found, Fraction(0))
        self.words.append(name)
        return True

    def value(self) -> Fraction | None:
        """Compute what was translated; None where it is no formula, or has no number for its value."""
        tree, findings = parse(" ".join(self.words).lstrip("+ "), Place())
        if tree is None or findings:
            return None
        value = evaluate_exact(tree, Exact(lambda name: self.known.get(name, _NONE)))
        return value if isinstance(value, Fraction) else None


def recomputing(sheets: Sequence[Sheet]) -> Recomputing:
    """Compute the formulas of a workbook again, as it was read."""
    by_name = {fold(sheet.name): sheet for sheet in sheets}

    def formula(cell: Cell) -> str | None:
        sheet = by_name.get(cell.sheet)
        return None if sheet is None else formula_of(sheet.notes, (cell.row, cell.column))

    def held(cell: Cell) -> object:
        sheet = by_name.get(cell.sheet)
        row = sheet.grid[cell.row] if sheet is not None and cell.row < len(sheet.grid) else ()
        value: object = row[cell.column] if cell.column < len(row) else None
        number = number_of(value)
        if number is not None:
            return number
        return None if value == "" else value

    names = {fold(name): text for sheet in sheets[:1] for name, text in sheet.notes.names.items()}
    return Recomputing(formula, held, names)


def number_of(value: Any) -> Fraction | None:
    """Give the exact number that stands in a cell; None for anything else."""
    is_number = isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value)
    return decimal_of(value) if is_number else None


def formula_of(notes: SheetNotes, cell: tuple[int, int]) -> str | None:
    """Give the formula of a cell, also where the file holds it with another cell; None where there is none."""
    own = notes.formulas.get(cell)
    if own is None:
        return "" if any(_is_within(cell, area) for area in notes.areas) else None
    if own == "" and (first := notes.shared.get(cell)) is not None:
        return shifted(notes.formulas.get(first, ""), cell[0] - first[0], cell[1] - first[1])
    return own


def shifted(formula: str, rows: int, columns: int) -> str:
    """Give a formula as it stands so many rows below and columns to the right; empty where it leads off the sheet.

    >>> shifted('F9+$F$9&"F9"', 2, 1)
    'G11+$F$9&"F9"'
    """
    is_off = False

    def moved(match: re.Match[str]) -> str:
        nonlocal is_off
        quoted, fixed, left, is_fixed, top = match.groups()
        if quoted is not None:
            return quoted
        column = _column(left) + (0 if fixed else columns)
        row = int(top) + (0 if is_fixed else rows)
        is_off = is_off or column < 0 or row < 1
        return f"{fixed}{letters(max(column, 0))}{is_fixed}{row}"

    made = _RELATIVE.sub(moved, formula)
    return "" if is_off else made


def is_elsewhere(formula: str) -> bool:
    """Say whether a formula reads another file, or asks a network or a program.

    >>> is_elsewhere("[1]Sheet1!A1+1"), is_elsewhere("'file:///C:/a.xls'#$S.A1"), is_elsewhere("SUM(F9:F12)")
    (True, True, False)
    """
    return _ELSEWHERE.search(formula) is not None


def _as_excel(formula: str) -> str:
    """Write a formula of OpenDocument as Excel does."""
    if not _ODS.match(formula):
        return formula

    def cells(match: re.Match[str]) -> str:
        sheet = f"{match['sheet']}!" if match["sheet"] else ""
        return f"{sheet}{match['cell']}" + (f":{match['last']}" if match["last"] else "")

    return _ODS_CELLS.sub(cells, _ODS.sub("", formula)).replace(";", ",")


def _stands_alone(tokens: Sequence[re.Match[str]], number: int) -> bool:
    """Whether a reference is an argument by itself."""
    around = (tokens[at][0] if 0 <= at < len(tokens) else "" for at in (number - 1, number + 1))
    return next(around) in {"SUM(", ","} and next(around) in {")", ","}


def _is_within(cell: tuple[int, int], area: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    (top, left), (bottom, right) = area
    return top <= cell[0] <= bottom and left <= cell[1] <= right


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
