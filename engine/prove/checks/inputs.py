"""Checks of what units report: bounds that leave something, and of one unit of measurement."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...formula.figures import amount
from ...formula.suggest import listed
from ...language.document import Map
from ...model.findings import Finding, finding
from ...model.ruleset import Input, Ruleset
from .asking import together
from .context import Context


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


def percentages_have_a_most(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A percentage that begins at 0, or stands beside others that end, says where it ends."""
    asked = [column for column in ruleset.inputs if column.traits.per_cent and column.missing != "last_year"]
    ending = [column for column in asked if column.maximum is not None]
    lacking = [
        column
        for column in asked
        if column.maximum is None and (column.minimum is not None or len(ending) > 1) and not _may_grow(column)
    ]
    places = [(given_of(column, context).key_places.get("type", column.place), column.id) for column in lacking]
    for place, about in together(places):
        yield finding("ITR284", place, about=about)


def _may_grow(column: Input) -> bool:
    """Say whether a percentage is a rate of growth, or of what was planned, which has no most."""
    words = f"{column.label.vi} {column.label.en}".casefold()
    return any(
        word in words for word in ("tăng", "so với", "kế hoạch", "dự toán", "growth", "compared", "plan", "change")
    )
