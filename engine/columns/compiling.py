"""A ruleset to a program on columns."""

from collections.abc import Mapping

from ..model.ruleset import Ruleset
from .integers import WIDE, Integers, TooWideError
from .lacks import Lacks
from .making import Making, UnsupportedError
from .outcomes import outputs_of
from .program import Program, Range
from .quantity import Arithmetic, FallsBackError

MOST_ROWS = 10**10


def compiled(
    ruleset: Ruleset,
    ranges: Mapping[str, Range] | None = None,
    *,
    most_rows: int = MOST_ROWS,
    most: int = WIDE,
    most_quotient: int = WIDE,
) -> Program:
    """Compile a ruleset.

    Args:
        ruleset: as loaded.
        ranges: what the data say of inputs whose range or decimals nobody declared, by key.
        most_rows: of the data, for the bounds of sums.
        most: the greatest integer that the engine holds.
        most_quotient: the greatest quotient that it gives.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
    """
    integers = Integers(most, most_quotient)
    a = Arithmetic(integers, Lacks(integers))
    making = Making(ruleset, ranges or {}, most_rows, a)
    for asked in ruleset.inputs:
        for option in asked.options:
            making.options.setdefault(option, len(making.options))
    about = ""
    try:
        for about in ruleset.columns:
            making.column(about)
        outputs = outputs_of(making)
    except (FallsBackError, TooWideError) as error:
        raise UnsupportedError("falls_back", f"{about}: {error}") from error
    return Program(
        tuple(making.given),
        making.groups,
        tuple(making.texts),
        tuple(making.operations),
        outputs,
        dict(a.lacks.by_code),
        most_rows,
    )
