"""A frame of any library, evaluated: looked at, compiled for, computed by polars, and given back in that library.

frame -> sheet -> Looked -> Program -> columns -> the table of the result
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from ..formula.suggest import closest
from ..model.findings import in_order
from ..observe.mapping import DataMapping
from .frames import sheet_of_lazy
from .preparing import look
from .results import result_table
from .running import made_by

if TYPE_CHECKING:
    import polars as pl

    from ..model.findings import Finding
    from ..model.ruleset import Ruleset

NAME = "frame"
"""What findings call a frame."""


@dataclass(frozen=True, slots=True)
class FrameResult:
    """What was made of a frame.

    Attributes:
        frame: the table of the result as `scale.results` describes it, of the library that the data came in; None where a
            finding says why there is none.
        findings: what is wrong in the data and in the result, as the reference has it; of each kind the first are shown
            and the rest counted.
        illustrative: whether the data or the ruleset are made up, so that every report of the result must say so.
    """

    frame: Any
    findings: tuple[Finding, ...]
    illustrative: bool = False


def evaluate_frame(
    ruleset: Ruleset,
    frame: Any,
    *,
    mapping: DataMapping | None = None,
    lang: Literal["vi", "en"] = "vi",
    only: Collection[str] | None = None,
) -> FrameResult:
    """Evaluate a frame with a row for each unit, exactly as `evaluate` does with its rows.

    Text is read as the cells of a file are, and numbers, days and truth values as those of a workbook: a binary number is the
    decimal of at most 15 digits that it stands for, and a finding where it stands for none.

    Args:
        ruleset: as loaded.
        frame: of polars (eager or lazy), pandas or Arrow, or of any other library that narwhals reads.
        mapping: how its columns are to be read, where their names do not say so.
        lang: of the reasons.
        only: ids of the criteria that are given; None for all.

    Raises:
        TypeError: `frame` is no frame.
        ValueError: `only` names what is no criterion.
        UnsupportedError: columns cannot rank by this ruleset; `evaluate` can.
        ImportError: polars, narwhals or pyarrow is not installed (`pip install itrank[scale]`).
    """
    _hold_criteria(ruleset, only or ())
    lazy, give_back = _taken(frame)
    sheet, findings = sheet_of_lazy(lazy, NAME)
    if sheet is None:
        return FrameResult(None, findings)
    looked = look(ruleset, sheet, mapping)
    if looked.frame is None:
        return FrameResult(None, looked.findings)
    made = made_by("polars", looked, lang, only=only)
    table = give_back(result_table(made, "frame").collect())
    return FrameResult(table, in_order((*looked.findings, *made.findings)), made.illustrative)


def _hold_criteria(ruleset: Ruleset, only: Collection[str]) -> None:
    """See that names are those of criteria.

    Raises:
        ValueError: one is not.
    """
    criteria = [node.id for node in ruleset.nodes()]
    for name in only:
        if name not in criteria:
            near = closest(name, criteria)
            meant = "" if near is None else f"; did you mean {near!r}?"
            raise ValueError(f"only: there is no criterion {name!r}{meant}")


def _taken(frame: Any) -> tuple[pl.LazyFrame, Any]:
    """Take a frame of any library, and say how one of polars becomes one of that library.

    Raises:
        TypeError: it is no frame.
    """
    import narwhals as nw  # noqa: PLC0415  # only who has frames needs it
    import polars as pl  # noqa: PLC0415  # likewise

    if isinstance(frame, pl.LazyFrame):
        return frame, _as_it_is
    if isinstance(frame, pl.DataFrame):
        return frame.lazy(), _as_it_is
    known = nw.from_native(frame)
    taken = known.collect("polars") if isinstance(known, nw.LazyFrame) else known
    library = nw.get_native_namespace(known)
    ways = {"pandas": partial(_as_pandas, library), "pyarrow": pl.DataFrame.to_arrow}
    return taken.to_polars().lazy(), ways.get(library.__name__, _as_it_is)


def _as_pandas(pandas: Any, frame: pl.DataFrame) -> Any:
    """Give a frame of pandas in which whole numbers stay whole: beside a blank it would make binary numbers of them."""
    import pyarrow as pa  # noqa: PLC0415  # only who has frames needs it

    return frame.to_pandas(types_mapper={pa.int64(): pandas.Int64Dtype()}.get)


def _as_it_is(frame: pl.DataFrame) -> pl.DataFrame:
    return frame
