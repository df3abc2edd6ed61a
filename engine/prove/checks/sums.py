"""Of a sum that is not the stated maximum: which of its terms is likely wrong, where the numbers point at one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from ...formula.figures import amount
from ...model.codes import advice, of
from ...model.findings import Finding, finding
from ...model.records import Trait
from ...model.ruleset import Node, Ruleset
from ..reach import common_grain

_EXTRA_WORDS = ("thưởng", "trừ", "phạt", "bonus", "penalty", "deduction")


class _Sum(NamedTuple):
    """A sum of maxima that is off.

    Attributes:
        excess: by how much it is above what is stated.
    """

    found: Finding
    node: Node
    excess: Fraction

    @property
    def terms(self) -> list[tuple[Node, Fraction]]:
        """The children that are added, each with its maximum times its weight."""
        scored = [child for child in self.node.children if child.role == "scored" and child.full is not None]
        return [(child, child.weight * (child.full or Fraction(0))) for child in scored]


def pointed_at(ruleset: Ruleset, findings: Sequence[Finding]) -> list[Finding]:
    """Say of each sum that is off what is likely wrong in it; where one fault makes two sums wrong, say it once.

    A criterion under a heading to which its number does not belong, and without which the sum is right, is the fault of
    both headings. A maximum that is not the sum of its own criteria is no fault of the heading above.
    """
    nodes = {node.id: node for node in ruleset.nodes()}
    sums = [made for each in findings if (made := _sum_of(each, nodes)) is not None]
    off = {made.node.id: made for made in sums}
    strays = {made.node.id: stray for made in sums if (stray := _stray(made)) is not None}
    lacking = {made.node.id for made in sums if any(_lacks(made, stray) for stray in strays.values())}
    between = {made.node.id: pair for made in sums if made.node.id not in strays if (pair := _between(made, sums))}
    lacking |= {pair.lacking.node.id for pair in between.values()} - strays.keys()
    told: dict[int, Finding | None] = {}
    for made in sums:
        is_told = made.node.id not in lacking and not _comes_from_below(made, off)
        moved = _moved_away(made, strays, between)
        told[id(made.found)] = moved or (_with_hint(made) if is_told else None)
    return [shown for each in findings if (shown := told.get(id(each), each)) is not None]


def _moved_away(made: _Sum, strays: Mapping[str, "_Stray"], between: Mapping[str, "_Pair"]) -> Finding | None:
    """Say which criterion of a heading belongs under another one; None where none is known to."""
    stray, pair = strays.get(made.node.id), between.get(made.node.id)
    if stray is not None:
        return _moved(made, stray)
    return _moved_from(made, pair) if pair is not None else None


def _sum_of(each: Finding, nodes: Mapping[str, Node]) -> _Sum | None:
    node = nodes.get(each.params.get("id", ""))
    if Trait.SUM not in of(each).traits or node is None or node.aggregate != "sum" or node.cap is not None:
        return None
    derived, stated = _read(each.params["derived"]), _read(each.params["stated"])
    return None if derived is None or stated is None else _Sum(each, node, derived - stated)


def _read(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _comes_from_below(made: _Sum, off: Mapping[str, _Sum]) -> bool:
    """Say whether a sum is right once a maximum below, which is not the sum of its own criteria, is."""
    below = [(child, off[child.id]) for child, _ in made.terms if child.id in off]
    return bool(below) and made.excess == -sum((child.weight * under.excess for child, under in below), Fraction(0))


class _Stray(NamedTuple):
    """A criterion under a heading to which it does not belong.

    Attributes:
        target: the number of the heading to which it belongs by its own.
    """

    child: Node
    term: Fraction
    target: str


def _stray(made: _Sum) -> _Stray | None:
    """Find the criterion that stands under this heading and by its number and its points belongs under another."""
    found = [
        _Stray(child, term, target)
        for child, term in made.terms
        if term == made.excess and (target := _belongs(made, child))
    ]
    return found[0] if len(found) == 1 else None


def _belongs(made: _Sum, child: Node) -> str:
    """Return the number of the heading that a number begins with; empty where that is this heading's, or none."""
    own, (above, _, _) = _plain(made.node), _plain(child).rpartition(".")
    return above if above and own and above != own else ""


def _lacks(made: _Sum, stray: _Stray) -> bool:
    """Say whether it is a criterion that stands elsewhere that a sum lacks."""
    is_its_own = _plain(made.node) == stray.target and made.node.scorecard == stray.child.scorecard
    return is_its_own and made.excess == -stray.term


