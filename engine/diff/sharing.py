"""A change shared out among those who made it together, by Shapley's rule; exactly."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TypeAlias

MOST_PLAYERS = 12
"""Of clauses that act on one another: 2¹² rulesets are tried for 12 of them."""

Worth: TypeAlias = Callable[[frozenset[int]], Fraction]
"""What some of them make together; of none, where it begins."""


def shapley(worth: Worth, count: int) -> tuple[Fraction, ...]:
    """Share out what all make together: to each the mean of what it adds, over every order in which they may come.

    Source: Shapley, L. S. (1953), A value for n-person games.

    Args:
        worth: of each set of players, numbered from 0.
        count: of players, `MOST_PLAYERS` at most.

    Returns:
        A share of each; they add up to the worth of all less that of none.

    Raises:
        ValueError: there are too many.

    >>> shapley(lambda those: Fraction(len(those) ** 2), 2)
    (Fraction(2, 1), Fraction(2, 1))
    """
    if count > MOST_PLAYERS:
        raise ValueError(f"{count} players")
    worths = {those: worth(those) for those in coalitions(count)}
    return tuple(_share(worths, player, count) for player in range(count))


def coalitions(count: int) -> Iterator[frozenset[int]]:
    """Give every set of players, small ones first."""
    for size in range(count + 1):
        yield from map(frozenset, combinations(range(count), size))


def _share(worths: Mapping[frozenset[int], Fraction], player: int, count: int) -> Fraction:
    """Weigh what a player adds to each set without it by how many orders have that set before it."""
    weights = [factorial(size) * factorial(count - 1 - size) for size in range(count)]
    added = sum(
        (weights[len(those)] * (worths[those | {player}] - worths[those]) for those in worths if player not in those),
        Fraction(),
    )
    return added / factorial(count)
