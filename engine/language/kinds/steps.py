"""`steps: x`: F4, bậc thang: points by the step that a count or a rate reaches."""

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ...formula.substitute import template
from ...model.findings import finding
from ...model.ruleset import Words
from .fragments import EXPRESSION, POINTS, described
from .kind import Kind
from .leaf import Leaf, number

# The word of a bound -> its comparison, and whether the highest bound is tried first.
BOUNDS: dict[str, tuple[str, bool]] = {
    "from": ("X >= B", True),
    "above": ("X > B", True),
    "up_to": ("X <= B", False),
    "below": ("X < B", False),
}


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    value = leaf.expression(score["steps"], "steps")
    words = [word for word in BOUNDS if word in score]
    if len(words) != 1:
        leaf.report(finding("ITR309", leaf.at, id=leaf.id, found=", ".join(words) or "–"))
        return None
    otherwise = leaf.points(score["otherwise"], "otherwise")
    steps = sorted_bounds(score[words[0]], leaf, words[0])
    if value is None or otherwise is None or steps is None:
        return None
    comparison, highest_first = BOUNDS[words[0]]
    tree = otherwise
    # Built from the last tried to the first, each step the `else` of the one before.
    written = {leaf.constant(text, leaf.at): text for text in score[words[0]]}
    for bound, points in steps if highest_first else reversed(steps):
        at = leaf.place(words[0], written[bound], key=True)
        test = template(comparison, at=at, X=value, B=number(bound, at))
        tree = template("P if T else R", at=at, P=points, T=test, R=tree)
    return tree


def sorted_bounds(table: Mapping[str, Any], leaf: Leaf, key: str) -> list[tuple[Fraction, ast.expr]] | None:
    """Read a table of bound -> points, in ascending order of bounds; equal bounds (`4` and `4.0`) are a finding."""
    steps: dict[Fraction, ast.expr] = {}
    complete = True
    for text, worth in table.items():
        bound = leaf.constant(text, leaf.place(key, text))
        points = leaf.points(worth, key, text)
        if bound is None or points is None:
            complete = False
        elif bound in steps:
            leaf.report(finding("ITR310", leaf.place(key, text), id=leaf.id, bound=text))
            complete = False
        else:
            steps[bound] = points
    return sorted(steps.items(), key=lambda step: step[0]) if complete else None


def _table(vi: str, en: str) -> dict[str, Any]:
    table = {"type": "object", "additionalProperties": POINTS, "minProperties": 1, "maxProperties": 100}
    return described(table, vi, en)


KIND = Kind(
    name="steps",
    keys={
        "steps": described(
            EXPRESSION,
            "Bậc thang theo một số lượng hay tỷ lệ. Ví dụ: {steps: so_hop, from: {4: 20, 3: 15, 2: 10}, otherwise: 0}.",
            "Steps on a count or a rate. Example: {steps: meetings, from: {4: 20, 3: 15, 2: 10}, otherwise: 0}.",
        ),
        "from": _table("Từ mức này trở lên (≥).", "From this bound on (≥)."),
        "above": _table("Trên mức này (>).", "Above this bound (>)."),
        "up_to": _table("Đến mức này (≤).", "Up to this bound (≤)."),
        "below": _table("Dưới mức này (<).", "Below this bound (<)."),
        "otherwise": described(POINTS, "Điểm khi không đạt bậc nào.", "The points where no step is reached."),
    },
    lower=_lower,
    words=Words(vi="bậc thang", en="steps"),
    example="max: 20\nscore: {steps: so_hop, from: {4: 20, 3: 15, 2: 10, 1: 5}, otherwise: 0}",
    required=("otherwise",),
    ladder={word: "low" if highest_first else "high" for word, (_, highest_first) in BOUNDS.items()},
)
