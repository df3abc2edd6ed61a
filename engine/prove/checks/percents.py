"""Checks of shares: what is held against one is a share itself, and has its per cent sign."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any, NamedTuple

from ...formula.figures import amount
from ...formula.parse import place_of
from ...formula.suggest import listed
from ...formula.trees import walk
from ...language.document import Map, Num, Seq
from ...language.kinds import KINDS
from ...language.kinds.leaf import percentage
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Constant, Formula, Input, NamedValue, Node, Ruleset
from .context import Context, leaves
from .inputs import given_of
from .unused import formulas

_FAR = Fraction(2)  # a bare number above it is hardly meant as a share: 80 is 8000 %
_FAR_OF_RATES = Fraction(10)  # of what may be more than its whole, 1000 % is
_GOALPOSTS = ("from", "to")
_MOST_NAMED = 12
_QUOTIENT = re.compile(r"\s*(\w+)\s*/\s*(\w+)\s*")


class _Use(NamedTuple):
    """A parameter that is held against a share, and by what."""

    name: str
    by: str


def per_cent_has_its_sign(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A bound of a percentage is written 80% or 0.8: a bare 80 is 8000 %, which nobody reaches and nothing refuses."""
    asked = {column.key: column for column in ruleset.inputs if column.traits.per_cent}
    signed = frozenset(_signed(context.document))
    if asked:
        yield from _bare_bounds(asked.values(), context)
        yield from _bare_amounts(ruleset, asked, signed)
    yield from _bare_goalposts(ruleset, signed, context)


def _bare_bounds(asked: Iterable[Input], context: Context) -> Iterator[Finding]:
    usual = context.document.get("defaults", {}).get("inputs", Map())
    of_defaults: dict[str, list[str]] = {}
    for column in asked:
        given = given_of(column, context)
        for word in ("min", "max"):
            found = given.get(word)
            if isinstance(found, Num) and abs(found) > _FAR:
                yield _bare(column.id, Fraction(found), given.value_places[word])
            elif word not in given and not column.key.startswith("self:"):
                of_defaults.setdefault(word, []).append(column.id)
    for word, names in of_defaults.items():  # what `defaults` say is told once, there
        found = usual.get(word)
        if isinstance(found, Num) and abs(found) > _FAR:
            yield _bare(listed(names), Fraction(found), usual.value_places[word])


def _bare_amounts(ruleset: Ruleset, asked: Mapping[str, Input], signed: AbstractSet[Fraction]) -> Iterator[Finding]:
    """Find the amounts with which percentages are compared, each once, unless it also stands somewhere with its sign."""
    seen: set[Place] = set()
    for formula in formulas(ruleset):
        for column, side in _compared(formula.tree, asked):
            value, place = side.value, place_of(side)
            if isinstance(value, Fraction) and abs(value) > _FAR and value not in signed and place not in seen:
                seen.add(place)
                yield _bare(column.id, value, place)


def _compared(tree: ast.expr, asked: Mapping[str, Input]) -> Iterator[tuple[Input, ast.Constant]]:
    """Give the constants of a formula that are compared with one of some inputs."""
    for part in walk(tree):
        if isinstance(part, ast.Compare):
            sides = [part.left, *part.comparators]
            names = [side.id for side in sides if isinstance(side, ast.Name) and side.id in asked]
            yield from ((asked[names[0]], side) for side in sides if names and isinstance(side, ast.Constant))


def _bare_goalposts(ruleset: Ruleset, signed: AbstractSet[Fraction], context: Context) -> Iterator[Finding]:
    """Find goalposts between which a share is placed that are bare numbers."""
    for leaf, quantity, score in _of_one_name(ruleset, context):
        for word in _GOALPOSTS if _has_goalposts(leaf) and _is_placed(ruleset, context, quantity) else ():
            found = score.get(word)
            if isinstance(found, Num) and _is_too_much(context, quantity, Fraction(found)) and found not in signed:
                at, said = context.at(leaf, "score", word), _said(Fraction(found))
                column = ruleset.columns.get(quantity)
                name = column.id if isinstance(column, Input) else quantity
                yield finding("ITR377.goalpost", at, id=leaf.id, word=word, input=name, **said)


def _is_too_much(context: Context, quantity: str, found: Fraction) -> bool:
    """Say whether a bare number is hardly meant of a share: above 2, and 2 itself of a part in its whole."""
    return abs(found) > _FAR or (found == _FAR and _is_part_of_whole(context, quantity))


def _is_placed(ruleset: Ruleset, context: Context, quantity: str) -> bool:
    """Say whether what is placed between goalposts, or among steps, is a share."""
    return is_share(ruleset, context, quantity) or _is_part_of_whole(context, quantity)


def _is_part_of_whole(context: Context, quantity: str) -> bool:
    """Say whether a quantity is written as one input over another that it is never above."""
    match = _QUOTIENT.fullmatch(quantity)
    return match is not None and context.bounds.parts.holds(match[1], match[2])


def _has_goalposts(leaf: Node) -> bool:
    return all(word in KINDS[leaf.kind].keys for word in _GOALPOSTS) and not KINDS[leaf.kind].ladder


def _of_one_name(ruleset: Ruleset, context: Context) -> Iterator[tuple[Node, str, Map]]:
    """Give the leaves that score one input or value, its key, and their score as it is written."""
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        if isinstance(score, Map):
            written = str(score.get(leaf.kind))
            yield leaf, f"self:{leaf.id}" if written == "self" else written, score


def _bare(names: str, found: Fraction, place: Place) -> Finding:
    return finding("ITR377", place, input=names, **_said(found))


def _said(found: Fraction) -> dict[str, Any]:
    return {"found": amount(found), "percent": f"{amount(found * 100)}%", "meant": f"{amount(found)}%"}


