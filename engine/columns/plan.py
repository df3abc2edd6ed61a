"""What of a ruleset runs on columns of integers, what the reference computes there, and why: node by node, before data."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..formula.figures import amount
from ..model.ruleset import Ruleset
from .integers import Expr
from .program import Given, Program

Pair = tuple[str, str]

WHY: Mapping[str, Pair] = {
    "too_wide": ("số nguyên lên tới {about}, quá 128 bit", "an integer may reach {about}, more than 128 bits"),
    "too_large": ("giá trị có thể vượt giới hạn của công thức", "a value may pass the limit of formulas"),
    "function": ("hàm {about} không tính được bằng số nguyên", "integers cannot say the function {about}"),
    "aggregate": ("cách gộp {about} không tính được bằng số nguyên", "integers cannot say the aggregate {about}"),
    "digits": ("số chữ số làm tròn thay đổi theo đơn vị", "the digits of a rounding differ from unit to unit"),
    "many_scales": ("so sánh phân số có mẫu số khác nhau", "fractions of different denominators are compared"),
    "reads": ("đọc {about}, là giá trị do bộ tính chuẩn giữ", "reads {about}, a value that the reference keeps"),
    "statistic": ("thống kê {about} cần mọi giá trị của nhóm", "the statistic {about} needs all values of a cohort"),
    "outliers": ("xử lý giá trị cá biệt cần mọi giá trị của nhóm", "treating outliers needs all values of a cohort"),
    "blank": (
        "giá trị thay ô trống không tính được bằng số nguyên",
        "integers cannot say what takes the place of a blank",
    ),
    "endless": (
        "số liệu năm trước của {about} là phân số không viết hết được bằng số thập phân",
        "last year's figure of {about} is a fraction whose decimals do not end",
    ),
    "mixed_lists": (
        "các bảng điểm xếp danh sách theo cách khác nhau: cột của số liệu và tên cố định",
        "scorecards take lists in different ways: from a column of the data, and by name",
    ),
    "rankings_differ": (
        "các bảng điểm chung danh sách nhưng xếp hạng khác nhau",
        "scorecards that may share a list rank differently",
    ),
}
"""Why the reference computes something, by the names in `Note.why` and `UnsupportedError.why`."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a column is computed.

    Attributes:
        key, title: of the ruleset's column.
        is_node: whether it is a criterion; else a value or a cohort function.
        engine: `columns` or `reference`.
        bits: that its integers need; None where the reference computes it.
        low, high: between which its values lie, where expressions give it.
        bottom: the denominator; 0 where that differs from unit to unit.
        why: as in `WHY`, filled; empty on columns.
    """

    key: str
    title: Pair
    is_node: bool
    engine: str
    bits: int | None
    low: Fraction | None
    high: Fraction | None
    bottom: int
    why: Pair


def why_of(why: str, about: str) -> Pair:
    """Say why something is the reference's, in Vietnamese and English."""
    vi, en = WHY.get(why, (why, why))
    return vi.format(about=about), en.format(about=about)


def lines_of(ruleset: Ruleset, program: Program) -> tuple[Line, ...]:
    """Say of each criterion, and of each value that the reference computes, how it is computed."""
    titles = {node.id: (node.title.say("vi"), node.title.say("en")) for node in ruleset.nodes()}
    found = []
    for key, note in program.notes.items():
        if key.startswith("value:"):
            continue  # a node before its `then`: told with the node
        cell = program.cells.get(key)
        why = ("", "") if note.engine == "columns" else why_of(note.why, note.about)
        found.append(
            Line(key, titles.get(key, ("", "")), key in titles, note.engine, *_bounds(cell), why)
            if cell is not None
            else Line(key, titles.get(key, ("", "")), key in titles, note.engine, None, None, None, 0, why)
        )
    return tuple(found)


def _bounds(cell: tuple[Expr, Expr]) -> tuple[int, Fraction, Fraction, int]:
    top, bottom = cell
    bits = 128 if _is_wide(top) or _is_wide(bottom) else 64
    ends = [Fraction(end, side) for end in (top.low, top.high) for side in (bottom.low, bottom.high)]
    return bits, min(ends), max(ends), bottom.low if bottom.is_constant else 0


def _is_wide(expr: Expr) -> bool:
    """Say whether an expression, or anything that it is made of, needs more than 64 bits."""
    waiting, seen = [expr], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            if each.is_wide:
                return True
            seen.add(id(each))
            waiting += each.args
    return False


def record(ruleset: Ruleset, program: Program) -> str:
    """Write the plan as JSON, with a line break at the end."""
    lines = lines_of(ruleset, program)
    made = {
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256},
        "columns": sum(line.is_node and line.engine == "columns" for line in lines),
        "reference": sum(line.is_node and line.engine == "reference" for line in lines),
        "nodes": [_record(line) for line in lines],
        "inputs": [_given(given) for given in program.given],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _record(line: Line) -> dict[str, object]:
    made: dict[str, object] = {"id": line.key, "is_criterion": line.is_node, "engine": line.engine}
    if line.bits is not None and line.low is not None and line.high is not None:
        made |= {
            "bits": line.bits,
            "low": amount(line.low),
            "high": amount(line.high),
            "denominator": line.bottom or None,
        }
    if line.why[1]:
        made |= {"why": line.why[0], "why_en": line.why[1]}
    return made


def _given(given: Given) -> dict[str, object]:
    low, high = (amount(Fraction(end, given.scale)) for end in (given.low, given.high))
    return {
        "id": given.key,
        "column": given.name,
        "low": low,
        "high": high,
        "multiplied_by": given.scale,
        "origin": given.origin,
    }


def assumed(program: Program) -> Iterator[Given]:
    """Give the inputs whose range nobody declared; data narrow them, and a bound in the ruleset would."""
    return (given for given in program.given if given.origin == "assumed")
