"""Mutants put to the cases: killed by one that does not come out, the same in what they mean, or survivors."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

from ..cases import Case, Outcome, run
from ..cases.comparing import facts_of, facts_of_criterion, is_same
from ..language.document import Map
from ..language.edits import edited
from ..language.loading import Loaded, remade
from ..model.findings import Place
from ..model.reads import closure, reads_of
from ..model.ruleset import Before, Column, Formula, Input, Node, Ruleset, Words
from ..rank import evaluation
from ..rank.ranking import scored_in
from ..score import evaluate_columns
from ..score.sheet import Sheet
from .covering import is_evidence, looks_of
from .looking import FACTS, Fact
from .mutants import Mutant

_OF_RANKING: AbstractSet[Fact] = frozenset({"tier", "places", "status", "list"})

Fate: TypeAlias = Literal["killed", "same", "survived", "stillborn"]


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a mutant.

    Attributes:
        fate: `stillborn` where it does not load, `same` where it is proved to mean the same.
        by: the name of the case that killed it.
        ruleset: the mutant as it was loaded; None of a stillborn one.
        changed: the keys of the columns that it changes.
    """

    mutant: Mutant
    fate: Fate
    by: str = ""
    ruleset: Ruleset | None = None
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bench:
    """A ruleset and its cases, each evaluated once by the ruleset as it is.

    Attributes:
        loaded: the ruleset without errors.
        cases: that show anything, each evaluated alone.
    """

    loaded: Loaded
    cases: tuple["Seated", ...]

    @classmethod
    def of(cls, loaded: Loaded, outcomes: Iterable[Outcome]) -> "Bench":
        """Evaluate each case alone, so that it can be evaluated again by itself."""
        ruleset = loaded.ruleset
        assert ruleset is not None
        alone = (run(ruleset, [outcome.case])[0] for outcome in outcomes if is_evidence(outcome))
        seated = [Seated.of(ruleset, outcome) for outcome in alone if is_evidence(outcome)]
        return cls(loaded, tuple(sorted(seated, key=lambda each: each.cost)))  # the quickest are asked first

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset as it is."""
        assert self.loaded.ruleset is not None
        return self.loaded.ruleset

    @cached_property
    def shapes(self) -> Mapping[str, object]:
        """What each column means, without where it is written."""
        return shapes_of(self.ruleset)

    def tried(self, mutant: Mutant) -> Tried:
        """Put a mutant to the cases."""
        document = self.loaded.document
        assert document is not None
        made = _made(self.loaded, document, mutant)
        if made is None:
            return Tried(mutant, "stillborn")
        shapes = shapes_of(made)
        changed = frozenset(key for key in {*shapes, *self.shapes} if shapes.get(key) != self.shapes.get(key))
        if not changed:
            return Tried(mutant, "same", ruleset=made)
        for seated in self.cases:
            if seated.can_see(changed) and not seated.holds(made, changed):
                return Tried(mutant, "killed", seated.case.name, made, changed)
        return Tried(mutant, "survived", "", made, changed)


def _made(loaded: Loaded, document: Map, mutant: Mutant) -> Ruleset | None:
    try:
        return remade(loaded, edited(document, mutant.edits)).ruleset
    except (KeyError, IndexError):
        return None


# ── What a column means ──

_NOT_MEANT = frozenset(
    {"place", "described_at", "source", "title", "label", "description", "code", "clause", "provenance", "header"}
)
_OF_RULESET = "ruleset"


def shapes_of(ruleset: Ruleset) -> Mapping[str, object]:
    """Give what each column means, by its key: two rulesets whose shapes are equal give the same for all data.

    Of a node the children are named; tiers and rankings have a key beside it, and what is of the whole ruleset its own.
    """
    found: dict[str, object] = {key: shape(column) for key, column in ruleset.columns.items()}
    for node in ruleset.nodes():
        found[f"tiers:{node.id}"] = shape(node.tiers)
        found[f"ranking:{node.id}"] = shape(node.ranking)
    found[f"{_OF_RULESET}:mode"] = ruleset.rounding_mode
    return found


def shape(value: Any) -> object:
    """Give what a part of a ruleset means: equal where no evaluation can tell two apart, wherever they are written."""
    match value:
        case ast.AST():
            return ast.dump(value)
        case Node():
            return tuple(
                (each.name, _shape_of_node(each.name, getattr(value, each.name)))
                for each in fields(value)
                if each.name not in _NOT_MEANT | {"tiers", "ranking"}
            )
        case Before():
            return shape(value.node)
        case Place() | Words():
            return ""
        case tuple() | list():
            return tuple(map(shape, value))
        case Mapping():
            return tuple((key, shape(each)) for key, each in value.items())
    if hasattr(value, "__dataclass_fields__"):
        names = [each.name for each in fields(value) if each.name not in _NOT_MEANT]
        return (type(value).__name__, *((name, shape(getattr(value, name))) for name in names))
    return value


def _shape_of_node(name: str, value: Any) -> object:
    if name != "children":
        return shape(value)
    return tuple((child.id, child.role, child.weight, child.not_applicable, child.full) for child in value)


# ── A case, evaluated again ──


@dataclass(frozen=True)
class Seated:
    """A case that came out as it expects, with what it needs to be evaluated again.

    Attributes:
        outcome: of the case evaluated alone.
        depends: fact -> the keys on which something expected depends, of all its units together.
    """

    case: Case
    outcome: Outcome
    depends: Mapping[Fact, AbstractSet[str]]

    @classmethod
    def of(cls, ruleset: Ruleset, outcome: Outcome) -> "Seated":
        """Find on what the expectations of a case depend."""
        looks = list(looks_of(ruleset, outcome))
        return cls(
            outcome.case,
            outcome,
            {fact: frozenset[str]().union(*(look.expected.get(fact, ()) for look in looks)) for fact in FACTS},
        )

    @cached_property
    def cost(self) -> int:
        """Say how much has to be evaluated for it, for an order."""
        columns = len(self._sheet.cells) if self.is_ranked else len(self.depends["state"])
        return columns * len(self.case.units)

    @cached_property
    def is_ranked(self) -> bool:
        """Whether tiers or ranks are expected, so that all of the scorecard has to be evaluated."""
        return self._is_standing or any(
            wanted.key not in self._sheet.cells for unit in self.case.units for wanted in unit.expected
        )

    @property
    def _is_standing(self) -> bool:
        return any(self.depends[fact] for fact in _OF_RANKING)

    @property
    def _sheet(self) -> Sheet:
        assert self.outcome.evaluation is not None
        return self.outcome.evaluation.sheet

    def can_see(self, changed: AbstractSet[str]) -> bool:
        """Say whether anything that is expected depends on a changed column."""
        if not self.depends["state"].isdisjoint(changed) or any(key.startswith(_OF_RULESET) for key in changed):
            return True
        if not changed.isdisjoint(f"tiers:{node}" for node in self.depends["tier"]):
            return True
        is_placed = any(self.depends[fact] for fact in ("places", "status", "list"))
        return (is_placed and any(key.startswith("ranking:") for key in changed)) or (
            self._is_standing and not changed.isdisjoint(self._conditions)  # another `on_fail` acts where none did
        )

    @cached_property
    def _conditions(self) -> frozenset[str]:
        return frozenset(node.id for node in self._sheet.ruleset.nodes() if node.role == "condition")

    def holds(self, mutant: Ruleset, changed: AbstractSet[str]) -> bool:
        """Say whether the case still comes out as it expects."""
        if any(_reads_anew(self._sheet.ruleset, mutant, key) for key in changed):
            return run(mutant, [self.case])[0].status == "held"
        return self._holds_fully(mutant) if self.is_ranked else self._holds_in_columns(mutant)

    def _holds_fully(self, mutant: Ruleset) -> bool:
        made = evaluation(mutant, self._sheet.observed)
        order = {unit.unit.id: index for index, unit in enumerate(made.result.units)}
        ids = [unit.unit.id for unit in self._sheet_units()]
        for unit, id_ in zip(self.case.units, ids, strict=True):
            index = order[id_]
            criteria = {each.node.id: each for each in made.result.units[index].criteria}
            if not _all_same(unit.expected, lambda key, i=index, c=criteria: facts_of(made, i, c, key)):
                return False
        return True

    def _sheet_units(self) -> Sequence[Any]:
        assert self.outcome.evaluation is not None
        return [self.outcome.evaluation.result.units[index] for index in self.outcome.units]

    def _holds_in_columns(self, mutant: Ruleset) -> bool:
        """Evaluate only the columns on which what is expected depends."""
        keys = {wanted.key for unit in self.case.units for wanted in unit.expected}
        needed = closure(mutant.columns, keys, _reads_whole)
        part = replace(mutant, columns={key: each for key, each in mutant.columns.items() if key in needed})
        sheet, _ = evaluate_columns(part, self._sheet.observed)
        nodes = {key: column for key, column in part.columns.items() if isinstance(column, Node)}
        return all(
            _all_same(unit.expected, lambda key, i=index: _facts_in(sheet, nodes.get(key), i, key))
            for unit, index in zip(self.case.units, self.outcome.units, strict=True)
        )


def _reads_whole(column: Column) -> frozenset[str]:
    return reads_of(column) | ({f"value:{column.id}"} if isinstance(column, Node) else frozenset())


def _all_same(expected: Iterable[Any], facts: Any) -> bool:
    return all(
        wanted.fact in (found := facts(wanted.key)) and is_same(wanted, found[wanted.fact]) for wanted in expected
    )


def _facts_in(sheet: Sheet, node: Node | None, index: int, key: str) -> Mapping[str, object]:
    """Give the facts of a column, as `facts_of` does of an evaluation in which all columns are."""
    return {"score": sheet.cells[key][index]} if node is None else facts_of_criterion(scored_in(sheet, node, index))


def _reads_anew(before: Ruleset, after: Ruleset, key: str) -> bool:
    """Say whether cells of an input may be read otherwise by a mutant: another type, or other bounds."""
    first, second = before.columns.get(key), after.columns.get(key)
    if not isinstance(first, Input) or not isinstance(second, Input):
        return isinstance(first, Input) is not isinstance(second, Input)
    return (first.type, first.minimum, first.maximum, tuple(first.options)) != (
        second.type, second.minimum, second.maximum, tuple(second.options),
    )  # fmt: skip


def formulas_changed(
    before: Ruleset, after: Ruleset, changed: AbstractSet[str]
) -> tuple[Node, Formula, Formula] | None:
    """Give the leaf whose score alone is changed, with both formulas; None where more is."""
    if len(changed) != 1:
        return None
    first, second = (ruleset.columns.get(next(iter(changed))) for ruleset in (before, after))
    if not isinstance(first, Node) or not isinstance(second, Node) or first.score is None or second.score is None:
        return None
    if shape(replace(first, score=None)) != shape(replace(second, score=None)):
        return None
    return first, first.score, second.score