def _signed(document: Map) -> Iterator[Fraction]:
    """Give every quantity that is written with its sign, as 300%."""
    todo: list[Any] = [document]
    while todo:
        part = todo.pop()
        if isinstance(part, Map):
            todo += [*part.keys(), *part.values()]
        elif isinstance(part, Seq):
            todo += part
        elif isinstance(part, str) and (share := percentage(part)) is not None:
            yield share


# ── Full marks, and parameters ──


def full_marks_can_be_reached(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """`full_at` of a share that cannot pass 1 is at most 1: 80 for 80% would give nobody more than a hundredth."""
    for leaf, share in _unreached(ruleset, context):
        written = context.given(leaf)["score"]["full_at"]
        found = getattr(written, "text", str(written))
        if context.parameter(found) is None:
            meant = f"{amount(share)}%" if share <= 100 else "100%"
            yield finding(
                "ITR377.full_at", context.at(leaf, "score", "full_at"), id=leaf.id, found=found, percent=f"{amount(share * 100)}%",
                meant=meant,
            )  # fmt: skip


def _unreached(ruleset: Ruleset, context: Context) -> Iterator[tuple[Node, Fraction]]:
    """Give the leaves whose `full_at` hardly any unit reaches, with it."""
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        if isinstance(score, Map) and "full_at" in score:
            share, most = context.amount(score["full_at"]), _most_meant(ruleset, context, score[leaf.kind])
            if share is not None and most is not None and share > most:
                yield leaf, share


def _most_meant(ruleset: Ruleset, context: Context, scored: object) -> Fraction | None:
    """Return what `full_at` can be meant to be at most; None where an amount can be meant.

    Of two inputs of which the first is never above the second, and of a percentage, that is the whole.
    """
    if not isinstance(scored, list):
        return Fraction(1) if is_share(ruleset, context, str(scored)) else None
    above = ruleset.columns.get(str(scored[0])) if len(scored) == 2 else None
    return Fraction(1) if isinstance(above, Input) and above.maximum == str(scored[1]) else _FAR_OF_RATES


def is_share(ruleset: Ruleset, context: Context, key: str) -> bool:
    """Say whether a column is a percentage, or a quotient that is never above 1."""
    column = ruleset.columns.get(key)
    if isinstance(column, Input):
        return column.traits.per_cent
    reach = context.bounds.columns.get(key)
    if not isinstance(column, NamedValue) or reach is None or reach.low is None or reach.high is None:
        return False
    return 0 <= reach.low <= reach.high <= 1 and any(_divides(part) for part in walk(column.formula.tree))


def _divides(part: ast.expr) -> bool:
    return isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div)


def parameters_of_shares_are_shares(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A parameter that is held against shares is one: 80 for 80% is told once, where it is set."""
    uses: dict[str, dict[str, None]] = {}
    signed = frozenset(_signed(context.document))
    for use in [*_of_formulas(ruleset, context), *_of_scores(ruleset, context)]:
        uses.setdefault(use.name, {}).setdefault(use.by)
    for name, by in uses.items():
        column = ruleset.columns[name]
        assert isinstance(column, Constant)
        assert isinstance(column.value, Fraction)
        if column.value in signed:
            continue
        said: dict[str, Any] = {"found": amount(column.value), "percent": f"{amount(column.value * 100)}%"}
        at = context.place("parameters", name, ruleset.period)
        meant = f"{amount(column.value)}%" if column.value >= _FAR else "100%"
        yield finding("ITR377.parameter", at, name=name, about=listed([*by], _MOST_NAMED), meant=meant, **said)


def _of_formulas(ruleset: Ruleset, context: Context) -> Iterator[_Use]:
    """Find the parameters with which a formula compares a share."""
    for by, formula in _owned(ruleset):
        for part in walk(formula.tree):
            if not isinstance(part, ast.Compare):
                continue
            names = [side.id for side in (part.left, *part.comparators) if isinstance(side, ast.Name)]
            if any(is_share(ruleset, context, name) for name in names):
                yield from (_Use(name, by) for name in names if _is_far(context, name))


def _owned(ruleset: Ruleset) -> Iterator[tuple[str, Formula]]:
    """Give each formula of a value, a criterion or its tiers, with whose it is."""
    for column in ruleset.columns.values():
        if isinstance(column, NamedValue):
            yield column.key, column.formula
    for node in ruleset.nodes():
        own = (node.score, node.formula, node.applies, node.then)
        asked = (formula for tier in node.tiers for formula in (tier.when, tier.requires))
        yield from ((node.id, formula) for formula in (*own, *asked) if formula is not None)


def _of_scores(ruleset: Ruleset, context: Context) -> Iterator[_Use]:
    """Find the parameters that are bounds, goalposts or full marks of a share."""
    for leaf, _ in _unreached(ruleset, context):
        name = str(context.given(leaf)["score"]["full_at"])
        if context.parameter(name) is not None:
            yield _Use(name, leaf.id)
    for leaf, quantity, score in _of_one_name(ruleset, context):
        if not _is_placed(ruleset, context, quantity):
            continue
        tables = (score.get(word) for word in KINDS[leaf.kind].ladder)
        bounds = [str(bound) for table in tables if isinstance(table, Map) for bound in table]
        written = bounds + [str(score[word]) for word in _GOALPOSTS if _has_goalposts(leaf) and word in score]
        yield from (_Use(name, leaf.id) for name in written if _is_far(context, name, quantity))


def _is_far(context: Context, name: str, quantity: str = "") -> bool:
    """Say whether a name is that of a parameter that is too great for a share."""
    found = context.parameter(name)
    return isinstance(found, Fraction) and _is_too_much(context, quantity, found)
