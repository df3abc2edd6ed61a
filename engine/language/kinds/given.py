"""`given`: points that come from outside, under the leaf's own id (F24: a survey, an appraisal)."""

import ast
from collections.abc import Mapping
from typing import Any

from ...formula.substitute import template
from ...model.ruleset import Words
from .fragments import EXPRESSION, described
from .kind import Kind
from .leaf import Leaf


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    if score["given"] == "self":
        return template("self", at=leaf.at)
    return leaf.expression(score["given"], "given")


KIND = Kind(
    name="given",
    within_max=True,
    keys={
        "given": described(
            EXPRESSION,
            "Điểm cho sẵn: viết score: given để lấy số báo cáo dưới id của chính tiêu chí, hoặc {given: ten_dau_vao}.",
            "Points given from outside: `score: given` takes the number reported under the leaf's own id, or "
            "{given: input}.",
        )
    },
    lower=_lower,
    words=Words(vi="điểm cho sẵn", en="given points"),
    example="max: 10\nscore: given",
)
