"""What itrank writes it reads back the same, whatever names there are: as last year's result, and as data."""

from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.observe.apostrophes import guarded, unguarded

ANY = st.text(st.sampled_from("'=+-@\t\rSở a,\"\n"), max_size=8) | st.text(max_size=20)


@given(ANY)
def test_what_guards_a_text_is_taken_off_and_nothing_else(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
