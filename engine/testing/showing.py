"""What no case notices: a mutant that is proved to mean the same, or one for which a case is found that would."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from ..cases import Outcome, run
from ..formula.functions import NOT_APPLICABLE
from ..formula.parse import placed
from ..formula.trees import called, walk
from ..language.loading import Loaded
from ..language.nodes import may_leave
from ..model.reads import names_in
from ..model.ruleset import Formula, Input, Node, Ruleset
from ..prove.asking import Question, within_gates
from ..prove.points import points_of
from ..prove.searching import Holds
from ..prove.trying import Answers
from ..score.worth import leaves_points_pending
from .drafts import Draft, DraftUnit, filled
from .killing import Bench, Tried, formulas_changed, shape
from .listing import Listing
from .points import Point
from .proposing import Writer
from .unreachable import Reach

_MOST_DRAFTS = 40
_MOST_POINTS = 12
_SURE = frozenset({"min", "max", "sum", "mean", "abs", "clamp"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant that no case notices, and a case that would.

    Attributes:
        tried: with `same` where it is proved that nobody could notice it.
        case: which comes out as it expects, and not by the mutant; None where none was found.
    """

    tried: Tried
    case: Outcome | None = None


class Judge:
    """Looks at survivors of one ruleset."""

    def __init__(self, loaded: Loaded) -> None:
        assert loaded.ruleset is not None
        self.ruleset: Ruleset = loaded.ruleset
        self.writer = Writer(self.ruleset, Reach(self.ruleset))
        self.points = Listing.of(loaded).points

    def judged(self, bench: Bench, tried: Tried) -> Judged:
        """Say of a survivor that it means the same, or find a case that would notice it."""
        if tried.fate != "survived" or tried.ruleset is None:
            return Judged(tried)
        if self._is_same(bench, tried):
            return Judged(replace(tried, fate="same"))
        lang = self.ruleset.locale
        for draft in islice(self._drafts(tried), _MOST_DRAFTS):
            made = filled(self.ruleset, draft, lang)
            if made is not None and run(tried.ruleset, [made.case])[0].status == "failed":
                return Judged(tried, made)
        return Judged(tried)

    # What means the same

    def _is_same(self, bench: Bench, tried: Tried) -> bool:
        assert tried.ruleset is not None
        if all(self._is_as_rounded(tried.ruleset, key) for key in tried.changed):
            return True
        if all(self._is_never_cut(tried.ruleset, key) for key in tried.changed):
            return True
        found = formulas_changed(bench.ruleset, tried.ruleset, tried.changed)
        if found is None or not _are_defined_alike(self.ruleset, found[1], found[2]):
            return False
        return self._differs(*found).excludes_all

    def _is_as_rounded(self, mutant: Ruleset, key: str) -> bool:
        """Say whether a node is only rounded otherwise, to digits that its value never passes."""
        first, second = self.ruleset.columns.get(key), mutant.columns.get(key)
        if not isinstance(first, Node) or not isinstance(second, Node) or first.rounding is None:
            return False
        if second.rounding is None or shape(replace(second, rounding=first.rounding)) != shape(first):
            return False
        if any(may_leave(child) for child in first.children) or leaves_points_pending(first.children):
            return False
        least = min(first.rounding.digits, second.rounding.digits)
        return points_of(self.ruleset, replace(first, rounding=None)).are_multiples(Fraction(10) ** -least)

    def _is_never_cut(self, mutant: Ruleset, key: str) -> bool:
        """Say whether only the cap of a node is higher or gone, and it is proved that nothing ever passed it."""
        first, second = self.ruleset.columns.get(key), mutant.columns.get(key)
        if not isinstance(first, Node) or not isinstance(second, Node) or first.cap is None:
            return False
        if second.cap is not None and second.cap < first.cap:
            return False
        if shape(replace(second, cap=first.cap)) != shape(first):
            return False
        cuts = next((each for each in self.points if each.id == f"{key}/cap/cuts"), None)
        return cuts is not None and self.writer.reach.found(cuts).is_never

    def _differs(self, node: Node, first: Formula, second: Formula) -> "_Differs":
        tree = placed(ast.Compare(first.tree, [ast.NotEq()], [second.tree]), first.place)
        gates = [gate for gate in (*node.inside, node.applies) if gate is not None]
        asked = within_gates(replace(first, tree=tree), gates)
        return _Differs(Question(self.ruleset, self.writer.reach.bounds, asked, node))

    # What would notice it

    def _drafts(self, tried: Tried) -> Iterator[Draft]:
        """Give cases that may notice a change: answers by which a formula differs first, then those of the points near it."""
        assert tried.ruleset is not None
        found = formulas_changed(self.ruleset, tried.ruleset, tried.changed)
        if found is not None:
            answers = self._differs(*found).answers
            point = next((each for each in self.points if each.owner == found[0].id), None)
            if answers is not None and point is not None:
                yield self.writer.of_leaf(point, answers)
        line = tried.mutant.place.line
        near = sorted(
            self._near(tried), key=lambda point: (point.owner != tried.mutant.owner, abs(point.place.line - line))
        )
        for point in near[:_MOST_POINTS]:
            yield from islice(self.writer.drafts(point), 4)
        yield from self._whole(tried)

    def _near(self, tried: Tried) -> list[Point]:
        keys = {key.partition(":")[2] if key.startswith(("tiers:", "ranking:")) else key for key in tried.changed}
        return [each for each in self.points if {each.owner, each.depends} & {*keys, tried.mutant.owner}]

    def _whole(self, tried: Tried) -> Iterator[Draft]:
        """Give whole units, and of each what it is worth throughout."""
        for card in self.ruleset.scorecards:
            full = self.writer.full_unit(card)
            nodes = tuple((node.id, "score") for node in card.nodes() if node.id in tried.changed)
            if nodes:
                unit = DraftUnit(full, (*nodes, ("total", "score")))
                yield Draft(self.writer.named(card.root), card.id, (unit,), card.id)
                thirds = self.writer.thirds(card)
                yield Draft(self.writer.named(card.root), card.id, (replace(unit, answers=thirds),), card.id)


class _Differs:
    """Where two formulas of a leaf differ."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @property
    def excludes_all(self) -> bool:
        """Whether it is proved that they never do."""
        return self.question.excludes(self._cases)

    @property
    def answers(self) -> Answers | None:
        """Answers by which they do."""
        if not self._cases:
            return None
        tree = self.question.tree
        return self.question.ask(self._cases, lambda sheet: self.question.part(tree, sheet) is True).witness

    @property
    def _cases(self) -> list[tuple[Holds, ...]]:
        return [case.when for case in self.question.cases if case.value is True]


def _are_defined_alike(ruleset: Ruleset, first: Formula, second: Formula) -> bool:
    """Say whether two formulas surely have a value for the same units: they read the same, and nothing in them fails."""
    if first.reads != second.reads:
        return False
    inputs = [ruleset.columns.get(key) for key in names_in([first, second])]
    if not all(isinstance(each, Input) and each.outliers is None for each in inputs):
        return False
    return all(_never_fails(formula.tree) for formula in (first, second))


def _never_fails(tree: ast.expr) -> bool:
    for part in walk(tree):
        if called(part) == NOT_APPLICABLE or (called(part) and called(part) not in _SURE):
            return False
        if isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)):
            divisor = part.right
            if not (isinstance(divisor, ast.Constant) and divisor.value) or isinstance(part.op, ast.Pow):
                return False
    return True
