"""The rules of a result, for reports: what was asked, the tree of each scorecard with its formulas in words, the tiers."""

import ast
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any, TypeAlias

from ..explain.naming import LANGUAGES, asked_by, labels, names
from ..formula.words import say
from ..language.kinds import KINDS
from ..model.ruleset import Bound, Formula, Input, Node, Ranking, Ruleset, Scorecard, Side, Tier, Words
from .contract import (
    ABSENT,
    Absent,
    BoundRecord,
    BranchRecord,
    GroupRecord,
    InputRecord,
    NodeRecord,
    PointsAskedRecord,
    RankingRecord,
    RoundingRecord,
    ScorecardRecord,
    TierRecord,
    ValueRecord,
)
from .numbers import cut_to_places
from .published_values import options_of, published_columns
from .quotas import quota_record

Record = dict[str, Any]
Unreachable: TypeAlias = frozenset[tuple[str, str]]
"""Tiers that nobody can reach, each by its node and its id."""


def groups_of(ruleset: Ruleset) -> tuple[GroupRecord, ...]:
    """Give the groups of units."""
    return tuple(GroupRecord(id_, title) for id_, title in ruleset.groups.items())


def inputs_of(ruleset: Ruleset) -> tuple[InputRecord, ...]:
    """Give what units report, in the ruleset's order."""
    return tuple(
        InputRecord(
            id=asked.id,
            label=names(ruleset, asked.key),
            type=asked.type,
            measured_in=asked.measured_in or "",
            options=dict(asked.options),
            provenance=asked.provenance,
        )
        for asked in ruleset.inputs
    )


def values_of(ruleset: Ruleset) -> tuple[ValueRecord, ...]:
    """Give what the ruleset publishes of units besides points, in the order of evaluation."""
    return tuple(
        ValueRecord(
            id=column.key.removeprefix("self:"),
            label=names(ruleset, column.key),
            type=column.type if isinstance(column, Input) else column.formula.type.kind,
            measured_in=(column.measured_in if isinstance(column, Input) else column.formula.type.measured_in) or "",
            options=dict(options_of(column)),
        )
        for column in published_columns(ruleset)
    )


def scorecards_of(ruleset: Ruleset, unreachable: Unreachable) -> tuple[ScorecardRecord, ...]:
    """Give each scorecard: its nodes, parents first and the root before all, its tiers and how it ranks."""
    return tuple(_scorecard(ruleset, card, unreachable) for card in ruleset.scorecards)


def _scorecard(ruleset: Ruleset, card: Scorecard, unreachable: Unreachable) -> ScorecardRecord:
    root = card.root

    def tiers_of(node: Node) -> tuple[TierRecord, ...]:
        told = ((tier, (node.id, tier.id) in unreachable) for tier in node.tiers)
        return tuple(_tier(ruleset, tier, node, is_unreachable=is_told) for tier, is_told in told)

    return ScorecardRecord(
        id=card.id,
        title=root.title,
        max=cut_to_places(root.full),
        groups=tuple(card.groups),
        criteria=tuple(
            _node(ruleset, node, parent, () if node is root else tiers_of(node)) for node, parent in _walk(card)
        ),
        tiers=tiers_of(root),
        ranking=None if root.ranking is None else _ranking(ruleset, root.ranking, card.id),
    )


def _ranking(ruleset: Ruleset, ranking: Ranking, card: str) -> RankingRecord:
    breaks = tuple(_words(ruleset, formula) for formula in ranking.tie_break)
    nodes = tuple(_node_named(ruleset, formula, card) for formula in ranking.tie_break)
    return RankingRecord(ranking.best, ranking.ties, _said(ruleset, ranking.by), breaks, nodes or ABSENT)


def _node_named(ruleset: Ruleset, formula: Formula, card: str) -> str:
    """Give the node whose points a formula is; empty where it is anything else."""
    name = formula.tree.id if isinstance(formula.tree, ast.Name) else ""
    return name if _is_node(ruleset, name, card) else ""


def _walk(card: Scorecard) -> Iterator[tuple[Node, str]]:
    def below(node: Node, parent: str) -> Iterator[tuple[Node, str]]:
        yield node, parent
        for child in node.children:
            yield from below(child, node.id)

    yield from below(card.root, "")
    for total in card.totals:
        yield total, ""


