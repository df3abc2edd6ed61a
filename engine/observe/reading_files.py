"""Read a data file of any kind as tables: CSV, workbooks, JSON. What it is, its bytes say; not its name."""

from hashlib import sha256
from pathlib import Path

from ..model.findings import Finding
from ..model.observed import Table
from ..model.ruleset import Source
from .files import read_bytes
from .json_tables import is_json, parse_json_table
from .tables import MOST_BYTES, WHOLE, Frame, parse_table
from .workbooks import is_workbook, parse_workbook


def read_tables(
    path: Path, name: str, frame: Frame = WHOLE
) -> tuple[tuple[Table, ...], tuple[Source, ...], tuple[Finding, ...]]:
    """Read a data file: CSV, XLSX, XLS, ODS or JSON.

    Args:
        path: the file.
        name: what findings call it.
        frame: where its table stands.

    Returns:
        Its tables, one for each sheet that holds one, none where a finding says why; the file and its hash; the
        findings.
    """
    content = read_bytes(path, name, MOST_BYTES)
    if isinstance(content, Finding):
        return (), (), (content,)
    source = (Source(name, sha256(content).hexdigest()),)
    if is_workbook(content):
        tables, findings = parse_workbook(content, name, frame)
        return tables, source, findings
    table, findings = parse_json_table(content, name) if is_json(content) else parse_table(content, name, frame)
    return ((table,) if table is not None else ()), source, findings
