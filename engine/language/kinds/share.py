"""`share: expression`: a share of 0..1 that the author computes (F12, F13, F14), times the maximum."""

import ast
from collections.abc import Mapping
from typing import Any

from ...model.ruleset import Words
from .fragments import EXPRESSION, FULL_AT, ON_ZERO, described
from .kind import Kind
from .leaf import Leaf


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    share = leaf.expression(score["share"], "share")
    full_at = leaf.expression(score["full_at"], "full_at") if "full_at" in score else None
    if share is None:
        return None
    divides = isinstance(share, ast.BinOp) and isinstance(share.op, ast.Div)
    divisor = share.right if divides else None  # type: ignore[attr-defined]
    return leaf.cut_share(share, full_at=full_at, divisor=divisor, on_zero=score.get("on_zero"))


KIND = Kind(
    name="share",
    within_max=True,
    keys={
        "share": described(
            EXPRESSION,
            "Biểu thức cho một tỷ lệ 0..1, nhân điểm tối đa. Ví dụ: share: 1 - tre_han / tong_ho_so.",
            "An expression that gives a share of 0..1, times the maximum. Example: share: 1 - late / total.",
        ),
        "full_at": FULL_AT,
        "on_zero": ON_ZERO,
    },
    lower=_lower,
    words=Words(vi="tỷ lệ tự tính × điểm tối đa", en="computed share × maximum"),
    example="max: 18\nscore: {share: 1 - (tre_han + khong_hai_long) / ho_so}",
)
