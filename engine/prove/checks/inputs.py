"""Checks of what units report: bounds that leave something, and of one unit of measurement."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...formula.figures import amount
from ...language.document import Map
from ...model.findings import Finding, finding
from ...model.ruleset import Input, Ruleset
from .context import Context, listed


def given_of(column: Input, context: Context) -> Map:
    """Give the map that an input was made of; that of an answer stands in its leaf."""
    if column.key.startswith("self:"):
        found: Any = context.givens.get(column.id, Map()).get("answer")
    else:
        table = context.document.get("inputs")
        found = table.get(column.id) if isinstance(table, Map) else None
    return found if isinstance(found, Map) else Map()


def ranges_hold_something(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """The least that an input may be is not above the most."""
    of_defaults: dict[tuple[str, str], list[str]] = {}
    for column in ruleset.inputs:
        ends = _exchanged(column)
        if ends is None:
            continue
        given = given_of(column, context)
        if "min" in given or "max" in given or column.key.startswith("self:"):
            place = given.value_places.get("max", given.value_places.get("min", column.place))
            yield finding("ITR378", place, input=column.id, low=ends[0], high=ends[1])
        else:
            of_defaults.setdefault(ends, []).append(column.id)
    at = context.place("defaults", "inputs", "max")
    for (low, high), names in of_defaults.items():  # what `defaults` say is told once, there
        yield finding("ITR378", at, input=listed(names), low=low, high=high)


def _exchanged(column: Input) -> tuple[str, str] | None:
    """Return the ends of a range of numbers or days in which nothing lies; None where something does."""
    low, high = column.minimum, column.maximum
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return (amount(low), amount(high)) if low > high else None
    if isinstance(low, str | Fraction | None) or isinstance(high, str | Fraction | None):
        return None
    return (str(low), str(high)) if low > high else None


def bounds_are_of_one_measure(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """An input that bounds another is measured in the same unit: money in đồng is not held against millions."""
    inputs = {column.key: column for column in ruleset.inputs}
    for column in ruleset.inputs:
        for word, bound in (("min", column.minimum), ("max", column.maximum)):
            other = inputs.get(bound) if isinstance(bound, str) else None
            if other is None or not column.measured_in or not other.measured_in:
                continue
            if column.measured_in.casefold() != other.measured_in.casefold():
                given = given_of(column, context)
                yield finding(
                    "ITR379", given.value_places.get(word, column.place), input=column.id, other=other.id,
                    first=column.measured_in, second=other.measured_in,
                )  # fmt: skip
