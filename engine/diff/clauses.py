"""What two rulesets differ in, cut into clauses that can be decided one without the others.

A clause is what changes at one criterion, tier set, ranking, parameter, input, rounding. What a clause would need of the
others to make a ruleset at all goes with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from ..language.document import Map
from ..language.edits import Edit, edited, ways_to_nodes
from ..language.loading import Loaded, remade
from ..model.codes import has_errors
from ..model.findings import Finding
from ..model.ruleset import Ruleset
from .matching import matched
from .parts import Address, Parts, between, defined, differing, names_at, one_sided, parts_of, renamed

Kind: TypeAlias = Literal[
    "criterion", "new", "gone", "moved", "tiers", "ranking", "parameter", "function", "input", "value", "group", "unit",
    "rounding", "defaults", "reading", "period", "other",
]  # fmt: skip
_OF_SECTION: Mapping[str, Kind] = {
    "rule": "criterion", "place": "moved", "tiers": "tiers", "ranking": "ranking", "parameters": "parameter",
    "functions": "function", "inputs": "input", "values": "value", "groups": "group", "units": "unit", "defaults": "defaults",
}  # fmt: skip
_OF_KEY: Mapping[str, Kind] = {"rounding": "rounding", "data": "reading", "period": "period"}
_RENAMED = ("node", "input", "value", "parameter")


@dataclass(frozen=True, slots=True)
class Clause:
    """A changed clause.

    Attributes:
        kind: what is changed.
        subject: the id of the criterion, or the name of what it is; empty of the whole ruleset.
        addresses: the parts that change.
    """

    kind: Kind
    subject: str
    addresses: frozenset[Address]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Clauses that are tried together: one, or those that make no ruleset without one another.

    Attributes:
        clauses: in the document's order.
        why: of several, what is wrong with the first without the others.
    """

    clauses: tuple[Clause, ...]
    why: Finding | None = None

    @property
    def addresses(self) -> frozenset[Address]:
        """The parts that change."""
        return frozenset().union(*(clause.addresses for clause in self.clauses))


@dataclass(frozen=True)
class Pair:
    """Two rulesets, the older in the names of the newer.

    Attributes:
        before, after: as loaded; both without the maxima of branches that follow from what is below.
        names: the newer name of each thing of the older ruleset that has another.
        older, newer: their documents taken apart.
    """

    before: Loaded
    after: Loaded
    names: Mapping[str, str]
    older: Parts
    newer: Parts
    made: dict[frozenset[Address], Loaded | None] = field(default_factory=dict, repr=False, compare=False)

    def with_clauses(self, addresses: frozenset[Address]) -> Loaded | None:
        """Load the older ruleset with some parts of the newer one; None where these make no tree."""
        if addresses not in self.made:
            document = between(self.older, self.newer, addresses)
            self.made[addresses] = None if document is None else remade(self.before, document)
        return self.made[addresses]

    def is_ruleset(self, addresses: frozenset[Address]) -> bool:
        """Say whether the older ruleset with some parts of the newer one is a ruleset without errors."""
        loaded = self.with_clauses(addresses)
        return loaded is not None and loaded.ruleset is not None

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every changed clause, in the newer document's order, then what is gone; words are none."""
        left = one_sided(self.older, self.newer)
        every = differing(self.older, self.newer)
        return tuple(_clauses(self, [each for each in every if each not in left and not self._is_word(each)]))

    def _is_word(self, address: Address) -> bool:
        """Say whether a part is only read by people, of something that both rulesets have."""
        if "words" not in address[0]:
            return False
        of = {"words": "rule", "inputs words": "inputs"}.get(address[0])
        return of is None or all((of, address[1]) in parts.at for parts in (self.older, self.newer))


