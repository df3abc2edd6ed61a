"""A workbook that is being made: its sheets, formats and kinds of cells."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from ..files.tables import letters
from ..files.visible import visible
from ..result.numbers import show
from ..result.published import Published
from .facts import marks, titled
from .live import TierCells
from .words import BOOK

_LONGEST_SHEET, _LONGEST_TEXT = 31, 32_000
LONGEST_NUMBER = 15  # that a number cell holds, the sign and the decimal comma among them
MOST_SHEETS = 1_000
MOST_SERIES = 255  # of a chart of Excel
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576  # of a sheet of Excel; the library leaves out what is beyond, in silence
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_KEPT = "#FFF2CC"  # behind a value where a formula could have been


def title_of(published: Published) -> str:
    """Give the title of a workbook."""
    return text_in(titled(published))[:250]


def text_in(text: str) -> str:
    """Give a text as a cell holds it: nothing in it is hidden, and Excel takes no more than 32,767 signs."""
    return visible(text)[:_LONGEST_TEXT]


class TooLargeError(Exception):
    """Ends a workbook that Excel cannot hold: how many sheets, columns or rows there are, and how many there may be."""

    def __init__(self, count: int, limit: int, vi: str, en: str) -> None:
        super().__init__(en)
        self.params: dict[str, Any] = {"count": count, "limit": limit, "what": vi, "what_en": en}


class Shown(NamedTuple):
    """A number with the text that it must not fall short of: with fewer places it would lie on a bound."""

    value: Fraction
    text: str

    @property
    def places(self) -> int:
        """How many decimals it is shown with."""
        return len(self.text.replace(",", ".").partition(".")[2])


class Plain(NamedTuple):
    """A number that is shown without zeros at the end, as maxima are."""

    value: Fraction


class PerCent(NamedTuple):
    """A share that is shown in per cent."""

    value: Fraction


Value: TypeAlias = Fraction | int | str | Shown | Plain | PerCent | None
"""What a cell may hold."""


class Live(NamedTuple):
    """A formula of ours with the engine's value, which the cell shows until something is computed again."""

    formula: str
    value: Value


class Kept(NamedTuple):
    """A value where a formula could have been, and the word that says why it is none."""

    value: Value
    why: str


Cell: TypeAlias = Value | Live | Kept


class Wanted(NamedTuple):
    """A chart of a table's first rows: its title, the table's sheet, its rows, the columns, and the end of its axis."""

    title: str
    sheet: Any
    head: int
    first: int
    last: int
    columns: tuple[int, ...]
    most: Fraction | None = None


