"""The domain of columns of a node: what each step does to the worth of all units at once.

`score/worth.py` says which steps a node takes and in which order. Here a worth is a number with its lack, the maximum with
which it counts, the points pending and a truth value for "final", each an expression for every unit; where a step acts on
some units only, each part is a choice between before and after.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from ..formula.aggregates import AGGREGATES as RECORDS
from ..formula.aggregates import DIVISION_BY_ZERO
from ..model.outcome import NoScore, Reason, State
from ..model.policies import POLICIES
from ..model.reads import closure, sources_of_value
from ..model.ruleset import AtLeast, Formula, Node, Ruleset
from ..score.worth import Extra, Share
from .formulas import Formulas
from .integers import Expr
from .quantity import Absent, Arithmetic, Cell, FallsBackError, Number, Plain, lacking
from .together import AGGREGATES, Part, weighted

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a node is worth to each unit.

    Attributes:
        value: with its lack.
        counted: the maximum with which it counts, where `has_maximum` and it has a value.
        pending: the points to be shared out at the root.
        final: whether no later step touches it.
    """

    value: Number
    counted: Number
    has_maximum: Expr
    pending: Number
    final: Expr


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at the children found.

    Attributes:
        parts: the children, and for which units each counts.
        counted: the same with the maxima with which they count, and whether each has one.
        in_full: whether each counts with its maximum for everybody, and none has left.
        has_left: whether a child is left out because it does not apply, where none counts and none spoils.
        is_any: whether a child counts.
        whole: the points with which children count and that siblings share, where it is the same for all.
        rescaled, pending: the points that siblings and the root share.
        spoils, extra_spoils: the lack by which a scored child, or a bonus or penalty, spoils its parent; 0 for none.
    """

    parts: Sequence[Part]
    maxima: Sequence[tuple[Part, Expr]]
    in_full: Expr
    has_left: Expr
    is_any: Expr
    whole: Fraction | None
    rescaled: Number
    pending: Number
    spoils: Expr
    extra_spoils: Expr


PutTogether: TypeAlias = Callable[[Seen], Worth]


@dataclass(slots=True)
class ColumnWorths:
    """Worths as expressions.

    Attributes:
        worths: those of the nodes so far, and before `then` by `value:<id>`; of a node that the reference computes none.
        imputed: column -> for which units its blank was filled.
        kept_back: nodes that the reference computes so that no expression can read them, and why.
        refused: of the node that is made, where it does not apply and no policy says what then.
    """

    a: Arithmetic
    ruleset: Ruleset
    cells: dict[str, Cell]
    options: Mapping[str, int]
    worths: dict[str, Worth]
    imputed: Mapping[str, Expr]
    kept_back: Mapping[str, str]
    refused: Expr

    def formula(self, formula: Formula, node: Node) -> Cell:
        """Give a formula of a node; a lack that begins in it is about the node."""
        return Formulas(self.a, self.cells, self.options, self.ruleset.rounding_mode, node.id).of(formula)

    def number(self, value: Fraction) -> Number:
        """Give a constant."""
        return self.a.constant(value)

    def lack(self, state: State, reason: Reason, about: str) -> Expr:
        """Give the code of a lack."""
        return self.a.lacks.code(NoScore(state, reason, about))

    def at(self, key: str) -> Worth:
        """Give the worth of a node that was made before."""
        if key in self.kept_back:
            raise FallsBackError("reads", key)
        return self.worths[key]

    def plain(self, value: Number, maximum: Fraction | None = ZERO) -> Worth:
        """Make a worth without pending points that is not final."""
        i = self.a.i
        counted = self.number(ZERO if maximum is None else maximum)
        return Worth(value, counted, i.truth(value=maximum is not None), self.number(ZERO), i.false)

    def absent(self, lack: Expr) -> Worth:
        """Make a worth that nobody has."""
        return self.plain(lacking(self.number(ZERO), lack))

    def picked(self, test: Expr, then: Worth, otherwise: Worth) -> Worth:
        """Give one of two worths."""
        i, a = self.a.i, self.a
        if test is i.true or test is i.false:
            return then if test is i.true else otherwise
        return Worth(
            a.picked(test, then.value, otherwise.value),
            a.picked(test, then.counted, otherwise.counted),
            i.pick(test, then.has_maximum, otherwise.has_maximum),
            a.picked(test, then.pending, otherwise.pending),
            i.pick(test, then.final, otherwise.final),
        )

    def without(self, made: Worth, lack: Expr) -> Worth:
        """Give no value where there is a lack, asked before all that was made so far."""
        i, a = self.a.i, self.a
        if lack is a.lacks.none:
            return made
        lacks = a.lacks.is_lacking(lack)
        return replace(
            made,
            value=a.with_lack(made.value, lack),
            pending=a.picked(lacks, self.number(ZERO), made.pending),
            final=i.every([i.inverse(lacks), made.final]),
        )

    def acting(self, made: Worth, after: Worth) -> Worth:
        """Let a step act on what is not final; what has no value lacks afterwards too."""
        return self.picked(made.final, made, after)

    # Leaves

    def is_root(self, node: Node) -> bool:
        """Say whether a node is the root of a scorecard, or a total."""
        return node.is_total or any(card.root.id == node.id for card in self.ruleset.scorecards)

    def unscored(self, node: Node) -> Worth:
        """Give no value: a heading."""
        return self.absent(self.lack(State.UNSCORED, Reason.NOT_SUMMED, node.id))

    def scored(self, node: Node, formula: Formula, maximum: Fraction | None) -> Worth:
        """Give a formula's value."""
        cell = self.formula(formula, node)
        if isinstance(cell, Absent):
            return self.absent(cell.lack)
        assert isinstance(cell, Number)
        return self.plain(cell, maximum)

    def holds(self, node: Node, formula: Formula) -> Worth:
        """Give 1 where a yes, or a number above 0, is found."""
        cell, i = self.formula(formula, node), self.a.i
        if isinstance(cell, Absent):
            return self.absent(cell.lack)
        if isinstance(cell, Plain):
            is_yes = cell.value if cell.kind == "yes_no" else i.false
        else:
            assert isinstance(cell, Number)
            is_yes = i.is_less(i.zero, cell.top)
        return self.plain(self.a.whole(i.pick(is_yes, i.one, i.zero), cell.lack))

    def where(self, node: Node, gate: Formula, made: Worth, *, inside: bool) -> Worth:  # noqa: ARG002
        """Give no value where a gate does not hold, or lacks."""
        cell, i = self.formula(gate, node), self.a.i
        if isinstance(cell, Absent):
            self.refused = i.false
            return self.without(made, cell.lack)
        assert isinstance(cell, Plain)
        self.refused = i.every([self.refused, self.a.lacks.is_there(cell.lack), cell.value])
        no = self.lack(State.NOT_APPLICABLE, Reason.DOES_NOT_APPLY, node.id)
        return self.without(made, self.a.lacks.first([cell.lack, i.pick(cell.value, i.zero, no)]))

    def settled(self, node: Node, made: Worth) -> Worth:
        """Apply the policy; what does not apply and has none is invalid, unless it is a root or counts nowhere."""
        a, i = self.a, self.a.i
        is_left = a.lacks.is_state(made.value.lack, State.NOT_APPLICABLE)
        if is_left is i.false:
            return made
        if node.not_applicable is None and node.role == "scored" and not self.is_root(node):
            invalid = a.lacks.as_invalid(made.value.lack, is_left)
            self.refused = is_left
            return replace(made, value=lacking(made.value, invalid))
        points = POLICIES[node.not_applicable or "exclude"].points(node.full)
        if points is not None:
            settled = replace(self.plain(self.number(points), node.full), final=i.true)
            return self.picked(is_left, settled, made)
        if node.not_applicable == "rescale_total":
            waiting = self.number(ONE if node.full is None else node.full)
            return replace(made, pending=a.picked(is_left, waiting, made.pending))
        return made

    def appraised(self, node: Node, made: Worth) -> Worth:  # noqa: ARG002
        """Leave it: data with points of appraisers are the reference's."""
        return made

    # Branches

    def children(
        self, node: Node, shares: tuple[Share, ...], extras: tuple[Extra, ...], together: PutTogether
    ) -> Worth:
        """Look at the children, in the ruleset's order, and put them together."""
        i, lacks, tolerates = self.a.i, self.a.lacks, node.at_least is not None
        parts, maxima, in_full, left, leaving = [], [], [], [], []
        waiting: list[Part] = []
        rescaled: list[Part] = []
        for share in shares:
            child = self.at(share.child.id)
            counts, leaves = lacks.is_there(child.value.lack), lacks.is_state(child.value.lack, State.NOT_APPLICABLE)
            parts.append(Part(share.weight, child.value, counts))
            maxima.append((Part(share.weight, child.counted, counts), child.has_maximum))
            in_full += [counts, self._in_full(child, share.child.full)]
            left.append(leaves)
            leaving.append(lacks.leaving(child.value.lack, tolerates=tolerates))
            waiting.append(Part(share.weight, child.pending, i.either([counts, leaves])))
            if share.rescaled:
                rescaled.append(Part(ONE, self.number(share.rescaled), leaves))
        only_left = all(states is not None and states <= {State.NOT_APPLICABLE} for states in leaving)
        whole = self._whole(shares, leaving) if only_left and node.aggregate == "sum" else None
        if whole is None:
            is_any, left_by_some = i.either([part.counts for part in parts]), self._total(rescaled)
        else:
            counting = self._sum([part for part, _ in maxima])
            is_any = i.inverse(i.is_equal(counting.top, i.zero))
            left_by_some = self.a.minus(self.number(whole), counting)
        seen = Seen(
            parts, maxima, i.every(in_full), i.true if only_left and left else i.either(left), is_any, whole,
            left_by_some, self._total(waiting),
            lacks.spoiling([self.at(share.child.id).value.lack for share in shares], tolerates=tolerates),
            lacks.spoiling([self.at(extra.child.id).value.lack for extra in extras], tolerates=tolerates),
        )  # fmt: skip
        return together(seen)

    def _whole(self, shares: Sequence[Share], leaving: Sequence[frozenset[State] | None]) -> Fraction | None:
        """Give with how many points children count, and siblings of theirs share, where it is the same for all.

        They leave only because they do not apply, or spoil their parent, where nobody asks. None where it depends on the
        unit, or where a child may count with nothing.
        """
        total = ZERO
        for share, states in zip(shares, leaving, strict=True):
            child = self.at(share.child.id)
            if child.has_maximum is not self.a.i.true or not _is_constant(child.counted):
                return None
            points = share.weight * Fraction(child.counted.top.low, child.counted.bottom.low)
            if points <= 0 or (states and points != share.rescaled):
                return None
            total += points
        return total

    def _in_full(self, child: Worth, full: Fraction | None) -> Expr:
        i = self.a.i
        if full is None:
            return i.inverse(child.has_maximum)
        return i.every([child.has_maximum, self.a.is_equal(child.counted, self.number(full))])

    def _sum(self, parts: Sequence[Part]) -> Number:
        return AGGREGATES["sum"](self.a, parts, lambda _: self.a.lacks.none)

    def _total(self, parts: Sequence[Part]) -> Number:
        i = self.a.i
        found = [part for part in parts if part.counts is not i.false and part.value.top is not i.zero]
        return self.a.summed([weighted(self.a, part) for part in found]) if found else self.number(ZERO)

    def aggregated(self, node: Node) -> PutTogether:
        """Put the children that count together by the aggregate of a node."""
        how = AGGREGATES.get(node.aggregate or "")
        if how is None:
            raise FallsBackError("aggregate", node.aggregate or "")
        return lambda seen: self.plain(how(self.a, seen.parts, lambda lack: self._own(lack, node)))

    def _own(self, lack: NoScore, node: Node) -> Expr:
        return self.a.lacks.code(replace(lack, about=lack.about or node.id))

    def by_formula(self, node: Node, formula: Formula) -> PutTogether:
        """Evaluate a formula over the children's names."""
        made = self.scored(node, formula, ZERO)
        return lambda _: made

    def unless_extra_spoils(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Take what a bonus or penalty spoils, once the children are put together."""

        def make(seen: Seen) -> Worth:
            made = together(seen)
            lack = self.a.lacks.first([made.value.lack, seen.extra_spoils])
            return replace(made, value=lacking(made.value, lack))

        return make

    def with_maximum(self, node: Node, together: PutTogether) -> PutTogether:
        """Count with everybody's maximum where all children count in full, else with theirs put together."""
        i, a, own = self.a.i, self.a, node.max
        is_own, declared = i.truth(value=own is not None), self.number(own or ZERO)
        record = RECORDS.get(node.aggregate or "")

        def make(seen: Seen) -> Worth:
            made = together(seen)
            if record is None or record.maximum is None:
                return replace(made, counted=declared, has_maximum=is_own)
            counted = AGGREGATES[node.aggregate or ""](
                a, [part for part, _ in seen.maxima], lambda _: a.lacks.code(DIVISION_BY_ZERO)
            )
            have_all = i.every([i.either([i.inverse(part.counts), has]) for part, has in seen.maxima])
            has = i.every([seen.is_any, have_all, a.lacks.is_there(counted.lack)])
            counted = lacking(counted, a.lacks.none)
            # Where all count in full it is the declared one anyhow if that is their sum.
            in_full = i.false if node.cap is not None or (own is not None and own == seen.whole) else seen.in_full
            return replace(
                made,
                counted=a.picked(in_full, declared, counted),
                has_maximum=i.pick(in_full, is_own, has),
            )

        return make

    def rescaled(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Share what `rescale` left: × (C + R) / C."""
        return self._shared_out(together, lambda seen: seen.rescaled)

    def rescaled_total(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Share what `rescale_total` left: × (C + P) / C."""
        return self._shared_out(together, lambda seen: seen.pending)

    def _shared_out(self, together: PutTogether, amount: Callable[[Seen], Number]) -> PutTogether:
        i, a = self.a.i, self.a

        def make(seen: Seen) -> Worth:
            made, points = together(seen), amount(seen)
            is_shared = i.every([
                i.inverse(i.is_equal(points.top, i.zero)),
                made.has_maximum,
                i.inverse(i.is_equal(made.counted.top, i.zero)),
            ])  # fmt: skip
            if is_shared is i.false:
                return made
            whole = a.plus(made.counted, points)
            factor = a.over(whole, made.counted, a.lacks.none)
            value = lacking(a.times(made.value, factor), made.value.lack)
            if _is_constant(whole):
                # Where nothing was left the factor is 1; where nobody counts there is no value.
                return replace(made, value=value, counted=whole, has_maximum=i.true)
            return self.picked(is_shared, replace(made, value=value, counted=whole), made)

        return make

    def pending(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Keep the points below pending."""
        return lambda seen: replace(together(seen), pending=seen.pending)

    def unless_nobody_counts(self, node: Node, together: PutTogether) -> PutTogether:
        """Ask whether any child counts."""
        i = self.a.i
        gone, skipped = (
            self.lack(state, Reason.NO_CHILD_COUNTS, node.id) for state in (State.NOT_APPLICABLE, State.SKIPPED)
        )

        def make(seen: Seen) -> Worth:
            lack = i.pick(seen.is_any, i.zero, i.pick(seen.has_left, gone, skipped))
            return self.without(together(seen), lack) if seen.parts else self.absent(lack)

        return make

    def unless_too_few(self, node: Node, rule: AtLeast, together: PutTogether) -> PutTogether:
        """Ask whether enough children, or leaves, have a value of their own; where none could have, nothing is asked."""
        a, i = self.a, self.a.i
        could, have = [], []
        for part, is_asked in self._asked(node, rule.of, i.true):
            lack = self.at(part.id).value.lack
            is_there = i.every([is_asked, a.lacks.is_there(lack)])
            could.append(i.every([is_asked, i.inverse(a.lacks.is_state(lack, State.NOT_APPLICABLE))]))
            have.append(i.every([is_there, i.inverse(self._rests_on_filled(part.id))]))
        of_all, of_own = (a.whole(i.summed([i.pick(each, i.one, i.zero) for each in found])) for found in (could, have))
        amount = self.number(rule.amount)
        wanted = a.times(amount, of_all) if rule.share else amount
        is_enough = i.either([i.is_equal(of_all.top, i.zero), a.is_at_most(wanted, of_own)])
        few = self.lack(State.MISSING, Reason.TOO_FEW, node.id)
        return lambda seen: self.without(together(seen), i.pick(is_enough, i.zero, few))

    def _asked(self, node: Node, of: str, is_asked: Expr) -> Iterator[tuple[Node, Expr]]:
        """Give the children, or the leaves but for those below a branch that does not apply, and who is asked of each."""
        i, lacks = self.a.i, self.a.lacks
        for child in node.children:
            if child.role != "scored":
                continue
            if of == "leaves" and child.children:
                leaves = lacks.is_state(self.at(child.id).value.lack, State.NOT_APPLICABLE)
                yield from self._asked(child, of, i.every([is_asked, i.inverse(leaves)]))
            else:
                yield child, is_asked

    def _rests_on_filled(self, key: str) -> Expr:
        """Say for which units a value goes back to an input whose blank was filled."""
        sources = closure(self.ruleset.columns, [key], sources_of_value)
        return self.a.i.either([self.imputed[source] for source in sorted(sources) if source in self.imputed])

    def unless_spoiled(self, node: Node, together: PutTogether) -> PutTogether:  # noqa: ARG002
        """Ask whether a scored child spoils its parent."""
        return lambda seen: self.without(together(seen), seen.spoils)

    # Steps

    def capped(self, node: Node, made: Worth, cap: Fraction) -> Worth:  # noqa: ARG002
        """Take the smaller of the value and the cap, and of the maximum and the cap."""
        most = self.number(cap)
        return self.acting(
            made, replace(made, value=self.a.least(made.value, most), counted=self.a.least(made.counted, most))
        )

    def added(self, node: Node, made: Worth, extra: Extra) -> Worth:  # noqa: ARG002
        """Add a bonus, take a penalty away, where both have a value."""
        amount = self.at(extra.child.id).value
        added = weighted(self.a, Part(extra.weight, amount, self.a.lacks.is_there(amount.lack)))
        return replace(made, value=self.a.plus(made.value, added))

    def out_of(self, node: Node, made: Worth, whole: Fraction) -> Worth:
        """Multiply the value, the maximum and the points pending by whole / (maximum + points pending)."""
        a, i, to = self.a, self.a.i, self.number(whole)
        most = a.plus(made.counted, made.pending)
        has = i.every([
            made.has_maximum, i.inverse(i.is_equal(made.counted.top, i.zero)), i.inverse(i.is_equal(most.top, i.zero)),
        ])  # fmt: skip
        none = self.lack(State.INVALID, Reason.DIVISION_BY_ZERO, node.id)
        factor = a.over(to, most, a.lacks.none)
        after = replace(
            made,
            value=lacking(a.times(made.value, factor), made.value.lack),
            counted=to if made.pending.top is i.zero else a.times(made.counted, factor),
            pending=a.times(made.pending, factor),
        )
        lack = i.pick(has, i.zero, none)
        value = lacking(after.value, a.lacks.first([made.value.lack, lack]))
        return self.acting(made, replace(after, value=value, has_maximum=i.true))

    def before(self, node: Node) -> Worth:
        """Read the column that was made before `then`."""
        return self.at(f"value:{node.id}")

    def then(self, node: Node, formula: Formula) -> Worth:
        """Evaluate a formula in which `value` is the column before."""
        return self.scored(node, formula, ZERO)

    def continued(self, node: Node, before: Worth, then: Worth) -> Worth:  # noqa: ARG002
        """Take `then` only where there is a value that is not final."""
        a, i = self.a, self.a.i
        acts = i.every([a.lacks.is_there(before.value.lack), i.inverse(before.final)])
        self.refused = i.every([acts, self.refused])
        is_new = i.either([then.final, a.lacks.is_lacking(then.value.lack)])
        counting = replace(before, value=then.value, final=i.false)
        return self.picked(acts, self.picked(is_new, then, counting), before)

    def floored(self, node: Node, made: Worth, minimum: Fraction) -> Worth:  # noqa: ARG002
        """Take the larger of the value and the floor."""
        return self.acting(made, replace(made, value=self.a.greatest(made.value, self.number(minimum))))

    def rounded(self, node: Node, made: Worth) -> Worth:
        """Round to the digits and in the mode of a node."""
        assert node.rounding is not None
        digits, mode = node.rounding.digits, node.rounding.mode
        return self.acting(made, replace(made, value=self.a.rounded(made.value, digits, mode)))


def _is_constant(number: Number) -> bool:
    """Say whether a number is the same for all units."""
    return number.top.is_constant and number.bottom.is_constant
