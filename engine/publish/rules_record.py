"""The rules of a result, for reports: what was asked, the tree of each scorecard with its formulas in words, the tiers."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..explain.naming import LANGUAGES, asked_by, labels, names
from ..formula.words import say
from ..language.kinds import KINDS
from ..model.ruleset import Bound, Formula, Node, Ruleset, Scorecard, Tier, Words
from ..result.numbers import decimal
from .quotas import quota_record

Record = dict[str, Any]


def groups_record(ruleset: Ruleset) -> list[Record]:
    """Give the groups of units."""
    return [{"id": id_, "title": words_record(title)} for id_, title in ruleset.groups.items()]


def inputs_record(ruleset: Ruleset) -> list[Record]:
    """Give what units report, in the ruleset's order."""
    return [
        {
            "id": asked.id,
            "label": words_record(names(ruleset, asked.key)),
            "type": asked.type,
            "measured_in": asked.measured_in or "",
            "options": {id_: words_record(title) for id_, title in asked.options.items()},
            "provenance": asked.provenance,
        }
        for asked in ruleset.inputs
    ]


def scorecards_record(ruleset: Ruleset) -> list[Record]:
    """Give each scorecard: its nodes, parents first and the root before all, its tiers and how it ranks."""
    return [_scorecard(ruleset, card) for card in ruleset.scorecards]


def words_record(words: Words) -> dict[str, str]:
    """Give words in both languages."""
    return {"vi": words.vi, "en": words.en}


def _scorecard(ruleset: Ruleset, card: Scorecard) -> Record:
    root = card.root
    ranking = root.ranking
    return {
        "id": card.id,
        "title": words_record(root.title),
        "max": _decimal(root.full),
        "groups": list(card.groups),
        "criteria": [_node(ruleset, node, parent) for node, parent in _walk(card)],
        "tiers": [_tier(ruleset, tier, root.full) for tier in root.tiers],
        "ranking": None
        if ranking is None
        else {
            "best": ranking.best,
            "ties": ranking.ties,
            "by": said(ruleset, ranking.by),
            "tie_break": [said(ruleset, formula) for formula in ranking.tie_break],
        },
    }


def _walk(card: Scorecard) -> Iterator[tuple[Node, str]]:
    def below(node: Node, parent: str) -> Iterator[tuple[Node, str]]:
        yield node, parent
        for child in node.children:
            yield from below(child, node.id)

    yield from below(card.root, "")
    for total in card.totals:
        yield total, ""


def _node(ruleset: Ruleset, node: Node, parent: str) -> Record:
    return {
        "id": node.id,
        "code": node.code,
        "title": words_record(node.title),
        "parent": parent,
        "children": [child.id for child in node.children],
        "is_total": node.is_total,
        "max": _decimal(node.full),
        "role": node.role,
        **({"on_fail": node.on_fail} if node.role == "condition" else {}),
        "kind": words_record(KINDS[node.kind].words) if node.kind in KINDS else {"vi": "", "en": ""},
        "formula": said(ruleset, node.score or node.formula),
        "applies": said(ruleset, node.applies),
        "reads": sorted(asked.id for asked in asked_by(ruleset, (node.applies, node.score, node.formula, node.then))),
        "clause": node.clause,
        "provenance": node.provenance,
    }


def _tier(ruleset: Ruleset, tier: Tier, full: Fraction | None) -> Record:
    return {
        "id": tier.id,
        "title": words_record(tier.title),
        **{
            word: _bound(bound, full)
            for word, bound in (
                ("from", tier.from_), ("above", tier.above), ("up_to", tier.up_to), ("below", tier.below),
            )
        },
        "when": said(ruleset, tier.when),
        "requires": said(ruleset, tier.requires),
        **({} if tier.quota is None else {"quota": quota_record(tier.quota)}),
    }  # fmt: skip


def _bound(bound: Bound | None, full: Fraction | None) -> Record | None:
    """Give a bound as it is stated, and the points that it comes to of the scorecard's whole maximum."""
    if bound is None:
        return None
    points = bound.amount if not bound.share else None if full is None else bound.amount * full
    return {"amount": decimal(bound.amount)[0], "is_share": bound.share, "points": _decimal(points)}


def said(ruleset: Ruleset, formula: Formula | None) -> Record | None:
    """Give a formula in words, in both languages; None where there is none."""
    if formula is None:
        return None
    return {lang: say(formula.tree, labels(ruleset, lang), lang) for lang in LANGUAGES}


def _decimal(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal(amount)[0]
