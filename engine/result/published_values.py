"""The inputs and named steps that a ruleset has printed (`publish: true`)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from ..files.apostrophes import guarded
from ..files.visible import visible
from ..formula.figures import figure
from ..model.outcome import NoScore
from ..model.ruleset import Digits, Input, NamedValue, Ruleset, Value, Words
from .numbers import decimal, show


def published_columns(ruleset: Ruleset) -> tuple[Input | NamedValue, ...]:
    """Give what is printed, in the order of evaluation."""
    columns = ruleset.columns.values()
    return tuple(column for column in columns if isinstance(column, (Input, NamedValue)) and column.publish)


def id_of(column: Input | NamedValue) -> str:
    """Give the id; a leaf's own answer has that of the leaf."""
    return column.id if isinstance(column, Input) else column.key


def for_programs(value: Value | NoScore | None, *, is_percent: bool) -> str:
    """Write a value as a table of data has it, numbers cut to 12 places; empty where there is none.

    A percentage has its sign: 0.85 alone would be read back as 0.85%.
    """
    match value:
        case NoScore() | None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return decimal(value * 100)[0] + "%" if is_percent else decimal(value)[0]
        case date():
            return value.isoformat()
    return guarded(visible(value))


def options_of(column: Input | NamedValue) -> Mapping[str, Words]:
    """Give the options of a choice by id; none of a named step, which has no titles of its own."""
    return column.options if isinstance(column, Input) else {}


def for_people(
    value: Value | NoScore | None,
    digits: Digits,
    lang: str,
    options: Mapping[str, Words],
    *,
    is_percent: bool,
) -> str:
    """Write a value for the eye; a dash where there is none."""
    match value:
        case NoScore() | None:
            return "–"
        case bool():
            return figure(value, lang)
        case Fraction():
            return show(value * 100, digits, lang) + "%" if is_percent else show(value, digits, lang)
        case date():
            return value.strftime("%d/%m/%Y") if lang == "vi" else value.isoformat()
    return (options[value].say(lang) if value in options else "") or value


def is_percent(column: Input | NamedValue) -> bool:
    """Say whether a value is a share that is written in per cent."""
    return isinstance(column, Input) and column.traits.per_cent
