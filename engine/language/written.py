"""A node as a ruleset writes it: its keys, with the defaults that it takes, and where each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..model.findings import Place
from ..model.ruleset import Formula, Rounding
from .document import Map, Num, place_at
from .workshop import Scope, Workshop


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a node inherits: its scorecard, provenance, the keys of `defaults`, and digits by level.

    Attributes:
        defaults: of `defaults: {criteria}`.
        answers: of `defaults: {inputs}`, as far as a leaf's own answer takes them.
    """

    scorecard: str
    defaults: Mapping[str, Any]
    answers: Mapping[str, Any]
    rounding: Mapping[str, Rounding]
    provenance: str = ""
    groups: tuple[str, ...] = ()
    inside: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A node of the tree or a total.

    Attributes:
        given: what the ruleset says of it.
        keys: the same, with the defaults that it takes.
        place: of its id.
        around: what it inherits.
    """

    id: str
    given: Map
    keys: Mapping[str, Any]
    place: Place
    around: Surroundings
    shop: Workshop
    is_root: bool = False
    is_total: bool = False

    def where(self, *path: str | int, key: bool = False) -> Place:
        """Find what stands at a path; the node itself where it does not say that."""
        try:
            return place_at(self.given, path, key=key)
        except (KeyError, IndexError, TypeError):
            return self.place

    def constant(self, key: str) -> Fraction | None:
        """Read a number that the ruleset alone decides."""
        return self.shop.constant(self.keys[key], self.where(key)) if key in self.keys else None

    def formula(self, value: Any, path: tuple[str | int, ...], scope: Scope, type_: str) -> Formula | None:
        """Lower an expression that gives a value of a type."""
        at = self.where(*path)
        return self.shop.formula(self.shop.expression(value, at), source_of(value), at, scope, type_)


def source_of(value: Any) -> str:
    """Give the text that the author wrote."""
    return value.text if isinstance(value, Num) else str(value)
