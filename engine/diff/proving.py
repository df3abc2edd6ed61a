"""Two formulas asked about together: can the one be more than the other, or have a value where the other has none.

Both are walked by one domain of cases, so that an input, a rounded number or a figure of others is the same variable in
both. Each question is whether a case of the one and a case of the other, both true, leave the difference a sign. *Never* is
proved as `engine/prove` proves; *shown* are answers that the engine evaluated under both rulesets. What is proved is of
answers with which all that either formula reads has a value; a blank is a matter of its `missing`.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..formula.functions import NOT_APPLICABLE
from ..formula.interpreter import Interpreter
from ..formula.intervals import Interval
from ..formula.parse import place_of, placed
from ..formula.trees import alike, below, called, changed, walk
from ..model.outcome import NoScore, Outcome, State
from ..model.ruleset import Input, RoundingMode, Value
from ..prove.asking import answer_at
from ..prove.cases import Case, Cases, Event, InCases, Ratio, less
from ..prove.linear import Steps
from ..prove.node_bounds import Bounds, Related
from ..prove.searching import Holds, Point, Verdict, narrowed, search
from ..prove.trying import Answers, Trial
from .change import Proof
from .forms import Form, form, times
from .sides import Side, Sides
from .simplifying import Bound, simpler

MOST_STEPS = 4_000
"""Of one question about two formulas."""

ALL_STEPS, STEPS_EACH = 60_000, 800
"""Of two rulesets at most: so much, and so much more for each criterion."""

_AT_FIRST = 400  # steps
_PART = "?part "
_MOST_PAIRS = 600  # of a case of the one and a case of the other
_MOST_ASKED = 3_000  # alternatives, most of which bounds refute
_LEFT_OUT = "?left out"  # stands for "does not apply" in formulas: no number that another value could be

Relation: TypeAlias = Literal["same", "tightened", "loosened", "changed", "not_proved"]
Outcomes: TypeAlias = tuple[Outcome, Outcome]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is to be compared: a formula of each side, in common names.

    Attributes:
        trees: both formulas.
        gates: conditions that must all hold for either to be computed, those of both sides.
        scales: by which each value is multiplied before they are compared: 1 over the maximum for shares.
        modes: how `round` rounds, on each side.
        evaluated: what the engine gives on each side for the answers that it has there.
        trials: what knows the inputs of each side.
    """

    trees: tuple[ast.expr, ast.expr]
    trials: tuple[Trial, Trial]
    evaluated: tuple[Callable[[Answers], Outcome], Callable[[Answers], Outcome]]
    scales: tuple[Fraction, Fraction] = (Fraction(1), Fraction(1))
    modes: tuple[RoundingMode, RoundingMode] = ("half_up", "half_up")
    gates: tuple[ast.expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Answers on both sides, and what came of them."""

    answers: tuple[Answers, Answers]
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Found:
    """How two formulas relate, seen from the older to the newer one.

    Attributes:
        relation: `tightened` where the newer one is never more and somewhere less.
        proof: `proved`, `witness`, or `not_proved` where something is open.
        evidence: of a difference.
    """

    relation: Relation
    proof: Proof
    evidence: Evidence | None = None


SAME = Found("same", "proved")
_NEVER: Verdict[Evidence] = Verdict("never")


def forms_of(pair: Pair) -> tuple[Form, Form]:
    """Give the canonical forms of both, as they are compared."""
    first, second = (
        times(form(tree), scale) if scale != 1 else form(tree)
        for tree, scale in zip(pair.trees, pair.scales, strict=True)
    )
    return first, second


@dataclass(slots=True)
class Comparer:
    """Compares formulas of two rulesets, with one pool of steps for all of them."""

    sides: Sides
    pool: Steps = field(init=False)

    def __post_init__(self) -> None:
        nodes = sum(1 for _ in self.sides.after.ruleset.nodes())
        self.pool = Steps(ALL_STEPS + STEPS_EACH * nodes)

    def compare(self, pair: Pair, samples: Callable[[], Sequence[Evidence]]) -> Found:
        """Say how two formulas relate.

        Args:
            pair: of formulas.
            samples: gives answers that were evaluated already, of which some may show a difference.
        """
        if self._is_treated(pair):
            return Found("not_proved", "not_proved")
        pair = _simpler(self.sides, pair)
        first, second = forms_of(pair)
        if first == second:
            return SAME
        known = _Known.of(pair, samples())
        if known.is_enough:
            return Found("changed", "witness", known.apart or known.fewer)
        asked = _Asked(self.sides, pair, self.pool)
        if not asked.is_possible:
            evidence = known.fewer or known.more
            return Found("changed" if evidence else "not_proved", "not_proved", evidence)
        simpler = _with_parts_named(self.sides, pair, self.pool)
        less_, more = (
            _NEVER if one is None and simpler is not None and simpler.never(sign) else asked.differ(sign, one)
            for sign, one in ((1, known.fewer), (-1, known.more))
        )
        return _related(less_, more, asked)

    def never(self, pair: Pair, bounds: Mapping[str, Interval]) -> tuple[bool, bool]:
        """Say whether the newer value is proved never to be more, and never to be less, and both have one for the same answers.

        Args:
            pair: of formulas in which names may stand for numbers that no answers give.
            bounds: of these names.
        """
        if self._is_treated(pair):
            return False, False
        asked = _Asked(self.sides, pair, self.pool, bounds)
        if not asked.is_possible or asked.apart().kind != "never":
            return False, False
        return asked.never(-1), asked.never(1)

    def _is_treated(self, pair: Pair) -> bool:
        """Say whether the two sides make another value of the same answer before a formula sees it."""
        return any(self.sides.after.names[asked.key] in self.sides.treated for asked in pair.trials[1].inputs)


@dataclass(frozen=True, slots=True)
class _Known:
    """Units at hand by which the newer value is more, is less, or is there where the older one is not, or not there."""

    more: Evidence | None
    fewer: Evidence | None
    apart: Evidence | None

    @classmethod
    def of(cls, pair: Pair, samples: Sequence[Evidence]) -> "_Known":
        """Take the first unit of each."""
        found: dict[int | None, Evidence] = {}
        for each in samples:
            found.setdefault(_sign(pair, each), each)
        return cls(found.get(1), found.get(-1), found.get(None))

    @property
    def is_enough(self) -> bool:
        """Whether they show that nothing else can be proved."""
        return self.apart is not None or (self.more is not None and self.fewer is not None)


def _sign(pair: Pair, evidence: Evidence) -> int | None:
    """Give the sign of the newer value less the older one; None where only one has a value, or only one applies."""
    first, second = evidence.outcomes
    if isinstance(first, NoScore) or isinstance(second, NoScore):
        return None if _are_apart(evidence.outcomes) else 0
    difference = second * pair.scales[1] - first * pair.scales[0]
    return (difference > 0) - (difference < 0)


def _are_apart(outcomes: Outcomes) -> bool:
    """Say whether one side has a value and the other has none, or one does not apply and the other cannot be computed."""
    first, second = (each.state is State.NOT_APPLICABLE if isinstance(each, NoScore) else None for each in outcomes)
    return first is not second


def _related(less_: Verdict[Evidence], more: Verdict[Evidence], asked: "_Asked") -> Found:
    """Put what was found of both signs together; then of having a value at all."""
    shown = less_.witness or more.witness
    if less_.kind == "shown" and more.kind == "shown":
        return Found("changed", "witness", shown)
    apart = asked.apart()
    if apart.kind == "shown":
        return Found("changed", "witness", apart.witness)
    kinds = {less_.kind, more.kind, apart.kind}
    if kinds == {"never"}:
        return SAME
    if "open" in kinds:
        return Found("changed" if shown else "not_proved", "not_proved", shown)
    return Found("tightened" if less_.kind == "shown" else "loosened", "proved", shown)


def _simpler(sides: Sides, pair: Pair) -> Pair:
    """Write both formulas more simply, by what both sides keep to."""
    bound = _bound(sides)
    first, second = (simpler(tree, bound) for tree in pair.trees)
    return replace(pair, trees=(first, second))


def _bound(sides: Sides) -> Bound:
    bounds = Bounds(dict(sides.intervals()), parts=sides.parts())
    return lambda tree: Interpreter(Related(bounds)).evaluate(tree)


def _with_parts_named(sides: Sides, pair: Pair, pool: Steps) -> "_Asked | None":
    """Let every part that stands in both formulas be a number of its own, within its bounds; None where there is none.

    What is refuted of any such numbers is refuted of the parts. Whether they have a value at all is another question.
    """
    dumps = [{ast.dump(part) for part in walk(tree) if _is_number(part)} for tree in pair.trees]
    shared = {dump: f"{_PART}{number}" for number, dump in enumerate(sorted(dumps[0] & dumps[1]))}
    if not shared:
        return None
    bound = _bound(sides)
    found: dict[str, Interval] = {}

    def named(tree: ast.expr) -> ast.expr:
        name = shared.get(ast.dump(tree)) if _is_number(tree) else None
        if name is None:
            return changed(tree, [named(part) for part in below(tree)])
        if name not in found:
            own = bound(tree)
            found[name] = Interval(own.low, own.high)
        return placed(ast.Name(name, ast.Load()), place_of(tree))

    trees = (named(pair.trees[0]), named(pair.trees[1]))
    asked = _Asked(sides, replace(pair, trees=trees), pool, found)
    return asked if asked.is_possible else None


def _is_number(tree: ast.expr) -> bool:
    """Say whether a part is a number for sure, and more than a name or a number."""
    match tree:
        case ast.BinOp() | ast.UnaryOp(op=ast.USub()):
            return any(isinstance(part, ast.Name) for part in walk(tree))
        case ast.Call():
            return called(tree) not in {"has", NOT_APPLICABLE} and any(
                isinstance(part, ast.Name) for part in walk(tree)
            )
    return False


class _Asked:
    """Two formulas as cases in one domain.

    Args:
        more: bounds of names that are no columns.
    """

    def __init__(self, sides: Sides, pair: Pair, pool: Steps, more: Mapping[str, Interval] | None = None) -> None:
        self.sides, self.pair, self.pool = sides, pair, pool
        bounds = {**sides.intervals(), **more} if more else sides.intervals()
        self.domain = InCases(sides.columns(), bounds, sides.parts(), pair.modes[0], Steps(MOST_STEPS, pool))
        self.left_out = self._variable()
        self.cases: list[Cases] = []
        self.events: list[list[Event]] = []
        for tree, mode in zip(pair.trees, pair.modes, strict=True):
            self.domain.mode = mode
            before = set(self.domain.events)
            self.cases.append(self.domain.walked(_without_calls(tree)))
            self.events.append([event for key, event in self.domain.events.items() if key not in before])
        self.open = self._gates()
        self.is_blurred = self.domain.hides(_LEFT_OUT)

    def _gates(self) -> list[tuple[Holds, ...]]:
        """Give the ways in which all gates are open."""
        if not self.pair.gates:
            return [()]
        gates = list(self.pair.gates)
        tree = gates[0] if len(gates) == 1 else placed(ast.BoolOp(ast.And(), gates), place_of(gates[0]))
        return [case.when for case in self.domain.walked(tree) if case.value is True]

    def _variable(self) -> str:
        """Give the variable that stands for "does not apply"."""
        (case,) = self.domain.walked(ast.Name(_LEFT_OUT, ast.Load()))
        return str(next(iter(case.value.over.names)))

    @property
    def is_possible(self) -> bool:
        """Whether there are cases to ask about, and not too many."""
        first, second = self.cases
        return 0 < len(first) * len(second) <= _MOST_PAIRS

    def _applies(self, case: Case) -> bool:
        return isinstance(case.value, Ratio) and self.left_out not in case.value.over.names

    def _pairs(self) -> Iterator[tuple[Case, Case]]:
        for first in self.cases[0]:
            for second in self.cases[1]:
                yield first, second

    def differ(self, sign: int, known: Evidence | None) -> Verdict[Evidence]:
        """Find answers by which the older value is more than the newer one, or less with the other sign."""
        if known is not None:
            return Verdict("shown", known)

        def is_it(outcomes: Outcomes) -> bool:
            found = _sign(self.pair, Evidence(({}, {}), outcomes))
            return found == -sign

        return self._ask(self._more(sign), is_it)

    def never(self, sign: int) -> bool:
        """Say whether it is refuted at first sight that the older value is more, or less; no answers are tried."""
        space, steps = self.domain.space, Steps(_AT_FIRST, self.pool)
        return all(search(each, space, lambda _: None, steps).kind == "never" for each in self._more(sign))

    def _more(self, sign: int) -> list[tuple[Holds, ...]]:
        """Give all that must hold for the older value to be more than the newer one, case by case."""
        alternatives = []
        for first, second in self._pairs():
            if not (self._applies(first) and self._applies(second)):
                continue
            older, newer = (
                _scaled(case.value, scale) for case, scale in zip((first, second), self.pair.scales, strict=True)
            )
            difference = less(newer, older).times(Fraction(sign))
            alternatives.append((*first.when, *second.when, Holds(difference, strict=True)))
        return self._behind_gates(alternatives)

    def _behind_gates(self, alternatives: Sequence[tuple[Holds, ...]]) -> list[tuple[Holds, ...]]:
        return [(*gate, *each) for gate in self.open for each in alternatives]

    def apart(self) -> Verdict[Evidence]:
        """Find answers by which only one of the two has a value: a divisor is 0, or it does not apply."""
        if self.is_blurred:
            return Verdict("open")
        alternatives: list[tuple[Holds, ...]] = []
        for own, others in ((0, 1), (1, 0)):
            wrong = [when for event in self.events[own] if event.kind != "condition" for when in event.holds]
            there = [case.when for case in self.cases[others]]
            alternatives += [(*when, *case) for when in wrong for case in there]
        alternatives += [
            (*first.when, *second.when)
            for first, second in self._pairs()
            if self._applies(first) != self._applies(second)
        ]
        return self._ask(self._behind_gates(alternatives), _are_apart)

    def _ask(self, alternatives: Sequence[Sequence[Holds]], is_it: Callable[[Outcomes], bool]) -> Verdict[Evidence]:
        """Find answers by which one of several can be."""
        space, steps = self.domain.space, Steps(MOST_STEPS, self.pool)
        if len(alternatives) > _MOST_ASKED:
            return Verdict("open")
        possible = [each for each in alternatives if narrowed(space.every(each), space.box, space.whole) is not None]

        def accepts(point: Point) -> Evidence | None:
            found = self._evidence(point)
            return found if found is not None and is_it(found.outcomes) else None

        kinds = set()
        for each in possible:
            verdict = search(each, space, accepts, steps)
            if verdict.kind == "shown":
                return verdict
            kinds.add(verdict.kind)
        return Verdict("open" if "open" in kinds else "never")

    def _evidence(self, point: Point) -> Evidence | None:
        """Evaluate the answers that a point means under both rulesets; None where one of them does not admit them."""
        first = _answers(self.pair.trials[0], self.sides.before, point, {})
        if first is None:
            return None
        common = {self.sides.before.names[key]: value for key, value in first.items()}
        second = _answers(self.pair.trials[1], self.sides.after, point, common)
        if second is None:
            return None
        older, newer = self.pair.evaluated
        return Evidence((first, second), (older(first), newer(second)))


def _answers(trial: Trial, side: Side, point: Point, known: Mapping[str, Value]) -> Answers | None:
    """Give one side's answers for a point in common names; what the other side was answered is answered the same."""
    made: dict[str, Value] = {}
    own = {asked.key: point[name] for asked in trial.inputs if (name := side.names[asked.key]) in point}
    for asked in trial.inputs:
        name = side.names[asked.key]
        value = known[name] if name in known else _answer(asked, own, made, trial.inputs)
        if value is None or (isinstance(value, str) and asked.options and value not in asked.options):
            return None
        made[asked.key] = value
    return made if trial.admits(made) else None


def _answer(asked: Input, own: Point, made: Answers, inputs: Sequence[Input]) -> Value | None:
    parts = [own[each.key] for each in inputs if each.maximum == asked.key and each.key in own]
    return answer_at(asked, own, made, parts)


def _scaled(value: Ratio, scale: Fraction) -> Ratio:
    return Ratio(value.over.times(scale), value.factors)


def _without_calls(tree: ast.expr) -> ast.expr:
    """Let "does not apply" be a name: it is a value like no other, not the lack of one."""
    if called(tree) == NOT_APPLICABLE:
        return placed(ast.Name(_LEFT_OUT, ast.Load()), place_of(tree))
    parts = below(tree)
    return placed(alike(tree, [_without_calls(part) for part in parts]), place_of(tree)) if parts else tree
