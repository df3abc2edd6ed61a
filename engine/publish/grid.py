"""How the outputs for a terminal print: columns side by side, in colours or none, cut or wrapped to its width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model.sentences import Pair, sentence
from .text import cut, fit, paint, width, wrapped

GAP = "  "
NARROWEST_NAME = 22
NARROWEST_REASON = 22


@dataclass(frozen=True, slots=True)
class Look:
    """How to print.

    Attributes:
        lang: `vi` or `en`.
        columns: of the terminal; None in a pipe, where nothing is cut and no line is drawn.
        colour: whether escapes are wanted.
    """

    lang: str = "vi"
    columns: int | None = None
    colour: bool = False

    def say(self, pair: Pair, **values: object) -> str:
        """Fill a sentence of a table in the language that is printed."""
        return sentence(pair, self.lang, **values)

    def paint(self, text: str, style: str) -> str:
        """Give a text a style, where colours are wanted."""
        return paint(text, style, colour=self.colour)

    def clip(self, text: str) -> str:
        """Cut a line that the terminal would break."""
        return text if self.columns is None else cut(text, self.columns)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header and one cell for each row; numbers are aligned at their decimal sign.

    Attributes:
        styles: of the cells, one for each row; empty for none.
    """

    header: str
    cells: Sequence[str]
    right: bool = False
    styles: Sequence[str] = ()

    @property
    def cells_wide(self) -> int:
        """The width that shows everything."""
        return max(map(width, (self.header, *self.cells)))


def room_of(columns: Sequence[Column]) -> int:
    """Count the cells that columns take, each with the gap beside it."""
    return sum(column.cells_wide + len(GAP) for column in columns)


def aligned(numbers: Sequence[str], lang: str) -> list[str]:
    """Fill numbers on the right, so that their decimal signs stand in one column.

    >>> aligned(["989", "959,9"], "vi")
    ['989  ', '959,9']
    >>> aligned(["80%", "85,5%"], "vi")
    ['80%  ', '85,5%']
    """
    sign = "," if lang == "vi" else "."
    tails = [len(number) - len(number.partition(sign)[0].removesuffix("%")) for number in numbers]
    most = max(tails, default=0)
    return [number + " " * (most - tail) for number, tail in zip(numbers, tails, strict=True)]


def grid(columns: Sequence[Column], row_styles: Sequence[str], look: Look, *, flexible: int) -> Iterator[str]:
    """Print columns side by side; where they are too wide the flexible one is cut."""
    widths = [column.cells_wide for column in columns]
    if look.columns is not None:
        room = look.columns - len(GAP) * (len(columns) - 1) - sum(widths) + widths[flexible]
        widths[flexible] = min(widths[flexible], max(NARROWEST_NAME // 2, room))
    yield from _head(columns, widths, look)
    for row, style in enumerate(row_styles):
        yield _line([column.cells[row] for column in columns], columns, widths, row, style, look)


def wrapped_grid(columns: Sequence[Column], look: Look) -> Iterator[str]:
    """Print columns side by side; where they are too wide the first one is cut and the last one wrapped."""
    widths = [column.cells_wide for column in columns]
    if look.columns is not None:
        room = look.columns - len(GAP) * (len(columns) - 1)
        widths[0] = min(widths[0], max(NARROWEST_NAME, room // 3))
        widths[-1] = min(widths[-1], max(NARROWEST_REASON, room - sum(widths[:-1])))
    yield from _head(columns, widths, look)
    for row, last in enumerate(columns[-1].cells):
        cells = [column.cells[row] for column in columns[:-1]]
        for tail in wrapped(last, widths[-1]) if look.columns is not None else [last]:
            yield _line([*cells, tail], columns, widths, row, "", look)
            cells = [""] * len(cells)


def _head(columns: Sequence[Column], widths: Sequence[int], look: Look) -> Iterator[str]:
    """Print the headers, and at a terminal a line below them."""
    cells = zip(columns, widths, strict=True)
    header = GAP.join(fit(column.header, across, right=column.right) for column, across in cells)
    yield look.paint(look.clip(header.rstrip()), "dim")
    if look.columns is not None:
        yield look.paint("─" * min(look.columns, sum(widths) + len(GAP) * (len(columns) - 1)), "dim")


def _line(
    texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], row: int, row_style: str, look: Look
) -> str:
    """Print the cells of a row, each in the styles of the row and of its own."""
    cells = []
    for text, column, across in zip(texts, columns, widths, strict=True):
        style = column.styles[row] if column.styles else ""
        cells.append(look.paint(fit(text, across, right=column.right), f"{row_style} {style}".strip()))
    return GAP.join(cells)
