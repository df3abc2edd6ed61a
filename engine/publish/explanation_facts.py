"""All there is to say of one node of an explanation: headings, and what is said under each."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from ..explain.explanation import ColumnTold, Explanation, NodeTold, Told
from ..explain.naming import plain_key, shower
from ..formula.figures import figure
from ..model.outcome import NoScore
from ..model.ruleset import Constant, Input, NamedValue
from ..model.sentences import Pair, sentence
from ..result.words import state_words, why_no_score
from . import texts
from .explanation_steps import AGGREGATE_WORDS, step_lines
from .explanation_words import amount, correction_lines, equation, place_words

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
    about = [sentence(texts.ROLES[node.role], lang)] if node.role in texts.ROLES else []
    if node.weight != 1:
        about.append(sentence(texts.WEIGHT, lang, weight=amount(node.weight, lang)))
    if told.kind:
        about.append(f"{told.kind.say(lang)} ({node.kind})")
    elif node.aggregate:
        about.append(AGGREGATE_WORDS[node.aggregate].say(lang))
    return ["; ".join(about)] if about else []


def _formula(told: Told | None, lang: str) -> list[str]:
    """Say a formula in words, with its figures and value, and the conditions that chose the way."""
    if told is None:
        return []
    lines = [told.words.say(lang)]
    figures = told.figures.say(lang)
    value = "" if isinstance(told.result, NoScore) else figure(told.result, lang)
    if figures and figures != lines[0]:
        lines.append(f"= {figures}" if figures == value else equation(figures, told.result, lang))
    return lines + [sentence(texts.SINCE, lang, reasons=reason.say(lang)) for reason in told.because]


def _columns_read(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    return [line for column in _read_by(made, told) for line in column_lines(made, column, lang)]


def _read_by(made: Explanation, told: NodeTold) -> list[ColumnTold]:
    """Give what a node's formulas name, then the inputs on which its named values rest."""
    listed = [key for key in told.reads if key in made.columns]
    todo, rest = list(listed), []
    while todo:
        column = made.columns[todo.pop(0)].column
        below = sorted(column.formula.reads) if isinstance(column, NamedValue) else []
        fresh = [key for key in below if key in made.columns and key not in listed and key not in rest]
        rest += fresh
        todo += fresh
    inputs = [key for key in rest if isinstance(made.columns[key].column, Input)]
    return [made.columns[key] for key in (*listed, *inputs)]


def _clause(made: Explanation, told: NodeTold, _: str) -> list[str]:
    parts = (told.node.clause, made.result.ruleset.decision.get("number", ""))
    return [", ".join(filter(None, parts))] if told.node.clause else []


def _provenance(_: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Say that it is made up, or where the ruleset has it from."""
    stated = told.node.provenance
    if told.illustrative:
        return [sentence(texts.ILLUSTRATIVE, lang)]
    if not stated:
        return []
    return [sentence(texts.ORIGINS["published"], lang) if stated == "published" else stated]


_FACTS: tuple[tuple[Pair, _Say], ...] = (
    (texts.WHY_NO_POINTS, _why_none),
    (texts.HOW_SCORED, _how_scored),
    (texts.APPLIES_IF, lambda _, told, lang: _formula(told.applies, lang)),
    (texts.FORMULA, lambda _, told, lang: _formula(told.score, lang)),
    (texts.THEN, lambda _, told, lang: _formula(told.then, lang)),
    (texts.STEP_BY_STEP, step_lines),
    (texts.READS, _columns_read),
    (texts.APPRAISAL, correction_lines),
    (texts.LOST, lambda _, told, lang: [amount(told.lost, lang)] if told.lost else []),
    (texts.CLAUSE, _clause),
    (texts.WRITTEN_AT, lambda _, told, lang: [place_words(told.node.place, lang)]),
    (texts.PROVENANCE, _provenance),
)


def column_lines(made: Explanation, column: ColumnTold, lang: str) -> list[str]:
    """Say the value of a column, where it comes from, and one level of the formula of a named value."""
    notes = " · ".join(_column_notes(column, lang))
    line = f"{_column_name(column, lang)} = {_column_value(made, column, lang)}"
    below = column.told if isinstance(column.column, NamedValue) and not column.key.startswith("[") else None
    return [f"{line} · {notes}" if notes else line, *(f"  {each}" for each in _formula(below, lang))]


def _column_name(column: ColumnTold, lang: str) -> str:
    """Name a column by its label, with its id where the ruleset gave it one."""
    id_, label = plain_key(column.key), column.label.say(lang)
    is_made = id_.startswith(("[", "cohort_", "children_", "last_year"))
    return label if label == id_ or is_made else f"{label} ({id_})"


def _column_value(made: Explanation, column: ColumnTold, lang: str) -> str:
    if isinstance(column.value, NoScore):
        return state_words(column.value.state, lang)
    value = shower(made.result.ruleset, lang)(column.key, column.value)
    return f"{value} {column.measured_in}" if column.measured_in else value


def _column_notes(column: ColumnTold, lang: str) -> Iterator[str]:
    """Say where a value comes from, and what was done to it."""
    if isinstance(column.column, Constant):
        yield sentence(texts.PARAMETER_AT, lang, place=place_words(column.column.place, lang))
    if column.imputed:
        yield sentence(texts.IMPUTED.get(column.imputed, texts.PUT_IN_PLACE), lang)
    if column.drawn_in:
        yield sentence(texts.DRAWN_IN, lang)
    if column.cohort is not None:
        cohort = column.cohort
        yield sentence(texts.COHORT_WITH_VALUE, lang, cohort=cohort.words.say(lang), units=cohort.units)
    if isinstance(column.column, Input) and not column.imputed and (column.place.line or column.place.cell):
        yield place_words(column.place, lang)
    if column.provenance == "illustrative":
        yield sentence(texts.ILLUSTRATIVE, lang)
