"""What a formula may contain, and what is said of everything else."""

import ast
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine import load_text
from itrank.engine.formula import substitute as substitution
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.parse import (
    DEEPEST,
    LONGEST,
    LONGEST_NUMBER,
    MOST_ARGUMENTS,
    MOST_NODES_IN_PLACE,
    limits_of,
    parse,
    place_of,
)
from itrank.engine.formula.substitute import Function, put_in_place, substitute
from itrank.engine.formula.types import type_of
from itrank.engine.language import workshop
from itrank.engine.model.codes import advice, message
from itrank.engine.model.findings import Place
from itrank.engine.model.ruleset import NUMBER

AT = Place("r.yaml", 7, 20)

# formula -> the code that refuses it
REFUSED = {
    "": "ITR110",
    "   ": "ITR110",
    # attributes, subscripts, and every road to Python's objects
    "x.y": "ITR208",
    "x.__class__": "ITR208",
    "().__class__.__bases__": "ITR208",
    "(1).__class__.__mro__": "ITR208",
    "x.tofile('a')": "ITR208",
    "''.join('a')": "ITR208",
    "'a'.ljust(2)": "ITR208",
    "'%d' % 1": None,
    "x['a']": "ITR205",
    "[1, 2]": "ITR205",
    "{1: 2}": "ITR205",
    "{1, 2}": "ITR205",
    "(1, 2)": "ITR208",
    "1,": "ITR208",
    "f'{x}'": "ITR205",
    "f'x'": "ITR208",
    "b'x'": "ITR210",
    "`x`": "ITR205",
    "[x for x in y]": "ITR205",
    "(x for x in y)": "ITR208",
    "lambda: x": "ITR205",
    "(lambda x=1: x)()": "ITR205",
    "x := 1": "ITR205",
    "(x := 1)": "ITR205",
    "*x": "ITR207",
    "f(*x)": "ITR208",
    "f(**x)": "ITR208",
    "f(x=1)": "ITR208",
    "f()()": "ITR208",
    "(f)(1)": None,
    "f.g(1)": "ITR208",
    "await x": "ITR208",
    "yield": "ITR207",
    "(yield)": "ITR208",
    "not": "ITR207",
    # names that lead out
    "__import__('os')": "ITR205",
    "__builtins__": "ITR205",
    "_x": "ITR205",
    "_not_applicable()": "ITR205",
    "＿＿class＿＿": "ITR205",
    "х + 1": "ITR205",
    "α": "ITR205",
    "数": "ITR205",
    "ﬁ": "ITR205",
    "ｘ": "ITR205",
    "ｍax(1, 2)": "ITR205",
    "ﬁ(1, 2)": "ITR205",
    "x\ufe0f + 1": "ITR205",
    "x\u034f + 1": "ITR205",
    "e\u0301 + 1": "ITR206",
    # statements
    "x = 1": "ITR207",
    "x += 1": "ITR207",
    "x; y": "ITR205",
    "import os": "ITR207",
    "del x": "ITR207",
    "pass": "ITR207",
    "return 1": "ITR207",
    "x if y": "ITR207",
    "print x": "ITR207",
    "assert x": "ITR207",
    "x # note": "ITR205",
    "x \\ y": "ITR205",
    # operators that formulas do not have
    "x & y": "ITR205",
    "x | y": "ITR205",
    "x ^ y": "ITR205",
    "~x": "ITR205",
    "x << 2": "ITR208",
    "x >> 2": "ITR208",
    "x @ y": "ITR205",
    "x in y": "ITR208",
    "x not in y": "ITR208",
    "x is y": "ITR208",
    "x is not y": "ITR208",
    "x <> y": "ITR207",
    "x && y": "ITR205",
    "x || y": "ITR205",
    "!x": "ITR207",
    "x ? 1 : 2": "ITR205",
    "x ≥ 2": "ITR205",
    "x × 2": "ITR205",
    "5 – 3": "ITR205",
    "True": "ITR208",
    "None": "ITR208",
    "...": "ITR210",
    # numbers
    "1e3": "ITR210",
    "1E3": "ITR210",
    "1e400": "ITR210",
    "0x10": "ITR210",
    "0b1": "ITR210",
    "0o7": "ITR210",
    "1_000": "ITR210",
    "1j": "ITR210",
    "1.": "ITR210",
    ".5": "ITR210",
    "00": "ITR210",
    "007": "ITR207",
    "1,5": "ITR208",
    "1,5 * x": "ITR208",
    "959,9": "ITR208",
    "80%": "ITR207",
    "x >= 80%": "ITR207",
    "3 x": "ITR207",
    "１２": "ITR205",
    "٥": "ITR205",
    "²": "ITR205",
    "½": "ITR205",
    "∞": "ITR205",
    # powers
    "2 ** 65": "ITR372",
    "2 ** -65": "ITR372",
    "2 ** x": "ITR372",
    "2 ** 0.5": "ITR372",
    "4000000 ** 4000000": "ITR372",
    "9 ** 9 ** 9": "ITR372",
    "2 ** (1 + 1)": "ITR372",
    # invisible
    "x\u200b + 1": "ITR205",
    "x\u202e + 1": "ITR205",
    "\ufeffx": "ITR205",
    "x\x00": "ITR205",
    "x\x1b[31m": "ITR205",
    "x\ud800": "ITR205",
    "x\u00a0+ 1": "ITR205",
    # brackets
    "(x": "ITR207",
    "x)": "ITR207",
    "()": "ITR208",
    "(": "ITR207",
    "(" * 300: "ITR207",
    "x +": "ITR207",
    "* x": "ITR207",
    "x y": "ITR207",
    "'x": "ITR207",
    "x and": "ITR207",
    "a và b": "ITR207",
    "a hoặc b": "ITR207",
    "f(a b)": "ITR207",
    "f(,)": "ITR207",
    "if x then y": "ITR207",
    "x else y": "ITR207",
}


