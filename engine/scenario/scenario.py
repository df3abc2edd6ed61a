"""What is tried: changes of a ruleset and of answers, under a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..files.numbers import plain
from ..language.document import Num
from ..language.edits import number, text
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Words

TYPED = "--set"
"""The name of what was typed on the command line."""
MOST_SCENARIOS = 8
"""Scenarios that are compared side by side."""
MOST_CHANGES = 100
"""Changes of one scenario."""
MOST_POINTS = 2_000
"""Values that a sweep with a step, or of an answer that is a whole number, goes through."""

_LONGEST_SHOWN = 80
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?)(%?)")
_SIGNED = re.compile(r"\s*[+＋]\s*[0-9][0-9.,]*\s*%?\s*")
_RANGE = re.compile(r"\s*(\S+?)\s*\.\.\s*(\S+?)(?:\s+step\s+(\S+))?\s*")


@dataclass(frozen=True, slots=True)
class Range:
    """The values of a sweep, the ends among them.

    Attributes:
        low, high: as numbers; of shares, 1 is 100 %.
        step: between one value and the next; None: all values.
        per_cent: whether they are written as shares.
    """

    low: Fraction
    high: Fraction
    step: Fraction | None = None
    per_cent: bool = False

    @property
    def ends(self) -> tuple[Fraction, Fraction, Fraction | None]:
        """The ends and the step."""
        return self.low, self.high, self.step

    def written(self, value: Fraction) -> str:
        """Write a value as the sweep's own are written.

        >>> Range(Fraction(1, 2), Fraction(1), per_cent=True).written(Fraction(3, 4))
        '75%'
        """
        return plain(value * 100) + "%" if self.per_cent else plain(value)


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is tried in place of another.

    Attributes:
        address: of what changes.
        value: a part of a document, or the range of a sweep.
        place: where it is said.
    """

    address: str
    value: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is tried together.

    Attributes:
        id: its name.
        title: for people.
        changes: in the order in which they are said.
        amendment: the file that amends the ruleset; empty for none.
    """

    id: str
    title: Words
    changes: tuple[Change, ...] = ()
    amendment: str = ""

    @property
    def sweep(self) -> Change | None:
        """The change that is a sweep, where there is one."""
        return next((change for change in self.changes if isinstance(change.value, Range)), None)


def value_of(said: Any, place: Place) -> Any | Finding:
    """Read what somebody wants to try: a number, a share, a formula, or a range.

    Args:
        said: as a command line or a document has it.
        place: where.

    >>> value_of("860", Place()), value_of("75%", Place()), value_of("800..900", Place())
    (Num(860, 1), '75%', Range(low=Fraction(800, 1), high=Fraction(900, 1), step=None, per_cent=False))
    """
    if isinstance(said, (bool, Num)) or not isinstance(said, str):
        return said
    if match := _RANGE.fullmatch(said):
        return _range(match, place, said)
    if (match := _NUMBER.fullmatch(said.strip())) and not match[2]:
        return number(match[1], place)
    if _SIGNED.fullmatch(said):  # "10 more", or 10: never guessed
        return finding("ITR782.sign", place, found=said.strip()[:80])
    if said in {"true", "false"}:
        return said == "true"
    return text(said, place)


def _range(match: re.Match[str], place: Place, said: str) -> Range | Finding:
    ends = [_amount(part) if part is not None else None for part in match.groups()]
    low, high, step = ends
    wrong = low is None or high is None or (match[3] is not None and step is None)
    if wrong or low is None or high is None or low[1] != high[1] or (step is not None and step[1] != low[1]):
        return finding("ITR785", place, found=said[:80])
    if low[0] >= high[0] or (step is not None and step[0] <= 0):
        return finding("ITR785", place, found=said[:80])
    made = Range(low[0], high[0], None if step is None else step[0], low[1])
    if made.step is not None and (made.high - made.low) / made.step + 1 > MOST_POINTS:
        points = int((made.high - made.low) / made.step) + 1
        return finding("ITR784.points", place, found=points, limit=MOST_POINTS)
    return made


def _amount(text_: str) -> tuple[Fraction, bool] | None:
    """Read a number or a share, and say which."""
    match = _NUMBER.fullmatch(text_)
    if match is None:
        return None
    value = Fraction(match[1])
    return (value / 100, True) if match[2] else (value, False)


def of_command_line(said: Sequence[str], file: str) -> Scenario | tuple[Finding, ...]:
    """Make a scenario of `ADDRESS=VALUE`s.

    Args:
        said: as they were typed, one for each change.
        file: what findings call the place where they were typed.
    """
    findings: list[Finding] = []
    changes: list[Change] = []
    for typed in said:
        place = Place(file)
        address, sign, value = _parted(typed)
        if not sign or not address.strip():
            findings.append(finding("ITR782", place, found=typed[:80]))
            continue
        read = value_of(value, place)
        if isinstance(read, Finding):
            findings.append(read)
        else:
            changes.append(Change(address.strip(), read, place))
    made = Scenario(TYPED, Words(), tuple(changes))
    findings += problems_of(made)
    return tuple(findings) if findings else made


def bare(address: str) -> str:
    """Write an address within quotation marks, without its own.

    >>> bare('"Sở A".so_hop')
    'Sở A.so_hop'
    """
    return address.replace('"', "")[:_LONGEST_SHOWN]


def _parted(typed: str) -> tuple[str, str, str]:
    """Part what was typed at its first `=` outside of quotation marks.

    >>> _parted('"a=b".x=3'), _parted("tiers.tot=860")
    (('"a=b".x', '=', '3'), ('tiers.tot', '=', '860'))
    """
    if typed.startswith('"') and (end := typed.find('"', 1)) > 0:
        head, rest = typed[: end + 1], typed[end + 1 :]
        more, sign, value = rest.partition("=")
        return head + more, sign, value
    return typed.partition("=")


def problems_of(made: Scenario) -> tuple[Finding, ...]:
    """Say what is wrong with a scenario before anything is looked up: too much, twice, more than one sweep."""
    findings = []
    if len(made.changes) > MOST_CHANGES:
        findings.append(
            finding("ITR784.changes", made.changes[MOST_CHANGES].place, found=len(made.changes), limit=MOST_CHANGES)
        )
    seen: set[str] = set()
    for change in made.changes:
        if change.address in seen:
            findings.append(finding("ITR789", change.place, target=bare(change.address)))
        seen.add(change.address)
    sweeps = [change for change in made.changes if isinstance(change.value, Range)]
    if len(sweeps) > 1:
        findings.append(finding("ITR786", sweeps[1].place, target=bare(sweeps[1].address)))
    return tuple(findings)
