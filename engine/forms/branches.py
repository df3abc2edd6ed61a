"""A branch as cells: its children put together, with what does not apply shared out, as `engine/score/nodes.py` does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from ..formula.excel import (
    LEFT,
    Excel,
    Formed,
    InexpressibleError,
    Lack,
    Part,
    at,
    call,
    is_lack,
    times,
    total,
    value,
)
from ..formula.excel_aggregates import WRITTEN, Term
from ..model.reads import closure, sources_of_value
from ..model.ruleset import AtLeast, Input, NamedValue, Node, Ruleset


@dataclass(slots=True)
class Child:
    """A node that was written.

    Attributes:
        part: its value.
        counted: the maximum with which it counts; None where it has none.
        pending: the points to be shared out at the root; None where there are never any.
        extras: of a branch, its bonus and penalty terms with their signs.
        fixed: whether its value is final before its last steps: `zero` or `full` of what does not apply.
        worth: the value that is final then.
    """

    node: Node
    part: Part
    lacks: frozenset[Lack]
    counted: Part | None
    is_rough: bool
    is_unscored: bool = False
    pending: Part | None = None
    extras: list[tuple[str, Part]] = field(default_factory=list)
    extra_lacks: frozenset[Lack] = frozenset()
    fixed: Part | None = None
    worth: Part | None = None


class Writer(Protocol):
    """What a branch needs of who writes it."""

    ruleset: Ruleset
    excel: Excel
    asked: list[str]

    def bind(self, part: Part) -> Part:
        """Put a piece into a cell of its own."""

    def lookup(self, key: str) -> Formed:
        """Name a column's cell, or leave what cannot be known."""


