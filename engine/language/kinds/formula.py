"""`formula: expression`: points by a formula of the author's own."""

import ast
from collections.abc import Mapping
from typing import Any

from ...model.ruleset import Words
from .fragments import EXPRESSION, described
from .kind import Kind
from .leaf import Leaf


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    return leaf.expression(score["formula"], "formula")


KIND = Kind(
    name="formula",
    keys={
        "formula": described(
            EXPRESSION,
            "Công thức cho điểm, khi không cách chấm nào khác diễn đạt được. Ví dụ: formula: min(a, b) / 2 + 1.",
            "A formula that gives points, where no other kind says it. Example: formula: min(a, b) / 2 + 1.",
        )
    },
    lower=_lower,
    words=Words(vi="công thức", en="formula"),
    example="max: 10\nscore: {formula: 'min(so_lop * 2, 10)'}",
)
