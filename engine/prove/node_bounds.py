"""What a node can be worth, from what its children can be worth: the domain of intervals of the walk of a node.

`score/worth.py` says which steps a node takes; here is what each does to bounds, of several children in `siblings.py`. All
bounds are sound, and not always the narrowest: what two children do together is looked at only where their points are
measured by their maxima.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import Protocol, TypeAlias

from ..formula.interpreter import Interpreter
from ..formula.intervals import FUNCTIONS, Interval, Intervals, point
from ..formula.rounding import rounded
from ..model.policies import LEAVING, POLICIES
from ..model.reads import formulas_of
from ..model.ruleset import AtLeast, Formula, Node
from ..score.worth import Extra, Share, before_then, worth
from .reach import (
    ONE,
    PLUS,
    TIMES,
    UNKNOWN,
    ZERO,
    Reach,
    common_grain,
    finished,
    joined,
    met,
    part_of,
    rounded_share,
)
from .searching import Parts
from .siblings import (
    Part,
    Seen,
    aggregated,
    known_maximum,
    of_one_at_least,
    pending,
    rescaled,
    rescaled_total,
    with_maximum,
)

LEAST, GREATEST = FUNCTIONS["min"], FUNCTIONS["max"]


class Proves(Protocol):
    """What narrows the bounds of a leaf's formula by a proof: `prover.Prover`."""

    def tightened(self, bounds: "Bounds", node: Node, formula: Formula, found: Interval) -> Interval:
        """Give narrower bounds, or the same."""


@dataclass(slots=True)
class Bounds:
    """The bounds found so far: of columns, and what nodes can reach.

    Attributes:
        known: whether a condition holds, where that is known for sure.
        card: the scorecard of the one unit that is looked at; empty where it is any.
        parts: inputs that are parts of others.
        skips: whether anything is left out where it is blank.
        left: nodes that are known to be left out of their parents.
        prover: what narrows bounds further than intervals do; None where that is not worth its time.
    """

    columns: dict[str, Interval] = field(default_factory=dict)
    nodes: dict[str, Reach] = field(default_factory=dict)

    known: Callable[[Formula], bool | None] = lambda _: None
    card: str = ""
    parts: Parts = Parts()
    skips: bool = False
    left: set[str] = field(default_factory=set)
    prover: "Proves | None" = None

    def holds(self, formula: Formula) -> bool:
        """Say whether a condition surely holds."""
        known = self.known(formula)
        if known is not None:
            return known
        found = self.of(formula)
        return found.holds == {True} and not found.may_lack

    def of(self, formula: Formula) -> Interval:
        """Bound a formula."""
        return Interpreter(Related(self)).evaluate(formula.tree)


class Related(Intervals):
    """Intervals that also know which input is never above which other."""

    def __init__(self, bounds: Bounds) -> None:
        """Take the bounds found so far."""
        super().__init__(lambda key: bounds.columns.get(key, UNKNOWN))
        self.parts = bounds.parts.always | bounds.parts.of_some

    def arithmetic(self, op: str, left: Interval, right: Interval, node: ast.BinOp) -> Interval:
        """Apply an operator; of `a / b` with a part of b no more than 1, as b is above 0 where there is a quotient."""
        found = super().arithmetic(op, left, right, node)
        match node:
            case ast.BinOp(left=ast.Name(id=a), right=ast.Name(id=b)) if op == "/" and (a, b) in self.parts:
                is_wider = found.high is None or found.high > 1
                if is_wider and right.low is not None and right.low >= 0 and (found.low is None or found.low <= 1):
                    return replace(found, high=ONE)
        return found


def of_node(bounds: Bounds, node: Node) -> Reach:
    """Bound a finished node."""
    return finished(worth(BoundedWorths(bounds), node), node)


def of_before(bounds: Bounds, node: Node) -> Reach:
    """Bound a node up to the step before its `then`; what is final early is kept apart."""
    return before_then(BoundedWorths(bounds), node)


Together: TypeAlias = Callable[[Seen], Reach]


