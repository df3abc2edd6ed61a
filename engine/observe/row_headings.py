"""Find the rows of a table that only head those below, by their words, their numbers and their figures."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .row_facts import Rows, Verdict
from .row_totals import is_of_others
from .row_words import Count, is_title_of_block, words_of

_HEADING = ("tiêu đề của các dòng bên dưới", "a heading of the rows below")
_SUBTOTAL = ("tiêu đề kèm số cộng của các dòng bên dưới", "a heading with the subtotals of the rows below")


def judge_headings(rows: Rows, unknown: Sequence[int], judged: dict[int, Verdict]) -> None:
    """Find the rows that only head those below."""
    figured = [row for row in unknown if rows.figured[row]]
    marks = _marks_of(rows, unknown, figured)
    bare = list(filter(rows.is_bare, unknown))
    sure = [row for row in bare if marks.is_marked(row) or row in marks.titled]
    judged |= {row: Verdict("heading", group=marks.groups[row]) for row in sure}
    _judge_subtotals(rows, figured, marks, judged)
    # Of others it is asked only where there are headings, or units are counted and these are not.
    if sure or marks.usual:
        _judge_unsure(rows, sorted({*bare} - {*sure}), figured, marks, judged)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What rows of no known unit have of headings.

    Attributes:
        counted: how each row of the table is counted.
        usual: how most of those with figures are.
        groups: the group that a row names.
        following: rows that letters count, one after another.
        titled: rows with the words of a heading that are not counted as most are.
    """

    counted: Sequence[Count]
    usual: str
    groups: Mapping[int, str]
    following: Collection[int]
    titled: Collection[int]

    def is_marked(self, row: int) -> bool:
        return bool(self.groups[row]) or row in self.following


def _marks_of(rows: Rows, unknown: Sequence[int], figured: Sequence[int]) -> _Marks:
    counted = [rows.count(row) for row in range(len(rows.table.rows))]
    usual = Counter(counted[row].kind for row in figured).most_common(1)
    kind = usual[0][0] if usual else ""
    others = (row for row in unknown if not counted[row].kind or counted[row].kind != kind)
    return _Marks(
        counted,
        kind,
        groups={row: rows.about.group_of(rows.name(row)) for row in unknown},
        following=_following(counted, unknown, kind),
        titled={row for row in others if is_title_of_block(rows.name(row))},
    )


def _judge_subtotals(rows: Rows, figured: Sequence[int], marks: _Marks, judged: dict[int, Verdict]) -> None:
    """Find the headings that have figures: the sums of the rows below."""
    titled = _titled_with_figures(rows, figured, marks)
    asked = [row for row in figured if (marks.is_marked(row) or row in titled) and not _is_placed(rows, row)]
    barred = {*judged, *asked}
    for row in asked:
        if is_of_others(rows, row, barred):
            judged[row] = Verdict("heading", _SUBTOTAL, marks.groups[row])
        elif marks.is_marked(row) or _has_units_below(rows, row, barred):
            judged[row] = Verdict("doubt", _SUBTOTAL)


def _titled_with_figures(rows: Rows, figured: Sequence[int], marks: _Marks) -> Collection[int]:
    """Give the rows with the words of a heading; none where most names have such words, since those are of units."""
    named = [is_title_of_block(rows.name(row)) for row in figured if marks.counted[row].kind != "letter"]
    return marks.titled if 2 * sum(named) <= len(named) else ()


def _is_placed(rows: Rows, row: int) -> bool:
    """Whether a row is a unit's by what stands beside its name: it has what only units have, or a group."""
    group = rows.about.group
    return rows.is_own(row) or (group >= 0 and bool(rows.table.rows[row][group]))


def _judge_unsure(
    rows: Rows, unsure: Sequence[int], figured: Sequence[int], marks: _Marks, judged: dict[int, Verdict]
) -> None:
    """Ask of rows without figures whether they are headings: those that begin unlike the units and count unlike them."""
    firsts = {words_of(rows.name(row))[:1] for row in figured}
    for row in unsure:
        first = words_of(rows.name(row))[:1]
        is_counted_alike = bool(marks.usual) and marks.counted[row].kind == marks.usual
        is_unit = not first or first in firsts or is_counted_alike or rows.is_own(row)
        if not is_unit and _has_figures_below(rows, row, judged):
            judged[row] = Verdict("doubt", _HEADING)


def _has_figures_below(rows: Rows, row: int, judged: Collection[int]) -> bool:
    return any(rows.figured[after] for after in range(row + 1, len(rows.figured)) if after not in judged)


def _following(counted: Sequence[Count], unknown: Sequence[int], usual: str) -> set[int]:
    """Find the rows that letters or Roman numbers count, one after another or from the first on, unlike the others."""
    found: set[int] = set()
    previous = 0
    for row in unknown:
        if counted[row].kind != "letter" or usual == "letter":
            continue
        following = [number for number in counted[row].values if number in {1, previous + 1}]
        if following:
            found.add(row)
            previous = max(following)
    return found


def _has_units_below(rows: Rows, row: int, barred: Collection[int]) -> bool:
    """Whether a row with figures follows directly."""
    after = row + 1
    return after < len(rows.figured) and after not in barred and rows.figured[after]