@pytest.mark.parametrize(("text", "code"), [(t, c) for t, c in REFUSED.items() if c], ids=ascii)
def test_what_formulas_do_not_have_is_refused_with_its_code(text, code):
    tree, findings = parse(text, AT)
    assert tree is None
    assert [found.code for found in findings] == [code]
    assert message(findings[0], "vi")
    assert message(findings[0], "en")


VALUES = {
    "1": 1,
    "0.1": "1/10",
    "0.5 + 1": "3/2",
    "a": 30,
    "a + b": 80,
    "a - b": -20,
    "-a": -30,
    "+a": 30,
    "--a": 30,
    "a * b": 1500,
    "a / b": "3/5",
    "a // 7": 4,
    "-7 // 2": -4,
    "7 % 2": 1,
    "-7 % 3": 2,
    "7.5 % 2": "3/2",
    "2 ** 3": 8,
    "2 ** -2": "1/4",
    "-2 ** 2": -4,
    "2 ** 64": 2**64,
    "2 ** -64": f"1/{2**64}",
    "2 ** 9": 512,
    "1 / 3 * 3": 1,
    "(0.1 + 0.2) * 10": 3,
    "1 if a < b else 2": 1,
    "1 if a < b < 60 else 2": 1,
    "1 if a > b or b > a else 0": 1,
    "1 if a > b and b > a else 0": 0,
    "1 if not a > b else 0": 1,
    "1 if a == 30 != 31 else 0": 1,
    "1 if a > 100 else 2 if a > 10 else 3": 2,
    "min(a, b, 7)": 7,
    "max(a, b)": 50,
    "sum(1, 2, 3)": 6,
    "mean(1, 2)": "3/2",
    "clamp(a, 0, 10)": 10,
    "clamp(-a, 0, 10)": 0,
    "abs(-2.5)": "5/2",
    "round(2.675, 2)": "2.68",
    "round(-2.5)": -3,
    "round(1234, -2)": 1200,
    "floor(-1.5)": -2,
    "ceil(-1.5)": -1,
    "floor(1.29, 1)": "1.2",
    "sqrt(2.25)": "3/2",
    "ln(1)": 0,
    "exp(0)": 1,
    "log10(0.01)": -2,
    "power(32, 0.4)": 4,
    "power(0, 0)": 1,
    "geometric_mean(2, 8)": 4,
    "harmonic_mean(3, 6)": 4,
    "normal_cdf(0)": "1/2",
    "first_nonzero(0, a)": 30,
    "(a)": 30,
    "  a  ": 30,
    "((((a))))": 30,
    "điểm_số": 5,
    "so_2": 6,
    "A": 7,
}


@pytest.mark.parametrize(("text", "value"), VALUES.items(), ids=ascii)
def test_what_formulas_have_gives_the_exact_value(text, value):
    names = {"a": 30, "b": 50, "điểm_số": 5, "so_2": 6, "A": 7}
    tree, findings = parse(text, AT)
    assert findings == ()
    found = evaluate_exact(tree, Exact({name: Fraction(n) for name, n in names.items()}.__getitem__))
    assert found == Fraction(value)
    assert type(found) is Fraction


