"""A ruleset to a program on columns."""

from collections.abc import Mapping, Sequence

from ..model.reads import reads_of
from ..model.ruleset import Input, NamedValue, Node, Ruleset
from .beyond import by_reference, finished_input, why_of
from .integers import WIDE, Integers, TooWideError
from .lacks import STRIDE, Lacks, TooManyLacksError
from .making import Making, UnsupportedError
from .outcomes import figures_of, outputs_of, reports_of
from .program import Program, Range
from .quantity import Arithmetic, FallsBackError, Number

MOST_ROWS = 10**10


def compiled(
    ruleset: Ruleset,
    ranges: Mapping[str, Range] | None = None,
    *,
    groups: Sequence[str] = (),
    most_rows: int = MOST_ROWS,
    most: int = WIDE,
    most_quotient: int = WIDE,
    explained: bool = False,
    reported: bool = False,
) -> Program:
    """Compile a ruleset.

    Args:
        ruleset: as loaded.
        ranges: what the data say of inputs whose range or decimals nobody declared, by key.
        groups: that units of the data have, whether or not the ruleset names them.
        most_rows: of the data, for the bounds of sums.
        most: the greatest integer that the engine holds.
        most_quotient: the greatest quotient that it gives.
        explained: whether the outputs of `figures_of` come after the result's.
        reported: whether those of `reports_of` do.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
    """
    stride, subjects = STRIDE, _subjects(ruleset)
    asks = any(node.at_least is not None for node in ruleset.nodes())
    while True:
        integers = Integers(most, most_quotient)
        try:
            a = Arithmetic(integers, Lacks(integers, stride, subjects, tells_foreseen=asks))
            making = Making(ruleset, ranges or {}, most_rows, a, of_data=tuple(groups))
            return _compiled(making, explained=explained, reported=reported)
        except TooManyLacksError:
            stride *= 16


def _subjects(ruleset: Ruleset) -> tuple[str, ...]:
    """Name nodes, inputs and named values in the order in which the tree comes to them: each before what it reads."""
    places = {key: place for place, key in enumerate(ruleset.columns)}
    found: dict[str, None] = {}
    for node in ruleset.nodes():
        waiting = [node.id]
        while waiting:
            key = waiting.pop()
            column = ruleset.columns.get(key)
            if column is None or key in found:
                continue
            found[key] = None
            below = {child.id for child in column.children} if isinstance(column, Node) else frozenset()
            waiting += sorted((reads_of(column) - below) & places.keys(), key=places.__getitem__, reverse=True)
    return tuple(key for key in found if isinstance(ruleset.columns[key], (Input, NamedValue, Node)))


def _compiled(making: Making, *, explained: bool, reported: bool) -> Program:
    ruleset, a = making.ruleset, making.a
    for asked in ruleset.inputs:
        for option in asked.options:
            making.options.setdefault(option, len(making.options))
    for key, column in ruleset.columns.items():
        try:
            making.column(key)
        except (FallsBackError, TooWideError) as error:
            by_reference(making, key, error)
        if isinstance(column, (Input, NamedValue)):
            finished_input(making, column)
    try:
        outputs = outputs_of(making)
        if explained:
            outputs += figures_of(making, outputs)
        if reported:
            outputs += reports_of(making)
    except (FallsBackError, TooWideError) as error:
        raise UnsupportedError(*why_of(error)) from error
    cells = {
        key: (cell.top, cell.bottom)
        for key, cell in making.cells.items()
        if key in making.notes and isinstance(cell, Number)
    }
    return Program(
        tuple(making.given),
        making.groups,
        tuple(making.texts),
        tuple(making.operations),
        outputs,
        dict(a.lacks.by_code),
        making.most_rows,
        tuple(making.options),
        making.notes,
        cells,
    )
