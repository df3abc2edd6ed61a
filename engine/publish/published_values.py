"""The inputs and named steps that a ruleset has printed (`publish: true`)."""

from datetime import date
from fractions import Fraction

from ..files.apostrophes import guarded
from ..files.visible import visible
from ..formula.figures import figure
from ..model.outcome import NoScore
from ..model.ruleset import Input, NamedValue, Ruleset, Value
from ..result.numbers import decimal, show


def published_columns(ruleset: Ruleset) -> tuple[Input | NamedValue, ...]:
    """Give what is printed, in the order of evaluation."""
    columns = ruleset.columns.values()
    return tuple(column for column in columns if isinstance(column, (Input, NamedValue)) and column.publish)


def id_of(column: Input | NamedValue) -> str:
    """Give the id; a leaf's own answer has that of the leaf."""
    return column.id if isinstance(column, Input) else column.key


def for_programs(column: Input | NamedValue, value: Value | NoScore | None) -> str:
    """Write a value as a table of data has it, numbers cut to 12 places; empty where there is none.

    A percentage has its sign: 0.85 alone would be read back as 0.85%.
    """
    match value:
        case NoScore() | None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return decimal(value * 100)[0] + "%" if _is_percent(column) else decimal(value)[0]
        case date():
            return value.isoformat()
    return guarded(visible(value))


def for_people(column: Input | NamedValue, value: Value | NoScore | None, digits: int | None, lang: str) -> str:
    """Write a value for the eye; a dash where there is none."""
    match value:
        case NoScore() | None:
            return "–"
        case bool():
            return figure(value, lang)
        case Fraction():
            return show(value * 100, digits, lang) + "%" if _is_percent(column) else show(value, digits, lang)
        case date():
            return value.strftime("%d/%m/%Y") if lang == "vi" else value.isoformat()
    return (column.options[value].say(lang) if isinstance(column, Input) and value in column.options else "") or value


def _is_percent(column: Input | NamedValue) -> bool:
    return isinstance(column, Input) and column.traits.per_cent
