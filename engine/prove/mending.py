"""Mending a ruleset: each mend is tried, the file is checked again, and only what left it better is kept."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..language.loading import load_bytes
from ..language.mends import edits_for
from ..language.page import Edit, Page, edited, page_of
from ..language.slips import Steps
from ..model.codes import of, severity_of
from ..model.findings import Finding, Severity, code_in
from ..model.records import READS_ANEW, Depends, Fix
from .checks import Checked, checked, neighbours
from .checks.context import Check

MOST_MENDS = 200  # at once; what is left comes in the next round
MOST_LOOKED_AT = 400  # findings, of which some give no mend
MOST_ROUNDS = 12
MOST_TRIALS = 40  # of a file: each is a check of the whole of it
MOST_TRIED = 1_500_000  # characters in all trials; a large file gets fewer
FEWEST_TRIALS = 4
AS_LONG_AS_A_FINDING = 200  # characters that cost as much to check as a finding; a file full of them gets one trial
_BOM = "\ufeff"


class Mend(NamedTuple):
    """What is wrong and the edits that make it right."""

    finding: Finding
    edits: tuple[Edit, ...]


class Refused(NamedTuple):
    """A mend that was not kept, and the codes that it brought forth."""

    mend: Mend
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a text.

    Attributes:
        check: what a check says of it; None where the text is not all that stands in the file.
    """

    text: str
    done: tuple[Mend, ...] = ()
    refused: tuple[Refused, ...] = ()
    check: Checked | None = field(default=None, compare=False, repr=False)


class _Trial(NamedTuple):
    """A text that was checked; `reached` says how far it came: read, put together, of the right shape, lowered."""

    page: Page
    reached: int
    check: Checked


def mended(
    content: bytes, name: str, path: Path | None, *, run_tests: bool = True, also: Sequence[Check] = ()
) -> Mended:
    r"""Mend what can be right in one way only.

    Args:
        content: of the file; not trusted.
        name: what findings call it.
        path: where it lies, for what it extends and what lies beside it; None where it lies nowhere.
        run_tests: whether its own cases have a say.
        also: checks of rooms above this one.

    >>> text = b"format: itrank-ruleset/1\nid: a\nversion: 1.10\ntitel: A\nscorecards: {b: {criteria: [{id: c, score: given}]}}"
    >>> mended(text, "a.yaml", None).text.split("\n")[2:4]
    ['version: "1.10"', 'title: A']
    """
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError:
        return Mended(content.decode("utf-8", "replace"))
    bom, text = whole[: whole.startswith(_BOM)], whole.removeprefix(_BOM)

    def tried(text: str) -> _Trial:
        return _tried(text, name, path, run_tests=run_tests, also=also)

    done: list[Mend] = []
    refused: tuple[Refused, ...] = ()
    here = tried(text)
    left = _trials(len(text), len(here.page.told))
    for _ in range(MOST_ROUNDS):
        waiting = [_proposals(here.page)]
        before, taken, refusals = here, list[Mend](), list[Refused]()
        while waiting and left:
            group = waiting.pop()
            if not group:
                continue
            left -= 1
            edits = [edit for mend in (*taken, *group) for edit in mend.edits]
            trial = tried(edited(before.page.text, edits))
            if not (worse := _worse(here, trial, group, edits)):
                taken += group
                here = trial
            elif len(group) == 1:
                refusals.append(Refused(group[0], worse))
            else:  # which of them it is, is found by halves
                middle = len(group) // 2
                waiting += [group[middle:], group[:middle]]
        done += taken
        refused = tuple(refusals)
        if not taken:
            break
    return Mended(bom + here.page.text, tuple(done), refused, None if bom else here.check)