@pytest.mark.parametrize(
    ("text", "column", "length"),
    [("a + х", 24, 1), ("a.b + 1", 20, 3), ("1 + 2 ** x", 29, 1), ("điểm + 1e3", 27, 3), ("  a = b", 24, 1)],
)
def test_the_caret_stands_under_what_is_wrong(text, column, length):
    _, findings = parse(text, AT)
    assert findings[0].place[:3] == ("r.yaml", 7, column)
    assert findings[0].place.length == length


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,5 * x", "1.5"),
        ("x >= 80%", " 0.8 "),
        ("x * 20 % and y", " 0.2 "),
        ("x if y > 2.5% else 1", " 0.025 "),
        ("(x >= 100%)", " 1 "),
        ("100% - x", " 1 "),
        ("(100%-x) * 20", " 1 "),
        ("50% x", " 0.5 "),
        ("x = 1", '"=="'),
        ("x => 1", '">="'),
        ("x =< 1", '"<="'),
        ("x <> 1", '"!="'),
        ("if(x > 2, 1, 0)", "1 if a > 2 else 0"),
        ("min(x; y)", "min(a, b)"),
        ("a và b", '"and"'),
        ("x ^ 2", '"**"'),
        ("x && y", '"and"'),
        ("x ≥ 2", '">="'),
        ("“a”", '"..."'),
    ],
)
def test_the_advice_says_what_to_write_instead(text, says):
    _, findings = parse(text, AT)
    assert says in advice(findings[0], "vi")
    assert says in advice(findings[0], "en")


def test_a_look_alike_letter_is_named():
    _, findings = parse("х + 1", AT)
    assert message(findings[0], "en") == 'the sign "х" (CYRILLIC SMALL LETTER HA) has no place in a formula'


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("1 + mａx(1, 2)", 25, 'the sign "ａ" (FULLWIDTH LATIN SMALL LETTER A)'),
        ("điểm + soﬁ", 29, 'the sign "ﬁ" (LATIN SMALL LIGATURE FI)'),
        ("x\ufe0f", 21, 'the sign "U+FE0F" (VARIATION SELECTOR-16)'),
    ],
)
def test_a_letter_that_python_reads_as_another_is_named_where_it_stands(text, column, says):
    _, findings = parse(text, AT)
    assert findings[0].place.column == column
    assert says in message(findings[0], "en")


LIMITS = {
    "length": ("a" + " " * (LONGEST - 1), "a" + " " * LONGEST, "ITR202"),
    "nodes": (
        # one call, nine of 59 arguments, and one that fills up: 1 + 9 * 60 + 59 = 600
        "max(" + ",".join(["sum(" + ",".join(["a"] * 59) + ")"] * 9 + ["sum(" + ",".join(["a"] * 58) + ")"]) + ")",
        "max(" + ",".join(["sum(" + ",".join(["a"] * 59) + ")"] * 9 + ["sum(" + ",".join(["a"] * 59) + ")"]) + ")",
        "ITR202",
    ),
    "depth": ("-" * (DEEPEST - 1) + "a", "-" * DEEPEST + "a", "ITR106"),
    "depth of calls": (
        "abs(" * (DEEPEST - 1) + "a" + ")" * (DEEPEST - 1),
        "abs(" * DEEPEST + "a" + ")" * DEEPEST,
        "ITR106",
    ),
    "arguments": (
        f"max({','.join(['a'] * MOST_ARGUMENTS)})",
        f"max({','.join(['a'] * (MOST_ARGUMENTS + 1))})",
        "ITR202",
    ),
    "digits": ("1" * LONGEST_NUMBER, "1" * (LONGEST_NUMBER + 1), "ITR202"),
}


@pytest.mark.parametrize(("within", "beyond", "code"), LIMITS.values(), ids=LIMITS)
def test_the_limit_is_allowed_and_one_more_is_not(within, beyond, code):
    assert parse(within, AT)[1] == ()
    assert [found.code for found in parse(beyond, AT)[1]] == [code]


@pytest.mark.parametrize(
    ("text", "is_hinted"), [("1,5", True), ("a, b", False), ("max(*a, 1,5)", False), ("a, 1", False)]
)
def test_a_decimal_point_is_advised_where_a_number_has_a_comma(text, is_hinted):
    (found,) = parse(text, AT)[1]
    assert found.code == "ITR208"
    assert ("1.5" in (advice(found, "en") or "")) is is_hinted


