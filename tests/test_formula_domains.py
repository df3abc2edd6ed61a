"""The domains agree: intervals enclose, words say the same, a trace changes nothing, and no float appears."""

import ast
from datetime import date
from fractions import Fraction

import pytest
from expressions import NAMES, conditions, numbers
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.formula.exact import GREATEST, Exact, evaluate_exact
from itrank.engine.formula.figures import figure
from itrank.engine.formula.functions import FUNCTIONS
from itrank.engine.formula.interpreter import Interpreter
from itrank.engine.formula.intervals import Interval, Intervals, point
from itrank.engine.formula.parse import MOST_ARGUMENTS, parse
from itrank.engine.formula.substitute import template
from itrank.engine.formula.trace import Traced
from itrank.engine.formula.types import type_of
from itrank.engine.formula.words import number, say
from itrank.engine.model.codes import advice, message
from itrank.engine.model.findings import Place
from itrank.engine.model.outcome import NoScore, Reason, State
from itrank.engine.model.ruleset import NUMBER, YES_NO, Type

FRACTIONS = st.fractions(-30, 30, max_denominator=12)
BLANK = NoScore(State.MISSING, Reason.NO_VALUE, "blank")
VALUES = st.fixed_dictionaries({name: st.one_of(FRACTIONS, st.just(BLANK)) for name in NAMES})


def tree_of(text):
    tree, findings = parse(text, Place())
    assert findings == (), (text, findings)
    return tree


def interval_of(tree, intervals):
    return Interpreter(Intervals(intervals)).evaluate(tree)


def value_of(text, names=None):
    return evaluate_exact(tree_of(text), Exact((names or {}).__getitem__))


@given(numbers(), VALUES)
def test_every_value_is_an_exact_number_or_a_reason(text, names):
    """Every number is an exact rational; no float ever."""
    value = value_of(text, names)
    assert type(value) in {Fraction, NoScore}
    if isinstance(value, NoScore):
        assert value.state is not State.SCORED


@given(conditions(), VALUES)
def test_every_condition_is_yes_no_or_a_reason(text, names):
    assert type(value_of(text, names)) in {bool, NoScore}


@given(numbers(), VALUES)
def test_a_trace_has_the_value_and_its_last_step_too(text, names):
    tree = tree_of(text)
    domain = Traced(names.__getitem__)
    value, steps = evaluate_exact(tree, domain), domain.steps
    assert value == evaluate_exact(tree, Exact(names.__getitem__))
    assert all(type(step.result) in {Fraction, bool} for step in steps)
    if isinstance(tree, (ast.BinOp, ast.Call)) and not isinstance(value, NoScore):
        assert steps[-1].result == value


BOUNDS = st.tuples(FRACTIONS, FRACTIONS, st.booleans()).map(lambda t: Interval(min(t[0], t[1]), max(t[0], t[1]), t[2]))


@given(numbers(), st.fixed_dictionaries(dict.fromkeys(NAMES, BOUNDS)), st.data())
def test_an_interval_encloses_every_value(text, bounds, data):
    """The exact value, where there is one, is never outside."""
    names = {}
    for name, interval in bounds.items():
        inside = st.fractions(interval.low, interval.high, max_denominator=12)
        names[name] = data.draw(st.one_of(inside, st.just(BLANK)) if interval.may_lack else inside)
    tree = tree_of(text)
    assert evaluate_exact(tree, Exact(names.__getitem__)) in interval_of(tree, bounds.__getitem__)


@given(conditions(), st.fixed_dictionaries(dict.fromkeys(NAMES, BOUNDS)), st.data())
def test_an_interval_knows_every_answer(text, bounds, data):
    names = {name: data.draw(st.fractions(i.low, i.high, max_denominator=12)) for name, i in bounds.items()}
    tree = tree_of(text)
    assert evaluate_exact(tree, Exact(names.__getitem__)) in interval_of(tree, bounds.__getitem__)


