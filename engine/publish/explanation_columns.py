"""The values that a node reads, and what each of them comes from, down to the cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ..explain.explanation import ColumnTold, Explanation, Told
from ..explain.naming import plain_key, shower
from ..formula.figures import figure
from ..model.outcome import NoScore
from ..model.ruleset import Column, Constant, Input, NamedValue, RollUp, Statistic
from ..model.sentences import sentence
from ..result.words import state_words
from . import texts
from .explanation_words import equation, place_words

_MOST = 60  # columns that are told under one node
_DEEPEST = 6  # steps that are indented


def column_lines(made: Explanation, keys: Iterable[str], lang: str) -> list[str]:
    """Tell columns and what they come from, each under what reads it, with the formula of a value in full."""
    return _indented(made, keys, set(), lang, _in_full)


def value_lines(made: Explanation, keys: Iterable[str], told: set[str], lang: str) -> list[str]:
    """Tell in short the named values among what is read, down to the cells; what is in `told` already is only named."""
    columns = [made.columns[key] for key in keys if key in made.columns]
    values = [one.key for one in columns if _is_value(one.column) or _compares_value(made, one.column)]
    named = [made.columns[key] for key in values if key in told]
    listed = "; ".join(f"{_name(one, lang)} = {_value(made, one, lang)}" for one in named)
    above = [sentence(texts.AS_ABOVE, lang, values=listed)] if named else []
    return [*_indented(made, values, told, lang, _in_short), *above]


def formula_lines(told: Told | None, lang: str) -> list[str]:
    """Say a formula in words, with its figures and value, and the conditions that chose the way."""
    if told is None:
        return []
    lines = [told.words.say(lang)]
    figures = told.figures.say(lang)
    value = "" if isinstance(told.result, NoScore) else figure(told.result, lang)
    if figures and figures != lines[0]:
        lines.append(f"= {figures}" if figures == value else equation(figures, told.result, lang))
    return lines + _because(told, lang)


def _because(told: Told, lang: str) -> list[str]:
    return [sentence(texts.SINCE, lang, reasons=reason.say(lang)) for reason in told.because]


def _is_value(column: Column) -> bool:
    """Whether the ruleset gave a value this name; `[a ÷ b]` is an expression, and its formula its name."""
    return isinstance(column, NamedValue) and not column.key.startswith("[")


def _compares_value(made: Explanation, column: Column) -> bool:
    return isinstance(column, Statistic) and column.of in made.columns and _is_value(made.columns[column.of].column)


def _indented(
    made: Explanation,
    keys: Iterable[str],
    told: set[str],
    lang: str,
    say: Callable[[Explanation, ColumnTold, str], list[str]],
) -> list[str]:
    """Walk down from columns; what is beyond the bound is counted."""
    met = list(_walk(made.columns, tuple(keys), told))
    lines = []
    for column, depth in met[:_MOST]:
        lines += ["  " * min(depth, _DEEPEST) + line for line in say(made, column, lang)]
    if len(met) > _MOST:
        lines.append(sentence(texts.VALUES_MORE, lang, more=len(met) - _MOST))
    return lines


def _walk(columns: Mapping[str, ColumnTold], keys: tuple[str, ...], told: set[str]) -> Iterator[tuple[ColumnTold, int]]:
    """Give each column, with its depth, before those that it comes from; what was told already is left out.

    What is among the first keys is told there and not below another.
    """
    first = frozenset(keys)
    todo = [(key, 0) for key in reversed(keys)]
    while todo:
        key, depth = todo.pop()
        if key not in columns or key in told or (depth and key in first):
            continue
        told.add(key)
        yield columns[key], depth
        todo += [(below, depth + 1) for below in sorted(source_of(columns[key].column), reverse=True)]


def source_of(column: Column) -> frozenset[str]:
    """Give what a unit's own figure comes from; not what other units or other years have."""
    match column:
        case NamedValue():
            return column.formula.reads
        case Statistic():
            return frozenset({column.of})
    return frozenset()


def _in_full(made: Explanation, column: ColumnTold, lang: str) -> list[str]:
    formula = column.told if _is_value(column.column) else None
    below = [*formula_lines(formula, lang), *_below_lines(made, column, lang)]
    return [column_line(made, column, lang), *(f"  {each}" for each in below)]


def _in_short(made: Explanation, column: ColumnTold, lang: str) -> list[str]:
    """Say a value with its figures in a line, and what chose its way."""
    told = column.told
    if told is None or not _is_value(column.column):
        # That all is illustrative stands at the head of a tree.
        line = column_line(made, replace(column, provenance="") if made.illustrative else column, lang)
        return [line, *(f"  {each}" for each in _below_lines(made, column, lang))]
    figures, value = told.figures.say(lang), _value(made, column, lang)
    # A blank that was filled, or an outlier, has a value that its formula did not give.
    is_own = told.result == column.value and figures not in {"", value}
    line = column_line(made, column, lang, figures if is_own else "")
    return [line, *(f"  {reason}" for reason in _because(told, lang))]


def _below_lines(made: Explanation, column: ColumnTold, lang: str) -> list[str]:
    """Name the subordinate units that a figure is of, with their values."""
    if not column.below or not isinstance(column.column, RollUp):
        return []
    of, show = column.column.of, shower(made.result.ruleset, lang)
    listed = [f"{name} = {show(of, value)}" for name, value in column.below]
    listed += [sentence(texts.SUBORDINATES_MORE, lang, more=column.more_below)] if column.more_below else []
    return [sentence(texts.SUBORDINATES, lang, units="; ".join(listed))]


def column_line(made: Explanation, column: ColumnTold, lang: str, figures: str = "") -> str:
    """Say the value of a column and where it comes from, with the figures that made it between."""
    value = _value(made, column, lang)
    is_cut = value.startswith("≈") and figures
    value = f"{figures} ≈ {value[1:]}" if is_cut else f"{figures} = {value}" if figures else value
    return " · ".join((f"{_name(column, lang)} = {value}", *_notes(column, lang)))


def _name(column: ColumnTold, lang: str) -> str:
    """Name a column by its label, with its id where the ruleset gave it one."""
    id_, label = plain_key(column.key), column.label.say(lang)
    is_made = id_.startswith(("[", "cohort_", "children_", "last_year"))
    return label if label == id_ or is_made else f"{label} ({id_})"


def _value(made: Explanation, column: ColumnTold, lang: str) -> str:
    if isinstance(column.value, NoScore):
        return state_words(column.value.state, lang)
    value = shower(made.result.ruleset, lang)(column.key, column.value)
    return f"{value} {column.measured_in}" if column.measured_in else value


def _notes(column: ColumnTold, lang: str) -> Iterator[str]:
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
