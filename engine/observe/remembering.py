"""What this year's ruleset may ask of last year's result: each name with the type that it has now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..files.naming import fold
from ..files.numbers import Problem
from ..model.input_types.input_type import ValueKind
from ..model.observed import Previous
from ..model.ruleset import Input, LastYear, NamedValue, Node, Ruleset, Value
from .cells import marks_of
from .values import Reader, Style, parse_day, reader_of

ANSWER = "self:"
"""What stands before the key of a leaf's own answer, whose id is the leaf's."""


class Remembered(NamedTuple):
    """A name of this year's ruleset.

    Attributes:
        kind: the type of its value.
        asked: where it is an input.
        is_read: whether a formula or `missing` reads its value of last year.
    """

    kind: ValueKind
    asked: Input | None = None
    is_read: bool = False


class Names(NamedTuple):
    """The names of a ruleset by key, the marks of its tables, folded, and its tiers by their folded titles."""

    by_key: Mapping[str, Remembered]
    marks: Mapping[str, str]
    tiers: Mapping[str, str]

    def of_column(self, header: str, *, is_own: bool) -> tuple[str, ...]:
        """Give the keys that a column of last year's table speaks for.

        A leaf's id is its points in a table of ours. In a stranger's it may be either; it is what is read of the two.
        """
        answer = f"{ANSWER}{header}"
        if is_own or answer not in self.by_key or self.by_key.get(header, _UNREAD).is_read:
            return (header,) if header in self.by_key else ()
        return (answer,) if self.by_key[answer].is_read else (answer, header)


_UNREAD = Remembered("number")


def names_of(ruleset: Ruleset) -> Names:
    """List what a ruleset's formulas may read of last year; evidence (`text`) is none of it."""
    read = {column.of for column in ruleset.columns.values() if isinstance(column, LastYear)}
    found: dict[str, Remembered] = {}
    for key, column in ruleset.columns.items():
        is_read = key in read or (isinstance(column, (Input, NamedValue)) and column.missing == "last_year")
        match column:
            case Input() if column.traits.kind is not None:
                found[key] = Remembered(column.traits.kind, column, is_read)
            case NamedValue():
                found[key] = Remembered(column.formula.type.kind, None, is_read)
            case Node():
                found[key] = Remembered("number", None, is_read)
    return Names(found, marks_of(ruleset.headers), _tiers(ruleset))


def _tiers(ruleset: Ruleset) -> dict[str, str]:
    """Give the tiers by their folded titles; a title that several have names none."""
    titles: dict[str, set[str]] = {}
    for tier in (tier for card in ruleset.scorecards for tier in card.root.tiers):
        for title in (tier.title.vi, tier.title.en):
            titles.setdefault(fold(title), set()).add(tier.id)
    return {title: next(iter(ids)) for title, ids in titles.items() if title and len(ids) == 1}


def is_used(before: Previous, read: Sequence[str] | None, *, is_ranked: bool = True) -> bool:
    """Say whether last year's entry of a unit tells anything that is used.

    >>> is_used(Previous("a", values={"x": True}), ["y"]), is_used(Previous("a", rank=1), [])
    (False, True)

    Args:
        before: the entry.
        read: the keys of the values that formulas read; None where each of them is used.
        is_ranked: whether ranks, totals and tiers are shown.
    """
    if is_ranked and (before.total is not None or before.rank is not None or before.rank_text or before.tier):
        return True
    if read is None:
        return bool(before.values or before.answers or before.total is not None)
    return any(before.value(key) is not None for key in read)


def reader(name: Remembered, style: Style) -> Reader:
    """Make the reader of a name's cells in last year's table: by its type, whatever its bounds are now."""
    if name.asked is not None:
        return reader_of(replace(name.asked, minimum=None, maximum=None), style)
    if name.kind == "number":
        return style.read
    return _answer if name.kind == "yes_no" else parse_day if name.kind == "date" else str


def _answer(text: str) -> Value | Problem:
    said = {"yes": True, "có": True, "true": True, "no": False, "không": False, "false": False}.get(fold(text))
    return Problem("ITR441", {"found": text}) if said is None else said
