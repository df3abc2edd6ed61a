"""The decimal sign of a file: declared, or inferred from all its numbers together, and never cell by cell.

`12,5` can only be written with a decimal comma and `1.234.567` only where points group thousands; `1.234` says nothing.
What says nothing is read as the rest of the file is written, and where nothing says anything it is not read at all.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from ..files.naming import fold
from ..files.numbers import OTHER_SIGN, cut
from ..files.tables import place_of
from ..model.findings import Place
from ..model.observed import Table
from .report import Report

Hint: TypeAlias = Literal[".", ",", "either", ""]
"""What a text says of its file's decimal sign; `either` is a number under both signs, and not the same one."""

SIGNS = {"vi": {".": "dấu chấm", ",": "dấu phẩy"}, "en": {".": "the point", ",": "the comma"}}

_ONE_SIGN = re.compile(r"[+-]?([0-9]+)([.,])([0-9]+)")
_RAISED = re.compile(r"[+-]?[0-9]+([.,])[0-9]+[eE][+-]?[0-9]+")
_GROUPS = re.compile(r"[+-]?[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*(?:([.,])[0-9]+)?")


class Numbers(NamedTuple):
    """A column of numbers in a file: what it is called, the row of each unit (-1: none), and folded marks."""

    name: str
    table: Table
    column: int
    rows: Sequence[int]
    units: Sequence[str]
    marks: Collection[str] = ()


class Witness(NamedTuple):
    """A cell that says something of the decimal sign; the least of several is named."""

    name: str
    unit: str
    text: str
    place: Place

    @property
    def about(self) -> str:
        """Name the cell as findings do."""
        return f"{self.name} ({self.unit})"


@dataclass(frozen=True, slots=True)
class Sign:
    """The decimal sign of a file.

    Attributes:
        sign: `.` or `,`; empty where it cannot be told, and then no number with a sign is read.
        how: `declared` by the ruleset or a mapping, `inferred`, `unneeded` by any cell, or why it cannot be told.
        witnesses: a cell for each hint that was found.
        either: how many cells say nothing by themselves.
        alone: a cell of a column in which no cell says anything by itself.
    """

    sign: str
    how: Literal["declared", "inferred", "unneeded", "contradicted", "ambiguous"]
    witnesses: tuple[Witness, ...] = ()
    either: int = 0
    alone: Witness | None = None


def hint(text: str) -> Hint:
    """Say what a text tells of its file's decimal sign.

    >>> [hint(text) for text in ("12,5", "0.962", "1.234.567", "1.234,5", "1.234", "1.234e-05", "12", "a,b")]
    [',', '.', ',', ',', 'either', '.', '', '']
    """
    core = text if _ONE_SIGN.fullmatch(text) else _without_share(text)
    if (match := _ONE_SIGN.fullmatch(core)) is not None:
        whole, sign, part = match.groups()
        could_group = len(part) == 3 and len(whole) <= 3 and whole[0] != "0"
        return "either" if could_group else _HINTS[sign]
    if (match := _GROUPS.fullmatch(core)) is not None:
        group, point = match.groups()
        return "" if point == group else _HINTS.get(point or OTHER_SIGN.get(group, ""), "")
    match = _RAISED.fullmatch(core)
    return "" if match is None else _HINTS[match[1]]


_HINTS: Mapping[str, Hint] = {".": ".", ",": ","}


def _without_share(text: str) -> str:
    """Take off the sign of per cent, and spaces where there are too many."""
    is_plain = text.isascii() and "%" not in text and " " not in text
    return text if is_plain else " ".join(text.removesuffix("%").split())


