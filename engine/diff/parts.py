"""A ruleset's document taken apart by name, and put together again with some parts of another one.

A part has an address that does not depend on where it is written: `("rule", "ud_4")` is how a criterion is scored,
`("place", "ud_4")` under what it stands, `("parameters", "nguong")` a parameter. What two documents differ in is then a
set of addresses, and a ruleset between them is the one with some of these taken from the other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from ..language.document import Map, Seq, Text, plain
from .wording import names_in

Address: TypeAlias = tuple[str, ...]

BY_NAME = ("groups", "units", "parameters", "functions", "inputs", "values")
"""Sections whose entries are parts, each by its name."""
DEFINING = frozenset({"parameters", "functions", "inputs", "values"})
"""Sections whose entries do nothing but for who names them."""
WORDS_OF_NODE = frozenset({"code", "title", "description", "clause", "provenance"})
WORDS_OF_INPUT = frozenset({"label", "description", "provenance", "measured_in"})
WORDS_OF_DOCUMENT = frozenset(
    {
        "format",
        "id",
        "version",
        "title",
        "description",
        "locale",
        "decision",
        "effective",
        "provenance",
        "show",
        "tests",
    }
)
"""Keys that say something to people; no total depends on them."""
_APART = frozenset({"criteria", "totals", "tiers", "ranking", *WORDS_OF_NODE})
_NAME = re.compile(r"[^\W\d]\w*")


class Standing(NamedTuple):
    """Where a node stands: under which (empty: a scorecard), in which of its lists, and as the how manieth of all nodes."""

    parent: str
    slot: str
    order: int


@dataclass(frozen=True)
class Parts:
    """A document taken apart.

    Attributes:
        at: every part by its address, in the document's order.
    """

    at: Mapping[Address, Any]

    @cached_property
    def names(self) -> Mapping[Address, frozenset[str]]:
        """What looks like a name in each part: all that it may read, and more; its own id is none of it."""
        return {
            address: frozenset(
                names_in(_only(part, part.keys() - {"id"}) if address[0] == "rule" else part, with_keys=True)
            )
            for address, part in self.at.items()
            if "words" not in address[0]
        }

    @cached_property
    def nodes(self) -> Mapping[str, Standing]:
        """Where each node stands, by its id."""
        return {address[1]: part for address, part in self.at.items() if address[0] == "place"}


def parts_of(document: Map) -> Parts:
    """Take a document apart, all but its own cases.

    >>> from ..language.document import read_document
    >>> made, _ = read_document(b"scorecards: {s: {criteria: [{id: a, max: 4}]}}", "r.yaml")
    >>> [address for address in parts_of(made).at if address[-1] == "a"]
    [('place', 'a'), ('rule', 'a')]
    """
    return Parts(dict(_parts(document)))


def _parts(document: Map) -> Iterator[tuple[Address, Any]]:
    for key, value in document.items():
        if isinstance(value, Map) and key in {*BY_NAME, "defaults", "scorecards"}:
            yield from _of_section(key, _of_period(value, document) if key == "parameters" else value)
        elif key != "tests":
            yield ("document words" if key in WORDS_OF_DOCUMENT else "document", key), value


def _of_period(parameters: Map, document: Map) -> Map:
    """Give each parameter by year the value of the ruleset's period: another value is its change, not the period's."""
    period = document.get("period")
    said = str(getattr(period, "text", period))
    made = parameters.copied()
    for name, value in parameters.items():
        if isinstance(value, Map) and said in value:
            made[name] = value[said]
    return made


def _of_section(key: str, section: Map) -> Iterator[tuple[Address, Any]]:
    if key == "scorecards":
        yield from _of_tree(section)
        return
    for name, entry in section.items():
        if key == "inputs":
            yield from _of_input(name, entry)
        elif key == "defaults":
            yield from (((key, name, kept), value) for kept, value in entry.items())
        else:
            yield (key, name), entry


def _of_input(name: str, entry: Map) -> Iterator[tuple[Address, Any]]:
    yield ("inputs", name), _only(entry, entry.keys() - WORDS_OF_INPUT)
    if said := entry.keys() & WORDS_OF_INPUT:
        yield ("inputs words", name), _only(entry, said)


def _of_tree(cards: Map) -> Iterator[tuple[Address, Any]]:
    waiting: list[tuple[str, Map, str, str]] = [(id_, cards[id_], "", "scorecards") for id_ in reversed(cards)]
    order = 0
    while waiting:
        id_, node, parent, slot = waiting.pop()
        yield ("place", id_), Standing(parent, slot, order)
        order += 1
        yield ("rule", id_), _only(node, node.keys() - _APART)
        for key in ("tiers", "ranking"):
            if key in node:
                yield (key, id_), node[key]
        if said := node.keys() & WORDS_OF_NODE:
            yield ("words", id_), _only(node, said)
        for key in ("totals", "criteria"):
            waiting += [(str(child["id"]), child, id_, key) for child in reversed(node.get(key, ()))]


def _only(part: Map, keys: AbstractSet[str]) -> Map:
    made = part.copied()
    for key in part.keys() - keys:
        del made[key], made.key_places[key], made.value_places[key]
    return made


# ── Two of them ──


def is_same(one: Any, other: Any) -> bool:
    """Say whether two parts say the same, wherever they are written; the order of all nodes is no part of a place."""
    if isinstance(one, Standing) and isinstance(other, Standing):
        return one[:2] == other[:2]
    return bool(plain(one) == plain(other))


def differing(one: Parts, other: Parts) -> tuple[Address, ...]:
    """Give the addresses whose parts differ, in the order of the other, then those that it does not have."""
    every = [*other.at, *(address for address in one.at if address not in other.at)]
    return tuple(address for address in every if not is_same(one.at.get(address), other.at.get(address)))


def between(one: Parts, other: Parts, taken: AbstractSet[Address]) -> Map | None:
    """Put together the ruleset that has some parts of the other in place of its own; None where they make no tree.

    What only one of them defines, such as an input, is there where something that is there names it.

    Args:
        one: what all else is of.
        other: what is taken from.
        taken: the addresses of parts that are.
    """
    chosen = {
        address: (other if address in taken else one).at[address]
        for address in dict.fromkeys((*one.at, *other.at))
        if address in (other if address in taken else one).at
    }
    chosen = _with_named(chosen, one, other)
    orders = {id_: number for number, id_ in enumerate(_in_order(one.nodes, other.nodes))}
    tree = _tree(chosen, orders)
    if tree is None:
        return None
    return _document(chosen, tree, (*other.at, *one.at))


def one_sided(one: Parts, other: Parts) -> frozenset[Address]:
    """Give what only one of two defines and itself names: it goes with those who name it, and is no change by itself.

    A name that both define, each as another thing, is none of it.
    """
    found = []
    own = [{defined(address) for address in parts.at if address[0] in DEFINING} for parts in (one, other)]
    for these, those, elsewhere in ((one, other, own[1]), (other, one, own[0])):
        named = {name for address, names in these.names.items() for name in names if address[1:] != (name,)}
        found += [
            address
            for address in these.at
            if address not in those.at
            and address[0].removesuffix(" words") in DEFINING
            and defined(address) in named - elsewhere
        ]
    return frozenset(found)


def defined(address: Address) -> str:
    """Give the name that an entry defines: of a function without its arguments."""
    return address[1].partition("(")[0].strip()


def _with_named(chosen: dict[Address, Any], one: Parts, other: Parts) -> dict[Address, Any]:
    """Leave out what only one side defines and nobody names, and take in what is named."""
    loose = {address: (one if address in one.at else other) for address in one_sided(one, other)}
    made = {address: part for address, part in chosen.items() if address not in loose}
    by_name: dict[str, list[Address]] = {}
    for address in loose:
        by_name.setdefault(defined(address), []).append(address)
    waiting = [
        name for address, part in made.items() if "words" not in address[0] for name in names_in(part, with_keys=True)
    ]
    while waiting:
        for address in by_name.pop(waiting.pop(), ()):
            made[address] = loose[address].at[address]
            waiting += loose[address].names.get(address, ())
    return made


def _in_order(one: Mapping[str, Standing], other: Mapping[str, Standing]) -> list[str]:
    """Put all nodes of two trees in the order of the other, each that it does not have after the one that it followed."""
    follows: dict[str, list[str]] = {}
    last = ""
    for id_ in one:
        if id_ in other:
            last = id_
        else:
            follows.setdefault(last, []).append(id_)
    return [*follows.get("", ()), *(each for id_ in other for each in (id_, *follows.get(id_, ())))]


def _tree(chosen: Mapping[Address, Any], orders: Mapping[str, int]) -> dict[str, Map] | None:
    """Hang every node under its parent, and give the scorecards; None where some hang nowhere."""
    nodes = _bare_nodes(chosen)
    below: dict[str, list[tuple[str, str]]] = {}
    for address, part in chosen.items():
        if address[0] == "place":
            below.setdefault(part.parent, []).append((address[1], part.slot))
    for children in below.values():
        children.sort(key=lambda each: orders[each[0]])
    cards = [id_ for id_, _ in below.get("", ())]
    placed, waiting = set[str](), list(cards)
    while waiting:
        parent = waiting.pop()
        if parent not in nodes or parent in placed:
            return None
        placed.add(parent)
        _hang(nodes, parent, below.get(parent, ()))
        waiting += [id_ for id_, _ in below.get(parent, ())]
    return {id_: nodes[id_] for id_ in cards} if placed == nodes.keys() else None


def _bare_nodes(chosen: Mapping[Address, Any]) -> dict[str, Map]:
    """Put the keys of each node together, without what stands below it."""
    nodes = {address[1]: part.copied() for address, part in chosen.items() if address[0] == "rule"}
    for (section, *names), part in chosen.items():
        node = nodes.get(names[0])
        if node is not None and section in {"tiers", "ranking"}:
            node.put(section, part, part.place, part.place)
        elif node is not None and section == "words":
            _put_all(node, part)
    return nodes


def _hang(nodes: Mapping[str, Map], parent: str, children: Iterable[tuple[str, str]]) -> None:
    for slot in ("criteria", "totals"):
        listed = Seq(nodes[parent].place)
        for id_, where in children:
            if where == slot and id_ in nodes:
                listed.put(nodes[id_], nodes[id_].place)
        if listed:
            nodes[parent].put(slot, listed, listed.place, listed.place)


def _put_all(into: Map, part: Map) -> None:
    for key, value in part.items():
        into.put(key, value, part.key_places[key], part.value_places[key])


def _document(chosen: Mapping[Address, Any], cards: Mapping[str, Map], order: Sequence[Address]) -> Map:
    """Put parts together, sections and their entries in an order of addresses."""
    document = Map()
    for address in dict.fromkeys(order):
        part, section = chosen.get(address), address[0].removesuffix(" words")
        if part is None:
            continue
        if section in BY_NAME:
            _put_entry(_section(document, section), address[1], part, is_whole=(section, address[1]) in chosen)
        elif section == "defaults":
            _put(_section(_section(document, "defaults"), address[1]), address[2], part)
        elif section == "document":
            _put(document, address[1], part)
    for id_, card in cards.items():
        _put(_section(document, "scorecards"), id_, card)
    return document


def _put_entry(known: Map, name: str, part: Any, *, is_whole: bool) -> None:
    """Put an entry into its section, or what is said of it into the entry; of one that is not there nothing is said."""
    if isinstance(known.get(name), Map):
        _put_all(known[name], part)
    elif is_whole:
        _put(known, name, part.copied() if isinstance(part, Map) else part)


def _section(document: Map, key: str) -> Map:
    if key not in document:
        _put(document, key, Map())
    made: Map = document[key]
    return made


def _put(into: Map, key: str, value: Any) -> None:
    place = value.place if isinstance(value, (Map, Seq, Text)) else into.place
    into.put(key, value, place, place)


def renamed(document: Map, names: Mapping[str, str]) -> Map:
    """Write a document with other names of its inputs, values, parameters, functions and nodes, wherever it names them.

    What people read keeps its words.

    Args:
        document: as put together.
        names: the new name of each old one.

    >>> from ..language.document import plain, read_document
    >>> made, _ = read_document(b"values: {v: x + 1}", "r.yaml")
    >>> plain(renamed(made, {"x": "y"}))
    {'values': {'v': 'y + 1'}}
    """
    return _renamed(document, names) if names else document


_KEPT = (
    WORDS_OF_NODE
    | WORDS_OF_INPUT
    | WORDS_OF_DOCUMENT
    | {"options", "column", "data", "groups", "units", "for", "lists"}
)
"""Keys whose values name nothing that formulas name."""


def _renamed(part: Any, names: Mapping[str, str]) -> Any:
    if isinstance(part, Map):
        made = Map(part.place)
        for key, value in part.items():
            said = value if key in _KEPT else _renamed(value, names)
            if key == "id" or (key == "tiers" and isinstance(value, Seq)):
                said = _text(value, names.get(value, value)) if key == "id" else _tiers(value, names)
            made.put(_replaced(key, names), said, part.key_places[key], part.value_places[key])
        return made
    if isinstance(part, Seq):
        listed = Seq(part.place)
        for value, place in zip(part, part.places, strict=True):
            listed.put(_renamed(value, names), place)
        return listed
    return _text(part, _replaced(part, names)) if isinstance(part, str) else part


def _tiers(tiers: Seq, names: Mapping[str, str]) -> Seq:
    """Write tiers with other names in their conditions; their own ids stay."""
    made: Seq = _renamed(tiers, names)
    for old, new in zip(tiers, made, strict=True):
        if "id" in old:
            new["id"] = old["id"]
    return made


def _replaced(text: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: names.get(found[0], found[0]), text)


def _text(old: Any, new: str) -> Any:
    if new == old:
        return old
    made = Text(new)
    made.place = old.place
    return made


def names_at(parts: Parts, addresses: Iterable[Address]) -> frozenset[str]:
    """Give what looks like a name in some parts."""
    return frozenset(name for address in addresses for name in parts.names.get(address, ()))
