"""The record of a scoring kind. A new kind is one file beside this one and one line in `__init__`."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...model.ruleset import Words

if TYPE_CHECKING:
    from .leaf import Leaf


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to say a score.

    Attributes:
        name: the key of `score:` that chooses the kind.
        keys: every key that the kind takes, with its JSON Schema (2020-12); the first is `name` itself.
        required: keys that must be there besides `name`.
        lower: makes the expression that gives the leaf's value in points; problems go to `Leaf.report`.
        words: what it does, for the hover in an editor and the reference page.
        example: YAML of one leaf's `score`, with the leaf's `max` as the first line where it needs one.
        answer: the type of `self`, where the kind fixes it (`yes_no`, `choice`, `count`), else `number`.
        ladder: its keys that are tables of bound: points, each with the end of the scale that `otherwise` lies at: `low`,
            `high`, or nothing.
        joins: whether the points at its bounds are joined by lines, so that it does not matter on which side a bound is.
        within_max: whether its points never pass the leaf's maximum, being cut to it or refused above it.
    """

    name: str
    keys: Mapping[str, Mapping[str, Any]]
    lower: Callable[[Mapping[str, Any], "Leaf"], ast.expr | None]
    words: Words
    example: str
    required: tuple[str, ...] = ()
    answer: str = "number"
    ladder: Mapping[str, str] = field(default_factory=dict)
    joins: bool = False
    within_max: bool = False
