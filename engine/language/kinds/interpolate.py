"""`interpolate: x`: straight lines between given points, flat beyond them."""

import ast
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from ...formula.substitute import template
from ...model.findings import finding
from ...model.ruleset import Words
from .fragments import EXPRESSION, POINTS, described
from .kind import Kind
from .leaf import Leaf, number
from .steps import sorted_bounds


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    value = leaf.expression(score["interpolate"], "interpolate")
    corners = sorted_bounds(score["points"], leaf, "points", leaf.constant)
    if value is None or corners is None:
        return None
    if len(corners) < 2:
        leaf.report(finding("ITR315", leaf.place("points"), id=leaf.id))
        return None
    tree = corners[-1][1]
    for (x1, y1), (x2, y2) in reversed(list(pairwise(corners))):
        line = template(
            "A + (X - L) * (B - A) / W",
            at=leaf.at,
            A=y1,
            B=y2,
            X=value,
            L=number(x1, leaf.at),
            W=number(x2 - x1, leaf.at),
        )
        tree = template("V if X <= H else R", at=leaf.at, V=line, X=value, H=number(x2, leaf.at), R=tree)
    first = number(corners[0][0], leaf.at)
    return template("V if X <= L else R", at=leaf.at, V=corners[0][1], X=value, L=first, R=tree)


KIND = Kind(
    name="interpolate",
    keys={
        "interpolate": described(
            EXPRESSION,
            "Nội suy tuyến tính giữa các điểm. Ví dụ: {interpolate: ty_le, points: {50%: 0, 80%: 15, 100%: 20}}.",
            "Straight lines between points. Example: {interpolate: rate, points: {50%: 0, 80%: 15, 100%: 20}}.",
        ),
        "points": described(
            {"type": "object", "additionalProperties": POINTS, "minProperties": 1, "maxProperties": 100},
            "Bảng giá trị: điểm, ít nhất hai dòng.",
            "A table of value: points, two rows or more.",
        ),
    },
    lower=_lower,
    words=Words(vi="nội suy giữa các điểm", en="interpolated between points"),
    example="max: 20\nscore: {interpolate: ty_le, points: {50%: 0, 80%: 15, 100%: 20}}",
    required=("points",),
    joins=True,
    ladder={"points": ""},
)
