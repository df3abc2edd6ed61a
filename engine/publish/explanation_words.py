"""The parts of an explanation in words: points, headline, sources, corrections, places; outputs only set them out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..explain.explanation import Explanation, NodeTold
from ..files.numbers import Problem
from ..formula.figures import figure
from ..model.codes import cell_in_words
from ..model.findings import Place
from ..model.outcome import NoScore, State
from ..model.ruleset import Node, Ruleset
from ..model.sentences import sentence
from ..observe.corrections import Lack, Target, read_standing, targets_of
from ..result.published_values import for_people, is_percent
from ..result.words import LACKS, ROLES, STAGES, decree_named, state_words, status_words, why_no_score, why_unranked
from . import texts
from .ranking_columns import printed_total

_SIGNS = {"bonus": "+", "penalty": "−"}


def amount(value: object, lang: str) -> str:
    """Write points, or a dash where there are none."""
    return figure(value, lang) if isinstance(value, Fraction) else "–"


def equation(figures: str, value: object, lang: str) -> str:
    """Write `3 ÷ 4 × 20 = 15`, or `≈` where the result is not written in full.

    >>> equation("1 ÷ 3", Fraction(1, 3), "en"), equation("3 ÷ 4", Fraction(3, 4), "vi")
    ('1 ÷ 3 ≈ 0.333333', '3 ÷ 4 = 0,75')
    """
    text = figure(value, lang) if not isinstance(value, NoScore) else "–"  # type: ignore[arg-type]
    return f"{figures} ≈ {text[1:]}" if text.startswith("≈") else f"{figures} = {text}"


def code_and_title(node: Node, lang: str) -> str:
    """Give a node's code and title, as `1.2 Hạ tầng số`."""
    title = node.title.say(lang) or node.id
    if node.role in {"bonus", "penalty", "unscored"}:
        title += f" ({sentence(ROLES[node.role], lang)})"
    return f"{node.code}. {title}" if node.code and "." not in node.code else f"{node.code} {title}".strip()


def cards_of(ruleset: Ruleset, lang: str) -> Mapping[str, str]:
    """Name the scorecard of each node, where there are several: numbers and titles of criteria repeat themselves then."""
    if len(ruleset.scorecards) == 1:
        return {}
    return {node.id: card.root.title.say(lang) or card.id for card in ruleset.scorecards for node in card.nodes()}


def points(told: NodeTold, lang: str) -> str:
    """Write points and the maximum that counts, or why there are none."""
    if told.node.role == "condition":
        return sentence(_held(told), lang)
    if isinstance(told.outcome, NoScore):
        return state_words(told.outcome.state, lang)
    most = told.node.full if told.node.role == "unscored" else told.counted
    made = amount(told.outcome, lang)
    sign = _SIGNS.get(told.node.role, "")
    if sign or most is None:
        return f"{sign}{made}"
    return f"{made} / {amount(most, lang)}"


def _held(told: NodeTold) -> tuple[str, str]:
    """Say whether a condition holds; one that is not known counts as not held (semantics §11)."""
    if isinstance(told.outcome, NoScore):
        return texts.HOLDS if told.state in {State.NOT_APPLICABLE, State.SKIPPED} else texts.HELD_UNKNOWN
    return texts.HOLDS if told.outcome else texts.DOES_NOT_HOLD


def headline(made: Explanation, lang: str) -> list[str]:
    """Name the unit, its rank, total and tier: the first in a line of its own."""
    tier = made.standing.tier
    said = [_unit_name(made, lang), _rank(made, lang)]
    if isinstance(made.unit.outcome, Fraction):
        said.append(_total(made, made.unit.outcome, lang))
    return [*said, tier.say(lang)] if tier else said


def _unit_name(made: Explanation, lang: str) -> str:
    """Name the unit, with its id and its group beside it where they say more."""
    unit = made.unit.unit
    group = made.result.ruleset.groups.get(unit.group)
    beside = [unit.id] if unit.name and unit.id != unit.name else []
    beside += [group.say(lang)] if group else []
    return (unit.name or unit.id) + (f" ({', '.join(beside)})" if beside else "")


