"""A formula of Excel reads back as it was meant: operators bind as Excel has them, and brackets stand where they must.

The reader here is one of its own: operators of one level go from left to right, `^` before `* /` before `+ -` before
comparisons (Microsoft, "Calculation operators and precedence in Excel").
"""

import re
from fractions import Fraction
from itertools import product

import pytest
from itrank.engine.formula.excel import Part
from itrank.engine.formula.excel_text import computed, text_of
from itrank.engine.formula.figures import amount, figure
from itrank.engine.formula.words import number

LEVELS = (("=", "<>", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"), ("^",))
APPLY = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "+": lambda a, b: a + b, "-": lambda a, b: a - b,
    "*": lambda a, b: a * b, "/": lambda a, b: a / b, "^": lambda a, b: a**b,
}  # fmt: skip
VALUES = {"a": Fraction(2), "b": Fraction(3), "c": Fraction(5)}
OPERATORS = [operator for level in LEVELS for operator in level]


def read(text):
    pieces = re.findall(r"<=|>=|<>|[-+*/^=<>()]|[a-z]|\d+(?:\.\d+)?", text)
    assert "".join(pieces) == text

    def atom():
        piece = pieces.pop(0)
        if piece == "(":
            value = level(0)
            assert pieces.pop(0) == ")"
            return value
        if piece == "-":  # a sign binds tighter than anything
            return -atom()
        return VALUES[piece] if piece in VALUES else Fraction(piece)

    def level(at):
        if at == len(LEVELS):
            return atom()
        value = level(at + 1)
        while pieces and pieces[0] in LEVELS[at]:
            operator = pieces.pop(0)
            value = APPLY[operator](Fraction(value), Fraction(level(at + 1)))
        return value

    value = level(0)
    assert pieces == []
    return value


def at(name):
    return Part("at", (name,))


def meant(one, other, side):
    a, b, c = VALUES.values()
    if side == "left":
        return APPLY[one](Fraction(APPLY[other](a, b)), c)
    return APPLY[one](a, Fraction(APPLY[other](b, c)))


def is_exact(one, other, side):
    """Whether it is no root and no quotient by a comparison that is false."""
    try:
        return not isinstance(meant(one, other, side), float)
    except ZeroDivisionError:
        return False


CASES = [each for each in product(OPERATORS, OPERATORS, ("left", "right")) if is_exact(*each)]


@pytest.mark.parametrize(("one", "other", "side"), CASES)
def test_two_operators_read_back_as_they_were_meant(one, other, side):
    inner = Part(other, (at("b"), at("c")) if side == "right" else (at("a"), at("b")))
    whole = Part(one, (at("a"), inner) if side == "right" else (inner, at("c")))
    assert read(text_of(whole, str)) == meant(one, other, side)


@pytest.mark.parametrize("one", ["+", "-", "*", "/"])
@pytest.mark.parametrize("other", ["+", "-", "*", "/"])
@pytest.mark.parametrize("third", ["+", "-", "*", "/"])
def test_what_is_computed_is_what_the_text_says(one, other, third):
    shapes = (
        Part(one, (Part(other, (at("a"), at("b"))), Part(third, (at("c"), at("a"))))),
        Part(one, (at("a"), Part(other, (at("b"), Part(third, (at("c"), at("b"))))))),
        Part(one, (Part(other, (Part(third, (at("a"), at("b"))), at("c"))), at("b"))),
        Part(one, (Part("neg", (Part(other, (at("a"), at("b"))),)), Part("neg", (at("c"),)))),
    )
    for part in shapes:
        if one == "/" and computed(part.args[1], VALUES.__getitem__) == 0:
            continue
        value = computed(part, VALUES.__getitem__)
        if isinstance(value, Fraction):
            assert read(text_of(part, str)) == value


def test_brackets_stand_only_where_they_must():
    a, b, c = map(at, "abc")
    assert text_of(Part("+", (Part("+", (a, b)), c)), str) == "a+b+c"
    assert text_of(Part("-", (a, Part("-", (b, c)))), str) == "a-(b-c)"
    assert text_of(Part("/", (Part("*", (a, b)), c)), str) == "a*b/c"
    assert text_of(Part("/", (Part("+", (a, b)), c)), str) == "(a+b)/c"
    assert text_of(Part("*", (a, Part("/", (b, c)))), str) == "a*(b/c)"
    assert text_of(Part("=", (Part("<", (a, b)), c)), str) == "(a<b)=c"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (Fraction(1, 3), "(1/3)"),
        (Fraction(-1, 3), "(-1/3)"),
        (Fraction(10**15 - 1, 7), "(999999999999999/7)"),
        (Fraction(10**15, 7), "142857142857142.84"),
        (Fraction(-5, 2), "(-2.5)"),
    ],
)
def test_a_number_without_an_end_is_a_quotient_as_long_as_excel_reads_both_parts(given, written):
    assert text_of(Part("value", (given,)), str) == written


# ── Figures as long as they may be, and one longer ──


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(12345678901234), "12345678901234"),
        (Fraction(123456789012345), "123456789012345"),
        (Fraction("1.123456789012"), "1.123456789012"),
        (Fraction("-1.123456789012"), "≈-1.123457"),
        (Fraction(1, 2**12), "0.000244140625"),
        (Fraction(1, 2**13), "≈0.00012207"),
        (Fraction(1, 2**11), "0.00048828125"),
        (Fraction(1, 3), "≈0.333333"),
    ],
)
def test_a_number_of_fourteen_signs_is_written_exactly_and_none_longer_is_but_a_whole_one(value, shown):
    assert figure(value, "en") == shown


@pytest.mark.parametrize("bits", [129, 130, 131])
def test_a_finding_writes_a_hundred_and_thirty_bits_and_none_more(bits):
    value = Fraction(2 ** (bits - 4) + 1, 7)
    assert value.numerator.bit_length() + value.denominator.bit_length() == bits
    assert (amount(value) == number(value)) is (bits <= 130)
