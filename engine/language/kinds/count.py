"""`count: n, each: p`: F7, mỗi … p điểm, không quá điểm tối đa."""

import ast
from collections.abc import Mapping
from typing import Any

from ...formula.substitute import template
from ...model.findings import finding
from ...model.ruleset import Words
from .fragments import EXPRESSION, POINTS, described
from .kind import Kind
from .leaf import Leaf, number


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    items = leaf.expression(score["count"], "count")
    each = leaf.points(score["each"], "each")
    if leaf.max is None:
        leaf.report(
            finding(
                "ITR306",
                leaf.at,
                id=leaf.id,
                what="count (điểm bị cắt ở max)",
                what_en="count (its points are cut there)",
            )
        )
        return None
    if items is None or each is None:
        return None
    return template("clamp(N * P, 0, M)", at=leaf.at, N=items, P=each, M=number(leaf.max, leaf.at))


KIND = Kind(
    name="count",
    within_max=True,
    keys={
        "count": described(
            EXPRESSION,
            "Đếm: mỗi mục được each điểm, không quá điểm tối đa. Ví dụ: {count: so_ung_dung, each: 1}.",
            "Counted items: each is worth `each` points, at most the maximum. Example: {count: applications, each: 1}.",
        ),
        "each": described(POINTS, "Điểm của mỗi mục.", "The points of one item."),
    },
    lower=_lower,
    words=Words(vi="mỗi mục một số điểm, không quá điểm tối đa", en="points for each item, up to the maximum"),
    example="max: 5\nscore: {count: so_ung_dung, each: 1}",
    required=("each",),
    answer="count",
)
