"""The domain of words: a formula as people read it, in Vietnamese or English."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from ..model.numerals import pointed, ratio
from .functions import NOT_APPLICABLE
from .interpreter import Domain, Interpreter, Thunk

PLACES = 12  # of a decimal; a number that needs more is written as a fraction
# How tightly an operation binds, loosest first, as Python has it.
CHOICE, EITHER, EVERY, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)
SIGNS = {"*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "-": "−"}
BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "**": POWER}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, and how tightly their outermost operation binds."""

    text: str
    binding: int = ATOM

    def within(self, binding: int) -> str:
        """Give the words, in brackets where something around binds more tightly."""
        return self.text if self.binding >= binding else f"({self.text})"


def say(tree: ast.expr, label: Callable[[str], str], lang: str = "vi") -> str:
    """Write a checked tree for people.

    Args:
        tree: as evaluated.
        label: what to call a column.
        lang: `vi` (decimal comma) or `en`.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> tree, _ = parse("(a + b) / 0.8 * 20 if a >= 2 else 0", Place())
    >>> say(tree, lambda name: name)
    '(a + b) ÷ 0,8 × 20 nếu a ≥ 2, còn lại 0'
    """
    return Interpreter(speech(label, lang)).evaluate(tree).text


def speech(label: Callable[[str], str], lang: str) -> Domain[Phrase]:
    """Give the domain itself, for another that also speaks; as `say`."""
    return _Words(label, lang)


def number(value: Fraction, lang: str = "en") -> str:
    """Write an exact number: a decimal where it is finite and short, else a fraction.

    >>> number(Fraction(5, 2), "vi"), number(Fraction(1, 3))
    ('2,5', '1/3')
    """
    scaled = value * 10**PLACES
    text = pointed(scaled.numerator, PLACES) if scaled.denominator == 1 else ratio(value)
    return text.replace(".", ",") if lang == "vi" else text


def day(value: date, lang: str) -> str:
    """Write a day for people.

    >>> day(date(2023, 12, 5), "vi"), day(date(2023, 12, 5), "en")
    ('5/12/2023', '2023-12-05')
    """
    return f"{value.day}/{value.month}/{value.year}" if lang == "vi" else value.isoformat()


class _Words:
    def __init__(self, label: Callable[[str], str], lang: str) -> None:
        self.label = cache(label)
        self.lang = lang
        self.number = cache(self._number)

    def constant(self, node: ast.Constant) -> Phrase:
        value: object = node.value
        if isinstance(value, date):
            return Phrase(day(value, self.lang))
        return self.number(value) if isinstance(value, Fraction) else Phrase(f'"{value!s}"')

    def _number(self, value: Fraction) -> Phrase:
        text = number(value, self.lang)
        return Phrase(text, PRODUCT if "/" in text else SIGN if text.startswith("-") else ATOM)

    def name(self, node: ast.Name) -> Phrase:
        return Phrase(self.label(node.id))

    def arithmetic(self, op: str, left: Phrase, right: Phrase, node: ast.BinOp) -> Phrase:  # noqa: ARG002
        binding = BINDING[op]
        # Equal binding goes from left to right, but a power from right to left.
        first = left.within(binding + 1 if op == "**" else binding)
        second = right.within(binding if op == "**" else binding + 1)
        return Phrase(f"{first} {SIGNS.get(op, op)} {second}", binding)

    def negate(self, value: Phrase, node: ast.UnaryOp) -> Phrase:  # noqa: ARG002
        return Phrase(f"−{value.within(SIGN)}", SIGN)

    def compare(self, op: str, left: Phrase, right: Phrase, node: ast.Compare) -> Phrase:  # noqa: ARG002
        return Phrase(f"{left.within(SUM)} {SIGNS.get(op, op)} {right.within(SUM)}", COMPARISON)

    def every(self, parts: Sequence[Thunk[Phrase]], node: ast.expr) -> Phrase:  # noqa: ARG002
        word = " và " if self.lang == "vi" else " and "
        return Phrase(word.join(part().within(NOT) for part in parts), EVERY)

    def either(self, parts: Sequence[Thunk[Phrase]], node: ast.expr) -> Phrase:  # noqa: ARG002
        word = " hoặc " if self.lang == "vi" else " or "
        return Phrase(word.join(part().within(EVERY) for part in parts), EITHER)

    def inverse(self, value: Phrase, node: ast.UnaryOp) -> Phrase:  # noqa: ARG002
        return Phrase(f"{'không' if self.lang == 'vi' else 'not'} {value.within(NOT)}", NOT)

    def choose(self, test: Phrase, then: Thunk[Phrase], otherwise: Thunk[Phrase], node: ast.IfExp) -> Phrase:  # noqa: ARG002
        first, condition, last = then().within(EITHER), test.within(EITHER), otherwise().text
        if self.lang == "vi":
            return Phrase(f"{first} nếu {condition}, còn lại {last}", CHOICE)
        return Phrase(f"{first} if {condition}, else {last}", CHOICE)

    def call(self, name: str, arguments: Sequence[Thunk[Phrase]], node: ast.Call) -> Phrase:  # noqa: ARG002
        if name == NOT_APPLICABLE:
            return Phrase("không áp dụng" if self.lang == "vi" else "not applicable")
        separator = "; " if self.lang == "vi" else ", "
        return Phrase(f"{name}({separator.join(argument().text for argument in arguments)})")