def paired(before: Loaded, after: Loaded) -> Pair:
    """Put two rulesets side by side, the older in the names of the newer where that leaves it the same ruleset.

    Args:
        before: loaded without errors.
        after: likewise.
    """
    if before.ruleset is None or before.document is None or after.ruleset is None or after.document is None:
        raise ValueError("a ruleset with errors")
    names = _names(before.ruleset, after.ruleset)
    same = remade(before, renamed(before.document, names)) if names else before
    if same.ruleset is None or same.document is None:
        names, same = {}, before
    older, newer = _without_sums(same, after)
    return Pair(older, newer, names, parts_of(_document(older)), parts_of(_document(newer)))


def _document(loaded: Loaded) -> Map:
    if loaded.document is None:
        raise ValueError("no document")
    return loaded.document


def _names(before: Ruleset, after: Ruleset) -> dict[str, str]:
    """Give the newer name of what has another in the newer ruleset; none that the older one has of another thing."""
    found = matched(before, after)
    made = {
        old.removeprefix("self:"): new.removeprefix("self:")
        for kind in _RENAMED
        for old, new in found.of(kind).items()  # type: ignore[arg-type]
        if old != new
    }
    taken = {defined(("", key)) for key in before.columns} | {card.id for card in before.scorecards}
    return {old: new for old, new in made.items() if new not in taken or new in made}


def _without_sums(before: Loaded, after: Loaded) -> tuple[Loaded, Loaded]:
    """Take away the maxima of branches that follow in both rulesets from what is below: they are no clause by themselves."""
    stated = [_stated(each) for each in (before, after)]
    follow = [_following(each, ids) for each, ids in zip((before, after), stated, strict=True)]
    left = frozenset[str]().union(*(ids - told for ids, told in zip(stated, follow, strict=True)))
    older, newer = (_without(each, told - left) for each, told in zip((before, after), follow, strict=True))
    return (older, newer) if older.ruleset is not None and newer.ruleset is not None else (before, after)


def _stated(loaded: Loaded) -> frozenset[str]:
    """Give the branches that state a maximum."""
    parts = parts_of(_document(loaded))
    above = {standing.parent for standing in parts.nodes.values()}
    return frozenset(id_ for id_ in above if id_ and "max" in parts.at["rule", id_])


def _following(loaded: Loaded, ids: frozenset[str]) -> frozenset[str]:
    """Give those of some branches whose maximum is derived as it is stated."""
    bare = _without(loaded, ids)
    if bare.ruleset is None or loaded.ruleset is None:
        return frozenset()
    derived = {node.id: node.max for node in bare.ruleset.nodes()}
    return frozenset(node.id for node in loaded.ruleset.nodes() if node.id in ids and derived.get(node.id) == node.max)


def _without(loaded: Loaded, ids: AbstractSet[str]) -> Loaded:
    if not ids:
        return loaded
    document = _document(loaded)
    ways = ways_to_nodes(document)
    return remade(loaded, edited(document, [Edit((*ways[id_], "max")) for id_ in sorted(ids)]))


# ── Clauses ──


def _clauses(pair: Pair, addresses: Sequence[Address]) -> Iterator[Clause]:
    """Group addresses into clauses: what is written anew or gone goes with all that is so below it."""
    heads = {
        **_heads(pair.newer, pair.older, "new"),
        **_heads(pair.older, pair.newer, "gone"),
    }
    found: dict[tuple[Kind, str], set[Address]] = {}
    for address in addresses:
        found.setdefault(_clause_of(address, heads), set()).add(address)
    for (kind, subject), those in found.items():
        yield Clause(kind, subject, frozenset(those))


def _heads(these: Parts, those: Parts, kind: Kind) -> dict[str, tuple[Kind, str]]:
    """Give of each node that only one has the highest such node above it."""
    made: dict[str, tuple[Kind, str]] = {}
    for id_, standing in these.nodes.items():
        if id_ not in those.nodes:
            made[id_] = made.get(standing.parent, (kind, id_))
    return made


def _clause_of(address: Address, heads: Mapping[str, tuple[Kind, str]]) -> tuple[Kind, str]:
    section = address[0]
    if section in {"place", "rule", "tiers", "ranking", "words"} and address[1] in heads:
        return heads[address[1]]
    if section == "document":
        return _OF_KEY.get(address[1], "other"), "" if address[1] in _OF_KEY else address[1]
    return _OF_SECTION[section.removesuffix(" words")], ".".join(address[1:])


