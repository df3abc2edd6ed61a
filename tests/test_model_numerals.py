"""Numbers in full: what is written reads back, whatever its length."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.files.numbers import plain
from itrank.engine.formula.words import number
from itrank.engine.model.numerals import pointed, ratio, whole
from itrank.engine.result.numbers import decimal, read_exact, read_whole

NUMBERS = st.one_of(
    st.fractions(-(10**6), 10**6), st.builds(Fraction, st.integers(-(10**40), 10**40), st.integers(1, 10**20))
)


@given(st.integers(-(10**40), 10**40), st.integers(0, 30))
def test_units_of_a_place_read_back(units, places):
    text = pointed(units, places)
    assert Fraction(text) == Fraction(units, 10**places)
    assert not text.startswith("-0") or text.strip("-0.")
    assert "." not in text or text[-1] not in "0."


@given(NUMBERS)
def test_every_number_in_full_reads_back(value):
    text, beside = decimal(value)
    assert [Fraction(each) for each in (ratio(value), number(value), plain(value), beside or text)] == [value] * 4
    assert plain(value, ",").replace(",", ".") == plain(value)


def test_long_numbers():
    """Python's own str() and int() stop at 4,300 digits."""
    for long in (10**5_000 + 7, -(10**4_300), 2**14_000, 2**14_000 - 1):
        assert read_whole(whole(long)) == long
        assert read_exact(ratio(Fraction(long, 3**9_001))) == Fraction(long, 3**9_001)
    assert number(Fraction(1, 10**13)) == "1/10000000000000"
    assert plain(Fraction(1, 10**13)) == "0.0000000000001"
