"""Tables of text to units and typed values, each with the cell it came from."""

from ..files.table_files import read_tables
from ..files.tables import read_table, table_of
from .corrections import read_corrections
from .mapping import read_mapping
from .observing import observe
from .previous import read_previous

__all__ = ["observe", "read_corrections", "read_mapping", "read_previous", "read_table", "read_tables", "table_of"]
