"""How units that are equal share ranks: one record for each way (semantics §17)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ties:
    """A way of ranking equals.

    Attributes:
        rank: the rank of equals, from the positions of the first and the last of them (1 is best) and from how many
            different values there are up to theirs; None where equals are put in the order of their ids and share nothing.
        example: the ranks of four units, the second and third of which are equal.
        counts_values: whether a rank counts the different values before it, not the units.
    """

    rank: Callable[[int, int, int], int] | None
    example: str
    counts_values: bool = False


TIES: Mapping[str, Ties] = {
    "standard": Ties(lambda first, _last, _values: first, "1-2-2-4"),
    "dense": Ties(lambda _first, _last, values: values, "1-2-2-3", counts_values=True),
    "ordinal": Ties(None, "1-2-3-4"),
}