def _trials(length: int, told: int) -> int:
    """Say how many trials a file gets.

    >>> _trials(20_000, 5), _trials(200_000, 5), _trials(1_000_000, 5), _trials(200_000, 8_000)
    (40, 7, 4, 1)
    """
    fewest = FEWEST_TRIALS if told <= MOST_LOOKED_AT else 1
    return max(fewest, min(MOST_TRIALS, MOST_TRIED // (length + told * AS_LONG_AS_A_FINDING + 1)))


def _tried(text: str, name: str, path: Path | None, *, run_tests: bool, also: Sequence[Check]) -> _Trial:
    content = text.encode("utf-8", "surrogatepass")
    folder = None if path is None else path.parent
    loaded = load_bytes(content, name, folder)
    beside = neighbours(path, loaded.ruleset.id) if loaded.ruleset is not None and path is not None else ()
    told, silenced = checked(loaded, name, beside=beside, run_tests=run_tests, whole=False, also=also)
    if loaded.own is None or any(
        of(each).depends is Depends.TEXT and each.place.file == name for each in loaded.findings
    ):
        reached = 0
    elif any(of(each).depends in {Depends.EXTENDS, Depends.BASE} for each in loaded.findings):
        reached = 1
    else:
        reached = 2 + loaded.is_shaped + (loaded.ruleset is not None)
    page = page_of(text, name, loaded.own, folder, told, ran=run_tests)
    return _Trial(page, reached, Checked(loaded, told, silenced))


def _proposals(page: Page) -> list[Mend]:
    """Collect the mends of what is told; of two that touch the same text the first."""
    found: list[Mend] = []
    touched: list[tuple[int, int]] = []
    mendable = [each for each in page.told if of(each).fix is not None and each.place.file == page.name]
    for each in mendable[:MOST_LOOKED_AT]:
        if len(found) == MOST_MENDS:
            break
        edits = edits_for(page, each)
        spans = [(edit.start, edit.start + len(edit.old)) for edit in edits]
        if edits and not any(start <= last and first <= end for start, end in spans for first, last in touched):
            found.append(Mend(each, edits))
            touched += spans
    return found


def _key(found: Finding) -> tuple[object, ...]:
    return (found.row, *sorted((key, value) for key, value in found.params.items() if key != "line"))


def _worse(before: _Trial, after: _Trial, group: Sequence[Mend], edits: Sequence[Edit]) -> tuple[str, ...]:
    """Give the codes that speak against some mends: what they should have taken away, and what came in its place.

    What could not be looked at before, and is told now, is not made worse.

    Args:
        before: without these mends.
        after: with them.
        group: the mends.
        edits: all that were made since the text in which the mends were found.
    """
    was, now = Counter(map(_key, before.page.told)), Counter(map(_key, after.page.told))
    gone = Counter(_key(mend.finding) for mend in group)
    still = {str(key[0]) for key, count in gone.items() if now[key] > was[key] - count}
    if after.reached > before.reached:
        return _codes(still)
    came = Counter(map(_row, _grave(after))) - Counter(map(_row, _grave(before)))
    if came and after.reached == before.reached:
        hidden = [path for mend in group if (path := _uncovered(after.page, mend, edits)) is not None]
        seen = [each for each in _grave(after) if not _is_beneath(after.page, each, hidden)]
        came = Counter(map(_row, seen)) - Counter(map(_row, _grave(before)))
    if after.reached < before.reached or came or still:
        return _codes({*still, *came})
    return ()


def _grave(trial: _Trial) -> list[Finding]:
    return [each for each in trial.page.told if severity_of(each) is not Severity.INFO]


def _row(found: Finding) -> str:
    return found.row


def _codes(rows: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(map(code_in, rows))))


def _uncovered(page: Page, mend: Mend, edits: Sequence[Edit]) -> tuple[Steps, int] | None:
    """Find what nobody looked into before, and how far below it that begins.

    That is the value of a key that was strange, a score of no known kind, a formula that could not be read.
    """
    start = mend.edits[0].start
    start += sum(len(edit.new) - len(edit.old) for edit in edits if edit.start < start)
    line = bisect_right(page.rows, start)
    column = start - page.rows[line - 1] + 1
    fix = of(mend.finding).fix
    if fix in READS_ANEW:
        return page.places.last(line, column), 0
    path = page.places.at(line, column, key=True) if fix in {Fix.KEY, Fix.KIND} else None
    return None if path is None else (path if fix is Fix.KEY else path[:-1], 1)


def _is_beneath(page: Page, found: Finding, paths: Sequence[tuple[Steps, int]]) -> bool:
    if not paths or found.place.file != page.name:
        return False
    at = page.places.last(found.place.line, found.place.column)
    return any(len(at) >= len(path) + below and at[: len(path)] == path for path, below in paths)
