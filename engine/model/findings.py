"""Findings: what is wrong in a user's file, as values that are collected, sorted and shown together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is; errors end with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(NamedTuple):
    """Where in a file: line and column count from 1; 0 means the whole file.

    `cell` names a cell of a table in the user's words (`B7`, or `dòng 7, cột "Tổng số"`), `length` is the width of
    what is underlined.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""
    length: int = 1


@dataclass(frozen=True, slots=True)
class Witness:
    """Answers of one unit by which what is told does happen: they were evaluated.

    Attributes:
        about: the criterion or named value that is computed from them; empty where no name stands for it.
        answers: by the id of the input, as `itrank formula --let` reads them.
        gives: what comes of it, as (vi, en).
    """

    about: str
    answers: Mapping[str, str]
    gives: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: its row of the table of codes, its place, and the words that fill the row's message.

    Attributes:
        row: the code; or where a code says one fault of several subjects, the code and the subject (`ITR405.ruleset`).
        help: what to do, in place of the code's general help, as (vi, en); for a did-you-mean and the like.
        witness: of what can happen, answers by which it does.
    """

    row: str
    place: Place = Place()
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    help: tuple[str, str] | None = None
    witness: Witness | None = None

    @property
    def code(self) -> str:
        """The code, whatever the subject."""
        return code_in(self.row)

    @property
    def sort_key(self) -> tuple[object, ...]:
        """By file, line, column, then code: the order in which a reader mends them."""
        return (*self.place[:4], self.row, tuple(sorted(self.params.items())))


def code_in(row: str) -> str:
    """Give the code that a row of the table is of.

    >>> code_in("ITR405.ruleset"), code_in("ITR405")
    ('ITR405', 'ITR405')
    """
    return row.partition(".")[0]


def finding(row: str, place: Place = Place(), /, *, help: tuple[str, str] | None = None, **params: object) -> Finding:  # noqa: A002, B008
    """Make a finding; the parameters are shown as text."""
    return Finding(row, place, {key: str(value) for key, value in params.items()}, help)


def with_witness(found: Finding, witness: Witness | None) -> Finding:
    """Add answers by which what is told does happen."""
    return replace(found, witness=witness)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as they are shown, each once."""
    unique = {f.sort_key: f for f in findings}
    return tuple(unique[key] for key in sorted(unique, key=repr_key))


def repr_key(key: tuple[object, ...]) -> tuple[str, int, int, str, str]:
    """Make a sort key comparable: numbers as numbers, the rest as text."""
    file, line, column, *rest = key
    return (str(file), int(str(line)), int(str(column)), str(rest[0]), repr(rest[1:]))
