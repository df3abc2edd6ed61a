"""`yes_no: expression`: F2, có / không: the maximum, or nothing."""

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ...formula.substitute import template
from ...model.ruleset import Words
from .fragments import EXPRESSION, described
from .kind import Kind
from .leaf import Leaf, number


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    holds = leaf.expression(score["yes_no"], "yes_no")
    if holds is None:
        return None
    full = number(Fraction(1) if leaf.max is None else leaf.max, leaf.at)
    return template("M if E else 0", at=leaf.at, M=full, E=holds)


KIND = Kind(
    name="yes_no",
    within_max=True,
    keys={
        "yes_no": described(
            EXPRESSION,
            "Có: điểm tối đa; không: 0. Một đầu vào yes_no hoặc một điều kiện. Ví dụ: yes_no: co_tuong_lua.",
            "Yes: the maximum; no: 0. A yes_no input or a condition. Example: yes_no: co_tuong_lua.",
        )
    },
    lower=_lower,
    words=Words(vi="có / không", en="yes / no"),
    example="max: 2\nscore: {yes_no: co_tuong_lua}",
    answer="yes_no",
)