# ── What stands alone ──


def bundled(pair: Pair) -> tuple[Bundle, ...]:
    """Put clauses together that make no ruleset apart, each bundle by itself one with the older ruleset."""
    clauses = pair.clauses
    fallen = {number: clause for number, clause in enumerate(clauses) if not pair.is_ruleset(clause.addresses)}
    groups: list[set[int]] = []
    for number in fallen:
        if not any(number in group for group in groups):
            groups = _joined(groups, _needed(pair, {number}))
    groups = _standing(pair, groups)
    apart = set(range(len(clauses))).difference(*groups)
    made = sorted(map(sorted, [*groups, *({number} for number in apart)]))
    return tuple(_bundle(pair, group, [number for number in group if number in fallen]) for group in made)


def _bundle(pair: Pair, group: Sequence[int], fallen: Sequence[int]) -> Bundle:
    why = _why(pair, pair.clauses[fallen[0]].addresses) if fallen else None
    return Bundle(tuple(pair.clauses[number] for number in group), why)


def _standing(pair: Pair, groups: list[set[int]]) -> list[set[int]]:
    """Widen groups until each is a ruleset: what was joined of two that are may not be."""
    every = set(range(len(pair.clauses)))
    while True:
        fallen = next((group for group in groups if not pair.is_ruleset(_addresses(pair, group))), None)
        if fallen is None or fallen == every:
            return groups
        wider = _needed(pair, fallen)
        groups = _joined(groups, wider if wider > fallen else every)


def _joined(groups: Iterable[set[int]], more: set[int]) -> list[set[int]]:
    made, kept = set(more), []
    for group in groups:
        if group & made:
            made |= group
        else:
            kept.append(group)
    return [*kept, made]


def _addresses(pair: Pair, numbers: Iterable[int]) -> frozenset[Address]:
    return frozenset().union(*(pair.clauses[number].addresses for number in numbers))


def _needed(pair: Pair, wanted: set[int]) -> set[int]:
    """Find a few clauses with which some are a ruleset: the nearest first, and of these none that can be left out in turn."""
    rest = _nearest(pair, wanted)
    kept = set(wanted)
    while not pair.is_ruleset(_addresses(pair, kept)):
        low, high = 1, len(rest)
        while low < high:
            half = (low + high) // 2
            if pair.is_ruleset(_addresses(pair, kept | set(rest[:half]))):
                high = half
            else:
                low = half + 1
        if not rest:
            return set(range(len(pair.clauses)))
        kept.add(rest[high - 1])
        rest = rest[: high - 1]
    return kept


def _nearest(pair: Pair, wanted: set[int]) -> list[int]:
    """Put all other clauses in the order of how few steps lead to them by names that they share."""
    names = [_about(pair, clause) for clause in pair.clauses]
    order: list[int] = []
    left = [number for number in range(len(names)) if number not in wanted]
    seen = frozenset[str]().union(*(names[number] for number in wanted))
    while near := [number for number in left if names[number] & seen]:
        order += near
        left = [number for number in left if number not in near]
        seen = seen.union(*(names[number] for number in near))
    return [*order, *left]


def _about(pair: Pair, clause: Clause) -> frozenset[str]:
    """Give the names that a clause is about: its own, those that it reads, and what its nodes stand under."""
    own = {defined(address) for address in clause.addresses if len(address) > 1}
    stand = {
        parts.nodes[address[1]].parent
        for parts in (pair.older, pair.newer)
        for address in clause.addresses
        if address[0] == "place" and address[1] in parts.nodes
    }
    read = names_at(pair.older, clause.addresses) | names_at(pair.newer, clause.addresses)
    return frozenset(own | stand | read) - {""}


def _why(pair: Pair, addresses: frozenset[Address]) -> Finding | None:
    """Give the first error of what is no ruleset."""
    loaded = pair.with_clauses(addresses)
    return None if loaded is None else next((each for each in loaded.findings if has_errors([each])), None)
