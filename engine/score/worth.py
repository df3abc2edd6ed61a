"""What a node means: docs/semantics.md §5 to §10 as one function over any domain.

`worth(domain, node)` says which steps a node takes and in which order; a domain says what a step does to a worth. Exact
scores, explanations and bounds are domains, as they are of formulas (`formula/interpreter.py`). Who has which role and
policy is decided here, since the ruleset says it; which unit has no value is known to the domain only.

A node is built from the inside out: each operation takes what was made so far, so that the last one applied is the first
one asked. For a leaf, read upwards from `appraised`:

    gates of the branches above            asked first; where one says no, nothing below is asked
        appraised                          points of an appraiser, in place of all that follows
            not_applicable                 the policy, wherever "does not apply" came from
                applies
                    out_of, penalty and bonus, cap
                        score              evaluated last
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple, Protocol, TypeVar

from ..model.ruleset import AtLeast, Formula, Node

W = TypeVar("W")
P = TypeVar("P")


class Share(NamedTuple):
    """A child that is put together with others.

    Attributes:
        child: with `role: scored`.
        weight: by which its value and maximum count.
        rescaled: the points that its siblings share where it does not apply (`rescale`); 0 where they share none.
    """

    child: Node
    weight: Fraction
    rescaled: Fraction


class Extra(NamedTuple):
    """A bonus or a penalty; `weight` has its sign."""

    child: Node
    weight: Fraction


class Worths(Protocol[W, P]):
    """What the steps of a node do.

    A worth `W` is a value, or why there is none; the maximum with which it counts; the points that are still to be shared
    out at the root; and whether it is final. `P` is a worth that waits for what is seen of the children; `children` looks
    at them, once, and gives it that.

    A step acts on a value that is not final. It hands on what has no value or is final, except where its description says
    otherwise.
    """

    def is_root(self, node: Node) -> bool:
        """Say whether the points that `rescale_total` left are shared out at this node."""

    def unscored(self, node: Node) -> W:
        """Give no value: the node is only a heading."""

    def scored(self, node: Node, formula: Formula, maximum: Fraction | None) -> W:
        """Give a formula's value, which counts with `maximum`."""

    def holds(self, node: Node, formula: Formula) -> W:
        """Give 1 where a condition holds, else 0; it counts with 0."""

    def where(self, node: Node, gate: Formula, made: W, *, inside: bool) -> W:
        """Give `made` where the gate holds; else the node does not apply, or has no score for the gate's reason."""

    def settled(self, node: Node, made: W) -> W:
        """Apply the policy of a node to what does not apply: `zero` and `full` are final."""

    def appraised(self, node: Node, made: W) -> W:
        """Give the points of an appraiser, which are final, in place of `made`."""

    def children(self, node: Node, shares: tuple[Share, ...], extras: tuple[Extra, ...], together: P) -> W:
        """Look at the children and put them together."""

    def aggregated(self, node: Node) -> P:
        """Put together the children that have a value (§7)."""

    def by_formula(self, node: Node, formula: Formula) -> P:
        """Give the value of a formula over the children's names."""

    def unless_extra_spoils(self, node: Node, together: P) -> P:
        """Give no value where a bonus or a penalty spoils its parent."""

    def with_maximum(self, node: Node, together: P) -> P:
        """Count with the maximum of the children that count (§9)."""

    def rescaled(self, node: Node, together: P) -> P:
        """Share among the siblings the points of children left out by `rescale`."""

    def rescaled_total(self, node: Node, together: P) -> P:
        """Share out, at the root, the points that `rescale_total` left below."""

    def pending(self, node: Node, together: P) -> P:
        """Hand upwards the points that `rescale_total` left below."""

    def unless_nobody_counts(self, node: Node, together: P) -> P:
        """Give no value where no child counts: not applicable if any child is, else skipped."""

    def unless_too_few(self, node: Node, rule: AtLeast, together: P) -> P:
        """Give no value where fewer children, or leaves, have one than `at_least` asks for (§10)."""

    def unless_spoiled(self, node: Node, together: P) -> P:
        """Give no value where a scored child spoils its parent: the first invalid one, else the first missing one."""

    def capped(self, node: Node, made: W, cap: Fraction) -> W:
        """Cut the value, and the maximum with which it counts."""

    def added(self, node: Node, made: W, extra: Extra) -> W:
        """Add weight × the value of a bonus or penalty, where it has one."""

    def out_of(self, node: Node, made: W, whole: Fraction) -> W:
        """Change the scale to `whole`: of the value, of the maximum, and of the points pending, which are a part of it."""

    def before(self, node: Node) -> W:
        """Give what was made before `then`."""

    def then(self, node: Node, formula: Formula) -> W:
        """Give the value of a formula on `value`."""

    def continued(self, node: Node, before: W, then: W) -> W:
        """Give `then`, counting as `before` does, where `before` has a value that is not final; else `before`."""

    def floored(self, node: Node, made: W, minimum: Fraction) -> W:
        """Raise the value to the floor."""

    def rounded(self, node: Node, made: W) -> W:
        """Round the value as the node says."""


