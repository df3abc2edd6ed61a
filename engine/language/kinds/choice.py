"""`choice: x`: F3, mức lựa chọn: one option of a list, each worth fixed points."""

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from ...formula.substitute import chosen, template
from ...formula.suggest import closest, did_you_mean
from ...model.findings import finding
from ...model.ruleset import Words
from .fragments import EXPRESSION, POINTS, described
from .kind import Kind
from .leaf import Leaf

_MOST_SLIPS = 3


def _lower(score: Mapping[str, Any], leaf: Leaf) -> ast.expr | None:
    value = leaf.expression(score["choice"], "choice")
    table = score["points"]
    read = {option: _worth(worth, option, leaf) for option, worth in table.items()}
    worths = {option: worth for option, worth in read.items() if worth is not None}
    if value is None or len(worths) < len(read):
        return None
    options = leaf.options(value)
    if options is None:
        leaf.report(finding("ITR214.choice", leaf.place("choice"), id=leaf.id))
        return None
    # Without any it is an unknown name, told already.
    if not options or not _has_each_option(table, options, leaf):
        return None
    return chosen(value, [(option, worths[option]) for option in options], leaf.at)


def _has_each_option(table: Mapping[str, Any], options: Sequence[str], leaf: Leaf) -> bool:
    """Say whether a table has the points of every option and of nothing else; report what is wrong."""
    unlisted = [option for option in options if option not in table]
    unknown = [option for option in table if option not in options]
    # A slip is told once; of many strange options none is one.
    meant = {option: closest(option, unlisted) for option in unknown if len(unknown) <= _MOST_SLIPS}
    for option in unlisted:
        if option not in meant.values():
            leaf.report(finding("ITR312", leaf.place("points", key=True), id=leaf.id, option=option))
    names = ", ".join(options)
    for option in unknown:
        near = meant.get(option)
        words = did_you_mean(near, f"Các lựa chọn: {names}.", f"The options are: {names}.")
        at = leaf.place("points", option, key=True)
        said = {"id": leaf.id, "option": option, "options": names}
        leaf.report(finding("ITR204.points", at, help=words if near else None, **said))
    return not unlisted and not unknown


def _worth(worth: Any, option: str, leaf: Leaf) -> ast.expr | None:
    if worth == "not_applicable":
        return template("_not_applicable()", at=leaf.at)
    return leaf.points(worth, "points", option)


KIND = Kind(
    name="choice",
    keys={
        "choice": described(
            EXPRESSION,
            "Một đầu vào kiểu choice. Ví dụ: {choice: chu_tri, points: {bi_thu: 100%, pho: 50%, khong: 0}}.",
            "An input of type choice. Example: {choice: chair, points: {secretary: 100%, deputy: 50%, none: 0}}.",
        ),
        "points": described(
            {
                "type": "object",
                "additionalProperties": {"anyOf": [{"const": "not_applicable"}, POINTS]},
                "minProperties": 1,
                "maxProperties": 100,
            },
            "Điểm của từng lựa chọn: số, phần trăm của điểm tối đa, hoặc not_applicable.",
            "The points of each option: a number, a percentage of the maximum, or not_applicable.",
        ),
    },
    lower=_lower,
    words=Words(vi="mức lựa chọn", en="ordered options"),
    example="max: 10\nscore: {choice: chu_tri, points: {bi_thu: 100%, pho: 50%, khong: 0}}",
    required=("points",),
    answer="choice",
)
