"""The formats in which a file can hold tables: a row for each says how such files are named, begin and are read."""
# ruff: noqa: PLC0415  # most files are CSV, and need none of the other readers

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .contents import OLE, ZIP

if TYPE_CHECKING:
    from ..model.findings import Finding
    from ..model.observed import Table
    from .tables import Frame

Read: TypeAlias = "tuple[tuple[Table, ...], tuple[Finding, ...]]"
"""The tables of a file, none where a finding says why; and the findings."""


class TableFormat(NamedTuple):
    """One format.

    Attributes:
        suffixes: how names of its files end; data beside a ruleset are looked for in this order.
        begins: whether bytes are of it; what a file is its bytes say, not its name.
        read: makes tables of bytes; its arguments are the bytes, what findings call the file, and where the table is.
    """

    suffixes: tuple[str, ...]
    begins: Callable[[bytes], bool]
    read: "Callable[[bytes, str, Frame], Read]"


def _first_sign(content: bytes) -> bytes:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def _read_text(content: bytes, name: str, frame: "Frame") -> "Read":
    from .tables import parse_table

    table, findings = parse_table(content, name, frame)
    return ((table,) if table is not None else ()), findings


def _read_workbook(content: bytes, name: str, frame: "Frame") -> "Read":
    from .workbooks import parse_workbook

    return parse_workbook(content, name, frame)


def _read_json(content: bytes, name: str, _: "Frame") -> "Read":
    from .json_tables import parse_json_table

    table, findings = parse_json_table(content, name)
    return ((table,) if table is not None else ()), findings


TEXT = TableFormat((".csv",), lambda _: False, _read_text)
"""What nothing else is: a table of text has no sign by which it begins."""

FORMATS: tuple[TableFormat, ...] = (
    TEXT,
    # A page of HTML that has the name of a workbook is refused there.
    TableFormat(
        (".xlsx", ".ods", ".xls"),
        lambda content: content.startswith((ZIP, OLE)) or _first_sign(content) == b"<",
        _read_workbook,
    ),
    TableFormat((".json",), lambda content: _first_sign(content) in {b"{", b"["}, _read_json),  # no CSV begins so
)


def format_of(content: bytes) -> TableFormat:
    """Find the format of a file by how it begins; a table of text where no other fits.

    >>> format_of(b"[{}]").suffixes, format_of(b"id,x").suffixes
    (('.json',), ('.csv',))
    """
    return next((each for each in FORMATS if each.begins(content)), TEXT)


def suffixes() -> tuple[str, ...]:
    """List how the names of files with tables end, in the order in which they are looked for."""
    return tuple(suffix for each in FORMATS for suffix in each.suffixes)