@pytest.mark.parametrize(
    ("text", "low", "high", "may_lack"),
    [
        ("clamp(a / b, 0, 1) * 20", 0, 20, False),
        ("a / (b - 1)", 0, None, True),
        ("min(a, 3)", 0, 3, False),
        ("10 if a > 100 else 5", 5, 5, False),
        ("a - a", -10, 10, False),
        ("sqrt(a)", 0, "3.2", False),
        ("2 ** -2", "1/4", "1/4", False),
        ("a ** 2", 0, 100, False),
        ("a % b", 0, 5, False),
        ("a // b", 0, 10, False),
        ("round(a / 3, 1)", 0, "3.4", False),
        ("has(a) and a > 3", None, None, False),
        ("blank ** 0", 1, 1, True),
    ],
)
def test_bounds_that_can_be_checked_by_head(text, low, high, may_lack):
    """a lies in 0..10, b in 1..5, and blank need not be there."""
    bounds = {"a": Interval(Fraction(0), Fraction(10)), "b": Interval(Fraction(1), Fraction(5))}
    bounds["blank"] = Interval(Fraction(0), Fraction(1), may_lack=True)
    found = interval_of(tree_of(text), bounds.__getitem__)
    assert found.may_lack == may_lack
    if high is None or "sqrt" not in text:
        assert found.high == (None if high is None else Fraction(high))
    else:
        assert found.high is not None
        assert Fraction(3) < found.high < Fraction(high)
    if low is not None:
        assert found.low == Fraction(low)


def test_the_digits_of_a_rounding_may_lack_too():
    bounds = {"a": Interval(Fraction(0), Fraction(1)), "d": Interval(Fraction(2), Fraction(2), may_lack=True)}
    assert interval_of(tree_of("round(a, d)"), bounds.__getitem__).may_lack


def test_an_irrational_mean_may_be_rounded_past_its_greatest_part():
    """2/3 has no end of decimals, and the mean of two numbers next to it is a decimal of 34 digits."""
    near = Fraction(2, 3) - Fraction(1, 10**60)
    names = {"a": Fraction(2, 3), "b": near}
    tree = tree_of("geometric_mean(a, b)")
    value = evaluate_exact(tree, Exact(names.__getitem__))
    assert value > Fraction(2, 3)
    assert value in interval_of(tree, lambda _: Interval(near, Fraction(2, 3)))


def test_bounds_stay_within_the_limit_of_magnitude():
    """Without it the ends of this one would have millions of digits."""
    found = interval_of(tree_of("(((a ** 64) ** 64) ** 64) ** 64"), lambda _: Interval(Fraction(0), Fraction(10)))
    assert found == Interval(Fraction(0), Fraction(GREATEST), may_lack=True)
    assert interval_of(tree_of("a * 1"), lambda _: point(Fraction(GREATEST))) == point(Fraction(GREATEST))
    assert interval_of(tree_of("a + 1"), lambda _: point(Fraction(GREATEST))).may_lack


def test_bounds_stay_short_and_enclose():
    third = Fraction(1, 3**1500)
    found = interval_of(tree_of("a * 1"), lambda _: point(third))
    assert found.low < third < found.high
    assert max(found.low.denominator.bit_length(), found.high.denominator.bit_length()) < 1_100


def test_a_branch_that_never_has_a_value_bounds_nothing():
    tree = template("20 if A > 1 else _not_applicable()", at=Place(), A=tree_of("a"))
    assert interval_of(tree, lambda _: Interval()) == Interval(Fraction(20), Fraction(20), may_lack=True)
    never = template("_not_applicable() if A > 1 else _not_applicable()", at=Place(), A=tree_of("a"))
    found = interval_of(never, lambda _: Interval())
    assert found.may_lack
    assert Fraction(1) not in found


