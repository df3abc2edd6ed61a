"""What may be typed into a cell: in words for who fills it, and as a rule that Excel holds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from ..formula.days import serial
from ..formula.excel import value
from ..formula.excel_text import text_of
from ..model.ruleset import Input, Ruleset
from ..result.numbers import show
from .calculation import NO, YES, option_text

LONGEST_MESSAGE = 255
"""Characters of an input message that Excel takes."""

_WORDS = {"least": (" từ {}", ", at least {}"), "most": (" đến {}", ", at most {}"), "mark": ("; hoặc {}: không áp dụng", "; or {}: not applicable")}  # fmt: skip


def wanted(ruleset: Ruleset, asked: Input) -> str:
    """Say what a cell takes."""
    lang = ruleset.locale
    pick = 0 if lang == "vi" else 1
    text = asked.traits.asks[pick]
    stated = ((asked.minimum, asked.traits.least, "least"), (asked.maximum, asked.traits.most, "most"))
    for declared, own, word in stated:
        bound = own if declared is None else declared
        if bound is not None:
            text += _WORDS[word][pick].format(_bound(ruleset, asked, bound))
    marks = [mark for mark, state in ruleset.headers.marks.items() if state == "not_applicable"]
    if marks:
        text += _WORDS["mark"][pick].format(", ".join(f'"{mark}"' for mark in marks))
    return text if len(text) <= LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE - 1]}…"


def _bound(ruleset: Ruleset, asked: Input, bound: Fraction | date | str) -> str:
    if isinstance(bound, str):
        other = ruleset.columns[bound]
        assert isinstance(other, Input)  # held at load
        return f"“{other.label.say(ruleset.locale) or other.id}”"
    if isinstance(bound, date):
        return bound.strftime("%d/%m/%Y")
    if asked.traits.per_cent:
        return f"{show(bound * 100, None, ruleset.locale)}%"
    return show(bound, None, ruleset.locale)


def offered(ruleset: Ruleset, asked: Input) -> tuple[str, ...]:
    """Give what a list offers; empty for what is no list."""
    marks = tuple(ruleset.headers.marks)
    match asked.traits.kind:
        case "yes_no":
            return (YES, NO, *marks)
        case "choice":
            return (*(option_text(asked, option, ruleset.locale) for option in asked.options), *marks)
    return ()


def rule(
    ruleset: Ruleset, asked: Input, own: str, address: Callable[[str], str], besides: Iterable[str] = ()
) -> Mapping[str, Any]:
    """Give the rule that Excel holds a number or a day against, for XlsxWriter; empty for text.

    Args:
        ruleset: knows the marks.
        asked: the input.
        own: the address of its cell.
        address: gives the address of another input's cell, by key.
        besides: texts that the cell takes too.
    """
    type_ = asked.traits
    if type_.is_evidence:
        return {}
    bounds = [(">=", asked.minimum), ("<=", asked.maximum)]
    bounds += [(">=", type_.least)] if not isinstance(asked.minimum, Fraction) else []
    bounds += [("<=", type_.most)] if not isinstance(asked.maximum, Fraction) else []
    tests = [f"ISNUMBER({own})"]
    if type_.is_whole:
        tests.append(f"{own}=INT({own})")
    for sign, bound in bounds:
        match bound:
            case Fraction():
                tests.append(f"{own}{sign}{_number(bound)}")
            case date():
                tests.append(f"{own}{sign}{_number(serial(bound))}")
            case str():
                other = address(bound)
                tests.append(f'OR({other}="",{own}{sign}{other})')
    test = f"AND({','.join(tests)})"
    marks = [f"{own}={text_of(value(mark), str)}" for mark in (*ruleset.headers.marks, *besides)]
    return {"validate": "custom", "value": f"=OR({','.join([*marks, test])})" if marks else f"={test}"}


def _number(amount: Fraction) -> str:
    return text_of(value(amount), str)
