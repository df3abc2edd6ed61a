"""How a question is put: once for a ruleset, at the first place, naming them all."""

from collections.abc import Iterator, Sequence

from ...formula.suggest import listed
from ...model.findings import Place

_MOST_NAMED = 8


def together(found: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    """Give the first place of what was found, and what is said of all; nothing where nothing was found.

    >>> list(together([(Place(line=3), "a"), (Place(line=7), "b")]))
    [(Place(file='', line=3, column=0, cell='', length=1), 'a, b')]
    """
    if found:
        yield found[0][0], listed([about for _, about in found], _MOST_NAMED)