@pytest.mark.parametrize(
    ("value", "vi"),
    [
        (Fraction(-5, 4), "-1,25"),
        (Fraction(0), "0"),
        (Fraction(1000), "1000"),
        (Fraction(-22, 7), "-22/7"),
        (Fraction(-1, 10**12), "-0,000000000001"),
        (Fraction(-1, 10**13), "-1/10000000000000"),
    ],
)
def test_numbers_are_written_with_a_decimal_comma(value, vi):
    assert number(value, "vi") == vi


def test_a_number_of_any_length_can_be_written():
    assert number(Fraction(1, 3**10_000), "vi").startswith("1/16313501853426258743")
    assert number(Fraction(10**5_000), "en") == "1" + "0" * 5_000


BACK = {"×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", " = ": " == ", ", else": " else"}


@given(numbers(), VALUES)
def test_words_in_english_read_back_to_the_same_value(text, names):
    tree = tree_of(text)
    said = say(tree, lambda name: name, "en")
    for sign, plain in BACK.items():
        said = said.replace(sign, plain)
    assert value_of(said, names) == evaluate_exact(tree, Exact(names.__getitem__))


@pytest.mark.parametrize(
    ("text", "vi"),
    [
        ("clamp(a / b / 0.8, 0, 1) * 20", "clamp(a ÷ b ÷ 0,8; 0; 1) × 20"),
        ("a - (b - c)", "a − (b − c)"),
        ("(a - b) - c", "a − b − c"),
        ("(a + b) * c", "(a + b) × c"),
        ("1 if a > 2 and not b < 1 else 0", "1 nếu a > 2 và không b < 1, còn lại 0"),
        ("-a ** 2", "−a ** 2"),
        ("(-a) ** 2", "(−a) ** 2"),
        ("(a ** 2) ** 3", "(a ** 2) ** 3"),
        ("a ** 2 * b ** 3", "a ** 2 × b ** 3"),
    ],
)
def test_words_in_vietnamese(text, vi):
    assert say(tree_of(text), lambda name: name, "vi") == vi


@pytest.mark.parametrize(("name", "row"), FUNCTIONS.items())
def test_a_function_takes_no_argument_less_and_none_more(name, row):
    def found(count):
        return [each.code for each in type_of(tree_of(f"{name}({', '.join(['n'] * count)})"), lambda _: NUMBER)[1]]

    assert "ITR259" in found(row.least - 1)
    assert "ITR259" not in found(row.least)
    if row.most < MOST_ARGUMENTS:
        assert "ITR259" not in found(row.most)
        assert "ITR259" in found(row.most + 1)


@pytest.mark.parametrize(("name", "row"), FUNCTIONS.items())
def test_the_example_of_every_function_holds(name, row):
    text, value = row.example
    if name == "days":
        days = {"from": date(2022, 1, 1), "to": date(2022, 3, 1)}
        call = parse("days(a, b)", Place())[0]
        assert evaluate_exact(call, Exact({"a": days["from"], "b": days["to"]}.__getitem__)) == 59
    else:
        assert value_of(text) == Fraction(value)


LACKS = {
    "1 / 0": Reason.DIVISION_BY_ZERO,
    "1 // 0": Reason.DIVISION_BY_ZERO,
    "1 % 0": Reason.DIVISION_BY_ZERO,
    "0 ** -1": Reason.OUT_OF_DOMAIN,
    "ln(0)": Reason.OUT_OF_DOMAIN,
    "log10(-1)": Reason.OUT_OF_DOMAIN,
    "sqrt(-1)": Reason.OUT_OF_DOMAIN,
    "power(-8, 2)": Reason.OUT_OF_DOMAIN,
    "power(0, -1)": Reason.OUT_OF_DOMAIN,
    "geometric_mean(1, -1)": Reason.OUT_OF_DOMAIN,
    "harmonic_mean(1, 0)": Reason.OUT_OF_DOMAIN,
    "round(1, 13)": Reason.OUT_OF_DOMAIN,
    "round(1, 0.5)": Reason.OUT_OF_DOMAIN,
    "10 ** 30 + 1": Reason.TOO_LARGE,
    "exp(71)": Reason.TOO_LARGE,
    "power(10, 2000)": Reason.TOO_LARGE,
    "((10 ** 20) ** 64) / ((10 ** 20) ** 64)": Reason.TOO_LARGE,
    "blank + 1": Reason.NO_VALUE,
    "blank == 1": Reason.NO_VALUE,
    "max(1, blank)": Reason.NO_VALUE,
    "first_nonzero(blank, blank)": Reason.NO_VALUE,
    "1 if blank > 0 else 2": Reason.NO_VALUE,
}


