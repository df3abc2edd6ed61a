"""Collected answers as data that `itrank evaluate` reads: a row an answer, with its cell and its evidence.

The rows stand in the order of the table of units and of the ruleset.
"""

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TextIO

from ..files.apostrophes import guarded
from ..files.numbers import plain
from ..files.tables import COLLECTED
from ..files.visible import hidden_in
from ..model.ruleset import Input
from .collecting import Answer, Collected, Submission

EVIDENCE = ("evidence_number", "evidence_date", "evidence_title", "evidence_link")
HEADERS = (*COLLECTED, "file", "cell", "typed", *EVIDENCE)
_LONGEST = 1_000  # characters of what no reader of data looks at


def write_data(collected: Collected, stream: TextIO) -> None:
    """Write the answers that were taken; a byte order mark lets Excel read Vietnamese."""
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADERS)
    writer.writerows(rows(collected))


def rows(collected: Collected) -> Iterator[tuple[str, ...]]:
    """Give the rows below the headers."""
    order = {asked.key: number for number, asked in enumerate(collected.ruleset.inputs)}
    decimal = collected.ruleset.headers.decimal or "."
    for status in collected.statuses:
        if status.taken is not None:
            answers = sorted(status.taken.answers, key=lambda one: order[one.typed.asked.key])
            for one in answers:
                yield _row(guarded(status.unit.id), one, status.taken, decimal)


def _row(unit: str, one: Answer, taken: Submission, decimal: str) -> tuple[str, ...]:
    typed = one.typed
    value = "" if one.seen.value is None else value_text(typed.asked, one.seen.value, decimal)
    raw = clean(typed.text) if one.seen.state == "invalid" else ""
    return (
        unit,
        typed.asked.id,
        value,
        one.seen.state,
        clean(taken.form.name),
        typed.cell,
        raw,
        *map(clean, typed.evidence),
    )


def value_text(asked: Input, value: Fraction | bool | date | str, decimal: str = ".") -> str:
    """Write a value so that a data file means it, and nothing else.

    A number with three decimals gets a fourth: `1.125` could be read as 1125.

    >>> from ..model.findings import Place
    >>> from ..model.ruleset import Words
    >>> number = Input("a", "a", Words(), "number", Place())
    >>> value_text(number, Fraction(9, 8)), value_text(number, Fraction(1, 8)), value_text(number, Fraction(3))
    ('1.1250', '0.1250', '3')
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            percent = asked.traits.per_cent
            text = plain(value * 100 if percent else value, decimal)
            whole, sign, part = text.partition(decimal)
            return (f"{whole}{sign}{part}0" if len(part) == 3 else text) + ("%" if percent else "")
        case date():
            return value.isoformat()
    return value if asked.traits.has_options else guarded(value)


def clean(text: str) -> str:
    """Keep a text that strangers wrote from being run, cut or hidden."""
    if hidden_in(text) is not None:
        text = "".join("\N{REPLACEMENT CHARACTER}" if hidden_in(one) else one for one in text)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return guarded(text)
