"""The tables that itrank writes of a result, as they are known again: which columns are figures, and what only explains."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from ..files.naming import fold
from ..model.observed import Table

RANKED = (
    "list", "rank", "tied", "rank_change", "id", "name", "group", "scorecard", "status", "total", "max", "tier", "reason",
    "not_comparable",
)  # fmt: skip
"""How the headers of the ranking as CSV begin; a column for each criterion follows."""
SOURCES = ("ruleset", "ruleset_sha256", "data_sha256", "note")
"""How they end."""
CONDITIONS = "conditions"
"""What stands between where conditions beside points can decide."""
TAKEN = frozenset({*RANKED, CONDITIONS, *SOURCES})
"""The headers that are never a criterion's."""
RANK = "rank:"
"""What stands before the id of a criterion whose own rank a column holds."""
RANK_PRINTED = "rank_printed:"
"""The same of the rank as it is printed, where that says who shares it."""
TIER = "tier:"
"""What stands before the id of a criterion whose own tier a column holds."""
PLACED = (RANK, RANK_PRINTED, TIER)
"""What begins the headers of columns that hold no value of a name."""
VALUE = "value:"
"""What stands before the id of a published value; of a leaf's own answer, the id of the leaf."""
CRITERION = "criterion:"
"""What stands before the id of a criterion that is the name of one of these."""
PUBLISHED = (
    "list", "rank", "unit", "name", "group", "scorecard", "status", "total", "max", "tier", "tier_title",
    "previous_rank", "rank_change",
)  # fmt: skip
"""The headers with which `ranking.csv` of open data begins."""
SCORES = ("unit", "criterion", "score", "counted", "state")
"""The headers with which `scores.csv` there begins: a row a score."""
SHEETS: Sequence[Mapping[str, str]] = (
    {
        "rank": "Hạng", "name": "Đơn vị", "total": "Điểm", "max": "Điểm tối đa", "tier": "Xếp loại",
        "before": "Hạng năm trước", "change": "Tăng, giảm",
    },
    {
        "rank": "Rank", "name": "Unit", "total": "Points", "max": "Maximum", "tier": "Tier",
        "before": "Rank last year", "change": "Change",
    },
)  # fmt: skip
"""The headers of a list's sheet in a workbook of a result, in both languages."""
UNRANKED = ("Chưa xếp hạng", "Not ranked")
"""What stands there above the units without a rank, whose names stand below a second row of headers."""

Own: TypeAlias = Literal["ranked", "published", "scores", "sheet", ""]


def own(table: Table) -> Own:
    """Say which table of ours it is; empty for a stranger's.

    >>> own(Table("t", SCORES, ())), own(Table("t", ("id", "total"), ()))
    ('scores', '')
    """
    headers = tuple(map(fold, table.headers))
    if headers[: len(SCORES)] == SCORES:
        return "scores"
    if headers[: len(PUBLISHED)] == PUBLISHED:
        return "published"
    if headers[: len(RANKED)] == RANKED and headers[-len(SOURCES) :] == SOURCES:
        return "ranked"
    sheets = (tuple(map(fold, heads.values())) for heads in SHEETS)
    return "sheet" if any(headers[: len(heads)] == heads for heads in sheets) else ""