def _node(ruleset: Ruleset, node: Node, parent: str, tiers: tuple[TierRecord, ...]) -> NodeRecord:
    on_fail: Any = node.on_fail
    return NodeRecord(
        id=node.id,
        code=node.code,
        title=node.title,
        parent=parent,
        children=tuple(child.id for child in node.children),
        is_total=node.is_total,
        max=cut_to_places(node.full),
        role=node.role,
        weight=ABSENT if node.weight == 1 else cut_to_places(node.weight),
        branch=_branch(node),
        on_fail=on_fail if node.role == "condition" else ABSENT,
        kind=KINDS[node.kind].words if node.kind in KINDS else Words(),
        formula=_said(ruleset, node.score or node.formula),
        applies=_said(ruleset, node.applies),
        reads=tuple(
            sorted(asked.id for asked in asked_by(ruleset, (node.applies, node.score, node.formula, node.then)))
        ),
        clause=node.clause,
        provenance=node.provenance,
        tiers=tiers or ABSENT,
    )


def _branch(node: Node) -> BranchRecord | Absent:
    if node.aggregate is None:
        return ABSENT
    return BranchRecord(
        aggregate=node.aggregate,
        cap=cut_to_places(node.cap),
        out_of=cut_to_places(node.out_of),
        then=node.then is not None,
        min=cut_to_places(node.minimum),
        rounding=None if node.rounding is None else RoundingRecord(node.rounding.digits, node.rounding.mode),
    )


def _tier(ruleset: Ruleset, tier: Tier, node: Node, *, is_unreachable: bool) -> TierRecord:
    full = node.full
    from_, above, up_to, below = (_bound(bound, full) for bound in (tier.from_, tier.above, tier.up_to, tier.below))
    return TierRecord(
        tier.id, tier.title, from_, above, up_to, below, _said(ruleset, tier.when), _said(ruleset, tier.requires),
        _points_asked(ruleset, tier, node.scorecard),
        ABSENT if tier.quota is None else quota_record(tier.quota),
        True if is_unreachable else ABSENT,
    )  # fmt: skip


_SIDES: Mapping[type[ast.cmpop], tuple[Side, Side]] = {  # of a number on the right, and on the left
    ast.GtE: ("from", "up_to"), ast.Gt: ("above", "below"), ast.LtE: ("up_to", "from"), ast.Lt: ("below", "above"),
}  # fmt: skip


def _points_asked(ruleset: Ruleset, tier: Tier, card: str) -> tuple[PointsAskedRecord, ...] | Absent:
    """Give what a tier asks for beside its points; absent where that is nothing, or more than points of nodes."""
    asked = [_asked(ruleset, formula.tree, card) for formula in (tier.when, tier.requires) if formula is not None]
    known = [each for each in asked if each is not None]
    return (tuple(chain.from_iterable(known)) or ABSENT) if len(known) == len(asked) else ABSENT


def _asked(ruleset: Ruleset, tree: ast.expr, card: str) -> list[PointsAskedRecord] | None:
    """Read comparisons of nodes with numbers, all of which must hold; None for anything else."""
    match tree:
        case ast.BoolOp(op=ast.And(), values=values):
            parts = [_asked(ruleset, each, card) for each in values]
            known = [each for each in parts if each is not None]
            return list(chain.from_iterable(known)) if len(known) == len(parts) else None
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=amount)]):
            place = 0
        case ast.Compare(left=ast.Constant(value=amount), ops=[op], comparators=[ast.Name(id=name)]):
            place = 1
        case _:
            return None
    number: object = amount  # a checked tree holds fractions
    if type(op) not in _SIDES or not isinstance(number, Fraction) or not _is_node(ruleset, name, card):
        return None
    return [PointsAskedRecord(name, _SIDES[type(op)][place], cut_to_places(number))]


def _is_node(ruleset: Ruleset, name: str, card: str) -> bool:
    """Say whether a name is that of a node of a scorecard; those of another have no points for its units."""
    column = ruleset.columns.get(name)
    return isinstance(column, Node) and column.scorecard == card


def _bound(bound: Bound | None, full: Fraction | None) -> BoundRecord | None:
    """Give a bound as it is stated, and the points that it comes to of the scorecard's whole maximum."""
    if bound is None:
        return None
    points = bound.amount if not bound.share else None if full is None else bound.amount * full
    return BoundRecord(cut_to_places(bound.amount), bound.share, cut_to_places(points))


def _said(ruleset: Ruleset, formula: Formula | None) -> Words | None:
    return None if formula is None else _words(ruleset, formula)


def _words(ruleset: Ruleset, formula: Formula) -> Words:
    return Words(*(say(formula.tree, labels(ruleset, lang), lang) for lang in LANGUAGES))


def said(ruleset: Ruleset, formula: Formula | None) -> Record | None:
    """Give a formula in words, in both languages; None where there is none."""
    if formula is None:
        return None
    said = _words(ruleset, formula)
    return {"vi": said.vi, "en": said.en}
