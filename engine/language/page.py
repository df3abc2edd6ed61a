"""The text of a file as mends look at it: where its lines and scalars stand, which names it has, what is told of it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import yaml

from ..model.findings import Finding, Place, finding
from .document import Loader, Map
from .extends import resolve
from .slips import Names, Places


class Edit(NamedTuple):
    """A piece of the text that is replaced; `old` is what stands there."""

    start: int
    old: str
    new: str


class Scalar(NamedTuple):
    """Where a scalar stands, its quotes included, and its letters if they stand as they are read (else None)."""

    start: int
    end: int
    inner: int
    said: str | None


@dataclass(frozen=True)
class Page:
    """The text of a file and what is known of it; what only a mend asks is looked up when one does.

    Attributes:
        text: without a byte order mark.
        document: of the file alone; None where it cannot be read.
        merged: the document with all that it extends.
        rows: where each line begins.
        told: everything that is found in it.
        ran: whether its own cases were run.
    """

    text: str
    name: str
    document: Map | None
    merged: Map | None
    rows: tuple[int, ...]
    told: tuple[Finding, ...]
    ran: bool

    @cached_property
    def places(self) -> Places:
        """What stands where in the document."""
        return Places(self.document)

    @cached_property
    def names(self) -> Names:
        """The names of the ruleset with all that it extends."""
        own = self.document if self.document is not None else Map()
        return Names(own, self.merged if self.merged is not None else own)

    @cached_property
    def scalars(self) -> tuple[Scalar, ...]:
        """The scalars of the document, in order."""
        return () if self.document is None else _scalars(self.text, self.rows)

    def offset(self, line: int, column: int) -> int:
        """Give the place of a line and column in the text; -1 if there is none."""
        return self.rows[line - 1] + column - 1 if 0 < line <= len(self.rows) and column else -1

    def scalar_at(self, found: Finding) -> Scalar | None:
        """Find the scalar in which a finding stands, if its letters are read as they stand."""
        at = self.offset(found.place.line, found.place.column)
        number = bisect_right(self.scalars, at, key=lambda scalar: scalar.start) - 1
        scalar = self.scalars[number] if number >= 0 else None
        return scalar if scalar and at <= scalar.end and scalar.said is not None else None


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Make edits that do not overlap.

    >>> edited("a: x, b: x", [Edit(3, "x", "1"), Edit(9, "x", "22")])
    'a: 1, b: 22'
    """
    for start, old, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[start + len(old) :]
    return text


def page_of(
    text: str, name: str, document: Map | None, folder: Path | None, told: tuple[Finding, ...], *, ran: bool = True
) -> Page:
    """Look at a text once for all mends.

    Args:
        text: without a byte order mark.
        name: of its file.
        document: as read, of the file alone.
        folder: where `extends` looks.
        told: what a check says of it.
        ran: whether its own cases were run.
    """
    own = document if document is not None else Map()
    merged = resolve(own, name, folder, {})[0] if "extends" in own else own
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    page = Page(text, name, document, merged, starts, told, ran)
    if unicodedata.is_normalized("NFC", text):
        return page
    letters = [
        finding("ITR206", Place(name, line, scalar.start - starts[line - 1] + 1))
        for scalar in page.scalars
        if not unicodedata.is_normalized("NFC", text[scalar.start : scalar.end])
        for line in [bisect_right(starts, scalar.start)]
    ]
    return replace(page, told=(*told, *letters))


def _scalars(text: str, starts: Sequence[int]) -> tuple[Scalar, ...]:
    found = []
    with suppress(yaml.YAMLError, RecursionError, ValueError):
        for token in yaml.scan(text, Loader=Loader):
            if isinstance(token, yaml.ScalarToken):
                first, last = token.start_mark, token.end_mark
                if last.line >= len(starts):
                    continue
                start, end = starts[first.line] + first.column, starts[last.line] + last.column
                quoted = int(token.style in {'"', "'"})
                said = text[start + quoted : end - quoted]
                is_plain = said == token.value and "\n" not in said and "\\" not in said
                found.append(Scalar(start, end, start + quoted, said if is_plain else None))
    return tuple(found)
