"""Bounds are not only sound but the best there are: of plain operations they are the least and greatest value on a grid.

The grid holds both ends of each interval and, between them, every quarter; an end that is None is stood for by two far
values, and the hull has no end there where the farther one still widens it.
"""

from fractions import Fraction
from itertools import product

import pytest
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.functions import FUNCTIONS
from itrank.engine.formula.interpreter import Interpreter
from itrank.engine.formula.intervals import Interval, Intervals
from itrank.engine.formula.irrational import square_root
from itrank.engine.formula.parse import parse
from itrank.engine.formula.types import type_of
from itrank.engine.model.findings import Place
from itrank.engine.model.outcome import NoScore
from itrank.engine.model.ruleset import NUMBER

FAR, FARTHER = Fraction(16), Fraction(32)
ENDS = [(-2, -1), (Fraction(-3, 2), Fraction(-1, 2)), (-2, 0), (-3, 2), (0, 0), (0, 2), (1, 3), (Fraction(1, 4), Fraction(1, 2)), (None, -1), (None, 1), (-1, None), (0, None), (2, None), (None, None)]  # fmt: skip
TIGHT = [
    "a + b", "a - b", "-a", "abs(a)", "abs(-a)", "min(a, b)", "max(a, b)", "sum(a, b)", "clamp(a, 0, 1)", "clamp(a, -1, b)",
    "a ** 0", "a ** 2", "a ** 3", "5 if a >= b else 2", "1 if a < b else 0", "first_nonzero(b * 0, 0)", "(a + 1) * 2",
    "a * 0", "0 * a", "a if b > 1 else 0", "a - b if a - b > 1 else 0",
]  # fmt: skip


def tree_of(text):
    tree, findings = parse(text, Place())
    assert findings == (), (text, findings)
    return tree


def grid(low, high, far):
    first, last = (-far if low is None else Fraction(low)), (far if high is None else Fraction(high))
    step = Fraction(1, 4) if last - first <= 8 else Fraction(8)
    inner = [first + step * number for number in range(int((last - first) / step) + 1)]
    return sorted({*inner, last, *(Fraction(each) for each in (0, 1) if first <= each <= last)})


def hull(tree, bounds, far):
    """The least and the greatest value, and whether there is none somewhere."""
    columns = sorted({node for node in ("a", "b") if node in names_of(tree)})
    values = []
    for point in product(*(grid(*bounds[name], far) for name in columns)):
        told = dict(zip(columns, point, strict=True))
        values.append(evaluate_exact(tree, Exact(told.__getitem__)))
    scored = [value for value in values if not isinstance(value, NoScore)]
    return min(scored), max(scored), len(scored) < len(values)


def names_of(tree):
    import ast

    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def best(text, bounds):
    tree = tree_of(text)
    near, wide = hull(tree, bounds, FAR), hull(tree, bounds, FARTHER)
    return tuple(None if one != other else one for one, other in zip(near[:2], wide[:2], strict=True))


def found(text, bounds):
    made = {name: Interval(*(None if end is None else Fraction(end) for end in ends)) for name, ends in bounds.items()}
    return Interpreter(Intervals(made.__getitem__)).evaluate(tree_of(text))


@pytest.mark.bar(5)
@pytest.mark.parametrize("text", TIGHT)
def test_bounds_are_the_least_and_the_greatest_value(text):
    for a, b in product(ENDS, ENDS if "b" in text.replace("abs", "") else [(0, 0)]):
        bounds = {"a": a, "b": b}
        made = found(text, bounds)
        assert (made.low, made.high) == best(text, bounds), (text, bounds)
        assert not made.may_lack


@pytest.mark.parametrize("text", ["a * b", "a / b", "a // b"])
def test_of_products_and_quotients_too_where_both_are_bounded(text):
    for a, b in product(ENDS, ENDS):
        if None in {*a, *b} or (text != "a * b" and b[0] <= 0 <= b[1]):
            continue
        bounds = {"a": a, "b": b}
        made = found(text, bounds)
        assert (made.low, made.high, made.may_lack) == (*best(text, bounds), False), (text, bounds)