class BoundedWorths:
    """Worths as bounds; what waits for the children is a function of what was seen of them."""

    def __init__(self, bounds: Bounds) -> None:
        """Take the bounds found so far."""
        self.bounds = bounds

    def is_root(self, node: Node) -> bool:
        """Say whether points are shared out at this node."""
        return node.is_total or node.id == node.scorecard

    # Leaves

    def unscored(self, node: Node) -> Reach:
        """Know nothing."""
        return Reach(UNKNOWN, known_maximum(node.max), UNKNOWN)

    def scored(self, node: Node, formula: Formula, maximum: Fraction | None) -> Reach:
        """Bound a formula."""
        value, counted = self.bounds.of(formula), known_maximum(maximum)
        if self.bounds.prover is not None:
            value = self.bounds.prover.tightened(self.bounds, node, formula, value)
        return Reach(value, counted, part_of(value, counted))

    def holds(self, node: Node, formula: Formula) -> Reach:  # noqa: ARG002
        """Give 0 and 1; a condition has no points and counts with 0."""
        return Reach(Interval(ZERO, ONE, may_lack=True), point(ZERO), UNKNOWN)

    # Whether a node is asked at all

    def where(self, node: Node, gate: Formula, made: Reach, *, inside: bool) -> Reach:  # noqa: ARG002
        """There may be no value unless the gate surely holds."""
        return made if self.bounds.holds(gate) else made.may_lack()

    def settled(self, node: Node, made: Reach) -> Reach:
        """Where there may be no value, it may be that of the policy."""
        if not made.value.may_lack or node.not_applicable is None:
            return made
        return replace(made, final=POLICIES[node.not_applicable].points(node.full))

    def appraised(self, node: Node, made: Reach) -> Reach:  # noqa: ARG002
        """Bounds are of what rules give; what an appraiser gave a unit is known, and no bounds are asked of it."""
        return made

    # Branches

    def children(self, node: Node, shares: tuple[Share, ...], extras: tuple[Extra, ...], together: Together) -> Reach:  # noqa: ARG002
        """Look at the children that may count; where none may, nothing is known."""
        parts, gone = [], []
        for share in shares:
            if share.child.id in self.bounds.left:
                gone.append(share)
                continue
            reach = self.bounds.nodes.get(share.child.id, Reach(UNKNOWN, UNKNOWN, UNKNOWN))
            leaves, hands_on = self._leaves(node, share.child, reach.value), self._hands_on(node, share.child)
            parts.append(Part(share, reach, leaves, hands_on))
        return together(Seen(parts, gone)) if parts else Reach(UNKNOWN, known_maximum(node.max), UNKNOWN)

    def _leaves(self, node: Node, child: Node, value: Interval) -> bool:
        is_left_out = child.not_applicable in LEAVING or child.aggregate == "none"
        return value.may_lack and (self.bounds.skips or node.at_least is not None or is_left_out)

    def _hands_on(self, node: Node, child: Node) -> bool:
        """Say whether a child that is left out does not apply, so that its policy shares out its points."""
        is_other = self.bounds.skips or node.at_least is not None or child.aggregate == "none"
        return child.not_applicable == "rescale" and not is_other

    def aggregated(self, node: Node) -> Together:
        """Bound what the children are together by their bounds."""
        return partial(aggregated, node)

    def by_formula(self, node: Node, formula: Formula) -> Together:  # noqa: ARG002
        """Bound a formula over the children's names, any of which may leave."""
        return lambda _: Reach(replace(self.bounds.of(formula), may_lack=True), UNKNOWN, UNKNOWN)

    def unless_extra_spoils(self, node: Node, together: Together) -> Together:
        """There may be no value where a bonus or a penalty may be missing."""
        may_spoil = any(self._may_be_missing(child) for child in node.children if child.role in {"bonus", "penalty"})
        return (lambda seen: together(seen).may_lack()) if may_spoil else together

    def _may_be_missing(self, extra: Node) -> bool:
        """Say whether an extra may have no score for another reason than that it does not apply, which spoils nothing."""
        if extra.id in self.bounds.left or not self.bounds.nodes[extra.id].value.may_lack:
            return False
        return bool(extra.children) or any(self.bounds.of(formula).may_lack for formula in formulas_of(extra))

    def with_maximum(self, node: Node, together: Together) -> Together:
        """Bound the maximum, and the value over it."""
        return lambda seen: with_maximum(node, together(seen), seen)

    def rescaled(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Let siblings share points."""
        return lambda seen: rescaled(together(seen), seen)

    def rescaled_total(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Let the whole scorecard share points."""
        return lambda seen: rescaled_total(together(seen), seen)

    def pending(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Bound the maximum and what waits together."""
        return lambda seen: pending(together(seen), seen)

    def unless_nobody_counts(self, node: Node, together: Together) -> Together:
        """Where there is a value one child at least counts."""
        return (lambda seen: of_one_at_least(together(seen), seen)) if node.aggregate == "sum" else together

    def unless_too_few(self, node: Node, rule: AtLeast, together: Together) -> Together:  # noqa: ARG002
        """There may be too few."""
        return lambda seen: together(seen).may_lack()

    def unless_spoiled(self, node: Node, together: Together) -> Together:  # noqa: ARG002
        """Where a child spoils its parent there is no value; `aggregated` says that there may be none."""
        return together

    # Steps

    def capped(self, node: Node, made: Reach, cap: Fraction) -> Reach:  # noqa: ARG002
        """Cut the value and the maximum; cut alike, neither share passes 1 unless it did before."""
        value, counted = (LEAST([each, point(cap)]) for each in (made.value, made.counted))
        share = part_of(value, counted)
        if cap > 0 and made.share.low is not None and made.share.low >= 0 and made.share.high is not None:
            share = met(share, Interval(min(made.share.low, ONE), max(made.share.high, ONE)))
        grain = common_grain((made.own_grain, abs(cap)))
        return replace(made, value=value, counted=counted, share=share, grain=grain)

    def added(self, node: Node, made: Reach, extra: Extra) -> Reach:  # noqa: ARG002
        """Add a bonus, take a penalty away."""
        if extra.child.id in self.bounds.left:
            return made
        amount = TIMES(self.bounds.nodes[extra.child.id].value, point(extra.weight))
        amount = joined(amount, point(ZERO), may_lack=made.value.may_lack) if amount.may_lack else amount
        value = PLUS(made.value, amount)
        share = part_of(value, made.counted)
        if made.counted.low is not None and made.counted.low > 0:
            share = met(share, PLUS(made.share, part_of(amount, made.counted)))
        return replace(made, value=value, share=share)

    def out_of(self, node: Node, made: Reach, whole: Fraction) -> Reach:  # noqa: ARG002
        """Change the scale: the value over the maximum stays, the maximum and what waits come to `whole` together."""
        counted = point(whole)
        if made.whole is not None:
            least, most = made.counted.low, made.whole.high
            is_known = least is not None and most is not None and 0 < least <= most
            counted = Interval(whole * least / most if is_known else ZERO, whole)  # type: ignore[operator]
        value = replace(TIMES(made.share, counted), may_lack=made.value.may_lack)
        share = made.share if whole > 0 else UNKNOWN
        return Reach(value, counted, share, made.whole and point(whole), final=made.final)

    def before(self, node: Node) -> Reach:
        """Give the bounds that were found before `then`; where the column is known, they were not asked for."""
        return self.bounds.nodes.get(f"value:{node.id}") or before_then(self, node)

    def then(self, node: Node, formula: Formula) -> Reach:
        """Bound a formula on `value`, which is one that is not final."""
        key, columns = f"value:{node.id}", self.bounds.columns
        own, columns[key] = columns[key], self.before(node).value
        value = self.bounds.of(formula)
        columns[key] = own
        return Reach(value, UNKNOWN, UNKNOWN)

    def continued(self, node: Node, before: Reach, then: Reach) -> Reach:  # noqa: ARG002
        """Take the value of `then`, which counts as `before` does."""
        value = replace(then.value, may_lack=then.value.may_lack or before.value.may_lack)
        final = before.final if then.final is None else then.final
        return replace(before, value=value, share=part_of(value, before.counted), final=final)

    def floored(self, node: Node, made: Reach, minimum: Fraction) -> Reach:  # noqa: ARG002
        """Raise the value; a floor of 0 or less raises no share above 0."""
        value = GREATEST([made.value, point(minimum)])
        share = part_of(value, made.counted)
        if minimum <= 0:
            raised = GREATEST([made.share, point(ZERO)])
            share = met(share, raised if minimum == 0 else replace(raised, low=made.share.low))
        return replace(made, value=value, share=share)

    def rounded(self, node: Node, made: Reach) -> Reach:
        """Round both ends, for rounding keeps the order of numbers."""
        assert node.rounding is not None
        digits, mode = node.rounding.digits, node.rounding.mode
        low, high = (None if end is None else rounded(end, digits, mode) for end in (made.value.low, made.value.high))
        value = Interval(low, high, made.value.may_lack)
        share = met(part_of(value, made.counted), rounded_share(made, Fraction(10) ** -digits))
        return replace(made, value=value, share=share)
