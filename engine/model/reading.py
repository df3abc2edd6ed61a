"""What was read of each table: which columns were taken for what, by which sign, and with how many marks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Despite: TypeAlias = Literal["tone", "measure", "headings"]
Use: TypeAlias = Literal["input", "unit", "previous", "attribute", "layout", "provenance", "ignored", "unread"]


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column of a table, or one name in the column of inputs of a long table.

    Attributes:
        number: of the column, from 1.
        use: what it was taken for; `ignored` at the wish of a mapping, `unread` since it matches nothing.
        names: ids of the inputs, or the word for what it says of the unit (`id`, `name`, `group`, `rank`, ...).
        by: what it was matched by: `id`, `column`, `label`, `code`, `title` or `mapping`.
        despite: what was looked past: the place of a tone mark, a unit of measurement, the headings above it.
        near: what was probably meant, of a column that is not read.
    """

    number: int
    header: str
    use: Use
    names: tuple[str, ...] = ()
    by: str = ""
    despite: tuple[Despite, ...] = ()
    near: str = ""


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table as it was read.

    Attributes:
        file: what findings call it.
        sheet: of a workbook.
        span: the cells or lines that were read, as `A5:K35` or `1-31`.
        rows: below the header.
        units: how many units have a row in it.
        decimal: the decimal sign of its text; empty where it could not be told.
        decimal_how: `declared`, `inferred`, `unneeded`, `contradicted` or `ambiguous`.
        decimal_by: the cells from which it was inferred, in the user's words.
        marks: how many cells hold each mark that the ruleset or a mapping knows.
        delimiter: of a text file.
        mapping: what the mapping is called by which it was read.
        is_long: whether it has a row for a value.
        group: of its units, where the sheet's name says so.
    """

    file: str
    sheet: str = ""
    span: str = ""
    rows: int = 0
    units: int = 0
    decimal: str = ""
    decimal_how: str = ""
    decimal_by: tuple[str, ...] = ()
    marks: Mapping[str, int] = field(default_factory=dict)
    columns: tuple[ColumnRead, ...] = ()
    delimiter: str = ""
    mapping: str = ""
    is_long: bool = False
    group: str = ""
