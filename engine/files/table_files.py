"""Read a data file of any kind as tables: CSV, workbooks, JSON. What it is, its bytes say; not its name."""
# ruff: noqa: PLC0415  # most files are CSV, and need neither of the other readers

from hashlib import sha256

from ..model.findings import Finding
from ..model.held import Location
from ..model.observed import Table
from ..model.ruleset import Source
from .contents import OLE, ZIP, read_bytes
from .spoiled import tell_spoiled
from .tables import MOST_BYTES, WHOLE, Frame, parse_table


def read_tables(
    path: Location, name: str, frame: Frame = WHOLE, *, bare: bool = False
) -> tuple[tuple[Table, ...], tuple[Source, ...], tuple[Finding, ...]]:
    """Read a data file: CSV, XLSX, XLS, ODS or JSON.

    Args:
        path: the file.
        name: what findings call it.
        frame: where its table stands.
        bare: give the sheets that hold text and no table too, last and without columns.

    Returns:
        Its tables, one for each sheet that holds one, none where a finding says why; the file and its hash; the
        findings.
    """
    content = read_bytes(path, name, MOST_BYTES)
    if isinstance(content, Finding):
        return (), (), (content,)
    tables, findings = tables_of(content, name, frame)
    if not bare:
        tables = tuple(table for table in tables if table.headers)
    return tables, (Source(name, sha256(content).hexdigest()),), findings


def tables_of(content: bytes, name: str, frame: Frame = WHOLE) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Read the bytes of a data file; as `read_tables`."""
    tables, findings = _tables_of(content, name, frame)
    return tables, (*findings, *tell_spoiled(tables))


def _tables_of(content: bytes, name: str, frame: Frame) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if content.startswith((ZIP, OLE)) or start == b"<":  # a page that bears the name of a workbook is told there
        from .workbooks import parse_workbook

        return parse_workbook(content, name, frame)
    if start in {b"{", b"["}:  # no CSV begins with a bracket
        from .json_tables import parse_json_table

        table, findings = parse_json_table(content, name)
    else:
        table, findings = parse_table(content, name, frame)
    return ((table,) if table is not None else ()), findings
