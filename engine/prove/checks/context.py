"""What a check may ask besides the ruleset: where each thing is written, how it is written, and what lies beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from ...formula.days import day_of
from ...language.document import Map, place_at
from ...language.kinds.leaf import percentage
from ...model.findings import Finding, Place
from ...model.ruleset import Constant, Node, Ruleset
from ..node_bounds import Bounds
from ..prover import proved_bounds
from .neighbours import Neighbour

"""A name, and where it is declared."""


@dataclass(frozen=True, slots=True)
class Context:
    """The ruleset as it was written.

    Attributes:
        document: with all that it extends put together.
        neighbours: other versions in the same folder.
        run_tests: whether the ruleset's own cases are run.
        givens: node id -> the map that it was made of, with the keys of `defaults` that it lacks.
        bounds: of all columns and nodes, before any data.
    """

    ruleset: Ruleset
    document: Map
    neighbours: tuple[Neighbour, ...] = ()
    run_tests: bool = True
    givens: Mapping[str, Map] = field(init=False)
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "givens", dict(_givens(self.document)))
        object.__setattr__(self, "bounds", proved_bounds(self.ruleset))

    def place(self, *path: str | int) -> Place:
        """Find what a path of keys leads to, or the nearest thing above it."""
        return place_at(self.document, path)

    def key_place(self, *path: str | int) -> Place:
        """Find the last key of a path itself."""
        return place_at(self.document, path, key=True)

    def given(self, node: Node) -> Map:
        """Give the map that a node was made of."""
        return self.givens.get(node.id) or Map()

    def at(self, node: Node, *path: str | int) -> Place:
        """Find a key of a node; the node itself where it does not state the key."""
        given = self.given(node)
        return place_at(given, path) if path and path[0] in given else node.place

    def key_at(self, node: Node, key: str) -> Place:
        """Find where a node states a key; the node itself where it does not."""
        given = self.given(node)
        return place_at(given, (key,), key=True) if key in given else node.place

    def amount(self, value: Any, maximum: Fraction | None = None) -> Fraction | None:
        """Read a number, `80%` (of a maximum, where there is one) or a parameter's name; None for anything else."""
        if isinstance(value, bool):
            return None
        if isinstance(value, Fraction):
            return Fraction(value)
        text = str(value)
        if (share := percentage(text)) is not None:
            return share if maximum is None else share * maximum
        known = self.parameter(text)
        return known if isinstance(known, Fraction) else None

    def parameter(self, name: str) -> Fraction | date | None:
        """Give the value of a parameter; None for any other name."""
        column = self.ruleset.columns.get(name)
        return column.value if isinstance(column, Constant) else None

    def bound(self, value: Any) -> Fraction | date | None:
        """Read a bound of steps: what `amount` reads, a day or a parameter that is a day."""
        known = self.parameter(str(value)) or day_of(str(value))
        return known if isinstance(known, date) else self.amount(value)


Check: TypeAlias = Callable[[Ruleset, Context], Iterator[Finding]]
"""One invariant of a good ruleset, and a finding wherever it does not hold."""


def _givens(document: Map) -> Iterator[tuple[str, Map]]:
    cards = document.get("scorecards")
    todo: list[tuple[str, Any]] = list(cards.items()) if isinstance(cards, Map) else []
    while todo:
        id_, given = todo.pop()
        if isinstance(given, Map):
            yield id_, given
            below = [*given.get("criteria", ()), *given.get("totals", ())]
            todo += [(str(child.get("id", "")), child) for child in below if isinstance(child, Map)]


def leaves(ruleset: Ruleset) -> Iterator[Node]:
    """Give every leaf that has a score."""
    for card in ruleset.scorecards:
        yield from (node for node in card.root.walk() if node.score is not None)
