"""Rows that are no criteria: each says what one level of the row above is worth, in the column of the maxima."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .annex import Line, Part
from .numbering import BULLETS
from .text import plain_points


def folded(part: Part) -> Part:
    """Put such rows into the wording of the row above, as `label: N điểm`.

    They are rows without numbers of their own, or with letters, that have points and nothing else; the most of them is
    the maximum of the row above, and their sum is not.
    """
    below = part.below
    rungs_of = {at: rungs for at in range(len(part.lines)) if (rungs := _rungs(part, below, at))}
    gone = {child for rungs in rungs_of.values() for child in rungs}
    if not gone:
        return part
    kept = [at for at in range(len(part.lines)) if at not in gone]
    number = {at: index for index, at in enumerate(kept)} | {-1: -1}
    lines = []
    for at in kept:
        line = part.lines[at]
        if at in rungs_of:
            told = (f"- {part.lines[each].label}: {plain_points(part.lines[each].max)} điểm" for each in rungs_of[at])
            line = replace(line, wording="\n".join(filter(None, (line.wording, *told))))
        lines.append(replace(line, parent=number[line.parent]))
    totals = tuple(replace(total, line=number.get(total.line, -1)) for total in part.totals)
    return replace(part, lines=tuple(lines), totals=totals)


def _rungs(part: Part, below: Mapping[int, Sequence[int]], at: int) -> Sequence[int]:
    """Find the rows below a row that only say what its levels are worth; none if any of them is a criterion."""
    most, children = part.lines[at].max, below.get(at, ())
    lines = [part.lines[each] for each in children]
    if most is None or len(children) < 2 or any(each in below for each in children):
        return ()
    if not all(_is_level(line) for line in lines):
        return ()
    points = [line.max for line in lines if line.max is not None]
    return children if sum(points) != most and max(points) == most else ()


def _is_level(line: Line) -> bool:
    is_item = line.number in {"", *BULLETS} or (len(line.number) == 1 and line.number.islower())
    return is_item and line.max is not None and not line.wording and not line.role
