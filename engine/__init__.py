"""The Python API: load a ruleset, read data, evaluate.

    from pathlib import Path
    from itrank.engine import evaluate, load, observe, read_table

    loaded = load(Path("rulesets/2021.yaml"))
    table, sources, findings = read_table(Path("data.csv"), "data.csv")
    result = evaluate(loaded.ruleset, observe(loaded.ruleset, [table]))

Nothing here raises for what is wrong in a user's file: it is told in `findings`.

`evaluate_frame` takes and gives frames of polars, pandas and Arrow; what it needs is imported when it is asked for.
"""

from typing import TYPE_CHECKING, Any

from .language import Loaded, load, load_text
from .observe import observe, read_previous, read_table, read_tables
from .rank import evaluate

if TYPE_CHECKING:
    from .scale.evaluating import FrameResult, evaluate_frame

__all__ = [
    "FrameResult", "Loaded", "evaluate", "evaluate_frame", "load", "load_text", "observe", "read_previous", "read_table",
    "read_tables",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what takes frames, and the libraries of frames with it, only where it is asked for."""
    if name in {"FrameResult", "evaluate_frame"}:
        from .scale import evaluating  # noqa: PLC0415  # thirty units need no engine

        return getattr(evaluating, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