@pytest.mark.parametrize(("length", "is_cut"), [(LONGEST_NUMBER, False), (LONGEST_NUMBER + 1, True)])
def test_what_is_not_known_is_shown_and_cut_where_it_is_long(length, is_cut):
    text = f"a, {'b' * (length - 3)}"
    (found,) = parse(text, AT)[1]
    shown = found.params["what"]
    assert shown == (text[: LONGEST_NUMBER - 1] + "…" if is_cut else text)
    assert len(shown) == LONGEST_NUMBER


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_a_finding(text):
    tree, findings = parse(text, AT)
    assert (tree is None) == bool(findings)
    for found in findings:
        assert message(found, "vi")
        assert advice(found, "en") is not None


@given(st.text(alphabet="ab12.,+-*/%()<>=! ifelsnotrd'\"", max_size=40))
def test_any_text_of_formula_signs_is_an_expression_or_a_finding(text):
    tree, findings = parse(text, AT)
    assert (tree is None) == bool(findings)


def test_every_node_knows_its_place():
    tree, _ = parse("min(đ, 2) * b", AT)
    assert [(type(node).__name__, place_of(node).column) for node in ast.walk(tree) if isinstance(node, ast.expr)] == [
        ("BinOp", 20),
        ("Call", 20),
        ("Name", 32),
        ("Name", 20),
        ("Name", 24),
        ("Constant", 27),
    ]


def functions(**bodies):
    made = {}
    for heading, body in bodies.items():
        name, *parameters = heading.split("__")
        made[name] = Function(name, tuple(parameters), parse(body, AT)[0], AT)
    return made


def test_functions_are_put_in_place_with_their_arguments_in_brackets():
    tree, findings = put_in_place(parse("dat(a + 1, b) * 2", AT)[0], functions(dat__x__y="x / y"))
    assert findings == ()
    assert ast.unparse(tree).replace("Fraction(1, 1)", "1").replace("Fraction(2, 1)", "2") == "(a + 1) / b * 2"


@pytest.mark.parametrize(
    ("formula", "defined", "value"),
    [
        # The parameter a is not the column a that g reads.
        ("f(b)", {"g__u": "u + a", "f__a": "g(a) * 2"}, 22),
        ("f(b)", {"f__a": "a + b"}, 20),
        ("f(a, b)", {"f__b__a": "b - a"}, -9),
        ("f(f(f(a)))", {"f__a": "a * 3"}, 27),
        # f(10, f(1, 10)) = f(10, 10 · 10 - 1) = 99 · 10 - 10, where g reads the column b.
        ("f(b, f(a, b))", {"f__a__b": "g(b) - a", "g__a": "a * b"}, 980),
    ],
)
def test_parameters_are_their_arguments_and_nothing_else(formula, defined, value):
    """The column a is 1 and b is 10."""
    tree, findings = put_in_place(parse(formula, AT)[0], functions(**defined))
    assert findings == ()
    names = {"a": Fraction(1), "b": Fraction(10)}
    assert evaluate_exact(tree, Exact(names.__getitem__)) == value


@pytest.mark.parametrize(
    "chain",
    [
        {f"f{n}__x": "-" * 58 + f"f{n + 1}(x)" for n in range(40)} | {"f40__x": "x"},
        {f"f{n}__x": f"f{n + 1}(x)" for n in range(1_500)} | {"f1500__x": "x"},
        {"f0__x": "-g(x)", "g__x": "h(" * 58 + "x" + ")" * 58, "h__x": "-" * 30 + "x"},
    ],
)
def test_functions_that_pile_up_are_stopped_at_the_depth_limit(chain):
    _, findings = put_in_place(parse("f0(a)", AT)[0], functions(**chain))
    assert [found.code for found in findings] == ["ITR106"]


@pytest.mark.parametrize(
    ("formula", "defined", "code", "says"),
    [
        ("f(1)", {"f__x": "f(x)"}, "ITR262", "f → f"),
        ("f(1)", {"f__x": "g(x)", "g__x": "f(x)"}, "ITR262", "f → g → f"),
        ("f(1, 2)", {"f__x": "x"}, "ITR259", "f takes 1 argument(s), here there are 2"),
    ],
)
def test_functions_that_do_not_fit_are_told(formula, defined, code, says):
    _, findings = put_in_place(parse(formula, AT)[0], functions(**defined))
    assert findings[0].code == code
    assert says in message(findings[0], "en")


def test_functions_that_double_one_another_are_stopped():
    chain = {f"f{n}__x": f"f{n + 1}(x) + f{n + 1}(x)" for n in range(40)} | {"f40__x": "x"}
    _, findings = put_in_place(parse("f0(a)", AT)[0], functions(**chain))
    assert [found.code for found in findings] == ["ITR202"]


