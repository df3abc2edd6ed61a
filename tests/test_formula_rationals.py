"""Own operators give what the operators of `Fraction` give: the same number, hash, type, text and bytes."""

import operator
import pickle
from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.formula import rationals
from itrank.engine.formula.rationals import ratio, reduced, summed
from itrank.engine.formula.rounding import rounded
from itrank.engine.language.document import Num
from itrank.engine.model.outcome import Score

WHOLE = st.one_of(st.integers(-60, 60), st.integers(-(10**40), 10**40))
NUMBERS = st.one_of(
    st.fractions(-30, 30, max_denominator=24),
    st.builds(Fraction, WHOLE, st.integers(1, 60)),
    st.builds(Fraction, WHOLE, st.integers(1, 10**40)),
)
ARITHMETIC = {
    rationals.plus: operator.add,
    rationals.minus: operator.sub,
    rationals.times: operator.mul,
    rationals.over: operator.truediv,
}
ORDER = {rationals.is_equal: operator.eq, rationals.is_less: operator.lt}
CHOICE = {rationals.lesser: min, rationals.greater: max}


def alike(found, expected):
    """Say whether nothing tells two numbers apart: not what they are, nor what is made of them."""
    return (
        type(found) is Fraction
        and (found.numerator, found.denominator) == (expected.numerator, expected.denominator)
        and found == expected
        and hash(found) == hash(expected)
        and (repr(found), str(found)) == (repr(expected), str(expected))
        and pickle.dumps(found) == pickle.dumps(expected)
        and pickle.loads(pickle.dumps(found)) == deepcopy(found) == expected
        and found + 1 - 1 == expected
    )


@pytest.mark.parametrize("operation", ARITHMETIC, ids=lambda operation: operation.__name__)
def test_arithmetic(operation):
    plain = ARITHMETIC[operation]

    @given(NUMBERS, NUMBERS)
    def holds(left, right):
        if right == 0 and plain is operator.truediv:
            with pytest.raises(ZeroDivisionError):
                operation(left, right)
        else:
            assert alike(operation(left, right), plain(left, right))

    holds()


@pytest.mark.parametrize("operation", [*ORDER, *CHOICE], ids=lambda operation: operation.__name__)
def test_order(operation):
    plain = {**ORDER, **CHOICE}[operation]

    @given(NUMBERS, NUMBERS)
    def holds(left, right):
        for first, second in ((left, right), (right, left), (left, Fraction(left.numerator, left.denominator))):
            assert operation(first, second) == plain(first, second)

    holds()


@given(st.one_of(st.lists(NUMBERS, max_size=40), st.lists(st.fractions(-9, 9, max_denominator=99), max_size=40)))
def test_sums(values):
    assert alike(summed(values), sum(values, Fraction(0)))
    assert alike(summed(iter(values)), sum(values, Fraction(0)))


@given(NUMBERS, NUMBERS, NUMBERS)
def test_clamping(value, least, most):
    assert rationals.clamped(value, least, most) is min(max(value, least), most)


@given(WHOLE, st.integers(1, 10**20))
def test_lowest_terms(top, bottom):
    assert alike(reduced(top, bottom), Fraction(top, bottom))
    whole = Fraction(top, bottom)
    assert alike(ratio(whole.numerator, whole.denominator), whole)


@given(NUMBERS, st.integers(-12, 12), st.sampled_from(["half_up", "half_even", "half_down", "up", "down", "floor"]))
def test_a_rounded_number_is_like_any_other(value, digits, mode):
    found = rounded(value, digits, mode)
    assert alike(found, Fraction(found.numerator, found.denominator))
    assert (found * Fraction(10) ** digits).denominator == 1
    assert abs(found - value) < Fraction(10) ** -digits


def test_a_number_of_a_document_is_a_number():
    """Constants of a ruleset are a subclass that remembers how they were written."""
    half = Num(1, 2)
    assert alike(rationals.plus(half, half), Fraction(1))
    assert alike(summed([half, half, half]), Fraction(3, 2))


def test_what_is_made_takes_part_in_all_that_fractions_do():
    """A number that lacked a slot of some version of Python would fail in one of these."""
    half, plain = ratio(1, 2), Fraction(1, 2)
    assert isinstance(half, Score)
    assert {half: "a"}[plain] == "a"
    assert sorted([half, Fraction(1, 3)]) == [Fraction(1, 3), half]
    assert [f(half) for f in (round, int, float, abs, bool, operator.neg)] == [0, 0, 0.5, plain, True, -plain]
    assert (half**2, half // plain, half % Fraction(1, 3), divmod(half, plain)) == (plain**2, 1, Fraction(1, 6), (1, 0))
    assert half.limit_denominator(1) in {0, 1}
    assert half.as_integer_ratio() == (1, 2)
    assert f"{half}" == "1/2"
