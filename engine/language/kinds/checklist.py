"""`checklist: [...]`: F11, share of required items that are there, times the maximum."""

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ...formula.substitute import template
from ...model.ruleset import Words
from .fragments import EXPRESSION, QUANTITY, described
from .kind import Kind
from .leaf import Leaf, number


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    items = score["checklist"]
    weighted = (
        [(item, weight, item) for item, weight in items.items()]
        if isinstance(items, Mapping)
        else [(item, Fraction(1), index) for index, item in enumerate(items)]
    )
    total = Fraction(0)
    met: ast.expr | None = None
    for item, weight, key in weighted:
        holds = leaf.expression(item, "checklist", key)
        amount = leaf.constant(weight, leaf.place("checklist", key))
        if holds is None or amount is None:
            return None
        total += amount
        term = template("W if E else 0", at=leaf.at, W=number(amount, leaf.at), E=holds)
        met = term if met is None else template("A + B", at=leaf.at, A=met, B=term)
    if met is None or total <= 0:
        return None
    share = template("A / B", at=leaf.at, A=met, B=number(total, leaf.at))
    return leaf.times_max(template("clamp(S, 0, 1)", at=leaf.at, S=share))


KIND = Kind(
    name="checklist",
    within_max=True,
    keys={
        "checklist": described(
            {
                "anyOf": [
                    {"type": "array", "items": EXPRESSION, "minItems": 1, "maxItems": 64},
                    {"type": "object", "additionalProperties": QUANTITY, "minProperties": 1, "maxProperties": 64},
                ]
            },
            "Danh sách điều kiện; điểm tối đa nhân tỷ lệ điều kiện đạt (có thể kèm trọng số: {a: 2, b: 1}).",
            "A list of conditions; the maximum times the share of them that hold (or with weights: {a: 2, b: 1}).",
        )
    },
    lower=_lower,
    words=Words(vi="tỷ lệ yêu cầu đạt × điểm tối đa", en="share of required items × maximum"),
    example="max: 20\nscore: {checklist: [co_gioi_thieu, co_tin_tuc, co_van_ban]}",
    answer="yes_no",
)