def test_arguments_that_multiply_are_stopped():
    chain = {f"f{n}__x": f"f{n + 1}(x + x + x + x)" for n in range(30)} | {"f30__x": "x"}
    _, findings = put_in_place(parse("f0(a)", AT)[0], functions(**chain))
    assert [found.code for found in findings] == ["ITR202"]


def test_a_function_that_stands_in_a_formula_often_is_read_once(monkeypatch):
    read = []

    def noted(tree, *rest):
        read.append(ast.unparse(tree))
        return substitute(tree, *rest)

    monkeypatch.setattr(substitution, "substitute", noted)
    defined = functions(f__x__y="g(x) / y", g__x="x + x")
    tree, findings = put_in_place(parse("f(a, b) + f(b, a) + f(a, a)", AT)[0], defined)
    assert (findings, ast.unparse(tree)) == ((), "(a + a) / b + (b + b) / a + (a + a) / a")
    assert [read.count(text) for text in ("g(x) / y", "x + x")] == [1, 1]


@pytest.mark.parametrize(("calls", "told"), [(61, None), (62, "ITR202")])
def test_what_a_function_brings_counts_each_time(calls, told):
    """f brings 81 parts, and max around it is 2: 61 calls are 4,943 parts, 62 are 5,024."""
    body = f"max({', '.join('a' * 38)}) + min({', '.join('a' * 38)})"
    tree, findings = put_in_place(parse(f"max({', '.join(['f()'] * calls)})", AT)[0], functions(f=body))
    problem = findings[0] if findings else limits_of(tree)
    assert (problem and problem.code) == told


def test_limits_count_again_after_functions_are_put_in_place():
    wide = ast.Call(ast.Name("max"), [ast.Name("a")] * (MOST_NODES_IN_PLACE - 2), [])
    assert limits_of(wide) is None
    wider = ast.Call(ast.Name("max"), [ast.Name("a")] * (MOST_NODES_IN_PLACE - 1), [])
    assert limits_of(wider).code == "ITR202"
    deep = ast.Name("a")
    for _ in range(2 * DEEPEST - 1):
        deep = ast.UnaryOp(ast.USub(), deep)
    assert limits_of(deep) is None
    assert limits_of(ast.UnaryOp(ast.USub(), deep)).code == "ITR106"


EXPANDED = """format: itrank-ruleset/1
id: a
version: "1"
title: A
functions: {"f(p)": "p + p * 2"}
inputs: {x: {type: number}}
scorecards:
  b:
    criteria:
      - {id: l1, max: 10, score: {formula: f(x)}}
      - {id: l2, max: 10, score: {formula: f(x)}}
      - {id: l3, max: 10, score: {formula: x + 1}}
"""


@pytest.mark.parametrize(("most", "codes"), [(10, []), (9, ["ITR202"]), (4, ["ITR202"])])
def test_functions_that_make_all_formulas_together_too_long_are_told_once(monkeypatch, most, codes):
    """`p + p * 2` has five parts: two leaves have ten; what calls no function is not counted."""
    put = []
    monkeypatch.setattr(workshop, "MOST_EXPANDED", most)
    monkeypatch.setattr(workshop, "put_in_place", lambda *given: put.append(given) or put_in_place(*given))
    assert [found.code for found in load_text(EXPANDED, "a.yaml").findings] == codes
    assert len(put) == (3 if most == 10 else 2 if most == 9 else 1)  # and nothing is made any longer


def test_quoted_text_is_only_for_comparing_with_a_choice():
    tree, findings = parse("'%d' % 1", AT)
    assert findings == ()
    assert [found.code for found in type_of(tree, lambda _: NUMBER)[1]] == ["ITR217"]


@pytest.mark.parametrize("text", ["days(ngay, 2022-12-15)", "ngay <= 2022-1-5", "15/12/2022", "a + 1/1/2023"])
def test_a_day_is_no_subtraction(text):
    """To Python 2022-12-15 is 1995, and 15/12/2022 nearly nothing: neither is ever meant."""
    tree, (found,) = parse(text, Place("f", 1, 1))
    assert (tree, found.code) == (None, "ITR210")
    assert found.params["found"] in text
    assert "parameters: {han: 2" in found.help[0]


@pytest.mark.parametrize(
    "text", ["2022 - 12 - 15", "a / 12 / 2022", "1000-12", "12/31", "x == '2022-12-15'", "5.2022-12-15"]
)
def test_numbers_that_are_no_day_are_numbers(text):
    tree, findings = parse(text, Place("f", 1, 1))
    assert tree is not None, findings
