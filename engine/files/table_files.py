"""Read a data file of any format as tables of text."""

from hashlib import sha256

from ..model.findings import Finding
from ..model.observed import Table
from ..model.ruleset import Source
from .contents import read_bytes
from .held import Location
from .spoiled import tell_spoiled
from .table_formats import format_of
from .tables import MOST_BYTES, WHOLE, Frame


def read_tables(
    path: Location, name: str, frame: Frame = WHOLE, *, bare: bool = False
) -> tuple[tuple[Table, ...], tuple[Source, ...], tuple[Finding, ...]]:
    """Read a data file of any format in `FORMATS`.

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
    tables, findings = format_of(content).read(content, name, frame)
    return tables, (*findings, *tell_spoiled(tables))