def sign_of(columns: Iterable[Numbers], declared: str) -> Sign:
    """Find the decimal sign of the columns of one file."""
    if declared:
        return Sign(declared, "declared")
    found: dict[Hint, Witness] = {}
    either, alone = 0, []
    for numbers in columns:
        own, unsaid = _witnesses(numbers)
        either += unsaid
        for told, witness in own.items():
            found[told] = min(found.get(told, witness), witness)
        if own.keys() == {"either"}:
            alone.append(own["either"])
    witnesses = tuple(found[told] for told in (".", ",", "either") if told in found)
    lone = min(alone, default=None)
    if "." in found and "," in found:
        return Sign("", "contradicted", witnesses, either, lone)
    for sign in (".", ","):
        if sign in found:
            return Sign(sign, "inferred", (found[sign],), either, lone)
    return Sign("", "ambiguous", witnesses, either, lone) if found else Sign(".", "unneeded")


def tell_sign(sign: Sign, mapping: str, report: Report) -> None:
    """Report what was inferred where it matters, and what could not be.

    A decimal point is the rule, and told only where it settles a column that says nothing by itself.

    Args:
        sign: of the file.
        mapping: what the file's mapping is, or would be, called.
        report: takes the finding.
    """
    if sign.how == "contradicted":
        point, comma = sign.witnesses[:2]
        report.add(
            "ITR447",
            point.place,
            first=point.about,
            one=cut(point.text),
            second=comma.about,
            other=cut(comma.text),
            mapping=mapping,
        )
    elif sign.how == "ambiguous":
        (seen,) = sign.witnesses
        mark = "," if "," in seen.text else "."
        report.add(
            "ITR448",
            seen.place,
            about=seen.about,
            found=cut(seen.text),
            sign=mark,
            decimal=OTHER_SIGN[mark],
            thousands=seen.text.replace(mark, ""),
            fraction=seen.text.replace(mark, ","),
            fraction_en=seen.text.replace(mark, "."),
            count=sign.either,
            mapping=mapping,
        )
    elif sign.how == "inferred" and (sign.sign == "," or sign.alone is not None):
        (seen,) = sign.witnesses
        report.add(
            "ITR449",
            seen.place,
            help=_settled(sign),
            sign=SIGNS["vi"][sign.sign],
            sign_en=SIGNS["en"][sign.sign],
            about=seen.about,
            found=cut(seen.text),
        )


def _settled(sign: Sign) -> tuple[str, str] | None:
    """Say of a column that is read so only because of others, how it is read."""
    if sign.alone is None:
        return None
    about, text = sign.alone.about, cut(sign.alone.text)
    if sign.sign in sign.alone.text:
        return (
            f'Vì vậy {about} "{text}" được đọc là {text.replace(sign.sign, ",")}, không phải {text.replace(sign.sign, "")}.',
            f'Hence {about} "{text}" is read as {text.replace(sign.sign, ".")} and not as {text.replace(sign.sign, "")}.',
        )
    return None


class _Weighed(dict[str, Hint]):
    """What texts tell of the decimal sign, but for marks; each different text is weighed once."""

    def __init__(self, marks: Iterable[str]) -> None:
        super().__init__()
        self._marks = {mark for mark in marks if hint(mark)}  # others are nothing that looks like a number

    def __missing__(self, text: str) -> Hint:
        told: Hint = "" if self._marks and fold(text) in self._marks else hint(text)
        self[text] = told
        return told


def _witnesses(numbers: Numbers) -> tuple[dict[Hint, Witness], int]:
    """Find a cell of a column for each hint, the first by unit; and count those that say nothing by themselves."""
    table, column = numbers.table, numbers.column
    weighed = _Weighed(numbers.marks)
    first: dict[Hint, tuple[str, int]] = {}
    either = 0
    for row, unit in zip(numbers.rows, numbers.units, strict=True):
        text = table.rows[row][column] if row >= 0 else ""
        if ("." not in text and "," not in text) or (row, column) in table.kinds:
            continue
        told = weighed[text]
        either += told == "either"
        if told and (told not in first or unit < first[told][0]):
            first[told] = unit, row
    own = {
        told: Witness(numbers.name, unit, table.rows[row][column], place_of(table, row, column))
        for told, (unit, row) in first.items()
    }
    return own, either
