"""`relative: x`: F10, measured against the cohort: its best, its range, or the share of it that is beaten."""

import ast
from collections.abc import Mapping
from typing import Any

from ...formula.substitute import template
from ...model.ruleset import Words
from .fragments import EXPRESSION, ON_ZERO, described
from .kind import Kind
from .leaf import Leaf

# (to, better) -> the share, and its divisor where there is one.
SHARES: dict[tuple[str, str], tuple[str, str]] = {
    ("best", "higher"): ("X / cohort_max(X)", "cohort_max(X)"),
    ("best", "lower"): ("cohort_min(X) / X", "X"),
    ("min_max", "higher"): (
        "(X - cohort_min(X)) / (cohort_max(X) - cohort_min(X))",
        "cohort_max(X) - cohort_min(X)",
    ),
    ("min_max", "lower"): ("(cohort_max(X) - X) / (cohort_max(X) - cohort_min(X))", "cohort_max(X) - cohort_min(X)"),
    ("percentile_rank", "higher"): ("cohort_percentile_rank(X)", "cohort_count(X) - 1"),
    ("percentile_rank", "lower"): ("cohort_above(X) / (cohort_count(X) - 1)", "cohort_count(X) - 1"),
}


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    value = leaf.expression(score["relative"], "relative")
    if value is None:
        return None
    share, divisor = SHARES[str(score["to"]), str(score.get("better", "higher"))]
    return leaf.cut_share(
        template(share, at=leaf.at, X=value),
        full_at=None,
        divisor=template(divisor, at=leaf.at, X=value),
        on_zero=score.get("on_zero"),
    )


KIND = Kind(
    name="relative",
    within_max=True,
    keys={
        "relative": described(
            EXPRESSION,
            "Giá trị được so với các đơn vị cùng nhóm (cần cohort). Ví dụ: {relative: bang_thong / can_bo, to: best}.",
            "A value measured against the cohort (needs cohort). Example: {relative: bandwidth / staff, to: best}.",
        ),
        "to": described(
            {"enum": ["best", "min_max", "percentile_rank"]},
            "So với giá trị tốt nhất (best), khoảng nhỏ nhất – lớn nhất (min_max) hay tỷ lệ đơn vị đứng dưới "
            "(percentile_rank).",
            "Against the best, the range from min to max, or the share of units below.",
        ),
        "better": described(
            {"enum": ["higher", "lower"]},
            "higher (mặc định): càng nhiều càng tốt; lower: càng ít càng tốt.",
            "higher (default): more is better; lower: less is better.",
        ),
        "on_zero": ON_ZERO,
    },
    lower=_lower,
    words=Words(vi="so với nhóm", en="relative to the cohort"),
    example="max: 40\nscore: {relative: bang_thong / can_bo, to: best}\ncohort: list",
    required=("to",),
)
