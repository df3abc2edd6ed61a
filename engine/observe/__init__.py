"""Floor 4: tables and units to typed values, each with the cell it came from."""

from .corrections import read_corrections
from .mapping import read_mapping
from .observing import observe
from .previous import read_previous
from .reading_files import read_tables
from .tables import read_table, table_of

__all__ = ["observe", "read_corrections", "read_mapping", "read_previous", "read_table", "read_tables", "table_of"]
