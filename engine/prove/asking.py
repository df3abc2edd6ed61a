"""Questions to a formula: can a divisor be 0, does a condition always hold, can the value pass a number.

Each is answered by `shown`, with answers of a unit that were evaluated and do it; by `never`, which is proved; or by
`open`. What is true of the answers of one unit is looked for; figures of others are known by their bounds alone.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from typing import Literal

from ..formula.functions import NOT_APPLICABLE
from ..formula.parse import place_of, placed
from ..formula.staged import closure_of
from ..formula.trees import walk
from ..model.outcome import NoScore, Reason
from ..model.ruleset import Formula, Input, Node, Ruleset, Value
from ..score.sheet import Sheet
from .cases import Case, Cases, Event, InCases, Ratio, as_day, as_number, less
from .linear import OutOfSteps, Steps
from .node_bounds import Bounds
from .polynomials import of_name, of_number
from .searching import Holds, Point, Verdict, narrowed, satisfied, search
from .trying import Answers, Trial

MOST_STEPS = 12_000
"""Of one question, and of walking one formula: a tenth of a second."""

_WORK_OF_TRIAL = 30
_MOST_TRIED = 64  # of answers at the ends of their bounds, where the search leaves it open
_CLOSER = 12  # times that a greatest value is asked for
_WRONG = {Reason.DIVISION_BY_ZERO, Reason.OUT_OF_DOMAIN}  # the latter of a negative power of 0, too
_NEVER: Verdict[Answers] = Verdict("never")

Does = Callable[[Sheet], bool]
"""Whether what was computed from some answers is what was asked for."""


@dataclass(frozen=True, slots=True)
class Most:
    """The greatest value that was shown, and what is known beyond it; of the least one all is turned round.

    Attributes:
        value: None where no value was shown at all.
        answers: by which it is.
        kind: `greatest` where a greater one is refuted, `unbounded` where one above FAR was shown and nothing bounds it,
            else `open`.
    """

    value: Fraction | None
    answers: Answers | None
    kind: Literal["greatest", "unbounded", "open"]


@dataclass(frozen=True)
class Question:
    """A formula that is asked about.

    Attributes:
        tree: the formula; where gates must hold for it to be computed, within them.
        node: whose it is; None of a named value.
        pool: how much may be done of all formulas together.
        given: answers that are known; others are not looked for.
    """

    ruleset: Ruleset
    bounds: Bounds
    tree: ast.expr
    node: Node | None = None
    pool: Steps | None = None
    given: Answers = field(default_factory=dict)

    @cached_property
    def _walked(self) -> tuple[InCases, Cases]:
        steps = Steps(MOST_STEPS, self.pool)
        domain = InCases(
            self.ruleset.columns, self.bounds.columns, self.bounds.parts, self.ruleset.rounding_mode, steps
        )
        return domain, domain.walked(self.tree)

    @property
    def domain(self) -> InCases:
        """Give the domain that has walked the formula."""
        return self._walked[0]

    @property
    def cases(self) -> Cases:
        """Give the formula as cases."""
        return self._walked[1]

    @property
    def events(self) -> Sequence[Event]:
        """Give what its parts can come to."""
        return list(self.domain.events.values())

    # Evaluation

    @cached_property
    def trial(self) -> Trial:
        """Give what computes it, and the node that it is of."""
        names = {part.id for part in walk(self.tree) if isinstance(part, ast.Name)} & self.ruleset.columns.keys()
        own = {self.node.id} if self.node is not None else set()
        return Trial(self.ruleset, frozenset(names | own), self.node.scorecard if self.node is not None else "")

    def answers(self, point: Point) -> Answers | None:
        """Give the answers that a point means; None where they are not within their bounds."""
        made: dict[str, Value] = {}
        for asked in self.trial.inputs:
            parts = [point[each.key] for each in self.trial.inputs if each.maximum == asked.key and each.key in point]
            value = answer_at(asked, point, made, parts)
            if value is None:
                return None
            made[asked.key] = value
        return made if self.trial.admits(made) else None

    def part(self, tree: ast.expr, sheet: Sheet) -> Value | NoScore:
        """Evaluate a part of it by itself, of what was computed."""
        return closure_of(tree, self.ruleset.rounding_mode)(sheet.cells, 0)

    # Questions

    @cached_property
    def _known(self) -> tuple[Holds, ...]:
        """Say that the given answers are what they are."""
        differences = [
            of_name(key) - of_number(_number_of(asked, self.given[key]))
            for key, asked in self.domain.base.items()
            if key in self.given
        ]
        return tuple(Holds(each.times(Fraction(sign))) for each in differences for sign in (1, -1))

    def ask(self, alternatives: Sequence[Sequence[Holds]], does: Does, steps: Steps | None = None) -> Verdict[Answers]:
        """Find answers by which one of several can be.

        Args:
            alternatives: of each all that must hold.
            does: whether answers do what is asked, by evaluation.
            steps: how much may be done; by default that of one question.
        """
        space = self.domain.space
        alternatives = [(*each, *self._known) for each in alternatives]
        alternatives = [
            each for each in alternatives if narrowed(space.every(each), space.box, space.whole) is not None
        ]
        if not alternatives:
            return _NEVER
        steps = steps or Steps(MOST_STEPS, self.pool)

        def accepts(point: Point) -> Answers | None:
            steps.take(_WORK_OF_TRIAL)
            answers = self.answers(point)
            return answers if answers is not None and does(self.trial.sheet(answers)) else None

        verdicts: list[Verdict[Answers]] = []
        for each in alternatives:
            verdicts.append(search(each, space, accepts, steps))
            if verdicts[-1].kind == "shown":
                return verdicts[-1]
        if all(each.kind == "never" for each in verdicts):
            return _NEVER
        steps.left = max(steps.left, _MOST_TRIED * _WORK_OF_TRIAL)
        return self._tried(accepts)

    def _tried(self, accepts: Callable[[Point], Answers | None]) -> Verdict[Answers]:
        """Try answers at the ends of their bounds."""
        try:
            tried = (accepts(point) for point in islice(self._ends(), _MOST_TRIED))
            found = next((answers for answers in tried if answers is not None), None)
        except OutOfSteps:
            found = None
        return Verdict("open") if found is None else Verdict("shown", found)

    def _ends(self) -> Iterator[Point]:
        """Give answers at the ends of their bounds, and one above."""
        ends = {}
        for key in self.domain.base:
            bounds = self.domain.box[key]
            low = bounds.low if bounds.low is not None else min(Fraction(0), bounds.high or Fraction(0))
            one_more = low + 1 if bounds.high is None else min(low + 1, bounds.high)
            ends[key] = list(dict.fromkeys([low, one_more, *([] if bounds.high is None else [bounds.high])]))
        for values in product(*ends.values()):
            yield dict(zip(ends, values, strict=True))

    def goes_wrong(self, event: Event) -> Verdict[Answers]:
        """Find answers by which a divisor is 0, or an argument is none that its function takes."""

        def does(sheet: Sheet) -> bool:
            found, part = self.part(self.tree, sheet), self.part(event.node, sheet)
            is_wrong = isinstance(part, Fraction) and (part == 0 if event.kind == "divisor" else part <= 0)
            return is_wrong and isinstance(found, NoScore) and found.reason in _WRONG

        return self.ask(event.holds, does)

    def excludes(self, alternatives: Sequence[Sequence[Holds]]) -> bool:
        """Say whether it is proved that none of several can be; no answers are evaluated."""
        space, steps = self.domain.space, Steps(MOST_STEPS, self.pool)

        def never(asked: Sequence[Holds]) -> bool:
            every = space.every(asked)
            return search(asked, space, lambda point: satisfied(every, point) or None, steps).kind == "never"

        return all(map(never, alternatives))

    def passes(
        self, limit: Fraction, *, above: bool = True, strictly: bool = True, steps: Steps | None = None
    ) -> Verdict[Answers]:
        """Find answers by which the value is above a number, or below it; or just as high where not strictly."""

        def does(sheet: Sheet) -> bool:
            found = self.part(self.tree, sheet)
            if not isinstance(found, Fraction):
                return False
            ahead = found - limit if above else limit - found
            return ahead > 0 or (ahead == 0 and not strictly)

        return self.ask(self._beyond(limit, above=above, strictly=strictly), does, steps)

    def _beyond(self, limit: Fraction, *, above: bool, strictly: bool) -> list[tuple[Holds, ...]]:
        end = Ratio(of_number(limit))

        def beyond(case: Case) -> tuple[Holds, ...]:
            difference = less(end, case.value) if above else less(case.value, end)
            return (*case.when, Holds(difference, strict=strictly))

        return [beyond(case) for case in self.cases if isinstance(case.value, Ratio)]

    def worth(self, answers: Answers) -> Fraction | None:
        """Evaluate it; None where there is no number."""
        found = self.part(self.tree, self.trial.sheet(answers))
        return found if isinstance(found, Fraction) else None

    def greatest(self) -> Most:
        """Look for the greatest value: greater and greater ones, until there are none."""
        bounds = self.domain.interval(self.cases)
        steps = Steps(2 * MOST_STEPS, self.pool)
        low = bounds.low if bounds.low is not None else -FAR
        first = self.passes(low, strictly=False, steps=steps)
        if first.witness is None:
            return Most(None, None, "open")
        found = Most(self.worth(first.witness), first.witness, "open")
        high = bounds.high
        is_unbounded = False
        for turn in range(_CLOSER):
            found, high = self._closer(found, high, steps, is_far=turn % 2 == 0)
            is_unbounded = high is None and found.value is not None and found.value > FAR
            if found.kind == "greatest" or is_unbounded or steps.left < 0:
                break
        return replace(found, kind="unbounded") if is_unbounded else found

    def least(self) -> Most:
        """Look for the least value: the greatest of what it is with its sign turned."""
        tree = placed(ast.UnaryOp(ast.USub(), self.tree), place_of(self.tree))
        found = replace(self, tree=tree).greatest()
        return found if found.value is None else replace(found, value=-found.value)

    def _closer(
        self, found: Most, high: Fraction | None, steps: Steps, *, is_far: bool
    ) -> tuple[Most, Fraction | None]:
        """Ask for more than what was found, or for much more; give what is found then, and what is never passed."""
        assert found.value is not None  # one was shown
        if found.value == high:
            return replace(found, kind="greatest"), high
        far = high if high is not None else max(Fraction(10), abs(found.value) * 100)
        goal = far if is_far else found.value
        verdict = self.passes(goal, strictly=goal != high, steps=steps)
        if verdict.witness is not None:
            return Most(self.worth(verdict.witness), verdict.witness, "open"), high
        if verdict.kind == "never" and not is_far:
            return replace(found, kind="greatest"), goal
        return found, goal if verdict.kind == "never" and goal != high else high


FAR = Fraction(10**6)
"""From here on a value that nothing bounds is looked for no further: no proof that there is no end."""


def answer_at(asked: Input, point: Point, made: Answers, parts: Sequence[Fraction] = ()) -> Value | None:
    """Give the answer to an input; what the point does not say is as low as its bounds, and its parts, allow."""
    kind = asked.traits.kind
    number = point.get(asked.key)
    if kind == "yes_no":
        return number == 1
    if kind == "choice":
        return list(asked.options)[int(number or 0)]
    if kind == "date":
        return as_day(number or Fraction(0))
    if number is None:
        low = made.get(asked.minimum) if isinstance(asked.minimum, str) else asked.minimum
        return max([low if isinstance(low, Fraction) else Fraction(0), *parts])
    return number


def _number_of(asked: Input, value: Value) -> Fraction:
    """Give the number that an answer is as a point, which `answer_at` reads."""
    match value:
        case str():
            return Fraction(list(asked.options).index(value))
        case date():
            return as_number(value)
    return Fraction(value)


def within_gates(formula: Formula, gates: Sequence[Formula]) -> ast.expr:
    """Give a formula that is computed only where some conditions hold."""
    if not gates:
        return formula.tree
    trees = [gate.tree for gate in gates]
    test = trees[0] if len(trees) == 1 else placed(ast.BoolOp(ast.And(), trees), formula.place)
    left = placed(ast.Call(ast.Name(NOT_APPLICABLE, ast.Load()), [], []), formula.place)
    return placed(ast.IfExp(test, formula.tree, left), formula.place)
