"""`ratio: [a, b]`: F1, tỷ lệ × điểm tối đa; with `full_at` F5, đạt từ T% trở lên được điểm tối đa."""

import ast
from collections.abc import Mapping
from typing import Any

from ...formula.substitute import template
from ...model.ruleset import Words
from .fragments import EXPRESSION, FULL_AT, ON_ZERO, described
from .kind import Kind
from .leaf import Leaf


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    numerator = leaf.expression(score["ratio"][0], "ratio", 0)
    divisor = leaf.expression(score["ratio"][1], "ratio", 1)
    full_at = leaf.expression(score["full_at"], "full_at") if "full_at" in score else None
    if numerator is None or divisor is None:
        return None
    share = template("A / B", at=leaf.at, A=numerator, B=divisor)
    return leaf.cut_share(share, full_at=full_at, divisor=divisor, on_zero=score.get("on_zero"))


KIND = Kind(
    name="ratio",
    within_max=True,
    keys={
        "ratio": described(
            {"type": "array", "prefixItems": [EXPRESSION, EXPRESSION], "items": False, "minItems": 2, "maxItems": 2},
            "Tỷ lệ a/b nhân điểm tối đa, cắt trong khoảng 0..1. Ví dụ: ratio: [can_bo_may, can_bo].",
            "The ratio a/b, cut to 0..1, times the maximum. Example: ratio: [can_bo_may, can_bo].",
        ),
        "full_at": FULL_AT,
        "on_zero": ON_ZERO,
    },
    lower=_lower,
    words=Words(vi="tỷ lệ × điểm tối đa", en="ratio × maximum"),
    example="max: 20\nscore: {ratio: [can_bo_may, can_bo], full_at: 80%, on_zero: zero}",
)