@pytest.mark.parametrize(("text", "reason"), LACKS.items())
def test_what_has_no_value_says_why(text, reason):
    lack = value_of(text, {"blank": BLANK})
    assert isinstance(lack, NoScore)
    assert lack.reason is reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 ** 30", GREATEST),
        ("has(blank) or 1 == 1", True),
        ("1 if has(blank) else 2", 2),
        ("1 == 2 and blank > 0", False),
        ("1 == 1 or blank > 0", True),
        ("1 if 2 > 1 else blank", 1),
        ("3 < 2 < blank", False),
        ("first_nonzero(blank, 0, 5, blank)", 5),
        ("first_nonzero(blank, 0)", 0),
    ],
)
def test_evaluation_goes_only_as_far_as_needed(text, value):
    """`and` and `or` stop at the first value that decides, an `if` evaluates the chosen branch only."""
    assert value_of(text, {"blank": BLANK}) == value


CHAIR = Type("choice", ("bi_thu", "pho", "khong"))
TYPES = {
    "n": NUMBER,
    "yes": YES_NO,
    "chair": CHAIR,
    "other": Type("choice", ("x",)),
    "day": Type("date"),
    "people": Type("number", measured_in="người"),
    "machines": Type("number", measured_in="máy"),
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("n + 1", "number"),
        ("n > 1", "yes_no"),
        ("yes", "yes_no"),
        ("not yes and n < 2", "yes_no"),
        ("chair == 'pho'", "yes_no"),
        ("'pho' != chair", "yes_no"),
        ("day < day", "yes_no"),
        ("days(day, day)", "number"),
        ("yes == yes", "yes_no"),
        ("has(chair)", "yes_no"),
        ("1 if chair == 'khong' else 2", "number"),
        ("people / machines", "number"),
        ("people + people", "number"),
        ("people + 1", "number"),
        ("chair if yes else chair", "choice"),
    ],
)
def test_a_formula_has_a_type(text, kind):
    type_, findings = type_of(tree_of(text), TYPES.__getitem__)
    assert findings == ()
    assert type_ is not None
    assert type_.kind == kind


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("yes + 1", "ITR214", "a number is expected here, but this is a yes_no"),
        ("1 if n else 2", "ITR214", "a yes_no is expected here, but this is a number"),
        ("n and yes", "ITR214", "a yes_no is expected"),
        ("not n", "ITR214", "a yes_no is expected"),
        ("-yes", "ITR214", "a number is expected"),
        ("yes < 1", "ITR214", "a number is expected"),
        ("n == yes", "ITR214", "a number is expected here, but this is a yes_no"),
        (
            "chair == other",
            "ITR268",
            "two choices without a common option can never be equal: bi_thu, pho, khong; and x",
        ),
        ("chair != other", "ITR268", "can never be equal"),
        ("chair == (other if yes else chair)", None, ""),
        ("(other if yes else chair) == 'x'", None, ""),
        ("day > 3", "ITR214", "a date is expected here, but this is a number"),
        ("day + 1", "ITR214", "a number is expected here, but this is a date"),
        ("1 if yes else yes", "ITR214", "a number is expected"),
        ("max(yes)", "ITR214", "a number is expected"),
        ("days(1, day)", "ITR214", "a date is expected"),
        ("chair == 'phó'", "ITR204", 'there is no option "phó"'),
        ("n == 'pho'", "ITR217", 'the quoted text "pho"'),
        ("'a' == 'b'", "ITR217", 'the quoted text "a"'),
        ("'a' < n", "ITR217", 'the quoted text "a"'),
        ("'a'", "ITR217", 'the quoted text "a"'),
        ("has('a')", "ITR217", 'the quoted text "a"'),
        ("'pho' == chair == 'phó'", "ITR204", 'there is no option "phó"'),
        ("n < n < yes", "ITR214", "a number is expected here, but this is a yes_no"),
        ("'a' if yes else 'b'", "ITR217", 'the quoted text "a"'),
        ("'a' + 1", "ITR217", 'the quoted text "a"'),
        ("mim(n)", "ITR204", 'unknown function "mim"'),
        ("rand()", "ITR204", 'unknown function "rand"'),
        ("int(n)", "ITR204", 'unknown function "int"'),
        ("eval(n)", "ITR204", 'unknown function "eval"'),
        ("abs(n, n)", "ITR259", "abs takes 1 argument(s), here there are 2"),
        ("round()", "ITR259", "round takes 1–2 argument(s), here there are 0"),
        ("people + machines", "ITR218", "người and máy"),
        ("people < machines", "ITR218", "người and máy"),
        ("max(people, machines)", "ITR218", "người and máy"),
    ],
)
def test_parts_that_do_not_fit_are_told(text, code, says):
    _, findings = type_of(tree_of(text), TYPES.__getitem__)
    assert [found.code for found in findings] == ([code] if code else [])
    if code:
        assert says in message(findings[0], "en")
        assert message(findings[0], "vi")


