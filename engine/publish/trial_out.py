"""The answer to a tried expression, as text and as JSON (format `itrank-formula/1`)."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from ..explain.trial import Answer, Question
from ..files.visible import visible
from ..formula.figures import figure
from ..formula.trace import Step
from ..formula.types import KINDS_VI
from ..formula.words import SIGNS, number, say
from ..model.findings import Finding, finding
from ..model.reads import name_in_formula
from ..model.ruleset import Input, NamedValue, Node, Ruleset, Value
from ..model.sentences import sentence
from ..result.numbers import decimal, show
from ..result.words import why_no_score
from . import texts

FORMAT = "itrank-formula/1"
_KINDS_EN = {"number": "number", "yes_no": "yes/no", "choice": "option", "date": "day"}
_INFIX = frozenset({"+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">="})


def unanswered(question: Question, answer: Answer) -> tuple[Finding, ...]:
    """Say why an expression has no value; nothing where it has one."""
    if answer.lack is None:
        return ()
    if answer.needed:
        return tuple(finding("ITR910.expression", answer.at, name=name) for name in answer.needed)
    lack = answer.lack
    if not lack.about:
        about = _source(question, answer)
        lack = type(lack)(lack.state, lack.reason, about)
    why = why_no_score(question.ruleset, lack)
    return (finding("ITR943", answer.at, why=why.vi, why_en=why.en),)


def _source(question: Question, answer: Answer) -> str:
    """Give the part of the expression that has no value, as it is written."""
    start = answer.at.column - question.place.column
    part = question.formula.source[max(start, 0) : max(start, 0) + answer.at.length]
    return part or question.formula.source


def answer_text(question: Question, answer: Answer, lang: str) -> str:
    """Write the value, its type, the formula in words, and each step with its numbers."""
    assert answer.value is not None
    source = " ".join(question.formula.source.split())
    lines = [f"{visible(source)} = {_shown(answer.value, lang)}"]
    lines.append(sentence(texts.VALUE_TYPE, lang, type=_type_words(question, lang)))
    reading = say(question.formula.tree, _label(question.ruleset, lang), lang)
    if reading != source:
        lines.append(sentence(texts.READING, lang, words=visible(reading)))
    if answer.steps:
        lines.append(sentence(texts.ITS_STEPS, lang))
        lines += [f"    {visible(_step(step, lang))}" for step in answer.steps]
    return "\n".join(lines) + "\n"


def answer_json(question: Question, answer: Answer) -> str:
    """Write the answer as JSON; numbers are strings, with the exact fraction beside a decimal that was cut."""
    assert answer.value is not None
    type_ = question.formula.type
    made: dict[str, Any] = {
        "format": FORMAT,
        "expression": question.formula.source,
        "type": type_.kind,
        "measured_in": type_.measured_in,
        **_record(answer.value),
        "words": {lang: say(question.formula.tree, _label(question.ruleset, lang), lang) for lang in ("vi", "en")},
        "reads": sorted(_named(key) for key in question.formula.reads),
        "steps": [
            {
                "operation": step.operation,
                "operands": [_record(operand) for operand in step.operands],
                "result": _record(step.result),
                "column": step.place.column,
                "length": step.place.length,
            }
            for step in answer.steps
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _record(value: Value) -> dict[str, Any]:
    if isinstance(value, Fraction):
        written, exact = decimal(value)
        return {"value": written, "exact": exact} if exact else {"value": written}
    return {"value": value.isoformat() if isinstance(value, date) else value}


def _type_words(question: Question, lang: str) -> str:
    type_ = question.formula.type
    words = KINDS_VI[type_.kind] if lang == "vi" else _KINDS_EN[type_.kind]
    return words if type_.measured_in is None else f"{words} ({visible(type_.measured_in)})"


def _label(ruleset: Ruleset, lang: str) -> Callable[[str], str]:
    """Call a column by its label, where it has one."""

    def label(key: str) -> str:
        match ruleset.columns.get(key):
            case Input() | NamedValue() as column if column.label and not key.startswith("["):
                return f'"{column.label.say(lang)}"'
            case Node() as node if node.title:
                return f'"{node.title.say(lang)}"'
        return _named(key)

    return label


def _named(key: str) -> str:
    return name_in_formula(key.removeprefix("self:").removeprefix("value:"))


def _shown(value: Value, lang: str) -> str:
    match value:
        case bool():
            return figure(value, lang)
        case Fraction():
            exact = number(value, lang)
            return f"{exact} ≈ {show(value, None, lang)}" if "/" in exact else exact
        case date():
            return value.isoformat()
    return value


def _step(step: Step, lang: str) -> str:
    result = _shown(step.result, lang)
    if step.operation == "name":
        return f"{_named(str(step.operands[0]))} = {result}"
    operands = [_operand(operand, lang) for operand in step.operands]
    if step.operation in _INFIX and len(operands) == 2:
        return f"{operands[0]} {SIGNS.get(step.operation, step.operation)} {operands[1]}{_gives(step, result)}"
    if step.operation == "negate":
        return f"−({operands[0]}) = {result}"
    separator = "; " if lang == "vi" else ", "
    return f"{step.operation}({separator.join(operands)}) = {result}"


def _gives(step: Step, result: str) -> str:
    return f": {result}" if isinstance(step.result, bool) else f" = {result}"


def _operand(value: Value, lang: str) -> str:
    if isinstance(value, Fraction):
        written = number(value, lang)
        return f"({written})" if written.startswith("-") else written
    return _shown(value, lang)
