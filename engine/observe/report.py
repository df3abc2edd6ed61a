"""Collect findings about cells without drowning in them: of one kind about one subject, so many and then a count."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..files.naming import did_you_mean
from ..files.numbers import Problem
from ..model.codes import of
from ..model.findings import Finding, Place, code_in, finding
from ..model.records import Trait

UNIT: dict[str, Any] = {"what": "đơn vị", "what_en": "unit"}
INPUT: dict[str, Any] = {"what": "đầu vào", "what_en": "input"}
"""What a row does not name, as parameters of a finding."""
MOST_OF_A_KIND = 100
MOST_PROPOSALS = 10


class Report:
    """The findings of one reading of data."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        row: str,
        place: Place,
        /,
        *,
        subject: str = "",
        near: tuple[str, Iterable[str]] | None = None,
        help: tuple[str, str] | None = None,  # noqa: A002
        once: bool = False,
        **params: object,
    ) -> None:
        """List a finding, unless its kind has been listed often enough about its subject.

        Args:
            row: of the table of codes.
            place: of the finding.
            subject: what is counted together, such as an input.
            near: a text and the names among which it may have been meant, for a did-you-mean.
            help: what to do, in place of the row's own help.
            once: whether one of this kind at this place is enough.
            **params: the words that fill the row's message.
        """
        if once and any((found.row, found.place) == (row, place) for found in self._findings):
            return
        self._counts[row, subject] += 1
        count = self._counts[row, subject]
        if count <= MOST_OF_A_KIND:
            if near is not None and count <= MOST_PROPOSALS:
                help = did_you_mean(*near) or help  # noqa: A001
            self._findings.append(finding(row, place, help=help, **params))

    def take(self, found: Finding) -> None:
        """List a finding that was made before, as it is."""
        self._findings.append(found)

    def tell(self, problem: Problem, place: Place, about: str, subject: str = "") -> None:
        """List what is wrong with the text of a cell; `about` says which cell it is."""
        self._counts[problem.row, subject] += 1
        if self._counts[problem.row, subject] <= MOST_OF_A_KIND:
            self._findings.append(Finding(problem.row, place, {"about": about, **problem.params}, problem.help))

    def has(self, trait: Trait) -> bool:
        """Say whether there is a finding with a trait."""
        return any(trait in of(found).traits for found in self._findings)

    def leaves_out(self, row: str, subject: str) -> bool:
        """Count a finding that would not be listed any more, and say so: then it need not be worded."""
        is_full = self._counts[row, subject] >= MOST_OF_A_KIND
        self._counts[row, subject] += is_full
        return is_full

    def findings(self) -> tuple[Finding, ...]:
        """Give all of them, and what was left out as a number."""
        rest = [
            finding("ITR489", code=code_in(row), subject=subject or "–", count=count - MOST_OF_A_KIND)
            for (row, subject), count in self._counts.items()
            if count > MOST_OF_A_KIND
        ]
        return (*self._findings, *rest)
