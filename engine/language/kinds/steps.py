"""`steps: x`: F4, bậc thang: points by the step that a count or a rate reaches."""

import ast
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Any, TypeVar

from ...formula.substitute import template
from ...formula.types import KINDS_VI
from ...model.findings import Place, finding
from ...model.ruleset import Words
from .fragments import EXPRESSION, POINTS, described
from .kind import Kind
from .leaf import Leaf, number

_Bound = TypeVar("_Bound", bound=Fraction | date)

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
    steps = sorted_bounds(score[words[0]], leaf, words[0], leaf.known)
    if value is None or otherwise is None or steps is None:
        return None
    comparison, highest_first = BOUNDS[words[0]]
    tree = otherwise
    # Built from the last tried to the first, each step the `else` of the one before.
    written = {leaf.known(text, leaf.at): text for text in score[words[0]]}
    for bound, points in steps if highest_first else reversed(steps):
        at = leaf.place(words[0], written[bound], key=True)
        test = template(comparison, at=at, X=value, B=number(bound, at))
        tree = template("P if T else R", at=at, P=points, T=test, R=tree)
    return tree


def sorted_bounds(
    table: Mapping[str, Any], leaf: Leaf, key: str, read: Callable[[Any, Place], _Bound | None]
) -> list[tuple[_Bound, ast.expr]] | None:
    """Read a table of bound -> points, in ascending order of bounds; equal bounds (`4` and `4.0`) are a finding.

    Args:
        table: as it is written.
        leaf: whose table it is.
        key: of the table.
        read: reads a bound; bounds are all numbers, or all days.
    """
    steps: dict[_Bound, ast.expr] = {}
    complete = True
    for text, worth in table.items():
        bound = read(text, leaf.place(key, text))
        points = leaf.points(worth, key, text)
        if bound is None or points is None:
            complete = False
        elif bound in steps:
            leaf.report(finding("ITR112.bound", leaf.place(key, text), id=leaf.id, bound=text))
            complete = False
        elif steps and isinstance(bound, date) is not isinstance(next(iter(steps)), date):
            expected, found = ("number", "date") if isinstance(bound, date) else ("date", "number")
            said: dict[str, Any] = {"expected": KINDS_VI[expected], "expected_en": expected, "found": KINDS_VI[found]}
            leaf.report(finding("ITR214", leaf.place(key, text, key=True), **said, found_en=found))
            complete = False
        else:
            steps[bound] = points
    order: Callable[[tuple[Any, ast.expr]], Any] = itemgetter(0)
    return sorted(steps.items(), key=order) if complete else None


def _table(vi: str, en: str) -> dict[str, Any]:
    table = {"type": "object", "additionalProperties": POINTS, "minProperties": 1, "maxProperties": 100}
    return described(table, vi, en)


KIND = Kind(
    name="steps",
    keys={
        "steps": described(
            EXPRESSION,
            "Bậc thang theo một số lượng, tỷ lệ hay ngày. Ví dụ: {steps: so_hop, from: {4: 20, 3: 15, 2: 10}, otherwise: 0}.",
            "Steps on a count, a rate or a day. Example: {steps: meetings, from: {4: 20, 3: 15, 2: 10}, otherwise: 0}.",
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
