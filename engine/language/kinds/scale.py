"""`scale: x, from: A, to: B`: a value between two goalposts (HDI technical note 1), linear or logarithmic."""

import ast
from collections.abc import Mapping
from typing import Any

from ...formula.substitute import template
from ...model.findings import finding
from ...model.ruleset import Words
from .fragments import EXPRESSION, QUANTITY, described
from .kind import Kind
from .leaf import Leaf, number


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    value = leaf.expression(score["scale"], "scale")
    start = leaf.constant(score["from"], leaf.place("from"))
    end = leaf.constant(score["to"], leaf.place("to"))
    if value is None or start is None or end is None:
        return None
    logarithmic = bool(score.get("log", False))
    if start == end or (logarithmic and min(start, end) <= 0):
        place, said = leaf.place("from"), {"id": leaf.id, "start": score["from"]}
        leaf.report(
            finding("ITR307", place, **said)
            if start == end
            else finding("ITR372.goalposts", place, **said, end=score["to"])
        )
        return None
    cut = template(
        "clamp(X, L, H)",
        at=leaf.at,
        X=value,
        L=number(min(start, end), leaf.at),
        H=number(max(start, end), leaf.at),
    )
    source = "(ln(X) - ln(A)) / (ln(B) - ln(A))" if logarithmic else "(X - A) / (B - A)"
    share = template(source, at=leaf.at, X=cut, A=number(start, leaf.at), B=number(end, leaf.at))
    return leaf.times_max(share)


KIND = Kind(
    name="scale",
    within_max=True,
    keys={
        "scale": described(
            EXPRESSION,
            "Giá trị được đặt giữa hai mốc from và to. Ví dụ: {scale: tuoi_tho, from: 20, to: 85}.",
            "A value placed between the goalposts from and to. Example: {scale: life, from: 20, to: 85}.",
        ),
        "from": described(QUANTITY, "Mốc được 0 điểm.", "The goalpost worth nothing."),
        "to": described(
            QUANTITY,
            "Mốc được điểm tối đa; nhỏ hơn from nghĩa là càng ít càng tốt.",
            "The goalpost worth everything; below from: less is better.",
        ),
        "log": described({"type": "boolean"}, "true: dùng logarit tự nhiên.", "true: on the natural logarithm."),
    },
    lower=_lower,
    words=Words(vi="giữa hai mốc", en="between goalposts"),
    example="score: {scale: tuoi_tho, from: 20, to: 85}",
    required=("from", "to"),
)
