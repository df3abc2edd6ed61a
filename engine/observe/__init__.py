"""Floor 4: tables and units to typed values, each with the cell it came from."""

from .observing import observe
from .previous import read_previous
from .tables import read_table, table_of

__all__ = ["observe", "read_previous", "read_table", "table_of"]
