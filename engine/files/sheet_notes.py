"""What is in a sheet of a workbook besides its values: what is struck out, formulas, formats, failures, merged cells."""

from dataclasses import dataclass, field
from typing import TypeAlias

from .guard import RefusedError
from .tables import Cell

MOST_ROW, MOST_COLUMN = 20_000 + 100, 500 + 20  # a table of the most rows may stand below a title
MOST_CELLS = 4_000_000
MOST_MERGES = 20_000
LONGEST_FORMULA = 8_192  # characters, as in Excel
MOST_FORMATS = 1_000  # ways in which the cells of a workbook look; Excel has some 250 number formats of one's own


@dataclass(slots=True)
class SheetNotes:
    """What stands in a sheet besides values.

    Attributes:
        percents: numbers with a format of per cent.
        formats: other cells whose number format does not show what they hold, each with the format.
        shown: the same where the file holds what is shown rather than a format (ODS): a number's text.
        struck: cells with text that is struck out, each with the text that is not: none of it where all is struck out.
        formulas: cells that hold a formula, each with its text as the file has it; empty where another
            cell has it, or it is longer than `LONGEST_FORMULA`.
        shared: of such cells, the one that has the formula, from where it is counted on.
        areas: the first and the last of cells that one formula fills.
        names: of the whole workbook, what stands behind the names that formulas use.
        failed: cells in which a formula has failed, with the sign that they show.
        uncalculated: formulas without a value.
        hidden: whether rows or columns are hidden.
        merges: the first and the last of merged cells, where the reader does not give them (ODS).
        part: of the archive, that holds the sheet.
        has_odd_dimension: whether the sheet states its range in a way that the reader takes for damage.
    """

    percents: set[Cell] = field(default_factory=set)
    formats: dict[Cell, str] = field(default_factory=dict)
    shown: dict[Cell, str] = field(default_factory=dict)
    struck: dict[Cell, str] = field(default_factory=dict)
    formulas: dict[Cell, str] = field(default_factory=dict)
    shared: dict[Cell, Cell] = field(default_factory=dict)
    areas: list[tuple[Cell, Cell]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    failed: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    hidden: bool = False
    merges: list[tuple[Cell, Cell]] = field(default_factory=list)
    part: str = ""
    has_odd_dimension: bool = False


Runs: TypeAlias = list[tuple[str, bool | None]]
"""The pieces of a text, each with whether it is struck out; None where its cell's own look decides."""


def formula_text(text: str) -> str:
    """Give the text of a formula; nothing of one that is too long."""
    return text if len(text) <= LONGEST_FORMULA else ""


def without_struck(runs: Runs, *, by_itself: bool) -> str | None:
    """Give what is not struck out of a text; None where nothing is. `by_itself`: whether its cell is struck out."""
    seen = [(text, by_itself if struck is None else struck) for text, struck in runs]
    if not any(struck and text.strip() for text, struck in seen):
        return None
    return "".join(text for text, struck in seen if not struck).strip()


def check_merges(count: int) -> None:
    """Refuse a sheet of more merged cells than the limit."""
    if count > MOST_MERGES:
        raise RefusedError("ITR416", found="quá nhiều ô gộp", found_en="too many merges", limit=MOST_MERGES)