class _Pair(NamedTuple):
    """A criterion that makes the sum of its heading too great, and another heading that lacks as much."""

    child: Node
    lacking: _Sum


def _between(made: _Sum, sums: Sequence[_Sum]) -> _Pair | None:
    """Find the one criterion with which a sum is too great by as much as one other sum beside it is too small."""
    children = [child for child, term in made.terms if term == made.excess > 0]
    others = [other for other in sums if other.excess == -made.excess and _are_beside(made.node, other.node)]
    return _Pair(children[0], others[0]) if len(children) == len(others) == 1 else None


def _are_beside(node: Node, other: Node) -> bool:
    return node.id != other.id and node.scorecard == other.scorecard and not {node.id, other.id} & {node.scorecard}


def _moved_from(made: _Sum, pair: _Pair) -> Finding:
    params, child = made.found.params, pair.child
    return finding(
        "ITR301.between", child.place, id=child.id, parent=made.node.id, derived=params["derived"],
        stated=params["stated"], other=pair.lacking.node.id, difference=amount(made.excess),
    )  # fmt: skip


def _moved(made: _Sum, stray: _Stray) -> Finding:
    params, child = made.found.params, stray.child
    return finding(
        "ITR301.moved", child.place, id=child.id, code=child.code, parent=made.node.id, derived=params["derived"],
        stated=params["stated"], target=stray.target,
    )  # fmt: skip


def _plain(node: Node) -> str:
    return node.code.rstrip(".")


# ── The term to look at first ──


def _with_hint(made: _Sum) -> Finding:
    for rule in _RULES:
        likely = list(rule(made))
        if len(likely) == 1:
            vi, en = likely[0]
            said = (f"{vi} {advice(made.found, 'vi')}", f"{en} {advice(made.found, 'en')}")
            return replace(made.found, help=said)
    return made.found


def _extra_in_the_sum(made: _Sum) -> Iterator[tuple[str, str]]:
    """Find a bonus or a penalty, by its title, that is added like the others."""
    for child, term in made.terms:
        title = f"{child.title.vi} {child.title.en}".casefold()
        if term == made.excess and any(word in title for word in _EXTRA_WORDS):
            at = child.place.line
            yield (
                f"Xem trước {child.id} (dòng {at}): không cộng nó thì đúng {made.found.params['stated']}; có thể thiếu role: bonus hoặc role: penalty.",
                f"Look first at {child.id} (line {at}): without it the sum is {made.found.params['stated']}; role: bonus or role: penalty may be missing.",
            )


def _only_one_is_large_enough(made: _Sum) -> Iterator[tuple[str, str]]:
    """Find the only term from which the excess can be taken."""
    yield from (_corrected(made, child, term) for child, term in made.terms if term > made.excess > 0)


def _of_another_grain(made: _Sum) -> Iterator[tuple[str, str]]:
    """Find the term that is no multiple of what all others are multiples of, and is one once the sum is right."""
    found: list[tuple[Fraction, Node, Fraction]] = []
    for child, term in made.terms if len(made.terms) > 2 else ():
        grain = common_grain([other for sibling, other in made.terms if sibling is not child])
        right = term - made.excess
        if grain and right > 0 and (term / grain).denominator > 1 == (right / grain).denominator:
            found.append((grain, child, term))
    coarsest = max((grain for grain, _, _ in found), default=None)  # 10, 15, 14, 10: fives, but for 14
    yield from (_corrected(made, child, term) for grain, child, term in found if grain == coarsest)


def _tenfold(made: _Sum) -> Iterator[tuple[str, str]]:
    """Find a term that is ten times, or a tenth, of what makes the sum right."""
    for child, term in made.terms:
        right = term - made.excess
        if right > 0 and (right == term * 10 or term == right * 10):
            yield _corrected(made, child, term)


def _corrected(made: _Sum, child: Node, term: Fraction) -> tuple[str, str]:
    right, at, stated = term - made.excess, child.place.line, made.found.params["stated"]
    key = "max" if child.weight == 1 else "weight"
    new = amount(right / child.weight if key == "max" else right / (child.full or Fraction(1)))
    return (
        f"Xem trước {child.id} (dòng {at}): nếu {key} là {new} thì tổng đúng {stated}.",
        f"Look first at {child.id} (line {at}): with {key}: {new} the sum is {stated}.",
    )


_RULES: tuple[Callable[[_Sum], Iterator[tuple[str, str]]], ...] = (
    _extra_in_the_sum,
    _tenfold,
    _only_one_is_large_enough,
    _of_another_grain,
)
