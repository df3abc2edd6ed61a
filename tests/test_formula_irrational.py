"""Roots, logarithms and the like: exact where the result is rational, else right in all 34 digits."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.irrational import (
    OUT_OF_DOMAIN,
    TOO_LARGE,
    cut,
    decimal_logarithm,
    exponential,
    integer_root,
    natural_logarithm,
    normal_cdf,
    power,
    square_root,
    weighted_geometric_mean,
)
from itrank.engine.formula.parse import parse
from itrank.engine.model.findings import Place

# The digits are mpmath 1.4's at 400 digits; the first two of each function lie nearest to a tie of all thousandths
# below 4, the others are the ends of what is accepted and results next to a rational one.
DIGITS = [
    ("ln(0.817)", "-0.2021161841221341685721044188193921"),
    ("ln(1.739)", "0.5533102353721459791350719767505282"),
    ("ln(2)", "0.6931471805599453094172321214581766"),
    ("ln(1.0000000000000000000000000000000001)", "1E-34"),
    ("ln(999999999999999999999999999999)", "69.07755278982137052053974364052993"),
    ("log10(3.902)", "0.5912872650584992645953354541551401"),
    ("log10(1.583)", "0.1994809148623559114762019722279578"),
    ("log10(2)", "0.3010299956639811952137388947244930"),
    ("log10(999.9999999999999999999999999999999)", "3"),
    ("exp(1.641)", "5.160327260191081604598494542341268"),
    ("exp(0.911)", "2.486808098493625386027441181400458"),
    ("exp(1)", "2.718281828459045235360287471352662"),
    ("exp(-0.0000000000000000000000000000000001)", "0.9999999999999999999999999999999999"),
    ("exp(69)", "925378172558778760024239791668.7346"),
    ("exp(-1000)", "5.075958897549456765291809479574337E-435"),
    ("sqrt(2.393)", "1.546932448428178779729321099801997"),
    ("sqrt(3.923)", "1.980656456834450632084702159629202"),
    ("sqrt(2)", "1.414213562373095048801688724209698"),
    ("sqrt(0.999999999999999999999999999999999)", "0.9999999999999999999999999999999995"),
    ("normal_cdf(0.708)", "0.7605273712601201264862753129990086"),
    ("normal_cdf(2.574)", "0.9949734863387537271009359304812196"),
    ("normal_cdf(1.96)", "0.9750021048517795658634157309591628"),
    ("normal_cdf(-1.96)", "0.02499789514822043413658426904083719"),
    ("normal_cdf(-8)", "6.220960574271784123515995172588188E-16"),
    ("normal_cdf(-40)", "3.655893540915029703748985802688284E-350"),
    ("normal_cdf(8)", "0.9999999999999993779039425728215876"),
    ("normal_cdf(0.0000000000000000000000000000000001)", "0.5"),
    ("power(2, 1 / 2)", "1.414213562373095048801688724209698"),
    ("power(0.3, 1 / 3)", "0.6694329500821695218826593246399308"),
    ("power(10, -1 / 3)", "0.4641588833612778892410076350919447"),
    ("geometric_mean(1, 2, 3)", "1.817120592832139658891211756327261"),
]


@pytest.mark.parametrize(("text", "digits"), DIGITS)
def test_an_irrational_result_is_the_nearest_decimal_of_34_digits(text, digits):
    assert evaluate_exact(parse(text, Place())[0], Exact({}.__getitem__)) == Fraction(Decimal(digits))


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (square_root(Fraction(4, 9)), Fraction(2, 3)),
        (power(Fraction(8, 27), Fraction(-2, 3)), Fraction(9, 4)),
        (power(Fraction(2), Fraction(-1000)), Fraction(1, 2**1000)),
        (decimal_logarithm(Fraction(10) ** 6000), Fraction(6000)),
        (decimal_logarithm(Fraction(1, 10**5000)), Fraction(-5000)),
        (natural_logarithm(Fraction(1)), Fraction(0)),
    ],
)
def test_a_rational_result_is_exact(found, value):
    assert found == value


@pytest.mark.parametrize(
    ("within", "beyond", "lack"),
    [
        (exponential(Fraction(70)), exponential(Fraction(70) + Fraction(1, 10**6)), TOO_LARGE),
        (exponential(Fraction(-1000)), exponential(Fraction(-1001)), TOO_LARGE),
        (power(Fraction(2), Fraction(1000)), power(Fraction(2), Fraction(1001)), TOO_LARGE),
        # About the bits of a base times the exponent, where the power is no root: 2,000 of them.
        (power(Fraction(8), Fraction(6665, 10)), power(Fraction(8), Fraction(6668, 10)), TOO_LARGE),
        (power(Fraction(5), Fraction(9995, 10)), power(Fraction(9), Fraction(6668, 10)), TOO_LARGE),
        (square_root(Fraction(0)), square_root(Fraction(-1, 10**9)), OUT_OF_DOMAIN),
        (natural_logarithm(Fraction(1, 10**9)), natural_logarithm(Fraction(0)), OUT_OF_DOMAIN),
        (weighted_geometric_mean([(Fraction(0), Fraction(1))]), weighted_geometric_mean([]), OUT_OF_DOMAIN),
    ],
)
def test_the_limit_is_allowed_and_what_lies_beyond_has_no_value(within, beyond, lack):
    assert isinstance(within, Fraction)
    assert beyond == lack


WEIGHTS = st.fractions(Fraction(1, 100_000), 5, max_denominator=100_000)
POSITIVE = st.fractions(Fraction(1, 50), 50, max_denominator=50)


@given(POSITIVE, st.lists(WEIGHTS, min_size=1, max_size=6))
def test_the_geometric_mean_of_equal_values_is_that_value_whatever_the_weights(value, weights):
    assert weighted_geometric_mean([(value, weight) for weight in weights]) == value


@given(POSITIVE, WEIGHTS, st.integers(2, 4))
def test_powers_of_one_value_give_a_rational_mean(value, weight, degree):
    """v of weight w and v^(1 + 2d) of weight w make v^(1 + d)."""
    terms = [(value, weight), (value ** (1 + 2 * degree), weight)]
    assert weighted_geometric_mean(terms) == value ** (1 + degree)


def test_what_primes_share_is_found_without_looking_for_primes():
    terms = [
        (Fraction(12), Fraction(1)),
        (Fraction(18), Fraction(1)),
    ]  # 12 · 18 = 216 = 6³, so the root of 216 is not whole
    found = weighted_geometric_mean(terms)
    assert found == cut(found)
    assert weighted_geometric_mean([*terms, (Fraction(1), Fraction(1))]) == 6


@given(st.fractions(-40, 40, max_denominator=100))
def test_the_normal_distribution_is_symmetric(x):
    left, right = normal_cdf(-x), normal_cdf(x)
    assert abs(left + right - 1) < Fraction(1, 10**33)
    assert 0 < left < 1 or abs(x) > 12


@pytest.mark.parametrize(
    "text", ["geometric_mean(a, b, c)", "ln(a)", "log10(b)", "sqrt(c)", "power(a, 1 / 7)", "normal_cdf(b)"]
)
def test_long_numbers_are_answered_or_declined(text):
    """Numerators of 19,000 bits are near the limit of what a root is taken of."""
    names = {"a": Fraction(3**12000, 7**6700), "b": Fraction(1, 10**5700), "c": Fraction(11**5001, 13**4699)}
    value = evaluate_exact(parse(text, Place())[0], Exact(names.__getitem__))
    assert value == TOO_LARGE or (type(value) is Fraction and value == cut(value))


@pytest.mark.parametrize(
    ("number", "degree", "root"),
    [(10**12, 2, 10**6), (10**12 + 1, 2, None), (7**90, 90, 7), ((10**40 + 1) ** 3, 3, 10**40 + 1), (2**200, 100, 4)],
)
def test_a_root_of_a_long_number_is_found(number, degree, root):
    assert integer_root(number, degree) == root


def test_numbers_as_long_as_that_have_roots_and_longer_ones_none():
    """20,000 bits: no score has them, and a root of more takes long."""
    assert isinstance(natural_logarithm(Fraction(2**20_000 - 1, 2**19_998 + 1)), Fraction)
    assert natural_logarithm(Fraction(2**20_000 + 1, 2**19_998 + 1)) == TOO_LARGE


def test_weights_of_so_many_digits_and_no_more():
    """The exponents of a weighted mean, weights over their sum, have denominators of 200 bits at most."""
    values = [(Fraction(2), Fraction(1)), (Fraction(3), Fraction(2**200 - 2))]
    assert isinstance(weighted_geometric_mean(values), Fraction)
    values = [(Fraction(2), Fraction(1)), (Fraction(3), Fraction(2**201))]
    assert weighted_geometric_mean(values) == TOO_LARGE
