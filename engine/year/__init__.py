"""The pipeline of a year, from the names of its files to its result; what commands and the Python API call.

    names -> ruleset -> files -> observed -> evaluated -> result

Each step gives what the next one takes, or `Stopped` with the findings that say why there is nothing more to do.
"""

from .evaluating import evaluated, result_of
from .names import RESULT_STAGES, YearNames
from .opening import open_year, read_tables, read_units, read_year
from .reading import Year, observe_year, read_files
from .rules import Rules, load_rules, open_rules
from .stopping import Stopped

__all__ = [
    "RESULT_STAGES",
    "Rules",
    "Stopped",
    "Year",
    "YearNames",
    "evaluated",
    "load_rules",
    "observe_year",
    "open_rules",
    "open_year",
    "read_files",
    "read_tables",
    "read_units",
    "read_year",
    "result_of",
]