class Branches:
    """Writes branches."""

    def __init__(self, writer: Writer, children: Mapping[str, Child], roots: set[str]) -> None:
        self.writer, self.children, self.roots = writer, children, roots

    def branch(self, node: Node) -> Child:
        """Put the children together: aggregate, reweighting, at_least."""
        if node.aggregate == "none":
            return Child(node, value(Lack.SKIPPED), frozenset({Lack.SKIPPED}), None, is_rough=False, is_unscored=True)
        for child in node.children:
            if child.role not in {"unscored", "condition"}:
                self.writer.lookup(child.id)  # one that is left for later leaves this for later
        leaving = LEFT | ({Lack.EXPECTED} if node.at_least is not None else frozenset())
        terms = self._terms(node, leaving)
        extras, extra_lacks = self._extras(node, leaving)
        part, lacks, rough = self._aggregate(node, terms)
        maximum = self._maximum(node, terms)
        lacks |= frozenset().union(*(term.child.lacks - leaving for term in terms))
        pending = self._pending(terms) if node.aggregate == "sum" else None
        if node.aggregate == "sum":
            part, maximum = self._shared(node, terms, part, maximum, pending)
        part, lacks = self._none_counts(terms, part, lacks)
        part = self._spoiled(node, terms, part)
        if node.at_least is not None:
            part = self._enough(node, node.at_least, terms, part)
            lacks |= {Lack.MISSING}
        made = Child(node, part, frozenset(lacks), maximum, rough or any(term.child.is_rough for term in terms))
        made.pending = None if node.id in self.roots else pending
        made.extras, made.extra_lacks = extras, extra_lacks
        return made

    def _terms(self, node: Node, leaving: frozenset[Lack]) -> list["_Term"]:
        """Give the children that are put together, each with what asks whether it leaves."""
        scored = (self.children[child.id] for child in node.children if child.role == "scored")
        return [_Term(child, self._gone(child, leaving)) for child in scored if not child.is_unscored]

    def _gone(self, child: Child, leaving: frozenset[Lack]) -> Part | None:
        """Ask whether a child leaves; None: it never does."""
        lacks = sorted(child.lacks & leaving)
        return self.writer.bind(is_lack(child.part, *lacks)) if lacks else None

    def _extras(self, node: Node, leaving: frozenset[Lack]) -> tuple[list[tuple[str, Part]], frozenset[Lack]]:
        made: list[tuple[str, Part]] = []
        lacks: frozenset[Lack] = frozenset()
        for below in node.children:
            if below.role in {"bonus", "penalty"} and not self.children[below.id].is_unscored:
                child = self.children[below.id]
                gone = self._gone(child, leaving)
                term = times(below.weight, child.part)
                made.append(
                    ("+" if below.role == "bonus" else "-", term if gone is None else call("IF", gone, value(0), term))
                )
                lacks |= child.lacks - leaving
        return made, lacks

    def _aggregate(self, node: Node, terms: Sequence["_Term"]) -> tuple[Part, frozenset[Lack], bool]:
        """Put the values together: the value, what it may lack besides, and whether it is rough."""
        if node.formula is not None:
            formed = self.writer.excel.form(node.formula)
            return formed.part, formed.lacks, formed.is_rough
        written = WRITTEN.get(node.aggregate or "")
        if written is None:
            raise InexpressibleError("digits")
        lacks: frozenset[Lack] = frozenset({Lack.INVALID} if written.may_fail else ())
        return written.part([term.term for term in terms]), lacks, written.is_rough

    def _maximum(self, node: Node, terms: Sequence["_Term"]) -> Part | None:
        """Find the maximum of the branch for this unit, before `cap`."""
        is_whole = node.cap is None and all(term.gone is None and _is_full(term.child) for term in terms)
        if is_whole or node.aggregate not in {"sum", "mean", "min", "max"}:
            return None if node.max is None else value(node.max)
        known = [term.term.with_part(term.child.counted) for term in terms if term.child.counted is not None]
        if len(known) < len(terms) or not known:
            return None
        return self.writer.bind(WRITTEN[node.aggregate].part(known))

    def _pending(self, terms: Sequence["_Term"]) -> Part | None:
        parts = [times(term.weight, term.child.pending) for term in terms if term.child.pending is not None]
        return total(parts) if parts else None

    def _shared(
        self, node: Node, terms: Sequence["_Term"], part: Part, maximum: Part | None, pending: Part | None
    ) -> tuple[Part, Part | None]:
        """Let the siblings share the points of what does not apply."""
        shares = [
            call("IF", is_lack(term.part, Lack.NOT_APPLICABLE), value(term.weight * term.child.node.full), value(0))
            for term in terms
            if term.child.node.not_applicable == "rescale"
            and term.child.node.full is not None
            and Lack.NOT_APPLICABLE in term.child.lacks
        ]
        if maximum is None:
            return part, maximum
        if shares:
            part, maximum = self._spread(part, maximum, self.writer.bind(total(shares)))
        if pending is not None and node.id in self.roots:
            part, maximum = self._spread(part, maximum, self.writer.bind(pending))
        return part, maximum

    def _spread(self, part: Part, maximum: Part, points: Part) -> tuple[Part, Part]:
        bind = self.writer.bind
        before, own = bind(part), maximum if maximum.op in {"value", "at"} else bind(maximum)
        whole = bind(Part("+", (own, points)))
        moved = Part("/", (Part("*", (before, whole)), own))
        none = Part("=", (own, value(0)))
        return call("IF", none, before, moved), bind(call("IF", none, own, whole))

    def _none_counts(
        self, terms: Sequence["_Term"], part: Part, lacks: frozenset[Lack]
    ) -> tuple[Part, frozenset[Lack]]:
        """Without a child that counts there is no value."""
        if any(term.gone is None for term in terms):
            return part, lacks
        if not terms:
            return value(Lack.SKIPPED), frozenset({Lack.SKIPPED})
        gone = [term.gone for term in terms if term.gone is not None]
        inapplicable = [
            is_lack(term.part, Lack.NOT_APPLICABLE) for term in terms if Lack.NOT_APPLICABLE in term.child.lacks
        ]
        none: Part = value(Lack.SKIPPED)
        if inapplicable:
            none = call("IF", call("OR", *inapplicable), value(Lack.NOT_APPLICABLE), none)
        return call("IF", call("AND", *gone), none, part), lacks | LEFT

    def _spoiled(self, node: Node, terms: Sequence["_Term"], part: Part) -> Part:
        """Let a child without a value spoil its parent where the parent's formula does not do so by itself."""
        spoiling = [(term.part, term.child.lacks - LEFT) for term in terms]
        asked: list[tuple[Part, Sequence[Lack]]] = []
        # The parent's parent may leave what was expected out, so that what is invalid has to come first.
        if len(spoiling) > 1 and any(Lack.EXPECTED in lacks for _, lacks in spoiling):
            asked += [(cell, [Lack.INVALID]) for cell, lacks in spoiling if Lack.INVALID in lacks]
        if node.formula is not None:
            asked += [(cell, sorted(lacks)) for cell, lacks in spoiling if lacks]
        for cell, lacks in reversed(asked):
            part = call("IF", is_lack(cell, *lacks), cell, part)
        return part

    def _enough(self, node: Node, rule: AtLeast, terms: Sequence["_Term"], part: Part) -> Part:
        """Ask whether enough children or leaves have a value of their own."""
        could: list[Part] = []
        have: list[Part] = []
        for part_of, above in self._counted(node, rule.of, ()):
            inside = [call("NOT", is_lack(at(id_), Lack.NOT_APPLICABLE)) for id_ in above]
            is_there = call("NOT", is_lack(at(part_of.id), Lack.NOT_APPLICABLE))
            could.append(call("IF", call("AND", is_there, *inside), value(1), value(0)))
            own = [call("ISNUMBER", at(part_of.id)), *inside]
            own += [Part("<>", (at(f"answer:{key}"), value(""))) for key in self._imputing(part_of)]
            have.append(call("IF", call("AND", *own), value(1), value(0)))
        possible, there = self.writer.bind(total(could)), self.writer.bind(total(have))
        wanted = times(rule.amount, possible) if rule.share else value(rule.amount)
        enough = Part(">=", (there, call("ROUND", wanted, value(11)) if rule.share else wanted))
        spoiled = [term.part for term in terms if term.child.lacks - LEFT - {Lack.EXPECTED}]
        few = call("IF", call("OR", Part("=", (possible, value(0))), enough), part, value(Lack.MISSING))
        for cell in reversed(spoiled):
            few = call("IF", is_lack(cell, Lack.MISSING, Lack.INVALID), cell, few)
        return few

    def _counted(self, node: Node, of: str, above: tuple[str, ...]) -> list[tuple[Node, tuple[str, ...]]]:
        found: list[tuple[Node, tuple[str, ...]]] = []
        for child in node.children:
            if child.role != "scored":
                continue
            if of == "leaves" and child.children:
                found += self._counted(child, of, (*above, child.id))
            else:
                found.append((child, above))
        return found

    def _imputing(self, node: Node) -> list[str]:
        """Name the inputs whose blanks are filled, as far as a node goes back to them."""
        columns, found = self.writer.ruleset.columns, []
        for key in closure(columns, [node.id], sources_of_value):
            match columns.get(key):
                case Input() | NamedValue() as column if column.missing not in {"error", "unranked", "skip"}:
                    if isinstance(column, NamedValue):
                        raise InexpressibleError("digits")
                    found.append(key)
        return sorted(found)

    @staticmethod
    def running(node: Node, there: set[str]) -> Part:
        """Add up what there is of a sum."""

        def added(role: str) -> list[Part]:
            return [
                times(child.weight, at(f"so_far:{child.id}"))
                for child in node.children
                if child.role == role and child.id in there
            ]

        part = total(added("scored"))
        if node.cap is not None:
            part = call("MIN", part, value(node.cap))
        for term in added("bonus"):
            part = Part("+", (part, term))
        for term in added("penalty"):
            part = Part("-", (part, term))
        return part


@dataclass(frozen=True, slots=True)
class _Term:
    """A child that counts unless it is gone."""

    child: Child
    gone: Part | None

    @property
    def weight(self) -> Fraction:
        return self.child.node.weight

    @property
    def part(self) -> Part:
        return self.child.part

    @property
    def term(self) -> Term:
        return Term(self.part, self.weight, self.gone)


def _is_full(child: Child) -> bool:
    """Say whether a child always counts with its whole maximum."""
    full = child.node.full
    return child.counted is None if full is None else child.counted == value(full)
