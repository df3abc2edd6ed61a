"""Points of a ruleset by the part of the decree that they are of: the criterion of the first level, and its clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model.ruleset import Node, Ruleset, Words
from .covering import Covered

_REST = Words(vi="Đầu vào, giá trị trung gian", en="Inputs and named values")
_STANDING = Words(vi="Xếp loại, xếp hạng", en="Tiers and ranks")


@dataclass(frozen=True, slots=True)
class Group:
    """The points of one part.

    Attributes:
        id: of the criterion, or of the scorecard; empty for inputs and values.
        clause: of the decree, as the nearest criterion above states it.
    """

    id: str
    code: str
    title: Words
    clause: str
    points: tuple[Covered, ...]


def grouped(ruleset: Ruleset, points: Sequence[Covered]) -> tuple[Group, ...]:
    """Put points together by their part, in the order of the ruleset."""
    heads = _heads(ruleset)
    found: dict[str, list[Covered]] = {}
    for each in points:
        head = heads.get(each.point.owner)
        found.setdefault("" if head is None else head.id, []).append(each)
    nodes = {node.id: node for node in ruleset.nodes()}
    roots = {card.root.id for card in ruleset.scorecards}
    clauses = clauses_of(ruleset)
    order = ["", *nodes]
    return tuple(
        _group(nodes.get(id_), clauses.get(id_, ""), tuple(found[id_]), is_root=id_ in roots)
        for id_ in order
        if id_ in found
    )


def _group(node: Node | None, clause: str, points: tuple[Covered, ...], *, is_root: bool) -> Group:
    if node is None:
        return Group("", "", _REST, "", points)
    if not is_root:
        return Group(node.id, node.code, node.title, clause, points)
    title = Words(*(f"{part} · {node.title.say(lang)}" for lang, part in (("vi", _STANDING.vi), ("en", _STANDING.en))))
    return Group(node.id, node.code, title, clause, points)


def _heads(ruleset: Ruleset) -> Mapping[str, Node]:
    """Give the criterion of the first level of each node; of a scorecard's root and of totals themselves."""
    found: dict[str, Node] = {}
    for card in ruleset.scorecards:
        found[card.root.id] = card.root
        for head in card.root.children:
            found.update(dict.fromkeys((node.id for node in head.walk()), head))
        found.update({total.id: total for total in card.totals})
    return found


def clauses_of(ruleset: Ruleset) -> Mapping[str, str]:
    """Give the clause of each node: its own, or that of the nearest node above that states one."""
    found: dict[str, str] = {}
    for card in ruleset.scorecards:
        waiting = [(card.root, "")]
        while waiting:
            node, above = waiting.pop()
            found[node.id] = node.clause or above
            waiting += [(child, found[node.id]) for child in node.children] if not node.is_total else []
        found.update({total.id: total.clause or card.root.clause for total in card.totals})
    return found
