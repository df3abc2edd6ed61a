"""Rows that are no criteria: each says what one level of the row above is worth, in the column of the maxima."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

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
    gone = set(chain.from_iterable(rungs_of.values()))
    if not gone:
        return part
    kept = [at for at in range(len(part.lines)) if at not in gone]
    number = {at: index for index, at in enumerate(kept)} | {-1: -1}
    lines = (_with_rungs(part.lines[at], [part.lines[each] for each in rungs_of.get(at, ())]) for at in kept)
    totals = tuple(replace(total, line=number.get(total.line, -1)) for total in part.totals)
    return replace(part, lines=tuple(replace(line, parent=number[line.parent]) for line in lines), totals=totals)


def _with_rungs(line: Line, rungs: Sequence[Line]) -> Line:
    """Add what the levels of a line are worth to its wording."""
    told = (f"- {rung.label}: {plain_points(rung.max)} điểm" for rung in rungs)
    return replace(line, wording="\n".join(filter(None, (line.wording, *told)))) if rungs else line


def _rungs(part: Part, below: Mapping[int, Sequence[int]], at: int) -> Sequence[int]:
    """Find the rows below a row that only say what its levels are worth; none if any of them is a criterion."""
    most, children = part.lines[at].max, below.get(at, ())
    if (
        most is None
        or len(children) < 2
        or not all(each not in below and _is_level(part.lines[each]) for each in children)
    ):
        return ()
    points = [line.max for each in children if (line := part.lines[each]).max is not None]
    # Where each has the whole maximum they are no levels: nothing would give less.
    return children if sum(points) != most and max(points) == most and min(points) != most else ()


def _is_level(line: Line) -> bool:
    is_item = line.number in {"", *BULLETS} or (len(line.number) == 1 and line.number.islower())
    return is_item and line.max is not None and not line.wording and not line.role
