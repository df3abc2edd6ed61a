"""What every workbook of ours is written with: looks that are made once, lists to choose from, values as a cell has them."""

from fractions import Fraction
from typing import Any

from ..formula.excel_text import Shown
from .calculation import NO, YES


class Pens:
    """The looks and the lists of one workbook.

    Attributes:
        choices: the hidden sheet that holds what lists offer.
    """

    def __init__(self, book: Any, choices: Any) -> None:
        self.book, self.choices = book, choices
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.lists: dict[tuple[str, ...], str] = {}

    def look(self, **asked: Any) -> Any:
        """Give a look, made once."""
        key = tuple(sorted(asked.items()))
        if key not in self.formats:
            base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
            self.formats[key] = self.book.add_format({**base, **asked})
        return self.formats[key]

    def list_of(self, texts: tuple[str, ...]) -> str:
        """Put what a list offers into a column of its own, once; give its address."""
        if texts not in self.lists:
            column = len(self.lists)
            for row, text in enumerate(texts):
                self.choices.write_string(row, column, text)
            from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  # an extra

            first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
            last = xl_rowcol_to_cell(len(texts) - 1, column, row_abs=True, col_abs=True)
            self.lists[texts] = f"=_chon!{first}:{last}"
        return self.lists[texts]


def put(sheet: Any, row: int, column: int, shown: Shown, look: Any) -> None:
    """Write what a cell has; blank where that is nothing."""
    match shown:
        case bool():
            sheet.write_string(row, column, YES if shown else NO, look)
        case Fraction():
            sheet.write_number(row, column, float(shown), look)
        case str():
            sheet.write_string(row, column, shown, look)
        case _:
            sheet.write_blank(row, column, None, look)


def validate(
    sheet: Any, row: int, column: int, held: dict[str, Any], told: str, pick: int, *, last: int | None = None
) -> None:
    """Let Excel say what a cell, or those below it to the last row, takes, and hold what is typed against a rule."""
    message = {
        "input_title": ("Cách nhập", "How to fill")[pick],
        "input_message": told,
        "error_title": ("Chưa đúng", "Not right")[pick],
        "error_message": told,
    }
    sheet.data_validation(
        row, column, row if last is None else last, column, {"validate": "any", **held, **message, "ignore_blank": True}
    )


def lines_of(text: str, width: int) -> int:
    """Count the lines into which a text wraps in a column of so many characters."""
    fitting = width * 11 // 10  # letters are narrower than digits
    return sum(max(1, -(-len(part) // fitting)) for part in text.split("\n"))
