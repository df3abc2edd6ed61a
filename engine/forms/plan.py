"""What a form asks: the inputs of a scorecard, each under the first criterion that reads it, in the decree's order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ..model.ruleset import Input, Node, RollUp, Ruleset, Scorecard
from .calculation import Calculation, calculation_of, closure, closure_of

FORMAT = "itrank-form/1"
FIRST = 8
"""The row, from 0, below the heads of the sheet of entries."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet of entries.

    Attributes:
        row: from 0.
        depth: of a criterion in the tree; the root's children are 1.
        node: the criterion; None of a question, and above questions that no criterion reads.
        asked: the question.
        code: the full number of the criterion, or of the one under which it is asked.
    """

    row: int
    depth: int = 0
    node: Node | None = None
    asked: Input | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A form of a scorecard, before it is filled for a unit."""

    ruleset: Ruleset
    card: Scorecard
    lines: tuple[Line, ...]
    calculation: Calculation

    @property
    def questions(self) -> tuple[Line, ...]:
        """Give the rows into which something is typed."""
        return tuple(line for line in self.lines if line.asked is not None)

    @property
    def layout(self) -> str:
        """Give a hash of what stands where, by which an altered form is known."""
        said = [
            FORMAT,
            self.card.id,
            *(f"{line.row} {line.asked.key}" for line in self.lines if line.asked is not None),
        ]
        return sha256("\n".join(said).encode()).hexdigest()[:16]


def plan_of(ruleset: Ruleset, card: Scorecard) -> Plan:
    """Plan the form of a scorecard."""
    asked = inputs_of(ruleset, card)
    lines = tuple(_lines(ruleset, card, asked))
    return Plan(ruleset, card, lines, calculation_of(ruleset, card, asked))


def inputs_of(ruleset: Ruleset, card: Scorecard) -> list[str]:
    """Name the inputs that a scorecard's units report, in the ruleset's order.

    They are what its criteria, tiers and ranking read, what is rolled up from units below, and what no scorecard reads.
    """
    own = closure(ruleset, _read_by(card), card)
    others = [closure(ruleset, _read_by(other), other) for other in ruleset.scorecards]
    rolled = {column.of for column in ruleset.columns.values() if isinstance(column, RollUp)}
    below = closure(ruleset, sorted(rolled), card)
    return [
        asked.key
        for asked in ruleset.inputs
        if asked.key in own or asked.key in below or all(asked.key not in other for other in others)
    ]


def _read_by(card: Scorecard) -> list[str]:
    keys: list[str] = []
    for node in card.nodes():
        keys.append(node.id)
        formulas = [formula for tier in node.tiers for formula in (tier.when, tier.requires)]
        if node.ranking is not None:
            formulas += [node.ranking.by, *node.ranking.tie_break]
        keys += [name for formula in formulas if formula is not None for name in sorted(formula.reads)]
    return keys


def _lines(ruleset: Ruleset, card: Scorecard, asked: Sequence[str]) -> Iterator[Line]:
    row = FIRST
    left = dict.fromkeys(asked)
    root, full = card.root, card.full_codes()
    for node, depth in _walk(root, 0):
        code = full.get(node.id) or node.code
        if node is not root or not root.children:
            yield Line(row, depth, node, code=code)
            row += 1
        for key in _first_read(ruleset, node, left):
            del left[key]
            column = ruleset.columns[key]
            assert isinstance(column, Input)
            yield Line(row, depth + 1, asked=column, code=code)
            row += 1
    if left:
        yield Line(row, 1)
        row += 1
    for key in left:
        column = ruleset.columns[key]
        assert isinstance(column, Input)
        yield Line(row, 2, asked=column)
        row += 1


def _walk(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child in node.children:
        yield from _walk(child, depth + 1)


def _first_read(ruleset: Ruleset, node: Node, left: dict[str, None]) -> list[str]:
    formulas = [one for one in (node.applies, node.score, node.formula, node.then) if one is not None]
    read = closure_of(ruleset, formulas)
    return [key for key in left if key in read]