class Sheets:
    """A workbook that is being made: its formats, and sheets that all begin and print alike.

    Attributes:
        kept: the cells that stay values, by their sheet and why.
    """

    def __init__(self, book: Any, title: str, signs: Sequence[str], show: int | None) -> None:
        """Prepare.

        Args:
            book: of the library.
            title: stands at the foot of each sheet.
            signs: warnings that each sheet begins with.
            show: how many decimals points are shown with; None: as many as each needs.
        """
        self.book, self.title, self.signs, self.show = book, title, " · ".join(signs), show
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        self.plain = book.add_format(base)
        self.wrapped = book.add_format({**base, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({**base, "bold": True, "font_size": 14})
        self.mark = book.add_format({**base, "bold": True, "font_color": "#8A1C1C"})
        self.head = book.add_format(
            {**base, "bold": True, "text_wrap": True, "align": "center", "border": 1, "bg_color": "#E8EDF3"}
        )
        self.told = book.add_format({**base, "border": 1, "text_wrap": True})
        self._base = base
        self._formats: dict[tuple[str, int | None, bool], Any] = {}
        self.up = book.add_format({"font_color": "#1B6E3C"})
        self.down = book.add_format({"font_color": "#A3301F"})
        self.names: set[str] = set()
        self.kept: dict[tuple[str, str], list[str]] = {}

    def sheet(self, name: str, heading: str, *, pages: int = 1) -> tuple[Any, int]:
        """Begin a sheet: its marks, its heading, its page; the row below."""
        made = self.book.add_worksheet(self._free(name))
        signs, row = self.signs, 0
        if signs:
            made.write_string(row, 0, signs, self.mark)
            row += 1
        made.write_string(row, 0, text_in(heading), self.bold)
        made.set_paper(9)
        made.set_landscape()
        made.fit_to_pages(pages, 0)
        # & begins a code in headers; what stands for itself is doubled.
        made.set_header(f"&C{signs}" if signs else "")
        made.set_footer(f"&L{self.title.replace('&', '&&')[:150]}&R&P/&N")
        return made, row + 2

    def table(
        self, made: Any, row: int, heads: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[int]
    ) -> int:
        """Write a table: numbers as numbers, ranks and changes as whole numbers, all else as text; the row below."""
        if len(heads) > MOST_COLUMNS:
            raise TooLargeError(len(heads), MOST_COLUMNS, "cột trong một trang", "columns in a sheet")
        if row + 1 + len(rows) > MOST_ROWS:
            raise TooLargeError(row + 1 + len(rows), MOST_ROWS, "dòng trong một trang", "rows in a sheet")
        made.set_row(row, 36)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            made.write_string(row, column, text_in(head), self.head)
            made.set_column(column, column, width)
        for number, cells in enumerate(rows, start=row + 1):
            made.set_row(number, 20)
            for column, cell in enumerate(cells):
                self._put(made, number, column, cell)
        return row + 1 + len(rows)

    def _put(self, made: Any, row: int, column: int, cell: object) -> None:
        match cell:
            case Live(formula, inner):
                shown, form = self._held(inner)
                made.write_formula(row, column, f"={formula}", form, "" if shown is None else shown)
            case Kept(inner, why):
                self.kept.setdefault((made.name, why), []).append(f"{letters(column)}{row + 1}")
                self._write(made, row, column, *self._held(inner, is_kept=True))
            case _:
                self._write(made, row, column, *self._held(cell))

    @staticmethod
    def _write(made: Any, row: int, column: int, shown: float | str | None, form: Any) -> None:
        if shown is None:
            made.write_blank(row, column, None, form)
        elif isinstance(shown, str):
            made.write_string(row, column, shown, form)
        else:
            made.write_number(row, column, shown, form)

    def _held(self, cell: object, *, is_kept: bool = False) -> tuple[float | str | None, Any]:
        """Give what a cell holds, and its format.

        A number of Excel is a double: here, on the way out, an exact one becomes the nearest, and nothing is computed of it.
        """
        match cell:
            case None:
                return None, self._format("cell", is_kept=is_kept)
            case int():
                return cell, self._format("whole", is_kept=is_kept)
            case Fraction():
                return float(cell), self.points(cell, is_kept=is_kept)
            case Plain(value):
                return float(value), self._format("cell", self._places(value), is_kept=is_kept)
            case PerCent(value):
                return float(value), self._format("per_cent", self._places(value * 100), is_kept=is_kept)
            case Shown(value, text) if len(text) <= LONGEST_NUMBER:  # more than a number cell holds is a text
                return float(value), self.points(value, cell.places, is_kept=is_kept)
            case Shown(_, text):
                return text, self._format("cell", is_kept=is_kept)
        return text_in(str(cell)), self._format("cell", is_kept=is_kept)

    def _places(self, amount: Fraction) -> int:
        """Give how many decimals a number needs without zeros at the end, at most as many as are printed."""
        return len(show(amount, self.show, "en").partition(".")[2])

    def digits(self, amount: Fraction, least: int = 0) -> int:
        """Give how many decimals points are shown with: as many as the ruleset has printed, else as this number has, up to six."""
        digits = self.show
        if digits is None:
            digits = self._places(amount)
        return max(digits, least)

    def points(self, amount: Fraction, least: int = 0, *, is_kept: bool = False) -> Any:
        """Give the format of points."""
        return self._format("cell", self.digits(amount, least), is_kept=is_kept)

    def _format(self, kind: str, digits: int | None = None, *, is_kept: bool = False) -> Any:
        """Give the format of a cell, made once."""
        key = kind, digits, is_kept
        if key not in self._formats:
            looks: dict[str, object] = {"align": "center"} if kind == "whole" else {}
            if kind == "cell" and digits is None:
                looks |= {"align": "left", "indent": 1}  # beside a number a text would touch it
            if digits is not None:
                looks["num_format"] = f"0.{'0' * digits}".rstrip(".") + ("%" if kind == "per_cent" else "")
            if is_kept:
                looks["bg_color"] = _KEPT
            self._formats[key] = self.book.add_format({**self._base, "border": 1, **looks})
        return self._formats[key]

    def _free(self, name: str) -> str:
        """Give a name that a sheet may have and none has."""
        wanted = (" ".join(visible(name).translate(_FORBIDDEN).split()) or "-")[:_LONGEST_SHEET].strip()
        made, number = wanted, 1
        while made.casefold() in self.names:
            number += 1
            made = f"{wanted[: _LONGEST_SHEET - 4].strip()} {number}"
        self.names.add(made.casefold())
        return made

    def paragraph(self, sheet: Any, row: int, last: int, line: str, width: int) -> int:
        """Write a sentence over the columns to the last, high enough to be read; the row below."""
        sheet.merge_range(row, 0, row, last, "", self.wrapped)
        sheet.write_string(row, 0, text_in(line), self.wrapped)
        sheet.set_row(row, min(18 * (1 + len(line) // width) + 2, 400))
        return row + 1


class Book(Sheets):
    """The workbook of a result.

    Attributes:
        cells: where the points of a node of a unit are.
        tiers: where the tiers of each scorecard that are computed are.
    """

    def __init__(self, published: Published, book: Any) -> None:
        super().__init__(book, title_of(published), marks(published), published.record.show)
        self.published = published
        self.words = {key: both[published.lang] for key, both in BOOK.items()}
        self.charts: list[Wanted] = []
        self.cells: dict[tuple[str, str], str] = {}
        self.tiers: dict[str, dict[str, TierCells]] = {}

    def sheet(self, name: str, heading: str, *, pages: int = 1) -> tuple[Any, int]:
        """Begin a sheet, as `Sheets` does; one for each list and scorecard may be too many."""
        if len(self.names) >= MOST_SHEETS:
            lists, cards = len(self.published.record.lists), len(self.published.record.scorecards)
            raise TooLargeError(
                lists + cards,
                MOST_SHEETS,
                "trang tính, mỗi danh sách và bảng điểm một trang",
                "sheets, one for each list and scorecard",
            )
        return super().sheet(name, heading, pages=pages)
