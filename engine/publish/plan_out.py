"""A plan on columns for the terminal."""

from collections.abc import Iterator
from fractions import Fraction

from ..columns.plan import Line, assumed, lines_of
from ..columns.program import Program
from ..formula.figures import figure
from ..model.ruleset import Ruleset
from .grid import Column, Look, wrapped_grid

HEADS = {
    "id": ("mã", "id"),
    "engine": ("cách tính", "engine"),
    "bits": ("bit", "bits"),
    "low": ("từ", "from"),
    "high": ("đến", "to"),
    "bottom": ("mẫu số", "denominator"),
    "why": ("vì sao", "why"),
}
ENGINES = {"columns": ("số nguyên", "integers"), "reference": ("bộ tính chuẩn", "reference")}
SUMMARY = (
    "{id} {version}: {columns}/{nodes} tiêu chí tính bằng số nguyên, {reference} do bộ tính chuẩn, một lần cho mỗi bộ giá trị khác nhau.",
    "{id} {version}: {columns} of {nodes:criterion/criteria} on integers, {reference} by the reference, once for each different row of what they read.",
)
ALL = (
    "{id} {version}: cả {nodes} tiêu chí tính bằng số nguyên.",
    "{id} {version}: all {nodes:criterion/criteria} on integers.",
)
ASSUMED = (
    "{count} đầu vào không có số làm giới hạn, tạm coi từ {low} đến {high}; có số liệu thì lấy theo số liệu: {names}",
    "{count:input has no number as its bound and is/inputs have no number as their bound and are} taken to lie between {low} and {high}; data narrow that: {names}",
)
VARIES = ("khác nhau", "differs")
MOST_NAMES = 8


def plan_text(ruleset: Ruleset, program: Program, look: Look) -> str:
    """Write a plan: a line for each criterion, and for each value that the reference computes."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(ruleset, program, look))


def _lines(ruleset: Ruleset, program: Program, look: Look) -> Iterator[str]:
    lines = lines_of(ruleset, program)
    nodes = [line for line in lines if line.is_node]
    on_columns = sum(line.engine == "columns" for line in nodes)
    said = {"id": ruleset.id, "version": ruleset.version, "nodes": len(nodes), "columns": on_columns}
    yield look.say(ALL if on_columns == len(nodes) else SUMMARY, **said, reference=len(nodes) - on_columns)
    open_ended = [*assumed(program)]
    if open_ended:
        names = ", ".join(given.key.removeprefix("self:") for given in open_ended[:MOST_NAMES])
        more = ", …" if len(open_ended) > MOST_NAMES else ""
        ends = {"low": _number(min(g.low / Fraction(g.scale) for g in open_ended), look)}
        ends["high"] = _number(max(g.high / Fraction(g.scale) for g in open_ended), look)
        yield look.say(ASSUMED, count=len(open_ended), names=names + more, **ends)
    yield ""
    side = 0 if look.lang == "vi" else 1
    cells = {
        "id": [line.key.removeprefix("self:") for line in lines],
        "engine": [look.say(ENGINES[line.engine]) for line in lines],
        "bits": ["" if line.bits is None else str(line.bits) for line in lines],
        "low": [_number(line.low, look) for line in lines],
        "high": [_number(line.high, look) for line in lines],
        "bottom": [_bottom(line, look) for line in lines],
        "why": [line.why[side] for line in lines],
    }
    right = {"bits", "low", "high", "bottom"}
    yield from wrapped_grid([Column(look.say(HEADS[key]), column, key in right) for key, column in cells.items()], look)


def _number(value: Fraction | None, look: Look) -> str:
    return "" if value is None else figure(value, look.lang)


def _bottom(line: Line, look: Look) -> str:
    if line.bits is None:
        return ""
    return str(line.bottom) if line.bottom else look.say(VARIES)