@pytest.mark.parametrize(
    ("text", "a", "b", "low", "high"),
    [
        ("a * b", (2, None), (3, None), 6, None),
        ("a * b", (None, None), (0, 0), 0, 0),
        ("a * b", (0, 0), (None, None), 0, 0),
        ("a * b", (-1, None), (3, None), None, None),
        ("a / b", (2, 4), (2, None), 0, 2),
        ("a / b", (2, 4), (None, -2), -2, 0),
        ("a / b", (2, None), (0, 4), 0, None),
        ("a / b", (-1, 4), (0, 4), None, None),
        ("a / b", (2, 4), (-1, 4), None, None),
        ("a % b", (None, None), (1, 3), 0, 3),
        ("a % b", (None, None), (-3, -1), -3, 0),
        ("a % b", (None, None), (-3, 2), -3, 2),
        ("a % b", (0, 9), (0, 4), 0, 4),
        ("a ** -1", (2, 4), (0, 0), Fraction(1, 4), Fraction(1, 2)),
        ("a ** -2", (1, 2), (0, 0), Fraction(1, 4), 1),
        ("round(a)", (Fraction(1, 4), Fraction(9, 4)), (0, 0), 0, 3),
        ("round(a, 1)", (Fraction(1, 4), Fraction(9, 4)), (0, 0), Fraction(2, 10), Fraction(23, 10)),
        ("round(a, 12)", (0, 1), (0, 0), 0, 1),
        ("mean(a, b)", (0, 1), (2, 4), 0, 4),
        ("harmonic_mean(a, b)", (1, 2), (2, 4), 1, 4),
        ("geometric_mean(a, b)", (1, 2), (2, 4), 1, 4),
        ("first_nonzero(a, b)", (1, 2), (2, 4), 0, 4),
        ("exp(a)", (None, 0), (0, 0), 0, None),
        ("normal_cdf(a)", (None, None), (0, 0), 0, 1),
    ],
)  # fmt: skip
def test_bounds_without_ends_and_of_functions(text, a, b, low, high):
    made = found(text, {"a": a, "b": b})
    assert made.low == low
    assert made.high == high or (text == "exp(a)" and 1 <= made.high < Fraction(1001, 1000))


def test_an_inverse_power_past_the_limit_of_magnitude_is_still_enclosed():
    big = "1" + "0" * 12
    text = f"a ** -2 * {big} * {big} * {big} * {big}"
    made = found(text, {"a": (10**16, 10**20)})
    for value in (10**16, 10**20):
        assert evaluate_exact(tree_of(text), Exact({"a": Fraction(value)}.__getitem__)) in made


@pytest.mark.parametrize(
    ("text", "may_lack"),
    [
        ("round(a, b)", True), ("round(a, 2)", False), ("round(a, 13)", True), ("floor(a, 0.5)", True),
        ("a / b", True), ("a / (b + 1)", False), ("a % b", True), ("a // (b - 3)", False), ("sqrt(a)", False), ("sqrt(a - 1)", True),
        ("ln(a)", True), ("ln(a + 1)", False), ("harmonic_mean(a, b)", True), ("geometric_mean(a + 1, b + 1)", False),
    ],
)  # fmt: skip
def test_where_there_may_be_no_value(text, may_lack):
    """a lies in 0..4, b in 0..2."""
    assert found(text, {"a": (0, 4), "b": (0, 2)}).may_lack is may_lack


@pytest.mark.parametrize(("low", "high"), [(0, 4), (Fraction(1, 4), 9), (Fraction(1, 16), Fraction(1, 4)), (2, 3)])
def test_bounds_of_a_root_are_its_ends_within_a_unit_of_the_last_digit(low, high):
    made = found("sqrt(a)", {"a": (low, high)})
    for end, side, sign in ((low, made.low, -1), (high, made.high, 1)):
        exact = square_root(Fraction(end))
        assert 0 <= sign * (side - exact) <= exact / 10**32


@pytest.mark.parametrize("a", [(-1, 4), (None, 4), (None, None)])
@pytest.mark.parametrize(("text", "low"), [("sqrt(a)", 0), ("exp(a)", 0), ("ln(a)", None), ("log10(a)", None), ("normal_cdf(a)", 0)])  # fmt: skip
def test_a_function_that_rises_has_its_least_value_where_an_argument_has_no_end(text, a, low):
    made = found(text, {"a": a})
    if a[0] is None or text in {"sqrt(a)", "ln(a)", "log10(a)"}:
        assert made.low == low
    else:
        assert 0 < made.low < 1


# How many arguments a function takes, as docs/semantics.md has it.
LEAST = {
    "min": 1, "max": 1, "sum": 1, "mean": 1, "geometric_mean": 1, "harmonic_mean": 1, "abs": 1, "clamp": 3, "sqrt": 1, "power": 2,
    "ln": 1, "log10": 1, "exp": 1, "normal_cdf": 1, "round": 1, "floor": 1, "ceil": 1, "has": 1, "first_nonzero": 1, "days": 2,
}  # fmt: skip
MOST = dict.fromkeys(LEAST, 1) | {
    "clamp": 3, "power": 2, "round": 2, "floor": 2, "ceil": 2, "days": 2,
    **dict.fromkeys(("min", "max", "sum", "mean", "geometric_mean", "harmonic_mean", "first_nonzero"), 64),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAST)
def test_a_function_takes_so_many_arguments_and_no_fewer_and_no_more(name):
    assert name in FUNCTIONS

    def told(count):
        tree, findings = parse(f"{name}({', '.join(['x'] * count)})", Place())
        if findings:
            return [each.code for each in findings]
        _, findings = type_of(tree, lambda _: NUMBER)
        return [each.code for each in findings if each.code == "ITR259"]

    fits = {count: not told(count) for count in (LEAST[name] - 1, LEAST[name], MOST[name], MOST[name] + 1)}
    assert fits[LEAST[name]]
    assert fits[MOST[name]]
    assert not fits[LEAST[name] - 1]
    assert not fits[MOST[name] + 1]
