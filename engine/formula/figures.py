"""The domain of figures: a formula as it came out for one unit, with its numbers in it and only the way it took."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, partial

from ..model.numerals import pointed
from ..model.outcome import NoScore
from ..model.ruleset import RoundingMode, Value
from .exact import AbsentError, Exact
from .interpreter import Interpreter, Thunk
from .rounding import rounded
from .words import ATOM, CHOICE, PRODUCT, SUM, Phrase, day, number, say, speech

_LONGEST = 14  # signs of a number that is written exactly
_PLACES = 6
_LEAST_UNITS = 10**5  # of the last place, so that six digits are shown
_MOST_PLACES = 30  # of a number that is all but 0
_MOST_ASKED = 3  # conditions of a chain that are told
_MOST_BITS = 130  # of a numerator and a denominator that are written out in a finding


def figure(value: Value, lang: str, *, percent: bool = False) -> str:
    """Write a value for people: exact where that is short, else to six places or digits after `≈`.

    >>> figure(Fraction(17, 20), "vi", percent=True), figure(Fraction(1, 3), "en"), figure(True, "vi")
    ('85%', '≈0.333333', 'có')
    """
    match value:
        case bool():
            return ("có" if value else "không") if lang == "vi" else ("yes" if value else "no")
        case Fraction() if percent:
            return figure(value * 100, lang) + "%"
        case Fraction():
            # A long denominator is never a short decimal: it is not written out to find that.
            text = number(value, lang) if value.denominator.bit_length() <= 40 else "/"
            return text if "/" not in text and len(text) <= _LONGEST else _near(value, lang)
        case date():
            return day(value, lang)
    return f'"{value}"'


def _near(value: Fraction, lang: str) -> str:
    """Write a number with six places, or as many as it takes to show six digits of it; after `≈` where that is not all.

    >>> _near(Fraction(1, 3 * 10**9), "vi"), _near(Fraction(-1, 10**50), "en"), _near(Fraction(10**15), "en")
    ('≈0,000000000333333', '> -10^-30', '1000000000000000')
    """
    for places in range(_PLACES, _MOST_PLACES + 1):
        near = rounded(value, places, "half_up")
        if abs(near) * 10**places >= _LEAST_UNITS or (near and places == _MOST_PLACES):
            text = pointed(int(near * 10**places), places)
            return ("" if near == value else "≈") + (text.replace(".", ",") if lang == "vi" else text)
    return f"< 10^-{_MOST_PLACES}" if value > 0 else f"> -10^-{_MOST_PLACES}"


def amount(value: Fraction) -> str:
    """Write a number for a finding: exact where that takes a few dozen signs, else to six places after `≈`.

    >>> amount(Fraction(5, 2)), amount(Fraction(1, 3)), amount(1 + Fraction(1, 3**50))
    ('2.5', '1/3', '≈1')
    """
    is_short = value.numerator.bit_length() + value.denominator.bit_length() <= _MOST_BITS
    return number(value) if is_short else figure(value, "en")


@dataclass(frozen=True, slots=True)
class _Both:
    """A value and the words for it."""

    value: Value
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Figures:
    """A formula with its numbers in it.

    Attributes:
        text: what was computed.
        value: what came of it.
        because: the conditions that chose the way, each in words and then with its numbers.
    """

    text: str
    value: Value
    because: tuple[str, ...] = ()


def with_figures(
    tree: ast.expr,
    lookup: Callable[[str], Value | NoScore],
    label: Callable[[str], str],
    show: Callable[[str, Value], str],
    lang: str,
    rounding_mode: RoundingMode = "half_up",
) -> Figures | None:
    """Write a formula as it came out; None where it gives no value.

    Args:
        tree: as evaluated.
        lookup: from a column's key to the unit's value.
        label: what to call a column, in the conditions.
        show: writes the value of a column.
        lang: `vi` or `en`.
        rounding_mode: of `round`.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> tree, _ = parse("a / b * 20 if b > 0 else 0", Place())
    >>> values = {"a": Fraction(3), "b": Fraction(4)}
    >>> with_figures(tree, values.__getitem__, str, lambda key, value: figure(value, "vi"), "vi")
    Figures(text='3 ÷ 4 × 20', value=Fraction(15, 1), because=('b > 0: 4 > 0',))
    """
    domain = _Figures(lookup, label, show, lang, rounding_mode)
    try:
        made = Interpreter(domain).evaluate(tree)
    except AbsentError:
        return None
    return Figures(made.phrase.text, made.value, tuple(dict.fromkeys(domain.because)))


class _Figures:
    def __init__(
        self,
        lookup: Callable[[str], Value | NoScore],
        label: Callable[[str], str],
        show: Callable[[str, Value], str],
        lang: str,
        rounding_mode: RoundingMode,
    ) -> None:
        self.exact = Exact(lookup, rounding_mode)
        self.words = speech(label, lang)
        self.label, self.show, self.lang = label, show, lang
        self.because: list[str] = []
        self.passed: list[str] = []  # of the chain that is being asked
        self.named = cache(self._named)

    def constant(self, node: ast.Constant) -> _Both:
        return _Both(self.exact.constant(node), self.words.constant(node))

    def name(self, node: ast.Name) -> _Both:
        return self.named(node.id)

    def _named(self, key: str) -> _Both:
        value = self.exact.name(ast.Name(key))
        text = self.show(key, value)
        return _Both(value, Phrase(text, SUM if text.startswith("-") else PRODUCT if "/" in text else ATOM))

    def arithmetic(self, op: str, left: _Both, right: _Both, node: ast.BinOp) -> _Both:
        value = self.exact.arithmetic(op, left.value, right.value, node)
        return _Both(value, self.words.arithmetic(op, left.phrase, right.phrase, node))

    def negate(self, value: _Both, node: ast.UnaryOp) -> _Both:
        return _Both(self.exact.negate(value.value, node), self.words.negate(value.phrase, node))

    def compare(self, op: str, left: _Both, right: _Both, node: ast.Compare) -> _Both:
        value = self.exact.compare(op, left.value, right.value, node)
        return _Both(value, self.words.compare(op, left.phrase, right.phrase, node))

    def every(self, parts: Sequence[Thunk[_Both]], node: ast.expr) -> _Both:
        return self._until(False, parts, node)

    def either(self, parts: Sequence[Thunk[_Both]], node: ast.expr) -> _Both:
        return self._until(True, parts, node)

    def _until(self, decisive: bool, parts: Sequence[Thunk[_Both]], node: ast.expr) -> _Both:
        """Read as far as needed, as the exact domain does, and say what was read."""
        read: list[_Both] = []
        for part in parts:
            read.append(part())
            if read[-1].value is decisive:
                break
        phrases = [made.phrase for made in read]
        join = self.words.either if decisive else self.words.every
        phrase = phrases[0] if len(phrases) == 1 else join([lambda made=made: made for made in phrases], node)  # type: ignore[misc]
        return _Both(read[-1].value is decisive if decisive else all(made.value for made in read), phrase)

    def inverse(self, value: _Both, node: ast.UnaryOp) -> _Both:
        return _Both(self.exact.inverse(value.value, node), self.words.inverse(value.phrase, node))

    def choose(self, test: _Both, then: Thunk[_Both], otherwise: Thunk[_Both], node: ast.IfExp) -> _Both:
        # Of a chain those are told too that were passed over, the last of many; that a divisor is not zero goes
        # without saying.
        if test.value or not _is_zero_test(node.test):
            self.passed.append(self._condition(test, node.test))
        if test.value or not isinstance(node.orelse, ast.IfExp):
            self._tell_passed()
        return then() if test.value else otherwise()

    def _tell_passed(self) -> None:
        """Tell what a chain asked: the last conditions, and how many before them did not hold."""
        more = len(self.passed) - _MOST_ASKED
        if more > 0:
            noun = "condition" if more == 1 else "conditions"
            en = f"{more} {noun} before did not hold"
            self.because.append(f"{more} điều kiện trước đó không đúng" if self.lang == "vi" else en)
        self.because += self.passed[-_MOST_ASKED:]
        self.passed.clear()

    def _condition(self, test: _Both, tree: ast.expr) -> str:
        if isinstance(tree, ast.Compare) and _is_option(tree.comparators[0]):
            return f"{say(tree.left, self.label, self.lang)}: {Interpreter(self).evaluate(tree.left).phrase.text}"
        asked = say(tree, self.label, self.lang)
        if isinstance(tree, ast.Name):
            return f"{asked}: {test.phrase.text}"
        no = "" if test.value else (" (không đúng)" if self.lang == "vi" else " (does not hold)")
        return f"{asked}: {test.phrase.text}{no}"

    def _clamped(self, read: Sequence[_Both], node: ast.Call) -> _Both:
        """A bound that did not act is not told; one that did takes the place of what it cut."""
        value = self.exact.call("clamp", [lambda made=made: made.value for made in read], node)  # type: ignore[misc]
        if value == read[0].value:
            return _Both(value, read[0].phrase)
        text = figure(value, self.lang)
        before = figure(read[0].value, self.lang)
        of = "" if before == read[0].phrase.text else f"{read[0].phrase.text} "
        word = "lấy" if self.lang == "vi" else "taken as"
        equals = "" if not of else "≈ " if before.startswith("≈") else "= "
        self.because.append(f"{of}{equals}{before.removeprefix('≈') if of else before}, {word} {text}")
        return _Both(value, Phrase(text, SUM if text.startswith("-") else ATOM))

    def call(self, name: str, arguments: Sequence[Thunk[_Both]], node: ast.Call) -> _Both:
        if name == "clamp":
            return self._clamped([argument() for argument in arguments], node)
        read: list[Phrase] = []
        value = self.exact.call(name, [partial(_kept, argument, read) for argument in arguments], node)
        return _Both(value, self.words.call(name, [lambda made=made: made for made in read], node))  # type: ignore[misc]


def _kept(argument: Thunk[_Both], read: list[Phrase]) -> Value:
    """Give the value of an argument, and keep its words."""
    try:
        made = argument()
    except AbsentError:
        read.append(Phrase("–", CHOICE))
        raise
    read.append(made.phrase)
    return made.value


def _is_zero_test(tree: ast.expr) -> bool:
    return (
        isinstance(tree, ast.Compare)
        and isinstance(tree.ops[0], ast.Eq)
        and isinstance(tree.comparators[0], ast.Constant)
        and tree.comparators[0].value == 0
    )


def _is_option(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Constant) and isinstance(tree.value, str)
