"""Checks of what units report: bounds that leave something, in the right unit of measurement, per cent with its sign."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any

from ...formula.figures import amount
from ...formula.parse import place_of
from ...formula.trees import walk
from ...language.document import Map, Num, Seq
from ...language.kinds.leaf import percentage
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Input, Ruleset
from .context import Context
from .unused import formulas

_FAR = Fraction(2)  # a bare number above it is hardly meant as a share: 80 is 8000 %


def per_cent_has_its_sign(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A bound of a percentage is written 80% or 0.8: a bare 80 is 8000 %, which nobody reaches and nothing refuses."""
    asked = {column.key: column for column in ruleset.inputs if column.traits.per_cent}
    if asked:
        yield from _bare_bounds(asked.values(), context)
        yield from _bare_amounts(ruleset, asked, frozenset(_signed(context.document)))


def _bare_bounds(asked: Iterable[Input], context: Context) -> Iterator[Finding]:
    for column in asked:
        given = _given(column, context)
        for word in ("min", "max"):
            found = given.get(word)
            if isinstance(found, Num) and abs(found) > _FAR:
                yield _bare(column, Fraction(found), given.value_places[word])


def _bare_amounts(ruleset: Ruleset, asked: Mapping[str, Input], signed: AbstractSet[Fraction]) -> Iterator[Finding]:
    """Find the amounts with which percentages are compared, each once, unless it also stands somewhere with its sign."""
    seen: set[Place] = set()
    for formula in formulas(ruleset):
        for column, side in _compared(formula.tree, asked):
            value, place = side.value, place_of(side)
            if isinstance(value, Fraction) and abs(value) > _FAR and value not in signed and place not in seen:
                seen.add(place)
                yield _bare(column, value, place)


def _compared(tree: ast.expr, asked: Mapping[str, Input]) -> Iterator[tuple[Input, ast.Constant]]:
    """Give the constants of a formula that are compared with one of some inputs."""
    for part in walk(tree):
        if isinstance(part, ast.Compare):
            sides = [part.left, *part.comparators]
            names = [side.id for side in sides if isinstance(side, ast.Name) and side.id in asked]
            yield from ((asked[names[0]], side) for side in sides if names and isinstance(side, ast.Constant))


def _bare(column: Input, found: Fraction, place: Place) -> Finding:
    said: dict[str, Any] = {"found": amount(found), "percent": f"{amount(found * 100)}%", "meant": f"{amount(found)}%"}
    return finding("ITR377", place, input=column.id, **said)


def _given(column: Input, context: Context) -> Map:
    """Give the map that an input was made of; that of an answer stands in its leaf."""
    if column.key.startswith("self:"):
        found: Any = context.givens.get(column.id, Map()).get("answer")
    else:
        table = context.document.get("inputs")
        found = table.get(column.id) if isinstance(table, Map) else None
    return found if isinstance(found, Map) else Map()


def _signed(document: Map) -> Iterator[Fraction]:
    """Give every quantity that is written with its sign, as 300%."""
    todo: list[Any] = [document]
    while todo:
        part = todo.pop()
        if isinstance(part, Map):
            todo += [*part.keys(), *part.values()]
        elif isinstance(part, Seq):
            todo += part
        elif isinstance(part, str) and (share := percentage(part)) is not None:
            yield share


def ranges_hold_something(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """The least that an input may be is not above the most."""
    for column in ruleset.inputs:
        low, high = column.minimum, column.maximum
        if isinstance(low, Fraction) and isinstance(high, Fraction):
            is_empty, shown = low > high, (amount(low), amount(high))
        else:
            is_empty = not isinstance(low, str | Fraction | None) and not isinstance(high, str | Fraction | None)
            is_empty, shown = is_empty and low > high, (str(low), str(high))  # type: ignore[operator]  # two days
        if is_empty:
            given = _given(column, context)
            place = given.value_places.get("max", column.place)
            yield finding("ITR378", place, input=column.id, low=shown[0], high=shown[1])


def bounds_are_of_one_measure(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """An input that bounds another is measured in the same unit: money in đồng is not held against millions."""
    inputs = {column.key: column for column in ruleset.inputs}
    for column in ruleset.inputs:
        for word, bound in (("min", column.minimum), ("max", column.maximum)):
            other = inputs.get(bound) if isinstance(bound, str) else None
            if other is None or not column.measured_in or not other.measured_in:
                continue
            if column.measured_in.casefold() != other.measured_in.casefold():
                given = _given(column, context)
                yield finding(
                    "ITR379", given.value_places.get(word, column.place), input=column.id, other=other.id,
                    first=column.measured_in, second=other.measured_in,
                )  # fmt: skip