def worth(domain: Worths[W, P], node: Node) -> W:
    """Give what a finished node is worth, in a domain: steps 1 to 9 of docs/semantics.md §5."""
    if node.then is None:
        made = before_then(domain, node)
    else:
        made = domain.continued(node, domain.before(node), domain.settled(node, domain.then(node, node.then)))
    if node.minimum is not None:
        made = domain.floored(node, made, node.minimum)
    if node.rounding is not None:
        made = domain.rounded(node, made)
    return made


def before_then(domain: Worths[W, P], node: Node) -> W:
    """Give what a node is worth before its `then`: the column `value:<id>` that cohort functions read."""
    shares, extras = _parts(node)
    made = _leaf(domain, node) if node.aggregate is None else _branch(domain, node, shares, extras)
    if node.cap is not None:
        made = domain.capped(node, made, node.cap)
    for extra in extras:
        made = domain.added(node, made, extra)
    if node.out_of is not None:
        made = domain.out_of(node, made, node.out_of)
    if node.applies is not None:
        made = domain.where(node, node.applies, made, inside=False)
    made = domain.settled(node, made)
    made = domain.appraised(node, made)
    for gate in reversed(node.inside):
        made = domain.where(node, gate, made, inside=True)
    return made


def _leaf(domain: Worths[W, P], node: Node) -> W:
    if node.score is None:
        return domain.unscored(node)
    if node.role == "condition":
        return domain.holds(node, node.score)
    return domain.scored(node, node.score, node.max)


def _branch(domain: Worths[W, P], node: Node, shares: tuple[Share, ...], extras: tuple[Extra, ...]) -> W:
    if node.aggregate == "none":
        return domain.unscored(node)
    together = domain.aggregated(node) if node.formula is None else domain.by_formula(node, node.formula)
    together = domain.unless_extra_spoils(node, together) if extras else together
    together = domain.with_maximum(node, together)
    if node.aggregate == "sum":
        if any(share.rescaled for share in shares):
            together = domain.rescaled(node, together)
        if leaves_points_pending(share.child for share in shares):
            share_out = domain.rescaled_total if domain.is_root(node) else domain.pending
            together = share_out(node, together)
    together = domain.unless_nobody_counts(node, together)
    if node.at_least is not None:
        together = domain.unless_too_few(node, node.at_least, together)
    together = domain.unless_spoiled(node, together)
    return domain.children(node, shares, extras, together)


def _parts(node: Node) -> tuple[tuple[Share, ...], tuple[Extra, ...]]:
    """Sort the children by what they do to their parent; unscored ones and conditions do nothing."""
    if not node.children:
        return (), ()
    shares = tuple(
        Share(child, child.weight, child.weight * child.full if _is_rescaled(child) else Fraction(0))  # type: ignore[operator]
        for child in node.children
        if child.role == "scored"
    )
    extras = tuple(
        Extra(child, child.weight if child.role == "bonus" else -child.weight)
        for child in node.children
        if child.role in {"bonus", "penalty"}
    )
    return shares, extras


def _is_rescaled(child: Node) -> bool:
    return child.not_applicable == "rescale" and child.full is not None


def leaves_points_pending(children: Iterable[Node]) -> bool:
    """Say whether nodes, or any below them, can leave points to be shared out at the root."""
    return any(below.not_applicable == "rescale_total" for below in _all(children))


def _all(children: Iterable[Node]) -> Iterator[Node]:
    for child in children:
        yield from child.walk()
