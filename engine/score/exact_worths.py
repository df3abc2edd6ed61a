"""The exact domain of a node: each step as a closure over a sheet and a unit, made once and called for every unit.

With a reporter each step that is taken is also reported, for explanations; the numbers are the same, made by the same lines.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from ..formula.aggregates import AGGREGATES, Part
from ..formula.rounding import rounded
from ..formula.staged import Closure, staged
from ..model.findings import finding
from ..model.outcome import NoScore, Outcome, Reason, State
from ..model.policies import POLICIES
from ..model.ruleset import AtLeast, Formula, Node, Ruleset
from .enough import has_enough
from .maxima import counted_maximum
from .sheet import ZERO, Sheet, Worth
from .steps import Step
from .worth import Extra, Share, before_then

ONE = Fraction(1)
LEFT = frozenset({State.NOT_APPLICABLE, State.SKIPPED, State.UNSCORED})
FORESEEN = frozenset({Reason.NO_VALUE_EXPECTED})


class Seen(NamedTuple):
    """What one look at the children of a node found, for one unit.

    Attributes:
        parts: the children that count.
        in_full: whether each of them counts with its maximum for everybody, and none has left.
        has_left: whether a child is left out because it does not apply.
        rescaled: the points that the others share.
        pending: the points to be shared out at the root.
        spoils: what a scored child spoils its parent by.
        extra_spoils: what a bonus or penalty spoils it by.
    """

    parts: Sequence[Part]
    in_full: bool
    has_left: bool
    rescaled: Fraction
    pending: Fraction
    spoils: NoScore | None
    extra_spoils: NoScore | None


Make: TypeAlias = Callable[[Sheet, int], Worth]
PutTogether: TypeAlias = Callable[[Sheet, int, Seen], Worth]
Reporter: TypeAlias = Callable[[Sheet, Step], None]


def _by_policy(sheet: Sheet, unit: int, node: Node, no_score: NoScore, *, is_refused: bool) -> Worth:
    """Give what is made of a node that does not apply, by its `not_applicable`; without one it is invalid if refused."""
    if is_refused:
        observations = sheet.observed.values.get(no_score.about)
        place = sheet.units[unit].place if observations is None else observations[unit].place
        about, name = no_score.about.removeprefix("self:"), sheet.units[unit].name
        sheet.findings.append(finding("ITR356", place, unit=name, about=about, id=node.id))
        return Worth(NoScore(State.INVALID, Reason.BAD_VALUE, no_score.about))
    full = node.full
    points = POLICIES[node.not_applicable or "exclude"].points(full)
    if points is not None:
        return Worth(points, full, final=True)
    if node.not_applicable == "rescale_total":
        return Worth(no_score, ZERO, ONE if full is None else full)
    return Worth(no_score)


def _spoiling(sheet: Sheet, unit: int, no_score: NoScore, first: NoScore | None, *, tolerates: bool) -> NoScore | None:
    """Keep what a parent is spoiled by: the first child without a value, but an invalid one before a missing one.

    Under `at_least` a blank that the ruleset foresees spoils nothing; nor does anything for a provisional ranking.
    """
    if unit in sheet.lenient or (tolerates and no_score.state is State.MISSING and no_score.reason in FORESEEN):
        return first
    return (
        no_score if first is None or (no_score.state is State.INVALID and first.state is not State.INVALID) else first
    )


class ExactWorths:
    """Worths as closures `(sheet, unit) -> Worth`; what waits for the children also takes what was seen of them.

    Attributes:
        roots: the ids of the nodes at which points are shared out.
        rounding_mode: of `round` in formulas.
        report: takes each step as it is taken; None where nobody asks.
    """

    def __init__(self, ruleset: Ruleset, report: Reporter | None = None) -> None:
        """Make the domain of a ruleset."""
        self.roots = frozenset(card.root.id for card in ruleset.scorecards)
        self.rounding_mode = ruleset.rounding_mode
        self.report = report

    def value(self, formula: Formula, node: Node) -> Closure:
        """Return what evaluates a formula of a node; a missing value that begins in it is about the node."""
        return staged(formula, self.rounding_mode, node.id)

    def is_root(self, node: Node) -> bool:
        """Say whether a node is the root of a scorecard, or a total."""
        return node.is_total or node.id in self.roots

    def unscored(self, node: Node) -> Make:
        """Give no value: a heading."""
        made = Worth(NoScore(State.UNSCORED, Reason.NOT_SUMMED, node.id))
        return lambda _sheet, _unit: made

    def scored(self, node: Node, formula: Formula, maximum: Fraction | None) -> Make:
        """Give a formula's value; a missing one counts with 0."""
        value, report = self.value(formula, node), self.report

        def make(sheet: Sheet, unit: int) -> Worth:
            cell = value(sheet.cells, unit)
            if report:
                report(sheet, Step("score", None, cell))  # type: ignore[arg-type]  # its type was checked at load
            return Worth(cell, ZERO if cell.__class__ is NoScore else maximum)  # type: ignore[arg-type]

        return make

    def holds(self, node: Node, formula: Formula) -> Make:
        """Give 1 where a yes, or a number above 0, is found."""
        value, report = self.value(formula, node), self.report

        def make(sheet: Sheet, unit: int) -> Worth:
            cell = value(sheet.cells, unit)
            if isinstance(cell, NoScore):
                outcome: Outcome = cell
            else:
                outcome = ONE if cell is True or (isinstance(cell, Fraction) and cell > 0) else ZERO
            if report:
                report(sheet, Step("score", None, outcome))
            return Worth(outcome)

        return make

    def where(self, node: Node, gate: Formula, made: Make, *, inside: bool) -> Make:
        """Ask a gate, and only where it holds what is behind it."""
        value, report, about = self.value(gate, node), self.report, "inside" if inside else ""
        no = Worth(NoScore(State.NOT_APPLICABLE, Reason.DOES_NOT_APPLY, node.id))

        def make(sheet: Sheet, unit: int) -> Worth:
            holds = value(sheet.cells, unit)
            if holds is True:
                return made(sheet, unit)
            gated = Worth(holds) if isinstance(holds, NoScore) else no
            if report:
                report(sheet, Step("applies", None, gated.outcome, about=about))
            return gated

        return make

    def settled(self, node: Node, made: Make) -> Make:
        """Apply the policy; what does not apply and has none is invalid, unless it is a root or counts nowhere."""
        is_refused = node.not_applicable is None and node.role == "scored" and not self.is_root(node)
        report = self.report

        def make(sheet: Sheet, unit: int) -> Worth:
            worth = made(sheet, unit)
            outcome = worth.outcome
            if outcome.__class__ is NoScore and outcome.state is State.NOT_APPLICABLE:
                worth = _by_policy(sheet, unit, node, outcome, is_refused=is_refused)
                if report:
                    report(sheet, Step("not_applicable", None, worth.outcome, about=node.not_applicable or ""))
            return worth

        return make

    def appraised(self, node: Node, made: Make) -> Make:
        """Give an appraiser's points, which count with the node's maximum."""
        key, full, report = node.id, node.full, self.report

        def make(sheet: Sheet, unit: int) -> Worth:
            given = sheet.appraised.get(key)
            if given is None or unit not in given:
                return made(sheet, unit)
            if report:
                report(sheet, Step("appraised", None, given[unit]))
            return Worth(given[unit], full, final=True)

        return make

    def children(self, node: Node, shares: tuple[Share, ...], extras: tuple[Extra, ...], together: PutTogether) -> Make:
        """Look at the children of a unit, in the ruleset's order, and put them together."""
        rows = tuple((share.child.id, share.child.full, share.weight, share.rescaled) for share in shares)
        keys = tuple(extra.child.id for extra in extras)
        tolerates = node.at_least is not None

        def make(sheet: Sheet, unit: int) -> Worth:
            parts: list[Part] = []
            spoils = None
            in_full, has_left = True, False
            pending = rescaled = ZERO
            for key, full, weight, points in rows:
                column = sheet.worths[key]
                cell = column.outcomes[unit]
                if isinstance(cell, Fraction):
                    counted = column.counted[unit]
                    in_full = in_full and (counted is full or counted == full)
                    parts.append(Part(weight, cell, counted))
                    if column.pending and unit in column.pending:
                        pending += weight * column.pending[unit]
                    continue
                in_full = False
                if cell.state is State.NOT_APPLICABLE:
                    has_left = True
                    rescaled += points
                    if unit in column.pending:
                        pending += weight * column.pending[unit]
                elif cell.state not in LEFT:
                    spoils = _spoiling(sheet, unit, cell, spoils, tolerates=tolerates)
            extra_spoils = None
            for key in keys:
                cell = sheet.worths[key].outcomes[unit]
                if isinstance(cell, NoScore) and cell.state not in LEFT:
                    extra_spoils = _spoiling(sheet, unit, cell, extra_spoils, tolerates=tolerates)
            seen = Seen(parts, in_full, has_left, rescaled, pending, spoils, extra_spoils)
            return together(sheet, unit, seen)

        return make

    def aggregated(self, node: Node) -> PutTogether:
        """Put the parts together by the aggregate of a node."""
        how = AGGREGATES[node.aggregate or ""].exact
        return self._put_together(node, lambda _sheet, _unit, seen: how(seen.parts))

    def by_formula(self, node: Node, formula: Formula) -> PutTogether:
        """Evaluate a formula over the children's names."""
        value = self.value(formula, node)
        return self._put_together(node, lambda sheet, unit, _seen: value(sheet.cells, unit))  # type: ignore[arg-type,return-value]

    def _put_together(self, node: Node, value: Callable[[Sheet, int, Seen], Outcome]) -> PutTogether:
        key, about, report = node.id, node.aggregate or "", self.report

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            made = value(sheet, unit, seen)
            if isinstance(made, NoScore) and not made.about:
                made = NoScore(made.state, made.reason, key)
            if report:
                report(sheet, Step("aggregate", None, made, about=about))
            return Worth(made)

        return make

    def unless_extra_spoils(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Take what a bonus or penalty spoils, once the children are put together."""

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            worth = together(sheet, unit, seen)
            return (
                worth if seen.extra_spoils is None or isinstance(worth.outcome, NoScore) else Worth(seen.extra_spoils)
            )

        return make

    def with_maximum(self, node: Node, together: PutTogether) -> PutTogether:
        """Count with everybody's maximum where all children count in full, for adding it up takes longest of all."""
        aggregate, own, has_cap = node.aggregate or "", node.max, node.cap is not None

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            outcome = together(sheet, unit, seen).outcome
            if isinstance(outcome, NoScore):
                return Worth(outcome)
            if seen.in_full and not has_cap:
                return Worth(outcome, own)
            return Worth(outcome, counted_maximum(aggregate, seen.parts, own))

        return make

    def rescaled(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Share what `rescale` left: × (C + R) / C."""
        return self._shared_out("rescale", together, lambda seen: seen.rescaled)

    def rescaled_total(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Share what `rescale_total` left: × (C + P) / C."""
        return self._shared_out("rescale_total", together, lambda seen: seen.pending)

    def _shared_out(
        self, kind: Literal["rescale", "rescale_total"], together: PutTogether, amount: Callable[[Seen], Fraction]
    ) -> PutTogether:
        report = self.report

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            worth = together(sheet, unit, seen)
            points, counted = amount(seen), worth.counted
            if not points or not counted or isinstance(worth.outcome, NoScore):
                return worth
            value = worth.outcome * (counted + points) / counted
            if report:
                report(sheet, Step(kind, worth.outcome, value, points, counted))
            return Worth(value, counted + points)

        return make

    def pending(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Keep the points below pending."""

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            worth = together(sheet, unit, seen)
            if not seen.pending or isinstance(worth.outcome, NoScore):
                return worth
            return worth._replace(pending=seen.pending)

        return make

    def unless_nobody_counts(self, node: Node, together: PutTogether) -> PutTogether:
        """Ask whether any child counts."""
        gone = Worth(NoScore(State.NOT_APPLICABLE, Reason.NO_CHILD_COUNTS, node.id))
        skipped = Worth(NoScore(State.SKIPPED, Reason.NO_CHILD_COUNTS, node.id))
        about, report = node.aggregate or "", self.report

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            if seen.parts:
                return together(sheet, unit, seen)
            none = gone if seen.has_left else skipped
            if report:
                report(sheet, Step("aggregate", None, none.outcome, about=about))
            return none

        return make

    def unless_too_few(self, node: Node, rule: AtLeast, together: PutTogether) -> PutTogether:
        """Ask whether enough children, or leaves, have a value of their own; where none could have, nothing is asked."""
        few, report = Worth(NoScore(State.MISSING, Reason.TOO_FEW, node.id)), self.report

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            is_enough, have, wanted = has_enough(sheet, node, unit, rule)
            if report:
                report(sheet, Step("at_least", None, have if is_enough else few.outcome, have, wanted))
            return together(sheet, unit, seen) if is_enough else few

        return make

    def unless_spoiled(self, node: Node, together: PutTogether) -> PutTogether:
        """Ask whether a scored child spoils its parent."""
        about, report = node.aggregate or "", self.report

        def make(sheet: Sheet, unit: int, seen: Seen) -> Worth:
            if seen.spoils is None:
                return together(sheet, unit, seen)
            if report:
                report(sheet, Step("aggregate", None, seen.spoils, about=about))
            return Worth(seen.spoils)

        return make

    def capped(self, node: Node, made: Make, cap: Fraction) -> Make:  # noqa: ARG002
        """Take the smaller of the value and the cap, and of the maximum and the cap."""

        def act(worth: Worth, value: Fraction) -> Worth:
            counted = worth.counted if worth.counted is None else min(worth.counted, cap)
            return Worth(min(value, cap), counted, worth.pending)

        return self._acting(made, act, lambda value, _, after: Step("cap", value, after.outcome, cap))

    def added(self, node: Node, made: Make, extra: Extra) -> Make:  # noqa: ARG002
        """Add a bonus, take a penalty away."""
        key, weight, report = extra.child.id, extra.weight, self.report
        kind: Literal["bonus", "penalty"] = "bonus" if extra.child.role == "bonus" else "penalty"
        sign = 1 if kind == "bonus" else -1

        def make(sheet: Sheet, unit: int) -> Worth:
            worth = made(sheet, unit)
            amount = sheet.cells[key][unit]
            if not isinstance(worth.outcome, Fraction) or not isinstance(amount, Fraction):
                return worth
            changed = worth.outcome + weight * amount
            if report:
                report(sheet, Step(kind, worth.outcome, changed, sign * weight * amount, about=key))
            return Worth(changed, worth.counted, worth.pending)

        return make

    def out_of(self, node: Node, made: Make, whole: Fraction) -> Make:
        """Multiply the value, the maximum and the points pending by whole / (maximum + points pending)."""
        none = Worth(NoScore(State.INVALID, Reason.DIVISION_BY_ZERO, node.id))

        def act(worth: Worth, value: Fraction) -> Worth:
            if not worth.counted:
                return none
            if not worth.pending:
                return Worth(value * whole / worth.counted, whole)
            most = worth.counted + worth.pending
            if not most:
                return none
            return Worth(value * whole / most, worth.counted * whole / most, worth.pending * whole / most)

        def step(value: Fraction, before: Worth, after: Worth) -> Step:
            most = before.counted + before.pending if before.counted else before.counted
            return Step("out_of", value, after.outcome, whole, most)

        return self._acting(made, act, step)

    def before(self, node: Node) -> Make:
        """Read the column that was made before `then`; to report its steps, take them once more."""
        if self.report:
            return before_then(self, node)
        key = f"value:{node.id}"
        return lambda sheet, unit: sheet.worths[key].at(unit)

    def then(self, node: Node, formula: Formula) -> Make:
        """Evaluate a formula in which `value` is the column before."""
        value, key, report = self.value(formula, node), f"value:{node.id}", self.report

        def make(sheet: Sheet, unit: int) -> Worth:
            made = Worth(value(sheet.cells, unit))  # type: ignore[arg-type]  # its type was checked at load
            if report:
                report(sheet, Step("then", sheet.cells[key][unit], made.outcome))  # type: ignore[arg-type]
            return made

        return make

    def continued(self, node: Node, before: Make, then: Make) -> Make:  # noqa: ARG002
        """Ask `then` only where there is a value that is not final."""

        def make(sheet: Sheet, unit: int) -> Worth:
            worth = before(sheet, unit)
            if worth.final or isinstance(worth.outcome, NoScore):
                return worth
            made = then(sheet, unit)
            if made.final or isinstance(made.outcome, NoScore):
                return made
            return Worth(made.outcome, worth.counted, worth.pending)

        return make

    def floored(self, node: Node, made: Make, minimum: Fraction) -> Make:  # noqa: ARG002
        """Take the larger of the value and the floor."""

        def act(worth: Worth, value: Fraction) -> Worth:
            return Worth(max(value, minimum), worth.counted, worth.pending)

        return self._acting(made, act, lambda value, _, after: Step("min", value, after.outcome, minimum))

    def rounded(self, node: Node, made: Make) -> Make:
        """Round to the digits and in the mode of a node."""
        assert node.rounding is not None
        digits, mode = node.rounding.digits, node.rounding.mode

        def act(worth: Worth, value: Fraction) -> Worth:
            return Worth(rounded(value, digits, mode), worth.counted, worth.pending)

        return self._acting(made, act, lambda value, _, after: Step("rounding", value, after.outcome))

    def _acting(
        self, made: Make, act: Callable[[Worth, Fraction], Worth], step: Callable[[Fraction, Worth, Worth], Step]
    ) -> Make:
        """Let a step act on a value that is not final, and hand on the rest."""
        report = self.report

        def make(sheet: Sheet, unit: int) -> Worth:
            worth = made(sheet, unit)
            value = worth.outcome
            if worth.final or isinstance(value, NoScore):
                return worth
            after = act(worth, value)
            if report:
                report(sheet, step(value, worth, after))
            return after

        return make
