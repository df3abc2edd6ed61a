"""What is known of a table's rows before it is asked which of them are units."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..files.naming import fold
from ..files.surroundings import has_number
from ..model.observed import Table
from ..model.ruleset import Input
from .cells import answers_of, marks_of
from .columns import NUMBERS, PROVENANCE, find_column
from .mapping import Guide
from .row_words import Count, count_of, key_of, total_in
from .values import reader_of

Kind: TypeAlias = Literal["total", "numbering", "headers", "heading", "signature", "doubt"]


@dataclass(frozen=True, slots=True)
class Known:
    """The units that are known before a table is read.

    Attributes:
        names: ids, aliases and names, as `key_of` writes them.
        is_list: whether a unit that is not among them is none.
    """

    names: Collection[str] = frozenset()
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """The columns of a table that say whose a row is; -1 where absent.

    Attributes:
        group_of: from the words of a title to a group of the ruleset; empty where it is none.
        titles: of the groups, as words.
    """

    id: int
    name: int
    group: int = -1
    parent: int = -1
    group_of: Callable[[str], str] = lambda _: ""
    titles: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row is that is no unit, or may be none.

    Attributes:
        said: what else than a unit it may be, in doubt.
        group: that a heading names.
    """

    kind: Kind
    said: tuple[str, str] = ("", "")
    group: str = ""


class Rows:
    """What is asked again and again of the rows of a wide table.

    Attributes:
        of: column -> the inputs that its header names.
        labels: columns that say whose a row is, or stand before those that do.
        values: columns that say something of the unit.
        titles: of groups and blocks, as words.
        figured: whether each row has a figure.
    """

    def __init__(self, table: Table, about: About, guide: Guide, known: Known, *, is_roll: bool = False) -> None:
        self.table, self.about, self.guide, self.known, self.is_roll = table, about, guide, known, is_roll
        self.of = _inputs_by_column(table, guide)
        self.labels, self.values = _labels_and_values(table, about, guide, self.of)
        self.titles = set(about.titles)
        self.figured = [self._has_figure(row) for row in range(len(table.rows))]
        self._has_both = about.id >= 0 and about.name >= 0 and about.id != about.name
        ids = [cells[about.id] for cells in table.rows] if about.id >= 0 else []
        self._is_lettered = 2 * sum(map(_is_letter, ids)) >= sum(map(bool, ids))
        self._marks = {*marks_of(guide.headers), *answers_of(guide.headers)}

    def name(self, row: int) -> str:
        """Give the words by which a row calls its unit: its name, its id, else what stands before them."""
        about = self.about
        own = self.filled(row, (about.name, about.id))
        before = self.filled(row, (column for column in self.labels if column not in {about.name, about.id}))
        words = [text for text in before if not count_of(text, is_whole=True).kind and not text.isdecimal()]
        if words and total_in(words[-1]) and (not own or total_in(f"{words[-1]} {own[0]}", self.titles) == "whole"):
            return " ".join((words[-1], *own[:1]))
        others = self.filled(row, (about.group, about.parent))
        return next(iter((*own, *words[-1:], *others)), "")

    def filled(self, row: int, columns: Iterable[int]) -> list[str]:
        """Give what a row has in those of some columns that are there and not blank."""
        cells = self.table.rows[row]
        return [cells[column] for column in columns if column >= 0 and cells[column]]

    def count(self, row: int) -> Count:
        """Read what numbers a row."""
        cells = self.table.rows[row]
        for column in reversed(self.labels):
            if column not in {self.about.name, self.about.id} and cells[column]:
                return count_of(cells[column], is_whole=True)
        if self._has_both and cells[self.about.id] and not self.is_own(row):
            return count_of(cells[self.about.id], is_whole=True)
        return count_of(self.name(row))

    def is_own(self, row: int) -> bool:
        """Whether a row has an id that does not only number it: "I" is none where others are no letters."""
        text = self.table.rows[row][self.about.id] if self._has_both else ""
        return bool(text) and (self._is_lettered or not _is_letter(text))

    def is_bare(self, row: int) -> bool:
        """Whether a row has nothing but a name, and perhaps a number or words before it."""
        if self.figured[row] and not self.table.kinds:
            return False  # without a look at hundreds of columns
        if self.filled(row, (*self.values, self.about.group, self.about.parent)):
            return False
        return not (self.is_own(row) and self.table.rows[row][self.about.name])

    def is_known(self, row: int) -> bool:
        """Whether a row names a unit that is known."""
        about = self.about
        if self.is_roll and (self.is_own(row) or self.filled(row, (about.group, about.parent))):
            return True
        names = self.filled(row, (about.id, about.name))
        return any(key_of(name) in self.known.names or fold(name) in self.guide.units for name in names)

    def has_answer(self, row: int) -> bool:
        """Whether a cell can be read as an answer of its input, other than as words."""
        return self.figured[row] or any(self._answers(row, column) for column in self.of)

    def texts(self, row: int) -> list[str]:
        """Give what stands in a row, also in columns without a header."""
        return [*filter(None, self.table.rows[row]), *(text for _, text in self.table.beside.get(row, ()))]

    def _answers(self, row: int, column: int) -> bool:
        text = self.table.rows[row][column]
        inputs = [asked for asked in self.of[column] if not asked.traits.is_evidence]
        if not text or not inputs:
            return False
        return fold(text) in self._marks or any(isinstance(reader_of(asked)(text), bool | str) for asked in inputs)

    def _has_figure(self, row: int) -> bool:
        cells, kinds = self.table.rows[row], self.table.kinds
        return has_number([cells[column] for column in self.values]) or any(
            (row, column) in kinds for column in self.values
        )


def _inputs_by_column(table: Table, guide: Guide) -> dict[int, tuple[Input, ...]]:
    targets = (guide.names.targets(header) for header in table.headers)
    return {column: tuple(target.input for target in found) for column, found in enumerate(targets) if found}


def _labels_and_values(
    table: Table, about: About, guide: Guide, inputs: Collection[int]
) -> tuple[Sequence[int], Sequence[int]]:
    """Part the columns into those that say whose a row is, or stand before them and say nothing else, and the others."""
    number = find_column(table, *NUMBERS)
    named = {find_column(table, header) for header in (*guide.key, PROVENANCE)}
    own = {about.id, about.name, about.group, about.parent, number, *named}
    before = {*range(max(about.id, about.name))} - own - {*inputs}
    labels = sorted((before | {about.id, about.name, number}) - {-1})
    return labels, [column for column in range(len(table.headers)) if column not in {*own, *labels}]


def _is_letter(text: str) -> bool:
    return count_of(text, is_whole=True).kind == "letter"
