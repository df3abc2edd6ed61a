"""Values above their maximum, on columns: where one is, and how far declared bonuses explain it (semantics §6).

As `score/maxima.py` has it for one unit; here for all at once. What expressions do not say is asked of the reference.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ..formula.aggregates import AGGREGATES as RECORDS
from ..model.ruleset import Node
from ..score.maxima import checks_maximum, declared_bonus, shares_points
from .beyond import asked_above
from .integers import Expr, TooWideError
from .lacks import NO_MAXIMUM
from .making import Making
from .quantity import Cell, FallsBackError, Number, lacking
from .together import AGGREGATES, Part

ZERO = Fraction(0)


def above_of(making: Making, node: Node) -> Cell | None:
    """Give by how much declared bonuses may lift a node above its maximum, where its value passes even that.

    Elsewhere there is no value, and the lack says `NO_MAXIMUM`. None where it is proved that no value is above.
    """
    if not checks_maximum(node) or _is_proved(making, node):
        return None
    try:
        return _above(making, node)
    except (FallsBackError, TooWideError) as error:
        return asked_above(making, node, error)


def _is_proved(making: Making, node: Node) -> bool:
    reach = making.proved().nodes.get(node.id)
    if reach is None:
        return False
    high, least = reach.value.high, reach.counted.low
    return high is not None and least is not None and high <= least


def _above(making: Making, node: Node) -> Cell | None:
    a, i, worth = making.a, making.i, making.worths_of().at(node.id)
    is_there = a.lacks.is_there(worth.value.lack)
    is_above = i.every([is_there, worth.has_maximum, a.is_less(worth.counted, worth.value)])
    if is_above is i.false:
        return None
    room = _room(making, node)
    most = a.plus(worth.counted, lacking(room, a.lacks.none))
    if node.rounding is not None:
        most = a.greatest(most, a.rounded(most, node.rounding.digits, node.rounding.mode))
    passes = i.every([is_above, a.lacks.is_there(room.lack), a.is_less(most, worth.value)])
    none = a.lacks.code(NO_MAXIMUM)
    return Number(i.pick(passes, room.top, i.zero), room.bottom, i.pick(passes, i.zero, none))


def _room(making: Making, node: Node) -> Number:
    """Give by how much declared bonuses may lift a node above the maximum with which it counts.

    It lacks where that is not known, as `score.maxima.bonus_room` has it.
    """
    a, i = making.a, making.i
    unknown = a.lacks.code(NO_MAXIMUM)
    parts: list[Part] = []
    extra: list[Number] = []
    lacks: list[Expr] = []
    for child in node.children:
        if child.role in {"unscored", "condition"}:
            continue
        counts = a.lacks.is_there(making.worths_of().at(child.id).value.lack)
        if child.role == "scored":
            room = _room(making, child)
            parts.append(Part(child.weight, lacking(room, a.lacks.none), counts))
            lacks.append(i.pick(counts, room.lack, i.zero))
        elif child.role == "bonus" or child.weight < 0:
            declared = declared_bonus(node, child)
            if declared is None:
                lacks.append(i.pick(counts, unknown, i.zero))
            else:
                extra.append(a.picked(counts, a.constant(declared), a.constant(ZERO)))
    below = _below(making, node, parts)
    whole = a.summed([below, *extra])
    return _rescaled(making, node, lacking(whole, a.lacks.first([*lacks, below.lack])))


def _below(making: Making, node: Node, rooms: Sequence[Part]) -> Number:
    """Put together what the children may pass their maxima by."""
    a, i = making.a, making.i
    is_any = i.either([i.every([part.counts, i.inverse(i.is_equal(part.value.top, i.zero))]) for part in rooms])
    if is_any is i.false:
        return a.constant(ZERO)
    unknown = i.pick(is_any, a.lacks.code(NO_MAXIMUM), i.zero)
    record = RECORDS.get(node.aggregate or "")
    is_unknown = record is None or record.maximum is None or not record.is_between
    if is_unknown or (node.aggregate == "sum" and shares_points(node)):
        return lacking(a.constant(ZERO), unknown)
    assert record is not None
    how = AGGREGATES["max" if record.weights == "none" else node.aggregate or ""]
    made = how(a, rooms, lambda _: a.lacks.code(NO_MAXIMUM))
    made = replace(made, lack=i.pick(is_any, made.lack, i.zero))
    return a.picked(is_any, made, a.constant(ZERO))


def _rescaled(making: Making, node: Node, room: Number) -> Number:
    """Give it on the scale of `out_of`; not known where points were shared out."""
    a, i = making.a, making.i
    if node.out_of is None or room.top is i.zero:
        return room
    is_zero = i.is_equal(room.top, i.zero)
    most, has = _maximum(making, node)
    if node.cap is not None:
        most = a.least(most, a.constant(node.cap))
    is_known = i.false if shares_points(node) else i.every([has, i.inverse(i.is_equal(most.top, i.zero))])
    of_whole = a.times(lacking(room, a.lacks.none), a.constant(node.out_of))
    made = a.over(of_whole, most, a.lacks.none)
    lack = i.case([(is_zero, i.zero), (is_known, i.zero)], a.lacks.code(NO_MAXIMUM))
    return lacking(a.picked(is_zero, a.constant(ZERO), made), a.lacks.first([room.lack, lack]))


def _maximum(making: Making, node: Node) -> tuple[Number, Expr]:
    """Give the maximum of a branch before `cap`, and where it has one, as `score.maxima.counted_maximum` does."""
    a, i = making.a, making.i
    record = RECORDS.get(node.aggregate or "")
    if record is None or record.maximum is None:
        return a.constant(node.max or ZERO), i.truth(value=node.max is not None)
    worths = [making.worths_of().at(child.id) for child in node.children if child.role == "scored"]
    parts = [
        Part(child.weight, worth.counted, a.lacks.is_there(worth.value.lack))
        for child, worth in zip((each for each in node.children if each.role == "scored"), worths, strict=True)
    ]
    if not parts:
        return a.constant(ZERO), i.false
    made = AGGREGATES[node.aggregate or ""](a, parts, lambda _: a.lacks.code(NO_MAXIMUM))
    have_all = [
        i.either([i.inverse(part.counts), worth.has_maximum]) for part, worth in zip(parts, worths, strict=True)
    ]
    has = i.every([i.either([part.counts for part in parts]), *have_all, a.lacks.is_there(made.lack)])
    return lacking(made, a.lacks.none), has
