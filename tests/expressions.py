"""Random expressions of numbers, as text, for the properties of formulas."""

from hypothesis import strategies as st

NAMES = ("a", "b", "c")
NUMBERS = st.one_of(
    st.integers(0, 20).map(str), st.decimals(0, 20, places=2).map(str), st.sampled_from(["0", "1", "0.5", "100"])
)


def numbers(depth: int = 3) -> st.SearchStrategy[str]:
    """Give an expression whose value is a number."""
    if depth == 0:
        return st.one_of(st.sampled_from(NAMES), NUMBERS)
    inner = numbers(depth - 1)
    return st.one_of(
        st.sampled_from(NAMES),
        NUMBERS,
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        inner.map(lambda x: f"(-{x})"),
        st.tuples(inner, st.integers(-3, 3)).map(lambda t: f"({t[0]}) ** {t[1]}"),
        st.tuples(st.sampled_from(["min", "max", "sum", "mean"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        st.tuples(st.sampled_from(["abs", "floor", "ceil", "round", "first_nonzero"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(inner, inner, inner).map(lambda t: f"clamp({t[0]}, {t[1]}, {t[2]})"),
        st.tuples(st.sampled_from(["round", "floor", "ceil"]), inner, st.integers(-2, 3)).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        st.tuples(st.sampled_from(["sqrt", "ln", "log10", "exp", "normal_cdf"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(st.sampled_from(["geometric_mean", "harmonic_mean", "power"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        st.tuples(inner, conditions(depth - 1), inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
    )


def conditions(depth: int = 2) -> st.SearchStrategy[str]:
    """Give an expression whose value is yes or no."""
    inner = numbers(max(depth - 1, 0))
    compared = st.tuples(inner, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), inner).map(
        lambda t: f"({t[0]} {t[1]} {t[2]})"
    )
    if depth == 0:
        return compared
    less = conditions(depth - 1)
    return st.one_of(
        compared,
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} < {t[1]} <= {t[2]})"),
        st.tuples(less, st.sampled_from(["and", "or"]), less).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        less.map(lambda x: f"(not {x})"),
        st.sampled_from(NAMES).map(lambda x: f"has({x})"),
    )
