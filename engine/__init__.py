"""The Python API: load a ruleset, read data, evaluate.

    from pathlib import Path
    from itrank.engine import evaluate, load, observe, read_table

    loaded = load(Path("rulesets/2021.yaml"))
    table, sources, findings = read_table(Path("data.csv"), "data.csv")
    result = evaluate(loaded.ruleset, observe(loaded.ruleset, [table]))

Nothing here raises for what is wrong in a user's file: it is told in `findings`.
"""

from .language import Loaded, load, load_text
from .observe import observe, read_previous, read_table, read_tables
from .rank import evaluate

__all__ = ["Loaded", "evaluate", "load", "load_text", "observe", "read_previous", "read_table", "read_tables"]
