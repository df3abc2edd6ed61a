"""All there is to say of one node of an explanation: headings, and what is said under each."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ..explain.explanation import ColumnTold, Explanation, NodeTold
from ..model.findings import Place
from ..model.outcome import NoScore
from ..model.ruleset import Input, NamedValue
from ..model.sentences import Pair, sentence
from ..result.words import ROLES, why_no_score
from . import texts
from .explanation_columns import column_line, column_lines, formula_lines, source_of
from .explanation_steps import AGGREGATE_WORDS, step_lines
from .explanation_words import amount, code_and_title, correction_lines, place_words, points

_Say: TypeAlias = Callable[[Explanation, NodeTold, str], list[str]]


class Fact(NamedTuple):
    """A heading, and what is said under it."""

    heading: str
    lines: list[str]


def facts(made: Explanation, told: NodeTold, lang: str) -> Iterator[Fact]:
    """Say all there is to say of a node; a heading with nothing under it is left out."""
    for heading, say in _FACTS:
        if lines := say(made, told, lang):
            yield Fact(sentence(heading, lang), lines)


def _why_none(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    return [why_no_score(made.result.ruleset, told.outcome).say(lang)] if isinstance(told.outcome, NoScore) else []


def _how_scored(_: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Name its role, weight, and kind or aggregate, in a line."""
    node = told.node
    about = [sentence(ROLES[node.role], lang)] if node.role in ROLES else []
    if node.weight != 1:
        about.append(sentence(texts.WEIGHT, lang, weight=amount(node.weight, lang)))
    if told.kind:
        about.append(f"{told.kind.say(lang)} ({node.kind})")
    elif node.aggregate:
        about.append(AGGREGATE_WORDS[node.aggregate].say(lang))
    return ["; ".join(about)] if about else []


def _columns_read(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    return column_lines(made, told.reads, lang)


def _clause(made: Explanation, told: NodeTold, _: str) -> list[str]:
    parts = (told.node.clause, made.result.ruleset.decision.get("number", ""))
    return [", ".join(filter(None, parts))] if told.node.clause else []


def _provenance(_: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Say that it is made up, or where the ruleset has it from."""
    stated = told.node.provenance
    if told.illustrative:
        return [sentence(texts.ILLUSTRATIVE, lang)]
    return [sentence(texts.ORIGINS[stated], lang)] if stated else []


def value_facts(made: Explanation, value: ColumnTold, lang: str) -> Iterator[Fact]:
    """Say all there is to say of a value or an input that is explained alone."""
    written = value.column.place if isinstance(value.column, (Input, NamedValue)) else Place()
    for heading, lines in (
        (texts.FORMULA, formula_lines(value.told, lang)),
        (texts.READS, column_lines(made, sorted(source_of(value.column)), lang)),
        (texts.WRITTEN_AT, [place_words(written, lang)]),
    ):
        if lines:
            yield Fact(sentence(heading, lang), lines)


def in_full(made: Explanation, told: Iterable[NodeTold], lang: str) -> Iterator[tuple[str, Iterator[Fact]]]:
    """Give a title and the facts of each node, or of the value that is explained in place of nodes."""
    if made.value is not None:
        yield column_line(made, made.value, lang), value_facts(made, made.value, lang)
    for one in told:
        title = f"{code_and_title(one.node, lang)} ({one.node.id}): {points(one, lang)}"
        yield title, facts(made, one, lang)


_FACTS: tuple[tuple[Pair, _Say], ...] = (
    (texts.WHY_NO_POINTS, _why_none),
    (texts.HOW_SCORED, _how_scored),
    (texts.APPLIES_IF, lambda _, told, lang: formula_lines(told.applies, lang)),
    (texts.FORMULA, lambda _, told, lang: formula_lines(told.score, lang)),
    (texts.THEN, lambda _, told, lang: formula_lines(told.then, lang)),
    (texts.STEP_BY_STEP, step_lines),
    (texts.READS, _columns_read),
    (texts.APPRAISAL, correction_lines),
    (texts.LOST, lambda _, told, lang: [amount(told.lost, lang)] if told.lost else []),
    (texts.CLAUSE, _clause),
    (texts.WRITTEN_AT, lambda _, told, lang: [place_words(told.node.place, lang)]),
    (texts.PROVENANCE, _provenance),
)