def test_the_if_of_excel_is_told_how_it_is_written_here():
    (found,) = type_of(tree_of("IF(n > 2, 1, 0)"), TYPES.__getitem__)[1]
    assert (found.code, "1 if a > 2 else 0" in advice(found, "en")) == ("ITR204", True)


def test_the_caret_stands_under_the_link_of_a_chain_that_does_not_fit():
    _, findings = type_of(parse("n < n < yes", Place("r.yaml", 7, 20))[0], TYPES.__getitem__)
    assert [(found.place.column, found.place.length) for found in findings] == [(28, 3)]


def test_an_option_is_suggested_without_its_accents():
    _, findings = type_of(tree_of("chair == 'Bí_thư'"), TYPES.__getitem__)
    assert advice(findings[0], "vi") == 'Có phải "bi_thu"? Các lựa chọn: bi_thu, pho, khong.'


def test_two_mistakes_are_two_findings():
    _, findings = type_of(tree_of("(yes + 1) * mim(n)"), TYPES.__getitem__)
    assert sorted(found.code for found in findings) == ["ITR204", "ITR214"]


CALLS = {
    name: f"{name}({', '.join(['a', 'b', 'c'][: max(row.least, 1)])})"
    for name, row in FUNCTIONS.items()
    if name not in {"has", "days"}
}


@pytest.mark.parametrize("op", ["+", "-", "*", "/", "//", "%"])
def test_no_pair_of_functions_and_an_operator_gives_a_float(op):
    """No float ever: all functions on both sides of all operators, on values that make roots and logarithms irrational."""
    names = {"a": Fraction(7, 3), "b": Fraction(2), "c": Fraction(5)}
    for left in CALLS.values():
        for right in CALLS.values():
            value = value_of(f"{left} {op} {right}", names)
            assert type(value) in {Fraction, NoScore}, (left, op, right)
            assert type(value_of(f"1 if {left} < {right} else 0", names)) is Fraction


def test_a_share_of_the_normal_distribution_lies_between_none_and_all():
    bounds = interval_of(tree_of("normal_cdf(a)"), lambda _: Interval(None, None))
    assert (bounds.low, bounds.high) == (0, 1)


def test_a_day_is_written_as_each_language_writes_it():
    assert figure(date(2026, 3, 1), "vi") == "1/3/2026"
    assert figure(date(2026, 3, 1), "en") == "2026-03-01"