def _rank(made: Explanation, lang: str) -> str:
    """Say which rank of how many it has, or why none."""
    unit, list_ = made.unit, made.standing.list
    status = status_words(unit.status, lang)
    if unit.rank is None or list_ is None:
        why = why_unranked(made.result.ruleset, unit)
        return f"{status}: {why.say(lang)}" if why and why.code != "role" else status
    rank = sentence(texts.RANK_OF, lang, rank=unit.rank_printed, units=list_.ranked)
    return rank if unit.status == "ranked" else f"{rank} ({status})"


def _total(made: Explanation, total: Fraction, lang: str) -> str:
    """Write the total of its maximum, exactly, and as it is published where that is another number."""
    most = made.unit.max
    exact = amount(total, lang)
    printed = exact if made.result.ruleset.show is None else printed_total(made.result, made.unit, lang)
    of = exact if most is None else f"{exact} / {amount(most, lang)}"
    return sentence(texts.TOTAL if printed == exact else texts.TOTAL_PRINTED, lang, total=of, printed=printed)


def source(made: Explanation, lang: str) -> list[str]:
    """Name the ruleset, its decision and the data."""
    ruleset = made.result.ruleset
    parts = [ruleset.title.say(lang), f"{ruleset.id}@{ruleset.version}"]
    kind, number = decree_named(ruleset.decision, lang)
    if number:
        parts.append(f"{kind} {number}")
    parts.append(f"sha256 {ruleset.sha256[:12]}")
    if made.result.data:
        listed = ", ".join(f"{one.path} ({one.sha256[:12]})" for one in made.result.data)
        parts.append(sentence(texts.DATA_OF, lang, files=listed))
    return [part for part in parts if part]


def correction_lines(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Say what was declared, and what appraisers made of it, why and on what basis."""
    return [*_declared(made, told, lang), *_corrections(made, told, lang)]


def _declared(made: Explanation, told: NodeTold, lang: str) -> Iterator[str]:
    """Say what the unit's own answers gave, where corrections made something else of it."""
    declared = told.declared
    if not told.corrections or declared is None or declared == told.outcome:
        return
    if isinstance(declared, NoScore):
        before = why_no_score(made.result.ruleset, declared).say(lang)
    else:
        before = amount(declared, lang)
    yield sentence(texts.DECLARED, lang, points=before)


def _corrections(made: Explanation, told: NodeTold, lang: str) -> Iterator[str]:
    """Say each correction: its stage, what it is of, the change, the reason and the basis."""
    if not told.corrections:
        return
    labels = {asked.id: asked.label.say(lang) for asked in made.result.ruleset.inputs}
    targets = targets_of(made.result.ruleset)
    for row in told.corrections:
        target = targets.get(row.target)
        before, after = (_corrected(target, text, lang) for text in (row.before, row.after))
        of = "" if row.target == told.node.id else f", {labels.get(row.target) or row.target}"
        change = f"{before} → {after}" if row.after else ""
        said = "; ".join(filter(None, (change, row.reason, row.basis)))
        yield f"{sentence(STAGES[row.stage], lang)}{of}: {said}"


def _corrected(target: Target | None, text: str, lang: str) -> str:
    """Write a value of the file of corrections as people read it; its own text where it is not what is asked for."""
    if not text:
        return sentence(texts.BLANK, lang)
    if text[0] == "!" and text[1:] in LACKS:
        return sentence(LACKS[text[1:]], lang)
    value = None if target is None else read_standing(target, text)
    if target is None or isinstance(value, (Problem, Lack)):
        return text
    asked = target.asked
    return for_people(
        value, None, lang, {} if asked is None else asked.options, is_percent=asked is not None and is_percent(asked)
    )


def place_words(place: Place, lang: str) -> str:
    """Name a place: a file and its line, or its cell."""
    if place.cell:
        cell = cell_in_words(place.cell, lang)
        return f"{place.file}, {cell}" if place.file else cell
    return f"{place.file}:{place.line}" if place.line else place.file
