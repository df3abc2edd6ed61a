"""Values above their maximum: where one is looked for, and how far declared bonuses explain it (semantics §6)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..formula.aggregates import AGGREGATES, Part
from ..formula.figures import amount
from ..formula.rounding import rounded
from ..model.findings import Finding, finding
from ..model.observed import Unit
from ..model.ruleset import Node
from .sheet import Sheet

ZERO, ONE = Fraction(0), Fraction(1)


def checks_maximum(node: Node) -> bool:
    """Say whether a value above the maximum is a finding here: where it can begin, be it with a bonus or a penalty."""
    changes = any(child.role in {"bonus", "penalty"} for child in node.children)
    return (_begins(node) or changes) and node.role in {"scored", "bonus", "penalty"}


def _begins(node: Node) -> bool:
    return node.aggregate is None or node.formula is not None or node.then is not None


def divides_by_weights(node: Node) -> bool:
    """Say whether a node is a weighted mean of its children."""
    aggregate = AGGREGATES.get(node.aggregate or "")
    return aggregate is not None and aggregate.weights == "divide"


def counted_maximum(aggregate: str, parts: Sequence[Part], own: Fraction | None) -> Fraction | None:
    """Find the maximum of a branch for one unit, before `cap` (semantics §9).

    Args:
        aggregate: of the branch.
        parts: the children that count.
        own: the branch's maximum for everybody, for aggregates from which none can be derived.
    """
    record = AGGREGATES.get(aggregate)
    if record is None or record.maximum is None:
        return own
    maxima = [(part.weight, part.counted) for part in parts if part.counted is not None]
    return record.maximum(maxima) if maxima and len(maxima) == len(parts) else None


def has_bonus(node: Node) -> bool:
    """Say whether a bonus is below a node."""
    return any(below.role == "bonus" for below in node.walk() if below is not node)


def declared_bonus(node: Node, child: Node) -> Fraction | None:
    """Give the most that a bonus is declared to add to its parent; None where it has no maximum.

    Beside children with weights under a mean, a weight above 1 says how much of them the bonus is: 10 beside 60 and 40 is
    a tenth.
    """
    if child.full is None:
        return None
    weight = child.weight if child.role == "bonus" else -child.weight
    siblings = [each.weight for each in node.children if each.role == "scored"]
    if divides_by_weights(node) and weight > 1 and any(each != 1 for each in siblings):
        whole = sum(siblings, ZERO)
        weight = min(ONE, weight / whole) if whole > 0 else ONE
    return max(ZERO, weight * child.full)


def bonus_room(sheet: Sheet, node: Node, unit: int) -> Fraction | None:
    """Give by how much declared bonuses may lift a node above the maximum with which it counts for a unit.

    None where that is not known: a bonus without a maximum, or one that a formula, a geometric or harmonic mean or points
    that were shared out have changed.
    """
    if unit in sheet.appraised.get(node.id, ()) or not node.children:
        return ZERO
    parts, rooms = [], []
    extra = ZERO
    for child in node.children:
        # What adds nothing may read this node, and then has no value yet.
        if child.role in {"unscored", "condition"}:
            continue
        cell = sheet.cells[child.id][unit]
        if not isinstance(cell, Fraction):
            continue
        if child.role == "scored":
            room = bonus_room(sheet, child, unit)
            if room is None:
                return None
            parts.append(Part(child.weight, cell, sheet.counted(child.id, unit)))
            rooms.append((child.weight, room))
        elif child.role == "bonus" or (child.role == "penalty" and child.weight < 0):
            declared = declared_bonus(node, child)
            if declared is None:
                return None
            extra += declared
    below = _below(node, rooms)
    if below is None:
        return None
    room = below + extra
    if node.out_of is None or room == 0:
        return room
    maximum = counted_maximum(node.aggregate or "", parts, node.max)
    if node.cap is not None and maximum is not None:
        maximum = min(maximum, node.cap)
    return room * node.out_of / maximum if maximum and not shares_points(node) else None


def _below(node: Node, rooms: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Put together what the children may pass their maxima by."""
    if not any(room for _, room in rooms):
        return ZERO
    aggregate = AGGREGATES.get(node.aggregate or "")
    if aggregate is None or aggregate.maximum is None or not aggregate.is_between:
        return None
    if node.aggregate == "sum" and shares_points(node):
        return None
    return aggregate.maximum(rooms) if aggregate.weights != "none" else max(room for _, room in rooms)


def shares_points(node: Node) -> bool:
    """Say whether anything below a node can share its points out among others."""
    return any(below.not_applicable in {"rescale", "rescale_total"} for below in node.walk() if below is not node)


def report_above(sheet: Sheet, node: Node, unit: int, value: Fraction, maximum: Fraction) -> None:
    """Report a value that passes its maximum, declared bonuses and rounding included; the value is kept."""
    room = room_passed(sheet, node, unit, value, maximum)
    if room is not None:
        sheet.findings.append(above_maximum(sheet.units[unit], node, value, maximum, room))


def room_passed(sheet: Sheet, node: Node, unit: int, value: Fraction, maximum: Fraction) -> Fraction | None:
    """Give what declared bonuses may add, where a value passes its maximum with that and its rounding; else None."""
    room = bonus_room(sheet, node, unit)
    if room is None:
        return None
    most, rounding = maximum + room, node.rounding
    if rounding is not None:
        most = max(most, rounded(most, rounding.digits, rounding.mode))
    return None if value <= most else room


def above_maximum(unit: Unit, node: Node, value: Fraction, maximum: Fraction, room: Fraction) -> Finding:
    """Word that a unit's value passes its maximum, and the room that declared bonuses have."""
    said: dict[str, Any] = {"unit": unit.name, "id": node.id, "score": amount(value), "max": amount(maximum)}
    if room:
        return finding("ITR350.bonus", unit.place, **said, bonus=amount(room))
    if node.role == "scored" and _begins(node) and not has_bonus(node):
        return finding("ITR350", unit.place, **said)
    # A code of its own, so that a result of an earlier version, which did not look here, is not taken for altered.
    return finding("ITR350.addition", unit.place, **said)
